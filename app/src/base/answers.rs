//! What somebody typed into a form, and what is wrong with it.
//!
//! [`Answers`] keeps every field as it was typed, so that a page shown again loses nothing.
//! [`Form`] reads answers into parsed values and collects *all* faults, each with its field.

use std::collections::HashSet;

use chrono::NaiveDate;

use super::dates::{self, DateFault};

/// Every field of a form as it was sent, in order. A field may occur more than once (checkboxes).
#[derive(Clone, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Answers(Vec<(String, String)>);

/// No `Debug` of the values: they are personal.
impl std::fmt::Debug for Answers {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_list().entries(self.0.iter().map(|(name, _)| name)).finish()
    }
}

impl Answers {
    /// From the fields of a submitted form.
    #[must_use]
    pub fn new(fields: Vec<(String, String)>) -> Self {
        Self(fields)
    }

    /// The first value of a field, as typed; empty where the field was not sent.
    #[must_use]
    pub fn get(&self, name: &str) -> &str {
        self.0.iter().find(|(field, _)| field == name).map_or("", |(_, value)| value)
    }

    /// Whether the field was sent at all, even empty.
    #[must_use]
    pub fn has(&self, name: &str) -> bool {
        self.0.iter().any(|(field, _)| field == name)
    }

    /// Every value of a field.
    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> + 'a {
        self.0.iter().filter(move |(field, _)| field == name).map(|(_, value)| value.as_str())
    }

    /// Whether a checkbox or radio of that value is ticked.
    #[must_use]
    pub fn chosen(&self, name: &str, value: &str) -> bool {
        self.all(name).any(|each| each == value)
    }

    /// All fields, in the order they were sent.
    pub fn fields(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// The version of something that a form was opened with. Where the form does not say, or says no number,
    /// it is 0, which is older than any: whoever sends it is shown what there is, and loses nothing.
    #[must_use]
    pub fn opened_version(&self, field: &str) -> i64 {
        self.get(field).parse().unwrap_or(0)
    }

    /// Takes a field out; its first value.
    pub fn take(&mut self, name: &str) -> Option<String> {
        let taken: Vec<_> = self.0.extract_if(.., |(field, _)| field == name).collect();
        taken.into_iter().next().map(|(_, value)| value)
    }

    /// Takes out every field whose name is one of those.
    pub fn leave_out(&mut self, is_one: impl Fn(&str) -> bool) {
        self.0.retain(|(field, _)| !is_one(field));
    }

    /// Puts a value in place of whatever the field held.
    pub fn set(&mut self, name: &str, value: impl Into<String>) {
        self.0.retain(|(field, _)| field != name);
        self.0.push((name.to_owned(), value.into()));
    }

    /// Adds one more value to a field.
    pub fn add(&mut self, name: &str, value: impl Into<String>) {
        self.0.push((name.to_owned(), value.into()));
    }

    /// The same, for building up answers in one expression.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl Into<String>) -> Self {
        self.set(name, value);
        self
    }

    /// Fills the three fields of a date: `name_day`, `name_month`, `name_year`.
    #[must_use]
    pub fn with_date(self, name: &str, date: Option<NaiveDate>) -> Self {
        let Some(date) = date else { return self };
        self.with(&format!("{name}_day"), date.format("%-d").to_string())
            .with(&format!("{name}_month"), date.format("%-m").to_string())
            .with(&format!("{name}_year"), date.format("%Y").to_string())
    }

    /// Takes over every field that `later` has: the fields of a page on top of those of the pages before.
    pub fn merge(&mut self, later: &Answers) {
        let names: HashSet<&str> = later.fields().map(|(name, _)| name).collect();
        self.0.retain(|(field, _)| !names.contains(field.as_str()));
        self.0.extend(later.0.iter().cloned());
    }

    /// How long all of it is, in bytes.
    #[must_use]
    pub fn bytes(&self) -> usize {
        self.fields().map(|(name, value)| name.len() + value.len()).sum()
    }

    /// Whether nothing at all was typed or chosen.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.iter().all(|(_, value)| value.trim().is_empty())
    }
}

/// One thing wrong with a form: the field it stands at and a sentence saying how to put it right.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Fault {
    /// The field's name, which is its id on the page too (for a date, of the whole group).
    pub field: String,
    /// A sentence a person can act on, without a full stop.
    pub message: String,
}

/// Reads the fields of a form and collects every fault on the way.
///
/// Each reader answers a usable value or a harmless stand-in *and notes the fault*; nothing read is
/// to be used before [`finish`](Form::finish) has said that there are none.
#[derive(Debug)]
pub struct Form<'a> {
    answers: &'a Answers,
    faults: Vec<Fault>,
}

/// The longest free text accepted in one field, in characters.
pub const LONG_TEXT_MAX: usize = 10_000;
/// The longest single line accepted, in characters.
pub const LINE_MAX: usize = 200;

impl<'a> Form<'a> {
    /// Starts reading.
    #[must_use]
    pub fn new(answers: &'a Answers) -> Self {
        Self { answers, faults: Vec::new() }
    }

    /// Notes a fault at a field.
    pub fn fault(&mut self, field: &str, message: impl Into<String>) {
        self.faults.push(Fault { field: field.to_owned(), message: message.into() });
    }

    /// A line that must be filled in. `label` is the field's name within a sentence: "a first name".
    pub fn line(&mut self, field: &str, label: &str) -> String {
        let value = self.optional_line(field, label);
        if value.is_empty() {
            self.fault(field, format!("Enter {label}"));
        }
        value
    }

