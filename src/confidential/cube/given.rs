//! Cubes of what was counted elsewhere: all but the largest contributions follows from the finest cells and from who is in which.

use super::cells::{Cells, Shape};
use super::joint::{Joint, Pattern};
use super::lattice::Lattice;
use super::partial::Measured;
use super::terms::Quantity;
use super::{Cube, Trouble, Wanted, fail};
use crate::config::{ColumnKind, RecordsSpec};
use crate::diag::Sink;

/// Makes the cubes of a record file from its joint table. `None` when one cannot be made; the words are in `sink`.
///
/// No sum has contributions yet: [`Cube::contributed`] takes them.
pub(in crate::confidential) fn given<'a>(
    spec: &RecordsSpec,
    wanted: &[Wanted<'a>],
    lattices: Vec<Lattice>,
    joint: &Joint,
    sink: &Sink,
) -> Option<Vec<Cube<'a>>> {
    let mut cubes = Vec::with_capacity(wanted.len());
    for (cube, lattice) in wanted.iter().zip(lattices) {
        match one(spec, cube, lattice, joint) {
            Ok(made) => cubes.push(made),
            Err(trouble) => drop(fail(cube.spec, &trouble, sink)),
        }
    }
    (cubes.len() == wanted.len()).then_some(cubes)
}

fn one<'a>(spec: &RecordsSpec, wanted: &Wanted<'a>, lattice: Lattice, joint: &Joint) -> Result<Cube<'a>, Trouble> {
    let (mut sums, mut quantities) = (vec![None; wanted.spec.measures.len()], Vec::new());
    for (measure, quantity) in wanted.summed() {
        sums[measure] = Some(measured(spec, &quantity, quantities.len()).map_err(Trouble::Column)?);
        quantities.push(joint.sums.iter().position(|known| *known == quantity).unwrap_or(0));
    }
    let depth = if quantities.is_empty() { 0 } else { wanted.settings.largest_needed() };
    let mut cells = Cells::new(&lattice, Shape { sums: quantities.len(), depth });
    let places = places(spec, wanted, &lattice, joint)?;
    for (cell, place) in joint.cells.iter().zip(&places) {
        let Some(code) = place else { continue };
        let at = cells.position(*code);
        cells.rows[at] += cell.rows;
        for (sum, quantity) in quantities.iter().enumerate() {
            cells.add(at, sum, cell.sums[*quantity]);
        }
    }
    cells.roll_up(&lattice);
    each(&lattice, &places, &joint.patterns, |code, persons| {
        let at = cells.position(code);
        cells.persons[at] += persons;
    });
    each(&lattice, &places, joint.holders.as_deref().unwrap_or_default(), |code, holders| {
        let at = cells.position(code);
        cells.holders[at] += holders;
    });
    let order = cells.order();
    let (has_person, has_holding) = (spec.person.is_some(), spec.holding.is_some());
    let weight = wanted.settings.weight.as_ref().map(|weight| &weight.column);
    Ok(Cube { spec: wanted.spec, synthetic: spec.synthetic, has_person, has_holding, weight, lattice, sums, cells, order })
}

/// Gives every margin that some of these people are in, with their number.
fn each(lattice: &Lattice, places: &[Option<u64>], patterns: &[Pattern], mut count: impl FnMut(u64, u64)) {
    let (mut all, mut margins) = (Vec::new(), Vec::new());
    for pattern in patterns {
        all.clear();
        for place in pattern.cells.iter().filter_map(|cell| places[*cell as usize]) {
            lattice.margins(place, &mut margins);
            all.extend_from_slice(&margins);
        }
        all.sort_unstable();
        all.dedup();
        all.iter().for_each(|code| count(*code, pattern.persons));
    }
}

/// By finest cell its place in a cube; `None` where the cube does not count it.
fn places(spec: &RecordsSpec, wanted: &Wanted<'_>, lattice: &Lattice, joint: &Joint) -> Result<Vec<Option<u64>>, Trouble> {
    let at = |name: &String| joint.columns.iter().position(|column| column == name);
    let mut filters = Vec::new();
    for (column, codes) in &wanted.spec.filter {
        let at = at(column).ok_or_else(|| Trouble::Column(column.clone()))?;
        let dimension = spec.dimension(column).ok_or_else(|| Trouble::Column(column.clone()))?;
        let allowed: Vec<usize> = codes.iter().filter_map(|code| Some(dimension.position(code.as_str())? + 1)).collect();
        filters.push((at, allowed));
    }
    let mut columns = Vec::new();
    for ((column, _), (_, stride)) in wanted.spec.dimensions.iter().zip(lattice.dimensions()) {
        columns.push((column, at(column).ok_or_else(|| Trouble::Column(column.clone()))?, *stride));
    }
    let place = |digits: &[usize]| {
        if !filters.iter().all(|(at, allowed)| allowed.contains(&digits[*at])) {
            return Ok(None);
        }
        let mut code = 0;
        for (column, at, stride) in &columns {
            if digits[*at] == 0 {
                return Err(Trouble::Empty((*column).clone()));
            }
            code += digits[*at] as u64 * stride;
        }
        Ok(Some(code))
    };
    joint.cells.iter().map(|cell| place(&cell.digits)).collect()
}

/// Where a sum stands and its decimals, or the column that is no number.
fn measured(spec: &RecordsSpec, quantity: &Quantity, sum: usize) -> Result<Measured, String> {
    let places = |column: &Option<String>| match column {
        None => Ok(0),
        Some(name) => match spec.columns.iter().find(|column| column.name == *name).map(|column| &column.kind) {
            Some(ColumnKind::Whole) => Ok(0),
            Some(ColumnKind::Decimal(places)) => Ok(*places),
            _ => Err(name.clone()),
        },
    };
    let (value, weight) = (places(&quantity.column)?, places(&quantity.weight)?);
    Ok(Measured { sum, places: value + weight, scale: 10u64.saturating_pow(u32::from(weight)) })
}

impl Cube<'_> {
    /// Takes the largest contributions to a sum of a cell, in descending order; nothing where there is no such cell.
    pub(in crate::confidential) fn contributed(&mut self, code: u64, sum: usize, amounts: &[u64]) {
        if let Ok(at) = self.order.binary_search_by_key(&code, |(code, _)| *code) {
            let position = self.order[at].1;
            amounts.iter().for_each(|amount| self.cells.contribute(position, sum, *amount));
        }
    }
}
