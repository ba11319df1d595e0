//! The Dynamic Support Register. Modules stand in reading order.
#![recursion_limit = "256"]
#![warn(missing_docs)]

pub mod base;
pub mod ui;

pub mod access;
pub mod account;
pub mod agency;
pub mod asking;
pub mod assessment;
pub mod authority;
pub mod consent;
pub mod easy_read;
pub mod guide;
pub mod hand_over;
pub mod insight;
pub mod kept_out;
pub mod lists;
#[cfg(not(target_family = "wasm"))]
pub mod matching;
pub mod own;
pub mod person;
pub mod plan;
pub mod rating;
pub mod reading;
pub mod record;
pub mod referral;
pub mod review;
pub mod today;

#[cfg(not(target_family = "wasm"))]
pub mod demo;
#[cfg(not(target_family = "wasm"))]
pub mod draft;
#[cfg(not(target_family = "wasm"))]
pub mod paper;
#[cfg(not(target_family = "wasm"))]
pub mod routes;
#[cfg(not(target_family = "wasm"))]
pub mod shell;
#[cfg(not(target_family = "wasm"))]
pub mod web;
