//! The picture that an app reads, drawn here: no other site and no script has a part in it.

use std::fmt::Write as _;

use qrcode::{Color, EcLevel, QrCode};

use crate::web::error::Error;

/// The light edge that a reader needs, in squares.
const EDGE: usize = 4;

/// A QR code as one path of an SVG.
pub struct Picture {
    /// Its width and height with the edge, in squares.
    pub size: usize,
    /// The dark squares: digits and the letters of path commands only.
    pub path: String,
}

impl Picture {
    /// Of a text.
    ///
    /// # Errors
    /// When it is too long for one.
    pub fn of(text: &str) -> Result<Self, Error> {
        let code = QrCode::with_error_correction_level(text, EcLevel::M)
            .map_err(|error| Error::Internal(anyhow::anyhow!("no picture: {error}")))?;
        let width = code.width();
        let mut path = String::new();
        for (y, row) in code.to_colors().chunks(width).enumerate() {
            let mut x = 0;
            for run in row.chunk_by(|one, next| one == next) {
                if run.first() == Some(&Color::Dark) {
                    let (left, top, wide) = (x + EDGE, y + EDGE, run.len());
                    // writing into a text always succeeds
                    let _ = write!(path, "M{left} {top}h{wide}v1h-{wide}z");
                }
                x += run.len();
            }
        }
        Ok(Self { size: width + 2 * EDGE, path })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_picture_has_an_edge_its_three_corners_and_nothing_to_escape() {
        let picture = Picture::of("otpauth://totp/Toward?secret=ABCD").unwrap();
        assert!(picture.path.starts_with("M4 4h7v1h-7z"), "{}", picture.path);
        assert!(picture.path.contains(&format!("M{} 4h7v1h-7z", picture.size - 4 - 7)));
        assert!(picture.path.contains(&format!("M4 {}h7v1h-7z", picture.size - 5)));
        assert!(picture.path.chars().all(|c| c.is_ascii_digit() || "Mhvz- ".contains(c)));
    }
}
