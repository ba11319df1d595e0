//! The types and rules of a rating: pure, for server and browser.

use chrono::{Days, NaiveDate};
use serde::{Deserialize, Serialize};

use crate::base::answers::{Answers, Fault, Form, LONG_TEXT_MAX};

crate::words! {
    /// The risk for somebody who lives in the community. In order: the worst of many is `max()`.
    pub enum Rag {
        /// Some risks, and what is in place holds them.
        Green = "green" => "Green",
        /// Without urgent help, hospital or the loss of a home is near.
        Amber = "amber" => "Amber",
        /// Hospital is near now.
        Red = "red" => "Red",
    }
}

crate::words! {
    /// What a human sets and everybody reads. The order is that of display; it says nothing of
    /// risk, for which compare [`Rating::rag`].
    pub enum Rating {
        /// See [`Rag::Red`].
        Red = "red" => "Red",
        /// See [`Rag::Amber`].
        Amber = "amber" => "Amber",
        /// See [`Rag::Green`].
        Green = "green" => "Green",
        /// In a mental-health hospital now.
        Blue = "blue" => "Blue",
    }
}

/// Where a person stands: in the community with a risk, or in a mental-health hospital.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Standing {
    /// Lives in the community.
    InCommunity(Rag),
    /// Is in a mental-health hospital now.
    Inpatient,
}

impl Standing {
    /// The word it is shown as.
    #[must_use]
    pub const fn rating(self) -> Rating {
        match self {
            Self::InCommunity(Rag::Red) => Rating::Red,
            Self::InCommunity(Rag::Amber) => Rating::Amber,
            Self::InCommunity(Rag::Green) => Rating::Green,
            Self::Inpatient => Rating::Blue,
        }
    }
}

impl From<Rag> for Rating {
    fn from(rag: Rag) -> Self {
        Standing::InCommunity(rag).rating()
    }
}

impl Rating {
    /// Where a person with this rating stands.
    #[must_use]
    pub const fn standing(self) -> Standing {
        match self {
            Self::Red => Standing::InCommunity(Rag::Red),
            Self::Amber => Standing::InCommunity(Rag::Amber),
            Self::Green => Standing::InCommunity(Rag::Green),
            Self::Blue => Standing::Inpatient,
        }
    }

    /// The risk in the community; `None` for blue.
    #[must_use]
    pub const fn rag(self) -> Option<Rag> {
        match self.standing() {
            Standing::InCommunity(rag) => Some(rag),
            Standing::Inpatient => None,
        }
    }

    /// What the rating says about the person, in one sentence for staff.
    ///
    /// Own words, after the national table of January 2023 as integrated care boards publish it.
    #[must_use]
    pub const fn meaning(self) -> &'static str {
        match self {
            Self::Red => {
                "The person may be admitted to a mental-health hospital at any time, and what is in place is not keeping them safe in the community."
            }
            Self::Amber => {
                "Unless help comes quickly, the person is likely to become unwell, to lose their home or to be admitted to a mental-health hospital."
            }
            Self::Green => {
                "There are risks that could one day lead to a mental-health hospital, and the present support is managing them."
            }
            Self::Blue => {
                "The person is in a mental-health hospital now, and the work is to make it safe and short and to plan the way home."
            }
        }
    }

    /// Days from a rating to the next review where an organisation has set nothing else.
    #[must_use]
    pub const fn review_after_days(self) -> u32 {
        ReviewIntervals::DEFAULT.days(self)
    }
}

/// Days from a rating to the next review, by rating. A setting of the organisation: there is no
/// national interval.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReviewIntervals {
    /// Days until a review of a person rated red.
    pub red_days: u32,
    /// Days until a review of a person rated amber.
    pub amber_days: u32,
    /// Days until a review of a person rated green.
    pub green_days: u32,
    /// Days until a review of a person in hospital.
    pub blue_days: u32,
}

impl ReviewIntervals {
    /// A week, four weeks, three months; four weeks in hospital.
    pub const DEFAULT: Self = Self { red_days: 7, amber_days: 28, green_days: 90, blue_days: 28 };

