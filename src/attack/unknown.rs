//! What stays unknown after the simplest steps: inner cells no single published column gives away, and the equations in them.
//!
//! Inner cells that occur in the same known columns and targets, equally often, are one *group*: nothing tells them apart. A
//! known column with one unknown group left gives it away; what remains is small for tables that publish most of their cells.

use std::collections::BTreeMap;

use super::echelon::Sparse;
use super::modular::{Stream, residue};
use crate::linear::{Ratio, Vector};

pub(super) const NONE: u32 = u32::MAX;

/// Lists of numbers end to end.
#[derive(Default)]
pub(super) struct Lists {
    starts: Vec<usize>,
    items: Vec<u32>,
}

impl Lists {
    pub(super) fn new() -> Self {
        Self { starts: vec![0], items: Vec::new() }
    }

    pub(super) fn push(&mut self, list: impl IntoIterator<Item = u32>) {
        self.items.extend(list);
        self.starts.push(self.items.len());
    }

    pub(super) fn len(&self) -> usize {
        self.starts.len() - 1
    }

    pub(super) fn get(&self, at: usize) -> &[u32] {
        &self.items[self.starts[at]..self.starts[at + 1]]
    }

    /// For each number below `count`, the lists that hold it.
    pub(super) fn turned(&self, count: usize) -> Self {
        let mut starts = vec![0; count + 1];
        for item in &self.items {
            starts[*item as usize + 1] += 1;
        }
        for at in 0..count {
            starts[at + 1] += starts[at];
        }
        let (mut next, mut items) = (starts.clone(), vec![0; self.items.len()]);
        for (list, number) in (0..self.len()).zip(0u32..) {
            for item in self.get(list) {
                items[next[*item as usize]] = number;
                next[*item as usize] += 1;
            }
        }
        Self { starts, items }
    }
}

/// What the attacker starts from.
pub(super) struct Unknown {
    /// The group of each inner cell, `NONE` for cells in no known column and no target.
    group_of: Vec<u32>,
    /// Inner cells by group.
    pub(super) members: Lists,
    /// Known columns, as given, in groups.
    columns: Lists,
    /// Groups given away, in order, with the column (as given) that does it.
    solved: Vec<(u32, u32)>,
    /// Place in that order, `NONE` while unknown.
    place: Vec<u32>,
    /// Different equations in unknown groups only.
    pub(super) equations: Lists,
    /// The known column (as given) behind each equation: the shortest of those that say the same.
    sources: Vec<u32>,
}

impl Unknown {
    /// Groups inner cells and solves what single columns give away.
    ///
    /// `known` are the columns the attacker reads, `wanted` the sums it wants; cells in `apart` form groups of their own.
    pub(super) fn new(inner: usize, known: &[&[u32]], wanted: &[Vector], apart: impl Iterator<Item = u32>) -> Self {
        let (group_of, members) = group(inner, known, wanted, apart);
        let mut columns = Lists::new();
        for column in known {
            let first = |inner: &&u32| members.get(group_of[**inner as usize] as usize)[0] == **inner;
            columns.push(column.iter().filter(first).map(|inner| group_of[*inner as usize]));
        }
        let mut made = Self {
            group_of,
            place: vec![NONE; members.len()],
            members,
            columns,
            solved: Vec::new(),
            equations: Lists::new(),
            sources: Vec::new(),
        };
        made.solve();
        made.keep_equations();
        made
    }

    /// Follows columns with one unknown group left.
    fn solve(&mut self) {
        let holders = self.columns.turned(self.members.len());
        let count = self.columns.len();
        let mut left: Vec<(usize, u32)> = (0..count)
            .map(|at| (self.columns.get(at).len(), self.columns.get(at).iter().fold(0, |all, group| all ^ group)))
            .collect();
        let mut ready: Vec<usize> = (0..count).rev().filter(|at| left[*at].0 == 1).collect();
        while let Some(at) = ready.pop() {
            if left[at].0 != 1 {
                continue;
            }
            let group = left[at].1;
            self.place[group as usize] = u32::try_from(self.solved.len()).unwrap_or(NONE);
            self.solved.push((group, u32::try_from(at).unwrap_or(NONE)));
            for holder in holders.get(group as usize) {
                let entry = &mut left[*holder as usize];
                *entry = (entry.0 - 1, entry.1 ^ group);
                if entry.0 == 1 {
                    ready.push(*holder as usize);
                }
            }
        }
    }

