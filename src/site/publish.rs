//! The disk: files are written beside the site and swapped in whole.
//!
//! Two trees take turns. One is `public/`, the other lies spare under `.shanwai/`. A build brings the spare tree up to date by writing
//! only the files that changed and linking those that did not (so they keep their bytes, their inode and their time), then exchanges
//! the two folders in one system call. A build that fails or is killed leaves `public/` as it was; what it left in the spare tree is
//! thrown away by the next one. Cost: one hash and one `stat` per file, writes for changed files only.

use std::collections::BTreeMap;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};

use rayon::prelude::*;

use crate::diag::{Diagnostic, Rule};
pub use crate::files::Stamp;
use crate::files::{Error, Held, sha256_hex};
use crate::say;

pub(super) static FOREIGN: Rule = Rule {
    id: "publish/foreign-folder",
    title: ("输出目录不是由本工具生成的", "the output folder was not made by this tool"),
    explain: (
        "构建会整体替换输出目录。这个目录里有文件，却没有构建清单 `build-manifest.json`，说明不是由本工具生成的；为了不丢失您的文件，构建停止。请换一个输出目录，或清空它。",
        "A build replaces the output folder as a whole. This folder holds files but no `build-manifest.json`, so it was not made by this tool; to lose nothing of yours, the build stops. Choose another output folder, or empty this one.",
    ),
};
pub(super) static BUSY: Rule = Rule {
    id: "publish/busy",
    title: ("另一个构建正在进行", "another build is running"),
    explain: (
        "同一个输出目录同时只能有一个构建。请等它结束，或先停止 `shanwai serve`。",
        "Only one build at a time may write to an output folder. Wait for it, or stop `shanwai serve` first.",
    ),
};
pub(super) static TWICE: Rule = Rule {
    id: "publish/same-address",
    title: ("两个页面使用同一个地址", "two pages stand at one address"),
    explain: (
        "每个地址只能属于一个页面或文件。请给其中一个改名。",
        "An address belongs to one page or file. Rename one of the two.",
    ),
};

/// Name of the manifest inside the site.
pub const MANIFEST: &str = "build-manifest.json";

/// Takes the files of a site, from any thread.
pub trait Outputs: Sync {
    /// Takes one file. `path` is relative, with `/` between parts.
    fn put(&self, path: &str, bytes: &[u8]) -> Result<Stamp, Diagnostic>;
    /// Takes one finished file that may be too large for memory.
    fn take(&self, path: &str, file: Held) -> Result<Stamp, Diagnostic>;
    /// The folder where files that are too large for memory lie until they are taken.
    fn meanwhile(&self) -> PathBuf {
        std::env::temp_dir()
    }
    /// Takes a file that is known to be unchanged since the last build; `false` when it is not there any more.
    fn keep(&self, path: &str, stamp: &Stamp) -> bool;
    /// Whether bytes are wanted that cost much to make; `false` when only what a build would say is of interest.
    fn wants_pictures(&self) -> bool {
        true
    }
}

/// Takes files and writes none: for `check`.
#[derive(Debug, Default)]
pub struct Discard {
    seen: Mutex<BTreeMap<String, Stamp>>,
}

impl Discard {
    /// Notes that a file has this content.
    pub(super) fn claim(&self, path: &str, stamp: &Stamp) -> Result<(), Diagnostic> {
        claim(&self.seen, path, stamp)
    }
}

impl Outputs for Discard {
    fn put(&self, path: &str, bytes: &[u8]) -> Result<Stamp, Diagnostic> {
        let stamp = Stamp::of(bytes);
        self.claim(path, &stamp)?;
        Ok(stamp)
    }

    fn take(&self, path: &str, file: Held) -> Result<Stamp, Diagnostic> {
        self.claim(path, file.stamp())?;
        Ok(file.stamp().clone())
    }

    fn keep(&self, _: &str, _: &Stamp) -> bool {
        false
    }

    fn wants_pictures(&self) -> bool {
        false
    }
}

fn claim(seen: &Mutex<BTreeMap<String, Stamp>>, path: &str, stamp: &Stamp) -> Result<(), Diagnostic> {
    match lock(seen).insert(path.to_owned(), stamp.clone()) {
        None => Ok(()),
        Some(_) => Err(Diagnostic::error(
            &TWICE,
            say!("两个页面或文件都要写到 `{path}`", "two pages or files would both be written to `{path}`"),
        )
        .help(say!("给其中一个改名", "rename one of the two"))),
    }
}

