//! The demo county: an invented Moorland with its seven kinds of agency, a few users each, and
//! people in every state of the register.
//!
//! Everybody is invented. NHS numbers are from the 999 range, which is never given to anybody. The
//! county is built through the same permits, rules and stores as everything else, at moments in the
//! past, so that its history, audit log and overdue reviews are what real work would have left.

use chrono::{DateTime, Months, NaiveDate, TimeDelta, Utc};

use crate::{
    access::{
        model::{
            Actor, AgencyKind,
            act::{AssessRisk, ChangePlan, CompleteReview, EditDetails, ReferPerson, SetRating, WithdrawConsent},
        },
        permit::Access,
    },
    assessment::{self, model::Answer as Risk},
    base::{
        answers::Answers,
        dates,
        error::AppError,
        ids::{PersonId, ProfessionalId},
        nhs_number::NhsNumber,
    },
    consent::{self, model::Decider},
    person::{model::Details, store as person},
    plan::{
        self,
        model::{Helped, Horizon, NewAction, NewIssue, NewStrategy, StrategyKind},
    },
    rating::{
        self,
        model::{Confirmation, Proposal, Rating},
    },
    referral::{
        model::{Request, Source},
        store as referral,
    },
    review::{self, model::Notes},
};

mod county;
mod decide;
mod own;
mod people;

pub use county::{SIGN_INS, is_unfinished};
use people::{PEOPLE, Story};

/// The password of every demo account.
pub const PASSWORD: &str = "demo county only";

/// Fills an empty database, or goes on where filling one was broken off: with whoever is not there yet. A
/// story that was broken off in the middle stays where it was, which is a state that people can be in.
///
/// # Errors
/// Where the database does not answer, or the county breaks a rule of the register.
pub async fn fill(access: &Access) -> Result<(), AppError> {
    let now = access.now();
    let staff = if is_unfinished(access).await? {
        county::found(access).await?
    } else {
        county::build(&access.as_of(now - TimeDelta::days(400))).await?
    };
    let here = county::people(access).await?;
    for (at, story) in (0_i64..).zip(PEOPLE) {
        if !here.iter().any(|(given, family)| given == story.given && family == story.family) {
            live(access, &staff, at, story, now).await?;
        }
    }
    county::finish(access).await
}

/// Lets one person's story happen.
async fn live(
    access: &Access,
    staff: &county::Staff,
    at: i64,
    story: &Story,
    now: DateTime<Utc>,
) -> Result<(), AppError> {
    let referred_at = now - TimeDelta::days(story.days_ago);
    let details = details(at, story, dates::london(now).date());
    let request = Request { reason: story.reason.to_owned(), indicative: story.rating };
    let referrer = staff.practitioner(story.referred_by);
    let person: PersonId = access
        .as_of(referred_at)
        .within::<ReferPerson, _>(&referrer, async |scope| {
            let person = person::add(scope, &details).await?;
            referral::add(scope, &person, Source::Professional, &request).await?;
            scope.note_person(&person, "new");
            Ok(person)
        })
        .await?;
    let Some(decision) = story.decision else { return Ok(()) };
    let asked_at = referred_at + TimeDelta::days(4);
    let nurse = staff.practitioner(AgencyKind::NhsLearningDisability);
    let asked = decide::Asked { nurse: &nurse, staff, person: &person, details: &details };
    decide::decide(&access.as_of(asked_at), &asked, decision, dates::london(asked_at).date()).await?;
    if let Some(rating) = story.rating.filter(|_| decision.on_the_list) {
        rate(&access.as_of(asked_at + TimeDelta::hours(1)), &nurse, &person, rating, story).await?;
        care(access, staff, &nurse, &person, story, asked_at, now).await?;
        // Every fourth has been forgotten, so that there is something overdue to see.
        if at % 4 != 1 {
            review(access, &nurse, &person, rating, asked_at, now).await?;
        }
    }
    if story.given == own::SPEAKS {
        own::speak(access, &nurse, &staff.practitioner(AgencyKind::Police), &person, now).await?;
    }
    if decision.changed_mind {
        access
            .as_of(now - TimeDelta::days(3))
            .with::<WithdrawConsent, _>(&nurse, &person, async |permit| {
                let person = Decider::Person { capacity: None };
                consent::store::withdraw(permit, &person, &Answers::default()).await.map(|_| ())
            })
            .await?;
    }
    Ok(())
}

