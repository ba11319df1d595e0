//! The server around the application: the router with its layers, configuration, subcommands.

pub mod config;
pub mod listen;
pub mod panics;
pub mod serve;
pub mod site;

pub use site::{Build, app};
