//! Takes out of a photo what its camera wrote beside the picture: where it was taken, with what, by
//! whom. A photo of a form is often taken in somebody's home, and its address may be restricted. The
//! picture itself is not touched. Pure.

use super::model::MediaType;

/// The picture without what was written beside it; how it is turned is kept (1 to 8, as cameras say it).
#[must_use]
pub fn strip(media_type: MediaType, bytes: Vec<u8>, turned: u8) -> Vec<u8> {
    let stripped = match media_type {
        MediaType::Jpeg => jpeg(&bytes, turned),
        MediaType::Png => png(&bytes),
        MediaType::Pdf => None,
    };
    // What cannot be taken apart was unpacked without complaint, so it is kept as it is.
    stripped.unwrap_or(bytes)
}

/// Segments that belong to the picture: JFIF, colours (ICC), Adobe's note on colours. The other
/// application segments and comments hold what is nobody's business, and so does whatever follows the
/// picture's end: some phones put a short film of the room there.
fn jpeg(bytes: &[u8], turned: u8) -> Option<Vec<u8>> {
    const START_OF_SCAN: u8 = 0xda;
    const END_OF_PICTURE: u8 = 0xd9;
    let mut kept = vec![0xff, 0xd8];
    let mut rest = bytes.strip_prefix(&[0xff, 0xd8])?;
    let mut written = (2..=8).contains(&turned).then(|| exif(turned));
    loop {
        let (marker, after) = match rest {
            [0xff, 0xff, ..] => {
                rest = &rest[1..];
                continue;
            }
            [0xff, marker, after @ ..] => (*marker, after),
            _ => return None,
        };
        if marker == END_OF_PICTURE {
            kept.extend([0xff, END_OF_PICTURE]);
            return Some(kept);
        }
        let length = usize::from(u16::from_be_bytes([*after.first()?, *after.get(1)?]));
        let content = after.get(2..length)?;
        let beside = match marker {
            0xe0 | 0xee => false,
            0xe2 => !content.starts_with(b"ICC_PROFILE\0"),
            0xe1..=0xef | 0xfe => true,
            _ => false,
        };
        if !beside {
            // After JFIF, which must come first.
            if marker != 0xe0 {
                kept.extend(written.take().unwrap_or_default());
            }
            kept.extend(&rest[..length + 2]);
        }
        rest = rest.get(length + 2..)?;
        if marker == START_OF_SCAN {
            // Up to the next marker: a 0 after 0xff is part of the picture, and so are restarts.
            let scan =
                rest.windows(2).position(|pair| pair[0] == 0xff && !matches!(pair[1], 0 | 0xd0..=0xd7 | 0xff))?;
            kept.extend(&rest[..scan]);
            rest = &rest[scan..];
        }
    }
}

/// A segment that says how a picture is turned, and nothing else.
fn exif(turned: u8) -> Vec<u8> {
    let mut segment = vec![0xff, 0xe1, 0, 34];
    segment.extend(b"Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0");
    segment.extend([turned, 0, 0, 0, 0, 0, 0]);
    segment
}

