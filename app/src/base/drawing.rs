//! A drawing: lines on a sheet, as numbers. Nothing else gets in, so nothing else can come out.

use serde::{Deserialize, Serialize};

/// How wide the sheet is, in its own units.
pub const WIDTH: u16 = 800;
/// How high it is.
pub const HEIGHT: u16 = 600;
/// The most lines of one drawing.
const STROKES_MAX: usize = 500;
/// The most points of one drawing, over all its lines: some 300 KB as it is sent.
const POINTS_MAX: usize = 20_000;

/// A drawing, checked: lines of points on the sheet.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Drawing(Vec<Vec<(u16, u16)>>);

/// No `Debug` of the lines: they are somebody's own.
impl std::fmt::Debug for Drawing {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Drawing({} lines)", self.0.len())
    }
}

/// Why what was sent is no drawing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum DrawingFault {
    /// There is no line on the sheet.
    #[error("Draw something first")]
    Empty,
    /// More than is kept.
    #[error("The drawing has too many lines. Clear it and draw a simpler one")]
    TooLarge,
    /// Not what our own page sends.
    #[error("The drawing could not be read. Clear it and draw it again")]
    Unreadable,
}

impl std::str::FromStr for Drawing {
    type Err = DrawingFault;

    fn from_str(sent: &str) -> Result<Self, DrawingFault> {
        if sent.trim().is_empty() {
            return Err(DrawingFault::Empty);
        }
        let strokes: Vec<Vec<(u16, u16)>> = serde_json::from_str(sent).map_err(|_| DrawingFault::Unreadable)?;
        let points: usize = strokes.iter().map(Vec::len).sum();
        if strokes.len() > STROKES_MAX || points > POINTS_MAX {
            return Err(DrawingFault::TooLarge);
        }
        if strokes.iter().flatten().any(|(x, y)| *x > WIDTH || *y > HEIGHT) {
            return Err(DrawingFault::Unreadable);
        }
        let strokes: Vec<_> = strokes.into_iter().filter(|stroke| !stroke.is_empty()).collect();
        if strokes.is_empty() { Err(DrawingFault::Empty) } else { Ok(Self(strokes)) }
    }
}

impl Drawing {
    /// As it is stored, and as the page sends it.
    #[must_use]
    pub fn to_json(&self) -> String {
        serde_json::to_string(&self.0).unwrap_or_default()
    }

    /// Each line as the path of an SVG: letters and numbers of our own making. A line of one point is a dot.
    #[must_use]
    pub fn paths(&self) -> Vec<String> {
        self.0
            .iter()
            .filter_map(|stroke| {
                let (first, rest) = stroke.split_first()?;
                let start = format!("M{} {}", first.0, first.1);
                let rest = if rest.is_empty() { std::slice::from_ref(first) } else { rest };
                Some(rest.iter().fold(start, |path, (x, y)| format!("{path}L{x} {y}")))
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_drawing_is_read_back_as_it_was_drawn() {
        let drawing: Drawing = "[[[1,2],[3,4]],[[800,600]]]".parse().unwrap();
        assert_eq!(drawing.to_json().parse::<Drawing>().unwrap(), drawing);
        assert_eq!(drawing.paths(), ["M1 2L3 4", "M800 600L800 600"]);
    }

    #[test]
    fn what_is_not_lines_on_the_sheet_is_no_drawing() {
        for (sent, fault) in [
            ("", DrawingFault::Empty),
            ("[]", DrawingFault::Empty),
            ("[[]]", DrawingFault::Empty),
            ("[[[1,2],[801,4]]]", DrawingFault::Unreadable),
            ("[[[-1,2]]]", DrawingFault::Unreadable),
            ("[[[1,2,3]]]", DrawingFault::Unreadable),
            ("[[\"<script>\"]]", DrawingFault::Unreadable),
            ("<svg onload=alert(1)>", DrawingFault::Unreadable),
        ] {
            assert_eq!(sent.parse::<Drawing>(), Err(fault), "{sent}");
        }
    }

    #[test]
    fn a_drawing_without_end_is_refused() {
        let many = format!("[{}]", vec!["[[1,1]]"; STROKES_MAX + 1].join(","));
        assert_eq!(many.parse::<Drawing>(), Err(DrawingFault::TooLarge));
        let long = format!("[[{}]]", vec!["[1,1]"; POINTS_MAX + 1].join(","));
        assert_eq!(long.parse::<Drawing>(), Err(DrawingFault::TooLarge));
    }
}
