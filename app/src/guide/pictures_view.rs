//! The administrator's page about the organisation's own pictures.

use leptos::prelude::*;

use crate::{
    easy_read::{
        model::{PictureSet, picture_address, picture_alt, picture_keys},
        pack::{Kind, Pack},
    },
    ui::*,
};

/// What the pack has, what it lacks, and which of its files are not used.
pub fn picture_pack(pack: &Pack) -> impl IntoView + use<> {
    let how = view! {
        <Details summary="How to use pictures of your own">
            <p>
                "If your organisation has a licence for a set of pictures, such as Photosymbols or Widgit, put the files \
                 into a folder on the server, and name the folder with "
                <code>"--picture-pack"</code>
                " or "
                <code>"DSR_PICTURE_PACK"</code>
                ". It holds two folders: "
                <code>"colour"</code>
                " (or "
                <code>"photo"</code>
                ") and "
                <code>"symbol"</code>
                "."
            </p>
            <ul>
                <li>"Call each file by the name in the first column, such as home.png."</li>
                <li>"SVG, PNG, JPEG and WebP files of up to 1 MB each are taken."</li>
                <li>"What your set does not have, the built-in pictures show."</li>
                <li>"The folder is read when the server starts. A device may keep a picture for an hour."</li>
            </ul>
        </Details>
    };
    let state = if pack.is_there() { with_pack(pack) } else { without_pack() };
    let tables: Vec<_> = PictureSet::ALL.iter().map(|set| table(pack, *set)).collect();
    view! {
        <h1 class="nhsuk-heading-l">"Pictures"</h1>
        <p>"The pictures of the easy-read pages. Somebody who cannot read the words has only the picture: look at each."</p>
        {state}
        {how}
        {tables}
    }
}

fn without_pack() -> AnyView {
    view! {
        <InsetText>
            <p>"There is no picture pack. The built-in pictures are used, which people with a learning disability have not yet tested."</p>
        </InsetText>
    }
    .into_any()
}

fn with_pack(pack: &Pack) -> AnyView {
    let counts: Vec<_> = PictureSet::ALL
        .iter()
        .map(|set| {
            let missing = pack.missing(*set).count();
            let all = picture_keys().count();
            view! { <li>{format!("{}: {} of {all} from your pack, {missing} built in", set.label(), all - missing)}</li> }
        })
        .collect();
    let refused = pack.refused();
    let set_aside = (!refused.is_empty()).then(|| {
        let rows = refused.iter().map(|it| vec![cell(it.path.clone()), cell(it.why.to_string())]).collect();
        let caption = match refused.len() {
            1 => "1 file is not used".to_owned(),
            count => format!("{count} files are not used"),
        };
        view! { <DataTable caption=caption head=["File", "Why"] rows=rows first_is_header=true/> }
    });
    view! {
        <ul>{counts}</ul>
        {set_aside}
    }
    .into_any()
}

/// Every picture of a set beside the built-in one, those that the pack lacks first.
fn table(pack: &Pack, set: PictureSet) -> AnyView {
    let mut keys: Vec<&'static str> = picture_keys().collect();
    keys.sort_by_key(|key| (pack.picture(set, key).is_some(), *key));
    let rows = keys
        .into_iter()
        .map(|key| {
            let shows = picture_alt(key).unwrap_or_default();
            // The built-in picture, whatever the pack has.
            let mut row = vec![cell(key), cell(shows), image(format!("{}?built-in", picture_address(set, key)))];
            if pack.is_there() {
                row.push(match pack.picture(set, key) {
                    Some(picture) => {
                        let kind = kind(picture.kind);
                        view! { {image(picture_address(set, key))} <span class="meta">{kind}</span> }.into_any()
                    }
                    None => view! { <Tag colour=TagColour::Yellow text="Missing"/> }.into_any(),
                });
            }
            row
        })
        .collect();
    let head = if pack.is_there() {
        vec!["Name", "What it shows", "Built in", "Your pack"]
    } else {
        vec!["Name", "What it shows", "Built in"]
    };
    view! { <DataTable caption=set.label() head=head rows=rows first_is_header=true/> }.into_any()
}

fn image(source: String) -> AnyView {
    // The column before says what it shows.
    view! { <img class="picture-pack__picture" src=source alt="" width="72" height="72" loading="lazy"/> }.into_any()
}

fn kind(kind: Kind) -> &'static str {
    match kind {
        Kind::Svg => "SVG",
        Kind::Png => "PNG",
        Kind::Jpeg => "JPEG",
        Kind::Webp => "WebP",
    }
}
