//! Finding people and correcting details.

use std::sync::Arc;

use super::{
    model::Details,
    network,
    store::{self, ToEdit},
    view,
};
use crate::{
    access::{
        glimpses,
        model::{
            List,
            act::{EditDetails, SearchPeople},
        },
    },
    base::{
        answers::{Answers, Fault, Form},
        ids::{PersonId, ProfessionalId, RelativeId},
    },
    draft,
    rating::model::Rating,
    shell::Flash,
    ui::FormState,
    web::{Answer, Reply, Visit},
};

/// `GET /people`
pub async fn people(visit: Arc<Visit>) -> Answer {
    let rating: Option<Rating> = visit.query.get("rating").parse().ok();
    let page = visit.page_of_list();
    let (lines, count) = visit
        .access()
        .within::<SearchPeople, _>(visit.actor()?, async |scope| {
            let (lines, count) = store::list(scope, rating, page).await?;
            glimpses::keep(scope, List::People, lines.iter().map(|line| &line.person_id)).await?;
            scope.note(&format!("listed {}", lines.len()));
            Ok((lines, count))
        })
        .await?;
    Ok(visit.page("People", move || view::people(lines, count, page, rating)))
}

/// `GET /people/search`: a search is a form; a bookmark of it leads to the list.
pub async fn search_page(_: Arc<Visit>) -> Answer {
    Ok(Reply::see("/people"))
}

/// `POST /people/search`
pub async fn search(visit: Arc<Visit>) -> Answer {
    let typed = visit.form.get("q").trim().chars().take(200).collect::<String>();
    if typed.is_empty() {
        // Whoever may not search is told that, not what is wrong with the form.
        visit.access().within::<SearchPeople, _>(visit.actor()?, async |_| Ok(())).await?;
        let fault =
            Fault { field: "q".into(), message: "Enter a name, a date of birth, an NHS number or a postcode".into() };
        return Ok(visit.form_page("Search", visit.refused(vec![fault]), || view::found(Vec::new())));
    }
    let lines = visit
        .access()
        .within::<SearchPeople, _>(visit.actor()?, async |scope| {
            let lines = store::search(scope, &typed).await?;
            glimpses::keep(scope, List::Found, lines.iter().map(|line| &line.person_id)).await?;
            scope.note(&format!("found {}", lines.len()));
            Ok(lines)
        })
        .await?;
    let form = FormState { answers: visit.form.clone(), ..FormState::default() };
    Ok(visit.form_page("Search", form, move || view::found(lines)))
}

/// `GET /people/{person}/details`
pub async fn edit_page(visit: Arc<Visit>) -> Answer {
    let person: PersonId = visit.id("person")?;
    let (banner, ToEdit { details, sections, version }) = visit
        .access()
        .with::<EditDetails, _>(visit.actor()?, &person, async |permit| {
            permit.note("opened");
            Ok((store::banner(permit).await?, store::details_to_edit(permit).await?))
        })
        .await?;
    // A draft brings the version it was begun with, so that sending it after a change is a conflict.
    let stored = details.to_answers().with("version", version.to_string());
    let form = visit.opened_with_boxes(&visit.path, stored).await?;
    Ok(visit.form_page("Change details", form, move || view::edit(&banner, &sections, None)))
}

/// `POST /people/{person}/details`
pub async fn edit(visit: Arc<Visit>) -> Answer {
    let person: PersonId = visit.id("person")?;
    let opened = visit.form.opened_version("version");
    let parsed = Details::parse(&visit.form, visit.today());
    enum Outcome {
        Saved,
        Faults(Vec<Fault>),
        Stale { theirs: Box<Details>, version: i64 },
    }
    let (banner, sections, outcome) = visit
        .access()
        .with::<EditDetails, _>(visit.actor()?, &person, async |permit| {
            let ToEdit { details: theirs, sections, version } = store::details_to_edit(permit).await?;
            let banner = store::banner(permit).await?;
            let outcome = match parsed {
                Err(faults) => Outcome::Faults(faults),
                Ok(_) if version != opened => Outcome::Stale { theirs: Box::new(theirs), version },
                Ok(details) => {
                    store::save(permit, &details, opened).await?;
                    permit.note("saved");
                    Outcome::Saved
                }
            };
            Ok((banner, sections, outcome))
        })
        .await?;
    match outcome {
        Outcome::Saved => {
            draft::done(&visit, &visit.path).await;
            Ok(Reply::done(format!("/people/{person}"), Flash::Saved))
        }
        Outcome::Faults(faults) => {
            Ok(visit.form_page("Change details", visit.refused(faults), move || view::edit(&banner, &sections, None)))
        }
        Outcome::Stale { theirs, version } => {
            let mut form = visit.refused(Vec::new());
            form.answers.set("version", version.to_string());
            Ok(visit
                .form_page("Change details", form, move || view::edit(&banner, &sections, Some(*theirs)))
                .status(http::StatusCode::CONFLICT))
        }
    }
}

