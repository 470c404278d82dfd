//! A value with its bound and unit: what a statistic says, no more and no less than its source.

use std::sync::Arc;

use crate::model::{Decimal, Unit};

/// How far the printed number binds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Bound {
    /// As printed.
    Exact,
    /// 余: above the number, below the next step of its last digit (80余万 is above 800,000 and below 900,000).
    AndMore,
    /// 超: above the number, open upwards.
    MoreThan,
    /// 近: below the number.
    Nearly,
    /// 约: near the number.
    About,
    /// Rounded to the printed digits (1.2万 is 11,500 to 12,499).
    Rounded,
    /// A target, not a result.
    Planned,
    /// Known to the source, not published: there is no number anywhere.
    Withheld,
}

impl Bound {
    /// Every bound.
    pub const ALL: [Self; 8] =
        [Self::Exact, Self::AndMore, Self::MoreThan, Self::Nearly, Self::About, Self::Rounded, Self::Planned, Self::Withheld];

    /// The word in `facts.toml` and in data files.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Exact => "exact",
            Self::AndMore => "and-more",
            Self::MoreThan => "more-than",
            Self::Nearly => "nearly",
            Self::About => "about",
            Self::Rounded => "rounded",
            Self::Planned => "planned",
            Self::Withheld => "withheld",
        }
    }
}

/// The values a printed number allows. An absent end is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Range {
    /// Least value.
    pub min: Option<Decimal>,
    /// Whether the least value itself is excluded.
    pub min_exclusive: bool,
    /// Greatest value.
    pub max: Option<Decimal>,
    /// Whether the greatest value itself is excluded.
    pub max_exclusive: bool,
}

/// A number as its source bounds it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quantity {
    /// The printed number; `None` exactly when `bound` is [`Bound::Withheld`].
    pub value: Option<Decimal>,
    /// How far it binds.
    pub bound: Bound,
    /// The values it allows.
    pub range: Range,
    /// Its unit.
    pub unit: Arc<Unit>,
}
