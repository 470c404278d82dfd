//! Earlier releases: what was published and what was withheld, written once below `data/releases/` and never again.
//!
//! All of it is public knowledge, so it may be committed. It is read back with every build: whoever attacks the new figures
//! has the old ones too.

mod judge;
mod load;
pub(super) mod rules;
mod sums;
mod table;
#[cfg(test)]
mod tests;
mod version;
mod write;

pub(in crate::confidential) use judge::{Now, Revision, detail, diagnostics, revisions};
pub(in crate::confidential) use load::load;
pub use write::{NewRelease, promise};

use std::collections::BTreeMap;

use crate::config::CellKey;
use crate::model::{CubeId, Date, Decimal};

/// The folder, from the site's root.
const FOLDER: &str = "data/releases";
/// What each release says of itself.
const SHEET: &str = "release.toml";

/// A release made earlier.
#[derive(Clone)]
pub(in crate::confidential) struct Earlier {
    pub(in crate::confidential) version: String,
    pub(in crate::confidential) date: Date,
    /// Fingerprint of the secret that record keys were made with; `None` when nothing was perturbed.
    pub(in crate::confidential) secret: Option<String>,
    pub(in crate::confidential) tables: Vec<EarlierTable>,
    /// SHA-256 of its `release.toml`.
    sum: String,
}

/// One table of an earlier release.
#[derive(Clone)]
pub(in crate::confidential) struct EarlierTable {
    pub(in crate::confidential) cube: CubeId,
    /// For each dimension the positions that its code list had then, in ascending order. A total is the sum over these:
    /// codes added since are not in it.
    pub(in crate::confidential) codes: Vec<Vec<usize>>,
    /// Promises by measure, in the order of the cube as it is now. A cell that is not here was not shown.
    pub(in crate::confidential) cells: BTreeMap<CellKey, Vec<Promise>>,
}

/// What an earlier release said of a cell.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(in crate::confidential) enum Promise {
    /// Exactly this.
    Published(Decimal),
    /// Something near this: it was perturbed or rounded.
    Estimated(Decimal),
    /// Withheld.
    Withheld,
    /// It cannot exist, was not collected, or the measure was not there yet.
    Absent,
}
