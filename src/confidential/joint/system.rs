//! The cells of all cities and the sums over them as one system of inner cells and columns.

use std::collections::{BTreeMap, BTreeSet};

use super::plan::{Plan, product};
use crate::confidential::gate::published::Cell;
use crate::config::{CellKey, Dimension};
use crate::linear::System;
use crate::model::{Decimal, UnitKind};

/// One measure of one cube as a system: columns of cities' cells first, then of the sums.
pub(super) struct Joint {
    pub(super) system: System,
    /// By column: the cell of a city.
    pub(super) cells: Vec<CellKey>,
    /// By column after those: a sum over cities.
    pub(super) sums: Vec<CellKey>,
    /// By inner cell the city it belongs to.
    pub(super) owner: Vec<usize>,
    /// By inner cell whether its value is known here.
    pub(super) known: Vec<bool>,
    /// Decimals of the system's unit.
    pub(super) places: u8,
}

impl Joint {
    /// The column of a city's cell.
    pub(super) fn column(&self, key: &CellKey) -> Option<usize> {
        self.cells.binary_search(key).ok()
    }

    /// The inner cells of a city.
    pub(super) fn of_city(&self, city: usize) -> Vec<u32> {
        (0u32..).zip(&self.owner).filter(|(_, owner)| **owner == city).map(|(at, _)| at).collect()
    }
}

/// In which dimensions the figures of a measure add up. Those of persons add up over home counties; in another dimension they do when
/// every total that is shown beside all of its parts is their sum.
pub(super) fn additive(plan: &Plan<'_>, measure: usize) -> Vec<bool> {
    let persons = matches!(plan.spec.measures[measure].unit.kind, UnitKind::Persons | UnitKind::PersonsPerYear);
    (0..plan.spec.dimensions.len()).map(|at| !persons || at == plan.geo || adds_up(plan, measure, at)).collect()
}

fn adds_up(plan: &Plan<'_>, measure: usize, at: usize) -> bool {
    let mut seen = false;
    for (city, table) in &plan.tables {
        let finest = finest(&plan.spec.dimensions[at].1, &plan.codes(*city)[at]);
        for (key, row) in table.rows.iter().filter(|(key, _)| key[at].is_none()) {
            let Cell::Value(whole) = row[measure] else { continue };
            let mut part = key.clone();
            let sum = finest.iter().try_fold(Decimal::whole(0), |sum, code| {
                part[at] = Some(*code);
                match table.rows.get(&part).map(|row| row[measure]) {
                    Some(Cell::Value(value)) => Some(sum + value),
                    Some(Cell::Absent) => Some(sum),
                    _ => None,
                }
            });
            match sum {
                Some(sum) if sum != whole => return false,
                Some(_) => seen = true,
                None => {}
            }
        }
    }
    seen
}

/// The codes that no other of these counts towards.
pub(super) fn finest(dimension: &Dimension, codes: &BTreeSet<usize>) -> Vec<usize> {
    let groups = dimension.groups();
    let is_group = |at: &usize| groups.get(at).is_some_and(|members| members.iter().any(|own| own != at && codes.contains(own)));
    codes.iter().copied().filter(|at| !is_group(at)).collect()
}

/// By position the codes that count it, itself included.
fn above(dimension: &Dimension) -> Vec<Vec<usize>> {
    let mut above: Vec<Vec<usize>> = (0..dimension.codes.len()).map(|at| vec![at]).collect();
    for (group, members) in dimension.groups() {
        members.into_iter().filter(|at| *at != group).for_each(|at| above[at].push(group));
    }
    above
}

/// Builds the system of these cities. `value` gives the figure of a cell where it is known; unknown inner cells count as nought.
pub(super) fn build(
    plan: &Plan<'_>,
    measure: usize,
    additive: &[bool],
    cities: &[usize],
    value: &dyn Fn(&CellKey) -> Option<Decimal>,
    sums: &[CellKey],
) -> Joint {
    let above: Vec<Vec<Vec<usize>>> = plan.spec.dimensions.iter().map(|(_, dimension)| above(dimension)).collect();
    let (mut owner, mut values, mut members) = (Vec::new(), Vec::new(), BTreeMap::<CellKey, Vec<u32>>::new());
    for city in cities {
        let Some(table) = plan.tables.get(city) else { continue };
        for (key, row) in &table.rows {
            if matches!(row[measure], Cell::Value(_) | Cell::Suppressed) {
                members.entry(key.clone()).or_default();
            }
        }
        for atom in atoms(plan, *city, additive) {
            if matches!(plan.own(&atom, measure), Cell::Absent) {
                continue;
            }
            let number = u32::try_from(owner.len()).expect("a table has fewer cells than that");
            owner.push(*city);
            values.push(value(&atom));
            let choices: Vec<Vec<Option<usize>>> = atom
                .iter()
                .enumerate()
                .map(|(at, code)| match code {
                    Some(code) if additive[at] => {
                        above[at][*code].iter().copied().map(Some).chain((at != plan.geo).then_some(None)).collect()
                    }
                    other => vec![*other],
                })
                .collect();
            for key in product(&choices) {
                if let Some(members) = members.get_mut(&key) {
                    members.push(number);
                }
            }
        }
    }
    let places = values.iter().flatten().map(|value| value.parts().1).max().unwrap_or(0);
    let whole = |value: &Option<Decimal>| value.and_then(|value| i64::try_from(value.at_places(places)?).ok());
    let whole: Vec<Option<i64>> = values.iter().map(whole).collect();
    let mut system = System::new(whole.iter().map(|value| value.unwrap_or(0)).collect());
    for members in members.values() {
        system.push(members.iter().copied());
    }
    for sum in sums {
        let parts = plan.parts(sum).unwrap_or_default();
        system.push(parts.iter().filter_map(|part| members.get(part)).flatten().copied().collect::<Vec<_>>());
    }
    let known = whole.iter().map(Option::is_some).collect();
    Joint { system, cells: members.into_keys().collect(), sums: sums.to_vec(), owner, known, places }
}

/// The finest cells of a city: in dimensions that add up the finest codes, in others every code and the total.
fn atoms(plan: &Plan<'_>, city: usize, additive: &[bool]) -> Vec<CellKey> {
    let choices: Vec<Vec<Option<usize>>> = plan
        .codes(city)
        .iter()
        .enumerate()
        .map(|(at, codes)| match additive[at] {
            true => finest(&plan.spec.dimensions[at].1, codes).into_iter().map(Some).collect(),
            false => std::iter::once(None).chain(codes.iter().copied().map(Some)).collect(),
        })
        .collect();
    // A dimension of which nothing but the total is shown.
    let choices: Vec<_> = choices.into_iter().map(|codes| if codes.is_empty() { vec![None] } else { codes }).collect();
    product(&choices)
}
