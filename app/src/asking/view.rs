//! Easy pages: one matter each, few fields, pictures beside words.

use leptos::prelude::*;

use super::model::{Asker, Step};
use crate::{
    base::{
        answers::{Answers, Fault},
        dates,
    },
    easy_read::{
        model::{PictureSet, Wording, urgent},
        view::{paragraph, sized_picture},
    },
    own::model::ShortCode,
    shell::typed_list,
    ui::*,
};

/// Pictures in colour: nobody has said yet how they like to read.
fn picture(key: &str, class: &'static str) -> impl IntoView + use<> {
    sized_picture(PictureSet::Colour, key, class)
}

fn line(key: &str, text: String) -> AnyView {
    view! {
        <li>
            {picture(key, "easy-read__picture")}
            {paragraph(text)}
        </li>
    }
    .into_any()
}

/// Whom to ring instead. Nobody has said yet how old they are, so it is what a child is told: that has one number more.
fn emergency() -> impl IntoView {
    let whom = urgent(Wording::YoungPerson).filter(|line| line.picture != "not-emergency");
    let lines: Vec<_> = whom.map(|said| line(&said.picture, said.text.clone())).collect();
    view! {
        <WarningCallout heading="This is not for emergencies">
            <ul class="easy-read" role="list">{lines}</ul>
        </WarningCallout>
    }
}

/// What it is, and what happens with it.
pub fn start(list: &str, begun: bool) -> impl IntoView + use<> {
    let lines = vec![
        line("list", format!("The {list} helps people get support early.")),
        line("talk-to-someone", "We talk to you first. You can say yes or no.".to_owned()),
        line("staff-asks", "We ask you before we put you on it.".to_owned()),
        line("keep-support", "Your support stays the same, whatever you say.".to_owned()),
    ];
    let go_on = begun.then(|| {
        view! {
            <InsetText>
                <p>"You have started already. " <a href="/ask/check">"Go on where you were"</a></p>
                {stop()}
            </InsetText>
        }
    });
    view! {
        <div class="own">
            <h1 class="nhsuk-heading-xl">"Ask for help"</h1>
            {emergency()}
            {go_on}
            <p class="nhsuk-lede-text">"You can ask for yourself. You can ask for someone in your family, or a friend."</p>
            <ul class="easy-read" role="list">{lines}</ul>
            <p>"There are 5 short pages. You can stop and come back."</p>
            <ButtonLink href="/ask/who">"Start"</ButtonLink>
            <p><a href="/ask/return">"Go on with what you saved"</a></p>
            <p><a href="/about">{format!("What is the {list}?")}</a></p>
        </div>
    }
}

/// What was typed into a page of something that is gone.
pub fn gone(typed: Vec<String>) -> impl IntoView {
    view! {
        <div class="own">
            // With script the navigator keeps the form that such a page turns away.
            <h1 class="nhsuk-heading-l" data-plain>"Your words were not kept"</h1>
            <p>"You stopped, or saved it, or sent it. Or you started more than 2 weeks ago."</p>
            <p>"You can copy your words here. Then you can start again."</p>
            <h2 class="nhsuk-heading-m">"Your words"</h2>
            {typed_list(typed)}
            {emergency()}
            <ButtonLink href="/ask">"Start again"</ButtonLink>
            <p><a href="/ask/return">"Go on with what you saved"</a></p>
        </div>
    }
}

