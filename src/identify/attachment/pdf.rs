//! PDF: the text of every page, the document's properties, and its XMP.

use super::super::Scope;
use super::{Content, Part};

/// Looks at a document; one that is locked, broken or only made of pictures is unread.
pub(super) fn look(place: &str, bytes: &[u8], content: &mut Content) {
    // The reader of PDF is not ours, and a document may be made to break it.
    let read = std::panic::catch_unwind(|| texts(bytes)).ok().flatten();
    let Some((pages, about)) = read.filter(|(pages, _)| !pages.trim().is_empty()) else {
        content.unread.push(place.to_owned());
        return;
    };
    let within = |name: &str| if place.is_empty() { name.to_owned() } else { format!("{place}/{name}") };
    content.parts.push(Part { place: place.to_owned(), text: pages, scope: Scope::Table });
    content.parts.push(Part { place: within("properties"), text: about, scope: Scope::Text });
}

/// The text of all pages, and what the document says of itself.
fn texts(bytes: &[u8]) -> Option<(String, String)> {
    let document = lopdf::Document::load_mem(bytes).ok().filter(|document| !document.is_encrypted())?;
    let pages: Vec<u32> = document.get_pages().keys().copied().collect();
    let text = document.extract_text_with_limit(&pages, super::MOST as usize).ok()?;
    let mut about = String::new();
    if let Ok(info) =
        document.trailer.get(b"Info").and_then(|info| document.dereference(info)).and_then(|(_, info)| info.as_dict())
    {
        for (_, value) in info.iter() {
            if let Ok(bytes) = value.as_str() {
                about.push_str(&string(bytes));
                about.push('\n');
            }
        }
    }
    for object in document.objects.values() {
        let Ok(stream) = object.as_stream() else { continue };
        if stream.dict.get(b"Subtype").and_then(lopdf::Object::as_name).is_ok_and(|name| name == b"XML") {
            about.push_str(&super::markup::words(&String::from_utf8_lossy(&stream.content), super::Markup::Xml));
        }
    }
    Some((text, about))
}

/// A string of a document: UTF-16 with its mark, or bytes.
fn string(bytes: &[u8]) -> String {
    match bytes.strip_prefix(b"\xfe\xff") {
        Some(wide) => encoding_rs::UTF_16BE.decode(wide).0.into_owned(),
        None => String::from_utf8_lossy(bytes).into_owned(),
    }
}
