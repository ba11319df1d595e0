//! The suggestion as it stands while somebody fills in the tool, by the very rule of the server.

#![expect(missing_docs, reason = "the macro of islands writes a struct without any")]

use leptos::prelude::*;

use super::model::{Suggestion, Tool};

/// How many reasons are shown; all of them come when the form is saved.
const REASONS_SHOWN: usize = 2;

/// Follows the answers of the form it stands in. Without script it says when the suggestion comes.
#[island]
pub fn SuggestionNow(
    /// The tool's id.
    tool: String,
    /// Its version.
    version: u32,
    /// The tool itself, where it is none of those that come with the product.
    own: Option<Tool>,
) -> impl IntoView {
    let here = NodeRef::<leptos::html::Div>::new();
    let now = RwSignal::new(None::<Suggestion>);
    #[cfg(target_family = "wasm")]
    Effect::new(move || {
        if let Some(element) = here.get() {
            follow(&element, own.as_ref().or_else(|| super::model::tool_by(&tool, version)), now);
        }
    });
    #[cfg(not(target_family = "wasm"))]
    let _ = (tool, version, own);
    view! {
        <div class="suggestion-now" node_ref=here>
            // Only the line is announced: reasons after every key would drown the question.
            <p class="suggestion-now__line" aria-live="polite">
                {move || now.with(|now| now.as_ref().map_or_else(waiting, line))}
            </p>
            {move || now.with(|now| now.as_ref().map(most))}
        </div>
    }
}

fn waiting() -> AnyView {
    "The suggestion comes when you save.".into_any()
}

fn line(suggestion: &Suggestion) -> AnyView {
    let rating = suggestion.rating;
    let facts = format!(
        " {} of {} points, {} percent known.",
        suggestion.score, suggestion.score_max, suggestion.completeness_percent
    );
    let caution = suggestion.caution().map(|caution| format!(" {caution}."));
    view! {
        "Suggestion so far: "
        <span class=format!("rating rating--{}", rating.word())>{rating.label()}</span>
        {facts}
        {caution}
    }
    .into_any()
}

fn most(suggestion: &Suggestion) -> AnyView {
    let reasons: Vec<_> = suggestion
        .reasons
        .iter()
        .take(REASONS_SHOWN)
        .map(|reason| view! { <li>{reason.sentence.clone()}</li> })
        .collect();
    if reasons.is_empty() {
        return ().into_any();
    }
    view! {
        <p class="suggestion-now__why">"What weighs most:"</p>
        <ul class="nhsuk-list nhsuk-list--bullet suggestion-now__reasons">{reasons}</ul>
    }
    .into_any()
}

/// Scores the enclosing form now and whenever an answer changes.
#[cfg(target_family = "wasm")]
fn follow(element: &web_sys::Element, tool: Option<&Tool>, now: RwSignal<Option<Suggestion>>) {
    use wasm_bindgen::{JsCast, closure::Closure};

    let Some(tool) = tool.cloned() else { return };
    let Some(form) =
        element.closest("form").ok().flatten().and_then(|form| form.dyn_into::<web_sys::HtmlFormElement>().ok())
    else {
        return;
    };
    let score = {
        let form = form.clone();
        move || {
            let Ok(sent) = web_sys::FormData::new_with_form(&form) else { return };
            let mut answers = tool.blank();
            for item in &tool.definition().items {
                let word = sent.get(&item.answer_field()).as_string().unwrap_or_default();
                if let Ok(answer) = word.parse() {
                    answers.set(&item.id, answer);
                }
            }
            // The page may have been swapped away: then nobody looks.
            let _ = now.try_set(Some(tool.score(&answers)));
        }
    };
    score();
    let changed = Closure::<dyn Fn()>::new(score).into_js_value();
    // The form holds the listener, so both go when the page is swapped.
    let _ = form.add_event_listener_with_callback("change", changed.unchecked_ref());
}
