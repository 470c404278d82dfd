//! Tables as offices have them, made into records: `shanwai import`.
//!
//! ```text
//!  XLSX, XLS, CSV ─► book (texts) ─► layout (heading, records, what is none) ─► columns (what is what) ─► table (codes, numbers, faults) ─► data/private/
//! ```
//!
//! Raw cells stay in here: outside are seen counts, names of columns and places, never a value. Nothing is written while there is a
//! fault, unless faulty rows are to be left out by the user's wish.

mod above;
mod biff;
mod book;
mod columns;
mod empty;
mod hidden;
mod layout;
mod number;
mod recognise;
mod resemble;
pub(super) mod rules;
mod search;
mod table;
mod tell;
mod time;
mod totals;
mod words;
mod write;

use std::path::{Path, PathBuf};

use crate::config::{ColumnKind, ImportMapping, RecordsSpec, Settings};
use crate::diag::{Diagnostic, Failed, Sink};
use crate::files::{Root, read_named};
use crate::identify::{self, Level, scan};
use crate::say;
use book::Sheet;
use columns::{Known, Origin, position};
use layout::Layout;
use recognise::{Form, headings, mappings, recognise};
use rules::MISSING_COLUMN;
use search::Search;
use table::{Read, Table};
use tell::Where;

/// What is to be imported, and what the user says of it.
#[derive(Clone, Default)]
#[cfg_attr(test, derive(Debug))]
pub struct ImportRequest {
    /// The table.
    pub file: PathBuf,
    /// Which records it becomes.
    pub records: Option<String>,
    /// Which sheet is read.
    pub sheet: Option<String>,
    /// Declared column and heading.
    pub columns: Vec<(String, String)>,
    /// Declared column and the code of every row.
    pub fixed: Vec<(String, String)>,
    /// Declared column, word of the form, code.
    pub words: Vec<(String, String, String)>,
    /// Headings whose blanks mean the cell above.
    pub fill_down: Vec<String>,
    /// Headings whose approximate numbers are taken as they are.
    pub approximate: Vec<String>,
    /// Rows that repeat another are kept.
    pub keep_repeated: bool,
    /// Faulty rows are left out, the others imported.
    pub skip_faulty: bool,
    /// Nothing is written.
    pub dry_run: bool,
}

/// What was imported: counts and names, no value.
#[derive(Clone)]
#[cfg_attr(test, derive(Debug))]
pub struct Imported {
    /// Id of the records.
    pub records: String,
    /// Rows taken from the table.
    pub rows: usize,
    /// Rows left out since they are faulty.
    pub faulty: usize,
    /// The records file and the number of its rows; nothing after a dry run.
    pub file: Option<(PathBuf, usize)>,
    /// The mapping file; nothing after a dry run.
    pub mapping: Option<PathBuf>,
    /// Whether the form was known before.
    pub known: bool,
    /// Declared column and the heading it comes from, or `= CODE`.
    pub columns: Vec<(String, String)>,
}

/// Reads a table and writes it as records of the site. Every fault is told with sheet, row and column.
pub fn import(root: &Root, settings: &Settings, request: &ImportRequest, sink: &Sink) -> Result<Imported, Failed> {
    let bytes = read_named(&request.file).map_err(|error| sink.fail(error.diagnostic()))?;
    let mut sheets = book::read(&bytes).map_err(|why| sink.fail(tell::unreadable(&request.file, why)))?;
    let catalog = &settings.catalog;
    let known = mappings(root, catalog, sink)?;
    let form = recognise(&mut sheets, catalog, &known, request, sink)?;
    let spec = &catalog.records[form.spec];
    if !request.dry_run {
        write::may(root, spec, sink)?;
    }
    let names: Vec<&str> = settings.site.place.iter().map(|(_, name)| name.as_str()).collect();
    let fields = Known::new(catalog, spec);
    let before = form.known.map(|at| &known[at].1);
    let (mapping, origins) = understood(&form, before, &sheets[form.sheet], &fields, &names, request, sink);
    let sheet = &sheets[form.sheet];
    let search = Search::new(settings);
    let table = Table {
        sheet,
        layout: &form.layout,
        spec,
        known: &fields,
        origins: &origins,
        mapping: &mapping,
        city: &names,
        search: &search,
    };
    let read = table.read();
    tell::faults(&table, &read, request, sink);
    tell::remarks(&table, &read, &request.file, sink);
    unread_sheets(&sheets, form.sheet, &search, &request.file, sink);
    comments(&bytes, &request.file, sink);
    if read.rows.is_empty() && (request.skip_faulty || read.faults.is_empty()) {
        sink.push(tell::no_records(&Where { file: &request.file, sheet }));
    }
    sink.check()?;
    let mapping = remembered(mapping, &form.layout, &origins, &read, spec);
    let mut imported = Imported {
        records: spec.id.to_string(),
        rows: read.rows.len(),
        faulty: read.faulty.len(),
        file: None,
        mapping: None,
        known: form.known.is_some(),
        columns: told_columns(spec, &form.layout, &origins),
    };
    if !request.dry_run {
        let part = write::Part::new(root, spec, &request.file, sheet.name.as_deref(), &read.rows, sink)?;
        imported.file = Some(part.write(root, spec, sink)?);
        imported.mapping = Some(write::mapping(root, &mapping, form.known.map(|at| known[at].0.clone()), sink)?);
    }
    Ok(imported)
}

