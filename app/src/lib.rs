//! The Dynamic Support Register. Modules stand in reading order.
#![recursion_limit = "256"]


pub mod base;
pub mod access;
pub mod ui;

pub mod assessment;
pub mod easy_read;
pub mod lists;
pub mod matching;
