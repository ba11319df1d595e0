//! Reading aloud, where the reader switched it on: a button for the page and one for each line of easy
//! read, of a leaflet, of a question, and of what is written on the own page, by a voice of the device. The word that is said is marked.
//!
//! *Invariants*: it stops when the page changes or goes out of sight. A voice that sends what it reads
//! to a company is never used unasked, and never on a page about a person. The page itself is not
//! changed but for the buttons.

mod lines;
mod mark;
mod voice;

use std::cell::{Cell, RefCell};

use js_sys::Reflect;
use wasm_bindgen::{JsCast as _, prelude::*};
use web_sys::{
    Element, HtmlSelectElement, KeyboardEvent, SpeechSynthesisEvent, SpeechSynthesisUtterance, VisibilityState,
};

use self::{
    lines::{Line, gather},
    voice::Voices,
};
use crate::{
    page::{self, Later, document, element, find},
    ruler,
};

/// Voices come a little after the page; where none has come by then there is none.
const VOICES_MILLISECONDS: i32 = 2_000;
const ACT: &str = "data-aloud-act";
/// The beginning of what a line's button reads, to tell the buttons apart by ear.
const READS: &str = "data-aloud-reads";
/// Which lines get a button of their own, inside the line.
const EASY_LINES: &str = ".easy-read > *, .own-lines > li, .own-list > li, .large-print > li, .leaflet li";
/// Which get it inside their last part, since a list of facts may hold nothing but names and facts.
const FACTS: &str = ".own-fact, .own .nhsuk-summary-list__row";
const FACT: &str = "dd";
/// And which get it behind them: within a heading or a label it would become part of its name.
const LINES: &str = ".question legend, .question > h1, .question h2, .question p, .question .answers, .leaflet p, \
    .own .nhsuk-lede-text, .own .nhsuk-inset-text p, .own-card > p, .own-card > h2, .own-card > h3, .own blockquote";

struct Reading {
    lines: Vec<Line>,
    at: usize,
    sentences: Vec<(usize, usize)>,
    sentence: usize,
    /// What is being said; nothing while it pauses.
    utterance: Option<SpeechSynthesisUtterance>,
    /// The line's button that began it; nothing where the whole page is read.
    button: Option<Element>,
}

type Heard = Closure<dyn FnMut(SpeechSynthesisEvent)>;