/// The value behind a lock, whatever became of others that held it.
pub(super) fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
}

/// Whether a folder holds a built site and not the file by which an output of another kind is known.
pub(super) fn holds_a_site(out: &Path, mark: &str) -> bool {
    out.join(MANIFEST).is_file() && !out.join(mark).is_file()
}

/// A file as it lies in a tree.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Lying {
    stamp: Stamp,
    modified: (i64, i64),
}

type Tree = BTreeMap<String, Lying>;

/// A build's hold on an output folder; dropping it without [`Publisher::finish`] leaves the site as it was.
pub struct Publisher {
    out: PathBuf,
    spare: PathBuf,
    work: PathBuf,
    /// What lies in `out`, as the last build recorded it.
    live: Tree,
    /// What lies in `spare`; empty when unknown (then it was cleared).
    resting: Mutex<Tree>,
    dirty: AtomicBool,
    put: Mutex<BTreeMap<String, Stamp>>,
    /// Files whose live copy is no longer what was recorded.
    changed: Mutex<BTreeMap<String, Option<Lying>>>,
    _lock: fs::File,
}

/// What a finished build did to the disk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Written {
    /// Files of the site.
    pub files: usize,
    /// Files written anew.
    pub changed: usize,
    /// Files removed.
    pub removed: usize,
}

impl Publisher {
    /// Takes hold of an output folder. Fails when another build holds it or when it was not made by this tool.
    pub fn begin(out: &Path) -> Result<Self, Diagnostic> {
        let parent = out.parent().unwrap_or(Path::new("."));
        let name = out.file_name().map_or_else(|| "public".into(), std::ffi::OsStr::to_os_string);
        let work = parent.join(crate::files::WORK).join(&name);
        make_folder(&work)?;
        let lock = hold(&work.join("lock"))?;
        recover(out, &work)?;
        refuse_foreign(out)?;
        let spare = work.join("spare");
        let (live, resting) = rayon::join(
            || read_tree(&work.join("live.txt")).unwrap_or_else(|| take_stock(out)),
            || read_tree(&work.join("spare.txt")),
        );
        let resting = match resting {
            Some(tree) if spare.is_dir() => tree,
            _ => {
                remove_folder(&spare)?;
                Tree::new()
            }
        };
        make_folder(&spare)?;
        Ok(Self {
            out: out.to_path_buf(),
            spare,
            work,
            live,
            resting: Mutex::new(resting),
            dirty: AtomicBool::new(false),
            put: Mutex::default(),
            changed: Mutex::default(),
            _lock: lock,
        })
    }

    /// Whether the live copy of a file is what the last build recorded and has this content.
    fn lies_unchanged(&self, path: &str, stamp: &Stamp) -> bool {
        self.live.get(path).is_some_and(|known| {
            known.stamp == *stamp && fs::symlink_metadata(self.out.join(path)).is_ok_and(|meta| same(&meta, known))
        })
    }

    /// From here on the spare tree is not what its record says.
    fn soil(&self) -> Result<(), Diagnostic> {
        if !self.dirty.swap(true, Ordering::SeqCst) {
            remove_file(&self.work.join("spare.txt"))?;
        }
        Ok(())
    }

    fn write(&self, path: &str, stamp: &Stamp, fill: &Fill) -> Result<(), Diagnostic> {
        let target = self.spare.join(path);
        let resting = lock(&self.resting).get(path).cloned();
        let lying = match resting {
            Some(lying) if lying.stamp == *stamp && fs::symlink_metadata(&target).is_ok_and(|meta| same(&meta, &lying)) => lying,
            known => {
                self.soil()?;
                if known.is_some() {
                    remove_file(&target)?;
                } else if let Some(folder) = target.parent() {
                    make_folder(folder)?;
                }
                write_new(&target, fill)?;
                let meta = fs::symlink_metadata(&target).map_err(|e| trouble(&target, &e))?;
                Lying { stamp: stamp.clone(), modified: modified(&meta) }
            }
        };
        lock(&self.changed).insert(path.to_owned(), Some(lying));
        Ok(())
    }

