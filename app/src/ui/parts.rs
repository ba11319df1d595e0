//! What the components share: ids, hints, errors, headings, icons and lists of links.

use leptos::prelude::*;

use super::form_state;

/// A list of links, `(text, href)`; made from a `Vec` of pairs of anything that turns into text.
#[derive(Debug, Clone, Default)]
pub struct Links(pub Vec<(String, String)>);

impl<A: Into<String>, B: Into<String>> From<Vec<(A, B)>> for Links {
    fn from(links: Vec<(A, B)>) -> Self {
        Self(links.into_iter().map(|(text, href)| (text.into(), href.into())).collect())
    }
}

/// A link that may be missing, `Some((text, href))` or `None`.
#[derive(Debug, Clone, Default)]
pub struct MaybeLink(pub Option<(String, String)>);

impl<A: Into<String>, B: Into<String>> From<Option<(A, B)>> for MaybeLink {
    fn from(link: Option<(A, B)>) -> Self {
        Self(link.map(|(text, href)| (text.into(), href.into())))
    }
}

impl<A: Into<String>, B: Into<String>> From<(A, B)> for MaybeLink {
    fn from((text, href): (A, B)) -> Self {
        Self(Some((text.into(), href.into())))
    }
}

/// A list of words or sentences; made from a `Vec` of anything that turns into text.
#[derive(Debug, Clone, Default)]
pub struct Words(pub Vec<String>);

impl<A: Into<String>> From<Vec<A>> for Words {
    fn from(words: Vec<A>) -> Self {
        Self(words.into_iter().map(Into::into).collect())
    }
}

impl<A: Into<String>, const N: usize> From<[A; N]> for Words {
    fn from(words: [A; N]) -> Self {
        Self(words.into_iter().map(Into::into).collect())
    }
}

/// The hint and the error of one field, and the ids that tie them to it.
pub(super) struct Notes {
    name: String,
    hint: String,
    error: Option<String>,
}

impl Notes {
    /// Looks up the error of the field in the form of the page.
    pub(super) fn of(name: &str, hint: String) -> Self {
        Self { name: name.to_owned(), hint, error: form_state().error(name) }
    }

    pub(super) fn has_error(&self) -> bool {
        self.error.is_some()
    }

    /// The value of `aria-describedby`: the hint first, then the error; nothing where there is neither.
    pub(super) fn described_by(&self) -> Option<String> {
        let hint = (!self.hint.is_empty()).then(|| format!("{}-hint", self.name));
        let error = self.error.is_some().then(|| format!("{}-error", self.name));
        let ids: Vec<String> = hint.into_iter().chain(error).collect();
        (!ids.is_empty()).then(|| ids.join(" "))
    }

    /// The class of the form group, with `also` for the component's own.
    pub(super) fn group_class(&self, also: &str) -> String {
        classes(&["nhsuk-form-group", if self.has_error() { "nhsuk-form-group--error" } else { "" }, also])
    }

    /// The class of a control, with its error variant where there is an error.
    pub(super) fn control_class(&self, base: &str) -> String {
        if self.has_error() { format!("{base} {base}--error") } else { base.to_owned() }
    }

    /// The hint and the error message themselves.
    pub(super) fn view(&self) -> AnyView {
        let hint_id = format!("{}-hint", self.name);
        let error_id = format!("{}-error", self.name);
        view! {
            {(!self.hint.is_empty())
                .then(|| {
                    view! {
                        <div class="nhsuk-hint" id=hint_id>
                            {self.hint.clone()}
                        </div>
                    }
                })}
            {self
                .error
                .clone()
                .map(|error| {
                    view! {
                        <span class="nhsuk-error-message" id=error_id>
                            <span class="nhsuk-u-visually-hidden">"Error: "</span>
                            {error}
                        </span>
                    }
                })}
        }
        .into_any()
    }
}

/// Joins the classes that are not empty.
pub(super) fn classes(each: &[&str]) -> String {
    each.iter().filter(|class| !class.is_empty()).copied().collect::<Vec<_>>().join(" ")
}

/// The label of a single control; with `heading` it is the page's `h1`.
pub(super) fn label(name: &str, text: String, heading: bool) -> AnyView {
    let name = name.to_owned();
    if heading {
        view! {
            <h1 class="nhsuk-label-wrapper">
                <label class="nhsuk-label nhsuk-label--l" for=name>
                    {text}
                </label>
            </h1>
        }
        .into_any()
    } else {
        view! {
            <label class="nhsuk-label" for=name>
                {text}
            </label>
        }
        .into_any()
    }
}

