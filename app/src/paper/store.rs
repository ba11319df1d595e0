//! Printed forms and signed pages in the database.

use std::collections::BTreeSet;

use chrono::{DateTime, NaiveDate, Utc};
use sha2::{Digest, Sha256};

use super::{
    form,
    model::{self, Code, FormKind, MediaType, PAGES_MAX},
};
use crate::{
    access::{
        log::hex,
        model::{
            Level, Section,
            act::{FindPaperForm, RecordConsent},
        },
        permit::{Permit, Scope, open_to},
    },
    base::{
        error::AppError,
        ids::{AgencyId, PaperFormId, PaperScanId, PersonId},
    },
    execute, execute_one, fetch_all, fetch_optional,
};

/// A printed form.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct PaperForm {
    /// Which.
    pub paper_form_id: PaperFormId,
    /// Which questions.
    pub kind: FormKind,
    /// The version of the questions on it.
    pub questions_version: i64,
    /// What its code is kept as.
    pub code_hash: String,
    /// Who printed it.
    pub printed_by: Option<String>,
    /// For which agency, by its name.
    pub printed_agency: Option<String>,
    /// For which agency.
    printed_for: Option<AgencyId>,
    /// When.
    pub printed_at: DateTime<Utc>,
    /// The last day on which it is awaited.
    pub expires_on: NaiveDate,
    /// How many pages have come back.
    pub pages: i64,
}

impl PaperForm {
    /// Whether it is no longer awaited.
    #[must_use]
    pub fn expired(&self, today: NaiveDate) -> bool {
        self.expires_on < today
    }

    /// Whether the questions have changed since it was printed.
    #[must_use]
    pub fn outdated(&self) -> bool {
        self.questions_version != i64::from(form::questions_version(self.kind))
    }
}

/// A signed page, without its bytes.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct ScanLine {
    /// Which.
    pub paper_scan_id: PaperScanId,
    /// 1, 2, 3 …
    pub page: i64,
    /// What it is.
    pub media_type: MediaType,
    /// Who added it.
    pub uploaded_by: Option<String>,
    /// For which agency.
    pub uploaded_agency: Option<AgencyId>,
    /// When.
    pub uploaded_at: DateTime<Utc>,
}

/// A signed page as it came.
#[derive(Debug)]
pub struct Scan {
    /// What it is.
    pub media_type: MediaType,
    /// Its place among the pages.
    pub page: i64,
    /// The file.
    pub bytes: Vec<u8>,
}

/// Notes that a form is printed for the permit's person.
///
/// # Errors
/// Where the database does not answer.
pub async fn print(
    permit: &mut Permit<RecordConsent>,
    kind: FormKind,
    secret: &[u8; 32],
) -> Result<PaperFormId, AppError> {
    let (person, actor, now, id) = (permit.person(), permit.actor(), permit.now(), PaperFormId::new());
    let hash = Code::of(secret, id.as_str()).hash();
    let (version, expires_on) = (i64::from(form::questions_version(kind)), model::expires_on(permit.today()));
    execute_one!(
        permit,
        "insert into paper_form (paper_form_id, person_id, kind, questions_version, code_hash, printed_by, printed_agency,
                                 printed_at, expires_on)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        &id,
        &person,
        kind,
        version,
        &hash,
        &actor.staff_id,
        &actor.agency,
        now,
        expires_on
    )?;
    execute!(
        permit,
        "insert into paper_form_agency (paper_form_id, agency_id)
         select $1, agency_id from agency where not hosts_register",
        &id
    )?;
    permit.note("paper_printed");
    Ok(id)
}

/// The version of the questions on a form of the permit's person. `None` where it is no form of theirs.
///
/// # Errors
/// Where the database does not answer.
pub async fn questions_version(permit: &mut Permit<RecordConsent>, form: &str) -> Result<Option<u32>, AppError> {
    let person = permit.person();
    let version: Option<(i64,)> = fetch_optional!(
        permit,
        "select questions_version from paper_form where paper_form_id = $1 and person_id = $2",
        form,
        &person
    )?;
    Ok(version.and_then(|(version,)| u32::try_from(version).ok()))
}

