//! The best-interests checklist of section 4 of the Mental Capacity Act 2005. Pure.

use chrono::NaiveDate;

use super::capacity::YesNo;
use crate::base::{
    answers::{Answers, Fault, Form},
    ids::{CapacityId, InterestsId},
};

/// What section 4 wants thought of: field, question, hint.
pub const CHECKLIST: [(&str, &str, &str); 8] = [
    (
        "circumstances",
        "What matters for this decision?",
        "Everything you know of that bears on it, and nothing from looks, age, behaviour or diagnosis alone.",
    ),
    ("regain", "May they be able to decide later?", "If so when, and why this cannot wait until then."),
    ("participation", "How did they take part?", "What was done to involve them, and what they did or showed."),
    (
        "wishes",
        "What do they want, now and in the past?",
        "Wishes and feelings, above all anything written when they could decide.",
    ),
    ("values", "What beliefs and values would guide them?", "Faith, family, privacy, whom they trust."),
    (
        "consulted",
        "Who was asked, when, and what did they say?",
        "Family, carers, friends, anybody they named. If nobody, say why.",
    ),
    ("benefits", "Yes to the register: what is good and what is hard about it?", ""),
    ("burdens", "No to the register: what is good and what is hard about it?", ""),
];

/// What was decided in somebody's best interests.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Interests {
    /// Its id.
    pub interests_id: InterestsId,
    /// The assessment it stands on.
    pub capacity_id: CapacityId,
    /// Whether to be on the register.
    pub outcome: YesNo,
    /// The decision-maker: name and role.
    pub decided_by: String,
    /// When.
    pub decided_on: NaiveDate,
    /// Looked at again by this day.
    pub review_on: NaiveDate,
}

/// A checklist that was filled in, checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Weighed {
    /// Whether to be on the register.
    pub outcome: YesNo,
    /// The decision-maker: name and role.
    pub decided_by: String,
    /// When.
    pub decided_on: NaiveDate,
    /// Looked at again by this day.
    pub review_on: NaiveDate,
}

/// Reads the form.
///
/// # Errors
/// Every fault with its field.
pub fn parse(answers: &Answers, assessed_on: NaiveDate, today: NaiveDate) -> Result<Weighed, Vec<Fault>> {
    let mut form = Form::new(answers);
    for (field, question, _) in CHECKLIST {
        form.text(field, &format!("an answer to \u{201c}{question}\u{201d}"));
    }
    let less = form.choice::<YesNo>("less_restrictive", "whether there is a way that takes less from their freedom");
    form.text("less_restrictive_what", "which other ways you thought of, and why this one");
    let advocate = form.choice::<YesNo>("advocate", "whether an advocate took part");
    form.text("advocate_what", "the advocate's name, or why none was needed");
    let outcome = form.choice::<YesNo>("outcome", "yes or no to being on the register");
    form.text("reason", "why this is best for them");
    let decided_by = form.line("decided_by", "the name and role of the decision-maker");
    let dissent = form.choice::<YesNo>("dissent", "whether anybody disagreed");
    if dissent == Some(YesNo::Yes) {
        form.text("dissent_what", "who disagreed, why, and what was done about it");
    }
    let decided_on = form.date("weighed", "The date of the decision");
    if decided_on.is_some_and(|day| day > today) {
        form.fault("weighed", "The date of the decision must be today or in the past");
    } else if decided_on.is_some_and(|day| day < assessed_on) {
        form.fault("weighed", "The date of the decision must not be before the capacity assessment");
    }
    let review_on = form.date("looked_again", "The date to look at it again");
    if review_on
        .zip(decided_on)
        .is_some_and(|(review, decided)| review <= decided || review > crate::consent::model::years_after(decided, 1))
    {
        form.fault("looked_again", "The date to look at it again must be within a year of the decision");
    }
    let all = (less, advocate, dissent);
    let weighed = match (all, outcome, decided_on, review_on) {
        ((Some(_), Some(_), Some(_)), Some(outcome), Some(decided_on), Some(review_on)) => {
            Some(Weighed { outcome, decided_by, decided_on, review_on })
        }
        _ => None,
    };
    form.finish(weighed)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn filled_in() -> Answers {
        let mut answers = Answers::default()
            .with("less_restrictive", "no")
            .with("less_restrictive_what", "Sharing with the GP only would not bring the plan together")
            .with("advocate", "yes")
            .with("advocate_what", "Ada Cole, IMCA")
            .with("outcome", "yes")
            .with("reason", "Without it nobody will see the next crisis coming")
            .with("decided_by", "Nia Evans, community nurse")
            .with("dissent", "no")
            .with_date("weighed", Some(day("2026-11-20")))
            .with_date("looked_again", Some(day("2027-05-20")));
        for (field, ..) in CHECKLIST {
            answers.set(field, "Written down");
        }
        answers
    }

    fn faults(answers: &Answers) -> Vec<String> {
        let faults = parse(answers, day("2026-11-10"), day("2026-11-22")).unwrap_err();
        faults.into_iter().map(|fault| fault.field).collect()
    }

    #[test]
    fn a_checklist_is_whole_or_it_is_refused() {
        let weighed = parse(&filled_in(), day("2026-11-10"), day("2026-11-22")).unwrap();
        assert_eq!((weighed.outcome, weighed.review_on), (YesNo::Yes, day("2027-05-20")));
        for (field, ..) in CHECKLIST {
            assert_eq!(faults(&filled_in().with(field, "")), [field]);
        }
    }

    #[test]
    fn disagreement_must_be_written_down() {
        assert_eq!(faults(&filled_in().with("dissent", "yes")), ["dissent_what"]);
    }

    #[test]
    fn it_is_not_decided_before_the_assessment_and_looked_at_again_within_a_year() {
        assert_eq!(faults(&filled_in().with_date("weighed", Some(day("2026-11-09")))), ["weighed"]);
        assert_eq!(faults(&filled_in().with_date("looked_again", Some(day("2027-11-21")))), ["looked_again"]);
        assert_eq!(faults(&filled_in().with_date("looked_again", Some(day("2026-11-20")))), ["looked_again"]);
    }
}
