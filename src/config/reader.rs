//! A cursor over TOML that remembers what was asked for, so that unknown keys are found, and where everything stands.
//!
//! Front matter is read by it too: the text may be a stretch of a larger file, and spans point into that file.
//! Readers ask for everything first and unwrap afterwards, so that one pass tells all that is wrong.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::path::Path;
use std::sync::Arc;

use toml::de::{DeTable, DeValue};

use super::rules::{INVALID_VALUE, MISSING_KEY, MISSING_TRANSLATION, SYNTAX, UNKNOWN_KEY, WRONG_TYPE};
use crate::diag::{Diagnostic, Sink, Source, Span, nearest};
use crate::files::Root;
use crate::model::{Date, InvalidId, Lang, Languages, Localized};
use crate::say;

/// A value with the place where it was typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Located<T> {
    /// What was typed.
    pub value: T,
    /// Where.
    pub span: Span,
}

impl Located<String> {
    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.value
    }
}

/// A parsed stretch of TOML. Syntax errors are already in the sink.
#[derive(Debug)]
pub struct Document<'a> {
    source: &'a Arc<Source>,
    offset: usize,
    sink: &'a Sink,
    table: DeTable<'a>,
}

/// A file that need not be there; trouble with one that is goes to the sink.
pub fn read_if_there(root: &Root, path: impl AsRef<Path>, sink: &Sink) -> Option<Arc<Source>> {
    root.read_if_there(path).unwrap_or_else(|error| {
        sink.push(error.diagnostic());
        None
    })
}

impl<'a> Document<'a> {
    /// Parses a whole file.
    #[must_use]
    pub fn parse(source: &'a Arc<Source>, sink: &'a Sink) -> Self {
        Self::parse_part(source, 0..source.text().len(), sink)
    }

    /// Parses the TOML in `part` (bytes) of a file, such as front matter; spans point into the file.
    ///
    /// Every syntax error goes to `sink` as `config/syntax`; what could be read is still there to be looked at.
    #[must_use]
    pub fn parse_part(source: &'a Arc<Source>, part: Range<usize>, sink: &'a Sink) -> Self {
        let offset = part.start;
        let text = source.text().get(part).unwrap_or("");
        let (table, errors) = DeTable::parse_recoverable(text);
        for error in &errors {
            let range = error.span().unwrap_or(0..0);
            let span = source.span(range.start + offset..range.end + offset);
            sink.push(syntax_error(error.message(), span));
        }
        Self { source, offset, sink, table: table.into_inner() }
    }

    /// The top-level table.
    #[must_use]
    pub fn root(&'a self) -> Table<'a> {
        Table::new(self, &self.table, 0..0)
    }

    fn span(&self, range: Range<usize>) -> Span {
        self.source.span(range.start + self.offset..range.end + self.offset)
    }
}

/// A text that one language lacks.
pub(super) fn no_text_in(key: &str, lang: &Lang, span: Span) -> Diagnostic {
    let message = say!("`{key}` 缺少语言 `{lang}` 的文字", "`{key}` has no text in `{lang}`");
    Diagnostic::error(&MISSING_TRANSLATION, message).at(span).help(say!("加上 `{lang} = \"…\"`", "add `{lang} = \"…\"`"))
}

fn syntax_error(words: &str, span: Span) -> Diagnostic {
    let words = words.lines().collect::<Vec<_>>().join("; ");
    let help = if words.contains("duplicate key") {
        say!("同一个表里每个键只写一次", "write each key once in a table")
    } else if words.contains("invalid date") {
        say!(
            "写成 `年-月-日`，如 2025-02-15，而且要真有这一天",
            "write year-month-day, such as 2025-02-15, and a day that exists"
        )
    } else {
        say!("检查引号、括号、等号和标点是否为半角", "check quotes, brackets, equals signs and full-width punctuation")
    };
    Diagnostic::error(&SYNTAX, say!("这里的 TOML 写法不对（{words}）", "this is not valid TOML: {words}")).at(span).help(help)
}

/// One table of a [`Document`], read key by key.
#[derive(Debug)]
pub struct Table<'a> {
    document: &'a Document<'a>,
    values: &'a DeTable<'a>,
    span: Range<usize>,
    asked: RefCell<BTreeSet<String>>,
}

