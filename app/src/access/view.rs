//! "Who has looked at this record", "what may each agency see?", and the audit log.

use chrono::{DateTime, Utc};
use leptos::prelude::*;

use super::{
    glimpses::Glimpsed,
    log::{Logged, Look, Outcome, Verdict},
    model::{Act, AgencyKind, Section},
    policy,
};
use crate::{
    base::dates,
    person::{store::Banner, view::person_page},
    ui::*,
};

const SYSTEM: &str = "The register itself";
const BY_CODE: &str = "The person, or who decides for them, with a personal code";
const PUBLIC: &str = "Somebody without an account";

fn outcome_tag(outcome: Outcome) -> AnyView {
    let colour = match outcome {
        Outcome::Allowed => TagColour::Green,
        Outcome::Refused => TagColour::Red,
    };
    view! { <Tag colour=colour text=outcome.label()/> }.into_any()
}

/// The newest entries of everything.
pub fn audit(lines: Vec<Logged>, outcome: Option<Outcome>, first: bool, next: Option<i64>) -> impl IntoView {
    let filters: Vec<_> = [
        ("Everything", "/audit", None),
        ("Only refused", "/audit?outcome=refused", Some(Outcome::Refused)),
    ]
    .into_iter()
    .map(|(text, href, of)| view! { <li><a href=href aria-current=(of == outcome).then_some("true")>{text}</a></li> })
    .collect();
    let of_outcome = outcome.map(|outcome| format!("outcome={}&", outcome.word())).unwrap_or_default();
    let next = next.map(|seq| ("Older entries".to_owned(), format!("/audit?{of_outcome}before={seq}")));
    let newest =
        (!first).then(|| ("Newest entries".to_owned(), format!("/audit?{}", of_outcome.trim_end_matches('&'))));
    let caption = match (lines.len(), first) {
        (0, _) => "No entries".to_owned(),
        (count, true) => format!("The newest {count} entries"),
        (count, false) => format!("{count} older entries"),
    };
    let rows = lines
        .into_iter()
        .map(|line| {
            let (person, detail) = (line.person_short(), line.detail());
            let detail = (!detail.is_empty()).then(|| view! { <br/><span class="meta">{detail}</span> });
            vec![
                view! {
                    {dates::long_time(line.at)}
                    <br/>
                    <span class="meta">{format!("Entry {}", line.seq)}</span>
                }
                .into_any(),
                who(line.display_name.or_else(|| stand_in(line.with_code, line.act)), None, line.agency_name),
                view! {
                    {line.act.label()}
                    {detail}
                }
                .into_any(),
                cell(person.unwrap_or_else(|| "–".to_owned())),
                outcome_tag(line.outcome),
            ]
        })
        .collect();
    view! {
        <div class="page-head">
            <h1 class="nhsuk-heading-l">"Audit log"</h1>
            <FormTo action="/audit/verify" draft=false>
                <Button kind=ButtonKind::Secondary>"Check the chain"</Button>
            </FormTo>
        </div>
        <p>
            "Every view and change of a record, and every refusal. There are no names of people here: of each, only the \
             end of the number that the register knows them by."
        </p>
        <nav aria-label="Which entries"><ul class="filters">{filters}</ul></nav>
        <DataTable
            caption=caption
            head=["When", "Who", "What", "Person", "Outcome"]
            rows=rows
            first_is_header=true
        />
        <Pagination previous=newest next=next/>
    }
}

/// Who it was where nobody was signed in.
fn stand_in(with_code: bool, act: Act) -> Option<String> {
    if with_code { Some(BY_CODE.to_owned()) } else { (act == Act::ReferOneself).then(|| PUBLIC.to_owned()) }
}

impl Look {
    /// Who it was, by name or, with a personal code, by what they are to the person.
    #[must_use]
    pub fn by(&self) -> Option<String> {
        match (&self.display_name, &self.holder_name, &self.holder_relation) {
            (Some(name), _, _) => Some(name.clone()),
            (None, Some(name), _) if name.is_empty() => Some("The person, with a personal code".to_owned()),
            (None, Some(name), relation) => {
                Some(format!("{name} ({}), with a personal code", relation.clone().unwrap_or_default()))
            }
            (None, None, _) => stand_in(false, self.act),
        }
    }
}

fn who(name: Option<String>, job: Option<String>, agency: Option<String>) -> AnyView {
    let name = name.unwrap_or_else(|| SYSTEM.to_owned());
    let more: Vec<String> = job.into_iter().chain(agency).filter(|text| !text.is_empty()).collect();
    let more = (!more.is_empty()).then(|| view! { <br/><span class="meta">{more.join(", ")}</span> });
    view! {
        {name}
        {more}
    }
    .into_any()
}

