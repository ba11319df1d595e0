//! Agencies on the register and the sharing agreements they signed.
//!
//! An agreement has a first and perhaps a last day. No agreement in force, no access: read with
//! every request, so a lapsed one cuts off at midnight and a renewed one restores at once.

#[cfg(not(target_family = "wasm"))]
pub mod actions;
#[cfg(not(target_family = "wasm"))]
pub mod store;
#[cfg(not(target_family = "wasm"))]
pub mod view;
