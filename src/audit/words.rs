//! The report in words, and as JSON.

use std::fmt::Write;

use serde_json::{Value, json};

use super::report::{Assumed, Leak, Report, Term, Way};
use super::{Layout, Meaning, Origin};
use crate::diag::{Text, Tongue};
use crate::say;

/// Leaks told one by one to people; machines get all.
const TOLD: usize = 40;
/// Terms of a sum told one by one.
const TERMS: usize = 8;

/// The report for people.
#[must_use]
pub fn human(report: &Report, tongue: Tongue) -> String {
    let mut out = String::new();
    let mut line = |text: &Text| {
        let _ = writeln!(out, "{}", text.get(tongue));
    };
    for table in &report.tables {
        let (path, rows) = (table.path.display(), table.rows);
        let (by, values) = (table.by.join(", "), table.values.join(", "));
        let (zh, en) = layout(table.layout);
        line(&say!("{path}（{zh}，{rows} 行）", "{path} ({en}, {rows} rows)"));
        line(&say!("  分组列：{by}；数值列：{values}", "  broken down by {by}; values in {values}"));
    }
    for leak in report.leaks.iter().take(TOLD) {
        line(&say!("", ""));
        told(leak, &mut line);
    }
    if report.leaks.len() > TOLD {
        let more = report.leaks.len() - TOLD;
        line(&say!("", ""));
        line(&say!(
            "还有 {more} 处没有列出；用 `--message-format json` 看全部",
            "{more} more are not listed; see all with `--message-format json`"
        ));
    }
    line(&say!("", ""));
    let (cells, withheld, leaks) = (report.cells, report.withheld, report.leaks.len());
    line(&say!(
        "共 {cells} 格，隐去 {withheld} 格，能推算出 {leaks} 格",
        "{cells} cells, {withheld} withheld, {leaks} can be worked out"
    ));
    assumptions(report, &mut line);
    out
}

fn layout(layout: Layout) -> (&'static str, &'static str) {
    match layout {
        Layout::Sdmx => ("SDMX-CSV", "SDMX-CSV"),
        Layout::OpenSdg => ("Open SDG 格式", "Open SDG layout"),
        Layout::Ees => ("Explore Education Statistics 格式", "Explore Education Statistics layout"),
        Layout::Tidy => ("整洁表", "tidy table"),
    }
}

fn told(leak: &Leak, line: &mut impl FnMut(&Text)) {
    let (file, at, column) = (leak.file.display(), leak.line, &leak.column);
    let cell: Vec<String> = leak.cell.iter().map(|(dimension, code)| format!("{dimension}={code}")).collect();
    let cell = cell.join(", ");
    let value = if leak.low == leak.high { format!("= {}", leak.low) } else { format!("∈ [{}, {}]", leak.low, leak.high) };
    line(&say!("{file}:{at}，列“{column}”：{cell}  {value}", "{file}:{at}, column `{column}`: {cell}  {value}"));
    match &leak.way {
        Way::Printed => line(&say!("  别处或同一行里印着这个数", "  the value is printed elsewhere, or in the same row")),
        Way::Mark => line(&say!("  标记本身只容得下这一个数", "  the mark itself leaves this value alone")),
        Way::Sum(terms) => {
            let (zh, en) = sum(terms);
            line(&say!("  = {zh}", "  = {en}"));
        }
        Way::Bounds { least, most } => {
            for (terms, sign) in [(least, "≥"), (most, "≤")] {
                if !terms.is_empty() {
                    let (zh, en) = sum(terms);
                    line(&say!(
                        "  {sign} {zh}，以及其他隐去的格子的上下限",
                        "  {sign} {en}, with the limits of the other withheld cells"
                    ));
                }
            }
            if least.is_empty() && most.is_empty() {
                line(&say!("  由几个合计联立得出", "  from several totals together"));
            }
        }
    }
}

