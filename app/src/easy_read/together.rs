//! Where a line may end. A number stays with its word: "ring 999", "option 2", "28 days". A title's longest
//! words are parted where they should be. Pure.
//!
//! For what is shown, in a page or on paper. What is read aloud, compared or measured keeps plain spaces.

/// A space at which no line ends.
const NO_BREAK: char = '\u{a0}';

/// What is counted: it stays with the number before it.
const COUNTED: [&str; 22] = [
    "day",
    "days",
    "week",
    "weeks",
    "month",
    "months",
    "year",
    "years",
    "hour",
    "hours",
    "minute",
    "minutes",
    "time",
    "times",
    "group",
    "groups",
    "kinds",
    "colours",
    "people",
    "pages",
    "questions",
    "answers",
];

/// As `base::dates` writes them.
const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// The longest word that goes down to the next line with its number, in letters.
const LONGEST: usize = 7;

/// Words that no line of a title holds on a phone, in the largest letters, with where they may be parted.
const LONG_WORDS: [(&str, &str); 1] = [("professionals", "profession\u{ad}als")];

/// A title to show, whose long words are parted properly also where the browser knows no rules for it.
#[must_use]
pub fn title(text: &str) -> String {
    LONG_WORDS.iter().fold(text.to_owned(), |title, (word, parted)| title.replace(word, parted))
}

/// The text with a no-break space wherever a line must not part a number from its word, or in two.
#[must_use]
pub fn together(text: &str) -> String {
    let words: Vec<&str> = text.split(' ').collect();
    let mut shown = String::with_capacity(text.len() + 8);
    for (at, word) in words.iter().enumerate() {
        if at > 0 {
            shown.push(if stay_together(&words, at) { NO_BREAK } else { ' ' });
        }
        shown.push_str(word);
    }
    shown
}

/// The text in pieces, each with whether it is a whole day: "28 November 2026". A box that is narrower than
/// a day must be able to part it after the month, so its year has a plain space here.
#[must_use]
pub fn with_days(text: &str) -> Vec<(bool, String)> {
    let mut pieces: Vec<(bool, String)> = Vec::new();
    for (at, chunk) in together(text).split(' ').enumerate() {
        let day = match chunk.split(NO_BREAK).collect::<Vec<_>>()[..] {
            [day, month, year] if MONTHS.contains(&month) => Some(format!("{day}{NO_BREAK}{month} {year}")),
            _ => None,
        };
        let room = if at == 0 { "" } else { " " };
        match (day, pieces.last_mut()) {
            (Some(day), Some((false, before))) => {
                before.push_str(room);
                pieces.push((true, day));
            }
            (Some(day), _) => pieces.extend([(false, room.to_owned()), (true, day)]),
            (None, Some((false, before))) => {
                before.push_str(room);
                before.push_str(chunk);
            }
            (None, _) => pieces.push((false, format!("{room}{chunk}"))),
        }
    }
    pieces.retain(|(_, piece)| !piece.is_empty());
    pieces
}

/// The text in pieces, each with where it leads: a telephone number or the address of a website, as the texts
/// of the product write them. Never for what somebody typed: anyone could make a link of it.
#[must_use]
pub fn with_links(text: &str) -> Vec<(Option<String>, String)> {
    let mut pieces: Vec<(Option<String>, String)> = Vec::new();
    let mut add = |leads: Option<String>, piece: &str| match (&leads, pieces.last_mut()) {
        _ if piece.is_empty() => {}
        (None, Some((None, before))) => before.push_str(piece),
        _ => pieces.push((leads, piece.to_owned())),
    };
    for chunk in text.split_inclusive(' ') {
        let word = bare(chunk);
        let marks = chunk.get(word.len()..).unwrap_or_default();
        // "to_0345_015_4033": the word before the number may be kept to it.
        let start = word.find(|letter: char| letter.is_ascii_digit()).unwrap_or(0);
        let (before, number) = word.split_at(start);
        if let Some(leads) = telephone(number) {
            add(None, before);
            add(Some(leads), number);
        } else {
            add(website(word), word);
        }
        add(None, marks);
    }
    pieces
}

