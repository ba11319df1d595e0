//! People in the database: reading, saving, finding.

use chrono::NaiveDate;

use super::model::{Details, Diagnosis, PlaceKind};
use crate::{
    access::{
        model::{
            AboutPerson, Level, ScopeAct, Section,
            act::{EditDetails, SearchPeople},
        },
        permit::{Permit, Scope, open_to},
    },
    base::{error::AppError, ids::PersonId, nhs_number::NhsNumber, postcode::Postcode, store::OnDatabase},
    consent, execute, execute_one, fetch_all, fetch_one,
    matching::{self, Identity},
    own,
    rating::model::Rating,
};

pub use super::candidates::{Candidate, alike, candidates};
pub use super::network::{Professional, Relative, add_professional, add_relative, professionals, relatives};

#[derive(sqlx::FromRow)]
struct DetailsRow {
    given_name: String,
    family_name: String,
    known_as: String,
    born_on: Option<NaiveDate>,
    nhs_number: Option<NhsNumber>,
    address: String,
    postcode: Option<Postcode>,
    address_restricted: bool,
    place_kind: Option<PlaceKind>,
    phone: String,
    diagnosis: Option<Diagnosis>,
    diagnosis_evidence: String,
    communication: String,
    what_matters: String,
    version: i64,
}

impl From<DetailsRow> for Details {
    fn from(row: DetailsRow) -> Self {
        let DetailsRow {
            given_name,
            family_name,
            known_as,
            born_on,
            nhs_number,
            address,
            postcode,
            address_restricted,
            place_kind,
            phone,
            diagnosis,
            diagnosis_evidence,
            communication,
            what_matters,
            version: _,
        } = row;
        Self {
            given_name,
            family_name,
            known_as,
            born_on,
            nhs_number,
            address,
            postcode,
            address_restricted,
            place_kind,
            phone,
            diagnosis,
            diagnosis_evidence,
            communication,
            what_matters,
        }
    }
}

/// What stands at the top of every page about a person.
#[derive(Debug, Clone)]
pub struct Banner {
    /// Whose page it is.
    pub person: PersonId,
    /// First and last name.
    pub name: String,
    /// What they like to be called.
    pub known_as: String,
    /// Date of birth.
    pub born_on: Option<NaiveDate>,
    /// Shown as 999 000 0018.
    pub nhs_number: Option<NhsNumber>,
    /// How to talk with them, and reasonable adjustments.
    pub communication: String,
    /// Today, for the age.
    pub today: NaiveDate,
}

/// The banner of the permit's person, with the sections the actor's agency may see.
///
/// # Errors
/// Where the database does not answer.
pub async fn banner<A: AboutPerson>(permit: &mut Permit<A>) -> Result<Banner, AppError> {
    let (details, _) = read(permit).await?;
    let talks = permit.may_see(Section::Communication);
    Ok(Banner {
        person: permit.person(),
        name: details.name(),
        known_as: details.known_as,
        born_on: details.born_on,
        nhs_number: details.nhs_number,
        communication: if talks { details.communication } else { String::new() },
        today: permit.today(),
    })
}

async fn read<A: AboutPerson>(permit: &mut Permit<A>) -> Result<(Details, i64), AppError> {
    let person = permit.person();
    read_of(permit, &person).await
}

pub(super) async fn read_of(on: &mut impl OnDatabase, person: &PersonId) -> Result<(Details, i64), AppError> {
    let row: DetailsRow = fetch_one!(
        on,
        "select given_name, family_name, known_as, born_on, nhs_number, address, postcode, address_restricted, place_kind,
                phone, diagnosis, diagnosis_evidence, communication, what_matters, version
         from person where person_id = $1",
        person
    )?;
    let version = row.version;
    Ok((row.into(), version))
}

/// The details of the permit's person that the actor's agency may see; the rest comes empty, and
/// which sections those are is for the page to ask of the permit.
///
/// # Errors
/// Where the database does not answer.
pub async fn details<A: AboutPerson>(permit: &mut Permit<A>) -> Result<Details, AppError> {
    let (mut details, _) = read(permit).await?;
    for section in Details::SECTIONS.into_iter().filter(|section| !permit.may_see(*section)) {
        details.take(section, &Details::default());
    }
    Ok(details)
}

/// The details as the editing form needs them.
pub struct ToEdit {
    /// What the actor's agency sees of them; the rest is empty.
    pub details: Details,
    /// The sections that it sees, and may so change.
    pub sections: Vec<Section>,
    /// The version they were read at.
    pub version: i64,
}

