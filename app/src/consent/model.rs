//! Decisions about being on the register, and what follows from them. Pure.
//!
//! # Whose decision counts
//!
//! Several people may have a say over the years, and sometimes at once: the person, two parents, a
//! deputy. Each one's *latest* decision counts until it lapses or they decide anew. Where those in
//! force differ, the narrowest answer holds, for the whole and for each agency, until somebody
//! settles which one stands ([`Resolution`]). One rule saves a quarrel where there is none: a
//! best-interests decision stands only for want of anybody who may decide, so the next decision by
//! anybody else replaces it. [`in_force`] is all of that; [`sharing`] follows from it.
//!
//! What others decided because the person could not ends with a finding that they can ([`found_able`](super::findings::found_able)): a yes 28 days
//! later, a no once the person has decided. So time alone closes, and only a decision opens.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Months, NaiveDate};

use super::findings::ends_with_finding;
use crate::{
    access::model::Level,
    base::{
        dates,
        ids::{AgencyId, CapacityId, HolderId, InterestsId},
    },
    words,
};

words! {
    /// How a question of the conversation was answered. In the order of how far it opens.
    pub enum Answer {
        /// No.
        No = "no" => "No",
        /// Not sure: stops and offers help; never counts as yes.
        NotSure = "not_sure" => "Not sure",
        /// Yes.
        Yes = "yes" => "Yes",
    }
}

impl Answer {
    /// The key of its picture.
    #[must_use]
    pub const fn picture(self) -> &'static str {
        match self {
            Self::Yes => "yes",
            Self::No => "no",
            Self::NotSure => "not-sure",
        }
    }
}

words! {
    /// Who may decide.
    pub enum Authority {
        /// The person.
        Person = "person" => "The person",
        /// A holder of parental responsibility.
        ParentalResponsibility = "parental_responsibility" => "A parent, or somebody else with parental responsibility",
        /// A lasting power of attorney for health and welfare.
        HealthWelfareAttorney = "health_welfare_attorney" => "An attorney for health and welfare (LPA)",
        /// A deputy appointed by the Court of Protection for personal welfare.
        CourtDeputy = "court_deputy" => "A deputy appointed by the Court of Protection",
        /// A best-interests decision under the Mental Capacity Act.
        BestInterests = "best_interests" => "A best-interests decision",
    }
}

words! {
    /// The kind of a decision.
    pub enum Kind {
        /// Yes to being on the register.
        Given = "given" => "Yes",
        /// No to being on the register.
        Refused = "refused" => "No",
        /// A change of mind after a yes.
        Withdrawn = "withdrawn" => "Changed their mind",
    }
}

words! {
    /// Why one of two decisions that differ stands.
    pub enum Because {
        /// Everybody who decided came to agree.
        Agreed = "agreed" => "They talked, and agree on this one",
        /// The person can decide, so nobody else does.
        PersonDecides = "person_decides" => "The person can make this decision, so theirs stands",
        /// A court said so.
        Court = "court" => "A court decided",
        /// The other one's authority had ended.
        AuthorityEnded = "authority_ended" => "The other one may no longer decide",
    }
}

words! {
    /// Why somebody is to be asked again.
    pub enum AskAgainBecause {
        /// The yearly check, or the day by which a decision in somebody's best interests is looked at again.
        Review = "review" => "The decision is due to be looked at again",
        /// From 16 on the young person decides.
        Turns16 = "turns_16" => "Turns 16, and decides for themselves from then on",
        /// From 18 on nobody has parental responsibility.
        Turns18 = "turns_18" => "Turns 18, and parental responsibility ends",
        /// A power or an order runs out, or was ended.
        AuthorityEnds = "authority_ends" => "The authority that somebody decided with ends",
        /// Some answer in force was "not sure", and help was promised.
        NotSure = "not_sure" => "Was not sure about something: talk about it again",
        /// Somebody decided because the person could not, and they were found able since.
        CanDecide = "can_decide" => "Was found able to decide for themselves: ask them. A yes by others ends 4 weeks after that",
        /// It was to be asked again by now and was not: nobody sees the record any more.
        Lapsed = "lapsed" => "Their decision ran out. Ask again",
    }
}

/// Who decided, with what shows that they may.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Decider {
    /// The person.
    Person {
        /// An assessment that says they can, where one was made.
        capacity: Option<CapacityId>,
    },
    /// Somebody whose authority was seen.
    Holder {
        /// Which one.
        authority: Authority,
        /// Whose.
        holder: HolderId,
        /// Their name.
        name: String,
        /// The assessment that says that the person cannot decide, where the law asks for one.
        capacity: Option<CapacityId>,
    },
    /// A decision-maker under section 4 of the Mental Capacity Act. There is no such decision
    /// without both records.
    BestInterests {
        /// Their name and role.
        name: String,
        /// The assessment that says that the person cannot decide this now.
        capacity: CapacityId,
        /// The checklist.
        interests: InterestsId,
    },
}

impl Decider {
    /// The assessment that they decided on, where there is one.
    #[must_use]
    pub const fn capacity(&self) -> Option<&CapacityId> {
        match self {
            Self::Person { capacity } | Self::Holder { capacity, .. } => capacity.as_ref(),
            Self::BestInterests { capacity, .. } => Some(capacity),
        }
    }

    /// Whether they decided because an assessment found that the person could not.
    #[must_use]
    pub const fn is_for_want_of_capacity(&self) -> bool {
        match self {
            Self::Person { .. } => false,
            Self::Holder { capacity, .. } => capacity.is_some(),
            Self::BestInterests { .. } => true,
        }
    }

    /// Which authority, as it is stored.
    #[must_use]
    pub const fn authority(&self) -> Authority {
        match self {
            Self::Person { .. } => Authority::Person,
            Self::Holder { authority, .. } => *authority,
            Self::BestInterests { .. } => Authority::BestInterests,
        }
    }

    /// Their name; empty for the person.
    #[must_use]
    pub fn name(&self) -> &str {
        match self {
            Self::Person { .. } => "",
            Self::Holder { name, .. } | Self::BestInterests { name, .. } => name,
        }
    }

    /// Their name and what they decide as; empty for the person.
    #[must_use]
    pub fn described(&self) -> String {
        match self {
            Self::Person { .. } => String::new(),
            Self::Holder { name, authority, .. } => format!("{name} ({})", authority.label()),
            Self::BestInterests { name, .. } => format!("{name} ({})", Authority::BestInterests.label()),
        }
    }

