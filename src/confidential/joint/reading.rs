//! How a city's table was read: for messages, and for what could not be placed.

use std::collections::BTreeMap;

use crate::config::CellKey;
use crate::model::Decimal;

/// Where the cells of a table stood in its file, and rows of it that have no place among them. All of it is public.
#[derive(Clone, Default)]
#[cfg_attr(test, derive(Debug))]
pub struct Reading {
    /// By key and measure the line; 0 where the file has no such cell.
    pub lines: BTreeMap<CellKey, Vec<u64>>,
    /// Rows with one code that is not known here, by its dimension and the key of the total that they count towards.
    pub strays: BTreeMap<(usize, CellKey), Vec<Stray>>,
}

/// A row with a code that is not known here.
#[derive(Clone)]
#[cfg_attr(test, derive(Debug))]
pub struct Stray {
    /// The code as the city has it.
    pub code: String,
    /// Which measure, by position.
    pub measure: usize,
    /// The figure, where one is shown.
    pub value: Option<Decimal>,
}

impl Reading {
    /// The line of a cell.
    pub(super) fn line(&self, key: &CellKey, measure: usize) -> u64 {
        self.lines.get(key).and_then(|lines| lines.get(measure)).copied().unwrap_or(0)
    }

    /// Rows of a measure that are a part of a total along one dimension.
    pub(super) fn of(&self, at: usize, total: &CellKey, measure: usize) -> impl Iterator<Item = &Stray> {
        let found = self.strays.get(&(at, total.clone()));
        found.into_iter().flatten().filter(move |stray| stray.measure == measure)
    }
}
