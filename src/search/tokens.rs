//! Terms of a text: pairs of neighbouring characters where words are not parted, stems of words where they are.
//!
//! `static/search.js` cuts what a reader types in the same way. A dictionary of words would make a smaller index, but the page would
//! need it too, and a word that it does not know would never be found; pairs find every word of two characters and more.

use std::borrow::Cow;

/// Words too common to tell pages apart.
const COMMON: [&str; 25] = [
    "a", "an", "and", "are", "as", "at", "be", "by", "for", "from", "has", "have", "in", "is", "it", "its", "of", "on", "or",
    "that", "the", "to", "was", "were", "with",
];

/// Most bytes of a word that are kept; longer ones are no words.
const LONGEST: usize = 40;

/// Gives each term of a text to `take`, in order, repeated ones too. Terms are slices of one folded copy, so that a term costs no memory.
pub(super) fn each(text: &str, mut take: impl FnMut(&str)) {
    let text: String = text.chars().map(folded).chain([' ']).collect();
    // Where a run of characters of one kind began, and where its last character begins.
    let (mut start, mut last, mut joined) = (None, 0, false);
    for (at, c) in text.char_indices() {
        let (joins, parts) = (is_joined(c), is_word(c));
        if let Some(began) = start.filter(|_| (!joins && !parts) || joins != joined) {
            match joined {
                true if began == last => take(&text[began..at]),
                true => {}
                false => word(&text[began..at], &mut take),
            }
            start = None;
        }
        match start {
            Some(_) if joins => take(&text[last..at + c.len_utf8()]),
            None if joins || parts => (start, joined) = (Some(at), joins),
            _ => {}
        }
        last = at;
    }
}

fn word(word: &str, take: &mut impl FnMut(&str)) {
    let word = &word[..word.floor_char_boundary(LONGEST)];
    if !COMMON.contains(&word) {
        take(&stem(word));
    }
}

/// Full-width signs as plain ones, capitals as small letters, one character for one.
pub(super) fn folded(c: char) -> char {
    let plain = match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
        'ü' | 'Ü' => 'u',
        'é' | 'è' => 'e',
        other => other,
    };
    let mut small = plain.to_lowercase();
    match (small.next(), small.next()) {
        (Some(one), None) => one,
        _ => plain,
    }
}

/// Characters of scripts that part no words.
pub(super) fn is_joined(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{3040}'..='\u{30ff}' | '\u{20000}'..='\u{3ffff}')
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() && !is_joined(c)
}

/// A word without the endings of plural and of the commonest verb forms, so that `visits` finds `visit`, `stories` `story`, `meetings`
/// `meeting`. It never makes a word shorter than three letters, and leaves words with digits alone.
pub(super) fn stem(word: &str) -> Cow<'_, str> {
    if !word.bytes().all(|b| b.is_ascii_lowercase()) {
        return word.into();
    }
    for (ending, instead, left) in [("ies", "y", 2), ("sses", "ss", 1), ("ches", "ch", 1), ("shes", "sh", 1), ("xes", "x", 1)] {
        if let Some(start) = word.strip_suffix(ending).filter(|start| start.len() >= left) {
            return format!("{start}{instead}").into();
        }
    }
    let kept = ["ss", "us", "is"].iter().any(|ending| word.ends_with(ending));
    match word.strip_suffix('s').filter(|start| !kept && start.len() >= 3) {
        Some(start) => start.into(),
        None => word.into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of_text(text: &str) -> Vec<String> {
        let mut terms = Vec::new();
        each(text, |term| terms.push(term.to_owned()));
        terms
    }

    #[test]
    fn chinese_is_cut_into_pairs_and_english_into_stems() {
        assert_eq!(of_text("留守儿童"), ["留守", "守儿", "儿童"]);
        assert_eq!(of_text("The stories of left-behind children"), ["story", "left", "behind", "children"]);
        assert_eq!(of_text("2024年夏令营ＡＢ"), ["2024", "年夏", "夏令", "令营", "ab"]);
        assert_eq!(of_text("「家」"), ["家"]);
        assert_eq!(of_text("a家b的车c"), ["家", "b", "的车", "c"]);
        assert_eq!(of_text(" ，"), Vec::<String>::new());
    }

    #[test]
    fn stems_join_singular_and_plural_and_keep_short_words() {
        for (word, stem_of) in
            [("visits", "visit"), ("counties", "county"), ("bus", "bus"), ("classes", "class"), ("yes", "yes"), ("is", "is")]
        {
            assert_eq!(stem(word), stem_of);
        }
    }
}
