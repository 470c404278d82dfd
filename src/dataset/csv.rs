//! CSV: one form for programs (UTF-8 without byte-order mark, codes, one value column) and one for people
//! (byte-order mark, localised headings), since spreadsheets on Chinese Windows read GBK without the mark.
//!
//! Source: RFC 4180. Text cells that begin with `=`, `+`, `-` or `@` get a leading apostrophe in the form for people, so that no
//! spreadsheet takes them for a formula.

use crate::confidential::{Cell, PublishedTable, Treatment};
use crate::model::Lang;

/// Words of the form for people.
pub struct Words {
    /// The total over a dimension.
    pub total: String,
    /// A withheld cell.
    pub withheld: Sign,
    /// An absent cell.
    pub absent: Sign,
    /// A cell that was not collected.
    pub uncollected: Sign,
    /// Said in every row when the records are invented.
    pub synthetic: String,
    /// Heading of the notes.
    pub note: String,
}

/// What stands for a number that is not there.
pub struct Sign {
    /// In the cell.
    pub symbol: String,
    /// In the notes of its row.
    pub explained: String,
}

/// The columns of the form for programs behind the dimensions, each with the key of the words that explain it.
///
/// `OBS_STATUS` and `CONF_STATUS` take their codes from the SDMX code lists of these names. A withheld cell has the same two codes
/// whatever hid it: a code of its own for cells withheld to protect others would help to work them out.
pub const COLUMNS: [(&str, &str); 6] = [
    ("measure", "csv-measure"),
    ("unit", "csv-unit"),
    ("value", "csv-value"),
    ("OBS_STATUS", "csv-obs-status"),
    ("CONF_STATUS", "csv-conf-status"),
    ("synthetic", "csv-synthetic"),
];

/// The code of a total over a dimension, as in SDMX.
const TOTAL: &str = "_T";

/// Columns: each dimension's code, then [`COLUMNS`]. `OBS_STATUS` is `A` shown, `E` shown but altered, `Q` withheld, `M` absent or `L` not collected; `CONF_STATUS` is `C` for what
/// is withheld and `F` for all else.
#[must_use]
pub fn for_programs(table: &PublishedTable) -> Vec<u8> {
    let mut out = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
    let names = table.dimensions().iter().map(|d| d.dimension.id.as_str());
    write(&mut out, names.chain(COLUMNS.map(|(name, _)| name)).map(str::to_owned));
    let exact = table.treatment() == Treatment::Exact;
    for (key, cells) in table.rows() {
        for (measure, cell) in table.measures().iter().zip(cells) {
            let codes = key
                .iter()
                .zip(table.dimensions())
                .map(|(at, d)| at.map_or_else(|| TOTAL.to_owned(), |at| d.dimension.codes[at].code.to_string()));
            let (value, status, confidential) = match cell {
                // All of them: which figures were changed would tell what stood there.
                Cell::Value(value) => (value.to_string(), if exact { "A" } else { "E" }, "F"),
                Cell::Suppressed => (String::new(), "Q", "C"),
                Cell::Absent => (String::new(), "M", "F"),
                Cell::Uncollected => (String::new(), "L", "F"),
            };
            let synthetic = if table.is_synthetic() { "Y" } else { "N" };
            let rest = [measure.id.as_str(), measure.unit.code.as_str(), &value, status, confidential, synthetic];
            write(&mut out, codes.chain(rest.map(str::to_owned)));
        }
    }
    finish(out)
}

/// Columns: each dimension's name, each measure with its unit, a mark when the records are invented, and notes when the table has cells
/// without a number. Such a cell holds its sign, which no sum of a spreadsheet takes for zero.
#[must_use]
pub fn for_people(table: &PublishedTable, lang: &Lang, words: &Words) -> Vec<u8> {
    let mut out = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(b"\xEF\xBB\xBF".to_vec());
    let mark = table.is_synthetic().then(|| words.synthetic.clone());
    let names = table.dimensions().iter().map(|d| safe(d.dimension.name.get(lang)));
    let measures = table.measures().iter().map(|m| safe(&format!("{} ({})", m.name.get(lang), m.unit.name.get(lang))));
    let noted = table.rows().any(|(_, cells)| cells.iter().any(|cell| !matches!(cell, Cell::Value(_))));
    write(&mut out, names.chain(measures).chain(mark.clone()).chain(noted.then(|| words.note.clone())));
    for (key, cells) in table.rows() {
        let codes = key
            .iter()
            .zip(table.dimensions())
            .map(|(at, d)| at.map_or_else(|| words.total.clone(), |at| safe(d.dimension.codes[at].name.get(lang))));
        let note = noted.then(|| note(cells, words));
        let cells = cells.iter().map(|cell| match cell {
            Cell::Value(value) => value.to_string(),
            Cell::Suppressed => words.withheld.symbol.clone(),
            Cell::Absent => words.absent.symbol.clone(),
            Cell::Uncollected => words.uncollected.symbol.clone(),
        });
        write(&mut out, codes.chain(cells).chain(mark.clone()).chain(note));
    }
    finish(out)
}

/// What the signs of a row mean.
fn note(cells: &[Cell], words: &Words) -> String {
    let signs = [(Cell::Suppressed, &words.withheld), (Cell::Absent, &words.absent), (Cell::Uncollected, &words.uncollected)];
    let shown = signs.iter().filter(|(cell, _)| cells.contains(cell));
    safe(&shown.map(|(_, sign)| sign.explained.as_str()).collect::<Vec<_>>().join(" "))
}

fn safe(text: &str) -> String {
    if text.starts_with(['=', '+', '-', '@', '\t']) { format!("'{text}") } else { text.to_owned() }
}

fn write(out: &mut csv::Writer<Vec<u8>>, row: impl Iterator<Item = String>) {
    out.write_record(row.collect::<Vec<_>>()).expect("rows of one width always fit into memory");
}

fn finish(out: csv::Writer<Vec<u8>>) -> Vec<u8> {
    out.into_inner().expect("flushing into memory does not fail")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_that_a_spreadsheet_would_run_is_defused() {
        assert_eq!(safe("=1+1"), "'=1+1");
        assert_eq!(safe("6–9岁"), "6–9岁");
    }
}
