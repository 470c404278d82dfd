//! Tables that cities have published, taken together: their cells as they stand, sums over them, and nothing that a city withholds.
//!
//! ```text
//!  CityTable (public) ──► plan: own cells, sums ──► entrusted figures (data/private) ──► choose: one system over all cities and
//!      their sums ──► gate::joint: the attacker over both, then the seal
//! ```
//!
//! A sum whose parts are all public tells nothing that the cities have not told. One that holds a withheld cell can only be known
//! here where the city entrusts its figure; then it is a new equation over the cities' inner cells, and protected like any other.

mod agree;
mod choose;
mod entrusted;
mod places;
mod plan;
mod reading;
pub(super) mod rules;
mod system;
#[cfg(test)]
mod tests;
mod told;

pub use places::{Parts, Places};
pub use plan::{Refused, refused};
pub use reading::{Reading, Stray};
pub use told::compare_parts;

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use super::gate;
use super::gate::published::{Cell, PublishedTable};
use super::releases::Earlier;
use super::summary::Attempt;
use crate::config::{CellKey, CubeSpec, Settings};
use crate::diag::{Diagnostic, Failed, Sink, Text};
use crate::files::Root;
use crate::model::{CubeId, TOTAL, UnitKind};
use crate::say;
use plan::{Plan, Sum};

/// A city's table as its release published it. All of it is public.
#[derive(Clone)]
#[cfg_attr(test, derive(Debug))]
pub struct CityTable {
    /// The city: position among the places.
    pub city: usize,
    /// The cube of the common table.
    pub cube: CubeId,
    /// Where it was read, for messages.
    pub file: PathBuf,
    /// Whether the records behind it are invented.
    pub synthetic: bool,
    /// By dimension the codes of the city's own list, as positions; codes that nobody had are not in the table.
    pub listed: Vec<BTreeSet<usize>>,
    /// Cells by key; the total over the city's places is that of the city.
    pub rows: BTreeMap<CellKey, Vec<Cell>>,
    /// What only messages need.
    pub reading: Reading,
}

/// Most cells told of one city and table.
const MOST_CELLS: usize = 20;
/// Most cells and margins of a common table.
const MOST: usize = 1 << 20;

/// Makes, protects and seals every common table.
pub(super) fn join(
    root: &Root,
    settings: &Settings,
    cities: &[CityTable],
    earlier: &[Earlier],
    sink: &Sink,
) -> Result<(Vec<PublishedTable>, Vec<Attempt>), Failed> {
    let (mut tables, mut attempts) = (Vec::new(), Vec::new());
    let Some(dimension) = &settings.catalog.places else { return Ok((tables, attempts)) };
    let position = |city: &crate::config::CityPackage| dimension.position(city.code.as_str());
    let places = Places::new(dimension, &settings.rollup.cities.iter().filter_map(position).collect::<Vec<_>>());
    let before = sink.count(crate::diag::Level::Error);
    for spec in &settings.catalog.cubes {
        let Some(from) = settings.catalog.records.get(spec.records).and_then(|records| records.cities.as_ref()) else { continue };
        let Some(geo) = spec.dimensions.iter().position(|(_, own)| own.id == dimension.id) else { continue };
        let plan = Plan::new(spec, from, geo, &places, cities);
        if let Some((table, tried)) = one(root, &plan, earlier, sink) {
            tables.push(table);
            attempts.extend(tried);
        }
    }
    if sink.count(crate::diag::Level::Error) > before {
        sink.check()?;
    }
    Ok((tables, attempts))
}

fn one(root: &Root, plan: &Plan<'_>, earlier: &[Earlier], sink: &Sink) -> Option<(PublishedTable, Vec<Attempt>)> {
    let codes = plan.all_codes();
    let size = codes.iter().try_fold(1usize, |size, codes| size.checked_mul(codes.len() + 1));
    if size.is_none_or(|size| size > MOST) {
        sink.push(gate::too_many(&plan.spec.id, MOST));
        return None;
    }
    let before = sink.count(crate::diag::Level::Error);
    let entrusted = entrusted::read(root, plan, sink);
    if sink.count(crate::diag::Level::Error) > before {
        return None;
    }
    let (mut posed, mut published) = (Vec::new(), Vec::new());
    for measure in 0..plan.spec.measures.len() {
        if plan.refused(measure).is_some() {
            published.push(BTreeMap::new());
            continue;
        }
        let chosen = choose::choose(plan, measure, &entrusted, earlier);
        told::contradicting(plan, measure, &chosen.contradicting, sink);
        tell(plan, measure, &chosen.inconsistent, &INCONSISTENT, sink);
        tell(plan, measure, &chosen.open, &OPEN, sink);
        posed.extend(chosen.posed);
        published.push(chosen.published);
    }
    if sink.count(crate::diag::Level::Error) > before {
        return None;
    }
    let cell = |key: &CellKey, measure: usize| match plan.sum(key, measure) {
        Sum::Own(cell) => cell,
        Sum::Whole(value) => Cell::Value(value),
        Sum::Partly { .. } => published[measure].get(key).map_or(Cell::Suppressed, |value| Cell::Value(*value)),
        Sum::Lacking | Sum::Refused => Cell::Uncollected,
    };
    let cells = plan.keys().into_iter().map(|key| {
        let row = (0..plan.spec.measures.len()).map(|measure| cell(&key, measure)).collect();
        (key, row)
    });
    let synthetic = plan.tables.values().any(|table| table.synthetic);
    let sealed = gate::joint::joined(plan.spec, synthetic, &codes, cells.collect(), &posed);
    sealed.map_err(|leaks| tell_leaks(plan, leaks, sink)).ok()
}

