//! The only door to the database: [`Access`], [`Permit`], [`Scope`], over a [`Database`].

use std::{marker::PhantomData, sync::Arc};

use chrono::{DateTime, NaiveDate, Utc};

pub use super::{
    database::{Database, Tables},
    house::Housekeeping,
};
use super::{
    log::{self, Entry, Outcome, Who},
    model::{AboutPerson, Act, Actor, CodeHolder, Denied, Level, OwnAct, PersonAct, ScopeAct, Section},
    policy,
};
use crate::{
    base::{
        dates,
        error::AppError,
        ids::{AgencyId, CodeId, PersonId, StaffId},
        store::{Conn, OnDatabase},
    },
    fetch_all, fetch_optional,
};

/// Whether a personal code opens anything on a day: a condition over `personal_code`, left-joined with
/// its `holder`. Every question about codes asks this one, so that what a list shows, what opens a page
/// and what a page may do cannot differ.
macro_rules! code_in_force {
    ($day:literal) => {
        concat!(
            "revoked_at is null and personal_code.expires_on >= ",
            $day,
            " and (holder.ended_on is null or holder.ended_on > ",
            $day,
            ") and (holder.expires_on is null or holder.expires_on >= ",
            $day,
            ")"
        )
    };
}
pub(crate) use code_in_force;

/// Whether a person does not keep somebody of the staff out: a condition over two expressions of a query.
/// Every list asks it beside `sharing`, and every permit does (`level_of`), so that a colleague whom a
/// person keeps out finds nothing of them anywhere.
macro_rules! not_kept_out {
    ($person:literal, $staff:literal) => {
        concat!(
            " not exists (select 1 from kept_out where kept_out.person_id = ",
            $person,
            " and kept_out.staff_id = ",
            $staff,
            " and kept_out.ended_at is null) "
        )
    };
}
pub(crate) use not_kept_out;

/// Whether a person is open to somebody of the staff on a day, at whatever level: their agency has a part in
/// the sharing that has not run out, and the person does not keep this colleague out. A condition over `sharing`.
macro_rules! open_to {
    ($agency:literal, $day:literal, $staff:literal) => {
        concat!(
            " sharing.agency_id = ",
            $agency,
            " and (sharing.until_on is null or sharing.until_on >= ",
            $day,
            ") and ",
            $crate::access::permit::not_kept_out!("sharing.person_id", $staff)
        )
    };
}
pub(crate) use open_to;

/// What time it is. Passed, so that a test can say.
#[derive(Clone, Debug)]
pub enum Clock {
    /// The machine's.
    System,
    /// A test's, which it may move.
    Set(Arc<std::sync::Mutex<DateTime<Utc>>>),
}

impl Clock {
    /// Now.
    #[must_use]
    pub fn now(&self) -> DateTime<Utc> {
        match self {
            #[expect(clippy::disallowed_methods, reason = "the one place where the machine's clock is read")]
            Self::System => Utc::now(),
            Self::Set(at) => *at.lock().unwrap_or_else(std::sync::PoisonError::into_inner),
        }
    }
}

/// Decides, runs, logs, commits. The front door of everything that touches data.
#[derive(Clone, Debug)]
pub struct Access {
    pub(super) database: Database,
    clock: Clock,
}

impl Access {
    /// Over a database and a clock.
    #[must_use]
    pub fn new(database: Database, clock: Clock) -> Self {
        Self { database, clock }
    }

    /// The same door at another moment: for the demo county's history, and for tests.
    #[must_use]
    pub fn as_of(&self, moment: DateTime<Utc>) -> Self {
        Self { database: self.database.clone(), clock: Clock::Set(Arc::new(std::sync::Mutex::new(moment))) }
    }

    /// Now, by the clock that was passed.
    #[must_use]
    pub fn now(&self) -> DateTime<Utc> {
        self.clock.now()
    }

