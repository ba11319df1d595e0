//! Decisions in the database, and everything that follows from one in the same transaction.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};

use super::model::{self, Answer, Authority, Conversation, Decision, Format, Kind, Surroundings};
use crate::{
    access::{
        model::{
            AboutPerson,
            act::{ChangeOwnMind, CloseReferral, RecordConsent, WithdrawConsent},
        },
        permit::{Housekeeping, Permit, hold_alone},
    },
    agency,
    base::{
        answers::Answers,
        error::{AppError, Corrupt},
        ids::{AgencyId, ConsentId, EntryId, PersonId},
        store::OnDatabase,
    },
    execute, execute_one, fetch_all, fetch_one, fetch_optional,
    referral::model::{Outcome, State},
};

#[derive(sqlx::FromRow)]
struct DecisionRow {
    consent_id: ConsentId,
    kind: Kind,
    authority: Authority,
    decided_by: String,
    decided_on: NaiveDate,
    review_on: Option<NaiveDate>,
    answers: String,
    information: String,
    recorded_by: Option<String>,
    recorded_agency: Option<String>,
    recorded_at: DateTime<Utc>,
}

/// A decision as the record shows it.
#[derive(Debug, Clone)]
pub struct Recorded {
    /// What was decided.
    pub decision: Decision,
    /// The decider's name, where it was not the person.
    pub decided_by: String,
    /// Every answer of the conversation.
    pub answers: Answers,
    /// In which form the information was given; none for a withdrawal.
    pub format: Option<Format>,
    /// Who wrote it down.
    pub recorded_by: Option<String>,
    /// For which agency.
    pub recorded_agency: Option<String>,
    /// When.
    pub recorded_at: DateTime<Utc>,
}

/// In which form the information was given, and the versions of the texts.
#[derive(serde::Serialize, serde::Deserialize)]
struct Information {
    format: Format,
    /// Document or question set, and its version.
    shown: BTreeMap<String, u32>,
}

impl Information {
    fn of(format: Format) -> Self {
        let documents =
            crate::easy_read::model::documents().iter().map(|document| (document.key.clone(), document.version));
        let questions = crate::easy_read::model::consent_questions()
            .map(|questions| ("consent_questions".to_owned(), questions.version));
        Self { format, shown: documents.chain(questions).collect() }
    }
}

/// Every decision of the permit's person, in the order in which they were made.
///
/// # Errors
/// Where the database does not answer or holds an impossible row.
pub async fn history<A: AboutPerson>(permit: &mut Permit<A>) -> Result<Vec<Recorded>, AppError> {
    let person = permit.person();
    decisions_of(permit, &person).await
}

async fn decisions_of(on: &mut impl OnDatabase, person: &PersonId) -> Result<Vec<Recorded>, AppError> {
    let rows: Vec<DecisionRow> = fetch_all!(
        on,
        "select consent_id, consent_decision.kind, authority, decided_by, decided_on, review_on, answers, information,
                staff.display_name as recorded_by, agency.name as recorded_agency, recorded_at
         from consent_decision
         left join staff on staff.staff_id = recorded_by
         left join agency on agency.agency_id = recorded_agency
         where person_id = $1 order by number",
        person
    )?;
    let scopes: Vec<(ConsentId, AgencyId, Answer)> = fetch_all!(
        on,
        "select consent_agency.consent_id, consent_agency.agency_id, answer from consent_agency
         join consent_decision on consent_decision.consent_id = consent_agency.consent_id
         where person_id = $1",
        person
    )?;
    rows.into_iter()
        .map(|row| {
            let (by, on) = (row.authority, row.decided_on);
            let decision = match (row.kind, row.review_on) {
                (Kind::Given, Some(review_on)) => Decision::Given {
                    by,
                    on,
                    review_on,
                    agencies: scopes
                        .iter()
                        .filter(|(id, _, _)| *id == row.consent_id)
                        .map(|(_, agency, answer)| (agency.clone(), *answer))
                        .collect(),
                },
                (Kind::Refused, None) => Decision::Refused { by, on },
                (Kind::Withdrawn, None) => Decision::Withdrawn { by, on },
                (Kind::Given, None) => {
                    return Err(Corrupt { table: "consent_decision", what: "a yes without a review date" }.into());
                }
                (Kind::Refused | Kind::Withdrawn, Some(_)) => {
                    return Err(Corrupt { table: "consent_decision", what: "a no with a review date" }.into());
                }
            };
            let unreadable = |_| Corrupt { table: "consent_decision", what: "unreadable answers" };
            Ok(Recorded {
                decision,
                decided_by: row.decided_by,
                answers: serde_json::from_str(&row.answers).map_err(unreadable)?,
                format: serde_json::from_str::<Information>(&row.information)
                    .ok()
                    .map(|information| information.format),
                recorded_by: row.recorded_by,
                recorded_agency: row.recorded_agency,
                recorded_at: row.recorded_at,
            })
        })
        .collect()
}

