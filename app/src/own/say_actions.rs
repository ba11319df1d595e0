//! Saying something on one's own page.

use std::sync::Arc;

use super::{
    actions::reader,
    disagree_view,
    model::{About, How, Said, WordsKind, section_in_plain_words},
    read_actions::reasoned,
    requests::{self, NewRequest},
    say_view::{self as view, Saw},
    store,
    view::Reader,
};
use crate::{
    access::model::{
        Level, Section,
        act::{AddOwnWords, AskToTalk, ChangeOwnMind, Disagree, SeeOwnPage},
    },
    access::permit::Permit,
    access::policy,
    agency::{self, store::Agencies},
    asking::model::can_be_rung,
    authority,
    base::{
        answers::{Answers, Form},
        dates,
        error::AppError,
    },
    consent::{self, conversation::OwnView, model::Kind},
    draft,
    person::store as person,
    plan,
    shell::Flash,
    ui::FormState,
    web::{Answer, Reply, Visit},
};

/// The longest the person may write at once, in characters.
const WORDS_MAX: usize = 2_000;

/// Reads the field `words`, which may stay empty.
fn words_of(form: &mut Form<'_>) -> String {
    some_words(form, "words", "your words")
}

fn some_words(form: &mut Form<'_>, field: &str, label: &str) -> String {
    let words = form.optional_text(field, label);
    if words.chars().count() > WORDS_MAX {
        form.fault(field, "This is too long. Write less");
    }
    words
}

/// `GET /me/words`
pub async fn words_page(visit: Arc<Visit>) -> Answer {
    let (reader, earlier, opens, readers) = visit
        .access()
        .own::<SeeOwnPage, _>(visit.holder()?, async |permit| {
            permit.note("own words");
            let earlier = store::words_for_reader(permit).await?;
            let mut readers = consent::store::who_sees(permit).await?;
            readers.retain(|agency| policy::may_see(agency.kind, Section::Voice));
            Ok((reader(&visit, permit).await?, earlier, store::who_opens(permit).await?, readers))
        })
        .await?;
    Ok(visit.page("Add your words", move || view::words(&reader, &earlier, &opens, &readers)))
}

/// `GET /me/words/{kind}`
pub async fn say_page(visit: Arc<Visit>) -> Answer {
    let kind: WordsKind = visit.id("kind")?;
    let form = visit.opened(&visit.path, Answers::default()).await?;
    say_form(&visit, kind, form).await
}

async fn say_form(visit: &Visit, kind: WordsKind, form: FormState) -> Answer {
    let reader = of_reader(visit, "add words").await?;
    Ok(visit.form_page("Add your words", form, move || view::say(&reader, kind)))
}

async fn of_reader(visit: &Visit, note: &'static str) -> Result<Reader, AppError> {
    visit
        .access()
        .own::<SeeOwnPage, _>(visit.holder()?, async |permit| {
            permit.note(note);
            reader(visit, permit).await
        })
        .await
}

/// `POST /me/words/{kind}`
pub async fn say(visit: Arc<Visit>) -> Answer {
    let kind: WordsKind = visit.id("kind")?;
    let said = match Said::parse(kind, &visit.form) {
        Ok(said) => said,
        Err(faults) => return say_form(&visit, kind, visit.refused(faults)).await,
    };
    visit.access().own::<AddOwnWords, _>(visit.holder()?, async |permit| store::add_words(permit, &said).await).await?;
    draft::done(&visit, &visit.path).await;
    if said.says_not_safe() {
        return Ok(Reply::see("/me/not-safe"));
    }
    Ok(Reply::done("/me/words", Flash::OwnWordsAdded))
}

/// `GET /me/not-safe`: whom to ring, at once; what was said waits for an answer.
pub async fn not_safe(visit: Arc<Visit>) -> Answer {
    let reader = of_reader(&visit, "whom to ring").await?;
    Ok(visit.page("Somebody will help you", move || view::not_safe(&reader)))
}

/// `GET /me/disagree/{about}`
pub async fn disagree_page(visit: Arc<Visit>) -> Answer {
    let form = visit.opened(&visit.path, Answers::default()).await?;
    disagree_form(&visit, form).await
}

async fn disagree_form(visit: &Visit, form: FormState) -> Answer {
    let about: About = visit.id("about")?;
    let (reader, what) = visit
        .access()
        .own::<SeeOwnPage, _>(visit.holder()?, async |permit| {
            permit.note("disagree");
            let what = statement(permit, &about).await?;
            Ok((reader(visit, permit).await?, what))
        })
        .await?;
    Ok(visit.form_page("I do not agree with this", form, move || disagree_view::disagree(&reader, &about, what)))
}

