//! "This is not right": where one reads it, the way to say so; and what was said, and answered.

use std::collections::BTreeSet;

use leptos::prelude::*;

use super::{
    model::{About, RequestKind},
    requests::{Request, described},
    view::{Reader, own_page_back},
};
use crate::{access::model::Level, base::dates, ui::*};

/// The way to say that something is wrong; or that the reader said it, and what came of it. What others said stands
/// there as theirs, and leaves the reader the way to say it too.
pub(super) fn disagreement(reader: &Reader, about: &About, which: &str, requests: &[Request]) -> AnyView {
    let own = described(&reader.holder);
    let (mut mine, mut elses): (Vec<_>, Vec<_>) = requests
        .iter()
        .filter(|request| request.kind == RequestKind::Disagrees && request.about.as_ref() == Some(about))
        .partition(|request| request.by == own);
    // The newest of each comes first.
    mine.truncate(1);
    let mut told = BTreeSet::new();
    elses.retain(|request| told.insert(&request.by));
    let waits = mine.iter().any(|request| request.done.is_none());
    let status: Vec<_> = mine.iter().map(|request| said(None, request)).collect();
    let elses: Vec<_> = elses.iter().map(|request| said(Some(request.asked_by()), request)).collect();
    let link = (!waits).then(|| {
        view! {
            <p>
                <a href=format!("/me/disagree/{about}")>
                    "I do not agree with this"
                    <span class="nhsuk-u-visually-hidden typed">{format!(": {which}")}</span>
                </a>
            </p>
        }
    });
    view! {
        {elses}
        {status}
        {link}
    }
    .into_any()
}

/// What the reader said, or another.
fn said(another: Option<&str>, request: &Request) -> AnyView {
    let on = dates::long(dates::london(request.raised_at).date());
    let (who, you) = another.map_or(("You", " you"), |who| (who, ""));
    let said = match &request.done {
        None => format!("{who} said on {on} that this is not right. Somebody will answer{you}."),
        Some(done) if done.outcome.is_empty() => format!("{who} said that this is not right. {} answered.", done.by),
        Some(done) => format!("{who} said that this is not right. {} answered: ", done.by),
    };
    let answer = request.done.as_ref().map(|done| view! { <span class="typed">{done.outcome.clone()}</span> });
    view! { <p class="own-said">{said}{answer}</p> }.into_any()
}

/// Saying that something is wrong. `what` is the statement, where it is about one.
pub fn disagree(reader: &Reader, about: &About, what: Option<String>) -> impl IntoView + use<> {
    let what = what.unwrap_or_else(|| about.in_plain_words().to_owned());
    let back = about.page();
    let lines = match reader.level {
        Level::Record => vec![
            reader.line(
                "talk-to-someone",
                reader.say(
                    "Somebody will read this and answer you.",
                    "An adult who helps you reads this and answers you.",
                ),
            ),
            reader.line(
                "eye",
                reader.say(
                    "Until then everybody who reads it can see that you do not agree.",
                    "Until then the adults who read it can see that you do not agree.",
                ),
            ),
        ],
        // Nobody else reads it, nor that somebody does not agree.
        Level::Asking | Level::Closed => {
            vec![reader.line("people-together", format!("The {} team reads this. They will answer you.", reader.list))]
        }
    };
    let content = view! {
        <p>"You do not agree with this:"</p>
        <blockquote class="own-card typed">{what}</blockquote>
        <FormTo action=format!("/me/disagree/{about}")>
            <TextArea name="words" label="What is not right? (you can leave this empty)" rows=4/>
            <Button>"Say that I do not agree"</Button>
        </FormTo>
        {reader.lines(lines)}
    };
    own_page_back(reader, (&back, "Back"), "complain", "I do not agree with this", content.into_any())
}
