//! The audit: a cube passes whole or is refused. Nothing is hidden here, since hiding is the protection engine's work.
//!
//! Argument: `docs/methods/threshold.md` and `docs/methods/fail-closed.md`.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::Path;
use std::sync::Arc;

use super::published::{Cell, Measure, PublishedDimension, PublishedTable};
use super::rules::{SENSITIVE_ZERO, SMALL_CELLS, SMALL_DIFFERENCE, TOO_MANY_CELLS};
use crate::confidential::cube::{Counts, Cube};
use crate::config::{CubeSpec, MeasureKind};
use crate::diag::{Diagnostic, Text};
use crate::model::Decimal;
use crate::say;

/// Most cells and margins of a published table.
const MOST_CELLS: usize = 1 << 20;
/// Most keys told in the private report for each cube.
const MOST_KEYS: usize = 10_000;

/// Why a cube may not be published.
pub(super) struct Refusal {
    /// For everyone: the cube and how many cells, never which.
    pub(super) diagnostic: Diagnostic,
    /// For `data/private/`: which cells, never how many persons.
    pub(super) detail: String,
}

/// Seals a cube when every cell and every margin that has rows has at least the threshold of distinct contributors.
///
/// Contributors are persons; rows where the records have no person column. A cell whose rows name no person has none.
/// Combinations of codes that occur in the cube but never together are published as 0: the records are complete, so no
/// row means nobody. In a sensitive dimension a zero would tell something of everyone, so such a cube is refused.
/// The cube is consumed: no unaudited twin survives.
pub(super) fn audit(cube: Cube<'_>) -> Result<PublishedTable, Box<Refusal>> {
    let threshold = u64::from(cube.spec.threshold);
    let small: Vec<u64> = cube.iter().filter(|(_, counts)| cube.contributors(counts) < threshold).map(|(code, _)| code).collect();
    if !small.is_empty() {
        return Err(refuse_small(&cube, &small));
    }
    let differences = small_differences(&cube, threshold);
    if !differences.is_empty() {
        return Err(refuse_differences(&cube, &differences));
    }
    let dimensions = occurring(&cube);
    let size = dimensions.iter().try_fold(1usize, |size, dimension| size.checked_mul(dimension.codes.len() + 1));
    if size.is_none_or(|size| size > MOST_CELLS) {
        return Err(refuse_size(cube.spec));
    }
    let mut cells = zeros(&cube, &dimensions);
    for (code, counts) in cube.iter() {
        cells.insert(cube.lattice.key(code), values(&cube, &counts));
    }
    let zero = cells.iter().filter(|(key, _)| {
        let inner_zero = cube.spec.dimensions.iter().zip(key.iter()).any(|((_, d), at)| d.sensitive && at.is_some());
        inner_zero && !cube.has(key)
    });
    let sensitive: Vec<u64> = zero.map(|(key, _)| cube.lattice.code(key)).collect();
    if !sensitive.is_empty() {
        return Err(refuse_zero(&cube, &sensitive));
    }
    let measure = |m: &crate::config::MeasureSpec| Measure { id: m.id.clone(), name: m.name.clone(), unit: Arc::clone(&m.unit) };
    let measures = cube.spec.measures.iter().map(measure).collect();
    Ok(PublishedTable::seal(cube.spec.id.clone(), cube.synthetic, dimensions, measures, cells, cube.spec.threshold))
}

/// Cells whose count of distinct persons, taken from a total's, leaves fewer persons than the threshold but some.
///
/// Persons who are in several cells make this possible though every cell is large: the rest are those outside this cell.
fn small_differences(cube: &Cube<'_>, threshold: u64) -> Vec<u64> {
    if !cube.spec.measures.iter().any(|measure| measure.kind == MeasureKind::Distinct) {
        return Vec::new();
    }
    let small = |code: u64, persons: u64| {
        let key = cube.lattice.key(code);
        (0..key.len()).filter(|at| key[*at].is_some()).any(|at| {
            let mut total = key.clone();
            total[at] = None;
            let rest = cube.persons(&total).saturating_sub(persons);
            (1..threshold).contains(&rest)
        })
    };
    cube.iter().filter(|(code, counts)| small(*code, counts.persons)).map(|(code, _)| code).collect()
}

/// Dimensions with the codes that have rows.
fn occurring(cube: &Cube<'_>) -> Vec<PublishedDimension> {
    let mut seen: Vec<Vec<bool>> = cube.spec.dimensions.iter().map(|(_, d)| vec![false; d.codes.len()]).collect();
    for (code, _) in cube.iter() {
        for (seen, position) in seen.iter_mut().zip(cube.lattice.key(code)) {
            if let Some(position) = position {
                seen[position] = true;
            }
        }
    }
    let dimensions = cube.spec.dimensions.iter().zip(seen);
    dimensions
        .map(|((_, dimension), seen)| PublishedDimension {
            dimension: Arc::clone(dimension),
            codes: seen.iter().enumerate().filter(|(_, seen)| **seen).map(|(at, _)| at).collect(),
        })
        .collect()
}

/// Every combination of codes that occur, and of totals, at zero.
fn zeros(cube: &Cube<'_>, dimensions: &[PublishedDimension]) -> BTreeMap<Vec<Option<usize>>, Vec<Cell>> {
    let mut keys: Vec<Vec<Option<usize>>> = vec![Vec::new()];
    for dimension in dimensions {
        let longer = |key: &Vec<Option<usize>>| {
            let digits = std::iter::once(None).chain(dimension.codes.iter().copied().map(Some));
            digits.map(|digit| key.iter().copied().chain([digit]).collect()).collect::<Vec<_>>()
        };
        keys = keys.iter().flat_map(longer).collect();
    }
    let zero = vec![Cell::Value(Decimal::whole(0)); cube.spec.measures.len()];
    keys.into_iter().map(|key| (key, zero.clone())).collect()
}