/// What walking the chain found.
pub fn verdict(verdict: Verdict, now: DateTime<Utc>) -> impl IntoView {
    let when = format!("Checked on {}.", dates::long_time(now));
    let found = match verdict {
        Verdict::Whole { entries, head } => view! {
            <h1 class="nhsuk-heading-l">"The chain is whole"</h1>
            <p>{format!("All {entries} entries follow from one another, up to the last. None was changed or taken out.")}</p>
            <p>
                "Write the number below down somewhere else, with the date. If somebody ever rewrote the whole log, it would \
                 no longer lead to this number."
            </p>
            <SummaryList rows=vec![
                SummaryRow::new("Entries", entries.to_string()),
                SummaryRow::new("Last number (SHA-256)", view! { <code class="hash">{head}</code> }.into_any()),
            ]/>
        }
        .into_any(),
        Verdict::Broken { seq, what } => view! {
            <h1 class="nhsuk-heading-l">"The chain is broken"</h1>
            <WarningCallout heading="Somebody or something has changed the audit log">
                <p>{format!("The first entry that does not fit is number {seq}: {what}.")}</p>
                <p>"Treat this as an incident: keep the database as it is, and compare it with the last backup."</p>
            </WarningCallout>
        }
        .into_any(),
    };
    view! {
        <BackLink href="/audit" text="Audit log"/>
        {found}
        <p class="meta">{when}</p>
    }
}

/// Who has looked at this record, when and why.
pub fn looks(
    person: &Banner,
    looks: Vec<Look>,
    glimpsed: Vec<Glimpsed>,
    first: bool,
    next: Option<i64>,
) -> impl IntoView + use<> {
    let id = person.person.clone();
    let next = next.map(|seq| ("Earlier".to_owned(), format!("/people/{id}/looks?before={seq}")));
    let newest = (!first).then(|| ("Newest".to_owned(), format!("/people/{id}/looks")));
    let caption = match looks.len() {
        0 => "Nobody yet",
        _ => "Newest first",
    };
    let rows = looks
        .into_iter()
        .map(|look| {
            vec![
                cell(dates::long_time(look.at)),
                who(look.by(), look.job_title, look.agency_name),
                cell(look.act.label()),
                outcome_tag(look.outcome),
            ]
        })
        .collect();
    let content = view! {
        <p>
            "Each time somebody opened or changed this record, or tried to. This view is written down too. If the person asks \
             who has seen their record, this is the answer."
        </p>
        <DataTable caption=caption head=["When", "Who", "To do what", "Outcome"] rows=rows first_is_header=true/>
        <Pagination previous=newest next=next/>
        {in_lists(glimpsed)}
        <Details summary="What may each kind of agency see?">{sections()}</Details>
    };
    person_page(
        person,
        ("Back to the record", format!("/people/{}", person.person)),
        "Who has looked at this record",
        content.into_any(),
    )
}

/// Who saw the name in a list, whether or not they opened the record.
fn in_lists(glimpsed: Vec<Glimpsed>) -> Option<AnyView> {
    if glimpsed.is_empty() {
        return None;
    }
    let rows = glimpsed
        .into_iter()
        .map(|one| {
            vec![
                cell(dates::long(one.last_on)),
                who(
                    one.display_name.or_else(|| Some("An account that is no more".to_owned())),
                    one.job_title,
                    one.agency_name,
                ),
                cell(one.list.label()),
                cell(one.days.to_string()),
            ]
        })
        .collect();
    let heads = ["Last on", "Who", "Which list", "Days"];
    let table = view! {
        <h2 class="nhsuk-heading-m">"In lists"</h2>
        <p>"Who saw the name in a list, whether or not they opened the record. It is written down once a day."</p>
        <DataTable caption="The last first" head=heads rows=rows first_is_header=true/>
    };
    Some(table.into_any())
}

/// What each kind of agency sees of somebody whose decision covers it.
fn sections() -> AnyView {
    let rows = AgencyKind::ALL
        .iter()
        .map(|kind| {
            let sees: Vec<_> =
                policy::sections(*kind).iter().map(|section| view! { <li>{section.label()}</li> }).collect();
            let not: Vec<&str> =
                Section::ALL.iter().filter(|each| hidden(*kind, **each)).map(|section| section.label()).collect();
            let not = if not.is_empty() { "–".to_owned() } else { not.join("; ") };
            vec![cell(kind.label()), view! { <ul class="nhsuk-list">{sees}</ul> }.into_any(), cell(not)]
        })
        .collect();
    view! {
        <p>"Only where the person\u{2019}s decision covers the agency, and only while its sharing agreement is in force."</p>
        <DataTable caption="By kind of agency" head=["Agency", "Sees", "Does not see"] rows=rows first_is_header=true/>
    }
    .into_any()
}

/// Whoever sees the whole plan sees its own actions in it.
fn hidden(kind: AgencyKind, section: Section) -> bool {
    let in_the_plan = section == Section::OwnActions && policy::may_see(kind, Section::Plan);
    !policy::may_see(kind, section) && !in_the_plan
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_an_agency_sees_and_what_it_does_not_see_never_overlap() {
        for &kind in AgencyKind::ALL {
            for &section in policy::sections(kind) {
                assert!(!hidden(kind, section), "{kind:?} {section:?}");
            }
        }
        assert!(hidden(AgencyKind::Police, Section::Diagnosis));
        assert!(!hidden(AgencyKind::SocialCare, Section::OwnActions));
    }
}