/// Records the outcome of a conversation, and makes it so at once.
///
/// # Errors
/// Where the database does not answer; nothing is written then.
pub async fn record(permit: &mut Permit<RecordConsent>, conversation: &Conversation) -> Result<(), AppError> {
    let information = serde_json::to_string(&Information::of(conversation.format))
        .map_err(|error| AppError::Broken(error.to_string()))?;
    append(permit, &conversation.decision, &conversation.decided_by, &conversation.answers, &information).await?;
    permit.note(conversation.decision.kind().word());
    settle(permit).await
}

/// The acts that take a yes back.
pub trait Withdraws: AboutPerson {}
impl Withdraws for WithdrawConsent {}
impl Withdraws for ChangeOwnMind {}

/// Records a change of mind, and makes it so at once. Answers the names of the agencies that lost sight.
///
/// # Errors
/// `Conflict` where there is no yes to take back (somebody was faster).
pub async fn withdraw<A: Withdraws>(
    permit: &mut Permit<A>,
    by: Authority,
    decided_by: &str,
    answers: &Answers,
) -> Result<Vec<String>, AppError> {
    let lost = who_sees(permit).await?;
    let history = history(permit).await?;
    let last = history.last().ok_or(AppError::Conflict)?;
    let withdrawn = last.decision.withdraw(by, permit.today()).map_err(|_| AppError::Conflict)?;
    append(permit, &withdrawn, decided_by, answers, "{}").await?;
    permit.note(withdrawn.kind().word());
    settle(permit).await?;
    Ok(lost)
}

/// The names of the agencies that see the record of the permit's person at this moment.
///
/// # Errors
/// Where the database does not answer.
pub async fn who_sees<A: AboutPerson>(permit: &mut Permit<A>) -> Result<Vec<String>, AppError> {
    let (person, today) = (permit.person(), permit.today());
    let rows: Vec<(String,)> = fetch_all!(
        permit,
        "select agency.name from sharing join agency on agency.agency_id = sharing.agency_id
         where person_id = $1 and level = 'record' and (until_on is null or until_on >= $2) order by agency.name",
        &person,
        today
    )?;
    Ok(rows.into_iter().map(|(name,)| name).collect())
}

async fn append<A: AboutPerson>(
    permit: &mut Permit<A>,
    decision: &Decision,
    decided_by: &str,
    answers: &Answers,
    information: &str,
) -> Result<(), AppError> {
    let (person, now, id) = (permit.person(), permit.now(), ConsentId::new());
    // Nobody's and none, where the person did it on their own page.
    let (staff, agency) = (permit.staff(), permit.agency());
    let (review_on, scope) = match decision {
        Decision::Given { review_on, agencies, .. } => (Some(*review_on), agencies.clone()),
        Decision::Refused { .. } | Decision::Withdrawn { .. } => (None, BTreeMap::new()),
    };
    let answers = serde_json::to_string(answers).map_err(|error| AppError::Broken(error.to_string()))?;
    let (number,): (i64,) =
        fetch_one!(permit, "select coalesce(max(number), 0) + 1 from consent_decision where person_id = $1", &person)?;
    execute_one!(
        permit,
        "insert into consent_decision (consent_id, person_id, number, kind, authority, decided_by, decided_on, review_on,
                                       answers, information, recorded_by, recorded_agency, recorded_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)",
        &id,
        &person,
        number,
        decision.kind(),
        decision.by(),
        decided_by,
        decision.on(),
        review_on,
        &answers,
        information,
        &staff,
        &agency,
        now
    )?;
    for (agency, answer) in &scope {
        execute_one!(
            permit,
            "insert into consent_agency (consent_id, agency_id, answer) values ($1, $2, $3)",
            &id,
            agency,
            *answer
        )?;
    }
    Ok(())
}

