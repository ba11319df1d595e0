//! The agencies of Moorland and who signs in for them.

use super::PASSWORD;
use crate::{
    access::{
        model::{Actor, AgencyKind, Role},
        permit::Access,
    },
    account::{
        password,
        store::{self as account, NewStaff},
    },
    agency::store::{self as agency, NewAgency},
    base::{
        error::AppError,
        ids::{AgencyId, StaffId},
    },
    execute_one, fetch_all, fetch_optional,
};

use AgencyKind::{Ambulance, Education, MentalHealth, NhsLearningDisability, Police, Provider, SocialCare};
use Role::{Administrator, Coordinator, InformationGovernance, Manager, Practitioner};

/// Code, name, kind. The first runs the register.
const AGENCIES: &[(&str, &str, AgencyKind)] = &[
    ("LDA", "Moorland NHS Learning Disability and Autism Service", NhsLearningDisability),
    ("MHT", "Moorland NHS Mental Health Trust", MentalHealth),
    ("ASC", "Moorland Council Social Care", SocialCare),
    ("HAV", "Haven Supported Living", Provider),
    ("EDU", "Moorland Council Education", Education),
    ("AMB", "North Moors Ambulance Service", Ambulance),
    ("POL", "Moorland Police", Police),
];

/// Sign-in name, name, job, role, agency.
const STAFF: &[(&str, &str, &str, Role, &str)] = &[
    ("nia@lda.example", "Nia Evans", "Community learning disability nurse", Practitioner, "LDA"),
    ("coordinator@lda.example", "Priya Nair", "Register coordinator", Coordinator, "LDA"),
    ("manager@lda.example", "Helen Marsh", "Service manager and panel chair", Manager, "LDA"),
    ("governance@lda.example", "Omar Haddad", "Information-governance lead", InformationGovernance, "LDA"),
    ("admin@lda.example", "Sam Ito", "Systems administrator", Administrator, "LDA"),
    ("psychologist@mht.example", "Dr Luke Adeyemi", "Clinical psychologist", Practitioner, "MHT"),
    ("manager@mht.example", "Ruth Keane", "Community team manager", Manager, "MHT"),
    ("worker@asc.example", "Carla Mendes", "Social worker", Practitioner, "ASC"),
    ("manager@asc.example", "Graham Poole", "Team manager", Manager, "ASC"),
    ("support@hav.example", "Bronwen Price", "Support lead", Practitioner, "HAV"),
    ("manager@hav.example", "Yusuf Demir", "Registered manager", Manager, "HAV"),
    ("senco@edu.example", "Anita Rowe", "SENCO", Practitioner, "EDU"),
    ("manager@edu.example", "Mark Tully", "SEND manager", Manager, "EDU"),
    ("paramedic@amb.example", "Jo Whitaker", "Paramedic", Practitioner, "AMB"),
    ("manager@amb.example", "Femi Okoro", "Frequent-contact manager", Manager, "AMB"),
    ("officer@pol.example", "PC Dawn Hargreaves", "Vulnerability officer", Practitioner, "POL"),
    ("manager@pol.example", "Insp Neil Foster", "Vulnerability lead", Manager, "POL"),
];

/// Who is who, for the sign-in page and the console.
pub const SIGN_INS: &[(&str, &str)] = &[
    ("Nurse, NHS learning disability", "nia@lda.example"),
    ("Register coordinator", "coordinator@lda.example"),
    ("Manager and panel chair", "manager@lda.example"),
    ("Information-governance lead", "governance@lda.example"),
    ("Administrator", "admin@lda.example"),
    ("Psychologist, NHS mental health", "psychologist@mht.example"),
    ("Manager, NHS mental health", "manager@mht.example"),
    ("Social worker, council", "worker@asc.example"),
    ("Manager, council social care", "manager@asc.example"),
    ("Support lead, care provider", "support@hav.example"),
    ("Manager, care provider", "manager@hav.example"),
    ("SENCO, council education", "senco@edu.example"),
    ("Manager, council education", "manager@edu.example"),
    ("Paramedic", "paramedic@amb.example"),
    ("Manager, ambulance", "manager@amb.example"),
    ("Police officer", "officer@pol.example"),
    ("Manager, police", "manager@pol.example"),
];

/// Those who act in the demo county's history.
pub struct Staff(Vec<Actor>);

impl Staff {
    /// The practitioner of a kind of agency.
    pub fn practitioner(&self, kind: AgencyKind) -> Actor {
        // Every kind has one: `every_kind_of_agency_has_a_practitioner` below.
        let found = self.0.iter().find(|actor| actor.agency_kind == kind && actor.role == Practitioner);
        found.or_else(|| self.0.first()).cloned().unwrap_or_else(|| unreachable!("the county has staff"))
    }

