//! Photographs and drawings made ready for the web: turned upright, in three widths, with no metadata left.
//!
//! A picture is decoded, turned as its camera said, scaled down and encoded anew, so that nothing of EXIF, XMP, IPTC or a colour profile
//! can remain. JPEG stays JPEG; PNG and WebP, which are drawings mostly, become PNG and lossless WebP (the encoder knows no other).
//! Equal inputs give equal bytes.

mod declared;
mod shape;

pub use declared::{Declared, read, undeclared, undecodable};
pub use shape::{Kind, Shape, shape};

use std::io::Cursor;

use image::codecs::jpeg::JpegEncoder;
use image::codecs::png::{CompressionType, FilterType as PngFilter, PngEncoder};
use image::codecs::webp::WebPEncoder;
use image::imageops::FilterType;
use image::{DynamicImage, ImageDecoder, ImageReader, Limits};

use crate::diag::Rule;

/// The rules of this module.
pub static RULES: &[&Rule] = declared::RULES;

/// Widths in pixels that are made of a wider picture; the widest is also the most that is published.
pub const WIDTHS: [u32; 3] = [480, 960, 1600];
/// Quality of JPEG: below it, skin and sky show blocks; above it, files grow fast.
const QUALITY: u8 = 82;
/// Most pixels on a side, and most memory of one picture.
const LONGEST: u32 = 20_000;
const MEMORY: u64 = 1 << 30;

/// A finished file of a picture.
#[derive(Clone, Debug)]
pub struct Rendition {
    /// Its name below `static/`.
    pub name: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// Every file of a picture; `None` when it cannot be decoded. Cost: some hundred milliseconds for a photograph of a telephone.
#[must_use]
pub fn render(name: &str, bytes: &[u8], shape: &Shape) -> Option<Vec<Rendition>> {
    let upright = decode(bytes)?;
    let mut made = Vec::new();
    for width in shape.widths() {
        let scaled = if width == upright.width() {
            upright.clone()
        } else {
            upright.resize_exact(width, shape.height_at(width), FilterType::CatmullRom)
        };
        for kind in shape.kinds() {
            made.push(Rendition { name: shape.name(name, width, *kind), bytes: encode(&scaled, *kind)? });
        }
    }
    Some(made)
}

/// A small picture of a picture, to know copies by in any size or encoding: for 16 rows of 16 fields, whether each is brighter than the
/// one before it. `None` when it cannot be decoded, or is too plain to be told from others.
#[must_use]
pub fn look(bytes: &[u8]) -> Option<[u8; 32]> {
    shape(bytes)?;
    let grey = decode(bytes)?.resize_exact(17, 16, FilterType::Triangle).to_luma8();
    let mut look = [0u8; 32];
    for (row, pixels) in grey.rows().enumerate() {
        let values: Vec<u8> = pixels.map(|pixel| pixel.0[0]).collect();
        let brighter = values.windows(2).enumerate().filter(|(_, pair)| pair[1] > pair[0].saturating_add(1));
        for (column, _) in brighter {
            let at = row * 16 + column;
            look[at / 8] |= 1 << (at % 8);
        }
    }
    let brighter: u32 = look.iter().map(|byte| byte.count_ones()).sum();
    (PLAIN..=256 - PLAIN).contains(&brighter).then_some(look)
}

/// Pictures with fewer changes than this look like many others.
const PLAIN: u32 = 32;

fn decode(bytes: &[u8]) -> Option<DynamicImage> {
    let mut reader = ImageReader::new(Cursor::new(bytes)).with_guessed_format().ok()?;
    let mut limits = Limits::default();
    limits.max_image_width = Some(LONGEST);
    limits.max_image_height = Some(LONGEST);
    limits.max_alloc = Some(MEMORY);
    reader.limits(limits);
    let mut decoder = reader.into_decoder().ok()?;
    let turn = decoder.orientation().ok()?;
    let mut picture = DynamicImage::from_decoder(decoder).ok()?;
    picture.apply_orientation(turn);
    Some(picture)
}

fn encode(picture: &DynamicImage, kind: Kind) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    let done = match kind {
        Kind::Jpeg => {
            DynamicImage::ImageRgb8(picture.to_rgb8()).write_with_encoder(JpegEncoder::new_with_quality(&mut bytes, QUALITY))
        }
        Kind::Png => eight_bits(picture).write_with_encoder(PngEncoder::new_with_quality(
            &mut bytes,
            CompressionType::Best,
            PngFilter::Adaptive,
        )),
        Kind::WebP => eight_bits(picture).write_with_encoder(WebPEncoder::new_lossless(&mut bytes)),
    };
    done.ok().map(|()| bytes)
}

