//! Looking at what was uploaded: is it a whole picture, and which form's code does it show?
//!
//! Everything here runs on a blocking thread. What comes in is from outside and may be made to harm:
//! a picture says how large it is before it is unpacked, and one too large is never unpacked.

use std::io::Cursor;

use image::{DynamicImage, GrayImage, ImageDecoder, ImageReader, Limits, imageops::FilterType};

use super::model::{Code, MediaType, PAGE_BYTES_MAX};

/// The widest or highest picture: more than any camera or scanner of a page makes.
const SIDE_MAX: u32 = 12_000;
/// The most pixels, 64 million: a small file can claim to be a very large picture.
const PIXELS_MAX: u64 = 64_000_000;
/// The most memory for unpacking one.
const MEMORY_MAX: u64 = 320 * 1024 * 1024;
/// The most photos in a PDF. A form in large print has fewer pages; some scanners lay three on each.
const PDF_PHOTOS_MAX: usize = 48;
/// The sides to which a photo is made smaller before its code is looked for, one after the other: a
/// code is read best where its squares are a few pixels wide.
const SIDES_TRIED: [u32; 4] = [2000, 3200, 1200, 4400];

/// Why an upload is not kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Unusable {
    /// Nothing in it.
    #[error("The file is empty. Take the photo again")]
    Empty,
    /// Too many bytes.
    #[error("The file is larger than 10 MB. Take the photo with a smaller size, or send one page at a time")]
    TooLarge,
    /// No kind of file that can be kept.
    #[error("The file must be a photo (JPEG or PNG) or a PDF")]
    Kind,
    /// More pixels than a page needs.
    #[error("The picture has too many pixels. Take the photo with a smaller size")]
    TooManyPixels,
    /// More pages than a form has.
    #[error("The file has more pages than a form. Send only the pages of this form")]
    TooManyPages,
    /// Pages of several forms, which may be about several people.
    #[error("It shows pages of different forms. Send each form by itself")]
    SeveralForms,
    /// Cut off or damaged.
    #[error("The file is damaged or only half there. Take the photo again, or send it again")]
    Damaged,
}

/// An upload that can be kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// What it is.
    pub media_type: MediaType,
    /// The code it shows, where one could be read.
    pub code: Option<Code>,
    /// How its camera was held: 1 (upright) to 8, as cameras say it.
    pub turned: u8,
}

/// Looks at an upload.
///
/// # Errors
/// Why it cannot be kept, as a sentence for whoever sent it.
pub fn look_at(bytes: &[u8]) -> Result<Page, Unusable> {
    if bytes.is_empty() {
        return Err(Unusable::Empty);
    }
    if bytes.len() > PAGE_BYTES_MAX {
        return Err(Unusable::TooLarge);
    }
    let media_type = MediaType::of(bytes).ok_or(Unusable::Kind)?;
    match media_type {
        MediaType::Jpeg => picture(bytes, media_type, image::ImageFormat::Jpeg),
        MediaType::Png => picture(bytes, media_type, image::ImageFormat::Png),
        MediaType::Pdf => {
            // Cut off, it has lost its end.
            let end = &bytes[bytes.len().saturating_sub(2048)..];
            let whole = end.windows(5).any(|window| window == b"%%EOF");
            if !whole {
                return Err(Unusable::Damaged);
            }
            Ok(Page { media_type, code: code_in_pdf(bytes)?, turned: 1 })
        }
    }
}

fn picture(bytes: &[u8], media_type: MediaType, format: image::ImageFormat) -> Result<Page, Unusable> {
    let (picture, turned) = unpack(bytes, media_type, format)?;
    Ok(Page { media_type, code: only(codes_in(&picture))?, turned })
}

/// A picture, and how its camera was held.
fn unpack(bytes: &[u8], media_type: MediaType, format: image::ImageFormat) -> Result<(DynamicImage, u8), Unusable> {
    let open = || {
        let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
        let mut limits = Limits::default();
        limits.max_image_width = Some(SIDE_MAX);
        limits.max_image_height = Some(SIDE_MAX);
        limits.max_alloc = Some(MEMORY_MAX);
        reader.limits(limits);
        reader
    };
    let (width, height) = open().into_dimensions().map_err(unusable)?;
    if width > SIDE_MAX || height > SIDE_MAX || u64::from(width) * u64::from(height) > PIXELS_MAX {
        return Err(Unusable::TooManyPixels);
    }
    // A picture that is cut off may still be unpacked, grey from there on; it has lost its end.
    let end: &[u8] = if media_type == MediaType::Jpeg { &[0xff, 0xd9] } else { b"IEND" };
    if !bytes.windows(end.len()).any(|window| window == end) {
        return Err(Unusable::Damaged);
    }
    let mut decoder = open().into_decoder().map_err(unusable)?;
    let turned = decoder.orientation().map_or(1, image::metadata::Orientation::to_exif);
    if decoder.total_bytes() > MEMORY_MAX {
        return Err(Unusable::TooManyPixels);
    }
    DynamicImage::from_decoder(decoder).map(|picture| (picture, turned)).map_err(unusable)
}

