//! What the browser runs on every page: the navigator, the drafts, the waking of islands, and the tools
//! that help with reading where somebody switched them on.
//!
//! Pages are plain HTML and work without any of this. `assets/static/start.js` loads the module and
//! calls [`start`] once; a full load of a page starts everything anew.
//!
//! *Invariants*: `<main>` is replaced whole and never compared or patched, so one person's record
//! cannot stand under another person's name. Nothing is kept in the browser's storage
//! (which voice reads is a cookie).
//!
//! Nothing here panics where it can be helped, and no failure is hidden behind a page that looks
//! alive: what cannot be done in place is left to the browser.
#![cfg(target_family = "wasm")]

mod again;
mod aloud;
mod draft;
mod islands;
mod navigator;
mod page;
mod ruler;

use wasm_bindgen::prelude::*;

/// Called once, with a function that fetches the module of the islands and promises it.
#[wasm_bindgen]
pub fn start(load_islands: js_sys::Function) {
    #[cfg(debug_assertions)]
    console_error_panic_hook::set_once();
    islands::prepare(load_islands);
    draft::listen();
    navigator::listen();
    aloud::listen();
    ruler::listen();
    page::begin();
}
