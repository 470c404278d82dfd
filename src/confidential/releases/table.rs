//! Reads one table of a release: a row for each measure of each cell.

use std::collections::BTreeMap;
use std::path::Path;

use super::Promise;
use super::rules::{TWO_VALUES, UNREADABLE};
use crate::config::{CellKey, CubeSpec};
use crate::diag::{Diagnostic, Place, Sink, Text};
use crate::files::Rows;
use crate::model::{Decimal, TOTAL};
use crate::say;

/// Most faults told of one table: one wrong column makes every row wrong.
const MOST_FAULTS: usize = 20;

/// What a table says, and in which rows.
pub(super) struct Cells {
    pub(super) promises: BTreeMap<CellKey, Vec<Promise>>,
    /// The row of each measure of each cell, from 1; 0: none.
    pub(super) rows: BTreeMap<CellKey, Vec<u64>>,
}

/// Where a table and its messages come from.
struct Reader<'a> {
    path: &'a Path,
    cube: &'a CubeSpec,
    /// By dimension the positions listed then.
    codes: &'a [Vec<usize>],
    measures: &'a BTreeMap<String, usize>,
}

/// Reads a table. `None` when anything is wrong with it.
pub(super) fn read(
    path: &Path,
    bytes: &[u8],
    cube: &CubeSpec,
    codes: &[Vec<usize>],
    measures: &BTreeMap<String, usize>,
    sink: &Sink,
) -> Option<Cells> {
    let reader = Reader { path, cube, codes, measures };
    let mut csv = csv::ReaderBuilder::new().flexible(true).from_reader(bytes);
    let expected = cube.dimensions.iter().map(|(_, dimension)| dimension.id.as_str()).chain(["measure", "value", "status"]);
    let heading_fits = csv.headers().is_ok_and(|headings| headings.iter().eq(expected));
    if !heading_fits {
        let message = say!("表头与汇总表的维度不符", "the heading does not fit the dimensions of the cube");
        sink.push(reader.fault(1, "", message));
        return None;
    }
    let mut cells = Cells { promises: BTreeMap::new(), rows: BTreeMap::new() };
    let (mut faults, mut lines) = (0, Rows::new(bytes));
    for record in csv.records() {
        let start = match &record {
            Ok(record) => record.position(),
            Err(error) => error.position(),
        };
        let row = start.map_or(0, |place| lines.line(place.byte()));
        let read = match &record {
            Ok(record) => reader.row(record, row, &mut cells),
            Err(_) => Err(Box::new(reader.fault(row, "", say!("这一行读不懂", "this row cannot be read")))),
        };
        if let Err(fault) = read {
            sink.push(*fault);
            faults += 1;
            if faults == MOST_FAULTS {
                break;
            }
        }
    }
    (faults == 0).then_some(cells)
}

impl Reader<'_> {
    fn fault(&self, row: u64, column: &str, message: Text) -> Diagnostic {
        let place = Place::Cell { file: self.path.to_path_buf(), row, column: column.to_owned() };
        Diagnostic::error(&UNREADABLE, message).at(place).help(super::load::restore())
    }

    fn row(&self, record: &csv::StringRecord, row: u64, into: &mut Cells) -> Result<(), Box<Diagnostic>> {
        let width = self.cube.dimensions.len();
        if record.len() != width + 3 {
            let (has, needs) = (record.len(), width + 3);
            let message = say!("这一行有 {has} 列，应有 {needs} 列", "this row has {has} columns instead of {needs}");
            return Err(Box::new(self.fault(row, "", message)));
        }
        let key = self.key(record, row)?;
        let Some(measure) = self.measures.get(&record[width]) else {
            let message = say!("`release.toml` 没有列出这个度量", "`release.toml` does not list this measure");
            return Err(Box::new(self.fault(row, "measure", message)));
        };
        let promise = self.promise(&record[width + 1], &record[width + 2], row)?;
        let count = self.cube.measures.len();
        let place = &mut into.rows.entry(key.clone()).or_insert_with(|| vec![0; count])[*measure];
        if *place > 0 {
            let message = say!("这一格在第 {place} 行已经有了", "this cell stood in row {place} already");
            let mut found = self.fault(row, "", message);
            found.rule = &TWO_VALUES;
            return Err(Box::new(found));
        }
        *place = row.max(1);
        into.promises.entry(key).or_insert_with(|| vec![Promise::Absent; count])[*measure] = promise;
        Ok(())
    }

    fn key(&self, record: &csv::StringRecord, row: u64) -> Result<CellKey, Box<Diagnostic>> {
        let mut key = Vec::with_capacity(self.codes.len());
        for ((code, (_, dimension)), listed) in record.iter().zip(&self.cube.dimensions).zip(self.codes) {
            if code == TOTAL {
                key.push(None);
                continue;
            }
            let found = dimension.position(code).filter(|at| listed.binary_search(at).is_ok());
            if found.is_none() {
                let message = say!("`release.toml` 没有列出这个代码", "`release.toml` does not list this code");
                return Err(Box::new(self.fault(row, dimension.id.as_str(), message)));
            }
            key.push(found);
        }
        Ok(key)
    }

    fn promise(&self, value: &str, status: &str, row: u64) -> Result<Promise, Box<Diagnostic>> {
        let wrong = |column: &str, message| Err(Box::new(self.fault(row, column, message)));
        let figure = Decimal::parse(value).filter(|value| *value >= Decimal::whole(0));
        match (status, figure, value.is_empty()) {
            ("A", Some(value), _) => Ok(Promise::Published(value)),
            ("E", Some(value), _) => Ok(Promise::Estimated(value)),
            ("Q", _, true) => Ok(Promise::Withheld),
            ("M" | "L", _, true) => Ok(Promise::Absent),
            ("A" | "E", ..) => wrong("value", say!("这里应有一个不小于零的数", "there must be a number here, not negative")),
            ("Q" | "M" | "L", ..) => wrong("value", say!("这个状态不能有数", "with this status there can be no value")),
            _ => wrong("status", say!("状态应是 A、E、Q、M 或 L", "the status must be A, E, Q, M or L")),
        }
    }
}
