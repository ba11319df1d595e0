//! The conversation, one question a page; recording the decision; a change of mind.

use std::sync::Arc;

use super::{
    check_view::{self, CHECKED, Meanwhile, mark},
    conversation::{BEGAN_AFTER, Conversation, SIGN_AGAIN, Signature, Step, began_after, own_view_missing, take_over},
    decided_view,
    model::{Answer::Yes, Decider, Kind, Standing, can_withdraw},
    receipt_view::{self, Receipt},
    stop_actions::may_stop_one,
    store::{self, Decided},
    view::{self, Talk},
};
use crate::{
    access::{
        model::{
            AboutPerson, Actor, Level, Section,
            act::{RecordConsent, ViewRecord, WithdrawConsent},
        },
        permit::Permit,
        policy,
    },
    agency::{
        self,
        store::{Agencies, Agency},
    },
    authority::{
        model as authority,
        store::{self as authorities, Known},
    },
    base::{
        answers::{Answers, Fault, Form},
        error::AppError,
        ids::PersonId,
    },
    draft,
    own::{
        model::RequestKind,
        requests::{self, NewRequest},
    },
    paper,
    person::store::{self as person, Banner},
    shell::Flash,
    ui::FormState,
    web::{Answer, Reply, Visit},
};

/// The whole conversation is one draft, whatever page it is on.
#[must_use]
pub fn draft_of(person: &PersonId) -> String {
    format!("/people/{person}/consent")
}

/// All conversations that somebody has begun, as an SQL pattern.
pub const DRAFTS: &str = "/people/%/consent";

async fn talk(visit: &Visit, person: &PersonId) -> Result<(Talk, Known), AppError> {
    let mut answers = draft::load(visit, &draft_of(person)).await?.unwrap_or_default();
    // What was typed on this very page and not sent, or sent into an ended session, lies on top.
    if let Some(page) = draft::load(visit, &visit.path).await? {
        answers.merge(&page);
    }
    let (banner, agencies, decided, reads, known, liked) = visit
        .access()
        .with::<RecordConsent, _>(visit.actor()?, person, async |permit| {
            permit.note("conversation");
            let today = permit.today();
            let mut agencies = agency::store::told_apart(permit, today).await?;
            // What the paper did not ask was not answered on it.
            if let Some(asked) = paper::store::asked_about(permit, answers.get("paper_form")).await? {
                agencies.asked.retain(|agency| asked.contains(&agency.agency_id));
            }
            let known = authorities::shown(permit).await?;
            let liked = crate::reading::store::of_person(permit).await?;
            let (decided, reads) = (store::history(permit).await?, permit.may_read_to_ask(Section::Consent));
            Ok((person::banner(permit).await?, agencies, decided, reads, known, liked))
        })
        .await?;
    visit.read_with(person, liked);
    let Agencies { hosts, asked: agencies, unsigned } = agencies;
    let route = authority::route(&known.facts(visit.site.local_rule), visit.today());
    let list = visit.site.list_name.clone();
    let came_from = [Step::Check, Step::Sign].into_iter().find(|page| visit.query.get(view::FROM) == page.word());
    Ok((Talk { banner, agencies, hosts, unsigned, decided, reads, route, answers, list, came_from }, known))
}

/// In place of a page's word: where the conversation goes on.
pub const GO_ON: &str = "on";

/// The first page on which something is missing. Nothing is asked before the information was there to read, and what is
/// written down about how it was decided is looked at before the check.
fn goes_on(talk: &Talk, known: &Known, visit: &Visit) -> Step {
    let open = Step::first_open(&talk.answers, &talk.ids(), &known.facts(visit.site.local_rule), visit.today());
    if open == Step::Question("understood") {
        return Step::Read;
    }
    if open.is_for_the_person() {
        return open;
    }
    if visit.lent_to().is_some() {
        // What is theirs: the information, or their answers once more.
        let begins = matches!(open, Step::Start | Step::Who) || talk.answers.has("paper_form");
        return if begins { Step::Read } else { Step::Sign };
    }
    if open == Step::Check { Step::Decision } else { open }
}

