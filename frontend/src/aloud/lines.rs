//! What there is to read aloud: the lines of a page, each letter with its place in the page, so that
//! the word that is said can be marked without changing the page.

use std::cell::Cell;

use wasm_bindgen::JsCast as _;
use web_sys::{Element, Node, Range, Text};

use crate::page::{document, window};

/// What is nothing to read: what is pressed or filled in, and what leads elsewhere.
const SILENT: &str = "script,style,template,noscript,button,input,select,textarea,svg,nav,[hidden],[aria-hidden=true],\
    [role=button],.nhsuk-u-visually-hidden,.nhsuk-back-link,.aloud,[data-silent]";
/// About how many letters are said in one go: some browsers break off what takes long.
const LETTERS_AT_ONCE: usize = 180;
/// How many words ahead a spoken word is looked for among the written ones.
const WORDS_AHEAD: usize = 6;
const SHOW_TEXT: u32 = 4;

/// Something read in one go, then a pause: a heading, a paragraph, a line of easy read.
pub struct Line {
    pub element: Element,
    /// What the voice says, in the units its events count in.
    said: Vec<u16>,
    shown: Vec<u16>,
    /// Of each unit that is shown: in which text, and where in it.
    places: Vec<(usize, u32)>,
    texts: Vec<Text>,
    /// Where the last word was found, if what is said differs from what is shown.
    found: Cell<usize>,
}

/// The lines in an element, as they stand in the page.
pub fn gather(inside: &Element) -> Vec<Line> {
    let mut lines = Vec::new();
    add(inside, &mut lines);
    lines
}

fn add(element: &Element, lines: &mut Vec<Line>) {
    if element.matches(SILENT).unwrap_or(true) || is_unseen(element) {
        return;
    }
    if element.has_attribute("data-spoken") || has_own_words(element) {
        lines.extend(Line::of(element));
        return;
    }
    let folded = element.tag_name() == "DETAILS" && !element.has_attribute("open");
    let children = element.children();
    for place in 0..children.length() {
        if let Some(child) = children.item(place)
            && (!folded || child.tag_name() == "SUMMARY")
        {
            add(&child, lines);
        }
    }
}

/// Not shown at all, or only to screen readers.
fn is_unseen(element: &Element) -> bool {
    let Ok(Some(style)) = window().get_computed_style(element) else { return true };
    let is = |name: &str, value: &str| style.get_property_value(name).is_ok_and(|found| found == value);
    is("display", "none") || (is("position", "absolute") && is("width", "1px"))
}

fn has_own_words(element: &Element) -> bool {
    let children = element.child_nodes();
    (0..children.length()).filter_map(|place| children.get(place)).any(|child| {
        child.node_type() == Node::TEXT_NODE && child.text_content().is_some_and(|text| !text.trim().is_empty())
    })
}

impl Line {
    fn of(element: &Element) -> Option<Self> {
        let mut line = Self {
            element: element.clone(),
            said: Vec::new(),
            shown: Vec::new(),
            places: Vec::new(),
            texts: Vec::new(),
            found: Cell::new(0),
        };
        let walker = document().create_tree_walker_with_what_to_show(element, SHOW_TEXT).ok()?;
        while let Ok(Some(node)) = walker.next_node() {
            if let Ok(text) = node.dyn_into::<Text>() {
                line.add(text);
            }
        }
        if line.shown.last() == Some(&SPACE) {
            line.shown.pop();
        }
        line.said = match element.get_attribute("data-spoken") {
            Some(spoken) if !spoken.trim().is_empty() => spoken.trim().encode_utf16().collect(),
            _ => line.shown.clone(),
        };
        line.said.iter().any(|unit| !is_space(*unit)).then_some(line)
    }

    fn add(&mut self, text: Text) {
        let Some(parent) = text.parent_element() else { return };
        if parent != self.element {
            if parent.closest(SILENT).is_ok_and(|silent| silent.is_some()) || is_unseen(&parent) {
                return;
            }
            // Pieces that stand beside or below each other are words apart.
            let style = window().get_computed_style(&parent).ok().flatten();
            if style.is_some_and(|style| style.get_property_value("display").is_ok_and(|how| how != "inline")) {
                self.space((self.texts.len(), 0));
            }
        }
        let (number, mut offset) = (self.texts.len(), 0);
        for unit in text.data().encode_utf16() {
            if is_space(unit) {
                self.space((number, offset));
            } else {
                self.shown.push(unit);
                self.places.push((number, offset));
            }
            offset += 1;
        }
        self.texts.push(text);
    }

