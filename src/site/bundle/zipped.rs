//! The folder as one ZIP, the same bytes for the same files.

use std::fs;
use std::io::{self, BufReader, BufWriter};
use std::path::Path;

use zip::write::SimpleFileOptions;

/// Packs these files of `folder`, in their order, below the name of the folder. The archive appears whole or not at all.
pub(super) fn pack(folder: &Path, paths: &[String], programs: &[String], archive: &Path) -> io::Result<()> {
    let name = folder.file_name().map_or_else(|| "bundle".into(), std::ffi::OsStr::to_string_lossy);
    let beside = archive.parent().unwrap_or(Path::new("."));
    let mut temporary = tempfile::NamedTempFile::new_in(beside)?;
    let mut writer = zip::ZipWriter::new(BufWriter::new(temporary.as_file_mut()));
    for path in paths {
        let mut file = fs::File::open(folder.join(path))?;
        let mode = if programs.contains(path) { 0o755 } else { 0o644 };
        let options = SimpleFileOptions::default()
            .compression_method(zip::CompressionMethod::Deflated)
            .last_modified_time(zip::DateTime::default())
            .unix_permissions(mode)
            .large_file(file.metadata()?.len() > u64::from(u32::MAX) / 2);
        writer.start_file(format!("{name}/{path}"), options)?;
        io::copy(&mut BufReader::new(&mut file), &mut writer)?;
    }
    writer.finish()?.into_inner().map_err(io::IntoInnerError::into_error)?;
    readable(temporary.as_file())?;
    temporary.persist(archive).map_err(|error| error.error)?;
    Ok(())
}

/// Temporary files are for their owner alone; this one is to be given away.
fn readable(file: &fs::File) -> io::Result<()> {
    #[cfg(unix)]
    file.set_permissions(std::os::unix::fs::PermissionsExt::from_mode(0o644))?;
    #[cfg(not(unix))]
    let _ = file;
    Ok(())
}
