//! Every file that pages are made from, that is published as it is, or that git carries away.

use std::collections::BTreeMap;
use std::io::Read;
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use super::{Known, Place, Watch, is_published, path_text, told};
use crate::files::{Entry, MAX_TEXT, PRIVATE, Root, WORK};
use crate::identify::{Markup, Scope, open, words};

/// Folders that are searched whether git knows them or not.
const FOLDERS: [&str; 6] = ["content", "data", "static", "templates", "themes", "releases"];
/// The exceptions themselves hold what may be published.
pub(super) const SETTINGS: &str = "data/identifiers.toml";
/// Largest file that is opened.
const LARGEST: u64 = 256 << 20;
/// Large texts are searched in pieces of about so many bytes, each with the end of the one before.
const PIECE: usize = 4 << 20;
const OVERLAP: usize = 4096;

/// Size and time of a file that held nothing.
pub type Clean = (u64, (i64, u32));

impl Watch<'_> {
    /// Searches the sources of a site, on all cores; `known` remembers those that were clean.
    pub fn sources(&self, root: &Root, known: &mut Known) {
        let mut files: BTreeMap<PathBuf, Entry> = BTreeMap::new();
        for folder in FOLDERS {
            // Faults of walking are told by those who read the folder.
            files.extend(root.walk(folder).0.into_iter().map(|entry| (entry.path.clone(), entry)));
        }
        for path in root.git_index().ok().flatten().and_then(|index| index.paths()).unwrap_or_default() {
            if !files.contains_key(&path)
                && !path.starts_with(WORK)
                && !is_published(&path)
                && let Some(entry) = root.entry(&path)
            {
                files.insert(path, entry);
            }
        }
        files.retain(|path, _| !path.starts_with(PRIVATE) && path != Path::new(SETTINGS));
        let exceptions =
            crate::files::content_hash(format!("{:?}{:?}", self.exceptions.allowed, self.exceptions.waivers).as_bytes());
        let mark = (
            exceptions[0].into(),
            (i64::from(exceptions[1]), u32::from_be_bytes([exceptions[2], exceptions[3], exceptions[4], exceptions[5]])),
        );
        // Other exceptions, other findings.
        if known.insert(PathBuf::new(), mark) != Some(mark) {
            known.clear();
            known.insert(PathBuf::new(), mark);
        }
        let clean: Vec<(PathBuf, Clean)> = files
            .par_iter()
            .filter_map(|(path, entry)| {
                let stamp = (entry.len, entry.modified);
                let seen = known.get(path) == Some(&stamp);
                (seen || self.source(root, entry)).then(|| (path.clone(), stamp))
            })
            .collect();
        known.retain(|path, _| path.as_os_str().is_empty());
        known.extend(clean);
    }

    /// Searches one file; whether nothing was told and no exception was needed.
    fn source(&self, root: &Root, entry: &Entry) -> bool {
        let place = |part| Place { file: &entry.path, part, lines: false, finished: false };
        let name = self.search(&path_text(&entry.path), Scope::Name, &place(""));
        let content = if entry.len > MAX_TEXT && is_table(&entry.path) {
            self.stream(root, entry)
        } else if entry.len > LARGEST {
            self.sink.push(told::unread(entry.path.clone(), ""));
            false
        } else {
            // A file that cannot be read is told by those who need it.
            root.read_bytes(&entry.path, LARGEST).is_ok_and(|bytes| self.bytes(entry, &bytes))
        };
        name && content
    }

    fn bytes(&self, entry: &Entry, bytes: &[u8]) -> bool {
        let name = entry.path.to_string_lossy();
        let ending = name.rsplit('.').next().unwrap_or("").to_ascii_lowercase();
        let plain = matches!(ending.as_str(), "md" | "toml" | "ftl" | "csv" | "tsv" | "txt" | "json" | "yml" | "yaml");
        if plain && let Ok(text) = std::str::from_utf8(bytes) {
            let place = Place { file: &entry.path, part: "", lines: true, finished: false };
            return self.search(text, scope(&entry.path, &ending), &place);
        }
        // A template speaks through its words; its logic is searched with them.
        if ending == "html"
            && let Ok(text) = std::str::from_utf8(bytes)
        {
            let place = Place { file: &entry.path, part: "", lines: false, finished: false };
            return self.search(&words(text, Markup::Html), Scope::Text, &place);
        }
        let content = open(&name, bytes);
        let mut clean = content.positions.is_empty() && content.unread.is_empty();
        for part in &content.parts {
            clean &= self.search(
                &part.text,
                part.scope,
                &Place { file: &entry.path, part: &part.place, lines: false, finished: false },
            );
        }
        if is_published(&entry.path) {
            content.positions.iter().for_each(|part| self.sink.push(told::position(&entry.path, part)));
            content.unread.iter().for_each(|part| self.sink.push(told::unread(entry.path.clone(), part)));
        }
        clean
    }

    /// Searches a large table piece by piece.
    fn stream(&self, root: &Root, entry: &Entry) -> bool {
        let place = Place { file: &entry.path, part: "", lines: false, finished: false };
        let mut clean = true;
        let read = root
            .open_file(&entry.path)
            .is_ok_and(|file| pieces(file, |text| clean &= self.search(text, Scope::Table, &place)).is_ok());
        read && clean
    }
}

/// Gives a text piece by piece, each with the end of the one before.
pub(super) fn pieces(mut from: impl Read, mut each: impl FnMut(&str)) -> std::io::Result<()> {
    let mut held: Vec<u8> = Vec::new();
    loop {
        let read = from.by_ref().take(PIECE as u64).read_to_end(&mut held)?;
        if read == 0 {
            return Ok(());
        }
        each(&String::from_utf8_lossy(&held));
        held.drain(..held.len().saturating_sub(OVERLAP));
    }
}

fn is_table(path: &Path) -> bool {
    path.extension().is_some_and(|x| x == "csv" || x == "tsv" || x == "txt" || x == "json")
}

/// Stories are searched most closely; tables by their cells.
fn scope(path: &Path, ending: &str) -> Scope {
    if path.starts_with("content/stories") && ending == "md" {
        Scope::Story
    } else if matches!(ending, "csv" | "tsv") {
        Scope::Table
    } else {
        Scope::Text
    }
}
