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
    /// WebP without loss.
    WebP,
}

/// Size of the upright picture, in pixels, and how it is encoded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shape {
    /// Width.
    pub width: u32,
    /// Height.
    pub height: u32,
    photograph: bool,
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
    (width > 0 && height > 0).then_some(Shape { width, height, photograph: format == ImageFormat::Jpeg })
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
        if self.photograph { &[Kind::Jpeg] } else { &[Kind::Png, Kind::WebP] }
    }

    /// The name of a file below `static/`: the picture itself keeps its own (`a/b.jpg`), others tell their width (`a/b.480.jpg`).
    #[must_use]
    pub fn name(&self, name: &str, width: u32, kind: Kind) -> String {
        let widest = self.widths().last() == Some(&width);
        let (stem, _) = name.rsplit_once('.').unwrap_or((name, ""));
        let ending = match kind {
            Kind::Jpeg => "jpg",
            Kind::Png => "png",
            Kind::WebP => "webp",
        };
        match (widest, kind == self.kinds()[0]) {
            (true, true) => name.to_owned(),
            (true, false) => format!("{stem}.full.{ending}"),
            (false, _) => format!("{stem}.{width}.{ending}"),
        }
    }
}
