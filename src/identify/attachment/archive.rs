//! ZIP archives and the documents that are ZIP archives inside: XLSX, DOCX, PPTX, ODS.

use std::io::{Cursor, Read};

use super::super::Scope;
use super::super::markup::{self, Markup};
use super::{Budget, Content, Part, look as look_at};

/// Looks at every member, hidden ones too: an office document keeps hidden sheets, comments and properties as members.
pub(super) fn look(place: &str, bytes: &[u8], depth: usize, budget: &mut Budget, content: &mut Content) {
    let Ok(mut archive) = zip::ZipArchive::new(Cursor::new(bytes)) else {
        content.unread.push(place.to_owned());
        return;
    };
    let office = archive.index_for_name("[Content_Types].xml").is_some();
    for at in 0..archive.len() {
        let Ok(mut member) = archive.by_index(at) else {
            // Locked with a password, or packed in a way of its own.
            content.unread.push(place.to_owned());
            return;
        };
        // Names of older archives are in GBK.
        let name = super::decode(member.name_raw()).unwrap_or_default();
        let here = if place.is_empty() { name.clone() } else { format!("{place}/{name}") };
        if member.is_dir() {
            continue;
        }
        if !office {
            content.parts.push(Part { place: here.clone(), text: name.clone(), scope: Scope::Name });
        }
        let mut unfolded = Vec::new();
        let read = member.by_ref().take(budget.bytes + 1).read_to_end(&mut unfolded);
        let left = budget.bytes.checked_sub(unfolded.len() as u64);
        let (Ok(_), Some(left), Some(members)) = (read, left, budget.members.checked_sub(1)) else {
            content.unread.push(here);
            return;
        };
        (budget.bytes, budget.members) = (left, members);
        match office_text(office, &name, &unfolded) {
            Some(text) => content.parts.push(Part { place: here, text, scope: Scope::Table }),
            // Parts that hold settings of a printer and the like say nothing.
            None if office && name.ends_with(".bin") => {}
            None => look_at(&name, &here, &unfolded, depth + 1, budget, content),
        }
    }
}

/// The words of a part of an office document.
fn office_text(office: bool, name: &str, bytes: &[u8]) -> Option<String> {
    let xml = name.ends_with(".xml") || name.ends_with(".rels") || name.ends_with(".vml");
    let document = office || name == "content.xml" || name == "meta.xml";
    if !document || !xml {
        return None;
    }
    if name == "[Content_Types].xml" || name.contains("theme/") || name.ends_with("styles.xml") {
        return Some(String::new());
    }
    let text = String::from_utf8_lossy(bytes);
    let kind = if name.starts_with("docProps") || name == "meta.xml" { Markup::Html } else { Markup::Office };
    Some(markup::words(&text, kind))
}

/// Gathers the members of an archive, and those of archives in it; `left` is how many bytes may still be unfolded.
pub(super) fn unfold(place: &str, bytes: &[u8], depth: usize, left: &mut u64, found: &mut Vec<(String, Vec<u8>)>) {
    if !bytes.starts_with(b"PK\x03\x04") || depth >= super::DEEPEST {
        return;
    }
    let Ok(mut archive) = zip::ZipArchive::new(Cursor::new(bytes)) else { return };
    for at in 0..archive.len() {
        let Ok(mut member) = archive.by_index(at) else { continue };
        let name = super::decode(member.name_raw()).unwrap_or_default();
        let here = if place.is_empty() { name } else { format!("{place}/{name}") };
        let mut unfolded = Vec::new();
        if member.is_dir() || member.by_ref().take(*left).read_to_end(&mut unfolded).is_err() {
            continue;
        }
        *left -= (unfolded.len() as u64).min(*left);
        unfold(&here, &unfolded, depth + 1, left, found);
        found.push((here, unfolded));
    }
}
