//! What can give away the child of a story.

use crate::diag::Rule;

/// The rules of this module.
pub static RULES: &[&Rule] = &[&RARE, &RARE_TOGETHER, &PRESS, &FUTURE, &PLACE_AND_DATE];

pub(super) static RARE: Rule = Rule {
    id: "story/rare",
    title: ("故事的描述只符合很少的孩子", "too few children fit what a story tells"),
    explain: (
        "改了名字不等于认不出。故事里说到的县、性别、年龄段、困境类别、项目，以及页面开头 `[about]` 里写的，合在一起要至少有 10 名孩子符合（`site.toml` 的 `[checks]` 里可以用 `story_crowd` 调高），知道谁参加过活动的人也不例外。记录里没有的特征——家庭成员（`household`）、集体活动（`event`）、月份（`month`）、奖项或职务（`award`）——从正文里找，也可以在 `[about]` 里写 `household = true`；每 5、10、12、20 名孩子里算有 1 名相同，可以用 `story_one_in` 改，算下来仍要有这么多孩子符合。提示只说哪几样合在一起太少、少说哪一样就够，不说有几名。",
        "Changing the name does not hide a child. County, sex, age band, category and programme, as far as a story tells them or `[about]` at its head declares them, must together fit at least 10 children (raised with `story_crowd` under `[checks]` in `site.toml`), also for somebody who knows who took part. What no record holds, the `household`, an `event` with others, a `month`, an `award` or office, is looked for in the text or declared in `[about]` (`household = true`); one child in 5, 10, 12 or 20 is taken to share it (`story_one_in`), and as many children must still be expected to fit. The message names the combination and what to leave out, never the number.",
    ),
};
pub(super) static RARE_TOGETHER: Rule = Rule {
    id: "story/rare-together",
    title: ("几个故事合起来只符合很少的孩子", "stories about one child fit too few together"),
    explain: (
        "依据同一份同意书的几个故事写的是同一个孩子，读者会把它们拼起来。每一个单看都可以，合在一起仍要有足够多的孩子符合。",
        "Stories that rest on one consent are about one child, and readers put them together. Each may pass by itself; together they must still fit enough children.",
    ),
};
pub(super) static PRESS: Rule = Rule {
    id: "story/press-sentence",
    title: ("故事里有见报的原句", "a sentence of a story stands in the press"),
    explain: (
        "与报道逐字相同的句子，一搜就能找到原文、照片和真名。已知的报道以摘要记在 `data/press.toml` 里，用 `shanwai press 文件 --title 题目` 添加；里面没有原文。",
        "A sentence that also stands in an article leads straight to it, with its photographs and names. Known articles are kept as hashes in `data/press.toml`, added by `shanwai press FILE --title TITLE`; it holds no text.",
    ),
};
pub(super) static FUTURE: Rule = Rule {
    id: "story/future-event",
    title: ("预告了孩子将要参加的活动", "a story announces where children will be"),
    explain: (
        "还没有发生的活动不要写日期：等于告诉外人孩子哪天在哪里。以 `--as-of` 的日期判断；没有给出日期的，以故事自己的日期判断。",
        "Do not date what has not happened yet: it tells strangers where children will be, and when. It is judged on the day of `--as-of`, or of the story itself.",
    ),
};
pub(super) static PLACE_AND_DATE: Rule = Rule {
    id: "story/place-and-date",
    title: ("同一段里既有地点又有日期", "a place and a day stand together"),
    explain: (
        "哪一天在哪个县，合在一起就能对上活动名单、照片和车票。留下一样就够：要么说“某个县”，要么只说年份或季节。",
        "A day and a county together match lists of participants, photographs and tickets. Keep one of the two: say “a county”, or only the year or the season.",
    ),
};
