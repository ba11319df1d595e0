//! What a person presses to go on: buttons, links and pages before and after.

use leptos::prelude::*;

use super::parts::{Icon, Links, MaybeLink, classes, icon};

/// How much a button weighs. One primary button on a page.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum ButtonKind {
    /// What most people will do.
    #[default]
    Primary,
    /// Something else one may do.
    Secondary,
    /// What cannot be taken back.
    Warning,
    /// On a dark ground.
    Reverse,
}

impl ButtonKind {
    const fn class(self) -> &'static str {
        match self {
            Self::Primary => "nhsuk-button",
            Self::Secondary => "nhsuk-button nhsuk-button--secondary",
            Self::Warning => "nhsuk-button nhsuk-button--warning",
            Self::Reverse => "nhsuk-button nhsuk-button--reverse",
        }
    }
}

/// Sends the form it stands in, once however often it is pressed.
#[component]
pub fn Button(
    /// How much it weighs.
    #[prop(optional)]
    kind: ButtonKind,
    /// The name it sends, where a form has several buttons.
    #[prop(optional, into)]
    name: Option<String>,
    /// The value it sends.
    #[prop(optional, into)]
    value: Option<String>,
    /// The words: a verb first.
    children: Children,
) -> impl IntoView {
    view! {
        <button
            class=kind.class()
            data-module="nhsuk-button"
            data-prevent-double-click="true"
            type="submit"
            name=name
            value=value
        >
            {children()}
        </button>
    }
}

/// A link that looks like a button; it only goes somewhere.
#[component]
pub fn ButtonLink(
    /// Where to.
    #[prop(into)]
    href: String,
    /// How much it weighs.
    #[prop(optional)]
    kind: ButtonKind,
    /// The words: a verb first.
    children: Children,
) -> impl IntoView {
    view! {
        <a class=kind.class() data-module="nhsuk-button" href=href role="button" draggable="false">
            {children()}
        </a>
    }
}

/// The way back, at the top of a page.
#[component]
pub fn BackLink(
    /// Where to.
    #[prop(into)]
    href: String,
    /// The words, if "Back" does not say enough.
    #[prop(default = "Back".to_owned(), into)]
    text: String,
) -> impl IntoView {
    view! {
        <a class="nhsuk-back-link" href=href>
            {text}
        </a>
    }
}

/// Where the page stands; the pages above it, from the top. A narrow screen shows only the last.
#[component]
pub fn Breadcrumbs(
    /// `(text, href)` of each page above.
    #[prop(into)]
    items: Links,
) -> impl IntoView {
    let parent = items.0.last().cloned();
    let links: Vec<_> = items
        .0
        .into_iter()
        .map(|(text, href)| {
            view! {
                <li class="nhsuk-breadcrumb__list-item">
                    <a class="nhsuk-breadcrumb__link" href=href>
                        {text}
                    </a>
                </li>
            }
        })
        .collect();
    view! {
        <nav class="nhsuk-breadcrumb" aria-label="Breadcrumb">
            <ol class="nhsuk-breadcrumb__list">{links}</ol>
            {parent
                .map(|(text, href)| {
                    view! {
                        <a class="nhsuk-back-link" href=href>
                            <span class="nhsuk-u-visually-hidden">"Back to "</span>
                            {text}
                        </a>
                    }
                })}
        </nav>
    }
}

/// The first thing the Tab key reaches: straight to `<main id="maincontent">`.
#[component]
pub fn SkipLink() -> impl IntoView {
    view! {
        <a class="nhsuk-skip-link" data-module="nhsuk-skip-link" href="#maincontent">
            "Skip to main content"
        </a>
    }
}

/// The link that matters most in a text.
#[component]
pub fn ActionLink(
    /// Where to.
    #[prop(into)]
    href: String,
    /// The words.
    #[prop(into)]
    text: String,
) -> impl IntoView {
    view! {
        <a class="nhsuk-action-link" href=href>
            {icon(Icon::ArrowRightCircle)}
            <span class="nhsuk-action-link__text">{text}</span>
        </a>
    }
}

/// The links of a long list to the pages before and after one, which is counted from 0; in addresses and
/// words pages are counted from 1.
pub fn pages(page: i64, count: i64, size: i64, href: impl Fn(i64) -> String) -> (MaybeLink, MaybeLink) {
    let last = (count - 1).max(0) / size;
    let link = |number: i64| (format!("Page {number} of {}", last + 1), href(number));
    ((page > 0).then(|| link(page)).into(), (page < last).then(|| link(page + 2)).into())
}

/// The pages before and after this one. Nothing where there is neither.
#[component]
pub fn Pagination(
    /// `Some((text, href))` of the page before.
    #[prop(optional, into)]
    previous: MaybeLink,
    /// `Some((text, href))` of the page after.
    #[prop(optional, into)]
    next: MaybeLink,
) -> impl IntoView {
    let step =
        |(page, href): (String, String), title: &'static str, end: &'static str, rel: &'static str, arrow: Icon| {
            view! {
                <li class=format!("nhsuk-pagination-item--{end}")>
                    <a
                        class=classes(&["nhsuk-pagination__link", &format!("nhsuk-pagination__link--{rel}")])
                        href=href
                        rel=rel
                    >
                        <span class="nhsuk-pagination__title">
                            {title} <span class="nhsuk-u-visually-hidden">" page"</span>
                        </span>
                        <span class="nhsuk-u-visually-hidden">":"</span>
                        <span class="nhsuk-pagination__page">{page}</span>
                        {icon(arrow)}
                    </a>
                </li>
            }
        };
    let any = previous.0.is_some() || next.0.is_some();
    any.then(move || {
        view! {
            <nav class="nhsuk-pagination" role="navigation" aria-label="Pagination">
                <ul class="nhsuk-list nhsuk-pagination__list">
                    {previous.0.map(|link| step(link, "Previous", "previous", "prev", Icon::ArrowLeft))}
                    {next.0.map(|link| step(link, "Next", "next", "next", Icon::ArrowRight))}
                </ul>
            </nav>
        }
    })
}
