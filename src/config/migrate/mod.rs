//! Lifts the settings of an older version to the form of today: which lines change and why.
//!
//! `schema` in `content/site.toml` says which form the settings have. Nothing there means the first form. Changes are made to the text
//! as typed, at the place of each value, so that comments, order and spacing stay. The program reads older forms as well; lifting them
//! makes visible what has become stricter.
//!
//! | Form | Since then |
//! |---|---|
//! | 1 | the first sites |
//! | 2 | two people sign a release unless the site says otherwise; a cube has no lower threshold than its class |

mod steps;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::reader::{Document, Located, Table};
use super::rules::NEWER_SCHEMA;
use crate::diag::{Diagnostic, Failed, Sink, Source, Text};
use crate::files::{Error, Root};
use crate::say;

/// The form of settings that this program writes, and the newest it reads.
pub const SCHEMA: i64 = 2;
/// The file that says which form the settings have.
const SITE: &str = "content/site.toml";

/// One line of a file that changes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// The file, from the site's root.
    pub file: PathBuf,
    /// The line as the file is now, counted from 1.
    pub line: usize,
    /// The line as it is; nothing when one is added.
    pub old: Option<String>,
    /// What stands there afterwards.
    pub new: String,
    /// Why.
    pub why: Text,
}

/// What would change, and the files as they would be.
#[derive(Clone, Debug, Default)]
pub struct Migration {
    /// The form that the settings have.
    pub from: i64,
    /// Every change, by file and line.
    pub changes: Vec<Change>,
    files: BTreeMap<PathBuf, String>,
}

impl Migration {
    /// Writes the files, each whole; the one that says which form they have comes last, so that a run that was cut short is repeated.
    pub fn write(&self, root: &Root) -> Result<(), Error> {
        let (last, first): (Vec<_>, Vec<_>) = self.files.iter().partition(|(path, _)| path.as_path() == Path::new(SITE));
        first.into_iter().chain(last).try_for_each(|(path, text)| root.replace_file(path, text.as_bytes()))
    }
}

/// Says what would change at the site. Settings that cannot be read, or that a newer program wrote, are told and nothing is proposed.
pub fn migrate(root: &Root, sink: &Sink) -> Result<Migration, Failed> {
    let site = root.read(SITE).map_err(|error| sink.fail(error.diagnostic()))?;
    let catalog = super::reader::read_if_there(root, "data/catalog.toml", sink);
    let document = Document::parse(&site, sink);
    let parsed = catalog.as_ref().map(|source| Document::parse(source, sink));
    sink.check()?;
    let table = document.root();
    let typed = schema(&table)?;
    let from = typed.as_ref().map_or(1, |typed| typed.value);
    let mut edits = Vec::new();
    if from < SCHEMA {
        edits.push(steps::name_schema(&site, typed));
        edits.extend(steps::sign_offs(&site, &table));
        edits.extend(parsed.iter().flat_map(|document| steps::thresholds(&document.root())));
    }
    Ok(applied(from, edits))
}

/// The form that the settings say they have. One that this program does not know is an error.
pub(super) fn schema(table: &Table<'_>) -> Result<Option<Located<i64>>, Failed> {
    let sink = table.sink();
    let typed = table.whole("schema", 1, i64::MAX);
    let Some(newer) = typed.as_ref().filter(|typed| typed.value > SCHEMA) else { return Ok(typed) };
    let value = newer.value;
    let message = say!(
        "这些设置是第{value}种格式，这个程序只认到第{SCHEMA}种",
        "these settings have the form {value}; this program knows those up to {SCHEMA}"
    );
    Err(sink.fail(
        Diagnostic::error(&NEWER_SCHEMA, message)
            .at(newer.span.clone())
            .help(say!("换用新的程序（`shanwai --version`）", "use a newer program (`shanwai --version`)")),
    ))
}

/// A stretch of a file and what comes in its place.
struct Edit {
    source: Arc<Source>,
    range: std::ops::Range<usize>,
    new: String,
    why: Text,
}

fn applied(from: i64, edits: Vec<Edit>) -> Migration {
    let mut migration = Migration { from, ..Migration::default() };
    let mut by_file: BTreeMap<PathBuf, Vec<Edit>> = BTreeMap::new();
    for edit in edits {
        by_file.entry(edit.source.path().to_path_buf()).or_default().push(edit);
    }
    for (file, mut edits) in by_file {
        edits.sort_by_key(|edit| edit.range.start);
        let mut text = edits[0].source.text().to_owned();
        for edit in &edits {
            migration.changes.push(change(&file, edit));
        }
        for edit in edits.iter().rev() {
            text.replace_range(edit.range.clone(), &edit.new);
        }
        migration.files.insert(file, text);
    }
    migration
}

