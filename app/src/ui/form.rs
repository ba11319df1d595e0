//! The form around the fields of a page.

use leptos::prelude::*;

use super::Hidden;

/// The hidden field in which a form says whose page it stands on. It is no answer: it is taken out
/// before a handler reads them.
pub const PAGE_OF: &str = "page_of";

/// The hidden field in which it says in which session, too: without the database, that is all there is to
/// go by. It is taken out as well.
pub const PAGE_SESSION: &str = "page_session";

/// Whose page is being made.
#[derive(Debug, Clone)]
pub struct PageOf {
    /// What its forms send as [`PAGE_OF`]. Empty on a page of nobody in particular.
    pub user: String,
    /// What its forms send as [`PAGE_SESSION`].
    pub session: String,
}

/// A form that posts to a path, which names its draft too. What is typed is kept every few seconds
/// where there is script. It says whose page it stands on, so that it is refused in the session of
/// somebody else. Every form is one of these but those that end a session, which end whichever there is.
#[component]
pub fn FormTo(
    /// The path it is sent to.
    #[prop(into)]
    action: String,
    /// Whether it sends files.
    #[prop(optional)]
    files: bool,
    /// Whether what is typed is kept as a draft; not for passwords, searches or files.
    #[prop(default = true)]
    draft: bool,
    /// Whether its answer is a page of another kind or for another reader, so that the browser loads it
    /// whole. Nothing of it is kept as a draft.
    #[prop(optional)]
    full: bool,
    /// Whether it is a search, which changes nothing and may be asked for again on going back.
    #[prop(optional)]
    search: bool,
    /// Its class.
    #[prop(optional, into)]
    class: Option<&'static str>,
    /// The fields and the button.
    children: Children,
) -> impl IntoView {
    let page_of = use_context::<PageOf>().filter(|page| !page.user.is_empty());
    let page_of = page_of.map(|page| {
        view! {
            <Hidden name=PAGE_OF value=page.user/>
            <Hidden name=PAGE_SESSION value=page.session/>
        }
    });
    view! {
        <form
            class=class
            method="post"
            action=action.clone()
            novalidate
            enctype=files.then_some("multipart/form-data")
            role=search.then_some("search")
            data-draft=(draft && !full && !search).then_some(action)
            data-full=full
            data-again=search
        >
            {page_of}
            {children()}
        </form>
    }
}
