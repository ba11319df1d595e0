//! Bytes to tables: what kind of file it is, its encoding, its cells. Nothing here knows what a
//! cell means. No file is trusted: see [`Limits`].

use std::{
    collections::HashSet,
    io::{Cursor, Read},
    panic::{AssertUnwindSafe, catch_unwind},
};

use calamine::{DataRef, Reader, SheetType, SheetVisible, Xlsx};
use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use chrono::NaiveDate;
use encoding_rs::Encoding;
use zip::ZipArchive;

use super::{
    columns,
    model::{CellValue, SetAsideReason},
    read::{Limits, ReadFault},
};

/// The widest row that is looked at. A filled cell further right makes the row unusable.
const COLUMNS_MAX: usize = 256;
/// The most cells of all sheets together, filled or between filled ones: some 130 MB.
const CELLS_MAX: usize = 4_000_000;
/// The most parts a workbook may have.
const PARTS_MAX: usize = 5_000;
/// Quotation marks that are never closed cost a look to the end of the file each.
const UNCLOSED_MAX: usize = 200;

/// One sheet. Row `i` of the file is `rows[i - 1]`.
pub(super) struct Table {
    pub sheet: Option<String>,
    pub hidden: bool,
    /// Day numbers count from 1904 (workbooks from old Apple computers).
    pub from_1904: bool,
    pub rows: Vec<Record>,
}

/// One physical row; with a fault its cells are not to be used.
#[derive(Default)]
pub(super) struct Record {
    pub cells: Vec<CellValue>,
    pub fault: Option<SetAsideReason>,
}

/// All sheets of a file, and how it was read, in words.
pub(super) struct Tables {
    pub tables: Vec<Table>,
    pub format: &'static str,
    pub encoding: Option<&'static str>,
}

/// What has been taken in so far, over all sheets.
struct Budget<'a> {
    limits: &'a Limits,
    rows: usize,
    cells: usize,
    bytes: usize,
}

impl<'a> Budget<'a> {
    fn new(limits: &'a Limits) -> Self {
        Self { limits, rows: 0, cells: 0, bytes: 0 }
    }

    fn row(&mut self) -> Result<(), ReadFault> {
        self.rows += 1;
        if self.rows > self.limits.rows { Err(ReadFault::TooManyRows { limit: self.limits.rows }) } else { Ok(()) }
    }

    /// Puts a value into a row, filling up to its column.
    fn put(&mut self, record: &mut Record, column: usize, value: CellValue) -> Result<(), ReadFault> {
        if value.is_empty() {
            return Ok(());
        }
        let mut value = value;
        // Of what is too long as well: cells of a workbook may share one text, and each costs a copy of it.
        if let CellValue::Text(text) = &value {
            self.bytes += text.len();
        }
        if self.bytes > self.limits.unpacked_bytes {
            return Err(ReadFault::ZipBomb);
        }
        if matches!(&value, CellValue::Text(text) if text.chars().count() > self.limits.cell_chars) {
            value = CellValue::TooLong;
            record.fault = Some(SetAsideReason::CellTooLong);
        }
        if column >= COLUMNS_MAX {
            record.fault.get_or_insert(SetAsideReason::TooManyCells);
            return Ok(());
        }
        if record.cells.len() <= column {
            self.cells += column + 1 - record.cells.len();
            record.cells.resize(column + 1, CellValue::Empty);
        }
        if self.cells > CELLS_MAX {
            return Err(ReadFault::TooManyRows { limit: self.limits.rows });
        }
        if let Some(cell) = record.cells.get_mut(column) {
            *cell = value;
        }
        Ok(())
    }
}

/// Reads the tables out of a file of any kind that we accept. The content decides; the name only
/// where the content does not.
pub(super) fn tables(file_name: &str, bytes: &[u8], limits: &Limits) -> Result<Tables, ReadFault> {
    if bytes.len() > limits.file_bytes {
        return Err(ReadFault::TooLarge { limit_mib: limits.file_bytes / (1024 * 1024) });
    }
    let extension = file_name.rsplit_once('.').map(|(_, end)| end.to_ascii_lowercase()).unwrap_or_default();
    if bytes.starts_with(b"PK\x03\x04") {
        return unpack(bytes, &extension, limits);
    }
    if bytes.starts_with(&[0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]) {
        let wide: Vec<u8> = "EncryptedPackage".bytes().flat_map(|byte| [byte, 0]).collect();
        let encrypted = bytes.windows(wide.len()).any(|window| window == wide);
        return Err(if encrypted { ReadFault::Encrypted } else { ReadFault::OldExcel });
    }
    let (text, encoding) = decode(bytes)?;
    let tables =
        vec![Table { sheet: None, hidden: false, from_1904: false, rows: separated(&text, &extension, limits)? }];
    Ok(Tables { tables, format: "Text with separated columns", encoding: Some(encoding) })
}

