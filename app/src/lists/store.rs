//! Bringing a list in: all of it, in one transaction, with every row accounted for.

use chrono::{DateTime, Utc};
use sha2::{Digest, Sha256};

use super::{
    model::{ListRow, ReadRow},
    read::ReadList,
};
use crate::{
    access::{
        log::hex,
        model::act::BringListIn,
        permit::{Scope, not_kept_out},
    },
    base::{
        error::AppError,
        ids::{ImportId, PersonId, ProfessionalId},
    },
    execute_one, fetch_all, fetch_optional,
    matching::Verdict,
    person::{model::Details, store as person},
    referral::{
        model::{Request, Source},
        store as referral,
    },
    words,
};

words! {
    /// What became of a row.
    pub enum RowOutcome {
        /// A new person, waiting to be asked.
        Added = "added" => "Added",
        /// Somebody already here: the referral was added to their record.
        Matched = "matched" => "Already here",
        /// Nothing was brought in; the note says what to do.
        SetAside = "set_aside" => "Set aside",
        /// No person: a title, a heading, a total.
        NotARow = "not_a_row" => "Not a person",
    }
}

/// The count of each outcome.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, sqlx::FromRow)]
pub struct Counts {
    /// New people.
    pub added: i64,
    /// People already here.
    pub matched: i64,
    /// Rows for a human to look at.
    pub set_aside: i64,
    /// Rows that are no people.
    pub not_a_row: i64,
}

impl Counts {
    /// Every row of the file.
    #[must_use]
    pub fn rows(self) -> i64 {
        self.added + self.matched + self.set_aside + self.not_a_row
    }
}

/// Brings a list in for the actor's agency. Everybody added or matched becomes a referral that waits
/// for their decision: a list puts nobody on the register.
///
/// # Errors
/// Where the database does not answer; nothing is brought in then.
pub async fn bring_in(
    scope: &mut Scope<BringListIn>,
    list: &ReadList,
    bytes: &[u8],
) -> Result<(ImportId, Counts), AppError> {
    let (import, now, actor) = (ImportId::new(), scope.now(), scope.actor());
    let mut counts = Counts::default();
    let mut rows = Vec::with_capacity(list.rows.len());
    for row in &list.rows {
        let (outcome, note, person) = match row {
            ReadRow::Person(person) => place(scope, person).await?,
            ReadRow::SetAside { reason, .. } => (RowOutcome::SetAside, reason.to_string(), None),
            ReadRow::NotARow { what, .. } => (RowOutcome::NotARow, what.label().to_owned(), None),
        };
        match outcome {
            RowOutcome::Added => counts.added += 1,
            RowOutcome::Matched => counts.matched += 1,
            RowOutcome::SetAside => counts.set_aside += 1,
            RowOutcome::NotARow => counts.not_a_row += 1,
        }
        rows.push((row.place(), outcome, note, person));
    }
    execute_one!(
        scope,
        "insert into import (import_id, agency_id, brought_by, file_hash, brought_at, added, matched, set_aside, not_a_row)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        &import,
        &actor.agency,
        actor.staff(),
        hash(bytes),
        now,
        counts.added,
        counts.matched,
        counts.set_aside,
        counts.not_a_row
    )?;
    for ((sheet, number), outcome, note, person) in rows {
        execute_one!(
            scope,
            "insert into import_row (import_id, sheet, row_number, outcome, note, person_id) values ($1, $2, $3, $4, $5, $6)",
            &import,
            sheet.unwrap_or_default(),
            i64::from(number),
            outcome,
            note,
            person
        )?;
    }
    scope.note(&format!("import {import}"));
    Ok((import, counts))
}