/// The statement itself; nothing for a whole section. What is not this person's is not found.
async fn statement<A: crate::access::model::OwnAct>(
    permit: &mut Permit<A>,
    about: &About,
) -> Result<Option<String>, AppError> {
    let plan = plan::store::plan(permit).await?;
    let found = match about {
        About::Section(Section::OwnActions) => None,
        About::Section(section) if !permit.may_see(*section) => None,
        About::Section(section) => return Ok(Some(section_in_plain_words(*section).to_owned())),
        About::Issue(id) => {
            plan.issues.unwrap_or_default().into_iter().find(|each| each.issue_id == *id).map(|each| each.what)
        }
        About::Strategy(id) => {
            plan.strategies.unwrap_or_default().into_iter().find(|each| each.strategy_id == *id).map(|each| each.what)
        }
        About::Action(id) => plan
            .actions
            .into_iter()
            .flat_map(|actions| actions.list)
            .find(|each| each.action_id == *id)
            .map(|each| each.what),
        About::Capacity(_) | About::Interests(_) => {
            let all = reasoned(permit).await?.into_iter();
            all.filter(|each| each.about == *about)
                .map(|each| format!("{}: {}", dates::long(each.on), each.in_plain_words()))
                .next()
        }
        About::Holder(id) => {
            let all = authority::store::holders(permit).await?.into_iter();
            all.filter(|each| each.holder_id == *id)
                .map(|each| format!("{}, {}, can decide for you.", each.name, each.relation))
                .next()
        }
    };
    found.map(Some).ok_or(AppError::NotFound)
}

/// `POST /me/disagree/{about}`
pub async fn disagree(visit: Arc<Visit>) -> Answer {
    let about: About = visit.id("about")?;
    let mut form = Form::new(&visit.form);
    let words = words_of(&mut form);
    let words = match form.finish(Some(words)) {
        Ok(words) => words,
        Err(faults) => return disagree_form(&visit, visit.refused(faults)).await,
    };
    visit
        .access()
        .own::<Disagree, _>(visit.holder()?, async |permit| {
            statement(permit, &about).await?;
            permit.note(about.section().word());
            requests::ask(permit, &NewRequest { about: Some(about.clone()), words, ..NewRequest::default() }).await
        })
        .await?;
    draft::done(&visit, &visit.path).await;
    Ok(Reply::done("/me/asked", Flash::OwnDisagreed))
}

/// `GET /me/talk`
pub async fn talk_page(visit: Arc<Visit>) -> Answer {
    let form = visit.opened(&visit.path, Answers::default()).await?;
    talk_form(&visit, form).await
}

async fn talk_form(visit: &Visit, form: FormState) -> Answer {
    let (reader, professionals, asks_number) = visit
        .access()
        .own::<SeeOwnPage, _>(visit.holder()?, async |permit| {
            permit.note("ask to talk");
            let asks_number = asks_number(permit).await?;
            Ok((reader(visit, permit).await?, person::professionals(permit).await?, asks_number))
        })
        .await?;
    Ok(visit.form_page("Ask someone to talk to you", form, move || view::talk(&reader, &professionals, asks_number)))
}

/// Whether whoever wants to be rung has to say how: the number that is written down is the person's own.
async fn asks_number(permit: &mut Permit<SeeOwnPage>) -> Result<bool, AppError> {
    Ok(!permit.holder().is_the_person() || !can_be_rung(&person::details(permit).await?.phone))
}

/// `POST /me/talk`
pub async fn talk(visit: Arc<Visit>) -> Answer {
    let mut form = Form::new(&visit.form);
    let who = form.optional_line("who", "who you want to talk to");
    if who.is_empty() {
        form.fault("who", "Choose who you want to talk to");
    }
    let how: Option<How> = form.optional_choice("how");
    if how.is_none() {
        form.fault("how", "Choose how you want to talk");
    }
    let phone = form.optional_line("phone", "your phone number");
    if how == Some(How::Phone) {
        if phone.is_empty() {
            let asks_number = visit
                .access()
                .own::<SeeOwnPage, _>(visit.holder()?, async |permit| {
                    permit.note("ask to talk");
                    asks_number(permit).await
                })
                .await?;
            if asks_number {
                form.fault("phone", "Enter your phone number, so that someone can ring you");
            }
        } else if !can_be_rung(&phone) {
            form.fault("phone", "This phone number is too short. Check it");
        }
    }
    let mut words = words_of(&mut form);
    if !phone.is_empty() {
        let number = format!("My phone number: {phone}");
        words = if words.is_empty() { number } else { format!("{words}\n{number}") };
    }
    let (how, words) = match form.finish(how.map(|how| (how, words))) {
        Ok(parsed) => parsed,
        Err(faults) => return talk_form(&visit, visit.refused(faults)).await,
    };
    visit
        .access()
        .own::<AskToTalk, _>(visit.holder()?, async |permit| {
            // Only names that the page offered; anything else is as good as "I do not mind".
            let named = person::professionals(permit).await?.into_iter().any(|each| each.name == who);
            let who = match who.as_str() {
                _ if named => who.clone(),
                "team" => requests::THE_TEAM.to_owned(),
                _ => "Anybody".to_owned(),
            };
            requests::ask(permit, &NewRequest { about: None, words, who, how: Some(how) }).await
        })
        .await?;
    draft::done(&visit, &visit.path).await;
    Ok(Reply::done("/me/asked", Flash::OwnTalkAsked))
}

