//! Photographs and drawings made ready for the web: turned upright, in three widths, with no metadata left.
//!
//! A picture is decoded, turned as its camera said, scaled down and encoded anew, so that nothing of EXIF, XMP, IPTC or a colour profile
//! can remain. A photograph (JPEG, or WebP with loss) becomes JPEG and WebP with loss; a drawing (PNG, or WebP without loss) becomes PNG and
//! the smaller of both kinds of WebP. Equal inputs give equal bytes.

mod declared;
mod shape;

pub use declared::{Declared, read, undeclared, undecodable};
pub use shape::{Kind, Shape, shape};

use std::io::Cursor;

use image::codecs::jpeg::JpegEncoder;
use image::codecs::png::{CompressionType, FilterType as PngFilter, PngEncoder};
use image::imageops::FilterType;
use image::{DynamicImage, ImageDecoder, ImageReader, Limits};

use crate::diag::Rule;

/// The rules of this module.
pub static RULES: &[&Rule] = declared::RULES;

/// Widths in pixels that are made of a wider picture; the widest is also the most that is published.
pub const WIDTHS: [u32; 3] = [480, 960, 1600];
/// Quality of JPEG: below it, skin and sky show blocks; above it, files grow fast.
const QUALITY: u8 = 82;
/// Quality of WebP with loss: looks like JPEG of [`QUALITY`]; for drawings, whose edges show every ripple, near the best.
const WEBP_PHOTOGRAPH: f32 = 78.0;
const WEBP_DRAWING: f32 = 92.0;
/// Effort of WebP, 0 to 6: what the last two steps save is a hundredth, at three times the time.
const WEBP_EFFORT: i32 = 4;
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
            made.push(Rendition { name: shape.name(name, width, *kind), bytes: encode(&scaled, *kind, shape.photograph)? });
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

fn encode(picture: &DynamicImage, kind: Kind, photograph: bool) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    match kind {
        Kind::Jpeg => {
            let encoder = JpegEncoder::new_with_quality(&mut bytes, QUALITY);
            DynamicImage::ImageRgb8(picture.to_rgb8()).write_with_encoder(encoder).ok()?;
        }
        Kind::Png => {
            let encoder = PngEncoder::new_with_quality(&mut bytes, CompressionType::Best, PngFilter::Adaptive);
            eight_bits(picture).write_with_encoder(encoder).ok()?;
        }
        Kind::WebP if photograph => return webp(&eight_bits(picture), Some(WEBP_PHOTOGRAPH)),
        Kind::WebP => {
            let picture = eight_bits(picture);
            let (with, without) = (webp(&picture, Some(WEBP_DRAWING))?, webp(&picture, None)?);
            return Some(if with.len() < without.len() { with } else { without });
        }
    }
    Some(bytes)
}

/// WebP of a quality from 0 to 100, or without loss. The picture has eight bits a colour.
fn webp(picture: &DynamicImage, quality: Option<f32>) -> Option<Vec<u8>> {
    let mut settings = webp::WebPConfig::new().ok()?;
    settings.lossless = i32::from(quality.is_none());
    settings.quality = quality.unwrap_or(75.0);
    settings.method = WEBP_EFFORT;
    let encoder = match picture {
        DynamicImage::ImageRgba8(pixels) => webp::Encoder::from_rgba(pixels, pixels.width(), pixels.height()),
        DynamicImage::ImageRgb8(pixels) => webp::Encoder::from_rgb(pixels, pixels.width(), pixels.height()),
        _ => return None,
    };
    encoder.encode_advanced(&settings).ok().map(|bytes| bytes.to_vec())
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
        assert_eq!(names, ["a/b.480.jpg", "a/b.480.webp", "a/b.jpg", "a/b.full.webp"]);
        assert_eq!(names, shape.files("a/b.jpg"));
        for rendition in &made {
            assert!(exif::Reader::new().read_from_container(&mut Cursor::new(&rendition.bytes)).is_err(), "{}", rendition.name);
            assert!(!rendition.bytes.windows(4).any(|part| part == b"Exif" || part == b"http"));
        }
        let sizes: Vec<_> = made.iter().map(|made| super::shape(&made.bytes).map(|s| (s.width, s.height)).unwrap()).collect();
        assert_eq!(sizes, [(480, 960), (480, 960), (600, 1200), (600, 1200)]);
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

    /// Soft light with a little noise, as of a camera.
    fn landscape() -> DynamicImage {
        DynamicImage::ImageRgb8(image::RgbImage::from_fn(640, 480, |x, y| {
            let noise = (x * 7919 + y * 104_729) % 17;
            image::Rgb(
                [x * 200 / 640 + noise, y * 200 / 480 + noise, (x + y) * 180 / 1120 + noise]
                    .map(|value| u8::try_from(value).unwrap()),
            )
        }))
    }

    #[test]
    fn webp_is_smaller_than_what_it_stands_beside_and_keeps_its_kind_when_read_again() {
        let jpeg = encode(&landscape(), Kind::Jpeg, true).unwrap();
        let photograph = encode(&landscape(), Kind::WebP, true).unwrap();
        assert!(photograph.len() < jpeg.len(), "{} of {}", photograph.len(), jpeg.len());
        let again = shape(&photograph).unwrap();
        assert_eq!(again.kinds(), [Kind::Jpeg, Kind::WebP], "a photograph stays one");
        assert_eq!(again.files("p.webp"), ["p.480.jpg", "p.480.webp", "p.full.jpg", "p.webp"]);
        let flat = DynamicImage::new_rgba8(90, 90);
        let drawing = encode(&flat, Kind::WebP, false).unwrap();
        assert!(drawing.len() < encode(&flat, Kind::Png, false).unwrap().len());
        assert_eq!(shape(&drawing).unwrap().kinds(), [Kind::Png, Kind::WebP], "a flat drawing has no loss");
        assert!(shape(&photograph[..20]).is_none());
    }
}
