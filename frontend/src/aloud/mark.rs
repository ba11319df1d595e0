//! Marks the line and the word that is read, without touching what a screen reader sees: the line by
//! an attribute, the word by the CSS Custom Highlight API. A browser without that marks the line only.

use std::cell::RefCell;

use js_sys::{Array, Function, Reflect};
use wasm_bindgen::{JsCast as _, JsValue};
use web_sys::{Element, Range, ScrollIntoViewOptions, ScrollLogicalPosition};

const LINE: &str = "data-read-now";
const WORD: &str = "read-now";

thread_local! {
    static MARKED: RefCell<Option<Element>> = const { RefCell::new(None) };
}

/// Marks a line and brings it into sight.
pub fn line(element: &Element) {
    if MARKED.with_borrow(|marked| marked.as_ref() == Some(element)) {
        return;
    }
    nothing();
    let _ = element.set_attribute(LINE, "");
    MARKED.set(Some(element.clone()));
    let nearest = ScrollIntoViewOptions::new();
    nearest.set_block(ScrollLogicalPosition::Nearest);
    element.scroll_into_view_with_scroll_into_view_options(&nearest);
}

/// Takes every mark away.
pub fn nothing() {
    word(None);
    if let Some(element) = MARKED.take() {
        let _ = element.remove_attribute(LINE);
    }
}

/// Marks a word, or none.
pub fn word(range: Option<&Range>) {
    let get = |holder: &JsValue, name: &str| Reflect::get(holder, &name.into()).ok().filter(|found| found.is_truthy());
    let Some(registry) = get(&js_sys::global(), "CSS").and_then(|css| get(&css, "highlights")) else { return };
    let call = |name: &str, arguments: &Array| {
        let function = get(&registry, name)?.dyn_into::<Function>().ok()?;
        function.apply(&registry, arguments).ok()
    };
    let Some(range) = range else {
        let _ = call("delete", &Array::of1(&WORD.into()));
        return;
    };
    let made = get(&js_sys::global(), "Highlight")
        .and_then(|highlight| highlight.dyn_into::<Function>().ok())
        .and_then(|highlight| Reflect::construct(&highlight, &Array::of1(range)).ok());
    if let Some(made) = made {
        let _ = call("set", &Array::of2(&WORD.into(), &made));
    }
}
