//! The pictures of the easy-read pages.
//!
//! `assets/pictures.json` gives each meaning two drawings: one in colour, and one black line
//! symbol. Each comes from an npm package or from `assets/pictures/drawn`. Pages name the
//! meaning, never the drawing, so a service that has the licence can put another set in place.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;

use serde::Deserialize;
use serde_json::json;

use crate::fault::{Fault, Result, While};
use crate::site::Files;
use crate::workspace::Workspace;

const CREDITS: &str = "assets/PICTURE-CREDITS.md";

/// One meaning and its two drawings.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Picture {
    /// What the picture shows, for somebody who cannot see it.
    alt: String,
    colour: Drawing,
    symbol: Drawing,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Drawing {
    set: Set,
    name: String,
    /// A second drawing, small in the corner: a hospital with a question mark.
    badge: Option<Box<Drawing>>,
    /// A third one, small in the upper corner: the phone by which whoever is shown is rung.
    above: Option<Box<Drawing>>,
    /// With a ring and a bar over it: not this.
    #[serde(default)]
    crossed: bool,
}

impl Drawing {
    /// This drawing and those in its corners.
    fn parts(&self) -> Vec<&Self> {
        let corners = [&self.above, &self.badge].into_iter().flatten();
        std::iter::once(self).chain(corners.flat_map(|corner| corner.parts())).collect()
    }
}

#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq, PartialOrd, Ord)]
#[serde(rename_all = "kebab-case")]
enum Set {
    FluentEmojiFlat,
    Healthicons,
    Drawn,
}

impl Set {
    const ALL: [Self; 3] = [Self::FluentEmojiFlat, Self::Healthicons, Self::Drawn];

    /// As `assets/pictures.json` calls it.
    fn name(self) -> &'static str {
        match self {
            Self::FluentEmojiFlat => "fluent-emoji-flat",
            Self::Healthicons => "healthicons",
            Self::Drawn => "drawn",
        }
    }

    fn credit(self) -> &'static str {
        match self {
            Self::FluentEmojiFlat => {
                "Fluent Emoji (flat), © Microsoft Corporation, MIT licence, \
                 <https://github.com/microsoft/fluentui-emoji>, \
                 from the npm package `@iconify-json/fluent-emoji-flat`"
            }
            Self::Healthicons => {
                "Health Icons, © Resolve to Save Lives, MIT licence, <https://healthicons.org>, \
                 from the npm package `healthicons`"
            }
            Self::Drawn => {
                "Drawn for this project, MIT licence like the rest of it, \
                 in `assets/pictures/drawn`"
            }
        }
    }
}

#[derive(Clone, Copy)]
enum Style {
    Colour,
    Symbol,
}

impl Style {
    const ALL: [Self; 2] = [Self::Colour, Self::Symbol];

    fn folder(self) -> &'static str {
        match self {
            Self::Colour => "colour",
            Self::Symbol => "symbol",
        }
    }
}

impl Picture {
    fn drawing(&self, style: Style) -> &Drawing {
        match style {
            Style::Colour => &self.colour,
            Style::Symbol => &self.symbol,
        }
    }
}

type Pictures = BTreeMap<String, Picture>;

/// Puts every picture and the list of them among the site's files, and writes the credits.
pub fn draw(workspace: &Workspace, files: &mut Files) -> Result<()> {
    let pictures = read(workspace)?;
    let sets = Sets::open(workspace)?;
    let mut manifest = serde_json::Map::new();
    for (key, picture) in &pictures {
        for style in Style::ALL {
            let svg = sets.svg(key, style, picture.drawing(style))?;
            files.insert(format!("pictures/{}/{key}.svg", style.folder()), svg.into_bytes());
        }
        manifest.insert(key.clone(), json!({ "alt": picture.alt }));
    }
    let manifest = serde_json::to_vec(&manifest).or_fault("The list of pictures")?;
    files.insert(String::from("pictures/manifest.json"), manifest);

    let path = workspace.path(CREDITS);
    let credits = credits(&pictures);
    if fs::read_to_string(&path).map_or(true, |there| there != credits) {
        fs::write(&path, credits).or_fault(CREDITS)?;
    }
    Ok(())
}

