//! Pictures: semantic SVG with a title, a description and its data as a table. Total: a valid drawing always succeeds.

/// What is to be drawn, in one language; all words are ready.
#[derive(Clone, Debug)]
pub struct Drawing {
    /// Id, unique on a page; prefixes ids inside the SVG.
    pub id: String,
    /// Kind.
    pub kind: crate::config::ChartKind,
    /// The finding.
    pub title: String,
    /// Measure, unit and period.
    pub subtitle: String,
    /// Name of the unit, above the value axis.
    pub unit: String,
    /// Name of the category axis, for the table's first heading.
    pub category: String,
    /// Categories in order.
    pub categories: Vec<Category>,
    /// Series in order; at least one.
    pub series: Vec<Series>,
    /// A description by the author, instead of the automatic one.
    pub description: Option<String>,
    /// Language.
    pub lang: crate::model::Lang,
    /// Whether the numbers are invented; drawn into the picture.
    pub synthetic: bool,
    /// Where the numbers are from, one line, drawn into the picture.
    pub source: String,
}

/// One category.
#[derive(Clone, Debug)]
pub struct Category {
    /// Its name in the table and in descriptions.
    pub name: String,
    /// Its short name on the axis.
    pub short: String,
    /// Tile row and column, for tile grids.
    pub tile: Option<(u8, u8)>,
}

/// One series.
#[derive(Clone, Debug)]
pub struct Series {
    /// Its name; empty when there is only one.
    pub name: String,
    /// One point per category.
    pub points: Vec<Point>,
}

/// One value, or the lack of it.
#[derive(Clone, Debug)]
pub struct Point {
    /// What is known.
    pub value: Value,
    /// The number in words, with its bound, as the table shows it (`超5000人次`).
    pub label: String,
    /// Shorter, for a label beside a mark (`>5000`, `80余万`).
    pub short: String,
    /// Whether it is a plan.
    pub planned: bool,
}

/// What is known of a point.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Value {
    /// A number.
    Exact(f64),
    /// A number with the range its bound allows; an absent end is open.
    Bounded {
        /// The printed number.
        value: f64,
        /// Least.
        low: Option<f64>,
        /// Greatest.
        high: Option<f64>,
    },
    /// Withheld: drawn as withheld, never as zero.
    Withheld,
    /// Not collected or not applicable.
    Missing,
}

/// A drawn chart.
#[derive(Clone, Debug)]
pub struct Figure {
    /// SVG for wide columns (720 units).
    pub wide: String,
    /// SVG redrawn for a phone (360 units).
    pub narrow: String,
    /// The description, as in the SVG.
    pub description: String,
    /// The data beside the picture.
    pub table: Table,
}

/// A chart's data.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    /// Headings.
    pub head: Vec<String>,
    /// Rows: the category and one entry per series.
    pub rows: Vec<Vec<String>>,
}

// A leak that must not compile (`tests/suite/barrier.rs`).
#[cfg(leak_1)] // E0603: a raw cube cannot be named.
fn leak(_: &crate::confidential::cube::Cube<'_>) {}
