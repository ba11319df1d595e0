//! The conversation, one question a page; recording the decision; a change of mind.

use std::sync::Arc;

use super::{
    model::{self, Answer as Said, Authority, Conversation},
    store::{self, Recorded},
    view::{self, Step},
};
use crate::{
    access::model::act::{RecordConsent, WithdrawConsent},
    agency::store::Agency,
    base::{
        answers::{Answers, Fault, Form},
        error::AppError,
        ids::PersonId,
    },
    draft, paper,
    person::store::{self as person, Banner},
    shell::Flash,
    ui::FormState,
    web::{Answer, Reply, Visit},
};

/// Everything a page of the conversation needs.
struct Talk {
    banner: Banner,
    agencies: Vec<Agency>,
    hosts: Vec<Agency>,
    history: Vec<Recorded>,
    answers: Answers,
}

/// The whole conversation is one draft, whatever page it is on.
fn draft_of(person: &PersonId) -> String {
    format!("/people/{person}/consent")
}

async fn talk(visit: &Visit, person: &PersonId) -> Result<Talk, AppError> {
    let (banner, agencies, hosts, history) = visit
        .access()
        .with::<RecordConsent, _>(visit.actor()?, person, async |permit| {
            permit.note("conversation");
            let all = crate::agency::store::all(permit).await?;
            let (hosts, agencies) = all.into_iter().partition(|agency| agency.hosts_register);
            Ok((person::banner(permit).await?, agencies, hosts, store::history(permit).await?))
        })
        .await?;
    let mut answers = draft::load(visit, &draft_of(person)).await?.unwrap_or_default();
    // What was typed on this very page and not sent, or sent into an ended session, lies on top.
    if let Some(page) = draft::load(visit, &visit.path).await? {
        answers.merge(&page);
    }
    Ok(Talk { banner, agencies, hosts, history, answers })
}

fn state(answers: Answers, faults: Vec<Fault>, path: &str) -> FormState {
    FormState { answers, faults, restored: false, form: path.to_owned() }
}

/// `GET /people/{person}/consent`: before asking.
pub async fn start_page(visit: Arc<Visit>) -> Answer {
    let person: PersonId = visit.id("person")?;
    let talk = talk(&visit, &person).await?;
    let begun = !talk.answers.is_empty();
    let list = visit.site.list_name.clone();
    let paper = paper::actions::copied_from(&visit, &person, visit.query.get("paper")).await?;
    let form = state(talk.answers.clone(), Vec::new(), &visit.path);
    Ok(visit.form_page("Ask for a decision", form, move || {
        view::start(&talk.banner, &talk.history, begun, paper.as_ref(), &list)
    }))
}

/// `GET /people/{person}/consent/{step}`
pub async fn step_page(visit: Arc<Visit>) -> Answer {
    let person: PersonId = visit.id("person")?;
    let talk = talk(&visit, &person).await?;
    let step = step_of(&visit, &talk)?;
    show(&visit, talk, step, Vec::new())
}

fn step_of(visit: &Visit, talk: &Talk) -> Result<Step, AppError> {
    let word = visit.params.get("step").map_or("", String::as_str);
    Step::all(&talk.agencies)
        .into_iter()
        .chain([Step::NotSure])
        .find(|step| step.word() == word)
        .ok_or(AppError::NotFound)
}

fn show(visit: &Visit, talk: Talk, step: Step, faults: Vec<Fault>) -> Answer {
    let list = visit.site.list_name.clone();
    let today = visit.today();
    let mut answers = talk.answers.clone();
    if step == Step::Decision && !answers.has("decided_day") {
        answers = answers.with_date("decided", Some(today)).with("authority", Authority::Person.word());
    }
    if step == Step::Check {
        answers.set("decisions", talk.history.len().to_string());
    }
    let title = step.title(&list, &talk.agencies);
    let form = state(answers, faults, &visit.path);
    let Talk { banner, agencies, hosts, history, answers } = talk;
    Ok(visit.form_page(&title, form, move || {
        if step == Step::Check {
            view::check(&banner, &answers, &agencies, &history, None, &list)
        } else {
            view::step(&banner, &step, &answers, &agencies, &hosts, &list)
        }
    }))
}

/// `POST /people/{person}/consent/{step}`: keeps the page's answers and goes on.
pub async fn step(visit: Arc<Visit>) -> Answer {
    let person: PersonId = visit.id("person")?;
    let mut talk = talk(&visit, &person).await?;
    let step = step_of(&visit, &talk)?;
    talk.answers.merge(&visit.form);
    draft::save(&visit, &draft_of(&person), &talk.answers).await?;
    draft::forget(&visit, &visit.path).await?;
    let faults = faults_of(&step, &talk.answers);
    if !faults.is_empty() {
        return show(&visit, talk, step, faults);
    }
    let next = step.next(&talk.answers, &talk.agencies);
    Ok(Reply::see(format!("/people/{person}/consent/{}", next.word())))
}

