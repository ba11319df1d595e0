//! The tools on every page, and the page that explains them.

use leptos::prelude::*;

use crate::{
    base::answers::Answers,
    person::{store::Banner as PersonBanner, view::person_page as about_person},
    ui::*,
    web::{
        Preferences, Visit,
        preferences::{Calm, Holder, Percent, Speed, Switch, Theme},
    },
};

/// One tool: its field, what it is called, what there is to choose (the word and its label).
struct Tool {
    name: &'static str,
    label: &'static str,
    hint: &'static str,
    options: Vec<(&'static str, &'static str)>,
}

/// Every tool, in the order they are shown.
fn all_tools() -> Vec<Tool> {
    let percent = || Percent::ALL.iter().map(|each| (each.word(), each.label())).collect::<Vec<_>>();
    let switch = || Switch::ALL.iter().map(|each| (each.word(), each.label())).collect::<Vec<_>>();
    let themes = Theme::ALL.iter().map(|each| (each.word(), each.label())).collect();
    let calms = Calm::ALL.iter().map(|each| (each.word(), each.label())).collect();
    let speeds = Speed::ALL.iter().map(|each| (each.word(), each.label())).collect();
    let tool = |name, label, hint, options| Tool { name, label, hint, options };
    vec![
        tool("scale", "Content scaling", "Makes everything larger.", percent()),
        tool("font", "Font size", "Makes only the words larger.", percent()),
        tool("line", "Line height", "Puts more room between lines.", percent()),
        tool("spacing", "Letter spacing", "Puts more room between letters and words.", percent()),
        tool("theme", "Colours", "The colours of the page.", themes),
        tool("calm", "Calm mode", "Nothing moves. Colours are soft. Pictures go, or stay if you like.", calms),
        tool("aloud", "Read aloud", "Puts a button beside the words. A voice of this device reads them.", switch()),
        tool("speed", "Reading speed", "How fast the voice reads.", speeds),
        tool(
            "ruler",
            "Reading ruler",
            "A clear band over the line you read. It follows your finger, mouse or arrow keys.",
            switch(),
        ),
    ]
}

/// The settings as answers of the page's form.
#[must_use]
pub fn answers(liked: Preferences) -> Answers {
    liked.attributes().into_iter().fold(Answers::default(), |answers, (name, word)| answers.with(name, word))
}

/// The tools, folded away, on every page. Plain form fields: they work without script, and the next
/// page comes as it was asked for.
pub fn tools(visit: &Visit) -> impl IntoView + use<> {
    let reading = visit.reading();
    let now = answers(reading.liked);
    let fields: Vec<_> = all_tools().into_iter().map(|tool| quick(&tool, now.get(tool.name))).collect();
    let (action, more, summary) = match &reading.holder {
        Holder::Browser | Holder::Account => {
            ("/reading".to_owned(), "/reading".to_owned(), "Accessibility tools: text size, colours, reading aloud")
        }
        // On their own page the person sets it themselves.
        Holder::Person(_) if visit.is_on_own_page() => {
            ("/me/reading".to_owned(), "/reading".to_owned(), "Accessibility tools: text size, colours, reading aloud")
        }
        // The tablet is in their hands: what explains the tools further belongs to staff.
        Holder::Person(person) if visit.lent_to().is_some() => (
            format!("/people/{person}/reading"),
            "/reading".to_owned(),
            "Accessibility tools: text size, colours, reading aloud",
        ),
        Holder::Person(person) => {
            let path = format!("/people/{person}/reading");
            (path.clone(), path, "Accessibility tools: how this person likes to read")
        }
    };
    let back = visit.path.clone();
    view! {
        <section class="no-print" aria-label="Accessibility tools"><details class="tools">
            <summary class="tools__summary">
                <span class="tools__summary-text">{summary}</span>
            </summary>
            <FormTo action=action class="tools__form" full=true>
                <Hidden name="back" value=back/>
                {fields}
                <div class="tools__buttons">
                    <Button kind=ButtonKind::Primary>"Apply"</Button>
                    <Button kind=ButtonKind::Secondary name="reset" value="1">"Back to usual"</Button>
                    <a class="tools__more" href=more>"What each tool does"</a>
                    <p class="tools__note without-script">"Read aloud and the ruler work only with JavaScript."</p>
                </div>
            </FormTo>
        </details></section>
    }
}

