//! Parts of the system that narrowing intervals does not open: elimination in fractions, then linear programs.

use std::collections::BTreeMap;

use super::solve::{Solved, Unknown};
use crate::attack::{OpenQuestion, Verdict, open_attack};
use crate::linear::Ratio;

/// Larger knots are not eliminated in fractions.
const MOST_UNKNOWNS: usize = 3_000;
/// Terms touched in one elimination before it is given up.
const MOST_WORK: usize = 4_000_000;
/// Larger knots get no linear programs: two for each withheld value.
const MOST_OPENED: usize = 60;

/// The constant that stands for "without end" is so many times the figures of a knot …
const ENDLESS: i128 = 4_096;
/// … and an end beyond so many times is one that this constant made, not the figures.
const TRUSTED: i128 = 64;
/// Beyond this, sums of floating point numbers no longer tell neighbouring values apart.
const MOST_FIGURES: i128 = 1_000_000_000_000_000;

/// An unknown with its value and the equations, with factors, that give it.
type Found = (usize, i128, Vec<(usize, Ratio)>);

/// A row of the elimination.
struct Row {
    terms: BTreeMap<usize, Ratio>,
    rest: Ratio,
    from: BTreeMap<usize, Ratio>,
}

impl Row {
    /// Subtracts `times` another row; `None` when the fractions do not fit.
    fn subtract(&mut self, other: &Self, times: Ratio) -> Option<usize> {
        let less = |map: &mut BTreeMap<usize, Ratio>, at: usize, by: Ratio| -> Option<()> {
            let value = map.get(&at).copied().unwrap_or_else(|| Ratio::whole(0)).minus(by.times(times)?)?;
            let _ = if value.is_zero() { map.remove(&at) } else { map.insert(at, value) };
            Some(())
        };
        for (at, by) in &other.terms {
            less(&mut self.terms, *at, *by)?;
        }
        for (at, by) in &other.from {
            less(&mut self.from, *at, *by)?;
        }
        self.rest = self.rest.minus(other.rest.times(times)?)?;
        Some(other.terms.len() + other.from.len())
    }
}

/// Values that are linear combinations of exactly printed ones.
pub(super) fn eliminate(solved: &Solved, part: &[usize]) -> Vec<Found> {
    let exact = part.iter().filter(|at| solved.equations[**at].tolerance == 0);
    let mut rows: Vec<Row> = exact.map(|at| row(solved, *at)).filter(|row| !row.terms.is_empty()).collect();
    let unknowns: std::collections::BTreeSet<usize> = rows.iter().flat_map(|row| row.terms.keys().copied()).collect();
    if unknowns.len() > MOST_UNKNOWNS || rows.len() < 2 {
        return Vec::new();
    }
    reduce(&mut rows);
    let fixed = rows.into_iter().filter(|row| row.terms.len() == 1);
    fixed.filter_map(alone).collect()
}

fn row(solved: &Solved, at: usize) -> Row {
    let equation = &solved.equations[at];
    let (mut terms, mut rest) = (BTreeMap::new(), equation.rest);
    for (unknown, factor) in &equation.terms {
        let held = &solved.unknowns[*unknown];
        match held.low.filter(|_| held.is_fixed()) {
            Some(value) => rest -= factor * value,
            None => drop(terms.insert(*unknown, Ratio::whole(*factor))),
        }
    }
    Row { terms, rest: Ratio::whole(rest), from: BTreeMap::from([(at, Ratio::whole(1))]) }
}

/// The value of the only unknown left in a row; whole half units or nothing.
fn alone(row: Row) -> Option<Found> {
    let (unknown, factor) = row.terms.first_key_value()?;
    let value = row.rest.over(*factor)?;
    let from = row.from.into_iter().map(|(at, by)| Some((at, by.over(*factor)?))).collect::<Option<_>>()?;
    (value.denominator() == 1).then_some((*unknown, value.numerator(), from))
}

/// Reduced row echelon form, shortest rows first. Stops early when it becomes too dear; what stands is still true.
fn reduce(rows: &mut [Row]) {
    let mut work = 0;
    let mut done = vec![false; rows.len()];
    loop {
        let next = (0..rows.len()).filter(|at| !done[*at] && !rows[*at].terms.is_empty()).min_by_key(|at| rows[*at].terms.len());
        let Some(next) = next else { return };
        done[next] = true;
        let Some((pivot, factor)) = rows[next].terms.first_key_value().map(|(at, by)| (*at, *by)) else { return };
        let taken =
            std::mem::replace(&mut rows[next], Row { terms: BTreeMap::new(), rest: Ratio::whole(0), from: BTreeMap::new() });
        for row in rows.iter_mut() {
            let Some(by) = row.terms.get(&pivot) else { continue };
            let Some(spent) = by.over(factor).and_then(|times| row.subtract(&taken, times)) else {
                // A row that no longer fits is dropped: less is found, nothing false.
                (row.terms, row.from) = (BTreeMap::new(), BTreeMap::new());
                continue;
            };
            work += spent;
        }
        rows[next] = taken;
        if work > MOST_WORK {
            return;
        }
    }
}

