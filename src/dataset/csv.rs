//! CSV: one form for programs (UTF-8 without byte-order mark, codes) and one for people in each language (byte-order mark, words),
//! since spreadsheets on Chinese Windows read GBK without the mark. Both are tidy, with a row for each cell.
//!
//! Source: RFC 4180, lines end with CRLF.

use std::io::{self, Write};

use super::Out;
use super::fields::Kind;
use super::package::{Observation, Package};
use crate::files::Summing;
use crate::model::Lang;

/// The form for programs, column by column as [`Package::fields`] says.
pub fn for_programs(package: &Package, out: &mut Out) -> io::Result<()> {
    let fields = package.fields();
    let mut out = writer(out);
    write(&mut out, fields.iter().map(|field| &field.name))?;
    for observation in package.observations() {
        write(&mut out, fields.iter().map(|field| package.text(field.kind, &observation)))?;
    }
    out.flush()
}

/// The SHA-256 sum of [`for_programs()`], without the bytes.
#[must_use]
pub fn sum(package: &Package) -> String {
    let mut sum = Summing::default();
    for_programs(package, &mut sum).expect("a sum takes what is written");
    sum.sha256()
}

/// The form for people: names instead of codes, and no code at all, since spreadsheets take `6-9` for a date and eat the nought in
/// front of `0312`. A cell without a figure is empty and says why in the column of reasons.
pub(super) fn for_people(package: &Package, lang: &Lang, out: &mut Out) -> io::Result<()> {
    people(package, lang, package.observations(), &[], out)
}

fn people(
    package: &Package,
    lang: &Lang,
    observations: impl Iterator<Item = Observation>,
    about: &[(String, String)],
    out: &mut Out,
) -> io::Result<()> {
    let wanted = |kind: Kind| !matches!(kind, Kind::Observation | Kind::Confidentiality);
    let fields: Vec<_> = package.fields().into_iter().filter(|field| wanted(field.kind)).collect();
    let names = names(package, lang);
    let about: Vec<(String, String)> = about.iter().map(|(head, text)| (safe(head), safe(text))).collect();
    let synthetic = if package.table.is_synthetic() { safe(package.word(lang, "synthetic-data")) } else { String::new() };
    out.write_all(b"\xEF\xBB\xBF")?;
    let mut out = writer(out);
    write(&mut out, fields.iter().map(|field| safe(field.title.get(lang))).chain(about.iter().map(|(head, _)| head.clone())))?;
    for observation in observations {
        let measure = &package.table.measures()[observation.measure];
        for field in &fields {
            match field.kind {
                Kind::Dimension(at) => out.write_field(&names[at][observation.key[at].map_or(0, |code| code + 1)]),
                Kind::Measure => out.write_field(safe(measure.name.get(lang))),
                Kind::Unit => out.write_field(safe(measure.unit.name.get(lang))),
                Kind::Reason => out.write_field(safe(reason(package, lang, package.status(observation.cell)))),
                Kind::Synthetic => out.write_field(&synthetic),
                kind => out.write_field(package.text(kind, &observation).as_bytes()),
            }?;
        }
        write(&mut out, about.iter().map(|(_, text)| text))?;
    }
    out.flush()
}

/// The names of all codes as spreadsheets may have them: by dimension, the total first, then by position in the code list.
fn names(package: &Package, lang: &Lang) -> Vec<Vec<String>> {
    let of = |(at, d): (usize, &crate::confidential::PublishedDimension)| {
        let codes = std::iter::once(None).chain((0..d.dimension.codes.len()).map(Some));
        codes.map(|code| safe(package.name(lang, at, code))).collect()
    };
    package.table.dimensions().iter().enumerate().map(of).collect()
}

/// The cells of a table in which only the dimensions at these positions are parted, as the CSV for people has them, with columns of the
/// same text in every row at the end (`about`: heading and text), so that the file can stand alone.
#[must_use]
pub fn slice(package: &Package, lang: &Lang, parted: &[usize], about: &[(String, String)]) -> Vec<u8> {
    let mut bytes = Vec::new();
    people(package, lang, package.observations_by(parted), about, &mut bytes).expect("memory takes what is written");
    bytes
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

/// Rows go to `out`; it has all of them after a flush.
pub(super) fn writer<'w, 'o>(out: &'w mut Out<'o>) -> csv::Writer<&'w mut Out<'o>> {
    csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(out)
}

/// Writes the cells that end a row.
pub(super) fn write<W: Write>(out: &mut csv::Writer<W>, cells: impl IntoIterator<Item = impl AsRef<str>>) -> io::Result<()> {
    for cell in cells {
        out.write_field(cell.as_ref().as_bytes())?;
    }
    Ok(out.write_record(None::<&[u8]>)?)
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
