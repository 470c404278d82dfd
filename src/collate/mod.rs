//! Two texts that should say the same, in whatever files they stand: Markdown, HTML, YAML, TOML or plain text.

mod html;
mod keys;
mod markdown;
mod tree;

use std::path::Path;
use std::sync::Arc;

use crate::diag::{Diagnostic, Rule, Sink, Source};
use crate::numbers::{Builder, Form, Passage, Sides, Words, tell};

pub use tree::{Couple, alone, couples, nothing};

/// The rules of this module.
pub static RULES: &[&Rule] = &[&tree::ALONE, &tree::NOTHING];

/// Kinds of files that are read for their words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// CommonMark, with front matter between `+++` or `---`.
    Markdown,
    /// Pages and fragments of pages.
    Html,
    /// Keys and values.
    Yaml,
    /// Keys and values, or messages of Fluent.
    Toml,
    /// Paragraphs between empty lines.
    Plain,
}

impl Format {
    /// The format of a file, by the ending of its name.
    #[must_use]
    pub fn of(path: &Path) -> Option<Self> {
        match path.extension()?.to_str()?.to_ascii_lowercase().as_str() {
            "md" | "markdown" => Some(Self::Markdown),
            "html" | "htm" | "xhtml" => Some(Self::Html),
            "yml" | "yaml" => Some(Self::Yaml),
            "toml" | "ftl" => Some(Self::Toml),
            "txt" => Some(Self::Plain),
            _ => None,
        }
    }
}

/// The passages of a file, in reading order.
#[must_use]
pub fn passages(source: &Source, format: Format) -> Vec<Passage> {
    let text = source.text();
    match format {
        Format::Markdown => markdown::passages(text),
        Format::Html => html::passages(text),
        Format::Yaml => keys::passages(text, 0..text.len(), ':'),
        Format::Toml => keys::passages(text, 0..text.len(), '='),
        Format::Plain => plain(text),
    }
}

/// Compares two files and tells every difference; how many passages were compared.
pub fn compare(left: &Arc<Source>, right: &Arc<Source>, sink: &Sink) -> usize {
    let read = |source: &Arc<Source>| passages(source, Format::of(source.path()).unwrap_or(Format::Plain));
    let (ours, theirs) = (read(left), read(right));
    let words = [left, right].map(|source| words_of(source.path()));
    let found: Vec<Diagnostic> = tell(&Sides { left: (left, &ours), right: (right, &theirs), words });
    found.into_iter().for_each(|found| sink.push(found));
    ours.len().max(theirs.len())
}

/// Whether the words of a file are read: its name may say a language, as `index.fr.md` does.
fn words_of(path: &Path) -> Words {
    let tag = path.file_stem().and_then(|stem| Path::new(stem).extension()?.to_str());
    tag.filter(|tag| tag.len() == 2 && tag.chars().all(|c| c.is_ascii_lowercase())).map_or(Words::Read, Words::of)
}

fn plain(text: &str) -> Vec<Passage> {
    let mut at = 0;
    let mut found = Vec::new();
    for block in text.split("\n\n") {
        if !block.trim().is_empty() {
            let mut builder = Builder::default();
            builder.exact(block, at);
            found.push(builder.finish(Form::Paragraph));
        }
        at += block.len() + 2;
    }
    found
}
