//! Typst, shut in: it sees the templates and fonts of this crate, one paper's data and pictures, and
//! nothing else.

use std::{
    collections::{BTreeMap, HashMap},
    hash::{DefaultHasher, Hash, Hasher},
    path::PathBuf,
    sync::{Arc, LazyLock},
};

use serde::Serialize;
use typst::{
    Library, LibraryExt, World,
    diag::{FileError, FileResult, SourceDiagnostic, Warned},
    foundations::{Bytes, Datetime, Duration},
    syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot},
    text::{Font, FontBook},
    utils::LazyHash,
};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards};

use crate::{
    look::Look,
    model::{Booklet, Field, Form, Kind, Leaflet, Line, Picture, Receipt},
    qr,
};

/// Why there is no PDF. Never holds what a paper says.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("no PDF: {0}")]
pub struct Fault(String);

const TEMPLATES: [(&str, &str); 5] = [
    ("common.typ", include_str!("../templates/common.typ")),
    ("booklet.typ", include_str!("../templates/booklet.typ")),
    ("leaflet.typ", include_str!("../templates/leaflet.typ")),
    ("form.typ", include_str!("../templates/form.typ")),
    ("receipt.typ", include_str!("../templates/receipt.typ")),
];

/// The first is what everything is set in; the last has letters of names that the first has not.
const FONTS: [&[u8]; 3] = [
    include_bytes!("../fonts/AtkinsonHyperlegibleNext-Regular.ttf"),
    include_bytes!("../fonts/AtkinsonHyperlegibleNext-Bold.ttf"),
    include_bytes!("../fonts/NotoSans-Regular.ttf"),
];

/// What is the same for every paper, made once.
struct Shop {
    library: LazyHash<Library>,
    book: LazyHash<FontBook>,
    fonts: Vec<Font>,
    templates: HashMap<FileId, Source>,
}

static SHOP: LazyLock<Shop> = LazyLock::new(|| {
    let fonts: Vec<Font> = FONTS.iter().filter_map(|bytes| Font::new(Bytes::new(*bytes), 0)).collect();
    let templates = TEMPLATES
        .iter()
        .filter_map(|(name, text)| {
            let id = file_id(name)?;
            Some((id, Source::new(id, (*text).to_owned())))
        })
        .collect();
    Shop {
        library: LazyHash::new(Library::default()),
        book: LazyHash::new(FontBook::from_fonts(&fonts)),
        fonts,
        templates,
    }
});

impl Shop {
    /// Whether a letter can be printed: PDF/UA refuses a paper with one that cannot.
    fn prints(&self, letter: char) -> bool {
        self.fonts.iter().any(|font| font.info().coverage.contains(u32::from(letter)))
    }

    /// The text with a question mark for each letter that no font has. A paper with a hole in a name
    /// can be mended with a pen; no paper cannot.
    fn printable(&self, text: &str) -> String {
        text.chars()
            .filter_map(|letter| match letter {
                '\n' | ' ' => Some(letter),
                '\t' => Some(' '),
                // What is never seen: direction marks, joiners, variation selectors.
                '\u{200b}'..='\u{200f}'
                | '\u{202a}'..='\u{202e}'
                | '\u{2060}'..='\u{2069}'
                | '\u{fe00}'..='\u{fe0f}' => None,
                letter if letter.is_control() => None,
                letter if self.prints(letter) => Some(letter),
                _ => Some('?'),
            })
            .collect()
    }

    fn make_printable(&self, value: &mut serde_json::Value) {
        match value {
            serde_json::Value::String(text) => *text = self.printable(text),
            serde_json::Value::Array(items) => items.iter_mut().for_each(|item| self.make_printable(item)),
            serde_json::Value::Object(fields) => fields.values_mut().for_each(|field| self.make_printable(field)),
            serde_json::Value::Null | serde_json::Value::Bool(_) | serde_json::Value::Number(_) => {}
        }
    }
}

fn file_id(name: &str) -> Option<FileId> {
    let path = VirtualPath::new(name).ok()?;
    Some(RootedPath::new(VirtualRoot::Project, path).intern())
}

/// One paper on its way.
struct Job {
    main: FileId,
    files: HashMap<FileId, Bytes>,
}

impl World for Job {
    fn library(&self) -> &LazyHash<Library> {
        &SHOP.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &SHOP.book
    }

    fn main(&self) -> FileId {
        self.main
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        SHOP.templates.get(&id).cloned().ok_or_else(|| not_found(id))
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        self.files.get(&id).cloned().ok_or_else(|| not_found(id))
    }

    fn font(&self, index: usize) -> Option<Font> {
        SHOP.fonts.get(index).cloned()
    }

    fn today(&self, _offset: Option<Duration>) -> Option<Datetime> {
        None
    }
}

fn not_found(id: FileId) -> FileError {
    FileError::NotFound(PathBuf::from(id.vpath().get_without_slash()))
}

