//! Passages of a text as hashes: enough to find a copy of it, nothing to read it by.
//!
//! A text becomes a row of tokens: each Chinese character, each other word in lower case; marks and spaces do not count. A window is a
//! stretch of tokens of a fixed weight (sixteen Chinese characters, or eight words). Of every four windows in a row the one with the
//! least hash is kept ("winnowing"), so that any copy of nineteen characters or more meets one that was kept. Short lines, such as
//! titles, are kept whole.

use std::collections::{BTreeMap, BTreeSet};

/// Weight of a window.
const WINDOW: usize = 16;
/// Of so many windows in a row one is kept.
const EVERY: usize = 4;
/// Least weight of a short line: below it, other texts would hold it by chance.
const LEAST: usize = 7;

/// A hash of some tokens.
type Digest = [u8; 8];

/// The hashes of texts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Passages {
    windows: BTreeSet<Digest>,
    /// Whole lines that are shorter than a window, by how many tokens they have.
    lines: BTreeMap<usize, BTreeSet<Digest>>,
}

/// A token and its weight.
struct Token {
    text: String,
    weight: usize,
}

fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{323af}')
}

fn tokens(text: &str) -> Vec<Token> {
    let mut found: Vec<Token> = Vec::new();
    let mut open = false;
    for c in text.chars() {
        if is_han(c) {
            found.push(Token { text: c.to_string(), weight: 1 });
            open = false;
        } else if c.is_alphanumeric() {
            if !open {
                found.push(Token { text: String::new(), weight: 2 });
            }
            open = true;
            if let Some(last) = found.last_mut() {
                last.text.extend(c.to_lowercase());
            }
        } else {
            // An apostrophe stands inside a word.
            open = open && matches!(c, '\'' | '’');
        }
    }
    found
}

fn digest(tokens: &[Token]) -> Digest {
    let mut text = String::new();
    for token in tokens {
        text.push_str(&token.text);
        text.push('\n');
    }
    let mut digest = Digest::default();
    digest.copy_from_slice(&crate::files::content_hash(text.as_bytes())[..8]);
    digest
}

/// Every window, from its first token to where its weight is reached.
fn windows(tokens: &[Token]) -> impl Iterator<Item = Digest> {
    let (mut end, mut weight) = (0, 0);
    (0..tokens.len()).map_while(move |start| {
        while weight < WINDOW {
            weight += tokens.get(end)?.weight;
            end += 1;
        }
        weight -= tokens[start].weight;
        Some(digest(&tokens[start..end]))
    })
}

impl Passages {
    /// Adds a text, paragraph by paragraph.
    pub fn add(&mut self, text: &str) {
        for paragraph in text.split("\n\n") {
            let tokens = tokens(paragraph);
            let all: Vec<Digest> = windows(&tokens).collect();
            if all.is_empty() {
                let weight: usize = tokens.iter().map(|token| token.weight).sum();
                if weight >= LEAST {
                    self.lines.entry(tokens.len()).or_default().insert(digest(&tokens));
                }
            } else {
                let few = all.len().min(EVERY);
                self.windows.extend(all.windows(few).filter_map(|run| run.iter().min().copied()));
            }
        }
    }

    /// Forgets what another text says as well: it tells nothing of this one.
    pub fn forget(&mut self, text: &str) {
        let tokens = tokens(text);
        for window in windows(&tokens) {
            self.windows.remove(&window);
        }
        for (length, known) in &mut self.lines {
            for line in tokens.windows(*length) {
                known.remove(&digest(line));
            }
        }
        self.lines.retain(|_, known| !known.is_empty());
    }

    /// Whether a text holds one of the passages.
    #[must_use]
    pub fn are_in(&self, text: &str) -> bool {
        if self.is_empty() {
            return false;
        }
        let tokens = tokens(text);
        windows(&tokens).any(|window| self.windows.contains(&window))
            || self.lines.iter().any(|(length, known)| tokens.windows(*length).any(|line| known.contains(&digest(line))))
    }

    /// Whether there is nothing to find.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.windows.is_empty() && self.lines.is_empty()
    }

    /// Adds all passages of another.
    pub fn join(&mut self, other: &Self) {
        self.windows.extend(&other.windows);
        for (length, known) in &other.lines {
            self.lines.entry(*length).or_default().extend(known);
        }
    }

    /// The hashes in letters: `windows`, and `lines` with their length in front.
    pub(super) fn written(&self) -> (Vec<String>, Vec<String>) {
        let lines = self
            .lines
            .iter()
            .flat_map(|(length, known)| known.iter().map(move |d| format!("{}-{}", letters_of(*length), letters(d))));
        (self.windows.iter().map(|digest| letters(digest)).collect(), lines.collect())
    }

    /// Reads what [`Self::written`] gave; `None` when it was not that.
    pub(super) fn read(windows: &[String], lines: &[String]) -> Option<Self> {
        let windows = windows.iter().map(|typed| unlettered(typed)).collect::<Option<_>>()?;
        let mut read = Self { windows, lines: BTreeMap::new() };
        for typed in lines {
            let (length, digest) = typed.split_once('-')?;
            read.lines.entry(number_of(length)?).or_default().insert(unlettered(digest)?);
        }
        Some(read)
    }
}

