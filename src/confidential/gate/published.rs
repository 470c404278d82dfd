//! What may be shown to anyone: private fields, sealed by the gate alone.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::confidential::summary::{Attempt, Summary, TableSummary};
use crate::config::Dimension;
use crate::model::{Code, CubeId, Decimal, Localized, Slug, Unit};

/// A published cell. Outside the vault nobody learns why a cell is withheld: the reason would help an attacker.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cell {
    /// The figure.
    Value(Decimal),
    /// Withheld to protect persons.
    Suppressed,
    /// Nothing was recorded here and nothing can be: the combination does not occur.
    Absent,
    /// Nothing was collected here.
    Uncollected,
}

/// A dimension of a published table.
#[derive(Clone, Debug)]
pub struct PublishedDimension {
    /// The dimension with its code list.
    pub dimension: Arc<Dimension>,
    /// Codes that occur, as positions in the code list, in its order.
    pub codes: Vec<usize>,
}

impl PublishedDimension {
    /// Whether no other code of this table counts towards this one. A group whose members the table does not show is one of its
    /// finest codes.
    #[must_use]
    pub fn is_leaf(&self, position: usize) -> bool {
        let groups = self.dimension.groups();
        groups.get(&position).is_none_or(|members| !members.iter().any(|at| *at != position && self.codes.contains(at)))
    }
}

/// A measure of a published table.
#[derive(Clone, Debug)]
pub struct Measure {
    /// Id within the table.
    pub id: Slug,
    /// Name.
    pub name: Localized<String>,
    /// Unit.
    pub unit: Arc<Unit>,
}

/// How the figures of a table came from what was counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Treatment {
    /// As counted; some are withheld.
    #[default]
    Exact,
    /// Each with noise that depends on the persons in it; small ones are withheld.
    CellKey,
    /// Small ones became nought or this, and all were summed anew.
    SmallCounts(u32),
    /// Each was rounded by itself to a multiple of this.
    Base(u32),
}

/// A table that passed the audit and may be shown to anyone.
///
/// A key has one entry per dimension: `Some(position in the code list)`, or `None` for the total over that dimension.
/// Every margin is present. Only `gate` can make one.
#[derive(Clone, Debug)]
pub struct PublishedTable {
    id: CubeId,
    synthetic: bool,
    dimensions: Vec<PublishedDimension>,
    measures: Vec<Measure>,
    cells: BTreeMap<Vec<Option<usize>>, Vec<Cell>>,
    threshold: u32,
    treatment: Treatment,
}

impl PublishedTable {
    /// Makes a table public. Only the doors of the gate call it, each after its own audit.
    pub(super) fn seal(
        id: CubeId,
        synthetic: bool,
        dimensions: Vec<PublishedDimension>,
        measures: Vec<Measure>,
        cells: BTreeMap<Vec<Option<usize>>, Vec<Cell>>,
        threshold: u32,
        treatment: Treatment,
    ) -> Self {
        Self { id, synthetic, dimensions, measures, cells, threshold, treatment }
    }

    /// The cube it was made from.
    #[must_use]
    pub fn id(&self) -> &CubeId {
        &self.id
    }

    /// Whether the records behind it are invented.
    #[must_use]
    pub fn is_synthetic(&self) -> bool {
        self.synthetic
    }

    /// Dimensions, in key order.
    #[must_use]
    pub fn dimensions(&self) -> &[PublishedDimension] {
        &self.dimensions
    }

    /// Measures, in cell order.
    #[must_use]
    pub fn measures(&self) -> &[Measure] {
        &self.measures
    }

    /// How its figures came from what was counted.
    #[must_use]
    pub fn treatment(&self) -> Treatment {
        self.treatment
    }

    /// Fewest distinct persons behind any shown cell; 0 where the figures are altered or tell of no persons.
    #[must_use]
    pub fn threshold(&self) -> u32 {
        self.threshold
    }

    /// All rows in key order, totals (`None`) before their parts.
    pub fn rows(&self) -> impl Iterator<Item = (&[Option<usize>], &[Cell])> {
        self.cells.iter().map(|(key, cells)| (key.as_slice(), cells.as_slice()))
    }

    /// One cell by key and position of the measure; `Absent` when there is none.
    #[must_use]
    pub fn cell(&self, key: &[Option<usize>], measure: usize) -> Cell {
        self.cells.get(key).and_then(|cells| cells.get(measure)).copied().unwrap_or(Cell::Absent)
    }

    /// One cell by key and position of the measure; `None` when the table does not show it at all.
    #[must_use]
    pub fn find(&self, key: &[Option<usize>], measure: usize) -> Option<Cell> {
        self.cells.get(key)?.get(measure).copied()
    }

    /// The cells of a key, one for each measure; `None` when the table does not show them at all.
    #[must_use]
    pub fn row(&self, key: &[Option<usize>]) -> Option<&[Cell]> {
        self.cells.get(key).map(Vec::as_slice)
    }

    /// One cell by codes (`None`: total) in dimension order.
    #[must_use]
    pub fn cell_at(&self, codes: &[Option<&Code>], measure: &str) -> Cell {
        let Some(measure) = self.measures.iter().position(|m| m.id.as_str() == measure) else { return Cell::Absent };
        let key: Option<Vec<Option<usize>>> = codes
            .iter()
            .zip(&self.dimensions)
            .map(|(code, d)| match code {
                None => Some(None),
                Some(code) => d.dimension.position(code.as_str()).map(Some),
            })
            .collect();
        key.map_or(Cell::Absent, |key| self.cell(&key, measure))
    }
}

