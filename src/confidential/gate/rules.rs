//! The rules of the gate.

use crate::confidential::records::rules::rules;
use crate::diag::Rule;

rules! {
    DERIVABLE = "gate/derivable", "隐去的数能被推算出来", "a withheld figure can be worked out",
        "发布之前，程序会像读者那样，用所有公开的数（包括相互关联的表、以前的发布、别处印过的数）去推算每一个隐去的数。只要有一个能推出来，就什么都不发布。请把表做粗，或不公开其中一张表，或写明理由豁免。见 `docs/methods/audit.zh.md`。",
        "Before anything is published, every withheld figure is attacked as a reader would, with all that is public: linked tables, earlier releases, figures printed elsewhere. If a single one can be worked out, nothing is published. Make the table coarser, leave one of the tables out, or waive a cell with a reason. See `docs/methods/audit.en.md`.";
    UNTRUE = "gate/untrue-figure", "公开的数与它的各部分不符", "a published figure is not the sum of its parts",
        "每个公开的数都由两段互不相干的程序各算一遍。两遍不同，说明程序有错，所以什么都不发布。请报告。",
        "Every published figure is computed twice, by two parts of the program that share nothing. When they differ, the program is wrong, and nothing is published. Please report it.";
    STILL_TOLD = "protect/still-told", "改动过的数仍透露人数过少的格", "altered figures still tell of too few",
        "扰动或取整以后，程序会像知道方法的读者那样，把所有公布的数合起来推算。只要有一处不到下限的人数，读者能断定它既不是零、也够不上下限，就什么都不发布。请加大取整的单位，换一张扰动更大的表，把表做粗，或改用隐去。信息只说有几处，不说是哪一格。",
        "After perturbing or rounding, all published figures are taken together as a reader would who knows the method. If there is a single count of too few persons of which such a reader can tell that it is neither nobody nor enough of them, nothing is published. Round to a larger base, take a table with more noise, make the cube coarser, or withhold instead. The message says how many there are, never which.";
    ALTERED_AGAIN = "protect/rounded-again", "取整过的数与以前公布的不同", "rounded figures differ from those published before",
        "数据更正以后，同一格可能取整成另一个数。两次的数放在一起，能看出真数在哪个更窄的范围里。`revisions = \"warn\"` 时只提醒，`\"protect\"` 时拒绝发布。单元格键没有这个问题。",
        "After a correction the same cell may be rounded another way, and both figures together narrow down what was counted. With `revisions = \"warn\"` this is told, with `\"protect\"` it is refused. Cell keys do not have this weakness.";
    ALTERED_AND_EXACT = "protect/altered-and-exact", "准确的数和改动过的数不能都公开", "exact and altered figures must not both be public",
        "同一张表，以前公布（或别处印过）的是准确的数，现在却要扰动或取整；或者反过来。两种数放在一起，就能看出改动了多少，或者估计出不公布的数。请保持原来的方法；一定要换时，给表另起编号，并且不再公开原来的表。",
        "Of the same table exact figures were published or printed, and now they are to be perturbed or rounded; or the other way round. Side by side they tell how much was changed, or give an estimate of what was withheld. Keep the method; if it must change, give the table another id and no longer publish the old one.";
    FORCED = "protect/forced-reveals", "必须公开的数会暴露要保护的数", "figures that must be published reveal one that must not",
        "`keep` 指定的格一定要公布。连同以前已经公开的、别处印过的数，单凭这些就能推算出一个要保护的数，再隐去别的格也没有用。办法有四个：从 `keep` 中去掉一格；把表做粗（合并代码、减少维度）；不公开这张表；写明理由豁免那一格。信息指出 `keep` 在哪一行，不说是哪一格、是多少。",
        "Cells named in `keep` are published in any case. Together with earlier releases and with what others have printed they give a protected figure away, and withholding others does not help. There are four ways out: take a cell out of `keep`; make the table coarser (merge codes, leave out a dimension); leave the table out; waive the cell with a reason. The message names the line of the `keep`, never the cell or its figure.";
    KEPT_SMALL = "protect/kept-small", "`keep` 指定了要保护的格", "`keep` names a cell that must be protected",
        "`keep` 只说一格不要为了保护别的格而隐去，不能使人数不够的格变得可以公布。如果确有理由公布，请用 `[[waiver]]` 写明理由和决定人；否则从 `keep` 中去掉，或者把表做粗，使这一格够大。",
        "`keep` says that a cell is not to be withheld for the sake of others. It does not make a small cell fit to be published. Where there is good reason to publish it, write a `[[waiver]]` with the reason and who decided; else take it out of `keep`, or make the table coarser so that the cell is large enough.";
    NO_WAY = "protect/cannot-be-safe", "一张表无法保护", "a table cannot be made safe",
        "读者手里已有的数（以前公布的、别处印过的、准予公布的）就足以推算出一个要保护的数，无论再隐去哪些格都没有用；或者找不到一种隐去的办法。办法有三个：把表做粗（合并代码、减少维度）；不公开这张表；写明理由豁免那一格。信息指出是哪一版、哪一处印过的数、哪一条准予公布，不说是哪一格、是多少。以前公布的不会因此收回。",
        "What readers have already, from earlier releases, printed elsewhere or published by waiver, is enough to work a protected figure out, whatever else is withheld; or no way of withholding was found. There are three ways out: make the table coarser (merge codes, leave out a dimension); leave the table out; waive the cell with a reason. The message names the release, the printed figure or the waiver, never the cell or its figure. Nothing published before is taken back.";
    KNOWN_CONTRADICTS = "known/contradiction", "别处印过的数与公布的数矛盾", "a figure printed elsewhere contradicts a published one",
        "`data/known.toml` 里的数当作读者手里已有的。一部分不能比总数大；如果比公布的总数、或另一处印的总数还大，至少有一个不对，或者口径不同。拿错的数去推算，保护就不可靠，所以先要弄清。只和读者看得到的数比，不和隐去的数比。",
        "The figures in `data/known.toml` are taken to be in readers' hands. A part cannot be larger than its total; if it is larger than a published total or one printed elsewhere, one of them is wrong or counts something else. Protection that reckons with a wrong figure cannot be relied on, so this must be settled first. Only figures that readers can see are compared, never withheld ones.";
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
