//! A horizontal bar chart, drawn on the server: complete without script, on paper and in any theme.
//!
//! Each bar has its words beside it, so that no legend is needed and no colour carries meaning
//! alone; parts of a bar differ by pattern too. Lengths are percentages of the drawing and heights
//! follow the text, so the chart keeps legible text at every width and every text size, which one
//! drawing scaled as a whole does not. The numbers stand in a table under it ([`super::DataTable`]):
//! a screen reader meets one picture with its name, then the table.
//!
//! No inline style: the Content-Security-Policy forbids it. Sizes are attributes of SVG.

use leptos::prelude::*;

/// The colour of a part of a bar. What it means stands in words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "a colour says all about itself")]
pub enum BarColour {
    First,
    Second,
    Third,
    Fourth,
    Red,
    Amber,
    Green,
    Blue,
    Grey,
}

impl BarColour {
    const fn class(self) -> &'static str {
        match self {
            Self::First => "bar-chart__bar",
            Self::Second => "bar-chart__bar bar-chart__bar--2",
            Self::Third => "bar-chart__bar bar-chart__bar--3",
            Self::Fourth => "bar-chart__bar bar-chart__bar--4",
            Self::Red => "bar-chart__bar bar-chart__bar--red",
            Self::Amber => "bar-chart__bar bar-chart__bar--amber",
            Self::Green => "bar-chart__bar bar-chart__bar--green",
            Self::Blue => "bar-chart__bar bar-chart__bar--blue",
            Self::Grey => "bar-chart__bar bar-chart__bar--none",
        }
    }
}

/// What is drawn over the colour, for eyes and printers that know no colours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BarPattern {
    /// Nothing.
    Solid,
    /// Slanted lines.
    Stripes,
    /// Upright lines.
    Bars,
    /// Dots.
    Dots,
    /// Crossed lines.
    Grid,
}

impl BarPattern {
    const DRAWN: [Self; 4] = [Self::Stripes, Self::Bars, Self::Dots, Self::Grid];

    const fn word(self) -> &'static str {
        match self {
            Self::Solid => "solid",
            Self::Stripes => "stripes",
            Self::Bars => "bars",
            Self::Dots => "dots",
            Self::Grid => "grid",
        }
    }

    /// The lines of one tile of 10 by 10.
    const fn path(self) -> &'static str {
        match self {
            Self::Solid => "",
            Self::Stripes => "M-2,2 l4,-4 M0,10 l10,-10 M8,12 l4,-4",
            Self::Bars => "M3,0 v10",
            Self::Dots => "M4,5 h2",
            Self::Grid => "M5,0 v10 M0,5 h10",
        }
    }
}

/// A part of a bar.
#[derive(Debug, Clone, Copy)]
pub struct BarPart {
    /// How many.
    pub value: i64,
    /// Its colour.
    pub colour: BarColour,
    /// Its pattern.
    pub pattern: BarPattern,
}

/// One bar with the words beside it.
#[derive(Debug, Clone)]
pub struct Bar {
    /// What is counted.
    pub label: String,
    /// The number in words, such as `12, of which 3 overdue`.
    pub says: String,
    /// The parts, from the left.
    pub parts: Vec<BarPart>,
}

impl Bar {
    /// A bar of one part.
    pub fn new(label: impl Into<String>, value: i64, colour: BarColour, pattern: BarPattern) -> Self {
        Self { label: label.into(), says: value.to_string(), parts: vec![BarPart { value, colour, pattern }] }
    }

    fn total(&self) -> i64 {
        self.parts.iter().map(|part| part.value.max(0)).sum()
    }
}

/// The most words a title has.
pub const TITLE_WORDS_MAX: usize = 10;

/// A length in tenths of a per cent, written as SVG takes it. The longest bar is the whole width.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Length(i64);

impl std::fmt::Display for Length {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}.{}%", self.0 / 10, self.0 % 10)
    }
}

/// Where each part of a bar starts and how long it is. One that counts somebody is never invisible,
/// and none reaches beyond the drawing.
fn lengths(parts: &[BarPart], longest: i64) -> Vec<(Length, Length)> {
    const WHOLE: i64 = 1000;
    const LEAST: i64 = 10;
    let mut start = 0;
    parts
        .iter()
        .map(|part| {
            let value = part.value.max(0);
            let exact = if longest > 0 { value.saturating_mul(WHOLE) / longest } else { 0 };
            let length = if value > 0 { exact.max(LEAST) } else { 0 }.min(WHOLE);
            let from = start.min(WHOLE - length);
            start = from + length;
            (Length(from), Length(length))
        })
        .collect()
}

