//! Reads every earlier release back and makes sure that nobody changed it.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::rules::{CHANGED_CUBE, CHANGED_FILE, UNKNOWN_NAME, VERSION};
use super::{Earlier, EarlierTable, FOLDER, SHEET, sums, table, version, write};
use crate::config::reader::{Document, Located, Table};
use crate::config::{CubeSpec, Dimension, Settings};
use crate::diag::{Diagnostic, Failed, Sink, Source, Text, nearest};
use crate::files::{Root, sha256_hex};
use crate::model::Date;
use crate::say;

/// Largest table that is read: a million cells with long codes.
const MAX_TABLE: u64 = 1 << 28;

/// What the release says of itself, before its tables are read.
struct Sheet {
    source: Arc<Source>,
    version: String,
    date: Option<Date>,
    secret: Option<String>,
    previous: Option<(Located<String>, Option<String>)>,
    sum: String,
    tables: Vec<EarlierTable>,
}

/// All earlier releases, the oldest first. No folder: none were made.
///
/// Every fault of every release is told with file, row and column. Cost: one read and one hash of each file.
pub(in crate::confidential) fn load(root: &Root, settings: &Settings, sink: &Sink) -> Result<Vec<Earlier>, Failed> {
    let mut failed = Ok(());
    let (entries, errors) = root.walk(FOLDER);
    for error in errors {
        failed = Err(sink.fail(error.diagnostic()));
    }
    let mut folders: BTreeMap<String, BTreeSet<PathBuf>> = BTreeMap::new();
    for entry in entries {
        // What lies beside the folders, such as a note to readers, is nobody's promise.
        let inside = entry.path.strip_prefix(FOLDER).unwrap_or(&entry.path);
        if let Some(folder) = inside.parent().and_then(|parent| parent.iter().next()) {
            folders.entry(folder.to_string_lossy().into_owned()).or_default().insert(entry.path.clone());
        }
    }
    let before = sink.count(crate::diag::Level::Error);
    let mut sheets: Vec<Sheet> =
        folders.iter().filter_map(|(name, files)| read_folder(root, name, files, settings, sink)).collect();
    sheets.sort_by(|one, other| version::compare(&one.version, &other.version));
    check_chain(&sheets, sink);
    if sink.count(crate::diag::Level::Error) > before {
        sink.check()?;
    }
    failed?;
    let earlier = |sheet: Sheet| {
        let (version, secret, tables, sum) = (sheet.version, sheet.secret, sheet.tables, sheet.sum);
        sheet.date.map(|date| Earlier { version, date, secret, tables, sum })
    };
    Ok(sheets.into_iter().filter_map(earlier).collect())
}

pub(super) fn restore() -> Text {
    say!(
        "从版本库恢复原样；要更正数字，请发布新的一版",
        "put it back from version control; to correct a figure, make a new release"
    )
}

fn read_folder(root: &Root, name: &str, files: &BTreeSet<PathBuf>, settings: &Settings, sink: &Sink) -> Option<Sheet> {
    let folder = Path::new(FOLDER).join(name);
    let path = folder.join(SHEET);
    if !files.contains(&path) {
        let message = say!("`{name}` 缺少 `{SHEET}`", "`{name}` has no `{SHEET}`");
        sink.push(Diagnostic::error(&CHANGED_FILE, message).at(folder).help(restore()));
        return None;
    }
    let source = root.read(&path).map_err(|error| sink.push(error.diagnostic())).ok()?;
    let document = Document::parse(&source, sink);
    let top = document.root();
    let typed = top.text("version");
    let (date, secret) = (top.date("date"), top.optional_text("secret"));
    if !top.has("date") {
        top.text("date");
    }
    top.text("engine");
    top.optional_text("note");
    let previous = top.optional_text("previous");
    let previous_sum = top.optional_text("previous_sha256").map(|sum| sum.value);
    let mut listed = BTreeSet::from([path]);
    let mut tables = Vec::new();
    for cube in top.tables("cube") {
        tables.extend(read_cube(root, &folder, cube, settings, &mut listed, sink));
    }
    top.finish();
    for extra in files.difference(&listed) {
        let message = say!("`{SHEET}` 没有列出这个文件", "`{SHEET}` does not list this file");
        let help = say!("移走它", "take it away");
        sink.push(Diagnostic::error(&CHANGED_FILE, message).at(extra.as_path()).help(help));
    }
    let typed = typed?;
    if typed.value != name || !version::is_version(name) {
        let message = say!("版本号与文件夹 `{name}` 不符", "the version is not that of the folder `{name}`");
        sink.push(Diagnostic::error(&CHANGED_FILE, message).at(typed.span).help(restore()));
    }
    let sum = sha256_hex(source.text().as_bytes());
    let previous = previous.map(|previous| (previous, previous_sum));
    let (date, secret) = (date.map(|date| date.value), secret.map(|secret| secret.value));
    Some(Sheet { source: Arc::clone(&source), version: name.to_owned(), date, secret, previous, sum, tables })
}