#[expect(clippy::wildcard_enum_match_arm, reason = "the crate's list is open; all the rest are damage")]
fn unusable(error: image::ImageError) -> Unusable {
    match error {
        image::ImageError::Limits(_) => Unusable::TooManyPixels,
        _ => Unusable::Damaged,
    }
}

/// The code on the pages of a scanner's PDF.
///
/// A scanner puts a photo of each page into a file, as it is, so it is found without taking the file
/// apart: to read any PDF takes a large program, and a small file can make it unpack for ever. What is
/// kept in another way (a fax, a PDF that was written and not scanned) shows no code, and is typed.
fn code_in_pdf(bytes: &[u8]) -> Result<Option<Code>, Unusable> {
    let photos: Vec<&[u8]> = photos_in(bytes).take(PDF_PHOTOS_MAX + 1).collect();
    if photos.len() > PDF_PHOTOS_MAX {
        return Err(Unusable::TooManyPages);
    }
    let mut codes: Vec<Code> = Vec::new();
    for photo in photos {
        // A damaged one among them is kept with the rest, and shows nothing.
        if let Ok((picture, _)) = unpack(photo, MediaType::Jpeg, image::ImageFormat::Jpeg) {
            codes.extend(codes_in(&picture));
        }
    }
    only(codes)
}

/// The streams of a PDF that are whole JPEG files.
fn photos_in(pdf: &[u8]) -> impl Iterator<Item = &[u8]> {
    const BEGIN: &[u8] = b"stream";
    const END: &[u8] = b"endstream";
    let mut rest = pdf;
    std::iter::from_fn(move || {
        loop {
            let begin = place(rest, BEGIN)? + BEGIN.len();
            rest = rest.get(begin..)?;
            let content = rest.strip_prefix(b"\r\n").or_else(|| rest.strip_prefix(b"\n")).unwrap_or(rest);
            if content.starts_with(&[0xff, 0xd8, 0xff]) {
                let end = place(content, END)?;
                let photo = content.get(..end)?;
                rest = content.get(end + END.len()..)?;
                return Some(photo);
            }
        }
    })
}

fn place(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    bytes.windows(wanted.len()).position(|part| part == wanted)
}

/// Pages of another form must not come into this one's record.
fn only(mut codes: Vec<Code>) -> Result<Option<Code>, Unusable> {
    let code = codes.pop();
    if codes.iter().any(|other| Some(other) != code.as_ref()) { Err(Unusable::SeveralForms) } else { Ok(code) }
}

/// Our codes on a photo, at the first size at which there are any.
fn codes_in(picture: &DynamicImage) -> Vec<Code> {
    let grey = DynamicImage::ImageLuma8(picture.to_luma8());
    let longest = grey.width().max(grey.height());
    for side in SIDES_TRIED {
        let smaller = if longest > side { grey.resize(side, side, FilterType::Triangle) } else { grey.clone() };
        let codes = smaller.as_luma8().map(codes_at).unwrap_or_default();
        if !codes.is_empty() {
            return codes;
        }
    }
    Vec::new()
}

fn codes_at(seen: &GrayImage) -> Vec<Code> {
    let at = |x: usize, y: usize| {
        let place = u32::try_from(x).ok().zip(u32::try_from(y).ok());
        place.and_then(|(x, y)| seen.get_pixel_checked(x, y)).map_or(255, |pixel| pixel.0[0])
    };
    let Ok((width, height)) =
        usize::try_from(seen.width()).and_then(|width| Ok((width, usize::try_from(seen.height())?)))
    else {
        return Vec::new();
    };
    let mut prepared = rqrr::PreparedImage::prepare_from_greyscale(width, height, at);
    prepared
        .detect_grids()
        .into_iter()
        .filter_map(|grid| grid.decode().ok())
        .filter_map(|(_, text)| Code::in_address(&text))
        .collect()
}

