//! Bringing in the lists that agencies keep today: CSV, Excel and OpenDocument files as people
//! really make them.
//!
//! Bytes become tables in [`table`], headings get their meaning in [`columns`], tables become rows
//! in [`read`]; the reading of single cells is in [`model`]. [`store`] brings
//! the whole list in, in one transaction: each person becomes a referral that waits for their decision.
//!
//! *Who may.* Coordinators and managers, for their own agency; administrators, for any (`BringListIn`). An
//! administrator sees what a list came to in numbers, and none of its rows.
//!
//! Invariants: *every* physical row of *every* sheet is accounted for exactly once, as a person, as
//! set aside with a reason, or as no row of the list; a value that cannot be read is left out with
//! a warning, never guessed; no warning, reason or fault quotes what a cell holds. A file is never
//! trusted: sizes are bounded before and while it is unpacked.
//!
//! Deliberately absent: Excel files from before 2007 (`.xls`), workbooks with macros, encrypted
//! files. A formula's stored result is read, a formula never is.

#[cfg(not(target_family = "wasm"))]
pub mod actions;
#[cfg(not(target_family = "wasm"))]
pub mod columns;
pub mod model;
#[cfg(not(target_family = "wasm"))]
pub mod read;
#[cfg(not(target_family = "wasm"))]
pub mod store;
#[cfg(not(target_family = "wasm"))]
mod table;
#[cfg(not(target_family = "wasm"))]
pub mod view;

pub use model::*;
#[cfg(not(target_family = "wasm"))]
pub use read::{Limits, ReadFault, ReadList, SheetRead, read_list};