fn state(answers: Answers, faults: Vec<Fault>, path: &str) -> FormState {
    FormState { answers, faults, restored: false, form: path.to_owned() }
}

/// `GET /people/{person}/consent`: before asking.
pub async fn start_page(visit: Arc<Visit>) -> Answer {
    let person: PersonId = visit.id("person")?;
    let (talk, known) = talk(&visit, &person).await?;
    start_form(&visit, talk, &known, Vec::new()).await
}

async fn start_form(visit: &Visit, mut talk: Talk, known: &Known, faults: Vec<Fault>) -> Answer {
    let since = talk.overtaken().then(|| std::mem::take(&mut talk.answers)).is_some();
    let begun = !talk.answers.get("format").is_empty();
    let open =
        begun.then(|| Step::first_open(&talk.answers, &talk.ids(), &known.facts(visit.site.local_rule), visit.today()));
    // One that was begun from paper stays so.
    let from = [visit.query.get("paper"), talk.answers.get("paper_form")].into_iter().find(|form| !form.is_empty());
    let paper = paper::actions::copied_from(visit, &talk.banner.person, from.unwrap_or_default()).await?;
    let form = state(talk.answers.clone(), faults, &visit.path);
    Ok(visit.form_page("Ask for a decision", form, move || view::start(&talk, open.as_ref(), since, paper.as_ref())))
}

/// `GET /people/{person}/consent/{step}`
pub async fn step_page(visit: Arc<Visit>) -> Answer {
    let person: PersonId = visit.id("person")?;
    let (talk, known) = talk(&visit, &person).await?;
    if visit.params.get("step").is_some_and(|word| word == GO_ON) {
        let step = goes_on(&talk, &known, &visit);
        return Ok(Reply::see(format!("/people/{person}/consent/{}", step.word())));
    }
    let step = step_of(&visit, &talk)?;
    must_be_theirs(&visit, &step)?;
    if step == Step::Start {
        return start_form(&visit, talk, &known, Vec::new()).await;
    }
    if talk.overtaken() {
        return Ok(start_again(&visit, talk));
    }
    Ok(show(&visit, talk, step, Vec::new()))
}

/// Somebody decided since these answers were given, so they are not what anybody wants today: none is used.
fn start_again(visit: &Visit, talk: Talk) -> Reply {
    visit.page("Start again", move || check_view::start_again(&talk))
}

/// In the person's hands there are the questions, not what staff write about the answers.
fn must_be_theirs(visit: &Visit, step: &Step) -> Result<(), AppError> {
    if visit.lent_to().is_some() && !step.is_for_the_person() { Err(AppError::HandedOver) } else { Ok(()) }
}

fn step_of(visit: &Visit, talk: &Talk) -> Result<Step, AppError> {
    let word = visit.params.get("step").map_or("", String::as_str);
    Step::at(word, &talk.ids(), &talk.answers).ok_or(AppError::NotFound)
}

fn show(visit: &Visit, talk: Talk, step: Step, faults: Vec<Fault>) -> Reply {
    let mut answers = talk.answers.clone();
    match &step {
        // One who alone may decide need not be chosen.
        Step::Who if !answers.has("decider") => {
            if let [only] = talk.route.may.as_slice() {
                answers.set("decider", only.value());
            }
        }
        // What was answered on paper was not answered today.
        Step::Decision if answers.has("paper_form") && !answers.has("signature") => {
            answers.set("signature", Signature::Paper.word());
        }
        Step::Decision if !answers.has("paper_form") && !answers.has("decided_day") => {
            answers = answers.with_date("decided", Some(visit.today()));
        }
        Step::Check => answers.set("decisions", talk.decided.all.len().to_string()),
        Step::Start
        | Step::Who
        | Step::Read
        | Step::Question(_)
        | Step::Agency(..)
        | Step::Exclusions
        | Step::Sign
        | Step::Answered
        | Step::OwnView
        | Step::Decision
        | Step::NotSure(_) => {}
    }
    let title = talk.title(&step);
    let form = state(answers, faults, &visit.path);
    // Beside the information that is always read, one may read more of it without leaving the conversation.
    let more = (step == Step::Read).then(|| view::More::named(visit.query.get("more"), &talk)).flatten();
    visit.form_page(&title, form, move || match (&step, more) {
        (Step::Check, _) => check_view::check(&talk, Meanwhile::Nothing),
        (_, Some(more)) => view::more(&talk, more),
        (_, None) => view::step(&talk, &step),
    })
}

