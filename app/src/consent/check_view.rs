//! Everything once more, before it is recorded.

use leptos::prelude::*;
use sha2::{Digest, Sha256};

use super::{
    actions::GO_ON,
    conversation::{
        BEGAN_AFTER, Explained, FURTHER, Manner, OwnView, SHOWN, SIGN_AGAIN, Signature, Step, for_another,
        further_facts, witness,
    },
    decided_view::who,
    model::{self, Answer, Kind, agency_field},
    store::Recorded,
    view::{Talk, from},
};
use crate::{
    access::log::hex,
    agency::store::Agency,
    base::{answers::Answers, dates},
    easy_read::model::Format,
    person::view::banner,
    shell::in_their_hands,
    ui::*,
};

/// Under which name the page that checks the answers says which answers those were.
pub const CHECKED: &str = "checked";

/// A mark of answers that other answers do not have, so that nothing is recorded that nobody checked. What we note
/// beside them is no answer, nor is their order.
#[must_use]
pub fn mark(answers: &Answers) -> String {
    let ours = |name: &str| [BEGAN_AFTER, SIGN_AGAIN].contains(&name) || name.starts_with(SHOWN);
    let mut fields: Vec<(&str, &str)> = answers.fields().filter(|(name, _)| !ours(name)).collect();
    fields.sort_unstable();
    let mut hasher = Sha256::new();
    for part in fields.into_iter().flat_map(|(name, value)| [name, value]) {
        hasher.update(part);
        hasher.update([0]);
    }
    hex(&hasher.finalize()).chars().take(16).collect()
}

/// What came between the page and its button.
#[derive(Debug, Clone, Copy)]
pub enum Meanwhile<'a> {
    /// Nothing that is known of.
    Nothing,
    /// Somebody else recorded a decision.
    Decided(Option<&'a Recorded>),
    /// An answer was changed, on another page or device.
    Changed,
}

/// The answers, each with a way to change it, and what recording them does.
pub fn check(talk: &Talk, meanwhile: Meanwhile<'_>) -> AnyView {
    let id = talk.banner.person.clone();
    let base = format!("/people/{id}/consent");
    let refused = talk.answers.get("on_the_list") == Answer::No.word();
    let rows = rows(talk, &base, refused);
    let banner = banner(&talk.banner);
    let consequence = consequence(talk, refused);
    let (count, checked) = (talk.decided.all.len().to_string(), mark(&talk.answers));
    let notice = match meanwhile {
        Meanwhile::Nothing => None,
        Meanwhile::Decided(newer) => newer.map(|newer| newer_decision(newer, talk).into_any()),
        Meanwhile::Changed => Some(changed().into_any()),
    };
    view! {
        <BackLink href=format!("{base}/decision")/>
        {banner}
        <h1 class="nhsuk-heading-l" data-person=id.to_string()>"Check the answers"</h1>
        {notice}
        <SummaryList rows=rows/>
        {consequence}
        <FormTo action=base draft=false>
            <Hidden name="decisions" value=count/>
            <Hidden name=CHECKED value=checked/>
            <Button>"Record the decision"</Button>
        </FormTo>
    }
    .into_any()
}

fn changed() -> impl IntoView {
    view! {
        <WarningCallout heading="An answer was changed">
            <p>"Somebody changed an answer after this page was opened. Nothing is recorded yet. Below is what the answers are \
                now: look at them again."</p>
        </WarningCallout>
    }
}

fn rows(talk: &Talk, base: &str, refused: bool) -> Vec<SummaryRow> {
    let answers = &talk.answers;
    let shown = |field: &str, words: String| {
        // The error summary's links lead here.
        let field = field.to_owned();
        view! { <span id=field>{if words.is_empty() { "Not answered".to_owned() } else { words }}</span> }.into_any()
    };
    let row = |field: &str, label: String, words: String, step: &str| {
        SummaryRow::new(label.clone(), shown(field, words))
            .change(format!("{base}/{step}{}", from(Some(&Step::Check))), label.to_lowercase())
    };
    let said =
        |field: &str| answers.get(field).parse::<Answer>().map(|answer| answer.label().to_owned()).unwrap_or_default();
    let question = |field: &str| row(field, talk.question(field), said(field), field);
    let typed = |field: &str, none: &str| {
        let typed = answers.get(field);
        if typed.is_empty() { none.to_owned() } else { typed.to_owned() }
    };
    let format = answers.get("format").parse::<Format>().map(|format| format.label().to_owned()).unwrap_or_default();
    let explained: Vec<&str> =
        answers.all("explained").filter_map(|word| word.parse::<Explained>().ok().map(Explained::label)).collect();
    let mut rows = vec![
        SummaryRow::new("How the information was given", shown("format", format))
            .change(base.to_owned(), "how the information was given"),
    ];
    if !explained.is_empty() {
        rows.push(SummaryRow::new("What helped", explained.join(". ")).change(base.to_owned(), "what helped"));
    }
    let decider = talk.route.chosen(answers.get("decider"));
    rows.push(row("decider", "Who decides".to_owned(), decider.map(|may| may.label()).unwrap_or_default(), "who"));
    rows.push(question("understood"));
    rows.push(question("on_the_list"));
    if !refused {
        for agency in &talk.agencies {
            let field = agency_field(&agency.agency_id);
            rows.push(row(&field, format!("Can {} see it?", agency.name), said(&field), &field));
        }
        rows.extend(FURTHER.map(|(field, _)| question(field)));
        rows.push(row("exclusions", "To stay private".to_owned(), typed("exclusions", "Nothing"), "exclusions"));
    }
    if for_another(answers) {
        let view = answers.get("own_view").parse::<OwnView>().map(|view| view.label().to_owned()).unwrap_or_default();
        rows.push(row("own_view", "What the person wants".to_owned(), view, "own-view"));
        rows.push(row(
            "own_view_words",
            "What they said or showed".to_owned(),
            typed("own_view_words", ""),
            "own-view",
        ));
    }
    rows.extend(how_rows(talk, &row));
    rows
}