    /// Brings the spare tree up to date and swaps it in. `generator` names the tool in the manifest.
    pub fn finish(self, generator: &str) -> Result<Written, Diagnostic> {
        let manifest = manifest(generator, &lock(&self.put));
        self.put(MANIFEST, manifest.as_bytes())?;
        let put = std::mem::take(&mut *lock(&self.put));
        let changed = std::mem::take(&mut *lock(&self.changed));
        let removed = self.live.keys().filter(|path| !put.contains_key(*path)).count();
        let done = Written { files: put.len(), changed: changed.len(), removed };
        if changed.is_empty() && removed == 0 {
            return Ok(done);
        }
        self.soil()?;
        let next = self.complete(&put, &changed)?;
        self.sweep(&next)?;
        self.swap()?;
        // The old site rests now; files that someone changed by hand are not trusted to lie there as recorded.
        let rests: Tree = self
            .live
            .iter()
            .filter(|(path, known)| put.get(*path).is_none_or(|stamp| *stamp != known.stamp) || !changed.contains_key(*path))
            .map(|(path, known)| (path.clone(), known.clone()))
            .collect();
        let (live, spare) =
            rayon::join(|| write_tree(&self.work.join("live.txt"), &next), || write_tree(&self.work.join("spare.txt"), &rests));
        live.and(spare)?;
        Ok(done)
    }

    /// Links what did not change from the live tree; gives the record of the finished spare tree.
    fn complete(&self, put: &BTreeMap<String, Stamp>, changed: &BTreeMap<String, Option<Lying>>) -> Result<Tree, Diagnostic> {
        let resting = lock(&self.resting);
        let mut next = Tree::new();
        for path in put.keys() {
            if let Some(Some(lying)) = changed.get(path) {
                next.insert(path.clone(), lying.clone());
                continue;
            }
            let known = self.live.get(path).expect("a file that was put is changed or lies unchanged");
            if resting.get(path) != Some(known) {
                let target = self.spare.join(path);
                if resting.contains_key(path) {
                    remove_file(&target)?;
                } else if let Some(folder) = target.parent() {
                    make_folder(folder)?;
                }
                link(&self.out.join(path), &target)?;
            }
            next.insert(path.clone(), known.clone());
        }
        Ok(next)
    }

    /// Removes from the spare tree what does not belong to the site any more.
    fn sweep(&self, next: &Tree) -> Result<(), Diagnostic> {
        let mut folders = std::collections::BTreeSet::new();
        for path in next.keys() {
            let mut at = path.as_str();
            while let Some((folder, _)) = at.rsplit_once('/') {
                if !folders.insert(folder.to_owned()) {
                    break;
                }
                at = folder;
            }
        }
        sweep_folder(&self.spare, "", next, &folders)
    }

    fn swap(&self) -> Result<(), Diagnostic> {
        if !self.out.exists() {
            return fs::rename(&self.spare, &self.out).map_err(|e| trouble(&self.out, &e));
        }
        if exchange(&self.spare, &self.out) {
            return Ok(());
        }
        // A file system without an exchange: two renames; a build killed between them is recovered by the next one.
        let old = self.work.join("old");
        remove_folder(&old)?;
        fs::rename(&self.out, &old).map_err(|e| trouble(&self.out, &e))?;
        fs::rename(&self.spare, &self.out).map_err(|e| trouble(&self.out, &e))?;
        fs::rename(&old, &self.spare).map_err(|e| trouble(&old, &e))
    }
}

impl Outputs for Publisher {
    fn put(&self, path: &str, bytes: &[u8]) -> Result<Stamp, Diagnostic> {
        let stamp = Stamp::of(bytes);
        claim(&self.put, path, &stamp)?;
        if !self.lies_unchanged(path, &stamp) {
            self.write(path, &stamp, &|file| file.write_all(bytes))?;
        }
        Ok(stamp)
    }

    fn take(&self, path: &str, held: Held) -> Result<Stamp, Diagnostic> {
        claim(&self.put, path, held.stamp())?;
        if !self.lies_unchanged(path, held.stamp()) {
            self.write(path, held.stamp(), &|file| held.copy_to(file))?;
        }
        Ok(held.stamp().clone())
    }

    fn meanwhile(&self) -> PathBuf {
        self.work.clone()
    }

    fn keep(&self, path: &str, stamp: &Stamp) -> bool {
        self.lies_unchanged(path, stamp) && claim(&self.put, path, stamp).is_ok()
    }
}

fn same(meta: &fs::Metadata, known: &Lying) -> bool {
    meta.is_file() && meta.len() == known.stamp.len && modified(meta) == known.modified
}

