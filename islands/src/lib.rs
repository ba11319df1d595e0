//! The islands: the few interactive parts, with the application's own types and rules.
//!
//! A module of its own, fetched only when a page holds an island: most pages hold none, and the
//! navigator alone is a third of its size. Each island is an exported function that `frontend` calls.
#![cfg(target_family = "wasm")]

use wasm_bindgen::prelude::*;

// The islands are exported functions of the application; naming it here links them in.
use app as _;

/// Called once, before the first island wakes.
#[wasm_bindgen]
pub fn prepare() {
    #[cfg(debug_assertions)]
    console_error_panic_hook::set_once();
    leptos::mount::hydrate_islands();
}
