//! How somebody likes to read: kept in a cookie, applied by the server, so that nothing jumps.
//!
//! The cookie holds six short words and nothing about a person: `100.125.100.100.cream.on`.

use crate::{base::answers::Answers, words};

words! {
    /// How large, wide or spaced something is, against the usual.
    pub enum Percent {
        /// As designed.
        P100 = "100" => "100%",
        /// A little more.
        P110 = "110" => "110%",
        /// A quarter more.
        P125 = "125" => "125%",
        /// Half as much again.
        P150 = "150" => "150%",
        /// Three quarters more.
        P175 = "175" => "175%",
        /// Twice.
        P200 = "200" => "200%",
    }
}

words! {
    /// Colours.
    pub enum Theme {
        /// The device's own wish, light where it has none.
        Default = "default" => "As on this device",
        /// Dark text on cream.
        Cream = "cream" => "Cream",
        /// Light text on dark.
        Dark = "dark" => "Dark",
        /// Yellow and white on black.
        Contrast = "contrast" => "High contrast",
    }
}

words! {
    /// Still and muted, or as designed.
    pub enum Calm {
        /// As designed.
        Off = "off" => "Off",
        /// No movement, muted colours.
        On = "on" => "On",
    }
}

/// The four text tools of the register's public page, and the colours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Preferences {
    /// Everything larger.
    pub scale: Percent,
    /// Only text larger.
    pub font: Percent,
    /// Lines further apart.
    pub line: Percent,
    /// Letters and words further apart.
    pub spacing: Percent,
    /// Colours.
    pub theme: Theme,
    /// Still and muted.
    pub calm: Calm,
}

impl Default for Preferences {
    fn default() -> Self {
        let p = Percent::P100;
        Self { scale: p, font: p, line: p, spacing: p, theme: Theme::Default, calm: Calm::Off }
    }
}

impl Preferences {
    /// From the cookie; anything unreadable counts as "as designed".
    #[must_use]
    pub fn from_cookie(value: &str) -> Self {
        let mut words = value.split('.');
        let mut next = || words.next().unwrap_or_default();
        let usual = Self::default();
        Self {
            scale: next().parse().unwrap_or(usual.scale),
            font: next().parse().unwrap_or(usual.font),
            line: next().parse().unwrap_or(usual.line),
            spacing: next().parse().unwrap_or(usual.spacing),
            theme: next().parse().unwrap_or(usual.theme),
            calm: next().parse().unwrap_or(usual.calm),
        }
    }

    /// From the form of the accessibility tools; a field that was not sent keeps its value.
    #[must_use]
    pub fn from_form(self, form: &Answers) -> Self {
        if form.has("reset") {
            return Self::default();
        }
        Self {
            scale: form.get("scale").parse().unwrap_or(self.scale),
            font: form.get("font").parse().unwrap_or(self.font),
            line: form.get("line").parse().unwrap_or(self.line),
            spacing: form.get("spacing").parse().unwrap_or(self.spacing),
            theme: form.get("theme").parse().unwrap_or(self.theme),
            calm: form.get("calm").parse().unwrap_or(self.calm),
        }
    }

    /// As the cookie keeps it.
    #[must_use]
    pub fn to_cookie(self) -> String {
        let Self { scale, font, line, spacing, theme, calm } = self;
        [scale.word(), font.word(), line.word(), spacing.word(), theme.word(), calm.word()].join(".")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn preferences_survive_the_cookie() {
        let liked = Preferences { font: Percent::P200, theme: Theme::Dark, calm: Calm::On, ..Preferences::default() };
        assert_eq!(Preferences::from_cookie(&liked.to_cookie()), liked);
    }

    #[test]
    fn a_meddled_cookie_is_as_designed() {
        assert_eq!(Preferences::from_cookie("9999.<script>..x"), Preferences::default());
    }
}
