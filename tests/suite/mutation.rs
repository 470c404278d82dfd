//! Patterns that are spoilt on purpose: one secondary cell is published again, or all of them. The attacker must see it.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::collections::{BTreeMap, BTreeSet};

use shanwai::attack::{Level, Levels};

use super::attack::{CASES, Case, Zeros, answers};
use super::cases::{report, withheld};

/// Whether anything can be worked out of a pattern beside what is known to leak; the cheapest attack first.
fn leaks(case: &Case, pattern: &[bool], known: &BTreeSet<i64>) -> bool {
    let ways = [
        (Zeros::AsGiven, Levels::NONE.with(Level::Linear)),
        (Zeros::AsGiven, case.levels()),
        (Zeros::Shown, if known.is_empty() { Levels::CUTS } else { case.levels() }),
    ];
    ways.into_iter().any(|(zeros, levels)| !case.found(pattern, zeros, levels).is_subset(known))
}

/// What leaks of a pattern as it is.
fn open(case: &Case, pattern: &[bool]) -> BTreeSet<i64> {
    let given = case.found(pattern, Zeros::AsGiven, case.levels());
    given.into_iter().chain(case.found(pattern, Zeros::Shown, case.levels())).collect()
}

/// The pattern with one cell published again.
fn without(pattern: &[bool], cell: usize) -> Vec<bool> {
    let mut made = pattern.to_vec();
    made[cell] = false;
    made
}

/// By case: every so many-th secondary cell is tried, and of those at most so many do no harm when they are published again, each by
/// itself. In all other cases each single cell is tried, and needed.
///
/// The rest, in dev04 and dev07: the rule for inner cells of one forbids a few sums that the reader cannot take apart.
const HARMLESS: [(usize, usize, usize); 3] = [(4, 3, 9), (7, 3, 6), (14, 2, 9)];

#[test]
fn a_secondary_cell_of_ours_published_again_is_seen() {
    let mut wrong = Vec::new();
    let (mut all, mut seen) = (0, 0);
    for case in CASES.filter(|number| *number != 16).map(Case::load) {
        let pattern = withheld(&case, report(case.number));
        let known = open(&case, &pattern);
        let (step, most) = HARMLESS.iter().find(|entry| entry.0 == case.number).map_or((1, 0), |entry| (entry.1, entry.2));
        let tried: Vec<usize> = case.secondary(&pattern).into_iter().step_by(step).collect();
        let harmless: Vec<&usize> = tried.iter().filter(|cell| !leaks(&case, &without(&pattern, **cell), &known)).collect();
        all += tried.len();
        seen += tried.len() - harmless.len();
        if harmless.len() > most {
            wrong.push(format!("dev{:02}: {} of {} do no harm", case.number, harmless.len(), tried.len()));
        }
    }
    assert!(wrong.is_empty(), "{seen} of {all} are seen; {wrong:#?}");
}

/// The largest case: one in a hundred and twenty, by sums and differences alone where these are enough.
#[test]
fn a_secondary_cell_of_the_largest_case_published_again_is_seen() {
    let case = Case::load(16);
    let pattern = withheld(&case, report(16));
    let tried: Vec<usize> = case.secondary(&pattern).into_iter().step_by(120).collect();
    let harmless: Vec<&usize> = tried.iter().filter(|cell| !leaks(&case, &without(&pattern, **cell), &BTreeSet::new())).collect();
    assert!(harmless.is_empty(), "{} of {}", harmless.len(), tried.len());
}

/// What an independent attacker found when a secondary cell of the peer was published again, ours finds too, and nothing else.
#[test]
fn a_secondary_cell_of_the_peer_published_again_is_seen_where_it_was_recorded() {
    let answers = answers();
    let mut wrong = BTreeMap::new();
    let (mut all, mut harmless) = (0, 0);
    for case in CASES.filter(|number| *number != 16).map(Case::load) {
        let recorded = &answers[format!("dev{:02}", case.number)]["published_again"];
        let numbers = |list: &serde_json::Value| -> Vec<usize> {
            list.as_array().unwrap().iter().map(|n| usize::try_from(n.as_u64().unwrap()).unwrap()).collect()
        };
        let quiet = numbers(&recorded["harmless"]);
        let secondary = case.secondary(&case.suppressed);
        for nth in numbers(&recorded["tried"]) {
            let found = leaks(&case, &without(&case.suppressed, secondary[nth]), &BTreeSet::new());
            (all, harmless) = (all + 1, harmless + usize::from(!found));
            if found == quiet.contains(&nth) {
                wrong.entry(case.number).or_insert_with(Vec::new).push(nth);
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:?} of {all}, {harmless} harmless");
}

/// Without any secondary cell no case is safe.
#[test]
fn without_the_secondary_step_every_case_leaks() {
    let safe: Vec<usize> =
        CASES.map(Case::load).filter(|case| !leaks(case, &case.primary, &BTreeSet::new())).map(|case| case.number).collect();
    assert!(safe.is_empty(), "{safe:?}");
}