    /// The days for a rating.
    #[must_use]
    pub const fn days(self, rating: Rating) -> u32 {
        match rating {
            Rating::Red => self.red_days,
            Rating::Amber => self.amber_days,
            Rating::Green => self.green_days,
            Rating::Blue => self.blue_days,
        }
    }

    /// The day the next review is due, counted from `today`. Beyond the end of the calendar it is `today`.
    #[must_use]
    pub fn next_review_due(self, rating: Rating, today: NaiveDate) -> NaiveDate {
        today.checked_add_days(Days::new(u64::from(self.days(rating)))).unwrap_or(today)
    }
}

impl Default for ReviewIntervals {
    fn default() -> Self {
        Self::DEFAULT
    }
}

/// The day the next review is due with the default intervals.
#[must_use]
pub fn next_review_due(rating: Rating, today: NaiveDate) -> NaiveDate {
    ReviewIntervals::DEFAULT.next_review_due(rating, today)
}

/// The fewest characters of a reason for differing from the suggestion, spaces at the ends not counted.
pub const REASON_MIN: usize = 10;

/// Whether a human differs from the tool. Where there is no suggestion there is nothing to differ
/// from; blue states a fact about where the person is, which no tool suggests, and differs from nothing.
#[must_use]
pub fn is_override(suggested: Option<Rag>, chosen: Rating) -> bool {
    match (suggested, chosen.rag()) {
        (Some(suggested), Some(chosen)) => suggested != chosen,
        (None, _) | (_, None) => false,
    }
}

/// Whether the step from one rating to the next must be looked at twice: red to green.
#[must_use]
pub fn needs_confirmation(previous: Option<Rating>, chosen: Rating) -> bool {
    previous == Some(Rating::Red) && chosen == Rating::Green
}

/// Whether somebody has confirmed a large step down.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Confirmation {
    /// They were shown the step and said that they mean it.
    Given,
    /// They were not asked yet, or did not say so.
    NotGiven,
}

/// A rating somebody wants to set, with everything the rule looks at.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Proposal<'a> {
    /// What the tool suggests; `None` where no tool was filled in.
    pub suggested: Option<Rag>,
    /// What the human chose.
    pub chosen: Rating,
    /// The reason as typed; may be empty where the suggestion is confirmed.
    pub reason: &'a str,
    /// The rating in force until now.
    pub previous: Option<Rating>,
    /// Whether a step from red to green was confirmed.
    pub confirmation: Confirmation,
}

/// No `Debug` of the reason: it is personal.
impl std::fmt::Debug for Proposal<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Proposal")
            .field("suggested", &self.suggested)
            .field("chosen", &self.chosen)
            .field("previous", &self.previous)
            .field("confirmation", &self.confirmation)
            .finish_non_exhaustive()
    }
}

/// A rating that may be recorded. Only [`decide`] makes one.
#[derive(Clone, PartialEq, Eq)]
pub struct RatingDecision {
    rating: Rating,
    suggested: Option<Rag>,
    reason: Option<String>,
}

/// No `Debug` of the reason: it is personal.
impl std::fmt::Debug for RatingDecision {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("RatingDecision")
            .field("rating", &self.rating)
            .field("suggested", &self.suggested)
            .finish_non_exhaustive()
    }
}

impl RatingDecision {
    /// Reads the fields `rating`, `reason` and `confirmed`, and decides.
    ///
    /// # Errors
    /// Each fault with its field.
    pub fn parse(answers: &Answers, suggested: Option<Rag>, previous: Option<Rating>) -> Result<Self, Vec<Fault>> {
        let mut form = Form::new(answers);
        let chosen = form.choice("rating", "a rating");
        let reason = form.optional_text("reason", "the reason");
        let confirmation =
            if answers.chosen("confirmed", "yes") { Confirmation::Given } else { Confirmation::NotGiven };
        let Some(chosen) = chosen else { return form.finish(None) };
        match decide(&Proposal { suggested, chosen, reason: &reason, previous, confirmation }) {
            Ok(decision) => form.finish(Some(decision)),
            // The form has said so already.
            Err(RatingFault::ReasonTooLong) => form.finish(None),
            Err(fault) => {
                form.fault(fault.field(), fault.to_string());
                form.finish(None)
            }
        }
    }

    /// The rating that was set.
    #[must_use]
    pub const fn rating(&self) -> Rating {
        self.rating
    }

