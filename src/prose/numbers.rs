//! Finds numbers in running text that are bound to no fact.
//!
//! Every digit counts, except where it names a thing or a day. A number in words counts where a public body would call it a
//! statistic: persons, attendances, households, sessions, sums, shares; not 三个问题 or three reasons. Where the two look alike the number is
//! reported: `{{ plain("5") }}` settles it.

use std::ops::Range;

use crate::numbers::{is_digit, named, read, run_end};

/// The stand-in for what is not running text: a said fact, code, an address.
pub(super) use crate::numbers::GAP;

/// Stretches of `text` (one paragraph, heading or cell) that are unbound numbers, in order. Linear.
pub(super) fn unbound(text: &str) -> Vec<Range<usize>> {
    let mut found = in_digits(text);
    let apart =
        |range: &Range<usize>, digits: &[Range<usize>]| digits.iter().all(|d| d.end <= range.start || range.end <= d.start);
    let words: Vec<_> = in_words(text).into_iter().filter(|range| apart(range, &found)).collect();
    found.extend(words);
    found.sort_by_key(|range| range.start);
    found
}

fn in_digits(text: &str) -> Vec<Range<usize>> {
    let (mut found, mut last, mut at) = (Vec::new(), None, 0);
    while let Some(offset) = text[at..].find(is_digit) {
        let start = at + offset;
        let end = run_end(text, start);
        match named(text, start, end, last) {
            Some(kind) => last = Some((kind, end)),
            // 第一、3条: a numeral may have begun the series.
            None => found.push(start..end),
        }
        at = end;
    }
    found
}

fn in_words(text: &str) -> Vec<Range<usize>> {
    let figures = read(text).figures.into_iter();
    figures.filter(|figure| figure.spelled && !figure.weak && figure.unit.is_statistical()).map(|f| f.at..f.range.end).collect()
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
