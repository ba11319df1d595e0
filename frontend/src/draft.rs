//! Drafts: what is typed into a form with `data-draft` is kept on the server every few seconds, and
//! when the page goes out of sight. A shared tablet holds nothing in its own storage.
//!
//! One save is on its way at a time, so an old one cannot arrive after a newer one: who leaves breaks off what is
//! on its way and sends it again with the rest.

use std::cell::{Cell, RefCell};

use js_sys::Reflect;
use wasm_bindgen::{JsCast as _, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{AbortController, Event, HtmlFormElement, RequestInit, Response, VisibilityState};

use crate::page::{self, Later};

const QUIET_MILLISECONDS: i32 = 2_000;
/// How long a form that is sent waits for its draft that is being saved: else the draft could come
/// to the server after the form, and stay.
const SETTLE_STEPS: u32 = 60;
const SETTLE_STEP_MILLISECONDS: i32 = 50;

thread_local! {
    /// Forms with something typed that is not saved yet.
    static UNSAVED: RefCell<Vec<HtmlFormElement>> = const { RefCell::new(Vec::new()) };
    static SAVING: Cell<bool> = const { Cell::new(false) };
    /// The form whose draft is on its way, and what breaks that off.
    static UNDER_WAY: RefCell<Option<(HtmlFormElement, AbortController)>> = const { RefCell::new(None) };
    static LATER: Later = Later::new(QUIET_MILLISECONDS, save_now);
}

/// Listens for typing, for the page going out of sight, and for the network coming back.
pub fn listen() {
    let document = page::document();
    page::on(&document, "input", typed);
    page::on(&document, "change", typed);
    page::on(&document, "visibilitychange", |_| {
        if page::document().visibility_state() == VisibilityState::Hidden {
            save_leaving();
        }
    });
    page::on(&page::window(), "pagehide", |_| save_leaving());
    page::on(&page::window(), "online", |_| save_now());
}

fn typed(event: Event) {
    // What is typed while the form is on its way belongs to the page that is about to be replaced.
    if let Some(form) =
        page::around(&event, "form[data-draft]:not([data-sending])").and_then(|form| form.dyn_into().ok())
    {
        keep(&form);
    }
}

/// Saves a form's draft soon.
pub fn keep(form: &HtmlFormElement) {
    if !form.has_attribute("data-draft") {
        return;
    }
    note_unsaved(form);
    LATER.with(Later::put_off);
}

fn note_unsaved(form: &HtmlFormElement) {
    // Looked for before a page leaves the screen by itself.
    let _ = form.set_attribute("data-unsaved", "");
    UNSAVED.with_borrow_mut(|unsaved| {
        if !unsaved.contains(form) {
            unsaved.push(form.clone());
        }
    });
}

/// The form is being sent: its draft is not to be saved any more.
pub fn done(form: &HtmlFormElement) {
    UNSAVED.with_borrow_mut(|unsaved| unsaved.retain(|other| other != form));
}

/// Whether anything typed is not saved yet.
pub fn any_unsaved() -> bool {
    UNSAVED.with_borrow(|unsaved| !unsaved.is_empty())
}

/// Whether anything typed is not on the server yet.
pub fn is_pending() -> bool {
    any_unsaved() || SAVING.get()
}

/// Saves what is unsaved, and waits for it within reason.
pub async fn save_first() {
    save_now();
    settled().await;
}

/// Waits, within reason, until no draft is on its way.
pub async fn settled() {
    for _ in 0..SETTLE_STEPS {
        if !SAVING.get() {
            return;
        }
        page::sleep(SETTLE_STEP_MILLISECONDS).await;
    }
}

/// Saves what is unsaved, one form after another.
pub fn save_now() {
    LATER.with(Later::cancel);
    if any_unsaved() && !SAVING.replace(true) {
        spawn_local(async {
            while let Some(form) = UNSAVED.with_borrow_mut(Vec::pop) {
                let limit = page::time_limit();
                UNDER_WAY.set(limit.clone().map(|limit| (form.clone(), limit)));
                let answer = answer_of(send(&form, Sending::Here(limit.as_ref()))).await;
                if limit.is_some() && UNDER_WAY.take().is_none() {
                    // Broken off and sent again by who left the page.
                    continue;
                }
                if !kept(&form, answer) {
                    // Tried again with the next typing, or when the network is back.
                    note_unsaved(&form);
                    break;
                }
            }
            SAVING.set(false);
        });
    }
}

/// The page may be gone in a moment: everything at once, and the browser sends it on its own. Often it is only
/// out of sight: then what was not kept is still unsaved when it comes back.
fn save_leaving() {
    if let Some((form, limit)) = UNDER_WAY.take() {
        limit.abort();
        note_unsaved(&form);
    }
    for form in UNSAVED.take() {
        let sending = send(&form, Sending::Leaving);
        spawn_local(async move {
            let answer = answer_of(sending).await;
            if !kept(&form, answer) {
                note_unsaved(&form);
            }
        });
    }
}

async fn answer_of(sending: Option<js_sys::Promise>) -> Option<Response> {
    JsFuture::from(sending?).await.ok()?.dyn_into().ok()
}

/// Says at the form what became of its draft, and whether it need not be saved again.
fn kept(form: &HtmlFormElement, answer: Option<Response>) -> bool {
    match answer {
        Some(answer) if answer.status() == 204 => {
            say(form, &saved_at(&js_sys::Date::new_0()));
            if !UNSAVED.with_borrow(|unsaved| unsaved.contains(form)) {
                let _ = form.remove_attribute("data-unsaved");
            }
            // The server has heard somebody: a page that would close counts from now.
            if let Ok(kept) = Event::new("draft-kept") {
                let _ = page::document().dispatch_event(&kept);
            }
            true
        }
        // The session has ended: the answer is the sign-in page.
        Some(answer) if answer.redirected() => {
            say(form, "Not saved: you are signed out. Press the button and sign in again. What you typed is kept.");
            true
        }
        Some(_) => {
            say(form, "Not saved: the register could not keep a draft. Keep this page open.");
            false
        }
        None => {
            say(form, "Not saved: no connection. Keep this page open.");
            false
        }
    }
}

/// How a draft is sent.
#[derive(Clone, Copy)]
enum Sending<'a> {
    /// While the page is there, with what breaks it off.
    Here(Option<&'a AbortController>),
    /// By the browser on its own, which takes no more than 64 KB.
    Leaving,
}

fn send(form: &HtmlFormElement, how: Sending<'_>) -> Option<js_sys::Promise> {
    let fields = page::fields(form)?;
    let secret = form.query_selector_all("input[type=password], input[type=file]").ok()?;
    for place in 0..secret.length() {
        if let Some(name) = secret.get(place)?.dyn_ref::<web_sys::Element>()?.get_attribute("name") {
            fields.delete(&name);
        }
    }
    let path = form.get_attribute("data-draft")?;
    fields.set("form-path", &path);
    // A person's own page and asking for help keep their drafts by themselves: another session, another table.
    let drafts = match path.split('/').nth(1) {
        Some("me") => "/me/drafts",
        Some("ask") => "/ask/drafts",
        _ => "/drafts",
    };
    let request = RequestInit::new();
    request.set_method("POST");
    request.set_body(&fields);
    match how {
        Sending::Here(limit) => request.set_signal(limit.map(AbortController::signal).as_ref()),
        Sending::Leaving => {
            let _ = Reflect::set(&request, &"keepalive".into(), &JsValue::TRUE);
        }
    }
    Some(page::window().fetch_with_str_and_init(drafts, &request))
}

/// *Saved as a draft at 3:04pm*.
fn saved_at(now: &js_sys::Date) -> String {
    let (hours, minutes) = (now.get_hours(), now.get_minutes());
    let mut text = String::from("Saved as a draft at ");
    text.push_str(&(if hours % 12 == 0 { 12 } else { hours % 12 }).to_string());
    text.push_str(if minutes < 10 { ":0" } else { ":" });
    text.push_str(&minutes.to_string());
    text.push_str(if hours < 12 { "am" } else { "pm" });
    text
}

fn say(form: &HtmlFormElement, text: &str) {
    if let Ok(Some(status)) = form.query_selector(".draft-status") {
        status.set_text_content(Some(text));
    } else if let Some(status) = page::element("p", "draft-status", text) {
        let _ = status.set_attribute("role", "status");
        let _ = form.append_child(&status);
    }
}
