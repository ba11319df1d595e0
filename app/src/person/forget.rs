//! Letting go of what is no longer needed about somebody who refused.
//!
//! Decisions, assessments and checklists are only ever appended: nobody may make them say something else.
//! Erasing is another thing: what was said goes, and that it was so stays (who was asked, when, with which
//! answer). This file alone may do it, and only to somebody who was never on the register.

use chrono::{Days, NaiveDate};

use super::store::{index, read_of};
use crate::{
    access::{
        model::act::ForgetRefused,
        permit::{Access, Housekeeping},
    },
    base::{error::AppError, ids::PersonId},
    execute, fetch_all, fetch_optional,
};

/// Days after which the details of somebody who refused go, if they were never on the register.
const REFUSED_DETAILS_DAYS: u64 = 28;

/// Whose details go: who refused long enough ago, was never on the register, and of whom anything is left
/// that was said: for the first time, or by somebody who referred or asked them again. A referrer that came
/// after the no hears the outcome for as long as the first one did. Time is counted from the day of the no or the
/// day on which it was written down, whichever is later: a form that was signed weeks ago and comes back today is
/// not emptied before anybody has read it.
macro_rules! refused_long_ago {
    ($of:literal) => {
        concat!(
            "select person.person_id from person
             join consent_decision refused on refused.person_id = person.person_id
             where (person.forgotten_on is null
                    or exists (select 1 from referral said where said.person_id = person.person_id and said.reason <> '')
                    or exists (select 1 from consent_decision said
                               where said.person_id = person.person_id and said.answers <> '[]'))",
            $of,
            " and not exists (select 1 from consent_decision other
                              where other.person_id = person.person_id and other.kind <> 'refused')
              and not exists (select 1 from referral
                              where referral.person_id = person.person_id and referral.state = 'waiting')
              and not exists (select 1 from referral anew
                              where anew.person_id = person.person_id and anew.closed_at > $2
                                and anew.received_at > (select max(recorded_at) from consent_decision last
                                                        where last.person_id = person.person_id))
             group by person.person_id
             having max(refused.decided_on) <= $1 and max(refused.recorded_at) <= $2"
        )
    };
}

fn until(house: &Housekeeping) -> NaiveDate {
    house.today().checked_sub_days(Days::new(REFUSED_DETAILS_DAYS)).unwrap_or(house.today())
}

/// Lets go of the details of everybody who refused long enough ago and was never on the register.
/// Who they are and that they said no stays, so that nobody asks them again every month.
///
/// # Errors
/// Where the database does not answer.
pub async fn forget_refused(access: &Access) -> Result<(), AppError> {
    let find = async |house: &mut Housekeeping| {
        let (until, since) = (until(house), house.now() - Days::new(REFUSED_DETAILS_DAYS));
        fetch_all!(house, refused_long_ago!(""), until, since)
    };
    access.round::<ForgetRefused>(find, forget_one).await
}

async fn forget_one(house: &mut Housekeeping, person: &PersonId) -> Result<bool, AppError> {
    let (until, since) = (until(house), house.now() - Days::new(REFUSED_DETAILS_DAYS));
    // Somebody may have referred them meanwhile, or they may have said yes.
    let still: Option<(PersonId,)> =
        fetch_optional!(house, refused_long_ago!(" and person.person_id = $3"), until, since, person)?;
    if still.is_some() {
        let today = house.today();
        forget(house, person, today).await?;
    }
    Ok(still.is_some())
}

/// Lets go of everything about somebody but who they are: name, date of birth and NHS number, by which
/// they are known again.
async fn forget(house: &mut Housekeeping, person: &PersonId, today: NaiveDate) -> Result<(), AppError> {
    execute!(
        house,
        "update person set known_as = '', address = '', postcode = null, place_kind = null, phone = '', diagnosis = null,
                diagnosis_evidence = '', communication = '', what_matters = '', reading = null, forgotten_on = $1,
                version = version + 1
         where person_id = $2",
        today,
        person
    )?;
    execute!(house, "delete from professional where person_id = $1", person)?;
    execute!(house, "delete from relative where person_id = $1", person)?;
    execute!(house, "update referral set reason = '', indicative = null where person_id = $1", person)?;
    forget_what_was_said(house, person).await?;
    let (left, _) = read_of(house, person).await?;
    index(house, person, &left).await
}

/// What was written and photographed for the decision, and who else had a say in it. Rows that others
/// stand on stay, emptied.
async fn forget_what_was_said(house: &mut Housekeeping, person: &PersonId) -> Result<(), AppError> {
    execute!(house, "update consent_decision set decided_by = '', answers = '[]' where person_id = $1", person)?;
    execute!(house, "update capacity_assessment set answers = '[]' where person_id = $1", person)?;
    execute!(house, "update best_interests set decided_by = '', answers = '[]' where person_id = $1", person)?;
    execute!(house, "update consent_resolution set explanation = '' where person_id = $1", person)?;
    execute!(
        house,
        "update holder set name = '', relation = '', reference = '', limits = '',
                ended_because = case when ended_because is null then null else '' end
         where person_id = $1",
        person
    )?;
    execute!(
        house,
        "delete from paper_scan where paper_form_id in (select paper_form_id from paper_form where person_id = $1)",
        person
    )?;
    // Whom they keep out stays kept out: they may be asked again.
    execute!(house, "update kept_out set words = '', ended_because = '' where person_id = $1", person)?;
    execute!(house, "delete from own_words where person_id = $1", person)?;
    execute!(
        house,
        "update request set asked_by = '', about = '', words = '', who = '', outcome = '' where person_id = $1",
        person
    )?;
    Ok(())
}
