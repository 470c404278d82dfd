//! The declared schema set against a file's heading: what stands in each of its columns.

use std::path::Path;

use super::codes::CodeTable;
use super::rules::{DUPLICATE_COLUMN, EXTRA_COLUMN, MISSING_COLUMN, NO_HEADING, NOT_UTF8, SCHEMA, STRAY_QUOTE};
use super::split::Fields;
use crate::config::{ColumnKind, RecordsSpec};
use crate::diag::{Diagnostic, Failed, Place, Sink, nearest};
use crate::model::Code;
use crate::say;

/// One column of the file.
pub(super) struct Field {
    pub(super) name: String,
    pub(super) optional: bool,
    pub(super) kind: Kind,
}

/// What is done with a field.
pub(super) enum Kind {
    /// Not declared: dropped unread.
    Skip,
    /// Only looked at for being there.
    Text,
    /// A key that is checked and forgotten.
    Key,
    /// The key of the person.
    Person,
    /// The key of the holding that the person belongs to.
    Holding,
    /// A code, into this slot.
    Code { slot: usize, len: usize, table: CodeTable, allowed: String },
    /// A number with so many places, into this slot.
    Number { slot: usize, places: u8 },
}

/// What stands in each column of a file, in the file's order.
pub(in crate::confidential) struct Schema {
    pub(super) fields: Vec<Field>,
    pub(super) codes: usize,
    pub(super) numbers: usize,
    has_person: bool,
    has_holding: bool,
}

impl Schema {
    /// Every fault of the heading goes to `sink` at once.
    pub(super) fn new(spec: &RecordsSpec, path: &Path, heading: &[u8], sink: &Sink) -> Result<Self, Failed> {
        let names = names(path, heading, sink)?;
        if !spec.columns.iter().any(|column| names.contains(&column.name)) {
            return Err(sink.fail(headless(path)));
        }
        let mut schema = Self {
            fields: Vec::new(),
            codes: 0,
            numbers: 0,
            has_person: spec.person.is_some(),
            has_holding: spec.holding.is_some(),
        };
        let mut failed = Ok(());
        for (at, name) in names.iter().enumerate() {
            let field = schema.field(spec, name);
            if names[..at].contains(name) {
                failed = Err(sink.fail(duplicate(path, name)));
            } else if matches!(field.kind, Kind::Skip) {
                sink.push(extra(path, name, spec));
            }
            schema.fields.push(field);
        }
        for column in spec.columns.iter().filter(|column| !names.contains(&column.name)) {
            failed = Err(sink.fail(missing(path, &column.name, &names)));
        }
        let as_key = |name: &String| spec.columns.iter().any(|c| c.name == *name && matches!(c.kind, ColumnKind::Key));
        if let Some(person) = spec.person.as_ref().filter(|name| !as_key(name)) {
            failed = Err(sink.fail(no_key(spec, person)));
        }
        failed.map(|()| schema)
    }

    fn field(&mut self, spec: &RecordsSpec, name: &str) -> Field {
        let declared = spec.columns.iter().find(|column| column.name == name);
        let kind = match declared.map(|column| &column.kind) {
            None => Kind::Skip,
            Some(ColumnKind::Text) => Kind::Text,
            Some(ColumnKind::Key) if spec.person.as_deref() == Some(name) => Kind::Person,
            Some(ColumnKind::Key) if spec.holding.as_deref() == Some(name) => Kind::Holding,
            Some(ColumnKind::Key) => Kind::Key,
            Some(ColumnKind::Dimension(dimension)) => {
                self.codes += 1;
                let shown: Vec<&str> = dimension.codes.iter().take(12).map(|entry| entry.code.as_str()).collect();
                let more = if dimension.codes.len() > shown.len() { " …" } else { "" };
                let allowed = format!("{}{more}", shown.join(" "));
                Kind::Code { slot: self.codes - 1, len: dimension.codes.len(), table: CodeTable::new(dimension), allowed }
            }
            Some(ColumnKind::Whole) => self.number(0),
            Some(ColumnKind::Decimal(places)) => self.number(*places),
        };
        Field { name: name.to_owned(), optional: declared.is_some_and(|column| column.optional), kind }
    }

    fn number(&mut self, places: u8) -> Kind {
        self.numbers += 1;
        Kind::Number { slot: self.numbers - 1, places }
    }

    /// Whether rows belong to persons.
    pub(in crate::confidential) fn has_person(&self) -> bool {
        self.has_person
    }

    /// Whether persons may belong to holdings.
    pub(in crate::confidential) fn has_holding(&self) -> bool {
        self.has_holding
    }

    /// The slot in [`super::Row::codes`] of a column.
    pub(in crate::confidential) fn code_slot(&self, column: &str) -> Option<usize> {
        self.fields.iter().find_map(|field| match &field.kind {
            Kind::Code { slot, .. } if field.name == column => Some(*slot),
            _ => None,
        })
    }

