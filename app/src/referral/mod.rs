//! Referrals: a request to add a person. It is not the register: nobody is on it before they say so.
//!
//! A referral waits for the person's decision and closes with an outcome, which its agency always
//! hears. Before a second record is made the register looks for the same person: somebody open to
//! the referrer's agency is shown for them to judge; somebody who is not, and is surely the same,
//! gets the referral added to their one record without a word, since a word would betray them.
//!
//! *Who may.* Practitioners, coordinators and managers refer, whatever their agency. Coordinators and managers
//! close a referral; of a closed record, only the register's own team does. An agency reads its own referrals and
//! what came of them; one that runs the register, those of everybody who is open to it. Without an account: `asking`.
//!
//! *Invariant: whoever makes or closes a referral refreshes `sharing`* (`consent::store`).
//!
//! *Deliberately absent*: a referral that puts somebody on the register, and merging of records.

pub mod model;

#[cfg(not(target_family = "wasm"))]
pub mod actions;
#[cfg(not(target_family = "wasm"))]
pub mod store;
#[cfg(not(target_family = "wasm"))]
pub mod view;
