//! Chooses what to withhold of the cubes over one record file, so that everything that must not be known stays unknown.
//!
//! ```text
//!  Linked systems ──► sensitivity (rules) + earlier releases + settings ──► wishes ──► protect (elimination, cuts, search)
//!      ──► remainders (the withheld part of a total) ──► again until nothing is added ──► Candidate for the gate's audit
//! ```

mod remainders;
mod sensitivity;
mod wishes;

pub(super) use sensitivity::Broken;
pub(super) use wishes::{Cause, Wishes};

use std::sync::LazyLock;

use super::cube::Wanted;
use super::gate::{self, Refusal};
use super::protect::{self, Order, Pattern, Search, Singletons, Status, Task, Threat, Wish};
use super::releases::Earlier;
use super::system::{Kind, Linked};
use crate::config::{Cost, CubeProtection, CubeSpec, Protection};
use crate::linear::Vector;

/// Most rounds in which withheld parts of totals are added to what must not be known.
const ROUNDS: usize = 20;

/// What is to be withheld of one system.
pub(super) struct Choice {
    /// By column of a cell the rules it breaks by itself.
    pub(super) broken: Vec<Broken>,
    /// By column of a cell.
    pub(super) withheld: Vec<bool>,
    /// By column of a cell, the cube if it shows such a cell when it is nought.
    pub(super) tables: Vec<Option<usize>>,
    /// Columns of cells that are withheld here but that readers have from elsewhere.
    pub(super) printed: Vec<usize>,
    /// Columns beyond those of cells that readers have or must not have, from earlier releases.
    pub(super) earlier: Vec<(usize, Wish)>,
    /// Sums that must not be worked out though no table shows them.
    pub(super) virtuals: Vec<Vector>,
    /// How it was found.
    pub(super) pattern: Pattern,
}

/// Cubes of one record file with what is to be withheld of each system, not yet audited.
pub(super) struct Candidate<'a> {
    pub(super) linked: Linked<'a>,
    /// One for each of the linked systems.
    pub(super) choices: Vec<Choice>,
}

/// The settings of a cube that none are given for.
static NONE: LazyLock<CubeProtection> = LazyLock::new(CubeProtection::default);

/// Cubes with the settings that say what is summed and which contributions are needed.
pub(super) fn wanted<'a>(cubes: &[&'a CubeSpec], protection: &'a Protection) -> Vec<Wanted<'a>> {
    cubes.iter().map(|spec| Wanted { spec, settings: protection.of(&spec.id).unwrap_or(&NONE) }).collect()
}

/// Chooses for every system of a record file.
///
/// # Errors
/// With a refusal for each cube of which forced figures reveal a protected one.
pub(super) fn choose<'a>(
    mut linked: Linked<'a>,
    earlier: &[Earlier],
    protection: &Protection,
) -> Result<Candidate<'a>, Vec<Refusal>> {
    let none = CubeProtection::default();
    let settings: Vec<&CubeProtection> = linked.cubes.iter().map(|cube| protection.of(&cube.spec.id).unwrap_or(&none)).collect();
    let (mut choices, mut refused) = (Vec::new(), Vec::new());
    for index in 0..linked.figures.len() {
        let wishes = wishes::make(&mut linked, index, &settings, earlier, protection);
        match one(&linked, index, &settings, wishes, protection) {
            Ok(choice) => choices.push(choice),
            Err(refusals) => refused.extend(refusals),
        }
    }
    if refused.is_empty() { Ok(Candidate { linked, choices }) } else { Err(refused) }
}

/// By system and column the rules that cells break by themselves, without choosing anything.
pub(super) fn judged(linked: &Linked<'_>, protection: &Protection) -> Vec<Vec<Broken>> {
    let none = CubeProtection::default();
    let settings: Vec<&CubeProtection> = linked.cubes.iter().map(|cube| protection.of(&cube.spec.id).unwrap_or(&none)).collect();
    linked.figures.iter().map(|figures| sensitivity::judge(linked, figures, &settings)).collect()
}