// ---------------------------------------------------------------------------------------------
// Text
// ---------------------------------------------------------------------------------------------

fn decode(bytes: &[u8]) -> Result<(String, &'static str), ReadFault> {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        let (text, _) = encoding.decode_without_bom_handling(bytes.get(mark..).unwrap_or_default());
        return plain(text.into_owned(), encoding.name());
    }
    if bytes.contains(&0) || is_other_format(bytes) {
        return Err(ReadFault::NotAList);
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        return plain(text.to_owned(), "UTF-8");
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    let guess = detector.guess(Some(b"uk"), Utf8Detection::Deny);
    // A few dashes and accents tell a detector little; in England it is Windows-1252 unless it is
    // plainly another encoding of Latin letters.
    let latin = ["windows-1250", "windows-1254", "windows-1257", "ISO-8859-2", "ISO-8859-4"];
    let encoding = if latin.contains(&guess.name()) { guess } else { encoding_rs::WINDOWS_1252 };
    let (text, _) = encoding.decode_without_bom_handling(bytes);
    plain(text.into_owned(), encoding.name())
}

/// Refuses what is empty or full of control characters.
fn plain(text: String, encoding: &'static str) -> Result<(String, &'static str), ReadFault> {
    if text.chars().all(|c| c.is_whitespace() || matches!(c, ',' | ';' | '|' | '"')) {
        return Err(ReadFault::Empty);
    }
    let odd = text.chars().filter(|c| (c.is_control() && !c.is_whitespace()) || *c == '\u{fffd}').count();
    if odd > 4 && odd * 100 > text.chars().count() {
        return Err(ReadFault::NotAList);
    }
    Ok((text, encoding))
}

fn is_other_format(bytes: &[u8]) -> bool {
    let magic: [&[u8]; 8] =
        [b"%PDF", b"\x89PNG", b"GIF8", b"\xff\xd8\xff", b"RIFF", b"{\\rtf", b"\x1f\x8b", b"7z\xbc\xaf\x27\x1c"];
    let start: Vec<u8> = bytes
        .iter()
        .copied()
        .skip_while(u8::is_ascii_whitespace)
        .take(16)
        .map(|byte| byte.to_ascii_lowercase())
        .collect();
    let markup: [&[u8]; 3] = [b"<!doctype", b"<html", b"<?xml"];
    magic.iter().any(|magic| bytes.starts_with(magic)) || markup.iter().any(|markup| start.starts_with(markup))
}

/// The separator is the one with which the headings are understood best; then the one that parts
/// most rows.
fn separated(text: &str, extension: &str, limits: &Limits) -> Result<Vec<Record>, ReadFault> {
    let mut best = (',', (0, 0));
    let order = if extension == "tsv" { ['\t', ',', ';', '|'] } else { [',', ';', '\t', '|'] };
    for separator in order {
        let sample = records(text, separator, &mut Budget::new(limits), 30)?;
        let header = columns::find_header(sample.iter().map(|record| record.cells.as_slice()));
        let parted = sample.iter().filter(|record| record.cells.len() > 1).count();
        let fit = (header.map_or(0, |header| header.score()), parted);
        if fit > best.1 {
            best = (separator, fit);
        }
    }
    records(text, best.0, &mut Budget::new(limits), usize::MAX)
}

/// Parts text into records, each with its cells. The `csv` crate is not used here: it leaves blank
/// lines out without a trace, so that rows would not be numbered as the spreadsheet shows them, and
/// lets one stray quotation mark swallow every row up to the next.
fn records(text: &str, separator: char, budget: &mut Budget<'_>, most: usize) -> Result<Vec<Record>, ReadFault> {
    let mut records = Vec::new();
    let mut unclosed = 0;
    let mut rest = text;
    while !rest.is_empty() && records.len() < most {
        budget.row()?;
        match cut_record(rest, separator) {
            Ok((fields, after)) => {
                let mut record = Record::default();
                for (column, field) in fields.iter().enumerate() {
                    budget.put(&mut record, column, CellValue::text(field))?;
                }
                records.push(record);
                rest = after;
            }
            // Only this line is lost: reading goes on at the next.
            Err(Unmatched { to_the_end }) => {
                unclosed += usize::from(to_the_end);
                if unclosed > UNCLOSED_MAX {
                    return Err(ReadFault::Broken);
                }
                records.push(Record { cells: Vec::new(), fault: Some(SetAsideReason::Quotes) });
                rest = rest.find(['\n', '\r']).map_or("", |at| after_line_end(rest.get(at..).unwrap_or_default()));
            }
        }
    }
    Ok(records)
}

