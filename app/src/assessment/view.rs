//! The tool's form, and how a suggestion is shown.

use leptos::prelude::*;

use super::{
    island::SuggestionNow,
    loaded::ToolFor,
    model::{
        Answer, Audience, Change, Definition, Item, Presence, ProtectiveFactor, Reason, Suggestion, Tool, tool_by,
    },
    store::Assessed,
};
use crate::{
    base::dates,
    person::{store::Banner, view::person_page},
    rating::{model::Rating, view::rating_word},
    ui::*,
};

/// The form: every question under its heading, and the suggestion as it stands.
pub fn form(person: &Banner, tool: &Tool, last: Option<Assessed>) -> impl IntoView + use<> {
    let definition = tool.definition();
    // The browser has the shipped tools; any other goes with the page.
    let own = tool_by(&definition.id, definition.version).is_none().then(|| tool.clone());
    let last = last.filter(|last| last.suggestion.tool == definition.id);
    let again = last.is_some();
    let last = last.map(|last| {
        view! {
            <InsetText>
                <p>
                    {format!(
                        "It was last filled in on {} by {}, {}. Those answers are filled in below. Look at each again.",
                        dates::long_time(last.recorded_at),
                        last.recorded_by,
                        last.agency_name,
                    )}
                </p>
            </InsetText>
        }
    });
    let domains: Vec<_> = tool
        .domains()
        .into_iter()
        .map(|(domain, items)| {
            let items: Vec<_> = items.into_iter().map(|each| item(each, again)).collect();
            view! {
                <h2 class="nhsuk-heading-m">{domain.to_owned()}</h2>
                {items}
            }
        })
        .collect();
    let factors: Vec<_> = definition.protective_factors.iter().map(factor).collect();
    let (tool_id, version, title) = (definition.id.clone(), definition.version, definition.title.clone());
    let not_validated = not_validated(tool);
    let content = view! {
        {not_validated}
        {last}
        <p>"Nothing has to be answered. What nobody knows is better left as \"Not known\" than guessed: the suggestion says how much is known."</p>
        <FormTo action=format!("/people/{}/assessment", person.person)>
            <Hidden name="tool" value=tool_id.clone()/>
            <Hidden name="tool_version" value=version.to_string()/>
            <InsetText>
                <p>"The person can read the answers, and what they rest on, on their own page. Do not write down here what somebody told you in confidence."</p>
            </InsetText>
            {domains}
            <h2 class="nhsuk-heading-m">"What protects the person"</h2>
            <p>"These are not scored. They are shown beside the suggestion."</p>
            {factors}
            <SuggestionNow tool=tool_id version=version own=own/>
            <Button>"Save and go on to the rating"</Button>
        </FormTo>
    };
    person_page(person, back(person), &title, content.into_any())
}

/// What is said where no tool fits: nobody is kept from rating.
pub fn no_tool(person: &Banner, why: ToolFor<'_>) -> impl IntoView + use<> {
    let id = &person.person;
    let content = match why {
        ToolFor::AgeNotKnown => view! {
            <p>"There is a tool for adults and one for children and young people. Without a date of birth nobody can say which one fits."</p>
            <p><a href=format!("/people/{id}/details")>"Add the date of birth"</a></p>
        }
        .into_any(),
        ToolFor::NotLoaded(Audience::Child) => view! {
            <p>"The tool for children and young people is not loaded yet. The tool for adults is not used for somebody under 18."</p>
        }
        .into_any(),
        ToolFor::NotLoaded(Audience::Adult) | ToolFor::Loaded(_) => view! {
            <p>"The tool for adults is not loaded yet."</p>
        }
        .into_any(),
    };
    let content = view! {
        {content}
        <p>"The rating can be set without a tool. Say in the reason what it rests on."</p>
        <ButtonLink href=format!("/people/{id}/rating")>"Set the rating without a tool"</ButtonLink>
    };
    person_page(person, back(person), "Clinical support tool", content.into_any())
}

fn back(person: &Banner) -> (&'static str, String) {
    ("Back to the record", format!("/people/{}", person.person))
}

fn not_validated(tool: &Tool) -> AnyView {
    let Definition { status, status_explained, source_note, .. } = tool.definition().clone();
    view! {
        <WarningCallout heading=status>
            <p>{status_explained}</p>
        </WarningCallout>
        <Details summary="Where the questions come from">
            <p>{source_note}</p>
        </Details>
    }
    .into_any()
}

