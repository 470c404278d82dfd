//! The passages of HTML: what a reader sees, block by block. No parser: it must also get through what is broken.

use crate::html;
use crate::numbers::{Builder, Form, Passage};

/// Elements that do not part a text.
const INLINE: [&str; 26] = [
    "a", "b", "i", "em", "strong", "span", "sup", "sub", "u", "s", "abbr", "mark", "small", "wbr", "del", "ins", "q", "cite",
    "var", "data", "time", "bdi", "bdo", "font", "label", "dfn",
];
/// Elements whose words nobody reads as prose.
const SILENT: [&str; 9] = ["script", "style", "code", "pre", "kbd", "samp", "svg", "template", "noscript"];

pub(super) fn passages(text: &str) -> Vec<Passage> {
    let mut reader = Reader { text, at: 0, form: Form::Paragraph, builder: Builder::default(), found: Vec::new() };
    reader.run();
    reader.found
}

struct Reader<'a> {
    text: &'a str,
    at: usize,
    form: Form,
    builder: Builder,
    found: Vec<Passage>,
}

impl Reader<'_> {
    fn run(&mut self) {
        while self.at < self.text.len() {
            let rest = &self.text[self.at..];
            match rest.as_bytes()[0] {
                b'<' => self.tag(),
                b'&' => self.entity(),
                _ => {
                    let end = rest.find(['<', '&']).unwrap_or(rest.len());
                    self.words(end);
                }
            }
        }
        self.end();
    }

    /// Plain words: white space between lines is one space.
    fn words(&mut self, length: usize) {
        let (start, end) = (self.at, self.at + length);
        let words = &self.text[start..end];
        if words.trim().is_empty() {
            if !self.builder.is_empty() {
                self.builder.space();
            }
        } else {
            self.builder.exact(words, start);
        }
        self.at = end;
    }

    fn entity(&mut self) {
        let rest = &self.text[self.at..];
        let end = rest.bytes().take(12).position(|b| b == b';');
        match end.and_then(|end| Some((character(&rest[1..end])?, end + 1))) {
            Some((c, length)) => {
                let mut buffer = [0; 4];
                self.builder.said(c.encode_utf8(&mut buffer), self.at..self.at + length);
                self.at += length;
            }
            None => {
                self.builder.exact("&", self.at);
                self.at += 1;
            }
        }
    }

    fn tag(&mut self) {
        let rest = &self.text[self.at..];
        if let Some(comment) = rest.strip_prefix("<!--") {
            self.at = comment.find("-->").map_or(self.text.len(), |at| self.at + 4 + at + 3);
            return;
        }
        let begins = rest[1..].starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '/' | '!' | '?'));
        if !begins {
            self.builder.exact("<", self.at);
            self.at += 1;
            return;
        }
        let end = html::broken_tag_end(rest);
        let inside = rest[1..end].trim_end_matches('/');
        let closing = inside.starts_with('/');
        let name = inside.trim_start_matches('/').split(|c: char| !(c.is_ascii_alphanumeric() || c == '-')).next().unwrap_or("");
        let name = name.to_ascii_lowercase();
        self.at += (end + 1).min(rest.len());
        if SILENT.contains(&&*name) && !closing {
            let close = format!("</{name}");
            let left = &self.text[self.at..];
            let stop = left.to_ascii_lowercase().find(&close).unwrap_or(left.len());
            if matches!(&*name, "code" | "kbd" | "samp") {
                self.builder.said("\u{FFFC}", self.at..self.at + stop);
            }
            self.at += stop;
            return;
        }
        if !INLINE.contains(&&*name) && !SILENT.contains(&&*name) {
            self.end();
            self.form = match (name.as_str(), closing) {
                (_, true) => Form::Paragraph,
                ("li" | "dt" | "dd", _) => Form::Item,
                ("td" | "th" | "caption", _) => Form::Cell,
                ("p", _) if self.form == Form::Item => Form::Item,
                (heading, _) => match heading.strip_prefix('h').and_then(|level| level.parse::<u8>().ok()) {
                    Some(level) if level <= 6 => Form::Heading(level),
                    _ => Form::Paragraph,
                },
            };
        }
    }

    fn end(&mut self) {
        let builder = std::mem::take(&mut self.builder);
        if !builder.is_empty() {
            self.found.push(builder.finish(self.form));
        }
    }
}

fn character(name: &str) -> Option<char> {
    Some(match name {
        "ensp" | "emsp" => ' ',
        "thinsp" => '\u{2009}',
        "ndash" => '–',
        "mdash" => '—',
        "yen" => '¥',
        "euro" => '€',
        "pound" => '£',
        _ => return html::entity(name),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_are_passages_and_scripts_are_not_read() {
        let text = "<h2 title='9'>夏令营<b>12</b>期</h2><script>var x = 300;</script><ul><li>1&#50;00人次</li></ul><p>a &lt; b<p>60&nbsp;名</p><!-- 5 --><td>3县</td>";
        let found = passages(text);
        let forms: Vec<Form> = found.iter().map(|passage| passage.form).collect();
        assert_eq!(forms, [Form::Heading(2), Form::Item, Form::Paragraph, Form::Paragraph, Form::Cell]);
        let figure = &found[1].reading().figures[0];
        assert_eq!(&text[found[1].place(&figure.range)], "1&#50;00人次");
        assert_eq!(found.iter().map(|passage| passage.reading().figures.len()).collect::<Vec<_>>(), [1, 1, 0, 1, 1]);
    }

    #[test]
    fn broken_markup_ends() {
        for text in ["<", "<p", "<!--", "&", "&#", "<script>", "<p title='", "</", "a<b", "<p>&#xZZ;</p>"] {
            let _ = passages(text);
        }
    }
}