fn eight_bits(picture: &DynamicImage) -> DynamicImage {
    if picture.color().has_alpha() {
        DynamicImage::ImageRgba8(picture.to_rgba8())
    } else {
        DynamicImage::ImageRgb8(picture.to_rgb8())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A photograph, 1200 by 600, lying on its side, with a position.
    fn photograph() -> Vec<u8> {
        let mut jpeg = Vec::new();
        DynamicImage::new_rgb8(1200, 600).write_with_encoder(JpegEncoder::new(&mut jpeg)).unwrap();
        let mut writer = exif::experimental::Writer::new();
        let field = |tag, value| exif::Field { tag, ifd_num: exif::In::PRIMARY, value };
        let turned = field(exif::Tag::Orientation, exif::Value::Short(vec![6]));
        let place = field(exif::Tag::GPSLatitude, exif::Value::Rational(vec![(27, 1).into(), (33, 1).into(), (25, 1).into()]));
        writer.push_field(&turned);
        writer.push_field(&place);
        let mut bytes = Cursor::new(Vec::new());
        writer.write(&mut bytes, false).unwrap();
        let body = [b"Exif\0\0", &bytes.into_inner()[..]].concat();
        let length = u16::try_from(body.len() + 2).unwrap().to_be_bytes();
        jpeg.splice(2..2, [&[0xff, 0xe1][..], &length, &body].concat());
        jpeg
    }

    #[test]
    fn a_photograph_stands_upright_and_tells_nothing() {
        let bytes = photograph();
        assert!(exif::Reader::new().read_from_container(&mut Cursor::new(&bytes)).is_ok(), "the original tells");
        let shape = shape(&bytes).unwrap();
        assert_eq!((shape.width, shape.height, shape.widths()), (600, 1200, vec![480, 600]));
        let made = render("a/b.jpg", &bytes, &shape).unwrap();
        let names: Vec<&str> = made.iter().map(|made| made.name.as_str()).collect();
        assert_eq!(names, ["a/b.480.jpg", "a/b.jpg"]);
        assert_eq!(names, shape.files("a/b.jpg"));
        for rendition in &made {
            assert!(exif::Reader::new().read_from_container(&mut Cursor::new(&rendition.bytes)).is_err(), "{}", rendition.name);
            assert!(!rendition.bytes.windows(4).any(|part| part == b"Exif" || part == b"http"));
        }
        let sizes: Vec<_> = made.iter().map(|made| super::shape(&made.bytes).map(|s| (s.width, s.height)).unwrap()).collect();
        assert_eq!(sizes, [(480, 960), (600, 1200)]);
        let again = render("a/b.jpg", &bytes, &shape).unwrap();
        assert!(made.iter().zip(&again).all(|(a, b)| a.bytes == b.bytes), "equal inputs, equal bytes");
    }

    #[test]
    fn a_copy_looks_like_its_picture_in_any_size_and_a_plain_one_like_none() {
        let drawn = |turn: u32| {
            image::GrayImage::from_fn(640, 480, |x, y| {
                image::Luma([u8::try_from((x * (3 + turn) + y * 5) / 7 % 251).unwrap_or(0)])
            })
        };
        let png = |picture: image::GrayImage| {
            let mut bytes = Vec::new();
            DynamicImage::from(picture).write_with_encoder(PngEncoder::new(&mut bytes)).unwrap();
            bytes
        };
        let bytes = png(drawn(0));
        let small = render("a.png", &bytes, &shape(&bytes).unwrap()).unwrap().remove(0);
        let unlike = |a: [u8; 32], b: [u8; 32]| a.iter().zip(b).map(|(a, b)| (a ^ b).count_ones()).sum::<u32>();
        let own = look(&bytes).unwrap();
        assert!(unlike(own, look(&small.bytes).unwrap()) <= 12);
        assert!(unlike(own, look(&png(drawn(9))).unwrap()) > 40);
        assert_eq!(look(&png(image::GrayImage::new(90, 90))), None);
        assert_eq!(look(b"no picture"), None);
    }

    #[test]
    fn a_drawing_becomes_png_and_webp() {
        let mut png = Vec::new();
        DynamicImage::new_rgba8(500, 10).write_with_encoder(PngEncoder::new(&mut png)).unwrap();
        let shape = shape(&png).unwrap();
        assert_eq!(shape.files("d.png"), ["d.480.png", "d.480.webp", "d.png", "d.full.webp"]);
        assert_eq!(render("d.png", &png, &shape).unwrap().len(), 4);
        assert!(super::shape(b"no picture").is_none());
    }
}
