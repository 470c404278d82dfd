//! Sums that no name tells: a code that equals the sum of others wherever all are printed.

use super::cube::{Cube, State};
use super::judge::Ground;
use super::names::Kind;
use super::sums::{Origin, Sum};

/// Dimensions with more codes are not searched: the subsets are too many.
const MOST_CODES: usize = 40;
/// Places looked at; the sums found are then judged everywhere.
const PLACES: usize = 40;
/// Steps of the search for one code.
const STEPS: usize = 40_000;
/// Disjoint ways to make up one code: by sex, by age, by place.
const WAYS: usize = 4;

/// Looks for sums on a dimension. `known` are sums that hold already and need not be found again.
///
/// Cost: for each code at most 160,000 steps of 40 places.
pub(super) fn search(ground: &Ground<'_>, dimension: usize, codes: &[u32], known: &[Sum]) -> Vec<Sum> {
    if codes.len() < 3 || codes.len() > MOST_CODES {
        return Vec::new();
    }
    let table = places(ground, dimension, codes);
    if table.len() < 3 {
        return Vec::new();
    }
    let mut found = Vec::new();
    for (at, parent) in codes.iter().enumerate() {
        let mut free: Vec<usize> = (0..codes.len()).filter(|other| *other != at && is_part(&table, at, *other)).collect();
        for sum in known.iter().filter(|sum| sum.dimension == dimension && sum.parent == *parent) {
            free.retain(|other| !sum.children.contains(&codes[*other]));
        }
        for _ in 0..WAYS {
            let Some(parts) = subset(&table, at, &free) else { break };
            free.retain(|other| !parts.contains(other));
            let mut children: Vec<u32> = parts.iter().map(|part| codes[*part]).collect();
            children.sort_unstable();
            let family = u32::try_from(found.len()).unwrap_or(0);
            let search_bits = u32::try_from(codes.len()).unwrap_or(u32::MAX);
            found.push(Sum { dimension, parent: *parent, children, origin: Origin::Found, family, search_bits });
        }
    }
    found
}

/// A printed value and how far it may be from the truth.
type Printed = (i128, i128);

/// Values of all codes at the places where most of them are printed, the fullest and largest first.
fn places(ground: &Ground<'_>, dimension: usize, codes: &[u32]) -> Vec<Vec<Option<Printed>>> {
    let cube = ground.cube;
    let mut rows: std::collections::BTreeMap<u128, Vec<Option<Printed>>> = std::collections::BTreeMap::new();
    for (at, cell) in cube.cells.iter().enumerate() {
        let State::Known(value) = cell.state else { continue };
        let Some(slot) = codes.iter().position(|code| *code == cube.code(cell.key, dimension)) else { continue };
        if ground.is_rate(u32::try_from(at).unwrap_or(u32::MAX)) {
            continue;
        }
        let row = rows.entry(cube.with(cell.key, dimension, 0)).or_insert_with(|| vec![None; codes.len()]);
        row[slot] = Some((value, ground.steps[at].half));
    }
    let mut rows: Vec<(u128, Vec<Option<Printed>>)> =
        rows.into_iter().filter(|(_, row)| row.iter().flatten().count() >= 3).collect();
    let weight = |row: &[Option<Printed>]| (row.iter().flatten().count(), row.iter().flatten().map(|(v, _)| v.abs()).max());
    rows.sort_by(|a, b| weight(&b.1).cmp(&weight(&a.1)).then(a.0.cmp(&b.0)));
    rows.truncate(PLACES);
    rows.into_iter().map(|(_, row)| row).collect()
}

/// Whether a code can be part of another: never larger where both are printed, not always nothing, and often printed with it.
fn is_part(table: &[Vec<Option<Printed>>], parent: usize, part: usize) -> bool {
    let pairs = || table.iter().filter_map(|row| Some((row[parent]?, row[part]?)));
    let never_larger = pairs().all(|((p, ph), (v, vh))| v >= 0 && v <= p + ph + vh);
    never_larger && pairs().count() >= 3 && pairs().any(|(_, (v, _))| v > 0)
}

