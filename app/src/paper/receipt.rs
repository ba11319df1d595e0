//! A decision on paper, for the person to keep.

use documents::{Fault, Imprint, Kind, Look, Picture, Receipt};

use super::{booklet, press::Pictures};
use crate::{
    base::drawing::{Drawing, HEIGHT, WIDTH},
    easy_read::model::{Format, Line},
};

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
    /// The name or mark that was drawn under it, where one was.
    pub signature: Option<Drawing>,
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
        signature: said.signature.as_ref().map(|drawing| ("Their signature".to_owned(), picture(drawing))),
        imprint: Imprint {
            version: format!("Decision {}", said.number),
            checked: format!("Printed on {}", said.printed_on),
            credit: String::new(),
        },
    }
}

/// A drawing as a picture on paper: the same lines as on the page, black on the paper's own white.
fn picture(drawing: &Drawing) -> Picture {
    let paths: String = drawing.paths().iter().map(|path| format!("<path d=\"{path}\"/>")).collect();
    let svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {HEIGHT}\" fill=\"none\" stroke=\"#000\" \
         stroke-width=\"6\" stroke-linecap=\"round\" stroke-linejoin=\"round\">{paths}</svg>"
    );
    Picture { bytes: svg.into_bytes().into(), kind: Kind::Svg, alt: "The signature, as it was drawn.".to_owned() }
}

#[cfg(test)]
mod tests {
    use documents::Layout;

    use super::*;
    use crate::easy_read::model::picture_keys;

    fn said(format: Format) -> Said {
        Said {
            name: String::new(),
            ideas: vec![Line::new(picture_keys().next().unwrap(), "You said yes.")],
            facts: Vec::new(),
            signature: None,
            format,
            number: 1,
            printed_on: String::new(),
            list: String::new(),
        }
    }

    fn on_paper(format: Format) -> Receipt {
        layout(&said(format), &Pictures::default())
    }

    #[test]
    fn what_was_drawn_under_a_decision_is_on_its_paper() {
        let signature = "[[[10,20],[300,400]],[[700,500]]]".parse().unwrap();
        let said = Said { signature: Some(signature), ..said(Format::PictureList) };
        let (name, drawn) = layout(&said, &Pictures::default()).signature.unwrap();
        let svg = String::from_utf8(drawn.bytes.to_vec()).unwrap();
        assert!(svg.contains("M10 20L300 400") && svg.contains("M700 500L700 500"), "{svg}");
        assert_eq!((name.as_str(), drawn.alt.is_empty()), ("Their signature", false));
        let (with, without) = (pdf(&said, &Pictures::default(), Look::default()), Said { signature: None, ..said });
        let without = pdf(&without, &Pictures::default(), Look::default()).unwrap();
        assert!(with.unwrap().len() > without.len() + 200, "it is drawn, not only kept");
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
