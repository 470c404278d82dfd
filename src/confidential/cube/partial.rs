//! What one worker adds up of the rows it sees, for every cube of a file, and how workers' parts become whole cubes.

use super::cells::Cells;
use super::joint::{self, Joint, JointPart, JointPlan, RecordKey};
use super::lattice::Lattice;
use super::persons::{Buckets, count};
use super::{Trouble, sums};
use crate::confidential::records::{Fold, Row, Schema};
use crate::config::CubeSpec;

/// Where a cube finds its dimensions, filters and sums in a row.
pub(super) struct Plan {
    /// Slot and stride of each dimension.
    dimensions: Vec<(usize, u64)>,
    names: Vec<String>,
    /// Slot, and by code position + 1 whether a row is wanted.
    filters: Vec<(usize, Vec<bool>)>,
    /// As in [`super::Cube`].
    measures: Vec<Option<(usize, u8)>>,
    /// Slot of each sum.
    sums: Vec<usize>,
    has_person: bool,
    pub(super) lattice: Lattice,
}

impl Plan {
    /// The name of a column that is not what it is used for, when there is one.
    pub(super) fn new(cube: &CubeSpec, lattice: &Lattice, schema: &Schema) -> Result<Self, String> {
        let slot = |column: &String| schema.code_slot(column).ok_or_else(|| column.clone());
        let names: Vec<String> = cube.dimensions.iter().map(|(column, _)| column.clone()).collect();
        let mut dimensions = Vec::new();
        for (column, (_, stride)) in names.iter().zip(lattice.dimensions()) {
            dimensions.push((slot(column)?, *stride));
        }
        let mut filters = Vec::new();
        for (column, codes) in &cube.filter {
            filters.push((slot(column)?, schema.allowed(column, codes)));
        }
        let measures = sums(cube, schema)?;
        let sums = measures.iter().flatten().map(|(slot, _)| *slot).collect();
        let lattice = lattice.clone();
        Ok(Self { dimensions, names, filters, measures, sums, has_person: schema.has_person(), lattice })
    }
}

/// Words of waiting rows that are added at once.
const PENDING: usize = 4096;

/// One worker's part of all cubes of a file.
pub(super) struct Partial {
    cubes: Vec<Result<Part, String>>,
    joint: Option<JointPart>,
}

struct Part {
    plan: Plan,
    cells: Cells,
    /// Rows not yet added: the cell's code and the amounts of each.
    pending: Vec<u64>,
    /// Rows by person, when there are persons.
    buckets: Buckets,
    /// The first dimension, in the cube's order, that was empty in a row.
    empty: Option<usize>,
}

impl Partial {
    pub(super) fn new(plans: Vec<Result<Plan, String>>, joint: Option<JointPlan>) -> Self {
        let part = |plan: Plan| {
            let cells = Cells::new(&plan.lattice, plan.sums.len());
            let buckets = Buckets::new(plan.has_person);
            Part { plan, cells, pending: Vec::new(), buckets, empty: None }
        };
        Self { cubes: plans.into_iter().map(|plan| plan.map(part)).collect(), joint: joint.map(JointPart::new) }
    }
}

impl Fold for Partial {
    #[inline]
    fn row(&mut self, row: &Row) {
        let mut wanted = false;
        for part in self.cubes.iter_mut().flatten() {
            wanted |= part.row(row);
        }
        if let Some(joint) = self.joint.as_mut().filter(|_| wanted) {
            joint.row(row);
        }
    }
}

impl Part {
    /// Whether the cube counts the row.
    #[inline]
    fn row(&mut self, row: &Row) -> bool {
        let wanted = self.plan.filters.iter().all(|(slot, allowed)| allowed[row.codes[*slot] as usize]);
        if !wanted {
            return false;
        }
        let mut code = 0;
        for (at, (slot, stride)) in self.plan.dimensions.iter().enumerate() {
            let digit = row.codes[*slot];
            if digit == 0 {
                self.empty = Some(self.empty.map_or(at, |before| before.min(at)));
                return false;
            }
            code += u64::from(digit) * stride;
        }
        self.pending.push(code);
        self.pending.extend(self.plan.sums.iter().map(|slot| row.numbers[*slot]));
        if !row.person.is_none() {
            self.buckets.push(row.person, code, self.plan.sums.iter().map(|slot| row.numbers[*slot]));
        } else if self.plan.has_person {
            // Nobody's rows contribute one by one, as in a file without persons.
            let at = self.cells.position(code);
            let sums = self.cells.sums(at).iter_mut().zip(&self.plan.sums);
            sums.for_each(|(sum, slot)| sum.contribute(row.numbers[*slot]));
        }
        if self.pending.len() >= PENDING {
            self.flush();
        }
        true
    }

    /// Adds the waiting rows to their cells: together, so that the processor fetches many cells at once.
    fn flush(&mut self) {
        let stride = 1 + self.plan.sums.len();
        let contribute = !self.plan.has_person;
        for row in self.pending.chunks_exact(stride) {
            let at = self.cells.position(row[0]);
            self.cells.rows[at] += 1;
            for (sum, amount) in self.cells.sums(at).iter_mut().zip(&row[1..]) {
                sum.total += u128::from(*amount);
                if contribute {
                    sum.contribute(*amount);
                }
            }
        }
        self.pending.clear();
    }
}

/// A cube that has all its margins.
pub(super) struct Finished {
    pub(super) cells: Cells,
    pub(super) sums: Vec<Option<(usize, u8)>>,
}

/// Puts the workers' parts together, cube by cube, and the finest cells of all of them.
pub(super) fn finish(
    workers: usize,
    partials: Vec<Partial>,
    record_key: RecordKey<'_>,
) -> (Vec<Result<Finished, Trouble>>, Option<Joint>) {
    let mut parts: Vec<Vec<Result<Part, String>>> = Vec::new();
    let mut joints = Vec::new();
    for partial in partials {
        joints.extend(partial.joint);
        for (at, part) in partial.cubes.into_iter().enumerate() {
            match parts.get_mut(at) {
                Some(all) => all.push(part),
                None => parts.push(vec![part]),
            }
        }
    }
    let cubes = parts.into_iter().map(|all| finish_one(workers, all)).collect();
    (cubes, joint::finish(workers, joints, record_key))
}

fn finish_one(workers: usize, parts: Vec<Result<Part, String>>) -> Result<Finished, Trouble> {
    let parts = parts.into_iter().collect::<Result<Vec<Part>, String>>().map_err(Trouble::Column)?;
    let empty = parts.iter().filter_map(|part| part.empty).min();
    let mut buckets = Vec::with_capacity(parts.len());
    let mut whole: Option<(Plan, Cells)> = None;
    for mut part in parts {
        part.flush();
        buckets.push(part.buckets);
        match &mut whole {
            Some((_, cells)) => cells.merge(&part.cells),
            None => whole = Some((part.plan, part.cells)),
        }
    }
    let (plan, mut cells) = whole.expect("there is at least one worker");
    if let Some(column) = empty.and_then(|at| plan.names.get(at)) {
        return Err(Trouble::Empty(column.clone()));
    }
    cells.roll_up(&plan.lattice);
    if plan.has_person {
        for counted in count(workers, &plan.lattice, plan.sums.len(), buckets) {
            cells.merge(&counted);
        }
    }
    Ok(Finished { cells, sums: plan.measures })
}
