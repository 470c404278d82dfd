//! The few words a chart needs: what they are called, and how they read in Chinese and English.

use crate::model::Lang;

/// The words of one language.
///
/// [`KEYS`] lists every key with its arguments and its Chinese and English text. An implementation may take the words from
/// a catalogue and leave the rest to [`Builtin`].
pub trait ChartWords {
    /// A number beside the value axis: short, without unit (`1.5万`, `15,000`).
    fn tick(&self, value: f64) -> String;

    /// The words for `key`, with `{ $name }` replaced by the argument of that name.
    fn say(&self, key: &'static str, args: &[(&'static str, &str)]) -> String;
}

/// One entry of the catalogue.
#[derive(Clone, Copy, Debug)]
pub struct Key {
    /// Key in the catalogue.
    pub key: &'static str,
    /// Chinese.
    pub zh: &'static str,
    /// English.
    pub en: &'static str,
}

const fn key(key: &'static str, zh: &'static str, en: &'static str) -> Key {
    Key { key, zh, en }
}

/// Every key that a chart may ask for; `{ $name }` is an argument, all arguments are text.
pub static KEYS: &[Key] = &[
    // In the picture.
    key("withheld-symbol", "c", "c"),
    key("unavailable-symbol", "..", ".."),
    key("absent-symbol", "–", "–"),
    key("chart-withheld", "不公布", "withheld"),
    key("chart-withheld-key", "{ $mark } 为保护当事人不公布", "{ $mark } withheld to protect people"),
    key("chart-planned", "计划", "planned"),
    key("chart-missing", "无数据", "no data"),
    key("chart-inapplicable", "不适用", "not applicable"),
    key("chart-synthetic", "模拟数据", "Synthetic data"),
    key("chart-possible", "可能的范围", "possible range"),
    key("chart-empty", "暂无数据", "No data to show"),
    key("chart-planned-value", "{ $value }（计划）", "{ $value } (planned)"),
    key("chart-planned-as", "{ $value }（{ $plan }）", "{ $value } ({ $plan })"),
    // Punctuation.
    key("chart-colon", "：", ": "),
    key("chart-comma", "，", ", "),
    key("chart-list", "、", ", "),
    key("chart-and", "和", " and "),
    key("chart-others", "等", " and others"),
    key("chart-stop", "。", ". "),
    key("chart-cell", "{ $category }{ $series }", "{ $category } ({ $series })"),
    // What kind of chart it is.
    key("chart-kind-bar", "条形图，共{ $count }项", "Bar chart, { $count } categories"),
    key("chart-kind-column", "条形图，共{ $count }项", "Bar chart, { $count } categories"),
    key("chart-kind-line", "折线图，从{ $first }到{ $last }", "Line chart from { $first } to { $last }"),
    key("chart-kind-stacked", "堆叠条形图，共{ $count }项", "Stacked bar chart, { $count } categories"),
    key(
        "chart-kind-range",
        "区间图，共{ $count }项，圆点为公布的数值，横线为可能的范围",
        "Range chart, { $count } categories; dots mark the published figures, lines the values they allow",
    ),
    key(
        "chart-kind-tiles",
        "方格图，共{ $count }格，按大致方位排列",
        "Tile grid, { $count } tiles placed roughly as on the ground",
    ),
    key("chart-kind-tiles-plain", "方格图，共{ $count }格", "Tile grid, { $count } tiles"),
    key("chart-kind-share", "百分比堆叠图，共{ $count }项", "Stacked shares of 100%, { $count } categories"),
    key("chart-share-withheld", "有部分数值不公布的，不画百分比", "Where a part is withheld no shares are drawn"),
    key("chart-kind-slope", "斜率图，比较{ $first }与{ $last }", "Slope chart comparing { $first } with { $last }"),
    key(
        "chart-kind-panels",
        "小图{ $panels }幅，纵轴相同，从{ $first }到{ $last }",
        "{ $panels } small charts on one scale, from { $first } to { $last }",
    ),
    key(
        "chart-kind-heat",
        "表格热力图，{ $count }行{ $panels }列，颜色越深数值越大",
        "Shaded table of { $count } rows and { $panels } columns; darker means more",
    ),
    key("chart-kind-progress", "进度图，竖线为计划", "Progress chart; upright lines mark the plans"),
    key(
        "chart-kind-pyramid",
        "金字塔图，最下面是{ $first }，最上面是{ $last }",
        "Pyramid, { $first } at the foot and { $last } at the top",
    ),
    key(
        "chart-kind-funnel",
        "漏斗图，横轴是基数，纵轴是比率，各地比率相同时，100个里约有95个落在两条虚线之间",
        "Funnel plot: the base runs across, the rate upwards; if all had the same rate, about 95 in 100 would lie between the dashed lines",
    ),
    key("chart-funnel-whole", "合计", "all together"),
    key("chart-funnel-range", "偶然波动范围", "range of chance"),
    key("chart-funnel-within", "在范围之内", "within the range"),
    key("chart-funnel-outside", "在范围之外", "outside the range"),
    key("chart-funnel-above", "高于范围的：{ $names }", "Above the range: { $names }"),
    key("chart-funnel-below", "低于范围的：{ $names }", "Below the range: { $names }"),
    key("chart-funnel-all-within", "全部在范围之内", "All lie within the range"),
    key("chart-percent", "{ $value }%", "{ $value }%"),
    key("chart-percent-unit", "占比（%）", "Share (%)"),
    key("chart-share-of", "{ $share }（{ $value }）", "{ $share } ({ $value })"),
    key("chart-plan-mark", "计划{ $value }", "plan { $value }"),
    key("chart-plan-dated", "{ $plan }{ $value }", "{ $plan }: { $value }"),
    key("chart-series", "分为{ $names }", "Divided into { $names }"),
    // What the numbers say.
    key("chart-single", "{ $name }为{ $value }", "{ $name }: { $value }"),
    key("chart-all-equal", "各项均为{ $value }", "All stand at { $value }"),
    key(
        "chart-extremes",
        "最高的是{ $high }（{ $highvalue }），最低的是{ $low }（{ $lowvalue }）",
        "The highest figure is { $highvalue }, for { $high }; the lowest is { $lowvalue }, for { $low }",
    ),
    key(
        "chart-extremes-printed",
        "按公布的数值，最高的是{ $high }（{ $highvalue }），最低的是{ $low }（{ $lowvalue }）",
        "As published, the highest figure is { $highvalue }, for { $high }, and the lowest { $lowvalue }, for { $low }",
    ),
    key(
        "chart-extremes-shown",
        "已公布的数值中，最高的是{ $high }（{ $highvalue }），最低的是{ $low }（{ $lowvalue }）",
        "Of the figures published, the highest is { $highvalue }, for { $high }; the lowest is { $lowvalue }, for { $low }",
    ),
    key("chart-shown-equal", "已公布的各项均为{ $value }", "The figures published all stand at { $value }"),
    key(
        "chart-peak-shown",
        "已公布的数值中，最高值出现在{ $high }，为{ $highvalue }",
        "Of the figures published, the highest was { $highvalue }, in { $high }",
    ),
    key(
        "chart-trough-shown",
        "已公布的数值中，最低值出现在{ $low }，为{ $lowvalue }",
        "Of the figures published, the lowest was { $lowvalue }, in { $low }",
    ),
    key("chart-peak", "最高值出现在{ $high }，为{ $highvalue }", "The peak was { $highvalue }, in { $high }"),
    key("chart-trough", "最低值出现在{ $low }，为{ $lowvalue }", "The lowest was { $lowvalue }, in { $low }"),
    key(
        "chart-rose",
        "从{ $first }的{ $firstvalue }上升到{ $last }的{ $lastvalue }",
        "The figure rose from { $firstvalue } in { $first } to { $lastvalue } in { $last }",
    ),
    key(
        "chart-fell",
        "从{ $first }的{ $firstvalue }下降到{ $last }的{ $lastvalue }",
        "The figure fell from { $firstvalue } in { $first } to { $lastvalue } in { $last }",
    ),
    key("chart-level", "{ $first }和{ $last }均为{ $value }", "The figure was { $value } in both { $first } and { $last }"),
    key(
        "chart-from-to",
        "{ $first }为{ $firstvalue }，{ $last }为{ $lastvalue }",
        "The figure was { $firstvalue } in { $first } and { $lastvalue } in { $last }",
    ),
    key(
        "chart-series-rose",
        "{ $series }从{ $first }的{ $firstvalue }上升到{ $last }的{ $lastvalue }",
        "{ $series }: up from { $firstvalue } in { $first } to { $lastvalue } in { $last }",
    ),
    key(
        "chart-series-fell",
        "{ $series }从{ $first }的{ $firstvalue }下降到{ $last }的{ $lastvalue }",
        "{ $series }: down from { $firstvalue } in { $first } to { $lastvalue } in { $last }",
    ),
    key(
        "chart-series-level",
        "{ $series }在{ $first }和{ $last }均为{ $value }",
        "{ $series }: { $value } in both { $first } and { $last }",
    ),
    key(
        "chart-series-from-to",
        "{ $series }在{ $first }为{ $firstvalue }，{ $last }为{ $lastvalue }",
        "{ $series }: { $firstvalue } in { $first } and { $lastvalue } in { $last }",
    ),
    // What the reader must know of them.
    key("chart-plan-one", "{ $name }是计划数（{ $value }），不是结果", "{ $name }: { $value }, a plan and not a result"),
    key(
        "chart-plan-many",
        "其中{ $count }项是计划数，不是结果：{ $names }",
        "{ $count } of the figures are plans, not results: { $names }",
    ),
    key("chart-plan-all", "图中均为计划数，不是结果", "All figures are plans, not results"),
    key(
        "chart-withheld-one",
        "为保护个人信息，{ $name }的数值不公布，不等于零",
        "The figure for { $name } is withheld to protect people, which does not mean zero",
    ),
    key(
        "chart-withheld-many",
        "为保护个人信息，有{ $count }个数值不公布，不等于零：{ $names }",
        "{ $count } figures are withheld to protect people, which does not mean zero: { $names }",
    ),
    key(
        "chart-withheld-all",
        "为保护个人信息，所有数值均不公布，不等于零",
        "All figures are withheld to protect people, which does not mean zero",
    ),
    key("chart-missing-one", "{ $name }没有数据", "There are no data for { $name }"),
    key("chart-missing-many", "有{ $count }处没有数据：{ $names }", "{ $count } figures are not available: { $names }"),
    key("chart-missing-all", "各项均没有数据", "No figures are available"),
    key("chart-inapplicable-one", "{ $name }不适用", "{ $name } does not apply"),
    key("chart-inapplicable-many", "有{ $count }处不适用：{ $names }", "{ $count } entries do not apply: { $names }"),
    key("chart-inapplicable-all", "各项均不适用", "No entry applies"),
    key(
        "chart-bounded",
        "斜线部分表示可能的范围：有{ $count }个数值是约数或限值",
        "Hatching shows the possible range: { $count } of the figures are approximations or limits",
    ),
    key(
        "chart-bounded-one",
        "斜线部分表示可能的范围：有{ $count }个数值是约数或限值",
        "Hatching shows the possible range: { $count } figure is an approximation or a limit",
    ),
    key(
        "chart-bounded-lines-one",
        "有{ $count }个数值是约数或限值，图中标出了可能的范围",
        "{ $count } of the figures is an approximation or a limit, shown with the range it allows",
    ),
    key(
        "chart-bounded-lines",
        "有{ $count }个数值是约数或限值，图中标出了可能的范围",
        "{ $count } of the figures are approximations or limits, shown with the range they allow",
    ),
    key("chart-is-synthetic", "图中为模拟数据，不代表真实情况", "The data are synthetic and describe nothing real"),
    key("chart-source", "来源：{ $source }", "Source: { $source }"),
];

