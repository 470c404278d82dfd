//! `shanwai audit` on tables that leak, on tables that do not, and on files that are no tables.

use std::path::Path;

use serde_json::Value;

use super::support::{package, run, temporary, write};

/// What the program says of some tables, as JSON: the leaks and the summary.
fn attack(folder: &Path, tables: &[&str], flags: &[&str]) -> (Option<i32>, Vec<Value>, Value) {
    let mut arguments = vec!["audit", "--message-format", "json"];
    arguments.extend(tables);
    arguments.extend(flags);
    let done = run(folder, &arguments);
    let said = String::from_utf8(done.stdout).expect("UTF-8");
    let lines = said.lines().map(|line| serde_json::from_str::<Value>(line).unwrap_or_else(|_| panic!("no JSON: {line}")));
    let (leaks, mut others): (Vec<Value>, Vec<Value>) = lines.partition(|line| line["type"] == "leak");
    (done.status.code(), leaks, others.pop().unwrap_or_default())
}

fn tables() -> std::path::PathBuf {
    package().join("tests/tables")
}

/// File, line, least and greatest value.
type Found = (String, u64, String, String);

fn found(leaks: &[Value]) -> Vec<Found> {
    let text = |value: &Value| value.as_str().unwrap_or("?").to_owned();
    leaks.iter().map(|l| (text(&l["file"]), l["row"].as_u64().unwrap_or(0), text(&l["low"]), text(&l["high"]))).collect()
}

/// The tables that leak, with every cell that can be worked out: its line and its value, which is the true one.
#[expect(clippy::type_complexity, reason = "a table of cases")]
const LEAKING: &[(&[&str], &[(u64, &str)])] = &[
    (&["leak-tidy.csv"], &[(12, "3")]),
    (&["leak-label.csv"], &[(8, "1"), (9, "1"), (11, "4"), (12, "4")]),
    (&["leak-open-sdg.csv"], &[(38, "44")]),
    (&["leak-ees.csv"], &[(167, "2")]),
    (&["leak-ees-region.csv"], &[(166, "83"), (167, "2"), (248, "4")]),
    (&["leak-ees-rounded.csv"], &[(166, "83"), (167, "2")]),
    (&["leak-sdmx.csv"], &[(63, "42"), (65, "114"), (67, "52")]),
    (&["leak-sdmx-printed.csv"], &[(102, "49")]),
    (&["leak-nested.csv"], &[(5, "60")]),
    (&["leak-own.csv"], &[(6, "39")]),
    (&["leak-linked-1.csv", "leak-linked-2.csv"], &[(15, "50"), (16, "100"), (18, "4"), (19, "43")]),
    (&["leak-groups.csv"], &[(2, "16"), (3, "75"), (4, "91"), (5, "29"), (6, "65"), (7, "94"), (8, "33"), (9, "20"), (10, "53")]),
];

const CLEAN: &[&str] = &[
    "clean-tidy.csv",
    "clean-open-sdg.csv",
    "clean-ees.csv",
    "clean-ees-rounded.csv",
    "clean-sdmx.csv",
    "clean-rounded.csv",
    "clean-partial.csv",
    "clean-persons.csv",
    "clean-shares.csv",
    "clean-loose.csv",
    "clean-sparse.csv",
    "clean-overlap.csv",
    "clean-ees-unknown.csv",
    "leak-linked-1.csv",
];

#[test]
fn every_leak_is_found_with_its_true_value() {
    for (files, wanted) in LEAKING {
        let (code, leaks, summary) = attack(&tables(), files, &[]);
        assert_eq!(code, Some(1), "{files:?}");
        let found: Vec<(u64, String)> = found(&leaks)
            .into_iter()
            .map(|(_, line, low, high)| {
                assert_eq!(low, high, "{files:?}:{line}");
                (line, low)
            })
            .collect();
        let wanted: Vec<(u64, String)> = wanted.iter().map(|(line, value)| (*line, (*value).to_owned())).collect();
        assert_eq!(found, wanted, "{files:?}");
        assert_eq!(summary["recovered"].as_u64(), Some(wanted.len() as u64), "{files:?}");
    }
}

#[test]
fn clean_tables_raise_no_alarm() {
    for file in CLEAN {
        let (code, leaks, summary) = attack(&tables(), &[file], &[]);
        assert_eq!((code, found(&leaks)), (Some(0), Vec::new()), "{file}");
        assert!(summary["withheld"].as_u64() > Some(0), "{file}: something is withheld");
    }
}

