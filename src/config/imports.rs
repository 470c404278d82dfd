//! Reads and writes `data/import/*.toml`: what the columns and words of a form mean, so that its next filling is read by itself.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::sync::Arc;

use super::names::Names;
use super::quoted::quoted;
use super::reader::{Document, Table};
use super::resolved::{Catalog, ColumnKind, RecordsSpec};
use crate::diag::{Sink, Source};

/// What a form means.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ImportMapping {
    /// The records it becomes, by their id.
    pub records: String,
    /// The headings of the form, in order: a form with the same ones is the same form.
    pub headings: Vec<String>,
    /// Declared column → heading.
    pub columns: BTreeMap<String, String>,
    /// Declared column → what stands in every row.
    pub fixed: BTreeMap<String, String>,
    /// Headings whose blanks mean the cell above.
    pub fill_down: Vec<String>,
    /// Headings whose approximate numbers (约, 余) are taken as they are.
    pub approximate: Vec<String>,
    /// Whether rows that repeat another one are kept.
    pub repeated: bool,
    /// Declared column → word of the form → code.
    pub words: BTreeMap<String, BTreeMap<String, String>>,
}

impl ImportMapping {
    /// Reads a mapping; nothing when it is of no use, which is told.
    #[must_use]
    pub fn read(source: &Arc<Source>, catalog: &Catalog, sink: &Sink) -> Option<Self> {
        let document = Document::parse(source, sink);
        let table = document.root();
        let records = table.text("records");
        let known = Names::of("记录", "records", catalog.records.iter().map(|spec| spec.id.as_str()));
        let spec = records.as_ref().filter(|id| known.check(id, sink));
        let spec = spec.and_then(|id| catalog.records.iter().find(|spec| spec.id.as_str() == id.value));
        let texts = |key: &str| -> Vec<String> { table.texts(key).into_iter().map(|text| text.value).collect() };
        let (headings, fill_down, approximate) = (texts("headings"), texts("fill_down"), texts("approximate"));
        let repeated = table.switch("repeated", false);
        let mut mapping = Self { headings, fill_down, approximate, repeated, ..Self::default() };
        if let Some(spec) = spec {
            mapping.records = spec.id.to_string();
            mapping.columns = pairs(table.optional_table("columns"), spec, sink);
            mapping.fixed = pairs(table.optional_table("fixed"), spec, sink);
            mapping.words = words(&table, spec, sink);
        } else {
            ["columns", "fixed", "words"].into_iter().for_each(|key| table.skip(key));
        }
        table.finish();
        spec.map(|_| mapping)
    }

    /// The text of the file.
    #[must_use]
    pub fn text(&self) -> String {
        let mut made = String::from(
            "# 导入对照表：同样表头的表格再来时，按它自动导入。可以改；改后再导入一次。\n\
             # How a form is imported: a table with the same headings is read by it. It may be edited; then import again.\n\n",
        );
        let list = |items: &[String]| items.iter().map(|item| quoted(item)).collect::<Vec<_>>().join(", ");
        let _ = writeln!(made, "records = {}\nheadings = [{}]", quoted(&self.records), list(&self.headings));
        if !self.fill_down.is_empty() {
            let _ =
                writeln!(made, "# 空格表示与上一行相同 · blanks mean the same as above\nfill_down = [{}]", list(&self.fill_down));
        }
        if !self.approximate.is_empty() {
            let _ = writeln!(
                made,
                "# 约数照数字用 · approximate numbers are taken as they are\napproximate = [{}]",
                list(&self.approximate)
            );
        }
        if self.repeated {
            made.push_str("# 完全相同的行都保留 · rows that repeat another are kept\nrepeated = true\n");
        }
        for (name, note, pairs) in [
            ("columns", "# 声明的列 = 表格的列 · declared column = column of the form\n", &self.columns),
            ("fixed", "# 每一行都一样的 · the same in every row\n", &self.fixed),
        ] {
            if !pairs.is_empty() {
                let _ = writeln!(made, "\n[{name}]\n{}", note.trim_end());
                for (key, value) in pairs {
                    let _ = writeln!(made, "{} = {}", quoted(key), quoted(value));
                }
            }
        }
        for (column, words) in self.words.iter().filter(|(_, words)| !words.is_empty()) {
            let _ = writeln!(made, "\n[words.{}]\n# 表格里的词 = 代码 · word of the form = code", quoted(column));
            for (word, code) in words {
                let _ = writeln!(made, "{} = {}", quoted(word), quoted(code));
            }
        }
        made
    }
}

/// Declared columns and what they are given.
fn pairs(table: Option<Table<'_>>, spec: &RecordsSpec, sink: &Sink) -> BTreeMap<String, String> {
    let Some(table) = table else { return BTreeMap::new() };
    let known = Names::of("列", "column", spec.columns.iter().map(|column| column.name.as_str()));
    let mut found = BTreeMap::new();
    for key in table.keys() {
        let value = table.text(&key.value);
        if known.check(&key, sink) {
            found.extend(value.map(|value| (key.value, value.value)));
        }
    }
    table.finish();
    found
}

fn words(table: &Table<'_>, spec: &RecordsSpec, sink: &Sink) -> BTreeMap<String, BTreeMap<String, String>> {
    let known = Names::of("列", "column", spec.columns.iter().map(|column| column.name.as_str()));
    let mut found = BTreeMap::new();
    for (column, words) in table.named_tables("words") {
        known.check(&column, sink);
        let kind = spec.columns.iter().find(|declared| declared.name == column.value).map(|declared| &declared.kind);
        let codes = match kind {
            Some(ColumnKind::Dimension(dimension)) => dimension.codes.iter().map(|entry| entry.code.as_str()).collect(),
            _ => Vec::new(),
        };
        let codes = Names::of("代码", "code", codes);
        let mut own = BTreeMap::new();
        for word in words.keys() {
            // An empty code is a question that is still open.
            let code = words.text_or_empty(&word.value).filter(|code| !code.value.is_empty());
            own.extend(code.filter(|code| codes.check(code, sink)).map(|code| (word.value, code.value)));
        }
        words.finish();
        found.insert(column.value, own);
    }
    found
}
