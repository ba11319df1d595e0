//! Reading one's own page.

use std::sync::Arc;

use super::{
    actions::reader,
    decides_view::{self, Reasoned},
    read_view::{self as view, Answered, Counts, Own, Shown, Written},
    requests, store, who_view,
};
use crate::{
    access::{
        model::{CodeHolder, OwnAct, Section, act::SeeOwnPage},
        permit::Permit,
    },
    agency, assessment, authority,
    base::{dates, error::AppError},
    consent::{
        self,
        conversation::{FURTHER, OWN_VIEW},
        model::{Decider, Standing},
        receipt_view::Receipt,
        store::Recorded,
    },
    kept_out,
    own::model::section_in_plain_words,
    paper,
    person::store as person,
    plan, rating, referral, review,
    web::{Answer, Visit},
};

/// `GET /me/written`
pub async fn written(visit: Arc<Visit>) -> Answer {
    let reader = visit
        .access()
        .own::<SeeOwnPage, _>(visit.holder()?, async |permit| {
            permit.note("written");
            reader(&visit, permit).await
        })
        .await?;
    Ok(visit.page("What people wrote about you", move || view::written(&reader)))
}

/// `GET /me/written/{section}`
pub async fn section(visit: Arc<Visit>) -> Answer {
    let section: Section = visit.id("section")?;
    let (reader, written, requests) = visit
        .access()
        .own::<SeeOwnPage, _>(visit.holder()?, async |permit| {
            permit.note(section.word());
            let written = read(permit, section).await?;
            let requests = requests::for_reader(permit).await?;
            Ok((reader(&visit, permit).await?, written, requests))
        })
        .await?;
    let title = section_in_plain_words(section);
    Ok(visit.page(title, move || view::section(&reader, section, written, &requests)))
}

async fn read(permit: &mut Permit<SeeOwnPage>, section: Section) -> Result<Written, AppError> {
    Ok(match section {
        Section::Identity => Written::Identity(person::details(permit).await?),
        Section::Home => {
            let details = person::details(permit).await?;
            // A restricted address is kept from whoever else holds a code: it may be kept from that very one.
            let private = details.address_restricted && !permit.holder().is_the_person();
            if private { Written::HomeIsPrivate } else { Written::Home(details) }
        }
        Section::Diagnosis => Written::Diagnosis(person::details(permit).await?),
        Section::Communication => Written::Communication(person::details(permit).await?),
        Section::Voice => Written::Voice(person::details(permit).await?, store::words_for_reader(permit).await?),
        Section::Family => Written::Family(person::relatives(permit).await?),
        Section::Professionals => Written::Professionals(person::professionals(permit).await?),
        Section::Issues => {
            let issues = plan::store::issues(permit).await?.unwrap_or_default();
            Written::Issues(issues, referral::store::told_why(permit).await?)
        }
        Section::Strategies => Written::Strategies(plan::store::strategies(permit).await?.unwrap_or_default()),
        Section::Rating => Written::Rating(rating::store::history(permit).await?),
        Section::Assessments => Written::Assessments(assessment::store::about_oneself(permit).await?),
        Section::Reviews => Written::Reviews(review::store::history(permit).await?.unwrap_or_default()),
        // The plan, the answers and who decides have pages of their own.
        Section::Plan | Section::OwnActions | Section::Consent => {
            return Err(AppError::NotFound);
        }
    })
}

/// `GET /me/decides`
pub async fn decides(visit: Arc<Visit>) -> Answer {
    let (reader, holders, reasoned, requests) = visit
        .access()
        .own::<SeeOwnPage, _>(visit.holder()?, async |permit| {
            permit.note("who decides");
            let (reasoned, holders) = (reasoned(permit).await?, authority::store::holders(permit).await?);
            Ok((reader(&visit, permit).await?, holders, reasoned, requests::for_reader(permit).await?))
        })
        .await?;
    Ok(visit.page(decides_view::TITLE, move || decides_view::decides(&reader, &holders, &reasoned, &requests)))
}

