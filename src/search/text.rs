//! The words of a page's Markdown, for the index: without marks, targets of links, expressions and code.

/// Most bytes of a page's text that are looked at; what a page is about is said in its beginning.
const MOST: usize = 24_000;

/// The readable words of a Markdown text. Expressions are left out: their numbers are found by the statistics' own names.
#[must_use]
pub fn of_markdown(text: &str) -> String {
    let text = &text[..text.floor_char_boundary(MOST)];
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(['{', '<', ']', '`']) {
        out.push_str(&rest[..at]);
        let found = &rest[at..];
        rest = skipped(found).unwrap_or_else(|| {
            out.push(' ');
            &found[1..]
        });
    }
    out.push_str(rest);
    out
}

/// What follows an expression, a tag, the target of a link or code; `None` when nothing of the kind begins here.
fn skipped(found: &str) -> Option<&str> {
    for (open, close) in [("{{", "}}"), ("{#", "}"), ("<!--", "-->"), ("](", ")"), ("```", "```")] {
        if let Some(inner) = found.strip_prefix(open) {
            return inner.find(close).map(|end| &inner[end + close.len()..]);
        }
    }
    let tag = found.strip_prefix('<')?;
    tag.starts_with(|c: char| c.is_ascii_alphabetic() || c == '/').then_some(())?;
    tag.find('>').map(|end| &tag[end + 1..])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_words_are_left() {
        let text = "## 夏令营 {#camp}\n\n[看看](../x/index.md)有 {{ fact(\"a-b\") }} 人。<b>粗</b> `x` a < b {";
        let words = of_markdown(text);
        for gone in ["camp", "index", "fact", "<b>"] {
            assert!(!words.contains(gone), "{gone}: {words}");
        }
        for kept in ["夏令营", "看看", "人。", "粗"] {
            assert!(words.contains(kept), "{kept}: {words}");
        }
    }

    #[test]
    fn an_open_mark_at_the_end_is_no_trouble() {
        assert_eq!(of_markdown("a {{ b"), "a    b");
        assert_eq!(of_markdown("童<"), "童 ");
    }
}
