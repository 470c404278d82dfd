//! The door to linear programming: a problem as plain lists, a solver behind a trait.
//!
//! Floating point answers are hints. Whoever proves something with them checks it in exact arithmetic.

/// A linear program over variables with bounds.
#[derive(Clone, Debug, Default)]
pub struct Problem {
    /// What a unit of each variable is worth; the sum is made as large as it can be.
    pub worth: Vec<f64>,
    /// Lower and upper bound of each variable, infinite where there is none.
    pub bounds: Vec<(f64, f64)>,
    /// The conditions.
    pub rows: Vec<Row>,
}

/// One condition of a linear program.
#[derive(Clone, Debug)]
pub struct Row {
    /// Variables and their coefficients, each variable once.
    pub terms: Vec<(usize, f64)>,
    /// How the sum compares.
    pub sense: Sense,
    /// With what.
    pub right: f64,
}

/// How a sum compares with the right side.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sense {
    /// At most.
    Most,
    /// Equal.
    Equal,
    /// At least.
    Least,
}

/// What a solver answers.
#[derive(Clone, Debug, PartialEq)]
pub enum Answer {
    /// The largest worth and the variables that reach it.
    Best(f64, Vec<f64>),
    /// No end to what can be reached.
    Unbounded,
    /// The conditions contradict each other.
    Infeasible,
    /// The solver gave up; nothing is known.
    Failed,
}

/// Something that solves linear programs.
pub trait LpSolver {
    /// Makes the worth as large as it can be. Deterministic: the same problem has the same answer.
    fn solve(&self, problem: &Problem) -> Answer;
}

/// The pure Rust simplex `microlp`, which checks each answer against the model before it gives it.
#[derive(Clone, Copy, Debug, Default)]
pub struct Simplex;

impl LpSolver for Simplex {
    fn solve(&self, problem: &Problem) -> Answer {
        let mut model = microlp::Problem::new(microlp::OptimizationDirection::Maximize);
        let variables: Vec<microlp::Variable> =
            problem.worth.iter().zip(&problem.bounds).map(|(worth, bounds)| model.add_var(*worth, *bounds)).collect();
        for row in &problem.rows {
            let sense = match row.sense {
                Sense::Most => microlp::ComparisonOp::Le,
                Sense::Equal => microlp::ComparisonOp::Eq,
                Sense::Least => microlp::ComparisonOp::Ge,
            };
            let terms: Vec<(microlp::Variable, f64)> = row.terms.iter().map(|(at, factor)| (variables[*at], *factor)).collect();
            model.add_constraint(terms, sense, row.right);
        }
        match model.solve().map(microlp::SolveOutcome::into_solution) {
            Ok(Ok(solution)) if solution.status() == microlp::SolutionStatus::Optimal => {
                Answer::Best(solution.objective(), variables.iter().map(|variable| solution.var_value(*variable)).collect())
            }
            Ok(_) => Answer::Failed,
            Err(microlp::Error::Unbounded) => Answer::Unbounded,
            Err(microlp::Error::Infeasible) => Answer::Infeasible,
            Err(_) => Answer::Failed,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn problem(rows: Vec<Row>) -> Problem {
        Problem { worth: vec![1.0, 1.0], bounds: vec![(0.0, f64::INFINITY), (0.0, 3.0)], rows }
    }

    #[test]
    fn best_unbounded_and_infeasible_are_told_apart() {
        let row = |sense, right| Row { terms: vec![(0, 1.0), (1, 2.0)], sense, right };
        let Answer::Best(worth, values) = Simplex.solve(&problem(vec![row(Sense::Most, 8.0)])) else { panic!("there is a best") };
        assert!((worth - 8.0).abs() < 1e-9 && (values[0] - 8.0).abs() < 1e-9, "{worth} {values:?}");
        assert_eq!(Simplex.solve(&problem(vec![row(Sense::Least, 1.0)])), Answer::Unbounded);
        assert_eq!(Simplex.solve(&problem(vec![row(Sense::Equal, -1.0)])), Answer::Infeasible);
    }
}
