//! Searches that can be asked for again on going back: forms with `data-again`, which change nothing.
//!
//! What was searched for is personal, so it stands in no address and in no history entry, which a
//! browser writes to its disk: an entry holds a number, and the words are in memory until the next full
//! load. After that, going back leads to the page the search began on.

use std::cell::{Cell, RefCell};

use js_sys::Array;
use wasm_bindgen::{JsCast as _, JsValue};
use web_sys::UrlSearchParams;

/// A search: where it is sent, and its fields.
type Search = (String, String);

thread_local! {
    static SEARCHES: RefCell<Vec<Search>> = const { RefCell::new(Vec::new()) };
    /// Which search the page that is shown answers.
    static SHOWN: Cell<Option<u32>> = const { Cell::new(None) };
}

/// Keeps a search, and gives its number.
pub fn keep(address: &str, fields: &UrlSearchParams) -> Option<u32> {
    SEARCHES.with_borrow_mut(|searches| {
        searches.push((address.to_owned(), fields.to_string().into()));
        u32::try_from(searches.len() - 1).ok()
    })
}

/// The page that is shown now is the answer to this search, or to none.
pub fn shows(number: Option<u32>) {
    SHOWN.set(number);
}

/// What a history entry keeps of the page that is shown.
pub fn entry(scroll: f64) -> JsValue {
    match SHOWN.get() {
        Some(number) => Array::of2(&scroll.into(), &number.into()).into(),
        None => scroll.into(),
    }
}

/// How far down the page of an entry was.
pub fn scroll_of(entry: &JsValue) -> f64 {
    let first = entry.dyn_ref::<Array>().map_or_else(|| entry.clone(), |entry| entry.get(0));
    first.as_f64().unwrap_or_default()
}

/// The search whose answer an entry showed: its number, where it is sent, and its fields.
pub fn search_of(entry: &JsValue) -> Option<(u32, String, UrlSearchParams)> {
    let number = entry.dyn_ref::<Array>()?.get(1).as_f64()?;
    SEARCHES.with_borrow(|searches| {
        let (number, (address, fields)) = (0..).zip(searches).find(|(at, _)| f64::from(*at) == number)?;
        Some((number, address.clone(), UrlSearchParams::new_with_str(fields).ok()?))
    })
}
