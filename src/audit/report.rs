//! What an attack found, in values and names ready to be told.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use super::cube::{self, Cell, Cube, State, TOTAL, Table};
use super::judge::{Evidence, Ground, Holds};
use super::layout::Layout;
use super::solve::{Solved, derivation, in_units};
use super::sums::{Origin, Sum};
use super::text::Meaning;
use crate::linear::Ratio;

/// What was found, and what was assumed to find it.
#[derive(Debug)]
pub struct Report {
    /// The tables, in the order given.
    pub tables: Vec<TableInfo>,
    /// Cells of all tables; one that stands in several counts once.
    pub cells: usize,
    /// Cells whose value is withheld.
    pub withheld: usize,
    /// Withheld values that can be worked out.
    pub leaks: Vec<Leak>,
    /// Sums that hold.
    pub assumed: Vec<Assumed>,
    /// Sums that names suggest and that were not used: the numbers contradict them or are too few to confirm them.
    pub unused: Vec<Assumed>,
    /// Units of rounding, and how many values have each.
    pub roundings: Vec<(String, usize)>,
    /// Marks, what they were taken for, and how many cells carry them.
    pub marks: Vec<(String, Meaning, usize)>,
    /// Cells that stand in more than one table.
    pub shared: usize,
    /// Columns or units that were taken for rates and added to nothing.
    pub rates: usize,
    /// Withheld values in whose neighbourhood the published figures contradict each other; nothing is claimed of them.
    pub contradictions: usize,
    /// Knots that were too large for linear programs and were attacked by elimination and bounds alone.
    pub unopened: usize,
}

/// How a table was read.
#[derive(Debug)]
pub struct TableInfo {
    /// The file.
    pub path: PathBuf,
    /// Its layout.
    pub layout: Layout,
    /// Rows of data.
    pub rows: usize,
    /// Columns that break it down.
    pub by: Vec<String>,
    /// Columns of values.
    pub values: Vec<String>,
}

/// A withheld value that can be worked out.
#[derive(Debug)]
pub struct Leak {
    /// The file that withholds it.
    pub file: PathBuf,
    /// The line in the file.
    pub line: u32,
    /// The column of values.
    pub column: String,
    /// Dimensions with codes.
    pub cell: Vec<(String, String)>,
    /// The least and the greatest value it can have; equal when it is exact.
    pub low: String,
    /// See `low`.
    pub high: String,
    /// How it is worked out.
    pub way: Way,
}

/// How a value is worked out.
#[derive(Debug)]
pub enum Way {
    /// Printed after all: in another table, or beside a flag that says it is withheld.
    Printed,
    /// The mark itself leaves one value.
    Mark,
    /// Published cells with factors.
    Sum(Vec<Term>),
    /// Bounds: other values withheld beside it have limits too.
    Bounds {
        /// Published cells that hold it up, if any.
        least: Vec<Term>,
        /// Published cells that hold it down, if any.
        most: Vec<Term>,
    },
}

/// A published cell with a factor.
#[derive(Debug)]
pub struct Term {
    /// The factor, such as `1`, `-1` or `1/2`.
    pub factor: String,
    /// The codes that differ from the withheld cell's.
    pub name: String,
    /// The published value.
    pub value: String,
    /// The file.
    pub file: PathBuf,
    /// The line in the file.
    pub line: u32,
}

/// A sum that was used or thought of.
#[derive(Debug)]
pub struct Assumed {
    /// The dimension.
    pub dimension: String,
    /// The code of the sum; several when alike sums are told together.
    pub totals: Vec<String>,
    /// The codes it is the sum of, the first few.
    pub parts: Vec<String>,
    /// How many parts there are, over all totals.
    pub count: usize,
    /// Why it was thought of.
    pub origin: Origin,
    /// Places that confirm it.
    pub agree: usize,
    /// Places that contradict it.
    pub differ: usize,
    /// Whether published figures add up exactly wherever it is used.
    pub exact: bool,
    /// What counts as nothing: `missing`, `absent`, `not applicable`.
    pub nothing: Vec<&'static str>,
}

/// Parts named one by one; the rest are counted.
const NAMED: usize = 6;

