//! How somebody likes to read, as far as paper can follow.

use serde::Serialize;

/// Colours of a paper.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Contrast {
    /// Dark ink, quiet lines.
    #[default]
    Usual,
    /// Black and white only, thick lines.
    High,
}

/// How somebody likes to read. Percentages are of the usual.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Look {
    text_percent: u16,
    line_percent: u16,
    spacing_percent: u16,
    contrast: Contrast,
    words_only: bool,
}

impl Default for Look {
    fn default() -> Self {
        Self {
            text_percent: 100,
            line_percent: 100,
            spacing_percent: 100,
            contrast: Contrast::Usual,
            words_only: false,
        }
    }
}

impl Look {
    /// Size of text: 100 to 200 %.
    #[must_use]
    pub fn text(self, percent: u16) -> Self {
        Self { text_percent: percent.clamp(100, 200), ..self }
    }

    /// Room between lines: 100 to 200 %.
    #[must_use]
    pub fn lines(self, percent: u16) -> Self {
        Self { line_percent: percent.clamp(100, 200), ..self }
    }

    /// Room between letters and words: 100 to 200 %.
    #[must_use]
    pub fn spacing(self, percent: u16) -> Self {
        Self { spacing_percent: percent.clamp(100, 200), ..self }
    }

    /// No pictures beside the words, for whom they are too much. The answers of a form keep theirs: they are
    /// pointed at.
    #[must_use]
    pub fn words_only(self) -> Self {
        Self { words_only: true, ..self }
    }

    /// Colours.
    #[must_use]
    pub fn contrast(self, contrast: Contrast) -> Self {
        Self { contrast, ..self }
    }
}
