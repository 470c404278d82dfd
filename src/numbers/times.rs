//! Dates and years: no statistics, but the time that statistics speak of.

use std::ops::Range;

use super::digits::{is_digit, value_of};
use super::english::word;
use super::hanzi;

/// A day, a month, a year or a part of one, as far as it is said.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Time {
    /// Where it stands.
    pub range: Range<usize>,
    /// The year.
    pub year: Option<u16>,
    /// The month.
    pub month: Option<u8>,
    /// The day of the month.
    pub day: Option<u8>,
    /// The part of the year: 1 and 2 are halves, 11 to 14 quarters, 22 and 23 the first two and three quarters.
    pub part: Option<u8>,
}

const MONTHS: [&str; 12] =
    ["january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december"];

/// The times that begin at `start`, and where they end.
pub(super) fn at(text: &str, start: usize) -> Option<(Vec<Time>, usize)> {
    let first = text[start..].chars().next()?;
    let found = if is_digit(first) {
        numeric(text, start).or_else(|| day_first(text, start)).or_else(|| month_only(text, start))
    } else if first.is_ascii_alphabetic() {
        month_first(text, start).or_else(|| part_en(text, start))
    } else {
        hanzi_year(text, start).or_else(|| part_zh(text, start, None)).or_else(|| hanzi_month(text, start))
    };
    found.map(|(mut times, end)| {
        times.iter_mut().filter(|time| time.range.is_empty()).for_each(|time| time.range = start..end);
        (times, end)
    })
}

/// One or two digits: value and length.
fn short(text: &str) -> Option<(u8, usize)> {
    let count = text.chars().take_while(|c| is_digit(*c)).count();
    if !(1..=2).contains(&count) {
        return None;
    }
    let digits: Vec<char> = text.chars().take(count).collect();
    let value = digits.iter().try_fold(0u32, |all, c| Some(all * 10 + value_of(*c)?))?;
    Some((u8::try_from(value).ok()?, digits.iter().map(|c| c.len_utf8()).sum()))
}

/// Four digits from 1900 to 2099: value and length.
fn year(text: &str) -> Option<(u16, usize)> {
    let digits: Vec<char> = text.chars().take(5).take_while(|c| is_digit(*c)).collect();
    let value = digits.iter().try_fold(0u32, |all, c| Some(all * 10 + value_of(*c)?))?;
    let fits = digits.len() == 4 && (1900..2100).contains(&value);
    fits.then_some(())?;
    Some((u16::try_from(value).ok()?, digits.iter().map(|c| c.len_utf8()).sum()))
}

/// `2024年2月15日`, `2024-02-15`, `2024年上半年`, `2023—2024学年`, `2023/24`, `2024年`.
fn numeric(text: &str, start: usize) -> Option<(Vec<Time>, usize)> {
    let (value, length) = year(&text[start..])?;
    let mut time = Time { year: Some(value), ..Time::default() };
    let mut end = start + length;
    let rest = &text[end..];
    if let Some(after) = rest.strip_prefix('年') {
        end += '年'.len_utf8();
        if let Some((parts, part_end)) = part_zh(text, end, Some(value)) {
            return Some((parts, part_end));
        }
        let (month, month_end) = month_day(after, end)?;
        (time.month, time.day) = month;
        return Some((vec![time], month_end));
    }
    let mark = rest.chars().next()?;
    if matches!(mark, '-' | '/' | '.' | '–' | '—') {
        let behind = &rest[mark.len_utf8()..];
        if let Some((number, size)) = short(behind) {
            let after = &behind[size..];
            let last = after.strip_prefix(mark).and_then(short);
            if let Some((day, day_size)) = last.filter(|(day, _)| (1..=12).contains(&number) && (1..=31).contains(day)) {
                (time.month, time.day) = (Some(number), Some(day));
                return Some((vec![time], end + mark.len_utf8() * 2 + size + day_size));
            }
            // 2023/24 and 2023–24 are two years.
            if size == 2 && u16::from(number) == (value + 1) % 100 && !after.starts_with(mark) {
                let next = Time { year: Some(value + 1), ..Time::default() };
                return Some((vec![time, next], end + mark.len_utf8() + size));
            }
            if matches!(mark, '-' | '/' | '.') && size == 2 && (1..=12).contains(&number) && !after.starts_with(is_digit) {
                time.month = Some(number);
                return Some((vec![time], end + mark.len_utf8() + size));
            }
        }
    }
    None
}

