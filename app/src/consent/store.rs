//! Decisions in the database, and everything that follows from one in the same transaction.

use std::collections::BTreeMap;

use chrono::NaiveDate;

pub use super::history::{DOCUMENT, Decided, Information, QUESTIONS, Recorded, Settled, Stop, history, whom};
use super::{
    conversation::{Conversation, FURTHER, OWN_VIEW},
    history::{FOLLOWS, STOPS, decided},
    model::{self, AGENCY_FIELD, Answer, Because, Decider, Decision, Kind, Made, SettleError, Standing, Surroundings},
    reminders,
};
use crate::{
    access::{
        model::{
            AboutPerson,
            act::{
                ChangeOwnMind, CloseLapsed, CloseReferral, ManageAgencies, RecordConsent, SettleConflict,
                WithdrawConsent,
            },
        },
        permit::{Access, Housekeeping, Permit, Scope, hold_alone, hold_sharing},
    },
    agency::{
        self,
        store::{Agency, WithAgreement, has_agreement},
    },
    base::{
        answers::Answers,
        error::AppError,
        ids::{AgencyId, ConsentId, EntryId, PersonId, ResolutionId},
        store::OnDatabase,
    },
    execute, execute_one, fetch_all, fetch_one, fetch_optional,
    own::{
        model::RequestKind,
        requests::{self, NewRequest},
    },
    paper,
    referral::model::{Outcome, State},
};

/// Records the outcome of a conversation, and makes it so at once. Answers what is in force then:
/// not always what was decided, where others have a say too.
///
/// # Errors
/// Where the database does not answer; nothing is written then.
pub async fn record(permit: &mut Permit<RecordConsent>, conversation: &Conversation) -> Result<Standing, AppError> {
    let mut information = Information::of(conversation.format, conversation.wording, &conversation.answers);
    let Conversation { by, on, decision, .. } = conversation;
    let before = history(permit).await?;
    let mut answers = conversation.answers.clone();
    // Nobody, where nothing was shared. Whatever takes a yes from an agency that sees the record, ends that at once.
    let lost: Vec<String> = match decision {
        Decision::Refused | Decision::Withdrawn => names_shared_with(permit).await?,
        Decision::Given { agencies, .. } => {
            let goes =
                |agency: &Agency| !agency.hosts_register && agencies.get(&agency.agency_id) != Some(&Answer::Yes);
            shared_with(permit).await?.into_iter().filter(goes).map(|agency| agency.name).collect()
        }
    };
    note_stopped(&mut answers, &lost);
    // What was asked on paper was asked in the words of that paper.
    if let Some(version) = paper::store::questions_version(permit, answers.get("paper_form")).await? {
        information.shown.insert(QUESTIONS.to_owned(), version);
    }
    append(permit, by, *on, decision, &answers, Some(&information)).await?;
    permit.note(decision.kind().word());
    let standing = settle(permit).await?;
    tell_team(permit, &before, standing.clone(), by, "").await?;
    Ok(standing)
}

/// The acts that take a yes back.
pub trait Withdraws: AboutPerson {}
impl Withdraws for WithdrawConsent {}
impl Withdraws for ChangeOwnMind {}

/// Records a change of mind, and makes it so at once. Answers the names of the agencies that lost sight.
///
/// # Errors
/// `Conflict` where there is no yes to take back (somebody was faster).
pub async fn withdraw<A: Withdraws>(
    permit: &mut Permit<A>,
    by: &Decider,
    answers: &Answers,
) -> Result<Vec<String>, AppError> {
    let lost = names_shared_with(permit).await?;
    let (decided, today) = (history(permit).await?, permit.today());
    model::can_withdraw(&decided.history(), by, today).map_err(|_| AppError::Conflict)?;
    let mut answers = answers.clone();
    note_stopped(&mut answers, &lost);
    // Nothing was shown to change a mind; the receipt comes as the last one did.
    let information = decided.all.iter().rev().find_map(|recorded| recorded.information.clone());
    let information = information.map(|told| Information { shown: BTreeMap::new(), ..told });
    append(permit, by, today, &Decision::Withdrawn, &answers, information.as_ref()).await?;
    permit.note(Kind::Withdrawn.word());
    let standing = settle(permit).await?;
    tell_team(permit, &decided, standing, by, answers.get("words")).await?;
    Ok(lost)
}

