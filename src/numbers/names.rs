//! Which numbers in digits are names: years, days, clocks, articles of law, standards, telephones, places in a list.
//!
//! Where a name and a count look alike the number is a count: whoever meant a name says so.

use super::digits::{is_digit, value_of};
use crate::typeset::is_hanzi;

/// What a number in digits names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Named {
    /// A day, a month or a year.
    Date,
    /// A time of day.
    Time,
    /// A thing: Article 5, GB/T 2260, 12345 热线.
    Name,
}

/// What the number at `start..end` of `text` names; `None` when it counts. `last` is the last name before it, with its end: names
/// come in series.
#[must_use]
pub fn named(text: &str, start: usize, end: usize, last: Option<(Named, usize)>) -> Option<Named> {
    kind(&Number { text, start, end, allowed: last, wide: true })
}

/// The same by the narrower reading of the check of unbound numbers: a clock in words (`9点`), a telephone and `5号` without a month
/// are numbers to be asked about, unless they stand as a date does.
#[must_use]
pub fn named_narrowly(text: &str, start: usize, end: usize, last: Option<(Named, usize)>) -> Option<Named> {
    kind(&Number { text, start, end, allowed: last, wide: false })
}

/// A number in digits with its surroundings.
struct Number<'a> {
    text: &'a str,
    start: usize,
    end: usize,
    allowed: Option<(Named, usize)>,
    /// Whether spoken clocks, telephones and 号 are read as names, too.
    wide: bool,
}

impl<'a> Number<'a> {
    fn before(&self) -> &'a str {
        &self.text[..self.start]
    }

    fn after(&self) -> &'a str {
        &self.text[self.end..]
    }

    fn written(&self) -> &'a str {
        &self.text[self.start..self.end]
    }

    /// The value, when it is whole, has no separators and at most four digits.
    fn small(&self) -> Option<u32> {
        let fits = self.written().chars().count() <= 4;
        fits.then(|| self.written().chars().try_fold(0, |value, c| Some(value * 10 + value_of(c)?))).flatten()
    }

    fn is_year(&self) -> bool {
        self.written().chars().count() == 4 && self.small().is_some_and(|year| (1900..2100).contains(&year))
    }
}

fn kind(number: &Number<'_>) -> Option<Named> {
    in_series(number)
        .or_else(|| date(number))
        .or_else(|| time(number))
        .or_else(|| (is_code(number) || is_ordinal(number)).then_some(Named::Name))
}

/// Whether the number goes on a series whose last member was allowed: `2025-02-15`, `第3、4条`, `GB/T 2260—2007`.
fn in_series(number: &Number<'_>) -> Option<Named> {
    let (kind, end) = number.allowed?;
    let between = number.text.get(end..number.start)?;
    let dash = matches!(between, "-" | "–" | "—" | "——" | "/" | "." | "至" | "到" | " – " | "~" | "～");
    let and = matches!(between, "、" | "和" | "与" | "及" | " and " | " to " | " or " | ", ");
    let short = number.small().is_some_and(|value| value <= 31);
    let joined = match kind {
        Named::Date => {
            dash && (short || number.is_year() || number.small().is_some_and(|value| value < 100)) && !counts(number.after())
        }
        Named::Time => (matches!(between, ":" | "：") || number.wide && matches!(between, "点" | "时")) && short_clock(number),
        Named::Name => (dash || and) && !counts(number.after()),
    };
    joined.then_some(kind)
}

fn short_clock(number: &Number<'_>) -> bool {
    number.written().chars().count() == 2 && number.small().is_some_and(|value| value < 60)
}

/// Whether a measure word follows, so that the number counts something.
fn counts(after: &str) -> bool {
    let after = after.trim_start();
    ["%", "％", "万", "亿", "余", "多", "个", "天", "岁"].iter().chain(MEASURES).any(|word| after.starts_with(word))
}

