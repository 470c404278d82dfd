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

    /// Puts files into a folder of `data/private/`, which is made when missing, with a `.gitignore` of its own that names everything
    /// in it. Names are plain file names.
    ///
    /// Each file is written beside and renamed; readable for its owner only, where the system knows owners.
    pub fn write_private_folder(&self, name: &str, files: &[(&str, &[u8])]) -> Result<(), Error> {
        let mut folder = PathBuf::new();
        for part in Path::new(PRIVATE).iter().chain([name.as_ref()]) {
            folder.push(part);
            match std::fs::create_dir(self.dir().join(&folder)) {
                Err(error) if error.kind() != std::io::ErrorKind::AlreadyExists => return Err(Error::io(&folder, &error)),
                _ => drop(self.locate(&folder)?),
            }
        }
        let dir = self.locate(&folder)?;
        for (name, bytes) in [(".gitignore", b"*\n".as_slice())].iter().chain(files) {
            let shown = folder.join(name);
            let mut file = tempfile::NamedTempFile::new_in(&dir).map_err(|e| Error::io(&shown, &e))?;
            std::io::Write::write_all(&mut file, bytes).map_err(|e| Error::io(&shown, &e))?;
            file.persist(dir.join(name)).map_err(|e| Error::io(&shown, &e.error))?;
        }
        Ok(())
    }

    /// Puts a file in place below the root, at once; folders are made when missing.
    pub fn write_below(&self, relative: &Path, bytes: &[u8]) -> Result<(), Error> {
        let mut folder = PathBuf::new();
        for part in relative.parent().unwrap_or(Path::new("")).iter() {
            folder.push(part);
            match std::fs::create_dir(self.dir().join(&folder)) {
                Err(error) if error.kind() != std::io::ErrorKind::AlreadyExists => return Err(Error::io(&folder, &error)),
                _ => drop(self.locate(&folder)?),
            }
        }
        let io = |e: std::io::Error| Error::io(relative, &e);
        let mut file = tempfile::NamedTempFile::new_in(self.locate(&folder)?).map_err(io)?;
        std::io::Write::write_all(&mut file, bytes).map_err(io)?;
        file.persist(self.dir().join(relative)).map_err(|e| Error::io(relative, &e.error))?;
        Ok(())
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_private_folder_is_made_with_its_own_gitignore_and_files_are_replaced_whole() {
        let dir = tempfile::tempdir().unwrap();
        let root = Root::open(dir.path()).unwrap();
        root.write_private_folder("protection", &[("a.json", b"1")]).unwrap();
        root.write_private_folder("protection", &[("a.json", b"22")]).unwrap();
        let folder = Path::new(PRIVATE).join("protection");
        assert_eq!(root.read_bytes(folder.join("a.json"), 9).unwrap(), b"22");
        assert_eq!(root.read_bytes(folder.join(".gitignore"), 9).unwrap(), b"*\n");
        assert_eq!(std::fs::read_dir(dir.path().join(folder)).unwrap().count(), 2);
    }

    #[cfg(unix)]
    #[test]
    fn a_private_folder_that_leads_elsewhere_is_refused() {
        let (dir, elsewhere) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        std::fs::create_dir(dir.path().join("data")).unwrap();
        std::os::unix::fs::symlink(elsewhere.path(), dir.path().join(PRIVATE)).unwrap();
        let root = Root::open(dir.path()).unwrap();
        assert!(root.write_private_folder("protection", &[("a", b"1")]).is_err());
        assert_eq!(std::fs::read_dir(elsewhere.path()).unwrap().count(), 0);
    }
}
