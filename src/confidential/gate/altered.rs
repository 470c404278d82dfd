//! The door for tables whose figures are altered: alters, audits what came out by the rule of its method, and seals.
//!
//! Arguments: `docs/methods/cell-key.en.md`, `small-count-rounding.en.md` and `rounding-to-a-base.en.md`.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use super::audit::{Passed, counted};
use super::lacking::Lacks;
use super::left::{Few, Seen};
use super::published::{Cell, Measure, PublishedDimension, PublishedTable, Treatment};
use super::refusal::{self, Refusal};
use super::rules::{ALTERED_AGAIN, ALTERED_AND_EXACT, STILL_TOLD};
use crate::confidential::disturb::alter::{Alteration, Altered, Asked, Interval};
use crate::confidential::disturb::means::{Means, unusable};
use crate::confidential::releases::{Earlier, EarlierTable, Promise};
use crate::confidential::summary::Attempt;
use crate::confidential::system::{Figures, Kind, Linked};
use crate::config::{CubeProtection, MeasureSpec, Protection, Revisions};
use crate::diag::Diagnostic;
use crate::linear::System;
use crate::model::{CubeId, Decimal};
use crate::say;

/// Alters every figure of the cubes over one record file and seals the tables.
///
/// # Errors
/// With refusals when a measure counts no persons, exact figures are public already, or the audit fails.
pub(in crate::confidential) fn altered(
    linked: &Linked<'_>,
    means: &Means<'_>,
    earlier: &[Earlier],
    protection: &Protection,
) -> Result<Passed, Vec<Refusal>> {
    let refused = unfit(linked, means, earlier, protection);
    if !refused.is_empty() {
        return Err(refused);
    }
    let (mut made, mut refused, mut tried) = (Vec::new(), Vec::new(), 0);
    for figures in &linked.figures {
        match change(linked, figures, means) {
            Ok(altered) => {
                tried += few(linked, figures).len();
                refused.extend(audit(linked, figures, means, &altered));
                made.push(altered.columns);
            }
            Err(fault) => refused.push(Refusal { diagnostic: fault, detail: String::new() }),
        }
    }
    if !refused.is_empty() {
        return Err(refused);
    }
    let again = altered_again(linked, &made, means, earlier);
    let refuses = protection.revisions == Revisions::Protect;
    if refuses && !again.is_empty() {
        return Err(again.iter().map(|(id, cells)| bare(told_again(id, *cells, true))).collect());
    }
    let warnings = again.iter().map(|(id, cells)| told_again(id, *cells, false)).collect();
    let one = |cube| {
        let table = table(linked, cube, &made, means, protection);
        table.ok_or_else(|| vec![refusal::untrue(&linked.cubes[cube].spec.id)])
    };
    let tables = (0..linked.cubes.len()).map(one).collect::<Result<Vec<_>, _>>()?;
    Ok(Passed { tables, attempts: vec![Attempt { level: "altered", tried, found: 0 }], warnings })
}

/// By cube how many figures of earlier releases are altered another way now. With cell keys they may be: the noise of one more
/// person is drawn for that.
fn altered_again<'l>(
    linked: &'l Linked<'_>,
    made: &[Vec<Option<u64>>],
    means: &Means<'_>,
    earlier: &[Earlier],
) -> Vec<(&'l CubeId, usize)> {
    if matches!(means.alteration, Alteration::CellKey(_)) {
        return Vec::new();
    }
    let differs = |cube: usize, table: &EarlierTable, key: &[Option<usize>], measure: usize, then: Decimal| {
        let Some(index) = linked.figures_of(cube, measure) else { return false };
        let Some(Ok(column)) = linked.cell_over(index, cube, key, &table.codes) else { return false };
        made[index][column].is_some_and(|now| Decimal::new(i128::from(now), 0) != then)
    };
    let count = |(cube, id): (usize, &'l CubeId)| {
        let tables = earlier.iter().flat_map(|release| &release.tables).filter(|table| table.cube == *id);
        let cells = tables.flat_map(|table| {
            let cells = table.cells.iter().flat_map(|(key, promises)| promises.iter().enumerate().map(move |one| (key, one)));
            cells.filter(move |(key, (measure, promise))| match promise {
                Promise::Estimated(then) => differs(cube, table, key, *measure, *then),
                _ => false,
            })
        });
        (id, cells.count())
    };
    let ids = linked.cubes.iter().map(|cube| &cube.spec.id).enumerate();
    ids.map(count).filter(|(_, cells)| *cells > 0).collect()
}