/// Asks the attacker for the intervals of a small knot.
///
/// Every unknown is an inner cell; one that stands for a sum of others gets a partner, so that both together are a large constant,
/// and the partner takes its place on the side of its parts.
pub(super) fn open(solved: &mut Solved, part: &[usize], unit: i128) {
    let mut numbers: BTreeMap<usize, u32> = BTreeMap::new();
    for at in part {
        for (unknown, _) in solved.equations[*at].terms.iter().filter(|(u, _)| !solved.unknowns[*u].is_fixed()) {
            let next = u32::try_from(numbers.len()).unwrap_or(u32::MAX);
            numbers.entry(*unknown).or_insert(next);
        }
    }
    let wanted: Vec<usize> = numbers.keys().copied().filter(|unknown| solved.unknowns[*unknown].cell.is_some()).collect();
    if wanted.is_empty() || numbers.keys().any(|unknown| solved.unknowns[*unknown].low.is_none()) {
        return;
    }
    let figures = part.iter().map(|at| solved.equations[*at].rest.abs() + solved.equations[*at].tolerance).sum::<i128>() + 2;
    if numbers.len() > MOST_OPENED || figures > MOST_FIGURES / ENDLESS {
        solved.unopened += 1;
        return;
    }
    let asked = Asked::new(solved, part, &numbers, figures * ENDLESS);
    let columns: Vec<usize> = wanted.iter().map(|unknown| numbers[unknown] as usize).collect();
    let question = OpenQuestion {
        inner: asked.inner,
        columns: &asked.columns,
        known: &asked.known,
        wanted: &columns,
        nonnegative: true,
        minimum: None,
    };
    for (unknown, found) in wanted.iter().zip(open_attack(&question)) {
        take(&mut solved.unknowns[*unknown], &found.verdict, unit, (figures * TRUSTED) as f64);
    }
}

/// Narrows an unknown by a verdict; ends found in floating point are widened by a thousandth of a half unit, and those beyond
/// `endless` are none.
fn take(unknown: &mut Unknown, verdict: &Verdict, unit: i128, endless: f64) {
    let (low, high) = match verdict {
        Verdict::Exact { value, .. } => (value.approximate(), value.approximate()),
        Verdict::Between(low, high) => (*low, *high),
        Verdict::Inconsistent(_) | Verdict::Undecided => return,
    };
    let size = |end: f64| 1e-3 + end.abs() * 1e-6;
    let grid = if unknown.whole { unit as f64 } else { 1.0 };
    if low.abs() < endless {
        let low = (((low - size(low)) / grid).ceil() * grid) as i128;
        unknown.low = Some(unknown.low.map_or(low, |before| before.max(low)));
    }
    if high.abs() < endless {
        let high = (((high + size(high)) / grid).floor() * grid) as i128;
        unknown.high = Some(unknown.high.map_or(high, |before| before.min(high)));
    }
}

struct Asked {
    inner: usize,
    columns: Vec<Vec<u32>>,
    known: Vec<(usize, Ratio, Ratio)>,
}

impl Asked {
    fn new(solved: &Solved, part: &[usize], numbers: &BTreeMap<usize, u32>, large: i128) -> Self {
        let mut asked = Self { inner: numbers.len(), columns: Vec::new(), known: Vec::new() };
        for unknown in numbers.keys() {
            let held = &solved.unknowns[*unknown];
            asked.columns.push(vec![numbers[unknown]]);
            let (low, high) = (held.low.unwrap_or(0), held.high.unwrap_or(large));
            asked.known.push((asked.columns.len() - 1, Ratio::whole(low), Ratio::whole(high)));
        }
        let mut partners: BTreeMap<usize, u32> = BTreeMap::new();
        for at in part {
            asked.equation(solved, *at, numbers, &mut partners, large);
        }
        asked
    }

    fn equation(
        &mut self,
        solved: &Solved,
        at: usize,
        numbers: &BTreeMap<usize, u32>,
        partners: &mut BTreeMap<usize, u32>,
        large: i128,
    ) {
        let equation = &solved.equations[at];
        let (mut members, mut rest) = (Vec::new(), equation.rest);
        for (unknown, factor) in &equation.terms {
            let Some(number) = numbers.get(unknown) else {
                rest -= factor * solved.unknowns[*unknown].low.unwrap_or(0);
                continue;
            };
            if *factor > 0 {
                members.push(*number);
                continue;
            }
            let partner = *partners.entry(*unknown).or_insert_with(|| {
                let partner = u32::try_from(self.inner).unwrap_or(u32::MAX);
                self.inner += 1;
                self.columns.push(vec![*number, partner]);
                self.known.push((self.columns.len() - 1, Ratio::whole(large), Ratio::whole(large)));
                partner
            });
            members.push(partner);
            rest += large;
        }
        if members.is_empty() {
            return;
        }
        members.sort_unstable();
        self.columns.push(members);
        let (low, high) = (rest - equation.tolerance, rest + equation.tolerance);
        self.known.push((self.columns.len() - 1, Ratio::whole(low), Ratio::whole(high)));
    }
}
