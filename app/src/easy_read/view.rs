//! How a document looks in each format. Used by the public pages, the consent conversation and the
//! person's own page, so that somebody meets the same text in the same form everywhere.

use leptos::prelude::*;

use super::{
    model::{Document, Format, Line, PictureSet, Pictures, PlainBlock, PlainPart, fill, picture_address},
    spoken::spoken,
    together::{together, with_days, with_links},
};

/// A document's content in a format, without its title: sections under headings of the second level.
/// The title, which is the caller's `h1`, is [`Document::title`] with [`fill`].
///
/// The document carries its wording, so take it from
/// [`document_in`](super::model::document_in)`(key, wording)`. A format that the document does not
/// come in (the page for professionals has no pictures) is shown as the leaflet.
///
/// ```ignore
/// let document = easy_read::document_in("what-is-the-list", wording)?;
/// view! { <h1>{fill(&document.title, list)}</h1> {document_in(Format::SymbolGrid, document, list)} }
/// ```
pub fn document_in(format: Format, document: &Document, list: &str) -> AnyView {
    match format.pictures().filter(|_| !document.sections.is_empty()) {
        Some(pictures) => easy_read(document, pictures, list),
        None => leaflet(document, format == Format::LargePrint, list),
    }
}

fn leaflet(document: &Document, large: bool, list: &str) -> AnyView {
    let class = if large { "leaflet leaflet--large" } else { "leaflet" };
    let blocks: Vec<_> =
        document.plain.iter().enumerate().map(|(at, block)| plain_block(block, at == 0, list)).collect();
    view! { <div class=class>{blocks}</div> }.into_any()
}

/// `first`: what every document begins with, the one for professionals too: whom to ring.
fn plain_block(block: &PlainBlock, first: bool, list: &str) -> AnyView {
    let parts: Vec<_> = block.parts.iter().map(|part| plain_part(part, list)).collect();
    view! {
        <section class=first.then_some("start-note")>
            <h2 class="nhsuk-heading-m">{together(&fill(&block.heading, list))}</h2>
            {parts}
        </section>
    }
    .into_any()
}

fn plain_part(part: &PlainPart, list: &str) -> AnyView {
    match part {
        PlainPart::Paragraph(text) => paragraph(fill(text, list)),
        PlainPart::Bullets(items) => {
            let items: Vec<_> = items.iter().map(|item| bullet(fill(item, list))).collect();
            view! { <ul class="nhsuk-list nhsuk-list--bullet">{items}</ul> }.into_any()
        }
    }
}

/// A paragraph, with what a voice says where it holds a number to ring.
pub fn paragraph(text: impl Into<String>) -> AnyView {
    let text: String = text.into();
    let said = spoken(&text);
    view! { <p data-spoken=said>{our_words(&text)}</p> }.into_any()
}

/// The same as a point of a list.
pub fn bullet(text: String) -> AnyView {
    let said = spoken(&text);
    view! { <li data-spoken=said>{our_words(&text)}</li> }.into_any()
}

fn easy_read(document: &Document, pictures: Pictures, list: &str) -> AnyView {
    let sections: Vec<_> = document
        .sections
        .iter()
        .map(|section| {
            view! {
                <section class=(!section.shared.is_empty()).then_some("start-note")>
                    <h2 class="nhsuk-heading-m">{together(&fill(&section.heading, list))}</h2>
                    {lines_in(pictures, &section.lines, list)}
                </section>
            }
        })
        .collect();
    view! { <div class="guide__easy" data-pictures=pictures.set.word()>{sections}</div> }.into_any()
}

/// Lines of easy read: each a picture and its words, in a list or in boxes.
pub fn lines_in(pictures: Pictures, lines: &[Line], list: &str) -> AnyView {
    rows_in(pictures, lines.iter().map(|line| easy_line(line, pictures.set, list)).collect_view())
}

/// Rows that are drawn already, one under the other or in boxes.
pub fn rows_in(pictures: Pictures, rows: impl IntoView + 'static) -> AnyView {
    let class = if pictures.grid { "easy-read easy-read--grid" } else { "easy-read" };
    view! { <ul class=class role="list">{rows}</ul> }.into_any()
}

fn easy_line(line: &Line, set: PictureSet, list: &str) -> impl IntoView + use<> {
    // What is read aloud, where it differs from what is written.
    let text = fill(&line.text, list);
    let said = line.spoken.as_deref().map_or_else(|| spoken(&text), |said| Some(fill(said, list)));
    view! {
        <li data-idea=(!line.idea.is_empty()).then(|| line.idea.clone())>
            {pictured(set, line)}
            <p data-spoken=said>{our_words(&text)}</p>
        </li>
    }
}

/// A line's words. A day stays whole where the line has room for it.
pub fn with_days_whole(text: &str) -> AnyView {
    let pieces: Vec<_> = with_days(text)
        .into_iter()
        .map(|(day, piece)| match day {
            true => view! { <span class="whole">{piece}</span> }.into_any(),
            false => piece.into_any(),
        })
        .collect();
    pieces.into_any()
}

/// A text of the product: days stay whole, and a number to ring or a website can be followed.
fn our_words(text: &str) -> AnyView {
    let pieces: Vec<_> = with_days(text)
        .into_iter()
        .map(|(day, piece)| match day {
            true => view! { <span class="whole">{piece}</span> }.into_any(),
            false => linked(with_links(&piece)).into_any(),
        })
        .collect();
    pieces.into_any()
}

/// Words, and what can be followed. A number to ring and an address stay whole, with the mark after them, where the line
/// has room; where it has not, a number parts between its groups and an address before a dot.
fn linked(pieces: Vec<(Option<String>, String)>) -> Vec<AnyView> {
    let mut pieces = pieces.into_iter().peekable();
    let mut shown = Vec::new();
    while let Some((leads, piece)) = pieces.next() {
        let Some(leads) = leads else {
            shown.push(piece.into_any());
            continue;
        };
        let mut mark = String::new();
        if let Some((None, next)) = pieces.peek_mut() {
            let end = next.find(|letter: char| !letter.is_ascii_punctuation()).unwrap_or(next.len());
            mark = next.drain(..end).collect();
        }
        let piece = piece.replace('\u{a0}', " ");
        let mut parts = piece.split('.').map(str::to_owned);
        let first = parts.next();
        let more: Vec<_> = parts.map(|part| view! { <wbr/>{format!(".{part}")} }).collect();
        shown.push(view! { <span class="whole"><a href=leads data-full>{first}{more}</a>{mark}</span> }.into_any());
    }
    shown
}

/// A picture that the style sheet sizes by its class, beside words that say the same.
pub fn sized_picture(set: PictureSet, key: &str, class: &'static str) -> impl IntoView + use<> {
    view! { <img class=class src=picture_address(set, key) alt="" width="96" height="96"/> }
}

/// A picture beside its words. The words say it all, so that a screen reader need not hear both; where
/// no words stand beside it, it needs [`Line::alt`].
pub fn picture(set: PictureSet, key: &str) -> impl IntoView + use<> {
    view! { <img class="easy-read__picture" src=picture_address(set, key) alt="" width="120" height="120"/> }
}

/// The picture of a line, with its mark in the corner where it has one.
pub fn pictured(set: PictureSet, line: &Line) -> AnyView {
    let under = picture(set, &line.picture);
    if line.mark.is_empty() {
        return under.into_any();
    }
    view! {
        <span class="marked">
            {under}
            <img class="marked__mark" src=picture_address(set, &line.mark) alt="" width="48" height="48"/>
        </span>
    }
    .into_any()
}
