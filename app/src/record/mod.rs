//! The record: everything the reader's agency may see of one person, on one page.
//!
//! It owns no table. It reads through the other capabilities' stores under one permit, in one
//! transaction, and asks the permit for each section: what an agency does not see is not read.
//!
//! *Who may.* Practitioners, coordinators and managers, of somebody who is open to their agency. A closed record
//! is open to the register's own team alone.
//!
//! What the page is depends on how the person stands to the reader's agency: before a decision the
//! referral and the way to ask; on the register the whole record; closed, that it is closed.

#[cfg(not(target_family = "wasm"))]
pub mod actions;
#[cfg(not(target_family = "wasm"))]
pub mod view;
