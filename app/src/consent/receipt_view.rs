//! What the person takes home: their decision, in the form that they chose.

use leptos::prelude::*;

use super::{
    conversation::{Explained, FURTHER, Manner, OwnView, Signature, further_facts, runs_it, witness, wording},
    decided_view::who,
    model::{Answer, Authority, Decision, Kind},
    sign_view::{answer_about, answer_further, kept_private},
    store::{QUESTIONS, Recorded},
};
use crate::{
    agency::store::Agency,
    base::{answers::Answers, dates, drawing::Drawing},
    easy_read::{
        model::{self as easy_read, Format, Line, Pictures, Wording},
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
    /// Every agency but those that run the register.
    pub agencies: Vec<Agency>,
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
        self.format().pictures()
    }

    /// The form in which the information was given; pictures where that is not known.
    #[must_use]
    pub fn format(&self) -> Format {
        self.recorded.information.as_ref().map_or(Format::PictureList, |shown| shown.format)
    }

    /// The words in which the person is spoken to: those in which they were asked. Where that is not known, or it
    /// was not they who were asked (nobody is, before a change of mind), those of their age today.
    fn wording(&self) -> Wording {
        let made = &self.recorded.made;
        let asked = made.by.authority() == Authority::Person && made.decision.kind() != Kind::Withdrawn;
        let today = || wording(self.banner.born_on, self.banner.today);
        self.recorded.information.as_ref().filter(|_| asked).map_or_else(today, |shown| shown.wording)
    }

    /// What was decided, by whom, and when.
    #[must_use]
    pub fn said(&self) -> [Line; 2] {
        let made = &self.recorded.made;
        let name = made.by.name();
        let stops = self.recorded.stops();
        let stops = stops.and_then(|stops| self.agencies.iter().find(|agency| agency.agency_id == stops));
        let list = |said: Answer, text: String| Line::new("list", text).marked(said.picture());
        let what = match (&made.decision, name.is_empty()) {
            (Decision::Given { .. }, yours) if let Some(agency) = stops => {
                let who = if yours { "You".to_owned() } else { format!("For you, {name}") };
                Line::new("stop-sharing", format!("{who} stopped sharing with {}.", agency.name))
            }
            (Decision::Given { .. }, true) => list(Answer::Yes, format!("You said yes to the {}.", self.list)),
            (Decision::Refused, true) => list(Answer::No, format!("You said no to the {}.", self.list)),
            (Decision::Withdrawn, true) => Line::new("change-mind", "You changed your mind. You said no."),
            (Decision::Given { .. }, false) => {
                list(Answer::Yes, format!("{name} said yes to the {} for you.", self.list))
            }
            (Decision::Refused, false) => list(Answer::No, format!("{name} said no to the {} for you.", self.list)),
            (Decision::Withdrawn, false) => Line::new("change-mind", format!("{name} changed it to no.")),
        };
        [what, Line::new("calendar", format!("The day was {}.", dates::long(made.on)))]
    }

    /// The receipt as ideas, each with its picture.
    #[must_use]
    pub fn ideas(&self) -> Vec<Line> {
        let made = &self.recorded.made;
        let mut lines = self.said().to_vec();
        if let Decision::Given { review_on, agencies } = &made.decision {
            // By this yes alone, without a question about them.
            if !self.narrower && !self.hosts.is_empty() {
                lines.push(Line::new("people-together", runs_it(&self.hosts, &self.list)));
                lines.push(Line::new("team-sees", "They can see your information."));
            }
            for agency in &self.agencies {
                lines.extend(agencies.get(&agency.agency_id).map(|said| answer_about(agency, *said)));
            }
            for (field, _) in FURTHER {
                let Ok(said) = self.recorded.answers.get(field).parse::<Answer>() else { continue };
                lines.push(answer_further(field, said));
            }
            let until = made.counts_until.map_or(*review_on, |counts| counts.min(*review_on));
            lines.push(Line::new("calendar", format!("We ask you again before {}.", dates::long(until))));
        }
        let private = self.recorded.answers.get("exclusions");
        if !private.is_empty() {
            lines.push(kept_private(private));
        }
        if self.narrower {
            lines.push(Line::new("not-sure", "Somebody else said something different."));
            lines.push(Line::new("private", "We share only what all of you said yes to."));
        }
        if made.by.authority() != Authority::Person {
            lines.extend(own_view(&self.recorded.answers, made.by.name()));
        }
        let joins = made.decision.kind() == Kind::Given && self.recorded.stops().is_none() && !self.narrower;
        lines.extend(joins.then(|| Line::new("plan", "We make a plan with you.")));
        lines.push(Line::new("keep-support", "Your support stays the same."));
        lines.push(Line::new("change-mind", "You can change your mind on any day."));
        let ask = self.hosts.join(" and ");
        lines.push(Line::new("talk-to-someone", format!("To do that, tell {ask} or anyone who supports you.")));
        // What is said after the last question ends with whom to ring when it is urgent.
        let urgent = easy_read::urgent(self.wording());
        lines.extend(urgent.map(|line| Line { text: easy_read::fill(&line.text, &self.list), ..line.clone() }));
        lines
    }

    /// The name or mark under it, where it was drawn.
    #[must_use]
    pub fn drawn(&self) -> Option<Drawing> {
        let answers = &self.recorded.answers;
        answers
            .chosen("signature", Signature::Drawn.word())
            .then(|| answers.get("signature_drawn").parse().ok())
            .flatten()
    }

    /// The texts that were shown, each with its version; nothing where none was.
    #[must_use]
    pub fn texts(&self) -> String {
        let shown =
            self.recorded.information.iter().flat_map(|told| told.shown.iter().map(|text| (text, told.wording)));
        let texts: Vec<String> = shown
            .map(|((key, version), wording)| format!("{}, version {version}", text_name(key, wording, &self.list)))
            .collect();
        texts.join("; ")
    }

    /// The rest of it: each a name and what it is.
    #[must_use]
    pub fn facts(&self) -> Vec<(String, String)> {
        let row = |name: &str, fact: String| (name.to_owned(), fact);
        let recorded = &self.recorded;
        let answers = &recorded.answers;
        let mut rows = vec![row("Who decided", who(&recorded.made))];
        if let Some(shown) = &recorded.information {
            rows.push(row("How the information was given", shown.format.label().to_owned()));
            rows.push(row("Texts that were shown", self.texts()));
        }
        let explained: Vec<&str> =
            answers.all("explained").filter_map(|word| word.parse::<Explained>().ok().map(Explained::label)).collect();
        if !explained.is_empty() {
            rows.push(row("What helped", explained.join(". ")));
        }
        for (name, field) in [("What the person said or showed", "own_view_words"), ("What they said", "words")] {
            let theirs = field == "own_view_words" && recorded.made.by.authority() == Authority::Person;
            if !theirs && !answers.get(field).is_empty() {
                rows.push(row(name, answers.get(field).to_owned()));
            }
        }
        let stopped: Vec<&str> = answers.all("stopped").collect();
        if !stopped.is_empty() {
            rows.push(row("Who stopped seeing it", stopped.join("; ")));
        }
        rows.push(row("How they answered", label::<Manner>(answers, "manner", Manner::label)));
        rows.push(row("How they signed", signed(answers)));
        rows.push(row("Who was there", answers.get("present").to_owned()));
        let further = further_facts(answers, recorded.made.by.authority()).into_iter();
        rows.extend(further.filter(|(_, _, said)| !said.is_empty()).map(|(_, name, said)| row(name, said)));
        rows.push(row("Written down", written(recorded)));
        rows
    }
}

