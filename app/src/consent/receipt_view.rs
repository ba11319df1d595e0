//! What the person takes home: their decision, in the form that they chose.

use leptos::prelude::*;

use super::{
    conversation::{Explained, FURTHER, Manner, Signature},
    model::{Answer, Decision},
    store::{DOCUMENT, Recorded, wording},
    view::{question_text, who},
};
use crate::{
    base::{answers::Answers, dates, ids::AgencyId},
    easy_read::{
        model::{self as easy_read, Format, Line, Pictures},
        view::lines_in,
    },
    person::store::Banner,
    ui::*,
};

/// What a receipt is drawn from.
pub struct Receipt {
    /// Whose decision.
    pub banner: Banner,
    /// The decision.
    pub recorded: Recorded,
    /// Every agency's name.
    pub agencies: Vec<(AgencyId, String)>,
    /// Who runs the register: whom to ask.
    pub hosts: Vec<String>,
    /// Whether others decided otherwise, so that less is shared than this says.
    pub narrower: bool,
    /// What people call the register.
    pub list: String,
}

impl Receipt {
    /// The pictures of the form in which the information was given.
    fn pictures(&self) -> Option<Pictures> {
        self.recorded.information.as_ref().map_or(Format::PictureList, |shown| shown.format).pictures()
    }

    /// The receipt as ideas, each with its picture.
    #[must_use]
    pub fn ideas(&self) -> Vec<Line> {
        let made = &self.recorded.made;
        let name = made.by.name();
        let mut lines = vec![match (&made.decision, name.is_empty()) {
            (Decision::Given { .. }, true) => Line::new("yes", format!("You said yes to the {}.", self.list)),
            (Decision::Refused, true) => Line::new("no", format!("You said no to the {}.", self.list)),
            (Decision::Withdrawn, true) => Line::new("change-mind", "You changed your mind. You said no."),
            (Decision::Given { .. }, false) => {
                Line::new("yes", format!("{name} said yes to the {} for you.", self.list))
            }
            (Decision::Refused, false) => Line::new("no", format!("{name} said no to the {} for you.", self.list)),
            (Decision::Withdrawn, false) => Line::new("change-mind", format!("{name} changed it to no.")),
        }];
        lines.push(Line::new("calendar", format!("The day was {}.", dates::long(made.on))));
        if let Decision::Given { review_on, agencies } = &made.decision {
            for (id, name) in &self.agencies {
                lines.push(match agencies.get(id) {
                    Some(Answer::Yes) => Line::new("yes", format!("{name} can see your information.")),
                    Some(Answer::No) => Line::new("no", format!("{name} cannot see your information.")),
                    Some(Answer::NotSure) => {
                        Line::new("not-sure", format!("Not sure: {name} cannot see your information."))
                    }
                    None => continue,
                });
            }
            lines.push(Line::new("calendar", format!("We ask you again before {}.", dates::long(*review_on))));
        }
        let private = self.recorded.answers.get("exclusions");
        if !private.is_empty() {
            lines.push(Line::new("private", format!("You want this to stay private: {private}")));
        }
        if self.narrower {
            lines.push(Line::new("not-sure", "Somebody else said something different."));
            lines.push(Line::new("private", "We share only what all of you said yes to."));
        }
        lines.push(Line::new("keep-support", "Your support stays the same."));
        lines.push(Line::new("change-mind", "You can change your mind on any day."));
        let ask = self.hosts.join(" and ");
        lines.push(Line::new("phone", format!("You can tell {ask} or anyone who supports you.")));
        lines
    }
}

/// The receipt as a page; `done` is what stands above it where it was recorded this moment.
pub fn receipt(receipt: &Receipt, done: Option<&'static str>) -> impl IntoView + use<> {
    let id = receipt.banner.person.to_string();
    let ideas = receipt.ideas();
    let told = match receipt.pictures() {
        Some(pictures) => lines_in(pictures, &ideas, &receipt.list),
        None => {
            let items: Vec<_> = ideas.iter().map(|line| view! { <li>{line.text.clone()}</li> }).collect();
            view! { <ul>{items}</ul> }.into_any()
        }
    };
    let done = done.map(|done| view! { <InsetText><p>{done}</p></InsetText> });
    let heading = format!("{}: what was decided", receipt.banner.name);
    view! {
        {done}
        <h1 class="nhsuk-heading-l" data-person=id>{heading}</h1>
        {told}
        <h2 class="nhsuk-heading-m">"For the record"</h2>
        <SummaryList rows=facts(receipt)/>
    }
}

fn facts(receipt: &Receipt) -> Vec<SummaryRow> {
    let recorded = &receipt.recorded;
    let answers = &recorded.answers;
    let mut rows = vec![SummaryRow::new("Who decided", who(&recorded.made))];
    if let Some(shown) = &recorded.information {
        rows.push(SummaryRow::new("How the information was given", shown.format.label()));
        let texts: Vec<String> = shown
            .shown
            .iter()
            .map(|(key, version)| format!("{}, version {version}", text_name(key, receipt)))
            .collect();
        rows.push(SummaryRow::new("Texts that were shown", texts.join("; ")));
    }
    let explained: Vec<&str> =
        answers.all("explained").filter_map(|word| word.parse::<Explained>().ok().map(Explained::label)).collect();
    if !explained.is_empty() {
        rows.push(SummaryRow::new("What helped", explained.join(". ")));
    }
    if matches!(recorded.made.decision, Decision::Given { .. }) {
        for (field, _) in FURTHER {
            let said = label::<Answer>(answers, field, Answer::label);
            rows.push(SummaryRow::new(question_text(field, &receipt.list), said));
        }
    }
    rows.push(SummaryRow::new("How they answered", label::<Manner>(answers, "manner", Manner::label)));
    rows.push(SummaryRow::new("How they signed", signed(answers)));
    rows.push(SummaryRow::new("Who was there", answers.get("present").to_owned()));
    rows.push(SummaryRow::new("Written down", written(recorded)));
    rows
}

fn label<T: std::str::FromStr>(answers: &Answers, field: &str, label: impl Fn(T) -> &'static str) -> String {
    answers.get(field).parse::<T>().map(|value| label(value).to_owned()).unwrap_or_default()
}

fn signed(answers: &Answers) -> String {
    let how = label::<Signature>(answers, "signature", Signature::label);
    let detail = match answers.get("signature").parse() {
        Ok(Signature::Typed) => answers.get("signature_name"),
        Ok(Signature::Mark | Signature::Said) => answers.get("witness"),
        Ok(Signature::Paper) | Err(_) => "",
    };
    if detail.is_empty() { how } else { format!("{how}: {detail}") }
}

fn written(recorded: &Recorded) -> String {
    let by = recorded.recorded_by.as_deref().unwrap_or("the person, on their own page");
    let agency = recorded.recorded_agency.as_deref().map(|agency| format!(", {agency}")).unwrap_or_default();
    format!("{}, by {by}{agency}", dates::long_time(recorded.recorded_at))
}

/// The title of a text that was shown, from the key it was recorded under.
fn text_name(key: &str, receipt: &Receipt) -> String {
    if key == "consent_questions" {
        return "The questions".to_owned();
    }
    let wording = wording(receipt.banner.born_on, receipt.banner.today);
    easy_read::document_in(DOCUMENT, wording)
        .filter(|document| key.starts_with(&document.key))
        .map_or_else(|| key.to_owned(), |document| easy_read::fill(&document.title, &receipt.list))
}