struct Unmatched {
    to_the_end: bool,
}

fn after_line_end(text: &str) -> &str {
    text.strip_prefix("\r\n").or_else(|| text.strip_prefix(['\n', '\r'])).unwrap_or(text)
}

/// Cuts one record off the front: its fields and what comes after it.
fn cut_record(text: &str, separator: char) -> Result<(Vec<String>, &str), Unmatched> {
    let mut fields = Vec::new();
    let mut rest = text;
    loop {
        let field;
        if let Some(quoted) = rest.strip_prefix('"') {
            (field, rest) = cut_quoted(quoted)?;
            rest = rest.trim_start_matches(' ');
            if !(rest.is_empty() || rest.starts_with([separator, '\n', '\r'])) {
                return Err(Unmatched { to_the_end: false });
            }
        } else {
            let end = rest.find([separator, '\n', '\r']).unwrap_or(rest.len());
            let (before, after) = rest.split_at(end);
            (field, rest) = (before.to_owned(), after);
        }
        fields.push(field);
        match rest.strip_prefix(separator) {
            Some(after) => rest = after,
            None => return Ok((fields, after_line_end(rest))),
        }
    }
}

/// Reads up to the closing quotation mark; two in a row are one that belongs to the text.
fn cut_quoted(text: &str) -> Result<(String, &str), Unmatched> {
    let mut field = String::new();
    let mut rest = text;
    loop {
        let (before, after) = rest.split_once('"').ok_or(Unmatched { to_the_end: true })?;
        field.push_str(before);
        match after.strip_prefix('"') {
            Some(further) => {
                field.push('"');
                rest = further;
            }
            None => return Ok((field, after)),
        }
    }
}

// ---------------------------------------------------------------------------------------------
// Workbooks
// ---------------------------------------------------------------------------------------------

/// Looks at every part of the package before anything parses it: names, encryption, and how much
/// really comes out when it is unpacked.
fn unpack(bytes: &[u8], extension: &str, limits: &Limits) -> Result<Tables, ReadFault> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| ReadFault::Broken)?;
    if archive.len() > PARTS_MAX {
        return Err(ReadFault::ZipBomb);
    }
    let mut names: HashSet<String> = HashSet::new();
    let mut total = 0_u64;
    let most = u64::try_from(limits.unpacked_bytes).unwrap_or(u64::MAX);
    let ratio_from = u64::try_from(limits.file_bytes).unwrap_or(u64::MAX) * 2;
    let packed = u64::try_from(bytes.len()).unwrap_or(u64::MAX).max(1);
    for index in 0..archive.len() {
        let raw = archive.by_index_raw(index).map_err(|_| ReadFault::Broken)?;
        if raw.encrypted() {
            return Err(ReadFault::Encrypted);
        }
        if raw.size() > most {
            return Err(ReadFault::ZipBomb);
        }
        names.insert(String::from_utf8_lossy(raw.name_raw()).to_lowercase());
        drop(raw);
        // The declared size may lie, so it is unpacked and counted.
        let part = archive.by_index(index).map_err(|_| ReadFault::Broken)?;
        let read =
            std::io::copy(&mut part.take(most - total + 1), &mut std::io::sink()).map_err(|_| ReadFault::Broken)?;
        total += read;
        if total > most || (total > ratio_from && total / packed > limits.ratio) {
            return Err(ReadFault::ZipBomb);
        }
    }
    let has = |name: &str| names.contains(name);
    let macros = names
        .iter()
        .any(|name| name.ends_with("vbaproject.bin") || name.starts_with("basic/") || name.starts_with("scripts/"));
    if macros || matches!(extension, "xlsm" | "xltm" | "xlam") {
        return Err(ReadFault::Macros);
    }
    if has("xl/workbook.bin") {
        return Err(ReadFault::OldExcel);
    }
    if has("xl/workbook.xml") {
        // calamine is well kept, but a hostile file must not stop the server.
        let tables = catch_unwind(AssertUnwindSafe(|| excel(bytes, limits))).map_err(|_| ReadFault::Broken)??;
        return Ok(Tables { tables, format: "Excel workbook", encoding: None });
    }
    if has("content.xml") {
        return open_document(archive, limits);
    }
    Err(ReadFault::NotAList)
}