/// When a file was last written: seconds and nanoseconds since 1970, negative before.
fn modified(meta: &fs::Metadata) -> (i64, i64) {
    let since = |time: std::time::Duration| (i64::try_from(time.as_secs()).unwrap_or(i64::MAX), i64::from(time.subsec_nanos()));
    match meta.modified().map(|time| time.duration_since(std::time::UNIX_EPOCH)) {
        Ok(Ok(time)) => since(time),
        Ok(Err(before)) => {
            let (seconds, nanoseconds) = since(before.duration());
            (-seconds, -nanoseconds)
        }
        Err(_) => (0, 0),
    }
}

fn trouble(path: &Path, error: &std::io::Error) -> Diagnostic {
    Error::io(path, error).diagnostic()
}

fn make_folder(path: &Path) -> Result<(), Diagnostic> {
    fs::create_dir_all(path).map_err(|e| trouble(path, &e))
}

fn remove_folder(path: &Path) -> Result<(), Diagnostic> {
    match fs::remove_dir_all(path) {
        Err(e) if e.kind() != std::io::ErrorKind::NotFound => Err(trouble(path, &e)),
        _ => Ok(()),
    }
}

fn remove_file(path: &Path) -> Result<(), Diagnostic> {
    match fs::remove_file(path) {
        Err(e) if e.kind() != std::io::ErrorKind::NotFound => Err(trouble(path, &e)),
        _ => Ok(()),
    }
}

/// Writes the content of a file.
type Fill<'f> = dyn Fn(&mut fs::File) -> std::io::Result<()> + 'f;

/// Never through an existing inode: it may be linked into the live tree.
fn write_new(path: &Path, fill: &Fill) -> Result<(), Diagnostic> {
    let open = || fs::OpenOptions::new().write(true).create_new(true).open(path);
    let file = match open() {
        Err(e) if e.kind() == std::io::ErrorKind::AlreadyExists => {
            remove_file(path)?;
            open()
        }
        other => other,
    };
    file.and_then(|mut file| fill(&mut file)).map_err(|e| trouble(path, &e))
}

/// A hard link where the file system has them, a copy where it has not.
fn link(from: &Path, to: &Path) -> Result<(), Diagnostic> {
    let linked = match fs::hard_link(from, to) {
        Err(e) if e.kind() == std::io::ErrorKind::AlreadyExists => {
            remove_file(to)?;
            fs::hard_link(from, to)
        }
        other => other,
    };
    linked.or_else(|_| fs::copy(from, to).map(drop)).map_err(|e| trouble(to, &e))
}

fn exchange(a: &Path, b: &Path) -> bool {
    #[cfg(any(target_os = "linux", target_vendor = "apple"))]
    {
        rustix::fs::renameat_with(rustix::fs::CWD, a, rustix::fs::CWD, b, rustix::fs::RenameFlags::EXCHANGE).is_ok()
    }
    #[cfg(not(any(target_os = "linux", target_vendor = "apple")))]
    {
        let _ = (a, b);
        false
    }
}

fn hold(path: &Path) -> Result<fs::File, Diagnostic> {
    let file = fs::OpenOptions::new().create(true).truncate(false).write(true).open(path).map_err(|e| trouble(path, &e))?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(fs::TryLockError::WouldBlock) => Err(Diagnostic::error(
            &BUSY,
            say!("另一个构建正在写同一个输出目录", "another build is writing to the same output folder"),
        )
        .help(say!("等它结束，或先停止 `shanwai serve`", "wait for it, or stop `shanwai serve` first"))),
        Err(fs::TryLockError::Error(e)) => Err(trouble(path, &e)),
    }
}

/// Puts back the site when a build was killed between two renames.
fn recover(out: &Path, work: &Path) -> Result<(), Diagnostic> {
    let old = work.join("old");
    if !out.exists() && old.is_dir() {
        fs::rename(&old, out).map_err(|e| trouble(out, &e))?;
    }
    Ok(())
}

fn refuse_foreign(out: &Path) -> Result<(), Diagnostic> {
    let empty = match fs::read_dir(out) {
        Ok(mut entries) => entries.next().is_none(),
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => true,
        Err(e) => return Err(trouble(out, &e)),
    };
    if empty || out.join(MANIFEST).is_file() {
        return Ok(());
    }
    Err(Diagnostic::error(
        &FOREIGN,
        say!("输出目录里有不是本工具生成的文件", "the output folder holds files that this tool did not make"),
    )
    .at(out)
    .help(say!("换一个输出目录（`--out`），或清空它", "choose another output folder (`--out`), or empty it")))
}

