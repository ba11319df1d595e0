//! Settling which of several decisions stands.

use std::sync::Arc;

use super::{
    decided_view,
    model::Because,
    store::{self, Decided, NewResolution},
};
use crate::{
    access::model::act::SettleConflict,
    agency::{self, store::Agency},
    authority::{model as authority, store as authorities},
    base::{
        answers::{Answers, Fault, Form},
        error::AppError,
        ids::PersonId,
    },
    draft,
    person::store::{self as person, Banner},
    shell::Flash,
    ui::FormState,
    web::{Answer, Reply, Visit},
};

struct Settling {
    banner: Banner,
    decided: Decided,
    agencies: Vec<Agency>,
}

async fn settling(visit: &Visit, person: &PersonId) -> Result<Settling, AppError> {
    visit
        .access()
        .with::<SettleConflict, _>(visit.actor()?, person, async |permit| {
            permit.note("opened");
            let today = permit.today();
            Ok(Settling {
                banner: person::banner(permit).await?,
                decided: store::history(permit).await?,
                agencies: agency::store::told_apart(permit, today).await?.asked,
            })
        })
        .await
}

/// `GET /people/{person}/settle`
pub async fn settle_page(visit: Arc<Visit>) -> Answer {
    let person: PersonId = visit.id("person")?;
    let form = visit.opened(&visit.path, Answers::default()).await?;
    settle_form(&visit, &person, form, false).await
}

/// `newer`: somebody decided, or settled it, since the page was opened.
async fn settle_form(visit: &Visit, person: &PersonId, mut form: FormState, newer: bool) -> Answer {
    let Settling { banner, decided, agencies } = settling(visit, person).await?;
    if decided.conflict(visit.today()).is_empty() && !newer {
        return Ok(Reply::see(format!("/people/{person}")));
    }
    form.answers.set("decisions", decided.all.len().to_string());
    Ok(visit.form_page("Settle which decision stands", form, move || {
        decided_view::settle(&banner, &decided, &agencies, newer)
    }))
}

/// `POST /people/{person}/settle`
pub async fn settle(visit: Arc<Visit>) -> Answer {
    let person: PersonId = visit.id("person")?;
    let mut form = Form::new(&visit.form);
    let keeps: Option<i64> = form.choice("keeps", "which decision stands");
    let because: Option<Because> = form.choice("because", "why");
    let explanation = form.text("explanation", "how you know");
    let (keeps, because) = match form.finish(keeps.zip(because)) {
        Ok(settled) => settled,
        Err(faults) => return settle_form(&visit, &person, visit.refused(faults), false).await,
    };
    let seen = visit.form.get("decisions").parse().unwrap_or(usize::MAX);
    let new = NewResolution { keeps, because, explanation, seen };
    let settled = visit
        .access()
        .with::<SettleConflict, _>(visit.actor()?, &person, async |permit| {
            let known = authorities::known(permit).await?;
            let (facts, today) = (known.facts(visit.site.local_rule), permit.today());
            store::settle_conflict(permit, &new, |made| authority::still_has_a_say(&facts, made, today)).await
        })
        .await;
    match settled {
        Ok(Ok(_)) => {}
        Ok(Err(why)) => {
            let fault = Fault { field: "because".to_owned(), message: why.to_string() };
            return settle_form(&visit, &person, visit.refused(vec![fault]), false).await;
        }
        // A decision that nobody looked at is settled by nobody: the page shows it, with what was typed.
        Err(AppError::Conflict) => {
            let page = settle_form(&visit, &person, visit.refused(Vec::new()), true).await?;
            return Ok(page.status(http::StatusCode::CONFLICT));
        }
        Err(error) => return Err(error),
    }
    draft::done(&visit, &visit.path).await;
    Ok(Reply::done(format!("/people/{person}"), Flash::Saved))
}
