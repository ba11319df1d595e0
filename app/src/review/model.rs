//! The types and rules of a review: pure.

use chrono::NaiveDate;

use crate::{
    base::{
        answers::{Answers, Fault, Form},
        ids::{ActionId, AssessmentId},
    },
    plan::model::{Action, ActionState},
    rating::model::{Confirmation, Proposal, Rag, Rating, RatingDecision, RatingFault, decide},
};

/// What is written down of a review, apart from its rating and what it says of the actions.
#[derive(Clone, PartialEq, Eq)]
pub struct Notes {
    /// The day it was held.
    pub held_on: NaiveDate,
    /// Who was there.
    pub present: String,
    /// How things are.
    pub how_things_are: String,
    /// What changed since last time; may be empty.
    pub what_changed: String,
    /// How the person sees it, in their words, or why they could not be asked.
    pub person_said: String,
}

/// What a review says of one action.
#[derive(Clone, PartialEq, Eq)]
pub struct Report {
    /// Which action.
    pub action_id: ActionId,
    /// The version that was on the page.
    pub opened_version: i64,
    /// Where it stands now; `None` where nothing about it changed.
    pub changed: Option<ActionState>,
}

/// A review as it was filled in, but for the rating.
#[derive(Clone, PartialEq, Eq)]
pub struct Filled {
    /// What is written down.
    pub notes: Notes,
    /// What it says of the actions on the page.
    pub reports: Vec<Report>,
}

/// What the fields of an action start with.
#[must_use]
pub fn prefix(action: &ActionId) -> String {
    format!("action_{action}_")
}

/// The version of an action that the form was opened with; `None` where the form does not have it.
#[must_use]
pub fn opened_version(answers: &Answers, action: &ActionId) -> Option<i64> {
    let field = format!("{}version", prefix(action));
    answers.has(&field).then(|| answers.opened_version(&field))
}

/// The actions a review asks about: those still to be done, and those the form already had.
#[must_use]
pub fn to_review(actions: Vec<Action>, answers: &Answers) -> Vec<Action> {
    let wanted = |action: &Action| !action.state.is_finished() || opened_version(answers, &action.action_id).is_some();
    actions.into_iter().filter(wanted).collect()
}

/// The actions on the form that somebody else changed since it was opened.
#[must_use]
pub fn changed_meanwhile(actions: &[Action], answers: &Answers) -> Vec<Action> {
    let changed =
        |action: &&Action| opened_version(answers, &action.action_id).is_some_and(|opened| opened != action.version);
    actions.iter().filter(changed).cloned().collect()
}

/// The fields of a review that is about to be filled in.
#[must_use]
pub fn blank(actions: &[Action], rating: Option<Rating>, number: i64, today: NaiveDate) -> Answers {
    let mut answers = Answers::default()
        .with_date("held", Some(today))
        .with("rating", rating.map_or("", Rating::word))
        .with("number", number.to_string());
    for action in actions {
        let prefix = prefix(&action.action_id);
        answers.merge(&action.state.to_answers(&prefix));
        answers.set(&format!("{prefix}version"), action.version.to_string());
    }
    answers
}

impl Filled {
    /// Reads the form, for those of `actions` that it has.
    ///
    /// # Errors
    /// Every fault, with its field.
    pub fn parse(answers: &Answers, actions: &[Action], today: NaiveDate) -> Result<Self, Vec<Fault>> {
        let mut form = Form::new(answers);
        let held_on = form.date("held", "The day of the review");
        if held_on.is_some_and(|held_on| held_on > today) {
            form.fault("held", "The day of the review must be today or in the past");
        }
        let present = form.text("present", "who was there");
        let person_said = form.text("person_said", "what the person said, or why they could not be asked");
        let how_things_are = form.text("how_things_are", "how things are");
        let what_changed = form.optional_text("what_changed", "what changed");
        let mut reports = Vec::new();
        for action in actions {
            let Some(opened_version) = opened_version(answers, &action.action_id) else { continue };
            let Some(state) = ActionState::read(&mut form, &prefix(&action.action_id), today) else { continue };
            let changed = (!state.says_the_same_as(&action.state)).then_some(state);
            reports.push(Report { action_id: action.action_id.clone(), opened_version, changed });
        }
        let notes = held_on.map(|held_on| Notes { held_on, present, how_things_are, what_changed, person_said });
        form.finish(notes.map(|notes| Self { notes, reports }))
    }
}

