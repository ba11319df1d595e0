//! Choosing from a list: radios, checkboxes and select.

use leptos::prelude::*;

use super::{
    form_state,
    parts::{self, Notes, classes},
};

/// One thing to choose.
pub struct Choice {
    value: String,
    label: String,
    hint: String,
    revealed: Option<AnyView>,
    after_divider: bool,
}

impl Choice {
    /// The value that is sent, and the words that are shown.
    pub fn new(value: impl Into<String>, label: impl Into<String>) -> Self {
        Self { value: value.into(), label: label.into(), hint: String::new(), revealed: None, after_divider: false }
    }

    /// Help that stands under the words.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = hint.into();
        self
    }

    /// What is asked further once this is chosen. The style sheet shows and hides it, so it works
    /// without script; its fields are *sent even while hidden*, so read them only when this is chosen.
    #[must_use]
    pub fn reveals(mut self, further: AnyView) -> Self {
        self.revealed = Some(further);
        self
    }

    /// Puts an "or" before this one.
    #[must_use]
    pub fn divider(mut self) -> Self {
        self.after_divider = true;
        self
    }
}

/// Whether one or several may be chosen.
#[derive(Clone, Copy)]
enum Group {
    Radios,
    Checkboxes,
}

impl Group {
    const fn class(self) -> &'static str {
        match self {
            Self::Radios => "nhsuk-radios",
            Self::Checkboxes => "nhsuk-checkboxes",
        }
    }

    const fn html_type(self) -> &'static str {
        match self {
            Self::Radios => "radio",
            Self::Checkboxes => "checkbox",
        }
    }
}

/// How a group is laid out.
struct Layout {
    inline: bool,
    small: bool,
    heading: bool,
}

/// One of several. The first one's id is the field's name, so that the error summary leads there.
#[component]
pub fn Radios(
    /// The field's name.
    #[prop(into)]
    name: String,
    /// The question, always visible.
    #[prop(into)]
    legend: String,
    /// What there is to choose.
    choices: Vec<Choice>,
    /// Help that stands between the question and the choices.
    #[prop(optional, into)]
    hint: String,
    /// Side by side; for two or three short ones.
    #[prop(optional)]
    inline: bool,
    /// Smaller marks, for long forms used by staff every day.
    #[prop(optional)]
    small: bool,
    /// Whether the question is the page's `h1`.
    #[prop(optional)]
    heading: bool,
) -> impl IntoView {
    group(Group::Radios, &name, legend, choices, hint, &Layout { inline, small, heading })
}

/// Any number of several.
#[component]
pub fn Checkboxes(
    /// The field's name; it is sent once for each that is ticked.
    #[prop(into)]
    name: String,
    /// The question, always visible.
    #[prop(into)]
    legend: String,
    /// What there is to choose.
    choices: Vec<Choice>,
    /// Help that stands between the question and the choices.
    #[prop(optional, into)]
    hint: String,
    /// Side by side; for two or three short ones.
    #[prop(optional)]
    inline: bool,
    /// Smaller marks, for long forms used by staff every day.
    #[prop(optional)]
    small: bool,
    /// Whether the question is the page's `h1`.
    #[prop(optional)]
    heading: bool,
) -> impl IntoView {
    group(Group::Checkboxes, &name, legend, choices, hint, &Layout { inline, small, heading })
}

fn group(
    group: Group,
    name: &str,
    legend: String,
    choices: Vec<Choice>,
    hint: String,
    layout: &Layout,
) -> impl IntoView + use<> {
    let notes = Notes::of(name, hint);
    let base = group.class();
    let inline = if layout.inline { format!("{base}--inline") } else { String::new() };
    let small = if layout.small { format!("{base}--small") } else { String::new() };
    let mut items: Vec<AnyView> = Vec::new();
    // Counts the dividers too, as the official macro does.
    let mut position = 0_usize;
    for choice in choices {
        if choice.after_divider {
            position += 1;
            items.push(view! { <div class=format!("{base}__divider")>"or"</div> }.into_any());
        }
        position += 1;
        let id = if position == 1 { name.to_owned() } else { format!("{name}-{position}") };
        let further_id =
            if position == 1 { format!("conditional-{name}") } else { format!("conditional-{name}-{position}") };
        items.push(item(group, name, id, further_id, choice));
    }
    let described_by = notes.described_by();
    view! {
        <div class=notes.group_class("")>
            <fieldset class="nhsuk-fieldset" aria-describedby=described_by>
                {parts::legend(legend, layout.heading)}
                {notes.view()}
                <div class=classes(&[base, &inline, &small]) data-module=base>
                    {items}
                </div>
            </fieldset>
        </div>
    }
}

/// One of several big boxes: a picture, where there is one, and a word.
pub struct BigChoice {
    /// The value that is sent.
    pub value: String,
    /// Beside the words, which say the same.
    pub picture: Option<AnyView>,
    /// The words that are shown.
    pub text: String,
}

