//! Photographs: what EXIF, XMP, IPTC and comments say, and whether a position is among it.

use std::io::Cursor;

use super::super::Scope;
use super::{Content, Part};

/// Whether bytes are a JPEG, PNG, WebP, TIFF or HEIF picture.
pub(super) fn is_photo(bytes: &[u8]) -> bool {
    let riff = bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP");
    let heif = bytes.get(4..8) == Some(b"ftyp");
    let heads: [&[u8]; 4] = [b"\xff\xd8\xff", b"\x89PNG", b"II*\0", b"MM\0*"];
    riff || heif || heads.iter().any(|head| bytes.starts_with(head))
}

/// Looks at everything but the picture itself.
pub(super) fn look(place: &str, bytes: &[u8], content: &mut Content) {
    let within = |name: &str| if place.is_empty() { name.to_owned() } else { format!("{place}/{name}") };
    let mut reader = exif::Reader::new();
    reader.continue_on_error(true);
    let read = reader.read_from_container(&mut Cursor::new(bytes)).or_else(|error| error.distill_partial_result(|_| ()));
    if let Ok(exif) = read {
        let mut text = String::new();
        for field in exif.fields() {
            if field.tag.context() == exif::Context::Gps && matches!(field.tag, exif::Tag::GPSLatitude | exif::Tag::GPSLongitude)
            {
                content.positions.push(place.to_owned());
            }
            let words = match &field.value {
                exif::Value::Ascii(lines) => {
                    lines.iter().map(|line| String::from_utf8_lossy(line).into_owned()).collect::<Vec<_>>().join("\n")
                }
                exif::Value::Undefined(bytes, _) | exif::Value::Byte(bytes) => printable(bytes),
                _ => continue,
            };
            text.push_str(&words);
            text.push('\n');
        }
        content.parts.push(Part { place: within("EXIF"), text, scope: Scope::Text });
    }
    let mut text = String::new();
    for block in blocks(bytes) {
        text.push_str(&printable(block));
        text.push('\n');
    }
    let text = if text.contains('<') { super::markup::words(&text, super::Markup::Xml) } else { text };
    if text.contains("GPSLatitude") || printable_has_gps(bytes) {
        content.positions.push(place.to_owned());
    }
    content.positions.dedup();
    content.parts.push(Part { place: within("metadata"), text, scope: Scope::Text });
}

/// XMP writes positions as attributes, whose names the words leave out.
fn printable_has_gps(bytes: &[u8]) -> bool {
    blocks(bytes).iter().any(|block| block.windows(12).any(|part| part == b"GPSLatitude=" || part == b"GPSLatitude>"))
}

/// The blocks of a file that hold no picture: segments of a JPEG, chunks of a PNG or a WebP.
fn blocks(bytes: &[u8]) -> Vec<&[u8]> {
    let mut found = Vec::new();
    if bytes.starts_with(b"\xff\xd8") {
        let mut at = 2;
        while let Some([0xff, kind, high, low]) = bytes.get(at..at + 4).and_then(|b| <[u8; 4]>::try_from(b).ok()) {
            let length = usize::from(u16::from_be_bytes([high, low]));
            if matches!(kind, 0xe1..=0xef | 0xfe)
                && let Some(block) = bytes.get(at + 4..at + 2 + length)
            {
                found.push(block);
            }
            if kind == 0xda {
                break;
            }
            at += 2 + length.max(2);
        }
    } else if bytes.starts_with(b"\x89PNG") {
        chunks(bytes, 8, u32::from_be_bytes, true, &mut found);
    } else if bytes.starts_with(b"RIFF") {
        chunks(bytes, 12, u32::from_le_bytes, false, &mut found);
    }
    found
}

/// Chunks of PNG (length, name, data, sum) or RIFF (name, length, data, padded).
fn chunks<'a>(bytes: &'a [u8], mut at: usize, number: fn([u8; 4]) -> u32, png: bool, found: &mut Vec<&'a [u8]>) {
    while let Some(head) = bytes.get(at..at + 8) {
        let (length, name) = if png { (&head[..4], &head[4..]) } else { (&head[4..], &head[..4]) };
        let length = number([length[0], length[1], length[2], length[3]]) as usize;
        let Some(data) = bytes.get(at + 8..(at + 8).saturating_add(length)) else { return };
        let picture: [&[u8]; 9] = [b"IDAT", b"IHDR", b"PLTE", b"IEND", b"VP8 ", b"VP8L", b"ALPH", b"ANIM", b"ANMF"];
        if !picture.contains(&name) {
            found.push(data);
        }
        at += 8 + length + if png { 4 } else { length % 2 };
    }
}

/// Stretches of four or more characters that can be read, one a line; UTF-16 texts of Windows (XP fields) are read too.
fn printable(bytes: &[u8]) -> String {
    let text = String::from_utf8_lossy(bytes);
    let mut out: String = text.chars().map(|c| if c.is_control() || c == '\u{fffd}' { '\n' } else { c }).collect();
    let zeros = bytes.iter().filter(|b| **b == 0).count();
    if bytes.len() >= 8 && zeros * 4 > bytes.len() || bytes.len().is_multiple_of(2) && bytes.ends_with(&[0, 0]) {
        let (wide, _) = encoding_rs::UTF_16LE.decode_without_bom_handling(bytes);
        out.push('\n');
        out.extend(wide.chars().map(|c| if c.is_control() { '\n' } else { c }));
    }
    out
}