async fn network_form(visit: &Visit, form: FormState, which: view::Network) -> Answer {
    let person: PersonId = visit.id("person")?;
    let banner = visit
        .access()
        .with::<EditDetails, _>(visit.actor()?, &person, async |permit| {
            permit.note("opened");
            network::may_add(permit, which.section())?;
            store::banner(permit).await
        })
        .await?;
    Ok(visit.form_page(which.title(), form, move || view::network(&banner, which)))
}

/// `GET /people/{person}/professionals/new`
pub async fn add_professional_page(visit: Arc<Visit>) -> Answer {
    let form = visit.opened(&visit.path.replace("/new", ""), Answers::default()).await?;
    network_form(&visit, form, view::Network::Professional).await
}

/// `POST /people/{person}/professionals`
pub async fn add_professional(visit: Arc<Visit>) -> Answer {
    let person: PersonId = visit.id("person")?;
    let (name, job, organisation, phone, email) = match super::model::parse_professional(&visit.form) {
        Ok(parsed) => parsed,
        Err(faults) => return network_form(&visit, visit.refused(faults), view::Network::Professional).await,
    };
    let new = store::Professional { professional_id: ProfessionalId::new(), name, job, organisation, phone, email };
    visit
        .access()
        .with::<EditDetails, _>(visit.actor()?, &person, async |permit| store::add_professional(permit, &new).await)
        .await?;
    draft::done(&visit, &visit.path).await;
    Ok(Reply::done(format!("/people/{person}#professionals"), Flash::Saved))
}

/// `GET /people/{person}/relatives/new`
pub async fn add_relative_page(visit: Arc<Visit>) -> Answer {
    let form = visit.opened(&visit.path.replace("/new", ""), Answers::default()).await?;
    network_form(&visit, form, view::Network::Relative).await
}

/// `POST /people/{person}/relatives`
pub async fn add_relative(visit: Arc<Visit>) -> Answer {
    let person: PersonId = visit.id("person")?;
    let mut form = Form::new(&visit.form);
    let name = form.line("name", "a name");
    let relation = form.line("relation", "who they are to the person");
    let phone = form.optional_line("phone", "the phone number");
    let new = match form.finish(Some(store::Relative { relative_id: RelativeId::new(), name, relation, phone })) {
        Ok(new) => new,
        Err(faults) => return network_form(&visit, visit.refused(faults), view::Network::Relative).await,
    };
    visit
        .access()
        .with::<EditDetails, _>(visit.actor()?, &person, async |permit| store::add_relative(permit, &new).await)
        .await?;
    draft::done(&visit, &visit.path).await;
    Ok(Reply::done(format!("/people/{person}#family"), Flash::Saved))
}

/// `GET /people/{person}/professionals/{professional}/end`
pub async fn end_professional_page(visit: Arc<Visit>) -> Answer {
    let (person, id): (PersonId, ProfessionalId) = (visit.id("person")?, visit.id("professional")?);
    let asked = visit
        .access()
        .with::<EditDetails, _>(visit.actor()?, &person, async |permit| {
            permit.note("opened");
            Ok((store::banner(permit).await?, network::professional(permit, &id).await?))
        })
        .await?;
    Ok(end_form(&visit, asked, view::Network::Professional))
}

/// `POST /people/{person}/professionals/{professional}/end`
pub async fn end_professional(visit: Arc<Visit>) -> Answer {
    let (person, id): (PersonId, ProfessionalId) = (visit.id("person")?, visit.id("professional")?);
    visit
        .access()
        .with::<EditDetails, _>(visit.actor()?, &person, async |permit| network::end_professional(permit, &id).await)
        .await?;
    Ok(Reply::done(view::Network::Professional.on_the_record(&person), Flash::Saved))
}

/// `GET /people/{person}/relatives/{relative}/end`
pub async fn end_relative_page(visit: Arc<Visit>) -> Answer {
    let (person, id): (PersonId, RelativeId) = (visit.id("person")?, visit.id("relative")?);
    let asked = visit
        .access()
        .with::<EditDetails, _>(visit.actor()?, &person, async |permit| {
            permit.note("opened");
            Ok((store::banner(permit).await?, network::relative(permit, &id).await?))
        })
        .await?;
    Ok(end_form(&visit, asked, view::Network::Relative))
}

/// `POST /people/{person}/relatives/{relative}/end`
pub async fn end_relative(visit: Arc<Visit>) -> Answer {
    let (person, id): (PersonId, RelativeId) = (visit.id("person")?, visit.id("relative")?);
    visit
        .access()
        .with::<EditDetails, _>(visit.actor()?, &person, async |permit| network::end_relative(permit, &id).await)
        .await?;
    Ok(Reply::done(view::Network::Relative.on_the_record(&person), Flash::Saved))
}

/// Asks whether somebody is no longer involved; where that is written down already, there is nothing to ask.
fn end_form(visit: &Visit, (banner, who): (store::Banner, network::Involved), which: view::Network) -> Reply {
    if who.removed_on.is_some() {
        return Reply::see(which.on_the_record(&banner.person));
    }
    let action = visit.path.clone();
    visit.page(view::NO_LONGER, move || view::no_longer(&banner, &who, which, action))
}
