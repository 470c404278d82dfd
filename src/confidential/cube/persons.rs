//! Distinct persons: rows parted by a hash of the person key, each part counted by itself.
//!
//! A person whose rows all fall into one cell adds to the margins as a row does. Only the others are looked at margin by margin.
//! Cost of a five-way cube of 10 million rows, with reading: 3 CPU seconds when each person has one row, 20 when each has twenty rows
//! in as many cells (`benches/cubes.rs`); 32 bytes a row with one sum.

use std::sync::Mutex;
use std::sync::PoisonError;
use std::sync::atomic::{AtomicUsize, Ordering};

use super::cells::{Cells, Shape};
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

/// Counts the persons of every cell and margin, and their largest contributions. Gives one part of the cells per worker.
pub(super) fn count(workers: usize, lattice: &Lattice, shape: Shape, buckets: Vec<Buckets>) -> Vec<Cells> {
    let counters = each_person(
        workers,
        3 + shape.sums,
        buckets,
        || Counter::new(lattice, shape),
        |counter, rows, chain| counter.person(rows, chain),
    );
    counters.into_iter().map(Counter::finish).collect()
}

/// Gives every person's rows, person by person, to the state of some worker; all states come back.
///
/// `stride` is the number of words of a row: the two halves of the key, the code, the amounts.
pub(super) fn each_person<T: Send>(
    workers: usize,
    stride: usize,
    buckets: Vec<Buckets>,
    make: impl Fn() -> T + Sync,
    take: impl Fn(&mut T, &Rows, &[usize]) + Sync,
) -> Vec<T> {
    let mut buckets = buckets;
    let parts: Vec<Mutex<Vec<Vec<u64>>>> = (0..PARTS)
        .map(|part| {
            let of_part = |bucket: &mut Buckets| bucket.parts.get_mut(part).map(std::mem::take).unwrap_or_default();
            Mutex::new(buckets.iter_mut().map(of_part).collect())
        })
        .collect();
    let next = AtomicUsize::new(0);
    let work = || {
        let (mut state, mut rows) = (make(), Rows::new(stride));
        while let Some(part) = parts.get(next.fetch_add(1, Ordering::Relaxed)) {
            let pieces = std::mem::take(&mut *part.lock().unwrap_or_else(PoisonError::into_inner));
            rows.load(pieces);
            rows.persons(|rows, chain| take(&mut state, rows, chain));
        }
        state
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

/// The rows of one part, linked by person.
pub(super) struct Rows {
    /// Words of a row.
    stride: usize,
    words: Vec<u64>,
    /// Place → the last row of a person + 1; 0 is free.
    heads: Vec<u32>,
    /// Row → the row before it of the same person + 1; 0: none.
    before: Vec<u32>,
}

impl Rows {
    fn new(stride: usize) -> Self {
        Self { stride, words: Vec::new(), heads: Vec::new(), before: Vec::new() }
    }

    fn load(&mut self, pieces: Vec<Vec<u64>>) {
        self.words.clear();
        for piece in pieces {
            self.words.extend_from_slice(&piece);
        }
        self.link();
    }

    /// Links the rows of each person.
    fn link(&mut self) {
        let count = self.words.len() / self.stride;
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

    fn persons(&self, mut take: impl FnMut(&Self, &[usize])) {
        let mut chain = Vec::new();
        for head in &self.heads {
            let mut row = *head as usize;
            chain.clear();
            while row != 0 {
                chain.push(row - 1);
                row = self.before[row - 1] as usize;
            }
            if !chain.is_empty() {
                take(self, &chain);
            }
        }
    }

    /// The two halves of the person's number.
    pub(super) fn key(&self, row: usize) -> [u64; 2] {
        [self.words[row * self.stride], self.words[row * self.stride + 1]]
    }

    /// The cell.
    pub(super) fn code(&self, row: usize) -> u64 {
        self.words[row * self.stride + 2]
    }

    fn amount(&self, row: usize, sum: usize) -> u64 {
        self.words[row * self.stride + 3 + sum]
    }
}

struct Counter<'a> {
    lattice: &'a Lattice,
    sums: usize,
    /// Persons in one cell, by that cell, without margins.
    simple: Cells,
    /// All others, margins included.
    spread: Cells,
    margins: Vec<u64>,
    /// Margin of a row, and the row.
    pairs: Vec<(u64, usize)>,
}

impl<'a> Counter<'a> {
    fn new(lattice: &'a Lattice, shape: Shape) -> Self {
        let cells = || Cells::new(lattice, shape);
        Self { lattice, sums: shape.sums, simple: cells(), spread: cells(), margins: Vec::new(), pairs: Vec::new() }
    }

    fn finish(mut self) -> Cells {
        self.simple.roll_up(self.lattice);
        self.simple.merge(&self.spread);
        self.simple
    }

    /// Counts the person of these rows.
    fn person(&mut self, rows: &Rows, chain: &[usize]) {
        let code = rows.code(chain[0]);
        if chain.iter().all(|row| rows.code(*row) == code) {
            let at = self.simple.position(code);
            self.simple.persons[at] += 1;
            contribute(&mut self.simple, self.sums, at, rows, chain.iter().copied());
            return;
        }
        self.pairs.clear();
        for row in chain.iter().copied() {
            self.lattice.margins(rows.code(row), &mut self.margins);
            self.pairs.extend(self.margins.iter().map(|margin| (*margin, row)));
        }
        self.pairs.sort_unstable();
        for same in self.pairs.chunk_by(|a, b| a.0 == b.0) {
            let at = self.spread.position(same[0].0);
            self.spread.persons[at] += 1;
            contribute(&mut self.spread, self.sums, at, rows, same.iter().map(|(_, row)| *row));
        }
    }
}

/// Offers the sum over some rows of one person as a contribution.
#[inline]
fn contribute(cells: &mut Cells, sums: usize, at: usize, rows: &Rows, of: impl Iterator<Item = usize> + Clone) {
    for sum in 0..sums {
        cells.contribute(at, sum, of.clone().fold(0, |total: u64, row| total.saturating_add(rows.amount(row, sum))));
    }
}
