//! Which column of a form is which declared column: by name, by the usual words of offices, by what the cells hold.

use super::book::Sheet;
use super::layout::{Heading, Layout};
use super::time;
use super::words::{Found, Reader, plain};
use crate::config::{Catalog, ColumnKind, ColumnSpec, Dimension, ImportMapping, MeasureKind, RecordsSpec};

/// Where a declared column comes from.
#[derive(Clone, PartialEq, Eq)]
#[cfg_attr(test, derive(Debug))]
pub(super) enum Origin {
    /// The heading at this position of the layout.
    Heading(usize),
    /// The same in every row.
    Fixed(String),
    /// Nowhere.
    Nothing,
}

/// The words by which the columns of some records are known.
pub(super) struct Known<'a> {
    catalog: &'a Catalog,
    spec: &'a RecordsSpec,
}

const TIMES: [&str; 17] = [
    "统计期",
    "时间",
    "日期",
    "期间",
    "报告期",
    "统计时间",
    "统计月份",
    "活动时间",
    "活动日期",
    "参加时间",
    "服务时间",
    "服务日期",
    "年月",
    "所属期",
    "period",
    "date",
    "time",
];
const YEARS: [&str; 5] = ["年份", "年度", "年", "统计年度", "year"];
const MONTHS: [&str; 3] = ["月份", "月", "month"];
const PLACES: [&str; 21] = [
    "县名",
    "县区名称",
    "县市区名称",
    "县市区",
    "县区市",
    "市县区",
    "区县",
    "县区",
    "区县市",
    "县",
    "县市",
    "地区",
    "所属县",
    "所属县市区",
    "所在县",
    "所在县市区",
    "家庭所在县市区",
    "户籍县",
    "行政区划",
    "county",
    "district",
];
const AGES: [&str; 5] = ["年龄", "年龄段", "周岁", "age", "ageband"];
const SEXES: [&str; 3] = ["性别", "sex", "gender"];
const KEYS: [&str; 9] = ["编号", "个人编号", "儿童编号", "人员编号", "对象编号", "档案号", "档案编号", "建档编号", "personkey"];
/// What a part of the name of a column of numbers is called in Chinese.
const NUMBERS: [(&str, &[&str]); 9] = [
    ("cost", &["费用", "经费", "支出", "花费", "金额", "成本"]),
    ("amount", &["金额", "费用", "资金", "款额"]),
    ("yuan", &["金额", "费用", "经费"]),
    ("meals", &["餐数", "份数", "助餐", "助餐份数", "用餐份数"]),
    ("days", &["天数"]),
    ("hours", &["时长", "小时数", "服务时长"]),
    ("attendances", &["人次"]),
    ("services", &["服务次数", "次数"]),
    ("satisfaction", &["满意度"]),
];

/// A heading without what stands in brackets and without marks.
fn bare(heading: &str) -> String {
    let word = plain(heading);
    let word = word.split(['(', '[', '【']).next().unwrap_or("").trim_end_matches([':', '*']).trim_start_matches('*').to_owned();
    word.replace(['、', ',', '/', '_'], "")
}

/// What the headings of our own forms say in brackets: the name of the declared column.
fn marked(heading: &str) -> Option<String> {
    let heading = plain(heading);
    let (_, name) = heading.trim_end_matches('*').strip_suffix(')')?.rsplit_once('(')?;
    Some(name.to_owned())
}

impl<'a> Known<'a> {
    pub(super) fn new(catalog: &'a Catalog, spec: &'a RecordsSpec) -> Self {
        Self { catalog, spec }
    }

