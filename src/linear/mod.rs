//! Sums as linear algebra sees them: inner cells with their values, and columns, each the sum of some inner cells.
//!
//! Knows nothing of records, dimensions or rules. The protection engine and the attacker both read it, and share nothing else.

pub mod lp;
pub mod ratio;
pub mod simplex;

pub use ratio::Ratio;

/// Coefficients by inner cell, in order of the cell, none zero: a difference of two cells, a sum with signs.
pub type Vector = Vec<(u32, i64)>;

/// A release as a linear system.
///
/// Inner cells are numbered from 0. Values are whole numbers in the smallest unit (persons, person-times, fen) and may be
/// true values of records: a system has neither `Debug` nor `Serialize`.
#[derive(Clone, Default)]
pub struct System {
    values: Vec<i64>,
    starts: Vec<usize>,
    members: Vec<u32>,
}

impl System {
    /// A system without columns over inner cells with these values.
    #[must_use]
    pub fn new(values: Vec<i64>) -> Self {
        Self { values, starts: vec![0], members: Vec::new() }
    }

    /// Adds a column, the sum of these inner cells, and gives its number. They are sorted and kept once each.
    ///
    /// # Panics
    /// When an inner cell does not exist.
    pub fn push(&mut self, members: impl IntoIterator<Item = u32>) -> usize {
        let start = self.members.len();
        self.members.extend(members);
        self.members[start..].sort_unstable();
        let mut end = start;
        for at in start..self.members.len() {
            if at == start || self.members[at] != self.members[end - 1] {
                self.members[end] = self.members[at];
                end += 1;
            }
        }
        self.members.truncate(end);
        let exists = self.members[start..].last().is_none_or(|last| (*last as usize) < self.values.len());
        assert!(exists, "a column is made of inner cells that exist");
        self.starts.push(end);
        self.starts.len() - 2
    }

    /// Number of inner cells.
    #[must_use]
    pub fn inner(&self) -> usize {
        self.values.len()
    }

    /// Number of columns.
    #[must_use]
    pub fn columns(&self) -> usize {
        self.starts.len().saturating_sub(1)
    }

    /// The inner cells of a column, in order.
    #[must_use]
    pub fn members(&self, column: usize) -> &[u32] {
        &self.members[self.starts[column]..self.starts[column + 1]]
    }

    /// The value of an inner cell.
    #[must_use]
    pub fn value(&self, inner: u32) -> i64 {
        self.values[inner as usize]
    }

    /// Values of all inner cells.
    #[must_use]
    pub fn values(&self) -> &[i64] {
        &self.values
    }

    /// The value of a column. Costs its length.
    #[must_use]
    pub fn total(&self, column: usize) -> i128 {
        self.members(column).iter().map(|inner| i128::from(self.value(*inner))).sum()
    }

    /// The value of a vector.
    #[must_use]
    pub fn product(&self, vector: &[(u32, i64)]) -> i128 {
        vector.iter().map(|(inner, factor)| i128::from(self.value(*inner)) * i128::from(*factor)).sum()
    }

    /// A column as a vector.
    #[must_use]
    pub fn vector(&self, column: usize) -> Vector {
        self.members(column).iter().map(|inner| (*inner, 1)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn members_of_a_column_are_sorted_and_counted_once() {
        let mut system = System::new(vec![5, 7, 11]);
        assert_eq!(system.push([2, 0, 2]), 0);
        assert_eq!(system.push([]), 1);
        assert_eq!((system.members(0), system.total(0)), (&[0, 2][..], 16));
        assert_eq!((system.members(1), system.total(1), system.columns()), (&[][..], 0, 2));
        assert_eq!(system.product(&[(1, 2), (2, -1)]), 3);
    }
}
