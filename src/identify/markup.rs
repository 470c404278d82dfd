//! The words of HTML, SVG and the XML of office documents: text, comments and the attributes that are read to somebody.
//!
//! This is no parser and judges nothing: it must also get through what is broken. Tags of inline elements vanish, so that a number
//! cannot be hidden by putting half of it in bold; all others part the text.

use crate::html;

/// Which tags part the text, and which attributes hold words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Markup {
    /// A page: scripts and styles are passed over, but for data.
    Html,
    /// A drawing or other XML: every attribute that is no geometry.
    Xml,
    /// Word, Excel and PowerPoint: only paragraphs, cells and the like part the text.
    Office,
}

const INLINE: [&str; 26] = [
    "a", "b", "i", "em", "strong", "span", "sup", "sub", "u", "s", "code", "abbr", "mark", "small", "wbr", "del", "ins", "q",
    "cite", "kbd", "var", "data", "time", "tspan", "bdi", "r",
];
const PARTS: [&str; 16] =
    ["p", "si", "c", "row", "comment", "text", "tr", "tc", "tab", "br", "cr", "sheet", "definedname", "cat", "h", "table-cell"];
const CELLS: [&str; 4] = ["td", "th", "c", "tc"];
const SPOKEN: [&str; 16] = [
    "alt",
    "title",
    "aria-label",
    "aria-description",
    "content",
    "placeholder",
    "label",
    "summary",
    "author",
    "descr",
    "name",
    "target",
    "displayname",
    "userid",
    "docname",
    "download",
];
const GEOMETRY: [&str; 30] = [
    "d",
    "points",
    "transform",
    "style",
    "x",
    "y",
    "x1",
    "x2",
    "y1",
    "y2",
    "cx",
    "cy",
    "r",
    "rx",
    "ry",
    "width",
    "height",
    "viewbox",
    "fill",
    "stroke",
    "dx",
    "dy",
    "stroke-width",
    "stroke-dasharray",
    "offset",
    "values",
    "gradienttransform",
    "font-size",
    "clip-path",
    "points-at",
];

/// The words of a marked-up text, in order. Linear.
#[must_use]
pub fn words(typed: &str, kind: Markup) -> String {
    let mut out = String::with_capacity(typed.len() / 2);
    let mut rest = typed;
    let mut head = false;
    while let Some(open) = rest.find('<') {
        let (text, tag) = rest.split_at(open);
        unescape(text, &mut out);
        rest = after_tag(tag, kind, &mut out, &mut head);
    }
    unescape(rest, &mut out);
    out
}

/// Takes one tag, comment or section from the start of `tag`; gives what follows.
fn after_tag<'a>(tag: &'a str, kind: Markup, out: &mut String, head: &mut bool) -> &'a str {
    if let Some(comment) = tag.strip_prefix("<!--") {
        let (inside, rest) = comment.split_once("-->").unwrap_or((comment, ""));
        if kind != Markup::Office {
            out.push('\n');
            out.push_str(inside);
            out.push('\n');
        }
        return rest;
    }
    if let Some(data) = tag.strip_prefix("<![CDATA[") {
        let (inside, rest) = data.split_once("]]>").unwrap_or((data, ""));
        out.push_str(inside);
        return rest;
    }
    let end = html::broken_tag_end(tag);
    let inside = tag.get(1..end).unwrap_or("");
    let rest = tag.get(end + 1..).unwrap_or("");
    let name_end = inside.find(|c: char| c.is_whitespace() || c == '/' && !inside.starts_with('/')).unwrap_or(inside.len());
    let closing = inside.starts_with('/');
    let name =
        inside[..name_end].trim_start_matches('/').trim_end_matches('/').rsplit(':').next().unwrap_or("").to_ascii_lowercase();
    let name = name.as_str();
    *head = name == "head" && !closing || *head && name != "body";
    if CELLS.contains(&name) {
        out.push('\t');
    }
    let parts = if kind == Markup::Office { PARTS.contains(&name) } else { !INLINE.contains(&name) };
    if parts {
        out.push('\n');
    }
    if !closing {
        attributes(&inside[name_end.min(inside.len())..], kind, out);
    }
    if kind == Markup::Html && !closing && matches!(name, "script" | "style") {
        let close = format!("</{name}");
        let stop = rest.find(&close).unwrap_or(rest.len());
        let (body, rest) = rest.split_at(stop);
        if inside.contains("json") {
            out.push_str(body);
        }
        return rest;
    }
    rest
}

