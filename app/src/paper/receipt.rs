//! A decision on paper, for the person to keep.

use documents::{Fault, Imprint, Look, Receipt};

use super::{booklet, press::Pictures};
use crate::easy_read::model::{Format, Line};

/// What a receipt says.
#[derive(Debug, Clone)]
pub struct Said {
    /// Whose decision.
    pub name: String,
    /// The decision as ideas, each with a picture.
    pub ideas: Vec<Line>,
    /// When, by whom, how, and which texts were shown in which versions.
    pub facts: Vec<(String, String)>,
    /// The form in which the information was given; the receipt takes the same.
    pub format: Format,
    /// Which of the person's decisions it is.
    pub number: i64,
    /// The day of printing, as people read it.
    pub printed_on: String,
    /// What people call the register.
    pub list: String,
}

/// A receipt as a PDF.
///
/// # Errors
/// Where it would not be accessible.
pub fn pdf(said: &Said, pictures: &Pictures, look: Look) -> Result<Vec<u8>, Fault> {
    documents::receipt(&layout(said, pictures), look)
}

/// What is on the receipt.
#[must_use]
pub fn layout(said: &Said, pictures: &Pictures) -> Receipt {
    let set = said.format.pictures().map(|pictures| pictures.set);
    Receipt {
        title: "What was decided".to_owned(),
        name: said.name.clone(),
        lines: booklet::lines(&said.ideas, set, pictures, &said.list),
        facts_heading: "For the record".to_owned(),
        facts: said.facts.clone(),
        imprint: Imprint {
            version: format!("Decision {}", said.number),
            checked: format!("Printed on {}", said.printed_on),
            credit: String::new(),
        },
    }
}
