//! The shape of easy-read content, and the content that comes with the product.
//!
//! Texts may hold `{list}`, and a question asked of each agency `{agency}`; [`fill`] and
//! [`ConsentQuestions::agency_question`] put the names in.

use std::sync::LazyLock;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// What a person reads in place of "register" where no other name is set.
pub const LIST_NAME: &str = "support list";

/// Every picture a line may name. A set of pictures has a file for each.
pub const PICTURES: [&str; 50] = [
    "list",
    "person",
    "people-together",
    "family",
    "home",
    "hospital",
    "nurse",
    "doctor",
    "social-worker",
    "teacher",
    "school",
    "police",
    "ambulance",
    "support-worker",
    "meeting",
    "talk",
    "listen",
    "help",
    "plan",
    "calendar",
    "lock",
    "eye",
    "computer",
    "paper",
    "pencil",
    "yes",
    "no",
    "not-sure",
    "change-mind",
    "stop",
    "safe",
    "worried",
    "happy",
    "sad",
    "angry",
    "think",
    "phone",
    "letter",
    "clock",
    "rules",
    "question",
    "feelings",
    "talk-to-someone",
    "important",
    "share",
    "keep-support",
    "red",
    "amber",
    "green",
    "blue",
];

/// One idea: a picture and its words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Line {
    /// A key of [`PICTURES`].
    pub picture: String,
    /// The words: one sentence, at most two.
    pub text: String,
    /// What the picture shows, for those who do not see it.
    pub alt: String,
    /// What is read aloud where it differs from the text, such as numbers said digit by digit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub spoken: Option<String>,
}

impl Line {
    /// What is read aloud.
    #[must_use]
    pub fn aloud(&self) -> &str {
        self.spoken.as_deref().unwrap_or(&self.text)
    }
}

/// A part of an easy-read document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Section {
    /// A short heading.
    pub heading: String,
    /// In order.
    pub lines: Vec<Line>,
}

/// A part of the plain leaflet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PlainBlock {
    /// A short heading.
    pub heading: String,
    /// In order.
    pub parts: Vec<PlainPart>,
}

/// A paragraph or a list of the plain leaflet. In JSON `{"paragraph": "…"}` or `{"bullets": ["…"]}`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PlainPart {
    /// Whole sentences.
    Paragraph(String),
    /// Items of a list.
    Bullets(Vec<String>),
}

/// One piece of information in two forms: easy read and plain leaflet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Document {
    /// Its place in an address: `what-is-the-list`.
    pub key: String,
    /// Its title.
    pub title: String,
    /// From 1; a consent decision records which version was shown.
    pub version: u32,
    /// The day somebody last read it against the facts.
    pub reviewed_on: NaiveDate,
    /// The easy-read form.
    pub sections: Vec<Section>,
    /// The plain leaflet.
    pub plain: Vec<PlainBlock>,
}

impl Document {
    /// Every line of the easy-read form, in order.
    pub fn lines(&self) -> impl Iterator<Item = &Line> {
        self.sections.iter().flat_map(|section| &section.lines)
    }

    /// Every text of the plain leaflet, headings included, in order.
    #[must_use]
    pub fn plain_texts(&self) -> Vec<&str> {
        let mut texts = Vec::new();
        for block in &self.plain {
            texts.push(block.heading.as_str());
            for part in &block.parts {
                match part {
                    PlainPart::Paragraph(text) => texts.push(text),
                    PlainPart::Bullets(items) => texts.extend(items.iter().map(String::as_str)),
                }
            }
        }
        texts
    }
}

/// How a question of the consent conversation is answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum QuestionKind {
    /// Yes, no or not sure.
    YesNoNotSure,
    /// Yes, no or not sure, for each kind of agency on a page of its own.
    EachAgency,
    /// In the person's own words; may stay empty.
    FreeText,
}

/// One question of the consent conversation: one page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Question {
    /// Names the question in what is stored: `on_the_list`.
    pub key: String,
    /// How it is answered.
    pub kind: QuestionKind,
    /// A key of [`PICTURES`].
    pub picture: String,
    /// What the picture shows.
    pub alt: String,
    /// The question.
    pub text: String,
    /// Short lines that help to answer.
    pub lines: Vec<Line>,
}

