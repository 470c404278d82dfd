//! The small site that `shanwai new` writes: embedded in the program, for a place of its own.

use std::fs;
use std::path::Path;

use crate::config::City;
use crate::diag::Diagnostic;
use crate::files::Error;

/// Why nothing was written.
pub enum Refused {
    /// The folder holds files.
    NotEmpty,
    /// The disk said no.
    Trouble(Box<Diagnostic>),
}

/// Writes the starter site into a new or empty folder; gives the number of files. Of a folder that holds anything, nothing is touched.
pub fn write(dir: &Path) -> Result<usize, Refused> {
    write_all(dir, FILES.iter().copied())
}

/// Writes the site of a city, in the same manner.
pub fn write_city(dir: &Path, city: &City) -> Result<usize, Refused> {
    let files = super::city::files(city);
    write_all(dir, files.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())))
}

fn write_all<'a>(dir: &Path, files: impl Iterator<Item = (&'a str, &'a [u8])>) -> Result<usize, Refused> {
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
    let mut written = 0;
    for (name, bytes) in files {
        let path = dir.join(if name == "gitignore" { ".gitignore" } else { name });
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder).map_err(|e| trouble(folder, &e))?;
        }
        fs::File::create_new(&path)
            .and_then(|mut file| std::io::Write::write_all(&mut file, bytes))
            .map_err(|e| trouble(&path, &e))?;
        written += 1;
    }
    Ok(written)
}

include!("starter_files.rs");

#[cfg(test)]
mod tests {
    use super::*;

    fn below(folder: &Path, start: &Path, found: &mut Vec<String>) {
        for entry in fs::read_dir(folder).unwrap().map(Result::unwrap) {
            match entry.file_type().unwrap().is_dir() {
                true => below(&entry.path(), start, found),
                false => found.push(entry.path().strip_prefix(start).unwrap().to_str().unwrap().to_owned()),
            }
        }
    }

    #[test]
    fn every_file_of_the_starter_is_listed_in_order() {
        let start = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/site/starter");
        let mut found = Vec::new();
        below(&start, &start, &mut found);
        found.sort();
        let listed: Vec<&str> = FILES.iter().map(|(name, _)| *name).collect();
        assert_eq!(listed, found);
    }

    #[test]
    fn git_is_told_to_pass_over_output_and_private_records() {
        let dir = tempfile::tempdir().unwrap();
        assert!(write(&dir.path().join("new")).is_ok_and(|files| files == FILES.len()));
        let ignored = fs::read(dir.path().join("new/.gitignore")).unwrap();
        let made = "/public/\n/fragments/\n/bundle/\n/bundle.zip\n/bundle.zip.sha256\n";
        assert_eq!(String::from_utf8(ignored).unwrap(), format!("{made}/.shanwai/\n/data/private/\n"));
    }

    #[test]
    fn a_folder_that_holds_files_is_refused_untouched() {
        let dir = tempfile::tempdir().unwrap();
        fs::File::create(dir.path().join("mine.txt")).unwrap();
        assert!(matches!(write(dir.path()), Err(Refused::NotEmpty)));
        assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 1);
    }
}
