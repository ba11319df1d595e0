//! What is on a consent form: the questions of the conversation, and what the law asks to be written down.

use documents::{Begins, Choice, Code, Fault, Field, Form, Group, Line, Look};

use super::{booklet, model::FormKind, press::Pictures};
use crate::{
    access::model::AgencyKind,
    authority::model::Basis,
    consent::{
        conversation::{
            COPY_GIVEN, CopyGiven, Manner, OTHER_PARENT, OtherParent, OwnView, RUNS_IT_SEES, TIME_GIVEN, runs_it,
        },
        model::Authority,
    },
    easy_read::{
        model::{self as easy_read, ConsentQuestions, PictureSet, Question, QuestionKind, fill},
        together::together,
    },
};

/// One of the agencies that the form asks about, as people know it.
#[derive(Debug, Clone)]
pub struct AskedAgency {
    /// Its name.
    pub name: String,
    /// Its kind, for the picture and the lines that explain it.
    pub kind: AgencyKind,
}

/// A form before it is laid out.
#[derive(Debug, Clone)]
pub struct Sheet {
    /// Which form.
    pub kind: FormKind,
    /// Whom it is about; empty for a blank form.
    pub name: String,
    /// The agencies that are asked about, each with its own question.
    pub agencies: Vec<AskedAgency>,
    /// The agency that runs the register.
    pub hosts: Vec<String>,
    /// What people call the register.
    pub list: String,
    /// Which pictures.
    pub set: PictureSet,
    /// What brings it back; none for a blank form.
    pub code: Option<Code>,
}

/// The version of the questions that a form printed now carries.
#[must_use]
pub fn questions_version(kind: FormKind) -> u32 {
    easy_read::consent_questions(kind.wording()).map_or(0, |questions| questions.version)
}

/// A consent form as a PDF.
///
/// # Errors
/// Where it would not be accessible.
pub fn pdf(sheet: &Sheet, pictures: &Pictures, look: Look) -> Result<Vec<u8>, Fault> {
    documents::form(&layout(sheet, pictures), look)
}

/// What is on the form, in order.
#[must_use]
pub fn layout(sheet: &Sheet, pictures: &Pictures) -> Form {
    let Some(questions) = easy_read::consent_questions(sheet.kind.wording()) else { return empty(sheet) };
    let paper = On { sheet, pictures, questions };
    let who = match sheet.kind {
        FormKind::Adult => adult(),
        FormKind::Child => child(),
    };
    Form {
        groups: vec![paper.answers(), paper.signing()],
        for_staff: vec![who, witnesses()],
        before: booklet::lines(&questions.before, Some(sheet.set), pictures, &sheet.list),
        after: booklet::lines(&questions.after, Some(sheet.set), pictures, &sheet.list),
        imprint: booklet::imprint(questions.version, questions.reviewed_on, Some(pictures)),
        ..empty(sheet)
    }
}

/// The form without its questions.
fn empty(sheet: &Sheet) -> Form {
    let title = match sheet.kind {
        FormKind::Adult => format!("My answers about the {}", sheet.list),
        FormKind::Child => format!("My answers about the {} (under\u{a0}18)", sheet.list),
    };
    Form {
        title,
        name: sheet.name.clone(),
        before: Vec::new(),
        groups: Vec::new(),
        after: Vec::new(),
        for_staff: Vec::new(),
        code: sheet.code.clone(),
        imprint: documents::Imprint::default(),
    }
}

/// What every part needs.
struct On<'a> {
    sheet: &'a Sheet,
    pictures: &'a Pictures,
    questions: &'a ConsentQuestions,
}

