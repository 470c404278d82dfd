//! Faults of an answer, with file, row and column and without a value.

use std::path::PathBuf;

use super::layout::Layout;
use super::rules::{COLUMNS, CONTRADICTION, MISSING, OTHER_QUERY, RECORDS, TWICE, UNKNOWN, UNREADABLE, VALUE};
use crate::confidential::records::rules::MORE_FAULTS;
use crate::diag::{Diagnostic, Place, Rule, Sink, Text};
use crate::say;

/// Faults told one by one; the rest are counted.
const TOLD: usize = 200;

/// What is wrong.
pub(super) enum Kind {
    Unreadable,
    TooLong,
    Type,
    ColumnMissing,
    ColumnTwice,
    ColumnExtra,
    OtherQuery,
    /// The part of the answer that says so, and the column of the records.
    Records(&'static str, String),
    Word,
    Number,
    Empty,
    Code,
    Twice,
    /// More persons than rows, or contributions that are no contributions.
    Impossible(Text),
    /// Does not agree with the other rows.
    Differs,
    /// Rows of this cube, or of the finest cells.
    Missing(Option<String>),
}

pub(super) struct Faults<'a> {
    layout: &'a Layout<'a>,
    found: Vec<(u64, String, Kind)>,
    more: u64,
}

impl<'a> Faults<'a> {
    pub(super) fn new(layout: &'a Layout<'a>) -> Self {
        Self { layout, found: Vec::new(), more: 0 }
    }

    /// Notes a fault; row 0 is the whole file.
    pub(super) fn push(&mut self, row: u64, column: &str, kind: Kind) {
        if self.found.len() < TOLD {
            self.found.push((row, column.to_owned(), kind));
        } else {
            self.more += 1;
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.found.is_empty()
    }

    /// Whether the answer is to another question; then nothing else is worth telling.
    fn stale(&self) -> bool {
        self.found.iter().any(|(.., kind)| matches!(kind, Kind::OtherQuery))
    }

    /// Tells all; whether there was none.
    pub(super) fn tell(mut self, sink: &Sink) -> bool {
        if self.stale() {
            self.found.retain(|(.., kind)| matches!(kind, Kind::OtherQuery));
            self.more = 0;
        }
        let (path, id) = (&self.layout.path, self.layout.spec.id.as_str());
        for (row, column, kind) in &self.found {
            let place = match row {
                0 => Place::File(path.clone()),
                _ => Place::Cell { file: PathBuf::from(path), row: *row, column: column.clone() },
            };
            sink.push(diagnostic(kind, column, id).at(place));
        }
        if self.more > 0 {
            let total = self.found.len() as u64 + self.more;
            let message =
                say!("共有 {total} 处错误，这里列出前 {TOLD} 处", "{total} faults in all, of which the first {TOLD} are told");
            let help = say!("先改正列出的错误，再运行一次", "cure those told and run again");
            sink.push(Diagnostic::note(&MORE_FAULTS, message).at(path.as_path()).help(help));
        }
        self.found.is_empty()
    }
}

fn diagnostic(kind: &Kind, column: &str, id: &str) -> Diagnostic {
    let again = say!(
        "重新运行 `shanwai records sql {id}` 打印的查询，把结果原样存下，不要修改",
        "run the query that `shanwai records sql {id}` prints again and save its result as it is"
    );
    let (rule, message): (&'static Rule, Text) = match kind {
        Kind::Unreadable => (&UNREADABLE, say!("不是能读的 Parquet 文件", "not a Parquet file that can be read")),
        Kind::TooLong => (&UNREADABLE, say!("行数太多", "too many rows")),
        Kind::Type => (&VALUE, say!("`{column}` 列既不是文字也不是整数", "`{column}` holds neither texts nor whole numbers")),
        Kind::ColumnMissing => (&COLUMNS, say!("缺少 `{column}` 列", "the column `{column}` is missing")),
        Kind::ColumnTwice => (&COLUMNS, say!("`{column}` 列出现了两次", "two columns are headed `{column}`")),
        Kind::ColumnExtra => (&COLUMNS, say!("有查询结果里没有的列", "there is a column that the query does not give")),
        Kind::OtherQuery => (
            &OTHER_QUERY,
            say!(
                "这是另一个查询的结果：声明改过，或结果不完整",
                "the result of another query: declarations have changed since, or it is not whole"
            ),
        ),
        Kind::Records(part, of) => return of_records(part, of),
        Kind::Word => (&VALUE, say!("`{column}` 列的词不是查询给出的", "the word in `{column}` is none that the query gives")),
        Kind::Number => (&VALUE, say!("`{column}` 列不是整数", "`{column}` does not hold a whole number")),
        Kind::Empty => (&VALUE, say!("`{column}` 列不能为空", "`{column}` may not be empty here")),
        Kind::Code => (&UNKNOWN, say!("`{column}` 列的代码不在代码表中", "the code in `{column}` is not in the code list")),
        Kind::Twice => (&TWICE, say!("这一行重复了前面的一行", "the row repeats one before it")),
        Kind::Impossible(why) => (&CONTRADICTION, why.clone()),
        Kind::Differs => (&CONTRADICTION, say!("`{column}` 列与其他各行对不上", "`{column}` does not agree with the other rows")),
        Kind::Missing(Some(cube)) => (&MISSING, say!("缺少多维表 `{cube}` 的一些行", "rows of the cube `{cube}` are missing")),
        Kind::Missing(None) => (&MISSING, say!("缺少最细一级的一些行", "rows of the finest cells are missing")),
    };
    let help = match kind {
        Kind::Code => say!(
            "在仓库里改正代码，或补进代码表，再重新查询；时间也要写成代码",
            "mend the code in the warehouse or add it to the code list, then query again; times are written as codes, too"
        ),
        Kind::Unreadable => say!(
            "存成一个 Parquet 文件（不压缩或用 Snappy 压缩），或存成 UTF-8 的 CSV",
            "save the result as one Parquet file, uncompressed or with Snappy, or as CSV in UTF-8"
        ),
        Kind::TooLong => say!(
            "一份结果最多 33554432 行：少用一个维度，或用粗一级的代码",
            "an answer has 33,554,432 rows at most: leave out a dimension, or use coarser codes"
        ),
        _ => again,
    };
    Diagnostic::error(rule, message).help(help)
}

/// What the query found in the records themselves.
fn of_records(part: &str, column: &str) -> Diagnostic {
    let (message, help) = match part {
        "empty" => (
            say!("仓库里有些记录的 `{column}` 列是空的", "`{column}` is empty in some records of the warehouse"),
            say!(
                "补上内容；如果确实可以为空，在声明中加 `optional = true`",
                "fill it in, or declare the column with `optional = true`"
            ),
        ),
        "unknown" => (
            say!(
                "仓库里有些记录的 `{column}` 列是代码表以外的代码",
                "`{column}` holds codes in the warehouse that are not in the code list"
            ),
            say!("改正记录，或把代码补进代码表", "mend the records, or add the codes to the list"),
        ),
        "negative" => (
            say!("仓库里有些记录的 `{column}` 列是负数", "`{column}` is negative in some records of the warehouse"),
            say!("冲销和退款请与原来的记录合并", "merge corrections and refunds with the record they correct"),
        ),
        _ => (
            say!(
                "仓库里有些记录的 `{column}` 列不是合格的数，或小数位太多",
                "`{column}` is no proper number in some records of the warehouse, or has too many decimals"
            ),
            say!("按声明的小数位数改正", "mend it to the number of decimals that is declared"),
        ),
    };
    Diagnostic::error(&RECORDS, message).help(help)
}
