//! Places of the site that read like people in pinyin: `Dong Autonomous County`, `Long Hui`.

use std::collections::BTreeSet;
use std::ops::Range;

/// Whether what was found is a stretch of the name of a place that stands there whole, or cut short by `…`.
///
/// The name has to be there from its first word on, so that a person who shares a word with a place is still found.
pub(super) fn is_place(places: &BTreeSet<String>, text: &str, found: &Range<usize>) -> bool {
    let (before, value, after) = (&text[..found.start], &text[found.clone()], &text[found.end..]);
    let stands = |name: &String| {
        name.match_indices(value).any(|(at, _)| {
            let (head, tail) = (name[..at].trim_end(), name[at + value.len()..].trim_start());
            // A label in a chart may be broken into lines.
            let begun = before
                .trim_end()
                .strip_suffix(head)
                .is_some_and(|rest| !rest.ends_with(char::is_alphanumeric) || head.is_empty());
            let rest = after.trim_start();
            begun
                && (rest.starts_with('…')
                    || rest.strip_prefix(tail).is_some_and(|rest| tail.is_empty() || !rest.starts_with(char::is_alphanumeric)))
        })
    };
    places.iter().any(stands)
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
        assert!(known("Jingzhou Miao and\nDong Auto…", "Dong Auto"));
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
