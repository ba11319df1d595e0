//! What one person of the county said, on her own page and to her nurse: so that there is something to read and
//! to answer.

use chrono::{DateTime, TimeDelta, Utc};
use sha2::{Digest, Sha256};

use crate::{
    access::{
        log::hex,
        model::{
            Actor, CodeHolder, Section,
            act::{AddOwnWords, AnswerRequest, AskToTalk, Disagree, GiveCode, KeepOut},
        },
        permit::Access,
    },
    base::{error::AppError, ids::PersonId},
    consent::model::Authority,
    easy_read::model::Format,
    kept_out,
    own::{
        model::{About, How, NewHolder, RequestKind, Said, Saying},
        requests::{self, NewRequest},
        store,
    },
};

/// Whose page it is.
pub const SPEAKS: &str = "Siobhan";

/// Gives her a card and lets her say what she has to say: also whom of the staff she does not want to look.
pub async fn speak(
    access: &Access,
    nurse: &Actor,
    not_wanted: &Actor,
    person: &PersonId,
    now: DateTime<Utc>,
) -> Result<(), AppError> {
    let born_on = now.date_naive() - TimeDelta::days(365 * 30);
    // No letters have this hash: the card of the demo county opens nothing.
    let hash = hex(&Sha256::digest(format!("no card has this {person}").as_bytes()));
    let themselves = NewHolder { holder: None, name: String::new(), authority: Authority::Person };
    let code = access
        .as_of(now - TimeDelta::days(9))
        .with::<GiveCode, _>(nurse, person, async |permit| {
            store::give(permit, &hash, &themselves, Format::PictureList, born_on).await?;
            store::codes(permit).await?.into_iter().next().map(|given| given.code_id).ok_or(AppError::NotFound)
        })
        .await?;
    let holder =
        CodeHolder { code, person: person.clone(), holder: None, name: String::new(), relation: String::new() };
    for (days, said) in [
        (8, Said::Words("I want to ring my sister on Sundays. Please knock before you come in.".to_owned())),
        (2, Said::Picture(Saying::Happy)),
    ] {
        access
            .as_of(now - TimeDelta::days(days))
            .own::<AddOwnWords, _>(&holder, async |permit| store::add_words(permit, &said).await)
            .await?;
    }
    let wrong = NewRequest {
        about: Some(About::Section(Section::Home)),
        words: "That is my old flat.".to_owned(),
        ..NewRequest::default()
    };
    access
        .as_of(now - TimeDelta::days(8))
        .own::<Disagree, _>(&holder, async |permit| requests::ask(permit, &wrong).await)
        .await?;
    access
        .as_of(now - TimeDelta::days(6))
        .with::<AnswerRequest, _>(nurse, person, async |permit| {
            let open = requests::open_requests(permit).await?;
            let request = open.first().ok_or(AppError::NotFound)?.request_id.clone();
            requests::answer(permit, &request, "You are right. We wrote down your new home.").await
        })
        .await?;
    let why = "She came at night and I was frightened.";
    access
        .as_of(now - TimeDelta::days(5))
        .with::<KeepOut, _>(nurse, person, async |permit| {
            kept_out::store::keep_out(permit, &not_wanted.staff_id, why).await?;
            let told = NewRequest { words: why.to_owned(), ..NewRequest::default() };
            requests::raise(permit, RequestKind::KeepsOut, "", &told).await
        })
        .await?;
    let talk = NewRequest {
        words: "About my holiday".to_owned(),
        who: "Anybody".to_owned(),
        how: Some(How::Visit),
        ..NewRequest::default()
    };
    access
        .as_of(now - TimeDelta::days(1))
        .own::<AskToTalk, _>(&holder, async |permit| requests::ask(permit, &talk).await)
        .await
}