    /// Whether both are the same one deciding.
    #[must_use]
    pub fn is_same(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Person { .. }, Self::Person { .. }) => true,
            (Self::Holder { holder, .. }, Self::Holder { holder: theirs, .. }) => holder == theirs,
            (Self::BestInterests { interests, .. }, Self::BestInterests { interests: theirs, .. }) => {
                interests == theirs
            }
            (Self::Person { .. } | Self::Holder { .. } | Self::BestInterests { .. }, _) => false,
        }
    }

    /// Whether their new decision takes the place of one by the other.
    #[must_use]
    pub fn replaces(&self, other: &Self) -> bool {
        match (self, other) {
            (_, Self::BestInterests { .. }) | (Self::Person { .. }, Self::Person { .. }) => true,
            (Self::Holder { holder, .. }, Self::Holder { holder: theirs, .. }) => holder == theirs,
            (Self::Person { .. } | Self::BestInterests { .. }, Self::Holder { .. })
            | (Self::Holder { .. } | Self::BestInterests { .. }, Self::Person { .. }) => false,
        }
    }
}

/// One decision, with the facts that only its kind has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Decision {
    /// On the register, until the day it must be asked again.
    Given {
        /// Asked again by this day, or the decision lapses.
        review_on: NaiveDate,
        /// What each agency was told: only a yes lets it see.
        agencies: BTreeMap<AgencyId, Answer>,
    },
    /// Not on the register.
    Refused,
    /// No longer on the register.
    Withdrawn,
}

impl Decision {
    /// The kind, as it is stored.
    #[must_use]
    pub const fn kind(&self) -> Kind {
        match self {
            Self::Given { .. } => Kind::Given,
            Self::Refused => Kind::Refused,
            Self::Withdrawn => Kind::Withdrawn,
        }
    }

    /// When it is to be asked again; a no is not.
    #[must_use]
    pub const fn review_on(&self) -> Option<NaiveDate> {
        match self {
            Self::Given { review_on, .. } => Some(*review_on),
            Self::Refused | Self::Withdrawn => None,
        }
    }
}

/// A decision as somebody made it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Made {
    /// 1, 2, 3 … for this person.
    pub number: i64,
    /// By whom.
    pub by: Decider,
    /// When.
    pub on: NaiveDate,
    /// What.
    pub decision: Decision,
    /// The last day on which it counts, whatever it said: parental responsibility ends; a yes by others ends some time
    /// after the person was found able.
    pub counts_until: Option<NaiveDate>,
    /// Since when the person is known to be able to decide this, where others decided because they were not.
    pub able_on: Option<NaiveDate>,
    /// The day by which a no in somebody's best interests is looked at again.
    pub looked_again_on: Option<NaiveDate>,
    /// The day on which the power or the order ends that they decided by, if that is known. What was
    /// decided before stands until it is asked again; from then on somebody else decides.
    pub authority_ends: Option<NaiveDate>,
}

impl Made {
    /// A decision that nothing ends but its own review.
    #[must_use]
    pub const fn new(number: i64, by: Decider, on: NaiveDate, decision: Decision) -> Self {
        Self {
            number,
            by,
            on,
            decision,
            counts_until: None,
            able_on: None,
            looked_again_on: None,
            authority_ends: None,
        }
    }
}

/// Which of several decisions stands, from somebody who looked at all of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Resolution {
    /// The newest decision that was looked at.
    pub after: i64,
    /// The one that stands.
    pub keeps: i64,
}

/// Everything that was ever decided about one person, in order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct History {
    /// By number.
    pub decisions: Vec<Made>,
    /// By the newest decision they looked at.
    pub resolutions: Vec<Resolution>,
}

/// Why a decision cannot be recorded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ConsentError {
    /// There is no yes to take back.
    #[error("There is no decision in force to withdraw")]
    NothingToWithdraw,
    /// The agency does not see the record as it is.
    #[error("This agency does not see the record")]
    DoesNotSee,
    /// Somebody else said yes, or their yes stands on more than this one decision.
    #[error("This person has no yes of their own that one agency can be taken out of")]
    NotTheirYes,
}

/// Those decisions that have a say on a day: the latest of everybody who may still decide, without a yes that was
/// to be asked again by now and was not. Everything that says what counts asks this one, so that no page calls a
/// decision one of several that nothing is shared by.
#[must_use]
pub fn in_force(history: &History, today: NaiveDate) -> Vec<&Made> {
    let mut latest = latest(history, today);
    latest.retain(|each| each.decision.review_on().is_none_or(|review_on| review_on >= today));
    latest
}

/// The latest decision of everybody who may still decide, lapsed or not: whom to ask again, and what anybody
/// wanted to stay private, which does not end because nobody asked them in time.
///
/// What others said for somebody who could not, and can now, ends once the person has decided. Until then a no of theirs
/// stands, and a yes still narrows what others open after its own time is over ([`standing`]): time alone opens nothing.
#[must_use]
pub fn latest(history: &History, today: NaiveDate) -> Vec<&Made> {
    let mut latest = ever_latest(history);
    latest.retain(|each| each.counts_until.is_none_or(|until| until >= today) && !asked_since_able(history, each));
    latest
}

/// Those whose yes ended with a finding, and that the person has not been asked about since: what they did not open
/// stays shut.
#[must_use]
pub fn still_narrow(history: &History, today: NaiveDate) -> Vec<&Made> {
    let mut ended = ever_latest(history);
    ended.retain(|each| {
        let over = each.able_on.and_then(ends_with_finding).is_some_and(|last| last < today);
        over && each.decision.kind() == Kind::Given && !asked_since_able(history, each)
    });
    ended
}

/// Whether the person decided themselves since they were found able to decide what others decided for them.
fn asked_since_able(history: &History, made: &Made) -> bool {
    made.able_on.is_some_and(|able_on| {
        history.decisions.iter().any(|later| {
            later.number > made.number && later.on >= able_on && matches!(later.by, Decider::Person { .. })
        })
    })
}

/// The latest of everybody who decided and whose decision nobody replaced or settled away.
fn ever_latest(history: &History) -> Vec<&Made> {
    let mut latest: Vec<&Made> = Vec::new();
    let mut settled = history.resolutions.iter().peekable();
    for made in &history.decisions {
        while let Some(resolution) = settled.next_if(|resolution| resolution.after < made.number) {
            latest.retain(|each| each.number == resolution.keeps);
        }
        latest.retain(|each| !made.by.replaces(&each.by));
        latest.push(made);
    }
    for resolution in settled {
        latest.retain(|each| each.number == resolution.keeps);
    }
    latest
}

/// What is in force on a day, of all decisions together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Standing {
    /// Nobody has decided yet.
    NotAsked,
    /// Yes, by everybody who has a say.
    Given {
        /// The first day on which one of them lapses.
        until: NaiveDate,
        /// For each agency the narrowest answer.
        agencies: BTreeMap<AgencyId, Answer>,
    },
    /// Yes, but it was to be asked again by now and was not.
    Lapsed,
    /// No, or no longer, by at least one who has a say.
    Ended,
}

