//! A CSV file as columns of interned texts: memory grows with the rows, judging a column costs its distinct texts only.

use std::collections::HashMap;
use std::path::PathBuf;

use super::rules::{DUPLICATE_COLUMN, FIELD_COUNT, MORE_FAULTS, NO_HEADING, NOT_UTF8};
use crate::diag::{Diagnostic, Failed, Place, Sink};
use crate::say;

/// Faults of a file told one by one; the rest are counted.
const TOLD: usize = 50;

/// One column: its distinct texts in order of appearance, and which of them each row has.
pub(super) struct Column {
    pub(super) name: String,
    pub(super) texts: Vec<String>,
    pub(super) rows: Vec<u32>,
}

impl Column {
    pub(super) fn text(&self, row: usize) -> &str {
        &self.texts[self.rows[row] as usize]
    }

    /// How many rows have each text.
    pub(super) fn counts(&self) -> Vec<usize> {
        let mut counts = vec![0; self.texts.len()];
        for row in &self.rows {
            counts[*row as usize] += 1;
        }
        counts
    }
}

/// A table as it stands in its file.
pub(super) struct Raw {
    pub(super) path: PathBuf,
    pub(super) columns: Vec<Column>,
    /// The line in the file of each row.
    pub(super) lines: Vec<u32>,
}

impl Raw {
    pub(super) fn rows(&self) -> usize {
        self.lines.len()
    }

    pub(super) fn find(&self, name: &str) -> Option<usize> {
        self.columns.iter().position(|column| column.name == name)
    }

    pub(super) fn place(&self, row: usize, column: usize) -> Place {
        Place::Cell { file: self.path.clone(), row: self.lines[row].into(), column: self.columns[column].name.clone() }
    }
}

/// Faults of one file: the first are told, the others counted.
pub(super) struct Faults<'a> {
    sink: &'a Sink,
    path: PathBuf,
    found: usize,
}

impl<'a> Faults<'a> {
    pub(super) fn new(sink: &'a Sink, path: &std::path::Path) -> Self {
        Self { sink, path: path.to_path_buf(), found: 0 }
    }

    pub(super) fn push(&mut self, fault: Diagnostic) {
        self.found += 1;
        if self.found <= TOLD {
            self.sink.push(fault);
        }
    }

    /// `Err` when there was any.
    pub(super) fn finish(self) -> Result<(), Failed> {
        if self.found == 0 {
            return Ok(());
        }
        if self.found > TOLD {
            let more = self.found - TOLD;
            let words = say!("还有 {more} 处错误没有列出", "{more} more faults are not listed");
            self.sink.push(Diagnostic::error(&MORE_FAULTS, words).at(self.path.as_path()));
        }
        self.sink.check()
    }
}

/// Reads a whole file. The separator is the comma, the semicolon or the tab, whichever the heading has most of.
///
/// Every row with a wrong number of cells is a fault. Rows that are wholly empty are passed over.
pub(super) fn read(path: PathBuf, bytes: &[u8], sink: &Sink) -> Result<Raw, Failed> {
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    if let Err(error) = std::str::from_utf8(bytes) {
        let line = bytes[..error.valid_up_to()].iter().filter(|b| **b == b'\n').count() + 1;
        let words = say!("从第 {line} 行起不是 UTF-8 编码", "not UTF-8 from line {line} on");
        let fault = Diagnostic::error(&NOT_UTF8, words).at(path.as_path());
        return Err(sink.fail(fault.help(say!("另存为 UTF-8 编码的 CSV", "save it again as CSV in UTF-8"))));
    }
    let mut reader = csv::ReaderBuilder::new().delimiter(separator(bytes)).flexible(true).from_reader(bytes);
    let names: Vec<String> = reader.headers().map(|h| h.iter().map(heading).collect()).unwrap_or_default();
    let mut raw = Raw { path, columns: Vec::new(), lines: Vec::new() };
    let mut faults = Faults::new(sink, &raw.path);
    duplicates(&names, &raw, &mut faults);
    let blank = |name: String| Column { name, texts: Vec::new(), rows: Vec::new() };
    raw.columns = names.into_iter().map(blank).collect();
    rows(&mut reader, bytes, &mut raw, &mut faults);
    if raw.rows() == 0 && faults.found == 0 {
        let words = say!("没有表头，或表头下面没有数据", "there is no heading, or nothing stands below it");
        let fault = Diagnostic::error(&NO_HEADING, words).at(raw.path.as_path());
        faults.push(fault.help(say!("第一行写列名，下面是数据", "put the column names on the first line and the data below")));
    }
    faults.finish()?;
    Ok(raw)
}

