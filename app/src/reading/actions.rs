//! Showing and keeping how somebody likes to read.

use std::sync::Arc;

use super::{store, view};
use crate::{
    access::model::act::{OwnAccount, RecordConsent},
    base::{error::AppError, ids::PersonId},
    person::store::{Banner, banner},
    shell::Flash,
    ui::FormState,
    web::{Answer, Preferences, Reply, Visit, cookie::choice_cookie, preferences::Holder, reply::local_path},
};

/// `GET /reading`: every tool explained, with what is set.
pub async fn page(visit: Arc<Visit>) -> Answer {
    let reading = visit.reading();
    let form = FormState { answers: view::answers(reading.liked), ..FormState::default() };
    let signed_in = reading.holder == Holder::Account;
    Ok(visit.form_page("How you like to read", form, move || view::own_page(signed_in)))
}

/// `POST /reading`: kept with the account of whoever is signed in, else in this browser.
pub async fn keep(visit: Arc<Visit>) -> Answer {
    let liked = visit.reading().liked.from_form(&visit.form);
    let back = local_path(visit.form.get("back")).unwrap_or("/").to_owned();
    if let Ok(actor) = visit.actor() {
        visit
            .access()
            .within::<OwnAccount, _>(actor, async |scope| store::keep_for_account(scope, liked).await)
            .await?;
        return Ok(Reply::done(back, Flash::ReadingKept));
    }
    let cookie = choice_cookie("reading", &liked.to_words(), visit.site.secure);
    Ok(Reply::done(back, Flash::ReadingSet).cookie(cookie))
}

async fn of_person(visit: &Visit, person: &PersonId) -> Result<(Banner, Option<Preferences>), AppError> {
    visit
        .access()
        .with::<RecordConsent, _>(visit.actor()?, person, async |permit| {
            permit.note("how they like to read");
            Ok((banner(permit).await?, store::of_person(permit).await?))
        })
        .await
}

/// `GET /people/{person}/reading`: how the person likes to read.
pub async fn person_page(visit: Arc<Visit>) -> Answer {
    let person: PersonId = visit.id("person")?;
    let (banner, liked) = of_person(&visit, &person).await?;
    visit.read_with(&person, liked);
    let form = FormState { answers: view::answers(visit.reading().liked), ..FormState::default() };
    let noted = liked.is_some();
    Ok(visit.form_page("How this person likes to read", form, move || view::person_page(&banner, noted)))
}

/// `POST /people/{person}/reading`: noted with the person's record.
pub async fn keep_for_person(visit: Arc<Visit>) -> Answer {
    let person: PersonId = visit.id("person")?;
    let own = visit.reading().liked;
    visit
        .access()
        .with::<RecordConsent, _>(visit.actor()?, &person, async |permit| {
            let before = store::of_person(permit).await?.unwrap_or(own);
            store::keep_for_person(permit, before.from_form(&visit.form)).await
        })
        .await?;
    let back = local_path(visit.form.get("back"));
    let back = back.map_or_else(|| format!("/people/{person}/reading"), str::to_owned);
    Ok(Reply::done(back, Flash::ReadingOfPerson))
}
