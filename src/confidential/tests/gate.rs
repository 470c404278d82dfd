//! The gate: thresholds on distinct persons, zeros, and what a refusal tells.

use std::sync::Arc;

use super::support::Case;
use crate::confidential::Cell;
use crate::config::{CubeProtection, Part, Pattern};
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

/// Keys of the cells of a measure that are withheld.
fn withheld(case: &Case, measure: usize) -> Vec<Vec<Option<usize>>> {
    let release = case.prepare(2).unwrap_or_else(|| panic!("{:?}", case.found()));
    let table = release.table("cube").unwrap();
    let rows = table.rows().filter(|(_, cells)| cells[measure] == Cell::Suppressed);
    rows.map(|(key, _)| key.to_vec()).collect()
}

#[test]
fn five_persons_pass_a_threshold_of_five_and_four_do_not() {
    assert!(withheld(&case(5, 5), 1).is_empty());
    // Four persons have eight rows, which would pass if rows were counted. Something goes with them.
    let few = case(5, 4);
    for measure in 0..3 {
        let hidden = withheld(&few, measure);
        assert!(hidden.contains(&vec![Some(1), Some(1)]), "{measure}: {hidden:?}");
        assert!(hidden.contains(&vec![Some(1), None]) && hidden.contains(&vec![None, Some(1)]), "{measure}: {hidden:?}");
        // Either the other part or the total.
        assert!(hidden.contains(&vec![None, None]) || hidden.contains(&vec![Some(0), None]), "{measure}: {hidden:?}");
    }
}

#[test]
fn nothing_is_left_of_a_table_of_one_person() {
    assert_eq!(withheld(&case(1, 0), 0).len(), 4);
}

#[test]
fn persons_outside_a_cell_are_a_group_too() {
    // Five persons in a0 and, with one more, in a1: each cell is large, yet 6 - 5 is the one who is in a1 alone.
    let mut text = String::from("key,a,b,amount\n");
    for person in 0..5 {
        text.push_str(&format!("p{person},a0,b0,1\np{person},a1,b0,1\n"));
    }
    text.push_str("q,a1,b0,1\n");
    let mut case = Case::new(text, 3);
    case.catalog.cubes[0].threshold = 5;
    for cube in case.catalog.cubes.clone() {
        let complements = CubeProtection { complements: true, ..CubeProtection::default() };
        case.protection.cubes.insert(cube.id, complements);
    }
    let hidden = withheld(&case, 1);
    assert!(hidden.contains(&vec![Some(0), None]) || hidden.contains(&vec![None, None]), "{hidden:?}");
    // Attendances alone tell nothing of it.
    assert!(withheld(&case, 0).is_empty());
}

#[test]
fn rows_count_where_there_are_no_persons() {
    let case = Case::new(rows(3, 3), 3).without_persons();
    assert!(withheld(&case, 0).is_empty());
    let mut strict = Case::new(rows(3, 3), 3).without_persons();
    strict.catalog.cubes[0].threshold = 7;
    // Six rows in each of both cells: nothing but the total.
    assert_eq!(withheld(&strict, 0).len(), 6);
}

