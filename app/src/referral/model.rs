//! The states of a referral.

use crate::{
    base::answers::{Answers, Fault, Form},
    rating::model::Rating,
    words,
};

words! {
    /// Where a referral comes from.
    pub enum Source {
        /// A professional.
        Professional = "professional" => "A professional",
        /// A list that an agency brought in.
        List = "list" => "A list",
        /// The person.
        Person = "person" => "The person",
        /// Family or a friend.
        Family = "family" => "Family or a friend",
    }
}

words! {
    /// Whether it still waits.
    pub enum State {
        /// For the person's decision.
        Waiting = "waiting" => "Waiting to be asked",
        /// For nothing: it has an outcome.
        Closed = "closed" => "Closed",
    }
}

words! {
    /// What came of it.
    pub enum Outcome {
        /// The person said yes.
        OnRegister = "on_register" => "Went on the register",
        /// The person said no. Present support does not change.
        SaidNo = "said_no" => "The person said no",
        /// The register is not for them.
        NotEligible = "not_eligible" => "Not who the register is for",
        /// Nobody could reach them.
        CouldNotReach = "could_not_reach" => "Could not be reached",
        /// They live elsewhere now.
        MovedAway = "moved_away" => "Moved away",
        /// Made by mistake.
        Mistake = "mistake" => "Made by mistake",
    }
}

impl Outcome {
    /// The outcomes somebody may choose when closing by hand; the others only follow from a decision.
    pub const BY_HAND: [Self; 4] = [Self::NotEligible, Self::CouldNotReach, Self::MovedAway, Self::Mistake];
}

/// What a referrer says besides who it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    /// Why.
    pub reason: String,
    /// The referrer's own idea of the rating.
    pub indicative: Option<Rating>,
}

/// What a new referral finds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Found {
    /// Nobody has said yes yet: it waits for the person's decision.
    ToAsk,
    /// Somebody who is on the register already: it has its outcome at once.
    OnRegister,
}

impl Request {
    /// Reads the fields `reason` and `indicative`.
    ///
    /// # Errors
    /// Every fault, with its field.
    pub fn parse(answers: &Answers) -> Result<Self, Vec<Fault>> {
        let mut form = Form::new(answers);
        let reason = form.text("reason", "why you are referring them");
        let indicative = form.optional_choice("indicative");
        form.finish(Some(Self { reason, indicative }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_referral_needs_a_reason() {
        assert_eq!(Request::parse(&Answers::default()).unwrap_err()[0].field, "reason");
    }

    #[test]
    fn nobody_can_close_a_referral_as_on_the_register_by_hand() {
        assert!(!Outcome::BY_HAND.contains(&Outcome::OnRegister));
        assert!(!Outcome::BY_HAND.contains(&Outcome::SaidNo));
    }
}
