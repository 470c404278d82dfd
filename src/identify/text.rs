//! A text made ready to be searched: one character to one position, whatever disguise it came in.
//!
//! Full-width and other compatibility forms become plain ones (NFKC, character by character), marks over letters and characters of
//! no width go. Each position remembers the bytes it came from, so that a finding points into the text as it was typed.

use std::ops::Range;

use unicode_normalization::char::decompose_compatible;

/// A prepared text.
pub(super) struct Text {
    chars: Vec<char>,
    /// Byte at which each character began in the text as typed, and the end of the text.
    bytes: Vec<u32>,
}

impl Text {
    /// Prepares a text. Linear; plain ASCII and common Chinese characters pass unchanged. Texts beyond 4 GiB are cut.
    pub(super) fn new(typed: &str) -> Self {
        let room = typed.len() / 2;
        let mut text = Self { chars: Vec::with_capacity(room), bytes: Vec::with_capacity(room + 1) };
        for (at, c) in typed.char_indices() {
            let Ok(at) = u32::try_from(at) else { break };
            match c {
                '\0'..='\u{7f}' | '\u{3400}'..='\u{9fff}' | '、' | '。' | '“' | '”' | '《' | '》' | '·' => {
                    text.push(c, at)
                }
                _ if is_unseen(c) => {}
                _ => decompose_compatible(c, |plain| {
                    if !is_mark(plain) {
                        text.push(plain, at);
                    }
                }),
            }
        }
        text.bytes.push(u32::try_from(typed.len()).unwrap_or(u32::MAX));
        text
    }

    fn push(&mut self, c: char, at: u32) {
        self.chars.push(c);
        self.bytes.push(at);
    }

    /// How many characters.
    pub(super) fn len(&self) -> usize {
        self.chars.len()
    }

    /// The characters.
    pub(super) fn chars(&self) -> &[char] {
        &self.chars
    }

    /// The character at a position; NUL beyond the ends.
    pub(super) fn get(&self, at: usize) -> char {
        self.chars.get(at).copied().unwrap_or('\0')
    }

    /// The character before a position; NUL at the start.
    pub(super) fn before(&self, at: usize) -> char {
        at.checked_sub(1).map_or('\0', |at| self.get(at))
    }

    /// Whether `word` begins at a position.
    pub(super) fn starts(&self, at: usize, word: &str) -> bool {
        word.chars().enumerate().all(|(i, c)| self.get(at + i) == c)
    }

    /// The end of the first of `words` that begins at a position.
    pub(super) fn after_any(&self, at: usize, words: &[&str]) -> Option<usize> {
        words.iter().find(|word| self.starts(at, word)).map(|word| at + word.chars().count())
    }

    /// Whether `word` ends right before a position.
    pub(super) fn ends(&self, at: usize, word: &str) -> bool {
        at.checked_sub(word.chars().count()).is_some_and(|start| self.starts(start, word))
    }

    /// Whether any of `words` ends right before a position.
    pub(super) fn ends_any(&self, at: usize, words: &[&str]) -> bool {
        words.iter().any(|word| self.ends(at, word))
    }

    /// Whether any of `words` stands in the `reach` characters before a position.
    pub(super) fn shortly_before(&self, at: usize, reach: usize, words: &[&str]) -> bool {
        (at.saturating_sub(reach)..at).any(|from| self.after_any(from, words).is_some_and(|end| end <= at))
    }

    /// Whether `word`, given in lower case, begins at a position, whatever the case.
    pub(super) fn starts_lower(&self, at: usize, word: &str) -> bool {
        word.chars().enumerate().all(|(i, c)| self.get(at + i).to_ascii_lowercase() == c)
    }

    /// The position behind blanks (not line ends).
    pub(super) fn skip_blanks(&self, mut at: usize) -> usize {
        while matches!(self.get(at), ' ' | '\t') {
            at += 1;
        }
        at
    }

