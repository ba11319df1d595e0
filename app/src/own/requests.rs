//! What a person asked for, and what came of it, in the database.
//!
//! A request is raised on the own page, or by the very transaction that takes a yes back, whoever recorded
//! that (`consent::store`): nobody stops sharing without the register's team being told to follow it up. So
//! what was decided is read here from `consent::history`.

use chrono::{DateTime, Utc};

use super::model::{self, About, How, RequestKind};
use crate::{
    access::{
        model::{
            AboutPerson, CodeHolder, Level, OwnAct, Section,
            act::{AddOwnWords, AnswerRequest, AskToTalk, Disagree, ReferOneself},
        },
        permit::{Permit, Scope},
    },
    base::{
        dates,
        error::{AppError, Corrupt},
        ids::{AgencyId, CodeId, PersonId, RequestId, StaffId},
        store::OnDatabase,
    },
    consent::history::{Stop, history, whom},
    execute, execute_one, fetch_all, fetch_optional,
};

/// Whom somebody wants to talk with, where that is no one of the professionals.
pub const THE_TEAM: &str = "The register\u{2019}s team";

/// Something the person asked for, and what came of it.
#[derive(Debug, Clone)]
pub struct Request {
    /// Which.
    pub request_id: RequestId,
    /// What.
    pub kind: RequestKind,
    /// What they do not agree with.
    pub about: Option<About>,
    /// In their own words; may be empty.
    pub words: String,
    /// Whom they want to talk with; may be empty.
    pub who: String,
    /// How.
    pub how: Option<How>,
    /// Who asked, where it was not the person: a name and what they are to them.
    pub by: Option<String>,
    /// Who wrote it down, where it was said to staff.
    pub raised_by: Option<String>,
    /// For which agency they did.
    pub raised_agency: Option<AgencyId>,
    /// With which code, where it was on the own page.
    pub code: Option<CodeId>,
    /// When.
    pub raised_at: DateTime<Utc>,
    /// What was done, by whom and when; `None` while somebody has to act.
    pub done: Option<Done>,
    /// What stopped by it at once, where it is a change of mind.
    pub stops: Vec<Stop>,
}

impl Request {
    /// Who asked.
    #[must_use]
    pub fn asked_by(&self) -> &str {
        self.by.as_deref().unwrap_or("The person")
    }

    /// Whether whoever asked waits for somebody. What they stopped has stopped already, whoever still follows it up.
    #[must_use]
    pub fn waits(&self) -> bool {
        self.done.is_none() && self.kind != RequestKind::ChangedMind
    }

    /// Whether it was asked for on the pages where nobody signs in.
    #[must_use]
    pub fn is_without_account(&self) -> bool {
        self.code.is_none() && self.raised_by.is_none()
    }
}

/// What a request is about in particular, for a list of several: what has stopped already, or with whom they would like
/// to talk and how.
#[must_use]
pub fn particulars(stops: &[Stop], who: &str, how: Option<How>) -> Vec<String> {
    let stopped = stops.iter().map(|stop| {
        let day = dates::long(dates::london(stop.at).date());
        format!("Sharing with {} stopped on {day}", whom(std::slice::from_ref(stop)))
    });
    let who = (!who.is_empty()).then(|| format!("Who: {who}"));
    let how = how.map(|how| format!("How: {}", how.label()));
    stopped.chain(who).chain(how).collect()
}

/// What was done about a request.
#[derive(Debug, Clone)]
pub struct Done {
    /// When.
    pub at: DateTime<Utc>,
    /// By whom.
    pub by: String,
    /// For which agency.
    pub agency: String,
    /// What; the person reads it.
    pub outcome: String,
}

#[derive(sqlx::FromRow)]
struct RequestRow {
    request_id: RequestId,
    kind: RequestKind,
    about: String,
    words: String,
    who: String,
    how: String,
    asked_by: String,
    raised_by: Option<String>,
    raised_agency: Option<AgencyId>,
    code_id: Option<CodeId>,
    raised_at: DateTime<Utc>,
    done_at: Option<DateTime<Utc>>,
    done_by: Option<String>,
    done_agency: Option<String>,
    outcome: String,
}

impl TryFrom<RequestRow> for Request {
    type Error = AppError;

    fn try_from(row: RequestRow) -> Result<Self, AppError> {
        let corrupt = |what| AppError::from(Corrupt { table: "request", what });
        let done = match (row.done_at, row.done_by, row.done_agency) {
            (None, None, None) => None,
            (Some(at), Some(by), Some(agency)) => Some(Done { at, by, agency, outcome: row.outcome }),
            _ => return Err(corrupt("done by half")),
        };
        let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        Ok(Self {
            request_id: row.request_id,
            kind: row.kind,
            about: some(&row.about).map(|text| text.parse().map_err(|_| corrupt("about nothing known"))).transpose()?,
            words: row.words,
            who: row.who,
            how: some(&row.how).map(|text| text.parse().map_err(|_| corrupt("an unknown way to talk"))).transpose()?,
            by: some(&row.asked_by),
            raised_by: row.raised_by,
            raised_agency: row.raised_agency,
            code: row.code_id,
            raised_at: row.raised_at,
            done,
            stops: Vec::new(),
        })
    }
}

