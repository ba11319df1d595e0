//! Agencies in the database.

use chrono::NaiveDate;

use crate::{
    access::{
        model::{AgencyKind, act::ManageAgencies},
        permit::{Housekeeping, Scope},
    },
    base::{error::AppError, ids::AgencyId, store::OnDatabase},
    easy_read::model as easy_read,
    execute, execute_one, fetch_all, fetch_optional,
};

/// An agency as pages name it.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Agency {
    /// Which.
    pub agency_id: AgencyId,
    /// Short, for `server import --agency`.
    pub code: String,
    /// Its name.
    pub name: String,
    /// Its kind.
    pub kind: AgencyKind,
    /// Whether it runs the register.
    pub hosts_register: bool,
}

impl Agency {
    /// The easy-read picture of its kind.
    #[must_use]
    pub fn picture(&self) -> &'static str {
        easy_read::agency_picture(self.kind.word())
    }
}

/// An agency, and whether its agreement is in force.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct WithAgreement {
    /// Which.
    #[sqlx(flatten)]
    pub agency: Agency,
    /// Whether its sharing agreement is in force.
    pub has_agreement: bool,
}

/// An agency with its agreement in force, if there is one.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct AgencyLine {
    /// Which.
    pub agency_id: AgencyId,
    /// Short.
    pub code: String,
    /// Its name.
    pub name: String,
    /// Its kind.
    pub kind: AgencyKind,
    /// Whether it runs the register.
    pub hosts_register: bool,
    /// Who signed the agreement in force.
    pub signed_by: Option<String>,
    /// Its last day.
    pub until_on: Option<NaiveDate>,
}

/// The agencies of the register, told apart; each list by name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Agencies {
    /// Those that run the register.
    pub hosts: Vec<Agency>,
    /// The others: those about which somebody is asked.
    pub asked: Vec<Agency>,
    /// Those whose sharing agreement is not in force: they see nothing, whatever is answered.
    pub unsigned: Vec<AgencyId>,
}

/// An SQL condition: the agency in a column has an agreement in force on the day in a parameter.
macro_rules! has_agreement {
    ($agency:literal, $day:literal) => {
        concat!(
            "exists (select 1 from sharing_agreement signed where signed.agency_id = ",
            $agency,
            " and signed.from_on <= ",
            $day,
            " and (signed.until_on is null or signed.until_on >= ",
            $day,
            "))"
        )
    };
}
pub(crate) use has_agreement;

/// SQL that reads a [`WithAgreement`] of each agency: the day is in the parameter `$day`, and `$which` follows.
macro_rules! with_agreement {
    ($day:literal, $which:literal) => {
        concat!(
            "select agency_id, code, name, kind, hosts_register, ",
            has_agreement!("agency.agency_id", $day),
            " as has_agreement from agency ",
            $which
        )
    };
}

/// Every agency, by name. Anybody signed in may know which agencies there are.
///
/// # Errors
/// Where the database does not answer.
pub async fn all(on: &mut impl OnDatabase) -> Result<Vec<Agency>, AppError> {
    fetch_all!(on, "select agency_id, code, name, kind, hosts_register from agency order by name")
}

/// The agency of a code.
///
/// # Errors
/// Where the database does not answer.
pub async fn by_code(on: &mut impl OnDatabase, code: &str) -> Result<Option<Agency>, AppError> {
    fetch_optional!(on, "select agency_id, code, name, kind, hosts_register from agency where code = $1", code)
}

/// An agency, and whether its sharing agreement is in force today.
///
/// # Errors
/// Where the database does not answer.
pub async fn by_id(house: &mut Housekeeping, id: &AgencyId) -> Result<Option<WithAgreement>, AppError> {
    let today = house.today();
    fetch_optional!(house, with_agreement!("$2", "where agency_id = $1"), id, today)
}

/// Every agency, told apart by whether it runs the register; `today` decides whose agreement is in force.
///
/// # Errors
/// Where the database does not answer.
pub async fn told_apart(on: &mut impl OnDatabase, today: NaiveDate) -> Result<Agencies, AppError> {
    let known: Vec<WithAgreement> = fetch_all!(on, with_agreement!("$1", "order by name"), today)?;
    let unsigned = known.iter().filter(|known| !known.has_agreement).map(|known| known.agency.agency_id.clone());
    let unsigned = unsigned.collect();
    let (hosts, asked) = known.into_iter().map(|known| known.agency).partition(|agency| agency.hosts_register);
    Ok(Agencies { hosts, asked, unsigned })
}