/// Each release names the one before it and its sum.
fn check_chain(sheets: &[Sheet], sink: &Sink) {
    for (at, sheet) in sheets.iter().enumerate() {
        let before = at.checked_sub(1).map(|before| &sheets[before]);
        let version = &sheet.version;
        let found = match (&sheet.previous, before) {
            (None, None) => continue,
            (Some((named, sum)), Some(before)) if named.value == before.version => {
                if sum.as_ref() == Some(&before.sum) {
                    continue;
                }
                let message = say!("`{SHEET}` 与下一版记下的不同", "`{SHEET}` is not what the next release recorded");
                Diagnostic::error(&CHANGED_FILE, message).at(before.source.path())
            }
            (Some((named, _)), _) => {
                let lost = &named.value;
                let message = say!("`{version}` 之前的一版 `{lost}` 不见了", "the release `{lost}` before `{version}` is gone");
                Diagnostic::error(&CHANGED_FILE, message).at(named.span.clone())
            }
            (None, Some(before)) => {
                let before = &before.version;
                let message = say!("`{version}` 没有记下上一版 `{before}`", "`{version}` does not record `{before}` before it");
                Diagnostic::error(&CHANGED_FILE, message).at(sheet.source.path())
            }
        };
        sink.push(found.help(restore()));
    }
    for pair in sheets.windows(2) {
        if version::compare(&pair[0].version, &pair[1].version).is_eq() {
            let (one, other) = (&pair[0].version, &pair[1].version);
            let message = say!("`{one}` 和 `{other}` 是同一个版本号", "`{one}` and `{other}` are the same version");
            sink.push(Diagnostic::error(&VERSION, message).at(pair[1].source.path()).help(restore()));
        }
    }
}

fn read_cube(
    root: &Root,
    folder: &Path,
    entry: Table<'_>,
    settings: &Settings,
    listed: &mut BTreeSet<PathBuf>,
    sink: &Sink,
) -> Option<EarlierTable> {
    let (id, sum, records) = (entry.text("id"), entry.text("sha256"), entry.text("records"));
    let (measures, filter) = (entry.table("measures"), entry.optional_table("where"));
    let dimensions: Vec<Listed> = entry.tables("dimension").into_iter().map(Listed::read).collect();
    entry.finish();
    let (id, sum) = (id?, sum?);
    let path = folder.join(format!("{}.csv", id.value));
    listed.insert(path.clone());
    let bytes = match root.read_bytes(&path, MAX_TABLE) {
        Ok(bytes) => bytes,
        Err(error) => {
            let mut found = error.diagnostic();
            found.places.push((id.span.into(), None));
            sink.push(found);
            return None;
        }
    };
    if sha256_hex(&bytes) != sum.value {
        let message = say!("文件内容与发布时不同", "the file is not what was published");
        let found = Diagnostic::error(&CHANGED_FILE, message).at(path.as_path()).at(sum.span);
        sink.push(found.help(restore()));
        return None;
    }
    let cube = find_cube(&id, settings, sink)?;
    let then = Definition { id: &id, records: records?, measures: measures?, filter, dimensions };
    let (codes, measures) = then.compare(cube, settings, sink)?;
    let cells = table::read(&path, &bytes, cube, &codes, &measures, sink)?;
    let found = EarlierTable { cube: cube.id.clone(), codes, cells: cells.promises };
    sums::check(&found, cube, &path, &cells.rows, sink);
    Some(found)
}