impl<'a> Table<'a> {
    fn new(document: &'a Document<'a>, values: &'a DeTable<'a>, span: Range<usize>) -> Self {
        Self { document, values, span, asked: RefCell::default() }
    }

    /// Where the table begins.
    #[must_use]
    pub fn span(&self) -> Span {
        self.document.span(self.span.clone())
    }

    /// Where findings go.
    #[must_use]
    pub fn sink(&self) -> &'a Sink {
        self.document.sink
    }

    /// Whether the key was typed. Does not count as asking for it.
    #[must_use]
    pub fn has(&self, key: &str) -> bool {
        self.values.contains_key(key)
    }

    /// Whether the key holds a text. Does not count as asking for it.
    #[must_use]
    pub fn is_text(&self, key: &str) -> bool {
        matches!(self.values.get(key).map(toml::Spanned::get_ref), Some(DeValue::String(_)))
    }

    /// Whether the key holds a table. Does not count as asking for it.
    #[must_use]
    pub fn is_table(&self, key: &str) -> bool {
        matches!(self.values.get(key).map(toml::Spanned::get_ref), Some(DeValue::Table(_)))
    }

    /// The place of a key's value, or of the table when the key is absent.
    #[must_use]
    pub fn span_of(&self, key: &str) -> Span {
        self.values.get(key).map_or_else(|| self.span(), |value| self.document.span(value.span()))
    }

    /// Counts a key as asked for without looking at it.
    pub fn skip(&self, key: &str) {
        self.asked.borrow_mut().insert(key.to_owned());
    }

    /// Tells of every key nobody asked for, with the nearest known one.
    pub fn finish(self) {
        let asked = self.asked.borrow();
        for (key, _) in self.values.iter() {
            let name: &str = key.get_ref();
            if asked.contains(name) {
                continue;
            }
            let help = match nearest(name, asked.iter().map(String::as_str)) {
                Some(known) => say!("是不是 `{known}`？", "did you mean `{known}`?"),
                None => {
                    let all = asked.iter().map(|k| format!("`{k}`")).collect::<Vec<_>>().join(" ");
                    say!("这里可用的键：{all}", "keys that may stand here: {all}")
                }
            };
            let place = self.document.span(key.span());
            self.push(Diagnostic::error(&UNKNOWN_KEY, say!("不认识的键 `{name}`", "unknown key `{name}`")).at(place).help(help));
        }
    }

    /// A required text that is not blank.
    pub fn text(&self, key: &str) -> Option<Located<String>> {
        self.required(key)?;
        self.optional_text(key)
    }

    /// A text that is not blank, if the key is there.
    pub fn optional_text(&self, key: &str) -> Option<Located<String>> {
        let text = self.text_or_empty(key)?;
        if text.value.trim().is_empty() {
            self.push(
                Diagnostic::error(&INVALID_VALUE, say!("`{key}` 是空的", "`{key}` is empty"))
                    .at(text.span)
                    .help(say!("填上内容，或删去这一行", "fill it in, or remove the line")),
            );
            return None;
        }
        Some(text)
    }

    /// A text that may be empty, if the key is there.
    pub fn text_or_empty(&self, key: &str) -> Option<Located<String>> {
        match self.value(key)? {
            (DeValue::String(text), span) => Some(Located { value: text.to_string(), span }),
            (_, span) => self.wrong(key, span, ("加引号的文字", "text in quotes")),
        }
    }

    /// A number typed as a whole number, a decimal or a text, exactly as typed (underscores dropped).
    pub fn number_text(&self, key: &str) -> Option<Located<String>> {
        match self.value(key)? {
            (DeValue::String(text), span) => Some(Located { value: text.to_string(), span }),
            (DeValue::Integer(number), span) if number.radix() == 10 => {
                Some(Located { value: number.as_str().replace('_', ""), span })
            }
            (DeValue::Float(number), span) => Some(Located { value: number.as_str().replace('_', ""), span }),
            (_, span) => self.wrong(key, span, ("数字", "a number")),
        }
    }

    /// A list of numbers, each exactly as typed, if the key is there and holds nothing else.
    pub fn number_texts(&self, key: &str) -> Option<Vec<Located<String>>> {
        let (value, span) = self.value(key)?;
        let DeValue::Array(items) = value else {
            return self.wrong(key, span, ("方括号里的一列数字", "a list of numbers in square brackets"));
        };
        let number = |item: &toml::Spanned<DeValue<'_>>| {
            let span = self.document.span(item.span());
            match item.get_ref() {
                DeValue::Integer(number) if number.radix() == 10 => {
                    Some(Located { value: number.as_str().replace('_', ""), span })
                }
                DeValue::Float(number) => Some(Located { value: number.as_str().replace('_', ""), span }),
                _ => self.wrong(key, span, ("数字", "a number")),
            }
        };
        items.iter().map(number).collect()
    }

    /// A switch; `default` when absent.
    pub fn switch(&self, key: &str, default: bool) -> bool {
        match self.value(key) {
            Some((DeValue::Boolean(on), _)) => *on,
            Some((_, span)) => self.wrong(key, span, (" true 或 false", "true or false")).unwrap_or(default),
            None => default,
        }
    }

    /// A whole number between `least` and `most`, if the key is there.
    pub fn whole(&self, key: &str, least: i64, most: i64) -> Option<Located<i64>> {
        let (value, span) = self.value(key)?;
        let DeValue::Integer(number) = value else { return self.wrong(key, span, ("整数", "a whole number")) };
        match i64::from_str_radix(&number.as_str().replace('_', ""), number.radix()) {
            Ok(value) if (least..=most).contains(&value) => Some(Located { value, span }),
            _ => {
                let message = say!("`{key}` 应在 {least} 到 {most} 之间", "`{key}` must be from {least} to {most}");
                self.push(Diagnostic::error(&INVALID_VALUE, message).at(span));
                None
            }
        }
    }

    /// A day, typed bare (`2025-02-15`) or as text, if the key is there.
    pub fn date(&self, key: &str) -> Option<Located<Date>> {
        let (value, span) = self.value(key)?;
        let typed = match value {
            DeValue::Datetime(day) => day.to_string(),
            DeValue::String(text) => text.to_string(),
            _ => return self.wrong(key, span, ("日期，如 2025-02-15", "a date such as 2025-02-15")),
        };
        match parse_date(&typed) {
            Some(value) => Some(Located { value, span }),
            // What TOML itself refuses as a date was told as an error of its syntax.
            None if typed.is_empty() => None,
            None => {
                let message = say!("`{typed}` 不是有效的日期", "`{typed}` is not a valid date");
                let help = say!("写成 `年-月-日`，如 2025-02-15", "write year-month-day, such as 2025-02-15");
                self.push(Diagnostic::error(&INVALID_VALUE, message).at(span).help(help));
                None
            }
        }
    }

    /// A list of texts; empty when the key is absent.
    pub fn texts(&self, key: &str) -> Vec<Located<String>> {
        let Some((value, span)) = self.value(key) else { return Vec::new() };
        let DeValue::Array(items) = value else {
            return self.wrong(key, span, ("方括号里的一列文字", "a list of texts in square brackets")).unwrap_or_default();
        };
        let mut texts = Vec::new();
        for item in items.iter() {
            let span = self.document.span(item.span());
            match item.get_ref() {
                DeValue::String(text) => texts.push(Located { value: text.to_string(), span }),
                _ => drop(self.wrong::<()>(key, span, ("加引号的文字", "text in quotes"))),
            }
        }
        texts
    }

    /// A required table below.
    pub fn table(&self, key: &str) -> Option<Table<'a>> {
        self.required(key)?;
        self.optional_table(key)
    }

    /// A table below, if the key is there.
    pub fn optional_table(&self, key: &str) -> Option<Table<'a>> {
        match self.value(key)? {
            (DeValue::Table(values), _) => Some(self.below(key, values)),
            (_, span) => self.wrong(key, span, ("一个表", "a table")),
        }
    }

    /// A list of tables (`[[key]]`), in order; empty when the key is absent.
    pub fn tables(&self, key: &str) -> Vec<Table<'a>> {
        let Some((value, span)) = self.value(key) else { return Vec::new() };
        let DeValue::Array(items) = value else {
            return self.wrong(key, span, ("一列表，写成 `[[…]]`", "a list of tables, as `[[…]]`")).unwrap_or_default();
        };
        let mut tables = Vec::new();
        for item in items.iter() {
            match item.get_ref() {
                DeValue::Table(values) => tables.push(Table::new(self.document, values, item.span())),
                _ => drop(self.wrong::<()>(key, self.document.span(item.span()), ("一个表", "a table"))),
            }
        }
        tables
    }

    /// The named tables below (`[key.name]`), in the order of the file; empty when the key is absent.
    pub fn named_tables(&self, key: &str) -> Vec<(Located<String>, Table<'a>)> {
        let Some(parent) = self.optional_table(key) else { return Vec::new() };
        parent.keys().into_iter().filter_map(|name| parent.table(&name.value).map(|table| (name, table))).collect()
    }

    /// The keys that were typed, in the order of the file.
    #[must_use]
    pub fn keys(&self) -> Vec<Located<String>> {
        let mut keys: Vec<_> = self
            .values
            .iter()
            .map(|(key, _)| Located { value: key.get_ref().to_string(), span: self.document.span(key.span()) })
            .collect();
        keys.sort_by_key(|key| key.span.range.start);
        keys
    }

    /// A required text in every language of the site.
    pub fn localized(&self, key: &str, languages: &Languages) -> Option<Localized<String>> {
        self.required(key)?;
        self.optional_localized(key, languages)
    }

    /// A text in every language of the site, if the key is there. A missing language is an error that names it.
    pub fn optional_localized(&self, key: &str, languages: &Languages) -> Option<Localized<String>> {
        let table = match self.value(key)? {
            (DeValue::Table(values), _) => self.below(key, values),
            (_, span) => {
                let example = languages.iter().map(|lang| format!("{lang} = \"…\"")).collect::<Vec<_>>().join(", ");
                let zh = format!("各语言的文字：{{ {example} }}");
                let en = format!("a text for each language: {{ {example} }}");
                return self.wrong(key, span, (&zh, &en));
            }
        };
        let text = table.localized_table(key, languages);
        table.finish();
        text
    }

    /// This table itself as a text in every language; `key` is what messages call it. The caller calls [`Table::finish`].
    ///
    /// Where a language is missing, another one's text stands in for it: the error that was told stops the site, and what the text belongs
    /// to counts as read, so that nothing is said to be missing because of it.
    pub fn localized_table(&self, key: &str, languages: &Languages) -> Option<Localized<String>> {
        let mut typed: BTreeMap<&Lang, Option<String>> = BTreeMap::new();
        for lang in languages.iter() {
            if self.has(lang.as_str()) {
                typed.insert(lang, self.optional_text(lang.as_str()).map(|text| text.value));
                continue;
            }
            // The key may be there with nothing in it.
            drop(self.value(lang.as_str()));
            self.push(no_text_in(key, lang, self.span()));
        }
        let stand_in = typed.values().flatten().next().cloned();
        let text = |lang: &Lang| typed.get(lang).cloned().unwrap_or_else(|| stand_in.clone());
        Localized::try_from_fn(languages, text).ok()
    }

    /// A required text that `make` accepts as an id (see [`crate::model::FactId::new`]), with its place.
    pub fn id<T>(&self, key: &str, make: fn(&str) -> Result<T, InvalidId>) -> Option<Located<T>> {
        self.required(key)?;
        self.optional_id(key, make)
    }

    /// A text that `make` accepts as an id, if the key is there.
    pub fn optional_id<T>(&self, key: &str, make: fn(&str) -> Result<T, InvalidId>) -> Option<Located<T>> {
        checked_id(&self.optional_text(key)?, make, self.document.sink)
    }

    /// A required word out of a few; `words` are told when it is none of them.
    pub fn word<T: Copy>(&self, key: &str, words: &[(&'static str, T)]) -> Option<Located<T>> {
        let typed = self.text(key)?;
        if let Some((_, value)) = words.iter().find(|(word, _)| *word == typed.value) {
            return Some(Located { value: *value, span: typed.span });
        }
        let (value, all) = (&typed.value, words.iter().map(|(word, _)| format!("`{word}`")).collect::<Vec<_>>().join(" "));
        let help = match nearest(value, words.iter().map(|(word, _)| *word)) {
            Some(near) => say!("是不是 `{near}`？可用的词：{all}", "did you mean `{near}`? words that may stand here: {all}"),
            None => say!("可用的词：{all}", "words that may stand here: {all}"),
        };
        let message = say!("`{key}` 不能是 `{value}`", "`{key}` cannot be `{value}`");
        self.push(Diagnostic::error(&INVALID_VALUE, message).at(typed.span).help(help));
        None
    }

    fn below(&self, key: &str, values: &'a DeTable<'a>) -> Table<'a> {
        let span = self.values.get_key_value(key).map_or(self.span.clone(), |(key, value)| {
            let (key, value) = (key.span(), value.span());
            if value.is_empty() { key } else { value }
        });
        Table::new(self.document, values, span)
    }

    fn value(&self, key: &str) -> Option<(&'a DeValue<'a>, Span)> {
        self.asked.borrow_mut().insert(key.to_owned());
        self.values.get(key).map(|value| (value.get_ref(), self.document.span(value.span())))
    }

    fn required(&self, key: &str) -> Option<()> {
        if self.value(key).is_some() {
            return Some(());
        }
        let message = say!("缺少 `{key}`", "`{key}` is missing");
        self.push(Diagnostic::error(&MISSING_KEY, message).at(self.span()).help(say!("加上 `{key} = …`", "add `{key} = …`")));
        None
    }

    fn wrong<T>(&self, key: &str, span: Span, (zh, en): (&str, &str)) -> Option<T> {
        self.push(Diagnostic::error(&WRONG_TYPE, say!("`{key}` 应当是{zh}", "`{key}` must be {en}")).at(span));
        None
    }

    fn push(&self, diagnostic: Diagnostic) {
        self.document.sink.push(diagnostic);
    }
}

