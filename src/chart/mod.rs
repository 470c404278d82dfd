//! Pictures: semantic SVG with a title, a description and its data as a table. Total: every drawing succeeds.
//!
//! Scales, grid and marks are drawn by plotters through a backend of our own (`pen`); text is laid out here with
//! measured advances. SVG carries classes only; [`CSS`] gives them their colours, which a theme may override.

mod bars;
mod columns;
mod data;
mod describe;
pub mod funnel;
mod header;
mod heat;
mod lines;
mod measure;
mod notes;
mod panels;
mod pen;
mod progress;
mod pyramid;
mod ranges;
mod rows;
mod scale;
mod share;
mod sheet;
mod slope;
mod stacked;
mod svg;
mod tiles;
pub mod words;

pub use measure::FONT;
pub use words::ChartWords;

use crate::config::ChartKind;
use data::Data;
use sheet::Sheet;
use std::cell::RefCell;

/// Style sheet of the charts: to be part of the theme's own, once.
///
/// Custom properties: `--chart-1` … `--chart-5` colours of series, `--chart-on-1` … `--chart-on-5` text on them, `--chart-ink`,
/// `--chart-muted`, `--chart-grid`, `--chart-paper`, `--chart-step-1` … `--chart-step-5` the scale of tiles, `--chart-font`.
/// Light and dark follow the reader's setting; a theme may set them on any element around a chart.
pub const CSS: &str = include_str!("chart.css");

/// Width of the picture for wide columns, in units.
pub const WIDE: u32 = 720;
/// Width of the picture for a phone, in units.
pub const NARROW: u32 = 360;

/// Draws a chart in both widths, with its description and its table.
///
/// Never fails and never panics: numbers that are not finite count as missing, series that are too short end with missing
/// points, names that are too long are broken or end in `…`. Equal drawings give equal bytes.
/// Cost: about 0.1 ms for each width of a chart of 30 points (`benches/charts.rs`).
#[must_use]
pub fn draw(drawing: &Drawing, words: &dyn ChartWords) -> Figure {
    let data = Data::new(drawing, words);
    let author = drawing.description.as_ref();
    let description = author.map_or_else(|| describe::describe(&data), |author| describe::by_author(&data, author));
    Figure {
        wide: picture(&data, &description, WIDE).0,
        narrow: picture(&data, &description, NARROW).0,
        description,
        table: table(&data),
    }
}

/// One picture, and the boxes of its text.
fn picture(data: &Data, description: &str, width: u32) -> (String, Vec<sheet::Frame>) {
    let suffix = if width == WIDE { "w" } else { "n" };
    let sheet = RefCell::new(Sheet::new(format!("{}-{suffix}", safe_id(&data.drawing.id)), f64::from(width)));
    let height = if data.categories() == 0 || data.series() == 0 {
        nothing(&mut sheet.borrow_mut(), data)
    } else {
        match data.drawing.kind {
            ChartKind::Bar => bars::bars(&sheet, data),
            ChartKind::Column => bars::columns(&sheet, data),
            ChartKind::Line => lines::lines(&sheet, data),
            ChartKind::Stacked => stacked::stacked(&sheet, data),
            ChartKind::Range => ranges::ranges(&sheet, data),
            ChartKind::Tiles => tiles::tiles(&sheet, data),
            ChartKind::Share => share::share(&sheet, data),
            ChartKind::Slope => slope::slope(&sheet, data),
            ChartKind::Panels => panels::panels(&sheet, data),
            ChartKind::Heat => heat::heat(&sheet, data),
            ChartKind::Progress => progress::progress(&sheet, data),
            ChartKind::Pyramid => pyramid::pyramid(&sheet, data),
            ChartKind::Funnel => funnel::funnel(&sheet, data),
        }
    };
    let height = notes::write(&mut sheet.borrow_mut(), data, height);
    let sheet = sheet.into_inner();
    let boxes = sheet.boxes.clone();
    (svg::wrap(sheet, data, description, height), boxes)
}

