//! Looking at who may decide, and writing down what shows it.

use std::sync::Arc;

use super::{
    capacity::{self, Conclusion, Test},
    interests,
    model::{self, Holder, Route},
    store::{self, Ending, Known},
    view,
};
use crate::{
    access::{
        model::{Section, act::RecordConsent},
        permit::Permit,
    },
    base::{
        answers::{Answers, Fault, Form},
        error::AppError,
        ids::{HolderId, PersonId},
    },
    consent::store::refresh_sharing,
    draft,
    own::requests,
    person::store::{self as person, Banner},
    shell::Flash,
    ui::FormState,
    web::{Answer, Reply, Visit},
};

/// What a page may show of it.
async fn known(visit: &Visit, person: &PersonId) -> Result<(Banner, Known), AppError> {
    visit
        .access()
        .with::<RecordConsent, _>(visit.actor()?, person, async |permit| {
            permit.note("who_may_decide");
            Ok((person::banner(permit).await?, store::shown(permit).await?))
        })
        .await
}

fn route(visit: &Visit, known: &Known) -> Route {
    model::route(&known.facts(visit.site.local_rule), visit.today())
}

/// `GET /people/{person}/authority`: who may decide, and everything that shows it.
pub async fn overview(visit: Arc<Visit>) -> Answer {
    let person: PersonId = visit.id("person")?;
    let (banner, known, named, filled_in, requests) = visit
        .access()
        .with::<RecordConsent, _>(visit.actor()?, &person, async |permit| {
            permit.note("who_may_decide");
            let named = permit.may_read_to_ask(Section::Family);
            let (known, filled_in) = (store::shown(permit).await?, store::filled_in(permit).await?);
            Ok((person::banner(permit).await?, known, named, filled_in, requests::open_requests(permit).await?))
        })
        .await?;
    let route = route(&visit, &known);
    let holders = named.then_some(known.holders);
    Ok(visit.page("Who may decide", move || {
        view::overview(&banner, &route, holders.as_deref(), filled_in.as_deref(), &requests)
    }))
}

/// `GET /people/{person}/authority/new`
pub async fn holder_page(visit: Arc<Visit>) -> Answer {
    let form = visit.opened(&visit.path, Answers::default()).await?;
    holder_form(&visit, form).await
}

async fn holder_form(visit: &Visit, form: FormState) -> Answer {
    let person: PersonId = visit.id("person")?;
    let (banner, _) = known(visit, &person).await?;
    Ok(visit.form_page(view::ADD_HOLDER, form, move || view::holder(&banner)))
}

/// `POST /people/{person}/authority/new`
pub async fn add_holder(visit: Arc<Visit>) -> Answer {
    let person: PersonId = visit.id("person")?;
    let new = match Holder::parse(&visit.form, HolderId::new(), visit.today()) {
        Ok(new) => new,
        Err(faults) => return holder_form(&visit, visit.refused(faults)).await,
    };
    visit
        .access()
        .with::<RecordConsent, _>(visit.actor()?, &person, async |permit| store::add_holder(permit, &new).await)
        .await?;
    draft::done(&visit, &visit.path).await;
    Ok(Reply::done(format!("/people/{person}/authority"), Flash::Saved))
}

/// Whose authority is to end, and how it ended if it has.
async fn to_end(permit: &mut Permit<RecordConsent>, id: &HolderId) -> Result<(Holder, Option<Ending>), AppError> {
    let holder = store::holders(permit).await?.into_iter().find(|each| each.holder_id == *id);
    Ok((holder.ok_or(AppError::NotFound)?, store::ending(permit, id).await?))
}

/// `GET /people/{person}/authority/{holder}/end`
pub async fn end_page(visit: Arc<Visit>) -> Answer {
    let (person, id): (PersonId, HolderId) = (visit.id("person")?, visit.id("holder")?);
    let (banner, (holder, ended)) = visit
        .access()
        .with::<RecordConsent, _>(visit.actor()?, &person, async |permit| {
            permit.note("who_may_decide");
            Ok((person::banner(permit).await?, to_end(permit, &id).await?))
        })
        .await?;
    let form = visit.opened(&visit.path, Answers::default()).await?;
    Ok(visit.form_page(view::END_HOLDER, form, move || view::end(&banner, &holder, ended)))
}

/// `POST /people/{person}/authority/{holder}/end`
pub async fn end_holder(visit: Arc<Visit>) -> Answer {
    enum Outcome {
        Ended,
        Faults(Vec<Fault>),
        Already,
    }
    let (person, id): (PersonId, HolderId) = (visit.id("person")?, visit.id("holder")?);
    let mut form = Form::new(&visit.form);
    let because = form.text("because", "why they may no longer decide");
    let parsed = form.finish(Some(because));
    let (banner, (holder, ended), outcome) = visit
        .access()
        .with::<RecordConsent, _>(visit.actor()?, &person, async |permit| {
            let banner = person::banner(permit).await?;
            let (holder, ended) = to_end(permit, &id).await?;
            let because = match (&ended, parsed) {
                (Some(_), _) => return Ok((banner, (holder, ended), Outcome::Already)),
                (None, Err(faults)) => return Ok((banner, (holder, ended), Outcome::Faults(faults))),
                (None, Ok(because)) => because,
            };
            match store::end_holder(permit, &id, &because).await {
                Ok(()) => {
                    // Whoever decided by it is to be asked about again.
                    let today = permit.today();
                    refresh_sharing(permit, &person, today).await?;
                    Ok((banner, (holder, ended), Outcome::Ended))
                }
                // Between reading and writing a colleague was quicker; nothing was written.
                Err(AppError::Conflict) => Ok((banner, to_end(permit, &id).await?, Outcome::Already)),
                Err(error) => Err(error),
            }
        })
        .await?;
    match outcome {
        Outcome::Ended => {
            draft::done(&visit, &visit.path).await;
            Ok(Reply::done(format!("/people/{person}/authority"), Flash::Saved))
        }
        Outcome::Faults(faults) => {
            Ok(visit.form_page(view::END_HOLDER, visit.refused(faults), move || view::end(&banner, &holder, ended)))
        }
        Outcome::Already => {
            let form = visit.refused(Vec::new());
            let reply = visit.form_page(view::END_HOLDER, form, move || view::end(&banner, &holder, ended));
            Ok(reply.status(http::StatusCode::CONFLICT))
        }
    }
}

