//! What was decided, for those who work with it: the history, what differs, a change of mind, settling.

use leptos::prelude::*;

use super::{
    conversation::{OwnView, wording},
    model::{self, Answer, Decider, Decision, Made},
    receipt_view::{self, Receipt},
    store::{Decided, Recorded},
    view::{own_view_fields, question_text},
};
use crate::{
    access::policy::CLOSED_TO_OTHERS,
    agency::store::Agency,
    authority::model::{self as authority, May},
    base::{dates, ids::PersonId},
    easy_read::{model::PictureSet, view::picture},
    person::{store::Banner, view::banner},
    ui::*,
};

/// Where the receipt of each decision is to be had.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Receipts {
    /// As a page of the record, which has the paper too.
    OnScreen(PersonId),
    /// On paper alone: the record is closed, and its team still gives the person what they decided.
    OnPaper(PersonId),
    /// Not for this reader, or not from here.
    Nowhere,
}

impl Receipts {
    /// The link to one of them. Each says whose it is, for who hears a list of links.
    fn link(&self, made: &Made) -> Option<AnyView> {
        let (number, on) = (made.number, dates::long(made.on));
        match self {
            Self::OnScreen(person) => {
                let href = format!("/people/{person}/consent/receipt/{number}");
                Some(view! { <a href=href>{format!("Receipt {number}, of {on}")}</a> }.into_any())
            }
            Self::OnPaper(person) => {
                let href = format!("/people/{person}/consent/receipt/{number}/receipt.pdf");
                Some(view! { <a href=href data-full>{format!("Print receipt {number}, of {on}")}</a> }.into_any())
            }
            Self::Nowhere => None,
        }
    }
}

/// The decisions so far, newest first, each with its receipt, and how those that differ were settled.
pub fn decisions(decided: &Decided, receipts: &Receipts) -> impl IntoView + use<> {
    let rows = decided
        .all
        .iter()
        .rev()
        .map(|recorded| {
            let made = &recorded.made;
            let by = recorded.recorded_by.as_deref().unwrap_or("The person, on their own page");
            // What was done on the own page was done for no agency.
            let agency = recorded.recorded_agency.as_deref();
            let written = std::iter::once(by).chain(agency).collect::<Vec<_>>().join(", ");
            let stopped: Vec<&str> = match made.decision {
                Decision::Given { .. } => recorded.answers.all("stopped").collect(),
                Decision::Refused | Decision::Withdrawn => Vec::new(),
            };
            let what = made.decision.kind().label();
            let what = match stopped.is_empty() {
                true => what.to_owned(),
                false => format!("{what}, but no more to {}", stopped.join("; ")),
            };
            [cell(dates::long(made.on)), cell(what), cell(who(made)), cell(until(made)), cell(written)]
                .into_iter()
                .chain(receipts.link(made))
                .collect()
        })
        .collect();
    let receipt = (*receipts != Receipts::Nowhere).then_some("Receipt");
    let head: Vec<&'static str> =
        ["Date", "Decision", "Who decided", "Until", "Written down by"].into_iter().chain(receipt).collect();
    let said: Vec<_> = decided.all.iter().rev().filter_map(said).collect();
    let said = (!said.is_empty())
        .then(|| view! { <h3 class="nhsuk-heading-s">"What they said themselves"</h3> <ul>{said}</ul> });
    let settled: Vec<_> = decided
        .settled
        .iter()
        .map(|settled| {
            let kept = decided
                .number(settled.resolution.keeps)
                .map(|kept| format!("The decision of {} by {} stands", dates::long(kept.made.on), who(&kept.made)));
            let by = settled.recorded_by.clone().unwrap_or_default();
            let why = format!("{}. {} ({by})", settled.because.label(), settled.explanation);
            view! { <li><strong>{kept}</strong>": " <span class="typed">{why}</span></li> }
        })
        .collect();
    let settled = (!settled.is_empty()).then(
        || view! { <h3 class="nhsuk-heading-s">"How decisions that differ were settled"</h3> <ul>{settled}</ul> },
    );
    view! {
        <DataTable caption="Decisions about being on the register" head=head rows=rows first_is_header=true/>
        {said}
        {settled}
    }
}

