//! Whether somebody can make this decision at this time. Pure.
//!
//! Two tests, one form each. From 16 on the Mental Capacity Act 2005, in the order of *A Local
//! Authority v JB* [2021] UKSC 52: what the person cannot do comes first, then whether that is
//! because of an impairment. Below 16 Gillick: whether the child understands enough of this very
//! decision, free of pressure.

use chrono::{Days, NaiveDate};

use crate::{
    base::{
        answers::{Answers, Fault, Form},
        ids::CapacityId,
    },
    words,
};

/// Days for which an assessment speaks for a decision: the law wants it made for this decision at
/// this time. Four weeks is this register's reading of that.
pub const HOLDS_DAYS: u64 = 28;

words! {
    /// Which test.
    pub enum Test {
        /// From 16 on.
        MentalCapacity = "mental_capacity" => "Mental Capacity Act assessment",
        /// Below 16.
        Gillick = "gillick" => "Gillick assessment",
    }
}

words! {
    /// What an assessment comes to.
    pub enum Conclusion {
        /// The person decides.
        CanDecide = "can_decide" => "Can make this decision",
        /// Somebody else must.
        CannotDecide = "cannot_decide" => "Cannot make this decision now",
        /// They may be able to soon, and it can wait.
        Wait = "wait" => "Cannot make this decision now, but it can wait until they can",
    }
}

words! {
    /// Yes or no.
    pub enum YesNo {
        /// Yes.
        Yes = "yes" => "Yes",
        /// No.
        No = "no" => "No",
    }
}

/// What the person must be able to do, each with what was seen: field, question, hint.
pub const ABILITIES: [(&str, &str, &str); 4] = [
    (
        "understand",
        "Can they understand what the decision is about?",
        "What the register is, who sees what is written, what yes and no each mean.",
    ),
    ("retain", "Can they keep it in mind long enough to decide?", "A few minutes can be enough. Pictures may help."),
    ("weigh", "Can they use it, or weigh it up?", "A choice that you would not make is not a sign that they cannot."),
    (
        "communicate",
        "Can they tell you what they decided, by any means?",
        "Speech, sign, pointing, a device, blinking.",
    ),
];

/// What makes a child competent for this decision: field, question, hint.
pub const GILLICK: [(&str, &str, &str); 4] = [
    ("nature", "Do they understand what the register is, and what is kept and shared?", "In their own words."),
    ("risks", "Do they understand what is good and what is hard about each choice?", "Saying yes, and saying no."),
    ("alternatives", "Do they understand what else could be done?", "Support without being on the register."),
    ("free", "Do they decide freely, with nobody pressing them?", "Did you speak with them alone?"),
];

/// An assessment as it was recorded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Assessment {
    /// Its id.
    pub capacity_id: CapacityId,
    /// Which test.
    pub test: Test,
    /// What it comes to.
    pub conclusion: Conclusion,
    /// When it was made.
    pub assessed_on: NaiveDate,
}

impl Assessment {
    /// Whether it speaks for a decision made on a day.
    #[must_use]
    pub fn speaks_for(&self, on: NaiveDate) -> bool {
        self.assessed_on <= on && on <= self.assessed_on.checked_add_days(Days::new(HOLDS_DAYS)).unwrap_or(on)
    }
}

/// The newest of those that are meant: about the latest day, of several about one day the one that was written down
/// last. What is written down late about an earlier day says nothing about what was found since.
pub fn newest(assessments: &[Assessment], meant: impl Fn(&Assessment) -> bool) -> Option<&Assessment> {
    assessments.iter().filter(|made| meant(made)).max_by_key(|made| made.assessed_on)
}

/// A form that was filled in, checked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Assessed {
    /// What it comes to.
    pub conclusion: Conclusion,
    /// When.
    pub assessed_on: NaiveDate,
}

