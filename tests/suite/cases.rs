//! The shared cases through the engine: the peer's primary cells, no more withheld than now, nothing to be worked out, and the
//! same answer whatever the order of the rows.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::OnceLock;

use serde_json::Value;
use shanwai::confidential::{CaseReport, run_case};
use shanwai::diag::{Sink, Tongue};

use super::attack::{CASES, Case, Zeros, text};

/// The largest case is not searched here: one attempt costs as much as a hundred of the next.
pub(crate) fn attempts(case: usize) -> u32 {
    if case == 16 { 0 } else { 60 }
}

/// By case how many secondary cells there may be and what they may add up to. These are the figures when they were last looked
/// at: lower them when the engine improves. The peer's are in the cases.
const BOUNDS: [(usize, f64); 18] = [
    (3, 29.0),
    (2, 10.0),
    (15, 310.0),
    (251, 2211.0),
    (13, 133.0),
    (29, 339.0),
    (175, 4789.0),
    (20, 1355.0),
    (6, 622.7),
    (11, 165_547.0),
    (8, 195_685.0),
    (2, 14.0),
    (1, 7.0),
    (46, 527.0),
    (10, 22.0),
    (568, 4349.0),
    (8, 1395.4),
    (3, 65.0),
];

pub(crate) fn protected(case: usize, text: &[u8]) -> CaseReport {
    let sink = Sink::new();
    let path = format!("dev{case:02}.json");
    run_case(Path::new(&path), text, attempts(case), &sink).unwrap_or_else(|_| {
        let said: Vec<_> = sink.sorted().iter().map(|one| one.message.get(Tongue::En).to_owned()).collect();
        panic!("dev{case:02} is refused: {said:?}")
    })
}

/// The answer to a case as it stands, worked out once for all tests.
pub(crate) fn report(case: usize) -> &'static CaseReport {
    static REPORTS: [OnceLock<CaseReport>; 19] = [const { OnceLock::new() }; 19];
    REPORTS[case].get_or_init(|| protected(case, &text(case)))
}

/// Status and value by key.
fn answer(report: &CaseReport) -> BTreeMap<String, (String, Value)> {
    let document: Value = serde_json::from_str(&report.json).expect("the answer is JSON");
    let rows = document["cells"]["rows"].as_array().expect("rows").iter().map(|row| {
        let row = row.as_array().expect("a row");
        let (key, rest) = row.split_at(row.len() - 2);
        let key: Vec<&str> = key.iter().map(|code| code.as_str().expect("a code")).collect();
        (key.join("|"), (rest[1].as_str().expect("a status").to_owned(), rest[0].clone()))
    });
    rows.collect()
}

/// Which cells are withheld, in the order of the case.
pub(crate) fn withheld(case: &Case, report: &CaseReport) -> Vec<bool> {
    let answer = answer(report);
    case.keys.iter().map(|key| answer[key].0 != "pub").collect()
}