    /// The characters of a range as text.
    pub(super) fn string(&self, range: Range<usize>) -> String {
        self.chars.get(range).unwrap_or(&[]).iter().collect()
    }

    /// The bytes, in the text as typed, that a range of positions came from.
    pub(super) fn typed(&self, range: &Range<usize>) -> Range<usize> {
        let byte = |at: usize| self.bytes.get(at).or(self.bytes.last()).map_or(0, |b| *b as usize);
        let start = byte(range.start);
        // Several positions may share one typed character.
        let mut end = range.end;
        while end < self.len() && byte(end) == byte(end.saturating_sub(1)) {
            end += 1;
        }
        start..byte(end).max(start)
    }
}

/// Characters that are not seen: used to dodge searches, or left over from typesetting.
fn is_unseen(c: char) -> bool {
    matches!(c,
        '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{fe00}'..='\u{fe0f}'
        | '\u{feff}' | '\u{ad}' | '\u{34f}' | '\u{180e}' | '\u{e0000}'..='\u{e01ff}')
}

/// Marks over letters: `Zhāng` is searched as `Zhang`.
fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}')
}

/// A common Chinese character.
pub(super) fn is_han(c: char) -> bool {
    matches!(c, '\u{4e00}'..='\u{9fff}' | '\u{3400}'..='\u{4dbf}')
}

/// The digit a character stands for, Chinese numerals included (not 十 and above).
pub(super) fn digit(c: char) -> Option<u8> {
    let value = match c {
        '0'..='9' => c as u8 - b'0',
        '〇' | '零' | '○' => 0,
        '一' | '壹' | '幺' => 1,
        '二' | '贰' => 2,
        '三' | '叁' => 3,
        '四' | '肆' => 4,
        '五' | '伍' => 5,
        '六' | '陆' => 6,
        '七' | '柒' => 7,
        '八' | '捌' => 8,
        '九' | '玖' => 9,
        _ => return None,
    };
    Some(value)
}

/// A whole number below a hundred at a position, as digits or in Chinese (`12`, `十二`, `二十一`), and where it ends.
pub(super) fn small_number(text: &Text, at: usize) -> Option<(u32, usize)> {
    if text.get(at).is_ascii_digit() {
        let mut end = at;
        let mut value = 0;
        while let Some(d) = text.get(end).to_digit(10) {
            value = value * 10 + d;
            end += 1;
            if end - at > 2 {
                return None;
            }
        }
        return Some((value, end));
    }
    let one = |at: usize| digit(text.get(at)).map(u32::from).or((text.get(at) == '两').then_some(2));
    let (tens, next) = match (one(at), text.get(at)) {
        (_, '十') => (10, at + 1),
        (Some(d), _) if text.get(at + 1) == '十' => (d * 10, at + 2),
        (Some(d), _) => {
            // `一二`: two numerals side by side are read as digits.
            return match digit(text.get(at + 1)) {
                Some(unit) => Some((d * 10 + u32::from(unit), at + 2)),
                None => Some((d, at + 1)),
            };
        }
        _ => return None,
    };
    match one(next) {
        Some(unit) => Some((tens + unit, next + 1)),
        None => Some((tens, next)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn disguises_fall_and_places_stay() {
        let typed = "a１\u{200b}２x";
        let text = Text::new(typed);
        assert_eq!(text.string(0..text.len()), "a12x");
        assert_eq!(&typed[text.typed(&(1..3))], "１\u{200b}２");
        assert_eq!(Text::new("Zhāng").string(0..5), "Zhang");
    }

    #[test]
    fn small_numbers_are_read_in_both_scripts() {
        for (typed, value) in [("12", 12), ("十", 10), ("十二", 12), ("二十一", 21), ("一二", 12), ("九", 9), ("两", 2)]
        {
            assert_eq!(small_number(&Text::new(typed), 0).map(|(v, _)| v), Some(value), "{typed}");
        }
        assert_eq!(small_number(&Text::new("123"), 0), None);
    }
}