/// Reads a form of either test.
///
/// # Errors
/// Every fault with its field.
pub fn parse(test: Test, answers: &Answers, today: NaiveDate) -> Result<Assessed, Vec<Fault>> {
    let mut form = Form::new(answers);
    let conclusion = match test {
        Test::MentalCapacity => mental_capacity(&mut form, answers),
        Test::Gillick => gillick(&mut form),
    };
    let assessed_on = form.date("assessed", "The date of the assessment");
    if assessed_on.is_some_and(|day| day > today) {
        form.fault("assessed", "The date of the assessment must be today or in the past");
    }
    form.line("role", "your role");
    form.finish(conclusion.zip(assessed_on).map(|(conclusion, assessed_on)| Assessed { conclusion, assessed_on }))
}

fn mental_capacity(form: &mut Form<'_>, answers: &Answers) -> Option<Conclusion> {
    form.text("doubt", "why you doubt that they can decide");
    if !answers.chosen("not_assumed", "yes") {
        form.fault(
            "not_assumed",
            "Confirm that the doubt does not come from a diagnosis, age, looks or a choice you find unwise",
        );
    }
    form.text("support", "what was done to help them decide");
    let unable = abilities(form, &ABILITIES)?;
    if !unable {
        return Some(Conclusion::CanDecide);
    }
    let impairment = form.choice::<YesNo>("impairment", "yes or no to an impairment of the mind or brain");
    if impairment == Some(YesNo::Yes) {
        form.text("impairment_what", "what the impairment is, and how you know");
    }
    let because = (impairment == Some(YesNo::Yes))
        .then(|| form.choice::<YesNo>("because", "whether it is because of the impairment"))
        .flatten();
    if because.is_some() {
        form.text("because_how", "how the impairment leads to it");
    }
    match (impairment?, because) {
        // Not able, but not because of an impairment: in law they can decide, and need other help.
        (YesNo::No, _) | (YesNo::Yes, Some(YesNo::No)) => Some(Conclusion::CanDecide),
        (YesNo::Yes, None) => None,
        (YesNo::Yes, Some(YesNo::Yes)) => {
            let wait = form.choice::<YesNo>("wait", "whether the decision can wait")?;
            match wait {
                YesNo::Yes => {
                    form.text("wait_until", "when to ask again, and what may help by then");
                    Some(Conclusion::Wait)
                }
                YesNo::No => {
                    form.text("wait_why_not", "why it cannot wait");
                    Some(Conclusion::CannotDecide)
                }
            }
        }
    }
}

fn gillick(form: &mut Form<'_>) -> Option<Conclusion> {
    form.text("support", "what was done to help them decide");
    let unable = abilities(form, &GILLICK)?;
    form.text("own_words", "what the child said or showed");
    Some(if unable { Conclusion::CannotDecide } else { Conclusion::CanDecide })
}