impl On<'_> {
    fn fill(&self, text: &str) -> String {
        together(&fill(text, &self.sheet.list))
    }

    fn choices(&self) -> Vec<Choice> {
        let choice = |choice: &easy_read::Choice| Choice {
            word: self.fill(&choice.text),
            picture: self.pictures.get(self.sheet.set, &choice.picture, &choice.alt),
        };
        self.questions.choices.iter().map(choice).collect()
    }

    fn ask(&self, question: &Question) -> Field {
        let picture = self.pictures.get(self.sheet.set, &question.picture, &question.alt);
        Field::Question {
            line: Line { picture, mark: None, text: self.fill(&question.text) },
            help: question.lines.iter().map(|line| self.fill(&line.text)).collect(),
            choices: self.choices(),
        }
    }

    fn answers(&self) -> Group {
        let fields = self.questions.questions.iter().flat_map(|question| self.question(question)).collect();
        Group { heading: "Your answers".to_owned(), begins: Begins::Here, fields }
    }

    fn question(&self, question: &Question) -> Vec<Field> {
        match question.kind {
            QuestionKind::YesNoNotSure => {
                let asked = self.ask(question);
                let runs = (question.key == "on_the_list" && !self.sheet.hosts.is_empty())
                    .then(|| Field::Note(format!("{} {RUNS_IT_SEES}", runs_it(&self.sheet.hosts, &self.sheet.list))));
                std::iter::once(asked).chain(runs).collect()
            }
            QuestionKind::EachAgency => self
                .sheet
                .agencies
                .iter()
                .filter_map(|agency| self.questions.agency_question(agency.kind.word(), &agency.name))
                .map(|question| self.ask(&question))
                .collect(),
            QuestionKind::FreeText => vec![Field::Write {
                label: self.fill(&question.text),
                hint: question.lines.iter().map(|line| self.fill(&line.text)).collect::<Vec<_>>().join("\n"),
                rows: 4,
            }],
            // On a sheet of its own: `signing`.
            QuestionKind::Sign => Vec::new(),
        }
    }

    fn signing(&self) -> Group {
        Group {
            heading: "My name".to_owned(),
            begins: Begins::Whole,
            fields: vec![
                Field::Beside(vec!["My name".to_owned(), "Date".to_owned()]),
                Field::Write {
                    label: "My signature or my mark".to_owned(),
                    hint: "You do not have to sign. You can make a mark. Somebody can write down what you said."
                        .to_owned(),
                    rows: 2,
                },
            ],
        }
    }
}

fn tick(label: &str, hint: &str, choices: Vec<String>) -> Field {
    Field::Tick { label: label.to_owned(), hint: hint.to_owned(), choices }
}

fn words(choices: &[&str]) -> Vec<String> {
    choices.iter().map(|choice| (*choice).to_owned()).collect()
}

fn beside(labels: &[&str]) -> Field {
    Field::Beside(words(labels))
}

fn write(label: &str, hint: &str, rows: u8) -> Field {
    Field::Write { label: label.to_owned(), hint: hint.to_owned(), rows }
}

fn authorities(kind: FormKind) -> Vec<String> {
    let fits = |authority: &&Authority| match authority {
        Authority::Person | Authority::CourtDeputy => true,
        // Nobody has parental responsibility for an adult; there is no power of attorney below 18.
        Authority::ParentalResponsibility => kind == FormKind::Child,
        Authority::HealthWelfareAttorney => kind == FormKind::Adult,
        Authority::BestInterests => true,
    };
    // The child's form is for 16 and 17 too. What the Mental Capacity Act gives, it gives from 16 on: below that a
    // screen offers neither.
    let label = |authority: &Authority| match (kind, authority) {
        (FormKind::Child, Authority::CourtDeputy | Authority::BestInterests) => {
            format!("{} (only at 16 or 17)", authority.label())
        }
        (
            FormKind::Child | FormKind::Adult,
            Authority::Person
            | Authority::ParentalResponsibility
            | Authority::HealthWelfareAttorney
            | Authority::CourtDeputy
            | Authority::BestInterests,
        ) => authority.label().to_owned(),
    };
    Authority::ALL.iter().filter(fits).map(label).collect()
}

fn own_view() -> Vec<Field> {
    vec![
        tick(
            "If somebody else decides: what does the person want?",
            "Always ask, and always write it down.",
            OwnView::ALL.iter().map(|view| view.label().to_owned()).collect(),
        ),
        write("What the person said or showed, in their own way", "", 3),
    ]
}

fn adult() -> Group {
    let mut fields = vec![
        Field::Note(
            "An adult decides for themselves unless an assessment about this decision shows that they cannot. \
             Nobody decides for an adult because they are a parent. This form takes the place of no assessment: \
             record it in the register first."
                .to_owned(),
        ),
        tick("Who decided?", "", authorities(FormKind::Adult)),
        tick(
            "Is there a reason to doubt that the person can make this decision now?",
            "A diagnosis, their age or a choice that seems unwise is no such reason.",
            words(&["No", "Yes: a capacity assessment is recorded, dated:"]),
        ),
        write("Date and assessor of the capacity assessment, if there is one", "", 1),
        tick(
            "If an attorney or a deputy decided: what did you see?",
            "A power of attorney for money and property does not cover this decision.",
            words(&[
                "A registered lasting power of attorney for health and welfare",
                "An order of the Court of Protection for personal welfare",
                "It covers this decision, and it is in force",
            ]),
        ),
        beside(&["Name of who decided", "Reference of the document"]),
    ];
    fields.extend(own_view());
    Group { heading: "For the professional: who decided".to_owned(), begins: Begins::OnNewPage, fields }
}

