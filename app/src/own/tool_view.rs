//! What was answered about the person in the support tool, for the person alone.

use leptos::prelude::*;

use super::{
    read_view::{facts, questions_and_answers},
    view::Reader,
};
use crate::{
    assessment::{
        model::{Answer, Presence, tool_by},
        store::FilledIn,
    },
    base::dates,
    rating::{model::Rating, view::rating_word},
    ui::*,
};

/// What the tool is, then the newest answers, then those before.
pub fn filled_in(reader: &Reader, all: Vec<FilledIn>) -> AnyView {
    let mut all = all.into_iter();
    let Some(newest) = all.next() else {
        return view! { <p class="quiet">"Nobody wrote anything here."</p> }.into_any();
    };
    let lines = vec![
        reader.line("question", "People answered questions about you."),
        reader.line("help", "The questions are for staff. You can ask someone to read them with you."),
        reader.line("computer-helps", "The computer counts the answers and says a colour."),
        reader.line("staff-chooses", "A person decides in the end, not the computer."),
    ];
    let earlier: Vec<_> = all
        .map(|one| {
            let summary = format!("Answers of {}", day(&one));
            view! { <Details summary=summary>{answers(&one)}</Details> }
        })
        .collect();
    view! {
        {reader.lines(lines)}
        <h2 class="nhsuk-heading-m">{format!("Answers of {}", day(&newest))}</h2>
        {answers(&newest)}
        {earlier}
    }
    .into_any()
}

fn day(one: &FilledIn) -> String {
    dates::long(dates::london(one.assessed.recorded_at).date())
}

/// The questions and answers of one filling-in. Those of a tool that this build does not know any more cannot be put
/// beside their questions: its reasons stand in their place.
fn answers(one: &FilledIn) -> AnyView {
    let suggestion = &one.assessed.suggestion;
    let by = format!("{}, {}", one.assessed.recorded_by, one.assessed.agency_name);
    let questions = match tool_by(&one.answers.tool, one.answers.version) {
        Some(tool) => {
            let items = tool.definition().items.iter().filter_map(|item| {
                let given = one.answers.items.get(&item.id)?;
                let answer = given.answer.filter(|answer| *answer != Answer::NotKnown)?;
                Some((item.question.clone(), with(answer_in_plain_words(answer), given.evidence.as_deref())))
            });
            let factors = tool.definition().protective_factors.iter().filter_map(|factor| {
                let given = one.answers.protective.get(&factor.id)?;
                let answer = given.answer.filter(|answer| *answer != Presence::NotKnown)?;
                Some((factor.question.clone(), with(answer.label(), given.note.as_deref())))
            });
            items.chain(factors).collect()
        }
        None => {
            suggestion.reasons.iter().map(|reason| ("What weighs most".to_owned(), reason.sentence.clone())).collect()
        }
    };
    view! {
        <p class="record__rating">"The computer said: " {rating_word(Some(Rating::from(suggestion.rating)))}</p>
        {facts(vec![("Who answered", by)])}
        {questions_and_answers(questions)}
    }
    .into_any()
}

/// An answer of the tool, beside its question.
const fn answer_in_plain_words(answer: Answer) -> &'static str {
    match answer {
        Answer::No => "No",
        Answer::YesManaged => "Yes, and people help with it",
        Answer::YesNotManaged => "Yes, and it needs more help",
        Answer::NotKnown => "Nobody knows",
    }
}

fn with(answer: &str, more: Option<&str>) -> String {
    match more.map(str::trim) {
        Some(more) if !more.is_empty() => format!("{answer}. {more}"),
        Some(_) | None => answer.to_owned(),
    }
}
