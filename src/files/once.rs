//! Folders that are written once and never again.

use std::fs::File;
use std::io::Write;
use std::path::Path;

use super::{Error, Held, Root};

/// Content of a file that is to be written.
pub trait Pour {
    /// Writes all of it.
    fn pour(&self, file: &mut File) -> std::io::Result<()>;
}

impl Pour for Vec<u8> {
    fn pour(&self, file: &mut File) -> std::io::Result<()> {
        file.write_all(self)
    }
}

impl Pour for Held {
    fn pour(&self, file: &mut File) -> std::io::Result<()> {
        self.copy_to(file)
    }
}

impl Root {
    /// Writes a folder that must not exist yet, with all its files, or nothing. Names are paths below it, made by the caller from
    /// names that were checked: none leads out.
    ///
    /// The files are written beside under a hidden name, brought to the disk and renamed together: whoever looks sees the
    /// whole folder or none, also after a power cut. An existing folder is an error and stays as it is.
    pub fn write_folder_once<B: Pour>(&self, relative: &Path, files: &[(String, B)]) -> Result<(), Error> {
        let io = |e: std::io::Error| Error::io(relative, &e);
        let parent = relative.parent().unwrap_or(Path::new(""));
        self.confirm(parent.parent().filter(|above| !above.as_os_str().is_empty()).unwrap_or(Path::new(".")))?;
        std::fs::create_dir_all(self.dir().join(parent)).map_err(io)?;
        let folder = self.locate(parent)?;
        let target = folder.join(relative.file_name().unwrap_or_default());
        let spare = tempfile::Builder::new().prefix(".new-").tempdir_in(&folder).map_err(io)?;
        for (name, bytes) in files {
            let path = spare.path().join(name);
            if let Some(folder) = path.parent().filter(|folder| *folder != spare.path()) {
                std::fs::create_dir_all(folder).map_err(io)?;
            }
            let mut file = File::create_new(path).map_err(io)?;
            bytes.pour(&mut file).and_then(|()| file.sync_all()).map_err(io)?;
        }
        open_to_all(spare.path()).map_err(io)?;
        sync_folder(spare.path()).map_err(io)?;
        rename_new(spare.path(), &target).map_err(io)?;
        // The folder has its own name now; there is nothing left to throw away.
        drop(spare.keep());
        sync_folder(&folder).map_err(io)
    }
}

impl Root {
    /// Replaces a file whole: written beside under a hidden name, brought to the disk, renamed. Its folder must exist.
    pub fn replace_file(&self, relative: &Path, bytes: &[u8]) -> Result<(), Error> {
        let io = |e: std::io::Error| Error::io(relative, &e);
        let folder = &self.locate(relative.parent().unwrap_or(Path::new("")))?;
        let target = folder.join(relative.file_name().unwrap_or_default());
        let mut spare = tempfile::Builder::new().prefix(".new-").tempfile_in(folder).map_err(io)?;
        spare.write_all(bytes).and_then(|()| spare.as_file().sync_all()).map_err(io)?;
        readable(spare.path()).map_err(io)?;
        spare.persist(&target).map_err(|error| io(error.error))?;
        sync_folder(folder).map_err(io)
    }
}

#[cfg(unix)]
fn readable(file: &Path) -> std::io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    std::fs::set_permissions(file, std::fs::Permissions::from_mode(0o644))
}

#[cfg(not(unix))]
fn readable(_: &Path) -> std::io::Result<()> {
    Ok(())
}

/// A temporary folder is its maker's alone; a published one is everybody's.
#[cfg(unix)]
fn open_to_all(folder: &Path) -> std::io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    std::fs::set_permissions(folder, std::fs::Permissions::from_mode(0o755))
}

#[cfg(not(unix))]
fn open_to_all(_: &Path) -> std::io::Result<()> {
    Ok(())
}

/// Renames without ever replacing, where the system can say so in one call.
fn rename_new(from: &Path, to: &Path) -> std::io::Result<()> {
    #[cfg(any(target_os = "linux", target_vendor = "apple"))]
    {
        use rustix::fs::{CWD, RenameFlags, renameat_with};
        use rustix::io::Errno;
        match renameat_with(CWD, from, CWD, to, RenameFlags::NOREPLACE) {
            Err(Errno::INVAL | Errno::NOSYS | Errno::OPNOTSUPP) => {}
            done => return done.map_err(Into::into),
        }
    }
    if to.symlink_metadata().is_ok() {
        return Err(std::io::ErrorKind::AlreadyExists.into());
    }
    std::fs::rename(from, to)
}

/// Names in a folder reach the disk with the folder, where the system lets one be opened.
fn sync_folder(folder: &Path) -> std::io::Result<()> {
    match File::open(folder) {
        Ok(folder) => folder.sync_all(),
        Err(_) if cfg!(not(unix)) => Ok(()),
        Err(error) => Err(error),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_is_written_whole_and_never_twice() {
        let dir = tempfile::tempdir().unwrap();
        let root = Root::open(dir.path()).unwrap();
        std::fs::create_dir(dir.path().join("data")).unwrap();
        let target = Path::new("data/releases/1");
        let files = [("a.csv".to_owned(), b"1\n".to_vec()), ("b.toml".to_owned(), b"x = 1\n".to_vec())];
        root.write_folder_once(target, &files).unwrap();
        let other = [("a.csv".to_owned(), b"2\n".to_vec())];
        assert!(root.write_folder_once(target, &other).is_err());
        assert_eq!(root.read_bytes("data/releases/1/a.csv", 10).unwrap(), b"1\n");
        let (left, _) = root.walk("data/releases");
        assert_eq!(left.len(), 2);
        let names = std::fs::read_dir(dir.path().join("data/releases")).unwrap().count();
        assert_eq!(names, 1, "nothing is left over");
    }

    #[test]
    fn a_folder_outside_is_refused() {
        let dir = tempfile::tempdir().unwrap();
        let root = Root::open(dir.path()).unwrap();
        assert!(root.write_folder_once::<Vec<u8>>(Path::new("../away/1"), &[]).is_err());
        assert!(root.write_folder_once::<Vec<u8>>(Path::new("missing/releases/1"), &[]).is_err());
    }
}
