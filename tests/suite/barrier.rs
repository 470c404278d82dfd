//! Leaks that must not compile, and side doors that must not exist (`docs/ARCHITECTURE.md`, section 5).
//!
//! Each leak is a small function behind a flag of its own. The compiler must refuse it with just the error expected, so that a
//! slip of the pen does not pass for protection; the control, without any leak, must compile.

use std::path::{Path, PathBuf};
use std::process::Command;

/// Flag, where the leak stands, and the error it must give.
const LEAKS: [(&str, &str, &str); 6] = [
    ("leak_1", "src/chart/mod.rs", "E0603"),
    ("leak_2", "src/prose/mod.rs", "E0451"),
    ("leak_3", "src/confidential/mod.rs", "E0624"),
    ("leak_4", "src/confidential/mod.rs", "E0277"),
    ("leak_5", "src/confidential/mod.rs", "E0277"),
    ("leak_6", "src/site/authored.rs", "E0451"),
];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Checks the library with one flag; the errors told, as JSON, and whether it compiled.
fn check(flag: &str) -> (bool, Vec<serde_json::Value>) {
    let done = Command::new(env!("CARGO"))
        .current_dir(root())
        // The same folder and features as every other check: the dependencies are there already.
        .args(["rustc", "--lib", "--profile", "check", "--quiet", "--message-format", "json"])
        .args(["--", "--cfg", flag])
        .output()
        .expect("cargo runs");
    let lines = String::from_utf8(done.stdout).expect("JSON is UTF-8");
    let messages = lines.lines().filter_map(|line| serde_json::from_str::<serde_json::Value>(line).ok());
    let errors = messages
        .map(|line| line["message"].clone())
        .filter(|m| m["level"] == "error" && !m["spans"].as_array().is_none_or(Vec::is_empty));
    (done.status.success(), errors.collect())
}

#[test]
fn leaks_do_not_compile_and_the_control_does() {
    let (compiles, errors) = check("leak_0");
    assert!(compiles, "the control must compile: {errors:?}");
    for (flag, file, code) in LEAKS {
        let (compiles, errors) = check(flag);
        assert!(!compiles, "{flag} compiles");
        for error in &errors {
            assert_eq!(error["code"]["code"], code, "{flag}: {}", error["rendered"]);
            assert_eq!(error["spans"][0]["file_name"], file, "{flag}: {}", error["rendered"]);
        }
        assert!(!errors.is_empty(), "{flag} fails for another reason");
    }
}

#[test]
fn the_face_of_the_vault_has_no_public_module() {
    let face = read(&root().join("src/confidential/mod.rs"));
    let public = face.lines().find(|line| line.trim_start().starts_with("pub") && line.contains(" mod "));
    assert_eq!(public, None);
}

#[test]
fn nothing_raw_is_printed_serialized_or_written() {
    let mut files = Vec::new();
    walk(&root().join("src/confidential"), &mut files);
    assert!(files.len() > 15, "the vault is there");
    for file in files {
        let name = file.strip_prefix(root()).expect("below the root").display().to_string().replace('\\', "/");
        if name.contains("/tests/") {
            continue;
        }
        let text = read(&file);
        let code = text.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default();
        let mut doors = vec!["println!", "eprintln!", "dbg!", "fs::write", "File::create", "OpenOptions", "log::", "tracing::"];
        // Sealed types, bare counts and what earlier releases published may be shown to anyone, words without a figure (what is
        // to become of a column) and questions that are put to the vault tell nothing; all others are raw. The secret's own Debug hides it.
        let open = [
            "gate/published.rs",
            "confidential/summary.rs",
            "confidential/crowd.rs",
            "protect/mod.rs",
            "protect/order.rs",
            "protect/primary.rs",
            "case/document.rs",
        ];
        if !open.iter().any(|sealed| name.ends_with(sealed)) && !name.contains("/releases/") {
            doors.extend(["Debug)", "Debug,", "derive(Serialize", "Serialize for", "Serialize)", "serde::", "Display for"]);
        }
        // What only tests can show, no program shows.
        let shown = |line: &&str| !line.trim_start().starts_with("//") && line.trim() != "#[cfg_attr(test, derive(Debug))]";
        for line in code.lines().filter(shown) {
            for door in &doors {
                assert!(!line.contains(door), "{name}: `{door}` in `{}`", line.trim());
            }
        }
    }
}

fn walk(folder: &Path, into: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).expect("the folder is readable") {
        let path = entry.expect("the entry is readable").path();
        if path.is_dir() {
            walk(&path, into);
        } else {
            into.push(path);
        }
    }
}

fn read(path: &Path) -> String {
    String::from_utf8(std::fs::read(path).expect("the file is readable")).expect("UTF-8")
}
