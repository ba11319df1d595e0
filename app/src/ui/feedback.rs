//! What the page says back: errors, banners, confirmations and tags.

use leptos::prelude::*;

use super::form_state;

/// Everything wrong with the form, at the top of the page, each with a link to its field.
///
/// Renders nothing where nothing is wrong. The page's script moves the focus here.
#[component]
pub fn ErrorSummary() -> impl IntoView {
    let form = form_state();
    let items: Vec<_> = form
        .faults
        .iter()
        .map(|fault| {
            let message = fault.message.clone();
            // A date is a group: lead to its first field. A form always sends the three, even empty.
            let day = format!("{}_day", fault.field);
            let target = if form.answers.has(&day) { &day } else { &fault.field };
            if target.is_empty() {
                view! { <li>{message}</li> }.into_any()
            } else {
                view! {
                    <li>
                        <a href=format!("#{target}")>{message}</a>
                    </li>
                }
                .into_any()
            }
        })
        .collect();
    (!items.is_empty()).then(|| {
        view! {
            <div class="nhsuk-error-summary" data-module="nhsuk-error-summary" tabindex="-1">
                <div role="alert">
                    <h2 class="nhsuk-error-summary__heading">"There is a problem"</h2>
                    <div class="nhsuk-error-summary__body">
                        <ul class="nhsuk-list nhsuk-error-summary__list">{items}</ul>
                    </div>
                </div>
            </div>
        }
    })
}

/// What a banner tells.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum BannerKind {
    /// Something one ought to know.
    #[default]
    Info,
    /// What was asked for is done.
    Success,
}

/// Tells what happened, at the top of the page. It stays until the next page.
#[component]
pub fn Banner(
    /// What it tells.
    #[prop(optional)]
    kind: BannerKind,
    /// The news in one sentence.
    #[prop(into)]
    heading: String,
    /// More about it, if there is more.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let (class, role, title) = match kind {
        BannerKind::Info => ("nhsuk-notification-banner", "region", "Important"),
        BannerKind::Success => ("nhsuk-notification-banner nhsuk-notification-banner--success", "alert", "Success"),
    };
    view! {
        <div
            class=class
            data-module="nhsuk-notification-banner"
            role=role
            aria-labelledby="nhsuk-notification-banner-title"
        >
            <div class="nhsuk-notification-banner__header">
                <h2 class="nhsuk-notification-banner__title" id="nhsuk-notification-banner-title">
                    {title}
                </h2>
            </div>
            <div class="nhsuk-notification-banner__content">
                {match children {
                    None => view! { <p class="nhsuk-notification-banner__heading">{heading}</p> }.into_any(),
                    Some(children) => {
                        view! {
                            <h3 class="nhsuk-notification-banner__heading">{heading}</h3>
                            {children()}
                        }
                            .into_any()
                    }
                }}
            </div>
        </div>
    }
}

/// The end of a long form: what was done. Its title is the page's `h1`.
#[component]
pub fn Panel(
    /// What was done.
    #[prop(into)]
    title: String,
    /// A sentence more, if there is one.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    view! {
        <div class="nhsuk-panel">
            <h1 class="nhsuk-panel__heading">{title}</h1>
            {children.map(|children| view! { <div class="nhsuk-panel__body">{children()}</div> })}
        </div>
    }
}

/// What must not be overlooked: something that may do harm.
#[component]
pub fn WarningCallout(
    /// What it is about; a screen reader hears "Important" before it.
    #[prop(into)]
    heading: String,
    /// Whether it stands under an `h2`, so that its own heading is one step lower.
    #[prop(optional)]
    in_section: bool,
    /// The warning, in paragraphs.
    children: Children,
) -> impl IntoView {
    let heading = if heading.contains("Important") {
        heading.into_any()
    } else {
        view! {
            <span role="text">
                <span class="nhsuk-u-visually-hidden">"Important: "</span>
                {heading}
            </span>
        }
        .into_any()
    };
    view! {
        <div class="nhsuk-card nhsuk-card--warning">
            <div class="nhsuk-card__content">
                {if in_section {
                    view! { <h3 class="nhsuk-card__heading">{heading}</h3> }.into_any()
                } else {
                    view! { <h2 class="nhsuk-card__heading">{heading}</h2> }.into_any()
                }}
                {children()}
            </div>
        </div>
    }
}

/// The colour of a tag. The word carries the meaning, never the colour alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "a colour says all about itself")]
pub enum TagColour {
    White,
    Grey,
    Green,
    AquaGreen,
    Blue,
    Purple,
    Pink,
    Red,
    Orange,
    Yellow,
}

impl TagColour {
    pub(super) const fn class(self) -> &'static str {
        match self {
            Self::White => "nhsuk-tag nhsuk-tag--white",
            Self::Grey => "nhsuk-tag nhsuk-tag--grey",
            Self::Green => "nhsuk-tag nhsuk-tag--green",
            Self::AquaGreen => "nhsuk-tag nhsuk-tag--aqua-green",
            Self::Blue => "nhsuk-tag nhsuk-tag--blue",
            Self::Purple => "nhsuk-tag nhsuk-tag--purple",
            Self::Pink => "nhsuk-tag nhsuk-tag--pink",
            Self::Red => "nhsuk-tag nhsuk-tag--red",
            Self::Orange => "nhsuk-tag nhsuk-tag--orange",
            Self::Yellow => "nhsuk-tag nhsuk-tag--yellow",
        }
    }
}

/// The state of something, in a word.
#[component]
pub fn Tag(
    /// The colour behind it.
    colour: TagColour,
    /// The word.
    #[prop(into)]
    text: String,
) -> impl IntoView {
    view! { <strong class=colour.class()>{text}</strong> }
}
