//! Codes of time dimensions as periods.

use crate::model::{Date, interval};

/// A code as SDMX writes a period: `2024`, `2024-01`, `2024-Q1`, `2024-S1`; others as they are.
#[must_use]
pub fn sdmx_period(code: &str) -> String {
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
    }
}
