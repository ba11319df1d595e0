//! Changing the plan: issues, strategies, actions.

use std::sync::Arc;

use super::{
    model::{self, Action, ActionState, Issue, IssueStanding, NewAction, NewIssue, NewStrategy},
    store::{self, Owner, Sent},
    view,
};
use crate::{
    access::{
        model::{
            PersonAct, Section,
            act::{ChangePlan, UpdateAction},
        },
        permit::Permit,
    },
    base::{
        answers::{Answers, Fault, Form},
        error::AppError,
        ids::{ActionId, AgencyId, IssueId, PersonId},
    },
    draft,
    person::store as person,
    shell::Flash,
    web::{Answer, Reply, Visit},
};

/// Nobody adds to a part that they cannot read.
fn must_see<A: PersonAct>(permit: &Permit<A>, any_of: &[Section]) -> Result<(), AppError> {
    const WHY: &str = "Your agency does not see this part of the record, so it cannot add to it.";
    let sees = any_of.iter().any(|section| permit.may_see(*section));
    if sees { Ok(()) } else { Err(AppError::Forbidden(WHY.to_owned())) }
}

/// `GET /people/{person}/plan`
pub async fn plan_page(visit: Arc<Visit>) -> Answer {
    let person: PersonId = visit.id("person")?;
    let (banner, plan) = visit
        .access()
        .with::<ChangePlan, _>(visit.actor()?, &person, async |permit| {
            permit.note("opened");
            Ok((person::banner(permit).await?, store::plan(permit).await?))
        })
        .await?;
    Ok(visit.page(view::PLAN, move || view::plan(&banner, &plan)))
}

/// `GET /people/{person}/plan/issues/new`
pub async fn issue_page(visit: Arc<Visit>) -> Answer {
    let person: PersonId = visit.id("person")?;
    let banner = visit
        .access()
        .with::<ChangePlan, _>(visit.actor()?, &person, async |permit| {
            must_see(permit, &[Section::Issues])?;
            permit.note("opened a new issue");
            person::banner(permit).await
        })
        .await?;
    let form = visit.opened(&visit.path, Answers::default()).await?;
    Ok(visit.form_page(view::ADD_ISSUE, form, move || view::add_issue(&banner)))
}

/// `POST /people/{person}/plan/issues/new`
pub async fn add_issue(visit: Arc<Visit>) -> Answer {
    let person: PersonId = visit.id("person")?;
    let parsed = NewIssue::parse(&visit.form);
    let (banner, faults) = visit
        .access()
        .with::<ChangePlan, _>(visit.actor()?, &person, async |permit| {
            must_see(permit, &[Section::Issues])?;
            let faults = match parsed {
                Err(faults) => Some(faults),
                Ok(new) => {
                    match store::add_issue(permit, &new).await? {
                        Sent::Added(id) => permit.note(&format!("added issue {id}")),
                        Sent::There(id) => permit.note(&format!("issue {id} is there already")),
                    }
                    None
                }
            };
            Ok((person::banner(permit).await?, faults))
        })
        .await?;
    match faults {
        None => back_to_plan(&visit, &person, Flash::Saved).await,
        Some(faults) => Ok(visit.form_page(view::ADD_ISSUE, visit.refused(faults), move || view::add_issue(&banner))),
    }
}

/// `GET /people/{person}/plan/issues/{issue}/close`
pub async fn close_page(visit: Arc<Visit>) -> Answer {
    let person: PersonId = visit.id("person")?;
    let id: IssueId = visit.id("issue")?;
    let (banner, issue) = visit
        .access()
        .with::<ChangePlan, _>(visit.actor()?, &person, async |permit| {
            permit.note("opened");
            Ok((person::banner(permit).await?, store::issue(permit, &id).await?))
        })
        .await?;
    let form = visit.opened(&visit.path, Answers::default()).await?;
    Ok(visit.form_page(view::CLOSE_ISSUE, form, move || view::close_issue(&banner, &issue)))
}