/// What the person wants where somebody else decided, and what was said with a change of mind.
fn said(recorded: &Recorded) -> Option<AnyView> {
    let answers = &recorded.answers;
    // Whoever decides themselves has said what they want.
    let others = recorded.made.by.authority() != model::Authority::Person;
    let own = |field: &str| if others { answers.get(field) } else { "" };
    let view = own("own_view").parse::<OwnView>().map(OwnView::label).unwrap_or_default();
    let words = [own("own_view_words"), answers.get("words")].into_iter().find(|words| !words.is_empty());
    if view.is_empty() && words.is_none() {
        return None;
    }
    let when = dates::long(recorded.made.on);
    let view = (!view.is_empty()).then(|| format!("{view}. "));
    Some(
        view! { <li><strong>{when}</strong>": " {view} <span class="typed">{words.map(str::to_owned)}</span></li> }
            .into_any(),
    )
}

/// Who decided: the authority, and the name where it was not the person.
#[must_use]
pub fn who(made: &Made) -> String {
    let label = made.by.authority().label();
    if made.by.name().is_empty() { label.to_owned() } else { format!("{label}: {}", made.by.name()) }
}

fn until(made: &Made) -> String {
    match (&made.decision, made.counts_until) {
        (Decision::Given { review_on, .. }, None) => format!("Ask again by {}", dates::long(*review_on)),
        (Decision::Given { review_on, .. }, Some(counts)) => {
            format!("Ask again by {}", dates::long(counts.min(*review_on)))
        }
        (Decision::Refused | Decision::Withdrawn, Some(counts)) => format!("Counts until {}", dates::long(counts)),
        (Decision::Refused | Decision::Withdrawn, None) => "–".to_owned(),
    }
}

/// What the person wants is asked wherever somebody else may stop sharing for them.
fn their_own_view<'a>(mut by: impl ExactSizeIterator<Item = &'a Decider>) -> Option<AnyView> {
    let alone = by.len() == 1;
    let other = by.any(|by| by.authority() != model::Authority::Person);
    let legend =
        if alone { "What does the person want?" } else { "If it is not the person: what do they want themselves?" };
    other.then(|| own_view_fields(legend))
}

/// Before a change of mind is recorded: what will happen at once. `agencies` see the record; one of them by itself
/// may be stopped from that by whoever of `one` had said yes.
pub fn withdraw(person: &Banner, agencies: &[Agency], may: &[May], one: &[Decider]) -> impl IntoView + use<> {
    let id = person.person.clone();
    let one = stop_one_links(&id, agencies, one);
    let agencies: Vec<_> = agencies.iter().map(|agency| view! { <li>{agency.name.clone()}</li> }).collect();
    let deciders = may.iter().map(|may| Choice::new(may.value(), may.label())).collect();
    let own_view = their_own_view(may.iter().map(|may| &may.decider));
    view! {
        <BackLink href=format!("/people/{id}") text="Back to the record"/>
        {banner(person)}
        <h1 class="nhsuk-heading-l" data-person=id.to_string()>"Record a change of mind"</h1>
        <p>"Anybody may change their mind at any time, and need not say why. Present support does not change."</p>
        <WarningCallout heading="What happens at once">
            <p>"These agencies stop seeing the record:"</p>
            <ul>{agencies}</ul>
            <p>{CLOSED_TO_OTHERS}</p>
            <p>"The entry closes. What is written is kept, closed and restricted, as the law asks."</p>
        </WarningCallout>
        <FormTo action=format!("/people/{id}/withdraw")>
            <Radios name="decider" legend="Who changed their mind?" choices=deciders small=true/>
            <TextArea name="words" label="What they said, in their own words (optional)" rows=3/>
            {own_view}
            <Button kind=ButtonKind::Warning>"Stop sharing now"</Button>
        </FormTo>
        {one}
    }
}

