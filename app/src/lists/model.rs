//! What a row of a list becomes, and how single cells are read. Pure; compiles for both targets.

use chrono::{Datelike, NaiveDate, TimeDelta};

use crate::{
    base::{
        dates::{age_on, month_number},
        nhs_number::{NhsNumber, NhsNumberFault},
        postcode::Postcode,
    },
    words,
};

words! {
    /// The rating a list gives somebody. A hint for the human who will rate, never a rating.
    #[expect(missing_docs, reason = "the labels say what each one is")]
    pub enum IndicativeRating {
        Red = "red" => "Red",
        Amber = "amber" => "Amber",
        Green = "green" => "Green",
        /// In hospital now.
        Blue = "blue" => "Blue",
    }
}

words! {
    /// The diagnosis a list gives somebody.
    #[expect(missing_docs, reason = "the labels say what each one is")]
    pub enum ListDiagnosis {
        LearningDisability = "learning_disability" => "Learning disability",
        Autism = "autism" => "Autism",
        Both = "both" => "Learning disability and autism",
    }
}

words! {
    /// The kind of place somebody lives in, according to a list.
    #[expect(missing_docs, reason = "the labels say what each one is")]
    pub enum ListPlaceKind {
        FamilyHome = "family_home" => "Family home",
        OwnTenancy = "own_tenancy" => "Own tenancy",
        SupportedLiving = "supported_living" => "Supported living",
        ResidentialCare = "residential_care" => "Residential care",
        NursingHome = "nursing_home" => "Nursing home",
        SharedLives = "shared_lives" => "Shared Lives",
        FosterCare = "foster_care" => "Foster care",
        ResidentialSchool = "residential_school" => "Residential school or college",
        Hospital = "hospital" => "Hospital",
        Custody = "custody" => "Custody",
        Temporary = "temporary" => "Temporary accommodation",
        NoFixedHome = "no_fixed_home" => "No fixed home",
    }
}

/// The professional a list names for somebody.
#[derive(Clone, PartialEq, Eq)]
pub struct KeyProfessional {
    /// Name as written, title included. May be empty where only a phone number is given.
    pub name: String,
    /// Phone number as written, with a lost leading zero put back.
    pub phone: Option<String>,
}

/// One person as one row of a list tells of them. Its `Debug` shows where it stands, not who it is.
#[derive(Clone, Default, PartialEq)]
pub struct ListRow {
    /// The sheet of a workbook; `None` for a text file.
    pub sheet: Option<String>,
    /// The row's number as a spreadsheet shows it; for text files records from 1, title lines and
    /// blank lines included.
    pub row: u32,
    /// First names without title; may be empty, with a warning.
    pub given: String,
    /// Family name; may be empty, with a warning. Names written all in capitals are put in small
    /// letters.
    pub family: String,
    /// Another name the person goes by.
    pub known_as: Option<String>,
    /// Date of birth.
    pub born_on: Option<NaiveDate>,
    /// Age in whole years as the list gives it, instead of or beside the date of birth.
    pub age: Option<u32>,
    /// The NHS number, where it is valid.
    pub nhs_number: Option<NhsNumber>,
    /// What is wrong with the NHS number in the list: a sentence about the fault, without digits.
    pub nhs_number_note: Option<String>,
    /// The address on one line, without its postcode where that stands at its end.
    pub address: Option<String>,
    /// Postcode of the address.
    pub postcode: Option<Postcode>,
    /// Diagnosis.
    pub diagnosis: Option<ListDiagnosis>,
    /// Kind of place.
    pub place_kind: Option<ListPlaceKind>,
    /// What the list says about the risk.
    pub rating_hint: Option<IndicativeRating>,
    /// Who works with the person.
    pub key_professional: Option<KeyProfessional>,
    /// What has been tried, as written.
    pub tried: Option<String>,
    /// What should happen next, as written.
    pub next_steps: Option<String>,
    /// The list's own reference for the person.
    pub reference: Option<String>,
    /// Sentences about what was left out or should be looked at. They never quote the list.
    pub warnings: Vec<String>,
}

impl std::fmt::Debug for ListRow {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            f,
            "ListRow({} row {}, {} warnings)",
            self.sheet.as_deref().unwrap_or("-"),
            self.row,
            self.warnings.len()
        )
    }
}