    /// Does something to one person's record, if the actor may: decides, runs `work`, appends to
    /// the log, commits. Anything that fails on the way leaves nothing behind, but for a refusal,
    /// which is logged.
    ///
    /// # Errors
    /// `NotFound` for a stranger's record, `Forbidden` for a colleague without the role, and
    /// whatever `work` answers.
    pub async fn with<A: PersonAct, T>(
        &self,
        actor: &Actor,
        person: &PersonId,
        work: impl AsyncFnOnce(&mut Permit<A>) -> Result<T, AppError>,
    ) -> Result<T, AppError> {
        let now = self.now();
        let mut conn = self.database.begin().await?;
        hold_person(&mut conn, person, A::ACT).await?;
        let today = dates::london(now).date();
        let level = level_of(&mut conn, actor, person, today).await?;
        if let Err(denied) = policy::decide(actor, A::ACT, level) {
            return Err(self.refuse(conn, Who::Staff(actor), A::ACT, Some(person), denied).await);
        }
        // The policy let nobody through without a level.
        let level = level.ok_or(AppError::NotFound)?;
        let by = By::Staff(actor.clone());
        work_on(Permit { conn, by, person: person.clone(), level, now, detail: String::new(), act: PhantomData }, work)
            .await
    }

    /// How far a person is open to an actor at this moment, for choosing which act to ask leave for. It shows nothing of
    /// them, so it leaves no entry: the act that is chosen does, and is checked anew.
    ///
    /// # Errors
    /// Where the database does not answer.
    pub async fn level(&self, actor: &Actor, person: &PersonId) -> Result<Option<Level>, AppError> {
        let mut conn = self.database.begin_reading().await?;
        level_of(&mut conn, actor, person, dates::london(self.now()).date()).await
    }

    /// Does something to the one record that a personal code opens, if its holder may. Like
    /// [`with`](Self::with), but the person comes with the code, and the code must still be in force
    /// in this very transaction: one that was taken back opens nothing more.
    ///
    /// # Errors
    /// `PageClosed` where the code is in force no more, `Forbidden` where there is nothing to do, and
    /// whatever `work` answers.
    pub async fn own<A: OwnAct, T>(
        &self,
        holder: &CodeHolder,
        work: impl AsyncFnOnce(&mut Permit<A>) -> Result<T, AppError>,
    ) -> Result<T, AppError> {
        let now = self.now();
        let person = &holder.person;
        let mut conn = self.database.begin().await?;
        hold_person(&mut conn, person, A::ACT).await?;
        let today = dates::london(now).date();
        let in_force: Option<(String,)> = fetch_optional!(
            &mut conn,
            concat!(
                "select code_id from personal_code
                 left join holder on holder.holder_id = personal_code.holder_id
                 where code_id = $1 and personal_code.person_id = $2 and ",
                code_in_force!("$3")
            ),
            &holder.code,
            person,
            today
        )?;
        if in_force.is_none() {
            self.refuse(conn, Who::Own(holder), A::ACT, Some(person), Denied::Hidden).await;
            return Err(AppError::PageClosed);
        }
        let level = widest_level(&mut conn, person, today).await?;
        if let Err(denied) = policy::decide_own(A::ACT, level) {
            return Err(self.refuse(conn, Who::Own(holder), A::ACT, Some(person), denied).await);
        }
        let by = By::Own(holder.clone());
        work_on(Permit { conn, by, person: person.clone(), level, now, detail: String::new(), act: PhantomData }, work)
            .await
    }

    /// Lets somebody without an account ask an agency for something, if anybody may. The scope acts
    /// for that agency and for no member of it.
    ///
    /// # Errors
    /// `NotFound` for any act that is not for everybody, and whatever `work` answers.
    pub async fn without_account<A: ScopeAct, T>(
        &self,
        asked: &Actor,
        work: impl AsyncFnOnce(&mut Scope<A>) -> Result<T, AppError>,
    ) -> Result<T, AppError> {
        let conn = self.database.begin().await?;
        if let Err(denied) = policy::decide_without_account(A::ACT) {
            return Err(self.refuse(conn, Who::Public(&asked.agency), A::ACT, None, denied).await);
        }
        self.work_within(conn, asked, Who::Public(&asked.agency), work).await
    }

