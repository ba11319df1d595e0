//! Tables to rows of a list: which row is a person, which is set aside, which is no row at all.

use std::collections::HashMap;

use chrono::{NaiveDate, TimeDelta};

use super::{
    columns::{self, Header, Meaning},
    model::{
        CellValue, KeyProfessional, ListDateFault, ListRow, NotARow, ReadRow, SetAsideReason, day_number, is_unknown,
        read_age, read_date, read_diagnosis, read_nhs_number, read_phone, read_place_kind, read_rating, split_address,
        split_name, squeeze, tidy_name, within_a_life,
    },
    table::{self, Record, Table},
};
use crate::{base::postcode::Postcode, matching::is_known_first_name};

/// What a file may cost. Checked before and while it is unpacked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// The largest file, in bytes. Default 10 MiB.
    pub file_bytes: usize,
    /// The most that may come out of a packed file, in bytes, and the most text that is kept.
    /// Default 100 MiB.
    pub unpacked_bytes: usize,
    /// How many times larger than the file its content may be, once it is more than twice
    /// `file_bytes`. Default 200; ordinary workbooks stay below 30.
    pub ratio: u64,
    /// The most physical rows of all sheets. Default 5,000, several times what an agency keeps: that many are
    /// brought in in some twelve seconds, during which nobody else on SQLite writes, and where all of them are
    /// here already, PostgreSQL holds a lock for each and has 6,400 for everybody.
    pub rows: usize,
    /// The longest cell, in characters; a longer one sets its row aside. Default 20,000.
    pub cell_chars: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            file_bytes: 10 * 1024 * 1024,
            unpacked_bytes: 100 * 1024 * 1024,
            ratio: 200,
            rows: 5000,
            cell_chars: 20_000,
        }
    }
}

/// Why a file cannot be read at all, as sentences for the person who chose it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ReadFault {
    /// No bytes, or only white space.
    #[error("The file is empty. Choose the file that holds the list.")]
    Empty,
    /// Above [`Limits::file_bytes`].
    #[error(
        "The file is larger than {limit_mib} MB. Remove pictures and sheets that are not needed, or bring it in as several files."
    )]
    TooLarge {
        /// The limit in mebibytes.
        limit_mib: usize,
    },
    /// A PDF, a picture, a letter, a web page, anything.
    #[error(
        "This is not a list we can read. Save it as an Excel workbook (.xlsx), an OpenDocument spreadsheet (.ods) or a CSV file."
    )]
    NotAList,
    /// `.xls`, `.xlsb`.
    #[error(
        "This is an old kind of Excel file. Open it in Excel, save it as an Excel workbook (.xlsx) and choose that file."
    )]
    OldExcel,
    /// `.xlsm` or anything with macros.
    #[error(
        "This workbook has macros, which we do not accept. Save it as an Excel workbook (.xlsx) without macros and choose that file."
    )]
    Macros,
    /// Protected by a password.
    #[error("The file is protected by a password. Take the password off, save it and choose it again.")]
    Encrypted,
    /// Far more comes out than a list could hold.
    #[error(
        "The file unpacks to far more than a list could hold, so we did not open it. Copy the list into a new workbook and choose that file."
    )]
    ZipBomb,
    /// Above [`Limits::rows`], or too many cells.
    #[error(
        "The list has more than {} rows, or something stands far below or beside it. Delete what does not belong to it, or bring it in as several files.",
        in_thousands(*limit)
    )]
    TooManyRows {
        /// The limit in rows.
        limit: usize,
    },
    /// No sheet has headings that we know.
    #[error(
        "We could not find the row of headings. The list needs headings such as First name, Surname and Date of birth."
    )]
    NoHeader,
    /// Cut short or damaged.
    #[error("The file is damaged or incomplete. Save it again and choose the new file.")]
    Broken,
}

/// A number as it is written out: 5,000.
fn in_thousands(number: usize) -> String {
    match (number / 1000, number % 1000) {
        (0, units) => units.to_string(),
        (thousands, units) => format!("{thousands},{units:03}"),
    }
}

/// A whole file, read.
#[derive(Debug, Clone, PartialEq)]
pub struct ReadList {
    /// Every physical row of every sheet, in order, exactly once.
    pub rows: Vec<ReadRow>,
    /// The sheets in order, each with its headings; one without a name for a text file.
    pub sheets: Vec<SheetRead>,
    /// The kind of file, in words.
    pub format: &'static str,
    /// The encoding of a text file, such as `UTF-8` or `windows-1252`.
    pub encoding: Option<&'static str>,
}

impl ReadList {
    /// The rows that are people.
    pub fn people(&self) -> impl Iterator<Item = &ListRow> {
        self.rows.iter().filter_map(|row| match row {
            ReadRow::Person(person) => Some(person.as_ref()),
            ReadRow::SetAside { .. } | ReadRow::NotARow { .. } => None,
        })
    }

    /// The rows that were set aside: sheet, row, reason.
    pub fn set_aside(&self) -> impl Iterator<Item = (Option<&str>, u32, SetAsideReason)> {
        self.rows.iter().filter_map(|row| match row {
            ReadRow::SetAside { sheet, row, reason } => Some((sheet.as_deref(), *row, *reason)),
            ReadRow::Person(_) | ReadRow::NotARow { .. } => None,
        })
    }
}

