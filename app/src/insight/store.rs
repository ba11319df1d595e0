//! Counting. Every query starts from the people that the actor may count.

use chrono::{DateTime, NaiveDate, Utc};

use super::model::{ActionCount, AgencyCount, Dashboard, Reach, Sees};
use crate::{
    access::{
        model::act::SeeDashboard,
        permit::{Scope, not_kept_out},
    },
    base::{dates, error::AppError, ids::StaffId},
    fetch_all, fetch_one,
    rating::model::Rating,
};

/// The people counted: on the register, with a decision in force that covers the agency `$1`, or
/// any agency where `$1` is empty; and who did not keep the asker, `$3`, out. `$2` is today.
macro_rules! of_mine {
    ($query:literal) => {
        concat!(
            "with mine as (
               select distinct sharing.person_id
               from sharing
               join register_entry entry on entry.person_id = sharing.person_id and entry.closed_on is null
               where sharing.level = 'record' and (sharing.until_on is null or sharing.until_on >= $2)
                 and ($1 = '' or sharing.agency_id = $1) and ",
            not_kept_out!("sharing.person_id", "$3"),
            ") ",
            $query
        )
    };
}

/// Whom the queries count.
struct Counted {
    agency: String,
    today: NaiveDate,
    staff: StaffId,
}

/// Every number of the page.
///
/// # Errors
/// Where the database does not answer.
pub async fn dashboard(scope: &mut Scope<SeeDashboard>) -> Result<Dashboard, AppError> {
    let (actor, today) = (scope.actor(), scope.today());
    let (reach, sees) = (Reach::of(&actor), Sees::of(&actor));
    let agency = match reach {
        Reach::County => String::new(),
        Reach::OwnAgency => actor.agency.to_string(),
    };
    let counted = Counted { agency, today, staff: actor.staff_id.clone() };
    let owner = if sees.all_actions { String::new() } else { actor.agency.to_string() };
    let (waiting, oldest) = waiting(scope, &counted).await?;
    Ok(Dashboard {
        reach,
        ratings: ratings(scope, &counted).await?,
        agencies: if sees.agencies { Some(agencies(scope, &counted).await?) } else { None },
        reviews_overdue: if sees.reviews { Some(reviews_overdue(scope, &counted).await?) } else { None },
        planning: planning(scope, &counted).await?,
        actions: actions(scope, &counted, &owner).await?,
        waiting,
        waiting_days: oldest.map(|at| (today - dates::london(at).date()).num_days().max(0)),
    })
}

/// The ratings of those alone who said yes to being counted for planning.
async fn planning(scope: &mut Scope<SeeDashboard>, counted: &Counted) -> Result<Vec<(Option<Rating>, i64)>, AppError> {
    fetch_all!(
        scope,
        of_mine!(
            "select rating.rating, count(*) from mine
             join register_entry entry on entry.person_id = mine.person_id and entry.closed_on is null
             left join rating on rating.person_id = mine.person_id
               and rating.number = (select max(number) from rating latest where latest.person_id = mine.person_id)
             where entry.planning
             group by rating.rating"
        ),
        &counted.agency,
        counted.today,
        &counted.staff
    )
}

async fn ratings(scope: &mut Scope<SeeDashboard>, counted: &Counted) -> Result<Vec<(Option<Rating>, i64)>, AppError> {
    fetch_all!(
        scope,
        of_mine!(
            "select rating.rating, count(*) from mine
             left join rating on rating.person_id = mine.person_id
               and rating.number = (select max(number) from rating latest where latest.person_id = mine.person_id)
             group by rating.rating"
        ),
        &counted.agency,
        counted.today,
        &counted.staff
    )
}

async fn agencies(scope: &mut Scope<SeeDashboard>, counted: &Counted) -> Result<Vec<AgencyCount>, AppError> {
    fetch_all!(
        scope,
        of_mine!(
            "select agency.name as agency, count(*) as people from mine
             join sharing involved on involved.person_id = mine.person_id and involved.level = 'record'
               and (involved.until_on is null or involved.until_on >= $2)
             join agency on agency.agency_id = involved.agency_id
             group by agency.agency_id, agency.name
             order by count(*) desc, agency.name"
        ),
        &counted.agency,
        counted.today,
        &counted.staff
    )
}

async fn reviews_overdue(scope: &mut Scope<SeeDashboard>, counted: &Counted) -> Result<i64, AppError> {
    let (count,): (i64,) = fetch_one!(
        scope,
        of_mine!(
            "select count(*) from mine
             join rating on rating.person_id = mine.person_id
               and rating.number = (select max(number) from rating latest where latest.person_id = mine.person_id)
             where rating.review_due_on < $2"
        ),
        &counted.agency,
        counted.today,
        &counted.staff
    )?;
    Ok(count)
}

/// Open actions by owner; `owner` empty means every owner.
async fn actions(
    scope: &mut Scope<SeeDashboard>,
    counted: &Counted,
    owner: &str,
) -> Result<Vec<ActionCount>, AppError> {
    let mut counts: Vec<ActionCount> = fetch_all!(
        scope,
        of_mine!(
            "select agency.name as agency, count(*) as open,
                    cast(sum(case when action.due_on < $2 then 1 else 0 end) as bigint) as overdue
             from mine
             join action on action.person_id = mine.person_id and action.finished_on is null
               and ($4 = '' or action.owner_agency = $4)
             join agency on agency.agency_id = action.owner_agency
             group by agency.agency_id, agency.name
             order by agency.name"
        ),
        &counted.agency,
        counted.today,
        &counted.staff,
        owner
    )?;
    counts.sort_by_key(|each| std::cmp::Reverse((each.overdue, each.open)));
    Ok(counts)
}

/// How many people were referred and wait to be asked, and since when the longest of them waits.
async fn waiting(scope: &mut Scope<SeeDashboard>, counted: &Counted) -> Result<(i64, Option<DateTime<Utc>>), AppError> {
    fetch_one!(
        scope,
        concat!(
            "select count(distinct referral.person_id), min(referral.received_at)
             from referral
             join sharing on sharing.person_id = referral.person_id and sharing.level = 'asking'
               and (sharing.until_on is null or sharing.until_on >= $2) and ($1 = '' or sharing.agency_id = $1)
             where referral.state = 'waiting' and ",
            not_kept_out!("sharing.person_id", "$3")
        ),
        &counted.agency,
        counted.today,
        &counted.staff
    )
}
