//! The passages of a page as they are typed, each with a hash: how a translation knows that its original has changed.

use std::ops::Range;

use super::front;
use crate::files::content_hash;

/// A passage of a page's file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TypedPassage {
    /// Bytes of the file.
    pub range: Range<usize>,
    /// A hash of its words, whatever lines they are broken into.
    pub hash: String,
}

/// The title and the description of a page, and each block of its text between blank lines. A block of code is one passage.
#[must_use]
pub fn passages(text: &str) -> Vec<TypedPassage> {
    let (head, body) = front::split(text).unwrap_or((0..0, 0));
    let mut found: Vec<TypedPassage> = Vec::new();
    let mut at = head.start;
    for line in text[head].split_inclusive('\n') {
        let key = line.split('=').next().unwrap_or("").trim();
        if matches!(key, "title" | "description") {
            found.push(passage(text, at..at + line.trim_end().len()));
        }
        at += line.len();
    }
    let (mut start, mut at, mut fence) = (None, body, None);
    for line in text[body..].split_inclusive('\n') {
        let words = line.trim();
        let mark = words.get(..3).filter(|mark| matches!(*mark, "```" | "~~~"));
        if words.is_empty() && fence.is_none() {
            found.extend(start.take().map(|start| passage(text, start..at)));
        } else {
            start.get_or_insert(at);
        }
        match (mark, fence) {
            (Some(mark), None) => fence = Some(mark.to_owned()),
            (Some(mark), Some(open)) if mark == open => fence = None,
            (_, open) => fence = open,
        }
        at += line.len();
    }
    found.extend(start.map(|start| passage(text, start..at)));
    found
}

fn passage(text: &str, range: Range<usize>) -> TypedPassage {
    let words = &text[range.clone()];
    let range = range.start..range.start + words.trim_end().len();
    let plain = words.split_whitespace().collect::<Vec<_>>().join(" ");
    let hash = content_hash(plain.as_bytes())[..8].iter().map(|byte| format!("{byte:02x}")).collect();
    TypedPassage { range, hash }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str =
        "+++\ntitle = \"题\"\ndate = 2025-01-01\ndescription = \"述\"\n+++\n\n一。\n二。\n\n```\na\n\nb\n```\n\n## 三\n";

    #[test]
    fn a_page_falls_into_its_passages() {
        let found: Vec<&str> = passages(PAGE).into_iter().map(|passage| &PAGE[passage.range]).collect();
        assert_eq!(found, ["title = \"题\"", "description = \"述\"", "一。\n二。", "```\na\n\nb\n```", "## 三"]);
    }

    #[test]
    fn other_line_breaks_are_no_change_and_other_words_are() {
        let hashes = |text: &str| passages(text).into_iter().map(|passage| passage.hash).collect::<Vec<_>>();
        assert_eq!(hashes("a b\nc\n"), hashes("a\nb c\n\n"));
        assert_ne!(hashes("a b c"), hashes("a b d"));
        assert_eq!(hashes(PAGE).len(), 5);
    }
}
