//! Pages of referrals.

use leptos::prelude::*;

use super::{
    model::{Outcome, State},
    store::{PAGE_SIZE, PersonReferral, ReferralLine},
};
use crate::{
    access::model::Level,
    base::{answers::Answers, dates},
    easy_read::view::paragraph,
    person::{
        model::full_name,
        store::{Banner, Candidate},
        view::{home_fields, identity_fields, person_page},
    },
    rating::model::Rating,
    ui::*,
};

/// Referring somebody.
pub fn refer(list: &str) -> impl IntoView + use<> {
    let ratings = Rating::ALL
        .iter()
        .filter(|rating| **rating != Rating::Blue)
        .map(|rating| Choice::new(rating.word(), rating.label()).hint(rating.meaning()))
        .collect();
    let what = format!("A referral puts nobody on the {list}. Somebody will first explain it to the person and ask.");
    view! {
        <h1 class="nhsuk-heading-l">"Refer somebody"</h1>
        <WarningCallout heading="Not for emergencies">
            {paragraph("If somebody is in danger now, ring 999. For urgent mental-health help, ring 111 and choose option 2.")}
        </WarningCallout>
        <p>{what}</p>
        <FormTo action="/refer">
            {identity_fields()}
            <TextArea name="reason" label="Why are you referring them?" hint="What has changed, and what worries you. Keep to what is needed: the person can read it on their own page." rows=5/>
            <Radios name="indicative" legend="How worried are you? (optional)" hint="Your own idea. A rating comes later." choices=ratings small=true/>
            {home_fields()}
            <TextArea name="communication" label="How to talk with them, and what adjustments they need (optional)" rows=3/>
            <Button>"Send the referral"</Button>
        </FormTo>
    }
}

/// Somebody like this is here already.
pub fn same_person(candidates: &[Candidate], answers: &Answers) -> impl IntoView + use<> {
    let choices = candidates
        .iter()
        .map(|candidate| {
            let identity = &candidate.identity;
            let born = identity.born_on.map_or_else(
                || "date of birth not known".to_owned(),
                |born_on| format!("born {}", dates::long(born_on)),
            );
            let number =
                identity.nhs_number.as_ref().map_or_else(String::new, |number| format!(", NHS number {number}"));
            let why = candidate.likeness.reasons.join(". ");
            Choice::new(
                candidate.person.as_str(),
                format!("{}, {born}{number}", full_name(&identity.given, &identity.family)),
            )
            .hint(why)
        })
        .chain([Choice::new("new", "None of these: it is somebody else").divider()])
        .collect();
    let kept: Vec<_> = answers
        .fields()
        .filter(|(name, _)| !matches!(*name, "same_as" | "asked"))
        .map(|(name, value)| view! { <input type="hidden" name=name.to_owned() value=value.to_owned()/> })
        .collect();
    let typed = full_name(answers.get("given_name"), answers.get("family_name"));
    view! {
        <h1 class="nhsuk-heading-l">"Is it one of these people?"</h1>
        <p>{format!("You are referring {typed}. Somebody much like that is here already. Nothing has been sent yet.")}</p>
        <FormTo action="/refer" draft=false>
            {kept}
            <Hidden name="asked" value="yes"/>
            <Radios name="same_as" legend="Who is it?" choices=choices/>
            <Button>"Continue"</Button>
        </FormTo>
    }
}

/// One's agency's referrals and what came of them.
pub fn referrals(lines: Vec<ReferralLine>, count: i64, page: i64, state: State, team: bool) -> impl IntoView {
    let tabs: Vec<_> = State::ALL
        .iter()
        .map(|each| {
            let current = (*each == state).then_some("true");
            view! { <li><a href=format!("/referrals?state={}", each.word()) aria-current=current>{each.label()}</a></li> }
        })
        .collect();
    let caption = match count {
        0 => "No referrals here".to_owned(),
        1 => "1 referral".to_owned(),
        count => format!("{count} referrals"),
    };
    let (previous, next) =
        pages(page, count, PAGE_SIZE, |page| format!("/referrals?state={}&page={page}", state.word()));
    let rows = lines
        .into_iter()
        .map(|line| {
            let name = full_name(&line.given_name, &line.family_name);
            // Once the agency has lost sight of the person there is no page to open, and of a closed record only for
            // the register's own team.
            let opens = match line.level {
                Some(Level::Asking | Level::Record) => true,
                Some(Level::Closed) => team,
                None => false,
            };
            let name = if opens {
                view! { <a href=format!("/people/{}", line.person_id)>{name}</a> }.into_any()
            } else {
                cell(name)
            };
            let outcome =
                line.closed_because.map_or_else(|| line.state.label().to_owned(), |outcome| outcome.label().to_owned());
            vec![
                name,
                cell(dates::long(dates::london(line.received_at).date())),
                cell(format!("{} ({})", line.agency_name, line.source.label().to_lowercase())),
                cell(outcome),
            ]
        })
        .collect();
    let whose = if team {
        "Referrals from every agency."
    } else {
        "Referrals that your agency made. You hear the outcome of each here."
    };
    view! {
        <h1 class="nhsuk-heading-l">"Referrals"</h1>
        <p>{whose}</p>
        <ButtonLink href="/refer" kind=ButtonKind::Secondary>"Refer somebody"</ButtonLink>
        <nav aria-label="Waiting or closed"><ul class="filters">{tabs}</ul></nav>
        <DataTable caption=caption head=["Person", "Received", "From", "Outcome"] rows=rows first_is_header=true/>
        <Pagination previous=previous next=next/>
    }
}

/// The referrals of one person.
pub fn of_person(referrals: &[PersonReferral]) -> impl IntoView + use<> {
    let cards: Vec<_> = referrals
        .iter()
        .map(|referral| {
            let by = referral.referred_by.as_deref().map_or_else(String::new, |name| format!(", {name}"));
            let rows = vec![
                SummaryRow::new(
                    "From",
                    format!("{}{by} ({})", referral.agency_name, referral.source.label().to_lowercase()),
                ),
                SummaryRow::new("Received", dates::long_time(referral.received_at)),
                SummaryRow::new("Why", view! { <span class="typed">{referral.reason.clone()}</span> }),
                SummaryRow::new(
                    "Rating that the referrer suggests",
                    referral.indicative.map(|rating| rating.label().to_owned()),
                ),
                SummaryRow::new(
                    "State",
                    referral.closed_because.map_or_else(|| referral.state.label(), Outcome::label),
                ),
            ];
            view! { <SummaryList rows=rows/> }
        })
        .collect();
    view! { {cards} }
}

/// Closing a referral that leads nowhere.
pub fn close(person: &Banner) -> impl IntoView + use<> {
    let id = person.person.clone();
    let choices = Outcome::BY_HAND.iter().map(|outcome| Choice::new(outcome.word(), outcome.label())).collect();
    let content = view! {
        <p>"The agency that referred them will see this outcome. If the person said no, record their decision instead."</p>
        <FormTo action=format!("/people/{id}/close") draft=false>
            <Radios name="outcome" legend="Why does it close?" choices=choices/>
            <Button kind=ButtonKind::Warning>"Close the referral"</Button>
        </FormTo>
    };
    person_page(person, ("Back to the person", format!("/people/{id}")), "Close the referral", content.into_any())
}