fn attributes(mut text: &str, kind: Markup, out: &mut String) {
    while let Some(equals) = text.find('=') {
        let name =
            text[..equals].trim_end().rsplit(|c: char| c.is_whitespace() || c == ':').next().unwrap_or("").to_ascii_lowercase();
        let value = text[equals + 1..].trim_start();
        let (value, rest) = match value.chars().next() {
            Some(quote @ ('"' | '\'')) => value[1..].split_once(quote).unwrap_or((&value[1..], "")),
            _ => value.split_once(char::is_whitespace).unwrap_or((value, "")),
        };
        let spoken = match kind {
            Markup::Xml => !GEOMETRY.contains(&name.as_str()) && !value.starts_with("http://www.w3.org/"),
            _ => SPOKEN.contains(&name.as_str()),
        };
        let reached = name == "href" && (value.starts_with("mailto:") || value.starts_with("tel:"));
        if (spoken || reached) && !value.starts_with("data:") {
            out.push('\n');
            unescape(value, out);
            out.push('\n');
        }
        text = rest;
    }
}

/// Text with its entities read.
fn unescape(text: &str, out: &mut String) {
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        let entity = &rest[at..];
        let end = entity.bytes().take(12).position(|b| b == b';');
        let read = end.and_then(|end| Some((character(entity.get(1..end)?)?, end)));
        match read {
            Some((c, end)) => {
                out.push(c);
                rest = &entity[end + 1..];
            }
            None => {
                out.push('&');
                rest = &entity[1..];
            }
        }
    }
    out.push_str(rest);
}

fn character(name: &str) -> Option<char> {
    Some(match name {
        "nbsp" | "ensp" | "emsp" | "thinsp" => ' ',
        "zwj" | "zwnj" | "shy" => '\u{ad}',
        _ => return html::entity(name),
    })
}

/// A text with its entities read where they stand: each byte keeps its place, since what is left over is filled with characters of no
/// width.
pub(super) fn entities_in_place(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        let entity = &rest[at..];
        let end = entity.bytes().take(12).position(|b| b == b';');
        let read = end.and_then(|end| Some((character(entity.get(1..end)?)?, end + 1)));
        let (length, start) = (read.map_or(1, |(_, length)| length), out.len());
        out.push(read.map_or('&', |(c, _)| c));
        let mut left = length.saturating_sub(out.len() - start);
        while left >= 2 {
            let filler = if left == 3 { '\u{200b}' } else { '\u{ad}' };
            out.push(filler);
            left -= filler.len_utf8();
        }
        if out.len() - start != length {
            // A character longer than its entity, or one byte to fill: left as it was typed.
            out.truncate(start);
            out.push_str(&entity[..length]);
        }
        rest = &entity[length..];
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::{Markup, entities_in_place, words};

    #[test]
    fn words_are_read_and_shapes_are_not() {
        let html = "<p title='题目'>19<b>90</b>&#48;0</p><td>a</td><script>x='199'</script><img alt=\"图\" data-x=\"1\">";
        let found = words(html, Markup::Html);
        assert!(found.contains("199000") && found.contains("题目") && found.contains('图') && !found.contains("x='"), "{found}");
        let svg = "<svg><path d=\"M109.9745 27.5569\"/><text aria-label=\"说明\">字</text><!-- 注 --></svg>";
        let found = words(svg, Markup::Xml);
        assert!(found.contains("说明") && found.contains("注") && !found.contains("109"), "{found}");
        let word = "<w:p><w:r><w:rPr><w:b/></w:rPr><w:t>199</w:t></w:r><w:r><w:t>0000</w:t></w:r></w:p>";
        assert!(words(word, Markup::Office).contains("1990000"));
    }

    #[test]
    fn entities_are_read_in_their_place() {
        for text in ["&#52;31", "a&amp;b", "&#x4e00;字&", "&;&nbsp;&lt;", "&#xff11;2"] {
            assert_eq!(entities_in_place(text).len(), text.len(), "{text}");
        }
        assert!(entities_in_place("&#52;3").starts_with('4'));
    }

    #[test]
    fn what_is_broken_is_got_through() {
        for text in ["<", "<a", "<a href=\"", "<!--", "<![CDATA[", "&", "&#x110000;", "<a b='c>d", "</", "<>", "<é=>"] {
            for kind in [Markup::Html, Markup::Xml, Markup::Office] {
                let _ = words(text, kind);
            }
        }
    }
}