/// A chart of nothing says so.
fn nothing(sheet: &mut Sheet, data: &Data) -> f64 {
    let top = header::header(sheet, data, &[], 0.0);
    let text = measure::fit(&data.words.say("chart-empty", &[]), sheet.width, 13.0);
    sheet.text(sheet::Type::Note, sheet::Anchor::Middle, (sheet.width / 2.0, top + 40.0), &text);
    top + 64.0
}

/// Letters, digits, `-` and `_`, beginning with a letter; anything else would end an id or a reference to it.
fn safe_id(id: &str) -> String {
    let safe: String = id.chars().map(|c| if c.is_ascii_alphanumeric() || c == '-' || c == '_' { c } else { '_' }).collect();
    if safe.starts_with(|c: char| c.is_ascii_alphabetic()) { safe } else { format!("chart-{safe}") }
}

fn table(data: &Data) -> Table {
    let drawing = data.drawing;
    let heading = |series: usize| {
        let name = data.series_name(series);
        if name.is_empty() { drawing.unit.clone() } else { name.to_owned() }
    };
    let head = std::iter::once(drawing.category.clone()).chain((0..data.series()).map(heading)).collect();
    let row = |category: usize| {
        let values = (0..data.series()).map(|series| entry(data, data.sample(series, category)));
        std::iter::once(Entry::Said(data.name(category).to_owned())).chain(values).collect()
    };
    Table { head, rows: (0..data.categories()).map(row).collect() }
}

fn entry(data: &Data, sample: data::Sample) -> Entry {
    match sample.value {
        Value::Withheld => Entry::Withheld,
        Value::Missing => Entry::Missing,
        Value::Inapplicable => Entry::Inapplicable,
        Value::Exact(value) | Value::Bounded { value, .. } => Entry::Figure(data.said(sample), value),
    }
}

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
    /// A description by the author, instead of the automatic one. What is withheld is told behind it.
    pub description: Option<String>,
    /// Language.
    pub lang: crate::model::Lang,
    /// What a reader should know of single categories.
    pub notes: Vec<Note>,
    /// What is known of plans among the categories of the only series, for a progress chart.
    pub plans: Vec<Plan>,
    /// Whether the numbers are invented; drawn into the picture.
    pub synthetic: bool,
    /// Where the numbers are from, one line, said at the end of the description inside the picture.
    pub source: String,
}

/// A word on one category: its name gets a sign, and the sign and the words stand below the plot.
#[derive(Clone, Debug)]
pub struct Note {
    /// Position of the category.
    pub category: usize,
    /// What is said.
    pub text: String,
}

/// A category that is a plan.
#[derive(Clone, Debug)]
pub struct Plan {
    /// Its position.
    pub at: usize,
    /// The position of the result that it is the plan of.
    pub result: Option<usize>,
    /// For when it is planned, where that is not the time of the result: `2025年计划`, `planned for 2025`.
    pub mark: String,
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
    /// Not collected or not available.
    Missing,
    /// Not applicable: there can be no number.
    Inapplicable,
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
#[derive(Clone, Debug, PartialEq)]
pub struct Table {
    /// Headings.
    pub head: Vec<String>,
    /// Rows: the category and one entry per series.
    pub rows: Vec<Vec<Entry>>,
}

/// An entry of a chart's data. What lacks a number has no words either: whoever shows the table sets the mark of the site.
#[derive(Clone, Debug, PartialEq)]
pub enum Entry {
    /// A name.
    Said(String),
    /// A number in words, and the number itself.
    Figure(String, f64),
    /// Withheld.
    Withheld,
    /// Not collected or not available.
    Missing,
    /// Not applicable.
    Inapplicable,
}

// A leak that must not compile (`tests/suite/barrier.rs`).
#[cfg(leak_1)] // E0603: a raw cube cannot be named.
fn leak(_: &crate::confidential::cube::Cube<'_>) {}

#[cfg(test)]
mod tests;