/// One physical row of a list: every row becomes exactly one of these.
#[derive(Debug, Clone, PartialEq)]
pub enum ReadRow {
    /// A person.
    Person(Box<ListRow>),
    /// A row that should be a person but cannot be used; nothing of it is brought in.
    SetAside {
        /// The sheet, `None` for a text file.
        sheet: Option<String>,
        /// As [`ListRow::row`].
        row: u32,
        /// Why, and what to do.
        reason: SetAsideReason,
    },
    /// A row that is no person: title, heading, blank line, total, note.
    NotARow {
        /// The sheet, `None` for a text file.
        sheet: Option<String>,
        /// As [`ListRow::row`].
        row: u32,
        /// What it is.
        what: NotARow,
    },
}

impl ReadRow {
    /// The sheet and the row's number.
    #[must_use]
    pub fn place(&self) -> (Option<&str>, u32) {
        match self {
            Self::Person(person) => (person.sheet.as_deref(), person.row),
            Self::SetAside { sheet, row, .. } | Self::NotARow { sheet, row, .. } => (sheet.as_deref(), *row),
        }
    }
}

words! {
    /// What a row is that is no person.
    #[expect(missing_docs, reason = "the labels say what each one is")]
    pub enum NotARow {
        Title = "title" => "Title above the list",
        Blank = "blank" => "Blank row",
        Heading = "heading" => "Row of headings",
        Total = "total" => "Total",
        Note = "note" => "Note beside the list",
        OtherSheet = "other_sheet" => "Sheet without a list, such as notes",
    }
}

/// Why a row was set aside, as sentences for the person who brings the list in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, thiserror::Error)]
pub enum SetAsideReason {
    /// Neither name is filled in.
    #[error("There is no name in this row. Add the name in the list and bring it in again.")]
    NoName,
    /// Something stands where the name should, but no name: `?`, `123`, a text of 200 letters.
    #[error("What stands in place of the name cannot be a name. Correct it in the list and bring it in again.")]
    NotAName,
    /// One word and nothing else in the whole row.
    #[error("There is only one word in this row. If it is a person, add the whole name and bring the list in again.")]
    OneWord,
    /// A cell above the limit.
    #[error("One cell of this row holds far too much text. Shorten it in the list and bring it in again.")]
    CellTooLong,
    /// An opening quotation mark without a proper closing one.
    #[error(
        "The quotation marks in this row do not match up. Save the list again from your spreadsheet, then bring it in."
    )]
    Quotes,
    /// More filled cells than headings: the row is shifted.
    #[error(
        "This row has more cells than there are headings, so we cannot tell what is what. Correct it in the list and bring it in again."
    )]
    TooManyCells,
    /// A sheet that looks like a list but has no headings we know.
    #[error(
        "This sheet has no row of headings that we recognise. Add headings such as First name and Surname and bring it in again."
    )]
    NoHeadings,
    /// A hidden sheet: whoever sent the file may not have meant to share it.
    #[error(
        "This row is on a hidden sheet. If it belongs to the list, show the sheet, save the file and bring it in again."
    )]
    HiddenSheet,
}

/// One cell as the file holds it.
#[derive(Debug, Clone, Default, PartialEq)]
pub enum CellValue {
    /// Nothing, or only white space.
    #[default]
    Empty,
    /// Text, trimmed, never empty. A formula's text is text like any other.
    Text(String),
    /// A number of a workbook.
    Number(f64),
    /// A date of a workbook; its time of day is left out.
    Date(NaiveDate),
    /// More text than the limit allows; not kept.
    TooLong,
}

impl CellValue {
    /// Text without white space around it, `Empty` where none is left. Control characters go.
    #[must_use]
    pub fn text(text: &str) -> Self {
        let clean: String = text
            .replace("\r\n", "\n")
            .chars()
            .filter(|c| !c.is_control() || matches!(c, '\n' | '\t'))
            .filter(|c| !matches!(c, '\u{feff}' | '\u{200b}'))
            .collect();
        let trimmed = clean.trim();
        if trimmed.is_empty() { Self::Empty } else { Self::Text(trimmed.to_owned()) }
    }

    /// Whether nothing stands in it.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::Empty
    }

    /// What a person would see in the cell; a whole number without decimals.
    #[must_use]
    pub fn shown(&self) -> String {
        match self {
            Self::Empty | Self::TooLong => String::new(),
            Self::Text(text) => text.clone(),
            // `{}` of a whole f64 has neither decimals nor an exponent.
            Self::Number(number) => format!("{number}"),
            Self::Date(date) => date.format("%d/%m/%Y").to_string(),
        }
    }
}

