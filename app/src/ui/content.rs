//! How a page's content is laid out: cards, insets, details and lists of what to do.

use leptos::prelude::*;

use super::parts::{self, Icon, Words, icon};

/// A box that holds one matter together. With `href` its heading is a link and the whole box can be pressed.
#[component]
pub fn Card(
    /// What it is about.
    #[prop(optional, into)]
    heading: Option<String>,
    /// Where it leads.
    #[prop(optional, into)]
    href: Option<String>,
    /// The level of the heading.
    #[prop(default = 2)]
    level: u8,
    /// What is in it.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let class = if href.is_some() { "nhsuk-card nhsuk-card--clickable" } else { "nhsuk-card" };
    let heading = heading.map(|text| match href {
        Some(href) => parts::heading(
            level,
            "nhsuk-card__heading nhsuk-heading-m",
            view! {
                <a class="nhsuk-card__link" href=href>
                    {text}
                </a>
            }
            .into_any(),
        ),
        None => parts::heading(level, "nhsuk-card__heading", text.into_any()),
    });
    view! {
        <div class=class>
            <div class="nhsuk-card__content">{heading} {children.map(|children| children())}</div>
        </div>
    }
}

/// Something set off from the text around it.
#[component]
pub fn InsetText(
    /// What it says, in paragraphs.
    children: Children,
) -> impl IntoView {
    view! {
        <div class="nhsuk-inset-text">
            <span class="nhsuk-u-visually-hidden">"Information: "</span>
            {children()}
        </div>
    }
}

/// Something few people need, folded away under its heading.
#[component]
pub fn Details(
    /// What is folded away.
    #[prop(into)]
    summary: String,
    /// What unfolds.
    children: Children,
) -> impl IntoView {
    fold("nhsuk-details", summary, children)
}

/// The same in a box, for larger parts of a page.
#[component]
pub fn Expander(
    /// What is folded away.
    #[prop(into)]
    summary: String,
    /// What unfolds.
    children: Children,
) -> impl IntoView {
    fold("nhsuk-details nhsuk-expander", summary, children)
}

fn fold(class: &'static str, summary: String, children: Children) -> impl IntoView {
    view! {
        <details class=class>
            <summary class="nhsuk-details__summary">
                <span class="nhsuk-details__summary-text">{summary}</span>
            </summary>
            <div class="nhsuk-details__text">{children()}</div>
        </details>
    }
}

/// What to do, or with `do_list=false` what not to do.
#[component]
pub fn DoDontList(
    /// Whether these are to be done.
    do_list: bool,
    /// Its heading, if "Do" or "Don't" is not enough.
    #[prop(optional, into)]
    heading: Option<String>,
    /// Each thing, in words that follow "you should" or "do not".
    #[prop(into)]
    items: Words,
) -> impl IntoView {
    let (class, mark, before, default) = if do_list {
        ("nhsuk-list nhsuk-list--tick", Icon::Tick, "", "Do")
    } else {
        ("nhsuk-list nhsuk-list--cross", Icon::Cross, "do not ", "Don't")
    };
    let items: Vec<_> =
        items.0.into_iter().map(|text| view! { <li>{icon(mark)} {format!("{before}{text}")}</li> }).collect();
    view! {
        <div class="nhsuk-card nhsuk-card--feature">
            <div class="nhsuk-card__content">
                <h3 class="nhsuk-card__heading">{heading.unwrap_or_else(|| default.to_owned())}</h3>
                <ul class=class role="list">
                    {items}
                </ul>
            </div>
        </div>
    }
}

/// How far a task has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TaskStatus {
    /// Nothing is left to do.
    Completed,
    /// Begun, not finished.
    InProgress,
    /// Something is missing.
    Incomplete,
    /// Not begun.
    NotStarted,
    /// Another task comes first; it is no link.
    CannotStart,
}

/// One task of a list.
#[derive(Debug, Clone)]
pub struct TaskItem {
    title: String,
    href: String,
    hint: String,
    status: TaskStatus,
}

impl TaskItem {
    /// What is to be done, where, and how far it has come.
    pub fn new(title: impl Into<String>, href: impl Into<String>, status: TaskStatus) -> Self {
        Self { title: title.into(), href: href.into(), hint: String::new(), status }
    }

    /// Help that stands under the title.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = hint.into();
        self
    }
}

/// What is to be done, and how far each has come.
#[component]
pub fn TaskList(
    /// The tasks, in order.
    items: Vec<TaskItem>,
    /// What the ids start with; a page with two lists needs two.
    #[prop(default = "task".to_owned(), into)]
    id: String,
) -> impl IntoView {
    let items: Vec<_> =
        items.into_iter().enumerate().map(|(at, item)| task(&format!("{id}-{}", at + 1), item)).collect();
    view! { <ul class="nhsuk-task-list">{items}</ul> }
}

fn task(id: &str, item: TaskItem) -> impl IntoView + use<> {
    let (class, word) = match item.status {
        TaskStatus::Completed => {
            ("nhsuk-tag nhsuk-tag--no-colour nhsuk-tag--no-border nhsuk-u-font-weight-normal", "Completed")
        }
        TaskStatus::InProgress => ("nhsuk-tag nhsuk-tag--white", "In progress"),
        TaskStatus::Incomplete => ("nhsuk-tag nhsuk-tag--blue", "Incomplete"),
        TaskStatus::NotStarted => ("nhsuk-tag nhsuk-tag--grey", "Not started"),
        TaskStatus::CannotStart => (
            "nhsuk-tag nhsuk-tag--no-colour nhsuk-tag--no-border nhsuk-u-font-weight-normal \
             nhsuk-u-secondary-text-colour",
            "Cannot start yet",
        ),
    };
    let status_id = format!("{id}-status");
    let hint_id = format!("{id}-hint");
    let has_hint = !item.hint.is_empty();
    let described_by = if has_hint { format!("{hint_id} {status_id}") } else { status_id.clone() };
    let open = item.status != TaskStatus::CannotStart;
    view! {
        <li class=if open { "nhsuk-task-list__item nhsuk-task-list__item--with-link" } else { "nhsuk-task-list__item" }>
            <div class="nhsuk-task-list__name-and-hint">
                {if open {
                    view! {
                        <a class="nhsuk-task-list__link nhsuk-link" href=item.href aria-describedby=described_by>
                            {item.title}
                        </a>
                    }
                        .into_any()
                } else {
                    view! { <div>{item.title}</div> }.into_any()
                }}
                {has_hint
                    .then(|| {
                        view! {
                            <div class="nhsuk-task-list__hint" id=hint_id>
                                {item.hint}
                            </div>
                        }
                    })}
            </div>
            <div class="nhsuk-task-list__status" id=status_id>
                <strong class=class>{word}</strong>
            </div>
        </li>
    }
}
