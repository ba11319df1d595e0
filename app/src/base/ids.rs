//! An id per kind of thing, so that a person's id can never be passed where an agency's is meant.
//!
//! Ids are UUIDs of version 7, made by the server, stored as TEXT. There is no `From<Uuid>` and no
//! default: an id comes from [`new`](PersonId::new), a row, or a URL.

macro_rules! ids {
    ($($(#[$meta:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$meta])*
        #[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(String);

        impl $name {
            /// A new id, never seen before.
            #[cfg(not(target_family = "wasm"))]
            #[must_use]
            #[expect(clippy::new_without_default, reason = "a default id would be a silent new one")]
            pub fn new() -> Self {
                Self(uuid::Uuid::now_v7().to_string())
            }

            /// The id as it stands in a URL.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                write!(f, "{}({})", stringify!($name), self.0)
            }
        }

        impl std::str::FromStr for $name {
            type Err = NotAnId;
            fn from_str(text: &str) -> Result<Self, NotAnId> {
                let shape = text.len() == 36
                    && text.bytes().enumerate().all(|(at, byte)| match at {
                        8 | 13 | 18 | 23 => byte == b'-',
                        _ => byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte),
                    });
                if shape { Ok(Self(text.to_owned())) } else { Err(NotAnId) }
            }
        }

        impl TryFrom<String> for $name {
            type Error = NotAnId;
            fn try_from(text: String) -> Result<Self, NotAnId> {
                text.parse()
            }
        }

        impl From<$name> for String {
            fn from(id: $name) -> String {
                id.0
            }
        }

        $crate::stored_as_text!($name, |id: &$name| id.0.clone());
    )+};
}

/// Text that is not an id. Says nothing of what was given.
#[derive(Debug, thiserror::Error)]
#[error("not an id")]
pub struct NotAnId;

ids! {
    /// The one the register is about.
    PersonId,
    /// An organisation on the register.
    AgencyId,
    /// Somebody who signs in.
    StaffId,
    /// A request to add a person.
    ReferralId,
    /// One recorded answer about being on the register.
    ConsentId,
    /// A person's time on the register.
    EntryId,
    /// A filled-in clinical support tool.
    AssessmentId,
    /// A rating a human set.
    RatingId,
    /// A look at how the person is and whether support works.
    ReviewId,
    /// A current concern that bears on risk.
    IssueId,
    /// Something that has been tried, or could help.
    StrategyId,
    /// Something that will be done, by somebody, by a date.
    ActionId,
    /// A professional involved with a person.
    ProfessionalId,
    /// Family or a friend.
    RelativeId,
    /// Somebody who may decide for a person, or says so.
    HolderId,
    /// One look at whether somebody can make a decision.
    CapacityId,
    /// One best-interests checklist.
    InterestsId,
    /// How two decisions that differ were settled.
    ResolutionId,
    /// One list that an agency brought in.
    ImportId,
    /// A personal code that opens one person's own page.
    CodeId,
    /// Something the person said on their own page.
    WordsId,
    /// Something the person asked for on their own page.
    RequestId,
    /// A colleague whom the person keeps out.
    KeptOutId,
    /// A consent form printed for somebody.
    PaperFormId,
    /// A signed page that came back.
    PaperScanId,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_read_back_as_it_was_written() {
        let id = PersonId::new();
        assert_eq!(id.as_str().parse::<PersonId>().unwrap(), id);
    }

    #[test]
    fn text_that_is_not_an_id_is_refused() {
        for text in [
            "",
            "1",
            "0198c0de-0000-7000-8000-00000000000G",
            "../../etc/passwd",
            "0198C0DE-0000-7000-8000-000000000000",
        ] {
            assert!(text.parse::<PersonId>().is_err(), "{text}");
        }
    }
}