/// A bar chart. Put the same numbers in a table under it.
#[component]
pub fn BarChart(
    /// Names the chart on its page.
    id: &'static str,
    /// What the chart shows, as a finding, in at most [`TITLE_WORDS_MAX`] words.
    #[prop(into)]
    title: String,
    /// The bars, in the order they are drawn.
    bars: Vec<Bar>,
    /// The level of the title's heading.
    #[prop(default = 3)]
    level: u8,
) -> impl IntoView {
    let title_id = format!("{id}-title");
    let longest = bars.iter().map(Bar::total).max().unwrap_or_default();
    let title = super::parts::heading(
        level,
        "chart__title nhsuk-heading-s",
        view! { <span id=title_id.clone()>{title}</span> }.into_any(),
    );
    let bars: Vec<_> = bars.into_iter().map(|bar| one_bar(id, bar, longest)).collect();
    view! {
        <figure class="chart">
            <figcaption>{title}</figcaption>
            <div class="chart__bars" role="img" aria-labelledby=title_id>
                {patterns(id)}
                {bars}
            </div>
        </figure>
    }
}

fn one_bar(id: &str, bar: Bar, longest: i64) -> AnyView {
    let parts: Vec<_> = bar
        .parts
        .iter()
        .zip(lengths(&bar.parts, longest))
        .filter(|(part, _)| part.value > 0)
        .map(|(part, (from, length))| {
            let (x, width) = (from.to_string(), length.to_string());
            let over = (part.pattern != BarPattern::Solid).then(|| {
                let fill = format!("url(#{id}-{})", part.pattern.word());
                view! { <rect class="chart__pattern" x=x.clone() width=width.clone() height="100%" fill=fill></rect> }
            });
            view! {
                <rect class=part.colour.class() x=x width=width height="100%"></rect>
                {over}
            }
        })
        .collect();
    view! {
        <div class="chart__bar">
            <p class="chart__words">
                <span class="chart__label">{bar.label}</span>
                " "
                <strong class="chart__value">{bar.says}</strong>
            </p>
            <svg class="chart__drawing" width="100%" height="1.25em" focusable="false" aria-hidden="true">
                <rect class="chart__ground" width="100%" height="100%"></rect>
                {parts}
            </svg>
        </div>
    }
    .into_any()
}

/// The tiles that the bars of this chart refer to.
fn patterns(id: &str) -> AnyView {
    let tiles: Vec<_> = BarPattern::DRAWN
        .iter()
        .map(|pattern| {
            view! {
                <pattern id=format!("{id}-{}", pattern.word()) width="10" height="10" patternUnits="userSpaceOnUse">
                    <path class="chart__line" d=pattern.path() fill="none" stroke-width="2" stroke-linecap="round"></path>
                </pattern>
            }
        })
        .collect();
    view! { <svg class="chart__patterns" width="0" height="0" focusable="false" aria-hidden="true"><defs>{tiles}</defs></svg> }
        .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn part(value: i64) -> BarPart {
        BarPart { value, colour: BarColour::First, pattern: BarPattern::Stripes }
    }

    fn drawn(value: i64, longest: i64) -> String {
        lengths(&[part(value)], longest)[0].1.to_string()
    }

    #[test]
    fn the_longest_bar_is_the_whole_width_and_the_others_follow_it() {
        assert_eq!([drawn(40, 40), drawn(20, 40), drawn(10, 40)], ["100.0%", "50.0%", "25.0%"]);
        assert_eq!(drawn(1, 3), "33.3%");
    }

    #[test]
    fn one_person_among_thousands_is_still_seen_and_nobody_is_not_drawn() {
        assert_eq!(drawn(1, 9_000), "1.0%");
        assert_eq!(drawn(0, 9_000), "0.0%");
        assert_eq!(drawn(0, 0), "0.0%");
        assert_eq!(drawn(-3, 10), "0.0%");
    }

    #[test]
    fn the_parts_of_a_bar_follow_each_other_and_stay_inside() {
        let drawn: Vec<(String, String)> = lengths(&[part(1), part(999)], 1000)
            .into_iter()
            .map(|(from, length)| (from.to_string(), length.to_string()))
            .collect();
        assert_eq!(drawn[0], ("0.0%".into(), "1.0%".into()));
        assert_eq!(drawn[1], ("0.1%".into(), "99.9%".into()));
        let halves = lengths(&[part(5), part(5)], 10);
        assert_eq!(halves, [(Length(0), Length(500)), (Length(500), Length(500))]);
    }

    #[test]
    fn every_bar_says_its_name_and_number_in_words_and_the_picture_has_a_name() {
        let html = Owner::new().with(|| {
            view! {
                <BarChart
                    id="rated"
                    title="3 of 4 people are rated red"
                    bars=vec![
                        Bar::new("Red", 3, BarColour::Red, BarPattern::Solid),
                        Bar::new("Not <rated>", 1, BarColour::Grey, BarPattern::Dots),
                    ]
                />
            }
            .to_html()
        });
        for said in
            ["Red", ">3<", "Not &lt;rated&gt;", "role=\"img\"", "aria-labelledby=\"rated-title\"", "url(#rated-dots)"]
        {
            assert!(html.contains(said), "{said} in {html}");
        }
        assert!(!html.contains("style="), "{html}");
    }
}
