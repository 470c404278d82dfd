//! The reference of diagnostics in `docs/` is what the code says; `SHANWAI_BLESS=1` writes it anew.

use shanwai::cli::all_rules;

use super::support::{package, read, tree, write};

#[test]
fn the_reference_of_diagnostics_is_current() {
    let fixtures = package().join("tests/broken");
    for (tongue, lang) in [(shanwai::diag::Tongue::Zh, "zh"), (shanwai::diag::Tongue::En, "en")] {
        let path = package().join(format!("docs/rules.{lang}.md"));
        let made = shanwai::cli::reference(tongue, Some(&fixtures));
        if std::env::var_os("SHANWAI_BLESS").is_some() {
            write(&path, made.as_bytes());
        }
        assert!(read(&path) == made, "docs/rules.{lang}.md is not what the code says: run with SHANWAI_BLESS=1");
        for rule in all_rules() {
            assert!(made.contains(&format!("### `{}`", rule.id)), "{}", rule.id);
        }
    }
}

#[test]
fn severities_are_those_of_the_messages() {
    let told = shanwai::cli::severity;
    for rule in all_rules().iter().filter(|rule| rule.id.starts_with("cli/")) {
        assert_eq!(told(rule.id).1, "error", "{}", rule.id);
    }
    for (path, bytes) in tree(&package().join("tests/broken")).iter().filter(|(path, _)| path.ends_with("stderr.en.txt")) {
        let text = String::from_utf8_lossy(bytes);
        for (level, id) in text
            .lines()
            .filter_map(|line| line.split_once(']')?.0.split_once('['))
            .filter(|(level, _)| matches!(*level, "error" | "warning" | "note"))
        {
            let said = told(id).1;
            assert!(said == level || said.starts_with("error,"), "{path}: `{id}` is told as {level}, documented as {said}");
        }
    }
}
