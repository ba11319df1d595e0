//! Codes and requests, as practitioners see them.

use chrono::NaiveDate;
use leptos::prelude::*;
use qrcode::{EcLevel, QrCode, types::Color};

use super::{
    model::{About, NewHolder, RequestKind, ShortCode},
    requests::{Request, particulars},
    store::Given,
};
use crate::{
    base::{dates, ids::PersonId},
    easy_read::{
        model::Format,
        view::{paragraph, sized_picture},
    },
    person::{
        store::Banner,
        view::{banner, person_page},
    },
    referral::{store::PersonReferral, view as referral},
    shell::capital,
    ui::*,
};

fn holder_of(name: &str, relation: &str) -> String {
    if name.is_empty() { "The person".to_owned() } else { format!("{name} ({relation})") }
}

/// The codes in force.
pub fn codes(person: &Banner, codes: &[Given]) -> impl IntoView + use<> {
    let id = person.person.clone();
    let rows: Vec<Vec<AnyView>> = codes
        .iter()
        .map(|given| {
            let holder = holder_of(&given.holder_name, &given.relation);
            let opened = given.opened_at.map_or_else(|| "Not yet".to_owned(), dates::long_time);
            let stuck = match given.failures {
                0 => None,
                failures if failures >= super::model::FAILURES_MAX => {
                    Some(view! { <br/><Tag colour=TagColour::Red text="Locked: too many wrong dates of birth"/> }.into_any())
                }
                failures => {
                    let words = format!("Wrong dates of birth since it last opened: {failures}");
                    Some(view! { <br/><span class="quiet">{words}</span> }.into_any())
                }
            };
            let href = format!("/people/{id}/codes/{}/take-back", given.code_id);
            vec![
                view! { {holder.clone()} {stuck} }.into_any(),
                cell(format!("{}, {}, {}", dates::long_time(given.made_at), given.made_by, given.agency_name)),
                cell(dates::long(given.expires_on)),
                cell(opened),
                view! { <a href=href>"Take it back"<span class="nhsuk-u-visually-hidden">{format!(": the code of {holder}")}</span></a> }
                    .into_any(),
            ]
        })
        .collect();
    let table = if rows.is_empty() {
        view! { <p>"Nobody has a code at the moment."</p> }.into_any()
    } else {
        view! { <DataTable caption="Codes in force" head=["Who holds it", "Given", "Last day", "Last opened", "Change"] rows=rows first_is_header=true/> }
            .into_any()
    };
    let content = view! {
        <p>
            "With a personal code and the date of birth, the person, or who decides for them, opens their own page: what is \
             written, who sees it, who has looked, the plan, and \u{201c}I changed my mind\u{201d}. The code itself is kept nowhere: \
             if a card is lost, take that code back and give a new one."
        </p>
        {table}
        <ButtonLink href=format!("/people/{id}/codes/new")>"Give a new code"</ButtonLink>
    };
    person_page(person, ("Back to the record", format!("/people/{id}")), "Personal codes", content.into_any())
}

/// Giving a code.
pub fn give(person: &Banner, choices: &[NewHolder]) -> impl IntoView + use<> {
    let id = person.person.clone();
    let (action, authority) = (format!("/people/{id}/codes/new"), format!("/people/{id}/authority"));
    let whom = choices.iter().map(|each| Choice::new(each.value(), each.label())).collect();
    let formats = Format::ALL.iter().map(|each| Choice::new(each.word(), each.label())).collect();
    let content = view! {
        <WarningCallout heading="A code shows what is written">
            <p>
                "Give it to the person themselves, or to somebody who decides for them and whose authority you have seen. \
                 Think of who else could find the card."
            </p>
            <p><a href=authority>"Who may decide for them: what is written down"</a></p>
        </WarningCallout>
        <FormTo action=action>
            <Radios name="holder" legend="Who is the code for?" choices=whom small=true/>
            <Radios name="format" legend="How do they like to read?" hint="They can change it on their page." choices=formats small=true/>
            <Button>"Make the code"</Button>
        </FormTo>
    };
    person_page(
        person,
        ("Back to the codes", format!("/people/{id}/codes")),
        "Give a personal code",
        content.into_any(),
    )
}

