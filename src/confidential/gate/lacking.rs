//! Cells that count no inner cell: nought where there could be rows, else a reason that there can be none.

use super::published::Cell;
use crate::confidential::system::Linked;
use crate::config::{CubeProtection, Impossible};
use crate::model::Decimal;

/// What stands in a cell without inner cells.
///
/// A combination that a table over the same records does not list has no rows; unless it is declared impossible or not
/// collected, that is a true nought. Costs one look at each combination of the codes that the declarations speak of.
pub(super) fn cell(linked: &Linked<'_>, cube: usize, code: u64, settings: Option<&CubeProtection>) -> Cell {
    let none = CubeProtection::default();
    let reasons = Reasons { linked, cube, settings: settings.unwrap_or(&none) };
    let choices = reasons.choices(code);
    let (mut chosen, mut found) = (Vec::with_capacity(choices.len()), Found::default());
    reasons.walk(&choices, &mut chosen, &mut found);
    match found {
        Found { open: true, .. } => Cell::Value(Decimal::whole(0)),
        Found { uncollected: true, .. } => Cell::Uncollected,
        Found { .. } => Cell::Absent,
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

struct Reasons<'a, 'c> {
    linked: &'a Linked<'c>,
    cube: usize,
    settings: &'a CubeProtection,
}

impl Reasons<'_, '_> {
    /// By dimension the codes under the cell; one of them where no declaration speaks of the dimension.
    fn choices(&self, code: u64) -> Vec<Vec<usize>> {
        let (of, shown) = (&self.linked.cubes[self.cube], &self.linked.shown[self.cube]);
        let named = |declared: &[Impossible], at: usize| declared.iter().any(|one| one.0.get(at).is_some_and(Option::is_some));
        let within = |at: usize| {
            let dimension = &of.spec.dimensions[at].1;
            let holds = |(_, other): &(String, std::sync::Arc<crate::config::Dimension>)| {
                other.within.as_ref().is_some_and(|within| within.dimension == dimension.id)
            };
            dimension.within.is_some() || of.spec.dimensions.iter().any(holds)
        };
        let under = |(at, position): (usize, Option<usize>)| {
            let dimension = &of.spec.dimensions[at].1;
            let groups = dimension.groups();
            let leaves = |codes: &[usize]| codes.iter().copied().filter(|code| dimension.is_leaf(*code)).collect::<Vec<_>>();
            let mut codes = match position {
                Some(position) => groups.get(&position).map_or_else(|| vec![position], |members| leaves(members)),
                None => leaves(&shown.occurring[at]),
            };
            if !within(at) && !named(&self.settings.structural, at) && !named(&self.settings.uncollected, at) {
                codes.truncate(1);
            }
            codes
        };
        of.lattice.key(code).into_iter().enumerate().map(under).collect()
    }

    fn walk(&self, choices: &[Vec<usize>], chosen: &mut Vec<usize>, found: &mut Found) {
        let Some(next) = choices.get(chosen.len()) else {
            let matches = |declared: &[Impossible]| declared.iter().any(|one| one.matches(chosen));
            let possible = self.linked.cubes[self.cube].spec.is_possible(chosen) && !matches(&self.settings.structural);
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
