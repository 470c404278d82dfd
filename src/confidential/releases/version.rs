//! The order of versions: `2025.2` before `2025.10`, `1.4.0-rc1` before `1.4.0`.

use std::cmp::Ordering;

use crate::model::Slug;

/// Whether a text can be a version and a folder's name: an id with a digit in it.
pub(super) fn is_version(text: &str) -> bool {
    Slug::new(text).is_ok() && text.bytes().any(|byte| byte.is_ascii_digit())
}

/// A run of digits without leading zeros, or of letters; what stands between them does not count.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Run<'a> {
    Number(&'a str),
    Word(&'a str),
}

fn runs(text: &str) -> Vec<Run<'_>> {
    let mut found = Vec::new();
    for part in text.split(['.', '-', '_']) {
        let mut rest = part;
        while let Some(first) = rest.bytes().next() {
            let digit = first.is_ascii_digit();
            let end = rest.bytes().position(|byte| byte.is_ascii_digit() != digit).unwrap_or(rest.len());
            let (run, after) = rest.split_at(end);
            found.push(if digit { Run::Number(run.trim_start_matches('0')) } else { Run::Word(run) });
            rest = after;
        }
    }
    found
}

/// Compares numbers as numbers. A word after the same beginning makes a version earlier, as in `1.0-rc1`.
pub(super) fn compare(one: &str, other: &str) -> Ordering {
    let (one, other) = (runs(one), runs(other));
    for at in 0..one.len().max(other.len()) {
        let order = match (one.get(at), other.get(at)) {
            (Some(Run::Number(a)), Some(Run::Number(b))) => a.len().cmp(&b.len()).then_with(|| a.cmp(b)),
            (Some(Run::Word(a)), Some(Run::Word(b))) => a.cmp(b),
            (Some(Run::Word(_)), _) | (None, Some(Run::Number(_))) => Ordering::Less,
            (_, Some(Run::Word(_))) | (Some(Run::Number(_)), None) => Ordering::Greater,
            (None, None) => Ordering::Equal,
        };
        if order.is_ne() {
            return order;
        }
    }
    Ordering::Equal
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_ordered_as_people_read_them() {
        let sorted =
            ["0.9", "1.0-rc1", "1.0-rc2", "1.0", "1.0.1", "1.2", "1.10", "2024.12", "2025.1", "2025.2", "2025.10", "2025-11"];
        for (at, one) in sorted.iter().enumerate() {
            for (place, other) in sorted.iter().enumerate() {
                assert_eq!(compare(one, other), at.cmp(&place), "{one} {other}");
            }
        }
        assert_eq!(compare("2025.01", "2025.1"), Ordering::Equal);
        assert_eq!(compare("v2", "v10"), Ordering::Less);
    }

    #[test]
    fn a_version_is_safe_as_a_folder() {
        assert!(is_version("2025.1") && is_version("v1.4.0-rc_2"));
        for bad in ["", "..", ".1", "a/1", "1 2", "first", "１"] {
            assert!(!is_version(bad), "{bad}");
        }
    }
}