/// Checks a typed id and wraps it.
pub fn checked_id<T>(typed: &Located<String>, make: fn(&str) -> Result<T, InvalidId>, sink: &Sink) -> Option<Located<T>> {
    match make(&typed.value) {
        Ok(value) => Some(Located { value, span: typed.span.clone() }),
        Err(_) => {
            let name = &typed.value;
            let help = say!(
                "只用英文字母、数字、`-`、`_` 和 `.`，首尾不能是 `-` 或 `.`，不超过 100 个字符",
                "use up to 100 ASCII letters, digits, `-`, `_` and `.`, with no `-` or `.` at either end"
            );
            sink.push(
                Diagnostic::error(&INVALID_VALUE, say!("`{name}` 不能作编号", "`{name}` cannot be an id"))
                    .at(typed.span.clone())
                    .help(help),
            );
            None
        }
    }
}

/// Reads `2025-02-15`, also with a time behind it, which is dropped.
pub(super) fn parse_date(typed: &str) -> Option<Date> {
    let day = typed.split(['T', ' ']).next()?;
    (day.len() == 10).then(|| day.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Lang;

    fn languages() -> Languages {
        Languages::new(vec![Lang::new("zh").unwrap(), Lang::new("en").unwrap()]).unwrap()
    }

    fn found(text: &str, read: impl Fn(&Table<'_>)) -> Vec<(String, (usize, usize))> {
        let (source, sink) = (Source::new("x.toml", text), Sink::new());
        let document = Document::parse(&source, &sink);
        let table = document.root();
        read(&table);
        table.finish();
        let place = |d: &Diagnostic| match &d.places[0].0 {
            crate::diag::Place::Text(span) => span.line_column(),
            _ => (0, 0),
        };
        sink.sorted()
            .iter()
            .map(|d| (format!("{}: {} | {}", d.rule.id, d.message.en, d.help.first().map_or("", |h| &h.en)), place(d)))
            .collect()
    }

    #[test]
    fn unknown_key_is_told_with_the_nearest_one_and_its_place() {
        let all = found("name = \"x\"\ntitel = \"y\"\n", |t| {
            t.text("name");
            t.optional_text("title");
        });
        assert_eq!(all, [("config/unknown-key: unknown key `titel` | did you mean `title`?".to_owned(), (2, 1))]);
    }

    #[test]
    fn every_syntax_error_is_told_and_the_rest_is_still_read() {
        let all = found("a = \nb = \"unclosed\nc = 1\n", |t| {
            t.value("a");
            t.value("b");
            assert!(t.whole("c", 0, 9).is_some());
        });
        assert_eq!(all.iter().filter(|(m, _)| m.starts_with("config/syntax")).count(), 2, "{all:?}");
    }

    #[test]
    fn missing_language_is_named() {
        let all = found("title = { zh = \"题\" }\n", |t| {
            // Whatever the title belongs to counts as read.
            let title = t.localized("title", &languages()).expect("another language stands in");
            assert_eq!(title.get(&Lang::new("en").unwrap()), "题");
        });
        assert_eq!(all[0].0, "config/missing-translation: `title` has no text in `en` | add `en = \"…\"`");
        assert_eq!(all[0].1, (1, 9));
    }

    #[test]
    fn language_the_site_does_not_have_is_an_unknown_key() {
        let all = found("title = { zh = \"题\", en = \"t\", fr = \"t\" }\n", |t| {
            assert!(t.localized("title", &languages()).is_some())
        });
        assert!(all[0].0.starts_with("config/unknown-key: unknown key `fr`"), "{all:?}");
    }

    #[test]
    fn front_matter_spans_point_into_the_whole_file() {
        let text = "+++\n标题 = 1\nweight = \"x\"\n+++\nbody";
        let (source, sink) = (Source::new("x.md", text), Sink::new());
        let document = Document::parse_part(&source, 4..text.rfind("+++").unwrap(), &sink);
        let table = document.root();
        assert!(table.whole("weight", 0, 9).is_none());
        let found = sink.sorted();
        let wrong = found.iter().find(|d| d.rule.id == "config/wrong-type").unwrap();
        let crate::diag::Place::Text(span) = &wrong.places[0].0 else { panic!("a text place") };
        assert_eq!(span.line_column(), (3, 10));
    }

    #[test]
    fn dates_are_read_bare_and_quoted_and_checked() {
        let all = found("a = 2025-02-15\nb = \"2025-02-15\"\nc = \"2025-02-30\"\n", |t| {
            assert_eq!(t.date("a").map(|d| d.value), t.date("b").map(|d| d.value));
            assert!(t.date("a").is_some());
            assert!(t.date("c").is_none());
        });
        assert_eq!(all.len(), 1);
        assert_eq!(all[0].1, (3, 5));
    }

    #[test]
    fn missing_key_points_at_its_table() {
        let all = found("[a]\nx = 1\n[[b]]\ny = 1\n", |t| {
            let a = t.table("a").unwrap();
            a.text("name");
            let b = &t.tables("b")[0];
            b.text("name");
        });
        assert_eq!(all.iter().map(|(_, at)| *at).collect::<Vec<_>>(), [(1, 1), (3, 1)], "{all:?}");
    }

    #[test]
    fn no_text_makes_it_panic() {
        for text in ["[", "]]", "a.b.c = [[[[", "\u{0}", "键 = 值", "a = 99999999999999999999", "'''"] {
            let (source, sink) = (Source::new("x.toml", text), Sink::new());
            let document = Document::parse(&source, &sink);
            let table = document.root();
            table.whole("a", 0, 9);
            table.finish();
            assert!(sink.check().is_err(), "{text}");
        }
    }
}
