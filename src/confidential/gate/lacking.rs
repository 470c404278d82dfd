//! Cells that count no inner cell: nought where there could be rows, else a reason that there can be none.

use std::collections::BTreeMap;

use super::published::Cell;
use crate::confidential::system::Linked;
use crate::config::{CellKey, CubeProtection, CubeSpec, Dimension, Impossible};
use crate::model::Decimal;

/// Why cells of a cube have no inner cells.
///
/// A combination that a table over the same records does not list has no rows; unless it is declared impossible or not
/// collected, that is a true nought. Each combination of the codes that the declarations speak of is looked at once.
pub(super) struct Lacks<'a> {
    spec: &'a CubeSpec,
    settings: &'a CubeProtection,
    dimensions: Vec<Leaves>,
    /// By key, totals where no declaration speaks of the dimension.
    known: BTreeMap<CellKey, Cell>,
}

/// The leaves of a dimension.
struct Leaves {
    /// Whether a declaration speaks of the dimension.
    matters: bool,
    /// Those that occur.
    all: Vec<usize>,
    /// Those below each group.
    groups: BTreeMap<usize, Vec<usize>>,
}

impl Leaves {
    fn under(&self, position: Option<usize>) -> Vec<usize> {
        match position {
            None => self.all.clone(),
            Some(position) => self.groups.get(&position).cloned().unwrap_or_else(|| vec![position]),
        }
    }
}

/// What was found among the combinations under a cell.
#[derive(Default)]
struct Found {
    /// One that can have rows.
    open: bool,
    /// One that was not collected.
    uncollected: bool,
}

impl<'a> Lacks<'a> {
    pub(super) fn of(linked: &'a Linked<'_>, cube: usize, settings: &'a CubeProtection) -> Self {
        let spec = linked.cubes[cube].spec;
        let occurring = &linked.shown[cube].occurring;
        let dimensions = (0..spec.dimensions.len()).map(|at| leaves(spec, settings, at, &occurring[at])).collect();
        Self { spec, settings, dimensions, known: BTreeMap::new() }
    }

    /// What stands in a cell without inner cells.
    pub(super) fn cell(&mut self, key: &[Option<usize>]) -> Cell {
        let part = |(at, leaves): (&Option<usize>, &Leaves)| at.filter(|_| leaves.matters);
        let key: CellKey = key.iter().zip(&self.dimensions).map(part).collect();
        if let Some(known) = self.known.get(&key) {
            return *known;
        }
        let under = |(at, leaves): (&Option<usize>, &Leaves)| {
            let mut codes = leaves.under(*at);
            codes.truncate(if leaves.matters { usize::MAX } else { 1 });
            codes
        };
        let choices: Vec<Vec<usize>> = key.iter().zip(&self.dimensions).map(under).collect();
        let mut found = Found::default();
        self.walk(&choices, &mut Vec::with_capacity(choices.len()), &mut found);
        let cell = match found {
            Found { open: true, .. } => Cell::Value(Decimal::whole(0)),
            Found { uncollected: true, .. } => Cell::Uncollected,
            Found { .. } => Cell::Absent,
        };
        self.known.insert(key, cell);
        cell
    }

    fn walk(&self, choices: &[Vec<usize>], chosen: &mut Vec<usize>, found: &mut Found) {
        let Some(next) = choices.get(chosen.len()) else {
            let matches = |declared: &[Impossible]| declared.iter().any(|one| one.matches(chosen));
            let possible = self.spec.is_possible(chosen) && !matches(&self.settings.structural);
            let uncollected = possible && matches(&self.settings.uncollected);
            found.uncollected |= uncollected;
            found.open |= possible && !uncollected;
            return;
        };
        for code in next {
            if !found.open {
                chosen.push(*code);
                self.walk(choices, chosen, found);
                chosen.pop();
            }
        }
    }
}

fn leaves(spec: &CubeSpec, settings: &CubeProtection, at: usize, occurring: &[usize]) -> Leaves {
    let dimension = &spec.dimensions[at].1;
    let holds = |other: &Dimension| other.within.as_ref().is_some_and(|within| within.dimension == dimension.id);
    let declared = settings.structural.iter().chain(&settings.uncollected);
    let matters = dimension.within.is_some()
        || spec.dimensions.iter().any(|(_, other)| holds(other))
        || declared.into_iter().any(|one| one.0.get(at).is_some_and(Option::is_some));
    let groups = dimension.groups();
    let leaf = |code: &usize| !groups.contains_key(code);
    let all: Vec<usize> = occurring.iter().copied().filter(leaf).collect();
    // Rows of a group itself, with no code below it.
    let all = if all.is_empty() { occurring.to_vec() } else { all };
    let below = |members: &Vec<usize>| members.iter().copied().filter(leaf).collect();
    Leaves { matters, all, groups: groups.iter().map(|(group, members)| (*group, below(members))).collect() }
}
