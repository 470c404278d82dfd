//! Reads code lists: CSV files below `data/`, or short lists written in the catalogue itself.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::reader::{Located, Table, parse_date};
use super::resolved::{CodeEntry, Residents};
use super::rules::CODE_LIST;
use crate::diag::{Diagnostic, Place, Sink, Source, Text, nearest};
use crate::files::Rows;
use crate::model::{Code, Lang, Languages, Localized};
use crate::say;

/// Reads a code list from CSV; `None` when nothing could be read. Faults name the row and the column.
pub(super) fn read_csv(source: &Arc<Source>, languages: &Languages, sink: &Sink) -> Option<Vec<CodeEntry>> {
    let mut reader = csv::ReaderBuilder::new().flexible(true).trim(csv::Trim::All).from_reader(source.text().as_bytes());
    let headings: Vec<String> = reader.headers().ok()?.iter().map(str::to_owned).collect();
    let heading_faults = check_headings(source, &headings, languages, sink);
    if heading_faults {
        return None;
    }
    let (mut entries, mut lines) = (Vec::new(), Rows::new(source.text().as_bytes()));
    for record in reader.records() {
        let Ok(record) = record else { continue };
        let line = record.position().map_or(0, |place| lines.line(place.byte()));
        let row = Row { source, line, headings: &headings, cells: cells(&headings, &record), languages, sink };
        if record.len() != headings.len() {
            let (has, needs) = (record.len(), headings.len());
            row.fault("code", say!("这一行有 {has} 列，应有 {needs} 列", "this row has {has} columns instead of {needs}"));
            continue;
        }
        entries.extend(row.entry().map(|entry| (line, entry)));
    }
    check_list(source, &entries, sink);
    Some(entries.into_iter().map(|(_, entry)| entry).collect())
}

fn cells(headings: &[String], record: &csv::StringRecord) -> BTreeMap<String, String> {
    headings.iter().cloned().zip(record.iter().map(str::to_owned)).filter(|(_, cell)| !cell.is_empty()).collect()
}

fn check_headings(source: &Arc<Source>, headings: &[String], languages: &Languages, sink: &Sink) -> bool {
    let fixed = ["code", "parent", "in_standard", "from", "to", "row", "col", "residents", "residents_as_of", "residents_source"];
    let localized = languages
        .iter()
        .flat_map(|lang| [lang.to_string(), format!("short_{lang}"), format!("note_{lang}"), format!("residents_source_{lang}")]);
    let known: BTreeSet<String> = fixed.into_iter().map(str::to_owned).chain(localized).collect();
    let tell = |message: Text, column: &str, help: Text| {
        let place = Place::Cell { file: source.path().to_path_buf(), row: 1, column: column.to_owned() };
        sink.push(Diagnostic::error(&CODE_LIST, message).at(place).help(help));
    };
    // A language that has no column yet is told, and the list counts as read: what it holds is not unknown for that.
    let mut faulty = !headings.iter().any(|heading| heading == "code");
    for (at, heading) in headings.iter().enumerate() {
        faulty |= !known.contains(heading) || headings[..at].contains(heading);
        let help = match nearest(heading, known.iter().map(String::as_str)) {
            Some(near) => say!("是不是 `{near}`？", "did you mean `{near}`?"),
            None => say!("删去这一列，或改成认识的列名", "remove the column or give it a known name"),
        };
        if !known.contains(heading) {
            tell(say!("不认识的列 `{heading}`", "unknown column `{heading}`"), heading, help);
        } else if headings[..at].contains(heading) {
            tell(
                say!("列 `{heading}` 出现了两次", "the column `{heading}` stands twice"),
                heading,
                say!("只留一列", "keep one of them"),
            );
        }
    }
    let required = std::iter::once("code".to_owned()).chain(languages.iter().map(ToString::to_string));
    for name in required.filter(|name| !headings.contains(name)) {
        let help = say!("第一行应有 `code` 和每种语言的名称列", "the first row needs `code` and a column for each language");
        tell(say!("缺少列 `{name}`", "the column `{name}` is missing"), &name, help);
    }
    faulty
}

