//! CSV: one form for programs (UTF-8 without byte-order mark, codes, one value column) and one for people
//! (byte-order mark, localised headings), since spreadsheets on Chinese Windows read GBK without the mark.
//!
//! Source: RFC 4180. Text cells that begin with `=`, `+`, `-` or `@` get a leading apostrophe in the form for people, so that no
//! spreadsheet takes them for a formula.

use crate::confidential::{Cell, PublishedTable};
use crate::model::Lang;

/// Words of the form for people.
pub struct Words {
    /// The total over a dimension.
    pub total: String,
    /// A withheld cell.
    pub withheld: String,
    /// An absent cell.
    pub absent: String,
    /// Said in every row when the records are invented.
    pub synthetic: String,
}

/// The code of a total over a dimension, as in SDMX.
const TOTAL: &str = "_T";

/// Columns: each dimension's code, `measure`, `unit`, `value`, `obs_status` (`A` shown, `Q` withheld, `M` absent), `synthetic`.
#[must_use]
pub fn for_programs(table: &PublishedTable) -> Vec<u8> {
    let mut out = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
    let names = table.dimensions().iter().map(|d| d.dimension.id.as_str());
    write(&mut out, names.chain(["measure", "unit", "value", "obs_status", "synthetic"]).map(str::to_owned));
    for (key, cells) in table.rows() {
        for (measure, cell) in table.measures().iter().zip(cells) {
            let codes = key
                .iter()
                .zip(table.dimensions())
                .map(|(at, d)| at.map_or_else(|| TOTAL.to_owned(), |at| d.dimension.codes[at].code.to_string()));
            let (value, status) = match cell {
                Cell::Value(value) => (value.to_string(), "A"),
                Cell::Suppressed => (String::new(), "Q"),
                Cell::Absent => (String::new(), "M"),
            };
            let synthetic = if table.is_synthetic() { "Y" } else { "N" };
            let rest = [measure.id.to_string(), measure.unit.code.to_string(), value, status.to_owned(), synthetic.to_owned()];
            write(&mut out, codes.chain(rest));
        }
    }
    finish(out)
}

/// Columns: each dimension's name, each measure with its unit, and a mark when the records are invented.
#[must_use]
pub fn for_people(table: &PublishedTable, lang: &Lang, words: &Words) -> Vec<u8> {
    let mut out = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(b"\xEF\xBB\xBF".to_vec());
    let mark = table.is_synthetic().then(|| words.synthetic.clone());
    let names = table.dimensions().iter().map(|d| safe(d.dimension.name.get(lang)));
    let measures = table.measures().iter().map(|m| safe(&format!("{} ({})", m.name.get(lang), m.unit.name.get(lang))));
    write(&mut out, names.chain(measures).chain(mark.clone()));
    for (key, cells) in table.rows() {
        let codes = key
            .iter()
            .zip(table.dimensions())
            .map(|(at, d)| at.map_or_else(|| words.total.clone(), |at| safe(d.dimension.codes[at].name.get(lang))));
        let cells = cells.iter().map(|cell| match cell {
            Cell::Value(value) => value.to_string(),
            Cell::Suppressed => words.withheld.clone(),
            Cell::Absent => words.absent.clone(),
        });
        write(&mut out, codes.chain(cells).chain(mark.clone()));
    }
    finish(out)
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
