//! Holders, assessments and checklists in the database.

use chrono::NaiveDate;

use super::{
    capacity::{Assessed, Assessment, Conclusion, Test, YesNo},
    interests::{Interests, Weighed},
    model::{Facts, Holder, LocalRule, UNNAMED},
};
use crate::{
    access::{
        model::{AboutPerson, OwnAct, PersonAct, Section, act::RecordConsent},
        permit::Permit,
    },
    base::{
        answers::Answers,
        error::AppError,
        ids::{CapacityId, HolderId, InterestsId},
    },
    consent, execute_one, fetch_all, fetch_one, fetch_optional,
};

/// Everything the route looks at, as it is kept.
#[derive(Debug, Clone, Default)]
pub struct Known {
    /// Date of birth.
    pub born_on: Option<NaiveDate>,
    /// Every assessment, in order.
    pub assessments: Vec<Assessment>,
    /// Everybody who holds an authority, or says so; those that ended too.
    pub holders: Vec<Holder>,
    /// Every checklist, in order.
    pub interests: Vec<Interests>,
}

impl Known {
    /// For the route.
    #[must_use]
    pub fn facts(&self, rule: LocalRule) -> Facts<'_> {
        Facts {
            born_on: self.born_on,
            assessments: &self.assessments,
            holders: &self.holders,
            interests: &self.interests,
            rule,
        }
    }
}

/// What is known of who may decide for the permit's person.
///
/// # Errors
/// Where the database does not answer.
pub async fn known<A: AboutPerson>(permit: &mut Permit<A>) -> Result<Known, AppError> {
    let person = permit.person();
    let (born_on,): (Option<NaiveDate>,) =
        fetch_one!(permit, "select born_on from person where person_id = $1", &person)?;
    let assessments: Vec<(CapacityId, Test, Conclusion, NaiveDate)> = fetch_all!(
        permit,
        "select capacity_id, test, conclusion, assessed_on from capacity_assessment where person_id = $1 order by number",
        &person
    )?;
    let interests: Vec<(InterestsId, CapacityId, YesNo, String, NaiveDate, NaiveDate)> = fetch_all!(
        permit,
        "select interests_id, capacity_id, outcome, decided_by, decided_on, review_on from best_interests
         where person_id = $1 order by number",
        &person
    )?;
    Ok(Known {
        born_on,
        assessments: assessments
            .into_iter()
            .map(|(capacity_id, test, conclusion, assessed_on)| Assessment {
                capacity_id,
                test,
                conclusion,
                assessed_on,
            })
            .collect(),
        holders: holders(permit).await?,
        interests: interests
            .into_iter()
            .map(|(interests_id, capacity_id, outcome, decided_by, decided_on, review_on)| Interests {
                interests_id,
                capacity_id,
                outcome,
                decided_by,
                decided_on,
                review_on,
            })
            .collect(),
    })
}

/// The same as it may be shown to the actor: without names where they see no family, and without who
/// decided in somebody's best interests where they see no decisions. For pages only: what is recorded
/// stands on the whole.
///
/// # Errors
/// Where the database does not answer.
pub async fn shown<A: PersonAct>(permit: &mut Permit<A>) -> Result<Known, AppError> {
    let mut known = known(permit).await?;
    if !permit.may_read_to_ask(Section::Family) {
        known.holders = (1..).zip(known.holders).map(|(which, holder)| holder.unnamed(which)).collect();
    }
    if !permit.may_read_to_ask(Section::Consent) {
        for weighed in &mut known.interests {
            weighed.decided_by = UNNAMED.to_owned();
        }
    }
    Ok(known)
}

/// Everybody who holds an authority for the permit's person, or says so; those that ended too.
///
/// # Errors
/// Where the database does not answer.
pub async fn holders<A: AboutPerson>(permit: &mut Permit<A>) -> Result<Vec<Holder>, AppError> {
    let person = permit.person();
    fetch_all!(
        permit,
        "select holder_id, authority, name, relation, basis, covers, seen_on, reference, limits, expires_on, ended_on
         from holder where person_id = $1 order by added_at, holder_id",
        &person
    )
}

/// Writes down who holds an authority. The same form sent twice makes one holder: of two, one who had lost their say
/// would keep it as the other.
///
/// # Errors
/// Where the database does not answer.
pub async fn add_holder(permit: &mut Permit<RecordConsent>, new: &Holder) -> Result<(), AppError> {
    let same = |each: &Holder| Holder { holder_id: new.holder_id.clone(), ..each.clone() } == *new;
    if holders(permit).await?.iter().any(same) {
        permit.note("known");
        return Ok(());
    }
    permit.note("holder");
    let (person, actor, now) = (permit.person(), permit.actor(), permit.now());
    execute_one!(
        permit,
        "insert into holder (holder_id, person_id, authority, name, relation, basis, covers, seen_on, reference,
                             limits, expires_on, added_by, added_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)",
        &new.holder_id,
        &person,
        new.authority,
        &new.name,
        &new.relation,
        new.basis,
        new.covers,
        new.seen_on,
        &new.reference,
        &new.limits,
        new.expires_on,
        &actor.staff_id,
        now
    )
}

/// How an authority came to its end.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct Ending {
    /// When.
    pub ended_on: NaiveDate,
    /// Why they may no longer decide.
    pub ended_because: String,
}

