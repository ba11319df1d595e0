//! The shape of easy-read content, and the content that comes with the product.
//!
//! Texts may hold `{list}`, and a question asked of each agency `{agency}`; [`fill`] and
//! [`ConsentQuestions::agency_question`] put the names in.

use std::{collections::BTreeMap, sync::LazyLock};

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::source;
use crate::words;

/// What a person reads in place of "register" where no other name is set.
pub const LIST_NAME: &str = "support list";

words! {
    /// How a document is shown: one content, six ways. The word stands in addresses and is what others
    /// store, such as the format somebody likes best.
    pub enum Format {
        /// Whole sentences in paragraphs.
        Leaflet = "leaflet" => "Plain leaflet",
        /// The leaflet in letters large enough for most people with low sight.
        LargePrint = "large-print" => "Large print",
        /// Colour pictures, one under the other, each with its words.
        PictureList = "easy-read" => "Easy read with pictures",
        /// Colour pictures in boxes.
        PictureGrid = "easy-read-grid" => "Easy read with pictures in boxes",
        /// Line symbols, one under the other.
        SymbolList = "symbols" => "Easy read with symbols",
        /// Line symbols in boxes.
        SymbolGrid = "symbols-grid" => "Easy read with symbols in boxes",
    }
}

words! {
    /// For whom a text is worded. The ideas are the same; the words, and what matters most, are not.
    pub enum Wording {
        /// Somebody of 18 or more.
        Adult = "adult" => "For adults",
        /// Somebody under 18.
        YoungPerson = "young_person" => "For children and young people",
    }
}

words! {
    /// A set of pictures. Its word is the folder it lies in.
    pub enum PictureSet {
        /// Pictures in colour; a pack may hold photographs.
        Colour = "colour" => "Colour pictures",
        /// Black symbols of lines.
        Symbol = "symbol" => "Symbols",
    }
}

impl Wording {
    /// Its name where several stand beside each other to choose from.
    #[must_use]
    pub const fn short(self) -> &'static str {
        match self {
            Self::Adult => "Adults",
            Self::YoungPerson => "Children and young people",
        }
    }
}

/// Which set of pictures a format takes, and how they are laid out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pictures {
    /// The set.
    pub set: PictureSet,
    /// In boxes beside each other.
    pub grid: bool,
}

impl Format {
    /// Its name where several stand beside each other to choose from.
    #[must_use]
    pub const fn short(self) -> &'static str {
        match self {
            Self::Leaflet => "Leaflet",
            Self::LargePrint => "Large print",
            Self::PictureList => "Pictures",
            Self::PictureGrid => "Pictures in boxes",
            Self::SymbolList => "Symbols",
            Self::SymbolGrid => "Symbols in boxes",
        }
    }

    /// The pictures of this format; the leaflet has none.
    #[must_use]
    pub const fn pictures(self) -> Option<Pictures> {
        match self {
            Self::Leaflet | Self::LargePrint => None,
            Self::PictureList => Some(Pictures { set: PictureSet::Colour, grid: false }),
            Self::PictureGrid => Some(Pictures { set: PictureSet::Colour, grid: true }),
            Self::SymbolList => Some(Pictures { set: PictureSet::Symbol, grid: false }),
            Self::SymbolGrid => Some(Pictures { set: PictureSet::Symbol, grid: true }),
        }
    }
}

/// How somebody likes the documents: kept in a cookie, `young_person.symbols`, when they choose.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ReadAs {
    /// For whom it is worded.
    pub wording: Wording,
    /// How it is shown.
    pub format: Format,
}

impl Default for ReadAs {
    fn default() -> Self {
        Self { wording: Wording::Adult, format: Format::PictureList }
    }
}

impl ReadAs {
    /// From the cookie; anything unreadable counts as not chosen.
    #[must_use]
    pub fn from_cookie(value: &str) -> Self {
        let (wording, format) = value.split_once('.').unwrap_or_default();
        let usual = Self::default();
        Self { wording: wording.parse().unwrap_or(usual.wording), format: format.parse().unwrap_or(usual.format) }
    }

    /// As the cookie keeps it.
    #[must_use]
    pub fn to_cookie(self) -> String {
        format!("{}.{}", self.wording.word(), self.format.word())
    }
}