/// Whether at least one is answered with no; none while one has no answer.
fn abilities(form: &mut Form<'_>, asked: &[(&str, &str, &str)]) -> Option<bool> {
    let mut answered = Vec::with_capacity(asked.len());
    // Each fault names its question: several of them stand together in the error summary.
    for (field, question, _) in asked {
        answered.push(form.choice::<YesNo>(field, &format!("yes or no to \u{201c}{question}\u{201d}")));
        let evidence = format!("what you saw or heard that answers \u{201c}{question}\u{201d}");
        form.text(&format!("{field}_evidence"), &evidence);
    }
    let answered: Option<Vec<YesNo>> = answered.into_iter().collect();
    answered.map(|all| all.contains(&YesNo::No))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    /// A form that shows that somebody cannot weigh it up because of an impairment, and that it cannot wait.
    fn cannot() -> Answers {
        let mut answers = Answers::default()
            .with("doubt", "Could not say what the list was, three times")
            .with("not_assumed", "yes")
            .with("support", "Pictures, a quiet room, her sister there, two visits")
            .with("impairment", "yes")
            .with("impairment_what", "Severe learning disability")
            .with("because", "yes")
            .with("because_how", "She cannot hold two choices in mind")
            .with("wait", "no")
            .with("wait_why_not", "It will not change")
            .with("role", "Community nurse")
            .with_date("assessed", Some(day("2026-11-20")));
        for (field, ..) in ABILITIES {
            answers.set(field, if field == "weigh" { "no" } else { "yes" });
            answers.set(&format!("{field}_evidence"), "Seen");
        }
        answers
    }

    fn conclusion(answers: &Answers) -> Conclusion {
        parse(Test::MentalCapacity, answers, day("2026-11-22")).unwrap().conclusion
    }

    fn faults(answers: &Answers) -> Vec<String> {
        let faults = parse(Test::MentalCapacity, answers, day("2026-11-22")).unwrap_err();
        faults.into_iter().map(|fault| fault.field).collect()
    }

    #[test]
    fn somebody_cannot_decide_only_if_it_is_because_of_an_impairment_and_cannot_wait() {
        assert_eq!(conclusion(&cannot()), Conclusion::CannotDecide);
        assert_eq!(conclusion(&cannot().with("impairment", "no")), Conclusion::CanDecide);
        assert_eq!(conclusion(&cannot().with("because", "no")), Conclusion::CanDecide);
        assert_eq!(conclusion(&cannot().with("wait", "yes").with("wait_until", "After the weekend")), Conclusion::Wait);
    }

    #[test]
    fn who_can_do_all_four_can_decide_whatever_their_diagnosis() {
        assert_eq!(conclusion(&cannot().with("weigh", "yes")), Conclusion::CanDecide);
    }

    #[test]
    fn each_answer_needs_what_was_seen_and_the_doubt_must_not_be_a_prejudice() {
        assert_eq!(faults(&cannot().with("retain_evidence", " ")), ["retain_evidence"]);
        assert_eq!(faults(&cannot().with("not_assumed", "")), ["not_assumed"]);
        assert_eq!(faults(&cannot().with("weigh", "")), ["weigh"]);
        assert_eq!(faults(&cannot().with("because", "")), ["because"]);
        assert_eq!(faults(&cannot().with("wait", "")), ["wait"]);
        assert_eq!(faults(&cannot().with_date("assessed", Some(day("2026-11-23")))), ["assessed"]);
    }

    #[test]
    fn no_two_faults_of_a_form_say_the_same() {
        for test in [Test::MentalCapacity, Test::Gillick] {
            let faults = parse(test, &Answers::default(), day("2026-11-22")).unwrap_err();
            let messages: std::collections::BTreeSet<_> = faults.iter().map(|fault| &fault.message).collect();
            assert_eq!(messages.len(), faults.len(), "{faults:?}");
            assert!(faults.len() > 8, "{faults:?}");
        }
    }

    #[test]
    fn an_assessment_speaks_for_four_weeks_and_not_for_the_past() {
        let id = "00000000-0000-7000-8000-000000000001".parse().unwrap();
        let made = Assessment {
            capacity_id: id,
            test: Test::MentalCapacity,
            conclusion: Conclusion::CannotDecide,
            assessed_on: day("2026-11-01"),
        };
        assert!(!made.speaks_for(day("2026-10-31")));
        assert!(made.speaks_for(day("2026-11-29")));
        assert!(!made.speaks_for(day("2026-11-30")));
    }

    #[test]
    fn a_child_is_competent_only_with_all_four() {
        let mut answers = Answers::default()
            .with("support", "Told a story about it")
            .with("own_words", "I want you to talk to each other")
            .with("role", "Nurse")
            .with_date("assessed", Some(day("2026-11-20")));
        for (field, ..) in GILLICK {
            answers.set(field, "yes");
            answers.set(&format!("{field}_evidence"), "Seen");
        }
        let of = |answers: &Answers| parse(Test::Gillick, answers, day("2026-11-22")).unwrap().conclusion;
        assert_eq!(of(&answers), Conclusion::CanDecide);
        assert_eq!(of(&answers.with("free", "no")), Conclusion::CannotDecide);
    }
}
