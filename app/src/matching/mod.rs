//! Who is who: finding somebody by a name half remembered, and telling whether two records are
//! about one person.
//!
//! Everything is pure. Searching works by equality joins on [`search_keys`], which
//! any database can do, and is settled by [`rank`]. Linking fetches candidates by equality on
//! [`blocking_keys`] and weighs each pair with [`likely_same`], which gives its reasons.
//!
//! Invariants: an equal NHS number alone never makes two records the same person; a missing value
//! is no evidence either way; nothing here joins records, a human does. Whoever calls must pass
//! only candidates that the user may see: a "likely" match tells that somebody is on the register.
//!
//! Deliberately absent: weights learnt from data (the table in `model.rs` is an estimate, written
//! down so that it can be argued with), and name frequencies.

// The folding of names needs tables that the browser has no use for.
#[cfg(not(target_family = "wasm"))]
mod model;
#[cfg(not(target_family = "wasm"))]
pub use model::*;
