//! The formats of a document, and the credits as they are kept. Pure.

use crate::words;

words! {
    /// How a document is shown: one content, five ways.
    pub enum Format {
        /// Whole sentences in paragraphs.
        Leaflet = "leaflet" => "Leaflet",
        /// Colour pictures, one under the other, each with its words.
        EasyRead = "easy-read" => "Easy read with pictures",
        /// Colour pictures in boxes.
        EasyReadGrid = "easy-read-grid" => "Easy read with pictures in boxes",
        /// Line symbols, one under the other.
        Symbols = "symbols" => "Easy read with symbols",
        /// Line symbols in boxes.
        SymbolsGrid = "symbols-grid" => "Easy read with symbols in boxes",
    }
}

/// Which set of pictures a format takes, and how they are laid out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pictures {
    /// The folder of the set under `/pictures`.
    pub set: &'static str,
    /// In boxes beside each other.
    pub grid: bool,
}

impl Format {
    /// The pictures of this format; the leaflet has none.
    #[must_use]
    pub const fn pictures(self) -> Option<Pictures> {
        match self {
            Self::Leaflet => None,
            Self::EasyRead => Some(Pictures { set: "colour", grid: false }),
            Self::EasyReadGrid => Some(Pictures { set: "colour", grid: true }),
            Self::Symbols => Some(Pictures { set: "symbol", grid: false }),
            Self::SymbolsGrid => Some(Pictures { set: "symbol", grid: true }),
        }
    }
}

/// A piece of the credits: the file has headings and paragraphs, and no more of Markdown than that.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Credit<'a> {
    /// Where pictures come from.
    Heading(Vec<Word<'a>>),
    /// More about it.
    Paragraph(Vec<Word<'a>>),
}

/// A stretch of text, or an address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Word<'a> {
    /// Text.
    Text(&'a str),
    /// An address to follow.
    Link(&'a str),
}

/// Reads the credits, without their title and without the note to whoever would edit them.
#[must_use]
pub fn credits(markdown: &str) -> Vec<Credit<'_>> {
    markdown
        .split("\n\n")
        .map(str::trim)
        .filter(|block| !block.is_empty() && !block.starts_with("# ") && !block.contains("do not edit it"))
        .map(|block| match block.strip_prefix("## ") {
            Some(heading) => Credit::Heading(words(heading)),
            None => Credit::Paragraph(words(block)),
        })
        .collect()
}

fn words(text: &str) -> Vec<Word<'_>> {
    let mut found = Vec::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("<https://") {
        let Some((host, later)) = after.split_once('>') else { break };
        found.push(Word::Text(before));
        // The address with its scheme: it starts right after the `<`.
        let from = before.len() + 1;
        found.push(Word::Link(&rest[from..from + "https://".len() + host.len()]));
        rest = later;
    }
    found.push(Word::Text(rest));
    found.retain(|word| *word != Word::Text(""));
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_four_easy_read_formats_are_two_sets_of_pictures_by_two_layouts() {
        let mut kinds: Vec<_> =
            Format::ALL.iter().filter_map(|format| format.pictures()).map(|p| (p.set, p.grid)).collect();
        kinds.sort_unstable();
        kinds.dedup();
        assert_eq!(kinds, [("colour", false), ("colour", true), ("symbol", false), ("symbol", true)]);
    }

    #[test]
    fn no_document_is_called_like_a_format() {
        for document in crate::easy_read::model::documents() {
            assert!(document.key.parse::<Format>().is_err(), "{}", document.key);
        }
    }

    #[test]
    fn credits_are_headings_paragraphs_and_links() {
        let read = credits("# Title\n\n`x` writes this; do not edit it.\n\n## A, <https://a.example>, b\n\nText.\n");
        assert_eq!(
            read,
            [
                Credit::Heading(vec![Word::Text("A, "), Word::Link("https://a.example"), Word::Text(", b")]),
                Credit::Paragraph(vec![Word::Text("Text.")]),
            ]
        );
    }

    #[test]
    fn a_broken_address_is_text() {
        assert_eq!(words("see <https://a.example"), [Word::Text("see <https://a.example")]);
    }
}