    /// Does something that is about no one person, if the actor may.
    ///
    /// # Errors
    /// `Forbidden` where the role does not include it, and whatever `work` answers.
    pub async fn within<A: ScopeAct, T>(
        &self,
        actor: &Actor,
        work: impl AsyncFnOnce(&mut Scope<A>) -> Result<T, AppError>,
    ) -> Result<T, AppError> {
        let conn = self.database.begin().await?;
        if let Err(denied) = policy::decide_scope(actor, A::ACT) {
            return Err(self.refuse(conn, Who::Staff(actor), A::ACT, None, denied).await);
        }
        self.work_within(conn, actor, Who::Staff(actor), work).await
    }

    async fn work_within<A: ScopeAct, T>(
        &self,
        conn: Conn,
        actor: &Actor,
        who: Who<'_>,
        work: impl AsyncFnOnce(&mut Scope<A>) -> Result<T, AppError>,
    ) -> Result<T, AppError> {
        let now = self.now();
        let mut scope =
            Scope { conn, actor: actor.clone(), now, detail: String::new(), people: Vec::new(), act: PhantomData };
        let done = work(&mut scope).await?;
        let Scope { mut conn, detail, people, .. } = scope;
        // Last, because the first entry locks the end of the chain until the commit.
        for (person, detail) in &people {
            let entry = Entry { who, act: A::ACT, person: Some(person), outcome: Outcome::Allowed, detail };
            log::append(&mut conn, now, entry).await?;
        }
        let entry = Entry { who, act: A::ACT, person: None, outcome: Outcome::Allowed, detail: &detail };
        log::append(&mut conn, now, entry).await?;
        conn.commit().await?;
        Ok(done)
    }

    /// Logs a refusal in the transaction that found it, and answers what the asker is told.
    async fn refuse(
        &self,
        mut conn: Conn,
        who: Who<'_>,
        act: Act,
        person: Option<&PersonId>,
        denied: Denied,
    ) -> AppError {
        let detail = match &denied {
            Denied::Hidden => "hidden",
            Denied::Forbidden(_) | Denied::Closed => "forbidden",
        };
        let entry = Entry { who, act, person, outcome: Outcome::Refused, detail };
        let logged = async {
            log::append(&mut conn, self.now(), entry).await?;
            conn.commit().await
        };
        if let Err(error) = logged.await {
            return error;
        }
        match denied {
            Denied::Hidden => AppError::NotFound,
            Denied::Forbidden(why) => AppError::Forbidden(why.to_owned()),
            Denied::Closed => AppError::Closed,
        }
    }
}

/// Runs work under a permit, appends to the log and commits; what fails on the way leaves nothing.
async fn work_on<A: AboutPerson, T>(
    mut permit: Permit<A>,
    work: impl AsyncFnOnce(&mut Permit<A>) -> Result<T, AppError>,
) -> Result<T, AppError> {
    let done = work(&mut permit).await?;
    let Permit { mut conn, by, person, now, detail, .. } = permit;
    let who = match &by {
        By::Staff(actor) => Who::Staff(actor),
        By::Own(holder) => Who::Own(holder),
    };
    let entry = Entry { who, act: A::ACT, person: Some(&person), outcome: Outcome::Allowed, detail: &detail };
    log::append(&mut conn, now, entry).await?;
    conn.commit().await?;
    Ok(done)
}

/// Waits until nobody is deciding about this person, and keeps it so until the transaction ends.
///
/// SQLite has one writer, so there is nothing to wait for. On PostgreSQL a decision takes the
/// person's lock for itself and everything else shares it: a withdrawal waits for what is under
/// way, and whatever comes after sees it.
async fn hold_person(conn: &mut Conn, person: &PersonId, act: Act) -> Result<(), AppError> {
    let decides = matches!(
        act,
        Act::RecordConsent
            | Act::WithdrawConsent
            | Act::SettleConflict
            | Act::CloseReferral
            | Act::KeepOut
            | Act::ChangeOwnMind
    );
    // What the person says, and a line of their plan, is written once however often the button is pressed.
    let says = matches!(act, Act::AddOwnWords | Act::Disagree | Act::AskToTalk | Act::ChangePlan);
    // Sharing follows from the date of birth too.
    if decides || says || act == Act::EditDetails {
        return hold_alone(conn, person).await;
    }
    if let Conn::Postgres(tx) = conn {
        let lock = "select pg_advisory_xact_lock_shared(hashtextextended($1, 0))";
        sqlx::query(lock).bind(person).execute(&mut **tx).await?;
    }
    Ok(())
}

