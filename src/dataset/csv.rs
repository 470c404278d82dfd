//! CSV: one form for programs (UTF-8 without byte-order mark, codes) and one for people in each language (byte-order mark, words),
//! since spreadsheets on Chinese Windows read GBK without the mark. Both are tidy, with a row for each cell.
//!
//! Source: RFC 4180, lines end with CRLF.

use super::fields::Kind;
use super::package::Package;
use crate::model::Lang;

/// The form for programs, column by column as [`Package::fields`] says.
#[must_use]
pub fn for_programs(package: &Package) -> Vec<u8> {
    let fields = package.fields();
    let mut out = writer(Vec::new());
    write(&mut out, fields.iter().map(|field| field.name.clone()));
    for observation in package.observations() {
        write(&mut out, package.row(&fields, &observation));
    }
    finish(out)
}

/// The form for people: names instead of codes, and no code at all, since spreadsheets take `6-9` for a date and eat the nought in
/// front of `0312`. A cell without a figure is empty and says why in the column of reasons.
#[must_use]
pub fn for_people(package: &Package, lang: &Lang) -> Vec<u8> {
    people(package, lang, |_| true, &[])
}

fn people(package: &Package, lang: &Lang, wanted_key: impl Fn(&[Option<usize>]) -> bool, about: &[(String, String)]) -> Vec<u8> {
    let wanted = |kind: Kind| !matches!(kind, Kind::Observation | Kind::Confidentiality);
    let fields: Vec<_> = package.fields().into_iter().filter(|field| wanted(field.kind)).collect();
    let mut out = writer(b"\xEF\xBB\xBF".to_vec());
    write(&mut out, fields.iter().map(|field| safe(field.title.get(lang))).chain(about.iter().map(|(head, _)| safe(head))));
    for observation in package.observations().filter(|observation| wanted_key(&observation.key)) {
        let measure = &package.table.measures()[observation.measure];
        let status = package.status(observation.cell);
        let row = package.row(&fields, &observation);
        let said = fields.iter().zip(row).map(|(field, text)| match field.kind {
            Kind::Dimension(at) => safe(package.name(lang, at, observation.key[at])),
            Kind::Measure => safe(measure.name.get(lang)),
            Kind::Unit => safe(measure.unit.name.get(lang)),
            Kind::Reason => safe(reason(package, lang, status)),
            Kind::Synthetic if package.table.is_synthetic() => safe(package.word(lang, "synthetic-data")),
            Kind::Synthetic => String::new(),
            _ => text,
        });
        write(&mut out, said.chain(about.iter().map(|(_, text)| safe(text))));
    }
    finish(out)
}

/// The cells of a table in which only the dimensions at these positions are parted, as [`for_people`] writes them, with columns of the
/// same text in every row at the end (`about`: heading and text), so that the file can stand alone.
#[must_use]
pub fn slice(package: &Package, lang: &Lang, parted: &[usize], about: &[(String, String)]) -> Vec<u8> {
    people(package, lang, |key| key.iter().enumerate().all(|(at, code)| code.is_none() || parted.contains(&at)), about)
}

/// Why there is no figure, in words.
fn reason<'p>(package: &'p Package, lang: &Lang, status: super::package::Status) -> &'p str {
    let found = super::package::Status::ALL.into_iter().find(|(known, _)| *known == status && !known.reason.is_empty());
    found.map_or("", |(_, key)| package.word(lang, key))
}

/// English names of months, by which spreadsheets know a date.
const MONTHS: [&str; 12] =
    ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];

/// Text that a spreadsheet neither runs nor takes for a date: a mark that begins a formula gets an apostrophe in front, a hyphen
/// between digits becomes a dash, and the year after the name of a month stands in brackets, since `September 2023` alone becomes
/// the first of that month.
pub(super) fn safe(text: &str) -> String {
    if let Some((month, year)) = text.split_once(' ') {
        let named = MONTHS.iter().any(|name| *name == month || (month.len() >= 3 && name.starts_with(month)));
        if named && !year.is_empty() && year.len() <= 4 && year.bytes().all(|byte| byte.is_ascii_digit()) {
            return format!("{month} ({year})");
        }
    }
    let mut made = String::with_capacity(text.len() + 1);
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        made.push('\'');
    }
    let mut before = ' ';
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        let between = before.is_ascii_digit() && rest.peek().is_some_and(char::is_ascii_digit);
        made.push(if c == '-' && between { '–' } else { c });
        before = c;
    }
    made
}

pub(super) fn writer(start: Vec<u8>) -> csv::Writer<Vec<u8>> {
    csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(start)
}

pub(super) fn write(out: &mut csv::Writer<Vec<u8>>, row: impl IntoIterator<Item = String>) {
    out.write_record(row.into_iter().collect::<Vec<_>>()).expect("rows of one width always fit into memory");
}

pub(super) fn finish(out: csv::Writer<Vec<u8>>) -> Vec<u8> {
    out.into_inner().expect("flushing into memory does not fail")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_that_a_spreadsheet_would_run_or_turn_into_a_date_is_defused() {
        assert_eq!(safe("=1+1"), "'=1+1");
        assert_eq!(safe("6–9岁"), "6–9岁");
        assert_eq!(safe("6-9"), "6–9");
        assert_eq!(safe("September 2023"), "September (2023)");
        assert_eq!(safe("Sep 2023"), "Sep (2023)");
        assert_eq!(safe("March on 2023"), "March on 2023");
        assert_eq!(safe("2023年9月"), "2023年9月");
        assert_eq!(safe("up-to-date"), "up-to-date");
    }
}
