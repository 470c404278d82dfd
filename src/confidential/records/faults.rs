//! Faults of records: kept as coordinates, told with file, row and column, never with a value.

use std::path::{Path, PathBuf};

use super::blocks::NoHeading;
use super::rules::{
    BAD_KEY, BAD_NUMBER, EMPTY_CELL, FIELD_COUNT, LINE_TOO_LONG, MORE_FAULTS, NEGATIVE, NO_HEADING, NO_PERIOD, STRAY_QUOTE,
    UNKNOWN_CODE,
};
use super::schema::{Field, Kind, Schema, not_utf8};
use crate::diag::{Diagnostic, Failed, Place, Sink, Text};
use crate::{files, say};

/// Faults told one by one for each file; the rest are counted.
const TOLD: usize = 200;

/// What is wrong.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum FaultKind {
    UnknownCode,
    NoPeriod,
    BadNumber,
    Negative,
    BadKey,
    Empty,
    FieldCount(usize),
    StrayQuote,
    NotUtf8,
    TooLong,
}

/// One fault: the number of the block, the record in it (from 1), the column in the file (`None`: the whole record).
pub(super) struct Fault {
    pub(super) block: usize,
    pub(super) record: u64,
    pub(super) column: Option<usize>,
    pub(super) kind: FaultKind,
}

impl Fault {
    pub(super) fn whole_record(block: usize, record: u64, kind: FaultKind) -> Self {
        Self { block, record, column: None, kind }
    }
}

/// What one worker found; its blocks come in order, so its first faults are the file's first among its own.
#[derive(Default)]
pub(super) struct Faults {
    kept: Vec<Fault>,
    total: u64,
    not_utf8: bool,
    trouble: Option<std::io::Error>,
}

impl Faults {
    pub(super) fn push(&mut self, fault: Fault) {
        // A file in another encoding has this fault on every row; telling it once is enough.
        if fault.kind == FaultKind::NotUtf8 && std::mem::replace(&mut self.not_utf8, true) {
            return;
        }
        // Not counted, so that the total does not depend on how many workers met it; one place more for it to stand in.
        self.total += u64::from(fault.kind != FaultKind::NotUtf8);
        if self.kept.len() <= TOLD {
            self.kept.push(fault);
        }
    }

    pub(super) fn trouble(&mut self, error: std::io::Error) {
        self.trouble = Some(error);
    }
}

/// The faults of a whole file.
pub(super) struct Whole<'a> {
    path: &'a Path,
    schema: &'a Schema,
    faults: Faults,
    /// Records of each block.
    records: Vec<u64>,
}

impl<'a> Whole<'a> {
    pub(super) fn new(path: &'a Path, schema: &'a Schema) -> Self {
        Self { path, schema, faults: Faults::default(), records: Vec::new() }
    }

    /// Adds what one worker found, and how many records its blocks held.
    pub(super) fn add(&mut self, faults: Faults, records: &[(usize, u64)]) {
        for (block, count) in records {
            if self.records.len() <= *block {
                self.records.resize(block + 1, 0);
            }
            self.records[*block] = *count;
        }
        self.faults.total += faults.total;
        self.faults.kept.extend(faults.kept);
        if faults.trouble.is_some() {
            self.faults.trouble = faults.trouble;
        }
    }

    /// Tells all of them; `Ok` when there is none.
    pub(super) fn report(mut self, sink: &Sink) -> Result<(), Failed> {
        let mut result = Ok(());
        if let Some(error) = self.faults.trouble.take() {
            result = Err(sink.fail(files::Error::io(self.path, &error).diagnostic()));
        }
        let mut kept = std::mem::take(&mut self.faults.kept);
        kept.sort_by_key(|fault| (fault.block, fault.record, fault.column));
        let mut not_utf8 = false;
        kept.retain(|fault| fault.kind != FaultKind::NotUtf8 || !std::mem::replace(&mut not_utf8, true));
        for fault in kept.iter().take(TOLD) {
            result = Err(sink.fail(self.diagnostic(fault)));
        }
        let (total, shown) = (self.faults.total + u64::from(not_utf8), TOLD);
        if total > TOLD as u64 {
            let message =
                say!("共有 {total} 处错误，这里列出前 {shown} 处", "{total} faults in all, of which the first {shown} are told");
            let help = say!("先改正列出的错误，再运行一次", "cure those told and run again");
            sink.push(Diagnostic::note(&MORE_FAULTS, message).at(self.path).help(help));
        }
        result
    }

    fn diagnostic(&self, fault: &Fault) -> Diagnostic {
        let before: u64 = self.records.iter().take(fault.block).sum();
        let row = 1 + before + fault.record;
        let field = fault.column.map(|column| &self.schema.fields[column]);
        let name = field.map_or_else(String::new, |field| field.name.clone());
        let place = Place::Cell { file: PathBuf::from(self.path), row, column: name };
        match field {
            Some(field) => of_cell(fault.kind, field, place),
            None => of_record(fault.kind, self.schema.fields.len(), place),
        }
    }
}