fn find_cube<'a>(id: &Located<String>, settings: &'a Settings, sink: &Sink) -> Option<&'a CubeSpec> {
    let cubes = &settings.catalog.cubes;
    let found = cubes.iter().find(|cube| cube.id.as_str() == id.value);
    if found.is_none() {
        let typed = &id.value;
        let message = say!("目录里没有汇总表 `{typed}` 了", "the cube `{typed}` is no longer in the catalogue");
        let help = match nearest(typed, cubes.iter().map(|cube| cube.id.as_str())) {
            Some(near) => say!("是不是改名成了 `{near}`？改回原来的编号", "was it renamed `{near}`? give it its old id"),
            None => say!(
                "把它放回 `data/catalog.toml`，可以不列为数据集",
                "put it back into `data/catalog.toml`; it needs no dataset"
            ),
        };
        sink.push(Diagnostic::error(&UNKNOWN_NAME, message).at(id.span.clone()).help(help));
    }
    found
}

/// How a cube was defined when it was published.
struct Definition<'a> {
    id: &'a Located<String>,
    records: Located<String>,
    measures: Table<'a>,
    filter: Option<Table<'a>>,
    dimensions: Vec<Listed>,
}

/// A dimension as it was listed then.
struct Listed {
    column: Option<Located<String>>,
    codes: Vec<Located<String>>,
    /// By group the codes that count towards it.
    groups: BTreeMap<String, BTreeSet<String>>,
}

impl Listed {
    fn read(table: Table<'_>) -> Self {
        let (column, codes) = (table.text("column"), table.texts("codes"));
        let groups = table.optional_table("groups").map_or_else(BTreeMap::new, |groups| {
            let members = |group: &Located<String>| groups.texts(&group.value).into_iter().map(|code| code.value).collect();
            groups.keys().iter().map(|group| (group.value.clone(), members(group))).collect()
        });
        table.finish();
        Self { column, codes, groups }
    }

    /// The positions of the codes today, ascending. Tells of codes that are gone and of groups with other members.
    fn positions(&self, dimension: &Dimension, sink: &Sink) -> Option<Vec<usize>> {
        let (mut positions, mut whole) = (Vec::with_capacity(self.codes.len()), true);
        for code in &self.codes {
            if let Some(at) = dimension.position(&code.value) {
                positions.push(at);
            } else {
                whole = false;
                tell_lost_code(code, dimension, sink);
            }
        }
        positions.sort_unstable();
        let then: BTreeSet<&str> = self.codes.iter().map(Located::as_str).collect();
        let groups = dimension.groups();
        if !whole {
            return None;
        }
        for code in &self.codes {
            let name = |at: &usize| dimension.codes[*at].code.as_str();
            let today = dimension.position(&code.value).and_then(|at| groups.get(&at)).into_iter().flatten().map(name);
            let before = self.groups.get(&code.value).into_iter().flatten().map(String::as_str);
            let itself = || std::iter::once(code.as_str());
            // Codes added since may count towards an old group; they did not then.
            let today: BTreeSet<&str> = today.filter(|code| then.contains(code)).chain(itself()).collect();
            if today != before.chain(itself()).collect() {
                whole = false;
                tell_other_members(code, sink);
            }
        }
        whole.then_some(positions)
    }
}

