//! What was ever decided about somebody, read from the database: in order, with what shows that each who
//! decided may. Nothing here writes.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, NaiveDate, Utc};

use super::{
    conversation::{FURTHER, MORE, SHOWN},
    findings::{self, Finding},
    model::{self, Answer, Assessed, Authority, Because, Decider, Decision, History, Kind, Made, Resolution},
    unseen::{Unseen, unseen},
};
use crate::{
    access::{model::AboutPerson, permit::Permit},
    agency::store::Agency,
    authority::capacity::{Conclusion, Test},
    base::{
        answers::Answers,
        dates,
        error::{AppError, Corrupt},
        ids::{AgencyId, CapacityId, ConsentId, HolderId, InterestsId, PersonId},
        store::OnDatabase,
    },
    easy_read::model::{self as easy_read, Format, Wording},
    fetch_all, fetch_optional,
};

/// What was looked at, which one stands, why, in words, who wrote it down, when.
type SettledRow = (i64, i64, Because, String, Option<String>, DateTime<Utc>);

#[derive(sqlx::FromRow)]
struct DecisionRow {
    consent_id: ConsentId,
    number: i64,
    kind: Kind,
    authority: Authority,
    decided_by: String,
    holder_id: Option<HolderId>,
    capacity_id: Option<CapacityId>,
    interests_id: Option<InterestsId>,
    test: Option<Test>,
    authority_ends: Option<NaiveDate>,
    looked_again_on: Option<NaiveDate>,
    decided_on: NaiveDate,
    review_on: Option<NaiveDate>,
    answers: String,
    information: String,
    recorded_by: Option<String>,
    recorded_agency: Option<String>,
    recorded_at: DateTime<Utc>,
}

/// A decision as the record shows it.
#[derive(Debug, Clone)]
pub struct Recorded {
    /// What was decided, by whom.
    pub made: Made,
    /// Every answer of the conversation.
    pub answers: Answers,
    /// What was shown; none for a withdrawal.
    pub information: Option<Information>,
    /// Who wrote it down.
    pub recorded_by: Option<String>,
    /// For which agency.
    pub recorded_agency: Option<String>,
    /// When.
    pub recorded_at: DateTime<Utc>,
}

/// Under which names a decision that takes one agency out of a yes says so.
pub(super) const FOLLOWS: &str = "follows";
pub(super) const STOPS: &str = "stops";

impl Recorded {
    /// The number of the yes that this one took an agency out of.
    #[must_use]
    pub fn follows(&self) -> Option<i64> {
        self.answers.get(FOLLOWS).parse().ok()
    }

    /// That agency.
    #[must_use]
    pub fn stops(&self) -> Option<AgencyId> {
        self.answers.get(STOPS).parse().ok()
    }
}

/// What one decision stopped.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stop {
    /// When.
    pub at: DateTime<Utc>,
    /// With whom sharing stopped, where it went on with others; empty where it stopped with everybody.
    pub only: Vec<String>,
}

/// With whom sharing stopped, within a sentence.
#[must_use]
pub fn whom(stops: &[Stop]) -> String {
    if stops.iter().any(|stop| stop.only.is_empty()) {
        return "everybody".to_owned();
    }
    let mut names: Vec<&str> = Vec::new();
    for name in stops.iter().flat_map(|stop| &stop.only) {
        if !names.contains(&name.as_str()) {
            names.push(name);
        }
    }
    match names.split_last() {
        Some((last, [])) => (*last).to_owned(),
        Some((last, before)) => format!("{} and {last}", before.join(", ")),
        None => "everybody".to_owned(),
    }
}

/// How two decisions that differ were settled, as the record shows it.
#[derive(Debug, Clone)]
pub struct Settled {
    /// Which one stands.
    pub resolution: Resolution,
    /// Why.
    pub because: Because,
    /// In words.
    pub explanation: String,
    /// Who wrote it down.
    pub recorded_by: Option<String>,
    /// When.
    pub recorded_at: DateTime<Utc>,
}

/// Everything that was ever decided about one person.
#[derive(Debug, Clone, Default)]
pub struct Decided {
    /// In the order in which it was.
    pub all: Vec<Recorded>,
    /// In the order in which it was.
    pub settled: Vec<Settled>,
    /// Date of birth: parental responsibility ends by it.
    pub born_on: Option<NaiveDate>,
}

impl Decided {
    /// For the rules.
    #[must_use]
    pub fn history(&self) -> History {
        History {
            decisions: self.all.iter().map(|recorded| recorded.made.clone()).collect(),
            resolutions: self.settled.iter().map(|settled| settled.resolution).collect(),
        }
    }

