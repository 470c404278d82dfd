//! XLSX for people: a cover, the tidy table, a cross table and the dictionary, each heading in all languages of the site.
//!
//! Source: the checklist of the UK Analysis Function for releasing statistics in spreadsheets: one marked-up table a sheet from column
//! A on, a title in A1, no merged cells, figures as numbers, codes as text, shorthand in square brackets. Nothing is a formula, since
//! texts are written as texts. Bytes depend on the content alone: the time inside is that of the release.

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Table, TableColumn, TableStyle, Workbook, Worksheet, XlsxError};

use super::Out;
use super::package::{Package, Status};
use crate::confidential::{Cell, PublishedDimension};
use crate::model::Lang;

/// The workbook. Rows of the two tables go to temporary files as they are written; each name is held once.
pub(super) fn workbook(package: &Package, out: &mut Out) -> Result<(), XlsxError> {
    let mut book = Workbook::new();
    book.set_properties(&properties(package)?);
    let bold = Format::new().set_bold().set_font_size(14);
    cover(package, book.add_worksheet(), &bold)?;
    tidy(package, book.add_worksheet_with_low_memory()?, &bold)?;
    crosstab(package, book.add_worksheet_with_low_memory()?, &bold)?;
    dictionary(package, book.add_worksheet(), &bold)?;
    book.save_to_writer(out)
}

fn properties(package: &Package) -> Result<DocProperties, XlsxError> {
    let (year, month, day) = package.issued.map_or((2000, 1, 1), |date| (date.year(), date.month(), date.day()));
    let made = ExcelDateTime::from_ymd(
        u16::try_from(year).unwrap_or(2000),
        u8::try_from(month).unwrap_or(1),
        u8::try_from(day).unwrap_or(1),
    )?;
    Ok(DocProperties::new()
        .set_title(all(package, |lang| package.title.get(lang).clone()))
        .set_author(all(package, |lang| package.publisher.get(lang).clone()))
        .set_comment(all(package, |lang| package.description.get(lang).clone()))
        .set_creation_datetime(&made))
}

/// The words of every language side by side.
fn all(package: &Package, text: impl FnMut(&Lang) -> String) -> String {
    package.in_all(" ", text)
}

fn word(package: &Package, key: &'static str) -> String {
    all(package, |lang| package.word(lang, key).to_owned())
}

/// Title, source, licence and the rest, a line each; signs last.
fn cover(package: &Package, sheet: &mut Worksheet, bold: &Format) -> Result<(), XlsxError> {
    let wrap = Format::new().set_text_wrap();
    sheet.set_name(name(package, "package-cover"))?.set_column_width(0, 100)?;
    sheet.write_string_with_format(0, 0, all(package, |lang| package.title.get(lang).clone()), bold)?;
    let mut lines: Vec<String> = package.languages.iter().map(|lang| package.description.get(lang).clone()).collect();
    if package.table.is_synthetic() {
        lines.push(word(package, "synthetic-data"));
    }
    for lang in package.languages.iter() {
        lines.extend(package.cover(lang));
    }
    lines.extend(signs(package));
    for (row, line) in (1..).zip(&lines) {
        sheet.write_string_with_format(row, 0, line, &wrap)?;
    }
    Ok(())
}

/// What the signs in cells mean; nothing when every cell has a figure.
fn signs(package: &Package) -> Vec<String> {
    let lacking = package.statuses().iter().filter(|(status, _)| !status.shorthand.is_empty());
    lacking.map(|(status, key)| format!("{} {}", status.shorthand, word(package, key))).collect()
}

/// The name of a sheet: Excel refuses some marks and more than 31 characters.
fn name(package: &Package, key: &'static str) -> String {
    let safe: String = word(package, key).chars().filter(|c| !matches!(c, '[' | ']' | ':' | '*' | '?' | '/' | '\\')).collect();
    safe.chars().take(31).collect()
}

/// Title and legend above a table; the row its headings stand in.
fn above(package: &Package, sheet: &mut Worksheet, key: &'static str, bold: &Format) -> Result<u32, XlsxError> {
    sheet.set_name(name(package, key))?;
    let title = all(package, |lang| package.title.get(lang).clone());
    sheet.write_string_with_format(0, 0, &title, bold)?;
    let mut row = 1;
    let synthetic = package.table.is_synthetic().then(|| word(package, "synthetic-data"));
    for line in synthetic.into_iter().chain(signs(package)) {
        sheet.write_string(row, 0, &line)?;
        row += 1;
    }
    Ok(row)
}

