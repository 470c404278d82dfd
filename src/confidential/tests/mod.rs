//! The vault from end to end, against an oracle that counts by hand.

mod altered;
mod faults;
mod gate;
mod mutation;
mod primary;
mod random;
pub(super) mod support;

use std::collections::BTreeMap;
use std::fmt::Write;

use proptest::prelude::*;

use super::cube::{Cube, aggregate};
use super::system::{Kind, link};
use super::withhold::wanted;
use crate::config::Protection;
use crate::model::Code;
use support::Case;

/// A row: person (0: no key), codes, amount in hundredths.
type Plain = (u8, usize, usize, u64);

/// Rows, persons, sum and the two largest contributions of every cell and margin.
type Table = BTreeMap<Vec<Option<usize>>, (u64, u64, u128, Vec<u64>)>;

fn text(rows: &[Plain]) -> String {
    let mut text = String::from("key,a,b,amount\n");
    for (person, a, b, amount) in rows {
        let key = if *person == 0 {
            String::new()
        } else {
            format!("person-with-a-long-key-{person}")[usize::from(*person % 2) * 18..].to_owned()
        };
        let _ = writeln!(text, "{key},a{a},b{b},{}.{:02}", amount / 100, amount % 100);
    }
    text
}

/// Counts by looking at every row for every key.
fn oracle(rows: &[Plain], only_b0: bool) -> Table {
    let mut table = Table::new();
    let codes = || std::iter::once(None).chain((0..3).map(Some));
    for key in codes().flat_map(|a| codes().map(move |b| vec![a, b])) {
        let fits = |r: &&Plain| key[0].is_none_or(|a| a == r.1) && key[1].is_none_or(|b| b == r.2) && (!only_b0 || r.2 == 0);
        let (mut by_person, mut contributions) = (BTreeMap::<u8, u64>::new(), vec![0, 0]);
        let (mut count, mut sum) = (0, 0);
        for (person, _, _, amount) in rows.iter().filter(fits) {
            count += 1;
            sum += u128::from(*amount);
            match person {
                0 => contributions.push(*amount),
                _ => *by_person.entry(*person).or_default() += *amount,
            }
        }
        contributions.extend(by_person.values());
        contributions.sort_unstable_by(|a, b| b.cmp(a));
        if count > 0 {
            table.insert(key, (count, by_person.len() as u64, sum, contributions[..2].to_vec()));
        }
    }
    table
}

fn table(cube: &Cube<'_>) -> Table {
    cube.iter()
        .map(|(code, c)| (cube.lattice.key(code), (c.rows, c.persons, c.total(0).unwrap(), c.largest(0).to_vec())))
        .collect()
}

fn tables(case: &Case, workers: usize) -> Vec<Table> {
    let cubes: Vec<_> = case.catalog.cubes.iter().collect();
    let wanted = wanted(&cubes, &case.protection);
    let cubes = aggregate(workers, &case.root(), &case.catalog.records[0], &wanted, &|_| 0, &case.sink).map(|(cubes, _)| cubes);
    cubes.unwrap_or_else(|| panic!("{:?}", case.found())).iter().map(table).collect()
}

/// A second cube over the same file, of rows with `b0` only.
fn with_filter(case: &mut Case) {
    let mut cube = case.catalog.cubes[0].clone();
    cube.filter = vec![("b".to_owned(), vec![Code::new("b0").unwrap(), Code::new("elsewhere").unwrap()])];
    case.catalog.cubes.push(cube);
}