/// The agencies that a form of the permit's person asks about: those there were when it was printed. `None`
/// where it is no form of theirs.
///
/// # Errors
/// Where the database does not answer.
pub async fn asked_about(permit: &mut Permit<RecordConsent>, form: &str) -> Result<Option<Vec<AgencyId>>, AppError> {
    if questions_version(permit, form).await?.is_none() {
        return Ok(None);
    }
    let asked: Vec<(AgencyId,)> =
        fetch_all!(permit, "select agency_id from paper_form_agency where paper_form_id = $1", form)?;
    Ok(Some(asked.into_iter().map(|(agency,)| agency).collect()))
}

/// The forms printed for the permit's person that the reader's agency may know of, the newest first.
///
/// # Errors
/// Where the database does not answer.
pub async fn forms(permit: &mut Permit<RecordConsent>) -> Result<Vec<PaperForm>, AppError> {
    let mut all = printed(permit).await?;
    all.retain(|form| may_know_of(permit, form));
    Ok(all)
}

/// Until somebody said yes no agency hears from a form that another one asks too: only the one that runs the register.
fn may_know_of(permit: &Permit<RecordConsent>, form: &PaperForm) -> bool {
    let actor = permit.actor();
    match permit.level() {
        Level::Record => true,
        Level::Asking | Level::Closed => actor.hosts_register || form.printed_for.as_ref() == Some(&actor.agency),
    }
}

async fn printed(permit: &mut Permit<RecordConsent>) -> Result<Vec<PaperForm>, AppError> {
    let person = permit.person();
    fetch_all!(
        permit,
        "select paper_form_id, paper_form.kind, questions_version, code_hash, staff.display_name as printed_by,
                agency.name as printed_agency, printed_agency as printed_for, printed_at, expires_on,
                (select count(*) from paper_scan where paper_scan.paper_form_id = paper_form.paper_form_id) as pages
         from paper_form
         left join staff on staff.staff_id = printed_by
         left join agency on agency.agency_id = printed_agency
         where person_id = $1 order by printed_at desc, paper_form_id desc",
        &person
    )
}

/// A form: whoever holds its code may open it, and reads who printed it where they may know of it.
///
/// # Errors
/// `NotFound` where it is not the permit's person's.
pub async fn form(permit: &mut Permit<RecordConsent>, id: &PaperFormId) -> Result<PaperForm, AppError> {
    let found = printed(permit).await?.into_iter().find(|form| form.paper_form_id == *id);
    let form = found.ok_or(AppError::NotFound)?;
    if may_know_of(permit, &form) {
        return Ok(form);
    }
    let pages = i64::try_from(scans(permit, id).await?.len()).unwrap_or(i64::MAX);
    Ok(PaperForm { printed_by: None, printed_agency: None, pages, ..form })
}

/// The signed pages of a form that the reader's agency may look at, in order.
///
/// # Errors
/// Where the database does not answer.
pub async fn scans(permit: &mut Permit<RecordConsent>, form: &PaperFormId) -> Result<Vec<ScanLine>, AppError> {
    let person = permit.person();
    let all: Vec<ScanLine> = fetch_all!(
        permit,
        "select paper_scan_id, page, media_type, staff.display_name as uploaded_by, uploaded_agency, uploaded_at
         from paper_scan
         join paper_form on paper_form.paper_form_id = paper_scan.paper_form_id
         left join staff on staff.staff_id = uploaded_by
         where person_id = $1 and paper_scan.paper_form_id = $2 order by page",
        &person,
        form
    )?;
    Ok(all.into_iter().filter(|scan| shown(permit, scan.uploaded_agency.as_ref())).collect())
}