    /// One space, however many there are.
    fn space(&mut self, place: (usize, u32)) {
        if self.shown.last().is_some_and(|last| *last != SPACE) {
            self.shown.push(SPACE);
            self.places.push(place);
        }
    }

    /// Where each sentence begins and ends in what is said.
    pub fn sentences(&self) -> Vec<(usize, usize)> {
        let (mut sentences, mut begin) = (Vec::new(), 0);
        for (at, unit) in self.said.iter().enumerate() {
            let ends = STOPS.contains(unit) && self.said.get(at + 1).is_none_or(|next| is_space(*next));
            let is_long = is_space(*unit) && at - begin > LETTERS_AT_ONCE;
            if ends || is_long {
                sentences.push((begin, at + 1));
                begin = at + 1;
            }
        }
        sentences.push((begin, self.said.len()));
        let skip_spaces = |(begin, end): (usize, usize)| {
            let spaces = self.said.get(begin..end)?.iter().position(|unit| !is_space(*unit))?;
            Some((begin + spaces, end))
        };
        sentences.into_iter().filter_map(skip_spaces).collect()
    }

    pub fn words(&self, (begin, end): (usize, usize)) -> String {
        String::from_utf16_lossy(self.said.get(begin..end).unwrap_or_default()).trim_end().to_owned()
    }

    /// Looks for written words from the beginning again.
    pub fn begin(&self) {
        self.found.set(0);
    }

    /// Where in the page the word stands that is said at a place.
    pub fn word_at(&self, at: usize) -> Option<Range> {
        let (begin, end) = word_in(&self.said, at)?;
        let (begin, end) = if self.said == self.shown { (begin, end) } else { self.find(self.said.get(begin..end)?)? };
        let (first, last) = (self.places.get(begin)?, self.places.get(end - 1)?);
        let range = document().create_range().ok()?;
        range.set_start(self.texts.get(first.0)?, first.1).ok()?;
        range.set_end(self.texts.get(last.0)?, last.1 + 1).ok()?;
        Some(range)
    }

    /// Looks for a spoken word among the written ones, from the last that was found on.
    fn find(&self, spoken: &[u16]) -> Option<(usize, usize)> {
        let mut at = self.found.get();
        for _ in 0..WORDS_AHEAD {
            let (begin, end) = word_in(&self.shown, at)?;
            if is_same(self.shown.get(begin..end)?, spoken) {
                self.found.set(end);
                return Some((begin, end));
            }
            at = end;
        }
        None
    }
}

const SPACE: u16 = 0x20;
/// `.`, `!`, `?`, `:` and `;`
const STOPS: [u16; 5] = [0x2e, 0x21, 0x3f, 0x3a, 0x3b];

/// By hand, as the tables of all scripts would weigh more than the rest of this file.
const fn is_space(unit: u16) -> bool {
    matches!(unit, 0x09..=0x0d | 0x20 | 0xa0 | 0x2000..=0x200b | 0x2028 | 0x2029 | 0x3000)
}

/// Of a word, without the marks around it: what is no space, no mark of ASCII and no quotation mark or dash.
fn is_letter(unit: u16) -> bool {
    let is_mark = char::from_u32(u32::from(unit)).is_some_and(|letter| letter.is_ascii_punctuation());
    !is_mark && !is_space(unit) && !matches!(unit, 0xa1..=0xbf | 0x2010..=0x206f)
}

/// Whether two words differ at most in capitals.
fn is_same(one: &[u16], other: &[u16]) -> bool {
    const fn small(unit: u16) -> u16 {
        if matches!(unit, 0x41..=0x5a) { unit + 0x20 } else { unit }
    }
    one.len() == other.len() && one.iter().zip(other).all(|(one, other)| small(*one) == small(*other))
}

/// The word at a place or after it, without the marks around it.
fn word_in(text: &[u16], at: usize) -> Option<(usize, usize)> {
    let begin = at + text.get(at..)?.iter().position(|unit| is_letter(*unit))?;
    let mut end = begin + text.get(begin..)?.iter().position(|unit| is_space(*unit)).unwrap_or(text.len() - begin);
    while end > begin + 1 && !text.get(end - 1).is_some_and(|unit| is_letter(*unit)) {
        end -= 1;
    }
    Some((begin, end))
}