/// Keeps everybody else from this person until the transaction ends. Whatever rewrites `sharing`
/// holds this *before* it reads what `sharing` follows from; else a referral that was read before a
/// withdrawal could write afterwards, and share again what was withdrawn.
///
/// # Errors
/// Where the database does not answer.
pub async fn hold_alone(on: &mut impl OnDatabase, person: &PersonId) -> Result<(), AppError> {
    if let Conn::Postgres(tx) = on.conn() {
        sqlx::query("select pg_advisory_xact_lock(hashtextextended($1, 0))").bind(person).execute(&mut **tx).await?;
    }
    Ok(())
}

/// Keeps everybody else from writing who sees whom until the transaction ends; reading goes on. For what changes it of
/// everybody at once, where a lock for each person would be more than PostgreSQL has room for. Whoever rewrites
/// somebody's rows deletes them first and reads only then which agencies run the register, so that they either come
/// before this or see what was done under it.
///
/// # Errors
/// Where the database does not answer.
pub async fn hold_sharing(on: &mut impl OnDatabase) -> Result<(), AppError> {
    if let Conn::Postgres(tx) = on.conn() {
        sqlx::query("lock table sharing in share row exclusive mode").execute(&mut **tx).await?;
    }
    Ok(())
}

/// Keeps everybody else from adding people until the transaction ends. Whoever looks for somebody before
/// making a record holds this *before* the look; else two who bring in the same person at one moment both
/// find nobody, and make two. Taken before any person's own lock, never after.
///
/// # Errors
/// Where the database does not answer.
pub async fn hold_adding(on: &mut impl OnDatabase) -> Result<(), AppError> {
    if let Conn::Postgres(tx) = on.conn() {
        sqlx::query("select pg_advisory_xact_lock(hashtextextended('adding people', 0))").execute(&mut **tx).await?;
    }
    Ok(())
}

async fn level_of(
    conn: &mut Conn,
    actor: &Actor,
    person: &PersonId,
    today: NaiveDate,
) -> Result<Option<Level>, AppError> {
    let row: Option<(Level,)> = fetch_optional!(
        conn,
        concat!("select level from sharing where person_id = $1 and ", open_to!("$2", "$3", "$4")),
        person,
        &actor.agency,
        today,
        &actor.staff_id
    )?;
    Ok(row.map(|(level,)| level))
}

/// How far a person is open to anybody at all: `Record` while a decision in force shares them.
async fn widest_level(conn: &mut Conn, person: &PersonId, today: NaiveDate) -> Result<Level, AppError> {
    let rows: Vec<(Level,)> = fetch_all!(
        conn,
        "select distinct level from sharing where person_id = $1 and (until_on is null or until_on >= $2)",
        person,
        today
    )?;
    let open = |level| rows.iter().any(|(each,)| *each == level);
    Ok([Level::Record, Level::Asking].into_iter().find(|level| open(*level)).unwrap_or(Level::Closed))
}

/// Who holds a permit.
#[derive(Clone)]
enum By {
    Staff(Actor),
    Own(CodeHolder),
}

/// Leave to do one act to one person's record, in one transaction. Only [`Access::with`] makes one,
/// and for the person themselves [`Access::own`].
pub struct Permit<A: AboutPerson> {
    conn: Conn,
    by: By,
    person: PersonId,
    level: Level,
    now: DateTime<Utc>,
    detail: String,
    act: PhantomData<A>,
}

impl<A: PersonAct> Permit<A> {
    /// Who acts.
    #[must_use]
    pub fn actor(&self) -> Actor {
        match &self.by {
            By::Staff(actor) => actor.clone(),
            // An act of staff has a permit from `with` alone, which puts staff there.
            By::Own(_) => unreachable!("a personal code has no act of staff"),
        }
    }

    /// Whether the actor reads a section in order to ask for a decision.
    #[must_use]
    pub fn may_read_to_ask(&self, section: Section) -> bool {
        policy::may_read_to_ask(&self.actor(), self.level, section)
    }
}

