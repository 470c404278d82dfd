//! What several files of the suite share: temporary sites, the program, and trees of files.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::OnceLock;

/// The files of a tree, by path relative to it.
pub(crate) type Tree = BTreeMap<String, Vec<u8>>;

/// The package's folder.
pub(crate) fn package() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The program, in the folder of a site, with nothing of the user's environment that changes its words.
pub(crate) fn shanwai(site: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_shanwai"));
    command
        .current_dir(site)
        .args(arguments)
        .env_remove("LANG")
        .env_remove("LC_ALL")
        .env_remove("LC_MESSAGES")
        .env_remove("SHANWAI_SECRET_FILE");
    command
}

/// Runs the program to its end.
pub(crate) fn run(site: &Path, arguments: &[&str]) -> Output {
    shanwai(site, arguments).output().expect("the program runs")
}

/// Runs a command that must succeed; what it said.
pub(crate) fn good(site: &Path, arguments: &[&str]) -> String {
    let done = run(site, arguments);
    let said = String::from_utf8_lossy(&done.stderr).into_owned();
    assert!(done.status.success(), "{arguments:?}: {said}");
    said
}

/// A folder that is removed when the test ends.
pub(crate) fn temporary() -> tempfile::TempDir {
    tempfile::Builder::new().prefix("shanwai-suite").tempdir().expect("a temporary folder")
}

/// Copies a tree into a folder, which may exist.
pub(crate) fn copy(from: &Path, to: &Path) {
    for entry in walkdir::WalkDir::new(from).min_depth(1) {
        let entry = entry.expect("the fixture is readable");
        let target = to.join(entry.path().strip_prefix(from).expect("below the fixture"));
        if entry.file_type().is_dir() {
            std::fs::create_dir_all(&target).expect("a folder");
        } else {
            write(&target, &std::fs::read(entry.path()).expect("a file"));
        }
    }
}

/// Writes a file and the folders above it.
pub(crate) fn write(path: &Path, bytes: &[u8]) {
    std::fs::create_dir_all(path.parent().expect("a file has a folder")).expect("a folder");
    std::fs::File::create(path).and_then(|mut file| std::io::Write::write_all(&mut file, bytes)).expect("a file is written");
}

/// A text file.
pub(crate) fn read(path: &Path) -> String {
    String::from_utf8(std::fs::read(path).unwrap_or_else(|e| panic!("{}: {e}", path.display()))).expect("UTF-8")
}

/// Replaces a text that must stand in the file.
pub(crate) fn edit(path: &Path, old: &str, new: &str) {
    let text = read(path);
    assert!(text.contains(old), "{}: no `{old}`", path.display());
    write(path, text.replace(old, new).as_bytes());
}

/// Every file of a tree.
pub(crate) fn tree(folder: &Path) -> Tree {
    let files = walkdir::WalkDir::new(folder).into_iter().filter_map(Result::ok).filter(|e| !e.file_type().is_dir());
    files.map(|e| (relative(folder, e.path()), std::fs::read(e.path()).unwrap_or_default())).collect()
}

fn relative(folder: &Path, path: &Path) -> String {
    path.strip_prefix(folder).expect("below the folder").to_string_lossy().replace('\\', "/")
}

/// The site that small tests build on.
pub(crate) fn base() -> tempfile::TempDir {
    let site = temporary();
    copy(&package().join("tests/broken/base"), site.path());
    site
}

/// The repository's own site, copied.
pub(crate) fn huaihua() -> tempfile::TempDir {
    let site = temporary();
    for folder in ["content", "data", "static", "themes"] {
        copy(&package().join(folder), &site.path().join(folder));
    }
    let _ = std::fs::remove_dir_all(site.path().join("data/private"));
    site
}

/// The repository's own site, built once for all tests that only read it.
pub(crate) struct Built {
    folder: tempfile::TempDir,
    /// Every file of the output.
    pub(crate) files: Tree,
    /// What the program said.
    pub(crate) said: String,
}

impl Built {
    /// The output folder.
    pub(crate) fn out(&self) -> PathBuf {
        self.folder.path().join("public")
    }
}

/// Builds the repository's own site where it lies, the first time it is asked for.
pub(crate) fn built() -> &'static Built {
    static BUILT: OnceLock<Built> = OnceLock::new();
    BUILT.get_or_init(|| {
        let folder = temporary();
        let out = folder.path().join("public");
        let said = good(package(), &["build", "--lang", "en", "--out", &out.to_string_lossy()]);
        Built { files: tree(&out), folder, said }
    })
}

/// Asserts that two trees hold the same bytes, naming the files that differ.
pub(crate) fn assert_same(before: &Tree, after: &Tree, when: &str) {
    let differing: Vec<&String> =
        before.keys().chain(after.keys()).filter(|path| before.get(*path) != after.get(*path)).collect();
    assert!(differing.is_empty(), "{when}: {differing:?} differ");
}

/// Faults of a built site against its manifest: every listed file is there with its sum, and no other file is.
pub(crate) fn manifest_faults(out: &Path) -> Vec<String> {
    let mut files = tree(out);
    let Some(manifest) = files.remove("build-manifest.json") else { return vec!["no manifest".to_owned()] };
    let manifest: serde_json::Value = serde_json::from_slice(&manifest).expect("the manifest is JSON");
    let mut faults = Vec::new();
    for file in manifest["files"].as_array().expect("the manifest lists files") {
        let path = file["path"].as_str().expect("a path");
        match files.remove(path) {
            None => faults.push(format!("{path} is missing")),
            Some(bytes) => {
                if shanwai::files::sha256_hex(&bytes) != file["sha256"] || bytes.len() as u64 != file["bytes"] {
                    faults.push(format!("{path} has other bytes than listed"));
                }
            }
        }
    }
    faults.extend(files.keys().map(|path| format!("{path} is not listed")));
    faults
}

/// Compares a text with a golden file, or writes it when `SHANWAI_BLESS` is set; what differs.
pub(crate) fn golden(path: &Path, found: &str) -> Option<String> {
    if std::env::var_os("SHANWAI_BLESS").is_some() {
        write(path, found.as_bytes());
        return None;
    }
    let expected = std::fs::read(path).map(|b| String::from_utf8_lossy(&b).into_owned()).unwrap_or_default();
    let name = relative(package(), path);
    (expected != found).then(|| format!("── {name}\nexpected:\n{expected}\nfound:\n{found}"))
}

/// The folders of fixtures below `tests/`, sorted.
pub(crate) fn fixtures(kind: &str) -> Vec<PathBuf> {
    let mut found: Vec<PathBuf> = std::fs::read_dir(package().join("tests").join(kind))
        .expect("the fixtures are there")
        .map(|entry| entry.expect("readable").path())
        .collect();
    found.sort();
    found
}
