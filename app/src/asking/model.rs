//! The pages of asking, what each needs, and the referral they make. Pure.

use chrono::NaiveDate;

use crate::{
    base::{
        answers::{Answers, Fault, Form},
        dates,
        postcode::Postcode,
    },
    person::model::Details,
    referral::model::{Request, Source},
    words,
};

words! {
    /// Who asks.
    pub enum Asker {
        /// For themselves.
        Myself = "myself" => "For me",
        /// For one of their family, or a friend.
        Family = "family" => "For someone in my family, or a friend",
    }
}

words! {
    /// One page.
    pub enum Step {
        /// Who asks.
        Who = "who" => "Who is it for?",
        /// Whom it is about.
        Person = "person" => "Who needs help?",
        /// How to reach them.
        Contact = "contact" => "How can we reach you?",
        /// Why.
        Why = "why" => "What is going on?",
        /// Everything once more.
        Check = "check" => "Check and send",
    }
}

impl Step {
    /// The page after this one; the last is its own.
    #[must_use]
    pub fn next(self) -> Self {
        let at = Self::ALL.iter().position(|step| *step == self).unwrap_or_default();
        Self::ALL.get(at + 1).copied().unwrap_or(Self::Check)
    }

    /// The page before this one.
    #[must_use]
    pub fn before(self) -> Option<Self> {
        let at = Self::ALL.iter().position(|step| *step == self)?;
        at.checked_sub(1).and_then(|at| Self::ALL.get(at)).copied()
    }
}

/// The longest text of one field here, in characters: enough to say it, too little to flood with.
const TEXT_MAX: usize = 2_000;
/// The fewest digits that anybody could be rung by: a number of one's own town.
const PHONE_MIN: usize = 6;
/// The longest line.
const LINE_MAX: usize = 100;

/// Whether anybody could be rung by what was typed as a number.
#[must_use]
pub fn can_be_rung(phone: &str) -> bool {
    phone.chars().filter(char::is_ascii_digit).count() >= PHONE_MIN
}

/// What is wrong on one page.
#[must_use]
pub fn faults_of(step: Step, answers: &Answers, today: NaiveDate) -> Vec<Fault> {
    let mut form = Form::new(answers);
    let short = |form: &mut Form<'_>, field: &str| {
        if answers.get(field).chars().count() > LINE_MAX {
            form.fault(field, "This is too long. Write less");
        }
    };
    match step {
        Step::Who => match form.choice("asker", "who it is for") {
            Some(Asker::Family) => {
                form.line("asker_name", "your name");
                form.line("asker_relation", "who you are to them");
                short(&mut form, "asker_name");
                short(&mut form, "asker_relation");
            }
            Some(Asker::Myself) | None => {}
        },
        Step::Person => {
            form.line("given_name", "a first name");
            form.line("family_name", "a last name");
            short(&mut form, "given_name");
            short(&mut form, "family_name");
            if let Some(born_on) = form.date("born", "Date of birth")
                && (born_on > today || dates::age_on(born_on, today) > 120)
            {
                form.fault("born", "Check the date of birth");
            }
        }
        Step::Contact => {
            let (phone, address) =
                (form.optional_line("phone", "the phone number"), form.optional_text("address", "the address"));
            if phone.is_empty() && address.is_empty() {
                form.fault("phone", "Enter a phone number or an address, so that we can reach you");
            }
            if !phone.is_empty() && !can_be_rung(&phone) {
                form.fault("phone", "This phone number is too short. Check it");
            }
            let _: Option<Postcode> = form.parsed("postcode");
            short(&mut form, "phone");
            if address.chars().count() > 500 {
                form.fault("address", "This is too long. Write less");
            }
            if answers.get("best_time").chars().count() > LINE_MAX {
                form.fault("best_time", "This is too long. Write less");
            }
        }
        Step::Why => {
            if form.text("reason", "what is going on").chars().count() > TEXT_MAX {
                form.fault("reason", "This is too long. Write less");
            }
        }
        Step::Check => {}
    }
    form.finish(Some(())).err().unwrap_or_default()
}

