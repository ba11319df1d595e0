//! Consent: information first, then the questions, then a decision with its authority and scope.
//!
//! # What it is
//!
//! A practitioner goes through the easy-read conversation with the person, one question a page.
//! What was answered so far is a draft; at the end everything is checked and recorded as one
//! [`Decision`](model::Decision), which is only ever appended. A change of mind is a new decision.
//!
//! # Who may
//!
//! Practitioners, coordinators and managers ask and record, before a decision and on the register; on the
//! register they record a change of mind. Where a record is closed, the register's own team does both. That
//! team alone settles decisions that differ. Which kinds of agency read what was decided: the section *consent*
//! of [`sections`](crate::access::policy::sections). The person changes their mind in [`own`](crate::own).
//!
//! # What must hold
//!
//! * *A refusal or a withdrawal takes effect in the transaction that records it.* [`store::record`]
//!   and [`store::withdraw`] append the decision, close or open the register entry, settle waiting
//!   referrals and rewrite `sharing`, the one table that every permit and list reads.
//! * *"Not sure" never counts as yes*: not for the register, not for an agency.
//! * *Nothing but a decision puts anybody on the register.* A referral or a list never does.
//! * *One agency can be stopped by itself.* It is a new yes of the same one who decides, like the one that it follows
//!   but for that agency ([`model::without`]), so nothing else changes, and no other agency gains anything by it.
//! * *Withdrawing never deletes.* The record is kept, closed and restricted, as the law asks.
//! * *"Not sure" is help offered, and followed up*: somebody is asked to come and talk, and what was left open
//!   is on the first page of those who ask until it is decided.
//! * *Whatever ends a yes tells the register's team*, in the same transaction, whoever recorded it.
//! * *What was shown is what was served*: each form of the conversation carries the version of the text on its
//!   page, and the decision names those and no other.
//! * *What paper did not ask was not answered*: a form knows which agencies are on it.
//! * *Nothing from before somebody decided again is recorded after it*, such as a form signed earlier.
//! * `sharing` is always [`model::sharing`] of the history: a test replays random histories. Another one lives random
//!   lives through the real pages and knows nothing of the rules but the narrowest decision in force.
//! * *What somebody signs is what they see*: all answers said back to them on one page of theirs. An answer that
//!   changes afterwards takes the signature away.
//! * *Where decisions in force differ, the narrowest holds* until somebody of the register's team
//!   settles which one stands, with a reason ([`model::can_settle`]). What somebody decided who can decide is
//!   settled away by nobody but a court, and nothing is that the team has not seen.
//! * *Who decides comes from the route* of [`authority`](crate::authority), looked at again in the
//!   transaction that records.
//!
//! # Deliberately absent
//!
//! Sharing without consent in an emergency or for safeguarding: that is a disclosure of its own, not
//! an entry on the register.

pub mod conversation;
pub mod findings;
pub mod model;
pub mod reminders;
#[cfg(not(target_family = "wasm"))]
pub mod unseen;

#[cfg(not(target_family = "wasm"))]
pub mod actions;
#[cfg(not(target_family = "wasm"))]
pub mod check_view;
#[cfg(not(target_family = "wasm"))]
pub mod decided_view;
#[cfg(not(target_family = "wasm"))]
pub mod history;
#[cfg(not(target_family = "wasm"))]
pub mod receipt_view;
#[cfg(not(target_family = "wasm"))]
pub mod settle_actions;
#[cfg(not(target_family = "wasm"))]
pub mod sign_view;
#[cfg(not(target_family = "wasm"))]
pub mod stop_actions;
#[cfg(not(target_family = "wasm"))]
pub mod store;
#[cfg(not(target_family = "wasm"))]
pub mod view;
