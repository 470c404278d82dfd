//! Days and months in the text of a story.

use std::ops::Range;
use std::sync::Arc;

use super::rules::{FUTURE, PLACE_AND_DATE};
use super::told::place_in;
use crate::config::Settings;
use crate::consent::ClearedStory;
use crate::diag::{Diagnostic, Place, Sink, Source};
use crate::model::{Date, Lang};
use crate::say;

/// A date as far as it is written.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Written {
    year: Option<i16>,
    month: i8,
    day: Option<i8>,
    range: Range<usize>,
}

/// Tells of days to come, and of a day beside a place.
pub(super) fn judge(
    settings: &Settings,
    story: &ClearedStory,
    lang: &Lang,
    source: &Arc<Source>,
    text: &str,
    as_of: Option<Date>,
    sink: &Sink,
) {
    let today = as_of.or(story.page().meta.date);
    for paragraph in text.split("\n\n") {
        let dates = dates(paragraph);
        for date in &dates {
            let later = today.is_some_and(|today| is_later(date, today));
            if later {
                let message = say!("这里写了还没有到的日期", "this is a day that has not come yet");
                let help = say!(
                    "活动结束以后再写；写也只写年份或季节",
                    "write about it when it is over, and then with the year or the season only"
                );
                sink.push(Diagnostic::error(&FUTURE, message).at(shown(source, &paragraph[date.range.clone()])).help(help));
            }
        }
        let Some(day) = dates.iter().find(|date| date.day.is_some()) else { continue };
        let entries = settings.catalog.places.iter().flat_map(|places| &places.codes);
        let named = entries.filter_map(|entry| place_in(entry, lang, paragraph)).min_by_key(|range| range.start);
        if let Some(place) = named {
            let message = say!("这一段既写了县，又写了哪一天", "this paragraph names a county and a day");
            let help = say!("县写成“某个县”，或日期只写年份", "say “a county”, or only the year");
            let found = Diagnostic::error(&PLACE_AND_DATE, message).at(shown(source, &paragraph[day.range.clone()]));
            sink.push(found.at(shown(source, &paragraph[place])).help(help));
        }
    }
}

/// Where some words stand in the file.
fn shown(source: &Arc<Source>, words: &str) -> Place {
    let at = source.text().find(words);
    at.map_or_else(|| Place::from(source.path()), |at| source.span(at..at + words.len()).into())
}

/// Whether a text says in which month something was, with a year and a day or without.
pub(super) fn names_a_month(text: &str) -> bool {
    const NUMERALS: &str = "0123456789一二三四五六七八九十正腊";
    let numbered = |at: usize| text[..at].chars().next_back().is_some_and(|before| NUMERALS.contains(before));
    let chinese = text.match_indices('月').any(|(at, _)| numbered(at));
    // `May` and `March` are words as well: they are months behind a preposition, or beside a number, which is a date.
    let spoken = |name: &str| {
        ["in", "of", "since", "until", "last", "early", "late"].iter().any(|word| text.contains(&format!("{word} {name}")))
    };
    chinese || !dates(text).is_empty() || MONTHS.iter().any(|name| spoken(name))
}

fn is_later(date: &Written, today: Date) -> bool {
    let Some(year) = date.year else { return false };
    match date.day {
        Some(day) => (year, date.month, day) > (today.year(), today.month(), today.day()),
        None => (year, date.month) > (today.year(), today.month()),
    }
}

/// `2025年7月15日`, `7月15日`, `2025年7月`, `2025-07-15`, `15 July 2025`, `July 15, 2025`, `July 2025`.
fn dates(text: &str) -> Vec<Written> {
    let mut found = chinese(text);
    found.extend(english(text));
    found.extend(plain(text));
    found.retain(|date| (1..=12).contains(&date.month) && date.day.is_none_or(|day| (1..=31).contains(&day)));
    found.sort_by_key(|date| date.range.start);
    found
}

/// The digits that end at `end`.
fn before(text: &str, end: usize) -> &str {
    let digits = text[..end].bytes().rev().take_while(u8::is_ascii_digit).count();
    &text[end - digits..end]
}

/// The digits that begin at `start`.
fn after(text: &str, start: usize) -> &str {
    let digits = text[start..].bytes().take_while(u8::is_ascii_digit).count();
    &text[start..start + digits]
}