/// How somebody's authority ended, if it has.
///
/// # Errors
/// `NotFound` where the permit's person has no such holder, or the actor does not see who holds an authority.
pub async fn ending(permit: &mut Permit<RecordConsent>, holder: &HolderId) -> Result<Option<Ending>, AppError> {
    if !permit.may_read_to_ask(Section::Family) {
        return Err(AppError::NotFound);
    }
    let person = permit.person();
    let row: Option<(Option<NaiveDate>, Option<String>)> = fetch_optional!(
        permit,
        "select ended_on, ended_because from holder where holder_id = $1 and person_id = $2",
        holder,
        &person
    )?;
    let (ended_on, because) = row.ok_or(AppError::NotFound)?;
    Ok(ended_on.map(|ended_on| Ending { ended_on, ended_because: because.unwrap_or_default() }))
}

/// Writes down that somebody may no longer decide. Decisions they made stay what they are.
///
/// # Errors
/// `Conflict` where it ended before.
pub async fn end_holder(permit: &mut Permit<RecordConsent>, holder: &HolderId, because: &str) -> Result<(), AppError> {
    permit.note("holder_ended");
    let (person, today) = (permit.person(), permit.today());
    execute_one!(
        permit,
        "update holder set ended_on = $1, ended_because = $2
         where holder_id = $3 and person_id = $4 and ended_on is null",
        today,
        because,
        holder,
        &person
    )
}

/// Records an assessment.
///
/// # Errors
/// Where the database does not answer.
pub async fn add_assessment(
    permit: &mut Permit<RecordConsent>,
    test: Test,
    assessed: Assessed,
    answers: &Answers,
) -> Result<(), AppError> {
    permit.note(test.word());
    permit.note(assessed.conclusion.word());
    let (person, actor, now) = (permit.person(), permit.actor(), permit.now());
    let today = permit.today();
    let answers = serde_json::to_string(answers).map_err(|error| AppError::Broken(error.to_string()))?;
    let (number,): (i64,) = fetch_one!(
        permit,
        "select coalesce(max(number), 0) + 1 from capacity_assessment where person_id = $1",
        &person
    )?;
    execute_one!(
        permit,
        "insert into capacity_assessment (capacity_id, person_id, number, test, conclusion, assessed_on, answers,
                                          recorded_by, recorded_agency, recorded_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        CapacityId::new(),
        &person,
        number,
        test,
        assessed.conclusion,
        assessed.assessed_on,
        &answers,
        &actor.staff_id,
        &actor.agency,
        now
    )?;
    // What others decided because the person could not ends once they are found able.
    consent::store::refresh_sharing(permit, &person, today).await
}

/// Records a checklist on the assessment it stands on.
///
/// # Errors
/// Where the database does not answer.
pub async fn add_interests(
    permit: &mut Permit<RecordConsent>,
    on: &CapacityId,
    weighed: &Weighed,
    answers: &Answers,
) -> Result<(), AppError> {
    permit.note("best_interests");
    permit.note(weighed.outcome.word());
    let (person, actor, now) = (permit.person(), permit.actor(), permit.now());
    let answers = serde_json::to_string(answers).map_err(|error| AppError::Broken(error.to_string()))?;
    let (number,): (i64,) =
        fetch_one!(permit, "select coalesce(max(number), 0) + 1 from best_interests where person_id = $1", &person)?;
    execute_one!(
        permit,
        "insert into best_interests (interests_id, person_id, number, capacity_id, outcome, decided_by, decided_on,
                                     review_on, answers, recorded_by, recorded_agency, recorded_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
        InterestsId::new(),
        &person,
        number,
        on,
        weighed.outcome,
        &weighed.decided_by,
        weighed.decided_on,
        weighed.review_on,
        &answers,
        &actor.staff_id,
        &actor.agency,
        now
    )
}

/// A filled-in form, to be read again.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct FilledIn {
    /// `capacity_assessment.capacity_id` or `best_interests.interests_id`.
    pub id: String,
    /// What was assessed; none for a checklist.
    pub test: Option<Test>,
    /// What it came to, as a word.
    pub came_to: String,
    /// When.
    pub day: NaiveDate,
    /// The whole form, as JSON.
    pub answers: String,
    /// Who wrote it down.
    pub recorded_by: Option<String>,
}

/// Every assessment and checklist of the permit's person, the newest first; none where the actor does
/// not see decisions.
///
/// # Errors
/// Where the database does not answer.
pub async fn filled_in<A: PersonAct>(permit: &mut Permit<A>) -> Result<Option<Vec<FilledIn>>, AppError> {
    if permit.may_read_to_ask(Section::Consent) { whole(permit).await.map(Some) } else { Ok(None) }
}

/// The same for the person themselves, or for who decides for them, on the own page.
///
/// # Errors
/// Where the database does not answer.
pub async fn filled_in_about_oneself<A: OwnAct>(permit: &mut Permit<A>) -> Result<Vec<FilledIn>, AppError> {
    whole(permit).await
}

async fn whole<A: AboutPerson>(permit: &mut Permit<A>) -> Result<Vec<FilledIn>, AppError> {
    let person = permit.person();
    let mut all: Vec<FilledIn> = fetch_all!(
        permit,
        "select capacity_id as id, test, conclusion as came_to, assessed_on as day, answers,
                staff.display_name as recorded_by
         from capacity_assessment left join staff on staff.staff_id = recorded_by
         where person_id = $1 order by number desc",
        &person
    )?;
    let interests: Vec<FilledIn> = fetch_all!(
        permit,
        "select interests_id as id, cast(null as text) as test, outcome as came_to, decided_on as day, answers,
                staff.display_name as recorded_by
         from best_interests left join staff on staff.staff_id = recorded_by
         where person_id = $1 order by number desc",
        &person
    )?;
    all.extend(interests);
    Ok(all)
}
