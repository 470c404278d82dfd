//! What a city's `lock.json` says of the release beside it: its sum, who signed it, how many have to, when it may be shown.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use serde::Deserialize;

use super::package::again;
use super::rules::ALTERED;
use crate::config::CityPackage;
use crate::diag::{Diagnostic, Sink};
use crate::files::{MAX_TEXT, Root};
use crate::model::Date;
use crate::say;

#[derive(Default, Deserialize)]
struct Lock {
    #[serde(default)]
    releases: Vec<Locked>,
}

/// A release as the city's lock holds it.
#[derive(Clone, Deserialize)]
pub(super) struct Locked {
    pub(super) version: String,
    sums: String,
    /// It is not published before this day.
    #[serde(default)]
    pub(super) publish_after: Option<Date>,
    /// How many different people the city itself wants.
    #[serde(default)]
    pub(super) sign_offs_needed: usize,
    #[serde(default)]
    sign_offs: Vec<SignOff>,
}

#[derive(Clone, Deserialize)]
struct SignOff {
    name: String,
    sums: String,
}

impl Locked {
    /// How many different people signed exactly this release, and how many signatures are for something else.
    pub(super) fn signed(&self) -> (usize, usize) {
        let (own, other): (Vec<&SignOff>, Vec<&SignOff>) = self.sign_offs.iter().partition(|sign| sign.sums == self.sums);
        let names: BTreeSet<&str> = own.iter().map(|sign| sign.name.trim()).filter(|name| !name.is_empty()).collect();
        (names.len(), other.len())
    }
}

/// Where the lock of a package is looked for.
pub(super) fn path(package: &Path) -> PathBuf {
    package.with_file_name("lock.json")
}

/// What the lock says of a whole release; nothing where none was handed over.
///
/// # Errors
/// After it was told that the release is not the one that the city froze.
pub(super) fn of(root: &Root, city: &CityPackage, sum: &str, sink: &Sink) -> Result<Option<Locked>, ()> {
    let at = path(&city.package);
    if !root.exists(&at) {
        return Ok(None);
    }
    let wrong = |diagnostic: Diagnostic| {
        sink.push(diagnostic.help(again()));
        Err(())
    };
    let read = root.read_bytes(&at, MAX_TEXT).ok().and_then(|bytes| serde_json::from_slice::<Lock>(&bytes).ok());
    let Some(lock) = read else {
        let message = say!("`lock.json` 读不懂", "`lock.json` cannot be read");
        return wrong(Diagnostic::error(&ALTERED, message).at(at).at(city.span.clone()));
    };
    let version = city.package.file_name().and_then(|name| name.to_str()).unwrap_or("");
    let version = version.strip_suffix(".zip").unwrap_or(version);
    let Some(entry) = lock.releases.into_iter().find(|entry| entry.version == version) else {
        let message = say!("`lock.json` 里没有 `{version}` 这一版", "`lock.json` knows no release `{version}`");
        return wrong(Diagnostic::error(&ALTERED, message).at(at).at(city.span.clone()));
    };
    if !entry.sums.eq_ignore_ascii_case(sum) {
        let message = say!("这一版与市州定版时的校验和不同", "the release has another sum than when the city froze it");
        return wrong(Diagnostic::error(&ALTERED, message).at(city.package.join(super::package::SUMS)).at(at));
    }
    Ok(Some(entry))
}
