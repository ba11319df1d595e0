//! A clinical support tool as data, and the engine that turns its answers into a suggestion.
//!
//! Pure, for server and browser: an island may suggest while somebody still fills in the form, with
//! the very rule that the server applies afterwards.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::LazyLock,
};

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::base::answers::{Answers, Fault, Form};
use crate::rating::model::Rag;

crate::words! {
    /// Whom a tool is for.
    pub enum Audience {
        /// People aged 18 or over.
        Adult = "adult" => "Adult",
        /// People under 18.
        Child = "child" => "Child or young person",
    }
}

impl Audience {
    /// The audience for an age in whole years: adult from 18.
    #[must_use]
    pub const fn for_age(years: i32) -> Self {
        if years < 18 { Self::Child } else { Self::Adult }
    }
}

crate::words! {
    /// An answer to a question of the tool. "Not answered" is `Option::None`; "not known" is an answer.
    pub enum Answer {
        /// The risk is not there.
        No = "no" => "No",
        /// The risk is there, and what is in place holds it, in the item's own sense of the word.
        YesManaged = "yes_managed" => "Yes, managed",
        /// The risk is there, and nothing holds it.
        YesNotManaged = "yes_not_managed" => "Yes, not managed",
        /// Asked, and nobody could say.
        NotKnown = "not_known" => "Not known",
    }
}

crate::words! {
    /// How it is, compared with the last time the tool was filled in.
    pub enum Change {
        /// Less of a worry.
        Better = "better" => "Better",
        /// As it was.
        Same = "same" => "The same",
        /// More of a worry.
        Worse = "worse" => "Worse",
    }
}

crate::words! {
    /// Whether something that protects the person is there. Never scored.
    pub enum Presence {
        /// It is there.
        Yes = "yes" => "Yes",
        /// It is not.
        No = "no" => "No",
        /// Asked, and nobody could say.
        NotKnown = "not_known" => "Not known",
    }
}

/// One question of a tool. Every text is in plain professional English.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Item {
    /// Stays the same from version to version as long as the question means the same.
    pub id: String,
    /// The number it has on paper, such as `7` or `7a`.
    pub number: String,
    /// The heading it stands under.
    pub domain: String,
    /// The question.
    pub question: String,
    /// What to think of when answering.
    pub help: String,
    /// When "Yes, managed" is the right answer.
    pub managed_means: String,
    /// The question as a statement, for the list of reasons; no full stop.
    pub finding: String,
    /// Points for "Yes, not managed".
    pub weight_not_managed: u32,
    /// Points for "Yes, managed"; never more than for not managed.
    pub weight_managed: u32,
}

impl Item {
    /// Points for an answer. "No" and "Not known" have none; the engine lists what is not known.
    #[must_use]
    pub const fn points(&self, answer: Answer) -> u32 {
        match answer {
            Answer::YesNotManaged => self.weight_not_managed,
            Answer::YesManaged => self.weight_managed,
            Answer::No | Answer::NotKnown => 0,
        }
    }

    /// The form field of the answer; its values are the words of [`Answer`].
    #[must_use]
    pub fn answer_field(&self) -> String {
        format!("answer_{}", self.id)
    }

    /// The form field of the evidence, free text.
    #[must_use]
    pub fn evidence_field(&self) -> String {
        format!("evidence_{}", self.id)
    }

    /// The form field of the change since last time; its values are the words of [`Change`].
    #[must_use]
    pub fn changed_field(&self) -> String {
        format!("changed_{}", self.id)
    }
}

/// Which answers a clause of a hard rule looks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Counts {
    /// "Yes, not managed" only.
    NotManaged,
    /// Either "Yes".
    AnyYes,
}

impl Counts {
    const fn includes(self, answer: Answer) -> bool {
        match (self, answer) {
            (_, Answer::YesNotManaged) | (Self::AnyYes, Answer::YesManaged) => true,
            (Self::NotManaged, Answer::YesManaged) | (_, Answer::No | Answer::NotKnown) => false,
        }
    }
}

/// One condition of a hard rule: it holds where any of its items has an answer that counts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Clause {
    /// Ids of items.
    pub any_of: Vec<String>,
    /// Which answers count.
    pub counts: Counts,
}

/// A rule that outranks the sum: where all its clauses hold, the rating is at least this.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HardRule {
    /// Unique within the tool.
    pub id: String,
    /// The least the suggestion can then be; amber or red.
    pub at_least: Rag,
    /// All must hold.
    pub clauses: Vec<Clause>,
    /// Why, as a whole sentence.
    pub sentence: String,
}

/// The scores from which a rating begins, in points.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Thresholds {
    /// Amber from this score; at least 1.
    pub amber_from: u32,
    /// Red from this score; above amber.
    pub red_from: u32,
}

impl Thresholds {
    const fn rag(self, score: u32) -> Rag {
        if score >= self.red_from {
            Rag::Red
        } else if score >= self.amber_from {
            Rag::Amber
        } else {
            Rag::Green
        }
    }
}

/// Something that protects the person: asked, shown beside the suggestion, never scored.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProtectiveFactor {
    /// Unique among the protective factors.
    pub id: String,
    /// The question.
    pub question: String,
    /// What to think of when answering.
    pub help: String,
}

impl ProtectiveFactor {
    /// The form field of the answer; its values are the words of [`Presence`].
    #[must_use]
    pub fn answer_field(&self) -> String {
        format!("protective_{}", self.id)
    }