/// `POST /people/{person}/consent/{step}`: keeps the page's answers and goes on.
pub async fn step(visit: Arc<Visit>) -> Answer {
    let person: PersonId = visit.id("person")?;
    let (mut talk, known) = talk(&visit, &person).await?;
    let step = step_of(&visit, &talk)?;
    must_be_theirs(&visit, &step)?;
    let again = step == Step::Start && visit.form.has(view::AGAIN);
    if talk.overtaken() && !again {
        return Ok(start_again(&visit, talk).status(http::StatusCode::CONFLICT));
    }
    let mut page = visit.form.clone();
    // What a button says is no answer, and when it began is for us to say.
    for other in [view::BACK, view::TALK, view::AGAIN, BEGAN_AFTER] {
        page.take(other);
    }
    let decisions = talk.decided.all.len();
    talk.answers = draft::change(&visit, &draft_of(&person), |kept| {
        if again {
            *kept = Answers::default();
        }
        if !kept.has(BEGAN_AFTER) {
            let began = began_after(kept, decisions);
            kept.set(BEGAN_AFTER, began.to_string());
        }
        if step == Step::Start {
            // A checkbox that was unticked is not sent.
            kept.set("explained", "");
        }
        take_over(kept, &page);
    })
    .await?;
    draft::done(&visit, &visit.path).await;
    if visit.form.has(view::BACK) {
        return Ok(Reply::see(format!("/people/{person}/consent/{}", step.word())));
    }
    if let Step::NotSure(field) = &step
        && visit.form.has(view::TALK)
    {
        ask_for_talk(&visit, &person, &talk, field).await?;
        return Ok(Reply::done(&visit.path, Flash::OwnTalkAsked));
    }
    let facts = known.facts(visit.site.local_rule);
    let faults = step.faults(&talk.answers, &facts, visit.today());
    if !faults.is_empty() && step == Step::Start {
        return start_form(&visit, talk, &known, faults).await;
    }
    if !faults.is_empty() {
        return Ok(show(&visit, talk, step, faults));
    }
    let mut next = step.next(&talk.answers, &talk.ids());
    let mut back = None;
    // Who changed one answer goes back to where all of them stand, by way of what is missing before that now.
    if let Some(came_from) = talk.came_from.clone().filter(|_| !matches!(next, Step::NotSure(_))) {
        let open = Step::first_open(&talk.answers, &talk.ids(), &facts, visit.today());
        next = open.earlier(came_from.clone(), &talk.answers, &talk.ids());
        back = Some(came_from).filter(|came_from| *came_from != next);
    }
    if visit.lent_to().is_some() && !next.is_for_the_person() {
        return Ok(Reply::see("/unlock"));
    }
    Ok(Reply::see(format!("/people/{person}/consent/{}{}", next.word(), view::from(back.as_ref()))))
}

/// "Not sure" is help offered, and this is it: somebody comes to talk. It stands on the first page of those
/// who ask, dated, so that a colleague knows that the person was asked.
async fn ask_for_talk(visit: &Visit, person: &PersonId, talk: &Talk, field: &str) -> Result<(), AppError> {
    let about = Step::at(field, &talk.ids(), &talk.answers).map(|step| talk.title(&step)).unwrap_or_default();
    let by = talk.route.chosen(talk.answers.get("decider")).map(|may| may.decider.described()).unwrap_or_default();
    let new = NewRequest { words: format!("Not sure: {about}"), ..NewRequest::default() };
    visit
        .access()
        .with::<RecordConsent, _>(visit.actor()?, person, async |permit| {
            permit.note("not sure");
            requests::raise(permit, RequestKind::Talk, &by, &new).await
        })
        .await
}