/// Says what the attacker worked out: cells of cities by name, combinations of several by their table.
fn tell_leaks(plan: &Plan<'_>, leaks: Vec<gate::joint::Leak>, sink: &Sink) {
    if leaks.iter().all(|leak| leak.cell.is_none()) {
        let id = &plan.spec.id;
        let message = say!("`{id}` 隐去的几格合起来能推算出来", "what `{id}` withholds can be worked out in part");
        sink.push(Diagnostic::error(&rules::RECOVERABLE, message).at(PathBuf::from(crate::config::ROLLUP)).help(coarser()));
    }
    for measure in 0..plan.spec.measures.len() {
        let named = leaks.iter().filter(|leak| leak.measure == measure).filter_map(|leak| leak.cell.clone()).collect();
        tell(plan, measure, &named, &LEAKING, sink);
    }
}

/// What is wrong with some cells of cities.
struct Wrong {
    rule: &'static crate::diag::Rule,
    message: fn(&str, &str) -> Text,
    /// Whether the figures count persons decides what may be the cause.
    help: fn(bool) -> Text,
}

fn recheck(persons: bool) -> Text {
    if !persons {
        return say!("请该市核对后重新发布", "ask the city to check and release again");
    }
    say!(
        "请该市核对后重新发布；若一个人会算进几个县市区，就不要写 `membership = \"home-county\"`",
        "ask the city to check and release again; where a person may count in several counties, leave `membership = \"home-county\"` out"
    )
}

static INCONSISTENT: Wrong = Wrong {
    rule: &rules::CONTRADICTION,
    message: |cell, table| {
        say!("`{table}` 里属于 {cell} 的各个数放在一起对不上", "the figures of {cell} in `{table}` do not fit together")
    },
    help: recheck,
};

static OPEN: Wrong = Wrong {
    rule: &rules::CITY_REVEALS,
    message: |cell, table| {
        say!(
            "`{table}` 隐去的 {cell} 凭该市自己公布的数就能推算出来",
            "{cell}, which `{table}` withholds, follows from what the city itself has published"
        )
    },
    help: |_| {
        say!(
            "请该市按泄露处理并重新发布；在此之前不要把这张表汇总进来",
            "ask the city to treat it as a leak and to release again; leave the table out until then"
        )
    },
};

static LEAKING: Wrong = Wrong {
    rule: &rules::RECOVERABLE,
    message: |cell, table| {
        say!(
            "汇总以后，`{table}` 隐去的 {cell} 能推算出来",
            "{cell}, which `{table}` withholds, could be worked out beside the sums"
        )
    },
    help: |_| coarser(),
};

fn coarser() -> Text {
    say!("把表做粗（减少维度），或不汇总这张表", "make the table coarser (leave out a dimension), or do not add it up")
}

/// One finding for each cell, up to twenty of a city's table; the cell is named by its codes, and no figure is said.
fn tell(plan: &Plan<'_>, measure: usize, cells: &BTreeSet<CellKey>, wrong: &Wrong, sink: &Sink) {
    let persons = plan.spec.measures[measure].unit.kind == UnitKind::Persons;
    for (table, key) in first_cells(plan, cells) {
        let message = (wrong.message)(&named(plan.spec, key, measure), plan.from.dataset.as_str());
        sink.push(Diagnostic::error(wrong.rule, message).at(table.file.clone()).help((wrong.help)(persons)));
    }
}

/// Of each city the first cells, as many as are told, with its table.
fn first_cells<'p, 'c>(plan: &'p Plan<'_>, cells: &'c BTreeSet<CellKey>) -> Vec<(&'p CityTable, &'c CellKey)> {
    let mut counts: BTreeMap<usize, usize> = BTreeMap::new();
    let of = |key: &CellKey| plan.tables.get(&plan.places.city_of(key[plan.geo]?)?).copied();
    let mut told = |table: &CityTable| {
        let count = counts.entry(table.city).or_default();
        *count += 1;
        *count <= MOST_CELLS
    };
    cells.iter().filter_map(|key| Some((of(key)?, key))).filter(|(table, _)| told(table)).collect()
}

/// `year=_T county=430102 attendances`: every dimension, a total as the file has it.
fn named(spec: &CubeSpec, key: &CellKey, measure: usize) -> String {
    let parts = spec.dimensions.iter().zip(key).map(|((_, dimension), at)| {
        let code = at.map_or(TOTAL, |at| dimension.codes[at].code.as_str());
        format!("{}={code}", dimension.id)
    });
    parts.chain([spec.measures[measure].id.to_string()]).collect::<Vec<_>>().join(" ")
}
