//! Reviews in the database. Appended, never changed.

use chrono::{DateTime, NaiveDate, Utc};

use super::model::Notes;
use crate::{
    access::{
        model::{AboutPerson, Section, act::CompleteReview},
        permit::Permit,
    },
    base::{
        error::AppError,
        ids::{RatingId, ReviewId},
    },
    execute_one, fetch_all,
    rating::model::Rating,
};

/// A review that was recorded.
#[derive(Clone, sqlx::FromRow)]
pub struct Review {
    /// Which.
    pub review_id: ReviewId,
    /// The day it was held.
    pub held_on: NaiveDate,
    /// Who was there.
    pub present: String,
    /// How the person sees it.
    pub person_said: String,
    /// How things are.
    pub how_things_are: String,
    /// What changed; may be empty.
    pub what_changed: String,
    /// The rating that it kept or set.
    pub rating: Rating,
    /// The day the next was due after it.
    pub review_due_on: NaiveDate,
    /// Who recorded it.
    pub recorded_by: String,
    /// For which agency.
    pub agency_name: String,
    /// When.
    pub recorded_at: DateTime<Utc>,
}

/// No `Debug` of the texts: they are personal.
impl std::fmt::Debug for Review {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Review({})", self.review_id)
    }
}

/// Every review, the last held first; `None` where the agency does not see them.
///
/// # Errors
/// Where the database does not answer.
pub async fn history<A: AboutPerson>(permit: &mut Permit<A>) -> Result<Option<Vec<Review>>, AppError> {
    if !permit.may_see(Section::Reviews) {
        return Ok(None);
    }
    let person = permit.person();
    fetch_all!(
        permit,
        "select review_id, held_on, present, person_said, how_things_are, what_changed, rating.rating,
                rating.review_due_on, staff.display_name as recorded_by, agency.name as agency_name, recorded_at
         from review
         join rating on rating.rating_id = review.rating_id
         join staff on staff.staff_id = review.recorded_by
         join agency on agency.agency_id = review.recorded_agency
         where review.person_id = $1 order by held_on desc, recorded_at desc, review_id desc",
        &person
    )
    .map(Some)
}

/// Appends a review with the rating that it kept or set.
///
/// # Errors
/// Where the database does not answer.
pub async fn add(permit: &mut Permit<CompleteReview>, notes: &Notes, rating: &RatingId) -> Result<ReviewId, AppError> {
    let (id, person, actor, now) = (ReviewId::new(), permit.person(), permit.actor(), permit.now());
    execute_one!(
        permit,
        "insert into review (review_id, person_id, held_on, present, person_said, how_things_are, what_changed,
                             rating_id, recorded_by, recorded_agency, recorded_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        &id,
        &person,
        notes.held_on,
        &notes.present,
        &notes.person_said,
        &notes.how_things_are,
        &notes.what_changed,
        rating,
        &actor.staff_id,
        &actor.agency,
        now
    )?;
    Ok(id)
}