fn child() -> Group {
    let mut fields = vec![
        Field::Note(
            "From 16 on, a young person decides for themselves unless an assessment shows that they cannot. Below 16, \
             a child who understands enough may decide; whether a parent decides instead is a setting of this register. \
             The child\u{2019}s own view is always asked for and written down."
                .to_owned(),
        ),
        beside(&["Age today", "Date of birth"]),
        write("What the child or young person thinks about it, in their own words or way", "", 3),
        tick(
            "Does the child or young person understand enough to decide?",
            "What the list is, what it is good for, what may be bad about it, what else there is; and nobody pushes them.",
            words(&["Yes", "No", "Not assessed yet"]),
        ),
        tick("Who decided?", "", authorities(FormKind::Child)),
        beside(&["Name of who decided", "Who they are to the child"]),
        tick(
            "If somebody with parental responsibility decided: what gives it to them?",
            "Ask, and look at the document where there is one. If nobody has it, nobody decides below 16: ask the council \
             and your legal team.",
            Basis::ALL.iter().map(|basis| basis.label().to_owned()).collect(),
        ),
        tick(OTHER_PARENT, "", OtherParent::ALL.iter().map(|said| said.label().to_owned()).collect()),
        write("Court orders that limit contact or decisions, and who disagrees with what", "", 2),
    ];
    fields.extend(own_view());
    Group { heading: "For the professional: who decided".to_owned(), begins: Begins::OnNewPage, fields }
}