/// The mapping in force: what the file says, then what the user says, then what is proposed for the rest. A column that is nowhere is
/// told, and the others are judged all the same.
fn understood(
    form: &Form,
    before: Option<&ImportMapping>,
    sheet: &Sheet,
    fields: &Known<'_>,
    city: &[&str],
    request: &ImportRequest,
    sink: &Sink,
) -> (ImportMapping, Vec<Origin>) {
    let (place, spec) = (Where { file: &request.file, sheet }, fields.spec());
    let fresh = || ImportMapping { records: spec.id.to_string(), headings: headings(&form.layout), ..ImportMapping::default() };
    let mut mapping = before.cloned().unwrap_or_else(fresh);
    add_request(&mut mapping, spec, request, sink);
    let mut origins = fields.propose(sheet, &form.layout, city);
    if let Err(lost) = fields.mapped(&mapping, &form.layout, &mut origins) {
        for column in lost {
            let heading = mapping.columns.get(&column).cloned().unwrap_or_default();
            let message = say!(
                "表格里没有叫 `{heading}` 的列（给 `{column}` 用）",
                "the table has no column `{heading}` (wanted for `{column}`)"
            );
            let (zh, en) = listed(&form.layout);
            let help = say!("表格有这些列：{zh}", "its columns are: {en}");
            sink.push(Diagnostic::error(&MISSING_COLUMN, message).at(request.file.as_path()).help(help));
            // What was guessed for it is not judged in its place.
            let wanted = spec.columns.iter().position(|own| own.name == column);
            wanted.into_iter().for_each(|at| origins[at] = Origin::Nothing);
        }
    }
    for (column, origin) in spec.columns.iter().zip(&origins) {
        let dimension = matches!(column.kind, ColumnKind::Dimension(_));
        let told = mapping.columns.contains_key(&column.name);
        if *origin == Origin::Nothing && !column.optional && !told {
            sink.push(tell::missing(&place, &column.name, dimension, &listed(&form.layout)));
        }
    }
    for heading in mapping.fill_down.iter().chain(&mapping.approximate) {
        if position(&form.layout.headings, heading).is_none() {
            let message = say!("表格里没有叫 `{heading}` 的列", "the table has no column `{heading}`");
            let list = headings(&form.layout).join("、");
            let help = say!("照表头写列名；表格有这些列：{list}", "write the heading as it stands; the columns are: {list}");
            sink.push(Diagnostic::error(&MISSING_COLUMN, message).at(request.file.as_path()).help(help));
        }
    }
    (mapping, origins)
}

/// The headings of a table in Chinese and English punctuation, those of personal information starred.
fn listed(layout: &Layout) -> (String, String) {
    let all: Vec<String> = headings(layout).into_iter().filter(|heading| !heading.is_empty()).collect();
    (all.join("、"), all.join(", "))
}

