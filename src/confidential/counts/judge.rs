//! Whether the rows of an answer agree with each other: everything but the largest contributions is told twice.

use std::collections::{BTreeMap, BTreeSet};

use super::faults::{Faults, Kind};
use super::layout::Layout;
use super::read::{Answer, SetRow};
use crate::confidential::cube::{Cube, Finest, Joint, Lattice, Pattern};
use crate::say;

/// The finest cells and who is in which of them, in the order that reading records gives. `None` where there are too many to be numbered.
pub(super) fn joint(layout: &Layout<'_>, answer: &mut Answer, faults: &mut Faults<'_>) -> Option<Joint> {
    sums_of_cells(layout, answer, faults);
    let lengths: Vec<usize> = layout.columns.iter().map(|(_, dimension)| dimension.codes.len()).collect();
    let lattice = Lattice::new(&lengths)?;
    let place = |digits: &[usize]| -> u64 {
        digits.iter().zip(lattice.dimensions()).map(|(digit, (_, stride))| *digit as u64 * stride).sum()
    };
    let mut ordered: Vec<(u64, u64)> = answer.cells.values().map(|cell| (place(&cell.digits), cell.number)).collect();
    ordered.sort_unstable();
    for pair in ordered.windows(2).filter(|pair| pair[0].0 == pair[1].0) {
        if let Some(cell) = answer.cells.get(&pair[1].1) {
            faults.push(cell.row, "", Kind::Twice);
        }
    }
    let mut places = BTreeMap::new();
    let mut cells = Vec::with_capacity(ordered.len());
    for (_, number) in ordered {
        let Some(cell) = answer.cells.get(&number) else { continue };
        if cell.sums.contains(&None) {
            faults.push(cell.row, "cell", Kind::Missing(None));
        }
        places.insert(number, u32::try_from(cells.len()).ok()?);
        let sums = cell.sums.iter().map(|sum| sum.unwrap_or(0)).collect();
        cells.push(Finest { digits: cell.digits.clone(), rows: cell.rows, sums });
    }
    let patterns = patterns(&answer.persons, &places, faults);
    let holders = layout.spec.holding.is_some().then(|| self::patterns(&answer.contributors, &places, faults));
    Some(Joint {
        columns: layout.columns.iter().map(|(name, _)| name.clone()).collect(),
        lengths,
        sums: layout.sums.iter().map(|(quantity, ..)| quantity.clone()).collect(),
        cells,
        patterns,
        holders,
    })
}

fn sums_of_cells(layout: &Layout<'_>, answer: &mut Answer, faults: &mut Faults<'_>) {
    let mut totals = vec![0u128; layout.sums.len()];
    for (row, number, sum, total) in std::mem::take(&mut answer.cell_sums) {
        totals[sum] = totals[sum].saturating_add(total);
        match answer.cells.get_mut(&number).map(|cell| &mut cell.sums[sum]) {
            Some(Some(_)) => faults.push(row, "", Kind::Twice),
            Some(empty) => *empty = Some(total),
            None => faults.push(row, "cell", Kind::Differs),
        }
    }
}

fn patterns(sets: &[SetRow], places: &BTreeMap<u64, u32>, faults: &mut Faults<'_>) -> Vec<Pattern> {
    let mut known: BTreeMap<Vec<u32>, u64> = BTreeMap::new();
    for set in sets {
        let cells: Option<Vec<u32>> = set.cells.iter().map(|cell| places.get(cell).copied()).collect();
        let Some(mut cells) = cells else {
            faults.push(set.row, "cells", Kind::Differs);
            continue;
        };
        cells.sort_unstable();
        if known.insert(cells, set.persons).is_some() {
            faults.push(set.row, "", Kind::Twice);
        }
    }
    known.into_iter().map(|(cells, persons)| Pattern { cells, persons, keys: 0 }).collect()
}

/// Compares the margins told with those that follow from the finest cells, and hands the largest contributions over.
pub(super) fn margins(answer: &Answer, cubes: &mut [Cube<'_>], faults: &mut Faults<'_>) {
    for (at, cube) in cubes.iter_mut().enumerate() {
        let mut missing = false;
        for (code, counts) in cube.iter() {
            let Some(told) = answer.margins.get(&(at, code)) else {
                missing = true;
                continue;
            };
            let persons = told.persons.is_none_or(|persons| persons == counts.persons);
            let agrees = [
                ("rows", told.rows == counts.rows),
                ("persons", persons),
                ("contributors", told.contributors == cube.contributors(&counts)),
            ];
            for (column, _) in agrees.iter().filter(|(_, agrees)| !agrees) {
                faults.push(told.row, column, Kind::Differs);
            }
        }
        let known: BTreeSet<u64> = cube.iter().map(|(code, _)| code).collect();
        let extra = answer.margins.range((at, 0)..=(at, u64::MAX)).filter(|((_, code), _)| !known.contains(code));
        extra.for_each(|(_, told)| faults.push(told.row, "rows", Kind::Differs));
        missing |= sums(answer, at, cube, &known, faults);
        if missing {
            faults.push(0, "", Kind::Missing(Some(cube.spec.id.to_string())));
        }
    }
}

/// Whether a sum is missing.
fn sums(answer: &Answer, at: usize, cube: &mut Cube<'_>, known: &BTreeSet<u64>, faults: &mut Faults<'_>) -> bool {
    let mut missing = false;
    let measures: Vec<(usize, usize)> =
        cube.sums.iter().enumerate().filter_map(|(measure, sum)| Some((measure, (*sum)?.sum))).collect();
    for (measure, sum) in measures {
        for code in known {
            let Some(told) = answer.sums.get(&(at, measure, *code)) else {
                missing = true;
                continue;
            };
            let Some(counts) = cube.counts(*code) else { continue };
            if counts.total(sum) != Some(told.total) {
                faults.push(told.row, "total", Kind::Differs);
            }
            let top: u128 = told.tops.iter().map(|top| u128::from(*top)).sum();
            let few = told.tops.iter().filter(|top| **top > 0).count() as u64 > counts.rows;
            // Weights may be below one: a weighted sum can be less than what was contributed without them.
            if cube.weight.is_none() && (top > told.total || few) {
                let why = say!(
                    "最大的几笔合起来大于总和，或比行数还多",
                    "the largest contributions exceed the sum, or are more than the rows"
                );
                faults.push(told.row, "top_1", Kind::Impossible(why));
            }
            if parts_exceed(answer, (at, measure), cube, *code) {
                let why = say!("最大的一笔比它所属的合计里的还大", "the largest contribution exceeds that of a total above it");
                faults.push(told.row, "top_1", Kind::Impossible(why));
            }
            cube.contributed(*code, sum, &told.tops);
        }
    }
    missing
}

/// Whether the largest contribution to a cell exceeds that to a total of the cell.
fn parts_exceed(answer: &Answer, (at, measure): (usize, usize), cube: &Cube<'_>, code: u64) -> bool {
    let top = |code: u64| answer.sums.get(&(at, measure, code)).map_or(u64::MAX, |told| told.tops.first().copied().unwrap_or(0));
    let lattice = &cube.lattice;
    (0..lattice.dimensions().len()).any(|dimension| {
        let digit = lattice.digit(code, dimension);
        digit != 0 && top(lattice.with_digit(code, dimension, 0)) < top(code)
    })
}