#[cfg(test)]
impl PublishedTable {
    /// An invented table for tests of what readers see: one cell for each key and measure, as `cell` says.
    /// It holds every key over the codes of the dimensions, totals included.
    pub(crate) fn invented(
        id: &str,
        dimensions: Vec<Arc<Dimension>>,
        measures: Vec<Measure>,
        cell: impl Fn(&[Option<usize>], usize) -> Cell,
    ) -> Self {
        let mut keys: Vec<Vec<Option<usize>>> = vec![Vec::new()];
        for dimension in &dimensions {
            let codes = || std::iter::once(None).chain((0..dimension.codes.len()).map(Some));
            keys = keys.iter().flat_map(|key| codes().map(|code| key.iter().copied().chain([code]).collect())).collect();
        }
        let count = measures.len();
        let cells = keys.into_iter().map(|key| {
            let row = (0..count).map(|measure| cell(&key, measure)).collect();
            (key, row)
        });
        let dimensions = dimensions.into_iter().map(|dimension| {
            let codes = (0..dimension.codes.len()).collect();
            PublishedDimension { dimension, codes }
        });
        Self::seal(CubeId::new(id).expect("an id"), true, dimensions.collect(), measures, cells.collect(), 5, Treatment::Exact)
    }
}

#[cfg(test)]
impl Release {
    /// A release of invented tables, for tests of what readers see.
    pub(crate) fn invented(tables: Vec<PublishedTable>) -> Self {
        Self::of(tables, Vec::new())
    }
}

/// All that left the vault in this build.
#[derive(Clone, Debug, Default)]
pub struct Release {
    tables: BTreeMap<CubeId, Arc<PublishedTable>>,
    attempts: Vec<Attempt>,
    fingerprint: Option<String>,
}

impl Release {
    /// `attempts` of one level are added up.
    pub(super) fn of(tables: impl IntoIterator<Item = PublishedTable>, attempts: Vec<Attempt>) -> Self {
        let tables = tables.into_iter().map(|table| (table.id.clone(), Arc::new(table))).collect();
        let mut summed: Vec<Attempt> = Vec::new();
        for attempt in attempts {
            match summed.iter_mut().find(|before| before.level == attempt.level) {
                Some(before) => {
                    *before = Attempt { tried: before.tried + attempt.tried, found: before.found + attempt.found, ..*before }
                }
                None => summed.push(attempt),
            }
        }
        Self { tables, attempts: summed, fingerprint: None }
    }

    /// With tables that another door of the gate has sealed.
    pub(in crate::confidential) fn with(self, tables: Vec<PublishedTable>, attempts: Vec<Attempt>) -> Self {
        let fingerprint = self.fingerprint;
        let before = self.tables.into_values().map(Arc::unwrap_or_clone);
        Self { fingerprint, ..Self::of(before.chain(tables), self.attempts.into_iter().chain(attempts).collect()) }
    }

    /// With the fingerprint of the site secret, where figures hang on it.
    pub(in crate::confidential) fn with_fingerprint(self, fingerprint: Option<String>) -> Self {
        Self { fingerprint, ..self }
    }

    /// What a later release is told of the site secret: nothing of it can be worked out from this. `None` when none was needed.
    #[must_use]
    pub fn fingerprint(&self) -> Option<&str> {
        self.fingerprint.as_deref()
    }

    /// Tables by cube.
    pub fn tables(&self) -> impl Iterator<Item = &Arc<PublishedTable>> {
        self.tables.values()
    }

    /// The table of a cube.
    #[must_use]
    pub fn table(&self, cube: &str) -> Option<&Arc<PublishedTable>> {
        self.tables.get(cube)
    }

    /// Counts of what is shown and withheld, and of what was tried against it.
    #[must_use]
    pub fn summary(&self) -> Summary {
        Summary { tables: self.tables().map(|table| counts(table)).collect(), attempts: self.attempts.clone() }
    }
}

fn counts(table: &PublishedTable) -> TableSummary {
    let cells = || table.rows().flat_map(|(_, cells)| cells);
    TableSummary {
        cube: table.id.clone(),
        cells: cells().filter(|cell| !matches!(cell, Cell::Absent | Cell::Uncollected)).count(),
        withheld: cells().filter(|cell| **cell == Cell::Suppressed).count(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_summary_counts_every_measure_and_leaves_out_what_cannot_be() {
        let value = Cell::Value(Decimal::whole(7));
        let rows = [
            (None, vec![value, Cell::Suppressed]),
            (Some(0), vec![Cell::Absent, Cell::Suppressed]),
            (Some(1), vec![value, value]),
        ];
        let cells = rows.into_iter().map(|(at, cells)| (vec![at], cells)).collect();
        let id = CubeId::new("visits").expect("an id");
        let table = PublishedTable::seal(id.clone(), true, Vec::new(), Vec::new(), cells, 5, Treatment::Exact);
        let attempt = |tried| Attempt { level: "linear", tried, found: 0 };
        let summary = Release::of([table], vec![attempt(2), attempt(3)]).summary();
        assert_eq!(summary.tables, [TableSummary { cube: id, cells: 5, withheld: 2 }]);
        assert_eq!(summary.attempts, [attempt(5)], "tries of one level are one entry");
    }
}
