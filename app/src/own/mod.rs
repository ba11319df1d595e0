//! The person's own page: what is written, who sees it, who has looked, what happens next; and the
//! ways to say "I changed my mind", "this is wrong", "talk to me", and anything else.
//!
//! A practitioner gives a *personal code* to the person, or to who decides for them. Code and date of
//! birth open this one page, in a session apart from those of staff. Whoever holds a code has the
//! acts of [`access`](crate::access) that are *one's own* and no other, about that one person and
//! nobody else: the person comes with the code, so no address can name another one.
//!
//! # Who may
//!
//! Whoever holds a code, on the one page that it opens; there is a mind to change only once something was
//! decided. Practitioners, coordinators and managers give and take back codes on the register, and answer
//! requests, where their kind of agency sees the section *voice*.
//!
//! # What must hold
//!
//! * *A code is never in an address that a server logs*, and never in the database: the QR code
//!   holds it in the fragment, which browsers do not send, and the table holds an HMAC of it under a
//!   key that is not in the database.
//! * *A wrong code and a wrong date of birth are answered alike*, and both make the next try wait.
//! * *A code that was taken back opens nothing more*: every permit asks again ([`Access::own`]).
//! * *A change of mind takes effect at once*, by the same function as everywhere (`consent::store`),
//!   with the notice to the register's team in the same transaction.
//! * *One agency can be stopped by itself*, where the yes is the reader's own; the one that runs the register is
//!   stopped by stopping everything.
//! * *The person's own words are appended*: nobody edits them, and each says whose they are.
//! * *What the person asks for becomes a request that somebody has to answer* (page Today), and the
//!   person reads the answer. The first answer stands; who was slower sees both.
//! * *Who does not feel safe is heard*: it is a request before all others, no limit holds it up, and nobody
//!   else who holds a code reads it ([`model::is_for`]). Nor do they read a restricted address, the tool's answers, whom
//!   the person keeps out, what somebody asks to talk about, what is to stay private, or what the person said and others
//!   said of it when they were assessed or reviewed, or did not agree.
//! * *Nobody reads another's answer as theirs*: what is in force and what the reader said stand apart.
//!
//! *Deliberately absent*: an account, a password, an e-mail address; and a person finding their page
//! without having been given a code.
//!
//! [`Access::own`]: crate::access::permit::Access::own

pub mod model;

#[cfg(not(target_family = "wasm"))]
pub mod actions;
#[cfg(not(target_family = "wasm"))]
pub mod decides_view;
#[cfg(not(target_family = "wasm"))]
pub mod disagree_view;
#[cfg(not(target_family = "wasm"))]
pub mod looks_actions;
#[cfg(not(target_family = "wasm"))]
pub mod looks_view;
#[cfg(not(target_family = "wasm"))]
pub mod read_actions;
#[cfg(not(target_family = "wasm"))]
pub mod read_view;
#[cfg(not(target_family = "wasm"))]
pub mod requests;
#[cfg(not(target_family = "wasm"))]
pub mod say_actions;
#[cfg(not(target_family = "wasm"))]
pub mod say_view;
#[cfg(not(target_family = "wasm"))]
pub mod session;
#[cfg(not(target_family = "wasm"))]
pub mod staff_actions;
#[cfg(not(target_family = "wasm"))]
pub mod staff_view;
#[cfg(not(target_family = "wasm"))]
pub mod stop_actions;
#[cfg(not(target_family = "wasm"))]
pub mod stop_view;
#[cfg(not(target_family = "wasm"))]
pub mod store;
#[cfg(not(target_family = "wasm"))]
pub mod tool_view;
#[cfg(not(target_family = "wasm"))]
pub mod view;
#[cfg(not(target_family = "wasm"))]
pub mod who_view;