/// Sixteen letters from `a` to `p`: no digit, so that no hash looks like a number of somebody.
pub(super) fn letters(bytes: &[u8]) -> String {
    bytes.iter().flat_map(|byte| [byte >> 4, byte & 15]).map(|half| char::from(b'a' + half)).collect()
}

pub(super) fn unlettered<const N: usize>(typed: &str) -> Option<[u8; N]> {
    let halves: Vec<u8> = typed.bytes().map(|byte| byte.checked_sub(b'a').filter(|half| *half < 16)).collect::<Option<_>>()?;
    let bytes: Vec<u8> = halves.chunks_exact(2).map(|pair| pair[0] << 4 | pair[1]).collect();
    (typed.len() == 2 * N).then(|| bytes.try_into().ok()).flatten()
}

fn letters_of(number: usize) -> String {
    letters(&[u8::try_from(number).unwrap_or(u8::MAX)])
}

fn number_of(typed: &str) -> Option<usize> {
    unlettered::<1>(typed).map(|[number]| usize::from(number))
}

/// The words of a page's Markdown as they will stand on the page: expressions, targets of links and marks cut the text or fall away.
#[must_use]
pub fn plain(markdown: &str) -> String {
    let mut made = String::with_capacity(markdown.len());
    let mut rest = markdown;
    while let Some(at) = rest.find(['{', '<', ']', '!', '\n']) {
        made.push_str(&rest[..at]);
        let found = &rest[at..];
        let cuts = [("{{", "}}", "\n\n"), ("<!--", "-->", "\n\n"), ("{#", "}", ""), ("](", ")", "\u{1}")];
        let cut = cuts.iter().find_map(|(open, close, instead)| {
            let inner = found.strip_prefix(open)?;
            inner.find(close).map(|end| (&inner[end + close.len()..], *instead))
        });
        if let Some((after, instead)) = cut {
            made.push_str(instead);
            rest = after;
            continue;
        }
        // The words of a picture stand by themselves.
        if let Some(words) = found.strip_prefix("![") {
            made.push_str("\n\n");
            rest = words;
            continue;
        }
        // Lists and headings: each line that begins with a mark is a paragraph of its own.
        let line = found.strip_prefix('\n').map(str::trim_start);
        let marked = line
            .is_some_and(|line| line.starts_with(['#', '-', '*', '>', '|']) || line.starts_with(|c: char| c.is_ascii_digit()));
        made.push_str(if marked { "\n\n" } else { &found[..1] });
        rest = &found[1..];
    }
    made.push_str(rest);
    made.replace('\u{1}', "")
}

#[cfg(test)]
mod tests {
    use super::*;

    const STORY: &str =
        "她第一次坐火车，一路上都把脸贴在窗户上，数着隧道。\n\nThe bus left before the sun was up and nobody in it could sleep.";

    fn of(text: &str) -> Passages {
        let mut passages = Passages::default();
        passages.add(text);
        passages
    }

    #[test]
    fn a_copy_is_found_however_it_is_set_and_other_texts_are_not() {
        let passages = of(STORY);
        for copy in [
            "序言。她第一次坐火车，一路上 都把脸贴在窗户上，数着……",
            "x THE BUS left before the sun was up, and nobody in it could sleep!",
            "bus left before the sun was up and nobody in it",
        ] {
            assert!(passages.are_in(copy), "{copy}");
        }
        for other in ["她第一次坐火车，一路上都很高兴。", "The bus left before noon.", ""] {
            assert!(!passages.are_in(other), "{other}");
        }
    }

    #[test]
    fn short_lines_are_found_whole_and_common_words_are_forgotten() {
        let mut passages = of("河边的一天上午\n\n怀化市未成年人保护中心的课后托管服务");
        assert!(passages.are_in("题目：河边的一天上午。"));
        assert!(!of("一天").are_in("一天"), "too short to tell anything");
        passages.forget("关于怀化市未成年人保护中心的课后托管服务的说明");
        assert!(!passages.are_in("怀化市未成年人保护中心的课后托管服务"));
    }

    #[test]
    fn hashes_are_written_in_letters_and_read_again() {
        let passages = of(&format!("{STORY}\n\n河边的一天上午"));
        let (windows, lines) = passages.written();
        assert!(windows.iter().chain(&lines).all(|word| word.bytes().all(|b| matches!(b, b'a'..=b'p' | b'-'))));
        assert_eq!(Passages::read(&windows, &lines), Some(passages));
        assert_eq!(Passages::read(&["xyz".to_owned()], &[]), None);
    }

    #[test]
    fn markdown_becomes_the_words_of_the_page() {
        let words = plain("## 题 {#t}\n\n[她来了](/x/)又走，{{ fact(\"a\") }}名。\n![一条河](/static/r.png)\n- 甲\n- 乙");
        assert!(words.contains("[她来了又走"), "{words}");
        for gone in ["fact", "static", "/x/", "#t"] {
            assert!(!words.contains(gone), "{gone}: {words}");
        }
    }
}
