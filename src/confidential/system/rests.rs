//! How many contributors remain when a cell is taken from one of its totals.

use std::collections::{BTreeMap, HashMap};

use super::atoms::{Atoms, OUTSIDE};
use super::columns::Shown;
use crate::confidential::cube::{Cube, Joint};

/// A cell, a total of it along one dimension, and the contributors of the total who have something outside the cell.
pub(super) struct Rest {
    /// Position of the cell among those shown.
    pub(super) cell: usize,
    /// Position of the total.
    pub(super) total: usize,
    /// Rows that are not the cell's.
    pub(super) rows: u64,
    /// Persons who have some of these rows; the rows themselves where the file has no persons.
    pub(super) contributors: u64,
    /// Persons who are not in the cell at all.
    pub(super) outside: u64,
}

/// Every pair of a shown cell with rows and a shown total of it.
///
/// A person who is in the cell and elsewhere under the total stays in the rest; one who is in the cell alone does not.
/// Costs, for each set of a cube's cells that persons share, the square of its size for each margin.
pub(super) fn rests(joint: &Joint, atoms: &Atoms, cube: &Cube<'_>, index: usize, shown: &Shown) -> Vec<Rest> {
    let alone = if cube.has_person { alone(joint, atoms, cube, index) } else { HashMap::new() };
    let mut rests = Vec::new();
    for (cell, code) in shown.codes.iter().enumerate() {
        let Some(own) = cube.counts(*code) else { continue };
        for dimension in 0..cube.lattice.dimensions().len() {
            for digit in totals(cube, *code, dimension) {
                let above = cube.lattice.with_digit(*code, dimension, digit);
                let Some((total, counts)) = shown.find(above).zip(cube.counts(above)) else { continue };
                let rows = counts.rows.saturating_sub(own.rows);
                let alone = alone.get(&(*code, above)).copied().unwrap_or(0);
                let contributors = if cube.has_person { cube.contributors(&counts).saturating_sub(alone) } else { rows };
                let outside = counts.persons.saturating_sub(own.persons);
                rests.push(Rest { cell, total, rows, contributors, outside });
            }
        }
    }
    rests
}

/// Digits of the totals of a cell along a dimension: the grand total and groups.
fn totals(cube: &Cube<'_>, code: u64, dimension: usize) -> Vec<u64> {
    match cube.lattice.digit(code, dimension) {
        0 => Vec::new(),
        digit => cube.lattice.above(dimension, digit).iter().copied().chain([0]).collect(),
    }
}

/// By cell and total, the persons of the total who are in the cell alone.
fn alone(joint: &Joint, atoms: &Atoms, cube: &Cube<'_>, index: usize) -> HashMap<(u64, u64), u64> {
    let mut sets: BTreeMap<Vec<u64>, u64> = BTreeMap::new();
    for pattern in joint.contributors() {
        let mut places: Vec<u64> = pattern
            .cells
            .iter()
            .map(|cell| atoms.place(atoms.of_finest[*cell as usize], index))
            .filter(|p| *p != OUTSIDE)
            .collect();
        places.sort_unstable();
        places.dedup();
        if !places.is_empty() {
            *sets.entry(places).or_default() += pattern.persons;
        }
    }
    let mut alone = HashMap::new();
    for (places, persons) in sets {
        let margins: Vec<Vec<u64>> = places.iter().map(|place| margins(cube, *place)).collect();
        let mut cells: Vec<u64> = margins.iter().flatten().copied().collect();
        cells.sort_unstable();
        cells.dedup();
        for code in cells {
            for dimension in 0..cube.lattice.dimensions().len() {
                for digit in totals(cube, code, dimension) {
                    let total = cube.lattice.with_digit(code, dimension, digit);
                    let inside = |m: &Vec<u64>| m.binary_search(&total).is_err() || m.binary_search(&code).is_ok();
                    if margins.iter().all(inside) {
                        *alone.entry((code, total)).or_insert(0) += persons;
                    }
                }
            }
        }
    }
    alone
}

fn margins(cube: &Cube<'_>, place: u64) -> Vec<u64> {
    let mut margins = Vec::new();
    cube.lattice.margins(place, &mut margins);
    margins.sort_unstable();
    margins
}