fn tell_other_members(code: &Located<String>, sink: &Sink) {
    let group = &code.value;
    let message =
        say!("代码 `{group}` 包含的代码与发布时不同", "the code `{group}` is made of other codes than when it was published");
    let help = say!("恢复原来的归属；新的分组另用新代码", "restore what belongs to it, and give the new group a new code");
    sink.push(Diagnostic::error(&CHANGED_CUBE, message).at(code.span.clone()).help(help));
}

/// By dimension the positions listed then, and the positions of measures by their ids.
type Layout = (Vec<Vec<usize>>, BTreeMap<String, usize>);

impl Definition<'_> {
    /// Compares with the definition of today; gives the positions of the codes listed then and of the measures.
    fn compare(self, cube: &CubeSpec, settings: &Settings, sink: &Sink) -> Option<Layout> {
        let records = settings.catalog.records.get(cube.records).map_or("", |records| records.id.as_str());
        let columns: Vec<&str> =
            self.dimensions.iter().filter_map(|listed| listed.column.as_ref().map(Located::as_str)).collect();
        let filter: BTreeMap<String, BTreeSet<String>> = self.filter.map_or_else(BTreeMap::new, |filter| {
            let codes = |column: &Located<String>| filter.texts(&column.value).into_iter().map(|code| code.value).collect();
            filter.keys().into_iter().map(|column| (column.value.clone(), codes(&column))).collect()
        });
        let now: BTreeMap<String, BTreeSet<String>> =
            cube.filter.iter().map(|(column, codes)| (column.clone(), codes.iter().map(ToString::to_string).collect())).collect();
        let mut measures = BTreeMap::new();
        let mut same_measures = true;
        for measure in self.measures.keys() {
            let then = self.measures.text(&measure.value)?;
            match cube.measures.iter().position(|now| now.id.as_str() == measure.value) {
                Some(at) if write::of(&cube.measures[at].kind) == then.value => drop(measures.insert(measure.value, at)),
                Some(_) => same_measures = false,
                None => {
                    let (id, lost) = (&self.id.value, &measure.value);
                    let message = say!("`{id}` 已没有度量 `{lost}`", "`{id}` has no measure `{lost}` any more");
                    let help = say!("在 `data/catalog.toml` 里恢复这个度量", "put the measure back into `data/catalog.toml`");
                    sink.push(Diagnostic::error(&UNKNOWN_NAME, message).at(measure.span).help(help));
                    return None;
                }
            }
        }
        let changed = [
            (records != self.records.value, ("记录", "records")),
            (!cube.dimensions.iter().map(|(column, _)| column.as_str()).eq(columns), ("维度", "dimensions")),
            (filter != now, ("筛选条件", "filter")),
            (!same_measures, ("度量的算法", "way of computing a measure")),
        ];
        let mut whole = true;
        for (zh, en) in changed.into_iter().filter(|(changed, _)| *changed).map(|(_, what)| what) {
            whole = false;
            let id = &self.id.value;
            let message = say!("`{id}` 的{zh}与发布时不同", "the {en} of `{id}` changed since it was published");
            let help = say!(
                "恢复原来的口径；新口径的表另起编号",
                "restore the definition, and give the table with the new one an id of its own"
            );
            sink.push(Diagnostic::error(&CHANGED_CUBE, message).at(self.id.span.clone()).help(help));
        }
        if !whole {
            return None;
        }
        let listed = self.dimensions.iter().zip(&cube.dimensions);
        let codes: Vec<_> = listed.map(|(listed, (_, dimension))| listed.positions(dimension, sink)).collect();
        codes.into_iter().collect::<Option<_>>().map(|codes| (codes, measures))
    }
}

fn tell_lost_code(code: &Located<String>, dimension: &Dimension, sink: &Sink) {
    let (lost, column) = (&code.value, &dimension.id);
    let message = say!("`{column}` 的代码表里没有 `{lost}` 了", "the code `{lost}` is no longer in the code list of `{column}`");
    let help = say!("把它放回代码表：代码只能增加，不能删除", "put it back: codes may be added, never removed");
    sink.push(Diagnostic::error(&UNKNOWN_NAME, message).at(code.span.clone()).help(help));
}
