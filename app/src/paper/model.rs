//! Codes, kinds of form, and what may be uploaded. Pure.

use std::fmt;

use chrono::{Days, NaiveDate};
use sha2::{Digest, Sha256};

use crate::{
    access::{log::hex, model::Level},
    base::ids::AgencyId,
    easy_read::model::Wording,
    words,
};

words! {
    /// Which consent form.
    pub enum FormKind {
        /// For somebody of 18 or more.
        Adult = "adult" => "For an adult (18 or over)",
        /// For somebody under 18.
        Child = "child" => "For a child or young person (under 18)",
    }
}

impl FormKind {
    /// For whom its texts are worded.
    #[must_use]
    pub const fn wording(self) -> Wording {
        match self {
            Self::Adult => Wording::Adult,
            Self::Child => Wording::YoungPerson,
        }
    }
}

words! {
    /// What an uploaded page is.
    pub enum MediaType {
        /// A photo.
        Jpeg = "image/jpeg" => "JPEG picture",
        /// A picture without loss.
        Png = "image/png" => "PNG picture",
        /// A scan of one or more pages.
        Pdf = "application/pdf" => "PDF",
    }
}

impl MediaType {
    /// What bytes are by how they begin, whatever they were called.
    #[must_use]
    pub fn of(bytes: &[u8]) -> Option<Self> {
        // A PDF may have a little before its sign.
        let begins = &bytes[..bytes.len().min(1024)];
        if bytes.starts_with(&[0xff, 0xd8, 0xff]) {
            Some(Self::Jpeg)
        } else if bytes.starts_with(b"\x89PNG\r\n\x1a\n") {
            Some(Self::Png)
        } else if begins.windows(5).any(|window| window == b"%PDF-") {
            Some(Self::Pdf)
        } else {
            None
        }
    }

    /// The end of a file's name.
    #[must_use]
    pub const fn extension(self) -> &'static str {
        match self {
            Self::Jpeg => "jpg",
            Self::Png => "png",
            Self::Pdf => "pdf",
        }
    }
}

/// How long a printed form is awaited, in days.
const DAYS_AWAITED: u64 = 90;
/// The most pages that one form can have; ours has 12 in the largest text.
pub const PAGES_MAX: usize = 40;
/// The largest page, in bytes.
pub const PAGE_BYTES_MAX: usize = 10 * 1024 * 1024;

/// The last day on which the code of a form leads anywhere.
#[must_use]
pub fn expires_on(printed_on: NaiveDate) -> NaiveDate {
    printed_on.checked_add_days(Days::new(DAYS_AWAITED)).unwrap_or(printed_on)
}

/// What brings a form back: ten letters and digits, without those that look alike.
#[derive(Clone, PartialEq, Eq)]
pub struct Code([u8; Code::LETTERS]);

/// Nobody's, but no business of a log either.
impl fmt::Debug for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Code(hidden)")
    }
}

/// What is typed is no code. Does not say what was typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotACode {
    /// Nothing was typed.
    #[error("Enter the code at the foot of the form")]
    Missing,
    /// Too short, too long, or with other signs.
    #[error("Enter the code as it is printed: 10 letters and numbers, such as ABCDE-12345")]
    Shape,
}

impl Code {
    const LETTERS: usize = 10;
    /// Crockford's: no I, L, O or U.
    const ALPHABET: &'static [u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    /// The code of a form: always the same for the same form and key, and not to be guessed without
    /// the key. So a form can be printed again, and the database holds only a hash.
    #[must_use]
    pub fn of(secret: &[u8; 32], form: &str) -> Self {
        let mut hasher = Sha256::new();
        hasher.update(secret);
        hasher.update(b"paper form");
        hasher.update(form.as_bytes());
        let digest = hasher.finalize();
        let mut letters = [0; Self::LETTERS];
        for (letter, byte) in letters.iter_mut().zip(digest.iter()) {
            *letter = Self::ALPHABET[usize::from(byte % 32)];
        }
        Self(letters)
    }

    /// As it is kept: whoever reads the database cannot print the code.
    #[must_use]
    pub fn hash(&self) -> String {
        let mut hasher = Sha256::new();
        hasher.update(b"paper code");
        hasher.update(self.0);
        hex(&hasher.finalize())
    }

    /// The code in an address that a camera read, or in a text.
    #[must_use]
    pub fn in_address(text: &str) -> Option<Self> {
        let (_, code) = text.rsplit_once("/paper/")?;
        code.parse().ok()
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, letter) in self.0.iter().enumerate() {
            if at == Self::LETTERS / 2 {
                f.write_str("-")?;
            }
            write!(f, "{}", char::from(*letter))?;
        }
        Ok(())
    }
}

impl std::str::FromStr for Code {
    type Err = NotACode;

