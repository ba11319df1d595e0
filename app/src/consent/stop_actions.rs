//! Stopping one agency only: everything else that was decided stays.

use std::sync::Arc;

use super::{
    actions::receipt_of,
    conversation::{OWN_VIEW, own_view_missing},
    decided_view,
    model::{Decider, yes_of},
    receipt_view::Receipt,
    store,
};
use crate::{
    access::{
        model::{Section, act::WithdrawConsent},
        permit::Permit,
    },
    agency::{self, store::Agency},
    authority::{
        model as authority,
        store::{self as authorities, Known},
    },
    base::{
        answers::{Answers, Fault, Form},
        error::AppError,
        ids::{AgencyId, PersonId},
    },
    draft,
    person::store::{self as person, Banner},
    ui::FormState,
    web::{Answer, Reply, Visit},
};

/// Those who have a yes of their own in force that one agency may be taken out of, and may still decide.
///
/// # Errors
/// Where the database does not answer.
pub(super) async fn may_stop_one(
    permit: &mut Permit<WithdrawConsent>,
    known: &Known,
    visit: &Visit,
) -> Result<Vec<Decider>, AppError> {
    let (history, today) = (store::history(permit).await?.history(), permit.today());
    let may = authority::may_withdraw(&known.facts(visit.site.local_rule), today);
    let mut one: Vec<Decider> = may.into_iter().map(|may| may.decider).collect();
    one.retain(|by| yes_of(&history, by, today).is_some());
    Ok(one)
}

/// The agency of an address.
///
/// # Errors
/// `NotFound` where there is no such agency.
pub(crate) async fn named<A: crate::access::model::AboutPerson>(
    permit: &mut Permit<A>,
    id: &AgencyId,
) -> Result<Agency, AppError> {
    let all = agency::store::all(permit).await?;
    all.into_iter().find(|agency| agency.agency_id == *id).ok_or(AppError::NotFound)
}

/// What the page before it is drawn from.
struct Stopping {
    banner: Banner,
    agency: Agency,
    one: Vec<Decider>,
}

/// Nothing where there is nothing to stop: the agency does not see the record, runs the register, or nobody who
/// decided can be asked.
async fn stopping(visit: &Visit, person: &PersonId, id: &AgencyId) -> Result<Option<Stopping>, AppError> {
    visit
        .access()
        .with::<WithdrawConsent, _>(visit.actor()?, person, async |permit| {
            permit.note("opened");
            let agency = named(permit, id).await?;
            let known = authorities::shown(permit).await?;
            let one = may_stop_one(permit, &known, visit).await?;
            let sees = store::shared_with(permit).await?.contains(&agency);
            let may = sees && !agency.hosts_register && !one.is_empty();
            let banner = person::banner(permit).await?;
            Ok(may.then_some(Stopping { banner, agency, one }))
        })
        .await
}

/// `GET /people/{person}/withdraw/{agency}`
pub async fn stop_one_page(visit: Arc<Visit>) -> Answer {
    let form = visit.opened(&visit.path, Answers::default().with("decider", "person")).await?;
    stop_one_form(&visit, form).await
}

async fn stop_one_form(visit: &Visit, mut form: FormState) -> Answer {
    let (person, id): (PersonId, AgencyId) = (visit.id("person")?, visit.id("agency")?);
    let Some(Stopping { banner, agency, one }) = stopping(visit, &person, &id).await? else {
        return Ok(Reply::see(format!("/people/{person}/withdraw")));
    };
    // Whoever alone had said yes need not be chosen.
    if let [only] = one.as_slice()
        && form.faults.is_empty()
    {
        form.answers.set("decider", authority::value(only));
    }
    let title = format!("Stop sharing with {}", agency.name);
    Ok(visit.form_page(&title, form, move || decided_view::stop_one(&banner, &agency, &one)))
}

enum Outcome {
    /// It has stopped, just now or by the press before this one.
    Stopped { agency: Agency, receipt: Option<Box<Receipt>> },
    /// What was sent is not enough.
    Faults(Vec<Fault>),
}

/// `POST /people/{person}/withdraw/{agency}`: that agency loses sight in this transaction. Pressed twice, it has
/// happened once.
pub async fn stop_one(visit: Arc<Visit>) -> Answer {
    let (person, id): (PersonId, AgencyId) = (visit.id("person")?, visit.id("agency")?);
    let mut form = Form::new(&visit.form);
    let words = form.optional_text("words", "what they said");
    let typed = form.finish(Some(words));
    let outcome = visit
        .access()
        .with::<WithdrawConsent, _>(visit.actor()?, &person, async |permit| {
            let agency = named(permit, &id).await?;
            let sees = store::shared_with(permit).await?.contains(&agency);
            let number = if sees {
                let known = authorities::known(permit).await?;
                let one = may_stop_one(permit, &known, &visit).await?;
                let by = one.into_iter().find(|by| authority::value(by) == visit.form.get("decider"));
                let missing = by.as_ref().map(|by| own_view_missing(by, &visit.form)).unwrap_or_default();
                match (typed, by) {
                    (Ok(words), Some(by)) if missing.is_empty() => {
                        let mut answers = Answers::default().with("words", words);
                        for field in OWN_VIEW {
                            answers.set(field, visit.form.get(field));
                        }
                        store::stop_one(permit, &by, &agency, &answers).await?
                    }
                    (typed, by) => {
                        permit.note("faults");
                        let mut faults = typed.err().unwrap_or_default();
                        faults.extend(missing);
                        if by.is_none() {
                            let message = "Select who wants this".to_owned();
                            faults.insert(0, Fault { field: "decider".to_owned(), message });
                        }
                        return Ok(Outcome::Faults(faults));
                    }
                }
            } else {
                permit.note("stopped before");
                let decided = store::history(permit).await?;
                decided.stopping(&agency.agency_id).map(|last| last.made.number).ok_or(AppError::Conflict)?
            };
            let receipt = if permit.may_see(Section::Consent) {
                let mut receipt = receipt_of(permit, Some(number), &visit.site.list_name).await?;
                if !permit.may_read_to_ask(Section::Family) {
                    receipt.recorded.made.by = authority::unnamed(receipt.recorded.made.by);
                }
                Some(Box::new(receipt))
            } else {
                None
            };
            Ok(Outcome::Stopped { agency, receipt })
        })
        .await?;
    match outcome {
        Outcome::Faults(faults) => stop_one_form(&visit, visit.refused(faults)).await,
        Outcome::Stopped { agency, receipt } => {
            draft::done(&visit, &visit.path).await;
            let title = format!("{} can no longer see it", agency.name);
            Ok(visit.page(&title, move || decided_view::stopped_one(&person, &agency, receipt.as_deref())))
        }
    }
}