/// One row of a code list.
struct Row<'a> {
    source: &'a Arc<Source>,
    line: u64,
    headings: &'a [String],
    cells: BTreeMap<String, String>,
    languages: &'a Languages,
    sink: &'a Sink,
}

impl Row<'_> {
    fn fault(&self, column: &str, message: Text) {
        let place = Place::Cell { file: self.source.path().to_path_buf(), row: self.line, column: column.to_owned() };
        self.sink.push(Diagnostic::error(&CODE_LIST, message).at(place).help(say!("改正这一格", "correct this cell")));
    }

    fn cell(&self, column: &str) -> Option<&str> {
        self.cells.get(column).map(String::as_str)
    }

    /// A cell read by `read`; a fault when it cannot be.
    fn parsed<T>(&self, column: &str, needs: (&str, &str), read: impl Fn(&str) -> Option<T>) -> Option<T> {
        let typed = self.cell(column)?;
        let value = read(typed);
        if value.is_none() {
            let (zh, en) = needs;
            self.fault(column, say!("`{typed}` 不是{zh}", "`{typed}` is not {en}"));
        }
        value
    }

    fn entry(&self) -> Option<CodeEntry> {
        let id = ("可用的代码（只用字母、数字、`-`、`_`、`.`）", "a usable code (letters, digits, `-`, `_`, `.`)");
        let day = ("日期，如 2025-02-15", "a date such as 2025-02-15");
        let small = ("0 到 99 的整数", "a whole number from 0 to 99");
        let as_small = |typed: &str| typed.parse::<u8>().ok().filter(|n| *n < 100);
        if self.cell("code").is_none() {
            self.fault("code", say!("没有填代码", "there is no code"));
        }
        let code = self.parsed("code", id, |typed| Code::new(typed).ok());
        let name = self.name();
        let short =
            name.as_ref().map(|name| name.map(|lang, full| self.cell(&format!("short_{lang}")).unwrap_or(full).to_owned()));
        let yes_no = |typed: &str| match typed {
            "Y" | "y" => Some(true),
            "N" | "n" => Some(false),
            _ => None,
        };
        let in_standard = self.parsed("in_standard", (" Y 或 N", "Y or N"), yes_no);
        let row = self.parsed("row", small, as_small);
        let col = self.parsed("col", small, as_small);
        if self.cell("row").is_some() != self.cell("col").is_some() {
            self.fault("row", say!("`row` 和 `col` 要么都填，要么都不填", "`row` and `col` are both filled in or neither"));
        }
        Some(CodeEntry {
            parent: self.parsed("parent", id, |typed| Code::new(typed).ok()),
            of: Vec::new(),
            in_standard: in_standard.unwrap_or(true),
            from: self.parsed("from", day, parse_date),
            to: self.parsed("to", day, parse_date),
            tile: row.zip(col),
            residents: self.residents(),
            note: self.note(),
            code: code?,
            name: name?,
            short: short?,
        })
    }

    /// The name in every language; another language's stands in for one that is missing, which was told.
    fn name(&self) -> Option<Localized<String>> {
        let typed = |lang: &Lang| self.cell(lang.as_str()).map(str::to_owned);
        // A column that is not there was told once for all rows.
        let has_column = |lang: &Lang| self.headings.iter().any(|heading| heading == lang.as_str());
        for lang in self.languages.iter().filter(|lang| typed(lang).is_none() && has_column(lang)) {
            self.fault(lang.as_str(), say!("缺少语言 `{lang}` 的名称", "there is no name in `{lang}`"));
        }
        let stand_in = self.languages.iter().find_map(typed)?;
        Some(Localized::from_fn(self.languages, |lang| typed(lang).unwrap_or_else(|| stand_in.clone())))
    }

    fn residents(&self) -> Option<Residents> {
        let count = self.parsed("residents", ("整数人数", "a whole number of persons"), |typed| typed.parse().ok())?;
        // One source for all languages, or one in each.
        let cell = |lang: &Lang| self.cell(&format!("residents_source_{lang}")).or_else(|| self.cell("residents_source"));
        let as_of = self.cell("residents_as_of");
        let source = Localized::try_from_fn(self.languages, |lang| cell(lang).map(str::to_owned));
        if as_of.is_none() || self.languages.iter().all(|lang| cell(lang).is_none()) {
            self.fault("residents", say!("常住人口要注明时点和出处", "residents need their date and their source"));
        } else if let Err(missing) = &source {
            for lang in missing {
                let column = format!("residents_source_{lang}");
                self.fault(
                    &column,
                    say!("常住人口的出处缺少语言 `{lang}`", "the source of the residents has no text in `{lang}`"),
                );
            }
        }
        Some(Residents { count, as_of: as_of?.to_owned(), source: source.ok()? })
    }

    /// A remark stands in every language or in none.
    fn note(&self) -> Option<Localized<String>> {
        let any = self.languages.iter().any(|lang| self.cell(&format!("note_{lang}")).is_some());
        match Localized::try_from_fn(self.languages, |lang| self.cell(&format!("note_{lang}")).map(str::to_owned)) {
            Ok(note) => Some(note),
            Err(missing) => {
                for lang in missing.iter().filter(|_| any) {
                    self.fault(&format!("note_{lang}"), say!("备注缺少语言 `{lang}`", "the note has no text in `{lang}`"));
                }
                None
            }
        }
    }
}

