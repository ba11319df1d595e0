//! The audit log: every view and change of a person's record, and every refusal, in a hash chain.
//!
//! An entry is a line of JSON, kept as the exact bytes that were hashed; `hash` is the SHA-256 of
//! the previous hash followed by those bytes. The columns beside it repeat parts of the line so
//! that it can be searched, and [`verify`] checks that they agree with it. Entries hold ids and
//! words of the policy, never a name or anything typed.
//!
//! The head of the chain is one row of `audit_head`. Appending updates it first, which locks it on
//! PostgreSQL (SQLite has one writer anyway), so that two transactions can never fork the chain.

use chrono::{DateTime, SecondsFormat, Utc};
use sha2::{Digest, Sha256};

use super::{
    model::{
        AboutPerson, Act, Actor, CodeHolder,
        act::{SeeAuditLog, SeeOwnPage, ViewAccessLog},
    },
    permit::{Permit, Scope},
};
use crate::{
    base::{
        error::AppError,
        ids::{AgencyId, CodeId, PersonId, StaffId},
        store::Conn,
    },
    execute, execute_one, fetch_all, fetch_one, words,
};

words! {
    /// What came of an attempt.
    pub enum Outcome {
        /// It was done.
        Allowed = "allowed" => "Allowed",
        /// The policy said no.
        Refused = "refused" => "Refused",
    }
}

/// Who is behind an attempt.
#[derive(Debug, Clone, Copy)]
pub enum Who<'a> {
    /// Somebody signed in.
    Staff(&'a Actor),
    /// The person, or who decides for them, with a personal code.
    Own(&'a CodeHolder),
    /// Somebody without an account, who asks an agency.
    Public(&'a AgencyId),
    /// The house itself, because time has passed.
    House,
}

impl Who<'_> {
    fn staff(&self) -> Option<StaffId> {
        match self {
            Self::Staff(actor) => Some(actor.staff_id.clone()),
            Self::Own(_) | Self::Public(_) | Self::House => None,
        }
    }

    fn agency(&self) -> Option<AgencyId> {
        match self {
            Self::Staff(actor) => Some(actor.agency.clone()),
            Self::Public(agency) => Some((*agency).clone()),
            Self::Own(_) | Self::House => None,
        }
    }

    fn code(&self) -> Option<CodeId> {
        match self {
            Self::Own(holder) => Some(holder.code.clone()),
            Self::Staff(_) | Self::Public(_) | Self::House => None,
        }
    }
}

/// What is written down of one attempt.
#[derive(Debug)]
pub struct Entry<'a> {
    /// Who tried.
    pub who: Who<'a>,
    /// What they tried.
    pub act: Act,
    /// On whose record, if on one.
    pub person: Option<&'a PersonId>,
    /// What came of it.
    pub outcome: Outcome,
    /// Words and ids that say more: never anything typed.
    pub detail: &'a str,
}

/// The bytes that are hashed. Field order is fixed by this struct.
#[derive(serde::Serialize, serde::Deserialize, PartialEq, Eq)]
struct Line {
    seq: i64,
    at: String,
    staff: Option<StaffId>,
    agency: Option<AgencyId>,
    act: Act,
    person: Option<PersonId>,
    outcome: Outcome,
    detail: String,
    /// Only where there is one: the lines from before there were codes stay as they were hashed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    code: Option<CodeId>,
}

/// Appends one entry within the caller's transaction.
///
/// # Errors
/// Where the database refuses; the caller's transaction must then not commit.
pub async fn append(conn: &mut Conn, at: DateTime<Utc>, entry: Entry<'_>) -> Result<(), AppError> {
    let (seq, previous): (i64, String) =
        fetch_one!(conn, "update audit_head set seq = seq + 1 where only_row = 1 returning seq, hash")?;
    let line = Line {
        seq,
        at: moment(at),
        staff: entry.who.staff(),
        agency: entry.who.agency(),
        act: entry.act,
        person: entry.person.cloned(),
        outcome: entry.outcome,
        detail: entry.detail.to_owned(),
        code: entry.who.code(),
    };
    let text = serde_json::to_string(&line).map_err(|error| AppError::Broken(error.to_string()))?;
    let hash = link(&previous, &text);
    execute!(
        conn,
        "insert into audit_entry (seq, at, staff_id, agency_id, act, person_id, outcome, line, hash, code_id)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        seq,
        at,
        &line.staff,
        &line.agency,
        line.act,
        &line.person,
        line.outcome,
        &text,
        &hash,
        &line.code
    )?;
    execute_one!(conn, "update audit_head set hash = $1 where only_row = 1 and seq = $2", &hash, seq)
}

/// To the millisecond: the databases keep different fractions below it.
fn moment(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Millis, true)
}

fn link(previous: &str, line: &str) -> String {
    let mut hasher = Sha256::new();
    hasher.update(previous.as_bytes());
    hasher.update(line.as_bytes());
    hex(&hasher.finalize())
}

