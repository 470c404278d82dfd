//! Days of birth and exact ages of minors, in both languages.

use super::super::text::{Text, digit, small_number};
use super::super::{Hit, Kind, Level};
use super::numbers::is_day;

/// A date that begins at `at` with a year of four digits, said to be a birth by the words around it.
pub(in crate::identify) fn birth_date(text: &Text, at: usize, hits: &mut Vec<Hit>) {
    let year: Option<u32> = (at..at + 4).try_fold(0, |year, i| Some(year * 10 + u32::from(digit(text.get(i))?)));
    let Some(year) = year.filter(|year| (1900..2200).contains(year) && digit(text.before(at)).is_none()) else { return };
    let Some((month, end)) = separated(text, at + 4) else { return };
    let (day, end) = separated(text, end).map_or((1, end), |(day, end)| (day, end));
    let end = end + usize::from(matches!(text.get(end), '月' | '日' | '号'));
    if !is_day(year, month, day) {
        return;
    }
    let behind = text.skip_blanks(end);
    let born_behind = text.starts(behind, "出生")
        || text.get(behind) == '生' && !matches!(text.get(behind + 1), '产' | '活' | '效' | '态' | '成' | '源' | '育');
    let before = ["出生日期", "出生年月", "出生于", "出生", "生于", "生日", "birth", "born", "Born", "DOB", "birthday"];
    if born_behind || cue_before(text, at, &before, 5) {
        hits.push(Hit::new(Kind::BirthDate, Level::High, at..end));
    }
}

/// A birthday in English words (`born on 5 March 2012`, `born in June 2011`); `at` is the first letter of `born` or `birth`.
pub(in crate::identify) fn birth_in_english(text: &Text, at: usize, hits: &mut Vec<Hit>) {
    const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    if text.before(at).is_ascii_alphabetic() || !(text.starts_lower(at, "born ") || text.starts_lower(at, "birth")) {
        return;
    }
    let window = at + 5..(at + 34).min(text.len());
    let month =
        window.clone().find(|i| !text.before(*i).is_ascii_alphabetic() && MONTHS.iter().any(|m| text.starts_lower(*i, m)));
    let Some(month) = month.filter(|m| (at..*m).all(|i| !matches!(text.get(i), '\n' | '.'))) else { return };
    let year = (month..month + 20).find(|i| {
        matches!((text.get(*i), text.get(i + 1)), ('1', '9') | ('2', '0')) && (*i..i + 4).all(|j| text.get(j).is_ascii_digit())
    });
    if let Some(year) = year.filter(|year| (month..*year).all(|i| !matches!(text.get(i), '\n'))) {
        hits.push(Hit::new(Kind::BirthDate, Level::High, at..year + 4));
    }
}

/// A sign between the parts of a date, and the number behind it.
fn separated(text: &Text, at: usize) -> Option<(u32, usize)> {
    let sign = text.skip_blanks(at);
    if !matches!(text.get(sign), '年' | '月' | '.' | '/' | '-') {
        return None;
    }
    small_number(text, text.skip_blanks(sign + 1))
}

fn cue_before(text: &Text, at: usize, cues: &[&str], gap: usize) -> bool {
    (0..=gap).take_while(|back| *back <= at).any(|back| {
        // No other number stands between the cue and the date.
        (at - back..at).all(|i| digit(text.get(i)).is_none() && text.get(i) != '\n') && text.ends_any(at - back, cues)
    })
}

/// An age below eighteen that is not the end of a range or a limit; `at` is 岁.
pub(in crate::identify) fn age(text: &Text, at: usize, hits: &mut Vec<Hit>) {
    let mut end = at;
    while end > 0 && at - end < 2 && matches!(text.get(end - 1), ' ' | '周') {
        end -= 1;
    }
    let mut start = end;
    while start > 0 && end - start < 4 && (digit(text.get(start - 1)).is_some() || matches!(text.get(start - 1), '十' | '两')) {
        start -= 1;
    }
    let Some((years, stop)) = small_number(text, start) else { return };
    if stop != end || years > 17 || years == 0 || is_limit(text, start) || is_class(text, at + 1) {
        return;
    }
    hits.push(Hit::new(Kind::ExactAge, Level::Medium, start..at + 1));
}

