//! Finds numbers in running text that are bound to no fact.
//!
//! Every digit counts, and Chinese numerals before a measure word, except years, dates, times, ordinals and codes: what names a
//! thing or a day is no statistic. Where the two look alike the number is reported: `{{ plain("5") }}` settles it.

use std::ops::Range;

/// The stand-in for what is not running text: a said fact, code, an address.
pub(super) const GAP: char = '\u{FFFC}';

/// What an allowed number is, for judging the next one in a series.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Date,
    Time,
    Name,
}

/// Stretches of `text` (one paragraph, heading or cell) that are unbound numbers. Linear.
pub(super) fn unbound(text: &str) -> Vec<Range<usize>> {
    let (mut found, mut allowed, mut at) = (Vec::new(), None, 0);
    while let Some(offset) = text[at..].find(|c| is_digit(c) || is_numeral(c)) {
        let start = at + offset;
        let first = text[start..].chars().next().unwrap_or(GAP);
        let (end, judged) = if is_digit(first) { digits(text, start, allowed) } else { numerals(text, start, allowed) };
        match judged {
            Judged::Unbound => found.push(start..end),
            Judged::Allowed(kind) => allowed = Some((kind, end)),
            Judged::Word => {}
        }
        at = end;
    }
    found
}

/// The judgement of one number.
enum Judged {
    Unbound,
    Allowed(Kind),
    /// No number at all: 一 in 一般.
    Word,
}

fn is_digit(c: char) -> bool {
    c.is_ascii_digit() || ('０'..='９').contains(&c)
}

fn is_numeral(c: char) -> bool {
    matches!(
        c,
        '〇' | '零' | '一' | '二' | '两' | '三' | '四' | '五' | '六' | '七' | '八' | '九' | '十' | '百' | '千' | '万' | '亿'
    )
}

fn digits(text: &str, start: usize, allowed: Option<(Kind, usize)>) -> (usize, Judged) {
    let end = digits_end(text, start);
    let kind = kind(&Number { text, start, end, allowed });
    (end, kind.map_or(Judged::Unbound, Judged::Allowed))
}

/// The end of a run of digits, with `,` and `.` between digits.
fn digits_end(text: &str, start: usize) -> usize {
    let mut end = start;
    let mut rest = text[start..].chars().peekable();
    while let Some(c) = rest.next() {
        let inside = is_digit(c) || (matches!(c, ',' | '.') && rest.peek().is_some_and(|next| is_digit(*next)));
        if !inside {
            break;
        }
        end += c.len_utf8();
    }
    end
}

/// A number in digits with its surroundings.
struct Number<'a> {
    text: &'a str,
    start: usize,
    end: usize,
    allowed: Option<(Kind, usize)>,
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

fn value_of(c: char) -> Option<u32> {
    c.to_digit(10).or_else(|| ('０'..='９').contains(&c).then(|| c as u32 - '０' as u32))
}

fn kind(number: &Number<'_>) -> Option<Kind> {
    in_series(number)
        .or_else(|| date(number))
        .or_else(|| time(number))
        .or_else(|| (is_code(number) || is_ordinal(number)).then_some(Kind::Name))
}

