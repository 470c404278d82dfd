//! What can be wrong with derived facts.

use crate::diag::Rule;

/// The rules of this module.
pub static RULES: &[&Rule] = &[&FORMULA, &UNLIKE_UNITS, &RESULT_UNIT, &FROM_WITHHELD, &CIRCLE, &NO_RESULT, &UNKNOWN_PART];

pub(super) static FORMULA: Rule = Rule {
    id: "facts/formula",
    title: ("公式写法有误", "a formula cannot be read"),
    explain: (
        "推算数字的公式只用 `fact(\"编号\")`、数、`+ - * /` 和圆括号，如 `fact(\"a\") - fact(\"b\")`。",
        "The formula of a derived fact is made of `fact(\"id\")`, numbers, `+ - * /` and round brackets, such as `fact(\"a\") - fact(\"b\")`.",
    ),
};
pub(super) static UNLIKE_UNITS: Rule = Rule {
    id: "facts/unlike-units",
    title: ("不同单位的数字不能相加减", "figures of unlike units cannot be added or subtracted"),
    explain: (
        "人和人次、人次和服务次数、结果和每年名额都不是一回事，相加减没有意义；两个统计数相乘也没有意义。只有单位种类相同的数字才能加减，不同种类的只能相除。",
        "People and attendances, attendances and services, totals and yearly places are different things: their sum means nothing, nor does the product of two statistics. Only figures of one kind of unit may be added or subtracted; unlike ones may only be divided.",
    ),
};
pub(super) static RESULT_UNIT: Rule = Rule {
    id: "facts/result-unit",
    title: ("公式的结果与声明的单位不符", "a formula does not give the unit it declares"),
    explain: (
        "同类单位相除得到比例（单位种类 percent 或 ratio），不同类单位相除得到比值（ratio），相加减仍是原来的单位种类。请改正 `unit` 或公式。",
        "Like units divided give a share (unit kind percent or ratio), unlike units divided give a ratio, sums and differences keep their kind. Correct `unit` or the formula.",
    ),
};
pub(super) static FROM_WITHHELD: Rule = Rule {
    id: "facts/derived-from-withheld",
    title: ("用不公布的数字做了推算", "a fact is derived from a withheld one"),
    explain: (
        "由不公布的数字推算出来的数、比例或余数，都可能把它反推出来，因此不允许。",
        "A figure, a rate or a remainder derived from a withheld figure could give it away, so it is refused.",
    ),
};
pub(super) static CIRCLE: Rule = Rule {
    id: "facts/circle",
    title: ("推算绕成了圈", "a derivation runs in a circle"),
    explain: ("一个推算数字最终用到了它自己。请拆开这个圈。", "A derived fact depends on itself in the end. Break the circle."),
};
pub(super) static NO_RESULT: Rule = Rule {
    id: "facts/no-result",
    title: ("公式算不出结果", "a formula has no result"),
    explain: (
        "除数为零，或者数字大到无法精确计算。请检查公式用到的数字。",
        "The divisor is zero, or the figures are too large to compute exactly. Check the figures that the formula uses.",
    ),
};
pub(super) static UNKNOWN_PART: Rule = Rule {
    id: "facts/unknown-part",
    title: ("公式引用了不存在的数字", "a formula names a fact that does not exist"),
    explain: (
        "公式里的编号必须在 `data/facts.toml` 里登记过。`shanwai facts` 列出全部编号。",
        "The ids in a formula must be registered in `data/facts.toml`; `shanwai facts` lists them all.",
    ),
};