/// A number of this country with its area: "0800 1111".
fn telephone(number: &str) -> Option<String> {
    let digits: String = number.chars().filter(char::is_ascii_digit).collect();
    let only = number.chars().all(|letter| letter.is_ascii_digit() || letter == NO_BREAK);
    (only && digits.len() >= 8 && digits.starts_with('0')).then(|| format!("tel:{digits}"))
}

fn website(word: &str) -> Option<String> {
    let plain = |letter: char| letter.is_ascii_lowercase() || letter.is_ascii_digit() || ".-".contains(letter);
    (word.ends_with(".uk") && word.chars().all(plain)).then(|| format!("https://{word}"))
}

fn stay_together(words: &[&str], at: usize) -> bool {
    let word_at = |at: Option<usize>| at.and_then(|at| words.get(at)).copied().unwrap_or_default();
    let (before, word) = (word_at(at.checked_sub(1)), word_at(Some(at)));
    let (earlier, next, later) = (word_at(at.checked_sub(2)), word_at(at.checked_add(1)), word_at(at.checked_add(2)));
    if is_number(before) {
        return is_number(bare(word)) || is_counted(word) || (word == "or" && is_number(bare(next)));
    }
    // "16 or 17", and the year of a day.
    if is_number(earlier) && is_number(bare(word)) && (before == "or" || MONTHS.contains(&before)) {
        return true;
    }
    // What goes on is long enough by itself: more would not fit on a phone's line in large letters.
    let goes_on =
        is_number(word) && (is_number(bare(next)) || is_counted(next) || (next == "or" && is_number(bare(later))));
    let opened = before.trim_start_matches(['(', '\u{201c}']);
    is_number(bare(word))
        && !goes_on
        && (1..=LONGEST).contains(&opened.len())
        && opened.chars().all(char::is_alphabetic)
}

/// Digits and nothing else.
fn is_number(word: &str) -> bool {
    !word.is_empty() && word.bytes().all(|letter| letter.is_ascii_digit())
}

fn is_counted(word: &str) -> bool {
    let word = bare(word);
    MONTHS.contains(&word) || COUNTED.contains(&word.to_lowercase().as_str())
}

