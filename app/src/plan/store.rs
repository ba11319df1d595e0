//! Issues, strategies and actions in the database.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};

use super::model::{
    Action, ActionState, ActionWord, Helped, Horizon, Issue, IssueStanding, NewAction, NewIssue, NewStrategy, Strategy,
    StrategyKind, StrategyWord,
};
use crate::{
    access::{
        model::{
            AboutPerson, PersonAct, Section,
            act::{ChangePlan, CompleteReview, UpdateAction},
        },
        permit::Permit,
    },
    base::{
        error::AppError,
        ids::{ActionId, AgencyId, IssueId, StrategyId},
    },
    execute_one, fetch_all, fetch_optional,
    own::{self, requests::Request},
};

/// What an agency sees of a plan. `None`: that part is not for it.
#[derive(Clone)]
pub struct Plan {
    /// Concerns, the current ones first, then the closed.
    pub issues: Option<Vec<Issue>>,
    /// What was tried and what could help.
    pub strategies: Option<Vec<Strategy>>,
    /// Actions.
    pub actions: Option<Actions>,
    /// What the person does not agree with, not answered yet.
    pub disputed: Vec<Request>,
}

/// The actions an agency sees.
#[derive(Clone, Debug)]
pub struct Actions {
    /// What is still to be done by day, then what is finished, the last first.
    pub list: Vec<Action>,
    /// Whether these are only its own.
    pub only_own: bool,
}

/// What the actor's agency sees of the plan.
///
/// # Errors
/// Where the database does not answer.
pub async fn plan<A: AboutPerson>(permit: &mut Permit<A>) -> Result<Plan, AppError> {
    Ok(Plan {
        issues: issues(permit).await?,
        strategies: strategies(permit).await?,
        actions: actions(permit).await?,
        disputed: own::requests::open_requests(permit).await?,
    })
}

#[derive(sqlx::FromRow)]
struct IssueRow {
    issue_id: IssueId,
    what: String,
    escalation: String,
    raised_by: Option<String>,
    raised_at: DateTime<Utc>,
    closed_on: Option<NaiveDate>,
    closed_because: Option<String>,
}

impl TryFrom<IssueRow> for Issue {
    type Error = AppError;
    fn try_from(row: IssueRow) -> Result<Self, AppError> {
        let IssueRow { issue_id, what, escalation, raised_by, raised_at, closed_on, closed_because } = row;
        let standing = IssueStanding::stored(closed_on, closed_because)?;
        Ok(Self { issue_id, what, escalation, raised_by, raised_at, standing })
    }
}

macro_rules! issues {
    ($tail:literal) => {
        concat!(
            "select issue_id, what, escalation, staff.display_name as raised_by, raised_at, closed_on, closed_because
             from issue left join staff on staff.staff_id = issue.raised_by
             where person_id = $1 ",
            $tail
        )
    };
}

/// The concerns, the current ones first; `None` where the agency does not see them.
///
/// # Errors
/// Where the database does not answer.
pub async fn issues<A: AboutPerson>(permit: &mut Permit<A>) -> Result<Option<Vec<Issue>>, AppError> {
    if !permit.may_see(Section::Issues) {
        return Ok(None);
    }
    let person = permit.person();
    let rows: Vec<IssueRow> = fetch_all!(
        permit,
        issues!("order by case when closed_on is null then 0 else 1 end, raised_at desc, issue_id desc"),
        &person
    )?;
    rows.into_iter().map(Issue::try_from).collect::<Result<_, _>>().map(Some)
}

/// One concern.
///
/// # Errors
/// `NotFound` where it is not this person's, or the agency does not see concerns.
pub async fn issue(permit: &mut Permit<ChangePlan>, id: &IssueId) -> Result<Issue, AppError> {
    if !permit.may_see(Section::Issues) {
        return Err(AppError::NotFound);
    }
    let person = permit.person();
    let row: Option<IssueRow> = fetch_optional!(permit, issues!("and issue_id = $2"), &person, id)?;
    row.ok_or(AppError::NotFound)?.try_into()
}

/// A line of the plan that was sent: a button may be pressed twice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Sent<T> {
    /// It was written down.
    Added(T),
    /// It stands there already, word for word, and is not over.
    There(T),
}

/// Writes a concern, unless the same one is open.
///
/// # Errors
/// Where the database does not answer.
pub async fn add_issue(permit: &mut Permit<ChangePlan>, new: &NewIssue) -> Result<Sent<IssueId>, AppError> {
    let (id, person, actor, now) = (IssueId::new(), permit.person(), permit.actor(), permit.now());
    let there: Option<(IssueId,)> = fetch_optional!(
        permit,
        "select issue_id from issue where person_id = $1 and what = $2 and escalation = $3 and closed_on is null",
        &person,
        &new.what,
        &new.escalation
    )?;
    if let Some((there,)) = there {
        return Ok(Sent::There(there));
    }
    execute_one!(
        permit,
        "insert into issue (issue_id, person_id, what, escalation, raised_by, raised_at) values ($1, $2, $3, $4, $5, $6)",
        &id,
        &person,
        &new.what,
        &new.escalation,
        &actor.staff_id,
        now
    )?;
    Ok(Sent::Added(id))
}

