//! Cells of a cube: what is counted in each, dense where the lattice is small, else by a table of the codes that occur.

use std::collections::HashMap;

use super::lattice::Lattice;

/// Words of the largest lattice that is kept dense.
const DENSE: u64 = 7 << 20;

/// What is summed in each cell, and how many of the largest contributions are kept of each sum.
#[derive(Clone, Copy, Default)]
pub(super) struct Shape {
    pub(super) sums: usize,
    /// As many as the rules of the cube look at: memory does not grow with the number of contributors.
    pub(super) depth: usize,
}

impl Shape {
    /// Words of a cell.
    fn words(self) -> u64 {
        3 + (self.sums * (2 + self.depth)) as u64
    }
}

/// Offers a contribution to the largest of a sum, which stand in descending order; equal ones count each.
#[inline]
fn offer(largest: &mut [u64], amount: u64) {
    let Some(last) = largest.last() else { return };
    if amount > *last {
        let at = largest.partition_point(|kept| *kept >= amount);
        largest[at..].rotate_right(1);
        largest[at] = amount;
    }
}

/// What is counted in one cell.
pub(in crate::confidential) struct Counts<'a> {
    pub(in crate::confidential) rows: u64,
    pub(in crate::confidential) persons: u64,
    /// Holdings, and persons of no holding; 0 where the file has no holdings.
    pub(super) holders: u64,
    /// By sum, in order.
    totals: &'a [u128],
    /// The largest contributions, sum after sum.
    largest: &'a [u64],
    depth: usize,
}

impl<'a> Counts<'a> {
    /// The exact sum, with weights where there are some.
    pub(in crate::confidential) fn total(&self, sum: usize) -> Option<u128> {
        self.totals.get(sum).copied()
    }

    /// The largest contributions, without weights; noughts stand for those there are not. One beyond 2^64 counts as 2^64 - 1.
    pub(in crate::confidential) fn largest(&self, sum: usize) -> &'a [u64] {
        self.largest.get(sum * self.depth..(sum + 1) * self.depth).unwrap_or(&[])
    }
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
    pub(super) holders: Vec<u64>,
    totals: Vec<u128>,
    largest: Vec<u64>,
    shape: Shape,
}

impl Cells {
    /// No rows yet.
    pub(super) fn new(lattice: &Lattice, shape: Shape) -> Self {
        let dense = lattice.size().saturating_mul(shape.words()) <= DENSE;
        let size = if dense { usize::try_from(lattice.size()).expect("at most DENSE") } else { 0 };
        Self {
            table: (!dense).then(HashMap::new),
            codes: Vec::new(),
            rows: vec![0; size],
            persons: vec![0; size],
            holders: vec![0; size],
            totals: vec![0; size * shape.sums],
            largest: vec![0; size * shape.sums * shape.depth],
            shape,
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
            self.holders.push(0);
            self.totals.resize((next + 1) * self.shape.sums, 0);
            self.largest.resize((next + 1) * self.shape.sums * self.shape.depth, 0);
        }
        at
    }

    /// Adds to a sum of a cell.
    #[inline]
    pub(super) fn add(&mut self, position: usize, sum: usize, amount: u128) {
        let total = &mut self.totals[position * self.shape.sums + sum];
        *total = total.saturating_add(amount);
    }

    /// Offers what one contributor gave to a sum of a cell.
    #[inline]
    pub(super) fn contribute(&mut self, position: usize, sum: usize, amount: u64) {
        let start = (position * self.shape.sums + sum) * self.shape.depth;
        offer(&mut self.largest[start..start + self.shape.depth], amount);
    }

    /// One cell.
    pub(super) fn at(&self, position: usize) -> Counts<'_> {
        let (totals, largest) = self.sums(position);
        let (rows, persons, holders) = (self.rows[position], self.persons[position], self.holders[position]);
        Counts { rows, persons, holders, totals, largest, depth: self.shape.depth }
    }

    fn sums(&self, position: usize) -> (&[u128], &[u64]) {
        let (sums, kept) = (self.shape.sums, self.shape.sums * self.shape.depth);
        (&self.totals[position * sums..(position + 1) * sums], &self.largest[position * kept..(position + 1) * kept])
    }

    /// Counted persons were holders: they are counted beside the persons, not as such.
    pub(super) fn of_holders(mut self) -> Self {
        std::mem::swap(&mut self.persons, &mut self.holders);
        self
    }

    fn len(&self) -> usize {
        self.rows.len()
    }

    fn code(&self, position: usize) -> u64 {
        if self.table.is_none() { position as u64 } else { self.codes[position] }
    }

    fn is_empty_at(&self, position: usize) -> bool {
        self.rows[position] == 0 && self.persons[position] == 0 && self.holders[position] == 0
    }

    /// Adds one cell of others of the same shape.
    fn gain(&mut self, to: usize, other: &Self, from: usize) {
        self.rows[to] += other.rows[from];
        self.persons[to] += other.persons[from];
        self.holders[to] += other.holders[from];
        let (totals, largest) = other.sums(from);
        for (sum, total) in totals.iter().enumerate() {
            self.add(to, sum, *total);
        }
        for (at, amount) in largest.iter().enumerate() {
            self.contribute(to, at / self.shape.depth, *amount);
        }
    }

    /// Adds one of these cells to another of them.
    fn gain_own(&mut self, to: usize, from: usize) {
        self.rows[to] += self.rows[from];
        self.persons[to] += self.persons[from];
        self.holders[to] += self.holders[from];
        for sum in 0..self.shape.sums {
            self.add(to, sum, self.totals[from * self.shape.sums + sum]);
            for at in 0..self.shape.depth {
                let amount = self.largest[(from * self.shape.sums + sum) * self.shape.depth + at];
                self.contribute(to, sum, amount);
            }
        }
    }

    /// Adds other cells of the same lattice.
    pub(super) fn merge(&mut self, other: &Self) {
        for from in (0..other.len()).filter(|at| !other.is_empty_at(*at)) {
            let to = self.position(other.code(from));
            self.gain(to, other, from);
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
                self.gain_own(to, from);
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
                self.gain(to, &before, from);
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