    /// What the tool had suggested.
    #[must_use]
    pub const fn suggested(&self) -> Option<Rag> {
        self.suggested
    }

    /// The reason given, trimmed; always there for an override.
    #[must_use]
    pub fn reason(&self) -> Option<&str> {
        self.reason.as_deref()
    }

    /// Whether the human differed from the tool.
    #[must_use]
    pub fn is_override(&self) -> bool {
        is_override(self.suggested, self.rating)
    }
}

/// Why a rating cannot be recorded, as a sentence to act on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum RatingFault {
    /// It differs from the suggestion and no reason was typed.
    #[error("Say why you chose {chosen} when the tool suggests {suggested}")]
    ReasonMissing {
        /// What the tool suggests.
        suggested: Rag,
        /// What was chosen.
        chosen: Rating,
    },
    /// A reason of fewer than [`REASON_MIN`] characters.
    #[error("Say more about your reason, in {REASON_MIN} characters or more")]
    ReasonTooShort,
    /// A reason longer than any free text may be.
    #[error("Reason must be {LONG_TEXT_MAX} characters or fewer")]
    ReasonTooLong,
    /// From red to green, not confirmed.
    #[error("Confirm that you want to go from red to green in one step")]
    NotConfirmed,
}

impl RatingFault {
    /// The form field at which it is put right.
    #[must_use]
    pub const fn field(self) -> &'static str {
        match self {
            Self::ReasonMissing { .. } | Self::ReasonTooShort | Self::ReasonTooLong => "reason",
            Self::NotConfirmed => "confirmed",
        }
    }
}

