//! A simplex in exact fractions, for small problems whose answer is shown as proof.
//!
//! Dantzig's tableau with two phases; after a while the rule of Bland (1977), which cannot cycle. The answer is exact or there
//! is none: floats never enter.

use super::Ratio;

/// Conditions `rows · x = right` on variables that are never negative.
#[derive(Clone, Debug, Default)]
pub struct Exact {
    /// Number of variables.
    pub variables: usize,
    /// Each row as variables with coefficients, and its right side.
    pub rows: Vec<(Vec<(usize, Ratio)>, Ratio)>,
    /// What a unit of each variable costs: the sum is made as small as it can be.
    pub costs: Vec<Ratio>,
}

/// What the exact simplex answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Proof {
    /// A cheapest solution at a corner: its variables that are not nought.
    Solved(Vec<(usize, Ratio)>),
    /// A factor for each row such that every column adds up to at most nought and the right side to more (Farkas).
    Impossible(Vec<Ratio>),
}

/// Cells of a tableau above which no answer is given.
const LARGEST: usize = 3_000_000;

/// Solves exactly; `None` when a fraction does not fit, the problem is too large or the cost has no end.
#[must_use]
pub fn solve(problem: &Exact) -> Option<Proof> {
    let mut tableau = Tableau::new(problem)?;
    tableau.optimise()?;
    if tableau.goal.last().is_some_and(|left| !left.is_zero()) {
        return tableau.impossible().map(Proof::Impossible);
    }
    tableau.second_phase(&problem.costs)?;
    tableau.optimise()?;
    let mut solution: Vec<(usize, Ratio)> = tableau
        .basis
        .iter()
        .zip(&tableau.rows)
        .map(|(variable, row)| (*variable, row[tableau.width]))
        .filter(|entry| !entry.1.is_zero())
        .collect();
    solution.sort_unstable_by_key(|entry| entry.0);
    Some(Proof::Solved(solution))
}

struct Tableau {
    /// Variables, then one artificial variable for each row, then the right side.
    rows: Vec<Vec<Ratio>>,
    /// Reduced costs, and less the cost reached so far.
    goal: Vec<Ratio>,
    basis: Vec<usize>,
    variables: usize,
    width: usize,
    /// Rows turned around to make their right side positive.
    turned: Vec<bool>,
    /// Variables from here on may not come in.
    limit: usize,
}

impl Tableau {
    fn new(problem: &Exact) -> Option<Self> {
        let (count, variables) = (problem.rows.len(), problem.variables);
        let width = variables + count;
        if (width + 1).checked_mul(count + 1)? > LARGEST {
            return None;
        }
        let mut made = Self {
            rows: Vec::with_capacity(count),
            goal: vec![Ratio::ZERO; width + 1],
            basis: (variables..width).collect(),
            variables,
            width,
            turned: Vec::with_capacity(count),
            limit: variables,
        };
        for (at, (terms, right)) in problem.rows.iter().enumerate() {
            let turned = right.sign() < 0;
            let mut row = vec![Ratio::ZERO; width + 1];
            for (variable, factor) in terms.iter().copied().chain([(width, *right)]) {
                row[variable] = if turned { factor.negative()? } else { factor };
                made.goal[variable] = made.goal[variable].minus(row[variable])?;
            }
            row[variables + at] = Ratio::ONE;
            made.rows.push(row);
            made.turned.push(turned);
        }
        Some(made)
    }

    /// Pivots until no variable makes it cheaper.
    fn optimise(&mut self) -> Option<()> {
        let patience = 4 * (self.rows.len() + 8);
        for step in 0..patience * 50 {
            let candidates = (0..self.limit).filter(|at| self.goal[*at].sign() < 0);
            let entering = if step < patience {
                candidates.min_by(|a, b| self.goal[*a].cmp(&self.goal[*b]).then(a.cmp(b)))
            } else {
                candidates.min()
            };
            let Some(entering) = entering else { return Some(()) };
            let mut best: Option<(Ratio, usize, usize)> = None;
            for (at, row) in self.rows.iter().enumerate() {
                if row[entering].sign() > 0 {
                    let candidate = (row[self.width].over(row[entering])?, self.basis[at], at);
                    best = Some(best.map_or(candidate, |held| held.min(candidate)));
                }
            }
            self.pivot(best?.2, entering)?;
        }
        None
    }