/// Each agency that sees the record, to be stopped from that by itself.
fn stop_one_links(id: &PersonId, agencies: &[Agency], one: &[Decider]) -> Option<impl IntoView + use<>> {
    let links: Vec<_> = agencies
        .iter()
        .filter(|agency| !agency.hosts_register)
        .map(|agency| {
            let href = format!("/people/{id}/withdraw/{}", agency.agency_id);
            view! {
                <li>
                    {picture(PictureSet::Colour, agency.picture())}
                    <p><a href=href>{format!("Stop sharing with {}", agency.name)}</a></p>
                </li>
            }
        })
        .collect();
    (!links.is_empty() && !one.is_empty()).then(|| {
        view! {
            <h2 class="nhsuk-heading-m" id="one">"Or stop one agency only"</h2>
            <p>"The others go on seeing the record, and nothing else changes. The agency that runs the register cannot be stopped by itself: to stop everything does that."</p>
            <ul class="easy-read" role="list">{links}</ul>
        }
    })
}

/// Before one agency is stopped from seeing the record: what will happen at once. `one` are those whose yes it had.
pub fn stop_one(person: &Banner, agency: &Agency, one: &[Decider]) -> impl IntoView + use<> {
    let id = person.person.clone();
    let name = agency.name.clone();
    let title = format!("Stop sharing with {name}");
    let button = title.clone();
    let action = format!("/people/{id}/withdraw/{}", agency.agency_id);
    let own_view = their_own_view(one.iter());
    let deciders = one
        .iter()
        .map(|by| {
            let label = if by.name().is_empty() { "The person".to_owned() } else { by.described() };
            Choice::new(authority::value(by), label)
        })
        .collect();
    view! {
        <BackLink href=format!("/people/{id}/withdraw") text="Back"/>
        {banner(person)}
        <h1 class="nhsuk-heading-l" data-person=id.to_string()>{title}</h1>
        <p>"Nobody need say why. Present support does not change."</p>
        <WarningCallout heading="What happens at once">
            <p>{format!("{name} stops seeing the record. Nothing else changes: the others go on seeing it, all other answers stay as they are, and the decision is asked again on the day that was set.")}</p>
        </WarningCallout>
        <FormTo action=action>
            <Radios name="decider" legend="Who wants this?" choices=deciders small=true/>
            <TextArea name="words" label="What they said, in their own words (optional)" rows=3/>
            {own_view}
            <Button kind=ButtonKind::Warning>{button}</Button>
        </FormTo>
    }
}

/// It has happened: one agency sees the record no more. The receipt is for whoever may read decisions.
pub fn stopped_one(person: &PersonId, agency: &Agency, receipt: Option<&Receipt>) -> impl IntoView + use<> {
    let title = format!("{} can no longer see it", agency.name);
    let receipt = match receipt {
        Some(receipt) => receipt_view::under(receipt).into_any(),
        None => view! { <p>"The register\u{2019}s team can print a receipt for the person."</p> }.into_any(),
    };
    view! {
        <Panel title=title>"Nothing else changes: the others go on seeing the record"</Panel>
        <p>"Tell the person: your support stays the same, and you can change your mind again at any time."</p>
        {receipt}
        <p class="no-print"><a href=format!("/people/{person}")>"Go to the record"</a></p>
    }
}

/// The decision was recorded before, and closed the record to whoever recorded it.
pub fn recorded_before() -> impl IntoView {
    view! {
        <h1 class="nhsuk-heading-l">"The decision is recorded"</h1>
        <p>"It was recorded the first time that you sent it. Nothing is shared with your agency, and present support does not change."</p>
        <p>"The register\u{2019}s team can print a receipt for the person."</p>
        <p><a href="/referrals?state=closed">"See what came of your referrals"</a></p>
    }
}

