//! The small site that `shanwai new` writes: embedded in the program, for a place of its own.

use std::fs;
use std::path::Path;

use crate::diag::Diagnostic;
use crate::files::Error;

/// Why nothing was written.
pub enum Refused {
    /// The folder holds files.
    NotEmpty,
    /// The disk said no.
    Trouble(Box<Diagnostic>),
}

/// Writes the starter site into a new or empty folder; gives the number of files.
pub fn write(dir: &Path) -> Result<usize, Refused> {
    let trouble = |path: &Path, e: &std::io::Error| Refused::Trouble(Box::new(Error::io(path, e).diagnostic()));
    match fs::read_dir(dir) {
        Ok(mut entries) => {
            if entries.next().is_some() {
                return Err(Refused::NotEmpty);
            }
        }
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => {}
        Err(e) => return Err(trouble(dir, &e)),
    }
    for (name, bytes) in FILES {
        let path = dir.join(name);
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder).map_err(|e| trouble(folder, &e))?;
        }
        fs::File::create_new(&path)
            .and_then(|mut file| std::io::Write::write_all(&mut file, bytes))
            .map_err(|e| trouble(&path, &e))?;
    }
    Ok(FILES.len())
}

include!("starter_files.rs");
