//! Letting go of what is no longer needed about somebody who refused.

use chrono::{Days, NaiveDate};

use super::store::{index, read_of};
use crate::{
    access::permit::{Housekeeping, hold_alone},
    base::{error::AppError, ids::PersonId},
    execute, fetch_all,
};

/// Days after which the details of somebody who refused go, if they were never on the register.
const REFUSED_DETAILS_DAYS: u64 = 28;

/// Lets go of the details of everybody who refused long enough ago and was never on the register.
/// Who they are and that they said no stays, so that nobody asks them again every month.
///
/// # Errors
/// Where the database does not answer.
pub async fn forget_refused(house: &mut Housekeeping) -> Result<(), AppError> {
    let today = house.today();
    let until = today.checked_sub_days(Days::new(REFUSED_DETAILS_DAYS)).unwrap_or(today);
    let refused: Vec<(PersonId,)> = fetch_all!(
        house,
        "select person.person_id from person
         join consent_decision refused on refused.person_id = person.person_id
         where person.forgotten_on is null
           and not exists (select 1 from consent_decision other
                           where other.person_id = person.person_id and other.kind <> 'refused')
           and not exists (select 1 from referral
                           where referral.person_id = person.person_id and referral.state = 'waiting')
         group by person.person_id having max(refused.decided_on) <= $1",
        until
    )?;
    for (person,) in refused {
        hold_alone(house, &person).await?;
        forget(house, &person, today).await?;
    }
    Ok(())
}

/// Lets go of everything about somebody but who they are: name, date of birth and NHS number, by which
/// they are known again.
async fn forget(house: &mut Housekeeping, person: &PersonId, today: NaiveDate) -> Result<(), AppError> {
    execute!(
        house,
        "update person set known_as = '', address = '', postcode = null, place_kind = null, phone = '', diagnosis = null,
                diagnosis_evidence = '', communication = '', what_matters = '', forgotten_on = $1, version = version + 1
         where person_id = $2",
        today,
        person
    )?;
    execute!(house, "delete from professional where person_id = $1", person)?;
    execute!(house, "delete from relative where person_id = $1", person)?;
    execute!(house, "update referral set reason = '' where person_id = $1", person)?;
    let (left, _) = read_of(house, person).await?;
    index(house, person, &left).await
}
