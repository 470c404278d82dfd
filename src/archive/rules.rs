//! Rules of frozen releases.

use crate::diag::Rule;

/// All of them.
pub static RULES: &[&Rule] = &[&CHANGED, &TOO_LOW, &EXISTS, &HELD_BACK, &MISSING_SIGN_OFF, &FOREIGN_SIGN_OFF, &UNKNOWN_VERSION];

pub(super) static CHANGED: Rule = Rule {
    id: "archive/changed",
    title: ("已发布的一版被改动", "a frozen release was altered"),
    explain: (
        "发布过的文件一个字节也不能变：引用它的人要能核对。`releases/` 里的文件和 `releases/lock.json` 里的校验和对不上，或者多了、少了文件，构建就停止。请从版本库恢复；要更正数字，请发布新的一版。",
        "Not a byte of what was released may change, since those who cite it must be able to check it. A build stops when the files in `releases/` do not fit the sums in `releases/lock.json`, or when one is missing or added. Restore them from version control; to correct a figure, make a new release.",
    ),
};

pub(super) static TOO_LOW: Rule = Rule {
    id: "archive/version-too-low",
    title: ("版本号太小", "the version is too low"),
    explain: (
        "数据的版本号按改动大小定：别人的程序会找不到东西（删去数据集、栏目、代码、单元格，改单位或含义，新隐去数值）升第一位；只增加，升第二位；只替换数值，升第三位。`shanwai release --dry-run` 会列出全部改动和最小的版本号。",
        "Versions of data follow the change: the first number when a user's program would miss something (a dataset, column, code or cell is gone, a unit or a meaning is another, a value is newly withheld), the second when something was added, the third when values were replaced. `shanwai release --dry-run` lists every change and the least version.",
    ),
};

pub(super) static EXISTS: Rule = Rule {
    id: "archive/version-exists",
    title: ("这个版本已经发布", "this version is released already"),
    explain: (
        "一个版本只发布一次，以后不再改写。请换一个更大的版本号。",
        "A version is released once and never written again. Choose a later one.",
    ),
};

pub(super) static HELD_BACK: Rule = Rule {
    id: "archive/held-back",
    title: ("这一版还没到公布的日子", "a release is held back"),
    explain: (
        "`release --publish-after 日期` 定下了公布的日子。在那以前（按 `--as-of` 的日期）构建的网站里没有这一版。",
        "`release --publish-after DATE` set the day. Sites built before it, going by `--as-of`, do not hold this release.",
    ),
};

pub(super) static MISSING_SIGN_OFF: Rule = Rule {
    id: "archive/missing-sign-off",
    title: ("签署的人不够", "a sign-off is missing"),
    explain: (
        "`content/site.toml` 的 `[release] sign_offs` 要求几个人签署，一版就要有几个不同的人签署，才能公布。签署的是这一版全部文件的校验和，改一个字节就作废。",
        "`[release] sign_offs` in `content/site.toml` says how many different people must sign a release before it is published. They sign the sum over all its files, so that a changed byte makes the signature void.",
    ),
};

pub(super) static FOREIGN_SIGN_OFF: Rule = Rule {
    id: "archive/foreign-sign-off",
    title: ("签署的是别的内容", "a sign-off is for something else"),
    explain: (
        "签署记的校验和与这一版的不同：有人签署以后，文件或 `releases/lock.json` 变过。请恢复原样，或请他重新核对、签署。",
        "The sum that was signed is not that of this release: files or `releases/lock.json` changed afterwards. Restore them, or let that person check and sign again.",
    ),
};

pub(super) static UNKNOWN_VERSION: Rule = Rule {
    id: "archive/unknown-version",
    title: ("没有这一版", "there is no such release"),
    explain: (
        "`shanwai diff` 和 `shanwai sign` 要写 `releases/lock.json` 里有的版本号；`diff` 还可以写 `now`，指现在会公布的内容。",
        "`shanwai diff` and `shanwai sign` take a version that stands in `releases/lock.json`; `diff` also takes `now`, for what would be published now.",
    ),
};
