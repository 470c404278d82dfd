//! The rules of case files.

use crate::confidential::records::rules::rules;
use crate::diag::Rule;

rules! {
    FORMAT = "case/not-a-case", "不是检验案例文件", "not a case file",
        "检验案例是 `shanwai-sdc-case/1` 格式的 JSON，写明维度、最细的格子、规则和要公开的全部格子。信息给出读不下去的行和列，不显示内容。",
        "A case is JSON in the format `shanwai-sdc-case/1`: dimensions, finest cells, rules and every cell of the release. The message gives the line and column where reading stopped, never what stands there.";
    CODE = "case/unknown-code", "用了没有声明的代码", "a code is not declared",
        "格子的代码必须是该维度 `leaves` 里的叶子，或 `groups` 里的组；`inner` 和 `records` 只能用叶子。",
        "The codes of a cell are leaves or groups of its dimension; `inner` and `records` use leaves only.";
    NUMBER = "case/bad-number", "不是可用的数", "not a usable number",
        "数值最多六位小数，大小在约 9 千亿以内；人数必须是整数。",
        "Values have at most six decimals and stay below about 900 thousand million; counts are whole.";
    NEGATIVE = "case/negative", "出现负数", "a value is negative",
        "案例声明格子不会是负数（`attack.nonnegative`），保护和攻击都用到这一点。请改正数据，或声明可以为负。",
        "The case says that no cell is negative (`attack.nonnegative`), and both protection and attack rely on it. Correct the data, or declare that negative values occur.";
    TWICE = "case/two-values", "同一格有两个数", "one cell has two values",
        "同一组代码在一张表里只能有一个数。两个数里必有一个是错的。",
        "A set of codes has one value in a table. Of two, one must be wrong.";
    SUM = "case/does-not-add-up", "数加不起来", "values do not add up",
        "每个格子等于其中最细格子之和，每个最细格子等于其贡献者之和。加不起来的表无法保护：读者会用差额推算。",
        "A cell is the sum of its finest cells, and a finest cell the sum of its contributions. A table that does not add up cannot be protected, since readers work with the differences.";
    PREVIOUS = "case/contradicts-earlier", "与已经公开的内容矛盾", "an earlier release contradicts the case",
        "已经公开的格子不能收回，没有公开的也不能补上；同一格不能两者兼有，公开过的数要与现在的数据一致。",
        "What was published stays published, what was withheld stays withheld. A cell cannot be both, and values published earlier must agree with the data.";
    EMPTY = "case/nothing-inside", "要保护的格子里什么都没有", "a cell to protect has nothing inside",
        "一个格子不含任何最细的格子，它的数必然是零，谁也藏不住。请把它声明为不可能出现的格子，不要列入。",
        "A cell without finest cells is always nought, which nothing can hide. Declare it impossible and leave it out.";
    RULE = "case/absurd-rule", "规则不合理", "a rule makes no sense",
        "阈值至少为 2 且不超过一百万，百分数在 0 与 100 之间，支配规则至少看一个贡献者。",
        "A threshold is at least 2 and at most a million, a percentage between 0 and 100, and a dominance rule looks at one contributor or more.";
    FORCED = "case/forced-primary", "必须公开的格按规则要隐去", "a cell that must be published may not be",
        "`forced` 写的是必须公开的格；按案例自己的规则要隐去的，不能只凭 `forced` 就公开，要同时写进 `waived`，表示有人决定这样做。在 `previous.published` 里的不在此列：公开过的收不回来。",
        "`forced` lists the cells that must be published. One that the case's own rule withholds is not published on that word alone: name it in `waived` as well, which says that somebody decided so. What stands in `previous.published` is another matter, since it cannot be taken back.";
    REVEALED = "case/revealed", "必须公开的数泄露了不能公开的数", "what must be public reveals what must not",
        "必须公开的格子之间做加减，就能得到要保护的格子，所以没有安全的方案。可以合并代码、不公开那张表，或写明理由放弃保护这一格。",
        "Sums and differences of cells that must be public give a cell that is to be protected, so no pattern is safe. Merge codes, drop the table, or waive the cell and say why.";
}