/// `POST /people/{person}/plan/issues/{issue}/close`
pub async fn close_issue(visit: Arc<Visit>) -> Answer {
    enum Outcome {
        Closed,
        Faults(Vec<Fault>),
        Already,
    }
    let person: PersonId = visit.id("person")?;
    let id: IssueId = visit.id("issue")?;
    let parsed = model::parse_closing(&visit.form);
    let (banner, issue, outcome) = visit
        .access()
        .with::<ChangePlan, _>(visit.actor()?, &person, async |permit| {
            let banner = person::banner(permit).await?;
            let issue: Issue = store::issue(permit, &id).await?;
            let because = match (&issue.standing, parsed) {
                (IssueStanding::Closed { .. }, _) => return Ok((banner, issue, Outcome::Already)),
                (IssueStanding::Current, Err(faults)) => return Ok((banner, issue, Outcome::Faults(faults))),
                (IssueStanding::Current, Ok(because)) => because,
            };
            match store::close_issue(permit, &id, &because).await {
                Ok(()) => {
                    permit.note(&format!("closed issue {id}"));
                    Ok((banner, issue, Outcome::Closed))
                }
                Err(AppError::Conflict) => Ok((banner, store::issue(permit, &id).await?, Outcome::Already)),
                Err(error) => Err(error),
            }
        })
        .await?;
    match outcome {
        Outcome::Closed => back_to_plan(&visit, &person, Flash::Saved).await,
        Outcome::Faults(faults) => {
            Ok(visit.form_page(view::CLOSE_ISSUE, visit.refused(faults), move || view::close_issue(&banner, &issue)))
        }
        Outcome::Already => {
            let form = visit.refused(Vec::new());
            let reply = visit.form_page(view::CLOSE_ISSUE, form, move || view::close_issue(&banner, &issue));
            Ok(reply.status(http::StatusCode::CONFLICT))
        }
    }
}

/// `GET /people/{person}/plan/strategies/new`
pub async fn strategy_page(visit: Arc<Visit>) -> Answer {
    let person: PersonId = visit.id("person")?;
    let banner = visit
        .access()
        .with::<ChangePlan, _>(visit.actor()?, &person, async |permit| {
            must_see(permit, &[Section::Strategies])?;
            permit.note("opened a new strategy");
            person::banner(permit).await
        })
        .await?;
    let form = visit.opened(&visit.path, Answers::default()).await?;
    Ok(visit.form_page(view::ADD_STRATEGY, form, move || view::add_strategy(&banner)))
}

/// `POST /people/{person}/plan/strategies/new`
pub async fn add_strategy(visit: Arc<Visit>) -> Answer {
    let person: PersonId = visit.id("person")?;
    let parsed = NewStrategy::parse(&visit.form);
    let (banner, faults) = visit
        .access()
        .with::<ChangePlan, _>(visit.actor()?, &person, async |permit| {
            must_see(permit, &[Section::Strategies])?;
            let faults = match parsed {
                Err(faults) => Some(faults),
                Ok(new) => {
                    match store::add_strategy(permit, &new).await? {
                        Sent::Added(id) => permit.note(&format!("added strategy {id}")),
                        Sent::There(id) => permit.note(&format!("strategy {id} is there already")),
                    }
                    None
                }
            };
            Ok((person::banner(permit).await?, faults))
        })
        .await?;
    match faults {
        None => back_to_plan(&visit, &person, Flash::Saved).await,
        Some(faults) => {
            Ok(visit.form_page(view::ADD_STRATEGY, visit.refused(faults), move || view::add_strategy(&banner)))
        }
    }
}

/// `GET /people/{person}/plan/actions/new`
pub async fn action_page(visit: Arc<Visit>) -> Answer {
    let person: PersonId = visit.id("person")?;
    let (banner, owners) = visit
        .access()
        .with::<ChangePlan, _>(visit.actor()?, &person, async |permit| {
            must_see(permit, &[Section::Plan, Section::OwnActions])?;
            permit.note("opened a new action");
            Ok((person::banner(permit).await?, store::owners(permit).await?))
        })
        .await?;
    let form = visit.opened(&visit.path, Answers::default()).await?;
    Ok(visit.form_page(view::AGREE_ACTION, form, move || view::agree_action(&banner, owners)))
}

