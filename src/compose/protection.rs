//! The protection of the site's own tables in figures: how much is withheld, and what was tried to work it out.

use crate::compose::voice::Voice;
use crate::compose::{Desk, dataset_address, tables};
use crate::confidential::{PublishedTable, TableSummary};
use crate::model::{CubeId, Decimal};
use crate::theme::views::{CellView, TableView};

/// One row for each table: cells, cells withheld, their share; a row of totals when there are several.
#[must_use]
pub fn tables(desk: &Desk, voice: &Voice, from: &str) -> TableView {
    let summary = desk.release.summary();
    let mut rows: Vec<_> = summary
        .tables
        .iter()
        .map(|table| row(voice, name(desk, voice, from, &table.cube), table.cells, table.withheld))
        .collect();
    if rows.len() > 1 {
        let sum = |of: fn(&TableSummary) -> usize| summary.tables.iter().map(of).sum();
        let total = CellView { mark: "total", ..tables::words(voice.word("total")) };
        rows.push(row(voice, total, sum(|table| table.cells), sum(|table| table.withheld)));
    }
    let head = ["protection-table", "protection-cells", "protection-withheld", "protection-share"];
    TableView { caption: voice.word("protection-caption"), head: heads(voice, &head), rows, legend: Vec::new() }
}

/// One row for each level of the attack: what the attacker may use, how many cells were attacked, how many fell. `None` when nothing
/// was attacked: a page must not claim a test that was not made.
#[must_use]
pub fn attempts(desk: &Desk, voice: &Voice) -> Option<TableView> {
    let summary = desk.release.summary();
    let level = |id: &str| voice.word(&format!("attempt-{id}"));
    let rows: Vec<_> = summary
        .attempts
        .iter()
        .map(|attempt| vec![tables::words(level(attempt.level)), count(voice, attempt.tried), count(voice, attempt.found)])
        .collect();
    let head = ["attempt-level", "attempt-tried", "attempt-found"];
    (!rows.is_empty()).then(|| TableView {
        caption: voice.word("attempt-caption"),
        head: heads(voice, &head),
        rows,
        legend: Vec::new(),
    })
}

/// The first heading is of words, the others of numbers.
fn heads(voice: &Voice, keys: &[&str]) -> Vec<CellView> {
    keys.iter().enumerate().map(|(at, key)| CellView { number: at > 0, ..tables::words(voice.word(key)) }).collect()
}

/// A table by its dataset's title, or by its dimensions when it has no page of its own.
fn name(desk: &Desk, voice: &Voice, from: &str, cube: &CubeId) -> CellView {
    if let Some(dataset) = desk.settings.catalog.datasets.iter().find(|dataset| dataset.cube == *cube) {
        let href = desk.atlas.link(from, &dataset_address(dataset.id.as_str()), &voice.lang);
        return CellView { href, ..tables::words(dataset.title.get(&voice.lang).clone()) };
    }
    let dimensions = |table: &PublishedTable| {
        let names = table.dimensions().iter().map(|d| d.dimension.name.get(&voice.lang).clone());
        names.collect::<Vec<_>>().join(" × ")
    };
    tables::words(desk.release.table(cube.as_str()).map_or_else(String::new, |table| dimensions(table)))
}

fn row(voice: &Voice, name: CellView, cells: usize, withheld: usize) -> Vec<CellView> {
    vec![name, count(voice, cells), count(voice, withheld), number(share(voice, cells, withheld))]
}

fn count(voice: &Voice, value: usize) -> CellView {
    number(voice.wording.table_number(Decimal::whole(i64::try_from(value).unwrap_or(i64::MAX))))
}

fn number(text: String) -> CellView {
    CellView { number: true, ..tables::words(text) }
}

fn share(voice: &Voice, cells: usize, withheld: usize) -> String {
    voice.wording.table_number(per_cent(cells, withheld)) + "%"
}

/// With one decimal, rounded to the nearest, halves up; of nothing, nothing is withheld.
fn per_cent(cells: usize, withheld: usize) -> Decimal {
    let tenths = (withheld * 2000 + cells).checked_div(cells * 2).unwrap_or(0);
    Decimal::new(i128::try_from(tenths).unwrap_or(i128::MAX), 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_share_has_one_decimal_and_nothing_of_nothing_is_none() {
        let said = |cells, withheld| per_cent(cells, withheld).parts();
        assert_eq!(said(2000, 1), (1, 1), "a twentieth of a per cent is rounded up to a tenth");
        assert_eq!(said(2001, 1), (0, 0));
        assert_eq!((said(8, 1), said(3, 3), said(0, 0)), ((125, 1), (100, 0), (0, 0)));
    }
}
