//! Places of the site that read like people in pinyin: `Dong Autonomous County`, `Long Hui`.

use std::collections::BTreeSet;
use std::ops::Range;

/// Whether what was found is a stretch of the name of a place that stands there whole, or cut short by `…`.
///
/// The name has to be there from its first word on, so that a person who shares a word with a place is still found.
pub(super) fn is_place(places: &BTreeSet<String>, text: &str, found: &Range<usize>) -> bool {
    let (before, value, after) = (&text[..found.start], &text[found.clone()], &text[found.end..]);
    let stands = |name: &String| {
        name.match_indices(value).any(|(at, _)| begins(before, &name[..at]) && goes_on(after, &name[at + value.len()..]))
    };
    places.iter().any(stands)
}

/// Whether a text ends with these words, as words of their own. A label in a chart may be broken into lines.
fn begins(text: &str, words: &str) -> bool {
    let mut rest = text;
    for word in words.split_whitespace().rev() {
        let Some(before) = rest.trim_end().strip_suffix(word) else { return false };
        rest = before;
    }
    !rest.ends_with(|c: char| c.is_ascii_alphanumeric())
}

/// Whether a text goes on with these words to their end, or to where it was cut.
fn goes_on(text: &str, words: &str) -> bool {
    let mut rest = text;
    for word in words.split_whitespace() {
        let cut = rest.trim_start().split_once('…').is_some_and(|(kept, _)| word.starts_with(kept));
        match rest.trim_start().strip_prefix(word) {
            _ if cut => return true,
            Some(after) => rest = after,
            None => return false,
        }
    }
    !rest.starts_with(|c: char| c.is_ascii_alphanumeric())
}

#[cfg(test)]
mod tests {
    use super::is_place;

    fn known(text: &str, value: &str) -> bool {
        let places =
            ["Xinhuang Dong Autonomous County", "Jingzhou Miao and Dong Autonomous County", "Long Hui", "新晃侗族自治县"];
        let start = text.find(value).unwrap();
        is_place(&places.map(str::to_owned).into(), text, &(start..start + value.len()))
    }

    #[test]
    fn a_place_is_known_whole_broken_into_lines_and_cut_short() {
        assert!(known("Camps in Long Hui, by year", "Long Hui"));
        assert!(known("\tXinhuang Dong Auto…\t26", "Dong Auto"));
        assert!(known("Jingzhou\nMiao and\nDong Auto…", "Dong Auto"));
        assert!(known("在Long Hui的孩子", "Long Hui"));
        assert!(known("In Xinhuang Dong Autonomous County", "Dong Autonomous"));
    }

    #[test]
    fn a_person_who_shares_a_word_with_a_place_is_no_place() {
        assert!(!known("Dong Auto… said", "Dong Auto"), "the place would have its first word");
        assert!(!known("Xinhuang Dong Ming went", "Dong Ming"));
        assert!(!known("NearXinhuang Dong Auto…", "Dong Auto"));
        assert!(!known("Xinhuang Dong Auto went", "Dong Auto"), "neither whole nor cut short");
        assert!(!known("Long Huiying", "Long Huiying"));
    }
}
