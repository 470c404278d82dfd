//! Days and periods of statistics.

use crate::model::Localized;

/// A calendar day (ISO 8601).
pub type Date = jiff::civil::Date;

/// What kind of period a statistic covers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PeriodKind {
    /// A calendar year.
    Year,
    /// From a start to a report date, adding up.
    Cumulative,
    /// A number of years, such as "the last three years".
    Window,
    /// Each year, a standing arrangement.
    Annual,
    /// A mean over years.
    AnnualAverage,
    /// At a point in time.
    Stock,
    /// One event.
    Event,
    /// A period to come.
    Plan,
}

impl PeriodKind {
    /// The word in `facts.toml`.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Year => "year",
            Self::Cumulative => "cumulative",
            Self::Window => "window",
            Self::Annual => "annual",
            Self::AnnualAverage => "annual-average",
            Self::Stock => "stock",
            Self::Event => "event",
            Self::Plan => "plan",
        }
    }

    /// Every kind.
    pub const ALL: [Self; 8] =
        [Self::Year, Self::Cumulative, Self::Window, Self::Annual, Self::AnnualAverage, Self::Stock, Self::Event, Self::Plan];
}

/// The time a statistic speaks of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Period {
    /// What kind.
    pub kind: PeriodKind,
    /// First year, month or day, as `2023`, `2023-01` or `2023-01-31`; absent when the source does not say.
    pub start: Option<String>,
    /// Last year, month or day.
    pub end: Option<String>,
    /// The period in words, as the source bounds it.
    pub label: Localized<String>,
    /// Whether the source states the period, or we read it from the context.
    pub stated: bool,
}

impl Period {
    /// First and last day, where both are known.
    #[must_use]
    pub fn days(&self) -> Option<(Date, Date)> {
        let (start, end) = (spelled(self.start.as_deref()?)?, spelled(self.end.as_deref()?)?);
        Some((start.days().0, end.days().1))
    }

    /// The year that it is, from the first day to the last.
    #[must_use]
    pub fn whole_year(&self) -> Option<i16> {
        let (start, end) = self.days()?;
        let whole = start.year() == end.year() && start.day_of_year() == 1 && end.month() == 12 && end.day() == 31;
        whole.then_some(start.year())
    }

    /// Whether it is the same time as another: the same days, or the same words where days are not known of both.
    #[must_use]
    pub fn covers_as(&self, other: &Self) -> bool {
        match (self.days(), other.days()) {
            (Some(own), Some(theirs)) => own == theirs,
            (None, None) => self.label == other.label,
            _ => false,
        }
    }
}

/// A period as it is spelled: its last day, and its first unless only the end is told (截至).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Spelled {
    /// First day.
    pub start: Option<Date>,
    /// Last day.
    pub end: Date,
}

impl Spelled {
    /// First and last day. Of what stood on a day (截至2025年6月) that day is both.
    #[must_use]
    pub fn days(self) -> (Date, Date) {
        (self.start.unwrap_or(self.end), self.end)
    }
}

/// Reads the spellings that offices use: `2024`, `2024年`, `2024年上半年`, `2024-H1`, `2024年第一季度`, `2024-Q1`, `2024年7月`, `2024-07`,
/// `2024-07-15`, `2015-2017`, `2023—2024学年`, `2021/22` (a school year, September to August), `截至2025年6月`. Full-width digits
/// and any dash will do. Codes, which know neither bar nor Chinese, write any other span as two periods: `2023-09_2024-08`.
/// `None` for everything else.
#[must_use]
pub fn spelled(text: &str) -> Option<Spelled> {
    let plain: String = text.chars().filter(|c| !c.is_whitespace()).map(plain).collect();
    // 至 became a dash above.
    if let Some(rest) = plain.strip_prefix("截-").or_else(|| plain.strip_prefix("截止")) {
        let (_, end) = span(rest.strip_suffix('底').unwrap_or(rest))?;
        return Some(Spelled { start: None, end });
    }
    let (start, end) = match plain.split_once('_') {
        Some((first, last)) => Some((span(first)?.0, span(last)?.1)).filter(|(start, end)| start < end)?,
        None => span(&plain)?,
    };
    Some(Spelled { start: Some(start), end })
}

/// First and last day of a code of a time dimension; `None` when it is no period.
#[must_use]
pub fn interval(code: &str) -> Option<(Date, Date)> {
    let spelled = spelled(code)?;
    Some((spelled.start?, spelled.end))
}

/// A digit, dash or bar in its plain form.
fn plain(c: char) -> char {
    match c {
        '０'..='９' => char::from_u32(u32::from(c) - u32::from('０') + u32::from('0')).unwrap_or(c),
        '—' | '–' | '－' | '～' | '~' | '至' | '-' | '‐' | '−' => '-',
        '／' => '/',
        c => c,
    }
}

