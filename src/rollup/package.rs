//! A city's release as it was handed over: a folder or an archive. Every file is compared with its sum before any is used.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Read;
use std::path::{Path, PathBuf};

use super::lock::{self, Locked};
use super::rules::{ALTERED, HAS_RECORDS, NO_RELEASE};
use crate::config::CityPackage;
use crate::diag::{Diagnostic, Sink, Text};
use crate::files::{Root, sha256_hex};
use crate::say;

/// The list of sums in a release and in a dataset.
pub(super) const SUMS: &str = "SHA256SUMS";
/// Most bytes of one file, packed or not.
const MAX_FILE: u64 = 256 << 20;
/// Most files of an archive.
const MAX_FILES: usize = 1000;

/// One release of one city.
pub(super) struct Package {
    /// Where it lies, from the site's root.
    pub(super) path: PathBuf,
    /// SHA-256 of its list of sums: changes with every byte of it.
    pub(super) sum: String,
    /// Whether it is a whole release, with `data/<id>/`; else the files of one dataset.
    whole: bool,
    sums: BTreeMap<String, String>,
    /// What the city's lock says of it; nothing where no lock came along, or of one dataset alone.
    pub(super) locked: Option<Locked>,
    files: Files,
}

/// Where the files are.
enum Files {
    Folder(Root),
    Memory(BTreeMap<String, Vec<u8>>),
}

impl Package {
    /// Opens what the settings name. Tells what is wrong with it, all at once.
    pub(super) fn open(root: &Root, city: &CityPackage, sink: &Sink) -> Option<Self> {
        let path = &city.package;
        let unpacked = if path.extension().is_some_and(|end| end.eq_ignore_ascii_case("zip")) {
            let bytes = root.read_bytes(path, MAX_FILE).map_err(|error| sink.push(error.diagnostic())).ok()?;
            let files = unzip(&bytes);
            if files.is_none() {
                none_here(path, city, sink);
            }
            Some(files?)
        } else {
            None
        };
        let (names, files) = match unpacked {
            Some(files) => (files.keys().cloned().collect(), Files::Memory(files)),
            None => (names(root, path), Files::Folder(root.clone())),
        };
        let mut package =
            Self { path: path.clone(), sum: String::new(), whole: false, sums: BTreeMap::new(), locked: None, files };
        if names.iter().any(|name| matches!(name.as_str(), "content/site.toml" | "data/catalog.toml" | "site.toml")) {
            let message = say!("这是市州整个站点，里面有记录", "this is a city's whole site, with its records");
            records(path, message, sink);
            return None;
        }
        let Some(sums) = package.raw(SUMS) else {
            none_here(path, city, sink);
            return None;
        };
        package.sum = sha256_hex(&sums);
        package.sums = String::from_utf8_lossy(&sums)
            .lines()
            .filter_map(|line| line.split_once("  "))
            .map(|(sum, name)| (name.to_owned(), sum.to_owned()))
            .collect();
        package.whole = package.sums.keys().any(|name| name.starts_with("data/"));
        let sound = package.check(&names, city, sink);
        if package.whole {
            package.locked = lock::of(root, city, &package.sum, sink).ok()?;
        }
        sound.then_some(package)
    }

    /// Whether every file is among the sums and fits its own, and every sum has its file. The archive of a dataset is not in its own
    /// list.
    fn check(&self, names: &[String], city: &CityPackage, sink: &Sink) -> bool {
        let mut sound = true;
        if city.sums.as_ref().is_some_and(|told| !told.eq_ignore_ascii_case(&self.sum)) {
            let message = say!("整版的校验和不是该市告知的那个", "the sum of the release is not the one the city told");
            sink.push(Diagnostic::error(&ALTERED, message).at(self.path.join(SUMS)).at(city.span.clone()).help(again()));
            sound = false;
        }
        let pages = |name: &str| !self.whole && name.contains('/');
        let own = |name: &str| name == SUMS || self.sums.contains_key(name) || pages(name);
        let archive = |name: &str| !self.whole && name.ends_with(".zip");
        for name in names.iter().filter(|name| !own(name) && !archive(name)) {
            let table = [".csv", ".xlsx", ".xls", ".et", ".parquet", ".tsv", ".txt"].iter().any(|end| name.ends_with(end));
            if table {
                let message =
                    say!("这个表格不在校验和里，不是公布的内容", "this table is not among the sums: it was not published");
                records(&self.path.join(name), message, sink);
            } else {
                let message = say!("这个文件不在校验和里", "this file is not among the sums");
                sink.push(Diagnostic::error(&ALTERED, message).at(self.path.join(name)).help(again()));
            }
            sound = false;
        }
        let names: BTreeSet<&String> = names.iter().collect();
        for (name, sum) in self.sums.iter().filter(|(name, _)| names.contains(name)) {
            if self.raw(name).is_none_or(|bytes| sha256_hex(&bytes) != *sum) {
                sink.push(self.altered(name));
                sound = false;
            }
        }
        for name in self.sums.keys().filter(|name| !names.contains(name)) {
            let message = say!("校验和里的这个文件不见了", "a file of the sums is missing");
            sink.push(Diagnostic::error(&ALTERED, message).at(self.path.join(name)).help(again()));
            sound = false;
        }
        sound
    }

