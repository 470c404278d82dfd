//! Answers written by hand: the cube is that of the records, and every kind of fault is told with its place.

use super::{layout::Layout, query};
use crate::confidential::tests::support::Case;
use crate::confidential::withhold;

const RECORDS: &str = "key,a,b,amount\np1,a0,b0,1.00\np1,a0,b1,2.50\np2,a0,b0,4.00\n";

/// What a warehouse answers about [`RECORDS`].
fn answer(case: &Case) -> String {
    let cubes: Vec<_> = case.catalog.cubes.iter().collect();
    let wanted = withhold::wanted(&cubes, &case.protection);
    let spec = &case.catalog.records[0];
    let mark = query::fingerprint(spec, &wanted);
    let heading = Layout::new(spec, &wanted).headings.join(",");
    let mut lines = vec![heading, format!("query,,{mark},,,,,,,,,,")];
    let fixed = "negative,,amount,,,,,0,,,,,\ncell,,,a0,b0,1,,2,,,,,\ncell,,,a0,b1,2,,1,,,,,\n\
        cell-sum,cube,amount,,,1,,,,,500,,\ncell-sum,cube,amount,,,2,,,,,250,,\npersons,,,,,,1 2,,1,,,,\npersons,,,,,,1,,1,,,,";
    lines.extend(fixed.lines().map(|line| line.trim().to_owned()));
    let margins = [("b0", 2, 2, 500, "400,100"), ("b1", 1, 1, 250, "250,"), ("*", 3, 2, 750, "400,350")];
    for a in ["a0", "*"] {
        for (b, rows, persons, total, tops) in margins {
            lines.push(format!("margin,cube,,{a},{b},,,{rows},{persons},{persons},,,"));
            lines.push(format!("sum,cube,amount,{a},{b},,,,,,{total},{tops}"));
        }
    }
    lines.join("\n") + "\n"
}

fn counted(change: impl Fn(String) -> String) -> Case {
    let mut case = Case::new(RECORDS, 2);
    case.catalog.records[0].counted = true;
    case.catalog.records[0].file = "counts.csv".into();
    let text = change(answer(&case));
    case.put("data/counts.csv", &text);
    case
}

#[test]
fn an_answer_gives_the_table_that_the_records_give() {
    let (records, counts) = (Case::new(RECORDS, 2), counted(|text| text));
    let (records, counts) = (records.prepare(2).expect("records are read"), counts.prepare(2));
    let counts = counts.expect("the answer is read");
    let shown = |release: &crate::confidential::Release| release.table("cube").map(|table| format!("{table:?}"));
    assert!(shown(&records).is_some());
    assert_eq!(shown(&records), shown(&counts));
}

#[test]
fn every_fault_of_an_answer_is_told_with_its_row_and_column() {
    let told = |from: &str, to: &str| {
        let case = counted(|text| {
            assert!(text.contains(from), "{from}");
            text.replacen(from, to, 1)
        });
        assert!(case.prepare(1).is_none(), "{from} → {to}");
        case.found().join("\n")
    };
    let starts = |found: String, with: &str| assert!(found.starts_with(with), "{found}");
    starts(told("by_a", "a"), "counts/columns 1:by_a");
    starts(told("query,,", "query,,0"), "counts/other-query 2:measure");
    starts(told("amount,,,,,0", "amount,,,,,3"), "counts/records");
    starts(told(",500,,", ",5e2,,"), "counts/value 6:total");
    starts(told("cell,,,a0,b0", "cell,,,a9,b0"), "counts/unknown-code 4:by_a");
    starts(told("cell,,,a0,b1,2", "cell,,,a0,b1,1"), "counts/twice 5:cell");
    starts(told("margin,cube,,a0,*,,,3,2,2,,,\n", ""), "counts/missing");
    starts(told("margin,cube,,a0,b0,,,2,2", "margin,cube,,a0,b0,,,2,1"), "counts/contradiction 10:persons");
    starts(told("margin,cube,,a0,b0,,,2,2", "margin,cube,,a0,b0,,,2,9"), "counts/contradiction 10:rows");
    starts(told(",400,100", ",400,500"), "counts/contradiction 11:top_1");
    starts(told(",400,100", ",500,100"), "counts/contradiction 11:top_1");
    starts(told(",250,250", ",251,250"), "counts/contradiction 13:total");
}

#[test]
fn no_message_shows_a_count() {
    let case = counted(|text| text.replace(",400,", ",987654,").replace("amount,,,,,0", "amount,,,,,31337"));
    assert!(case.prepare(1).is_none());
    let found = case.found().join("\n");
    assert!(!found.contains("987654") && !found.contains("31337"), "{found}");
}

#[test]
fn what_is_no_parquet_is_told() {
    let mut case = counted(|text| text);
    case.catalog.records[0].file = "counts.parquet".into();
    case.put("data/counts.parquet", "no parquet");
    assert!(case.prepare(1).is_none());
    assert!(case.found()[0].starts_with("counts/unreadable"), "{:?}", case.found());
}

#[test]
fn cell_keys_need_the_records() {
    let mut case = counted(|text| text);
    case.settings().method = crate::config::Method::CellKey { ptable: "ptable.csv".into() };
    assert!(case.prepare(1).is_none());
    assert!(case.found()[0].starts_with("counts/needs-records"), "{:?}", case.found());
}