    /// Those that count on a day.
    pub fn in_force(&self, today: NaiveDate) -> impl Iterator<Item = &Recorded> {
        let numbers: Vec<i64> = model::in_force(&self.history(), today).into_iter().map(|made| made.number).collect();
        self.all.iter().filter(move |recorded| numbers.contains(&recorded.made.number))
    }

    /// The narrowest answer to a question that stands beside those about agencies.
    #[must_use]
    pub fn narrowest(&self, field: &str, today: NaiveDate) -> Option<Answer> {
        let history = self.history();
        let narrow: Vec<i64> = model::still_narrow(&history, today).into_iter().map(|made| made.number).collect();
        let in_force: Vec<&Recorded> = self.in_force(today).collect();
        // Where nothing is in force, nothing narrows it.
        let ended = self.all.iter().filter(|each| !in_force.is_empty() && narrow.contains(&each.made.number));
        let said = in_force.iter().copied().chain(ended);
        said.filter_map(|recorded| recorded.answers.get(field).parse::<Answer>().ok()).min()
    }

    /// For the reminders: each decision on the day on which its questions were last asked. To take one agency out
    /// of a yes asks nothing anew.
    #[must_use]
    pub fn as_asked(&self) -> History {
        let mut history = self.history();
        for (made, recorded) in history.decisions.iter_mut().zip(&self.all) {
            made.on = self.asked_on(recorded);
        }
        history
    }

    fn asked_on(&self, recorded: &Recorded) -> NaiveDate {
        let mut asked = recorded;
        // One follows an earlier one, so this ends.
        while let Some(before) = asked.follows().and_then(|number| self.number(number))
            && before.made.number < asked.made.number
        {
            asked = before;
        }
        asked.made.on
    }

    /// Since when something in force is not decided: the day of the first decision with a "not sure" in it.
    #[must_use]
    pub fn not_sure_on(&self, today: NaiveDate) -> Option<NaiveDate> {
        let not_sure = |recorded: &&Recorded| {
            let of_agencies = match &recorded.made.decision {
                Decision::Given { agencies, .. } => agencies.values().any(|answer| *answer == Answer::NotSure),
                Decision::Refused | Decision::Withdrawn => false,
            };
            of_agencies || FURTHER.iter().any(|(field, _)| recorded.answers.chosen(field, Answer::NotSure.word()))
        };
        self.in_force(today).filter(not_sure).map(|recorded| self.asked_on(recorded)).min()
    }

    /// Since when the person is known to be able to decide, and until when what somebody else decided because they were not
    /// goes on counting; none where nothing in force is like that.
    #[must_use]
    pub fn overtaken_by_finding(&self, today: NaiveDate) -> Option<(NaiveDate, NaiveDate)> {
        let ends = |recorded: &Recorded| {
            let able_on = recorded.made.able_on.filter(|_| recorded.made.decision.kind() == Kind::Given)?;
            Some((able_on, findings::ends_with_finding(able_on)?))
        };
        self.in_force(today).filter_map(ends).min_by_key(|(_, until)| *until)
    }

    /// Whether the person, or who holds this authority, has a yes in force that they may take back.
    #[must_use]
    pub fn own_yes(&self, holder: Option<&HolderId>, today: NaiveDate) -> bool {
        let history = self.history();
        self.said_by(holder).any(|by| model::can_withdraw(&history, by, today).is_ok())
    }

    /// Whether they have one that one agency may be taken out of.
    #[must_use]
    pub fn own_yes_for_one(&self, holder: Option<&HolderId>, today: NaiveDate) -> bool {
        let history = self.history();
        self.said_by(holder).any(|by| model::yes_of(&history, by, today).is_some())
    }

    /// The person, or who holds this authority, as often as they decided.
    fn said_by<'a>(&'a self, holder: Option<&'a HolderId>) -> impl Iterator<Item = &'a Decider> {
        let theirs = move |by: &&Decider| match by {
            Decider::Person { .. } => holder.is_none(),
            Decider::Holder { holder: id, .. } => holder == Some(id),
            Decider::BestInterests { .. } => false,
        };
        self.all.iter().map(|recorded| &recorded.made.by).filter(theirs)
    }

    /// Those that count and differ, about an agency or in any other answer; empty where all agree.
    #[must_use]
    pub fn conflict(&self, today: NaiveDate) -> Vec<Made> {
        let history = self.history();
        let about_agencies = model::conflict(&history, today);
        // After a no nothing further was asked, whatever a form still held.
        let answers = |recorded: &Recorded| {
            let given = recorded.made.decision.kind() == Kind::Given;
            FURTHER.map(|(field, _)| given && recorded.answers.chosen(field, Answer::Yes.word()))
        };
        let mut others = self.in_force(today).map(answers);
        let first = others.next();
        if about_agencies.is_empty() && others.all(|other| Some(other) == first) {
            return Vec::new();
        }
        model::in_force(&history, today).into_iter().cloned().collect()
    }