/// Whether the text says that something is not known: `?`, `UNK`, `n/a`, `-`.
#[must_use]
pub fn is_unknown(text: &str) -> bool {
    matches!(
        squeeze(text).as_str(),
        "" | "unk"
            | "unknown"
            | "notknown"
            | "na"
            | "nk"
            | "none"
            | "nil"
            | "tbc"
            | "notrecorded"
            | "notgiven"
            | "null"
    )
}

/// Letters and digits only, in lower case: how headings and coded words are compared.
#[must_use]
pub fn squeeze(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

// ---------------------------------------------------------------------------------------------
// Dates and ages
// ---------------------------------------------------------------------------------------------

/// What is wrong with a date in a list. Sentences for a row's warnings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ListDateFault {
    /// Not written as any date we know.
    #[error("The date of birth could not be read, so it was left out.")]
    NotADate,
    /// There is no such day, such as 31 June; or the month is written before the day.
    #[error("The date of birth is not a real date (day, month, year), so it was left out.")]
    Impossible,
    /// After today.
    #[error("The date of birth is in the future, so it was left out.")]
    Future,
    /// More than 120 years ago.
    #[error("The date of birth is more than 120 years ago, so it was left out.")]
    TooOld,
}

/// Reads a date of birth as people write it, day before month: `06/08/1983`, `6.8.83`,
/// `6 Aug 1983`, `August 6, 1983`, `Saturday 6th August 1983`, `1983-08-06T00:00:00`, `19830806`,
/// a day number of a spreadsheet. `None` where the text says that it is not known.
///
/// A year of two digits is the latest that is not in the future: ages 0 to 99.
///
/// # Errors
/// [`ListDateFault`] says why it is left out.
pub fn read_date(text: &str, today: NaiveDate) -> Result<Option<NaiveDate>, ListDateFault> {
    if is_unknown(text) {
        return Ok(None);
    }
    // The time of day of an export.
    let text = text.trim().trim_start_matches('\'');
    let text = match text.split_once(['T', ' ']) {
        Some((date, time)) if time.contains(':') && date.contains(|c: char| c.is_ascii_digit()) => date,
        _ => text,
    };
    let parts = date_parts(text).ok_or(ListDateFault::NotADate)?;
    let parts: Vec<&str> = parts.iter().map(String::as_str).collect();
    let date = match parts.as_slice() {
        [single] => compact_date(single)?,
        [year, month, day] if year.len() == 4 && is_number(year) => whole_date(day, month, year, today)?,
        [day, month, year] if is_number(day) => whole_date(day, month, year, today)?,
        [month, day, year] => whole_date(day, month, year, today)?,
        _ => return Err(ListDateFault::NotADate),
    };
    within_a_life(date, today).map(Some)
}