fn one(
    linked: &Linked<'_>,
    index: usize,
    settings: &[&CubeProtection],
    wishes: Wishes,
    protection: &Protection,
) -> Result<Choice, Vec<Refusal>> {
    let figures = &linked.figures[index];
    if !wishes.kept_small.is_empty() {
        return Err(gate::kept_small(linked, index, &wishes.kept_small, &wishes.causes));
    }
    let tables = sensitivity::showing_zeros(linked, figures, settings);
    let mut task = task(linked, index, settings, &wishes, &tables);
    let budget = Search { iterations: protection.search.iterations, seed: protection.search.seed, ..Search::NONE };
    let primary: Vec<bool> = wishes.broken.iter().map(|broken| broken.any()).collect();
    let mut pattern = None;
    // First without the search until no small remainder is left, then once or twice with it.
    for round in 0..ROUNDS {
        task.search = if pattern.is_some() { budget } else { Search::NONE };
        let found = protect::protect(&task).map_err(|exposed| gate::forced(linked, index, &exposed, &wishes.causes))?;
        let withheld: Vec<bool> = found.status[..figures.cells.len()].iter().map(|status| status.is_withheld()).collect();
        let before = task.virtuals.len();
        for vector in remainders::small(linked, figures, &withheld, &primary) {
            if !task.virtuals.contains(&vector) {
                task.virtuals.push(vector);
            }
        }
        let settled = task.virtuals.len() == before;
        let searched = task.search != Search::NONE || budget.iterations == 0;
        pattern = settled.then_some(found);
        if settled && searched || round + 1 == ROUNDS {
            break;
        }
    }
    let Some(pattern) = pattern else { return Err(gate::no_end(linked, index)) };
    let mut withheld: Vec<bool> = pattern.status[..figures.cells.len()].iter().map(|status| status.is_withheld()).collect();
    wishes.printed.iter().for_each(|column| withheld[*column] = true);
    Ok(Choice {
        broken: wishes.broken,
        withheld,
        tables,
        printed: wishes.printed,
        earlier: wishes.earlier,
        virtuals: task.virtuals,
        pattern,
    })
}

fn task<'a>(
    linked: &'a Linked<'_>,
    index: usize,
    settings: &[&CubeProtection],
    wishes: &Wishes,
    tables: &[Option<usize>],
) -> Task<'a> {
    let figures = &linked.figures[index];
    let counts = !matches!(figures.kind, Kind::Sum(_));
    let zeros_withheld = wishes.broken.iter().any(|broken| broken.has(Broken::ZERO));
    let required = |(column, wish): (usize, &Wish)| {
        let (cube, _) = *figures.cells.get(column)?;
        if *wish == Wish::Primary { gate::required(linked, figures, column, settings[cube]) } else { None }
    };
    let threat = Threat {
        nonnegative: true,
        integer: counts,
        known_minimum: counts.then_some(1),
        // Columns of earlier releases are taken together as a table of their own.
        tables: (0..figures.system.columns()).map(|at| tables.get(at).copied().unwrap_or(Some(usize::MAX))).collect(),
        insiders: if counts { Vec::new() } else { linked.insiders() },
        contributors: if counts { Vec::new() } else { wishes.contributors(linked, figures) },
        required: wishes.wishes.iter().enumerate().map(required).collect(),
    };
    Task {
        system: &figures.system,
        wishes: wishes.wishes.clone(),
        virtuals: figures.differences.clone(),
        weights: weights(linked, index, settings),
        order: if counts { Order::Frequency { zeros_first: !zeros_withheld } } else { Order::Magnitude },
        singletons: match (counts, zeros_withheld) {
            (false, _) => Singletons::None,
            (true, false) => Singletons::Ones,
            (true, true) => Singletons::Noughts,
        },
        threat,
        search: Search::NONE,
    }
}

/// How dear each column is; empty where only its value counts.
#[expect(clippy::cast_precision_loss, reason = "an order of preference")]
fn weights(linked: &Linked<'_>, index: usize, settings: &[&CubeProtection]) -> Vec<f64> {
    let figures = &linked.figures[index];
    if figures.cells.iter().all(|(cube, _)| settings[*cube].cost == Cost::Value) {
        return Vec::new();
    }
    let weight = |column: usize| {
        let value = figures.system.total(column).unsigned_abs() as f64 + 1.0;
        let Some((cube, cell)) = figures.cells.get(column) else { return 1.0 };
        match settings[*cube].cost {
            Cost::Value => 1.0,
            Cost::Count => 1.0 / value,
            Cost::Log => (1.0 + value.ln()) / value,
            Cost::Level => {
                let lattice = &linked.cubes[*cube].lattice;
                let code = linked.shown[*cube].codes[*cell];
                let totals = (0..lattice.dimensions().len()).filter(|d| lattice.digit(code, *d) == 0).count();
                (1.0 + totals as f64) / value
            }
        }
    };
    (0..figures.system.columns()).map(weight).collect()
}

impl Choice {
    /// What became of a cell's column.
    pub(super) fn status(&self, column: usize) -> Status {
        self.pattern.status[column]
    }
}