#[cfg(test)]
mod tests {
    use image::{ImageFormat, Luma};

    use super::*;

    fn file(picture: &DynamicImage, format: ImageFormat) -> Vec<u8> {
        let mut bytes = Cursor::new(Vec::new());
        picture.write_to(&mut bytes, format).unwrap();
        bytes.into_inner()
    }

    fn blank(width: u32, height: u32) -> DynamicImage {
        DynamicImage::ImageLuma8(GrayImage::from_pixel(width, height, Luma([255])))
    }

    #[test]
    fn a_whole_picture_without_a_code_is_kept() {
        for (format, media_type) in [(ImageFormat::Jpeg, MediaType::Jpeg), (ImageFormat::Png, MediaType::Png)] {
            let page = look_at(&file(&blank(300, 400), format)).unwrap();
            assert_eq!(page, Page { media_type, code: None, turned: 1 });
        }
    }

    #[test]
    fn a_picture_that_is_cut_off_is_refused() {
        for format in [ImageFormat::Jpeg, ImageFormat::Png] {
            let whole = file(&blank(300, 400), format);
            // The last block of a PNG is its name, and four bytes of check sum.
            for part in [12, whole.len() / 2, whole.len() - 9] {
                assert_eq!(look_at(&whole[..part]), Err(Unusable::Damaged), "{format:?} {part} of {}", whole.len());
            }
        }
        assert_eq!(look_at(b"%PDF-1.7 and no end"), Err(Unusable::Damaged));
        assert!(look_at(b"%PDF-1.7 and\n%%EOF\n").is_ok());
    }

    #[test]
    fn a_small_file_that_claims_to_be_a_huge_picture_is_never_unpacked() {
        let claims = |width: u32, height: u32| {
            let mut bytes = file(&blank(3, 3), ImageFormat::Png);
            bytes[16..20].copy_from_slice(&width.to_be_bytes());
            bytes[20..24].copy_from_slice(&height.to_be_bytes());
            let sum = check_sum(&bytes[12..29]);
            bytes[29..33].copy_from_slice(&sum.to_be_bytes());
            look_at(&bytes)
        };
        assert_eq!(claims(3, 3).map(|page| page.code), Ok(None), "the check sum is made well");
        for (width, height) in [(12_001, 1), (1, 60_000), (9_000, 9_000), (u32::MAX >> 1, u32::MAX >> 1)] {
            assert_eq!(claims(width, height), Err(Unusable::TooManyPixels), "{width} x {height}");
        }
    }

    /// Of a block of a PNG.
    fn check_sum(bytes: &[u8]) -> u32 {
        let step = |sum: u32| if sum & 1 == 1 { 0xedb8_8320 ^ (sum >> 1) } else { sum >> 1 };
        !bytes.iter().fold(u32::MAX, |sum, byte| (0..8).fold(sum ^ u32::from(*byte), |sum, _| step(sum)))
    }

    #[test]
    fn what_is_no_picture_of_a_page_is_refused() {
        assert_eq!(look_at(b""), Err(Unusable::Empty));
        for other in [b"<script>alert(1)</script>".as_slice(), b"GIF89a", b"PK\x03\x04"] {
            assert_eq!(look_at(other), Err(Unusable::Kind));
        }
        assert_eq!(look_at(b"\xff\xd8\xffnot a jpeg"), Err(Unusable::Damaged));
        assert_eq!(look_at(&vec![0; PAGE_BYTES_MAX + 1]), Err(Unusable::TooLarge));
    }

    /// A photo of a page with a code on it, as a JPEG.
    fn photo(address: &str) -> Vec<u8> {
        let code = qrcode::QrCode::new(address).unwrap();
        let side = u32::try_from(code.width()).unwrap();
        let colours = code.to_colors();
        let mut page = GrayImage::from_pixel(600, 800, Luma([230]));
        for (x, y, pixel) in page.enumerate_pixels_mut() {
            let at = |place: u32| place.checked_sub(100).map(|place| place / 5).filter(|place| *place < side);
            if let Some((column, row)) = at(x).zip(at(y))
                && colours[usize::try_from(row * side + column).unwrap()] == qrcode::Color::Dark
            {
                *pixel = Luma([25]);
            }
        }
        file(&DynamicImage::ImageLuma8(page), ImageFormat::Jpeg)
    }