/// The legend of a group of controls; with `heading` it is the page's `h1`.
pub(super) fn legend(text: String, heading: bool) -> AnyView {
    if heading {
        view! {
            <legend class="nhsuk-fieldset__legend nhsuk-fieldset__legend--l">
                <h1 class="nhsuk-fieldset__heading">{text}</h1>
            </legend>
        }
        .into_any()
    } else {
        view! { <legend class="nhsuk-fieldset__legend">{text}</legend> }.into_any()
    }
}

/// A heading of a level, from `h1` to `h6`.
pub(super) fn heading(level: u8, class: &'static str, content: AnyView) -> AnyView {
    match level {
        0 | 1 => view! { <h1 class=class>{content}</h1> }.into_any(),
        2 => view! { <h2 class=class>{content}</h2> }.into_any(),
        3 => view! { <h3 class=class>{content}</h3> }.into_any(),
        4 => view! { <h4 class=class>{content}</h4> }.into_any(),
        5 => view! { <h5 class=class>{content}</h5> }.into_any(),
        6.. => view! { <h6 class=class>{content}</h6> }.into_any(),
    }
}

/// The design system's own icons, as paths in a box of 24 by 24.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Icon {
    ArrowLeft,
    ArrowRight,
    ArrowRightCircle,
    Cross,
    Tick,
    User,
}

impl Icon {
    const fn class(self) -> &'static str {
        match self {
            Self::ArrowLeft => "nhsuk-icon nhsuk-icon--arrow-left",
            Self::ArrowRight => "nhsuk-icon nhsuk-icon--arrow-right",
            Self::ArrowRightCircle => "nhsuk-icon nhsuk-icon--arrow-right-circle",
            Self::Cross => "nhsuk-icon nhsuk-icon--cross",
            Self::Tick => "nhsuk-icon nhsuk-icon--tick",
            Self::User => "nhsuk-icon nhsuk-icon--user",
        }
    }

    const fn path(self) -> &'static str {
        match self {
            Self::ArrowLeft => {
                "M10.7 6.3c.4.4.4 1 0 1.4L7.4 11H19a1 1 0 0 1 0 2H7.4l3.3 3.3c.4.4.4 1 0 1.4a1 1 0 0 1-1.4 0l-5-5A1 1 0 0 1 4 12c0-.3.1-.5.3-.7l5-5a1 1 0 0 1 1.4 0Z"
            }
            Self::ArrowRight => {
                "m14.7 6.3 5 5c.2.2.3.4.3.7 0 .3-.1.5-.3.7l-5 5a1 1 0 0 1-1.4-1.4l3.3-3.3H5a1 1 0 0 1 0-2h11.6l-3.3-3.3a1 1 0 1 1 1.4-1.4Z"
            }
            Self::ArrowRightCircle => {
                "M12 2a10 10 0 0 0-10 9h11.7l-4-4a1 1 0 0 1 1.5-1.4l5.6 5.7a1 1 0 0 1 0 1.4l-5.6 5.7a1 1 0 0 1-1.5 0 1 1 0 0 1 0-1.4l4-4H2A10 10 0 1 0 12 2z"
            }
            Self::Cross => {
                "M17 18.5c-.4 0-.8-.1-1.1-.4l-10-10c-.6-.6-.6-1.6 0-2.1.6-.6 1.5-.6 2.1 0l10 10c.6.6.6 1.5 0 2.1-.3.3-.6.4-1 .4z M7 18.5c-.4 0-.8-.1-1.1-.4-.6-.6-.6-1.5 0-2.1l10-10c.6-.6 1.5-.6 2.1 0 .6.6.6 1.5 0 2.1l-10 10c-.3.3-.6.4-1 .4z"
            }
            Self::Tick => {
                "M11.4 17.5a2 2 0 0 1-2.7.1h-.1L4 12.8a1.5 1.5 0 0 1 2.1-2L10 14.7l8.1-8.1a1.5 1.5 0 1 1 2.2 2l-8.9 9Z"
            }
            Self::User => {
                "M12 1a11 11 0 1 1 0 22 11 11 0 0 1 0-22Zm0 2a9 9 0 0 0-5 16.5V18a4 4 0 0 1 4-4h2a4 4 0 0 1 4 4v1.5A9 9 0 0 0 12 3Zm0 3a3.5 3.5 0 1 1-3.5 3.5A3.4 3.4 0 0 1 12 6Z"
            }
        }
    }
}

/// An icon that says nothing to a screen reader: the words beside it do.
pub(super) fn icon(which: Icon) -> AnyView {
    view! {
        <svg
            class=which.class()
            xmlns="http://www.w3.org/2000/svg"
            viewBox="0 0 24 24"
            width="16"
            height="16"
            focusable="false"
            aria-hidden="true"
        >
            <path d=which.path()></path>
        </svg>
    }
    .into_any()
}
