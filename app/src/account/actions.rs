//! Signing in and out, the first administrator, one's own account.

use std::sync::Arc;

use super::{
    model::{self, NewAccount},
    password,
    session::{self, Patience, Session},
    store::{self, NewStaff},
    view,
};
use crate::{
    access::model::{Role, act::OwnAccount},
    agency,
    base::{
        answers::{Answers, Fault, Form},
        error::AppError,
    },
    shell::Flash,
    today::model::first_page,
    ui::FormState,
    web::{Answer, Reply, Visit, reply::local_path},
};

fn fault(field: &str, message: impl Into<String>) -> Vec<Fault> {
    vec![Fault { field: field.to_owned(), message: message.into() }]
}

/// Where to go after signing in: only a path of ours. `/` leads on to the first page of the role.
fn next_path(typed: &str) -> &str {
    local_path(typed).unwrap_or("/")
}

/// `GET /`: the first page of whoever comes.
pub async fn home(visit: Arc<Visit>) -> Answer {
    if let Ok(actor) = visit.actor() {
        return Ok(Reply::see(first_page(actor.role)));
    }
    if !visit.access().looking_up(async |house| store::anybody(house).await).await? {
        return Ok(Reply::see("/set-up"));
    }
    let list = visit.site.list_name.clone();
    Ok(visit.page(&format!("The {list}"), move || view::home(&list)))
}

/// `GET /sign-in`
pub async fn sign_in_page(visit: Arc<Visit>) -> Answer {
    if visit.actor().is_ok() {
        return Ok(Reply::see(next_path(visit.query.get("next")).to_owned()));
    }
    if visit.is_handed_over() {
        return Ok(Reply::see("/unlock"));
    }
    let answers = Answers::default().with("next", visit.query.get("next"));
    Ok(sign_in_form(&visit, FormState { answers, ..FormState::default() }))
}

fn sign_in_form(visit: &Visit, form: FormState) -> Reply {
    let ended = matches!(visit.session, Session::Ended { .. });
    let demo = visit.site.demo;
    visit.form_page("Sign in", form, move || view::sign_in(ended, demo))
}

/// `POST /sign-in`
pub async fn sign_in(visit: Arc<Visit>) -> Answer {
    let name = model::sign_in_name(visit.form.get("email"));
    let typed = visit.form.get("password").to_owned();
    let name_key = session::failure_key("name", &name);
    let access = visit.access();
    let wait = session::must_wait(access, &name_key, Patience::Name)
        .await?
        .max(session::must_wait(access, &visit.from_key, Patience::Address).await?);
    if wait.num_seconds() > 0 {
        let message = format!("Too many tries. Wait {} and try again", minutes(wait.num_seconds()));
        let reply = sign_in_form(&visit, visit.refused(fault("password", message)));
        return Ok(reply.status(http::StatusCode::TOO_MANY_REQUESTS));
    }
    let found = access.looking_up(async |house| store::credentials(house, &name).await).await?;
    let (staff, hash) = found.map(|found| (found.staff_id, found.password_hash)).unzip();
    let too_long = typed.chars().count() > model::PASSWORD_CHARS_MAX;
    let right = !too_long && password::is_right(typed, hash).await?;
    let Some(staff) = staff.filter(|_| right) else {
        session::failed(access, &name_key).await?;
        session::failed(access, &visit.from_key).await?;
        return Ok(sign_in_form(
            &visit,
            visit.refused(fault("password", "The email address or the password is wrong")),
        ));
    };
    session::succeeded(access, &name_key).await?;
    // A tablet that was handed over and never given back to its owner is somebody else's now.
    if let Session::HandedOver { token_hash, .. } = &visit.session {
        session::end(access, token_hash).await?;
    }
    let token = session::start(access, &staff).await?;
    let next = next_path(visit.form.get("next")).to_owned();
    Ok(Reply::see(next).cookie(session::cookie(visit.site.secure, &token)))
}

/// Seconds as a wait is told: in whole minutes, never less than there is.
#[must_use]
pub fn minutes(seconds: i64) -> String {
    match (seconds + 59) / 60 {
        1 => "1 minute".to_owned(),
        minutes => format!("{minutes} minutes"),
    }
}

/// `POST /sign-out`
pub async fn sign_out(visit: Arc<Visit>) -> Answer {
    if let Session::SignedIn { token_hash, .. } | Session::HandedOver { token_hash, .. } = &visit.session {
        session::end(visit.access(), token_hash).await?;
    }
    Ok(signed_out(&visit, Flash::SignedOut))
}

