//! When somebody is asked again, and why. Pure; its tests stand with those of the decisions, in `model`.

use chrono::{Days, NaiveDate};

use super::findings::ABLE_ASKED_WITHIN;
use super::model::{AskAgainBecause, History, Standing, latest, ran_out, standing};
use crate::base::dates;

/// Days before a yearly check on which it is first shown.
const REVIEW_NOTICE: u64 = 28;
/// Days after a "not sure" within which somebody is to talk about it again.
const NOT_SURE_WITHIN: u64 = 28;
/// Of these, days in which it is shown: who is not sure is left some time to think first.
const NOT_SURE_NOTICE: u64 = 21;
/// Days before a birthday that changes who decides: time to prepare somebody for deciding themselves.
const BIRTHDAY_NOTICE: u64 = 84;

/// When to ask again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reminder {
    /// Why.
    pub because: AskAgainBecause,
    /// Shown from this day on.
    pub from: NaiveDate,
    /// To be done by this day.
    pub due_on: NaiveDate,
}

/// When to ask somebody again, each reason at most once. After a yes: the yearly check, a birthday that
/// no decision has been made since, the end of an authority that somebody decided with, and what they were
/// not sure about, from the day on which they first said so. After a parent's no: the birthday it ends with; after one
/// in somebody's best interests: the day by which it is looked at again. After either, that the person was found able to
/// decide themselves since. Once a decision has lapsed: that it has, until somebody is asked.
#[must_use]
pub fn reminders(
    history: &History,
    born_on: Option<NaiveDate>,
    not_sure_on: Option<NaiveDate>,
    today: NaiveDate,
) -> Vec<Reminder> {
    let given = match standing(history, today) {
        Standing::Given { .. } => true,
        // A parent's no ends with their say: the young person is asked, and prepared for it before.
        Standing::Ended => false,
        Standing::NotAsked => return Vec::new(),
        // Until somebody asks: nothing else says that sharing has stopped.
        Standing::Lapsed => {
            let because = AskAgainBecause::Lapsed;
            let ran_out = ran_out(history, today);
            return ran_out.map(|on| Reminder { because, from: on, due_on: on }).into_iter().collect();
        }
    };
    let with = |because, due_on: NaiveDate, days| Reminder {
        because,
        from: due_on.checked_sub_days(Days::new(days)).unwrap_or(due_on),
        due_on,
    };
    // Whose yes has lapsed beside another's is asked again too.
    let decisions = latest(history, today);
    let review = decisions.iter().filter_map(|made| made.decision.review_on()).min();
    let ends = decisions.iter().filter_map(|made| made.authority_ends).min();
    let newest = decisions.iter().map(|made| made.on).max();
    let birthday = |age, because| {
        let due_on = dates::birthday(born_on?, age)?;
        // A decision made on the birthday or later was made by whoever decides from then on.
        (newest? < due_on).then(|| with(because, due_on, BIRTHDAY_NOTICE))
    };
    // What the person has decided about since they were found able is no longer among these.
    let able = decisions.iter().filter_map(|made| made.able_on).min().map(|from| Reminder {
        because: AskAgainBecause::CanDecide,
        from,
        due_on: from.checked_add_days(Days::new(ABLE_ASKED_WITHIN)).unwrap_or(from),
    });
    if !given {
        let look_again = decisions.iter().filter_map(|made| made.looked_again_on).min();
        let ends = decisions.iter().filter_map(|made| made.counts_until?.succ_opt()).min();
        let turns = |age| ends.is_some() && born_on.and_then(|born_on| dates::birthday(born_on, age)) == ends;
        let birthdays = [(16, AskAgainBecause::Turns16), (18, AskAgainBecause::Turns18)]
            .into_iter()
            .filter_map(|(age, because)| turns(age).then(|| birthday(age, because)).flatten());
        let look_again = look_again.map(|due_on| with(AskAgainBecause::Review, due_on, REVIEW_NOTICE));
        return able.into_iter().chain(look_again).chain(birthdays).collect();
    }
    [
        able,
        review.map(|due_on| with(AskAgainBecause::Review, due_on, REVIEW_NOTICE)),
        ends.map(|due_on| with(AskAgainBecause::AuthorityEnds, due_on, REVIEW_NOTICE)),
        birthday(16, AskAgainBecause::Turns16),
        birthday(18, AskAgainBecause::Turns18),
        not_sure_on
            .and_then(|on| on.checked_add_days(Days::new(NOT_SURE_WITHIN)))
            .map(|due_on| with(AskAgainBecause::NotSure, due_on, NOT_SURE_NOTICE)),
    ]
    .into_iter()
    .flatten()
    .collect()
}
