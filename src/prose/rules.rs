//! What can be wrong with a page's text.

use crate::diag::Rule;

/// The rules of this module.
pub static RULES: &[&Rule] = &[
    &UNBOUND_NUMBER,
    &OTHER_UNIT,
    &PLAN_UNSAID,
    &RAW_HTML,
    &BROKEN_LINK,
    &BROKEN_ANCHOR,
    &LINK_FORM,
    &MISSING_ALT,
    &ALT_FILE_NAME,
    &UNCLOSED,
    &MISPLACED,
    &UNKNOWN_SLOT,
    &FOOTNOTE,
    &PRIVATE_CHARACTER,
    &EXPRESSION,
    &UNKNOWN_FACT,
    &WITHHELD_CELL,
];

macro_rules! rule {
    ($name:ident, $id:literal, $zh:literal, $en:literal, $explain_zh:literal, $explain_en:literal) => {
        pub(super) static $name: Rule = Rule { id: $id, title: ($zh, $en), explain: ($explain_zh, $explain_en) };
    };
}

rule!(
    UNBOUND_NUMBER,
    "prose/unbound-number",
    "正文里有没有出处的数字",
    "a number in the text is bound to no fact",
    "正文里的统计数字都要引用数据登记表，写成 `{{ fact(\"编号\") }}`，这样数据改了正文也跟着改，读者也能查到出处。不是统计数字的（如“分5步”），写成 `{{ plain(\"5\") }}`。年份、日期、序号和标准号不用标。",
    "Every statistic in a text cites the register as `{{ fact(\"id\") }}`: the text then follows the data, and readers can look up the source. A number that is no statistic is written `{{ plain(\"5\") }}`. Years, dates, ordinals and the numbers of standards need no mark."
);
rule!(
    OTHER_UNIT,
    "prose/other-unit",
    "数字后面的词与登记的单位不同",
    "the words around a number count something else than its fact",
    "用 `| number` 引用数字时，单位由正文自己写。登记的是人次，正文就不能写成“名儿童”：来过两次的孩子会被算成两个。去掉 `| number`，数字就带着登记的单位；或者改写后面的词。",
    "Cited with `| number`, a figure takes its unit from the words around it. Where attendances are registered, the text must not say children: a child who came twice would become two. Leave out `| number`, and the figure brings its own unit; or change the words."
);
rule!(
    PLAN_UNSAID,
    "prose/plan-unsaid",
    "引用计划数的句子没有写明是计划",
    "a sentence gives a planned figure without saying that it is planned",
    "登记为计划（`status = \"plan\"`）的数还没有做到。引用它的句子要让人看得出来：写“计划”“拟”“将”“目标”“预计”一类的词。网页上数字旁边虽有标记，读者摘引一句话时带不走它。看的是一句话；表格看整行和本列的表头；列表项目还看前面以冒号结尾的一段。图表标题也一样。只看中文和英文。",
    "A figure registered as a plan (`status = \"plan\"`) has not been reached. Its sentence must say so with a word such as planned, will, target or expected. The page marks the figure, but whoever quotes a sentence leaves the mark behind. Sentences are judged one by one; in a table the row and the heading of the column count, for items of a list also the paragraph before them that ends in a colon. The same holds for titles of charts. Chinese and English are judged."
);
rule!(
    RAW_HTML,
    "prose/raw-html",
    "正文里不能写 HTML",
    "HTML is not allowed in the text",
    "正文只用 Markdown，这样每一页都安全、无障碍、样式统一。要显示尖括号，请放在反引号里，或写成 `&lt;`。单独成段的 HTML 注释可以写，不会发布。",
    "Texts are plain Markdown, which keeps every page safe, accessible and of one style. To show an angle bracket, put it in backticks or write `&lt;`. HTML comments in a paragraph of their own are allowed and not published."
);
rule!(
    BROKEN_LINK,
    "prose/broken-link",
    "链接的页面不存在",
    "a link leads to no page",
    "站内链接写成 `/projects/city-camps/`：以 `/` 开头和结尾，不带语言代码。生成时会换成当前语言的相对链接。",
    "Links between pages are written `/projects/city-camps/`, with a slash at both ends and no language code. They become relative links in the page's language."
);
rule!(
    BROKEN_ANCHOR,
    "prose/broken-anchor",
    "链接的标题不存在",
    "a link leads to no heading of this page",
    "`#名称` 指向本页的一个标题。可以在标题后面写 `{#名称}`，给它一个固定的名称。",
    "`#name` leads to a heading of this page. Write `{#name}` behind a heading to give it a name of its own."
);
rule!(
    LINK_FORM,
    "prose/link-form",
    "链接的写法不对",
    "a link has a form that is not allowed",
    "链接可以是站内页面（`/projects/`）、本页标题（`#名称`）、外部网址（`https://…`）、邮箱（`mailto:`）或电话（`tel:`）。图片只能用站内文件（`/static/…`）。",
    "A link leads to a page of the site (`/projects/`), a heading of this page (`#name`), another site (`https://…`), a mailbox (`mailto:`) or a telephone (`tel:`). Images are files of the site (`/static/…`)."
);
rule!(
    MISSING_ALT,
    "prose/missing-alt",
    "图片缺少文字说明",
    "an image has no text in words",
    "用读屏软件的读者靠文字说明了解图片。写成 `![图里有什么](/static/…)`。",
    "Readers who use a screen reader know an image by its words. Write `![what it shows](/static/…)`."
);
rule!(
    ALT_FILE_NAME,
    "prose/alt-file-name",
    "图片说明只是文件名",
    "the words of an image are the name of a file",
    "“IMG_0001”“camp-2.jpg”这样的说明，读屏软件念出来等于没说。请写图里有什么，不写人名、学校和地址。",
    "`IMG_0001` or `camp-2.jpg` tells a listener nothing. Say what the image shows, without names, schools and addresses."
);
rule!(
    UNCLOSED,
    "prose/unclosed-expression",
    "表达式没有写完",
    "an expression is not closed",
    "表达式以 `{{` 开始，在同一段里以 `}}` 结束。要原样显示 `{{`，请放在反引号里，或写成 `\\{{`。",
    "An expression begins with `{{` and ends with `}}` in the same paragraph. To show `{{` itself, put it in backticks or write `\\{{`."
);
rule!(
    MISPLACED,
    "prose/misplaced-expression",
    "表达式放错了地方",
    "an expression stands where it cannot",
    "图表、数据卡片、数据集和列表要单独成段，不能放在句子、列表或表格里；链接地址和标题名称里不能用表达式。",
    "A chart, figures, a dataset or a list stands alone in its paragraph, not in a sentence, a list or a table. Addresses of links and names of headings take no expressions."
);
rule!(
    UNKNOWN_SLOT,
    "prose/unknown-slot",
    "没有这个图表、数据集或列表",
    "there is no such chart, dataset or list",
    "图表在 `content/charts.toml` 里声明，数据集在 `data/catalog.toml` 里声明；列表有 `facts`、`comparisons`、`withheld`、`sources`、`indicators`、`places`、`datasets`、`protection`、`attempts`。",
    "Charts are declared in `content/charts.toml`, datasets in `data/catalog.toml`; the lists are `facts`, `comparisons`, `withheld`, `sources`, `indicators`, `places`, `datasets`, `protection` and `attempts`."
);
rule!(
    FOOTNOTE,
    "prose/missing-footnote",
    "脚注没有内容",
    "a footnote has no text",
    "正文里的 `[^名称]` 要有对应的一段 `[^名称]: 内容`。",
    "A mark `[^name]` in the text needs a paragraph `[^name]: text`."
);
rule!(
    PRIVATE_CHARACTER,
    "prose/private-character",
    "正文里有专用区字符",
    "the text holds a private-use character",
    "这个字符属于 Unicode 第 15 平面专用区，只有个别字体能显示，多数读者看到的是空框。请换成标准字符。",
    "This character is from the private-use plane 15: only single fonts show it, most readers see an empty box. Use a standard character."
);
rule!(
    EXPRESSION,
    "prose/expression",
    "表达式有误",
    "an expression is wrong",
    "双花括号里一次写一个表达式，如 `{{ fact(\"编号\") }}`、`{{ fact(\"编号\") | number }}`、`{{ cell(\"数据集\", \"度量\", year=\"2024\") }}`、`{{ plain(\"5\") }}`。",
    "Double braces hold one expression: `{{ fact(\"id\") }}`, `{{ fact(\"id\") | number }}`, `{{ cell(\"cube\", \"measure\", year=\"2024\") }}`, `{{ plain(\"5\") }}`."
);
rule!(
    WITHHELD_CELL,
    "prose/withheld-cell",
    "正文引用了不公布的数",
    "the text cites a withheld cell",
    "表里有些数为保护当事人不公布。正文不能引用这样的数，也不能拿它比大小，否则一句话就可能让人推算出来。请改写这句话，引用已公布的合计，或者改用图表和表格，那里会照样标出“不公布”。数据更新以后，原来公布的数也可能不再公布，这时本条会提醒修改。",
    "Some cells of a table are withheld to protect people. A text can neither cite such a cell nor compare with it, since one sentence may be enough to work it out. Reword the sentence, cite a published total, or use a chart or a table, which show the mark. When data change, a cell that was published may be withheld; this rule then says which sentences to change."
);
rule!(
    UNKNOWN_FACT,
    "prose/unknown-fact",
    "没有登记这个数字",
    "no such fact is registered",
    "正文只能引用 `data/facts.toml` 里登记的数字。用 `shanwai facts` 列出全部编号。",
    "Texts cite only what `data/facts.toml` registers. `shanwai facts` lists every id."
);
