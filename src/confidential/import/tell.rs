//! The words for what importing found: sheet, row and column, never a value.

use std::path::{Path, PathBuf};

use super::book::{Sheet, Unreadable};
use super::layout::{Layout, NoRecord};
use super::number::NoNumber;
use super::rules::{
    ALIKE, BAD_KEY, DROPPED, HIDDEN, IDENTIFIER, LEFT_OUT, MISSING_COLUMN, MORE, NEGATIVE, NO_TABLE, NOT_A_DATE, NOT_A_NUMBER,
    OTHER_SHEET, PERSONAL_COLUMN, PERSONAL_ELSEWHERE, REPEATED, TOTAL, UNIT, UNKNOWN_WORD, UNREADABLE,
};
use super::table::{Fault, Read, Table, Trouble};
use super::time::NoTime;
use super::words::NoCode;
use super::{ImportRequest, empty, resemble, totals};
use crate::config::ColumnKind;
use crate::diag::{Diagnostic, Place, Sink, Text};
use crate::say;

/// Faults told one by one; the rest are counted.
const TOLD: usize = 200;

/// A file and the sheet of it that is read.
pub(super) struct Where<'a> {
    pub(super) file: &'a Path,
    pub(super) sheet: &'a Sheet,
}

impl Where<'_> {
    /// The file, with the sheet where it has several.
    pub(super) fn shown(&self) -> PathBuf {
        match &self.sheet.name {
            Some(name) => PathBuf::from(format!("{}[{name}]", self.file.display())),
            None => self.file.to_path_buf(),
        }
    }

    pub(super) fn cell(&self, row: usize, layout: &Layout, heading: Option<usize>) -> Place {
        let column = heading.map(|place| &layout.headings[place]).map_or_else(String::new, |heading| {
            let name = if heading.full.is_empty() { &heading.leaf } else { &heading.full };
            format!("{} {name}", letter(heading.at)).trim_end().to_owned()
        });
        Place::Cell { file: self.shown(), row: row as u64 + 1, column }
    }
}

/// The name of a column on a sheet: A, B, …, Z, AA.
fn letter(at: usize) -> String {
    let last = char::from(b'A' + u8::try_from(at % 26).unwrap_or(0));
    if at < 26 { last.to_string() } else { letter(at / 26 - 1) + &last.to_string() }
}

pub(super) fn unreadable(file: &Path, why: Unreadable) -> Diagnostic {
    let (message, help) = match why {
        Unreadable::Password => {
            (say!("工作簿有密码", "the workbook has a password"), say!("去掉密码再导入", "take the password away"))
        }
        Unreadable::Damaged => (
            say!("这不是完好的工作簿", "this is no sound workbook"),
            say!("在 Excel 或 WPS 里打开，另存为 XLSX", "open it in Excel or WPS and save it as XLSX"),
        ),
        Unreadable::Encoding => (
            say!("这不是 UTF-8、GBK 或 GB18030 的文字", "this is no text in UTF-8, GBK or GB18030"),
            say!(
                "在 Excel 或 WPS 里打开，另存为“CSV UTF-8”或 XLSX",
                "open it in Excel or WPS and save it as “CSV UTF-8” or XLSX"
            ),
        ),
        Unreadable::Csv => (
            say!("这个 CSV 的引号没有成对", "the quotation marks of this CSV have no partners"),
            say!("在 Excel 或 WPS 里打开，另存为 XLSX", "open it in Excel or WPS and save it as XLSX"),
        ),
        Unreadable::Large => (
            say!("工作表太大：有内容的格子离表格太远", "the sheet is too large: some cell lies far from the table"),
            say!(
                "按 Ctrl+End 找到最后一格，删去表格以外的行和列",
                "press Ctrl+End to find the last cell and delete rows and columns outside the table"
            ),
        ),
    };
    Diagnostic::error(&UNREADABLE, message).at(file).help(help)
}