/// Closes a concern.
///
/// # Errors
/// `Conflict` where somebody else has closed it.
pub async fn close_issue(permit: &mut Permit<ChangePlan>, id: &IssueId, because: &str) -> Result<(), AppError> {
    let (person, today) = (permit.person(), permit.today());
    execute_one!(
        permit,
        "update issue set closed_on = $1, closed_because = $2
         where issue_id = $3 and person_id = $4 and closed_on is null",
        today,
        because,
        id,
        &person
    )
}

#[derive(sqlx::FromRow)]
struct StrategyRow {
    strategy_id: StrategyId,
    kind: StrategyWord,
    what: String,
    result: Option<Helped>,
    recorded_by: Option<String>,
    recorded_at: DateTime<Utc>,
}

impl TryFrom<StrategyRow> for Strategy {
    type Error = AppError;
    fn try_from(row: StrategyRow) -> Result<Self, AppError> {
        let StrategyRow { strategy_id, kind, what, result, recorded_by, recorded_at } = row;
        Ok(Self { strategy_id, what, kind: StrategyKind::stored(kind, result)?, recorded_by, recorded_at })
    }
}

/// What was tried and what could help, the newest first; `None` where the agency does not see it.
///
/// # Errors
/// Where the database does not answer.
pub async fn strategies<A: AboutPerson>(permit: &mut Permit<A>) -> Result<Option<Vec<Strategy>>, AppError> {
    if !permit.may_see(Section::Strategies) {
        return Ok(None);
    }
    let person = permit.person();
    let rows: Vec<StrategyRow> = fetch_all!(
        permit,
        "select strategy_id, kind, what, result, staff.display_name as recorded_by, recorded_at
         from strategy left join staff on staff.staff_id = strategy.recorded_by
         where person_id = $1 order by recorded_at desc, strategy_id desc",
        &person
    )?;
    rows.into_iter().map(Strategy::try_from).collect::<Result<_, _>>().map(Some)
}

/// Writes what was tried or could help, unless the same was written within a day: it is never closed, and what is
/// tried again another time is said again.
///
/// # Errors
/// Where the database does not answer.
pub async fn add_strategy(permit: &mut Permit<ChangePlan>, new: &NewStrategy) -> Result<Sent<StrategyId>, AppError> {
    let (id, person, actor, now) = (StrategyId::new(), permit.person(), permit.actor(), permit.now());
    let there: Option<(StrategyId,)> = fetch_optional!(
        permit,
        "select strategy_id from strategy
         where person_id = $1 and kind = $2 and what = $3 and coalesce(result, '') = $4 and recorded_at > $5",
        &person,
        new.kind.word(),
        &new.what,
        new.kind.result().map_or("", Helped::word),
        now - TimeDelta::days(1)
    )?;
    if let Some((there,)) = there {
        return Ok(Sent::There(there));
    }
    execute_one!(
        permit,
        "insert into strategy (strategy_id, person_id, kind, what, result, recorded_by, recorded_at)
         values ($1, $2, $3, $4, $5, $6, $7)",
        &id,
        &person,
        new.kind.word(),
        &new.what,
        new.kind.result(),
        &actor.staff_id,
        now
    )?;
    Ok(Sent::Added(id))
}

#[derive(sqlx::FromRow)]
struct ActionRow {
    action_id: ActionId,
    what: String,
    service: String,
    horizon: Horizon,
    owner_agency: AgencyId,
    owner_agency_name: String,
    owner_name: String,
    due_on: NaiveDate,
    state: ActionWord,
    outcome: String,
    finished_on: Option<NaiveDate>,
    agreed_by: Option<String>,
    agreed_at: DateTime<Utc>,
    version: i64,
}

impl TryFrom<ActionRow> for Action {
    type Error = AppError;
    fn try_from(row: ActionRow) -> Result<Self, AppError> {
        Ok(Self {
            state: ActionState::stored(row.state, row.outcome, row.finished_on)?,
            action_id: row.action_id,
            what: row.what,
            service: row.service,
            horizon: row.horizon,
            owner_agency: row.owner_agency,
            owner_agency_name: row.owner_agency_name,
            owner_name: row.owner_name,
            due_on: row.due_on,
            agreed_by: row.agreed_by,
            agreed_at: row.agreed_at,
            version: row.version,
        })
    }
}

/// `$1` is the person; `$2` the one agency whose actions are wanted, or empty for every agency's.
macro_rules! actions {
    ($tail:literal) => {
        concat!(
            "select action_id, what, service, horizon, owner_agency, agency.name as owner_agency_name, owner_name, due_on,
                    state, outcome, finished_on, staff.display_name as agreed_by, agreed_at, version
             from action
             join agency on agency.agency_id = action.owner_agency
             left join staff on staff.staff_id = action.agreed_by
             where person_id = $1 and ($2 = '' or owner_agency = $2) ",
            $tail
        )
    };
}

