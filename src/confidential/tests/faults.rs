//! Faults of record files: all at once, with coordinates, without values.

use super::support::Case;

const HEAD: &str = "key,a,b,amount\n";

fn found(text: impl AsRef<[u8]>) -> Vec<String> {
    let case = Case::new(text, 3);
    assert!(case.prepare(2).is_none());
    case.found()
}

#[test]
fn every_fault_is_told_at_once_with_row_and_column_and_without_its_value() {
    let rows = "k1,a0,b0,1\nk 2,a9,b0,secret\n\nk3,,b1,1.234\nk4,a0,b0\nk5,a0,b0,1,2\nk6,\"a\"0,b0,1\nk7,a0,b0,\n";
    let all = found(format!("{HEAD}{rows}"));
    assert_eq!(
        all,
        [
            "records/bad-key 3:key: `key` does not hold a proper key",
            "records/bad-number 3:amount: `amount` does not hold a number",
            "records/unknown-code 3:a: the code in `a` is not in the code list",
            "records/bad-number 5:amount: `amount` does not hold a number",
            "records/empty-cell 5:a: `a` may not be empty",
            "records/field-count 6:: the row has 3 cells, the heading 4",
            "records/field-count 7:: the row has 5 cells, the heading 4",
            "records/stray-quote 8:: a quotation mark has no partner or does not begin the cell",
        ]
    );
}

#[test]
fn a_heading_is_checked_against_the_schema() {
    assert_eq!(
        found("key,A,b,b,other\n"),
        [
            "records/duplicate-column: two columns are headed `b`",
            "records/missing-column: the declared column `a` is missing",
            "records/missing-column: the declared column `amount` is missing",
            "records/undeclared-column: the undeclared column `A` is left out unread",
            "records/undeclared-column: the undeclared column `other` is left out unread",
        ]
    );
    assert_eq!(found(""), ["records/no-heading: the file has no heading"]);
    assert_eq!(found("\n1,2\n"), ["records/no-heading: the file has no heading"]);
    assert_eq!(found(b"\xcf\xd8,\xc4\xea\n"), ["records/not-utf8: the heading is not UTF-8"]);
    assert_eq!(found("\"key,a\nk1,a0"), ["records/stray-quote: a quotation mark in the heading has no partner"]);
}

#[test]
fn another_encoding_is_told_once_with_its_first_row() {
    let mut text = format!("{HEAD}k1,a0,b0,1\n").into_bytes();
    for _ in 0..100_000 {
        text.extend_from_slice(b"\xd5\xc5,a0,b0,1\n");
    }
    assert_eq!(found(&text), ["records/not-utf8 3:: not UTF-8 from this row on"]);
}

#[test]
fn beyond_two_hundred_faults_are_counted() {
    let case = Case::new(format!("{HEAD}{}", "k1,nowhere,b0,1\n".repeat(100_000)), 3);
    assert!(case.prepare(2).is_none());
    let found = case.found();
    assert_eq!(found.len(), 201);
    let summary = "records/more-faults: 100000 faults in all, of which the first 200 are told";
    assert!(found.iter().any(|line| line == summary));
    assert!(found.iter().any(|line| line.starts_with("records/unknown-code 201:a")));
    assert!(!found.iter().any(|line| line.starts_with("records/unknown-code 202:a")));
}

#[test]
fn rows_are_counted_over_blocks() {
    let mut text = format!("{HEAD}{}", "k1,a0,b0,1\n".repeat(300_000));
    text.push_str("k1,a9,b0,1\n");
    assert_eq!(found(text), ["records/unknown-code 300002:a: the code in `a` is not in the code list"]);
}

#[test]
fn a_row_longer_than_a_mebibyte_is_refused() {
    let long = "x".repeat(3 << 20);
    assert_eq!(
        found(format!("{HEAD}k1,a0,b0,1\nk2,a9,b0,1\n{long}\nk3,a0,b0,1\n")),
        [
            "records/unknown-code 3:a: the code in `a` is not in the code list",
            "records/line-too-long 4:: the row is longer than 1 MiB; what follows was not read",
        ]
    );
    // A quotation mark without partner swallows what follows it, up to the same limit.
    assert_eq!(
        found(format!("{HEAD}k1,a0,b0,\"1\n{}", "k2,a0,b0,1\n".repeat(300_000))),
        ["records/line-too-long 2:: the row is longer than 1 MiB; what follows was not read"]
    );
    assert_eq!(found(&long), ["records/line-too-long: the row is longer than 1 MiB; what follows was not read"]);
}

#[test]
fn a_missing_file_and_a_folder_are_told() {
    let case = Case::new("", 3);
    let data = case.root().dir().join("data/r.csv");
    std::fs::remove_file(&data).unwrap();
    assert!(case.prepare(1).is_none());
    assert!(case.found()[0].starts_with("files/not-found"));
    std::fs::create_dir(&data).unwrap();
    assert!(case.prepare(1).is_none());
    assert!(case.found().iter().any(|line| line.starts_with("files/folder")));
}

#[test]
fn a_cube_must_use_columns_for_what_they_are() {
    let mut case = Case::new(format!("{HEAD}k1,a0,b0,1\n"), 3);
    case.catalog.cubes[0].dimensions[0].0 = "amount".to_owned();
    assert!(case.prepare(1).is_none());
    assert_eq!(case.found(), ["cube/column: the cube `cube` uses the column `amount`, which is not declared for that"]);
}

#[test]
fn an_empty_dimension_is_refused() {
    let mut case = Case::new(format!("{HEAD}k1,a0,b0,1\nk2,a0,,1\n"), 3);
    case.catalog.records[0].columns[2].optional = true;
    assert!(case.prepare(1).is_none());
    assert_eq!(case.found(), ["cube/empty-dimension: the column `b` of the cube `cube` is empty in some rows"]);
}
