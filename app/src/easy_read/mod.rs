//! Easy read: what a person needs to know before they answer, in words and pictures.
//!
//! *What it is.* Six documents and the consent conversation, each written once as data, in words for
//! adults and in words for children and young people; and a page for professionals. A document is a list
//! of ideas, each with its picture and its words, and the same facts as a plain leaflet. [`view`] shows it
//! as picture list, picture grid, symbol list, symbol grid, leaflet and large print; others as speech and
//! on paper. A [`pack`] of the organisation's own pictures stands before the built-in ones.
//!
//! *Who may.* Anybody, signed in or not: nothing here is about a person.
//!
//! *What must hold.* Every document and the consent conversation say that saying no changes nothing
//! about present support. Every document starts by saying whom to ring, and that this is not an emergency
//! service: 999 and 111 (NHS), Shout 85258 and Childline 0800 1111, which were looked up and are the only
//! numbers given; for everything local it says whom to ask. A child's own view is always written down, also
//! where a parent decides, and the documents say so. Easy-read text
//! passes [`lint`] without a finding; a test sees to it, so that a change of words cannot forget it.
//! The leaflet names the ideas it says, and a test holds it to those of the easy-read form: each way of
//! reading says the same. One idea has one picture, in the documents, the conversation and the own page.
//! A text says what is true of the register as it is today, not of what it may become.
//! The register's person-facing name is a setting, which stands in the text as `{list}`.
//!
//! *Deliberately absent.* Pictures: a line names a key, and a set of pictures answers to it. Telephone
//! numbers of complaints teams and ombudsmen, which change. The easy-to-read logo, which a text may bear only once people with a learning disability have checked it.

#[cfg(test)]
mod alike;
pub mod model;
mod source;
pub mod spoken;
#[cfg(not(target_family = "wasm"))]
pub mod together;

pub mod lint;
#[cfg(not(target_family = "wasm"))]
pub mod pack;
#[cfg(not(target_family = "wasm"))]
pub mod preview;
#[cfg(not(target_family = "wasm"))]
pub mod reading;
#[cfg(not(target_family = "wasm"))]
pub mod view;
