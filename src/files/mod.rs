//! The one door to the disk: walking, reading, hashing and atomic writing; every error names its path.
//!
//! Paths given to [`Root`] are relative to the site's root, with `/` between parts, and never leave it: `..`, absolute paths and
//! symbolic links that lead outside are errors. Listings are sorted, so nothing depends on the order of the file system.

mod error;
mod hash;
mod index;
mod once;
mod plain;
mod private;
mod rows;
mod spool;
#[cfg(test)]
pub(crate) mod testing;

pub use error::{Error, RULES};
pub use hash::{Summing, content_hash, sha256_hex, sha256_stream};
pub use index::entries;
pub use once::Pour;
pub use plain::{folders_named, list_named, make_folder, read_named, write_named};
pub use private::{GitIndex, PRIVATE};
pub use rows::Rows;
pub use spool::{Held, Spool, Stamp};

use std::fs::File;
use std::io::Read;
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

use crate::diag::Source;

/// Largest text file that is read whole.
pub const MAX_TEXT: u64 = 16 << 20;
/// Folder of the tool's own records, beside the published site: names, sizes, times and sums, no text.
pub const WORK: &str = ".shanwai";

/// The root of a site: the folder that holds `content/` and `data/`.
#[derive(Clone, Debug)]
pub struct Root {
    dir: PathBuf,
    /// The folder held open, for [`beneath`].
    #[cfg_attr(not(target_os = "linux"), allow(dead_code, reason = "only Linux opens files by it"))]
    held: Option<Arc<File>>,
}

/// A file opened for streaming.
pub type Stream = std::fs::File;

/// A file found by [`Root::walk`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Path relative to the root.
    pub path: PathBuf,
    /// Size in bytes.
    pub len: u64,
    /// Time of the last change, as seconds and nanoseconds since 1970; for noticing changes, never for output.
    pub modified: (i64, u32),
}

impl Root {
    /// Opens a root; its real path is kept.
    pub fn open(dir: &Path) -> Result<Self, Error> {
        let dir = std::fs::canonicalize(dir).map_err(|e| Error::io(dir, &e))?;
        let held = File::open(&dir).ok().map(Arc::new);
        Ok(Self { dir, held })
    }

    /// The absolute folder.
    #[must_use]
    pub fn dir(&self) -> &Path {
        &self.dir
    }

    /// The absolute path of a relative one; an error when it would leave the root.
    pub fn locate(&self, relative: &Path) -> Result<PathBuf, Error> {
        let stays = relative.components().all(|part| matches!(part, Component::Normal(_) | Component::CurDir));
        if !stays {
            return Err(Error::Outside { path: relative.to_path_buf() });
        }
        let path = self.dir.join(relative);
        match std::fs::canonicalize(&path) {
            Ok(real) if real.starts_with(&self.dir) => Ok(path),
            Ok(_) => Err(Error::Link { path: relative.to_path_buf() }),
            Err(e) => Err(Error::io(relative, &e)),
        }
    }

    /// Whether there is such a file or folder inside the root.
    #[must_use]
    pub fn exists(&self, relative: impl AsRef<Path>) -> bool {
        self.confirm(relative.as_ref()).is_ok()
    }

    /// An error when there is no such file or folder, or when it lies outside.
    pub fn confirm(&self, relative: &Path) -> Result<(), Error> {
        if self.beneath(relative, true).is_some() { Ok(()) } else { self.locate(relative).map(drop) }
    }

    /// Opens what lies inside in one system call, where the system has one that never leaves a folder. `None` tells nothing: then
    /// the slow way finds out what is wrong.
    #[cfg(target_os = "linux")]
    fn beneath(&self, relative: &Path, look_only: bool) -> Option<File> {
        use rustix::fs::{Mode, OFlags, ResolveFlags, openat2};
        let plain = relative.components().all(|part| matches!(part, Component::Normal(_)));
        let how = OFlags::CLOEXEC | if look_only { OFlags::PATH } else { OFlags::RDONLY };
        let held = self.held.as_ref().filter(|_| plain)?;
        let resolve = ResolveFlags::BENEATH | ResolveFlags::NO_MAGICLINKS;
        openat2(held.as_ref(), relative, how, Mode::empty(), resolve).ok().map(File::from)
    }

    #[cfg(not(target_os = "linux"))]
    fn beneath(&self, _: &Path, _: bool) -> Option<File> {
        None
    }

