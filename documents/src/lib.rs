//! Papers: booklets, leaflets, consent forms and receipts as accessible PDFs.
//!
//! *What it is.* Plain structs in, the bytes of a PDF out. Typst lays out the templates of this crate
//! and writes PDF/UA-1, the standard for PDFs that a screen reader can read: tagged, titled, in British
//! English. Typst refuses to write a picture without a description, so a paper cannot lose one unseen.
//!
//! *What must hold.* What somebody typed is only ever data (`data.json` of a template), never Typst
//! code. Nothing is read but what is handed in: no files, no clock, no network. The same input gives
//! the same bytes. Nothing of one paper stays in memory for the next ([`render`](mod@engine) empties
//! Typst's own cache).
//!
//! *Deliberately absent.* Everything about the register: which documents there are, what is asked,
//! who may print. This crate changes rarely, because Typst takes long to compile.
#![warn(missing_docs)]

mod engine;
mod look;
mod model;
mod qr;

pub use engine::Fault;
pub use look::{Contrast, Look};
pub use model::{
    Begins, Block, Booklet, Choice, Code, Field, Form, Group, Imprint, Kind, Layout, Leaflet, Line, Part, Picture,
    Receipt, Section,
};

/// An easy-read booklet: pictures and words, as a list or in boxes.
///
/// # Errors
/// Where a picture cannot be read, or something would not be accessible.
pub fn booklet(booklet: &Booklet, look: Look) -> Result<Vec<u8>, Fault> {
    engine::render("booklet.typ", booklet, look)
}

/// A leaflet in whole sentences, in the usual or in large print.
///
/// # Errors
/// Where something would not be accessible.
pub fn leaflet(leaflet: &Leaflet, look: Look) -> Result<Vec<u8>, Fault> {
    engine::render("leaflet.typ", leaflet, look)
}

/// A form to fill in by hand.
///
/// # Errors
/// Where a picture cannot be read, or something would not be accessible.
pub fn form(form: &Form, look: Look) -> Result<Vec<u8>, Fault> {
    engine::render("form.typ", form, look)
}

/// What somebody decided, for them to keep.
///
/// # Errors
/// Where a picture cannot be read, or something would not be accessible.
pub fn receipt(receipt: &Receipt, look: Look) -> Result<Vec<u8>, Fault> {
    engine::render("receipt.typ", receipt, look)
}

/// Whether a picture can be printed at all. One that cannot would lose a whole paper: look first.
#[must_use]
pub fn shows(picture: &Picture) -> bool {
    let line = Line { picture: Some(picture.clone()), mark: None, text: String::new() };
    let receipt = Receipt {
        title: "A picture".to_owned(),
        name: String::new(),
        lines: vec![line],
        layout: Layout::List,
        points: 16,
        facts_heading: String::new(),
        facts: Vec::new(),
        signature: None,
        imprint: Imprint::default(),
    };
    self::receipt(&receipt, Look::default()).is_ok()
}
