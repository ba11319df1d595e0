//! Who needs the agency today. Every query joins `sharing` for the actor's agency: that is the rule.

use std::collections::BTreeSet;

use chrono::{DateTime, NaiveDate, Utc};

use super::model::{self, ActionDue, AskAgain, Counted, Part, RequestOpen, ReviewDue, ToAsk, Today, Unrated, Who};
use crate::{
    access::{
        model::{Actor, Role, Section, act::SeeToday},
        permit::{Scope, open_to},
        policy,
    },
    base::{
        error::AppError,
        ids::{AgencyId, RequestId, StaffId},
    },
    consent::{self, model::AskAgainBecause},
    draft, fetch_all, fetch_one,
    own::{
        model::{How, RequestKind},
        requests::particulars,
    },
};

/// The most lines a part of the page shows.
pub const LINES_MAX: i64 = 50;

/// Whom and what a query is about.
struct Asked {
    staff: StaffId,
    agency: AgencyId,
    today: NaiveDate,
    until: NaiveDate,
}

/// Everything that needs the actor's agency today, as far as its kind may see it.
///
/// # Errors
/// Where the database does not answer.
pub async fn today(scope: &mut Scope<SeeToday>) -> Result<Today, AppError> {
    let (actor, today) = (scope.actor(), scope.today());
    let asked = |until| Asked { staff: actor.staff_id.clone(), agency: actor.agency.clone(), today, until };
    let near = asked(model::near_until(today));
    let mut page = Today {
        today,
        requests: None,
        reviews: None,
        actions: None,
        to_ask: None,
        ask_again: None,
        unrated: None,
        begun: BTreeSet::new(),
    };
    for part in model::parts(actor.agency_kind) {
        match part {
            Part::Requests => page.requests = Some(requests(scope, &near).await?),
            Part::Reviews => page.reviews = Some(reviews(scope, &near).await?),
            Part::Actions => page.actions = Some(actions(scope, &near).await?),
            Part::ToAsk => page.to_ask = Some(to_ask(scope, &near).await?),
            Part::AskAgain => page.ask_again = Some(ask_again(scope, &near).await?),
            Part::Unrated => page.unrated = Some(unrated(scope, &near).await?),
        }
    }
    let forms = draft::begun(scope, &actor.staff_id, consent::actions::DRAFTS, scope.now()).await?;
    let to_ask = page.to_ask.iter().flat_map(|part| &part.lines).map(|line| &line.who);
    let again = page.ask_again.iter().flat_map(|part| &part.lines).map(|line| &line.who);
    let begun = |who: &&Who| forms.contains(&consent::actions::draft_of(&who.person_id));
    page.begun = to_ask.chain(again).filter(begun).map(|who| who.person_id.clone()).collect();
    Ok(page)
}

/// The rule of every list: `$1` the asker's agency, `$2` today, `$3` the asker.
macro_rules! shared {
    ($level:literal) => {
        concat!(open_to!("$1", "$2", "$3"), " and sharing.level = '", $level, "' ")
    };
}

/// The same for what the register's own team is told of a closed record too: `$4` whether the asker is of it.
macro_rules! shared_or_closed {
    ($or:literal) => {
        concat!(
            open_to!("$1", "$2", "$3"),
            " and (sharing.level = 'record' or (sharing.level = 'closed' and $4) ",
            $or,
            ") "
        )
    };
}

/// Whether somebody is of the register's own team, who answer for records that are closed to everybody else.
fn is_team(actor: &Actor) -> bool {
    actor.hosts_register && matches!(actor.role, Role::Coordinator | Role::Manager)
}

macro_rules! requests {
    ($columns:literal, $tail:literal) => {
        concat!(
            "select ",
            $columns,
            " from request
             join sharing on sharing.person_id = request.person_id
             join person on person.person_id = request.person_id
             left join staff wrote on wrote.staff_id = request.raised_by
             where ",
            shared_or_closed!("or (sharing.level = 'asking' and ($4 or wrote.agency_id = $1))"),
            " and request.done_at is null and (request.kind <> 'changed_mind' or $4)
              and (sharing.level <> 'record' or $5 not like '%|' || request.about || '|%') ",
            $tail
        )
    };
}

#[derive(sqlx::FromRow)]
struct RequestRow {
    #[sqlx(flatten)]
    who: Who,
    request_id: RequestId,
    kind: RequestKind,
    raised_at: DateTime<Utc>,
    asked_by: String,
    words: String,
    with_whom: String,
    how: String,
}

