//! The conversations of the demo county, through the same route and rules as everybody's.

use chrono::{Months, NaiveDate};

use super::{county, people};
use crate::{
    access::{
        model::{Actor, act::RecordConsent},
        permit::{Access, Permit},
    },
    authority::{
        capacity::{self, Test},
        interests,
        model::{Basis, Covers, Holder, LocalRule},
        store as authority,
    },
    base::{
        answers::Answers,
        dates,
        error::AppError,
        ids::{AgencyId, HolderId, PersonId},
    },
    consent::{
        conversation::{self, Conversation, Manner, OwnView, SHOWN, Signature},
        model::{Answer, Authority, agency_field},
        store::{self as consent, DOCUMENT, QUESTIONS},
    },
    easy_read::model::{self as easy_read, Format, Wording},
    person::model::Details,
};

/// Who is asked, by whom.
pub(super) struct Asked<'a> {
    pub(super) nurse: &'a Actor,
    pub(super) staff: &'a county::Staff,
    pub(super) person: &'a PersonId,
    pub(super) details: &'a Details,
}

/// Goes through the conversation and records what came of it.
pub(super) async fn decide(
    access: &Access,
    asked: &Asked<'_>,
    decision: people::Decision,
    on: NaiveDate,
) -> Result<(), AppError> {
    let details = asked.details;
    let under_16 = details.born_on.is_some_and(|born_on| dates::age_on(born_on, on) < 16);
    // For a child under 16 the parents are asked.
    let wording = if under_16 { Wording::Adult } else { conversation::wording(details.born_on, on) };
    let mut answers = Answers::default()
        .with("format", Format::PictureList.word())
        .with("understood", Answer::Yes.word())
        .with("on_the_list", yes_no(decision.on_the_list))
        .with("cetr", Answer::Yes.word())
        .with("contact_family", Answer::Yes.word())
        .with("anonymous_planning", yes_no(decision.told_no.is_none()))
        .with("exclusions", decision.private)
        .with("decider", "person")
        .with("manner", Manner::Spoke.word())
        .with("present", "Family, and the community nurse")
        .with("signature", Signature::Typed.word())
        .with("signature_name", details.given_name.clone())
        .with(&format!("{SHOWN}{DOCUMENT}"), version_of(DOCUMENT, wording))
        .with(&format!("{SHOWN}{QUESTIONS}"), version_of(QUESTIONS, wording))
        .with("own_view", OwnView::Yes.word())
        .with("own_view_words", "Nodded at the picture of people who help")
        .with_date("decided", Some(on));
    let mut agencies: Vec<AgencyId> = Vec::new();
    for (kind, agency) in asked.staff.others() {
        answers.set(&agency_field(&agency), yes_no(decision.told_no != Some(kind)));
        agencies.push(agency);
    }
    access
        .with::<RecordConsent, _>(asked.nurse, asked.person, async |permit| {
            if under_16 {
                not_yet(permit, on).await?;
                let mother = parent(permit, format!("Mother of {}", details.given_name), Basis::Mother, on).await?;
                record(permit, &as_parent(&answers, &mother, "Mother"), &agencies, on).await?;
                if let Some(told_no) = decision.father_told_no {
                    let name = format!("Father of {}", details.given_name);
                    let father = parent(permit, name, Basis::Married, on).await?;
                    let mut his = as_parent(&answers, &father, "Father");
                    for (_, agency) in asked.staff.others().into_iter().filter(|(kind, _)| *kind == told_no) {
                        his.set(&agency_field(&agency), Answer::No.word());
                    }
                    record(permit, &his, &agencies, on).await?;
                }
                return Ok(());
            }
            if decision.best_interests {
                answers.set("decider", in_best_interests(permit, on).await?);
                answers.set("signature", Signature::Said.word());
                answers.set("witness", "Ada Cole, advocate");
            }
            record(permit, &answers, &agencies, on).await
        })
        .await
}

/// The version of a text that somebody sees who opens it now.
fn version_of(text: &str, wording: Wording) -> String {
    let version = match text {
        QUESTIONS => easy_read::consent_questions(wording).map(|questions| questions.version),
        _ => easy_read::document_in(text, wording).map(|document| document.version),
    };
    version.unwrap_or_default().to_string()
}

fn yes_no(yes: bool) -> &'static str {
    if yes { Answer::Yes.word() } else { Answer::No.word() }
}

fn as_parent(answers: &Answers, holder: &HolderId, who: &str) -> Answers {
    answers.clone().with("decider", format!("holder-{holder}")).with("signature_name", who)
}

