//! What a voice says where it differs from what is written: a number to ring is said digit by digit. Pure.

/// The digits, as they are said on the telephone.
const DIGITS: [&str; 10] = ["oh", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"];

/// How a text is said, where it holds a number that a voice would read as a quantity: 999, 85258, a telephone
/// number, an NHS number. None where it is said as it is written.
#[must_use]
pub fn spoken(text: &str) -> Option<String> {
    let mut said = String::with_capacity(text.len());
    let (mut rest, mut changed, mut digits_before) = (text, false, false);
    while let Some(first) = rest.chars().next() {
        let word = first.is_ascii_digit();
        let end = rest.find(|letter: char| letter.is_ascii_digit() != word).unwrap_or(rest.len());
        let (part, after) = rest.split_at(end);
        let inside_a_word = said.ends_with(char::is_alphabetic) || after.starts_with(char::is_alphabetic);
        if word && !inside_a_word && is_said_by_digits(part) {
            if digits_before {
                // Groups of one number: a short stop between them, as one says them.
                said.truncate(said.trim_end().len());
                said.push_str(", ");
            }
            let digits = part.bytes().filter_map(|digit| DIGITS.get(usize::from(digit - b'0')).copied());
            said.push_str(&digits.collect::<Vec<_>>().join(", "));
            (changed, digits_before) = (true, true);
        } else {
            said.push_str(part);
            digits_before = digits_before && part.chars().all(char::is_whitespace);
        }
        rest = after;
    }
    changed.then_some(said)
}

/// More than two digits and no year, or a zero at the beginning.
fn is_said_by_digits(number: &str) -> bool {
    number.len() > 1 && number.starts_with('0') || number.len() > 2 && !is_year(number)
}

/// Whether a number is said as a year: of this century or the last.
#[must_use]
pub fn is_year(number: &str) -> bool {
    number.len() == 4 && (number.starts_with("19") || number.starts_with("20"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_to_ring_is_said_digit_by_digit() {
        for (written, said) in [
            ("Ring 999.", "Ring nine, nine, nine."),
            ("Ring 111 and choose option 2.", "Ring one, one, one and choose option 2."),
            ("Text 85258, or ring.", "Text eight, five, two, five, eight, or ring."),
            ("01632 960777", "oh, one, six, three, two, nine, six, oh, seven, seven, seven"),
            ("999\u{a0}000\u{a0}0018", "nine, nine, nine, oh, oh, oh, oh, oh, one, eight"),
        ] {
            assert_eq!(spoken(written).as_deref(), Some(said), "{written}");
        }
    }

    #[test]
    fn days_years_and_small_numbers_are_said_as_they_are_written() {
        for text in ["", "By 6 August 2026.", "Born in 1999.", "There are 5 short pages.", "14 days", "B12345X"] {
            assert_eq!(spoken(text), None, "{text}");
        }
    }
}