    /// What is to stay private, by everybody who may still decide: whoever sees anything must know it.
    #[must_use]
    pub fn private(&self, today: NaiveDate) -> Vec<String> {
        let history = self.history();
        let latest = model::latest(&history, today);
        self.all
            .iter()
            .filter(|recorded| latest.iter().any(|made| made.number == recorded.made.number))
            .map(|recorded| recorded.answers.get("exclusions").to_owned())
            .filter(|text| !text.is_empty())
            .collect()
    }

    /// Who stopped seeing the record by what was decided within a time: since somebody was told to follow it up,
    /// and until they had. Each once.
    #[must_use]
    pub fn stopped_between(&self, from: DateTime<Utc>, until: Option<DateTime<Utc>>) -> Vec<String> {
        let within = |recorded: &&Recorded| {
            recorded.recorded_at >= from && until.is_none_or(|until| recorded.recorded_at <= until)
        };
        let mut stopped: Vec<String> = Vec::new();
        for name in self.all.iter().filter(within).flat_map(|recorded| recorded.answers.all("stopped")) {
            if !stopped.iter().any(|each| each == name) {
                stopped.push(name.to_owned());
            }
        }
        stopped
    }

    /// What a request to follow up a change of mind tells of: what the same one stopped with the same words, since it was
    /// raised and until it was answered. While it is open, whatever they stop besides raises no second one.
    #[must_use]
    pub fn stops_told(&self, by: &str, words: &str, from: DateTime<Utc>, until: Option<DateTime<Utc>>) -> Vec<Stop> {
        let told = |recorded: &&Recorded| {
            let within = recorded.recorded_at >= from && until.is_none_or(|until| recorded.recorded_at <= until);
            let theirs = recorded.made.by.described() == by && recorded.answers.get("words") == words;
            within && theirs && recorded.answers.has("stopped")
        };
        let stop = |recorded: &Recorded| Stop {
            at: recorded.recorded_at,
            only: match &recorded.made.decision {
                Decision::Given { .. } => recorded.answers.all("stopped").map(str::to_owned).collect(),
                Decision::Refused | Decision::Withdrawn => Vec::new(),
            },
        };
        self.all.iter().filter(told).map(stop).collect()
    }

    /// When what was decided ran out, and which agencies saw the record until then, by id; none where something is
    /// in force, or nobody ever decided.
    #[must_use]
    pub fn ran_out(&self, today: NaiveDate) -> Option<(NaiveDate, BTreeSet<AgencyId>)> {
        let history = self.history();
        let on = model::ran_out(&history, today)?;
        Some((on, model::opened(&model::standing(&history, on))))
    }

    /// Who of the agencies that are asked about does not see the record today, and why. `sees` are those that do.
    #[must_use]
    pub fn unseen(&self, asked: &[Agency], sees: &[Agency], today: NaiveDate) -> Vec<(Agency, Unseen)> {
        let ids: Vec<AgencyId> = sees.iter().map(|agency| agency.agency_id.clone()).collect();
        unseen(&model::standing(&self.history(), today), asked, &ids, &self.stopped_since(today))
    }

    /// The agencies that have a no only because somebody stopped them after a yes, each with who did; empty for the
    /// person.
    #[must_use]
    pub fn stopped_since(&self, today: NaiveDate) -> BTreeMap<AgencyId, String> {
        let (mut stopped, mut refused) = (BTreeMap::new(), BTreeSet::new());
        for recorded in self.in_force(today) {
            let Decision::Given { agencies, .. } = &recorded.made.decision else { continue };
            for (id, _) in agencies.iter().filter(|(_, said)| **said == Answer::No) {
                if self.was_yes_to(recorded, id) {
                    stopped.insert(id.clone(), recorded.made.by.name().to_owned());
                } else {
                    refused.insert(id.clone());
                }
            }
        }
        stopped.retain(|id, _| !refused.contains(id));
        stopped
    }

    /// Whether this one, or one that it goes back to, took an agency out of a yes.
    fn was_yes_to(&self, recorded: &Recorded, agency: &AgencyId) -> bool {
        let mut each = recorded;
        // One follows an earlier one, so this ends.
        while each.stops().as_ref() != Some(agency) {
            match each.follows().and_then(|number| self.number(number)) {
                Some(before) if before.made.number < each.made.number => each = before,
                Some(_) | None => return false,
            }
        }
        true
    }

