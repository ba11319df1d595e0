//! One macro for the closed sets of words the register speaks in (ratings, roles, states).

/// Declares an enum whose variants each have a stored word and a label people read.
///
/// ```ignore
/// words! {
///     /// How a meeting went.
///     pub enum Mood { Calm = "calm" => "Calm", Tense = "tense" => "Tense" }
/// }
/// ```
///
/// The stored word is what the database and forms hold and must never change once released; the
/// label may. Parsing an unknown word fails: a row that holds one is corrupt, not "other".
#[macro_export]
macro_rules! words {
    ($(#[$meta:meta])* $vis:vis enum $name:ident { $($(#[$vmeta:meta])* $variant:ident = $word:literal => $label:literal),+ $(,)? }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
        #[serde(rename_all = "snake_case")]
        $vis enum $name { $($(#[$vmeta])* #[serde(rename = $word)] $variant),+ }

        impl $name {
            /// Every value, in the order they are shown.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The word stored in the database and sent by forms.
            #[must_use]
            pub const fn word(self) -> &'static str {
                match self { $(Self::$variant => $word),+ }
            }

            /// The words people read.
            #[must_use]
            pub const fn label(self) -> &'static str {
                match self { $(Self::$variant => $label),+ }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.label())
            }
        }

        impl std::str::FromStr for $name {
            type Err = $crate::base::words::UnknownWord;
            fn from_str(word: &str) -> Result<Self, Self::Err> {
                match word {
                    $($word => Ok(Self::$variant),)+
                    _ => Err($crate::base::words::UnknownWord { kind: stringify!($name) }),
                }
            }
        }

        $crate::stored_as_text!($name, |value: &$name| value.word().to_owned());
    };
}

/// Stores a type in a TEXT column of either database, through its `FromStr`.
#[macro_export]
macro_rules! stored_as_text {
    ($name:ty, $to_text:expr) => {
        #[cfg(not(target_family = "wasm"))]
        impl<DB: sqlx::Database> sqlx::Type<DB> for $name
        where
            String: sqlx::Type<DB>,
        {
            fn type_info() -> DB::TypeInfo {
                <String as sqlx::Type<DB>>::type_info()
            }
            fn compatible(ty: &DB::TypeInfo) -> bool {
                <String as sqlx::Type<DB>>::compatible(ty)
            }
        }

        #[cfg(not(target_family = "wasm"))]
        impl<'q, DB: sqlx::Database> sqlx::Encode<'q, DB> for $name
        where
            String: sqlx::Encode<'q, DB>,
        {
            fn encode_by_ref(
                &self,
                buf: &mut <DB as sqlx::Database>::ArgumentBuffer,
            ) -> Result<sqlx::encode::IsNull, sqlx::error::BoxDynError> {
                let to_text: fn(&$name) -> String = $to_text;
                <String as sqlx::Encode<'q, DB>>::encode(to_text(self), buf)
            }
        }

        #[cfg(not(target_family = "wasm"))]
        impl<'r, DB: sqlx::Database> sqlx::Decode<'r, DB> for $name
        where
            String: sqlx::Decode<'r, DB>,
        {
            fn decode(value: <DB as sqlx::Database>::ValueRef<'r>) -> Result<Self, sqlx::error::BoxDynError> {
                let text = <String as sqlx::Decode<'r, DB>>::decode(value)?;
                text.parse().map_err(Into::into)
            }
        }
    };
}

/// A word that is not one of the set. Says which set, never the word: it may have been typed.
#[derive(Debug, thiserror::Error)]
#[error("not a word of {kind}")]
pub struct UnknownWord {
    /// The name of the set.
    pub kind: &'static str,
}