/// `合计 − 甲 − 乙  (12 − 4 − 5)` in both languages.
fn sum(terms: &[Term]) -> (String, String) {
    let mut ordered: Vec<&Term> = terms.iter().collect();
    ordered.sort_by_key(|term| term.factor.starts_with('-'));
    let (mut names, mut values) = (String::new(), String::new());
    for (at, term) in ordered.iter().take(TERMS).enumerate() {
        let (sign, factor) = match term.factor.strip_prefix('-') {
            Some(rest) => ("−", rest),
            None => ("+", term.factor.as_str()),
        };
        let times = if factor == "1" { String::new() } else { format!("{factor}×") };
        let lead = if at == 0 && sign == "+" { String::new() } else { format!(" {sign} ") };
        let _ = write!(names, "{lead}{times}{}", term.name);
        let _ = write!(values, "{lead}{times}{}", term.value);
    }
    let more = ordered.len().saturating_sub(TERMS);
    if more == 0 {
        return (format!("{names}（{values}）"), format!("{names}  ({values})"));
    }
    (format!("{names} …… 另有 {more} 项（{values} ……）"), format!("{names} … and {more} more  ({values} …)"))
}

fn assumptions(report: &Report, line: &mut impl FnMut(&Text)) {
    if report.tables.len() > 1 {
        let shared = report.shared;
        line(&say!("各表合在一起检验，共有的格子 {shared} 个", "the tables were attacked together; they share {shared} cells"));
    }
    for (text, meaning, count) in &report.marks {
        let shown = if text.is_empty() { "“”".to_owned() } else { format!("`{text}`") };
        line(&match meaning {
            Meaning::Withheld => say!("标记 {shown}：隐去，{count} 格", "mark {shown}: withheld, {count} cells"),
            Meaning::Between(low, high) => say!(
                "标记 {shown}：{low} 到 {high} 之间，{count} 格；这种标记本身就透露了范围，也说明哪些格子是因为数小才隐去的",
                "mark {shown}: between {low} and {high}, {count} cells; such a mark tells the range itself, and which cells were withheld for being small"
            ),
            Meaning::Low => say!("标记 {shown}：取整后为零，{count} 格", "mark {shown}: rounds to zero, {count} cells"),
            Meaning::Absent => say!("标记 {shown}：没有数，{count} 格", "mark {shown}: not available, {count} cells"),
            Meaning::NotApplicable => say!("标记 {shown}：不适用，{count} 格", "mark {shown}: not applicable, {count} cells"),
        });
    }
    for (step, count) in &report.roundings {
        line(&say!("公布的单位 {step}：{count} 格", "published to the nearest {step}: {count} cells"));
    }
    for held in &report.assumed {
        line(&assumed(held));
    }
    for held in &report.unused {
        let (dimension, total, agree, differ) = (&held.dimension, held.totals.join(", "), held.agree, held.differ);
        let typed = if total == "(total)" { "" } else { &total };
        line(&if differ > 0 {
            say!(
                "没有使用：{dimension} 的 {total} 不等于其余代码之和（{differ} 处不符，{agree} 处相符）",
                "not used: in {dimension}, {total} is not the sum of the other codes ({differ} places differ, {agree} agree)"
            )
        } else {
            say!(
                "没有使用：{dimension} 的 {total} 可能是合计，但能核对的地方太少（{agree} 处）；确实是合计时用 `--total \"{dimension}={typed}\"`",
                "not used: in {dimension}, {total} may be a total, but too few places confirm it ({agree}); if it is one, say `--total \"{dimension}={typed}\"`"
            )
        });
    }
    if report.rates > 0 {
        let rates = report.rates;
        line(&say!(
            "{rates} 组数是比率、平均数或算出来的小数，没有相加",
            "{rates} sets of figures are rates, means or computed fractions and were not added up"
        ));
    }
    if report.contradictions > 0 {
        let count = report.contradictions;
        line(&say!(
            "{count} 格周围公布的数字自相矛盾，不作推断",
            "round {count} cells the published figures contradict each other; nothing is claimed there"
        ));
    }
    if report.unopened > 0 {
        let count = report.unopened;
        line(&say!(
            "{count} 团格子太大，只用消元和上下限检验，没有解线性规划",
            "{count} knots are too large for linear programs and were attacked by elimination and limits alone"
        ));
    }
}