    pub(super) fn spec(&self) -> &'a RecordsSpec {
        self.spec
    }

    /// Whether a word heads some declared column.
    pub(super) fn heads(&self, word: &str) -> bool {
        !word.is_empty() && self.spec.columns.iter().any(|column| self.fit(column, word) > 1)
    }

    /// How well a heading fits a declared column: 5 when it says so in brackets, 4 for its own name, 3 for a usual word, 2 for a part, 1 for a last resort, 0.
    fn fit(&self, column: &ColumnSpec, heading: &str) -> u8 {
        if marked(heading).is_some_and(|name| name == plain(&column.name)) {
            return 5;
        }
        let word = bare(heading);
        if word.is_empty() {
            return 0;
        }
        let own = self.own_names(column);
        if own.contains(&word) {
            return 4;
        }
        if usual(column, &word, self.spec, self.catalog) {
            return 3;
        }
        if own.iter().any(|name| {
            name.chars().count() > 1 && (word.contains(name.as_str()) || name.contains(&word) && word.chars().count() > 1)
        }) {
            return 2;
        }
        match &column.kind {
            ColumnKind::Dimension(dimension) if time::is_time(dimension) && MONTHS.contains(&word.as_str()) => 1,
            _ => 0,
        }
    }

    /// The names that the settings give a column.
    fn own_names(&self, column: &ColumnSpec) -> Vec<String> {
        let mut names = vec![bare(&column.name)];
        if let ColumnKind::Dimension(dimension) = &column.kind {
            names.extend(dimension.name.iter().map(|(_, name)| bare(name)));
            names.push(bare(dimension.id.as_str()));
        }
        let at = self.catalog.records.iter().position(|spec| spec.id == self.spec.id);
        for measure in self.catalog.cubes.iter().filter(|cube| Some(cube.records) == at).flat_map(|cube| &cube.measures) {
            if measure.kind == MeasureKind::Sum(column.name.clone()) {
                names.extend(measure.name.iter().map(|(_, name)| bare(name)));
            }
        }
        names
    }

    /// Where each declared column comes from, as far as that can be told.
    pub(super) fn propose(&self, sheet: &Sheet, layout: &Layout, city: &[&str]) -> Vec<Origin> {
        let columns = &self.spec.columns;
        let mut origins = vec![Origin::Nothing; columns.len()];
        let is_time = |column: &ColumnSpec| matches!(&column.kind, ColumnKind::Dimension(dimension) if time::is_time(dimension));
        let free = |origins: &[Origin], column: usize, heading: usize| {
            let mut users = origins.iter().enumerate().filter(|(_, origin)| **origin == Origin::Heading(heading));
            users.all(|(user, _)| is_time(&columns[column]) && is_time(&columns[user]))
        };
        loop {
            let mut best: Option<(u8, usize, usize)> = None;
            for (at, column) in columns.iter().enumerate().filter(|(at, _)| origins[*at] == Origin::Nothing) {
                for (place, heading) in layout.headings.iter().enumerate().filter(|(_, heading)| !heading.hidden) {
                    let score = self.fit(column, &heading.leaf).max(self.fit(column, &heading.full));
                    if score > best.map_or(0, |best| best.0) && free(&origins, at, place) {
                        best = Some((score, at, place));
                    }
                }
            }
            let Some((_, at, place)) = best else { break };
            origins[at] = Origin::Heading(place);
        }
        for (at, column) in columns.iter().enumerate() {
            let ColumnKind::Dimension(dimension) = &column.kind else { continue };
            if origins[at] == Origin::Nothing && !is_time(column) {
                let reader = Reader::new(dimension, self.is_place(dimension).then(|| city.to_vec()));
                let fitting = layout.headings.iter().enumerate().find(|(place, heading)| {
                    !heading.hidden && free(&origins, at, *place) && holds(sheet, layout, heading, &reader)
                });
                origins[at] = fitting.map_or(Origin::Nothing, |(place, _)| Origin::Heading(place));
            }
        }
        origins
    }

    /// Where each declared column comes from when a mapping says it. `Err`: headings that the table lacks.
    pub(super) fn mapped(&self, mapping: &ImportMapping, layout: &Layout, origins: &mut [Origin]) -> Result<(), Vec<String>> {
        let mut lost = Vec::new();
        for (column, origin) in self.spec.columns.iter().zip(origins) {
            if let Some(code) = mapping.fixed.get(&column.name) {
                *origin = Origin::Fixed(code.clone());
            } else if let Some(wanted) = mapping.columns.get(&column.name) {
                match position(&layout.headings, wanted) {
                    Some(place) => *origin = Origin::Heading(place),
                    None => lost.push(column.name.clone()),
                }
            }
        }
        if lost.is_empty() { Ok(()) } else { Err(lost) }
    }

    pub(super) fn is_place(&self, dimension: &Dimension) -> bool {
        self.catalog.places.as_ref().is_some_and(|places| places.id == dimension.id)
    }
}

/// The heading that somebody names: in full, or by its lowest row.
pub(super) fn position(headings: &[Heading], wanted: &str) -> Option<usize> {
    let wanted = plain(&super::book::fold(wanted));
    headings
        .iter()
        .position(|heading| plain(&heading.full) == wanted)
        .or_else(|| headings.iter().position(|heading| plain(&heading.leaf) == wanted))
}

/// Whether one of these names, as somebody types them, is meant for a heading: its full words or its lowest row.
pub(super) fn is_named(heading: &Heading, names: &[String]) -> bool {
    let own = [plain(&heading.full), plain(&heading.leaf)];
    names.iter().any(|name| own.contains(&plain(&super::book::fold(name))))
}

/// Whether offices usually call such a column so.
fn usual(column: &ColumnSpec, word: &str, spec: &RecordsSpec, catalog: &Catalog) -> bool {
    match &column.kind {
        ColumnKind::Dimension(dimension) if time::is_time(dimension) => {
            let by_year = dimension.codes.iter().all(|entry| entry.code.as_str().len() == 4);
            TIMES.contains(&word) || (if by_year { YEARS.as_slice() } else { MONTHS.as_slice() }).contains(&word)
        }
        ColumnKind::Dimension(dimension) => {
            let is_place = catalog.places.as_ref().is_some_and(|places| places.id == dimension.id);
            let reader = Reader::new(dimension, None);
            let is_sex = ["女", "男"].iter().all(|sex| matches!(reader.code(sex), Ok(Found::Listed(_))));
            is_place && PLACES.contains(&word) || reader.is_age() && AGES.contains(&word) || is_sex && SEXES.contains(&word)
        }
        ColumnKind::Key => spec.person.as_deref() == Some(column.name.as_str()) && KEYS.contains(&word),
        ColumnKind::Whole | ColumnKind::Decimal(_) => {
            let parts: Vec<&str> = column.name.split(['_', '-', '.']).collect();
            NUMBERS.iter().any(|(part, words)| parts.contains(part) && words.contains(&word))
        }
        ColumnKind::Text => false,
    }
}

/// Whether nearly all cells of a column are words of a code list.
fn holds(sheet: &Sheet, layout: &Layout, heading: &Heading, reader: &Reader<'_>) -> bool {
    let cells = layout.records.iter().take(200).map(|row| &sheet.rows[*row][heading.at]).filter(|cell| !cell.is_empty());
    let (mut all, mut listed) = (0, 0);
    for cell in cells {
        all += 1;
        listed += usize::from(matches!(reader.code(cell), Ok(Found::Listed(_))));
    }
    all > 2 && listed * 10 >= all * 8
}