/// Blocks whose names begin with a capital are the picture's own; a few others say how to show it.
fn png(bytes: &[u8]) -> Option<Vec<u8>> {
    const SIGN: &[u8] = b"\x89PNG\r\n\x1a\n";
    let mut kept = SIGN.to_vec();
    let mut rest = bytes.strip_prefix(SIGN)?;
    while !rest.is_empty() {
        let length = usize::try_from(u32::from_be_bytes(rest.first_chunk::<4>().copied()?)).ok()?;
        let block = rest.get(..length.checked_add(12)?)?;
        let name = block.get(4..8)?;
        if name[0].is_ascii_uppercase() || matches!(name, b"tRNS" | b"gAMA" | b"cHRM" | b"sRGB" | b"iCCP" | b"pHYs") {
            kept.extend(block);
        }
        if name == b"IEND" {
            return Some(kept);
        }
        rest = &rest[block.len()..];
    }
    None
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use image::{DynamicImage, GrayImage, ImageDecoder, ImageFormat, ImageReader, Luma};

    use super::*;

    fn picture(format: ImageFormat) -> Vec<u8> {
        let mut bytes = Cursor::new(Vec::new());
        let grey = GrayImage::from_fn(40, 30, |x, y| Luma([if (x / 5 + y / 5) % 2 == 0 { 20 } else { 220 }]));
        DynamicImage::ImageLuma8(grey).write_to(&mut bytes, format).unwrap();
        bytes.into_inner()
    }

    fn pixels(bytes: &[u8]) -> Vec<u8> {
        image::load_from_memory(bytes).unwrap().to_luma8().into_raw()
    }

    /// A segment of a JPEG.
    fn segment(marker: u8, content: &[u8]) -> Vec<u8> {
        let length = u16::try_from(content.len() + 2).unwrap().to_be_bytes();
        [&[0xff, marker], length.as_slice(), content].concat()
    }

    fn has(bytes: &[u8], words: &str) -> bool {
        bytes.windows(words.len()).any(|window| window == words.as_bytes())
    }

    #[test]
    fn where_a_photo_was_taken_is_taken_out_and_the_picture_stays() {
        let plain = picture(ImageFormat::Jpeg);
        let (start, rest) = plain.split_at(2);
        let told = [
            start,
            &segment(0xe1, b"Exif\0\0GPS 54.1 -1.9 home of Mei"),
            &segment(0xed, b"Photoshop 3.0\0by Ada"),
            &segment(0xfe, b"a comment"),
            rest,
        ]
        .concat();
        let stripped = strip(MediaType::Jpeg, told, 1);
        for said in ["GPS", "Mei", "Photoshop", "comment"] {
            assert!(!has(&stripped, said), "{said}");
        }
        assert_eq!(pixels(&stripped), pixels(&plain));
    }

    #[test]
    fn what_a_phone_hangs_on_to_a_photo_is_taken_off() {
        let plain = picture(ImageFormat::Jpeg);
        let with_film = [plain.as_slice(), b"ftypmp42 ten seconds of the living room"].concat();
        assert_eq!(strip(MediaType::Jpeg, with_film, 1), strip(MediaType::Jpeg, plain.clone(), 1));
        assert_eq!(pixels(&strip(MediaType::Jpeg, plain.clone(), 1)), pixels(&plain));
    }

    #[test]
    fn how_a_photo_is_turned_is_kept() {
        for turned in 2..=8 {
            let stripped = strip(MediaType::Jpeg, picture(ImageFormat::Jpeg), turned);
            let reader = ImageReader::with_format(Cursor::new(&stripped), ImageFormat::Jpeg);
            let read = reader.into_decoder().unwrap().orientation().unwrap();
            assert_eq!(read.to_exif(), turned);
        }
    }

    #[test]
    fn words_in_a_png_are_taken_out() {
        let plain = picture(ImageFormat::Png);
        let (start, end) = plain.split_at(plain.len() - 12);
        // The check sum of a block that is thrown away does not matter.
        let told = [start, &[0, 0, 0, 9], b"tEXtHome: Mei", &[0; 4], end].concat();
        let stripped = strip(MediaType::Png, told, 1);
        assert_eq!(stripped, plain);
    }

    #[test]
    fn what_cannot_be_taken_apart_is_kept_as_it_is() {
        for bytes in
            [b"\xff\xd8\xff".to_vec(), b"\xff\xd8\xff\xe1\0".to_vec(), b"\xff\xd8\xff\xe1\xff\xff".to_vec(), vec![]]
        {
            assert_eq!(strip(MediaType::Jpeg, bytes.clone(), 6), bytes);
        }
        let cut = picture(ImageFormat::Png)[..40].to_vec();
        assert_eq!(strip(MediaType::Png, cut.clone(), 1), cut);
        assert_eq!(strip(MediaType::Pdf, b"%PDF".to_vec(), 1), b"%PDF");
    }
}