/// Whether the number goes on a series whose last member was allowed: `2025-02-15`, `第3、4条`, `GB/T 2260—2007`.
fn in_series(number: &Number<'_>) -> Option<Kind> {
    let (kind, end) = number.allowed?;
    let between = number.text.get(end..number.start)?;
    let dash = matches!(between, "-" | "–" | "—" | "——" | "/" | "." | "至" | "到" | " – " | "~" | "～");
    let and = matches!(between, "、" | "和" | "与" | "及" | " and " | " to " | " or " | ", ");
    let short = number.small().is_some_and(|value| value <= 31);
    let joined = match kind {
        Kind::Date => {
            dash && (short || number.is_year() || number.small().is_some_and(|value| value < 100)) && !counts(number.after())
        }
        Kind::Time => matches!(between, ":" | "：") && short_clock(number),
        Kind::Name => (dash || and) && !counts(number.after()),
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

fn date(number: &Number<'_>) -> Option<Kind> {
    let (before, after) = (number.before(), number.after());
    let short = number.small().filter(|_| number.written().chars().count() <= 2);
    let day = short.is_some_and(|value| (1..=31).contains(&value));
    let found = (number.is_year() && year_stands(before, after))
        || (short.is_some_and(|month| (1..=12).contains(&month)) && after.starts_with('月'))
        || (day && after.starts_with(['日', '号']))
        || (day && (ends_with_month(before) || begins_with_month(after)))
        || (short.is_some() && (after.starts_with("世纪") || after.starts_with("年代")));
    found.then_some(Kind::Date)
}

/// Whether a number from 1900 to 2099 is a year, by what stands beside it.
fn year_stands(before: &str, after: &str) -> bool {
    if before.ends_with(['¥', '￥', '$', '€', '£']) {
        return false;
    }
    match after.trim_start_matches(' ').chars().next() {
        // 2025年, 2023至2025年, 2021级; any other hanzi makes it a count: 2025名.
        Some(c) if super::cjk::is_hanzi(c) => "年至到和与及起以版届级".contains(c),
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

fn time(number: &Number<'_>) -> Option<Kind> {
    let hour = number.small().is_some_and(|value| value < 25) && number.written().chars().count() <= 2;
    let mut rest = number.after().chars();
    let minutes = matches!(rest.next(), Some(':' | '：')) && rest.by_ref().take(2).filter(|c| is_digit(*c)).count() == 2;
    (hour && minutes && !rest.next().is_some_and(is_digit)).then_some(Kind::Time)
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
        || before.ends_with(['§', '№', '#'])
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

/// Words that make the numeral before them a count.
const MEASURES: &[&str] = &["人次", "名", "人", "次", "期", "份", "元", "%", "％"];

fn numerals(text: &str, start: usize, allowed: Option<(Kind, usize)>) -> (usize, Judged) {
    let end = start + text[start..].find(|c| !is_numeral(c)).unwrap_or(text.len() - start);
    let (before, written, after) = (&text[..start], &text[start..end], &text[end..]);
    let series = allowed.is_some_and(|(kind, last)| {
        kind == Kind::Name && matches!(text.get(last..start), Some("、" | "和" | "与" | "及" | "至" | "到"))
    });
    if before.ends_with('第') || series {
        return (end, Judged::Allowed(Kind::Name));
    }
    // 5千名: the digits were judged already.
    if before.ends_with(is_digit) {
        return (end, Judged::Word);
    }
    if let Some(rest) = after.strip_prefix("分之") {
        let share = rest.find(|c| !is_numeral(c)).unwrap_or(rest.len());
        return if share > 0 { (end + "分之".len() + share, Judged::Unbound) } else { (end, Judged::Word) };
    }
    let measured = after.strip_prefix(['余', '多', '几']).unwrap_or(after);
    let measure = MEASURES.iter().find(|word| measured.starts_with(**word));
    match measure {
        // 一名 is an article, 二次 an adjective (两次 counts), 人们 and 人均 are words of their own.
        Some(_) if written == "一" && measured.len() == after.len() => (end, Judged::Word),
        Some(&"次") if written == "二" => (end, Judged::Word),
        Some(&"人") if measured["人".len()..].starts_with(['们', '类', '均', '口', '民', '工', '生', '才', '员']) => {
            (end, Judged::Word)
        }
        Some(word) => (end + (after.len() - measured.len()) + word.len(), Judged::Unbound),
        None => (end, Judged::Word),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<&str> {
        unbound(text).into_iter().map(|range| &text[range]).collect()
    }

    #[test]
    fn counts_are_unbound() {
        for (text, want) in [
            ("共有1200人次参加", vec!["1200"]),
            ("about 1,200 children in 3 counties", vec!["1,200", "3"]),
            ("增长12.5%", vec!["12.5"]),
            ("２０名学生", vec!["２０"]),
            ("三十名学生和百余人", vec!["三十名", "百余人"]),
            ("两次，十二万元", vec!["两次", "十二万元"]),
            ("百分之三十，三分之一", vec!["百分之三十", "三分之一"]),
            ("2025名学生", vec!["2025"]),
            ("RMB 500", vec!["500"]),
            ("为期5天，3年", vec!["5", "3"]),
            ("aged 7–12", vec!["7", "12"]),
            ("a 3-year plan", vec!["3"]),
            ("10km", vec!["10"]),
            ("Total:500", vec!["500"]),
            ("5千名", vec!["5"]),
            ("（120）", vec!["120"]),
        ] {
            assert_eq!(found(text), want, "{text}");
        }
    }

    #[test]
    fn years_dates_ordinals_and_codes_are_free() {
        for text in [
            "2023年至2025年",
            "2023—2025年",
            "in 2023, and in 2023–24",
            "2025-02-15",
            "2025年2月15日",
            "2月15日",
            "15 February 2025",
            "February 15, 2025",
            "15–17 February 2025",
            "at 9:30",
            "第3条、第 12 期",
            "第3、4条",
            "Article 5",
            "Articles 5 and 6",
            "section 3.2",
            "GB/T 2260",
            "GB/T 7714—2025",
            "WCAG 2.2",
            "CC BY 4.0",
            "C1 and ST-02",
            "COVID-19",
            "(1) first",
            "（2）其次",
            "1、概况",
            "the 1990s",
            "20世纪90年代",
            "the 12th",
            "5G",
            "0745-2712345",
            "3至6年级",
            "〔2021〕5号",
            "第三十名",
            "第一、二期",
            "一名学生",
            "一般",
            "二次识别",
            "十四五",
            "三全育人",
            "万人们",
            "千家万户",
            "https://a.gov.cn/2025/10",
            "UTF-8",
        ] {
            assert_eq!(found(text), Vec::<&str>::new(), "{text}");
        }
    }

    #[test]
    fn any_text_is_judged_without_harm() {
        for text in ["", "第", "一", "1", "1.", "1,", "分之", "百分之", "\u{FFFC}1", "一\u{301}名", "2025年1999s"] {
            let _ = unbound(text);
        }
    }
}
