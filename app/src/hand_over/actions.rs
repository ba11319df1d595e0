//! The privacy screen, locking, and giving back.

use std::sync::Arc;

use super::view;
use crate::{
    access::model::act::RecordConsent,
    account::{
        proof::prove,
        session::{self, Lent, LentFor, Session},
        store,
    },
    base::{answers::Fault, error::AppError, ids::PersonId},
    consent::actions::GO_ON,
    own::session as own,
    person::store as person,
    shell::Flash,
    today::model::first_page,
    ui::FormState,
    web::{Answer, Reply, Visit},
};

/// The page of the conversation on which the person begins; one word of an address, or the first.
fn step_of(typed: &str) -> &str {
    let fits = !typed.is_empty()
        && typed.len() < 60
        && typed.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"-_".contains(&byte));
    if fits { typed } else { "read" }
}

/// `GET /people/{person}/hand-over`: the privacy screen.
pub async fn privacy_screen(visit: Arc<Visit>) -> Answer {
    let person: PersonId = visit.id("person")?;
    let banner = visit
        .access()
        .with::<RecordConsent, _>(visit.actor()?, &person, async |permit| {
            permit.note("hand over: privacy screen");
            person::banner(permit).await
        })
        .await?;
    let lent_for = visit.query.get("to").parse().unwrap_or(LentFor::Conversation);
    let step = step_of(visit.query.get("step")).to_owned();
    Ok(visit.page("Hand the tablet over", move || view::privacy(&banner, lent_for, &step)))
}

/// `POST /people/{person}/hand-over`: locks the session.
pub async fn hand_over(visit: Arc<Visit>) -> Answer {
    let person: PersonId = visit.id("person")?;
    let lent_for: LentFor = visit.form.get("to").parse().unwrap_or(LentFor::Conversation);
    let Session::SignedIn { token_hash, .. } = &visit.session else { return Err(AppError::NotSignedIn) };
    let lent = Lent { person: person.clone(), lent_for };
    let token = visit
        .access()
        .with::<RecordConsent, _>(visit.actor()?, &person, async |permit| {
            permit.note(&format!("handed over for {}", lent_for.word()));
            let now = permit.now();
            session::hand_over(permit, now, token_hash, &lent).await
        })
        .await?;
    let to = match lent_for {
        LentFor::Conversation => format!("/people/{person}/consent/{}", step_of(visit.form.get("step"))),
        LentFor::OwnPage => "/me".to_owned(),
    };
    // A page that somebody else left open here must not be what the next person finds.
    let closed = own::close(visit.access(), &visit.own, visit.site.secure).await?;
    Ok(Reply::see(to).cookie(session::cookie(visit.site.secure, &token)).cookie(closed))
}

/// `GET /unlock`: "Please give the tablet back".
pub async fn unlock_page(visit: Arc<Visit>) -> Answer {
    unlock_form(&visit, FormState::default())
}

fn unlock_form(visit: &Visit, form: FormState) -> Answer {
    let Session::HandedOver { actor, lent, .. } = &visit.session else {
        // Nothing is locked: to the first page, or to sign in.
        return Ok(Reply::see("/"));
    };
    let (name, lent) = (actor.display_name.clone(), lent.clone());
    Ok(visit.form_page("Please give the tablet back", form, move || view::unlock(&name, &lent)))
}

/// `POST /unlock`: its owner signs in again with the password, and goes on where they were.
pub async fn unlock(visit: Arc<Visit>) -> Answer {
    let Session::HandedOver { actor, token_hash, lent } = &visit.session else { return Ok(Reply::see("/")) };
    let access = visit.access();
    let staff = actor.staff_id.clone();
    let typed = visit.form.get("password").to_owned();
    let key = visit.site.failure_key("unlock", staff.as_str());
    let kept = access.looking_up(async |house| store::password_hash(house, &staff).await).await?;
    if let Err((status, message)) = prove(&visit, &key, typed, Some(kept.clone()), "The password is wrong").await? {
        let form = visit.refused(vec![Fault { field: "password".to_owned(), message }]);
        return Ok(unlock_form(&visit, form)?.status(status));
    }
    session::end(access, token_hash).await?;
    let token = session::start_with(access, &staff, &kept).await?;
    let to = match lent.lent_for {
        // Where something is missing in it, or at the latest with how the decision was made.
        LentFor::Conversation => format!("/people/{}/consent/{GO_ON}", lent.person),
        LentFor::OwnPage => first_page(actor.role).to_owned(),
    };
    Ok(Reply::done(to, Flash::GivenBack)
        .cookie(session::cookie(visit.site.secure, &token))
        // Whoever's page was open on this tablet, it is closed with it.
        .cookie(own::close(access, &visit.own, visit.site.secure).await?))
}
