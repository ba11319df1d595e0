//! Showing who needs me today.

use std::sync::Arc;

use super::{model, store, view};
use crate::{
    access::{
        model::{Act, act::SeeToday},
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
            scope.note(&format!("listed {}", model_lines(&page)));
            Ok(page)
        })
        .await?;
    let agency = actor.agency_name.clone();
    Ok(visit.page("Who needs me today", move || view::today(page, &agency)))
}

fn model_lines(page: &model::Today) -> usize {
    let model::Today { today: _, requests, reviews, actions, to_ask, ask_again, unrated, begun: _ } = page;
    [
        requests.as_ref().map(|part| part.lines.len()),
        reviews.as_ref().map(|part| part.lines.len()),
        actions.as_ref().map(|part| part.lines.len()),
        to_ask.as_ref().map(|part| part.lines.len()),
        ask_again.as_ref().map(|part| part.lines.len()),
        unrated.as_ref().map(|part| part.lines.len()),
    ]
    .into_iter()
    .flatten()
    .sum()
}