    /// The form field of the note, free text.
    #[must_use]
    pub fn note_field(&self) -> String {
        format!("protective_note_{}", self.id)
    }
}

/// A tool as its data file has it. [`Tool`] is the same, checked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Definition {
    /// Names the tool through all its versions.
    #[serde(default)]
    pub id: String,
    /// From 1. A released version never changes.
    #[serde(default)]
    pub version: u32,
    /// What the tool is called on its page.
    #[serde(default)]
    pub title: String,
    /// Whom it is for.
    pub audience: Audience,
    /// The first day it may be used.
    pub effective_from: NaiveDate,
    /// Its clinical standing in a few words, shown wherever a suggestion is: `Not clinically validated`.
    #[serde(default)]
    pub status: String,
    /// The same in full sentences.
    #[serde(default)]
    pub status_explained: String,
    /// Where questions and weights come from.
    #[serde(default)]
    pub source_note: String,
    /// Below this share of known answers, in percent of the items, the suggestion says that too little is known.
    pub complete_enough_percent: u32,
    /// The scores from which amber and red begin.
    pub thresholds: Thresholds,
    /// The questions, in the order of the paper.
    pub items: Vec<Item>,
    /// The rules that outrank the sum.
    pub hard_rules: Vec<HardRule>,
    /// What is asked and not scored.
    pub protective_factors: Vec<ProtectiveFactor>,
}

/// What is wrong with a tool's data file. Names the place; a data file holds nothing personal.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ToolFault {
    /// Not JSON, a field is missing, or a field is unknown.
    #[error("the file cannot be read: {0}")]
    Unreadable(String),
    /// A text that must be there is missing or empty.
    #[error("the tool has no {what}")]
    Missing {
        /// The field.
        what: &'static str,
    },
    /// The version is missing or 0.
    #[error("the tool has no version")]
    NoVersion,
    /// Two items, rules or protective factors have one id.
    #[error("the id {id} occurs twice")]
    DuplicateId {
        /// The id.
        id: String,
    },
    /// Two items have one number on paper.
    #[error("the number {number} occurs twice")]
    DuplicateNumber {
        /// The number.
        number: String,
    },
    /// An id that is not made of small letters, digits and dashes: it must fit in a form field.
    #[error("the id {id} may hold only small letters, digits and dashes")]
    BadId {
        /// The id.
        id: String,
    },
    /// A text of an item, rule or factor is empty.
    #[error("{id} has no {what}")]
    EmptyText {
        /// The id of the item, rule or factor.
        id: String,
        /// The field.
        what: &'static str,
    },
    /// "Managed" would weigh more than "not managed".
    #[error("question {id} weighs more managed than not managed")]
    WeightsOutOfOrder {
        /// The item's id.
        id: String,
    },
    /// A rule names an item that the tool has not.
    #[error("rule {rule} names the unknown question {item}")]
    UnknownItem {
        /// The rule's id.
        rule: String,
        /// The id it names.
        item: String,
    },
    /// A rule without clauses, or with a clause without items: it would always or never hold.
    #[error("rule {rule} has an empty condition")]
    EmptyRule {
        /// The rule's id.
        rule: String,
    },
    /// A rule that asks for at least green changes nothing.
    #[error("rule {rule} must ask for amber or red")]
    IdleRule {
        /// The rule's id.
        rule: String,
    },
    /// Not 0 < amber < red <= the highest possible score.
    #[error("the limits must rise from 1 over amber to red, and red must be within reach")]
    ThresholdsOutOfOrder,
    /// More than 100 percent.
    #[error("complete_enough_percent must be 100 or less")]
    PercentOutOfRange,
}

/// A checked tool: every item a rule names exists, ids and numbers are unique, limits rise.
/// Reading one from JSON checks it too.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Definition", into = "Definition")]
pub struct Tool(Definition);

impl TryFrom<Definition> for Tool {
    type Error = ToolFault;
    fn try_from(definition: Definition) -> Result<Self, ToolFault> {
        check(&definition)?;
        Ok(Self(definition))
    }
}

impl From<Tool> for Definition {
    fn from(tool: Tool) -> Self {
        tool.0
    }
}

/// The tools that come with the product; a broken file is missing here and found by a test.
static SHIPPED: LazyLock<Vec<Tool>> =
    LazyLock::new(|| SHIPPED_FILES.iter().filter_map(|file| Tool::from_json(file).ok()).collect());

const SHIPPED_FILES: [&str; 1] = [include_str!("tools/adult-1.json")];

/// The newest shipped tool for an audience; `None` where none is shipped (children, so far).
#[must_use]
pub fn tool_for(audience: Audience) -> Option<&'static Tool> {
    SHIPPED.iter().filter(|tool| tool.0.audience == audience).max_by_key(|tool| tool.0.version)
}

/// A shipped tool by id and version.
#[must_use]
pub fn tool_by(id: &str, version: u32) -> Option<&'static Tool> {
    SHIPPED.iter().find(|tool| tool.0.id == id && tool.0.version == version)
}

/// The answer to one item, with what it rests on.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ItemAnswer {
    /// `None`: not answered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answer: Option<Answer>,
    /// What the answer rests on, as typed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub evidence: Option<String>,
    /// How it is since last time; `None`: not said, or there is no last time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub changed: Option<Change>,
}

/// No `Debug` of the evidence: it is personal.
impl std::fmt::Debug for ItemAnswer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:?}", self.answer)
    }
}