/// One page. `missing` is what still is, each with its page: only the last page tells it.
pub fn step(step: Step, answers: &Answers, list: &str, missing: &[(Step, Fault)]) -> impl IntoView + use<> {
    let back = step.before().map_or_else(|| "/ask".to_owned(), |before| format!("/ask/{}", before.word()));
    let mine = answers.get("asker") == Asker::Myself.word();
    let action = format!("/ask/{}", step.word());
    let number = Step::ALL.iter().position(|each| *each == step).unwrap_or_default() + 1;
    let (key, title, fields) = match step {
        Step::Who => ("question", step.label(), who()),
        Step::Person => {
            let title = if mine { "Who are you?" } else { "Who needs help?" };
            ("person", title, person())
        }
        Step::Contact => ("phone", step.label(), contact()),
        Step::Why => {
            let title = if mine { "What is going on for you?" } else { "What is going on for them?" };
            ("talk", title, why(mine))
        }
        Step::Check => ("yes", step.label(), check(answers, list)),
    };
    let (label, later) = if step == Step::Check {
        ("Send it", None)
    } else {
        let later = (step != Step::Who)
            .then(|| view! { <Button kind=ButtonKind::Secondary name="later" value="yes">"Save and come back later"</Button> });
        ("Continue", later)
    };
    let keeps = !matches!(step, Step::Who | Step::Check);
    let form = if let Some((first, _)) = missing.first() {
        let href = format!("/ask/{}", first.word());
        view! {
            {fields}
            {what_is_missing(missing)}
            <ButtonLink href=href>"Fill in what is missing"</ButtonLink>
        }
        .into_any()
    } else {
        view! {
            // Nothing is kept of the first page before it is sent: whoever shares a computer knows by then.
            <FormTo action=action draft=keeps>
                {fields}
                <div class="nhsuk-button-group">
                    <Button>{label}</Button>
                    {later}
                </div>
            </FormTo>
        }
        .into_any()
    };
    // From here on it is about somebody: no company's voice reads it.
    let about_somebody = (!answers.is_empty()).then_some("");
    view! {
        <div class="own" data-person=about_somebody>
            <BackLink href=back/>
            <p class="quiet">{format!("Page {number} of {}", Step::ALL.len())}</p>
            <h1 class="own__title">
                {picture(key, "own__picture")}
                <span>{title}</span>
            </h1>
            {form}
            {(!answers.is_empty()).then(stop)}
        </div>
    }
}

/// What is missing, each with the way to its page: nothing can be sent before.
fn what_is_missing(missing: &[(Step, Fault)]) -> impl IntoView + use<> {
    let items: Vec<_> = missing
        .iter()
        .map(|(step, fault)| {
            let (href, text) = (format!("/ask/{}", step.word()), fault.message.clone());
            view! { <li><a href=href>{text}</a></li> }
        })
        .collect();
    view! {
        <InsetText>
            <p>"You cannot send it yet. This is missing:"</p>
            <ul>{items}</ul>
        </InsetText>
    }
}

/// For whoever shares a computer.
fn stop() -> impl IntoView {
    view! {
        <FormTo action="/ask/stop" full=true>
            <button class="link-button" type="submit">"Stop. Throw away what I typed"</button>
        </FormTo>
    }
}

fn who() -> AnyView {
    let family = view! {
        <TextField name="asker_name" label="Your name" autocomplete="name" spellcheck=false/>
        <TextField name="asker_relation" label="Who are you to them?" hint="For example, mother or friend" autocomplete="off"/>
    };
    let choices = vec![
        Choice::new(Asker::Myself.word(), Asker::Myself.label()),
        Choice::new(Asker::Family.word(), Asker::Family.label()).reveals(family.into_any()),
    ];
    view! { <Radios name="asker" legend="Who do you ask for?" choices=choices/> }.into_any()
}

fn person() -> AnyView {
    view! {
        <TextField name="given_name" label="First name" autocomplete="off" spellcheck=false/>
        <TextField name="family_name" label="Last name" autocomplete="off" spellcheck=false/>
        <DateField name="born" legend="Date of birth"/>
    }
    .into_any()
}

fn contact() -> AnyView {
    view! {
        <p>"A phone number or an address is enough."</p>
        <TextField name="phone" label="Phone number" kind=InputKind::Tel width=20 autocomplete="tel"/>
        <TextArea name="address" label="Address" rows=3/>
        <TextField name="postcode" label="Postcode (you can leave this empty)" width=10 autocomplete="postal-code" spellcheck=false/>
        <TextField name="best_time" label="When is a good time? (you can leave this empty)" autocomplete="off"/>
    }
    .into_any()
}

fn why(mine: bool) -> AnyView {
    let label = if mine { "What do you need help with?" } else { "What do they need help with?" };
    view! {
        <TextArea name="reason" label=label hint="A few words are enough. Spelling does not matter." rows=6/>
    }
    .into_any()
}

