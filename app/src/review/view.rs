//! The review's form, and reviews as they are read afterwards.

use leptos::prelude::*;

use super::{
    model::{self, Reviewer},
    store::Review,
};
use crate::{
    assessment::{self, store::Assessed},
    base::dates,
    person::{
        store::Banner,
        view::{person_page, they_read_this},
    },
    plan::{self, model::Action},
    rating::{
        self,
        store::CurrentRating,
        view::{long_text, rating_word},
    },
    ui::*,
};

pub(super) const TITLE: &str = "Review";

/// What a review rests on.
#[derive(Debug)]
pub struct Opened {
    /// Whose review it is.
    pub banner: Banner,
    /// The rating in force.
    pub current: Option<CurrentRating>,
    /// What the tool suggested last.
    pub assessed: Option<Assessed>,
    /// The actions it asks about.
    pub actions: Vec<Action>,
    /// Whether this agency may change the rating.
    pub reviewer: Reviewer,
}

/// What others saved while the form was open.
#[derive(Debug)]
pub struct Theirs {
    /// A rating.
    pub rated: Option<CurrentRating>,
    /// Actions.
    pub changed: Vec<Action>,
}

/// The form.
pub fn review(opened: Opened, theirs: Option<Theirs>) -> impl IntoView + use<> {
    let Opened { banner, current, assessed, actions, reviewer } = opened;
    let id = banner.person.clone();
    let theirs = theirs.map(both_versions);
    let now = current.as_ref().map(rating::view::in_force);
    let asked: Vec<_> = actions.iter().map(|action| action_fields(action, &banner)).collect();
    let asked = (!asked.is_empty()).then(|| {
        view! {
            <h2 class="nhsuk-heading-m">"Actions"</h2>
            <p>"Say where each one stands. What you leave as it is stays as it is."</p>
            {asked}
        }
    });
    let rating = match (reviewer, &current) {
        (Reviewer::MayRate, _) => rating_part(current.as_ref(), assessed.as_ref()),
        (Reviewer::KeepsRating, Some(current)) => view! {
            <p>
                "This review keeps the rating "
                {rating_word(Some(current.rating))}
                ". If you think it should change, tell the NHS or council team: they are trained to set it."
            </p>
        }
        .into_any(),
        (Reviewer::KeepsRating, None) => view! {
            <p>"Nobody has set a rating yet, and a review needs one. Ask the NHS or council team to set it first."</p>
        }
        .into_any(),
    };
    let content = view! {
        {theirs}
        {now}
        {they_read_this()}
        <FormTo action=format!("/people/{id}/review")>
            <Hidden name="number"/>
            <DateField name="held" legend="When was the review?" hint="Today or a day in the past, like 15 3 2026"/>
            <TextArea name="present" label="Who was there?" hint="Names and what they do. Say if the person was there." rows=3/>
            <TextArea
                name="person_said"
                label="What did the person say?"
                hint="In their words, however they say things. If they could not be asked, say why."
                rows=4
            />
            <TextArea name="how_things_are" label="How are things?" rows=5/>
            <TextArea name="what_changed" label="What has changed since last time? (optional)" rows=4/>
            {asked}
            <h2 class="nhsuk-heading-m">"Rating"</h2>
            {rating}
            <Button>"Record the review"</Button>
        </FormTo>
    };
    person_page(&banner, ("Back to the record", format!("/people/{}", banner.person)), TITLE, content.into_any())
}

/// The choice of a rating, with the suggestion that it weighs where nobody has decided on it yet.
fn rating_part(current: Option<&CurrentRating>, assessed: Option<&Assessed>) -> AnyView {
    let decided_on = current.and_then(|current| current.assessment_id.as_ref());
    let fresh = assessed.filter(|assessed| Some(&assessed.assessment_id) != decided_on);
    let fresh = fresh.map(|assessed| {
        view! {
            <p>"The tool has been filled in, and no rating rests on it yet."</p>
            {assessment::view::suggestion(assessed)}
        }
    });
    let keep = current.map(|_| view! { <p>"The rating in force is chosen. Keeping it needs no new reason unless the tool was filled in since."</p> });
    view! {
        {fresh}
        {keep}
        {rating::view::rating_fields("Which rating fits this person now?", current.map(|current| current.rating))}
    }
    .into_any()
}

fn action_fields(action: &Action, person: &Banner) -> AnyView {
    let prefix = model::prefix(&action.action_id);
    let due = format!(
        "{}, {}. Due {} ({}).",
        action.owner_name,
        action.owner_agency_name,
        dates::long(action.due_on),
        dates::distance(action.due_on, person.today),
    );
    view! {
        <div class="plan-item">
            <h3 class="nhsuk-heading-s">{long_text(&action.what)}</h3>
            <p class="quiet">{due}</p>
            <Hidden name=format!("{prefix}version")/>
            {plan::view::state_fields(&prefix, &action.what)}
        </div>
    }
    .into_any()
}

fn both_versions(theirs: Theirs) -> AnyView {
    let Theirs { rated, changed } = theirs;
    let rated = rated.map(|rated| rating::view::both_versions(&rated));
    let changed = (!changed.is_empty()).then(|| {
        let each = changed
            .into_iter()
            .map(|action| {
                let prefix = model::prefix(&action.action_id);
                (action.what, action.state, prefix)
            })
            .collect();
        view! {
            <WarningCallout heading="Somebody else updated an action while you had the review open">
                <p>"The review is not recorded yet. Nothing of yours is lost and nothing of theirs is overwritten. \
                    Compare the two, put right what needs it below, and record the review."</p>
            </WarningCallout>
            {plan::view::both_versions("Actions that differ", each)}
        }
    });
    view! {
        {rated}
        {changed}
    }
    .into_any()
}

/// Reviews to read, the last held first; the first open, the others folded away.
pub fn history(reviews: &[Review]) -> AnyView {
    let Some((last, earlier)) = reviews.split_first() else {
        return view! { <p>"No review is recorded yet."</p> }.into_any();
    };
    let earlier: Vec<_> = earlier
        .iter()
        .map(|review| {
            let summary = format!("Review of {}: {}", dates::long(review.held_on), review.rating.label());
            let whole = one(review);
            view! { <Details summary=summary>{whole}</Details> }
        })
        .collect();
    view! {
        <h3 class="nhsuk-heading-s">{format!("Last review: {}", dates::long(last.held_on))}</h3>
        {one(last)}
        {earlier}
    }
    .into_any()
}

fn one(review: &Review) -> AnyView {
    let by = format!("{} by {}, {}", dates::long_time(review.recorded_at), review.recorded_by, review.agency_name);
    let mut rows = vec![
        SummaryRow::new("What the person said", long_text(&review.person_said)),
        SummaryRow::new("How things are", long_text(&review.how_things_are)),
    ];
    if !review.what_changed.is_empty() {
        rows.push(SummaryRow::new("What changed", long_text(&review.what_changed)));
    }
    rows.push(SummaryRow::new("Rating after it", rating_word(Some(review.rating))));
    rows.push(SummaryRow::new("Next review", dates::long(review.review_due_on)));
    rows.push(SummaryRow::new("Who was there", long_text(&review.present)));
    rows.push(SummaryRow::new("Recorded", by));
    view! { <SummaryList rows=rows/> }.into_any()
}
