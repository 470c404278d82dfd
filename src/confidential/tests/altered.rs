//! Tables whose figures are altered: what they show, and when they are refused.

use super::support::Case;
use crate::confidential::disturb::vectors::noisy_ptable;
use crate::confidential::{Cell, PublishedTable, Treatment};
use crate::config::{MeasureKind, Method, Rounding};

const SECRET: &str = "c0ffee0123456789abcdef00112233445566778899aabbccddeeff1029384756";

/// Persons in the cells (a0, b0), (a0, b1), (a1, b0), (a1, b1), one row each.
fn case(counts: [usize; 4], method: Method) -> Case {
    let mut text = String::from("key,a,b,amount\n");
    for (cell, count) in counts.into_iter().enumerate() {
        for person in 0..count {
            text.push_str(&format!("p{cell}x{person},a{},b{},1\n", cell / 2, cell % 2));
        }
    }
    let mut case = Case::new(text, 2);
    case.catalog.cubes[0].threshold = 5;
    case.catalog.cubes[0].measures.retain(|measure| measure.kind == MeasureKind::Distinct);
    case.settings().method = method;
    case
}

/// The same with a secret that is left where nobody else reads it, and a table of noise.
fn with_secret(counts: [usize; 4], method: Method) -> Case {
    let mut case = case(counts, method);
    let private = case.root().dir().join("data/private");
    std::fs::create_dir_all(&private).unwrap();
    case.put("data/private/secret.hex", SECRET);
    case.put("data/private/ptable.csv", &noisy_ptable());
    case.protection.secret = Some("data/private/secret.hex".into());
    case
}

fn cell_key() -> Method {
    Method::CellKey { ptable: "data/private/ptable.csv".into() }
}

fn base(base: u32, rounding: Rounding) -> Method {
    Method::Base { base, rounding }
}

fn sealed(case: &Case) -> std::sync::Arc<PublishedTable> {
    let release = case.prepare(2).unwrap_or_else(|| panic!("{:?}", case.found()));
    std::sync::Arc::clone(release.table("cube").unwrap())
}

fn figure(table: &PublishedTable, key: [Option<usize>; 2]) -> i64 {
    let Cell::Value(value) = table.cell(&key, 0) else { panic!("{key:?} is withheld") };
    value.to_string().parse().unwrap()
}

#[test]
fn small_counts_leave_nothing_between_zero_and_the_base_and_still_add_up() {
    let case = case([1, 8, 4, 9], Method::SmallCounts { base: 5 });
    let table = sealed(&case);
    assert_eq!((table.treatment(), table.threshold()), (Treatment::SmallCounts(5), 0));
    for (key, _) in table.rows() {
        let value = figure(&table, [key[0], key[1]]);
        assert!(value == 0 || value >= 5, "{key:?}: {value}");
    }
    for a in [None, Some(0), Some(1)] {
        assert_eq!(figure(&table, [a, None]), figure(&table, [a, Some(0)]) + figure(&table, [a, Some(1)]));
    }
    assert_eq!((figure(&table, [Some(0), Some(1)]), figure(&table, [Some(1), Some(1)])), (8, 9), "large counts stay");
    assert!(table.rows().eq(sealed(&case).rows()), "equal records give equal figures");
    let mut csv = Vec::new();
    crate::dataset::csv::for_programs(&crate::dataset::package::of_table(&table), &mut csv).unwrap();
    let csv = String::from_utf8(csv).unwrap();
    assert!(csv.contains(",E,F,") && !csv.contains(",A,F,"), "{csv}");
}

#[test]
fn every_figure_is_a_multiple_of_the_base() {
    let table = sealed(&case([6, 8, 14, 9], base(10, Rounding::Nearest)));
    assert_eq!((figure(&table, [Some(0), Some(0)]), figure(&table, [None, None])), (10, 40));
    assert_eq!(figure(&table, [Some(0), None]), 10, "14 goes down though its parts went up");
    let random = with_secret([6, 8, 14, 9], base(5, Rounding::Random));
    let table = sealed(&random);
    assert!(table.rows().all(|(key, _)| figure(&table, [key[0], key[1]]) % 5 == 0));
    assert!(table.rows().eq(sealed(&random).rows()), "the chance of a cell stays");
}

