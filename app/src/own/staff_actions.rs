//! What practitioners do for the own page: give and take back codes, answer what was asked for.

use std::sync::Arc;

use super::{
    model::{NewHolder, RequestKind, ShortCode},
    requests, staff_view as view, store,
};
use crate::{
    access::model::act::{AnswerRequest, GiveCode},
    authority::store as authority,
    base::{
        answers::{Answers, Fault, Form},
        error::AppError,
        ids::{CodeId, PersonId, RequestId},
    },
    consent::store as consent,
    draft,
    easy_read::model::Format,
    person::store as person,
    referral::{model::Source, store as referral},
    shell::Flash,
    ui::FormState,
    web::{Answer, Reply, Visit},
};

/// `GET /people/{person}/codes`
pub async fn codes(visit: Arc<Visit>) -> Answer {
    let person: PersonId = visit.id("person")?;
    let (banner, codes) = visit
        .access()
        .with::<GiveCode, _>(visit.actor()?, &person, async |permit| {
            permit.note("listed");
            Ok((person::banner(permit).await?, store::codes(permit).await?))
        })
        .await?;
    Ok(visit.page("Personal codes", move || view::codes(&banner, &codes)))
}

/// `GET /people/{person}/codes/new`
pub async fn give_page(visit: Arc<Visit>) -> Answer {
    give_form(&visit, None).await
}

async fn give_form(visit: &Visit, refused: Option<FormState>) -> Answer {
    let person: PersonId = visit.id("person")?;
    let (banner, format, choices) = visit
        .access()
        .with::<GiveCode, _>(visit.actor()?, &person, async |permit| {
            permit.note("opened");
            let banner = person::banner(permit).await?;
            let choices = NewHolder::choices(&authority::holders(permit).await?, banner.born_on, permit.today());
            Ok((banner, store::usual_format(permit).await?, choices))
        })
        .await?;
    let form = match refused {
        Some(form) => form,
        None => {
            let usual = Answers::default().with("holder", "person").with("format", format.word());
            visit.opened(&visit.path, usual).await?
        }
    };
    Ok(visit.form_page("Give a personal code", form, move || view::give(&banner, &choices)))
}

/// How many codes are tried where another has the same letters: that happens to nobody twice.
const TRIES: usize = 3;

/// `POST /people/{person}/codes/new`: shows the code, once. It is kept nowhere.
pub async fn give(visit: Arc<Visit>) -> Answer {
    let person: PersonId = visit.id("person")?;
    let mut form = Form::new(&visit.form);
    let format: Option<Format> = form.choice("format", "how they like to read");
    let format = match form.finish(format) {
        Ok(format) => format,
        Err(faults) => return give_form(&visit, Some(visit.refused(faults))).await,
    };
    let chosen = visit.form.get("holder").to_owned();
    let fault = |message: &str| vec![Fault { field: "holder".to_owned(), message: message.to_owned() }];
    for _ in 0..TRIES {
        let code = new_code()?;
        let hash = store::hash(&visit.site.draft_key, &code);
        let given = visit
            .access()
            .with::<GiveCode, _>(visit.actor()?, &person, async |permit| {
                let banner = person::banner(permit).await?;
                let choices = NewHolder::choices(&authority::holders(permit).await?, banner.born_on, permit.today());
                let Some(holder) = choices.into_iter().find(|choice| choice.value() == chosen) else {
                    return Ok(Err("Select who the code is for"));
                };
                let Some(born_on) = banner.born_on else {
                    return Ok(Err(
                        "Add the date of birth to the record first. The page opens with code and date of birth",
                    ));
                };
                let until = store::give(permit, &hash, &holder, format, born_on).await?;
                Ok(Ok((banner, holder, until)))
            })
            .await;
        match given {
            Ok(Err(why)) => return give_form(&visit, Some(visit.refused(fault(why)))).await,
            Ok(Ok((banner, holder, until))) => {
                draft::done(&visit, &visit.path).await;
                let address = visit.whole_address("/me");
                let list = visit.site.list_name.clone();
                return Ok(visit.page("The personal code", move || {
                    view::card(&banner, &code, &holder, format, until, &address, &list)
                }));
            }
            Err(AppError::Conflict) => {}
            Err(error) => return Err(error),
        }
    }
    Err(AppError::Broken("no free personal code".to_owned()))
}

