//! Distinct persons: rows parted by a hash of the person key, each part counted by itself.
//!
//! A person whose rows all fall into one cell adds to the margins as a row does. Only the others are looked at margin by margin.
//! Cost of a five-way cube of 10 million rows, with reading: 3 CPU seconds when each person has one row, 20 when each has twenty rows
//! in as many cells (`benches/cubes.rs`); 32 bytes a row with one sum.

use std::sync::Mutex;
use std::sync::PoisonError;
use std::sync::atomic::{AtomicUsize, Ordering};

use super::cells::Cells;
use super::lattice::Lattice;
use crate::confidential::records::Person;

/// Number of parts: with 10 million persons each has 20,000 rows, which a core's cache holds.
const PARTS: usize = 512;

/// Rows of persons, in parts by a hash of the key: the two halves of the key, the cell's code, the amounts.
pub(super) struct Buckets {
    parts: Vec<Vec<u64>>,
}

impl Buckets {
    /// Empty for ever when there are no persons.
    pub(super) fn new(has_person: bool) -> Self {
        Self { parts: if has_person { vec![Vec::new(); PARTS] } else { Vec::new() } }
    }

    #[inline]
    pub(super) fn push(&mut self, person: Person, code: u64, amounts: impl Iterator<Item = u64>) {
        let key = person.halves();
        let part = &mut self.parts[hash(key) as usize % PARTS];
        part.extend_from_slice(&[key[0], key[1], code]);
        part.extend(amounts);
    }
}

/// Mixes both halves; the low bits choose the part, the high bits the place in its table.
#[inline]
#[expect(clippy::cast_possible_truncation, reason = "both halves of the product are folded together")]
fn hash([low, high]: [u64; 2]) -> u64 {
    let product = u128::from(low ^ 0x9e37_79b9_7f4a_7c15) * u128::from(high.rotate_left(23) ^ 0xd134_2543_de82_ef95);
    let folded = product as u64 ^ (product >> 64) as u64;
    let again = u128::from(folded) * 0xa076_1d64_78bd_642f_u128;
    again as u64 ^ (again >> 64) as u64
}

/// Counts the persons of every cell and margin, and their two largest contributions. Gives one part of the cells per worker.
pub(super) fn count(workers: usize, lattice: &Lattice, width: usize, buckets: Vec<Buckets>) -> Vec<Cells> {
    let mut buckets = buckets;
    let parts: Vec<Mutex<Vec<Vec<u64>>>> = (0..PARTS)
        .map(|part| Mutex::new(buckets.iter_mut().map(|bucket| std::mem::take(&mut bucket.parts[part])).collect()))
        .collect();
    let next = AtomicUsize::new(0);
    let work = || {
        let mut counter = Counter::new(lattice, width);
        while let Some(part) = parts.get(next.fetch_add(1, Ordering::Relaxed)) {
            let rows = std::mem::take(&mut *part.lock().unwrap_or_else(PoisonError::into_inner));
            counter.part(rows);
        }
        counter.finish()
    };
    std::thread::scope(|scope| {
        let others: Vec<_> = (1..workers).map(|_| scope.spawn(work)).collect();
        let mut done = vec![work()];
        for other in others {
            done.push(other.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)));
        }
        done
    })
}

struct Counter<'a> {
    lattice: &'a Lattice,
    /// Words of a row.
    stride: usize,
    /// Persons in one cell, by that cell, without margins.
    simple: Cells,
    /// All others, margins included.
    spread: Cells,
    rows: Vec<u64>,
    /// Place → the last row of a person + 1; 0 is free.
    heads: Vec<u32>,
    /// Row → the row before it of the same person + 1; 0: none.
    before: Vec<u32>,
    chain: Vec<usize>,
    margins: Vec<u64>,
    /// Margin of a row, and the row.
    pairs: Vec<(u64, usize)>,
}

impl<'a> Counter<'a> {
    fn new(lattice: &'a Lattice, width: usize) -> Self {
        Self {
            lattice,
            stride: 3 + width,
            simple: Cells::new(lattice, width),
            spread: Cells::new(lattice, width),
            rows: Vec::new(),
            heads: Vec::new(),
            before: Vec::new(),
            chain: Vec::new(),
            margins: Vec::new(),
            pairs: Vec::new(),
        }
    }

    fn finish(mut self) -> Cells {
        self.simple.roll_up(self.lattice);
        self.simple.merge(&self.spread);
        self.simple
    }

    fn part(&mut self, pieces: Vec<Vec<u64>>) {
        self.rows.clear();
        for piece in pieces {
            self.rows.extend_from_slice(&piece);
        }
        self.link();
        for place in 0..self.heads.len() {
            let mut row = self.heads[place] as usize;
            self.chain.clear();
            while row != 0 {
                self.chain.push(row - 1);
                row = self.before[row - 1] as usize;
            }
            self.person();
        }
    }

    /// Links the rows of each person.
    fn link(&mut self) {
        let count = self.rows.len() / self.stride;
        let places = (2 * count).next_power_of_two();
        self.heads.clear();
        self.heads.resize(places, 0);
        self.before.clear();
        self.before.resize(count, 0);
        for row in 0..count {
            let key = self.key(row);
            let mut place = (hash(key) >> 16) as usize & (places - 1);
            while self.heads[place] != 0 && self.key(self.heads[place] as usize - 1) != key {
                place = (place + 1) & (places - 1);
            }
            self.before[row] = self.heads[place];
            self.heads[place] = u32::try_from(row + 1).expect("a part has fewer than 2^32 rows");
        }
    }

    fn key(&self, row: usize) -> [u64; 2] {
        [self.rows[row * self.stride], self.rows[row * self.stride + 1]]
    }

    fn code(&self, row: usize) -> u64 {
        self.rows[row * self.stride + 2]
    }

    /// Counts the person whose rows are in `chain`.
    fn person(&mut self) {
        let Some(first) = self.chain.first().copied() else { return };
        let code = self.code(first);
        if self.chain.iter().all(|row| self.code(*row) == code) {
            let at = self.simple.position(code);
            self.simple.persons[at] += 1;
            contribute(&mut self.simple, at, &self.rows, self.stride, self.chain.iter().copied());
            return;
        }
        self.pairs.clear();
        for row in self.chain.iter().copied() {
            self.lattice.margins(self.rows[row * self.stride + 2], &mut self.margins);
            self.pairs.extend(self.margins.iter().map(|margin| (*margin, row)));
        }
        self.pairs.sort_unstable();
        for same in self.pairs.chunk_by(|a, b| a.0 == b.0) {
            let at = self.spread.position(same[0].0);
            self.spread.persons[at] += 1;
            contribute(&mut self.spread, at, &self.rows, self.stride, same.iter().map(|(_, row)| *row));
        }
    }
}

/// Offers the sum over some rows of one person as a contribution.
#[inline]
fn contribute(cells: &mut Cells, at: usize, rows: &[u64], stride: usize, of: impl Iterator<Item = usize> + Clone) {
    for (index, sum) in cells.sums(at).iter_mut().enumerate() {
        sum.contribute(of.clone().fold(0, |total: u64, row| total.saturating_add(rows[row * stride + 3 + index])));
    }
}
