//! Filling in the clinical support tool.

use std::sync::Arc;

use super::{loaded::ToolFor, store, view};
use crate::{
    access::model::act::AssessRisk,
    base::{
        answers::{Answers, Fault},
        error::AppError,
        ids::{AssessmentId, PersonId},
    },
    draft,
    person::store as person,
    shell::Flash,
    ui::FormState,
    web::{Answer, Reply, Visit},
};

const TITLE: &str = "Clinical support tool";

/// `GET /people/{person}/assessment`
pub async fn assess_page(visit: Arc<Visit>) -> Answer {
    let person: PersonId = visit.id("person")?;
    let (banner, last, earlier) = visit
        .access()
        .with::<AssessRisk, _>(visit.actor()?, &person, async |permit| {
            permit.note("opened");
            let banner = person::banner(permit).await?;
            Ok((banner, store::latest(permit).await?, store::latest_answers(permit).await?))
        })
        .await?;
    let tool = match visit.site.tools.for_person(banner.born_on, banner.today) {
        ToolFor::Loaded(tool) => tool,
        none @ (ToolFor::NotLoaded(_) | ToolFor::AgeNotKnown) => {
            return Ok(visit.page(TITLE, || view::no_tool(&banner, none)));
        }
    };
    // A question of another tool may have the same id and mean something else.
    let this = &tool.definition().id;
    let earlier = earlier.filter(|earlier| earlier.tool == *this);
    let stored = earlier.map_or_else(Answers::default, |earlier| tool.to_form(&earlier));
    let mut form = visit.opened(&visit.path, stored.clone()).await?;
    if form.answers.has("tool") && form.answers.get("tool") != this {
        form = FormState { answers: stored, restored: false, ..form };
    }
    Ok(visit.form_page(TITLE, form, move || view::form(&banner, tool, last)))
}

/// `POST /people/{person}/assessment`
pub async fn assess(visit: Arc<Visit>) -> Answer {
    enum Outcome {
        Saved(AssessmentId),
        Faults(Vec<Fault>),
    }
    let person: PersonId = visit.id("person")?;
    // The version that was on the page: a newer one must not read its answers.
    let version = visit.form.get("tool_version").parse().ok();
    let Some(tool) = version.and_then(|version| visit.site.tools.named(visit.form.get("tool"), version)) else {
        return other_questions(&visit, &person).await;
    };
    let read = tool.read(&visit.form);
    let (banner, last, outcome) = visit
        .access()
        .with::<AssessRisk, _>(visit.actor()?, &person, async |permit| {
            let banner = person::banner(permit).await?;
            let last = store::latest(permit).await?;
            let outcome = match read {
                Err(faults) => Outcome::Faults(faults),
                Ok(answers) => {
                    let id = store::add(permit, &answers, &tool.score(&answers)).await?;
                    permit.note(&format!("saved assessment {id}"));
                    Outcome::Saved(id)
                }
            };
            Ok((banner, last, outcome))
        })
        .await?;
    match outcome {
        Outcome::Saved(id) => {
            draft::done(&visit, &visit.path).await;
            Ok(Reply::done(format!("/people/{person}/rating?assessment={id}"), Flash::Saved))
        }
        Outcome::Faults(faults) => {
            Ok(visit.form_page(TITLE, visit.refused(faults), move || view::form(&banner, tool, last)))
        }
    }
}

/// The version of the tool that was on the page is here no more, or its name came garbled. The questions of now
/// are shown, with the answers that were given: nobody but the practitioner can say whether they still fit.
async fn other_questions(visit: &Visit, person: &PersonId) -> Answer {
    let (banner, last) = visit
        .access()
        .with::<AssessRisk, _>(visit.actor()?, person, async |permit| {
            permit.note("opened");
            Ok((person::banner(permit).await?, store::latest(permit).await?))
        })
        .await?;
    let tool = match visit.site.tools.for_person(banner.born_on, banner.today) {
        ToolFor::Loaded(tool) if tool.definition().id == visit.form.get("tool") => tool,
        // A question of another tool may have the same id and mean something else.
        ToolFor::Loaded(_) | ToolFor::NotLoaded(_) | ToolFor::AgeNotKnown => return Err(AppError::NotFound),
    };
    let message = "The questions are others than when this page was opened. Nothing is saved yet. Look at each answer, \
                   then save";
    let form = visit.refused(vec![Fault { field: String::new(), message: message.to_owned() }]);
    let reply = visit.form_page(TITLE, form, move || view::form(&banner, tool, last));
    Ok(reply.status(http::StatusCode::CONFLICT))
}