fn check(answers: &Answers, list: &str) -> AnyView {
    let asker: Option<Asker> = answers.get("asker").parse().ok();
    let typed = |field: &str| {
        let said = answers.get(field);
        if said.is_empty() {
            return view! { <span class="quiet">"You left this empty"</span> }.into_any();
        }
        view! { <span class="typed">{said.to_owned()}</span> }.into_any()
    };
    let whom = if asker == Some(Asker::Myself) { "you" } else { "the person" };
    let born = dates::from_parts(answers.get("born_day"), answers.get("born_month"), answers.get("born_year"));
    let mut rows = vec![
        SummaryRow::new("Who it is for", asker.map(|asker| asker.label().to_owned()))
            .change("/ask/who", "who it is for"),
    ];
    if asker == Some(Asker::Family) {
        rows.push(SummaryRow::new("Your name", typed("asker_name")).change("/ask/who", "your name"));
        rows.push(
            SummaryRow::new("Who you are to them", typed("asker_relation")).change("/ask/who", "who you are to them"),
        );
    }
    rows.extend([
        SummaryRow::new("First name", typed("given_name")).change("/ask/person", "the first name"),
        SummaryRow::new("Last name", typed("family_name")).change("/ask/person", "the last name"),
        SummaryRow::new("Date of birth", born.map(dates::long).ok()).change("/ask/person", "the date of birth"),
        SummaryRow::new("Phone number", typed("phone")).change("/ask/contact", "the phone number"),
        SummaryRow::new("Address", typed("address")).change("/ask/contact", "the address"),
        SummaryRow::new("Postcode", typed("postcode")).change("/ask/contact", "the postcode"),
        SummaryRow::new("A good time", typed("best_time")).change("/ask/contact", "a good time"),
        SummaryRow::new("What is going on", typed("reason")).change("/ask/why", "what is going on"),
    ]);
    view! {
        <SummaryList rows=rows/>
        <p>{format!("If you send it, the {list} team reads it. They talk to {whom} before anything else happens.")}</p>
    }
    .into_any()
}

/// The return code, shown once.
pub fn saved(code: &ShortCode, address: &str) -> impl IntoView + use<> {
    let plain = address.trim_start_matches("https://").trim_start_matches("http://").to_owned();
    view! {
        <div class="own">
            <h1 class="nhsuk-heading-l">"Saved for later"</h1>
            <p>"Write this code down. Or take a picture of it."</p>
            <p class="code-card"><strong class="code-card__code">{code.to_string()}</strong></p>
            <p>{format!("To come back, go to {plain}. Type this code and the date of birth.")}</p>
            <p>"The code works until you send it."</p>
            <p>"We keep it for 14 days. Nobody else has seen it yet."</p>
            {emergency()}
            <p>"This computer has forgotten what you typed. Nobody who uses it after you can see it."</p>
            <ButtonLink href="/ask/return" kind=ButtonKind::Secondary>"Go on now with the code"</ButtonLink>
        </div>
    }
}

/// Going on with the return code.
pub fn come_back() -> impl IntoView {
    view! {
        <div class="own">
            <BackLink href="/ask"/>
            <h1 class="nhsuk-heading-l">"Go on with what you saved"</h1>
            <p>"You get a code when you press \u{201c}Save and come back later\u{201d}."</p>
            <FormTo action="/ask/return" full=true>
                <TextField
                    name="code"
                    label="Your code"
                    hint="The page \u{201c}Saved for later\u{201d} showed it. It has 9 letters, like BCD FGH JKM."
                    width=20
                    autocomplete="off"
                    spellcheck=false
                />
                <DateField name="born" legend="The date of birth you typed"/>
                <Button>"Go on"</Button>
            </FormTo>
        </div>
    }
}

/// The receipt.
pub fn sent(list: &str, host: &str) -> impl IntoView + use<> {
    let lines = vec![
        line("letter", format!("{host} has got it.")),
        line("phone", "Somebody will ring or write, and come to talk.".to_owned()),
        line("list", format!("They say what the {list} is. Then they ask yes or no.")),
        line("private", "Until then only they can read it.".to_owned()),
        line("keep-support", "Your support stays the same.".to_owned()),
    ];
    view! {
        <div class="own">
            <Panel title="We have got it">"Thank you for asking."</Panel>
            <h2 class="nhsuk-heading-m">"What happens next"</h2>
            <ul class="easy-read" role="list">{lines}</ul>
            {emergency()}
            <p><a href="/">"Go to the first page"</a></p>
        </div>
    }
}