fn assumed(held: &Assumed) -> Text {
    let dimension = &held.dimension;
    let (totals, more) =
        (held.totals.iter().take(3).cloned().collect::<Vec<_>>().join(", "), held.totals.len().saturating_sub(3));
    let (zh_more, en_more) =
        if more > 0 { (format!(" 等 {} 个", held.totals.len()), format!(" and {more} more")) } else { Default::default() };
    let (parts, count, agree) = (held.parts.join(", "), held.count, held.agree);
    let dots = if held.parts.len() < count { " …" } else { "" };
    let (zh_why, en_why) = match held.origin {
        Origin::Declared => ("按指明的", "declared"),
        Origin::Named => ("按名称", "by name"),
        Origin::Nested => ("按上下级", "by level"),
        Origin::Found => ("从数字看出", "from the numbers"),
    };
    let (zh_exact, en_exact) =
        if held.exact { ("逐位相符", "to the last digit") } else { ("在取整误差之内", "within rounding") };
    say!(
        "{dimension}：{totals}{zh_more} ＝ {count} 个代码之和（{parts}{dots}）；{zh_why}，{agree} 处核对{zh_exact}",
        "{dimension}: {totals}{en_more} = the sum of {count} codes ({parts}{dots}); {en_why}, {agree} places agree {en_exact}"
    )
}

/// The report for machines: one object for each leak, then one with the counts and what was assumed.
#[must_use]
pub fn json(report: &Report) -> String {
    let mut out = String::new();
    for leak in &report.leaks {
        let _ = writeln!(out, "{}", leak_json(leak));
    }
    let _ = writeln!(out, "{}", summary_json(report));
    out
}

fn leak_json(leak: &Leak) -> Value {
    let terms = |terms: &[Term]| -> Value {
        let one = |t: &Term| json!({ "factor": t.factor, "cell": t.name, "value": t.value, "file": t.file.display().to_string(), "row": t.line });
        terms.iter().map(one).collect()
    };
    let way = match &leak.way {
        Way::Printed => json!({ "kind": "printed" }),
        Way::Mark => json!({ "kind": "mark" }),
        Way::Sum(sum) => json!({ "kind": "sum", "terms": terms(sum) }),
        Way::Bounds { least, most } => json!({ "kind": "bounds", "least": terms(least), "most": terms(most) }),
    };
    let cell: serde_json::Map<String, Value> = leak.cell.iter().map(|(d, c)| (d.clone(), Value::from(c.as_str()))).collect();
    json!({
        "type": "leak",
        "file": leak.file.display().to_string(),
        "row": leak.line,
        "column_name": leak.column,
        "cell": cell,
        "low": leak.low,
        "high": leak.high,
        "exact": leak.low == leak.high,
        "from": way,
    })
}

fn summary_json(report: &Report) -> Value {
    let table = |t: &super::report::TableInfo| json!({ "file": t.path.display().to_string(), "layout": format!("{:?}", t.layout), "rows": t.rows, "by": t.by, "values": t.values });
    let sums = |sums: &[Assumed]| -> Value {
        let one = |a: &Assumed| {
            json!({
                "dimension": a.dimension, "totals": a.totals, "parts": a.parts, "count": a.count,
                "origin": format!("{:?}", a.origin), "agree": a.agree, "differ": a.differ, "exact": a.exact, "nothing": a.nothing,
            })
        };
        sums.iter().map(one).collect()
    };
    let mark = |(text, meaning, count): &(String, Meaning, usize)| {
        let (name, bounds) = match meaning {
            Meaning::Between(low, high) => ("between", json!([low, high])),
            Meaning::Withheld => ("withheld", Value::Null),
            Meaning::Low => ("low", Value::Null),
            Meaning::Absent => ("absent", Value::Null),
            Meaning::NotApplicable => ("not-applicable", Value::Null),
        };
        json!({ "text": text, "meaning": name, "bounds": bounds, "cells": count })
    };
    json!({
        "type": "summary",
        "tables": report.tables.iter().map(table).collect::<Vec<_>>(),
        "cells": report.cells,
        "withheld": report.withheld,
        "recovered": report.leaks.len(),
        "shared": report.shared,
        "assumed": sums(&report.assumed),
        "unused": sums(&report.unused),
        "rounding": report.roundings.iter().map(|(step, count)| json!({ "step": step, "cells": count })).collect::<Vec<_>>(),
        "marks": report.marks.iter().map(mark).collect::<Vec<_>>(),
        "rates": report.rates,
        "contradictions": report.contradictions,
        "unopened": report.unopened,
    })
}