/// Parts that make up the parent wherever all of them are printed. Larger ones are tried first, and with them before without.
fn subset(table: &[Vec<Option<Printed>>], parent: usize, free: &[usize]) -> Option<Vec<usize>> {
    let rows: Vec<&Vec<Option<Printed>>> =
        table.iter().filter(|row| row[parent].is_some() && free.iter().all(|at| row[*at].is_some())).collect();
    if free.len() < 2 {
        return None;
    }
    if rows.len() < 3 {
        // The code that is printed least often is left out.
        let often = |at: &usize| table.iter().filter(|row| row[parent].is_some() && row[*at].is_some()).count();
        let least = free.iter().copied().min_by_key(often)?;
        let fewer: Vec<usize> = free.iter().copied().filter(|at| *at != least).collect();
        return subset(table, parent, &fewer);
    }
    let value = |row: &Vec<Option<Printed>>, at: usize| row[at].map_or(0, |(value, _)| value);
    let half = |row: &Vec<Option<Printed>>, at: usize| row[at].map_or(0, |(_, half)| half);
    let mut order = free.to_vec();
    order.sort_by_key(|at| std::cmp::Reverse(rows.iter().map(|row| value(row, *at)).sum::<i128>()));
    let columns: Vec<Vec<Printed>> =
        order.iter().map(|at| rows.iter().map(|row| (value(row, *at), half(row, *at))).collect()).collect();
    let rest: Vec<Printed> = rows.iter().map(|row| (value(row, parent), half(row, parent))).collect();
    let mut after = vec![vec![(0, 0); rows.len()]; columns.len() + 1];
    for at in (0..columns.len()).rev() {
        for row in 0..rows.len() {
            after[at][row] = (after[at + 1][row].0 + columns[at][row].0, after[at + 1][row].1 + columns[at][row].1);
        }
    }
    let mut walk = Walk { columns: &columns, after: &after, chosen: Vec::new(), steps: 0 };
    walk.go(0, &rest).then(|| walk.chosen.iter().map(|at| order[*at]).collect())
}

struct Walk<'a> {
    columns: &'a [Vec<Printed>],
    after: &'a [Vec<Printed>],
    chosen: Vec<usize>,
    steps: usize,
}

impl Walk<'_> {
    /// Whether the rest can be made up of the columns from `at` on.
    fn go(&mut self, at: usize, rest: &[Printed]) -> bool {
        self.steps += 1;
        if self.steps > STEPS || rest.iter().any(|(value, half)| *value < -half) {
            return false;
        }
        if self.chosen.len() >= 2 && rest.iter().all(|(value, half)| value.abs() <= *half) {
            return true;
        }
        let Some(column) = self.columns.get(at) else { return false };
        if rest.iter().zip(&self.after[at]).any(|((value, half), (most, slack))| *value > most + half + slack) {
            return false;
        }
        self.chosen.push(at);
        let with: Vec<Printed> = rest.iter().zip(column).map(|((r, h), (v, w))| (r - v, h + w)).collect();
        if self.go(at + 1, &with) {
            return true;
        }
        self.chosen.pop();
        self.go(at + 1, rest)
    }
}

/// Codes of a dimension worth searching, in groups: all of a small dimension, or its upper levels.
pub(super) fn groups(cube: &Cube, dimension: usize, used: &[bool]) -> Vec<Vec<u32>> {
    let held = &cube.dimensions[dimension];
    if held.kind == Kind::Time || held.kind == Kind::Unit {
        return Vec::new();
    }
    let all: Vec<u32> = (0..u32::try_from(held.codes.len()).unwrap_or(0)).filter(|code| used[*code as usize]).collect();
    if all.len() <= MOST_CODES {
        return vec![all];
    }
    let mut levels: std::collections::BTreeMap<u32, Vec<u32>> = std::collections::BTreeMap::new();
    for code in &all {
        levels.entry(held.levels[*code as usize]).or_default().push(*code);
    }
    let mut upper = Vec::new();
    for codes in levels.values() {
        if upper.len() + codes.len() <= MOST_CODES {
            upper.extend(codes);
        }
    }
    vec![upper]
}
