//! Whom a person keeps out, as those see it who write it down.

use chrono::{DateTime, Utc};
use leptos::prelude::*;

use super::{model::Colleague, store::KeptOut};
use crate::{
    base::{dates, ids::PersonId},
    person::{store::Banner, view::person_page},
    ui::*,
};

/// The page's title.
pub const TITLE: &str = "Who is kept out";
/// The title of letting somebody in again.
pub const LET_IN: &str = "Let a colleague in again";

fn job_and_agency(job: &str, agency: &str) -> String {
    if job.is_empty() { agency.to_owned() } else { format!("{job}, {agency}") }
}

/// Why the last one of the team cannot be kept out.
pub const LAST_OF_TEAM: &str = "Nobody of the register\u{2019}s own team would be left to follow up what this person says. \
                                Ask your manager to name somebody else for the team first";
/// What is told where a colleague wrote the same one down first.
pub const ALREADY: &str = "A colleague wrote them down just now: they are kept out, and nothing was added to that entry. \
                           What you typed is below, to copy if it still matters";

/// Who it is, and for whom they work.
fn who(kept: &KeptOut) -> AnyView {
    let name = kept.display_name.clone();
    view! { {name} <br/> <span class="quiet">{job_and_agency(&kept.job_title, &kept.agency_name)}</span> }.into_any()
}

/// A day, and who wrote it down.
fn when(at: DateTime<Utc>, by: String) -> AnyView {
    view! { {dates::long(dates::london(at).date())} <br/> <span class="quiet">{by}</span> }.into_any()
}

fn typed(words: &str) -> AnyView {
    view! { <span class="typed">{words.to_owned()}</span> }.into_any()
}

/// Whom they keep out, and the form to add somebody; `which` are those that a typed name may mean.
pub fn page(person: &Banner, all: &[KeptOut], which: &[Colleague]) -> impl IntoView + use<> {
    let id = person.person.clone();
    let (mut now, mut before) = (Vec::new(), Vec::new());
    for kept in all {
        let since = when(kept.kept_at, format!("{}, {}", kept.kept_by, kept.kept_agency));
        match kept.ended_at {
            None => {
                let href = format!("/people/{id}/kept-out/{}/let-in", kept.kept_out_id);
                let hidden = format!(": {}", kept.display_name);
                let change =
                    view! { <a href=href>"Let them in again"<span class="nhsuk-u-visually-hidden">{hidden}</span></a> };
                now.push(vec![who(kept), since, typed(&kept.words), change.into_any()]);
            }
            Some(at) => {
                let until = when(at, kept.ended_by.clone().unwrap_or_default());
                before.push(vec![who(kept), since, until, typed(&kept.ended_because)]);
            }
        }
    }
    let table = if now.is_empty() {
        view! { <p>"Nobody is kept out at the moment."</p> }.into_any()
    } else {
        view! {
            <DataTable
                caption="Kept out now"
                head=["Who", "Since, and who wrote it down", "What the person said", "Change"]
                rows=now
                first_is_header=true
            />
        }
        .into_any()
    };
    let before = (!before.is_empty()).then(|| {
        view! {
            <DataTable
                caption="Let in again"
                head=["Who", "Kept out since", "Until, and who let them in", "Why"]
                rows=before
                first_is_header=true
            />
        }
    });
    let (legend, button) = match which {
        [] => (None, "Find the colleague"),
        [..] => {
            let choices = which
                .iter()
                .map(|each| {
                    Choice::new(each.staff_id.as_str(), each.display_name.clone())
                        .hint(job_and_agency(&each.job_title, &each.agency_name))
                })
                .collect::<Vec<_>>();
            let legend = if which.len() == 1 { "Is it this colleague?" } else { "Which of them is it?" };
            let hint = "Somebody may have more than one account. Then keep out each of them.";
            (Some(view! { <Radios name="staff" legend=legend hint=hint choices=choices small=true/> }), "Keep them out")
        }
    };
    let content = view! {
        <p>
            "Some people do not want one particular colleague to look: a relative, a former partner, somebody who hurt them. \
             Whoever is kept out finds nothing of this person here any more, at once. Their agency sees what it saw before."
        </p>
        <p>
            "What the colleague knows already, or has on paper, stays known. If they have a job in the plan, agree who does \
             it now. If the person is afraid of somebody, tell your safeguarding lead too."
        </p>
        {table}
        {before}
        <h2 class="nhsuk-heading-m">"Keep somebody out"</h2>
        <FormTo action=format!("/people/{id}/kept-out")>
            <TextField
                name="name"
                label="The colleague\u{2019}s name"
                hint="A part of it is enough. It need not be spelled right."
                autocomplete="off"
                spellcheck=false
            />
            {legend}
            <TextArea name="words" label="What did the person say about it? (optional)" hint="They can read it on their own page." rows=2/>
            <Button>{button}</Button>
        </FormTo>
    };
    person_page(person, ("Back to the person", format!("/people/{id}")), TITLE, content.into_any())
}

/// Letting somebody in again, with the reason.
pub fn let_in(person: &Banner, kept: &KeptOut) -> impl IntoView + use<> {
    let id = person.person.clone();
    let action = format!("/people/{id}/kept-out/{}/let-in", kept.kept_out_id);
    let who = format!("{} ({})", kept.display_name, job_and_agency(&kept.job_title, &kept.agency_name));
    let content = match kept.ended_at {
        None => view! {
            <p>
                {format!("{who} can look again, as far as their agency can. Ask the person first: it is their choice.")}
            </p>
            <FormTo action=action>
                <TextArea
                    name="because"
                    label="Why may they look again?"
                    hint="What the person said, or what was wrong. The person can read it on their own page."
                    rows=3
                />
                <Button>"Let them in again"</Button>
            </FormTo>
        }
        .into_any(),
        Some(at) => {
            let by = kept.ended_by.clone().unwrap_or_default();
            let because = kept.ended_because.clone();
            let said = (!form_state().answers.get("because").trim().is_empty()).then(|| {
                view! {
                    <WarningCallout heading="A colleague was faster">
                        <p>"Theirs stands. What you typed was not added to it. If it still matters, copy it and tell them."</p>
                        <TextArea name="because" label="What you typed" rows=3/>
                    </WarningCallout>
                }
            });
            view! {
                <p>{format!("{who} can look again since {}. {by} wrote:", dates::long_time(at))}</p>
                <p class="typed">{because}</p>
                {said}
            }
            .into_any()
        }
    };
    person_page(person, ("Back to who is kept out", format!("/people/{id}/kept-out")), LET_IN, content.into_any())
}

/// The way to change whom a person keeps out.
pub fn change(person: &PersonId) -> impl IntoView + use<> {
    view! { <p><a href=format!("/people/{person}/kept-out")>"Keep one colleague out, or let them in again"</a></p> }
}

/// For the record: whom the person keeps out, and the way to change it.
pub fn on_record(person: &Banner, kept: &[KeptOut], may_change: bool) -> AnyView {
    let names: Vec<_> = kept
        .iter()
        .map(|kept| {
            view! { <li>{format!("{} ({})", kept.display_name, job_and_agency(&kept.job_title, &kept.agency_name))}</li> }
        })
        .collect();
    let kept = (!names.is_empty()).then(|| view! { <p>"The person keeps out:"</p> <ul>{names}</ul> });
    let change = may_change.then(|| change(&person.person));
    view! { {kept} {change} }.into_any()
}