/// Most cells that are marked as a table of Excel. The library notes each of them, some forty bytes, to tell tables that overlap;
/// above this the headings stand alone, so that memory stays bounded however long the sheet.
const MARKED: usize = 1_000_000;

/// Marks the cells below as a table and writes its headings. Comes before the rows, which are written in order.
fn mark(sheet: &mut Worksheet, id: &str, top: u32, rows: usize, headings: &[String]) -> Result<(), XlsxError> {
    let columns: Vec<TableColumn> = headings.iter().map(|heading| TableColumn::new().set_header(heading)).collect();
    let table = Table::new().set_name(id).set_columns(&columns).set_autofilter(false).set_style(TableStyle::None);
    let bottom = top + u32::try_from(rows.max(1)).unwrap_or(u32::MAX - top);
    let last = u16::try_from(headings.len().max(1) - 1).unwrap_or(u16::MAX);
    if rows.saturating_mul(headings.len()) <= MARKED {
        sheet.add_table(top, 0, bottom, last, &table)?;
    } else {
        for (column, heading) in (0u16..).zip(headings) {
            sheet.write_string(top, column, heading)?;
        }
    }
    for (column, heading) in (0u16..).zip(headings) {
        let width = heading.chars().map(|c| if c.is_ascii() { 1.0 } else { 2.0 }).sum::<f64>();
        sheet.set_column_width(column, width.clamp(10.0, 48.0))?;
    }
    Ok(())
}

/// A figure as a number, or the sign of what is not there.
fn figure(package: &Package, sheet: &mut Worksheet, row: u32, column: u16, cell: Cell) -> Result<(), XlsxError> {
    match cell {
        Cell::Value(value) => sheet.write_number(row, column, value.to_f64())?,
        other => sheet.write_string(row, column, package.status(other).shorthand)?,
    };
    Ok(())
}

/// A row for each cell: code and name of each dimension, measure, figure, unit, status.
fn tidy(package: &Package, sheet: &mut Worksheet, bold: &Format) -> Result<(), XlsxError> {
    let top = above(package, sheet, "package-tidy", bold)?;
    let dimensions = package.table.dimensions();
    let mut headings = Vec::new();
    for d in dimensions {
        let name = all(package, |lang| d.dimension.name.get(lang).clone());
        headings.push(format!("{name} {}", word(package, "package-code-short")));
        headings.push(name);
    }
    let rest = ["field-measure", "field-value", "field-unit", "field-obs-status", "field-conf-status"];
    headings.extend(rest.map(|key| word(package, key)));
    mark(sheet, "tidy", top, package.cells(), &headings)?;
    let names = names(package);
    let units: Vec<[String; 2]> = package
        .table
        .measures()
        .iter()
        .map(|m| [all(package, |lang| m.name.get(lang).clone()), all(package, |lang| m.unit.name.get(lang).clone())])
        .collect();
    for (row, observation) in (top + 1..).zip(package.observations()) {
        let mut column = 0;
        for (at, code) in observation.key.iter().enumerate() {
            sheet.write_string(row, column, package.code(at, *code))?;
            sheet.write_string(row, column + 1, names.of(at, *code))?;
            column += 2;
        }
        let [measure, unit] = &units[observation.measure];
        let status = package.status(observation.cell);
        sheet.write_string(row, column, measure)?;
        figure(package, sheet, row, column + 1, observation.cell)?;
        sheet.write_string(row, column + 2, unit)?;
        sheet.write_string(row, column + 3, status.observation)?;
        sheet.write_string(row, column + 4, status.confidentiality)?;
    }
    Ok(())
}

/// The names of all codes in every language: by dimension, the total first.
struct Names(Vec<Vec<String>>);

impl Names {
    fn of(&self, dimension: usize, code: Option<usize>) -> &str {
        &self.0[dimension][code.map_or(0, |code| code + 1)]
    }
}

