//! Every rule is told by a fixture, or by a test that names it; a rule that nothing brings about stands here with the reason.

use std::collections::BTreeSet;
use std::path::Path;

use super::broken::rules_told;
use super::support::{fixtures, read};

/// Rules that no files laid over the base of the fixtures bring about.
const NOT_FROM_FILES: [(&str, &str); 10] = [
    ("dataset/unwritten", "needs a table of more rows than a sheet of Excel has, or a full disk"),
    ("files/io", "the operating system refuses, which a test run as root cannot arrange"),
    ("gate/derivable", "the protection would have failed; the attack itself is tested on cases"),
    ("gate/too-many-cells", "needs a table of a million cells"),
    ("gate/untrue-figure", "two parts of the program would have to differ"),
    ("picture/not-drawn", "needs a chart of more than forty million points"),
    ("private/unreadable-index", "an index of git as only another version of git would write it"),
    ("records/person-not-a-key", "settings are judged before records, so it is a second line of defence"),
    ("releases/shown-after-withheld", "what was withheld stays withheld by itself; told if that were to fail"),
    ("releases/withheld-after-shown", "what was shown stays shown by itself; told if that were to fail"),
];

/// Every rule of the reference, which is made of the code.
fn rules() -> BTreeSet<String> {
    let reference = read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/rules.en.md"));
    let heads = reference.lines().filter_map(|line| line.strip_prefix("### `")?.strip_suffix('`'));
    heads.map(str::to_owned).collect()
}

/// The texts of all tests: those of the suite, and of the code what follows its mark.
fn tests() -> String {
    let home = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut texts = String::new();
    for folder in ["tests/suite", "src"] {
        for entry in walkdir::WalkDir::new(home.join(folder)).sort_by_file_name() {
            let path = entry.expect("the folder can be read").into_path();
            if path.extension().is_none_or(|ending| ending != "rs") || path.ends_with("tests/suite/told.rs") {
                continue;
            }
            let text = read(&path);
            let whole = folder == "tests/suite" || path.to_string_lossy().contains("/tests");
            let from = if whole { Some(0) } else { text.find("#[cfg(test)]") };
            texts.extend(from.map(|at| &text[at..]));
        }
    }
    texts
}

#[test]
fn every_rule_is_told_by_a_fixture_or_a_test() {
    let mut told: BTreeSet<String> = fixtures("broken").iter().flat_map(|fixture| rules_told(fixture)).collect();
    let (all, tests) = (rules(), tests());
    assert!(all.len() > 240, "{} rules are read from the reference", all.len());
    told.extend(all.iter().filter(|id| tests.contains(id.as_str())).cloned());
    let excused: BTreeSet<String> = NOT_FROM_FILES.iter().map(|(id, _)| (*id).to_owned()).collect();
    let missing: Vec<&String> = all.iter().filter(|id| !told.contains(*id) && !excused.contains(*id)).collect();
    assert!(missing.is_empty(), "no test tells {missing:?}");
    let needless: Vec<&String> = excused.iter().filter(|id| told.contains(*id) || !all.contains(*id)).collect();
    assert!(needless.is_empty(), "a test tells {needless:?}; their excuse can go");
}