/// Refuses the future and what is more than 120 years ago.
///
/// # Errors
/// [`ListDateFault::Future`] and [`ListDateFault::TooOld`].
pub fn within_a_life(date: NaiveDate, today: NaiveDate) -> Result<NaiveDate, ListDateFault> {
    if date > today {
        Err(ListDateFault::Future)
    } else if age_on(date, today) > 120 {
        Err(ListDateFault::TooOld)
    } else {
        Ok(date)
    }
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// Numbers and month names of a date, without weekday, ordinal endings and `of`. `None` where
/// anything else stands in between.
fn date_parts(text: &str) -> Option<Vec<String>> {
    let mut parts: Vec<String> = Vec::new();
    for word in text.split(|c: char| c.is_whitespace() || matches!(c, '/' | '.' | '-' | ',' | '\u{2010}'..='\u{2015}'))
    {
        // `6Aug1983` is three parts.
        let mut part = String::new();
        for c in word.chars() {
            let turns = part.chars().next_back().is_some_and(|last| last.is_ascii_digit() != c.is_ascii_digit());
            if turns {
                parts.push(std::mem::take(&mut part));
            }
            part.push(c);
        }
        if !part.is_empty() {
            parts.push(part);
        }
        if parts.len() > 8 {
            return None;
        }
    }
    parts.retain(|part| {
        let lower = part.to_lowercase();
        let weekday = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"].iter().any(|day| lower.starts_with(day));
        let ending = matches!(lower.as_str(), "st" | "nd" | "rd" | "th" | "of");
        !ending && (!weekday || month_number(&lower).is_some())
    });
    parts.iter().all(|part| is_number(part) || month_number(part).is_some()).then_some(parts)
}

/// `19830806`, or the day number of a spreadsheet that counts from 1900.
fn compact_date(text: &str) -> Result<NaiveDate, ListDateFault> {
    match text.len() {
        8 => NaiveDate::parse_from_str(text, "%Y%m%d").map_err(|_| ListDateFault::Impossible),
        4 | 5 => text.parse::<u32>().ok().and_then(day_number).ok_or(ListDateFault::NotADate),
        _ => Err(ListDateFault::NotADate),
    }
}

/// The day with a spreadsheet's number, counted from 1900 (1 March 1900 is 61). Numbers below 1,000
/// and above 73,050 (the year 2100) are no dates of birth but something else.
#[must_use]
pub fn day_number(number: u32) -> Option<NaiveDate> {
    if !(1_000..=73_050).contains(&number) {
        return None;
    }
    NaiveDate::from_ymd_opt(1899, 12, 30)?.checked_add_signed(TimeDelta::days(i64::from(number)))
}

fn whole_date(day: &str, month: &str, year: &str, today: NaiveDate) -> Result<NaiveDate, ListDateFault> {
    if !is_number(day) || !is_number(year) {
        return Err(ListDateFault::NotADate);
    }
    let day: u32 = day.parse().map_err(|_| ListDateFault::Impossible)?;
    let month = if is_number(month) { month.parse().ok() } else { month_number(month) };
    let month = month.ok_or(ListDateFault::Impossible)?;
    let years: i32 = year.parse().map_err(|_| ListDateFault::Impossible)?;
    let on = |year: i32| NaiveDate::from_ymd_opt(year, month, day);
    match year.len() {
        4 => on(years).ok_or(ListDateFault::Impossible),
        2 => {
            let century = today.year() - today.year().rem_euclid(100);
            // 29 February may exist in one century only.
            let this = on(century + years).filter(|date| *date <= today);
            this.or_else(|| on(century - 100 + years)).ok_or(ListDateFault::Impossible)
        }
        _ => Err(ListDateFault::NotADate),
    }
}

/// Reads an age: `31`, `31 yrs`, `31.0`. `None` for text that is no age between 0 and 120.
#[must_use]
pub fn read_age(text: &str) -> Option<u32> {
    let digits: String = text.trim().chars().take_while(char::is_ascii_digit).collect();
    let rest = squeeze(text.trim().get(digits.len()..)?);
    let usual = matches!(rest.as_str(), "" | "0" | "y" | "yr" | "yrs" | "year" | "years" | "yearsold" | "yo");
    digits.parse().ok().filter(|age| usual && *age <= 120)
}

// ---------------------------------------------------------------------------------------------
// Numbers
// ---------------------------------------------------------------------------------------------

/// Reads an NHS number from a cell that may hold it as a number. `Ok(None)` where it is not known.
///
/// # Errors
/// A sentence about the fault, without any digit of it.
pub fn read_nhs_number(cell: &CellValue) -> Result<Option<NhsNumber>, String> {
    let shown = cell.shown();
    if is_unknown(&shown) || squeeze(&shown).chars().all(|c| c == '0') {
        return Ok(None);
    }
    let text = shown.trim_start_matches('\'');
    let text = text.strip_suffix(".0").unwrap_or(text);
    if text.contains(['e', 'E']) && text.contains('+') {
        return Err("The spreadsheet has shortened the NHS number (E+09), so its digits are lost.".to_owned());
    }
    text.parse().map(Some).map_err(|fault| {
        match fault {
            NhsNumberFault::NationalInsurance => "A National Insurance number stands in place of the NHS number.",
            NhsNumberFault::Letters => "The NHS number has something other than digits in it.",
            NhsNumberFault::TooShort => "The NHS number has too few digits.",
            NhsNumberFault::TooLong => "The NHS number has too many digits.",
            NhsNumberFault::CheckDigit => "The NHS number is mistyped: its check digit does not fit.",
        }
        .to_owned()
    })
}

/// Reads a phone number. Answers the number and whether a leading zero was put back, which a
/// spreadsheet drops when it takes the number for one to reckon with.
#[must_use]
pub fn read_phone(cell: &CellValue) -> Option<(String, bool)> {
    let shown = cell.shown();
    if is_unknown(&shown) || !shown.contains(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let bare = shown.trim_start_matches('\'').strip_suffix(".0").unwrap_or(&shown);
    let digits: String = bare.chars().filter(|c| !c.is_whitespace()).collect();
    if digits.len() == 10 && is_number(&digits) && digits.starts_with(['1', '2', '3', '7', '8']) {
        return Some((format!("0{digits}"), true));
    }
    Some((bare.to_owned(), false))
}

// ---------------------------------------------------------------------------------------------
// Coded words
// ---------------------------------------------------------------------------------------------

fn lower_words(text: &str) -> Vec<String> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_lowercase).collect()
}