/// Refuses credits that do not name the pictures in use; a build writes them anew.
pub fn check_credits(workspace: &Workspace) -> Result<()> {
    let there = fs::read_to_string(workspace.path(CREDITS)).or_fault(CREDITS)?;
    if there == credits(&read(workspace)?) {
        return Ok(());
    }
    Err(Fault::new(format!("{CREDITS} is not current: run cargo xtask build and commit it")))
}

fn read(workspace: &Workspace) -> Result<Pictures> {
    let source = "assets/pictures.json";
    let text = fs::read_to_string(workspace.path(source)).or_fault(source)?;
    let pictures: Pictures = serde_json::from_str(&text).or_fault(source)?;
    for (key, picture) in &pictures {
        let plain = |letter: char| letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '-';
        if key.is_empty() || !key.chars().all(plain) {
            return Err(Fault::new(format!(
                "{source}: the key {key:?} may have only small letters, digits and dashes"
            )));
        }
        if picture.alt.trim().is_empty() {
            return Err(Fault::new(format!("{source}: the picture {key} has no alt text")));
        }
    }
    Ok(pictures)
}

/// Where drawings come from, opened once.
struct Sets<'a> {
    workspace: &'a Workspace,
    fluent: Fluent,
}

/// The file of an Iconify package, as far as it is used.
#[derive(Deserialize)]
struct Fluent {
    height: u32,
    width: u32,
    icons: BTreeMap<String, FluentIcon>,
}

#[derive(Deserialize)]
struct FluentIcon {
    body: String,
    height: Option<u32>,
    width: Option<u32>,
}

impl<'a> Sets<'a> {
    fn open(workspace: &'a Workspace) -> Result<Self> {
        let source = "node_modules/@iconify-json/fluent-emoji-flat/icons.json";
        let text = fs::read_to_string(workspace.path(source)).or_fault(source)?;
        let fluent = serde_json::from_str(&text).or_fault(source)?;
        Ok(Self { workspace, fluent })
    }

    /// A picture, put together from its drawings.
    fn svg(&self, key: &str, style: Style, drawing: &Drawing) -> Result<String> {
        let plain = self.drawn(key, style, drawing)?;
        refuse_unfit(key, &plain)?;
        let small = |corner: &Option<Box<Drawing>>| {
            let Some(corner) = corner else { return Ok(None) };
            let small = self.svg(key, style, corner)?;
            Ok(Some(match style {
                Style::Colour => small,
                Style::Symbol => heavier(&small)?,
            }))
        };
        let (above, badge) = (small(&drawing.above)?, small(&drawing.badge)?);
        let svg = if above.is_none() && badge.is_none() {
            plain
        } else {
            // Lower where something stands above it.
            let mut layers = vec![Layer { svg: &plain, at: (0, if above.is_some() { 8 } else { 0 }), size: 40 }];
            layers.extend(above.as_deref().map(|svg| Layer { svg, at: (29, 0), size: 19 }));
            layers.extend(badge.as_deref().map(|svg| Layer { svg, at: (24, 24), size: 24 }));
            compose(&layers, if badge.is_some() { BADGE_GROUND } else { "" })?
        };
        if !drawing.crossed {
            return Ok(svg);
        }
        let bar = match style {
            Style::Colour => BAR_COLOUR,
            Style::Symbol => BAR_SYMBOL,
        };
        compose(&[Layer { svg: &svg, at: (6, 6), size: 36 }], bar)
    }

    /// One drawing, as its set has it.
    fn drawn(&self, key: &str, style: Style, drawing: &Drawing) -> Result<String> {
        let name = &drawing.name;
        let missing = || {
            Fault::new(format!(
                "assets/pictures.json: the {} picture of {key} names {name}, which {} does not have",
                style.folder(),
                drawing.set.name()
            ))
        };
        let from_file = |path: String| fs::read_to_string(self.workspace.path(&path)).map_err(|_missing| missing());
        match drawing.set {
            Set::FluentEmojiFlat => {
                let icon = self.fluent.icons.get(name).ok_or_else(missing)?;
                let width = icon.width.unwrap_or(self.fluent.width);
                let height = icon.height.unwrap_or(self.fluent.height);
                Ok(format!(
                    "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\">{}</svg>\n",
                    icon.body
                ))
            }
            Set::Healthicons => {
                let folder = "node_modules/healthicons/public/icons/svg/outline";
                from_file(format!("{folder}/{name}.svg"))
            }
            Set::Drawn => {
                let folder = style.folder();
                from_file(format!("assets/pictures/drawn/{folder}/{name}.svg"))
            }
        }
    }
}

