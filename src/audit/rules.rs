//! The rules of tables that are to be attacked.

use crate::diag::Rule;

macro_rules! rules {
    ($($name:ident = $id:literal, $zh:literal, $en:literal, $zh_explain:literal, $en_explain:literal;)*) => {
        $(pub(super) static $name: Rule = Rule { id: $id, title: ($zh, $en), explain: ($zh_explain, $en_explain) };)*
        /// The rules of this module.
        pub static RULES: &[&Rule] = &[$(&$name),*];
    };
}

rules! {
    NOT_UTF8 = "audit/not-utf8", "表格不是 UTF-8 编码", "a table is not UTF-8",
        "要检验的表格必须是 UTF-8。中文 Windows 上的 Excel 默认把 CSV 存成 GBK，请另存为“CSV UTF-8（逗号分隔）”。程序不猜测编码。",
        "A table to be attacked must be UTF-8. Excel on Chinese Windows saves CSV as GBK by default; save as “CSV UTF-8 (comma delimited)”. The encoding is never guessed.";
    NO_HEADING = "audit/no-heading", "表格没有表头", "a table has no heading",
        "第一行必须是列名，后面至少有一行数据。空文件和只有表头的文件都没有可检验的内容。",
        "The first line must name the columns and at least one row must follow. An empty file, or a heading alone, holds nothing to attack.";
    DUPLICATE_COLUMN = "audit/duplicate-column", "两列同名", "two columns have the same heading",
        "两列同名时无法判断该用哪一列。请改名或删去一列。",
        "With two columns of one name nobody can tell which is meant. Rename or remove one.";
    FIELD_COUNT = "audit/field-count", "某行的格数与表头不同", "a row has more or fewer cells than the heading",
        "每一行的格数必须与表头相同。常见的原因：内容里有逗号而没有加引号；表格下面还有注释行；文件下载到一半。",
        "Every row must have as many cells as the heading. The usual causes: a comma inside a cell without quotation marks, notes below the table, a download that broke off.";
    NO_VALUE = "audit/no-value-column", "找不到数值列", "no column holds values",
        "程序把全是数字和隐去标记的列当作数值列，一列也没有找到。用 `--value 列名` 指明；如果隐去标记不常见，再用 `--mark 文字=withheld` 说明。",
        "Columns of numbers and marks are taken for values, and none was found. Name one with `--value COLUMN`; if the table uses an unusual mark, declare it with `--mark TEXT=withheld`.";
    NO_COLUMN = "audit/no-such-column", "没有这一列", "there is no such column",
        "选项或 `TABLE.audit.toml` 提到的列不在表头里。列名须逐字相同。",
        "An option or `TABLE.audit.toml` names a column that the heading does not have. Names must be spelt the same.";
    NO_CODE = "audit/no-such-code", "这一列里没有这个代码", "the column has no such code",
        "`--total` 或 `[groups]` 提到的代码没有出现在这一列里。空格和大小写都要一致。",
        "A code named by `--total` or `[groups]` does not occur in its column. Spaces and capitals count.";
    BAD_VALUE = "audit/bad-value", "既不是数字，也不是已知的标记", "a cell is neither a number nor a known mark",
        "数值列里只能有数字、空格子，或表示隐去、不适用等的标记。不认识的文字不猜测：用 `--mark 文字=withheld` 说明它是隐去的，用 `--mark 文字=absent` 说明这里本来没有数。",
        "A column of values holds numbers, blanks and marks for what is withheld or absent. A text that is none of them is not guessed at: say `--mark TEXT=withheld` or `--mark TEXT=absent`.";
    TWO_VALUES = "audit/two-values", "同一格有两个数", "one cell has two values",
        "两行的各项代码完全相同，数值却不同。多半是还有一列也在区分它们，而程序把它当成了说明文字；用 `--by 列名,列名` 列出全部分组列。",
        "Two rows have the same codes throughout but different values. Mostly another column tells them apart that was taken for a remark: list all the columns that break the table down with `--by COLUMN,COLUMN`.";
    BAD_OPTION = "audit/bad-option", "选项写法不对", "an option is not written as it should be",
        "`--total` 写成 `列=代码`，`--mark` 写成 `文字=withheld` 或 `文字=absent`，`--rounding` 和 `--width` 写正数。",
        "`--total` is written `COLUMN=CODE`, `--mark` is `TEXT=withheld` or `TEXT=absent`, `--rounding` and `--width` take a positive number.";
    TOO_MANY = "audit/too-many-combinations", "组合太多", "there are too many combinations",
        "各分组列的代码数相乘超出了程序能编号的范围。这几乎总是因为一个写着说明文字或流水号的列被当成了分组列；用 `--by` 列出真正的分组列。",
        "The numbers of codes multiply beyond what can be numbered. That is nearly always a column of remarks or running numbers taken for a breakdown: list the real ones with `--by`.";
    MORE_FAULTS = "audit/more-faults", "还有更多错误", "there are more faults than are told",
        "每个文件最多逐条列出 50 处错误，其余只计数。同类错误往往出自同一个原因。",
        "At most 50 faults of a file are told one by one, the others are counted. Faults of one kind mostly have one cause.";
    NOT_LINKED = "audit/not-linked", "两张表对不上", "two tables contradict each other",
        "两张表里同一格的数不一样，所以不当作同一批数据，分开检验。也许是两个版本，也许是列名相同而内容不同。",
        "The tables give different values for the same cells, so they are not taken for one set of data and are attacked apart. They may be two editions, or use one name for different things.";
    NOT_ADDITIVE = "audit/total-does-not-add-up", "指明的合计不等于各部分之和", "a declared total is not the sum of its parts",
        "用 `--total` 或 `[groups]` 指明了合计，但公布的数字加起来并不相等，已超出公布时取整造成的误差，所以没有使用。请检查代码，或用 `--rounding` 说明取整的单位。",
        "A total was declared with `--total` or `[groups]`, but the published figures do not add up, by more than their rounding explains; it was not used. Check the codes, or state the rounding with `--rounding`.";
}