#[test]
fn every_table_of_the_folder_is_tried() {
    let tried: Vec<&str> = LEAKING.iter().flat_map(|(files, _)| files.iter().copied()).chain(CLEAN.iter().copied()).collect();
    for entry in std::fs::read_dir(tables()).expect("the tables are there").filter_map(Result::ok) {
        let name = entry.file_name().to_string_lossy().into_owned();
        assert!(!name.ends_with(".csv") || tried.contains(&name.as_str()), "{name} is not tried");
    }
}

#[test]
fn a_combination_gives_the_value_that_is_told() {
    for (files, _) in LEAKING {
        for leak in attack(&tables(), files, &[]).1 {
            let Some(terms) = leak["from"]["terms"].as_array() else { continue };
            let number = |value: &Value| -> Option<f64> {
                let text = value.as_str()?;
                let (above, below) = text.split_once('/').unwrap_or((text, "1"));
                Some(above.parse::<f64>().ok()? / below.parse::<f64>().ok()?)
            };
            let sum: f64 =
                terms.iter().map(|t| number(&t["factor"]).expect("a factor") * number(&t["value"]).expect("printed")).sum();
            assert_eq!(Some(sum), number(&leak["low"]), "{leak}");
        }
    }
}

#[test]
fn rounding_gives_an_interval_that_holds_the_truth_and_only_when_asked() {
    let (code, leaks, summary) = attack(&tables(), &["clean-rounded.csv"], &["--width", "20"]);
    assert_eq!((code, leaks.len()), (Some(1), 1), "{summary}");
    let end = |name: &str| leaks[0][name].as_str().and_then(|text| text.parse::<i64>().ok()).expect("a whole number");
    let steps: Vec<&str> = summary["rounding"].as_array().expect("told").iter().filter_map(|r| r["step"].as_str()).collect();
    assert_eq!(steps, ["5"]);
    assert!(end("low") < end("high") && end("high") - end("low") <= 20, "{}", leaks[0]);
    assert_eq!(
        attack(&tables(), &["clean-rounded.csv"], &["--rounding", "0"]).1.len(),
        0,
        "then the totals contradict the parts"
    );
}

#[test]
fn what_is_declared_is_used() {
    let folder = temporary();
    let table = "place,kind,n\na,x,12\na,y,7\na,every,19\nb,x,?\nb,y,9\nb,every,13\n";
    write(&folder.path().join("t.csv"), table.as_bytes());
    let (code, ..) = attack(folder.path(), &["t.csv"], &[]);
    assert_eq!(code, Some(2), "`?` is no mark");
    assert_eq!(attack(folder.path(), &["t.csv"], &["--mark", "?=absent"]).0, Some(0));
    let flags = ["--mark", "?=withheld", "--total", "kind=every"];
    let (code, leaks, _) = attack(folder.path(), &["t.csv"], &flags);
    assert_eq!((code, leaks[0]["low"].as_str()), (Some(1), Some("4")));
    write(&folder.path().join("t.audit.toml"), b"mark = [\"?=withheld\"]\n[groups.kind]\nevery = [\"x\", \"y\"]\n");
    let (code, leaks, _) = attack(folder.path(), &["t.csv"], &[]);
    assert_eq!((code, leaks[0]["low"].as_str()), (Some(1), Some("4")), "the same from the file beside it");
}

#[test]
fn a_declared_total_that_does_not_add_up_is_told_and_not_used() {
    let folder = temporary();
    let table = "place,kind,n\na,x,12\na,y,7\na,every,25\nb,x,c\nb,y,9\nb,every,13\n";
    write(&folder.path().join("t.csv"), table.as_bytes());
    let done = run(folder.path(), &["audit", "t.csv", "--total", "kind=every", "--lang", "en"]);
    assert_eq!(done.status.code(), Some(0));
    assert!(String::from_utf8_lossy(&done.stderr).contains("warning[audit/total-does-not-add-up]"));
}

