//! The person: who they are, how to reach and talk with them; finding them; correcting details.
//!
//! Held is the least that is needed for that. An NHS number is asked for, never required. A restricted
//! address stays out of every list, export and letter. Every save names the version it was opened
//! with; a stale save is shown both versions and nothing is overwritten. Professionals, family and
//! friends are added and, when they are no longer involved, shown nowhere any more; a mistake in one is
//! put right by ending it and adding it anew.
//!
//! *Who may.* Practitioners, coordinators and managers find whoever is open to their agency. They correct
//! details before a decision, each agency what it sees; and on the register, where it sees every section of
//! them. They add and end professionals or family where their kind of agency sees those.
//!
//! *Invariant: the search tables (`person_search`, `person_block`) are written by the same
//! transaction as the name*, by [`store::add`] and [`store::save`], the only two that write it.

pub mod model;

#[cfg(not(target_family = "wasm"))]
pub mod actions;
#[cfg(not(target_family = "wasm"))]
pub mod candidates;
#[cfg(not(target_family = "wasm"))]
pub mod forget;
#[cfg(not(target_family = "wasm"))]
pub mod network;
#[cfg(not(target_family = "wasm"))]
pub mod store;
#[cfg(not(target_family = "wasm"))]
pub mod view;
