//! Showing the dashboard.

use std::sync::Arc;

use super::{store, view};
use crate::{
    access::model::act::SeeDashboard,
    web::{Answer, Visit},
};

/// `GET /dashboard`
pub async fn dashboard(visit: Arc<Visit>) -> Answer {
    let actor = visit.actor()?;
    let page = visit.access().within::<SeeDashboard, _>(actor, async |scope| store::dashboard(scope).await).await?;
    let (agency, today) = (actor.agency_name.clone(), visit.today());
    Ok(visit.page("Dashboard", move || view::dashboard(page, &agency, today)))
}