    /// The newest decision that took this one agency out of a yes.
    #[must_use]
    pub fn stopping(&self, agency: &AgencyId) -> Option<&Recorded> {
        self.all.iter().rev().find(|recorded| recorded.stops().as_ref() == Some(agency))
    }

    /// The newest.
    #[must_use]
    pub fn last(&self) -> Option<&Recorded> {
        self.all.last()
    }

    /// The one with this number.
    #[must_use]
    pub fn number(&self, number: i64) -> Option<&Recorded> {
        self.all.iter().find(|recorded| recorded.made.number == number)
    }
}

/// In which form the information was given, and the versions of the texts.
#[derive(Debug, Clone, serde::Serialize, serde::Deserialize)]
pub struct Information {
    /// The form.
    pub format: Format,
    /// In which words.
    #[serde(default = "Information::first_wording")]
    pub wording: Wording,
    /// Document or question set, and its version.
    pub shown: BTreeMap<String, u32>,
}

/// The document that the conversation begins with.
pub const DOCUMENT: &str = "what-is-the-list";
/// What the set of questions is recorded under.
pub const QUESTIONS: &str = "consent_questions";

impl Information {
    /// The only one there was before it was recorded.
    const fn first_wording() -> Wording {
        Wording::Adult
    }

    /// What the pages of a conversation showed: each form of theirs carries the version of the text that was
    /// on it. What nobody opened was not shown, and is not said to have been.
    pub(super) fn of(format: Format, wording: Wording, answers: &Answers) -> Self {
        let newest = |key: &str| match key {
            QUESTIONS => easy_read::consent_questions(wording).map(|questions| questions.version),
            _ => easy_read::document_in(key, wording).map(|document| document.version),
        };
        let served = |key: &&str| -> Option<(String, u32)> {
            let version: u32 = answers.get(&format!("{SHOWN}{key}")).parse().ok()?;
            (1..=newest(key)?).contains(&version).then(|| ((*key).to_owned(), version))
        };
        let keys = [DOCUMENT, QUESTIONS].into_iter().chain(MORE);
        Self { format, wording, shown: keys.filter_map(|key| served(&key)).collect() }
    }
}

/// Every decision of the permit's person, in the order in which they were made.
///
/// # Errors
/// Where the database does not answer or holds an impossible row.
pub async fn history<A: AboutPerson>(permit: &mut Permit<A>) -> Result<Decided, AppError> {
    let person = permit.person();
    decided(permit, &person).await
}

/// The same of somebody whom the asker has found by a query of their own.
///
/// # Errors
/// Where the database does not answer or holds an impossible row.
pub(crate) async fn decided(on: &mut impl OnDatabase, person: &PersonId) -> Result<Decided, AppError> {
    let born: Option<(Option<NaiveDate>,)> =
        fetch_optional!(on, "select born_on from person where person_id = $1", person)?;
    let born_on = born.and_then(|(born_on,)| born_on);
    let rows: Vec<DecisionRow> = fetch_all!(
        on,
        "select consent_id, decision.number, decision.kind, decision.authority, decision.decided_by, decision.holder_id, decision.capacity_id,
                decision.interests_id, capacity_assessment.test, coalesce(holder.ended_on, holder.expires_on) as authority_ends, decision.decided_on, decision.review_on,
                case when decision.kind <> 'given' then weighed.review_on end as looked_again_on, decision.answers, information,
                staff.display_name as recorded_by, agency.name as recorded_agency, decision.recorded_at
         from consent_decision decision
         left join capacity_assessment on capacity_assessment.capacity_id = decision.capacity_id
         left join holder on holder.holder_id = decision.holder_id
         left join best_interests weighed on weighed.interests_id = decision.interests_id
         left join staff on staff.staff_id = decision.recorded_by
         left join agency on agency.agency_id = decision.recorded_agency
         where decision.person_id = $1 order by decision.number",
        person
    )?;
    let scopes: Vec<(ConsentId, AgencyId, Answer)> = fetch_all!(
        on,
        "select consent_agency.consent_id, consent_agency.agency_id, answer from consent_agency
         join consent_decision on consent_decision.consent_id = consent_agency.consent_id
         where person_id = $1",
        person
    )?;
    let settled: Vec<SettledRow> = fetch_all!(
        on,
        "select after_number, keeps_number, because, explanation, staff.display_name, recorded_at
         from consent_resolution left join staff on staff.staff_id = recorded_by
         where person_id = $1 order by after_number, recorded_at, resolution_id",
        person
    )?;
    let found: Vec<(CapacityId, Conclusion, NaiveDate, DateTime<Utc>)> = fetch_all!(
        on,
        "select capacity_id, conclusion, assessed_on, recorded_at from capacity_assessment
         where person_id = $1 order by number",
        person
    )?;
    let found: Vec<Finding> = found
        .into_iter()
        .map(|(capacity, conclusion, assessed_on, at)| Finding {
            capacity,
            conclusion,
            assessed_on,
            recorded_on: dates::london(at).date(),
        })
        .collect();
    let own: Vec<(i64, NaiveDate)> =
        rows.iter().filter(|row| row.authority == Authority::Person).map(|row| (row.number, row.decided_on)).collect();
    let all = rows
        .into_iter()
        .map(|row| {
            let asked: Vec<NaiveDate> =
                own.iter().filter(|(number, _)| *number > row.number).map(|(_, on)| *on).collect();
            recorded(row, &scopes, born_on, &found, &asked)
        })
        .collect::<Result<_, AppError>>()?;
    let settled = settled
        .into_iter()
        .map(|(after, keeps, because, explanation, recorded_by, recorded_at)| Settled {
            resolution: Resolution { after, keeps },
            because,
            explanation,
            recorded_by,
            recorded_at,
        })
        .collect();
    Ok(Decided { all, settled, born_on })
}

