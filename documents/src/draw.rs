//! A PDF from outside as pictures: what a scanner put into one, to be looked at.

use std::panic::{AssertUnwindSafe, catch_unwind};

use hayro::{
    RenderCache, RenderSettings, hayro_interpret::InterpreterSettings, hayro_syntax::Pdf, render,
    vello_cpu::color::palette::css::WHITE,
};

/// A page as somebody with ink and paper would see it, in greys.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Drawn {
    /// In pixels.
    pub width: u32,
    /// In pixels.
    pub height: u32,
    /// From 0, black, to 255, white; row by row.
    pub greys: Vec<u8>,
}

/// Draws every page of a PDF, its longer side `side` pixels, for `look` to look at. Answers how many
/// pages it has; with more than `most` of them none is drawn. `None` where it cannot be read as a whole.
///
/// What comes in may be made to harm, and is only ever drawn: nothing in a PDF runs here, and no page is
/// drawn larger than asked.
pub fn each_page(pdf: &[u8], most: usize, side: u16, mut look: impl FnMut(Drawn)) -> Option<usize> {
    let draw = || {
        let pdf = Pdf::new(pdf.to_vec()).ok()?;
        let pages = pdf.pages();
        if pages.len() > most {
            return Some(pages.len());
        }
        let cache = RenderCache::new();
        for page in pages.iter() {
            let (width, height) = page.render_dimensions();
            let scale = f32::from(side) / width.max(height);
            // A page that is a line, or nothing, shows nothing.
            if !scale.is_finite() || width.min(height) * scale < 1.0 {
                continue;
            }
            let settings = RenderSettings { x_scale: scale, y_scale: scale, bg_color: WHITE, ..Default::default() };
            let drawn = render(page, &cache, &InterpreterSettings::default(), &settings);
            let greys = drawn.data().iter().map(|pixel| grey(pixel.r, pixel.g, pixel.b)).collect();
            look(Drawn { width: u32::from(drawn.width()), height: u32::from(drawn.height()), greys });
        }
        Some(pages.len())
    };
    // A fault of the library, in a PDF that is made to find one, must not lose the upload.
    catch_unwind(AssertUnwindSafe(draw)).ok().flatten()
}

/// As bright as people see it (Rec. 709).
fn grey(red: u8, green: u8, blue: u8) -> u8 {
    let bright = (u32::from(red) * 2126 + u32::from(green) * 7152 + u32::from(blue) * 722) / 10_000;
    u8::try_from(bright).unwrap_or(u8::MAX)
}