/// What was found on one sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SheetRead {
    /// Its name; `None` for a text file.
    pub sheet: Option<String>,
    /// Whether it is hidden in the workbook; its rows are then all set aside.
    pub hidden: bool,
    /// The number of the row of headings; `None` where it has none.
    pub header_row: Option<u32>,
    /// Each heading, as written, with what it was taken for.
    pub columns: Vec<(String, Meaning)>,
    /// Headings whose columns are not brought in.
    pub unread: Vec<String>,
    /// The number of physical rows up to the last filled one.
    pub rows: u32,
}

/// Reads a list. `file_name` helps where the content leaves it open; `today` decides centuries and
/// what lies in the future. Blocking and busy: call it in `spawn_blocking`.
///
/// # Errors
/// [`ReadFault`] where nothing can be read; a fault in one row only sets that row aside.
pub fn read_list(file_name: &str, bytes: &[u8], today: NaiveDate, limits: &Limits) -> Result<ReadList, ReadFault> {
    if bytes.is_empty() {
        return Err(ReadFault::Empty);
    }
    let read = table::tables(file_name, bytes, limits)?;
    if read.tables.iter().all(|table| table.rows.iter().all(|row| row.cells.is_empty() && row.fault.is_none())) {
        return Err(ReadFault::Empty);
    }
    let headers: Vec<Option<Header>> = read
        .tables
        .iter()
        .map(|table| columns::find_header(table.rows.iter().map(|record| record.cells.as_slice())))
        .collect();
    if headers.iter().all(Option::is_none) {
        return Err(ReadFault::NoHeader);
    }
    let mut rows = Vec::new();
    let mut sheets = Vec::new();
    for (table, header) in read.tables.iter().zip(headers) {
        read_table(table, header.as_ref(), today, &mut rows);
        let (columns, unread) = header.as_ref().map_or((Vec::new(), Vec::new()), |header| {
            let columns = header.columns.iter().map(|(_, meaning, heading)| (heading.clone(), *meaning)).collect();
            (columns, header.unread.clone())
        });
        sheets.push(SheetRead {
            sheet: table.sheet.clone(),
            hidden: table.hidden,
            header_row: header.map(|header| number(header.at)),
            columns,
            unread,
            rows: u32::try_from(table.rows.len()).unwrap_or(u32::MAX),
        });
    }
    warn_of_swapped_names(&mut rows);
    Ok(ReadList { rows, sheets, format: read.format, encoding: read.encoding })
}

/// The number a spreadsheet shows for the row at an index.
fn number(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX).saturating_add(1)
}

fn read_table(table: &Table, header: Option<&Header>, today: NaiveDate, rows: &mut Vec<ReadRow>) {
    // A sheet without headings of which any row is as wide as a list is not just a note.
    let wide = table.rows.iter().filter(|record| filled(record) >= 3).count() > 1;
    for (at, record) in table.rows.iter().enumerate() {
        let (sheet, row) = (table.sheet.clone(), number(at));
        let not_a_row = |what| ReadRow::NotARow { sheet: sheet.clone(), row, what };
        let set_aside = |reason| ReadRow::SetAside { sheet: sheet.clone(), row, reason };
        let blank = record.fault.is_none() && filled(record) == 0;
        rows.push(match header {
            _ if blank => not_a_row(NotARow::Blank),
            _ if table.hidden => set_aside(SetAsideReason::HiddenSheet),
            None if wide => set_aside(record.fault.unwrap_or(SetAsideReason::NoHeadings)),
            None => not_a_row(NotARow::OtherSheet),
            Some(header) if at < header.at => not_a_row(NotARow::Title),
            Some(header) if at == header.at => not_a_row(NotARow::Heading),
            Some(header) => match what_it_is(header, record, table.from_1904, today) {
                Kind::Person(mut person) => {
                    (person.sheet, person.row) = (sheet, row);
                    ReadRow::Person(person)
                }
                Kind::SetAside(reason) => set_aside(reason),
                Kind::NotARow(what) => not_a_row(what),
            },
        });
    }
}

fn filled(record: &Record) -> usize {
    record.cells.iter().filter(|cell| !cell.is_empty()).count()
}

enum Kind {
    Person(Box<ListRow>),
    SetAside(SetAsideReason),
    NotARow(NotARow),
}