/// What is in force, the narrowest of everybody's.
#[must_use]
pub fn standing(history: &History, today: NaiveDate) -> Standing {
    if history.decisions.is_empty() {
        return Standing::NotAsked;
    }
    let mut narrowest: Option<(NaiveDate, BTreeMap<AgencyId, Answer>)> = None;
    for made in in_force(history, today) {
        match &made.decision {
            Decision::Refused | Decision::Withdrawn => return Standing::Ended,
            Decision::Given { review_on, agencies } => {
                let until = made.counts_until.map_or(*review_on, |counts| counts.min(*review_on));
                narrowest = Some(match narrowest {
                    None => (until, agencies.clone()),
                    Some((before, theirs)) => (before.min(until), narrower(&theirs, agencies)),
                });
            }
        }
    }
    for made in still_narrow(history, today) {
        if let (Some((_, opens)), Decision::Given { agencies, .. }) = (&mut narrowest, &made.decision) {
            *opens = narrower(opens, agencies);
        }
    }
    narrowest.map_or(Standing::Lapsed, |(until, agencies)| Standing::Given { until, agencies })
}

/// The last day on which something was in force that has lapsed since and was not asked again; none where
/// something is in force, or nobody ever decided.
#[must_use]
pub fn ran_out(history: &History, today: NaiveDate) -> Option<NaiveDate> {
    let last_day = |made: &Made| [made.decision.review_on(), made.counts_until].into_iter().flatten().min();
    match standing(history, today) {
        Standing::Lapsed => ever_latest(history).into_iter().filter_map(last_day).max(),
        Standing::NotAsked | Standing::Given { .. } | Standing::Ended => None,
    }
}

/// Why one of several decisions cannot be said to stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SettleError {
    /// The person may decide, and decided otherwise.
    #[error("The person can decide this, and decided otherwise. If they see it differently now, ask them again")]
    TheirsStands,
    /// The reason is that the person decides, and the decision is somebody else's.
    #[error("This reason is for the person\u{2019}s own decision. Select their decision, or another reason")]
    NotThePersons,
    /// The reason is that the person decides, and they were found unable to.
    #[error("The person was found unable to decide this. Select another reason")]
    PersonCannot,
    /// The reason is that the others may no longer decide, and one of them still has a say.
    #[error("Somebody who decided otherwise still has a say. Select another reason")]
    OthersMayDecide,
}

/// Whether one of several decisions that differ may be said to stand for a reason; `may` says who still has a say
/// today, also where they would have to be assessed anew before they decide again. What the person decided who can
/// decide is not settled away by anybody but a court: who sees it otherwise asks the person again, and their new answer
/// takes the place of the old one.
///
/// # Errors
/// Why not, in a sentence for whoever settles.
pub fn can_settle(
    differ: &[Made],
    keeps: &Made,
    because: Because,
    may: impl Fn(&Made) -> bool,
) -> Result<(), SettleError> {
    let mut others = differ.iter().filter(|made| made.number != keeps.number);
    let persons = |made: &Made| matches!(made.by, Decider::Person { .. });
    match because {
        Because::Court => Ok(()),
        Because::PersonDecides if persons(keeps) && may(keeps) => Ok(()),
        Because::PersonDecides if persons(keeps) => Err(SettleError::PersonCannot),
        Because::PersonDecides => Err(SettleError::NotThePersons),
        Because::Agreed if others.any(|made| persons(made) && may(made)) => Err(SettleError::TheirsStands),
        Because::Agreed => Ok(()),
        Because::AuthorityEnded if others.any(may) => Err(SettleError::OthersMayDecide),
        Because::AuthorityEnded => Ok(()),
    }
}

/// For each agency the lesser answer. One that only one of the two was asked about counts as a no.
fn narrower(one: &BTreeMap<AgencyId, Answer>, other: &BTreeMap<AgencyId, Answer>) -> BTreeMap<AgencyId, Answer> {
    one.keys()
        .chain(other.keys())
        .map(|agency| {
            let of = |answers: &BTreeMap<AgencyId, Answer>| answers.get(agency).copied().unwrap_or(Answer::No);
            (agency.clone(), of(one).min(of(other)))
        })
        .collect()
}

/// Those decisions in force that differ from one another; empty where all agree.
#[must_use]
pub fn conflict(history: &History, today: NaiveDate) -> Vec<&Made> {
    let in_force = in_force(history, today);
    let opens = |made: &Made| match &made.decision {
        Decision::Given { agencies, .. } => {
            Some(agencies.iter().filter(|(_, answer)| **answer == Answer::Yes).map(|(id, _)| id.clone()).collect())
        }
        Decision::Refused | Decision::Withdrawn => None::<Vec<AgencyId>>,
    };
    let differ = in_force.windows(2).any(|pair| match pair {
        [one, other] => opens(one) != opens(other),
        _ => false,
    });
    if differ { in_force } else { Vec::new() }
}

/// Whether there is a yes for somebody to take back: anybody's, while all of them together are a yes; else
/// their own, which counts again as soon as the other decision is settled away.
///
/// # Errors
/// Where there is none. A change of mind may come from the person, whoever said yes, and nobody asks why.
pub fn can_withdraw(history: &History, by: &Decider, today: NaiveDate) -> Result<(), ConsentError> {
    let own_yes = |made: &&Made| made.by.is_same(by) && made.decision.kind() == Kind::Given;
    match standing(history, today) {
        Standing::Given { .. } => Ok(()),
        Standing::Ended if in_force(history, today).iter().any(own_yes) => Ok(()),
        Standing::NotAsked | Standing::Lapsed | Standing::Ended => Err(ConsentError::NothingToWithdraw),
    }
}

/// The yes in force of one who decides that one agency may be taken out of, if there is one. It must be theirs
/// alone to follow: where their next decision took the place of somebody else's too (one made in the person's best
/// interests), what that one kept shut would open.
#[must_use]
pub fn yes_of<'h>(history: &'h History, by: &Decider, today: NaiveDate) -> Option<&'h Made> {
    let in_force = in_force(history, today);
    let (own, others): (Vec<&Made>, Vec<&Made>) = in_force.into_iter().partition(|made| made.by.is_same(by));
    let opens = |made: &&Made| made.decision.review_on().is_some_and(|review_on| review_on >= today);
    let own = own.into_iter().next().filter(opens)?;
    (!others.iter().any(|made| own.by.replaces(&made.by))).then_some(own)
}

/// A yes with one agency taken out of it: the decision that it follows, and the new one. Everything else stays as
/// it was said, and so does the day on which it is asked again.
///
/// # Errors
/// Where that agency does not see the record, or the yes is not theirs.
pub fn without<'h>(
    history: &'h History,
    by: &Decider,
    agency: &AgencyId,
    today: NaiveDate,
) -> Result<(&'h Made, Decision), ConsentError> {
    if !opened(&standing(history, today)).contains(agency) {
        return Err(ConsentError::DoesNotSee);
    }
    let follows = yes_of(history, by, today).ok_or(ConsentError::NotTheirYes)?;
    match &follows.decision {
        Decision::Given { review_on, agencies } => {
            let mut agencies = agencies.clone();
            agencies.insert(agency.clone(), Answer::No);
            Ok((follows, Decision::Given { review_on: *review_on, agencies }))
        }
        Decision::Refused | Decision::Withdrawn => Err(ConsentError::NotTheirYes),
    }
}

