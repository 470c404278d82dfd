//! Primary rules over records: worked examples of dominance, p %, holdings, released contributions and weights.

use super::super::cube::aggregate;
use super::super::system::{Kind, link};
use super::super::withhold::{Broken, judged, wanted};
use super::support::Case;
use crate::config::{ColumnKind, Dominance, Percent, Released, Weight};
use crate::model::Code;

/// One gift for each: giver, cell (the position in `a`, always `b0`), amount in whole units.
fn gifts(gifts: &[(&str, usize, u64)]) -> String {
    let line = |(who, at, amount): &(&str, usize, u64)| format!("{who},a{at},b0,{amount}\n");
    gifts.iter().map(line).fold(String::from("key,a,b,amount\n"), |text, line| text + &line)
}

/// The rules that the sum in the cell `a0` breaks.
fn of_sum(case: &Case) -> Broken {
    broken(case, |kind| matches!(kind, Kind::Sum(_)))
}

fn broken(case: &Case, wanted_kind: impl Fn(Kind) -> bool) -> Broken {
    let cubes: Vec<_> = case.catalog.cubes.iter().collect();
    let spec = &case.catalog.records[0];
    let counted = wanted(&cubes, &case.protection);
    let made = aggregate(2, &case.root(), spec, &counted, &|_| 0, &case.sink);
    let (cubes, joint) = made.unwrap_or_else(|| panic!("{:?}", case.found()));
    let Ok(linked) = link(spec, cubes, joint, &case.protection) else { panic!("it is small") };
    let all = judged(&linked, &case.protection);
    let index = linked.figures.iter().rposition(|figures| wanted_kind(figures.kind)).unwrap();
    let cell = linked.shown[0].find(linked.cubes[0].lattice.code(&[Some(0), None])).unwrap();
    all[index][linked.figures[index].column(0, cell).unwrap()]
}

fn dominance(case: &mut Case, rules: &[(u32, u32)]) {
    case.settings().dominance = rules.iter().map(|(n, k)| Dominance { n: *n, k: Percent(k * 100) }).collect();
}

// 100 = 30 + 28 + 22 + 12 + 8: the three largest make up 80 percent, the four largest 92, the two largest 58.
fn five() -> Case {
    Case::new(gifts(&[("d1", 0, 12), ("d2", 0, 30), ("d3", 0, 8), ("d4", 0, 28), ("d5", 0, 22)]), 2)
}

#[test]
fn dominance_looks_at_as_many_contributors_as_it_names() {
    let fires = |n, k| {
        let mut case = five();
        dominance(&mut case, &[(n, k)]);
        of_sum(&case).has(Broken::DOMINANCE)
    };
    assert_eq!([fires(2, 58), fires(2, 59)], [true, false]);
    assert_eq!([fires(3, 80), fires(3, 81)], [true, false]);
    assert_eq!([fires(4, 92), fires(4, 93)], [true, false]);
    assert!(fires(9, 100), "five contributors are all of it");
}

#[test]
fn any_of_several_dominance_rules_is_enough_and_the_deepest_sets_what_is_kept() {
    let mut case = five();
    dominance(&mut case, &[(1, 75), (3, 79), (2, 85)]);
    assert!(of_sum(&case).has(Broken::DOMINANCE));
    assert_eq!(case.settings().largest_needed(), 3);
    dominance(&mut case, &[(1, 75), (2, 85)]);
    assert!(!of_sum(&case).any());
}

#[test]
fn the_deepest_contributions_survive_sparse_cells_many_workers_and_margins() {
    // Thirty givers of 1 to 30: the ten largest give 255 of 465, which is 54.8 percent.
    let many: Vec<(String, usize, u64)> = (1..=30).map(|i| (format!("d{i}"), (i % 3) as usize, i)).collect();
    let many: Vec<(&str, usize, u64)> = many.iter().map(|(who, at, amount)| (who.as_str(), *at, *amount)).collect();
    for codes in [3, 1200] {
        let case = Case::new(gifts(&many), codes);
        let cubes: Vec<_> = case.catalog.cubes.iter().collect();
        let mut protection = case.protection.clone();
        let ten = Dominance { n: 10, k: Percent(5000) };
        protection.cubes.entry(cubes[0].id.clone()).or_default().dominance = vec![ten];
        let counted = wanted(&cubes, &protection);
        let made = aggregate(3, &case.root(), &case.catalog.records[0], &counted, &|_| 0, &case.sink);
        let (cubes, _) = made.unwrap();
        let counts = cubes[0].counts(0).unwrap();
        assert_eq!(counts.total(0), Some(46_500));
        let expected: Vec<u64> = (21..=30).rev().map(|amount| amount * 100).collect();
        assert_eq!(counts.largest(0), expected, "{codes} codes");
    }
}