/// The first page on which something is missing; none where it can be sent.
#[must_use]
pub fn first_gap(answers: &Answers, today: NaiveDate) -> Option<Step> {
    Step::ALL.iter().copied().find(|step| !faults_of(*step, answers, today).is_empty())
}

/// Everything that is missing, each with its page.
#[must_use]
pub fn missing(answers: &Answers, today: NaiveDate) -> Vec<(Step, Fault)> {
    let steps = Step::ALL.iter().copied();
    steps.flat_map(|step| faults_of(step, answers, today).into_iter().map(move |fault| (step, fault))).collect()
}

/// A referral that can be made.
#[derive(Debug, Clone)]
pub struct Asked {
    /// Whom it is about, as they are written down.
    pub details: Details,
    /// The same with the address that was given, by which they may be found: a family often has one home.
    pub looked_for: Details,
    /// From whom it comes.
    pub source: Source,
    /// Who asks and what they are to the person, as they say; empty: the person.
    pub asked_by: String,
    /// Phone and address, as lines. They are the person's own, and stand in `details`, where nobody asks for another.
    reach: Vec<String>,
    /// When it suits them, and what is going on.
    said: Vec<String>,
}

impl Asked {
    /// Reads all pages together.
    ///
    /// # Errors
    /// The page on which something is missing.
    pub fn parse(answers: &Answers, today: NaiveDate) -> Result<Self, Step> {
        if let Some(step) = first_gap(answers, today) {
            return Err(step);
        }
        let only =
            |names: &[&str]| names.iter().fold(Answers::default(), |all, name| all.with(name, answers.get(name)));
        let asker: Asker = answers.get("asker").parse().map_err(|_| Step::Who)?;
        let who = ["given_name", "family_name", "born_day", "born_month", "born_year"];
        // How to reach somebody of the family is not how to reach the person.
        let where_to = ["phone", "address", "postcode"];
        let looked_for = Details::parse(&only(&[&who[..], &where_to[..]].concat()), today).map_err(|_| Step::Person)?;
        let details = match asker {
            Asker::Myself => looked_for.clone(),
            Asker::Family => Details::parse(&only(&who), today).map_err(|_| Step::Person)?,
        };
        let line = |name: &str| answers.get(name).split_whitespace().collect::<Vec<_>>().join(" ");
        let (source, asked_by) = match asker {
            Asker::Myself => (Source::Person, String::new()),
            Asker::Family => (Source::Family, format!("{} ({})", line("asker_name"), line("asker_relation"))),
        };
        let labelled = |label: &str, field: &str| {
            Some(line(field)).filter(|said| !said.is_empty()).map(|said| format!("{label}: {said}"))
        };
        let reach = [("Phone", "phone"), ("Address", "address"), ("Postcode", "postcode")];
        let reach = reach.into_iter().filter_map(|(label, field)| labelled(label, field)).collect();
        let reason = answers.get("reason").replace("\r\n", "\n").trim().to_owned();
        let said = labelled("Best time", "best_time").into_iter().chain([String::new(), reason]).collect();
        Ok(Self { details, looked_for, source, asked_by, reach, said })
    }

