//! What is left of a published total when its published parts are taken off: the withheld parts together.
//!
//! Two withheld cells of one person each keep each other's secret, but not that both together are two. The withheld part of every
//! published total must therefore have as many contributors as any published cell.

use std::collections::BTreeSet;

use crate::confidential::system::{Figures, Linked};
use crate::linear::Vector;

/// The withheld parts of published totals that have too few contributors, each as a vector.
///
/// `withheld` is by column. Costs one pass over the shown cells, and one over the persons for each total whose withheld parts are
/// all small.
pub(super) fn small(linked: &Linked<'_>, figures: &Figures, withheld: &[bool], primary: &[bool]) -> Vec<Vector> {
    let mut found = BTreeSet::new();
    for (column, (cube, cell)) in figures.cells.iter().enumerate().filter(|(column, _)| !withheld[*column]) {
        for dimension in 0..linked.cubes[*cube].lattice.dimensions().len() {
            let Some(parts) = parts(linked, figures, *cube, *cell, dimension) else { continue };
            let (mut hidden, mut all_small) = (false, true);
            for part in parts.iter().filter(|part| withheld[**part]) {
                hidden = true;
                all_small &= primary[*part];
            }
            if !hidden || !all_small {
                continue;
            }
            let Some(rest) = rest(figures, column, parts.iter().copied().filter(|part| !withheld[*part])) else { continue };
            let threshold = u64::from(linked.cubes[*cube].spec.threshold);
            let value = figures.system.product(&rest);
            if value > 0 && linked.contributors(figures, &rest) < threshold {
                found.insert(rest);
            }
        }
    }
    found.into_iter().collect()
}

/// The columns of the finest shown cells below a total along a dimension; `None` where it is no total or shows one part at most.
/// Codes that are never shown count for their group, if that is shown: what remains of the total is the same to a reader.
fn parts(linked: &Linked<'_>, figures: &Figures, cube: usize, cell: usize, dimension: usize) -> Option<Vec<usize>> {
    let (lattice, shown) = (&linked.cubes[cube].lattice, &linked.shown[cube]);
    let code = shown.codes[cell];
    let digit = lattice.digit(code, dimension);
    let below = |part: &u64| *part != digit && (digit == 0 || lattice.above(dimension, *part).contains(&digit));
    let column = |part: u64| figures.column(cube, shown.find(lattice.with_digit(code, dimension, part))?);
    let digits = shown.occurring[dimension].iter().map(|at| *at as u64 + 1);
    let all: Vec<(u64, usize)> = digits.filter(below).filter_map(|part| Some((part, column(part)?))).collect();
    let is_group = |part: u64| all.iter().any(|(other, _)| lattice.above(dimension, *other).contains(&part));
    let parts: Vec<usize> = all.iter().filter(|(part, _)| !is_group(*part)).map(|(_, column)| *column).collect();
    (parts.len() > 1).then_some(parts)
}

/// The total less the published parts, where that counts some inner cells once each and no other.
fn rest(figures: &Figures, total: usize, published: impl Iterator<Item = usize>) -> Option<Vector> {
    let mut taken: Vec<u32> = published.flat_map(|part| figures.system.members(part).iter().copied()).collect();
    taken.sort_unstable();
    // Persons in several parts: the difference is no count of anybody.
    if taken.windows(2).any(|two| two[0] == two[1]) {
        return None;
    }
    let left = figures.system.members(total).iter().filter(|inner| taken.binary_search(inner).is_err());
    let rest: Vector = left.map(|inner| (*inner, 1)).collect();
    (!rest.is_empty()).then_some(rest)
}
