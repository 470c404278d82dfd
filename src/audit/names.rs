//! What names tell: totals, times, units, rates, places. Each is only a hint; the numbers decide.

/// How surely a code is a total, 0 when it is none.
pub(super) fn total_score(code: &str) -> u8 {
    const SURE: &[&str] = &[
        "total",
        "totals",
        "_t",
        "all",
        "合计",
        "总计",
        "总数",
        "全部",
        "全市",
        "全省",
        "全国",
        "全县",
        "全州",
        "全区",
        "计",
        "insgesamt",
        "gesamt",
        "ensemble",
        "tous",
        "итого",
        "всего",
        "razem",
        "both",
        "overall",
    ];
    const STARTS: &[&str] = &["total ", "total,", "total-", "total:", "all ", "both ", "合计", "总计"];
    let lower = code.trim().to_lowercase();
    if SURE.contains(&lower.as_str()) {
        3
    } else if STARTS.iter().any(|start| lower.starts_with(start)) || lower.ends_with(" total") || lower.ends_with("合计") {
        2
    } else {
        u8::from(matches!(lower.as_str(), "t" | "persons" | "people"))
    }
}

/// What a column of codes is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Codes that may be parts of a total.
    Breakdown,
    /// Places, on several levels.
    Geography,
    /// Times: not added up unless a total is named among them.
    Time,
    /// Units, series, indicators: different things, never added up.
    Unit,
    /// The columns of values themselves.
    Measure,
}

/// The kind of a column of codes, by its heading.
pub(super) fn kind(heading: &str) -> Kind {
    const TIMES: &[&str] = &[
        "year",
        "years",
        "time",
        "period",
        "date",
        "month",
        "quarter",
        "time_period",
        "time period",
        "refperiod",
        "ref_date",
        "ref_period",
        "academic year",
        "academicyear",
        "academic_year",
        "financial year",
        "fiscal_year",
        "calendar_year",
        "week",
        "年",
        "年份",
        "年度",
        "时间",
        "时期",
        "月",
        "月份",
        "季度",
        "学年",
        "日期",
    ];
    const UNITS: &[&str] = &[
        "unit",
        "units",
        "unit measure",
        "unit_measure",
        "unit multiplier",
        "unit_mult",
        "series",
        "indicator",
        "measure",
        "statistic",
        "statistics",
        "variable",
        "freq",
        "frequency",
        "indic",
        "age_measure",
        "uom",
        "scalar_factor",
        "vector",
        "单位",
        "计量单位",
        "指标",
        "度量",
        "统计指标",
    ];
    let lower = heading.trim().to_lowercase();
    if TIMES.contains(&lower.as_str()) {
        Kind::Time
    } else if UNITS.contains(&lower.as_str()) {
        Kind::Unit
    } else {
        Kind::Breakdown
    }
}

/// Whether the figures under this name cannot be added up, whatever they look like: rates, shares, means.
pub(super) fn is_rate(name: &str) -> bool {
    const WORDS: &[&str] = &[
        "rate",
        "rates",
        "percent",
        "percentage",
        "pct",
        "proportion",
        "share",
        "average",
        "avg",
        "mean",
        "median",
        "ratio",
        "index",
        "score",
        "probability",
        "prevalence",
        "pt",
        "per",
    ];
    const PARTS: &[&str] =
        &["%", "‰", "百分", "比例", "比重", "占比", "率", "平均", "人均", "均值", "中位", "指数", "每万", "每千", "每百"];
    let lower = name.to_lowercase();
    PARTS.iter().any(|part| lower.contains(part)) || lower.split(|c: char| !c.is_alphanumeric()).any(|word| WORDS.contains(&word))
}

/// Headings of remarks, which tell rows apart in no table.
pub(super) fn is_remark(heading: &str) -> bool {
    const REMARKS: &[&str] = &[
        "observation status",
        "unit multiplier",
        "geocode",
        "note",
        "notes",
        "comment",
        "comments",
        "footnote",
        "footnotes",
        "source",
        "nature",
        "comment_obs",
        "comment_ts",
        "decimals",
        "obs_conf",
        "last update",
        "last_update",
        "synthetic",
        "备注",
        "说明",
        "注",
        "来源",
        "source details",
        "time_format",
        "dguid",
        "coordinate",
    ];
    REMARKS.contains(&heading.trim().to_lowercase().as_str())
}

/// Headings of columns that say why a value is missing.
pub(super) fn is_status(heading: &str) -> bool {
    const STATUSES: &[&str] = &[
        "obs_status",
        "conf_status",
        "obs_flag",
        "status",
        "flag",
        "flags",
        "symbol",
        "value_status",
        "suppressed",
        "suppression",
        "confidentiality",
        "data marker",
        "data_marker",
        "marker",
        "状态",
        "标记",
        "数据状态",
    ];
    STATUSES.contains(&heading.trim().to_lowercase().as_str())
}

/// Headings of the one column of values.
pub(super) fn is_value(heading: &str) -> bool {
    const VALUES: &[&str] = &[
        "value",
        "values",
        "obs_value",
        "count",
        "counts",
        "n",
        "number",
        "freq",
        "observation",
        "数值",
        "值",
        "人数",
        "人次",
        "件数",
        "金额",
        "数量",
        "户数",
    ];
    VALUES.contains(&heading.trim().to_lowercase().as_str())
}

/// Headings whose numbers are codes: ages, grades, numbers of places.
pub(super) fn is_code(heading: &str) -> bool {
    const WORDS: &[&str] = &["age", "grade", "code", "id", "level", "band", "class", "urn", "ward", "fips", "decile", "quintile"];
    let lower = heading.trim().to_lowercase();
    kind(heading) != Kind::Breakdown
        || ["年龄", "代码", "编号", "年级", "级别"].iter().any(|part| lower.contains(part))
        || lower.split(|c: char| !c.is_alphanumeric()).any(|word| WORDS.contains(&word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn totals_are_scored() {
        for (code, score) in
            [("Total", 3), ("_T", 3), ("全市", 3), ("All ages", 2), ("T", 1), ("Totnes", 0), ("allotment", 0), ("计划", 0)]
        {
            assert_eq!(total_score(code), score, "{code}");
        }
    }

    #[test]
    fn rates_are_known_by_name() {
        for name in ["sess_overall_percent", "Rate per 100,000 population", "性别比例", "pt_overall", "absence_rate_fte_%"] {
            assert!(is_rate(name), "{name}");
        }
        for name in ["person_count", "operations", "新增人数", "separate_homes", "permanent_exclusions"] {
            assert!(!is_rate(name), "{name}");
        }
    }
}