/// Whether every cell of every cube is the sum of its inner cells, in every system.
fn systems_add_up(case: &Case) -> bool {
    let cubes: Vec<_> = case.catalog.cubes.iter().collect();
    let wanted = wanted(&cubes, &case.protection);
    let spec = &case.catalog.records[0];
    let Some((cubes, joint)) = aggregate(2, &case.root(), spec, &wanted, &|_| 0, &case.sink) else { return false };
    let Ok(linked) = link(spec, cubes, joint, &Protection::default()) else { return false };
    linked.figures.iter().all(|figures| {
        (0..figures.system.columns()).all(|column| {
            let (cube, cell) = figures.cells[column];
            let counts = linked.cubes[cube].counts(linked.shown[cube].codes[cell]);
            let value = counts.map_or(0, |counts| match figures.kind {
                Kind::Rows => i128::from(counts.rows),
                Kind::Persons => i128::from(counts.persons),
                Kind::Sum(_) => i128::try_from(counts.total(0).unwrap()).unwrap(),
            });
            figures.system.total(column) == value
        })
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]
    #[test]
    fn every_cell_is_the_sum_of_its_inner_cells_persons_too(
        rows in proptest::collection::vec((1u8..5, 0usize..3, 0usize..3, 0u64..400), 1..40),
        grouped in any::<bool>(),
    ) {
        let mut case = Case::new(text(&rows), 3);
        with_filter(&mut case);
        if grouped {
            case.group("b", 2, &[0, 1]);
        }
        prop_assert!(systems_add_up(&case));
    }

    #[test]
    fn cubes_are_what_counting_by_hand_gives(
        rows in proptest::collection::vec((0u8..5, 0usize..3, 0usize..3, 0u64..400), 0..40),
        workers in 1usize..4,
        sparse in any::<bool>(),
    ) {
        // 1,201 × 1,201 cells are too many to be kept dense.
        let mut case = Case::new(text(&rows), if sparse { 1200 } else { 3 });
        with_filter(&mut case);
        prop_assert_eq!(tables(&case, workers), [oracle(&rows, false), oracle(&rows, true)]);
    }

    #[test]
    fn without_persons_each_row_contributes_by_itself(
        rows in proptest::collection::vec((0u8..5, 0usize..3, 0usize..3, 0u64..400), 0..40),
    ) {
        let case = Case::new(text(&rows), 3).without_persons();
        let nobody: Vec<Plain> = rows.iter().map(|r| (0, r.1, r.2, r.3)).collect();
        prop_assert_eq!(tables(&case, 2), [oracle(&nobody, false)]);
    }
}

#[test]
fn the_number_of_workers_changes_nothing() {
    let rows: Vec<Plain> = (0..150_000u64)
        .map(|i| i.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 33)
        .map(|r| ((r % 251) as u8, (r / 7 % 3) as usize, (r / 31 % 3) as usize, r / 64 % 100_000))
        .collect();
    let case = Case::new(text(&rows), 3);
    let expected = vec![oracle(&rows, false)];
    for workers in [1, 2, 5] {
        assert!(tables(&case, workers) == expected, "{workers} workers");
    }
}

#[test]
fn quotes_line_ends_a_mark_and_blank_lines_do_not_matter() {
    let rows = [(1, 0, 0, 150), (2, 1, 0, 250), (1, 2, 2, 350)];
    let expected = vec![oracle(&rows, false)];
    let plain = text(&rows);
    let quoted = plain.replace("a0", "\"a0\"").replace("amount", "\"amount\"");
    for (name, variant) in [
        ("CRLF", plain.replace('\n', "\r\n")),
        ("mark", format!("\u{feff}{plain}")),
        ("blank lines", plain.replace("\n", "\n\n").replacen("\n\n", "\n", 1)),
        ("no last line end", plain.trim_end().to_owned()),
        ("quotes", quoted.clone()),
        ("quotes and CRLF", quoted.replace('\n', "\r\n")),
    ] {
        assert_eq!(tables(&Case::new(variant, 3), 2), expected, "{name}");
    }
}

#[test]
fn undeclared_columns_may_hold_anything_and_are_named_in_a_note() {
    let text = "memo,key,a,b,amount\n\"two\nlines, \"\"quoted\"\"\",k1,a0,b0,1\n随便,k2,a0,b0,2\n";
    let case = Case::new(text, 3);
    assert_eq!(tables(&case, 1), [oracle(&[(1, 0, 0, 100), (2, 0, 0, 200)], false)]);
    assert_eq!(case.found(), ["records/undeclared-column: the undeclared column `memo` is left out unread"]);
}

#[test]
fn every_rule_has_an_id_of_its_own_and_words_in_both_languages() {
    let ids: std::collections::BTreeSet<_> = super::RULES.iter().map(|rule| rule.id).collect();
    assert_eq!(ids.len(), super::RULES.len());
    assert!(super::RULES.iter().all(|r| [r.title.0, r.title.1, r.explain.0, r.explain.1].iter().all(|words| !words.is_empty())));
}
