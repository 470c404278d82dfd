//! What rounded counts still tell: the interval in which each true count must lie, sums taken into account.

use crate::linear::System;

/// Turns of the propagation. Bounds only ever tighten, so stopping early keeps them true.
const TURNS: usize = 200;
/// Beyond any sum of counts, and small enough to be summed.
const FAR: i128 = 1 << 90;

/// What is known of a column: the least and greatest value that may stand behind what is published.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(in crate::confidential) struct Interval {
    /// Least value.
    pub(in crate::confidential) least: u64,
    /// Greatest value.
    pub(in crate::confidential) greatest: u64,
}

impl Interval {
    /// Whether only one value is left: the reader knows the true count in spite of the rounding.
    pub(in crate::confidential) fn is_pinned(self) -> bool {
        self.least == self.greatest
    }
}

/// The interval left for each column of `known`, given all of them and that no inner cell is negative; `None` when no counts fit.
///
/// Uses the members of the columns and never a value of `system`. The bounds of every sum are carried to its parts and back until
/// nothing changes: what is told is true for every reader, but a reader with linear programming may know more. So a pinned
/// value proves a leak, and no pinned value proves nothing. Inner cells that occur in the same columns are taken together.
/// Cost: turns × members; at most 200 turns.
pub(in crate::confidential) fn intervals(system: &System, known: &[(usize, Interval)]) -> Option<Vec<Interval>> {
    let (members, count) = atoms(system, known);
    let mut parts = vec![(0i128, FAR); count];
    let mut sums: Vec<(i128, i128)> = known.iter().map(|(_, k)| (i128::from(k.least), i128::from(k.greatest))).collect();
    for _ in 0..TURNS {
        let mut changed = false;
        for (list, sum) in members.iter().zip(&mut sums) {
            let whole = list.iter().fold((0, 0), |(low, high), atom| (low + parts[*atom].0, high + parts[*atom].1));
            changed |= narrow(sum, whole);
            for atom in list {
                // An atom stands in a list once, so the others still are as they were summed.
                let own = parts[*atom];
                let others = (whole.0 - own.0, whole.1 - own.1);
                changed |= narrow(&mut parts[*atom], (sum.0 - others.1, sum.1 - others.0));
                if parts[*atom].0 > parts[*atom].1 {
                    return None;
                }
            }
            if sum.0 > sum.1 {
                return None;
            }
        }
        if !changed {
            break;
        }
    }
    let number = |value: i128| u64::try_from(value).unwrap_or(u64::MAX);
    Some(sums.iter().map(|(least, greatest)| Interval { least: number(*least), greatest: number(*greatest) }).collect())
}

fn narrow(bounds: &mut (i128, i128), by: (i128, i128)) -> bool {
    let new = (bounds.0.max(by.0), bounds.1.min(by.1));
    std::mem::replace(bounds, new) != new
}

/// For each known column its atoms, and how many there are: inner cells with the same known columns are one.
fn atoms(system: &System, known: &[(usize, Interval)]) -> (Vec<Vec<usize>>, usize) {
    let mut columns_of: Vec<Vec<usize>> = vec![Vec::new(); system.inner()];
    for (at, (column, _)) in known.iter().enumerate() {
        for inner in system.members(*column) {
            columns_of[*inner as usize].push(at);
        }
    }
    columns_of.sort_unstable();
    columns_of.dedup();
    let mut members = vec![Vec::new(); known.len()];
    for (atom, columns) in columns_of.iter().enumerate() {
        for column in columns {
            members[*column].push(atom);
        }
    }
    (members, columns_of.len())
}

#[cfg(test)]
mod tests {
    use super::super::base::{Base, Half, Rounding};
    use super::*;
    use proptest::prelude::*;

    fn known(base: Base, column: usize, rounded: u64) -> (usize, Interval) {
        let (least, greatest) = base.behind(rounded);
        (column, Interval { least, greatest })
    }

    #[test]
    fn four_fives_with_a_total_of_thirty_are_sevens() {
        let mut system = System::new(vec![7; 4]);
        let base = Base::new(5, Rounding::Nearest(Half::Up)).unwrap();
        let mut told: Vec<_> = (0..4).map(|cell| known(base, system.push([cell]), 5)).collect();
        assert!(intervals(&system, &told).unwrap().iter().all(|interval| (interval.least, interval.greatest) == (3, 7)));
        told.push(known(base, system.push(0..4), base.round(28, 0)));
        let found = intervals(&system, &told).unwrap();
        assert!(found.iter().all(|interval| interval.is_pinned()));
        assert_eq!((found[0].least, found[4].least), (7, 28));
        told[4].1 = Interval { least: 33, greatest: 37 };
        assert!(intervals(&system, &told).is_none(), "no counts fit");
    }

    #[test]
    fn parts_that_are_not_published_stay_open() {
        let mut system = System::new(vec![3, 4, 5]);
        let column = system.push(0..3);
        let found = intervals(&system, &[(column, Interval { least: 10, greatest: 14 })]).unwrap();
        assert_eq!((found[0].least, found[0].greatest), (10, 14));
        assert!(intervals(&system, &[]).unwrap().is_empty());
        let empty = system.push([]);
        assert!(intervals(&system, &[(empty, Interval { least: 0, greatest: 4 })]).unwrap()[0].is_pinned());
        assert!(intervals(&system, &[(column, Interval { least: u64::MAX, greatest: u64::MAX })]).is_some());
    }

    proptest! {
        #[test]
        fn the_true_value_is_always_within(
            values in prop::collection::vec(0..60i64, 9..10), b in 2..12u32, chances in prop::collection::vec(any::<u64>(), 16..17),
            way in 0..3usize
        ) {
            let base = Base::new(b, [Rounding::Nearest(Half::Up), Rounding::Nearest(Half::Even), Rounding::Random][way]).unwrap();
            let mut system = System::new(values);
            let mut columns: Vec<usize> = (0..9).map(|cell| system.push([cell])).collect();
            columns.extend((0..3).map(|i| system.push([3 * i, 3 * i + 1, 3 * i + 2])));
            columns.extend((0..3).map(|i| system.push([i, i + 3, i + 6])));
            columns.push(system.push(0..9));
            let truth: Vec<u64> = columns.iter().map(|column| u64::try_from(system.total(*column)).unwrap()).collect();
            let told: Vec<_> =
                columns.iter().zip(&truth).zip(&chances).map(|((c, t), chance)| known(base, *c, base.round(*t, *chance))).collect();
            let found = intervals(&system, &told).unwrap();
            for ((found, truth), (_, before)) in found.iter().zip(&truth).zip(&told) {
                prop_assert!(found.least <= *truth && *truth <= found.greatest);
                prop_assert!(before.least <= found.least && found.greatest <= before.greatest);
            }
        }
    }
}