/// A symbol with thicker lines, so that in a corner, at half its size, they are as thick as those of the picture. Health
/// Icons fills the outline of its lines: those get an edge; ours are strokes.
fn heavier(svg: &str) -> Result<String> {
    let (start, inside) = opened(svg)?;
    let inside = inside.replace("stroke-width=\"2\"", "stroke-width=\"3.4\"");
    Ok(format!("{start}<g stroke=\"currentColor\" stroke-width=\"1.4\" stroke-linejoin=\"round\">{inside}</g></svg>\n"))
}

/// The opening of a picture's outermost element, and all within it.
fn opened(svg: &str) -> Result<(&str, &str)> {
    let odd = || Fault::new("A picture is no SVG");
    let at = svg.find("<svg").and_then(|at| svg.get(at..)?.find('>').map(|end| at + end + 1)).ok_or_else(odd)?;
    let (start, rest) = svg.split_at_checked(at).ok_or_else(odd)?;
    let (inside, _) = rest.rsplit_once("</svg>").ok_or_else(odd)?;
    Ok((start, inside.trim()))
}

/// A drawing within a picture of 48 by 48: where its corner is, and how large it is.
struct Layer<'a> {
    svg: &'a str,
    at: (u32, u32),
    size: u32,
}

/// The disc under a badge, so that its lines do not run into those of the picture.
const BADGE_GROUND: &str = "<circle cx=\"36\" cy=\"36\" r=\"13\" fill=\"#fff\"/>";
/// "Not this", in colour.
const BAR_COLOUR: &str = "<g fill=\"none\" stroke-linecap=\"round\"><path d=\"M9.500 9.500l29 29\" stroke=\"#fff\" \
     stroke-width=\"5\"/><g stroke=\"#d9232e\" stroke-width=\"3\"><circle cx=\"24\" cy=\"24\" r=\"21.500\"/>\
     <path d=\"M9 9l30 30\"/></g></g>";
/// "Not this", in lines.
const BAR_SYMBOL: &str = "<g fill=\"none\" stroke-linecap=\"round\"><path d=\"M9.500 9.500l29 29\" stroke=\"#fff\" \
     stroke-width=\"5\"/><g stroke=\"currentColor\" stroke-width=\"2\"><circle cx=\"24\" cy=\"24\" r=\"22\"/>\
     <path d=\"M8.500 8.500l31 31\"/></g></g>";

/// Puts drawings into one picture, and a mark before the last of several or over the only one.
fn compose(layers: &[Layer], mark: &str) -> Result<String> {
    let mut parts = Vec::new();
    for layer in layers {
        let Layer { svg, at: (x, y), size } = layer;
        // The outermost element is opened anew, in its place; all within stays as it is.
        let (tag, inside) = opened(svg)?;
        let view = attribute(tag, "viewBox").ok_or_else(|| Fault::new("A picture has no viewBox"))?;
        let fill = attribute(tag, "fill").map(|fill| format!(" fill=\"{fill}\"")).unwrap_or_default();
        parts.push(format!(
            "<svg x=\"{x}\" y=\"{y}\" width=\"{size}\" height=\"{size}\" viewBox=\"{view}\"{fill}>{inside}</svg>"
        ));
    }
    let last = parts.len().saturating_sub(1).max(1);
    parts.insert(last, mark.to_owned());
    Ok(format!("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 48 48\">{}</svg>\n", parts.concat()))
}

fn attribute<'a>(tag: &'a str, name: &str) -> Option<&'a str> {
    tag.split_once(&format!("{name}=\"")).and_then(|(_, rest)| rest.split_once('"')).map(|(value, _)| value)
}

/// A picture is only shapes: words in it could not be translated or read aloud, and a script or
/// a link in it has no business on a page about a person.
fn refuse_unfit(key: &str, svg: &str) -> Result<()> {
    if !svg.contains("viewBox=") {
        return Err(Fault::new(format!("The picture {key} has no viewBox, so it cannot scale")));
    }
    for forbidden in ["<script", "<text", "<image", "<foreignObject", " on", "javascript:", "=\"http"] {
        let namespaces = ["xmlns=\"http://www.w3.org/2000/svg\"", "xmlns:xlink=\"http://www.w3.org/1999/xlink\""];
        let without = namespaces.iter().fold(svg.to_owned(), |text, namespace| text.replace(namespace, ""));
        if without.contains(forbidden) {
            return Err(Fault::new(format!("The picture {key} contains {forbidden}")));
        }
    }
    Ok(())
}

