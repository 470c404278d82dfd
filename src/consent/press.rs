//! Known press texts, as hashes: a story that repeats one leads to it.

use super::passages::Passages;
use super::rules::UNREADABLE;
use super::withdrawn::{append, hashes, rows};
use crate::config::reader::{Document, read_if_there};
use crate::diag::{Diagnostic, Sink};
use crate::files::{Error, Root};
use crate::say;

/// The list, relative to the root of the site.
pub const PRESS: &str = "data/press.toml";

const HEAD: &str = "# 已知的报道，由 `shanwai press` 添加：故事里不能有它们的原句。只有摘要，没有原文。\n\
                    # Known press texts, added by `shanwai press`: no story may repeat their sentences. Hashes only.\n";

/// The known texts.
#[derive(Clone, Debug, Default)]
pub struct Press {
    texts: Vec<(String, Passages)>,
}

impl Press {
    /// Reads the list; no text is known when there is none.
    #[must_use]
    pub fn load(root: &Root, sink: &Sink) -> Self {
        let Some(source) = read_if_there(root, PRESS, sink) else { return Self::default() };
        let document = Document::parse(&source, sink);
        let table = document.root();
        let mut texts = Vec::new();
        for entry in table.tables("press") {
            let (span, title) = (entry.span(), entry.text("title"));
            let passages = Passages::read(&hashes(&entry, "passages"), &hashes(&entry, "lines"));
            entry.finish();
            match (title, passages) {
                (Some(title), Some(passages)) => texts.push((title.value, passages)),
                (Some(_), None) => {
                    let message = say!("这一条被改过，读不懂", "this entry was changed and cannot be read");
                    let help = say!("删去，再用 `shanwai press` 添加", "remove it and add it again with `shanwai press`");
                    sink.push(Diagnostic::error(&UNREADABLE, message).at(span).help(help));
                }
                _ => {}
            }
        }
        table.finish();
        Self { texts }
    }

    /// The title of a text that shares words with this one.
    #[must_use]
    pub fn holding(&self, text: &str) -> Option<&str> {
        self.texts.iter().find(|(_, passages)| passages.are_in(text)).map(|(title, _)| title.as_str())
    }

    /// Adds a text to the list of a site.
    pub fn add(root: &Root, title: &str, text: &str) -> Result<(), Error> {
        let mut passages = Passages::default();
        for line in text.lines() {
            passages.add(line);
        }
        let (windows, lines) = passages.written();
        let title: String = title.chars().filter(|c| !c.is_control() && !matches!(c, '"' | '\\')).collect();
        let entry = format!("\n[[press]]\ntitle = \"{title}\"\npassages = [{}]\nlines = [{}]\n", rows(&windows), rows(&lines));
        append(root, PRESS, HEAD, &entry)
    }
}
