//! What the house does itself, for nobody signed in: the same door, and the same log.

use chrono::{DateTime, NaiveDate, Utc};

use super::{
    log::{self, Entry, Outcome, Who},
    model::HouseAct,
    permit::{Access, hold_alone},
};
use crate::{
    base::{
        dates,
        error::AppError,
        ids::PersonId,
        store::{Conn, OnDatabase},
    },
    execute,
};

impl Access {
    /// Work of the house itself, for nobody signed in: signing in, sessions, drafts, settings,
    /// migrations, jobs. Its stores touch no person's record; `tidy.rs` lists the files that may.
    ///
    /// # Errors
    /// Whatever `work` answers.
    pub async fn housekeeping<T>(
        &self,
        work: impl AsyncFnOnce(&mut Housekeeping) -> Result<T, AppError>,
    ) -> Result<T, AppError> {
        let mut house = Housekeeping { conn: self.database.begin().await?, now: self.now() };
        let done = work(&mut house).await?;
        house.conn.commit().await?;
        Ok(done)
    }

    /// Does to the record of each person that `find` finds what the passing of time asks for. Each is a
    /// transaction of its own, in which nobody else decides about them and `work` looks again whether
    /// there is anything to do; where it answers that it changed something, the log gets an entry of the
    /// house itself in the same transaction. One that fails is told to the server's log by its id, and
    /// the others go on: it is tried again in the next round.
    ///
    /// # Errors
    /// Where nobody can be looked for.
    pub async fn round<A: HouseAct>(
        &self,
        find: impl AsyncFnOnce(&mut Housekeeping) -> Result<Vec<(PersonId,)>, AppError>,
        work: impl AsyncFn(&mut Housekeeping, &PersonId) -> Result<bool, AppError>,
    ) -> Result<(), AppError> {
        for (person,) in self.looking_up(find).await? {
            if let Err(error) = self.by_itself::<A>(&person, &work).await {
                tracing::error!(person.id = %person, act = A::ACT.word(), %error, "the round left one out");
            }
        }
        Ok(())
    }

    async fn by_itself<A: HouseAct>(
        &self,
        person: &PersonId,
        work: impl AsyncFnOnce(&mut Housekeeping, &PersonId) -> Result<bool, AppError>,
    ) -> Result<(), AppError> {
        let mut house = Housekeeping { conn: self.database.begin().await?, now: self.now() };
        hold_alone(&mut house, person).await?;
        if !work(&mut house, person).await? {
            return Ok(());
        }
        let Housekeeping { mut conn, now } = house;
        let entry = Entry { who: Who::House, act: A::ACT, person: Some(person), outcome: Outcome::Allowed, detail: "" };
        log::append(&mut conn, now, entry).await?;
        conn.commit().await
    }

    /// Housekeeping that only reads: it does not queue for SQLite's writer.
    ///
    /// # Errors
    /// Whatever `work` answers.
    pub async fn looking_up<T>(
        &self,
        work: impl AsyncFnOnce(&mut Housekeeping) -> Result<T, AppError>,
    ) -> Result<T, AppError> {
        let mut house = Housekeeping { conn: self.database.begin_reading().await?, now: self.now() };
        work(&mut house).await
    }
}

/// A transaction of the house itself.
#[derive(Debug)]
pub struct Housekeeping {
    pub(super) conn: Conn,
    pub(super) now: DateTime<Utc>,
}

impl Housekeeping {
    /// Now.
    #[must_use]
    pub fn now(&self) -> DateTime<Utc> {
        self.now
    }

    /// Today in London.
    #[must_use]
    pub fn today(&self) -> NaiveDate {
        dates::london(self.now).date()
    }

    /// Answers whether the database does.
    ///
    /// # Errors
    /// Where it does not.
    pub async fn ping(&mut self) -> Result<(), AppError> {
        execute!(self, "select 1").map(|_| ())
    }

    /// Checks the whole audit chain.
    ///
    /// # Errors
    /// Where the database does not answer.
    pub async fn verify_audit(&mut self) -> Result<log::Verdict, AppError> {
        log::verify(&mut self.conn).await
    }
}

impl OnDatabase for Housekeeping {
    fn conn(&mut self) -> &mut Conn {
        &mut self.conn
    }
}