thread_local! {
    static READING: RefCell<Option<Reading>> = const { RefCell::new(None) };
    static WAITED: Cell<bool> = const { Cell::new(false) };
    static WAIT: Later = Later::new(VOICES_MILLISECONDS, || {
        WAITED.set(true);
        wake();
    });
    static HEARD: [(&'static str, Heard); 3] = [
        ("boundary", Closure::new(word_begins)),
        ("end", Closure::new(|event| if is_current(&event) { next() })),
        ("error", Closure::new(|event| if is_current(&event) { fails() })),
    ];
}

/// Listens for the buttons, for Escape, and for whatever ends the reading.
pub fn listen() {
    let document = document();
    page::on(&document, "click", |event| {
        if let Some(button) = page::around(&event, "button[data-aloud-act]") {
            pressed(&button);
        }
    });
    page::on(&document, "change", |event| {
        if let Some(select) = page::around(&event, "#aloud-voice")
            && let Some(select) = select.dyn_ref::<HtmlSelectElement>()
        {
            voice::choose(&select.value());
            if is_talking() {
                hush();
                speak();
            }
        }
    });
    page::on(&document, "keydown", |event| {
        if is_reading() && event.dyn_ref::<KeyboardEvent>().is_some_and(|key| key.key() == "Escape") {
            stop();
        }
    });
    page::on(&document, "visibilitychange", |_| {
        if page::document().visibility_state() == VisibilityState::Hidden {
            pause();
        }
    });
    page::on(&page::window(), "pagehide", |_| stop());
    if let Some(synthesis) = voice::synthesis()
        && synthesis.is_instance_of::<web_sys::EventTarget>()
    {
        page::on(synthesis.unchecked_ref(), "voiceschanged", |_| {
            if !is_reading() {
                wake();
            }
        });
    }
}

/// The page is left.
pub fn leave() {
    stop();
}

/// Puts the buttons on the page that is shown, if the reader wants them.
pub fn wake() {
    take_away();
    let is_on =
        document().document_element().is_some_and(|root| root.get_attribute("data-aloud").as_deref() == Some("on"));
    let (true, Some(main)) = (is_on, find(&document(), "main")) else { return };
    let Some(bar) = element("div", "aloud no-print", "") else { return };
    let _ = bar.set_attribute("role", "group");
    let _ = bar.set_attribute("aria-label", "Read aloud");
    match voice::voices() {
        Voices::There(voices) => {
            add_button(&bar, "page", "aloud__button aloud__page", "");
            add_button(&bar, "stop", "aloud__button aloud__stop", "Stop");
            if voices.len() > 1 {
                add_choice(&bar, &voices);
            }
            say(&bar, "");
            add_line_buttons(&main);
        }
        Voices::None if voice::synthesis().is_some() && !WAITED.get() => {
            WAIT.with(Later::put_off);
            say(&bar, "Looking for a voice on this device.");
        }
        Voices::None => say(&bar, "This device has no voice to read with."),
        Voices::Sending if voice::may_ask() => {
            say(
                &bar,
                "This device has no voice of its own. Another company has a voice. It would get the words of the page.",
            );
            add_button(&bar, "send", "aloud__button", "Use that voice");
        }
        Voices::Sending => {
            say(
                &bar,
                "This device has no voice of its own. The voice of another company would get the words. So this page is not read aloud.",
            );
        }
    }
    let _ = main.prepend_with_node_1(&bar);
    show();
}

fn take_away() {
    if let Ok(old) = document().query_selector_all("main > .aloud, main .listen") {
        for place in 0..old.length() {
            if let Some(old) = old.get(place).and_then(|node| node.dyn_into::<Element>().ok()) {
                old.remove();
            }
        }
    }
}

fn add_button(to: &Element, act: &str, class: &str, words: &str) {
    if let Some(button) = element("button", class, words) {
        let _ = button.set_attribute("type", "button");
        let _ = button.set_attribute(ACT, act);
        let _ = to.append_child(&button);
    }
}

fn add_choice(bar: &Element, voices: &[web_sys::SpeechSynthesisVoice]) {
    let (Some(field), Some(label), Some(select)) = (
        element("div", "aloud__voice", ""),
        element("label", "nhsuk-label", "Voice"),
        element("select", "nhsuk-select", ""),
    ) else {
        return;
    };
    let _ = label.set_attribute("for", "aloud-voice");
    select.set_id("aloud-voice");
    let chosen = voice::voice().map(|voice| voice.voice_uri());
    for voice in voices {
        let Some(option) = element("option", "", &voice.name()) else { continue };
        let _ = option.set_attribute("value", &voice.voice_uri());
        if chosen.as_deref() == Some(&*voice.voice_uri()) {
            let _ = option.set_attribute("selected", "");
        }
        let _ = select.append_child(&option);
    }
    let _ = field.append_child(&label);
    let _ = field.append_child(&select);
    let _ = bar.append_child(&field);
}

/// Says something in the bar, to a screen reader too.
fn say(bar: &Element, words: &str) {
    if let Ok(Some(status)) = bar.query_selector("[role=status]") {
        status.set_text_content(Some(words));
    } else if let Some(status) = element("p", "aloud__status", words) {
        let _ = status.set_attribute("role", "status");
        let _ = bar.append_child(&status);
    }
}

/// Where the button of a line stands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    Inside,
    InFact,
    Behind,
}

fn add_line_buttons(main: &Element) {
    for (selector, place) in [(EASY_LINES, Place::Inside), (FACTS, Place::InFact), (LINES, Place::Behind)] {
        let Ok(found) = main.query_selector_all(selector) else { continue };
        for at in 0..found.length() {
            if let Some(line) = found.get(at).and_then(|node| node.dyn_into::<Element>().ok()) {
                add_line_button(&line, place);
            }
        }
    }
}

