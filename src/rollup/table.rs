//! Reads a city's tidy table against the cube that it goes into. Conflicts are told by city, table and cell, all at once.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use super::package;
use super::rules::{FOREIGN_PLACE, OTHER_COLUMNS, OTHER_METHOD, OTHER_UNIT, TWICE, UNKNOWN_CODE, UNREADABLE};
use crate::confidential::{Cell, Places};
use crate::config::{CellKey, CubeSpec};
use crate::diag::{Diagnostic, Place, Rule, Sink, Text};
use crate::model::{Decimal, TOTAL};
use crate::say;

/// Columns behind the dimensions.
const REST: [&str; 5] = ["measure", "unit", "value", "obs_status", "synthetic"];
/// Most conflicts of one kind told of one table: one wrong code makes hundreds of rows wrong.
const MOST: usize = 20;

/// What the table is read against.
pub(super) struct Target<'a> {
    pub(super) spec: &'a CubeSpec,
    pub(super) geo: usize,
    pub(super) places: &'a Places,
    pub(super) city: usize,
    /// `430100 长沙市` in the words of messages.
    pub(super) name: &'a (String, String),
    pub(super) dataset: &'a str,
}

/// Cells by key.
pub(super) type Rows = BTreeMap<CellKey, Vec<Cell>>;

struct Reader<'a> {
    target: &'a Target<'a>,
    path: PathBuf,
    sink: &'a Sink,
    told: BTreeMap<&'static str, usize>,
    /// Codes told of already, by dimension.
    codes: BTreeSet<(usize, String)>,
    sound: bool,
}

/// Reads a table; `None` when there is a conflict in it.
pub(super) fn read(target: &Target<'_>, path: &Path, bytes: &[u8], sink: &Sink) -> Option<Rows> {
    let mut reader =
        Reader { target, path: path.to_path_buf(), sink, told: BTreeMap::new(), codes: BTreeSet::new(), sound: true };
    let rows = reader.table(bytes)?;
    reader.sound.then_some(rows)
}

/// Where the columns of a table are.
struct Columns {
    /// By dimension; the place may be missing.
    dimensions: Vec<Option<usize>>,
    rest: [usize; 5],
}

