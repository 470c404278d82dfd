//! What can be wrong with what texts say.

use crate::diag::Rule;

/// The rules of this module.
pub static RULES: &[&Rule] =
    &[&STIGMA, &ANONYMOUS, &OFFICIALESE, &DEFICIT, &UNTRANSLATED, &TERM, &TERM_REFUSED, &SYNTHETIC_RECORDS, &SYNTHETIC_LABEL];

pub(super) static STIGMA: Rule = Rule {
    id: "language/stigma",
    title: ("伤人的话", "a word that hurts"),
    explain: (
        "有些话把孩子和难处画上等号，读到的孩子、同学和家长都会记住（《未成年人保护法》第四十九条、联合国儿童基金会报道儿童的准则）。先写人，再写情况，如“有残疾的孩子”；提示里有可换的说法。要说明某个词不该用的，把它放在引号里并写明不用；确需保留的（如法规名称），在 `content/words.toml` 里登记 `[[waiver]]`，写明词、文件、理由、经办人和期限。站点也可以在那里用 `[[word]]` 补充自己的用词。",
        "Some words make a child one with a hardship, and the child, the class and the parents remember them (Law on the Protection of Minors, art. 49; UNICEF's guidelines for reporting on children). Name the person first and the circumstance after, as in “a child with a disability”; the message has another word. To say that a word is not used, put it in quotation marks and say so. Where it must stay, as in the name of a law, a `[[waiver]]` in `content/words.toml` gives word, file, reason, person and day. A site adds words of its own there, as `[[word]]`.",
    ),
};
pub(super) static ANONYMOUS: Rule = Rule {
    id: "language/not-anonymous",
    title: ("把换了名字的记录称为匿名", "records with names replaced are called anonymous"),
    explain: (
        "《个人信息保护法》第七十三条分得很清：换成编号或化名是去标识化，仍是个人信息；无法识别特定个人而且不能复原，才是匿名化。说错了，读者会以为可以随意公开。汇总数经过保护，可以说匿名；一条条的记录不可以。",
        "The Personal Information Protection Law keeps the two apart (art. 73): replacing names by keys is de-identification, and the data stay personal; anonymised means that nobody can be identified and nothing can be restored. Saying the wrong one tells readers that such records may be published. Protected totals may be called anonymous, single records may not.",
    ),
};
pub(super) static OFFICIALESE: Rule = Rule {
    id: "language/officialese",
    title: ("英文里的公文腔", "officialese in English"),
    explain: (
        "“赋能”“打造”一类词译成英文，读者只会跳过去。写谁做了什么、有多少、结果怎样。提示里有朴素的说法。",
        "Empower, forge, leverage, vigorously promote: readers of English skip such words. Say who did what, how much and what came of it. The message has a plain word.",
    ),
};
pub(super) static DEFICIT: Rule = Rule {
    id: "language/deficit-story",
    title: ("故事只写难处", "a story of wants alone"),
    explain: (
        "只写贫困、孤独、眼泪的故事，让孩子成了被可怜的人，也说不清项目做了什么。写他会什么、喜欢什么、自己选了什么、现在有什么不同；难处写到读者明白为止。数的是用词表里的 `deficit` 和 `strength` 两类词，只看 `content/stories/`。",
        "A story of poverty, loneliness and tears makes a child someone to be pitied, and does not say what the programme did. Tell what the child can do, likes and chose, and what is different now; of the hardship as much as a reader needs. Counted are the words of the kinds `deficit` and `strength`, in `content/stories/` alone.",
    ),
};
pub(super) static UNTRANSLATED: Rule = Rule {
    id: "translate/untranslated-passage",
    title: ("有一段没有翻译", "a passage was left untranslated"),
    explain: (
        "这一段几乎全是另一种语言，多半是翻译时漏了。短的引文、人名和书名不算。",
        "Nearly all of this passage is in another language than its page; most often it was forgotten. Short quotations, names and titles do not count.",
    ),
};
pub(super) static TERM: Rule = Rule {
    id: "translate/glossary",
    title: ("术语没有按术语表翻译", "a term is not said as in the glossary"),
    explain: (
        "`content/glossary.toml` 里写了 `checked = true` 的术语，一种语言的页面用了，另一种语言的页面也要用表里的译法，读者才知道说的是同一件事。也对的译法写进 `also = { en = [\"…\"] }`，不该用的写进 `avoid`。",
        "A term with `checked = true` in `content/glossary.toml` that a page uses in one language is said as in the glossary in the others, so that readers know it for the same thing. Forms that are right as well stand in `also = { en = [\"…\"] }`, wrong ones in `avoid`.",
    ),
};
pub(super) static TERM_REFUSED: Rule = Rule {
    id: "translate/glossary-refused",
    title: ("用了术语表不用的译法", "a form that the glossary refuses"),
    explain: (
        "`content/glossary.toml` 的 `avoid` 列出了容易误导或伤人的译法，例如把事实无人抚养儿童译成 de facto orphans：他们的父母可能在世。",
        "`avoid` in `content/glossary.toml` lists forms that mislead or hurt, such as “de facto orphans” for children whose parents may be alive.",
    ),
};
pub(super) static SYNTHETIC_RECORDS: Rule = Rule {
    id: "language/synthetic-not-declared",
    title: ("虚构的记录没有声明", "invented records are not declared"),
    explain: (
        "文件名或文件夹写明是模拟数据（`synthetic`），`data/catalog.toml` 里却没有 `synthetic = true`，页面就不会标“模拟数据”，读者会当真。请补上声明；真实记录请换个文件名。",
        "The name of a file or its folder says `synthetic`, but `data/catalog.toml` does not say `synthetic = true`: pages would not be labelled, and readers would take invented figures for real ones. Declare it, or rename the file if the records are real.",
    ),
};
pub(super) static SYNTHETIC_LABEL: Rule = Rule {
    id: "language/synthetic-label",
    title: ("页面没有标出模拟数据", "a page does not say that its data are invented"),
    explain: (
        "这一页用了虚构的记录，生成的页面上却没有“模拟数据”字样，多半是自定模板漏了 `synthetic_note` 或 `synthetic_badge`。请照自带主题补上。",
        "The page shows invented records, but the finished page does not say so; most often a template of the site's own left out `synthetic_note` or `synthetic_badge`. Add it as the built-in theme does.",
    ),
};