/// What the person wants, where somebody else decided: as they told staff, or as that one says on the own page.
fn own_view(answers: &Answers, by: &str) -> Option<Line> {
    let says = if answers.has("own_page") { format!("{by} says") } else { "You told us".to_owned() };
    let text = match answers.get("own_view").parse().ok()? {
        OwnView::Yes => format!("{says} that you want to be on it."),
        OwnView::No => format!("{says} that you do not want to be on it."),
        OwnView::NotSure => format!("{says} that you are not sure."),
        OwnView::NotKnown => "Nobody could tell what you want.".to_owned(),
    };
    Some(Line::new("write-view", text))
}

/// The receipt as a page; `done` is what stands above it where it was recorded this moment.
pub fn receipt(receipt: &Receipt, done: Option<String>) -> impl IntoView + use<> {
    let id = receipt.banner.person.to_string();
    let body = body(receipt, done.is_some());
    let on = done.is_some().then(|| {
        view! {
            <p class="no-print">"Does the person want a copy? Print this page now. Later the register\u{2019}s team can print it."</p>
            <p class="no-print"><a href="/today">"Go to the first page"</a></p>
        }
    });
    let done = done.map(|done| view! { <InsetText><p>{done}</p></InsetText> });
    view! {
        <div class=class_of(receipt)>
            {done}
            <h1 class="nhsuk-heading-l" data-person=id>{heading(receipt)}</h1>
            {body}
            {on}
        </div>
    }
}