/// The agencies that what is in force opens the record to, besides those that run the register.
#[must_use]
pub fn opened(standing: &Standing) -> BTreeSet<AgencyId> {
    match standing {
        Standing::Given { agencies, .. } => {
            agencies.iter().filter(|(_, answer)| **answer == Answer::Yes).map(|(id, _)| id.clone()).collect()
        }
        Standing::NotAsked | Standing::Lapsed | Standing::Ended => BTreeSet::new(),
    }
}

/// Everything besides decisions that says who may see somebody.
#[derive(Debug, Clone, Default)]
pub struct Surroundings {
    /// Agencies whose referral is still waiting for a decision.
    pub waiting: Vec<AgencyId>,
    /// Agencies that run the register.
    pub hosts: Vec<AgencyId>,
}

/// How far a person is open to an agency, and until when.
pub type Openness = BTreeMap<AgencyId, (Level, Option<NaiveDate>)>;

/// Who may see a person, from their decisions and referrals. The only source of the table `sharing`.
///
/// * Nobody decided, or the decision lapsed: the agencies with a waiting referral and the register's
///   own team see the least needed to ask.
/// * Yes: each agency with a yes of everybody who has a say, and the register's own team, until the
///   first of those decisions lapses. *No other agency*, whatever it referred: a referral of an
///   agency that was told no shows it nothing.
/// * No, or no longer: only the register's own team, which reads the name and the answers.
#[must_use]
pub fn sharing(history: &History, around: &Surroundings, today: NaiveDate) -> Openness {
    let hosts = around.hosts.iter().cloned();
    match standing(history, today) {
        // Every referral was closed by hand: there is nothing left to ask.
        Standing::NotAsked if around.waiting.is_empty() => {
            hosts.map(|agency| (agency, (Level::Closed, None))).collect()
        }
        Standing::NotAsked | Standing::Lapsed => {
            around.waiting.iter().cloned().chain(hosts).map(|agency| (agency, (Level::Asking, None))).collect()
        }
        Standing::Given { until, agencies } => agencies
            .into_iter()
            .filter(|(_, answer)| *answer == Answer::Yes)
            .map(|(agency, _)| agency)
            .chain(hosts)
            .map(|agency| (agency, (Level::Record, Some(until))))
            .collect(),
        // A no of somebody with parental responsibility counts until the child decides themselves.
        Standing::Ended => {
            let until = in_force(history, today).into_iter().filter_map(|made| made.counts_until).min();
            hosts.map(|agency| (agency, (Level::Closed, until))).collect()
        }
    }
}

/// The day by which a yes is asked again, so many months later as the register's settings say.
#[must_use]
pub fn review_on(decided_on: NaiveDate, months: u32) -> NaiveDate {
    decided_on.checked_add_months(Months::new(months)).unwrap_or(decided_on)
}

/// The same day some years later; of a birthday it is [`dates::birthday`].
#[must_use]
pub fn years_after(day: NaiveDate, years: u32) -> NaiveDate {
    day.checked_add_months(Months::new(12 * years)).unwrap_or(day)
}

/// The last day on which a decision counts that was made with this authority.
///
/// Parental responsibility gives a say until the day before the 16th birthday, and only on an
/// assessment under the Mental Capacity Act until the day before the 18th.
#[must_use]
pub fn counts_until(authority: Authority, born_on: Option<NaiveDate>, assessed: Assessed) -> Option<NaiveDate> {
    match authority {
        Authority::ParentalResponsibility => {
            let years = match assessed {
                Assessed::MentalCapacity => 18,
                Assessed::Otherwise => 16,
            };
            dates::birthday(born_on?, years)?.pred_opt()
        }
        Authority::Person | Authority::HealthWelfareAttorney | Authority::CourtDeputy | Authority::BestInterests => {
            None
        }
    }
}

/// By which assessment somebody was found not to decide themselves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Assessed {
    /// Under the Mental Capacity Act, which is for 16 and over.
    MentalCapacity,
    /// As a child, or not at all.
    Otherwise,
}

/// How the field of an agency's own question begins.
pub const AGENCY_FIELD: &str = "agency-";