fn denies(words: &[String]) -> bool {
    words
        .iter()
        .any(|word| matches!(word.as_str(), "not" | "no" | "was" | "previously" | "former" | "ex" | "query" | "nor"))
}

/// Reads a rating: `AMBER `, `R`, `Medium`, `Red - immediate`, `In hosp`. Of several (`Amber/Red?`)
/// the worst is taken, and that somebody is in hospital before any. The second value is a warning.
#[must_use]
pub fn read_rating(text: &str) -> (Option<IndicativeRating>, Option<&'static str>) {
    if is_unknown(text) {
        return (None, None);
    }
    let words = lower_words(text);
    if denies(&words) {
        return (None, Some("The rating says what it is not, or what it was, so it was left out."));
    }
    // Single letters are codes only where there is little else.
    let short = words.len() <= 3;
    let mut found: Vec<IndicativeRating> = words
        .iter()
        .filter_map(|word| match word.as_str() {
            "red" | "high" | "critical" | "severe" => Some(IndicativeRating::Red),
            "amber" | "medium" | "med" | "moderate" | "yellow" | "orange" => Some(IndicativeRating::Amber),
            "green" | "low" | "stable" => Some(IndicativeRating::Green),
            "blue" | "inpatient" | "hosp" | "hospital" | "admitted" | "ip" => Some(IndicativeRating::Blue),
            "r" if short => Some(IndicativeRating::Red),
            "a" if short => Some(IndicativeRating::Amber),
            "g" if short => Some(IndicativeRating::Green),
            "b" if short => Some(IndicativeRating::Blue),
            _ => None,
        })
        .collect();
    // Both words at once: `in-patient`.
    if squeeze(text).contains("inpatient") {
        found.push(IndicativeRating::Blue);
    }
    found.sort_by_key(|rating| match rating {
        IndicativeRating::Blue => 0,
        IndicativeRating::Red => 1,
        IndicativeRating::Amber => 2,
        IndicativeRating::Green => 3,
    });
    found.dedup();
    let warning = match found.len() {
        0 => Some("The rating is not one we know, so it was left out."),
        1 if text.contains('?') => Some("The list is unsure about the rating."),
        1 => None,
        _ => Some("The list gives more than one rating; the higher risk was taken."),
    };
    (found.first().copied(), warning)
}

/// Reads a diagnosis: `LD`, `ASD`, `LD + ASD`, words in full. The second value is a warning.
#[must_use]
pub fn read_diagnosis(text: &str) -> (Option<ListDiagnosis>, Option<&'static str>) {
    if is_unknown(text) {
        return (None, None);
    }
    let words = lower_words(text);
    if denies(&words) {
        return (None, Some("The diagnosis says what it is not, so it was left out."));
    }
    let squeezed = squeeze(text);
    let has = |codes: &[&str]| words.iter().any(|word| codes.contains(&word.as_str()));
    let learning = has(&["ld", "lds", "pmld", "sld", "mld", "id"])
        || ["learningdisab", "intellectualdisab", "downsyndrome", "downssyndrome"]
            .iter()
            .any(|part| squeezed.contains(part));
    let autism = has(&["asd", "asc", "ad", "aspergers", "asperger", "asp"]) || squeezed.contains("autis");
    let found = match (learning, autism) {
        (true, true) => Some(ListDiagnosis::Both),
        (true, false) => Some(ListDiagnosis::LearningDisability),
        (false, true) => Some(ListDiagnosis::Autism),
        (false, false) if squeezed == "both" => Some(ListDiagnosis::Both),
        (false, false) => None,
    };
    let warning = match found {
        None => Some("The diagnosis is not one the register is for, or not one we know, so it was left out."),
        Some(_) if text.contains('?') => Some("The list is unsure about the diagnosis."),
        Some(_) => None,
    };
    (found, warning)
}

