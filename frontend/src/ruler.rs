//! The reading ruler: a clear band over the line one reads, the rest a little darker. It follows the
//! mouse, the finger, the focus and the arrow keys; presses go through it.

use wasm_bindgen::JsCast as _;
use web_sys::{Element, Event, HtmlElement, KeyboardEvent, MouseEvent, TouchEvent};

use crate::page::{self, document, element, find, window};

const BAND: &str = "body > .ruler";
/// Where the arrow keys mean something else.
const HAS_ARROWS: &str = "input,select,textarea,[contenteditable]";

/// Listens for whatever moves the band.
pub fn listen() {
    let document = document();
    for kind in ["pointermove", "pointerdown"] {
        page::on(&document, kind, |event| {
            if let Some(pointer) = event.dyn_ref::<MouseEvent>() {
                centre(f64::from(pointer.client_y()));
            }
        });
    }
    page::on(&document, "touchmove", |event| {
        if let Some(finger) = event.dyn_ref::<TouchEvent>().and_then(|touch| touch.touches().get(0)) {
            centre(f64::from(finger.client_y()));
        }
    });
    page::on(&document, "focusin", |event| {
        // A press has moved the band already, and `main` is no line.
        if let Some(element) = page::around(&event, "a, button, input, select, textarea, summary, h1, h2") {
            over(&element);
        }
    });
    page::on(&document, "keydown", key);
}

/// Puts the band on the page or takes it away, as the reader wants.
pub fn wake() {
    let is_on =
        document().document_element().is_some_and(|root| root.get_attribute("data-ruler").as_deref() == Some("on"));
    match (is_on, find(&document(), BAND)) {
        (true, None) => {
            let (Some(band), Some(body)) = (element("div", "ruler no-print", ""), document().body()) else { return };
            let _ = band.set_attribute("aria-hidden", "true");
            let _ = body.append_child(&band);
            centre(height() / 3.0);
        }
        (false, Some(band)) => band.remove(),
        (true, Some(_)) | (false, None) => {}
    }
}

/// Moves the band over an element, or over the first line of a long one.
pub fn over(element: &Element) {
    if let Some(band) = band() {
        let place = element.get_bounding_client_rect();
        let half = f64::from(band.offset_height()) / 2.0;
        centre(place.top() + (place.height() / 2.0).min(half));
    }
}

/// One line up or down. The band stays in the middle of the page, which moves under it.
fn key(event: Event) {
    let Some(key) = event.dyn_ref::<KeyboardEvent>() else { return };
    let down = match &*key.key() {
        "ArrowDown" => true,
        "ArrowUp" => false,
        _ => return,
    };
    let has_arrows = page::around(&event, HAS_ARROWS).is_some();
    let with_others = key.ctrl_key() || key.alt_key() || key.meta_key() || key.shift_key();
    let (Some(band), false) = (band(), has_arrows || with_others || event.default_prevented()) else { return };
    event.prevent_default();
    let line = f64::from(band.offset_height()) / 2.0;
    let step = if down { line } else { -line };
    let middle = band.get_bounding_client_rect().top() + line + step;
    if (height() * 0.2..height() * 0.7).contains(&middle) {
        centre(middle);
        return;
    }
    let before = window().scroll_y().unwrap_or_default();
    window().scroll_by_with_x_and_y(0.0, step);
    if window().scroll_y().unwrap_or_default() == before {
        centre(middle);
    }
}

fn band() -> Option<HtmlElement> {
    find(&document(), BAND)?.dyn_into().ok()
}

fn height() -> f64 {
    window().inner_height().ok().and_then(|height| height.as_f64()).unwrap_or_default()
}

/// Puts the middle of the band at a height of the window.
fn centre(middle: f64) {
    let Some(band) = band() else { return };
    let half = f64::from(band.offset_height()) / 2.0;
    let top = (middle - half).clamp(0.0, (height() - 2.0 * half).max(0.0));
    let mut pixels = String::from(js_sys::Number::from(top.round()).to_string_with_radix(10).unwrap_or_default());
    pixels.push_str("px");
    let _ = band.style().set_property("top", &pixels);
}
