//! The reference of all diagnostics as Markdown, made from the code: `explain --all --format md`.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

use super::explain::all_rules;
use crate::diag::{Rule, Tongue};
use crate::files;

/// Rules that give warnings alone.
const WARNINGS: [&str; 27] = [
    "audit/not-linked",
    "audit/total-does-not-add-up",
    "calendar/overdue",
    "chart/plan-beside-unlike",
    "compare/no-counterpart",
    "content/unfilled",
    "content/unused-file",
    "gov/missing-item",
    "i18n/echoed-word",
    "i18n/variables",
    "identify/waiver-unused",
    "import/alike-row",
    "import/likeness",
    "import/personal-column",
    "import/personal-elsewhere",
    "import/unit-of-money",
    "import/wrong-total",
    "language/deficit-story",
    "language/officialese",
    "picture/missing-glyphs",
    "prose/plan-unsaid",
    "rollup/not-added",
    "rollup/other-definition",
    "rollup/other-periods",
    "security/expired",
    "translate/glossary",
    "translate/untranslated-passage",
];
/// Rules that give notes alone.
const NOTES: [&str; 12] = [
    "archive/held-back",
    "config/check-off",
    "identify/circumstance",
    "import/dropped-column",
    "import/hidden",
    "import/left-out-row",
    "import/more-faults",
    "import/other-sheet",
    "records/more-faults",
    "records/undeclared-column",
    "rollup/trial",
    "translate/unrecorded",
];
/// Rules that are errors or something milder, by the settings or the case.
const EITHER: [&str; 4] = ["identify/waiver-expired", "releases/small-revision", "theme/contrast", "translate/stale"];

/// How grave what a rule tells is.
#[must_use]
pub fn severity(id: &str) -> (&'static str, &'static str) {
    let is_in = |list: &[&str]| list.contains(&id);
    if is_in(&WARNINGS) {
        ("警告", "warning")
    } else if is_in(&NOTES) {
        ("提示", "note")
    } else if is_in(&EITHER) {
        ("错误，有些情形下是警告或提示", "error, in some cases a warning or a note")
    } else {
        ("错误", "error")
    }
}

/// The whole reference in one language. `examples` is a folder of fixtures, each with the messages it gives: the first message of a
/// rule stands under it.
#[must_use]
pub fn markdown(tongue: Tongue, examples: Option<&Path>) -> String {
    let shown = examples.map(|folder| collected(folder, tongue)).unwrap_or_default();
    let mut text = String::from(match tongue {
        Tongue::Zh => {
            "# 提示一览\n\n程序能给出的全部提示，由代码生成。运行 `shanwai explain 编号` 在终端里看同样的说明。\n\
             错误会停止发布；警告应当处理；提示只是告知。\n"
        }
        Tongue::En => {
            "# Diagnostics\n\nEverything the program can tell, made from its code. `shanwai explain ID` shows the same in a terminal.\n\
             Errors stop publishing, warnings ought to be cured, notes need no cure.\n"
        }
    });
    let mut areas: BTreeMap<&str, Vec<&Rule>> = BTreeMap::new();
    for rule in all_rules() {
        areas.entry(rule.id.split('/').next().unwrap_or_default()).or_default().push(rule);
    }
    for (area, rules) in areas {
        let _ = write!(text, "\n## {area}\n");
        for rule in rules {
            one(&mut text, rule, tongue, shown.get(rule.id).map(String::as_str));
        }
    }
    text
}

fn one(text: &mut String, rule: &Rule, tongue: Tongue, example: Option<&str>) {
    let (zh, en) = severity(rule.id);
    let (title, grave, explain) = match tongue {
        Tongue::Zh => (rule.title.0, zh, rule.explain.0),
        Tongue::En => (rule.title.1, en, rule.explain.1),
    };
    let (label, end) = match tongue {
        Tongue::Zh => ("级别：", "。"),
        Tongue::En => ("Severity: ", "."),
    };
    let _ = write!(text, "\n### `{}`\n\n**{title}**{end} {label}{grave}{end}\n\n{explain}\n", rule.id);
    if let Some(example) = example {
        let _ = write!(text, "\n```text\n{example}\n```\n");
    }
}

/// The first message of each rule among the golden messages of a folder, by the order of the fixtures' names.
fn collected(folder: &Path, tongue: Tongue) -> BTreeMap<String, String> {
    let name = match tongue {
        Tongue::Zh => "stderr.zh.txt",
        Tongue::En => "stderr.en.txt",
    };
    let mut found = BTreeMap::new();
    for fixture in files::folders_named(folder).unwrap_or_default() {
        let Ok(bytes) = files::read_named(&fixture.join(name)) else { continue };
        let told = String::from_utf8_lossy(&bytes).into_owned();
        for message in told.split("\n\n") {
            let head = message.lines().next().unwrap_or_default();
            let id = head.split_once('[').and_then(|(_, rest)| rest.split_once("]:")).map(|(id, _)| id);
            if let Some(id) = id {
                found.entry(id.to_owned()).or_insert_with(|| message.trim_end().to_owned());
            }
        }
    }
    found
}