/// A file's name with a part of its content's hash: `assets/site.css` becomes `assets/site.1a2b3c4d5e.css`, for ever the same bytes.
#[must_use]
pub fn hash_name(path: &str, bytes: &[u8]) -> String {
    let hash = sha256_hex(bytes);
    match path.rsplit_once('.') {
        Some((stem, extension)) => format!("{stem}.{}.{extension}", &hash[..10]),
        None => format!("{path}.{}", &hash[..10]),
    }
}

/// The record of a tree without one, from the files themselves.
fn take_stock(out: &Path) -> Tree {
    let mut tree = Tree::new();
    let walker = walkdir::WalkDir::new(out).into_iter().filter_map(Result::ok).filter(|e| e.file_type().is_file());
    for entry in walker {
        let Ok(relative) = entry.path().strip_prefix(out) else { continue };
        let name = relative.iter().map(std::ffi::OsStr::to_str).collect::<Option<Vec<_>>>().map(|parts| parts.join("/"));
        let (Some(name), Ok(bytes), Ok(meta)) = (name, fs::read(entry.path()), entry.metadata()) else { continue };
        tree.insert(name, Lying { stamp: Stamp::of(&bytes), modified: modified(&meta) });
    }
    tree
}

fn read_tree(path: &Path) -> Option<Tree> {
    let text = String::from_utf8(fs::read(path).ok()?).ok()?;
    text.lines()
        .map(|line| {
            let mut parts = line.splitn(5, ' ');
            let sha256 = parts.next()?.to_owned();
            let len = parts.next()?.parse().ok()?;
            let modified = (parts.next()?.parse().ok()?, parts.next()?.parse().ok()?);
            Some((parts.next()?.to_owned(), Lying { stamp: Stamp { sha256, len }, modified }))
        })
        .collect()
}

fn write_tree(path: &Path, tree: &Tree) -> Result<(), Diagnostic> {
    use std::fmt::Write as _;
    let mut text = String::new();
    for (name, lying) in tree {
        let (seconds, nanoseconds) = lying.modified;
        let _ = writeln!(text, "{} {} {seconds} {nanoseconds} {name}", lying.stamp.sha256, lying.stamp.len);
    }
    let temporary = path.with_extension("new");
    remove_file(&temporary)?;
    write_new(&temporary, &|file| file.write_all(text.as_bytes()))?;
    fs::rename(&temporary, path).map_err(|e| trouble(path, &e))
}

/// Folders are looked through on all cores: there are as many as pages.
fn sweep_folder(spare: &Path, below: &str, files: &Tree, folders: &std::collections::BTreeSet<String>) -> Result<(), Diagnostic> {
    let here = spare.join(below);
    let mut inner = Vec::new();
    for entry in fs::read_dir(&here).map_err(|e| trouble(&here, &e))? {
        let entry = entry.map_err(|e| trouble(&here, &e))?;
        let name = entry.file_name();
        let path = match name.to_str() {
            Some(name) if below.is_empty() => name.to_owned(),
            Some(name) => format!("{below}/{name}"),
            None => String::from("\u{0}"),
        };
        let is_folder = entry.file_type().is_ok_and(|t| t.is_dir());
        match (is_folder, folders.contains(&path), files.contains_key(&path)) {
            (true, true, _) => inner.push(path),
            (true, false, _) => remove_folder(&entry.path())?,
            (false, _, true) => {}
            (false, _, false) => remove_file(&entry.path())?,
        }
    }
    inner.par_iter().try_for_each(|path| sweep_folder(spare, path, files, folders))
}

