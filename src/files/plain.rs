//! Files the user names on the command line, outside of any site.

use std::path::Path;

use super::Error;

/// Reads a whole file of at most a gigabyte.
pub fn read_named(path: &Path) -> Result<Vec<u8>, Error> {
    let io = |e: std::io::Error| Error::io(path, &e);
    let file = std::fs::File::open(path).map_err(io)?;
    let mut bytes = Vec::new();
    std::io::Read::read_to_end(&mut std::io::Read::take(file, 1 << 30), &mut bytes).map_err(io)?;
    Ok(bytes)
}

/// Puts a file in place at once: written beside and renamed, so that a reader sees the old one or the new one.
pub fn write_named(path: &Path, bytes: &[u8]) -> Result<(), Error> {
    let io = |e: std::io::Error| Error::io(path, &e);
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut file = tempfile::NamedTempFile::new_in(folder).map_err(io)?;
    std::io::Write::write_all(&mut file, bytes).map_err(io)?;
    file.persist(path).map_err(|e| Error::io(path, &e.error))?;
    Ok(())
}

/// The files of a folder with an ending, sorted by name.
pub fn list_named(folder: &Path, ending: &str) -> Result<Vec<std::path::PathBuf>, Error> {
    let io = |e: std::io::Error| Error::io(folder, &e);
    let entries = std::fs::read_dir(folder).map_err(io)?.collect::<Result<Vec<_>, _>>().map_err(io)?;
    let mut paths: Vec<_> = entries.into_iter().map(|entry| entry.path()).collect();
    paths.retain(|path| path.extension().is_some_and(|found| found == ending));
    paths.sort();
    Ok(paths)
}

/// The folders in a folder, sorted by name.
pub fn folders_named(folder: &Path) -> Result<Vec<std::path::PathBuf>, Error> {
    let io = |e: std::io::Error| Error::io(folder, &e);
    let entries = std::fs::read_dir(folder).map_err(io)?.collect::<Result<Vec<_>, _>>().map_err(io)?;
    let mut paths: Vec<_> = entries.into_iter().map(|entry| entry.path()).filter(|path| path.is_dir()).collect();
    paths.sort();
    Ok(paths)
}

/// Makes a folder and those above it.
pub fn make_folder(folder: &Path) -> Result<(), Error> {
    std::fs::create_dir_all(folder).map_err(|e| Error::io(folder, &e))
}
