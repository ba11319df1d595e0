//! Islands: the pieces of a page that Leptos brings to life, each by an exported function.
//!
//! The order is Leptos's own (`hydration/island_script.js`): as they stand in the document, and an
//! island among another one's children first lets those children set up their context.

use std::cell::RefCell;

use js_sys::{Function, Reflect};
use wasm_bindgen::{JsCast as _, prelude::*};
use web_sys::Element;

thread_local! {
    static MODULE: RefCell<JsValue> = const { RefCell::new(JsValue::UNDEFINED) };
}

/// Keeps the module whose exports wake the islands.
pub fn prepare(module: JsValue) {
    leptos::mount::hydrate_islands();
    MODULE.set(module);
}

/// Wakes every island in an element. To be called once for each element that comes in.
pub fn wake(inside: &Element) {
    let Ok(islands) = inside.query_selector_all("leptos-island") else { return };
    let module = MODULE.with_borrow(JsValue::clone);
    for place in 0..islands.length() {
        if let Some(island) = islands.get(place).and_then(|node| node.dyn_into::<Element>().ok()) {
            wake_one(&module, &island);
        }
    }
}

fn wake_one(module: &JsValue, island: &Element) {
    let function = |holder: &JsValue, name: &str| Reflect::get(holder, &name.into()).ok()?.dyn_into::<Function>().ok();
    let Some(start) = island.get_attribute("data-component").and_then(|name| function(module, &name)) else { return };
    let children = island.parent_element().and_then(|parent| parent.closest("leptos-children").ok()?);
    if let Some(set_up) = children.and_then(|children| function(&children, "$$on_hydrate")) {
        let _ = set_up.call0(&JsValue::UNDEFINED);
    }
    // An island that fails stays the plain HTML it is; the others are still woken.
    if let Err(error) = start.call1(&JsValue::UNDEFINED, island) {
        web_sys::console::warn_1(&error);
    }
}
