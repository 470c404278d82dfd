//! Digits as a reader expects them: grouped by thousands, or shortened by 万 and 亿.

use crate::model::Decimal;

/// Digits and the word that scales them (`万`, `亿`, or nothing).
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Scaled {
    pub(super) digits: String,
    pub(super) scale: &'static str,
}

/// Shortens by 亿 or 万 where the value is exact that way and shorter to read: 12000 is 1.2万, 2171 stays.
pub(super) fn scaled(value: Decimal) -> Scaled {
    let plain = plain(value);
    for (power, scale) in [(8u8, "亿"), (4u8, "万")] {
        let (units, places) = value.parts();
        let least = 10i128.pow(u32::from(power));
        if places > 0 || units.abs() < least {
            continue;
        }
        let digits = self::plain(Decimal::new(units, power));
        if digits.chars().count() + 1 < plain.chars().count() {
            return Scaled { digits, scale };
        }
    }
    Scaled { digits: plain, scale: "" }
}

/// Digits without grouping, with a true minus sign.
pub(super) fn plain(value: Decimal) -> String {
    value.to_string().replacen('-', "−", 1)
}

/// Digits grouped by thousands with `mark` between groups.
pub(super) fn grouped(value: Decimal, mark: &str, point: &str) -> String {
    let text = plain(value);
    let (sign, digits) = text.strip_prefix('−').map_or(("", text.as_str()), |rest| ("−", rest));
    let (whole, fraction) = digits.split_once('.').map_or((digits, None), |(whole, fraction)| (whole, Some(fraction)));
    let mut out = String::from(sign);
    for (at, digit) in whole.chars().enumerate() {
        if at > 0 && (whole.len() - at) % 3 == 0 {
            out.push_str(mark);
        }
        out.push(digit);
    }
    if let Some(fraction) = fraction {
        out.push_str(point);
        out.push_str(fraction);
    }
    out
}

/// A float for an axis with at most two decimals and no needless zeros.
pub(super) fn trimmed(value: f64) -> String {
    let text = format!("{value:.2}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    if text == "-0" { "0".to_owned() } else { text.replacen('-', "−", 1) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chinese_scale_is_used_where_it_is_exact_and_shorter() {
        let said = |text: &str| {
            let scaled = scaled(Decimal::parse(text).unwrap());
            scaled.digits + scaled.scale
        };
        for (value, expected) in [
            ("12000", "1.2万"),
            ("800000", "80万"),
            ("1000000", "100万"),
            ("10000", "1万"),
            ("2171", "2171"),
            ("1200", "1200"),
            ("5000", "5000"),
            ("12345", "12345"),
            ("123456789", "123456789"),
            ("250000000", "2.5亿"),
            ("-30000", "−3万"),
            ("2.5", "2.5"),
            ("0", "0"),
        ] {
            assert_eq!(said(value), expected);
        }
    }

    #[test]
    fn thousands_are_grouped_and_decimals_are_not() {
        assert_eq!(grouped(Decimal::parse("1234567.8912").unwrap(), ",", "."), "1,234,567.8912");
        assert_eq!(grouped(Decimal::parse("-999").unwrap(), ",", "."), "−999");
        assert_eq!(grouped(Decimal::parse("1000").unwrap(), "\u{202f}", ","), "1\u{202f}000");
    }
}
