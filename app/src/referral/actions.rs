//! Referring somebody, hearing the outcome, closing.

use std::sync::Arc;

use super::{
    model::{Outcome, Request, Source, State},
    store, view,
};
use crate::{
    access::{
        glimpses,
        model::{
            List,
            act::{CloseReferral, ReferPerson, SeeReferrals},
        },
    },
    base::{
        answers::{Answers, Fault, Form},
        error::AppError,
        ids::PersonId,
    },
    draft,
    person::{
        model::Details,
        store::{self as person, Candidate},
    },
    shell::Flash,
    ui::FormState,
    web::{Answer, Reply, Visit},
};

const FORM: &str = "/refer";

/// `GET /refer`
pub async fn refer_page(visit: Arc<Visit>) -> Answer {
    visit.access().within::<ReferPerson, _>(visit.actor()?, async |_| Ok(())).await?;
    let form = visit.opened(FORM, Answers::default()).await?;
    let list = visit.site.list_name.clone();
    Ok(visit.form_page("Refer somebody", form, move || view::refer(&list)))
}

/// What came of a referral that was sent.
enum Sent {
    /// It was made; the person may be open to the referrer.
    Made,
    /// Somebody like this is here already: the referrer must say whether it is the same person.
    AskWhether(Vec<Candidate>),
}

/// `POST /refer`
pub async fn refer(visit: Arc<Visit>) -> Answer {
    let parsed = match (Details::parse(&visit.form, visit.today()), Request::parse(&visit.form)) {
        (Ok(details), Ok(request)) => Ok((details, request)),
        (details, request) => Err(details.err().into_iter().chain(request.err()).flatten().collect::<Vec<_>>()),
    };
    let list = visit.site.list_name.clone();
    let (details, request) = match parsed {
        Ok(parsed) => parsed,
        Err(faults) => {
            // Whoever may not refer is told that, not what is wrong with the form.
            visit.access().within::<ReferPerson, _>(visit.actor()?, async |_| Ok(())).await?;
            return Ok(visit.form_page("Refer somebody", visit.refused(faults), move || view::refer(&list)));
        }
    };
    // The page sends the field empty, so that "nothing chosen" can be told, and the choice after it.
    let chosen = visit.form.all("same_as").last().unwrap_or_default().to_owned();
    let sent = visit
        .access()
        .within::<ReferPerson, _>(visit.actor()?, async |scope| {
            let candidates = person::candidates(scope, &person::identity(&details)).await?;
            let (visible, hidden): (Vec<_>, Vec<_>) =
                candidates.into_iter().partition(|candidate| candidate.level.is_some());
            let same = visible
                .iter()
                .find(|candidate| candidate.person.as_str() == chosen)
                .map(|candidate| candidate.person.clone());
            if same.is_none() && chosen != "new" && !visible.is_empty() {
                scope.note("asked whether the same");
                glimpses::keep(scope, List::Alike, visible.iter().map(|candidate| &candidate.person)).await?;
                return Ok(Sent::AskWhether(visible));
            }
            // One record a person: a referral of somebody who is surely here, though not for this
            // agency to see, joins their record, and the referrer is told no more than anybody.
            let surely = hidden.into_iter().find(|candidate| candidate.surely).map(|candidate| candidate.person);
            let (person, detail) = match same.or(surely) {
                Some(person) => (person, "joined"),
                None => (person::add(scope, &details).await?, "new"),
            };
            store::add(scope, &person, Source::Professional, &request).await?;
            scope.note_person(&person, detail);
            Ok(Sent::Made)
        })
        .await?;
    match sent {
        Sent::Made => {
            draft::done(&visit, FORM).await;
            Ok(Reply::done("/referrals", Flash::Referred))
        }
        Sent::AskWhether(candidates) => {
            // A choice that was no longer among the candidates is asked for again.
            let faults = if visit.form.has("asked") && chosen.is_empty() {
                vec![Fault { field: "same_as".into(), message: "Select whether it is one of these people".into() }]
            } else {
                Vec::new()
            };
            let form = FormState { answers: visit.form.clone(), faults, restored: false, form: FORM.to_owned() };
            let answers = visit.form.clone();
            Ok(visit.form_page("Is it one of these people?", form, move || view::same_person(&candidates, &answers)))
        }
    }
}

/// `GET /referrals`
pub async fn referrals(visit: Arc<Visit>) -> Answer {
    let state: State = visit.query.get("state").parse().unwrap_or(State::Waiting);
    let page = visit.page_of_list();
    let (lines, count, team) = visit
        .access()
        .within::<SeeReferrals, _>(visit.actor()?, async |scope| {
            let (lines, count) = store::lines(scope, state, page).await?;
            glimpses::keep(scope, List::Referrals, lines.iter().map(|line| &line.person_id)).await?;
            scope.note(&format!("listed {}", lines.len()));
            Ok((lines, count, scope.actor().is_register_team()))
        })
        .await?;
    Ok(visit.page("Referrals", move || view::referrals(lines, count, page, state, team)))
}

/// `GET /people/{person}/close`
pub async fn close_page(visit: Arc<Visit>) -> Answer {
    close_form(&visit, FormState::default()).await
}

async fn close_form(visit: &Visit, form: FormState) -> Answer {
    let person: PersonId = visit.id("person")?;
    let banner = visit
        .access()
        .with::<CloseReferral, _>(visit.actor()?, &person, async |permit| {
            permit.note("opened");
            person::banner(permit).await
        })
        .await?;
    Ok(visit.form_page("Close the referral", form, move || view::close(&banner)))
}

/// `POST /people/{person}/close`
pub async fn close(visit: Arc<Visit>) -> Answer {
    let person: PersonId = visit.id("person")?;
    let mut form = Form::new(&visit.form);
    let outcome =
        form.choice::<Outcome>("outcome", "why it closes").filter(|outcome| Outcome::BY_HAND.contains(outcome));
    let outcome = match form.finish(outcome) {
        Ok(outcome) => outcome,
        Err(faults) => return close_form(&visit, visit.refused(faults)).await,
    };
    visit
        .access()
        .with::<CloseReferral, _>(visit.actor()?, &person, async |permit| store::close(permit, outcome).await)
        .await
        .map_err(|error| {
            if matches!(error, AppError::Conflict) {
                let why = "No referral of this person waits any more. Somebody else closed it.";
                return AppError::Forbidden(why.to_owned());
            }
            error
        })?;
    Ok(Reply::done("/referrals?state=closed", Flash::ReferralClosed))
}
