//! Drawing with a finger, a pen or a mouse: a sheet to draw on, and what was drawn.

use leptos::prelude::*;

use super::{form_state, parts::Notes};
use crate::base::drawing::{Drawing, HEIGHT, WIDTH};

/// A drawing, as lines of our own making from numbers.
#[component]
pub fn Drawn(
    /// What was drawn.
    drawing: Drawing,
    /// What it is, for those who do not see it.
    #[prop(into)]
    described: String,
) -> impl IntoView {
    view! {
        <svg class="drawing" viewBox=format!("0 0 {WIDTH} {HEIGHT}") role="img" aria-label=described>
            {lines(&drawing)}
        </svg>
    }
}

fn lines(drawing: &Drawing) -> Vec<impl IntoView + use<>> {
    drawing.paths().into_iter().map(|path| view! { <path d=path/> }).collect()
}

/// A sheet to draw on, as a field of a form. It needs script, so something that needs none must stand
/// beside it. What was drawn comes back like everything else that was typed.
#[component]
pub fn DrawingSheet(
    /// The field's name, which is its id too.
    #[prop(into)]
    name: String,
    /// What to draw.
    #[prop(into)]
    label: String,
    /// What the sheet is, for those who do not see it.
    #[prop(into)]
    described: String,
) -> impl IntoView {
    let before: Option<Drawing> = form_state().answers.get(&name).parse().ok();
    let paths: Vec<_> = before.iter().flat_map(lines).collect();
    let value = before.map(|drawing| drawing.to_json()).unwrap_or_default();
    let notes = Notes::of(&name, String::new());
    let id = name.clone();
    view! {
        <p class="without-script">"Drawing does not work on this device. You can choose another way."</p>
        <div class="nhsuk-form-group with-script" data-drawing id=id tabindex="-1">
            {notes.view()}
            <p>{label}</p>
            <svg class="drawing drawing--sheet" viewBox=format!("0 0 {WIDTH} {HEIGHT}") role="img" aria-label=described>{paths}</svg>
            <input type="hidden" name=name value=value data-strokes/>
            <div class="nhsuk-button-group">
                <button class="nhsuk-button nhsuk-button--secondary" type="button" data-undo>"Take back the last line"</button>
                <button class="nhsuk-button nhsuk-button--secondary" type="button" data-clear>"Start again"</button>
            </div>
        </div>
    }
}