/// The rating in force, as far as a review's rule looks at it.
#[derive(Clone, Copy)]
pub struct InForce<'a> {
    /// What was set.
    pub rating: Rating,
    /// What the tool had suggested then.
    pub suggested: Option<Rag>,
    /// The filled-in tool it rests on.
    pub assessment: Option<&'a AssessmentId>,
    /// The reason that was given.
    pub reason: &'a str,
}

/// What the rating after a review rests on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Basis<'a> {
    /// What the tool suggests.
    pub suggested: Option<Rag>,
    /// The filled-in tool.
    pub assessment: Option<&'a AssessmentId>,
}

/// Who reviews, as far as the rating goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reviewer {
    /// May set a rating.
    MayRate,
    /// Keeps the rating in force.
    KeepsRating,
}

/// A rating that cannot follow from a review.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NoRating {
    /// The form has faults.
    Faults(Vec<Fault>),
    /// Nobody has rated yet, and this agency may not.
    NothingToKeep,
}

/// The rating after a review. Keeping the rating that was decided on the same filled-in tool needs
/// no new reason; a tool that was filled in since is weighed like any other suggestion.
///
/// # Errors
/// [`NoRating`].
pub fn rate<'a>(
    answers: &Answers,
    reviewer: Reviewer,
    in_force: Option<InForce<'a>>,
    latest: Basis<'a>,
) -> Result<(RatingDecision, Basis<'a>), NoRating> {
    match (reviewer, in_force) {
        (Reviewer::KeepsRating, None) => Err(NoRating::NothingToKeep),
        (Reviewer::KeepsRating, Some(in_force)) => keep(&in_force, "").map_err(NoRating::Faults),
        (Reviewer::MayRate, Some(in_force))
            if answers.get("rating") == in_force.rating.word() && latest.assessment == in_force.assessment =>
        {
            keep(&in_force, answers.get("reason")).map_err(NoRating::Faults)
        }
        (Reviewer::MayRate, in_force) => {
            let previous = in_force.map(|in_force| in_force.rating);
            RatingDecision::parse(answers, latest.suggested, previous)
                .map(|decision| (decision, latest))
                .map_err(NoRating::Faults)
        }
    }
}

