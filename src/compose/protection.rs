//! How much is withheld, and why, in words for readers: counts alone, never which rule hid a cell.

use std::collections::BTreeSet;

use crate::compose::tables::words;
use crate::compose::voice::Voice;
use crate::compose::{Desk, dataset_address};
use crate::confidential::{Cell, PublishedTable, Release, Treatment};
use crate::model::Decimal;
use crate::theme::views::{CellView, Link, ProtectionView, TableView};

/// Pages that may tell more, the most particular first.
const MORE: [&str; 3] = ["methods/protection/", "methods/disclosure/", "methods/"];

/// How many cells have a figure, and how many of them are withheld.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Totals {
    /// Tables counted.
    pub tables: u64,
    /// Cells with a figure, published or withheld; each measure of each row is one. Cells that cannot occur are not counted.
    pub cells: u64,
    /// Cells withheld.
    pub withheld: u64,
    /// Fewest persons behind any published figure but zero: the least of all tables that have persons behind them; else 0.
    pub threshold: u32,
}

impl Totals {
    /// Counts one table.
    #[must_use]
    pub fn of(table: &PublishedTable) -> Self {
        let mut totals = Self { tables: 1, threshold: table.threshold(), ..Self::default() };
        for cell in table.rows().flat_map(|(_, cells)| cells) {
            totals.cells += u64::from(!matches!(cell, Cell::Absent | Cell::Uncollected));
            totals.withheld += u64::from(*cell == Cell::Suppressed);
        }
        totals
    }

    /// Counts all tables of a release. A figure that stands in two tables counts in each.
    #[must_use]
    pub fn of_release(release: &Release) -> Self {
        release.tables().map(|table| Self::of(table)).reduce(Self::and).unwrap_or_default()
    }

    fn and(self, other: Self) -> Self {
        Self {
            tables: self.tables + other.tables,
            cells: self.cells + other.cells,
            withheld: self.withheld + other.withheld,
            threshold: match (self.threshold, other.threshold) {
                (0, some) | (some, 0) => some,
                (one, other) => one.min(other),
            },
        }
    }

    /// The part withheld in tenths of a per cent, rounded to the nearest.
    fn per_mille(self) -> u64 {
        (self.withheld * 1000 + self.cells / 2).checked_div(self.cells).unwrap_or(0)
    }

    fn share(self, voice: &Voice) -> String {
        match self.per_mille() {
            0 if self.withheld > 0 => voice.word("protection-share-tiny"),
            tenths => format!("{}%", voice.wording.number(Decimal::new(i128::from(tenths), 1))),
        }
    }
}

/// The block of one table, for its page at `from`.
#[must_use]
pub fn of_table(desk: &Desk, voice: &Voice, from: &str, table: &PublishedTable) -> ProtectionView {
    let view = view(desk, voice, from, Totals::of(table));
    match altered(voice, table.treatment()) {
        Some(method) => ProtectionView { method, ..view },
        None => view,
    }
}

/// What was done to the figures of a table, in a sentence or two; `None` where they are as counted.
#[must_use]
pub fn altered(voice: &Voice, treatment: Treatment) -> Option<String> {
    let rounded = |key: &str, base: u32| voice.with(key, &[("base", &base.to_string())]);
    match treatment {
        Treatment::Exact => None,
        Treatment::CellKey => Some(voice.word("protection-method-cell-key")),
        Treatment::SmallCounts(base) => Some(rounded("protection-method-small-counts", base)),
        Treatment::Base(base) => Some(rounded("protection-method-base", base)),
    }
}

/// The block of all tables of the release, for the page at `from`.
#[must_use]
pub fn of_release(desk: &Desk, voice: &Voice, from: &str) -> ProtectionView {
    let exact = desk.release.tables().filter(|table| table.treatment() == Treatment::Exact);
    let exact = exact.map(|table| Totals::of(table)).reduce(Totals::and);
    let mut view = view(desk, voice, from, Totals::of_release(desk.release));
    let treatments: BTreeSet<Treatment> = desk.release.tables().map(|table| table.treatment()).collect();
    let altered: Vec<String> = treatments.into_iter().filter_map(|treatment| altered(voice, treatment)).collect();
    if !altered.is_empty() {
        let between = if voice.lang.is_chinese() { "" } else { " " };
        view.method = match exact {
            Some(exact) => {
                let also = altered.iter().map(|method| voice.with("protection-method-also", &[("method", method)]));
                std::iter::once(method(voice, exact)).chain(also).collect::<Vec<_>>().join(between)
            }
            None => altered.join(between),
        };
    }
    view
}

