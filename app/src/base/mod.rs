//! Small things every capability speaks in: ids, dates, NHS numbers, answers to forms, errors.
//!
//! Nothing here knows what a register is. Everything is pure and compiles for both targets, but
//! for [`store`], the one macro that runs a query on either database.

pub mod answers;
pub mod dates;
pub mod drawing;
pub mod error;
pub mod ids;
pub mod nhs_number;
pub mod postcode;
#[cfg(not(target_family = "wasm"))]
pub mod store;
pub mod words;
