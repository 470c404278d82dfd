//! What may be told to anyone of how a release was protected: counts, never a cell, its reason or a secret parameter.

use crate::model::CubeId;

/// How much of a release is shown, and what was tried against it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// One entry per table, by cube.
    pub tables: Vec<TableSummary>,
    /// One entry per level of the attack, in the order of the attack; empty when nothing was attacked.
    pub attempts: Vec<Attempt>,
}

/// One table in figures.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TableSummary {
    /// The cube it was made from.
    pub cube: CubeId,
    /// Cells with a value, shown or withheld; combinations that cannot occur are left out.
    pub cells: usize,
    /// Cells withheld, for whatever reason.
    pub withheld: usize,
}

/// One level of the attack.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attempt {
    /// Which: the end of an interface word `attempt-…` (`linear`, `nonnegative`, `known-minimum`, `integer`, `interval`, `insider`).
    pub level: &'static str,
    /// Withheld cells, and differences that must stay unknown, which were attacked.
    pub tried: usize,
    /// Those that could be worked out. A release with any is not published, so this is 0 on every page.
    pub found: usize,
}
