//! The records of a form, cell by cell: what becomes of each, and every fault with its place.

use std::collections::{BTreeMap, BTreeSet};

use super::super::records::Person;
use super::book::Sheet;
use super::columns::{Known, Origin, is_named};
use super::layout::Layout;
use super::number::{self, NoNumber};
use super::search::Search;
use super::time::{self, NoTime};
use super::words::{Found, NoCode, Reader, plain};
use crate::config::{ColumnKind, ColumnSpec, ImportMapping, RecordsSpec};
use crate::identify::{Kind, Scope, scan};

/// What is wrong with a cell or a row.
#[derive(Clone, Copy, PartialEq, Eq)]
#[cfg_attr(test, derive(Debug))]
pub(super) enum Trouble {
    Identifier(Kind),
    Word(NoCode),
    Time(NoTime),
    Number(NoNumber, u8),
    /// Some cells of the column have a percent sign, others do not.
    Percent,
    Empty,
    Key,
    /// An error of the spreadsheet's, such as `#N/A`.
    Formula,
    /// The row repeats this one of the sheet.
    Repeats(usize),
}

/// A fault: row of the sheet, heading of the layout, what is wrong, and how many later rows share it.
pub(super) struct Fault {
    pub(super) row: usize,
    pub(super) heading: Option<usize>,
    pub(super) trouble: Trouble,
    pub(super) more: usize,
}

/// What reading a table gave.
#[derive(Default)]
pub(super) struct Read {
    /// Rows in the order of the declared columns. Raw: text columns are as they were typed.
    pub(super) rows: Vec<Vec<String>>,
    pub(super) faults: Vec<Fault>,
    /// Rows with a fault.
    pub(super) faulty: BTreeSet<usize>,
    /// Declared column → word → code, for words matched by likeness.
    pub(super) like: BTreeMap<String, BTreeMap<String, String>>,
    /// Rows that are like an earlier one but for what numbers the rows: may be two events, may be pasted twice.
    pub(super) alike: Vec<usize>,
    /// Headings whose whole column is personal information, with what it is.
    pub(super) personal: Vec<(usize, Kind)>,
}

/// A table and how it is understood.
pub(super) struct Table<'a> {
    pub(super) sheet: &'a Sheet,
    pub(super) layout: &'a Layout,
    pub(super) spec: &'a RecordsSpec,
    pub(super) known: &'a Known<'a>,
    pub(super) origins: &'a [Origin],
    pub(super) mapping: &'a ImportMapping,
    /// The names of the place the site is about.
    pub(super) city: &'a [&'a str],
    /// Finds personal information in a cell.
    pub(super) search: &'a Search,
}

/// What offices write into a cell that holds nothing.
pub(super) fn is_blank(cell: &str) -> bool {
    matches!(cell, "" | "-" | "--" | "—" | "——" | "–" | "/" | "\\" | "…" | "……" | "无" | "n/a" | "N/A")
}

/// What offices write above the numbers of the rows.
const SERIALS: [&str; 14] =
    ["序号", "编号", "序", "行号", "顺序号", "流水号", "no", "nr", "#", "s/n", "number", "rowno", "serialno", "serialnumber"];

fn is_serial(heading: &str) -> bool {
    SERIALS.contains(&plain(heading).trim_end_matches(['.', ':']))
}

/// What a word of one column came to, so that it is looked up once.
type Answers = BTreeMap<String, Result<Found, NoCode>>;

impl<'a> Table<'a> {
    pub(super) fn read(&self) -> Read {
        let mut read = Read { personal: self.personal(), ..Read::default() };
        self.stray(&mut read);
        self.percents(&mut read);
        if !self.mapping.repeated {
            self.repeats(&mut read);
        }
        let readers: Vec<Option<Reader<'_>>> = self.spec.columns.iter().map(|column| self.reader(column)).collect();
        let mut answers: Vec<Answers> = readers.iter().map(|_| Answers::new()).collect();
        // Faults of one word are told at its first row.
        let mut told: BTreeMap<(usize, String), usize> = BTreeMap::new();
        for (at, row) in self.layout.records.iter().enumerate() {
            let mut made = Vec::with_capacity(self.spec.columns.len());
            for (column, reader) in readers.iter().enumerate() {
                match self.cell(at, column, reader.as_ref(), &mut answers[column], &mut read.like) {
                    Ok(text) => made.push(text),
                    Err(trouble) => {
                        read.faulty.insert(*row);
                        let heading = self.heading(column);
                        if let (Trouble::Word(_), Some(heading)) = (trouble, heading) {
                            let word = plain(&self.sheet.rows[*row][self.layout.headings[heading].at]);
                            if let Some(first) = told.get(&(column, word.clone())) {
                                read.faults[*first].more += 1;
                                continue;
                            }
                            told.insert((column, word), read.faults.len());
                        }
                        read.push(*row, heading, trouble);
                    }
                }
            }
            if made.len() == self.spec.columns.len() && !read.faulty.contains(row) {
                read.rows.push(made);
            }
        }
        read.faults.sort_by_key(|fault| (fault.row, fault.heading));
        read
    }

