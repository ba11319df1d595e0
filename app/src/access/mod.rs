//! WHO MAY DO WHAT: read this first.
//!
//! # The story of a check
//!
//! A handler has an [`Actor`](model::Actor): who signed in, in which role, for which agency, and
//! whether that agency's sharing agreement is in force. To touch a person's record it calls
//! [`Access::with`](permit::Access::with) with an act in the type:
//!
//! ```ignore
//! access.with::<WithdrawConsent, _>(&actor, &person_id, async |permit| { … }).await?
//! ```
//!
//! `with` opens a transaction, reads how that person stands to the actor's agency (table
//! `sharing`), asks the one pure function [`policy::decide`], runs the work, appends the entry to
//! the hash-chained [`log`], and commits: data and audit together, or neither. A refusal is logged
//! too. A store function that takes `&mut Permit<TheAct>` cannot be called without that check, since a
//! permit cannot be made anywhere else.
//!
//! Work that is about no one person (a search, the dashboard, bringing a list in) runs under a
//! [`Scope`](permit::Scope), whose queries join `sharing` for the actor's agency: the rule of the
//! list is the rule of the record, because it is the same rows. The compiler does not see whether a query
//! joins it: tests do.
//!
//! The house itself works for nobody signed in (`house.rs`): sessions, drafts, settings, and what the
//! passing of time asks for. It has queries without a permit, so here too it is not the compiler that keeps
//! order: a test (`tidy.rs`) lists the files that may call `housekeeping` and `looking_up`, with a reason each.
//!
//! # What must hold
//!
//! * *The pools are private to this module.* Nobody else can get a connection.
//! * *A stranger's record is "not found"*, with the very page of one that does not exist
//!   ([`Denied::Hidden`](model::Denied)); a colleague without the role is told so.
//! * *A list says whom it showed*: [`glimpses`] keeps, once a day, whose name stood in which kind of list, for the
//!   person's own page.
//! * *The house writes down what it does too.* What follows from the passing of time is done to one person
//!   at a time, with an entry of its own in the log ([`Access::round`](permit::Access::round)).
//! * *`sharing` is derived*, never edited by hand: `consent::store` and `referral::store` rewrite
//!   a person's rows in the transaction that changes what they follow from.
//! * *Deliberately absent*: an administrator who sees everything. Administrators manage agencies
//!   and accounts and see nobody's record.
//!
//! The matrix of every route, role and agency is printed to `server/tests/golden/permissions.txt`
//! by a test that fails when a route has no rule.

pub mod model;
pub mod policy;

#[cfg(not(target_family = "wasm"))]
pub mod actions;
#[cfg(not(target_family = "wasm"))]
mod database;
#[cfg(not(target_family = "wasm"))]
pub mod glimpses;
#[cfg(not(target_family = "wasm"))]
mod house;
#[cfg(not(target_family = "wasm"))]
pub mod log;
#[cfg(not(target_family = "wasm"))]
pub mod permit;
#[cfg(not(target_family = "wasm"))]
pub mod view;