/// Under which a tablet's draft says that a decision was recorded whose record is closed to it since.
fn recorded_of(person: &PersonId) -> String {
    format!("/people/{person}/consent/recorded")
}

/// The same for a change of mind.
fn stopped_of(person: &PersonId) -> String {
    format!("/people/{person}/withdraw/recorded")
}

/// The answer to a second press where the first one closed the record to this agency: its own answer may
/// have been lost on the way. It says that it was recorded, and nothing about the person. Who has begun another
/// conversation since does not hear that one called recorded.
async fn recorded_before(visit: &Visit, person: &PersonId) -> Result<Option<Reply>, AppError> {
    let begun = draft::load(visit, &draft_of(person)).await?.is_some_and(|kept| !kept.is_empty());
    let recorded = !begun && draft::load(visit, &recorded_of(person)).await?.is_some();
    Ok(recorded.then(|| visit.page("The decision is recorded", decided_view::recorded_before)))
}

/// What came of recording.
enum Outcome {
    /// It is recorded; whether its page is open to the one who recorded it.
    Done { receipt: Box<Receipt>, standing: Standing, opens: bool },
    /// Somebody recorded another decision meanwhile: since the answers were given, or since they were checked.
    Newer(Decided),
    /// An answer was changed since they were checked.
    Changed(Decided),
    /// The answers are no decision.
    Faults(Vec<Fault>),
}

