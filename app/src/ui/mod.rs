//! The NHS design system's components as Leptos components. Knows no domain.
//!
//! A form page puts a [`FormState`] into context; every field reads its own value and error from
//! it by name, so no page can forget to show again what was typed or where it went wrong.

#[cfg(not(target_family = "wasm"))]
mod actions;
#[cfg(not(target_family = "wasm"))]
mod chart;
#[cfg(not(target_family = "wasm"))]
mod choices;
#[cfg(not(target_family = "wasm"))]
mod content;
#[cfg(not(target_family = "wasm"))]
mod drawing;
#[cfg(not(target_family = "wasm"))]
mod feedback;
#[cfg(not(target_family = "wasm"))]
mod fields;
#[cfg(not(target_family = "wasm"))]
mod form;
#[cfg(not(target_family = "wasm"))]
mod header;
#[cfg(not(target_family = "wasm"))]
mod parts;
#[cfg(not(target_family = "wasm"))]
mod tables;

#[cfg(test)]
mod fixtures;
#[cfg(test)]
mod legibility;

#[cfg(not(target_family = "wasm"))]
pub use self::{
    actions::*,
    chart::*,
    choices::*,
    content::*,
    drawing::*,
    feedback::*,
    fields::*,
    form::*,
    header::*,
    parts::{Links, MaybeLink, Words},
    tables::*,
};
use crate::base::answers::{Answers, Fault};

/// What a form holds: the answers to show again and the faults to show beside them.
#[derive(Debug, Clone, Default)]
pub struct FormState {
    /// Every field as it was typed.
    pub answers: Answers,
    /// What is wrong, in the order of the fields.
    pub faults: Vec<Fault>,
    /// Whether the answers come from a draft that was kept.
    pub restored: bool,
    /// The path the form is sent to, which names its draft.
    pub form: String,
}

impl FormState {
    /// The sentence to show at a field, if something is wrong with it.
    #[must_use]
    pub fn error(&self, field: &str) -> Option<String> {
        self.faults.iter().find(|fault| fault.field == field).map(|fault| fault.message.clone())
    }
}

/// The form state of the page being rendered; empty on a page that has none.
#[must_use]
pub fn form_state() -> FormState {
    leptos::prelude::use_context().unwrap_or_default()
}
