//! Which bounds hold with equality in every table the attacker can think of.
//!
//! A bound at its least value is an implied equality exactly when it occurs, with a positive factor, in a sum of such bounds,
//! all factors positive, that published columns give away: then none of them can be larger. (The dual of the linear program that
//! makes as many bounds as possible slack; strict complementarity.) In the null space that reads: nonnegative factors under
//! which the bounds cancel. Most bounds drop out at once, where all coefficients of one coordinate have the same sign; the few
//! that are left are solved part by part in exact fractions.

use super::echelon::{Echelon, Sparse};
use super::modular::fraction;
use crate::linear::Ratio;
use crate::linear::simplex::{Exact, Proof, solve};

/// Bounds (their numbers) with positive factors that cancel.
pub(super) type Witness = Vec<(usize, Ratio)>;

/// What was found of each bound.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum State {
    /// Some table has more.
    Slack,
    /// Implied, by the witness of this number.
    Implied(usize),
    /// The fractions do not fit.
    Unknown,
}

/// The answer for a list of bounds.
pub(super) struct Implied {
    pub(super) states: Vec<State>,
    pub(super) witnesses: Vec<Witness>,
    /// How many linear programs were solved.
    pub(super) programs: usize,
}

/// Tells implied bounds from slack ones. Each bound is given in coordinates of the null space.
pub(super) fn implied(bounds: &[Sparse]) -> Implied {
    let mut made = Implied { states: vec![State::Unknown; bounds.len()], witnesses: Vec::new(), programs: 0 };
    let rows = shrink(bounds, &mut made.states);
    for (members, rows) in split(bounds.len(), &rows, &made.states) {
        decide(&members, &rows, &mut made);
    }
    made
}

/// The bounds turned into one row for each coordinate.
fn coordinates(bounds: &[Sparse]) -> Vec<Sparse> {
    let mut entries: Vec<(u32, u32, u64)> = (0u32..)
        .zip(bounds)
        .flat_map(|(bound, list)| list.iter().map(move |(coordinate, value)| (*coordinate, bound, *value)))
        .collect();
    entries.sort_unstable();
    entries.chunk_by(|a, b| a.0 == b.0).map(|row| row.iter().map(|entry| (entry.1, entry.2)).collect()).collect()
}

/// Drops bounds under a row of one sign, and eliminates, until nothing changes.
fn shrink(bounds: &[Sparse], states: &mut [State]) -> Vec<Sparse> {
    let mut rows = coordinates(bounds);
    loop {
        let mut dropped = false;
        while drop_one_sign(&mut rows, states) {
            dropped = true;
        }
        if rows.is_empty() {
            return rows;
        }
        let eliminated = Echelon::new(bounds.len(), rows).into_rows();
        rows = eliminated;
        if !dropped && !drop_one_sign(&mut rows, states) {
            return rows;
        }
    }
}

fn drop_one_sign(rows: &mut Vec<Sparse>, states: &mut [State]) -> bool {
    let mut dropped = false;
    for row in rows.iter_mut() {
        row.retain(|(bound, _)| states[*bound as usize] != State::Slack);
        let mut signs = row.iter().map(|(_, value)| fraction(*value).map(Ratio::sign));
        let first = signs.next().flatten();
        if first.is_some() && signs.all(|sign| sign == first) {
            for (bound, _) in row.drain(..) {
                states[bound as usize] = State::Slack;
            }
            dropped = true;
        }
    }
    rows.retain(|row| !row.is_empty());
    dropped
}

/// Independent parts: bounds with the rows that tie them together.
fn split(count: usize, rows: &[Sparse], states: &[State]) -> Vec<(Vec<usize>, Vec<Sparse>)> {
    let mut parts: Vec<u32> = (0u32..).take(count).collect();
    for row in rows {
        for (bound, _) in &row[1..] {
            super::base::join(&mut parts, row[0].0, *bound);
        }
    }
    let mut made: std::collections::BTreeMap<u32, (Vec<usize>, Vec<Sparse>)> = std::collections::BTreeMap::new();
    for bound in (0u32..).take(count).filter(|bound| states[*bound as usize] != State::Slack) {
        made.entry(super::base::root(&mut parts, bound)).or_default().0.push(bound as usize);
    }
    for row in rows {
        made.entry(super::base::root(&mut parts, row[0].0)).or_default().1.push(row.clone());
    }
    made.into_values().collect()
}

