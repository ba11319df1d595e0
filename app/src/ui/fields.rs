//! Fields of one value: text, passwords, long text, dates and files.

use leptos::prelude::*;

use super::{
    form_state,
    parts::{self, Notes, classes},
};

/// What kind of single line is typed; decides the keyboard a tablet shows.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum InputKind {
    /// Any text.
    #[default]
    Text,
    /// An e-mail address.
    Email,
    /// A password; what was typed is never shown again.
    Password,
    /// Digits, such as an NHS number. Still a text field: `type=number` would drop leading zeros.
    Numeric,
    /// A telephone number.
    Tel,
    /// Words to look for.
    Search,
}

impl InputKind {
    const fn html_type(self) -> &'static str {
        match self {
            Self::Text | Self::Numeric => "text",
            Self::Email => "email",
            Self::Password => "password",
            Self::Tel => "tel",
            Self::Search => "search",
        }
    }
}

/// A single line of text. Its value and its error come from the form of the page, by name.
#[component]
pub fn TextField(
    /// The field's name, which is its id too.
    #[prop(into)]
    name: String,
    /// The question, always visible.
    #[prop(into)]
    label: String,
    /// Help that stands between the question and the field.
    #[prop(optional, into)]
    hint: String,
    /// What is typed.
    #[prop(optional)]
    kind: InputKind,
    /// How many characters the field looks made for: 2, 3, 4, 5, 10, 20 or 30.
    #[prop(optional)]
    width: Option<u8>,
    /// The browser's own help with filling in; `off` for what is about somebody else.
    #[prop(optional, into)]
    autocomplete: Option<String>,
    /// Whether the question is the page's `h1`.
    #[prop(optional)]
    heading: bool,
    /// Set to false for names and codes.
    #[prop(optional)]
    spellcheck: Option<bool>,
) -> impl IntoView {
    let notes = Notes::of(&name, hint);
    let typed = form_state().answers.get(&name).to_owned();
    let secret = kind == InputKind::Password;
    let value = (!secret && !typed.is_empty()).then_some(typed);
    let spellcheck = if secret { Some(false) } else { spellcheck };
    let width = width.map(|width| format!("nhsuk-input--width-{width}")).unwrap_or_default();
    let class = classes(&[&notes.control_class("nhsuk-input"), &width]);
    let described_by = notes.described_by();
    view! {
        <div class=notes.group_class("")>
            {parts::label(&name, label, heading)} {notes.view()}
            <input
                class=class
                id=name.clone()
                name=name
                type=kind.html_type()
                spellcheck=spellcheck.map(|on| if on { "true" } else { "false" })
                value=value
                aria-describedby=described_by
                autocomplete=autocomplete
                autocapitalize=secret.then_some("none")
                inputmode=(kind == InputKind::Numeric).then_some("numeric")
            />
        </div>
    }
}

/// Text of several lines. The only place in this code base with a `<textarea>`.
///
/// Leptos 0.8 prints the text child of a textarea *unescaped* (leptos#4819), so that a stored
/// `</textarea><script>` would run for every reader. The text is therefore escaped here and set as
/// inner HTML. Browsers drop one newline right after the tag; one is put there to be dropped, so
/// that a text that starts with a newline keeps it.
#[component]
pub fn TextArea(
    /// The field's name, which is its id too.
    #[prop(into)]
    name: String,
    /// The question, always visible.
    #[prop(into)]
    label: String,
    /// Help that stands between the question and the field.
    #[prop(optional, into)]
    hint: String,
    /// How many lines the field is high.
    #[prop(default = 5)]
    rows: u8,
    /// Whether the question is the page's `h1`.
    #[prop(optional)]
    heading: bool,
    /// Help of several lines, where a hint of one is too little. It stands where the hint does.
    #[prop(optional)]
    about: Option<AnyView>,
) -> impl IntoView {
    let notes = Notes::of(&name, hint);
    let form = form_state();
    let escaped = format!("\n{}", html_escape::encode_text(form.answers.get(&name)));
    let class = notes.control_class("nhsuk-textarea");
    let about_id = format!("{name}-about");
    let described_by: Vec<String> =
        about.is_some().then(|| about_id.clone()).into_iter().chain(notes.described_by()).collect();
    let described_by = (!described_by.is_empty()).then(|| described_by.join(" "));
    view! {
        <div class=notes.group_class("")>
            {parts::label(&name, label, heading)} {about.map(|about| view! { <div id=about_id>{about}</div> })}
            {notes.view()}
            <textarea
                class=class
                id=name.clone()
                name=name
                rows=rows.to_string()
                aria-describedby=described_by
                inner_html=escaped
            ></textarea>
        </div>
    }
}