/// Reads the kind of place somebody lives in. The second value is a warning.
#[must_use]
pub fn read_place_kind(text: &str) -> (Option<ListPlaceKind>, Option<&'static str>) {
    use ListPlaceKind as Kind;
    const PARTS: &[(&str, ListPlaceKind)] = &[
        ("sharedlives", Kind::SharedLives),
        ("adultplacement", Kind::SharedLives),
        ("foster", Kind::FosterCare),
        ("residentialschool", Kind::ResidentialSchool),
        ("residentialcollege", Kind::ResidentialSchool),
        ("boardingschool", Kind::ResidentialSchool),
        ("specialistcollege", Kind::ResidentialSchool),
        ("nursing", Kind::NursingHome),
        ("supportedliving", Kind::SupportedLiving),
        ("supportedaccom", Kind::SupportedLiving),
        ("supportedtenancy", Kind::SupportedLiving),
        ("extracare", Kind::SupportedLiving),
        ("owntenancy", Kind::OwnTenancy),
        ("ownhome", Kind::OwnTenancy),
        ("ownflat", Kind::OwnTenancy),
        ("tenancy", Kind::OwnTenancy),
        ("tenant", Kind::OwnTenancy),
        ("livesalone", Kind::OwnTenancy),
        ("rescare", Kind::ResidentialCare),
        ("residential", Kind::ResidentialCare),
        ("carehome", Kind::ResidentialCare),
        ("family", Kind::FamilyHome),
        ("parent", Kind::FamilyHome),
        ("withmum", Kind::FamilyHome),
        ("withdad", Kind::FamilyHome),
        ("hosp", Kind::Hospital),
        ("inpatient", Kind::Hospital),
        ("ward", Kind::Hospital),
        ("atu", Kind::Hospital),
        ("prison", Kind::Custody),
        ("custody", Kind::Custody),
        ("homeless", Kind::NoFixedHome),
        ("nofixed", Kind::NoFixedHome),
        ("temporary", Kind::Temporary),
        ("hostel", Kind::Temporary),
        ("bandb", Kind::Temporary),
    ];
    const CODES: &[(&str, ListPlaceKind)] = &[
        ("sl", Kind::SupportedLiving),
        ("rc", Kind::ResidentialCare),
        ("res", Kind::ResidentialCare),
        ("nh", Kind::NursingHome),
        ("fh", Kind::FamilyHome),
        ("home", Kind::FamilyHome),
        ("nfa", Kind::NoFixedHome),
    ];
    if is_unknown(text) {
        return (None, None);
    }
    let squeezed = squeeze(text);
    let code = CODES.iter().find(|(code, _)| *code == squeezed);
    let found = code.or_else(|| PARTS.iter().find(|(part, _)| squeezed.contains(part))).map(|(_, kind)| *kind);
    let warning = match found {
        None => Some("The kind of place is not one we know, so it was left out."),
        Some(_) if text.contains('?') => Some("The list is unsure about the kind of place."),
        Some(_) => None,
    };
    (found, warning)
}

// ---------------------------------------------------------------------------------------------
// Names and addresses
// ---------------------------------------------------------------------------------------------

/// First names and family name out of one text: `SURNAME, Forename` where there is a comma, else
/// the last word is the family name, together with particles before it (`van der`). Titles go.
/// One of the two is empty where there is one word only.
#[must_use]
pub fn split_name(text: &str) -> (String, String) {
    if let Some((family, given)) = text.split_once(',') {
        return (tidy_name(given), tidy_name(family));
    }
    let whole = strip_title(text);
    let words: Vec<&str> = whole.split_whitespace().collect();
    let particle = |word: &str| {
        matches!(
            word.to_lowercase().as_str(),
            "van"
                | "von"
                | "de"
                | "der"
                | "den"
                | "del"
                | "della"
                | "di"
                | "da"
                | "dos"
                | "du"
                | "la"
                | "le"
                | "bin"
                | "al"
                | "el"
                | "o"
                | "mc"
                | "mac"
                | "st"
                | "st."
        )
    };
    let mut from = words.len().saturating_sub(1);
    while from > 1 && words.get(from - 1).is_some_and(|word| particle(word)) {
        from -= 1;
    }
    let (given, family) = words.split_at(from);
    // One word: more people are called by their first name.
    if given.is_empty() {
        return (tidy_name(&family.join(" ")), String::new());
    }
    (tidy_name(&given.join(" ")), tidy_name(&family.join(" ")))
}