/// Lower-case hexadecimal.
#[must_use]
pub fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write;
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        // Writing to a String cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// What checking the chain found.
#[derive(Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Every entry follows from the one before, up to the head.
    Whole {
        /// How many entries there are.
        entries: i64,
        /// The hash of the last one: write it down elsewhere, and nobody can rewrite history unseen.
        head: String,
    },
    /// The chain breaks here.
    Broken {
        /// The first entry that does not fit.
        seq: i64,
        /// What does not fit.
        what: &'static str,
    },
}

#[derive(sqlx::FromRow)]
struct EntryRow {
    seq: i64,
    at: DateTime<Utc>,
    staff_id: Option<StaffId>,
    agency_id: Option<AgencyId>,
    act: Act,
    person_id: Option<PersonId>,
    outcome: Outcome,
    line: String,
    hash: String,
    code_id: Option<CodeId>,
}

/// Walks the whole chain from the first entry to the head, as the head was when the walk began: what
/// is appended meanwhile is for the next time.
///
/// # Errors
/// Where the database does not answer; a broken chain is not an error but a [`Verdict`].
pub async fn verify(conn: &mut Conn) -> Result<Verdict, AppError> {
    let (entries, head): (i64, String) = fetch_one!(conn, "select seq, hash from audit_head where only_row = 1")?;
    let (mut previous, mut expected) = (String::new(), 1_i64);
    loop {
        // A page at a time: the log of years does not fit in memory.
        let rows: Vec<EntryRow> = fetch_all!(
            conn,
            "select seq, at, staff_id, agency_id, act, person_id, outcome, line, hash, code_id
             from audit_entry where seq >= $1 and seq <= $2 order by seq limit 1000",
            expected,
            entries
        )?;
        if rows.is_empty() {
            break;
        }
        for row in rows {
            if row.seq != expected {
                return Ok(Verdict::Broken { seq: expected, what: "this entry is missing" });
            }
            if let Some(what) = misfit(&row, &previous) {
                return Ok(Verdict::Broken { seq: row.seq, what });
            }
            previous = row.hash;
            expected += 1;
        }
    }
    if expected <= entries {
        return Ok(Verdict::Broken { seq: expected, what: "this entry is missing" });
    }
    if previous != head {
        return Ok(Verdict::Broken { seq: entries, what: "it is not the head of the chain" });
    }
    // One statement, so that an entry that is being appended has its head too.
    let (beyond,): (Option<i64>,) = fetch_one!(
        conn,
        "select min(seq) from audit_entry where seq > (select seq from audit_head where only_row = 1)"
    )?;
    match beyond {
        Some(seq) => Ok(Verdict::Broken { seq, what: "it lies beyond the head of the chain" }),
        None => Ok(Verdict::Whole { entries, head }),
    }
}

/// What does not fit about an entry that follows a hash, if anything.
fn misfit(row: &EntryRow, previous: &str) -> Option<&'static str> {
    if link(previous, &row.line) != row.hash {
        return Some("its hash does not follow from the entry before");
    }
    let Ok(line) = serde_json::from_str::<Line>(&row.line) else { return Some("it cannot be read") };
    let same = (line.seq, &line.staff, &line.agency, line.act, &line.person, line.outcome, &line.code)
        == (row.seq, &row.staff_id, &row.agency_id, row.act, &row.person_id, row.outcome, &row.code_id)
        && line.at == moment(row.at);
    (!same).then_some("its columns were changed")
}

/// How many entries a page shows.
pub const PAGE_SIZE: i64 = 100;

/// One line of the audit log, as its reader sees it: no person's name, and of their id only the end.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct Logged {
    /// Its place in the chain.
    pub seq: i64,
    /// When.
    pub at: DateTime<Utc>,
    /// Who; empty for the system itself.
    pub display_name: Option<String>,
    /// For which agency.
    pub agency_name: Option<String>,
    /// To do what.
    pub act: Act,
    /// On whose record.
    pub person_id: Option<PersonId>,
    /// What came of it.
    pub outcome: Outcome,
    /// Whether a personal code was used: then it was the person, or who decides for them.
    pub with_code: bool,
    line: String,
}

impl Logged {
    /// Enough of the person's id to tell two people apart. The end of it: ids begin with the time
    /// they were made, which those of one imported list share.
    #[must_use]
    pub fn person_short(&self) -> Option<String> {
        let id = self.person_id.as_ref()?.as_str();
        id.get(id.len().saturating_sub(8)..).map(|end| format!("…{end}"))
    }

    /// The words that say more; empty where there are none.
    #[must_use]
    pub fn detail(&self) -> String {
        serde_json::from_str::<Line>(&self.line).map_or_else(|_| "cannot be read".to_owned(), |line| line.detail)
    }
}