    /// What a scanner makes of papers: a PDF with a photo on each page.
    fn scan(photos: &[&[u8]]) -> Vec<u8> {
        let content = b"q 420 0 0 560 0 0 cm /Page Do Q";
        let mut pdf = b"%PDF-1.4\n".to_vec();
        let mut places = Vec::new();
        let mut object = |head: String, stream: Option<&[u8]>| {
            places.push(pdf.len());
            pdf.extend(format!("{} 0 obj\n{head}\n", places.len()).into_bytes());
            if let Some(stream) = stream {
                pdf.extend([b"stream\n", stream, b"\nendstream\n"].concat());
            }
            pdf.extend(b"endobj\n");
        };
        object("<< /Type /Catalog /Pages 2 0 R >>".to_owned(), None);
        let kids: Vec<_> = (0..photos.len()).map(|at| format!("{} 0 R", 4 + 2 * at)).collect();
        object(format!("<< /Type /Pages /Kids [{}] /Count {} >>", kids.join(" "), photos.len()), None);
        object(format!("<< /Length {} >>", content.len()), Some(content));
        for (at, photo) in photos.iter().enumerate() {
            let image = 5 + 2 * at;
            let head = "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 420 560] /Contents 3 0 R /Resources";
            object(format!("{head} << /XObject << /Page {image} 0 R >> >> >>"), None);
            let head = "<< /Type /XObject /Subtype /Image /Width 600 /Height 800 /ColorSpace /DeviceGray";
            let length = photo.len();
            object(format!("{head} /BitsPerComponent 8 /Filter /DCTDecode /Length {length} >>"), Some(photo));
        }
        let table = pdf.len();
        let size = places.len() + 1;
        pdf.extend(format!("xref\n0 {size}\n0000000000 65535 f \n").into_bytes());
        for place in &places {
            pdf.extend(format!("{place:010} 00000 n \n").into_bytes());
        }
        pdf.extend(format!("trailer\n<< /Size {size} /Root 1 0 R >>\nstartxref\n{table}\n%%EOF\n").into_bytes());
        pdf
    }

    #[test]
    fn the_code_is_read_from_a_photo_and_from_what_a_scanner_makes() {
        let ours = photo("https://register.example/paper/ABCDE-FGHJK");
        let code = look_at(&ours).unwrap().code.expect("on a photo");
        let scanned = look_at(&scan(&[&ours, &ours])).unwrap();
        assert_eq!(scanned, Page { media_type: MediaType::Pdf, code: Some(code), turned: 1 });
        let elsewhere = photo("https://elsewhere.example/");
        assert_eq!(look_at(&scan(&[&elsewhere])).unwrap().code, None);
    }

    #[test]
    fn a_pile_of_forms_in_one_file_is_taken_apart_first() {
        let ours = photo("https://register.example/paper/ABCDE-FGHJK");
        let others = photo("https://register.example/paper/ABCDE-FGHJM");
        assert_eq!(look_at(&scan(&[&ours, &others])), Err(Unusable::SeveralForms));
        assert_eq!(look_at(&scan(&vec![ours.as_slice(); PDF_PHOTOS_MAX + 1])), Err(Unusable::TooManyPages));
    }

    #[test]
    fn two_forms_beside_each_other_on_one_photo_are_not_taken_for_one() {
        let both =
            [photo("https://register.example/paper/ABCDE-FGHJK"), photo("https://register.example/paper/ABCDE-FGHJM")];
        let mut page = blank(1200, 800);
        for (at, photo) in both.iter().enumerate() {
            let photo = image::load_from_memory(photo).unwrap();
            image::imageops::replace(&mut page, &photo.to_rgba8(), 600 * i64::try_from(at).unwrap(), 0);
        }
        let page = DynamicImage::ImageLuma8(page.to_luma8());
        assert_eq!(look_at(&file(&page, ImageFormat::Png)), Err(Unusable::SeveralForms));
    }

    #[test]
    fn a_pdf_that_is_made_to_harm_loses_nothing() {
        let whole = scan(&[&photo("https://register.example/paper/ABCDE-FGHJK")]);
        // Cut anywhere, with an end put after it.
        for part in (0..whole.len()).step_by(4999) {
            let bytes = [b"%PDF-", &whole[..part], b"\n%%EOF"].concat();
            assert!(look_at(&bytes).is_ok(), "{part}");
        }
        for harm in [b"[".repeat(100_000), b"stream\n".repeat(100_000), b"stream\n\xff\xd8\xff".repeat(10_000)] {
            let bytes = [b"%PDF-1.7\n".as_slice(), &harm, b"\n%%EOF"].concat();
            assert_eq!(look_at(&bytes).map(|page| page.code), Ok(None));
        }
    }
}