/// Each code once, parents in the list, no parent above itself, days in order.
fn check_list(source: &Arc<Source>, entries: &[(u64, CodeEntry)], sink: &Sink) {
    let parents: BTreeMap<&str, Option<&str>> =
        entries.iter().map(|(_, e)| (e.code.as_str(), e.parent.as_ref().map(Code::as_str))).collect();
    let mut seen = BTreeSet::new();
    for (line, entry) in entries {
        let tell = |column: &str, message: Text, help: Text| {
            let place = Place::Cell { file: source.path().to_path_buf(), row: *line, column: column.to_owned() };
            sink.push(Diagnostic::error(&CODE_LIST, message).at(place).help(help));
        };
        let code = &entry.code;
        if !seen.insert(code.as_str()) {
            tell(
                "code",
                say!("代码 `{code}` 出现了两次", "the code `{code}` stands twice"),
                say!("每个代码只写一行", "write each code once"),
            );
        }
        if let Some(parent) = &entry.parent {
            if !parents.contains_key(parent.as_str()) {
                let help = match nearest(parent.as_str(), parents.keys().copied()) {
                    Some(near) => say!("是不是 `{near}`？", "did you mean `{near}`?"),
                    None => say!("把上级代码也列进这张表", "list the parent in this file too"),
                };
                tell("parent", say!("表里没有上级代码 `{parent}`", "the parent `{parent}` is not in this list"), help);
            } else if climbs_forever(code.as_str(), &parents) {
                let help = say!("检查各行的 `parent`", "check the `parent` of each row");
                tell("parent", say!("`{code}` 的上级绕成了圈", "the parents of `{code}` form a circle"), help);
            }
        }
        if entry.from.zip(entry.to).is_some_and(|(from, to)| from > to) {
            tell(
                "to",
                say!("失效日期早于生效日期", "it ends before it begins"),
                say!("对调 `from` 和 `to`", "swap `from` and `to`"),
            );
        }
    }
}

fn climbs_forever(code: &str, parents: &BTreeMap<&str, Option<&str>>) -> bool {
    let mut at = Some(code);
    for _ in 0..=parents.len() {
        match at {
            Some(code) => at = parents.get(code).copied().flatten(),
            None => return false,
        }
    }
    true
}

