//! Sparse elimination of equations modulo the prime: an echelon form, its null space, and how a sum is made of the equations.
//!
//! The shortest equation comes next and gives away the unknown that fewest others hold (after Markowitz 1957): published totals
//! lose their published parts first, and what is left stays short.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use super::modular::{PRIME, Stream, add, inverse, mul, sub};

/// Residues by unknown, in order of the unknown, none zero.
pub(super) type Sparse = Vec<(u32, u64)>;

const NONE: u32 = u32::MAX;

/// Equations in echelon form. A pivot's row holds its own unknown, unknowns of later pivots and free ones.
pub(super) struct Echelon {
    /// Number of the equation each pivot comes from.
    equations: Vec<u32>,
    /// The unknown each pivot gives away.
    unknowns: Vec<u32>,
    /// One over the coefficient of that unknown.
    inverses: Vec<u64>,
    rows: Vec<Sparse>,
    /// What was taken off the equation to make the row: earlier pivots and factors.
    history: Vec<Vec<(u32, u64)>>,
    /// The pivot of each unknown, `NONE` when it is free.
    pivots: Vec<u32>,
}

struct Work {
    rows: Vec<Sparse>,
    history: Vec<Vec<(u32, u64)>>,
    holders: Vec<Vec<u32>>,
    counts: Vec<u32>,
    done: Vec<bool>,
    stamps: Vec<u32>,
    queue: BinaryHeap<Reverse<(usize, u32)>>,
    buffer: Sparse,
}

impl Work {
    fn new(unknowns: usize, rows: Vec<Sparse>) -> Self {
        let mut holders = vec![Vec::new(); unknowns];
        let mut queue = BinaryHeap::with_capacity(rows.len());
        for (number, row) in (0u32..).zip(&rows) {
            for (unknown, _) in row {
                holders[*unknown as usize].push(number);
            }
            if !row.is_empty() {
                queue.push(Reverse((row.len(), number)));
            }
        }
        let counts = holders.iter().map(|held| u32::try_from(held.len()).unwrap_or(u32::MAX)).collect();
        let count = rows.len();
        Self {
            rows,
            history: vec![Vec::new(); count],
            holders,
            counts,
            done: vec![false; count],
            stamps: vec![NONE; count],
            queue,
            buffer: Vec::new(),
        }
    }

    /// The shortest equation left.
    fn next(&mut self) -> Option<u32> {
        while let Some(Reverse((length, number))) = self.queue.pop() {
            if !self.done[number as usize] && self.rows[number as usize].len() == length {
                return Some(number);
            }
        }
        None
    }

    /// Takes `factor` times the source off the row, keeping the index of holders true.
    fn subtract(&mut self, number: u32, source: &Sparse, factor: u64) {
        let mut row = std::mem::take(&mut self.rows[number as usize]);
        let mut merged = std::mem::take(&mut self.buffer);
        merged.clear();
        merged.reserve(row.len() + source.len());
        let mut left = &row[..];
        for (unknown, value) in source {
            let before = until(left, *unknown);
            merged.extend_from_slice(&left[..before]);
            left = &left[before..];
            let part = mul(factor, *value);
            match left.first() {
                Some(own) if own.0 == *unknown => {
                    let value = sub(own.1, part);
                    if value == 0 {
                        self.counts[*unknown as usize] -= 1;
                    } else {
                        merged.push((*unknown, value));
                    }
                    left = &left[1..];
                }
                _ => {
                    merged.push((*unknown, sub(0, part)));
                    self.holders[*unknown as usize].push(number);
                    self.counts[*unknown as usize] += 1;
                }
            }
        }
        merged.extend_from_slice(left);
        if !merged.is_empty() {
            self.queue.push(Reverse((merged.len(), number)));
        }
        // No more room than is needed: there are as many of these as equations.
        row.clear();
        row.reserve_exact(merged.len());
        row.extend_from_slice(&merged);
        self.rows[number as usize] = row;
        self.buffer = merged;
    }
}