/// Decides the bounds of one part: each linear program settles the bound it asks for, and all that its answer names.
fn decide(members: &[usize], rows: &[Sparse], made: &mut Implied) {
    let exact: Option<Vec<Vec<(usize, Ratio)>>> =
        rows.iter().map(|row| row.iter().map(|(bound, value)| Some((*bound as usize, fraction(*value)?))).collect()).collect();
    let Some(rows) = exact else { return };
    for bound in members {
        if made.states[*bound] != State::Unknown {
            continue;
        }
        made.programs += 1;
        let open: Vec<usize> =
            members.iter().copied().filter(|other| other != bound && made.states[*other] != State::Slack).collect();
        let wanted = |row: &Vec<(usize, Ratio)>| {
            row.iter().find(|entry| entry.0 == *bound).map_or(Some(Ratio::ZERO), |entry| entry.1.negative())
        };
        let Some(right) = rows.iter().map(wanted).collect::<Option<Vec<Ratio>>>() else { continue };
        match cancel(&open, &rows, &right) {
            Some(Proof::Solved(solution)) => {
                let mut witness: Witness =
                    solution.into_iter().map(|(at, factor)| (open[at], factor)).chain([(*bound, Ratio::ONE)]).collect();
                witness.sort_unstable_by_key(|entry| entry.0);
                for (named, _) in &witness {
                    if made.states[*named] == State::Unknown {
                        made.states[*named] = State::Implied(made.witnesses.len());
                    }
                }
                made.witnesses.push(witness);
            }
            Some(Proof::Impossible(factors)) => set_slack(&open, &rows, &factors, *bound, made),
            None => {}
        }
    }
}

/// Nonnegative factors for these bounds, few and small, that reach the right side.
pub(super) fn cancel(open: &[usize], rows: &[Vec<(usize, Ratio)>], right: &[Ratio]) -> Option<Proof> {
    let place = |bound: usize| open.binary_search(&bound).ok();
    let terms = |row: &Vec<(usize, Ratio)>| row.iter().filter_map(|(bound, value)| Some((place(*bound)?, *value))).collect();
    let problem = Exact {
        variables: open.len(),
        rows: rows.iter().zip(right).map(|(row, right)| (terms(row), *right)).collect(),
        costs: vec![Ratio::ONE; open.len()],
    };
    solve(&problem)
}

/// A direction in which no bound shrinks and some grow: those are slack.
fn set_slack(open: &[usize], rows: &[Vec<(usize, Ratio)>], factors: &[Ratio], asked: usize, made: &mut Implied) {
    made.states[asked] = State::Slack;
    let mut sums: std::collections::BTreeMap<usize, Option<Ratio>> = std::collections::BTreeMap::new();
    for (row, factor) in rows.iter().zip(factors).filter(|(_, factor)| !factor.is_zero()) {
        for (bound, value) in row {
            let held = sums.entry(*bound).or_insert(Some(Ratio::ZERO));
            *held = held.and_then(|held| held.plus(value.times(*factor)?));
        }
    }
    for bound in open {
        if sums.get(bound).is_some_and(|sum| sum.is_some_and(|sum| sum.sign() < 0)) {
            made.states[*bound] = State::Slack;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::modular::residue;
    use super::*;
    use proptest::prelude::*;

    fn bound(values: &[i64]) -> Sparse {
        (0u32..).zip(values).filter(|entry| *entry.1 != 0).map(|(at, value)| (at, residue(*value))).collect()
    }

    #[test]
    fn bounds_that_cancel_are_implied_and_others_are_slack() {
        let found = implied(&[bound(&[1, 0]), bound(&[-1, 0]), bound(&[0, 1]), bound(&[1, 1])]);
        assert!(
            matches!(found.states[..], [State::Implied(0), State::Implied(0), State::Slack, State::Slack]),
            "{:?}",
            found.states
        );
        assert_eq!(found.witnesses, [vec![(0, Ratio::ONE), (1, Ratio::ONE)]]);
    }

    proptest! {
        #[test]
        fn small_cones_agree_with_trying_all_directions(bounds in proptest::collection::vec(proptest::collection::vec(-1i64..2, 3), 1..7)) {
            let found = implied(&bounds.iter().map(|values| bound(values)).collect::<Vec<_>>());
            // A cone cut out by few planes with coefficients -1, 0, 1 has small corners: all directions up to 4 reach them.
            let all = || (-4i64..5).flat_map(|a| (-4i64..5).flat_map(move |b| (-4i64..5).map(move |c| [a, b, c])));
            let at = |values: &Vec<i64>, direction: &[i64; 3]| values.iter().zip(direction).map(|(a, b)| a * b).sum::<i64>();
            let feasible: Vec<[i64; 3]> = all().filter(|direction| bounds.iter().all(|values| at(values, direction) >= 0)).collect();
            for (values, state) in bounds.iter().zip(&found.states) {
                let slack = feasible.iter().any(|direction| at(values, direction) > 0);
                prop_assert_eq!(*state == State::Slack, slack);
            }
        }
    }
}