/// Reads a code written in the catalogue: `{ code = "2023", name = { … } }`.
/// `of` is read by the caller, who knows where its codes stand.
pub(super) fn read_inline(table: Table<'_>, of: &[Located<String>], languages: &Languages) -> Option<CodeEntry> {
    let code = table.id("code", Code::new);
    let name = table.localized("name", languages);
    let short = table.optional_localized("short", languages);
    let parent = table.optional_id("parent", Code::new);
    let in_standard = table.switch("in_standard", true);
    let from = table.date("from").map(|d| d.value);
    let to = table.date("to").map(|d| d.value);
    let small = |key: &str| table.whole(key, 0, 99).and_then(|n| u8::try_from(n.value).ok());
    let tile = small("row").zip(small("col"));
    let note = table.optional_localized("note", languages);
    table.finish();
    let name = name?;
    Some(CodeEntry {
        code: code?.value,
        short: short.unwrap_or_else(|| name.clone()),
        name,
        parent: parent.map(|p| p.value),
        of: of.iter().filter_map(|code| Code::new(&code.value).ok()).collect(),
        in_standard,
        from,
        to,
        tile,
        residents: None,
        note,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Lang;

    fn read(text: &str) -> (Option<Vec<CodeEntry>>, Vec<String>) {
        let languages = Languages::new(vec![Lang::new("zh").unwrap(), Lang::new("en").unwrap()]).unwrap();
        let (source, sink) = (Source::new("data/codes/x.csv", text), Sink::new());
        let entries = read_csv(&source, &languages, &sink);
        let told = sink.sorted();
        let place = |d: &Diagnostic| match &d.places[0].0 {
            Place::Cell { row, column, .. } => format!("{row}:{column} "),
            _ => String::new(),
        };
        (entries, told.iter().map(|d| place(d) + &d.message.en).collect())
    }

    #[test]
    fn full_list_is_read_with_tiles_parents_and_short_names() {
        let (entries, told) = read(
            "code,zh,en,short_zh,parent,in_standard,row,col\n431200,怀化市,Huaihua,,,Y,,\n431222,沅陵县,Yuanling,沅陵,431200,Y,0,2\n",
        );
        assert!(told.is_empty(), "{told:?}");
        let entries = entries.unwrap();
        let zh = Lang::new("zh").unwrap();
        assert_eq!(entries[1].short.get(&zh), "沅陵");
        assert_eq!(entries[0].short.get(&zh), "怀化市");
        assert_eq!(entries[1].tile, Some((0, 2)));
        assert_eq!(entries[1].parent.as_ref().unwrap().as_str(), "431200");
    }

    #[test]
    fn every_fault_is_told_with_row_and_column() {
        let (_, told) =
            read("code,zh,en,parent,in_standard,from\na,甲,A,zz,Y,\na,乙,B,,maybe,2025-13-01\nc,丙,,,Y,\nd d,丁,D,,Y,\ne,戊\n");
        assert_eq!(
            told,
            [
                "2:parent the parent `zz` is not in this list",
                "3:code the code `a` stands twice",
                "3:from `2025-13-01` is not a date such as 2025-02-15",
                "3:in_standard `maybe` is not Y or N",
                "4:en there is no name in `en`",
                "5:code `d d` is not a usable code (letters, digits, `-`, `_`, `.`)",
                "6:code this row has 2 columns instead of 6",
            ]
            .map(str::to_owned)
            .into_iter()
            .collect::<Vec<_>>()
            .tap_sorted(&told)
        );
    }

    trait Tap {
        /// Findings of one row share a place in the order, so only their set is compared.
        fn tap_sorted(self, like: &[String]) -> Vec<String>;
    }
    impl Tap for Vec<String> {
        fn tap_sorted(mut self, like: &[String]) -> Vec<String> {
            self.sort_by_key(|line| like.iter().position(|l| l == line));
            self
        }
    }

    #[test]
    fn unknown_and_missing_headings_are_told() {
        let (entries, told) = read("code,zh,shrot_zh\na,甲,乙\n");
        assert!(entries.is_none());
        assert_eq!(told, ["1:en the column `en` is missing", "1:shrot_zh unknown column `shrot_zh`"]);
    }

    #[test]
    fn a_list_that_lacks_a_language_is_told_once_and_counts_as_read() {
        let (entries, told) = read("code,zh,residents,residents_as_of,residents_source_zh\na,甲,5,2020,普查\nb,乙,,,\n");
        assert_eq!(entries.unwrap().len(), 2);
        let source = "2:residents_source_en the source of the residents has no text in `en`";
        assert_eq!(told, ["1:en the column `en` is missing", source]);
    }

    #[test]
    fn circle_of_parents_is_an_error() {
        let (_, told) = read("code,zh,en,parent\na,甲,A,b\nb,乙,B,a\n");
        assert_eq!(told.len(), 2, "{told:?}");
    }
}
