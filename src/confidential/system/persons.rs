//! Distinct persons as sums: persons who share the same inner cells stand together, and every count of persons adds up over them.
//!
//! A person in two programmes is counted once in the total and once in each. Numbers of persons therefore do not add up over
//! programmes, but numbers of persons *by the set of programmes they are in* do. With these sets as inner cells every count of
//! distinct persons is a sum, and what a reader can conclude (largest part ≤ total ≤ sum of the parts) follows from their being
//! no less than zero. Argument: `docs/methods/distinct-persons.en.md`.

use std::collections::BTreeMap;

use super::atoms::Atoms;
use crate::confidential::cube::Joint;

/// Sets of inner cells and the persons in exactly these.
pub(super) struct Sets {
    /// By set: the inner cells, in order.
    pub(super) cells: Vec<Vec<u32>>,
    pub(super) persons: Vec<u64>,
    /// By set: sum of the persons' record keys.
    pub(super) keys: Vec<u64>,
}

/// Most sets without persons that are added.
const MOST_EMPTY: usize = 200_000;

/// Sets that persons make, and those without persons that a reader cannot rule out.
///
/// Of the latter only some are kept: each inner cell by itself, and pairs of neighbouring codes in columns in which somebody has
/// two. Leaving sets out makes the attacker stronger than a reader is, never weaker.
pub(super) fn sets(joint: &Joint, atoms: &Atoms, counted: &[bool]) -> Sets {
    let mut found: BTreeMap<Vec<u32>, (u64, u64)> = BTreeMap::new();
    for pattern in &joint.patterns {
        let mut cells: Vec<u32> = pattern.cells.iter().map(|cell| atoms.of_finest[*cell as usize]).collect();
        cells.retain(|atom| counted[*atom as usize]);
        cells.sort_unstable();
        cells.dedup();
        if !cells.is_empty() {
            let entry = found.entry(cells).or_default();
            *entry = (entry.0 + pattern.persons, entry.1 + pattern.keys);
        }
    }
    let all = (0u32..).zip(counted).filter(|(_, counted)| **counted).map(|(atom, _)| atom);
    let atoms_counted: Vec<u32> = all.collect();
    for atom in &atoms_counted {
        found.entry(vec![*atom]).or_default();
    }
    for pair in pairs(joint, atoms, &atoms_counted, &found) {
        found.entry(pair).or_default();
    }
    let mut sets = Sets { cells: Vec::new(), persons: Vec::new(), keys: Vec::new() };
    for (cells, (persons, keys)) in found {
        sets.cells.push(cells);
        sets.persons.push(persons);
        sets.keys.push(keys);
    }
    sets
}

/// Pairs of inner cells that differ in one column only, by neighbouring codes, where somebody has several codes in that column.
fn pairs(joint: &Joint, atoms: &Atoms, counted: &[u32], found: &BTreeMap<Vec<u32>, (u64, u64)>) -> Vec<Vec<u32>> {
    let overlaps = |column: usize| {
        let several = |cells: &Vec<u32>| cells.iter().any(|atom| atoms.digits(*atom)[column] != atoms.digits(cells[0])[column]);
        found.iter().any(|(cells, (persons, _))| *persons > 0 && several(cells))
    };
    let mut pairs = Vec::new();
    for column in (0..joint.columns.len()).filter(|column| overlaps(*column)) {
        let mut lines: BTreeMap<Vec<u32>, Vec<(u32, u32)>> = BTreeMap::new();
        for atom in counted {
            let mut rest = atoms.digits(*atom).to_vec();
            let digit = std::mem::take(&mut rest[column]);
            lines.entry(rest).or_default().push((digit, *atom));
        }
        for mut line in lines.into_values() {
            line.sort_unstable();
            pairs.extend(line.windows(2).map(|two| {
                let mut pair = vec![two[0].1, two[1].1];
                pair.sort_unstable();
                pair
            }));
        }
        if pairs.len() > MOST_EMPTY {
            pairs.truncate(MOST_EMPTY);
            break;
        }
    }
    pairs
}