/// A date in three fields, `NAME_day`, `NAME_month` and `NAME_year`. The error stands at `NAME`.
#[component]
pub fn DateField(
    /// The date's name; the group's id.
    #[prop(into)]
    name: String,
    /// The question, always visible.
    #[prop(into)]
    legend: String,
    /// An example that is plainly not the answer.
    #[prop(default = "For example, 15 3 1984".to_owned(), into)]
    hint: String,
    /// Whether the question is the page's `h1`.
    #[prop(optional)]
    heading: bool,
) -> impl IntoView {
    let notes = Notes::of(&name, hint);
    let form = form_state();
    let group_class = notes.group_class("");
    let described_by = notes.described_by();
    let has_error = notes.has_error();
    let part = |part: &str, text: &'static str, width: u8| {
        let id = format!("{name}_{part}");
        let typed = form.answers.get(&id).to_owned();
        let class = classes(&[
            &notes.control_class("nhsuk-input"),
            &format!("nhsuk-input--width-{width}"),
            "nhsuk-date-input__input",
        ]);
        let group_class = classes(&["nhsuk-form-group", if has_error { "nhsuk-form-group--error" } else { "" }]);
        view! {
            <div class="nhsuk-date-input__item">
                <div class=group_class>
                    <label class="nhsuk-label nhsuk-date-input__label" for=id.clone()>
                        {text}
                    </label>
                    <input
                        class=class
                        id=id.clone()
                        name=id
                        type="text"
                        value=(!typed.is_empty()).then_some(typed)
                        inputmode="numeric"
                    />
                </div>
            </div>
        }
    };
    let day = part("day", "Day", 2);
    let month = part("month", "Month", 2);
    let year = part("year", "Year", 4);
    view! {
        <div class=group_class>
            <fieldset class="nhsuk-fieldset" role="group" aria-describedby=described_by>
                {parts::legend(legend, heading)} {notes.view()}
                <div class="nhsuk-date-input" id=name>
                    {day}
                    {month}
                    {year}
                </div>
            </fieldset>
        </div>
    }
}

/// A file to choose. A browser never shows a chosen file again; the form needs `multipart/form-data`.
#[component]
pub fn FileField(
    /// The field's name, which is its id too.
    #[prop(into)]
    name: String,
    /// The question, always visible.
    #[prop(into)]
    label: String,
    /// Help that stands between the question and the field.
    #[prop(optional, into)]
    hint: String,
    /// The kinds of file offered first, such as `.csv,.xlsx`. No protection: check the file itself.
    #[prop(optional, into)]
    accept: Option<String>,
    /// Whether several files may be chosen at once.
    #[prop(optional)]
    multiple: bool,
) -> impl IntoView {
    let notes = Notes::of(&name, hint);
    let described_by = notes.described_by();
    view! {
        <div class=notes.group_class("nhsuk-file-upload") data-module="nhsuk-file-upload">
            {parts::label(&name, label, false)} {notes.view()}
            <input
                class="nhsuk-file-upload__input"
                id=name.clone()
                name=name
                type="file"
                accept=accept
                multiple=multiple
                aria-describedby=described_by
            />
        </div>
    }
}

/// A value the form carries along. Without `value` it is the one the form holds already.
#[component]
pub fn Hidden(
    /// The field's name.
    #[prop(into)]
    name: String,
    /// What to send.
    #[prop(optional, into)]
    value: Option<String>,
) -> impl IntoView {
    let value = value.unwrap_or_else(|| form_state().answers.get(&name).to_owned());
    view! { <input type="hidden" name=name value=value/> }
}