fn add_line_button(line: &Element, place: Place) {
    let in_easy_line = place == Place::Behind && line.closest(EASY_LINES).is_ok_and(|line| line.is_some());
    let Some(first) = gather(line).into_iter().next().filter(|_| !in_easy_line) else { return };
    let Some(button) = element("button", "listen", "") else { return };
    let _ = button.set_attribute("type", "button");
    let _ = button.set_attribute(ACT, "line");
    let words = first.sentences().first().map(|sentence| first.words(*sentence)).unwrap_or_default();
    let _ = button.set_attribute(READS, &words);
    match place {
        Place::Inside => drop(line.append_child(&button)),
        Place::InFact => {
            if let Ok(Some(fact)) = line.query_selector(FACT) {
                drop(fact.append_child(&button));
            }
        }
        Place::Behind => drop(line.after_with_node_1(&button)),
    }
}

/// The line whose button it is: the one around it, or the one before it.
fn line_of(button: &Element) -> Option<Element> {
    let parent = button.parent_element()?;
    if parent.matches(EASY_LINES).unwrap_or(false) {
        return Some(parent);
    }
    let fact = parent.closest(FACTS).ok().flatten().filter(|_| parent.matches(FACT).unwrap_or(false));
    fact.or_else(|| button.previous_element_sibling())
}

fn pressed(button: &Element) {
    let is_this = |reading: &Reading| reading.button.as_ref() == Some(button);
    match button.get_attribute(ACT).as_deref() {
        Some("page") if is_talking() => pause(),
        Some("page") if is_reading() => speak(),
        Some("page") => {
            if let Some(main) = find(&document(), "main") {
                begin(gather(&main), None);
            }
        }
        Some("line") if READING.with_borrow(|reading| reading.as_ref().is_some_and(is_this)) => stop(),
        Some("line") => {
            if let Some(line) = line_of(button) {
                begin(gather(&line), Some(button.clone()));
            }
        }
        Some("send") => {
            voice::let_send();
            wake();
            focus_page_button();
        }
        Some("stop") => {
            stop();
            focus_page_button();
        }
        Some(_) | None => {}
    }
}

/// The button that was pressed is gone now.
fn focus_page_button() {
    if let Some(button) = find(&document(), ".aloud__page") {
        page::focus(&button, false);
    }
}

fn is_reading() -> bool {
    READING.with_borrow(Option::is_some)
}

fn is_talking() -> bool {
    READING.with_borrow(|reading| reading.as_ref().is_some_and(|reading| reading.utterance.is_some()))
}

fn begin(lines: Vec<Line>, button: Option<Element>) {
    stop();
    let Some(first) = lines.first() else { return };
    let sentences = first.sentences();
    READING.set(Some(Reading { lines, at: 0, sentences, sentence: 0, utterance: None, button }));
    speak();
}

/// Says the sentence that is due.
fn speak() {
    let said = READING.with_borrow_mut(|reading| {
        let reading = reading.as_mut()?;
        let line = reading.lines.get(reading.at).filter(|line| line.element.is_connected())?;
        let words = line.words(*reading.sentences.get(reading.sentence)?);
        let utterance = SpeechSynthesisUtterance::new_with_text(&words).ok()?;
        if reading.sentence == 0 {
            line.begin();
        }
        reading.utterance = Some(utterance.clone());
        Some((utterance, line.element.clone()))
    });
    let (Some((utterance, line)), Some(voice), Some(synthesis)) = (said, voice::voice(), voice::synthesis()) else {
        return stop();
    };
    // By name: what is no voice in a browser's eyes is refused, not fatal.
    let _ = Reflect::set(&utterance, &"voice".into(), &voice);
    utterance.set_lang(&voice.lang().replace('_', "-"));
    utterance.set_rate(rate());
    HEARD.with(|heard| {
        for (kind, heard) in heard {
            let _ = utterance.add_event_listener_with_callback(kind, heard.as_ref().unchecked_ref());
        }
    });
    mark::line(&line);
    ruler::over(&line);
    synthesis.speak(&utterance);
    show();
}

