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
    found.extend(by_parts(plan, measure, additive).into_keys());
    found
}

/// A published total beside the parts of it that are published, which make another sum.
pub(super) struct Apart {
    /// The dimension along which they are its parts.
    pub(super) at: usize,
    pub(super) whole: Decimal,
    /// What the published parts make.
    pub(super) sum: Decimal,
    /// Whether every part is published.
    pub(super) complete: bool,
    /// Codes and figures of the published parts.
    pub(super) parts: Vec<(String, Decimal)>,
}

/// Shown cells that are not what their parts make along a dimension that adds up. Nothing but what cities have published is looked at.
pub(super) fn by_parts(plan: &Plan<'_>, measure: usize, additive: &[bool]) -> BTreeMap<CellKey, Apart> {
    let mut found = BTreeMap::new();
    for (city, table) in &plan.tables {
        let trees: Vec<Tree> = (0..additive.len()).map(|at| Tree::new(plan, *city, at)).collect();
        for (key, row) in &table.rows {
            let Cell::Value(whole) = row[measure] else { continue };
            let apart = |at: usize| {
                Some(trees[at].parts(key[at]))
                    .filter(|parts| !parts.is_empty())
                    .and_then(|parts| apart(plan, measure, key, (at, &parts), whole))
            };
            if let Some(apart) = (0..key.len()).filter(|at| additive[*at]).find_map(apart) {
                found.insert(key.clone(), apart);
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

/// What is wrong where a shown cell is not what its parts along one dimension make, or less than those of them that are shown. Nothing
/// is where one of them was not collected.
fn apart(plan: &Plan<'_>, measure: usize, key: &CellKey, (at, codes): (usize, &[usize]), whole: Decimal) -> Option<Apart> {
    let dimension = &plan.spec.dimensions[at].1;
    let mut made = Apart { at, whole, sum: Decimal::whole(0), complete: true, parts: Vec::new() };
    let mut part = key.clone();
    for code in codes {
        part[at] = Some(*code);
        match plan.own(&part, measure) {
            Cell::Value(value) => {
                made.sum = made.sum + value;
                // A code that nobody had stands in no row.
                if value != Decimal::whole(0) {
                    made.parts.push((dimension.codes[*code].code.to_string(), value));
                }
            }
            Cell::Absent => {}
            Cell::Suppressed => made.complete = false,
            Cell::Uncollected => return None,
        }
    }
    let known = made.sum;
    add_strays(plan, measure, key, &mut made);
    // A code that is not known here may also be a group of others, which is no part of its own.
    let agrees = if made.complete { made.sum == whole || known == whole } else { known <= whole };
    (!agrees).then_some(made)
}

/// Adds the rows with a code that is not known here to the parts of the total they belong to.
fn add_strays(plan: &Plan<'_>, measure: usize, key: &CellKey, made: &mut Apart) {
    let Some(table) = key[plan.geo].and_then(|place| plan.tables.get(&plan.places.city_of(place)?)) else { return };
    let total = if made.at == plan.geo { Some(table.city) } else { None };
    let mut whole = key.clone();
    whole[made.at] = total;
    for stray in table.reading.of(made.at, &whole, measure) {
        match stray.value {
            Some(value) if key[made.at] == total => {
                made.sum = made.sum + value;
                made.parts.push((stray.code.clone(), value));
            }
            // Whether it belongs to a group nobody can say.
            _ => made.complete = false,
        }
    }
}
