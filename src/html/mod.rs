//! Reads finished HTML and XML of our own making, token by token, with the place of everything in the bytes.
//!
//! Not a parser for the web: the input is what templates and makers wrote, so tags are closed and attributes quoted. A parser for
//! anything would hide faults that ought to be told, and the places are needed to put marks into the text.

mod chinese;
mod links;
mod seal;

pub(crate) use chinese::unmarked;
pub use chinese::{is_han, mark};
pub use links::joined;
pub use seal::{seal, sum};

use std::borrow::Cow;
use std::ops::Range;

/// Elements that have no end tag.
const VOID: [&str; 14] =
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr", "param"];

/// A piece of a document; ranges are bytes of the whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Token<'a> {
    /// Words, entities as they stand.
    Text(Range<usize>),
    /// The inside of a script or a style sheet.
    Raw(Range<usize>),
    /// A start tag.
    Open(Tag<'a>),
    /// An end tag, by its name.
    Close(&'a str),
}

/// A start tag.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tag<'a> {
    /// Its name as written.
    pub name: &'a str,
    /// The tag, brackets included.
    pub range: Range<usize>,
    /// Whether nothing can stand in it.
    pub is_empty: bool,
    attributes: &'a str,
}

impl<'a> Tag<'a> {
    /// Its attributes in order, entities resolved; one without a value has an empty one.
    pub fn attributes(&self) -> impl Iterator<Item = (&'a str, Cow<'a, str>)> {
        Attributes(self.attributes)
    }

    /// The value of an attribute.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<Cow<'a, str>> {
        self.attributes().find(|(known, _)| *known == name).map(|(_, value)| value)
    }
}

struct Attributes<'a>(&'a str);

impl<'a> Iterator for Attributes<'a> {
    type Item = (&'a str, Cow<'a, str>);

    fn next(&mut self) -> Option<Self::Item> {
        let text = self.0.trim_start_matches(|c: char| c.is_ascii_whitespace() || c == '/');
        let end = text.find(|c: char| c.is_ascii_whitespace() || matches!(c, '=' | '/')).unwrap_or(text.len());
        let (name, rest) = text.split_at(end);
        if name.is_empty() {
            return None;
        }
        let Some(value) = rest.trim_start().strip_prefix('=').map(str::trim_start) else {
            self.0 = rest;
            return Some((name, Cow::Borrowed("")));
        };
        let (value, rest) = match value.chars().next() {
            Some(quote @ ('"' | '\'')) => value[1..].split_once(quote).unwrap_or((&value[1..], "")),
            _ => value.split_at(value.find(|c: char| c.is_ascii_whitespace()).unwrap_or(value.len())),
        };
        self.0 = rest;
        Some((name, unescape(value)))
    }
}

/// The tokens of a document, in order. Linear.
#[must_use]
pub fn tokens(text: &str) -> Tokens<'_> {
    Tokens { text, at: 0, raw: None }
}

/// See [`tokens`].
pub struct Tokens<'a> {
    text: &'a str,
    at: usize,
    /// The element whose inside is no markup.
    raw: Option<&'a str>,
}

impl<'a> Iterator for Tokens<'a> {
    type Item = Token<'a>;

    fn next(&mut self) -> Option<Token<'a>> {
        if let Some(name) = self.raw.take() {
            let end = end_of_raw(&self.text[self.at..], name).map_or(self.text.len(), |at| self.at + at);
            let range = self.at..end;
            self.at = end;
            return Some(Token::Raw(range));
        }
        loop {
            let rest = self.text.get(self.at..).filter(|rest| !rest.is_empty())?;
            let Some(tag) = rest.strip_prefix('<') else {
                let end = rest.find('<').map_or(self.text.len(), |at| self.at + at);
                let range = self.at..end;
                self.at = end;
                return Some(Token::Text(range));
            };
            let passed = |end: Option<usize>, length: usize| end.map_or(self.text.len(), |at| self.at + at + length);
            if tag.starts_with("!--") {
                self.at = passed(rest.find("-->"), 3);
            } else if let Some(data) = tag.strip_prefix("![CDATA[") {
                let start = self.at + rest.len() - data.len();
                let end = data.find("]]>").map_or(self.text.len(), |at| start + at);
                self.at = (end + 3).min(self.text.len());
                return Some(Token::Raw(start..end));
            } else if tag.starts_with(['!', '?']) {
                self.at = passed(rest.find('>'), 1);
            } else {
                let end = tag_end(rest).unwrap_or(rest.len());
                let inside = &rest[1..end];
                let range = self.at..(self.at + end + 1).min(self.text.len());
                self.at = range.end;
                return Some(self.tag(inside, range));
            }
        }
    }
}

