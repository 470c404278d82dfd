//! What is documented exists, and what exists is documented.

use std::collections::BTreeSet;

use shanwai::cli::all_rules;

use super::support::{base, good, package, read, run, tree, write};

/// Ids as they stand in the source: `id: "area/what"`, or the first text of a line in a file of rules.
fn ids_in_source() -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for (path, bytes) in tree(&package().join("src")) {
        if !path.ends_with(".rs") || path.contains("tests") {
            continue;
        }
        let text = String::from_utf8(bytes).expect("UTF-8");
        let code = text.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default();
        for line in code.lines().map(str::trim) {
            if path.ends_with("rules.rs") || line.starts_with("id: \"") || line.contains("Rule { id: \"") {
                let id = line.split('"').nth(1).unwrap_or_default();
                let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '-' | '/');
                if id.matches('/').count() == 1 && id.chars().all(plain) {
                    found.insert(id.to_owned());
                }
            }
        }
    }
    found
}

#[test]
fn every_rule_has_an_id_of_its_own_and_words_in_both_languages() {
    let mut seen = BTreeSet::new();
    for rule in all_rules() {
        assert!(seen.insert(rule.id), "{} twice", rule.id);
        let (area, what) = rule.id.split_once('/').expect("area/what");
        for part in [area, what] {
            let plain = part.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-');
            assert!(plain && !part.is_empty() && !part.starts_with('-') && !part.ends_with('-'), "{}", rule.id);
        }
        let chinese = |text: &str| text.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c));
        for (zh, en) in [rule.title, rule.explain] {
            assert!(chinese(zh), "{}: `{zh}` is not Chinese", rule.id);
            assert!(!en.is_empty() && !chinese(en), "{}: `{en}` is not English", rule.id);
        }
        assert!(!rule.title.0.ends_with('。') && !rule.title.1.ends_with('.'), "{}: a title has no full stop", rule.id);
        assert!(rule.explain.0.ends_with(['。', '）', '”']) && rule.explain.1.ends_with(['.', ')']), "{}", rule.id);
    }
}

#[test]
fn every_rule_of_the_source_can_be_explained_and_the_other_way_round() {
    let known: BTreeSet<String> = all_rules().iter().map(|rule| rule.id.to_owned()).collect();
    let written = ids_in_source();
    let lost: Vec<_> = written.difference(&known).collect();
    let unseen: Vec<_> = known.difference(&written).collect();
    assert!(lost.is_empty(), "in the source but not in all_rules(): {lost:?}");
    assert!(unseen.is_empty(), "in all_rules() but not found in the source: {unseen:?}");
}

#[test]
fn explain_shows_each_rule_in_both_languages() {
    let listed = run(package(), &["explain", "--lang", "en"]);
    let listed = String::from_utf8(listed.stdout).expect("UTF-8");
    for rule in all_rules() {
        assert!(listed.lines().any(|line| line.split_whitespace().next() == Some(rule.id)), "{} is not listed", rule.id);
        let done = run(package(), &["explain", rule.id, "--lang", "zh"]);
        let said = String::from_utf8(done.stdout).expect("UTF-8");
        assert!(said.contains(rule.explain.0) && said.contains(rule.explain.1), "{}", rule.id);
    }
}

#[test]
fn messages_of_the_fixtures_belong_to_known_rules() {
    let known: BTreeSet<&str> = all_rules().iter().map(|rule| rule.id).collect();
    for (path, bytes) in tree(&package().join("tests/broken")).iter().filter(|(path, _)| path.ends_with("stderr.en.txt")) {
        let text = String::from_utf8_lossy(bytes);
        for line in text.lines().filter(|line| line.starts_with("error[") || line.starts_with("warning[")) {
            let id = line.split(['[', ']']).nth(1).unwrap_or_default();
            assert!(known.contains(id), "{path}: {id}");
        }
    }
}

/// The keys that may stand in a block, as the message about an unknown one lists them.
fn keys_of(file: &str, block: &str) -> BTreeSet<String> {
    let site = base();
    write(&site.path().join(file), format!("{block}\nzzzzzzzzzzzz = 1\n").as_bytes());
    let done = run(site.path(), &["check", "--lang", "en"]);
    let said = String::from_utf8(done.stderr).expect("UTF-8");
    let line = said.lines().find(|line| line.contains("keys that may stand here")).unwrap_or_else(|| panic!("{block}: {said}"));
    line.split('`').skip(1).step_by(2).map(str::to_owned).collect()
}

#[test]
fn every_key_of_the_protection_settings_stands_in_both_guides() {
    let guides = ["docs/guide.zh.md", "docs/guide.en.md"].map(|path| read(&package().join(path)));
    let settings = "data/protection.toml";
    let mut keys = BTreeSet::new();
    for block in
        ["", "[search]", "[protect.attendances]", "[[waiver]]", "[[structural]]", "[protect.attendances.group_disclosure]"]
    {
        keys.extend(keys_of(settings, block));
    }
    keys.extend(keys_of("data/known.toml", "[[known]]"));
    assert!(keys.len() > 30, "{keys:?}");
    for (guide, lang) in guides.iter().zip(["zh", "en"]) {
        let lost: Vec<_> =
            keys.iter().filter(|key| !guide.contains(&format!("`{key}`")) && !guide.contains(&format!("\n{key} = "))).collect();
        assert!(lost.is_empty(), "not in the guide in {lang}: {lost:?}");
    }
}

#[test]
fn the_man_page_and_help_tell_every_command() {
    let help = good(package(), &["--help"]) + &String::from_utf8_lossy(&run(package(), &["--help"]).stdout);
    for command in ["build", "check", "serve", "release", "new", "facts", "explain", "completions", "man"] {
        assert!(help.contains(command), "{command}");
        assert!(run(package(), &[command, "--help"]).status.success(), "{command}");
    }
    assert!(read(&package().join("Cargo.toml")).contains("default-run = \"shanwai\""));
}