/// What a picture shows, for somebody who cannot see it; `None` for a key that no picture has.
#[must_use]
pub fn picture_alt(key: &str) -> Option<&'static str> {
    PICTURES.get(key).map(|picture| picture.alt.as_str())
}

/// The key of every picture that a line may name, in the order of the alphabet.
pub fn picture_keys() -> impl Iterator<Item = &'static str> {
    PICTURES.keys().map(String::as_str)
}

/// Where a picture is served. A pack of the organisation's own may stand behind it.
#[must_use]
pub fn picture_address(set: PictureSet, key: &str) -> String {
    format!("/pictures/{}/{key}.svg", set.word())
}

/// One idea: a picture and its words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Line {
    /// Names the idea, the same in every wording: `support-unchanged`. Empty where nothing refers to it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub idea: String,
    /// A key of [`picture_keys`].
    pub picture: String,
    /// The words: one sentence, at most two.
    pub text: String,
    /// What the picture shows, for those who do not see it.
    pub alt: String,
    /// The key of a second picture, small in the corner of the first: a tick on a police officer. Empty where there is
    /// none.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub mark: String,
    /// What is read aloud where it differs from the text, such as numbers said digit by digit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub spoken: Option<String>,
}

impl Line {
    /// A line of a page's own: a picture and its words.
    #[must_use]
    pub fn new(picture: &str, text: impl Into<String>) -> Self {
        Self {
            idea: String::new(),
            picture: picture.to_owned(),
            text: text.into(),
            alt: picture_alt(picture).unwrap_or_default().to_owned(),
            mark: String::new(),
            spoken: None,
        }
    }

    /// With an answer to it in the corner of its picture: about whom it is, and what was said, seen at once.
    #[must_use]
    pub fn marked(self, mark: &str) -> Self {
        Self { mark: mark.to_owned(), ..self }
    }

    /// What is read aloud.
    #[must_use]
    pub fn aloud(&self) -> &str {
        self.spoken.as_deref().unwrap_or(&self.text)
    }
}

/// The picture of an agency's kind; people together, where it has none of its own.
#[must_use]
pub fn agency_picture(kind: &str) -> &'static str {
    // The pictures are the same in every wording.
    consent_questions(Wording::Adult)
        .and_then(|questions| questions.agency(kind))
        .map_or("people-together", |about| about.picture.as_str())
}

/// Whom to ring when it is urgent, and then that this is no emergency service: what is said after the
/// last question of the conversation ends with it.
pub fn urgent(wording: Wording) -> impl Iterator<Item = &'static Line> {
    let after = consent_questions(wording).map(|questions| questions.after.as_slice());
    after.unwrap_or_default().iter().skip_while(|line| line.picture != "ring-999")
}

/// A part of an easy-read document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Section {
    /// Names a part that every document shares: [`START`]. Empty for the others.
    pub shared: String,
    /// A short heading.
    pub heading: String,
    /// In order.
    pub lines: Vec<Line>,
}

/// The part that every document starts with: whom to ring, no emergency service, support unchanged.
pub const START: &str = "start";

/// A part of the plain leaflet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PlainBlock {
    /// Names a part that every leaflet shares: [`START`]. Empty for the others.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub shared: String,
    /// A short heading.
    pub heading: String,
    /// The ideas of the easy-read form that it says: a test holds both forms to the same ones.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub ideas: Vec<String>,
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

impl PlainBlock {
    /// Its texts in order, the heading first.
    pub fn texts(&self) -> impl Iterator<Item = &str> {
        let parts = self.parts.iter().flat_map(|part| match part {
            PlainPart::Paragraph(text) => std::slice::from_ref(text),
            PlainPart::Bullets(items) => items.as_slice(),
        });
        std::iter::once(self.heading.as_str()).chain(parts.map(String::as_str))
    }
}

/// One piece of information in one wording, in two forms: easy read and plain leaflet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Document {
    /// Its place in an address: `what-is-the-list`.
    pub key: String,
    /// For whom it is worded.
    pub wording: Wording,
    /// Its title.
    pub title: String,
    /// The title as it is read aloud, where that differs.
    pub title_spoken: Option<String>,
    /// From 1, the same for both wordings; a consent decision records which version was shown.
    pub version: u32,
    /// The day somebody last read it against the facts.
    pub reviewed_on: NaiveDate,
    /// The easy-read form. Empty for the page for professionals, which is a leaflet only.
    pub sections: Vec<Section>,
    /// The plain leaflet.
    pub plain: Vec<PlainBlock>,
}