/// Tells what a row below the headings is.
fn what_it_is(header: &Header, record: &Record, from_1904: bool, today: NaiveDate) -> Kind {
    if let Some(reason) = record.fault {
        return Kind::SetAside(reason);
    }
    if columns::read_header(0, &record.cells).is_some_and(|again| again.score() >= header.score().min(4)) {
        return Kind::NotARow(NotARow::Heading);
    }
    let shown: Vec<String> = record.cells.iter().map(CellValue::shown).filter(|text| !text.is_empty()).collect();
    let first = shown.first().map(String::as_str).unwrap_or_default();
    let lower = first.to_lowercase();
    let totals = ["total", "grand total", "sub total", "subtotal", "sub-total", "count", "number of people"];
    let total = totals
        .iter()
        .any(|word| lower.strip_prefix(word).is_some_and(|rest| !rest.starts_with(|c: char| c.is_alphabetic())));
    if total && shown.len() <= 3 {
        return Kind::NotARow(NotARow::Total);
    }
    if shown.iter().all(|text| !text.contains(char::is_alphanumeric) && !text.contains('?')) {
        return Kind::NotARow(NotARow::Note);
    }
    let beyond = record.cells.iter().skip(header.width).any(|cell| !cell.is_empty());
    if beyond {
        return Kind::SetAside(SetAsideReason::TooManyCells);
    }
    let person = read_person(header, record, from_1904, today);
    let named = !person.given.is_empty() || !person.family.is_empty();
    if let [only] = shown.as_slice() {
        let at = record.cells.iter().position(|cell| !cell.is_empty());
        let meaning = header.columns.iter().find(|(column, _, _)| Some(*column) == at).map(|(_, meaning, _)| *meaning);
        let personal = matches!(meaning, Some(Meaning::BornOn | Meaning::NhsNumber | Meaning::Postcode | Meaning::Age));
        let words = only.split_whitespace().count();
        let end = ["end of", "printed", "exported", "report", "page ", "updated", "correct as"];
        let digits = only.contains(|c: char| c.is_ascii_digit());
        if words > 4 || (!personal && (digits || end.iter().any(|start| lower.starts_with(start)))) {
            return Kind::NotARow(NotARow::Note);
        }
        if words == 1 && named {
            return Kind::SetAside(SetAsideReason::OneWord);
        }
    }
    if !named {
        return Kind::SetAside(SetAsideReason::NoName);
    }
    let name = format!("{}{}", person.given, person.family);
    let letters = name.chars().filter(|c| c.is_alphabetic()).count();
    let digits = name.chars().filter(char::is_ascii_digit).count();
    if letters == 0 || digits > letters || name.chars().count() > 200 {
        return Kind::SetAside(SetAsideReason::NotAName);
    }
    Kind::Person(Box::new(person))
}

/// Reads every column that has a meaning. What cannot be read is left out with a warning.
fn read_person(header: &Header, record: &Record, from_1904: bool, today: NaiveDate) -> ListRow {
    let mut person = ListRow::default();
    let mut professional = KeyProfessional { name: String::new(), phone: None };
    let mut address: Vec<String> = Vec::new();
    for (column, meaning, _) in &header.columns {
        let repeated = header.column(*meaning) != Some(*column) && *meaning != Meaning::Address;
        let Some(cell) = record.cells.get(*column).filter(|cell| !cell.is_empty() && !repeated) else { continue };
        let text = cell.shown();
        match meaning {
            Meaning::Given if !is_unknown(&text) => person.given = tidy_name(&text),
            Meaning::Family if !is_unknown_name(&text) => person.family = tidy_name(&text),
            Meaning::FullName if !is_unknown(&text) => full_name(&text, &mut person),
            Meaning::KnownAs if !is_unknown(&text) => person.known_as = Some(tidy_name(&text)),
            Meaning::Given | Meaning::Family | Meaning::FullName | Meaning::KnownAs => {}
            Meaning::BornOn => match birth(cell, from_1904, today) {
                Ok(day) => person.born_on = day,
                Err(fault) => person.warnings.push(fault.to_string()),
            },
            Meaning::Age => {
                person.age = read_age(&text);
                if person.age.is_none() && !is_unknown(&text) {
                    person.warnings.push("The age could not be read, so it was left out.".to_owned());
                }
            }
            Meaning::NhsNumber => match read_nhs_number(cell) {
                Ok(number) => person.nhs_number = number,
                Err(note) => person.nhs_number_note = Some(note),
            },
            Meaning::Address => address.push(text),
            Meaning::Postcode => match text.parse::<Postcode>() {
                Ok(postcode) => person.postcode = Some(postcode),
                Err(_) if is_unknown(&text) => {}
                Err(_) => person.warnings.push("The postcode could not be read, so it was left out.".to_owned()),
            },
            Meaning::Diagnosis => person.diagnosis = note(read_diagnosis(&text), &mut person.warnings),
            Meaning::PlaceKind => person.place_kind = note(read_place_kind(&text), &mut person.warnings),
            Meaning::Rating => person.rating_hint = note(read_rating(&text), &mut person.warnings),
            Meaning::ProfessionalName if !is_unknown(&text) => professional.name = one_line(&text),
            Meaning::ProfessionalName => {}
            Meaning::ProfessionalPhone => {
                if let Some((phone, restored)) = read_phone(cell) {
                    professional.phone = Some(phone);
                    if restored {
                        let warning = "The professional's phone number had lost its leading zero; it was put back.";
                        person.warnings.push(warning.to_owned());
                    }
                }
            }
            Meaning::Tried => person.tried = Some(text),
            Meaning::NextSteps => person.next_steps = Some(text),
            Meaning::Reference => person.reference = Some(one_line(&text)),
        }
    }
    if !professional.name.is_empty() || professional.phone.is_some() {
        person.key_professional = Some(professional);
    }
    place(&address, &mut person);
    if person.given.is_empty() != person.family.is_empty() {
        person.warnings.push("Only one name is given.".to_owned());
    }
    person
}

