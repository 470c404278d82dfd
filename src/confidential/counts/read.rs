//! Rows of an answer → typed parts of it. What the rows say of each other is judged afterwards.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use super::faults::{Faults, Kind};
use super::layout::{Layout, PARTS, TOTAL};
use super::table;
use crate::confidential::cube::{Lattice, Wanted};
use crate::diag::{Failed, Sink};
use crate::files::Root;
use crate::say;

/// Contributions beyond this count as this, as they do where records are read.
const MOST: u64 = u64::MAX;

/// One of the finest cells.
pub(super) struct CellRow {
    pub(super) row: u64,
    /// Its number in the answer.
    pub(super) number: u64,
    /// By column: position in the code list + 1; 0: empty.
    pub(super) digits: Vec<usize>,
    pub(super) rows: u64,
    /// By sum, once its row is read.
    pub(super) sums: Vec<Option<u128>>,
}

/// Persons in the same finest cells.
pub(super) struct SetRow {
    pub(super) row: u64,
    pub(super) cells: Vec<u64>,
    pub(super) persons: u64,
}

/// A cell or margin of a cube.
pub(super) struct MarginRow {
    pub(super) row: u64,
    pub(super) rows: u64,
    pub(super) persons: Option<u64>,
    pub(super) contributors: u64,
}

/// A sum of a cell or margin.
pub(super) struct SumRow {
    pub(super) row: u64,
    pub(super) total: u128,
    /// In descending order.
    pub(super) tops: Vec<u64>,
}

/// All that an answer says.
#[derive(Default)]
pub(super) struct Answer {
    pub(super) query: Option<(u64, String)>,
    /// By number.
    pub(super) cells: BTreeMap<u64, CellRow>,
    /// Row, number of the cell, sum, total.
    pub(super) cell_sums: Vec<(u64, u64, usize, u128)>,
    pub(super) persons: Vec<SetRow>,
    pub(super) contributors: Vec<SetRow>,
    /// By cube and code.
    pub(super) margins: BTreeMap<(usize, u64), MarginRow>,
    /// By cube, measure and code.
    pub(super) sums: BTreeMap<(usize, usize, u64), SumRow>,
}

/// Reads an answer; faults of single rows are noted.
pub(super) fn read(
    root: &Root,
    layout: &Layout<'_>,
    wanted: &[Wanted<'_>],
    lattices: &[Lattice],
    faults: &mut Faults<'_>,
    sink: &Sink,
) -> Result<Answer, Failed> {
    let mut answer = Answer::default();
    let reader = Reader { layout, wanted, lattices };
    table::read(root, layout, faults, sink, &mut |row, fields, faults| {
        let mut row = Row { reader: &reader, row, fields, faults };
        // What is wrong was noted on the way.
        let _ = row.take(&mut answer);
    })?;
    Ok(answer)
}

struct Reader<'r, 'a> {
    layout: &'r Layout<'a>,
    wanted: &'r [Wanted<'a>],
    lattices: &'r [Lattice],
}

struct Row<'r, 'a, 'f> {
    reader: &'r Reader<'r, 'a>,
    row: u64,
    fields: &'r [&'r str],
    faults: &'r mut Faults<'f>,
}