/// What can be rendered.
pub(crate) trait Paper: Serialize {
    /// Every picture on it.
    fn pictures(&self) -> Vec<&Picture>;

    /// What its square code holds, if it has one.
    fn address(&self) -> Option<&str> {
        None
    }
}

impl Paper for Booklet {
    fn pictures(&self) -> Vec<&Picture> {
        self.sections.iter().flat_map(|section| &section.lines).flat_map(Line::pictures).collect()
    }
}

impl Paper for Leaflet {
    fn pictures(&self) -> Vec<&Picture> {
        Vec::new()
    }
}

impl Paper for Form {
    fn pictures(&self) -> Vec<&Picture> {
        let mut found: Vec<&Picture> = self.before.iter().chain(&self.after).flat_map(Line::pictures).collect();
        for field in self.groups.iter().chain(&self.for_staff).flat_map(|group| &group.fields) {
            match field {
                Field::Question { line, choices, .. } => {
                    found.extend(line.pictures());
                    found.extend(choices.iter().filter_map(|choice| choice.picture.as_ref()));
                }
                Field::Write { .. } | Field::Beside(_) | Field::Tick { .. } | Field::Note(_) => {}
            }
        }
        found
    }

    fn address(&self) -> Option<&str> {
        self.code.as_ref().map(|code| code.address.as_str())
    }
}

impl Paper for Receipt {
    fn pictures(&self) -> Vec<&Picture> {
        let drawn = self.signature.iter().map(|(_, picture)| picture);
        self.lines.iter().flat_map(Line::pictures).chain(drawn).collect()
    }
}

impl Picture {
    /// Names its content within a paper's data.
    fn key(&self) -> String {
        let mut hasher = DefaultHasher::new();
        self.bytes.hash(&mut hasher);
        format!("{:016x}", hasher.finish())
    }
}

impl Serialize for Picture {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[derive(Serialize)]
        struct Named<'a> {
            key: String,
            alt: &'a str,
        }
        Named { key: self.key(), alt: &self.alt }.serialize(serializer)
    }
}

struct Shared(Arc<[u8]>);

impl AsRef<[u8]> for Shared {
    fn as_ref(&self) -> &[u8] {
        &self.0
    }
}

#[derive(Serialize)]
struct Data<'a, P> {
    paper: &'a P,
    look: Look,
    /// Where each picture's file is.
    files: BTreeMap<String, String>,
}

fn job<P: Paper>(template: &str, paper: &P, look: Look) -> Option<Job> {
    let mut names = BTreeMap::new();
    let mut files = HashMap::new();
    for picture in paper.pictures() {
        let key = picture.key();
        if names.contains_key(&key) {
            continue;
        }
        // Numbered, because Typst never forgets the name of a file.
        let end = match picture.kind {
            Kind::Svg => "svg",
            Kind::Png => "png",
            Kind::Jpg => "jpg",
            Kind::Webp => "webp",
        };
        let name = format!("picture-{}.{end}", names.len());
        files.insert(file_id(&name)?, Bytes::new(Shared(Arc::clone(&picture.bytes))));
        names.insert(key, name);
    }
    if let Some(address) = paper.address() {
        files.insert(file_id("code.svg")?, Bytes::from_string(qr::svg(address)?));
    }
    let mut data = serde_json::to_value(Data { paper, look, files: names }).ok()?;
    SHOP.make_printable(&mut data);
    files.insert(file_id("data.json")?, Bytes::from_string(data.to_string()));
    Some(Job { main: file_id(template)?, files })
}

/// Renders a paper, and leaves nothing of it in memory.
pub(crate) fn render<P: Paper>(template: &str, paper: &P, look: Look) -> Result<Vec<u8>, Fault> {
    let job = job(template, paper, look).ok_or_else(|| Fault("it cannot be set up".to_owned()))?;
    let made = write(&job);
    // Typst remembers what it laid out so as to be faster next time. Papers hold names.
    comemo::evict(0);
    made
}

fn write(job: &Job) -> Result<Vec<u8>, Fault> {
    let Warned { output, .. } = typst::compile::<PagedDocument>(job);
    let document = output.map_err(|errors| fault(&errors))?;
    let standards = PdfStandards::new(&[PdfStandard::Ua_1]).map_err(|error| Fault(error.message().to_string()))?;
    let options = PdfOptions { standards, ..PdfOptions::default() };
    typst_pdf::pdf(&document, &options).map_err(|errors| fault(&errors))
}

/// What Typst says, without what it quotes: that could be somebody's name.
fn fault(errors: &[SourceDiagnostic]) -> Fault {
    let message = errors.first().map_or_else(String::new, |error| error.message.to_string());
    Fault(message.split('`').enumerate().map(|(at, part)| if at % 2 == 0 { part } else { "…" }).collect())
}
