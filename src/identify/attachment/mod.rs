//! Attachments opened: what texts a file holds, in whatever shape, down to the members of archives within archives.
//!
//! The kind of a file is told by its first bytes, not by its name. What cannot be opened is said to be unread, so that nothing passes
//! unseen.

mod archive;
mod pdf;
mod photo;

use super::Scope;
use super::markup::{self, Markup};

/// A text found in a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// Where in the file: `xl/comments1.xml`, `EXIF`; empty for the whole.
    pub place: String,
    /// The text.
    pub text: String,
    /// How to search it.
    pub scope: Scope,
}

/// What a file holds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Content {
    /// Texts to be searched.
    pub parts: Vec<Part>,
    /// Places in the file where a photograph tells its position.
    pub positions: Vec<String>,
    /// Places in the file that could not be read.
    pub unread: Vec<String>,
}

/// Most bytes that an archive may unfold to, all members counted.
const MOST: u64 = 256 << 20;
/// Deepest archive in an archive.
const DEEPEST: usize = 4;

/// What may still be unfolded.
struct Budget {
    bytes: u64,
    members: usize,
}

/// Opens a file. `name` helps only to tell kinds of texts apart. Cost: all members are unfolded in memory one by one, up to 256 MiB in
/// all; texts are given back, the rest is dropped.
#[must_use]
pub fn open(name: &str, bytes: &[u8]) -> Content {
    let mut content = Content::default();
    let mut budget = Budget { bytes: MOST, members: 10_000 };
    look(name, "", bytes, 0, &mut budget, &mut content);
    content
}

/// Every member of an archive and of the archives in it, by path; nothing for a file of another kind. Members that cannot be read are
/// left out; [`open`] tells of them.
#[must_use]
pub fn members(bytes: &[u8]) -> Vec<(String, Vec<u8>)> {
    let (mut found, mut left) = (Vec::new(), MOST);
    archive::unfold("", bytes, 0, &mut left, &mut found);
    found
}

/// Whether a file's texts can be read at all: nothing when it is a kind without words, such as a font.
fn is_mute(bytes: &[u8]) -> bool {
    let heads: [&[u8]; 7] = [b"wOF2", b"wOFF", b"OTTO", b"\0\x01\0\0", b"GIF8", b"\0\0\x01\0", b"\0asm"];
    bytes.is_empty() || heads.iter().any(|head| bytes.starts_with(head)) || bytes.starts_with(b"PAR1")
}

fn look(name: &str, place: &str, bytes: &[u8], depth: usize, budget: &mut Budget, content: &mut Content) {
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") {
        if depth >= DEEPEST {
            content.unread.push(place.to_owned());
        } else {
            archive::look(place, bytes, depth, budget, content);
        }
    } else if bytes.starts_with(b"%PDF") {
        pdf::look(place, bytes, content);
    } else if photo::is_photo(bytes) {
        photo::look(place, bytes, content);
    } else if is_mute(bytes) {
    } else if let Some(text) = decode(bytes) {
        content.parts.push(part(name, place, text));
    } else {
        content.unread.push(place.to_owned());
    }
}

/// A text by the ending of its name.
fn part(name: &str, place: &str, text: String) -> Part {
    let ending = name.rsplit('.').next().unwrap_or("").to_ascii_lowercase();
    let (text, scope) = match ending.as_str() {
        "html" | "htm" => (markup::words(&text, Markup::Html), Scope::Table),
        "svg" | "xml" | "rels" | "rdf" | "kml" | "gpx" => (markup::words(&text, Markup::Xml), Scope::Text),
        "csv" | "tsv" => (text, Scope::Table),
        _ => (text, Scope::Text),
    };
    Part { place: place.to_owned(), text, scope }
}

/// UTF-8, UTF-16 with its mark, or GB 18030 without a fault.
fn decode(bytes: &[u8]) -> Option<String> {
    let head = &bytes[..bytes.len().min(4096)];
    if let Some((encoding, mark)) = encoding_rs::Encoding::for_bom(bytes) {
        let (text, faulty) = encoding.decode_without_bom_handling(&bytes[mark..]);
        return (!faulty).then(|| text.into_owned());
    }
    if head.contains(&0) {
        return None;
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => Some(text.to_owned()),
        Err(_) => {
            encoding_rs::GB18030.decode_without_bom_handling_and_without_replacement(bytes).map(std::borrow::Cow::into_owned)
        }
    }
}