/// The change of mind was recorded before, and closed the record to whoever recorded it. It says nothing about
/// the person: whoever reads it may not see them any more.
pub fn stopped_before() -> impl IntoView {
    view! {
        <h1 class="nhsuk-heading-l">"Sharing has stopped"</h1>
        <p>"It stopped the first time that you pressed the button. It is recorded once, and present support does not change."</p>
        <p>"Tell the person: your support stays the same, and you can change your mind again at any time."</p>
        <p><a href="/today">"Go to the first page"</a></p>
    }
}

/// After a change of mind: it has happened, with the receipt for the person.
pub fn withdrawn(receipt: &Receipt) -> impl IntoView + use<> {
    let text = format!("The person is no longer on the {}", receipt.list);
    let lost: Vec<_> =
        receipt.recorded.answers.all("stopped").map(|name| view! { <li>{name.to_owned()}</li> }).collect();
    view! {
        <Panel title="Sharing has stopped">{text}</Panel>
        <p>"Tell the person: your support stays the same, and you can change your mind again at any time."</p>
        {receipt_view::under(receipt)}
        <h2 class="nhsuk-heading-m">"Who no longer sees the record"</h2>
        <ul>{lost}</ul>
        <p>{CLOSED_TO_OTHERS}</p>
        <p class="no-print"><a href="/today">"Go to the first page"</a></p>
    }
}

/// What was answered, on the record; what differs, first.
pub fn summary(
    decided: &Decided,
    agencies: &[Agency],
    person: &Banner,
    may_settle: bool,
    list: &str,
) -> impl IntoView + use<> {
    let history = decided.history();
    let in_force = model::in_force(&history, person.today);
    let given = !in_force.is_empty() && in_force.iter().all(|made| matches!(made.decision, Decision::Given { .. }));
    let wording = wording(person.born_on, person.today);
    let asked = given.then(|| {
        let rows = super::conversation::FURTHER
            .into_iter()
            .map(|(field, _)| {
                let narrowest = decided.narrowest(field, person.today).map(|answer| answer.label().to_owned());
                SummaryRow::new(question_text(field, wording, list), narrowest.unwrap_or_default())
            })
            .collect();
        view! { <SummaryList rows=rows/> }
    });
    let differ = conflict(decided, agencies, person, may_settle);
    let able = decided.overtaken_by_finding(person.today).map(|(since, until)| {
        let text = format!(
            "They were found able to decide this on {}. What somebody else decided for them counts until {} at most. \
             Ask the person before that.",
            dates::long(since),
            dates::long(until)
        );
        view! { <WarningCallout heading="The person can decide now" in_section=true><p>{text}</p></WarningCallout> }
    });
    view! { {able} {differ} {asked} {decisions(decided, &Receipts::OnScreen(person.person.clone()))} }
}

/// What is to stay private, for the top of the record: it must be read before anything is passed on. `keeps_out`
/// is the person, for whoever may keep a colleague out whom these words name.
pub fn private(private: Vec<String>, keeps_out: Option<&PersonId>) -> Option<impl IntoView + use<>> {
    let private: Vec<_> = private.into_iter().map(|text| view! { <p class="typed">{text}</p> }).collect();
    let keep_out = keeps_out.map(|person| {
        let href = format!("/people/{person}/kept-out");
        view! { <p><a href=href>"If a colleague is meant: keep them out of this record"</a></p> }
    });
    (!private.is_empty())
        .then(|| view! { <WarningCallout heading="To stay private">{private} {keep_out}</WarningCallout> })
}