fn recorded(
    row: DecisionRow,
    scopes: &[(ConsentId, AgencyId, Answer)],
    born_on: Option<NaiveDate>,
    found: &[Finding],
    asked: &[NaiveDate],
) -> Result<Recorded, AppError> {
    let corrupt = |what| Corrupt { table: "consent_decision", what };
    let decision = match (row.kind, row.review_on) {
        (Kind::Given, Some(review_on)) => Decision::Given {
            review_on,
            agencies: scopes
                .iter()
                .filter(|(id, _, _)| *id == row.consent_id)
                .map(|(_, agency, answer)| (agency.clone(), *answer))
                .collect(),
        },
        (Kind::Refused, None) => Decision::Refused,
        (Kind::Withdrawn, None) => Decision::Withdrawn,
        (Kind::Given, None) => return Err(corrupt("a yes without a review date").into()),
        (Kind::Refused | Kind::Withdrawn, Some(_)) => return Err(corrupt("a no with a review date").into()),
    };
    let (authority, name) = (row.authority, row.decided_by);
    let by = match (authority, row.holder_id, row.interests_id, row.capacity_id) {
        (Authority::Person, None, None, capacity) => Decider::Person { capacity },
        (Authority::BestInterests, None, Some(interests), Some(capacity)) => {
            Decider::BestInterests { name, capacity, interests }
        }
        (
            Authority::ParentalResponsibility | Authority::HealthWelfareAttorney | Authority::CourtDeputy,
            Some(holder),
            None,
            capacity,
        ) => Decider::Holder { authority, holder, name, capacity },
        _ => return Err(corrupt("a decider without what shows that they may decide").into()),
    };
    let assessed = match row.test {
        Some(Test::MentalCapacity) => Assessed::MentalCapacity,
        Some(Test::Gillick) | None => Assessed::Otherwise,
    };
    let able_on = findings::found_able(&by, row.kind, found, asked);
    let finding_ends = able_on.filter(|_| row.kind == Kind::Given).and_then(findings::ends_with_finding);
    let counts_until = [model::counts_until(authority, born_on, assessed), finding_ends].into_iter().flatten().min();
    Ok(Recorded {
        made: Made {
            number: row.number,
            by,
            on: row.decided_on,
            decision,
            counts_until,
            able_on,
            looked_again_on: row.looked_again_on,
            authority_ends: row.authority_ends,
        },
        answers: serde_json::from_str(&row.answers).map_err(|_| corrupt("unreadable answers"))?,
        information: serde_json::from_str(&row.information).ok(),
        recorded_by: row.recorded_by,
        recorded_agency: row.recorded_agency,
        recorded_at: row.recorded_at,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stop(only: &[&str]) -> Stop {
        Stop { at: DateTime::UNIX_EPOCH, only: only.iter().map(|name| (*name).to_owned()).collect() }
    }

    #[test]
    fn what_stopped_is_called_by_whom_it_stopped_with() {
        assert_eq!(whom(&[stop(&["Moorland Police"])]), "Moorland Police");
        assert_eq!(whom(&[stop(&["A", "B"]), stop(&["C", "A"])]), "A, B and C");
        assert_eq!(whom(&[stop(&["A"]), stop(&[])]), "everybody");
    }
}