/// Adds what the user says on the command line, which outdoes the file.
fn add_request(mapping: &mut ImportMapping, spec: &RecordsSpec, request: &ImportRequest, sink: &Sink) {
    let declared = |column: &str| {
        let known = spec.columns.iter().any(|own| own.name == column);
        if !known {
            let message = say!("记录没有声明 `{column}` 列", "the records declare no column `{column}`");
            let list = spec.columns.iter().map(|own| format!("`{}`", own.name)).collect::<Vec<_>>().join(" ");
            let found = Diagnostic::error(&MISSING_COLUMN, message).at(request.file.as_path());
            sink.push(found.help(say!("声明的列：{list}", "the declared columns: {list}")));
        }
        known
    };
    for (column, heading) in request.columns.iter().filter(|(column, _)| declared(column)) {
        mapping.fixed.remove(column);
        mapping.columns.insert(column.clone(), heading.clone());
    }
    for (column, code) in request.fixed.iter().filter(|(column, _)| declared(column)) {
        mapping.columns.remove(column);
        mapping.fixed.insert(column.clone(), code.clone());
    }
    for (column, word, code) in request.words.iter().filter(|(column, ..)| declared(column)) {
        let kind = spec.columns.iter().find(|own| own.name == *column).map(|own| &own.kind);
        if matches!(kind, Some(ColumnKind::Dimension(dimension)) if dimension.position(code).is_some()) {
            mapping.words.entry(column.clone()).or_default().insert(word.clone(), code.clone());
        } else {
            let message = say!("`{column}` 没有代码 `{code}`", "`{column}` has no code `{code}`");
            let help = say!("代码见 `data/catalog.toml`", "codes stand in `data/catalog.toml`");
            sink.push(Diagnostic::error(&rules::UNKNOWN_WORD, message).at(request.file.as_path()).help(help));
        }
    }
    for (own, said) in [(&mut mapping.fill_down, &request.fill_down), (&mut mapping.approximate, &request.approximate)] {
        for heading in said {
            if !own.contains(heading) {
                own.push(heading.clone());
            }
        }
    }
    mapping.repeated |= request.keep_repeated;
}

/// The mapping with everything that was found out, for the next form of its kind.
fn remembered(mut mapping: ImportMapping, layout: &Layout, origins: &[Origin], read: &Read, spec: &RecordsSpec) -> ImportMapping {
    for (column, origin) in spec.columns.iter().zip(origins) {
        if let Origin::Heading(place) = origin {
            mapping.columns.insert(column.name.clone(), layout.headings[*place].full.clone());
        }
    }
    for (column, words) in &read.like {
        let own = mapping.words.entry(column.clone()).or_default();
        for (word, code) in words {
            own.entry(word.clone()).or_insert_with(|| code.clone());
        }
    }
    mapping
}

fn told_columns(spec: &RecordsSpec, layout: &Layout, origins: &[Origin]) -> Vec<(String, String)> {
    let from = |origin: &Origin| match origin {
        Origin::Heading(place) => Some(layout.headings[*place].full.clone()),
        Origin::Fixed(code) => Some(format!("= {code}")),
        Origin::Nothing => None,
    };
    spec.columns.iter().zip(origins).filter_map(|(column, origin)| from(origin).map(|from| (column.name.clone(), from))).collect()
}

/// Tells of sheets that are not read, and of personal information in them.
fn unread_sheets(sheets: &[Sheet], read: usize, search: &Search, file: &Path, sink: &Sink) {
    let others =
        sheets.iter().enumerate().filter(|(at, sheet)| *at != read && sheet.rows.iter().flatten().any(|cell| !cell.is_empty()));
    for (_, sheet) in others {
        let found = sheet.rows.iter().flatten().filter(|cell| search.identifier(cell).is_some()).count();
        tell::unread_sheet(file, sheet, found, sink);
    }
}

/// Tells of personal information in the comments of a workbook, which travel with every copy of it.
fn comments(bytes: &[u8], file: &Path, sink: &Sink) {
    let parts = identify::open("", bytes).parts;
    let comments = parts.iter().filter(|part| part.place.to_lowercase().contains("comment"));
    let found: usize =
        comments.map(|part| scan(&part.text, part.scope).iter().filter(|finding| finding.level < Level::Info).count()).sum();
    if found > 0 {
        tell::comments(file, found, sink);
    }
}
