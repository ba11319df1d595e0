//! The organisation's own pictures: a folder that stands before the pictures that come with the product.
//!
//! An organisation with a licence for Photosymbols or Widgit drops its files into two folders, `colour`
//! (or `photo`) and `symbol`, each file called like the idea it shows: `home.png`. What the pack does not
//! have, the built-in pictures show. Files are read once, when the server starts, and held in memory: a
//! file that changes under a running server could be anything.
//!
//! Nothing in a file is trusted. Its name must be a key, its bytes must be what its name says, it must
//! not be huge, and an SVG that could do more than be looked at is refused; it is served under a policy
//! that lets nothing run, too.

use std::{collections::BTreeMap, fs, io, path::Path, sync::Arc};

use super::model::{PictureSet, picture_alt, picture_keys};

/// The largest picture, in bytes.
pub const BYTES_MAX: u64 = 1024 * 1024;
/// The most files that are looked at in one folder.
const FILES_MAX: usize = 1000;

/// What a picture file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Scalable Vector Graphics.
    Svg,
    /// Portable Network Graphics.
    Png,
    /// JPEG.
    Jpeg,
    /// WebP.
    Webp,
}

impl Kind {
    /// By the ending of a file's name.
    fn named(ending: &str) -> Option<Self> {
        match ending {
            "svg" => Some(Self::Svg),
            "png" => Some(Self::Png),
            "jpg" | "jpeg" => Some(Self::Jpeg),
            "webp" => Some(Self::Webp),
            _ => None,
        }
    }

    /// By what the file starts with.
    fn of(bytes: &[u8]) -> Option<Self> {
        match bytes {
            [0x89, b'P', b'N', b'G', 0x0D, 0x0A, 0x1A, 0x0A, ..] => Some(Self::Png),
            [0xFF, 0xD8, 0xFF, ..] => Some(Self::Jpeg),
            [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => Some(Self::Webp),
            _ => std::str::from_utf8(bytes).ok().filter(|text| is_svg(text)).map(|_| Self::Svg),
        }
    }

    /// As HTTP calls it.
    #[must_use]
    pub const fn content_type(self) -> &'static str {
        match self {
            Self::Svg => "image/svg+xml",
            Self::Png => "image/png",
            Self::Jpeg => "image/jpeg",
            Self::Webp => "image/webp",
        }
    }
}

/// Whether the first element is `<svg`, after what may stand before it.
fn is_svg(text: &str) -> bool {
    let mut rest = text.trim_start_matches('\u{feff}').trim_start();
    loop {
        let end = if rest.starts_with("<?") {
            "?>"
        } else if rest.starts_with("<!--") {
            "-->"
        } else if rest.starts_with("<!DOCTYPE") {
            ">"
        } else {
            return rest.starts_with("<svg");
        };
        match rest.split_once(end) {
            Some((_, after)) => rest = after.trim_start(),
            None => return false,
        }
    }
}

/// What an SVG may not hold: whatever runs, embeds pages, or fetches from elsewhere.
fn does_more_than_show(svg: &str) -> bool {
    let svg = svg.to_ascii_lowercase();
    let fetches = svg.split(['"', '\'', '(']).skip(1).any(|value| {
        let value = value.trim_start();
        // Addresses of namespaces are names; nothing is fetched from them.
        let name = ["http://www.w3.org/", "http://ns.adobe.com/", "http://www.inkscape.org/", "http://purl.org/"]
            .iter()
            .chain(&[
                "http://creativecommons.org/",
                "http://sodipodi.sourceforge.net/",
                "http://www.bohemiancoding.com/",
            ])
            .any(|known| value.starts_with(known));
        !name && (value.starts_with("http:") || value.starts_with("https:") || value.starts_with("//"))
    });
    let handler =
        svg.split(|letter: char| letter.is_ascii_whitespace() || matches!(letter, '"' | '\'' | '/')).any(|word| {
            word.split_once('=').is_some_and(|(name, _)| {
                name.len() > 4 && name.starts_with("on") && name.chars().all(|letter| letter.is_ascii_lowercase())
            })
        });
    let forbidden = ["<script", "<foreignobject", "<iframe", "<embed", "<object", "javascript:", "<!entity", "@import"];
    fetches || handler || forbidden.iter().any(|word| svg.contains(word))
}

/// A picture of the pack.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PackPicture {
    /// What it is.
    pub kind: Kind,
    /// The file.
    pub bytes: Arc<[u8]>,
}

/// Why a file is not used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// The name is not the key of a picture.
    #[error("No picture has this name")]
    UnknownKey,
    /// The ending is none of ours.
    #[error("The name must end in .svg, .png, .jpg or .webp")]
    UnknownEnding,
    /// The bytes are not what the ending says.
    #[error("What is in the file is not what its name says")]
    OtherKind,
    /// Larger than [`BYTES_MAX`].
    #[error("The file is larger than 1 MB")]
    TooLarge,
    /// An SVG that could do more than be looked at.
    #[error("The SVG holds a script, a link or something else that is not a drawing")]
    NotOnlyADrawing,
    /// Another file has been taken for this key.
    #[error("Another file for the same picture is used")]
    Twice,
    /// A folder, a link, or something that cannot be read.
    #[error("This is not a file that can be read")]
    NotAFile,
}