fn credits(pictures: &Pictures) -> String {
    let mut text = String::from(
        "# Where the pictures come from\n\n\
         `cargo xtask build` writes this file from `assets/pictures.json`; do not edit it.\n\n\
         These are general pictures. People with a learning disability have not yet tested them;\n\
         a service that has the licence for a tested set should put that in their place.\n",
    );
    for set in Set::ALL {
        let used = |style: Style| -> BTreeSet<String> {
            pictures
                .iter()
                .flat_map(|(key, picture)| {
                    picture.drawing(style).parts().into_iter().map(move |drawing| (key, drawing))
                })
                .filter(|(_, drawing)| drawing.set == set)
                .map(|(key, Drawing { name, .. })| if name == key { key.clone() } else { format!("{key} ({name})") })
                .collect()
        };
        let lists: Vec<(Style, BTreeSet<String>)> =
            Style::ALL.into_iter().map(|style| (style, used(style))).filter(|(_, keys)| !keys.is_empty()).collect();
        if lists.is_empty() {
            continue;
        }
        // Writing to a string cannot fail.
        let _ = write!(text, "\n## {}\n", set.credit());
        for (style, keys) in lists {
            let keys = keys.into_iter().collect::<Vec<_>>().join(", ");
            let _ = write!(text, "\n{}: {keys}.\n", style.folder());
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    const SHAPE: &str = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 8 8\"><path d=\"M0 0\"/></svg>";

    #[test]
    fn a_picture_of_shapes_is_taken() {
        assert!(refuse_unfit("list", SHAPE).is_ok());
    }

    #[test]
    fn a_picture_in_the_corner_lies_above_its_ground_and_a_bar_above_everything() {
        let of = |at, size| Layer { svg: SHAPE, at: (at, at), size };
        let badge = compose(&[of(0, 40), of(24, 24)], "<mark/>").unwrap();
        let order: Vec<_> = badge.match_indices("<path").map(|(at, _)| at).collect();
        let mark = badge.find("<mark/>").unwrap();
        assert!(order.len() == 2 && order[0] < mark && mark < order[1], "{badge}");
        let crossed = compose(&[of(6, 36)], "<mark/>").unwrap();
        assert!(crossed.find("<path").unwrap() < crossed.find("<mark/>").unwrap(), "{crossed}");
        assert!(refuse_unfit("list", &badge).is_ok() && badge.contains("viewBox=\"0 0 8 8\""));
    }

    #[test]
    fn whoever_drew_what_stands_in_a_corner_is_credited() {
        let phone = "{\"set\": \"fluent-emoji-flat\", \"name\": \"telephone-receiver\"}";
        let judge = "{\"set\": \"drawn\", \"name\": \"fair-person\"}";
        let hospital = format!(
            "{{\"set\": \"healthicons\", \"name\": \"places/hospital\", \"badge\": {judge}, \"above\": {phone}}}"
        );
        let picture = format!("{{\"ring\": {{\"alt\": \"\", \"colour\": {hospital}, \"symbol\": {judge}}}}}");
        let credits = credits(&serde_json::from_str(&picture).unwrap());
        for name in ["ring (telephone-receiver)", "ring (places/hospital)", "ring (fair-person)"] {
            assert!(credits.contains(name), "{credits}");
        }
    }

    #[test]
    fn lines_of_a_symbol_in_a_corner_are_drawn_thicker() {
        let drawn = SHAPE.replace("<path", "<path stroke-width=\"2\"");
        let heavy = heavier(&drawn).unwrap();
        assert!(
            heavy.contains("<path stroke-width=\"3.4\"") && heavy.contains("<g stroke=\"currentColor\""),
            "{heavy}"
        );
        assert!(compose(&[Layer { svg: &heavy, at: (0, 0), size: 24 }], "").unwrap().contains("stroke-width=\"3.4\""));
    }

    #[test]
    fn a_picture_with_words_scripts_or_links_is_refused() {
        for addition in ["<text>", "<script>", "<g onclick=\"\">", "<a href=\"https://example.org\">"] {
            let svg = SHAPE.replace("<path", &format!("{addition}<path"));
            assert!(refuse_unfit("list", &svg).is_err(), "{addition}");
        }
    }
}