fn shown(permit: &Permit<RecordConsent>, uploader: Option<&AgencyId>) -> bool {
    let actor = permit.actor();
    let sees = permit.may_see(Section::Consent);
    model::shows_pages(permit.level(), sees, actor.hosts_register, &actor.agency, uploader)
}

/// A signed page.
///
/// # Errors
/// `NotFound` where it is not of this form, or the reader's agency may not look at it.
pub async fn scan(permit: &mut Permit<RecordConsent>, form: &PaperFormId, id: &PaperScanId) -> Result<Scan, AppError> {
    let person = permit.person();
    let row: Option<(MediaType, i64, Vec<u8>, Option<AgencyId>)> = fetch_optional!(
        permit,
        "select media_type, page, bytes, uploaded_agency from paper_scan
         join paper_form on paper_form.paper_form_id = paper_scan.paper_form_id
         where person_id = $1 and paper_scan.paper_form_id = $2 and paper_scan_id = $3",
        &person,
        form,
        id
    )?;
    let (media_type, page, bytes, uploader) = row.ok_or(AppError::NotFound)?;
    if !shown(permit, uploader.as_ref()) {
        return Err(AppError::NotFound);
    }
    permit.note(&format!("paper_page {id}"));
    Ok(Scan { media_type, page, bytes })
}

/// What became of pages that were sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Added {
    /// How many are new; the others were there already.
    New(usize),
    /// More than a form can have.
    TooMany,
}

/// Adds signed pages to a form. The same page twice is kept once.
///
/// # Errors
/// Where the database does not answer.
pub async fn add(
    permit: &mut Permit<RecordConsent>,
    form: &PaperFormId,
    pages: &[(MediaType, Vec<u8>)],
) -> Result<Added, AppError> {
    // The permit's person's, and nobody else's.
    let form = self::form(permit, form).await?.paper_form_id;
    let (actor, now) = (permit.actor(), permit.now());
    let there: Vec<(String, i64)> =
        fetch_all!(permit, "select bytes_hash, page from paper_scan where paper_form_id = $1", &form)?;
    let mut known: BTreeSet<String> = there.iter().map(|(hash, _)| hash.clone()).collect();
    let new: Vec<(&MediaType, &Vec<u8>, String)> = pages
        .iter()
        .map(|(media_type, bytes)| (media_type, bytes, hex(&Sha256::digest(bytes))))
        .filter(|(_, _, hash)| known.insert(hash.clone()))
        .collect();
    let last = there.iter().map(|(_, page)| *page).max().unwrap_or_default();
    if known.len() > PAGES_MAX {
        return Ok(Added::TooMany);
    }
    for ((media_type, bytes, hash), page) in new.iter().zip(last + 1..) {
        let id = PaperScanId::new();
        execute_one!(
            permit,
            "insert into paper_scan (paper_scan_id, paper_form_id, page, media_type, bytes, bytes_hash, uploaded_by,
                                     uploaded_agency, uploaded_at)
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
            &id,
            &form,
            page,
            **media_type,
            bytes.as_slice(),
            hash,
            &actor.staff_id,
            &actor.agency,
            now
        )?;
    }
    permit.note(&format!("paper_added {}", new.len()));
    Ok(Added::New(new.len()))
}

/// Whose form a code belongs to, if the reader's agency sees that person at all.
///
/// # Errors
/// Where the database does not answer.
pub async fn find(scope: &mut Scope<FindPaperForm>, code: &Code) -> Result<Option<(PersonId, PaperFormId)>, AppError> {
    let (asker, today, hash) = (scope.actor(), scope.today(), code.hash());
    let found: Option<(PersonId, PaperFormId)> = fetch_optional!(
        scope,
        concat!(
            "select paper_form.person_id, paper_form_id from paper_form
             join sharing on sharing.person_id = paper_form.person_id
             where code_hash = $1 and ",
            open_to!("$2", "$3", "$4")
        ),
        &hash,
        &asker.agency,
        today,
        &asker.staff_id
    )?;
    scope.note(if found.is_some() { "found" } else { "unknown_code" });
    Ok(found)
}
