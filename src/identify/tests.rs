//! The corpus: every true example is found under its kind, no false one is.

use super::{Kind, Scope, scan};

fn kind(word: &str) -> Kind {
    *Kind::ALL.iter().find(|kind| kind.word() == word).unwrap_or_else(|| panic!("no kind `{word}`"))
}

#[test]
fn the_reference_examples_hold() {
    let corpus: serde_json::Value = serde_json::from_str(include_str!("../../tests/pii/reference.json")).unwrap();
    let (mut found, mut clean, mut faults) = (0, 0, Vec::new());
    for group in corpus["examples"].as_array().unwrap() {
        let kind = kind(group["kind"].as_str().unwrap());
        let hit = |text: &str| scan(text, Scope::Text).iter().any(|finding| finding.kind == kind);
        for text in group["true"].as_array().unwrap().iter().filter_map(|t| t.as_str()) {
            found += usize::from(hit(text));
            if !hit(text) {
                faults.push(format!("missed {kind:?}: {text} {:?}", scan(text, Scope::Text)));
            }
        }
        for text in group["false"].as_array().unwrap().iter().filter_map(|t| t.as_str()) {
            clean += usize::from(!hit(text));
            if hit(text) {
                faults.push(format!("false {kind:?}: {text}"));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    assert_eq!((found, clean), (87, 73));
}
