//! Insight: the register in numbers. How many people, how they are rated, what is overdue.
//!
//! *What it is.* One page of counts, each as a number, a chart where a picture helps, and a table.
//!
//! *Who may.* Coordinators and managers. Those of an agency that hosts the register count the whole
//! county; everybody else counts only people who are shared with their own agency at this moment.
//!
//! *What must hold.* Who is counted is who is on the register: an open entry *and* a decision in
//! force, read from `sharing`. A part that the reader's kind of agency may not see of one person is
//! not counted for them either: the police learn of their own actions and of no review.
//!
//! Numbers for planning services may leave the register. They count those alone who said yes to that; one below
//! 5 is not told, the others are rounded ([`model::for_planning`]).
//!
//! *Deliberately absent.* The suppression of small numbers in the rest of the page. It protects people from
//! readers who may not know them. The reader of this page may open the record of each person counted, or
//! answers for the register as a whole. Also absent: comparisons of staff.

pub mod model;

#[cfg(not(target_family = "wasm"))]
pub mod actions;
#[cfg(not(target_family = "wasm"))]
pub mod store;
#[cfg(not(target_family = "wasm"))]
pub mod view;
