//! How somebody likes to read: text size, spacing, colours, calm mode, reading aloud, the ruler.
//!
//! *What it is.* Tools on every page, and a page that explains them. The settings are nine words
//! ([`crate::web::preferences`]) that the server writes on `<html>`; the style sheet does the rest, so
//! everything but reading aloud and the ruler works without script.
//!
//! *Who may.* Anybody may set how they read themselves. How a *person* likes to read is noted by
//! whoever may record their decision, since they go through the pages with them.
//!
//! *What must hold.* The nearest wins ([`crate::web::Visit::reading`]): the person the page is read with,
//! else the account of whoever is signed in, else this browser. A change is kept where the settings
//! came from, so signing out of a shared tablet leaves it as it was. Where nothing was chosen, the device
//! decides about dark, contrast and movement. The tools send somebody back only to a path of ours.
//!
//! *Deliberately absent.* Anything in the browser's storage. Voices of other companies where somebody
//! is signed in or a page is about a person: what they read would leave the device.

#[cfg(not(target_family = "wasm"))]
pub mod actions;
#[cfg(not(target_family = "wasm"))]
pub mod store;
#[cfg(not(target_family = "wasm"))]
pub mod view;