/// What was found and decided about who decides, the newest first.
///
/// # Errors
/// `NotFound` where the reader may not see it.
pub(super) async fn reasoned<A: OwnAct>(permit: &mut Permit<A>) -> Result<Vec<Reasoned>, AppError> {
    if !permit.may_see(Section::Consent) {
        return Err(AppError::NotFound);
    }
    let all = authority::store::filled_in_about_oneself(permit).await?.into_iter();
    let mut all: Vec<Reasoned> = all.map(Reasoned::try_from).collect::<Result<_, _>>()?;
    if !permit.holder().is_the_person() {
        all = all.into_iter().map(Reasoned::for_another).collect();
    }
    Ok(all)
}

/// `GET /me/who`
pub async fn who(visit: Arc<Visit>) -> Answer {
    let (reader, (sees, unseen, theirs, opens, kept_out)) = visit
        .access()
        .own::<SeeOwnPage, _>(visit.holder()?, async |permit| {
            permit.note("who sees");
            let kept_out = kept_out::store::on_own_page(permit).await?;
            let theirs = store::own_yes_for_one(permit).await?;
            let sees = consent::store::who_sees(permit).await?;
            let (decided, today) = (consent::store::history(permit).await?, permit.today());
            let unseen = decided.unseen(&agency::store::told_apart(permit, today).await?.asked, &sees, today);
            let page = (sees, unseen, theirs, store::who_opens(permit).await?, kept_out);
            Ok((reader(&visit, permit).await?, page))
        })
        .await?;
    Ok(visit.page("Who can see it", move || who_view::who(&reader, &sees, &unseen, theirs, &opens, &kept_out)))
}

/// `GET /me/plan`
pub async fn plan(visit: Arc<Visit>) -> Answer {
    let today = visit.today();
    let (reader, plan, due, requests) = visit
        .access()
        .own::<SeeOwnPage, _>(visit.holder()?, async |permit| {
            permit.note("plan");
            let due = rating::store::current(permit).await?.map(|rating| rating.review_due_on);
            let requests = requests::for_reader(permit).await?;
            Ok((reader(&visit, permit).await?, plan::store::plan(permit).await?, due, requests))
        })
        .await?;
    // Nobody works from a closed record, so nothing of it is to come.
    let due = due.filter(|_| reader.level == crate::access::model::Level::Record);
    Ok(visit.page("Your plan", move || view::plan(&reader, &plan, due, &requests, today)))
}

/// `GET /me/answers`: what is in force now, whoever decided it, and what the reader answered last.
pub async fn answers(visit: Arc<Visit>) -> Answer {
    let (reader, answered, requests) = visit
        .access()
        .own::<SeeOwnPage, _>(visit.holder()?, async |permit| {
            permit.note("answers");
            let answered = answered(permit, &visit.site.list_name).await?;
            Ok((reader(&visit, permit).await?, answered, requests::for_reader(permit).await?))
        })
        .await?;
    Ok(visit.page("Your answers", move || view::answers(&reader, &answered, &requests)))
}

