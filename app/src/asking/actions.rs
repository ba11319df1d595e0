//! Asking, page by page; keeping what is typed; saving and coming back; sending.

use std::sync::Arc;

use super::{
    model::{self, Asked, Step},
    store, view,
};
use crate::{
    access::model::act::ReferOneself,
    account::{
        model::Patience,
        proof::minutes,
        session::{self, Counted, Try},
    },
    base::{
        answers::{Answers, Fault, Form},
        error::AppError,
    },
    own::{
        model::{CodeFault, ShortCode},
        staff_actions::new_code,
    },
    shell::{Flash, typed_in},
    ui::FormState,
    web::{Answer, Reply, Visit, cookie},
};

fn cookie_name(secure: bool) -> &'static str {
    if secure { "__Host-asking" } else { "asking" }
}

fn cookie(secure: bool, token: &str) -> String {
    cookie::session_cookie(cookie_name(secure), token, secure)
}

async fn begun(visit: &Visit) -> Result<Option<store::Begun>, AppError> {
    let token = visit.cookie(cookie_name(visit.site.secure));
    store::begun(visit.access(), &visit.site.draft_key, token).await
}

/// `GET /ask`: what it is, who it is for, whom to ring in an emergency.
pub async fn start(visit: Arc<Visit>) -> Answer {
    let begun = begun(&visit).await?.is_some();
    let list = visit.site.list_name.clone();
    Ok(visit.page("Ask for help", move || view::start(&list, begun)))
}

/// `POST /ask/stop`: throws away what was typed. Whoever shares a computer leaves nothing behind.
pub async fn stop(visit: Arc<Visit>) -> Answer {
    if let Some(begun) = begun(&visit).await? {
        store::forget(visit.access(), &begun).await?;
    }
    Ok(Reply::done("/ask", Flash::Forgotten).cookie(cookie(visit.site.secure, "")))
}

/// `GET /ask/{step}`
pub async fn step_page(visit: Arc<Visit>) -> Answer {
    let step: Step = visit.id("step")?;
    let answers = begun(&visit).await?.map(|begun| begun.answers).unwrap_or_default();
    // Nobody can be on a later page before the first was sent.
    if step != Step::Who && answers.is_empty() {
        return Ok(Reply::see("/ask"));
    }
    show(&visit, step, answers, Vec::new())
}

fn show(visit: &Visit, step: Step, answers: Answers, faults: Vec<Fault>) -> Answer {
    let list = visit.site.list_name.clone();
    let kept = answers.clone();
    let missing = if step == Step::Check { model::missing(&answers, visit.today()) } else { Vec::new() };
    let form = FormState { answers, faults, restored: false, form: format!("/ask/{}", step.word()) };
    Ok(visit.form_page(step.label(), form, move || view::step(step, &kept, &list, &missing)))
}

/// `POST /ask/{step}`: keeps the page and goes on; or keeps it and gives a return code.
pub async fn step(visit: Arc<Visit>) -> Answer {
    let step: Step = visit.id("step")?;
    let begun = begun(&visit).await?;
    let Some(begun) = begun else {
        return without_begun(&visit, step).await;
    };
    if step == Step::Check {
        return send(&visit, begun).await;
    }
    keep_page(&visit, step, Some(begun)).await
}

/// A page sent by a browser of which nothing is kept: the first page, or a last one sent twice.
async fn without_begun(visit: &Visit, step: Step) -> Answer {
    match step {
        Step::Who => keep_page(visit, step, None).await,
        Step::Check if store::was_sent(visit.access(), visit.cookie(cookie_name(visit.site.secure))).await? => {
            Ok(Reply::see("/ask/sent"))
        }
        Step::Person | Step::Contact | Step::Why | Step::Check => Ok(gone(visit, step)),
    }
}

/// A page of something that was stopped, saved or sent in another tab, or is two weeks old: what was typed into
/// it is shown to be copied, and kept nowhere.
fn gone(visit: &Visit, step: Step) -> Reply {
    let typed = typed_in(&fields_of(step, &visit.form));
    if typed.is_empty() || !visit.is_of_who_is_here() {
        return Reply::see("/ask");
    }
    visit.page("Your words were not kept", move || view::gone(typed)).status(http::StatusCode::CONFLICT)
}

async fn keep_page(visit: &Visit, step: Step, begun: Option<store::Begun>) -> Answer {
    let mut answers = begun.as_ref().map(|begun| begun.answers.clone()).unwrap_or_default();
    answers.merge(&fields_of(step, &visit.form));
    let faults = model::faults_of(step, &answers, visit.today());
    let later = visit.form.has("later");
    // What cannot be right is shown again and not kept: it could be longer than anything we keep.
    if !faults.is_empty() && !later {
        return show(visit, step, answers, faults);
    }
    must_not_be_too_long(&answers)?;
    if begun.is_none() {
        must_not_flood(visit).await?;
    }
    let (hash, token) = store::keep(visit.access(), &visit.site.draft_key, begun.as_ref(), &answers).await?;
    if later && model::faults_of(Step::Person, &answers, visit.today()).is_empty() {
        // Whoever comes next to this computer must not find it: from now on it takes the code.
        let saved = save_for_later(visit, &hash).await?;
        return Ok(saved.cookie(cookie(visit.site.secure, "")));
    }
    let reply = if later {
        let message = "Fill in the name and the date of birth first. You need them to come back";
        let field = if step == Step::Person { "born" } else { "" };
        let faults = vec![Fault { field: field.to_owned(), message: message.to_owned() }];
        show(visit, step, answers, faults)?
    } else {
        Reply::see(format!("/ask/{}", step.next().word()))
    };
    Ok(match token {
        Some(token) => reply.cookie(cookie(visit.site.secure, &token)),
        None => reply,
    })
}

