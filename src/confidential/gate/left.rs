//! What altered figures still tell: every sum of too few persons must leave it open whether it is nobody, or enough of them.
//!
//! The reader knows the method and its table, takes all published figures together, and knows that nobody counts less than nought.
//! Argument: `docs/methods/rounding-to-a-base.en.md`.

use crate::confidential::disturb::alter::Interval;
use crate::linear::System;
use crate::linear::lp::{Answer, LpSolver, Problem, Row, Sense, Simplex};

/// Larger systems get no linear programs; what no simple change leaves open counts as told.
const MOST_VARIABLES: usize = 6_000;
/// Noise of floating point.
const NOISE: f64 = 1e-6;

/// A sum of too few persons.
pub(super) struct Few {
    /// Its inner cells.
    pub(super) members: Vec<u32>,
    /// As many persons would be enough.
    pub(super) threshold: u32,
}

/// A system as its readers see it.
pub(super) struct Seen<'a> {
    system: &'a System,
    /// By column the counts that may stand behind it.
    behind: &'a [Interval],
    /// By inner cell the columns it counts towards.
    columns: Vec<Vec<u32>>,
}

impl<'a> Seen<'a> {
    pub(super) fn new(system: &'a System, behind: &'a [Interval]) -> Self {
        let mut columns = vec![Vec::new(); system.inner()];
        for column in 0..system.columns() {
            for inner in system.members(column) {
                columns[*inner as usize].push(u32::try_from(column).expect("columns are fewer than 2^32"));
            }
        }
        Self { system, behind, columns }
    }

    /// Whether a reader can exclude neither nobody nor enough. Costs a look at the columns of the members, where that does not show
    /// it two linear programs over all inner cells.
    pub(super) fn leaves_open(&self, few: &Few) -> bool {
        self.may_be_enough(few) || self.may_be_nobody(few) || self.program(few)
    }

    fn sum(&self, members: &[u32]) -> i128 {
        members.iter().map(|inner| i128::from(self.system.value(*inner))).sum()
    }

    /// Whether every figure allows that these inner cells are nought and all others as they are, or one other has what they had.
    fn may_be_nobody(&self, few: &Few) -> bool {
        let mut columns: Vec<u32> = few.members.iter().flat_map(|inner| &self.columns[*inner as usize]).copied().collect();
        columns.sort_unstable();
        columns.dedup();
        let left = |column: u32| (column, self.without(column, few));
        let mut short = columns.into_iter().map(left).filter(|(column, left)| *left < self.least(*column)).peekable();
        let Some((first, _)) = short.peek().copied() else { return true };
        let short: Vec<(u32, i128)> = short.collect();
        let moved = self.sum(&few.members);
        let takes = |other: &u32| {
            let own = &self.columns[*other as usize];
            let fills = |(column, left): &(u32, i128)| own.binary_search(column).is_ok() && left + moved >= self.least(*column);
            let fits = |column: &u32| self.without(*column, few) + moved <= i128::from(self.behind[*column as usize].greatest);
            few.members.binary_search(other).is_err() && short.iter().all(fills) && own.iter().all(fits)
        };
        self.system.members(first as usize).iter().any(takes)
    }

    fn least(&self, column: u32) -> i128 {
        i128::from(self.behind[column as usize].least)
    }

    /// A column without what these inner cells count towards it.
    fn without(&self, column: u32, few: &Few) -> i128 {
        let members = self.system.members(column as usize);
        let inside = few.members.iter().filter(|inner| members.binary_search(inner).is_ok());
        self.system.total(column as usize) - inside.map(|inner| i128::from(self.system.value(*inner))).sum::<i128>()
    }

    /// Whether every figure allows that one of these inner cells has as many more as are wanting.
    fn may_be_enough(&self, few: &Few) -> bool {
        let more = i128::from(few.threshold) - self.sum(&few.members);
        let fits = |inner: &u32| {
            self.columns[*inner as usize].iter().all(|column| {
                let total = self.system.total(*column as usize) + more;
                total <= i128::from(self.behind[*column as usize].greatest)
            })
        };
        few.members.iter().any(fits)
    }

    /// The same asked of every table that fits.
    #[expect(clippy::cast_precision_loss, reason = "a linear program works with floats")]
    fn program(&self, few: &Few) -> bool {
        if self.system.inner() + self.system.columns() > MOST_VARIABLES {
            return false;
        }
        let mut problem = Problem {
            worth: vec![0.0; self.system.inner()],
            bounds: vec![(0.0, f64::INFINITY); self.system.inner()],
            rows: Vec::new(),
        };
        for (column, behind) in self.behind.iter().enumerate().filter(|(column, _)| !self.system.members(*column).is_empty()) {
            let terms: Vec<(usize, f64)> = self.system.members(column).iter().map(|inner| (*inner as usize, 1.0)).collect();
            problem.rows.push(Row { terms: terms.clone(), sense: Sense::Least, right: behind.least as f64 });
            if behind.greatest < u64::MAX {
                problem.rows.push(Row { terms, sense: Sense::Most, right: behind.greatest as f64 });
            }
        }
        let mut reach = |sign: f64| {
            few.members.iter().for_each(|inner| problem.worth[*inner as usize] = sign);
            match Simplex.solve(&problem) {
                Answer::Best(worth, _) => Some(sign * worth),
                Answer::Unbounded => Some(sign * f64::INFINITY),
                Answer::Infeasible | Answer::Failed => None,
            }
        };
        reach(1.0).is_some_and(|most| most >= f64::from(few.threshold) - NOISE) || reach(-1.0).is_some_and(|least| least <= NOISE)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn interval(least: u64, greatest: u64) -> Interval {
        Interval { least, greatest }
    }

    #[test]
    fn what_all_figures_together_tell_is_noticed() {
        // Four cells of at most 4 with a total of at least 16: each is 4, and 5 would be enough.
        let mut system = System::new(vec![4; 4]);
        for inner in 0..4 {
            system.push([inner]);
        }
        system.push(0..4);
        let mut behind = vec![interval(0, 4); 4];
        behind.push(interval(16, 20));
        let few = |inner| Few { members: vec![inner], threshold: 5 };
        assert!(!Seen::new(&system, &behind).leaves_open(&few(0)));
        behind[4] = interval(12, 20);
        assert!(Seen::new(&system, &behind).leaves_open(&few(0)));
    }

    #[test]
    fn four_fives_with_a_total_of_thirty_are_sevens() {
        // Rounded to the nearest five: each 3 to 7, the total 28 to 32.
        let mut system = System::new(vec![7; 4]);
        for inner in 0..4 {
            system.push([inner]);
        }
        system.push(0..4);
        let mut behind = vec![interval(3, 7); 4];
        behind.push(interval(28, 32));
        let few = Few { members: vec![2], threshold: 10 };
        assert!(!Seen::new(&system, &behind).leaves_open(&few));
    }

    #[test]
    fn what_others_can_make_up_for_is_open() {
        // Nought for the first alone does not fit the total, and neither of the others can have all of it; both together can.
        let mut system = System::new(vec![3, 9, 9]);
        for inner in 0..3 {
            system.push([inner]);
        }
        system.push(0..3);
        let mut behind = vec![interval(0, 4), interval(8, 11), interval(8, 11), interval(21, 21)];
        let few = Few { members: vec![0], threshold: 5 };
        let seen = Seen::new(&system, &behind);
        assert!(!seen.may_be_nobody(&few) && !seen.may_be_enough(&few));
        assert!(seen.leaves_open(&few));
        behind[2] = interval(8, 12);
        assert!(Seen::new(&system, &behind).may_be_nobody(&few), "the last takes all three");
    }
}
