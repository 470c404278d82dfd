//! Rounding of small counts: no published cell lies between zero and the base, and everything still adds up.

use super::base::checked;
use super::rounding_search::{Mode, Search};
use super::rules::NEGATIVE;
use crate::diag::Diagnostic;
use crate::linear::System;
use crate::say;

/// Inner cells after rounding, from which every published cell is summed.
pub(in crate::confidential) struct Rounded {
    /// Values of all inner cells, in their order.
    pub(in crate::confidential) values: Vec<i64>,
    /// How many inner cells were changed. This and what follows tells how good the rounding is.
    #[cfg_attr(not(test), expect(dead_code, reason = "measured beside the peer, and told to nobody"))]
    pub(in crate::confidential) changed: usize,
    /// The largest change of a published cell. For the private report: it narrows what a published cell may stand for.
    #[cfg_attr(not(test), expect(dead_code, reason = "measured beside the peer, and told to nobody"))]
    pub(in crate::confidential) most: i64,
    /// The sum of the squared changes of all published cells.
    #[cfg_attr(not(test), expect(dead_code, reason = "measured beside the peer, and told to nobody"))]
    pub(in crate::confidential) squares: i128,
}

/// Rounds inner counts below `base` to zero or to `base`, so that every published column is zero or at least `base`.
///
/// `published` lists columns of `system`, which must exist; one listed twice counts twice. Counts of zero and counts of `base` and
/// more never change, so nobody is made up where there is nobody. Columns that are not published may still be small: whatever
/// readers can work out by subtraction has to be listed too. Fails when the base makes no sense or an inner cell is negative.
///
/// Always succeeds otherwise, since in the worst case all small inner cells are rounded. Equal input gives equal output. The search
/// first rounds only what stands in small published cells, then lets other small inner cells balance the totals, then lowers the
/// largest change. A step is 2,000 moves for each small inner cell and at most 1,500,000, each as dear as two inner cells have
/// published columns; there are four steps at least, and one for each unit that the largest change is lowered by. With all
/// margins published, three dimensions with 512 and 4,913 inner cells took 0.5 and 2 seconds, four with 50,625 took 6. Memory:
/// 8 bytes for each published member that is small.
///
/// Idea: Langsrud and Heldal, *An Algorithm for Small Count Rounding of Tabular Data* (Privacy in Statistical Databases, 2018); there
/// the inner cells to be raised are chosen greedily, and the others stay as they are.
pub(in crate::confidential) fn round(system: &System, published: &[usize], base: u32) -> Result<Rounded, Diagnostic> {
    let base = i64::from(checked(base)?);
    if system.values().iter().any(|value| *value < 0) {
        return Err(Diagnostic::error(&NEGATIVE, say!("取整的表里有负数", "a count to be rounded is negative"))
            .help(say!("金额不用小数目取整", "do not round small amounts of money")));
    }
    let mut search = Search::new(system, published, base);
    search.begin();
    // Each turn rounds further cells of what is still small; with all of them rounded nothing is.
    loop {
        search.improve();
        if search.broken() == 0 {
            break;
        }
        search.widen();
    }
    let strict = search.squares();
    search.set_modes(Mode::Free);
    search.set_cap(search.most());
    for _ in 0..3 {
        search.improve();
    }
    let allowance = search.squares() + (strict - search.squares()) / 2;
    while search.most() > 1 {
        let kept = search.keep();
        search.set_cap(kept.most() - 1);
        search.improve();
        if search.broken() > 0 || search.squares() > allowance {
            search.restore(kept);
            break;
        }
    }
    search.settle();
    let values = search.values(system);
    let changed = values.iter().zip(system.values()).filter(|(new, old)| new != old).count();
    Ok(Rounded { changed, most: search.most(), squares: search.squares(), values })
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::super::vectors;
    use super::*;
    use proptest::prelude::*;
    use serde_json::{Map, Value};

    /// Groups of regions (second vector) and counties (third), which the vectors name and do not list.
    const GROUPS: [(&str, &str); 11] = [
        ("1", "A I"),
        ("4", "B"),
        ("5", "C D"),
        ("6", "E F"),
        ("8", "G H"),
        ("10", "J K"),
        ("300", "A B C D E F G H"),
        ("400", "I J K"),
        ("core", "HC ZF ZJ HJS HJQ"),
        ("north", "YL CX XP"),
        ("south", "HT MY XH JZ TD"),
    ];

    fn stands_for(shown: &str, leaf: &str) -> bool {
        let in_group = |(code, members): &(&str, &str)| *code == shown && members.split(' ').any(|member| member == leaf);
        shown == "Total" || shown == leaf || GROUPS.iter().any(in_group)
    }

    fn codes(cell: &Map<String, Value>) -> BTreeMap<&str, &str> {
        cell.iter().filter_map(|(field, code)| Some((field.as_str(), code.as_str()?))).collect()
    }

    fn total(system: &System, values: &[i64], column: usize) -> i128 {
        system.members(column).iter().map(|inner| i128::from(values[*inner as usize])).sum()
    }

    fn is_kept(system: &System, published: &[usize], base: u32) -> Rounded {
        let rounded = round(system, published, base).unwrap();
        let base = i64::from(base);
        let mut squares = 0;
        for column in published {
            let new = total(system, &rounded.values, *column);
            assert!(new == 0 || new >= i128::from(base), "{new}");
            let difference = new - system.total(*column);
            assert!(difference.abs() <= i128::from(rounded.most));
            squares += difference * difference;
        }
        assert_eq!(squares, rounded.squares);
        for (new, old) in rounded.values.iter().zip(system.values()) {
            assert!(new == old || (*old > 0 && *old < base && (*new == 0 || *new == base)));
        }
        rounded
    }

    #[test]
    fn no_vector_is_rounded_worse_than_by_the_peer() {
        let (vectors, mut tried) = (vectors::rounding(), 0);
        for case in vectors["cases"].as_array().unwrap() {
            let inner: Vec<_> = case["inner"].as_array().unwrap().iter().map(|cell| cell.as_object().unwrap()).collect();
            let published = case["publish"].as_array().unwrap();
            let mut system = System::new(inner.iter().map(|cell| cell["original"].as_i64().unwrap()).collect());
            let columns: Vec<usize> = published
                .iter()
                .map(|cell| {
                    let shown = codes(cell.as_object().unwrap());
                    let is_in =
                        |leaf: &Map<String, Value>| codes(leaf).iter().all(|(field, code)| stands_for(shown[field], code));
                    system.push((0u32..).zip(&inner).filter(|(_, leaf)| is_in(leaf)).map(|(index, _)| index))
                })
                .collect();
            for (cell, column) in published.iter().zip(&columns) {
                assert_eq!(
                    system.total(*column),
                    i128::from(cell["original"].as_i64().unwrap()),
                    "the vector is read as meant: {cell}"
                );
            }
            let base = u32::try_from(case["roundBase"].as_u64().unwrap()).unwrap();
            let rounded = is_kept(&system, &columns, base);
            let theirs: Vec<i64> = published.iter().map(|cell| cell["difference"].as_i64().unwrap()).collect();
            let (most, squares) = (theirs.iter().map(|d| d.abs()).max().unwrap(), theirs.iter().map(|d| i128::from(d * d)).sum());
            let id = &case["id"];
            assert!(rounded.most <= most && rounded.squares <= squares, "{id}: {} {}", rounded.most, rounded.squares);
            // What the method's page says.
            let ours = (rounded.most, rounded.squares, rounded.changed);
            assert_eq!(Some(&ours), [(2, 20, 4), (2, 28, 4), (3, 138, 29)].get(tried), "{id}");
            tried += 1;
        }
    }

    #[test]
    fn the_worked_example_of_the_method_comes_out() {
        let mut system = System::new(vec![1, 8, 4, 9, 12, 3]);
        let columns: Vec<usize> =
            [vec![0], vec![1], vec![2], vec![3], vec![4], vec![5], vec![0, 1], vec![2, 3], vec![4, 5], (0..6).collect()]
                .map(|members| system.push(members))
                .into();
        let rounded = is_kept(&system, &columns, 5);
        assert_eq!(rounded.values, [0, 8, 5, 9, 12, 5]);
    }

    #[test]
    fn a_cell_that_would_become_small_by_rounding_another_does_not_stay_so() {
        // 2 becomes 0, and the total of 6 would be 4: so the other part is rounded though it is not published.
        let mut system = System::new(vec![2, 4]);
        let columns = vec![system.push([0]), system.push([0, 1])];
        let rounded = is_kept(&system, &columns, 5);
        assert_eq!((rounded.values, rounded.most), (vec![0, 5], 2));
    }

    #[test]
    fn bad_input_is_refused_and_empty_input_is_not() {
        let id = |system: &System, base| round(system, &[], base).err().map(|d| d.rule.id);
        assert_eq!(id(&System::new(vec![1, -1]), 5), Some("rounding/negative-count"));
        assert_eq!(id(&System::new(vec![1]), 1), Some("rounding/base"));
        assert_eq!(id(&System::new(Vec::new()), 5), None);
        let mut system = System::new(vec![i64::MAX, i64::MAX, 1]);
        let columns = vec![system.push([0, 1, 2]), system.push([2]), system.push([])];
        is_kept(&system, &columns, 5);
    }

    /// Largest change and sum of squares of every allowed rounding.
    fn all_roundings(system: &System, published: &[usize], base: i64) -> Vec<(i64, i128)> {
        let small: Vec<usize> = (0..system.inner()).filter(|inner| (1..base).contains(&system.values()[*inner])).collect();
        let mut found = Vec::new();
        for mut number in 0..3usize.pow(u32::try_from(small.len()).unwrap()) {
            let mut values = system.values().to_vec();
            for inner in &small {
                values[*inner] = [0, base, values[*inner]][number % 3];
                number /= 3;
            }
            let sums: Vec<(i128, i128)> = published.iter().map(|c| (total(system, &values, *c), system.total(*c))).collect();
            if sums.iter().all(|(new, _)| *new == 0 || *new >= i128::from(base)) {
                let differences = sums.iter().map(|(new, old)| (new - old).abs());
                let most = differences.clone().max().map_or(0, |most| i64::try_from(most).unwrap());
                found.push((most, differences.map(|d| d * d).sum()));
            }
        }
        found
    }

    #[test]
    fn no_rounding_of_a_tiny_table_is_better_in_both_ways() {
        let mut seed = 1u64;
        let mut draw = |below: u64| {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (seed >> 33) % below
        };
        for _ in 0..30 {
            let mut system = System::new((0..9).map(|_| draw(9) as i64).collect());
            let mut columns: Vec<usize> = (0..3).map(|i| system.push([3 * i, 3 * i + 1, 3 * i + 2])).collect();
            columns.extend((0..3).map(|i| system.push([i, i + 3, i + 6])));
            columns.push(system.push(0..9));
            for cell in 0..9 {
                if draw(3) == 0 {
                    columns.push(system.push([cell]));
                }
            }
            let ours = is_kept(&system, &columns, 5);
            let better = all_roundings(&system, &columns, 5).into_iter().find(|(most, squares)| {
                *most <= ours.most && *squares <= ours.squares && (*most < ours.most || *squares < ours.squares)
            });
            assert_eq!(better, None, "{} {}", ours.most, ours.squares);
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 12, ..ProptestConfig::default() })]
        #[test]
        fn every_published_cell_is_zero_or_large_and_equal_input_gives_equal_output(
            values in prop::collection::vec(prop_oneof![3 => 0..12i64, 1 => 0..100i64], 1..20),
            members in prop::collection::vec(prop::collection::vec(0..20u32, 0..8), 1..15),
            base in 2..12u32,
        ) {
            let count = u32::try_from(values.len()).unwrap();
            let mut system = System::new(values);
            let columns: Vec<usize> = members.iter().map(|cells| system.push(cells.iter().map(|cell| cell % count))).collect();
            let once = is_kept(&system, &columns, base);
            prop_assert_eq!(once.values, round(&system, &columns, base).unwrap().values);
        }
    }
}
