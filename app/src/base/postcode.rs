//! Postcodes: forgiving on the way in, one shape on the way out.

use std::{fmt, str::FromStr};

/// A postcode in the one shape `ST1 4AB`. Shape only: no list of real postcodes is consulted, and
/// the NHS's `ZZ99 3VZ` (no fixed abode) and its like are accepted.
#[derive(Clone, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Postcode(String);

/// Text that has not the shape of a postcode.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("Enter a postcode in the format SW10 1AA")]
pub struct PostcodeFault;

impl Postcode {
    /// `ST1 4AB`.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for Postcode {
    type Err = PostcodeFault;

    fn from_str(text: &str) -> Result<Self, PostcodeFault> {
        let compact: String =
            text.chars().filter(|c| c.is_ascii_alphanumeric()).collect::<String>().to_ascii_uppercase();
        let other = text.chars().any(|c| !c.is_ascii_alphanumeric() && !c.is_whitespace() && !matches!(c, '-' | '.'));
        if other || !(5..=7).contains(&compact.len()) {
            return Err(PostcodeFault);
        }
        let (outward, inward) = compact.split_at(compact.len() - 3);
        let shape: String = outward.chars().map(|c| if c.is_ascii_digit() { '9' } else { 'A' }).collect();
        let outward_fits = matches!(shape.as_str(), "A9" | "A99" | "AA9" | "AA99" | "A9A" | "AA9A");
        let inward_fits = inward.bytes().enumerate().all(|(at, byte)| {
            if at == 0 { byte.is_ascii_digit() } else { byte.is_ascii_alphabetic() && !b"CIKMOV".contains(&byte) }
        }) || outward == "ZZ99";
        if outward_fits && inward_fits { Ok(Self(format!("{outward} {inward}"))) } else { Err(PostcodeFault) }
    }
}

impl fmt::Display for Postcode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for Postcode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Postcode(hidden)")
    }
}

impl TryFrom<String> for Postcode {
    type Error = PostcodeFault;
    fn try_from(text: String) -> Result<Self, PostcodeFault> {
        text.parse()
    }
}

impl From<Postcode> for String {
    fn from(postcode: Postcode) -> String {
        postcode.0
    }
}

crate::stored_as_text!(Postcode, |postcode: &Postcode| postcode.0.clone());

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_postcode_is_read_however_it_was_typed() {
        for (typed, shown) in [
            ("st14ab", "ST1 4AB"),
            ("St1  4ab ", "ST1 4AB"),
            ("W1A1HQ", "W1A 1HQ"),
            ("zz99 3vz", "ZZ99 3VZ"),
            ("EC1A 1BB", "EC1A 1BB"),
        ] {
            assert_eq!(typed.parse::<Postcode>().unwrap().as_str(), shown);
        }
    }

    #[test]
    fn text_without_the_shape_of_a_postcode_is_refused() {
        for typed in ["", "ST1", "1ST 4AB", "ST1 4AC", "STAFFORD", "<ST1 4AB>", "ST1 4ABC1"] {
            assert_eq!(typed.parse::<Postcode>(), Err(PostcodeFault), "{typed}");
        }
    }
}