    /// Reads a text file: UTF-8, a byte-order mark is dropped, at most [`MAX_TEXT`] bytes.
    pub fn read(&self, relative: impl AsRef<Path>) -> Result<Arc<Source>, Error> {
        let relative = relative.as_ref();
        let bytes = self.read_bytes(relative, MAX_TEXT)?;
        let text = String::from_utf8(bytes).map_err(|e| Error::not_utf8(relative, &e))?;
        let text = if let Some(bare) = text.strip_prefix('\u{feff}') { bare.to_owned() } else { text };
        Ok(Source::new(relative, text))
    }

    /// Reads a text file that need not be there.
    pub fn read_if_there(&self, relative: impl AsRef<Path>) -> Result<Option<Arc<Source>>, Error> {
        match self.read(relative) {
            Ok(source) => Ok(Some(source)),
            Err(Error::NotFound { .. }) => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Reads a file of at most `limit` bytes.
    pub fn read_bytes(&self, relative: impl AsRef<Path>, limit: u64) -> Result<Vec<u8>, Error> {
        let relative = relative.as_ref();
        let file = self.open_file(relative)?;
        // One byte more than the file has, so that its end is seen without another read.
        let size = file.metadata().map_or(0, |meta| meta.len().min(limit));
        let mut bytes = Vec::with_capacity(usize::try_from(size).unwrap_or(0) + 1);
        file.take(limit + 1).read_to_end(&mut bytes).map_err(|e| Error::io(relative, &e))?;
        if bytes.len() as u64 > limit {
            return Err(Error::TooLarge { path: relative.to_path_buf(), limit });
        }
        Ok(bytes)
    }

    /// Opens a file for streaming.
    pub fn open_file(&self, relative: impl AsRef<Path>) -> Result<Stream, Error> {
        let relative = relative.as_ref();
        match self.beneath(relative, false) {
            Some(file) => Ok(file),
            None => File::open(self.locate(relative)?).map_err(|e| Error::io(relative, &e)),
        }
    }

    /// All regular files below a folder, sorted by path; hidden files and folders (`.x`) are passed over. Nothing when the folder does not exist.
    /// Symbolic links that stay inside the root are followed once; others are errors.
    pub fn walk(&self, relative: impl AsRef<Path>) -> (Vec<Entry>, Vec<Error>) {
        let relative = relative.as_ref();
        let (mut entries, mut errors) = (Vec::new(), Vec::new());
        if std::fs::symlink_metadata(self.dir.join(relative)).is_err() {
            return (entries, errors);
        }
        let start = match self.locate(relative) {
            Ok(start) => start,
            Err(e) => return (entries, vec![e]),
        };
        let walker = walkdir::WalkDir::new(start)
            .follow_links(true)
            .into_iter()
            .filter_entry(|e| e.depth() == 0 || !e.file_name().to_string_lossy().starts_with('.'));
        for found in walker {
            match found {
                Ok(entry) => self.collect(&entry, &mut entries, &mut errors),
                Err(e) => errors.push(Error::walk(&self.dir, &e)),
            }
        }
        entries.sort_by(|a, b| a.path.as_os_str().cmp(b.path.as_os_str()));
        (entries, errors)
    }

    /// Size and time of one file; nothing when it is no regular file inside the root.
    #[must_use]
    pub fn entry(&self, relative: &Path) -> Option<Entry> {
        let meta = self.open_file(relative).ok()?.metadata().ok().filter(std::fs::Metadata::is_file)?;
        Some(Entry { path: relative.to_path_buf(), len: meta.len(), modified: modified(&meta) })
    }

    fn collect(&self, entry: &walkdir::DirEntry, entries: &mut Vec<Entry>, errors: &mut Vec<Error>) {
        let path = entry.path().strip_prefix(&self.dir).unwrap_or(entry.path()).to_path_buf();
        if entry.path_is_symlink()
            && let Err(e) = self.locate(&path)
        {
            errors.push(e);
            return;
        }
        match entry.metadata() {
            Ok(meta) if meta.is_file() => entries.push(Entry { path, len: meta.len(), modified: modified(&meta) }),
            Ok(_) => {}
            Err(e) => errors.push(Error::walk(&self.dir, &e)),
        }
    }
}

fn modified(meta: &std::fs::Metadata) -> (i64, u32) {
    let since = meta.modified().ok().and_then(|t| t.duration_since(std::time::UNIX_EPOCH).ok()).unwrap_or_default();
    (i64::try_from(since.as_secs()).unwrap_or(i64::MAX), since.subsec_nanos())
}
