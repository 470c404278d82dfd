//! The documents say what is true: every diagnostic, command and flag they name exists, and every file they link to.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The documents: those at the top, all of `docs/`, and the one that `shanwai new` writes.
fn documents() -> Vec<(PathBuf, String)> {
    let top = ["README.md", "CHANGELOG.md", "LICENSES/README.md", "src/site/starter/README.md", "src/site/city/README.md"]
        .map(|name| root().join(name));
    let docs = walkdir::WalkDir::new(root().join("docs")).into_iter().filter_map(Result::ok).map(walkdir::DirEntry::into_path);
    let all = top.into_iter().chain(docs.filter(|path| path.extension().is_some_and(|x| x == "md")));
    all.map(|path| {
        let bytes = std::fs::read(&path).unwrap_or_else(|_| panic!("{} is there", path.display()));
        (path, String::from_utf8(bytes).expect("documents are UTF-8"))
    })
    .collect()
}

/// What stands in code: every span between back-ticks and every line of a fenced block.
fn code(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut fenced = false;
    for line in text.lines() {
        if line.trim_start().starts_with("```") {
            fenced = !fenced;
        } else if fenced {
            found.push(line.split(" # ").next().unwrap_or(line).to_owned());
        } else {
            found.extend(line.split('`').skip(1).step_by(2).map(str::to_owned));
        }
    }
    found
}

fn help(arguments: &[&str]) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_shanwai"))
        .args(arguments)
        .args(["--help", "--lang", "en"])
        .output()
        .expect("the program starts");
    String::from_utf8(output.stdout).expect("help is UTF-8")
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !(c.is_ascii_alphanumeric() || c == '-' || c == '_')).filter(|word| !word.is_empty())
}

/// The names of all commands and of all flags, as the program itself tells them.
fn spoken() -> (BTreeSet<String>, BTreeSet<String>) {
    let top = help(&[]);
    let list = top.split("Commands:").nth(1).and_then(|rest| rest.split("Options:").next()).expect("help lists the commands");
    let commands: BTreeSet<String> = list
        .lines()
        .filter(|line| line.starts_with("  ") && !line.starts_with("   "))
        .filter_map(|line| line.split_whitespace().next().map(str::to_owned))
        .collect();
    let pages = commands.iter().map(|command| help(&[command.as_str()])).chain([top.clone(), help(&["records", "sql"])]);
    let flags =
        pages.flat_map(|page| words(&page).filter(|w| w.starts_with("--")).map(str::to_owned).collect::<Vec<_>>()).collect();
    (commands, flags)
}

/// The part of a line of code that is ours: `cargo`'s own flags stand before ` -- `, those of `psql` are its own, and those of `git` up to the end of its command.
fn ours(line: &str) -> String {
    let mut parts = line.split("git rm ");
    let mut own = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        own.push_str(part.split_once('`').map_or("", |(_, rest)| rest));
    }
    let of = |program: &str| own.trim_start().starts_with(program);
    match (of("cargo "), of("psql ")) {
        (true, _) => own.split_once(" -- ").map_or_else(String::new, |(_, rest)| rest.to_owned()),
        (_, true) => String::new(),
        _ => own,
    }
}

/// `area/what` where the area is one of ours and no such path is in the repository.
fn looks_like_a_diagnostic(span: &str, areas: &BTreeSet<&str>) -> bool {
    let plain = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
    span.split_once('/').is_some_and(|(area, what)| areas.contains(area) && plain(what)) && !root().join(span).exists()
}

/// What a text names and the program does not have.
fn untrue(text: &str, ids: &BTreeSet<&str>, commands: &BTreeSet<String>, flags: &BTreeSet<String>) -> Vec<String> {
    let areas: BTreeSet<&str> = ids.iter().filter_map(|id| id.split('/').next()).collect();
    let mut found = Vec::new();
    for span in code(text) {
        if looks_like_a_diagnostic(&span, &areas) && !ids.contains(span.as_str()) {
            found.push(format!("no diagnostic `{span}`"));
        }
        for flag in words(&ours(&span)).filter(|word| word.starts_with("--") && word.len() > 2 && !word.starts_with("---")) {
            if !flags.contains(flag) {
                found.push(format!("no flag `{flag}`"));
            }
        }
        for (at, _) in span.match_indices("shanwai ").filter(|(at, _)| !span[..*at].ends_with(|c: char| c.is_alphanumeric())) {
            let rest = &span[at + "shanwai ".len()..];
            let command = rest.split_whitespace().next().unwrap_or("");
            let is_word = !command.is_empty() && command.bytes().all(|b| b.is_ascii_lowercase());
            if is_word && !commands.contains(command) {
                found.push(format!("no command `shanwai {command}`"));
            }
        }
    }
    found
}

#[test]
fn every_diagnostic_command_and_flag_named_in_the_documents_exists() {
    let ids: BTreeSet<&str> = shanwai::cli::all_rules().iter().map(|rule| rule.id).collect();
    let (commands, flags) = spoken();
    assert!(commands.contains("build") && flags.contains("--as-of"), "{commands:?} {flags:?}");
    let mut found = Vec::new();
    for (path, text) in documents() {
        found.extend(untrue(&text, &ids, &commands, &flags).into_iter().map(|fault| format!("{}: {fault}", path.display())));
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn planted_untruths_are_found() {
    let ids: BTreeSet<&str> = ["prose/unbound-number"].into();
    let (commands, flags) = (BTreeSet::from(["build".to_owned()]), BTreeSet::from(["--out".to_owned()]));
    let faults = |text: &str| untrue(text, &ids, &commands, &flags).len();
    assert_eq!(faults("`prose/no-such`, `--nowhere` and `shanwai destroy`"), 3);
    assert_eq!(faults("```\nshanwai destroy --nowhere\n```"), 2);
    assert_eq!(faults("`prose/unbound-number`, `shanwai build --out x`, `cargo run --release -- build`"), 0);
}

#[test]
fn every_command_is_in_the_readme() {
    let readme = documents().remove(0).1;
    for command in spoken().0 {
        assert!(readme.contains(&format!("`{command}")), "README.md does not tell of `{command}`");
    }
}

#[test]
fn every_file_linked_from_the_documents_exists() {
    for (path, text) in documents() {
        // What the program said of a broken site is no link of the document.
        let text: String = text.split("```").step_by(2).collect();
        let folder = path.parent().expect("a document lies in a folder");
        for link in text.split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
            let target = link.split('#').next().unwrap_or("");
            let elsewhere =
                target.is_empty() || target.contains("://") || target.starts_with("mailto:") || target.starts_with('/');
            assert!(elsewhere || folder.join(target).exists(), "{} links to {link}", path.display());
        }
    }
}
