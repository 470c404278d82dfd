//! One pass: publish columns in order, each unless it would reveal what must not be derivable.
//!
//! Publishing a column eliminates one row from all others, so that what is left of a column is what published ones do not tell.
//! A column that is a multiple of what is left of a primary would reveal it, and is withheld. Hence no primary is in the span
//! of the published columns; neither is any secondary, for then its primary would be too; and each secondary, published now,
//! would still reveal a primary, since spans only grow.

use std::collections::BTreeMap;

use super::field::{self, Random, add, element, inverse, negative, times};
use crate::linear::{System, Vector};

/// A candidate with something in more than one of so many rows is wide.
const WIDE: usize = 8;
/// But never one with fewer rows than this.
const LEAST_WIDE: usize = 256;

/// Rows and values that are not nought, sorted by row.
type Sparse = Vec<(u32, u64)>;

/// What a pass is given, the same for every order.
pub(super) struct Setting<'a> {
    /// The sums.
    pub(super) system: &'a System,
    /// Sums that must not be derivable.
    pub(super) primaries: &'a [usize],
    /// Rows under the rule for singletons.
    pub(super) singleton: &'a [bool],
    /// What withholding a sum costs; 0 for all when it does not matter.
    pub(super) costs: &'a [u128],
}

/// What a pass gives.
pub(super) struct Passed {
    /// The sums withheld, in the order met.
    pub(super) withheld: Vec<usize>,
    /// What they cost.
    pub(super) cost: u128,
    /// Primaries (by place in the list, then virtual primaries) that forced sums reveal.
    pub(super) exposed: Vec<usize>,
}

/// A state of the elimination, ready to start or to go on from where it stopped.
#[derive(Clone)]
pub(super) struct Elimination {
    /// What is left of each column: candidates by sum, then primaries, then virtual primaries.
    left: Vec<Sparse>,
    /// A linear hash of what is left.
    hashes: Vec<u64>,
    /// Candidates not yet met, and everything that must not be derivable.
    alive: Vec<bool>,
    /// Candidates with something in so many rows that a place for every row is cheaper; what is left of them is not in `left`.
    wide: BTreeMap<u32, Wide>,
    /// Columns that stand, or once stood, in a row; without the wide ones.
    standing: Vec<Vec<u32>>,
    /// The same for what must not be derivable.
    guarding: Vec<Vec<u32>>,
    /// How many live columns stand in a row.
    counts: Vec<u32>,
    guards: Vec<u32>,
    /// The step at which a column was last changed.
    stamps: Vec<u32>,
    step: u32,
    candidates: usize,
    /// Singleton rows that were published together with both signs.
    mixed: Vec<bool>,
    withheld: Vec<usize>,
    cost: u128,
    exposed: Vec<usize>,
}

impl Elimination {
    /// The state before anything is published; `candidates` are the sums that will be met.
    pub(super) fn new(setting: &Setting<'_>, virtuals: &[Vector], candidates: &[usize]) -> Self {
        let (rows, sums) = (setting.system.inner(), setting.system.columns());
        let all = sums + setting.primaries.len() + virtuals.len();
        let mut state = Self {
            left: vec![Sparse::new(); all],
            wide: BTreeMap::new(),
            hashes: vec![0; all],
            alive: vec![false; all],
            standing: vec![Vec::new(); rows],
            guarding: vec![Vec::new(); rows],
            counts: vec![0; rows],
            guards: vec![0; rows],
            stamps: vec![0; all],
            step: 0,
            candidates: sums,
            mixed: vec![false; rows],
            withheld: Vec::new(),
            cost: 0,
            exposed: Vec::new(),
        };
        let mut random = Random::new(rows as u64);
        let marks: Vec<u64> = (0..rows).map(|_| random.element()).collect();
        let plain = |sum: usize| setting.system.members(sum).iter().map(|row| (*row, 1)).collect::<Sparse>();
        for sum in candidates {
            state.put(*sum, plain(*sum), &marks);
        }
        for (place, sum) in setting.primaries.iter().enumerate() {
            state.put(sums + place, plain(*sum), &marks);
        }
        for (place, vector) in virtuals.iter().enumerate() {
            let sparse = vector.iter().map(|(row, factor)| (*row, element(*factor))).filter(|(_, value)| *value != 0);
            state.put(sums + setting.primaries.len() + place, sparse.collect(), &marks);
        }
        state
    }

