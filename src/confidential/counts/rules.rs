//! The rules of answers from a warehouse.

use crate::confidential::records::rules::rules;
use crate::diag::Rule;

rules! {
    COLUMNS = "counts/columns", "仓库结果的列不对", "the columns of a warehouse's answer are not those of the query",
        "查询结果要原样保存：列名由查询给出，一列也不能少、不能改名、不能添加。常见的原因是保存时没有带表头，或在表格软件里改过。",
        "The result of the query is saved as it is. Its headings come from the query; none may be missing, renamed or added. Mostly the heading was not saved along, or the file was changed in a spreadsheet program.";
    UNREADABLE = "counts/unreadable", "读不了仓库的结果", "a warehouse's answer cannot be read",
        "以 `.parquet` 结尾的文件按 Parquet 读取（不压缩或 Snappy 压缩，只有一个文件），其余按 UTF-8 的 CSV 读取。一份结果最多三千多万行。Spark 写出的是一个目录：先用 `coalesce(1)` 写成一个文件，再取出其中的那个文件。",
        "A file whose name ends with `.parquet` is read as Parquet (one file, uncompressed or Snappy), every other as CSV in UTF-8. An answer has 33 million rows at most. Spark writes a folder: write it with `coalesce(1)` and take the one file out of it.";
    OTHER_QUERY = "counts/other-query", "结果不是这个查询的", "the answer is to another query",
        "结果里带着查询的标记。多维表、筛选、分组、权重、代码表或记录的列改过以后，原来的查询就不再适用，结果也要重新取。用 `shanwai records sql` 再打印一次查询。",
        "The answer carries the mark of its query. Once cubes, filters, groups, weights, code lists or columns of the records have changed, the old query no longer fits and neither does its answer. Print the query again with `shanwai records sql`.";
    RECORDS = "counts/records", "仓库里的记录有问题", "records in the warehouse are not as declared",
        "查询顺便数了程序不会接受的记录：必填的列是空的，代码不在代码表中，数字不合格，或者是负数。是哪些记录，请在仓库里查找；信息里不写有几条。",
        "The query also counts the records that the program would refuse: required columns that are empty, codes that are in no list, numbers that are none, negative ones. Look them up in the warehouse; the message does not say how many they are.";
    VALUE = "counts/value", "仓库结果的一格不对", "a cell of a warehouse's answer is not what it should be",
        "`part`、`cube`、`measure` 里是查询给出的词，`cell`、`rows`、`persons`、`contributors`、`total`、`top_1` 等是不带小数点、千分位和指数的整数。表格软件会把长的数改成 1.2E+15：不要用它打开再保存。",
        "`part`, `cube` and `measure` hold words that the query gives; `cell`, `rows`, `persons`, `contributors`, `total`, `top_1` and so on are whole numbers without point, separators or exponent. Spreadsheet programs turn long numbers into 1.2E+15: do not open and save the file with one.";
    UNKNOWN = "counts/unknown-code", "仓库结果里有不认识的代码", "a warehouse's answer holds an unknown code",
        "`by_…` 列里是声明的代码，合计写作 `*`。仓库里的代码必须与代码表逐字相同，前面的零也算；时间要用代码，不能写成“2024年”。信息只给出行和列，不显示内容。",
        "The columns `by_…` hold declared codes, with `*` for totals. Codes in the warehouse are spelt as in the code list, leading zeros included; times are written as codes, not as an office would write the year. The message gives row and column, never the content.";
    TWICE = "counts/twice", "仓库结果有重复的行", "a row of a warehouse's answer stands twice",
        "每一格、每个合计只有一行。重复的行多半是把两次查询的结果接在了一起。",
        "Every cell and every margin has one row. Repeated rows mostly come from two results that were put together.";
    MISSING = "counts/missing", "仓库结果缺行", "rows of a warehouse's answer are missing",
        "有记录的每一格和每个合计都要在结果里，缺一行就无法判断能公布什么。常见的原因是导出工具限制了行数。",
        "Every cell and margin with records must be in the answer: without one it cannot be judged what may be published. Mostly a tool exported the first so many rows only.";
    CONTRADICTION = "counts/contradiction", "仓库结果前后矛盾", "a warehouse's answer contradicts itself",
        "行数和总和要等于各部分之和，不重复的人数要与“谁在哪些格里”一致，人数不多于行数，最大的几笔由大到小、合起来不大于总和。结果经过修改、四舍五入，或者查询期间记录变了，就会对不上。",
        "Rows and sums equal those of their parts, distinct persons agree with who is in which cells, there are no more of them than rows, and the largest contributions descend and do not exceed the sum. An answer that was changed or rounded, or made while records changed, does not add up.";
    NEEDS_RECORDS = "counts/needs-records", "这种保护方法要用记录本身", "this method of protection needs the records themselves",
        "单元键法从每个人的编号算出扰动，而仓库的结果里没有编号，也不应当有。请把记录放在本机（`file`），或换一种方法。",
        "The cell-key method draws its noise from the key of each person, and the answer of a warehouse holds no keys, nor should it. Keep the records here (`file`), or choose another method.";
}