/// The same rating again, for the reason given then unless a new one was typed.
fn keep<'a>(in_force: &InForce<'a>, reason: &str) -> Result<(RatingDecision, Basis<'a>), Vec<Fault>> {
    let proposal = Proposal {
        suggested: in_force.suggested,
        chosen: in_force.rating,
        reason: if reason.trim().is_empty() { in_force.reason } else { reason },
        previous: Some(in_force.rating),
        confirmation: Confirmation::NotGiven,
    };
    let decision = decide(&proposal)
        .map_err(|fault: RatingFault| vec![Fault { field: fault.field().to_owned(), message: fault.to_string() }])?;
    Ok((decision, Basis { suggested: in_force.suggested, assessment: in_force.assessment }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::model::{ActionWord, Horizon};

    fn today() -> NaiveDate {
        "2026-11-22".parse().unwrap()
    }

    fn action(last: u8, word: ActionWord) -> Action {
        Action {
            action_id: format!("00000000-0000-7000-8000-00000000c00{last}").parse().unwrap(),
            what: "Ring".into(),
            service: String::new(),
            horizon: Horizon::Now,
            owner_agency: "00000000-0000-7000-8000-00000000b001".parse().unwrap(),
            owner_agency_name: "Test".into(),
            owner_name: "Ada".into(),
            due_on: today(),
            state: ActionState::reported(word, "text", today()).unwrap(),
            agreed_by: None,
            agreed_at: chrono::DateTime::UNIX_EPOCH,
            version: 3,
        }
    }

    fn typed(actions: &[Action]) -> Answers {
        blank(actions, Some(Rating::Amber), 2, today())
            .with("present", "Sam and his sister")
            .with("how_things_are", "Calmer")
            .with("person_said", "I like the new flat")
    }

    fn assessment(last: u8) -> AssessmentId {
        format!("00000000-0000-7000-8000-00000000d00{last}").parse().unwrap()
    }

    #[test]
    fn a_review_may_be_written_down_later_but_not_held_tomorrow() {
        assert!(Filled::parse(&typed(&[]).with_date("held", today().pred_opt()), &[], today()).is_ok());
        let faults = Filled::parse(&typed(&[]).with_date("held", today().succ_opt()), &[], today()).err().unwrap();
        assert_eq!((faults.len(), faults[0].field.as_str()), (1, "held"));
    }

    #[test]
    fn what_the_person_said_is_asked_every_time() {
        let faults = Filled::parse(&typed(&[]).with("person_said", " "), &[], today()).err().unwrap();
        assert_eq!(faults[0].message, "Enter what the person said, or why they could not be asked");
    }

    #[test]
    fn an_action_that_nobody_touched_is_not_written_again() {
        let actions = [action(1, ActionWord::Open), action(2, ActionWord::CannotYet)];
        let answers = typed(&actions).with(&format!("{}state", prefix(&actions[1].action_id)), "done");
        let filled = Filled::parse(&answers, &actions, today()).ok().unwrap();
        assert_eq!(filled.reports.iter().map(|report| report.changed.is_some()).collect::<Vec<_>>(), [false, true]);
        assert_eq!(filled.reports[1].opened_version, 3);
    }

    #[test]
    fn faults_of_an_action_stand_at_its_own_fields() {
        let actions = [action(1, ActionWord::Open)];
        let prefix = prefix(&actions[0].action_id);
        let answers = typed(&actions).with(&format!("{prefix}state"), "done").with(&format!("{prefix}outcome"), "");
        let faults = Filled::parse(&answers, &actions, today()).err().unwrap();
        assert_eq!(faults[0].field, format!("{prefix}outcome"));
    }

    #[test]
    fn an_action_agreed_while_the_form_was_open_is_left_alone() {
        let (old, new) = (action(1, ActionWord::Open), action(2, ActionWord::Open));
        let answers = typed(std::slice::from_ref(&old));
        let filled = Filled::parse(&answers, &[old.clone(), new.clone()], today()).ok().unwrap();
        assert_eq!(filled.reports.len(), 1);
        assert!(changed_meanwhile(&[old, new], &answers).is_empty());
    }

    #[test]
    fn an_action_finished_while_the_form_was_open_is_shown_and_not_dropped() {
        let opened = action(1, ActionWord::Open);
        let answers = typed(std::slice::from_ref(&opened));
        let finished = Action { version: 4, ..action(1, ActionWord::Done) };
        assert_eq!(changed_meanwhile(std::slice::from_ref(&finished), &answers).len(), 1);
        assert_eq!(to_review(vec![finished.clone()], &answers).len(), 1);
        assert_eq!(to_review(vec![finished], &Answers::default()).len(), 0);
    }

    #[test]
    fn keeping_an_overridden_rating_needs_no_new_reason_until_the_tool_is_filled_in_again() {
        let (first, second) = (assessment(1), assessment(2));
        let in_force = InForce {
            rating: Rating::Amber,
            suggested: Some(Rag::Red),
            assessment: Some(&first),
            reason: "Her sister has moved in",
        };
        let answers = Answers::default().with("rating", "amber");
        let same = Basis { suggested: Some(Rag::Red), assessment: Some(&first) };
        let (kept, basis) = rate(&answers, Reviewer::MayRate, Some(in_force), same).unwrap();
        assert_eq!((kept.reason(), basis), (Some("Her sister has moved in"), same));
        let again = Basis { suggested: Some(Rag::Red), assessment: Some(&second) };
        let refused = rate(&answers, Reviewer::MayRate, Some(in_force), again);
        assert!(matches!(refused, Err(NoRating::Faults(faults)) if faults[0].field == "reason"));
    }

    #[test]
    fn red_does_not_become_green_at_a_review_unconfirmed() {
        let in_force = InForce { rating: Rating::Red, suggested: None, assessment: None, reason: "" };
        let none = Basis { suggested: None, assessment: None };
        let green = Answers::default().with("rating", "green");
        let refused = rate(&green, Reviewer::MayRate, Some(in_force), none);
        assert!(matches!(refused, Err(NoRating::Faults(faults)) if faults[0].field == "confirmed"));
        assert!(rate(&green.with("confirmed", "yes"), Reviewer::MayRate, Some(in_force), none).is_ok());
    }

    #[test]
    fn an_agency_that_may_not_rate_keeps_the_rating_whatever_its_form_says() {
        let first = assessment(1);
        let in_force = InForce { rating: Rating::Red, suggested: Some(Rag::Red), assessment: Some(&first), reason: "" };
        let sent = Answers::default().with("rating", "green").with("confirmed", "yes");
        let none = Basis { suggested: None, assessment: None };
        let (kept, basis) = rate(&sent, Reviewer::KeepsRating, Some(in_force), none).unwrap();
        assert_eq!((kept.rating(), basis.assessment), (Rating::Red, Some(&first)));
        assert_eq!(rate(&sent, Reviewer::KeepsRating, None, none), Err(NoRating::NothingToKeep));
    }
}