/// A request with what makes it unlike the next one of its kind: two changes of mind stopped different things.
async fn request_open(scope: &mut Scope<SeeToday>, row: RequestRow) -> Result<RequestOpen, AppError> {
    let RequestRow { who, request_id, kind, raised_at, asked_by, words, with_whom, how } = row;
    let stops = if kind == RequestKind::ChangedMind {
        consent::history::decided(scope, &who.person_id).await?.stops_told(&asked_by, &words, raised_at, None)
    } else {
        Vec::new()
    };
    let particulars = particulars(&stops, &with_whom, how.parse::<How>().ok());
    Ok(RequestOpen { who, request_id, kind, particulars, raised_at })
}

/// What people asked for and nobody has answered. Of somebody who stopped sharing, in whole or with one agency, only
/// the register's own team is told: nobody else may know of them any more, or has to follow it up. So it is before a decision and when one has lapsed;
/// those who ask see besides what they wrote down themselves: "was not sure, would like to talk".
async fn requests(scope: &mut Scope<SeeToday>, asked: &Asked) -> Result<Counted<RequestOpen>, AppError> {
    let team = is_team(&scope.actor());
    // Nobody is told that a person disagrees with a part that they may not read.
    let kind = scope.actor().agency_kind;
    let hidden = Section::ALL.iter().filter(|section| !policy::may_see(kind, **section));
    let hidden = hidden.fold("|".to_owned(), |all, section| all + section.word() + "|");
    let rows: Vec<RequestRow> = fetch_all!(
        scope,
        requests!(
            "person.person_id, given_name, family_name, request_id, request.kind, raised_at, request.asked_by,
             request.words, request.who as with_whom, request.how",
            // Whoever does not feel safe comes first.
            "order by case when request.kind = $7 then 0 else 1 end, raised_at, request_id limit $6"
        ),
        &asked.agency,
        asked.today,
        &asked.staff,
        team,
        &hidden,
        LINES_MAX,
        RequestKind::NotSafe
    )?;
    let (count,) =
        fetch_one!(scope, requests!("count(*)", ""), &asked.agency, asked.today, &asked.staff, team, &hidden)?;
    let mut lines = Vec::new();
    for row in rows {
        lines.push(request_open(scope, row).await?);
    }
    Ok(Counted { lines, count, overdue: 0 })
}

macro_rules! reviews {
    ($columns:literal, $tail:literal) => {
        concat!(
            "select ",
            $columns,
            " from sharing
             join person on person.person_id = sharing.person_id
             join rating on rating.person_id = sharing.person_id
               and rating.number = (select max(number) from rating latest where latest.person_id = sharing.person_id)
             where ",
            shared!("record"),
            " and rating.review_due_on <= $4 ",
            $tail
        )
    };
}

async fn reviews(scope: &mut Scope<SeeToday>, asked: &Asked) -> Result<Counted<ReviewDue>, AppError> {
    let lines = fetch_all!(
        scope,
        reviews!(
            "person.person_id, given_name, family_name, rating.rating, rating.review_due_on as due_on",
            "order by rating.review_due_on, listed_as, person.person_id limit $5"
        ),
        &asked.agency,
        asked.today,
        &asked.staff,
        asked.until,
        LINES_MAX
    )?;
    let (count, overdue) = fetch_one!(
        scope,
        reviews!(
            "count(*), cast(coalesce(sum(case when rating.review_due_on < $2 then 1 else 0 end), 0) as bigint)",
            ""
        ),
        &asked.agency,
        asked.today,
        &asked.staff,
        asked.until
    )?;
    Ok(Counted { lines, count, overdue })
}

macro_rules! actions {
    ($columns:literal, $tail:literal) => {
        concat!(
            "select ",
            $columns,
            " from action
             join sharing on sharing.person_id = action.person_id
             join person on person.person_id = action.person_id
             where ",
            shared!("record"),
            " and action.owner_agency = $1 and action.finished_on is null and action.due_on <= $4 ",
            $tail
        )
    };
}

