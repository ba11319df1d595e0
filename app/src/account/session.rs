//! Who is signed in, by a cookie whose token is kept only as a hash.

use chrono::{DateTime, TimeDelta, Utc};
use sha2::{Digest, Sha256};

use super::model::{Patience, TRIES_KEPT, Tries};
use crate::{
    access::{
        log::hex,
        model::{Actor, AgencyKind, Role},
        permit::{Access, Housekeeping},
    },
    agency::store::has_agreement,
    base::{
        dates,
        error::{AppError, Corrupt},
        ids::{AgencyId, PersonId, StaffId},
        store::OnDatabase,
    },
    execute, execute_one, fetch_one, fetch_optional,
    web::{cookie, preferences::Preferences, visit::random_token},
    words,
};

/// Minutes without a page after which a session has ended.
pub const IDLE_MINUTES: i64 = 30;
/// The same while the tablet is in the person's hands: nobody reads or thinks against the clock, and nothing is open
/// but what was handed over.
pub const IDLE_MINUTES_LENT: i64 = 120;
/// How many minutes before that it is said, with script.
pub const WARNED_MINUTES: i64 = 5;
/// Hours after which a session has ended, whatever happened in it.
pub const ABSOLUTE_HOURS: i64 = 12;

/// Who is behind a request.
#[derive(Debug)]
pub enum Session {
    /// Nobody that we know of.
    Nobody,
    /// Somebody whose session has ended: they may not see anything, but what they typed is kept for them.
    Ended {
        /// Whose session it was.
        staff_id: StaffId,
    },
    /// Somebody.
    SignedIn {
        /// Who, with everything the policy needs.
        actor: Box<Actor>,
        /// Which session.
        token_hash: String,
        /// How they like to read, if they have ever said so.
        reading: Option<Preferences>,
    },
    /// Somebody who gave the tablet out of their hands: until they sign in again, only what they
    /// handed over is open.
    HandedOver {
        /// Who it is to be given back to.
        actor: Box<Actor>,
        /// Which session.
        token_hash: String,
        /// What was handed over.
        lent: Lent,
    },
}

words! {
    /// What a tablet is handed over for.
    pub enum LentFor {
        /// The questions of the consent conversation.
        Conversation = "conversation" => "The questions about the list",
        /// The person's own page.
        OwnPage = "own_page" => "Their own page",
    }
}

/// What was handed over, and about whom.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lent {
    /// In whose hands the tablet is.
    pub person: PersonId,
    /// What for.
    pub lent_for: LentFor,
}

#[derive(sqlx::FromRow)]
struct SessionRow {
    started_at: DateTime<Utc>,
    seen_at: DateTime<Utc>,
    ended_at: Option<DateTime<Utc>>,
    staff_id: StaffId,
    display_name: String,
    role: Role,
    left_on: Option<chrono::NaiveDate>,
    reading: Option<String>,
    agency_id: AgencyId,
    agency_name: String,
    agency_kind: AgencyKind,
    hosts_register: bool,
    agreement_in_force: bool,
    handed_person: Option<PersonId>,
    handed_to: Option<LentFor>,
}

/// Whose a page is that is read while somebody's tablet is handed over, as its forms say it.
#[must_use]
pub fn page_of_lent(owner: &StaffId) -> String {
    format!("handed-{owner}")
}

/// `__Host-` binds the cookie to this host and to HTTPS; without HTTPS a browser would drop it.
#[must_use]
pub const fn cookie_name(secure: bool) -> &'static str {
    if secure { "__Host-session" } else { "session" }
}

/// The cookie of a new session, or with an empty token the one that ends it.
#[must_use]
pub fn cookie(secure: bool, token: &str) -> String {
    cookie::session_cookie(cookie_name(secure), token, secure)
}

/// What is kept of a token.
#[must_use]
pub fn token_hash(token: &str) -> String {
    hex(&Sha256::digest(token.as_bytes()))
}

/// A token for a cookie: 256 random bits, as text.
///
/// # Errors
/// Where the machine has no randomness.
pub fn new_token() -> Result<String, AppError> {
    let token = format!("{}{}", random_token(), random_token());
    if token.len() == 64 { Ok(token) } else { Err(AppError::Broken("no randomness for a session".to_owned())) }
}

