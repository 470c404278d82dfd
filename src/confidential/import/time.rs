//! Times as offices write them, and the code of a time dimension in which they lie.

use crate::config::Dimension;
use crate::model::{Date, interval, spelled};

/// Why a cell gives no code.
#[derive(Clone, Copy, PartialEq, Eq)]
#[cfg_attr(test, derive(Debug))]
pub(super) enum NoTime {
    /// No date, or one that does not exist.
    Wrong,
    /// It is wider than the codes: a year where months are declared.
    Coarse,
    /// It lies in none of the codes.
    Outside,
}

/// Whether every code of a dimension is a period.
pub(super) fn is_time(dimension: &Dimension) -> bool {
    !dimension.codes.is_empty() && dimension.codes.iter().all(|entry| interval(entry.code.as_str()).is_some())
}

/// The code in which the time of a folded cell lies; the narrowest of several. `year`: what another column says of the year, for
/// cells that name a month alone.
pub(super) fn code(cell: &str, year: Option<&str>, dimension: &Dimension) -> Result<String, NoTime> {
    let (start, end) = read(cell, year).ok_or(NoTime::Wrong)?;
    let spans = || dimension.codes.iter().filter_map(|entry| interval(entry.code.as_str()).map(|span| (entry, span)));
    let within = spans().filter(|(_, (from, to))| *from <= start && end <= *to);
    let narrowest = within.min_by_key(|(_, (from, to))| days(*from, *to));
    match narrowest {
        Some((entry, _)) => Ok(entry.code.to_string()),
        None if spans().any(|(_, (from, to))| start <= from && to <= end) => Err(NoTime::Coarse),
        None => Err(NoTime::Outside),
    }
}

fn days(from: Date, to: Date) -> i32 {
    from.until(to).map_or(i32::MAX, |span| span.get_days())
}

/// First and last day of a time.
fn read(cell: &str, year: Option<&str>) -> Option<(Date, Date)> {
    let text: String = cell.chars().filter(|c| !c.is_whitespace()).collect();
    // The time of day behind a date says nothing here.
    let text = cell.split_once(' ').filter(|(_, rest)| rest.contains(':')).map_or(text, |(day, _)| day.to_owned());
    let bare = text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    if bare && let Some(found) = digits_alone(&text, year) {
        return Some(found);
    }
    if let Some(month) = text.strip_suffix("月份").or_else(|| text.strip_suffix('月')).and_then(|month| month.parse::<i8>().ok())
    {
        return month_of(year?, month);
    }
    let parts: Vec<&str> =
        text.split(['年', '月', '日', '号', '-', '/', '.', '—', '–']).filter(|part| !part.is_empty() && *part != "份").collect();
    let numbers: Vec<i16> = parts.iter().filter_map(|part| part.strip_suffix('份').unwrap_or(part).parse().ok()).collect();
    if numbers.len() == parts.len() {
        match numbers[..] {
            [year, month, day] if year > 1900 => {
                let date = Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()?;
                return Some((date, date));
            }
            [year, month] if year > 1900 && month < 1900 => return month_span(year, i8::try_from(month).ok()?),
            _ => {}
        }
    }
    let found = spelled(&text)?;
    Some((found.start?, found.end))
}

/// `2024`, `202407`, `20240715`, and the serial numbers by which spreadsheets count days from 1900.
fn digits_alone(text: &str, year: Option<&str>) -> Option<(Date, Date)> {
    let whole = text.split('.').next()?;
    let number: i32 = whole.parse().ok()?;
    let part = |from: usize, to: usize| whole.get(from..to).and_then(|digits| digits.parse::<i16>().ok());
    match whole.len() {
        1..=2 if !text.contains('.') => month_of(year?, i8::try_from(number).ok()?),
        4 if !text.contains('.') => spelled(whole).and_then(|found| Some((found.start?, found.end))),
        // 1954 to 2064: nothing else in a column of times has five digits.
        5 if (20_000..60_000).contains(&number) => {
            let day = Date::new(1899, 12, 30).ok()?.checked_add(jiff::Span::new().days(number)).ok()?;
            Some((day, day))
        }
        6 => month_span(part(0, 4)?, i8::try_from(part(4, 6)?).ok()?),
        8 => {
            let day = Date::new(part(0, 4)?, i8::try_from(part(4, 6)?).ok()?, i8::try_from(part(6, 8)?).ok()?).ok()?;
            Some((day, day))
        }
        _ => None,
    }
}

fn month_of(year: &str, month: i8) -> Option<(Date, Date)> {
    let (start, end) = read(year, None)?;
    (start.year() == end.year()).then(|| month_span(start.year(), month)).flatten()
}

fn month_span(year: i16, month: i8) -> Option<(Date, Date)> {
    let first = Date::new(year, month, 1).ok()?;
    Some((first, first.last_of_month()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::confidential::tests::support::dimension;

    #[test]
    fn times_of_offices_find_their_code() {
        let months = dimension("month", &["2024-01", "2024-07", "2024-12"]);
        for cell in [
            "2024-07",
            "2024年7月",
            "2024.7",
            "2024/7/15",
            "2024-07-15",
            "45488",
            "202407",
            "20240715",
            "2024年7月份",
            "2024-7-1 08:30:00",
        ] {
            assert_eq!(code(cell, None, &months), Ok("2024-07".to_owned()), "{cell}");
        }
        assert_eq!(code("7月", Some("2024年"), &months), Ok("2024-07".to_owned()));
        assert_eq!(code("12", Some("2024"), &months), Ok("2024-12".to_owned()));
        let years = dimension("year", &["2023", "2024"]);
        for cell in ["2024", "2024年", "45488", "2024年7月", "2024年上半年", "2024-Q1"] {
            assert_eq!(code(cell, None, &years), Ok("2024".to_owned()), "{cell}");
        }
        assert!(is_time(&years) && !is_time(&dimension("sex", &["F", "M"])));
    }

    #[test]
    fn what_is_no_time_of_the_list_is_told_apart() {
        let months = dimension("month", &["2024-01", "2024-07"]);
        for (cell, why) in [
            ("2024年13月", NoTime::Wrong),
            ("2024/2/30", NoTime::Wrong),
            ("7月", NoTime::Wrong),
            ("下个月", NoTime::Wrong),
            ("2024", NoTime::Coarse),
            ("2023-07", NoTime::Outside),
        ] {
            assert_eq!(code(cell, None, &months), Err(why), "{cell}");
        }
    }
}
