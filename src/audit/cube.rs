//! All tables as one set of cells: a code on each dimension, and what is known of the value.

use std::collections::{BTreeMap, HashMap};

use super::layout::{Axis, Layout, Plan, is_x};
use super::names::{self, Kind};
use super::nest::Reader;
use super::raw::{Faults, Raw};
use super::rules::{BAD_VALUE, NOT_LINKED, TOO_MANY, TWO_VALUES};
use super::settings::Settings;
use super::text::{Meaning, Number, Text, read};
use crate::diag::{Diagnostic, Failed, Level, Sink};
use crate::say;

/// One cell in so many may have two values before the table is refused.
const FEW: usize = 20;

/// The code of the total on every dimension, whether a table has one or not.
pub(super) const TOTAL: u32 = 0;

/// A dimension of all tables together.
pub(super) struct Dimension {
    pub(super) name: String,
    pub(super) kind: Kind,
    /// The first is the total.
    pub(super) codes: Vec<String>,
    /// The code above each code in its file's own columns.
    pub(super) above: Vec<Option<u32>>,
    pub(super) levels: Vec<u32>,
    index: HashMap<String, u32>,
}

impl Dimension {
    fn new(name: &str, kind: Kind) -> Self {
        Self {
            name: name.to_owned(),
            kind,
            codes: vec![String::new()],
            above: vec![None],
            levels: vec![0],
            index: HashMap::new(),
        }
    }

    fn code(&mut self, text: &str, level: u32) -> u32 {
        if let Some(code) = self.index.get(text) {
            return *code;
        }
        let code = u32::try_from(self.codes.len()).expect("fewer codes than rows");
        self.codes.push(text.to_owned());
        self.above.push(None);
        self.levels.push(level);
        self.index.insert(text.to_owned(), code);
        code
    }

    /// The number of a code of this name.
    pub(super) fn find(&self, text: &str) -> Option<u32> {
        if self.codes[0] == text { Some(TOTAL) } else { self.index.get(text).copied() }
    }

    /// Codes other than the total.
    pub(super) fn plain(&self) -> impl Iterator<Item = u32> {
        1..u32::try_from(self.codes.len()).unwrap_or(0)
    }
}

/// What a file says of a value. Values are in half units of the last printed place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum State {
    Known(i128),
    Withheld { low: i128, high: Option<i128> },
    Low,
    Absent,
    NotApplicable,
    Computed,
}

/// One cell.
pub(super) struct Cell {
    pub(super) key: u128,
    pub(super) state: State,
    /// Withheld here, but printed in another table, or printed beside a flag that says it is withheld.
    pub(super) printed: bool,
    pub(super) table: u16,
    pub(super) column: u16,
    pub(super) row: u32,
}

/// All cells of all tables.
pub(super) struct Cube {
    pub(super) dimensions: Vec<Dimension>,
    pub(super) cells: Vec<Cell>,
    pub(super) strides: Vec<u128>,
    pub(super) places: u8,
    pub(super) find: HashMap<u128, u32>,
    /// Cells that stand in more than one table.
    pub(super) shared: usize,
    /// Marks by text, with the number of cells that carry them.
    pub(super) marks: BTreeMap<String, (Meaning, usize)>,
    /// Whether a zero is printed anywhere.
    pub(super) zeros: bool,
}

impl Cube {
    pub(super) fn code(&self, key: u128, dimension: usize) -> u32 {
        let size = self.dimensions[dimension].codes.len() as u128;
        u32::try_from(key / self.strides[dimension] % size).unwrap_or(0)
    }

    /// The key with another code on one dimension.
    pub(super) fn with(&self, key: u128, dimension: usize, code: u32) -> u128 {
        let stride = self.strides[dimension];
        key - u128::from(self.code(key, dimension)) * stride + u128::from(code) * stride
    }

    /// One unit as values are kept.
    pub(super) fn unit(&self) -> i128 {
        2 * 10i128.pow(u32::from(self.places))
    }

    pub(super) fn at(&self, key: u128) -> Option<&Cell> {
        self.find.get(&key).map(|at| &self.cells[*at as usize])
    }
}

/// A table with the roles of its columns.
pub(super) struct Table {
    pub(super) raw: Raw,
    pub(super) plan: Plan,
    pub(super) settings: Settings,
}

/// One cell before the sizes of the dimensions are known.
struct Draft {
    measure: u32,
    text: Text,
    meaning: Option<Meaning>,
    printed: bool,
    table: u16,
    column: u16,
    row: u32,
}

