//! The navigator: follows links and sends forms without loading the whole document again.
//!
//! It fetches the next page and replaces the **whole** `<main>`, the header and the title. It never
//! compares two pages and never patches one. Anything unexpected is left to the browser as an
//! ordinary load; a form whose answer did not come is never sent twice, and never lost.
//!
//! Only the latest journey counts: an answer that arrives after a later journey began is dropped.

use std::cell::{Cell, RefCell};

use wasm_bindgen::{JsCast as _, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{
    AbortController, Document, DomParser, Element, Event, Headers, HtmlFormElement, MouseEvent, RequestInit, Response,
    ScrollRestoration, SubmitEvent, SupportedType, Url, UrlSearchParams,
};

use crate::{
    again, aloud, draft, islands,
    page::{self, Later, document, find, window},
    ruler,
};

const BUSY_AFTER_MILLISECONDS: i32 = 150;
const SCROLL_QUIET_MILLISECONDS: i32 = 150;
/// What a page of ours comes with; anything else is not shown in place.
const PAGE_STATUSES: [u16; 11] = [200, 400, 403, 404, 405, 409, 413, 422, 429, 500, 503];
/// How somebody likes to read, as the server put it on the document.
const READING: [&str; 9] = [
    "data-scale",
    "data-font",
    "data-line",
    "data-spacing",
    "data-theme",
    "data-calm",
    "data-aloud",
    "data-speed",
    "data-ruler",
];

const DROPPED: [&str; 2] =
    ["The connection dropped", "What you typed is still here. Check your signal, then press the button again."];
const LINK_DROPPED: [&str; 2] =
    ["The connection dropped", "What you typed is still here. Check your signal, then try again."];
const NO_NETWORK: [&str; 2] =
    ["There is no connection", "You are still on the page where you were. Check your signal, then try again."];
const NO_PAGE: [&str; 2] = [
    "The register did not answer as it should",
    "What you typed is still here. Wait a minute, then press the button again.",
];

thread_local! {
    /// Counts journeys: an answer whose number is not the latest is dropped.
    static LATEST: Cell<u32> = const { Cell::new(0) };
    /// Stops the fetching of a page that nobody waits for any more.
    static FETCHING: RefCell<Option<AbortController>> = const { RefCell::new(None) };
    /// The address of what `<main>` shows. While a page is fetched on going back, the address bar
    /// is ahead of it, so links and forms are read against this.
    static SHOWN: RefCell<String> = const { RefCell::new(String::new()) };
    /// Whether the browser itself is on its way to another page.
    static LEAVING: Cell<bool> = const { Cell::new(false) };
    static SCROLLED: Later = Later::new(SCROLL_QUIET_MILLISECONDS, keep_scroll);
}

/// One link followed, form sent, or step back or forward.
struct Journey {
    address: String,
    /// What a form sends; nothing where a page is asked for.
    body: Option<UrlSearchParams>,
    form: Option<HtmlFormElement>,
    trail: Trail,
    /// On going back to the answer of a search: which one.
    again: Option<u32>,
}

/// What becomes of the browser's history.
#[derive(Clone, Copy)]
enum Trail {
    /// A new entry.
    Onward,
    /// The browser has moved already; how far down the page was.
    Back { scroll: f64 },
}

/// What came back.
struct Answer {
    address: String,
    status: u16,
    redirected: bool,
    /// The document, where it is one of ours with a `<main>`.
    page: Option<Document>,
}

/// What to do with what came back.
enum Next {
    /// Replace the page. `None`: the address stays, as a form that was refused has none of its own.
    Show { page: Document, address: Option<String> },
    /// Leave it to the browser.
    Load(String),
    /// Keep the page as it is, and say why.
    Stay(Vec<String>),
}

/// Takes over links, forms and history from here on.
pub fn listen() {
    let (window, document) = (window(), document());
    SHOWN.set(window.location().href().unwrap_or_default());
    if let Ok(history) = window.history() {
        let _ = history.set_scroll_restoration(ScrollRestoration::Manual);
        // The page was loaded anew: by hand, or on coming back from an ordinary load.
        if let Some(entry) = history.state().ok().filter(JsValue::is_truthy) {
            window.scroll_to_with_x_and_y(0.0, again::scroll_of(&entry));
        }
    }
    page::on(&document, "click", clicked);
    page::on(&document, "submit", submitted);
    page::on(&window, "popstate", moved);
    page::on(&window, "scroll", |_| SCROLLED.with(Later::put_off));
    page::on(&window, "pageshow", |event| {
        // A page the browser had put aside may be of somebody who has signed out since.
        if event.dyn_ref::<web_sys::PageTransitionEvent>().is_some_and(web_sys::PageTransitionEvent::persisted) {
            let _ = page::window().location().reload();
        }
    });
}

fn clicked(event: Event) {
    let Some(link) = page::around(&event, "a[href]") else { return };
    let plain = event.dyn_ref::<MouseEvent>().is_some_and(|click| {
        click.button() == 0 && !click.ctrl_key() && !click.meta_key() && !click.shift_key() && !click.alt_key()
    });
    // While the browser is loading a whole page only another load of its own takes that one's place.
    if !plain || event.default_prevented() || LEAVING.get() || !stays_in_place(&link) {
        return;
    }
    let Some(url) = link.get_attribute("href").and_then(|href| own(&href)) else { return };
    if !url.hash().is_empty() && is_shown(&url) {
        return;
    }
    event.prevent_default();
    spawn_local(go(Journey { address: url.href(), body: None, form: None, trail: Trail::Onward, again: None }));
}

fn submitted(event: Event) {
    let Some(form) = event.target().and_then(|target| target.dyn_into::<HtmlFormElement>().ok()) else { return };
    if event.default_prevented() {
        return;
    }
    if form.has_attribute("data-sending") {
        event.prevent_default();
        return;
    }
    if LEAVING.get() {
        return;
    }
    let button = event.dyn_ref::<SubmitEvent>().and_then(SubmitEvent::submitter);
    if let Some(journey) = journey_of(&form, button.as_deref()) {
        event.prevent_default();
        spawn_local(go(journey));
    } else {
        draft::done(&form);
        let saved = form.has_attribute("data-saved-first");
        let _ = form.remove_attribute("data-saved-first");
        if draft::is_pending() && !saved {
            // It may end the session, and what is typed elsewhere on the page would come too late. Meanwhile it is not
            // sent twice, and no page takes this one's place.
            event.prevent_default();
            next_turn();
            let _ = form.set_attribute("data-sending", "");
            spawn_local(async move {
                draft::save_first().await;
                let _ = form.remove_attribute("data-sending");
                let _ = form.set_attribute("data-saved-first", "");
                let _ = form.request_submit_with_submitter(button.as_ref());
            });
        }
    }
}

/// Where a form leads and what it sends; nothing where it is for the browser to send.
fn journey_of(form: &HtmlFormElement, button: Option<&Element>) -> Option<Journey> {
    // By attribute: a field named "action" would stand before the property.
    let setting = |on_button: &str, on_form: &str| {
        button
            .and_then(|button| button.get_attribute(on_button))
            .or_else(|| form.get_attribute(on_form))
            .unwrap_or_default()
    };
    let kind = setting("formenctype", "enctype");
    let has_file = form.query_selector("input[type=file]").ok()?.is_some();
    // A form around the page (signing out, the reading tools) changes more than the page.
    form.closest("main").ok()??;
    if !stays_in_place(form) || !button.is_none_or(stays_in_place) || has_file || kind.starts_with("multipart") {
        return None;
    }
    let url = own(&setting("formaction", "action"))?;
    let fields = page::fields(form)?;
    if let Some(name) = button.and_then(|button| button.get_attribute("name")) {
        fields.append(&name, &button.and_then(|button| button.get_attribute("value")).unwrap_or_default());
    }
    let method = setting("formmethod", "method");
    if method.eq_ignore_ascii_case("post") {
        let (address, form) = (url.href(), Some(form.clone()));
        Some(Journey { address, body: Some(fields), form, trail: Trail::Onward, again: None })
    } else if method.is_empty() || method.eq_ignore_ascii_case("get") {
        url.set_search(&String::from(fields.to_string()));
        Some(Journey { address: url.href(), body: None, form: None, trail: Trail::Onward, again: None })
    } else {
        None
    }
}

/// Back or forward: the address bar has moved already.
fn moved(event: Event) {
    SCROLLED.with(Later::cancel);
    let Some(url) = window().location().href().ok().and_then(|href| own(&href)) else { return };
    let entry = event.dyn_ref::<web_sys::PopStateEvent>().map(web_sys::PopStateEvent::state).unwrap_or_default();
    let scroll = again::scroll_of(&entry);
    if is_shown(&url) {
        // Between two places of one page, or back to it before another had come.
        next_turn();
        set_busy(false);
        if url.hash().is_empty() || scroll > 0.0 {
            window().scroll_to_with_x_and_y(0.0, scroll);
        } else {
            scroll_to_place(&url);
        }
        return;
    }
    let trail = Trail::Back { scroll };
    spawn_local(go(match again::search_of(&entry) {
        Some((number, address, fields)) => {
            Journey { address, body: Some(fields), form: None, trail, again: Some(number) }
        }
        None => Journey { address: url.href(), body: None, form: None, trail, again: None },
    }));
}

async fn go(journey: Journey) {
    let turn = next_turn();
    let limit = page::time_limit();
    if journey.body.is_none() {
        FETCHING.set(limit.clone());
    }
    spawn_local(async move {
        page::sleep(BUSY_AFTER_MILLISECONDS).await;
        if LATEST.get() == turn {
            set_busy(true);
        }
    });
    if let Some(form) = &journey.form {
        let _ = form.set_attribute("data-sending", "");
        draft::done(form);
        draft::settled().await;
    }
    let answer = ask(&journey, limit.as_ref()).await;
    if let Some(form) = &journey.form {
        let _ = form.remove_attribute("data-sending");
        // Not accepted, or nobody knows: what was typed is kept as a draft again.
        if !answer.as_ref().is_some_and(|answer| answer.redirected || answer.status == 200) {
            draft::keep(form);
        }
    }
    if LATEST.get() != turn {
        return;
    }
    // Nothing is waited for: the number must not be the latest any more when the sign is due.
    LATEST.set(turn.wrapping_add(1));
    match next(&journey, answer) {
        Next::Show { page, address } => {
            let search = match (&journey.form, &journey.body) {
                (Some(form), Some(fields)) if address.is_none() && form.has_attribute("data-again") => {
                    again::keep(&journey.address, fields)
                }
                _ => journey.again.filter(|_| address == window().location().href().ok()),
            };
            show(&page, address, journey.trail, search);
        }
        Next::Load(address) => load(&address),
        Next::Stay(texts) => {
            set_busy(false);
            page::warn(&texts);
        }
    }
}

/// Begins another journey, which ends every earlier one. A form that is on its way is not called
/// back, as it may be half stored; only its answer is dropped.
fn next_turn() -> u32 {
    if let Some(fetching) = FETCHING.take() {
        fetching.abort();
    }
    let turn = LATEST.get().wrapping_add(1);
    LATEST.set(turn);
    turn
}

async fn ask(journey: &Journey, limit: Option<&AbortController>) -> Option<Answer> {
    let headers = Headers::new().ok()?;
    headers.set("Accept", "text/html").ok()?;
    headers.set("X-Navigator", "1").ok()?;
    let request = RequestInit::new();
    request.set_headers(&headers);
    if let Some(body) = &journey.body {
        request.set_method("POST");
        request.set_body(body);
    }
    request.set_signal(limit.map(AbortController::signal).as_ref());
    let answer = JsFuture::from(window().fetch_with_str_and_init(&journey.address, &request)).await.ok()?;
    let answer: Response = answer.dyn_into().ok()?;
    let is_html = answer.headers().get("content-type").ok().flatten().is_some_and(|kind| kind.starts_with("text/html"));
    let page = if is_html && PAGE_STATUSES.contains(&answer.status()) {
        let text = JsFuture::from(answer.text().ok()?).await.ok()?.as_string()?;
        let page = DomParser::new().ok()?.parse_from_string(&text, SupportedType::TextHtml).ok()?;
        find(&page, "main").map(|_| page)
    } else {
        None
    };
    Some(Answer { address: answer.url(), status: answer.status(), redirected: answer.redirected(), page })
}

fn next(journey: &Journey, answer: Option<Answer>) -> Next {
    let asked_for_page = journey.body.is_none() || journey.again.is_some();
    // The answer of a search stands where the search was begun.
    let place = journey.again.and_then(|_| window().location().href().ok());
    let place = place.unwrap_or_else(|| journey.address.clone());
    let Some(answer) = answer else {
        return match journey.trail {
            Trail::Onward if !asked_for_page => Next::Stay(DROPPED.map(String::from).into()),
            // Leaving would lose what is typed and not saved. Whoever tries again means it.
            Trail::Onward if draft::any_unsaved() && !page::warns() => {
                Next::Stay(LINK_DROPPED.map(String::from).into())
            }
            // Without any network the browser has nothing to show but its own page of errors, which leads nowhere.
            // Where there is one, it tries again by itself.
            Trail::Onward if !window().navigator().on_line() => Next::Stay(NO_NETWORK.map(String::from).into()),
            Trail::Onward | Trail::Back { .. } => Next::Load(place),
        };
    };
    // An answer's address has no fragment; one that led elsewhere has lost its own.
    let address = if answer.redirected { answer.address } else { place };
    let has_own_address = asked_for_page || answer.redirected;
    match answer.page {
        Some(page) if !same(&page, "data-user") => match refusal(&page, answer.status) {
            // Somebody else is signed in now: what was typed stays, to be copied.
            Some(texts) if !has_own_address => Next::Stay(texts),
            Some(_) | None => Next::Load(if has_own_address { address } else { shown() }),
        },
        Some(page) if has_own_address && !same(&page, "data-build") => {
            drop(page);
            Next::Load(address)
        }
        Some(page) if has_own_address => Next::Show { page, address: Some(address) },
        Some(page) => match refusal(&page, answer.status) {
            Some(texts) => Next::Stay(texts),
            None => Next::Show { page, address: None },
        },
        None if has_own_address => Next::Load(address),
        None => Next::Stay(NO_PAGE.map(String::from).into()),
    }
}

/// A form that was turned away for a fault of ours, its size or a conflict, by a page that does not
/// bring the form back: the words of that page. Showing it would lose what was typed. A conflict with a page
/// of its own shows both versions, so that one is shown whole.
fn refusal(page: &Document, status: u16) -> Option<Vec<String>> {
    let plain_conflict = status == 409 && find(page, "main h1[data-plain]").is_some();
    let keeps_form = plain_conflict || status == 413 || status >= 500;
    if !keeps_form || find(page, "main form").is_some() {
        return None;
    }
    let lines = page.query_selector_all("main h1, main p").ok()?;
    let texts: Vec<_> = (0..lines.length()).filter_map(|place| lines.get(place)?.text_content()).collect();
    Some(texts)
}

fn show(page: &Document, address: Option<String>, trail: Trail, search: Option<u32>) {
    let document = document();
    let (Some(old), Some(new)) = (find(&document, "main"), find(page, "main")) else { return load(&shown()) };
    draft::save_now();
    aloud::leave();
    SCROLLED.with(Later::cancel);
    let same_build = same(page, "data-build");
    if let Some(address) = address {
        enter_history(&address, trail);
        SHOWN.set(address);
    }
    again::shows(search);
    islands::leave();
    if old.replace_with_with_node_1(&new).is_err() {
        return load(&shown());
    }
    document.set_title(&page.title());
    let header = take_over_rest(page);
    set_busy(false);
    // A refused form may come from a newer build than the module is of; the next link loads that.
    if same_build {
        for part in header.iter().chain([&new]) {
            islands::wake(part);
        }
    }
    aloud::wake();
    ruler::wake();
    arrive(&new, trail);
    if search.is_some() {
        keep_scroll();
    }
    page::announce(&document.title());
}

/// What else differs from page to page outside `<main>`: the navigation's current page, how somebody likes
/// to read, and the reading tools, which say whose settings they change. Gives the new header, where it is another.
fn take_over_rest(page: &Document) -> Option<Element> {
    let document = document();
    if let (Some(old), Some(new)) = (find(&document, ".tools"), find(page, ".tools")) {
        let _ = old.replace_with_with_node_1(&new);
    }
    if let (Some(old), Some(new)) = (document.document_element(), page.document_element()) {
        for name in READING {
            if let Some(value) = new.get_attribute(name) {
                let _ = old.set_attribute(name, &value);
            }
        }
    }
    let (old, new) = (find(&document, ".nhsuk-header")?, find(page, ".nhsuk-header")?);
    // One that says the same stays: whoever presses a link of it at this moment has pressed it.
    if old.is_equal_node(Some(&new)) {
        return None;
    }
    old.replace_with_with_node_1(&new).ok()?;
    Some(new)
}

/// Scrolls and puts the focus where a page begins.
fn arrive(main: &Element, trail: Trail) {
    window().scroll_to_with_x_and_y(0.0, 0.0);
    if page::focus_error_summary() {
        return;
    }
    let heading = main.query_selector("h1").ok().flatten();
    page::focus(heading.as_ref().unwrap_or(main), false);
    match trail {
        Trail::Back { scroll } => window().scroll_to_with_x_and_y(0.0, scroll),
        Trail::Onward => {
            if let Some(url) = own(&shown()) {
                scroll_to_place(&url);
            }
        }
    }
}

fn scroll_to_place(url: &Url) {
    let place = url.hash().strip_prefix('#').and_then(|id| document().get_element_by_id(id));
    if let Some(place) = place {
        place.scroll_into_view();
    }
}

fn enter_history(address: &str, trail: Trail) {
    keep_scroll();
    let Ok(history) = window().history() else { return };
    let nothing = JsValue::NULL;
    let is_here = window().location().href().is_ok_and(|here| here == address);
    let _ = match trail {
        Trail::Back { .. } if is_here => Ok(()),
        Trail::Onward if !is_here => history.push_state_with_url(&nothing, "", Some(address)),
        // The way back led elsewhere; or the same page was asked for, which is no step to go back from.
        Trail::Back { .. } | Trail::Onward => history.replace_state_with_url(&nothing, "", Some(address)),
    };
}

/// Notes in the history how far down the page is, unless the address bar is ahead of the page.
fn keep_scroll() {
    let Some(url) = window().location().href().ok().and_then(|href| own(&href)) else { return };
    if is_shown(&url)
        && let Ok(history) = window().history()
    {
        let entry = again::entry(window().scroll_y().unwrap_or_default());
        let _ = history.replace_state_with_url(&entry, "", None);
    }
}

/// Leaves it to the browser. Where only the fragment differs it would do nothing: then, or where
/// the browser has moved already, the page is loaded again.
fn load(address: &str) {
    LEAVING.set(true);
    let location = window().location();
    let here = location.href().unwrap_or_default();
    let _ = if without_hash(&here) == without_hash(address) { location.reload() } else { location.assign(address) };
}

fn set_busy(busy: bool) {
    let document = document();
    if busy {
        page::forget_warning();
    }
    for (element, name) in [(document.document_element(), "data-busy"), (find(&document, "main"), "aria-busy")] {
        if let Some(element) = element {
            let _ = if busy { element.set_attribute(name, "true") } else { element.remove_attribute(name) };
        }
    }
}

/// Whether a link, form or button may be followed in place.
fn stays_in_place(element: &Element) -> bool {
    let target = element.get_attribute("target").or_else(|| element.get_attribute("formtarget")).unwrap_or_default();
    (target.is_empty() || target == "_self")
        && !element.has_attribute("download")
        && !element.has_attribute("data-full")
}

/// An address of this site, read against the page that is shown.
fn own(address: &str) -> Option<Url> {
    let url = Url::new_with_base(address, &shown()).ok()?;
    (url.origin() == window().location().origin().ok()?).then_some(url)
}

fn shown() -> String {
    SHOWN.with_borrow(String::clone)
}

fn is_shown(url: &Url) -> bool {
    without_hash(&url.href()) == without_hash(&shown())
}

fn without_hash(address: &str) -> &str {
    address.split_once('#').map_or(address, |(before, _)| before)
}

/// Whether two documents agree in what the server put on them.
fn same(page: &Document, name: &str) -> bool {
    let of = |document: &Document| document.document_element().and_then(|root| root.get_attribute(name));
    of(page) == of(&document())
}
