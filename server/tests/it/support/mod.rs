//! A register of one's own for each test, with the demo county in it, and browsers to use it with.

mod browser;
pub mod pdf;
mod world;

pub use browser::{Browser, Page};
pub use world::{Kind, World, site_over};

/// Runs a test on SQLite and on PostgreSQL: `both!(a_sentence, world, { … });` with a fresh demo county.
#[macro_export]
macro_rules! both {
    ($(#[$meta:meta])* $name:ident, $world:ident, $body:block) => {
        $(#[$meta])*
        mod $name {
            #[allow(unused_imports, clippy::allow_attributes, reason = "some tests use all of their module, some nothing")]
            use super::*;

            async fn run($world: $crate::support::World) $body

            #[tokio::test]
            async fn on_sqlite() {
                run($crate::support::World::demo($crate::support::Kind::Sqlite).await).await;
            }

            #[tokio::test]
            async fn on_postgresql() {
                run($crate::support::World::demo($crate::support::Kind::Postgres).await).await;
            }
        }
    };
}
