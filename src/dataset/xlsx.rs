//! XLSX for people: a cover, the tidy table, a cross table and the dictionary, each heading in all languages of the site.
//!
//! Source: the checklist of the UK Analysis Function for releasing statistics in spreadsheets: one marked-up table a sheet from column
//! A on, a title in A1, no merged cells, figures as numbers, codes as text, shorthand in square brackets. Nothing is a formula, since
//! texts are written as texts. Bytes depend on the content alone: the time inside is that of the release.

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Table, TableColumn, TableStyle, Workbook, Worksheet, XlsxError};

use super::package::{Observation, Package, Status};
use crate::confidential::Cell;
use crate::model::Lang;

/// The workbook.
pub(super) fn workbook(package: &Package) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    book.set_properties(&properties(package)?);
    let bold = Format::new().set_bold().set_font_size(14);
    cover(package, book.add_worksheet(), &bold)?;
    tidy(package, book.add_worksheet(), &bold)?;
    crosstab(package, book.add_worksheet(), &bold)?;
    dictionary(package, book.add_worksheet(), &bold)?;
    book.save_to_buffer()
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
    let lacking = package.statuses().into_iter().filter(|(status, _)| !status.shorthand.is_empty());
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

/// Marks the cells written as a table with these headings.
fn mark(sheet: &mut Worksheet, id: &str, top: u32, rows: usize, headings: &[String]) -> Result<(), XlsxError> {
    let columns: Vec<TableColumn> = headings.iter().map(|heading| TableColumn::new().set_header(heading)).collect();
    let table = Table::new().set_name(id).set_columns(&columns).set_autofilter(false).set_style(TableStyle::None);
    let bottom = top + u32::try_from(rows.max(1)).unwrap_or(u32::MAX - top);
    let last = u16::try_from(headings.len().max(1) - 1).unwrap_or(u16::MAX);
    sheet.add_table(top, 0, bottom, last, &table)?;
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
    let mut row = top;
    for observation in package.observations() {
        row += 1;
        tidy_row(package, sheet, row, &observation)?;
    }
    mark(sheet, "tidy", top, package.cells(), &headings)
}

fn tidy_row(package: &Package, sheet: &mut Worksheet, row: u32, observation: &Observation) -> Result<(), XlsxError> {
    let mut column = 0;
    for (at, code) in observation.key.iter().enumerate() {
        sheet.write_string(row, column, package.code(at, *code))?;
        sheet.write_string(row, column + 1, said(package, at, *code))?;
        column += 2;
    }
    let measure = &package.table.measures()[observation.measure];
    let status = package.status(observation.cell);
    sheet.write_string(row, column, all(package, |lang| measure.name.get(lang).clone()))?;
    figure(package, sheet, row, column + 1, observation.cell)?;
    sheet.write_string(row, column + 2, all(package, |lang| measure.unit.name.get(lang).clone()))?;
    sheet.write_string(row, column + 3, status.observation)?;
    sheet.write_string(row, column + 4, status.confidentiality)?;
    Ok(())
}

/// The name of a code in every language.
fn said(package: &Package, dimension: usize, code: Option<usize>) -> String {
    all(package, |lang| package.name(lang, dimension, code).to_owned())
}

/// One measure after the other, the codes of the last dimension side by side. With a single dimension the measures are.
fn crosstab(package: &Package, sheet: &mut Worksheet, bold: &Format) -> Result<(), XlsxError> {
    let top = above(package, sheet, "package-crosstab", bold)?;
    let (dimensions, measures) = (package.table.dimensions(), package.table.measures());
    let measure_name = |at: usize| all(package, |lang| measures[at].name.get(lang).clone());
    let heading = |at: usize| all(package, |lang| dimensions[at].dimension.name.get(lang).clone());
    let single = dimensions.len() < 2;
    let stub = if single { dimensions.len() } else { dimensions.len() - 1 };
    let mut headings: Vec<String> = (0..stub).map(heading).collect();
    if single {
        headings.extend((0..measures.len()).map(measure_name));
    } else {
        headings.insert(0, word(package, "field-measure"));
        let last = &dimensions[stub];
        let codes = std::iter::once(None).chain(last.codes.iter().copied().map(Some));
        headings.extend(codes.map(|code| said(package, stub, code)));
    }
    let width = headings.len() - stub - usize::from(!single);
    let mut observations: Vec<Observation> = package.observations().collect();
    // Rows by measure first; within them the order of the tidy table.
    if !single {
        observations.sort_by_key(|observation| observation.measure);
    }
    let mut rows = 0;
    for group in observations.chunks(width.max(1)) {
        rows += 1;
        let row = top + u32::try_from(rows).unwrap_or(u32::MAX - top);
        let mut column = 0;
        if !single {
            sheet.write_string(row, 0, measure_name(group[0].measure))?;
            column = 1;
        }
        for at in 0..stub {
            sheet.write_string(row, column, said(package, at, group[0].key[at]))?;
            column += 1;
        }
        for observation in group {
            figure(package, sheet, row, column, observation.cell)?;
            column += 1;
        }
    }
    mark(sheet, "crosstab", top, rows, &unique(headings))
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
