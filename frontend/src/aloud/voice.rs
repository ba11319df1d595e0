//! The voices of a device. One that is not `localService` sends what it reads to a company.

use std::cell::{Cell, RefCell};

use js_sys::Reflect;
use wasm_bindgen::JsCast as _;
use web_sys::{HtmlDocument, SpeechSynthesis, SpeechSynthesisVoice};

use crate::page::{self, document, find, window};

const COOKIE: &str = "voice";
const COOKIE_SECONDS: &str = "31536000";

thread_local! {
    /// The reader said that words may go to the company of a voice. Asked again after each full load.
    static MAY_SEND: Cell<bool> = const { Cell::new(false) };
    static CHOSEN: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// What there is to read with.
pub enum Voices {
    /// At least one, the best first.
    There(Vec<SpeechSynthesisVoice>),
    /// Only such as send the words away, which nobody has allowed.
    Sending,
    None,
}

pub fn synthesis() -> Option<SpeechSynthesis> {
    let synthesis = Reflect::get(&window(), &"speechSynthesis".into()).ok()?;
    synthesis.is_truthy().then(|| synthesis.unchecked_into())
}

/// Whether the reader may be asked to let words go to a company: never where staff are signed in, and
/// never where the page is about a person.
pub fn may_ask() -> bool {
    page::user().is_empty() && find(&document(), "[data-person]").is_none()
}

pub fn let_send() {
    MAY_SEND.set(true);
}

/// The English voices of the device, British ones first.
pub fn voices() -> Voices {
    let Some(synthesis) = synthesis() else { return Voices::None };
    let (own, sending): (Vec<_>, Vec<_>) = synthesis
        .get_voices()
        .iter()
        .map(wasm_bindgen::JsCast::unchecked_into::<SpeechSynthesisVoice>)
        .filter(|voice| language(voice).starts_with("en"))
        .partition(SpeechSynthesisVoice::local_service);
    if !own.is_empty() {
        return Voices::There(british_first(own));
    }
    match sending.is_empty() {
        true => Voices::None,
        false if MAY_SEND.get() && may_ask() => Voices::There(british_first(sending)),
        false => Voices::Sending,
    }
}

fn british_first(voices: Vec<SpeechSynthesisVoice>) -> Vec<SpeechSynthesisVoice> {
    let (mut british, others): (Vec<_>, Vec<_>) = voices.into_iter().partition(|voice| language(voice) == "en-gb");
    british.extend(others);
    british
}

/// Android writes `en_GB`.
fn language(voice: &SpeechSynthesisVoice) -> String {
    voice.lang().replace('_', "-").to_ascii_lowercase()
}

/// The one the reader chose on this device, else the best.
pub fn voice() -> Option<SpeechSynthesisVoice> {
    let Voices::There(voices) = voices() else { return None };
    let chosen = chosen();
    voices.iter().find(|voice| Some(voice.voice_uri()) == chosen).or_else(|| voices.first()).cloned()
}

fn chosen() -> Option<String> {
    CHOSEN.with_borrow(Clone::clone).or_else(|| {
        let cookies = document().dyn_into::<HtmlDocument>().ok()?.cookie().ok()?;
        let value = cookies.split("; ").find_map(|cookie| cookie.strip_prefix(COOKIE)?.strip_prefix('='))?;
        js_sys::decode_uri_component(value).ok().map(String::from)
    })
}

/// Keeps which voice reads, on this device only: another has others.
pub fn choose(uri: &str) {
    CHOSEN.set(Some(uri.to_owned()));
    let secure =
        if window().location().protocol().is_ok_and(|protocol| protocol == "https:") { "; Secure" } else { "" };
    let mut cookie = String::from(COOKIE);
    cookie.push('=');
    cookie.push_str(&String::from(js_sys::encode_uri_component(uri)));
    cookie.push_str("; Path=/; SameSite=Lax; Max-Age=");
    cookie.push_str(COOKIE_SECONDS);
    cookie.push_str(secure);
    if let Ok(document) = document().dyn_into::<HtmlDocument>() {
        let _ = document.set_cookie(&cookie);
    }
}
