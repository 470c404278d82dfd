//! Classes of characters that decide about emphasis and line breaks in Chinese text.

pub(super) use crate::typeset::is_hanzi;

/// First of the characters that stand for expressions while Markdown is parsed; plane 15 is private use and no punctuation to the parser.
const FIRST: u32 = 0xF_0010;
/// How many expressions one text may hold.
pub(super) const MOST: usize = 60_000;
/// A letter put beside a delimiter run so that the parser sees a letter there; never reaches the output.
pub(super) const JOINER: char = '\u{F0001}';
/// What the parser reads where the file has a reserved character: as long as that one, so that places stay in step.
pub(super) const UNSEEN: char = '\u{F0002}';

/// The stand-in of the expression with this number; `None` past [`MOST`].
pub(super) fn stand_in(number: usize) -> Option<char> {
    let code = u32::try_from(number).ok().filter(|_| number < MOST)?;
    char::from_u32(FIRST + code)
}

/// The number of the expression a character stands for.
pub(super) fn expression_of(c: char) -> Option<usize> {
    let number = (c as u32).checked_sub(FIRST)? as usize;
    (number < MOST).then_some(number)
}

/// Whether a character belongs to plane 15, which is reserved for stand-ins.
pub(super) fn is_reserved(c: char) -> bool {
    (0xF_0000..=0xF_FFFF).contains(&(c as u32))
}

/// Full-width punctuation, which carries its own space.
pub(super) fn is_wide_punctuation(c: char) -> bool {
    matches!(c,
        '\u{3001}'..='\u{3004}' | '\u{3008}'..='\u{3020}' | '\u{3030}' | '\u{303D}' | '\u{30FB}'
        | '\u{FE10}'..='\u{FE1F}' | '\u{FE30}'..='\u{FE4F}'
        | '\u{FF01}'..='\u{FF0F}' | '\u{FF1A}'..='\u{FF20}' | '\u{FF3B}'..='\u{FF40}' | '\u{FF5B}'..='\u{FF65}')
}

/// Anything written in the East Asian way: a hanzi, kana, hangul or full-width punctuation.
pub(super) fn is_east_asian(c: char) -> bool {
    c >= '\u{1100}' && (is_hanzi(c) || is_wide_punctuation(c) || matches!(c, '\u{1100}'..='\u{11FF}' | '\u{AC00}'..='\u{D7AF}'))
}

/// Whether a line break between two characters vanishes: no Chinese text has a space there.
pub(super) fn joins_lines(before: char, after: char) -> bool {
    // The curly quotes, dash and ellipsis are shared with Latin text; beside a hanzi they are Chinese.
    let chinese = |c: char| is_hanzi(c) || is_wide_punctuation(c);
    let shared = |c: char| matches!(c, '“' | '”' | '‘' | '’' | '—' | '…' | '·');
    is_wide_punctuation(before)
        || is_wide_punctuation(after)
        || (chinese(before) && (chinese(after) || shared(after)))
        || (shared(before) && chinese(after))
}
