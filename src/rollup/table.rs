//! Reads a city's tidy table against the cube that it goes into. Conflicts are told by city, table and cell, all at once.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use super::package;
use super::rules::{FOREIGN_PLACE, OTHER_COLUMNS, OTHER_METHOD, OTHER_UNIT, TWICE, UNKNOWN_CODE, UNREADABLE};
use crate::confidential::{Cell, Places, Reading, Stray};
use crate::config::{CellKey, CubeSpec};
use crate::diag::{Diagnostic, Place, Rule, Sink, Text};
use crate::model::{Decimal, TOTAL};
use crate::say;

/// Columns behind the dimensions.
const REST: [&str; 5] = ["measure", "unit", "value", "obs_status", "synthetic"];
/// Most conflicts of one kind told of one table: one wrong code makes hundreds of rows wrong.
const MOST: usize = 20;
/// Most rows of an unknown code that are named with their figures.
const MOST_ROWS: usize = 5;

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

/// A table as far as it could be read.
pub(super) struct Read {
    pub(super) rows: Rows,
    pub(super) reading: Reading,
    /// Whether there is no conflict in it.
    pub(super) sound: bool,
}

struct Reader<'a> {
    target: &'a Target<'a>,
    path: PathBuf,
    sink: &'a Sink,
    told: BTreeMap<&'static str, usize>,
    /// What is told once of a table, however many rows have it.
    once: BTreeSet<(&'static str, String)>,
    /// Codes that have no place here, with their rows and figures.
    lost: BTreeMap<Lost, Vec<(u64, Option<Decimal>)>>,
    sound: bool,
}

/// A code that has no place here: its dimension, itself, and whether it is a place elsewhere.
type Lost = (usize, String, bool);

/// Reads a table and tells every conflict in it; `None` when its columns are not those of one.
pub(super) fn read(target: &Target<'_>, path: &Path, bytes: &[u8], sink: &Sink) -> Option<Read> {
    let mut reader = Reader {
        target,
        path: path.to_path_buf(),
        sink,
        told: BTreeMap::new(),
        once: BTreeSet::new(),
        lost: BTreeMap::new(),
        sound: true,
    };
    let (rows, reading) = reader.table(bytes)?;
    reader.tell_lost();
    Some(Read { rows, reading, sound: reader.sound })
}

/// Where the columns of a table are.
struct Columns {
    /// By dimension; the place may be missing.
    dimensions: Vec<Option<usize>>,
    rest: [usize; 5],
}

/// The key of a row as far as its codes are known, and the dimensions in which they are not.
struct Key {
    codes: CellKey,
    lost: Vec<Lost>,
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

    /// Whether this was not told of the table before. It is a conflict either way.
    fn first(&mut self, rule: &'static Rule, what: String) -> bool {
        self.sound = false;
        self.once.insert((rule.id, what))
    }