/// Every fault of a table; at most so many one by one.
pub(super) fn faults(table: &Table<'_>, read: &Read, request: &ImportRequest, sink: &Sink) {
    let place = Where { file: &request.file, sheet: table.sheet };
    let gathered = empty::gathered(&read.faults);
    for (fault, rows) in gathered.iter().take(TOLD) {
        let mut found = match fault.heading.map(|heading| &table.layout.headings[heading]) {
            Some(heading) if !rows.is_empty() => empty::told(rows, heading, &table.layout.headings, request),
            _ => fault_of(table, fault),
        };
        if let Some(slip) = resemble::slip(table, fault) {
            found.help.insert(0, slip);
        }
        found = found.at(place.cell(fault.row, table.layout, fault.heading));
        if fault.more > 0 {
            let more = fault.more;
            found = found.with_note(say!("内容相同的还有 {more} 行", "rows with the same content: {more} more"));
        }
        if request.skip_faulty {
            // The rows are left out by wish; what they lack is told all the same.
            found.level = crate::diag::Level::Warning;
        }
        sink.push(found);
    }
    let (all, told) = (gathered.len(), TOLD);
    if all > told {
        let message = say!("共有 {all} 处错误，这里列出前 {told} 处", "{all} faults in all, of which the first {told} are told");
        sink.push(
            Diagnostic::note(&MORE, message)
                .at(place.shown())
                .help(say!("先改正列出的错误，再导入一次", "cure those told and import again")),
        );
    }
}