/// A name without title and doubled spaces; one all in capitals gets small letters.
#[must_use]
pub fn tidy_name(text: &str) -> String {
    let name = strip_title(text).split_whitespace().collect::<Vec<_>>().join(" ");
    let letters = name.chars().filter(|c| c.is_alphabetic()).count();
    let shouting = letters >= 2 && name.chars().all(|c| !c.is_lowercase());
    if !shouting {
        return name;
    }
    let mut calm = String::with_capacity(name.len());
    let mut start = true;
    for c in name.chars() {
        if start {
            calm.push(c)
        } else {
            calm.extend(c.to_lowercase())
        }
        // The letters after Mc begin anew; after Mac they may not (Mackie).
        let word = calm.rsplit(|c: char| !c.is_alphabetic()).next().unwrap_or_default();
        start = !c.is_alphabetic() || word == "Mc";
    }
    calm
}

fn strip_title(text: &str) -> &str {
    let mut rest = text.trim();
    while let Some(word) = rest.split_whitespace().next() {
        let title = matches!(
            word.trim_end_matches('.').to_lowercase().as_str(),
            "mr" | "mrs"
                | "ms"
                | "miss"
                | "mx"
                | "dr"
                | "master"
                | "prof"
                | "professor"
                | "rev"
                | "sir"
                | "dame"
                | "lady"
        );
        if !title {
            break;
        }
        rest = rest.get(word.len()..).unwrap_or_default().trim_start();
    }
    rest
}

