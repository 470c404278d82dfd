//! The system as the engine works on it: each set of inner cells once, and inner cells that always stand together as one.

use std::collections::HashMap;
use std::hash::{BuildHasher, BuildHasherDefault, DefaultHasher};

use super::{Exposed, Singletons, Task, Wish};
use crate::linear::{System, Vector};

/// Hashes without a random seed; they decide nothing that shows.
type Table = HashMap<u64, Vec<u32>, BuildHasherDefault<DefaultHasher>>;

/// A task without repetitions. `column` below is a column of the task, `sum` one of the reduced system.
pub(super) struct Reduced {
    /// The sums, each with different rows; a row is one or more inner cells.
    pub(super) system: System,
    /// The sum that a column is.
    pub(super) sum_of: Vec<usize>,
    /// The columns that a sum is, in order.
    pub(super) columns_of: Vec<Vec<usize>>,
    /// The row that an inner cell belongs to.
    pub(super) row_of: Vec<u32>,
    /// What is to become of each sum.
    pub(super) wishes: Vec<Wish>,
    /// Virtual primaries, over rows.
    pub(super) virtuals: Vec<Vector>,
    /// Rows under the rule for singletons.
    pub(super) singleton: Vec<bool>,
}

impl Reduced {
    /// Reduces a task. Costs a few passes over the members.
    pub(super) fn new(task: &Task<'_>) -> Self {
        let (sums, sum_of) = unite_columns(task.system);
        let mut columns_of = vec![Vec::new(); sums.len()];
        sum_of.iter().enumerate().for_each(|(column, sum)| columns_of[*sum].push(column));
        let (row_of, rows) = unite_rows(task, &sums);
        let mut values = vec![0i64; rows];
        for (inner, row) in row_of.iter().enumerate() {
            let value = &mut values[*row as usize];
            *value = value.saturating_add(task.system.values()[inner]);
        }
        let mut system = System::new(values);
        for column in &sums {
            system.push(task.system.members(*column).iter().map(|inner| row_of[*inner as usize]));
        }
        let mut singleton = vec![false; rows];
        row_of
            .iter()
            .zip(task.system.values())
            .for_each(|(row, value)| singleton[*row as usize] = alone(task.singletons, *value));
        let wishes = columns_of.iter().map(|columns| wish(task, columns)).collect();
        let virtuals = task.virtuals.iter().map(|vector| over_rows(vector, &row_of)).collect();
        Self { system, sum_of, columns_of, row_of, wishes, virtuals, singleton }
    }

    /// Primary columns that are public as well, or that have no inner cells: nothing can protect them.
    pub(super) fn contradictions(&self, task: &Task<'_>) -> Vec<Exposed> {
        let lost = |column: &usize| {
            let sum = self.sum_of[*column];
            task.wishes.get(*column) == Some(&Wish::Primary)
                && (self.system.members(sum).is_empty()
                    || self.columns_of[sum].iter().any(|c| task.wishes.get(*c) == Some(&Wish::Forced)))
        };
        let columns = (0..self.sum_of.len()).filter(lost).map(Exposed::Column);
        let virtuals = (0..self.virtuals.len()).filter(|v| self.virtuals[*v].is_empty()).map(Exposed::Virtual);
        columns.chain(virtuals).collect()
    }
}

fn alone(rule: Singletons, value: i64) -> bool {
    match rule {
        Singletons::None => false,
        Singletons::Ones => value == 1,
        Singletons::Noughts => value == 0,
    }
}

/// A wish for equal columns: one that must be withheld withholds all, one that is public makes all public.
fn wish(task: &Task<'_>, columns: &[usize]) -> Wish {
    let wishes = || columns.iter().filter_map(|column| task.wishes.get(*column));
    if wishes().any(|wish| *wish == Wish::Primary) {
        Wish::Primary
    } else if wishes().any(|wish| *wish == Wish::Forced) {
        Wish::Forced
    } else {
        Wish::Free
    }
}

/// The first column of each set of inner cells, and for every column which of these it equals.
fn unite_columns(system: &System) -> (Vec<usize>, Vec<usize>) {
    let (mut sums, mut sum_of, mut table) = (Vec::new(), Vec::with_capacity(system.columns()), Table::default());
    for column in 0..system.columns() {
        let members = system.members(column);
        let same = table.entry(table.hasher().hash_one(members)).or_default();
        let found = same.iter().find(|sum| system.members(sums[**sum as usize]) == members).copied();
        sum_of.push(found.map_or(sums.len(), |sum| sum as usize));
        if found.is_none() {
            same.push(u32::try_from(sums.len()).expect("a system has fewer than 2^32 columns"));
            sums.push(column);
        }
    }
    (sums, sum_of)
}

