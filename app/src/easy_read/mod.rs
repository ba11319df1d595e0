//! Easy read: what a person needs to know before they answer, in words and pictures.
//!
//! *What it is.* Four documents and the consent conversation, each written once as data. A document
//! is a list of lines, each a picture and an idea, and the same facts as a plain leaflet. Pages turn
//! them into picture list, picture grid, symbol list, symbol grid, leaflet, speech and print.
//!
//! *Who may.* Anybody, signed in or not: nothing here is about a person.
//!
//! *What must hold.* Every document and the consent conversation say that saying no changes nothing
//! about present support. Every document says that this is not an emergency service. Easy-read text
//! passes [`lint`] without a finding; a test sees to it, so that a change of words cannot forget it.
//! The register's person-facing name is a setting, which stands in the text as `{list}`.
//!
//! *Deliberately absent.* Pictures: a line names a key, and a set of pictures answers to it. The
//! easy-to-read logo, which a text may bear only once people with a learning disability have checked it.

pub mod model;
mod source;

pub mod lint;
#[cfg(not(target_family = "wasm"))]
pub mod pack;
#[cfg(not(target_family = "wasm"))]
pub mod reading;
#[cfg(not(target_family = "wasm"))]
pub mod view;
