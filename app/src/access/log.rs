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

use super::model::{Act, Actor};
use crate::{
    base::{
        error::AppError,
        ids::{AgencyId, PersonId, StaffId},
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

/// What is written down of one attempt.
#[derive(Debug)]
pub struct Entry<'a> {
    /// Who tried; `None` for the system itself.
    pub actor: Option<&'a Actor>,
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
        at: at.to_rfc3339_opts(SecondsFormat::Millis, true),
        staff: entry.actor.map(|actor| actor.staff_id.clone()),
        agency: entry.actor.map(|actor| actor.agency.clone()),
        act: entry.act,
        person: entry.person.cloned(),
        outcome: entry.outcome,
        detail: entry.detail.to_owned(),
    };
    let text = serde_json::to_string(&line).map_err(|error| AppError::Broken(error.to_string()))?;
    let hash = link(&previous, &text);
    execute!(
        conn,
        "insert into audit_entry (seq, at, staff_id, agency_id, act, person_id, outcome, line, hash)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        seq,
        at,
        &line.staff,
        &line.agency,
        line.act,
        &line.person,
        line.outcome,
        &text,
        &hash
    )?;
    execute_one!(conn, "update audit_head set hash = $1 where only_row = 1 and seq = $2", &hash, seq)
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
    staff_id: Option<StaffId>,
    agency_id: Option<AgencyId>,
    act: Act,
    person_id: Option<PersonId>,
    outcome: Outcome,
    line: String,
    hash: String,
}

/// Walks the whole chain from the first entry to the head.
///
/// # Errors
/// Where the database does not answer; a broken chain is not an error but a [`Verdict`].
pub async fn verify(conn: &mut Conn) -> Result<Verdict, AppError> {
    let (head_seq, head): (i64, String) = fetch_one!(conn, "select seq, hash from audit_head where only_row = 1")?;
    let (mut previous, mut expected) = (String::new(), 1_i64);
    loop {
        // A page at a time: the log of years does not fit in memory.
        let rows: Vec<EntryRow> = fetch_all!(
            conn,
            "select seq, staff_id, agency_id, act, person_id, outcome, line, hash
             from audit_entry where seq >= $1 order by seq limit 1000",
            expected
        )?;
        if rows.is_empty() {
            break;
        }
        for row in rows {
            let broken = |what| Ok(Verdict::Broken { seq: row.seq, what });
            if row.seq != expected {
                return Ok(Verdict::Broken { seq: expected, what: "this entry is missing" });
            }
            if link(&previous, &row.line) != row.hash {
                return broken("its hash does not follow from the entry before");
            }
            let Ok(line) = serde_json::from_str::<Line>(&row.line) else { return broken("it cannot be read") };
            let same = (line.seq, &line.staff, &line.agency, line.act, &line.person, line.outcome)
                == (row.seq, &row.staff_id, &row.agency_id, row.act, &row.person_id, row.outcome);
            if !same {
                return broken("its columns were changed");
            }
            previous = row.hash;
            expected += 1;
        }
    }
    let entries = expected - 1;
    if entries < head_seq {
        return Ok(Verdict::Broken { seq: expected, what: "this entry is missing" });
    }
    if (entries, &previous) != (head_seq, &head) {
        return Ok(Verdict::Broken { seq: entries, what: "it is not the head of the chain" });
    }
    Ok(Verdict::Whole { entries, head })
}

/// One line of "who has looked at this record".
#[derive(Debug, sqlx::FromRow)]
pub struct Look {
    /// When.
    pub at: DateTime<Utc>,
    /// Who; empty for the system itself.
    pub display_name: Option<String>,
    /// For which agency.
    pub agency_name: Option<String>,
    /// To do what.
    pub act: Act,
    /// What came of it.
    pub outcome: Outcome,
}
