//! Reading the audit log: who looked at one record, and everything.

use std::sync::Arc;

use super::{
    glimpses,
    log::{self, Outcome},
    model::act::{SeeAuditLog, ViewAccessLog},
    view,
};
use crate::{
    base::ids::PersonId,
    person,
    web::{Answer, Reply, Visit},
};

/// Where a page starts: after the newest entry, if nothing is said.
fn before(visit: &Visit) -> i64 {
    visit.query.get("before").parse().ok().filter(|seq| *seq > 0).unwrap_or(i64::MAX)
}

/// `GET /audit`
pub async fn audit(visit: Arc<Visit>) -> Answer {
    let outcome: Option<Outcome> = visit.query.get("outcome").parse().ok();
    let before = before(&visit);
    let mut lines = visit
        .access()
        .within::<SeeAuditLog, _>(visit.actor()?, async |scope| {
            let lines = log::entries(scope, before, outcome).await?;
            scope.note(&format!("listed {}", lines.len()));
            Ok(lines)
        })
        .await?;
    let next = log::cut(&mut lines, |line| line.seq);
    let first = before == i64::MAX;
    Ok(visit.page("Audit log", move || view::audit(lines, outcome, first, next)))
}

/// `GET /audit/verify`: checking is a form; a bookmark of it leads to the log.
pub async fn verify_page(_: Arc<Visit>) -> Answer {
    Ok(Reply::see("/audit"))
}

/// `POST /audit/verify`: walks the whole chain and shows what it found.
pub async fn verify(visit: Arc<Visit>) -> Answer {
    visit
        .access()
        .within::<SeeAuditLog, _>(visit.actor()?, async |scope| {
            scope.note("checked the chain");
            Ok(())
        })
        .await?;
    // Apart from the entry above: a long walk must not keep everybody else from writing.
    let verdict = visit.access().looking_up(async |house| house.verify_audit().await).await?;
    let now = visit.now;
    Ok(visit.page("The audit chain", move || view::verdict(verdict, now)))
}

/// `GET /people/{person}/looks`
pub async fn looks(visit: Arc<Visit>) -> Answer {
    let person: PersonId = visit.id("person")?;
    let before = before(&visit);
    let (banner, mut looks, glimpsed) = visit
        .access()
        .with::<ViewAccessLog, _>(visit.actor()?, &person, async |permit| {
            let looks = log::looks(permit, before, log::PAGE_SIZE + 1).await?;
            let glimpsed = if before == i64::MAX { glimpses::of(permit, None).await? } else { Vec::new() };
            Ok((person::store::banner(permit).await?, looks, glimpsed))
        })
        .await?;
    let next = log::cut(&mut looks, |look| look.seq);
    let first = before == i64::MAX;
    Ok(visit.page("Who has looked at this record", move || view::looks(&banner, looks, glimpsed, first, next)))
}
