//! Who has looked at the record, told to whom it is about.

use std::sync::Arc;

use super::{
    actions::reader,
    looks_view as view,
    model::{Glance, gathered, whole_days},
};
use crate::{
    access::{
        glimpses,
        log::{self, Look, Outcome},
        model::{List, act::SeeOwnPage},
    },
    base::dates,
    web::{Answer, Visit},
};

/// How many entries a page of whole days is made from: more than any day has.
const ROWS: i64 = 1_000;

/// `GET /me/looks`: the newest days first, each whole, so that "5 times" are all of them. On the first page also who
/// saw the name in a list.
pub async fn looks(visit: Arc<Visit>) -> Answer {
    let before = visit.query.get("before").parse().ok().filter(|seq| *seq > 0).unwrap_or(i64::MAX);
    let (reader, mut looks, glimpsed) = visit
        .access()
        .own::<SeeOwnPage, _>(visit.holder()?, async |permit| {
            permit.note("who looked");
            let for_oneself = permit.holder().is_the_person();
            let looks = if for_oneself {
                log::looks(permit, before, ROWS).await?
            } else {
                log::looks_for_another(permit, before, ROWS).await?
            };
            // Whoever does not feel safe stands first on Today, which is for nobody else with a code to know.
            let but = (!for_oneself).then_some(List::Today);
            let glimpsed = if before == i64::MAX { Some(glimpses::of(permit, but).await?) } else { None };
            Ok((reader(&visit, permit).await?, looks, glimpsed))
        })
        .await?;
    let asked_for = usize::try_from(ROWS).unwrap_or(usize::MAX);
    let next = whole_days(&mut looks, asked_for, |look| dates::london(look.at).date());
    let next = next.then(|| looks.last().map(|look| look.seq)).flatten();
    let lines = gathered(looks.into_iter().map(|look| glance(look, reader.holder.is_the_person())).collect());
    Ok(visit.page("Who has looked, and why", move || view::looks(&reader, lines, glimpsed, next)))
}

fn glance(look: Look, for_oneself: bool) -> Glance {
    let who = match (look.display_name, look.holder_name) {
        (Some(name), _) => name,
        (None, Some(name)) if name.is_empty() => if for_oneself { "You" } else { "The person" }.to_owned(),
        (None, Some(name)) => format!("{name}, {},", look.holder_relation.unwrap_or_default()),
        (None, None) if look.act.is_of_the_house() => "The computer".to_owned(),
        (None, None) => "Somebody".to_owned(),
    };
    Glance {
        who,
        job: look.job_title.unwrap_or_default(),
        agency: look.agency_name.unwrap_or_default(),
        act: look.act,
        allowed: look.outcome == Outcome::Allowed,
        at: look.at,
    }
}
