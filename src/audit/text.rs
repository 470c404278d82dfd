//! What the text of a cell says: a number, a mark, or neither.

/// What a mark stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Meaning {
    /// A value that exists and is not shown.
    Withheld,
    /// Withheld, but the mark itself says between which whole numbers the value lies.
    Between(i64, i64),
    /// Rounded to zero: more than nothing, less than half the unit of rounding.
    Low,
    /// Not known to the publisher, or not told.
    Absent,
    /// Nothing to count here.
    NotApplicable,
}

/// A number as printed: `units / 10^places`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Number {
    pub(super) units: i128,
    pub(super) places: u8,
}

/// What a cell holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Text {
    Number(Number),
    /// A number of more digits than are read exactly: surely computed, never a sum of counts.
    Computed,
    Mark(Meaning),
    Blank,
    Other,
}

/// Digits after the point that are read exactly; longer fractions are results of a division.
const MOST_PLACES: usize = 6;

/// Reads a cell of a column of values by the marks that offices use; `x` is left to the caller.
pub(super) fn read(text: &str) -> Text {
    let text = text.trim();
    if text.is_empty() {
        return Text::Blank;
    }
    if let Some(number) = number(text) {
        return number;
    }
    mark(text).map_or_else(|| flagged(text).unwrap_or(Text::Other), Text::Mark)
}

/// `-?digits[.digits]`, digits of the whole part perhaps in groups of three, an exponent not.
fn number(text: &str) -> Option<Text> {
    let (negative, digits) = match text.strip_prefix(['-', '−']) {
        Some(rest) => (true, rest),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let groups: Vec<&str> = whole.split([',', ' ', '\u{a0}', '\u{202f}']).collect();
    let grouped =
        groups.len() == 1 || (!groups[0].is_empty() && groups[0].len() <= 3 && groups[1..].iter().all(|g| g.len() == 3));
    let plain = |s: &str| s.bytes().all(|b| b.is_ascii_digit());
    if !grouped || !groups.iter().all(|g| plain(g)) || (whole.is_empty() && fraction.is_empty()) {
        return exponent(digits);
    }
    if !plain(fraction) {
        return exponent(digits);
    }
    let whole = groups.concat();
    let fraction = fraction.trim_end_matches('0');
    if fraction.len() > MOST_PLACES || whole.len() > 15 {
        return Some(Text::Computed);
    }
    let units: i128 = format!("0{whole}{fraction}").parse().ok()?;
    let places = u8::try_from(fraction.len()).ok()?;
    Some(Text::Number(Number { units: if negative { -units } else { units }, places }))
}

/// Numbers such as `1.2e-05`, which programs write for results of a division.
fn exponent(digits: &str) -> Option<Text> {
    let numeric = digits.starts_with(|c: char| c.is_ascii_digit()) && digits.contains(['e', 'E']);
    (numeric && digits.parse::<f64>().is_ok_and(f64::is_finite)).then_some(Text::Computed)
}

/// A number with a remark behind it: `123 p`, `45[r]`.
fn flagged(text: &str) -> Option<Text> {
    let end = text.find([' ', '['])?;
    let flag = text[end..].trim().trim_matches(['[', ']']);
    let short = (1..=2).contains(&flag.len()) && flag.bytes().all(|b| b.is_ascii_lowercase());
    if short { number(&text[..end]) } else { None }
}

fn mark(text: &str) -> Option<Meaning> {
    let lower = text.to_lowercase();
    let bare = lower.trim_matches(['[', ']', '(', ')']);
    if let Some(between) = between(bare) {
        return Some(between);
    }
    Some(match bare {
        "c" | "s" | "supp" | "suppressed" | "conf" | "confidential" | "withheld" | "redacted" | "d" | "q" | "#" | "•" | "†"
        | "不予公布" | "保密" | "隐去" | "遮盖" | "不公开" | "*" | "**" | "***" | "****" => Meaning::Withheld,
        "low" | "k" => Meaning::Low,
        "x" | ".." | "..." | "…" | "……" | ":" | "n/a" | "na" | "n.a." | "nan" | "null" | "none" | "u" | "w" | "#n/a"
        | "未统计" | "无数据" | "未采集" | "缺" => Meaning::Absent,
        "z" | "-" | "–" | "—" | "——" | "." | "/" | "不适用" => Meaning::NotApplicable,
        _ => return None,
    })
}

/// `<5`, `≤4`, `under 5`, `1-4`, `1 to 4`, `少于5`: the mark gives bounds.
fn between(text: &str) -> Option<Meaning> {
    let whole = |s: &str| s.trim().parse::<i64>().ok().filter(|n| (0..=1_000_000).contains(n));
    let under = ["<", "＜", "less than ", "fewer than ", "under ", "少于", "小于", "不足"];
    let at_most = ["<=", "≤", "at most ", "最多"];
    if let Some(most) = at_most.iter().find_map(|prefix| text.strip_prefix(prefix)).and_then(whole) {
        return Some(Meaning::Between(i64::from(most > 0), most));
    }
    if let Some(limit) = under.iter().find_map(|prefix| text.strip_prefix(prefix)).and_then(whole) {
        return (limit > 0).then(|| Meaning::Between(i64::from(limit > 1), limit - 1));
    }
    let (low, high) = ["-", "–", " to ", "~", "至"].iter().find_map(|by| text.split_once(by))?;
    let (low, high) = (whole(low)?, whole(high)?);
    (low < high).then_some(Meaning::Between(low, high))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn n(units: i128, places: u8) -> Text {
        Text::Number(Number { units, places })
    }

    #[test]
    fn numbers_are_read_as_printed() {
        let cases =
            [("12", n(12, 0)), ("-1,234.50", n(-12345, 1)), ("1 234 567", n(1_234_567, 0)), (".5", n(5, 1)), ("7.0", n(7, 0))];
        for (text, wanted) in cases {
            assert_eq!(read(text), wanted, "{text}");
        }
        assert_eq!(read("123 p"), n(123, 0));
        assert_eq!(read("45 [r]"), n(45, 0));
        assert_eq!(read("1.364256480218281"), Text::Computed);
        assert_eq!(read("1.2e-05"), Text::Computed);
    }

    #[test]
    fn what_is_no_number_is_not_forced_into_one() {
        for text in ["1,23", "12a", "2011/12", "--", "1.2.3", "１", "12:30", "e", "."] {
            assert!(!matches!(read(text), Text::Number(_)), "{text}");
        }
    }

    #[test]
    fn marks_are_told_apart() {
        for text in ["c", "[c]", "*", "(D)", "supp", "不予公布"] {
            assert_eq!(read(text), Text::Mark(Meaning::Withheld), "{text}");
        }
        assert_eq!(read("low"), Text::Mark(Meaning::Low));
        assert_eq!(read(":"), Text::Mark(Meaning::Absent));
        assert_eq!(read("–"), Text::Mark(Meaning::NotApplicable));
        assert_eq!(read("hello"), Text::Other);
    }

    #[test]
    fn a_mark_with_a_number_gives_bounds() {
        let cases = [("<5", (1, 4)), ("< 10", (1, 9)), ("≤4", (1, 4)), ("1-4", (1, 4)), ("1 to 4", (1, 4)), ("少于5", (1, 4))];
        for (text, (low, high)) in cases {
            assert_eq!(read(text), Text::Mark(Meaning::Between(low, high)), "{text}");
        }
        assert_eq!(read("<1"), Text::Mark(Meaning::Between(0, 0)));
    }
}