fn fault_of(table: &Table<'_>, fault: &Fault) -> Diagnostic {
    let error = Diagnostic::error;
    match fault.trouble {
        Trouble::Identifier(kind) => {
            let (zh, en) = kind.rule().title;
            error(&IDENTIFIER, say!("这一格里{zh}", "this cell holds {en}")).help(say!(
                "在原表里删去，再导入一次；已经发出去的表请一并处理",
                "remove it from the table and import again; see to the copies that were sent as well"
            ))
        }
        Trouble::Word(NoCode::WholeCity) => {
            error(&UNKNOWN_WORD, say!("这里写的是全市，不是县市区", "this names the whole city, not a county"))
                .help(say!("写明是哪个县市区；全市合计不是一条记录", "name the county; a total of the city is no record"))
        }
        Trouble::Word(NoCode::Age) => error(&UNKNOWN_WORD, say!("年龄不在任何年龄段里", "the age lies in no age band")).help(
            say!("核对年龄；服务对象是儿童，年龄段见代码表", "check the age; the bands of the code list are those of children"),
        ),
        Trouble::Word(NoCode::Dated) => error(&UNKNOWN_WORD, say!("这里是日期，不是年龄段", "this is a date, not an age band"))
            .help(say!(
                "表格软件会把 6-9 当成日期：先把这一列设成文本格式，再写 6-9 或 6至9岁",
                "spreadsheets turn 6-9 into a date: format the column as text first, then write 6-9 again"
            )),
        Trouble::Word(NoCode::Several) => {
            error(&UNKNOWN_WORD, say!("这个词可以指几个代码", "the word could mean several codes")).help(word_help(table, fault))
        }
        Trouble::Word(NoCode::Unknown) => {
            error(&UNKNOWN_WORD, say!("这个词不在代码表里", "the word is not in the code list")).help(word_help(table, fault))
        }
        Trouble::Time(NoTime::Wrong) => error(&NOT_A_DATE, say!("这不是有效的日期", "this is not a valid date"))
            .help(say!("写成 2024-07、2024年7月或 2024/7/15", "write 2024-07 or 2024/7/15")),
        Trouble::Time(NoTime::Coarse) => {
            error(&NOT_A_DATE, say!("期间太宽，代码表要的更细", "the period is wider than the code list wants"))
                .help(say!("写到月份，例如 2024-07", "say the month, such as 2024-07"))
        }
        Trouble::Time(NoTime::Outside) => error(&NOT_A_DATE, say!("这个期间不在代码表里", "the period is not in the code list"))
            .help(say!(
                "核对日期；确有其事的，在 `data/catalog.toml` 的维度里加上这个期间",
                "check the date; if it is right, add the period to the dimension in `data/catalog.toml`"
            )),
        Trouble::Number(NoNumber::Negative, _) => error(&NEGATIVE, say!("数字是负的", "the number is negative"))
            .help(say!("冲销和退款请与原来的记录合并", "merge corrections and refunds with the record they correct")),
        Trouble::Number(NoNumber::Approximate, _) => {
            error(&NOT_A_NUMBER, say!("这是约数", "this number is approximate")).help(say!(
                "写准确的数；确实只有约数的，用 `--approximate 列名`",
                "write the exact number; if there is none, say `--approximate HEADING`"
            ))
        }
        Trouble::Number(NoNumber::Fine, places) => {
            error(&NOT_A_NUMBER, say!("小数太多，最多 {places} 位", "too many decimals: at most {places}"))
                .help(say!("按声明的位数写", "write as many as are declared"))
        }
        Trouble::Number(NoNumber::Other, _) => error(&NOT_A_NUMBER, say!("这不是数字", "this is no number"))
            .help(say!("只写数字；没有的留空", "write digits alone; leave the cell empty where there is none")),
        Trouble::Percent => error(
            &NOT_A_NUMBER,
            say!("这一列有的带百分号，有的不带", "some cells of this column have a percent sign, others do not"),
        )
        .help(say!("统一成一种写法", "write all of them in one way")),
        Trouble::Formula => error(&NOT_A_NUMBER, say!("这一格的公式出错", "the formula of this cell fails"))
            .help(say!("改正公式，或直接写数", "correct the formula, or write the value itself")),
        // Without a heading nothing can be filled down.
        Trouble::Empty => {
            error(&super::rules::EMPTY, say!("这一格没有填", "this cell is empty")).help(say!("补上内容", "fill it in"))
        }
        Trouble::Key => error(&BAD_KEY, say!("编号的写法不能用", "the key cannot be used")).help(say!(
            "编号由 1 至 64 个字母、数字、`-`、`_` 组成；长数字要先把这一列设成文本格式，再重新填",
            "a key is 1 to 64 letters, digits, `-` and `_`; for long numbers format the column as text, then type them again"
        )),
        Trouble::Repeats(first) => {
            let first = first + 1;
            error(&REPEATED, say!("与第 {first} 行相同", "the row repeats row {first}")).help(say!(
                "删去一行；确是两件事的，用 `--keep-repeated`",
                "remove one of them; if they are two events, say `--keep-repeated`"
            ))
        }
    }
}

/// The codes that would do.
fn word_help(table: &Table<'_>, fault: &Fault) -> Text {
    let column = (0..table.origins.len())
        .find(|at| table.origins[*at] == super::columns::Origin::Heading(fault.heading.unwrap_or(usize::MAX)));
    let column = column.map(|at| &table.spec.columns[at]);
    let Some(ColumnKind::Dimension(dimension)) = column.map(|column| &column.kind) else {
        return say!("对照代码表改正", "correct it by the code list");
    };
    let (id, entries) = (column.map_or("", |column| column.name.as_str()), &dimension.codes);
    let named = |entry: &crate::config::CodeEntry| {
        let (zh, en) = entry.name.both();
        (format!("`{}` {zh}", entry.code), format!("`{}` {en}", entry.code))
    };
    let (zh, en): (Vec<String>, Vec<String>) = entries.iter().take(12).map(named).unzip();
    let more = if entries.len() > 12 { " …" } else { "" };
    let (zh, en) = (zh.join("、") + more, en.join(", ") + more);
    let example = entries.first().map_or_else(String::new, |entry| entry.code.to_string());
    say!(
        "代码表里有：{zh}；表里的词若是其中一个的别称，照这样写：`--word {id}:词={example}`",
        "the code list has: {en}; if the word is another name for one of them, say it like this: `--word {id}:WORD={example}`"
    )
}