/// Puts the cells of all tables into one cube.
///
/// Tables with equal names of dimensions and codes share cells; a table that contradicts those before it is kept apart, with a
/// warning. Fails when a cell is neither number nor mark, or has two values in one table.
pub(super) fn build(tables: &[Table], sink: &Sink) -> Result<Cube, Failed> {
    let mut dimensions = vec![Dimension::new("file", Kind::Unit)];
    let mut measure = Dimension::new("measure", Kind::Measure);
    let mut drafts: Vec<Draft> = Vec::new();
    let mut marks = BTreeMap::new();
    let mut codes = Vec::new();
    for (number, table) in tables.iter().enumerate() {
        let mut faults = Faults::new(sink, &table.raw.path);
        codes.push(read_codes(table, &mut dimensions));
        read_values(table, u16::try_from(number).unwrap_or(u16::MAX), &mut measure, &mut drafts, &mut marks, &mut faults);
        faults.finish()?;
    }
    dimensions.push(measure);
    let places =
        drafts.iter().filter_map(|d| if let Text::Number(n) = d.text { Some(n.places) } else { None }).max().unwrap_or(0);
    // Tables kept apart get a code of their own on the first dimension.
    for table in tables {
        let level = 0;
        dimensions[0].code(&table.raw.path.display().to_string(), level);
    }
    let strides = strides(&dimensions, tables, sink)?;
    let mut cube = Cube {
        dimensions,
        cells: Vec::with_capacity(drafts.len()),
        strides,
        places,
        find: HashMap::with_capacity(drafts.len()),
        shared: 0,
        marks,
        zeros: false,
    };
    let mut start = 0;
    for (number, table) in tables.iter().enumerate() {
        let end = start + drafts[start..].iter().take_while(|d| usize::from(d.table) == number).count();
        join(&mut cube, &drafts[start..end], &codes[number], number, table, sink)?;
        start = end;
    }
    Ok(cube)
}

fn strides(dimensions: &[Dimension], tables: &[Table], sink: &Sink) -> Result<Vec<u128>, Failed> {
    let mut strides = Vec::with_capacity(dimensions.len());
    let mut size: u128 = 1;
    for dimension in dimensions {
        strides.push(size);
        let Some(next) = size.checked_mul(dimension.codes.len() as u128) else {
            let words = say!("各列代码的组合太多", "the codes of the columns have too many combinations");
            let fault = Diagnostic::error(&TOO_MANY, words).at(tables[0].raw.path.as_path());
            return Err(
                sink.fail(fault.help(say!("用 `--by 列名,列名` 列出分组列", "list the breakdowns with `--by COLUMN,COLUMN`")))
            );
        };
        size = next;
    }
    Ok(strides)
}

fn axis_key(axis: &Axis) -> String {
    axis.name.to_lowercase()
}

/// The codes of the rows of a table, on the dimensions known when it was read.
struct Codes {
    width: usize,
    codes: Vec<u32>,
}

fn read_codes(table: &Table, dimensions: &mut Vec<Dimension>) -> Codes {
    let (raw, plan) = (&table.raw, &table.plan);
    let readers: Vec<Reader<'_>> =
        plan.axes.iter().map(|axis| Reader::new(raw, axis, plan.layout, &table.settings.totals)).collect();
    let slots: Vec<usize> = plan.axes.iter().zip(&readers).map(|(axis, reader)| slot(axis, reader, dimensions)).collect();
    let width = dimensions.len();
    let mut all = vec![TOTAL; width * raw.rows()];
    for (row, codes) in all.chunks_mut(width).enumerate() {
        for (reader, slot) in readers.iter().zip(&slots) {
            let Some(place) = reader.place(row) else { continue };
            let dimension = &mut dimensions[*slot];
            let code = dimension.code(&place.code, place.level);
            if let Some(above) = place.above {
                let above = dimension.code(&above, place.level.saturating_sub(1));
                dimension.above[code as usize].get_or_insert(above);
            }
            codes[*slot] = code;
        }
    }
    Codes { width, codes: all }
}

fn read_values(
    table: &Table,
    number: u16,
    measure: &mut Dimension,
    drafts: &mut Vec<Draft>,
    marks: &mut BTreeMap<String, (Meaning, usize)>,
    faults: &mut Faults<'_>,
) {
    let raw = &table.raw;
    let values: Vec<Values> = table.plan.values.iter().map(|at| Values::new(table, *at, measure)).collect();
    drafts.reserve(values.len() * raw.rows());
    for row in 0..raw.rows() {
        let (flag, status) = status(table, row);
        for value in &values {
            let (text, meaning) = value.texts[raw.columns[value.column].rows[row] as usize];
            if text == Text::Other {
                faults.push(bad_value(raw, row, value.column));
                continue;
            }
            let numeric = matches!(text, Text::Number(_) | Text::Computed);
            let meaning = if numeric { None } else { Some(status.unwrap_or(meaning)) };
            if let Some(meaning) = meaning {
                let shown = match (raw.columns[value.column].text(row), flag) {
                    ("", Some(flag)) => flag,
                    (text, _) => text,
                };
                count_mark(marks, shown, meaning);
            }
            drafts.push(Draft {
                measure: value.measure,
                text,
                meaning,
                printed: numeric && status == Some(Meaning::Withheld),
                table: number,
                column: u16::try_from(value.column).unwrap_or(u16::MAX),
                row: u32::try_from(row).unwrap_or(u32::MAX),
            });
        }
    }
}