fn details(at: i64, story: &Story, today: NaiveDate) -> Details {
    let months = u32::try_from(story.age).unwrap_or_default() * 12 + u32::try_from(at % 11).unwrap_or_default();
    Details {
        given_name: story.given.to_owned(),
        family_name: story.family.to_owned(),
        known_as: story.known_as.to_owned(),
        born_on: today
            .checked_sub_months(Months::new(months))
            .and_then(|day| day.checked_sub_signed(TimeDelta::days(at % 23))),
        // One in five comes without a number, as in life.
        nhs_number: if at % 5 == 4 { None } else { nhs_number(at) },
        address: format!("{} {}\n{}", 2 + at * 3 % 97, story.street, story.town),
        postcode: format!("ZZ99 {}AA", 1 + at % 9).parse().ok(),
        address_restricted: story.address_restricted,
        place_kind: Some(story.place),
        phone: format!("01632 960{:03}", at),
        diagnosis: Some(story.diagnosis),
        diagnosis_evidence: "Letter from the community paediatric or learning disability service".to_owned(),
        communication: story.communication.to_owned(),
        what_matters: story.what_matters.to_owned(),
    }
}

/// The first valid number from 999 100 000x on, ten apart.
fn nhs_number(at: i64) -> Option<NhsNumber> {
    let nine = 999_100_000 + at * 37;
    (0..10).find_map(|check| format!("{nine}{check}").parse().ok())
}

/// Fills in the adult tool so that it suggests roughly the story's rating, and sets that rating.
async fn rate(
    access: &Access,
    nurse: &Actor,
    person: &PersonId,
    rating: Rating,
    story: &Story,
) -> Result<(), AppError> {
    let tool = assessment::model::tool_for(assessment::model::Audience::Adult).filter(|_| story.age >= 18);
    let mut suggested = None;
    let mut filled_in = None;
    if let Some(tool) = tool {
        let unmanaged = match rating {
            Rating::Red => 9,
            Rating::Amber => 4,
            Rating::Green | Rating::Blue => 0,
        };
        let mut typed = Answers::default();
        for (at, item) in tool.definition().items.iter().enumerate() {
            let answer = if at < unmanaged {
                Risk::YesNotManaged
            } else if at < unmanaged + 2 {
                Risk::YesManaged
            } else {
                Risk::No
            };
            typed.set(&item.answer_field(), answer.word());
        }
        let answers = tool.read(&typed).map_err(AppError::Invalid)?;
        let suggestion = tool.score(&answers);
        suggested = Some(suggestion.rating);
        let id = access
            .with::<AssessRisk, _>(nurse, person, async |permit| {
                assessment::store::add(permit, &answers, &suggestion).await
            })
            .await?;
        filled_in = Some(id);
    }
    let proposal = Proposal {
        suggested,
        chosen: rating,
        reason: "Agreed by the team after visiting and talking with the person and family",
        previous: None,
        confirmation: Confirmation::Given,
    };
    let decision = rating::model::decide(&proposal).map_err(|fault| AppError::Broken(fault.to_string()))?;
    let today = dates::london(access.now()).date();
    let new = rating::store::NewRating {
        decision: &decision,
        assessment: filled_in.as_ref(),
        opened_number: 0,
        review_due_on: rating::model::next_review_due(rating, today),
    };
    access.with::<SetRating, _>(nurse, person, async |permit| rating::store::set(permit, &new).await.map(|_| ())).await
}

