//! Frozen releases: what was published stays as it was, byte for byte.
//!
//! ```text
//!  releases/lock.json            version, date, sum of the sums, sign-offs
//!  releases/1.0.0/SHA256SUMS     one line for each other file
//!  releases/1.0.0/facts.json     every statistic
//!  releases/1.0.0/data/<id>/…    every file of every dataset
//! ```
//!
//! Reading costs one pass over facts and tidy tables of each release; other files are read when they are published, and their sums are
//! compared then.

mod difference;
mod lock;
mod rules;
mod snapshot;
mod write;

pub use difference::{Change, Difference, Kind, Level};
pub use lock::{Entry, SignOff};
pub use rules::RULES;
pub use snapshot::{FactState, Snapshot};
pub use write::{Freeze, freeze, judge, least, sign, unknown};

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use crate::diag::{Diagnostic, Failed, Sink};
use crate::files::{MAX_TEXT, Root, sha256_hex};
use crate::model::Date;
use crate::say;

/// Folder of the frozen releases below the root of a site, and of their copies in the output.
pub const FOLDER: &str = "releases";
/// The list of sums in a release.
pub const SUMS: &str = "SHA256SUMS";
/// The statistics of a release.
pub const FACTS: &str = "facts.json";
/// Most bytes of one frozen file.
pub const MAX_FROZEN: u64 = 1 << 30;

/// One frozen release.
#[derive(Clone, Debug)]
pub struct Frozen {
    /// What the lock says of it.
    pub entry: Entry,
    /// Its files but the list of sums, with their sums, by path below its folder.
    pub files: BTreeMap<String, String>,
    /// Its figures.
    pub snapshot: Snapshot,
}

impl Frozen {
    /// The folder of its files below the root of the site.
    #[must_use]
    pub fn folder(&self) -> PathBuf {
        Path::new(FOLDER).join(&self.entry.version)
    }
}

/// All frozen releases, oldest first.
#[derive(Clone, Debug, Default)]
pub struct Archive {
    /// Releases.
    pub releases: Vec<std::sync::Arc<Frozen>>,
}

impl Archive {
    /// Reads the lock and every release it names. Tells every fault: a release that is not locked, a file that is missing, altered in
    /// its list of sums, or there without being listed.
    pub fn load(root: &Root, sink: &Sink) -> Result<Self, Failed> {
        let entries = lock::read(root, sink)?;
        unlocked(root, &entries, sink);
        let read = entries.into_iter().filter_map(|entry| frozen(root, entry, sink));
        let releases = read.map(std::sync::Arc::new).collect();
        sink.check()?;
        Ok(Self { releases })
    }

    /// The latest release.
    #[must_use]
    pub fn latest(&self) -> Option<&Frozen> {
        self.releases.last().map(AsRef::as_ref)
    }

    /// A release by its version.
    #[must_use]
    pub fn get(&self, version: &str) -> Option<&Frozen> {
        self.releases.iter().find(|frozen| frozen.entry.version == version).map(AsRef::as_ref)
    }

    /// Only the releases that may be published on a day, without those that are held back or not signed by enough people. Each that
    /// is left out is told: held back as a note, unsigned as an error.
    #[must_use]
    pub fn published(self, as_of: Option<Date>, sign_offs: usize, sink: &Sink) -> Self {
        let held =
            |frozen: &std::sync::Arc<Frozen>| frozen.entry.publish_after.filter(|day| as_of.is_none_or(|today| today < *day));
        let mut releases = Vec::new();
        for frozen in self.releases {
            let (version, place) = (frozen.entry.version.clone(), Path::new(lock::FILE));
            let signed = frozen.entry.signed();
            if let Some(day) = held(&frozen) {
                let message =
                    say!("版本 {version} 到 {day} 才公布，这次略去", "release {version} is held back until {day} and left out");
                sink.push(Diagnostic::note(&rules::HELD_BACK, message).at(place));
            } else if signed < sign_offs {
                let message = say!(
                    "版本 {version} 要 {sign_offs} 人签署，只有 {signed} 人",
                    "release {version} needs {sign_offs} sign-offs and has {signed}"
                );
                let help = say!(
                    "请负责人核对后运行 `shanwai sign {version} --name 姓名 --role 职务 --as-of 日期`",
                    "let those who answer for it check it and run `shanwai sign {version} --name NAME --role ROLE --as-of DATE`"
                );
                sink.push(Diagnostic::error(&rules::MISSING_SIGN_OFF, message).at(place).help(help));
            } else {
                releases.push(frozen);
            }
        }
        Self { releases }
    }
}