async fn record(
    permit: &mut Permit<RecordConsent>,
    answers: &Answers,
    agencies: &[AgencyId],
    on: NaiveDate,
) -> Result<(), AppError> {
    let known = authority::known(permit).await?;
    let facts = known.facts(LocalRule::default());
    let before = consent::history(permit).await?.history();
    let conversation = Conversation::parse(answers, agencies, &facts, &before, on).map_err(AppError::Invalid)?;
    consent::record(permit, &conversation).await.map(|_| ())
}

/// A child who does not understand enough yet to decide alone.
async fn not_yet(permit: &mut Permit<RecordConsent>, on: NaiveDate) -> Result<(), AppError> {
    let mut answers = Answers::default()
        .with("support", "Pictures, a story about it, and two visits at home")
        .with("own_words", "Said that help is good, and asked when it is tea time")
        .with("role", "Community nurse")
        .with_date("assessed", Some(on));
    for (field, ..) in capacity::GILLICK {
        answers.set(field, if field == "free" { "yes" } else { "no" });
        answers.set(&format!("{field}_evidence"), "Could not say it back in their own words");
    }
    let assessed = capacity::parse(Test::Gillick, &answers, on).map_err(AppError::Invalid)?;
    authority::add_assessment(permit, Test::Gillick, assessed, &answers).await
}

async fn parent(
    permit: &mut Permit<RecordConsent>,
    name: String,
    basis: Basis,
    on: NaiveDate,
) -> Result<HolderId, AppError> {
    let holder = Holder {
        holder_id: HolderId::new(),
        authority: Authority::ParentalResponsibility,
        name,
        relation: "Parent".to_owned(),
        basis: Some(basis),
        covers: Covers::Yes,
        seen_on: Some(on),
        reference: String::new(),
        limits: String::new(),
        expires_on: None,
        ended_on: None,
    };
    authority::add_holder(permit, &holder).await?;
    Ok(holder.holder_id)
}

/// An adult who cannot make this decision, whom nobody else may decide for. Answers who then decides.
async fn in_best_interests(permit: &mut Permit<RecordConsent>, on: NaiveDate) -> Result<String, AppError> {
    let mut answers = Answers::default()
        .with("doubt", "He could not say what the list is after three conversations with pictures")
        .with("not_assumed", "yes")
        .with("support", "Pictures, objects, his sister there, mornings, two visits")
        .with("impairment", "yes")
        .with("impairment_what", "Severe learning disability; letter of the community service")
        .with("because", "yes")
        .with("because_how", "He cannot hold two choices in mind to compare them")
        .with("wait", "no")
        .with("wait_why_not", "Nothing suggests that it will change, and home is breaking down")
        .with("role", "Community nurse")
        .with_date("assessed", Some(on));
    for (field, ..) in capacity::ABILITIES {
        answers.set(field, if field == "communicate" { "yes" } else { "no" });
        answers.set(&format!("{field}_evidence"), "Seen on both visits");
    }
    let assessed = capacity::parse(Test::MentalCapacity, &answers, on).map_err(AppError::Invalid)?;
    authority::add_assessment(permit, Test::MentalCapacity, assessed, &answers).await?;
    let mut answers = Answers::default()
        .with("less_restrictive", "no")
        .with("less_restrictive_what", "Sharing with one agency only does not bring the plan together")
        .with("advocate", "yes")
        .with("advocate_what", "Ada Cole, IMCA")
        .with("outcome", "yes")
        .with("reason", "Without it nobody saw the last crisis coming")
        .with("decided_by", "Community nurse, learning disability service")
        .with("dissent", "no")
        .with_date("weighed", Some(on))
        .with_date("looked_again", on.checked_add_months(Months::new(6)));
    for (field, ..) in interests::CHECKLIST {
        answers.set(field, "Talked through with his sister, his keyworker and the advocate; notes of the meeting kept");
    }
    let weighed = interests::parse(&answers, on, on).map_err(AppError::Invalid)?;
    let known = authority::known(permit).await?;
    let on_it = known.assessments.last().map(|made| made.capacity_id.clone()).ok_or(AppError::NotFound)?;
    authority::add_interests(permit, &on_it, &weighed, &answers).await?;
    let known = authority::known(permit).await?;
    let checklist = known.interests.last().ok_or(AppError::NotFound)?;
    Ok(format!("interests-{}", checklist.interests_id))
}
