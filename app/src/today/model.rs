//! What counts as urgent, and how it is said. Pure.

use std::collections::BTreeSet;

use chrono::{DateTime, Days, NaiveDate, Utc};

use crate::{
    access::{
        model::{AgencyKind, Role, Section},
        policy,
    },
    base::{
        dates,
        ids::{ActionId, PersonId, RequestId},
    },
    consent::model::AskAgainBecause,
    own::model::RequestKind,
    rating::model::Rating,
};

/// Days ahead in which a review or an action counts as near.
pub const NEAR_DAYS: u64 = 7;

/// Where somebody starts who has just signed in.
#[must_use]
pub const fn first_page(role: Role) -> &'static str {
    match role {
        Role::Practitioner | Role::Coordinator | Role::Manager => "/today",
        Role::Administrator => "/agencies",
        Role::InformationGovernance => "/audit",
    }
}

/// The last day that is near.
#[must_use]
pub fn near_until(today: NaiveDate) -> NaiveDate {
    ahead(today, NEAR_DAYS)
}

fn ahead(today: NaiveDate, days: u64) -> NaiveDate {
    today.checked_add_days(Days::new(days)).unwrap_or(today)
}

/// How a due date stands to today, in words.
#[must_use]
pub fn lateness(due_on: NaiveDate, today: NaiveDate) -> String {
    match (today - due_on).num_days() {
        1 => "1 day overdue".to_owned(),
        days if days > 1 => format!("{days} days overdue"),
        _ => format!("due {}", dates::distance(due_on, today)),
    }
}

/// A part of the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// What people asked for on their own page.
    Requests,
    /// Reviews overdue or near.
    Reviews,
    /// The agency's own actions, overdue or near.
    Actions,
    /// Referred, not asked yet.
    ToAsk,
    /// Decisions to be asked again.
    AskAgain,
    /// On the register, not rated yet.
    Unrated,
}

/// The parts that a kind of agency may see, most urgent first.
#[must_use]
pub fn parts(kind: AgencyKind) -> Vec<Part> {
    let sees = |section| policy::may_see(kind, section);
    [
        (Part::Requests, sees(Section::Voice)),
        (Part::Reviews, sees(Section::Reviews) && sees(Section::Rating)),
        (Part::Actions, sees(Section::Plan) || sees(Section::OwnActions)),
        // A referral is shown to the agency that made it, whatever its kind.
        (Part::ToAsk, true),
        (Part::AskAgain, sees(Section::Consent)),
        // Whoever sees the tool's answers is who fills it in.
        (Part::Unrated, sees(Section::Assessments)),
    ]
    .into_iter()
    .filter_map(|(part, seen)| seen.then_some(part))
    .collect()
}

/// A list with how many there are in all: a long one is cut, its number never.
#[derive(Debug, Clone)]
pub struct Counted<T> {
    /// The most urgent.
    pub lines: Vec<T>,
    /// All of them.
    pub count: i64,
    /// Those of them that are overdue.
    pub overdue: i64,
}

/// Who a line is about.
#[derive(Debug, Clone)]
#[cfg_attr(not(target_family = "wasm"), derive(sqlx::FromRow))]
pub struct Who {
    /// Whose record.
    pub person_id: PersonId,
    /// First name.
    pub given_name: String,
    /// Last name.
    pub family_name: String,
}

/// Something a person asked for on their own page, not answered yet.
#[derive(Debug, Clone)]
pub struct RequestOpen {
    /// Who asked.
    pub who: Who,
    /// Which.
    pub request_id: RequestId,
    /// What.
    pub kind: RequestKind,
    /// What about it in particular, each in a few words.
    pub particulars: Vec<String>,
    /// Since when.
    pub raised_at: DateTime<Utc>,
}

/// A review that is overdue or near.
#[derive(Debug, Clone)]
#[cfg_attr(not(target_family = "wasm"), derive(sqlx::FromRow))]
pub struct ReviewDue {
    /// Whose.
    #[cfg_attr(not(target_family = "wasm"), sqlx(flatten))]
    pub who: Who,
    /// The rating now.
    pub rating: Rating,
    /// By when.
    pub due_on: NaiveDate,
}

/// An action of the agency's own that is overdue or near.
#[derive(Debug, Clone)]
#[cfg_attr(not(target_family = "wasm"), derive(sqlx::FromRow))]
pub struct ActionDue {
    /// For whom.
    #[cfg_attr(not(target_family = "wasm"), sqlx(flatten))]
    pub who: Who,
    /// Which.
    pub action_id: ActionId,
    /// What is to be done.
    pub what: String,
    /// Who in the agency does it.
    pub owner_name: String,
    /// By when.
    pub due_on: NaiveDate,
}

