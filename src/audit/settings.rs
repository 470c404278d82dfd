//! What is declared about a table: on the command line, or in `TABLE.audit.toml` beside it.

use std::sync::Arc;

use super::rules::BAD_OPTION;
use super::text::{Meaning, Number, Text, read};
use crate::config::reader::Document;
use crate::diag::{Diagnostic, Failed, Sink, Source};
use crate::say;

/// What is declared. Whatever is empty is found out from the table.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    /// Column and code of totals.
    pub totals: Vec<(String, String)>,
    /// The columns that break the table down.
    pub by: Vec<String>,
    /// The columns of values.
    pub values: Vec<String>,
    /// The columns that say why a value is missing.
    pub status: Vec<String>,
    /// Marks, and whether they stand for a withheld value or for none.
    pub marks: Vec<(String, Meaning)>,
    /// The column of units.
    pub unit: Option<String>,
    /// The unit that values were rounded to, as printed.
    pub rounding: Option<Rounding>,
    /// The least that a withheld value can be.
    pub minimum: Option<i64>,
    /// Column, code, and the codes it is the sum of.
    pub groups: Vec<(String, String, Vec<String>)>,
}

/// A declared unit of rounding, such as 5 or 0.1; 0: values are exact.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rounding(pub(super) Number);

impl Rounding {
    /// Reads `5` or `0.1`; `None` for anything that is no number, or negative.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        match read(text) {
            Text::Number(number) if number.units >= 0 => Some(Self(number)),
            _ => None,
        }
    }
}

impl Settings {
    /// Reads `COLUMN=CODE`; the code may be empty.
    #[must_use]
    pub fn pair(text: &str) -> Option<(String, String)> {
        let (column, code) = text.split_once('=')?;
        (!column.trim().is_empty()).then(|| (column.trim().to_owned(), code.trim().to_owned()))
    }

    /// Reads `TEXT=withheld` or `TEXT=absent`.
    #[must_use]
    pub fn mark(text: &str) -> Option<(String, Meaning)> {
        let (mark, meaning) = text.rsplit_once('=')?;
        let meaning = match meaning.trim() {
            "withheld" => Meaning::Withheld,
            "absent" => Meaning::Absent,
            _ => return None,
        };
        Some((mark.trim().to_owned(), meaning))
    }

    /// Adds what a file beside the table declares; what stands here already goes first.
    ///
    /// Every fault of the file goes to the sink.
    pub fn add_file(&mut self, source: &Arc<Source>, sink: &Sink) -> Result<(), Failed> {
        let document = Document::parse(source, sink);
        let root = document.root();
        let words = |key: &str| root.texts(key).into_iter();
        let wrong = |span, form: &str| {
            let fault = Diagnostic::error(&BAD_OPTION, say!("写法不对", "not written as it should be")).at(span);
            sink.push(fault.help(say!("写成 `{form}`", "write `{form}`")));
        };
        for typed in words("total") {
            match Self::pair(&typed.value) {
                Some(pair) => self.totals.push(pair),
                None => wrong(typed.span, "COLUMN=CODE"),
            }
        }
        for typed in words("mark") {
            match Self::mark(&typed.value) {
                Some(pair) => self.marks.push(pair),
                None => wrong(typed.span, "TEXT=withheld"),
            }
        }
        let fill = |list: &mut Vec<String>, key: &str| {
            let typed = root.texts(key);
            if list.is_empty() {
                list.extend(typed.into_iter().map(|text| text.value));
            }
        };
        fill(&mut self.by, "by");
        fill(&mut self.values, "value");
        fill(&mut self.status, "status");
        if let Some(unit) = root.optional_text("unit") {
            self.unit.get_or_insert(unit.value);
        }
        if root.has("rounding")
            && let Some(typed) = root.number_text("rounding")
        {
            match Rounding::parse(&typed.value) {
                Some(rounding) => drop(self.rounding.get_or_insert(rounding)),
                None => wrong(typed.span, "rounding = 5"),
            }
        }
        if root.has("minimum")
            && let Some(typed) = root.whole("minimum", 0, 1_000_000)
        {
            self.minimum.get_or_insert(typed.value);
        }
        for (column, codes) in root.named_tables("groups") {
            for code in codes.keys() {
                let parts = codes.texts(&code.value).into_iter().map(|text| text.value).collect();
                self.groups.push((column.value.clone(), code.value, parts));
            }
        }
        root.finish();
        sink.check()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_beside_the_table_declares_the_same_as_the_flags() {
        let text = "total = [\"性别=合计\"]\nby = [\"地区\", \"性别\"]\nmark = [\"?=withheld\"]\nrounding = 5\n[groups.\"地区\"]\n\"全市\" = [\"甲\", \"乙\"]\n";
        let (sink, mut settings) = (Sink::new(), Settings::default());
        assert!(settings.add_file(&Source::new("t.audit.toml", text), &sink).is_ok(), "{:?}", sink.sorted());
        assert_eq!(settings.totals, [("性别".to_owned(), "合计".to_owned())]);
        assert_eq!(settings.marks, [("?".to_owned(), Meaning::Withheld)]);
        assert_eq!(settings.rounding, Rounding::parse("5"));
        assert_eq!(settings.groups, [("地区".to_owned(), "全市".to_owned(), vec!["甲".to_owned(), "乙".to_owned()])]);
    }

    #[test]
    fn flags_go_before_the_file_and_unknown_keys_are_told() {
        let (sink, mut settings) = (Sink::new(), Settings { rounding: Rounding::parse("10"), ..Settings::default() });
        let source = Source::new("t.audit.toml", "rounding = 5\nroundign = 3\ntotal = [\"no equals sign\"]\n");
        assert!(settings.add_file(&source, &sink).is_err());
        assert_eq!(settings.rounding, Rounding::parse("10"));
        let ids: Vec<_> = sink.sorted().iter().map(|d| d.rule.id).collect();
        assert_eq!(ids, ["config/unknown-key", "audit/bad-option"]);
    }
}