/// The answer about one protective factor.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProtectiveAnswer {
    /// `None`: not answered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answer: Option<Presence>,
    /// Who or what it is, as typed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// No `Debug` of the note: it is personal.
impl std::fmt::Debug for ProtectiveAnswer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:?}", self.answer)
    }
}

/// A filled-in tool, whole or in part. Its JSON is what is stored.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ToolAnswers {
    /// The tool's id.
    pub tool: String,
    /// The version of the definition that was answered.
    pub version: u32,
    /// By item id.
    pub items: BTreeMap<String, ItemAnswer>,
    /// By protective factor id.
    #[serde(default)]
    pub protective: BTreeMap<String, ProtectiveAnswer>,
}

impl ToolAnswers {
    /// The answer to an item; `None` where it is not answered.
    #[must_use]
    pub fn answer(&self, item: &str) -> Option<Answer> {
        self.items.get(item).and_then(|given| given.answer)
    }

    /// Sets the answer to an item and keeps its evidence.
    pub fn set(&mut self, item: &str, answer: Answer) {
        self.items.entry(item.to_owned()).or_default().answer = Some(answer);
    }

    /// The same, for building up answers in one expression.
    #[must_use]
    pub fn with(mut self, item: &str, answer: Answer) -> Self {
        self.set(item, answer);
        self
    }
}

/// Answers that do not belong to a tool.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AnswersFault {
    /// They are of another tool, or of another version of it; such scores are never compared in silence.
    #[error("the answers are of another tool or version")]
    OtherTool,
    /// They hold an item or factor that the tool has not.
    #[error("the answers hold the unknown question {id}")]
    UnknownItem {
        /// The id.
        id: String,
    },
}

/// One reason for a suggestion.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reason {
    /// The numbers of the items on paper: one, or for a hard rule each item that made it hold.
    pub numbers: Vec<String>,
    /// A sentence for staff. Holds no evidence.
    pub sentence: String,
    /// Points it adds to the score; 0 for a hard rule, whose items stand with their own points.
    pub points: u32,
    /// The rating a hard rule calls for; `None` for a reason that only adds points.
    pub at_least: Option<Rag>,
}

crate::words! {
    /// Why an item counts as missing.
    pub enum Gap {
        /// Asked, and nobody could say.
        NotKnown = "not_known" => "Not known",
        /// No answer was chosen.
        NotAnswered = "not_answered" => "Not answered",
    }
}

/// An item without a known answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Missing {
    /// The item's id.
    pub item: String,
    /// Its number on paper.
    pub number: String,
    /// Its question.
    pub question: String,
    /// Why it is missing.
    pub gap: Gap,
    /// The points it could still add.
    pub points_max: u32,
}

/// What a tool makes of its answers. A human decides; stored beside the answers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Suggestion {
    /// The tool's id.
    pub tool: String,
    /// The tool's version.
    pub version: u32,
    /// What the tool was called; kept here, so that a suggestion says what it was made with for as long
    /// as it is kept. Empty in those of before the tool could be a file.
    #[serde(default)]
    pub title: String,
    /// The tool's clinical standing then; empty as the title.
    #[serde(default)]
    pub status: String,
    /// The suggested rating, from the known answers.
    pub rating: Rag,
    /// The rating if every missing answer turned out to be "Yes, not managed".
    pub rating_highest: Rag,
    /// Points of the known answers.
    pub score: u32,
    /// The most points the tool can give.
    pub score_max: u32,
    /// Known answers in percent of the items, rounded down; 0 to 100.
    pub completeness_percent: u32,
    /// Whether that is enough for confidence, as the tool's definition sets it.
    pub complete_enough: bool,
    /// Hard rules first, the gravest before; then items by points; then in the order of the paper.
    pub reasons: Vec<Reason>,
    /// Items not known or not answered, in the order of the paper.
    pub missing: Vec<Missing>,
}

impl Suggestion {
    /// What it was made with, and how far that may be relied on: sentences without the last full stop.
    #[must_use]
    pub fn made_with(&self) -> String {
        let (title, status) = match tool_by(&self.tool, self.version) {
            Some(shipped) if self.title.is_empty() => (&shipped.0.title, &shipped.0.status),
            Some(_) | None => (&self.title, &self.status),
        };
        if title.is_empty() {
            return "Made with a tool that is no longer loaded".to_owned();
        }
        format!("{title}, version {}. {status}", self.version)
    }

    /// What to say beside the rating where too little is known; `None` where enough is.
    #[must_use]
    pub const fn caution(&self) -> Option<&'static str> {
        if self.complete_enough { None } else { Some("Too little is known to suggest a rating with confidence") }
    }

    /// What to say where the missing answers could raise the rating; `None` where they could not.
    #[must_use]
    pub fn could_rise(&self) -> Option<String> {
        (self.rating_highest > self.rating).then(|| {
            format!(
                "Depending on what is not known, the rating could be as high as {}",
                self.rating_highest.label().to_lowercase()
            )
        })
    }
}

impl Tool {
    /// Reads and checks a tool's data file.
    ///
    /// # Errors
    /// [`ToolFault`] names the first thing wrong.
    pub fn from_json(json: &str) -> Result<Self, ToolFault> {
        let definition: Definition =
            serde_json::from_str(json).map_err(|fault| ToolFault::Unreadable(fault.to_string()))?;
        definition.try_into()
    }

    /// All that the data file says.
    #[must_use]
    pub const fn definition(&self) -> &Definition {
        &self.0
    }