#[test]
fn every_case_has_the_peers_primary_cells_and_no_more_withheld_than_now() {
    let mut wrong = Vec::new();
    for case in CASES.map(Case::load) {
        let report = report(case.number);
        let answer = answer(report);
        assert_eq!(answer.len(), case.keys.len(), "dev{:02}", case.number);
        let primary: Vec<bool> = case.keys.iter().map(|key| answer[key].0 == "pri").collect();
        if primary != case.primary {
            wrong.push(format!("dev{:02}: other primary cells", case.number));
        }
        let (cells, sum) = BOUNDS[case.number - 1];
        let (found, found_sum) = (report.secondary.1, report.secondary_sum.1);
        if found > cells || found_sum > sum + 0.01 {
            wrong.push(format!("dev{:02}: {found} secondary cells ({found_sum}) instead of {cells} ({sum})", case.number));
        }
        // Before the search, where the peer's pattern is safe.
        if case.number != 16
            && report.secondary.0 > case.suppressed.iter().zip(&case.primary).filter(|(s, p)| **s && !**p).count()
        {
            wrong.push(format!("dev{:02}: {} secondary cells before the search", case.number, report.secondary.0));
        }
        let shown = answer.values().filter(|(status, _)| status == "pub").count();
        let told = answer.values().filter(|(_, value)| !value.is_null()).count();
        let hidden = answer.values().filter(|(status, value)| status != "pub" && !value.is_null()).count();
        if hidden > 0 || shown != told {
            wrong.push(format!("dev{:02}: {hidden} withheld cells have a value", case.number));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn nothing_withheld_in_a_case_can_be_worked_out() {
    let mut wrong = Vec::new();
    for case in CASES.map(Case::load) {
        let withheld = withheld(&case, report(case.number));
        for zeros in [Zeros::AsGiven, Zeros::Shown] {
            let outcome = case.attack(&withheld, zeros, case.levels());
            for level in outcome.leaks.iter().map(|leak| leak.level).collect::<BTreeSet<_>>() {
                let found = outcome.leaks.iter().filter(|leak| leak.level == level).count();
                wrong.push(format!("dev{:02}: {found} at level {level:?}", case.number));
            }
            assert!(outcome.undecided.is_empty(), "dev{:02}", case.number);
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// The second release of dev18 stands beside the first: what was published is published, what was withheld is withheld.
#[test]
fn promises_of_an_earlier_release_are_kept() {
    let document: Value = serde_json::from_slice(&text(18)).unwrap();
    let answer = answer(report(18));
    let keys = |list: &Value| -> BTreeSet<String> {
        let join = |key: &Value| key.as_array().unwrap().iter().map(|code| code.as_str().unwrap()).collect::<Vec<_>>().join("|");
        list.as_array().unwrap().iter().map(join).collect()
    };
    let (published, suppressed) = (keys(&document["previous"]["published"]), keys(&document["previous"]["suppressed"]));
    assert!(published.len() > 10 && !suppressed.is_empty());
    let status = |key: &String| answer.get(key).map(|(status, _)| status.as_str());
    assert!(published.iter().filter_map(status).all(|status| status == "pub"));
    assert!(suppressed.iter().filter_map(status).all(|status| status != "pub"));
}

/// A fixed permutation.
fn mixed(length: usize) -> Vec<usize> {
    let mut order: Vec<usize> = (0..length).collect();
    let mut state = 0x2545_f491_4f6c_dd1du64;
    for at in (1..length).rev() {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        order.swap(at, usize::try_from(state % (at as u64 + 1)).unwrap());
    }
    order
}

/// The case with its inner cells and records in another order.
fn permuted(document: &Value) -> Value {
    let mut made = document.clone();
    let inner = document["inner"]["rows"].as_array().unwrap();
    let order = mixed(inner.len());
    made["inner"]["rows"] = order.iter().map(|at| inner[*at].clone()).collect();
    if let Some(records) = document["records"]["rows"].as_array() {
        made["records"]["rows"] = mixed(records.len()).iter().map(|at| records[*at].clone()).collect();
    }
    let mut place = vec![0; order.len()];
    order.iter().enumerate().for_each(|(now, then)| place[*then] = now);
    for set in made.get_mut("extra_primary").and_then(Value::as_array_mut).into_iter().flatten() {
        for cell in set.as_array_mut().unwrap() {
            *cell = Value::from(place[usize::try_from(cell.as_u64().unwrap()).unwrap()]);
        }
    }
    made
}

#[test]
fn equal_input_gives_equal_bytes_and_the_order_of_rows_changes_nothing() {
    let mut differing = Vec::new();
    // Without the largest, which takes as long as all others together.
    for number in CASES.filter(|number| *number != 16) {
        let first = report(number);
        if first.json != protected(number, &text(number)).json {
            differing.push(format!("dev{number:02} a second time"));
        }
        let document: Value = serde_json::from_slice(&text(number)).unwrap();
        let other = protected(number, &serde_json::to_vec(&permuted(&document)).unwrap());
        if answer(first) != answer(&other) {
            differing.push(format!("dev{number:02} with its rows in another order"));
        }
    }
    assert!(differing.is_empty(), "{differing:#?}");
}