/// Decisions in force that differ, each with its authority and date, and what holds meanwhile.
pub fn conflict(
    decided: &Decided,
    agencies: &[Agency],
    person: &Banner,
    may_settle: bool,
) -> Option<impl IntoView + use<>> {
    let differ = decided.conflict(person.today);
    if differ.is_empty() {
        return None;
    }
    let rows = differ.iter().map(|made| conflict_row(decided, made, agencies)).collect();
    let settle = may_settle.then(|| {
        let href = format!("/people/{}/settle", person.person);
        view! { <p><a href=href>"Settle which decision stands"</a></p> }
    });
    Some(view! {
        <WarningCallout heading="Decisions differ" in_section=true>
            <p>"Until this is settled, only what all of them allow is shared."</p>
            <DataTable caption="Decisions in force that differ" head=["Who decided", "Date", "Decision", "Agencies with a yes", "Also a yes to"] rows=rows first_is_header=true/>
            {settle}
        </WarningCallout>
    })
}

fn conflict_row(decided: &Decided, made: &Made, agencies: &[Agency]) -> Vec<AnyView> {
    let other: Vec<&str> = [("cetr", "a meeting"), ("contact_family", "family"), ("anonymous_planning", "planning")]
        .into_iter()
        .filter(|(field, _)| decided.number(made.number).is_some_and(|it| it.answers.chosen(field, Answer::Yes.word())))
        .map(|(_, word)| word)
        .collect();
    let other = if other.is_empty() { "None".to_owned() } else { other.join(", ") };
    let yes = match &made.decision {
        Decision::Given { agencies: said, .. } => agencies
            .iter()
            .filter(|agency| said.get(&agency.agency_id) == Some(&Answer::Yes))
            .map(|agency| agency.name.as_str())
            .collect::<Vec<_>>()
            .join(", "),
        Decision::Refused | Decision::Withdrawn => String::new(),
    };
    let yes = if yes.is_empty() { "None".to_owned() } else { yes };
    vec![cell(who(made)), cell(dates::long(made.on)), cell(made.decision.kind().label()), cell(yes), cell(other)]
}

/// Settling which of several decisions stands; `newer` where somebody decided or settled it since the page was
/// opened.
pub fn settle(person: &Banner, decided: &Decided, agencies: &[Agency], newer: bool) -> impl IntoView + use<> {
    let id = person.person.clone();
    let newer = newer.then(|| {
        view! {
            <WarningCallout heading="Something changed while this page was open">
                <p>
                    "Somebody recorded another decision, or settled this. Nothing of yours was saved. Look at the decisions \
                     below, which are as they are now, and at the record, before you go on."
                </p>
            </WarningCallout>
        }
    });
    let differ = decided.conflict(person.today);
    let keeps: Vec<Choice> = differ
        .iter()
        .map(|made| {
            let label = format!("{}, {}: {}", who(made), dates::long(made.on), made.decision.kind().label());
            Choice::new(made.number.to_string(), label)
        })
        .collect();
    let because = model::Because::ALL.iter().map(|because| Choice::new(because.word(), because.label())).collect();
    let rows = differ.iter().map(|made| conflict_row(decided, made, agencies)).collect();
    view! {
        <BackLink href=format!("/people/{id}") text="Back to the record"/>
        {banner(person)}
        <h1 class="nhsuk-heading-l" data-person=id.to_string()>"Settle which decision stands"</h1>
        {newer}
        <p>"Nobody\u{2019}s decision is deleted. The others stop counting from today; each of them may decide again."</p>
        <DataTable caption="Decisions in force that differ" head=["Who decided", "Date", "Decision", "Agencies with a yes", "Also a yes to"] rows=rows first_is_header=true/>
        <FormTo action=format!("/people/{id}/settle")>
            <Hidden name="decisions"/>
            <Radios name="keeps" legend="Which decision stands?" choices=keeps/>
            <Radios name="because" legend="Why?" choices=because small=true/>
            <TextArea name="explanation" label="How do you know?" hint="Who talked with whom, when; the order you saw." rows=4/>
            <Button>"Settle it"</Button>
        </FormTo>
    }
}