/// `POST /people/{person}/plan/actions/new`
pub async fn agree_action(visit: Arc<Visit>) -> Answer {
    let person: PersonId = visit.id("person")?;
    let (banner, owners, faults) = visit
        .access()
        .with::<ChangePlan, _>(visit.actor()?, &person, async |permit| {
            must_see(permit, &[Section::Plan, Section::OwnActions])?;
            let owners: Vec<Owner> = store::owners(permit).await?;
            let ids: Vec<AgencyId> = owners.iter().map(|owner| owner.agency_id.clone()).collect();
            let faults = match NewAction::parse(&visit.form, &ids, permit.today()) {
                Err(faults) => Some(faults),
                Ok(new) => {
                    match store::add_action(permit, &new).await? {
                        Sent::Added(id) => permit.note(&format!("agreed action {id}")),
                        Sent::There(id) => permit.note(&format!("action {id} is there already")),
                    }
                    None
                }
            };
            Ok((person::banner(permit).await?, owners, faults))
        })
        .await?;
    match faults {
        None => back_to_plan(&visit, &person, Flash::ActionAgreed).await,
        Some(faults) => {
            let form = visit.refused(faults);
            Ok(visit.form_page(view::AGREE_ACTION, form, move || view::agree_action(&banner, owners)))
        }
    }
}

async fn back_to_plan(visit: &Visit, person: &PersonId, flash: Flash) -> Answer {
    draft::done(visit, &visit.path).await;
    Ok(Reply::done(format!("/people/{person}/plan"), flash))
}

/// `GET /people/{person}/actions/{action}`
pub async fn update_page(visit: Arc<Visit>) -> Answer {
    let person: PersonId = visit.id("person")?;
    let id: ActionId = visit.id("action")?;
    let (banner, action) = visit
        .access()
        .with::<UpdateAction, _>(visit.actor()?, &person, async |permit| {
            permit.note("opened");
            Ok((person::banner(permit).await?, store::action(permit, &id).await?))
        })
        .await?;
    // A draft brings the version it was begun with, so that sending it after a change is a conflict.
    let stored = action.state.to_answers("").with("version", action.version.to_string());
    let form = visit.opened(&visit.path, stored).await?;
    Ok(visit.form_page(view::UPDATE_ACTION, form, move || view::update_action(&banner, &action, None)))
}

/// `POST /people/{person}/actions/{action}`
pub async fn update(visit: Arc<Visit>) -> Answer {
    enum Outcome {
        Updated,
        Faults(Vec<Fault>),
        Stale,
    }
    let person: PersonId = visit.id("person")?;
    let id: ActionId = visit.id("action")?;
    let opened = visit.form.opened_version("version");
    let mut form = Form::new(&visit.form);
    let read = ActionState::read(&mut form, "", visit.today());
    let parsed = form.finish(read);
    let (banner, action, outcome) = visit
        .access()
        .with::<UpdateAction, _>(visit.actor()?, &person, async |permit| {
            let banner = person::banner(permit).await?;
            let action: Action = store::action(permit, &id).await?;
            if action.version != opened {
                permit.note("stale");
                return Ok((banner, action, Outcome::Stale));
            }
            let state = match parsed {
                Err(faults) => return Ok((banner, action, Outcome::Faults(faults))),
                Ok(state) => state,
            };
            match store::update_action(permit, &id, &state, opened).await {
                Ok(()) => {
                    permit.note(&format!("updated action {id}"));
                    Ok((banner, action, Outcome::Updated))
                }
                Err(AppError::Conflict) => {
                    permit.note("stale");
                    Ok((banner, store::action(permit, &id).await?, Outcome::Stale))
                }
                Err(error) => Err(error),
            }
        })
        .await?;
    match outcome {
        Outcome::Updated => {
            draft::done(&visit, &visit.path).await;
            Ok(Reply::done(format!("/people/{person}"), Flash::ActionUpdated))
        }
        Outcome::Faults(faults) => {
            let form = visit.refused(faults);
            Ok(visit.form_page(view::UPDATE_ACTION, form, move || view::update_action(&banner, &action, None)))
        }
        Outcome::Stale => {
            let mut form = visit.refused(Vec::new());
            form.answers.set("version", action.version.to_string());
            let theirs = action.state.clone();
            let reply =
                visit.form_page(view::UPDATE_ACTION, form, move || view::update_action(&banner, &action, Some(theirs)));
            Ok(reply.status(http::StatusCode::CONFLICT))
        }
    }
}
