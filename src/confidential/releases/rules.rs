//! The rules of earlier releases.

use crate::confidential::records::rules::rules;
use crate::diag::Rule;

rules! {
    CHANGED_FILE = "releases/changed-file", "已发布的数据被改动", "a published release was changed",
        "`data/releases/` 里的每一版都是对公众的承诺：哪些数公布过、哪些数没有公布，别人手里有，改不掉。每个文件的 SHA-256 写在 `release.toml` 里，每一版还记着上一版的 `release.toml`。文件对不上、缺少或多出，都要从版本库恢复原样；要更正数字，请发布新的一版。",
        "Each folder of `data/releases/` is a promise: what was published and what was withheld is in other people's hands and cannot be taken back. `release.toml` holds the SHA-256 of every file, and each release holds that of the `release.toml` before it. A file that differs, lacks or is new must be put back from version control; to correct a figure, make a new release.";
    UNREADABLE = "releases/unreadable", "读不懂已发布的数据", "an earlier release cannot be read",
        "每张表是 UTF-8 编码的 CSV，列依次为各维度、`measure`、`value`、`status`。状态 A 和 E 有数，Q（不公布）和 M（不可能存在）没有数。这些文件由 `shanwai release` 写成，不要手工修改，请从版本库恢复。",
        "Each table is a CSV file in UTF-8 with a column for every dimension, then `measure`, `value` and `status`. With the status A or E there is a value, with Q (withheld) and M (cannot exist) there is none. `shanwai release` writes these files; do not edit them, put them back from version control.";
    UNKNOWN_NAME = "releases/unknown-name", "已发布的名称不在目录里了", "a published name is no longer in the catalogue",
        "代码、度量和汇总表一经发布就不能删除或改名，否则无法判断新公布的数与旧的放在一起会泄露什么。代码可以增加；不再展示的汇总表留在 `data/catalog.toml` 里，不列为数据集即可。",
        "Codes, measures and cubes may not be removed or renamed once they were published: otherwise nobody can judge what the new figures tell beside the old ones. Codes may be added. A cube that is no longer shown stays in `data/catalog.toml`, without a dataset.";
    CHANGED_CUBE = "releases/changed-cube", "汇总表的口径与发布时不同", "a cube is defined otherwise than when it was published",
        "同一个编号的汇总表，维度、筛选条件和度量的算法不能变，不然前后两版数的就不是同一件事。口径变了，请换一个新编号，旧的保留在目录里。",
        "Under one id a cube keeps its dimensions, its filter and the way its measures are computed; else two releases do not count the same thing. When the definition changes, give the new cube a new id and leave the old one in the catalogue.";
    TWO_VALUES = "releases/two-values", "同一格有两行", "one cell stands twice in a release",
        "一版数据里，每一格的每个度量只有一行。请从版本库恢复原文件。",
        "In one release each measure of a cell has one row. Put the file back from version control.";
    SUMS = "releases/sums", "已发布的数前后矛盾", "figures of a release contradict each other",
        "合计与全部分项都公布了，却加不起来（按人计数的，合计应不小于最大的一项、不大于各项之和）。这样的数不可能出自同一份记录，防护无从判断，所以停下来。请从版本库恢复原文件。",
        "A total and all its parts were published but do not agree (for distinct persons, the total lies between the largest part and the sum of all). No records can give such figures, so protection cannot be judged. Put the file back from version control.";
    VERSION = "releases/version", "版本号不能用", "a version that cannot be used",
        "版本号由字母、数字、`.`、`-`、`_` 组成，含有数字，如 `2025.1` 或 `1.4.0`。每一版只写一次，编号和日期都要排在已有各版之后。",
        "A version is made of letters, digits, `.`, `-` and `_` and has a digit, such as `2025.1` or `1.4.0`. Each is written once, and comes after all others in number and in date.";
    EMPTY = "releases/empty", "没有可发布的表", "there is no table to release",
        "这个站点没有从记录做成的表，也就没有要记住的数。先在 `data/catalog.toml` 里声明记录和汇总表。",
        "No table of this site is made of records, so there is nothing to remember. Declare records and cubes in `data/catalog.toml` first.";
    SMALL_REVISION = "releases/small-revision", "修订的差额太小", "a revised figure differs too little from the published one",
        "旧数还在别人手里，新旧相减就是新增或去掉的那几个人。差额不到人数下限时，等于公布了一个很小的数。可以暂缓修订、只在更粗的表里修订，或保留原来的记录；`data/protection.toml` 的 `revisions` 决定是提示（warn）还是拒绝（protect）。",
        "The old figure is in other people's hands; the new one less the old one is the few persons added or removed. Below the threshold, that publishes a very small number. Put the revision off, make it in a coarser table only, or keep the records as they were; `revisions` in `data/protection.toml` says whether this is told (warn) or refused (protect).";
    SHOWN_AFTER_WITHHELD = "releases/shown-after-withheld", "以前不公布的数现在要公布", "a figure withheld before would now be shown",
        "一格不公布，不只为它自己，也为同一版里靠它遮住的其他格；现在补出来，就能把那时的小数目算出来。不公布过的要一直不公布。",
        "A cell is withheld for its own sake or to cover others of the same release; shown later, it gives those others away. What was withheld stays withheld.";
    WITHHELD_AFTER_SHOWN = "releases/withheld-after-shown", "以前公布的数现在不公布了", "a figure shown before would now be withheld",
        "公布过的数已经在别人手里，收回并不能保护谁，还会让人误以为它保密。公布过的要一直公布；实在不能，请去掉整张表。",
        "A published figure is in other people's hands: taking it back protects nobody and only seems to. What was shown stays shown; if that cannot be, leave the whole table out.";
}
