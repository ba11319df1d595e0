//! The guide: what the register is, privacy, accessibility, credits.
//!
//! *What it is.* The public pages. The documents of [`crate::easy_read`] in six formats and two
//! wordings: a plain leaflet, large print, and easy read as a list or a grid, with colour pictures or line
//! symbols. One content; each page leads to the other formats, says which version it is, and prints. What
//! somebody chose is kept on their device. And the administrator's page about pictures of one's own.
//!
//! *Who may.* Anybody, signed in or not: nothing here is about a person. The page about the picture pack is
//! for administrators, since it names the server's files.
//!
//! *What must hold.* "This is not an emergency service" is on every page (the shell's footer, and
//! every document itself).
//!
//! *Deliberately absent.* A cookie banner: every cookie is needed for what was asked for, and none follows
//! anybody; the page about privacy names each. Measuring who reads what.

pub mod model;

#[cfg(not(target_family = "wasm"))]
pub mod actions;
#[cfg(not(target_family = "wasm"))]
pub mod pictures_view;
#[cfg(not(target_family = "wasm"))]
pub mod view;
