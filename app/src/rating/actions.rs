//! Setting the rating.

use std::sync::Arc;

use super::{
    model::{RatingDecision, next_review_due},
    store::{self, CurrentRating, NewRating},
    view::{self, Conflict, RatingPage},
};
use crate::{
    access::{model::act::SetRating, permit::Permit},
    assessment::store as assessment,
    base::{
        answers::{Answers, Fault},
        error::AppError,
        ids::{AssessmentId, PersonId},
    },
    draft,
    person::store as person,
    shell::Flash,
    web::{Answer, Reply, Visit},
};

const TITLE: &str = "Set the rating";

/// What the page rests on: the rating in force, and the suggestion that was asked for or is the latest.
async fn basis(permit: &mut Permit<SetRating>, named: Option<&AssessmentId>) -> Result<RatingPage, AppError> {
    let banner = person::banner(permit).await?;
    let current = store::current(permit).await?;
    let latest = assessment::latest(permit).await?;
    let (assessed, newer) = match named {
        None => (latest, None),
        Some(id) => {
            let assessed = assessment::named(permit, id).await?;
            let newer = latest.map(|latest| latest.assessment_id).filter(|latest| latest != id);
            (Some(assessed), newer)
        }
    };
    Ok(RatingPage { banner, current, assessed, newer, conflict: None })
}

fn number(current: Option<&CurrentRating>) -> i64 {
    current.map_or(0, |current| current.number)
}

/// The suggestion that a field names; `None` where the field is empty.
fn named(field: &str) -> Result<Option<AssessmentId>, AppError> {
    if field.is_empty() {
        return Ok(None);
    }
    field.parse().map(Some).map_err(|_| AppError::NotFound)
}

/// `GET /people/{person}/rating`
pub async fn rate_page(visit: Arc<Visit>) -> Answer {
    let person: PersonId = visit.id("person")?;
    let asked = named(visit.query.get("assessment"))?;
    let page = visit
        .access()
        .with::<SetRating, _>(visit.actor()?, &person, async |permit| {
            permit.note("opened");
            basis(permit, asked.as_ref()).await
        })
        .await?;
    let stored = Answers::default().with("number", number(page.current.as_ref()).to_string());
    let mut form = visit.opened(&visit.path, stored).await?;
    // A draft keeps the number it was begun with, but the suggestion that is shown is the one that counts.
    let shown = page.assessed.as_ref().map(|assessed| assessed.assessment_id.to_string());
    form.answers.set("assessment", shown.unwrap_or_default());
    Ok(visit.form_page(TITLE, form, move || view::rate(page)))
}

/// `POST /people/{person}/rating`
pub async fn rate(visit: Arc<Visit>) -> Answer {
    enum Outcome {
        Set,
        Faults(Vec<Fault>),
        Stale,
    }
    let person: PersonId = visit.id("person")?;
    let opened_number = visit.form.opened_version("number");
    // What names no suggestion is as if none had been shown: whoever sends it is shown what there is.
    let shown: Option<AssessmentId> = visit.form.get("assessment").parse().ok();
    let (mut page, outcome) = visit
        .access()
        .with::<SetRating, _>(visit.actor()?, &person, async |permit| {
            let page = basis(permit, shown.as_ref()).await?;
            // Somebody rated, or filled in the tool for the first time, while this form was open.
            let unseen = shown.is_none() && page.assessed.is_some();
            if number(page.current.as_ref()) != opened_number || unseen {
                permit.note("stale");
                return Ok((page, Outcome::Stale));
            }
            let suggested = page.assessed.as_ref().map(|assessed| assessed.suggestion.rating);
            let previous = page.current.as_ref().map(|current| current.rating);
            let decision = match RatingDecision::parse(&visit.form, suggested, previous) {
                Ok(decision) => decision,
                Err(faults) => return Ok((page, Outcome::Faults(faults))),
            };
            let review_due_on = next_review_due(decision.rating(), permit.today());
            let new = NewRating { decision: &decision, assessment: shown.as_ref(), opened_number, review_due_on };
            match store::set(permit, &new).await {
                Ok(id) => {
                    permit.note(&format!("set rating {id}"));
                    Ok((page, Outcome::Set))
                }
                // Between reading and writing somebody else was quicker; nothing was written.
                Err(AppError::Conflict) => {
                    permit.note("stale");
                    Ok((basis(permit, shown.as_ref()).await?, Outcome::Stale))
                }
                Err(error) => Err(error),
            }
        })
        .await?;
    match outcome {
        Outcome::Set => {
            draft::done(&visit, &visit.path).await;
            Ok(Reply::done(format!("/people/{person}"), Flash::Rated))
        }
        Outcome::Faults(faults) => Ok(visit.form_page(TITLE, visit.refused(faults), move || view::rate(page))),
        Outcome::Stale => {
            let mut form = visit.refused(Vec::new());
            form.answers.set("number", number(page.current.as_ref()).to_string());
            let shown = page.assessed.as_ref().map(|assessed| assessed.assessment_id.to_string());
            form.answers.set("assessment", shown.unwrap_or_default());
            let theirs = page.current.clone().filter(|current| current.number != opened_number);
            page.conflict = Some(theirs.map_or(Conflict::Assessed, Conflict::Rated));
            let reply = visit.form_page(TITLE, form, move || view::rate(page));
            Ok(reply.status(http::StatusCode::CONFLICT))
        }
    }
}
