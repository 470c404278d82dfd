//! The rules of cubes.

use crate::confidential::records::rules::rules;
use crate::diag::Rule;

rules! {
    COLUMN = "cube/column", "多维表用到的列没有相应的声明", "a cube uses a column that is not declared for that",
        "多维表的维度和筛选要用记录文件中声明了维度的列，`sum:列名` 要用整数或小数列，`distinct` 要求记录声明了 `person`。",
        "Dimensions and filters of a cube are columns declared with a dimension; `sum:column` needs a whole or decimal column; `distinct` needs records that declare `person`.";
    EMPTY_DIMENSION = "cube/empty-dimension", "维度列有空格子", "a dimension is empty in some rows",
        "维度为空的行进不了任何一格，合计就会大于各部分之和，差额会透露这些行。请为“不详”设一个代码，或用筛选排除这些行。",
        "A row with an empty dimension falls into no cell; the total would exceed its parts and the difference would tell of those rows. Give “not known” a code of its own, or leave the rows out by a filter.";
    IMPOSSIBLE_ROWS = "cube/impossible-rows", "声明为没有的组合里有记录", "there are rows where none can be",
        "`[[structural]]` 声明的组合不可能存在，`[[uncollected]]` 声明的没有收集，`within` 则说明月份属于哪一年、乡镇属于哪个县。读者因此知道那里没有人；记录里却有，公开的表就会自相矛盾，差额会透露这些行。信息只说明是哪张表、哪一列，请在记录文件里查找。",
        "A combination under `[[structural]]` cannot exist, one under `[[uncollected]]` was not collected, and `within` says in which year a month lies or in which county a town. Readers therefore know that nobody is there. When the records have rows all the same, the tables would contradict themselves and the difference would tell of those rows. The message names the cube or the columns only: look the rows up in the record file.";
    TOO_LARGE = "cube/too-large", "多维表太大", "a cube is too large",
        "一个多维表最多有 12 个维度，全部格数必须能用 64 位整数编号。公开的表通常只有两三个维度；请拆分。",
        "A cube may have 12 dimensions, and its cells must be countable in 64 bits. Tables for the public mostly have two or three dimensions: split it.";
}