/// Turns what somebody chose into a decision that may be recorded.
///
/// # Errors
/// [`RatingFault`]: an override without a reason of [`REASON_MIN`] characters, a reason that is too
/// long, or a step from red to green that was not confirmed.
pub fn decide(proposal: &Proposal<'_>) -> Result<RatingDecision, RatingFault> {
    let Proposal { suggested, chosen, previous, confirmation, .. } = *proposal;
    let reason = proposal.reason.trim();
    let length = reason.chars().count();
    if length > LONG_TEXT_MAX {
        return Err(RatingFault::ReasonTooLong);
    }
    if let Some(suggested) = suggested.filter(|_| is_override(suggested, chosen)) {
        match length {
            0 => return Err(RatingFault::ReasonMissing { suggested, chosen }),
            1..REASON_MIN => return Err(RatingFault::ReasonTooShort),
            REASON_MIN.. => {}
        }
    }
    if needs_confirmation(previous, chosen) && confirmation == Confirmation::NotGiven {
        return Err(RatingFault::NotConfirmed);
    }
    Ok(RatingDecision { rating: chosen, suggested, reason: (length > 0).then(|| reason.to_owned()) })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn proposal(suggested: Option<Rag>, chosen: Rating) -> Proposal<'static> {
        Proposal { suggested, chosen, reason: "", previous: None, confirmation: Confirmation::NotGiven }
    }

    #[test]
    fn the_worst_of_many_is_the_greatest() {
        assert_eq!([Rag::Green, Rag::Red, Rag::Amber].into_iter().max(), Some(Rag::Red));
    }

    #[test]
    fn a_standing_and_its_rating_say_the_same() {
        for rating in Rating::ALL {
            assert_eq!(rating.standing().rating(), *rating);
            assert_eq!(rating.rag().map(Rating::from), (*rating != Rating::Blue).then_some(*rating));
        }
    }

    #[test]
    fn a_red_rating_is_reviewed_in_a_week_and_a_green_one_in_three_months() {
        let today: NaiveDate = "2026-12-28".parse().unwrap();
        assert_eq!(next_review_due(Rating::Red, today).to_string(), "2027-01-04");
        assert_eq!(next_review_due(Rating::Green, today).to_string(), "2027-03-28");
        let own = ReviewIntervals { amber_days: 14, ..ReviewIntervals::default() };
        assert_eq!(own.next_review_due(Rating::Amber, today).to_string(), "2027-01-11");
        assert_eq!(next_review_due(Rating::Red, NaiveDate::MAX), NaiveDate::MAX);
    }

    #[test]
    fn confirming_the_suggestion_needs_no_reason() {
        let decision = decide(&proposal(Some(Rag::Amber), Rating::Amber)).unwrap();
        assert_eq!((decision.rating(), decision.reason()), (Rating::Amber, None));
        assert!(!decision.is_override());
    }

    #[test]
    fn differing_from_the_suggestion_without_a_reason_is_refused() {
        let fault = decide(&proposal(Some(Rag::Red), Rating::Amber)).unwrap_err();
        assert_eq!(fault.to_string(), "Say why you chose Amber when the tool suggests Red");
        let short = Proposal { reason: "  because \n ", ..proposal(Some(Rag::Red), Rating::Amber) };
        assert_eq!(decide(&short), Err(RatingFault::ReasonTooShort));
        let long = Proposal { reason: &"x".repeat(LONG_TEXT_MAX + 1), ..proposal(None, Rating::Amber) };
        assert_eq!(decide(&long), Err(RatingFault::ReasonTooLong));
    }

    #[test]
    fn a_reason_is_kept_trimmed() {
        let with = Proposal { reason: " Her sister has moved in ", ..proposal(Some(Rag::Red), Rating::Amber) };
        let decision = decide(&with).unwrap();
        assert_eq!(decision.reason(), Some("Her sister has moved in"));
        assert!(decision.is_override());
    }

    #[test]
    fn red_does_not_become_green_in_one_step_unconfirmed() {
        let step = Proposal { previous: Some(Rating::Red), ..proposal(Some(Rag::Green), Rating::Green) };
        assert_eq!(decide(&step), Err(RatingFault::NotConfirmed));
        assert!(decide(&Proposal { confirmation: Confirmation::Given, ..step }).is_ok());
        assert!(decide(&Proposal { previous: Some(Rating::Amber), ..step }).is_ok());
    }

    #[test]
    fn a_form_is_refused_at_the_field_where_it_is_put_right() {
        let fault = |answers: &Answers, suggested, previous| {
            let faults = RatingDecision::parse(answers, suggested, previous).unwrap_err();
            assert_eq!(faults.len(), 1);
            (faults[0].field.clone(), faults[0].message.clone())
        };
        let none = Answers::default().with("reason", "Something");
        assert_eq!(fault(&none, None, None), ("rating".to_owned(), "Select a rating".to_owned()));
        let green = Answers::default().with("rating", "green");
        assert_eq!(fault(&green, Some(Rag::Red), None).0, "reason");
        assert_eq!(fault(&green, None, Some(Rating::Red)).0, "confirmed");
        let long = green.clone().with("reason", "x".repeat(LONG_TEXT_MAX + 1));
        assert_eq!(
            fault(&long, None, None),
            ("reason".to_owned(), "Reason must be 10000 characters or fewer".to_owned())
        );
        let confirmed = green.with("confirmed", "yes");
        assert_eq!(RatingDecision::parse(&confirmed, None, Some(Rating::Red)).unwrap().rating(), Rating::Green);
    }

    #[test]
    fn blue_states_a_fact_and_overrides_nothing() {
        assert!(!is_override(Some(Rag::Red), Rating::Blue));
        assert!(!is_override(None, Rating::Red));
    }

    #[test]
    fn a_log_cannot_show_the_reason() {
        let decision = decide(&Proposal { reason: "secret words", ..proposal(None, Rating::Red) }).unwrap();
        assert!(!format!("{decision:?}").contains("secret"));
    }

    proptest! {
        #[test]
        fn an_override_is_recorded_only_with_a_reason(
            suggested in prop::option::of(prop::sample::select(Rag::ALL)),
            chosen in prop::sample::select(Rating::ALL),
            previous in prop::option::of(prop::sample::select(Rating::ALL)),
            reason in ".{0,20}",
            given in any::<bool>(),
        ) {
            let confirmation = if given { Confirmation::Given } else { Confirmation::NotGiven };
            if let Ok(decision) = decide(&Proposal { suggested, chosen, reason: &reason, previous, confirmation }) {
                prop_assert_eq!(decision.rating(), chosen);
                prop_assert!(!decision.is_override() || decision.reason().is_some_and(|reason| reason.chars().count() >= REASON_MIN));
                prop_assert!(given || !needs_confirmation(previous, chosen));
            }
        }
    }
}