    fn put(&mut self, column: usize, sparse: Sparse, marks: &[u64]) {
        let guard = column >= self.candidates;
        for (row, value) in &sparse {
            let row = *row as usize;
            self.hashes[column] = add(self.hashes[column], times(marks[row], *value));
            self.counts[row] += 1;
            if guard {
                self.guards[row] += 1;
                self.guarding[row].push(column as u32);
            }
        }
        self.alive[column] = true;
        if guard {
            self.left[column] = sparse;
        } else if sparse.len() > self.widest() {
            self.wide.insert(column as u32, Wide::new(&sparse, self.counts.len()));
        } else {
            sparse.iter().for_each(|(row, _)| self.standing[*row as usize].push(column as u32));
            self.left[column] = sparse;
        }
    }

    /// More rows than this make a candidate wide.
    fn widest(&self) -> usize {
        (self.counts.len() / WIDE).max(LEAST_WIDE)
    }

    /// Publishes sums whatever they reveal.
    pub(super) fn force(&mut self, setting: &Setting<'_>, sums: &[usize]) {
        for sum in sums {
            let a = self.take(*sum);
            if !a.is_empty() {
                self.publish(setting, *sum, &a);
            }
        }
    }

    /// Goes through sums in order; stops, with `None`, as soon as the cost reaches a limit.
    pub(super) fn run(&mut self, setting: &Setting<'_>, sums: &[usize], limit: u128) -> Option<()> {
        for sum in sums {
            let a = self.take(*sum);
            if a.is_empty() {
                continue;
            }
            if self.reveals(&a, self.hashes[*sum]) || self.proves_minimum(setting, &a) {
                self.withheld.push(*sum);
                self.cost = self.cost.saturating_add(setting.costs[*sum]);
                if self.cost >= limit {
                    return None;
                }
            } else {
                self.publish(setting, *sum, &a);
            }
        }
        Some(())
    }

    /// What came of it.
    pub(super) fn finish(self) -> Passed {
        Passed { withheld: self.withheld, cost: self.cost, exposed: self.exposed }
    }

    /// Takes a candidate out of the play.
    fn take(&mut self, sum: usize) -> Sparse {
        self.alive[sum] = false;
        let a = match self.wide.remove(&(sum as u32)) {
            Some(wide) => wide.sparse(),
            None => std::mem::take(&mut self.left[sum]),
        };
        a.iter().for_each(|(row, _)| self.counts[*row as usize] -= 1);
        a
    }

    /// Whether a primary is a multiple of this. Only those in its least guarded row can be.
    fn reveals(&self, a: &Sparse, hash: u64) -> bool {
        let mut least = (u32::MAX, 0);
        for (row, _) in a {
            let guards = self.guards[*row as usize];
            if guards == 0 {
                return false;
            }
            least = least.min((guards, *row));
        }
        self.guarding[least.1 as usize].iter().any(|column| {
            let b = &self.left[*column as usize];
            b.len() == a.len()
                && b[0].0 == a[0].0
                && times(self.hashes[*column as usize], a[0].1) == times(hash, b[0].1)
                && a.iter().zip(b).all(|(x, y)| x.0 == y.0 && times(x.1, b[0].1) == times(y.1, a[0].1))
        })
    }

    /// Whether the value would prove that all inner cells in it are at their minimum: singletons only, all with one sign.
    ///
    /// With both signs it proves nothing, but what it eliminates may hide the next such sum; so a row may take part once.
    fn proves_minimum(&mut self, setting: &Setting<'_>, a: &Sparse) -> bool {
        if !a.iter().all(|(row, _)| setting.singleton[*row as usize]) {
            return false;
        }
        let signs: Option<Vec<i8>> = a.iter().map(|(_, value)| field::sign(*value)).collect();
        let both = signs.is_some_and(|signs| signs.iter().any(|sign| *sign != signs[0]));
        if !both || a.iter().any(|(row, _)| self.mixed[*row as usize]) {
            return true;
        }
        a.iter().for_each(|(row, _)| self.mixed[*row as usize] = true);
        false
    }

