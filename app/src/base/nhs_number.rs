//! NHS numbers: ten digits with a check digit (modulus 11), shown as `999 000 0018`.

use std::{fmt, str::FromStr};

/// A valid NHS number. Its `Debug` hides the digits, so that no log can hold them by accident.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct NhsNumber(String);

/// Why text is not an NHS number, as a sentence for the person who typed it.
///
/// The first four follow the NHS service manual's pattern "Ask for NHS numbers".
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NhsNumberFault {
    /// Looks like `QQ 12 34 56 C`.
    #[error("This looks like a National Insurance number. An NHS number has 10 digits, like 999 000 0018")]
    NationalInsurance,
    /// Something other than digits, spaces and dashes.
    #[error("NHS number must only have digits, spaces and dashes")]
    Letters,
    /// Fewer than ten digits.
    #[error("NHS number is too short. It has 10 digits, like 999 000 0018")]
    TooShort,
    /// More than ten digits.
    #[error("NHS number is too long. It has 10 digits, like 999 000 0018")]
    TooLong,
    /// Ten digits that fail the check digit.
    #[error("Check the NHS number: one of its digits is wrong")]
    CheckDigit,
}

impl NhsNumber {
    /// The ten digits, for storing and comparing.
    #[must_use]
    pub fn digits(&self) -> &str {
        &self.0
    }

    /// Whether it is in the 999 range, which the NHS never gives to anybody: test data only.
    #[must_use]
    pub fn is_for_tests(&self) -> bool {
        self.0.starts_with("999")
    }
}

impl FromStr for NhsNumber {
    type Err = NhsNumberFault;

    fn from_str(text: &str) -> Result<Self, NhsNumberFault> {
        let compact: String = text
            .chars()
            .filter(|c| !c.is_whitespace() && !matches!(c, '-' | '\u{2010}'..='\u{2015}' | '\u{2212}'))
            .collect();
        if is_national_insurance(&compact) {
            return Err(NhsNumberFault::NationalInsurance);
        }
        let digits: Vec<u32> =
            compact.chars().map(|c| c.to_digit(10)).collect::<Option<_>>().ok_or(NhsNumberFault::Letters)?;
        match digits.len() {
            0..=9 => return Err(NhsNumberFault::TooShort),
            10 => {}
            _ => return Err(NhsNumberFault::TooLong),
        }
        let sum: u32 = digits.iter().take(9).zip((2..=10).rev()).map(|(digit, weight)| digit * weight).sum();
        // A check value of 10 has no digit, so such a number is never issued and never matches.
        let check = match 11 - sum % 11 {
            11 => 0,
            value => value,
        };
        if digits.last() == Some(&check) { Ok(Self(compact)) } else { Err(NhsNumberFault::CheckDigit) }
    }
}

/// Two letters, six digits, one letter.
fn is_national_insurance(compact: &str) -> bool {
    compact.len() == 9
        && compact.bytes().enumerate().all(|(at, byte)| match at {
            0 | 1 | 8 => byte.is_ascii_alphabetic(),
            _ => byte.is_ascii_digit(),
        })
}

impl fmt::Display for NhsNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // No-break spaces: the number stays on one line.
        let (area, rest) = self.0.split_at(3);
        let (middle, last) = rest.split_at(3);
        write!(f, "{area}\u{a0}{middle}\u{a0}{last}")
    }
}

impl fmt::Debug for NhsNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("NhsNumber(hidden)")
    }
}

impl TryFrom<String> for NhsNumber {
    type Error = NhsNumberFault;
    fn try_from(text: String) -> Result<Self, NhsNumberFault> {
        text.parse()
    }
}

impl From<NhsNumber> for String {
    fn from(number: NhsNumber) -> String {
        number.0
    }
}

crate::stored_as_text!(NhsNumber, |number: &NhsNumber| number.0.clone());

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spaces_and_dashes_of_any_kind_are_accepted() {
        for text in ["9990000018", "999 000 0018", "999-000-0018", " 999\u{a0}000\u{2013}0018 "] {
            assert_eq!(text.parse::<NhsNumber>().unwrap().digits(), "9990000018", "{text}");
        }
    }

    #[test]
    fn it_is_shown_in_three_groups_on_one_line() {
        assert_eq!("9990000018".parse::<NhsNumber>().unwrap().to_string(), "999\u{a0}000\u{a0}0018");
    }

    #[test]
    fn each_fault_has_its_own_sentence() {
        let fault = |text: &str| text.parse::<NhsNumber>().unwrap_err();
        assert_eq!(fault("QQ 12 34 56 C"), NhsNumberFault::NationalInsurance);
        assert_eq!(fault("999 OOO 0018"), NhsNumberFault::Letters);
        assert_eq!(fault("999 000 001"), NhsNumberFault::TooShort);
        assert_eq!(fault("999 000 00180"), NhsNumberFault::TooLong);
        assert_eq!(fault("999 000 0019"), NhsNumberFault::CheckDigit);
    }

    #[test]
    fn a_check_value_of_ten_is_never_valid() {
        for last in 0..=9 {
            assert!(format!("999123456{last}").parse::<NhsNumber>().is_err());
        }
    }

    #[test]
    fn a_log_cannot_show_the_digits() {
        assert_eq!(format!("{:?}", "9990000018".parse::<NhsNumber>().unwrap()), "NhsNumber(hidden)");
    }
}