    /// Whether it is a whole release.
    pub(super) fn is_whole(&self) -> bool {
        self.whole
    }

    /// The name of a file of a dataset.
    pub(super) fn of_dataset(&self, id: &str, name: &str) -> String {
        if self.whole { format!("data/{id}/{name}") } else { name.to_owned() }
    }

    /// Whether the release has such a file.
    pub(super) fn has(&self, name: &str) -> bool {
        self.sums.contains_key(name)
    }

    /// A file, compared with its sum.
    pub(super) fn read(&self, name: &str, sink: &Sink) -> Option<Vec<u8>> {
        let bytes = self.raw(name)?;
        if self.sums.get(name).is_none_or(|sum| *sum != sha256_hex(&bytes)) {
            sink.push(self.altered(name));
            return None;
        }
        Some(bytes)
    }

    fn altered(&self, name: &str) -> Diagnostic {
        let message = say!("文件内容与发布时不同", "the file is not what was published");
        Diagnostic::error(&ALTERED, message).at(self.path.join(name)).help(again())
    }

    /// A file without a look at its sum.
    pub(super) fn raw(&self, name: &str) -> Option<Vec<u8>> {
        match &self.files {
            Files::Folder(root) => {
                let path = self.path.join(name);
                root.exists(&path).then(|| root.read_bytes(&path, MAX_FILE).ok()).flatten()
            }
            Files::Memory(files) => files.get(name).cloned(),
        }
    }
}

fn names(root: &Root, folder: &Path) -> Vec<String> {
    let (found, _) = root.walk(folder);
    let name = |entry: &crate::files::Entry| Some(entry.path.strip_prefix(folder).ok()?.to_str()?.replace('\\', "/"));
    found.iter().filter_map(name).collect()
}

/// The files of an archive, without the one folder that all of them lie in. `None` when it is no archive, or too large.
fn unzip(bytes: &[u8]) -> Option<BTreeMap<String, Vec<u8>>> {
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).ok()?;
    if archive.len() > MAX_FILES {
        return None;
    }
    let (mut files, mut left) = (BTreeMap::new(), MAX_FILE);
    for at in 0..archive.len() {
        let file = archive.by_index(at).ok()?;
        let name = file.name().ok()?.into_owned();
        if name.ends_with('/') {
            continue;
        }
        let mut content = Vec::new();
        file.take(left + 1).read_to_end(&mut content).ok()?;
        left = left.checked_sub(content.len() as u64)?;
        files.insert(name, content);
    }
    let first = files.keys().next()?.split_once('/')?.0.to_owned() + "/";
    if files.keys().all(|name| name.starts_with(&first)) {
        return Some(files.into_iter().map(|(name, content)| (name[first.len()..].to_owned(), content)).collect());
    }
    Some(files)
}

fn none_here(path: &Path, city: &CityPackage, sink: &Sink) {
    let shown = path.display();
    let message = say!("`{shown}` 不是一版数据", "`{shown}` is no release");
    let help = say!(
        "把市州站点的 `releases/<版本>/` 整个复制到这里，或改正 `package`",
        "copy the city's `releases/<version>/` here as it is, or correct `package`"
    );
    sink.push(Diagnostic::error(&NO_RELEASE, message).at(city.span.clone()).help(help));
}

/// Says that something was handed over that must not be here. Shows no content.
pub(super) fn records(path: &Path, message: Text, sink: &Sink) {
    let help = say!(
        "移走它，不要提交；请市州只交 `releases/<版本>/`",
        "take it away and do not commit it; the city hands over `releases/<version>/` alone"
    );
    sink.push(Diagnostic::error(&HAS_RECORDS, message).at(path).help(help));
}

pub(super) fn again() -> Text {
    say!("请市州重新交一份，不要在这里改", "ask the city for another copy; do not mend it here")
}
