//! What can be wrong with finished files.

use crate::diag::Rule;

/// The rules of this module.
pub static RULES: &[&Rule] = &[&BROKEN_LINK, &BROKEN_ANCHOR, &NO_ALT, &ALT_FILE_NAME, &UNMARKED, &LEAKED];

pub(super) static BROKEN_LINK: Rule = Rule {
    id: "links/broken-link",
    title: ("生成的文件里有打不开的链接", "a finished file links to nothing"),
    explain: (
        "全部页面、订阅源、站点地图、样式表和结构化数据生成以后，逐个核对其中的站内地址，包括主题模板、导航和数据文件里写的。链接的文件不存在，读者点开就是错误页。请改正地址，或补上那个页面。",
        "Once all pages, feeds, the map of the site, style sheets and structured data are made, every address within the site is followed, also those in templates, navigation and files of data. Where the file is not there, readers meet an error page. Correct the address, or write the page.",
    ),
};
pub(super) static BROKEN_ANCHOR: Rule = Rule {
    id: "links/broken-anchor",
    title: ("链接的页面里没有那个位置", "a link names a place that its page does not have"),
    explain: (
        "链接 `#` 后面的名称要是目标页面里的一个标题、表格单元格或其他有编号的位置。标题改名以后，指向它的链接要跟着改；可以在标题后面写 `{#名称}`，让名称不随文字变。",
        "The name behind `#` is that of a heading, a cell or another marked place on the page it leads to. When a heading is renamed its links change with it; write `{#name}` behind a heading to keep its name whatever it says.",
    ),
};
pub(super) static NO_ALT: Rule = Rule {
    id: "links/no-alt",
    title: ("生成的页面里有图片没有文字说明", "a picture on a finished page has no words"),
    explain: (
        "看不见图片的读者靠文字说明。主题模板里的图片也要写 `alt`；纯装饰的图片写 `alt=\"\"` 并加 `role=\"presentation\"`。",
        "Readers who cannot see a picture have its words. Pictures in templates need an `alt`, too; one that only decorates has `alt=\"\"` with `role=\"presentation\"`.",
    ),
};
pub(super) static ALT_FILE_NAME: Rule = Rule {
    id: "links/alt-file-name",
    title: ("生成的页面里图片说明只是文件名", "the words of a picture on a finished page are the name of a file"),
    explain: (
        "文件名念出来等于没有说明。请写图里有什么，不写人名、学校和地址。",
        "The name of a file tells a listener nothing. Say what the picture shows, without names, schools and addresses.",
    ),
};
pub(super) static UNMARKED: Rule = Rule {
    id: "translate/unmarked-chinese",
    title: ("外文页面上有未标明语言的中文", "Chinese on a page of another language is not marked"),
    explain: (
        "读屏软件按 `lang` 换读音，浏览器按它选字体。正文和设置里夹的中文词语会自动标上 `lang=\"zh\"`；图片说明、提示文字这类属性和图表里的字标不上，说明那里漏了翻译，请译出来。自定模板里要显示中文的元素自己写 `lang=\"zh\"`。",
        "Screen readers change their voice by `lang`, browsers their font. Chinese words in texts and settings are marked by themselves; those in attributes, such as the words of a picture, and in charts cannot be, which means that a translation was forgotten there. An element of your own template that shows Chinese says `lang=\"zh\"` itself.",
    ),
};
pub(super) static LEAKED: Rule = Rule {
    id: "translate/leaked-key",
    title: ("页面上露出了键名、代码或模板语句", "a page shows a key, a code or a piece of a template"),
    explain: (
        "读者应当看到词语和名称，而不是 `facts-name` 这样的键、`camp_city` 这样的代码，或 `{{ … }}`。多半是模板里少写了 `t(key=…)`，或代码表里没有名称。代码本身要给人看的，放在 `<code>` 里。",
        "Readers should see words and names, not a key such as `facts-name`, a code such as `camp_city` or `{{ … }}`. Most often a template lacks `t(key=…)`, or a code list lacks a name. A code that is meant to be seen stands in `<code>`.",
    ),
};