fn hash(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

/// Finds out whether a row's person is here already, and adds them if not.
async fn place(
    scope: &mut Scope<BringListIn>,
    row: &ListRow,
) -> Result<(RowOutcome, String, Option<PersonId>), AppError> {
    let details = details(row);
    let candidates = person::candidates(scope, &person::identity(&details)).await?;
    let request =
        Request { reason: reason(scope, row), indicative: row.rating_hint.and_then(|hint| hint.word().parse().ok()) };
    let warnings = row.nhs_number_note.iter().chain(&row.warnings).cloned().collect::<Vec<_>>().join(" ");
    // One who is only much like a row, and whom the agency does not see, is as good as nobody: whatever
    // the row said would betray that they are here. The register's team sees both records.
    let met =
        candidates.iter().find(|candidate| candidate.likeness.verdict == Verdict::Same || candidate.level.is_some());
    if let Some(candidate) = met {
        let why = candidate.likeness.reasons.join("; ");
        if candidate.likeness.verdict != Verdict::Same {
            // Too like to add beside, too unlike to be sure: a human looks. Nothing of it is brought in.
            let note = format!(
                "Somebody much like this is here already ({why}). Open them and check whether it is the same person, then refer them by hand."
            );
            return Ok((RowOutcome::SetAside, note, Some(candidate.person.clone())));
        }
        let person = candidate.person.clone();
        referral::add(scope, &person, Source::List, &request).await?;
        scope.note_person(&person, "list: joined");
        if scope.level_of(&person).await?.is_none() {
            // Their own decision keeps them from this agency: the row reads like that of somebody new.
            return Ok((RowOutcome::Added, warnings, Some(person)));
        }
        return Ok((RowOutcome::Matched, join(&format!("The same person: {why}."), &warnings), Some(person)));
    }
    let person = referral::add_new(scope, &details, Source::List, &request).await?;
    add_professional(scope, &person, row).await?;
    scope.note_person(&person, "list: new");
    Ok((RowOutcome::Added, warnings, Some(person)))
}

fn join(first: &str, second: &str) -> String {
    if second.is_empty() { first.to_owned() } else { format!("{first} {second}") }
}

fn details(row: &ListRow) -> Details {
    Details {
        given_name: row.given.clone(),
        family_name: row.family.clone(),
        known_as: row.known_as.clone().unwrap_or_default(),
        born_on: row.born_on,
        nhs_number: row.nhs_number.clone(),
        address: row.address.clone().unwrap_or_default(),
        postcode: row.postcode.clone(),
        address_restricted: false,
        place_kind: row.place_kind.and_then(|kind| kind.word().parse().ok()),
        phone: String::new(),
        diagnosis: row.diagnosis.and_then(|diagnosis| diagnosis.word().parse().ok()),
        diagnosis_evidence: String::new(),
        communication: String::new(),
        what_matters: String::new(),
    }
}

/// What the list says besides who it is: the referral's reason, for whoever goes to ask.
fn reason(scope: &Scope<BringListIn>, row: &ListRow) -> String {
    let mut lines = vec![format!("On the list of {}.", scope.actor().agency_name)];
    let mut say = |label: &str, value: &Option<String>| {
        if let Some(value) = value {
            lines.push(format!("{label}: {value}"));
        }
    };
    say("Their reference", &row.reference);
    say("Tried", &row.tried);
    say("Next steps", &row.next_steps);
    lines.join("\n")
}

async fn add_professional(scope: &mut Scope<BringListIn>, person: &PersonId, row: &ListRow) -> Result<(), AppError> {
    let Some(professional) = &row.key_professional else { return Ok(()) };
    let (now, agency) = (scope.now(), scope.actor().agency_name);
    execute_one!(
        scope,
        "insert into professional (professional_id, person_id, name, job, organisation, phone, email, added_at)
         values ($1, $2, $3, '', $4, $5, '', $6)",
        ProfessionalId::new(),
        person,
        &professional.name,
        agency,
        professional.phone.clone().unwrap_or_default(),
        now
    )
}

/// A list that was brought in.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct ImportLine {
    /// Which.
    pub import_id: ImportId,
    /// Whose list.
    pub agency_name: String,
    /// Who brought it in; none from the console.
    pub brought_by: Option<String>,
    /// When.
    pub brought_at: DateTime<Utc>,
    /// What became of its rows.
    #[sqlx(flatten)]
    pub counts: Counts,
}