fn names(package: &Package) -> Names {
    let of = |(at, d): (usize, &PublishedDimension)| {
        let codes = std::iter::once(None).chain((0..d.dimension.codes.len()).map(Some));
        codes.map(|code| all(package, |lang| package.name(lang, at, code).to_owned())).collect()
    };
    Names(package.table.dimensions().iter().enumerate().map(of).collect())
}

/// One measure after the other, the codes of the last dimension side by side. With a single dimension the measures are.
fn crosstab(package: &Package, sheet: &mut Worksheet, bold: &Format) -> Result<(), XlsxError> {
    let top = above(package, sheet, "package-crosstab", bold)?;
    let (dimensions, measures) = (package.table.dimensions(), package.table.measures());
    let measure = |at: usize| all(package, |lang| measures[at].name.get(lang).clone());
    let heading = |at: usize| all(package, |lang| dimensions[at].dimension.name.get(lang).clone());
    let names = names(package);
    let Some(last) = dimensions.len().checked_sub(1).filter(|last| *last > 0) else {
        let headings = (0..dimensions.len()).map(heading).chain((0..measures.len()).map(measure));
        let rows = package.cells() / measures.len().max(1);
        mark(sheet, "crosstab", top, rows, &unique(headings.collect()))?;
        for (row, line) in (top + 1..).zip(package.lines()) {
            let stub = stub(sheet, row, 0, &names, &line.key)?;
            for (column, at) in (stub..).zip(0..measures.len()) {
                figure(package, sheet, row, column, line.cell(at))?;
            }
        }
        return Ok(());
    };
    let codes = || std::iter::once(None).chain(dimensions[last].codes.iter().copied().map(Some));
    let width = codes().count();
    let mut headings = vec![word(package, "field-measure")];
    headings.extend((0..last).map(heading).chain(codes().map(|code| names.of(last, code).to_owned())));
    mark(sheet, "crosstab", top, package.cells() / width, &unique(headings))?;
    let mut row = top;
    for at in 0..measures.len() {
        let (name, mut column) = (measure(at), 0);
        for (number, line) in package.lines().enumerate() {
            if number % width == 0 {
                row += 1;
                sheet.write_string(row, 0, &name)?;
                column = stub(sheet, row, 1, &names, &line.key[..last])?;
            }
            figure(package, sheet, row, column, line.cell(at))?;
            column += 1;
        }
    }
    Ok(())
}

/// The names that stand in front of figures; the column behind them.
fn stub(sheet: &mut Worksheet, row: u32, first: u16, names: &Names, key: &[Option<usize>]) -> Result<u16, XlsxError> {
    let mut column = first;
    for (at, code) in key.iter().enumerate() {
        sheet.write_string(row, column, names.of(at, *code))?;
        column += 1;
    }
    Ok(column)
}

/// Headings that occur twice get a number: a table of Excel has each once.
fn unique(headings: Vec<String>) -> Vec<String> {
    let mut made: Vec<String> = Vec::with_capacity(headings.len());
    for heading in headings {
        let same = made.iter().filter(|known| known.to_lowercase() == heading.to_lowercase()).count();
        made.push(if same == 0 { heading } else { format!("{heading} ({})", same + 1) });
    }
    made
}

/// Every column of the CSV and every code with its meaning.
fn dictionary(package: &Package, sheet: &mut Worksheet, bold: &Format) -> Result<(), XlsxError> {
    let top = above(package, sheet, "package-dictionary", bold)?;
    let headings: Vec<String> =
        ["field-column", "field-code", "field-meaning"].map(|key| word(package, key)).into_iter().collect();
    let mut rows: Vec<[String; 3]> = Vec::new();
    for field in package.fields() {
        let text = all(package, |lang| format!("{}: {}", field.title.get(lang), field.description.get(lang)));
        // The row that explains a column has no code: not applicable.
        rows.push([field.name.clone(), Status::ABSENT.shorthand.to_owned(), text]);
        for (code, name) in package.categories(field.kind) {
            rows.push([field.name.clone(), code, all(package, |lang| name.get(lang).clone())]);
        }
    }
    for (row, cells) in (top + 1..).zip(&rows) {
        for (column, text) in (0u16..).zip(cells) {
            sheet.write_string(row, column, text)?;
        }
    }
    mark(sheet, "dictionary", top, rows.len(), &headings)
}
