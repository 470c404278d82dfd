//! What one worker adds up of the rows it sees, for every cube of a file, and how workers' parts become whole cubes.

use super::cells::{Cells, Shape};
use super::joint::{self, Joint, JointPart, JointPlan, RecordKey};
use super::lattice::Lattice;
use super::persons::{Buckets, count};
use super::terms::{Quantity, Term};
use super::{Trouble, Wanted};
use crate::confidential::records::{Fold, Row, Schema};
use crate::config::MeasureKind;

/// Where a cube finds its dimensions, filters and sums in a row.
pub(super) struct Plan {
    /// Slot and stride of each dimension.
    dimensions: Vec<(usize, u64)>,
    names: Vec<String>,
    /// Slot, and by code position + 1 whether a row is wanted.
    filters: Vec<(usize, Vec<bool>)>,
    /// Slot, and by code position + 1 whether the contributor has released what it gave.
    released: Option<(usize, Vec<bool>)>,
    /// As in [`super::Cube`].
    measures: Vec<Option<Measured>>,
    terms: Vec<Term>,
    /// Whether a weight repeats a contribution.
    repeat: bool,
    /// Whether persons, or holdings, contribute; else each row does.
    has_person: bool,
    has_holding: bool,
    shape: Shape,
    pub(super) lattice: Lattice,
}

impl Plan {
    /// The name of a column that is not what it is used for, when there is one.
    pub(super) fn new(wanted: &Wanted<'_>, lattice: &Lattice, schema: &Schema) -> Result<Self, String> {
        let (cube, settings) = (wanted.spec, wanted.settings);
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
        let released = match &settings.released {
            Some(released) => Some((slot(&released.column)?, schema.allowed(&released.column, &released.codes))),
            None => None,
        };
        let (mut measures, mut terms) = (Vec::new(), Vec::new());
        for measure in &cube.measures {
            if measure.kind == MeasureKind::Distinct && !schema.has_person() {
                return Err("person".to_owned());
            }
            let term = Quantity::of(&measure.kind, settings.weight.as_ref().map(|weight| &weight.column));
            let term = term.map(|quantity| Term::find(&quantity, schema)).transpose()?;
            measures.push(term.map(|term| Measured { sum: terms.len(), places: term.places, scale: term.scale }));
            terms.extend(term);
        }
        let shape = Shape { sums: terms.len(), depth: if terms.is_empty() { 0 } else { settings.largest_needed() } };
        let repeat = settings.weight.as_ref().is_some_and(|weight| weight.repeat) && !schema.has_person();
        let (has_person, has_holding, lattice) = (schema.has_person(), schema.has_holding(), lattice.clone());
        Ok(Self { dimensions, names, filters, released, measures, terms, repeat, has_person, has_holding, shape, lattice })
    }

    /// Whether what a row gave is no secret of its contributor.
    #[inline]
    fn is_released(&self, row: &Row) -> bool {
        self.released.as_ref().is_some_and(|(slot, released)| released[row.codes[*slot] as usize])
    }
}

/// A measure that is a sum.
#[derive(Clone, Copy)]
pub(in crate::confidential) struct Measured {
    /// Which sum of the cube.
    pub(in crate::confidential) sum: usize,
    /// Decimals.
    pub(in crate::confidential) places: u8,
    /// Units of the sum in one unit of a contribution.
    pub(in crate::confidential) scale: u64,
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
    /// Rows not yet added: the cell's code, the weight, how often the row contributes, and the amounts of each.
    pending: Vec<u64>,
    /// Rows by person, when there are persons; with amounts unless holdings contribute.
    buckets: Buckets,
    /// Rows by holding, when there are holdings.
    holders: Buckets,
    /// The first dimension, in the cube's order, that was empty in a row.
    empty: Option<usize>,
}

impl Partial {
    pub(super) fn new(plans: Vec<Result<Plan, String>>, joint: Option<JointPlan>) -> Self {
        let part = |plan: Plan| {
            let cells = Cells::new(&plan.lattice, plan.shape);
            let (buckets, holders) = (Buckets::new(plan.has_person), Buckets::new(plan.has_holding));
            Part { plan, cells, pending: Vec::new(), buckets, holders, empty: None }
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
        let plan = &self.plan;
        let kept = !plan.is_released(row);
        let given = plan.terms.iter().map(|term| if kept { term.value(row) } else { 0 });
        if plan.has_holding {
            if !row.person.is_none() {
                self.buckets.push(row.person, code, std::iter::empty());
            }
            if !row.contributor.is_none() {
                self.holders.push(row.contributor, code, given);
            }
        } else if !row.person.is_none() {
            self.buckets.push(row.person, code, given);
        }
        // Nobody's rows contribute one by one, as in a file without persons.
        let weight = plan.terms.first().map_or(1, |term| term.weight(row));
        let times = match (row.contributor.is_none() && kept, plan.terms.first()) {
            (false, _) => 0,
            (true, Some(term)) if plan.repeat => term.times(weight),
            (true, _) => 1,
        };
        self.pending.extend([code, weight, times]);
        self.pending.extend(plan.terms.iter().map(|term| term.value(row)));
        if self.pending.len() >= PENDING {
            self.flush();
        }
        true
    }

    /// Adds the waiting rows to their cells: together, so that the processor fetches many cells at once.
    fn flush(&mut self) {
        let (stride, depth) = (3 + self.plan.terms.len(), self.plan.shape.depth as u64);
        for row in self.pending.chunks_exact(stride) {
            let at = self.cells.position(row[0]);
            self.cells.rows[at] += 1;
            for (sum, amount) in row[3..].iter().enumerate() {
                self.cells.add(at, sum, u128::from(*amount) * u128::from(row[1]));
                for _ in 0..row[2].min(depth) {
                    self.cells.contribute(at, sum, *amount);
                }
            }
        }
        self.pending.clear();
    }
}

/// A cube that has all its margins.
pub(super) struct Finished {
    pub(super) cells: Cells,
    pub(super) sums: Vec<Option<Measured>>,
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
    let (mut buckets, mut holders) = (Vec::with_capacity(parts.len()), Vec::with_capacity(parts.len()));
    let mut whole: Option<(Plan, Cells)> = None;
    for mut part in parts {
        part.flush();
        buckets.push(part.buckets);
        holders.push(part.holders);
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
        let shape = if plan.has_holding { Shape::default() } else { plan.shape };
        for counted in count(workers, &plan.lattice, shape, buckets) {
            cells.merge(&counted);
        }
    }
    if plan.has_holding {
        for counted in count(workers, &plan.lattice, plan.shape, holders) {
            cells.merge(&counted.of_holders());
        }
    }
    Ok(Finished { cells, sums: plan.measures })
}