/// How cells are withheld, in words.
fn method(voice: &Voice, totals: Totals) -> String {
    let word = match (totals.threshold, totals.withheld > 0) {
        (0, true) => "protection-method-money",
        (0, false) => "protection-method-nobody",
        (_, true) => "protection-method-withheld",
        (_, false) => "protection-method-whole",
    };
    voice.with(word, &[("threshold", &totals.threshold.to_string())])
}

fn view(desk: &Desk, voice: &Voice, from: &str, totals: Totals) -> ProtectionView {
    let share = totals.share(voice);
    let (cells, withheld) = (count(voice, totals.cells), count(voice, totals.withheld));
    let some = totals.withheld > 0;
    let counts = [("cells", cells.as_str()), ("withheld", withheld.as_str()), ("share", share.as_str())];
    let more = MORE.into_iter().find(|page| desk.atlas.has(page) && *page != from);
    ProtectionView {
        cells: totals.cells,
        withheld: totals.withheld,
        threshold: totals.threshold,
        summary: voice.with(if some { "protection-some" } else { "protection-none" }, &counts),
        method: method(voice, totals),
        more: Link {
            label: voice.word("protection-more"),
            href: more.map_or_else(String::new, |page| desk.atlas.link(from, page, &voice.lang)),
            lang: String::new(),
        },
        share,
    }
}

/// A row for each dataset of the catalogue and one for all: cells, withheld, share.
#[must_use]
pub fn table(desk: &Desk, voice: &Voice, from: &str) -> TableView {
    let number = |text: String| CellView { number: true, ..words(text) };
    let row = |name: CellView, totals: Totals| {
        let (cells, withheld) = (count(voice, totals.cells), count(voice, totals.withheld));
        vec![name, number(cells), number(withheld), number(totals.share(voice))]
    };
    let datasets = desk.settings.catalog.datasets.iter().filter_map(|dataset| {
        let table = desk.release.table(dataset.cube.as_str())?;
        let href = desk.atlas.link(from, &dataset_address(dataset.id.as_str()), &voice.lang);
        Some(row(CellView { href, ..words(dataset.title.get(&voice.lang).clone()) }, Totals::of(table)))
    });
    let all = CellView { mark: "total", ..words(voice.word("protection-release")) };
    let heads = ["protection-cells", "protection-withheld", "protection-share"].map(|key| number(voice.word(key)));
    TableView {
        caption: String::new(),
        head: std::iter::once(words(voice.word("protection-dataset"))).chain(heads).collect(),
        rows: datasets.chain([row(all, Totals::of_release(desk.release))]).collect(),
        note: String::new(),
        legend: Vec::new(),
    }
}

fn count(voice: &Voice, count: u64) -> String {
    voice.wording.table_number(Decimal::whole(i64::try_from(count).unwrap_or(i64::MAX)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn totals(cells: u64, withheld: u64, threshold: u32) -> Totals {
        Totals { tables: 1, cells, withheld, threshold }
    }

    #[test]
    fn a_share_is_rounded_to_tenths_of_a_per_cent() {
        assert_eq!(totals(3, 1, 5).per_mille(), 333);
        assert_eq!(totals(3, 2, 5).per_mille(), 667);
        assert_eq!(totals(2000, 1, 5).per_mille(), 1);
        assert_eq!(totals(2001, 1, 5).per_mille(), 0);
        assert_eq!(totals(0, 0, 5).per_mille(), 0, "an empty table");
    }

    #[test]
    fn the_threshold_of_all_is_the_least_that_speaks_of_persons() {
        let all = [totals(10, 2, 10), totals(5, 0, 0), totals(20, 3, 5)].into_iter().reduce(Totals::and).unwrap();
        assert_eq!(all, Totals { tables: 3, cells: 35, withheld: 5, threshold: 5 });
        assert_eq!(Totals::of_release(&Release::default()), Totals::default());
    }
}