/// The manifest of these files.
pub(super) fn manifest(generator: &str, files: &BTreeMap<String, Stamp>) -> String {
    #[derive(serde::Serialize)]
    struct Entry<'a> {
        path: &'a str,
        bytes: u64,
        sha256: &'a str,
    }
    #[derive(serde::Serialize)]
    struct Manifest<'a> {
        generator: &'a str,
        files: Vec<Entry<'a>>,
    }
    let files = files.iter().map(|(path, stamp)| Entry { path, bytes: stamp.len, sha256: &stamp.sha256 }).collect();
    let mut text = serde_json::to_string_pretty(&Manifest { generator, files }).expect("strings and numbers always serialise");
    text.push('\n');
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::fs::MetadataExt;

    fn build(out: &Path, files: &[(&str, &str)]) -> Written {
        let publisher = Publisher::begin(out).unwrap();
        for (path, text) in files {
            publisher.put(path, text.as_bytes()).unwrap();
        }
        publisher.finish("test").unwrap()
    }

    fn read(out: &Path, path: &str) -> Option<String> {
        fs::read(out.join(path)).ok().map(|b| String::from_utf8(b).unwrap())
    }

    #[test]
    fn unchanged_files_keep_bytes_inode_and_time_over_many_builds() {
        let dir = tempfile::tempdir().unwrap();
        let out = dir.path().join("public");
        build(&out, &[("a.html", "a"), ("x/b.html", "b1")]);
        let first = fs::metadata(out.join("a.html")).unwrap();
        for round in 2..6 {
            let text = format!("b{round}");
            let done = build(&out, &[("a.html", "a"), ("x/b.html", &text)]);
            assert_eq!((done.files, done.changed, done.removed), (3, 2, 0), "b and the manifest");
            let now = fs::metadata(out.join("a.html")).unwrap();
            assert_eq!((first.ino(), first.mtime_nsec()), (now.ino(), now.mtime_nsec()));
            assert_eq!(read(&out, "x/b.html").unwrap(), text);
        }
    }

    #[test]
    fn an_equal_build_writes_nothing() {
        let dir = tempfile::tempdir().unwrap();
        let out = dir.path().join("public");
        build(&out, &[("a.html", "a")]);
        let folder = fs::metadata(&out).unwrap().ino();
        assert_eq!(build(&out, &[("a.html", "a")]).changed, 0);
        assert_eq!(fs::metadata(&out).unwrap().ino(), folder, "not even swapped");
    }

    #[test]
    fn a_dropped_build_leaves_the_site_whole_and_the_next_one_clean() {
        let dir = tempfile::tempdir().unwrap();
        let out = dir.path().join("public");
        build(&out, &[("a.html", "a"), ("b.html", "b")]);
        build(&out, &[("a.html", "a2"), ("b.html", "b")]);
        {
            let killed = Publisher::begin(&out).unwrap();
            killed.put("a.html", b"a3").unwrap();
            killed.put("junk.html", b"junk").unwrap();
        }
        assert_eq!(read(&out, "a.html").unwrap(), "a2");
        build(&out, &[("a.html", "a4"), ("b.html", "b")]);
        assert_eq!(read(&out, "a.html").unwrap(), "a4");
        assert_eq!(read(&out, "b.html").unwrap(), "b");
        assert_eq!(read(&out, "junk.html"), None);
    }

    #[test]
    fn removed_pages_and_their_folders_disappear() {
        let dir = tempfile::tempdir().unwrap();
        let out = dir.path().join("public");
        build(&out, &[("a/one/index.html", "1"), ("a/two/index.html", "2")]);
        assert_eq!(build(&out, &[("a/one/index.html", "1")]).removed, 1);
        assert!(!out.join("a/two").exists());
        build(&out, &[("a/one/index.html", "1b")]);
        assert!(!out.join("a/two").exists(), "nor do they come back with the other tree");
    }

    #[test]
    fn a_file_changed_by_hand_is_repaired_in_both_trees() {
        let dir = tempfile::tempdir().unwrap();
        let out = dir.path().join("public");
        build(&out, &[("a.html", "right"), ("b.html", "1")]);
        build(&out, &[("a.html", "right"), ("b.html", "2")]);
        fs::OpenOptions::new().append(true).open(out.join("a.html")).unwrap().write_all(b" wrong").unwrap();
        for round in 3..6 {
            let text = round.to_string();
            build(&out, &[("a.html", "right"), ("b.html", &text)]);
            assert_eq!(read(&out, "a.html").unwrap(), "right", "round {round}");
        }
    }

    #[test]
    fn a_folder_of_someone_else_is_refused_and_untouched() {
        let dir = tempfile::tempdir().unwrap();
        let out = dir.path().join("public");
        fs::create_dir(&out).unwrap();
        fs::File::create(out.join("thesis.doc")).unwrap();
        let refused = Publisher::begin(&out).err().unwrap();
        assert_eq!(refused.rule.id, "publish/foreign-folder");
        assert!(out.join("thesis.doc").exists());
    }

    #[test]
    fn two_builds_at_once_and_two_files_at_one_address_are_refused() {
        let dir = tempfile::tempdir().unwrap();
        let out = dir.path().join("public");
        let first = Publisher::begin(&out).unwrap();
        assert_eq!(Publisher::begin(&out).err().unwrap().rule.id, "publish/busy");
        first.put("a.html", b"a").unwrap();
        assert_eq!(first.put("a.html", b"b").unwrap_err().rule.id, "publish/same-address");
    }
}
