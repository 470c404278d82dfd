//! Codes of time dimensions as periods.

use crate::model::{Date, interval};

/// A code as SDMX writes a period: `2024`, `2024-01`, `2024-Q1`, `2024-S1`, `2015-01-01/P3Y` for several years or months; what is no
/// period as it is.
#[must_use]
pub fn sdmx_period(code: &str) -> String {
    let several = code.contains('_') || (code.len() == 9 && code.as_bytes()[4] == b'-');
    if let Some((from, to)) = interval(code).filter(|_| several) {
        return sdmx_range(from, to);
    }
    code.replace("-H", "-S").replace('H', "-S")
}

/// An interval as SDMX writes it: first day and duration.
#[must_use]
pub fn sdmx_range(from: Date, to: Date) -> String {
    let after = to.tomorrow().unwrap_or(to);
    let months = (i32::from(after.year()) - i32::from(from.year())) * 12 + i32::from(after.month()) - i32::from(from.month());
    match (from.day(), after.day()) {
        (1, 1) if months > 0 && months % 12 == 0 => format!("{from}/P{}Y", months / 12),
        (1, 1) if months > 0 => format!("{from}/P{months}M"),
        _ => format!("{from}/P{}D", from.until(after).map_or(1, |span| span.get_days())),
    }
}

/// First and last day of a list of codes; `None` when it is empty or one of them is no period.
#[must_use]
pub fn coverage<'c>(codes: impl IntoIterator<Item = &'c str>) -> Option<(Date, Date)> {
    let spans: Option<Vec<(Date, Date)>> = codes.into_iter().map(interval).collect();
    let spans = spans?;
    Some((spans.iter().map(|span| span.0).min()?, spans.iter().map(|span| span.1).max()?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn years_and_months_cover_their_days() {
        assert_eq!(coverage(["2022", "2024-02"]), Some((date(2022, 1, 1), date(2024, 2, 29))));
        assert_eq!(coverage(["2024-02"]), Some((date(2024, 2, 1), date(2024, 2, 29))));
        assert_eq!(coverage(["2022", "camp_city"]), None);
    }

    #[test]
    fn whole_years_and_months_are_said_as_such() {
        assert_eq!(sdmx_range(date(2022, 1, 1), date(2025, 12, 31)), "2022-01-01/P4Y");
        assert_eq!(sdmx_range(date(2023, 9, 1), date(2024, 2, 29)), "2023-09-01/P6M");
        assert_eq!(sdmx_period("2024H1"), "2024-S1");
        assert_eq!(sdmx_period("2015-2017"), "2015-01-01/P3Y");
        assert_eq!(sdmx_period("2023-09_2024-08"), "2023-09-01/P1Y");
        assert_eq!(sdmx_period("2025-06-30"), "2025-06-30");
    }
}
