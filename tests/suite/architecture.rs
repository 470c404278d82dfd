//! Floors and owners: a module imports only from floors below its own, and each engine has one owner.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Modules by floor, ground first. A module on no floor fails, so a new folder must choose.
const FLOORS: &[&[&str]] = &[
    &["diag", "files"],
    &["model", "expr", "linear", "numbers", "typeset", "identify", "html", "colour"],
    &["config", "i18n", "attack"],
    &["confidential"],
    &["facts", "content", "archive", "consent", "rollup"],
    &["prose", "chart", "dataset", "cite", "collate", "photo", "picture", "search", "theme", "audit", "form", "fragment"],
    &["compose", "check"],
    &["site"],
    &["cli"],
];

/// Modules of one floor that may know each other: the ground and the words are read in the order given.
const LADDERS: &[(&str, &str)] = &[
    ("files", "diag"),
    ("i18n", "config"),
    ("expr", "model"),
    ("numbers", "linear"),
    ("numbers", "typeset"),
    ("identify", "html"),
    ("facts", "content"),
    ("consent", "content"),
    ("compose", "check"),
];

/// The one home of each engine; `site` shares the disk with `files`, since it swaps the finished site in.
const OWNERS: &[(&str, &[&str])] = &[
    ("tera::", &["theme"]),
    ("minijinja::", &["expr"]),
    ("pulldown_cmark::", &["prose", "collate"]),
    ("plotters::", &["chart"]),
    ("plotters_backend::", &["chart"]),
    ("ttf_parser::", &["chart", "picture"]),
    ("resvg::", &["picture"]),
    ("svgtypes::", &["colour"]),
    ("qrcode::", &["picture"]),
    ("png::", &["picture"]),
    ("image::", &["photo"]),
    ("webp::", &["photo"]),
    ("pinyin::", &["search"]),
    ("aho_corasick::", &["check"]),
    ("walkdir::", &["files", "site"]),
    ("std::fs", &["files", "site"]),
    ("annotate_snippets::", &["diag"]),
    ("clap::", &["cli"]),
    ("indicatif::", &["cli"]),
    ("axum::", &["cli"]),
    ("notify::", &["cli"]),
    ("csv::", &["config", "confidential", "dataset", "compose", "audit", "archive", "rollup"]),
    ("rust_xlsxwriter::", &["dataset", "form"]),
    ("parquet::", &["dataset", "confidential"]),
    ("arrow_", &["dataset"]),
    ("oxrdf::", &["dataset"]),
    ("zip::", &["dataset", "identify", "confidential", "rollup", "site"]),
    ("calamine::", &["confidential"]),
    ("lopdf::", &["identify"]),
    ("exif::", &["identify"]),
    ("jieba_rs::", &["identify"]),
    ("unicode_normalization::", &["identify"]),
    ("fluent_bundle::", &["i18n"]),
    ("microlp::", &["linear"]),
    ("toml::", &["config", "theme"]),
];

fn sources() -> Vec<(String, PathBuf, String)> {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut found: Vec<_> = walkdir::WalkDir::new(&src)
        .into_iter()
        .filter_map(Result::ok)
        .filter(|e| e.path().extension().is_some_and(|x| x == "rs"))
        .filter_map(|e| {
            let relative = e.path().strip_prefix(&src).ok()?.to_path_buf();
            let module = relative.iter().next()?.to_str()?.trim_end_matches(".rs").to_owned();
            let text = std::fs::read(e.path()).ok()?;
            Some((module, relative, String::from_utf8(text).ok()?))
        })
        .filter(|(module, ..)| module != "lib" && module != "main")
        .collect();
    found.sort();
    found
}

fn floors() -> BTreeMap<&'static str, usize> {
    FLOORS.iter().enumerate().flat_map(|(floor, modules)| modules.iter().map(move |m| (*m, floor))).collect()
}

/// What a module may not do, one line per finding.
fn faults(module: &str, path: &Path, text: &str) -> Vec<String> {
    let floors = floors();
    let Some(own) = floors.get(module) else { return vec![format!("{}: `{module}` stands on no floor", path.display())] };
    let mut found = Vec::new();
    // Tests set up folders and files of their own.
    let tests = path.components().any(|part| matches!(part.as_os_str().to_str(), Some("tests" | "tests.rs" | "preview.rs")));
    let code = if tests { "" } else { text.split("#[cfg(test)]\nmod tests").next().unwrap_or("") };
    for (number, line) in code.lines().enumerate().filter(|(_, line)| !line.trim_start().starts_with("//")) {
        let at = format!("{}:{}", path.display(), number + 1);
        for (start, _) in line.match_indices("crate::") {
            let rest = &line[start + "crate::".len()..];
            let names: Vec<&str> = match rest.strip_prefix('{') {
                Some(group) => group.split([',', '}']).map(|part| part.trim().split("::").next().unwrap_or("")).collect(),
                None => vec![rest.split(|c: char| !(c.is_alphanumeric() || c == '_')).next().unwrap_or("")],
            };
            for name in names {
                let Some(other) = floors.get(name) else { continue };
                let sideways = name != module && other == own && !LADDERS.contains(&(module, name));
                if other > own || sideways {
                    found.push(format!("{at}: `{module}` may not import `{name}`"));
                }
            }
        }
        for (engine, owners) in OWNERS {
            let used = line
                .match_indices(engine)
                .any(|(i, _)| !line[..i].ends_with(|c: char| c.is_alphanumeric() || c == '_' || c == ':' || c == '"'));
            if used && !owners.contains(&module) {
                found.push(format!("{at}: `{engine}` belongs to {owners:?}, not to `{module}`"));
            }
        }
    }
    found
}

#[test]
fn no_module_imports_from_its_own_floor_or_above_and_engines_stay_home() {
    let found: Vec<String> = sources().iter().flat_map(|(module, path, text)| faults(module, path, text)).collect();
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn planted_faults_are_found() {
    let path = Path::new("planted.rs");
    assert_eq!(faults("chart", path, "use crate::site::build;").len(), 1, "upward");
    assert_eq!(faults("chart", path, "use crate::prose::Composed;").len(), 1, "sideways");
    assert_eq!(faults("chart", path, "use crate::{model::Lang, cli::Args};").len(), 1, "in a group");
    assert_eq!(faults("chart", path, "    minijinja::Environment::empty()").len(), 1, "foreign engine");
    assert_eq!(faults("attic", path, "").len(), 1, "no floor");
    assert!(faults("site", path, "use crate::chart::draw;").is_empty());
}

#[test]
fn every_file_of_the_suite_is_listed() {
    let suite = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/suite");
    let main = std::fs::read(suite.join("main.rs")).map(|b| String::from_utf8_lossy(&b).into_owned()).expect("main.rs is there");
    for entry in std::fs::read_dir(&suite).expect("the suite is there").filter_map(Result::ok) {
        let name = entry.file_name().to_string_lossy().into_owned();
        let module = name.trim_end_matches(".rs");
        assert!(module == "main" || main.contains(&format!("mod {module};")), "{name} is not listed in main.rs");
    }
}