/// The details as the editing form needs them: what one cannot see one must not overwrite. On the
/// register only somebody who sees every section of them may edit them. Before a decision the least
/// needed to ask is put right by whoever asks, each agency what it sees.
///
/// # Errors
/// `Forbidden` where the actor's agency does not see what it has to.
pub async fn details_to_edit(permit: &mut Permit<EditDetails>) -> Result<ToEdit, AppError> {
    let sections: Vec<Section> = Details::SECTIONS.into_iter().filter(|section| permit.may_see(*section)).collect();
    let enough = match permit.level() {
        Level::Record => sections.len() == Details::SECTIONS.len(),
        Level::Asking => true,
        Level::Closed => false,
    };
    if !enough {
        let why = "Your agency does not see all of these details, so it cannot change them. Tell the register team what is wrong.";
        return Err(AppError::Forbidden(why.to_owned()));
    }
    let (_, version) = read(permit).await?;
    Ok(ToEdit { details: details(permit).await?, sections, version })
}

/// Saves details that were opened at a version: who it is, and the sections that the actor's agency
/// sees. The others stay as they are, whatever was sent.
///
/// # Errors
/// `Conflict` where somebody saved meanwhile; nothing is written then.
pub async fn save(permit: &mut Permit<EditDetails>, typed: &Details, opened_version: i64) -> Result<(), AppError> {
    let person = permit.person();
    let (kept, _) = read(permit).await?;
    let mut details = typed.clone();
    for section in Details::SECTIONS.into_iter().filter(|section| !permit.may_see(*section)) {
        details.take(section, &kept);
    }
    let details = &details;
    execute_one!(
        permit,
        "update person set given_name = $1, family_name = $2, known_as = $3, born_on = $4, nhs_number = $5, address = $6,
                postcode = $7, address_restricted = $8, place_kind = $9, phone = $10, diagnosis = $11,
                diagnosis_evidence = $12, communication = $13, what_matters = $14, version = version + 1
         where person_id = $15 and version = $16",
        &details.given_name,
        &details.family_name,
        &details.known_as,
        details.born_on,
        &details.nhs_number,
        &details.address,
        &details.postcode,
        details.address_restricted,
        details.place_kind,
        &details.phone,
        details.diagnosis,
        &details.diagnosis_evidence,
        &details.communication,
        &details.what_matters,
        &person,
        opened_version
    )?;
    index(permit, &person, details).await?;
    // Who may decide, and for how long, goes by the date of birth; so does a parent's code.
    if details.born_on != kept.born_on {
        own::store::set_last_days(permit, details.born_on).await?;
    }
    let today = permit.today();
    consent::store::refresh_sharing(permit, &person, today).await
}

/// Writes a new person. Called by a referral or an import, which then say who may see them.
///
/// # Errors
/// Where the database does not answer.
pub async fn add<A: ScopeAct>(scope: &mut Scope<A>, details: &Details) -> Result<PersonId, AppError> {
    let person = PersonId::new();
    let now = scope.now();
    execute_one!(
        scope,
        "insert into person (person_id, given_name, family_name, known_as, born_on, nhs_number, address, postcode,
                             address_restricted, place_kind, phone, diagnosis, diagnosis_evidence, communication,
                             what_matters, version, created_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, 1, $16)",
        &person,
        &details.given_name,
        &details.family_name,
        &details.known_as,
        details.born_on,
        &details.nhs_number,
        &details.address,
        &details.postcode,
        details.address_restricted,
        details.place_kind,
        &details.phone,
        details.diagnosis,
        &details.diagnosis_evidence,
        &details.communication,
        &details.what_matters,
        now
    )?;
    index(scope, &person, details).await?;
    Ok(person)
}