/// For every inner cell its row, and how many rows there are. Cells of one row stand in the same columns and virtual primaries,
/// and are all singletons or none: apart, they could be told from one another in no sum.
fn unite_rows(task: &Task<'_>, sums: &[usize]) -> (Vec<u32>, usize) {
    let system = task.system;
    let mut starts = vec![0usize; system.inner() + 1];
    let stands = || sums.iter().flat_map(|column| system.members(*column));
    let within = || task.virtuals.iter().flatten();
    stands().for_each(|inner| starts[*inner as usize + 1] += 1);
    within().for_each(|(inner, _)| starts[*inner as usize + 1] += 1);
    (0..system.inner()).for_each(|inner| starts[inner + 1] += starts[inner]);
    let (mut next, mut signs) = (starts.clone(), vec![(0u32, 0i64); starts[system.inner()]]);
    let mut put = |inner: u32, sign: (u32, i64)| {
        signs[next[inner as usize]] = sign;
        next[inner as usize] += 1;
    };
    for (number, column) in sums.iter().enumerate() {
        system.members(*column).iter().for_each(|inner| put(*inner, (number as u32, 1)));
    }
    for (number, vector) in task.virtuals.iter().enumerate() {
        vector.iter().for_each(|(inner, factor)| put(*inner, ((sums.len() + number) as u32, *factor)));
    }
    let (mut firsts, mut row_of, mut table) = (Vec::<usize>::new(), Vec::with_capacity(system.inner()), Table::default());
    for inner in 0..system.inner() {
        let sign = |inner: usize| (&signs[starts[inner]..starts[inner + 1]], alone(task.singletons, system.values()[inner]));
        let same = table.entry(table.hasher().hash_one(sign(inner))).or_default();
        let found = same.iter().find(|row| sign(firsts[**row as usize]) == sign(inner)).copied();
        row_of.push(found.unwrap_or(firsts.len() as u32));
        if found.is_none() {
            same.push(firsts.len() as u32);
            firsts.push(inner);
        }
    }
    (row_of, firsts.len())
}

/// A vector over inner cells as one over rows. Its cells of one row all have the same factor.
pub(super) fn over_rows(vector: &[(u32, i64)], row_of: &[u32]) -> Vector {
    let mut rows: Vector =
        vector.iter().filter(|(_, factor)| *factor != 0).map(|(inner, factor)| (row_of[*inner as usize], *factor)).collect();
    rows.sort_unstable();
    rows.dedup();
    rows
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_columns_and_inseparable_cells_become_one() {
        let mut system = System::new(vec![5, 7, 1, 1]);
        for members in [&[0u32, 1][..], &[2], &[1, 0], &[0, 1, 2, 3], &[2, 3]] {
            system.push(members.iter().copied());
        }
        let mut task = Task::counts(&system);
        task.wishes[2] = Wish::Primary;
        let reduced = Reduced::new(&task);
        assert_eq!(reduced.sum_of, [0, 1, 0, 2, 3]);
        assert_eq!(reduced.row_of, [0, 0, 1, 2]);
        assert_eq!(reduced.system.values(), [12, 1, 1]);
        assert_eq!(reduced.wishes[0], Wish::Primary);
        assert_eq!(reduced.singleton, [false, true, true]);
    }

    #[test]
    fn a_virtual_primary_keeps_its_cells_apart() {
        let mut system = System::new(vec![5, 7]);
        system.push([0, 1]);
        let mut task = Task::counts(&system);
        task.virtuals = vec![vec![(1, 1)]];
        assert_eq!(Reduced::new(&task).row_of, [0, 1]);
    }

    #[test]
    fn public_and_empty_primaries_are_contradictions() {
        let mut system = System::new(vec![5]);
        system.push([0]);
        system.push([0]);
        system.push([]);
        let mut task = Task::counts(&system);
        task.wishes = vec![Wish::Primary, Wish::Forced, Wish::Primary];
        assert_eq!(Reduced::new(&task).contradictions(&task), [Exposed::Column(0), Exposed::Column(2)]);
    }
}
