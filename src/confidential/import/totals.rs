//! Totals of a form against the rows they stand for. They are left out of the records, but one that does not add up tells of a row that
//! was forgotten, or typed twice. Only the place is told: a sum of records is for the terminal as little as a record.

use std::collections::BTreeSet;

use super::layout::NoRecord;
use super::number;
use super::table::Table;
use super::words::plain;
use crate::config::ColumnKind;
use crate::model::Decimal;

/// Row of the sheet and heading of the layout of every total that is no sum of rows beside it. Cost: one pass over each column of
/// numbers, and for each total one step for each other.
pub(super) fn wrong(table: &Table<'_>) -> Vec<(usize, usize)> {
    let totals: Vec<usize> = table
        .layout
        .others
        .iter()
        .filter(|(row, why)| *why == NoRecord::Total && !runs_on(table, *row))
        .map(|(row, _)| *row)
        .collect();
    let mut found: Vec<(usize, usize)> =
        numbers(table).into_iter().flat_map(|(heading, places)| differing(table, &totals, heading, places)).collect();
    found.sort_unstable();
    found
}

/// Headings of the declared columns of numbers, and their decimals.
fn numbers(table: &Table<'_>) -> Vec<(usize, u8)> {
    let kinds = table.spec.columns.iter().enumerate().filter_map(|(at, column)| match column.kind {
        ColumnKind::Whole => Some((at, 0)),
        ColumnKind::Decimal(places) => Some((at, places)),
        _ => None,
    });
    kinds.filter_map(|(at, places)| Some((table.heading(at)?, places))).collect()
}

/// 累计 counts from the beginning of the year, so that no rows of this form make it up.
fn runs_on(table: &Table<'_>, row: usize) -> bool {
    table.sheet.rows[row].iter().any(|cell| plain(cell).contains("累计"))
}

fn differing(table: &Table<'_>, totals: &[usize], heading: usize, places: u8) -> Vec<(usize, usize)> {
    // A column with a cell that cannot be read is not judged: its fault is told, and its sum is unknown.
    let Some(sums) = Sums::new(table, totals, heading, places) else { return Vec::new() };
    let said = |row: usize| value(table, row, heading, places).filter(|said| said.is_some());
    let differs = |(at, row): (usize, &usize)| said(*row).flatten().is_some_and(|said| !sums.fits(at, said));
    totals.iter().enumerate().filter(|own| differs(*own)).map(|(_, row)| (*row, heading)).collect()
}

/// The sums of a column down to each total, and down to the end.
struct Sums {
    before: Vec<Decimal>,
    all: Decimal,
}

impl Sums {
    fn new(table: &Table<'_>, totals: &[usize], heading: usize, places: u8) -> Option<Self> {
        let (mut before, mut all) = (Vec::new(), Decimal::whole(0));
        let mut ahead = totals.iter().peekable();
        for row in &table.layout.records {
            while ahead.next_if(|total| *total < row).is_some() {
                before.push(all);
            }
            all = all + value(table, *row, heading, places)?.unwrap_or(Decimal::whole(0));
        }
        before.extend(ahead.map(|_| all));
        Some(Self { before, all })
    }

    /// Whether a total stands for the whole column, or for rows that lie between it and some other total, the top or the end.
    fn fits(&self, at: usize, said: Decimal) -> bool {
        let own = self.before[at];
        let others: BTreeSet<Decimal> = self.before.iter().copied().chain([Decimal::whole(0), self.all]).collect();
        // Above it down to it, or from it down.
        said == self.all || others.contains(&(own - said)) || others.contains(&(own + said))
    }
}

/// What a cell says: nothing at all when it cannot be read, and no number when it is blank.
fn value(table: &Table<'_>, row: usize, heading: usize, places: u8) -> Option<Option<Decimal>> {
    let cell = &table.sheet.rows[row][table.layout.headings[heading].at];
    if super::table::is_blank(cell) {
        return Some(None);
    }
    // Percentages are not added; sums that a spreadsheet computed carry the noise of its arithmetic.
    let number = number::read(cell, u8::MAX, false).ok().filter(|number| !number.percent)?;
    let kept = number.digits.find('.').map_or(number.digits.len(), |point| number.digits.len().min(point + 10));
    Some(Some(Decimal::parse(&number.digits[..kept])?.round(places)))
}