/// Cells are taken one by one: calamine's ranges would make room for every cell between the first
/// and the last, which one stray cell in the last column makes gigabytes of.
fn excel(bytes: &[u8], limits: &Limits) -> Result<Vec<Table>, ReadFault> {
    let mut workbook: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(|fault| {
        let encrypted = matches!(fault, calamine::XlsxError::Password);
        if encrypted { ReadFault::Encrypted } else { ReadFault::Broken }
    })?;
    let from_1904 = workbook.has_1904_epoch();
    let sheets: Vec<_> = workbook.sheets_metadata().to_vec();
    let mut budget = Budget::new(limits);
    let mut tables = Vec::new();
    for sheet in sheets.into_iter().filter(|sheet| sheet.typ == SheetType::WorkSheet) {
        let mut rows: Vec<Record> = Vec::new();
        let mut cells = workbook.worksheet_cells_reader(&sheet.name).map_err(|_| ReadFault::Broken)?;
        while let Some(cell) = cells.next_cell().map_err(|_| ReadFault::Broken)? {
            let (row, column) = cell.get_position();
            let (row, column) = (usize::try_from(row), usize::try_from(column));
            let (Ok(row), Ok(column)) = (row, column) else { return Err(ReadFault::Broken) };
            let value = excel_value(cell.get_value());
            if value.is_empty() {
                continue;
            }
            while rows.len() <= row {
                budget.row()?;
                rows.push(Record::default());
            }
            if let Some(record) = rows.get_mut(row) {
                budget.put(record, column, value)?;
            }
        }
        let hidden = sheet.visible != SheetVisible::Visible;
        tables.push(Table { sheet: Some(sheet.name), hidden, from_1904, rows });
    }
    Ok(tables)
}

fn excel_value(value: &DataRef<'_>) -> CellValue {
    match value {
        DataRef::Empty => CellValue::Empty,
        DataRef::String(text) => CellValue::text(text),
        DataRef::SharedString(text) => CellValue::text(text),
        DataRef::Int(number) => CellValue::text(&number.to_string()).number(),
        DataRef::Float(number) => CellValue::Number(*number),
        DataRef::Bool(yes) => CellValue::text(if *yes { "TRUE" } else { "FALSE" }),
        DataRef::DateTime(moment) => moment
            .as_datetime()
            .filter(|_| moment.is_datetime())
            .map_or(CellValue::Number(moment.as_f64()), |moment| CellValue::Date(moment.date())),
        DataRef::DateTimeIso(text) => iso_date(text),
        DataRef::DurationIso(text) => CellValue::text(text),
        DataRef::Error(fault) => CellValue::text(&fault.to_string()),
    }
}

fn iso_date(text: &str) -> CellValue {
    let day = text.get(..10).and_then(|day| day.parse::<NaiveDate>().ok());
    day.map_or_else(|| CellValue::text(text), CellValue::Date)
}

impl CellValue {
    /// Digits as a number, anything else as it is.
    fn number(self) -> Self {
        match self.shown().parse() {
            Ok(number) => Self::Number(number),
            Err(_) => self,
        }
    }
}

// ---------------------------------------------------------------------------------------------
// OpenDocument
// ---------------------------------------------------------------------------------------------

/// calamine's reader is not used for these: on a document cut short it never ends, and a cell
/// marked as repeated sixteen thousand times is copied as often before anything can be counted.
fn open_document(mut archive: ZipArchive<Cursor<&[u8]>>, limits: &Limits) -> Result<Tables, ReadFault> {
    let mut part = |name: &str| -> Result<String, ReadFault> {
        let most = u64::try_from(limits.unpacked_bytes).unwrap_or(u64::MAX);
        let mut bytes = Vec::new();
        let part = archive.by_name(name).map_err(|_| ReadFault::Broken)?;
        part.take(most).read_to_end(&mut bytes).map_err(|_| ReadFault::Broken)?;
        String::from_utf8(bytes).map_err(|_| ReadFault::Broken)
    };
    if part("META-INF/manifest.xml").is_ok_and(|manifest| manifest.contains("encryption-data")) {
        return Err(ReadFault::Encrypted);
    }
    let content = part("content.xml")?;
    if !content.contains("<office:spreadsheet") {
        return Err(ReadFault::NotAList);
    }
    let tables = Document::read(&content, limits)?;
    Ok(Tables { tables, format: "OpenDocument spreadsheet", encoding: None })
}

