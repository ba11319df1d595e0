//! A decision on paper, for the person to keep.

use documents::{Fault, Imprint, Look, Receipt};

use super::{booklet, press::Pictures};
use crate::easy_read::model::{Format, Line};

/// The size of a receipt's text, in points; in large print that of every other paper.
const POINTS: u8 = 16;

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
    let kind = said.format.pictures();
    Receipt {
        title: "What was decided".to_owned(),
        name: said.name.clone(),
        lines: booklet::lines(&said.ideas, kind.map(|kind| kind.set), pictures, &said.list),
        layout: booklet::layout(kind.is_some_and(|kind| kind.grid)),
        points: if said.format == Format::LargePrint { booklet::LARGE_POINTS } else { POINTS },
        facts_heading: "For the record".to_owned(),
        facts: said.facts.clone(),
        imprint: Imprint {
            version: format!("Decision {}", said.number),
            checked: format!("Printed on {}", said.printed_on),
            credit: String::new(),
        },
    }
}

#[cfg(test)]
mod tests {
    use documents::Layout;

    use super::*;
    use crate::easy_read::model::picture_keys;

    fn on_paper(format: Format) -> Receipt {
        let said = Said {
            name: String::new(),
            ideas: vec![Line::new(picture_keys().next().unwrap(), "You said yes.")],
            facts: Vec::new(),
            format,
            number: 1,
            printed_on: String::new(),
            list: String::new(),
        };
        layout(&said, &Pictures::default())
    }

    #[test]
    fn a_receipt_lies_on_paper_as_whoever_decided_likes_to_read() {
        for format in Format::ALL {
            let receipt = on_paper(*format);
            let boxes = matches!(format, Format::PictureGrid | Format::SymbolGrid);
            assert_eq!(receipt.layout == Layout::Grid, boxes, "{format:?}");
            assert_eq!(receipt.points > POINTS, *format == Format::LargePrint, "{format:?}");
        }
    }
}
