//! Who may be the same person as somebody else: looked for before a second record is made, and shown to
//! the register's own team where one was made all the same.

use chrono::NaiveDate;

use super::store::{details, identity};
use crate::{
    access::{
        glimpses,
        model::{Actor, Level, List, ScopeAct, Section, act::ViewReferral},
        permit::{Permit, Scope, hold_adding, not_kept_out},
        policy,
    },
    base::{error::AppError, ids::PersonId, nhs_number::NhsNumber, postcode::Postcode, store::OnDatabase},
    fetch_all,
    matching::{self, Identity},
};

/// Somebody already here who may be the same person as one to be added.
#[derive(Debug, Clone)]
pub struct Candidate {
    /// Who.
    pub person: PersonId,
    /// Who they are, for comparing.
    pub identity: Identity,
    /// How far they are open to the asker's agency; `None`: not at all, so they must not be shown.
    pub level: Option<Level>,
    /// How alike, and why. For somebody whom the asker may see it is as they may know it: where they do
    /// not see where the person lives, or the address is restricted, homes are not compared. For the
    /// others homes count, since one person has one record; but no reason says so.
    pub likeness: matching::Likeness,
    /// Whether it is surely the same person, homes compared too: for joining a record without a word.
    pub surely: bool,
}

#[derive(sqlx::FromRow)]
struct CandidateRow {
    person_id: PersonId,
    given_name: String,
    family_name: String,
    born_on: Option<NaiveDate>,
    nhs_number: Option<NhsNumber>,
    postcode: Option<Postcode>,
    address: String,
    address_restricted: bool,
    forgotten_on: Option<NaiveDate>,
    level: Option<Level>,
}

/// Everybody who shares a key with this identity and is likely or surely the same person, best
/// first: *whether or not* the actor's agency may see them, which is what one shared register is
/// for. The caller shows only those with a level. Somebody who said no and whose details are gone is
/// among them: that is what their name is kept for. Until the transaction ends nobody else adds anybody.
///
/// # Errors
/// Where the database does not answer.
pub async fn candidates<A: ScopeAct>(scope: &mut Scope<A>, identity: &Identity) -> Result<Vec<Candidate>, AppError> {
    hold_adding(scope).await?;
    let (actor, today) = (scope.actor(), scope.today());
    like(scope, &actor, today, identity).await
}

/// Others who are likely or surely the same person as the permit's, for the register's own team, which sees
/// every record: an agency that does not see the other one cannot be told, and adds somebody twice.
///
/// # Errors
/// Where the database does not answer.
pub async fn alike(permit: &mut Permit<ViewReferral>) -> Result<Vec<Candidate>, AppError> {
    if !permit.hosts_register() {
        return Ok(Vec::new());
    }
    let (actor, today, person) = (permit.actor(), permit.today(), permit.person());
    let who = identity(&details(permit).await?);
    let mut found = like(permit, &actor, today, &who).await?;
    found.retain(|candidate| candidate.person != person && candidate.level.is_some());
    glimpses::keep_beside(permit, List::Alike, found.iter().map(|candidate| &candidate.person)).await?;
    Ok(found)
}

async fn like(
    on: &mut impl OnDatabase,
    actor: &Actor,
    today: NaiveDate,
    identity: &Identity,
) -> Result<Vec<Candidate>, AppError> {
    let mut found: Vec<Candidate> = Vec::new();
    let without_home = identity.without_home();
    let open_keys = matching::blocking_keys(&without_home);
    for key in matching::blocking_keys(identity) {
        let by_home = !open_keys.contains(&key);
        let rows: Vec<CandidateRow> = fetch_all!(
            on,
            concat!(
                "select person.person_id, given_name, family_name, born_on, nhs_number, postcode, address,
                        address_restricted, forgotten_on, sharing.level
                 from person_block
                 join person on person.person_id = person_block.person_id
                 left join sharing on sharing.person_id = person.person_id and sharing.agency_id = $2
                   and (sharing.until_on is null or sharing.until_on >= $3)
                 where person_block.block_key = $1 and ",
                // Not even hidden: what became of their own referral would tell. They make another record, which
                // they see, and the register's team is told of both.
                not_kept_out!("person.person_id", "$4"),
                " limit 200"
            ),
            key,
            &actor.agency,
            today,
            &actor.staff_id
        )?;
        for row in rows {
            let knows_home = row.level.is_some_and(|level| policy::may_read_to_ask(actor, level, Section::Home))
                && !row.address_restricted;
            if by_home && row.level.is_some() && !knows_home {
                // Found by where they live alone: that they are found would say so.
                continue;
            }
            if found.iter().any(|candidate| candidate.person == row.person_id) {
                continue;
            }
            let theirs = Identity {
                given: row.given_name,
                family: row.family_name,
                born_on: row.born_on,
                nhs_number: row.nhs_number,
                postcode: row.postcode,
                address: (!row.address.is_empty()).then_some(row.address),
            };
            let whole = matching::likely_same(identity, &theirs);
            let shown = matching::likely_same(&without_home, &theirs);
            let mut surely = whole.verdict == matching::Verdict::Same;
            let mut likeness = match (row.level, knows_home) {
                (Some(_), true) => whole,
                (Some(_), false) => shown,
                (None, _) => matching::Likeness { reasons: shown.reasons, ..whole },
            };
            // Of somebody who said no, no home is left that could tell: else they would be asked again.
            if row.forgotten_on.is_some() && matching::known_again(identity, &theirs) {
                likeness.verdict = matching::Verdict::Same;
                surely = true;
            }
            if likeness.verdict != matching::Verdict::Unlikely {
                found.push(Candidate { person: row.person_id, identity: theirs, level: row.level, likeness, surely });
            }
        }
    }
    found.sort_by(|a, b| b.likeness.score.total_cmp(&a.likeness.score));
    Ok(found)
}
