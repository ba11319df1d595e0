//! Handing the tablet over: the person answers by themselves, and nothing of staff is open meanwhile.
//!
//! A practitioner first sees a privacy screen. Then their session is locked on the server: the
//! session's row says in whose hands the tablet is and what for, under a new token, and the old token
//! is worth nothing. Every route of staff then leads to "Please give the tablet back", which asks for
//! the password. Open are only the pages that were handed over: the questions of the one person's
//! conversation (routes marked `while_handed_over`), or their own page, which has a session of its own.
//!
//! *Who may.* Whoever may record that person's decision (`RecordConsent`). Whoever opens their own page on a
//! tablet on which staff are signed in has it handed over too. Only its owner takes it back.
//!
//! # What must hold
//!
//! * *Nothing but the password leads back*: not the back button, not a typed address, not a page that
//!   the browser kept. Pages are `no-store`; the cookie changes, so that browsers drop what they put
//!   aside; and the navigator never takes a page of one user into a document of another.
//! * *In the person's hands there is one person*: another id in the address is locked as everything is.
//! * *What they answer is kept* as the practitioner's draft of the conversation, page by page.
//!
//! *Deliberately absent*: a PIN. A short number typed in front of others on a shared tablet would be
//! the weakest door to every record there is.

#[cfg(not(target_family = "wasm"))]
pub mod actions;
#[cfg(not(target_family = "wasm"))]
pub mod view;
