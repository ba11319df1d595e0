//! Referrals in the database.

use chrono::{DateTime, Utc};

use super::model::{Found, Outcome, Request, Source, State};
use crate::{
    access::{
        model::{
            Level, PersonAct, ScopeAct, Section,
            act::{CloseReferral, SeeOwnPage, SeeReferrals},
        },
        permit::{Permit, Scope, hold_alone, not_kept_out},
    },
    base::{
        error::AppError,
        ids::{PersonId, ReferralId},
    },
    consent, execute, execute_one, fetch_all, fetch_one,
    person::{self, model::Details},
    rating::model::Rating,
};

/// Writes a referral by the actor's agency. Where that agency's earlier referral of the same person
/// still waits, it stands, and no second one is made; but what the person or their family say in
/// words of their own is kept beside it, once. Answers what it found.
///
/// # Errors
/// Where the database does not answer.
pub async fn add<A: ScopeAct>(
    scope: &mut Scope<A>,
    person: &PersonId,
    source: Source,
    request: &Request,
) -> Result<Found, AppError> {
    hold_alone(scope, person).await?;
    let (actor, today) = (scope.actor(), scope.today());
    let in_own_words = matches!(source, Source::Person | Source::Family);
    let waiting: Vec<(ReferralId,)> = fetch_all!(
        scope,
        "select referral_id from referral
         where person_id = $1 and agency_id = $2 and state = $3 and (reason = $4 or not $5)",
        person,
        &actor.agency,
        State::Waiting,
        &request.reason,
        in_own_words
    )?;
    if waiting.is_empty() {
        write(scope, person, source, request).await?;
    }
    let found = close_what_is_decided(scope, person).await?;
    consent::store::refresh_sharing(scope, person, today).await?;
    Ok(found)
}

/// Makes a record of somebody who is not here yet, with their first referral. Nobody else can see them before the
/// transaction commits, so there is nobody to keep out: a long list of new people takes no lock for each, of
/// which PostgreSQL has some thousands for everybody together.
///
/// # Errors
/// Where the database does not answer.
pub async fn add_new<A: ScopeAct>(
    scope: &mut Scope<A>,
    details: &Details,
    source: Source,
    request: &Request,
) -> Result<PersonId, AppError> {
    let today = scope.today();
    let person = person::store::add(scope, details).await?;
    write(scope, &person, source, request).await?;
    consent::store::first_sharing(scope, &person, today).await?;
    Ok(person)
}

async fn write<A: ScopeAct>(
    scope: &mut Scope<A>,
    person: &PersonId,
    source: Source,
    request: &Request,
) -> Result<(), AppError> {
    let (actor, now) = (scope.actor(), scope.now());
    execute_one!(
        scope,
        "insert into referral (referral_id, person_id, agency_id, referred_by, source, reason, indicative, received_at, state)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        ReferralId::new(),
        person,
        &actor.agency,
        actor.staff(),
        source,
        &request.reason,
        request.indicative,
        now,
        State::Waiting
    )
}

/// A referral of somebody who is on the register already has its outcome at once: where a decision
/// is in force today, not where an entry has lapsed.
async fn close_what_is_decided<A: ScopeAct>(scope: &mut Scope<A>, person: &PersonId) -> Result<Found, AppError> {
    let (now, today) = (scope.now(), scope.today());
    let closed = execute!(
        scope,
        "update referral set state = $1, closed_at = $2, closed_because = $3
         where person_id = $4 and state = $5
           and exists (select 1 from sharing where sharing.person_id = referral.person_id and sharing.level = $6
                         and (sharing.until_on is null or sharing.until_on >= $7))",
        State::Closed,
        now,
        Outcome::OnRegister,
        person,
        State::Waiting,
        Level::Record,
        today
    )?;
    Ok(if closed == 0 { Found::ToAsk } else { Found::OnRegister })
}

/// A referral as its agency and the register's team see it.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct ReferralLine {
    /// About whom.
    pub person_id: PersonId,
    /// First name.
    pub given_name: String,
    /// Last name.
    pub family_name: String,
    /// How far they are open to the reader's agency; `None`: not at all, so there is no page to open.
    pub level: Option<Level>,
    /// Who referred.
    pub agency_name: String,
    /// Where it comes from.
    pub source: Source,
    /// When.
    pub received_at: DateTime<Utc>,
    /// Whether it waits.
    pub state: State,
    /// What came of it.
    pub closed_because: Option<Outcome>,
}

/// Referrals on one page of the list.
pub const PAGE_SIZE: i64 = 50;

/// Where the referrals stand that the reader may know of, with how far the person is open to them.
macro_rules! known {
    ($columns:literal, $rest:literal) => {
        concat!(
            "select ",
            $columns,
            " from referral
             join person on person.person_id = referral.person_id
             join agency on agency.agency_id = referral.agency_id
             left join sharing on sharing.person_id = referral.person_id and sharing.agency_id = $1
               and (sharing.until_on is null or sharing.until_on >= $2)
             where state = $3 and (person.forgotten_on is null or reason <> '')
               and (referral.agency_id = $1 or ($4 and sharing.level is not null)) and ",
            not_kept_out!("referral.person_id", "$5"),
            $rest
        )
    };
}

