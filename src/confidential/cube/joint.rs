//! All rows that some cube of a file wants, in the finest cells that any of these cubes needs, and which persons share which cells.

use std::collections::{BTreeMap, HashMap};

use super::Wanted;
use super::cells::{Cells, Shape};
use super::lattice::Lattice;
use super::persons::{Buckets, each_person};
use super::terms::{Quantity, Term};
use crate::confidential::records::{Row, Schema};
use crate::config::{ColumnKind, RecordsSpec};

/// The columns that tell the finest cells apart, each once.
pub(in crate::confidential) fn columns(cubes: &[Wanted<'_>]) -> Vec<String> {
    let mut columns: Vec<String> = Vec::new();
    // Filters come first: what follows then need not be told apart in rows that a filter drops.
    let filters = cubes.iter().flat_map(|cube| cube.spec.filter.iter().map(|(column, _)| column));
    let dimensions = cubes.iter().flat_map(|cube| cube.spec.dimensions.iter().map(|(column, _)| column));
    for column in filters.chain(dimensions) {
        if !columns.contains(column) {
            columns.push(column.clone());
        }
    }
    columns
}

/// What the finest cells are made of.
pub(super) struct JointPlan {
    columns: Vec<String>,
    lengths: Vec<usize>,
    /// Slot and stride of each column.
    slots: Vec<(usize, u64)>,
    sums: Vec<Quantity>,
    /// Where each sum stands in a row.
    terms: Vec<Term>,
    has_person: bool,
    has_holding: bool,
    lattice: Lattice,
}

impl JointPlan {
    /// `None` when a column is not there (told cube by cube) or there are too many cells to be numbered.
    pub(super) fn new(spec: &RecordsSpec, cubes: &[Wanted<'_>], schema: &Schema) -> Option<Self> {
        let columns = columns(cubes);
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
        let mut sums: Vec<Quantity> = Vec::new();
        for (_, quantity) in cubes.iter().flat_map(Wanted::summed) {
            if !sums.contains(&quantity) {
                sums.push(quantity);
            }
        }
        let terms = sums.iter().map(|quantity| Term::find(quantity, schema).ok()).collect::<Option<_>>()?;
        let (has_person, has_holding) = (schema.has_person(), schema.has_holding());
        Some(Self { columns, lengths, slots, sums, terms, has_person, has_holding, lattice })
    }
}

/// One worker's part.
pub(super) struct JointPart {
    plan: JointPlan,
    cells: Cells,
    buckets: Buckets,
    holders: Buckets,
}

impl JointPart {
    pub(super) fn new(plan: JointPlan) -> Self {
        let cells = Cells::new(&plan.lattice, Shape { sums: plan.terms.len(), depth: 0 });
        let (buckets, holders) = (Buckets::new(plan.has_person), Buckets::new(plan.has_holding));
        Self { plan, cells, buckets, holders }
    }

    #[inline]
    pub(super) fn row(&mut self, row: &Row) {
        let code = self.plan.slots.iter().map(|(slot, stride)| u64::from(row.codes[*slot]) * stride).sum();
        let at = self.cells.position(code);
        self.cells.rows[at] += 1;
        for (sum, term) in self.plan.terms.iter().enumerate() {
            self.cells.add(at, sum, term.total(row));
        }
        if !row.person.is_none() {
            self.buckets.push(row.person, code, std::iter::empty());
        }
        if self.plan.has_holding && !row.contributor.is_none() {
            self.holders.push(row.contributor, code, std::iter::empty());
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
    /// Sum of the persons' record keys modulo 2^64, where the method needs them.
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
    /// What is summed.
    pub(in crate::confidential) sums: Vec<Quantity>,
    /// Cells that have rows, in order of their digits.
    pub(in crate::confidential) cells: Vec<Finest>,
    /// In order of their cells; empty where the file has no person column.
    pub(in crate::confidential) patterns: Vec<Pattern>,
    /// The same for holdings and persons of none; `None` where the file has no holdings.
    pub(in crate::confidential) holders: Option<Vec<Pattern>>,
}

impl Joint {
    /// Whoever acts as one: holdings and persons of none, else persons.
    pub(in crate::confidential) fn contributors(&self) -> &[Pattern] {
        self.holders.as_deref().unwrap_or(&self.patterns)
    }
}

/// Gives a person's record key, a fraction of 2^64, from the two halves of the person's number.
pub(in crate::confidential) type RecordKey<'a> = &'a (dyn Fn([u64; 2]) -> u64 + Sync);

/// Puts the workers' parts together. Costs a few words for each distinct pattern of persons.
pub(super) fn finish(workers: usize, parts: Vec<JointPart>, record_key: RecordKey<'_>) -> Option<Joint> {
    let (mut buckets, mut holders) = (Vec::with_capacity(parts.len()), Vec::with_capacity(parts.len()));
    let mut whole: Option<(JointPlan, Cells)> = None;
    for part in parts {
        buckets.push(part.buckets);
        holders.push(part.holders);
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
        let sums = (0..plan.terms.len()).filter_map(|sum| counts.total(sum)).collect();
        Finest { digits: digits(*code), rows: counts.rows, sums }
    };
    let cells = order.iter().map(finest).collect();
    let holders = plan.has_holding.then(|| patterns(workers, holders, &codes, &|_| 0));
    let patterns = patterns(workers, buckets, &codes, record_key);
    Some(Joint { columns: plan.columns, lengths: plan.lengths, sums: plan.sums, cells, patterns, holders })
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
        entry.1 = entry.1.wrapping_add(record_key(rows.key(chain[0])));
    };
    let mut all: BTreeMap<Vec<u64>, (u64, u64)> = BTreeMap::new();
    for counted in each_person(workers, 3, buckets, Counted::new, take) {
        #[expect(clippy::iter_over_hash_type, reason = "sums do not depend on the order, and a sorted map takes them")]
        for (pattern, (persons, keys)) in counted {
            let entry = all.entry(pattern).or_default();
            *entry = (entry.0 + persons, entry.1.wrapping_add(keys));
        }
    }
    let place = |code: u64| codes.binary_search(&code).ok().and_then(|at| u32::try_from(at).ok()).expect("persons are in cells");
    all.into_iter()
        .map(|(pattern, (persons, keys))| Pattern { cells: pattern.into_iter().map(place).collect(), persons, keys })
        .collect()
}
