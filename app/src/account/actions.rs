//! Signing in and out, the first administrator, one's own account.

use std::sync::Arc;

use http::StatusCode;

use super::{
    model::{self, NewAccount},
    password,
    proof::{Refused, prove},
    session::{self, Session},
    store::{self, Credentials, NewStaff},
    view,
};
use crate::{
    access::model::{Role, act::OwnAccount},
    agency,
    base::{
        answers::{Answers, Fault, Form},
        error::AppError,
        ids::StaffId,
    },
    own::session as own,
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

/// `GET /still`: sent by the page's script when somebody says that they are still there.
pub async fn still(_: Arc<Visit>) -> Answer {
    Ok(Reply::heard())
}

fn sign_in_form(visit: &Visit, form: FormState) -> Reply {
    let ended = matches!(visit.session, Session::Ended { .. });
    let demo = visit.site.demo;
    visit.form_page("Sign in", form, move || view::sign_in(ended, demo))
}

/// Whoever the e-mail address and the password that were typed belong to.
async fn recognise(visit: &Visit) -> Result<Result<Credentials, Refused>, AppError> {
    let name = model::sign_in_name(visit.form.get("email"));
    let found = visit.access().looking_up(async |house| store::credentials(house, &name).await).await?;
    let kept = found.as_ref().map(|found| found.password_hash.clone());
    let key = visit.site.failure_key("name", &name);
    let typed = visit.form.get("password").to_owned();
    let wrong = "The email address or the password is wrong";
    let proven = prove(visit, &key, typed, kept, wrong).await?;
    // Right without an account there is nothing.
    Ok(proven.and_then(|()| found.ok_or_else(|| (StatusCode::UNPROCESSABLE_ENTITY, wrong.to_owned()))))
}

/// `POST /sign-in`
pub async fn sign_in(visit: Arc<Visit>) -> Answer {
    match recognise(&visit).await? {
        Err((status, why)) => Ok(sign_in_form(&visit, visit.refused(fault("password", why))).status(status)),
        Ok(found) if found.password_given => {
            let kept = |name: &str| visit.form.get(name).to_owned();
            let answers = Answers::default().with("email", kept("email")).with("next", kept("next"));
            Ok(own_password_form(&visit, FormState { answers, ..FormState::default() }))
        }
        Ok(found) => come_in(&visit, &found.staff_id, &found.password_hash).await,
    }
}

fn own_password_form(visit: &Visit, form: FormState) -> Reply {
    visit.form_page("Choose your own password", form, view::own_password)
}

/// `GET /sign-in/password`: the page that follows a given password is an answer, and has no address of
/// its own to come back to.
pub async fn own_password_page(_: Arc<Visit>) -> Answer {
    Ok(Reply::see("/sign-in"))
}

/// `POST /sign-in/password`: signs in with a password that was given, and puts their own in its place.
pub async fn own_password(visit: Arc<Visit>) -> Answer {
    let new = visit.form.get("new").to_owned();
    let mut form = Form::new(&visit.form);
    model::check_password(&mut form, "new", &new);
    if new == visit.form.get("password") {
        form.fault("new", "Choose another password than the one you were given");
    }
    if let Err(faults) = form.finish(Some(())) {
        return Ok(own_password_form(&visit, visit.refused(faults)));
    }
    let found = match recognise(&visit).await? {
        Ok(found) if found.password_given => found,
        Ok(_) => return Ok(Reply::see("/sign-in")),
        Err((status, why)) => {
            return Ok(own_password_form(&visit, visit.refused(fault("password", why))).status(status));
        }
    };
    let hash = password::hash(new).await?;
    let (staff, given) = (&found.staff_id, &found.password_hash);
    let actor = visit.access().looking_up(async |house| store::actor(house, staff).await).await?;
    visit
        .access()
        .within::<OwnAccount, _>(&actor, async |scope| {
            scope.note("replaced a given password by their own");
            store::set_password(scope, staff, given, &hash).await
        })
        .await?;
    come_in(&visit, staff, &hash).await
}

/// Starts a session of somebody whose password fits `proven`, and leads to where they wanted to go.
async fn come_in(visit: &Visit, staff: &StaffId, proven: &str) -> Answer {
    let access = visit.access();
    // A tablet that was handed over and never given back to its owner is somebody else's now.
    if let Session::HandedOver { token_hash, .. } = &visit.session {
        session::end(access, token_hash).await?;
    }
    let token = session::start_with(access, staff, proven).await?;
    let next = next_path(visit.form.get("next")).to_owned();
    // A page that a person left open on this tablet is not for whoever signs in next.
    let closed = own::close(access, &visit.own, visit.site.secure).await?;
    Ok(Reply::see(next).cookie(session::cookie(visit.site.secure, &token)).cookie(closed))
}

/// `POST /sign-out`
pub async fn sign_out(visit: Arc<Visit>) -> Answer {
    if let Session::SignedIn { token_hash, .. } | Session::HandedOver { token_hash, .. } = &visit.session {
        session::end(visit.access(), token_hash).await?;
    }
    signed_out(&visit, Flash::SignedOut).await
}

/// `POST /sign-out-everywhere`
pub async fn sign_out_everywhere(visit: Arc<Visit>) -> Answer {
    let actor = visit.actor()?;
    visit
        .access()
        .within::<OwnAccount, _>(actor, async |scope| {
            scope.note("signed out everywhere");
            let now = scope.now();
            session::end_all(scope, &actor.staff_id, now).await
        })
        .await?;
    signed_out(&visit, Flash::SignedOutEverywhere).await
}

async fn signed_out(visit: &Visit, flash: Flash) -> Answer {
    let closed = own::close(visit.access(), &visit.own, visit.site.secure).await?;
    // The browser forgets every page it keeps of this site.
    Ok(Reply::done("/sign-in", flash).cookie(session::cookie(visit.site.secure, "")).cookie(closed))
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
    let key = visit.site.failure_key("change", staff.as_str());
    if let Err((status, why)) =
        prove(&visit, &key, now, Some(kept.clone()), "This is not your present password").await?
    {
        return Ok(account_form(&visit, visit.refused(fault("current", why)))?.status(status));
    }
    let hash = password::hash(new).await?;
    visit
        .access()
        .within::<OwnAccount, _>(visit.actor()?, async |scope| {
            scope.note("changed their password");
            store::set_password(scope, &staff, &kept, &hash).await?;
            let now = scope.now();
            session::end_all(scope, &staff, now).await
        })
        .await?;
    let token = session::start_with(visit.access(), &staff, &hash).await?;
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
                password_given: false,
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
