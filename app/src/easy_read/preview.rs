//! What each format looks like, as a small drawing: for whoever chooses with their eyes.

use leptos::prelude::*;

use super::model::Format;

/// The sheet around what is on it.
const SHEET: &str = "M4 2h40a2 2 0 0 1 2 2v28a2 2 0 0 1-2 2H4a2 2 0 0 1-2-2V4a2 2 0 0 1 2-2z";

/// Strokes, each with the class that says how it looks.
type Strokes = &'static [(&'static str, &'static str)];

const fn strokes(format: Format) -> Strokes {
    match format {
        Format::Leaflet => &[("thick", "M8 9h16"), ("thin", "M8 16h32M8 21.5h32M8 27h22")],
        Format::LargePrint => &[("large", "M9 11h20M9 19h30M9 27h24")],
        Format::PictureList => &[
            ("one", "M7 5h8v7H7z"),
            ("two", "M7 15h8v7H7z"),
            ("three", "M7 25h8v7H7z"),
            ("thin", "M20 8.5h20M20 18.5h16M20 28.5h20"),
        ],
        Format::PictureGrid => &[
            ("one", "M6 5h10v7H6z"),
            ("two", "M19 5h10v7H19z"),
            ("three", "M32 5h10v7H32z"),
            ("three", "M6 20h10v7H6z"),
            ("one", "M19 20h10v7H19z"),
            ("two", "M32 20h10v7H32z"),
            ("thin", "M6 15h10M19 15h10M32 15h10M6 30h10M19 30h10M32 30h10"),
        ],
        Format::SymbolList => &[
            ("line", "M11 5.5a3.4 3.4 0 1 0 .01 0zM11 15l4 7H7zM7.5 25.5h7v6h-7z"),
            ("thin", "M20 8.5h20M20 18.5h16M20 28.5h20"),
        ],
        Format::SymbolGrid => &[
            (
                "line",
                "M11 5a3.5 3.5 0 1 0 .01 0zM24 5l4 7h-8zM33.5 5.5h7v6h-7zM7.5 20.5h7v6h-7zM24 20a3.5 3.5 0 1 0 .01 0zM37 20l4 7h-8z",
            ),
            ("thin", "M6 15h10M19 15h10M32 15h10M6 30h10M19 30h10M32 30h10"),
        ],
    }
}

/// How a format lies on its sheet. The words beside it say the same.
#[must_use]
pub fn preview(format: Format) -> AnyView {
    drawing(&[&[("sheet", SHEET)], strokes(format)])
}

/// A printer with its sheet.
#[must_use]
pub fn printer() -> AnyView {
    drawing(&[&[
        (
            "line",
            "M14 12V3h20v9M14 26H8a3 3 0 0 1-3-3v-8a3 3 0 0 1 3-3h32a3 3 0 0 1 3 3v8a3 3 0 0 1-3 3h-6M14 21h20v12H14z",
        ),
        ("thin", "M18 25h12M18 29h8"),
    ]])
}

fn drawing(parts: &[Strokes]) -> AnyView {
    let paths: Vec<_> = parts
        .iter()
        .flat_map(|strokes| strokes.iter())
        .map(|(class, d)| view! { <path class=format!("preview__{class}") d=*d/> })
        .collect();
    view! {
        <svg class="preview" viewBox="0 0 48 36" width="48" height="36" aria-hidden="true" focusable="false">
            {paths}
        </svg>
    }
    .into_any()
}
