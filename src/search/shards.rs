//! The index as files: terms in shards by their order, entries in shards by their number.

use std::fmt::Write as _;

use serde_json::json;

use super::{Entry, Terms};
use crate::files::content_hash;

/// Bytes of a shard of terms, about; a query loads one or two.
const SHARD: usize = 16_000;
/// Entries of a shard of entries.
const ENTRIES: usize = 64;
/// Characters of the sentences shown below a title.
const ABOUT: usize = 140;

/// A file of the index.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    /// Name: `t0.js` and so on for terms, `e0.js` for entries.
    pub name: String,
    /// The script: one call with one text or list.
    pub bytes: Vec<u8>,
}

/// The index of one language, and what the page must know to load it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Index {
    /// Files, in the order of their names' numbers.
    pub files: Vec<File>,
    /// The first term of each shard of terms, in the order of UTF-16 units, as scripts compare.
    pub starts: Vec<String>,
    /// Number of entries.
    pub entries: usize,
    /// Entries of a shard of entries.
    pub per_shard: usize,
    /// How many entries each kind has, by position of the kind.
    pub kinds: Vec<usize>,
    /// Changes when any file does; begins the query part of their addresses, so that no stale file is used.
    pub version: String,
}

impl Index {
    /// Bytes of all files.
    #[must_use]
    pub fn bytes(&self) -> usize {
        self.files.iter().map(|file| file.bytes.len()).sum()
    }
}

/// Writes terms and entries into shards.
pub(super) fn cut(entries: &[Entry], terms: &Terms) -> Index {
    let mut terms: Vec<&(String, Vec<(u32, u8)>)> = terms.all.iter().collect();
    // Scripts compare UTF-16 units, which differs from the order of bytes beyond the basic plane.
    terms.sort_by(|a, b| a.0.encode_utf16().cmp(b.0.encode_utf16()));
    let (mut files, mut starts, mut shard) = (Vec::new(), Vec::<String>::new(), String::new());
    for (term, hits) in terms {
        if shard.is_empty() {
            starts.push(term.clone());
        }
        write_line(&mut shard, term, hits);
        if shard.len() >= SHARD {
            files.push(script('t', files.len(), &std::mem::take(&mut shard).into()));
        }
    }
    if !shard.is_empty() {
        files.push(script('t', files.len(), &shard.into()));
    }
    for (at, chunk) in entries.chunks(ENTRIES).enumerate() {
        let rows: Vec<_> = chunk.iter().map(shown).collect();
        files.push(script('e', at, &rows.into()));
    }
    let most = entries.iter().map(|entry| entry.kind + 1).max().unwrap_or(0);
    let mut kinds = vec![0; most];
    entries.iter().for_each(|entry| kinds[entry.kind] += 1);
    let sums: Vec<u8> = files.iter().flat_map(|file| content_hash(&file.bytes)).collect();
    let version: String = content_hash(&sums).iter().take(5).map(|byte| format!("{byte:02x}")).collect();
    Index { files, starts, entries: entries.len(), per_shard: ENTRIES, kinds, version }
}

/// A term, a tab, its entries: the gap to the entry before in base 36, then one digit of weight.
fn write_line(shard: &mut String, term: &str, hits: &[(u32, u8)]) {
    let _ = write!(shard, "{term}\t");
    let mut before = 0;
    for (at, weight) in hits {
        let separator = if shard.ends_with('\t') { "" } else { " " };
        let _ = write!(shard, "{separator}{}{weight}", base_36(at - before));
        before = *at;
    }
    shard.push('\n');
}

/// A number in base 36; nought is nothing at all.
fn base_36(mut number: u32) -> String {
    let mut digits = Vec::new();
    while number > 0 {
        digits.push(char::from_digit(number % 36, 36).unwrap_or('0'));
        number /= 36;
    }
    digits.iter().rev().collect()
}

/// What is shown of an entry.
fn shown(entry: &Entry) -> serde_json::Value {
    let about: String = match entry.about.char_indices().nth(ABOUT) {
        Some((end, _)) => format!("{}…", entry.about[..end].trim_end()),
        None => entry.about.clone(),
    };
    let other = entry.names.first().filter(|_| entry.shows_other_name).map_or("", String::as_str);
    json!([entry.path, entry.title, about, entry.number, entry.note, other, u8::from(entry.synthetic)])
}

/// A script of one call. What could end a script element or a line of an old engine is written as an escape.
fn script(kind: char, at: usize, value: &serde_json::Value) -> File {
    let json = value.to_string().replace('<', "\\u003c").replace('\u{2028}', "\\u2028").replace('\u{2029}', "\\u2029");
    File { name: format!("{kind}{at}.js"), bytes: format!("shanwaiSearch(\"{kind}{at}\",{json});\n").into_bytes() }
}