impl<A: OwnAct> Permit<A> {
    /// Who acts: the person, or who decides for them.
    #[must_use]
    pub fn holder(&self) -> CodeHolder {
        match &self.by {
            By::Own(holder) => holder.clone(),
            // An act of one's own has a permit from `own` alone, which puts the holder there.
            By::Staff(_) => unreachable!("staff have no act of the own page"),
        }
    }
}

impl<A: AboutPerson> Permit<A> {
    /// Whose record: the only id a store function may use.
    #[must_use]
    pub fn person(&self) -> PersonId {
        self.person.clone()
    }

    /// Whose account does it; nobody's, where it is the person.
    #[must_use]
    pub fn staff(&self) -> Option<StaffId> {
        match &self.by {
            By::Staff(actor) => Some(actor.staff_id.clone()),
            By::Own(_) => None,
        }
    }

    /// For which agency it is done; none, where it is the person.
    #[must_use]
    pub fn agency(&self) -> Option<AgencyId> {
        match &self.by {
            By::Staff(actor) => Some(actor.agency.clone()),
            By::Own(_) => None,
        }
    }

    /// Whether it is done for an agency that runs the register.
    #[must_use]
    pub fn hosts_register(&self) -> bool {
        match &self.by {
            By::Staff(actor) => actor.hosts_register,
            By::Own(_) => false,
        }
    }

    /// With which personal code it is done; none, where staff do it.
    #[must_use]
    pub fn code(&self) -> Option<CodeId> {
        match &self.by {
            By::Staff(_) => None,
            By::Own(holder) => Some(holder.code.clone()),
        }
    }

    /// How far the person's information is open to the actor's agency; on the own page, to anybody.
    #[must_use]
    pub fn level(&self) -> Level {
        self.level
    }

    /// Whether the actor's kind of agency sees a section of this person at this moment. The own page
    /// shows what is written whatever was decided: it is about its reader.
    #[must_use]
    pub fn may_see(&self, section: Section) -> bool {
        let actor = match &self.by {
            By::Staff(actor) => actor,
            By::Own(holder) => return policy::may_see_of_oneself(section, holder.is_the_person()),
        };
        policy::may_see_at(actor.agency_kind, self.level, section)
    }

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

    /// Adds to the audit entry: words and ids only, never anything typed.
    pub fn note(&mut self, detail: &str) {
        if !self.detail.is_empty() {
            self.detail.push(' ');
        }
        self.detail.push_str(detail);
    }
}

impl<A: AboutPerson> OnDatabase for Permit<A> {
    fn conn(&mut self) -> &mut Conn {
        &mut self.conn
    }
}

impl<A: AboutPerson> std::fmt::Debug for Permit<A> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Permit({} on {})", A::ACT.word(), self.person)
    }
}

/// Leave to do one act that is about no one person. Its queries join `sharing` on the actor's
/// agency; a test compares what they show with what [`policy::decide`] allows.
pub struct Scope<A: ScopeAct> {
    conn: Conn,
    actor: Actor,
    now: DateTime<Utc>,
    detail: String,
    people: Vec<(PersonId, &'static str)>,
    act: PhantomData<A>,
}

impl<A: ScopeAct> Scope<A> {
    /// Who acts.
    #[must_use]
    pub fn actor(&self) -> Actor {
        self.actor.clone()
    }

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

    /// Adds to the audit entry: words and ids only, never anything typed.
    pub fn note(&mut self, detail: &str) {
        if !self.detail.is_empty() {
            self.detail.push(' ');
        }
        self.detail.push_str(detail);
    }

    /// How far a person is open to the actor's agency at this moment; `None`: not at all.
    ///
    /// # Errors
    /// Where the database does not answer.
    pub async fn level_of(&mut self, person: &PersonId) -> Result<Option<Level>, AppError> {
        let today = self.today();
        level_of(&mut self.conn, &self.actor, person, today).await
    }

    /// Gives a person that this act made or changed an entry of their own in the log, in the same transaction.
    pub fn note_person(&mut self, person: &PersonId, detail: &'static str) {
        self.people.push((person.clone(), detail));
    }
}

impl<A: ScopeAct> OnDatabase for Scope<A> {
    fn conn(&mut self) -> &mut Conn {
        &mut self.conn
    }
}

impl<A: ScopeAct> std::fmt::Debug for Scope<A> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Scope({})", A::ACT.word())
    }
}