async fn actions(scope: &mut Scope<SeeToday>, asked: &Asked) -> Result<Counted<ActionDue>, AppError> {
    let lines = fetch_all!(
        scope,
        actions!(
            "person.person_id, given_name, family_name, action_id, what, owner_name, due_on",
            "order by due_on, listed_as, action_id limit $5"
        ),
        &asked.agency,
        asked.today,
        &asked.staff,
        asked.until,
        LINES_MAX
    )?;
    let (count, overdue) = fetch_one!(
        scope,
        actions!("count(*), cast(coalesce(sum(case when due_on < $2 then 1 else 0 end), 0) as bigint)", ""),
        &asked.agency,
        asked.today,
        &asked.staff,
        asked.until
    )?;
    Ok(Counted { lines, count, overdue })
}

/// Those whose decision has run out stand first, on either database: nobody sees them any more. Who is only asking
/// does not read that something was decided before.
async fn to_ask(scope: &mut Scope<SeeToday>, asked: &Asked) -> Result<Counted<ToAsk>, AppError> {
    let runs_it = scope.actor().hosts_register;
    let lines = fetch_all!(
        scope,
        concat!(
            "select person.person_id, given_name, family_name, waiting.received_at,
                    case when $5 then lapsed.due_on end as ran_out_on
             from sharing
             join person on person.person_id = sharing.person_id
             left join (select person_id, min(received_at) as received_at from referral
                        where state = 'waiting' group by person_id) waiting
               on waiting.person_id = sharing.person_id
             left join ask_again lapsed on lapsed.person_id = sharing.person_id and lapsed.because = $6
             where ",
            shared!("asking"),
            "order by case when waiting.received_at is null then 0 else 1 end, waiting.received_at, listed_as,
                      person.person_id limit $4"
        ),
        &asked.agency,
        asked.today,
        &asked.staff,
        LINES_MAX,
        runs_it,
        AskAgainBecause::Lapsed
    )?;
    let (count,) = fetch_one!(
        scope,
        concat!("select count(*) from sharing where ", shared!("asking")),
        &asked.agency,
        asked.today,
        &asked.staff
    )?;
    Ok(Counted { lines, count, overdue: 0 })
}

macro_rules! ask_again {
    ($columns:literal, $tail:literal) => {
        concat!(
            "select ",
            $columns,
            " from sharing
             join person on person.person_id = sharing.person_id
             join ask_again reminder on reminder.person_id = sharing.person_id
             where ",
            shared_or_closed!("or (sharing.level = 'asking' and $4 and reminder.because = 'lapsed')"),
            " and reminder.remind_from <= $2 ",
            $tail
        )
    };
}

/// Decisions that are to be asked again. Of a closed record the register's own team is told: a child whose
/// parent said no is asked themselves when that no ends. So it is of a decision that ran out.
async fn ask_again(scope: &mut Scope<SeeToday>, asked: &Asked) -> Result<Counted<AskAgain>, AppError> {
    let team = is_team(&scope.actor());
    let lines = fetch_all!(
        scope,
        ask_again!(
            "person.person_id, given_name, family_name, reminder.because, reminder.due_on",
            "order by reminder.due_on, listed_as, person.person_id, reminder.because limit $5"
        ),
        &asked.agency,
        asked.today,
        &asked.staff,
        team,
        LINES_MAX
    )?;
    let (count, overdue) = fetch_one!(
        scope,
        ask_again!("count(*), cast(coalesce(sum(case when reminder.due_on < $2 then 1 else 0 end), 0) as bigint)", ""),
        &asked.agency,
        asked.today,
        &asked.staff,
        team
    )?;
    Ok(Counted { lines, count, overdue })
}

macro_rules! unrated {
    ($columns:literal, $tail:literal) => {
        concat!(
            "select ",
            $columns,
            " from sharing
             join person on person.person_id = sharing.person_id
             join register_entry entry on entry.person_id = sharing.person_id and entry.closed_on is null
             where ",
            shared!("record"),
            " and not exists (select 1 from rating where rating.person_id = sharing.person_id) ",
            $tail
        )
    };
}

async fn unrated(scope: &mut Scope<SeeToday>, asked: &Asked) -> Result<Counted<Unrated>, AppError> {
    let lines = fetch_all!(
        scope,
        unrated!(
            "person.person_id, given_name, family_name, entry.opened_on",
            "order by entry.opened_on, listed_as, person.person_id limit $4"
        ),
        &asked.agency,
        asked.today,
        &asked.staff,
        LINES_MAX
    )?;
    let (count,) = fetch_one!(scope, unrated!("count(*)", ""), &asked.agency, asked.today, &asked.staff)?;
    Ok(Counted { lines, count, overdue: 0 })
}
