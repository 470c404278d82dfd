//! Writes a release: once, whole or not at all.

use std::fmt::Write;
use std::path::Path;

use super::rules::{EMPTY, VERSION};
use super::{FOLDER, SHEET, load, version};
use crate::confidential::{Cell, PublishedTable, Release, Treatment};
use crate::config::{CubeSpec, MeasureKind, Settings, quoted};
use crate::diag::{Diagnostic, Failed, Sink};
use crate::files::{Root, sha256_hex};
use crate::model::Date;
use crate::say;

/// What is said of a new release.
#[derive(Clone)]
pub struct NewRelease {
    /// Its version, `2025.1`; later than all others.
    pub version: String,
    /// Its date; not before that of the latest.
    pub date: Date,
    /// A remark for whoever reads the folder.
    pub note: Option<String>,
    /// The program and its version.
    pub engine: String,
    /// Fingerprint of the secret that record keys were made with, if there is one.
    pub secret: Option<String>,
}

/// Writes the published tables to `data/releases/<version>/` and gives the number of files.
///
/// Every cell is a row, withheld ones without a value. Fails when the version exists or is not the latest, or when an earlier
/// release was changed. The folder appears whole or not at all; nothing that exists is overwritten.
pub fn promise(root: &Root, settings: &Settings, release: &Release, new: &NewRelease, sink: &Sink) -> Result<usize, Failed> {
    let earlier = load::load(root, settings, sink)?;
    check_version(new, earlier.last(), sink)?;
    let mut files = Vec::new();
    let mut sheet = heading(new, earlier.last());
    for table in release.tables() {
        let Some(cube) = settings.catalog.cubes.iter().find(|cube| cube.id == *table.id()) else { continue };
        let exact = table.treatment() == Treatment::Exact;
        let text = rows(table, exact);
        entry(&mut sheet, cube, settings, &sha256_hex(text.as_bytes()));
        files.push((format!("{}.csv", cube.id), text.into_bytes()));
    }
    if files.is_empty() {
        let message = say!("没有可发布的表", "there is no table to release");
        return Err(sink.fail(Diagnostic::error(&EMPTY, message).at(Path::new("data/catalog.toml"))));
    }
    files.push((SHEET.to_owned(), sheet.into_bytes()));
    let folder = Path::new(FOLDER).join(&new.version);
    root.write_folder_once(&folder, &files).map_err(|error| sink.fail(error.diagnostic()))?;
    Ok(files.len())
}

fn check_version(new: &NewRelease, latest: Option<&super::Earlier>, sink: &Sink) -> Result<(), Failed> {
    let version = &new.version;
    let wrong = |message, help| Err(sink.fail(Diagnostic::error(&VERSION, message).at(Path::new(FOLDER)).help(help)));
    if !version::is_version(version) {
        return wrong(
            say!("`{version}` 不能作版本号", "`{version}` cannot be a version"),
            say!("写成 `2025.1` 这样", "write it like `2025.1`"),
        );
    }
    let Some(latest) = latest else { return Ok(()) };
    let (last, date) = (&latest.version, latest.date);
    if version::compare(version, last).is_le() {
        return wrong(
            say!("版本 `{version}` 不在最新一版 `{last}` 之后", "the version `{version}` is not after `{last}`, the latest"),
            say!("换一个更大的版本号；已发布的不能重写", "choose a later one; a release is never written again"),
        );
    }
    if new.date < date {
        let typed = new.date;
        return wrong(
            say!(
                "日期 {typed} 早于最新一版 `{last}` 的 {date}",
                "the date {typed} is before {date}, that of the latest release `{last}`"
            ),
            say!("写实际发布的日期", "give the day it is published"),
        );
    }
    Ok(())
}

