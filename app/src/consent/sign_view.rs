//! The person's answers said back to them, and their name under them.

use leptos::prelude::*;

use super::{
    conversation::{FURTHER, SIGN_AGAIN, Signature, Step, for_another},
    model::{Answer, agency_field},
    view::{Talk, from, shown_questions},
};
use crate::{
    agency::store::Agency,
    easy_read::{
        model::{self as easy_read, Line},
        view::{lines_in, pictured, rows_in, with_days_whole},
    },
    ui::*,
};

/// What was answered about one agency, as it is said back.
#[must_use]
pub fn answer_about(agency: &Agency, said: Answer) -> Line {
    let name = &agency.name;
    let text = match said {
        Answer::Yes => format!("{name} can see your information."),
        Answer::No => format!("{name} cannot see your information."),
        Answer::NotSure => format!("Not sure: {name} cannot see your information."),
    };
    about(agency, said, text)
}

/// Something that is so because of an answer about an agency: their picture, with the answer in its corner.
#[must_use]
pub fn about(agency: &Agency, said: Answer, text: String) -> Line {
    Line::new(agency.picture(), text).marked(said.picture())
}

/// The answer to one of the questions beside those about agencies, as it is said back: as a statement, for whoever reads
/// a question is asked one.
#[must_use]
pub fn answer_further(field: &str, said: Answer) -> Line {
    let (picture, text) = match (field, said) {
        ("cetr", Answer::Yes) => ("meeting", "We can have a meeting with you about your care, if you need one."),
        ("cetr", Answer::No) => ("meeting", "We cannot have a meeting with you about your care."),
        ("cetr", Answer::NotSure) => ("meeting", "Not sure: we cannot have a meeting with you about your care."),
        ("contact_family", Answer::Yes) => ("family", "We can talk to your family about you."),
        ("contact_family", Answer::No) => ("family", "We cannot talk to your family about you."),
        ("contact_family", Answer::NotSure) => ("family", "Not sure: we cannot talk to your family about you."),
        (_, Answer::Yes) => ("learn", "We can learn from your answers, without your name."),
        (_, Answer::No) => ("learn", "We cannot learn from your answers."),
        (_, Answer::NotSure) => ("learn", "Not sure: we cannot learn from your answers."),
    };
    Line::new(picture, text).marked(said.picture())
}

/// What is to stay private, as it is said back.
#[must_use]
pub fn kept_private(words: &str) -> Line {
    Line::new("private", format!("You want this to stay private: {words}"))
}

/// What was answered so far, each with its question's field.
fn said(talk: &Talk) -> Vec<(String, Line)> {
    let answer = |field: &str| talk.answers.get(field).parse::<Answer>().ok();
    let refused = answer("on_the_list") == Some(Answer::No);
    let on_the_list = answer("on_the_list").and_then(|said| {
        let text = match said {
            Answer::Yes => format!("You said yes to the {}.", talk.list),
            Answer::No => format!("You said no to the {}.", talk.list),
            Answer::NotSure => return None,
        };
        Some(("on_the_list".to_owned(), Line::new("list", text).marked(said.picture())))
    });
    let mut said: Vec<_> = on_the_list.into_iter().collect();
    if refused {
        return said;
    }
    said.extend(talk.agencies.iter().filter_map(|agency| {
        let field = agency_field(&agency.agency_id);
        Some((field.clone(), answer_about(agency, answer(&field)?)))
    }));
    said.extend(FURTHER.iter().filter_map(|(field, _)| {
        let line = answer_further(field, answer(field)?);
        Some(((*field).to_owned(), line))
    }));
    let private = talk.answers.get("exclusions").trim();
    said.extend((!private.is_empty()).then(|| ("exclusions".to_owned(), kept_private(private))));
    said
}

/// What they answered, once more, with a way to change each of it; and their name under it, if they like. It is
/// theirs: with the tablet in their hands nothing of staff is open while they sign.
pub fn sign(action: &str, base: &str, talk: &Talk) -> AnyView {
    let Some(question) = talk.questions().and_then(|questions| questions.question("signature")) else {
        return ().into_any();
    };
    let pictures = talk.pictures();
    let answers: Vec<_> = said(talk)
        .into_iter()
        .map(|(field, line)| {
            let href = format!("{base}/{field}{}", from(Some(&Step::Sign)));
            view! {
                <li>
                    {pictured(pictures.set, &line)}
                    <div>
                        <p class="typed">{with_days_whole(&line.text)}</p>
                        <p><a href=href>"Change this"<span class="nhsuk-u-visually-hidden">{format!(": {}", line.text)}</span></a></p>
                    </div>
                </li>
            }
        })
        .collect();
    let again = talk.answers.has(SIGN_AGAIN).then(|| {
        view! { <InsetText><p>"You changed an answer. Do you want to sign again?"</p></InsetText> }
    });
    // The answers are worded for the person; the name under them is not theirs.
    let own_name = for_another(&talk.answers).then(|| view! { <p>"The name that you sign is your own."</p> });
    let choices = vec![
        Choice::new(Signature::Drawn.word(), "Yes, with a finger or a pen").reveals(
            view! { <DrawingSheet name="signature_drawn" label="Write your name here, or make a mark." described="Your name or your mark"/> }
                .into_any(),
        ),
        Choice::new(Signature::Typed.word(), "Yes, I will type my name").reveals(
            view! { <TextField name="signature_name" label="Your name" autocomplete="off" spellcheck=false/> }.into_any(),
        ),
        Choice::new(Signature::Said.word(), "No"),
    ];
    let (text, seen) = (easy_read::fill(&question.text, &talk.list), shown_questions(talk));
    view! {
        <h1 class="nhsuk-heading-l">"Your answers"</h1>
        {rows_in(pictures, answers)}
        <h2 class="nhsuk-heading-m">"Your name"</h2>
        {again}
        {own_name}
        {lines_in(pictures, &question.lines, &talk.list)}
        <FormTo action=action.to_owned()>
            <Radios name="signature" legend=text choices=choices/>
            {seen}
            <Button>"Continue"</Button>
        </FormTo>
    }
    .into_any()
}