    /// One equation for all columns with the same unknown groups.
    fn keep_equations(&mut self) {
        let mut stream = Stream::new(0x65_71);
        let marks: Vec<(u64, u64)> = (0..self.members.len()).map(|_| (stream.next(), stream.next())).collect();
        let mut keys: Vec<(u64, u64, usize, usize)> = Vec::new();
        for at in 0..self.columns.len() {
            let unknown = self.columns.get(at).iter().filter(|group| self.place[**group as usize] == NONE);
            let (mut key, mut count) = ((0u64, 0u64), 0);
            for group in unknown {
                let mark = marks[*group as usize];
                key = (key.0.wrapping_add(mark.0), key.1.wrapping_add(mark.1));
                count += 1;
            }
            if count > 0 {
                keys.push((key.0, key.1, self.columns.get(at).len(), at));
            }
        }
        keys.sort_unstable();
        keys.dedup_by_key(|key| (key.0, key.1));
        keys.sort_unstable_by_key(|key| key.3);
        for (.., at) in keys {
            let place = &self.place;
            self.equations.push(self.columns.get(at).iter().copied().filter(|group| place[*group as usize] == NONE));
            self.sources.push(u32::try_from(at).unwrap_or(NONE));
        }
    }

    /// Number of groups, known or not.
    pub(super) fn groups(&self) -> usize {
        self.members.len()
    }

    /// The group of an inner cell that is known nowhere yet; `None` when a column gives it away or nobody asks for it.
    pub(super) fn open_group(&self, inner: u32) -> Option<u32> {
        let group = self.group_of[inner as usize];
        (group != NONE && self.place[group as usize] == NONE).then_some(group)
    }

    /// Unknown groups.
    pub(super) fn open_groups(&self) -> impl Iterator<Item = u32> {
        (0u32..).zip(&self.place).filter(|(_, place)| **place == NONE).map(|(group, _)| group)
    }

    /// A wanted sum in unknown groups, residues for its coefficients.
    pub(super) fn open_part(&self, sum: &[(u32, i64)]) -> Sparse {
        let mut part: Sparse = sum
            .iter()
            .filter_map(|(inner, factor)| {
                let group = self.open_group(*inner)?;
                (self.members.get(group as usize)[0] == *inner).then(|| (group, residue(*factor)))
            })
            .collect();
        part.sort_unstable();
        part
    }

    /// The equations as rows of residues.
    pub(super) fn rows(&self) -> Vec<Sparse> {
        (0..self.equations.len()).map(|at| self.equations.get(at).iter().map(|group| (*group, 1)).collect()).collect()
    }

    /// Known columns (as given) with exact coefficients that add up to the rest of a sum, once equations are taken off it.
    ///
    /// `rest` is in inner cells, with coefficients equal within a group; `taken` says how often each equation goes in. `None`
    /// when something unknown is left or a fraction does not fit: what comes back is exactly the sum.
    pub(super) fn explain(&self, rest: &[(u32, Ratio)], taken: &[(u32, Ratio)]) -> Option<Vec<(u32, Ratio)>> {
        let mut left: BTreeMap<u32, Ratio> = BTreeMap::new();
        for (inner, factor) in rest {
            let group = self.group_of[*inner as usize];
            if self.members.get(group as usize)[0] == *inner && !factor.is_zero() {
                left.insert(group, *factor);
            }
        }
        let mut used: BTreeMap<u32, Ratio> = BTreeMap::new();
        for (equation, factor) in taken {
            self.take(self.sources[*equation as usize], *factor, &mut left, &mut used)?;
        }
        let mut order: BTreeMap<u32, u32> = BTreeMap::new();
        for group in left.keys() {
            let place = self.place[*group as usize];
            if place == NONE {
                return None;
            }
            order.insert(place, *group);
        }
        self.take_whole(&mut left, &mut used, &order)?;
        // A group is given away by a column that holds only groups given away before it.
        let mut order: BTreeMap<u32, u32> = left.keys().map(|group| (self.place[*group as usize], *group)).collect();
        while let Some((place, group)) = order.pop_last() {
            let Some(factor) = left.get(&group).copied() else { continue };
            let (_, column) = self.solved[place as usize];
            self.take(column, factor, &mut left, &mut used)?;
            order.extend(
                self.columns
                    .get(column as usize)
                    .iter()
                    .filter(|held| left.contains_key(held))
                    .map(|held| (self.place[*held as usize], *held)),
            );
        }
        left.is_empty().then(|| used.into_iter().filter(|(_, factor)| !factor.is_zero()).collect())
    }