fn heading(new: &NewRelease, latest: Option<&super::Earlier>) -> String {
    let mut text = String::from(
        "# 由 shanwai release 写成，请勿修改。要更正数字，请发布新的一版。\n\
         # Written by shanwai release; do not edit. To correct a figure, make a new release.\n\n",
    );
    let mut line = |key: &str, value: &str| {
        let _ = writeln!(text, "{key} = {}", quoted(value));
    };
    line("version", &new.version);
    line("date", &new.date.to_string());
    line("engine", &new.engine);
    if let Some(note) = &new.note {
        line("note", note);
    }
    if let Some(secret) = &new.secret {
        line("secret", secret);
    }
    if let Some(latest) = latest {
        line("previous", &latest.version);
        line("previous_sha256", &latest.sum);
    }
    text
}

/// What the loader compares with the catalogue of its day.
fn entry(sheet: &mut String, cube: &CubeSpec, settings: &Settings, sum: &str) {
    let records = settings.catalog.records.get(cube.records).map_or("", |records| records.id.as_str());
    let id = quoted(cube.id.as_str());
    let _ = write!(sheet, "\n[[cube]]\nid = {id}\nsha256 = {}\nrecords = {}\n", quoted(sum), quoted(records));
    let measures =
        cube.measures.iter().map(|measure| format!("{} = {}", quoted(measure.id.as_str()), quoted(&of(&measure.kind))));
    let _ = writeln!(sheet, "measures = {{ {} }}", measures.collect::<Vec<_>>().join(", "));
    if !cube.filter.is_empty() {
        let filter = cube.filter.iter().map(|(column, codes)| format!("{} = {}", quoted(column), list(codes)));
        let _ = writeln!(sheet, "where = {{ {} }}", filter.collect::<Vec<_>>().join(", "));
    }
    for (column, dimension) in &cube.dimensions {
        let (column, codes) = (quoted(column), list(dimension.codes.iter().map(|entry| &entry.code)));
        let _ = write!(sheet, "[[cube.dimension]]\ncolumn = {column}\ncodes = {codes}\n");
        let groups = dimension.groups();
        if !groups.is_empty() {
            let code = |at: usize| &dimension.codes[at].code;
            let one = |(group, members): (&usize, &Vec<usize>)| {
                format!("{} = {}", quoted(code(*group).as_str()), list(members.iter().map(|at| code(*at))))
            };
            let _ = writeln!(sheet, "groups = {{ {} }}", groups.iter().map(one).collect::<Vec<_>>().join(", "));
        }
    }
}

/// A measure's kind as the catalogue writes it.
pub(super) fn of(kind: &MeasureKind) -> String {
    match kind {
        MeasureKind::Rows => "rows".to_owned(),
        MeasureKind::Distinct => "distinct".to_owned(),
        MeasureKind::Sum(column) => format!("sum:{column}"),
    }
}

fn list<'a>(codes: impl IntoIterator<Item = &'a crate::model::Code>) -> String {
    let codes: Vec<String> = codes.into_iter().map(|code| quoted(code.as_str())).collect();
    format!("[{}]", codes.join(", "))
}

/// The table as tidy rows. Codes and ids hold no character that CSV would have to quote.
fn rows(table: &PublishedTable, exact: bool) -> String {
    let mut text = String::new();
    for dimension in table.dimensions() {
        let _ = write!(text, "{},", dimension.dimension.id);
    }
    text.push_str("measure,value,status\n");
    for (key, cells) in table.rows() {
        for (measure, cell) in table.measures().iter().zip(cells) {
            for (at, dimension) in key.iter().zip(table.dimensions()) {
                let code = at.map_or(crate::model::TOTAL, |at| dimension.dimension.codes[at].code.as_str());
                let _ = write!(text, "{code},");
            }
            let id = &measure.id;
            let _ = match cell {
                Cell::Value(value) if exact => writeln!(text, "{id},{value},A"),
                Cell::Value(value) => writeln!(text, "{id},{value},E"),
                Cell::Suppressed => writeln!(text, "{id},,Q"),
                Cell::Absent => writeln!(text, "{id},,M"),
                Cell::Uncollected => writeln!(text, "{id},,L"),
            };
        }
    }
    text
}