impl Echelon {
    /// Eliminates equations over unknowns `0..unknowns`.
    pub(super) fn new(unknowns: usize, rows: Vec<Sparse>) -> Self {
        let mut work = Work::new(unknowns, rows);
        let mut made = Self {
            equations: Vec::new(),
            unknowns: Vec::new(),
            inverses: Vec::new(),
            rows: Vec::new(),
            history: Vec::new(),
            pivots: vec![NONE; unknowns],
        };
        while let Some(number) = work.next() {
            work.done[number as usize] = true;
            let row = std::mem::take(&mut work.rows[number as usize]);
            let (unknown, value) = *row
                .iter()
                .min_by_key(|(unknown, _)| (work.counts[*unknown as usize], *unknown))
                .expect("a row in the queue holds something");
            let step = u32::try_from(made.rows.len()).expect("unknowns are numbered with 32 bits");
            let inverted = inverse(value);
            for other in std::mem::take(&mut work.holders[unknown as usize]) {
                if work.done[other as usize] || work.stamps[other as usize] == step {
                    continue;
                }
                work.stamps[other as usize] = step;
                let held = &work.rows[other as usize];
                let Ok(at) = held.binary_search_by_key(&unknown, |entry| entry.0) else { continue };
                let factor = mul(held[at].1, inverted);
                work.subtract(other, &row, factor);
                work.history[other as usize].push((step, factor));
            }
            for (held, _) in &row {
                work.counts[*held as usize] -= 1;
            }
            made.pivots[unknown as usize] = step;
            made.equations.push(number);
            made.unknowns.push(unknown);
            made.inverses.push(inverted);
            made.rows.push(row);
            made.history.push(std::mem::take(&mut work.history[number as usize]));
        }
        made
    }

    /// The independent rows.
    pub(super) fn into_rows(self) -> Vec<Sparse> {
        self.rows
    }

    /// A random vector that every equation sends to nought.
    pub(super) fn null_vector(&self, stream: &mut Stream) -> Vec<u64> {
        let mut vector: Vec<u64> = self.pivots.iter().map(|pivot| if *pivot == NONE { stream.residue() } else { 0 }).collect();
        for pivot in (0..self.rows.len()).rev() {
            let own = self.unknowns[pivot];
            let sum = self.rows[pivot].iter().filter(|entry| entry.0 != own).fold(0, |sum, (unknown, value)| {
                let part = vector[*unknown as usize];
                if part == 0 { sum } else { add(sum, mul(*value, part)) }
            });
            vector[own as usize] = sub(0, mul(sum, self.inverses[pivot]));
        }
        vector
    }

    /// Takes equations off a sum until only free unknowns are left: that rest, and how often each pivot row was taken.
    pub(super) fn reduce(&self, sum: &[(u32, u64)]) -> (Sparse, Vec<(u32, u64)>) {
        let mut values = std::collections::BTreeMap::new();
        let mut queue = BinaryHeap::new();
        for (unknown, value) in sum {
            values.insert(*unknown, *value);
            let pivot = self.pivots[*unknown as usize];
            if pivot != NONE {
                queue.push(Reverse(pivot));
            }
        }
        let mut taken = Vec::new();
        while let Some(Reverse(pivot)) = queue.pop() {
            let Some(value) = values.get(&self.unknowns[pivot as usize]).copied() else { continue };
            let factor = mul(value, self.inverses[pivot as usize]);
            taken.push((pivot, factor));
            for (unknown, value) in &self.rows[pivot as usize] {
                let part = mul(factor, *value);
                match values.entry(*unknown) {
                    std::collections::btree_map::Entry::Vacant(free) => {
                        free.insert(sub(0, part));
                        let next = self.pivots[*unknown as usize];
                        if next != NONE {
                            queue.push(Reverse(next));
                        }
                    }
                    std::collections::btree_map::Entry::Occupied(mut held) => {
                        let left = sub(*held.get(), part);
                        if left == 0 { _ = held.remove() } else { _ = held.insert(left) }
                    }
                }
            }
        }
        (values.into_iter().collect(), taken)
    }