/// In large print all of it is large.
fn class_of(receipt: &Receipt) -> &'static str {
    if receipt.format() == Format::LargePrint { "receipt large-print" } else { "receipt" }
}

/// The receipt under the heading of a page that says what has just happened.
pub fn under(receipt: &Receipt) -> impl IntoView + use<> {
    view! {
        <div class=class_of(receipt)>
            <h2 class="nhsuk-heading-m">{heading(receipt)}</h2>
            {body(receipt, true)}
        </div>
    }
}

fn heading(receipt: &Receipt) -> String {
    format!("{}: what was decided", receipt.banner.name)
}

/// `at_once`: after a no the papers may be closed to this agency, so that this page is the only one to print.
fn body(receipt: &Receipt, at_once: bool) -> impl IntoView + use<> {
    let id = receipt.banner.person.to_string();
    let ideas = receipt.ideas();
    let told = match receipt.pictures() {
        Some(pictures) => lines_in(pictures, &ideas, &receipt.list),
        None => {
            let items: Vec<_> = ideas.iter().map(|line| view! { <li>{line.text.clone()}</li> }).collect();
            view! { <ul>{items}</ul> }.into_any()
        }
    };
    let rows = receipt.facts().into_iter().map(|(name, fact)| SummaryRow::new(name, fact)).collect();
    let paper = Some(receipt.recorded.answers.get("paper_form")).filter(|form| !form.is_empty() && !at_once);
    let paper = paper.map(|form| {
        let href = format!("/people/{id}/paper/{form}");
        view! { <p class="no-print"><a href=href>"The paper form that was signed"</a></p> }
    });
    let pdf = (!at_once).then(|| {
        let href = format!("/people/{id}/consent/receipt/{}/receipt.pdf", receipt.recorded.made.number);
        view! { <p class="no-print"><a href=href data-full>"Print or save as PDF"</a></p> }
    });
    view! {
        {pdf}
        {told}
        <h2 class="nhsuk-heading-m">"For the record"</h2>
        <SummaryList rows=rows/>
        {paper}
        {drawn(receipt)}
    }
}

/// The signature, where it was drawn.
fn drawn(receipt: &Receipt) -> Option<impl IntoView + use<>> {
    let drawing = receipt.drawn()?;
    Some(
        view! { <h3 class="nhsuk-heading-s">"Their signature"</h3> <Drawn drawing=drawing described="The signature"/> },
    )
}

fn label<T: std::str::FromStr>(answers: &Answers, field: &str, label: impl Fn(T) -> &'static str) -> String {
    answers.get(field).parse::<T>().map(|value| label(value).to_owned()).unwrap_or_default()
}