fn heading(text: &str) -> String {
    text.trim().to_owned()
}

fn separator(bytes: &[u8]) -> u8 {
    let line = bytes.split(|b| *b == b'\n').next().unwrap_or(bytes);
    let many = |wanted: u8| line.iter().filter(|b| **b == wanted).count();
    [b',', b';', b'\t'].into_iter().rev().max_by_key(|wanted| many(*wanted)).unwrap_or(b',')
}

fn duplicates(names: &[String], raw: &Raw, faults: &mut Faults<'_>) {
    for (at, name) in names.iter().enumerate() {
        if !name.is_empty() && names[..at].contains(name) {
            let words = say!("列名 `{name}` 出现了两次", "the heading `{name}` stands twice");
            let place = Place::Cell { file: raw.path.clone(), row: 1, column: name.clone() };
            faults
                .push(Diagnostic::error(&DUPLICATE_COLUMN, words).at(place).help(say!("改名或删去一列", "rename or remove one")));
        }
    }
}

fn rows(reader: &mut csv::Reader<&[u8]>, bytes: &[u8], raw: &mut Raw, faults: &mut Faults<'_>) {
    let wanted = raw.columns.len();
    let mut known: Vec<HashMap<Box<str>, u32>> = (0..wanted).map(|_| HashMap::new()).collect();
    let mut record = csv::StringRecord::new();
    // The text was checked to be UTF-8 and lengths may differ, so reading from memory does not fail.
    let (mut line, mut counted) = (1u64, 0);
    while reader.read_record(&mut record).unwrap_or(false) {
        // A record's position lies before the line ends and blank lines in front of it.
        let before = record.position().map_or(0, csv::Position::byte);
        let mut start = usize::try_from(before).unwrap_or(0).clamp(counted, bytes.len());
        start += bytes[start..].iter().take_while(|b| matches!(b, b'\r' | b'\n')).count();
        line += bytes[counted..start].iter().filter(|b| **b == b'\n').count() as u64;
        counted = start;
        if record.iter().all(|cell| cell.trim().is_empty()) {
            continue;
        }
        if record.len() != wanted {
            let found = record.len();
            let words = say!("这一行有 {found} 格，表头有 {wanted} 列", "this row has {found} cells, the heading has {wanted}");
            let place = Place::Cell { file: raw.path.clone(), row: line, column: String::new() };
            let help = say!(
                "检查没有加引号的逗号和表格下面的注释",
                "look for commas without quotation marks and for notes below the table"
            );
            faults.push(Diagnostic::error(&FIELD_COUNT, words).at(place).help(help));
            continue;
        }
        raw.lines.push(u32::try_from(line).unwrap_or(u32::MAX));
        for ((column, known), cell) in raw.columns.iter_mut().zip(&mut known).zip(record.iter()) {
            let cell = cell.trim();
            let code = known.get(cell).copied().unwrap_or_else(|| {
                let code = u32::try_from(column.texts.len()).expect("fewer texts than rows, and rows fit");
                column.texts.push(cell.to_owned());
                known.insert(cell.into(), code);
                code
            });
            column.rows.push(code);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_text(text: &[u8]) -> (Result<Raw, Failed>, Vec<Diagnostic>) {
        let sink = Sink::new();
        (read("t.csv".into(), text, &sink), sink.sorted())
    }

    #[test]
    fn texts_are_interned_in_order_and_lines_are_kept() {
        let (raw, _) = read_text("\u{feff}a;b\r\nx;1\r\n\r\ny;1\r\n".as_bytes());
        let raw = raw.unwrap_or_else(|_| panic!("read"));
        assert_eq!(raw.columns[0].texts, ["x", "y"]);
        assert_eq!((raw.columns[1].texts.len(), raw.lines.clone()), (1, vec![2, 4]));
        assert_eq!(raw.columns[0].text(1), "y");
    }

    #[test]
    fn every_fault_is_told_with_its_line() {
        let (raw, told) = read_text(b"a,a,b\n1,2\n1,2,3\n1,2,3,4\n");
        assert!(raw.is_err());
        let ids: Vec<_> = told.iter().map(|d| d.rule.id).collect();
        assert_eq!(ids, ["audit/duplicate-column", "audit/field-count", "audit/field-count"]);
    }

    #[test]
    fn an_empty_file_a_bare_heading_and_another_encoding_are_refused() {
        for (text, id) in [(&b""[..], "audit/no-heading"), (b"a,b\n", "audit/no-heading"), (b"a\n\xff\n", "audit/not-utf8")] {
            assert_eq!(read_text(text).1[0].rule.id, id);
        }
    }
}