/// Against the voice's own speed.
fn rate() -> f32 {
    match document().document_element().and_then(|root| root.get_attribute("data-speed")).as_deref() {
        Some("slow") => 0.7,
        Some("fast") => 1.4,
        Some(_) | None => 1.0,
    }
}

/// Whether an event is of what is being said: one that was called off still tells of its end.
fn is_current(event: &SpeechSynthesisEvent) -> bool {
    READING.with_borrow(|reading| {
        let current = reading.as_ref().and_then(|reading| reading.utterance.as_ref());
        current.is_some_and(|current| event.target().is_some_and(|target| js_sys::Object::is(&target, current)))
    })
}

fn word_begins(event: SpeechSynthesisEvent) {
    if !is_current(&event) || event.name().as_deref() == Some("sentence") {
        return;
    }
    let word = READING.with_borrow(|reading| {
        let reading = reading.as_ref()?;
        let (begin, _) = reading.sentences.get(reading.sentence)?;
        reading.lines.get(reading.at)?.word_at(begin + usize::try_from(event.char_index()).ok()?)
    });
    mark::word(word.as_ref());
}

/// One sentence is said: the next, or the next line, or the end.
fn next() {
    let goes_on = READING.with_borrow_mut(|reading| {
        let reading = reading.as_mut()?;
        reading.sentence += 1;
        if reading.sentence >= reading.sentences.len() {
            reading.at += 1;
            reading.sentence = 0;
            reading.sentences = reading.lines.get(reading.at)?.sentences();
        }
        Some(())
    });
    mark::word(None);
    if goes_on.is_some() { speak() } else { stop() }
}

fn fails() {
    stop();
    if let Some(bar) = find(&document(), "main > .aloud") {
        say(&bar, "The voice stopped. Press the button to try again.");
    }
}

/// Stops talking and keeps the place: the sentence is said again from its beginning. The browser's own
/// pause ends the reading on some devices.
fn pause() {
    if is_talking() {
        hush();
        show();
    }
}

fn hush() {
    READING.with_borrow_mut(|reading| {
        if let Some(reading) = reading {
            reading.utterance = None;
        }
    });
    mark::word(None);
    if let Some(synthesis) = voice::synthesis() {
        synthesis.cancel();
    }
}

fn stop() {
    if READING.take().is_some() {
        hush();
        mark::nothing();
        show();
    }
}

/// Makes the buttons say what they would do.
fn show() {
    let (reading, talking) = (is_reading(), is_talking());
    let current = READING.with_borrow(|reading| reading.as_ref().and_then(|reading| reading.button.clone()));
    if let Some(button) = find(&document(), ".aloud__page") {
        button.set_text_content(Some(match (reading, talking) {
            (false, _) => "Read the page",
            (true, true) => "Pause",
            (true, false) => "Go on",
        }));
        let _ = button.set_attribute("data-state", if talking { "talks" } else { "waits" });
    }
    if let Some(bar) = find(&document(), "main > .aloud") {
        let _ = bar.toggle_attribute_with_force("data-reading", reading);
        if reading {
            say(&bar, "");
        }
    }
    if let Some(button) = find(&document(), ".aloud__stop") {
        let _ = button.toggle_attribute_with_force("hidden", !reading);
    }
    let Ok(buttons) = document().query_selector_all("main .listen") else { return };
    for place in 0..buttons.length() {
        let Some(button) = buttons.get(place).and_then(|node| node.dyn_into::<Element>().ok()) else { continue };
        let is_this = current.as_ref() == Some(&button);
        let _ = button.toggle_attribute_with_force("data-reading", is_this);
        let word = if is_this { "Stop" } else { "Listen" };
        button.set_text_content(Some(word));
        let reads = button.get_attribute(READS).unwrap_or_default();
        let _ = button.set_attribute("aria-label", &[word, ": ", &reads].concat());
    }
}
