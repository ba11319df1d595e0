//! Plan: what is the matter, what has been tried, what could help, and who does what by when.
//!
//! *What it is.* Issues are current concerns and how they may get worse. Strategies are what has
//! been tried, with whether it helped, and what could help. Actions each have an owner in one
//! agency, a day they are due, and what came of them; an action may name a service, even one that
//! does not exist yet, which is how gaps in services become visible.
//!
//! *Who may.* Every agency that the person's decision covers, each for the parts that it may see:
//! nobody adds to what they cannot read. An agency that sees only its own actions agrees and
//! updates only those; somebody else's action is "not found" for it.
//!
//! *What must hold.* An owner is an agency that the decision covers, or it could never see its
//! action. Nothing is due in the past when it is agreed. Done, stopped and "cannot be done yet" say
//! what came of it or why. A save names the version it was opened with; a stale one is shown both
//! versions and nothing is overwritten.
//!
//! *Deliberately absent.* Deleting: an issue is closed with a reason, an action is stopped with one.

pub mod model;

#[cfg(not(target_family = "wasm"))]
pub mod actions;
#[cfg(not(target_family = "wasm"))]
pub mod store;
#[cfg(not(target_family = "wasm"))]
pub mod view;
