//! The door for tables taken together from cities: the attacker is asked over city and common tables at once, then they are sealed.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::published::{Cell, Measure, PublishedDimension, PublishedTable, Treatment};
use super::trial::word;
use crate::attack::{Insider, Level, Levels, Question, Target, attack};
use crate::confidential::summary::Attempt;
use crate::config::{CellKey, CubeSpec};
use crate::linear::System;

/// What is asked of the attacker about one measure.
pub(in crate::confidential) struct Posed {
    /// Position of the measure among those of the cube.
    pub(in crate::confidential) measure: usize,
    pub(in crate::confidential) system: System,
    pub(in crate::confidential) known: Vec<usize>,
    pub(in crate::confidential) targets: Vec<Target>,
    /// By target the city's cell it is; `None` for sums and other combinations.
    pub(in crate::confidential) columns: Vec<Option<CellKey>>,
    /// Cities, each of which knows its own cells.
    pub(in crate::confidential) insiders: Vec<Insider>,
    pub(in crate::confidential) integer: bool,
    /// By target; empty where nothing is known.
    pub(in crate::confidential) minimum: Vec<Option<i64>>,
    /// Whether the values in the system are true ones; else only linear combinations are looked for.
    pub(in crate::confidential) values_known: bool,
}

/// What the attacker worked out.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
#[cfg_attr(test, derive(Debug))]
pub(in crate::confidential) struct Leak {
    pub(in crate::confidential) measure: usize,
    /// The cell of a city; `None` for sums and combinations of several.
    pub(in crate::confidential) cell: Option<CellKey>,
}

impl Posed {
    fn levels(&self) -> Vec<Level> {
        if !self.values_known {
            return vec![Level::Linear];
        }
        let mut levels = vec![Level::Linear, Level::Nonnegative];
        levels.extend((!self.minimum.is_empty()).then_some(Level::KnownMinimum));
        levels.extend(self.integer.then_some(Level::Integer));
        levels.extend((!self.insiders.is_empty()).then_some(Level::Insider));
        levels
    }
}

/// Attacks, and seals the table when nothing withheld can be worked out.
///
/// # Errors
/// With all that can be worked out.
pub(in crate::confidential) fn joined(
    spec: &CubeSpec,
    synthetic: bool,
    codes: &[Vec<usize>],
    cells: BTreeMap<CellKey, Vec<Cell>>,
    posed: &[Posed],
) -> Result<(PublishedTable, Vec<Attempt>), Vec<Leak>> {
    let (mut attempts, mut leaks) = (Vec::new(), Vec::new());
    for posed in posed {
        let levels = posed.levels();
        let question = Question {
            system: &posed.system,
            known: &posed.known,
            targets: &posed.targets,
            nonnegative: posed.values_known,
            integer: posed.integer,
            known_minimum: &posed.minimum,
            insiders: &posed.insiders,
        };
        let outcome = attack(&question, levels.iter().fold(Levels::NONE, |all, level| all.with(*level)));
        let found = outcome.leaks.iter().map(|leak| leak.target).chain(outcome.undecided.iter().map(|(target, _)| *target));
        leaks.extend(found.map(|target| Leak { measure: posed.measure, cell: posed.columns[target].clone() }));
        attempts.extend(levels.iter().map(|level| Attempt { level: word(*level), tried: posed.targets.len(), found: 0 }));
    }
    if !leaks.is_empty() {
        leaks.sort();
        leaks.dedup();
        return Err(leaks);
    }
    let dimensions = spec.dimensions.iter().zip(codes);
    let dimensions = dimensions
        .map(|((_, dimension), codes)| PublishedDimension { dimension: Arc::clone(dimension), codes: codes.clone() })
        .collect();
    let measures = spec.measures.iter();
    let measures = measures.map(|m| Measure { id: m.id.clone(), name: m.name.clone(), unit: Arc::clone(&m.unit) }).collect();
    let table = PublishedTable::seal(spec.id.clone(), synthetic, dimensions, measures, cells, spec.threshold, Treatment::Exact);
    Ok((table, attempts))
}