/// An address on one line and the postcode at its end, where there is one.
#[must_use]
pub fn split_address(text: &str) -> (String, Option<Postcode>) {
    let line = text
        .split(['\n', ';'])
        .map(|part| part.split_whitespace().collect::<Vec<_>>().join(" "))
        .map(|part| part.trim_matches([',', ' ']).to_owned())
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join(", ");
    let words: Vec<&str> = line.split(' ').collect();
    for count in [2, 1] {
        let Some(from) = words.len().checked_sub(count) else { continue };
        let (before, end) = words.split_at(from);
        if let Ok(postcode) = end.join(" ").trim_start_matches(',').parse() {
            return (before.join(" ").trim_end_matches([',', ' ']).to_owned(), Some(postcode));
        }
    }
    (line, None)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn read(text: &str) -> Result<Option<NaiveDate>, ListDateFault> {
        read_date(text, day("2026-11-22"))
    }

    #[test]
    fn a_date_is_read_in_every_order_the_english_write_it() {
        for text in [
            "06/08/1983",
            "6/8/1983",
            "06.08.83",
            "6-8-83",
            "6 Aug 1983",
            "6th August 1983",
            "August 6, 1983",
            "Sat 6 Aug 83",
            "Saturday, 6th of August 1983",
            "1983-08-06",
            "1983-08-06T00:00:00",
            "06/08/1983 00:00:00",
            "19830806",
            "30534",
            "06-Aug-1983",
            "6Aug1983",
            " 6 AUGUST 1983 ",
            "1983/08/06",
            "6 8 1983",
        ] {
            assert_eq!(read(text), Ok(Some(day("1983-08-06"))), "{text}");
        }
    }

    #[test]
    fn a_year_of_two_digits_is_never_in_the_future() {
        assert_eq!(read("22.11.26"), Ok(Some(day("2026-11-22"))));
        assert_eq!(read("23.11.26"), Ok(Some(day("1926-11-23"))));
        assert_eq!(read("01.12.00"), Ok(Some(day("2000-12-01"))));
        assert_eq!(read("29.02.28"), Ok(Some(day("1928-02-29"))));
    }

    #[test]
    fn a_date_that_cannot_be_is_left_out_with_its_reason() {
        assert_eq!(read("31/06/1983"), Err(ListDateFault::Impossible));
        assert_eq!(read("03/22/1998"), Err(ListDateFault::Impossible));
        assert_eq!(read("29/02/2025"), Err(ListDateFault::Impossible));
        assert_eq!(read("01/01/2030"), Err(ListDateFault::Future));
        assert_eq!(read("01/01/1883"), Err(ListDateFault::TooOld));
        for text in ["spring 1983", "1/2", "6/8/198", "6/8/19833", "12", "999 000 0018", "Aug 1983", "6 Aug"] {
            assert!(read(text).is_err(), "{text}");
        }
        for text in ["", "?", "UNK", "n/k", "not known", "-"] {
            assert_eq!(read(text), Ok(None), "{text}");
        }
    }

    #[test]
    fn an_nhs_number_survives_being_stored_as_a_number() {
        let number = |cell| read_nhs_number(&cell).unwrap().unwrap();
        assert_eq!(number(CellValue::Number(9_990_000_018.0)).digits(), "9990000018");
        assert_eq!(number(CellValue::Text("9990000018.0".to_owned())).digits(), "9990000018");
        assert_eq!(read_nhs_number(&CellValue::Text("n/k".to_owned())), Ok(None));
        let note = read_nhs_number(&CellValue::Number(9_990_000_019.0)).unwrap_err();
        assert!(!note.contains(|c: char| c.is_ascii_digit()), "{note}");
        assert!(read_nhs_number(&CellValue::Text("9.99E+09".to_owned())).unwrap_err().contains("shortened"));
    }

    #[test]
    fn a_lost_leading_zero_of_a_phone_number_is_put_back() {
        assert_eq!(read_phone(&CellValue::Number(1_785_000_987.0)), Some(("01785000987".to_owned(), true)));
        assert_eq!(read_phone(&CellValue::text("07700 900456")), Some(("07700 900456".to_owned(), false)));
        assert_eq!(read_phone(&CellValue::text("ext 12")), Some(("ext 12".to_owned(), false)));
        assert_eq!(read_phone(&CellValue::text("none")), None);
    }

    #[test]
    fn every_spelling_of_a_rating_is_known_and_the_worse_of_two_is_taken() {
        use IndicativeRating::{Amber, Blue, Green, Red};
        for (text, rating) in [
            ("AMBER ", Amber),
            ("A", Amber),
            ("Medium", Amber),
            ("Low", Green),
            ("g", Green),
            ("green", Green),
            ("R", Red),
            ("High", Red),
            ("Red - immediate", Red),
            ("B", Blue),
            ("In hosp", Blue),
            ("Inpatient", Blue),
            ("in-patient", Blue),
        ] {
            assert_eq!(read_rating(text), (Some(rating), None), "{text}");
        }
        let (rating, warning) = read_rating("Amber/Red?");
        assert_eq!(rating, Some(Red));
        assert!(warning.is_some());
        assert_eq!(read_rating("not red").0, None);
        assert!(read_rating("purple").1.is_some());
        assert_eq!(read_rating(" "), (None, None));
    }

    #[test]
    fn diagnoses_and_places_are_read_from_codes_and_words() {
        use ListDiagnosis::{Autism, Both, LearningDisability};
        for (text, found) in [
            ("LD", LearningDisability),
            ("ASD", Autism),
            ("LD + ASD", Both),
            ("Autistic, mild learning disability", Both),
        ] {
            assert_eq!(read_diagnosis(text), (Some(found), None), "{text}");
        }
        assert!(read_diagnosis("not autistic").0.is_none());
        for (text, found) in [
            ("Res care", ListPlaceKind::ResidentialCare),
            ("own tenancy", ListPlaceKind::OwnTenancy),
            ("Supported living", ListPlaceKind::SupportedLiving),
            ("Family home", ListPlaceKind::FamilyHome),
        ] {
            assert_eq!(read_place_kind(text), (Some(found), None), "{text}");
        }
        assert_eq!(read_place_kind("?"), (None, None));
    }

    #[test]
    fn names_lose_titles_and_shouting_and_a_comma_tells_which_is_which() {
        let two = |given: &str, family: &str| (given.to_owned(), family.to_owned());
        assert_eq!(split_name("SMITH, Mrs Jane Ann"), two("Jane Ann", "Smith"));
        assert_eq!(split_name("Mr. Adrian O'Sullivan"), two("Adrian", "O'Sullivan"));
        assert_eq!(split_name("Ludwig van der Berg"), two("Ludwig", "van der Berg"));
        assert_eq!(split_name("Jane"), two("Jane", ""));
        assert_eq!(split_name("Mr"), two("", ""));
        assert_eq!(tidy_name("O'SULLIVAN"), "O'Sullivan");
        assert_eq!(tidy_name("MCLEAN"), "McLean");
        assert_eq!(tidy_name("SMITH-JONES"), "Smith-Jones");
        assert_eq!(tidy_name("de  Souza"), "de Souza");
    }

    #[test]
    fn the_postcode_at_the_end_of_an_address_is_taken_off() {
        let (line, postcode) = split_address("3 Alice Street\nLeek,\nST13 5AA");
        assert_eq!((line.as_str(), postcode.unwrap().as_str()), ("3 Alice Street, Leek", "ST13 5AA"));
        assert_eq!(split_address("3 Alice Street, Leek"), ("3 Alice Street, Leek".to_owned(), None));
    }
}