/// What is carried over from a yes into the one that takes an agency out of it: what was answered, and not how
/// that was written down and signed.
const CARRIED_OVER: [&str; 4] = ["on_the_list", "exclusions", OWN_VIEW[0], OWN_VIEW[1]];

/// Records that one agency is to see the record no more, and makes it so at once: a yes like the one that this one
/// had said, but for that agency. Answers the number of that decision.
///
/// # Errors
/// `Conflict` where that agency does not see the record (any more) or the yes is not theirs.
pub async fn stop_one<A: Withdraws>(
    permit: &mut Permit<A>,
    by: &Decider,
    agency: &Agency,
    answers: &Answers,
) -> Result<i64, AppError> {
    let (decided, today) = (history(permit).await?, permit.today());
    let before = decided.history();
    let (follows, decision) = model::without(&before, by, &agency.agency_id, today).map_err(|_| AppError::Conflict)?;
    let followed = decided.number(follows.number).ok_or(AppError::Conflict)?;
    let mut new = answers.clone();
    let mut carried = carried_over(&followed.answers);
    // What the person wants about this is asked anew.
    for field in OWN_VIEW.into_iter().filter(|field| answers.has(field)) {
        carried.take(field);
    }
    new.merge(&carried);
    new.set(&model::agency_field(&agency.agency_id), Answer::No.word());
    note_stopped(&mut new, std::slice::from_ref(&agency.name));
    new.set(FOLLOWS, follows.number.to_string());
    new.set(STOPS, agency.agency_id.to_string());
    let information = followed.information.clone().map(|told| Information { shown: BTreeMap::new(), ..told });
    let number = append(permit, &follows.by, today, &decision, &new, information.as_ref()).await?;
    permit.note("stopped one agency");
    let standing = settle(permit).await?;
    tell_team(permit, &decided, standing, by, answers.get("words")).await?;
    Ok(number)
}

fn carried_over(answers: &Answers) -> Answers {
    let mut carried = Answers::default();
    let further = FURTHER.map(|(field, _)| field);
    let agencies = answers.fields().map(|(name, _)| name).filter(|name| name.starts_with(AGENCY_FIELD));
    for field in CARRIED_OVER.into_iter().chain(further).chain(agencies) {
        if !answers.get(field).is_empty() {
            carried.set(field, answers.get(field));
        }
    }
    carried
}

/// The receipt must say for ever who stopped seeing it; in the table that says who sees, they are gone. What a form
/// brought under these names is nothing that happened.
fn note_stopped(answers: &mut Answers, lost: &[String]) {
    for field in ["stopped", FOLLOWS, STOPS] {
        answers.take(field);
    }
    for name in lost {
        answers.add("stopped", name.clone());
    }
}

/// Where a yes was in force and is no more, in whole or for one agency, however that came: somebody of the
/// register's team has to see that nobody works on from copies and that present support goes on.
async fn tell_team<A: AboutPerson>(
    permit: &mut Permit<A>,
    before: &Decided,
    after: Standing,
    by: &Decider,
    words: &str,
) -> Result<(), AppError> {
    let was = model::standing(&before.history(), permit.today());
    let tell = match (&was, &after) {
        (Standing::Given { .. }, Standing::Ended) => true,
        (Standing::Given { .. }, Standing::Given { .. }) => !model::opened(&was).is_subset(&model::opened(&after)),
        (Standing::Given { .. }, Standing::NotAsked | Standing::Lapsed)
        | (Standing::NotAsked | Standing::Lapsed | Standing::Ended, _) => false,
    };
    if !tell {
        return Ok(());
    }
    let new = NewRequest { words: words.to_owned(), ..NewRequest::default() };
    requests::raise(permit, RequestKind::ChangedMind, &by.described(), &new).await
}

/// Which of several decisions is to stand, and why.
#[derive(Debug)]
pub struct NewResolution {
    /// The number of that decision.
    pub keeps: i64,
    /// Why.
    pub because: Because,
    /// How one knows.
    pub explanation: String,
    /// How many decisions there were on the page that whoever settles had before them.
    pub seen: usize,
}

