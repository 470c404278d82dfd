//! A case file as it is written.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::Value;

/// The whole file; what peers have noted beside it is read by the comparison only.
#[derive(Deserialize)]
pub(super) struct Document {
    pub(super) format: String,
    pub(super) id: String,
    pub(super) kind: Kind,
    pub(super) dims: Vec<Dimension>,
    pub(super) inner: Table,
    pub(super) records: Option<Table>,
    pub(super) rules: Rules,
    pub(super) attack: Attack,
    pub(super) cells: Table,
    pub(super) previous: Option<Previous>,
    /// Sets of inner cells whose sum must not be derivable.
    #[serde(default)]
    pub(super) extra_primary: Vec<Vec<u32>>,
    /// Cells that must be published.
    #[serde(default)]
    pub(super) forced: Vec<Vec<String>>,
    /// Cells published although a rule withholds them.
    #[serde(default)]
    pub(super) waived: Vec<Vec<String>>,
}

/// What is counted.
#[derive(Clone, Copy, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
pub(super) enum Kind {
    /// Persons or other units.
    Frequency,
    /// Sums of contributions.
    Magnitude,
}

/// A dimension: leaves, and groups of leaves.
#[derive(Deserialize)]
pub(super) struct Dimension {
    pub(super) name: String,
    pub(super) leaves: Vec<String>,
    #[serde(default)]
    pub(super) groups: BTreeMap<String, Vec<String>>,
}

/// Rows under named columns.
#[derive(Deserialize)]
pub(super) struct Table {
    pub(super) rows: Vec<Vec<Value>>,
}

/// The rules, of one type.
#[derive(Deserialize)]
pub(super) struct Rules {
    #[serde(rename = "type")]
    pub(super) kind: RuleKind,
    pub(super) threshold: Option<i64>,
    #[serde(default)]
    pub(super) protect_zeros: bool,
    #[serde(default = "yes")]
    pub(super) zeros_first_to_publish: bool,
    #[serde(default)]
    pub(super) nk: Vec<Dominance>,
    pub(super) p: Option<f64>,
    pub(super) q: Option<f64>,
    pub(super) min_contributors: Option<u64>,
    #[serde(default = "yes")]
    pub(super) holding: bool,
    #[serde(default)]
    pub(super) waivers: Vec<String>,
    #[serde(default)]
    pub(super) coalition: i64,
    #[serde(default)]
    pub(super) upper: i64,
}

fn yes() -> bool {
    true
}

/// What kind of rule.
#[derive(Clone, Copy, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
pub(super) enum RuleKind {
    /// A threshold on counts.
    Frequency,
    /// (n,k) rules.
    Dominance,
    /// The p % rule.
    PPercent,
    /// The prior-posterior rule.
    PriorPosterior,
    /// A least number of contributors.
    Contributors,
    /// Group disclosure.
    KDisclosure,
}

/// One (n,k) rule.
#[derive(Deserialize)]
pub(super) struct Dominance {
    pub(super) n: usize,
    pub(super) k: f64,
}

/// What the reader knows.
#[derive(Deserialize)]
pub(super) struct Attack {
    pub(super) nonnegative: bool,
    pub(super) integer: bool,
    #[serde(default)]
    pub(super) suppressed_known_min: i64,
    pub(super) intervals: Option<Intervals>,
    #[serde(default)]
    pub(super) insiders: bool,
}

/// How uncertain primary cells must stay.
#[derive(Deserialize)]
pub(super) struct Intervals {
    pub(super) up_min_add: Option<f64>,
    pub(super) width_min: Option<f64>,
    pub(super) rel: Option<f64>,
    #[serde(default)]
    pub(super) per_cell: BTreeMap<String, Interval>,
}

/// The same for one cell, in absolute values.
#[derive(Deserialize)]
pub(super) struct Interval {
    pub(super) up_min: Option<f64>,
    pub(super) lo_max: Option<f64>,
    pub(super) width: Option<f64>,
}

/// An earlier release, by the codes of its cells.
#[derive(Deserialize)]
pub(super) struct Previous {
    #[serde(default)]
    pub(super) published: Vec<Vec<String>>,
    #[serde(default)]
    pub(super) suppressed: Vec<Vec<String>>,
    /// What was published, in the order of `published`; compared when given.
    #[serde(default)]
    pub(super) values: Vec<Value>,
}