/// One kind of agency as a person meets it in the conversation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AgencyKind {
    /// `nhs_learning_disability`, `mental_health`, `social_care`, `provider`, `education`, `ambulance` or `police`.
    pub key: String,
    /// What it is called within a sentence: "the police".
    pub name: String,
    /// A key of [`PICTURES`].
    pub picture: String,
    /// What the picture shows.
    pub alt: String,
    /// Who they are, and why they would look.
    pub lines: Vec<Line>,
}

/// One of the three answers, with its picture.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Choice {
    /// `yes`, `no` or `not_sure`.
    pub key: String,
    /// A key of [`PICTURES`].
    pub picture: String,
    /// What the picture shows.
    pub alt: String,
    /// The word on the button.
    pub text: String,
}

/// The consent conversation for adults, one question a page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ConsentQuestions {
    /// From 1; a consent decision records which version was asked.
    pub version: u32,
    /// The day somebody last read it against the facts.
    pub reviewed_on: NaiveDate,
    /// The title of the conversation.
    pub title: String,
    /// What is said before the first question.
    pub before: Vec<Line>,
    /// In the order they are asked.
    pub questions: Vec<Question>,
    /// In the order they are asked about.
    pub agencies: Vec<AgencyKind>,
    /// Yes, no, not sure.
    pub choices: Vec<Choice>,
    /// What is said after the last question, whatever was answered.
    pub after: Vec<Line>,
}

impl ConsentQuestions {
    /// A question by its key.
    #[must_use]
    pub fn question(&self, key: &str) -> Option<&Question> {
        self.questions.iter().find(|question| question.key == key)
    }

    /// A kind of agency by its key.
    #[must_use]
    pub fn agency(&self, key: &str) -> Option<&AgencyKind> {
        self.agencies.iter().find(|agency| agency.key == key)
    }

    /// The question about one kind of agency: its name, its picture and its own lines before the
    /// common ones. The key becomes `agencies_police`. `None` for an unknown kind.
    #[must_use]
    pub fn agency_question(&self, agency: &str) -> Option<Question> {
        let agency = self.agency(agency)?;
        let asked = self.questions.iter().find(|question| question.kind == QuestionKind::EachAgency)?;
        let named = |text: &str| text.replace("{agency}", &agency.name);
        let common = asked.lines.iter().map(|line| Line {
            text: named(&line.text),
            spoken: line.spoken.as_deref().map(named),
            ..line.clone()
        });
        Some(Question {
            key: format!("{}_{}", asked.key, agency.key),
            kind: QuestionKind::YesNoNotSure,
            picture: agency.picture.clone(),
            alt: agency.alt.clone(),
            text: named(&asked.text),
            lines: agency.lines.iter().cloned().chain(common).collect(),
        })
    }

    /// Every page of the conversation in order, the question about agencies once for each.
    #[must_use]
    pub fn pages(&self) -> Vec<Question> {
        let mut pages = Vec::new();
        for question in &self.questions {
            match question.kind {
                QuestionKind::EachAgency => {
                    pages.extend(self.agencies.iter().filter_map(|agency| self.agency_question(&agency.key)));
                }
                QuestionKind::YesNoNotSure | QuestionKind::FreeText => pages.push(question.clone()),
            }
        }
        pages
    }
}

/// Puts the register's person-facing name where the text says `{list}`.
#[must_use]
pub fn fill(text: &str, list_name: &str) -> String {
    text.replace("{list}", list_name)
}

/// In the order in which they are read. A broken file is missing at run time and found by a test.
const DOCUMENT_FILES: [&str; 4] = [
    include_str!("content/what-is-the-list.json"),
    include_str!("content/saying-yes-or-no.json"),
    include_str!("content/what-is-kept.json"),
    include_str!("content/changing-your-mind.json"),
];

const CONSENT_FILE: &str = include_str!("content/consent_questions.json");

static DOCUMENTS: LazyLock<Vec<Document>> =
    LazyLock::new(|| DOCUMENT_FILES.iter().filter_map(|file| serde_json::from_str(file).ok()).collect());

static CONSENT: LazyLock<Option<ConsentQuestions>> = LazyLock::new(|| serde_json::from_str(CONSENT_FILE).ok());

/// All documents, in the order in which they are read.
#[must_use]
pub fn documents() -> &'static [Document] {
    &DOCUMENTS
}