#[test]
fn bad_files_are_refused_with_every_fault() {
    let folder = temporary();
    let cases: &[(&str, &[u8], &[&str])] = &[
        ("empty.csv", b"", &["audit/no-heading"]),
        ("gbk.csv", b"a,b\n\xc4\xd0,1\n", &["audit/not-utf8"]),
        ("ragged.csv", b"a,a,n\nx,y,1\nx,2\nx,y,3,4\n", &["audit/duplicate-column", "audit/field-count", "audit/field-count"]),
        ("words.csv", b"a,b\nx,y\nz,w\n", &["audit/no-value-column"]),
        ("value.csv", b"a,value\nx,1\ny,what\nz,who\n", &["audit/bad-value", "audit/bad-value"]),
        ("twice.csv", b"a,value\nx,1\nx,2\n", &["audit/two-values"]),
    ];
    for (name, bytes, wanted) in cases {
        write(&folder.path().join(name), bytes);
        let flags: &[&str] = if *name == "value.csv" { &["--value", "value"] } else { &[] };
        let arguments: Vec<&str> = ["audit", name, "--message-format", "json"].iter().chain(flags).copied().collect();
        let done = run(folder.path(), &arguments);
        assert_eq!(done.status.code(), Some(2), "{name}");
        let said = String::from_utf8_lossy(&done.stdout).into_owned();
        let ids: Vec<String> = said
            .lines()
            .map(|line| serde_json::from_str::<Value>(line).expect("JSON")["id"].as_str().unwrap_or("?").to_owned())
            .collect();
        assert_eq!(ids, *wanted, "{name}");
    }
    for flags in
        [&["--total", "nothing"][..], &["--mark", "?=maybe"], &["--rounding", "five"], &["--by", "no-such"], &["--total", "a=no"]]
    {
        write(&folder.path().join("good.csv"), b"a,value\nx,1\ny,2\n");
        let arguments: Vec<&str> = ["audit", "good.csv"].iter().chain(flags).copied().collect();
        assert_eq!(run(folder.path(), &arguments).status.code(), Some(2), "{flags:?}");
    }
    assert_eq!(run(folder.path(), &["audit", "nowhere.csv"]).status.code(), Some(2));
    assert_eq!(run(folder.path(), &["audit"]).status.code(), Some(2));
}

#[test]
fn people_are_told_in_either_language() {
    for (lang, words) in [("zh", ["能推算出 1 格", "辰溪县", "21 行"]), ("en", ["1 can be worked out", " − ", "21 rows"])]
    {
        let done = run(&tables(), &["audit", "leak-tidy.csv", "--lang", lang]);
        let said = String::from_utf8_lossy(&done.stdout).into_owned();
        for word in words {
            assert!(said.contains(word), "{lang}: no `{word}` in\n{said}");
        }
    }
    let done = run(&tables(), &["audit", "leak-label.csv", "--lang", "zh"]);
    assert!(String::from_utf8_lossy(&done.stdout).contains("透露了范围"), "a label is called one");
}

/// A small generator, so that the tables are the same every time.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % limit
    }
}

#[test]
fn on_random_tables_no_claim_is_false_and_no_lonely_cell_is_missed() {
    let folder = temporary();
    let mut numbers = Numbers(20_250_301);
    for round in 0..12 {
        let (rows, columns) = (5 + numbers.below(4), 3 + numbers.below(3));
        let value: Vec<Vec<u64>> = (0..rows).map(|_| (0..columns).map(|_| numbers.below(60)).collect()).collect();
        let hidden: Vec<Vec<bool>> = (0..rows).map(|_| (0..columns).map(|_| numbers.below(7) == 0).collect()).collect();
        let mut table = "row,column,value\n".to_owned();
        let mut truth = vec![0];
        for r in 0..=rows {
            for c in 0..=columns {
                let inside = |all: u64, at: u64| if at < all { vec![at] } else { (0..all).collect() };
                let cells = inside(rows, r).into_iter().flat_map(|i| inside(columns, c).into_iter().map(move |j| (i, j)));
                let sum: u64 = cells.map(|(i, j)| value[i as usize][j as usize]).sum();
                let name = |all: u64, at: u64, letter: char| if at < all { format!("{letter}{at}") } else { "Total".to_owned() };
                let withheld = r < rows && c < columns && hidden[r as usize][c as usize];
                let shown = if withheld { "c".to_owned() } else { sum.to_string() };
                table += &format!("{},{},{shown}\n", name(rows, r, 'r'), name(columns, c, 'c'));
                truth.push(sum);
            }
        }
        write(&folder.path().join("t.csv"), table.as_bytes());
        let (_, leaks, summary) = attack(folder.path(), &["t.csv"], &["--total", "row=Total", "--total", "column=Total"]);
        for (_, line, low, high) in found(&leaks) {
            assert_eq!((&low, &high), (&truth[line as usize - 1].to_string(), &low), "round {round}, line {line}\n{table}");
        }
        let alone = |r: u64, c: u64| {
            let row = (0..columns).filter(|j| hidden[r as usize][*j as usize]).count();
            let column = (0..rows).filter(|i| hidden[*i as usize][c as usize]).count();
            hidden[r as usize][c as usize] && (row == 1 || column == 1)
        };
        for (r, c) in (0..rows).flat_map(|r| (0..columns).map(move |c| (r, c))).filter(|(r, c)| alone(*r, *c)) {
            let line = 2 + r * (columns + 1) + c;
            assert!(
                leaks.iter().any(|l| l["row"].as_u64() == Some(line)),
                "round {round}: line {line} missed, {summary}\n{table}"
            );
        }
    }
}