/// `Nil` is a family name and `None` may be; only plain signs of not knowing count.
fn is_unknown_name(text: &str) -> bool {
    is_unknown(text) && !matches!(squeeze(text).as_str(), "nil" | "none" | "na" | "null")
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Keeps the warning and passes the value on.
fn note<T>((value, warning): (Option<T>, Option<&'static str>), warnings: &mut Vec<String>) -> Option<T> {
    warnings.extend(warning.map(str::to_owned));
    value
}

/// A full name fills what columns of their own have not.
fn full_name(text: &str, person: &mut ListRow) {
    let (given, family) = split_name(text);
    if person.given.is_empty() && person.family.is_empty() {
        (person.given, person.family) = (given, family);
    }
}

fn birth(cell: &CellValue, from_1904: bool, today: NaiveDate) -> Result<Option<NaiveDate>, ListDateFault> {
    match cell {
        CellValue::Empty | CellValue::TooLong => Ok(None),
        CellValue::Text(text) => read_date(text, today),
        CellValue::Date(day) => within_a_life(*day, today).map(Some),
        CellValue::Number(_) => {
            let shown = cell.shown();
            let whole = shown.split('.').next().unwrap_or_default();
            match whole.parse::<u32>().ok().and_then(day_number) {
                // The two ways to count days are 1,462 days apart.
                Some(day) => within_a_life(day + TimeDelta::days(if from_1904 { 1_462 } else { 0 }), today).map(Some),
                None => read_date(whole, today),
            }
        }
    }
}

/// Joins the columns of an address and takes the postcode from its end where there is no other.
fn place(parts: &[String], person: &mut ListRow) {
    let mut lines: Vec<&String> = Vec::new();
    for part in parts {
        let repeats = lines.iter().any(|line| squeeze(line).contains(&squeeze(part)));
        if !repeats && !is_unknown(part) {
            lines.push(part);
        }
    }
    let joined = lines.iter().map(|line| line.as_str()).collect::<Vec<_>>().join("\n");
    let (line, postcode) = split_address(&joined);
    if person.postcode.is_none() {
        person.postcode = postcode;
    }
    person.address = (!line.is_empty()).then_some(line);
}

/// Flags rows in which the two names may be swapped: where only the family name is known as a first
/// name, or where, in other rows of this list, each name stands more often in the other place.
/// Nothing is changed: Cameron Hope and Hope Cameron are both people.
fn warn_of_swapped_names(rows: &mut [ReadRow]) {
    let mut given: HashMap<String, u32> = HashMap::new();
    let mut family: HashMap<String, u32> = HashMap::new();
    for row in rows.iter() {
        if let ReadRow::Person(person) = row {
            *given.entry(squeeze(&person.given)).or_default() += 1;
            *family.entry(squeeze(&person.family)).or_default() += 1;
        }
    }
    let count = |names: &HashMap<String, u32>, name: &str| names.get(name).copied().unwrap_or_default();
    for row in rows {
        let ReadRow::Person(person) = row else { continue };
        let (first, last) = (squeeze(&person.given), squeeze(&person.family));
        // Initials tell nothing.
        if first.chars().count() < 2 || last.chars().count() < 2 {
            continue;
        }
        // How often other rows have each name in the other place, and in the place it has here.
        let other_way = (count(&family, &first), count(&given, &last));
        let this_way = (count(&given, &first) - 1, count(&family, &last) - 1);
        let (other_sum, this_sum) = (other_way.0 + other_way.1, this_way.0 + this_way.1);
        let swapped = match (is_known_first_name(&first), is_known_first_name(&last)) {
            (true, false) => false,
            (false, true) => other_sum >= this_sum,
            (true, true) | (false, false) => other_way.0 > this_way.0 && other_way.1 > this_way.1,
        };
        if swapped {
            person.warnings.push("First name and family name may be swapped.".to_owned());
        }
    }
}

#[cfg(test)]
mod tests {
    use std::{
        collections::{BTreeMap, BTreeSet},
        io::{Cursor, Write},
    };

    use proptest::prelude::*;

    use super::*;
    use crate::lists::model::{IndicativeRating, ListDiagnosis, ListPlaceKind};

    const CSV: &[u8] = include_bytes!("fixtures/nhs-learning-disability-service.csv");
    const XLSX: &[u8] = include_bytes!("fixtures/social-care-adults.xlsx");

    fn today() -> NaiveDate {
        "2026-11-22".parse().unwrap()
    }

    fn read(name: &str, bytes: &[u8]) -> Result<ReadList, ReadFault> {
        read_list(name, bytes, today(), &Limits::default())
    }

    fn text(bytes: &str) -> ReadList {
        read("list.csv", bytes.as_bytes()).unwrap()
    }

    /// Rows by what became of them.
    fn kinds(list: &ReadList) -> BTreeMap<String, usize> {
        let mut kinds = BTreeMap::new();
        for row in &list.rows {
            let kind = match row {
                ReadRow::Person(_) => "person".to_owned(),
                ReadRow::SetAside { reason, .. } => format!("{reason:?}"),
                ReadRow::NotARow { what, .. } => what.word().to_owned(),
            };
            *kinds.entry(kind).or_default() += 1;
        }
        kinds
    }

    fn expect(pairs: &[(&str, usize)]) -> BTreeMap<String, usize> {
        pairs.iter().map(|(kind, count)| ((*kind).to_owned(), *count)).collect()
    }

    /// Every physical row exactly once, in order.
    fn assert_accounted(list: &ReadList) {
        let mut expected = Vec::new();
        for sheet in &list.sheets {
            expected.extend((1..=sheet.rows).map(|row| (sheet.sheet.as_deref(), row)));
        }
        assert_eq!(list.rows.iter().map(ReadRow::place).collect::<Vec<_>>(), expected);
    }

    fn person(list: &ReadList, row: u32) -> &ListRow {
        list.people().find(|person| person.row == row).unwrap()
    }

    fn zipped(parts: &[(&str, &[u8])]) -> Vec<u8> {
        let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
        for (name, bytes) in parts {
            zip.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
            zip.write_all(bytes).unwrap();
        }
        zip.finish().unwrap().into_inner()
    }

    fn document(rows: &str) -> Vec<u8> {
        let content = format!(
            "<office:document-content><office:body><office:spreadsheet><table:table table:name=\"S\">{rows}\
             </table:table></office:spreadsheet></office:body></office:document-content>"
        );
        zipped(&[("mimetype", b"application/vnd.oasis.opendocument.spreadsheet"), ("content.xml", content.as_bytes())])
    }

    #[test]
    fn the_health_services_list_is_read_row_by_row() {
        let list = read("nhs-learning-disability-service.csv", CSV).unwrap();
        assert_accounted(&list);
        assert_eq!(list.encoding, Some("UTF-8"));
        assert_eq!(kinds(&list), expect(&[("heading", 1), ("person", 245)]));
        assert!(list.sheets[0].unread.is_empty());
        let count = |has: fn(&ListRow) -> bool| list.people().filter(|person| has(person)).count();
        assert_eq!(count(|person| person.born_on.is_some()), 245);
        // 175 numbers, three of which are mistyped.
        assert_eq!(count(|person| person.nhs_number.is_some()), 172);
        assert_eq!(count(|person| person.nhs_number_note.is_some()), 3);
        assert_eq!(count(|person| person.postcode.is_some()), 245);
        assert_eq!(count(|person| person.key_professional.is_some()), 245);
        let rated = |rating| list.people().filter(|person| person.rating_hint == Some(rating)).count();
        assert_eq!(rated(IndicativeRating::Red), 29);
        assert_eq!(rated(IndicativeRating::Amber), 42);
        assert_eq!(rated(IndicativeRating::Green), 156);
        assert_eq!(rated(IndicativeRating::Blue), 18);
        let diagnosed = |diagnosis| list.people().filter(|person| person.diagnosis == Some(diagnosis)).count();
        assert_eq!(diagnosed(ListDiagnosis::Autism), 89);
        assert_eq!(diagnosed(ListDiagnosis::LearningDisability), 80);
        assert_eq!(diagnosed(ListDiagnosis::Both), 76);
        let first = person(&list, 2);
        assert_eq!((first.given.as_str(), first.family.as_str()), ("Georgia", "Wells"));
        assert_eq!(first.born_on, "2007-04-22".parse().ok());
        assert_eq!(first.address.as_deref(), Some("Studio 01I, Claire Prairie, Lichfield"));
        let swapped = list.people().filter(|person| person.warnings.iter().any(|warning| warning.contains("swapped")));
        println!("rows flagged as maybe swapped: {:?}", swapped.map(|person| person.row).collect::<Vec<_>>());
    }

    #[test]
    fn the_councils_workbook_is_read_sheet_by_sheet() {
        let list = read("social-care-adults.xlsx", XLSX).unwrap();
        assert_accounted(&list);
        assert_eq!(
            kinds(&list),
            expect(&[("blank", 16), ("heading", 8), ("other_sheet", 1), ("person", 223), ("title", 8), ("total", 8)])
        );
        assert_eq!(list.sheets.len(), 9);
        let count = |has: fn(&ListRow) -> bool| list.people().filter(|person| has(person)).count();
        assert_eq!(count(|person| person.born_on.is_some()), 223);
        // 169 numbers, six of which are mistyped.
        assert_eq!(count(|person| person.nhs_number.is_some()), 163);
        assert_eq!(count(|person| person.nhs_number_note.is_some()), 6);
        assert_eq!(count(|person| person.postcode.is_some()), 223);
        let housed = |kind| list.people().filter(|person| person.place_kind == Some(kind)).count();
        assert_eq!(housed(ListPlaceKind::ResidentialCare), 33);
        assert_eq!(housed(ListPlaceKind::SupportedLiving), 52);
        assert_eq!(housed(ListPlaceKind::FamilyHome), 43);
        assert_eq!(housed(ListPlaceKind::OwnTenancy), 48);
        let phone = |number: &str| {
            let called = |person: &&ListRow| {
                person.key_professional.as_ref().and_then(|worker| worker.phone.as_deref()) == Some(number)
            };
            list.people().filter(called).count()
        };
        assert_eq!(phone("01785000987"), 68);
        assert_eq!(phone("01782 000123"), 74);
        assert_eq!(count(|person| person.tried.is_some()), 223 - 55);
        assert_eq!(count(|person| person.next_steps.is_some()), 223 - 62);
        assert_eq!(list.people().find(|person| person.row == 4).unwrap().given, "Rachel");
    }

    /// The rows of people that `truth.csv` lists are exactly the rows read as people.
    #[test]
    fn the_people_read_are_the_people_there_are() {
        let truth = include_str!("fixtures/truth.csv");
        for (file, bytes) in [("nhs-learning-disability-service.csv", CSV), ("social-care-adults.xlsx", XLSX)] {
            let expected: BTreeSet<(String, u32)> = truth
                .lines()
                .filter_map(|line| {
                    let [name, sheet, row, _] = line.split(',').collect::<Vec<_>>().try_into().ok()?;
                    (name == file).then(|| (sheet.to_owned(), row.parse().unwrap()))
                })
                .collect();
            let list = read(file, bytes).unwrap();
            let found = list.people().map(|person| (person.sheet.clone().unwrap_or_default(), person.row)).collect();
            assert_eq!(expected, found, "{file}");
        }
    }

    #[test]
    fn a_list_with_semicolons_titles_and_windows_letters_is_read() {
        let bytes = b"At risk \x96 list;;\r\nPrinted 03/11/2026;;\r\n\r\nPatient name;DoB;NHSNumber;Risk\r\n\
            Jackson, Zo\xeb;23 May 2016;9990000018;Low\r\nKiran, Smith;30 Mar 2000;;Red - immediate\r\n";
        let list = read("list.csv", bytes).unwrap();
        assert_accounted(&list);
        assert_eq!(list.encoding, Some("windows-1252"));
        assert_eq!(kinds(&list), expect(&[("blank", 1), ("heading", 1), ("person", 2), ("title", 2)]));
        let first = person(&list, 5);
        assert_eq!((first.given.as_str(), first.family.as_str()), ("Zoë", "Jackson"));
        assert!(first.nhs_number.is_some());
    }

    /// The shapes of the lists that are no fixtures: the police's, a provider's, an ambulance trust's.
    #[test]
    fn lists_of_other_shapes_are_read_by_their_headings() {
        let list = text(
            "SURNAME,FORENAMES,DATE OF BIRTH,LAST KNOWN ADDRESS,MARKERS\nWARNER,RACHEL ANN,19830801,\"3 ALICE ST, LEEK ST13 5AA\",MH\n",
        );
        let rachel = person(&list, 2);
        assert_eq!((rachel.given.as_str(), rachel.family.as_str()), ("Rachel Ann", "Warner"));
        assert_eq!(rachel.born_on, "1983-08-01".parse().ok());
        assert_eq!(rachel.postcode.as_ref().map(Postcode::as_str), Some("ST13 5AA"));
        assert_eq!(list.sheets[0].unread, ["MARKERS"]);
        let list = text(
            "first_name,surname,age,address1,town,postcode,about me\nAnn,Nil,31,3 Alice St,Leek,st135aa,\"a\nb\"\n",
        );
        let ann = person(&list, 2);
        assert_eq!((ann.family.as_str(), ann.age, ann.address.as_deref()), ("Nil", Some(31), Some("3 Alice St, Leek")));
        let list = text("Incident\tPt name\tPt DOB\nINC1\tTrevor R\t1977-10-28\nINC2\tAdrian O'Neill\tUNK\n");
        assert_eq!(list.people().count(), 2);
    }

    #[test]
    fn a_list_in_utf_16_with_tabs_is_read() {
        let mut bytes = vec![0xff, 0xfe];
        bytes.extend("Name\tDOB\nAnn Lee\t1.2.80\n".encode_utf16().flat_map(u16::to_le_bytes));
        assert_eq!(read("list.txt", &bytes).unwrap().people().count(), 1);
    }

    #[test]
    fn an_open_document_is_read_with_repeats_comments_and_entities() {
        let cell = |text: &str| {
            format!("<table:table-cell office:value-type=\"string\"><text:p>{text}</text:p></table:table-cell>")
        };
        let rows = format!(
            "<table:table-row>{}{}{}</table:table-row>\
             <table:table-row table:number-rows-repeated=\"2\"><table:table-cell table:number-columns-repeated=\"3\"/></table:table-row>\
             <table:table-row>{}<table:table-cell office:value-type=\"string\"><office:annotation><text:p>private</text:p></office:annotation>\
             <text:p>O&apos;Neil &amp; <text:span>Lee</text:span></text:p></table:table-cell>\
             <table:table-cell office:value-type=\"date\" office:date-value=\"1990-02-01\"><text:p>01/02/90</text:p></table:table-cell>\
             <table:table-cell table:number-columns-repeated=\"16000\"/></table:table-row>\
             <table:table-row table:number-rows-repeated=\"1048000\"><table:table-cell table:number-columns-repeated=\"16384\"/></table:table-row>",
            cell("Forename"),
            cell("Surname"),
            cell("DOB"),
            cell("Ann")
        );
        let list = read("list.ods", &document(&rows)).unwrap();
        assert_accounted(&list);
        assert_eq!(kinds(&list), expect(&[("blank", 2), ("heading", 1), ("person", 1)]));
        let ann = person(&list, 4);
        assert_eq!(ann.family, "O'Neil & Lee");
        assert_eq!(ann.born_on, "1990-02-01".parse().ok());
    }

    #[test]
    fn rows_of_hidden_sheets_and_of_sheets_without_headings_are_set_aside() {
        let row = |cells: &[&str]| {
            let cells: String = cells
                .iter()
                .map(|text| format!("<table:table-cell><text:p>{text}</text:p></table:table-cell>"))
                .collect();
            format!("<table:table-row>{cells}</table:table-row>")
        };
        let people = row(&["Forename", "Surname", "DOB"]) + &row(&["Ann", "Lee", "1/1/80"]);
        let bare = row(&["Bob", "Ray", "2/2/81"]) + &row(&["Cy", "Fox", "3/3/82"]);
        let content = format!(
            "<office:document-content><style:style style:name=\"h\"><style:table-properties table:display=\"false\"/></style:style>\
             <office:spreadsheet><table:table table:name=\"A\">{people}</table:table><table:table table:name=\"B\">{bare}</table:table>\
             <table:table table:name=\"C\" table:style-name=\"h\">{people}</table:table></office:spreadsheet></office:document-content>"
        );
        let list = read("list.ods", &zipped(&[("content.xml", content.as_bytes())])).unwrap();
        assert_accounted(&list);
        assert_eq!(kinds(&list), expect(&[("HiddenSheet", 2), ("NoHeadings", 2), ("heading", 1), ("person", 1)]));
        assert!(list.set_aside().all(|(_, _, reason)| reason.to_string().ends_with('.')));
    }

    #[test]
    fn a_document_that_repeats_without_end_is_refused() {
        let row = "<table:table-row table:number-rows-repeated=\"900000\"><table:table-cell table:number-columns-repeated=\"16000\" \
                   office:value-type=\"string\"><text:p>x</text:p></table:table-cell></table:table-row>";
        assert!(matches!(read("list.ods", &document(row)), Err(ReadFault::TooManyRows { .. })));
        let cut =
            zipped(&[("content.xml", b"<office:document-content><office:spreadsheet><table:table><table:table-row>")]);
        assert_eq!(read("list.ods", &cut), Err(ReadFault::Broken));
    }

    #[test]
    fn a_file_that_is_no_list_is_refused_in_plain_words() {
        for (name, bytes, fault) in [
            ("list.csv", &b""[..], ReadFault::Empty),
            ("list.csv", b"\xef\xbb\xbf \r\n \r\n", ReadFault::Empty),
            ("list.csv", b";;\n;;\n", ReadFault::Empty),
            ("list.csv", b"%PDF-1.7 ...", ReadFault::NotAList),
            ("list.csv", b"\x89PNG\r\n\x1a\n", ReadFault::NotAList),
            ("list.xls", b"<html><table><tr><td>Name</td></tr></table></html>", ReadFault::NotAList),
            ("list.csv", b"\x00\x01\x02\x03junk\xff\xfe", ReadFault::NotAList),
            ("list.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1....", ReadFault::OldExcel),
            ("list.csv", b"just,some\ntext,here\n", ReadFault::NoHeader),
        ] {
            assert_eq!(read(name, bytes), Err(fault));
            assert!(fault.to_string().ends_with('.'));
        }
        let mut encrypted = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1....".to_vec();
        encrypted.extend("EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes));
        assert_eq!(read("list.xlsx", &encrypted), Err(ReadFault::Encrypted));
        assert_eq!(read("letter.docx", &zipped(&[("word/document.xml", b"<w/>")])), Err(ReadFault::NotAList));
        let macros = zipped(&[("xl/workbook.xml", b"<w/>"), ("xl/vbaProject.bin", b"x")]);
        assert_eq!(read("list.xlsx", &macros), Err(ReadFault::Macros));
        assert_eq!(read("list.xlsm", XLSX), Err(ReadFault::Macros));
        assert!(matches!(read("list.csv", &vec![b'a'; 11 * 1024 * 1024]), Err(ReadFault::TooLarge { limit_mib: 10 })));
        let rows = format!("Name,DOB\n{}", "Ann Lee,1/1/80\n".repeat(5000));
        let too_long = read("list.csv", rows.as_bytes()).unwrap_err();
        assert_eq!(too_long, ReadFault::TooManyRows { limit: 5000 });
        assert!(too_long.to_string().starts_with("The list has more than 5,000 rows, or"), "{too_long}");
    }

    #[test]
    fn a_workbook_cut_short_is_refused_at_every_length() {
        for part in 1..20 {
            let cut = &XLSX[..XLSX.len() * part / 20];
            assert_eq!(read("list.xlsx", cut), Err(ReadFault::Broken));
        }
    }

    #[test]
    fn a_zip_bomb_is_refused_before_anything_parses_it() {
        let bomb =
            zipped(&[("xl/workbook.xml", b"<w/>"), ("xl/worksheets/sheet1.xml", &vec![b' '; 101 * 1024 * 1024])]);
        assert!(bomb.len() < 1024 * 1024);
        assert_eq!(read("list.xlsx", &bomb), Err(ReadFault::ZipBomb));
        let flat = zipped(&[("xl/workbook.xml", b"<w/>"), ("a", &vec![b' '; 40 * 1024 * 1024])]);
        assert_eq!(read("list.xlsx", &flat), Err(ReadFault::ZipBomb));
    }

    #[test]
    fn a_cell_of_megabytes_sets_its_row_aside_and_no_other() {
        let list = text(&format!(
            "Name,DOB,Tried\nAnn Lee,1/1/80,\"{}\"\nBob Ray,2/2/81,walks\n",
            "x".repeat(9 * 1024 * 1024)
        ));
        assert_accounted(&list);
        assert_eq!(kinds(&list), expect(&[("CellTooLong", 1), ("heading", 1), ("person", 1)]));
    }

    #[test]
    fn a_quotation_mark_never_closed_costs_one_row() {
        let list = text("Surname,Forename,DOB\nLee,\"Ann,1/1/80\nRay,Bob,2/2/81\nFox,\"Cy\",3/3/82\n");
        assert_accounted(&list);
        assert_eq!(kinds(&list), expect(&[("Quotes", 1), ("heading", 1), ("person", 2)]));
        let list = text("Surname,Forename,About\nLee,Ann,\"likes \"\"quiet\"\",\nhates alarms\"\nRay,Bob,\n");
        assert_accounted(&list);
        assert_eq!(person(&list, 3).given, "Bob");
    }

    #[test]
    fn ragged_rows_are_read_where_short_and_set_aside_where_long() {
        let list =
            text("Surname,Forename,DOB\nLee,Ann\nRay,Bob,2/2/81,Flat 3,ST1\nFox,Cy,3/3/82,,\n,,4/4/83\n?,?,1/1/80\n");
        assert_accounted(&list);
        assert_eq!(kinds(&list), expect(&[("NoName", 2), ("TooManyCells", 1), ("heading", 1), ("person", 2)]));
    }

    #[test]
    fn an_impossible_date_is_left_out_and_the_person_kept() {
        let list = text("Name,DOB\nAnn Lee,31/06/1983\nBob Ray,01/01/2090\nCy Fox,soon\nDi Hay,UNK\n");
        assert_eq!(list.people().count(), 4);
        assert!(list.people().all(|person| person.born_on.is_none()));
        assert_eq!(list.people().map(|person| person.warnings.len()).sum::<usize>(), 3);
        assert!(list.people().flat_map(|person| &person.warnings).all(|warning| !warning.contains("1983")));
    }

    #[test]
    fn text_that_looks_like_a_formula_stays_text() {
        let list = text("Name,DOB,Next steps\n=1+1 Lee,1/1/80,\"=HYPERLINK(\"\"http://x\"\")\"\n");
        let row = person(&list, 2);
        assert_eq!(row.next_steps.as_deref(), Some("=HYPERLINK(\"http://x\")"));
        assert_eq!(row.family, "Lee");
    }

    #[test]
    fn totals_notes_and_second_headings_below_the_list_are_no_people() {
        let list = text(
            "Name,DOB\nAnn Lee,1/1/80\nName,DOB\n----,----\nTOTAL,1\nPlease ask Pat before adding rows.\nCannock\nPrinted 3/11/26\n",
        );
        assert_accounted(&list);
        assert_eq!(kinds(&list), expect(&[("OneWord", 1), ("heading", 2), ("note", 3), ("person", 1), ("total", 1)]));
    }

    #[test]
    fn names_that_stand_the_wrong_way_round_are_flagged_and_left() {
        let list = text("Forename,Surname\nAnn,Lee\nAnn,Ray\nBob,Lee\nLee,Ann\nCy,Ray\n");
        let flagged: Vec<u32> =
            list.people().filter(|person| !person.warnings.is_empty()).map(|person| person.row).collect();
        assert_eq!(flagged, [5]);
        assert_eq!(person(&list, 5).given, "Lee");
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(96))]

        #[test]
        fn no_bytes_make_it_panic(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
            let _ = read("list.csv", &bytes);
        }

        #[test]
        fn no_damage_to_a_workbook_makes_it_panic(at in 0..XLSX.len(), with in any::<u8>()) {
            let mut bytes = XLSX.to_vec();
            bytes[at] = with;
            if let Ok(list) = read("list.xlsx", &bytes) {
                assert_accounted(&list);
            }
        }

        #[test]
        fn no_sheet_of_an_open_document_makes_it_panic(rows in "[<>/\"'a-z:= &;#0-9é-]{0,80}") {
            let _ = read("list.ods", &document(&rows));
        }

        /// Every line of any text with headings is accounted for exactly once.
        #[test]
        fn every_row_is_accounted_for(rows in proptest::collection::vec("[A-Za-z0-9 ,;\"?/.'-]{0,40}", 0..30)) {
            let list = text(&format!("Surname,Forename,DOB,NHS no,RAG\n{}", rows.join("\n")));
            assert_accounted(&list);
        }
    }
}
