//! The square code that a camera reads.

use qrcode::{EcLevel, QrCode, types::Color};

/// An SVG of a text as a QR code, with the quiet border that readers need. A seventh of it may be
/// covered or smudged and it still reads: forms come back folded and photographed.
pub(crate) fn svg(text: &str) -> Option<String> {
    const BORDER: usize = 4;
    let code = QrCode::with_error_correction_level(text, EcLevel::M).ok()?;
    let width = code.width();
    let mut path = String::new();
    for (at, color) in code.to_colors().into_iter().enumerate() {
        if color == Color::Dark {
            let (x, y) = (at % width + BORDER, at / width + BORDER);
            path.push_str(&format!("M{x} {y}h1v1h-1z"));
        }
    }
    let side = width + 2 * BORDER;
    Some(format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {side} {side}\" shape-rendering=\"crispEdges\">\
         <path fill=\"#fff\" d=\"M0 0h{side}v{side}H0z\"/><path d=\"{path}\"/></svg>"
    ))
}

#[cfg(test)]
mod tests {
    use super::svg;

    #[test]
    fn a_code_has_a_quiet_border_and_dark_squares() {
        let svg = svg("https://register.example/paper/ABCDE-FGHJK").unwrap();
        assert!(svg.starts_with("<svg") && svg.contains("M4 4h1v1h-1z") && !svg.contains("M3 4h1"), "{svg}");
    }

    #[test]
    fn a_text_too_long_for_any_code_is_none() {
        assert_eq!(svg(&"x".repeat(5000)), None);
    }
}