fn how_rows(talk: &Talk, row: &dyn Fn(&str, String, String, &str) -> SummaryRow) -> Vec<SummaryRow> {
    let answers = &talk.answers;
    let manner = answers.get("manner").parse::<Manner>().map(|manner| manner.label().to_owned()).unwrap_or_default();
    let present = if answers.get("present").is_empty() { "Not provided" } else { answers.get("present") };
    let signature = answers.get("signature").parse::<Signature>();
    let signed = signature.as_ref().map(|signature| signature.label().to_owned()).unwrap_or_default();
    let mut rows = vec![
        row("manner", "How they answered".to_owned(), manner, "decision"),
        row("present", "Who was there".to_owned(), present.to_owned(), "decision"),
        row("signature", "How they signed".to_owned(), signed, "decision"),
    ];
    let must_be_seen = match signature {
        Ok(Signature::Drawn) => {
            let drawn = answers.get("signature_drawn").parse().ok().map(|drawing| {
                view! { <span id="signature_drawn"><Drawn drawing=drawing described="The signature"/></span> }
                    .into_any()
            });
            let base = format!("/people/{}/consent/decision{}", talk.banner.person, from(Some(&Step::Check)));
            rows.push(SummaryRow::new("Their signature", drawn).change(base, "their signature"));
            false
        }
        Ok(Signature::Typed) => {
            rows.push(row(
                "signature_name",
                "Their name".to_owned(),
                answers.get("signature_name").to_owned(),
                "decision",
            ));
            false
        }
        Ok(Signature::Mark | Signature::Said) => true,
        Ok(Signature::Paper) | Err(_) => false,
    };
    let saw = witness(answers);
    if must_be_seen || !saw.is_empty() {
        rows.push(row("witness", "Who saw it".to_owned(), saw, "decision"));
    }
    if let Some(may) = talk.route.chosen(answers.get("decider")) {
        let facts = further_facts(answers, may.decider.authority()).into_iter();
        rows.extend(facts.map(|(field, label, said)| row(field, label.to_owned(), said, "decision")));
    }
    let decided =
        dates::from_parts(answers.get("decided_day"), answers.get("decided_month"), answers.get("decided_year"))
            .map(dates::long)
            .unwrap_or_default();
    rows.push(row("decided", "When".to_owned(), decided, "decision"));
    rows
}

fn newer_decision(newer: &Recorded, talk: &Talk) -> impl IntoView + use<> {
    let what = what_was_decided(newer, talk);
    let text = format!("{what} What you have here is below. Record it only if they decided again after that.");
    view! {
        <WarningCallout heading="Somebody else recorded a decision meanwhile">
            <p>{text}</p>
        </WarningCallout>
    }
}

/// The newest decision in a sentence, for whom it is to see.
fn what_was_decided(newer: &Recorded, talk: &Talk) -> String {
    let (made, on) = (&newer.made, dates::long(newer.made.on));
    if !talk.reads {
        return "What it was is not for your agency to see.".to_owned();
    }
    if made.decision.kind() == Kind::Withdrawn {
        let name = Some(made.by.name()).filter(|name| !name.is_empty()).unwrap_or(&talk.banner.name);
        return format!("{name} changed their mind on {on}.");
    }
    let by = newer.recorded_by.as_deref().unwrap_or("the person, on their own page");
    format!("\u{201c}{}\u{201d} was recorded for {on}, by {by}.", made.decision.kind().label())
}

/// Answers that somebody gave before the newest decision are not used. What it was is told to staff alone: the
/// tablet may be in anybody's hands.
pub fn start_again(talk: &Talk) -> AnyView {
    let id = talk.banner.person.to_string();
    if in_their_hands() {
        return view! {
            <div class="question">
                <h1 class="nhsuk-heading-l" data-person=id>"Please give the tablet back"</h1>
                <p>"Something has changed. We have to start again."</p>
                <p>"Your support stays the same."</p>
                <ButtonLink href="/unlock">"Give the tablet back"</ButtonLink>
            </div>
        }
        .into_any();
    }
    view! {
        <BackLink href=format!("/people/{id}") text="Back to the person"/>
        {banner(&talk.banner)}
        <h1 class="nhsuk-heading-l" data-person=id.clone()>"Start again"</h1>
        {decided_since(talk)}
        <ButtonLink href=format!("/people/{id}/consent")>"Start again"</ButtonLink>
    }
    .into_any()
}

