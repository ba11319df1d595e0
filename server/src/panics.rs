//! What is said of a panic: where it was and a reference, never its message.
//!
//! A message such as `called unwrap() on Err("…")` may quote what somebody typed or what is written about
//! them, and Rust's own hook prints it to the log of the service.

use std::{cell::RefCell, panic::PanicHookInfo};

thread_local! {
    static LAST: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// From now on a panic anywhere in the program is logged by [`log`].
pub fn log_without_message() {
    std::panic::set_hook(Box::new(log));
}

/// Logs a panic: its place in the source and a reference, which is kept for the page.
pub fn log(panic: &PanicHookInfo<'_>) {
    let place = panic.location().map(|at| format!("{}:{}", at.file(), at.line())).unwrap_or_default();
    let reference = app::shell::reference();
    tracing::error!(%reference, %place, "a panic");
    LAST.set(Some(reference));
}

/// The reference of the last panic on this thread. A page's panic is caught on the thread it happened on.
#[must_use]
pub fn reference_of_last() -> String {
    LAST.take().unwrap_or_else(|| {
        let reference = app::shell::reference();
        tracing::error!(%reference, "a panic, caught where nobody heard it");
        reference
    })
}