    /// The agencies that are asked about one by one.
    pub fn others(&self) -> Vec<(AgencyKind, AgencyId)> {
        let practitioners = self.0.iter().filter(|actor| !actor.hosts_register && actor.role == Practitioner);
        practitioners.map(|actor| (actor.agency_kind, actor.agency.clone())).collect()
    }
}

/// The setting that says how far filling has come.
const MARK: &str = "demo_county";
const BEGUN: &str = "begun";
const FINISHED: &str = "finished";

/// Whether filling this database was begun and broken off. Only where nothing else was in it is it begun.
///
/// # Errors
/// Where the database does not answer.
pub async fn is_unfinished(access: &Access) -> Result<bool, AppError> {
    let begun: Option<(String,)> = access
        .looking_up(async |house| {
            fetch_optional!(house, "select value from setting where name = $1 and value = $2", MARK, BEGUN)
        })
        .await?;
    Ok(begun.is_some())
}

/// First and last name of whoever is there already.
pub async fn people(access: &Access) -> Result<Vec<(String, String)>, AppError> {
    access.looking_up(async |house| fetch_all!(house, "select given_name, family_name from person")).await
}

/// The last thing that is written.
pub async fn finish(access: &Access) -> Result<(), AppError> {
    access
        .housekeeping(async |house| {
            execute_one!(house, "update setting set value = $1 where name = $2", FINISHED, MARK)
        })
        .await
}

/// Those that were made before.
pub async fn found(access: &Access) -> Result<Staff, AppError> {
    type Row = (StaffId, String, Role, AgencyId, String, AgencyKind, bool);
    let rows: Vec<Row> = access
        .looking_up(async |house| {
            fetch_all!(
                house,
                "select staff_id, display_name, role, agency.agency_id, agency.name, agency.kind, agency.hosts_register
                 from staff join agency on agency.agency_id = staff.agency_id where staff.is_demo order by staff_id"
            )
        })
        .await?;
    let actor = |(staff_id, display_name, role, agency, agency_name, agency_kind, hosts_register): Row| Actor {
        staff_id,
        display_name,
        role,
        agency,
        agency_name,
        agency_kind,
        hosts_register,
        agreement_in_force: true,
    };
    Ok(Staff(rows.into_iter().map(actor).collect()))
}

/// Makes agencies, agreements and accounts, and says that filling has begun.
pub async fn build(access: &Access) -> Result<Staff, AppError> {
    // One hash for all: their password is public anyway, and argon2 is slow on purpose.
    let hash = password::hash(PASSWORD.to_owned()).await?;
    access
        .housekeeping(async |house| {
            let (now, today) = (house.now(), house.today());
            let mut agencies = Vec::new();
            for (code, name, kind) in AGENCIES {
                let hosts_register = agencies.is_empty();
                let new = NewAgency { code, name, kind: *kind, hosts_register };
                let id = agency::add(house, &new, now).await?;
                agency::sign(house, &id, "Chief executive (invented)", today, None, now).await?;
                agencies.push((*code, *name, *kind, id, hosts_register));
            }
            execute_one!(house, "insert into setting (name, value) values ($1, $2)", MARK, BEGUN)?;
            let mut staff = Vec::new();
            for (sign_in_name, display_name, job_title, role, code) in STAFF {
                let Some((_, name, kind, id, hosts_register)) = agencies.iter().find(|(each, ..)| each == code) else {
                    return Err(AppError::Broken("a demo account names no agency".to_owned()));
                };
                let new = NewStaff {
                    agency: id,
                    sign_in_name,
                    display_name,
                    job_title,
                    role: *role,
                    password_hash: &hash,
                    password_given: false,
                    is_demo: true,
                };
                staff.push(Actor {
                    staff_id: account::add(house, &new, now).await?,
                    display_name: (*display_name).to_owned(),
                    role: *role,
                    agency: id.clone(),
                    agency_name: (*name).to_owned(),
                    agency_kind: *kind,
                    hosts_register: *hosts_register,
                    agreement_in_force: true,
                });
            }
            Ok(Staff(staff))
        })
        .await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_of_agency_has_a_practitioner() {
        for kind in AgencyKind::ALL {
            let (code, ..) = AGENCIES.iter().find(|(_, _, each)| each == kind).unwrap();
            assert!(STAFF.iter().any(|(_, _, _, role, agency)| role == &Practitioner && agency == code), "{kind:?}");
        }
    }

    #[test]
    fn every_account_is_shown_on_the_sign_in_page() {
        for (name, ..) in STAFF {
            assert!(SIGN_INS.iter().any(|(_, shown)| shown == name), "{name}");
        }
    }
}