fn of_cell(kind: FaultKind, field: &Field, place: Place) -> Diagnostic {
    let name = &field.name;
    match (kind, &field.kind) {
        (FaultKind::UnknownCode, Kind::Code { allowed, .. }) => Diagnostic::error(
            &UNKNOWN_CODE,
            say!("`{name}` 列的代码不在代码表中", "the code in `{name}` is not in the code list"),
        )
        .at(place)
        .help(say!("可用的代码：{allowed}", "the codes are: {allowed}")),
        (FaultKind::NoPeriod, Kind::Code { allowed, .. }) => {
            Diagnostic::error(&NO_PERIOD, say!("`{name}` 列填的不是期间", "`{name}` does not hold a period")).at(place).help(
                say!(
                    "填代码（{allowed}），或写成“2024年”“2024年上半年”“2023—2024学年”“截至2025年6月”这样的期间",
                    "write one of the codes ({allowed}), or a period such as 2024年, 2024年上半年, 2023—2024学年 or 截至2025年6月"
                ),
            )
        }
        (FaultKind::BadNumber, Kind::Number { slot: _, places: 0 }) => Diagnostic::error(
            &BAD_NUMBER,
            say!("`{name}` 列不是整数", "`{name}` does not hold a whole number"),
        )
        .at(place)
        .help(say!("只写数字，不带正负号、千分位、空格和单位", "write digits alone: no sign, no separators, no spaces, no unit")),
        (FaultKind::BadNumber, Kind::Number { slot: _, places }) => {
            Diagnostic::error(&BAD_NUMBER, say!("`{name}` 列不是数", "`{name}` does not hold a number")).at(place).help(say!(
                "只写数字和小数点，最多 {places} 位小数，不带正负号、千分位、空格和单位",
                "write digits and a point, at most {places} decimals: no sign, no separators, no spaces, no unit"
            ))
        }
        (FaultKind::Negative, _) => {
            Diagnostic::error(&NEGATIVE, say!("`{name}` 列有负数", "`{name}` holds a negative number")).at(place).help(say!(
                "冲销和退款请另设一列，或与原来的记录合并成一条",
                "put corrections and refunds into a column of their own, or merge them with the record they correct"
            ))
        }
        (FaultKind::BadKey, _) => {
            Diagnostic::error(&BAD_KEY, say!("`{name}` 列不是合格的键", "`{name}` does not hold a proper key"))
                .at(place)
                .help(say!("键由 1 至 64 个字母、数字、`-`、`_` 组成", "a key is 1 to 64 letters, digits, `-` and `_`"))
        }
        _ => Diagnostic::error(&EMPTY_CELL, say!("`{name}` 列不能为空", "`{name}` may not be empty")).at(place).help(say!(
            "填上内容；如果确实可以为空，在声明中加 `optional = true`",
            "fill it in, or declare the column with `optional = true`"
        )),
    }
}

pub(super) fn of_record(kind: FaultKind, expected: usize, place: Place) -> Diagnostic {
    match kind {
        FaultKind::FieldCount(found) => Diagnostic::error(
            &FIELD_COUNT,
            say!("这一行有 {found} 格，表头有 {expected} 格", "the row has {found} cells, the heading {expected}"),
        )
        .at(place)
        .help(say!("内容里有逗号时，整格要用英文双引号括起来", "a cell that holds a comma must stand in quotation marks")),
        FaultKind::NotUtf8 => not_utf8(place, say!("从这一行起不是 UTF-8 编码", "not UTF-8 from this row on")),
        FaultKind::TooLong => too_long(place),
        _ => Diagnostic::error(
            &STRAY_QUOTE,
            say!("引号没有成对，或不在格子的开头", "a quotation mark has no partner or does not begin the cell"),
        )
        .at(place)
        .help(quote_help()),
    }
}

pub(super) fn quote_help() -> Text {
    say!("整格用英文双引号括起来，里面的双引号写两个", "put the whole cell in quotation marks and double those inside it")
}

fn too_long(place: impl Into<Place>) -> Diagnostic {
    Diagnostic::error(
        &LINE_TOO_LONG,
        say!("这一行超过 1 MiB，其后的内容没有读取", "the row is longer than 1 MiB; what follows was not read"),
    )
    .at(place)
    .help(say!(
        "检查前面是否有没配对的引号，或文件是否损坏",
        "look for a quotation mark without partner before it, or a damaged file"
    ))
}

/// A file without a usable heading.
pub(super) fn heading(path: &Path, trouble: NoHeading, sink: &Sink) -> Failed {
    sink.fail(match trouble {
        NoHeading::TooLong => too_long(path),
        NoHeading::Trouble(error) => files::Error::io(path, &error).diagnostic(),
        NoHeading::Empty => Diagnostic::error(&NO_HEADING, say!("文件没有表头", "the file has no heading"))
            .at(path)
            .help(say!("第一行应是各列的列名", "the first line must name the columns")),
    })
}