/// The state of reading `content.xml` from front to back.
struct Document<'a> {
    budget: Budget<'a>,
    tables: Vec<Table>,
    hidden_styles: HashSet<String>,
    style: String,
    row: Option<(Record, usize, usize)>,
    /// Blank rows that count only if a filled one follows.
    blank: usize,
    cell: Option<Cell>,
}

#[derive(Default)]
struct Cell {
    value: CellValue,
    text: String,
    repeat: usize,
    paragraph: bool,
    /// Within a comment on the cell.
    aside: bool,
}

impl<'a> Document<'a> {
    fn read(content: &str, limits: &'a Limits) -> Result<Vec<Table>, ReadFault> {
        let mut document = Self {
            budget: Budget::new(limits),
            tables: Vec::new(),
            hidden_styles: HashSet::new(),
            style: String::new(),
            row: None,
            blank: 0,
            cell: None,
        };
        let mut rest = content;
        let mut ended = false;
        while let Some((text, after)) = rest.split_once('<') {
            document.text(text);
            if let Some(comment) = after.strip_prefix("!--") {
                rest = comment.split_once("-->").ok_or(ReadFault::Broken)?.1;
            } else if let Some(data) = after.strip_prefix("![CDATA[") {
                let (data, after) = data.split_once("]]>").ok_or(ReadFault::Broken)?;
                if let Some(cell) = document.cell.as_mut().filter(|cell| cell.paragraph && !cell.aside) {
                    cell.text.push_str(data);
                }
                rest = after;
            } else if after.starts_with('!') {
                // A document type could define entities; no spreadsheet writes one.
                return Err(ReadFault::Broken);
            } else {
                let (tag, after) = cut_tag(after).ok_or(ReadFault::Broken)?;
                document.tag(tag)?;
                ended = tag == "/office:document-content";
                rest = after;
            }
        }
        if ended { Ok(document.tables) } else { Err(ReadFault::Broken) }
    }

    fn text(&mut self, text: &str) {
        if let Some(cell) = self.cell.as_mut().filter(|cell| cell.paragraph && !cell.aside) {
            cell.text.push_str(&unescape(text));
        }
    }

    fn tag(&mut self, tag: &str) -> Result<(), ReadFault> {
        let closed = tag.ends_with('/') || tag.starts_with('/');
        let name = tag.split(|c: char| c.is_whitespace()).next().unwrap_or_default().trim_end_matches('/');
        match name {
            "style:style" => self.style = attribute(tag, "style:name").unwrap_or_default(),
            "style:table-properties" if attribute(tag, "table:display").as_deref() == Some("false") => {
                self.hidden_styles.insert(self.style.clone());
            }
            "table:table" if self.cell.is_none() => {
                let hidden =
                    attribute(tag, "table:style-name").is_some_and(|style| self.hidden_styles.contains(&style));
                let sheet = attribute(tag, "table:name");
                self.tables.push(Table { sheet, hidden, from_1904: false, rows: Vec::new() });
                self.blank = 0;
            }
            "table:table-row" if self.cell.is_none() => {
                self.row = Some((Record::default(), 0, repeats(tag, "table:number-rows-repeated")));
                if closed {
                    self.end_row()?;
                }
            }
            "/table:table-row" if self.cell.is_none() => self.end_row()?,
            "table:table-cell" | "table:covered-table-cell" if self.cell.is_none() => {
                let repeat = repeats(tag, "table:number-columns-repeated");
                self.cell = Some(Cell { value: typed_value(tag), repeat, ..Cell::default() });
                if closed {
                    self.end_cell()?;
                }
            }
            "/table:table-cell" | "/table:covered-table-cell" => self.end_cell()?,
            _ => self.mark(name, tag, closed),
        }
        Ok(())
    }

    /// Tags within a cell.
    fn mark(&mut self, name: &str, tag: &str, closed: bool) {
        let Some(cell) = self.cell.as_mut() else { return };
        match name {
            "office:annotation" => cell.aside = !closed,
            "/office:annotation" => cell.aside = false,
            _ if cell.aside => {}
            "text:p" | "text:h" => {
                if !cell.text.is_empty() {
                    cell.text.push('\n');
                }
                cell.paragraph = !closed;
            }
            "/text:p" | "/text:h" => cell.paragraph = false,
            "text:s" => cell.text.extend(std::iter::repeat_n(' ', repeats(tag, "text:c").min(100))),
            "text:tab" => cell.text.push(' '),
            "text:line-break" => cell.text.push('\n'),
            _ => {}
        }
    }