    /// The reader of a column of words; nothing for times, numbers, keys and texts.
    fn reader(&self, column: &'a ColumnSpec) -> Option<Reader<'a>> {
        let ColumnKind::Dimension(dimension) = &column.kind else { return None };
        let city = self.known.is_place(dimension).then(|| self.city.to_vec());
        (!time::is_time(dimension)).then(|| Reader::new(dimension, city))
    }

    pub(super) fn heading(&self, column: usize) -> Option<usize> {
        match self.origins[column] {
            Origin::Heading(heading) => Some(heading),
            Origin::Fixed(_) | Origin::Nothing => None,
        }
    }

    fn typed(&self, record: usize, column: usize) -> &str {
        match &self.origins[column] {
            Origin::Fixed(code) => code,
            Origin::Nothing => "",
            Origin::Heading(heading) => {
                let heading = &self.layout.headings[*heading];
                let fills = is_named(heading, &self.mapping.fill_down);
                let rows = self.layout.records[..=record].iter().rev().map(|row| self.sheet.rows[*row][heading.at].as_str());
                // Only one row back unless blanks mean the cell above.
                rows.take(if fills { usize::MAX } else { 1 }).find(|cell| !cell.is_empty()).unwrap_or("")
            }
        }
    }

    fn cell(
        &self,
        record: usize,
        column: usize,
        reader: Option<&Reader<'_>>,
        answers: &mut Answers,
        like: &mut BTreeMap<String, BTreeMap<String, String>>,
    ) -> Result<String, Trouble> {
        let (spec, cell) = (&self.spec.columns[column], self.typed(record, column));
        if self.origins[column] == Origin::Nothing {
            // Told once for the table, if it may not be missing.
            return Ok(String::new());
        }
        if cell.starts_with("#N/A") || cell.starts_with("#REF") || cell.starts_with("#VALUE") {
            return Err(Trouble::Formula);
        }
        let words = self.mapping.words.get(&spec.name);
        let given = words
            .and_then(|words| words.iter().find(|(word, _)| plain(&super::book::fold(word)) == plain(cell)))
            .map(|(_, code)| code.clone());
        if let Some(code) = given {
            return Ok(code);
        }
        if is_blank(cell) {
            return if spec.optional { Ok(String::new()) } else { Err(Trouble::Empty) };
        }
        let made = match (&spec.kind, reader) {
            (ColumnKind::Dimension(_), Some(reader)) => {
                let found = answers.entry(plain(cell)).or_insert_with(|| reader.code(cell));
                match found {
                    Ok(Found::Listed(code)) => Ok(code.clone()),
                    Ok(Found::Like(code)) => {
                        like.entry(spec.name.clone()).or_default().insert(cell.to_owned(), code.clone());
                        Ok(code.clone())
                    }
                    Err(why) => Err(Trouble::Word(*why)),
                }
            }
            (ColumnKind::Dimension(dimension), None) => {
                let year = self.year_of(record, column);
                time::code(cell, year.as_deref(), dimension).map_err(Trouble::Time)
            }
            (ColumnKind::Whole, _) => self.number(cell, column, 0),
            (ColumnKind::Decimal(places), _) => self.number(cell, column, *places),
            (ColumnKind::Key, _) => match Person::read(cell.as_bytes()) {
                Some(_) => Ok(cell.to_owned()),
                None => Err(Trouble::Key),
            },
            (ColumnKind::Text, _) => Ok(cell.to_owned()),
        };
        let searched = made.is_err() || matches!(spec.kind, ColumnKind::Key | ColumnKind::Text);
        match self.search.identifier(cell).filter(|_| searched) {
            // An exact age that has no band is told as that.
            Some(kind) if !matches!(made, Err(Trouble::Word(NoCode::Age))) => Err(Trouble::Identifier(kind)),
            _ => made,
        }
    }

    /// What another column of times says, for cells that name a month alone.
    fn year_of(&self, record: usize, column: usize) -> Option<String> {
        let is_other = |other: &usize| {
            let time = matches!(&self.spec.columns[*other].kind, ColumnKind::Dimension(dimension) if time::is_time(dimension));
            *other != column && time && self.origins[*other] != self.origins[column]
        };
        (0..self.spec.columns.len()).find(is_other).map(|other| self.typed(record, other).to_owned())
    }

    fn number(&self, cell: &str, column: usize, places: u8) -> Result<String, Trouble> {
        let approximate =
            self.heading(column).is_some_and(|heading| is_named(&self.layout.headings[heading], &self.mapping.approximate));
        number::read(cell, places, approximate).map(|number| number.digits).map_err(|why| Trouble::Number(why, places))
    }

    /// Columns of numbers in which some cells have a percent sign and others do not.
    fn percents(&self, read: &mut Read) {
        for (column, spec) in self.spec.columns.iter().enumerate() {
            let (ColumnKind::Whole | ColumnKind::Decimal(_), Some(heading)) = (&spec.kind, self.heading(column)) else {
                continue;
            };
            let with = |record: &usize| number::read(self.typed(*record, column), 9, true).ok().map(|number| number.percent);
            let signs: Vec<(usize, bool)> =
                (0..self.layout.records.len()).filter_map(|at| with(&at).map(|sign| (at, sign))).collect();
            let first = signs.first().map(|first| first.1);
            let differ: Vec<usize> =
                signs.iter().filter(|(_, sign)| Some(*sign) != first).map(|(at, _)| self.layout.records[*at]).collect();
            if let Some(row) = differ.first() {
                read.faulty.extend(differ.iter().copied());
                read.push(*row, Some(heading), Trouble::Percent);
                read.faults.last_mut().into_iter().for_each(|fault| fault.more = differ.len() - 1);
            }
        }
    }

    /// Rows that are, cell by cell, an earlier one; those that differ in nothing but a number of the row are noted.
    fn repeats(&self, read: &mut Read) {
        let counts: Vec<usize> = self.serials();
        let cells = |row: usize| -> Vec<&str> {
            let all = self.sheet.rows[row].iter().enumerate();
            all.filter(|(at, _)| !counts.contains(at)).map(|(_, cell)| cell.as_str()).collect()
        };
        let mut seen: BTreeMap<Vec<&str>, Vec<usize>> = BTreeMap::new();
        for row in &self.layout.records {
            let earlier = seen.entry(cells(*row)).or_default();
            if let Some(first) = earlier.iter().find(|first| self.sheet.rows[**first] == self.sheet.rows[*row]) {
                read.faulty.insert(*row);
                read.push(*row, None, Trouble::Repeats(*first));
            } else if !earlier.is_empty() {
                read.alike.push(*row);
            }
            earlier.push(*row);
        }
    }

    /// Places on the sheet of the columns that number the rows: by their heading, or since they count one, two, three. A column that
    /// feeds a declared one is none: a child's number tells children apart.
    fn serials(&self) -> Vec<usize> {
        let free = self.layout.headings.iter().enumerate().filter(|(place, _)| !self.is_used(*place));
        free.filter(|(_, heading)| is_serial(&heading.leaf) || self.counts(heading.at)).map(|(_, heading)| heading.at).collect()
    }

    /// Whether the cells of a column are whole numbers, each one more than the cell above.
    fn counts(&self, at: usize) -> bool {
        let cells = self.layout.records.iter().map(|row| self.sheet.rows[*row][at].parse::<u32>().ok());
        let Some(numbers) = cells.collect::<Option<Vec<u32>>>() else { return false };
        numbers.len() > 2 && numbers.windows(2).all(|pair| pair[1].checked_sub(1) == Some(pair[0]))
    }

    /// Whether a column of numbers comes from the table.
    pub(super) fn has_numbers(&self) -> bool {
        let mut columns = self.spec.columns.iter().enumerate();
        columns
            .any(|(at, column)| matches!(column.kind, ColumnKind::Whole | ColumnKind::Decimal(_)) && self.heading(at).is_some())
    }

    /// Whether a heading feeds a declared column.
    pub(super) fn is_used(&self, heading: usize) -> bool {
        self.origins.contains(&Origin::Heading(heading))
    }

    /// Dropped columns that hold personal information by their heading, or in most of their cells.
    fn personal(&self) -> Vec<(usize, Kind)> {
        let mut found = Vec::new();
        for (place, heading) in self.layout.headings.iter().enumerate().filter(|(place, _)| !self.is_used(*place)) {
            let by_heading = scan(&heading.leaf, Scope::Table).into_iter().find(|finding| finding.kind == Kind::Heading);
            let cells = self.layout.records.iter().map(|row| self.sheet.rows[*row][heading.at].as_str());
            let kinds: Vec<Kind> = cells.filter_map(|cell| self.search.identifier(cell)).collect();
            // Of all rows: a remark here and there is a fault of its cell.
            let mostly = kinds.len() > 2 && kinds.len() * 2 >= self.layout.records.len();
            if let Some(kind) = by_heading.map(|finding| finding.kind).or(kinds.first().copied().filter(|_| mostly)) {
                found.push((place, kind));
            }
        }
        found
    }

    /// Personal information in other columns that are dropped.
    fn stray(&self, read: &mut Read) {
        for (place, heading) in self.layout.headings.iter().enumerate() {
            if self.is_used(place) || read.personal.iter().any(|(personal, _)| *personal == place) {
                continue;
            }
            for row in &self.layout.records {
                if let Some(kind) = self.search.identifier(&self.sheet.rows[*row][heading.at]) {
                    read.faulty.insert(*row);
                    read.push(*row, Some(place), Trouble::Identifier(kind));
                }
            }
        }
    }
}

impl Read {
    fn push(&mut self, row: usize, heading: Option<usize>, trouble: Trouble) {
        self.faults.push(Fault { row, heading, trouble, more: 0 });
    }
}