/// `POST /people/{person}/consent`: records the decision that was checked.
pub async fn record(visit: Arc<Visit>) -> Answer {
    let person: PersonId = visit.id("person")?;
    let (mut talk, _) = match talk(&visit, &person).await {
        Err(closed @ (AppError::NotFound | AppError::Forbidden(_) | AppError::Closed)) => {
            return recorded_before(&visit, &person).await?.ok_or(closed);
        }
        talk => talk?,
    };
    let opened = visit.form.get("decisions").parse::<usize>().unwrap_or(usize::MAX);
    let outcome = visit
        .access()
        .with::<RecordConsent, _>(visit.actor()?, &person, async |permit| {
            let decided = store::history(permit).await?;
            if decided.all.len() != opened || began_after(&talk.answers, opened) < decided.all.len() {
                permit.note("stale");
                return Ok(Outcome::Newer(decided));
            }
            if visit.form.has(CHECKED) && visit.form.get(CHECKED) != mark(&talk.answers) {
                permit.note("changed");
                return Ok(Outcome::Changed(decided));
            }
            // Who may decide is looked at again here: nothing can change between this and the record.
            let known = authorities::known(permit).await?;
            let facts = known.facts(visit.site.local_rule);
            let before = decided.history();
            for ours in [BEGAN_AFTER, SIGN_AGAIN] {
                talk.answers.take(ours);
            }
            let conversation = match Conversation::parse(&talk.answers, &talk.ids(), &facts, &before, visit.today()) {
                Ok(conversation) => conversation,
                Err(faults) => {
                    permit.note("faults");
                    return Ok(Outcome::Faults(faults));
                }
            };
            let standing = store::record(permit, &conversation).await?;
            // Forgotten with it: a second press that waited for this one finds a decision and no answers.
            draft::done_with(permit, &visit, &draft_of(&person)).await?;
            let mut receipt = receipt_of(permit, None, &visit.site.list_name).await?;
            if !permit.may_read_to_ask(Section::Family) {
                receipt.recorded.made.by = authority::unnamed(receipt.recorded.made.by);
            }
            let opens = opens_to(&permit.actor(), &standing);
            if !matches!(standing, Standing::Given { .. }) || !opens {
                // The record may be closed to this agency from now on. Kept in this transaction: a decision that was
                // recorded must not be called a failure because a note about it could not be kept.
                let number = receipt.recorded.made.number.to_string();
                let told = Answers::default().with("number", number);
                draft::save_with(permit, &visit, &recorded_of(&person), &told).await?;
            }
            Ok(Outcome::Done { receipt: Box::new(receipt), standing, opens })
        })
        .await;
    let outcome = match outcome {
        // A second press that waited for the first: it closed the record to this agency.
        Err(closed @ (AppError::NotFound | AppError::Forbidden(_) | AppError::Closed)) => {
            return recorded_before(&visit, &person).await?.ok_or(closed);
        }
        outcome => outcome?,
    };
    match outcome {
        Outcome::Faults(faults) => {
            let faults = faults.into_iter().map(|fault| talk.naming_the_agency(fault)).collect();
            Ok(show(&visit, talk, Step::Check, faults))
        }
        // The button was pressed twice: the first press recorded it, and nothing is left to record.
        Outcome::Newer(_) if draft::load(&visit, &draft_of(&person)).await?.is_none_or(|kept| kept.is_empty()) => {
            Ok(Reply::see(format!("/people/{person}")))
        }
        Outcome::Changed(decided) => {
            talk.decided = decided;
            let form = state(talk.answers.clone(), Vec::new(), &visit.path);
            let page = visit.form_page("Check the answers", form, move || check_view::check(&talk, Meanwhile::Changed));
            Ok(page.status(http::StatusCode::CONFLICT))
        }
        Outcome::Newer(decided) => {
            talk.decided = decided;
            if talk.overtaken() {
                return Ok(start_again(&visit, talk).status(http::StatusCode::CONFLICT));
            }
            // The page that was checked is older than the answers: they are shown as they are now.
            let count = talk.decided.all.len().to_string();
            let form = state(talk.answers.clone().with("decisions", count), Vec::new(), &visit.path);
            let page = visit.form_page("Check the answers", form, move || {
                check_view::check(&talk, Meanwhile::Decided(talk.decided.last()))
            });
            Ok(page.status(http::StatusCode::CONFLICT))
        }
        Outcome::Done { receipt, standing, opens } => {
            let number = receipt.recorded.made.number;
            match standing {
                Standing::Given { .. } if opens => {
                    Ok(Reply::done(format!("/people/{person}/consent/receipt/{number}"), Flash::ConsentGiven))
                }
                // Whoever recorded it does not see decisions, or was told no: it comes at once, and once.
                Standing::Given { .. } => Ok(visit.page("What was decided", move || {
                    receipt_view::receipt(&receipt, Some(Flash::ConsentGiven.said(&receipt.list)))
                })),
                // The record may be closed to this agency from now on, so the receipt comes at once.
                Standing::NotAsked | Standing::Lapsed | Standing::Ended => {
                    let done = if receipt.recorded.made.decision.kind() == Kind::Given {
                        "The decision is recorded. Somebody else said no, so nothing is shared until this is settled"
                            .to_owned()
                    } else {
                        Flash::ConsentRefused.said(&receipt.list)
                    };
                    Ok(visit.page("What was decided", move || receipt_view::receipt(&receipt, Some(done))))
                }
            }
        }
    }
}

/// Whether the receipts of a yes are open to somebody from now on.
fn opens_to(actor: &Actor, standing: &Standing) -> bool {
    let shared = match standing {
        Standing::Given { agencies, .. } => actor.hosts_register || agencies.get(&actor.agency) == Some(&Yes),
        Standing::NotAsked | Standing::Lapsed | Standing::Ended => false,
    };
    shared && policy::may_see(actor.agency_kind, Section::Consent)
}