    /// A line that may stay empty.
    pub fn optional_line(&mut self, field: &str, label: &str) -> String {
        let value: String = self.answers.get(field).split_whitespace().collect::<Vec<_>>().join(" ");
        if value.chars().count() > LINE_MAX {
            self.fault(field, format!("{} must be {LINE_MAX} characters or fewer", capital(label)));
        }
        value
    }

    /// Free text that must be filled in.
    pub fn text(&mut self, field: &str, label: &str) -> String {
        let value = self.optional_text(field, label);
        if value.is_empty() {
            self.fault(field, format!("Enter {label}"));
        }
        value
    }

    /// Free text that may stay empty; line ends are made one kind.
    pub fn optional_text(&mut self, field: &str, label: &str) -> String {
        let value = self.answers.get(field).replace("\r\n", "\n").trim().to_owned();
        if value.chars().count() > LONG_TEXT_MAX {
            self.fault(field, format!("{} must be {LONG_TEXT_MAX} characters or fewer", capital(label)));
        }
        value
    }

    /// A field whose parser says what is wrong in a whole sentence; `None` where it is empty.
    pub fn parsed<T>(&mut self, field: &str) -> Option<T>
    where
        T: std::str::FromStr<Err: std::fmt::Display>,
    {
        let typed = self.answers.get(field).trim();
        if typed.is_empty() {
            return None;
        }
        match typed.parse() {
            Ok(value) => Some(value),
            Err(fault) => {
                self.fault(field, fault.to_string());
                None
            }
        }
    }

    /// One of a closed set, which must be chosen. `label` completes "Select …".
    pub fn choice<T: std::str::FromStr>(&mut self, field: &str, label: &str) -> Option<T> {
        let chosen = self.optional_choice(field);
        if chosen.is_none() {
            self.fault(field, format!("Select {label}"));
        }
        chosen
    }

    /// One of a closed set, or nothing. A value that is not of the set counts as nothing.
    pub fn optional_choice<T: std::str::FromStr>(&mut self, field: &str) -> Option<T> {
        self.answers.get(field).parse().ok()
    }

    /// A date in three fields, which must be filled in. `label` starts a sentence: "Date of birth".
    pub fn date(&mut self, field: &str, label: &str) -> Option<NaiveDate> {
        match self.read_date(field) {
            Ok(date) => Some(date),
            Err(fault) => {
                self.fault(field, format!("{label} {fault}"));
                None
            }
        }
    }

    /// A date in three fields, which may all be empty.
    pub fn optional_date(&mut self, field: &str, label: &str) -> Option<NaiveDate> {
        match self.read_date(field) {
            Ok(date) => Some(date),
            Err(DateFault::Missing) => None,
            Err(fault) => {
                self.fault(field, format!("{label} {fault}"));
                None
            }
        }
    }

    fn read_date(&self, field: &str) -> Result<NaiveDate, DateFault> {
        let part = |name: &str| self.answers.get(&format!("{field}_{name}"));
        dates::from_parts(part("day"), part("month"), part("year"))
    }

    /// The value, if nothing was wrong; otherwise every fault, in the order of the fields read.
    ///
    /// # Errors
    /// The faults noted so far.
    pub fn finish<T>(self, value: Option<T>) -> Result<T, Vec<Fault>> {
        match (self.faults.is_empty(), value) {
            (true, Some(value)) => Ok(value),
            (true, None) => {
                Err(vec![Fault { field: String::new(), message: "Check your answers and try again".to_owned() }])
            }
            (false, _) => Err(self.faults),
        }
    }
}

fn capital(label: &str) -> String {
    let label = label
        .strip_prefix("a ")
        .or_else(|| label.strip_prefix("an "))
        .or_else(|| label.strip_prefix("the "))
        .unwrap_or(label);
    let mut letters = label.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_fault_of_a_form_is_reported_at_once_with_its_field() {
        let answers = Answers::default().with("born_day", "31").with("born_month", "2").with("born_year", "1990");
        let mut form = Form::new(&answers);
        let name = form.line("given_name", "a first name");
        let born = form.date("born", "Date of birth");
        let faults = form.finish(born.map(|born| (name, born))).unwrap_err();
        assert_eq!(faults.iter().map(|fault| fault.field.as_str()).collect::<Vec<_>>(), ["given_name", "born"]);
        assert_eq!(faults[1].message, "Date of birth must be a real date");
    }

    #[test]
    fn text_that_is_too_long_is_refused_and_not_cut() {
        let answers = Answers::default().with("note", "x".repeat(LONG_TEXT_MAX + 1));
        let mut form = Form::new(&answers);
        assert_eq!(form.optional_text("note", "the note").len(), LONG_TEXT_MAX + 1);
        assert_eq!(form.finish(Some(())).unwrap_err()[0].message, "Note must be 10000 characters or fewer");
    }

    #[test]
    fn a_later_page_replaces_its_own_fields_and_keeps_the_others() {
        let mut answers = Answers::default().with("a", "1").with("b", "2");
        answers.merge(&Answers::new(vec![("b".into(), "3".into()), ("b".into(), "4".into())]));
        assert_eq!(answers.get("a"), "1");
        assert_eq!(answers.all("b").collect::<Vec<_>>(), ["3", "4"]);
    }
}
