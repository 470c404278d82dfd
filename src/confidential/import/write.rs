//! What importing writes: the tidy part of one file, all parts together, and the mapping. Each is put in place whole.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::rules::CHOICE;
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

/// What was written.
pub(super) struct Written {
    /// The records file, relative to the root.
    pub(super) file: PathBuf,
    /// All its rows.
    pub(super) rows: usize,
}

/// Refuses records that do not lie directly in `data/private/`, and a file there that import did not make.
pub(super) fn may(root: &Root, spec: &RecordsSpec, sink: &Sink) -> Result<(), Failed> {
    let (id, file) = (&spec.id, Path::new("data").join(&spec.file));
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

/// Writes one file's rows as its part, replacing an earlier import of the same file, and puts all parts together.
pub(super) fn records(
    root: &Root,
    spec: &RecordsSpec,
    source: &Path,
    rows: &[Vec<String>],
    sink: &Sink,
) -> Result<Written, Failed> {
    let trouble = |error: crate::files::Error| sink.fail(error.diagnostic());
    let heading: Vec<String> = spec.columns.iter().map(|column| column.name.clone()).collect();
    let own = part_name(spec, source);
    let part = tidy(&heading, rows);
    let mut all: BTreeMap<String, Vec<u8>> = BTreeMap::new();
    for path in parts(root, spec) {
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        all.insert(name, root.read_bytes(&path, MAX_PART).map_err(trouble)?);
    }
    all.insert(own.clone(), part.clone());
    let first = tidy(&heading, &[]);
    let mut whole = first.clone();
    for (name, bytes) in &all {
        let Some(rest) = bytes.strip_prefix(first.as_slice()) else {
            let message = say!("以前导入的这一份，列与现在声明的不同", "this part was imported when other columns were declared");
            let help = say!("把原表再导入一次，或删去这个文件", "import its table again, or remove this file");
            let place = Path::new(PRIVATE).join(PARTS).join(name);
            return Err(sink.fail(Diagnostic::error(&CHOICE, message).at(place).help(help)));
        };
        whole.extend_from_slice(rest);
    }
    root.write_private_folder(PARTS, &[(&own, &part)]).map_err(trouble)?;
    let file = Path::new("data").join(&spec.file);
    let name = spec.file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    root.write_private(&name, &String::from_utf8_lossy(&whole)).map_err(trouble)?;
    // No field of a tidy part holds a line end.
    Ok(Written { file, rows: whole.iter().filter(|byte| **byte == b'\n').count() - 1 })
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

/// The name of a file's part. A name that tells of a person gives way to its hash.
fn part_name(spec: &RecordsSpec, source: &Path) -> String {
    let stem = source.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
    let plain: String = stem.chars().map(|c| if c.is_alphanumeric() { c } else { '-' }).collect();
    let name = if scan(&stem, Scope::Name).is_empty() { plain } else { sha256_hex(stem.as_bytes())[..12].to_owned() };
    format!("{}.{name}.csv", spec.id)
}

/// CSV in UTF-8 as the records are read: no line ends inside cells.
fn tidy(heading: &[String], rows: &[Vec<String>]) -> Vec<u8> {
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::Any(b'\n')).from_writer(Vec::new());
    // Writing to memory does not fail.
    let _ = writer.write_record(heading);
    rows.iter().for_each(|row| drop(writer.write_record(row)));
    writer.into_inner().unwrap_or_default()
}