    fn table(&mut self, bytes: &[u8]) -> Option<(Rows, Reading)> {
        let mut csv = csv::ReaderBuilder::new().flexible(true).from_reader(bytes);
        let Ok(headings) = csv.headers() else {
            self.tell(&UNREADABLE, 1, "", say!("表头读不懂", "the heading cannot be read"), package::again());
            return None;
        };
        let headings: Vec<String> = headings.iter().map(|text| text.trim_start_matches('\u{feff}').to_owned()).collect();
        let columns = self.columns(&headings)?;
        let (mut rows, mut reading, mut lines) = (Rows::new(), Reading::default(), crate::files::Rows::new(bytes));
        let measures = self.target.spec.measures.len();
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
            let (key, measured) = (self.key(&record, &columns), self.measured(&record, row, &columns));
            if !key.lost.is_empty() {
                self.stray(key, measured, row, &mut reading);
                continue;
            }
            let Some((measure, cell)) = measured else { continue };
            // A figure that cannot be used is one that is not known.
            let cell = cell.unwrap_or(Cell::Suppressed);
            let seen = &mut reading.lines.entry(key.codes.clone()).or_insert_with(|| vec![0; measures])[measure];
            if *seen > 0 {
                let before = rows.get(&key.codes).map_or(Cell::Uncollected, |cells| cells[measure]);
                self.twice(row, *seen, before, cell);
                continue;
            }
            *seen = row;
            rows.entry(key.codes).or_insert_with(|| vec![Cell::Uncollected; measures])[measure] = cell;
        }
        Some((rows, reading))
    }

    fn twice(&mut self, row: u64, first: u64, before: Cell, here: Cell) {
        let (zh, en) = self.target.name;
        let ((before_zh, before_en), (here_zh, here_en)) = (shown(value(before)), shown(value(here)));
        let message = say!(
            "{zh}的这一格在第 {first} 行已经有了：那里{before_zh}，这里{here_zh}",
            "this cell of {en} stood in line {first} already: {before_en} there, {here_en} here"
        );
        self.tell(&TWICE, row, "value", message, package::again());
    }

    /// Keeps a row whose codes are not all known: its figure is a part of some total all the same.
    fn stray(&mut self, key: Key, measured: Option<(usize, Option<Cell>)>, row: u64, reading: &mut Reading) {
        self.sound = false;
        let figure = measured.and_then(|(_, cell)| value(cell?));
        if let ([(at, code, _)], Some((measure, _))) = (&key.lost[..], measured) {
            let stray = Stray { code: code.clone(), measure, value: figure };
            reading.strays.entry((*at, key.codes.clone())).or_default().push(stray);
        }
        for lost in key.lost {
            self.lost.entry(lost).or_default().push((row, figure));
        }
    }

    /// One message for each code that has no place here, with its rows and their figures.
    fn tell_lost(&mut self) {
        let (table, (zh, en)) = (self.target.dataset, self.target.name);
        for ((at, code, elsewhere), rows) in std::mem::take(&mut self.lost) {
            let column = &self.target.spec.dimensions[at].1.id;
            let (rows_zh, rows_en) = listed(&rows);
            let (rule, message, help) = if elsewhere {
                (
                    &FOREIGN_PLACE,
                    say!(
                        "{zh}的 `{table}` 里有别处的 `{code}`：{rows_zh}",
                        "`{table}` of {en} holds `{code}`, which lies elsewhere: {rows_en}"
                    ),
                    say!(
                        "核对市州代码、代码表的 `parent` 和交来的文件",
                        "check the city's code, `parent` in the code list, and the file"
                    ),
                )
            } else {
                (
                    &UNKNOWN_CODE,
                    say!(
                        "{zh}的 `{table}` 用了省里没有的代码 `{code}`（`{column}`）：{rows_zh}",
                        "`{table}` of {en} uses the code `{code}` of `{column}`, which the province does not have: {rows_en}"
                    ),
                    say!(
                        "把它加进省里的代码表，或请市州改用统一的代码",
                        "add it to the province's list, or ask the city to use the common one"
                    ),
                )
            };
            let row = rows.first().map_or(0, |(row, _)| *row);
            self.tell(rule, row, column.as_str(), message, help);
        }
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

    /// The measure of a row and its cell; no cell where the figure cannot be used, nothing where the measure is unknown.
    fn measured(&mut self, record: &csv::StringRecord, row: u64, columns: &Columns) -> Option<(usize, Option<Cell>)> {
        let text = |at: usize| record.get(at).unwrap_or("");
        let [measure, unit, value, status, _] = columns.rest;
        let measure_at = self.target.spec.measures.iter().position(|own| own.id.as_str() == text(measure));
        let (table, (zh, en)) = (self.target.dataset, self.target.name);
        let Some(measure_at) = measure_at else {
            let lost = text(measure);
            if self.first(&OTHER_COLUMNS, lost.to_owned()) {
                let message = say!(
                    "省里的 `{table}` 没有{zh}的度量 `{lost}`",
                    "the province's `{table}` has no measure `{lost}` as {en} does"
                );
                let help = say!("统一度量的编号", "agree on the ids of measures");
                self.tell(&OTHER_COLUMNS, row, "measure", message, help);
            }
            return None;
        };
        let expected = &self.target.spec.measures[measure_at].unit.code;
        if expected.as_str() != text(unit) {
            let found = text(unit);
            if self.first(&OTHER_UNIT, format!("{found} {measure_at}")) {
                let message =
                    say!("{zh}的单位是 `{found}`，省里是 `{expected}`", "{en} counts in `{found}`, the province in `{expected}`");
                let help = say!("请市州换算后重新发布", "ask the city to convert and release again");
                self.tell(&OTHER_UNIT, row, "unit", message, help);
            }
            return Some((measure_at, None));
        }
        let figure = Decimal::parse(text(value)).filter(|value| *value >= Decimal::whole(0));
        let cell = match (text(status), figure, text(value).is_empty()) {
            ("A", Some(value), _) => Some(Cell::Value(value)),
            ("Q", _, true) => Some(Cell::Suppressed),
            ("M", _, true) => Some(Cell::Absent),
            ("L" | "O", _, true) => Some(Cell::Uncollected),
            ("E", ..) => {
                if self.first(&OTHER_METHOD, String::new()) {
                    let message =
                        say!("{zh}的 `{table}` 是扰动或取整过的数", "`{table}` of {en} holds perturbed or rounded figures");
                    let help =
                        say!("这张表不要汇总，或请该市改用隐去", "leave the table out, or ask the city to withhold instead");
                    self.tell(&OTHER_METHOD, row, "obs_status", message, help);
                }
                None
            }
            _ => {
                let message = say!("{zh}的这一格，数和状态不配", "value and status of this cell of {en} do not go together");
                self.tell(&UNREADABLE, row, "obs_status", message, package::again());
                None
            }
        };
        Some((measure_at, cell))
    }

    fn key(&self, record: &csv::StringRecord, columns: &Columns) -> Key {
        let target = self.target;
        let mut key = Key { codes: Vec::with_capacity(columns.dimensions.len()), lost: Vec::new() };
        for (at, (column, (_, dimension))) in columns.dimensions.iter().zip(&target.spec.dimensions).enumerate() {
            let code = column.and_then(|column| record.get(column)).unwrap_or(TOTAL);
            let total = (at == target.geo).then_some(target.city);
            let position = dimension.position(code);
            let own = |position: usize| at != target.geo || target.places.city_of(position) == Some(target.city);
            key.codes.push(match position {
                _ if code == TOTAL => total,
                Some(position) if own(position) => Some(position),
                // What has no place here counts towards the total.
                _ => {
                    key.lost.push((at, code.to_owned(), position.is_some()));
                    total
                }
            });
        }
        key
    }
}

fn value(cell: Cell) -> Option<Decimal> {
    if let Cell::Value(value) = cell { Some(value) } else { None }
}

fn shown(value: Option<Decimal>) -> (String, String) {
    value.map_or(("没有数".to_owned(), "no figure".to_owned()), |value| (format!("是 {value}"), value.to_string()))
}

/// `共 3 行：第 4 行 61……`: rows with what they say, the first few by name.
fn listed(rows: &[(u64, Option<Decimal>)]) -> (String, String) {
    let named = rows.iter().take(MOST_ROWS).map(|(row, value)| match value {
        Some(value) => (format!("第 {row} 行是 {value}"), format!("{value} in line {row}")),
        None => (format!("第 {row} 行没有数"), format!("no figure in line {row}")),
    });
    let (zh, en): (Vec<String>, Vec<String>) = named.unzip();
    let (zh, en, more) = (zh.join("，"), en.join(", "), rows.len().saturating_sub(MOST_ROWS));
    if more == 0 { (zh, en) } else { (format!("{zh}，另有 {more} 行"), format!("{en}, and {more} more")) }
}
