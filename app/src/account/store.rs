//! Accounts in the database.

use super::session;
use crate::{
    access::{
        model::{Actor, AgencyKind, Role, act::ManageStaff},
        permit::{Housekeeping, Scope},
    },
    agency::store::has_agreement,
    base::{
        error::AppError,
        ids::{AgencyId, StaffId},
        store::OnDatabase,
    },
    execute, execute_one, fetch_all, fetch_one, fetch_optional,
};

/// What signing in needs of an account.
#[derive(sqlx::FromRow)]
pub struct Credentials {
    /// Whose.
    pub staff_id: StaffId,
    /// argon2id, PHC string.
    pub password_hash: String,
    /// Whether an administrator gave it, so that it opens nothing but the choice of another.
    pub password_given: bool,
}

/// The account of a sign-in name, unless its holder has left.
///
/// # Errors
/// Where the database does not answer.
pub async fn credentials(house: &mut Housekeeping, sign_in_name: &str) -> Result<Option<Credentials>, AppError> {
    let today = house.today();
    fetch_optional!(
        house,
        "select staff_id, password_hash, password_given from staff
         where sign_in_name = $1 and (left_on is null or left_on > $2)",
        sign_in_name,
        today
    )
}

/// The password hash of an account.
///
/// # Errors
/// Where the database does not answer.
pub async fn password_hash(house: &mut Housekeeping, staff: &StaffId) -> Result<String, AppError> {
    let (hash,): (String,) = fetch_one!(house, "select password_hash from staff where staff_id = $1", staff)?;
    Ok(hash)
}

/// Whoever an account is of, with everything the policy needs.
///
/// # Errors
/// Where the database does not answer.
pub async fn actor(house: &mut Housekeeping, staff: &StaffId) -> Result<Actor, AppError> {
    type Row = (String, Role, AgencyId, String, AgencyKind, bool, bool);
    let today = house.today();
    let (display_name, role, agency, agency_name, agency_kind, hosts_register, agreement_in_force): Row = fetch_one!(
        house,
        concat!(
            "select staff.display_name, staff.role, agency.agency_id, agency.name, agency.kind, agency.hosts_register, ",
            has_agreement!("agency.agency_id", "$2"),
            " from staff join agency on agency.agency_id = staff.agency_id where staff.staff_id = $1"
        ),
        staff,
        today
    )?;
    Ok(Actor {
        staff_id: staff.clone(),
        display_name,
        role,
        agency,
        agency_name,
        agency_kind,
        hosts_register,
        agreement_in_force,
    })
}

/// Changes a password, by the hash of the one that was proven, to one that its holder chose.
///
/// # Errors
/// `Conflict` where it was changed or taken away since it was proven.
pub async fn set_password(on: &mut impl OnDatabase, staff: &StaffId, proven: &str, hash: &str) -> Result<(), AppError> {
    execute_one!(
        on,
        "update staff set password_hash = $1, password_given = false where staff_id = $2 and password_hash = $3",
        hash,
        staff,
        proven
    )
}

/// Whether anybody at all has an account.
///
/// # Errors
/// Where the database does not answer.
pub async fn anybody(house: &mut Housekeeping) -> Result<bool, AppError> {
    let (count,): (i64,) = fetch_one!(house, "select count(*) from staff")?;
    Ok(count > 0)
}

/// Whether any account is one of the demo county's.
///
/// # Errors
/// Where the database does not answer.
pub async fn any_demo(house: &mut Housekeeping) -> Result<bool, AppError> {
    let (count,): (i64,) = fetch_one!(house, "select count(*) from staff where is_demo")?;
    Ok(count > 0)
}

/// An account to be written.
pub struct NewStaff<'a> {
    /// For which agency.
    pub agency: &'a AgencyId,
    /// An e-mail address in lower case.
    pub sign_in_name: &'a str,
    /// As colleagues see it.
    pub display_name: &'a str,
    /// Nurse, social worker.
    pub job_title: &'a str,
    /// What they do here.
    pub role: Role,
    /// argon2id, PHC string.
    pub password_hash: &'a str,
    /// Whether somebody else chose it.
    pub password_given: bool,
    /// Of the demo county.
    pub is_demo: bool,
}

/// Writes an account.
///
/// # Errors
/// `Conflict` where the sign-in name is taken.
pub async fn add(
    house: &mut impl OnDatabase,
    new: &NewStaff<'_>,
    now: chrono::DateTime<chrono::Utc>,
) -> Result<StaffId, AppError> {
    let id = StaffId::new();
    let rows = execute!(
        house,
        "insert into staff (staff_id, agency_id, sign_in_name, display_name, job_title, role, password_hash, password_given, is_demo,
                            created_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) on conflict (sign_in_name) do nothing",
        &id,
        new.agency,
        new.sign_in_name,
        new.display_name,
        new.job_title,
        new.role,
        new.password_hash,
        new.password_given,
        new.is_demo,
        now
    )?;
    if rows == 1 { Ok(id) } else { Err(AppError::Conflict) }
}

/// A line of the list of accounts.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct StaffLine {
    /// Whose.
    pub staff_id: StaffId,
    /// As colleagues see it.
    pub display_name: String,
    /// Nurse, social worker.
    pub job_title: String,
    /// An e-mail address.
    pub sign_in_name: String,
    /// What they do here.
    pub role: Role,
    /// For which agency.
    pub agency_name: String,
    /// From that day on, no sign-in.
    pub left_on: Option<chrono::NaiveDate>,
}

/// Every account, by agency and name.
///
/// # Errors
/// Where the database does not answer.
pub async fn all(scope: &mut Scope<ManageStaff>) -> Result<Vec<StaffLine>, AppError> {
    fetch_all!(
        scope,
        "select staff_id, display_name, job_title, sign_in_name, role, agency.name as agency_name, left_on
         from staff join agency on agency.agency_id = staff.agency_id
         order by agency.name, display_name"
    )
}

/// An account that has not ended.
///
/// # Errors
/// `NotFound` where there is no such account.
pub async fn one(scope: &mut Scope<ManageStaff>, staff: &StaffId) -> Result<StaffLine, AppError> {
    let line: Option<StaffLine> = fetch_optional!(
        scope,
        "select staff_id, display_name, job_title, sign_in_name, role, agency.name as agency_name, left_on
         from staff join agency on agency.agency_id = staff.agency_id
         where staff_id = $1 and left_on is null",
        staff
    )?;
    line.ok_or(AppError::NotFound)
}

/// Gives an account a new first password, and ends every session of it at once.
///
/// # Errors
/// `Conflict` where there is no such account still open.
pub async fn give_password(scope: &mut Scope<ManageStaff>, staff: &StaffId, hash: &str) -> Result<(), AppError> {
    execute_one!(
        scope,
        "update staff set password_hash = $1, password_given = true where staff_id = $2 and left_on is null",
        hash,
        staff
    )?;
    let now = scope.now();
    session::end_all(scope, staff, now).await
}

/// Ends an account from a day on, and every session of it at once.
///
/// # Errors
/// `Conflict` where there is no such account still open.
pub async fn leave(scope: &mut Scope<ManageStaff>, staff: &StaffId) -> Result<(), AppError> {
    let today = scope.today();
    execute_one!(scope, "update staff set left_on = $1 where staff_id = $2 and left_on is null", today, staff)?;
    let now = scope.now();
    session::end_all(scope, staff, now).await
}