/// The newest entries before a place in the chain, and one more where there are further ones.
///
/// # Errors
/// Where the database does not answer.
pub async fn entries(
    scope: &mut Scope<SeeAuditLog>,
    before: i64,
    outcome: Option<Outcome>,
) -> Result<Vec<Logged>, AppError> {
    let word = outcome.map_or("", Outcome::word);
    fetch_all!(
        scope,
        "select seq, at, staff.display_name, agency.name as agency_name, act, person_id, outcome,
                code_id is not null as with_code, line
         from audit_entry
         left join staff on staff.staff_id = audit_entry.staff_id
         left join agency on agency.agency_id = audit_entry.agency_id
         where seq < $1 and ($2 = '' or outcome = $2)
         order by seq desc limit $3",
        before,
        word,
        PAGE_SIZE + 1
    )
}

/// One line of "who has looked at this record".
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct Look {
    /// Its place in the chain.
    pub seq: i64,
    /// When.
    pub at: DateTime<Utc>,
    /// Who; empty for the system itself.
    pub display_name: Option<String>,
    /// Nurse, social worker.
    pub job_title: Option<String>,
    /// For which agency.
    pub agency_name: Option<String>,
    /// To do what.
    pub act: Act,
    /// What came of it.
    pub outcome: Outcome,
    /// Who held the personal code that was used; empty for the person, nothing where it was no code.
    pub holder_name: Option<String>,
    /// What that holder is to the person.
    pub holder_relation: Option<String>,
}

/// The acts that show who has looked.
pub trait Reads: AboutPerson {}
impl Reads for ViewAccessLog {}
impl Reads for SeeOwnPage {}

macro_rules! looks {
    ($besides:literal) => {
        concat!(
            "select seq, at, staff.display_name, staff.job_title, agency.name as agency_name, act, outcome,
                    case when personal_code.code_id is null then null else coalesce(holder.name, '') end as holder_name,
                    holder.relation as holder_relation
             from audit_entry
             left join staff on staff.staff_id = audit_entry.staff_id
             left join agency on agency.agency_id = audit_entry.agency_id
             left join personal_code on personal_code.code_id = audit_entry.code_id
             left join holder on holder.holder_id = personal_code.holder_id
             where audit_entry.person_id = $1 and seq < $2 ",
            $besides,
            " order by seq desc limit $3"
        )
    };
}

/// Who has looked at the permit's person, newest first, before a place in the chain, as many as `limit`.
///
/// # Errors
/// Where the database does not answer.
pub async fn looks<A: Reads>(permit: &mut Permit<A>, before: i64, limit: i64) -> Result<Vec<Look>, AppError> {
    let person = permit.person();
    fetch_all!(permit, looks!(""), &person, before, limit)
}

/// The same for somebody else who holds a code, without what would tell them whom the person keeps out (that it was
/// worked on, and who of the staff was turned away), that the person does not feel safe (that they said something, and
/// that staff worked on what was asked for) or that they, or somebody without an account, asked for help.
///
/// # Errors
/// Where the database does not answer.
pub async fn looks_for_another(
    permit: &mut Permit<SeeOwnPage>,
    before: i64,
    limit: i64,
) -> Result<Vec<Look>, AppError> {
    let (person, code) = (permit.person(), permit.code());
    fetch_all!(
        permit,
        looks!(
            "and act <> $4 and (audit_entry.staff_id is null or outcome = $5)
             and act <> $6 and ((act <> $7 and act <> $8) or audit_entry.code_id = $9) and act <> $10"
        ),
        &person,
        before,
        limit,
        Act::KeepOut,
        Outcome::Allowed,
        Act::AnswerRequest,
        Act::AddOwnWords,
        Act::AskToTalk,
        code,
        Act::ReferOneself
    )
}

/// Cuts a page to its size; answers the place where the next one starts, if there is one.
pub fn cut<T>(lines: &mut Vec<T>, seq: impl Fn(&T) -> i64) -> Option<i64> {
    let size = usize::try_from(PAGE_SIZE).unwrap_or(usize::MAX);
    if lines.len() <= size {
        return None;
    }
    lines.truncate(size);
    lines.last().map(seq)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_that_is_not_full_has_none_after_it() {
        let mut lines: Vec<i64> = (1..=PAGE_SIZE).rev().collect();
        assert_eq!(cut(&mut lines, |seq| *seq), None);
        assert_eq!(lines.len(), 100);
    }

    #[test]
    fn the_next_page_starts_where_this_one_ends() {
        let mut lines: Vec<i64> = (1..=PAGE_SIZE + 1).rev().collect();
        assert_eq!(cut(&mut lines, |seq| *seq), Some(2));
        assert_eq!(lines.len(), 100);
    }

    #[test]
    fn the_reader_of_the_log_sees_only_the_end_of_a_persons_id() {
        let logged = Logged {
            seq: 1,
            at: DateTime::UNIX_EPOCH,
            display_name: None,
            agency_name: None,
            act: Act::ViewRecord,
            person_id: Some("0198c0de-0000-7000-8000-0000deadbeef".parse().unwrap()),
            outcome: Outcome::Allowed,
            with_code: false,
            line: "{".into(),
        };
        assert_eq!(logged.person_short().as_deref(), Some("…deadbeef"));
        assert_eq!(logged.detail(), "cannot be read");
    }
}
