//! The gate: thresholds on distinct persons, zeros, and what a refusal tells.

use std::sync::Arc;

use super::support::Case;
use crate::confidential::Cell;
use crate::model::Decimal;

/// Rows of so many persons in each of (a0, b0) and (a1, b1), each person twice.
fn rows(first: usize, second: usize) -> String {
    let mut text = String::from("key,a,b,amount\n");
    for (prefix, count, codes) in [("p", first, "a0,b0"), ("q", second, "a1,b1")] {
        for person in 0..count {
            text.push_str(&format!("{prefix}{person},{codes},1.5\n{prefix}{person},{codes},2\n"));
        }
    }
    text
}

fn case(first: usize, second: usize) -> Case {
    let mut case = Case::new(rows(first, second), 3);
    case.catalog.cubes[0].threshold = 5;
    case
}

#[test]
fn five_persons_pass_a_threshold_of_five_and_four_do_not() {
    assert!(case(5, 5).prepare(2).is_some());
    // Four persons have eight rows, which would pass if rows were counted.
    let refused = case(5, 4);
    assert!(refused.prepare(2).is_none());
    // The cell itself and its margins in a and in b.
    assert_eq!(refused.found(), ["gate/small-cells: 3 cells of `cube` are under the threshold of 5 distinct persons"]);
}

#[test]
fn a_margin_under_the_threshold_refuses_the_cube_too() {
    let refused = case(1, 0);
    assert!(refused.prepare(1).is_none());
    assert_eq!(refused.found(), ["gate/small-cells: 4 cells of `cube` are under the threshold of 5 distinct persons"]);
}

#[test]
fn persons_outside_a_cell_are_a_group_too() {
    // Five persons in a0 and, with one more, in a1: each cell is large, yet 6 - 5 is the one who is in a1 alone.
    let mut text = String::from("key,a,b,amount\n");
    for person in 0..5 {
        text.push_str(&format!("p{person},a0,b0,1\np{person},a1,b0,1\n"));
    }
    text.push_str("q,a1,b0,1\n");
    let mut refused = Case::new(text, 3);
    refused.catalog.cubes[0].threshold = 5;
    assert!(refused.prepare(1).is_none());
    assert_eq!(
        refused.found(),
        ["gate/small-difference: 2 cells of `cube` differ from a total by fewer than 5 distinct persons"]
    );
    // Attendances alone tell nothing of it.
    refused.catalog.cubes[0].measures.remove(1);
    assert!(refused.prepare(1).is_some());
}

#[test]
fn rows_count_where_there_are_no_persons() {
    let case = Case::new(rows(3, 3), 3).without_persons();
    assert!(case.prepare(1).is_some());
    let mut strict = Case::new(rows(3, 3), 3).without_persons();
    strict.catalog.cubes[0].threshold = 7;
    assert!(strict.prepare(1).is_none());
    assert_eq!(strict.found(), ["gate/small-cells: 6 cells of `cube` are under the threshold of 7 records"]);
}

#[test]
fn rows_without_a_key_hide_nobody() {
    let mut text = rows(5, 5);
    text.push_str(&",a2,b2,9\n".repeat(20));
    let mut refused = Case::new(text, 3);
    refused.catalog.cubes[0].threshold = 5;
    assert!(refused.prepare(1).is_none());
}

#[test]
fn a_table_holds_every_margin_and_zeros_for_combinations_without_rows() {
    let release = case(5, 6).prepare(2).unwrap();
    let table = release.table("cube").unwrap();
    assert!(table.is_synthetic());
    assert_eq!(table.threshold(), 5);
    assert_eq!(table.rows().count(), 9);
    assert!(table.rows().map(|(key, _)| key.to_vec()).is_sorted());
    let whole = |n| Cell::Value(Decimal::whole(n));
    let cells = |key: &[Option<usize>]| (0..3).map(|m| table.cell(key, m)).collect::<Vec<_>>();
    assert_eq!(cells(&[None, None]), [whole(22), whole(11), Cell::Value(Decimal::new(385, 1))]);
    assert_eq!(cells(&[Some(0), None]), [whole(10), whole(5), Cell::Value(Decimal::new(175, 1))]);
    assert_eq!(cells(&[Some(0), Some(1)]), [whole(0), whole(0), whole(0)]);
    // a2 never occurs: it is not in the table at all.
    assert_eq!(cells(&[Some(2), None]), [Cell::Absent; 3]);
    assert_eq!(table.dimensions()[0].codes, [0, 1]);
}

#[test]
fn a_zero_in_a_sensitive_dimension_refuses_the_cube() {
    let mut refused = case(5, 5);
    Arc::make_mut(&mut refused.catalog.cubes[0].dimensions[1].1).sensitive = true;
    assert!(refused.prepare(1).is_none());
    assert_eq!(refused.found(), ["gate/sensitive-zero: 2 cells of `cube` are zero in a sensitive dimension"]);
}

#[test]
fn the_cells_are_named_in_the_private_folder_only_and_without_counts() {
    let refused = case(5, 4);
    assert!(refused.prepare(1).is_none());
    let root = refused.root();
    assert!(!root.exists("data/private"));
    std::fs::create_dir(root.dir().join("data/private")).unwrap();
    assert!(refused.prepare(1).is_none());
    let report = root.read("data/private/gate-report.txt").unwrap();
    assert_eq!(report.text(), "cube: a=* b=b1\ncube: a=a1 b=*\ncube: a=a1 b=b1\n");
}

#[test]
fn one_refused_cube_keeps_all_back() {
    let mut both = case(5, 4);
    let mut coarse = both.catalog.cubes[0].clone();
    coarse.dimensions.clear();
    both.catalog.cubes.push(coarse);
    assert!(both.prepare(1).is_none());
    both.catalog.cubes.remove(0);
    assert!(both.prepare(1).is_some());
}
