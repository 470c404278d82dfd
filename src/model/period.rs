//! Days and periods of statistics.

use crate::model::Localized;

/// A calendar day (ISO 8601).
pub type Date = jiff::civil::Date;

/// What kind of period a statistic covers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PeriodKind {
    /// A calendar year.
    Year,
    /// From a start to a report date, adding up.
    Cumulative,
    /// A number of years, such as "the last three years".
    Window,
    /// Each year, a standing arrangement.
    Annual,
    /// A mean over years.
    AnnualAverage,
    /// At a point in time.
    Stock,
    /// One event.
    Event,
    /// A period to come.
    Plan,
}

impl PeriodKind {
    /// The word in `facts.toml`.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Year => "year",
            Self::Cumulative => "cumulative",
            Self::Window => "window",
            Self::Annual => "annual",
            Self::AnnualAverage => "annual-average",
            Self::Stock => "stock",
            Self::Event => "event",
            Self::Plan => "plan",
        }
    }

    /// Every kind.
    pub const ALL: [Self; 8] =
        [Self::Year, Self::Cumulative, Self::Window, Self::Annual, Self::AnnualAverage, Self::Stock, Self::Event, Self::Plan];
}

/// The time a statistic speaks of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Period {
    /// What kind.
    pub kind: PeriodKind,
    /// First year, month or day, as `2023`, `2023-01` or `2023-01-31`; absent when the source does not say.
    pub start: Option<String>,
    /// Last year, month or day.
    pub end: Option<String>,
    /// The period in words, as the source bounds it.
    pub label: Localized<String>,
    /// Whether the source states the period, or we read it from the context.
    pub stated: bool,
}
