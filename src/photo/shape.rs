//! Sizes and names of a picture's files, known from its first bytes alone.

use std::io::Cursor;

use image::{ImageDecoder, ImageFormat, ImageReader};

use super::WIDTHS;

/// How a file is encoded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// JPEG.
    Jpeg,
    /// PNG.
    Png,
    /// WebP, with loss for photographs, with or without it for drawings, as is smaller.
    WebP,
}

/// Size of the upright picture, in pixels, and how it is encoded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shape {
    /// Width.
    pub width: u32,
    /// Height.
    pub height: u32,
    /// Whether it came with the loss of a photograph, which a file without loss would only make larger.
    pub(super) photograph: bool,
}

/// The shape of a JPEG, PNG or WebP file; `None` for anything else. Reads the head of the file only.
#[must_use]
pub fn shape(bytes: &[u8]) -> Option<Shape> {
    let reader = ImageReader::new(Cursor::new(bytes)).with_guessed_format().ok()?;
    let format = reader.format().filter(|format| matches!(format, ImageFormat::Jpeg | ImageFormat::Png | ImageFormat::WebP))?;
    let mut decoder = reader.into_decoder().ok()?;
    let (width, height) = decoder.dimensions();
    let turned = decoder.orientation().is_ok_and(|turn| matches!(turn.to_exif(), 5..=8));
    let (width, height) = if turned { (height, width) } else { (width, height) };
    (width > 0 && height > 0).then_some(Shape { width, height, photograph: format == ImageFormat::Jpeg || is_lossy_webp(bytes) })
}

/// Whether a WebP file holds a picture with loss: its first chunk, or one of those after an extended head (RFC 9649, section 2.5).
fn is_lossy_webp(bytes: &[u8]) -> bool {
    const HEAD: usize = 12;
    let mut rest = match bytes.get(..HEAD) {
        Some(head) if head.starts_with(b"RIFF") && head.ends_with(b"WEBP") => &bytes[HEAD..],
        _ => return false,
    };
    while let Some((name, after)) = rest.split_at_checked(4) {
        match name {
            b"VP8 " => return true,
            b"VP8L" => return false,
            _ => {}
        }
        let Some((size, body)) = after.split_first_chunk::<4>() else { return false };
        let size = u32::from_le_bytes(*size) as usize;
        rest = body.get(size.saturating_add(size % 2)..).unwrap_or_default();
    }
    false
}

impl Shape {
    /// Widths of its files, from the smallest; the last is the picture itself.
    #[must_use]
    pub fn widths(&self) -> Vec<u32> {
        let most = self.width.min(WIDTHS[WIDTHS.len() - 1]);
        WIDTHS.iter().copied().filter(|width| *width < most).chain([most]).collect()
    }

    /// Height at a width, in proportion, at least one pixel.
    #[must_use]
    pub fn height_at(&self, width: u32) -> u32 {
        let height = (u64::from(self.height) * u64::from(width) + u64::from(self.width) / 2) / u64::from(self.width);
        u32::try_from(height).unwrap_or(u32::MAX).max(1)
    }

    /// The names of its files, in the order they are made.
    #[must_use]
    pub fn files(&self, name: &str) -> Vec<String> {
        let widths = self.widths();
        widths.iter().flat_map(|width| self.kinds().iter().map(|kind| self.name(name, *width, *kind))).collect()
    }

    /// Encodings of its files; the first is for every reader.
    #[must_use]
    pub fn kinds(&self) -> &'static [Kind] {
        if self.photograph { &[Kind::Jpeg, Kind::WebP] } else { &[Kind::Png, Kind::WebP] }
    }

    /// The name of a file below `static/`: the picture itself keeps its own (`a/b.jpg`), others tell their width (`a/b.480.jpg`), and the
    /// widest in another encoding says so (`a/b.full.webp`).
    #[must_use]
    pub fn name(&self, name: &str, width: u32, kind: Kind) -> String {
        let widest = self.widths().last() == Some(&width);
        let (stem, ending) = name.rsplit_once('.').unwrap_or((name, ""));
        match (widest, kind.is_called(ending)) {
            (true, true) => name.to_owned(),
            (true, false) => format!("{stem}.full.{}", kind.ending()),
            (false, _) => format!("{stem}.{width}.{}", kind.ending()),
        }
    }
}

impl Kind {
    fn ending(self) -> &'static str {
        match self {
            Self::Jpeg => "jpg",
            Self::Png => "png",
            Self::WebP => "webp",
        }
    }

    /// Whether files with this ending are of the kind.
    fn is_called(self, ending: &str) -> bool {
        ending.eq_ignore_ascii_case(self.ending()) || (self == Self::Jpeg && ending.eq_ignore_ascii_case("jpeg"))
    }
}
