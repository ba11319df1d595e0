//! The files of the documents: one file a document, both wordings in it, idea by idea.
//!
//! An idea has one picture and the words for each reader. Where a wording has no words for an idea,
//! it does without it. Parts that every document shares stand once, in `shared.json`, under a name.

use std::{collections::BTreeMap, sync::LazyLock};

use chrono::NaiveDate;
use serde::Deserialize;

use super::model::{Document, Line, PlainBlock, Section, Wording, picture_alt};

/// In the order in which they are read. A broken file is missing at run time and found by a test.
const FILES: [&str; 6] = [
    include_str!("content/what-is-the-list.json"),
    include_str!("content/saying-yes-or-no.json"),
    include_str!("content/what-is-kept.json"),
    include_str!("content/changing-your-mind.json"),
    include_str!("content/your-meeting.json"),
    include_str!("content/your-rights.json"),
];
const PROFESSIONALS_FILE: &str = include_str!("content/for-professionals.json");
const SHARED_FILE: &str = include_str!("content/shared.json");

/// The words for each reader, who may have none.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Worded {
    adult: Option<Words>,
    young_person: Option<Words>,
}

/// Words, and where it differs what is read aloud.
#[derive(Debug, Clone, Deserialize)]
#[serde(untagged)]
enum Words {
    Text(String),
    Spoken { text: String, spoken: String },
}

impl Worded {
    /// The text and what is read aloud.
    fn of(&self, wording: Wording) -> Option<(String, Option<String>)> {
        let words = match wording {
            Wording::Adult => self.adult.as_ref(),
            Wording::YoungPerson => self.young_person.as_ref(),
        };
        words.map(|words| match words {
            Words::Text(text) => (text.clone(), None),
            Words::Spoken { text, spoken } => (text.clone(), Some(spoken.clone())),
        })
    }
}

/// One idea. The words stand beside the picture, so `flatten` would lose the check for unknown fields.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Idea {
    idea: String,
    picture: String,
    /// Where this page needs the picture described in another way than `assets/pictures.json` does.
    alt: Option<String>,
    adult: Option<Words>,
    young_person: Option<Words>,
}

impl Idea {
    fn line(&self, wording: Wording) -> Option<Line> {
        let worded = Worded { adult: self.adult.clone(), young_person: self.young_person.clone() };
        let (text, spoken) = worded.of(wording)?;
        let alt = self.alt.as_deref().or_else(|| picture_alt(&self.picture)).unwrap_or_default().to_owned();
        Some(Line { idea: self.idea.clone(), picture: self.picture.clone(), text, alt, mark: String::new(), spoken })
    }
}

