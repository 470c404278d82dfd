//! The audit: what stands in every published cell is true, and nothing withheld can be worked out. All passes, or nothing does.
//!
//! Argument: `docs/methods/audit.en.md` and `docs/methods/fail-closed.en.md`.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use super::lacking::Lacks;
use super::published::{Cell, Measure, PublishedDimension, PublishedTable, Treatment};
use super::refusal::{self, Refusal};
use super::trial::{self, Trial};
use crate::confidential::cube::Counts;
use crate::confidential::summary::Attempt;
use crate::confidential::system::Linked;
use crate::confidential::withhold::Candidate;
use crate::config::{CellKey, CubeProtection, MeasureSpec, Protection};
use crate::diag::Diagnostic;
use crate::model::Decimal;
use crate::say;

/// What came out of the cubes of one record file.
pub(in crate::confidential) struct Passed {
    pub(super) tables: Vec<PublishedTable>,
    pub(super) attempts: Vec<Attempt>,
    /// What staff should know though nothing is refused.
    pub(super) warnings: Vec<Diagnostic>,
}

/// Attacks the cubes of one record file and seals them when nothing withheld can be worked out.
///
/// The candidate is consumed: no unaudited twin survives.
pub(super) fn audit(candidate: Candidate<'_>, protection: &Protection) -> Result<Passed, Vec<Refusal>> {
    let trials: Vec<Trial> = (0..candidate.choices.len()).map(|index| trial::run(&candidate, index, protection)).collect();
    let mut refused = Vec::new();
    for (index, trial) in trials.iter().enumerate().filter(|(_, trial)| !trial.outcome.is_safe()) {
        refused.extend(refusal::of_leaks(&candidate, index, trial));
    }
    let mut tables = Vec::new();
    for cube in 0..candidate.linked.cubes.len() {
        match table(&candidate, cube, protection) {
            Some(table) => tables.push(table),
            None => refused.push(refusal::untrue(&candidate.linked.cubes[cube].spec.id)),
        }
    }
    if refused.is_empty() {
        Ok(Passed { tables, attempts: trials.iter().flat_map(Trial::attempts).collect(), warnings: Vec::new() })
    } else {
        Err(refused)
    }
}

/// The table of a cube, with what is withheld left out. `None` when a figure is not the sum of its inner cells.
fn table(candidate: &Candidate<'_>, cube: usize, protection: &Protection) -> Option<PublishedTable> {
    let linked = &candidate.linked;
    let (of, shown) = (&linked.cubes[cube], &linked.shown[cube]);
    let spec = of.spec;
    let dimensions = spec
        .dimensions
        .iter()
        .zip(&shown.occurring)
        .map(|((_, dimension), codes)| PublishedDimension { dimension: Arc::clone(dimension), codes: codes.clone() });
    let none = CubeProtection::default();
    let mut lacks = Lacks::of(linked, cube, protection.of(&spec.id).unwrap_or(&none));
    let mut cells = BTreeMap::new();
    for (at, code) in shown.codes.iter().enumerate() {
        let (counts, key) = (of.counts(*code), of.lattice.key(*code));
        let cell = |measure| cell(candidate, cube, (at, &key), measure, counts.as_ref(), &mut lacks);
        let row: Option<Vec<Cell>> = (0..spec.measures.len()).map(cell).collect();
        cells.insert(key, row?);
    }
    let measure = |m: &MeasureSpec| Measure { id: m.id.clone(), name: m.name.clone(), unit: Arc::clone(&m.unit) };
    let measures = spec.measures.iter().map(measure).collect();
    Some(PublishedTable::seal(
        spec.id.clone(),
        of.synthetic,
        dimensions.collect(),
        measures,
        cells,
        spec.threshold,
        Treatment::Exact,
    ))
}

fn cell(
    candidate: &Candidate<'_>,
    cube: usize,
    (at, key): (usize, &CellKey),
    measure: usize,
    counts: Option<&Counts<'_>>,
    lacks: &mut Lacks<'_>,
) -> Option<Cell> {
    let linked = &candidate.linked;
    let index = linked.figures_of(cube, measure)?;
    let (figures, choice) = (&linked.figures[index], &candidate.choices[index]);
    let column = figures.column(cube, at)?;
    if choice.withheld[column] {
        return Some(Cell::Suppressed);
    }
    if figures.system.members(column).is_empty() {
        return Some(lacks.cell(key));
    }
    let value = figures.system.total(column);
    (value == counted(linked, cube, measure, counts)?).then_some(())?;
    let places = linked.cubes[cube].places(measure);
    Some(Cell::Value(Decimal::new(value, places)))
}

/// The figure as the cube counted it, independently of the linear system.
pub(super) fn counted(linked: &Linked<'_>, cube: usize, measure: usize, counts: Option<&Counts<'_>>) -> Option<i128> {
    let Some(counts) = counts else { return Some(0) };
    linked.cubes[cube].figure(measure, counts)
}

/// A cube with more cells than anybody reads.
pub(in crate::confidential) fn too_many(id: &crate::model::CubeId, most: usize) -> Diagnostic {
    let message = say!("`{id}` 的格数超过 {most}", "`{id}` has more than {most} cells");
    let help = say!("减少维度，或拆成几张表", "leave out a dimension, or make several tables of it");
    Diagnostic::error(&super::rules::TOO_MANY_CELLS, message).at(Path::new("data/catalog.toml")).help(help)
}
