//! Whose own page is open, by a cookie of its own, apart from the sessions of staff.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};

use super::model::FAILURES_MAX;
use crate::{
    access::{
        model::CodeHolder,
        permit::{Access, Housekeeping, code_in_force},
    },
    account::session::{new_token, token_hash},
    base::{
        error::AppError,
        ids::{CodeId, HolderId, PersonId},
    },
    easy_read::model::Format,
    execute, execute_one, fetch_optional,
    web::cookie,
};

/// Minutes without a page after which one's own page closes. Longer than for staff: reading easy
/// read takes its time, and there is one record behind it, not hundreds.
pub const IDLE_MINUTES: i64 = 60;
/// Minutes before that at which the page says so, where there is script.
pub const WARNED_MINUTES: i64 = 5;
/// Hours after which it closes, whatever happens on it.
pub const ABSOLUTE_HOURS: i64 = 8;

/// Whose own page is open here.
#[derive(Debug)]
pub enum OwnSession {
    /// Nobody's.
    Nobody,
    /// It has closed again: nothing may be seen, but what was typed is kept.
    Ended {
        /// The code that had opened it.
        code: CodeId,
    },
    /// One person's.
    Open {
        /// Who opened it.
        holder: Box<CodeHolder>,
        /// Which session.
        token_hash: String,
        /// How they like to read.
        format: Format,
    },
}

#[derive(sqlx::FromRow)]
struct Row {
    started_at: DateTime<Utc>,
    seen_at: DateTime<Utc>,
    code_id: CodeId,
    person_id: PersonId,
    holder_id: Option<HolderId>,
    name: Option<String>,
    relation: Option<String>,
    format: Format,
}

/// Whose a page is that was opened with a personal code, as its forms say it.
#[must_use]
pub fn page_of(code: &CodeId) -> String {
    format!("own-{code}")
}

/// `__Host-` binds the cookie to this host and to HTTPS; without HTTPS a browser would drop it.
#[must_use]
pub const fn cookie_name(secure: bool) -> &'static str {
    if secure { "__Host-own" } else { "own" }
}

/// The cookie of a page that opens, or with an empty token the one that closes it.
#[must_use]
pub fn cookie(secure: bool, token: &str) -> String {
    cookie::session_cookie(cookie_name(secure), token, secure)
}

/// Finds the session of a token, and notes at most once a minute that it is in use.
///
/// # Errors
/// Where the database does not answer.
pub async fn find(access: &Access, token: &str) -> Result<OwnSession, AppError> {
    if token.is_empty() {
        return Ok(OwnSession::Nobody);
    }
    let token_hash = token_hash(token);
    let now = access.now();
    // Whoever pressed "I am finished", whose code was taken back, or who may no longer decide for the
    // person is nobody here any more.
    let row: Option<Row> = access
        .looking_up(async |house| {
            let today = house.today();
            fetch_optional!(
                house,
                concat!(
                    "select started_at, seen_at, personal_code.code_id, personal_code.person_id,
                            personal_code.holder_id, holder.name, holder.relation, format
                     from own_session join personal_code on personal_code.code_id = own_session.code_id
                     left join holder on holder.holder_id = personal_code.holder_id
                     where token_hash = $1 and own_session.ended_at is null and ",
                    code_in_force!("$2")
                ),
                &token_hash,
                today
            )
        })
        .await?;
    let Some(row) = row else { return Ok(OwnSession::Nobody) };
    if now - row.seen_at > TimeDelta::minutes(IDLE_MINUTES) || now - row.started_at > TimeDelta::hours(ABSOLUTE_HOURS) {
        return Ok(OwnSession::Ended { code: row.code_id });
    }
    if now - row.seen_at > TimeDelta::minutes(1) {
        let hash = &token_hash;
        access
            .housekeeping(async |house| {
                execute!(house, "update own_session set seen_at = $1 where token_hash = $2", now, hash).map(|_| ())
            })
            .await?;
    }
    let holder = CodeHolder {
        code: row.code_id,
        person: row.person_id,
        holder: row.holder_id,
        name: row.name.unwrap_or_default(),
        relation: row.relation.unwrap_or_default(),
    };
    Ok(OwnSession::Open { holder: Box::new(holder), token_hash, format: row.format })
}

/// Opens a page with a code and a date of birth, and answers the token for the cookie and whose page
/// it is; `None` where the two do not fit, whichever of them is wrong. Both ways do the same work.
///
/// # Errors
/// Where the database does not answer.
pub async fn open(
    access: &Access,
    code_hash: &str,
    born_on: NaiveDate,
) -> Result<Option<(String, PersonId)>, AppError> {
    let token = new_token()?;
    let hash = token_hash(&token);
    access
        .housekeeping(async |house| {
            // Counted as wrong before it is looked at, in one statement that holds the row: however many come at
            // the same moment, no more are looked at than end the code.
            let counted = execute!(
                house,
                "update personal_code set failures = failures + 1 where code_hash = $1 and failures < $2",
                code_hash,
                FAILURES_MAX
            )?;
            let found = in_force(house, code_hash).await?;
            let now = house.now();
            let right = found.filter(|(_, _, born)| counted == 1 && *born == Some(born_on));
            let Some((code, person, _)) = right else { return Ok(None) };
            execute!(house, "update personal_code set failures = 0 where code_id = $1", &code)?;
            execute_one!(
                house,
                "insert into own_session (token_hash, code_id, started_at, seen_at) values ($1, $2, $3, $3)",
                &hash,
                &code,
                now
            )?;
            execute!(house, "delete from own_session where seen_at < $1", now - TimeDelta::days(30))?;
            Ok(Some((token, person)))
        })
        .await
}

async fn in_force(
    house: &mut Housekeeping,
    code_hash: &str,
) -> Result<Option<(CodeId, PersonId, Option<NaiveDate>)>, AppError> {
    let today = house.today();
    fetch_optional!(
        house,
        concat!(
            "select code_id, personal_code.person_id, person.born_on
             from personal_code
             join person on person.person_id = personal_code.person_id
             left join holder on holder.holder_id = personal_code.holder_id
             where code_hash = $1 and ",
            code_in_force!("$2")
        ),
        code_hash,
        today
    )
}

/// Closes the page that is open in a browser, if one is, and answers the cookie that forgets it. To be
/// done whenever somebody else comes to sit at it.
///
/// # Errors
/// Where the database does not answer.
pub async fn close(access: &Access, own: &OwnSession, secure: bool) -> Result<String, AppError> {
    if let OwnSession::Open { token_hash, .. } = own {
        end(access, token_hash).await?;
    }
    Ok(cookie(secure, ""))
}

async fn end(access: &Access, token_hash: &str) -> Result<(), AppError> {
    access
        .housekeeping(async |house| {
            let now = house.now();
            execute!(
                house,
                "update own_session set ended_at = $1 where token_hash = $2 and ended_at is null",
                now,
                token_hash
            )
            .map(|_| ())
        })
        .await
}
