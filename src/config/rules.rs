//! The kinds of trouble a settings file can have, and the words `shanwai explain` tells about them.

use crate::diag::Rule;

/// The rules of this module.
pub static RULES: &[&Rule] = &[
    &SYNTAX,
    &NEWER_SCHEMA,
    &UNKNOWN_KEY,
    &MISSING_KEY,
    &WRONG_TYPE,
    &INVALID_VALUE,
    &MISSING_TRANSLATION,
    &DUPLICATE,
    &TWO_FIGURES,
    &UNKNOWN_NAME,
    &CODE_LIST,
    &THRESHOLD,
    &CLASS_TOO_FINE,
    &UNLIKE_METHODS,
    &KEPT_AND_HIDDEN,
    &GOV_GAP,
    &CHECK_OFF,
    &CONTRADICTION,
    &RANGE,
    &CHART_EMPTY,
    &CHART_UNITS,
    &CHART_SERIES,
    &PLAN_BESIDE_UNLIKE,
    &OVERDUE,
    &NO_PERIOD,
    &NO_LICENCE,
    &SECURITY_EXPIRED,
    &DIVISIONS,
    &NO_DIVISION,
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
pub(super) static TWO_FIGURES: Rule = Rule {
    id: "known/two-figures",
    title: ("同一格印过两个不同的数", "one cell was printed with two different figures"),
    explain: (
        "`data/known.toml` 里同一格有两个不同的数。读者只会相信其中一个，程序无法知道是哪一个，也就无法判断别人能推算出什么。请核对出处，只留与本站记录一致的那个。",
        "`data/known.toml` gives two different figures for one cell. A reader believes one of them, and nobody can tell which, so it cannot be judged what can be worked out. Check the sources and keep the one that agrees with your records.",
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
pub(super) static THRESHOLD: Rule = Rule {
    id: "config/threshold",
    title: ("人数下限不合理", "a threshold that makes no sense"),
    explain: (
        "人数下限是每个公布的数背后至少要有几名不同的人，应在 2 到 1000 之间：下限为 1 等于不设防，太大则几乎什么都公布不了。汇总表自己的人数下限只能高于所属公布级别的，不能更低；取整的单位也不能小于人数下限。背后没有人的数（如活动、资金）请用不设人数下限的级别，例如 `class = \"C0\"`。",
        "A threshold says how many different persons stand behind each published figure, at least; it lies between 2 and 1000. A threshold of 1 protects nobody, and with a huge one hardly anything \
         could be published. A cube's own threshold may be higher than that of its disclosure class, never lower, and rounding takes steps no smaller than the threshold. For figures nobody is behind, \
         such as events or money, use a class without a threshold, such as `class = \"C0\"`.",
    ),
};
pub(super) static CLASS_TOO_FINE: Rule = Rule {
    id: "config/class-too-fine",
    title: ("汇总表比公布级别允许的更细", "a cube is finer than its disclosure class allows"),
    explain: (
        "公布级别规定了哪些维度不能出现：敏感群体和结果（C3）不与年龄、性别交叉，只到全市；罕见的伤害或安置（C4）不公布年度数。级别可以在 `[[class]]` 里用 `without` 写明自己的规定。C0 级别只用于背后没有人的数，不能用来数人。",
        "A disclosure class says which dimensions its cubes may not have: sensitive groups and outcomes (C3) are never crossed with age or sex nor broken down by place, rare harm (C4) has no yearly figures. \
         A class may state its own list with `without` under `[[class]]`. C0 is for figures nobody is behind, so it cannot count persons.",
    ),
};
pub(super) static UNLIKE_METHODS: Rule = Rule {
    id: "config/unlike-methods",
    title: ("同一份记录用了不同的保护方法", "one record file protected in different ways"),
    explain: (
        "同一份记录做出的几张表数的是同一些人。一张取整或扰动、另一张照实公布，两相对照就能看出取整前的数。请给这份记录的所有汇总表用同一种方法和同样的参数。",
        "Cubes over one record file count the same persons. When one is rounded or perturbed and another shows exact figures, comparing the two undoes the rounding. \
         Give all cubes over these records the same method with the same parameters.",
    ),
};
pub(super) static KEPT_AND_HIDDEN: Rule = Rule {
    id: "config/kept-and-hidden",
    title: ("同一格既要公布又要隐去", "a cell is both kept and hidden"),
    explain: (
        "`keep` 和 `[[waiver]]` 表示必须公布，`hide` 表示从不公布，同一格不能两样都要。`*` 代表该维度的任何一个代码（不含合计）。请删去其中一个，或写得更具体。",
        "`keep` and `[[waiver]]` say that a cell is published in any case, `hide` that it never is; a cell cannot be both. `*` stands for any code of the dimension, not for its total. \
         Remove one of the two, or name the cells more narrowly.",
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
pub(super) static CHART_SERIES: Rule = Rule {
    id: "chart/needs-series",
    title: ("图表缺少系列", "a chart without the series it needs"),
    explain: (
        "百分比堆叠图、斜率图、小图、表格热力图和金字塔图比较几个系列，要用汇总表，并写 `series`；金字塔图的系列要恰好两个代码。",
        "Shares, slopes, panels, heat and pyramids compare several series: they need a cube and `series`. The series of a pyramid has exactly two codes.",
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
pub(super) static PLAN_BESIDE_UNLIKE: Rule = Rule {
    id: "chart/plan-beside-unlike",
    title: ("进度图里计划与前面的结果不是一回事", "a progress chart lists a plan behind a result of something else"),
    explain: (
        "进度图把计划画成一条竖线，与同一件事的结果对照：计量单位、地域、项目都要相同；两个数都列在指标里的，还要有一个共同的指标。计划紧跟在别的结果后面，读者会以为完成了多少。请把计划排到它自己的结果后面。还没有结果的计划，排到所有结果前面，在图上单独成行。",
        "A progress chart draws a plan as a line across the bar of a result of the same thing: unit, place and programme must agree, and where both figures are listed by indicators, they share one. A plan that follows another result would be read as its measure. List the plan behind the result it belongs to. A plan without a result yet goes before all results and gets a row of its own.",
    ),
};
pub(super) static OVERDUE: Rule = Rule {
    id: "calendar/overdue",
    title: ("预告的日子已过，还没有发布", "a release is overdue"),
    explain: (
        "`content/calendar.toml` 预告了发布日期，到 `--as-of` 那天还没有相应的版本。有 `version` 的，看这一版是否已经公布；没有写的，看那天或以后有没有公布新的一版。这只是警告，站点照常生成。",
        "`content/calendar.toml` announces a day, and on the day given with `--as-of` no release has brought what was announced: the one named by `version`, or else any of that day or later. \
         It is a warning; the site is built all the same.",
    ),
};
pub(super) static NO_PERIOD: Rule = Rule {
    id: "data/no-period",
    title: ("时间维度的代码不是期间", "a code of a time dimension is no period"),
    explain: (
        "维度写了 `time = true`，它的每个代码就要是一段时间，这样表格才有起止日期，各种格式才写得出期间。可以写：`2024`、`2024-H1`、`2024-Q1`、`2024-07`、`2024-07-15`、`2015-2017`；别的起讫用下划线连起来，如一个学年写 `2023-09_2024-08`；“截至2025年6月”的数写那个月的最后一天 `2025-06-30`。同一段时间只能有一个代码。“2024年上半年”“2023—2024学年”这样的说法写在代码的名称里；记录里可以照这样填，程序会对上代码。",
        "A dimension with `time = true` has a period as each of its codes, so that tables have a first and a last day and every format can say them. Accepted are `2024`, `2024-H1`, `2024-Q1`, `2024-07`, `2024-07-15` and `2015-2017`; any other span is two periods with an underscore between, as `2023-09_2024-08` for a school year, and what stood at the end of June 2025 is `2025-06-30`. No two codes are the same period. Words such as “first half of 2024” belong in the name of the code; records may hold them as Chinese offices write them (a year, a half year, a school year) and are matched with the code.",
    ),
};
pub(super) static NO_LICENCE: Rule = Rule {
    id: "data/no-licence",
    title: ("数据没有许可", "the data have no licence"),
    explain: (
        "没有写明许可，别人就不知道能不能用这些数据，数据目录也不收。请在 `content/site.toml` 里写 `[licence]`，给出许可的名称和网址；它适用于全站的数据集、图表和文字。采用哪一种许可由公布单位决定。",
        "Without a licence nobody knows whether the data may be used, and catalogues do not take them. Give the name and the address of one under `[licence]` in `content/site.toml`; it holds for all datasets, charts and texts of the site. Which licence it is, the publisher decides.",
    ),
};
pub(super) static SECURITY_EXPIRED: Rule = Rule {
    id: "security/expired",
    title: ("安全联系信息已过期", "the security contact has expired"),
    explain: (
        "`content/site.toml` 的 `[security]` 写了 `expires`，到 `--as-of` 那天已经过了。过期的 `security.txt` 没有效力（RFC 9116）。请核对联系方式，把日期改到一年以内的某一天。",
        "`expires` under `[security]` of `content/site.toml` has passed on the day given with `--as-of`. An expired `security.txt` counts for nothing (RFC 9116). \
         Check the contact and set a day less than a year ahead.",
    ),
};
pub(super) static NEWER_SCHEMA: Rule = Rule {
    id: "config/newer-schema",
    title: ("设置是更新的程序写的", "the settings are of a newer program"),
    explain: (
        "`content/site.toml` 的 `schema` 写明设置是第几种格式。格式比程序认得的新，程序就不读，以免误解。请换用新的程序；旧格式的设置用 `shanwai migrate` 升级。",
        "`schema` in `content/site.toml` says which form the settings have. A form newer than the program knows is not read, so that nothing is misunderstood. Use a newer program; settings of an older form are lifted by `shanwai migrate`.",
    ),
};
pub(super) static DIVISIONS: Rule = Rule {
    id: "config/divisions",
    title: ("区划代码表有误", "the list of divisions is faulty"),
    explain: (
        "`shanwai new --divisions 文件` 读取行政区划代码表：UTF-8 的 CSV，第一行写 `code,zh,en,level,parent`。`code` 是六位代码，`level` 写 province（省）、prefecture（市州）或 county（县市区），`parent` 是上一级的六位代码。另有 `in_standard` 列的，写 N 的行不用：统计上单列、国家标准里没有的管理区和开发区，需要时加到站点的 `data/codes/county.csv`。",
        "`shanwai new --divisions FILE` reads a list of administrative divisions: a CSV in UTF-8 whose first row is `code,zh,en,level,parent`. `code` has six digits, `level` is province, prefecture or county, `parent` is the six-digit code of the division it lies in. Where there is a column `in_standard`, rows that say N are passed over: districts that only statistics know are added to `data/codes/county.csv` of the site where needed.",
    ),
};
pub(super) static NO_DIVISION: Rule = Rule {
    id: "config/no-division",
    title: ("代码表里没有这个地方", "the list knows no such place"),
    explain: (
        "`shanwai new --province 43 --city 4303 目录` 按行政区划代码建站，代码写两位（省）、四位（市州）或六位，也可以写中文全称。程序带着湖南全省的代码；别的省用 `--divisions 文件` 给出代码表。",
        "`shanwai new --province 43 --city 4303 DIR` makes a site from the list of divisions. Codes have two digits (province), four (prefecture) or six; full Chinese names will do as well. All of Hunan ships with the program; other provinces come with `--divisions FILE`.",
    ),
};
