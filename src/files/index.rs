//! The index of git, read without git: versions 2 to 4, object names of SHA-1 or SHA-256.

use std::path::PathBuf;

use super::GitIndex;

/// How many entries of an index have a path that is `wanted`; `None` when this is no index with object names of `length` bytes.
#[must_use]
pub fn entries(index: &[u8], length: usize, mut wanted: impl FnMut(&[u8]) -> bool) -> Option<usize> {
    let number = |at: usize| Some(u32::from_be_bytes(index.get(at..at + 4)?.try_into().ok()?));
    let version = number(4)?;
    if !index.starts_with(b"DIRC") || !(2..=4).contains(&version) {
        return None;
    }
    let (mut at, mut path, mut found) = (12, Vec::new(), 0);
    for _ in 0..number(8)? {
        let start = at;
        let mode = number(start + 24)?;
        let flags = u16::from_be_bytes(index.get(start + 40 + length..start + 42 + length)?.try_into().ok()?);
        // Modes git knows: file, link, submodule. A directory (sparse index) hides what is below it.
        if !matches!(mode >> 12, 0o10 | 0o12 | 0o16) {
            return None;
        }
        at = start + 42 + length + if version > 2 && flags & 0x4000 != 0 { 2 } else { 0 };
        if version == 4 {
            let (cut, next) = varint(index, at)?;
            path.truncate(path.len().checked_sub(cut)?);
            at = next;
        } else {
            path.clear();
        }
        let end = at + index.get(at..)?.iter().position(|b| *b == 0)?;
        path.extend_from_slice(&index[at..end]);
        if path.is_empty() || (flags & 0xfff) != 0xfff && path.len() != usize::from(flags & 0xfff) {
            return None;
        }
        at = if version == 4 { end + 1 } else { start + (end - start + 8) / 8 * 8 };
        found += usize::from(wanted(&path));
    }
    // A split index keeps most entries in another file.
    (index.get(at..at + 4)? != b"link").then_some(found)
}

/// Git's offset encoding, and where it ends.
fn varint(bytes: &[u8], mut at: usize) -> Option<(usize, usize)> {
    let mut value = 0usize;
    loop {
        let byte = *bytes.get(at)?;
        at += 1;
        value = value.checked_mul(128)?.checked_add(usize::from(byte & 127))?;
        if byte & 128 == 0 {
            return Some((value, at));
        }
        value = value.checked_add(1)?;
    }
}

impl GitIndex {
    /// Paths git tracks at or below the site's root, relative to it; `None` when the index is of a kind that is not understood.
    #[must_use]
    pub fn paths(&self) -> Option<Vec<PathBuf>> {
        [20, 32].into_iter().find_map(|length| {
            let mut found = Vec::new();
            entries(&self.bytes, length, |path| {
                let inside = path.strip_prefix(self.prefix.as_bytes()).and_then(|path| std::str::from_utf8(path).ok());
                found.extend(inside.map(PathBuf::from));
                true
            })?;
            Some(found)
        })
    }
}
