//! Public documents on paper.

use documents::{Block, Booklet, Fault, Imprint, Layout, Leaflet, Line, Look, Part, Section};

use super::press::Pictures;
use crate::{
    base::dates,
    easy_read::{
        model::{self as easy_read, Document, Format, PictureSet, PlainPart, fill},
        together::together,
    },
    shell::capital,
};

/// The size of a leaflet's text, in points.
const LEAFLET_POINTS: u8 = 14;
/// The same in large print, as for most people with low sight.
pub(super) const LARGE_POINTS: u8 = 20;

/// Who answers for a text, and where its pictures are from.
pub fn imprint(version: u32, reviewed_on: chrono::NaiveDate, pictures: Option<&Pictures>) -> Imprint {
    let credit = match pictures {
        None => "",
        Some(pictures) if pictures.has_own() => {
            "The page \u{201c}Pictures and credits\u{201d} of the register says where the pictures are from."
        }
        Some(_) => {
            "Pictures: Fluent Emoji, \u{a9} Microsoft; Health Icons, \u{a9} Resolve to Save Lives; both MIT licence. \
             The page \u{201c}Pictures and credits\u{201d} of the register names them all."
        }
    };
    Imprint {
        version: format!("Version {version}"),
        checked: format!("Last checked on {}", dates::long(reviewed_on)),
        credit: credit.to_owned(),
    }
}

/// Lines of easy read with the pictures of a set.
pub fn lines(lines: &[easy_read::Line], set: Option<PictureSet>, pictures: &Pictures, list: &str) -> Vec<Line> {
    lines
        .iter()
        .map(|line| Line {
            picture: set.and_then(|set| pictures.get(set, &line.picture, &line.alt)),
            mark: set
                .filter(|_| !line.mark.is_empty())
                .and_then(|set| pictures.get(set, &line.mark, easy_read::picture_alt(&line.mark).unwrap_or_default())),
            text: together(&fill(&line.text, list)),
        })
        .collect()
}

/// In boxes beside each other, or one under the other.
pub fn layout(grid: bool) -> Layout {
    if grid { Layout::Grid } else { Layout::List }
}

/// A document in a format, as a PDF.
///
/// # Errors
/// Where it would not be accessible.
pub fn pdf(document: &Document, format: Format, list: &str, pictures: &Pictures, look: Look) -> Result<Vec<u8>, Fault> {
    // The page for professionals has no pictures: it is a leaflet in every format.
    match format.pictures().filter(|_| !document.sections.is_empty()) {
        Some(kind) => documents::booklet(&easy(document, kind, list, pictures), look),
        None => documents::leaflet(&plain(document, format, list), look),
    }
}

fn easy(document: &Document, kind: easy_read::Pictures, list: &str, pictures: &Pictures) -> Booklet {
    Booklet {
        title: capital(&fill(&document.title, list)),
        sections: document
            .sections
            .iter()
            .map(|section| Section {
                heading: together(&fill(&section.heading, list)),
                lines: lines(&section.lines, Some(kind.set), pictures, list),
            })
            .collect(),
        layout: layout(kind.grid),
        imprint: imprint(document.version, document.reviewed_on, Some(pictures)),
    }
}

fn plain(document: &Document, format: Format, list: &str) -> Leaflet {
    Leaflet {
        title: capital(&fill(&document.title, list)),
        blocks: document
            .plain
            .iter()
            .map(|block| Block {
                heading: together(&fill(&block.heading, list)),
                parts: block
                    .parts
                    .iter()
                    .map(|part| match part {
                        PlainPart::Paragraph(text) => Part::Paragraph(together(&fill(text, list))),
                        PlainPart::Bullets(items) => {
                            Part::Bullets(items.iter().map(|item| together(&fill(item, list))).collect())
                        }
                    })
                    .collect(),
            })
            .collect(),
        points: if format == Format::LargePrint { LARGE_POINTS } else { LEAFLET_POINTS },
        imprint: imprint(document.version, document.reviewed_on, None),
    }
}
