//! Agencies on the register and the sharing agreements they signed.
//!
//! An agreement has a first and perhaps a last day. No agreement in force, no access: read with
//! every request, so a lapsed one cuts off at midnight and a renewed one restores at once.
//!
//! *Who may.* Anybody signed in may know which agencies there are; administrators add them, record
//! what they signed and end it.
//!
//! *What must hold.* A renewal is a new row beside the old one: what was in force when stays known.
//! Ending an agreement is asked twice, since it cuts off everybody who works for the agency.
//!
//! *Deliberately absent.* Removing an agency: decisions and the audit log name it for good.

pub mod model;

#[cfg(not(target_family = "wasm"))]
pub mod actions;
#[cfg(not(target_family = "wasm"))]
pub mod store;
#[cfg(not(target_family = "wasm"))]
pub mod view;
