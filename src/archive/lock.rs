//! `releases/lock.json`: which releases there are, and the sum that each must have.

use std::path::Path;

use serde::{Deserialize, Serialize};

use super::rules;
use crate::diag::{Diagnostic, Failed, Sink};
use crate::files::{MAX_TEXT, Root};
use crate::model::Date;
use crate::say;

/// Where the lock lies.
pub(super) const FILE: &str = "releases/lock.json";

/// A release as the lock holds it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// Version.
    pub version: String,
    /// The day it was published.
    pub date: Date,
    /// A remark.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// SHA-256 sum of its `SHA256SUMS`: changes with every byte of the release.
    pub sums: String,
    /// It is not published before this day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub publish_after: Option<Date>,
    /// How many people the site wanted to sign it when it was made: whoever takes it over holds it to that.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sign_offs_needed: Option<usize>,
    /// Who answers for it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sign_offs: Vec<SignOff>,
}

impl Entry {
    /// How many different people signed exactly this release.
    #[must_use]
    pub fn signed(&self) -> usize {
        let names: std::collections::BTreeSet<&str> =
            self.sign_offs.iter().filter(|sign| sign.sums == self.sums).map(|sign| sign.name.trim()).collect();
        names.len()
    }
}

/// A named person's approval of one release.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignOff {
    /// Name of an adult in office.
    pub name: String,
    /// What makes the name answerable: an office.
    pub role: String,
    /// The day.
    pub date: Date,
    /// The sum of the release that was signed.
    pub sums: String,
}

#[derive(Default, Serialize, Deserialize)]
struct Lock {
    releases: Vec<Entry>,
}

/// The releases of the lock, oldest first; none when there is no lock.
pub(super) fn read(root: &Root, sink: &Sink) -> Result<Vec<Entry>, Failed> {
    if !root.exists(FILE) {
        return Ok(Vec::new());
    }
    let bytes = root.read_bytes(FILE, MAX_TEXT).map_err(|error| sink.fail(error.diagnostic()))?;
    let lock: Lock = serde_json::from_slice(&bytes).map_err(|_| {
        let message = say!("`releases/lock.json` 读不懂", "`releases/lock.json` cannot be read");
        sink.fail(Diagnostic::error(&rules::CHANGED, message).at(Path::new(FILE)).help(super::restore()))
    })?;
    for entry in &lock.releases {
        for sign in entry.sign_offs.iter().filter(|sign| sign.sums != entry.sums) {
            let (name, version) = (&sign.name, &entry.version);
            let message = say!("{name} 签署的不是现在的版本 {version}", "what {name} signed is not release {version} as it is");
            sink.push(Diagnostic::error(&rules::FOREIGN_SIGN_OFF, message).at(Path::new(FILE)).help(super::restore()));
        }
    }
    Ok(lock.releases)
}

/// The bytes of a lock with these releases.
pub(super) fn bytes(releases: Vec<Entry>) -> Vec<u8> {
    let mut bytes = serde_json::to_vec_pretty(&Lock { releases }).expect("texts are always JSON");
    bytes.push(b'\n');
    bytes
}
