//! A passage: one paragraph, heading, item or cell, with its numbers and the way back to its file.

use std::collections::BTreeSet;
use std::ops::Range;

use super::figure::Reading;
use super::reader::read;

/// What a passage is, so that headings meet headings.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Form {
    /// A heading of a level.
    Heading(u8),
    /// A paragraph.
    Paragraph,
    /// An item of a list.
    Item,
    /// A cell of a table.
    Cell,
    /// A value that stands under a key.
    Entry,
}

/// A stretch of a passage and what it stands for in the file.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Stretch {
    /// Where it begins in the text.
    start: usize,
    /// Where it stands in the file.
    file: Range<usize>,
    /// Whether it was taken over byte for byte.
    exact: bool,
}

/// One paragraph, heading, item, cell or value.
///
/// The words are kept only where they hold numbers: a site's passages together are small.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Passage {
    /// What it is.
    pub form: Form,
    /// Its key in a file of keys; empty in prose.
    pub key: String,
    /// Facts that it cites.
    pub facts: BTreeSet<String>,
    text: String,
    length: usize,
    reading: Reading,
    stretches: Vec<Stretch>,
}

impl Passage {
    /// What it says in numbers.
    #[must_use]
    pub fn reading(&self) -> &Reading {
        &self.reading
    }

    /// Its words; empty when they hold no number.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// How many characters it has.
    #[must_use]
    pub fn len(&self) -> usize {
        self.length
    }

    /// Whether it has no words.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.length == 0
    }

    /// The stretch of the file that a stretch of the words stands for.
    #[must_use]
    pub fn place(&self, range: &Range<usize>) -> Range<usize> {
        let at = |offset: usize| {
            let after = self.stretches.partition_point(|stretch| stretch.start <= offset);
            self.stretches.get(after.saturating_sub(1))
        };
        let Some(first) = at(range.start) else { return 0..0 };
        let last = at(range.end.saturating_sub(1).max(range.start)).unwrap_or(first);
        let start = if first.exact { first.file.start + range.start.saturating_sub(first.start) } else { first.file.start };
        let end = if last.exact { last.file.start + range.end.saturating_sub(last.start) } else { last.file.end };
        start.min(first.file.end)..end.min(last.file.end).max(start.min(first.file.end))
    }

    /// Where it begins in the file.
    #[must_use]
    pub fn start(&self) -> Range<usize> {
        self.stretches.first().map_or(0..0, |stretch| stretch.file.clone())
    }

    /// Several passages read as one.
    #[must_use]
    pub fn joined(passages: &[Self]) -> Self {
        let [first, rest @ ..] = passages else { return Builder::default().finish(Form::Paragraph) };
        rest.iter().fold(first.clone(), |mut all, next| {
            all.text.push('\n');
            let shift = all.text.len();
            all.text.push_str(&next.text);
            all.stretches
                .extend(next.stretches.iter().map(|stretch| Stretch { start: stretch.start + shift, ..stretch.clone() }));
            all.length += next.length;
            all.facts.extend(next.facts.iter().cloned());
            all.reading = read(&all.text);
            all
        })
    }
}

/// Puts a passage together from left to right.
#[derive(Clone, Debug, Default)]
pub struct Builder {
    text: String,
    stretches: Vec<Stretch>,
    facts: BTreeSet<String>,
}

impl Builder {
    /// Adds words that stand in the file at `place` as they are.
    pub fn exact(&mut self, words: &str, place: usize) {
        self.add(words, place..place + words.len(), true);
    }

    /// Adds words that stand for a stretch of the file: what an expression or an entity says.
    pub fn said(&mut self, words: &str, place: Range<usize>) {
        self.add(words, place, false);
    }

    /// Adds a space between two pieces.
    pub fn space(&mut self) {
        self.text.push(' ');
    }

    /// Notes a fact that is cited.
    pub fn cite(&mut self, fact: &str) {
        self.facts.insert(fact.to_owned());
    }

    fn add(&mut self, words: &str, file: Range<usize>, exact: bool) {
        self.stretches.push(Stretch { start: self.text.len(), file, exact });
        self.text.push_str(words);
    }

    /// The words so far.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Where the words end.
    #[must_use]
    pub fn end(&self) -> usize {
        self.text.len()
    }

    /// Whether there are no words yet.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.text.trim().is_empty() && self.facts.is_empty()
    }

    /// The passage.
    #[must_use]
    pub fn finish(self, form: Form) -> Passage {
        let reading = read(&self.text);
        let length = self.text.chars().count();
        let text = if reading.is_empty() { String::new() } else { self.text };
        let mut stretches = self.stretches;
        if text.is_empty() {
            stretches.truncate(1);
        }
        Passage { form, key: String::new(), facts: self.facts, text, length, reading, stretches }
    }
}
