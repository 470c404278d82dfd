//! Numbers as offices write them: full-width, with separators, ￥, 元, 万; exact or not at all.

/// Why a cell is no number.
#[derive(Clone, Copy, PartialEq, Eq)]
#[cfg_attr(test, derive(Debug))]
pub(super) enum NoNumber {
    /// It says so itself: 约, 余, 左右.
    Approximate,
    Negative,
    /// More decimals than are declared.
    Fine,
    Other,
}

/// What is read of a cell: the number in plain digits, and whether it had a percent sign.
#[derive(PartialEq, Eq)]
#[cfg_attr(test, derive(Debug))]
pub(super) struct Number {
    pub(super) digits: String,
    pub(super) percent: bool,
}

const BEFORE: [&str; 8] = ["约", "近", "大约", "将近", "超过", "超", "至少", "不足"];
const AFTER: [&str; 5] = ["余", "多", "左右", "以上", "上下"];
const UNITS: [&str; 14] = ["人次", "元", "人", "名", "次", "份", "天", "期", "个", "户", "小时", "批", "家", "rmb"];

/// Reads a folded cell as a number of at most so many decimals. `approximate`: 约 and its like are passed over.
pub(super) fn read(cell: &str, places: u8, approximate: bool) -> Result<Number, NoNumber> {
    let mut text: String =
        cell.to_lowercase().chars().filter(|c| !c.is_whitespace() && !matches!(c, ',' | '，' | '￥' | '¥' | '$')).collect();
    let mut about = false;
    for word in BEFORE {
        if let Some(rest) = text.strip_prefix(word) {
            (text, about) = (rest.to_owned(), true);
        }
    }
    let percent = text.ends_with('%');
    text = text.trim_end_matches('%').to_owned();
    // Marks stand before and after the unit: 80余万元, 5000人左右.
    let mut power = 0;
    loop {
        let before = text.len();
        for word in AFTER {
            if let Some(rest) = text.strip_suffix(word) {
                (text, about) = (rest.to_owned(), true);
            }
        }
        for word in UNITS {
            if let Some(rest) = text.strip_suffix(word) {
                text = rest.to_owned();
            }
        }
        for (word, zeros) in [("万", 4), ("亿", 8), ("千", 3), ("百", 2)] {
            if let Some(rest) = text.strip_suffix(word) {
                (text, power) = (rest.to_owned(), power + zeros);
            }
        }
        if text.len() == before {
            break;
        }
    }
    let negative =
        text.strip_prefix(['-', '−', '–', '△', '▲']).or_else(|| text.strip_prefix('(').and_then(|rest| rest.strip_suffix(')')));
    if let Some(rest) = negative {
        return Err(if shifted(rest, power).is_some() { NoNumber::Negative } else { NoNumber::Other });
    }
    let digits = shifted(text.strip_prefix('+').unwrap_or(&text), power).ok_or(NoNumber::Other)?;
    if about && !approximate {
        return Err(NoNumber::Approximate);
    }
    let decimals = digits.split_once('.').map_or(0, |(_, fraction)| fraction.len());
    if decimals > usize::from(places) {
        return Err(NoNumber::Fine);
    }
    Ok(Number { digits, percent })
}

/// A decimal times a power of ten, without needless zeros.
fn shifted(text: &str, power: usize) -> Option<String> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let is_digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() || !is_digits(whole) || !is_digits(fraction) || text.ends_with('.') || whole.len() > 16 {
        return None;
    }
    let mut fraction = fraction.to_owned();
    while fraction.len() < power {
        fraction.push('0');
    }
    let (up, rest) = fraction.split_at(power);
    let whole = format!("{whole}{up}");
    let whole = whole.trim_start_matches('0');
    let whole = if whole.is_empty() { "0" } else { whole };
    // More digits than any count or sum of money; such a cell is a slip of the keyboard.
    if whole.len() > 18 {
        return None;
    }
    let rest = rest.trim_end_matches('0');
    Some(if rest.is_empty() { whole.to_owned() } else { format!("{whole}.{rest}") })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_offices_are_read_exactly() {
        for (cell, digits) in [
            ("480", "480"),
            ("480.00", "480"),
            ("￥480", "480"),
            ("0.048万", "480"),
            ("1,200.5元", "1200.5"),
            ("1.2万人次", "12000"),
            ("80万元", "800000"),
            ("007", "7"),
            ("0", "0"),
            ("98.5%", "98.5"),
        ] {
            assert_eq!(read(cell, 2, false).map(|number| number.digits), Ok(digits.to_owned()), "{cell}");
        }
        assert!(read("98%", 0, false).is_ok_and(|number| number.percent));
    }

    #[test]
    fn what_is_not_exact_or_no_number_is_told_apart() {
        for (cell, why) in [
            ("约500", NoNumber::Approximate),
            ("80余万元", NoNumber::Approximate),
            ("5000人左右", NoNumber::Approximate),
            ("-480", NoNumber::Negative),
            ("(480)", NoNumber::Negative),
            ("1.234", NoNumber::Fine),
            ("四百八", NoNumber::Other),
            ("4-8", NoNumber::Other),
            ("1.", NoNumber::Other),
            ("万", NoNumber::Other),
            ("12345678901234567", NoNumber::Other),
            ("1万万万万亿", NoNumber::Other),
        ] {
            assert_eq!(read(cell, 2, false), Err(why), "{cell}");
        }
        assert_eq!(read("80余万元", 0, true).map(|number| number.digits), Ok("800000".to_owned()));
    }
}