pub(super) fn report(
    ground: &Ground<'_>,
    tables: &[Table],
    holds: &[Holds],
    refused: &[(Sum, Evidence)],
    solved: &Solved,
    width: i128,
) -> Report {
    let cube = ground.cube;
    let teller = Teller { cube, tables };
    let withheld = |cell: &&Cell| cell.printed || matches!(cell.state, State::Withheld { .. } | State::Low);
    Report {
        tables: infos(tables),
        cells: cube.cells.len(),
        withheld: cube.cells.iter().filter(withheld).count(),
        leaks: leaks(&teller, solved, width),
        assumed: assumed(cube, holds),
        unused: unused(cube, refused),
        roundings: roundings(ground),
        marks: cube.marks.iter().map(|(text, (meaning, count))| (text.clone(), *meaning, *count)).collect(),
        shared: cube.shared,
        rates: ground.rates(),
        contradictions: solved.contradictions,
        unopened: solved.unopened,
    }
}

fn infos(tables: &[Table]) -> Vec<TableInfo> {
    let names = |table: &Table, columns: &[usize]| columns.iter().map(|at| table.raw.columns[*at].name.clone()).collect();
    let info = |(table, layout): (&Table, Layout)| TableInfo {
        path: table.raw.path.clone(),
        layout,
        rows: table.raw.rows(),
        by: table.plan.axes.iter().map(|axis| axis.name.clone()).collect(),
        values: names(table, &table.plan.values),
    };
    tables.iter().zip(cube::layouts(tables)).map(info).collect()
}

/// Names cells and values.
struct Teller<'a> {
    cube: &'a Cube,
    tables: &'a [Table],
}

impl Teller<'_> {
    fn code(&self, dimension: usize, code: u32) -> String {
        let text = &self.cube.dimensions[dimension].codes[code as usize];
        if text.is_empty() { "(total)".to_owned() } else { text.clone() }
    }

    /// Dimensions of more than one code.
    fn cell(&self, key: u128) -> Vec<(String, String)> {
        let told = |at: &usize| {
            let dimension = &self.cube.dimensions[*at];
            let named_total = dimension.codes.len() == 2 && !dimension.codes[0].is_empty();
            let many = dimension.codes.len() > 2 || named_total;
            let total = self.cube.code(key, *at) == TOTAL && dimension.codes[0].is_empty();
            many && *at > 0 && !total
        };
        let pair = |at: usize| (self.cube.dimensions[at].name.clone(), self.code(at, self.cube.code(key, at)));
        (0..self.cube.dimensions.len()).filter(told).map(pair).collect()
    }

    /// The codes in which a cell differs from another.
    fn difference(&self, key: u128, from: u128) -> String {
        let differs = |at: &usize| self.cube.code(key, *at) != self.cube.code(from, *at);
        let codes: Vec<String> =
            (0..self.cube.dimensions.len()).filter(differs).map(|at| self.code(at, self.cube.code(key, at))).collect();
        codes.join(" · ")
    }

    fn number(&self, value: i128) -> String {
        decimal(in_units(self.cube, value))
    }

    fn term(&self, cell: u32, factor: &Ratio, target: u128) -> Term {
        let cell = &self.cube.cells[cell as usize];
        let table = &self.tables[usize::from(cell.table)];
        let value = if let State::Known(value) = cell.state { self.number(value) } else { String::new() };
        Term {
            factor: factor.to_string(),
            name: self.difference(cell.key, target),
            value,
            file: table.raw.path.clone(),
            line: table.raw.lines[cell.row as usize],
        }
    }

    fn leak(&self, cell: &Cell, low: i128, high: i128, way: Way) -> Leak {
        let table = &self.tables[usize::from(cell.table)];
        Leak {
            file: table.raw.path.clone(),
            line: table.raw.lines[cell.row as usize],
            column: table.raw.columns[usize::from(cell.column)].name.clone(),
            cell: self.cell(cell.key),
            low: self.number(low),
            high: self.number(high),
            way,
        }
    }
}

/// A fraction as a decimal when it is one, else as `a/b`.
fn decimal(value: Ratio) -> String {
    let (mut places, mut scale) = (0, 1i128);
    while places < 9 && scale % value.denominator() != 0 {
        (places, scale) = (places + 1, scale * 10);
    }
    if scale % value.denominator() != 0 {
        return value.to_string();
    }
    let units = value.numerator() * (scale / value.denominator());
    crate::model::Decimal::new(units, places).to_string()
}

