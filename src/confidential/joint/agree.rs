//! Whether the figures that a city has published agree with one another: a total that was changed, or persons counted twice, must not
//! be added to anything.

use std::collections::{BTreeMap, BTreeSet};

use super::plan::Plan;
use super::system::{Joint, finest};
use crate::confidential::gate::published::Cell;
use crate::config::CellKey;
use crate::model::Decimal;

/// Shown cells that do not agree with their parts, in the dimensions that add up.
pub(super) fn contradicting(
    plan: &Plan<'_>,
    measure: usize,
    additive: &[bool],
    all: &Joint,
    value: &dyn Fn(&CellKey) -> Option<Decimal>,
) -> BTreeSet<CellKey> {
    let mut found = by_inner_cells(all, value);
    for (city, table) in &plan.tables {
        let trees: Vec<Tree> = (0..additive.len()).map(|at| Tree::new(plan, *city, at)).collect();
        for (key, row) in &table.rows {
            let Cell::Value(whole) = row[measure] else { continue };
            let agrees = |at: usize| match trees[at].parts(key[at]) {
                parts if parts.is_empty() => true,
                parts => agrees(plan, measure, key, (at, &parts), whole),
            };
            if !(0..key.len()).filter(|at| additive[*at]).all(agrees) {
                found.insert(key.clone());
            }
        }
    }
    found
}

/// Cells whose inner cells are all known and make another sum, or of which the known ones make more.
fn by_inner_cells(all: &Joint, value: &dyn Fn(&CellKey) -> Option<Decimal>) -> BTreeSet<CellKey> {
    let disagrees = |(column, key): (usize, &CellKey)| {
        let value = value(key)?.at_places(all.places);
        let sum = all.system.total(column);
        let whole = all.system.members(column).iter().all(|inner| all.known[*inner as usize]);
        value.is_none_or(|value| if whole { value != sum } else { value < sum }).then(|| key.clone())
    };
    all.cells.iter().enumerate().filter_map(disagrees).collect()
}

/// Which codes of a city's table make up others, in one dimension.
struct Tree {
    finest: Vec<usize>,
    groups: BTreeMap<usize, Vec<usize>>,
}

impl Tree {
    fn new(plan: &Plan<'_>, city: usize, at: usize) -> Self {
        let dimension = &plan.spec.dimensions[at].1;
        Self { finest: finest(dimension, &plan.codes(city)[at]), groups: dimension.groups() }
    }

    /// The finest codes that make up a code, or the total; none where it is not made up of others.
    fn parts(&self, code: Option<usize>) -> Vec<usize> {
        let Some(code) = code else { return self.finest.clone() };
        let Some(members) = self.groups.get(&code) else { return Vec::new() };
        self.finest.iter().copied().filter(|part| *part != code && members.contains(part)).collect()
    }
}

/// Whether a shown cell is what its parts along one dimension make, or no less than those of them that are shown. Also true where one
/// of them was not collected.
fn agrees(plan: &Plan<'_>, measure: usize, key: &CellKey, (at, parts): (usize, &[usize]), whole: Decimal) -> bool {
    let (mut sum, mut complete) = (Decimal::whole(0), true);
    let mut part = key.clone();
    for code in parts {
        part[at] = Some(*code);
        match plan.own(&part, measure) {
            Cell::Value(value) => sum = sum + value,
            Cell::Absent => {}
            Cell::Suppressed => complete = false,
            Cell::Uncollected => return true,
        }
    }
    if complete { sum == whole } else { sum <= whole }
}