    /// An item by id.
    #[must_use]
    pub fn item(&self, id: &str) -> Option<&Item> {
        self.0.items.iter().find(|item| item.id == id)
    }

    /// The items under their headings, both in the order of the paper.
    #[must_use]
    pub fn domains(&self) -> Vec<(&str, Vec<&Item>)> {
        let mut domains: Vec<(&str, Vec<&Item>)> = Vec::new();
        for item in &self.0.items {
            match domains.iter_mut().find(|(domain, _)| *domain == item.domain) {
                Some((_, items)) => items.push(item),
                None => domains.push((&item.domain, vec![item])),
            }
        }
        domains
    }

    /// The most points there can be.
    #[must_use]
    pub fn score_max(&self) -> u32 {
        self.0.items.iter().fold(0, |sum, item| sum.saturating_add(item.weight_not_managed))
    }

    /// Answers to this tool with nothing answered yet.
    #[must_use]
    pub fn blank(&self) -> ToolAnswers {
        ToolAnswers {
            tool: self.0.id.clone(),
            version: self.0.version,
            items: BTreeMap::new(),
            protective: BTreeMap::new(),
        }
    }

    /// Reads answers from a form with the fields that [`Item`] and [`ProtectiveFactor`] name.
    /// Nothing is required: what is not answered is listed by [`score`](Self::score).
    ///
    /// # Errors
    /// Every text that is too long, with its field.
    pub fn read(&self, sent: &Answers) -> Result<ToolAnswers, Vec<Fault>> {
        let mut form = Form::new(sent);
        let mut answers = self.blank();
        let filled = |text: String| (!text.is_empty()).then_some(text);
        for item in &self.0.items {
            let label = format!("the evidence for question {}", item.number);
            let given = ItemAnswer {
                answer: form.optional_choice(&item.answer_field()),
                evidence: filled(form.optional_text(&item.evidence_field(), &label)),
                changed: form.optional_choice(&item.changed_field()),
            };
            if given != ItemAnswer::default() {
                answers.items.insert(item.id.clone(), given);
            }
        }
        for factor in &self.0.protective_factors {
            let given = ProtectiveAnswer {
                answer: form.optional_choice(&factor.answer_field()),
                note: filled(form.optional_text(&factor.note_field(), "the note")),
            };
            if given != ProtectiveAnswer::default() {
                answers.protective.insert(factor.id.clone(), given);
            }
        }
        form.finish(Some(answers))
    }

    /// The form's fields filled in with earlier answers, of this version or another: an item keeps
    /// its id as long as its question means the same. How things changed is asked anew.
    #[must_use]
    pub fn to_form(&self, earlier: &ToolAnswers) -> Answers {
        let mut fields = Answers::default();
        for item in &self.0.items {
            let Some(given) = earlier.items.get(&item.id) else { continue };
            fields.set(&item.answer_field(), given.answer.map_or("", Answer::word));
            fields.set(&item.evidence_field(), given.evidence.clone().unwrap_or_default());
        }
        for factor in &self.0.protective_factors {
            let Some(given) = earlier.protective.get(&factor.id) else { continue };
            fields.set(&factor.answer_field(), given.answer.map_or("", Presence::word));
            fields.set(&factor.note_field(), given.note.clone().unwrap_or_default());
        }
        fields
    }

    /// Whether answers, such as stored ones, are answers to this very tool.
    ///
    /// # Errors
    /// [`AnswersFault`]: another tool, another version, or an item that this one has not.
    pub fn check_answers(&self, answers: &ToolAnswers) -> Result<(), AnswersFault> {
        if answers.tool != self.0.id || answers.version != self.0.version {
            return Err(AnswersFault::OtherTool);
        }
        let unknown_item = answers.items.keys().find(|id| self.item(id).is_none());
        let unknown_factor =
            answers.protective.keys().find(|id| !self.0.protective_factors.iter().any(|factor| factor.id == **id));
        match unknown_item.or(unknown_factor) {
            Some(id) => Err(AnswersFault::UnknownItem { id: id.clone() }),
            None => Ok(()),
        }
    }

    /// Suggests a rating: the graver of what the sum gives and what the hard rules ask.
    ///
    /// Only this tool's items count. [`check_answers`](Self::check_answers) tells beforehand
    /// whether the answers hold others.
    #[must_use]
    pub fn score(&self, answers: &ToolAnswers) -> Suggestion {
        let items = &self.0.items;
        let given = |item: &Item| answers.answer(&item.id);
        let missing: Vec<Missing> = items.iter().filter_map(|item| missing(item, given(item))).collect();
        let known = items.len() - missing.len();
        let completeness_percent = u32::try_from(known * 100 / items.len().max(1)).unwrap_or(0);
        let (score, rating) = self.rate(&given);
        let (_, rating_highest) = self.rate(&|item| match given(item) {
            None | Some(Answer::NotKnown) => Some(Answer::YesNotManaged),
            Some(known @ (Answer::No | Answer::YesManaged | Answer::YesNotManaged)) => Some(known),
        });
        Suggestion {
            tool: self.0.id.clone(),
            version: self.0.version,
            title: self.0.title.clone(),
            status: self.0.status.clone(),
            rating,
            rating_highest,
            score,
            score_max: self.score_max(),
            completeness_percent,
            complete_enough: completeness_percent >= self.0.complete_enough_percent,
            reasons: self.reasons(&given),
            missing,
        }
    }

