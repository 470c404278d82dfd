//! Consent records as files: what each says, and where it says it.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::rules::{SYNTHETIC, TWICE, UNREADABLE};
use crate::config::reader::{Document, Table};
use crate::diag::{Diagnostic, Place, Sink, Source, Span};
use crate::files::Root;
use crate::model::Date;
use crate::say;

/// Real records: git ignores the folder.
const REAL: &str = "data/private/consents";
/// Invented ones, for demonstrations.
const INVENTED: &str = "data/synthetic/consents";
/// Every key a record may have.
const KEYS: [&str; 12] = [
    "synthetic",
    "stage",
    "ward",
    "guardian",
    "child",
    "web",
    "media",
    "languages",
    "date",
    "expires",
    "reviewer",
    "outside_reviewer",
];

/// How old the child is, as far as a record may say.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Stage {
    Under8,
    From8,
    From14,
}

/// What a consent may cover.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Medium {
    /// The text of a story.
    Text,
    /// A photograph of a person.
    Photo,
    /// A recorded voice.
    Voice,
    /// Reprinting by other media.
    Reuse,
}

impl Medium {
    pub(super) const WORDS: [(&'static str, Self); 4] =
        [("text", Self::Text), ("photo", Self::Photo), ("voice", Self::Voice), ("reuse", Self::Reuse)];

    pub(super) fn word(self) -> &'static str {
        Self::WORDS.iter().find(|(_, medium)| *medium == self).map_or("", |(word, _)| word)
    }
}

/// One record. Names of reviewers are kept only as "there is one".
pub(super) struct Record {
    pub(super) synthetic: bool,
    pub(super) stage: Stage,
    pub(super) ward: bool,
    pub(super) guardian: bool,
    pub(super) child: bool,
    pub(super) web: bool,
    pub(super) media: Vec<Medium>,
    pub(super) languages: Vec<String>,
    pub(super) date: Date,
    pub(super) expires: Date,
    pub(super) reviewed: bool,
    /// Reviewed by a second person, who is not the first.
    pub(super) outside: bool,
    places: BTreeMap<&'static str, Place>,
    start: Place,
}

impl Record {
    /// Where a key stands, or the beginning of the file.
    pub(super) fn place(&self, key: &str) -> Place {
        self.places.get(key).unwrap_or(&self.start).clone()
    }
}

/// All consent records of a site. No value of one leaves this module.
#[derive(Default)]
pub struct Ledger {
    pub(super) records: BTreeMap<String, Record>,
    /// Records that could not be read, so that a story that names one is not told twice.
    pub(super) unread: Vec<String>,
}

impl Ledger {
    /// Reads every record; faults go to `sink`, those of real records without any value.
    #[must_use]
    pub fn load(root: &Root, sink: &Sink) -> Self {
        let mut ledger = Self::default();
        for (folder, real) in [(REAL, true), (INVENTED, false)] {
            let (entries, errors) = root.walk(folder);
            errors.iter().for_each(|error| sink.push(error.diagnostic()));
            for entry in entries.iter().filter(|entry| entry.path.extension().is_some_and(|ending| ending == "toml")) {
                let id = entry.path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
                ledger.enter(root, &entry.path, id, real, sink);
            }
        }
        ledger
    }

    fn enter(&mut self, root: &Root, path: &Path, id: String, real: bool, sink: &Sink) {
        let record = match root.read(path) {
            Ok(source) if real => read_real(&source, sink),
            Ok(source) => read(&source, false, sink),
            Err(error) => {
                sink.push(error.diagnostic());
                None
            }
        };
        if self.records.contains_key(&id) || self.unread.contains(&id) {
            let message = say!("两份同意书都叫 `{id}`", "two consent records are called `{id}`");
            sink.push(Diagnostic::error(&TWICE, message).at(path).help(say!("给其中一份改名", "rename one of them")));
            return;
        }
        match record {
            Some(record) => drop(self.records.insert(id, record)),
            None => self.unread.push(id),
        }
    }