/// `2月15日` after a year, or nothing: gives month, day and the end.
#[expect(clippy::type_complexity, reason = "month and day belong together")]
fn month_day(text: &str, start: usize) -> Option<((Option<u8>, Option<u8>), usize)> {
    let none = ((None, None), start);
    let text = text.strip_prefix(' ').unwrap_or(text);
    let Some((month, length)) =
        short(text).filter(|(month, length)| (1..=12).contains(month) && text[*length..].starts_with('月'))
    else {
        let written = hanzi::numeral(text).filter(|n| (1..=12).contains(&n.value) && text[n.length..].starts_with('月'));
        return Some(match written.and_then(|n| Some((u8::try_from(n.value).ok()?, n.length))) {
            Some((month, length)) => ((Some(month), None), start + length + '月'.len_utf8()),
            None => none,
        });
    };
    let mut end = start + length + '月'.len_utf8();
    let rest = &text[length + '月'.len_utf8()..];
    let mut day = None;
    if let Some((value, size)) =
        short(rest).filter(|(day, size)| (1..=31).contains(day) && rest[*size..].starts_with(['日', '号']))
    {
        day = Some(value);
        end += size + '日'.len_utf8();
    }
    Some(((Some(month), day), end))
}

/// `2月15日`, `2月`, `15日` behind another day.
fn month_only(text: &str, start: usize) -> Option<(Vec<Time>, usize)> {
    let ((month, day), end) = month_day(&text[start..], start)?;
    month?;
    Some((vec![Time { month, day, ..Time::default() }], end))
}

/// `15 February 2025`, `15–17 February`, `15th of March`.
fn day_first(text: &str, start: usize) -> Option<(Vec<Time>, usize)> {
    let (day, length) = short(&text[start..]).filter(|(day, _)| (1..=31).contains(day))?;
    let mut rest = &text[start + length..];
    rest = ["st", "nd", "rd", "th"].iter().find_map(|ending| rest.strip_prefix(ending)).unwrap_or(rest);
    let mut days = vec![day];
    if let Some((second, after)) = second_day(rest) {
        days.push(second);
        rest = after;
    }
    let rest = rest.strip_prefix(' ')?;
    let rest = rest.strip_prefix("of ").unwrap_or(rest);
    let (month, length) = month_name(rest)?;
    let mut end = text.len() - rest.len() + length;
    let year = year_behind(&text[end..]);
    if let Some((_, length)) = year {
        end += length;
    }
    let times =
        days.iter().map(|day| Time { year: year.map(|(year, _)| year), month: Some(month), day: Some(*day), ..Time::default() });
    Some((times.collect(), end))
}

/// `–17`, ` to 17`, ` and 17`.
fn second_day(rest: &str) -> Option<(u8, &str)> {
    let after = ["–", "-", "—", " to ", " and ", " – "].iter().find_map(|mark| rest.strip_prefix(mark))?;
    let (day, length) = short(after).filter(|(day, _)| (1..=31).contains(day))?;
    Some((day, &after[length..]))
}

/// A year behind a month: ` 2025`, `, 2025`, ` of 2025`.
fn year_behind(text: &str) -> Option<(u16, usize)> {
    let after = [", ", " of ", " "].iter().find_map(|mark| text.strip_prefix(mark))?;
    let (value, length) = year(after)?;
    let rest = &after[length..];
    (!rest.starts_with(|c: char| c.is_alphanumeric())).then_some((value, text.len() - rest.len()))
}

/// The month whose name begins a text, and the length of the name.
fn month_name(text: &str) -> Option<(u8, usize)> {
    let name = word(text);
    let lower = name.to_ascii_lowercase();
    if !name.starts_with(|c: char| c.is_ascii_uppercase()) || lower.len() < 3 {
        return None;
    }
    let found = MONTHS.iter().position(|month| *month == lower || (lower.len() <= 4 && month.starts_with(&lower)))?;
    let dot = usize::from(MONTHS[found] != lower && text[name.len()..].starts_with('.'));
    Some((u8::try_from(found + 1).ok()?, name.len() + dot))
}

/// `February 15, 2025`, `February 2025`, `in March`. `May` and `March` alone must not be words.
fn month_first(text: &str, start: usize) -> Option<(Vec<Time>, usize)> {
    let (month, length) = month_name(&text[start..])?;
    let mut end = start + length;
    if let Some((year, length)) = year_behind(&text[end..]) {
        return Some((vec![Time { year: Some(year), month: Some(month), ..Time::default() }], end + length));
    }
    let rest = &text[end..];
    let day = rest.strip_prefix(' ').and_then(short).filter(|(day, length)| {
        let after = &rest[1 + length..];
        let ordinal = ["st", "nd", "rd", "th"].iter().any(|ending| after.starts_with(ending));
        let ends = !after.starts_with(['%', '％']) && (ordinal || !after.starts_with(|c: char| c.is_alphanumeric()));
        (1..=31).contains(day) && ends && (!after.starts_with('.') || !after[1..].starts_with(is_digit))
    });
    if let Some((day, length)) = day {
        end += 1 + length;
        let mut days = vec![day];
        if let Some((second, after)) = second_day(&text[end..]).filter(|(second, _)| *second > day) {
            days.push(second);
            end = text.len() - after.len();
        }
        let year = year_behind(&text[end..]);
        end += year.map_or(0, |(_, length)| length);
        let year = year.map(|(year, _)| year);
        let times = days.iter().map(|day| Time { year, month: Some(month), day: Some(*day), ..Time::default() });
        return Some((times.collect(), end));
    }
    let said = ["in ", "of ", "since ", "until ", "from ", "to ", "by ", "last ", "between ", "and ", "early ", "late "];
    let spoken = month != 5 && month != 3 && length > 3 || said.iter().any(|word| text[..start].ends_with(word));
    spoken.then(|| (vec![Time { month: Some(month), ..Time::default() }], end))
}

