//! What follows for what others decided because somebody could not, once it is found out that they can. Pure; its tests
//! stand with those of the decisions, in `model`.

use chrono::{Days, NaiveDate};

use super::model::{Decider, Kind};
use crate::{authority::capacity::Conclusion, base::ids::CapacityId};

/// Days for which a decision counts on that was made because the person could not, once they were found able: time to ask
/// them, and not to take support from under somebody on the day of an assessment.
const ABLE_WITHIN: u64 = 28;
/// Of these, days by which they are to be asked.
pub const ABLE_ASKED_WITHIN: u64 = 7;

/// What was found out about whether the person can decide.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// Which assessment.
    pub capacity: CapacityId,
    /// What it came to.
    pub conclusion: Conclusion,
    /// The day it speaks of.
    pub assessed_on: NaiveDate,
    /// The day on which it was written down.
    pub recorded_on: NaiveDate,
}

/// The last day of a yes by others, where the person was found able on a day.
#[must_use]
pub fn ends_with_finding(able_on: NaiveDate) -> Option<NaiveDate> {
    able_on.checked_add_days(Days::new(ABLE_WITHIN))
}

/// Since when the person is known to be able to decide what somebody decided because they were not; none where it stands on
/// no such finding, or nobody found otherwise since. `findings` in the order in which they were written down: one about
/// an earlier day than the newest known says nothing new. A finding that they cannot after all counts for as long as the
/// decision does: a yes for some time, either until the person has decided, which they did on the days in `asked`.
/// Nothing brings back what has ended: that takes a decision.
#[must_use]
pub fn found_able(by: &Decider, kind: Kind, findings: &[Finding], asked: &[NaiveDate]) -> Option<NaiveDate> {
    let basis = by.is_for_want_of_capacity().then(|| by.capacity()).flatten()?;
    let mut since = findings.iter().skip_while(|finding| finding.capacity != *basis);
    let mut newest = since.next()?.assessed_on;
    let mut able_on: Option<NaiveDate> = None;
    for finding in since {
        if finding.assessed_on < newest {
            continue;
        }
        newest = finding.assessed_on;
        let over = able_on.is_some_and(|able_on| {
            let in_time = ends_with_finding(able_on).is_none_or(|last| finding.recorded_on <= last);
            let decided = asked.iter().any(|on| able_on <= *on && *on <= finding.recorded_on);
            decided || (kind == Kind::Given && !in_time)
        });
        able_on = match (finding.conclusion, able_on) {
            (_, Some(able_on)) if over => Some(able_on),
            (Conclusion::CanDecide, able_on) => able_on.or(Some(finding.assessed_on)),
            (Conclusion::CannotDecide | Conclusion::Wait, _) => None,
        };
    }
    able_on
}