/// An edit as whole lines.
fn change(file: &Path, edit: &Edit) -> Change {
    let text = edit.source.text();
    let line = text[..edit.range.start].matches('\n').count() + 1;
    let (why, file) = (edit.why.clone(), file.to_path_buf());
    if edit.range.is_empty() {
        return Change { file, line, old: None, new: edit.new.trim().to_owned(), why };
    }
    let start = text[..edit.range.start].rfind('\n').map_or(0, |at| at + 1);
    let end = text[edit.range.end..].find('\n').map_or(text.len(), |at| edit.range.end + at);
    let new = format!("{}{}{}", &text[start..edit.range.start], edit.new, &text[edit.range.end..end]);
    Change { file, line, old: Some(text[start..end].trim_end().to_owned()), new: new.trim_end().to_owned(), why }
}

#[cfg(test)]
mod tests {
    use super::*;

    const OLD: &str = "# Settings.\n\nlanguages = [\"zh\", \"en\"] # both\n\n[publisher]\nname = \"x\"\n";
    const CATALOG: &str = "[[class]]\ncode = \"C9\"\nthreshold = 20\n\n[[cube]]\nclass = \"C3\"\nthreshold = 5 # low\n\n\
                           [[cube]]\nclass = \"C9\"\nthreshold = 0x10\n\n[[cube]]\nclass = \"C1\"\nthreshold = 7\n\n[[cube]]\nthreshold = 2\n";

    fn site(settings: &str) -> (tempfile::TempDir, Root) {
        let dir = tempfile::tempdir().unwrap();
        for (path, text) in [("content/site.toml", settings), ("data/catalog.toml", CATALOG)] {
            let path = dir.path().join(path);
            crate::files::make_folder(path.parent().unwrap()).unwrap();
            crate::files::write_named(&path, text.as_bytes()).unwrap();
        }
        let root = Root::open(dir.path()).unwrap();
        (dir, root)
    }

    fn planned(root: &Root) -> Migration {
        migrate(root, &Sink::new()).unwrap_or_else(|_| panic!("it can be read"))
    }

    #[test]
    fn an_old_site_is_lifted_once_and_keeps_its_comments() {
        let (_dir, root) = site(OLD);
        let plan = planned(&root);
        let told: Vec<(String, usize, Option<&str>, &str)> = plan
            .changes
            .iter()
            .map(|change| (change.file.display().to_string(), change.line, change.old.as_deref(), change.new.as_str()))
            .collect();
        assert_eq!(
            told,
            [
                ("content/site.toml".to_owned(), 3, None, "schema = 2"),
                ("content/site.toml".to_owned(), 7, None, "[release]\nsign_offs = 2"),
                ("data/catalog.toml".to_owned(), 7, Some("threshold = 5 # low"), "threshold = 10 # low"),
                ("data/catalog.toml".to_owned(), 11, Some("threshold = 0x10"), "threshold = 20"),
            ]
        );
        plan.write(&root).unwrap();
        let text = root.read("content/site.toml").unwrap().text().to_owned();
        assert_eq!(
            text,
            "# Settings.\n\nschema = 2\nlanguages = [\"zh\", \"en\"] # both\n\n[publisher]\nname = \"x\"\n\n[release]\nsign_offs = 2\n"
        );
        let again = planned(&root);
        assert!(again.changes.is_empty() && again.from == SCHEMA);
    }

    #[test]
    fn what_was_said_is_kept_and_tables_are_added_to() {
        let (_dir, root) = site("schema = 1 # old\nlanguages = [\"zh\"]\n[release] # who signs\n\n[theme]\nname = \"shanwai\"\n");
        planned(&root).write(&root).unwrap();
        let text = root.read("content/site.toml").unwrap().text().to_owned();
        assert_eq!(
            text,
            "schema = 2 # old\nlanguages = [\"zh\"]\n[release] # who signs\nsign_offs = 2\n\n[theme]\nname = \"shanwai\"\n"
        );
        let (_dir, root) = site("languages = [\"zh\"]\n[release]\nsign_offs = 0\n");
        assert!(planned(&root).changes.iter().all(|change| !change.new.contains("sign_offs")));
        let (_dir, root) = site("languages = [\"zh\"]\nrelease = { sign_offs = 1 }");
        assert!(planned(&root).changes.iter().all(|change| !change.new.contains("sign_offs")));
    }

    #[test]
    fn settings_of_a_newer_program_or_with_faults_are_left_alone() {
        for (settings, id) in [
            ("schema = 3\n", "config/newer-schema"),
            ("languages = [\n", "config/syntax"),
            ("schema = 0\n", "config/invalid-value"),
        ] {
            let (_dir, root) = site(settings);
            let sink = Sink::new();
            let refused = migrate(&root, &sink).is_err() || !sink.sorted().is_empty();
            assert!(refused && sink.sorted()[0].rule.id == id, "{settings}");
        }
    }
}
