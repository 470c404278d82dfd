//! The attack on a table whose withheld values nobody here knows, and whose published values may be rounded.

use crate::linear::Ratio;

use super::Bound;
use super::base::{join, root};
use crate::linear::lp::{Answer, LpSolver, Problem, Row, Sense, Simplex};

/// Known columns with a closed interval each.
pub struct OpenQuestion<'a> {
    /// Number of inner cells.
    pub inner: usize,
    /// Each column as the sorted inner cells it adds up.
    pub columns: &'a [Vec<u32>],
    /// Column, least and largest value it can have: equal when published exactly, half a unit apart when rounded. A column may
    /// occur more than once.
    pub known: &'a [(usize, Ratio, Ratio)],
    /// Columns whose value is sought.
    pub wanted: &'a [usize],
    /// Inner cells are never negative.
    pub nonnegative: bool,
    /// Each wanted column is at least this.
    pub minimum: Option<Ratio>,
}

/// What can be said of a wanted column.
#[derive(Clone, Debug)]
pub struct Found {
    /// The column.
    pub column: usize,
    /// What can be said.
    pub verdict: Verdict,
}

/// What can be said of a withheld value.
#[derive(Clone, Debug)]
pub enum Verdict {
    /// Its value, and the exact derivation: known columns with coefficients, and bounds (numbers of wanted columns stand for
    /// targets) that are at their least value.
    Exact {
        /// The value.
        value: Ratio,
        /// Known columns and coefficients, together with the bounds equal to the wanted column. Empty when the fractions do not
        /// fit.
        combination: Vec<(usize, Ratio)>,
        /// What is used beside known columns.
        bounds: Vec<Bound>,
    },
    /// The closed interval it lies in; infinite where there is no end.
    Between(f64, f64),
    /// No table fits the known values of this part; columns that contradict each other, when they were found.
    Inconsistent(Vec<usize>),
    /// A linear program failed.
    Undecided,
}

/// Works out what the known values say of the wanted ones, one answer per wanted column, in their order.
///
/// Two linear programs for each wanted column, over the inner cells of its independent part. A value is called exact when both
/// ends meet at a whole number.
#[must_use]
pub fn open_attack(question: &OpenQuestion<'_>) -> Vec<Found> {
    let parts = parts(question);
    let one = |column: &usize| Found { column: *column, verdict: verdict(question, &parts, *column) };
    question.wanted.iter().map(one).collect()
}

/// The independent part of each inner cell.
fn parts(question: &OpenQuestion<'_>) -> Vec<u32> {
    let mut parts: Vec<u32> = (0u32..).take(question.inner).collect();
    let known = question.known.iter().map(|(column, ..)| *column);
    for column in known.chain(question.wanted.iter().copied()) {
        for inner in question.columns[column].iter().skip(1) {
            join(&mut parts, question.columns[column][0], *inner);
        }
    }
    (0u32..).take(question.inner).map(|inner| root(&mut parts, inner)).collect()
}

fn verdict(question: &OpenQuestion<'_>, parts: &[u32], column: usize) -> Verdict {
    let Some(first) = question.columns[column].first() else { return Verdict::Between(0.0, 0.0) };
    let part = parts[*first as usize];
    let mut places = vec![usize::MAX; parts.len()];
    let mut count = 0;
    for (place, _) in places.iter_mut().zip(parts).filter(|(_, own)| **own == part) {
        *place = count;
        count += 1;
    }
    let inside = |column: usize| question.columns[column].first().is_some_and(|inner| parts[*inner as usize] == part);
    let terms = |column: usize| question.columns[column].iter().map(|inner| (places[*inner as usize], 1.0)).collect::<Vec<_>>();
    let mut rows = Vec::new();
    for (known, lo, up) in question.known.iter().filter(|(known, ..)| inside(*known)) {
        if lo == up {
            rows.push(Row { terms: terms(*known), sense: Sense::Equal, right: lo.approximate() });
        } else {
            rows.push(Row { terms: terms(*known), sense: Sense::Least, right: lo.approximate() });
            rows.push(Row { terms: terms(*known), sense: Sense::Most, right: up.approximate() });
        }
    }
    if let Some(minimum) = question.minimum {
        for wanted in question.wanted.iter().filter(|wanted| inside(**wanted)) {
            rows.push(Row { terms: terms(*wanted), sense: Sense::Least, right: minimum.approximate() });
        }
    }
    let least = if question.nonnegative { 0.0 } else { f64::NEG_INFINITY };
    let mut ends = [0.0; 2];
    for (end, sign) in ends.iter_mut().zip([-1.0, 1.0]) {
        let mut worth = vec![0.0; count];
        terms(column).into_iter().for_each(|(place, _)| worth[place] = sign);
        let problem = Problem { worth, bounds: vec![(least, f64::INFINITY); count], rows: rows.clone() };
        *end = match Simplex.solve(&problem) {
            Answer::Best(best, _) => sign * best,
            Answer::Unbounded => sign * f64::INFINITY,
            Answer::Infeasible => return Verdict::Inconsistent(Vec::new()),
            Answer::Failed => return Verdict::Undecided,
        };
    }
    let [lo, up] = ends;
    let whole = lo.round();
    let noise = 1e-6 * whole.abs().max(1.0);
    if up - lo <= noise && (lo - whole).abs() <= noise && whole.abs() < 1e15 {
        #[expect(clippy::cast_possible_truncation, reason = "a whole number below 1e15")]
        let value = Ratio::whole(whole as i128);
        return Verdict::Exact { value, combination: Vec::new(), bounds: Vec::new() };
    }
    Verdict::Between(lo, up)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ask(known: &[(usize, i128, i128)], wanted: &[usize]) -> Vec<Verdict> {
        // Two cells and their sum.
        let columns = [vec![0], vec![1], vec![0, 1]];
        let known: Vec<_> = known.iter().map(|(c, lo, up)| (*c, Ratio::whole(*lo), Ratio::whole(*up))).collect();
        let question = OpenQuestion { inner: 2, columns: &columns, known: &known, wanted, nonnegative: true, minimum: None };
        open_attack(&question).into_iter().map(|found| found.verdict).collect()
    }

    #[test]
    fn a_difference_of_exact_values_is_exact_and_of_rounded_ones_an_interval() {
        assert!(matches!(ask(&[(0, 7, 7), (2, 10, 10)], &[1])[0], Verdict::Exact { value, .. } if value == Ratio::whole(3)));
        assert!(
            matches!(ask(&[(0, 6, 8), (2, 10, 10)], &[1])[0], Verdict::Between(lo, up) if (lo - 2.0).abs() < 1e-6 && (up - 4.0).abs() < 1e-6)
        );
        assert!(matches!(ask(&[(0, 11, 11), (2, 10, 10)], &[1])[0], Verdict::Inconsistent(_)));
    }
}
