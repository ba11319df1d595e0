//! The top and the bottom of every page. No NHS logo: it is for NHS-owned services only.

use leptos::prelude::*;

use super::parts::{Icon, Links, icon};

/// The pages of the navigation, `(text, href, whether it is this one)`.
#[derive(Debug, Clone, Default)]
pub struct NavLinks(pub Vec<(String, String, bool)>);

impl<A: Into<String>, B: Into<String>> From<Vec<(A, B, bool)>> for NavLinks {
    fn from(links: Vec<(A, B, bool)>) -> Self {
        Self(links.into_iter().map(|(text, href, current)| (text.into(), href.into(), current)).collect())
    }
}

/// The service's name, who is signed in, and the navigation.
#[component]
pub fn Header(
    /// The service's or organisation's name, as text.
    #[prop(into)]
    service_name: String,
    /// The service's first page.
    #[prop(into)]
    service_href: String,
    /// The pages one may go to from everywhere.
    #[prop(optional, into)]
    navigation: NavLinks,
    /// Who is signed in: [`AccountName`], [`AccountLink`] and [`AccountAction`].
    #[prop(optional_no_strip)]
    account: Option<AnyView>,
) -> impl IntoView {
    let items: Vec<_> = navigation.0.into_iter().map(|(text, href, current)| nav_item(text, href, current)).collect();
    view! {
        <header class="nhsuk-header" data-module="nhsuk-header" role="banner">
            <div class="nhsuk-header__container nhsuk-width-container">
                <div class="nhsuk-header__service">
                    <a class="nhsuk-header__service-name" href=service_href>
                        {service_name}
                    </a>
                </div>
                {account
                    .map(|account| {
                        view! {
                            <nav class="nhsuk-header__account" aria-label="Account">
                                <ul class="nhsuk-header__account-list">{account}</ul>
                            </nav>
                        }
                    })}
            </div>
            {(!items.is_empty())
                .then(|| {
                    view! {
                        <nav class="nhsuk-header__navigation" aria-label="Menu">
                            <div class="nhsuk-header__navigation-container nhsuk-width-container">
                                <ul class="nhsuk-header__navigation-list">{items}</ul>
                            </div>
                        </nav>
                    }
                })}
        </header>
    }
}

fn nav_item(text: String, href: String, current: bool) -> AnyView {
    if current {
        view! {
            <li class="nhsuk-header__navigation-item nhsuk-header__navigation-item--current">
                <a class="nhsuk-header__navigation-link" href=href aria-current="page">
                    <strong class="nhsuk-header__navigation-item-current-fallback">{text}</strong>
                </a>
            </li>
        }
        .into_any()
    } else {
        view! {
            <li class="nhsuk-header__navigation-item">
                <a class="nhsuk-header__navigation-link" href=href>
                    {text}
                </a>
            </li>
        }
        .into_any()
    }
}

/// In the header's account: who is signed in.
#[component]
pub fn AccountName(
    /// Name and role.
    #[prop(into)]
    text: String,
) -> impl IntoView {
    view! { <li class="nhsuk-header__account-item">{icon(Icon::User)} {text}</li> }
}

/// In the header's account: a page about oneself.
#[component]
pub fn AccountLink(
    /// Where to.
    #[prop(into)]
    href: String,
    /// The words.
    #[prop(into)]
    text: String,
) -> impl IntoView {
    view! {
        <li class="nhsuk-header__account-item">
            <a class="nhsuk-header__account-link" href=href>
                {text}
            </a>
        </li>
    }
}

/// In the header's account: something done, such as signing out. A form of its own, so it is a POST.
#[component]
pub fn AccountAction(
    /// Where it posts to.
    #[prop(into)]
    action: String,
    /// The words.
    #[prop(into)]
    text: String,
) -> impl IntoView {
    view! {
        <li class="nhsuk-header__account-item">
            <form class="nhsuk-header__account-form" action=action method="post" novalidate>
                <button class="nhsuk-header__account-button">{text}</button>
            </form>
        </li>
    }
}

/// The bottom of every page.
#[component]
pub fn Footer(
    /// `(text, href)` of each page about the service itself.
    #[prop(into)]
    links: Links,
) -> impl IntoView {
    let links: Vec<_> = links
        .0
        .into_iter()
        .map(|(text, href)| {
            view! {
                <li class="nhsuk-footer__list-item">
                    <a class="nhsuk-footer__list-item-link" href=href>
                        {text}
                    </a>
                </li>
            }
        })
        .collect();
    view! {
        <footer class="nhsuk-footer" role="contentinfo">
            <div class="nhsuk-width-container">
                <div class="nhsuk-footer__meta">
                    <h2 class="nhsuk-u-visually-hidden">"Support links"</h2>
                    <ul class="nhsuk-footer__list">{links}</ul>
                </div>
            </div>
        </footer>
    }
}