    /// Eliminates a published column from all others by one of its rows.
    fn publish(&mut self, setting: &Setting<'_>, sum: usize, a: &Sparse) {
        let Some(at) = self.pivot(setting, a) else { return };
        let (row, value) = a[at];
        let published = Published { a, row, scale: negative(inverse(value)), hash: self.hashes[sum] };
        self.step += 1;
        self.take_off_wide(&published);
        let mut merged = Sparse::new();
        let standing = std::mem::take(&mut self.standing[row as usize]);
        let guarding = std::mem::take(&mut self.guarding[row as usize]);
        for column in standing.into_iter().chain(guarding) {
            if self.alive[column as usize] && self.stamps[column as usize] != self.step {
                self.stamps[column as usize] = self.step;
                self.take_off(column as usize, &published, &mut merged);
            }
        }
        self.counts[row as usize] = 0;
        self.guards[row as usize] = 0;
    }

    /// Takes a published column off another one.
    fn take_off(&mut self, column: usize, published: &Published<'_>, merged: &mut Sparse) {
        let v = &self.left[column];
        let Ok(place) = v.binary_search_by_key(&published.row, |(row, _)| *row) else { return };
        let factor = times(v[place].1, published.scale);
        self.hashes[column] = add(self.hashes[column], times(published.hash, factor));
        let guard = column >= self.candidates;
        if published.a.len() == 1 {
            self.left[column].remove(place);
        } else {
            self.combine(column, published, factor, merged);
            if !guard && merged.len() > self.widest() {
                self.wide.insert(column as u32, Wide::new(merged, self.counts.len()));
                self.left[column] = Sparse::new();
            } else {
                // No more room than is needed: there are as many of these as columns.
                let left = &mut self.left[column];
                left.clear();
                left.reserve_exact(merged.len());
                left.extend_from_slice(merged);
            }
        }
        if guard && self.left[column].is_empty() {
            self.alive[column] = false;
            self.exposed.push(column - self.candidates);
        }
    }

    /// Adds a multiple of a published column to what is left of another one, into `merged`. Rows between those of the published
    /// one are copied in one go.
    fn combine(&mut self, column: usize, published: &Published<'_>, factor: u64, merged: &mut Sparse) {
        merged.clear();
        let guard = column >= self.candidates;
        let mut v = &self.left[column][..];
        merged.reserve(v.len() + published.a.len());
        for (row, part) in published.a {
            let before = until(v, *row);
            merged.extend_from_slice(&v[..before]);
            v = &v[before..];
            let part = times(*part, factor);
            match v.first() {
                Some(held) if held.0 == *row => {
                    let value = add(held.1, part);
                    if value != 0 {
                        merged.push((*row, value));
                    } else if *row != published.row {
                        self.counts[*row as usize] -= 1;
                        self.guards[*row as usize] -= u32::from(guard);
                    }
                    v = &v[1..];
                }
                _ => {
                    merged.push((*row, part));
                    self.counts[*row as usize] += 1;
                    self.guards[*row as usize] += u32::from(guard);
                    let index = if guard { &mut self.guarding } else { &mut self.standing };
                    index[*row as usize].push(column as u32);
                }
            }
        }
        merged.extend_from_slice(v);
    }

    /// Takes a published column off the wide ones. One that has become narrow is wide no more.
    fn take_off_wide(&mut self, published: &Published<'_>) {
        let narrow = self.widest() / 4;
        let mut done = Vec::new();
        for (column, wide) in &mut self.wide {
            let value = wide.values[published.row as usize];
            if value == 0 {
                continue;
            }
            let (factor, hash) = (times(value, published.scale), &mut self.hashes[*column as usize]);
            *hash = add(*hash, times(published.hash, factor));
            for (row, part) in published.a {
                let held = &mut wide.values[*row as usize];
                let before = std::mem::replace(held, add(*held, times(*part, factor)));
                let count = &mut self.counts[*row as usize];
                match (before, *held) {
                    (0, _) => (*count, wide.rows) = (*count + 1, wide.rows + 1),
                    (_, 0) => (*count, wide.rows) = (*count - 1, wide.rows - 1),
                    _ => {}
                }
            }
            if wide.rows < narrow {
                done.push(*column);
            }
        }
        for column in done {
            let Some(wide) = self.wide.remove(&column) else { continue };
            let sparse = wide.sparse();
            sparse.iter().for_each(|(row, _)| self.standing[*row as usize].push(column));
            self.left[column as usize] = sparse;
        }
    }

