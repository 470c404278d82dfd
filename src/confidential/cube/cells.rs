//! Cells of a cube: what is counted in each, dense where the lattice is small, else by a table of the codes that occur.

use std::collections::HashMap;

use super::lattice::Lattice;

/// Largest lattice that is kept dense: 40 bytes a cell with one sum.
const DENSE: u64 = 1 << 20;

/// An exact sum and its two largest contributions.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub(in crate::confidential) struct Sum {
    pub(in crate::confidential) total: u128,
    /// Largest contribution, then the second largest; equal ones count twice. One beyond 2^64 counts as 2^64 - 1.
    pub(in crate::confidential) largest: [u64; 2],
}

impl Sum {
    #[inline]
    pub(super) fn contribute(&mut self, amount: u64) {
        if amount > self.largest[1] {
            let [first, _] = self.largest;
            self.largest = [first.max(amount), first.min(amount)];
        }
    }

    fn merge(&mut self, other: &Self) {
        self.total += other.total;
        self.contribute(other.largest[0]);
        self.contribute(other.largest[1]);
    }
}

/// What is counted in one cell.
pub(in crate::confidential) struct Counts<'a> {
    pub(in crate::confidential) rows: u64,
    pub(in crate::confidential) persons: u64,
    /// By measure that is a sum, in order.
    pub(in crate::confidential) sums: &'a [Sum],
}

/// Cells by code.
#[derive(Clone)]
pub(super) struct Cells {
    /// Code → position; `None` when the code is the position.
    table: Option<HashMap<u64, usize>>,
    /// Codes by position; empty when dense.
    codes: Vec<u64>,
    pub(super) rows: Vec<u64>,
    pub(super) persons: Vec<u64>,
    sums: Vec<Sum>,
    width: usize,
}

impl Cells {
    /// No rows yet; `width` sums in each cell.
    pub(super) fn new(lattice: &Lattice, width: usize) -> Self {
        let dense = lattice.size() <= DENSE;
        let size = if dense { usize::try_from(lattice.size()).expect("at most DENSE") } else { 0 };
        Self {
            table: (!dense).then(HashMap::new),
            codes: Vec::new(),
            rows: vec![0; size],
            persons: vec![0; size],
            sums: vec![Sum::default(); size * width],
            width,
        }
    }

    /// The position of a code, made when there is none.
    #[inline]
    #[expect(clippy::cast_possible_truncation, reason = "a dense code is below DENSE")]
    pub(super) fn position(&mut self, code: u64) -> usize {
        if self.table.is_none() { code as usize } else { self.look_up(code) }
    }

    fn look_up(&mut self, code: u64) -> usize {
        let next = self.codes.len();
        let at = self.table.as_mut().map_or(0, |table| *table.entry(code).or_insert(next));
        if at == next {
            self.codes.push(code);
            self.rows.push(0);
            self.persons.push(0);
            self.sums.resize((next + 1) * self.width, Sum::default());
        }
        at
    }

    /// The sums of a cell.
    #[inline]
    pub(super) fn sums(&mut self, position: usize) -> &mut [Sum] {
        &mut self.sums[position * self.width..(position + 1) * self.width]
    }

    /// One cell.
    pub(super) fn at(&self, position: usize) -> Counts<'_> {
        let sums = &self.sums[position * self.width..(position + 1) * self.width];
        Counts { rows: self.rows[position], persons: self.persons[position], sums }
    }

    fn len(&self) -> usize {
        self.rows.len()
    }

    fn code(&self, position: usize) -> u64 {
        if self.table.is_none() { position as u64 } else { self.codes[position] }
    }

    fn is_empty_at(&self, position: usize) -> bool {
        self.rows[position] == 0 && self.persons[position] == 0
    }

    /// Adds other cells of the same lattice.
    pub(super) fn merge(&mut self, other: &Self) {
        for from in (0..other.len()).filter(|at| !other.is_empty_at(*at)) {
            let to = self.position(other.code(from));
            self.rows[to] += other.rows[from];
            self.persons[to] += other.persons[from];
            let sums = &other.sums[from * self.width..(from + 1) * self.width];
            self.sums(to).iter_mut().zip(sums).for_each(|(sum, more)| sum.merge(more));
        }
    }

    /// Adds every margin up from the cells, dimension by dimension. Before, there are cells without totals only.
    pub(super) fn roll_up(&mut self, lattice: &Lattice) {
        for (dimension, (digits, stride)) in lattice.dimensions().iter().enumerate() {
            if lattice.has_groups(dimension) {
                self.roll_up_groups(lattice, dimension);
                continue;
            }
            // Margins of this dimension are made while going on; they stand at the end or have the digit 0.
            for from in 0..self.len() {
                let code = self.code(from);
                let digit = code / stride % digits;
                if digit == 0 || self.is_empty_at(from) {
                    continue;
                }
                let to = self.position(code - digit * stride);
                self.rows[to] += self.rows[from];
                self.persons[to] += self.persons[from];
                for sum in 0..self.width {
                    let more = self.sums[from * self.width + sum];
                    self.sums[to * self.width + sum].merge(&more);
                }
            }
        }
    }

    /// The same for a dimension with groups, whose own rows must not be counted twice: from a copy as it was before.
    fn roll_up_groups(&mut self, lattice: &Lattice, dimension: usize) {
        let before = self.clone();
        for from in (0..before.len()).filter(|at| !before.is_empty_at(*at)) {
            let code = before.code(from);
            let digit = lattice.digit(code, dimension);
            if digit == 0 {
                continue;
            }
            for digit in lattice.above(dimension, digit).iter().copied().chain([0]) {
                let to = self.position(lattice.with_digit(code, dimension, digit));
                self.rows[to] += before.rows[from];
                self.persons[to] += before.persons[from];
                let sums = &before.sums[from * self.width..(from + 1) * self.width];
                self.sums(to).iter_mut().zip(sums).for_each(|(sum, more)| sum.merge(more));
            }
        }
    }

    /// Codes with rows, in order, and their positions.
    pub(super) fn order(&self) -> Vec<(u64, usize)> {
        let mut order: Vec<_> = (0..self.len()).filter(|at| self.rows[*at] > 0).map(|at| (self.code(at), at)).collect();
        order.sort_unstable();
        order
    }
}