    fn end_cell(&mut self) -> Result<(), ReadFault> {
        let Some(cell) = self.cell.take() else { return Ok(()) };
        let Some((record, column, _)) = self.row.as_mut() else { return Ok(()) };
        let value = if cell.value.is_empty() { CellValue::text(&cell.text) } else { cell.value };
        if !value.is_empty() {
            // One beyond the widest row is enough to mark it as too wide.
            for at in *column..column.saturating_add(cell.repeat).min(COLUMNS_MAX + 1) {
                self.budget.put(record, at, value.clone())?;
            }
        }
        *column = column.saturating_add(cell.repeat);
        Ok(())
    }

    fn end_row(&mut self) -> Result<(), ReadFault> {
        let Some((record, _, repeat)) = self.row.take() else { return Ok(()) };
        let Some(table) = self.tables.last_mut() else { return Ok(()) };
        if record.cells.is_empty() && record.fault.is_none() {
            self.blank = self.blank.saturating_add(repeat);
            return Ok(());
        }
        for _ in 0..std::mem::take(&mut self.blank) {
            self.budget.row()?;
            table.rows.push(Record::default());
        }
        for again in 0..repeat {
            self.budget.row()?;
            let mut copy = Record { cells: Vec::new(), fault: record.fault };
            for (column, value) in record.cells.iter().enumerate() {
                if again == 0 {
                    break;
                }
                self.budget.put(&mut copy, column, value.clone())?;
            }
            if again > 0 {
                table.rows.push(copy);
            } else {
                table.rows.push(Record { cells: record.cells.clone(), fault: record.fault });
            }
        }
        Ok(())
    }
}

/// A tag up to its `>`, which may stand within a quoted attribute too.
fn cut_tag(text: &str) -> Option<(&str, &str)> {
    let mut quote = None;
    let end = text.bytes().position(|byte| match (quote, byte) {
        (None, b'>') => true,
        (None, b'"' | b'\'') => {
            quote = Some(byte);
            false
        }
        (Some(open), _) if open == byte => {
            quote = None;
            false
        }
        _ => false,
    })?;
    Some((text.get(..end)?, text.get(end + 1..)?))
}

/// The value of an attribute.
fn attribute(tag: &str, name: &str) -> Option<String> {
    let mut rest = tag;
    loop {
        let (before, after) = rest.split_once(name)?;
        let after = after.trim_start();
        if let Some(value) = after.strip_prefix('=').filter(|_| before.ends_with(char::is_whitespace)) {
            let value = value.trim_start();
            let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''))?;
            return value.get(1..)?.split_once(quote).map(|(value, _)| unescape(value));
        }
        rest = after;
    }
}

fn repeats(tag: &str, name: &str) -> usize {
    attribute(tag, name).and_then(|number| number.parse().ok()).unwrap_or(1)
}

/// The value a cell holds beside the text it shows; `Empty` where the text is the value.
fn typed_value(tag: &str) -> CellValue {
    let value = |name| attribute(tag, name).unwrap_or_default();
    match value("office:value-type").as_str() {
        "float" | "currency" | "percentage" => {
            value("office:value").parse().map_or(CellValue::Empty, CellValue::Number)
        }
        "date" => iso_date(&value("office:date-value")),
        _ => CellValue::Empty,
    }
}

/// Text with its five named and all numbered entities put in; an unknown one stays as it is.
fn unescape(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('&') {
        plain.push_str(before);
        let entity = after.split_once(';').filter(|(name, _)| name.len() <= 8);
        let letter = entity.and_then(|(name, _)| match name {
            "amp" => Some('&'),
            "lt" => Some('<'),
            "gt" => Some('>'),
            "quot" => Some('"'),
            "apos" => Some('\''),
            _ => {
                let number = name.strip_prefix('#')?;
                let code = match number.strip_prefix(['x', 'X']) {
                    Some(hex) => u32::from_str_radix(hex, 16),
                    None => number.parse(),
                };
                code.ok().and_then(char::from_u32)
            }
        });
        match (letter, entity) {
            (Some(letter), Some((_, after))) => {
                plain.push(letter);
                rest = after;
            }
            _ => {
                plain.push('&');
                rest = after;
            }
        }
    }
    plain.push_str(rest);
    plain
}
