//! The kinds of trouble a settings file can have, and the words `shanwai explain` tells about them.

use crate::diag::Rule;

/// The rules of this module.
pub static RULES: &[&Rule] = &[
    &SYNTAX,
    &UNKNOWN_KEY,
    &MISSING_KEY,
    &WRONG_TYPE,
    &INVALID_VALUE,
    &MISSING_TRANSLATION,
    &DUPLICATE,
    &UNKNOWN_NAME,
    &CODE_LIST,
    &GOV_GAP,
    &CHECK_OFF,
    &CONTRADICTION,
    &RANGE,
    &CHART_EMPTY,
    &CHART_UNITS,
];

pub(super) static SYNTAX: Rule = Rule {
    id: "config/syntax",
    title: ("设置文件写法有误", "a settings file is not valid TOML"),
    explain: (
        "设置文件使用 TOML 格式：`键 = 值`，文字放在英文引号里，分组写成 `[组名]`。请看提示的位置附近，常见的毛病是少了引号、括号没有成对，或者用了中文标点。",
        "Settings are written in TOML: `key = value`, text between straight quotes, groups as `[name]`. Look near the marked place; \
         usual slips are a missing quote, an unpaired bracket or full-width punctuation.",
    ),
};
pub(super) static UNKNOWN_KEY: Rule = Rule {
    id: "config/unknown-key",
    title: ("不认识的键", "an unknown key"),
    explain: (
        "这个位置没有叫这个名字的设置，多半是拼写有误。写错的键如果放过，设置就会悄悄失效，所以按错误处理。请改正拼写，或删去这一行。",
        "No setting of this name belongs here; most often it is misspelt. Letting it pass would silently lose the setting, so it is an error. \
         Correct the spelling or remove the line.",
    ),
};
pub(super) static CHECK_OFF: Rule = Rule {
    id: "config/check-off",
    title: ("有检查项被关闭", "a check is turned off"),
    explain: (
        "网站在 `content/site.toml` 的 `[checks]` 里关闭了一项检查。`unbound_numbers = \"off\"` 表示正文里的数字可以不引用数据登记表，适合原样收录的外来文本；自己写的网站请保留默认值 `\"error\"`。",
        "The site turns off a check under `[checks]` of `content/site.toml`. `unbound_numbers = \"off\"` lets numbers stand in the text without citing the register, \
         for texts taken over as they are; a site that you write yourself keeps the default, `\"error\"`.",
    ),
};
pub(super) static MISSING_KEY: Rule = Rule {
    id: "config/missing-key",
    title: ("缺少必填的键", "a required key is missing"),
    explain: (
        "这个表里有一项必须填写而没有填写。请补上这一行；格式可以参照 `shanwai new` 生成的样例站点。",
        "A table lacks an entry it must have. Add the line; the site made by `shanwai new` shows the format.",
    ),
};
pub(super) static WRONG_TYPE: Rule = Rule {
    id: "config/wrong-type",
    title: ("值的类型不对", "a value of the wrong type"),
    explain: (
        "这个键要的是另一种值。文字要加引号，日期写成 2025-02-15（不加引号），开关写 true 或 false，列表用方括号。",
        "The key takes another type of value. Text needs quotes, a date is written 2025-02-15 without quotes, a switch is true or false, a list stands in square brackets.",
    ),
};
pub(super) static INVALID_VALUE: Rule = Rule {
    id: "config/invalid-value",
    title: ("值不合要求", "a value that cannot be used"),
    explain: (
        "值的类型对，但内容不能用：例如编号里有空格、网址不是 http 或 https、日期不存在，或者不是规定的几个词之一。提示里写明了要求。",
        "The value has the right type but cannot be used: an id with a space, an address that is neither http nor https, a date that does not exist, \
         a word that is not one of those allowed. The message says what is needed.",
    ),
};
pub(super) static MISSING_TRANSLATION: Rule = Rule {
    id: "config/missing-translation",
    title: ("缺少一种语言的文字", "a text lacks one of the languages"),
    explain: (
        "网站的每段文字都要有 `languages` 里列出的全部语言，否则某种语言的读者会看到空白。请补上译文。",
        "Every text of the site exists in all languages listed in `languages`; otherwise readers of one of them would meet a blank. Add the translation.",
    ),
};
pub(super) static DUPLICATE: Rule = Rule {
    id: "config/duplicate",
    title: ("编号重复", "an id is used twice"),
    explain: (
        "同一类条目里，两个条目用了同一个编号，无法分清引用的是哪一个。请给其中一个换个编号。",
        "Two entries of the same kind have the same id, so a reference could mean either. Rename one.",
    ),
};
pub(super) static UNKNOWN_NAME: Rule = Rule {
    id: "config/unknown-name",
    title: ("引用了不存在的条目", "a reference to something that does not exist"),
    explain: (
        "这里引用了一个没有声明的编号（计量单位、维度、数据、来源、图表等）。请检查拼写，或者先声明再引用。",
        "An id is named here that is declared nowhere (a unit, dimension, fact, source, chart …). Check the spelling, or declare it first.",
    ),
};
pub(super) static CODE_LIST: Rule = Rule {
    id: "config/code-list",
    title: ("代码表有误", "a code list has a fault"),
    explain: (
        "代码表是 UTF-8 编码的 CSV，第一行是列名，至少有 `code` 和每种语言的名称列。每个代码只能出现一次，上级代码也要在同一张表里。",
        "A code list is a CSV file in UTF-8 with a heading row: `code` and a name column for each language at least. Each code stands once, and parents are in the same list.",
    ),
};
pub(super) static GOV_GAP: Rule = Rule {
    id: "gov/missing-item",
    title: ("缺少政府网站页脚要素", "the government footer lacks an item"),
    explain: (
        "政府网站页脚一般要列明主办单位、承办单位、ICP备案号、公安备案号、网站标识码和“找错”入口。缺少的项目在 `content/site.toml` 的 `[gov]` 里补上。",
        "The footer of a Chinese government site names its sponsor, its organiser, the ICP and police registration numbers, the site code and the error-report link. \
         Add missing items under `[gov]` in `content/site.toml`.",
    ),
};
pub(super) static CONTRADICTION: Rule = Rule {
    id: "facts/contradiction",
    title: ("数据条目自相矛盾", "a fact contradicts itself"),
    explain: (
        "数据的数值、限定（余、超、近、约……）、状态和是否公布要互相吻合。不公布的数据不能带任何数字，并且要说明原因；其余数据必须有数值。",
        "A fact's value, bound, status and whether it is withheld must agree. A withheld fact carries no number anywhere and says why; every other fact has a value.",
    ),
};
pub(super) static RANGE: Rule = Rule {
    id: "facts/range",
    title: ("取值范围与数值、限定不符", "a range that does not fit the value or its bound"),
    explain: (
        "`range` 是印出的数字所允许的取值。“余”“超”的下限就是印出的数（不含本身），“近”的上限是印出的数，准确数的范围就是它本身。不写 `range` 时，程序按限定自动推算。",
        "`range` holds the values the printed number allows. For `and-more` and `more-than` it begins just above the number, for `nearly` it ends just below, \
         for an exact number it is the number. Without `range` it follows from the bound.",
    ),
};
pub(super) static CHART_EMPTY: Rule = Rule {
    id: "chart/empty",
    title: ("图表没有数据", "a chart of nothing"),
    explain: (
        "图表要么用 `facts` 列出数据，要么用 `cube`、`measure`、`x` 指明数据立方体。请补上数据，或删去这个图表。",
        "A chart shows either the facts listed in `facts` or the cube named by `cube`, `measure` and `x`. Name some data or remove the chart.",
    ),
};
pub(super) static CHART_UNITS: Rule = Rule {
    id: "chart/unlike-units",
    title: ("同一图表里单位不同", "a chart of unlike units"),
    explain: (
        "一张图只有一根数值轴，人数与人次、金额与份数不能画在一起比较。请拆成几张图。",
        "A chart has one value axis: persons and attendances, or money and files, cannot be compared on it. Split it into several charts.",
    ),
};