    /// The place of the row that fewest live columns stand in, singletons last: the least fill, after Markowitz (1957). The last of
    /// equal ones: margins of different dimensions then meet in the same corner, which is known to fill less.
    fn pivot(&self, setting: &Setting<'_>, a: &Sparse) -> Option<usize> {
        let weight = |row: u32| (setting.singleton[row as usize], self.counts[row as usize], u32::MAX - row);
        (0..a.len()).min_by_key(|at| weight(a[*at].0))
    }
}

/// A column on its way out of all others.
struct Published<'a> {
    a: &'a Sparse,
    /// The row it is eliminated by, and minus one over its value there.
    row: u32,
    scale: u64,
    hash: u64,
}

/// What is left of a column, with a place for every row.
#[derive(Clone)]
struct Wide {
    values: Vec<u64>,
    /// How many of them are not nought.
    rows: usize,
}

impl Wide {
    fn new(sparse: &Sparse, rows: usize) -> Self {
        let mut values = vec![0; rows];
        sparse.iter().for_each(|(row, value)| values[*row as usize] = *value);
        Self { values, rows: sparse.len() }
    }

    fn sparse(&self) -> Sparse {
        (0u32..).zip(&self.values).filter(|(_, value)| **value != 0).map(|(row, value)| (row, *value)).collect()
    }
}

/// How many entries stand before a row. Costs the logarithm of that number.
fn until(v: &[(u32, u64)], row: u32) -> usize {
    let mut reach = 1;
    while reach < v.len() && v[reach].0 < row {
        reach *= 2;
    }
    let from = reach / 2;
    from + v[from..v.len().min(reach + 1)].partition_point(|held| held.0 < row)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A table of two by two, with its margins: withheld sums when these are primary.
    fn pass(values: &[i64], primaries: &[usize], virtuals: &[Vector], forced: &[usize]) -> Passed {
        let mut system = System::new(values.to_vec());
        for members in [&[0u32][..], &[1], &[2], &[3], &[0, 1], &[2, 3], &[0, 2], &[1, 3], &[0, 1, 2, 3]] {
            system.push(members.iter().copied());
        }
        let free: Vec<usize> = (0..9).rev().filter(|sum| !primaries.contains(sum) && !forced.contains(sum)).collect();
        let costs = vec![1; 9];
        let singleton = vec![false; 4];
        let setting = Setting { system: &system, primaries, singleton: &singleton, costs: &costs };
        let candidates: Vec<usize> = (0..9).filter(|sum| !primaries.contains(sum)).collect();
        let mut state = Elimination::new(&setting, virtuals, &candidates);
        state.force(&setting, forced);
        state.run(&setting, &free, u128::MAX);
        state.finish()
    }

    #[test]
    fn one_cell_of_a_square_takes_its_three_neighbours_along() {
        let passed = pass(&[1, 9, 9, 9], &[0], &[], &[]);
        assert_eq!((passed.withheld, passed.cost), (vec![3, 2, 1], 3));
        assert!(passed.exposed.is_empty());
    }

    #[test]
    fn a_virtual_primary_is_protected_like_a_cell() {
        // The difference of the first row and its first cell is the second cell.
        assert_eq!(pass(&[4, 0, 9, 9], &[], &[vec![(1, 1)]], &[]).withheld, [3, 2, 1, 0]);
    }

    #[test]
    fn what_must_be_public_exposes_what_it_gives() {
        assert_eq!(pass(&[1, 9, 9, 9], &[0], &[], &[4, 1]).exposed, [0]);
        assert!(pass(&[1, 9, 9, 9], &[0], &[], &[4, 6]).exposed.is_empty());
    }
}