    /// The sum, and the rating it gives together with the hard rules.
    fn rate(&self, given: &impl Fn(&Item) -> Option<Answer>) -> (u32, Rag) {
        let points = |item: &Item| given(item).map_or(0, |answer| item.points(answer));
        let score = self.0.items.iter().map(points).fold(0, u32::saturating_add);
        let asked = self.0.hard_rules.iter().filter(|rule| self.triggers(rule, given).is_some());
        let rating = asked.map(|rule| rule.at_least).fold(self.0.thresholds.rag(score), Rag::max);
        (score, rating)
    }

    /// The items that make a rule hold; `None` where it does not hold.
    fn triggers<'a>(&'a self, rule: &HardRule, given: &impl Fn(&Item) -> Option<Answer>) -> Option<Vec<&'a Item>> {
        let mut found: Vec<&Item> = Vec::new();
        for clause in &rule.clauses {
            let before = found.len();
            found.extend(self.0.items.iter().filter(|item| {
                clause.any_of.contains(&item.id) && given(item).is_some_and(|answer| clause.counts.includes(answer))
            }));
            if found.len() == before {
                return None;
            }
        }
        Some(found)
    }

    fn reasons(&self, given: &impl Fn(&Item) -> Option<Answer>) -> Vec<Reason> {
        let mut rules: Vec<Reason> = Vec::new();
        for rule in &self.0.hard_rules {
            if let Some(items) = self.triggers(rule, given) {
                let numbers = items.iter().map(|item| item.number.clone()).collect();
                let sentence = rule.sentence.clone();
                rules.push(Reason { numbers, sentence, points: 0, at_least: Some(rule.at_least) });
            }
        }
        // Both sorts are stable: what is equal stays in the order of the file.
        rules.sort_by_key(|reason| std::cmp::Reverse(reason.at_least));
        let mut reasons: Vec<Reason> =
            self.0.items.iter().filter_map(|item| given(item).and_then(|answer| item_reason(item, answer))).collect();
        reasons.sort_by_key(|reason| std::cmp::Reverse(reason.points));
        rules.append(&mut reasons);
        rules
    }
}

/// A yes as a reason. A yes without points is one too: it was found, and it is shown.
fn item_reason(item: &Item, answer: Answer) -> Option<Reason> {
    let standing = match answer {
        Answer::YesNotManaged => "not managed",
        Answer::YesManaged => "managed",
        Answer::No | Answer::NotKnown => return None,
    };
    Some(Reason {
        numbers: vec![item.number.clone()],
        sentence: format!("{}: {standing}.", item.finding),
        points: item.points(answer),
        at_least: None,
    })
}

fn missing(item: &Item, given: Option<Answer>) -> Option<Missing> {
    let gap = match given {
        None => Gap::NotAnswered,
        Some(Answer::NotKnown) => Gap::NotKnown,
        Some(Answer::No | Answer::YesManaged | Answer::YesNotManaged) => return None,
    };
    Some(Missing {
        item: item.id.clone(),
        number: item.number.clone(),
        question: item.question.clone(),
        gap,
        points_max: item.weight_not_managed,
    })
}

fn check(tool: &Definition) -> Result<(), ToolFault> {
    let texts = [
        (&tool.id, "id"),
        (&tool.title, "title"),
        (&tool.status, "status"),
        (&tool.status_explained, "status_explained"),
        (&tool.source_note, "source_note"),
    ];
    if let Some((_, what)) = texts.into_iter().find(|(text, _)| text.trim().is_empty()) {
        return Err(ToolFault::Missing { what });
    }
    if tool.version == 0 {
        return Err(ToolFault::NoVersion);
    }
    if tool.items.is_empty() {
        return Err(ToolFault::Missing { what: "items" });
    }
    if tool.complete_enough_percent > 100 {
        return Err(ToolFault::PercentOutOfRange);
    }
    check_ids(tool)?;
    tool.items.iter().try_for_each(check_item)?;
    tool.hard_rules.iter().try_for_each(|rule| check_rule(tool, rule))?;
    for factor in &tool.protective_factors {
        filled(&factor.id, &[(&factor.question, "question")])?;
    }
    let score_max = tool.items.iter().fold(0_u32, |sum, item| sum.saturating_add(item.weight_not_managed));
    let Thresholds { amber_from, red_from } = tool.thresholds;
    if 0 < amber_from && amber_from < red_from && red_from <= score_max {
        Ok(())
    } else {
        Err(ToolFault::ThresholdsOutOfOrder)
    }
}

fn check_ids(tool: &Definition) -> Result<(), ToolFault> {
    let items: Vec<&String> = tool.items.iter().map(|item| &item.id).collect();
    let rules = tool.hard_rules.iter().map(|rule| &rule.id).collect();
    let factors = tool.protective_factors.iter().map(|factor| &factor.id).collect();
    for ids in [items, rules, factors] {
        let bad = |id: &&&String| {
            id.is_empty() || !id.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
        };
        if let Some(id) = ids.iter().find(bad) {
            return Err(ToolFault::BadId { id: (*id).clone() });
        }
        if let Some(id) = first_twice(&ids) {
            return Err(ToolFault::DuplicateId { id });
        }
    }
    let numbers: Vec<&String> = tool.items.iter().map(|item| &item.number).collect();
    match first_twice(&numbers) {
        Some(number) => Err(ToolFault::DuplicateNumber { number }),
        None => Ok(()),
    }
}