/// The figures of a cell, by measure.
fn values(cube: &Cube<'_>, counts: &Counts<'_>) -> Vec<Cell> {
    let mut sums = counts.sums.iter();
    let mut value = |(measure, sum): (&crate::config::MeasureSpec, &Option<(usize, u8)>)| match (&measure.kind, sum) {
        (MeasureKind::Rows, _) => Decimal::new(i128::from(counts.rows), 0),
        (MeasureKind::Sum(_), Some((_, places))) => {
            let total = sums.next().map_or(0, |sum| sum.total);
            Decimal::new(i128::try_from(total).unwrap_or(i128::MAX), *places)
        }
        (MeasureKind::Distinct | MeasureKind::Sum(_), _) => Decimal::new(i128::from(counts.persons), 0),
    };
    cube.spec.measures.iter().zip(&cube.sums).map(|pair| Cell::Value(value(pair))).collect()
}

fn refuse_small(cube: &Cube<'_>, small: &[u64]) -> Box<Refusal> {
    let (id, threshold, count) = (&cube.spec.id, cube.spec.threshold, small.len());
    let message = match (cube.has_person, count) {
        (true, 1) => say!(
            "`{id}` 有 1 格不足 {threshold} 个不重复的人",
            "1 cell of `{id}` is under the threshold of {threshold} distinct persons"
        ),
        (true, _) => {
            say!(
                "`{id}` 有 {count} 格不足 {threshold} 个不重复的人",
                "{count} cells of `{id}` are under the threshold of {threshold} distinct persons"
            )
        }
        (false, 1) => {
            say!("`{id}` 有 1 格不足 {threshold} 条记录", "1 cell of `{id}` is under the threshold of {threshold} records")
        }
        (false, _) => {
            say!(
                "`{id}` 有 {count} 格不足 {threshold} 条记录",
                "{count} cells of `{id}` are under the threshold of {threshold} records"
            )
        }
    };
    let help = say!("把表做粗：减少一个维度，或合并代码", "make the table coarser: leave out a dimension, or merge codes");
    refusal(Diagnostic::error(&SMALL_CELLS, message), help, cube, small)
}

fn refuse_differences(cube: &Cube<'_>, codes: &[u64]) -> Box<Refusal> {
    let (id, threshold, count) = (&cube.spec.id, cube.spec.threshold, codes.len());
    let message = say!(
        "`{id}` 有 {count} 格的人数与合计相差不足 {threshold} 人",
        "{count} cells of `{id}` differ from a total by fewer than {threshold} distinct persons"
    );
    let help = say!("不公开不重复人数，或把表做粗", "do not publish distinct persons, or make the table coarser");
    refusal(Diagnostic::error(&SMALL_DIFFERENCE, message), help, cube, codes)
}

fn refuse_zero(cube: &Cube<'_>, zeros: &[u64]) -> Box<Refusal> {
    let (id, count) = (&cube.spec.id, zeros.len());
    let message = say!("`{id}` 的敏感维度里有 {count} 格为零", "{count} cells of `{id}` are zero in a sensitive dimension");
    let help = say!("去掉敏感维度，或合并其中的代码", "leave out the sensitive dimension, or merge its codes");
    refusal(Diagnostic::error(&SENSITIVE_ZERO, message), help, cube, zeros)
}

fn refuse_size(cube: &CubeSpec) -> Box<Refusal> {
    let id = &cube.id;
    let message = say!("`{id}` 的格数超过 {MOST_CELLS}", "`{id}` has more than {MOST_CELLS} cells");
    let help = say!("减少维度，或拆成几张表", "leave out a dimension, or make several tables of it");
    let diagnostic = Diagnostic::error(&TOO_MANY_CELLS, message).at(Path::new("data/catalog.toml")).help(help);
    Box::new(Refusal { diagnostic, detail: String::new() })
}

fn refusal(diagnostic: Diagnostic, help: Text, cube: &Cube<'_>, codes: &[u64]) -> Box<Refusal> {
    let (report, private) = (super::REPORT, crate::files::PRIVATE);
    let where_to_look = say!(
        "若有 `{private}/` 文件夹，具体是哪些格写在其中的 `{report}`，请勿公开",
        "which cells stands in `{private}/{report}` if that folder exists; do not publish it"
    );
    let diagnostic = diagnostic.at(Path::new("data/catalog.toml")).help(help).help(where_to_look);
    Box::new(Refusal { diagnostic, detail: detail(cube, codes) })
}

/// The keys of cells, one a line: `camp-attendances: year=2024 county=* `.
fn detail(cube: &Cube<'_>, codes: &[u64]) -> String {
    let mut text = String::new();
    for code in codes.iter().take(MOST_KEYS) {
        let _ = write!(text, "{}:", cube.spec.id);
        for ((column, dimension), position) in cube.spec.dimensions.iter().zip(cube.lattice.key(*code)) {
            let shown = position.map_or("*", |at| dimension.codes[at].code.as_str());
            let _ = write!(text, " {column}={shown}");
        }
        text.push('\n');
    }
    if codes.len() > MOST_KEYS {
        let _ = writeln!(text, "{}: + {}", cube.spec.id, codes.len() - MOST_KEYS);
    }
    text
}