/// Records which of several decisions that differ stands, and makes it so at once. `still_has_a_say` is asked of
/// whoever decided. The inner error says why this one cannot be said to stand.
///
/// # Errors
/// `Conflict` where they do not differ (any more), the one is not among them, or somebody decided since.
pub async fn settle_conflict(
    permit: &mut Permit<SettleConflict>,
    new: &NewResolution,
    still_has_a_say: impl Fn(&Made) -> bool,
) -> Result<Result<Standing, SettleError>, AppError> {
    let (person, actor, now, today) = (permit.person(), permit.actor(), permit.now(), permit.today());
    let decided = history(permit).await?;
    let (history, differ) = (decided.history(), decided.conflict(today));
    let after = history.decisions.last().map(|made| made.number).ok_or(AppError::Conflict)?;
    let keeps = differ.iter().find(|made| made.number == new.keeps).ok_or(AppError::Conflict)?;
    if decided.all.len() != new.seen {
        return Err(AppError::Conflict);
    }
    if let Err(why) = model::can_settle(&differ, keeps, new.because, still_has_a_say) {
        permit.note("faults");
        return Ok(Err(why));
    }
    permit.note(new.because.word());
    execute_one!(
        permit,
        "insert into consent_resolution (resolution_id, person_id, after_number, keeps_number, because, explanation,
                                         recorded_by, recorded_agency, recorded_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        ResolutionId::new(),
        &person,
        after,
        new.keeps,
        new.because,
        &new.explanation,
        &actor.staff_id,
        &actor.agency,
        now
    )?;
    settle(permit).await.map(Ok)
}

/// The agencies that see the record of the permit's person at this moment, those that run the register first.
///
/// # Errors
/// Where the database does not answer.
pub async fn who_sees<A: AboutPerson>(permit: &mut Permit<A>) -> Result<Vec<Agency>, AppError> {
    let mut shared = sharing_with(permit).await?;
    // Without an agreement in force an agency sees nothing, whatever the person said.
    shared.retain(|each| each.has_agreement);
    Ok(shared.into_iter().map(|each| each.agency).collect())
}

async fn names_shared_with<A: AboutPerson>(permit: &mut Permit<A>) -> Result<Vec<String>, AppError> {
    Ok(shared_with(permit).await?.into_iter().map(|agency| agency.name).collect())
}

/// The agencies that the record is shared with, those that run the register first: a change of mind stops these, also
/// one whose agreement has run out and that sees nothing for the moment.
///
/// # Errors
/// Where the database does not answer.
pub async fn shared_with<A: AboutPerson>(permit: &mut Permit<A>) -> Result<Vec<Agency>, AppError> {
    Ok(sharing_with(permit).await?.into_iter().map(|each| each.agency).collect())
}

async fn sharing_with<A: AboutPerson>(permit: &mut Permit<A>) -> Result<Vec<WithAgreement>, AppError> {
    let (person, today) = (permit.person(), permit.today());
    fetch_all!(
        permit,
        concat!(
            "select agency.agency_id, code, name, kind, hosts_register, ",
            has_agreement!("agency.agency_id", "$2"),
            " as has_agreement
             from sharing join agency on agency.agency_id = sharing.agency_id
             where person_id = $1 and level = 'record' and (sharing.until_on is null or sharing.until_on >= $2)
             order by hosts_register desc, name"
        ),
        &person,
        today
    )
}

