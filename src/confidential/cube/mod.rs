//! Cubes: checked rows → cells and every margin, with rows, distinct persons, exact sums and the largest contributions.

mod cells;
mod given;
mod joint;
mod lattice;
mod partial;
mod persons;
pub(super) mod rules;
mod terms;

pub(super) use cells::Counts;
pub(super) use given::given;
pub(super) use joint::{Finest, Joint, Pattern, RecordKey, columns as joint_columns};
pub(super) use lattice::Lattice;
pub(super) use partial::Measured;
pub(super) use terms::Quantity;

use super::records::{self, Schema};
use crate::config::{CubeProtection, CubeSpec, MeasureKind, RecordsSpec};
use crate::diag::{Diagnostic, Failed, Sink};
use crate::files::Root;
use crate::say;
use cells::Cells;
use joint::JointPlan;
use partial::{Partial, Plan};

/// A cube with every margin, unprotected.
pub(super) struct Cube<'a> {
    pub(super) spec: &'a CubeSpec,
    /// Whether the records are invented.
    pub(super) synthetic: bool,
    /// Whether contributors are persons; else each row is a contributor.
    pub(super) has_person: bool,
    pub(super) lattice: Lattice,
    /// Whether some of them act as one.
    has_holding: bool,
    /// Column of the sampling weights.
    pub(super) weight: Option<&'a String>,
    /// What is summed, by measure; `None` for measures that are no sums.
    pub(super) sums: Vec<Option<Measured>>,
    cells: Cells,
    /// Positions in `cells` by code.
    order: Vec<(u64, usize)>,
}

impl Cube<'_> {
    /// The cells and margins that have rows, by code.
    pub(super) fn iter(&self) -> impl Iterator<Item = (u64, Counts<'_>)> {
        self.order.iter().map(|(code, at)| (*code, self.cells.at(*at)))
    }

    /// What is counted in a cell; `None` when it has no rows.
    pub(super) fn counts(&self, code: u64) -> Option<Counts<'_>> {
        let at = self.order.binary_search_by_key(&code, |(code, _)| *code).ok()?;
        Some(self.cells.at(self.order[at].1))
    }

    /// Distinct contributors of a cell, without weights: holdings and persons of none, else persons, else rows.
    pub(super) fn contributors(&self, counts: &Counts<'_>) -> u64 {
        match (self.has_holding, self.has_person) {
            (true, _) => counts.holders,
            (false, true) => counts.persons,
            (false, false) => counts.rows,
        }
    }

    /// The decimals of a measure.
    pub(super) fn places(&self, measure: usize) -> u8 {
        self.sums.get(measure).copied().flatten().map_or(0, |sum| sum.places)
    }

    /// A figure as it was counted; `None` where it is too large.
    pub(super) fn figure(&self, measure: usize, counts: &Counts<'_>) -> Option<i128> {
        match (self.sums.get(measure)?, &self.spec.measures[measure].kind) {
            (Some(sum), _) => i128::try_from(counts.total(sum.sum)?).ok(),
            (None, MeasureKind::Distinct) => Some(i128::from(counts.persons)),
            (None, MeasureKind::Rows | MeasureKind::Sum(_)) => Some(i128::from(counts.rows)),
        }
    }

    /// The quantity that a measure sums; `None` where it counts.
    pub(super) fn quantity(&self, measure: usize) -> Option<Quantity> {
        Quantity::of(&self.spec.measures[measure].kind, self.weight)
    }
}

/// A cube to be made, with the settings that say what is summed and which contributions are needed.
pub(super) struct Wanted<'a> {
    pub(super) spec: &'a CubeSpec,
    pub(super) settings: &'a CubeProtection,
}

impl<'a> Wanted<'a> {
    /// By position of the measure what the cube sums.
    pub(super) fn summed(&self) -> impl Iterator<Item = (usize, Quantity)> + use<'a> {
        let (spec, settings) = (self.spec, self.settings);
        let weight = settings.weight.as_ref().map(|weight| &weight.column);
        let of = move |(at, measure): (usize, &crate::config::MeasureSpec)| Some((at, Quantity::of(&measure.kind, weight)?));
        spec.measures.iter().enumerate().filter_map(of)
    }
}

