//! How a request becomes a page: [`Visit`] in, [`Reply`] out, [`Route`] between.
//!
//! Pages and forms are plain HTTP. A form posts to a stable address, its handler parses, gets a
//! permit, applies the rule, stores and redirects; or shows the same page again with every answer
//! and every fault (status 422). There are no Leptos server functions: they would carry errors in
//! URLs, lose what was typed without JavaScript, and be reachable by a second way in.
//!
//! Every route stands in one table ([`crate::routes`]) *with its rule*; the router is built from the
//! table, so a route without a rule cannot exist, and the tests walk the same table.

pub mod cookie;
pub mod preferences;
pub mod proxy;
pub mod reply;
pub mod route;
pub mod visit;

pub use preferences::Preferences;
pub use reply::{Answer, Reply};
pub use route::{Route, Rule, get, post, router};
pub use visit::{Site, Visit};
