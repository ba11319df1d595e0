//! Who decides for the person, and why: the writing that changes most for them, in the words in which it was
//! recorded, each thing with its way to say "I do not agree".

use chrono::NaiveDate;
use leptos::prelude::*;

use super::{
    disagree_view::disagreement,
    model::About,
    read_view::facts,
    requests::Request,
    view::{Reader, own_page_back},
};
use crate::{
    authority::{
        capacity::{Conclusion, Test, YesNo},
        model::{Basis, Holder},
        store::FilledIn,
        view::said,
    },
    base::{answers::Answers, dates, error::Corrupt},
    consent::model::Authority,
    ui::*,
};

/// What an assessment found, or a checklist came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Came {
    /// Whether the person can decide.
    Found(Test, Conclusion),
    /// Whether it is best for them to be on the list.
    Best(YesNo),
}

/// An assessment or a checklist, to be read by whom it is about.
#[derive(Debug, Clone)]
pub struct Reasoned {
    /// Which.
    pub about: About,
    /// When.
    pub on: NaiveDate,
    /// Who wrote it down.
    pub by: Option<String>,
    /// What it came to.
    pub came: Came,
    /// Everything that was recorded.
    answers: Answers,
}

impl TryFrom<FilledIn> for Reasoned {
    type Error = Corrupt;

    fn try_from(form: FilledIn) -> Result<Self, Corrupt> {
        let corrupt = |what| Corrupt { table: "capacity_assessment or best_interests", what };
        let (about, came) = match form.test {
            Some(test) => (
                About::Capacity(form.id.parse().map_err(|_| corrupt("no id"))?),
                Came::Found(test, form.came_to.parse().map_err(|_| corrupt("an unknown conclusion"))?),
            ),
            None => (
                About::Interests(form.id.parse().map_err(|_| corrupt("no id"))?),
                Came::Best(form.came_to.parse().map_err(|_| corrupt("neither yes nor no"))?),
            ),
        };
        let answers = serde_json::from_str(&form.answers).map_err(|_| corrupt("unreadable answers"))?;
        Ok(Self { about, on: form.day, by: form.recorded_by, came, answers })
    }
}

impl Reasoned {
    /// As whoever else holds a code may have it: what it came to and why, without what the person or anybody around
    /// them said. A child may have said alone that somebody presses them.
    #[must_use]
    pub fn for_another(mut self) -> Self {
        self.answers.leave_out(is_private);
        self
    }

    /// What it came to, to the person.
    #[must_use]
    pub fn in_plain_words(&self) -> &'static str {
        match self.came {
            Came::Found(_, Conclusion::CanDecide) => "They found: you can decide this yourself.",
            Came::Found(_, Conclusion::CannotDecide) => "They found: you cannot decide this now.",
            Came::Found(_, Conclusion::Wait) => "They found: you cannot decide this now. It can wait until you can.",
            Came::Best(YesNo::Yes) => "They decided yes, because they think it is best for you.",
            Came::Best(YesNo::No) => "They decided no, because they think it is best for you.",
        }
    }

    /// Every field that was filled in, under a name in easy words.
    fn recorded(&self) -> Vec<(&'static str, String)> {
        let names: Vec<(&str, &'static str)> = match self.came {
            Came::Found(Test::MentalCapacity, _) => [&SUPPORTED[..], &CAPACITY[..], &ROLE[..]].concat(),
            Came::Found(Test::Gillick, _) => [&SUPPORTED[..], &GILLICK[..], &ROLE[..]].concat(),
            Came::Best(_) => INTERESTS.to_vec(),
        };
        names
            .into_iter()
            .map(|(field, name)| (name, said(&self.answers, field)))
            .filter(|(_, text)| !text.is_empty())
            .collect()
    }
}