/// Without the marks at its end.
fn bare(word: &str) -> &str {
    word.trim_end_matches(|letter: char| !letter.is_alphanumeric())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// With the spaces that hold shown as `_`.
    fn shown(text: &str) -> String {
        together(text).replace(NO_BREAK, "_")
    }

    #[test]
    fn a_number_stays_with_the_word_before_it() {
        for (text, expected) in [
            ("Ring 999 if someone is in danger now.", "Ring_999 if someone is in danger now."),
            ("ring 111 and choose option 2, or text", "ring_111 and choose option_2, or text"),
            ("Call 111.", "Call_111."),
            ("text the word Shout to 85258. It is free.", "text the word Shout to_85258. It is free."),
            ("Are you 16 or 17? You choose.", "Are you 16_or_17? You choose."),
            ("(ring 999)", "(ring_999)"),
            ("999", "999"),
            ("", ""),
        ] {
            assert_eq!(shown(text), expected);
        }
    }

    #[test]
    fn a_number_is_never_parted_in_two() {
        assert_eq!(shown("Or ring Childline on 0800 1111. It is free."), "Or ring Childline on 0800_1111. It is free.");
        assert_eq!(shown("Phone 01632 960777"), "Phone 01632_960777");
    }

    #[test]
    fn what_is_counted_stays_with_its_number() {
        assert_eq!(shown("After 28 days we take it out."), "After 28_days we take it out.");
        assert_eq!(shown("within 12 months."), "within 12_months.");
        assert_eq!(shown("By 6 August 2026."), "By 6_August_2026.");
        assert_eq!(shown("By 28 November 2026."), "By 28_November_2026.");
        assert_eq!(shown("In September 2026 we ask."), "In September 2026 we ask.");
        assert_eq!(shown("There are 5 short pages."), "There are_5 short pages.");
    }

    #[test]
    fn a_day_is_a_piece_of_its_own_which_a_narrow_box_may_part_after_the_month() {
        let pieces = |text| with_days(text).into_iter().map(|(day, piece)| (day, piece.replace(NO_BREAK, "_")));
        let expected = [(false, "Sharing stopped on "), (true, "28_November 2026."), (false, " Ring 999?")];
        let found: Vec<_> = pieces("Sharing stopped on 28 November 2026. Ring 999?").collect();
        assert_eq!(found, expected.map(|(day, piece)| (day, piece.replace("Ring 9", "Ring_9"))));
        assert_eq!(pieces("6 May 2026").collect::<Vec<_>>(), [(true, "6_May 2026".to_owned())]);
        assert_eq!(with_days("No day: 16 or 17."), [(false, together("No day: 16 or 17."))]);
    }

    #[test]
    fn a_telephone_number_and_a_website_can_be_followed() {
        let linked = |text: &str| -> Vec<(Option<String>, String)> {
            with_links(&together(text))
                .into_iter()
                .map(|(leads, piece)| (leads, piece.replace(NO_BREAK, "_")))
                .collect()
        };
        let leads = |to: &str, piece: &str| (Some(to.to_owned()), piece.to_owned());
        let plain = |piece: &str| (None, piece.to_owned());
        assert_eq!(
            linked("Ring the Ombudsman on 0345 015 4033."),
            [plain("Ring the Ombudsman on "), leads("tel:03450154033", "0345_015_4033"), plain(".")]
        );
        assert_eq!(
            linked("the Office, 0303 123 1113 or ico.org.uk"),
            [
                plain("the Office, "),
                leads("tel:03031231113", "0303_123_1113"),
                plain(" or "),
                leads("https://ico.org.uk", "ico.org.uk")
            ]
        );
        assert_eq!(linked("Ring 0800 1111 now."), [plain("Ring "), leads("tel:08001111", "0800_1111"), plain(" now.")]);
        for text in
            ["", "Ring 999 or 111.", "28 days. It is 2026.", "text 85258", "Write to a.b@nhs.uk", "HTTPS://x.uk"]
        {
            assert_eq!(linked(text).iter().filter(|(leads, _)| leads.is_some()).count(), 0, "{text}");
        }
    }

    #[test]
    fn pieces_with_links_are_the_whole_text() {
        let text = together("a  b, lgo.org.uk: 0300 061 0614! (0800 1111) end ");
        let whole: String = with_links(&text).into_iter().map(|(_, piece)| piece).collect();
        assert_eq!(whole, text);
    }

    #[test]
    fn what_ends_before_a_number_may_end_the_line_too_and_other_words_part_as_before() {
        assert_eq!(shown("You are safe. 999 is for danger."), "You are safe. 999 is for danger.");
        let plain = "The people who work with you talk to each other, all the time.";
        assert_eq!(together(plain), plain);
    }

    #[test]
    fn the_long_words_of_titles_are_parted_properly() {
        use crate::easy_read::model::{Wording, documents_in, professionals};
        assert_eq!(title("For professionals"), "For profession\u{ad}als");
        let all = Wording::ALL.iter().flat_map(|wording| documents_in(*wording)).chain(professionals());
        for document in all {
            for part in title(&document.title).split([' ', '-', '\u{ad}']) {
                assert!(part.chars().count() <= 11, "{}: say where {part} may be parted", document.key);
            }
        }
    }

    #[test]
    fn nothing_but_spaces_changes_and_it_can_be_done_twice() {
        let text = "Ring 111 if you are very upset. Choose option 2. It is 28 days.\nSecond line 3";
        assert_eq!(together(text).replace(NO_BREAK, " "), text);
        assert_eq!(together(&together(text)), together(text));
    }
}
