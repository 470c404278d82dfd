//! The contract of diagnostics: every one has an id that lasts, and words in both languages.

use std::collections::BTreeSet;

use shanwai::diag::Rule;

use crate::whole::{files, package, program, said, text};

fn rules() -> Vec<&'static Rule> {
    shanwai::cli::all_rules()
}

fn is_kebab(word: &str) -> bool {
    let clean = |part: &str| !part.is_empty() && part.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit());
    word.split('-').all(clean) && word.starts_with(|c: char| c.is_ascii_lowercase())
}

fn is_id(id: &str) -> bool {
    id.split_once('/').is_some_and(|(area, what)| is_kebab(area) && is_kebab(what))
}

fn is_chinese(c: char) -> bool {
    ('\u{4e00}'..='\u{9fff}').contains(&c)
}

#[test]
fn ids_are_kebab_case_and_stand_once() {
    let mut seen = BTreeSet::new();
    for rule in rules() {
        assert!(is_id(rule.id), "`{}` is not `area/what`", rule.id);
        assert!(seen.insert(rule.id), "`{}` stands twice", rule.id);
    }
    assert!(seen.len() > 60, "{}", seen.len());
}

/// Outside code and quotations, English words are English and Chinese words Chinese.
#[test]
fn every_rule_speaks_both_languages() {
    for Rule { id, title, explain } in rules() {
        for (zh, en) in [title, explain] {
            assert!(zh.chars().any(is_chinese), "{id}: {zh}");
            let without_quotations: String = en.split('`').step_by(2).flat_map(|part| part.split('“').map(|p| p.split_once('”').map_or(p, |(_, after)| after))).collect();
            let stray: String = without_quotations.chars().filter(|c| is_chinese(*c)).collect();
            // The words of bounds are spoken of by name.
            let bounds: String = stray.chars().filter(|c| !"余超近约".contains(*c)).collect();
            assert!(bounds.is_empty() , "{id}: {stray} in {en}");
            assert!(zh != en && !en.is_empty() && zh.trim() == *zh && en.trim() == *en, "{id}");
        }
        assert!(!title.0.ends_with('。') && !title.1.ends_with('.'), "{id}: a title is no sentence");
        assert!(explain.0.ends_with(['。', '？', '）']) && explain.1.ends_with(['.', '?', ')']), "{id}: an explanation is whole sentences");
    }
}

/// Ids that the sources declare: `id: "…"` or the string after a constant's name in a table of rules.
fn declared() -> BTreeSet<String> {
    let src = package().join("src");
    let mut found = BTreeSet::new();
    for file in files(&src).iter().filter(|file| file.ends_with(".rs") && !file.ends_with("tests.rs") && !file.contains("/tests/")) {
        let source = text(&src.join(file));
        let code = source.split("#[cfg(test)]\nmod tests {").next().unwrap();
        let parts: Vec<&str> = code.split('"').collect();
        for pair in parts.windows(2).filter(|pair| is_id(pair[1])) {
            let before = pair[0].trim_end();
            let name = before.strip_suffix(['=', ',']).map(str::trim_end).unwrap_or_default();
            let name = name.rsplit(|c: char| !(c.is_ascii_alphanumeric() || c == '_')).next().unwrap();
            let constant = name.len() > 1 && name.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_');
            if before.ends_with(" id:") || before.ends_with("{ id:") || before.ends_with("\nid:") || constant {
                found.insert(pair[1].to_owned());
            }
        }
    }
    found
}

#[test]
fn every_declared_rule_can_be_explained_and_no_other() {
    let known: BTreeSet<String> = rules().iter().map(|rule| rule.id.to_owned()).collect();
    let declared = declared();
    let forgotten: Vec<_> = declared.difference(&known).collect();
    assert!(forgotten.is_empty(), "not in any module's RULES: {forgotten:?}");
    let unseen: Vec<_> = known.difference(&declared).collect();
    assert!(unseen.is_empty(), "in RULES but not found in the sources: {unseen:?}");
}

#[test]
fn explain_knows_every_id_and_prints_both_languages() {
    let folder = tempfile::tempdir().unwrap();
    for rule in rules() {
        let said = said(program().current_dir(folder.path()).args(["explain", rule.id]));
        assert_eq!(said.code, Some(0), "{}: {}", rule.id, said.err);
        for words in [rule.title.0, rule.title.1, rule.explain.0, rule.explain.1] {
            assert!(said.out.contains(words), "{}: {}", rule.id, said.out);
        }
    }
    let list = said(program().current_dir(folder.path()).arg("explain"));
    assert_eq!(list.out.lines().count(), rules().len());
    let wrong = said(program().current_dir(folder.path()).args(["explain", "prose/unknown-fcat", "--lang", "en"]));
    assert_eq!(wrong.code, Some(2));
    assert!(wrong.err.contains("cli/unknown-id") && wrong.err.contains("prose/unknown-fact"), "{}", wrong.err);
}