#[test]
fn rows_without_a_key_hide_nobody() {
    let mut text = rows(5, 5);
    text.push_str(&",a2,b2,9\n".repeat(20));
    let mut case = Case::new(text, 3);
    case.catalog.cubes[0].threshold = 5;
    assert!(withheld(&case, 0).contains(&vec![Some(2), Some(2)]));
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
fn a_zero_in_a_sensitive_dimension_is_withheld() {
    let mut case = case(5, 5);
    Arc::make_mut(&mut case.catalog.cubes[0].dimensions[1].1).sensitive = true;
    let hidden = withheld(&case, 0);
    assert!(hidden.contains(&vec![Some(0), Some(1)]) && hidden.contains(&vec![Some(1), Some(0)]), "{hidden:?}");
}

/// A case whose total is forced together with one of its two parts, the other being small.
fn forced() -> Case {
    let mut case = case(5, 4);
    let keep = vec![Pattern(vec![Part::Total, Part::Total]), Pattern(vec![Part::Code(0), Part::Total])];
    let protection = CubeProtection { keep, ..CubeProtection::default() };
    case.protection.cubes.insert(case.catalog.cubes[0].id.clone(), protection);
    case
}

#[test]
fn what_must_be_published_and_reveals_a_small_cell_is_refused_with_the_choices() {
    let refused = forced();
    assert!(refused.prepare(1).is_none());
    assert!(refused.found().iter().all(|found| found.starts_with("protect/forced-reveals: ")), "{:?}", refused.found());
}

#[test]
fn the_cells_are_named_in_the_private_folder_only_and_without_counts() {
    let refused = forced();
    assert!(refused.prepare(1).is_none());
    let root = refused.root();
    assert!(!root.exists("data/private"));
    std::fs::create_dir(root.dir().join("data/private")).unwrap();
    assert!(refused.prepare(1).is_none());
    let report = root.read("data/private/gate-report.txt").unwrap();
    assert!(report.text().contains("cube: a=a1 b=* [linear] (1)·cube: a=* b=* (-1)·cube: a=a0 b=*"), "{}", report.text());
}

#[test]
fn one_refused_cube_keeps_all_back() {
    let mut both = forced();
    let mut coarse = both.catalog.cubes[0].clone();
    coarse.id = crate::model::CubeId::new("coarse").unwrap();
    coarse.dimensions.clear();
    both.catalog.cubes.push(coarse);
    assert!(both.prepare(1).is_none());
    both.catalog.cubes.remove(0);
    assert!(both.prepare(1).is_some());
}

#[test]
fn a_table_that_withholds_its_noughts_does_not_take_the_least_value_from_the_others() {
    // Five persons, one in each of a0 to a4, and twenty in a5. With a5 and the total shown, the five cells are five in sum and at
    // least one each. The other table, by both, withholds its noughts.
    let mut text = String::from("key,a,b,amount\n");
    for at in 0..5 {
        text.push_str(&format!("p{at},a{at},b{},1\n", if at < 2 { 0 } else { 2 }));
    }
    for person in 0..20 {
        text.push_str(&format!("q{person},a5,b{},1\n", person % 2 * 2));
    }
    let mut case = Case::new(text, 6);
    case.catalog.cubes[0].measures.truncate(1);
    case.catalog.cubes[0].threshold = 5;
    let mut other = case.catalog.cubes[0].clone();
    other.id = crate::model::CubeId::new("other").unwrap();
    other.threshold = 0;
    case.catalog.cubes[0].dimensions.remove(1);
    let protect = CubeProtection { zeros: crate::config::Zeros::Protect, ..CubeProtection::default() };
    case.protection.cubes.insert(other.id.clone(), protect);
    case.catalog.cubes.push(other);
    let release = case.prepare(1).unwrap_or_else(|| panic!("{:?}", case.found()));
    let table = release.table("cube").unwrap();
    let shown = |key: &[Option<usize>]| matches!(table.cell(key, 0), Cell::Value(_));
    assert!(!shown(&[Some(5)]) || !shown(&[None]), "five cells of at least one are five");
}

/// Two cubes, by `a` and `b` and of `a0` by `b`; nobody of `a0` is in `b1`, so that the second does not list it.
fn unlisted() -> Case {
    let mut text = String::from("key,a,b,amount\n");
    for (at, codes) in ["a0,b0", "a0,b2", "a1,b0", "a1,b1", "a1,b2"].iter().enumerate() {
        (0..9).for_each(|person| text.push_str(&format!("p{at}{person},{codes},1\n")));
    }
    let mut case = Case::new(text, 3);
    case.catalog.cubes[0].threshold = 5;
    let mut other = case.catalog.cubes[0].clone();
    other.id = crate::model::CubeId::new("other").unwrap();
    other.dimensions.remove(0);
    other.filter = vec![("a".to_owned(), vec![crate::model::Code::new("a0").unwrap()])];
    case.catalog.cubes.push(other);
    case
}

#[test]
fn what_no_row_holds_is_nought_unless_it_is_declared_otherwise() {
    let at = |case: &Case, key: &[Option<usize>]| {
        let release = case.prepare(2).unwrap_or_else(|| panic!("{:?}", case.found()));
        release.table("cube").unwrap().cell(key, 0)
    };
    let (nought, cell) = (Cell::Value(Decimal::whole(0)), [Some(0), Some(1)]);
    let mut case = unlisted();
    assert_eq!(at(&case, &cell), nought);
    let declared = crate::config::Impossible(vec![Some(vec![0]), Some(vec![1])]);
    case.settings().structural = vec![declared.clone()];
    assert_eq!(at(&case, &cell), Cell::Absent);
    case.settings().structural.clear();
    case.settings().uncollected = vec![declared];
    assert_eq!(at(&case, &cell), Cell::Uncollected);
    assert_eq!(at(&case, &[Some(0), None]), Cell::Value(Decimal::whole(18)), "its total was");
}

#[test]
fn rows_where_there_can_be_none_are_refused_without_telling_how_many() {
    let mut case = unlisted();
    case.settings().structural = vec![crate::config::Impossible(vec![None, Some(vec![1])])];
    assert!(case.prepare(2).is_none());
    assert_eq!(
        case.found(),
        ["cube/impossible-rows: rows of `r` lie in a combination that `cube` declares impossible or not collected"]
    );
}

// The worked example of `docs/methods/waivers.en.md`: 3, 8, 12, 20 and 4, of which the first is published on purpose.
#[test]
fn what_is_published_on_purpose_is_no_cover_for_others() {
    let mut text = String::from("key,a,b,amount\n");
    for (at, count) in [3, 8, 12, 20, 4].into_iter().enumerate() {
        (0..count).for_each(|person| text.push_str(&format!("p{at}-{person},a{at},b0,1\n")));
    }
    let mut case = Case::new(text, 5);
    case.catalog.cubes[0].dimensions.pop();
    case.catalog.cubes[0].measures.truncate(1);
    case.catalog.cubes[0].threshold = 5;
    let all = |case: &Case| {
        let release = case.prepare(2).unwrap_or_else(|| panic!("{:?}", case.found()));
        let cells = [None, Some(0), Some(1), Some(2), Some(3), Some(4)].map(|at| release.table("cube").unwrap().cell(&[at], 0));
        cells.map(|cell| cell == Cell::Suppressed)
    };
    assert_eq!(all(&case), [false, true, false, false, false, true], "both small ones cover for each other");
    let span = crate::diag::Source::new("data/protection.toml", "[[waiver]]").span(0..10);
    let waiver = |at| crate::config::Waiver {
        key: vec![Some(at)],
        measure: None,
        reason: super::support::words("public by law"),
        by: "the data officer".to_owned(),
        span: span.clone(),
    };
    case.settings().waivers = vec![waiver(0)];
    assert_eq!(all(&case), [false, false, true, false, false, true]);
    // With all others published on purpose, the last cannot be saved but by the total.
    case.settings().waivers = (0..4).map(waiver).collect();
    assert_eq!(all(&case), [true, false, false, false, false, true]);
    case.settings().waivers.push(crate::config::Waiver { key: vec![None], ..waiver(0) });
    assert!(case.prepare(2).is_none());
    let found = case.found();
    assert!(found.iter().any(|told| told.starts_with("protect/cannot-be-safe")), "{found:?}");
}
