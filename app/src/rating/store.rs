//! Ratings in the database. Appended, never changed; the highest number is the current one.

use chrono::{DateTime, NaiveDate, Utc};

use super::model::{Rag, Rating, RatingDecision};
use crate::{
    access::{
        model::{
            AboutPerson, PersonAct, Section,
            act::{CompleteReview, SetRating},
        },
        permit::Permit,
    },
    base::{
        error::AppError,
        ids::{AssessmentId, RatingId, ReviewId},
    },
    execute_one, fetch_all, fetch_optional,
};

/// A rating that was set, with who set it and on what.
#[derive(Clone, sqlx::FromRow)]
pub struct CurrentRating {
    /// Which.
    pub rating_id: RatingId,
    /// 1, 2, 3 … for this person: what a save must name.
    pub number: i64,
    /// What was set.
    pub rating: Rating,
    /// What the tool had suggested, where one was filled in.
    pub suggested: Option<Rag>,
    /// The filled-in tool it rests on.
    pub assessment_id: Option<AssessmentId>,
    /// Why; empty where none was given, or for who may not see the issues.
    pub reason: String,
    /// The review at which it was set or kept.
    pub review_id: Option<ReviewId>,
    /// When it was set.
    pub set_at: DateTime<Utc>,
    /// By whom.
    pub set_by: String,
    /// For which agency.
    pub agency_name: String,
    /// The day the next review is due.
    pub review_due_on: NaiveDate,
}

/// No `Debug` of the reason: it is personal.
impl std::fmt::Debug for CurrentRating {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "CurrentRating(number {})", self.number)
    }
}

impl CurrentRating {
    /// Whether the human differed from the tool.
    #[must_use]
    pub fn is_override(&self) -> bool {
        super::model::is_override(self.suggested, self.rating)
    }
}

/// The acts that may set a rating.
pub trait Rates: PersonAct {}
impl Rates for SetRating {}
impl Rates for CompleteReview {}

macro_rules! ratings {
    ($tail:literal) => {
        concat!(
            "select rating.rating_id, number, rating, suggested, assessment_id, reason, review_id, set_at,
                    staff.display_name as set_by, agency.name as agency_name, review_due_on
             from rating
             left join review on review.rating_id = rating.rating_id and review.person_id = rating.person_id
             join staff on staff.staff_id = rating.set_by
             join agency on agency.agency_id = rating.set_agency
             where rating.person_id = $1 order by number desc ",
            $tail
        )
    };
}

/// The rating in force; `None` where nobody has rated yet. Only where `permit.may_see(Section::Rating)`.
///
/// # Errors
/// `NotFound` where the actor's agency does not see ratings, or where the database does not answer.
pub async fn current<A: AboutPerson>(permit: &mut Permit<A>) -> Result<Option<CurrentRating>, AppError> {
    let person = permit.person();
    let rows: Option<CurrentRating> = fetch_optional!(permit, ratings!("limit 1"), &person)?;
    Ok(seen(permit, rows.into_iter().collect())?.pop())
}

/// Every rating, the newest first. Only where `permit.may_see(Section::Rating)`.
///
/// # Errors
/// `NotFound` where the actor's agency does not see ratings, or where the database does not answer.
pub async fn history<A: AboutPerson>(permit: &mut Permit<A>) -> Result<Vec<CurrentRating>, AppError> {
    let person = permit.person();
    let rows: Vec<CurrentRating> = fetch_all!(permit, ratings!(""), &person)?;
    seen(permit, rows)
}

/// The reason speaks of the issues: it is kept from who may not see those.
fn seen<A: AboutPerson>(permit: &Permit<A>, mut rows: Vec<CurrentRating>) -> Result<Vec<CurrentRating>, AppError> {
    if !permit.may_see(Section::Rating) {
        return Err(AppError::NotFound);
    }
    if !permit.may_see(Section::Issues) {
        rows.iter_mut().for_each(|row| row.reason.clear());
    }
    Ok(rows)
}

/// A rating to be appended.
#[derive(Debug)]
pub struct NewRating<'a> {
    /// What was decided.
    pub decision: &'a RatingDecision,
    /// The filled-in tool it rests on.
    pub assessment: Option<&'a AssessmentId>,
    /// The number of the rating that was in force when the form was opened; 0 where there was none.
    pub opened_number: i64,
    /// The day the next review is due.
    pub review_due_on: NaiveDate,
}

/// Appends a rating.
///
/// # Errors
/// `Conflict` where somebody else rated since the form was opened; nothing is written then.
pub async fn set<A: Rates>(permit: &mut Permit<A>, new: &NewRating<'_>) -> Result<RatingId, AppError> {
    let (id, person, actor, now) = (RatingId::new(), permit.person(), permit.actor(), permit.now());
    // The number is the next after the one that was looked at, so a rating in between takes it first.
    execute_one!(
        permit,
        "insert into rating (rating_id, person_id, number, rating, suggested, assessment_id, reason, review_due_on,
                             set_by, set_agency, set_at)
         select $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11
         where $12 = (select coalesce(max(number), 0) from rating where person_id = $2)
         on conflict (person_id, number) do nothing",
        &id,
        &person,
        new.opened_number + 1,
        new.decision.rating(),
        new.decision.suggested(),
        new.assessment,
        new.decision.reason().unwrap_or_default(),
        new.review_due_on,
        &actor.staff_id,
        &actor.agency,
        now,
        new.opened_number
    )?;
    Ok(id)
}
