//! What differs between two releases, and how large a step of the version that asks for.
//!
//! Semantic versions (semver.org 2.0.0), read for data: what a user's program would miss is major, what it may newly find is minor,
//! replaced values are patches.

use std::collections::BTreeSet;

use super::snapshot::{FactState, Snapshot, Table};

/// A step of a version.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// Nothing differs.
    None,
    /// Values were replaced.
    Patch,
    /// Something was added.
    Minor,
    /// A user's program would miss something.
    Major,
}

impl Level {
    /// The word for it in files.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Patch => "patch",
            Self::Minor => "minor",
            Self::Major => "major",
        }
    }
}

/// What happened to something.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// A dataset is new.
    DatasetAdded,
    /// A dataset is gone.
    DatasetRemoved,
    /// A column is new.
    ColumnAdded,
    /// A column is gone, or columns stand in another order.
    ColumnRemoved,
    /// A statistic is new.
    FactAdded,
    /// A statistic is gone.
    FactRemoved,
    /// A statistic has another unit or period.
    FactRedefined,
    /// A statistic has another value, bound or range.
    FactChanged,
    /// A cell is new.
    CellAdded,
    /// A cell is gone.
    CellRemoved,
    /// A cell has another unit.
    UnitChanged,
    /// A cell has another value.
    CellChanged,
    /// A cell that had a value is withheld or has none any more.
    CellWithheld,
    /// A cell that had no value has one.
    CellShown,
}

impl Kind {
    /// Every kind, in the order they are told.
    pub const ALL: [Self; 14] = [
        Self::DatasetAdded,
        Self::DatasetRemoved,
        Self::ColumnAdded,
        Self::ColumnRemoved,
        Self::FactAdded,
        Self::FactRemoved,
        Self::FactRedefined,
        Self::FactChanged,
        Self::CellAdded,
        Self::CellRemoved,
        Self::UnitChanged,
        Self::CellChanged,
        Self::CellWithheld,
        Self::CellShown,
    ];

    /// The word for it in files.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::DatasetAdded => "dataset-added",
            Self::DatasetRemoved => "dataset-removed",
            Self::ColumnAdded => "column-added",
            Self::ColumnRemoved => "column-removed",
            Self::FactAdded => "fact-added",
            Self::FactRemoved => "fact-removed",
            Self::FactRedefined => "fact-redefined",
            Self::FactChanged => "fact-changed",
            Self::CellAdded => "cell-added",
            Self::CellRemoved => "cell-removed",
            Self::UnitChanged => "unit-changed",
            Self::CellChanged => "cell-changed",
            Self::CellWithheld => "cell-withheld",
            Self::CellShown => "cell-shown",
        }
    }

    /// The step it asks for.
    #[must_use]
    pub const fn level(self) -> Level {
        match self {
            Self::DatasetRemoved
            | Self::ColumnRemoved
            | Self::FactRemoved
            | Self::FactRedefined
            | Self::CellRemoved
            | Self::UnitChanged
            | Self::CellWithheld => Level::Major,
            Self::DatasetAdded | Self::ColumnAdded | Self::FactAdded | Self::CellAdded | Self::CellShown => Level::Minor,
            Self::FactChanged | Self::CellChanged => Level::Patch,
        }
    }
}

/// One thing that differs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// What happened.
    pub kind: Kind,
    /// Id of the dataset or statistic.
    pub id: String,
    /// The cell: column and code; or the column alone.
    pub key: Vec<(String, String)>,
    /// What it was: of a statistic the id of its old words, see [`Change::old_fact`]; else the value.
    pub old: String,
    /// What it is.
    pub new: String,
    /// The statistic as it was.
    pub old_fact: Option<FactState>,
    /// The statistic as it is.
    pub new_fact: Option<FactState>,
}

/// Everything that differs.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Difference {
    /// In order of kind, id and cell.
    pub changes: Vec<Change>,
}

impl Difference {
    /// What is different in `new`. Costs the cells of both.
    #[must_use]
    pub fn between(old: &Snapshot, new: &Snapshot) -> Self {
        let mut changes = Vec::new();
        let ids: BTreeSet<&String> = old.facts.keys().chain(new.facts.keys()).collect();
        for id in ids {
            changes.extend(fact(id, old.facts.get(id), new.facts.get(id)));
        }
        let ids: BTreeSet<&String> = old.datasets.keys().chain(new.datasets.keys()).collect();
        for id in ids {
            match (old.datasets.get(id), new.datasets.get(id)) {
                (Some(old), Some(new)) => tables(id, old, new, &mut changes),
                (None, _) => changes.push(plain(Kind::DatasetAdded, id)),
                (_, None) => changes.push(plain(Kind::DatasetRemoved, id)),
            }
        }
        changes.sort_by(|a, b| (a.kind, &a.id, &a.key).cmp(&(b.kind, &b.id, &b.key)));
        Self { changes }
    }

    /// The step of the version that the changes ask for together.
    #[must_use]
    pub fn level(&self) -> Level {
        self.changes.iter().map(|change| change.kind.level()).max().unwrap_or(Level::None)
    }