/// The agencies that run the register: their coordinators and managers are its own team.
///
/// # Errors
/// Where the database does not answer.
pub async fn hosts(on: &mut impl OnDatabase) -> Result<Vec<AgencyId>, AppError> {
    let rows: Vec<(AgencyId,)> = fetch_all!(on, "select agency_id from agency where hosts_register")?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

/// Every agency with the agreement in force today.
///
/// # Errors
/// Where the database does not answer.
pub async fn with_agreements(scope: &mut Scope<ManageAgencies>) -> Result<Vec<AgencyLine>, AppError> {
    let today = scope.today();
    fetch_all!(
        scope,
        "select agency.agency_id, code, name, kind, hosts_register, signed_by, until_on
         from agency left join sharing_agreement signed
           on signed.agreement_id = (
             select agreement_id from sharing_agreement latest
             where latest.agency_id = agency.agency_id and latest.from_on <= $1
               and (latest.until_on is null or latest.until_on >= $1)
             order by latest.created_at desc, latest.agreement_id desc limit 1)
         order by name",
        today
    )
}

/// The name of an agency.
///
/// # Errors
/// `NotFound` where there is no such agency.
pub async fn name_of(scope: &mut Scope<ManageAgencies>, agency: &AgencyId) -> Result<String, AppError> {
    let row: Option<(String,)> = fetch_optional!(scope, "select name from agency where agency_id = $1", agency)?;
    row.map(|(name,)| name).ok_or(AppError::NotFound)
}

/// An agency to be written, with its first agreement.
pub struct NewAgency<'a> {
    /// Short.
    pub code: &'a str,
    /// Its name.
    pub name: &'a str,
    /// Its kind.
    pub kind: AgencyKind,
    /// Whether it runs the register.
    pub hosts_register: bool,
}

/// Writes an agency.
///
/// # Errors
/// `Conflict` where the code is taken.
pub async fn add(
    on: &mut impl OnDatabase,
    new: &NewAgency<'_>,
    now: chrono::DateTime<chrono::Utc>,
) -> Result<AgencyId, AppError> {
    let id = AgencyId::new();
    let rows = execute!(
        on,
        "insert into agency (agency_id, code, name, kind, hosts_register, created_at)
         values ($1, $2, $3, $4, $5, $6) on conflict (code) do nothing",
        &id,
        new.code,
        new.name,
        new.kind,
        new.hosts_register,
        now
    )?;
    if rows == 1 { Ok(id) } else { Err(AppError::Conflict) }
}

/// Records that an agency signed the sharing agreement.
///
/// # Errors
/// Where the database does not answer.
pub async fn sign(
    on: &mut impl OnDatabase,
    agency: &AgencyId,
    signed_by: &str,
    from_on: NaiveDate,
    until_on: Option<NaiveDate>,
    now: chrono::DateTime<chrono::Utc>,
) -> Result<(), AppError> {
    execute_one!(
        on,
        "insert into sharing_agreement (agreement_id, agency_id, signed_by, from_on, until_on, created_at)
         values ($1, $2, $3, $4, $5, $6)",
        uuid::Uuid::now_v7().to_string(),
        agency,
        signed_by,
        from_on,
        until_on,
        now
    )
}

/// Ends every agreement of an agency as of yesterday: from now on it has no access.
///
/// # Errors
/// Where the database does not answer.
pub async fn end_agreements(scope: &mut Scope<ManageAgencies>, agency: &AgencyId) -> Result<(), AppError> {
    let yesterday = scope.today() - chrono::TimeDelta::days(1);
    execute!(
        scope,
        "update sharing_agreement set until_on = $1 where agency_id = $2 and (until_on is null or until_on > $1)",
        yesterday,
        agency
    )
    .map(|_| ())
}

/// The agency that runs a register just set up.
///
/// # Errors
/// Where the database does not answer.
pub async fn add_first(house: &mut Housekeeping, name: &str, kind: AgencyKind) -> Result<AgencyId, AppError> {
    let (now, today) = (house.now(), house.today());
    let new = NewAgency { code: "HOST", name, kind, hosts_register: true };
    let id = add(house, &new, now).await?;
    sign(house, &id, "The register's first administrator", today, None, now).await?;
    Ok(id)
}
