//! What importing writes: the tidy part of one file, all parts together, and the mapping. Each is put in place whole.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::rules::{AGAIN, CHOICE};
use crate::config::{ImportMapping, RecordsSpec};
use crate::diag::{Diagnostic, Failed, Sink};
use crate::files::{PRIVATE, Root, sha256_hex};
use crate::identify::{Scope, scan};
use crate::say;

/// The folder of `data/private/` that holds the parts.
const PARTS: &str = "import";
/// The folder of mappings, below the site's root.
pub(super) const MAPPINGS: &str = "data/import";
/// Largest part that is read again.
const MAX_PART: u64 = 1 << 30;

/// Refuses records that do not lie directly in `data/private/`, and a file there that import did not make.
pub(super) fn may(root: &Root, spec: &RecordsSpec, sink: &Sink) -> Result<(), Failed> {
    let (id, file) = (&spec.id, Path::new("data").join(&spec.file));
    if spec.counted {
        let message = say!(
            "`{id}` 用的是仓库的计数，不能再导入记录",
            "`{id}` are counts of a warehouse; no records can be imported into them"
        );
        let help =
            say!("在 `data/catalog.toml` 里把 `counts` 改为 `file`", "write `file` instead of `counts` in `data/catalog.toml`");
        return Err(sink.fail(Diagnostic::error(&CHOICE, message).at(Path::new("data/catalog.toml")).help(help)));
    }
    if file.parent() != Some(Path::new(PRIVATE)) {
        let shown = spec.file.display();
        let message = say!(
            "记录 `{id}` 的文件 `{shown}` 不在 `data/private/` 里",
            "the file `{shown}` of the records `{id}` does not lie in `data/private/`"
        );
        let help = say!(
            "在 `data/catalog.toml` 里写 `file = \"private/{id}.csv\"`；真实记录再写 `synthetic = false`",
            "in `data/catalog.toml` write `file = \"private/{id}.csv\"`, and `synthetic = false` for real records"
        );
        return Err(sink.fail(Diagnostic::error(&CHOICE, message).at(Path::new("data/catalog.toml")).help(help)));
    }
    if root.exists(&file) && parts(root, spec).is_empty() {
        let message = say!("这个文件不是由导入生成的，不能盖掉", "import did not make this file and does not overwrite it");
        let help = say!("把它移到别处，或换一个 `file`", "move it elsewhere, or name another `file`");
        return Err(sink.fail(Diagnostic::error(&CHOICE, message).at(file.as_path()).help(help)));
    }
    Ok(())
}

/// The rows of one sheet, and all parts put together; made before anything is written.
pub(super) struct Part {
    name: String,
    bytes: Vec<u8>,
    whole: Vec<u8>,
}

impl Part {
    /// The part of a sheet, which replaces an earlier import of the same one. Refuses rows that another file brought already.
    pub(super) fn new(
        root: &Root,
        spec: &RecordsSpec,
        source: &Path,
        sheet: Option<&str>,
        rows: &[Vec<String>],
        sink: &Sink,
    ) -> Result<Self, Failed> {
        let heading: Vec<String> = spec.columns.iter().map(|column| column.name.clone()).collect();
        let (name, bytes) = (part_name(spec, source, sheet), tidy(&heading, rows));
        let mut all: BTreeMap<String, Vec<u8>> = BTreeMap::new();
        for path in parts(root, spec) {
            let own = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
            all.insert(own, root.read_bytes(&path, MAX_PART).map_err(|error| sink.fail(error.diagnostic()))?);
        }
        if let Some((other, _)) = all.iter().find(|(other, earlier)| **other != name && **earlier == bytes) {
            return Err(sink.fail(again(source, other)));
        }
        all.insert(name.clone(), bytes.clone());
        let first = tidy(&heading, &[]);
        let mut whole = first.clone();
        for (part, bytes) in &all {
            let Some(rest) = bytes.strip_prefix(first.as_slice()) else { return Err(sink.fail(other_columns(part))) };
            whole.extend_from_slice(rest);
        }
        Ok(Self { name, bytes, whole })
    }

