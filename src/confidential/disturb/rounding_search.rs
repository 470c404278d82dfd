//! The search behind the rounding of small counts: threshold accepting over inner cells, with a fixed number of moves.

use crate::linear::System;

/// Moves of one step, for each small inner cell, and their bounds.
const MOVES: usize = 2000;
const FEWEST: usize = 8_000;
const MOST: usize = 1_500_000;

/// What a small inner cell may become.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Mode {
    /// Only what it is.
    Frozen,
    /// Zero or the base.
    Strict,
    /// Zero, the base, or what it is.
    Free,
}

/// A published column: its true value and by how much it differs now.
#[derive(Clone, Copy)]
struct Column {
    value: i64,
    difference: i64,
}

/// A state that may be gone back to.
pub(super) struct Kept {
    now: Vec<i64>,
    cap: i64,
    most: i64,
}

impl Kept {
    pub(super) fn most(&self) -> i64 {
        self.most
    }
}

/// The state of the search. Small inner cells in published columns have numbers of their own.
pub(super) struct Search {
    base: i64,
    /// No published cell should change by more.
    cap: i64,
    columns: Vec<Column>,
    /// Inner cell, true value, present value and mode of each small cell.
    cells: Vec<u32>,
    truth: Vec<i64>,
    now: Vec<i64>,
    modes: Vec<Mode>,
    /// Columns of each cell, and cells of each column.
    of_cell: Lists,
    of_column: Lists,
    cost: i128,
    chance: u64,
}

impl Search {
    pub(super) fn new(system: &System, published: &[usize], base: i64) -> Self {
        let small = |inner: u32| (1..base).contains(&system.value(inner));
        let mut cells: Vec<u32> = published.iter().flat_map(|c| system.members(*c)).copied().filter(|c| small(*c)).collect();
        cells.sort_unstable();
        cells.dedup();
        let number = |inner: &u32| cells.binary_search(inner).ok().map(|at| u32::try_from(at).expect("inner cells are u32"));
        let of_column = Lists::new(published.iter().map(|c| system.members(*c).iter().filter_map(number).collect()));
        let of_cell = of_column.turned(cells.len());
        // Values beyond this are far from small whatever is changed.
        let clamp = |value: i128| i64::try_from(value.min(1 << 60)).expect("clamped");
        let columns = published.iter().map(|c| Column { value: clamp(system.total(*c)), difference: 0 }).collect();
        let truth: Vec<i64> = cells.iter().map(|inner| system.value(*inner)).collect();
        let modes = vec![Mode::Frozen; cells.len()];
        let mut new = Self {
            base,
            cap: i64::MAX,
            columns,
            now: truth.clone(),
            truth,
            cells,
            modes,
            of_cell,
            of_column,
            cost: 0,
            chance: 7,
        };
        new.recount();
        new
    }

    /// Rounds each small inner cell of a small published cell to what is nearer.
    pub(super) fn begin(&mut self) {
        self.widen();
    }

    /// Makes the small inner cells of all small published cells be rounded.
    pub(super) fn widen(&mut self) {
        for column in 0..self.columns.len() {
            if !self.is_small(self.columns[column]) {
                continue;
            }
            for at in self.of_column.range(column) {
                let cell = self.of_column.items[at] as usize;
                if self.modes[cell] == Mode::Frozen {
                    self.modes[cell] = Mode::Strict;
                }
            }
        }
        for cell in 0..self.cells.len() {
            if self.modes[cell] == Mode::Strict && self.now[cell] == self.truth[cell] {
                let up = 2 * self.truth[cell] >= self.base;
                self.put(cell, if up { self.base } else { 0 });
            }
        }
    }

    pub(super) fn set_modes(&mut self, mode: Mode) {
        self.modes.fill(mode);
    }

    pub(super) fn set_cap(&mut self, cap: i64) {
        self.cap = cap;
        self.recount();
    }

    /// How many published columns are small or change by more than the cap.
    pub(super) fn broken(&self) -> usize {
        self.columns.iter().filter(|column| self.is_small(**column) || column.difference.abs() > self.cap).count()
    }

    pub(super) fn most(&self) -> i64 {
        self.columns.iter().map(|column| column.difference.abs()).max().unwrap_or(0)
    }

    pub(super) fn squares(&self) -> i128 {
        self.columns.iter().map(|column| i128::from(column.difference).pow(2)).sum()
    }

    pub(super) fn keep(&self) -> Kept {
        Kept { now: self.now.clone(), cap: self.cap, most: self.most() }
    }

    pub(super) fn restore(&mut self, kept: Kept) {
        for (cell, value) in kept.now.into_iter().enumerate() {
            self.put(cell, value);
        }
        self.set_cap(kept.cap);
    }

    /// The values of all inner cells.
    pub(super) fn values(&self, system: &System) -> Vec<i64> {
        let mut values = system.values().to_vec();
        for (inner, value) in self.cells.iter().zip(&self.now) {
            values[*inner as usize] = *value;
        }
        values
    }