impl Document {
    /// Every line of the easy-read form, in order.
    pub fn lines(&self) -> impl Iterator<Item = &Line> {
        self.sections.iter().flat_map(|section| &section.lines)
    }

    /// The line of an idea and those that carry it on: `red`, then `red-home` and `red-help`.
    pub fn lines_about(&self, idea: &str) -> impl Iterator<Item = &Line> {
        self.lines().filter(move |line| {
            line.idea.strip_prefix(idea).is_some_and(|rest| rest.is_empty() || rest.starts_with('-'))
        })
    }

    /// Every text of the plain leaflet, headings included, in order.
    #[must_use]
    pub fn plain_texts(&self) -> Vec<&str> {
        self.plain.iter().flat_map(PlainBlock::texts).collect()
    }

    /// The formats it comes in.
    pub fn formats(&self) -> impl Iterator<Item = Format> {
        let easy = !self.sections.is_empty();
        Format::ALL.iter().copied().filter(move |format| easy || format.pictures().is_none())
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
    /// With their name or their mark under the answers; may stay empty.
    Sign,
}

/// One question of the consent conversation: one page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Question {
    /// Names the question in what is stored: `on_the_list`.
    pub key: String,
    /// How it is answered.
    pub kind: QuestionKind,
    /// A key of [`picture_keys`].
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
    /// A key of [`picture_keys`].
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
    /// A key of [`picture_keys`].
    pub picture: String,
    /// What the picture shows.
    pub alt: String,
    /// The word on the button.
    pub text: String,
}

/// The consent conversation, one question a page.
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

    /// The question about one agency, by name: the picture and the lines of its kind, then the common
    /// ones. A kind without its own has only those. The key becomes `agencies_police`.
    #[must_use]
    pub fn agency_question(&self, kind: &str, name: &str) -> Option<Question> {
        let asked = self.questions.iter().find(|question| question.kind == QuestionKind::EachAgency)?;
        let about = self.agency(kind);
        let named = |text: &str| text.replace("{agency}", name);
        let common = asked.lines.iter().map(|line| Line {
            text: named(&line.text),
            spoken: line.spoken.as_deref().map(named),
            ..line.clone()
        });
        Some(Question {
            key: format!("{}_{kind}", asked.key),
            kind: QuestionKind::YesNoNotSure,
            picture: about.map_or(&asked.picture, |about| &about.picture).clone(),
            alt: about.map_or(&asked.alt, |about| &about.alt).clone(),
            text: named(&asked.text),
            lines: about.into_iter().flat_map(|about| about.lines.iter().cloned()).chain(common).collect(),
        })
    }

    /// Every page of the conversation in order, the question about agencies once for each.
    #[must_use]
    pub fn pages(&self) -> Vec<Question> {
        let mut pages = Vec::new();
        for question in &self.questions {
            match question.kind {
                QuestionKind::EachAgency => {
                    pages.extend(
                        self.agencies.iter().filter_map(|agency| self.agency_question(&agency.key, &agency.name)),
                    );
                }
                QuestionKind::YesNoNotSure | QuestionKind::FreeText | QuestionKind::Sign => {
                    pages.push(question.clone());
                }
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

const CONSENT_FILE: &str = include_str!("content/consent_questions.json");
const CONSENT_YOUNG_PERSON_FILE: &str = include_str!("content/consent_questions_young_person.json");
const PICTURES_FILE: &str = include_str!("../../../assets/pictures.json");

/// As far as a page needs to know it; `cargo xtask build` reads the rest.
#[derive(Debug, Deserialize)]
struct Picture {
    alt: String,
}

static PICTURES: LazyLock<BTreeMap<String, Picture>> =
    LazyLock::new(|| serde_json::from_str(PICTURES_FILE).unwrap_or_default());

static CONSENT: LazyLock<Option<ConsentQuestions>> = LazyLock::new(|| serde_json::from_str(CONSENT_FILE).ok());
static CONSENT_YOUNG_PERSON: LazyLock<Option<ConsentQuestions>> =
    LazyLock::new(|| serde_json::from_str(CONSENT_YOUNG_PERSON_FILE).ok());

/// The documents for people, in the order in which they are read, worded for adults.
#[must_use]
pub fn documents() -> &'static [Document] {
    documents_in(Wording::Adult)
}

/// The documents for people in a wording, in the order in which they are read.
#[must_use]
pub fn documents_in(wording: Wording) -> &'static [Document] {
    source::documents(wording)
}

/// A document by its key, worded for adults; the page for professionals has one too.
#[must_use]
pub fn document(key: &str) -> Option<&'static Document> {
    document_in(key, Wording::Adult)
}