    /// Takes what people write for what is printed: small letters, no dash, O for nought, I and L for one.
    fn from_str(typed: &str) -> Result<Self, NotACode> {
        let mut letters = Vec::with_capacity(Self::LETTERS);
        for letter in typed.chars().filter(|letter| !letter.is_whitespace() && !matches!(letter, '-' | '–' | '.')) {
            let letter = match letter.to_ascii_uppercase() {
                'O' => '0',
                'I' | 'L' => '1',
                letter => letter,
            };
            let byte = u8::try_from(letter).map_err(|_| NotACode::Shape)?;
            if !Self::ALPHABET.contains(&byte) || letters.len() == Self::LETTERS {
                return Err(NotACode::Shape);
            }
            letters.push(byte);
        }
        if letters.is_empty() {
            return Err(NotACode::Missing);
        }
        <[u8; Self::LETTERS]>::try_from(letters).map(Self).map_err(|_| NotACode::Shape)
    }
}

/// Whether an agency is shown a signed page: those that see decisions; before one, only whoever added
/// it and the register's own team.
#[must_use]
pub fn shows_pages(level: Level, sees_consent: bool, hosts: bool, own: &AgencyId, uploader: Option<&AgencyId>) -> bool {
    match level {
        Level::Record => sees_consent || hosts,
        Level::Asking | Level::Closed => hosts || uploader == Some(own),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code() -> Code {
        Code::of(&[7; 32], "0198c0de-0000-7000-8000-000000000001")
    }

    #[test]
    fn a_code_is_read_as_people_write_it() {
        let printed = code().to_string();
        assert_eq!(printed.len(), 11);
        for typed in [
            printed.clone(),
            printed.to_lowercase(),
            printed.replace('-', ""),
            format!(" {} ", printed.replace('-', " ")),
        ] {
            assert_eq!(typed.parse::<Code>().unwrap(), code(), "{typed}");
        }
        assert_eq!("oOiIl-LABCD".parse::<Code>().unwrap().to_string(), "00111-1ABCD");
    }

    #[test]
    fn what_is_no_code_is_refused() {
        for typed in ["ABCDE", "ABCDE-12345-6", "ABCDE-1234U", "ABCDE-1234é", "https://evil.example"] {
            assert_eq!(typed.parse::<Code>(), Err(NotACode::Shape), "{typed}");
        }
        for typed in ["", " ", "-"] {
            assert_eq!(typed.parse::<Code>(), Err(NotACode::Missing));
        }
    }

    #[test]
    fn a_code_is_the_same_each_time_and_another_for_another_form_or_key() {
        assert_eq!(code(), code());
        assert_ne!(code(), Code::of(&[7; 32], "0198c0de-0000-7000-8000-000000000002"));
        assert_ne!(code(), Code::of(&[8; 32], "0198c0de-0000-7000-8000-000000000001"));
        assert!(!code().hash().contains(&code().to_string()));
    }

    #[test]
    fn a_code_is_found_in_the_address_that_a_camera_reads() {
        let address = format!("https://register.example/paper/{}", code());
        assert_eq!(Code::in_address(&address), Some(code()));
        for other in ["https://register.example/about", "WIFI:S:home;;", "https://register.example/paper/", ""] {
            assert_eq!(Code::in_address(other), None);
        }
    }

    #[test]
    fn a_file_is_what_its_bytes_say() {
        assert_eq!(MediaType::of(b"\xff\xd8\xff\xe0rest"), Some(MediaType::Jpeg));
        assert_eq!(MediaType::of(b"\x89PNG\r\n\x1a\nrest"), Some(MediaType::Png));
        assert_eq!(MediaType::of(b"%PDF-1.7 rest"), Some(MediaType::Pdf));
        for other in [b"<html>".as_slice(), b"", b"GIF89a", b"MZ", b"<svg xmlns", b"\x89PN"] {
            assert_eq!(MediaType::of(other), None);
        }
    }

    #[test]
    fn a_signed_page_is_shown_to_those_who_see_decisions_and_before_one_to_whoever_added_it() {
        let own: AgencyId = "00000000-0000-7000-8000-000000000001".parse().unwrap();
        let other: AgencyId = "00000000-0000-7000-8000-000000000002".parse().unwrap();
        assert!(shows_pages(Level::Record, true, false, &own, Some(&other)));
        assert!(
            !shows_pages(Level::Record, false, false, &own, Some(&own)),
            "the police added it and see no decisions"
        );
        assert!(shows_pages(Level::Asking, false, false, &own, Some(&own)));
        assert!(!shows_pages(Level::Asking, false, false, &own, Some(&other)));
        assert!(!shows_pages(Level::Asking, false, false, &own, None));
        assert!(shows_pages(Level::Closed, false, true, &own, Some(&other)), "the register's own team");
    }
}
