//! From SVG to PNG: drawn by resvg, packed with a palette, since charts and cards have few colours.

use std::collections::BTreeMap;

use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::{Options, Tree};

use super::fonts::Fonts;

/// Largest picture, in points.
const LARGEST: u32 = 40_000_000;
/// Colours of a palette.
const COLOURS: usize = 256;

/// A picture as PNG, with its true size.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Png {
    /// The file.
    pub bytes: Vec<u8>,
    /// Width in points.
    pub width: u32,
    /// Height in points.
    pub height: u32,
}

/// Draws an SVG at `scale` points a unit on white ground. Equal SVG and fonts give equal bytes.
///
/// `None` for what is no SVG, has no area or would have more than forty million points.
/// The SVG must hold no `var()`, and its text only characters that `fonts` covers: the engine paints the one black and the other as
/// boxes, both without a word. Cost: see `benches/README.md`.
#[must_use]
pub fn png(svg: &str, fonts: &Fonts, scale: f32) -> Option<Png> {
    let options =
        Options { fontdb: std::sync::Arc::clone(&fonts.database), font_family: fonts.family.clone(), ..Options::default() };
    let tree = Tree::from_str(svg, &options).ok()?;
    let size = tree.size();
    let points = |units: f32| (units * scale).round().clamp(1.0, 60_000.0) as u32;
    let (width, height) = (points(size.width()), points(size.height()));
    if width.checked_mul(height)? > LARGEST {
        return None;
    }
    let mut drawn = Pixmap::new(width, height)?;
    drawn.fill(resvg::tiny_skia::Color::WHITE);
    resvg::render(&tree, Transform::from_scale(scale, scale), &mut drawn.as_mut());
    let bytes = pack(drawn.data(), width, height)?;
    Some(Png { bytes, width, height })
}

/// Packs points of four bytes (opaque) with at most 256 colours: exactly where there are no more, else each takes the nearest of
/// the most frequent ones. Those left out are steps of smoothed edges.
fn pack(rgba: &[u8], width: u32, height: u32) -> Option<Vec<u8>> {
    let (colours, places) = palette(rgba);
    let mut indices = Vec::with_capacity(rgba.len() / 4);
    let mut last = (0, 0);
    for point in rgba.chunks_exact(4) {
        let colour = key(point);
        if colour != last.0 {
            last = (colour, places.get(&colour).copied().unwrap_or(0));
        }
        indices.push(last.1);
    }
    let mut out = Vec::with_capacity(indices.len() / 16);
    let mut encoder = png::Encoder::new(&mut out, width, height);
    encoder.set_color(png::ColorType::Indexed);
    encoder.set_depth(png::BitDepth::Eight);
    encoder.set_palette(colours);
    encoder.set_filter(png::Filter::NoFilter);
    encoder.set_compression(png::Compression::Balanced);
    let mut writer = encoder.write_header().ok()?;
    writer.write_image_data(&indices).ok()?;
    writer.finish().ok()?;
    Some(out)
}

fn key(point: &[u8]) -> u32 {
    // Never zero, which stands for “none yet”.
    1 << 24 | u32::from(point[0]) << 16 | u32::from(point[1]) << 8 | u32::from(point[2])
}

/// The palette, three bytes a colour, and the place of each colour in it.
fn palette(rgba: &[u8]) -> (Vec<u8>, BTreeMap<u32, u8>) {
    let mut counts: BTreeMap<u32, u32> = BTreeMap::new();
    let mut run = (0, 0);
    for point in rgba.chunks_exact(4) {
        let colour = key(point);
        if colour == run.0 {
            run.1 += 1;
        } else {
            if run.1 > 0 {
                *counts.entry(run.0).or_default() += run.1;
            }
            run = (colour, 1);
        }
    }
    if run.1 > 0 {
        *counts.entry(run.0).or_default() += run.1;
    }
    let mut sorted: Vec<(u32, u32)> = counts.into_iter().map(|(colour, count)| (count, colour)).collect();
    // By frequency, then by colour.
    sorted.sort_unstable_by(|a, b| b.cmp(a));
    let kept: Vec<u32> = sorted.iter().take(COLOURS).map(|(_, colour)| *colour).collect();
    let place = |colour: u32| {
        let nearest = kept.iter().enumerate().min_by_key(|(_, other)| distance(colour, **other));
        nearest.map_or(0, |(at, _)| u8::try_from(at).unwrap_or(0))
    };
    let exact = kept.iter().enumerate().map(|(at, colour)| (*colour, u8::try_from(at).unwrap_or(0)));
    let places = exact.chain(sorted.iter().skip(COLOURS).map(|(_, colour)| (*colour, place(*colour)))).collect();
    (kept.iter().flat_map(|colour| [(colour >> 16) as u8, (colour >> 8) as u8, *colour as u8]).collect(), places)
}

