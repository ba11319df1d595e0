//! What the columns of a list mean, told by their headings.
//!
//! A list that is made the same way but not identically must be read without anybody touching this
//! file. **To add another format** (the police's, a school's, …): add the words of its headings to
//! [`SYNONYMS`], squeezed (letters and digits only, lower case), beside the meaning they have; if
//! it brings something no meaning covers, add a [`Meaning`], a field to
//! [`ListRow`](super::model::ListRow) and an arm where `read.rs` fills the row: the match there has
//! no `_`, so the build asks for it. Then add the list, shortened, as a fixture with a test that
//! counts its rows.

use super::model::{CellValue, squeeze};
use crate::{matching::within_one_edit, words};

words! {
    /// What a column holds.
    #[expect(missing_docs, reason = "the labels say what each one is")]
    pub enum Meaning {
        Given = "given" => "First name",
        Family = "family" => "Family name",
        FullName = "full_name" => "Full name",
        KnownAs = "known_as" => "Known as",
        BornOn = "born_on" => "Date of birth",
        Age = "age" => "Age",
        NhsNumber = "nhs_number" => "NHS number",
        Address = "address" => "Address",
        Postcode = "postcode" => "Postcode",
        Diagnosis = "diagnosis" => "Diagnosis",
        PlaceKind = "place_kind" => "Kind of place",
        Rating = "rating" => "Indicative rating",
        ProfessionalName = "professional_name" => "Key professional",
        ProfessionalPhone = "professional_phone" => "Key professional's phone",
        Tried = "tried" => "What has been tried",
        NextSteps = "next_steps" => "Next steps",
        Reference = "reference" => "Reference",
    }
}

/// Headings by meaning, squeezed. Words for the person at the start (`Patient`, `Client`, `Pt`) and
/// anything in brackets are taken off a heading before it is looked up here.
const SYNONYMS: &[(Meaning, &[&str])] = &[
    (
        Meaning::Given,
        &[
            "forename",
            "forenames",
            "firstname",
            "firstnames",
            "givenname",
            "givennames",
            "given",
            "christianname",
            "first",
            "fname",
        ],
    ),
    (Meaning::Family, &["surname", "familyname", "lastname", "family", "last", "sname", "lname", "secondname"]),
    (
        Meaning::FullName,
        &[
            "name",
            "fullname",
            "names",
            "wholename",
            "nameofperson",
            "nameofpatient",
            "nameofclient",
            "surnameforename",
            "namesurnameforename",
        ],
    ),
    (Meaning::KnownAs, &["knownas", "preferredname", "nickname", "alias", "likestobecalled", "prefers"]),
    (Meaning::BornOn, &["dob", "dateofbirth", "birthdate", "dateborn", "born", "birthday", "birth"]),
    (Meaning::Age, &["age", "ageyears", "ageinyears", "agenow", "currentage"]),
    (Meaning::NhsNumber, &["nhs", "nhsno", "nhsnumber", "nhsnum", "nhsnr", "nhsid", "nhsnumberifknown"]),
    (
        Meaning::Address,
        &[
            "address",
            "homeaddress",
            "currentaddress",
            "lastknownaddress",
            "usualaddress",
            "address1",
            "address2",
            "address3",
            "addressline1",
            "addressline2",
            "addressline3",
            "street",
            "town",
            "city",
            "towncity",
            "fulladdress",
            "addr",
        ],
    ),
    (Meaning::Postcode, &["postcode", "homepostcode", "pcode", "postalcode", "pc"]),
    (
        Meaning::Diagnosis,
        &["diagnosis", "diagnoses", "primarydiagnosis", "dx", "ldasd", "ldautism", "ldorasd", "condition"],
    ),
    (
        Meaning::PlaceKind,
        &[
            "typeofplacement",
            "placementtype",
            "placement",
            "accommodation",
            "accommodationtype",
            "typeofaccommodation",
            "livingsituation",
            "livingarrangements",
            "placetype",
            "kindofplace",
            "settings",
            "setting",
            "residencetype",
            "typeofhome",
        ],
    ),
    (
        Meaning::Rating,
        &[
            "rag",
            "ragrating",
            "ragstatus",
            "rating",
            "risk",
            "risklevel",
            "riskrating",
            "riskstatus",
            "concernlevel",
            "levelofconcern",
            "levelofrisk",
            "dsrrating",
            "dsrrag",
            "dsrstatus",
            "currentrag",
            "colour",
            "priority",
        ],
    ),
    (
        Meaning::ProfessionalName,
        &[
            "carecoordinator",
            "socialworker",
            "keyworker",
            "allocatedworker",
            "leadprofessional",
            "keyprofessional",
            "worker",
            "leadclinician",
            "casemanager",
            "caseworker",
            "nurse",
            "communitynurse",
            "ldnurse",
            "namedworker",
            "namednurse",
            "coordinator",
            "sw",
            "allocatedsocialworker",
            "cco",
        ],
    ),
    (
        Meaning::ProfessionalPhone,
        &[
            "workertel",
            "workerphone",
            "workertelephone",
            "workercontact",
            "socialworkertel",
            "socialworkerphone",
            "carecoordinatortel",
            "carecoordinatorphone",
            "keyworkertel",
            "keyworkerphone",
            "professionalphone",
            "swtel",
            "swphone",
            "workernumber",
        ],
    ),
    (
        Meaning::Tried,
        &[
            "whathasbeentried",
            "tried",
            "alreadytried",
            "interventionstried",
            "interventions",
            "supporttodate",
            "whatwehavetried",
            "actionstodate",
        ],
    ),
    (
        Meaning::NextSteps,
        &["nextsteps", "nextstep", "next", "actions", "action", "plan", "actionplan", "whathappensnext", "todo"],
    ),
    (
        Meaning::Reference,
        &[
            "ref",
            "reference",
            "id",
            "caseid",
            "caseref",
            "casenumber",
            "refno",
            "referencenumber",
            "recordnumber",
            "personid",
            "mosaicid",
            "liquidlogicid",
            "rionumber",
            "rioid",
            "upn",
            "systemid",
            "hospitalnumber",
        ],
    ),
];

