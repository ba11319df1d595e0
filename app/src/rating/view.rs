//! How a rating is shown everywhere: as a word, with a shape and a colour that only repeat it.

use leptos::prelude::*;

use super::{model::Rating, store::CurrentRating};
use crate::{
    assessment::{self, store::Assessed},
    base::{dates, ids::AssessmentId},
    person::{
        store::Banner,
        view::{person_page, they_read_this},
    },
    ui::*,
};

/// The word of a rating, or that there is none yet.
pub fn rating_word(rating: Option<Rating>) -> AnyView {
    let (class, label) = rating.map_or(("none", "Not rated yet"), |rating| (rating.word(), rating.label()));
    view! { <span class=format!("rating rating--{class}")>{label}</span> }.into_any()
}

/// What the page for setting the rating rests on.
#[derive(Debug)]
pub struct RatingPage {
    /// Whose rating it is.
    pub banner: Banner,
    /// The rating in force.
    pub current: Option<CurrentRating>,
    /// The suggestion to decide about; `None` where the tool was never filled in.
    pub assessed: Option<Assessed>,
    /// A later filling-in of the tool than the one that is shown.
    pub newer: Option<AssessmentId>,
    /// What changed while the form was open.
    pub conflict: Option<Conflict>,
}

/// What somebody else did while the form was open, so that it was not saved.
#[derive(Debug)]
pub enum Conflict {
    /// They set a rating.
    Rated(CurrentRating),
    /// They filled in the tool for the first time.
    Assessed,
}

/// The page for setting the rating.
pub fn rate(page: RatingPage) -> impl IntoView + use<> {
    let RatingPage { banner, current, assessed, newer, conflict } = page;
    let id = banner.person.clone();
    let conflict = conflict.map(|conflict| match conflict {
        Conflict::Rated(theirs) => both_versions(&theirs),
        Conflict::Assessed => first_suggestion(),
    });
    let assess_href = format!("/people/{id}/assessment");
    let newer = newer.map(|newer| format!("/people/{id}/rating?assessment={newer}")).map(|href| {
        view! {
            <InsetText>
                <p>
                    "The tool was filled in again later. "
                    <a href=href>"Use the newest suggestion"</a>
                </p>
            </InsetText>
        }
    });
    let suggested = match &assessed {
        Some(assessed) => assessment::view::suggestion(assessed),
        None => view! {
            <InsetText>
                <p>
                    "The clinical support tool has not been filled in. "
                    <a href=assess_href>"Fill it in first"</a>
                    ", or set the rating without it and say in the reason what it rests on."
                </p>
            </InsetText>
        }
        .into_any(),
    };
    let previous = current.as_ref().map(|current| current.rating);
    let now = current.as_ref().map(in_force);
    let content = view! {
        {conflict}
        {now}
        <h2 class="nhsuk-heading-m">"What the tool suggests"</h2>
        {newer}
        {suggested}
        <h2 class="nhsuk-heading-m">"What you decide"</h2>
        {they_read_this()}
        <FormTo action=format!("/people/{id}/rating")>
            <Hidden name="number"/>
            <Hidden name="assessment"/>
            {rating_fields("Which rating fits this person now?", previous)}
            <Button>"Set the rating"</Button>
        </FormTo>
    };
    person_page(
        &banner,
        ("Back to the record", format!("/people/{}", banner.person)),
        "Set the rating",
        content.into_any(),
    )
}

/// The four ratings with what each means, the confirmation of a large step, and the reason.
/// Read by [`RatingDecision::parse`](super::model::RatingDecision::parse).
pub fn rating_fields(legend: &'static str, previous: Option<Rating>) -> AnyView {
    let choices = Rating::ALL
        .iter()
        .map(|rating| {
            let hint = format!("{} Next review in {} days.", rating.meaning(), rating.review_after_days());
            let choice = Choice::new(rating.word(), rating.label()).hint(hint);
            if super::model::needs_confirmation(previous, *rating) { choice.reveals(confirmation()) } else { choice }
        })
        .collect();
    view! {
        <Radios name="rating" legend=legend choices=choices/>
        <TextArea
            name="reason"
            label="Reason"
            hint="Needed where you differ from the tool: what do you know that it does not? Otherwise optional."
            rows=4
        />
    }
    .into_any()
}

