//! Where the register is kept. The pools are private to this file: only `permit` begins a transaction.

use std::{cmp::Ordering, str::FromStr, time::Duration};

use sqlx::{
    migrate::Migrator,
    postgres::{PgConnectOptions, PgPool, PgPoolOptions},
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions, SqliteSynchronous},
};

use crate::base::{error::AppError, store::Conn};

/// Where the register is kept. Cloning shares the pools.
#[derive(Clone, Debug)]
pub struct Database(Pools);

#[derive(Clone, Debug)]
enum Pools {
    // SQLite has one writer at a time. Queueing for its one connection here is fair and cannot
    // answer "database is locked", which many connections racing for the lock would.
    Sqlite { writer: SqlitePool, reader: SqlitePool },
    Postgres(PgPool),
}

static MIGRATIONS: Migrator = sqlx::migrate!("../migrations");

/// What tables there are in a database.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tables {
    /// None of a register.
    None,
    /// Those of an older version of this program.
    Older,
    /// Those that this program works with.
    Current,
    /// Those of a newer version.
    Newer,
}

/// How an SQLite database is opened; `None` where the address names none.
fn sqlite(url: &str, wait: Duration) -> Result<Option<SqliteConnectOptions>, AppError> {
    if !url.starts_with("sqlite:") {
        return Ok(None);
    }
    let options = SqliteConnectOptions::from_str(url)?
        .foreign_keys(true)
        // FULL: what was answered "saved" is on the disk, even if the power goes the next moment.
        .synchronous(SqliteSynchronous::Full)
        .busy_timeout(wait / 2);
    Ok(Some(options))
}

impl Database {
    /// Opens `sqlite://PATH` (made if missing) or `postgres://…`.
    ///
    /// # Errors
    /// Where the address is neither, or the database does not answer.
    pub async fn open(url: &str) -> Result<Self, AppError> {
        Self::open_waiting(url, Duration::from_secs(10)).await
    }

    /// The same, with another patience: how long a visit waits for a connection or a lock before it
    /// is told that the register is busy.
    ///
    /// # Errors
    /// Where the address is neither, or the database does not answer.
    pub async fn open_waiting(url: &str, wait: Duration) -> Result<Self, AppError> {
        if let Some(options) = sqlite(url, wait)? {
            return Self::sqlite(options.create_if_missing(true).journal_mode(SqliteJournalMode::Wal), wait).await;
        }
        Self::postgres(url, wait).await
    }

    /// The same for a database that is there: none is made, and nothing about it is changed.
    ///
    /// # Errors
    /// Where the address is neither, or there is no such database.
    pub async fn open_existing(url: &str) -> Result<Self, AppError> {
        let wait = Duration::from_secs(10);
        match sqlite(url, wait)? {
            Some(options) => Self::sqlite(options.create_if_missing(false), wait).await,
            None => Self::postgres(url, wait).await,
        }
    }

    async fn sqlite(options: SqliteConnectOptions, wait: Duration) -> Result<Self, AppError> {
        let pool = |max| SqlitePoolOptions::new().max_connections(max).acquire_timeout(wait);
        let writer = pool(1).connect_with(options.clone()).await?;
        let reader = pool(4).connect_with(options).await?;
        Ok(Self(Pools::Sqlite { writer, reader }))
    }

    async fn postgres(url: &str, wait: Duration) -> Result<Self, AppError> {
        if !(url.starts_with("postgres:") || url.starts_with("postgresql:")) {
            return Err(AppError::Broken("DATABASE_URL must start with sqlite:// or postgres://".to_owned()));
        }
        let options = PgConnectOptions::from_str(url)?;
        let pool = PgPoolOptions::new().max_connections(16).acquire_timeout(wait).connect_with(options).await?;
        Ok(Self(Pools::Postgres(pool)))
    }

    /// What tables a database has, beside those that this program knows.
    ///
    /// # Errors
    /// Where the database does not answer.
    pub async fn tables(&self) -> Result<Tables, AppError> {
        const APPLIED: &str = "select count(*) from _sqlx_migrations where success";
        let applied: Result<(i64,), sqlx::Error> = match &self.0 {
            Pools::Sqlite { reader, .. } => sqlx::query_as(APPLIED).fetch_one(reader).await,
            Pools::Postgres(pool) => sqlx::query_as(APPLIED).fetch_one(pool).await,
        };
        let applied = match applied {
            Ok((applied,)) => applied,
            // No such table, or a file that is no database.
            Err(sqlx::Error::Database(_)) => return Ok(Tables::None),
            Err(error) => return Err(error.into()),
        };
        let known = i64::try_from(MIGRATIONS.iter().count()).unwrap_or(i64::MAX);
        if applied == 0 {
            return Ok(Tables::None);
        }
        Ok(match applied.cmp(&known) {
            Ordering::Less => Tables::Older,
            Ordering::Equal => Tables::Current,
            Ordering::Greater => Tables::Newer,
        })
    }

    /// Brings the tables up to date. Forward only.
    ///
    /// # Errors
    /// Where a migration fails; none is applied in part.
    pub async fn migrate(&self) -> Result<(), AppError> {
        match &self.0 {
            Pools::Sqlite { writer, .. } => MIGRATIONS.run(writer).await,
            Pools::Postgres(pool) => MIGRATIONS.run(pool).await,
        }
        .map_err(|error| AppError::Broken(format!("migration: {error}")))
    }

    /// Closes every connection; what is under way finishes first.
    pub async fn close(&self) {
        match &self.0 {
            Pools::Sqlite { writer, reader } => {
                reader.close().await;
                writer.close().await;
            }
            Pools::Postgres(pool) => pool.close().await,
        }
    }

    pub(super) async fn begin(&self) -> Result<Conn, AppError> {
        Ok(match &self.0 {
            // IMMEDIATE: a transaction that reads first and writes later must not find the lock taken.
            Pools::Sqlite { writer, .. } => Conn::Sqlite(writer.begin_with("begin immediate").await?),
            Pools::Postgres(pool) => Conn::Postgres(pool.begin().await?),
        })
    }

    pub(super) async fn begin_reading(&self) -> Result<Conn, AppError> {
        Ok(match &self.0 {
            Pools::Sqlite { reader, .. } => Conn::Sqlite(reader.begin().await?),
            Pools::Postgres(pool) => Conn::Postgres(pool.begin().await?),
        })
    }
}
