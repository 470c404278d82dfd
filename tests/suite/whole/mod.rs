//! Whole sites for the tests that build them: copies, the program's words, and what lies in the output.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod canary;
#[cfg(feature = "serve")]
mod serve;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// A site in a folder of its own, removed at the end.
pub(crate) struct Site {
    folder: tempfile::TempDir,
}

/// How a command ended.
pub(crate) struct Said {
    pub(crate) code: Option<i32>,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Site {
    /// The small site of Qingxi: two languages, three pages, one cube, one taxonomy.
    pub(crate) fn qingxi() -> Self {
        Self::copy_of(&[(package().join("tests/sites/qingxi"), "")])
    }

    /// The repository's own site, without its theme folder when the built-in one is the same.
    pub(crate) fn huaihua() -> Self {
        Self::copy_of(&["content", "data", "static"].map(|folder| (package().join(folder), folder)))
    }

    fn copy_of(folders: &[(PathBuf, &str)]) -> Self {
        let folder = tempfile::Builder::new().prefix("whole").tempdir().expect("a temporary folder");
        for (from, to) in folders {
            for file in files(from).into_iter().filter(|file| !file.starts_with("private/")) {
                write(&folder.path().join(to).join(&file), &bytes(&from.join(&file)));
            }
        }
        Self { folder }
    }

    pub(crate) fn path(&self, below: &str) -> PathBuf {
        self.folder.path().join(below)
    }

    pub(crate) fn write(&self, path: &str, text: &str) {
        write(&self.path(path), text.as_bytes());
    }

    pub(crate) fn read(&self, path: &str) -> String {
        text(&self.path(path))
    }

    /// Replaces words that must be there.
    pub(crate) fn edit(&self, path: &str, old: &str, new: &str) {
        let before = self.read(path);
        assert!(before.contains(old), "{path} does not hold `{old}`");
        self.write(path, &before.replace(old, new));
    }

    /// The program, told to work here.
    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = program();
        command.current_dir(self.folder.path()).args(arguments);
        command
    }

    pub(crate) fn run(&self, arguments: &[&str]) -> Said {
        said(&mut self.command(arguments))
    }

    pub(crate) fn public(&self) -> PathBuf {
        self.path("public")
    }
}

/// The program, with none of the user's settings.
pub(crate) fn program() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_shanwai"));
    for name in ["LC_ALL", "LC_MESSAGES", "LANG", "RAYON_NUM_THREADS"] {
        command.env_remove(name);
    }
    command.stdin(Stdio::null());
    command
}

pub(crate) fn said(command: &mut Command) -> Said {
    let output = command.output().expect("the program starts");
    let words = |bytes: Vec<u8>| String::from_utf8(bytes).expect("the program speaks UTF-8");
    Said { code: output.status.code(), out: words(output.stdout), err: words(output.stderr) }
}

pub(crate) fn package() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

pub(crate) fn bytes(path: &Path) -> Vec<u8> {
    std::fs::read(path).unwrap_or_else(|e| panic!("{}: {e}", path.display()))
}

pub(crate) fn text(path: &Path) -> String {
    String::from_utf8(bytes(path)).expect("UTF-8")
}

pub(crate) fn write(path: &Path, bytes: &[u8]) {
    std::fs::create_dir_all(path.parent().expect("a file lies in a folder")).expect("a folder");
    std::fs::File::create(path).and_then(|mut f| std::io::Write::write_all(&mut f, bytes)).expect("a file");
}

/// Every file below a folder, by relative path.
pub(crate) fn files(folder: &Path) -> BTreeSet<String> {
    walkdir::WalkDir::new(folder)
        .into_iter()
        .map(|entry| entry.expect("a folder that can be read"))
        .filter(|entry| !entry.file_type().is_dir())
        .map(|entry| entry.path().strip_prefix(folder).expect("below").to_string_lossy().into_owned())
        .collect()
}

/// Every file below a folder with its bytes.
pub(crate) fn contents(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    files(folder).into_iter().map(|file| (file.clone(), bytes(&folder.join(&file)))).collect()
}

/// What is wrong with a tree by its own manifest: missing, altered or unlisted files.
pub(crate) fn manifest_faults(public: &Path) -> Vec<String> {
    let mut lying = contents(public);
    let Some(manifest) = lying.remove("build-manifest.json") else { return vec!["there is no manifest".to_owned()] };
    let manifest: serde_json::Value = serde_json::from_slice(&manifest).expect("the manifest is JSON");
    let listed = manifest["files"].as_array().expect("the manifest lists files");
    let mut faults = Vec::new();
    for file in listed {
        let path = file["path"].as_str().expect("a path");
        match lying.remove(path) {
            None => faults.push(format!("missing: {path}")),
            Some(bytes) if bytes.len() as u64 != file["bytes"] => faults.push(format!("other length: {path}")),
            Some(bytes) if shanwai::files::sha256_hex(&bytes) != file["sha256"] => faults.push(format!("other bytes: {path}")),
            Some(_) => {}
        }
    }
    faults.extend(lying.into_keys().map(|path| format!("not listed: {path}")));
    faults
}
