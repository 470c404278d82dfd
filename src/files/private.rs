//! `data/private/`: what stays on this machine, and the list of files git would carry away from it.

use std::path::{Path, PathBuf};

use super::{Error, Root};

/// The folder that git ignores.
pub const PRIVATE: &str = "data/private";
/// Largest index of git that is read: some millions of files.
const MAX_INDEX: u64 = 1 << 30;

/// The index of the git repository around a site.
#[derive(Debug)]
pub struct GitIndex {
    /// The site's root within the repository, `/` between parts, with a final slash unless empty.
    pub prefix: String,
    /// The index as git wrote it.
    pub bytes: Vec<u8>,
}

impl Root {
    /// Puts a file into `data/private/` when that folder exists; whether it did.
    ///
    /// The file is written beside and renamed, so a reader sees the old one or the new one.
    pub fn write_private(&self, name: &str, text: &str) -> Result<bool, Error> {
        let folder = Path::new(PRIVATE);
        if !self.exists(folder) {
            return Ok(false);
        }
        let shown = folder.join(name);
        let io = |e: std::io::Error| Error::io(&shown, &e);
        let dir = self.locate(folder)?;
        let mut file = tempfile::NamedTempFile::new_in(&dir).map_err(io)?;
        std::io::Write::write_all(&mut file, text.as_bytes()).map_err(io)?;
        file.persist(dir.join(name)).map_err(|e| Error::io(&shown, &e.error))?;
        Ok(true)
    }

    /// The index of the git repository the site stands in; `None` outside of one, or when nothing is tracked yet.
    pub fn git_index(&self) -> Result<Option<GitIndex>, Error> {
        let Some((top, git)) = self.dir().ancestors().map(|dir| (dir, dir.join(".git"))).find(|(_, git)| git.exists()) else {
            return Ok(None);
        };
        let index = git_dir(top, &git)?.join("index");
        if !index.exists() {
            return Ok(None);
        }
        let io = |e: std::io::Error| Error::io(&index, &e);
        let file = std::fs::File::open(&index).map_err(io)?;
        let mut bytes = Vec::new();
        std::io::Read::read_to_end(&mut std::io::Read::take(file, MAX_INDEX), &mut bytes).map_err(io)?;
        let inside = self.dir().strip_prefix(top).unwrap_or(Path::new(""));
        let prefix = inside.components().map(|part| format!("{}/", part.as_os_str().to_string_lossy())).collect();
        Ok(Some(GitIndex { prefix, bytes }))
    }
}

/// In a linked work tree `.git` is a file that names the folder.
fn git_dir(top: &Path, git: &Path) -> Result<PathBuf, Error> {
    if git.is_dir() {
        return Ok(git.to_path_buf());
    }
    let file = std::fs::File::open(git).map_err(|e| Error::io(git, &e))?;
    let mut text = String::new();
    std::io::Read::read_to_string(&mut std::io::Read::take(file, 1 << 16), &mut text).map_err(|e| Error::io(git, &e))?;
    Ok(top.join(text.trim().strip_prefix("gitdir:").unwrap_or("").trim()))
}