fn told_again(id: &CubeId, count: usize, refuses: bool) -> Diagnostic {
    let (cells, differ) = if count == 1 { ("figure", "differs") } else { ("figures", "differ") };
    let message = say!(
        "`{id}` 有 {count} 个取整过的数与以前公布的不同，两次合起来会多透露一些",
        "{count} rounded {cells} of `{id}` {differ} from what was published before; both together tell more than either"
    );
    let make = if refuses { Diagnostic::error } else { Diagnostic::warning };
    make(&ALTERED_AGAIN, message)
        .at(Path::new("data/releases"))
        .help(say!("暂缓修订，或改用单元格键", "put the revision off, or use cell keys"))
}

fn bare(diagnostic: Diagnostic) -> Refusal {
    Refusal { diagnostic, detail: String::new() }
}

/// What must not be altered at all.
fn unfit(linked: &Linked<'_>, means: &Means<'_>, earlier: &[Earlier], protection: &Protection) -> Vec<Refusal> {
    let mut refused = Vec::new();
    for (at, cube) in linked.cubes.iter().enumerate() {
        let id = &cube.spec.id;
        let kinds = (0..cube.spec.measures.len()).map(|measure| linked.figures_of(at, measure));
        let mut kinds = kinds.map(|index| index.map(|index| linked.figures[index].kind));
        let counts = |kind| match kind {
            Some(Kind::Persons) => true,
            // Rows of persons who have several tell of fewer persons than they count.
            Some(Kind::Rows) => linked.rows_are_contributors(),
            Some(Kind::Sum(_)) | None => false,
        };
        if !kinds.all(counts) {
            let why = say!(
                "`{id}` 有不是人数的指标，不能扰动或取整",
                "`{id}` has a measure that does not count persons; it cannot be perturbed or rounded"
            );
            refused.push(bare(unusable(cube.spec, protection, why)));
        }
        if matches!(means.alteration, Alteration::CellKey(_)) && !cube.has_person {
            let why = say!(
                "`{id}` 的记录没有个人代码，算不出单元格键",
                "the records of `{id}` have no person column, so there are no cell keys"
            );
            refused.push(bare(unusable(cube.spec, protection, why)));
        }
        let exact = earlier.iter().flat_map(|release| &release.tables).any(|table| table.cube == *id && is_exact(table));
        if exact || protection.known.iter().any(|known| known.cube == *id) {
            refused.push(bare(mixed(id)));
        }
    }
    refused
}

/// Whether a table of an earlier release was published as counted.
fn is_exact(table: &EarlierTable) -> bool {
    let promises = || table.cells.values().flatten();
    let has = |wanted: fn(&Promise) -> bool| promises().any(wanted);
    has(|promise| matches!(promise, Promise::Published(_)))
        || has(|promise| *promise == Promise::Withheld) && !has(|promise| matches!(promise, Promise::Estimated(_)))
}

/// Tables that are published as counted though altered figures of the same cells are public.
pub(super) fn exact_after_altered(linked: &Linked<'_>, earlier: &[Earlier]) -> Vec<Refusal> {
    let altered = |id: &CubeId| {
        let tables = earlier.iter().flat_map(|release| &release.tables).filter(|table| table.cube == *id);
        tables.flat_map(|table| table.cells.values().flatten()).any(|promise| matches!(promise, Promise::Estimated(_)))
    };
    let cubes = linked.cubes.iter().map(|cube| &cube.spec.id);
    cubes.filter(|id| altered(id)).map(|id| bare(mixed(id))).collect()
}