/// The columns of an [`ImportLine`]. A row whose person keeps the asker out counts among those added, as if the
/// person had been nobody before: that they were here already would say something of them.
macro_rules! lines {
    ($staff:literal, $rest:literal) => {
        concat!(
            "select import_id, agency.name as agency_name, staff.display_name as brought_by, brought_at,
                    added + ",
            kept!("'matched', 'set_aside'", $staff),
            " as added, matched - ",
            kept!("'matched'", $staff),
            " as matched, set_aside - ",
            kept!("'set_aside'", $staff),
            " as set_aside, not_a_row
             from import
             join agency on agency.agency_id = import.agency_id
             left join staff on staff.staff_id = import.brought_by ",
            $rest
        )
    };
}

/// How many rows of an import, with one of these outcomes, are of people who keep somebody out.
macro_rules! kept {
    ($outcomes:literal, $staff:literal) => {
        concat!(
            "(select count(*) from import_row where import_row.import_id = import.import_id and outcome in (",
            $outcomes,
            ") and not ",
            not_kept_out!("import_row.person_id", $staff),
            ")"
        )
    };
}

/// The lists the actor's agency brought in, newest first; every agency's, for an administrator.
///
/// # Errors
/// Where the database does not answer.
pub async fn imports(scope: &mut Scope<BringListIn>, every_agency: bool) -> Result<Vec<ImportLine>, AppError> {
    let asker = scope.actor();
    fetch_all!(
        scope,
        lines!("$3", "where import.agency_id = $1 or $2 order by brought_at desc, import_id desc limit 100"),
        &asker.agency,
        every_agency,
        &asker.staff_id
    )
}

/// One list.
///
/// # Errors
/// `NotFound` where it is another agency's, or none.
pub async fn import(scope: &mut Scope<BringListIn>, id: &ImportId, every_agency: bool) -> Result<ImportLine, AppError> {
    let asker = scope.actor();
    let line: Option<ImportLine> = fetch_optional!(
        scope,
        lines!("$4", "where import_id = $1 and (import.agency_id = $2 or $3)"),
        id,
        &asker.agency,
        every_agency,
        &asker.staff_id
    )?;
    line.ok_or(AppError::NotFound)
}

/// A row of a list and what became of it.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct RowLine {
    /// Empty in a file without sheets.
    pub sheet: String,
    /// As a spreadsheet shows it.
    pub row_number: i64,
    /// What became of it.
    pub outcome: RowOutcome,
    /// Why, and what to do.
    pub note: String,
    /// Who it is, where they are open to the reader's agency.
    pub person_id: Option<PersonId>,
}

/// How many rows a page shows.
pub const ROWS_SHOWN: i64 = 200;

/// The rows of a list with one outcome, a page of them. That of a person who keeps the asker out reads like that of
/// somebody new whom their agency does not see.
///
/// # Errors
/// Where the database does not answer.
pub async fn rows(
    scope: &mut Scope<BringListIn>,
    id: &ImportId,
    outcome: RowOutcome,
    page: i64,
) -> Result<Vec<RowLine>, AppError> {
    let (asker, today) = (scope.actor(), scope.today());
    fetch_all!(
        scope,
        concat!(
            "select sheet, row_number, case when kept then 'added' else outcome end as outcome,
                    case when kept then '' else note end as note, case when kept then null else open_id end as person_id
             from (select sheet, row_number, outcome, note, sharing.person_id as open_id, not ",
            not_kept_out!("import_row.person_id", "$7"),
            " as kept
                   from import_row
                   left join sharing on sharing.person_id = import_row.person_id and sharing.agency_id = $2
                     and (sharing.until_on is null or sharing.until_on >= $3)
                   where import_id = $1) of_import
             where case when kept then 'added' else outcome end = $4
             order by sheet, row_number limit $5 offset $6"
        ),
        id,
        &asker.agency,
        today,
        outcome,
        ROWS_SHOWN,
        page * ROWS_SHOWN,
        &asker.staff_id
    )
}