/// The receipt of the decision with a number, or of the newest.
pub(crate) async fn receipt_of<A: AboutPerson>(
    permit: &mut Permit<A>,
    number: Option<i64>,
    list: &str,
) -> Result<Receipt, AppError> {
    let decided = store::history(permit).await?;
    let recorded = match number {
        Some(number) => decided.number(number),
        None => decided.last(),
    };
    let recorded = recorded.cloned().ok_or(AppError::NotFound)?;
    let today = permit.today();
    let differ = !decided.conflict(today).is_empty();
    let Agencies { hosts, asked, .. } = agency::store::told_apart(permit, today).await?;
    Ok(Receipt {
        banner: person::banner(permit).await?,
        narrower: differ && recorded.made.decision.kind() == Kind::Given,
        recorded,
        agencies: asked,
        hosts: hosts.into_iter().map(|agency| agency.name).collect(),
        list: list.to_owned(),
    })
}

/// `GET /people/{person}/consent/receipt/{number}`
pub async fn receipt(visit: Arc<Visit>) -> Answer {
    let person: PersonId = visit.id("person")?;
    let number: i64 = visit.id("number")?;
    let receipt = visit
        .access()
        .with::<ViewRecord, _>(visit.actor()?, &person, async |permit| {
            permit.note("receipt");
            if !permit.may_see(Section::Consent) {
                return Err(AppError::NotFound);
            }
            receipt_of(permit, Some(number), &visit.site.list_name).await
        })
        .await?;
    Ok(visit.page("What was decided", move || {
        use leptos::prelude::*;
        let back = format!("/people/{}", receipt.banner.person);
        view! {
            <crate::ui::BackLink href=back text="Go to the record"/>
            {receipt_view::receipt(&receipt, None)}
        }
    }))
}

/// `GET /people/{person}/consent/receipt/{number}/receipt.pdf`: the same on paper, for the person to keep.
pub async fn receipt_pdf(visit: Arc<Visit>) -> Answer {
    let person: PersonId = visit.id("person")?;
    let number: i64 = visit.id("number")?;
    let receipt = visit
        .access()
        .with::<RecordConsent, _>(visit.actor()?, &person, async |permit| {
            permit.note("receipt_pdf");
            // After a no, and when a decision has lapsed, the register's own team still gives the paper.
            let team = permit.actor().hosts_register && permit.level() != Level::Record;
            if !team && !permit.may_see(Section::Consent) {
                return Err(AppError::NotFound);
            }
            receipt_of(permit, Some(number), &visit.site.list_name).await
        })
        .await?;
    let said = paper::receipt::Said {
        name: receipt.banner.name.clone(),
        ideas: receipt.ideas(),
        facts: receipt.facts(),
        signature: receipt.drawn(),
        format: receipt.format(),
        number,
        printed_on: crate::base::dates::long(visit.today()),
        list: receipt.list,
    };
    on_paper(&visit, said).await
}

/// A decision as a paper for the reader.
pub(crate) async fn on_paper(visit: &Visit, said: paper::receipt::Said) -> Answer {
    let look = paper::actions::look(&visit.reading().liked);
    let pdf = visit.site.press.print(move |pictures| paper::receipt::pdf(&said, pictures, look)).await?;
    Ok(paper::actions::pdf_reply(&pdf, "decision"))
}

/// `GET /people/{person}/withdraw`
pub async fn withdraw_page(visit: Arc<Visit>) -> Answer {
    let person: PersonId = visit.id("person")?;
    let form = visit.opened(&visit.path, Answers::default().with("decider", "person")).await?;
    withdraw_form(&visit, &person, form).await
}

async fn withdraw_form(visit: &Visit, person: &PersonId, form: FormState) -> Answer {
    let Withdrawing { banner, agencies, may, one } = withdrawing(visit, person).await?;
    if may.is_empty() {
        return Ok(Reply::see(format!("/people/{person}")));
    }
    // There is a yes to take back: that another was taken back earlier says nothing of this one.
    draft::done(visit, &stopped_of(person)).await;
    Ok(visit.form_page("Record a change of mind", form, move || decided_view::withdraw(&banner, &agencies, &may, &one)))
}

struct Withdrawing {
    banner: Banner,
    /// Who sees the record.
    agencies: Vec<Agency>,
    /// Who may take the whole yes back.
    may: Vec<authority::May>,
    /// Who may take one agency out of theirs.
    one: Vec<Decider>,
}