/// Why the answers so far are not used.
pub fn decided_since(talk: &Talk) -> Option<impl IntoView + use<>> {
    let what = what_was_decided(talk.decided.last()?, talk);
    Some(view! {
        <WarningCallout heading="Something was decided since these answers were given">
            <p>{what}</p>
            <p>"The answers from before that are not used, and nothing of them was recorded. If the person wants to be asked again, ask from the beginning."</p>
        </WarningCallout>
    })
}

fn consequence(talk: &Talk, refused: bool) -> AnyView {
    let says = |text: &'static str, way_on: Option<AnyView>| {
        view! { <InsetText><p>{text}</p> {way_on}</InsetText> }.into_any()
    };
    if talk.answers.chosen("on_the_list", Answer::NotSure.word()) {
        let stop = "\u{201c}Not sure\u{201d} is not a decision, so nothing is recorded. Offer help, and ask again another day.";
        return says(stop, None);
    }
    if talk.is_open() {
        let href = format!("/people/{}/consent/{GO_ON}", talk.banner.person);
        let way_on = view! { <p><a href=href>"Go on where something is missing"</a></p> }.into_any();
        let open = "There are questions without an answer. The decision can be recorded when each has one.";
        return says(open, Some(way_on));
    }
    if refused {
        return says(
            "Nothing will be shared and nobody is added. Present support does not change: say so once more.",
            None,
        );
    }
    let said_yes = |agency: &Agency| talk.answers.get(&agency_field(&agency.agency_id)) == Answer::Yes.word();
    let signed = |agency: &Agency| !talk.unsigned.contains(&agency.agency_id);
    let (yes, others): (Vec<&Agency>, Vec<&Agency>) =
        talk.agencies.iter().partition(|agency| said_yes(agency) && signed(agency));
    let named = |agencies: Vec<&Agency>| {
        let name = |agency: &Agency| match said_yes(agency) && !signed(agency) {
            true => format!("{}: no sharing agreement is in force", agency.name),
            false => agency.name.clone(),
        };
        agencies.into_iter().map(|agency| view! { <li>{name(agency)}</li> }).collect_view()
    };
    let cannot = (!others.is_empty()).then(|| view! { <p>"These cannot see it:"</p> <ul>{named(others)}</ul> });
    let yes = named(yes);
    let hosts =
        talk.hosts.iter().map(|host| view! { <li>{format!("{}, which runs it", host.name)}</li> }).collect_view();
    let text = format!(
        "As soon as you record this, {} is on the {} and these agencies can see it:",
        talk.banner.name, talk.list
    );
    view! {
        <InsetText>
            <p>{text}</p>
            <ul>{hosts} {yes}</ul>
            {cannot}
        </InsetText>
        {others_with_a_say(talk)}
    }
    .into_any()
}

/// Others who have a say, whose answers count beside this one.
fn others_with_a_say(talk: &Talk) -> Option<impl IntoView + use<>> {
    let history = talk.decided.history();
    let deciding = talk.route.chosen(talk.answers.get("decider"))?;
    // What others said for somebody who can decide now ends with the person's own answer.
    let own = deciding.decider.authority() == model::Authority::Person;
    let said = |made: &model::Made| {
        if talk.reads {
            format!("{}, {}: {}", who(made), dates::long(made.on), made.decision.kind().label())
        } else {
            made.by.authority().label().to_owned()
        }
    };
    let others: Vec<_> = model::in_force(&history, talk.banner.today)
        .into_iter()
        .filter(|made| !(deciding.decider.replaces(&made.by) || own && made.able_on.is_some()))
        .map(|made| view! { <li>{said(made)}</li> })
        .collect();
    (!others.is_empty()).then(|| {
        view! {
            <WarningCallout heading="Somebody else has a say too">
                <p>"These decisions stay in force beside this one. Only what all of them allow is shared."</p>
                <ul>{others}</ul>
            </WarningCallout>
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_have_another_mark_once_one_of_them_is_changed() {
        let answers = Answers::default().with("on_the_list", "yes").with("agency-1", "no").with("exclusions", "");
        let noted = Answers::default()
            .with("agency-1", "no")
            .with("shown-consent_questions", "7")
            .with("on_the_list", "yes")
            .with(BEGAN_AFTER, "2")
            .with("exclusions", "");
        assert_eq!(mark(&answers), mark(&noted), "what we note, and the order, are no answers");
        assert_ne!(mark(&answers), mark(&answers.clone().with("agency-1", "yes")));
        assert_ne!(mark(&Answers::default().with("a", "bc")), mark(&Answers::default().with("ab", "c")));
        assert!(mark(&answers).len() == 16 && !mark(&answers).contains("list"));
    }
}