fn confirmation() -> AnyView {
    view! {
        <Checkboxes
            name="confirmed"
            legend="This person is rated red. Green is two steps down"
            hint="Most people go from red to amber first."
            choices=vec![Choice::new("yes", "I mean to go from red to green in one step")]
            small=true
        />
    }
    .into_any()
}

/// The rating in force, with who set it, when and why.
pub fn in_force(current: &CurrentRating) -> AnyView {
    let by = format!("{} by {}, {}", dates::long_time(current.set_at), current.set_by, current.agency_name);
    let mut rows = vec![
        SummaryRow::new("Rating now", rating_word(Some(current.rating))),
        SummaryRow::new(if current.review_id.is_some() { "Set or kept at a review" } else { "Set" }, by),
        SummaryRow::new("Next review due", dates::long(current.review_due_on)),
    ];
    if let Some(suggested) = current.suggested {
        let word = if current.is_override() {
            format!("{}. Whoever set the rating differed, for the reason below", suggested.label())
        } else {
            suggested.label().to_owned()
        };
        rows.push(SummaryRow::new("The tool suggested", word));
    }
    if !current.reason.is_empty() {
        rows.push(SummaryRow::new("Reason", long_text(&current.reason)));
    }
    view! { <SummaryList rows=rows/> }.into_any()
}

/// Every rating, the newest first.
pub fn history(ratings: &[CurrentRating]) -> AnyView {
    let rows = ratings
        .iter()
        .map(|each| {
            vec![
                cell(match &each.review_id {
                    Some(_) => format!("{}, at a review", dates::long_time(each.set_at)),
                    None => dates::long_time(each.set_at),
                }),
                rating_word(Some(each.rating)),
                cell(each.suggested.map_or("No tool filled in", |suggested| suggested.label())),
                reason(&each.reason),
                cell(format!("{}, {}", each.set_by, each.agency_name)),
            ]
        })
        .collect();
    view! {
        <DataTable
            caption="Ratings so far"
            head=["Set", "Rating", "The tool suggested", "Reason", "By"]
            rows=rows
            first_is_header=true
        />
    }
    .into_any()
}

fn reason(text: &str) -> AnyView {
    if text.trim().is_empty() { cell("None given") } else { long_text(text) }
}

/// Free text with its lines kept apart.
pub fn long_text(text: &str) -> AnyView {
    view! { <span class="typed">{text.to_owned()}</span> }.into_any()
}

fn first_suggestion() -> AnyView {
    view! {
        <WarningCallout heading="The tool was filled in while you had this open">
            <p>"Your rating is not set yet and nothing of it is lost. Look at the suggestion, then send the form again."</p>
        </WarningCallout>
    }
    .into_any()
}

/// Two people rated at once: the second sees what the first set beside what they chose.
pub fn both_versions(theirs: &CurrentRating) -> AnyView {
    let mine = form_state().answers;
    let chosen: Option<Rating> = mine.get("rating").parse().ok();
    let by = format!("{}, {} on {}", theirs.set_by, theirs.agency_name, dates::long_time(theirs.set_at));
    let rows = vec![
        vec![
            cell("Rating"),
            rating_word(Some(theirs.rating)),
            chosen.map_or_else(|| cell("Not chosen"), |chosen| rating_word(Some(chosen))),
        ],
        vec![cell("Reason"), reason(&theirs.reason), reason(mine.get("reason"))],
        vec![cell("By"), cell(by), cell("You, now")],
    ];
    view! {
        <WarningCallout heading="Somebody else set the rating while you had it open">
            <p>"Nothing of yours is lost and nothing of theirs is overwritten. The form below holds what you typed. \
                Compare the two. If yours still stands, send it again; if theirs is right, leave this page."</p>
        </WarningCallout>
        <DataTable
            caption="Both ratings"
            head=["What", "Set by somebody else", "What you chose"]
            rows=rows
            first_is_header=true
        />
    }
    .into_any()
}
