//! What is measured of every text that comes with the product: `cargo xtask reading` has an independent
//! tool measure the same texts and writes `docs/reading-grade.md`; a test holds that file against these.

use serde::Serialize;
use sha2::{Digest, Sha256};

use super::{
    lint::{consent_texts, easy_texts, longest_sentence, reading_grade, sentence_count},
    model::{LIST_NAME, Wording, consent_questions, documents_in, fill, professionals},
};
use crate::access::log::hex;

/// A text and what we count in it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Measured {
    /// The document's key, or `consent_questions`.
    pub key: String,
    /// For whom it is worded.
    pub wording: &'static str,
    /// `easy read` or `leaflet`.
    pub form: &'static str,
    /// Its version.
    pub version: u32,
    /// How many sentences, headings included.
    pub sentences: usize,
    /// The words of its longest sentence.
    pub longest: usize,
    /// Our own estimate of its Flesch-Kincaid grade.
    pub ours: f64,
    /// Twelve letters that change with the text.
    pub mark: String,
    /// The text itself, with the list's usual name.
    pub texts: Vec<String>,
}

fn measure(key: &str, wording: Wording, form: &'static str, version: u32, texts: Vec<String>) -> Measured {
    let mark: String = hex(&Sha256::digest(texts.join("\n"))).chars().take(12).collect();
    Measured {
        key: key.to_owned(),
        wording: wording.short(),
        form,
        version,
        sentences: sentence_count(&texts),
        longest: longest_sentence(&texts),
        ours: reading_grade(&texts),
        mark,
        texts,
    }
}

/// Every text, in the order in which they are read.
#[must_use]
pub fn measured() -> Vec<Measured> {
    let mut all = Vec::new();
    let people = Wording::ALL.iter().flat_map(|wording| documents_in(*wording));
    for document in people.chain(professionals()) {
        let plain = document.plain_texts().into_iter().map(|text| fill(text, LIST_NAME)).collect();
        let forms = [("easy read", easy_texts(document)), ("leaflet", plain)];
        let there = forms.into_iter().filter(|(form, _)| *form == "leaflet" || !document.sections.is_empty());
        all.extend(there.map(|(form, texts)| measure(&document.key, document.wording, form, document.version, texts)));
    }
    for wording in Wording::ALL {
        let asked = consent_questions(*wording);
        all.extend(
            asked.map(|asked| measure("consent_questions", *wording, "easy read", asked.version, consent_texts(asked))),
        );
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_published_reading_grades_are_those_of_these_texts() {
        let published = include_str!("../../../docs/reading-grade.md");
        for text in measured() {
            let row = format!("| {} | {} | {} | {} |", text.key, text.wording, text.form, text.version);
            let found = published.lines().find(|line| line.starts_with(&row));
            assert!(
                found.is_some_and(|line| line.ends_with(&format!("| {} |", text.mark))),
                "{row}: the text is not the one that was measured. Raise its version and run cargo xtask reading"
            );
        }
    }

    #[test]
    fn the_mark_changes_with_the_text() {
        let mark = |text: &str| measure("a", Wording::Adult, "leaflet", 1, vec![text.to_owned()]).mark;
        assert_ne!(mark("You can say no."), mark("You can say no"));
        assert_eq!(mark("Yes.").len(), 12);
    }
}