/// `GET /me/asked`
pub async fn asked(visit: Arc<Visit>) -> Answer {
    let (reader, requests) = visit
        .access()
        .own::<SeeOwnPage, _>(visit.holder()?, async |permit| {
            permit.note("asked for");
            Ok((reader(&visit, permit).await?, requests::for_reader(permit).await?))
        })
        .await?;
    Ok(visit.page("What you asked for", move || view::asked(&reader, &requests)))
}

/// What the person wants themselves, which is asked of whoever stops sharing for them; nothing, where they do it.
pub(super) fn own_view_of(visit: &Visit, form: &mut Form<'_>) -> Result<Answers, AppError> {
    if visit.holder()?.is_the_person() {
        return Ok(Answers::default());
    }
    let _: Option<OwnView> = form.choice("own_view", "what they want themselves");
    let words = some_words(form, "own_view_words", "what they said or showed");
    Ok(Answers::default().with("own_view", visit.form.get("own_view")).with("own_view_words", words))
}

/// `GET /me/change-mind`
pub async fn change_mind_page(visit: Arc<Visit>) -> Answer {
    let form = visit.opened(&visit.path, Answers::default()).await?;
    change_mind_form(&visit, form).await
}

async fn change_mind_form(visit: &Visit, form: FormState) -> Answer {
    let (reader, agencies, hosts, theirs) = visit
        .access()
        .own::<SeeOwnPage, _>(visit.holder()?, async |permit| {
            permit.note("change of mind");
            let theirs = store::own_yes_for_one(permit).await?;
            let (shared, today) = (consent::store::shared_with(permit).await?, permit.today());
            let hosts = agency::store::told_apart(permit, today).await?.hosts;
            Ok((reader(visit, permit).await?, shared, hosts, theirs))
        })
        .await?;
    Ok(visit.form_page("I changed my mind", form, move || view::change_mind(&reader, &agencies, &hosts, theirs)))
}

/// `POST /me/change-mind`: sharing stops in this transaction. Pressed twice, it has happened once.
pub async fn change_mind(visit: Arc<Visit>) -> Answer {
    let mut form = Form::new(&visit.form);
    let words = words_of(&mut form);
    let view = own_view_of(&visit, &mut form)?;
    let said = match form.finish(Some(view.with("words", words))) {
        Ok(said) => said,
        Err(faults) => return change_mind_form(&visit, visit.refused(faults)).await,
    };
    let rule = visit.site.local_rule;
    let done = visit
        .access()
        .own::<ChangeOwnMind, _>(visit.holder()?, async |permit| store::change_mind(permit, rule, said).await)
        .await;
    match done {
        // Somebody was faster: this very press before, or a practitioner. It has stopped either way.
        Ok(()) | Err(AppError::Conflict) => {}
        Err(AppError::Forbidden(_)) if !still_shared(&visit).await? => {}
        Err(error) => return Err(error),
    }
    draft::done(&visit, &visit.path).await;
    Ok(Reply::see("/me/changed"))
}

pub(super) async fn still_shared(visit: &Visit) -> Result<bool, AppError> {
    Ok(of_reader(visit, "change of mind").await?.level == Level::Record)
}

/// `GET /me/changed`: the receipt, for as long as nothing was decided since.
pub async fn changed(visit: Arc<Visit>) -> Answer {
    let (reader, history, agencies) = visit
        .access()
        .own::<SeeOwnPage, _>(visit.holder()?, async |permit| {
            permit.note("receipt");
            let (history, today) = (consent::store::history(permit).await?, permit.today());
            let agencies = agency::store::told_apart(permit, today).await?;
            Ok((reader(&visit, permit).await?, history, agencies))
        })
        .await?;
    let withdrawn = history.last().filter(|last| last.made.decision.kind() == Kind::Withdrawn);
    let Some(last) = withdrawn.filter(|_| reader.level != Level::Record) else {
        return Ok(Reply::see("/me/change-mind"));
    };
    let on = dates::long_time(last.recorded_at);
    let Agencies { hosts, asked, .. } = agencies;
    let stopped: Vec<&str> = last.answers.all("stopped").collect();
    // They are kept by the names that they had. The team of those that run the register still sees a little.
    let saw: Vec<Saw> = stopped
        .iter()
        .filter(|name| !hosts.iter().any(|host| host.name == **name))
        .map(|name| {
            let known = asked.iter().find(|agency| agency.name == *name);
            known.map_or_else(|| Saw { name: (*name).to_owned(), picture: "people-together" }, Saw::from)
        })
        .collect();
    let shared = !stopped.is_empty();
    Ok(visit.page(view::changed_title(shared), move || view::changed(&reader, &on, shared, &saw, &hosts)))
}