async fn answered(permit: &mut Permit<SeeOwnPage>, list: &str) -> Result<Answered, AppError> {
    let (decided, today) = (consent::store::history(permit).await?, permit.today());
    let in_force: Vec<i64> = decided.in_force(today).map(|recorded| recorded.made.number).collect();
    let standing = consent::model::standing(&decided.history(), today);
    let counts = match (standing, in_force.as_slice()) {
        (Standing::NotAsked, _) => Counts::NotAsked,
        (Standing::Lapsed, _) => Counts::Lapsed,
        (Standing::Given { .. } | Standing::Ended, [only]) => {
            Counts::One(Box::new(receipt_for_reader(permit, *only, list).await?))
        }
        (Standing::Given { until, agencies }, _) => Counts::Several {
            further: FURTHER.map(|(field, _)| (field, decided.narrowest(field, today))),
            agencies: agency::store::told_apart(permit, today)
                .await?
                .asked
                .into_iter()
                .filter_map(|agency| agencies.get(&agency.agency_id).copied().map(|answer| (agency, answer)))
                .collect(),
            until,
        },
        (Standing::Ended, _) => Counts::SeveralAndNo,
    };
    let holder = permit.holder();
    let own = decided.all.iter().rev().find(|recorded| decided_as(&holder, &recorded.made.by));
    // Where none counts, what lapsed is told above it, and no other answer took its place.
    let beside = |number: &i64| !in_force.is_empty() && in_force != [*number];
    let own = match own.map(|recorded| recorded.made.number).filter(beside) {
        Some(number) => {
            let receipt = receipt_for_reader(permit, number, list).await?;
            Some(Own { receipt, counts: in_force.contains(&number) })
        }
        None => None,
    };
    // To stop one agency, or everything, shows nothing: what was read is what was shown when somebody was asked. The
    // reader's own comes first, else that of whoever's answer counts.
    let shown = |recorded: &&Recorded| recorded.information.as_ref().is_some_and(|told| !told.shown.is_empty());
    let counts_too = |by: &Decider| decided.in_force(today).any(|recorded| recorded.made.by.is_same(by));
    let mine = decided.all.iter().rev().filter(shown).find(|recorded| decided_as(&holder, &recorded.made.by));
    let theirs = decided.all.iter().rev().filter(shown).find(|recorded| counts_too(&recorded.made.by));
    let asked = mine.or(theirs);
    let shown = match asked {
        Some(asked) => {
            let receipt = receipt_for_reader(permit, asked.made.number, list).await?;
            Some(Shown { texts: receipt.texts(), by_reader: decided_as(&holder, &asked.made.by) })
        }
        None => None,
    };
    let number = decided.last().map_or(0, |last| last.made.number);
    Ok(Answered { counts, own, shown, number })
}

/// `GET /me/answers/receipt.pdf`: the same on paper, and no more.
pub async fn answers_pdf(visit: Arc<Visit>) -> Answer {
    let (reader, answered, name) = visit
        .access()
        .own::<SeeOwnPage, _>(visit.holder()?, async |permit| {
            permit.note("receipt_pdf");
            let answered = answered(permit, &visit.site.list_name).await?;
            let name = person::banner(permit).await?.name;
            Ok((reader(&visit, permit).await?, answered, name))
        })
        .await?;
    let ideas = view::answers_on_paper(&reader, &answered);
    if ideas.is_empty() {
        return Err(AppError::NotFound);
    }
    let texts = answered.texts();
    let facts = if texts.is_empty() { Vec::new() } else { vec![("Texts that were shown".to_owned(), texts)] };
    let said = paper::receipt::Said {
        name,
        ideas,
        facts,
        signature: None,
        format: reader.format,
        number: answered.number,
        printed_on: dates::long(visit.today()),
        list: reader.list,
    };
    consent::actions::on_paper(&visit, said).await
}

/// The receipt of a decision as the reader of the page may have it. What is to stay private, and what the person wants
/// themselves, is for the person, and for whoever decided with it: whoever else holds a code may be the very one who must
/// not hear of it.
///
/// # Errors
/// `NotFound` where there is no such decision.
pub(super) async fn receipt_for_reader(
    permit: &mut Permit<SeeOwnPage>,
    number: i64,
    list: &str,
) -> Result<Receipt, AppError> {
    let mut receipt = consent::actions::receipt_of(permit, Some(number), list).await?;
    let reader = permit.holder();
    if !reader.is_the_person() && !decided_as(&reader, &receipt.recorded.made.by) {
        for theirs in ["exclusions", OWN_VIEW[0], OWN_VIEW[1]] {
            receipt.recorded.answers.take(theirs);
        }
    }
    Ok(receipt)
}

/// Whether the reader of the page is the one who decided: nobody reads another's answer as their own.
fn decided_as(reader: &CodeHolder, by: &Decider) -> bool {
    match by {
        Decider::Person { .. } => reader.is_the_person(),
        Decider::Holder { holder, .. } => reader.holder.as_ref() == Some(holder),
        Decider::BestInterests { .. } => false,
    }
}
