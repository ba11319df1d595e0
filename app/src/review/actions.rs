//! Recording a review.

use std::sync::Arc;

use super::{
    model::{self, Basis, Filled, InForce, NoRating, Reviewer},
    store,
    view::{self, Opened, TITLE},
};
use crate::{
    access::{
        model::{Act, Section, act::CompleteReview},
        permit::Permit,
        policy,
    },
    assessment::store as assessment,
    base::{
        answers::{Answers, Fault},
        error::AppError,
        ids::PersonId,
    },
    draft,
    person::store as person,
    plan::store as plan,
    rating::{
        model::{RatingDecision, next_review_due},
        store::{self as rating, CurrentRating, NewRating},
    },
    shell::Flash,
    web::{Answer, Reply, Visit},
};

/// Everything a review rests on, as it is now. `answers`: the form, if there is one already.
async fn open(permit: &mut Permit<CompleteReview>, answers: &Answers) -> Result<Opened, AppError> {
    const WHY: &str = "Your agency does not see reviews, so it cannot record one.";
    if !(permit.may_see(Section::Reviews) && permit.may_see(Section::Rating)) {
        return Err(AppError::Forbidden(WHY.to_owned()));
    }
    let may_rate = policy::decide(&permit.actor(), Act::SetRating, Some(permit.level())).is_ok();
    let actions = plan::actions(permit).await?.map_or_else(Vec::new, |actions| actions.list);
    Ok(Opened {
        banner: person::banner(permit).await?,
        current: rating::current(permit).await?,
        assessed: assessment::latest(permit).await?,
        actions: model::to_review(actions, answers),
        reviewer: if may_rate { Reviewer::MayRate } else { Reviewer::KeepsRating },
    })
}

fn number(current: Option<&CurrentRating>) -> i64 {
    current.map_or(0, |current| current.number)
}

/// `GET /people/{person}/review`
pub async fn review_page(visit: Arc<Visit>) -> Answer {
    let person: PersonId = visit.id("person")?;
    let opened = visit
        .access()
        .with::<CompleteReview, _>(visit.actor()?, &person, async |permit| {
            permit.note("opened");
            open(permit, &Answers::default()).await
        })
        .await?;
    let rating = opened.current.as_ref().map(|current| current.rating);
    let stored = model::blank(&opened.actions, rating, number(opened.current.as_ref()), opened.banner.today);
    // A draft brings the versions it was begun with, so that sending it after a change is a conflict.
    let form = visit.opened(&visit.path, stored).await?;
    Ok(visit.form_page(TITLE, form, move || view::review(opened, None)))
}

/// What became of a review that was sent.
enum Outcome {
    Recorded,
    Faults(Box<Opened>, Vec<Fault>),
    Stale(Box<Opened>),
}

/// `POST /people/{person}/review`
pub async fn review(visit: Arc<Visit>) -> Answer {
    let person: PersonId = visit.id("person")?;
    let opened_number = visit.form.opened_version("number");
    let sent = visit
        .access()
        .with::<CompleteReview, _>(visit.actor()?, &person, async |permit| {
            record(permit, &visit.form, opened_number).await
        })
        .await;
    let outcome = match sent {
        // Between reading and writing somebody else was quicker. All of it was rolled back; look again.
        Err(AppError::Conflict) => {
            visit
                .access()
                .with::<CompleteReview, _>(visit.actor()?, &person, async |permit| {
                    permit.note("stale");
                    Ok(Outcome::Stale(Box::new(open(permit, &visit.form).await?)))
                })
                .await?
        }
        done => done?,
    };
    match outcome {
        Outcome::Recorded => {
            draft::done(&visit, &visit.path).await;
            Ok(Reply::done(format!("/people/{person}"), Flash::Reviewed))
        }
        Outcome::Faults(opened, faults) => {
            Ok(visit.form_page(TITLE, visit.refused(faults), move || view::review(*opened, None)))
        }
        Outcome::Stale(opened) => Ok(both_versions(&visit, *opened, opened_number)),
    }
}

/// Checks, decides and writes; what cannot be accepted is answered before anything is written.
async fn record(
    permit: &mut Permit<CompleteReview>,
    answers: &Answers,
    opened_number: i64,
) -> Result<Outcome, AppError> {
    let opened = open(permit, answers).await?;
    let rated_meanwhile = number(opened.current.as_ref()) != opened_number;
    if rated_meanwhile || !model::changed_meanwhile(&opened.actions, answers).is_empty() {
        permit.note("stale");
        return Ok(Outcome::Stale(Box::new(opened)));
    }
    let filled = Filled::parse(answers, &opened.actions, permit.today());
    let rated = decide(answers, &opened);
    let (filled, (decision, basis)) = match (filled, rated) {
        (Ok(filled), Ok(rated)) => (filled, rated),
        (filled, rated) => {
            let faults = filled.err().into_iter().chain(rated.err()).flatten().collect();
            return Ok(Outcome::Faults(Box::new(opened), faults));
        }
    };
    for report in &filled.reports {
        if let Some(state) = &report.changed {
            plan::update_action(permit, &report.action_id, state, report.opened_version).await?;
        }
    }
    // Counted from the day it was held: writing it down late does not put the next one off.
    let review_due_on = next_review_due(decision.rating(), filled.notes.held_on);
    let new = NewRating { decision: &decision, assessment: basis.assessment, opened_number, review_due_on };
    let rating_id = rating::set(permit, &new).await?;
    let review_id = store::add(permit, &filled.notes, &rating_id).await?;
    permit.note(&format!("recorded review {review_id}"));
    Ok(Outcome::Recorded)
}

/// The rating that follows, by the rule of the model.
fn decide<'a>(answers: &Answers, opened: &'a Opened) -> Result<(RatingDecision, Basis<'a>), Vec<Fault>> {
    let in_force = opened.current.as_ref().map(|current| InForce {
        rating: current.rating,
        suggested: current.suggested,
        assessment: current.assessment_id.as_ref(),
        reason: &current.reason,
    });
    let latest = Basis {
        suggested: opened.assessed.as_ref().map(|assessed| assessed.suggestion.rating),
        assessment: opened.assessed.as_ref().map(|assessed| &assessed.assessment_id),
    };
    model::rate(answers, opened.reviewer, in_force, latest).map_err(|no| match no {
        NoRating::Faults(faults) => faults,
        NoRating::NothingToKeep => {
            let message = "Nobody has set a rating yet. Ask the NHS or council team to set one first".to_owned();
            vec![Fault { field: String::new(), message }]
        }
    })
}

/// The form again with everything typed, the new versions in it, and what others saved beside it.
fn both_versions(visit: &Visit, opened: Opened, opened_number: i64) -> Reply {
    let mut form = visit.refused(Vec::new());
    let changed = model::changed_meanwhile(&opened.actions, &form.answers);
    let rated = opened.current.clone().filter(|current| current.number != opened_number);
    form.answers.set("number", number(opened.current.as_ref()).to_string());
    for action in &changed {
        form.answers.set(&format!("{}version", model::prefix(&action.action_id)), action.version.to_string());
    }
    let theirs = view::Theirs { rated, changed };
    visit.form_page(TITLE, form, move || view::review(opened, Some(theirs))).status(http::StatusCode::CONFLICT)
}
