//! What goes wrong, as a sentence for the person at the terminal.

use std::fmt;

pub type Result<T> = std::result::Result<T, Fault>;

#[derive(Debug)]
pub struct Fault(String);

impl Fault {
    pub fn new(sentence: impl Into<String>) -> Self {
        Self(sentence.into())
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

/// Says what was being done when a library gave up, because its own error seldom does.
pub trait While<T> {
    fn or_fault(self, doing: impl fmt::Display) -> Result<T>;
}

impl<T, E: fmt::Display> While<T> for std::result::Result<T, E> {
    fn or_fault(self, doing: impl fmt::Display) -> Result<T> {
        self.map_err(|error| Fault(format!("{doing}: {error}")))
    }
}