/// Makes referrals, register entry and sharing follow from the last decision.
async fn settle<A: AboutPerson>(permit: &mut Permit<A>) -> Result<(), AppError> {
    let (person, today, now) = (permit.person(), permit.today(), permit.now());
    let history = history(permit).await?;
    let Some(last) = history.last() else { return Ok(()) };
    let outcome = match last.decision.kind() {
        Kind::Given => Outcome::OnRegister,
        Kind::Refused | Kind::Withdrawn => Outcome::SaidNo,
    };
    execute!(
        permit,
        "update referral set state = $1, closed_at = $2, closed_because = $3 where person_id = $4 and state = $5",
        State::Closed,
        now,
        outcome,
        &person,
        State::Waiting
    )?;
    let open: Option<(EntryId,)> = fetch_optional!(
        permit,
        "select entry_id from register_entry where person_id = $1 and closed_on is null",
        &person
    )?;
    match (last.decision.kind(), open) {
        (Kind::Given, None) => execute_one!(
            permit,
            "insert into register_entry (entry_id, person_id, opened_on) values ($1, $2, $3)",
            EntryId::new(),
            &person,
            today
        )?,
        (Kind::Given, Some(_)) | (Kind::Refused | Kind::Withdrawn, None) => {}
        (kind @ (Kind::Refused | Kind::Withdrawn), Some((entry,))) => execute_one!(
            permit,
            "update register_entry set closed_on = $1, closed_because = $2 where entry_id = $3",
            today,
            kind.word(),
            entry
        )?,
    }
    let decisions: Vec<Decision> = history.into_iter().map(|recorded| recorded.decision).collect();
    rewrite_sharing(permit, &person, &decisions, today).await
}

/// Rewrites who may see a person, from their decisions and waiting referrals. Called by whatever
/// changes either: decisions here, referrals in `referral::store`.
///
/// # Errors
/// Where the database does not answer.
pub async fn rewrite_sharing(
    on: &mut impl OnDatabase,
    person: &PersonId,
    decisions: &[Decision],
    today: NaiveDate,
) -> Result<(), AppError> {
    let waiting: Vec<(AgencyId,)> = fetch_all!(
        on,
        "select distinct agency_id from referral where person_id = $1 and state = $2",
        person,
        State::Waiting
    )?;
    let around = Surroundings {
        waiting: waiting.into_iter().map(|(agency,)| agency).collect(),
        hosts: agency::store::hosts(on).await?,
    };
    execute!(on, "delete from sharing where person_id = $1", person)?;
    for (agency, (level, until_on)) in model::sharing(decisions, &around, today) {
        execute_one!(
            on,
            "insert into sharing (person_id, agency_id, level, until_on) values ($1, $2, $3, $4)",
            person,
            &agency,
            level,
            until_on
        )?;
    }
    Ok(())
}

/// The same for a person whose decisions must be read first.
///
/// # Errors
/// Where the database does not answer.
pub async fn refresh_sharing(on: &mut impl OnDatabase, person: &PersonId, today: NaiveDate) -> Result<(), AppError> {
    hold_alone(on, person).await?;
    let decisions: Vec<Decision> =
        decisions_of(on, person).await?.into_iter().map(|recorded| recorded.decision).collect();
    rewrite_sharing(on, person, &decisions, today).await
}

/// Makes `sharing` follow from decisions that lapsed since anybody last looked: nobody sees those
/// records any more, and the register's own team and whoever waits may ask again.
///
/// # Errors
/// Where the database does not answer.
pub async fn settle_lapsed(house: &mut Housekeeping) -> Result<(), AppError> {
    let today = house.today();
    let lapsed: Vec<(PersonId,)> =
        fetch_all!(house, "select distinct person_id from sharing where until_on < $1", today)?;
    for (person,) in lapsed {
        refresh_sharing(house, &person, today).await?;
    }
    Ok(())
}

/// Refreshes after a referral was closed.
///
/// # Errors
/// Where the database does not answer.
pub async fn after_closing(permit: &mut Permit<CloseReferral>) -> Result<(), AppError> {
    let (person, today) = (permit.person(), permit.today());
    refresh_sharing(permit, &person, today).await
}
