//! Search without a server: an index in small scripts, so that it is read over the web and from a folder opened by double click alike.
//!
//! A page on a disk may load scripts but fetch nothing, and a strict content policy forbids the compiled modules that engines from
//! elsewhere need. So each shard is a script of one call with one text or list in it; `static/search.js` of the theme reads them and
//! ranks. Terms are cut into shards by their order, so that a query loads the few shards its words fall into, and the
//! beginning of a word finds its shard as the whole word does.
//!
//! Nothing here knows pages or figures: [`Entry`] says what is found and what is shown of it.

mod reading;
mod shards;
pub mod text;
mod tokens;

use std::collections::HashMap;

pub use reading::sort_key;
pub use shards::{File, Index};

/// What is found, and what is shown of it in a list of results.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Entry {
    /// Position of its kind in the list of kinds; results are grouped by it.
    pub kind: usize,
    /// Path of the page from the root of the site.
    pub path: String,
    /// Title.
    pub title: String,
    /// Other names, such as the title in other languages; found like the title, and the first is shown when [`Entry::shows_other_name`].
    pub names: Vec<String>,
    /// Whether the first of the other names is shown.
    pub shows_other_name: bool,
    /// One or two sentences.
    pub about: String,
    /// The number itself, as readers see it; empty when there is none.
    pub number: String,
    /// What the number is of: period, place; or a code. Empty when there is none.
    pub note: String,
    /// Whether it is made of invented records.
    pub synthetic: bool,
    /// Further words it is found by, weaker than its names: headings, terms, breakdowns.
    pub keywords: String,
    /// Its text, weakest of all; may be empty.
    pub body: String,
}

/// How much a term says of an entry, by where it stands.
const TITLE: u8 = 9;
const NAME: u8 = 8;
const READING: u8 = 7;
const KEYWORD: u8 = 4;
const ABOUT: u8 = 3;
const BODY: u8 = 1;

/// Makes the index of one language. Entries must be sorted by kind, and are numbered in the order given.
///
/// Costs a pass over all words and a sort of the distinct terms; memory is eight bytes for each term of each entry.
#[must_use]
pub fn index(entries: &[Entry]) -> Index {
    let mut terms = Terms::default();
    for (at, entry) in entries.iter().enumerate() {
        let at = u32::try_from(at).unwrap_or(u32::MAX);
        let mut learn = |text: &str, weight: u8| tokens::each(text, |term| terms.note(term, at, weight));
        learn(&entry.title, TITLE);
        entry.names.iter().for_each(|name| learn(name, NAME));
        learn(&entry.keywords, KEYWORD);
        learn(&entry.note, KEYWORD);
        learn(&entry.about, ABOUT);
        learn(&entry.body, BODY);
        for name in std::iter::once(&entry.title).chain(&entry.names) {
            reading::terms(name).iter().for_each(|term| terms.note(term, at, READING));
        }
    }
    shards::cut(entries, &terms)
}

/// Terms in the order in which they were met, each with the entries that hold it. The map serves to find a term and is never walked.
#[derive(Debug, Default)]
struct Terms {
    places: HashMap<String, usize>,
    all: Vec<(String, Vec<(u32, u8)>)>,
}

impl Terms {
    /// Notes that an entry holds a term; the weight of its best place counts. Entries come in order.
    fn note(&mut self, term: &str, entry: u32, weight: u8) {
        let place = match self.places.get(term) {
            Some(place) => *place,
            None => {
                self.places.insert(term.to_owned(), self.all.len());
                self.all.push((term.to_owned(), Vec::new()));
                self.all.len() - 1
            }
        };
        let hits = &mut self.all[place].1;
        match hits.last_mut() {
            Some((last, known)) if *last == entry => *known = (*known).max(weight),
            _ => hits.push((entry, weight)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(title: &str, about: &str) -> Entry {
        Entry { title: title.into(), about: about.into(), path: "p/index.html".into(), ..Entry::default() }
    }

    /// Entries that hold a term, with its weight, as the shards tell them.
    fn found(index: &Index, term: &str) -> Vec<(usize, u8)> {
        let texts = index.files.iter().filter(|file| file.name.starts_with('t')).map(|file| String::from_utf8_lossy(&file.bytes));
        let lines = texts.flat_map(|text| {
            let json = text.split_once(',').unwrap().1.trim_end_matches(");\n").to_owned();
            serde_json::from_str::<String>(&json).unwrap().lines().map(str::to_owned).collect::<Vec<_>>()
        });
        let line = lines.filter_map(|line| Some(line.strip_prefix(&format!("{term}\t"))?.to_owned())).next().unwrap_or_default();
        let mut at = 0;
        line.split(' ')
            .filter(|hit| !hit.is_empty())
            .map(|hit| {
                let (gap, weight) = hit.split_at(hit.len() - 1);
                at += usize::from_str_radix(gap, 36).unwrap_or(0);
                (at, weight.parse().unwrap())
            })
            .collect()
    }

    #[test]
    fn a_term_is_found_with_the_weight_of_its_best_place() {
        let index = index(&[entry("芷江", "研学"), entry("研学旅行", "去芷江的研学"), entry("x", "")]);
        assert_eq!(found(&index, "研学"), [(0, ABOUT), (1, TITLE)]);
        assert_eq!(found(&index, "芷江"), [(0, TITLE), (1, ABOUT)]);
        assert_eq!(found(&index, "zhijiang"), [(0, READING)]);
        assert_eq!(found(&index, "旅游"), []);
    }

    #[test]
    fn equal_entries_give_equal_bytes_and_another_entry_another_version() {
        let (one, two) = ([entry("芷江", "研学")], [entry("芷江", "研学"), entry("b", "")]);
        assert_eq!(index(&one), index(&one));
        assert_ne!(index(&one).version, index(&two).version);
    }

    #[test]
    fn what_looks_like_code_stays_text() {
        let index = index(&[entry("</script><script>alert(1)</script>\u{2028}\"\\", "")]);
        for file in &index.files {
            let text = String::from_utf8(file.bytes.clone()).unwrap();
            assert!(!text.contains('<') && !text.contains('\u{2028}'), "{text}");
        }
    }

    #[test]
    fn no_entries_make_an_empty_index() {
        let index = index(&[]);
        assert_eq!((index.starts.len(), index.entries), (0, 0));
    }
}