/// Finds the session of a token, and notes at most once a minute that it is in use.
///
/// # Errors
/// Where the database does not answer.
pub async fn find(access: &Access, token: &str) -> Result<Session, AppError> {
    if token.is_empty() {
        return Ok(Session::Nobody);
    }
    let token_hash = token_hash(token);
    let now = access.now();
    let today = dates::london(now).date();
    let row: Option<SessionRow> = access
        .looking_up(async |house| {
            fetch_optional!(
                house,
                concat!(
                    "select session.started_at, session.seen_at, session.ended_at, staff.staff_id, staff.display_name,
                            staff.role, staff.left_on, staff.reading, agency.agency_id, agency.name as agency_name,
                            agency.kind as agency_kind, agency.hosts_register, session.handed_person,
                            session.handed_to, ",
                    has_agreement!("agency.agency_id", "$2"),
                    " as agreement_in_force
                     from session
                     join staff on staff.staff_id = session.staff_id
                     join agency on agency.agency_id = staff.agency_id
                     where session.token_hash = $1"
                ),
                &token_hash,
                today
            )
        })
        .await?;
    let Some(row) = row else { return Ok(Session::Nobody) };
    let idle = if row.handed_to.is_some() { IDLE_MINUTES_LENT } else { IDLE_MINUTES };
    let over = row.ended_at.is_some()
        || now - row.seen_at > TimeDelta::minutes(idle)
        || now - row.started_at > TimeDelta::hours(ABSOLUTE_HOURS);
    if row.left_on.is_some_and(|left_on| left_on <= today) {
        return Ok(Session::Nobody);
    }
    if over {
        return Ok(Session::Ended { staff_id: row.staff_id });
    }
    if now - row.seen_at > TimeDelta::minutes(1) {
        let hash = &token_hash;
        access
            .housekeeping(async |house| {
                execute!(house, "update session set seen_at = $1 where token_hash = $2", now, hash).map(|_| ())
            })
            .await?;
    }
    let actor = Actor {
        staff_id: row.staff_id,
        display_name: row.display_name,
        role: row.role,
        agency: row.agency_id,
        agency_name: row.agency_name,
        agency_kind: row.agency_kind,
        hosts_register: row.hosts_register,
        agreement_in_force: row.agreement_in_force,
    };
    let reading = row.reading.as_deref().map(Preferences::from_words);
    let actor = Box::new(actor);
    Ok(match (row.handed_person, row.handed_to) {
        (None, None) => Session::SignedIn { actor, token_hash, reading },
        (Some(person), Some(lent_for)) => Session::HandedOver { actor, token_hash, lent: Lent { person, lent_for } },
        (Some(_), None) | (None, Some(_)) => {
            return Err(Corrupt { table: "session", what: "handed over by half" }.into());
        }
    })
}

/// Starts a session and answers the token for the cookie. Always a new token: one that was planted
/// in the browser beforehand is worth nothing.
///
/// # Errors
/// Where the database does not answer or the machine has no randomness.
pub async fn start(access: &Access, staff: &StaffId) -> Result<String, AppError> {
    access.housekeeping(async |house| begin(house, staff).await).await
}

/// The same for somebody who has just proven a password, by the hash it fits: refused where it was
/// changed or taken away meanwhile.
///
/// # Errors
/// `Conflict`, or as [`start`].
pub async fn start_with(access: &Access, staff: &StaffId, proven: &str) -> Result<String, AppError> {
    access
        .housekeeping(async |house| {
            let today = house.today();
            execute_one!(
                house,
                "update staff set password_hash = password_hash
                 where staff_id = $1 and password_hash = $2 and not password_given and (left_on is null or left_on > $3)",
                staff,
                proven,
                today
            )?;
            begin(house, staff).await
        })
        .await
}

async fn begin(house: &mut Housekeeping, staff: &StaffId) -> Result<String, AppError> {
    let token = new_token()?;
    let hash = token_hash(&token);
    let now = house.now();
    execute_one!(
        house,
        "insert into session (token_hash, staff_id, started_at, seen_at) values ($1, $2, $3, $3)",
        &hash,
        staff,
        now
    )?;
    // Sessions long over hold nothing anybody needs.
    execute!(house, "delete from session where seen_at < $1", now - TimeDelta::days(30))?;
    Ok(token)
}

/// Ends one session.
///
/// # Errors
/// Where the database does not answer.
pub async fn end(access: &Access, token_hash: &str) -> Result<(), AppError> {
    access
        .housekeeping(async |house| {
            let now = house.now();
            execute!(
                house,
                "update session set ended_at = $1 where token_hash = $2 and ended_at is null",
                now,
                token_hash
            )
            .map(|_| ())
        })
        .await
}