/// Chinese and English words that need no catalogue; every other language reads English.
#[derive(Clone, Copy, Debug)]
pub struct Builtin {
    chinese: bool,
}

impl Builtin {
    /// The words for `lang`.
    #[must_use]
    pub fn new(lang: &Lang) -> Self {
        Self { chinese: lang.is_chinese() }
    }
}

impl ChartWords for Builtin {
    fn tick(&self, value: f64) -> String {
        let (unit, word) = match (self.chinese, value.abs()) {
            (true, size) if size >= 1e8 => (1e8, "亿"),
            (true, size) if size >= 1e4 => (1e4, "万"),
            (false, size) if size >= 1e9 => (1e9, " bn"),
            (false, size) if size >= 1e6 => (1e6, " m"),
            _ => (1.0, ""),
        };
        format!("{}{word}", plain(value / unit, !self.chinese))
    }

    fn say(&self, key: &'static str, args: &[(&'static str, &str)]) -> String {
        let Some(entry) = KEYS.iter().find(|entry| entry.key == key) else {
            return String::new();
        };
        fill(if self.chinese { entry.zh } else { entry.en }, args)
    }
}

/// Up to ten significant digits, a true minus sign, thousands grouped when `grouped`.
fn plain(value: f64, grouped: bool) -> String {
    if value != 0.0 && !(1e-6..1e15).contains(&value.abs()) {
        return format!("{value:e}").replace('-', "−");
    }
    let decimals = (9 - value.abs().max(1e-6).log10().floor() as i32).clamp(0, 15) as usize;
    let text = format!("{:.decimals$}", value.abs());
    let (whole, rest) = text.split_once('.').unwrap_or((&text, ""));
    let rest = rest.trim_end_matches('0');
    let mut out = String::from(if value < 0.0 { "−" } else { "" });
    for (i, digit) in whole.chars().enumerate() {
        if grouped && i > 0 && (whole.len() - i).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    if !rest.is_empty() {
        out.push('.');
        out.push_str(rest);
    }
    out
}

fn fill(template: &str, args: &[(&'static str, &str)]) -> String {
    let mut out = String::with_capacity(template.len() + 32);
    let mut rest = template;
    while let Some((before, after)) = rest.split_once("{ $") {
        let (name, behind) = after.split_once(" }").unwrap_or((after, ""));
        out.push_str(before);
        out.push_str(args.iter().find(|(arg, _)| *arg == name).map_or("", |(_, value)| value));
        rest = behind;
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(tag: &str) -> Builtin {
        Builtin::new(&Lang::new(tag).unwrap())
    }

    #[test]
    fn ticks_follow_the_language() {
        assert_eq!(words("zh").tick(15_000.0), "1.5万");
        assert_eq!(words("zh").tick(5_000.0), "5000");
        assert_eq!(words("en").tick(15_000.0), "15,000");
        assert_eq!(words("en").tick(-0.3), "−0.3");
        assert_eq!(words("en").tick(0.0), "0");
        assert_eq!(words("en").tick(2_500_000.0), "2.5 m");
    }

    #[test]
    fn keys_are_unique_and_both_languages_take_the_same_arguments() {
        let arguments = |text: &str| {
            let mut names: Vec<String> =
                text.split("{ $").skip(1).filter_map(|t| t.split(" }").next().map(String::from)).collect();
            names.sort();
            names
        };
        for (i, entry) in KEYS.iter().enumerate() {
            assert!(KEYS[..i].iter().all(|earlier| earlier.key != entry.key), "{} twice", entry.key);
            assert_eq!(arguments(entry.zh), arguments(entry.en), "{}", entry.key);
        }
    }
}