/// Makes all cubes of one record file in one pass over it. `None` when something failed; the words are in `sink`.
///
/// Rows and sums of margins are added up from the cells. Distinct persons are not additive over cells but are over persons:
/// rows are parted by a hash of the person key, and each part is counted by itself, on every worker. The largest
/// contributions to a sum are those of holdings or persons, or of rows where the file has no person column or the row no key.
/// As many are kept as the rules of the cube look at: 8 bytes each for every cell and sum.
/// With the cubes come the finest cells that they share.
pub(super) fn aggregate<'a>(
    workers: usize,
    root: &Root,
    spec: &RecordsSpec,
    wanted: &[Wanted<'a>],
    record_key: RecordKey<'_>,
    sink: &Sink,
) -> Option<(Vec<Cube<'a>>, Joint)> {
    let lattices = lattices(wanted, sink)?;
    let plans = |schema: &Schema| -> Vec<Result<Plan, String>> {
        wanted.iter().zip(&lattices).map(|(cube, lattice)| Plan::new(cube, lattice, schema)).collect()
    };
    let joint = |schema: &Schema| JointPlan::new(spec, wanted, schema);
    let partials = records::read(workers, root, spec, |schema| Partial::new(plans(schema), joint(schema)), sink).ok()?;
    let (done, joint) = partial::finish(workers, partials, record_key);
    let mut cubes = Vec::with_capacity(wanted.len());
    for ((cube, lattice), result) in wanted.iter().zip(lattices).zip(done) {
        match result {
            Ok(finished) => {
                let order = finished.cells.order();
                let (cells, sums, spec_of) = (finished.cells, finished.sums, cube.spec);
                let (has_person, has_holding) = (spec.person.is_some(), spec.holding.is_some());
                let weight = cube.settings.weight.as_ref().map(|weight| &weight.column);
                let synthetic = spec.synthetic;
                cubes.push(Cube { spec: spec_of, synthetic, has_person, has_holding, weight, lattice, sums, cells, order });
            }
            Err(trouble) => drop(fail(cube.spec, &trouble, sink)),
        }
    }
    if cubes.len() < wanted.len() {
        return None;
    }
    if joint.is_none() {
        sink.push(too_large(&spec.id));
    }
    Some((cubes, joint?))
}

/// The lattices of all cubes; `None` when one is too large, which `sink` is told.
pub(super) fn lattices(wanted: &[Wanted<'_>], sink: &Sink) -> Option<Vec<Lattice>> {
    let lattices: Vec<Lattice> = wanted.iter().filter_map(|cube| lattice(cube.spec, sink)).collect();
    (lattices.len() == wanted.len()).then_some(lattices)
}

pub(super) fn too_large(records: &crate::model::Slug) -> Diagnostic {
    let message = say!(
        "记录 `{records}` 的各张表合起来维度太多",
        "the cubes over the records `{records}` have too many dimensions together"
    );
    let help = say!("减少维度，或把记录分成几个文件", "use fewer dimensions, or split the records into several files");
    Diagnostic::error(&rules::TOO_LARGE, message).at(std::path::Path::new("data/catalog.toml")).help(help)
}

fn lattice(cube: &CubeSpec, sink: &Sink) -> Option<Lattice> {
    let dimensions: Vec<_> = cube.dimensions.iter().map(|(_, dimension)| &**dimension).collect();
    let made = Lattice::over(&dimensions);
    if made.is_none() {
        let id = &cube.id;
        sink.push(
            Diagnostic::error(&rules::TOO_LARGE, say!("多维表 `{id}` 的维度太多", "the cube `{id}` has too many dimensions"))
                .at(std::path::Path::new("data/catalog.toml"))
                .help(say!("分成几个维度较少的多维表", "make several cubes with fewer dimensions of it")),
        );
    }
    made
}

/// Why a cube cannot be made.
pub(super) enum Trouble {
    /// A column is not declared as what it is used for.
    Column(String),
    /// A column used as a dimension is empty in some rows.
    Empty(String),
}

pub(super) fn fail(cube: &CubeSpec, trouble: &Trouble, sink: &Sink) -> Failed {
    let id = &cube.id;
    let diagnostic = match trouble {
        Trouble::Column(column) => Diagnostic::error(
            &rules::COLUMN,
            say!(
                "多维表 `{id}` 用到的列 `{column}` 没有相应的声明",
                "the cube `{id}` uses the column `{column}`, which is not declared for that"
            ),
        )
        .help(say!(
            "维度和筛选用声明了维度的列，求和用数字列，计人数要声明 `person`",
            "dimensions and filters need columns of a dimension, sums a column of numbers, distinct persons a declared `person`"
        )),
        Trouble::Empty(column) => Diagnostic::error(
            &rules::EMPTY_DIMENSION,
            say!(
                "多维表 `{id}` 的维度列 `{column}` 在部分行中为空",
                "the column `{column}` of the cube `{id}` is empty in some rows"
            ),
        )
        .help(say!(
            "给“不详”设一个代码并填上，或换一个维度",
            "give “not known” a code and fill it in, or take another dimension"
        )),
    };
    sink.fail(diagnostic.at(std::path::Path::new("data/catalog.toml")))
}