/// What is missing on this page; the whole is checked again at the end.
fn faults_of(step: &Step, answers: &Answers) -> Vec<Fault> {
    let mut form = Form::new(answers);
    match step {
        Step::Start => {
            let _: Option<model::Format> = form.choice("format", "how you will give the information");
        }
        Step::Question(_) | Step::Agency(..) => {
            let _: Option<Said> = form.choice(step.word(), "yes, no or not sure");
        }
        Step::Decision => {
            let by: Option<Authority> = form.choice("authority", "who decided");
            let _: Option<model::Manner> = form.choice("manner", "how they answered");
            let _ = form.date("decided", "The date of the decision");
            if matches!(by, Some(by) if by != Authority::Person) {
                form.line("decided_by", "the name of who decided");
                form.text("evidence", "what you saw that shows they may decide");
            }
        }
        Step::Read | Step::Exclusions | Step::Check | Step::NotSure => {}
    }
    form.finish(Some(())).err().unwrap_or_default()
}

/// `POST /people/{person}/consent`: records the decision that was checked.
pub async fn record(visit: Arc<Visit>) -> Answer {
    let person: PersonId = visit.id("person")?;
    let talk = talk(&visit, &person).await?;
    let ids: Vec<_> = talk.agencies.iter().map(|agency| agency.agency_id.clone()).collect();
    let conversation = match Conversation::parse(&talk.answers, &ids, visit.today()) {
        Ok(conversation) => conversation,
        Err(faults) => return show(&visit, talk, Step::Check, faults),
    };
    let opened = visit.form.get("decisions").parse::<usize>().unwrap_or(usize::MAX);
    let newer = visit
        .access()
        .with::<RecordConsent, _>(visit.actor()?, &person, async |permit| {
            let history = store::history(permit).await?;
            if history.len() != opened {
                permit.note("stale");
                return Ok(Some(history));
            }
            store::record(permit, &conversation).await?;
            Ok(None)
        })
        .await?;
    if let Some(history) = newer {
        // Two tablets at once: the second sees what the first recorded, and decides again.
        let list = visit.site.list_name.clone();
        let Talk { banner, agencies, answers, .. } = talk;
        let form = state(answers.clone().with("decisions", history.len().to_string()), Vec::new(), &visit.path);
        let page = visit.form_page("Check the answers", form, move || {
            view::check(&banner, &answers, &agencies, &history, history.last(), &list)
        });
        return Ok(page.status(http::StatusCode::CONFLICT));
    }
    draft::forget(&visit, &draft_of(&person)).await?;
    let flash = match conversation.decision.kind() {
        model::Kind::Given => Flash::ConsentGiven,
        model::Kind::Refused | model::Kind::Withdrawn => Flash::ConsentRefused,
    };
    // After a no, the page of the person may no longer be there for this agency.
    let host = visit.actor()?.hosts_register;
    let to = if conversation.decision.kind() == model::Kind::Given || host {
        format!("/people/{person}")
    } else {
        "/referrals?state=closed".to_owned()
    };
    Ok(Reply::done(to, flash))
}

/// `GET /people/{person}/withdraw`
pub async fn withdraw_page(visit: Arc<Visit>) -> Answer {
    let person: PersonId = visit.id("person")?;
    let (banner, agencies) = withdrawing(&visit, &person).await?;
    let form = visit.opened(&visit.path, Answers::default().with("authority", Authority::Person.word())).await?;
    Ok(visit.form_page("Record a change of mind", form, move || view::withdraw(&banner, &agencies)))
}

async fn withdrawing(visit: &Visit, person: &PersonId) -> Result<(Banner, Vec<String>), AppError> {
    visit
        .access()
        .with::<WithdrawConsent, _>(visit.actor()?, person, async |permit| {
            permit.note("opened");
            Ok((person::banner(permit).await?, store::who_sees(permit).await?))
        })
        .await
}

/// `POST /people/{person}/withdraw`: sharing stops in this transaction.
pub async fn withdraw(visit: Arc<Visit>) -> Answer {
    let person: PersonId = visit.id("person")?;
    let mut form = Form::new(&visit.form);
    let by: Option<Authority> = form.choice("authority", "who changed their mind");
    let decided_by = match by {
        None | Some(Authority::Person) => String::new(),
        Some(_) => form.line("decided_by", "the name of who decided"),
    };
    form.optional_text("words", "what they said");
    let by = match form.finish(by) {
        Ok(by) => by,
        Err(faults) => {
            let (banner, agencies) = withdrawing(&visit, &person).await?;
            return Ok(visit.form_page("Record a change of mind", visit.refused(faults), move || {
                view::withdraw(&banner, &agencies)
            }));
        }
    };
    let lost = visit
        .access()
        .with::<WithdrawConsent, _>(visit.actor()?, &person, async |permit| {
            store::withdraw(permit, by, &decided_by, &visit.form).await
        })
        .await?;
    draft::forget(&visit, &visit.path).await?;
    draft::forget(&visit, &draft_of(&person)).await?;
    let list = visit.site.list_name.clone();
    Ok(visit.page("Sharing has stopped", move || view::withdrawn(&lost, &list)))
}
