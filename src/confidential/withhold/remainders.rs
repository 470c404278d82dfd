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

/// The columns of the cells below a total along a dimension, groups left out; `None` where it is no total or a part is not shown.
fn parts(linked: &Linked<'_>, figures: &Figures, cube: usize, cell: usize, dimension: usize) -> Option<Vec<usize>> {
    let (lattice, shown) = (&linked.cubes[cube].lattice, &linked.shown[cube]);
    let code = shown.codes[cell];
    let digit = lattice.digit(code, dimension);
    let below = |at: &usize| {
        let part = *at as u64 + 1;
        part != digit && (digit == 0 || lattice.above(dimension, part).contains(&digit))
    };
    let is_group = |at: &usize| shown.occurring[dimension].iter().any(|o| lattice.above(dimension, *o as u64 + 1).contains(&(*at as u64 + 1)));
    let leaves = shown.occurring[dimension].iter().filter(|at| below(at) && !is_group(at));
    let column = |at: &usize| figures.column(cube, shown.find(lattice.with_digit(code, dimension, *at as u64 + 1))?);
    let parts: Vec<usize> = leaves.map(column).collect::<Option<_>>()?;
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