async fn append<A: AboutPerson>(
    permit: &mut Permit<A>,
    by: &Decider,
    on: NaiveDate,
    decision: &Decision,
    answers: &Answers,
    information: Option<&Information>,
) -> Result<i64, AppError> {
    let (person, now, id) = (permit.person(), permit.now(), ConsentId::new());
    // Nobody's and none, where the person did it on their own page.
    let (staff, agency) = (permit.staff(), permit.agency());
    let (review_on, scope) = match decision {
        Decision::Given { review_on, agencies } => (Some(*review_on), agencies.clone()),
        Decision::Refused | Decision::Withdrawn => (None, BTreeMap::new()),
    };
    let (holder, capacity, interests) = match by {
        Decider::Person { capacity } => (None, capacity.clone(), None),
        Decider::Holder { holder, capacity, .. } => (Some(holder.clone()), capacity.clone(), None),
        Decider::BestInterests { capacity, interests, .. } => (None, Some(capacity.clone()), Some(interests.clone())),
    };
    let broken = |error: serde_json::Error| AppError::Broken(error.to_string());
    let answers = serde_json::to_string(answers).map_err(broken)?;
    let information = information.map_or_else(|| Ok("{}".to_owned()), serde_json::to_string).map_err(broken)?;
    let (number,): (i64,) =
        fetch_one!(permit, "select coalesce(max(number), 0) + 1 from consent_decision where person_id = $1", &person)?;
    execute_one!(
        permit,
        "insert into consent_decision (consent_id, person_id, number, kind, authority, decided_by, holder_id, capacity_id,
                                       interests_id, decided_on, review_on, answers, information, recorded_by,
                                       recorded_agency, recorded_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)",
        &id,
        &person,
        number,
        decision.kind(),
        by.authority(),
        by.name(),
        holder,
        capacity,
        interests,
        on,
        review_on,
        &answers,
        &information,
        &staff,
        &agency,
        now
    )?;
    for (agency, answer) in &scope {
        execute_one!(
            permit,
            "insert into consent_agency (consent_id, agency_id, answer) values ($1, $2, $3)",
            &id,
            agency,
            *answer
        )?;
    }
    Ok(number)
}

/// Makes referrals and everything derived follow from what is in force now.
async fn settle<A: AboutPerson>(permit: &mut Permit<A>) -> Result<Standing, AppError> {
    let (person, today, now) = (permit.person(), permit.today(), permit.now());
    let decided = history(permit).await?;
    let standing = model::standing(&decided.history(), today);
    let outcome = match standing {
        Standing::Given { .. } => Some(Outcome::OnRegister),
        Standing::Ended => Some(Outcome::SaidNo),
        Standing::NotAsked | Standing::Lapsed => None,
    };
    if let Some(outcome) = outcome {
        execute!(
            permit,
            "update referral set state = $1, closed_at = $2, closed_because = $3 where person_id = $4 and state = $5",
            State::Closed,
            now,
            outcome,
            &person,
            State::Waiting
        )?;
    }
    rewrite(permit, &person, &decided, today).await?;
    Ok(standing)
}

/// Opens or closes a person's time on the register, as what is in force says.
async fn settle_entry(
    on: &mut impl OnDatabase,
    person: &PersonId,
    decided: &Decided,
    today: NaiveDate,
) -> Result<(), AppError> {
    let open: Option<(EntryId,)> =
        fetch_optional!(on, "select entry_id from register_entry where person_id = $1 and closed_on is null", person)?;
    let standing = model::standing(&decided.history(), today);
    let last = decided.last().map(|recorded| recorded.made.decision.kind());
    let because = match standing {
        Standing::Given { .. } | Standing::NotAsked => None,
        // A no of one of several ends it too, whatever the last of them said.
        Standing::Ended => Some(last.filter(|kind| *kind == Kind::Withdrawn).unwrap_or(Kind::Refused).word()),
        Standing::Lapsed => Some("lapsed"),
    };
    match (open, because) {
        (Some((entry,)), Some(because)) => execute_one!(
            on,
            "update register_entry set closed_on = $1, closed_because = $2 where entry_id = $3",
            today,
            because,
            entry
        ),
        (None, None) if matches!(standing, Standing::Given { .. }) => execute_one!(
            on,
            "insert into register_entry (entry_id, person_id, opened_on) values ($1, $2, $3)",
            EntryId::new(),
            person,
            today
        ),
        (Some(_) | None, None) | (None, Some(_)) => Ok(()),
    }
}