    /// What the referral says. `written_down`: a record was begun with [`details`](Self::details), so that how to reach the
    /// person is in it already, and nowhere else: an address that is restricted later is not to be read here. Where the
    /// person was here before, nothing of their record is touched, and it is said here.
    #[must_use]
    pub fn request(&self, written_down: bool) -> Request {
        let who = if self.asked_by.is_empty() { "the person themselves" } else { self.asked_by.as_str() };
        let theirs = written_down && self.source == Source::Person;
        let reach = if theirs { &[] } else { self.reach.as_slice() };
        let lines = [format!("Asked by {who}.")].into_iter().chain(reach.iter().chain(&self.said).cloned());
        Request { reason: lines.collect::<Vec<_>>().join("\n"), indicative: None }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::easy_read::lint;

    fn today() -> NaiveDate {
        "2026-11-23".parse().unwrap()
    }

    fn whole() -> Answers {
        Answers::default()
            .with("asker", "family")
            .with("asker_name", " Si\u{e2}n  Davies ")
            .with("asker_relation", "mother")
            .with("given_name", "Tom")
            .with("family_name", "Davies")
            .with_date("born", Some("1999-02-03".parse().unwrap()))
            .with("phone", "01632 960777")
            .with("reason", "He does not sleep.\r\nWe are worn out.")
    }

    #[test]
    fn a_family_says_who_they_are_and_the_reason_carries_it() {
        let asked = Asked::parse(&whole(), today()).unwrap();
        assert_eq!((asked.source, asked.asked_by.as_str()), (Source::Family, "Si\u{e2}n Davies (mother)"));
        for written_down in [true, false] {
            assert_eq!(
                asked.request(written_down).reason,
                "Asked by Si\u{e2}n Davies (mother).\nPhone: 01632 960777\n\nHe does not sleep.\nWe are worn out."
            );
        }
        assert_eq!(asked.details.name(), "Tom Davies");
        assert_eq!((asked.details.phone.as_str(), asked.details.address.as_str()), ("", ""), "it is his mother's");
        let himself = Asked::parse(&whole().with("asker", "myself"), today()).unwrap();
        assert_eq!(himself.details.phone, "01632 960777");
        let here = himself.request(false).reason;
        assert!(here.contains("Phone: 01632 960777"), "{here}");
        let new = himself.request(true).reason;
        assert_eq!(
            new, "Asked by the person themselves.\n\nHe does not sleep.\nWe are worn out.",
            "it is in his record"
        );
    }

    #[test]
    fn each_page_asks_for_what_it_needs() {
        for (field, step) in [
            ("asker", Step::Who),
            ("asker_name", Step::Who),
            ("family_name", Step::Person),
            ("born_year", Step::Person),
            ("phone", Step::Contact),
            ("reason", Step::Why),
        ] {
            assert_eq!(Asked::parse(&whole().with(field, ""), today()).unwrap_err(), step, "{field}");
        }
        let nobody_rings = whole().with("phone", "12").with("address", "14 Wistful Terrace");
        assert_eq!(Asked::parse(&nobody_rings, today()).unwrap_err(), Step::Contact, "a promise to ring");
    }

    #[test]
    fn whoever_looks_over_everything_too_early_hears_all_that_is_missing_and_where() {
        assert!(missing(&whole(), today()).is_empty());
        let early = missing(&Answers::default().with("asker", "myself"), today());
        let pages: Vec<Step> = early.iter().map(|(step, _)| *step).collect();
        assert_eq!(pages, [Step::Person, Step::Person, Step::Person, Step::Contact, Step::Why]);
        assert_eq!(early[1].1.message, "Enter a last name");
    }

    #[test]
    fn nothing_of_anybody_elses_record_can_be_sent_along() {
        let asked =
            Asked::parse(&whole().with("nhs_number", "999 000 0018").with("diagnosis", "both"), today()).unwrap();
        assert_eq!((asked.details.nhs_number, asked.details.diagnosis), (None, None));
    }

    #[test]
    fn a_flood_of_text_is_refused() {
        let long = "x".repeat(TEXT_MAX + 1);
        assert_eq!(Asked::parse(&whole().with("reason", long), today()).unwrap_err(), Step::Why);
        assert_eq!(
            Asked::parse(&whole().with("given_name", "x".repeat(LINE_MAX + 1)), today()).unwrap_err(),
            Step::Person
        );
    }

    #[test]
    fn the_pages_lead_on_and_back() {
        assert_eq!(Step::Who.next(), Step::Person);
        assert_eq!(Step::Check.next(), Step::Check);
        assert_eq!(Step::Who.before(), None);
        assert_eq!(Step::Why.before(), Some(Step::Contact));
    }

    #[test]
    fn the_questions_are_easy() {
        for text in Step::ALL.iter().map(|step| step.label()).chain(Asker::ALL.iter().map(|asker| asker.label())) {
            assert_eq!(lint::lint_text("asking", text), [], "{text}");
        }
    }
}
