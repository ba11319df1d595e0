//! Small helpers on the document that is shown: finding, focusing, saying, waiting.

use wasm_bindgen::{JsCast as _, prelude::*};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    AbortController, Document, Element, Event, EventTarget, FocusOptions, FormData, HtmlElement, HtmlFormElement,
    UrlSearchParams, Window,
};

use crate::{aloud, islands, ruler};

/// The window. A module that runs without one was started by nobody.
pub fn window() -> Window {
    js_sys::global().unchecked_into()
}

/// The document that is shown.
pub fn document() -> Document {
    js_sys::Reflect::get(&js_sys::global(), &"document".into()).unwrap_or_default().unchecked_into()
}

/// Whose page is shown; empty for nobody's. Sent along, so that an old tab cannot act as whoever
/// signed in after.
pub fn user() -> String {
    document().document_element().and_then(|root| root.get_attribute("data-user")).unwrap_or_default()
}

/// The first element of a document that matches.
pub fn find(document: &Document, selector: &str) -> Option<Element> {
    document.query_selector(selector).ok().flatten()
}

/// The element something happened to, or the nearest around it that matches.
pub fn around(event: &Event, selector: &str) -> Option<Element> {
    // A text node can be the target of a click, and it has no `closest`.
    let target = event.target()?;
    let element = match target.dyn_into::<Element>() {
        Ok(element) => element,
        Err(target) => target.dyn_into::<web_sys::Node>().ok()?.parent_element()?,
    };
    element.closest(selector).ok().flatten()
}

/// Listens for as long as the page lives.
pub fn on(target: &EventTarget, kind: &str, heard: impl FnMut(Event) + 'static) {
    let heard = Closure::<dyn FnMut(Event)>::new(heard);
    let _ = target.add_event_listener_with_callback(kind, heard.as_ref().unchecked_ref());
    heard.forget();
}

/// Waits.
pub async fn sleep(milliseconds: i32) {
    let over = js_sys::Promise::new(&mut |resolve, _| {
        let _ = window().set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, milliseconds);
    });
    let _ = JsFuture::from(over).await;
}

/// Runs once something has been quiet for a while: each call puts it off again.
pub struct Later {
    run: Closure<dyn FnMut()>,
    milliseconds: i32,
    timer: std::cell::Cell<i32>,
}

impl Later {
    pub fn new(milliseconds: i32, run: impl FnMut() + 'static) -> Self {
        Self { run: Closure::new(run), milliseconds, timer: std::cell::Cell::new(0) }
    }

    pub fn put_off(&self) {
        self.cancel();
        let run = self.run.as_ref().unchecked_ref();
        let timer = window().set_timeout_with_callback_and_timeout_and_arguments_0(run, self.milliseconds);
        self.timer.set(timer.unwrap_or_default());
    }

    pub fn cancel(&self) {
        window().clear_timeout_with_handle(self.timer.get());
    }
}

/// A new element with a class and a text.
pub fn element(name: &str, class: &str, text: &str) -> Option<Element> {
    let element = document().create_element(name).ok()?;
    element.set_class_name(class);
    element.set_text_content(Some(text));
    Some(element)
}

/// Puts the focus on something that need not be focusable by itself. `scrolling`: bring it into view.
pub fn focus(element: &Element, scrolling: bool) {
    let Some(element) = element.dyn_ref::<HtmlElement>() else { return };
    if !element.has_attribute("tabindex") {
        let _ = element.set_attribute("tabindex", "-1");
    }
    let options = FocusOptions::new();
    options.set_prevent_scroll(!scrolling);
    let _ = element.focus_with_options(&options);
}

/// A page has faults: its summary takes the focus. Says whether there is one.
pub fn focus_error_summary() -> bool {
    let summary = find(&document(), "main .nhsuk-error-summary");
    if let Some(summary) = &summary {
        focus(summary, true);
    }
    summary.is_some()
}

const ANNOUNCER: &str = "announcer";

/// Says something to a screen reader, from outside `<main>`, so that it outlives the page.
pub fn announce(text: &str) {
    if let Some(announcer) = document().get_element_by_id(ANNOUNCER) {
        announcer.set_text_content(Some(text));
    }
}

/// What the first page needs, which came without the navigator.
pub fn begin() {
    if let Some(announcer) = element("div", "nhsuk-u-visually-hidden", "") {
        announcer.set_id(ANNOUNCER);
        let _ = announcer.set_attribute("role", "status");
        if let Some(body) = document().body() {
            let _ = body.append_child(&announcer);
        }
    }
    if let Some(root) = document().document_element() {
        islands::wake(&root);
        // Says to tests, and to whoever looks, that the page is more than plain HTML by now.
        let _ = root.set_attribute("data-awake", "");
    }
    aloud::wake();
    ruler::wake();
    focus_error_summary();
}

/// Says what went wrong at the top of `<main>`, which stays as it is. Each text is a paragraph.
pub fn warn(texts: &[String]) {
    forget_warning();
    let (Some(main), Some(alert)) = (find(&document(), "main"), element("div", "nhsuk-error-summary", "")) else {
        return;
    };
    let _ = alert.set_attribute("role", "alert");
    let _ = alert.set_attribute("data-warning", "");
    for (place, text) in texts.iter().enumerate() {
        let (name, class) = if place == 0 { ("h2", "nhsuk-error-summary__heading") } else { ("p", "") };
        if let Some(line) = element(name, class, text) {
            let _ = alert.append_child(&line);
        }
    }
    let _ = main.prepend_with_node_1(&alert);
    focus(&alert, true);
}

/// Takes the warning away, if there is one.
pub fn forget_warning() {
    if let Some(warning) = find(&document(), "main > [data-warning]") {
        warning.remove();
    }
}

/// Whether a warning stands at the top of `<main>`.
pub fn warns() -> bool {
    find(&document(), "main > [data-warning]").is_some()
}

/// What a form would send, without its button.
pub fn fields(form: &HtmlFormElement) -> Option<UrlSearchParams> {
    let data: JsValue = FormData::new_with_form(form).ok()?.into();
    UrlSearchParams::new_with_str_sequence_sequence(&data).ok()
}

/// How long a page or a form may take before the connection counts as dropped.
const PATIENCE_MILLISECONDS: i32 = 20_000;

/// Something to stop a request with, which stops it by itself when it takes too long.
pub fn time_limit() -> Option<AbortController> {
    let controller = AbortController::new().ok()?;
    let stop = controller.clone();
    wasm_bindgen_futures::spawn_local(async move {
        sleep(PATIENCE_MILLISECONDS).await;
        // Nothing happens where the answer is complete.
        stop.abort();
    });
    Some(controller)
}