async fn withdrawing(visit: &Visit, person: &PersonId) -> Result<Withdrawing, AppError> {
    visit
        .access()
        .with::<WithdrawConsent, _>(visit.actor()?, person, async |permit| {
            permit.note("opened");
            let known = authorities::shown(permit).await?;
            let may = may_withdraw(permit, &known, visit).await?;
            let one = may_stop_one(permit, &known, visit).await?;
            let agencies = store::shared_with(permit).await?;
            Ok(Withdrawing { banner: person::banner(permit).await?, agencies, may, one })
        })
        .await
}

/// Those of them who have a yes to take back; nobody, where there is none. What is recorded stands on the whole
/// that is known; the page before it shows no name that is not for its reader.
async fn may_withdraw(
    permit: &mut Permit<WithdrawConsent>,
    known: &Known,
    visit: &Visit,
) -> Result<Vec<authority::May>, AppError> {
    let (history, today) = (store::history(permit).await?.history(), permit.today());
    let mut may = authority::may_withdraw(&known.facts(visit.site.local_rule), today);
    may.retain(|may| can_withdraw(&history, &may.decider, today).is_ok());
    Ok(may)
}

/// `POST /people/{person}/withdraw`: sharing stops in this transaction.
pub async fn withdraw(visit: Arc<Visit>) -> Answer {
    let person: PersonId = visit.id("person")?;
    let mut form = Form::new(&visit.form);
    form.optional_text("words", "what they said");
    let typed = form.finish(Some(()));
    let outcome = visit
        .access()
        .with::<WithdrawConsent, _>(visit.actor()?, &person, async |permit| {
            let known = authorities::known(permit).await?;
            let may = may_withdraw(permit, &known, &visit).await?;
            if may.is_empty() {
                // Somebody was faster, or there never was a yes.
                return Err(AppError::Conflict);
            }
            let by = may.into_iter().find(|may| may.value() == visit.form.get("decider"));
            let missing = by.as_ref().map(|by| own_view_missing(&by.decider, &visit.form)).unwrap_or_default();
            match (typed, by) {
                (Ok(()), Some(by)) if missing.is_empty() => {
                    store::withdraw(permit, &by.decider, &visit.form).await?;
                    // Kept with it, so that a second press is known where the answer to this one is lost on the way.
                    let told = Answers::default().with("stopped", "yes");
                    draft::save_with(permit, &visit, &stopped_of(&person), &told).await?;
                    // The record is closed to this agency from now on, so the receipt comes at once.
                    let mut receipt = receipt_of(permit, None, &visit.site.list_name).await?;
                    if !permit.may_read_to_ask(Section::Family) {
                        receipt.recorded.made.by = authority::unnamed(receipt.recorded.made.by);
                    }
                    Ok(Ok(Box::new(receipt)))
                }
                (typed, by) => {
                    permit.note("faults");
                    let mut faults = typed.err().unwrap_or_default();
                    faults.extend(missing);
                    if by.is_none() {
                        let message = "Select who changed their mind".to_owned();
                        faults.insert(0, Fault { field: "decider".to_owned(), message });
                    }
                    Ok(Err(faults))
                }
            }
        })
        .await;
    let outcome = match outcome {
        // The first press closed the record to this agency, or left nothing to take back.
        Err(AppError::NotFound | AppError::Forbidden(_) | AppError::Closed | AppError::Conflict)
            if draft::load(&visit, &stopped_of(&person)).await?.is_some() =>
        {
            return Ok(visit.page("Sharing has stopped", decided_view::stopped_before));
        }
        outcome => outcome?,
    };
    let receipt = match outcome {
        Ok(receipt) => receipt,
        Err(faults) => return withdraw_form(&visit, &person, visit.refused(faults)).await,
    };
    draft::done(&visit, &visit.path).await;
    draft::done(&visit, &draft_of(&person)).await;
    Ok(visit.page("Sharing has stopped", move || decided_view::withdrawn(&receipt)))
}
