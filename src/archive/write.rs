//! Freezes a release, and adds sign-offs to one.

use std::path::Path;

use super::difference::{Difference, Level};
use super::lock::{self, Entry, SignOff};
use super::{Archive, FOLDER, SUMS, rules};
use crate::diag::{Diagnostic, Failed, Sink};
use crate::files::{Held, Root, Stamp};
use crate::model::Date;
use crate::say;

/// What is said of a new release.
#[derive(Clone, Debug)]
pub struct Freeze {
    /// Its version.
    pub version: String,
    /// Its day.
    pub date: Date,
    /// A remark.
    pub note: Option<String>,
    /// Not published before this day.
    pub publish_after: Option<Date>,
    /// How many people must sign it, where that is known.
    pub sign_offs: Option<usize>,
}

/// The three numbers of a semantic version; `None` for any other, such as `2025.1`.
fn numbers(version: &str) -> Option<[u64; 3]> {
    let parts: Vec<u64> = version.split('.').map(|part| part.parse().ok()).collect::<Option<_>>()?;
    parts.try_into().ok()
}

/// The least version after `last` that a step allows; `None` when `last` is no semantic version.
#[must_use]
pub fn least(last: &str, level: Level) -> Option<String> {
    let [major, minor, patch] = numbers(last)?;
    Some(match level {
        Level::Major => format!("{}.0.0", major + 1),
        Level::Minor => format!("{major}.{}.0", minor + 1),
        Level::Patch | Level::None => format!("{major}.{minor}.{}", patch + 1),
    })
}

/// Refuses a version that exists or is too low for what differs from the latest release.
pub fn judge(archive: &Archive, version: &str, difference: &Difference, sink: &Sink) -> Result<(), Failed> {
    if archive.get(version).is_some() {
        let message = say!("版本 {version} 已经发布", "version {version} is released already");
        let help = say!("换一个更大的版本号", "choose a later version");
        return Err(sink.fail(Diagnostic::error(&rules::EXISTS, message).at(Path::new(lock::FILE)).help(help)));
    }
    let Some(last) = archive.latest() else { return Ok(()) };
    let Some(least) = least(&last.entry.version, difference.level()) else { return Ok(()) };
    if numbers(version).is_some_and(|typed| Some(typed) < numbers(&least)) {
        let level = difference.level().word();
        let message = say!(
            "版本 {version} 太小：与 {} 相比的改动（{level}）至少要 {least}",
            "version {version} is too low: the changes since {} ({level}) need at least {least}",
            last.entry.version
        );
        let help =
            say!("用 {least} 或更大的版本号；`--dry-run` 会列出改动", "take {least} or later; `--dry-run` lists the changes");
        return Err(sink.fail(Diagnostic::error(&rules::TOO_LOW, message).at(Path::new(lock::FILE)).help(help)));
    }
    Ok(())
}

/// Writes `releases/<version>/` with these files and its sums, then the lock. The folder appears whole or not at all; how many files.
pub fn freeze(
    root: &Root,
    archive: &Archive,
    new: &Freeze,
    mut files: Vec<(String, Held)>,
    sink: &Sink,
) -> Result<usize, Failed> {
    files.sort_by(|one, other| one.0.cmp(&other.0));
    let sums: String = files.iter().map(|(name, held)| format!("{}  {name}\n", held.stamp().sha256)).collect();
    let stamp = Stamp::of(sums.as_bytes());
    let entry = Entry {
        version: new.version.clone(),
        date: new.date,
        note: new.note.clone(),
        sums: stamp.sha256.clone(),
        publish_after: new.publish_after,
        sign_offs_needed: new.sign_offs,
        sign_offs: Vec::new(),
    };
    // The list of sums is not counted: the page of the release does not list it either.
    let count = files.len();
    files.push((SUMS.to_owned(), Held::known(sums.into_bytes(), stamp)));
    let folder = Path::new(FOLDER).join(&new.version);
    root.write_folder_once(&folder, &files).map_err(|error| sink.fail(error.diagnostic()))?;
    let entries = archive.releases.iter().map(|frozen| frozen.entry.clone()).chain([entry]);
    replace_lock(root, entries.collect(), sink)?;
    Ok(count)
}

/// Adds a person's sign-off to a release; the sum that was signed.
pub fn sign(
    root: &Root,
    archive: &Archive,
    version: &str,
    name: &str,
    role: &str,
    date: Date,
    sink: &Sink,
) -> Result<String, Failed> {
    let mut entries: Vec<Entry> = archive.releases.iter().map(|frozen| frozen.entry.clone()).collect();
    let Some(entry) = entries.iter_mut().find(|entry| entry.version == version) else {
        return Err(unknown(version, archive, sink));
    };
    let sums = entry.sums.clone();
    entry.sign_offs.retain(|sign| sign.name.trim() != name.trim());
    entry.sign_offs.push(SignOff { name: name.trim().to_owned(), role: role.trim().to_owned(), date, sums: sums.clone() });
    replace_lock(root, entries, sink)?;
    Ok(sums)
}

/// Says that there is no such release.
pub fn unknown(version: &str, archive: &Archive, sink: &Sink) -> Failed {
    let known: Vec<&str> = archive.releases.iter().map(|frozen| frozen.entry.version.as_str()).collect();
    let list = if known.is_empty() { "–".to_owned() } else { known.join(", ") };
    let message = say!("没有版本 {version}", "there is no release {version}");
    let help = say!("已发布的版本：{list}", "released: {list}");
    sink.fail(Diagnostic::error(&rules::UNKNOWN_VERSION, message).at(Path::new(lock::FILE)).help(help))
}

fn replace_lock(root: &Root, entries: Vec<Entry>, sink: &Sink) -> Result<(), Failed> {
    root.replace_file(Path::new(lock::FILE), &lock::bytes(entries)).map_err(|error| sink.fail(error.diagnostic()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_least_version_follows_the_step() {
        assert_eq!(least("1.4.2", Level::Major).as_deref(), Some("2.0.0"));
        assert_eq!(least("1.4.2", Level::Minor).as_deref(), Some("1.5.0"));
        assert_eq!(least("1.4.2", Level::Patch).as_deref(), Some("1.4.3"));
        assert_eq!(least("2025.1", Level::Major), None, "other schemes are only asked to go up");
    }
}