/// What was left out, dropped or hidden; nothing of it is an error.
pub(super) fn remarks(table: &Table<'_>, read: &Read, file: &Path, sink: &Sink) {
    let place = Where { file, sheet: table.sheet };
    for (why, zh, en) in [
        (NoRecord::Total, "合计行没有导入", "totals were left out"),
        (NoRecord::Note, "附注和签名没有导入", "notes and signatures were left out"),
        (NoRecord::Heading, "重复的表头没有导入", "repeated headings were left out"),
    ] {
        let rows: Vec<usize> = table.layout.others.iter().filter(|(_, own)| *own == why).map(|(row, _)| row + 1).collect();
        if let Some(first) = rows.first() {
            let list = rows.iter().take(20).map(usize::to_string).collect::<Vec<_>>();
            let (zh_list, en_list) = (list.join("、"), list.join(", "));
            let message = say!("{zh}（第 {zh_list} 行）", "{en} (rows: {en_list})");
            sink.push(Diagnostic::note(&LEFT_OUT, message).at(place.cell(first - 1, table.layout, None)));
        }
    }
    let personal = |heading: usize| read.personal.iter().any(|(own, _)| *own == heading);
    let named = |heading: usize| table.layout.headings[heading].full.clone();
    let dropped: Vec<String> = (0..table.layout.headings.len())
        .filter(|at| !table.is_used(*at) && !personal(*at))
        .map(named)
        .filter(|name| !name.is_empty())
        .collect();
    if !dropped.is_empty() {
        let (zh, en) = (dropped.join("、"), dropped.join(", "));
        let message = say!("没有声明、已丢弃的列：{zh}", "undeclared columns, dropped: {en}");
        sink.push(Diagnostic::note(&DROPPED, message).at(place.shown()));
    }
    for (heading, kind) in &read.personal {
        let (zh, en) = kind.rule().title;
        let message = say!("整列丢弃：{zh}", "the whole column was dropped: {en}");
        let help = say!("请报表的单位以后不要带这一列", "ask those who send the table to leave the column out");
        let first = table.layout.records.first().copied().unwrap_or(0);
        sink.push(Diagnostic::warning(&PERSONAL_COLUMN, message).at(place.cell(first, table.layout, Some(*heading))).help(help));
    }
    let hidden: Vec<String> = table
        .layout
        .headings
        .iter()
        .filter(|heading| heading.hidden)
        .map(|heading| format!("{} {}", letter(heading.at), heading.full))
        .collect();
    if !hidden.is_empty() {
        let (zh, en) = (hidden.join("、"), hidden.join(", "));
        let message = say!("隐藏的列：{zh}", "hidden columns: {en}");
        sink.push(Diagnostic::note(&HIDDEN, message).at(place.shown()));
    }
    let hidden = table.layout.records.iter().filter(|row| table.sheet.hidden_rows.contains(row)).count();
    if hidden > 0 {
        let message = say!("隐藏的 {hidden} 行也在记录里", "hidden rows among the records: {hidden}");
        let help = say!("不该导入的，在原表里删去", "delete those that do not belong in the table");
        sink.push(Diagnostic::note(&HIDDEN, message).at(place.shown()).help(help));
    }
    if let Some(first) = read.alike.first() {
        let (count, row) = (read.alike.len(), first + 1);
        let message = say!(
            "除了序号，有 {count} 行与前面的某一行完全相同（第一处在第 {row} 行），照样导入",
            "rows that repeat an earlier one in all but its serial number: {count} (the first is row {row}); they are imported"
        );
        let help = say!(
            "确是两件事的不用管；重复粘贴的，在原表里删去再导入",
            "leave them where they are two events; where a row was pasted twice, delete it in the table and import again"
        );
        sink.push(Diagnostic::warning(&ALIKE, message).at(place.shown()).help(help));
    }
    if let Some((row, unit)) = table.layout.unit.filter(|_| table.has_numbers()) {
        let message = say!(
            "表头上面写着“{unit}”，数字照原样导入",
            "above the heading stands “{unit}”; the numbers are imported as they are"
        );
        let help = say!(
            "声明的列若以元计，先在原表里把金额换算成元，或在格子里写明单位（如 1.2万元）",
            "if the declared column is in yuan, convert the amounts in the table first, or write the unit into the cells (such as 1.2万元)"
        );
        sink.push(Diagnostic::warning(&UNIT, message).at(place.cell(row, table.layout, None)).help(help));
    }
    for (row, heading) in totals::wrong(table) {
        let message = say!("合计与各行之和不一致", "the total is not the sum of its rows");
        let help = say!(
            "核对明细有没有漏行、重复的行；只是合计没有更新的，不影响导入",
            "look for rows that are missing or stand there twice; a total that is merely out of date does no harm"
        );
        sink.push(Diagnostic::warning(&TOTAL, message).at(place.cell(row, table.layout, Some(heading))).help(help));
    }
    resemble::likeness(table, read, &place, sink);
}