fn mixed(id: &CubeId) -> Diagnostic {
    let message = say!("`{id}` 的准确数和改动过的数会同时公开", "exact and altered figures of `{id}` would both be public");
    Diagnostic::error(&ALTERED_AND_EXACT, message)
        .at(Path::new("data/protection.toml"))
        .help(say!("保持原来的 `method`，或另起一个编号", "keep the `method` of before, or give the table another id"))
}

/// What comes out of one system.
fn change(linked: &Linked<'_>, figures: &Figures, means: &Means<'_>) -> Result<Altered, Diagnostic> {
    let threshold = |column: usize| linked.cubes[figures.cells[column].0].spec.threshold;
    let chance = |column: usize| {
        let (cube, cell) = figures.cells[column];
        let (of, code) = (&linked.cubes[cube], linked.shown[cube].codes[cell]);
        let key = of.lattice.key(code);
        let codes: Vec<&str> = key
            .iter()
            .zip(&of.spec.dimensions)
            .map(|(at, (_, dimension))| at.map_or(crate::model::TOTAL, |at| dimension.codes[at].code.as_str()))
            .collect();
        means.chance(of.spec.id.as_str(), &codes)
    };
    let asked = Asked { system: &figures.system, keys: &figures.keys, threshold: &threshold, chance: &chance };
    means.alteration.alter(&asked)
}

/// Sums of too few persons: cells, inner cells, and what is left of a total without one of its cells.
fn few(linked: &Linked<'_>, figures: &Figures) -> Vec<Few> {
    let system = &figures.system;
    let strictest = linked.cubes.iter().map(|cube| cube.spec.threshold).max().unwrap_or(0);
    let mut found = Vec::new();
    let mut add = |members: Vec<u32>, threshold: u32| {
        let sum: i128 = members.iter().map(|inner| i128::from(system.value(*inner))).sum();
        if (1..i128::from(threshold)).contains(&sum) {
            found.push(Few { members, threshold });
        }
    };
    for (column, (cube, _)) in figures.cells.iter().enumerate() {
        add(system.members(column).to_vec(), linked.cubes[*cube].spec.threshold);
    }
    (0u32..).take(system.inner()).for_each(|inner| add(vec![inner], strictest));
    for vector in &figures.differences {
        add(vector.iter().map(|(inner, _)| *inner).collect(), strictest);
    }
    found
}

/// Whether what came out keeps what its method promises.
fn audit(linked: &Linked<'_>, figures: &Figures, means: &Means<'_>, altered: &Altered) -> Option<Refusal> {
    let id = || &linked.cubes[figures.cells.first().map_or(0, |cell| cell.0)].spec.id;
    if let Alteration::SmallCounts(base) = means.alteration {
        let sound = altered.inner.as_ref().is_some_and(|inner| is_rounded(&figures.system, inner, &altered.columns, base));
        return (!sound).then(|| refusal::untrue(id()));
    }
    let threshold = |column: usize| linked.cubes[figures.cells[column].0].spec.threshold;
    let behind = |(column, made): (usize, &Option<u64>)| means.alteration.behind(*made, threshold(column));
    let behind: Vec<_> = altered.columns.iter().enumerate().map(behind).collect();
    let holds = |(column, interval): (usize, &Interval)| {
        let total = figures.system.total(column);
        i128::from(interval.least) <= total && total <= i128::from(interval.greatest)
    };
    if !behind.iter().enumerate().all(holds) {
        return Some(refusal::untrue(id()));
    }
    let seen = Seen::new(&figures.system, &behind);
    let told = few(linked, figures).iter().filter(|few| !seen.leaves_open(few)).count();
    (told > 0).then(|| bare(still_told(id(), told)))
}