/// Locks a session while the tablet is out of its owner's hands, and answers the token for the cookie.
/// A new one: a browser that put pages of the old session aside forgets them when the cookie changes,
/// and nothing that was copied from the old session opens anything. To be done in the transaction that
/// writes down that the tablet was handed over.
///
/// # Errors
/// `Conflict` where the session has ended meanwhile.
pub async fn hand_over(
    on: &mut impl OnDatabase,
    now: DateTime<Utc>,
    old_hash: &str,
    lent: &Lent,
) -> Result<String, AppError> {
    let token = new_token()?;
    let hash = token_hash(&token);
    execute_one!(
        on,
        "insert into session (token_hash, staff_id, started_at, seen_at, handed_person, handed_to, handed_at)
         select $1, staff_id, started_at, $2, $3, $4, $2 from session where token_hash = $5 and ended_at is null",
        &hash,
        now,
        &lent.person,
        lent.lent_for,
        old_hash
    )?;
    execute_one!(on, "update session set ended_at = $1 where token_hash = $2", now, old_hash)?;
    Ok(token)
}

/// Ends every session of somebody, on every device.
///
/// # Errors
/// Where the database does not answer.
pub async fn end_all(on: &mut impl OnDatabase, staff: &StaffId, now: DateTime<Utc>) -> Result<(), AppError> {
    execute!(on, "update session set ended_at = $1 where staff_id = $2 and ended_at is null", now, staff).map(|_| ())
}

/// What one try is counted under.
#[derive(Debug, Clone, Copy)]
pub struct Counted<'a> {
    /// As [`crate::web::Site::failure_key`] makes it.
    pub key: &'a str,
    /// How patient we are with it.
    pub patience: Patience,
}

/// Whether a try may be made. There is nothing between the two: what need not wait is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Try {
    /// Now. It is counted already.
    Counted,
    /// Not before this time has passed. It is not counted.
    Wait(TimeDelta),
}

/// Counts a try before it is made, unless it has to wait for one of its keys: so that tries made at the
/// same moment are counted like those made one after the other. Whoever comes with several keys names
/// where it comes from first, then what is guessed: two tries then never wait for each other's row, and
/// whoever has to wait for their address cannot fill the table with names that they made up.
///
/// # Errors
/// Where the database does not answer.
pub async fn begin_try(access: &Access, under: &[Counted<'_>]) -> Result<Try, AppError> {
    access
        .housekeeping(async |house| {
            let now = house.now();
            let mut counted = Vec::new();
            for Counted { key, patience } in under {
                let tries = tries_so_far(house, key).await?.eased(*patience, now);
                let wait = tries.wait(*patience, now);
                if !wait.is_zero() {
                    return Ok(Try::Wait(wait));
                }
                counted.push((*key, tries.and_one(*patience, now)));
            }
            for (key, tries) in counted {
                let set = "update sign_in_failure set failures = $1, last_at = $2 where failure_key = $3";
                execute_one!(house, set, tries.failures, tries.last_at, key)?;
            }
            Ok(Try::Counted)
        })
        .await
}

async fn tries_so_far(house: &mut Housekeeping, key: &str) -> Result<Tries, AppError> {
    let now = house.now();
    // Makes the row, or waits for whoever has it.
    execute!(
        house,
        "insert into sign_in_failure (failure_key, failures, last_at) values ($1, 0, $2)
         on conflict (failure_key) do update set failures = sign_in_failure.failures",
        key,
        now
    )?;
    let (failures, last_at) =
        fetch_one!(house, "select failures, last_at from sign_in_failure where failure_key = $1", key)?;
    Ok(Tries { failures, last_at })
}

/// Takes a try back that was right: what was guessed is counted from nought again, and where it came from
/// is as if nobody had tried. Of whom nothing is left to count, no row is.
///
/// # Errors
/// Where the database does not answer.
pub async fn was_right(access: &Access, under: &[Counted<'_>]) -> Result<(), AppError> {
    access
        .housekeeping(async |house| {
            for Counted { key, patience } in under {
                let less = "update sign_in_failure set failures = failures - 1 where failure_key = $1";
                match patience {
                    Patience::Name | Patience::Code => {
                        execute!(house, "delete from sign_in_failure where failure_key = $1", key)?;
                    }
                    Patience::Address | Patience::Asking => {
                        execute!(house, less, key)?;
                        execute!(house, "delete from sign_in_failure where failure_key = $1 and failures <= 0", key)?;
                    }
                }
            }
            Ok(())
        })
        .await
}

/// Forgets the tries that make nobody wait any more. Most names that strangers type are nobody's, and
/// are never signed in with, which would forget them too.
///
/// # Errors
/// Where the database does not answer.
pub async fn forget_tries(access: &Access) -> Result<(), AppError> {
    access
        .housekeeping(async |house| {
            let before = house.now() - TRIES_KEPT;
            execute!(house, "delete from sign_in_failure where last_at < $1", before).map(|_| ())
        })
        .await
}