    fn pivot(&mut self, at: usize, entering: usize) -> Option<()> {
        let mut row = std::mem::take(&mut self.rows[at]);
        let by = row[entering];
        let mut held = Vec::new();
        for (column, value) in row.iter_mut().enumerate() {
            if !value.is_zero() {
                *value = value.over(by)?;
                held.push(column);
            }
        }
        for other in self.rows.iter_mut().filter(|other| !other.is_empty()).chain([&mut self.goal]) {
            let factor = other[entering];
            if !factor.is_zero() {
                for column in &held {
                    other[*column] = other[*column].minus(factor.times(row[*column])?)?;
                }
            }
        }
        self.rows[at] = row;
        self.basis[at] = entering;
        Some(())
    }

    /// The multipliers of the rows as given.
    fn impossible(&self) -> Option<Vec<Ratio>> {
        let factor = |(at, turned): (usize, &bool)| {
            let factor = Ratio::ONE.minus(self.goal[self.variables + at])?;
            if *turned { factor.negative() } else { Some(factor) }
        };
        self.turned.iter().enumerate().map(factor).collect()
    }

    /// Puts artificial variables out of the basis, drops rows that say nothing new, and turns to the costs.
    fn second_phase(&mut self, costs: &[Ratio]) -> Option<()> {
        for at in 0..self.rows.len() {
            if self.basis[at] >= self.variables
                && let Some(entering) = (0..self.variables).find(|column| !self.rows[at][*column].is_zero())
            {
                self.pivot(at, entering)?;
            }
        }
        let keep: Vec<bool> = self.basis.iter().map(|variable| *variable < self.variables).collect();
        let (mut rows, mut basis) = (keep.iter(), keep.iter());
        self.rows.retain(|_| rows.next().is_some_and(|keep| *keep));
        self.basis.retain(|_| basis.next().is_some_and(|keep| *keep));
        let mut goal = vec![Ratio::ZERO; self.width + 1];
        goal[..costs.len()].copy_from_slice(costs);
        for (variable, row) in self.basis.iter().zip(&self.rows) {
            let factor = goal[*variable];
            if !factor.is_zero() {
                for (held, value) in goal.iter_mut().zip(row) {
                    *held = held.minus(factor.times(*value)?)?;
                }
            }
        }
        self.goal = goal;
        Some(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn problem(rows: &[Vec<i64>], right: &[i64]) -> Exact {
        let row = |(row, right): (&Vec<i64>, &i64)| {
            (row.iter().enumerate().map(|(at, value)| (at, Ratio::from(*value))).collect(), Ratio::from(*right))
        };
        Exact {
            variables: rows[0].len(),
            rows: rows.iter().zip(right).map(row).collect(),
            costs: vec![Ratio::ONE; rows[0].len()],
        }
    }

    fn at(row: &[i64], solution: &[(usize, Ratio)]) -> Ratio {
        solution
            .iter()
            .fold(Ratio::ZERO, |sum, (column, value)| sum.plus(value.times(Ratio::from(row[*column])).unwrap()).unwrap())
    }

    #[test]
    fn the_cheapest_corner_is_found_and_redundant_rows_do_no_harm() {
        let rows = [vec![1, 1, 2], vec![2, 2, 4], vec![0, 1, 0]];
        let Some(Proof::Solved(solution)) = solve(&problem(&rows, &[3, 6, 1])) else { panic!("it has a solution") };
        assert_eq!(solution, [(1, Ratio::ONE), (2, Ratio::ONE)]);
    }

    proptest! {
        #[test]
        fn an_answer_is_a_solution_or_a_proof_that_there_is_none(rows in proptest::collection::vec(proptest::collection::vec(-2i64..3, 5), 1..5), right in proptest::collection::vec(-3i64..4, 4)) {
            match solve(&problem(&rows, &right)).unwrap() {
                Proof::Solved(solution) => {
                    prop_assert!(solution.iter().all(|entry| entry.1.sign() > 0));
                    for (row, right) in rows.iter().zip(&right) { prop_assert_eq!(at(row, &solution), Ratio::from(*right)); }
                }
                Proof::Impossible(factors) => {
                    let sum = |part: &dyn Fn(usize) -> i64| factors.iter().enumerate().fold(Ratio::ZERO, |sum, (row, factor)| sum.plus(factor.times(Ratio::from(part(row))).unwrap()).unwrap());
                    prop_assert!((0..5).all(|column| sum(&|row| rows[row][column]).sign() <= 0));
                    prop_assert!(sum(&|row| right[row]).sign() > 0);
                }
            }
        }
    }
}
