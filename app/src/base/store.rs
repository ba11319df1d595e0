//! One set of queries for SQLite and PostgreSQL.
//!
//! [`Conn`] is a closed enum over a transaction on either; the macros run the same statement, with
//! `$1` placeholders and native chrono types, on whichever it is. Only `access` can make a `Conn`,
//! so a store function can only be called by code that holds a permit.
//!
//! ```ignore
//! let rows: Vec<ActionRow> = fetch_all!(permit, "select … where person_id = $1", permit.person())?;
//! execute_one!(permit, "update action set … where action_id = $1 and version = $2", id, version)?;
//! ```

use super::error::AppError;

/// An open transaction on one of the two databases. Dropped without a commit, it rolls back.
pub enum Conn {
    /// The default: one local file.
    Sqlite(sqlx::Transaction<'static, sqlx::Sqlite>),
    /// Where a county outgrows one machine.
    Postgres(sqlx::Transaction<'static, sqlx::Postgres>),
}

impl std::fmt::Debug for Conn {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Sqlite(_) => "Conn(SQLite)",
            Self::Postgres(_) => "Conn(PostgreSQL)",
        })
    }
}

impl Conn {
    /// Makes everything done so far permanent.
    ///
    /// # Errors
    /// Where the database cannot.
    pub async fn commit(self) -> Result<(), AppError> {
        match self {
            Self::Sqlite(tx) => tx.commit().await?,
            Self::Postgres(tx) => tx.commit().await?,
        }
        Ok(())
    }
}

/// Something a query can run on: every kind of permit.
pub trait OnDatabase {
    /// The transaction.
    fn conn(&mut self) -> &mut Conn;
}

impl OnDatabase for Conn {
    fn conn(&mut self) -> &mut Conn {
        self
    }
}

/// Every row of a query, each read into the type the caller asks for.
#[macro_export]
macro_rules! fetch_all {
    ($on:expr, $sql:expr $(, $arg:expr)* $(,)?) => {
        match $crate::base::store::OnDatabase::conn($on) {
            $crate::base::store::Conn::Sqlite(tx) => sqlx::query_as($sql)$(.bind($arg))*.fetch_all(&mut **tx).await,
            $crate::base::store::Conn::Postgres(tx) => sqlx::query_as($sql)$(.bind($arg))*.fetch_all(&mut **tx).await,
        }
        .map_err($crate::base::error::AppError::from)
    };
}

/// The row of a query, or `None`.
#[macro_export]
macro_rules! fetch_optional {
    ($on:expr, $sql:expr $(, $arg:expr)* $(,)?) => {
        match $crate::base::store::OnDatabase::conn($on) {
            $crate::base::store::Conn::Sqlite(tx) => sqlx::query_as($sql)$(.bind($arg))*.fetch_optional(&mut **tx).await,
            $crate::base::store::Conn::Postgres(tx) => sqlx::query_as($sql)$(.bind($arg))*.fetch_optional(&mut **tx).await,
        }
        .map_err($crate::base::error::AppError::from)
    };
}

/// The row of a query that always has one, such as a count.
#[macro_export]
macro_rules! fetch_one {
    ($on:expr, $sql:expr $(, $arg:expr)* $(,)?) => {
        match $crate::base::store::OnDatabase::conn($on) {
            $crate::base::store::Conn::Sqlite(tx) => sqlx::query_as($sql)$(.bind($arg))*.fetch_one(&mut **tx).await,
            $crate::base::store::Conn::Postgres(tx) => sqlx::query_as($sql)$(.bind($arg))*.fetch_one(&mut **tx).await,
        }
        .map_err($crate::base::error::AppError::from)
    };
}

/// Runs a statement; answers how many rows it touched.
#[macro_export]
macro_rules! execute {
    ($on:expr, $sql:expr $(, $arg:expr)* $(,)?) => {
        match $crate::base::store::OnDatabase::conn($on) {
            $crate::base::store::Conn::Sqlite(tx) => sqlx::query($sql)$(.bind($arg))*.execute(&mut **tx).await.map(|done| done.rows_affected()),
            $crate::base::store::Conn::Postgres(tx) => sqlx::query($sql)$(.bind($arg))*.execute(&mut **tx).await.map(|done| done.rows_affected()),
        }
        .map_err($crate::base::error::AppError::from)
    };
}

/// Runs a statement that must touch exactly one row. None touched means that somebody else
/// changed the row since it was read: [`AppError::Conflict`].
#[macro_export]
macro_rules! execute_one {
    ($on:expr, $sql:expr $(, $arg:expr)* $(,)?) => {
        match $crate::execute!($on, $sql $(, $arg)*) {
            Ok(1) => Ok(()),
            Ok(0) => Err($crate::base::error::AppError::Conflict),
            Ok(_) => Err($crate::base::error::AppError::Broken("a statement for one row touched several".to_owned())),
            Err(error) => Err(error),
        }
    };
}
