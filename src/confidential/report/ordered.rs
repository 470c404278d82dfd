//! Codes that stand in an order, such as bands of age: only neighbours make a band that a reader understands.

use crate::config::Dimension;

/// The leaves of a dimension in their order, when it has one: periods, or codes that name ranges without overlap (`0-5`, `18+`).
/// Codes that are no range, such as one for what is not known, are left out. `None` where codes stand side by side.
pub(super) fn order(dimension: &Dimension) -> Option<Vec<usize>> {
    let leaves: Vec<usize> = (0..dimension.codes.len()).filter(|at| dimension.is_leaf(*at)).collect();
    if dimension.time {
        return Some(leaves);
    }
    let mut ranges: Vec<(u32, u32, usize)> =
        leaves.iter().filter_map(|at| range(dimension.codes[*at].code.as_str()).map(|(low, high)| (low, high, *at))).collect();
    ranges.sort_unstable();
    let wide = ranges.iter().filter(|(low, high, _)| low < high).count();
    let apart = ranges.windows(2).all(|two| two[0].1 < two[1].0);
    (wide >= 2 && apart).then(|| ranges.into_iter().map(|(.., at)| at).collect())
}

/// Every run of neighbours of these lengths in which each code occurs.
pub(super) fn runs(order: &[usize], occurring: &[usize], lengths: std::ops::RangeInclusive<usize>) -> Vec<Vec<usize>> {
    let occurs = |run: &&[usize]| run.iter().all(|code| occurring.contains(code));
    lengths.flat_map(|length| order.windows(length).filter(occurs).map(<[usize]>::to_vec)).collect()
}

/// First and last of the numbers that a code stands for; one number stands for itself.
fn range(code: &str) -> Option<(u32, u32)> {
    let known = |letter: char| letter.is_ascii_digit() || "-–—~_+<>≤≥YTGEL ".contains(letter);
    if !code.chars().all(known) {
        return None;
    }
    let numbers: Option<Vec<u32>> = code
        .split(|letter: char| !letter.is_ascii_digit())
        .filter(|run| !run.is_empty())
        .map(|run| (run.len() <= 3).then(|| run.parse().ok()).flatten())
        .collect();
    let has = |signs: &[&str]| signs.iter().any(|sign| code.contains(sign));
    match numbers?[..] {
        [low, high] if low <= high => Some((low, high)),
        [low] if has(&["+", "≥", ">", "GE", "GT"]) => Some((low, u32::MAX)),
        [high] if has(&["<", "≤", "LE", "LT"]) => Some((0, high)),
        [alone] => Some((alone, alone)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bands_are_read_in_the_usual_spellings() {
        for (code, wanted) in [
            ("0-5", Some((0, 5))),
            ("06-09", Some((6, 9))),
            ("Y10T13", Some((10, 13))),
            ("18+", Some((18, u32::MAX))),
            ("Y_GE18", Some((18, u32::MAX))),
            ("<6", Some((0, 6))),
            ("7", Some((7, 7))),
            ("431202", None),
            ("camp", None),
            ("9-6", None),
        ] {
            assert_eq!(range(code), wanted, "{code}");
        }
    }

    #[test]
    fn runs_skip_no_code_that_lies_between() {
        assert_eq!(runs(&[0, 1, 2, 3], &[0, 1, 3], 2..=3), [vec![0, 1]], "2 does not occur, and 1 and 3 are no neighbours");
        assert_eq!(runs(&[0, 1, 2], &[0, 1, 2], 2..=3), [vec![0, 1], vec![1, 2], vec![0, 1, 2]]);
    }
}
