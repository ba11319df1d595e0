//! Kept out: one colleague finds nothing of a person who does not want them to look.
//!
//! *What it is.* A decision says which agencies see a record. Some people mind somebody *in* one of them: the
//! cousin at the police, a former partner, whoever hurt them. The conversation asks ("Is there anything or
//! anyone to keep out?"), and what is answered stands on top of the record for everybody; here it is given
//! effect. A colleague who is kept out gets "not found", on every page and in every list, search and count,
//! like any stranger; their agency goes on seeing what it saw.
//!
//! *Who may.* Whoever may record a decision, and reads decisions: the person said it to one of them. Nobody
//! keeps themselves out, or lets themselves in: who is kept out has no page to do it on.
//!
//! *What must hold.* It holds from the commit on: the act takes the person's lock, so nothing that was
//! allowed before is still under way after. The rule is one condition, [`not_kept_out`], asked by every permit
//! and every list; a test counts the queries that read `sharing` for somebody and forget it. Nothing is
//! deleted: who kept whom out, who let them in again and why stays. The person reads on their own page whom
//! they keep out; nobody else who holds a code does.
//!
//! Every code that the colleague gave for the person is taken back with it, since they saw it. The register's team
//! is told to follow it up (a request), and somebody of that team is always left to be told. Whom a colleague
//! refers or brings in on a list makes a record of its own, as if nobody was here; the team is told on both.
//!
//! *Deliberately absent.* Keeping out a whole agency: that is a "no" to it. Taking back what a colleague
//! knows already: who knows that their agency works with somebody can tell from finding nothing. A human with
//! two accounts is kept out of each by name; the two names are both offered, a third made later is not known.
//!
//! [`not_kept_out`]: crate::access::permit

#[cfg(not(target_family = "wasm"))]
pub mod actions;
#[cfg(not(target_family = "wasm"))]
pub mod model;
#[cfg(not(target_family = "wasm"))]
pub mod store;
#[cfg(not(target_family = "wasm"))]
pub mod view;
