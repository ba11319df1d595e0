//! Who stands around a person, in the database: professionals, family and friends.
//!
//! Nobody is taken out: whoever is no longer involved stays with the day on which that was written
//! down, and is shown nowhere. Who comes back is added anew.

use chrono::NaiveDate;

use crate::{
    access::{
        model::{AboutPerson, Section, act::EditDetails},
        permit::Permit,
    },
    base::{
        error::AppError,
        ids::{ProfessionalId, RelativeId},
    },
    execute, execute_one, fetch_all, fetch_optional,
};

/// A professional involved with a person.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct Professional {
    /// Which line of the record this is.
    pub professional_id: ProfessionalId,
    /// As they introduce themselves.
    pub name: String,
    /// Nurse, social worker.
    pub job: String,
    /// Where they work.
    pub organisation: String,
    /// How to ring them.
    pub phone: String,
    /// How to write to them.
    pub email: String,
}

/// Family or a friend.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct Relative {
    /// Which line of the record this is.
    pub relative_id: RelativeId,
    /// Their name.
    pub name: String,
    /// Mother, brother, friend.
    pub relation: String,
    /// How to ring them.
    pub phone: String,
}

/// Who works with the permit's person, in the order in which they were added.
///
/// # Errors
/// Where the database does not answer.
pub async fn professionals<A: AboutPerson>(permit: &mut Permit<A>) -> Result<Vec<Professional>, AppError> {
    let person = permit.person();
    fetch_all!(
        permit,
        "select professional_id, name, job, organisation, phone, email from professional
         where person_id = $1 and removed_on is null order by added_at, professional_id",
        &person
    )
}

/// The family and friends of the permit's person, in the order in which they were added.
///
/// # Errors
/// Where the database does not answer.
pub async fn relatives<A: AboutPerson>(permit: &mut Permit<A>) -> Result<Vec<Relative>, AppError> {
    let person = permit.person();
    fetch_all!(
        permit,
        "select relative_id, name, relation, phone from relative
         where person_id = $1 and removed_on is null order by added_at, relative_id",
        &person
    )
}

/// Whether the actor may add to this part of the network: nobody adds to what they cannot see.
///
/// # Errors
/// `Forbidden` where the actor's agency does not see it.
pub fn may_add(permit: &Permit<EditDetails>, section: Section) -> Result<(), AppError> {
    let why = "Your agency does not see this part of the record, so it cannot add to it.";
    if permit.may_see(section) { Ok(()) } else { Err(AppError::Forbidden(why.to_owned())) }
}

/// Adds a professional, unless the same one is involved: a button may be pressed twice.
///
/// # Errors
/// As [`may_add`].
pub async fn add_professional(permit: &mut Permit<EditDetails>, new: &Professional) -> Result<(), AppError> {
    may_add(permit, Section::Professionals)?;
    let (person, now) = (permit.person(), permit.now());
    let there: Option<(ProfessionalId,)> = fetch_optional!(
        permit,
        "select professional_id from professional
         where person_id = $1 and name = $2 and job = $3 and organisation = $4 and phone = $5 and email = $6
           and removed_on is null",
        &person,
        &new.name,
        &new.job,
        &new.organisation,
        &new.phone,
        &new.email
    )?;
    if there.is_some() {
        permit.note("professional_there_already");
        return Ok(());
    }
    execute_one!(
        permit,
        "insert into professional (professional_id, person_id, name, job, organisation, phone, email, added_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8)",
        &new.professional_id,
        &person,
        &new.name,
        &new.job,
        &new.organisation,
        &new.phone,
        &new.email,
        now
    )
}

/// Adds family or a friend, unless the same one is involved.
///
/// # Errors
/// As [`may_add`].
pub async fn add_relative(permit: &mut Permit<EditDetails>, new: &Relative) -> Result<(), AppError> {
    may_add(permit, Section::Family)?;
    let (person, now) = (permit.person(), permit.now());
    let there: Option<(RelativeId,)> = fetch_optional!(
        permit,
        "select relative_id from relative
         where person_id = $1 and name = $2 and relation = $3 and phone = $4 and removed_on is null",
        &person,
        &new.name,
        &new.relation,
        &new.phone
    )?;
    if there.is_some() {
        permit.note("relative_there_already");
        return Ok(());
    }
    execute_one!(
        permit,
        "insert into relative (relative_id, person_id, name, relation, phone, added_at) values ($1, $2, $3, $4, $5, $6)",
        &new.relative_id,
        &person,
        &new.name,
        &new.relation,
        &new.phone,
        now
    )
}

/// Somebody of a person's network, who may be no longer involved.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct Involved {
    /// Their name.
    pub name: String,
    /// Their job, or who they are to the person.
    pub role: String,
    /// Since when they are no longer involved.
    pub removed_on: Option<NaiveDate>,
}

/// A professional of the permit's person, no longer involved or not.
///
/// # Errors
/// `NotFound` where the person has no such professional, or the actor's agency does not see who works with them.
pub async fn professional(permit: &mut Permit<EditDetails>, id: &ProfessionalId) -> Result<Involved, AppError> {
    let person = permit.person();
    let row: Option<Involved> = fetch_optional!(
        permit,
        "select name, job as role, removed_on from professional where professional_id = $1 and person_id = $2",
        id,
        &person
    )?;
    row.filter(|_| permit.may_see(Section::Professionals)).ok_or(AppError::NotFound)
}

/// Family or a friend of the permit's person, no longer involved or not.
///
/// # Errors
/// `NotFound` where the person has no such relative, or the actor's agency does not see family.
pub async fn relative(permit: &mut Permit<EditDetails>, id: &RelativeId) -> Result<Involved, AppError> {
    let person = permit.person();
    let row: Option<Involved> = fetch_optional!(
        permit,
        "select name, relation as role, removed_on from relative where relative_id = $1 and person_id = $2",
        id,
        &person
    )?;
    row.filter(|_| permit.may_see(Section::Family)).ok_or(AppError::NotFound)
}

/// Writes down that a professional is no longer involved. The first day stays where it was written before.
///
/// # Errors
/// As [`professional`].
pub async fn end_professional(permit: &mut Permit<EditDetails>, id: &ProfessionalId) -> Result<(), AppError> {
    professional(permit, id).await?;
    let today = permit.today();
    let ended = execute!(
        permit,
        "update professional set removed_on = $1 where professional_id = $2 and removed_on is null",
        today,
        id
    )?;
    permit.note(if ended == 0 { "professional_ended_before" } else { "professional_ended" });
    Ok(())
}

/// Writes down that a relative or friend is no longer involved. The first day stays where it was written before.
///
/// # Errors
/// As [`relative`].
pub async fn end_relative(permit: &mut Permit<EditDetails>, id: &RelativeId) -> Result<(), AppError> {
    relative(permit, id).await?;
    let today = permit.today();
    let ended = execute!(
        permit,
        "update relative set removed_on = $1 where relative_id = $2 and removed_on is null",
        today,
        id
    )?;
    permit.note(if ended == 0 { "relative_ended_before" } else { "relative_ended" });
    Ok(())
}
