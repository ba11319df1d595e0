//! Today: the first page after signing in. *Who needs me today?*
//!
//! *What it is.* For the agency of whoever asks: what people asked for and nobody has answered, reviews that
//! are overdue or due within a week, its own actions likewise, people who were referred and wait to be
//! asked, decisions that must soon be asked again, and people on the register whom nobody has rated. Most
//! urgent first.
//!
//! *Who may.* Those who work with people. An administrator or an information-governance lead has
//! nobody to see; `/today` leads them to [`model::first_page`].
//!
//! *What must hold.* Only people open to the agency at this moment (table `sharing`), and only the
//! sections that its kind may see: the police are told of their own actions, never of a review.
//! The numbers at the top count everybody, also those beyond the end of a long list.
//!
//! *Deliberately absent.* A table of its own. The page is read anew each time, so that it cannot be stale.
//! What it reads that is derived (`sharing`, and when to ask again) is rewritten by `consent::store` in the
//! transaction that changes what it follows from. And a feed: what is not urgent is not here.

pub mod model;

#[cfg(not(target_family = "wasm"))]
pub mod actions;
#[cfg(not(target_family = "wasm"))]
pub mod store;
#[cfg(not(target_family = "wasm"))]
pub mod view;
