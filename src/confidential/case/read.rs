//! From a case file to a system: codes looked up, sums checked, every fault with its row.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use serde_json::Value;

use super::document::{Dimension, Document, Kind, Table};
use super::rules;
use crate::diag::{Diagnostic, Failed, Place, Rule, Sink, Text};
use crate::linear::System;
use crate::say;

/// Faults of one kind that are told one by one.
const TOLD: usize = 20;

/// A case, checked.
pub(super) struct Case {
    pub(super) document: Document,
    /// One column for each cell of the release, then those that only an earlier release had.
    pub(super) system: System,
    /// Cells of the release.
    pub(super) cells: usize,
    /// Codes of each column.
    pub(super) keys: Vec<Vec<String>>,
    /// Units of the system in one unit of the case: 1, 10, 100…
    pub(super) scale: f64,
    /// For each inner cell who contributed and how much, in the system's unit; empty for counts.
    pub(super) contributions: Vec<Vec<(u32, i64)>>,
    /// Names of the contributors by number.
    pub(super) names: Vec<String>,
}

/// Reads a case.
pub(super) fn read(path: &Path, text: &[u8], sink: &Sink) -> Result<Case, Failed> {
    let document: Document = serde_json::from_slice(text).map_err(|error| {
        let (line, column) = (error.line(), error.column());
        let told = say!("读到第 {line} 行第 {column} 列时无法继续", "reading stopped at line {line}, column {column}");
        sink.fail(Diagnostic::error(&rules::FORMAT, told).at(path))
    })?;
    if document.format != "shanwai-sdc-case/1" {
        let told = say!("`format` 不是 `shanwai-sdc-case/1`", "`format` is not `shanwai-sdc-case/1`");
        return Err(sink.fail(Diagnostic::error(&rules::FORMAT, told).at(path)));
    }
    let mut reader = Reader { path: path.to_path_buf(), sink, told: 0, codes: document.dims.iter().map(Codes::new).collect() };
    let case = reader.case(document);
    sink.check()?;
    Ok(case)
}

/// The codes of a dimension, each with the leaves it stands for.
struct Codes {
    leaves: BTreeMap<String, u32>,
    groups: BTreeMap<String, Vec<u32>>,
}

impl Codes {
    fn new(dimension: &Dimension) -> Self {
        let leaves: BTreeMap<String, u32> =
            dimension.leaves.iter().zip(0..).map(|(code, number)| (code.clone(), number)).collect();
        let number = |code: &String| leaves.get(code).copied();
        let groups =
            dimension.groups.iter().map(|(code, below)| (code.clone(), below.iter().filter_map(number).collect())).collect();
        Self { leaves, groups }
    }

    fn below(&self, code: &str) -> Option<Vec<u32>> {
        self.leaves.get(code).map(|leaf| vec![*leaf]).or_else(|| self.groups.get(code).cloned())
    }
}

struct Reader<'a> {
    path: PathBuf,
    sink: &'a Sink,
    told: usize,
    codes: Vec<Codes>,
}

