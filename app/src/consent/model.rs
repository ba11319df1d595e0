//! Decisions about being on the register, and what follows from them. Pure.

use std::collections::BTreeMap;

use chrono::{Months, NaiveDate};

use crate::{
    access::model::Level,
    base::{
        answers::{Answers, Fault, Form},
        ids::AgencyId,
    },
    words,
};

words! {
    /// How a question of the conversation was answered.
    pub enum Answer {
        /// Yes.
        Yes = "yes" => "Yes",
        /// No.
        No = "no" => "No",
        /// Not sure: stops and offers help; never counts as yes.
        NotSure = "not_sure" => "Not sure",
    }
}

words! {
    /// Who may decide.
    pub enum Authority {
        /// The person.
        Person = "person" => "The person",
        /// A holder of parental responsibility.
        ParentalResponsibility = "parental_responsibility" => "A parent, or somebody else with parental responsibility",
        /// A lasting power of attorney for health and welfare.
        HealthWelfareAttorney = "health_welfare_attorney" => "An attorney for health and welfare (LPA)",
        /// A deputy appointed by the Court of Protection for personal welfare.
        CourtDeputy = "court_deputy" => "A deputy appointed by the Court of Protection",
        /// A best-interests decision under the Mental Capacity Act.
        BestInterests = "best_interests" => "A best-interests decision",
    }
}

words! {
    /// The kind of a decision.
    pub enum Kind {
        /// Yes to being on the register.
        Given = "given" => "Yes",
        /// No to being on the register.
        Refused = "refused" => "No",
        /// A change of mind after a yes.
        Withdrawn = "withdrawn" => "Changed their mind",
    }
}

words! {
    /// In which form the information was given.
    pub enum Format {
        /// A plain leaflet.
        Leaflet = "leaflet" => "Plain leaflet",
        /// Easy read with pictures.
        EasyRead = "easy_read" => "Easy read with pictures",
        /// Easy read with symbols.
        Symbols = "symbols" => "Easy read with symbols",
        /// Read out and explained.
        Spoken = "spoken" => "Read out and explained",
        /// With a sign-language interpreter.
        Signed = "signed" => "Signed, with an interpreter",
    }
}

words! {
    /// How the person answered.
    pub enum Manner {
        /// In words.
        Spoke = "spoke" => "Spoke",
        /// In sign language or Makaton.
        Signed = "signed" => "Signed",
        /// By pointing at pictures or buttons.
        Pointed = "pointed" => "Pointed",
        /// With a communication device.
        Device = "device" => "Used a communication device",
        /// By gesture or expression.
        Gesture = "gesture" => "Gesture or expression",
        /// In writing.
        Wrote = "wrote" => "Wrote",
    }
}

/// One decision, with the facts that only its kind has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Decision {
    /// On the register, until the day it must be asked again.
    Given {
        /// Who decided.
        by: Authority,
        /// When.
        on: NaiveDate,
        /// Asked again by this day, or the decision lapses.
        review_on: NaiveDate,
        /// What each agency was told: only a yes lets it see.
        agencies: BTreeMap<AgencyId, Answer>,
    },
    /// Not on the register.
    Refused {
        /// Who decided.
        by: Authority,
        /// When.
        on: NaiveDate,
    },
    /// No longer on the register.
    Withdrawn {
        /// Who decided.
        by: Authority,
        /// When.
        on: NaiveDate,
    },
}

/// Why a decision cannot be recorded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ConsentError {
    /// There is no yes to take back.
    #[error("There is no decision in force to withdraw")]
    NothingToWithdraw,
}

impl Decision {
    /// The kind, as it is stored.
    #[must_use]
    pub const fn kind(&self) -> Kind {
        match self {
            Self::Given { .. } => Kind::Given,
            Self::Refused { .. } => Kind::Refused,
            Self::Withdrawn { .. } => Kind::Withdrawn,
        }
    }

    /// Who decided.
    #[must_use]
    pub const fn by(&self) -> Authority {
        match self {
            Self::Given { by, .. } | Self::Refused { by, .. } | Self::Withdrawn { by, .. } => *by,
        }
    }