/// Rewrites who may see a person, whether they are on the register and when to ask again, from their
/// decisions, waiting referrals and date of birth.
async fn rewrite(
    on: &mut impl OnDatabase,
    person: &PersonId,
    decided: &Decided,
    today: NaiveDate,
) -> Result<(), AppError> {
    // Before it is read which agencies run the register: see `hold_sharing`.
    execute!(on, "delete from sharing where person_id = $1", person)?;
    let waiting: Vec<(AgencyId,)> = fetch_all!(
        on,
        "select distinct agency_id from referral where person_id = $1 and state = $2",
        person,
        State::Waiting
    )?;
    let around = Surroundings {
        waiting: waiting.into_iter().map(|(agency,)| agency).collect(),
        hosts: agency::store::hosts(on).await?,
    };
    settle_entry(on, person, decided, today).await?;
    let planning = decided.narrowest("anonymous_planning", today) == Some(Answer::Yes);
    execute!(
        on,
        "update register_entry set planning = $1 where person_id = $2 and closed_on is null",
        planning,
        person
    )?;
    let history = decided.history();
    for (agency, (level, until_on)) in model::sharing(&history, &around, today) {
        execute_one!(
            on,
            "insert into sharing (person_id, agency_id, level, until_on) values ($1, $2, $3, $4)",
            person,
            &agency,
            level,
            until_on
        )?;
    }
    execute!(on, "delete from ask_again where person_id = $1", person)?;
    for reminder in reminders::reminders(&decided.as_asked(), decided.born_on, decided.not_sure_on(today), today) {
        execute_one!(
            on,
            "insert into ask_again (person_id, because, remind_from, due_on) values ($1, $2, $3, $4)",
            person,
            reminder.because,
            reminder.from,
            reminder.due_on
        )?;
    }
    Ok(())
}

/// Makes sharing and reminder follow from what they follow from, after something of it changed:
/// a referral, the date of birth, the passing of time.
///
/// # Errors
/// Where the database does not answer.
pub async fn refresh_sharing(on: &mut impl OnDatabase, person: &PersonId, today: NaiveDate) -> Result<(), AppError> {
    hold_alone(on, person).await?;
    let decided = decided(on, person).await?;
    rewrite(on, person, &decided, today).await
}

/// Opens everybody to an agency that runs the register from now on, as far as they are open to the others that do:
/// `model::sharing` gives all of them the same. Rewriting each person would take as long as there are people.
///
/// # Errors
/// Where the database does not answer.
pub async fn open_to_host(scope: &mut Scope<ManageAgencies>, host: &AgencyId) -> Result<(), AppError> {
    hold_sharing(scope).await?;
    execute!(
        scope,
        "insert into sharing (person_id, agency_id, level, until_on)
         select person_id, $1, level, until_on from sharing
         where agency_id = (select agency_id from agency where hosts_register and agency_id <> $1
                            order by created_at, agency_id limit 1)",
        host
    )
    .map(|_| ())
}

/// The same for somebody made in this very transaction: there is nobody yet who could decide meanwhile.
///
/// # Errors
/// Where the database does not answer.
pub async fn first_sharing(on: &mut impl OnDatabase, person: &PersonId, today: NaiveDate) -> Result<(), AppError> {
    let decided = decided(on, person).await?;
    rewrite(on, person, &decided, today).await
}

/// Makes `sharing` follow from decisions that lapsed since anybody last looked: nobody sees those
/// records any more, and the register's own team and whoever waits may ask again.
///
/// # Errors
/// Where the database does not answer.
pub async fn settle_lapsed(access: &Access) -> Result<(), AppError> {
    let find = async |house: &mut Housekeeping| {
        let today = house.today();
        fetch_all!(house, "select distinct person_id from sharing where until_on < $1", today)
    };
    access.round::<CloseLapsed>(find, settle_one).await
}

async fn settle_one(house: &mut Housekeeping, person: &PersonId) -> Result<bool, AppError> {
    let today = house.today();
    // Somebody may have asked again meanwhile.
    let (lapsed,): (i64,) =
        fetch_one!(house, "select count(*) from sharing where person_id = $1 and until_on < $2", person, today)?;
    if lapsed > 0 {
        refresh_sharing(house, person, today).await?;
    }
    Ok(lapsed > 0)
}

/// Refreshes after a referral was closed.
///
/// # Errors
/// Where the database does not answer.
pub async fn after_closing(permit: &mut Permit<CloseReferral>) -> Result<(), AppError> {
    let (person, today) = (permit.person(), permit.today());
    refresh_sharing(permit, &person, today).await
}
