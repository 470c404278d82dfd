//! All rows that some cube of a file wants, in the finest cells that any of these cubes needs, and which persons share which cells.

use std::collections::{BTreeMap, HashMap};

use super::cells::Cells;
use super::lattice::Lattice;
use super::persons::{Buckets, each_person};
use crate::confidential::records::{Row, Schema};
use crate::config::{ColumnKind, CubeSpec, MeasureKind, RecordsSpec};

/// What the finest cells are made of.
pub(super) struct JointPlan {
    columns: Vec<String>,
    lengths: Vec<usize>,
    /// Slot and stride of each column.
    slots: Vec<(usize, u64)>,
    sums: Vec<String>,
    /// Slot of each sum.
    numbers: Vec<usize>,
    has_person: bool,
    lattice: Lattice,
}

impl JointPlan {
    /// `None` when a column is not there (told cube by cube) or there are too many cells to be numbered.
    pub(super) fn new(spec: &RecordsSpec, cubes: &[&CubeSpec], schema: &Schema) -> Option<Self> {
        let mut columns: Vec<String> = Vec::new();
        // Filters come first: what follows then need not be told apart in rows that a filter drops.
        let filters = cubes.iter().flat_map(|cube| cube.filter.iter().map(|(column, _)| column));
        let dimensions = cubes.iter().flat_map(|cube| cube.dimensions.iter().map(|(column, _)| column));
        for column in filters.chain(dimensions) {
            if !columns.contains(column) {
                columns.push(column.clone());
            }
        }
        let length = |name: &String| {
            spec.columns.iter().find_map(|column| match &column.kind {
                ColumnKind::Dimension(dimension) if column.name == *name => Some(dimension.codes.len()),
                _ => None,
            })
        };
        let lengths: Vec<usize> = columns.iter().map(length).collect::<Option<_>>()?;
        let lattice = Lattice::new(&lengths)?;
        let strides = lattice.dimensions().iter().map(|(_, stride)| *stride);
        let slots =
            columns.iter().zip(strides).map(|(name, stride)| Some((schema.code_slot(name)?, stride))).collect::<Option<_>>()?;
        let mut sums: Vec<String> = Vec::new();
        for measure in cubes.iter().flat_map(|cube| &cube.measures) {
            if let MeasureKind::Sum(column) = &measure.kind
                && !sums.contains(column)
            {
                sums.push(column.clone());
            }
        }
        let numbers = sums.iter().map(|column| Some(schema.number_slot(column)?.0)).collect::<Option<_>>()?;
        Some(Self { columns, lengths, slots, sums, numbers, has_person: schema.has_person(), lattice })
    }
}

/// One worker's part.
pub(super) struct JointPart {
    plan: JointPlan,
    cells: Cells,
    buckets: Buckets,
}

impl JointPart {
    pub(super) fn new(plan: JointPlan) -> Self {
        let cells = Cells::new(&plan.lattice, plan.numbers.len());
        let buckets = Buckets::new(plan.has_person);
        Self { plan, cells, buckets }
    }

    #[inline]
    pub(super) fn row(&mut self, row: &Row) {
        let code = self.plan.slots.iter().map(|(slot, stride)| u64::from(row.codes[*slot]) * stride).sum();
        let at = self.cells.position(code);
        self.cells.rows[at] += 1;
        for (sum, slot) in self.cells.sums(at).iter_mut().zip(&self.plan.numbers) {
            sum.total += u128::from(row.numbers[*slot]);
        }
        if !row.person.is_none() {
            self.buckets.push(row.person, code, std::iter::empty());
        }
    }
}

/// One of the finest cells.
pub(in crate::confidential) struct Finest {
    /// By column: position in its code list + 1; 0 where the cell of the file is empty.
    pub(in crate::confidential) digits: Vec<usize>,
    pub(in crate::confidential) rows: u64,
    /// By sum column.
    pub(in crate::confidential) sums: Vec<u128>,
}

