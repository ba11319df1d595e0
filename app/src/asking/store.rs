//! What was typed so far, sealed; and the referral it becomes.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};

use super::model::Asked;
use crate::{
    access::{
        model::{Actor, act::ReferOneself},
        permit::{Access, Scope},
    },
    account::session::{new_token, token_hash},
    agency,
    base::{answers::Answers, dates, error::AppError},
    draft::Key,
    execute, execute_one, fetch_optional,
    own::{model::FAILURES_MAX, requests},
    person::store as person,
    referral::{self, model::Found},
};

/// How long a half-typed referral waits, in days.
pub const DAYS_KEPT: i64 = 14;

/// What was typed so far, by one browser.
#[derive(Debug, Clone)]
pub struct Begun {
    /// What is kept of the browser's token.
    pub token_hash: String,
    /// Everything typed.
    pub answers: Answers,
}

fn owner(token_hash: &str) -> String {
    format!("asking {token_hash}")
}

/// What the browser with this token typed so far.
///
/// # Errors
/// Where the database does not answer.
pub async fn begun(access: &Access, key: &Key, token: &str) -> Result<Option<Begun>, AppError> {
    if token.is_empty() {
        return Ok(None);
    }
    let hash = token_hash(token);
    let since = access.now() - TimeDelta::days(DAYS_KEPT);
    let row: Option<(Vec<u8>,)> = access
        .looking_up(async |house| {
            fetch_optional!(house, "select sealed from asking where token_hash = $1 and saved_at >= $2", &hash, since)
        })
        .await?;
    Ok(row.and_then(|(sealed,)| {
        let answers = key.open(&owner(&hash), &sealed)?;
        Some(Begun { token_hash: hash, answers })
    }))
}

/// Keeps what was typed, under a new token where there is none yet; answers the token, if it is new.
///
/// # Errors
/// Where the database does not answer.
pub async fn keep(
    access: &Access,
    key: &Key,
    begun: Option<&Begun>,
    answers: &Answers,
) -> Result<(String, Option<String>), AppError> {
    let (hash, token) = match begun {
        Some(begun) => (begun.token_hash.clone(), None),
        None => {
            let token = new_token()?;
            (token_hash(&token), Some(token))
        }
    };
    let sealed = key.seal(&owner(&hash), answers)?;
    let sealed = sealed.as_slice();
    access
        .housekeeping(async |house| {
            let now = house.now();
            execute!(
                house,
                "insert into asking (token_hash, sealed, saved_at, failures) values ($1, $2, $3, 0)
                 on conflict (token_hash) do update set sealed = excluded.sealed, saved_at = excluded.saved_at",
                &hash,
                sealed,
                now
            )?;
            // Forgetting rides along with keeping: no job to forget to run.
            execute!(house, "delete from asking where saved_at < $1", now - TimeDelta::days(DAYS_KEPT)).map(|_| ())
        })
        .await?;
    Ok((hash, token))
}

/// Keeps what is being typed at this moment.
///
/// # Errors
/// `Conflict` where it was sent or thrown away meanwhile: then nothing of it may come back.
pub async fn keep_typing(access: &Access, key: &Key, begun: &Begun, answers: &Answers) -> Result<(), AppError> {
    let (hash, nothing) = (&begun.token_hash, Vec::<u8>::new());
    let sealed = key.seal(&owner(hash), answers)?;
    let sealed = sealed.as_slice();
    access
        .housekeeping(async |house| {
            let now = house.now();
            let rows = execute!(
                house,
                "update asking set sealed = $1, saved_at = $2 where token_hash = $3 and sealed <> $4",
                sealed,
                now,
                hash,
                nothing
            )?;
            if rows == 1 { Ok(()) } else { Err(AppError::Conflict) }
        })
        .await
}

/// Forgets what was typed, in the transaction that sends it, and keeps only that it was sent. Whether
/// this is the one that sends it: the button may be pressed twice.
///
/// # Errors
/// Where the database does not answer.
pub async fn claim(scope: &mut Scope<ReferOneself>, begun: &Begun) -> Result<bool, AppError> {
    let (hash, nothing) = (&begun.token_hash, Vec::<u8>::new());
    let rows = execute!(
        scope,
        "update asking set sealed = $1, return_hash = null where token_hash = $2 and sealed <> $1",
        nothing,
        hash
    )?;
    Ok(rows == 1)
}

/// Throws away what was typed by a browser.
///
/// # Errors
/// Where the database does not answer.
pub async fn forget(access: &Access, begun: &Begun) -> Result<(), AppError> {
    let hash = &begun.token_hash;
    access
        .housekeeping(async |house| execute!(house, "delete from asking where token_hash = $1", hash).map(|_| ()))
        .await
}