/// `POST /ask/drafts`: keeps what is in a page at this moment, half a word or not; the page comes in the field
/// `form-path`. Only where something was begun and is not sent yet.
pub async fn autosave(visit: Arc<Visit>) -> Answer {
    let step = visit.form.get("form-path").strip_prefix("/ask/").and_then(|word| word.parse::<Step>().ok());
    let (Some(step), Some(begun)) = (step, begun(&visit).await?) else { return Err(AppError::Conflict) };
    let mut answers = begun.answers.clone();
    answers.merge(&fields_of(step, &visit.form));
    must_not_be_too_long(&answers)?;
    store::keep_typing(visit.access(), &visit.site.draft_key, &begun, &answers).await?;
    Ok(Reply::heard())
}

fn must_not_be_too_long(answers: &Answers) -> Result<(), AppError> {
    if answers.bytes() > KEPT_MAX { Err(AppError::TooLarge) } else { Ok(()) }
}

/// The most that is kept of one half-typed referral, in bytes.
const KEPT_MAX: usize = 20_000;

/// Only the fields of the page: a form that sends more is not ours.
fn fields_of(step: Step, form: &Answers) -> Answers {
    let names: &[&str] = match step {
        Step::Who => &["asker", "asker_name", "asker_relation"],
        Step::Person => &["given_name", "family_name", "born_day", "born_month", "born_year"],
        Step::Contact => &["phone", "address", "postcode", "best_time"],
        Step::Why => &["reason"],
        Step::Check => &[],
    };
    names.iter().fold(Answers::default(), |all, name| all.with(name, form.get(name)))
}

/// One address may ask some fifty times at once, and then every quarter of an hour: a library's, a day
/// centre's, or that of everybody on one telephone network.
async fn must_not_flood(visit: &Visit) -> Result<(), AppError> {
    let key = visit.site.failure_key("asking", &visit.from_key);
    match session::begin_try(visit.access(), &[Counted { key: &key, patience: Patience::Asking }]).await? {
        Try::Counted => Ok(()),
        Try::Wait(_) => Err(AppError::TooMany),
    }
}

async fn save_for_later(visit: &Visit, hash: &str) -> Result<Reply, AppError> {
    let code = new_code()?;
    let return_hash = store::hash_return(&visit.site.draft_key, code.letters());
    store::set_return(visit.access(), hash, &return_hash).await?;
    let address = visit.whole_address("/ask/return");
    Ok(visit.page("Saved for later", move || view::saved(&code, &address)))
}

/// `GET /ask/return`
pub async fn return_page(visit: Arc<Visit>) -> Answer {
    Ok(visit.page("Go on with what you saved", view::come_back))
}

/// `POST /ask/return`: a wrong code and a wrong date of birth are answered alike.
pub async fn come_back(visit: Arc<Visit>) -> Answer {
    let mut form = Form::new(&visit.form);
    // The fault of a personal code speaks of a card, which nobody has here.
    let code: Option<ShortCode> = match visit.form.get("code").trim() {
        "" => {
            form.fault("code", "Enter your code");
            None
        }
        typed => typed
            .parse()
            .map_err(|_: CodeFault| {
                form.fault("code", "A code has 9 letters, like BCD FGH JKM. Check what you wrote down")
            })
            .ok(),
    };
    let born_on = form.date("born", "The date of birth");
    let again =
        |faults: Vec<Fault>| visit.form_page("Go on with what you saved", visit.refused(faults), view::come_back);
    let (code, born_on) = match form.finish(code.zip(born_on)) {
        Ok(typed) => typed,
        Err(faults) => return Ok(again(faults)),
    };
    let access = visit.access();
    let hash = store::hash_return(&visit.site.draft_key, code.letters());
    let from_key = visit.site.failure_key("codes from", &visit.from_key);
    let key = visit.site.failure_key("return", &hash);
    let under =
        [Counted { key: &from_key, patience: Patience::Address }, Counted { key: &key, patience: Patience::Code }];
    let fault = |message: &str| vec![Fault { field: "code".to_owned(), message: message.to_owned() }];
    if let Try::Wait(wait) = session::begin_try(access, &under).await? {
        let reply = again(fault(&format!("Too many tries. Wait {}. Then try again", minutes(wait))));
        return Ok(reply.status(http::StatusCode::TOO_MANY_REQUESTS));
    }
    let Some(token) = store::come_back(access, &visit.site.draft_key, &hash, born_on).await? else {
        return Ok(again(fault("The code or the date of birth is not right. Check both")));
    };
    session::was_right(access, &under).await?;
    Ok(Reply::see("/ask/check").cookie(cookie(visit.site.secure, &token)))
}

async fn send(visit: &Visit, begun: store::Begun) -> Answer {
    let asked = match Asked::parse(&begun.answers, visit.today()) {
        Ok(asked) => asked,
        // The page on which something is missing, and what.
        Err(step) => {
            let faults = model::faults_of(step, &begun.answers, visit.today());
            return show(visit, step, begun.answers, faults);
        }
    };
    let host = store::host(visit.access()).await?;
    visit
        .access()
        .without_account::<ReferOneself, _>(&host, async |scope| {
            if store::claim(scope, &begun).await? {
                store::refer(scope, &asked).await?;
            } else {
                scope.note("sent already");
            }
            Ok(())
        })
        .await?;
    Ok(Reply::see("/ask/sent").cookie(cookie(visit.site.secure, "")))
}

/// `GET /ask/sent`: the receipt. It names nobody: whoever comes next to this screen reads it too.
pub async fn sent(visit: Arc<Visit>) -> Answer {
    let list = visit.site.list_name.clone();
    let host = store::host(visit.access()).await?.agency_name;
    Ok(visit.page("We have got it", move || view::sent(&list, &host)))
}