impl Reader<'_> {
    fn tell(&mut self, rule: &'static Rule, row: u64, column: &str, message: Text, help: Text) {
        self.sound = false;
        let told = self.told.entry(rule.id).or_default();
        *told += 1;
        if *told <= MOST {
            let place = Place::Cell { file: self.path.clone(), row, column: column.to_owned() };
            self.sink.push(Diagnostic::error(rule, message).at(place).help(help));
        }
    }

    fn table(&mut self, bytes: &[u8]) -> Option<Rows> {
        let mut csv = csv::ReaderBuilder::new().flexible(true).from_reader(bytes);
        let Ok(headings) = csv.headers() else {
            self.tell(&UNREADABLE, 1, "", say!("表头读不懂", "the heading cannot be read"), package::again());
            return None;
        };
        let headings: Vec<String> = headings.iter().map(|text| text.trim_start_matches('\u{feff}').to_owned()).collect();
        let columns = self.columns(&headings)?;
        let (mut rows, mut seen, mut lines) = (Rows::new(), BTreeSet::new(), crate::files::Rows::new(bytes));
        let measures = &self.target.spec.measures;
        for record in csv.records() {
            let start = match &record {
                Ok(record) => record.position(),
                Err(error) => error.position(),
            };
            let row = start.map_or(0, |place| lines.line(place.byte()));
            let Ok(record) = record else {
                self.tell(&UNREADABLE, row, "", say!("有一行读不懂", "a row cannot be read"), package::again());
                continue;
            };
            let Some((key, measure, cell)) = self.row(&record, row, &columns) else { continue };
            if !seen.insert((key.clone(), measure)) {
                let (zh, en) = self.target.name;
                let message = say!("{zh}的这一格在前面已经有了", "this cell of {en} stood in an earlier row");
                self.tell(&TWICE, row, "", message, package::again());
                continue;
            }
            rows.entry(key).or_insert_with(|| vec![Cell::Uncollected; measures.len()])[measure] = cell;
        }
        Some(rows)
    }

    fn columns(&mut self, headings: &[String]) -> Option<Columns> {
        let at = |name: &str| headings.iter().position(|heading| heading == name);
        if at("obs_status").is_none() {
            let message = say!("这张表没有状态列，可能是记录", "this table has no column of statuses and may hold records");
            package::records(&self.path, message, self.sink);
            self.sound = false;
            return None;
        }
        let spec = self.target.spec;
        let dimensions: Vec<Option<usize>> = spec.dimensions.iter().map(|(_, dimension)| at(dimension.id.as_str())).collect();
        let (table, (zh, en)) = (self.target.dataset, self.target.name);
        let help = say!(
            "请市州按省里的目录改这张表，或改省里的目录",
            "ask the city to follow the province's catalogue, or change the catalogue"
        );
        for (place, (_, dimension)) in dimensions.iter().zip(&spec.dimensions) {
            if place.is_none() && dimension.id != spec.dimensions[self.target.geo].1.id {
                let column = &dimension.id;
                let message = say!("{zh}的 `{table}` 缺少维度 `{column}`", "`{table}` of {en} lacks the dimension `{column}`");
                self.tell(&OTHER_COLUMNS, 1, column.as_str(), message, help.clone());
            }
        }
        let known = |name: &str| {
            REST.contains(&name)
                || matches!(name, "conf_status" | "reason")
                || spec.dimensions.iter().any(|(_, dimension)| dimension.id.as_str() == name)
        };
        for name in headings.iter().filter(|name| !known(name)) {
            let message = say!("{zh}的 `{table}` 多了一列 `{name}`", "`{table}` of {en} has another column, `{name}`");
            self.tell(&OTHER_COLUMNS, 1, name, message, help.clone());
        }
        let rest = REST.map(at);
        for (name, place) in REST.iter().zip(rest) {
            if place.is_none() {
                let message = say!("{zh}的 `{table}` 缺少列 `{name}`", "`{table}` of {en} lacks the column `{name}`");
                self.tell(&UNREADABLE, 1, name, message, package::again());
            }
        }
        self.sound.then_some(())?;
        Some(Columns { dimensions, rest: rest.map(|place| place.unwrap_or(0)) })
    }

    fn row(&mut self, record: &csv::StringRecord, row: u64, columns: &Columns) -> Option<(CellKey, usize, Cell)> {
        let text = |at: usize| record.get(at).unwrap_or("");
        let [measure, unit, value, status, _] = columns.rest;
        let key = self.key(record, row, columns)?;
        let measure_at = self.target.spec.measures.iter().position(|own| own.id.as_str() == text(measure));
        let (table, (zh, en)) = (self.target.dataset, self.target.name);
        let Some(measure_at) = measure_at else {
            let lost = text(measure);
            let message =
                say!("省里的 `{table}` 没有{zh}的度量 `{lost}`", "the province's `{table}` has no measure `{lost}` as {en} does");
            let help = say!("统一度量的编号", "agree on the ids of measures");
            if self.codes.insert((usize::MAX, lost.to_owned())) {
                self.tell(&OTHER_COLUMNS, row, "measure", message, help);
            }
            return None;
        };
        let expected = &self.target.spec.measures[measure_at].unit.code;
        if expected.as_str() != text(unit) {
            let found = text(unit);
            let message =
                say!("{zh}的单位是 `{found}`，省里是 `{expected}`", "{en} counts in `{found}`, the province in `{expected}`");
            let help = say!("请市州换算后重新发布", "ask the city to convert and release again");
            if self.codes.insert((usize::MAX - 1, format!("{found} {measure_at}"))) {
                self.tell(&OTHER_UNIT, row, "unit", message, help);
            }
            return None;
        }
        let figure = Decimal::parse(text(value)).filter(|value| *value >= Decimal::whole(0));
        let cell = match (text(status), figure, text(value).is_empty()) {
            ("A", Some(value), _) => Cell::Value(value),
            ("Q", _, true) => Cell::Suppressed,
            ("M", _, true) => Cell::Absent,
            ("L" | "O", _, true) => Cell::Uncollected,
            ("E", ..) => {
                let message = say!("{zh}的 `{table}` 是扰动或取整过的数", "`{table}` of {en} holds perturbed or rounded figures");
                let help = say!("这张表不要汇总，或请该市改用隐去", "leave the table out, or ask the city to withhold instead");
                if self.codes.insert((usize::MAX - 2, String::new())) {
                    self.tell(&OTHER_METHOD, row, "obs_status", message, help);
                }
                return None;
            }
            _ => {
                let message = say!("{zh}的这一格，数和状态不配", "value and status of this cell of {en} do not go together");
                self.tell(&UNREADABLE, row, "obs_status", message, package::again());
                return None;
            }
        };
        Some((key, measure_at, cell))
    }

    fn key(&mut self, record: &csv::StringRecord, row: u64, columns: &Columns) -> Option<CellKey> {
        let target = self.target;
        let (table, (zh, en)) = (target.dataset, target.name);
        let mut key = Vec::with_capacity(columns.dimensions.len());
        for (at, (column, (_, dimension))) in columns.dimensions.iter().zip(&target.spec.dimensions).enumerate() {
            let code = column.and_then(|column| record.get(column)).unwrap_or(TOTAL);
            if code == TOTAL {
                key.push((at == target.geo).then_some(target.city));
                continue;
            }
            let Some(position) = dimension.position(code) else {
                if self.codes.insert((at, code.to_owned())) {
                    let column = &dimension.id;
                    let message = say!(
                        "{zh}的 `{table}` 用了省里没有的代码 `{code}`（`{column}`）",
                        "`{table}` of {en} uses the code `{code}` of `{column}`, which the province does not have"
                    );
                    let help = say!(
                        "把它加进省里的代码表，或请市州改用统一的代码",
                        "add it to the province's list, or ask the city to use the common one"
                    );
                    self.tell(&UNKNOWN_CODE, row, dimension.id.as_str(), message, help);
                }
                return None;
            };
            if at == target.geo && target.places.city_of(position) != Some(target.city) {
                if self.codes.insert((at, code.to_owned())) {
                    let message =
                        say!("{zh}的 `{table}` 里有别处的 `{code}`", "`{table}` of {en} holds `{code}`, which lies elsewhere");
                    let help = say!(
                        "核对市州代码、代码表的 `parent` 和交来的文件",
                        "check the city's code, `parent` in the code list, and the file"
                    );
                    self.tell(&FOREIGN_PLACE, row, dimension.id.as_str(), message, help);
                }
                return None;
            }
            key.push(Some(position));
        }
        Some(key)
    }
}