/// What stands before makes it a bound or the end of a range.
fn is_limit(text: &Text, start: usize) -> bool {
    let mut at = start;
    while at > 0 && matches!(text.get(at - 1), ' ' | '(' | '\n' | '\t' | '`' | '*' | '“') {
        at -= 1;
    }
    let before = text.before(at);
    matches!(before, '-' | '—' | '–' | '~' | '至' | '到' | '.' | '满' | '对' | '第' | '/' | '<' | '>' | '≤' | '≥' | '、')
        || text
            .ends_any(at, &["以下", "以上", "超过", "不足", "低于", "高于", "小于", "大于", "年满", "截至", "未到", "限", "分为"])
        || before.is_ascii_digit()
}

/// What stands behind makes it a bound, the start of a range or a class of people.
fn is_class(text: &Text, after: usize) -> bool {
    let mut at = text.skip_blanks(after);
    at += usize::from(matches!(text.get(at), '`' | '”' | '*'));
    at += usize::from(text.get(at) == '(');
    let bounds = ["以上", "以下", "及", "至", "到", "-", "—", "–", "~", "半以", "之前", "前", "之间", "组", "(含"];
    let classes = ["人群", "人口", "儿童", "未成年人", "学生", "青少年", "公民", "幼儿", "组", "孩子们", "年龄段", "的儿童"];
    let behind = at + usize::from(text.get(at) == '的');
    text.after_any(at, &bounds).is_some()
        || text.after_any(behind, &classes).is_some()
        || text.starts(at, "、") && text.get(at + 1).is_ascii_digit()
}

/// `12-year-old`, `aged 9`, `aged twelve`; `at` is the first letter of `year` or `aged`.
pub(in crate::identify) fn age_in_english(text: &Text, at: usize, hits: &mut Vec<Hit>) {
    if text.before(at).is_ascii_alphabetic() {
        return;
    }
    if text.starts_lower(at, "year") {
        let mut end = at + 4 + usize::from(text.get(at + 4) == 's');
        if !matches!(text.get(end), '-' | ' ') || !text.starts_lower(end + 1, "old") || text.get(end + 4).is_ascii_alphabetic() {
            return;
        }
        end += 4;
        let Some(gap) = at.checked_sub(1).filter(|gap| matches!(text.get(*gap), '-' | ' ')) else { return };
        if let Some((years, start)) = number_before(text, gap)
            && (1..18).contains(&years)
            && !is_english_limit(text, start)
        {
            hits.push(Hit::new(Kind::ExactAge, Level::Medium, start..end));
        }
    } else if text.starts_lower(at, "aged ") || text.starts_lower(at, "age ") {
        let start = at + if text.get(at + 3) == ' ' { 4 } else { 5 };
        let Some((years, end)) = number_at(text, start) else { return };
        let next = text.skip_blanks(end);
        let range = ["to ", "-", "–", "and ", "or ", "/", "+"].iter().any(|word| text.starts_lower(next, word));
        if (1..18).contains(&years) && !range && !text.get(end).is_ascii_alphanumeric() && !is_english_limit(text, at) {
            hits.push(Hit::new(Kind::ExactAge, Level::Medium, at..end));
        }
    }
}

const NUMBERS: [&str; 17] = [
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
];

fn number_at(text: &Text, at: usize) -> Option<(u32, usize)> {
    if text.get(at).is_ascii_digit() {
        return small_number(text, at);
    }
    // The longest word first: `seventeen` before `seven`.
    let found = NUMBERS.iter().zip(1_u8..18).rev().find(|(word, _)| text.starts_lower(at, word));
    found.map(|(word, value)| (u32::from(value), at + word.len())).filter(|(_, end)| !text.get(*end).is_ascii_alphabetic())
}

fn number_before(text: &Text, end: usize) -> Option<(u32, usize)> {
    let start = (0..end).rev().take(10).take_while(|i| text.get(*i).is_ascii_alphanumeric()).last()?;
    let (value, stop) = number_at(text, start)?;
    (stop == end).then_some((value, start))
}

/// `6- to 14-year-old`, `under 14 years old`.
fn is_english_limit(text: &Text, start: usize) -> bool {
    let words = [
        "to ", "and ", "under ", "over ", "than ", "least ", "below ", "above ", "or ", "-", "–", "until ", "of ", "reach ",
        "turn ",
    ];
    text.ends_any(start, &words)
}