/// Which test is for somebody, by their age today.
fn test_for(visit: &Visit, known: &Known) -> Test {
    known.born_on.map_or(Test::MentalCapacity, |born_on| model::test_on(born_on, visit.today()))
}

/// `GET /people/{person}/capacity`
pub async fn capacity_page(visit: Arc<Visit>) -> Answer {
    let form = visit.opened(&visit.path, Answers::default().with_date("assessed", Some(visit.today()))).await?;
    capacity_form(&visit, form).await
}

async fn capacity_form(visit: &Visit, form: FormState) -> Answer {
    let person: PersonId = visit.id("person")?;
    let (banner, known) = known(visit, &person).await?;
    let test = test_for(visit, &known);
    Ok(visit.form_page(test.label(), form, move || view::capacity(&banner, test)))
}

/// `POST /people/{person}/capacity`
pub async fn assess(visit: Arc<Visit>) -> Answer {
    let person: PersonId = visit.id("person")?;
    let (_, known) = known(&visit, &person).await?;
    let test = test_for(&visit, &known);
    let assessed = match capacity::parse(test, &visit.form, visit.today()) {
        Ok(assessed) => assessed,
        Err(faults) => return capacity_form(&visit, visit.refused(faults)).await,
    };
    visit
        .access()
        .with::<RecordConsent, _>(visit.actor()?, &person, async |permit| {
            store::add_assessment(permit, test, assessed, &visit.form).await
        })
        .await?;
    draft::done(&visit, &visit.path).await;
    Ok(Reply::done(format!("/people/{person}/authority"), Flash::Saved))
}

/// The assessment that a checklist would stand on: the newest that speaks for today, if it says "cannot".
fn stands_on(visit: &Visit, known: &Known) -> Option<capacity::Assessment> {
    let speaks = |made: &capacity::Assessment| made.test == Test::MentalCapacity && made.speaks_for(visit.today());
    capacity::newest(&known.assessments, speaks).filter(|made| made.conclusion == Conclusion::CannotDecide).cloned()
}

/// `GET /people/{person}/best-interests`
pub async fn interests_page(visit: Arc<Visit>) -> Answer {
    let by = visit.actor()?.display_name.clone();
    let prefilled = Answers::default().with("decided_by", by).with_date("weighed", Some(visit.today()));
    let form = visit.opened(&visit.path, prefilled).await?;
    interests_form(&visit, form).await
}

async fn interests_form(visit: &Visit, form: FormState) -> Answer {
    let person: PersonId = visit.id("person")?;
    let (banner, known) = known(visit, &person).await?;
    let route = route(visit, &known);
    match gate(&route, stands_on(visit, &known)) {
        Some(assessment) => {
            Ok(visit.form_page(view::BEST_INTERESTS, form, move || view::interests(&banner, &assessment)))
        }
        None => {
            // Filled in while an assessment came in that closes it: kept as a draft, and shown.
            let sent = visit.method == http::Method::POST && !form.answers.is_empty();
            if sent {
                draft::save(visit, &visit.path, &form.answers).await?;
            }
            let typed = (sent || form.restored).then_some(form.answers);
            let page = visit.page(view::BEST_INTERESTS, move || view::no_interests(&banner, &route, typed.as_ref()));
            Ok(page.status(http::StatusCode::CONFLICT))
        }
    }
}

/// A checklist is for somebody whom nobody else may decide for, and who cannot decide themselves.
fn gate(route: &Route, stands_on: Option<capacity::Assessment>) -> Option<capacity::Assessment> {
    let nobody_else = route.may.iter().all(|may| may.outcome.is_some());
    stands_on.filter(|_| nobody_else)
}

/// `POST /people/{person}/best-interests`
pub async fn weigh(visit: Arc<Visit>) -> Answer {
    let person: PersonId = visit.id("person")?;
    let done = visit
        .access()
        .with::<RecordConsent, _>(visit.actor()?, &person, async |permit| {
            // Looked at again in the transaction that records: an assessment may have come in between.
            let known = store::known(permit).await?;
            let Some(assessment) = gate(&route(&visit, &known), stands_on(&visit, &known)) else {
                permit.note("gated");
                return Ok(Err(Vec::new()));
            };
            match interests::parse(&visit.form, assessment.assessed_on, visit.today()) {
                Ok(weighed) => {
                    store::add_interests(permit, &assessment.capacity_id, &weighed, &visit.form).await?;
                    Ok(Ok(()))
                }
                Err(faults) => {
                    permit.note("faults");
                    Ok(Err(faults))
                }
            }
        })
        .await?;
    match done {
        Ok(()) => {
            draft::done(&visit, &visit.path).await;
            Ok(Reply::done(format!("/people/{person}/authority"), Flash::Saved))
        }
        Err(faults) => interests_form(&visit, visit.refused(faults)).await,
    }
}
