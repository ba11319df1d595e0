//! Review: a look at how the person is, and whether what was agreed works.
//!
//! *What it is.* Who met and when, how things are, what changed, what the person said; what came of
//! each action that is still to be done; and the rating, kept or changed, from which the day of the
//! next review follows.
//!
//! *Who may.* Agencies that see reviews. Where an agency's kind may not set a rating, its review
//! keeps the one in force.
//!
//! *What must hold.* A review, its rating and what it says of the actions are written in one
//! transaction or not at all. It names the rating and the version of each action that it was opened
//! with: if one changed meanwhile, both versions are shown and nothing is written. Reviews are
//! appended, never edited. What the person said is asked every time.
//!
//! *Deliberately absent.* A review without a rating; coded themes, which come later.

pub mod model;

#[cfg(not(target_family = "wasm"))]
pub mod actions;
#[cfg(not(target_family = "wasm"))]
pub mod store;
#[cfg(not(target_family = "wasm"))]
pub mod view;