    /// Puts the part and the records file in place, each at once; the file relative to the root, and the number of its rows.
    pub(super) fn write(&self, root: &Root, spec: &RecordsSpec, sink: &Sink) -> Result<(PathBuf, usize), Failed> {
        let trouble = |error: crate::files::Error| sink.fail(error.diagnostic());
        root.write_private_folder(PARTS, &[(&self.name, &self.bytes)]).map_err(trouble)?;
        let name = spec.file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        root.write_private(&name, &String::from_utf8_lossy(&self.whole)).map_err(trouble)?;
        // No field of a tidy part holds a line end.
        let rows = self.whole.iter().filter(|byte| **byte == b'\n').count() - 1;
        Ok((Path::new("data").join(&spec.file), rows))
    }
}

fn again(source: &Path, part: &str) -> Diagnostic {
    let message = say!("这些记录以前导入过，文件名不同", "these records were imported before, from a file of another name");
    let help = say!(
        "不用再导入；要用这个文件代替原来的，先删去 `data/private/import/{part}`",
        "there is nothing to import; to let this file replace the earlier one, remove `data/private/import/{part}` first"
    );
    Diagnostic::error(&AGAIN, message).at(source).help(help)
}

fn other_columns(part: &str) -> Diagnostic {
    let message = say!("以前导入的这一份，列与现在声明的不同", "this part was imported when other columns were declared");
    let help = say!("删去这个文件，把它的原表再导入一次", "remove this file and import its table again");
    Diagnostic::error(&CHOICE, message).at(Path::new(PRIVATE).join(PARTS).join(part)).help(help)
}

/// Writes the mapping; its path relative to the root.
pub(super) fn mapping(root: &Root, mapping: &ImportMapping, known: Option<PathBuf>, sink: &Sink) -> Result<PathBuf, Failed> {
    let path = known.unwrap_or_else(|| {
        let form = sha256_hex(mapping.headings.join("\n").as_bytes());
        Path::new(MAPPINGS).join(format!("{}-{}.toml", mapping.records, &form[..8]))
    });
    root.write_below(&path, mapping.text().as_bytes()).map_err(|error| sink.fail(error.diagnostic()))?;
    Ok(path)
}

fn parts(root: &Root, spec: &RecordsSpec) -> Vec<PathBuf> {
    let start = format!("{}.", spec.id);
    let (found, _) = root.walk(Path::new(PRIVATE).join(PARTS));
    let is_own = |path: &PathBuf| path.file_name().is_some_and(|name| name.to_string_lossy().starts_with(&start));
    found.into_iter().map(|entry| entry.path).filter(is_own).collect()
}

/// The name of a sheet's part. A name that tells of a person gives way to its hash.
fn part_name(spec: &RecordsSpec, source: &Path, sheet: Option<&str>) -> String {
    let stem = source.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
    let stem = sheet.map_or(stem.clone(), |sheet| format!("{stem}.{sheet}"));
    let plain: String = stem.chars().map(|c| if c.is_alphanumeric() || c == '.' { c } else { '-' }).collect();
    // Names of files end at 255 bytes.
    let speaks = !scan(&stem, Scope::Name).is_empty() || plain.len() > 150;
    let name = if speaks { sha256_hex(stem.as_bytes())[..12].to_owned() } else { plain };
    format!("{}.{name}.csv", spec.id)
}

/// CSV in UTF-8 as the records are read: no line ends inside cells.
fn tidy(heading: &[String], rows: &[Vec<String>]) -> Vec<u8> {
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::Any(b'\n')).from_writer(Vec::new());
    // Writing to memory does not fail.
    let _ = writer.write_record(heading);
    for row in rows {
        let _ = writer.write_record(row);
    }
    writer.into_inner().unwrap_or_default()
}
