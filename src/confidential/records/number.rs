//! Numbers of records: digits and at most one point, never a float.

/// Largest number of digits.
const DIGITS: usize = 18;

/// Reads `digits(.digits)?` as a number of `10^-places`; `None` for a sign, a space, a group mark, an exponent, more than
/// `places` decimals or more than 18 digits.
#[inline]
pub(super) fn read(text: &[u8], places: u8) -> Option<u64> {
    if text.len() > DIGITS + 1 {
        return None;
    }
    let (mut value, mut point) = (0u64, text.len());
    for (at, byte) in text.iter().enumerate() {
        let digit = byte.wrapping_sub(b'0');
        if digit < 10 {
            value = value * 10 + u64::from(digit);
        } else if *byte == b'.' && point == text.len() && at > 0 && at + 1 < text.len() {
            point = at;
        } else {
            return None;
        }
    }
    let decimals = text.len() - (point + 1).min(text.len());
    let missing = usize::from(places).checked_sub(decimals)?;
    if text.is_empty() || text.len() - usize::from(decimals > 0) + missing > DIGITS {
        return None;
    }
    Some(value * 10u64.pow(u32::try_from(missing).ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_exactly_or_not_at_all() {
        let read = |text: &str, places| read(text.as_bytes(), places);
        assert_eq!(read("480", 0), Some(480));
        assert_eq!(read("480", 2), Some(48_000));
        assert_eq!(read("480.5", 2), Some(48_050));
        assert_eq!(read("0.05", 2), Some(5));
        assert_eq!(read("007", 0), Some(7));
        assert_eq!(read("999999999999999999", 0), Some(999_999_999_999_999_999));
        assert_eq!(read("9999999999999999.99", 2), Some(999_999_999_999_999_999));
        for bad in [
            "",
            ".",
            "1.",
            ".5",
            "-1",
            "+1",
            "1e3",
            "1,000",
            " 1",
            "1 ",
            "1.2.3",
            "４",
            "1.234",
            "99999999999999999.99",
            "9999999999999999999",
        ] {
            assert_eq!(read(bad, 2), None, "{bad:?}");
        }
        assert_eq!(read("1.5", 0), None);
    }
}