/// Words that may stand before a heading and say only that it is about the person.
const PERSON_WORDS: &[&str] = &[
    "serviceusers",
    "serviceuser",
    "youngpersons",
    "youngperson",
    "patients",
    "patient",
    "clients",
    "client",
    "persons",
    "person",
    "residents",
    "resident",
    "individuals",
    "individual",
    "childs",
    "child",
    "pupils",
    "pupil",
    "students",
    "student",
    "pts",
    "pt",
    "su",
];

/// Where the headings stand and what each column means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Header {
    /// Index of the row of headings, from 0.
    pub at: usize,
    /// The columns with a meaning: index from 0, meaning, heading as written. A meaning may occur
    /// more than once (address lines); what may not is read from the first.
    pub columns: Vec<(usize, Meaning, String)>,
    /// Headings without a meaning, as written: shown to the human as not brought in.
    pub unread: Vec<String>,
    /// Number of columns up to the last heading.
    pub width: usize,
}

/// How many rows from the top are looked at for headings.
const HEADER_WITHIN: usize = 15;

/// The meaning of one heading, if it has one that we know; one mistyped letter is forgiven in
/// headings of six letters and more.
#[must_use]
pub fn meaning(heading: &str) -> Option<Meaning> {
    if heading.chars().count() > 80 {
        return None;
    }
    let outside: String = heading
        .split('(')
        .enumerate()
        .map(|(at, part)| if at == 0 { part } else { part.split_once(')').map_or("", |(_, after)| after) })
        .collect();
    let whole = squeeze(&outside);
    let bare = PERSON_WORDS.iter().find_map(|word| whole.strip_prefix(word)).unwrap_or(&whole);
    // `Patient` alone is the name; `Person ID` is a reference.
    let candidates = if bare.is_empty() && !whole.is_empty() { ["name", "name"] } else { [whole.as_str(), bare] };
    let exact = candidates.iter().find_map(|candidate| {
        SYNONYMS.iter().find(|(_, synonyms)| synonyms.contains(candidate)).map(|(meaning, _)| *meaning)
    });
    exact.or_else(|| {
        candidates.iter().filter(|candidate| candidate.chars().count() >= 6).find_map(|candidate| {
            let near = |synonym: &&str| synonym.len() >= 6 && within_one_edit(synonym, candidate);
            SYNONYMS.iter().find(|(_, synonyms)| synonyms.iter().any(near)).map(|(meaning, _)| *meaning)
        })
    })
}

