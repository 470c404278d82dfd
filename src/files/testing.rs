//! What tests of several modules share.

use std::path::Path;

/// The smallest whole site of the repository, copied into a folder that is removed with the handle.
pub(crate) fn smallest_site() -> tempfile::TempDir {
    let site = tempfile::tempdir().unwrap();
    let base = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/broken/base");
    for entry in walkdir::WalkDir::new(&base).into_iter().filter_map(Result::ok).filter(|entry| entry.file_type().is_file()) {
        let target = site.path().join(entry.path().strip_prefix(&base).unwrap());
        std::fs::create_dir_all(target.parent().unwrap()).unwrap();
        std::fs::copy(entry.path(), target).unwrap();
    }
    site
}