fn witnesses() -> Group {
    Group {
        heading: "For the professional: how it was decided".to_owned(),
        begins: Begins::Here,
        fields: vec![
            tick("How did they answer?", "", Manner::ALL.iter().map(|manner| manner.label().to_owned()).collect()),
            write("Who was there, and in which form the information was given", "", 2),
            tick(COPY_GIVEN, "", CopyGiven::ALL.iter().map(|copy| copy.label().to_owned()).collect()),
            write(TIME_GIVEN, "", 1),
            beside(&["Explained by (name and role)", "Agency"]),
            beside(&["Signature", "Date and time"]),
            Field::Note(
                "If the person made a mark, or said it and somebody else wrote it down, somebody who saw it signs here."
                    .to_owned(),
            ),
            beside(&["Witness: name and role", "Signature and date"]),
            beside(&["Signature of who decided, if it was not the person", "Date"]),
        ],
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::{consent::conversation::HOW_DECIDED, easy_read::pack::Pack, paper::press::Press};

    fn sheet(kind: FormKind) -> Sheet {
        Sheet {
            kind,
            name: String::new(),
            agencies: vec![
                AskedAgency { name: "Moorland Police".to_owned(), kind: AgencyKind::Police },
                AskedAgency { name: "Haven Supported Living".to_owned(), kind: AgencyKind::Provider },
            ],
            hosts: vec!["Moorland LDA".to_owned()],
            list: "support list".to_owned(),
            set: PictureSet::Colour,
            code: None,
        }
    }

    async fn laid_out(kind: FormKind) -> Form {
        let made = std::sync::Arc::new(std::sync::Mutex::new(None));
        let kept = std::sync::Arc::clone(&made);
        Press::new(Path::new("/nowhere"), &Pack::default())
            .print(move |pictures| {
                *kept.lock().unwrap() = Some(layout(&sheet(kind), pictures));
                Ok(Vec::new())
            })
            .await
            .unwrap();
        made.lock().unwrap().take().unwrap()
    }

    fn asked(form: &Form) -> Vec<String> {
        form.groups
            .iter()
            .flat_map(|group| &group.fields)
            .filter_map(|field| match field {
                Field::Question { line, choices, .. } => {
                    let words: Vec<_> = choices.iter().map(|choice| choice.word.as_str()).collect();
                    assert_eq!(words, ["Yes", "No", "Not sure"], "{}", line.text);
                    Some(line.text.clone())
                }
                Field::Write { .. } | Field::Beside(_) | Field::Tick { .. } | Field::Note(_) => None,
            })
            .collect()
    }

    #[tokio::test]
    async fn the_form_asks_what_the_conversation_asks_each_agency_by_name_and_nothing_is_ticked_for_anybody() {
        for kind in FormKind::ALL {
            let form = laid_out(*kind).await;
            let questions = easy_read::consent_questions(kind.wording()).unwrap();
            let mut wanted = Vec::new();
            for question in &questions.questions {
                match question.kind {
                    QuestionKind::YesNoNotSure => wanted.push(fill(&question.text, "support list")),
                    QuestionKind::EachAgency => wanted.extend(
                        ["Moorland Police", "Haven Supported Living"]
                            .map(|name| question.text.replace("{agency}", name)),
                    ),
                    QuestionKind::FreeText | QuestionKind::Sign => {}
                }
            }
            assert_eq!(asked(&form), wanted, "{kind:?}");
        }
    }

    /// Each question of the page on which staff write down how it was decided, and where paper has it.
    const ON_PAPER: [(&str, &str); HOW_DECIDED.len()] = [
        ("manner", "How did they answer?"),
        ("present", "Who was there, and in which form the information was given"),
        ("signature", "My signature or my mark"),
        ("signature_name", "My name"),
        ("signature_drawn", "My signature or my mark"),
        ("witness", "Witness: name and role"),
        ("witness_role", "Witness: name and role"),
        ("other_parent", OTHER_PARENT),
        ("other_parent_what", "Court orders that limit contact or decisions, and who disagrees with what"),
        ("lpa_registered", "If an attorney or a deputy decided: what did you see?"),
        ("copy_given", COPY_GIVEN),
        ("time_given", TIME_GIVEN),
    ];

    /// What only paper asks about how it was decided, since the register knows it, or paper alone is signed by hand.
    const ONLY_ON_PAPER: [&str; 7] = [
        "Explained by (name and role)",
        "Agency",
        "Signature",
        "Date and time",
        "Signature and date",
        "Signature of who decided, if it was not the person",
        "Date",
    ];

    fn labels(groups: &[Group]) -> Vec<String> {
        let of = |field: &Field| match field {
            Field::Tick { label, .. } | Field::Write { label, .. } => vec![label.clone()],
            Field::Beside(labels) => labels.clone(),
            Field::Question { .. } | Field::Note(_) => Vec::new(),
        };
        groups.iter().flat_map(|group| &group.fields).flat_map(of).collect()
    }

    #[tokio::test]
    async fn how_it_was_decided_is_asked_on_paper_as_on_the_screen() {
        let (adult, child) = (laid_out(FormKind::Adult).await, laid_out(FormKind::Child).await);
        let all: Vec<_> =
            [&adult, &child].iter().flat_map(|form| [labels(&form.groups), labels(&form.for_staff)].concat()).collect();
        assert_eq!(ON_PAPER.map(|(field, _)| field), HOW_DECIDED, "every question of the screen is here");
        for (field, label) in ON_PAPER {
            assert!(all.contains(&label.to_owned()), "{field}: paper does not ask \u{201c}{label}\u{201d}");
        }
        for label in labels(&[witnesses()]) {
            let asked = ON_PAPER.iter().any(|(_, on_paper)| *on_paper == label);
            assert!(
                asked || ONLY_ON_PAPER.contains(&label.as_str()),
                "the screen does not ask \u{201c}{label}\u{201d}"
            );
        }
        assert!(labels(&child.for_staff).contains(&OTHER_PARENT.to_owned()), "of a child\u{2019}s parent");
        assert!(!labels(&adult.for_staff).contains(&OTHER_PARENT.to_owned()), "an adult has no such parent");
    }

    fn everything(form: &Form) -> String {
        format!("{form:?}")
    }

    #[tokio::test]
    async fn the_child_form_asks_for_the_childs_own_view_and_what_gives_parental_responsibility() {
        let form = everything(&laid_out(FormKind::Child).await);
        for said in ["thinks about it, in their own words", Basis::ALL[0].label(), "parental responsibility"] {
            assert!(form.contains(said), "{said}");
        }
        assert!(!form.contains(Authority::HealthWelfareAttorney.label()), "there is none below 18");
        // As on the screen: below 16 it is the child, or whoever has parental responsibility.
        for from_16 in [Authority::CourtDeputy, Authority::BestInterests] {
            let (all, only) = (from_16.label(), format!("{} (only at 16 or 17)", from_16.label()));
            assert!(form.contains(&only) && form.matches(all).count() == 1, "{only}");
        }
    }

    #[tokio::test]
    async fn the_adult_form_asks_about_capacity_attorneys_and_deputies_and_offers_no_parent() {
        let form = everything(&laid_out(FormKind::Adult).await);
        for said in ["doubt that the person can make this decision", "lasting power of attorney", "Court of Protection"]
        {
            assert!(form.contains(said), "{said}");
        }
        assert!(!form.contains(Authority::ParentalResponsibility.label()), "nobody has it for an adult");
    }
}
