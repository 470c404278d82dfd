//! The figures of a release as they can be compared: statistics, and the cells of each dataset.

use std::collections::BTreeMap;

use serde_json::Value;

/// Columns of the tidy table that are no part of a cell's key.
const VALUES: [&str; 6] = ["unit", "value", "obs_status", "conf_status", "reason", "synthetic"];

/// What a release says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Snapshot {
    /// Statistics by id.
    pub facts: BTreeMap<String, FactState>,
    /// Datasets by id.
    pub datasets: BTreeMap<String, Table>,
}

/// A statistic as it was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FactState {
    /// The figure in words, by language.
    pub texts: BTreeMap<String, String>,
    /// Its name, by language.
    pub labels: BTreeMap<String, String>,
    /// The period in words, by language.
    pub periods: BTreeMap<String, String>,
    /// Number, bound and range.
    pub figure: String,
    /// Unit and period: what the number means.
    pub meaning: String,
    /// Result, quota, plan …
    pub status: String,
}

/// A dataset as it was.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Table {
    /// Headings in order.
    pub columns: Vec<String>,
    /// Cells by the codes of the key columns.
    pub cells: BTreeMap<Vec<String>, CellState>,
}

/// A cell as it was.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CellState {
    /// The figure; empty when there is none.
    pub value: String,
    /// `CL_OBS_STATUS`.
    pub status: String,
    /// Code of the unit.
    pub unit: String,
}

impl Table {
    /// Headings of the key columns in order.
    pub fn keys(&self) -> impl Iterator<Item = &str> {
        self.columns.iter().map(String::as_str).filter(|name| !VALUES.contains(name))
    }
}

impl Snapshot {
    /// From the files of a release: `facts.json` and `data/<id>/<id>.csv`. What cannot be read is as if it were not there.
    pub fn read<'n>(names: impl Iterator<Item = &'n str>, read: impl Fn(&str) -> Option<Vec<u8>>) -> Self {
        let mut made = Self::default();
        for name in names {
            if name == super::FACTS {
                made.facts = read(name).map(|bytes| facts(&bytes)).unwrap_or_default();
            } else if let Some(id) = tidy(name) {
                made.datasets.extend(read(name).and_then(|bytes| table(&bytes)).map(|table| (id.to_owned(), table)));
            }
        }
        made
    }
}

/// The dataset whose tidy table a file is.
fn tidy(name: &str) -> Option<&str> {
    let (id, file) = name.strip_prefix("data/")?.split_once('/')?;
    (file.strip_suffix(".csv") == Some(id)).then_some(id)
}

fn facts(bytes: &[u8]) -> BTreeMap<String, FactState> {
    let document: Value = serde_json::from_slice(bytes).unwrap_or_default();
    let entries = document["facts"].as_array().cloned().unwrap_or_default();
    let named = |entry: &Value| Some((entry["id"].as_str()?.to_owned(), fact(entry)));
    entries.iter().filter_map(named).collect()
}

fn fact(entry: &Value) -> FactState {
    let words = |value: &Value| -> BTreeMap<String, String> {
        let all = value.as_object().into_iter().flatten();
        all.filter_map(|(lang, text)| Some((lang.clone(), text.as_str()?.to_owned()))).collect()
    };
    let period = &entry["period"];
    FactState {
        texts: words(&entry["text"]),
        labels: words(&entry["label"]),
        periods: words(&period["label"]),
        figure: format!("{} {} {}", entry["value"], entry["bound"], entry["range"]),
        meaning: format!("{} {} {} {}", entry["unit"]["code"], period["kind"], period["start"], period["end"]),
        status: entry["status"].as_str().unwrap_or_default().to_owned(),
    }
}

fn table(bytes: &[u8]) -> Option<Table> {
    let mut reader = csv::Reader::from_reader(bytes);
    let columns: Vec<String> = reader.headers().ok()?.iter().map(str::to_owned).collect();
    let at = |name: &str| columns.iter().position(|column| column == name);
    let (value, status, unit) = (at("value")?, at("obs_status")?, at("unit")?);
    let keys: Vec<usize> = (0..columns.len()).filter(|at| !VALUES.contains(&columns[*at].as_str())).collect();
    let mut cells = BTreeMap::new();
    for record in reader.records() {
        let record = record.ok()?;
        let text = |at: usize| record.get(at).unwrap_or_default().to_owned();
        let state = CellState { value: text(value), status: text(status), unit: text(unit) };
        cells.insert(keys.iter().map(|at| text(*at)).collect(), state);
    }
    Some(Table { columns, cells })
}