/// `POST /sign-out-everywhere`
pub async fn sign_out_everywhere(visit: Arc<Visit>) -> Answer {
    let actor = visit.actor()?;
    visit
        .access()
        .within::<OwnAccount, _>(actor, async |scope| {
            scope.note("signed out everywhere");
            Ok(())
        })
        .await?;
    session::end_all(visit.access(), &actor.staff_id).await?;
    Ok(signed_out(&visit, Flash::SignedOutEverywhere))
}

fn signed_out(visit: &Visit, flash: Flash) -> Reply {
    // The browser forgets every page it keeps of this site.
    Reply::done("/sign-in", flash).cookie(session::cookie(visit.site.secure, ""))
}

/// `GET /account`
pub async fn account_page(visit: Arc<Visit>) -> Answer {
    account_form(&visit, FormState::default())
}

fn account_form(visit: &Visit, form: FormState) -> Answer {
    let actor = visit.actor()?.clone();
    Ok(visit.form_page("Your account", form, move || view::account(&actor)))
}

/// `POST /account/password`
pub async fn change_password(visit: Arc<Visit>) -> Answer {
    let staff = visit.actor()?.staff_id.clone();
    let (now, new) = (visit.form.get("current").to_owned(), visit.form.get("new").to_owned());
    let mut form = Form::new(&visit.form);
    model::check_password(&mut form, "new", &new);
    if let Err(faults) = form.finish(Some(())) {
        return account_form(&visit, visit.refused(faults));
    }
    let kept = visit.access().looking_up(async |house| store::password_hash(house, &staff).await).await?;
    if !password::is_right(now, Some(kept)).await? {
        return account_form(&visit, visit.refused(fault("current", "This is not your present password")));
    }
    let hash = password::hash(new).await?;
    visit.access().housekeeping(async |house| store::set_password(house, &staff, &hash).await).await?;
    session::end_all(visit.access(), &staff).await?;
    let token = session::start(visit.access(), &staff).await?;
    Ok(Reply::done("/account", Flash::PasswordChanged).cookie(session::cookie(visit.site.secure, &token)))
}

/// `GET /set-up`: the first administrator of an empty register.
pub async fn set_up_page(visit: Arc<Visit>) -> Answer {
    only_while_empty(&visit).await?;
    Ok(visit.page("Set up the register", view::set_up))
}

/// `POST /set-up`
pub async fn set_up(visit: Arc<Visit>) -> Answer {
    only_while_empty(&visit).await?;
    let parsed = SetUp::parse(&visit.form, &visit.site.setup_code);
    let new = match parsed {
        Ok(new) => new,
        Err(faults) => return Ok(visit.form_page("Set up the register", visit.refused(faults), view::set_up)),
    };
    let hash = password::hash(new.account.password.clone()).await?;
    let staff = visit
        .access()
        .housekeeping(async |house| {
            if store::anybody(house).await? {
                return Err(AppError::NotFound);
            }
            let host = agency::store::add_first(house, &new.agency_name, new.agency_kind).await?;
            let now = house.now();
            let staff = NewStaff {
                agency: &host,
                sign_in_name: &new.account.sign_in_name,
                display_name: &new.account.display_name,
                job_title: &new.account.job_title,
                role: Role::Administrator,
                password_hash: &hash,
                is_demo: false,
            };
            store::add(house, &staff, now).await
        })
        .await?;
    let token = session::start(visit.access(), &staff).await?;
    Ok(Reply::done("/agencies", Flash::AccountMade).cookie(session::cookie(visit.site.secure, &token)))
}

async fn only_while_empty(visit: &Visit) -> Result<(), AppError> {
    let anybody = visit.access().looking_up(async |house| store::anybody(house).await).await?;
    if anybody { Err(AppError::NotFound) } else { Ok(()) }
}

struct SetUp {
    account: NewAccount,
    agency_name: String,
    agency_kind: crate::access::model::AgencyKind,
}

impl SetUp {
    fn parse(answers: &Answers, code: &str) -> Result<Self, Vec<Fault>> {
        let mut form = Form::new(answers);
        if answers.get("code").trim() != code {
            form.fault("code", "This is not the set-up code. The server printed it when it started");
        }
        let agency_name = form.line("agency_name", "the agency's name");
        let agency_kind = form.choice("agency_kind", "the kind of agency");
        let rest = form.finish(agency_kind);
        match (rest, NewAccount::parse(answers)) {
            (Ok(agency_kind), Ok(account)) => Ok(Self { account, agency_name, agency_kind }),
            (rest, account) => Err(rest.err().into_iter().chain(account.err()).flatten().collect()),
        }
    }
}