fn count_mark(marks: &mut BTreeMap<String, (Meaning, usize)>, shown: &str, meaning: Meaning) {
    match marks.get_mut(shown) {
        Some(mark) => mark.1 += 1,
        None => drop(marks.insert(shown.to_owned(), (meaning, 1))),
    }
}

fn bad_value(raw: &Raw, row: usize, column: usize) -> Diagnostic {
    let words = say!("既不是数字，也不是已知的标记", "neither a number nor a known mark");
    Diagnostic::error(&BAD_VALUE, words).at(raw.place(row, column)).help(say!(
        "用 `--mark 文字=withheld` 或 `--mark 文字=absent` 说明它的意思",
        "say what it means with `--mark TEXT=withheld` or `--mark TEXT=absent`"
    ))
}

/// The place of an axis among the dimensions: equal names are one dimension.
fn slot(axis: &Axis, reader: &Reader<'_>, dimensions: &mut Vec<Dimension>) -> usize {
    let key = axis_key(axis);
    let at = dimensions.iter().skip(1).position(|d| d.name.to_lowercase() == key).map_or_else(
        || {
            dimensions.push(Dimension::new(&axis.name, axis.kind));
            dimensions.len() - 1
        },
        |at| at + 1,
    );
    if let Some(total) = reader.total()
        && dimensions[at].codes[0].is_empty()
    {
        total.clone_into(&mut dimensions[at].codes[0]);
    }
    at
}

/// A column of values with its texts judged once.
struct Values {
    column: usize,
    measure: u32,
    texts: Vec<(Text, Meaning)>,
}

impl Values {
    fn new(table: &Table, column: usize, measure: &mut Dimension) -> Self {
        let name = &table.raw.columns[column].name;
        let code = measure.code(&name.to_lowercase(), 0);
        measure.codes[code as usize].clone_from(name);
        let texts = table.raw.columns[column].texts.iter().map(|text| judge(text, table)).collect();
        Self { column, measure: code, texts }
    }
}

fn judge(text: &str, table: &Table) -> (Text, Meaning) {
    if let Some((_, meaning)) = table.settings.marks.iter().find(|(mark, _)| mark == text) {
        return (Text::Mark(*meaning), *meaning);
    }
    let meaning = match read(text) {
        Text::Mark(_) if is_x(text) => table.plan.x,
        Text::Mark(meaning) => meaning,
        Text::Blank => table.plan.blank,
        number => return (number, Meaning::Absent),
    };
    (Text::Mark(meaning), meaning)
}

/// What the status columns say of a row's values: the code, and its meaning when it is that of a missing value.
fn status(table: &Table, row: usize) -> (Option<&str>, Option<Meaning>) {
    let mut found = (None, None);
    for at in &table.plan.status {
        let column = &table.raw.columns[*at];
        let text = column.text(row);
        let code = text.split(':').next().unwrap_or("").trim();
        let confidential = column.name.to_lowercase().contains("conf");
        let declared = table.settings.marks.iter().find(|(mark, _)| mark == text).map(|(_, meaning)| *meaning);
        let meaning = declared.or(match code.to_lowercase().as_str() {
            "" | "a" if !confidential => None,
            "c" | "d" | "s" | "g" | "o" | "t" | "m" | "a" if confidential => Some(Meaning::Withheld),
            _ if confidential => None,
            "q" | "c" | "suppressed" | "withheld" | "confidential" | "true" | "yes" | "隐去" | "保密" | "不予公布" => {
                Some(Meaning::Withheld)
            }
            "m" | "z" => Some(Meaning::NotApplicable),
            "l" | "o" | "h" | "j" | "k" | "x" => Some(Meaning::Absent),
            _ => None,
        });
        if meaning.is_some() && found.1 != Some(Meaning::Withheld) {
            found = (Some(text), meaning);
        }
    }
    found
}