// 100 = 55 + 30 + 10 + 3 + 2: 100 − 55 − 30 = 15 is 27.3 percent of 55.
#[test]
fn p_percent_and_prior_posterior_ask_what_the_second_largest_can_tell() {
    let case = || Case::new(gifts(&[("d1", 0, 55), ("d2", 0, 30), ("d3", 0, 10), ("d4", 0, 3), ("d5", 0, 2)]), 2);
    let p = |p| {
        let mut case = case();
        case.settings().p_percent = Some(Percent(p));
        of_sum(&case).has(Broken::P_PERCENT)
    };
    assert_eq!([p(2700), p(2800)], [false, true]);
    let pq = |p, q| {
        let mut case = case();
        case.settings().pq = Some((Percent(p), Percent(q)));
        of_sum(&case).has(Broken::P_PERCENT)
    };
    assert_eq!([pq(1350, 5000), pq(1400, 5000)], [false, true], "14 of 50 is 28 percent");
}

#[test]
fn gifts_of_one_giver_are_one_contribution() {
    // d1 gives 30 in three parts, of 40: three quarters.
    let mut case = Case::new(gifts(&[("d1", 0, 10), ("d1", 0, 10), ("d1", 0, 10), ("d2", 0, 6), ("d3", 0, 4)]), 2);
    dominance(&mut case, &[(1, 75)]);
    assert!(of_sum(&case).has(Broken::DOMINANCE));
}

/// Four givers of 25 each; the first two belong to the holding `g`, if there is one.
fn with_holding(group: &str) -> Case {
    let mut text = String::from("key,a,b,amount,group\n");
    for (who, group) in [("d1", group), ("d2", group), ("d3", ""), ("d4", "")] {
        text += &format!("{who},a0,b0,25,{group}\n");
    }
    let mut case = Case::new(text, 2);
    case.column("group", ColumnKind::Key);
    case.catalog.records[0].holding = Some("group".to_owned());
    case
}

#[test]
fn a_holding_is_one_contributor_to_a_sum_and_its_members_are_still_persons() {
    let mut case = with_holding("g");
    dominance(&mut case, &[(1, 50)]);
    assert!(of_sum(&case).has(Broken::DOMINANCE), "25 + 25 of 100 are one contribution");
    let mut apart = with_holding("");
    dominance(&mut apart, &[(1, 50)]);
    assert!(!of_sum(&apart).any());
    // Three contributors now, where four were asked for.
    let mut few = with_holding("g");
    few.settings().contributors = 4;
    assert!(of_sum(&few).has(Broken::CONTRIBUTORS));
    few.settings().contributors = 3;
    assert!(!of_sum(&few).any());
    // All four are counted in the number of persons, which is the sum over a system of its own or that of rows.
    let release = case.prepare(2).unwrap_or_else(|| panic!("{:?}", case.found()));
    let persons = release.table("cube").unwrap().cell(&[None, None], 1);
    assert_eq!(persons, crate::confidential::Cell::Value(crate::model::Decimal::whole(4)));
}

#[test]
fn a_holding_with_the_key_of_a_person_is_somebody_else() {
    let text = "key,a,b,amount,group\nd1,a0,b0,30,\nd2,a0,b0,30,d1\nd3,a0,b0,40,\n";
    let mut case = Case::new(text, 2);
    case.column("group", ColumnKind::Key);
    case.catalog.records[0].holding = Some("group".to_owned());
    dominance(&mut case, &[(1, 60)]);
    assert!(!of_sum(&case).any(), "d1 and the holding d1 do not act as one");
}

