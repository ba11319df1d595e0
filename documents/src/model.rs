//! What a paper is made of. Words arrive as they are to be read: nothing here is translated or formatted.

use std::sync::Arc;

use serde::Serialize;

/// What kind of file a picture is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Lines and areas.
    Svg,
    /// Pixels.
    Png,
    /// A photograph.
    Jpg,
    /// Either.
    Webp,
}

/// A picture and what it shows. The bytes are shared: one picture stands in many papers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    /// The file.
    pub bytes: Arc<[u8]>,
    /// What kind of file.
    pub kind: Kind,
    /// What it shows, for somebody who cannot see it. Empty: the paper is refused.
    pub alt: String,
}

/// Who answers for a paper's words, at its end and at the foot of every page.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Imprint {
    /// "Version 3".
    pub version: String,
    /// "Last checked on 22 November 2026".
    pub checked: String,
    /// Where the pictures come from, or any other small print; may be empty.
    pub credit: String,
}

/// One idea: a picture and its words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Line {
    /// May be missing: the words say it all.
    pub picture: Option<Picture>,
    /// Small in the corner of the picture: the answer to what it shows. Nothing without a picture.
    pub mark: Option<Picture>,
    /// One sentence, at most two.
    pub text: String,
}

impl Line {
    /// Its picture and what is in the corner of it.
    pub(crate) fn pictures(&self) -> impl Iterator<Item = &Picture> {
        self.picture.iter().chain(&self.mark)
    }
}

/// A part of a booklet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Section {
    /// A short heading.
    pub heading: String,
    /// In order.
    pub lines: Vec<Line>,
}

/// How lines lie on the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Layout {
    /// One under the other: picture left, words right.
    List,
    /// In boxes beside each other: picture above, words below.
    Grid,
}

/// Easy read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Booklet {
    /// Its title.
    pub title: String,
    /// In order.
    pub sections: Vec<Section>,
    /// List or grid.
    pub layout: Layout,
    /// Version and date.
    pub imprint: Imprint,
}

/// A piece of a leaflet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case", tag = "kind", content = "content")]
pub enum Part {
    /// Whole sentences.
    Paragraph(String),
    /// Items of a list.
    Bullets(Vec<String>),
}

/// A part of a leaflet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Block {
    /// A short heading.
    pub heading: String,
    /// In order.
    pub parts: Vec<Part>,
}

/// Whole sentences in paragraphs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Leaflet {
    /// Its title.
    pub title: String,
    /// In order.
    pub blocks: Vec<Block>,
    /// The size of its text before the reader's own settings, in points: 14, or 20 for large print.
    pub points: u8,
    /// Version and date.
    pub imprint: Imprint,
}

/// An answer that can be ticked: a box, a picture and a word.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Choice {
    /// The word.
    pub word: String,
    /// Its picture.
    pub picture: Option<Picture>,
}

/// Something to fill in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case", tag = "kind", content = "content")]
pub enum Field {
    /// A question for the person, with big answers beside each other.
    Question {
        /// The question.
        line: Line,
        /// Short lines that help to answer.
        help: Vec<String>,
        /// What can be ticked.
        choices: Vec<Choice>,
    },
    /// Words to write by hand.
    Write {
        /// What to write.
        label: String,
        /// More about it; may be empty.
        hint: String,
        /// How many lines there are to write on.
        rows: u8,
    },
    /// Short things to write, beside each other: name, date.
    Beside(Vec<String>),
    /// Small boxes to tick, one under the other.
    Tick {
        /// What is asked.
        label: String,
        /// More about it; may be empty.
        hint: String,
        /// What can be ticked.
        choices: Vec<String>,
    },
    /// Something to know before going on.
    Note(String),
}

/// Where a part of a form begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Begins {
    /// Right after what is before it.
    Here,
    /// On a page of its own.
    OnNewPage,
    /// Where the whole of it fits on one page.
    Whole,
}

/// A part of a form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Group {
    /// A short heading.
    pub heading: String,
    /// Where it begins.
    pub begins: Begins,
    /// In order.
    pub fields: Vec<Field>,
}

/// What leads a form that comes back to where it belongs. Says nothing of whom it is about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Code {
    /// What the square code holds.
    pub address: String,
    /// The same to type: `ABCDE-FGHJK`.
    pub text: String,
}

/// A form to fill in by hand.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Form {
    /// Its title.
    pub title: String,
    /// Whom it is about; empty: a line to write on.
    pub name: String,
    /// What is said before the first question.
    pub before: Vec<Line>,
    /// What the person fills in, in order.
    pub groups: Vec<Group>,
    /// What is said after the person's last question.
    pub after: Vec<Line>,
    /// What whoever asks fills in, in order.
    pub for_staff: Vec<Group>,
    /// Brings it back, on every page.
    pub code: Option<Code>,
    /// Version and date.
    pub imprint: Imprint,
}

/// What somebody decided, for them to keep.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Receipt {
    /// Its title.
    pub title: String,
    /// Whose it is.
    pub name: String,
    /// What was decided and how to change one's mind, in lines with or without pictures.
    pub lines: Vec<Line>,
    /// How these lie on the page.
    pub layout: Layout,
    /// The size of its text before the reader's own settings, in points.
    pub points: u8,
    /// Heading of the facts.
    pub facts_heading: String,
    /// When, by whom, how, which texts in which versions: each a name and what it is.
    pub facts: Vec<(String, String)>,
    /// Heading of the signature and what was drawn, where it was drawn.
    pub signature: Option<(String, Picture)>,
    /// Version and date.
    pub imprint: Imprint,
}