/// Folders that look like releases and are not in the lock.
fn unlocked(root: &Root, entries: &[Entry], sink: &Sink) {
    let (found, _) = root.walk(FOLDER);
    let mut told: Vec<String> = Vec::new();
    for entry in found {
        let mut parts = entry.path.iter().skip(1);
        let (Some(version), Some(_)) = (parts.next(), parts.next()) else { continue };
        let version = version.to_string_lossy().into_owned();
        if entries.iter().all(|known| known.version != version) && !told.contains(&version) {
            let message = say!("`{version}` 不在 `releases/lock.json` 里", "`{version}` is not in `releases/lock.json`");
            sink.push(Diagnostic::error(&rules::CHANGED, message).at(Path::new(FOLDER).join(&version).as_path()).help(restore()));
            told.push(version);
        }
    }
}

fn restore() -> crate::diag::Text {
    say!(
        "从版本库恢复 `releases/`；要更正数字，请发布新的一版",
        "restore `releases/` from version control; to correct a figure, make a new release"
    )
}

/// Reads one release; `None` when anything is wrong with it.
fn frozen(root: &Root, entry: Entry, sink: &Sink) -> Option<Frozen> {
    let folder = Path::new(FOLDER).join(&entry.version);
    let wrong = |path: &Path, message| sink.push(Diagnostic::error(&rules::CHANGED, message).at(path).help(restore()));
    let list = folder.join(SUMS);
    let sums = match root.read_bytes(&list, MAX_TEXT) {
        Ok(bytes) => bytes,
        Err(error) => {
            sink.push(error.diagnostic());
            return None;
        }
    };
    if sha256_hex(&sums) != entry.sums {
        wrong(&list, say!("这一版的校验和改动过", "the sums of this release were altered"));
        return None;
    }
    let files = parse_sums(&String::from_utf8_lossy(&sums));
    let (found, _) = root.walk(&folder);
    let inside = found.iter().filter_map(|entry| entry.path.strip_prefix(&folder).ok()?.to_str().map(str::to_owned));
    let present: std::collections::BTreeSet<String> = inside.filter(|name| name != SUMS).collect();
    let mut sound = true;
    for name in files.keys().filter(|name| !present.contains(*name)) {
        wrong(&folder.join(name), say!("已发布的文件不见了", "a published file is missing"));
        sound = false;
    }
    for name in present.iter().filter(|name| !files.contains_key(*name)) {
        wrong(&folder.join(name), say!("这个文件不在校验和里", "this file is not among the sums"));
        sound = false;
    }
    if !sound {
        return None;
    }
    let read = |name: &str| root.read_bytes(folder.join(name), MAX_FROZEN).ok();
    let snapshot = Snapshot::read(files.keys().map(String::as_str), read);
    Some(Frozen { entry, files, snapshot })
}

/// Path → sum, from lines of `sha256sum`.
fn parse_sums(text: &str) -> BTreeMap<String, String> {
    text.lines().filter_map(|line| line.split_once("  ")).map(|(sum, name)| (name.to_owned(), sum.to_owned())).collect()
}

/// Says that a frozen file is not what was published.
#[must_use]
pub fn altered(path: &Path) -> Diagnostic {
    Diagnostic::error(&rules::CHANGED, say!("已发布的文件改动过", "a published file was altered")).at(path).help(restore())
}