/// A file that is not used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refused {
    /// Its path within the pack: `colour/home.gif`.
    pub path: String,
    /// Why.
    pub why: Refusal,
}

/// The pictures of a pack, and the files in it that are not used. The default is no pack.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Pack {
    pictures: BTreeMap<(PictureSet, String), PackPicture>,
    refused: Vec<Refused>,
    there: bool,
}

impl Pack {
    /// Reads a folder with the folders `colour` (or `photo`) and `symbol` in it.
    ///
    /// # Errors
    /// Where there is no such folder, or it has neither.
    pub fn read(folder: &Path) -> io::Result<Self> {
        let mut pack = Self { there: true, ..Self::default() };
        let mut found = false;
        for (name, set) in
            [("colour", PictureSet::Colour), ("photo", PictureSet::Colour), ("symbol", PictureSet::Symbol)]
        {
            let inside = folder.join(name);
            if inside.is_dir() {
                found = true;
                pack.read_set(&inside, name, set)?;
            }
        }
        if found {
            return Ok(pack);
        }
        fs::read_dir(folder)?;
        Err(io::Error::other("it has no folder called colour, photo or symbol"))
    }

    fn read_set(&mut self, folder: &Path, name: &str, set: PictureSet) -> io::Result<()> {
        let mut files: Vec<_> = fs::read_dir(folder)?.take(FILES_MAX).collect::<Result<_, _>>()?;
        files.sort_by_key(fs::DirEntry::file_name);
        for file in files {
            let file_name = file.file_name().to_string_lossy().into_owned();
            // What operating systems leave in every folder is nobody's mistake.
            if file_name.starts_with('.') || file_name == "Thumbs.db" || file_name == "desktop.ini" {
                continue;
            }
            let taken = read_file(&file.path(), &file_name).and_then(|(key, picture)| {
                if self.pictures.contains_key(&(set, key.clone())) {
                    return Err(Refusal::Twice);
                }
                self.pictures.insert((set, key), picture);
                Ok(())
            });
            if let Err(why) = taken {
                self.refused.push(Refused { path: format!("{name}/{file_name}"), why });
            }
        }
        Ok(())
    }

    /// Whether there is a pack at all.
    #[must_use]
    pub const fn is_there(&self) -> bool {
        self.there
    }

    /// The pack's own picture for a key, if it has one.
    #[must_use]
    pub fn picture(&self, set: PictureSet, key: &str) -> Option<&PackPicture> {
        self.pictures.get(&(set, key.to_owned()))
    }

    /// Every picture in use.
    pub fn pictures(&self) -> impl Iterator<Item = (PictureSet, &str, &PackPicture)> {
        self.pictures.iter().map(|((set, key), picture)| (*set, key.as_str(), picture))
    }

    /// The keys that the pack has no picture for.
    pub fn missing(&self, set: PictureSet) -> impl Iterator<Item = &'static str> {
        picture_keys().filter(move |key| self.picture(set, key).is_none())
    }

    /// The files that are not used, and why.
    #[must_use]
    pub fn refused(&self) -> &[Refused] {
        &self.refused
    }
}

/// A file's key and picture.
fn read_file(path: &Path, file_name: &str) -> Result<(String, PackPicture), Refusal> {
    let is_file = fs::symlink_metadata(path).map_err(|_| Refusal::NotAFile)?;
    if !is_file.is_file() {
        return Err(Refusal::NotAFile);
    }
    let (key, ending) = file_name.rsplit_once('.').ok_or(Refusal::UnknownEnding)?;
    let named = Kind::named(&ending.to_ascii_lowercase()).ok_or(Refusal::UnknownEnding)?;
    if picture_alt(key).is_none() {
        return Err(Refusal::UnknownKey);
    }
    if is_file.len() > BYTES_MAX {
        return Err(Refusal::TooLarge);
    }
    let bytes = fs::read(path).map_err(|_| Refusal::NotAFile)?;
    check(named, &bytes)?;
    Ok((key.to_owned(), PackPicture { kind: named, bytes: Arc::from(bytes) }))
}