fn distance(a: u32, b: u32) -> u32 {
    let part = |shift: u32| (a >> shift & 255).abs_diff(b >> shift & 255).pow(2);
    part(16) + part(8) + part(0)
}

#[cfg(test)]
mod tests {
    use super::super::fonts::tests::bundled;
    use super::*;

    fn points(png: &Png) -> Vec<u8> {
        let mut decoder = png::Decoder::new(std::io::Cursor::new(&png.bytes));
        decoder.set_transformations(png::Transformations::EXPAND);
        let mut reader = decoder.read_info().unwrap();
        let mut out = vec![0; reader.output_buffer_size().unwrap()];
        let info = reader.next_frame(&mut out).unwrap();
        assert_eq!((info.width, info.height, info.color_type), (png.width, png.height, png::ColorType::Rgb));
        out
    }

    const HELLO: &str = r##"<svg xmlns="http://www.w3.org/2000/svg" width="120" height="40"><rect width="120" height="40" fill="#ffffff"/><text x="4" y="28" font-size="24" fill="#1d5c86">溆浦12</text></svg>"##;

    #[test]
    fn text_is_drawn_in_its_colour_where_it_stands() {
        let drawn = png(HELLO, &bundled(), 2.0).unwrap();
        assert_eq!((drawn.width, drawn.height), (240, 80));
        let points = points(&drawn);
        let inked = |from: usize, to: usize| {
            let row = |y: usize| &points[(y * 240 + from) * 3..(y * 240 + to) * 3];
            (0..80).flat_map(|y| row(y).chunks_exact(3)).filter(|p| *p == [0x1d, 0x5c, 0x86]).count()
        };
        assert!(inked(8, 104) > 500, "two hanzi: {}", inked(8, 104));
        assert!(inked(104, 170) > 100, "two digits: {}", inked(104, 170));
        assert_eq!(inked(180, 240), 0);
    }

    #[test]
    fn equal_drawings_give_equal_bytes() {
        assert_eq!(png(HELLO, &bundled(), 2.0), png(HELLO, &bundled(), 2.0));
    }

    #[test]
    fn more_colours_than_a_palette_holds_stay_close_to_themselves() {
        let stops: String = (0..400)
            .map(|x| format!(r##"<rect x="{x}" width="1" height="9" fill="#{:02x}{:02x}40"/>"##, x % 256, x / 2))
            .collect();
        let svg = format!(r#"<svg xmlns="http://www.w3.org/2000/svg" width="400" height="9">{stops}</svg>"#);
        let points = points(&png(&svg, &bundled(), 1.0).unwrap());
        for (x, point) in points.chunks_exact(3).take(400).enumerate() {
            let wanted = [(x % 256) as u8, (x / 2) as u8, 0x40];
            assert!(point.iter().zip(wanted).all(|(a, b)| a.abs_diff(b) < 90), "{x}: {point:?} for {wanted:?}");
        }
    }

    #[test]
    fn what_cannot_be_drawn_gives_nothing() {
        let fonts = bundled();
        assert_eq!(png("no drawing", &fonts, 1.0), None);
        assert_eq!(png(r#"<svg xmlns="http://www.w3.org/2000/svg" width="9000" height="9000"/>"#, &fonts, 2.0), None);
    }
}