const SHOWS: &str = "How people know that";
const SUPPORTED: [(&str, &str); 1] = [("support", "What people did to help you decide")];
const ROLE: [(&str, &str); 1] = [("role", "The job of who wrote this")];
const CAPACITY: [(&str, &str); 16] = [
    ("doubt", "Why people were not sure that you can decide"),
    ("understand", "Can you understand what it is about?"),
    ("understand_evidence", SHOWS),
    ("retain", "Can you remember it for long enough?"),
    ("retain_evidence", SHOWS),
    ("weigh", "Can you think about what is good and bad?"),
    ("weigh_evidence", SHOWS),
    ("communicate", "Can you show people what you want?"),
    ("communicate_evidence", SHOWS),
    ("impairment", "Is there something about your mind that makes it hard?"),
    ("impairment_what", "What that is"),
    ("because", "Is that why you cannot decide?"),
    ("because_how", "How it makes it hard"),
    ("wait", "Can it wait?"),
    ("wait_until", "Until when"),
    ("wait_why_not", "Why it cannot wait"),
];
const GILLICK: [(&str, &str); 9] = [
    ("nature", "Do you understand what it is?"),
    ("nature_evidence", SHOWS),
    ("risks", "Do you understand what is good and bad about it?"),
    ("risks_evidence", SHOWS),
    ("alternatives", "Do you understand what else people could do?"),
    ("alternatives_evidence", SHOWS),
    ("free", "Do you decide this freely?"),
    ("free_evidence", SHOWS),
    ("own_words", "What you said or showed"),
];
const INTERESTS: [(&str, &str); 18] = [
    ("circumstances", "What matters here"),
    ("regain", "Can you decide this later?"),
    ("participation", "How you took part"),
    ("wishes", "What you want"),
    ("values", "What you believe in"),
    ("consulted", "Who people asked, and what they said"),
    ("benefits", "What is good and bad about yes"),
    ("burdens", "What is good and bad about no"),
    ("less_restrictive", "Is there a way that keeps more private?"),
    ("less_restrictive_what", "Other ways, and why this one"),
    ("advocate", "Did someone help you to speak up?"),
    ("advocate_what", "Who that was, or why nobody"),
    ("outcome", "What they decided"),
    ("reason", "Why"),
    ("dissent", "Did somebody not agree?"),
    ("dissent_what", "Who that was, and why"),
    ("decided_by", "Who decided"),
    ("looked_again", "When people look at this again"),
];

/// What the person said or did, and others about it, beside every `_evidence`: the person may have been alone with
/// whoever assessed them.
const FOR_THE_PERSON: [&str; 10] = [
    "doubt",
    "because_how",
    "free",
    "own_words",
    "participation",
    "wishes",
    "values",
    "consulted",
    "dissent",
    "dissent_what",
];

fn is_private(field: &str) -> bool {
    field.ends_with("_evidence") || FOR_THE_PERSON.contains(&field)
}

/// What somebody decides as, to the person.
const fn authority_in_plain_words(authority: Authority) -> &'static str {
    match authority {
        Authority::Person => "That is you.",
        Authority::ParentalResponsibility => "They can decide for you while you are young.",
        Authority::HealthWelfareAttorney => "You chose them to decide about your health and care.",
        Authority::CourtDeputy => "A court chose them to decide about your health and care.",
        Authority::BestInterests => "They decide what they think is best for you.",
    }
}

/// Who decides for the person, and why.
pub fn decides(
    reader: &Reader,
    holders: &[Holder],
    reasoned: &[Reasoned],
    requests: &[Request],
) -> impl IntoView + use<> {
    let holders: Vec<_> = holders
        .iter()
        .filter(|holder| holder.ended_on.is_none())
        .map(|holder| holder_card(reader, holder, requests))
        .collect();
    let holders = if holders.is_empty() {
        view! { <p>"Nobody else is on our list to decide for you."</p> }.into_any()
    } else {
        holders.into_any()
    };
    let (found, best): (Vec<_>, Vec<_>) =
        reasoned.iter().partition(|each| matches!(each.came, Came::Found(Test::MentalCapacity | Test::Gillick, _)));
    let found = reasons(reader, &found, requests);
    let best = reasons(reader, &best, requests);
    let lines = vec![
        reader.line("talk", "Everybody must help you to decide as much as you can."),
        reader.line("no", "You can say if you do not agree."),
    ];
    let elses =
        (!reader.holder.is_the_person()).then(|| view! { <p>"What was said in private is not shown here."</p> });
    let content = view! {
        {reader.lines(lines)}
        {elses}
        <h2 class="nhsuk-heading-m">"Who else can decide for you"</h2>
        {holders}
        <h2 class="nhsuk-heading-m">"Can you decide this yourself?"</h2>
        {found}
        <h2 class="nhsuk-heading-m">"What people decided for you"</h2>
        {best}
        <p><a href="/me/answers">"See your answers"</a></p>
    };
    own_page_back(reader, ("/me/written", "What people wrote about you"), "choose", TITLE, content.into_any())
}

