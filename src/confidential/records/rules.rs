//! The rules of record files.

use crate::diag::Rule;

macro_rules! rules {
    ($($name:ident = $id:literal, $zh:literal, $en:literal, $zh_explain:literal, $en_explain:literal;)*) => {
        $(pub(in crate::confidential) static $name: Rule =
            Rule { id: $id, title: ($zh, $en), explain: ($zh_explain, $en_explain) };)*
    };
}
pub(in crate::confidential) use rules;

rules! {
    MISSING_COLUMN = "records/missing-column", "记录文件缺少已声明的列", "a declared column is missing",
        "`data/catalog.toml` 声明的每一列都必须出现在记录文件的表头里。列名须逐字相同，大小写也要一致。",
        "Every column declared in `data/catalog.toml` must stand in the heading of the record file, spelt the same, capitals included.";
    EXTRA_COLUMN = "records/undeclared-column", "记录文件有未声明的列", "a column is not declared",
        "未声明的列不读取，也不进入任何统计。这是提示，不影响构建；不用的列最好从导出文件里删去，少一列就少一分风险。",
        "Undeclared columns are not read and enter no statistic. This is a note and stops nothing; still, columns nobody uses are best left out of the export, since what is not there cannot leak.";
    DUPLICATE_COLUMN = "records/duplicate-column", "表头有重复的列名", "two columns have the same heading",
        "两列同名时无法判断该用哪一列。请删去其中一列，或改名。",
        "With two columns of one name nobody can tell which is meant. Remove or rename one.";
    NO_HEADING = "records/no-heading", "记录文件没有表头", "a record file has no heading",
        "记录文件的第一行必须是列名。空文件、第一行就是记录的文件，都属于这种情况；第一行可能是记录，所以信息里不显示它的内容。",
        "The first line of a record file must name the columns. An empty file has none, nor has a file that begins with its first record; since that line may be a record, the message does not show it.";
    NOT_UTF8 = "records/not-utf8", "记录文件不是 UTF-8 编码", "a record file is not UTF-8",
        "记录文件必须是 UTF-8。中文 Windows 上的 Excel 默认把 CSV 存成 GBK；请另存为“CSV UTF-8（逗号分隔）”。程序不猜测编码，猜错会悄悄改变内容。",
        "Record files must be UTF-8. Excel on Chinese Windows saves CSV as GBK by default; save as “CSV UTF-8 (comma delimited)”. The encoding is never guessed: a wrong guess would change the content without a sign.";
    UNKNOWN_CODE = "records/unknown-code", "代码不在代码表中", "a code is not in its code list",
        "声明了维度的列只能填该维度代码表里的代码。信息只给出行和列，不显示内容，请在原文件里查看。区分大小写，首尾不能有空格。",
        "A column of a dimension holds codes of that dimension's code list only. The message gives row and column, never the content: look it up in the file. Capitals count, and spaces around a code are part of it.";
    NO_PERIOD = "records/no-period", "时间列里填的不是期间", "a cell of a time column is no period",
        "声明了时间维度的列，可以填代码，也可以照公文的写法填期间：2024年、2024年上半年、2024年第一季度、2024年7月、2023—2024学年、2021/22、2015-2017、截至2025年6月。程序按起讫日期对上代码；“截至”的数对应那个月或那一年的最后一天。这一格两样都不是。信息只给出行和列，不显示内容，请在原文件里查看。",
        "A column of a time dimension holds its codes, or periods as Chinese offices write them: a year, a half year, a quarter, a month, a school year, `2021/22`, `2015-2017`, or a state “as of” a month. They are matched with the codes by their first and last days; “as of” is the last day of its month or year. This cell holds neither. The message gives row and column, never the content: look it up in the file.";
    BAD_NUMBER = "records/bad-number", "数字格式不对", "a cell does not hold a proper number",
        "数字列只写数字，需要时加一个小数点；不带正负号、千分位逗号、空格、货币符号和单位，最多 18 位。",
        "A number is written with digits and, where declared, one point: no sign, no thousands separators, no spaces, currency signs or units, at most 18 digits.";
    NEGATIVE = "records/negative-number", "记录里有负数", "a record holds a negative number",
        "人数、次数和金额都不能是负数。推算隐去的数时，读者也认定没有负数；混进一个负数，保护就靠不住了。冲销和退款请另设一列，或与原来的记录合并。信息只给出行和列，不显示内容。",
        "Numbers of persons, of services and of money are not negative. Readers take that for granted when they work out withheld figures, and the protection reckons with it: one negative number and it cannot be relied on. Corrections and refunds belong in a column of their own, or together with the record they correct. The message gives row and column, never the content.";
    BAD_KEY = "records/bad-key", "键的格式不对", "a cell does not hold a proper key",
        "键由 1 至 64 个字母、数字、`-`、`_` 组成。键应当是无意义的编号，绝不能是姓名或身份证号码。",
        "A key is 1 to 64 letters, digits, `-` and `_`. It should be a number without meaning, never a name or an identity card number.";
    EMPTY_CELL = "records/empty-cell", "必填的格子是空的", "a required cell is empty",
        "没有声明 `optional = true` 的列不能有空格子。“不详”应有自己的代码，而不是空着。",
        "A column without `optional = true` may have no empty cells. “Not known” deserves a code of its own rather than a blank.";
    FIELD_COUNT = "records/field-count", "某行的格数与表头不同", "a row has more or fewer cells than the heading",
        "每一行的格数必须与表头相同。最常见的原因是内容里有逗号而没有加引号。",
        "Every row must have as many cells as the heading. The usual cause is a comma inside a cell that stands without quotation marks.";
    STRAY_QUOTE = "records/stray-quote", "引号没有成对", "a quotation mark is out of place",
        "英文双引号必须括住整个格子，里面的双引号要写两个（RFC 4180）。没有配对的引号会把后面的许多行吞进同一格，所以不予猜测。",
        "Quotation marks stand around a whole cell, and those inside are doubled (RFC 4180). One without partner would swallow the rows that follow it, so nothing is guessed.";
    LINE_TOO_LONG = "records/line-too-long", "一行太长", "a row is too long",
        "记录文件的一行最多 1 MiB。更长的行几乎总是因为引号没有配对，或者文件不是 CSV。读到这里就停止，不占用更多内存。",
        "A row of a record file may have 1 MiB. A longer one is nearly always a quotation mark without partner, or a file that is no CSV. Reading stops there and takes no more memory.";
    MORE_FAULTS = "records/more-faults", "还有更多错误", "there are more faults than are told",
        "每个文件最多逐条列出 200 处错误，其余只计数。同类错误往往出自同一个原因，改正导出设置后再运行。",
        "At most 200 faults of a file are told one by one, the others are counted. Faults of one kind mostly have one cause: mend the export and run again.";
    SCHEMA = "records/person-not-a-key", "个人键列没有声明为键", "the person column is not declared as a key",
        "`person` 指向的列必须在 `columns` 中以 `kind = \"key\"` 声明，程序凭它数不重复的人。",
        "The column named by `person` must be declared in `columns` with `kind = \"key\"`; distinct persons are counted by it.";
}