/// The card with the code: on the screen now, and on paper. It is shown this once. Who likes to read with pictures has
/// them here too, each beside its words.
pub fn card(
    person: &Banner,
    code: &ShortCode,
    holder: &NewHolder,
    format: Format,
    until: NaiveDate,
    address: &str,
    list: &str,
) -> impl IntoView + use<> {
    let id = person.person.clone();
    let link = format!("{address}#{}", code.letters());
    let plain = address.trim_start_matches("https://").trim_start_matches("http://").to_owned();
    let (whose, born) = if holder.holder.is_none() {
        ("Your page".to_owned(), "Type your date of birth.")
    } else {
        // A card that is lost must not say whose record it opens.
        (format!("Page for {}", holder.name), "Type the date of birth of the person.")
    };
    let set = format.pictures().map(|pictures| pictures.set);
    let said = |picture: &str, words: AnyView| {
        let picture = set.map(|set| sized_picture(set, picture, "code-card__picture"));
        view! { <div class="code-card__said">{picture}<div>{words}</div></div> }
    };
    let scan = view! { "Point the camera of a phone at the square."<br/>{format!("Or go to {plain}")} };
    let typed = view! { "Type this code: "<strong class="code-card__code">{code.to_string()}</strong> };
    let until = format!("The code works until {}.", dates::long(until));
    let safe = "Keep this card safe. If you lose it, tell the person who gave it to you.";
    view! {
        <div class="no-print">
            <BackLink href=format!("/people/{id}/codes") text="Back to the codes"/>
            {banner(person)}
        </div>
        <h1 class="nhsuk-heading-l no-print" data-person=id.to_string()>"The personal code"</h1>
        <p class="no-print">
            "This code is shown once and kept nowhere. Print the card, write it down for them, or let them scan it now."
        </p>
        <section class="code-card" aria-label="The card">
            <h2 class="code-card__title">{whose}</h2>
            <p class="code-card__list">{capital(list)}</p>
            <div class="code-card__both">
                {qr(&link)}
                <ol class="code-card__steps" role="list">
                    <li>{said("scan-code", scan.into_any())}</li>
                    <li>{said("sign-in", typed.into_any())}</li>
                    <li>{said("birthday", born.into_any())}</li>
                </ol>
            </div>
            {said("calendar", paragraph(&until))}
            {said("lock", paragraph(safe))}
            {said("ring-999", paragraph("This is not for emergencies. If you are in danger, ring 999."))}
        </section>
        <div class="no-print">
            <p>"Print the card, or write the code down, before you hand the tablet over: it is typed on the page that opens."</p>
            <div class="with-script">
                <button class="nhsuk-button nhsuk-button--secondary" type="button" data-print>"Print the card"</button>
            </div>
            <p class="without-script">"To print the card, use the print button of your browser. Only the card is printed."</p>
            <form method="get" action=format!("/people/{id}/hand-over") novalidate>
                <input type="hidden" name="to" value="own_page"/>
                <Button kind=ButtonKind::Secondary>"Hand the tablet over to open their page"</Button>
            </form>
        </div>
    }
}

/// A QR code as an inline SVG: one path of our own making.
fn qr(link: &str) -> AnyView {
    const QUIET: usize = 4;
    // A link of ours always fits; if it did not, the card still has the code to type.
    let Ok(code) = QrCode::with_error_correction_level(link, EcLevel::M) else { return ().into_any() };
    let width = code.width();
    let path: String = code
        .to_colors()
        .iter()
        .enumerate()
        .filter(|(_, color)| **color == Color::Dark)
        .map(|(at, _)| format!("M{} {}h1v1h-1z", at % width + QUIET, at / width + QUIET))
        .collect();
    let side = width + 2 * QUIET;
    view! {
        <svg
            class="code-card__qr"
            viewBox=format!("0 0 {side} {side}")
            role="img"
            aria-label="A picture to scan with a phone. It opens the page and fills in the code"
            shape-rendering="crispEdges"
        >
            <rect width=side.to_string() height=side.to_string() fill="#fff"/>
            <path d=path fill="#000"/>
        </svg>
    }
    .into_any()
}