/// Rewrites what searches and duplicate checks look a person up by, and their place in lists.
pub(super) async fn index(on: &mut impl OnDatabase, person: &PersonId, details: &Details) -> Result<(), AppError> {
    let listed_as = format!("{} {}", matching::fold(&details.family_name), matching::fold(&details.given_name));
    execute_one!(on, "update person set listed_as = $1 where person_id = $2", listed_as, person)?;
    execute!(on, "delete from person_search where person_id = $1", person)?;
    execute!(on, "delete from person_block where person_id = $1", person)?;
    let mut keys = matching::search_keys(&details.given_name, &details.family_name);
    if !details.known_as.is_empty() {
        keys.extend(matching::search_keys(&details.known_as, ""));
    }
    // Beginnings are keys of their own: a range over text sorts differently on each database.
    for token in matching::name_tokens(&format!("{} {}", details.given_name, details.known_as), &details.family_name) {
        let letters: Vec<char> = token.chars().collect();
        keys.extend(
            (3..letters.len().min(12)).map(|length| format!("^{}", letters.iter().take(length).collect::<String>())),
        );
    }
    keys.sort_unstable();
    keys.dedup();
    for sixteen in keys.chunks(16) {
        let key = |at: usize| sixteen.get(at);
        // Sixteen at a time: a name has some twenty keys, and a statement for each would be most of
        // the time of bringing a list in. An absent key is null and is not inserted.
        execute!(
            on,
            "insert into person_search (person_id, search_key)
             select $1, given.search_key from (
               select $2 as search_key union all select $3 union all select $4 union all select $5
               union all select $6 union all select $7 union all select $8 union all select $9
               union all select $10 union all select $11 union all select $12 union all select $13
               union all select $14 union all select $15 union all select $16 union all select $17) given
             where given.search_key is not null",
            person,
            key(0),
            key(1),
            key(2),
            key(3),
            key(4),
            key(5),
            key(6),
            key(7),
            key(8),
            key(9),
            key(10),
            key(11),
            key(12),
            key(13),
            key(14),
            key(15)
        )?;
    }
    let mut blocks = matching::blocking_keys(&identity(details));
    blocks.sort_unstable();
    blocks.dedup();
    for block in blocks {
        execute!(on, "insert into person_block (person_id, block_key) values ($1, $2)", person, block)?;
    }
    Ok(())
}

/// What matching compares.
#[must_use]
pub fn identity(details: &Details) -> Identity {
    Identity {
        given: details.given_name.clone(),
        family: details.family_name.clone(),
        born_on: details.born_on,
        nhs_number: details.nhs_number.clone(),
        postcode: details.postcode.clone(),
        address: (!details.address.is_empty()).then(|| details.address.clone()),
    }
}

/// A line of a list of people.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct PersonLine {
    /// Who.
    pub person_id: PersonId,
    /// First name.
    pub given_name: String,
    /// Last name.
    pub family_name: String,
    /// What they like to be called.
    pub known_as: String,
    /// Date of birth.
    pub born_on: Option<NaiveDate>,
    /// Shown as 999 000 0018.
    pub nhs_number: Option<NhsNumber>,
    /// For checking a search; `None` where the address is restricted.
    pub postcode: Option<Postcode>,
    /// How far they are open to the asker's agency.
    pub level: Level,
    /// The current rating, where they are on the register.
    pub rating: Option<Rating>,
    /// When the next review is due.
    pub review_due_on: Option<NaiveDate>,
}

/// The columns and tables of a [`PersonLine`], with the rule of every list inside: `$1` is the
/// asker's agency, `$2` today, `$3` the level they may not list, `$4` the asker.
macro_rules! lines {
    ($tail:literal) => {
        concat!(
            "select person.person_id, given_name, family_name, known_as, born_on, nhs_number, sharing.level,
                    case when address_restricted then null else postcode end as postcode,
                    rating.rating, rating.review_due_on
             from sharing
             join person on person.person_id = sharing.person_id
             left join rating on rating.person_id = person.person_id and sharing.level = 'record'
               and rating.number = (select max(number) from rating latest where latest.person_id = person.person_id)
             where sharing.level <> $3 and ",
            open_to!("$1", "$2", "$4"),
            $tail
        )
    };
}

/// Closed records are listed only for the register's own team. No level is called `none`.
fn unlisted<A: ScopeAct>(scope: &Scope<A>) -> &'static str {
    if scope.actor().is_register_team() { "none" } else { Level::Closed.word() }
}

/// How many people a page lists.
pub const PAGE_SIZE: i64 = 50;