/// The field of an agency's own question.
#[must_use]
pub fn agency_field(agency: &AgencyId) -> String {
    format!("{AGENCY_FIELD}{agency}")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{
        super::{
            findings::{Finding, found_able},
            reminders::reminders,
        },
        *,
    };
    use crate::authority::capacity::Conclusion;

    fn agency(n: u8) -> AgencyId {
        format!("00000000-0000-7000-8000-0000000000{n:02x}").parse().unwrap()
    }

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn person() -> Decider {
        Decider::Person { capacity: None }
    }

    fn parent(n: u8) -> Decider {
        Decider::Holder {
            authority: Authority::ParentalResponsibility,
            holder: format!("00000000-0000-7000-8000-0000000001{n:02x}").parse().unwrap(),
            name: format!("Parent {n}"),
            capacity: None,
        }
    }

    fn deputy() -> Decider {
        Decider::Holder {
            authority: Authority::CourtDeputy,
            holder: "00000000-0000-7000-8000-000000000200".parse().unwrap(),
            name: "Deputy".to_owned(),
            capacity: None,
        }
    }

    fn best_interests() -> Decider {
        Decider::BestInterests {
            name: "Nurse".to_owned(),
            capacity: "00000000-0000-7000-8000-000000000300".parse().unwrap(),
            interests: "00000000-0000-7000-8000-000000000400".parse().unwrap(),
        }
    }

    fn yes(agencies: &[(u8, Answer)]) -> Decision {
        Decision::Given {
            review_on: day("2027-11-22"),
            agencies: agencies.iter().map(|(n, answer)| (agency(*n), *answer)).collect(),
        }
    }

    fn history(decisions: Vec<(Decider, Decision)>) -> History {
        let decisions = decisions
            .into_iter()
            .zip(1..)
            .map(|((by, decision), number)| Made::new(number, by, day("2026-11-22"), decision))
            .collect();
        History { decisions, ..History::default() }
    }

    fn around() -> Surroundings {
        Surroundings { waiting: vec![agency(1)], hosts: vec![agency(9)] }
    }

    const TODAY: &str = "2026-11-22";

    fn who_sees(history: &History) -> Vec<AgencyId> {
        sharing(history, &around(), day(TODAY))
            .into_iter()
            .filter(|(_, (level, _))| *level == Level::Record)
            .map(|(agency, _)| agency)
            .collect()
    }

    #[test]
    fn consent_refused_cannot_be_withdrawn() {
        let refused = history(vec![(person(), Decision::Refused)]);
        assert_eq!(can_withdraw(&refused, &person(), day(TODAY)), Err(ConsentError::NothingToWithdraw));
        assert_eq!(can_withdraw(&history(vec![(parent(1), yes(&[]))]), &person(), day(TODAY)), Ok(()));
    }

    #[test]
    fn ones_own_yes_is_taken_back_also_while_somebody_elses_no_holds() {
        let mut said = history(vec![(person(), yes(&[(2, Answer::Yes)])), (deputy(), Decision::Refused)]);
        assert_eq!(can_withdraw(&said, &person(), day(TODAY)), Ok(()));
        assert_eq!(can_withdraw(&said, &deputy(), day(TODAY)), Err(ConsentError::NothingToWithdraw));
        assert_eq!(can_withdraw(&said, &person(), day("2027-11-23")), Err(ConsentError::NothingToWithdraw), "lapsed");
        said.resolutions.push(Resolution { after: 2, keeps: 2 });
        assert_eq!(can_withdraw(&said, &person(), day(TODAY)), Err(ConsentError::NothingToWithdraw), "settled away");
    }

    #[test]
    fn a_decision_that_ran_out_is_to_be_asked_again_until_it_is() {
        let said = history(vec![(parent(1), yes(&[(2, Answer::Yes)])), (parent(2), yes(&[(2, Answer::Yes)]))]);
        let asked = |on: &str| -> Vec<(AskAgainBecause, NaiveDate)> {
            let all = reminders(&said, None, None, day(on)).into_iter();
            all.map(|reminder| (reminder.because, reminder.due_on)).collect()
        };
        assert_eq!(ran_out(&said, day("2027-11-22")), None);
        assert_eq!(asked("2027-11-22"), [(AskAgainBecause::Review, day("2027-11-22"))]);
        assert_eq!(ran_out(&said, day("2028-03-01")), Some(day("2027-11-22")));
        assert_eq!(asked("2028-03-01"), [(AskAgainBecause::Lapsed, day("2027-11-22"))]);
        assert_eq!(ran_out(&History::default(), day(TODAY)), None, "nobody ever decided");
        // What a parent decided runs out with their say.
        let mut said = history(vec![(parent(1), yes(&[(2, Answer::Yes)]))]);
        said.decisions[0].counts_until = Some(day("2027-05-01"));
        assert_eq!(ran_out(&said, day("2027-05-02")), Some(day("2027-05-01")));
    }

    #[test]
    fn one_agency_is_taken_out_of_ones_own_yes_and_all_else_stays() {
        let said = history(vec![
            (parent(1), yes(&[(1, Answer::Yes), (2, Answer::Yes), (3, Answer::NotSure)])),
            (parent(2), yes(&[(1, Answer::No), (2, Answer::Yes)])),
        ]);
        let (follows, decision) = without(&said, &parent(1), &agency(2), day(TODAY)).unwrap();
        assert_eq!((follows.number, decision), (1, yes(&[(1, Answer::Yes), (2, Answer::No), (3, Answer::NotSure)])));
        let refused = |by: &Decider, agency: &AgencyId, on: &str| without(&said, by, agency, day(on)).unwrap_err();
        assert_eq!(refused(&parent(1), &agency(1), TODAY), ConsentError::DoesNotSee, "the other one said no to it");
        assert_eq!(refused(&parent(1), &agency(3), TODAY), ConsentError::DoesNotSee);
        assert_eq!(refused(&parent(1), &agency(9), TODAY), ConsentError::DoesNotSee, "who runs the register");
        assert_eq!(refused(&person(), &agency(2), TODAY), ConsentError::NotTheirYes);
        assert_eq!(refused(&parent(1), &agency(2), "2027-11-23"), ConsentError::DoesNotSee, "lapsed");
    }

    #[test]
    fn taking_one_agency_out_opens_nothing_that_a_best_interests_decision_kept_shut() {
        let said = history(vec![
            (person(), yes(&[(1, Answer::Yes), (2, Answer::Yes)])),
            (best_interests(), yes(&[(1, Answer::No), (2, Answer::Yes)])),
        ]);
        assert_eq!(without(&said, &person(), &agency(2), day(TODAY)), Err(ConsentError::NotTheirYes));
        assert!(without(&said, &best_interests(), &agency(2), day(TODAY)).is_ok());
    }

    #[test]
    fn before_a_decision_only_the_referrer_and_the_register_team_see_the_least_needed_to_ask() {
        let open = sharing(&History::default(), &around(), day(TODAY));
        assert_eq!(open, BTreeMap::from([(agency(1), (Level::Asking, None)), (agency(9), (Level::Asking, None))]));
    }

    #[test]
    fn a_referral_closed_without_asking_leaves_only_that_it_was_closed() {
        let around = Surroundings { waiting: vec![], ..around() };
        let open = sharing(&History::default(), &around, day(TODAY));
        assert_eq!(open, BTreeMap::from([(agency(9), (Level::Closed, None))]));
    }

    #[test]
    fn only_an_agency_with_its_own_yes_sees_the_record_even_if_it_referred() {
        let said = history(vec![(person(), yes(&[(1, Answer::No), (2, Answer::Yes), (3, Answer::NotSure)]))]);
        assert_eq!(who_sees(&said), [agency(2), agency(9)]);
    }

    #[test]
    fn a_decision_that_was_not_asked_again_in_time_shares_nothing() {
        let said = history(vec![(person(), yes(&[(2, Answer::Yes)]))]);
        assert!(sharing(&said, &around(), day("2027-11-22")).contains_key(&agency(2)));
        assert!(!sharing(&said, &around(), day("2027-11-23")).contains_key(&agency(2)));
    }

    #[test]
    fn a_yes_that_lapsed_differs_from_nobodys_and_is_not_said_to_count() {
        let mut said = history(vec![
            (parent(1), yes(&[(2, Answer::No), (3, Answer::Yes)])),
            (parent(2), yes(&[(2, Answer::Yes), (3, Answer::Yes)])),
        ]);
        let Decision::Given { review_on, .. } = &mut said.decisions[1].decision else { panic!("a yes") };
        *review_on = day("2028-11-22");
        assert_eq!(conflict(&said, day("2027-11-22")).len(), 2);
        let lapsed = day("2027-11-23");
        assert_eq!(in_force(&said, lapsed).iter().map(|made| made.number).collect::<Vec<_>>(), [2]);
        assert!(conflict(&said, lapsed).is_empty(), "what is shared is what the other one said");
        assert!(sharing(&said, &around(), lapsed).contains_key(&agency(2)));
        assert_eq!(can_withdraw(&said, &parent(2), lapsed), Ok(()));
        let review = reminders(&said, None, None, lapsed);
        assert_eq!(review.iter().map(|each| each.due_on).collect::<Vec<_>>(), [day("2027-11-22")], "it is asked again");
    }

    #[test]
    fn where_two_parents_differ_the_no_holds_until_it_is_settled() {
        let mut said = history(vec![(parent(1), yes(&[(2, Answer::Yes)])), (parent(2), Decision::Refused)]);
        assert_eq!(who_sees(&said), []);
        assert_eq!(conflict(&said, day(TODAY)).len(), 2);
        said.resolutions.push(Resolution { after: 2, keeps: 1 });
        assert_eq!(who_sees(&said), [agency(2), agency(9)]);
        assert!(conflict(&said, day(TODAY)).is_empty());
    }

    #[test]
    fn nobody_but_a_court_settles_away_what_a_person_decided_who_can_decide() {
        let said = history(vec![(deputy(), yes(&[(2, Answer::Yes)])), (person(), Decision::Refused)]);
        let [deputys, persons] = said.decisions.as_slice() else { panic!("two") };
        let may_person = |made: &Made| made.by.is_same(&person());
        let settle = |keeps, because, may: &dyn Fn(&Made) -> bool| can_settle(&said.decisions, keeps, because, may);
        assert_eq!(settle(deputys, Because::Agreed, &may_person), Err(SettleError::TheirsStands));
        assert_eq!(settle(deputys, Because::PersonDecides, &may_person), Err(SettleError::NotThePersons));
        assert_eq!(settle(deputys, Because::AuthorityEnded, &may_person), Err(SettleError::OthersMayDecide));
        assert_eq!(settle(deputys, Because::Court, &may_person), Ok(()));
        assert_eq!(settle(persons, Because::PersonDecides, &may_person), Ok(()));
        assert_eq!(settle(persons, Because::AuthorityEnded, &may_person), Ok(()), "the deputy may no longer");
        // Where the person cannot decide, those who can may agree.
        let may_deputy = |made: &Made| made.by.is_same(&deputy());
        assert_eq!(settle(deputys, Because::Agreed, &may_deputy), Ok(()));
        assert_eq!(settle(persons, Because::PersonDecides, &may_deputy), Err(SettleError::PersonCannot));
        assert_eq!(settle(persons, Because::AuthorityEnded, &may_deputy), Err(SettleError::OthersMayDecide));
    }

    #[test]
    fn a_new_no_after_a_settlement_counts_again() {
        let mut said = history(vec![
            (parent(1), yes(&[(2, Answer::Yes)])),
            (parent(2), Decision::Refused),
            (parent(2), Decision::Refused),
        ]);
        said.resolutions.push(Resolution { after: 2, keeps: 1 });
        assert_eq!(who_sees(&said), []);
    }

    #[test]
    fn where_the_person_and_a_deputy_agree_on_some_agencies_only_those_see() {
        let said = history(vec![
            (deputy(), yes(&[(2, Answer::Yes), (3, Answer::Yes)])),
            (person(), yes(&[(2, Answer::Yes), (3, Answer::NotSure)])),
        ]);
        assert_eq!(who_sees(&said), [agency(2), agency(9)]);
        assert_eq!(conflict(&said, day(TODAY)).len(), 2);
    }

    #[test]
    fn one_who_decides_again_replaces_their_own_decision_and_nobody_elses() {
        let said = history(vec![(parent(1), Decision::Refused), (parent(1), yes(&[(2, Answer::Yes)]))]);
        assert_eq!(who_sees(&said), [agency(2), agency(9)]);
        assert!(conflict(&said, day(TODAY)).is_empty());
    }

    #[test]
    fn the_person_who_decides_replaces_what_was_decided_in_their_best_interests() {
        let said = history(vec![(best_interests(), Decision::Refused), (person(), yes(&[(2, Answer::Yes)]))]);
        assert_eq!(who_sees(&said), [agency(2), agency(9)]);
    }

    #[test]
    fn a_best_interests_yes_does_not_undo_the_persons_own_no() {
        let said = history(vec![(person(), Decision::Withdrawn), (best_interests(), yes(&[(2, Answer::Yes)]))]);
        assert_eq!(who_sees(&said), []);
        assert_eq!(conflict(&said, day(TODAY)).len(), 2);
    }

    #[test]
    fn a_parents_decision_ends_the_day_before_the_child_turns_16() {
        let until = counts_until(Authority::ParentalResponsibility, Some(day("2011-03-01")), Assessed::Otherwise);
        assert_eq!(until, Some(day("2027-02-28")));
        let mut said = history(vec![(parent(1), yes(&[(2, Answer::Yes)]))]);
        said.decisions[0].counts_until = until;
        let last = sharing(&said, &around(), day("2027-02-28"));
        assert_eq!(last.get(&agency(2)), Some(&(Level::Record, until)));
        assert_eq!(standing(&said, day("2027-03-01")), Standing::Lapsed);
    }

    #[test]
    fn the_sixteenth_and_eighteenth_birthday_are_prepared_twelve_weeks_ahead() {
        let said = history(vec![(person(), yes(&[]))]);
        let born = |text| {
            let mut all = reminders(&said, Some(day(text)), None, day(TODAY));
            all.sort_by_key(|reminder| reminder.from);
            all
        };
        let next = |text| born(text)[0];
        assert_eq!(next("2011-03-01").because, AskAgainBecause::Turns16);
        assert_eq!(next("2011-03-01").from, day("2026-12-07"));
        assert_eq!(next("2009-03-01").because, AskAgainBecause::Turns18);
        assert_eq!(next("2009-03-01").due_on, day("2027-03-01"));
        // Asked on the birthday itself: nothing to prepare any more.
        assert_eq!(born("2008-11-22").len(), 1);
        assert_eq!(next("1980-01-01").due_on, day("2027-11-22"));
        assert_eq!(next("1980-01-01").from, day("2027-10-25"));
        let refused = history(vec![(person(), Decision::Refused)]);
        assert_eq!(reminders(&refused, Some(day("2011-03-01")), None, day(TODAY)), []);
    }

    #[test]
    fn a_child_whose_parent_said_no_is_prepared_for_deciding_themselves() {
        let mut said = history(vec![(parent(1), Decision::Refused)]);
        said.decisions[0].counts_until = Some(day("2027-02-28"));
        let all = reminders(&said, Some(day("2011-03-01")), None, day(TODAY));
        assert_eq!(all.iter().map(|each| each.because).collect::<Vec<_>>(), [AskAgainBecause::Turns16]);
        assert_eq!((all[0].from, all[0].due_on), (day("2026-12-07"), day("2027-03-01")));
        // Their own no is theirs: nobody comes back to it on a birthday.
        let theirs = history(vec![(person(), Decision::Refused)]);
        assert_eq!(reminders(&theirs, Some(day("2011-03-01")), None, day(TODAY)), []);
    }

    #[test]
    fn a_birthday_never_hides_the_yearly_check_nor_the_end_of_an_authority() {
        let mut said = history(vec![(deputy(), yes(&[]))]);
        said.decisions[0].authority_ends = Some(day("2027-06-30"));
        let because: Vec<_> =
            reminders(&said, Some(day("2010-01-01")), None, day(TODAY)).into_iter().map(|each| each.because).collect();
        assert_eq!(because, [AskAgainBecause::Review, AskAgainBecause::AuthorityEnds, AskAgainBecause::Turns18]);
    }

    #[test]
    fn whoever_was_not_sure_is_asked_again_within_four_weeks_after_a_week_to_think() {
        let said = history(vec![(person(), yes(&[(2, Answer::NotSure)]))]);
        let all = reminders(&said, None, Some(day(TODAY)), day(TODAY));
        let again = all.iter().find(|each| each.because == AskAgainBecause::NotSure).unwrap();
        assert_eq!((again.from, again.due_on), (day("2026-11-29"), day("2026-12-20")));
        // After a no there is nothing to talk through: nobody asks again of themselves.
        let refused = history(vec![(person(), Decision::Refused)]);
        assert_eq!(reminders(&refused, None, Some(day(TODAY)), day(TODAY)), []);
    }

    /// Findings, as they were written down: what each came to, the day it speaks of, the day it was written down. The
    /// first is the one that decisions stand on.
    fn findings(all: &[(Conclusion, &str, &str)]) -> Vec<Finding> {
        let capacity = |n: usize| format!("00000000-0000-7000-8000-0000000003{n:02x}").parse().unwrap();
        let each = all.iter().enumerate();
        each.map(|(n, (conclusion, assessed, recorded))| Finding {
            capacity: capacity(n),
            conclusion: *conclusion,
            assessed_on: day(assessed),
            recorded_on: day(recorded),
        })
        .collect()
    }

    #[test]
    fn whoever_is_found_able_after_others_decided_for_them_is_known_to_be_able_until_somebody_finds_otherwise_in_time()
    {
        use Conclusion::{CanDecide, CannotDecide, Wait};
        let basis = (CannotDecide, "2026-06-01", "2026-06-01");
        let able = |after: &[(Conclusion, &str, &str)]| {
            let all: Vec<_> = std::iter::once(basis).chain(after.iter().copied()).collect();
            found_able(&best_interests(), Kind::Given, &findings(&all), &[]).map(|able_on| able_on.to_string())
        };
        let can = (CanDecide, "2026-11-20", "2026-11-20");
        assert_eq!(able(&[]), None);
        assert_eq!(able(&[can]).as_deref(), Some("2026-11-20"));
        assert_eq!(
            able(&[(CanDecide, "2026-05-30", "2026-06-02")]),
            None,
            "about an earlier day than what they decided on"
        );
        assert_eq!(
            able(&[can, (CannotDecide, "2026-11-05", "2026-11-23")]).as_deref(),
            Some("2026-11-20"),
            "written down late"
        );
        assert_eq!(able(&[can, (CannotDecide, "2026-12-01", "2026-12-01")]), None, "while it still counts");
        assert_eq!(able(&[can, (Wait, "2026-12-18", "2026-12-18")]), None, "on its last day");
        for late in [(CannotDecide, "2026-12-19", "2026-12-19"), (CannotDecide, "2026-12-01", "2027-01-05")] {
            assert_eq!(able(&[can, late]).as_deref(), Some("2026-11-20"), "nothing brings back what has ended");
        }
        assert_eq!(able(&[can, (CanDecide, "2026-12-01", "2026-12-01")]).as_deref(), Some("2026-11-20"), "the first");
        // Found again in the order in which it was written down, also where that was on one day.
        assert_eq!(able(&[can, (CannotDecide, "2026-11-20", "2026-11-20")]), None);
        // A no has no end of its own; once the person has decided, no finding brings either back.
        let late = findings(&[basis, can, (CannotDecide, "2027-01-05", "2027-01-05")]);
        let able = |kind, asked: &[&str]| {
            let asked: Vec<_> = asked.iter().map(|on| day(on)).collect();
            found_able(&best_interests(), kind, &late, &asked).is_some()
        };
        assert!(!able(Kind::Refused, &[]) && able(Kind::Given, &[]));
        assert!(able(Kind::Refused, &["2026-12-01"]) && !able(Kind::Refused, &["2026-11-19"]));
        let others = findings(&[(CanDecide, "2026-11-20", "2026-11-20")]);
        for own in [person(), parent(1)] {
            assert_eq!(found_able(&own, Kind::Given, &others, &[]), None, "it stands on no finding");
        }
        assert_eq!(ends_with_finding(day("2026-11-20")), Some(day("2026-12-18")));
    }

    #[test]
    fn whoever_was_found_able_is_to_be_asked_within_a_week() {
        let today = day(TODAY);
        for decision in [yes(&[(2, Answer::Yes)]), Decision::Refused] {
            let mut said = history(vec![(deputy(), decision)]);
            said.decisions[0].able_on = Some(today);
            let first = reminders(&said, None, None, today)[0];
            assert_eq!(
                (first.because, first.from, first.due_on),
                (AskAgainBecause::CanDecide, today, day("2026-11-29"))
            );
            said.decisions.extend(history(vec![(person(), yes(&[(2, Answer::Yes)]))]).decisions);
            said.decisions[1].number = 2;
            assert!(reminders(&said, None, None, today).iter().all(|each| each.because != AskAgainBecause::CanDecide));
        }
        // What they said earlier on that very day was not said about it.
        let mut said = history(vec![(person(), yes(&[(2, Answer::Yes)])), (deputy(), Decision::Refused)]);
        said.decisions[1].able_on = Some(today);
        assert_eq!(reminders(&said, None, None, today)[0].because, AskAgainBecause::CanDecide);
    }

    #[test]
    fn a_no_by_others_stands_after_the_person_was_found_able_until_they_are_asked() {
        let mut said = history(vec![(person(), yes(&[(2, Answer::Yes)])), (deputy(), Decision::Refused)]);
        said.decisions[1].able_on = Some(day("2026-11-23"));
        for later in ["2026-11-23", "2026-12-30", "2027-11-01"] {
            assert_eq!(standing(&said, day(later)), Standing::Ended, "time alone opens nothing: {later}");
        }
        let mut asked = history(vec![(person(), yes(&[(3, Answer::Yes)]))]).decisions;
        (asked[0].number, asked[0].on) = (3, day("2026-12-01"));
        said.decisions.extend(asked);
        let opens = opened(&standing(&said, day("2026-12-01")));
        assert_eq!(opens.into_iter().collect::<Vec<_>>(), [agency(3)]);
    }

    #[test]
    fn what_somebody_elses_yes_kept_shut_stays_shut_after_it_ended_until_the_person_is_asked() {
        let mut said = history(vec![
            (person(), yes(&[(2, Answer::Yes), (3, Answer::Yes)])),
            (deputy(), yes(&[(2, Answer::Yes), (3, Answer::No)])),
        ]);
        said.decisions[1].able_on = Some(day("2026-11-23"));
        said.decisions[1].counts_until = ends_with_finding(day("2026-11-23"));
        for later in ["2026-11-23", "2026-12-21", "2026-12-22", "2027-10-01"] {
            let opens = opened(&standing(&said, day(later)));
            assert_eq!(opens.into_iter().collect::<Vec<_>>(), [agency(2)], "{later}");
        }
        let mut asked = history(vec![(person(), yes(&[(3, Answer::Yes)]))]).decisions;
        (asked[0].number, asked[0].on) = (3, day("2026-12-01"));
        said.decisions.extend(asked);
        let opens = opened(&standing(&said, day("2026-12-01")));
        assert_eq!(opens.into_iter().collect::<Vec<_>>(), [agency(3)], "their own answer, at once");
    }

    #[test]
    fn a_no_in_somebodys_best_interests_is_looked_at_again_when_it_says() {
        let mut said = history(vec![(best_interests(), Decision::Refused)]);
        assert_eq!(reminders(&said, None, None, day(TODAY)), []);
        said.decisions[0].looked_again_on = Some(day("2027-05-23"));
        let all = reminders(&said, None, None, day(TODAY));
        let shown: Vec<_> = all.iter().map(|each| (each.because, each.from, each.due_on)).collect();
        assert_eq!(shown, [(AskAgainBecause::Review, day("2027-04-25"), day("2027-05-23"))]);
    }

    #[test]
    fn a_parents_no_counts_until_the_child_decides_and_then_they_are_asked() {
        let mut said = history(vec![(parent(1), Decision::Refused)]);
        said.decisions[0].counts_until = Some(day("2027-02-28"));
        let closed = sharing(&said, &around(), day(TODAY));
        assert!(closed.values().all(|open| *open == (Level::Closed, Some(day("2027-02-28")))));
        let after = sharing(&said, &around(), day("2027-03-01"));
        assert!(!after.is_empty() && after.values().all(|(level, _)| *level == Level::Asking));
    }

    fn any_decision() -> impl Strategy<Value = (Decider, Decision)> {
        let by = prop_oneof![Just(person()), Just(parent(1)), Just(parent(2)), Just(deputy()), Just(best_interests()),];
        let scope =
            proptest::collection::btree_map((1_u8..6).prop_map(agency), proptest::sample::select(Answer::ALL), 0..5);
        let review = (0_i64..800).prop_map(|days| day("2025-06-01") + chrono::TimeDelta::days(days));
        let decision = prop_oneof![
            3 => (review, scope).prop_map(|(review_on, agencies)| Decision::Given { review_on, agencies }),
            1 => Just(Decision::Refused),
            1 => Just(Decision::Withdrawn),
        ];
        (by, decision)
    }

    fn any_history() -> impl Strategy<Value = History> {
        let counts = proptest::option::weighted(0.3, 0_i64..800);
        let decisions = proptest::collection::vec((any_decision(), counts), 0..7);
        let resolutions = proptest::collection::vec((1_i64..7, 1_i64..7), 0..3);
        (decisions, resolutions).prop_map(|(decisions, resolutions)| {
            let mut said = history(decisions.iter().map(|(each, _)| each.clone()).collect());
            for (made, (_, counts)) in said.decisions.iter_mut().zip(&decisions) {
                made.counts_until = counts.map(|days| day("2025-06-01") + chrono::TimeDelta::days(days));
            }
            said.resolutions = resolutions.into_iter().map(|(after, keeps)| Resolution { after, keeps }).collect();
            said.resolutions.sort_by_key(|resolution| resolution.after);
            said
        })
    }

    /// Written another way than [`in_force`]: a decision has a say unless something after it took it away.
    fn has_a_say(history: &History, made: &Made, today: NaiveDate) -> bool {
        let replaced = history.decisions.iter().any(|later| later.number > made.number && later.by.replaces(&made.by));
        let settled_away =
            history.resolutions.iter().any(|each| each.after >= made.number && each.keeps != made.number);
        !replaced && !settled_away && made.counts_until.is_none_or(|until| until >= today)
    }

    proptest! {
        #[test]
        fn at_no_moment_may_an_agency_see_a_record_that_the_narrowest_decision_in_force_does_not_allow(
            history in any_history(),
            today in 0_i64..1500,
        ) {
            let today = day("2025-01-01") + chrono::TimeDelta::days(today);
            let open = sharing(&history, &around(), today);
            let say: Vec<&Made> = history.decisions.iter().filter(|made| has_a_say(&history, made, today)).collect();
            for (agency, (level, until)) in &open {
                if *level != Level::Record {
                    continue;
                }
                let mut yeses = 0;
                for made in &say {
                    match &made.decision {
                        Decision::Refused | Decision::Withdrawn => prop_assert!(false, "{agency} sees in spite of a no"),
                        Decision::Given { review_on, .. } if *review_on < today => {}
                        Decision::Given { agencies, review_on } => {
                            yeses += 1;
                            let host = around().hosts.contains(agency);
                            prop_assert!(host || agencies.get(agency) == Some(&Answer::Yes));
                            prop_assert!(until.is_some_and(|until| until <= *review_on && until >= today));
                        }
                    }
                }
                prop_assert!(yeses > 0, "{} sees without any decision", agency);
            }
        }

        #[test]
        fn one_more_voice_never_opens_more_than_the_others_did(history in any_history(), n in 3_u8..9, refuses in any::<bool>()) {
            let today = day("2026-01-01");
            let before = sharing(&history, &around(), today);
            let mut after = history.clone();
            let decision = if refuses { Decision::Refused } else { yes(&[(2, Answer::Yes), (4, Answer::Yes)]) };
            let number = i64::try_from(after.decisions.len()).unwrap() + 1;
            after.decisions.push(Made::new(number, parent(n), today, decision));
            // A settlement that is made only after the new decision does not belong here.
            after.resolutions.retain(|each| each.after < number);
            let only_new = in_force(&after, today).len() == 1;
            for (agency, (level, _)) in sharing(&after, &around(), today) {
                if level == Level::Record && !only_new {
                    let opened = before.get(&agency).map(|(level, _)| *level);
                    let lapsed_before = matches!(standing(&history, today), Standing::Lapsed);
                    let best = in_force(&history, today).iter().any(|made| made.by.authority() == Authority::BestInterests);
                    prop_assert!(opened == Some(Level::Record) || lapsed_before || best);
                }
            }
        }
    }
}
