//! Showing who needs me today.

use std::sync::Arc;

use super::{model, store, view};
use crate::{
    access::{
        glimpses,
        model::{Act, List, act::SeeToday},
        policy,
    },
    web::{Answer, Reply, Visit},
};

/// `GET /today`
pub async fn today(visit: Arc<Visit>) -> Answer {
    let actor = visit.actor()?;
    if policy::role_allows(actor.role, Act::SeeToday).is_err() {
        return Ok(Reply::see(model::first_page(actor.role)));
    }
    let page = visit
        .access()
        .within::<SeeToday, _>(actor, async |scope| {
            let page = store::today(scope).await?;
            scope.note(&format!("listed {}", page.people().count()));
            glimpses::keep(scope, List::Today, page.people()).await?;
            Ok(page)
        })
        .await?;
    let agency = actor.agency_name.clone();
    Ok(visit.page("Who needs me today", move || view::today(page, &agency)))
}
