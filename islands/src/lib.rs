//! The islands: the few interactive parts, with the application's own types and rules.
//!
//! A module of its own, fetched only when a page holds an island: most pages hold none, and the
//! navigator alone is a third of its size. Each island is an exported function that `frontend` calls.
#![cfg(target_family = "wasm")]

use std::cell::RefCell;

// The islands are exported functions of the application; naming it here links them in.
use app as _;
use leptos::prelude::{Owner, on_cleanup};
use wasm_bindgen::prelude::*;

thread_local! {
    static ROOT: RefCell<Option<Owner>> = const { RefCell::new(None) };
    /// What the islands of the page that is shown belong to.
    static PAGE: RefCell<Option<Owner>> = const { RefCell::new(None) };
    static PAGES: std::cell::Cell<u32> = const { std::cell::Cell::new(0) };
}

/// Called once, before the first island wakes.
#[wasm_bindgen]
pub fn prepare() {
    #[cfg(debug_assertions)]
    console_error_panic_hook::set_once();
    leptos::mount::hydrate_islands();
    ROOT.set(Owner::current());
}

/// Before islands of a page wake: what they set up belongs to that page.
#[wasm_bindgen]
pub fn arrive() {
    if PAGE.with_borrow(Option::is_some) {
        return;
    }
    let Some(page) = ROOT.with_borrow(|root| root.as_ref().map(Owner::child)) else { return };
    page.set();
    PAGES.set(PAGES.get() + 1);
    on_cleanup(|| PAGES.set(PAGES.get() - 1));
    PAGE.set(Some(page));
}

/// The page is left, and all that its islands set up ends.
#[wasm_bindgen]
pub fn leave() {
    let Some(page) = PAGE.take() else { return };
    page.cleanup();
    if let Some(root) = ROOT.with_borrow(Clone::clone) {
        root.set();
    }
}

/// How many pages' islands are still alive: for tests.
#[wasm_bindgen]
pub fn pages() -> u32 {
    PAGES.get()
}
