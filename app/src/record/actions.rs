//! Reading a record.

use std::sync::Arc;

use super::view;
use crate::{
    access::model::{
        Level, Section,
        act::{ViewRecord, ViewReferral},
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
    let (level, before) = visit
        .access()
        .with::<ViewReferral, _>(&actor, &id, async |permit| {
            let level = permit.level();
            permit.note(level.word());
            if level == Level::Record {
                return Ok((level, None));
            }
            let agencies = agency::store::names(permit).await?;
            // Who is only asking does not read that something was decided before, and has run out.
            let reads = level == Level::Closed || permit.hosts_register();
            let decided = if reads { consent::store::history(permit).await? } else { Decided::default() };
            let ran_out = decided.ran_out(permit.today()).map(|(on, saw)| view::RanOut {
                on,
                stopped: agencies.iter().filter(|(id, _)| saw.contains(id)).map(|(_, name)| name.clone()).collect(),
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
            Ok((level, Some(page)))
        })
        .await?;
    let list = visit.site.list_name.clone();
    let begun = begun(&visit, &id).await?;
    match (level, before) {
        (Level::Asking, Some(page)) => Ok(visit.page("Referral", move || view::asking(&page, begun, &list))),
        (Level::Closed, Some(page)) => Ok(visit.page("Closed record", move || view::closed(&page))),
        (Level::Record, _) | (Level::Asking | Level::Closed, None) => record(&visit, &id).await,
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
            let decided = consent::store::history(permit).await?;
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
                agencies: agency::store::names(permit).await?,
                kept_out: kept_out::store::on_record(permit).await?,
                private: decided.private(permit.today()),
                decided: permit.may_see(Section::Consent).then_some(decided),
                sees: consent::store::who_sees(permit).await?,
                own_words: own::store::words(permit).await?.unwrap_or_default(),
                actor: actor.clone(),
            })
        })
        .await?;
    let list = visit.site.list_name.clone();
    let (title, begun) = (page.banner.name.clone(), begun(visit, id).await?);
    // A title is not a secret from the reader, but it must not stand in a log or a URL; it does not.
    Ok(visit.page(&title, move || view::record(page, begun, &list)))
}
