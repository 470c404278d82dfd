//! Units of measure. Persons (人) are not person-times (人次): the kind decides what may be added to what.

use std::collections::BTreeMap;

use crate::model::{Code, Localized};

/// What a unit counts. Only quantities of the same kind may be added, subtracted or compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum UnitKind {
    /// Distinct persons (人): not additive over programmes, sessions or time.
    Persons,
    /// Attendances or visits (人次): one person counts each time.
    PersonTimes,
    /// Services given (次).
    Services,
    /// Events: sessions, batches, days open (期、批次).
    Events,
    /// Things: meals, files (份).
    Items,
    /// Money in yuan.
    Money,
    /// Percent, 0 to 100.
    Percent,
    /// Length of time: days, years.
    Duration,
    /// Distinct persons in each year, or places for them (人/年).
    PersonsPerYear,
    /// Attendances in each year (人次/年).
    PersonTimesPerYear,
    /// A quotient of two other kinds.
    Ratio,
    /// Units without a kind of their own: counties, returns.
    Other,
}

impl UnitKind {
    /// Every kind.
    pub const ALL: [Self; 12] = [
        Self::Persons,
        Self::PersonTimes,
        Self::Services,
        Self::Events,
        Self::Items,
        Self::Money,
        Self::Percent,
        Self::Duration,
        Self::PersonsPerYear,
        Self::PersonTimesPerYear,
        Self::Ratio,
        Self::Other,
    ];

    /// The word in settings files.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Persons => "persons",
            Self::PersonTimes => "person-times",
            Self::Services => "services",
            Self::Events => "events",
            Self::Items => "items",
            Self::Money => "money",
            Self::Percent => "percent",
            Self::Duration => "duration",
            Self::PersonsPerYear => "persons-per-year",
            Self::PersonTimesPerYear => "person-times-per-year",
            Self::Ratio => "ratio",
            Self::Other => "other",
        }
    }
}

/// CLDR plural categories that a language's unit words may have.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Plural {
    /// `zero`
    Zero,
    /// `one`
    One,
    /// `two`
    Two,
    /// `few`
    Few,
    /// `many`
    Many,
    /// `other`: always there.
    Other,
}

/// A unit of measure as declared in `data/catalog.toml`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unit {
    /// Its code, such as `person-times`.
    pub code: Code,
    /// What it counts.
    pub kind: UnitKind,
    /// The word after a number, by plural category; `Other` is always present. Chinese measure words stand here (`名儿童`).
    pub words: Localized<BTreeMap<Plural, String>>,
    /// The unit's name in headings and legends (`人次`, `attendances`).
    pub name: Localized<String>,
}