/// The title of the page.
pub const TITLE: &str = "Who decides, and why";

fn holder_card(reader: &Reader, holder: &Holder, requests: &[Request]) -> AnyView {
    let counts = if holder.why_not(reader.born_on, reader.today).is_none() {
        "People have seen the papers that show it."
    } else if holder.is_over_by_age(reader.born_on, reader.today) {
        "But it does not count now. You are 18 or older."
    } else {
        "But it does not count now. Nobody has seen papers that show it."
    };
    let limits = (!holder.limits.is_empty()).then(|| facts(vec![("What they cannot decide", holder.limits.clone())]));
    let picture = match holder.authority {
        Authority::CourtDeputy => "judge",
        Authority::ParentalResponsibility if holder.basis == Some(Basis::Council) => "council",
        Authority::Person
        | Authority::ParentalResponsibility
        | Authority::HealthWelfareAttorney
        | Authority::BestInterests => "family",
    };
    view! {
        <div class="own-card">
            <h3 class="own-card__what">{format!("{}, {}", holder.name, holder.relation)}</h3>
            {reader.lines(vec![
                reader.line(picture, authority_in_plain_words(holder.authority)),
                reader.line("paper", counts),
            ])}
            {limits}
            {disagreement(reader, &About::Holder(holder.holder_id.clone()), &holder.name, requests)}
        </div>
    }
    .into_any()
}

fn reasons(reader: &Reader, reasoned: &[&Reasoned], requests: &[Request]) -> AnyView {
    if reasoned.is_empty() {
        return view! { <p class="quiet">"Nobody wrote anything here."</p> }.into_any();
    }
    let cards: Vec<_> = reasoned
        .iter()
        .map(|each| {
            let on = dates::long(each.on);
            let by = each.by.as_deref().unwrap_or("Somebody");
            let (recorded, disagree) = (facts(each.recorded()), disagreement(reader, &each.about, &on, requests));
            view! {
                <div class="own-card">
                    <h3 class="own-card__what">{on}</h3>
                    {reader.lines(vec![
                        reader.line("staff", format!("{by} wrote this down.")),
                        reader.line("look-closely", each.in_plain_words()),
                    ])}
                    <Details summary="What they wrote, and why">{recorded}</Details>
                    {disagree}
                </div>
            }
            .into_any()
        })
        .collect();
    cards.into_any()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{authority, easy_read::lint};

    #[test]
    fn every_answer_of_the_forms_has_a_name_in_easy_words() {
        let named = |names: &[(&str, &str)], field: &str| names.iter().any(|(each, _)| *each == field);
        for (field, _, _) in authority::capacity::ABILITIES {
            assert!(named(&CAPACITY, field) && named(&CAPACITY, &format!("{field}_evidence")), "{field}");
        }
        for (field, _, _) in authority::capacity::GILLICK {
            assert!(named(&GILLICK, field) && named(&GILLICK, &format!("{field}_evidence")), "{field}");
        }
        for (field, _, _) in authority::interests::CHECKLIST {
            assert!(named(&INTERESTS, field), "{field}");
        }
        for field in FOR_THE_PERSON {
            assert!(named(&CAPACITY, field) || named(&GILLICK, field) || named(&INTERESTS, field), "{field}");
        }
        for (_, name) in SUPPORTED.iter().chain(&ROLE).chain(&CAPACITY).chain(&GILLICK).chain(&INTERESTS) {
            assert_eq!(lint::lint_text("who decides", name), [], "{name}");
        }
        for authority in Authority::ALL {
            assert_eq!(lint::lint_text("who decides", authority_in_plain_words(*authority)), []);
        }
    }
}
