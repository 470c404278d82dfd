//! The lines of a catalogue: each message as it is typed, with the comments above it.

use std::collections::BTreeSet;

/// One message of a catalogue, as it is typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed<'a> {
    /// Its key; a term keeps its `-`.
    pub key: &'a str,
    /// Where its first line begins.
    pub at: usize,
    /// All of its lines, without what is blank behind the last.
    pub lines: &'a str,
    /// Comments since the message before it, one for each line.
    pub comments: Vec<&'a str>,
}

impl Listed<'_> {
    /// What stands behind the `=`: further lines as they are typed.
    #[must_use]
    pub fn text(&self) -> &str {
        self.lines.split_once('=').map_or("", |(_, text)| text.trim())
    }
}

/// The messages of a catalogue in order, and the comments behind the last.
#[must_use]
pub fn listed(text: &str) -> (Vec<Listed<'_>>, Vec<&str>) {
    let (mut all, mut comments) = (Vec::<Listed<'_>>::new(), Vec::new());
    // A message goes on over indented lines and a closing brace, until a line that begins something.
    let mut open = false;
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let (start, end) = (at, at + line.trim_end().len());
        at += line.len();
        if line.starts_with('#') {
            open = false;
            comments.push(line.trim_end());
        } else if let Some(key) = key_of(line) {
            open = true;
            all.push(Listed { key, at: start, lines: &text[start..end], comments: std::mem::take(&mut comments) });
        } else if let Some(last) = all.last_mut().filter(|_| open && end > start) {
            last.lines = &text[last.at..end];
        }
    }
    (all, comments)
}

/// The key of the message or the term that begins on this line.
fn key_of(line: &str) -> Option<&str> {
    let name = line.strip_prefix('-').unwrap_or(line);
    let length = name.find(|c: char| !(c.is_ascii_alphanumeric() || c == '-' || c == '_'))?;
    let begins = name.starts_with(|c: char| c.is_ascii_alphabetic()) && name[length..].trim_start().starts_with('=');
    begins.then(|| &line[..line.len() - name.len() + length])
}

/// The variables that the text of a message uses, without their `$`.
#[must_use]
pub fn variables(text: &str) -> BTreeSet<&str> {
    let name = |rest: &'_ str| rest.find(|c: char| !(c.is_ascii_alphanumeric() || c == '-' || c == '_')).unwrap_or(rest.len());
    text.split('$').skip(1).map(|rest| &rest[..name(rest)]).filter(|name| !name.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_keep_their_lines_and_their_comments() {
        let text = "# a\n\n# b\none = One\npages = { $n ->\n    [one] one\n   *[other] { $n }\n}\n\n-term = T\n# last\n";
        let (all, rest) = listed(text);
        let keys: Vec<&str> = all.iter().map(|one| one.key).collect();
        assert_eq!(keys, ["one", "pages", "-term"]);
        assert_eq!(all[0].comments, ["# a", "# b"]);
        assert_eq!(all[0].text(), "One");
        assert_eq!(all[1].lines, "pages = { $n ->\n    [one] one\n   *[other] { $n }\n}");
        assert_eq!(variables(all[1].text()).into_iter().collect::<Vec<_>>(), ["n"]);
        assert_eq!(&text[all[2].at..all[2].at + 5], "-term");
        assert_eq!(rest, ["# last"]);
    }

    #[test]
    fn variables_are_told_apart_from_amounts() {
        assert_eq!(variables("{ $as-of }, { $source } for 5 $").into_iter().collect::<Vec<_>>(), ["as-of", "source"]);
    }
}
