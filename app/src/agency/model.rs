//! What a new agency and a signed agreement must say, and how an agreement stands. Pure.

use chrono::{Days, NaiveDate};

use crate::{
    access::model::AgencyKind,
    base::{
        answers::{Answers, Fault, Form},
        dates,
    },
    words,
};

words! {
    /// Yes or no, for a question that must be answered.
    pub enum YesNo {
        /// Yes.
        Yes = "yes" => "Yes",
        /// No.
        No = "no" => "No",
    }
}

/// A signed sharing agreement, as typed and checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signed {
    /// Name and post of who signed for the agency.
    pub signed_by: String,
    /// The first day in force.
    pub from_on: NaiveDate,
    /// The last; none: until it is ended.
    pub until_on: Option<NaiveDate>,
}

impl Signed {
    /// Reads the fields `signed_by`, `from` and `until`.
    ///
    /// # Errors
    /// Every fault, with its field.
    pub fn parse(answers: &Answers, today: NaiveDate) -> Result<Self, Vec<Fault>> {
        let mut form = Form::new(answers);
        let signed_by = form.line("signed_by", "the name and post of who signed");
        let from_on = form.date("from", "First day");
        let until_on = form.optional_date("until", "Last day");
        if let Some(until_on) = until_on {
            if from_on.is_some_and(|from_on| until_on < from_on) {
                form.fault("until", "Last day must be the same as or after the first day");
            } else if until_on < today {
                form.fault("until", "Last day must be today or in the future");
            }
        }
        form.finish(from_on.map(|from_on| Self { signed_by, from_on, until_on }))
    }
}

/// A new agency with its first agreement, as typed and checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Joining {
    /// Short, in capitals.
    pub code: String,
    /// Its name.
    pub name: String,
    /// Its kind.
    pub kind: AgencyKind,
    /// Whether its coordinators and managers are the register's own team.
    pub hosts_register: bool,
    /// The agreement it signed.
    pub signed: Signed,
}

/// The most characters of a code.
pub const CODE_CHARS_MAX: usize = 20;

impl Joining {
    /// Reads the fields `code`, `name`, `kind`, `hosts` and those of [`Signed`].
    ///
    /// # Errors
    /// Every fault, with its field.
    pub fn parse(answers: &Answers, today: NaiveDate) -> Result<Self, Vec<Fault>> {
        let mut form = Form::new(answers);
        let name = form.line("name", "the agency's name");
        let code = form.line("code", "a short code").to_uppercase();
        let fits = code.chars().count() <= CODE_CHARS_MAX
            && code.chars().all(|letter| letter.is_ascii_alphanumeric() || letter == '-');
        if !code.is_empty() && !fits {
            form.fault(
                "code",
                format!("Code must be {CODE_CHARS_MAX} characters or fewer: letters, numbers and hyphens"),
            );
        }
        let kind = form.choice("kind", "what kind of agency it is");
        let hosts = form.choice::<YesNo>("hosts", "whether the agency runs the register");
        let agency = form.finish(kind.zip(hosts));
        match (agency, Signed::parse(answers, today)) {
            (Ok((kind, hosts)), Ok(signed)) => {
                Ok(Self { code, name, kind, hosts_register: hosts == YesNo::Yes, signed })
            }
            (agency, signed) => Err(agency.err().into_iter().chain(signed.err()).flatten().collect()),
        }
    }
}

/// Days before its last day from which an agreement counts as ending.
pub const ENDING_DAYS: u64 = 56;

/// How an agency's agreement stands on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// None is in force: no access.
    None,
    /// In force, without a last day.
    Open,
    /// In force, and the last day is some time off.
    Until(NaiveDate),
    /// In force, and the last day is near: renew it.
    Ending(NaiveDate),
}

impl Standing {
    /// How the agreement in force today stands, by its last day; `in_force` says whether there is one.
    #[must_use]
    pub fn of(in_force: bool, until_on: Option<NaiveDate>, today: NaiveDate) -> Self {
        match (in_force, until_on) {
            (false, _) => Self::None,
            (true, None) => Self::Open,
            (true, Some(until_on)) => {
                let near = today.checked_add_days(Days::new(ENDING_DAYS)).is_some_and(|near| until_on <= near);
                if near { Self::Ending(until_on) } else { Self::Until(until_on) }
            }
        }
    }

    /// In words.
    #[must_use]
    pub fn words(self) -> String {
        match self {
            Self::None => "None in force: no access".to_owned(),
            Self::Open => "In force, without a last day".to_owned(),
            Self::Until(last) => format!("In force until {}", dates::long(last)),
            Self::Ending(last) => format!("Ends soon: {}", dates::long(last)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn typed() -> Answers {
        Answers::default()
            .with("code", "west-police")
            .with("name", "West Police")
            .with("kind", "police")
            .with("hosts", "no")
            .with("signed_by", "Chris Day, Chief Constable")
            .with_date("from", Some(day("2026-04-01")))
            .with_date("until", Some(day("2027-03-31")))
    }

    #[test]
    fn an_agency_joins_with_its_agreement() {
        let agency = Joining::parse(&typed(), day("2026-08-06")).unwrap();
        assert_eq!(
            (agency.code.as_str(), agency.kind, agency.hosts_register),
            ("WEST-POLICE", AgencyKind::Police, false)
        );
        assert_eq!(agency.signed.until_on, Some(day("2027-03-31")));
    }

    #[test]
    fn faults_of_the_agency_and_of_its_agreement_are_shown_together() {
        let faults =
            Joining::parse(&typed().with("code", "a b!").with("signed_by", "").with("kind", "army"), day("2026-08-06"))
                .unwrap_err();
        let fields: Vec<_> = faults.iter().map(|fault| fault.field.as_str()).collect();
        assert_eq!(fields, ["code", "kind", "signed_by"]);
    }

    #[test]
    fn an_agreement_that_ends_before_it_begins_or_is_over_already_is_refused() {
        let today = day("2026-08-06");
        let backwards = typed().with_date("until", Some(day("2026-03-31")));
        assert_eq!(
            Signed::parse(&backwards, today).unwrap_err()[0].message,
            "Last day must be the same as or after the first day"
        );
        let over = typed().with_date("until", Some(day("2026-08-05")));
        assert_eq!(Signed::parse(&over, today).unwrap_err()[0].message, "Last day must be today or in the future");
    }

    #[test]
    fn an_agreement_may_have_no_last_day() {
        let answers = typed().with("until_day", "").with("until_month", "").with("until_year", "");
        assert_eq!(Signed::parse(&answers, day("2026-08-06")).unwrap().until_on, None);
    }

    #[test]
    fn an_agreement_whose_last_day_is_near_says_so() {
        let today = day("2026-08-06");
        assert_eq!(Standing::of(false, None, today).words(), "None in force: no access");
        assert_eq!(Standing::of(true, Some(today), today).words(), "Ends soon: 6 August 2026");
        assert_eq!(Standing::of(true, Some(day("2027-03-31")), today), Standing::Until(day("2027-03-31")));
        assert_eq!(Standing::of(true, None, today), Standing::Open);
    }
}