impl Reader<'_> {
    fn case(&mut self, document: Document) -> Case {
        self.dimensions(&document);
        let scale = self.scale(&document);
        let (places, values) = self.inner(&document, scale);
        let (contributions, names) = self.records(&document, scale, &places, &values);
        let mut case = Case {
            system: System::new(values),
            cells: document.cells.rows.len(),
            keys: Vec::new(),
            scale,
            contributions,
            names,
            document,
        };
        self.cells(&mut case, &places);
        self.earlier(&mut case, &places);
        for (number, set) in case.document.extra_primary.iter().enumerate() {
            if set.iter().any(|inner| *inner as usize >= case.system.inner()) {
                self.tell(
                    &rules::CODE,
                    "extra_primary",
                    number,
                    "",
                    say!("指向不存在的格子", "a cell that does not exist is meant"),
                );
            }
        }
        case
    }

    fn tell(&mut self, rule: &'static Rule, table: &str, row: usize, column: &str, told: Text) {
        self.told += 1;
        if self.told <= TOLD {
            let column = if column.is_empty() { table.to_owned() } else { format!("{table}.{column}") };
            let place = Place::Cell { file: self.path.clone(), row: row as u64 + 1, column };
            self.sink.push(Diagnostic::error(rule, told).at(place));
        }
    }

    fn dimensions(&mut self, document: &Document) {
        for dimension in &document.dims {
            let unknown = dimension.groups.values().flatten().any(|leaf| !dimension.leaves.contains(leaf));
            if unknown {
                let name = &dimension.name;
                self.tell(
                    &rules::CODE,
                    "dims",
                    0,
                    name,
                    say!("`{name}` 的组里有不是叶子的代码", "a group of `{name}` holds a code that is no leaf"),
                );
            }
        }
    }

    /// The least power of ten that makes every value whole, up to a million.
    fn scale(&mut self, document: &Document) -> f64 {
        let dims = document.dims.len();
        let values = document.inner.rows.iter().map(|row| row.get(dims));
        let contributed = document.records.iter().flat_map(|table| table.rows.iter().map(|row| row.get(dims + 1)));
        let values: Vec<f64> = values.chain(contributed).flatten().filter_map(Value::as_f64).collect();
        let whole = |scale: &f64| {
            values.iter().all(|value| (value * scale - (value * scale).round()).abs() < 1e-6 * scale.clamp(1.0, 100.0))
        };
        [1.0, 10.0, 100.0, 1e3, 1e4, 1e5, 1e6].into_iter().find(whole).unwrap_or(1e6)
    }

    /// A value in the system's unit.
    fn number(&mut self, case: (&str, usize, &str), value: Option<&Value>, scale: f64) -> i64 {
        let Some(scaled) = value.and_then(Value::as_f64).map(|value| value * scale).filter(|scaled| scaled.abs() < 9e15) else {
            self.tell(&rules::NUMBER, case.0, case.1, case.2, say!("这里应当是一个数", "a number belongs here"));
            return 0;
        };
        if (scaled - scaled.round()).abs() > 1e-3 {
            self.tell(&rules::NUMBER, case.0, case.1, case.2, say!("小数位太多", "too many decimals"));
        }
        scaled.round() as i64
    }

    /// The leaves that a row names.
    fn leaves(&mut self, document: &Document, table: &str, number: usize, row: &[Value]) -> Option<Vec<u32>> {
        let mut leaves = Vec::with_capacity(self.codes.len());
        for (place, dimension) in document.dims.iter().enumerate() {
            let leaf = row.get(place).and_then(Value::as_str).and_then(|code| self.codes[place].leaves.get(code));
            match leaf {
                Some(leaf) => leaves.push(*leaf),
                None => {
                    self.tell(
                        &rules::CODE,
                        table,
                        number,
                        &dimension.name,
                        say!("不是这个维度的叶子", "not a leaf of this dimension"),
                    );
                    return None;
                }
            }
        }
        Some(leaves)
    }

    fn inner(&mut self, document: &Document, scale: f64) -> (BTreeMap<Vec<u32>, u32>, Vec<i64>) {
        let (mut places, mut values) = (BTreeMap::new(), Vec::new());
        for (number, row) in document.inner.rows.iter().enumerate() {
            let value = self.number(("inner", number, "value"), row.get(document.dims.len()), scale);
            if value < 0 && document.attack.nonnegative {
                self.tell(&rules::NEGATIVE, "inner", number, "value", say!("出现负数", "a negative value"));
            }
            if document.kind == Kind::Frequency && (value as f64 / scale).fract() != 0.0 {
                self.tell(&rules::NUMBER, "inner", number, "value", say!("人数不是整数", "a count is not whole"));
            }
            // A faulty row keeps its number, so that others mean the same cell.
            let leaves = self.leaves(document, "inner", number, row);
            let place = u32::try_from(values.len()).unwrap_or(u32::MAX);
            if leaves.is_some_and(|leaves| places.insert(leaves, place).is_some()) {
                self.tell(&rules::TWICE, "inner", number, "", say!("这一格前面已经有了", "this cell was given before"));
            }
            values.push(value);
        }
        (places, values)
    }

    fn records(
        &mut self,
        document: &Document,
        scale: f64,
        places: &BTreeMap<Vec<u32>, u32>,
        values: &[i64],
    ) -> (Vec<Vec<(u32, i64)>>, Vec<String>) {
        let Some(table) = &document.records else { return (Vec::new(), Vec::new()) };
        let mut contributions = vec![Vec::new(); values.len()];
        let (mut numbers, mut names) = (BTreeMap::<String, u32>::new(), Vec::new());
        for (number, row) in table.rows.iter().enumerate() {
            let Some(leaves) = self.leaves(document, "records", number, row) else { continue };
            let Some(place) = places.get(&leaves) else {
                self.tell(&rules::SUM, "records", number, "", say!("`inner` 里没有这一格", "`inner` has no such cell"));
                continue;
            };
            let amount = self.number(("records", number, "value"), row.get(document.dims.len() + 1), scale);
            let name = match row.get(document.dims.len()) {
                Some(Value::String(name)) => name.clone(),
                Some(other) => other.to_string(),
                None => String::new(),
            };
            let who = *numbers.entry(name.clone()).or_insert_with(|| {
                names.push(name);
                names.len() as u32 - 1
            });
            contributions[*place as usize].push((who, amount));
        }
        for (number, value) in values.iter().enumerate() {
            let sum: i128 = contributions[number].iter().map(|(_, amount)| i128::from(*amount)).sum();
            if sum != i128::from(*value) {
                self.tell(
                    &rules::SUM,
                    "inner",
                    number,
                    "value",
                    say!("不等于 `records` 里的合计", "not the sum of its `records`"),
                );
            }
        }
        (contributions, names)
    }

    fn cells(&mut self, case: &mut Case, places: &BTreeMap<Vec<u32>, u32>) {
        let table = std::mem::replace(&mut case.document.cells, Table { rows: Vec::new() });
        let dims = case.document.dims.len();
        let mut met: BTreeMap<Vec<String>, i64> = BTreeMap::new();
        for (number, row) in table.rows.iter().enumerate() {
            let key: Vec<String> = row.iter().take(dims).map(|code| code.as_str().unwrap_or_default().to_owned()).collect();
            let members = self.members(&case.document, "cells", number, &key, places);
            let column = case.system.push(members.unwrap_or_default());
            if let Some(value) = row.get(dims).filter(|value| !value.is_null()) {
                let value = self.number(("cells", number, "value"), Some(value), case.scale);
                if met.insert(key.clone(), value).is_some_and(|other| other != value) {
                    self.tell(
                        &rules::TWICE,
                        "cells",
                        number,
                        "value",
                        say!("同一格前面是另一个数", "the same cell had another value before"),
                    );
                } else if i128::from(value) != case.system.total(column) {
                    self.tell(
                        &rules::SUM,
                        "cells",
                        number,
                        "value",
                        say!("不等于其中最细格子之和", "not the sum of its finest cells"),
                    );
                }
            }
            case.keys.push(key);
        }
        case.document.cells = table;
    }

    /// The inner cells of a cell.
    fn members(
        &mut self,
        document: &Document,
        table: &str,
        number: usize,
        key: &[String],
        places: &BTreeMap<Vec<u32>, u32>,
    ) -> Option<Vec<u32>> {
        let mut below = Vec::with_capacity(self.codes.len());
        for (place, dimension) in document.dims.iter().enumerate() {
            match key.get(place).and_then(|code| self.codes[place].below(code)) {
                Some(leaves) => below.push(leaves),
                None => {
                    self.tell(
                        &rules::CODE,
                        table,
                        number,
                        &dimension.name,
                        say!("不是这个维度的代码", "not a code of this dimension"),
                    );
                    return None;
                }
            }
        }
        let combinations = below.iter().map(Vec::len).try_fold(1usize, usize::checked_mul);
        if combinations.is_some_and(|n| n <= places.len()) {
            let mut keys = vec![Vec::new()];
            for leaves in &below {
                keys = keys
                    .iter()
                    .flat_map(|key: &Vec<u32>| leaves.iter().map(|leaf| [key.as_slice(), &[*leaf]].concat()))
                    .collect();
            }
            return Some(keys.iter().filter_map(|key| places.get(key).copied()).collect());
        }
        let below: Vec<BTreeSet<u32>> = below.into_iter().map(|leaves| leaves.into_iter().collect()).collect();
        Some(
            places
                .iter()
                .filter(|(key, _)| key.iter().zip(&below).all(|(leaf, below)| below.contains(leaf)))
                .map(|(_, place)| *place)
                .collect(),
        )
    }

    /// Columns for cells that only an earlier release had, and what contradicts it.
    fn earlier(&mut self, case: &mut Case, places: &BTreeMap<Vec<u32>, u32>) {
        let Some(previous) = case.document.previous.take() else { return };
        let published: BTreeSet<&Vec<String>> = previous.published.iter().collect();
        for (number, key) in previous.suppressed.iter().enumerate() {
            if published.contains(key) {
                self.tell(
                    &rules::PREVIOUS,
                    "previous.suppressed",
                    number,
                    "",
                    say!("这一格又公开又不公开", "the cell is published and withheld at once"),
                );
            }
        }
        let mut known: BTreeMap<Vec<String>, usize> = case.keys.iter().cloned().zip(0..).collect();
        for (table, keys) in [("previous.published", &previous.published), ("previous.suppressed", &previous.suppressed)] {
            for (number, key) in keys.iter().enumerate() {
                if !known.contains_key(key) {
                    let members = self.members(&case.document, table, number, key, places).unwrap_or_default();
                    known.insert(key.clone(), case.system.push(members));
                    case.keys.push(key.clone());
                }
            }
        }
        for (number, (key, value)) in previous.published.iter().zip(&previous.values).enumerate() {
            let value = self.number(("previous.values", number, ""), Some(value), case.scale);
            if known.get(key).is_some_and(|column| case.system.total(*column) != i128::from(value)) {
                self.tell(
                    &rules::PREVIOUS,
                    "previous.values",
                    number,
                    "",
                    say!("公开过的数与现在的数据不同", "a published value differs from the data"),
                );
            }
        }
        case.document.previous = Some(previous);
    }
}
