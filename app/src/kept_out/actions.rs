//! Keeping a colleague out of a record, and letting them in again.

use std::sync::Arc;

use http::StatusCode;

use super::{
    model::{self, Colleague, Meant},
    store::{self, KeptOut},
    view,
};
use crate::{
    access::{model::act::KeepOut, permit::Permit},
    base::{
        answers::{Answers, Fault},
        error::AppError,
        ids::{KeptOutId, PersonId},
    },
    draft,
    own::{
        self,
        model::RequestKind,
        requests::{self, NewRequest},
    },
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
    let (banner, all) = visit
        .access()
        .with::<KeepOut, _>(visit.actor()?, &person, async |permit| {
            permit.note("opened");
            Ok((person::banner(permit).await?, store::all(permit).await?))
        })
        .await?;
    Ok(visit.form_page(view::TITLE, form, move || view::page(&banner, &all, &which)))
}

/// `POST /people/{person}/kept-out`: asks which of those with such a name is meant, then keeps them out.
pub async fn keep_out(visit: Arc<Visit>) -> Answer {
    enum Outcome {
        KeptOut,
        Already,
        Which(Vec<Colleague>),
        Faults(Vec<Fault>),
    }
    let person: PersonId = visit.id("person")?;
    let outcome = visit
        .access()
        .with::<KeepOut, _>(visit.actor()?, &person, async |permit| {
            let chosen = visit.form.get("staff");
            let already =
                store::all(permit).await?.into_iter().find(|kept| kept.is_now() && kept.staff_id.as_str() == chosen);
            if let Some(kept) = already {
                permit.note("was_kept_out");
                // The same button twice is one wish; a colleague who was faster may have heard something else.
                let same = kept.words == visit.form.get("words").replace("\r\n", "\n").trim();
                return Ok(if same { Outcome::KeptOut } else { Outcome::Already });
            }
            match model::parse(&visit.form, store::colleagues(permit).await?) {
                Err(faults) => Ok(Outcome::Faults(faults)),
                Ok(Meant::Which(which)) => {
                    permit.note("looked_up");
                    Ok(Outcome::Which(which))
                }
                Ok(Meant::Chosen { who, .. }) if store::is_last_of_team(permit, &who.staff_id).await? => {
                    Ok(Outcome::Faults(vec![Fault {
                        field: "name".to_owned(),
                        message: view::LAST_OF_TEAM.to_owned(),
                    }]))
                }
                Ok(Meant::Chosen { who, words }) => {
                    store::keep_out(permit, &who.staff_id, &words).await?;
                    own::store::take_back_given_by(permit, &who.staff_id).await?;
                    // Somebody follows it up: whose wish it was, who does the colleague's jobs, a new code.
                    let told = NewRequest { words, ..NewRequest::default() };
                    requests::raise(permit, RequestKind::KeepsOut, "", &told).await?;
                    Ok(Outcome::KeptOut)
                }
            }
        })
        .await?;
    match outcome {
        Outcome::KeptOut => {
            draft::done(&visit, &visit.path).await;
            Ok(Reply::done(visit.path.clone(), Flash::Saved))
        }
        Outcome::Already => {
            let fault = Fault { field: "words".to_owned(), message: view::ALREADY.to_owned() };
            Ok(show(&visit, visit.refused(vec![fault]), Vec::new()).await?.status(StatusCode::CONFLICT))
        }
        Outcome::Which(which) => show(&visit, visit.refused(Vec::new()), which).await,
        Outcome::Faults(faults) => show(&visit, visit.refused(faults), Vec::new()).await,
    }
}

/// `GET /people/{person}/kept-out/{kept}/let-in`
pub async fn let_in_page(visit: Arc<Visit>) -> Answer {
    let form = visit.opened(&visit.path, Answers::default()).await?;
    ask_why(&visit, form).await
}

async fn ask_why(visit: &Visit, form: FormState) -> Answer {
    let person: PersonId = visit.id("person")?;
    let (banner, kept) = visit
        .access()
        .with::<KeepOut, _>(visit.actor()?, &person, async |permit| {
            permit.note("opened");
            Ok((person::banner(permit).await?, entry(visit, permit).await?))
        })
        .await?;
    Ok(visit.form_page(view::LET_IN, form, move || view::let_in(&banner, &kept)))
}

/// The entry that an address names; somebody else's is not found.
async fn entry(visit: &Visit, permit: &mut Permit<KeepOut>) -> Result<KeptOut, AppError> {
    let id: KeptOutId = visit.id("kept")?;
    store::all(permit).await?.into_iter().find(|kept| kept.kept_out_id == id).ok_or(AppError::NotFound)
}

/// `POST /people/{person}/kept-out/{kept}/let-in`
pub async fn let_in(visit: Arc<Visit>) -> Answer {
    enum Outcome {
        LetIn,
        Already,
        Faults(Vec<Fault>),
    }
    let person: PersonId = visit.id("person")?;
    let outcome = visit
        .access()
        .with::<KeepOut, _>(visit.actor()?, &person, async |permit| {
            let kept = entry(&visit, permit).await?;
            let because = match model::parse_letting_in(&visit.form) {
                Ok(because) => because,
                Err(faults) => return Ok(Outcome::Faults(faults)),
            };
            if kept.is_now() {
                store::let_in(permit, &kept.kept_out_id, &because).await?;
                return Ok(Outcome::LetIn);
            }
            permit.note("was_let_in");
            Ok(if kept.ended_because == because { Outcome::LetIn } else { Outcome::Already })
        })
        .await?;
    match outcome {
        Outcome::LetIn => {
            draft::done(&visit, &visit.path).await;
            Ok(Reply::done(format!("/people/{person}/kept-out"), Flash::Saved))
        }
        // A colleague was faster: theirs stands, and what was typed is shown beside it.
        Outcome::Already => Ok(ask_why(&visit, visit.refused(Vec::new())).await?.status(StatusCode::CONFLICT)),
        Outcome::Faults(faults) => ask_why(&visit, visit.refused(faults)).await,
    }
}
