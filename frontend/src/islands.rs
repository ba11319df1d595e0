//! Islands: the pieces of a page that Leptos brings to life, each by an exported function.
//!
//! The order is Leptos's own (`hydration/island_script.js`): as they stand in the document, and an
//! island among another one's children first lets those children set up their context.

use std::cell::RefCell;

use js_sys::{Function, Promise, Reflect};
use wasm_bindgen::{JsCast as _, prelude::*};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::Element;

thread_local! {
    static LOAD: RefCell<Option<Function>> = const { RefCell::new(None) };
    static LOADED: RefCell<Option<JsValue>> = const { RefCell::new(None) };
}

/// Keeps what fetches the module whose exports wake the islands.
pub fn prepare(load: Function) {
    LOAD.set(Some(load));
}

/// The page is left: what its islands set up (signals, effects, what they listen to) ends with it.
pub fn leave() {
    if let Some(module) = LOADED.with_borrow(Clone::clone)
        && let Some(leave) = function(&module, "leave")
    {
        let _ = leave.call0(&JsValue::UNDEFINED);
    }
}

/// Wakes every island in an element, once their module is here. To be called once for each element
/// that comes in. Without the module they stay the plain HTML that they are.
pub fn wake(inside: &Element) {
    let Ok(islands) = inside.query_selector_all("leptos-island") else { return };
    if islands.length() == 0 {
        return;
    }
    spawn_local(async move {
        let Some(module) = module().await else { return };
        if let Some(arrive) = function(&module, "arrive") {
            let _ = arrive.call0(&JsValue::UNDEFINED);
        }
        for place in 0..islands.length() {
            let island = islands.get(place).and_then(|node| node.dyn_into::<Element>().ok());
            // The page may have been left while the module came.
            if let Some(island) = island.filter(|island| island.is_connected()) {
                wake_one(&module, &island);
            }
        }
    });
}

async fn module() -> Option<JsValue> {
    let load = LOAD.with_borrow(Clone::clone)?;
    let promise: Promise = load.call0(&JsValue::UNDEFINED).ok()?.dyn_into().ok()?;
    let module = JsFuture::from(promise).await.ok()?;
    LOADED.set(Some(module.clone()));
    Some(module)
}

fn function(holder: &JsValue, name: &str) -> Option<Function> {
    Reflect::get(holder, &name.into()).ok()?.dyn_into().ok()
}

fn wake_one(module: &JsValue, island: &Element) {
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