    /// How a sum is made of the equations, by number of the equation; `None` when it is not.
    pub(super) fn express(&self, sum: &[(u32, u64)]) -> Option<Vec<(u32, u64)>> {
        let (rest, taken) = self.reduce(sum);
        rest.is_empty().then(|| self.unfold(&taken))
    }

    /// Pivot rows as the equations they are made of.
    pub(super) fn unfold(&self, taken: &[(u32, u64)]) -> Vec<(u32, u64)> {
        let mut factors: std::collections::BTreeMap<u32, u64> = taken.iter().copied().collect();
        let mut made = Vec::new();
        while let Some((pivot, factor)) = factors.pop_last() {
            if factor == 0 {
                continue;
            }
            made.push((self.equations[pivot as usize], factor));
            for (earlier, part) in &self.history[pivot as usize] {
                let held = factors.entry(*earlier).or_insert(0);
                *held = sub(*held, mul(factor, *part));
            }
        }
        made.sort_unstable();
        made
    }
}

/// How many entries at the front come before an unknown, by steps that double (Bentley and Yao 1976): most are few.
fn until(entries: &[(u32, u64)], unknown: u32) -> usize {
    let mut end = 1;
    while end <= entries.len() && entries[end - 1].0 < unknown {
        end *= 2;
    }
    let start = end / 2;
    start + entries[start..entries.len().min(end)].partition_point(|entry| entry.0 < unknown)
}

/// The value of a sum at a vector.
pub(super) fn product(sum: &[(u32, u64)], vector: &[u64]) -> u64 {
    debug_assert!(sum.iter().all(|(_, value)| *value < PRIME), "residues are smaller than the prime");
    sum.iter().fold(0, |total, (unknown, value)| {
        let part = vector[*unknown as usize];
        add(total, if *value == 1 { part } else { mul(*value, part) })
    })
}

#[cfg(test)]
mod tests {
    use super::super::modular::residue;
    use super::*;
    use proptest::prelude::*;

    fn rows() -> impl Strategy<Value = Vec<Sparse>> {
        let row = proptest::collection::btree_map(0u32..8, -2i64..3, 0..6);
        let sparse = |map: std::collections::BTreeMap<u32, i64>| -> Sparse {
            map.into_iter().filter(|entry| entry.1 != 0).map(|(unknown, value)| (unknown, residue(value))).collect()
        };
        proptest::collection::vec(row.prop_map(sparse), 1..9)
    }

    proptest! {
        #[test]
        fn null_vectors_vanish_on_every_equation_and_only_combinations_vanish_on_them(rows in rows(), target in rows()) {
            let echelon = Echelon::new(8, rows.clone());
            let vector = echelon.null_vector(&mut Stream::new(7));
            for row in &rows {
                prop_assert_eq!(product(row, &vector), 0);
            }
            for target in target {
                let made = echelon.express(&target);
                prop_assert_eq!(made.is_some(), product(&target, &vector) == 0);
                let mut sum = [0; 8];
                for (equation, factor) in made.iter().flatten() {
                    for (unknown, value) in &rows[*equation as usize] {
                        sum[*unknown as usize] = add(sum[*unknown as usize], mul(*factor, *value));
                    }
                }
                let back: Sparse = (0u32..).zip(sum).filter(|entry| entry.1 != 0).collect();
                prop_assert!(made.is_none() || back == target);
            }
        }
    }

    #[test]
    fn the_rank_counts_independent_equations() {
        let echelon = Echelon::new(3, vec![vec![(0, 1), (1, 1)], vec![(1, 1), (2, 1)], vec![(0, 1), (2, residue(-1))]]);
        assert_eq!(echelon.rows.len(), 2);
        assert_eq!((0..3).filter(|unknown| echelon.pivots[*unknown as usize] == NONE).count(), 1);
    }
}
