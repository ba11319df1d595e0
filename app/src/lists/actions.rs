//! Bringing a list in from a page or from the console.

use std::sync::Arc;

use super::{
    read::{Limits, read_list},
    store::{self, Counts, RowOutcome},
    view,
};
use crate::{
    access::{
        model::{Actor, Role, act::BringListIn},
        permit::Access,
    },
    agency::{self, store::WithAgreement},
    base::{
        answers::Fault,
        error::AppError,
        ids::{AgencyId, ImportId},
    },
    shell::Flash,
    ui::FormState,
    web::{Answer, Reply, Visit},
};

/// `GET /lists`
pub async fn lists(visit: Arc<Visit>) -> Answer {
    lists_form(&visit, FormState::default()).await
}

async fn lists_form(visit: &Visit, form: FormState) -> Answer {
    let administrator = visit.actor()?.role == Role::Administrator;
    let (imports, agencies) = visit
        .access()
        .within::<BringListIn, _>(visit.actor()?, async |scope| {
            let imports = store::imports(scope, administrator).await?;
            let agencies = if administrator { agency::store::all(scope).await? } else { Vec::new() };
            Ok((imports, agencies))
        })
        .await?;
    Ok(visit.form_page("Lists", form, move || view::lists(imports, agencies)))
}

/// `POST /lists`
pub async fn bring_in(visit: Arc<Visit>) -> Answer {
    let fault = |field: &str, message: String| vec![Fault { field: field.to_owned(), message }];
    let actor = visit.actor()?;
    // An administrator brings lists in for any agency, everybody else for their own.
    let actor = if actor.role == Role::Administrator {
        let chosen = visit.form.get("agency").parse::<AgencyId>().ok();
        let agency = match chosen {
            Some(id) => visit.access().looking_up(async |house| agency::store::by_id(house, &id).await).await?,
            None => None,
        };
        let Some(WithAgreement { agency, has_agreement }) = agency else {
            return lists_form(&visit, visit.refused(fault("agency", "Select whose list it is".to_owned()))).await;
        };
        Actor {
            agency: agency.agency_id,
            agency_name: agency.name,
            agency_kind: agency.kind,
            hosts_register: agency.hosts_register,
            agreement_in_force: has_agreement,
            ..actor.clone()
        }
    } else {
        actor.clone()
    };
    let Some(upload) = visit.uploads.iter().find(|upload| upload.field == "list") else {
        return lists_form(&visit, visit.refused(fault("list", "Choose the file that holds the list".to_owned())))
            .await;
    };
    let read = read(&upload.file_name, upload.bytes.clone(), visit.today()).await?;
    match read {
        Err(message) => lists_form(&visit, visit.refused(fault("list", message))).await,
        Ok(list) => {
            let bytes = &upload.bytes;
            let (import, _) = visit
                .access()
                .within::<BringListIn, _>(&actor, async |scope| store::bring_in(scope, &list, bytes).await)
                .await?;
            Ok(Reply::done(format!("/lists/{import}"), Flash::ListIn))
        }
    }
}

/// Reads a file on a blocking thread: a workbook takes its time.
async fn read(
    name: &str,
    bytes: Vec<u8>,
    today: chrono::NaiveDate,
) -> Result<Result<super::read::ReadList, String>, AppError> {
    let name = name.to_owned();
    tokio::task::spawn_blocking(move || {
        read_list(&name, &bytes, today, &Limits::default()).map_err(|fault| fault.to_string())
    })
    .await
    // The error of a thread that panicked quotes the panic, which could hold a row.
    .map_err(|_| AppError::Broken("reading a list: its thread panicked".to_owned()))
}

/// `GET /lists/{import}`
pub async fn list(visit: Arc<Visit>) -> Answer {
    let id: ImportId = visit.id("import")?;
    let every = visit.actor()?.role == Role::Administrator;
    let chosen: Option<RowOutcome> = visit.query.get("rows").parse().ok();
    let page = visit.query.get("page").parse::<i64>().unwrap_or(1).clamp(1, 1000) - 1;
    let (line, outcome, rows) = visit
        .access()
        .within::<BringListIn, _>(visit.actor()?, async |scope| {
            let line = store::import(scope, &id, every).await?;
            // What needs a human comes first.
            let outcome =
                chosen.unwrap_or(if line.counts.set_aside > 0 { RowOutcome::SetAside } else { RowOutcome::Added });
            // An administrator sees nobody: the rows are for those of the agency who know the people.
            let rows = if every { None } else { Some(store::rows(scope, &id, outcome, page).await?) };
            Ok((line, outcome, rows))
        })
        .await?;
    Ok(visit.page("What became of the list", move || view::list(line, outcome, rows, page)))
}

/// Brings a file in from the console, for the agency of a code.
///
/// # Errors
/// A sentence for whoever ran the command.
pub async fn from_console(access: &Access, code: &str, file_name: &str, bytes: Vec<u8>) -> Result<Counts, String> {
    let said = |error: AppError| error.to_string();
    let agency = access
        .looking_up(async |house| agency::store::by_code(house, code).await)
        .await
        .map_err(said)?
        .ok_or_else(|| format!("There is no agency with the code {code}. The page Agencies shows the codes."))?;
    let actor = Actor::console(agency.agency_id, agency.name, agency.kind).map_err(|error| error.to_string())?;
    let today = crate::base::dates::london(access.now()).date();
    let list = read(file_name, bytes.clone(), today).await.map_err(said)??;
    access
        .within::<BringListIn, _>(&actor, async |scope| store::bring_in(scope, &list, &bytes).await)
        .await
        .map(|(_, counts)| counts)
        .map_err(said)
}