fn check_item(item: &Item) -> Result<(), ToolFault> {
    let texts = [
        (&item.number, "number"),
        (&item.domain, "domain"),
        (&item.question, "question"),
        (&item.managed_means, "managed_means"),
        (&item.finding, "finding"),
    ];
    filled(&item.id, &texts)?;
    if item.weight_managed > item.weight_not_managed {
        return Err(ToolFault::WeightsOutOfOrder { id: item.id.clone() });
    }
    Ok(())
}

fn check_rule(tool: &Definition, rule: &HardRule) -> Result<(), ToolFault> {
    filled(&rule.id, &[(&rule.sentence, "sentence")])?;
    if rule.clauses.is_empty() || rule.clauses.iter().any(|clause| clause.any_of.is_empty()) {
        return Err(ToolFault::EmptyRule { rule: rule.id.clone() });
    }
    if rule.at_least == Rag::Green {
        return Err(ToolFault::IdleRule { rule: rule.id.clone() });
    }
    let mut named = rule.clauses.iter().flat_map(|clause| &clause.any_of);
    match named.find(|id| !tool.items.iter().any(|item| item.id == **id)) {
        Some(item) => Err(ToolFault::UnknownItem { rule: rule.id.clone(), item: item.clone() }),
        None => Ok(()),
    }
}