/// A document by its key, in a wording. The page for professionals has only one.
#[must_use]
pub fn document_in(key: &str, wording: Wording) -> Option<&'static Document> {
    documents_in(wording).iter().chain(professionals()).find(|document| document.key == key)
}

/// The information for professionals: the register, consent, and how the support tool is to be used.
#[must_use]
pub fn professionals() -> Option<&'static Document> {
    source::professionals()
}

/// The consent conversation in a wording: the same questions under the same keys, in the same order.
/// `None` only where its file is broken, which a test rules out.
#[must_use]
pub fn consent_questions(wording: Wording) -> Option<&'static ConsentQuestions> {
    match wording {
        Wording::Adult => CONSENT.as_ref(),
        Wording::YoungPerson => CONSENT_YOUNG_PERSON.as_ref(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn easy_text(document: &Document) -> String {
        document.lines().map(|line| line.text.as_str()).collect::<Vec<_>>().join("\n").to_lowercase()
    }

    fn consent() -> &'static ConsentQuestions {
        consent_questions(Wording::Adult).expect("the shipped conversation is sound")
    }

    #[test]
    fn what_a_colour_means_is_the_line_of_that_colour_and_what_carries_it_on() {
        for wording in Wording::ALL {
            let list = document_in("what-is-the-list", *wording).unwrap();
            for (colour, lines) in [("red", 4), ("amber", 2), ("green", 1), ("blue", 1)] {
                let about: Vec<_> = list.lines_about(colour).collect();
                assert_eq!(about.len(), lines, "{colour}");
                assert!(about[0].text.to_lowercase().starts_with(&format!("{colour} means")), "{}", about[0].text);
            }
        }
    }

    #[test]
    fn the_shipped_documents_are_all_there() {
        serde_json::from_str::<ConsentQuestions>(CONSENT_FILE).unwrap();
        serde_json::from_str::<BTreeMap<String, Picture>>(PICTURES_FILE).unwrap();
        let keys: Vec<_> = documents().iter().map(|document| document.key.as_str()).collect();
        let expected = [
            "what-is-the-list",
            "saying-yes-or-no",
            "what-is-kept",
            "changing-your-mind",
            "your-meeting",
            "your-rights",
        ];
        assert_eq!(keys, expected);
        let young: Vec<_> = documents_in(Wording::YoungPerson).iter().map(|document| &document.key).collect();
        assert_eq!(young, expected);
        assert!(document("what-is-kept").is_some() && document("register").is_none());
    }

    #[test]
    fn every_document_says_in_both_forms_what_must_never_be_missing() {
        for document in Wording::ALL.iter().flat_map(|wording| documents_in(*wording)) {
            let easy = easy_text(document);
            let plain = document.plain_texts().join("\n").to_lowercase();
            for (form, text) in [("easy", &easy), ("plain", &plain)] {
                for said in
                    ["not an emergency service", "999", "111", "option 2", "85258", "does not change your support"]
                {
                    assert!(text.contains(said), "{} ({form}) does not say: {said}", document.key);
                }
                assert!(text.contains("change your mind"), "{} ({form}): that one may change", document.key);
            }
            let first = (&document.sections[0].shared, &document.plain[0].shared);
            assert_eq!(first, (&START.to_owned(), &START.to_owned()), "{} says it first", document.key);
            let ring = (document.sections[0].lines[0].idea.as_str(), document.plain[0].texts().nth(1));
            assert_eq!(ring.0, "ring-999", "{}: whom to ring comes before what this is not", document.key);
            assert!(ring.1.is_some_and(|text| text.contains("ring 999")), "{}: in the leaflet too", document.key);
        }
    }

    #[test]
    fn children_are_told_that_their_own_view_is_written_down_and_who_chooses() {
        let document = document_in("saying-yes-or-no", Wording::YoungPerson).unwrap();
        let plain = document.plain_texts().join("\n");
        for said in ["16 or 17", "under 16", "write it down", "parent", "not agree"] {
            assert!(plain.contains(said) || easy_text(document).contains(said), "{said}");
        }
        assert!(easy_text(document).contains("are you 16 or 17? you choose for yourself."));
        assert!(easy_text(document).contains("we always ask what you think. we always write it down."));
    }

    #[test]
    fn the_two_wordings_differ_and_share_most_ideas() {
        for adult in documents() {
            let young = document_in(&adult.key, Wording::YoungPerson).unwrap();
            let same = adult.lines().filter(|line| young.lines().any(|other| other.text == line.text)).count();
            let ideas = adult.lines().filter(|line| young.lines().any(|other| other.idea == line.idea)).count();
            assert!(same * 10 < adult.lines().count() * 7, "{}: {same} lines are the same", adult.key);
            assert!(ideas * 10 > adult.lines().count() * 8, "{}: only {ideas} ideas in both", adult.key);
            assert_eq!((adult.version, adult.reviewed_on), (young.version, young.reviewed_on));
        }
    }

    #[test]
    fn professionals_read_how_the_tool_is_to_be_used_and_that_it_is_not_validated() {
        let page = professionals().unwrap();
        let text = page.plain_texts().join("\n").to_lowercase();
        for said in ["not clinically validated", "not an emergency service", "999", "not known", "gillick", "capacity"]
        {
            assert!(text.contains(said), "{said}");
        }
        assert!(page.formats().all(|format| format.pictures().is_none()), "a leaflet only");
        assert_eq!(document("for-professionals").map(|found| &found.key), Some(&page.key));
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
                "signature",
            ]
        );
        for page in pages {
            assert!(!page.text.contains('{') || page.text.contains("{list}"), "{}", page.text);
        }
        let army = consent().agency_question("army", "The Army").unwrap();
        assert_eq!(army.text, "Can The Army see your information?");
        assert!(!army.lines.is_empty());
    }

    #[test]
    fn both_wordings_of_the_conversation_ask_the_same_questions() {
        let young = consent_questions(Wording::YoungPerson).unwrap();
        let shape = |asked: &ConsentQuestions| {
            let pages: Vec<_> = asked.pages().into_iter().map(|page| (page.key, page.kind, page.picture)).collect();
            let choices: Vec<_> = asked.choices.iter().map(|choice| choice.key.clone()).collect();
            (asked.version, pages, choices)
        };
        assert_eq!(shape(young), shape(consent()));
        assert!(young.before.iter().any(|line| line.text == "We always write down what you think."));
        assert!(young.after.iter().any(|line| line.text.contains("Childline")));
    }

    #[test]
    fn the_conversation_says_before_and_after_that_support_stays_the_same() {
        for wording in Wording::ALL {
            let asked = consent_questions(*wording).unwrap();
            for lines in [&asked.before, &asked.after] {
                assert!(lines.iter().any(|line| line.text.contains("support stays the same")));
            }
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
    fn the_four_easy_read_formats_are_two_sets_of_pictures_by_two_layouts() {
        let mut kinds: Vec<_> =
            Format::ALL.iter().filter_map(|format| format.pictures()).map(|p| (p.set.word(), p.grid)).collect();
        kinds.sort_unstable();
        kinds.dedup();
        assert_eq!(kinds, [("colour", false), ("colour", true), ("symbol", false), ("symbol", true)]);
    }

    #[test]
    fn no_document_is_called_like_a_format() {
        for document in documents() {
            assert!(document.key.parse::<Format>().is_err(), "{}", document.key);
        }
    }

    #[test]
    fn how_somebody_likes_to_read_survives_the_cookie_and_a_meddled_one_is_as_usual() {
        let liked = ReadAs { wording: Wording::YoungPerson, format: Format::SymbolGrid };
        assert_eq!(ReadAs::from_cookie(&liked.to_cookie()), liked);
        assert_eq!(ReadAs::from_cookie("<script>.braille"), ReadAs::default());
    }

    #[test]
    fn what_is_read_aloud_falls_back_to_the_text() {
        let mut line = Line::new("phone", "Ring 999.");
        assert_eq!(line.aloud(), "Ring 999.");
        line.spoken = Some("Ring nine nine nine.".into());
        assert_eq!(line.aloud(), "Ring nine nine nine.");
    }
}
