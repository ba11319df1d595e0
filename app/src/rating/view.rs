//! How a rating is shown everywhere: as a word, with a shape and a colour that only repeat it.

use leptos::prelude::*;

use super::model::Rating;

/// The word of a rating, or that there is none yet.
pub fn rating_word(rating: Option<Rating>) -> AnyView {
    let (class, label) = rating.map_or(("none", "Not rated yet"), |rating| (rating.word(), rating.label()));
    view! { <span class=format!("rating rating--{class}")>{label}</span> }.into_any()
}
