//! The rules of the gate.

use crate::confidential::records::rules::rules;
use crate::diag::Rule;

rules! {
    SMALL_CELLS = "gate/small-cells", "有的格子人数太少，不能公开", "cells with too few persons may not be published",
        "公开的每一格、每一个合计背后，都至少要有规定数目的不重复的人；一个人参加十次仍是一个人。保护引擎建成之前，只要有一格达不到，整张表就不公开：单独遮住一格，往往能从合计减出来。请减少维度或合并代码。零不在此限。见 `docs/methods/threshold.zh.md`。",
        "Behind every published cell and every total stand at least so many distinct persons; someone who came ten times is one. Until the protection engine exists, one cell below the threshold keeps the whole table back: a single hidden cell can mostly be found by subtraction from its totals. Leave out a dimension or merge codes. Zeros pass. See `docs/methods/threshold.en.md`.";
    SMALL_DIFFERENCE = "gate/small-difference", "人数与合计之差太小", "a count of persons is too near its total",
        "同一个人可以出现在几格里，所以不重复人数不能相加。合计的人数减去某一格的人数，剩下的是“不在这一格里的人”；如果只剩几个，就等于公开了一个小群体。请不公开不重复人数这一项，或减少维度。见 `docs/methods/threshold.zh.md`。",
        "One person may be in several cells, so distinct persons do not add up. A total's persons less those of a cell are the persons outside it; when only a few are left, a small group is told. Leave out the measure of distinct persons, or a dimension. See `docs/methods/threshold.en.md`.";
    SENSITIVE_ZERO = "gate/sensitive-zero", "敏感维度里有零", "a zero in a sensitive dimension",
        "在声明为敏感的维度里，零也会说出某个群体中每个人的情况（谁都没有，或其余的人都有），所以不能公开。请去掉该维度，或合并代码直到没有零。",
        "In a dimension declared sensitive even a zero tells something of every person of a group (nobody has it, or all others have), so it is not published. Leave the dimension out, or merge codes until no zero is left.";
    TOO_MANY_CELLS = "gate/too-many-cells", "公开的表格数太多", "a published table has too many cells",
        "一张公开的表连同合计最多约一百万格。再大的表没有人读得了，也几乎不可能每格都有足够的人。",
        "A published table may have about a million cells, totals included. Nobody can read a larger one, and hardly ever would each of its cells have enough persons.";
    TRACKED = "private/tracked", "私密文件被 git 跟踪", "a private file is tracked by git",
        "`data/private/` 里的文件绝不能进入版本库：推送一次，就再也收不回来。请取消跟踪；如果曾经推送过，要按泄露处理。",
        "Files under `data/private/` must never enter the repository: once pushed, they cannot be called back. Untrack them; if they were ever pushed, treat it as a leak.";
    INDEX = "private/unreadable-index", "读不懂 git 的索引", "the index of git is not understood",
        "为确认 `data/private/` 没有被跟踪，程序会读 git 的索引。拆分的、稀疏的或损坏的索引读不出全部文件，这时宁可停下。",
        "To be sure that nothing under `data/private/` is tracked, the index of git is read. A split, sparse or damaged one does not show every file; then it is better to stop.";
}