fn signed(answers: &Answers) -> String {
    let how = label::<Signature>(answers, "signature", Signature::label);
    let name = match answers.get("signature").parse() {
        Ok(Signature::Typed) => answers.get("signature_name").to_owned(),
        Ok(Signature::Mark | Signature::Said | Signature::Drawn | Signature::Paper) | Err(_) => String::new(),
    };
    // Whoever saw it is named however it was signed: a drawn line may need it most.
    let saw = Some(witness(answers)).filter(|saw| !saw.is_empty()).map(|saw| format!("seen by {saw}"));
    let detail: Vec<String> = Some(name).filter(|name| !name.is_empty()).into_iter().chain(saw).collect();
    if detail.is_empty() { how } else { format!("{how}: {}", detail.join(", ")) }
}

fn written(recorded: &Recorded) -> String {
    let by = recorded.recorded_by.as_deref().unwrap_or("the person, on their own page");
    let agency = recorded.recorded_agency.as_deref().map(|agency| format!(", {agency}")).unwrap_or_default();
    format!("{}, by {by}{agency}", dates::long_time(recorded.recorded_at))
}

/// The title of a text that was shown, from the key it was recorded under.
fn text_name(key: &str, wording: Wording, list: &str) -> String {
    if key == QUESTIONS {
        return "The questions".to_owned();
    }
    easy_read::document_in(key, wording)
        .map_or_else(|| key.to_owned(), |document| easy_read::fill(&document.title, list))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::{
        access::model::AgencyKind,
        consent::{
            model::{Decider, Made},
            store::Information,
        },
        easy_read::lint,
    };

    const POLICE: &str = "00000000-0000-7000-8000-00000000b001";

    /// What somebody decided, by themselves or by their mother.
    fn receipt(decision: Decision, mother: bool, born_on: &str) -> Receipt {
        let today: chrono::NaiveDate = "2026-11-23".parse().unwrap();
        let authority = Authority::ParentalResponsibility;
        let holder = "00000000-0000-7000-8000-00000000c001".parse().unwrap();
        let by = if mother {
            Decider::Holder { authority, holder, name: "Lin Chen".to_owned(), capacity: None }
        } else {
            Decider::Person { capacity: None }
        };
        let made = Made::new(1, by, today, decision);
        let banner = Banner {
            person: "00000000-0000-7000-8000-00000000a001".parse().unwrap(),
            name: "Mei Chen".to_owned(),
            known_as: String::new(),
            born_on: born_on.parse().ok(),
            nhs_number: None,
            communication: String::new(),
            today,
        };
        let recorded = Recorded {
            made,
            answers: Answers::default().with("exclusions", "my diary"),
            information: None,
            recorded_by: None,
            recorded_agency: None,
            recorded_at: "2026-11-23T09:00:00Z".parse().unwrap(),
        };
        let agencies = vec![Agency {
            agency_id: POLICE.parse().unwrap(),
            code: "police".to_owned(),
            name: "The police".to_owned(),
            kind: AgencyKind::Police,
            hosts_register: false,
        }];
        Receipt {
            banner,
            recorded,
            agencies,
            hosts: vec!["The support team".to_owned()],
            narrower: true,
            list: easy_read::LIST_NAME.to_owned(),
        }
    }

    #[test]
    fn what_a_child_takes_home_is_in_a_childs_words_whoever_was_asked_in_whichever() {
        let young: Vec<_> = easy_read::urgent(Wording::YoungPerson).map(|line| line.text.clone()).collect();
        for (decision, mother) in [(Decision::Refused, true), (Decision::Withdrawn, true), (Decision::Withdrawn, false)]
        {
            let mut receipt = receipt(decision, mother, "2016-02-03");
            let (format, wording) = (Format::PictureList, Wording::Adult);
            receipt.recorded.information = Some(Information { format, wording, shown: BTreeMap::new() });
            assert_eq!(receipt.wording(), Wording::YoungPerson, "{mother}");
            let said: Vec<_> = receipt.ideas().into_iter().map(|line| line.text).collect();
            assert!(young.iter().all(|line| said.contains(&easy_read::fill(line, easy_read::LIST_NAME))), "{said:?}");
        }
    }

    #[test]
    fn what_the_person_answered_is_said_back_and_not_asked_again() {
        let agencies = BTreeMap::from([(POLICE.parse().unwrap(), Answer::Yes)]);
        let given = Decision::Given { review_on: "2027-11-23".parse().unwrap(), agencies };
        let mut receipt = receipt(given, false, "1990-02-03");
        for (answer, said) in [
            (Answer::Yes, "We can talk to your family about you."),
            (Answer::No, "We cannot talk to your family about you."),
            (Answer::NotSure, "Not sure: we cannot talk to your family about you."),
        ] {
            for (field, _) in FURTHER {
                receipt.recorded.answers.set(field, answer.word());
            }
            let ideas = receipt.ideas();
            assert!(ideas.iter().any(|line| line.text == said), "{ideas:?}");
            assert!(!ideas.iter().any(|line| line.text.contains('?')), "{ideas:?}");
            assert_eq!(lint::lint_lines("receipt", &ideas), []);
        }
    }

    #[test]
    fn a_plan_is_promised_only_where_a_yes_counts_as_it_is() {
        let agencies = BTreeMap::from([(POLICE.parse().unwrap(), Answer::Yes)]);
        let given = Decision::Given { review_on: "2027-11-23".parse().unwrap(), agencies };
        let plans = |receipt: &Receipt| receipt.ideas().iter().any(|line| line.text == "We make a plan with you.");
        let yes = Receipt { narrower: false, ..receipt(given.clone(), false, "1990-02-03") };
        assert!(plans(&yes));
        assert!(!plans(&receipt(given, false, "1990-02-03")), "somebody else said something different");
        for decision in [Decision::Refused, Decision::Withdrawn] {
            assert!(!plans(&Receipt { narrower: false, ..receipt(decision, false, "1990-02-03") }));
        }
    }

    #[test]
    fn those_who_run_the_list_stand_among_those_who_see_it_where_the_yes_counts_as_it_is() {
        let given = Decision::Given { review_on: "2027-11-23".parse().unwrap(), agencies: BTreeMap::new() };
        let says = |receipt: &Receipt| {
            let said: Vec<String> = receipt.ideas().into_iter().map(|line| line.text).collect();
            let sees = said.contains(&"They can see your information.".to_owned());
            said.into_iter().find(|text| text.ends_with("the support list.") && text.contains(" run")).filter(|_| sees)
        };
        let yes = Receipt { narrower: false, ..receipt(given.clone(), false, "1990-02-03") };
        assert_eq!(says(&yes).as_deref(), Some("The support team runs the support list."));
        let two = Receipt { hosts: vec!["The council".to_owned(), "The NHS".to_owned()], ..yes };
        assert_eq!(says(&two).as_deref(), Some("The council and The NHS run the support list."));
        let no = Receipt { narrower: false, ..receipt(Decision::Refused, false, "1990-02-03") };
        assert_eq!(says(&no), None, "they see the name and the answer");
        assert_eq!(says(&receipt(given, false, "1990-02-03")), None, "somebody else said something different");
    }

    #[test]
    fn what_the_person_takes_home_is_easy_read() {
        let given = |answer| Decision::Given {
            review_on: "2027-11-23".parse().unwrap(),
            agencies: BTreeMap::from([(POLICE.parse().unwrap(), answer)]),
        };
        let decisions =
            [given(Answer::Yes), given(Answer::No), given(Answer::NotSure), Decision::Refused, Decision::Withdrawn];
        for decision in decisions {
            for (mother, born_on) in [(false, "1990-02-03"), (false, "2012-02-03"), (true, "2012-02-03")] {
                for view in OwnView::ALL {
                    let mut receipt = receipt(decision.clone(), mother, born_on);
                    receipt.recorded.answers.set("own_view", view.word());
                    assert_eq!(lint::lint_lines("receipt", &receipt.ideas()), [], "{decision:?} {view:?}");
                }
            }
        }
    }
}