    /// Changes of a kind.
    pub fn of(&self, kind: Kind) -> impl Iterator<Item = &Change> {
        self.changes.iter().filter(move |change| change.kind == kind)
    }
}

fn plain(kind: Kind, id: &str) -> Change {
    Change { kind, id: id.to_owned(), key: Vec::new(), old: String::new(), new: String::new(), old_fact: None, new_fact: None }
}

fn fact(id: &str, old: Option<&FactState>, new: Option<&FactState>) -> Option<Change> {
    let kind = match (old, new) {
        (None, _) => Kind::FactAdded,
        (_, None) => Kind::FactRemoved,
        (Some(old), Some(new)) if old.meaning != new.meaning => Kind::FactRedefined,
        (Some(old), Some(new)) if old.figure != new.figure => Kind::FactChanged,
        _ => return None,
    };
    let said = |state: Option<&FactState>| state.map_or_else(String::new, |state| state.figure.clone());
    Some(Change { old: said(old), new: said(new), old_fact: old.cloned(), new_fact: new.cloned(), ..plain(kind, id) })
}

fn tables(id: &str, old: &Table, new: &Table, changes: &mut Vec<Change>) {
    let column = |kind, name: &String| Change { key: vec![(name.clone(), String::new())], ..plain(kind, id) };
    let gone = old.columns.iter().filter(|name| !new.columns.contains(name));
    changes.extend(gone.map(|name| column(Kind::ColumnRemoved, name)));
    let fresh = new.columns.iter().filter(|name| !old.columns.contains(name));
    changes.extend(fresh.map(|name| column(Kind::ColumnAdded, name)));
    if !old.keys().eq(new.keys()) {
        return;
    }
    let names: Vec<&str> = old.keys().collect();
    let keys: BTreeSet<&Vec<String>> = old.cells.keys().chain(new.cells.keys()).collect();
    for key in keys {
        let (before, after) = (old.cells.get(key), new.cells.get(key));
        let kind = match (before, after) {
            (None, _) => Kind::CellAdded,
            (_, None) => Kind::CellRemoved,
            (Some(a), Some(b)) if a.unit != b.unit => Kind::UnitChanged,
            (Some(a), Some(b)) if a.value == b.value && a.status == b.status => continue,
            (Some(a), Some(b)) if !a.value.is_empty() && b.value.is_empty() => Kind::CellWithheld,
            (Some(a), Some(b)) if a.value.is_empty() && !b.value.is_empty() => Kind::CellShown,
            _ => Kind::CellChanged,
        };
        let said = |state: Option<&super::snapshot::CellState>| {
            state
                .map_or_else(String::new, |state| if state.value.is_empty() { state.status.clone() } else { state.value.clone() })
        };
        let key = names.iter().zip(key).map(|(name, code)| ((*name).to_owned(), code.clone())).collect();
        changes.push(Change { key, old: said(before), new: said(after), ..plain(kind, id) });
    }
}

#[cfg(test)]
mod tests {
    use super::super::snapshot::CellState;
    use super::*;

    fn table(cells: &[(&str, &str, &str)]) -> Snapshot {
        let columns = ["year", "measure", "unit", "value", "obs_status"].map(str::to_owned).to_vec();
        let cells = cells.iter().map(|(year, value, status)| {
            let state = CellState { value: (*value).into(), status: (*status).into(), unit: "children".into() };
            (vec![(*year).to_owned(), "n".to_owned()], state)
        });
        let table = Table { columns, cells: cells.collect() };
        Snapshot { datasets: [("camps".to_owned(), table)].into(), ..Snapshot::default() }
    }

    #[test]
    fn each_change_asks_for_its_own_step() {
        let old = table(&[("2023", "10", "A"), ("2024", "", "Q")]);
        let level = |new: &[(&str, &str, &str)]| Difference::between(&old, &table(new)).level();
        assert_eq!(level(&[("2023", "10", "A"), ("2024", "", "Q")]), Level::None);
        assert_eq!(level(&[("2023", "11", "A"), ("2024", "", "Q")]), Level::Patch);
        assert_eq!(level(&[("2023", "10", "A"), ("2024", "", "Q"), ("2025", "7", "A")]), Level::Minor);
        assert_eq!(level(&[("2023", "10", "A"), ("2024", "8", "A")]), Level::Minor);
        assert_eq!(level(&[("2023", "", "Q"), ("2024", "", "Q")]), Level::Major);
        assert_eq!(level(&[("2023", "10", "A")]), Level::Major);
        assert_eq!(Difference::between(&old, &Snapshot::default()).level(), Level::Major);
    }

    #[test]
    fn a_withheld_cell_tells_its_old_value_and_its_new_status() {
        let changes = Difference::between(&table(&[("2023", "10", "A")]), &table(&[("2023", "", "Q")])).changes;
        assert_eq!(changes.len(), 1);
        assert_eq!((changes[0].kind, changes[0].old.as_str(), changes[0].new.as_str()), (Kind::CellWithheld, "10", "Q"));
        assert_eq!(changes[0].key[0], ("year".to_owned(), "2023".to_owned()));
    }
}