impl<'a> Tokens<'a> {
    fn tag(&mut self, inside: &'a str, range: Range<usize>) -> Token<'a> {
        if let Some(name) = inside.strip_prefix('/') {
            return Token::Close(name.trim());
        }
        let end = inside.find(|c: char| c.is_ascii_whitespace() || c == '/').unwrap_or(inside.len());
        let (name, attributes) = inside.split_at(end);
        let is_empty = inside.ends_with('/') || VOID.contains(&name);
        if matches!(name, "script" | "style") && !is_empty {
            self.raw = Some(name);
        }
        Token::Open(Tag { name, range, is_empty, attributes })
    }
}

/// Where a tag closes: the first `>` outside quotes; nothing where a quote never closes.
fn tag_end(text: &str) -> Option<usize> {
    let mut quote = None;
    for (at, byte) in text.bytes().enumerate() {
        match (quote, byte) {
            (Some(open), _) if open == byte => quote = None,
            (None, b'"' | b'\'') => quote = Some(byte),
            (None, b'>') => return Some(at),
            _ => {}
        }
    }
    None
}

/// Where a tag closes in markup of others: one with a quote that never closes ends at its first bracket.
pub(crate) fn broken_tag_end(tag: &str) -> usize {
    tag_end(tag).or_else(|| tag.find('>')).unwrap_or(tag.len())
}

fn end_of_raw(text: &str, name: &str) -> Option<usize> {
    text.match_indices("</").map(|(at, _)| at).find(|at| text[at + 2..].starts_with(name))
}

/// Text with its entities resolved: those that templates and makers write.
#[must_use]
pub fn unescape(text: &str) -> Cow<'_, str> {
    if !text.contains('&') {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let found = rest.find(';').filter(|end| *end <= 10).and_then(|end| Some((entity(&rest[1..end])?, end + 1)));
        let (c, length) = found.unwrap_or(('&', 1));
        out.push(c);
        rest = &rest[length..];
    }
    out.push_str(rest);
    Cow::Owned(out)
}

/// The character an entity stands for: those that every document may hold, and all by their number.
pub(crate) fn entity(name: &str) -> Option<char> {
    Some(match name {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        "nbsp" => '\u{a0}',
        _ => {
            let number = name.strip_prefix('#')?;
            let hex = number.strip_prefix(['x', 'X']);
            char::from_u32(hex.map_or_else(|| number.parse().ok(), |hex| u32::from_str_radix(hex, 16).ok())?)?
        }
    })
}

/// The elements that are open, with the language that holds in each.
#[derive(Debug, Default)]
pub struct Nest<'a> {
    open: Vec<(&'a str, Option<Cow<'a, str>>)>,
}

impl<'a> Nest<'a> {
    /// Follows a token. An end tag closes everything opened since its start tag.
    pub fn follow(&mut self, token: &Token<'a>) {
        match token {
            Token::Open(tag) if !tag.is_empty => {
                let lang = tag.get("lang").or_else(|| tag.get("xml:lang"));
                self.open.push((tag.name, lang));
            }
            Token::Close(name) => {
                if let Some(at) = self.open.iter().rposition(|(open, _)| open == name) {
                    self.open.truncate(at);
                }
            }
            _ => {}
        }
    }

    /// The language that holds here; empty when none was said.
    #[must_use]
    pub fn lang(&self) -> &str {
        self.open.iter().rev().find_map(|(_, lang)| lang.as_deref()).unwrap_or("")
    }

    /// Whether an element of one of these names is open.
    #[must_use]
    pub fn is_in(&self, names: &[&str]) -> bool {
        self.open.iter().any(|(name, _)| names.contains(name))
    }

    /// The innermost open element.
    #[must_use]
    pub fn innermost(&self) -> &'a str {
        self.open.last().map_or("", |(name, _)| name)
    }
}

/// Whether a language tag is Chinese.
#[must_use]
pub fn is_chinese(tag: &str) -> bool {
    tag == "zh" || tag.starts_with("zh-")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_are_read_with_their_places() {
        let text = "<!DOCTYPE html><p id=a class='b c' hidden>x &amp; <br>y</p><script>a < b</script>";
        let read: Vec<String> = tokens(text)
            .map(|token| match token {
                Token::Text(range) => format!("text {}", &text[range]),
                Token::Raw(range) => format!("raw {}", &text[range]),
                Token::Open(tag) => format!("open {} {:?}", tag.name, tag.attributes().collect::<Vec<_>>()),
                Token::Close(name) => format!("close {name}"),
            })
            .collect();
        let wanted = [
            "open p [(\"id\", \"a\"), (\"class\", \"b c\"), (\"hidden\", \"\")]",
            "text x &amp; ",
            "open br []",
            "text y",
            "close p",
            "open script []",
            "raw a < b",
            "close script",
        ];
        assert_eq!(read, wanted);
    }

    #[test]
    fn a_bracket_in_quotes_ends_no_tag_and_comments_are_passed_over() {
        let text = "<!-- <p> --><a title=\"1 > 0\" href=\"x?a=1&amp;b=2\">z</a>";
        let first = tokens(text).next();
        let Some(Token::Open(tag)) = first else { panic!("{first:?}") };
        assert_eq!((tag.get("title").as_deref(), tag.get("href").as_deref()), (Some("1 > 0"), Some("x?a=1&b=2")));
    }

    #[test]
    fn the_language_is_that_of_the_nearest_element_that_says_one() {
        let text = "<html lang=\"en\"><p><b lang=\"zh\">字</b>x</p>";
        let mut nest = Nest::default();
        let mut said = Vec::new();
        for token in tokens(text) {
            nest.follow(&token);
            if let Token::Text(_) = token {
                said.push(nest.lang().to_owned());
            }
        }
        assert_eq!(said, ["zh", "en"]);
    }

    #[test]
    fn broken_markup_ends_without_a_panic() {
        for text in ["<", "<a", "<a href=\"", "<!--", "<![CDATA[x", "a<b c", "&", "&#x110000;", "<script>"] {
            assert!(tokens(text).count() < 4, "{text}");
            let _ = unescape(text);
        }
    }
}
