//! Which columns and rows of a sheet are hidden. calamine does not tell, so the few tags of XLSX and records of XLS that say it are
//! looked up.

use std::io::{Cursor, Read};

use super::biff;

/// Longest part of a workbook that is searched.
const MAX_PART: u64 = 256 << 20;

/// Positions of the hidden columns and rows of a sheet; none when the file is neither XLSX nor XLS.
pub(super) fn parts(bytes: &[u8], sheet: &str) -> (Vec<usize>, Vec<usize>) {
    modern(bytes, sheet).or_else(|| biff::hidden(bytes, sheet)).unwrap_or_default()
}

fn modern(bytes: &[u8], sheet: &str) -> Option<(Vec<usize>, Vec<usize>)> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).ok()?;
    let mut part = |path: &str| -> Option<String> {
        let mut text = String::new();
        archive.by_name(path).ok()?.take(MAX_PART).read_to_string(&mut text).ok()?;
        Some(text)
    };
    let (book, links) = (part("xl/workbook.xml")?, part("xl/_rels/workbook.xml.rels")?);
    let own = tags(&book, "sheet").find(|tag| attribute(tag, "name").map(unescaped).as_deref() == Some(sheet))?;
    let id = attribute(own, "r:id")?;
    let target =
        tags(&links, "Relationship").find(|tag| attribute(tag, "Id") == Some(id)).and_then(|tag| attribute(tag, "Target"))?;
    let path = target.strip_prefix('/').map_or_else(|| format!("xl/{target}"), str::to_owned);
    let text = part(&path)?;
    let (head, rows) = text.split_once("<sheetData")?;
    let mut columns = Vec::new();
    for tag in tags(head, "col").filter(|tag| is_hidden(tag)) {
        let (first, last): (usize, usize) = (attribute(tag, "min")?.parse().ok()?, attribute(tag, "max")?.parse().ok()?);
        columns.extend((first..=last.min(first + 16_384)).map(|column| column.saturating_sub(1)));
    }
    let number = |tag| attribute(tag, "r").and_then(|number| number.parse::<usize>().ok());
    let rows = tags(rows, "row").filter(|tag| is_hidden(tag)).filter_map(number).map(|row| row.saturating_sub(1)).collect();
    Some((columns, rows))
}

fn is_hidden(tag: &str) -> bool {
    matches!(attribute(tag, "hidden"), Some("1" | "true"))
}

/// The insides of every opening tag of a name.
fn tags<'a>(text: &'a str, name: &'a str) -> impl Iterator<Item = &'a str> {
    text.split('<').skip(1).filter_map(move |rest| {
        let inside = rest.split('>').next()?.strip_prefix(name)?;
        inside.starts_with([' ', '\t', '\n', '\r']).then_some(inside)
    })
}

fn attribute<'a>(tag: &'a str, name: &str) -> Option<&'a str> {
    tag.match_indices(name).find_map(|(at, _)| {
        let before = tag[..at].chars().next_back();
        let rest = tag[at + name.len()..].strip_prefix("=\"")?;
        before.is_some_and(char::is_whitespace).then(|| rest.split('"').next()).flatten()
    })
}

fn unescaped(text: &str) -> String {
    text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&apos;", "'").replace("&amp;", "&")
}