/// Whose actions the actor's agency sees: every agency's (empty), its own, or none.
fn whose<A: AboutPerson>(permit: &Permit<A>) -> Option<String> {
    if permit.may_see(Section::Plan) {
        Some(String::new())
    } else {
        permit.agency().filter(|_| permit.may_see(Section::OwnActions)).map(|agency| agency.to_string())
    }
}

/// The actions the actor's agency sees; `None` where it sees none.
///
/// # Errors
/// Where the database does not answer.
pub async fn actions<A: AboutPerson>(permit: &mut Permit<A>) -> Result<Option<Actions>, AppError> {
    let Some(whose) = whose(permit) else { return Ok(None) };
    let person = permit.person();
    let rows: Vec<ActionRow> = fetch_all!(
        permit,
        actions!("order by case when finished_on is null then 0 else 1 end, finished_on desc, due_on, action_id"),
        &person,
        &whose
    )?;
    let list = rows.into_iter().map(Action::try_from).collect::<Result<_, _>>()?;
    Ok(Some(Actions { list, only_own: !whose.is_empty() }))
}

/// One action.
///
/// # Errors
/// `NotFound` where it is not this person's, or the agency may not see it.
pub async fn action<A: AboutPerson>(permit: &mut Permit<A>, id: &ActionId) -> Result<Action, AppError> {
    let whose = whose(permit).ok_or(AppError::NotFound)?;
    let person = permit.person();
    let row: Option<ActionRow> = fetch_optional!(permit, actions!("and action_id = $3"), &person, &whose, id)?;
    row.ok_or(AppError::NotFound)?.try_into()
}

/// An agency that may own an action of the permit's person.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Owner {
    /// Which.
    pub agency_id: AgencyId,
    /// Its name.
    pub name: String,
}

/// The agencies that may own an action, by name: those the decision covers, for they alone can see
/// it. For an agency that sees only its own actions that is itself.
///
/// # Errors
/// `NotFound` where the agency sees no actions, or where the database does not answer.
pub async fn owners(permit: &mut Permit<ChangePlan>) -> Result<Vec<Owner>, AppError> {
    let whose = whose(permit).ok_or(AppError::NotFound)?;
    let (person, today) = (permit.person(), permit.today());
    fetch_all!(
        permit,
        "select agency.agency_id, name from sharing
         join agency on agency.agency_id = sharing.agency_id
         where person_id = $1 and level = 'record' and (until_on is null or until_on >= $2)
           and ($3 = '' or sharing.agency_id = $3)
         order by name, agency.agency_id",
        &person,
        today,
        &whose
    )
}

/// Writes an action, open, unless the same one is still to be done.
///
/// # Errors
/// Where the database does not answer.
pub async fn add_action(permit: &mut Permit<ChangePlan>, new: &NewAction) -> Result<Sent<ActionId>, AppError> {
    let (id, person, actor, now) = (ActionId::new(), permit.person(), permit.actor(), permit.now());
    let there: Option<(ActionId,)> = fetch_optional!(
        permit,
        "select action_id from action
         where person_id = $1 and what = $2 and service = $3 and horizon = $4 and owner_agency = $5
           and owner_name = $6 and due_on = $7 and finished_on is null",
        &person,
        &new.what,
        &new.service,
        new.horizon,
        &new.owner_agency,
        &new.owner_name,
        new.due_on
    )?;
    if let Some((there,)) = there {
        return Ok(Sent::There(there));
    }
    let state = ActionState::open();
    execute_one!(
        permit,
        "insert into action (action_id, person_id, what, service, horizon, owner_agency, owner_name, due_on, state,
                             outcome, agreed_by, agreed_at, version)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, 1)",
        &id,
        &person,
        &new.what,
        &new.service,
        new.horizon,
        &new.owner_agency,
        &new.owner_name,
        new.due_on,
        state.word(),
        state.text(),
        &actor.staff_id,
        now
    )?;
    Ok(Sent::Added(id))
}

/// The acts that may say what came of an action.
pub trait Reports: PersonAct {}
impl Reports for UpdateAction {}
impl Reports for CompleteReview {}

/// Writes where an action stands.
///
/// # Errors
/// `Conflict` where somebody else changed it since the version that was opened, `NotFound` where
/// the agency may not see it.
pub async fn update_action<A: Reports>(
    permit: &mut Permit<A>,
    id: &ActionId,
    state: &ActionState,
    opened_version: i64,
) -> Result<(), AppError> {
    let whose = whose(permit).ok_or(AppError::NotFound)?;
    let person = permit.person();
    execute_one!(
        permit,
        "update action set state = $1, outcome = $2, finished_on = $3, version = version + 1
         where action_id = $4 and person_id = $5 and version = $6 and ($7 = '' or owner_agency = $7)",
        state.word(),
        state.text(),
        state.finished_on(),
        id,
        &person,
        opened_version,
        &whose
    )
}