/// A sheet that is not read, and how much personal information lies in it.
pub(super) fn unread_sheet(file: &Path, sheet: &Sheet, found: usize, sink: &Sink) {
    let place = Where { file, sheet }.shown();
    let told = if sheet.hidden {
        Diagnostic::note(&HIDDEN, say!("隐藏的工作表没有导入", "a hidden sheet was not imported"))
    } else {
        Diagnostic::note(&OTHER_SHEET, say!("这张工作表没有导入", "this sheet was not imported"))
    };
    sink.push(told.at(place.clone()));
    if found > 0 {
        let message = say!(
            "没有导入的工作表里，{found} 格有个人信息",
            "cells with personal information on a sheet that was not imported: {found}"
        );
        sink.push(elsewhere(message).at(place));
    }
}

/// Personal information in comments.
pub(super) fn comments(file: &Path, found: usize, sink: &Sink) {
    sink.push(elsewhere(say!("批注里有 {found} 处个人信息", "personal information in comments, places: {found}")).at(file));
}

fn elsewhere(message: Text) -> Diagnostic {
    let help = say!(
        "在原表里删去；隐藏不等于删除，收到文件的人都能看到",
        "delete it from the workbook: hidden is not removed, and whoever gets the file can see it"
    );
    Diagnostic::warning(&PERSONAL_ELSEWHERE, message).help(help)
}

/// A heading without records.
pub(super) fn no_records(place: &Where<'_>) -> Diagnostic {
    let message = say!("表头下面没有可以导入的记录", "no record that can be imported stands below the heading");
    Diagnostic::error(&NO_TABLE, message)
        .at(place.shown())
        .help(say!("核对文件和工作表，另一张用 `--sheet` 指明", "check file and sheet; name another with `--sheet`"))
}

/// A declared column that comes from nowhere.
pub(super) fn missing(place: &Where<'_>, column: &str, is_dimension: bool, headings: &(String, String)) -> Diagnostic {
    let message = say!("表格里没有哪一列对得上 `{column}`", "no column in the table matches `{column}`");
    let (zh, en) = headings;
    let found = Diagnostic::error(&MISSING_COLUMN, message).at(place.shown()).help(say!(
        "表格有这些列：{zh}；其中一列就是的，用 `--map {column}=列名` 指明",
        "its columns are: {en}; if one of them is meant, say `--map {column}=HEADING`"
    ));
    if !is_dimension {
        return found;
    }
    found.help(say!("整个表都一样的，用 `--set {column}=代码`", "if the whole table is of one, say `--set {column}=CODE`"))
}