    /// When.
    #[must_use]
    pub const fn on(&self) -> NaiveDate {
        match self {
            Self::Given { on, .. } | Self::Refused { on, .. } | Self::Withdrawn { on, .. } => *on,
        }
    }

    /// Takes a yes back. It is the person's to take back whoever gave it, and nobody asks why.
    ///
    /// # Errors
    /// Where there is no yes to take back.
    pub fn withdraw(&self, by: Authority, on: NaiveDate) -> Result<Self, ConsentError> {
        match self {
            Self::Given { .. } => Ok(Self::Withdrawn { by, on }),
            Self::Refused { .. } | Self::Withdrawn { .. } => Err(ConsentError::NothingToWithdraw),
        }
    }
}

/// What is in force on a day, of a person's decisions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Standing<'a> {
    /// Nobody has decided yet.
    NotAsked,
    /// Yes, and not yet lapsed.
    Given(&'a Decision),
    /// Yes, but it was to be asked again by now and was not.
    Lapsed(&'a Decision),
    /// No, or no longer.
    Ended(&'a Decision),
}

/// What is in force, from a person's decisions in the order in which they were made.
#[must_use]
pub fn standing(decisions: &[Decision], today: NaiveDate) -> Standing<'_> {
    match decisions.last() {
        None => Standing::NotAsked,
        Some(decision @ Decision::Given { review_on, .. }) if *review_on < today => Standing::Lapsed(decision),
        Some(decision @ Decision::Given { .. }) => Standing::Given(decision),
        Some(decision @ (Decision::Refused { .. } | Decision::Withdrawn { .. })) => Standing::Ended(decision),
    }
}

/// Everything besides decisions that says who may see somebody.
#[derive(Debug, Clone, Default)]
pub struct Surroundings {
    /// Agencies whose referral is still waiting for a decision.
    pub waiting: Vec<AgencyId>,
    /// Agencies that run the register.
    pub hosts: Vec<AgencyId>,
}

/// How far a person is open to an agency, and until when.
pub type Openness = BTreeMap<AgencyId, (Level, Option<NaiveDate>)>;

/// Who may see a person, from their decisions and referrals. The only source of the table `sharing`.
///
/// * Nobody decided, or the decision lapsed: the agencies with a waiting referral and the register's
///   own team see the least needed to ask.
/// * Yes: each agency with its own yes, and the register's own team, until the review date. *No
///   other agency*, whatever it referred: a referral of an agency that was told no shows it nothing.
/// * No, or no longer: only the register's own team, and only that it is so.
#[must_use]
pub fn sharing(decisions: &[Decision], around: &Surroundings, today: NaiveDate) -> Openness {
    let hosts = around.hosts.iter().cloned();
    match standing(decisions, today) {
        // Every referral was closed by hand: there is nothing left to ask.
        Standing::NotAsked if around.waiting.is_empty() => {
            hosts.map(|agency| (agency, (Level::Closed, None))).collect()
        }
        Standing::NotAsked | Standing::Lapsed(_) => {
            around.waiting.iter().cloned().chain(hosts).map(|agency| (agency, (Level::Asking, None))).collect()
        }
        Standing::Given(Decision::Given { agencies, review_on, .. }) => agencies
            .iter()
            .filter(|(_, answer)| **answer == Answer::Yes)
            .map(|(agency, _)| agency.clone())
            .chain(hosts)
            .map(|agency| (agency, (Level::Record, Some(*review_on))))
            .collect(),
        // `standing` answers Given only with a yes; a no shares nothing.
        Standing::Given(Decision::Refused { .. } | Decision::Withdrawn { .. }) | Standing::Ended(_) => {
            hosts.map(|agency| (agency, (Level::Closed, None))).collect()
        }
    }
}

/// Asked again after a year.
#[must_use]
pub fn review_on(decided_on: NaiveDate) -> NaiveDate {
    decided_on.checked_add_months(Months::new(12)).unwrap_or(decided_on)
}

/// The field of an agency's own question.
#[must_use]
pub fn agency_field(agency: &AgencyId) -> String {
    format!("agency-{agency}")
}

/// A whole conversation, checked and ready to record.
#[derive(Debug, Clone)]
pub struct Conversation {
    /// What was decided.
    pub decision: Decision,
    /// The decider's name, where it was not the person.
    pub decided_by: String,
    /// In which form the information was given.
    pub format: Format,
    /// Every answer, for the record.
    pub answers: Answers,
}

impl Conversation {
    /// Reads the answers of a conversation about these agencies.
    ///
    /// After a no to the register nothing further is asked. "Not sure" whether to be on it is no
    /// decision and cannot be recorded.
    ///
    /// # Errors
    /// Every fault, with the field of the question it belongs to.
    pub fn parse(answers: &Answers, agencies: &[AgencyId], today: NaiveDate) -> Result<Self, Vec<Fault>> {
        let mut form = Form::new(answers);
        let format: Option<Format> = form.choice("format", "how the information was given");
        let on_the_list: Option<Answer> = form.choice("on_the_list", "yes or no to being on the list");
        if on_the_list == Some(Answer::NotSure) {
            form.fault(
                "on_the_list",
                "\u{201c}Not sure\u{201d} is not a decision. Stop here, offer help, and ask again another day",
            );
        }
        let mut scope = BTreeMap::new();
        if on_the_list == Some(Answer::Yes) {
            for agency in agencies {
                let field = agency_field(agency);
                if let Some(answer) = form.choice::<Answer>(&field, "yes, no or not sure for each agency") {
                    scope.insert(agency.clone(), answer);
                }
            }
            for (field, label) in [
                ("cetr", "an answer about the meeting"),
                ("contact_family", "an answer about family"),
                ("anonymous_planning", "an answer about planning"),
            ] {
                let _: Option<Answer> = form.choice(field, label);
            }
            form.optional_text("exclusions", "what is to stay private");
        }
        let by: Option<Authority> = form.choice("authority", "who decided");
        let decided_by = match by {
            None | Some(Authority::Person) => form.optional_line("decided_by", "the name"),
            Some(_) => form.line("decided_by", "the name of who decided"),
        };
        if matches!(by, Some(by) if by != Authority::Person) {
            form.text("evidence", "what you saw that shows they may decide");
        }
        let _: Option<Manner> = form.choice("manner", "how they answered");
        form.optional_text("present", "who was there");
        let on = form.date("decided", "The date of the decision");
        if on.is_some_and(|on| on > today) {
            form.fault("decided", "The date of the decision must be today or in the past");
        }
        let decision = by.zip(on).zip(on_the_list).map(|((by, on), answer)| match answer {
            Answer::Yes => Decision::Given { by, on, review_on: review_on(on), agencies: scope },
            Answer::No | Answer::NotSure => Decision::Refused { by, on },
        });
        form.finish(decision.zip(format).map(|(decision, format)| Self {
            decision,
            decided_by,
            format,
            answers: answers.clone(),
        }))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn agency(n: u8) -> AgencyId {
        format!("00000000-0000-7000-8000-0000000000{n:02x}").parse().unwrap()
    }

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn given(agencies: &[(u8, Answer)]) -> Decision {
        let on = day("2026-11-22");
        Decision::Given {
            by: Authority::Person,
            on,
            review_on: review_on(on),
            agencies: agencies.iter().map(|(n, answer)| (agency(*n), *answer)).collect(),
        }
    }

    fn around() -> Surroundings {
        Surroundings { waiting: vec![agency(1)], hosts: vec![agency(9)] }
    }

    #[test]
    fn consent_refused_cannot_be_withdrawn() {
        let refused = Decision::Refused { by: Authority::Person, on: day("2026-11-22") };
        assert_eq!(refused.withdraw(Authority::Person, day("2026-11-23")), Err(ConsentError::NothingToWithdraw));
    }

    #[test]
    fn before_a_decision_only_the_referrer_and_the_register_team_see_the_least_needed_to_ask() {
        let open = sharing(&[], &around(), day("2026-11-22"));
        assert_eq!(open, BTreeMap::from([(agency(1), (Level::Asking, None)), (agency(9), (Level::Asking, None))]));
    }

    #[test]
    fn a_referral_closed_without_asking_leaves_only_that_it_was_closed() {
        let around = Surroundings { waiting: vec![], ..around() };
        assert_eq!(sharing(&[], &around, day("2026-11-22")), BTreeMap::from([(agency(9), (Level::Closed, None))]));
    }

    #[test]
    fn only_an_agency_with_its_own_yes_sees_the_record_even_if_it_referred() {
        let open =
            sharing(&[given(&[(1, Answer::No), (2, Answer::Yes), (3, Answer::NotSure)])], &around(), day("2026-11-22"));
        assert_eq!(open.keys().cloned().collect::<Vec<_>>(), [agency(2), agency(9)]);
    }

    #[test]
    fn a_decision_that_was_not_asked_again_in_time_shares_nothing() {
        let decisions = [given(&[(2, Answer::Yes)])];
        assert!(sharing(&decisions, &around(), day("2027-11-22")).contains_key(&agency(2)));
        assert!(!sharing(&decisions, &around(), day("2027-11-23")).contains_key(&agency(2)));
    }

    #[test]
    fn not_sure_is_no_decision() {
        let answers = Answers::default()
            .with("format", "easy_read")
            .with("on_the_list", "not_sure")
            .with("authority", "person")
            .with("manner", "spoke")
            .with_date("decided", Some(day("2026-11-22")));
        let faults = Conversation::parse(&answers, &[agency(1)], day("2026-11-22")).unwrap_err();
        assert_eq!(faults[0].field, "on_the_list");
    }

    #[test]
    fn a_refusal_asks_nothing_about_agencies() {
        let answers = Answers::default()
            .with("format", "easy_read")
            .with("on_the_list", "no")
            .with("authority", "person")
            .with("manner", "pointed")
            .with_date("decided", Some(day("2026-11-22")));
        let conversation = Conversation::parse(&answers, &[agency(1)], day("2026-11-22")).unwrap();
        assert_eq!(conversation.decision.kind(), Kind::Refused);
    }

    #[test]
    fn a_decision_by_somebody_else_needs_their_name_and_evidence() {
        let answers = Answers::default()
            .with("format", "easy_read")
            .with("on_the_list", "no")
            .with("authority", "court_deputy")
            .with("manner", "wrote")
            .with_date("decided", Some(day("2026-11-22")));
        let faults = Conversation::parse(&answers, &[], day("2026-11-22")).unwrap_err();
        assert_eq!(faults.iter().map(|fault| fault.field.as_str()).collect::<Vec<_>>(), ["decided_by", "evidence"]);
    }

    fn any_decision() -> impl Strategy<Value = Decision> {
        let on = (0_i64..800).prop_map(|days| day("2025-01-01") + chrono::TimeDelta::days(days));
        let scope =
            proptest::collection::btree_map((1_u8..6).prop_map(agency), proptest::sample::select(Answer::ALL), 0..5);
        prop_oneof![
            (on.clone(), scope).prop_map(|(on, agencies)| Decision::Given {
                by: Authority::Person,
                on,
                review_on: review_on(on),
                agencies
            }),
            on.clone().prop_map(|on| Decision::Refused { by: Authority::Person, on }),
            on.prop_map(|on| Decision::Withdrawn { by: Authority::Person, on }),
        ]
    }

    proptest! {
        #[test]
        fn no_agency_ever_sees_a_record_that_the_last_decision_does_not_allow(
            decisions in proptest::collection::vec(any_decision(), 0..6),
            today in 0_i64..1500,
        ) {
            let today = day("2025-01-01") + chrono::TimeDelta::days(today);
            let open = sharing(&decisions, &around(), today);
            for (agency, (level, _)) in &open {
                let allowed = match decisions.last() {
                    Some(Decision::Given { agencies, review_on, .. }) if *review_on >= today => {
                        agencies.get(agency) == Some(&Answer::Yes) || around().hosts.contains(agency)
                    }
                    _ => false,
                };
                prop_assert_eq!(*level == Level::Record, allowed);
            }
        }
    }
}
