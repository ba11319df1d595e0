//! Stopping one agency only, on one's own page.

use std::sync::Arc;

use super::{
    actions::reader,
    read_actions::receipt_for_reader,
    say_actions::{own_view_of, still_shared},
    stop_view as view, store,
};
use crate::{
    access::model::{
        Level,
        act::{ChangeOwnMind, SeeOwnPage},
    },
    base::{
        answers::{Answers, Form},
        dates,
        error::AppError,
        ids::AgencyId,
    },
    consent::{self, model::Kind, stop_actions::named},
    draft,
    ui::FormState,
    web::{Answer, Reply, Visit},
};

/// `GET /me/change-mind/{agency}`
pub async fn stop_one_page(visit: Arc<Visit>) -> Answer {
    let id: AgencyId = visit.id("agency")?;
    let form = visit.opened(&visit.path, Answers::default()).await?;
    stop_one_form(&visit, &id, form).await
}

async fn stop_one_form(visit: &Visit, id: &AgencyId, form: FormState) -> Answer {
    let (reader, agency, stands) = visit
        .access()
        .own::<SeeOwnPage, _>(visit.holder()?, async |permit| {
            permit.note("change of mind about one");
            let agency = named(permit, id).await?;
            let sees = consent::store::shared_with(permit).await?.contains(&agency);
            let theirs = store::own_yes_for_one(permit).await?;
            let stands = match (agency.hosts_register, sees, theirs) {
                (true, ..) => view::Stands::RunsIt,
                (false, false, _) => view::Stands::DoesNotSee,
                (false, true, false) => view::Stands::NotTheirs,
                (false, true, true) => view::Stands::CanStop,
            };
            Ok((reader(visit, permit).await?, agency, stands))
        })
        .await?;
    let title = view::stop_title(&agency);
    Ok(visit.form_page(&title, form, move || view::stop_one(&reader, &agency, stands)))
}

/// `POST /me/change-mind/{agency}`: that agency loses sight in this transaction. Pressed twice, it has happened once.
pub async fn stop_one(visit: Arc<Visit>) -> Answer {
    let id: AgencyId = visit.id("agency")?;
    let mut form = Form::new(&visit.form);
    let view = own_view_of(&visit, &mut form)?;
    let said = match form.finish(Some(view)) {
        Ok(said) => said,
        Err(faults) => return stop_one_form(&visit, &id, visit.refused(faults)).await,
    };
    let rule = visit.site.local_rule;
    let done = visit
        .access()
        .own::<ChangeOwnMind, _>(visit.holder()?, async |permit| {
            let agency = named(permit, &id).await?;
            store::stop_one(permit, rule, &agency, said).await
        })
        .await;
    match done {
        // Somebody was faster: this very press before, or a practitioner. Where there was nothing to stop, the next
        // page leads to the one that says so.
        Ok(()) | Err(AppError::Conflict) => {}
        Err(AppError::Forbidden(_)) if !still_shared(&visit).await? => {}
        Err(error) => return Err(error),
    }
    draft::done(&visit, &visit.path).await;
    Ok(Reply::see(format!("/me/stopped/{id}")))
}

/// `GET /me/stopped/{agency}`: the receipt, for as long as that agency does not see it again. Where nothing is shared any
/// more, another page says why.
pub async fn stopped(visit: Arc<Visit>) -> Answer {
    let id: AgencyId = visit.id("agency")?;
    let found = visit
        .access()
        .own::<SeeOwnPage, _>(visit.holder()?, async |permit| {
            permit.note("receipt");
            let agency = named(permit, &id).await?;
            let decided = consent::store::history(permit).await?;
            let sees = consent::store::shared_with(permit).await?.contains(&agency);
            let everything = decided.last().is_some_and(|last| last.made.decision.kind() == Kind::Withdrawn);
            let Some(last) = decided.stopping(&id).filter(|_| !sees) else { return Ok(None) };
            let (number, at) = (last.made.number, last.recorded_at);
            let counts = decided.in_force(permit.today()).any(|recorded| recorded.made.number == number);
            let receipt =
                if counts { Some(receipt_for_reader(permit, number, &visit.site.list_name).await?) } else { None };
            Ok(Some((reader(&visit, permit).await?, agency, at, receipt, everything)))
        })
        .await?;
    let Some((reader, agency, at, receipt, everything)) = found else {
        return Ok(Reply::see(format!("/me/change-mind/{id}")));
    };
    if reader.level != Level::Record {
        return Ok(Reply::see(if everything { "/me/changed" } else { "/me/answers" }));
    }
    let on = dates::long_time(at);
    let title = view::stopped_title(&agency);
    Ok(visit.page(&title, move || view::stopped(&reader, &agency, &on, receipt.as_ref())))
}