fn date(number: &Number<'_>) -> Option<Named> {
    let (before, after) = (number.before(), number.after());
    let short = number.small().filter(|_| number.written().chars().count() <= 2);
    let day = short.is_some_and(|value| (1..=31).contains(&value));
    let found = (number.is_year() && year_stands(before, after))
        || (short.is_some_and(|month| (1..=12).contains(&month)) && after.starts_with('月'))
        || (day && (after.starts_with('日') || after.starts_with('号') && (!number.wide || before.ends_with('月'))))
        || (day && (ends_with_month(before) || begins_with_month(after)))
        || (short.is_some() && (after.starts_with("世纪") || after.starts_with("年代")));
    found.then_some(Named::Date)
}

/// Whether a number from 1900 to 2099 is a year, by what stands beside it.
fn year_stands(before: &str, after: &str) -> bool {
    if before.ends_with(['¥', '￥', '$', '€', '£']) {
        return false;
    }
    match after.trim_start_matches(' ').chars().next() {
        // 2025年, 2023至2025年, 2021级; any other hanzi makes it a count: 2025名.
        Some(c) if is_hanzi(c) => "年至到和与及起以版届级".contains(c),
        Some('%' | '％' | '+' | '＋') => false,
        Some('s') => !after.starts_with("s ") || after.len() > 1,
        Some(c) if c.is_ascii_alphabetic() && !after.starts_with(' ') => false,
        _ => true,
    }
}

const MONTHS: [&str; 12] =
    ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];

fn is_month(word: &str) -> bool {
    let word = word.trim_end_matches('.');
    word.len() >= 3 && MONTHS.iter().any(|month| *month == word || (word.len() <= 4 && month.starts_with(word)))
}

fn ends_with_month(before: &str) -> bool {
    before.strip_suffix(' ').is_some_and(|before| is_month(last_word(before)))
}

/// ` February 2025`, and `–17 February` after the first day of two.
fn begins_with_month(after: &str) -> bool {
    let after = match after.strip_prefix(['-', '–', '—']) {
        Some(rest) => rest.trim_start_matches(|c: char| c.is_ascii_digit()),
        None => after,
    };
    after.strip_prefix(' ').is_some_and(|rest| is_month(rest.split(|c: char| !c.is_ascii_alphabetic()).next().unwrap_or("")))
}

fn last_word(before: &str) -> &str {
    before.rsplit(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '.' | '/' | '-'))).next().unwrap_or("")
}

fn time(number: &Number<'_>) -> Option<Named> {
    let hour = number.small().is_some_and(|value| value < 25) && number.written().chars().count() <= 2;
    if let Some(spoken) = spoken_clock(number).filter(|_| hour && number.wide) {
        return spoken.then_some(Named::Time);
    }
    let mut rest = number.after().chars();
    let minutes = matches!(rest.next(), Some(':' | '：')) && rest.by_ref().take(2).filter(|c| is_digit(*c)).count() == 2;
    (hour && minutes && !rest.next().is_some_and(is_digit)).then_some(Named::Time)
}

/// `上午9点`, `9时许` and `9 a.m.`: whether the hour is one of a clock; nothing where no clock is spoken of.
fn spoken_clock(number: &Number<'_>) -> Option<bool> {
    if number.after().starts_with(['点', '时']) {
        let rest = number.after().trim_start_matches(['点', '时']);
        let spoken =
            ["上午", "下午", "晚上", "早上", "凌晨", "中午", "日", "当天"].iter().any(|word| number.before().ends_with(word));
        return Some(spoken || rest.starts_with(is_digit) || rest.starts_with(['半', '整', '钟', '前', '后']));
    }
    let half_day =
        ["a.m", "p.m", "am", "pm", "o’clock", "o'clock"].iter().any(|word| number.after().trim_start().starts_with(word));
    half_day.then_some(true)
}