/// The people open to the actor's agency, by last name, optionally of one rating; a page of them and
/// how many there are in all.
///
/// # Errors
/// Where the database does not answer.
pub async fn list(
    scope: &mut Scope<SearchPeople>,
    rating: Option<Rating>,
    page: i64,
) -> Result<(Vec<PersonLine>, i64), AppError> {
    let (asker, today, unlisted) = (scope.actor(), scope.today(), unlisted(scope));
    let word = rating.map_or("", Rating::word);
    let lines: Vec<PersonLine> = fetch_all!(
        scope,
        lines!("and ($5 = '' or rating.rating = $5) order by listed_as, person.person_id limit $6 offset $7"),
        &asker.agency,
        today,
        unlisted,
        &asker.staff_id,
        word,
        PAGE_SIZE,
        page * PAGE_SIZE
    )?;
    let (count,): (i64,) = fetch_one!(
        scope,
        concat!(
            "select count(*) from sharing
             left join rating on rating.person_id = sharing.person_id and sharing.level = 'record'
               and rating.number = (select max(number) from rating latest where latest.person_id = sharing.person_id)
             where sharing.level <> $3 and ($5 = '' or rating.rating = $5) and ",
            open_to!("$1", "$2", "$4")
        ),
        &asker.agency,
        today,
        unlisted,
        &asker.staff_id,
        word
    )?;
    Ok((lines, count))
}

/// The most people a search shows.
pub const FOUND_MAX: usize = 50;

/// The people open to the actor's agency who fit what was typed, best first.
///
/// # Errors
/// Where the database does not answer.
pub async fn search(scope: &mut Scope<SearchPeople>, typed: &str) -> Result<Vec<PersonLine>, AppError> {
    let query = matching::search_terms(typed, scope.today());
    let (asker, today, unlisted) = (scope.actor(), scope.today(), unlisted(scope));
    let mut found: Vec<PersonLine> = Vec::new();
    if let Some(number) = &query.nhs_number {
        found.extend(fetch_all!(
            scope,
            lines!("and nhs_number = $5 limit 200"),
            &asker.agency,
            today,
            unlisted,
            &asker.staff_id,
            number
        )?);
    } else if let Some(born_on) = query.born_on {
        found.extend(fetch_all!(
            scope,
            lines!("and born_on = $5 limit 200"),
            &asker.agency,
            today,
            unlisted,
            &asker.staff_id,
            born_on
        )?);
    } else if let Some(postcode) = &query.postcode {
        found.extend(fetch_all!(
            scope,
            lines!("and postcode = $5 and not address_restricted limit 200"),
            &asker.agency,
            today,
            unlisted,
            &asker.staff_id,
            postcode
        )?);
    } else {
        // Each word, its misspellings, and the beginnings of names that it may be.
        let beginnings = query.tokens.iter().map(|token| format!("^{token}"));
        let mut keys: Vec<String> = query.keys().into_iter().flatten().chain(beginnings).collect();
        keys.sort_unstable();
        keys.dedup();
        for sixteen in keys.chunks(16) {
            let key = |at: usize| sixteen.get(at);
            let some: Vec<PersonLine> = fetch_all!(
                scope,
                lines!(
                    "and person.person_id in (select person_id from person_search where search_key in
                       ($5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20)) limit 500"
                ),
                &asker.agency,
                today,
                unlisted,
                &asker.staff_id,
                key(0),
                key(1),
                key(2),
                key(3),
                key(4),
                key(5),
                key(6),
                key(7),
                key(8),
                key(9),
                key(10),
                key(11),
                key(12),
                key(13),
                key(14),
                key(15)
            )?;
            found.extend(some);
        }
    }
    let mut ranked: Vec<(u32, PersonLine)> = found
        .into_iter()
        .filter_map(|line| {
            let as_named = matching::rank(&query, &line_identity(&line, &line.given_name));
            let as_called = (!line.known_as.is_empty())
                .then(|| matching::rank(&query, &line_identity(&line, &line.known_as)))
                .flatten();
            as_named.into_iter().chain(as_called).min().map(|rank| (rank, line))
        })
        .collect();
    ranked.sort_by(|(a, x), (b, y)| {
        b.cmp(a).then_with(|| {
            (&x.family_name, &x.given_name, &x.person_id).cmp(&(&y.family_name, &y.given_name, &y.person_id))
        })
    });
    let mut seen = std::collections::BTreeSet::new();
    ranked.retain(|(_, line)| seen.insert(line.person_id.clone()));
    ranked.truncate(FOUND_MAX);
    Ok(ranked.into_iter().map(|(_, line)| line).collect())
}

fn line_identity(line: &PersonLine, given: &str) -> Identity {
    Identity {
        given: given.to_owned(),
        family: line.family_name.clone(),
        born_on: line.born_on,
        nhs_number: line.nhs_number.clone(),
        postcode: line.postcode.clone(),
        address: None,
    }
}
