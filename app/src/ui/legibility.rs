//! Every palette of `style/_themes.scss` against WCAG 2.2: text 4.5:1 (7:1 where contrast is asked
//! for), shapes and borders 3:1.

use std::collections::BTreeMap;

type Palette = BTreeMap<String, String>;

/// What each palette is made of, from below: calm colours are laid over those of a theme.
const PALETTES: [(&str, &[&str]); 8] = [
    ("light", &["light"]),
    ("cream", &["cream"]),
    ("dark", &["dark"]),
    ("contrast", &["contrast"]),
    ("dark-contrast", &["dark-contrast"]),
    ("calm light", &["light", "calm-light"]),
    ("calm cream", &["cream", "calm-marks"]),
    ("calm dark", &["dark", "calm-dark"]),
];

/// Lays the colours of a mixin, and of those that it includes, over a palette.
fn lay(sheet: &str, mixin: &str, palette: &mut Palette) {
    let (_, body) = sheet.split_once(&format!("@mixin {mixin} {{\n")).unwrap();
    for line in body.split("\n}\n").next().unwrap().lines().map(str::trim) {
        if let Some(other) = line.strip_prefix("@include ") {
            lay(sheet, other.trim_end_matches(';'), palette);
        } else if let Some((property, value)) = line.split_once(": #") {
            palette.insert(property.trim_start_matches("--").to_owned(), value.trim_end_matches(';').to_owned());
        }
    }
}

fn palettes() -> BTreeMap<&'static str, Palette> {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../style/_themes.scss");
    let sheet = std::fs::read_to_string(path).unwrap();
    PALETTES
        .into_iter()
        .map(|(name, layers)| {
            let mut palette = Palette::new();
            layers.iter().for_each(|layer| lay(&sheet, layer, &mut palette));
            (name, palette)
        })
        .collect()
}

fn luminance(hex: &str) -> f64 {
    let long = if hex.len() == 3 { hex.chars().flat_map(|it| [it, it]).collect() } else { hex.to_owned() };
    let part = |at: usize| {
        let value = f64::from(u8::from_str_radix(&long[at..at + 2], 16).unwrap()) / 255.0;
        if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
    };
    0.2126 * part(0) + 0.7152 * part(2) + 0.0722 * part(4)
}

fn contrast(one: &str, other: &str) -> f64 {
    let (one, other) = (luminance(one), luminance(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

#[test]
fn every_text_is_legible_in_every_theme() {
    let mut pairs: Vec<(String, String, bool)> = Vec::new();
    let mut pair = |front: &str, ground: &str, is_text: bool| pairs.push((front.into(), ground.into(), is_text));
    for ground in ["page", "surface", "input", "hover", "page-edge", "warning-surface"] {
        for text in ["text", "text-quiet", "link", "link-visited", "link-hover", "link-active"] {
            pair(text, ground, true);
        }
    }
    for ground in ["page", "surface", "input"] {
        pair("error", ground, true);
        pair("success", ground, true);
        pair("input-rule", ground, false);
        pair("brand-rule", ground, false);
    }
    for ground in ["brand", "brand-deep", "button", "button-hover", "button-warning", "button-warning-hover"] {
        pair("white", ground, true);
    }
    for rating in ["red", "amber", "green", "blue", "none"] {
        pair(&format!("{rating}-text"), &format!("{rating}-ground"), true);
        pair(&format!("{rating}-mark"), &format!("{rating}-ground"), false);
        pair(&format!("{rating}-mark"), "page", false);
    }
    for overdue_on in ["page", "surface", "hover"] {
        pair("red-text", overdue_on, true);
    }
    for (changed, series) in [("added", "chart-1"), ("removed", "chart-2"), ("added", "chart-3"), ("added", "chart-4")]
    {
        pair("text", changed, true);
        pair(series, "surface", false);
    }

    let palettes = palettes();
    let mut faint = Vec::new();
    for (name, palette) in &palettes {
        let colour = |of: &str| if of == "white" { "fff" } else { palette[of].as_str() };
        for (front, ground, is_text) in &pairs {
            let needed = match (is_text, name.contains("contrast")) {
                (false, _) => 3.0,
                (true, false) => 4.5,
                (true, true) => 7.0,
            };
            let found = contrast(colour(front), colour(ground));
            if found < needed {
                faint.push(format!("{name}: {front} on {ground} is {found:.2}, not {needed}"));
            }
        }
    }
    assert!(faint.is_empty(), "{}", faint.join("\n"));
}
