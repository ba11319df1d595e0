//! Filled-in tools in the database. Appended, never changed.

use chrono::{DateTime, Utc};

use super::model::{Suggestion, ToolAnswers};
use crate::{
    access::{
        model::{
            AboutPerson, PersonAct, Section,
            act::{AssessRisk, SeeOwnPage},
        },
        permit::Permit,
    },
    base::{
        error::{AppError, Corrupt},
        ids::AssessmentId,
    },
    execute_one, fetch_all, fetch_optional,
};

/// What a filled-in tool suggested, when, and to whom it was said.
#[derive(Debug, Clone)]
pub struct Assessed {
    /// Which.
    pub assessment_id: AssessmentId,
    /// What the tool made of the answers. Without its reasons for who may not see the issues.
    pub suggestion: Suggestion,
    /// Who filled it in.
    pub recorded_by: String,
    /// For which agency.
    pub agency_name: String,
    /// When.
    pub recorded_at: DateTime<Utc>,
}

#[derive(sqlx::FromRow)]
struct Row {
    assessment_id: AssessmentId,
    suggestion: String,
    recorded_by: String,
    agency_name: String,
    recorded_at: DateTime<Utc>,
}

macro_rules! assessments {
    ($tail:literal) => {
        assessments!("", $tail)
    };
    ($besides:literal, $tail:literal) => {
        concat!(
            "select assessment_id, suggestion, staff.display_name as recorded_by, agency.name as agency_name, recorded_at",
            $besides,
            "
             from assessment
             join staff on staff.staff_id = assessment.recorded_by
             join agency on agency.agency_id = assessment.recorded_agency
             where person_id = $1 ",
            $tail
        )
    };
}

/// What the tool suggested last; `None` where it was never filled in.
/// Only where `permit.may_see(Section::Rating)`.
///
/// # Errors
/// `NotFound` where the actor's agency does not see ratings, or where the database does not answer.
pub async fn latest<A: PersonAct>(permit: &mut Permit<A>) -> Result<Option<Assessed>, AppError> {
    let person = permit.person();
    let row: Option<Row> = fetch_optional!(
        permit,
        assessments!("order by assessment.recorded_at desc, assessment_id desc limit 1"),
        &person
    )?;
    row.map(|row| read(permit, row)).transpose()
}

/// What a named filling-in of the tool suggested.
///
/// # Errors
/// `NotFound` where it is not this person's, or the agency does not see ratings.
pub async fn named<A: PersonAct>(permit: &mut Permit<A>, id: &AssessmentId) -> Result<Assessed, AppError> {
    let person = permit.person();
    let row: Option<Row> = fetch_optional!(permit, assessments!("and assessment_id = $2"), &person, id)?;
    read(permit, row.ok_or(AppError::NotFound)?)
}

fn read<A: AboutPerson>(permit: &Permit<A>, row: Row) -> Result<Assessed, AppError> {
    if !permit.may_see(Section::Rating) {
        return Err(AppError::NotFound);
    }
    let mut suggestion: Suggestion = serde_json::from_str(&row.suggestion)
        .map_err(|_| Corrupt { table: "assessment", what: "a suggestion that cannot be read" })?;
    if !permit.may_see(Section::Issues) {
        suggestion.reasons.clear();
        suggestion.missing.clear();
    }
    let Row { assessment_id, suggestion: _, recorded_by, agency_name, recorded_at } = row;
    Ok(Assessed { assessment_id, suggestion, recorded_by, agency_name, recorded_at })
}

/// A filled-in tool with its answers, as the person reads it.
#[derive(Debug, Clone)]
pub struct FilledIn {
    /// What it suggested, when and by whom.
    pub assessed: Assessed,
    /// Every answer, with what it rests on.
    pub answers: ToolAnswers,
}

/// Every filling-in of the tool, the newest first, for the person whom it is about.
///
/// # Errors
/// `NotFound` where somebody else holds the code, or where the database does not answer.
pub async fn about_oneself(permit: &mut Permit<SeeOwnPage>) -> Result<Vec<FilledIn>, AppError> {
    if !permit.may_see(Section::Assessments) {
        return Err(AppError::NotFound);
    }
    let person = permit.person();
    let rows: Vec<AnsweredRow> = fetch_all!(
        permit,
        assessments!(", answers", "order by assessment.recorded_at desc, assessment_id desc"),
        &person
    )?;
    rows.into_iter()
        .map(|AnsweredRow { row, answers }| {
            Ok(FilledIn { assessed: read(permit, row)?, answers: read_answers(&answers)? })
        })
        .collect()
}

#[derive(sqlx::FromRow)]
struct AnsweredRow {
    #[sqlx(flatten)]
    row: Row,
    answers: String,
}

/// The answers given last, to start the next from. The permit is of those who see them all.
///
/// # Errors
/// Where the database does not answer.
pub async fn latest_answers(permit: &mut Permit<AssessRisk>) -> Result<Option<ToolAnswers>, AppError> {
    let person = permit.person();
    let row: Option<(String,)> = fetch_optional!(
        permit,
        "select answers from assessment where person_id = $1 order by recorded_at desc, assessment_id desc limit 1",
        &person
    )?;
    let Some((json,)) = row else { return Ok(None) };
    read_answers(&json).map(Some)
}

fn read_answers(json: &str) -> Result<ToolAnswers, AppError> {
    Ok(serde_json::from_str(json).map_err(|_| Corrupt { table: "assessment", what: "answers that cannot be read" })?)
}

/// Appends a filled-in tool with what it suggested.
///
/// # Errors
/// Where the database does not answer.
pub async fn add(
    permit: &mut Permit<AssessRisk>,
    answers: &ToolAnswers,
    suggestion: &Suggestion,
) -> Result<AssessmentId, AppError> {
    let broken = |error: serde_json::Error| AppError::Broken(format!("an assessment cannot be written: {error}"));
    let (id, person, actor, now) = (AssessmentId::new(), permit.person(), permit.actor(), permit.now());
    let (tool, version) = (answers.tool.as_str(), answers.version.to_string());
    let (answers, suggestion) =
        (serde_json::to_string(answers).map_err(broken)?, serde_json::to_string(suggestion).map_err(broken)?);
    execute_one!(
        permit,
        "insert into assessment (assessment_id, person_id, tool, tool_version, answers, suggestion,
                                 recorded_by, recorded_agency, recorded_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        &id,
        &person,
        tool,
        version,
        answers,
        suggestion,
        &actor.staff_id,
        &actor.agency,
        now
    )?;
    Ok(id)
}
