//! Reading a record.

use std::sync::Arc;

use super::view;
use crate::{
    access::{
        model::{
            Act, Level, Section,
            act::{ViewRecord, ViewReferral},
        },
        policy,
    },
    agency,
    authority::store as authority,
    base::{error::AppError, ids::PersonId},
    consent::{self, store::Decided},
    draft, kept_out, own,
    person::store as person,
    plan, rating, referral, review,
    web::{Answer, Visit},
};

/// `GET /people/{person}`
pub async fn page(visit: Arc<Visit>) -> Answer {
    let id: PersonId = visit.id("person")?;
    let actor = visit.actor()?.clone();
    // One look is one entry in the log, so the act is chosen first.
    if visit.access().level(&actor, &id).await? == Some(Level::Record) {
        return record(&visit, &id).await;
    }
    let (level, page) = visit
        .access()
        .with::<ViewReferral, _>(&actor, &id, async |permit| {
            let level = permit.level();
            permit.note(level.word());
            let today = permit.today();
            let agencies = agency::store::told_apart(permit, today).await?.asked;
            // Who is only asking does not read that something was decided before, and has run out.
            let reads = level == Level::Closed || permit.hosts_register();
            let decided = if reads { consent::store::history(permit).await? } else { Decided::default() };
            let ran_out = decided.ran_out(today).map(|(on, saw)| view::RanOut {
                on,
                stopped: agencies
                    .iter()
                    .filter(|agency| saw.contains(&agency.agency_id))
                    .map(|agency| agency.name.clone())
                    .collect(),
            });
            let page = view::Before {
                banner: person::banner(permit).await?,
                details: person::details(permit).await?,
                referrals: referral::store::of_person(permit).await?,
                decided,
                ran_out,
                agencies,
                requests: own::requests::open_requests(permit).await?,
                alike: if level == Level::Asking { person::alike(permit).await? } else { Vec::new() },
                actor: actor.clone(),
            };
            Ok((level, page))
        })
        .await?;
    let list = visit.site.list_name.clone();
    match level {
        Level::Asking => {
            let begun = begun(&visit, &id).await?;
            Ok(visit.page("Referral", move || view::asking(&page, begun, &list)))
        }
        Level::Closed => Ok(visit.page("Closed record", move || view::closed(&page))),
        // A yes came in between.
        Level::Record => record(&visit, &id).await,
    }
}

/// Whether the reader has begun to ask.
async fn begun(visit: &Visit, id: &PersonId) -> Result<bool, AppError> {
    let kept = draft::load(visit, &consent::actions::draft_of(id)).await?;
    Ok(kept.is_some_and(|answers| answers.has("format")))
}

async fn record(visit: &Visit, id: &PersonId) -> Answer {
    let actor = visit.actor()?.clone();
    let page = visit
        .access()
        .with::<ViewRecord, _>(&actor, id, async |permit| {
            let (decided, today) = (consent::store::history(permit).await?, permit.today());
            Ok(view::Record {
                banner: person::banner(permit).await?,
                details: person::details(permit).await?,
                ratings: if permit.may_see(Section::Rating) {
                    Some(rating::store::history(permit).await?)
                } else {
                    None
                },
                plan: plan::store::plan(permit).await?,
                referrals: if permit.may_see(Section::Issues) {
                    referral::store::of_person(permit).await?
                } else {
                    Vec::new()
                },
                reviews: review::store::history(permit).await?,
                professionals: if permit.may_see(Section::Professionals) {
                    Some(person::professionals(permit).await?)
                } else {
                    None
                },
                relatives: if permit.may_see(Section::Family) { Some(person::relatives(permit).await?) } else { None },
                holders: if permit.may_see(Section::Family) { Some(authority::holders(permit).await?) } else { None },
                agencies: agency::store::told_apart(permit, today).await?.asked,
                kept_out: kept_out::store::on_record(permit).await?,
                private: decided.private(today),
                decided: permit.may_see(Section::Consent).then_some(decided),
                sees: consent::store::who_sees(permit).await?,
                own_words: own::store::words(permit).await?.unwrap_or_default(),
                actor: actor.clone(),
            })
        })
        .await?;
    let list = visit.site.list_name.clone();
    let title = page.banner.name.clone();
    // Who may not ask again has begun nothing.
    let may_ask = policy::role_allows(actor.role, Act::RecordConsent).is_ok();
    let begun = may_ask && begun(visit, id).await?;
    // A title is not a secret from the reader, but it must not stand in a log or a URL; it does not.
    Ok(visit.page(&title, move || view::record(page, begun, &list)))
}
