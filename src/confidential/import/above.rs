//! What stands between the title and the heading of a table: who reports, in which unit, when.

use super::words::plain;

/// What such lines begin with, before a colon.
const LABELS: [&str; 27] = [
    "填报单位",
    "报送单位",
    "填表单位",
    "制表单位",
    "编制单位",
    "制表机关",
    "单位",
    "计量单位",
    "金额单位",
    "填表人",
    "填报人",
    "制表人",
    "制表",
    "审核人",
    "负责人",
    "联系人",
    "日期",
    "填报日期",
    "填表日期",
    "制表日期",
    "报送日期",
    "填报时间",
    "制表时间",
    "统计时间",
    "unit",
    "date",
    "preparedby",
];
/// Units of money by which an amount differs from what is imported.
const UNITS: [&str; 5] = ["万元", "千元", "百元", "百万元", "亿元"];

/// Whether the cells of a row are labels with what they say rather than words of a heading.
pub(super) fn is_label(cells: &[String]) -> bool {
    let filled: Vec<String> = cells.iter().filter(|cell| !cell.is_empty()).map(|cell| plain(cell)).collect();
    let known = |cell: &String| cell.split_once(':').is_some_and(|(label, _)| LABELS.contains(&label.trim_start_matches('(')));
    // 其中：女童 is a word of a heading.
    let says = |cell: &&String| cell.split_once(':').is_some_and(|(label, rest)| label != "其中" && !rest.is_empty());
    let (labelled, wide) = (filled.iter().filter(|cell| cell.contains(':')).count(), filled.len() * 2 <= cells.len());
    match filled.first() {
        Some(first) if known(first) => labelled * 2 >= filled.len() && (wide || filled.iter().all(|cell| cell.contains(':'))),
        Some(_) => wide && filled.len() <= 2 && (filled.iter().any(known) || filled.iter().filter(says).count() > 0),
        None => false,
    }
}

/// The row above the heading that names a unit of money, and the unit.
pub(super) fn unit(above: &[Vec<String>]) -> Option<(usize, &'static str)> {
    above.iter().enumerate().find_map(|(row, cells)| {
        let named = |cell: &String| {
            let (_, rest) = plain(cell).split_once("单位").map(|(label, rest)| (label.to_owned(), rest.to_owned()))?;
            let rest = rest.trim_start_matches([':', '为']).to_owned();
            UNITS.iter().find(|unit| rest.starts_with(**unit)).copied()
        };
        cells.iter().find_map(named).map(|unit| (row, unit))
    })
}