fn item(item: &Item, again: bool) -> AnyView {
    let choices = Answer::ALL
        .iter()
        .map(|answer| {
            let choice = Choice::new(answer.word(), answer.label());
            match answer {
                Answer::YesManaged => choice.hint(item.managed_means.clone()),
                Answer::No | Answer::YesNotManaged | Answer::NotKnown => choice,
            }
        })
        .collect();
    let evidence = item.evidence_field();
    let written = !form_state().answers.get(&evidence).trim().is_empty();
    let summary = match (written, again) {
        (true, true) => "Evidence (written) and change since last time",
        (true, false) => "Evidence (written)",
        (false, true) => "Evidence and change since last time",
        (false, false) => "Evidence",
    };
    let changes = Change::ALL.iter().map(|each| Choice::new(each.word(), each.label())).collect();
    let (number, change) = (item.number.clone(), item.changed_field());
    let (answer, legend, hint) = (item.answer_field(), format!("{number}. {}", item.question), item.help.clone());
    let rests_on = format!("Question {number}: what does the answer rest on? (optional)");
    let changed = again.then(|| {
        view! {
            <Select
                name=change
                label=format!("Question {number}: how is it, compared with last time? (optional)")
                choices=changes
            />
        }
    });
    view! {
        <div class="tool-item">
            <Radios name=answer legend=legend hint=hint choices=choices small=true/>
            <Details summary=summary>
                <TextArea name=evidence label=rests_on rows=2/>
                {changed}
            </Details>
        </div>
    }
    .into_any()
}

fn factor(factor: &ProtectiveFactor) -> AnyView {
    let choices = Presence::ALL.iter().map(|each| Choice::new(each.word(), each.label())).collect();
    let (answer, legend, hint) = (factor.answer_field(), factor.question.clone(), factor.help.clone());
    let (note, who) = (factor.note_field(), format!("{} Who or what? (optional)", factor.question));
    view! {
        <div class="tool-item">
            <Radios name=answer legend=legend hint=hint choices=choices small=true inline=true/>
            <Details summary="Who or what">
                <TextArea name=note label=who rows=2/>
            </Details>
        </div>
    }
    .into_any()
}

/// What the tool suggested, why, and what is not known.
pub fn suggestion(assessed: &Assessed) -> AnyView {
    let Assessed { suggestion, recorded_by, agency_name, recorded_at, .. } = assessed;
    let cautions: Vec<_> = suggestion
        .caution()
        .map(str::to_owned)
        .into_iter()
        .chain(suggestion.could_rise())
        .map(|line| view! { <p><strong>{line}"."</strong></p> })
        .collect();
    view! {
        <div class="suggestion">
            <p class="suggestion__rating">"The tool suggests " {rating_word(Some(Rating::from(suggestion.rating)))}</p>
            <p>
                {format!(
                    "{} of {} points. {} percent of the questions have a known answer.",
                    suggestion.score,
                    suggestion.score_max,
                    suggestion.completeness_percent,
                )}
            </p>
            {cautions}
            {reasons(suggestion)}
            {gaps(suggestion)}
            <p class="quiet">
                {format!(
                    "Filled in on {} by {recorded_by}, {agency_name}. {}.",
                    dates::long_time(*recorded_at),
                    suggestion.made_with(),
                )}
            </p>
        </div>
    }
    .into_any()
}

fn reasons(suggestion: &Suggestion) -> AnyView {
    if suggestion.reasons.is_empty() {
        return ().into_any();
    }
    let lines: Vec<_> = suggestion.reasons.iter().map(|reason| view! { <li>{reason_line(reason)}</li> }).collect();
    view! {
        <h3 class="nhsuk-heading-s">"What weighs most"</h3>
        <ul class="nhsuk-list nhsuk-list--bullet">{lines}</ul>
    }
    .into_any()
}

fn reason_line(reason: &Reason) -> String {
    let sentence = reason.sentence.trim_end_matches('.');
    let questions = match reason.numbers.as_slice() {
        [one] => format!("question {one}"),
        several => format!("questions {}", several.join(", ")),
    };
    match reason.at_least {
        Some(rag) => format!("{sentence} ({questions}: at least {})", rag.label().to_lowercase()),
        None if reason.points == 1 => format!("{sentence} ({questions}: 1 point)"),
        None => format!("{sentence} ({questions}: {} points)", reason.points),
    }
}

fn gaps(suggestion: &Suggestion) -> AnyView {
    if suggestion.missing.is_empty() {
        return ().into_any();
    }
    let count = suggestion.missing.len();
    let lines: Vec<_> = suggestion
        .missing
        .iter()
        .map(|missing| view! { <li>{format!("{}. {} {}", missing.number, missing.question, missing.gap.label())}</li> })
        .collect();
    view! {
        <Details summary=format!("What is not known ({count})")>
            <ul class="nhsuk-list">{lines}</ul>
        </Details>
    }
    .into_any()
}
