//! What the browser runs: the navigator, the drafts, and the waking of islands.
//!
//! Pages are plain HTML and work without any of this. `assets/static/start.js` loads the module and
//! calls [`start`] once; a full load of a page starts everything anew.
//!
//! *Invariants*: `<main>` is replaced whole and never compared or patched, so one person's record
//! cannot stand under another person's name. Nothing is kept in the browser's storage.
//!
//! Nothing here panics where it can be helped, and no failure is hidden behind a page that looks
//! alive: what cannot be done in place is left to the browser.
#![cfg(target_family = "wasm")]

mod draft;
mod islands;
mod navigator;
mod page;

use wasm_bindgen::prelude::*;

// The islands are exported functions of the application; naming it here links them in.
use app as _;

/// Called once, with the module itself: its exports are the islands.
#[wasm_bindgen]
pub fn start(module: JsValue) {
    #[cfg(debug_assertions)]
    console_error_panic_hook::set_once();
    islands::prepare(module);
    draft::listen();
    navigator::listen();
    page::begin();
}
