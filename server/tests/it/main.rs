//! One test binary: acts through the real router, a database each, on SQLite and on PostgreSQL.
//!
//! `cargo xtask test` starts PostgreSQL and sets `TEST_POSTGRES_URL`; `cargo xtask postgres` does it
//! for working by hand.
#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on must fail")]

mod support;

mod acts;
mod admin;
mod asking;
mod assessment;
mod audit;
mod authority;
mod consent;
mod conversation;
mod demo;
mod draft;
mod easy_read;
mod faults;
mod findings;
mod guide;
mod hand_over;
mod histories;
mod house;
mod insight;
mod kept_out;
mod lists;
mod lives;
mod local_rules;
mod losing_sight;
mod matrix;
mod narrowest;
mod own;
mod own_code;
mod own_private;
mod own_reading;
mod own_seen;
mod paper;
mod permissions;
mod person;
mod pictures;
mod plan;
mod privacy;
mod program;
mod rating;
mod reading;
mod receipts;
mod referral;
mod review;
mod schema;
mod search;
mod separate_answers;
mod session;
mod setup;
mod sharing;
mod stopping_one;
mod tidy;
mod today;
mod withdrawal;
