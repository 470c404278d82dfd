//! Pairs the passages of two languages: one by one where both are built alike, by the cheapest way where they are not.

use std::collections::BTreeMap;
use std::ops::Range;

use super::passage::{Form, Passage};

/// Passages of both sides that belong together; one side may be empty.
pub type Pair = (Range<usize>, Range<usize>);

/// Largest table of the search for the cheapest way.
const LARGEST: usize = 4_000_000;

/// Pairs two texts. Values under keys meet by their keys, prose by its order.
#[must_use]
pub fn align(left: &[Passage], right: &[Passage]) -> Vec<Pair> {
    let mut pairs = by_key(left, right);
    let prose = |passages: &[Passage]| -> Vec<usize> { (0..passages.len()).filter(|at| passages[*at].key.is_empty()).collect() };
    let (ours, theirs) = (prose(left), prose(right));
    let alike = ours.len() == theirs.len() && ours.iter().zip(&theirs).all(|(i, j)| left[*i].form == right[*j].form);
    if alike || ours.len() * theirs.len() > LARGEST {
        pairs.extend(ours.iter().zip(&theirs).map(|(i, j)| (*i..i + 1, *j..j + 1)));
        return pairs;
    }
    pairs.extend(cheapest(left, right, &ours, &theirs));
    pairs
}

fn by_key(left: &[Passage], right: &[Passage]) -> Vec<Pair> {
    let known: BTreeMap<&str, usize> = right
        .iter()
        .enumerate()
        .filter(|(_, passage)| !passage.key.is_empty())
        .map(|(at, passage)| (&*passage.key, at))
        .collect();
    let own = left.iter().enumerate().filter(|(_, passage)| !passage.key.is_empty());
    own.filter_map(|(i, passage)| known.get(&*passage.key).map(|j| (i..i + 1, *j..j + 1))).collect()
}

/// The cheapest way through both texts by steps of one and one, one and two, two and one, one and none.
fn cheapest(left: &[Passage], right: &[Passage], ours: &[usize], theirs: &[usize]) -> Vec<Pair> {
    const STEPS: [(usize, usize); 5] = [(1, 1), (1, 2), (2, 1), (1, 0), (0, 1)];
    let (rows, columns) = (ours.len() + 1, theirs.len() + 1);
    let ratio = ratio(left, right);
    let mut cost = vec![u32::MAX; rows * columns];
    let mut step = vec![0u8; rows * columns];
    cost[0] = 0;
    for i in 0..rows {
        for j in 0..columns {
            for (number, (di, dj)) in (0u8..).zip(STEPS) {
                if di > i || dj > j || cost[(i - di) * columns + j - dj] == u32::MAX {
                    continue;
                }
                let own: Vec<&Passage> = ours[i - di..i].iter().map(|at| &left[*at]).collect();
                let other: Vec<&Passage> = theirs[j - dj..j].iter().map(|at| &right[*at]).collect();
                let total = cost[(i - di) * columns + j - dj] + price(&own, &other, ratio);
                if total < cost[i * columns + j] {
                    (cost[i * columns + j], step[i * columns + j]) = (total, number);
                }
            }
        }
    }
    let (mut i, mut j, mut pairs) = (ours.len(), theirs.len(), Vec::new());
    while i > 0 || j > 0 {
        let (di, dj) = STEPS[usize::from(step[i * columns + j])];
        let range = |indices: &[usize]| indices.first().map_or(0..0, |first| *first..indices[indices.len() - 1] + 1);
        pairs.push((range(&ours[i - di..i]), range(&theirs[j - dj..j])));
        (i, j) = (i - di, j - dj);
    }
    pairs.reverse();
    pairs
}

/// How many hundredths as long the right text is as the left.
fn ratio(left: &[Passage], right: &[Passage]) -> usize {
    let length = |passages: &[Passage]| passages.iter().map(Passage::len).sum::<usize>().max(1);
    (length(right) * 100 / length(left)).max(1)
}

/// What it costs to say that these belong together.
fn price(own: &[&Passage], other: &[&Passage], ratio: usize) -> u32 {
    if own.is_empty() || other.is_empty() {
        return 60;
    }
    let length = |passages: &[&Passage]| passages.iter().map(|passage| passage.len()).sum::<usize>();
    let (a, b) = (length(own) * ratio / 100 + 8, length(other) + 8);
    let unequal = u32::try_from((a.max(b) * 20 / a.min(b)).min(100)).unwrap_or(100).saturating_sub(20);
    let form = |passage: &Passage| match passage.form {
        Form::Heading(level) => u32::from(level),
        Form::Paragraph => 20,
        Form::Item => 21,
        Form::Cell => 30,
        Form::Entry => 40,
    };
    let forms = own.iter().zip(other).map(|(a, b)| form(a).abs_diff(form(b)).min(8) * 8).sum::<u32>();
    let several = if own.len() + other.len() > 2 { 25 } else { 0 };
    unequal + forms + several + numbers(own, other)
}

/// Numbers that only one side has make a pair dear.
fn numbers(own: &[&Passage], other: &[&Passage]) -> u32 {
    let count = |passages: &[&Passage]| passages.iter().map(|passage| passage.reading().figures.len()).sum::<usize>();
    let values = |passages: &[&Passage]| -> Vec<_> {
        passages.iter().flat_map(|passage| passage.reading().figures.iter().map(|figure| figure.value)).collect()
    };
    let (mut theirs, mut shared) = (values(other), 0);
    for value in values(own) {
        if let Some(at) = theirs.iter().position(|known| *known == value) {
            theirs.swap_remove(at);
            shared += 1;
        }
    }
    let apart = (count(own) - shared) + (count(other) - shared);
    u32::try_from(apart * 8).unwrap_or(0).min(60)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::numbers::Builder;

    fn text(lines: &[&str]) -> Vec<Passage> {
        let passage = |line: &&str| {
            let (form, words) = line.strip_prefix("# ").map_or((Form::Paragraph, *line), |words| (Form::Heading(1), words));
            let mut builder = Builder::default();
            builder.exact(words, 0);
            builder.finish(form)
        };
        lines.iter().map(passage).collect()
    }

    #[test]
    fn texts_built_alike_are_paired_one_by_one() {
        let (zh, en) = (text(&["# 一", "12期", "60名"]), text(&["# One", "12 sessions", "60 children"]));
        assert_eq!(align(&zh, &en), [(0..1, 0..1), (1..2, 1..2), (2..3, 2..3)]);
    }

    #[test]
    fn a_paragraph_that_was_split_or_left_out_does_not_shift_the_rest() {
        let zh = text(&["# 夏令营", "共办12期，参加1200人次，各县都有孩子来。", "# 研学", "2批次60名儿童去了上海。"]);
        let split = text(&[
            "# Camps",
            "There were 12 sessions.",
            "Attendances came to 1,200, from every county.",
            "# Trips",
            "Two trips with 60 children went to Shanghai.",
        ]);
        assert_eq!(align(&zh, &split), [(0..1, 0..1), (1..2, 1..3), (2..3, 3..4), (3..4, 4..5)]);
        let left_out = text(&["# Camps", "# Trips", "Two trips with 60 children went to Shanghai."]);
        assert_eq!(align(&zh, &left_out), [(0..1, 0..1), (1..2, 0..0), (2..3, 1..2), (3..4, 2..3)]);
    }
}