    /// Ids, sorted.
    pub fn ids(&self) -> impl Iterator<Item = &str> {
        self.records.keys().map(String::as_str)
    }
}

/// Reads a record of `data/private/`: what is said of it holds neither a value nor a line of the file.
fn read_real(source: &Arc<Source>, sink: &Sink) -> Option<Record> {
    let inner = Sink::new();
    let record = read(source, true, &inner);
    let keys = key_spans(source);
    for found in inner.sorted() {
        sink.push(veiled(&found, source.path(), &keys));
    }
    record
}

/// The value of each known key, by place.
fn key_spans(source: &Arc<Source>) -> Vec<(&'static str, Span)> {
    let silent = Sink::new();
    let document = Document::parse(source, &silent);
    let table = document.root();
    KEYS.into_iter().filter(|key| table.has(key)).map(|key| (key, table.span_of(key))).collect()
}

/// A finding about a real record, with its place and its field alone.
fn veiled(found: &Diagnostic, path: &Path, keys: &[(&'static str, Span)]) -> Diagnostic {
    if found.rule.id == SYNTHETIC.id {
        return found.clone();
    }
    let span = found.places.iter().find_map(|(place, _)| match place {
        Place::Text(span) => Some(span),
        _ => None,
    });
    let inside = |outer: &Span, inner: &Span| outer.range.start <= inner.range.start && inner.range.end <= outer.range.end;
    let field = span.and_then(|span| keys.iter().find(|(_, known)| inside(known, span)).map(|(key, _)| *key));
    // Only these two messages name a key of ours and nothing that was typed.
    let ours = matches!(found.rule.id, "config/missing-key" | "config/wrong-type");
    let message = match (ours, field) {
        (true, _) => found.message.clone(),
        (false, Some(field)) => say!("`{field}` 的写法不对", "`{field}` is not written as it must be"),
        (false, None) => say!("这一行的写法不对", "this line is not written as it must be"),
    };
    let help = say!(
        "打开这个文件，改这一处；可用的键和写法见 `shanwai explain consent/unreadable`",
        "open the file and mend this place; `shanwai explain consent/unreadable` lists the keys"
    );
    Diagnostic::error(&UNREADABLE, message).at(span.map_or_else(|| Place::from(path), spot)).help(help)
}

/// A place whose text is not shown.
fn spot(span: &Span) -> Place {
    let (line, column) = span.line_column();
    Place::Spot { file: span.source.path().to_path_buf(), line, column }
}

fn read(source: &Arc<Source>, real: bool, sink: &Sink) -> Option<Record> {
    let document = Document::parse(source, sink);
    let table = document.root();
    let synthetic = table.switch("synthetic", false);
    let stages = [("under-8", Stage::Under8), ("8-13", Stage::From8), ("14-17", Stage::From14)];
    // A key that is missing is told as such.
    let stage = if table.has("stage") { table.word("stage", &stages).map(|stage| stage.value) } else { lacks(&table, "stage") };
    let [ward, guardian, child, web] = ["ward", "guardian", "child", "web"].map(|key| table.switch(key, false));
    let media = media(&table);
    let languages = table.texts("languages").into_iter().map(|language| language.value).collect();
    let day = |key| if table.has(key) { table.date(key).map(|day| day.value) } else { lacks(&table, key) };
    let (date, expires) = (day("date"), day("expires"));
    let reviewer = table.optional_text("reviewer").map(|name| name.value);
    let outside = table.optional_text("outside_reviewer").map(|name| name.value);
    let shown = |span: Span| if real { spot(&span) } else { Place::Text(span) };
    let places = KEYS.into_iter().filter(|key| table.has(key)).map(|key| (key, shown(table.span_of(key)))).collect();
    table.finish();
    let start = shown(source.span(0..0));
    misplaced(synthetic, real, source.path(), sink)?;
    Some(Record {
        synthetic,
        stage: stage?,
        ward,
        guardian,
        child,
        web,
        media,
        languages,
        date: date?,
        expires: expires?,
        reviewed: reviewer.is_some(),
        outside: outside.is_some() && outside != reviewer,
        places,
        start,
    })
}

fn lacks<T>(table: &Table<'_>, key: &str) -> Option<T> {
    table.text(key);
    None
}

fn media(table: &Table<'_>) -> Vec<Medium> {
    let known = |typed: &crate::config::reader::Located<String>| {
        let found = Medium::WORDS.iter().find(|(word, _)| *word == typed.value).map(|(_, medium)| *medium);
        if found.is_none() {
            let word = &typed.value;
            let message = say!("`media` 里没有 `{word}` 这一种", "`media` cannot hold `{word}`");
            let help =
                say!("可用的词：`text` `photo` `voice` `reuse`", "words that may stand here: `text` `photo` `voice` `reuse`");
            table.sink().push(Diagnostic::error(&UNREADABLE, message).at(typed.span.clone()).help(help));
        }
        found
    };
    table.texts("media").iter().filter_map(known).collect()
}

/// Real and invented records do not lie in one folder.
fn misplaced(synthetic: bool, real: bool, path: &Path, sink: &Sink) -> Option<()> {
    let folder = if real { INVENTED } else { REAL };
    let (message, help) = match (synthetic, real) {
        (true, true) => (
            say!("虚构的同意书混在真实的里面", "an invented record lies among real ones"),
            say!("移到 `{folder}/`", "move it to `{folder}/`"),
        ),
        (false, false) => (
            say!("这里的同意书没有写 `synthetic = true`", "this record does not say `synthetic = true`"),
            say!(
                "虚构的，补上这一行；真实的，立刻移到 `{folder}/`，不要提交到版本库",
                "if it is invented, add the line; if it is real, move it to `{folder}/` at once and do not commit it"
            ),
        ),
        _ => return Some(()),
    };
    sink.push(Diagnostic::error(&SYNTHETIC, message).at(PathBuf::from(path)).help(help));
    None
}