/// 二〇二四年, and what follows it.
fn hanzi_year(text: &str, start: usize) -> Option<(Vec<Time>, usize)> {
    let digits: Vec<i128> = text[start..].chars().map_while(hanzi::digit).take(5).collect();
    let end = start + digits.len() * '一'.len_utf8();
    let value = digits.iter().fold(0, |all, digit| all * 10 + digit);
    let fits = digits.len() == 4 && (1900..2100).contains(&value) && text[end..].starts_with('年');
    let value = fits.then(|| u16::try_from(value).ok()).flatten()?;
    let end = end + '年'.len_utf8();
    if let Some(found) = part_zh(text, end, Some(value)) {
        return Some(found);
    }
    let ((month, day), end) = month_day(&text[end..], end)?;
    Some((vec![Time { year: Some(value), month, day, ..Time::default() }], end))
}

/// 二月, but neither 二个月 nor 十二月份的第一周.
fn hanzi_month(text: &str, start: usize) -> Option<(Vec<Time>, usize)> {
    let written = hanzi::numeral(&text[start..]).filter(|n| (1..=12).contains(&n.value) && n.upper.is_none())?;
    let end = start + written.length;
    text[end..].starts_with('月').then_some(())?;
    let time = Time { month: u8::try_from(written.value).ok(), ..Time::default() };
    Some((vec![time], end + '月'.len_utf8()))
}

/// 上半年, 第一季度, 前三季度, with the year before it.
fn part_zh(text: &str, start: usize, year: Option<u16>) -> Option<(Vec<Time>, usize)> {
    const PARTS: &[(&str, u8)] = &[
        ("上半年", 1),
        ("下半年", 2),
        ("第一季度", 11),
        ("第二季度", 12),
        ("第三季度", 13),
        ("第四季度", 14),
        ("一季度", 11),
        ("二季度", 12),
        ("三季度", 13),
        ("四季度", 14),
        ("第1季度", 11),
        ("第2季度", 12),
        ("第3季度", 13),
        ("第4季度", 14),
        ("前三季度", 23),
        ("前两季度", 22),
        ("前三个季度", 23),
    ];
    let (word, part) = PARTS.iter().find(|(word, _)| text[start..].starts_with(word))?;
    Some((vec![Time { year, part: Some(*part), ..Time::default() }], start + word.len()))
}

/// `first half of 2024`, `the first three quarters`, `Q1 2024`, `H1`.
fn part_en(text: &str, start: usize) -> Option<(Vec<Time>, usize)> {
    const PARTS: &[(&str, u8)] = &[
        ("first half", 1),
        ("second half", 2),
        ("first quarter", 11),
        ("second quarter", 12),
        ("third quarter", 13),
        ("fourth quarter", 14),
        ("final quarter", 14),
        ("first three quarters", 23),
        ("first nine months", 23),
        ("first six months", 1),
        ("q1", 11),
        ("q2", 12),
        ("q3", 13),
        ("q4", 14),
        ("h1", 1),
        ("h2", 2),
    ];
    let head: String = text[start..].chars().take(22).collect::<String>().to_ascii_lowercase();
    let (word, part) = PARTS.iter().filter(|(word, _)| head.starts_with(word)).max_by_key(|(word, _)| word.len())?;
    let mut end = start + word.len();
    if text[end..].starts_with(|c: char| c.is_ascii_alphanumeric()) {
        return None;
    }
    let year = year_behind(&text[end..]);
    // The second half of something else is no time of the year.
    let of_year = text[end..].starts_with(" of the year") || text[end..].starts_with(" of this year");
    let other = text[end..].starts_with(" of ") && year.is_none() && !of_year && !text[end..].starts_with(" of last year");
    end += year.map_or(0, |(_, length)| length);
    (!other).then(|| (vec![Time { year: year.map(|(year, _)| year), part: Some(*part), ..Time::default() }], end))
}

/// Whether a text speaks of times by their distance.
pub(super) fn is_relative(text: &str) -> bool {
    const ZH: [&str; 19] = [
        "去年", "今年", "明年", "当年", "同年", "上年", "本年", "前年", "该年", "次年", "翌年", "年底", "年末", "年初", "同期",
        "近年", "上月", "本月", "当月",
    ];
    const EN: [&str; 24] = [
        "last year",
        "this year",
        "next year",
        "the year",
        "that year",
        "previous year",
        "same year",
        "year-on-year",
        "same period",
        "year earlier",
        "following year",
        "year before",
        "year-end",
        "last month",
        "this month",
        "the month",
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
        "recently",
    ];
    let lower = text.to_ascii_lowercase();
    ZH.iter().any(|word| text.contains(word)) || EN.iter().any(|word| lower.contains(word))
}