/// `C1`, `ST-02`, `COVID-19`, `WCAG 2.2`, `GB/T 2260`, `5G`, `0745`.
fn is_code(number: &Number<'_>) -> bool {
    let before = number.before();
    let joined = &before[before.trim_end_matches(|c: char| c.is_ascii_alphanumeric() || "-_/.@#".contains(c)).len()..];
    let letters_before = joined.trim_start_matches(['-', '_', '/', '.', '@', '#']).starts_with(|c: char| c.is_ascii_alphabetic());
    let letters_after =
        &number.after()[..number.after().find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(number.after().len())];
    let zero = number.written().starts_with('0') && number.written().len() >= 3 && !number.written().contains('.');
    letters_before
        || names_standard(before)
        || matches!(letters_after, "st" | "nd" | "rd" | "th" | "G" | "D")
        || (letters_after == "s" && number.is_year())
        || zero
        || (number.wide && is_telephone(number))
        || before.ends_with(['§', '№', '#'])
}

/// A hotline, a mobile telephone, a postcode: by the word beside it, or by its shape.
fn is_telephone(number: &Number<'_>) -> bool {
    let (before, after, digits) =
        (number.before().trim_end_matches([' ', '：', ':']), number.after().trim_start(), number.written());
    let plain = digits.len() >= 5 && digits.bytes().all(|b| b.is_ascii_digit());
    let said =
        ["热线", "电话", "拨打", "致电", "邮编", "hotline", "Hotline", "elephone", "call", "Call", "dial", "Tel.", "postcode"];
    let mobile = digits.len() == 11 && digits.starts_with('1') && !after.starts_with(['人', '元', '名', '%', '.', ',']);
    plain
        && (mobile || said.iter().any(|word| before.ends_with(word)) || after.starts_with("热线") || after.starts_with("hotline"))
}

/// Whether the word before is an abbreviation in capitals and no currency: `WCAG 2.2`.
fn names_standard(before: &str) -> bool {
    let Some(before) = before.strip_suffix(' ') else { return false };
    let word = last_word(before);
    let capitals = word.chars().filter(char::is_ascii_uppercase).count();
    capitals >= 2
        && !word.contains(|c: char| c.is_ascii_lowercase())
        && !matches!(word, "RMB" | "CNY" | "USD" | "EUR" | "GBP" | "HKD")
}

const ORDINAL_WORDS: [&str; 30] = [
    "article",
    "articles",
    "art.",
    "arts.",
    "section",
    "sections",
    "sec.",
    "chapter",
    "chapters",
    "step",
    "steps",
    "no.",
    "nos.",
    "number",
    "figure",
    "fig.",
    "table",
    "phase",
    "part",
    "item",
    "annex",
    "appendix",
    "version",
    "level",
    "page",
    "p.",
    "clause",
    "paragraph",
    "question",
    "rule",
];

fn is_ordinal(number: &Number<'_>) -> bool {
    let (before, after) = (number.before(), number.after());
    let trimmed = before.trim_end();
    let short = number.written().chars().count() <= 2;
    let bracketed = trimmed.ends_with(['(', '（', '[', '〔', '【']) && after.starts_with([')', '）', ']', '〕', '】']);
    let numbers_a_heading =
        before.is_empty() && (after.starts_with('、') || after.starts_with(". ") || after.starts_with([')', '）']));
    trimmed.ends_with('第')
        || (number.wide && after.starts_with('号') && !after.starts_with("号线"))
        || (short && (bracketed || numbers_a_heading))
        || (before.ends_with(' ') && ORDINAL_WORDS.iter().any(|word| last_word(trimmed).eq_ignore_ascii_case(word)))
        || is_grade(after)
}

/// `3年级`, and `3至6年级` at its first number.
fn is_grade(after: &str) -> bool {
    let after = match after.strip_prefix(['至', '到', '-', '–', '—', '～', '~', '、']) {
        Some(rest) => rest.trim_start_matches(is_digit),
        None => after,
    };
    after.starts_with("年级")
}

/// Words that make the number before them a count.
pub const MEASURES: &[&str] = &["人次", "名", "人", "次", "期", "份", "元", "%", "％"];