/// Issues, what was tried, actions: enough for every page to have something to show.
async fn care(
    access: &Access,
    staff: &county::Staff,
    nurse: &Actor,
    person: &PersonId,
    story: &Story,
    asked_at: DateTime<Utc>,
    now: DateTime<Utc>,
) -> Result<(), AppError> {
    let today = dates::london(now).date();
    let social_worker = staff.practitioner(AgencyKind::SocialCare);
    let support = staff.practitioner(AgencyKind::Provider);
    let professional = person::Professional {
        professional_id: ProfessionalId::new(),
        name: nurse.display_name.clone(),
        job: "Community nurse, keyworker".to_owned(),
        organisation: nurse.agency_name.clone(),
        phone: "01632 960100".to_owned(),
        email: "team@lda.example".to_owned(),
    };
    access
        .as_of(asked_at + TimeDelta::hours(2))
        .with::<EditDetails, _>(nurse, person, async |permit| person::add_professional(permit, &professional).await)
        .await?;
    // Some actions are overdue, some due soon, one is done.
    let due = |days: i64| today + TimeDelta::days(days);
    let spread = story.days_ago % 9;
    let actions = [
        ("Visit at home and look at what sets off the bad nights", "", &social_worker, due(spread - 4)),
        ("Draw up a one-page plan with the person and their circle", "", nurse, due(spread + 2)),
        ("Find somewhere to go on weekdays", "Day opportunities within walking distance", &support, due(spread + 12)),
    ];
    access
        .as_of(asked_at + TimeDelta::hours(3))
        .with::<ChangePlan, _>(nurse, person, async |permit| {
            let issue = NewIssue {
                what: story.reason.to_owned(),
                escalation: "Sleeps less, stops answering, then shouts or leaves the house. Worse at weekends."
                    .to_owned(),
            };
            plan::store::add_issue(permit, &issue).await?;
            for (what, kind) in [
                ("Same two members of staff in the mornings", StrategyKind::Tried(Helped::Yes)),
                ("Medicine for sleep", StrategyKind::Tried(Helped::No)),
                ("A short break every month with people they know", StrategyKind::CouldHelp),
            ] {
                plan::store::add_strategy(permit, &NewStrategy { what: what.to_owned(), kind }).await?;
            }
            for (what, service, owner, due_on) in actions {
                let new = NewAction {
                    what: what.to_owned(),
                    service: service.to_owned(),
                    horizon: if service.is_empty() { Horizon::Now } else { Horizon::Later },
                    owner_agency: owner.agency.clone(),
                    owner_name: owner.display_name.clone(),
                    due_on,
                };
                plan::store::add_action(permit, &new).await?;
            }
            Ok(())
        })
        .await
}

/// The latest review, half an interval ago, where the first rating's has long been due.
async fn review(
    access: &Access,
    nurse: &Actor,
    person: &PersonId,
    rating: Rating,
    rated_at: DateTime<Utc>,
    now: DateTime<Utc>,
) -> Result<(), AppError> {
    let interval = i64::from(rating.review_after_days());
    if (now - rated_at).num_days() <= interval {
        return Ok(());
    }
    let held_at = now - TimeDelta::days(interval / 2);
    let held_on = dates::london(held_at).date();
    let notes = Notes {
        held_on,
        present: "The person, family, nurse and support lead".to_owned(),
        how_things_are: "Steadier since the mornings are always the same people. Evenings are still hard.".to_owned(),
        what_changed: "A new flat-mate has been found. Sleep is a little better.".to_owned(),
        person_said: "I like it when I know who is coming.".to_owned(),
    };
    access
        .as_of(held_at)
        .with::<CompleteReview, _>(nurse, person, async |permit| {
            let opened_number = rating::store::current(permit).await?.map_or(0, |current| current.number);
            let proposal = Proposal {
                suggested: None,
                chosen: rating,
                reason: "",
                previous: Some(rating),
                confirmation: Confirmation::NotGiven,
            };
            let decision = rating::model::decide(&proposal).map_err(|fault| AppError::Broken(fault.to_string()))?;
            let new = rating::store::NewRating {
                decision: &decision,
                assessment: None,
                opened_number,
                review_due_on: rating::model::next_review_due(rating, held_on),
            };
            let id = rating::store::set(permit, &new).await?;
            review::store::add(permit, &notes, &id).await.map(|_| ())
        })
        .await
}