fn filled(id: &str, texts: &[(&String, &'static str)]) -> Result<(), ToolFault> {
    match texts.iter().find(|(text, _)| text.trim().is_empty()) {
        Some((_, what)) => Err(ToolFault::EmptyText { id: id.to_owned(), what }),
        None => Ok(()),
    }
}

fn first_twice(all: &[&String]) -> Option<String> {
    let mut seen = BTreeSet::new();
    all.iter().find(|each| !seen.insert(**each)).map(|each| (*each).clone())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn adult() -> &'static Tool {
        tool_for(Audience::Adult).expect("the shipped adult tool is sound")
    }

    /// Every item answered "No".
    fn all_no() -> ToolAnswers {
        adult().0.items.iter().fold(adult().blank(), |answers, item| answers.with(&item.id, Answer::No))
    }

    /// The shipped file with one thing changed.
    fn broken(change: impl FnOnce(&mut Definition)) -> ToolFault {
        let mut definition = adult().0.clone();
        change(&mut definition);
        Tool::try_from(definition).unwrap_err()
    }

    #[test]
    fn every_shipped_file_is_sound_and_says_that_it_is_not_validated() {
        for file in SHIPPED_FILES {
            let tool = Tool::from_json(file).unwrap();
            assert_eq!(tool.0.status, "Not clinically validated");
            assert_eq!(tool_by(&tool.0.id, tool.0.version), Some(&tool));
            for (at, item) in tool.0.items.iter().enumerate() {
                assert_eq!(item.number, (at + 1).to_string());
            }
        }
        assert_eq!(tool_by("adult", 99), None);
    }

    #[test]
    fn a_person_of_17_is_asked_the_tool_for_children() {
        assert_eq!(Audience::for_age(17), Audience::Child);
        assert_eq!(Audience::for_age(18), Audience::Adult);
    }

    #[test]
    fn each_fault_of_a_definition_has_its_name() {
        assert_eq!(broken(|tool| tool.version = 0), ToolFault::NoVersion);
        assert_eq!(broken(|tool| tool.status.clear()), ToolFault::Missing { what: "status" });
        assert_eq!(broken(|tool| tool.items.clear()), ToolFault::Missing { what: "items" });
        assert_eq!(broken(|tool| tool.complete_enough_percent = 101), ToolFault::PercentOutOfRange);
        assert_eq!(broken(|tool| tool.thresholds.amber_from = 0), ToolFault::ThresholdsOutOfOrder);
        assert_eq!(
            broken(|tool| tool.thresholds.amber_from = tool.thresholds.red_from),
            ToolFault::ThresholdsOutOfOrder
        );
        assert_eq!(broken(|tool| tool.thresholds.red_from = 1000), ToolFault::ThresholdsOutOfOrder);
        assert_eq!(broken(|tool| tool.items[1].number = "1".into()), ToolFault::DuplicateNumber { number: "1".into() });
        assert_eq!(
            broken(|tool| tool.items[1].id = "mental-health".into()),
            ToolFault::DuplicateId { id: "mental-health".into() }
        );
        assert_eq!(
            broken(|tool| tool.items[0].id = "Mental Health".into()),
            ToolFault::BadId { id: "Mental Health".into() }
        );
        assert_eq!(
            broken(|tool| tool.items[0].weight_managed = 5),
            ToolFault::WeightsOutOfOrder { id: "mental-health".into() }
        );
        assert_eq!(
            broken(|tool| tool.items[0].finding = " ".into()),
            ToolFault::EmptyText { id: "mental-health".into(), what: "finding" }
        );
        assert_eq!(
            broken(|tool| tool.hard_rules[0].clauses[0].any_of = vec!["weather".into()]),
            ToolFault::UnknownItem { rule: "admission-near".into(), item: "weather".into() }
        );
        assert_eq!(
            broken(|tool| tool.hard_rules[0].clauses.clear()),
            ToolFault::EmptyRule { rule: "admission-near".into() }
        );
        assert_eq!(
            broken(|tool| tool.hard_rules[0].at_least = Rag::Green),
            ToolFault::IdleRule { rule: "admission-near".into() }
        );
    }

    #[test]
    fn a_file_without_a_version_or_with_a_misspelt_field_is_refused() {
        let without = SHIPPED_FILES[0].replacen("\"version\": 1,", "", 1);
        assert_eq!(Tool::from_json(&without), Err(ToolFault::NoVersion));
        let misspelt = SHIPPED_FILES[0].replacen("weight_managed", "weight_manged", 1);
        assert!(matches!(Tool::from_json(&misspelt), Err(ToolFault::Unreadable(_))));
        assert!(matches!(Tool::from_json(""), Err(ToolFault::Unreadable(_))));
    }

    #[test]
    fn no_to_everything_is_green_and_complete() {
        let suggestion = adult().score(&all_no());
        assert_eq!((suggestion.rating, suggestion.score, suggestion.completeness_percent), (Rag::Green, 0, 100));
        assert_eq!((suggestion.caution(), suggestion.could_rise()), (None, None));
        assert!(suggestion.reasons.is_empty() && suggestion.missing.is_empty());
    }

    #[test]
    fn nothing_known_is_green_without_confidence_and_says_how_high_it_could_be() {
        let suggestion = adult().score(&adult().blank());
        assert_eq!((suggestion.rating, suggestion.completeness_percent), (Rag::Green, 0));
        assert_eq!(suggestion.caution(), Some("Too little is known to suggest a rating with confidence"));
        assert_eq!(
            suggestion.could_rise().as_deref(),
            Some("Depending on what is not known, the rating could be as high as red")
        );
        assert_eq!(suggestion.missing.len(), adult().0.items.len());
    }

    #[test]
    fn old_risks_that_are_managed_stay_green() {
        let answers = ["past-admission", "legal", "mental-health", "behaviour", "medication"]
            .into_iter()
            .fold(all_no(), |answers, item| answers.with(item, Answer::YesManaged));
        let suggestion = adult().score(&answers);
        assert_eq!((suggestion.rating, suggestion.score), (Rag::Green, 7));
    }

    #[test]
    fn a_home_that_may_be_lost_without_a_plan_is_amber_whatever_the_sum() {
        let suggestion = adult().score(&all_no().with("home", Answer::YesNotManaged));
        assert_eq!((suggestion.rating, suggestion.score), (Rag::Amber, 4));
        assert_eq!(suggestion.reasons[0].at_least, Some(Rag::Amber));
        assert_eq!(suggestion.reasons[0].numbers, ["13"]);
        assert_eq!(suggestion.reasons[1].sentence, "Could lose the place where they live: not managed.");
    }

    #[test]
    fn the_four_key_questions_together_are_red_and_three_of_them_are_not() {
        let three = all_no()
            .with("mental-health", Answer::YesNotManaged)
            .with("behaviour", Answer::YesNotManaged)
            .with("staff", Answer::YesNotManaged);
        assert_eq!(adult().score(&three).rating, Rag::Amber);
        let four = adult().score(&three.with("emergency", Answer::YesManaged));
        assert_eq!(four.rating, Rag::Red);
        assert_eq!(four.reasons[0].numbers, ["1", "6", "14", "8"]);
    }

    #[test]
    fn hard_rules_stand_first_and_the_gravest_before() {
        let answers = all_no()
            .with("home", Answer::YesNotManaged)
            .with("options", Answer::YesNotManaged)
            .with("legal", Answer::YesManaged);
        let reasons = adult().score(&answers).reasons;
        let order: Vec<_> = reasons.iter().map(|reason| (reason.at_least, reason.points)).collect();
        assert_eq!(order, [(Some(Rag::Red), 0), (Some(Rag::Amber), 0), (None, 5), (None, 4), (None, 1)]);
    }

    #[test]
    fn too_little_known_still_gives_what_the_known_answers_give() {
        let suggestion = adult().score(&adult().blank().with("options", Answer::YesNotManaged));
        assert_eq!(suggestion.rating, Rag::Red);
        assert!(suggestion.caution().is_some());
    }

    #[test]
    fn not_known_is_listed_apart_from_not_answered() {
        let mut answers = all_no().with("legal", Answer::NotKnown);
        answers.items.remove("days");
        let gaps: Vec<_> =
            adult().score(&answers).missing.into_iter().map(|missing| (missing.number, missing.gap)).collect();
        assert_eq!(gaps, [("18".to_owned(), Gap::NotAnswered), ("23".to_owned(), Gap::NotKnown)]);
    }

    #[test]
    fn answers_of_another_version_are_told_apart() {
        let answers = all_no();
        assert_eq!(adult().check_answers(&answers), Ok(()));
        let other = ToolAnswers { version: 2, ..answers.clone() };
        assert_eq!(adult().check_answers(&other), Err(AnswersFault::OtherTool));
        let unknown = answers.with("weather", Answer::No);
        assert_eq!(adult().check_answers(&unknown), Err(AnswersFault::UnknownItem { id: "weather".into() }));
    }

    #[test]
    fn a_form_is_read_into_answers_with_their_evidence() {
        let sent = Answers::default()
            .with("answer_home", "yes_not_managed")
            .with("evidence_home", " Notice given ")
            .with("changed_home", "worse")
            .with("answer_days", "perhaps")
            .with("protective_people", "yes");
        let answers = adult().read(&sent).unwrap();
        assert_eq!(answers.answer("home"), Some(Answer::YesNotManaged));
        assert_eq!(answers.items["home"].evidence.as_deref(), Some("Notice given"));
        assert_eq!(answers.items["home"].changed, Some(Change::Worse));
        assert_eq!(answers.answer("days"), None);
        assert_eq!(answers.protective["people"].answer, Some(Presence::Yes));
        let long = Answers::default().with("evidence_home", "x".repeat(10_001));
        assert_eq!(adult().read(&long).unwrap_err()[0].field, "evidence_home");
    }

    #[test]
    fn the_form_shows_the_last_answers_and_asks_anew_what_changed() {
        let sent = Answers::default()
            .with("answer_home", "yes_managed")
            .with("evidence_home", "A new lease")
            .with("changed_home", "better")
            .with("protective_people", "yes")
            .with("protective_note_people", "Her sister");
        let shown = adult().to_form(&adult().read(&sent).unwrap());
        assert_eq!((shown.get("answer_home"), shown.get("evidence_home")), ("yes_managed", "A new lease"));
        assert_eq!((shown.get("protective_people"), shown.get("protective_note_people")), ("yes", "Her sister"));
        assert!(!shown.has("changed_home") && !shown.has("answer_days"));
    }

    #[test]
    fn a_log_cannot_show_the_evidence() {
        let sent = Answers::default().with("evidence_home", "secret").with("protective_note_people", "secret");
        assert!(!format!("{:?}", adult().read(&sent).unwrap()).contains("secret"));
    }

    #[test]
    fn protective_factors_do_not_change_the_score() {
        let mut answers = all_no().with("home", Answer::YesManaged);
        let before = adult().score(&answers);
        for factor in &adult().0.protective_factors {
            let given = ProtectiveAnswer { answer: Some(Presence::Yes), note: None };
            answers.protective.insert(factor.id.clone(), given);
        }
        assert_eq!(adult().score(&answers), before);
    }

    #[test]
    fn a_tool_read_back_from_json_is_checked_again() {
        let json = serde_json::to_string(adult()).unwrap();
        assert_eq!(&serde_json::from_str::<Tool>(&json).unwrap(), adult());
        assert!(serde_json::from_str::<Tool>(&json.replacen("\"version\":1", "\"version\":0", 1)).is_err());
    }

    fn any_answers() -> impl Strategy<Value = Vec<Option<Answer>>> {
        prop::collection::vec(prop::option::of(prop::sample::select(Answer::ALL)), adult().0.items.len())
    }

    fn filled_in(given: &[Option<Answer>]) -> ToolAnswers {
        let mut answers = adult().blank();
        for (item, answer) in adult().0.items.iter().zip(given) {
            if let Some(answer) = answer {
                answers.set(&item.id, *answer);
            }
        }
        answers
    }

    const fn severity(answer: Answer) -> u8 {
        match answer {
            Answer::No | Answer::NotKnown => 0,
            Answer::YesManaged => 1,
            Answer::YesNotManaged => 2,
        }
    }

    proptest! {
        #[test]
        fn more_risk_never_lowers_the_rating(given in any_answers(), at in any::<prop::sample::Index>(), answer in prop::sample::select(Answer::ALL)) {
            let at = at.index(given.len());
            let before = adult().score(&filled_in(&given));
            prop_assume!(given[at].map_or(0, severity) <= severity(answer));
            let mut more = given;
            more[at] = Some(answer);
            let after = adult().score(&filled_in(&more));
            prop_assert!(after.rating >= before.rating && after.score >= before.score);
        }

        #[test]
        fn not_known_gives_no_less_than_no_and_is_never_silent(given in any_answers(), at in any::<prop::sample::Index>()) {
            let at = at.index(given.len());
            let (mut no, mut not_known) = (given.clone(), given);
            no[at] = Some(Answer::No);
            not_known[at] = Some(Answer::NotKnown);
            let (no, not_known) = (adult().score(&filled_in(&no)), adult().score(&filled_in(&not_known)));
            prop_assert!(not_known.rating >= no.rating);
            prop_assert!(not_known.rating_highest >= no.rating_highest);
            prop_assert!(not_known.completeness_percent < no.completeness_percent);
            prop_assert_eq!(not_known.missing.len(), no.missing.len() + 1);
        }

        #[test]
        fn the_order_of_answers_does_not_matter(given in any_answers()) {
            let mut backwards = adult().blank();
            for (item, answer) in adult().0.items.iter().zip(&given).rev() {
                if let Some(answer) = answer {
                    backwards.set(&item.id, *answer);
                }
            }
            prop_assert_eq!(adult().score(&backwards), adult().score(&filled_in(&given)));
        }

        #[test]
        fn the_score_is_the_sum_of_the_reasons_and_within_reach(given in any_answers()) {
            let suggestion = adult().score(&filled_in(&given));
            prop_assert!(suggestion.score <= suggestion.score_max);
            prop_assert!(suggestion.completeness_percent <= 100);
            prop_assert!(suggestion.rating <= suggestion.rating_highest);
            prop_assert_eq!(suggestion.reasons.iter().map(|reason| reason.points).sum::<u32>(), suggestion.score);
        }

        #[test]
        fn stored_answers_are_read_back_as_they_were(given in any_answers(), evidence in ".{0,40}") {
            let mut answers = filled_in(&given);
            answers.items.entry("home".into()).or_default().evidence = Some(evidence);
            let json = serde_json::to_string(&answers).unwrap();
            prop_assert_eq!(serde_json::from_str::<ToolAnswers>(&json).unwrap(), answers);
        }
    }
}