/// Whether the browser with this token has sent what it typed.
///
/// # Errors
/// Where the database does not answer.
pub async fn was_sent(access: &Access, token: &str) -> Result<bool, AppError> {
    let hash = token_hash(token);
    let row: Option<(Vec<u8>,)> = access
        .looking_up(async |house| fetch_optional!(house, "select sealed from asking where token_hash = $1", &hash))
        .await?;
    Ok(row.is_some_and(|(sealed,)| sealed.is_empty()))
}

/// What is kept of a return code.
#[must_use]
pub fn hash_return(key: &Key, letters: &str) -> String {
    key.hash_code("return", letters)
}

/// Gives a half-typed referral a return code, in place of the one it had.
///
/// # Errors
/// `Conflict` where it is gone.
pub async fn set_return(access: &Access, token_hash: &str, return_hash: &str) -> Result<(), AppError> {
    access
        .housekeeping(async |house| {
            execute_one!(
                house,
                "update asking set return_hash = $1, failures = 0 where token_hash = $2",
                return_hash,
                token_hash
            )
        })
        .await
}

/// Opens a half-typed referral with its return code and the date of birth in it; answers the token of
/// this browser. The old browser's token opens nothing any more. The code opens it again, until it is sent, thrown
/// away or saved under another: a browser that closes loses nothing.
///
/// # Errors
/// Where the database does not answer.
pub async fn come_back(
    access: &Access,
    key: &Key,
    return_hash: &str,
    born_on: NaiveDate,
) -> Result<Option<String>, AppError> {
    let token = new_token()?;
    let new_hash = token_hash(&token);
    access
        .housekeeping(async |house| {
            let now: DateTime<Utc> = house.now();
            // Counted as wrong before it is looked at, as with a personal code.
            let counted = execute!(
                house,
                "update asking set failures = failures + 1 where return_hash = $1 and failures < $2",
                return_hash,
                FAILURES_MAX
            )?;
            let row: Option<(String, Vec<u8>)> = fetch_optional!(
                house,
                "select token_hash, sealed from asking where return_hash = $1 and saved_at >= $2",
                return_hash,
                now - TimeDelta::days(DAYS_KEPT)
            )?;
            let opened = row.and_then(|(hash, sealed)| key.open(&owner(&hash), &sealed).map(|answers| (hash, answers)));
            let right = opened.filter(|(_, answers)| counted == 1 && born(answers) == Some(born_on));
            let Some((old_hash, answers)) = right else { return Ok(None) };
            let sealed = key.seal(&owner(&new_hash), &answers)?;
            execute_one!(
                house,
                "update asking set token_hash = $1, sealed = $2, saved_at = $3, failures = 0
                 where token_hash = $4",
                &new_hash,
                sealed.as_slice(),
                now,
                &old_hash
            )?;
            Ok(Some(token))
        })
        .await
}

fn born(answers: &Answers) -> Option<NaiveDate> {
    dates::from_parts(answers.get("born_day"), answers.get("born_month"), answers.get("born_year")).ok()
}

/// The agency that is asked: the one that runs the register. Nobody of it acts.
///
/// # Errors
/// `NotFound` where none runs it yet.
pub async fn host(access: &Access) -> Result<Actor, AppError> {
    let host = access
        .looking_up(async |house| {
            let today = house.today();
            agency::store::told_apart(house, today).await
        })
        .await?
        .hosts
        .into_iter()
        .next()
        .ok_or(AppError::NotFound)?;
    Actor::console(host.agency_id, host.name, host.kind).map_err(|error| AppError::Broken(error.to_string()))
}

/// Makes the referral. Somebody who is surely here gets it on their one record; nobody is told. Where they
/// are on the register already, there is nothing to decide, but somebody was promised a talk: it is asked for.
///
/// # Errors
/// Where the database does not answer; nothing is written then.
pub async fn refer(scope: &mut Scope<ReferOneself>, asked: &Asked) -> Result<(), AppError> {
    let candidates = person::candidates(scope, &person::identity(&asked.looked_for)).await?;
    let surely = candidates.into_iter().find(|candidate| candidate.surely);
    let is_new = surely.is_none();
    let person = match surely {
        Some(candidate) => candidate.person,
        None => person::add(scope, &asked.details).await?,
    };
    match referral::store::add(scope, &person, asked.source, &asked.request(is_new)).await? {
        Found::OnRegister => requests::ask_without_account(scope, &person, &asked.asked_by).await?,
        Found::ToAsk => {}
    }
    scope.note_person(&person, if is_new { "new" } else { "joined" });
    Ok(())
}
