//! One pass: publish columns in order, each unless it would reveal what must not be derivable.
//!
//! Publishing a column eliminates one row from all others, so that what is left of a column is what published ones do not tell.
//! A column that is a multiple of what is left of a primary would reveal it, and is withheld. Hence no primary is in the span
//! of the published columns; neither is any secondary, for then its primary would be too; and each secondary, published now,
//! would still reveal a primary, since spans only grow.

use super::field::{self, Random, add, element, inverse, negative, times};
use crate::linear::{System, Vector};

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
    /// Columns that stand, or once stood, in a row.
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
            } else {
                self.standing[row].push(column as u32);
            }
        }
        self.alive[column] = true;
        self.left[column] = sparse;
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
        let a = std::mem::take(&mut self.left[sum]);
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
        let (scale, hash) = (negative(inverse(value)), self.hashes[sum]);
        self.step += 1;
        let mut merged = Sparse::new();
        let standing = std::mem::take(&mut self.standing[row as usize]);
        let guarding = std::mem::take(&mut self.guarding[row as usize]);
        for column in standing.into_iter().chain(guarding) {
            let column = column as usize;
            if !self.alive[column] || self.stamps[column] == self.step {
                continue;
            }
            self.stamps[column] = self.step;
            let v = &self.left[column];
            let Ok(place) = v.binary_search_by_key(&row, |(row, _)| *row) else { continue };
            let factor = times(v[place].1, scale);
            self.hashes[column] = add(self.hashes[column], times(hash, factor));
            if a.len() == 1 {
                self.left[column].remove(place);
            } else {
                self.combine(column, a, factor, row, &mut merged);
                // No more room than is needed: there are as many of these as columns.
                let left = &mut self.left[column];
                left.clear();
                left.reserve_exact(merged.len());
                left.extend_from_slice(&merged);
            }
            if column >= self.candidates && self.left[column].is_empty() {
                self.alive[column] = false;
                self.exposed.push(column - self.candidates);
            }
        }
        self.counts[row as usize] = 0;
        self.guards[row as usize] = 0;
    }

    /// Adds a multiple of `a` to what is left of a column, into `merged`, without the pivot's row.
    fn combine(&mut self, column: usize, a: &Sparse, factor: u64, pivot: u32, merged: &mut Sparse) {
        merged.clear();
        let guard = column >= self.candidates;
        let v = &self.left[column];
        merged.reserve(v.len() + a.len());
        let (mut i, mut j) = (0, 0);
        while i < v.len() && j < a.len() {
            let (x, y) = (v[i], a[j]);
            if x.0 < y.0 {
                merged.push(x);
                i += 1;
            } else if y.0 < x.0 {
                merged.push((y.0, times(y.1, factor)));
                j += 1;
                enter(
                    y.0,
                    column,
                    guard,
                    &mut self.counts,
                    &mut self.guards,
                    if guard { &mut self.guarding } else { &mut self.standing },
                );
            } else {
                let value = add(x.1, times(y.1, factor));
                if value != 0 {
                    merged.push((x.0, value));
                } else if x.0 != pivot {
                    self.counts[x.0 as usize] -= 1;
                    self.guards[x.0 as usize] -= u32::from(guard);
                }
                i += 1;
                j += 1;
            }
        }
        merged.extend_from_slice(&v[i..]);
        for y in &a[j..] {
            merged.push((y.0, times(y.1, factor)));
            enter(
                y.0,
                column,
                guard,
                &mut self.counts,
                &mut self.guards,
                if guard { &mut self.guarding } else { &mut self.standing },
            );
        }
    }

    /// The place of the row that fewest live columns stand in, singletons last: the least fill, after Markowitz (1957).
    fn pivot(&self, setting: &Setting<'_>, a: &Sparse) -> Option<usize> {
        let weight = |row: u32| (setting.singleton[row as usize], self.counts[row as usize]);
        (0..a.len()).min_by_key(|at| weight(a[*at].0))
    }
}

/// A column comes to stand in a row.
fn enter(row: u32, column: usize, guard: bool, counts: &mut [u32], guards: &mut [u32], index: &mut [Vec<u32>]) {
    counts[row as usize] += 1;
    guards[row as usize] += u32::from(guard);
    index[row as usize].push(column as u32);
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