/// Taking a code back.
pub fn revoke(person: &Banner, given: &Given) -> impl IntoView + use<> {
    let id = person.person.clone();
    let holder = holder_of(&given.holder_name, &given.relation);
    let content = view! {
        <p>{format!("The code of {} from {} opens nothing more, at once. A page that is open with it closes.", holder.to_lowercase(), dates::long_time(given.made_at))}</p>
        <FormTo action=format!("/people/{id}/codes/{}/take-back", given.code_id) draft=false>
            <Button kind=ButtonKind::Warning>"Take the code back"</Button>
        </FormTo>
    };
    person_page(person, ("Back to the codes", format!("/people/{id}/codes")), "Take the code back", content.into_any())
}

/// One thing the person asked for, and the form to answer it; `stopped` are the agencies that a change of
/// mind shut out, `written` the referrals that it came as.
pub fn answer(
    person: &Banner,
    request: &Request,
    stopped: Vec<String>,
    written: &[PersonReferral],
) -> impl IntoView + use<> {
    let id = person.person.clone();
    let (words, done) = (request.words.clone(), request.done.clone());
    let words = (!words.is_empty()).then(|| view! { <span class="typed">{words}</span> }.into_any());
    let mut rows = vec![
        SummaryRow::new("What", kind_words(request)),
        SummaryRow::new("Asked", dates::long_time(request.raised_at)),
        SummaryRow::new("By", by_whom(request)),
        SummaryRow::new("In their words", words),
    ];
    if !request.stops.is_empty() {
        let stopped: Vec<_> =
            particulars(&request.stops, "", None).into_iter().map(|each| view! { <p>{each}</p> }).collect();
        rows.push(SummaryRow::new("What stopped already", stopped.into_any()));
    }
    if request.kind == RequestKind::Talk {
        rows.push(SummaryRow::new("Who they want to talk with", request.who.clone()));
        rows.push(SummaryRow::new("How", request.how.map(|how| how.label().to_owned())));
    }
    let stopped = (!stopped.is_empty()).then(|| {
        let stopped: Vec<_> = stopped.into_iter().map(|name| view! { <li>{name}</li> }).collect();
        view! {
            <h2 class="nhsuk-heading-s">"These stopped seeing the record. Tell each of them"</h2>
            <ul>{stopped}</ul>
        }
    });
    let form = match done {
        Some(done) => view! {
            <InsetText>
                <p>{format!("{}, {}, answered on {}:", done.by, done.agency, dates::long_time(done.at))}</p>
                <p class="typed">{done.outcome}</p>
            </InsetText>
            {not_sent()}
        }
        .into_any(),
        None => {
            let action = format!("/people/{id}/asked/{}", request.request_id);
            view! {
            {advice(request)}
            <FormTo action=action>
                <TextArea name="outcome" label="What was done?" hint="The person reads this on their own page. Use short, easy words." rows=4/>
                <Button>"Mark as done"</Button>
            </FormTo>
        }
        .into_any()
        }
    };
    let content = view! {
        <SummaryList rows=rows/>
        {stopped}
        {what_was_typed(written)}
        {form}
    };
    person_page(
        person,
        ("Back to the person", format!("/people/{id}")),
        "What the person asked for",
        content.into_any(),
    )
}

/// What was typed where nobody signs in; only the register's own agency reads it.
fn what_was_typed(written: &[PersonReferral]) -> AnyView {
    if written.is_empty() {
        return ().into_any();
    }
    view! {
        <h2 class="nhsuk-heading-m">"What they wrote"</h2>
        {referral::of_person(written)}
    }
    .into_any()
}

/// What somebody typed while a colleague answered: shown to copy from, since the request has its answer.
fn not_sent() -> AnyView {
    let form = form_state();
    if form.answers.get("outcome").trim().is_empty() && form.faults.is_empty() {
        return ().into_any();
    }
    view! {
        <WarningCallout heading="This was answered before your answer was sent">
            <p>
                "The answer above stands, and the person can read it. What you typed was not added to it. If something in \
                 it still matters, copy it, and tell the person or your colleague."
            </p>
            <TextArea name="outcome" label="What you typed" rows=4/>
        </WarningCallout>
    }
    .into_any()
}

