//! The published cells of a cube, and the inner cells that each of them counts.

use std::collections::{BTreeSet, HashMap};

use super::atoms::{Atoms, OUTSIDE};
use crate::confidential::cube::{Cube, Lattice};
use crate::config::Pattern;

/// The cells that a cube shows, totals and groups included, those without rows too.
pub(in crate::confidential) struct Shown {
    /// Codes of the cells in the cube's lattice, in order: totals before their parts.
    pub(in crate::confidential) codes: Vec<u64>,
    /// By dimension the positions of codes that occur in a shown cell.
    pub(in crate::confidential) occurring: Vec<Vec<usize>>,
    index: HashMap<u64, usize>,
}

/// Most cells and margins of a published table.
pub(super) const MOST_CELLS: usize = 1 << 20;

impl Shown {
    /// `None` when there would be more than about a million.
    pub(super) fn of(cube: &Cube<'_>, hide: &[Pattern]) -> Option<Self> {
        let mut occurring = occurring(cube);
        let size = occurring.iter().try_fold(1usize, |size, codes| size.checked_mul(codes.len() + 1));
        if size.is_none_or(|size| size > MOST_CELLS) {
            return None;
        }
        let mut codes = vec![0u64];
        for (dimension, (_, stride)) in occurring.iter().zip(cube.lattice.dimensions()) {
            let digits: Vec<u64> = std::iter::once(0).chain(dimension.iter().map(|at| *at as u64 + 1)).collect();
            codes = codes.iter().flat_map(|code| digits.iter().map(move |digit| code + digit * stride)).collect();
        }
        if !hide.is_empty() {
            codes.retain(|code| !hide.iter().any(|pattern| pattern.matches(&cube.lattice.key(*code))));
            drop_hidden(&mut occurring, cube, &codes);
        }
        let index = codes.iter().enumerate().map(|(at, code)| (*code, at)).collect();
        Some(Self { codes, occurring, index })
    }

    /// The position of a cell.
    pub(in crate::confidential) fn find(&self, code: u64) -> Option<usize> {
        self.index.get(&code).copied()
    }

    /// By cell the inner cells it counts. Costs the number of margins of each inner cell.
    pub(super) fn members(&self, lattice: &Lattice, atoms: &Atoms, cube: usize) -> Vec<Vec<u32>> {
        let mut members = vec![Vec::new(); self.codes.len()];
        let mut margins = Vec::new();
        for atom in 0..u32::try_from(atoms.len()).expect("at most MOST inner cells") {
            let place = atoms.place(atom, cube);
            if place == OUTSIDE {
                continue;
            }
            lattice.margins(place, &mut margins);
            margins.iter().filter_map(|margin| self.find(*margin)).for_each(|at| members[at].push(atom));
        }
        members.iter_mut().for_each(Vec::dedup);
        members
    }
}

/// Leaves out the positions that no cell shows any more.
fn drop_hidden(occurring: &mut [Vec<usize>], cube: &Cube<'_>, codes: &[u64]) {
    let keys: Vec<Vec<Option<usize>>> = codes.iter().map(|code| cube.lattice.key(*code)).collect();
    for (at, positions) in occurring.iter_mut().enumerate() {
        let left: BTreeSet<usize> = keys.iter().filter_map(|key| key[at]).collect();
        positions.retain(|position| left.contains(position));
    }
}

fn occurring(cube: &Cube<'_>) -> Vec<Vec<usize>> {
    let mut seen: Vec<BTreeSet<usize>> = cube.spec.dimensions.iter().map(|_| BTreeSet::new()).collect();
    for (code, _) in cube.iter() {
        for (seen, position) in seen.iter_mut().zip(cube.lattice.key(code)) {
            seen.extend(position);
        }
    }
    seen.into_iter().map(|codes| codes.into_iter().collect()).collect()
}
