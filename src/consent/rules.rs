//! What can be wrong with consent.

use crate::diag::Rule;

/// The rules of this module.
pub static RULES: &[&Rule] = &[
    &MISSING,
    &UNKNOWN,
    &TWICE,
    &UNREADABLE,
    &INCOMPLETE,
    &OUT_OF_SCOPE,
    &EXPIRED,
    &NO_DATE,
    &SYNTHETIC,
    &WITHDRAWN_TEXT,
    &STILL_THERE,
    &UNPROVEN,
];

pub(super) static MISSING: Rule = Rule {
    id: "consent/missing",
    title: ("故事没有写明同意书", "a story names no consent"),
    explain: (
        "每个故事开头都要用 `consent = \"编号\"` 写明依据哪一份同意书。同意书放在 `data/private/consents/`（不进版本库），一份一个文件，文件名就是编号；演示用的虚构同意书放在 `data/synthetic/consents/`，只能用于写明 `composite = true` 的综合故事。没有同意书，就没有故事。",
        "Every story names the record it rests on with `consent = \"ID\"`. Records stand in `data/private/consents/`, which git ignores, one file each, called by its id. Invented ones for demonstrations stand in `data/synthetic/consents/` and back only stories that declare `composite = true`. Without consent there is no story.",
    ),
};
pub(super) static UNKNOWN: Rule = Rule {
    id: "consent/unknown",
    title: ("没有这份同意书", "there is no such consent"),
    explain: (
        "编号是同意书文件的名称，不带 `.toml`。真实的同意书只在保管它的那台机器上；在别的机器上构建，先从保管人处取得 `data/private/consents/`。",
        "An id is the name of a record's file without `.toml`. Real records lie only on the machine that keeps them; to build elsewhere, get `data/private/consents/` from their keeper first.",
    ),
};
pub(super) static TWICE: Rule = Rule {
    id: "consent/record-twice",
    title: ("同意书的编号重复", "two consent records have one id"),
    explain: (
        "真实的和虚构的同意书用了同一个编号，分不清故事依据的是哪一份。给其中一份改名，故事里的编号也一起改。",
        "A real and an invented record have the same id, so it cannot be told which one a story rests on. Rename one of them, in the stories as well.",
    ),
};
pub(super) static UNREADABLE: Rule = Rule {
    id: "consent/unreadable",
    title: ("同意书的写法有误", "a consent record cannot be read"),
    explain: (
        "同意书的键：`stage`（`under-8`、`8-13`、`14-17`，只写年龄段）、`guardian`（监护人同意）、`child`（孩子本人同意）、`web`（单独同意在网上发布）、`media`（`text` 文字、`photo` 照片、`voice` 声音、`reuse` 媒体转载）、`languages`、`date`、`expires`、`reviewer`（审核人）、`ward`（是否由国家监护）、`outside_reviewer`（机构以外的审核人）；虚构的还要写 `synthetic = true`。`data/private/` 里的值不在提示里出现，只给出行和列。",
        "The keys of a record: `stage` (`under-8`, `8-13`, `14-17`, never an age), `guardian` (the guardian agrees), `child` (the child agrees), `web` (separate consent to publication on the web), `media` (`text`, `photo`, `voice`, `reuse` by media), `languages`, `date`, `expires`, `reviewer`, `ward` (whether the state is the guardian), `outside_reviewer`; an invented one also says `synthetic = true`. Values in `data/private/` are never shown, only line and column.",
    ),
};
pub(super) static INCOMPLETE: Rule = Rule {
    id: "consent/incomplete",
    title: ("同意书缺少必须有的一项", "a consent record lacks what it must hold"),
    explain: (
        "不满十四周岁，要有监护人同意；八周岁以上，要有孩子本人同意；每个故事都要有审核人。由国家监护的孩子，替他同意的就是机构自己，所以还要有一名机构以外的人复核。补办之前，故事不能发布。",
        "Under 14 the guardian must agree; from 8 the child must agree as well; every story has a reviewer. Of a ward of the state the one who consents is the institution itself, so a second person from outside must review it, too. Until that is done the story stays unpublished.",
    ),
};
pub(super) static OUT_OF_SCOPE: Rule = Rule {
    id: "consent/out-of-scope",
    title: ("超出同意的范围", "a story goes beyond its consent"),
    explain: (
        "同意做一件事，不等于同意别的事。在网上发布要单独同意（`web`）；照片、声音各要同意（`media`）；每种发布的语言都要同意（`languages`）；发布日期不能早于同意日期。要么改故事，要么重新征求同意，不能改同意书来迁就故事。",
        "Consent to one thing is not consent to another. Publication on the web needs a consent of its own (`web`), so do photographs and voices (`media`) and each language (`languages`), and nothing is published before the day of consent. Change the story or ask again; never change the record to suit the story.",
    ),
};
pub(super) static EXPIRED: Rule = Rule {
    id: "consent/expired",
    title: ("同意书不在有效期内", "a consent is not in force"),
    explain: (
        "同意有期限，以 `--as-of` 的日期判断。到期后重新征求同意；对方不同意或联系不上的，撤下故事：`shanwai withdraw 编号`。",
        "Consent is given for a time and judged on the day of `--as-of`. After it, ask again; where the answer is no, or there is none, take the story down with `shanwai withdraw ID`.",
    ),
};
pub(super) static NO_DATE: Rule = Rule {
    id: "consent/no-date",
    title: ("没有日期，无法判断同意书是否到期", "without a date it cannot be told whether a consent has ended"),
    explain: (
        "站点里有依据真实同意书的故事或照片时，`build` 和 `check` 都要加 `--as-of` 和当天的日期；程序自己不看时钟。",
        "Where a story or a photograph rests on a real consent, `build` and `check` need `--as-of` with the day; the program itself never reads a clock.",
    ),
};
pub(super) static SYNTHETIC: Rule = Rule {
    id: "consent/synthetic",
    title: ("虚构的同意书用错了地方", "an invented consent is used where it may not be"),
    explain: (
        "虚构的同意书只用来演示，放在 `data/synthetic/consents/`，写明 `synthetic = true`，只能支持写明 `composite = true` 的综合故事。写真实孩子的故事，要有真实的同意书。",
        "Invented records are for demonstration: they stand in `data/synthetic/consents/`, say `synthetic = true` and back only stories that declare `composite = true`. A story about a real child needs a real consent.",
    ),
};
pub(super) static WITHDRAWN_TEXT: Rule = Rule {
    id: "consent/withdrawn-text",
    title: ("已撤回的故事还留着原稿", "the source of a withdrawn story is still here"),
    explain: (
        "撤回以后，故事不再发布，但原稿和图片还在站点目录里。请删去；进过版本库的，历史里仍然有，请按管理规定处理。网页上的撤下说明会保留。",
        "A withdrawn story is no longer published, but its source or pictures still lie in the site’s folder. Delete them. What was ever committed remains in the history of the repository; deal with that by your rules. The notice on the site stays.",
    ),
};
pub(super) static STILL_THERE: Rule = Rule {
    id: "consent/still-there",
    title: ("已撤回的内容还在公开的文件里", "a public file still holds what was withdrawn"),
    explain: (
        "`shanwai check --withdrawn` 用撤回时留下的摘要逐个检查公开的文件，压缩包里的也查。先重新构建；仍然有的，多半是附件或别的页面抄了原文，请改掉。",
        "`shanwai check --withdrawn` searches every public file, members of archives as well, by the hashes kept at the withdrawal. Build again first; what is found after that is probably a copy in an attachment or on another page: take it out.",
    ),
};
pub(super) static UNPROVEN: Rule = Rule {
    id: "consent/unproven",
    title: ("公开的文件打不开，无法确认", "a public file cannot be opened, so nothing is proven"),
    explain: (
        "加密或损坏的文件里有没有已撤回的内容，查不出来。请换成能打开的文件，或不要公开。",
        "Whether a locked or damaged file holds something that was withdrawn cannot be told. Replace it with one that opens, or do not publish it.",
    ),
};
