//! Finds numbers in running text that are bound to no fact.
//!
//! Every digit counts, except where it names a thing or a day. A number in words counts where a public body would call it a
//! statistic: persons, attendances, households, sessions, sums, shares; not 三个问题 or three reasons. Where the two look alike the number is
//! reported: `{{ plain("5") }}` settles it.

use std::ops::Range;

use crate::linear::Ratio;
use crate::numbers::{Figure, MEASURES, Named, Unit, Value, is_digit, named_narrowly, read, run_end};

/// The stand-in for what is not running text: a said fact, code, an address.
pub(super) use crate::numbers::GAP;

/// Stretches of `text` (one paragraph, heading or cell) that are unbound numbers, in order. Linear.
pub(super) fn unbound(text: &str) -> Vec<Range<usize>> {
    let mut found = written(text);
    let apart = |range: &Range<usize>| found.iter().all(|known| known.end <= range.start || range.end <= known.start);
    let spoken: Vec<_> = spoken(text).into_iter().filter(apart).collect();
    found.extend(spoken);
    found.sort_by_key(|range| range.start);
    found
}

/// Numbers in words that only the reader of numbers knows: three hundred and twenty children, 四成.
fn spoken(text: &str) -> Vec<Range<usize>> {
    let figures = read(text).figures.into_iter();
    figures.filter(|figure| figure.spelled && !figure.weak && is_statistic(figure)).map(|f| f.at..f.range.end).collect()
}

/// Whether a number in words tells how much there was, and is no way of speaking: 一两个, 两批, twice, dozens of times.
fn is_statistic(figure: &Figure) -> bool {
    let few = |high: i128| match figure.value {
        Value::One(value) | Value::Between(_, value) => value <= Ratio::whole(high),
        Value::Vague(_) => figure.unit == Unit::Times,
    };
    match figure.unit {
        Unit::Times | Unit::Events | Unit::Items => !few(10),
        Unit::Persons | Unit::Households => !few(2),
        unit => unit.is_statistical(),
    }
}

/// Numbers in digits, and in Chinese numerals before a measure word.
fn written(text: &str) -> Vec<Range<usize>> {
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
    Allowed(Named),
    /// No number at all: 一 in 一般.
    Word,
}

fn is_numeral(c: char) -> bool {
    matches!(
        c,
        '〇' | '零' | '一' | '二' | '两' | '三' | '四' | '五' | '六' | '七' | '八' | '九' | '十' | '百' | '千' | '万' | '亿'
    )
}

fn digits(text: &str, start: usize, allowed: Option<(Named, usize)>) -> (usize, Judged) {
    let end = run_end(text, start);
    (end, named_narrowly(text, start, end, allowed).map_or(Judged::Unbound, Judged::Allowed))
}

fn numerals(text: &str, start: usize, allowed: Option<(Named, usize)>) -> (usize, Judged) {
    let end = start + text[start..].find(|c| !is_numeral(c)).unwrap_or(text.len() - start);
    let (before, written, after) = (&text[..start], &text[start..end], &text[end..]);
    let series = allowed.is_some_and(|(kind, last)| {
        kind == Named::Name && matches!(text.get(last..start), Some("、" | "和" | "与" | "及" | "至" | "到"))
    });
    if before.ends_with('第') || series {
        return (end, Judged::Allowed(Named::Name));
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
            ("three hundred and twenty children", vec!["three hundred and twenty children"]),
            ("共三百二十名", vec!["三百二十名"]),
            ("hundreds of volunteers", vec!["hundreds of volunteers"]),
            ("a third of them, twelve thousand yuan", vec!["a third", "twelve thousand yuan"]),
            ("twenty-four camps", vec!["twenty-four camps"]),
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
            "一两个孩子",
            "两批",
            "one child, two children",
            "a child who came twice or dozens of times",
            "three reasons, two questions",
            "both parents, one of them",
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
