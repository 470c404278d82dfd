//! The passages of Markdown: paragraphs, headings, items and cells, without code and addresses.

use std::ops::Range;

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use super::keys;
use crate::numbers::{Builder, Form, Passage};

/// Front matter by its keys, then the text.
pub(super) fn passages(text: &str) -> Vec<Passage> {
    let (front, body) = front(text);
    let mut found = match front {
        Some((part, mark)) => keys::passages(text, part, mark),
        None => Vec::new(),
    };
    let options =
        Options::ENABLE_TABLES | Options::ENABLE_FOOTNOTES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_HEADING_ATTRIBUTES;
    let mut reader = Reader { builder: Builder::default(), form: Form::Paragraph, silent: 0, found: Vec::new() };
    for (event, range) in Parser::new_ext(&text[body..], options).into_offset_iter() {
        reader.event(event, &(range.start + body..range.end + body), text);
    }
    reader.end();
    found.append(&mut reader.found);
    found
}

/// The front matter with the mark between its keys and values, and where the text begins.
fn front(text: &str) -> (Option<(Range<usize>, char)>, usize) {
    for (fence, mark) in [("+++", '='), ("---", ':')] {
        let Some(rest) = text.strip_prefix(fence).filter(|rest| rest.starts_with(['\n', '\r'])) else { continue };
        let start = text.len() - rest.len();
        let close = format!("\n{fence}");
        if let Some(length) = rest.find(&close) {
            let end = start + length;
            let body = text[end + close.len()..].find('\n').map_or(text.len(), |at| end + close.len() + at + 1);
            return (Some((start..end, mark)), body);
        }
    }
    (None, 0)
}

struct Reader {
    builder: Builder,
    form: Form,
    /// Inside of code and other things that nobody reads aloud.
    silent: usize,
    found: Vec<Passage>,
}

impl Reader {
    fn event(&mut self, event: Event<'_>, range: &Range<usize>, whole: &str) {
        match event {
            Event::Start(tag) => self.start(&tag),
            Event::End(tag) => self.close(tag),
            Event::Text(words) if self.silent == 0 => {
                // An entity or an escape was read: the words are not those of the file.
                if whole.get(range.clone()) == Some(&*words) {
                    self.builder.exact(&words, range.start);
                } else {
                    self.builder.said(&words, range.clone());
                }
            }
            Event::Code(_) => self.builder.said("\u{FFFC}", range.clone()),
            Event::SoftBreak | Event::HardBreak => self.builder.space(),
            _ => {}
        }
    }

    fn start(&mut self, tag: &Tag<'_>) {
        match tag {
            Tag::Emphasis | Tag::Strong | Tag::Strikethrough | Tag::Link { .. } | Tag::Superscript | Tag::Subscript => {}
            Tag::Image { .. } => {}
            Tag::CodeBlock(_) | Tag::HtmlBlock | Tag::MetadataBlock(_) => {
                self.end();
                self.silent += 1;
            }
            Tag::Heading { level, .. } => self.begin(Form::Heading(*level as u8)),
            Tag::Item => self.begin(Form::Item),
            Tag::TableCell => self.begin(Form::Cell),
            // The paragraph of an item is the item.
            Tag::Paragraph if self.form == Form::Item && self.builder.is_empty() => {}
            _ => self.begin(Form::Paragraph),
        }
    }

    fn close(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Emphasis
            | TagEnd::Strong
            | TagEnd::Strikethrough
            | TagEnd::Link
            | TagEnd::Superscript
            | TagEnd::Subscript
            | TagEnd::Image => {}
            TagEnd::CodeBlock | TagEnd::HtmlBlock | TagEnd::MetadataBlock(_) => self.silent = self.silent.saturating_sub(1),
            _ => {
                self.end();
                self.form = Form::Paragraph;
            }
        }
    }

    fn begin(&mut self, form: Form) {
        self.end();
        self.form = form;
    }

    fn end(&mut self) {
        let builder = std::mem::take(&mut self.builder);
        if !builder.is_empty() {
            self.found.push(builder.finish(self.form));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_of_passage_is_found_with_its_place() {
        let text = "+++\ntitle = \"12期\"\n+++\n# 共**60**名\n\n一段&#48;，`9`\n\n- 3县\n\n| a | b |\n|---|---|\n| 5人 | 7人 |\n\n```\n99\n```\n";
        let found = passages(text);
        let forms: Vec<Form> = found.iter().map(|passage| passage.form).collect();
        let cell = Form::Cell;
        assert_eq!(forms, [Form::Entry, Form::Heading(1), Form::Paragraph, Form::Item, cell, cell, cell, cell]);
        let said = |at: usize| {
            let passage: &Passage = &found[at];
            passage.reading().figures.iter().map(|figure| &text[passage.place(&figure.range)]).collect::<Vec<_>>()
        };
        assert_eq!(said(0), ["12期"]);
        assert_eq!(said(1), ["60**名"]);
        assert_eq!(said(3), ["3县"]);
        assert_eq!(said(7), ["7人"]);
    }
}