/// Refuses bytes that are not what the name says, and drawings that are more than that.
fn check(named: Kind, bytes: &[u8]) -> Result<(), Refusal> {
    if Kind::of(bytes) != Some(named) {
        return Err(Refusal::OtherKind);
    }
    let more = named == Kind::Svg && std::str::from_utf8(bytes).is_ok_and(does_more_than_show);
    if more { Err(Refusal::NotOnlyADrawing) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SVG: &str = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 8 8\"><path d=\"M0 0\"/></svg>";
    const PNG: &[u8] = b"\x89PNG\r\n\x1a\n and the rest";

    struct Folder(std::path::PathBuf);

    impl Folder {
        fn new(name: &str) -> Self {
            let path = std::env::temp_dir().join(format!("dsr-pack-{}-{name}", std::process::id()));
            let _ = fs::remove_dir_all(&path);
            fs::create_dir_all(&path).unwrap();
            Self(path)
        }

        fn with(self, path: &str, bytes: impl AsRef<[u8]>) -> Self {
            let path = self.0.join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, bytes).unwrap();
            self
        }
    }

    impl Drop for Folder {
        fn drop(&mut self) {
            let _ = fs::remove_dir_all(&self.0);
        }
    }

    #[test]
    fn pictures_are_taken_by_their_key_and_what_is_missing_is_known() {
        let folder = Folder::new("taken")
            .with("photo/home.png", PNG)
            .with("photo/.DS_Store", "x")
            .with("symbol/home.svg", SVG)
            .with("symbol/yes.SVG", format!("<?xml version=\"1.0\"?>\n<!-- drawn -->\n{SVG}"));
        let pack = Pack::read(&folder.0).unwrap();
        assert_eq!(pack.refused(), []);
        assert_eq!(pack.picture(PictureSet::Colour, "home").unwrap().kind, Kind::Png);
        assert_eq!(pack.picture(PictureSet::Symbol, "home").unwrap().kind, Kind::Svg);
        assert!(pack.picture(PictureSet::Colour, "yes").is_none());
        let all = picture_keys().count();
        assert_eq!(pack.missing(PictureSet::Colour).count(), all - 1);
        assert_eq!(pack.missing(PictureSet::Symbol).count(), all - 2);
    }

    #[test]
    fn what_is_no_picture_of_ours_is_set_aside_with_its_reason() {
        let folder = Folder::new("refused")
            .with("colour/house.png", PNG)
            .with("colour/home.gif", "GIF89a")
            .with("colour/yes.png", SVG)
            .with("colour/no.jpg", "<html>")
            .with("colour/lock.png", [PNG, &vec![0; 1024 * 1024]].concat())
            .with("colour/plan.svg", SVG.replace("<path", "<script>alert(1)</script><path"))
            .with("colour/eye.png", PNG)
            .with("colour/eye.jpg", b"\xff\xd8\xff")
            .with("colour/stop.png/inside.txt", "a folder");
        let pack = Pack::read(&folder.0).unwrap();
        let why: BTreeMap<&str, Refusal> = pack.refused().iter().map(|it| (it.path.as_str(), it.why)).collect();
        let expected = BTreeMap::from([
            ("colour/house.png", Refusal::UnknownKey),
            ("colour/home.gif", Refusal::UnknownEnding),
            ("colour/yes.png", Refusal::OtherKind),
            ("colour/no.jpg", Refusal::OtherKind),
            ("colour/lock.png", Refusal::TooLarge),
            ("colour/plan.svg", Refusal::NotOnlyADrawing),
            ("colour/eye.png", Refusal::Twice),
            ("colour/stop.png", Refusal::NotAFile),
        ]);
        assert_eq!(why, expected);
        assert_eq!(pack.pictures().map(|(_, key, _)| key).collect::<Vec<_>>(), ["eye"]);
    }

    #[cfg(unix)]
    #[test]
    fn a_link_out_of_the_folder_is_not_followed() {
        let folder = Folder::new("link").with("secret.png", PNG).with("colour/yes.png", PNG);
        std::os::unix::fs::symlink(folder.0.join("secret.png"), folder.0.join("colour/home.png")).unwrap();
        let pack = Pack::read(&folder.0).unwrap();
        assert!(pack.picture(PictureSet::Colour, "home").is_none());
        assert_eq!(pack.refused()[0].why, Refusal::NotAFile);
    }

    #[test]
    fn an_svg_that_runs_or_fetches_is_refused_and_one_with_styles_and_namespaces_is_not() {
        for addition in [
            "<script>",
            "<SCRIPT>",
            "<g onclick=\"x()\">",
            "<g\nonload='x()'>",
            "<a href=\"javascript:x()\">",
            "<image href=\"https://example.org/a.png\">",
            "<image href='//example.org/a.png'>",
            "<foreignObject>",
            "<style>@import 'a.css'</style>",
            "<style>a{fill:url( http://example.org )}</style>",
        ] {
            let svg = SVG.replace("<path", &format!("{addition}<path"));
            assert_eq!(check(Kind::Svg, svg.as_bytes()), Err(Refusal::NotOnlyADrawing), "{addition}");
        }
        let entity = format!("<!DOCTYPE svg><!-- --><svg><!ENTITY a \"b\">{SVG}");
        assert_eq!(check(Kind::Svg, entity.as_bytes()), Err(Refusal::NotOnlyADrawing));
        let exported = SVG.replace(
            "<path",
            "<style>.a{fill:url(#b)}</style><g xmlns:x=\"http://www.w3.org/1999/xlink\" class=\"on\" opacity=\"1\"><path",
        );
        assert_eq!(check(Kind::Svg, exported.as_bytes()), Ok(()));
    }

    #[test]
    fn a_folder_that_is_no_pack_is_refused() {
        let folder = Folder::new("none").with("home.png", PNG);
        assert!(Pack::read(&folder.0).unwrap_err().to_string().contains("no folder called colour"));
        assert!(Pack::read(&folder.0.join("nowhere")).is_err());
        assert!(!Pack::default().is_there());
    }
}
