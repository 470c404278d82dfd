//! The passages of YAML, TOML and Fluent: each value under the path of its keys.
//!
//! This reads what prose in such files looks like: `key: value` and `key = value`, nesting by indentation or `[tables]`, lists, quoted
//! and folded texts. It judges nothing: whoever owns the file has a parser for that. Values without letters are settings, not prose.

use std::ops::Range;

use crate::numbers::{Builder, Form, Passage};

/// The values of `part` of a text; `mark` stands between key and value.
pub(super) fn passages(text: &str, part: Range<usize>, mark: char) -> Vec<Passage> {
    let mut reader = Reader { mark, keys: Vec::new(), table: String::new(), counts: Vec::new(), block: None, found: Vec::new() };
    let mut at = part.start;
    for line in text[part].split_inclusive('\n') {
        reader.line(line, at);
        at += line.len();
    }
    reader.close();
    reader.found
}

/// A text over several lines.
struct Block {
    key: String,
    /// Lines indented deeper than this belong to it.
    indent: usize,
    builder: Builder,
    /// What ends it: `"""`; nothing when indentation does.
    fence: &'static str,
}

struct Reader {
    mark: char,
    /// Keys around, with their indentation.
    keys: Vec<(usize, String)>,
    /// The table of TOML.
    table: String,
    /// How many items each list has so far.
    counts: Vec<(String, usize)>,
    block: Option<Block>,
    found: Vec<Passage>,
}

impl Reader {
    fn line(&mut self, line: &str, at: usize) {
        let bare = line.trim_end();
        let indent = bare.len() - bare.trim_start().len();
        if self.goes_on(bare, indent, at) {
            return;
        }
        let body = bare.trim_start();
        if body.is_empty() || body.starts_with('#') || matches!(body, "---" | "...") {
            return;
        }
        if self.mark == '=' && body.starts_with('[') && body.ends_with(']') {
            self.table = body.trim_matches(['[', ']']).trim().to_owned();
            if body.starts_with("[[") {
                let number = self.count(&self.table.clone());
                self.table = format!("{}[{number}]", self.table);
            }
            self.keys.clear();
            return;
        }
        let (mut body, mut indent, mut at) = (body, indent, at + indent);
        self.keys.retain(|(depth, _)| *depth < indent);
        while let Some(rest) = body.strip_prefix("- ").filter(|_| self.mark == ':') {
            let number = self.count(&self.path(""));
            self.keys.push((indent, format!("[{number}]")));
            let gap = 2 + rest.len() - rest.trim_start().len();
            (body, indent, at) = (rest.trim_start(), indent + gap, at + gap);
        }
        match self.split(body) {
            Some((key, value)) => self.pair(key, &body[value..], indent, at + value),
            None => self.value(self.path(""), body, at),
        }
    }

    /// Takes a line of a text over several lines.
    fn goes_on(&mut self, bare: &str, indent: usize, at: usize) -> bool {
        let Some(block) = &mut self.block else { return false };
        if !block.fence.is_empty() {
            let end = bare.find(block.fence);
            block.builder.exact(&bare[..end.unwrap_or(bare.len())], at);
            block.builder.space();
            if end.is_some() {
                self.close();
            }
            return true;
        }
        if bare.is_empty() || indent > block.indent {
            block.builder.exact(bare.trim_start(), at + indent);
            block.builder.space();
            return true;
        }
        self.close();
        false
    }

    fn close(&mut self) {
        if let Some(block) = self.block.take()
            && !block.builder.is_empty()
        {
            let mut passage = block.builder.finish(Form::Entry);
            passage.key = block.key;
            self.found.push(passage);
        }
    }