fn leaks(teller: &Teller<'_>, solved: &Solved, width: i128) -> Vec<Leak> {
    let cube = teller.cube;
    let mut leaks: Vec<(u32, Leak)> = Vec::new();
    for (at, cell) in cube.cells.iter().enumerate() {
        let at = u32::try_from(at).expect("cells are numbered");
        match cell.state {
            State::Known(value) if cell.printed => leaks.push((at, teller.leak(cell, value, value, Way::Printed))),
            State::Withheld { low, high } if high == Some(low) => leaks.push((at, teller.leak(cell, low, low, Way::Mark))),
            _ => {}
        }
    }
    for (number, unknown) in solved.unknowns.iter().enumerate() {
        let (Some(at), Some(low), Some(high)) = (unknown.cell, unknown.low, unknown.high) else { continue };
        let cell = &cube.cells[at as usize];
        let before = match cell.state {
            State::Withheld { low, high } => (Some(low), high),
            _ => (Some(0), None),
        };
        let narrower = before != (Some(low), Some(high)) && !(cell.state == State::Low && low != high);
        if narrower && high - low <= width * cube.unit() {
            leaks.push((at, teller.leak(cell, low, high, way(teller, solved, number))));
        }
    }
    leaks.sort_by_key(|(at, _)| *at);
    leaks.into_iter().map(|(_, leak)| leak).collect()
}

fn way(teller: &Teller<'_>, solved: &Solved, number: usize) -> Way {
    let unknown = &solved.unknowns[number];
    if let Some(terms) = derivation(solved, number).filter(|terms| !terms.is_empty()) {
        return Way::Sum(terms.iter().map(|(cell, factor)| teller.term(*cell, factor, unknown.key)).collect());
    }
    let side = |from: Option<usize>| -> Vec<Term> {
        let Some(equation) = from.map(|at| &solved.equations[at]) else { return Vec::new() };
        let own = equation.terms.iter().find(|(other, _)| *other == number).map_or(1, |(_, factor)| *factor);
        let term = |(cell, factor): &(u32, i128)| teller.term(*cell, &Ratio::whole(factor * own), unknown.key);
        equation.known.iter().map(term).collect()
    };
    Way::Bounds { least: side(unknown.low_from), most: side(unknown.high_from) }
}

fn name(cube: &Cube, dimension: usize, code: u32) -> String {
    let text = &cube.dimensions[dimension].codes[code as usize];
    if text.is_empty() { "(total)".to_owned() } else { text.clone() }
}

fn assumed(cube: &Cube, holds: &[Holds]) -> Vec<Assumed> {
    let mut told: BTreeMap<(usize, Origin, u32), Vec<&Holds>> = BTreeMap::new();
    for held in holds {
        told.entry((held.sum.dimension, held.sum.origin, held.sum.family)).or_default().push(held);
    }
    let one = |held: Vec<&Holds>| Assumed {
        dimension: cube.dimensions[held[0].sum.dimension].name.clone(),
        totals: held.iter().map(|h| name(cube, h.sum.dimension, h.sum.parent)).collect(),
        parts: held.iter().flat_map(|h| h.sum.children.iter().map(|c| name(cube, h.sum.dimension, *c))).take(NAMED).collect(),
        count: held.iter().map(|h| h.sum.children.len()).sum(),
        origin: held[0].sum.origin,
        agree: held.iter().map(|h| h.agree).sum(),
        differ: 0,
        exact: held.iter().all(|h| h.exact),
        nothing: held.iter().flat_map(|h| h.nothing.iter().copied()).collect::<BTreeSet<_>>().into_iter().collect(),
    };
    told.into_values().map(one).collect()
}

fn unused(cube: &Cube, refused: &[(Sum, Evidence)]) -> Vec<Assumed> {
    let blank = |sum: &Sum| cube.dimensions[sum.dimension].codes[sum.parent as usize].is_empty();
    let worth = |(sum, evidence): &&(Sum, Evidence)| !blank(sum) || evidence.agree + evidence.differ > 0;
    let plain = refused.iter().filter(|(sum, _)| matches!(sum.origin, Origin::Named | Origin::Declared)).filter(worth);
    plain
        .map(|(sum, evidence)| Assumed {
            dimension: cube.dimensions[sum.dimension].name.clone(),
            totals: vec![name(cube, sum.dimension, sum.parent)],
            parts: sum.children.iter().map(|code| name(cube, sum.dimension, *code)).take(NAMED).collect(),
            count: sum.children.len(),
            origin: sum.origin,
            agree: evidence.agree,
            differ: evidence.differ,
            exact: false,
            nothing: Vec::new(),
        })
        .collect()
}

fn roundings(ground: &Ground<'_>) -> Vec<(String, usize)> {
    let mut counts: BTreeMap<i128, usize> = BTreeMap::new();
    for (cell, step) in ground.cube.cells.iter().zip(&ground.steps) {
        if matches!(cell.state, State::Known(_)) {
            *counts.entry(step.step).or_default() += 1;
        }
    }
    counts.into_iter().map(|(step, count)| (decimal(in_units(ground.cube, step)), count)).collect()
}
