//! Reads a PDF back with a library that did not write it: its words, and a page as a photo.

use std::sync::Arc;

use hayro::{
    RenderCache, RenderSettings,
    hayro_interpret::{
        BlendMode, ClipPath, Context, Device, GlyphDrawMode, Image, InterpreterCache, InterpreterSettings, Paint,
        PathDrawMode, SoftMask, TransformExt, font::Glyph, hayro_cmap::BfString, interpret_page,
    },
    hayro_syntax::Pdf,
    vello_cpu::{
        color::palette::css::WHITE,
        kurbo::{Affine, BezPath, Rect},
    },
};

/// Only listens to letters.
#[derive(Default)]
struct Words {
    all: String,
    /// Without what is marked as no part of the text, such as the foot of a page.
    body: String,
    /// Whether each mark that is open, the outermost first, says so.
    marks: Vec<bool>,
}

impl Words {
    fn hear(&mut self, letters: &str) {
        self.all.push_str(letters);
        if !self.marks.contains(&true) {
            self.body.push_str(letters);
        }
    }
}

impl Device<'_> for Words {
    fn set_soft_mask(&mut self, _: Option<SoftMask<'_>>) {}
    fn set_blend_mode(&mut self, _: BlendMode) {}
    fn draw_path(&mut self, _: &BezPath, _: Affine, _: &Paint<'_>, _: &PathDrawMode) {}
    fn push_clip_path(&mut self, _: &ClipPath) {}
    fn push_transparency_group(&mut self, _: f32, _: Option<SoftMask<'_>>, _: BlendMode) {}
    fn draw_glyph(&mut self, glyph: &Glyph<'_>, _: Affine, _: Affine, _: &Paint<'_>, _: &GlyphDrawMode) {
        match glyph.as_unicode() {
            Some(BfString::Char(letter)) => self.hear(letter.encode_utf8(&mut [0; 4])),
            Some(BfString::String(letters)) => self.hear(&letters),
            None => {}
        }
    }
    fn draw_image(&mut self, _: Image<'_, '_>, _: Affine) {}
    fn pop_clip_path(&mut self) {}
    fn pop_transparency_group(&mut self) {}
    fn begin_marked_content(&mut self, tag: &[u8], _: Option<i32>) {
        self.marks.push(tag == b"Artifact");
    }
    fn end_marked_content(&mut self) {
        self.marks.pop();
    }
}

/// A PDF that was read.
pub struct Read {
    pages: Vec<String>,
    body: String,
    bytes: Vec<u8>,
}

impl Read {
    /// Reads every page.
    pub fn pdf(bytes: &[u8]) -> Self {
        let pdf = open(bytes);
        let mut body = String::new();
        let pages = pdf
            .pages()
            .iter()
            .map(|page| {
                let cache = InterpreterCache::new();
                let settings = InterpreterSettings::default();
                let place = page.initial_transform(true).to_kurbo();
                let whole = Rect::new(0.0, 0.0, 1000.0, 1000.0);
                let mut context = Context::new(place, whole, &cache, page.xref(), settings);
                let mut words = Words::default();
                interpret_page(page, &mut context, &mut words);
                body.push_str(&without_room(&words.body));
                without_room(&words.all)
            })
            .collect();
        Self { pages, body, bytes: bytes.to_vec() }
    }

    /// How many pages there are.
    pub fn pages(&self) -> usize {
        self.pages.len()
    }

    /// Whether each page is a sheet of A4, upright or on its side.
    pub fn is_a4(&self) -> bool {
        let near = |side: f32, millimetres: f32| (side - millimetres / 25.4 * 72.0).abs() < 1.0;
        open(&self.bytes)
            .pages()
            .iter()
            .map(hayro::hayro_syntax::page::Page::render_dimensions)
            .all(|(wide, high)| (near(wide, 210.0) && near(high, 297.0)) || (near(wide, 297.0) && near(high, 210.0)))
    }

    /// Whether its text says this, wherever its lines and pages break.
    pub fn says(&self, words: &str) -> bool {
        self.body.contains(&without_room(words))
    }

    /// Whether each page says this.
    pub fn says_on_each_page(&self, words: &str) -> bool {
        self.pages.iter().all(|page| page.contains(&without_room(words)))
    }

    /// The bytes contain this sign of what it is.
    pub fn holds(&self, sign: &str) -> bool {
        self.bytes.windows(sign.len()).any(|window| window == sign.as_bytes())
    }

    /// A page as a camera would see it, from 0.
    pub fn photo(&self, page: usize) -> Vec<u8> {
        let pdf = open(&self.bytes);
        let settings = RenderSettings { x_scale: 2.5, y_scale: 2.5, bg_color: WHITE, ..RenderSettings::default() };
        let page = &pdf.pages()[page];
        hayro::render(page, &RenderCache::new(), &InterpreterSettings::default(), &settings).into_png().unwrap()
    }
}

fn open(bytes: &[u8]) -> Pdf {
    Pdf::new(Arc::new(bytes.to_vec())).unwrap()
}

fn without_room(text: &str) -> String {
    text.chars().filter(|letter| !letter.is_whitespace()).collect()
}