    /// One step: moves of one to three cells, worse ones accepted ever more seldom; ends better than it began or as it was.
    pub(super) fn improve(&mut self) {
        if self.cells.is_empty() {
            return;
        }
        let (kept, cost) = (self.keep(), self.cost);
        let moves = self.cells.len().saturating_mul(MOVES).clamp(FEWEST, MOST);
        let hottest = i128::from(self.base) * i128::from(self.base);
        let mut undo = Vec::with_capacity(3);
        for at in 0..moves {
            // Hot for three quarters, then only downhill.
            let left = (3 * moves / 4).saturating_sub(at) as i128;
            let heat = hottest * left / moves as i128 * self.draw(256) as i128 / 256;
            let before = self.cost;
            self.step(&mut undo);
            if self.cost > before + heat {
                for (cell, value) in undo.drain(..).rev() {
                    self.put(cell, value);
                }
            }
            undo.clear();
        }
        self.descend();
        if self.cost > cost {
            self.restore(kept);
        }
    }

    /// Changes a cell and, more often than not, one or two that share a column with it.
    fn step(&mut self, undo: &mut Vec<(usize, i64)>) {
        let mut cell = self.draw(self.cells.len());
        for _ in 0..=self.draw(3) {
            if let Some(value) = self.other(cell) {
                undo.push((cell, self.now[cell]));
                self.put(cell, value);
            }
            let columns = self.of_cell.range(cell);
            let at = columns.start + self.draw(columns.len());
            let cells = self.of_column.range(self.of_cell.items[at] as usize);
            let at = cells.start + self.draw(cells.len());
            cell = self.of_column.items[at] as usize;
        }
    }

    /// Another value that the cell may have.
    fn other(&mut self, cell: usize) -> Option<i64> {
        let all = [0, self.base, self.truth[cell]];
        let allowed = match self.modes[cell] {
            Mode::Frozen => return None,
            Mode::Strict => &all[..2],
            Mode::Free => &all[..],
        };
        let start = self.draw(allowed.len());
        (0..allowed.len()).map(|i| allowed[(start + i) % allowed.len()]).find(|value| *value != self.now[cell])
    }

    /// Single changes, as long as one helps.
    fn descend(&mut self) {
        for _ in 0..100 {
            let before = self.cost;
            for cell in 0..self.cells.len() {
                for _ in 0..2 {
                    let (old, cost) = (self.now[cell], self.cost);
                    let Some(value) = self.other(cell) else { break };
                    self.put(cell, value);
                    if self.cost >= cost {
                        self.put(cell, old);
                    }
                }
            }
            if self.cost == before {
                return;
            }
        }
    }

    /// Gives back its true value to every cell that was changed to no avail.
    pub(super) fn settle(&mut self) {
        for cell in 0..self.cells.len() {
            let (rounded, cost) = (self.now[cell], self.cost);
            self.put(cell, self.truth[cell]);
            if self.cost > cost {
                self.put(cell, rounded);
            }
        }
    }

    fn put(&mut self, cell: usize, value: i64) {
        let change = value - self.now[cell];
        if change == 0 {
            return;
        }
        self.now[cell] = value;
        for at in self.of_cell.range(cell) {
            let column = self.of_cell.items[at] as usize;
            let mut changed = self.columns[column];
            changed.difference += change;
            self.cost += self.cost_of(changed) - self.cost_of(self.columns[column]);
            self.columns[column] = changed;
        }
    }

    fn is_small(&self, column: Column) -> bool {
        (1..self.base).contains(&(column.value + column.difference))
    }

    /// The squared change, and far more than any rounding costs for what may not be.
    fn cost_of(&self, column: Column) -> i128 {
        let difference = i128::from(column.difference);
        let now = i128::from(column.value) + difference;
        let base = i128::from(self.base);
        let small = if self.is_small(column) { now.min(base - now) } else { 0 };
        let over = (difference.abs() - i128::from(self.cap)).max(0);
        difference * difference + (small + over) * 4 * base * base
    }

    fn recount(&mut self) {
        self.cost = self.columns.iter().map(|column| self.cost_of(*column)).sum();
    }

    /// A number below `below`, by SplitMix64 (Steele, Lea, Flood, OOPSLA 2014) from a fixed start.
    fn draw(&mut self, below: usize) -> usize {
        self.chance = self.chance.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.chance;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^= z >> 31;
        usize::try_from((u128::from(z) * below as u128) >> 64).expect("below a usize")
    }
}

/// Lists of numbers, one after the other.
struct Lists {
    starts: Vec<usize>,
    items: Vec<u32>,
}

impl Lists {
    fn new(lists: impl Iterator<Item = Vec<u32>>) -> Self {
        let mut new = Self { starts: vec![0], items: Vec::new() };
        for list in lists {
            new.items.extend(list);
            new.starts.push(new.items.len());
        }
        new
    }

    fn range(&self, list: usize) -> std::ops::Range<usize> {
        self.starts[list]..self.starts[list + 1]
    }

    /// For each number the lists that hold it.
    fn turned(&self, numbers: usize) -> Self {
        let mut starts = vec![0; numbers + 1];
        for item in &self.items {
            starts[*item as usize + 1] += 1;
        }
        for at in 0..numbers {
            starts[at + 1] += starts[at];
        }
        let (mut next, mut items) = (starts.clone(), vec![0; self.items.len()]);
        for list in 0..self.starts.len() - 1 {
            for at in self.range(list) {
                let item = self.items[at] as usize;
                items[next[item]] = u32::try_from(list).expect("fewer than 2^32 columns are published");
                next[item] += 1;
            }
        }
        Self { starts, items }
    }
}