    /// Key and the place of its value.
    fn split<'a>(&self, body: &'a str) -> Option<(&'a str, usize)> {
        let at = if let Some(quoted) = body.strip_prefix('"') {
            let close = quoted.find('"')? + 2;
            close + body[close..].find(self.mark)?
        } else {
            body.find(self.mark)?
        };
        let after = &body[at + 1..];
        let key = body[..at].trim().trim_matches(['"', '\'']);
        // A colon inside of a sentence is no key.
        let plain = !key.is_empty() && key.len() <= 80 && !key.contains(['{', '，', '。', '"']);
        let parted = self.mark == '=' || after.is_empty() || after.starts_with(' ');
        (plain && parted).then(|| (key, at + 1 + after.len() - after.trim_start().len()))
    }

    fn pair(&mut self, key: &str, value: &str, indent: usize, at: usize) {
        let path = self.path(key);
        if self.mark == ':' && (value.is_empty() || value.starts_with(['|', '>']) && value.len() <= 3) {
            self.keys.push((indent, key.to_owned()));
            if !value.is_empty() {
                self.block = Some(Block { key: path, indent, builder: Builder::default(), fence: "" });
            }
            return;
        }
        for fence in ["\"\"\"", "'''"] {
            if let Some(rest) = value.strip_prefix(fence) {
                let mut builder = Builder::default();
                let end = rest.find(fence);
                builder.exact(&rest[..end.unwrap_or(rest.len())], at + 3);
                self.block = Some(Block { key: path, indent, builder, fence });
                if end.is_some() {
                    self.close();
                }
                return;
            }
        }
        if value.is_empty() && self.mark == '=' {
            // A message of Fluent goes on in the lines below.
            self.block = Some(Block { key: path, indent, builder: Builder::default(), fence: "" });
            return;
        }
        self.value(path, value, at);
    }

    fn value(&mut self, key: String, value: &str, at: usize) {
        let (words, at) = unquoted(value, at);
        let prose = words.contains(|c: char| c.is_alphabetic()) || words.contains(['%', '％', '¥', '￥', '$']);
        if !prose {
            return;
        }
        let mut builder = Builder::default();
        builder.exact(words, at);
        let mut passage = builder.finish(Form::Entry);
        passage.key = key;
        self.found.push(passage);
    }

    fn path(&self, key: &str) -> String {
        let mut parts: Vec<&str> = vec![&self.table];
        parts.extend(self.keys.iter().map(|(_, key)| key.as_str()));
        parts.push(key);
        parts.retain(|part| !part.is_empty());
        parts.join(".")
    }

    /// The number of the next item under a path.
    fn count(&mut self, path: &str) -> usize {
        match self.counts.iter_mut().find(|(known, _)| known == path) {
            Some((_, count)) => {
                *count += 1;
                *count
            }
            None => {
                self.counts.push((path.to_owned(), 1));
                1
            }
        }
    }
}

/// A value without its quotation marks or the remark behind it.
fn unquoted(value: &str, at: usize) -> (&str, usize) {
    for quote in ['"', '\''] {
        if let Some(rest) = value.strip_prefix(quote) {
            let mut escaped = false;
            let end = rest.char_indices().find(|(_, c)| {
                let closes = *c == quote && !escaped;
                escaped = *c == '\\' && !escaped;
                closes
            });
            return (&rest[..end.map_or(rest.len(), |(end, _)| end)], at + 1);
        }
    }
    (value.split(" #").next().unwrap_or(value).trim_end(), at)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys(text: &str, mark: char) -> Vec<(String, String)> {
        let found = passages(text, 0..text.len(), mark);
        let words = |passage: &Passage| {
            let figures = passage.reading().figures.iter();
            figures.map(|figure| text[passage.place(&figure.range)].to_owned()).collect::<Vec<_>>().join("|")
        };
        found.iter().map(|passage| (passage.key.clone(), words(passage))).collect()
    }

    fn owned(rows: &[(&str, &str)]) -> Vec<(String, String)> {
        rows.iter().map(|(key, words)| ((*key).to_owned(), (*words).to_owned())).collect()
    }

    #[test]
    fn yaml_is_read_by_its_keys() {
        let text = "# 注\ntitle: 共60名\ncamp:\n  note: \"12期: 完\"\n  weight: 300\n  items:\n    - 3县\n    - name: 5人\nlong: >\n  第一行1200人次\n  第二行\nlast: '80万元' # 300\n";
        let want = [
            ("title", "60名"),
            ("camp.note", "12期"),
            ("camp.items.[1]", "3县"),
            ("camp.items.[2].name", "5人"),
            ("long", "1200人次"),
            ("last", "80万元"),
        ];
        assert_eq!(keys(text, ':'), owned(&want));
    }

    #[test]
    fn toml_and_fluent_are_read_by_their_keys() {
        let text = "title = \"共60名\"\n[[fact]]\nnote = \"12期\"\n[[fact]]\nnote = '''\n5人\n'''\nvalue = 300\n";
        assert_eq!(keys(text, '='), owned(&[("title", "60名"), ("fact[1].note", "12期"), ("fact[2].note", "5人")]));
        let fluent = "range = 至少 { $number }\nlong =\n    共60名\n    儿童\n";
        assert_eq!(keys(fluent, '='), owned(&[("range", ""), ("long", "60名")]));
    }
}