/// Adds the cells of one table, linked with those before it when none contradicts.
fn join(cube: &mut Cube, drafts: &[Draft], codes: &Codes, number: usize, table: &Table, sink: &Sink) -> Result<(), Failed> {
    let keys: Vec<u128> = drafts.iter().map(|draft| key(cube, codes, draft)).collect();
    let mut apart = 0;
    if number > 0 {
        let differs = |draft: &Draft, key: &u128| match (cube.at(*key).map(|cell| cell.state), draft.text) {
            (Some(State::Known(value)), Text::Number(n)) => value != scaled(n, cube.places),
            _ => false,
        };
        apart = drafts.iter().zip(&keys).filter(|(draft, key)| differs(draft, key)).count();
        if apart > 0 {
            let words =
                say!("与前面的表有 {apart} 格数值不同，分开检验", "{apart} cells differ from the tables before; attacked apart");
            let fault = Diagnostic::warning(&NOT_LINKED, words).at(table.raw.path.as_path());
            sink.push(fault.help(say!("只把同一批数据的表放在一起", "give together only tables of one set of data")));
        }
    }
    let shift = if apart > 0 { (number as u128 + 1) * cube.strides[0] } else { 0 };
    let mut twice = Vec::new();
    for (draft, key) in drafts.iter().zip(keys) {
        twice.extend(add(cube, draft, key + shift, table));
    }
    // A few slips of the publisher hinder nobody; many mean that the columns were misread.
    let few = twice.len() * FEW <= drafts.len();
    let mut faults = Faults::new(sink, &table.raw.path);
    for mut fault in twice {
        if few {
            fault.level = Level::Warning;
            sink.push(fault);
        } else {
            faults.push(fault);
        }
    }
    faults.finish()
}

fn key(cube: &Cube, codes: &Codes, draft: &Draft) -> u128 {
    let row = &codes.codes[draft.row as usize * codes.width..][..codes.width];
    let plain: u128 = row.iter().zip(&cube.strides).map(|(code, stride)| u128::from(*code) * stride).sum();
    plain + u128::from(draft.measure) * cube.strides.last().expect("the measure is a dimension")
}

fn scaled(number: Number, places: u8) -> i128 {
    2 * number.units * 10i128.pow(u32::from(places.saturating_sub(number.places)))
}

/// Adds a cell; what is wrong when its table has another value for it already, which makes the value unknown.
fn add(cube: &mut Cube, draft: &Draft, key: u128, table: &Table) -> Option<Diagnostic> {
    let unit = cube.unit();
    let minimum = i128::from(table.settings.minimum.unwrap_or(0)) * unit;
    let state = match (draft.text, draft.meaning) {
        (Text::Number(number), _) => State::Known(scaled(number, cube.places)),
        (Text::Computed, _) => State::Computed,
        (_, Some(Meaning::Withheld) | None) => State::Withheld { low: minimum, high: None },
        (_, Some(Meaning::Between(low, high))) => {
            State::Withheld { low: minimum.max(i128::from(low) * unit), high: Some(i128::from(high) * unit) }
        }
        (_, Some(Meaning::Low)) => State::Low,
        (_, Some(Meaning::Absent)) => State::Absent,
        (_, Some(Meaning::NotApplicable)) => State::NotApplicable,
    };
    cube.zeros |= state == State::Known(0);
    let number = u32::try_from(cube.cells.len()).expect("fewer cells than memory holds");
    let cell = Cell { key, state, printed: draft.printed, table: draft.table, column: draft.column, row: draft.row };
    let Some(before) = cube.find.get(&key).copied() else {
        cube.find.insert(key, number);
        cube.cells.push(cell);
        return None;
    };
    let before = &mut cube.cells[before as usize];
    let same_table = before.table == draft.table;
    cube.shared += usize::from(!same_table);
    match (before.state, state) {
        (one, other) if one == other => {}
        (State::Withheld { .. }, State::Known(_)) if !same_table => {
            before.state = state;
            before.printed = true;
        }
        (State::Known(_), State::Withheld { .. }) if !same_table => before.printed = true,
        (State::Absent | State::NotApplicable | State::Computed, _) if !same_table => before.state = state,
        _ if !same_table => {}
        _ => {
            let line = table.raw.lines[before.row as usize];
            let words = say!("与第 {line} 行是同一格，数值却不同", "the same cell as on line {line}, with another value");
            let place = table.raw.place(draft.row as usize, usize::from(draft.column));
            let help = say!("用 `--by 列名,列名` 列出全部分组列", "list all breakdowns with `--by COLUMN,COLUMN`");
            before.state = State::Absent;
            return Some(Diagnostic::error(&TWO_VALUES, words).at(place).help(help));
        }
    }
    None
}

/// Whether values under this key can be added up, by the names of its measure and units.
pub(super) fn is_rate(cube: &Cube, key: u128) -> bool {
    cube.dimensions.iter().enumerate().any(|(at, dimension)| {
        let named = matches!(dimension.kind, Kind::Unit | Kind::Measure) && at > 0;
        named && names::is_rate(&dimension.codes[cube.code(key, at) as usize])
    })
}

/// The layouts in use, for the report.
pub(super) fn layouts(tables: &[Table]) -> Vec<Layout> {
    tables.iter().map(|table| table.plan.layout).collect()
}
