//! Keeping a colleague out of a record, and letting them in again.

use std::sync::Arc;

use super::{
    model::{self, Colleague, Meant},
    store, view,
};
use crate::{
    access::model::act::KeepOut,
    base::{
        answers::Answers,
        error::AppError,
        ids::{KeptOutId, PersonId},
    },
    draft,
    person::store as person,
    shell::Flash,
    ui::FormState,
    web::{Answer, Reply, Visit},
};

/// `GET /people/{person}/kept-out`
pub async fn page(visit: Arc<Visit>) -> Answer {
    let form = visit.opened(&visit.path, Answers::default()).await?;
    show(&visit, form, Vec::new()).await
}

async fn show(visit: &Visit, form: FormState, which: Vec<Colleague>) -> Answer {
    let person: PersonId = visit.id("person")?;
    let (banner, kept) = visit
        .access()
        .with::<KeepOut, _>(visit.actor()?, &person, async |permit| {
            permit.note("opened");
            Ok((person::banner(permit).await?, store::now(permit).await?))
        })
        .await?;
    Ok(visit.form_page(view::TITLE, form, move || view::page(&banner, &kept, &which)))
}

/// `POST /people/{person}/kept-out`: asks which of those with such a name is meant, then keeps them out.
pub async fn keep_out(visit: Arc<Visit>) -> Answer {
    let person: PersonId = visit.id("person")?;
    let meant = visit
        .access()
        .with::<KeepOut, _>(visit.actor()?, &person, async |permit| {
            let meant = model::parse(&visit.form, store::colleagues(permit).await?);
            match &meant {
                Ok(Meant::Chosen { who, words }) => store::keep_out(permit, &who.staff_id, words).await?,
                Ok(Meant::Which(_)) | Err(_) => permit.note("looked_up"),
            }
            Ok(meant)
        })
        .await?;
    match meant {
        Ok(Meant::Chosen { .. }) => {
            draft::forget(&visit, &visit.path).await?;
            Ok(Reply::done(visit.path.clone(), Flash::Saved))
        }
        Ok(Meant::Which(which)) => show(&visit, visit.refused(Vec::new()), which).await,
        Err(faults) => show(&visit, visit.refused(faults), Vec::new()).await,
    }
}

/// `GET /people/{person}/kept-out/{kept}/let-in`
pub async fn let_in_page(visit: Arc<Visit>) -> Answer {
    let form = visit.opened(&visit.path, Answers::default()).await?;
    ask_why(&visit, form).await
}

async fn ask_why(visit: &Visit, form: FormState) -> Answer {
    let (person, id): (PersonId, KeptOutId) = (visit.id("person")?, visit.id("kept")?);
    let (banner, kept) = visit
        .access()
        .with::<KeepOut, _>(visit.actor()?, &person, async |permit| {
            permit.note("opened");
            let kept = store::now(permit).await?.into_iter().find(|kept| kept.kept_out_id == id);
            Ok((person::banner(permit).await?, kept.ok_or(AppError::NotFound)?))
        })
        .await?;
    Ok(visit.form_page(view::LET_IN, form, move || view::let_in(&banner, &kept)))
}

/// `POST /people/{person}/kept-out/{kept}/let-in`
pub async fn let_in(visit: Arc<Visit>) -> Answer {
    let (person, id): (PersonId, KeptOutId) = (visit.id("person")?, visit.id("kept")?);
    let because = match model::parse_letting_in(&visit.form) {
        Ok(because) => because,
        Err(faults) => return ask_why(&visit, visit.refused(faults)).await,
    };
    let let_in = visit
        .access()
        .with::<KeepOut, _>(visit.actor()?, &person, async |permit| store::let_in(permit, &id, &because).await)
        .await;
    match let_in {
        // A colleague was faster: it is as it was to be, and the page shows it.
        Ok(()) | Err(AppError::Conflict) => {}
        Err(error) => return Err(error),
    }
    draft::forget(&visit, &visit.path).await?;
    Ok(Reply::done(format!("/people/{person}/kept-out"), Flash::Saved))
}