impl Row<'_, '_, '_> {
    fn get(&self, heading: &str) -> &str {
        self.reader.layout.headings.iter().position(|known| known == heading).map_or("", |at| self.fields[at])
    }

    fn fault<T>(&mut self, heading: &str, kind: Kind) -> Option<T> {
        self.faults.push(self.row, heading, kind);
        None
    }

    fn take(&mut self, answer: &mut Answer) -> Option<()> {
        let part = self.get("part").to_owned();
        match PARTS.into_iter().find(|known| *known == part) {
            Some("query") => {
                let query = self.get("measure").to_owned();
                if answer.query.replace((self.row, query)).is_some() {
                    return self.fault("part", Kind::Twice);
                }
            }
            Some("cell") => self.cell(answer)?,
            Some("cell-sum") => {
                let sum = self.sum_of_cells()?;
                let (cell, total) = (self.count("cell"), self.whole("total"));
                answer.cell_sums.push((self.row, cell?, sum, total?));
            }
            Some("persons") => answer.persons.push(self.set()?),
            Some("contributors") => answer.contributors.push(self.set()?),
            Some("margin") => self.margin(answer)?,
            Some("sum") => self.sum(answer)?,
            Some(fault) => {
                if self.count("rows")? > 0 {
                    let column = self.get("measure").to_owned();
                    self.faults.push(0, "", Kind::Records(fault, column));
                }
            }
            None if part.is_empty() => return self.fault("part", Kind::Empty),
            None => return self.fault("part", Kind::Word),
        }
        Some(())
    }

    /// A whole number as it is written, without sign or point.
    fn whole(&mut self, heading: &str) -> Option<u128> {
        let text = self.get(heading);
        if text.is_empty() {
            return self.fault(heading, Kind::Empty);
        }
        if text.len() > 38 || !text.bytes().all(|byte| byte.is_ascii_digit()) {
            return self.fault(heading, Kind::Number);
        }
        text.parse().ok().or_else(|| self.fault(heading, Kind::Number))
    }

    fn count(&mut self, heading: &str) -> Option<u64> {
        let whole = self.whole(heading)?;
        // No warehouse counts beyond 2^62, and sums of such counts stay within the arithmetic.
        u64::try_from(whole).ok().filter(|count| *count < 1 << 62).or_else(|| self.fault(heading, Kind::Number))
    }

    fn cell(&mut self, answer: &mut Answer) -> Option<()> {
        let (number, rows) = (self.count("cell"), self.count("rows"));
        let layout = self.reader.layout;
        let (mut digits, mut whole) = (Vec::with_capacity(layout.columns.len()), Some(()));
        for (at, (name, dimension)) in layout.columns.iter().enumerate() {
            let heading = layout.heading(at);
            let typed = self.get(heading);
            let optional = || layout.spec.columns.iter().any(|column| column.name == *name && column.optional);
            match dimension.position(typed) {
                Some(position) => digits.push(position + 1),
                None if typed.is_empty() && optional() => digits.push(0),
                None if typed.is_empty() => whole = self.fault(heading, Kind::Empty),
                None => whole = self.fault(heading, Kind::Code),
            }
        }
        let (number, rows, ()) = (number?, rows?, whole?);
        if rows == 0 {
            return self.fault("rows", Kind::Differs);
        }
        let sums = vec![None; layout.sums.len()];
        let row = CellRow { row: self.row, number, digits, rows, sums };
        match answer.cells.entry(number) {
            Entry::Vacant(free) => drop(free.insert(row)),
            Entry::Occupied(_) => return self.fault("cell", Kind::Twice),
        }
        Some(())
    }

    fn cube(&mut self) -> Option<usize> {
        let id = self.get("cube");
        let found = self.reader.wanted.iter().position(|cube| cube.spec.id.as_str() == id);
        found.or_else(|| self.fault("cube", Kind::Word))
    }

    fn measure(&mut self, cube: usize) -> Option<usize> {
        let id = self.get("measure");
        let wanted = &self.reader.wanted[cube];
        let found = wanted.summed().map(|(at, _)| at).find(|at| wanted.spec.measures[*at].id.as_str() == id);
        found.or_else(|| self.fault("measure", Kind::Word))
    }

    fn sum_of_cells(&mut self) -> Option<usize> {
        let cube = self.cube()?;
        let measure = self.measure(cube)?;
        let sums = &self.reader.layout.sums;
        let found = sums.iter().position(|(_, known, of)| (*known, *of) == (cube, measure));
        found.or_else(|| self.fault("measure", Kind::Word))
    }

    fn set(&mut self) -> Option<SetRow> {
        let persons = self.count("persons");
        let list = self.get("cells");
        let cells: Option<Vec<u64>> = list.split(' ').map(|cell| cell.parse().ok()).collect();
        let Some(mut cells) = cells else { return self.fault("cells", Kind::Number) };
        let before = cells.len();
        cells.sort_unstable();
        cells.dedup();
        if cells.len() < before {
            return self.fault("cells", Kind::Twice);
        }
        let persons = persons?;
        if persons == 0 {
            return self.fault("persons", Kind::Differs);
        }
        Some(SetRow { row: self.row, cells, persons })
    }

    /// The code of a cell or margin.
    fn code(&mut self, cube: usize) -> Option<u64> {
        let (layout, wanted, lattice) = (self.reader.layout, &self.reader.wanted[cube], &self.reader.lattices[cube]);
        let mut key = Vec::with_capacity(wanted.spec.dimensions.len());
        let mut whole = Some(());
        for (column, dimension) in &wanted.spec.dimensions {
            let at = layout.columns.iter().position(|(name, _)| name == column)?;
            let heading = layout.heading(at);
            let typed = self.get(heading);
            match dimension.position(typed) {
                _ if typed == TOTAL => key.push(None),
                Some(position) => key.push(Some(position)),
                None if typed.is_empty() => whole = self.fault(heading, Kind::Empty),
                None => whole = self.fault(heading, Kind::Code),
            }
        }
        whole.map(|()| lattice.code(&key))
    }

    fn margin(&mut self, answer: &mut Answer) -> Option<()> {
        let cube = self.cube()?;
        let has_person = self.reader.layout.spec.person.is_some();
        let (code, rows, contributors) = (self.code(cube), self.count("rows"), self.count("contributors"));
        let persons = if has_person { self.count("persons").map(Some) } else { Some(None) };
        let row = MarginRow { row: self.row, rows: rows?, persons: persons?, contributors: contributors? };
        // A table without records has one row, the total of nothing.
        if row.rows == 0 && row.contributors == 0 {
            return Some(());
        }
        if row.persons.is_some_and(|persons| persons > row.rows) || row.contributors > row.rows {
            let why = say!("人数多于行数", "there are more persons than rows");
            return self.fault("rows", Kind::Impossible(why));
        }
        if answer.margins.insert((cube, code?), row).is_some() {
            return self.fault("", Kind::Twice);
        }
        Some(())
    }

    fn sum(&mut self, answer: &mut Answer) -> Option<()> {
        let cube = self.cube()?;
        let measure = self.measure(cube);
        let (code, total) = (self.code(cube), self.whole("total"));
        let (layout, depth) = (self.reader.layout, self.reader.wanted[cube].settings.largest_needed());
        let (mut tops, mut sound) = (Vec::with_capacity(depth), Some(()));
        for heading in (0..depth).map(|n| layout.top(n)) {
            match if self.get(heading).is_empty() { Some(0) } else { self.whole(heading) } {
                Some(top) => tops.push(u64::try_from(top).unwrap_or(MOST)),
                None => sound = None,
            }
        }
        let (total, ()) = (total?, sound?);
        let row = SumRow { row: self.row, total, tops };
        if row.tops.windows(2).any(|pair| pair[0] < pair[1]) {
            let why = say!("最大的几笔没有由大到小", "the largest contributions do not descend");
            return self.fault("top_1", Kind::Impossible(why));
        }
        if answer.sums.insert((cube, measure?, code?), row).is_some() {
            return self.fault("", Kind::Twice);
        }
        Some(())
    }
}