// 100 = 60 + 25 + 10 + 5: with the giver of 60 left out, the largest is 25 and the next 10.
#[test]
fn released_contributions_are_left_out_of_the_largest() {
    let case = |codes: &[&str]| {
        let text = "key,a,b,amount\nd1,a0,b1,60\nd2,a0,b0,25\nd3,a0,b0,10\nd4,a0,b0,5\n";
        let mut case = Case::new(text, 2);
        let codes = codes.iter().map(|code| Code::new(code).unwrap()).collect();
        case.settings().released = Some(Released { column: "b".to_owned(), codes });
        case
    };
    let mut public = case(&["b1"]);
    dominance(&mut public, &[(1, 60)]);
    assert!(!of_sum(&public).any());
    dominance(&mut public, &[(1, 25)]);
    assert!(of_sum(&public).has(Broken::DOMINANCE));
    let mut secret = case(&[]);
    dominance(&mut secret, &[(1, 60)]);
    assert!(of_sum(&secret).has(Broken::DOMINANCE));
}

/// Rows without persons: amount, weight with one decimal.
fn weighted(rows: &[(u64, &str)]) -> Case {
    let line = |(amount, weight): &(u64, &str)| format!("k,a0,b0,{amount},{weight}\n");
    let text = rows.iter().map(line).fold(String::from("key,a,b,amount,w\n"), |text, line| text + &line);
    let mut case = Case::new(text, 2).without_persons();
    case.column("w", ColumnKind::Decimal(1));
    case.settings().weight = Some(Weight { column: "w".to_owned(), repeat: false });
    case
}

#[test]
fn weights_enter_totals_and_neither_contributions_nor_the_number_of_contributors() {
    // 10 · 8 + 10 · 1.5 + 5 · 1 = 100; the largest contribution is 10, not 80.
    let mut case = weighted(&[(10, "8"), (10, "1.5"), (5, "1")]);
    dominance(&mut case, &[(1, 11)]);
    assert!(!of_sum(&case).any());
    dominance(&mut case, &[(2, 20)]);
    assert!(of_sum(&case).has(Broken::DOMINANCE), "10 + 10 of 100");
    // Published: the weighted sum, and 8 + 1.5 + 1 = 10.5 as the number of rows.
    dominance(&mut case, &[]);
    let release = case.prepare(2).unwrap_or_else(|| panic!("{:?}", case.found()));
    let table = release.table("cube").unwrap();
    let value = |measure| match table.cell(&[None, None], measure) {
        crate::confidential::Cell::Value(value) => value,
        _ => panic!("it is published"),
    };
    assert_eq!(value(0), crate::model::Decimal::new(105, 1));
    assert_eq!(value(1), crate::model::Decimal::new(100_000, 3));
    // Three rows are three contributors, whatever their weights.
    case.catalog.cubes[0].threshold = 4;
    assert!(of_sum(&case).has(Broken::THRESHOLD));
    assert!(!case.prepare(2).is_some_and(|release| {
        matches!(release.table("cube").unwrap().cell(&[None, None], 0), crate::confidential::Cell::Value(_))
    }));
}

#[test]
fn weights_may_repeat_contributions() {
    // 10 stands eight times, 10 twice (1.5 rounded), 5 once: the three largest are 30 of 100.
    let mut case = weighted(&[(10, "8"), (10, "1.5"), (5, "1")]);
    dominance(&mut case, &[(3, 30)]);
    assert!(!of_sum(&case).has(Broken::DOMINANCE), "10 + 10 + 5 of 100");
    case.settings().weight = Some(Weight { column: "w".to_owned(), repeat: true });
    assert!(of_sum(&case).has(Broken::DOMINANCE), "10 + 10 + 10 of 100");
}

#[test]
fn absurd_weights_end_in_words() {
    let mut case = weighted(&[(10, "99999999999999999"), (999_999_999_999_999, "99999999999999999")]);
    case.sink = crate::diag::Sink::new();
    assert!(case.prepare(2).is_none());
    assert_eq!(case.found(), ["cube/too-large: a column of the records `r` has too large a sum"]);
}