macro_rules! requests {
    ($tail:literal) => {
        concat!(
            "select request_id, request.kind, about, words, who, how, asked_by, code_id,
                    wrote.display_name as raised_by, wrote.agency_id as raised_agency, raised_at, done_at,
                    answered.display_name as done_by, agency.name as done_agency, outcome
             from request
             left join staff wrote on wrote.staff_id = request.raised_by
             left join staff answered on answered.staff_id = request.done_by
             left join agency on agency.agency_id = request.done_agency
             where request.person_id = $1 ",
            $tail
        )
    };
}

/// Whether a request is for whoever holds the permit to see: with what the person says; of a closed record,
/// for the team that answers it; and before a decision, or when one has lapsed, for the register's own agency and,
/// as far as they wrote it down themselves, for those who ask. Whom a change of mind shut out is the register's own
/// agency's to tell, also where the others still see the record.
///
/// Whom a part of the record is not for is not told either that somebody disagrees with it.
fn may_see<A: AboutPerson>(permit: &Permit<A>, request: &Request) -> bool {
    let reads = permit.code().is_some() || permit.level() == Level::Record;
    if reads && request.about.as_ref().is_some_and(|about| !permit.may_see(about.section())) {
        return false;
    }
    let for_others = request.kind != RequestKind::ChangedMind || permit.level() != Level::Record;
    if !(for_others || permit.hosts_register() || permit.code().is_some()) {
        return false;
    }
    permit.may_see(Section::Voice)
        || match permit.level() {
            Level::Closed => true,
            Level::Record => false,
            Level::Asking => {
                permit.hosts_register()
                    || request.raised_agency.as_ref().is_some_and(|raised| permit.agency().as_ref() == Some(raised))
            }
        }
}

/// Everything the person asked for, the newest first, as far as it is for the agency to see.
///
/// # Errors
/// Where the database does not answer or holds an impossible row.
pub async fn requests<A: AboutPerson>(permit: &mut Permit<A>) -> Result<Vec<Request>, AppError> {
    let person = permit.person();
    let rows: Vec<RequestRow> = fetch_all!(permit, requests!("order by raised_at desc, request_id desc"), &person)?;
    let mut all = rows.into_iter().map(Request::try_from).collect::<Result<Vec<_>, _>>()?;
    all.retain(|request| may_see(permit, request));
    tell_stops(permit, &mut all).await?;
    Ok(all)
}

/// Says of each change of mind what stopped by it.
async fn tell_stops<A: AboutPerson>(permit: &mut Permit<A>, all: &mut [Request]) -> Result<(), AppError> {
    if all.iter().all(|request| request.kind != RequestKind::ChangedMind) {
        return Ok(());
    }
    let decided = history(permit).await?;
    for request in all.iter_mut().filter(|request| request.kind == RequestKind::ChangedMind) {
        let (by, until) = (request.by.as_deref().unwrap_or_default(), request.done.as_ref().map(|done| done.at));
        request.stops = decided.stops_told(by, &request.words, request.raised_at, until);
    }
    Ok(())
}

/// What the holder of a code reads of it.
///
/// # Errors
/// Where the database does not answer or holds an impossible row.
pub async fn for_reader<A: OwnAct>(permit: &mut Permit<A>) -> Result<Vec<Request>, AppError> {
    let (holder, all) = (permit.holder(), requests(permit).await?);
    let private =
        |request: &Request| request.kind.is_private() || request.about.as_ref().is_some_and(About::is_private);
    // What they told staff, who wrote it down, is theirs too; there it says what they decide as.
    let named = format!("{} (", holder.name);
    let told_staff = |request: &Request| request.raised_by.is_some() && request.asked_by().starts_with(&named);
    let theirs = |request: &Request| request.by == described(&holder) || told_staff(request);
    let is_for =
        |request: &Request| model::is_for(&holder, private(request), request.code.as_ref()) || told_staff(request);
    let mut all: Vec<Request> = all.into_iter().filter(is_for).collect();
    // That another does not agree, or stopped sharing, is told to all; what they said of it may be about one of them.
    for request in all.iter_mut().filter(|request| !holder.is_the_person() && !theirs(request)) {
        request.words.clear();
        if let Some(done) = &mut request.done {
            done.outcome.clear();
        }
    }
    Ok(all)
}

/// One request.
///
/// # Errors
/// `NotFound` where it is not this person's, or not for the agency to see.
pub async fn request(permit: &mut Permit<AnswerRequest>, id: &RequestId) -> Result<Request, AppError> {
    let person = permit.person();
    let row: Option<RequestRow> = fetch_optional!(permit, requests!("and request_id = $2"), &person, id)?;
    let mut request = Request::try_from(row.ok_or(AppError::NotFound)?)?;
    if !may_see(permit, &request) {
        return Err(AppError::NotFound);
    }
    tell_stops(permit, std::slice::from_mut(&mut request)).await?;
    Ok(request)
}

