//! Glimpses: whose names a list showed to whom.
//!
//! A list of 25 people is one entry of the audit log, which names none of them; so that each of them can be told who
//! has seen their name, a list writes down besides, once a day, whom it showed. Once is enough for "who, and why", and
//! keeps a day's work of a team at some hundred rows. Whatever lists names calls [`keep`] in the transaction that read
//! them.

use chrono::NaiveDate;

use super::{
    log::Reads,
    model::{Actor, List, PersonAct, ScopeAct},
    permit::{Permit, Scope},
};
use crate::{
    base::{error::AppError, ids::PersonId, store::OnDatabase},
    execute, fetch_all,
};

/// Writes down that the scope's actor saw these people today in a list.
///
/// # Errors
/// Where the database does not answer.
pub async fn keep<A: ScopeAct>(
    scope: &mut Scope<A>,
    list: List,
    people: impl Iterator<Item = &PersonId>,
) -> Result<(), AppError> {
    let (actor, today) = (scope.actor(), scope.today());
    write(scope, &actor, today, list, people).await
}

/// The same for names that stand on another person's page.
///
/// # Errors
/// Where the database does not answer.
pub async fn keep_beside<A: PersonAct>(
    permit: &mut Permit<A>,
    list: List,
    people: impl Iterator<Item = &PersonId>,
) -> Result<(), AppError> {
    let (actor, today) = (permit.actor(), permit.today());
    write(permit, &actor, today, list, people).await
}

async fn write(
    on: &mut impl OnDatabase,
    actor: &Actor,
    day: NaiveDate,
    list: List,
    people: impl Iterator<Item = &PersonId>,
) -> Result<(), AppError> {
    // In the order of their ids, so that two lists of one colleague never wait for each other in a ring.
    let mut people: Vec<_> = people.collect();
    people.sort_unstable();
    people.dedup();
    for some in people.chunks(16) {
        let who = |at: usize| some.get(at).copied();
        execute!(
            on,
            "insert into glimpse (person_id, staff_id, agency_id, list, seen_on)
             select person_id, $1, $2, $3, $4 from person where person_id in
               ($5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20)
             order by person_id
             on conflict (person_id, staff_id, list, seen_on) do nothing",
            &actor.staff_id,
            &actor.agency,
            list,
            day,
            who(0),
            who(1),
            who(2),
            who(3),
            who(4),
            who(5),
            who(6),
            who(7),
            who(8),
            who(9),
            who(10),
            who(11),
            who(12),
            who(13),
            who(14),
            who(15)
        )?;
    }
    Ok(())
}

/// Somebody who saw the person's name in lists of one kind.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct Glimpsed {
    /// Who; nothing where the account is no more.
    pub display_name: Option<String>,
    /// Nurse, social worker.
    pub job_title: Option<String>,
    /// For which agency.
    pub agency_name: Option<String>,
    /// In which kind of list.
    pub list: List,
    /// On how many days.
    pub days: i64,
    /// The last of them.
    pub last_on: NaiveDate,
}

/// The most lines that are shown: more than the colleagues of the agencies that see somebody.
const LINES_MAX: i64 = 200;

/// Who has seen the name of the permit's person in a list, the last first. `but` is a kind of list that the reader is
/// not told of.
///
/// # Errors
/// Where the database does not answer.
pub async fn of<A: Reads>(permit: &mut Permit<A>, but: Option<List>) -> Result<Vec<Glimpsed>, AppError> {
    let person = permit.person();
    let but = but.map_or("", List::word);
    fetch_all!(
        permit,
        "select staff.display_name, staff.job_title, agency.name as agency_name, list, count(*) as days,
                max(seen_on) as last_on
         from glimpse
         left join staff on staff.staff_id = glimpse.staff_id
         left join agency on agency.agency_id = glimpse.agency_id
         where glimpse.person_id = $1 and ($2 = '' or list <> $2)
         group by glimpse.staff_id, staff.display_name, staff.job_title, agency.name, list
         order by last_on desc, staff.display_name, list limit $3",
        &person,
        but,
        LINES_MAX
    )
}