#[test]
fn rounding_that_tells_of_too_few_is_refused() {
    // 4 + 4 + 4 + 4 = 16 to the nearest ten: nothing, four times, and twenty; at most 4 each, 15 at least together.
    let few = case([4, 4, 4, 4], base(10, Rounding::Nearest));
    assert!(few.prepare(1).is_none());
    assert!(few.found()[0].starts_with("protect/still-told"), "{:?}", few.found());
}

#[test]
fn cell_keys_change_a_count_alike_wherever_the_same_persons_are_counted() {
    let case = with_secret([60, 70, 0, 80], cell_key());
    let table = sealed(&case);
    assert_eq!(table.treatment(), Treatment::CellKey);
    // Nobody is in (a1, b0): the row of a1 and its only cell count the same persons.
    assert_eq!(figure(&table, [Some(1), Some(1)]), figure(&table, [Some(1), None]));
    assert_eq!(table.cell(&[Some(1), Some(0)], 0), Cell::Suppressed, "nobody looks like a few");
    let changed = table.rows().filter(|(key, cells)| {
        let truth = match (key[0], key[1]) {
            (None, None) => 210,
            (None, Some(0)) | (Some(0), Some(0)) => 60,
            (None, Some(_)) => 150,
            (Some(0), None) => 130,
            (Some(0), Some(_)) => 70,
            (Some(_), _) => 80,
        };
        cells[0] != Cell::Value(crate::model::Decimal::whole(truth))
    });
    assert!(changed.count() > 3, "most figures are no longer the true ones");
    let fingerprint = case.prepare(1).unwrap().fingerprint().map(str::to_owned);
    assert_eq!(fingerprint.as_ref().map(String::len), Some(32));
    case.put("data/private/secret.hex", &SECRET.replace('c', "d"));
    assert_ne!(case.prepare(1).unwrap().fingerprint().map(str::to_owned), fingerprint);
    assert!(!table.rows().eq(sealed(&case).rows()), "another secret, other noise");
}

#[test]
fn nothing_is_altered_without_the_secret_or_with_a_table_that_ignores_keys() {
    let case = with_secret([60, 70, 5, 80], cell_key());
    case.put("data/private/ptable.csv", &crate::confidential::disturb::vectors::full_ptable());
    assert!(case.prepare(1).is_none());
    assert!(case.found()[0].starts_with("perturb/ignores-keys"), "{:?}", case.found());
    let mut case = with_secret([60, 70, 5, 80], cell_key());
    case.protection.secret = Some("data/private/elsewhere.hex".into());
    assert!(case.prepare(1).is_none());
    assert!(case.found()[0].starts_with("secret/missing"), "{:?}", case.found());
}

#[test]
fn amounts_and_rows_of_persons_who_have_several_are_not_altered() {
    for kind in [MeasureKind::Rows, MeasureKind::Sum("amount".to_owned())] {
        let mut case = case([6, 8, 14, 9], Method::SmallCounts { base: 5 });
        case.append("data/r.csv", "p0x0,a1,b1,1\n");
        case.catalog.cubes[0].measures[0].kind = kind;
        assert!(case.prepare(1).is_none());
        assert!(case.found()[0].starts_with("perturb/not-persons"), "{:?}", case.found());
    }
}

#[test]
fn persons_in_several_cells_are_altered_as_one() {
    let case = case([6, 8, 14, 9], Method::SmallCounts { base: 5 });
    case.append("data/r.csv", "p0x0,a1,b1,1\np0x1,a1,b1,1\n");
    let table = sealed(&case);
    assert!(table.rows().all(|(key, _)| matches!(figure(&table, [key[0], key[1]]), 0 | 5..)));
    // Two persons are counted twice in the parts: what they are rounded to is the difference.
    let parts = figure(&table, [Some(0), None]) + figure(&table, [Some(1), None]);
    assert!([0, 5].contains(&(parts - figure(&table, [None, None]))));
}