/// A page of the actor's agency's referrals and, for the register's own team, everybody's, with how many
/// there are: those that wait in the order in which they came, since the first has waited longest; those
/// that are closed newest first. An agency keeps hearing the outcome of its own referral, and nothing
/// else, after it lost sight of the person, until what was said of them has gone. Whom the person keeps out
/// hears nothing.
///
/// # Errors
/// Where the database does not answer.
pub async fn lines(
    scope: &mut Scope<SeeReferrals>,
    state: State,
    page: i64,
) -> Result<(Vec<ReferralLine>, i64), AppError> {
    let (actor, today) = (scope.actor(), scope.today());
    let lines = fetch_all!(
        scope,
        known!(
            "referral.person_id, given_name, family_name, sharing.level, agency.name as agency_name, source,
             received_at, state, closed_because",
            "order by case when state = 'waiting' then received_at end,
                      case when state <> 'waiting' then received_at end desc, referral_id limit $6 offset $7"
        ),
        &actor.agency,
        today,
        state,
        actor.hosts_register,
        &actor.staff_id,
        PAGE_SIZE,
        page * PAGE_SIZE
    )?;
    let (count,): (i64,) =
        fetch_one!(scope, known!("count(*)", ""), &actor.agency, today, state, actor.hosts_register, &actor.staff_id)?;
    Ok((lines, count))
}

/// A referral on the page of its person.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct PersonReferral {
    /// Which.
    pub referral_id: ReferralId,
    /// Who referred.
    pub agency_name: String,
    /// Who there.
    pub referred_by: Option<String>,
    /// Where it comes from.
    pub source: Source,
    /// Why.
    pub reason: String,
    /// The referrer's own idea of the rating.
    pub indicative: Option<Rating>,
    /// When.
    pub received_at: DateTime<Utc>,
    /// Whether it waits.
    pub state: State,
    /// What came of it.
    pub closed_because: Option<Outcome>,
}

/// The referrals of the permit's person, the newest first: all of them for the register's own agency; those of
/// professionals for whoever reads the issues of a record that is shared with them; else those that the actor's own
/// agency made. What somebody typed without an account is for the register's agency alone.
///
/// # Errors
/// Where the database does not answer.
pub async fn of_person<A: PersonAct>(permit: &mut Permit<A>) -> Result<Vec<PersonReferral>, AppError> {
    let (person, actor) = (permit.person(), permit.actor());
    let reads_issues = permit.may_see(Section::Issues);
    fetch_all!(
        permit,
        "select referral_id, agency.name as agency_name, staff.display_name as referred_by, source, reason, indicative,
                received_at, state, closed_because
         from referral
         join agency on agency.agency_id = referral.agency_id
         left join staff on staff.staff_id = referral.referred_by
         where person_id = $1 and (referral.agency_id = $2 or $3 or ($4 and source = $5))
         order by received_at desc, referral_id desc",
        &person,
        &actor.agency,
        actor.hosts_register,
        reads_issues,
        Source::Professional
    )
}

/// Why somebody was referred, as they read it themselves.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct ToldWhy {
    /// Who referred.
    pub agency_name: String,
    /// Where it comes from.
    pub source: Source,
    /// Why.
    pub reason: String,
    /// When.
    pub received_at: DateTime<Utc>,
}

/// Why the permit's person was referred, the newest first: what professionals wrote, for whoever may read the
/// issues here, and what the person said, for them alone. What family or a friend typed without an account is
/// theirs, told to the register's team and to nobody else.
///
/// # Errors
/// Where the database does not answer.
pub async fn told_why(permit: &mut Permit<SeeOwnPage>) -> Result<Vec<ToldWhy>, AppError> {
    let (person, theirs) = (permit.person(), permit.holder().is_the_person());
    fetch_all!(
        permit,
        "select agency.name as agency_name, source, reason, received_at
         from referral
         join agency on agency.agency_id = referral.agency_id
         where person_id = $1 and reason <> '' and (source = $2 or ($3 and source = $4))
         order by received_at desc, referral_id desc",
        &person,
        Source::Professional,
        theirs,
        Source::Person
    )
}

/// Closes every waiting referral of the permit's person.
///
/// # Errors
/// `Conflict` where none waits any more.
pub async fn close(permit: &mut Permit<CloseReferral>, outcome: Outcome) -> Result<(), AppError> {
    let (person, now) = (permit.person(), permit.now());
    let closed = execute!(
        permit,
        "update referral set state = $1, closed_at = $2, closed_because = $3 where person_id = $4 and state = $5",
        State::Closed,
        now,
        outcome,
        &person,
        State::Waiting
    )?;
    if closed == 0 {
        return Err(AppError::Conflict);
    }
    permit.note(outcome.word());
    consent::store::after_closing(permit).await
}
