//! One test binary: acts through the real router, a database each, on SQLite and on PostgreSQL.
//!
//! `cargo xtask test` starts PostgreSQL and sets `TEST_POSTGRES_URL`; `cargo xtask postgres` does it
//! for working by hand.
#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on must fail")]

mod acts;
mod support;

mod consent;

mod admin;
mod assessment;
mod demo;
mod draft;
mod guide;
mod insight;
mod lists;
mod person;
mod plan;
mod rating;
mod referral;
mod review;
mod search;
mod setup;
mod today;