/// Somebody who was referred and waits to be asked.
#[derive(Debug, Clone)]
#[cfg_attr(not(target_family = "wasm"), derive(sqlx::FromRow))]
pub struct ToAsk {
    /// Who.
    #[cfg_attr(not(target_family = "wasm"), sqlx(flatten))]
    pub who: Who,
    /// Since when, if a referral says.
    pub received_at: Option<DateTime<Utc>>,
    /// The last day of what was decided before and was not asked again; only for the agency that runs the register.
    pub ran_out_on: Option<NaiveDate>,
}

/// A decision that must be asked again, or lapses.
#[derive(Debug, Clone)]
#[cfg_attr(not(target_family = "wasm"), derive(sqlx::FromRow))]
pub struct AskAgain {
    /// Whose.
    #[cfg_attr(not(target_family = "wasm"), sqlx(flatten))]
    pub who: Who,
    /// By when.
    pub due_on: NaiveDate,
    /// Why.
    pub because: AskAgainBecause,
}

/// Somebody on the register whom nobody has rated.
#[derive(Debug, Clone)]
#[cfg_attr(not(target_family = "wasm"), derive(sqlx::FromRow))]
pub struct Unrated {
    /// Who.
    #[cfg_attr(not(target_family = "wasm"), sqlx(flatten))]
    pub who: Who,
    /// On the register since.
    pub opened_on: NaiveDate,
}

/// The whole page. `None`: not for this kind of agency.
#[derive(Debug, Clone)]
pub struct Today {
    /// The day it is.
    pub today: NaiveDate,
    /// What people asked for.
    pub requests: Option<Counted<RequestOpen>>,
    /// Reviews.
    pub reviews: Option<Counted<ReviewDue>>,
    /// Own actions.
    pub actions: Option<Counted<ActionDue>>,
    /// Waiting to be asked.
    pub to_ask: Option<Counted<ToAsk>>,
    /// Decisions to be asked again.
    pub ask_again: Option<Counted<AskAgain>>,
    /// Not rated yet.
    pub unrated: Option<Counted<Unrated>>,
    /// Whom of these the reader has begun to ask.
    pub begun: BTreeSet<PersonId>,
}

impl Today {
    /// Whom each line is about: somebody with two lines is named twice.
    pub fn people(&self) -> impl Iterator<Item = &PersonId> {
        fn of<T>(part: Option<&Counted<T>>, who: impl Fn(&T) -> &Who) -> impl Iterator<Item = &PersonId> {
            part.into_iter().flat_map(|part| &part.lines).map(move |line| &who(line).person_id)
        }
        let Self { today: _, requests, reviews, actions, to_ask, ask_again, unrated, begun: _ } = self;
        of(requests.as_ref(), |line| &line.who)
            .chain(of(reviews.as_ref(), |line| &line.who))
            .chain(of(actions.as_ref(), |line| &line.who))
            .chain(of(to_ask.as_ref(), |line| &line.who))
            .chain(of(ask_again.as_ref(), |line| &line.who))
            .chain(of(unrated.as_ref(), |line| &line.who))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn how_late_something_is_stands_in_words() {
        let today = day("2026-08-06");
        for (due, words) in [
            ("2026-08-03", "3 days overdue"),
            ("2026-08-05", "1 day overdue"),
            ("2026-08-06", "due today"),
            ("2026-08-07", "due tomorrow"),
            ("2026-08-11", "due in 5 days"),
        ] {
            assert_eq!(lateness(day(due), today), words);
        }
    }

    #[test]
    fn everybody_starts_on_a_page_their_role_includes() {
        use crate::access::model::Act;
        for &role in Role::ALL {
            let act = match first_page(role) {
                "/today" => Act::SeeToday,
                "/agencies" => Act::ManageAgencies,
                "/audit" => Act::SeeAuditLog,
                other => panic!("{other}"),
            };
            assert_eq!(policy::role_allows(role, act), Ok(()), "{role:?}");
        }
    }

    #[test]
    fn police_and_ambulance_see_their_own_actions_and_no_review_or_decision() {
        for kind in [AgencyKind::Police, AgencyKind::Ambulance] {
            assert_eq!(parts(kind), [Part::Actions, Part::ToAsk], "{kind:?}");
        }
    }

    #[test]
    fn schools_see_no_review() {
        assert!(!parts(AgencyKind::Education).contains(&Part::Reviews));
    }

    #[test]
    fn clinical_agencies_see_every_part_reviews_first() {
        assert_eq!(
            parts(AgencyKind::NhsLearningDisability),
            [Part::Requests, Part::Reviews, Part::Actions, Part::ToAsk, Part::AskAgain, Part::Unrated]
        );
    }
}