/// Reads one row as headings. `None` where it has no heading for a name and one thing more.
#[must_use]
pub fn read_header(at: usize, cells: &[CellValue]) -> Option<Header> {
    let mut header = Header { at, columns: Vec::new(), unread: Vec::new(), width: 0 };
    for (column, cell) in cells.iter().enumerate() {
        let CellValue::Text(heading) = cell else { continue };
        header.width = column + 1;
        match meaning(heading) {
            Some(meaning) => header.columns.push((column, meaning, heading.clone())),
            None => header.unread.push(heading.chars().take(80).collect()),
        }
    }
    let named = header
        .columns
        .iter()
        .any(|(_, meaning, _)| matches!(meaning, Meaning::Given | Meaning::Family | Meaning::FullName));
    (named && header.score() >= 2).then_some(header)
}

impl Header {
    /// How many different meanings were found.
    #[must_use]
    pub fn score(&self) -> usize {
        let mut meanings: Vec<Meaning> = self.columns.iter().map(|(_, meaning, _)| *meaning).collect();
        meanings.sort_unstable();
        meanings.dedup();
        meanings.len()
    }

    /// The first column of a meaning.
    #[must_use]
    pub fn column(&self, wanted: Meaning) -> Option<usize> {
        self.columns.iter().find(|(_, meaning, _)| *meaning == wanted).map(|(column, _, _)| *column)
    }
}

/// The row of headings among the first rows: the one with most meanings, the upper of equals.
pub fn find_header<'a>(rows: impl Iterator<Item = &'a [CellValue]>) -> Option<Header> {
    rows.take(HEADER_WITHIN)
        .enumerate()
        .filter_map(|(at, cells)| read_header(at, cells))
        .max_by_key(|header| (header.score(), std::cmp::Reverse(header.at)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_are_known_in_many_spellings() {
        for (heading, expected) in [
            ("D.O.B", Meaning::BornOn),
            ("DATE OF BIRTH", Meaning::BornOn),
            ("Date of birth (dd/mm/yyyy)", Meaning::BornOn),
            ("Pt DOB", Meaning::BornOn),
            ("NHS No.", Meaning::NhsNumber),
            ("NHSNumber", Meaning::NhsNumber),
            ("Pt name", Meaning::FullName),
            ("Patient's name", Meaning::FullName),
            ("Client", Meaning::FullName),
            ("first_name", Meaning::Given),
            ("FORENAMES", Meaning::Given),
            ("Surnmae", Meaning::Family),
            ("Care co-ordinator", Meaning::ProfessionalName),
            ("Worker tel", Meaning::ProfessionalPhone),
            ("Type of placement", Meaning::PlaceKind),
            ("Concern level", Meaning::Rating),
            ("Person ID", Meaning::Reference),
            ("Post code", Meaning::Postcode),
        ] {
            assert_eq!(meaning(heading), Some(expected), "{heading}");
        }
    }

    #[test]
    fn a_heading_about_somebody_else_or_something_else_has_no_meaning() {
        for heading in
            ["Parent phone", "Parent/carer", "Incident postcode", "OCCURRENCES 12M", "GP surname", "School", ""]
        {
            assert_eq!(meaning(heading), None, "{heading}");
        }
    }
}