/// Small inner cells are nought or the base, all others as they were, and every figure is their sum: so none is small, and nothing
/// got by subtraction is.
fn is_rounded(system: &System, inner: &[i64], columns: &[Option<u64>], base: u32) -> bool {
    let base = i64::from(base);
    let changed = |(new, old): (&i64, &i64)| if (1..base).contains(old) { *new == 0 || *new == base } else { new == old };
    let sum = |column: usize| system.members(column).iter().map(|at| i128::from(inner[*at as usize])).sum::<i128>();
    inner.len() == system.inner()
        && inner.iter().zip(system.values()).all(changed)
        && columns.iter().enumerate().all(|(column, made)| made.map(i128::from) == Some(sum(column)))
}

fn still_told(id: &CubeId, told: usize) -> Diagnostic {
    let sums = if told == 1 { "sum of too few persons" } else { "sums of too few persons" };
    let message =
        say!("`{id}` 改动以后，仍能看出 {told} 处人数过少", "the altered figures of `{id}` still give away {told} {sums}");
    Diagnostic::error(&STILL_TOLD, message)
        .at(Path::new("data/protection.toml"))
        .help(say!("加大 `base`，换扰动表，或把表做粗", "take a larger `base`, another table of noise, or a coarser cube"))
}

fn table(
    linked: &Linked<'_>,
    cube: usize,
    made: &[Vec<Option<u64>>],
    means: &Means<'_>,
    protection: &Protection,
) -> Option<PublishedTable> {
    let (of, shown) = (&linked.cubes[cube], &linked.shown[cube]);
    let spec = of.spec;
    let (none, mut cells) = (CubeProtection::default(), BTreeMap::new());
    let mut lacks = Lacks::of(linked, cube, protection.of(&spec.id).unwrap_or(&none));
    // With cell keys noughts are withheld like small counts: one that nobody lies in must look the same.
    let withholds = matches!(means.alteration, Alteration::CellKey(_)) && spec.threshold > 0;
    for (at, code) in shown.codes.iter().enumerate() {
        let (counts, key) = (of.counts(*code), of.lattice.key(*code));
        let mut one = |measure: usize| {
            let index = linked.figures_of(cube, measure)?;
            let (column, system) = (linked.figures[index].column(cube, at)?, &linked.figures[index].system);
            if system.members(column).is_empty() {
                let cell = lacks.cell(&key);
                return Some(if withholds && matches!(cell, Cell::Value(_)) { Cell::Suppressed } else { cell });
            }
            (system.total(column) == counted(linked, cube, measure, counts.as_ref())?).then_some(())?;
            Some(made[index][column].map_or(Cell::Suppressed, |value| Cell::Value(Decimal::new(i128::from(value), 0))))
        };
        let row: Option<Vec<Cell>> = (0..spec.measures.len()).map(&mut one).collect();
        cells.insert(key, row?);
    }
    let dimensions = spec.dimensions.iter().zip(&shown.occurring);
    let dimensions = dimensions
        .map(|((_, dimension), codes)| PublishedDimension { dimension: Arc::clone(dimension), codes: codes.clone() })
        .collect();
    let measure = |m: &MeasureSpec| Measure { id: m.id.clone(), name: m.name.clone(), unit: Arc::clone(&m.unit) };
    let measures = spec.measures.iter().map(measure).collect();
    let treatment = match &means.alteration {
        Alteration::CellKey(_) => Treatment::CellKey,
        Alteration::SmallCounts(base) => Treatment::SmallCounts(*base),
        Alteration::Base(base) => Treatment::Base(base.base()),
    };
    // Behind an altered figure may stand any number.
    Some(PublishedTable::seal(spec.id.clone(), of.synthetic, dimensions, measures, cells, 0, treatment))
}
