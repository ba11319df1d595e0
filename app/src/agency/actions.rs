//! Adding agencies; recording, renewing and ending what they signed.

use std::sync::Arc;

use super::{
    model::{Joining, Signed},
    store::{self, NewAgency},
    view,
};
use crate::{
    access::model::act::ManageAgencies,
    base::{answers::Fault, error::AppError, ids::AgencyId},
    consent, draft,
    shell::Flash,
    ui::FormState,
    web::{Answer, Reply, Visit},
};

/// `GET /agencies`
pub async fn agencies(visit: Arc<Visit>) -> Answer {
    let form = visit.opened(&visit.path, crate::base::answers::Answers::default()).await?;
    list(&visit, form).await
}

async fn list(visit: &Visit, form: FormState) -> Answer {
    let agencies = visit
        .access()
        .within::<ManageAgencies, _>(visit.actor()?, async |scope| {
            scope.note("listed");
            store::with_agreements(scope).await
        })
        .await?;
    let today = visit.today();
    Ok(visit.form_page("Agencies", form, move || view::agencies(agencies, today)))
}

/// `POST /agencies`
pub async fn add(visit: Arc<Visit>) -> Answer {
    let new = match Joining::parse(&visit.form, visit.today()) {
        Ok(new) => new,
        Err(faults) => return list(&visit, visit.refused(faults)).await,
    };
    let added = visit
        .access()
        .within::<ManageAgencies, _>(visit.actor()?, async |scope| {
            let now = scope.now();
            let Joining { code, name, kind, hosts_register, signed } = &new;
            let agency = NewAgency { code, name, kind: *kind, hosts_register: *hosts_register };
            let id = match store::add(scope, &agency, now).await {
                Ok(id) => id,
                Err(AppError::Conflict) => {
                    scope.note("the code is taken");
                    return Ok(false);
                }
                Err(error) => return Err(error),
            };
            store::sign(scope, &id, &signed.signed_by, signed.from_on, signed.until_on, now).await?;
            if *hosts_register {
                consent::store::open_to_host(scope, &id).await?;
            }
            scope.note(&format!("added {id}"));
            Ok(true)
        })
        .await?;
    if !added {
        let taken =
            Fault { field: "code".into(), message: "Another agency has this code. Choose a different one".into() };
        return list(&visit, visit.refused(vec![taken])).await;
    }
    draft::done(&visit, &visit.path).await;
    Ok(Reply::done("/agencies", Flash::AgencyAdded))
}

async fn name(visit: &Visit, agency: &AgencyId) -> Result<String, AppError> {
    visit
        .access()
        .within::<ManageAgencies, _>(visit.actor()?, async |scope| {
            scope.note(&format!("opened {agency}"));
            store::name_of(scope, agency).await
        })
        .await
}

/// `GET /agencies/{agency}/agreement`
pub async fn agreement_page(visit: Arc<Visit>) -> Answer {
    let agency: AgencyId = visit.id("agency")?;
    let name = name(&visit, &agency).await?;
    let form = visit.opened(&visit.path, crate::base::answers::Answers::default()).await?;
    Ok(visit.form_page("Record a sharing agreement", form, move || view::agreement(&agency, &name)))
}

/// `POST /agencies/{agency}/agreement`: a new agreement, or the renewal of an old one.
pub async fn sign(visit: Arc<Visit>) -> Answer {
    let agency: AgencyId = visit.id("agency")?;
    let signed = match Signed::parse(&visit.form, visit.today()) {
        Ok(signed) => signed,
        Err(faults) => {
            let name = name(&visit, &agency).await?;
            return Ok(visit.form_page("Record a sharing agreement", visit.refused(faults), move || {
                view::agreement(&agency, &name)
            }));
        }
    };
    visit
        .access()
        .within::<ManageAgencies, _>(visit.actor()?, async |scope| {
            store::name_of(scope, &agency).await?;
            let now = scope.now();
            store::sign(scope, &agency, &signed.signed_by, signed.from_on, signed.until_on, now).await?;
            scope.note(&format!("signed {agency}"));
            Ok(())
        })
        .await?;
    draft::done(&visit, &visit.path).await;
    Ok(Reply::done("/agencies", Flash::AgreementSigned))
}

/// `GET /agencies/{agency}/end-agreement`: what it means, before it is done.
pub async fn end_page(visit: Arc<Visit>) -> Answer {
    let agency: AgencyId = visit.id("agency")?;
    let name = name(&visit, &agency).await?;
    let own = visit.actor()?.agency == agency;
    Ok(visit.page("End a sharing agreement", move || view::end_agreement(&agency, &name, own)))
}

/// `POST /agencies/{agency}/end-agreement`
pub async fn end(visit: Arc<Visit>) -> Answer {
    let agency: AgencyId = visit.id("agency")?;
    visit
        .access()
        .within::<ManageAgencies, _>(visit.actor()?, async |scope| {
            store::name_of(scope, &agency).await?;
            store::end_agreements(scope, &agency).await?;
            scope.note(&format!("ended {agency}"));
            Ok(())
        })
        .await?;
    Ok(Reply::done("/agencies", Flash::AgreementEnded))
}