fn chinese(text: &str) -> Vec<Written> {
    let month = |at: usize| {
        let number = before(text, at);
        let start = at - number.len();
        let month = number.parse().ok()?;
        let year = text[..start].strip_suffix('年').map(|rest| before(text, rest.len())).filter(|year| year.len() == 4);
        let end = at + '月'.len_utf8();
        let digits = after(text, end);
        let mark = text[end + digits.len()..].chars().next().filter(|mark| matches!(mark, '日' | '号'));
        let day = mark.and_then(|_| digits.parse().ok());
        let start = year.map_or(start, |year| start - '年'.len_utf8() - year.len());
        let end = if day.is_some() { end + digits.len() + '日'.len_utf8() } else { end };
        let year = year.and_then(|year| year.parse().ok());
        // A month alone, or a number of months, is no date.
        (year.is_some() || day.is_some()).then_some(Written { year, month, day, range: start..end })
    };
    text.match_indices('月').filter_map(|(at, _)| month(at)).collect()
}

const MONTHS: [&str; 12] =
    ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];

fn english(text: &str) -> Vec<Written> {
    let mut found = Vec::new();
    for (number, name) in (1i8..).zip(MONTHS) {
        for (at, _) in text.match_indices(name) {
            let mut end = at + name.len();
            let (mut start, mut day) = (at, None);
            if let Some(ahead) = text[..at].strip_suffix(' ') {
                let digits = before(text, ahead.len());
                day = digits.parse().ok().filter(|_| digits.len() <= 2);
                start = day.map_or(at, |_: i8| ahead.len() - digits.len());
            }
            let mut rest = text[end..].strip_prefix(' ').map_or(end, |_| end + 1);
            let digits = after(text, rest);
            if day.is_none() && rest > end && (1..=2).contains(&digits.len()) {
                day = digits.parse().ok();
                end = rest + digits.len();
                rest = text[end..].strip_prefix(", ").map_or(end, |_| end + 2);
            }
            let year = Some(after(text, rest)).filter(|digits| rest > end && digits.len() == 4);
            let end = year.map_or(end, |digits| rest + digits.len());
            let year = year.and_then(|digits| digits.parse().ok());
            if year.is_some() || day.is_some() {
                found.push(Written { year, month: number, day, range: start..end });
            }
        }
    }
    found
}

fn plain(text: &str) -> Vec<Written> {
    let date = |at: usize| {
        let year = before(text, at);
        let month = after(text, at + 1);
        let end = at + 1 + month.len();
        let day = text[end..].starts_with('-').then(|| after(text, end + 1))?;
        let fits = year.len() == 4 && month.len() == 2 && day.len() == 2;
        let range = at - year.len()..end + 1 + day.len();
        fits.then(|| Some(Written { year: year.parse().ok(), month: month.parse().ok()?, day: day.parse().ok(), range }))?
    };
    text.match_indices('-').filter_map(|(at, _)| date(at)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<(Option<i16>, i8, Option<i8>, &str)> {
        dates(text).into_iter().map(|date| (date.year, date.month, date.day, &text[date.range])).collect()
    }

    #[test]
    fn dates_are_read_in_both_languages() {
        assert_eq!(read("到2025年7月15日为止"), [(Some(2025), 7, Some(15), "2025年7月15日")]);
        assert_eq!(read("7月15号，又过了3个月"), [(None, 7, Some(15), "7月15号")]);
        assert_eq!(read("从2025年7月起"), [(Some(2025), 7, None, "2025年7月")]);
        assert_eq!(
            read("on 15 July 2025 and July 16, 2025"),
            [(Some(2025), 7, Some(15), "15 July 2025"), (Some(2025), 7, Some(16), "July 16, 2025")]
        );
        assert_eq!(
            read("since July 2025; 2025-07-15"),
            [(Some(2025), 7, None, "July 2025"), (Some(2025), 7, Some(15), "2025-07-15")]
        );
        for none in ["in May they came", "2024年的夏天", "99月1日", "一个月", "in 2025", "3-4-5"] {
            assert!(read(none).is_empty(), "{none}");
        }
    }

    #[test]
    fn a_month_that_runs_is_not_to_come() {
        let today = jiff::civil::date(2025, 7, 14);
        let later = |text: &str| dates(text).iter().any(|date| is_later(date, today));
        assert!(later("2025年7月15日") && later("2025年8月") && later("July 15, 2025"));
        assert!(!later("2025年7月") && !later("2025年7月14日") && !later("8月1日"));
    }
}