    /// By position + 1 in the column's code list, whether it is one of `codes`.
    pub(in crate::confidential) fn allowed(&self, column: &str, codes: &[Code]) -> Vec<bool> {
        let mut allowed = Vec::new();
        for field in self.fields.iter().filter(|field| field.name == column) {
            if let Kind::Code { len, table, .. } = &field.kind {
                allowed = vec![false; len + 1];
                for code in codes {
                    allowed[table.find(code.as_str().as_bytes()) as usize] = true;
                }
                // The empty cell shares its place with unknown codes.
                allowed[0] = false;
            }
        }
        allowed
    }

    /// The slot in [`super::Row::numbers`] of a column, and the number of its decimals.
    pub(in crate::confidential) fn number_slot(&self, column: &str) -> Option<(usize, u8)> {
        self.fields.iter().find_map(|field| match field.kind {
            Kind::Number { slot, places } if field.name == column => Some((slot, places)),
            _ => None,
        })
    }
}

fn names(path: &Path, heading: &[u8], sink: &Sink) -> Result<Vec<String>, Failed> {
    let mut fields = Fields::default();
    if std::str::from_utf8(heading).is_err() {
        return Err(sink.fail(not_utf8(path, say!("表头不是 UTF-8 编码", "the heading is not UTF-8"))));
    }
    if fields.split(heading).is_err() {
        let message = say!("表头里的引号没有成对", "a quotation mark in the heading has no partner");
        return Err(sink.fail(Diagnostic::error(&STRAY_QUOTE, message).at(path).help(super::faults::quote_help())));
    }
    Ok(fields.iter().map(|name| String::from_utf8_lossy(name).trim().to_owned()).collect())
}

/// A file, or a part of it, that is not UTF-8.
pub(super) fn not_utf8(place: impl Into<Place>, message: crate::diag::Text) -> Diagnostic {
    Diagnostic::error(&NOT_UTF8, message).at(place).help(say!(
        "文件可能是 GBK（GB18030）编码；在 Excel 或 WPS 里另存为“CSV UTF-8（逗号分隔）”",
        "the file may be GBK (GB18030); save it from Excel or WPS as “CSV UTF-8 (comma delimited)”"
    ))
}

/// The first line names no declared column: most likely it is a record, so not a word of it is shown.
fn headless(path: &Path) -> Diagnostic {
    let message = say!("第一行里没有任何已声明的列名", "the first line names none of the declared columns");
    Diagnostic::error(&NO_HEADING, message).at(path).help(say!(
        "第一行应是各列的列名，与 `data/catalog.toml` 里的声明逐字相同",
        "the first line must name the columns, spelt as they are declared in `data/catalog.toml`"
    ))
}

fn duplicate(path: &Path, name: &str) -> Diagnostic {
    let message = say!("列名 `{name}` 出现了两次", "two columns are headed `{name}`");
    Diagnostic::error(&DUPLICATE_COLUMN, message).at(path).help(say!("删去或改名其中一列", "remove or rename one of them"))
}

fn extra(path: &Path, name: &str, spec: &RecordsSpec) -> Diagnostic {
    let id = &spec.id;
    let message = say!("未声明的列 `{name}` 已略过，没有读取", "the undeclared column `{name}` is left out unread");
    let near = nearest(name, spec.columns.iter().map(|column| column.name.as_str()));
    let note = Diagnostic::note(&EXTRA_COLUMN, message).at(path).help(say!(
        "如需使用，请在 `data/catalog.toml` 的 `[records.{id}.columns]` 中声明",
        "to use it, declare it under `[records.{id}.columns]` in `data/catalog.toml`"
    ));
    match near {
        Some(near) => note.help(say!("最接近的已声明列是 `{near}`", "the nearest declared column is `{near}`")),
        None => note,
    }
}

fn missing(path: &Path, name: &str, names: &[String]) -> Diagnostic {
    let message = say!("缺少已声明的列 `{name}`", "the declared column `{name}` is missing");
    let error = Diagnostic::error(&MISSING_COLUMN, message).at(path);
    match nearest(name, names.iter().map(String::as_str)) {
        Some(near) => error.help(say!("表头里最接近的是 `{near}`", "the nearest heading is `{near}`")),
        None => error.help(say!("在文件中补上这一列，或删去它的声明", "add the column to the file, or remove its declaration")),
    }
}

fn no_key(spec: &RecordsSpec, person: &str) -> Diagnostic {
    let id = &spec.id;
    Diagnostic::error(
        &SCHEMA,
        say!("`{id}` 的个人键列 `{person}` 没有声明为键", "the person column `{person}` of `{id}` is not declared as a key"),
    )
    .at(Path::new("data/catalog.toml"))
    .help(say!("写 `{person} = {{ kind = \"key\" }}`", "write `{person} = {{ kind = \"key\" }}`"))
}