/// A document by its key.
#[must_use]
pub fn document(key: &str) -> Option<&'static Document> {
    DOCUMENTS.iter().find(|document| document.key == key)
}

/// The consent conversation; `None` only where its file is broken, which a test rules out.
#[must_use]
pub fn consent_questions() -> Option<&'static ConsentQuestions> {
    CONSENT.as_ref()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn easy_text(document: &Document) -> String {
        document.lines().map(|line| line.text.as_str()).collect::<Vec<_>>().join("\n").to_lowercase()
    }

    fn consent() -> &'static ConsentQuestions {
        consent_questions().expect("the shipped conversation is sound")
    }

    #[test]
    fn every_shipped_file_is_sound() {
        for file in DOCUMENT_FILES {
            serde_json::from_str::<Document>(file).unwrap();
        }
        serde_json::from_str::<ConsentQuestions>(CONSENT_FILE).unwrap();
        let keys: Vec<_> = documents().iter().map(|document| document.key.as_str()).collect();
        assert_eq!(keys, ["what-is-the-list", "saying-yes-or-no", "what-is-kept", "changing-your-mind"]);
        assert!(document("what-is-kept").is_some() && document("register").is_none());
    }

    #[test]
    fn every_document_says_in_both_forms_what_must_never_be_missing() {
        for document in documents() {
            let easy = easy_text(document);
            let plain = document.plain_texts().join("\n").to_lowercase();
            for (form, text) in [("easy", &easy), ("plain", &plain)] {
                for said in ["not an emergency service", "999", "111", "option 2", "change your mind"] {
                    assert!(text.contains(said), "{} ({form}) does not say: {said}", document.key);
                }
                assert!(
                    text.contains("does not change your support") || text.contains("your support stays the same"),
                    "{} ({form}) does not say that saying no changes nothing",
                    document.key
                );
            }
        }
    }

    #[test]
    fn the_seven_kinds_of_agency_are_named_in_both_forms() {
        let document = document("what-is-the-list").unwrap();
        let easy = easy_text(document);
        let plain = document.plain_texts().join("\n").to_lowercase();
        for said in [
            "learning disability and autism",
            "mental health",
            "council",
            "social care",
            "support worker",
            "school",
            "ambulance",
            "police",
        ] {
            assert!(plain.contains(said), "plain: {said}");
            assert!(easy.contains(said) || said == "social care", "easy: {said}");
        }
    }

    #[test]
    fn the_conversation_asks_about_each_kind_of_agency_on_its_own_page() {
        let pages = consent().pages();
        let keys: Vec<_> = pages.iter().map(|page| page.key.as_str()).collect();
        assert_eq!(
            keys,
            [
                "understood",
                "on_the_list",
                "agencies_nhs_learning_disability",
                "agencies_mental_health",
                "agencies_social_care",
                "agencies_provider",
                "agencies_education",
                "agencies_ambulance",
                "agencies_police",
                "cetr",
                "contact_family",
                "anonymous_planning",
                "exclusions",
            ]
        );
        for page in pages {
            assert!(!page.text.contains('{') || page.text.contains("{list}"), "{}", page.text);
        }
        assert!(consent().agency_question("army").is_none());
    }

    #[test]
    fn the_conversation_says_before_and_after_that_support_stays_the_same() {
        for lines in [&consent().before, &consent().after] {
            assert!(lines.iter().any(|line| line.text.contains("support stays the same")));
        }
    }

    #[test]
    fn the_three_answers_have_pictures_of_their_own() {
        let choices: Vec<_> =
            consent().choices.iter().map(|choice| (choice.key.as_str(), choice.picture.as_str())).collect();
        assert_eq!(choices, [("yes", "yes"), ("no", "no"), ("not_sure", "not-sure")]);
    }

    #[test]
    fn the_name_of_the_list_is_a_setting() {
        assert_eq!(fill("What is the {list}?", LIST_NAME), "What is the support list?");
    }

    #[test]
    fn what_is_read_aloud_falls_back_to_the_text() {
        let mut line = Line { picture: "phone".into(), text: "Ring 999.".into(), alt: "A phone".into(), spoken: None };
        assert_eq!(line.aloud(), "Ring 999.");
        line.spoken = Some("Ring nine nine nine.".into());
        assert_eq!(line.aloud(), "Ring nine nine nine.");
    }
}
