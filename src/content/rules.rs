//! What can be wrong with pages, before their words are read.

use crate::diag::Rule;

/// The rules of this module.
pub static RULES: &[&Rule] = &[
    &NO_FRONT_MATTER,
    &UNKNOWN_REFERENCE,
    &MISSING_TRANSLATION,
    &DIFFERS,
    &BAD_NAME,
    &RESERVED,
    &TWICE,
    &UNUSED,
    &UNKNOWN_TEMPLATE,
    &UNFILLED,
];

pub(super) static UNFILLED: Rule = Rule {
    id: "content/unfilled",
    title: ("页面上还有待填写的内容", "a page still holds what is to be filled in"),
    explain: (
        "`shanwai new` 写的页面用“待填写”标出要由主办单位写的地方。定下一版（`shanwai release`）或按政府网站构建（`--profile gov`）时，还留着这些字的页面逐个提示；平时构建不提示，刚建好的站点才能照样试用。",
        "Pages that `shanwai new` writes say “To be filled in” where the publisher has to write. When a release is made (`shanwai release`) or a government site is built (`--profile gov`), each page that still says so is told. Other builds are silent, so that a new site can be tried as it is.",
    ),
};

pub(super) static NO_FRONT_MATTER: Rule = Rule {
    id: "content/no-front-matter",
    title: ("页面开头没有设置", "a page has no settings at its head"),
    explain: (
        "每个页面以两行 `+++` 括起来的设置开头，至少写明 `title`（标题）和 `description`（一两句话的简介），然后才是正文。",
        "Every page begins with settings between two lines of `+++`: at least `title` and `description` (one or two sentences), and then the text.",
    ),
};
pub(super) static UNKNOWN_REFERENCE: Rule = Rule {
    id: "content/unknown-reference",
    title: ("页面设置里引用了不存在的名称", "the settings of a page name something that does not exist"),
    explain: (
        "页面开头的 `programme`、`headline`、`charts`、`taxonomies` 只能引用已经声明的项目、数字、图表和分类。检查拼写，或先声明。",
        "`programme`, `headline`, `charts` and `taxonomies` at the head of a page may only name programmes, facts, charts and terms that are declared. Check the spelling, or declare it first.",
    ),
};
pub(super) static MISSING_TRANSLATION: Rule = Rule {
    id: "content/missing-translation",
    title: ("页面缺少一种语言", "a page is missing in one language"),
    explain: (
        "站点声明的每种语言都要有每个页面，读者换语言时才不会走丢。把同名文件的语言代码换一下，写出译文即可。",
        "Every page exists in every language of the site, so that readers who switch are never lost. Write the translation into a file of the same name with the other language's code.",
    ),
};
pub(super) static DIFFERS: Rule = Rule {
    id: "content/settings-differ",
    title: ("两种语言的页面设置不一致", "the settings of a page differ between its languages"),
    explain: (
        "日期、项目、排序、头部数字等设置与语言无关，两个文件里必须一样；不一样多半是只改了一边。",
        "Dates, programme, order and headline figures do not depend on the language and must be the same in both files; where they differ, one was probably forgotten.",
    ),
};
pub(super) static BAD_NAME: Rule = Rule {
    id: "content/bad-name",
    title: ("文件名不能作地址", "a file's name cannot become an address"),
    explain: (
        "页面文件命名为 `名称.语言.md`，如 `index.zh.md`、`city-camps.en.md`。名称会成为网址的一部分，只用小写字母、数字、`-` 和 `_`。",
        "A page's file is called `name.LANGUAGE.md`, such as `index.zh.md` or `city-camps.en.md`. The name becomes part of the address: lower-case letters, digits, `-` and `_` only.",
    ),
};
pub(super) static RESERVED: Rule = Rule {
    id: "content/reserved-address",
    title: ("地址由站点自己使用", "an address belongs to the site itself"),
    explain: (
        "语言代码（如 `en/`）和 `assets/`、`page/`、`static/` 由站点自己使用，页面不能放在这些地址下。请换一个文件夹名。",
        "Language codes (such as `en/`) and `assets/`, `page/`, `static/` are used by the site itself; no page may stand there. Choose another folder name.",
    ),
};
pub(super) static TWICE: Rule = Rule {
    id: "content/same-address",
    title: ("两个页面使用同一个地址", "two pages stand at one address"),
    explain: (
        "`camp.zh.md` 和 `camp/index.zh.md` 会得到同一个地址，`slug` 也可能造成重复。请给其中一个改名。",
        "`camp.zh.md` and `camp/index.zh.md` would get the same address, and a `slug` may clash too. Rename one of the two.",
    ),
};
pub(super) static UNUSED: Rule = Rule {
    id: "content/unused-file",
    title: ("文件夹里有不会发布的文件", "a file among the pages will not be published"),
    explain: (
        "`content/` 里只放页面（`.md`）和设置（`.toml`、`.ftl`）。要公开的图片和附件放进 `static/`；其余文件请移走，以免误会。",
        "`content/` holds pages (`.md`) and settings (`.toml`, `.ftl`) only. Pictures and attachments that are to be public belong in `static/`; move the rest elsewhere, so that nobody is misled.",
    ),
};
pub(super) static UNKNOWN_TEMPLATE: Rule = Rule {
    id: "content/unknown-template",
    title: ("页面指定的模板不存在", "a page asks for a template that does not exist"),
    explain: (
        "页面开头的 `template` 写的是主题 `templates/` 或站点 `templates/` 里的文件名，如 `page.html`。不写则按页面所在的位置自动选择。",
        "`template` at the head of a page names a file in the theme's or the site's `templates/`, such as `page.html`. Without it one is chosen by where the page stands.",
    ),
};