fn quick(tool: &Tool, now: &str) -> impl IntoView + use<> {
    let id = format!("tool-{}", tool.name);
    let options: Vec<_> = tool
        .options
        .iter()
        .map(|(word, label)| view! { <option value=*word selected=*word == now>{*label}</option> })
        .collect();
    view! {
        <div class="nhsuk-form-group tools__field">
            <label class="nhsuk-label" for=id.clone()>{tool.label}</label>
            <select class="nhsuk-select" id=id name=tool.name>{options}</select>
        </div>
    }
}

/// Every tool with its explanation, for whoever reads.
pub fn own_page(signed_in: bool) -> impl IntoView {
    let kept = if signed_in {
        "What you choose is kept with your account. It comes with you to every device you sign in on. When you \
         sign out, the device goes back to its own settings."
    } else {
        "What you choose is kept by this browser for a year, and nowhere else."
    };
    view! {
        <h1 class="nhsuk-heading-l">"How you like to read"</h1>
        <p class="nhsuk-lede-text">"Choose what makes reading easier for you. You can change it at any time."</p>
        {form("/reading".to_owned())}
        <h2 class="nhsuk-heading-m">"Where this is kept"</h2>
        <p>{kept}</p>
        <p>
            "Pages that staff read together with a person open in the way that person likes to read, if it is \
             written in their record."
        </p>
        {about_the_voice()}
    }
}

/// The same for a person, who is asked by whoever goes through the pages with them.
pub fn person_page(person: &PersonBanner, noted: bool) -> impl IntoView + use<> {
    let id = person.person.to_string();
    let how = if noted {
        "The pages that you read together with this person open like this, on every device."
    } else {
        "Nobody has written down yet how this person likes to read. Ask them, try it out together, and save it here."
    };
    let content = view! {
        <p>{how}</p>
        {form(format!("/people/{id}/reading"))}
        {about_the_voice()}
    };
    about_person(
        person,
        ("Back to the person", format!("/people/{id}")),
        "How this person likes to read",
        content.into_any(),
    )
}

fn form(action: String) -> impl IntoView {
    let back = action.clone();
    let fields: Vec<_> = all_tools()
        .into_iter()
        .map(|tool| {
            let choices = tool.options.iter().map(|(word, label)| Choice::new(*word, *label)).collect();
            view! { <Radios name=tool.name legend=tool.label hint=tool.hint choices=choices inline=true small=true/> }
        })
        .collect();
    view! {
        <ul class="easy-read" role="list">
            <li>
                <img src="/pictures/colour/list.svg" alt="" width="120" height="120"/>
                <p>"This line shows you how it looks. Choose below. Then press Save."</p>
            </li>
        </ul>
        <FormTo action=action class="reading-form" full=true>
            <Hidden name="back" value=back/>
            {fields}
            <p class="without-script">
                "Reading aloud and the reading ruler need JavaScript, which is off or did not start on this device. \
                 All other tools work."
            </p>
            <div class="nhsuk-button-group">
                <Button>"Save"</Button>
                <Button kind=ButtonKind::Secondary name="reset" value="1">"Back to usual"</Button>
            </div>
        </FormTo>
    }
}

fn about_the_voice() -> impl IntoView {
    view! {
        <h2 class="nhsuk-heading-m">"About the voice"</h2>
        <p>
            "The voice belongs to your device. The words are not sent anywhere. Some devices only have voices of a \
             company that would get the words. On pages about a person such a voice is never used. On other pages \
             you are asked first."
        </p>
        <p>"A press on Escape stops the voice. It also stops when you leave the page."</p>
    }
}
