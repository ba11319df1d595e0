//! Rating: how near a person is to a mental-health hospital, in four words.
//!
//! *What it is.* Red, amber or green for somebody who lives in the community; blue for somebody who
//! is in hospital now. Blue says where the person is, not how great the risk is, so it is not a
//! fourth colour of [`Rag`](model::Rag).
//!
//! *Who may.* A human sets the rating. The clinical support tool only suggests one.
//!
//! *What must hold.* A rating that differs from the suggestion carries a reason; red never becomes
//! green in one step without a second look; ratings are appended, never edited; a rating is always
//! shown as a word.
//!
//! Each rating has a number, from 1, for its person. A save names the number it was opened with; if
//! somebody else rated meanwhile, both versions are shown and nothing is written. The reason is for
//! those who may see the issues.
//!
//! *Deliberately absent.* A rating set by the software on its own, and the pathway that a rating starts.

pub mod model;

#[cfg(not(target_family = "wasm"))]
pub mod actions;
#[cfg(not(target_family = "wasm"))]
pub mod store;
#[cfg(not(target_family = "wasm"))]
pub mod view;