/// A question answered by pressing one of several big boxes, for whoever reads easy read.
#[component]
pub fn BigChoices(
    /// The field's name.
    #[prop(into)]
    name: String,
    /// The question.
    #[prop(into)]
    legend: BigLegend,
    /// What there is to choose.
    choices: Vec<BigChoice>,
    /// What helps to answer. Below the boxes, so that the question and its answers are seen at once; whoever
    /// listens hears it with the question.
    #[prop(optional)]
    about: Option<AnyView>,
) -> impl IntoView {
    let notes = Notes::of(&name, String::new());
    let answers = form_state().answers;
    let boxes: Vec<_> = choices
        .into_iter()
        .enumerate()
        .map(|(at, BigChoice { value, picture, text })| {
            let id = if at == 0 { name.clone() } else { format!("{name}-{}", at + 1) };
            let checked = answers.chosen(&name, &value);
            view! {
                <label class="answer">
                    <input type="radio" id=id name=name.clone() value=value checked=checked/>
                    {picture}
                    <span>{text}</span>
                </label>
            }
        })
        .collect();
    let about_id = about.is_some().then(|| format!("{name}-about"));
    let described_by = notes.described_by().into_iter().chain(about_id.clone()).collect::<Vec<_>>().join(" ");
    view! {
        <div class=notes.group_class("")>
            <fieldset class="nhsuk-fieldset" aria-describedby=(!described_by.is_empty()).then_some(described_by)>
                {legend.0}
                {notes.view()}
                <div class="answers">{boxes}</div>
                {about.map(|about| view! { <div id=about_id>{about}</div> })}
            </fieldset>
        </div>
    }
}

/// The question over big boxes.
pub struct BigLegend(AnyView);

impl BigLegend {
    /// As a line over its boxes.
    pub fn line(text: impl Into<String>) -> Self {
        let text = text.into();
        let legend = view! { <legend class="nhsuk-fieldset__legend nhsuk-fieldset__legend--m">{text}</legend> };
        Self(legend.into_any())
    }

    /// As the page's `h1`, with its picture.
    pub fn heading(picture: AnyView, text: impl Into<String>) -> Self {
        let text = text.into();
        let legend = view! {
            <legend class="nhsuk-fieldset__legend nhsuk-fieldset__legend--l">
                <h1 class="nhsuk-fieldset__heading">
                    {picture}
                    <span>{text}</span>
                </h1>
            </legend>
        };
        Self(legend.into_any())
    }
}

fn item(group: Group, name: &str, id: String, further_id: String, choice: Choice) -> AnyView {
    let base = group.class();
    let chosen = form_state().answers.chosen(name, &choice.value);
    let hint_id = format!("{id}-item-hint");
    let has_hint = !choice.hint.is_empty();
    let further_class = format!("{base}__conditional");
    let further_class = if chosen { further_class } else { format!("{further_class} {further_class}--hidden") };
    let further = choice.revealed;
    view! {
        <div class=format!("{base}__item")>
            <input
                class=format!("{base}__input")
                id=id.clone()
                name=name.to_owned()
                type=group.html_type()
                value=choice.value
                checked=chosen
                data-aria-controls=further.is_some().then(|| further_id.clone())
                aria-describedby=has_hint.then(|| hint_id.clone())
            />
            <label class=format!("nhsuk-label {base}__label") for=id>
                {choice.label}
            </label>
            {has_hint
                .then(|| {
                    view! {
                        <div class=format!("nhsuk-hint {base}__hint") id=hint_id>
                            {choice.hint}
                        </div>
                    }
                })}
        </div>
        {further
            .map(|further| {
                view! {
                    <div class=further_class id=further_id>
                        {further}
                    </div>
                }
            })}
    }
    .into_any()
}

/// One of a long list. Prefer radios for up to seven.
#[component]
pub fn Select(
    /// The field's name, which is its id too.
    #[prop(into)]
    name: String,
    /// The question, always visible.
    #[prop(into)]
    label: String,
    /// What there is to choose; "Choose" stands before them and sends an empty value.
    choices: Vec<Choice>,
    /// Help that stands between the question and the list.
    #[prop(optional, into)]
    hint: String,
) -> impl IntoView {
    let notes = Notes::of(&name, hint);
    let form = form_state();
    let class = notes.control_class("nhsuk-select");
    let described_by = notes.described_by();
    let options: Vec<_> = choices
        .into_iter()
        .map(|choice| {
            let chosen = form.answers.chosen(&name, &choice.value);
            view! {
                <option value=choice.value selected=chosen>
                    {choice.label}
                </option>
            }
        })
        .collect();
    view! {
        <div class=notes.group_class("")>
            {parts::label(&name, label, false)} {notes.view()}
            <select class=class id=name.clone() name=name aria-describedby=described_by>
                <option value="">"Choose"</option>
                {options}
            </select>
        </div>
    }
}
