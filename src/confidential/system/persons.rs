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
    /// By set: sum of the persons' record keys modulo 2^64.
    pub(super) keys: Vec<u64>,
}

/// Sets that persons make, and those without persons that a reader cannot rule out.
///
/// Of the latter only those of one inner cell are kept: there are as many sets as subsets. Leaving sets out makes the attacker
/// stronger than a reader is, never weaker: it takes for known that nobody is in two programmes that in fact nobody shares.
pub(super) fn sets(joint: &Joint, atoms: &Atoms, counted: &[bool]) -> Sets {
    let mut found: BTreeMap<Vec<u32>, (u64, u64)> = BTreeMap::new();
    for pattern in &joint.patterns {
        let mut cells: Vec<u32> = pattern.cells.iter().map(|cell| atoms.of_finest[*cell as usize]).collect();
        cells.retain(|atom| counted[*atom as usize]);
        cells.sort_unstable();
        cells.dedup();
        if !cells.is_empty() {
            let entry = found.entry(cells).or_default();
            *entry = (entry.0 + pattern.persons, entry.1.wrapping_add(pattern.keys));
        }
    }
    let all = (0u32..).zip(counted).filter(|(_, counted)| **counted).map(|(atom, _)| atom);
    for atom in all {
        found.entry(vec![atom]).or_default();
    }
    let mut sets = Sets { cells: Vec::new(), persons: Vec::new(), keys: Vec::new() };
    for (cells, (persons, keys)) in found {
        sets.cells.push(cells);
        sets.persons.push(persons);
        sets.keys.push(keys);
    }
    sets
}