fn span(text: &str) -> Option<(Date, Date)> {
    let (digits, rest) = text.split_at_checked(4)?;
    let year: i16 = digits.parse().ok().filter(|_| digits.bytes().all(|byte| byte.is_ascii_digit()))?;
    let rest = rest.strip_prefix('年').unwrap_or(rest);
    let months = |first: i8, last: i8| Some((Date::new(year, first, 1).ok()?, Date::new(year, last, 1).ok()?.last_of_month()));
    match rest {
        "" => return months(1, 12),
        "上半年" | "-H1" | "H1" | "-S1" => return months(1, 6),
        "下半年" | "-H2" | "H2" | "-S2" => return months(7, 12),
        _ => {}
    }
    if let Some(quarter) = quarter(rest) {
        return months(quarter * 3 - 2, quarter * 3);
    }
    years(year, rest).or_else(|| day(year, rest))
}

fn quarter(rest: &str) -> Option<i8> {
    let rest = rest.strip_prefix('-').unwrap_or(rest);
    let number = match rest.strip_prefix('Q') {
        Some(number) => number,
        None => rest.strip_suffix("季度")?,
    };
    match number.strip_prefix('第').unwrap_or(number) {
        "1" | "一" => Some(1),
        "2" | "二" => Some(2),
        "3" | "三" => Some(3),
        "4" | "四" => Some(4),
        _ => None,
    }
}

/// Several years, or a school year.
fn years(year: i16, rest: &str) -> Option<(Date, Date)> {
    let school = |last: i16| Some((Date::new(year, 9, 1).ok()?, Date::new(last, 8, 31).ok()?)).filter(|_| last == year + 1);
    if let Some(short) = rest.strip_prefix('/') {
        let last: i16 = short.parse().ok()?;
        return school(if short.len() == 2 { year / 100 * 100 + last } else { last });
    }
    let rest = rest.strip_prefix('-')?;
    let (named, is_school) = match rest.strip_suffix("学年度").or_else(|| rest.strip_suffix("学年")) {
        Some(named) => (named, true),
        None => (rest.strip_suffix('年').unwrap_or(rest), false),
    };
    let last: i16 = named.parse().ok().filter(|_| named.len() == 4)?;
    if is_school {
        return school(last);
    }
    Some((Date::new(year, 1, 1).ok()?, Date::new(last, 12, 31).ok()?)).filter(|_| last > year)
}

/// A month or a day: `-07`, `7月`, `-07-15`, `7月15日`.
fn day(year: i16, rest: &str) -> Option<(Date, Date)> {
    let (month, day) = match rest.strip_prefix('-') {
        Some(rest) => rest.split_once('-').map_or((rest, None), |(month, day)| (month, Some(day))),
        None => match rest.split_once('月')? {
            (month, "") => (month, None),
            (month, day) => (month, Some(day.strip_suffix('日')?)),
        },
    };
    let number =
        |text: &str| text.parse::<i8>().ok().filter(|_| text.len() <= 2 && text.bytes().all(|byte| byte.is_ascii_digit()));
    let first = Date::new(year, number(month)?, 1).ok()?;
    match day {
        None => Some((first, first.last_of_month())),
        Some(day) => Date::new(year, first.month(), number(day)?).ok().map(|day| (day, day)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn the_spellings_of_offices_are_periods() {
        for (text, start, end) in [
            ("2024", date(2024, 1, 1), date(2024, 12, 31)),
            ("2024年", date(2024, 1, 1), date(2024, 12, 31)),
            ("２０２４年上半年", date(2024, 1, 1), date(2024, 6, 30)),
            ("2024-H2", date(2024, 7, 1), date(2024, 12, 31)),
            ("2024年第一季度", date(2024, 1, 1), date(2024, 3, 31)),
            ("2024-Q4", date(2024, 10, 1), date(2024, 12, 31)),
            ("2024年7月", date(2024, 7, 1), date(2024, 7, 31)),
            ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
            ("2024年2月29日", date(2024, 2, 29), date(2024, 2, 29)),
            ("2015-2017", date(2015, 1, 1), date(2017, 12, 31)),
            ("2015—2017年", date(2015, 1, 1), date(2017, 12, 31)),
            ("2023—2024学年", date(2023, 9, 1), date(2024, 8, 31)),
            ("2021/22", date(2021, 9, 1), date(2022, 8, 31)),
            ("2023-09_2024-08", date(2023, 9, 1), date(2024, 8, 31)),
            ("2024-07-15_2024-08-02", date(2024, 7, 15), date(2024, 8, 2)),
        ] {
            assert_eq!(interval(text), Some((start, end)), "{text}");
        }
        assert_eq!(spelled("截至2025年6月"), Some(Spelled { start: None, end: date(2025, 6, 30) }));
        assert_eq!(interval("截至2025年6月"), None, "it does not say where it begins");
        assert_eq!(spelled("截至2025年6月").unwrap().days(), spelled("2025-06-30").unwrap().days(), "what stood on that day");
    }

    #[test]
    fn what_is_no_period_is_none() {
        for text in [
            "",
            "431202",
            "6-9",
            "camp_city",
            "2024-13",
            "2024年13月",
            "2021/23",
            "2017-2015",
            "2024-2-30",
            "20245",
            "_T",
            "2024_",
            "2024-08_2023-09",
            "近三年",
        ] {
            assert_eq!(spelled(text), None, "{text}");
        }
    }
}
