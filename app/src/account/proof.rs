//! Whether a typed password is right, with guessing made slow.

use chrono::TimeDelta;
use http::StatusCode;

use super::{
    model::{PASSWORD_CHARS_MAX, Patience},
    password,
    session::{self, Counted, Try},
};
use crate::{base::error::AppError, web::Visit};

/// Why a password opens nothing: the status of the page, and what it says beside the field.
pub type Refused = (StatusCode, String);

/// Compares a password with the hash that is kept; with none where there is no such account, which
/// takes as long. Each wrong one makes the next slower, by `key` (whose password it is said to be) and
/// by the address it comes from.
///
/// # Errors
/// Where the database does not answer.
pub async fn prove(
    visit: &Visit,
    key: &str,
    typed: String,
    kept: Option<String>,
    wrong: &str,
) -> Result<Result<(), Refused>, AppError> {
    let access = visit.access();
    let under =
        [Counted { key: &visit.from_key, patience: Patience::Address }, Counted { key, patience: Patience::Name }];
    if let Try::Wait(wait) = session::begin_try(access, &under).await? {
        let message = format!("Too many tries. Wait {} and try again", minutes(wait));
        return Ok(Err((StatusCode::TOO_MANY_REQUESTS, message)));
    }
    let too_long = typed.chars().count() > PASSWORD_CHARS_MAX;
    if too_long || !password::is_right(typed, kept).await? {
        return Ok(Err((StatusCode::UNPROCESSABLE_ENTITY, wrong.to_owned())));
    }
    session::was_right(access, &under).await?;
    Ok(Ok(()))
}

/// A wait as it is told: in whole minutes, never less than there is.
#[must_use]
pub fn minutes(wait: TimeDelta) -> String {
    match (wait.num_milliseconds() + 59_999) / 60_000 {
        ..=1 => "1 minute".to_owned(),
        minutes => format!("{minutes} minutes"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wait_is_told_in_minutes_and_never_as_none() {
        let told = |milliseconds| minutes(TimeDelta::milliseconds(milliseconds));
        assert_eq!([1, 500, 30_000, 60_000].map(told), ["1 minute"; 4]);
        assert_eq!([60_001, 120_000].map(told), ["2 minutes"; 2]);
        assert_eq!(minutes(TimeDelta::nanoseconds(1)), "1 minute");
    }
}