    /// Takes whole columns off, where all their groups are left over equally often: larger ones are tried by the largest group.
    fn take_whole(
        &self,
        left: &mut BTreeMap<u32, Ratio>,
        used: &mut BTreeMap<u32, Ratio>,
        order: &BTreeMap<u32, u32>,
    ) -> Option<()> {
        if order.len() < 2 {
            return Some(());
        }
        let mut candidates: Vec<u32> = (0u32..)
            .take(self.columns.len())
            .filter(|at| {
                let groups = self.columns.get(*at as usize);
                groups.len() > 1 && groups.len() <= left.len() && groups.iter().all(|group| left.contains_key(group))
            })
            .collect();
        candidates.sort_by_key(|at| (std::cmp::Reverse(self.columns.get(*at as usize).len()), *at));
        for at in candidates {
            let groups = self.columns.get(at as usize);
            let Some(factor) = left.get(&groups[0]).copied() else { continue };
            if groups.iter().all(|group| left.get(group) == Some(&factor)) {
                self.take(at, factor, left, used)?;
            }
        }
        Some(())
    }

    fn take(&self, column: u32, factor: Ratio, left: &mut BTreeMap<u32, Ratio>, used: &mut BTreeMap<u32, Ratio>) -> Option<()> {
        let total = used.entry(column).or_insert(Ratio::ZERO);
        *total = total.plus(factor)?;
        for group in self.columns.get(column as usize) {
            let value = left.get(group).copied().unwrap_or(Ratio::ZERO).minus(factor)?;
            if value.is_zero() { _ = left.remove(group) } else { _ = left.insert(*group, value) }
        }
        Some(())
    }
}

/// Groups inner cells by the columns and sums that hold them, numbered in order of their first cell.
fn group(inner: usize, known: &[&[u32]], wanted: &[Vector], apart: impl Iterator<Item = u32>) -> (Vec<u32>, Lists) {
    let mut stream = Stream::new(0x67_72);
    let mut keys = vec![(0u64, 0u64); inner];
    let mut add = |cells: &mut dyn Iterator<Item = (u32, u64)>| {
        let mark = (stream.next(), stream.next());
        for (cell, times) in cells {
            let key = &mut keys[cell as usize];
            *key = (key.0.wrapping_add(mark.0.wrapping_mul(times)), key.1.wrapping_add(mark.1.wrapping_mul(times)));
        }
    };
    for column in known {
        add(&mut column.iter().map(|cell| (*cell, 1)));
    }
    for sum in wanted {
        add(&mut sum.iter().map(|(cell, factor)| (*cell, factor.cast_unsigned())));
    }
    for cell in apart {
        add(&mut std::iter::once((cell, 1)));
    }
    let mut order: Vec<u32> = (0u32..).take(inner).filter(|cell| keys[*cell as usize] != (0, 0)).collect();
    order.sort_unstable_by_key(|cell| (keys[*cell as usize], *cell));
    let mut groups: Vec<&[u32]> = order.chunk_by(|a, b| keys[*a as usize] == keys[*b as usize]).collect();
    groups.sort_unstable_by_key(|cells| cells[0]);
    let (mut group_of, mut members) = (vec![NONE; inner], Lists::new());
    for (cells, number) in groups.into_iter().zip(0u32..) {
        for cell in cells {
            group_of[*cell as usize] = number;
        }
        members.push(cells.iter().copied());
    }
    (group_of, members)
}