/// Writes what was done about a request.
///
/// # Errors
/// `Conflict` where somebody else was faster.
pub async fn answer(permit: &mut Permit<AnswerRequest>, id: &RequestId, outcome: &str) -> Result<(), AppError> {
    let (person, actor, now) = (permit.person(), permit.actor(), permit.now());
    execute_one!(
        permit,
        "update request set done_at = $1, done_by = $2, done_agency = $3, outcome = $4
         where request_id = $5 and person_id = $6 and done_at is null",
        now,
        &actor.staff_id,
        &actor.agency,
        outcome,
        id,
        &person
    )
}

/// What is to be asked for.
#[derive(Debug, Default)]
pub struct NewRequest {
    /// What they do not agree with.
    pub about: Option<About>,
    /// In their own words.
    pub words: String,
    /// Whom they want to talk with.
    pub who: String,
    /// How.
    pub how: Option<How>,
}

/// The acts of the own page that ask somebody to act.
pub trait Asks: OwnAct {
    /// What is asked.
    const KIND: RequestKind;
}
impl Asks for Disagree {
    const KIND: RequestKind = RequestKind::Disagrees;
}
impl Asks for AskToTalk {
    const KIND: RequestKind = RequestKind::Talk;
}
/// Of all that one may say only *I do not feel safe* asks for somebody.
impl Asks for AddOwnWords {
    const KIND: RequestKind = RequestKind::NotSafe;
}

/// Writes what the holder of a personal code asks for.
///
/// # Errors
/// Where the database does not answer.
pub async fn ask<A: Asks>(permit: &mut Permit<A>, new: &NewRequest) -> Result<(), AppError> {
    let asked_by = described(&permit.holder()).unwrap_or_default();
    raise(permit, A::KIND, &asked_by, new).await
}

/// How a request says who asked; nothing, where it is the person.
#[must_use]
pub fn described(holder: &CodeHolder) -> Option<String> {
    (!holder.is_the_person()).then(|| format!("{} ({})", holder.name, holder.relation))
}

/// Writes a request; `asked_by` is empty where it was the person. One that is open and asks the very same,
/// by the same one, stands; no second one is made.
///
/// # Errors
/// Where the database does not answer.
pub async fn raise<A: AboutPerson>(
    permit: &mut Permit<A>,
    kind: RequestKind,
    asked_by: &str,
    new: &NewRequest,
) -> Result<(), AppError> {
    let raised =
        Raised { person: permit.person(), code: permit.code(), staff: permit.staff(), asked_by, at: permit.now() };
    write(permit, &raised, kind, new).await
}

/// Writes that somebody without an account asked for a talk with a person who is on the register: as they say
/// themselves, for nobody has checked it. `asked_by` is empty where they say that they are the person.
///
/// # Errors
/// Where the database does not answer.
pub async fn ask_without_account(
    scope: &mut Scope<ReferOneself>,
    person: &PersonId,
    asked_by: &str,
) -> Result<(), AppError> {
    let raised = Raised { person: person.clone(), code: None, staff: None, asked_by, at: scope.now() };
    let new = NewRequest { who: THE_TEAM.to_owned(), ..NewRequest::default() };
    write(scope, &raised, RequestKind::Talk, &new).await
}

/// About whom a request is, and from whom and when it comes.
struct Raised<'a> {
    person: PersonId,
    code: Option<CodeId>,
    staff: Option<StaffId>,
    asked_by: &'a str,
    at: DateTime<Utc>,
}

async fn write(
    on: &mut impl OnDatabase,
    raised: &Raised<'_>,
    kind: RequestKind,
    new: &NewRequest,
) -> Result<(), AppError> {
    let id = RequestId::new();
    let about = new.about.as_ref().map(About::to_string).unwrap_or_default();
    let how = new.how.map_or("", How::word);
    execute!(
        on,
        "insert into request (request_id, person_id, code_id, raised_by, asked_by, kind, about, words, who, how,
                              raised_at, outcome)
         select $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, ''
         where not exists (select 1 from request where person_id = $2 and kind = $6 and about = $7 and words = $8
                             and who = $9 and how = $10 and asked_by = $5 and done_at is null)",
        &id,
        &raised.person,
        &raised.code,
        &raised.staff,
        raised.asked_by,
        kind,
        &about,
        &new.words,
        &new.who,
        how,
        raised.at
    )
    .map(|_| ())
}

/// What the permit's person asked for and nobody has answered yet.
///
/// # Errors
/// Where the database does not answer or holds an impossible row.
pub async fn open_requests<A: AboutPerson>(permit: &mut Permit<A>) -> Result<Vec<Request>, AppError> {
    Ok(requests(permit).await?.into_iter().filter(|request| request.done.is_none()).collect())
}
