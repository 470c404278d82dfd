//! Whether the figures of one release can stand side by side.

use std::collections::BTreeMap;
use std::path::Path;

use super::rules::SUMS;
use super::{EarlierTable, Promise};
use crate::config::{CellKey, CubeSpec, Dimension, MeasureKind};
use crate::diag::{Diagnostic, Place, Sink};
use crate::model::Decimal;
use crate::say;

/// Most contradictions told of one table.
const MOST_FAULTS: usize = 20;

/// What a cell is the sum of, in one dimension.
struct Split {
    /// The positions it is made of.
    parts: Vec<usize>,
    /// Whether nothing else is in it: a group may have rows of its own.
    complete: bool,
}

/// Tells of totals and groups that contradict their parts, where all of these were shown.
pub(super) fn check(table: &EarlierTable, cube: &CubeSpec, path: &Path, rows: &BTreeMap<CellKey, Vec<u64>>, sink: &Sink) {
    let mut told = 0;
    for (at, (_, dimension)) in cube.dimensions.iter().enumerate() {
        let splits = splits(dimension, &table.codes[at]);
        // Codes that nobody had are left out of the table.
        let mut occurs = vec![false; dimension.codes.len()];
        table.cells.keys().filter_map(|key| key[at]).for_each(|position| occurs[position] = true);
        for (key, promises) in &table.cells {
            let Some(split) = splits.get(&key[at]) else { continue };
            for (measure, promise) in promises.iter().enumerate() {
                let Promise::Published(whole) = promise else { continue };
                let parts = parts(table, key, at, measure, &split.parts, &occurs);
                let distinct = cube.measures[measure].kind == MeasureKind::Distinct;
                if parts.is_none_or(|parts| agrees(*whole, &parts, split.complete, distinct)) {
                    continue;
                }
                told += 1;
                if told > MOST_FAULTS {
                    return;
                }
                let row = rows.get(key).map_or(0, |rows| rows[measure]);
                let place = Place::Cell { file: path.to_path_buf(), row, column: "value".to_owned() };
                let id = &dimension.id;
                let message = say!("这个数与它在 `{id}` 上的分项对不上", "this figure does not agree with its parts over `{id}`");
                sink.push(Diagnostic::error(&SUMS, message).at(place).help(super::load::restore()));
            }
        }
    }
}

/// The total (`None`) is made of the codes under no other; a group of those directly below it.
fn splits(dimension: &Dimension, listed: &[usize]) -> BTreeMap<Option<usize>, Split> {
    let is_listed = |at: &usize| listed.binary_search(at).is_ok();
    let top = |at: &usize| dimension.codes[*at].parent.is_none() && dimension.codes[*at].of.is_empty();
    let total = Split { parts: listed.iter().copied().filter(top).collect(), complete: true };
    let mut splits = BTreeMap::from([(None, total)]);
    for group in listed {
        let entry = &dimension.codes[*group];
        let children = |at: &usize| dimension.codes[*at].parent.as_ref() == Some(&entry.code);
        let by_parent: Vec<usize> = (0..dimension.codes.len()).filter(children).filter(is_listed).collect();
        let parts = if by_parent.is_empty() {
            entry.of.iter().filter_map(|code| dimension.position(code.as_str())).filter(is_listed).collect()
        } else {
            by_parent
        };
        if !parts.is_empty() {
            splits.insert(Some(*group), Split { parts, complete: false });
        }
    }
    splits
}

/// The figures of the parts; `None` when one was not shown exactly.
fn parts(
    table: &EarlierTable,
    key: &[Option<usize>],
    at: usize,
    measure: usize,
    positions: &[usize],
    occurs: &[bool],
) -> Option<Vec<Decimal>> {
    let mut part = key.to_vec();
    let mut figures = Vec::with_capacity(positions.len());
    for position in positions.iter().filter(|position| occurs[**position]) {
        part[at] = Some(*position);
        match table.cells.get(&part)?[measure] {
            Promise::Published(value) => figures.push(value),
            Promise::Absent => {}
            Promise::Estimated(_) | Promise::Withheld => return None,
        }
    }
    Some(figures)
}

fn agrees(whole: Decimal, parts: &[Decimal], complete: bool, distinct: bool) -> bool {
    let zero = Decimal::whole(0);
    let sum = parts.iter().fold(zero, |sum, part| sum + *part);
    let largest = parts.iter().copied().max().unwrap_or(zero);
    match (complete, distinct) {
        (true, false) => whole == sum,
        (true, true) => largest <= whole && whole <= sum,
        (false, false) => sum <= whole,
        (false, true) => largest <= whole,
    }
}