/// A code nobody can foresee.
pub(crate) fn new_code() -> Result<ShortCode, AppError> {
    let mut bytes = [0_u8; 64];
    getrandom::fill(&mut bytes).map_err(|error| AppError::Broken(error.to_string()))?;
    ShortCode::from_random(&bytes).ok_or_else(|| AppError::Broken("no randomness for a code".to_owned()))
}

/// `GET /people/{person}/codes/{code}/take-back`
pub async fn revoke_page(visit: Arc<Visit>) -> Answer {
    let (person, code): (PersonId, CodeId) = (visit.id("person")?, visit.id("code")?);
    let (banner, given) = visit
        .access()
        .with::<GiveCode, _>(visit.actor()?, &person, async |permit| {
            permit.note("opened");
            let given = store::codes(permit).await?.into_iter().find(|given| given.code_id == code);
            Ok((person::banner(permit).await?, given.ok_or(AppError::NotFound)?))
        })
        .await?;
    Ok(visit.page("Take the code back", move || view::revoke(&banner, &given)))
}

/// `POST /people/{person}/codes/{code}/take-back`
pub async fn revoke(visit: Arc<Visit>) -> Answer {
    let (person, code): (PersonId, CodeId) = (visit.id("person")?, visit.id("code")?);
    visit
        .access()
        .with::<GiveCode, _>(visit.actor()?, &person, async |permit| store::revoke(permit, &code).await)
        .await?;
    Ok(Reply::done(format!("/people/{person}/codes"), Flash::CodeTakenBack))
}

/// `GET /people/{person}/asked/{request}`
pub async fn answer_page(visit: Arc<Visit>) -> Answer {
    let form = visit.opened(&visit.path, Answers::default()).await?;
    answer_form(&visit, form).await
}

async fn answer_form(visit: &Visit, form: FormState) -> Answer {
    let (person, id): (PersonId, RequestId) = (visit.id("person")?, visit.id("request")?);
    let (banner, request, stopped, written) = visit
        .access()
        .with::<AnswerRequest, _>(visit.actor()?, &person, async |permit| {
            permit.note("opened");
            let request = requests::request(permit, &id).await?;
            let stopped = match request.kind {
                RequestKind::ChangedMind => {
                    let answered = request.done.as_ref().map(|done| done.at);
                    consent::history(permit).await?.stopped_between(request.raised_at, answered)
                }
                RequestKind::NotSafe | RequestKind::KeepsOut | RequestKind::Disagrees | RequestKind::Talk => Vec::new(),
            };
            let mut written = referral::of_person(permit).await?;
            // What was typed where nobody signs in stands with the referral that it came as.
            written.retain(|each| {
                let in_own_words = matches!(each.source, Source::Person | Source::Family);
                request.is_without_account() && in_own_words && each.received_at >= request.raised_at
            });
            Ok((person::banner(permit).await?, request, stopped, written))
        })
        .await?;
    Ok(visit.form_page("What the person asked for", form, move || view::answer(&banner, &request, stopped, &written)))
}

/// `POST /people/{person}/asked/{request}`
pub async fn answer(visit: Arc<Visit>) -> Answer {
    let (person, id): (PersonId, RequestId) = (visit.id("person")?, visit.id("request")?);
    let mut form = Form::new(&visit.form);
    let outcome = form.text("outcome", "what was done");
    let outcome = match form.finish(Some(outcome)) {
        Ok(outcome) => outcome,
        Err(faults) => return answer_form(&visit, visit.refused(faults)).await,
    };
    let written = visit
        .access()
        .with::<AnswerRequest, _>(visit.actor()?, &person, async |permit| {
            // Somebody else's id in the address is not found, rather than "changed meanwhile".
            requests::request(permit, &id).await?;
            requests::answer(permit, &id, &outcome).await
        })
        .await;
    match written {
        Ok(()) => {
            draft::done(&visit, &visit.path).await;
            Ok(Reply::done(format!("/people/{person}"), Flash::RequestAnswered))
        }
        // A colleague was faster: their answer stands, and what was typed here is not lost.
        Err(AppError::Conflict) => {
            let page = answer_form(&visit, visit.refused(Vec::new())).await?;
            Ok(page.status(http::StatusCode::CONFLICT))
        }
        Err(error) => Err(error),
    }
}