/// Who asked, and where: on the own page, or to somebody who wrote it down.
fn by_whom(request: &Request) -> String {
    let who = request.asked_by();
    match &request.raised_by {
        Some(staff) => format!("{who}. {staff} wrote it down"),
        None if request.is_without_account() => {
            format!(
                "{who}, on the page where everybody may ask. Nobody has checked who it was: make sure before you tell \
                 them anything. The register\u{2019}s team can read what they wrote"
            )
        }
        None => format!("{who}, on their own page"),
    }
}

fn advice(request: &Request) -> AnyView {
    // What somebody else says that the person wants is heard from the person too.
    let view = (request.kind == RequestKind::ChangedMind && request.by.is_some() && request.raised_by.is_none())
        .then(|| view! { <p>"It was not the person who decided this. Ask them what they want themselves, and write it down below."</p> });
    let text = match request.kind {
        RequestKind::NotSafe => {
            "Get in touch today, alone with the person if you can: ask what happened, and what makes them feel safe. In danger \
             ring 999. Where somebody may harm them, tell your safeguarding lead now, and nobody who might be that somebody. \
             Then say here what you agreed. Others who hold a code for them read neither this nor your answer."
        }
        RequestKind::ChangedMind => {
            "Sharing has stopped already. Make sure that nobody works on from copies, and that present support goes on \
             unchanged. Thank the person, and tell them that they can come back at any time."
        }
        RequestKind::KeepsOut => {
            "A colleague of yours wrote down that the person keeps somebody out of the record. Make sure that it is the \
             person\u{2019}s own wish, that somebody does the jobs the colleague had, and, where they gave a code for the \
             person\u{2019}s page, that the person has a new one. The page \u{201c}Who is kept out\u{201d} says who it is."
        }
        RequestKind::Disagrees => {
            "Talk with the person. Either put right what is wrong, or explain why it stays; what they said stays beside it \
             until you answer here."
        }
        RequestKind::Talk => "Get in touch in the way they asked for, then say here what you agreed.",
    };
    view! { <p>{text}</p> {view} }.into_any()
}

/// What was asked, in a few words.
#[must_use]
pub fn kind_words(request: &Request) -> String {
    match &request.about {
        Some(about) => format!("{}: {}", request.kind.label(), about.label().to_lowercase()),
        None => request.kind.label().to_owned(),
    }
}

/// What the person asked for and nobody has answered yet, on the page of the person.
pub fn open_requests(person: &PersonId, requests: &[Request]) -> AnyView {
    if requests.is_empty() {
        return ().into_any();
    }
    let items: Vec<_> = requests
        .iter()
        .map(|request| {
            let on = dates::long(dates::london(request.raised_at).date());
            let particulars = particulars(&request.stops, &request.who, request.how);
            let on = std::iter::once(on).chain(particulars).collect::<Vec<_>>().join(". ");
            view! {
                <li>
                    <a href=format!("/people/{person}/asked/{}", request.request_id)>{kind_words(request)}</a>
                    <span class="quiet">{format!(" {on}")}</span>
                </li>
            }
        })
        .collect();
    view! {
        <WarningCallout heading="They asked for something">
            <ul>{items}</ul>
        </WarningCallout>
    }
    .into_any()
}

/// Beside a statement: who does not agree with it, until somebody answers. Nobody's words stand as the person's.
pub fn disputed(person: &PersonId, requests: &[Request], about: &About) -> AnyView {
    let open = requests.iter().filter(|request| request.done.is_none() && request.about.as_ref() == Some(about));
    let disputed: Vec<_> = open
        .map(|request| {
            let on = dates::long(dates::london(request.raised_at).date());
            let who = request.asked_by();
            let with = match about {
                About::Section(section) => format!("{who} does not agree: {}", section.label().to_lowercase()),
                About::Issue(_)
                | About::Strategy(_)
                | About::Action(_)
                | About::Capacity(_)
                | About::Interests(_)
                | About::Holder(_) => format!("{who} does not agree"),
            };
            let words = (!request.words.is_empty())
                .then(|| view! { <span class="typed">{format!(" \u{201c}{}\u{201d}", request.words)}</span> });
            view! {
                <p class="disputed">
                    <Tag colour=TagColour::Orange text=with/>
                    {format!(" Said on {on}.")}
                    {words}
                    " "
                    <a href=format!("/people/{person}/asked/{}", request.request_id)>"Answer"</a>
                </p>
            }
        })
        .collect();
    disputed.into_any()
}
