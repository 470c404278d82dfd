//! Footnotes: marks in the text, notes at the end, and the ways back.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::ops::Range;

use super::super::rules::FOOTNOTE;
use super::Writer;
use crate::diag::Span;
use crate::say;

/// Notes of one text.
#[derive(Default)]
pub(super) struct Notes {
    /// Labels by order of their first mark, with the place of it and the number of marks.
    marks: Vec<(String, Span, usize)>,
    numbers: BTreeMap<String, usize>,
    /// The notes' HTML by label.
    texts: BTreeMap<String, String>,
}

impl Writer<'_> {
    pub(super) fn note_mark(&mut self, label: &str, range: &Range<usize>) {
        if self.image.is_some() {
            return;
        }
        let span = self.span(range);
        self.settle_line_break(None);
        let next = self.notes.marks.len();
        let index = *self.notes.numbers.entry(label.to_owned()).or_insert(next);
        if index == next {
            self.notes.marks.push((label.to_owned(), span, 0));
        }
        self.notes.marks[index].2 += 1;
        let (number, id) = (index + 1, mark_id(index + 1, self.notes.marks[index].2));
        let _ = write!(
            self.html,
            "<sup class=\"footnote-ref\"><a href=\"#fn-{number}\" id=\"{id}\" role=\"doc-noteref\">{number}</a></sup>"
        );
    }

    /// Takes the note that was just written out of the text.
    pub(super) fn keep_note(&mut self) {
        if let Some((label, outer)) = self.kept.pop() {
            let text = std::mem::replace(&mut self.html, outer);
            self.notes.texts.insert(label, text);
        }
    }

    /// Writes the notes in the order of their marks.
    pub(super) fn write_notes(&mut self) {
        let notes = std::mem::take(&mut self.notes);
        if notes.marks.is_empty() {
            return;
        }
        self.html.push_str("<section class=\"footnotes\" role=\"doc-endnotes\">\n<ol>\n");
        for (index, (label, span, count)) in notes.marks.iter().enumerate() {
            let number = index + 1;
            let Some(text) = notes.texts.get(label) else {
                let help = say!("加一段 `[^{label}]: 内容`", "add a paragraph `[^{label}]: text`");
                self.error(
                    &FOOTNOTE,
                    say!("脚注 `{label}` 没有内容", "the footnote `{label}` has no text"),
                    span.range.clone(),
                    help,
                );
                continue;
            };
            let mut back = String::new();
            for mark in 1..=*count {
                let _ =
                    write!(back, " <a href=\"#{}\" role=\"doc-backlink\" aria-label=\"↩ {number}\">↩</a>", mark_id(number, mark));
            }
            let text = text.trim_end();
            let (words, close) = text.strip_suffix("</p>").map_or((text, ""), |words| (words, "</p>"));
            let _ = writeln!(self.html, "<li id=\"fn-{number}\">{words}{back}{close}</li>");
        }
        self.html.push_str("</ol>\n</section>\n");
    }
}

fn mark_id(number: usize, mark: usize) -> String {
    if mark == 1 { format!("fnref-{number}") } else { format!("fnref-{number}-{mark}") }
}
