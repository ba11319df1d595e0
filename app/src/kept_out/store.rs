//! Whom a person keeps out, in the database.

use chrono::{DateTime, Utc};

use super::model::Colleague;
use crate::{
    access::{
        model::{
            AboutPerson, Role, Section,
            act::{KeepOut, SeeOwnPage, ViewRecord},
        },
        permit::{Permit, not_kept_out},
    },
    base::{
        error::AppError,
        ids::{KeptOutId, StaffId},
    },
    execute_one, fetch_all,
};

/// A colleague whom the permit's person keeps out.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct KeptOut {
    /// Which entry.
    pub kept_out_id: KeptOutId,
    /// Whose account.
    pub staff_id: StaffId,
    /// Who is kept out.
    pub display_name: String,
    /// Nurse, police officer; may be empty.
    pub job_title: String,
    /// For whom they work.
    pub agency_name: String,
    /// What the person said about it; may be empty.
    pub words: String,
    /// Since when.
    pub kept_at: DateTime<Utc>,
    /// Who wrote it down.
    pub kept_by: String,
    /// For which agency.
    pub kept_agency: String,
    /// Since when they may look again; `None` while they are kept out.
    pub ended_at: Option<DateTime<Utc>>,
    /// Who let them in again.
    pub ended_by: Option<String>,
    /// Why; empty while they are kept out.
    pub ended_because: String,
}

impl KeptOut {
    /// Whether they are kept out at this moment.
    #[must_use]
    pub fn is_now(&self) -> bool {
        self.ended_at.is_none()
    }
}

/// Whom the person keeps out, and kept out before, for whoever may change it.
///
/// # Errors
/// Where the database does not answer.
pub async fn all(permit: &mut Permit<KeepOut>) -> Result<Vec<KeptOut>, AppError> {
    read(permit).await
}

/// Whom the person keeps out now, on the record of an agency that reads decisions.
///
/// # Errors
/// Where the database does not answer.
pub async fn on_record(permit: &mut Permit<ViewRecord>) -> Result<Vec<KeptOut>, AppError> {
    let mut all = if permit.may_see(Section::Consent) { read(permit).await? } else { Vec::new() };
    all.retain(KeptOut::is_now);
    Ok(all)
}

/// Whom the person keeps out, and who may look again, for the person alone: a parent with a code may be the very friend of who is
/// kept out.
///
/// # Errors
/// Where the database does not answer.
pub async fn on_own_page(permit: &mut Permit<SeeOwnPage>) -> Result<Vec<KeptOut>, AppError> {
    if permit.holder().is_the_person() { read(permit).await } else { Ok(Vec::new()) }
}

/// By name, those who are kept out now first. The callers above decide who is told.
async fn read<A: AboutPerson>(permit: &mut Permit<A>) -> Result<Vec<KeptOut>, AppError> {
    let person = permit.person();
    fetch_all!(
        permit,
        "select kept_out_id, staff.staff_id, staff.display_name, staff.job_title, agency.name as agency_name, words,
                kept_at, recorder.display_name as kept_by, recorders.name as kept_agency, ended_at,
                opener.display_name as ended_by, ended_because
         from kept_out
         join staff on staff.staff_id = kept_out.staff_id
         join agency on agency.agency_id = staff.agency_id
         join staff recorder on recorder.staff_id = kept_out.kept_by
         join agency recorders on recorders.agency_id = recorder.agency_id
         left join staff opener on opener.staff_id = kept_out.ended_by
         where kept_out.person_id = $1
         order by case when ended_at is null then 0 else 1 end, staff.display_name, kept_out_id",
        &person
    )
}

/// Everybody who could be kept out: accounts that may see people or bring in lists of them, but for the actor and
/// who is kept out.
///
/// # Errors
/// Where the database does not answer.
pub async fn colleagues(permit: &mut Permit<KeepOut>) -> Result<Vec<Colleague>, AppError> {
    let (person, actor) = (permit.person(), permit.actor());
    fetch_all!(
        permit,
        concat!(
            "select staff.staff_id, staff.display_name, staff.job_title, agency.name as agency_name
             from staff join agency on agency.agency_id = staff.agency_id
             where staff.left_on is null and staff.role in ($3, $4, $5, $6) and staff.staff_id <> $2 and ",
            not_kept_out!("$1", "staff.staff_id"),
            " order by staff.display_name, agency.name, staff.staff_id"
        ),
        &person,
        &actor.staff_id,
        Role::Practitioner,
        Role::Coordinator,
        Role::Manager,
        Role::Administrator
    )
}

/// Whether somebody is the last of the register's own team who does not stand outside already. They follow up
/// what the person says; with none of them left, "I do not feel safe" would be on nobody's list.
///
/// # Errors
/// Where the database does not answer.
pub async fn is_last_of_team(permit: &mut Permit<KeepOut>, staff: &StaffId) -> Result<bool, AppError> {
    let person = permit.person();
    let team: Vec<(StaffId,)> = fetch_all!(
        permit,
        concat!(
            "select staff.staff_id from staff join agency on agency.agency_id = staff.agency_id
             where agency.hosts_register and staff.left_on is null and staff.role in ($2, $3) and ",
            not_kept_out!("$1", "staff.staff_id")
        ),
        &person,
        Role::Coordinator,
        Role::Manager
    )?;
    Ok(matches!(team.as_slice(), [(last,)] if last == staff))
}

/// Keeps somebody out from now on.
///
/// # Errors
/// `Conflict` where they are kept out already.
pub async fn keep_out(permit: &mut Permit<KeepOut>, staff: &StaffId, words: &str) -> Result<(), AppError> {
    let (person, actor, now) = (permit.person(), permit.actor(), permit.now());
    execute_one!(
        permit,
        "insert into kept_out (kept_out_id, person_id, staff_id, words, kept_at, kept_by, ended_because)
         values ($1, $2, $3, $4, $5, $6, '')
         on conflict (person_id, staff_id) where ended_at is null do nothing",
        KeptOutId::new(),
        &person,
        staff,
        words,
        now,
        &actor.staff_id
    )?;
    permit.note("kept_out");
    Ok(())
}

/// Lets somebody in again, with the reason.
///
/// # Errors
/// `Conflict` where they were let in already.
pub async fn let_in(permit: &mut Permit<KeepOut>, id: &KeptOutId, because: &str) -> Result<(), AppError> {
    let (person, actor, now) = (permit.person(), permit.actor(), permit.now());
    execute_one!(
        permit,
        "update kept_out set ended_at = $1, ended_by = $2, ended_because = $3
         where kept_out_id = $4 and person_id = $5 and ended_at is null",
        now,
        &actor.staff_id,
        because,
        id,
        &person
    )?;
    permit.note("let_in");
    Ok(())
}
