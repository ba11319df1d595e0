//! How somebody likes to read: applied by the server, so that nothing jumps.
//!
//! Kept as nine short words that name nobody: `100.125.100.100.cream.on.off.normal.off`. In a cookie
//! for whoever uses this browser, with the account of whoever is signed in, and with a person's record.
//! Which of them a page follows: [`Visit::reading`](super::Visit::reading).

use crate::{
    base::{answers::Answers, ids::PersonId},
    words,
};

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
        /// The device's own wish, standard where it has none.
        Default = "default" => "As on this device",
        /// Dark text on white, whatever the device wishes.
        Standard = "standard" => "Standard",
        /// Dark text on cream.
        Cream = "cream" => "Cream",
        /// Light text on dark.
        Dark = "dark" => "Dark",
        /// Black on white with strong lines.
        Contrast = "contrast" => "High contrast",
    }
}

words! {
    /// How much there is to look at.
    pub enum Calm {
        /// As designed.
        Off = "off" => "Off",
        /// Still, muted, words only.
        On = "on" => "On: words only",
        /// Still and muted, for those whom the pictures help.
        Pictures = "pictures" => "On, with pictures",
    }
}

words! {
    /// A tool that is there or not.
    pub enum Switch {
        /// Not there.
        Off = "off" => "Off",
        /// There.
        On = "on" => "On",
    }
}

words! {
    /// How fast the voice reads.
    pub enum Speed {
        /// With time to follow.
        Slow = "slow" => "Slow",
        /// As people talk.
        Normal = "normal" => "Normal",
        /// For those who listen a lot.
        Fast = "fast" => "Fast",
    }
}

/// The four text tools of the register's public page, the colours, and the tools for reading along.
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
    /// Buttons that read aloud.
    pub aloud: Switch,
    /// How fast.
    pub speed: Speed,
    /// A band that keeps the eye on its line.
    pub ruler: Switch,
}

/// Whose settings a page follows, and so where a change of them is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Holder {
    /// Whoever uses this browser, signed in or not.
    Browser,
    /// Whoever is signed in, on every device.
    Account,
    /// The person the page is read with.
    Person(PersonId),
}

/// The settings a page follows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reading {
    /// How.
    pub liked: Preferences,
    /// Whose.
    pub holder: Holder,
}

impl Default for Preferences {
    fn default() -> Self {
        let p = Percent::P100;
        Self {
            scale: p,
            font: p,
            line: p,
            spacing: p,
            theme: Theme::Default,
            calm: Calm::Off,
            aloud: Switch::Off,
            speed: Speed::Normal,
            ruler: Switch::Off,
        }
    }
}

impl Preferences {
    /// From the words it is kept as; anything unreadable, or from before there was such a tool, counts
    /// as "as designed".
    #[must_use]
    pub fn from_words(value: &str) -> Self {
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
            aloud: next().parse().unwrap_or(usual.aloud),
            speed: next().parse().unwrap_or(usual.speed),
            ruler: next().parse().unwrap_or(usual.ruler),
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
            aloud: form.get("aloud").parse().unwrap_or(self.aloud),
            speed: form.get("speed").parse().unwrap_or(self.speed),
            ruler: form.get("ruler").parse().unwrap_or(self.ruler),
        }
    }

    /// The words it is kept as.
    #[must_use]
    pub fn to_words(self) -> String {
        self.attributes().map(|(_, word)| word).join(".")
    }

    /// As `<html>` carries it for the style sheet and the script: each tool with its word.
    #[must_use]
    pub const fn attributes(self) -> [(&'static str, &'static str); 9] {
        let Self { scale, font, line, spacing, theme, calm, aloud, speed, ruler } = self;
        [
            ("scale", scale.word()),
            ("font", font.word()),
            ("line", line.word()),
            ("spacing", spacing.word()),
            ("theme", theme.word()),
            ("calm", calm.word()),
            ("aloud", aloud.word()),
            ("speed", speed.word()),
            ("ruler", ruler.word()),
        ]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn preferences_survive_being_kept() {
        let liked = Preferences {
            font: Percent::P200,
            theme: Theme::Dark,
            calm: Calm::Pictures,
            aloud: Switch::On,
            speed: Speed::Slow,
            ..Preferences::default()
        };
        assert_eq!(Preferences::from_words(&liked.to_words()), liked);
    }

    #[test]
    fn what_was_kept_before_there_was_reading_aloud_still_counts() {
        let kept = Preferences::from_words("100.150.100.100.dark.on");
        assert_eq!((kept.font, kept.theme, kept.calm), (Percent::P150, Theme::Dark, Calm::On));
        assert_eq!((kept.aloud, kept.speed, kept.ruler), (Switch::Off, Speed::Normal, Switch::Off));
    }

    #[test]
    fn a_meddled_cookie_is_as_designed() {
        assert_eq!(Preferences::from_words("9999.<script>..x"), Preferences::default());
    }
}
