//! What can go wrong on the way to an answer, as the person at the screen meets it.

use super::answers::Fault;

/// The one error that reaches the edge. No variant holds what somebody typed or whose record it was.
#[derive(Debug, thiserror::Error)]
pub enum AppError {
    /// Nobody is signed in, or the session ended.
    #[error("not signed in")]
    NotSignedIn,
    /// Nobody has opened an own page here, or it has closed again.
    #[error("own page not open")]
    PageClosed,
    /// The tablet is in the person's hands: only their conversation is open until it is given back.
    #[error("the tablet is handed over")]
    HandedOver,
    /// There is no such thing, or the asker may not know that there is.
    #[error("not found")]
    NotFound,
    /// There is a page at this address, or a form, but not for the method that was asked.
    #[error("no such method here")]
    NoSuchMethod,
    /// The asker may know that it exists, but not do this. The sentence says why.
    #[error("forbidden: {0}")]
    Forbidden(String),
    /// The asker may know that it exists, and a decision closed it to all but the register's own team.
    #[error("closed")]
    Closed,
    /// Faults of a form, each with its field.
    #[error("{} faults in a form", .0.len())]
    Invalid(Vec<Fault>),
    /// Somebody else changed it meanwhile.
    #[error("changed by somebody else meanwhile")]
    Conflict,
    /// The page is of somebody who was signed in before, in the same browser.
    #[error("sent from another user's page")]
    OtherUser,
    /// Too much came from one address in a short time.
    #[error("too many")]
    TooMany,
    /// What was sent is too large.
    #[error("too large")]
    TooLarge,
    /// What was sent is no form, or broke off on the way.
    #[error("cannot be read")]
    Unreadable,
    /// The database is busy or gone; trying again may work. The cause is for the log, as that of `Broken`.
    #[error("the database did not answer: {0}")]
    Unavailable(String),
    /// A fault of ours. The cause is for the log, once, under the reference the page shows.
    #[error("broken: {0}")]
    Broken(String),
}

/// A row that the rules say cannot exist. Names the place, never what the row holds.
#[derive(Debug, thiserror::Error)]
#[error("corrupt row in {table}: {what}")]
pub struct Corrupt {
    /// The table.
    pub table: &'static str,
    /// What is impossible about it.
    pub what: &'static str,
}

impl From<Corrupt> for AppError {
    fn from(corrupt: Corrupt) -> Self {
        Self::Broken(corrupt.to_string())
    }
}

#[cfg(not(target_family = "wasm"))]
impl From<sqlx::Error> for AppError {
    #[expect(clippy::wildcard_enum_match_arm, reason = "sqlx's list is open; all the rest are faults of ours")]
    fn from(error: sqlx::Error) -> Self {
        match &error {
            sqlx::Error::PoolTimedOut | sqlx::Error::PoolClosed | sqlx::Error::Io(_) => {
                Self::Unavailable(error.to_string())
            }
            // Of a database's own message only the code is kept: the text may quote a value.
            sqlx::Error::Database(inner) => {
                let code = inner.code().unwrap_or_default().into_owned();
                let constraint = inner.constraint().unwrap_or_default();
                // SQLite 5 and 6: busy, locked. PostgreSQL 57P0x, 53300, 55P03, 400xx: going down, full, locked, deadlocked.
                let busy = matches!(
                    code.as_str(),
                    "5" | "6" | "261" | "517" | "57P01" | "57P02" | "57P03" | "53300" | "55P03" | "40001" | "40P01"
                );
                let text = format!("database error {code} {constraint}");
                if busy { Self::Unavailable(text) } else { Self::Broken(text) }
            }
            sqlx::Error::ColumnDecode { index, .. } => Self::Broken(format!("column {index} does not decode")),
            _ => Self::Broken(error.to_string()),
        }
    }
}
