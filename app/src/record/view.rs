//! The page of a person, before, during and after their time on the register.

use leptos::prelude::*;

use crate::{
    access::{
        model::{Act, Actor, Section},
        policy,
    },
    consent::{store::Recorded, view as consent},
    person::{model::Details, store::Banner, view::banner},
    referral::{store::PersonReferral, view as referral},
    ui::*,
};

/// What is open before a decision, and after a no.
pub struct Before {
    /// Who.
    pub banner: Banner,
    /// The least needed to ask.
    pub details: Details,
    /// Who referred, and why.
    pub referrals: Vec<PersonReferral>,
    /// Decisions; only for the register's own team, of a closed record.
    pub history: Vec<Recorded>,
    /// Who reads.
    pub actor: Actor,
}

/// Everything the reader's agency may see; a section it may not see is `None`.
pub struct Record {
    /// Who.
    pub banner: Banner,
    /// Who they are and where they live.
    pub details: Details,
    /// Decisions.
    pub decisions: Option<Vec<Recorded>>,
    /// The names of the agencies that see the record.
    pub sees: Vec<String>,
    /// Who reads.
    pub actor: Actor,
}

fn may(actor: &Actor, act: Act) -> bool {
    policy::role_allows(actor.role, act).is_ok()
}

/// A referral waits for the person's decision.
pub fn asking(page: &Before, list: &str) -> impl IntoView + use<> {
    let id = page.banner.person.clone();
    let edit = may(&page.actor, Act::EditDetails).then(|| view! { <ButtonLink href=format!("/people/{id}/details") kind=ButtonKind::Secondary>"Change details"</ButtonLink> });
    let close = may(&page.actor, Act::CloseReferral)
        .then(|| view! { <p><a href=format!("/people/{id}/close")>"Close the referral without asking"</a></p> });
    let what = format!(
        "{} is not on the {list}. Nobody else sees anything until they, or whoever may decide for them, says yes.",
        page.banner.name
    );
    view! {
        <BackLink href="/people" text="People"/>
        {banner(&page.banner)}
        <h1 class="nhsuk-heading-l" data-person=id.to_string()>"Referral: not asked yet"</h1>
        <p>{what}</p>
        <ButtonLink href=format!("/people/{id}/consent")>"Explain it and ask"</ButtonLink>
        <h2 class="nhsuk-heading-m">"Who referred, and why"</h2>
        {referral::of_person(&page.referrals)}
        <h2 class="nhsuk-heading-m">"Where to find them"</h2>
        {home(&page.details)}
        {edit}
        {close}
    }
}

/// Closed and restricted: that it is so, and nothing else.
pub fn closed(page: &Before) -> impl IntoView + use<> {
    let id = page.banner.person.clone();
    let team = page.actor.hosts_register && may(&page.actor, Act::CloseReferral);
    let again = team.then(|| {
        view! {
            <p>"If they changed their mind back, go through the questions again."</p>
            <ButtonLink href=format!("/people/{id}/consent") kind=ButtonKind::Secondary>"Record a new decision"</ButtonLink>
        }
    });
    let decisions = (!page.history.is_empty()).then(|| consent::decisions(&page.history));
    view! {
        <BackLink href="/people" text="People"/>
        {banner(&page.banner)}
        <h1 class="nhsuk-heading-l" data-person=id.to_string()>"Closed and restricted"</h1>
        <p>"Nothing is shared about this person. What was written is kept where the law asks for it, and nobody works from it."</p>
        {decisions}
        {again}
    }
}

/// The whole record.
pub fn record(page: Record, list: &str) -> impl IntoView + use<> {
    let Record { banner: who, details, decisions, sees, actor } = page;
    let id = who.person.clone();
    let kind = actor.agency_kind;
    let sees_section = |section| policy::may_see(kind, section);
    let edit = may(&actor, Act::EditDetails)
        .then(|| view! { <p><a href=format!("/people/{id}/details")>"Change details"</a></p> });
    let looks = may(&actor, Act::ViewAccessLog)
        .then(|| view! { <p><a href=format!("/people/{id}/looks")>"Who has looked at this record"</a></p> });
    let voice = sees_section(Section::Voice).then(|| {
        let words = details.what_matters.clone();
        view! {
            <h2 class="nhsuk-heading-m" id="voice">"What matters to them"</h2>
            {if words.is_empty() { view! { <p class="quiet">"Not written down yet."</p> }.into_any() } else { view! { <blockquote class="voice typed">{words}</blockquote> }.into_any() }}
        }
    });
    let diagnosis = sees_section(Section::Diagnosis).then(|| {
        let rows = vec![
            SummaryRow::new("Diagnosis", details.diagnosis.map(|diagnosis| diagnosis.label().to_owned())),
            SummaryRow::new("Evidence", details.diagnosis_evidence.clone()),
        ];
        view! { <h2 class="nhsuk-heading-m">"Diagnosis"</h2> <SummaryList rows=rows/> }
    });
    let home = sees_section(Section::Home)
        .then(|| view! { <h2 class="nhsuk-heading-m">"Where they live"</h2> {home(&details)} });
    let decided = decisions.map(|history| view! { <h2 class="nhsuk-heading-m" id="consent">"Decisions"</h2> {consent::summary(&history, list)} });
    let sees: Vec<_> = sees.into_iter().map(|name| view! { <li>{name}</li> }).collect();
    let name = who.name.clone();
    view! {
        <BackLink href="/people" text="People"/>
        {banner(&who)}
        <h1 class="nhsuk-heading-l" data-person=id.to_string()>{name}</h1>
        {voice}
        {home}
        {diagnosis}
        {edit}
        {decided}
        <h2 class="nhsuk-heading-m">"Who can see this record"</h2>
        <ul>{sees}</ul>
        {looks}
        <p><a href=format!("/people/{id}/withdraw")>"They changed their mind: stop sharing"</a></p>
    }
}

fn home(details: &Details) -> impl IntoView + use<> {
    let restricted = details.address_restricted.then(|| {
        view! { <p><Tag colour=TagColour::Red text="Restricted address"/>" Do not pass it on, print it or say it aloud."</p> }
    });
    let rows = vec![
        SummaryRow::new("Address", view! { <span class="typed">{details.address.clone()}</span> }.into_any()),
        SummaryRow::new("Postcode", details.postcode.as_ref().map(ToString::to_string)),
        SummaryRow::new("Kind of place", details.place_kind.map(|kind| kind.label().to_owned())),
        SummaryRow::new("Phone", details.phone.clone()),
    ];
    view! { {restricted} <SummaryList rows=rows/> }
}