/// A part, or the name of a shared one.
#[derive(Debug, Clone, Deserialize)]
#[serde(untagged)]
enum Part<T> {
    Shared(String),
    Own(T),
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct SectionFile {
    heading: Worded,
    lines: Vec<Idea>,
}

impl SectionFile {
    /// `None` where this wording has no heading for it, or nothing under it.
    fn section(&self, shared: &str, wording: Wording) -> Option<Section> {
        let (heading, _) = self.heading.of(wording)?;
        let lines: Vec<Line> = self.lines.iter().filter_map(|idea| idea.line(wording)).collect();
        (!lines.is_empty()).then(|| Section { shared: shared.to_owned(), heading, lines })
    }
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct PlainFile<T> {
    #[serde(default = "Vec::new")]
    adult: Vec<T>,
    #[serde(default = "Vec::new")]
    young_person: Vec<T>,
}

impl<T> PlainFile<T> {
    fn of(&self, wording: Wording) -> &[T] {
        match wording {
            Wording::Adult => &self.adult,
            Wording::YoungPerson => &self.young_person,
        }
    }
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct DocumentFile {
    key: String,
    version: u32,
    reviewed_on: NaiveDate,
    title: Worded,
    #[serde(default)]
    sections: Vec<Part<SectionFile>>,
    plain: PlainFile<Part<PlainBlock>>,
}

/// What every document shares, by name.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct SharedFile {
    sections: BTreeMap<String, SectionFile>,
    plain: BTreeMap<String, PlainFile<PlainBlock>>,
}

impl DocumentFile {
    fn document(&self, shared: &SharedFile, wording: Wording) -> Option<Document> {
        let (title, title_spoken) = self.title.of(wording)?;
        let sections = self.sections.iter().filter_map(|part| match part {
            Part::Own(section) => section.section("", wording),
            Part::Shared(name) => shared.sections.get(name).and_then(|section| section.section(name, wording)),
        });
        let plain = self.plain.of(wording).iter().flat_map(|part| match part {
            Part::Own(block) => vec![block.clone()],
            Part::Shared(name) => shared
                .plain
                .get(name)
                .map_or(&[][..], |blocks| blocks.of(wording))
                .iter()
                .map(|block| PlainBlock { shared: name.clone(), ..block.clone() })
                .collect(),
        });
        Some(Document {
            key: self.key.clone(),
            wording,
            title,
            title_spoken,
            version: self.version,
            reviewed_on: self.reviewed_on,
            sections: sections.collect(),
            plain: plain.collect(),
        })
    }
}

fn read(files: &[&str], wording: Wording) -> Vec<Document> {
    let shared: SharedFile = serde_json::from_str(SHARED_FILE).unwrap_or_default();
    files
        .iter()
        .filter_map(|file| serde_json::from_str::<DocumentFile>(file).ok())
        .filter_map(|file| file.document(&shared, wording))
        .collect()
}

static ADULT: LazyLock<Vec<Document>> = LazyLock::new(|| read(&FILES, Wording::Adult));
static YOUNG_PERSON: LazyLock<Vec<Document>> = LazyLock::new(|| read(&FILES, Wording::YoungPerson));
static PROFESSIONALS: LazyLock<Option<Document>> =
    LazyLock::new(|| read(&[PROFESSIONALS_FILE], Wording::Adult).into_iter().next());

pub(super) fn documents(wording: Wording) -> &'static [Document] {
    match wording {
        Wording::Adult => &ADULT,
        Wording::YoungPerson => &YOUNG_PERSON,
    }
}

pub(super) fn professionals() -> Option<&'static Document> {
    PROFESSIONALS.as_ref()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    fn files() -> Vec<DocumentFile> {
        FILES.iter().chain(&[PROFESSIONALS_FILE]).map(|file| serde_json::from_str(file).unwrap()).collect()
    }

    #[test]
    fn every_shipped_file_is_sound() {
        let shared: SharedFile = serde_json::from_str(SHARED_FILE).unwrap();
        for file in files() {
            let named = file.sections.iter().filter_map(|part| match part {
                Part::Shared(name) => Some(name),
                Part::Own(_) => None,
            });
            for name in named {
                assert!(shared.sections.contains_key(name), "{}: no shared part {name}", file.key);
            }
            for wording in Wording::ALL {
                for part in file.plain.of(*wording) {
                    if let Part::Shared(name) = part {
                        assert!(shared.plain.contains_key(name), "{}: no shared part {name}", file.key);
                    }
                }
            }
        }
    }

    #[test]
    fn a_mistyped_field_is_refused() {
        let file = r#"{"idea": "a", "picture": "yes", "adult": "Yes.", "youngperson": "Yes."}"#;
        assert!(serde_json::from_str::<Idea>(file).is_err());
    }

    #[test]
    fn an_idea_is_named_once_in_a_document() {
        for wording in Wording::ALL {
            for document in documents(*wording) {
                let mut seen = BTreeSet::new();
                for line in document.lines() {
                    assert!(!line.idea.is_empty() && seen.insert(&line.idea), "{}: {}", document.key, line.idea);
                }
            }
        }
    }
}