/// Persons who are in the same finest cells.
pub(in crate::confidential) struct Pattern {
    /// Positions in [`Joint::cells`], in order.
    pub(in crate::confidential) cells: Vec<u32>,
    pub(in crate::confidential) persons: u64,
    /// Sum of the persons' record keys, where the method needs them.
    pub(in crate::confidential) keys: u64,
}

/// The rows of a file in the finest cells that its cubes need.
///
/// Every figure of every cube is a sum over these: rows and sums over cells, distinct persons over patterns.
pub(in crate::confidential) struct Joint {
    /// The columns that tell cells apart; those of filters first.
    pub(in crate::confidential) columns: Vec<String>,
    /// Lengths of their code lists.
    pub(in crate::confidential) lengths: Vec<usize>,
    /// Columns that are summed.
    pub(in crate::confidential) sums: Vec<String>,
    /// Cells that have rows, in order of their digits.
    pub(in crate::confidential) cells: Vec<Finest>,
    /// In order of their cells; empty where the file has no person column.
    pub(in crate::confidential) patterns: Vec<Pattern>,
}

/// Gives a person's record key from the two halves of the person's number.
pub(in crate::confidential) type RecordKey<'a> = &'a (dyn Fn([u64; 2]) -> u8 + Sync);

/// Puts the workers' parts together. Costs a few words for each distinct pattern of persons.
pub(super) fn finish(workers: usize, parts: Vec<JointPart>, record_key: RecordKey<'_>) -> Option<Joint> {
    let mut buckets = Vec::with_capacity(parts.len());
    let mut whole: Option<(JointPlan, Cells)> = None;
    for part in parts {
        buckets.push(part.buckets);
        match &mut whole {
            Some((_, cells)) => cells.merge(&part.cells),
            None => whole = Some((part.plan, part.cells)),
        }
    }
    let (plan, all) = whole?;
    let order = all.order();
    let codes: Vec<u64> = order.iter().map(|(code, _)| *code).collect();
    let digits = |code: u64| plan.lattice.key(code).into_iter().map(|at| at.map_or(0, |at| at + 1)).collect();
    let finest = |(code, at): &(u64, usize)| {
        let counts = all.at(*at);
        Finest { digits: digits(*code), rows: counts.rows, sums: counts.sums.iter().map(|sum| sum.total).collect() }
    };
    let cells = order.iter().map(finest).collect();
    let patterns = patterns(workers, buckets, &codes, record_key);
    Some(Joint { columns: plan.columns, lengths: plan.lengths, sums: plan.sums, cells, patterns })
}

/// Persons and the sum of their record keys, by the codes of their cells.
type Counted = HashMap<Vec<u64>, (u64, u64)>;

fn patterns(workers: usize, buckets: Vec<Buckets>, codes: &[u64], record_key: RecordKey<'_>) -> Vec<Pattern> {
    let take = |counted: &mut Counted, rows: &super::persons::Rows, chain: &[usize]| {
        let mut pattern: Vec<u64> = chain.iter().map(|row| rows.code(*row)).collect();
        pattern.sort_unstable();
        pattern.dedup();
        let entry = counted.entry(pattern).or_default();
        entry.0 += 1;
        entry.1 += u64::from(record_key(rows.key(chain[0])));
    };
    let mut all: BTreeMap<Vec<u64>, (u64, u64)> = BTreeMap::new();
    for counted in each_person(workers, 3, buckets, Counted::new, take) {
        #[expect(clippy::iter_over_hash_type, reason = "sums do not depend on the order, and a sorted map takes them")]
        for (pattern, (persons, keys)) in counted {
            let entry = all.entry(pattern).or_default();
            *entry = (entry.0 + persons, entry.1 + keys);
        }
    }
    let place = |code: u64| codes.binary_search(&code).ok().and_then(|at| u32::try_from(at).ok()).expect("persons are in cells");
    all.into_iter()
        .map(|(pattern, (persons, keys))| Pattern { cells: pattern.into_iter().map(place).collect(), persons, keys })
        .collect()
}
