//! Asking for oneself, or for one of one's family, without any account: a few short pages.
//!
//! It ends as an ordinary referral to the agency that runs the register, with the source *person* or
//! *family*, and waits for the person's decision as every other. What was typed is kept on the
//! server, sealed; the browser holds a random number. Whoever wants to go on elsewhere gets a return
//! code, which opens it again together with the date of birth.
//!
//! *Who may.* Anybody: it is the one act that takes neither an account nor a code (`ReferOneself`).
//!
//! # What must hold
//!
//! * *It reveals nothing.* Somebody who is here already gets the referral on their one record, if they
//!   are surely the same, and else a record of their own; the pages and the time they take are the
//!   same. Nobody without an account ever reads anything but what they typed themselves.
//! * *Whoever asks is talked with.* A referral of somebody on the register is closed as such at once, so a
//!   request to talk takes its place on *Today*. What was typed stays with the referral, for the register's
//!   own agency alone, as the page says.
//! * *It is slowed down* by address and by return code, and every field has a limit.
//! * *A half-typed referral is nobody's record*: nothing reaches a table of people before it is sent.
//!
//! *Deliberately absent*: uploading anything; a puzzle against robots, which keeps out the very people
//! this is for.

pub mod model;

#[cfg(not(target_family = "wasm"))]
pub mod actions;
#[cfg(not(target_family = "wasm"))]
pub mod store;
#[cfg(not(target_family = "wasm"))]
pub mod view;
