//! What follows for the withheld values from the sums that hold: intervals by propagation, values by elimination in fractions,
//! and for small knots that neither opens the linear programs of the attacker.

use std::collections::{BTreeMap, HashMap, VecDeque};

use super::cube::{Cube, State};
use super::judge::{Ground, Holds, is_nothing};
use super::knots;
use crate::linear::Ratio;

/// How often one equation is read again before its intervals count as settled.
const READINGS: u32 = 200;

/// A value that is not known. Values are in half units of the last printed place.
pub(super) struct Unknown {
    /// The withheld cell; `None`: a value that no table asks for (not available, or no row).
    pub(super) cell: Option<u32>,
    pub(super) key: u128,
    pub(super) low: Option<i128>,
    pub(super) high: Option<i128>,
    /// Whether values behind it are whole numbers.
    pub(super) whole: bool,
    /// Equations that gave the ends.
    pub(super) low_from: Option<usize>,
    pub(super) high_from: Option<usize>,
    /// Equations with factors that add up to this value alone.
    pub(super) eliminated: Option<Vec<(usize, Ratio)>>,
}

impl Unknown {
    pub(super) fn is_fixed(&self) -> bool {
        self.low.is_some() && self.low == self.high
    }
}

/// One instance of a sum: factors of unknowns add up to `rest`, give or take the tolerance.
pub(super) struct Equation {
    pub(super) terms: Vec<(usize, i128)>,
    pub(super) rest: i128,
    pub(super) tolerance: i128,
    /// Printed cells whose sum with these factors is the rest.
    pub(super) known: Vec<(u32, i128)>,
}

/// The system of all that is withheld.
pub(super) struct Solved {
    pub(super) unknowns: Vec<Unknown>,
    pub(super) equations: Vec<Equation>,
    /// Parts in which the published figures contradict the sums; nothing is claimed there.
    pub(super) contradictions: usize,
    /// Knots too large for the linear programs.
    pub(super) unopened: usize,
}

/// Builds the system and solves it as far as it goes.
pub(super) fn solve(ground: &Ground<'_>, holds: &[Holds]) -> Solved {
    let mut solved = build(ground, holds);
    let unit = ground.cube.unit();
    let mut torn = vec![false; solved.unknowns.len()];
    let all = (0..solved.equations.len()).collect();
    propagate(&mut solved, unit, &mut torn, all);
    let parts = parts(&solved, &torn);
    for part in &parts {
        let found = knots::eliminate(&solved, part);
        let again = !found.is_empty();
        for (unknown, value, equations) in found {
            let held = &mut solved.unknowns[unknown];
            (held.low, held.high, held.eliminated) = (Some(value), Some(value), Some(equations));
        }
        if again {
            propagate(&mut solved, unit, &mut torn, part.clone());
        }
    }
    for part in &parts {
        knots::open(&mut solved, part, unit);
    }
    let mut contradictions = 0;
    for (unknown, torn) in solved.unknowns.iter_mut().zip(&torn) {
        if *torn {
            contradictions += 1;
            (unknown.low, unknown.high) = (None, None);
        }
    }
    solved.contradictions = contradictions;
    solved
}

fn build(ground: &Ground<'_>, holds: &[Holds]) -> Solved {
    let cube = ground.cube;
    let mut solved = Solved { unknowns: Vec::new(), equations: Vec::new(), contradictions: 0, unopened: 0 };
    let mut numbers: HashMap<u128, usize> = HashMap::new();
    for held in holds {
        for place in &held.places {
            let parent = &cube.cells[place.parent as usize];
            let mut equation = Equation { terms: Vec::new(), rest: 0, tolerance: place.tolerance, known: Vec::new() };
            let mut hidden = term(ground, &mut solved, &mut numbers, &mut equation, parent.key, -1, place.parent);
            for code in &held.sum.children {
                let key = cube.with(parent.key, held.sum.dimension, *code);
                if !is_nothing(cube.at(key), place.zero) {
                    hidden |= term(ground, &mut solved, &mut numbers, &mut equation, key, 1, place.parent);
                }
            }
            if hidden {
                solved.equations.push(equation);
            }
        }
    }
    solved
}

/// Adds one cell to an equation; whether it is one of the withheld.
fn term(
    ground: &Ground<'_>,
    solved: &mut Solved,
    numbers: &mut HashMap<u128, usize>,
    equation: &mut Equation,
    key: u128,
    factor: i128,
    like: u32,
) -> bool {
    let cell = ground.cube.find.get(&key).copied();
    let state = cell.map_or(State::Absent, |cell| ground.cube.cells[cell as usize].state);
    if let (State::Known(value), Some(cell)) = (state, cell) {
        equation.rest -= factor * value;
        equation.known.push((cell, -factor));
        return false;
    }
    let number = *numbers.entry(key).or_insert_with(|| {
        solved.unknowns.push(unknown(ground, key, cell, state, like));
        solved.unknowns.len() - 1
    });
    equation.terms.push((number, factor));
    solved.unknowns[number].cell.is_some()
}

fn unknown(ground: &Ground<'_>, key: u128, cell: Option<u32>, state: State, like: u32) -> Unknown {
    let floor = if ground.is_negative(like) { None } else { Some(0) };
    let step = ground.steps[cell.unwrap_or(like) as usize];
    let (target, low, high) = match state {
        State::Withheld { low, high } => (cell, if low == 0 { floor } else { Some(low) }, high),
        State::Low => (cell, Some(0), Some(step.half)),
        State::Known(_) | State::Absent | State::NotApplicable | State::Computed => (None, floor, None),
    };
    let whole = step.step % ground.cube.unit() == 0;
    Unknown { cell: target, key, low, high, whole, low_from: None, high_from: None, eliminated: None }
}

/// Narrows the intervals until nothing changes. A part whose intervals become empty is torn.
pub(super) fn propagate(solved: &mut Solved, unit: i128, torn: &mut [bool], start: Vec<usize>) {
    let mut uses: Vec<Vec<usize>> = vec![Vec::new(); solved.unknowns.len()];
    for (at, equation) in solved.equations.iter().enumerate() {
        for (unknown, _) in &equation.terms {
            uses[*unknown].push(at);
        }
    }
    let mut waiting: VecDeque<usize> = start.into();
    let mut queued = vec![false; solved.equations.len()];
    for at in &waiting {
        queued[*at] = true;
    }
    let mut readings = vec![0; solved.equations.len()];
    while let Some(at) = waiting.pop_front() {
        queued[at] = false;
        readings[at] += 1;
        if readings[at] > READINGS {
            continue;
        }
        for changed in narrow(solved, at, unit, torn) {
            for other in &uses[changed] {
                if *other != at && !std::mem::replace(&mut queued[*other], true) {
                    waiting.push_back(*other);
                }
            }
        }
    }
}

/// Reads one equation; the unknowns whose interval became narrower.
fn narrow(solved: &mut Solved, at: usize, unit: i128, torn: &mut [bool]) -> Vec<usize> {
    let equation = &solved.equations[at];
    // The sums of all least and of all greatest terms, with the number of open ends.
    let (mut least, mut most, mut open_least, mut open_most) = (0, 0, 0, 0);
    for (unknown, factor) in &equation.terms {
        let (low, high) = ends(&solved.unknowns[*unknown], *factor);
        match low {
            Some(low) => least += low,
            None => open_least += 1,
        }
        match high {
            Some(high) => most += high,
            None => open_most += 1,
        }
    }
    let (bottom, top) = (equation.rest - equation.tolerance, equation.rest + equation.tolerance);
    let mut changed = Vec::new();
    for (unknown, factor) in equation.terms.clone() {
        let held = &solved.unknowns[unknown];
        let (low, high) = ends(held, factor);
        let others_least = if open_least - i32::from(low.is_none()) == 0 { Some(least - low.unwrap_or(0)) } else { None };
        let others_most = if open_most - i32::from(high.is_none()) == 0 { Some(most - high.unwrap_or(0)) } else { None };
        let (floor, ceiling) = (others_most.map(|o| bottom - o), others_least.map(|o| top - o));
        let (floor, ceiling) = if factor > 0 { (floor, ceiling) } else { (ceiling.map(|c| -c), floor.map(|f| -f)) };
        let (floor, ceiling) = if held.whole {
            (floor.map(|f| -((-f).div_euclid(unit)) * unit), ceiling.map(|c| c.div_euclid(unit) * unit))
        } else {
            (floor, ceiling)
        };
        let held = &mut solved.unknowns[unknown];
        let (before_low, before_high) = (held.low, held.high);
        if floor.is_some_and(|f| held.low.is_none_or(|low| f > low)) {
            (held.low, held.low_from) = (floor, Some(at));
        }
        if ceiling.is_some_and(|c| held.high.is_none_or(|high| c < high)) {
            (held.high, held.high_from) = (ceiling, Some(at));
        }
        if held.low.zip(held.high).is_some_and(|(low, high)| low > high) {
            (held.low, held.high) = (before_low, before_high);
            for (other, _) in &solved.equations[at].terms {
                torn[*other] = true;
            }
            return Vec::new();
        }
        if (held.low, held.high) != (before_low, before_high) {
            changed.push(unknown);
        }
    }
    changed
}

fn ends(unknown: &Unknown, factor: i128) -> (Option<i128>, Option<i128>) {
    if factor > 0 { (unknown.low, unknown.high) } else { (unknown.high.map(|h| -h), unknown.low.map(|l| -l)) }
}

/// Equations that share unknowns which are still open, part by part.
fn parts(solved: &Solved, torn: &[bool]) -> Vec<Vec<usize>> {
    let mut above: Vec<usize> = (0..solved.equations.len()).collect();
    fn top(above: &mut [usize], mut at: usize) -> usize {
        while above[at] != at {
            above[at] = above[above[at]];
            at = above[at];
        }
        at
    }
    let mut first: HashMap<usize, usize> = HashMap::new();
    for (at, equation) in solved.equations.iter().enumerate() {
        for (unknown, _) in equation.terms.iter().filter(|(unknown, _)| !solved.unknowns[*unknown].is_fixed()) {
            let other = *first.entry(*unknown).or_insert(at);
            let (a, b) = (top(&mut above, at), top(&mut above, other));
            above[a.max(b)] = a.min(b);
        }
    }
    let mut parts: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (at, equation) in solved.equations.iter().enumerate() {
        let open = |unknown: &usize| !solved.unknowns[*unknown].is_fixed() && !torn[*unknown];
        if equation.terms.iter().any(|(unknown, _)| open(unknown)) {
            parts.entry(top(&mut above, at)).or_default().push(at);
        }
    }
    parts.into_values().collect()
}

/// Printed cells with factors whose sum is this unknown; `None` when bounds were needed or the way is too long.
pub(super) fn derivation(solved: &Solved, unknown: usize) -> Option<Vec<(u32, Ratio)>> {
    let mut terms: BTreeMap<u32, Ratio> = BTreeMap::new();
    let mut budget = 2_000;
    expand(solved, unknown, Ratio::whole(1), &mut terms, 0, &mut budget)?;
    Some(terms.into_iter().filter(|(_, factor)| !factor.is_zero()).collect())
}

fn expand(
    solved: &Solved,
    unknown: usize,
    factor: Ratio,
    terms: &mut BTreeMap<u32, Ratio>,
    depth: usize,
    budget: &mut usize,
) -> Option<()> {
    let held = &solved.unknowns[unknown];
    if depth > 30 {
        return None;
    }
    if let Some(equations) = &held.eliminated {
        // What was fixed before the elimination stands in the equations as a number.
        let mut others: BTreeMap<usize, Ratio> = BTreeMap::new();
        for (at, times) in equations {
            let times = factor.times(*times)?;
            add_known(solved, *at, times, terms, budget)?;
            for (other, by) in solved.equations[*at].terms.iter().filter(|(other, _)| *other != unknown) {
                let sum = others.get(other).copied().unwrap_or_else(|| Ratio::whole(0));
                others.insert(*other, sum.plus(times.times(Ratio::whole(*by))?)?);
            }
        }
        for (other, times) in others.into_iter().filter(|(_, times)| !times.is_zero()) {
            expand(solved, other, times.negative()?, terms, depth + 1, budget)?;
        }
        return Some(());
    }
    let at = held.low_from.filter(|from| Some(*from) == held.high_from)?;
    let equation = &solved.equations[at];
    let own = equation.terms.iter().find(|(other, _)| *other == unknown)?.1;
    let times = factor.over(Ratio::whole(own))?;
    add_known(solved, at, times, terms, budget)?;
    for (other, by) in equation.terms.iter().filter(|(other, _)| *other != unknown) {
        if !solved.unknowns[*other].is_fixed() && equation.tolerance == 0 {
            return None;
        }
        expand(solved, *other, times.times(Ratio::whole(-by))?, terms, depth + 1, budget)?;
    }
    Some(())
}

fn add_known(solved: &Solved, at: usize, times: Ratio, terms: &mut BTreeMap<u32, Ratio>, budget: &mut usize) -> Option<()> {
    for (cell, by) in &solved.equations[at].known {
        *budget = budget.checked_sub(1)?;
        let sum = terms.get(cell).copied().unwrap_or_else(|| Ratio::whole(0));
        terms.insert(*cell, sum.plus(times.times(Ratio::whole(*by))?)?);
    }
    Some(())
}

/// The unit of whole numbers, for tests and reports.
pub(super) fn in_units(cube: &Cube, value: i128) -> Ratio {
    Ratio::new(value, cube.unit()).unwrap_or_else(|| Ratio::whole(0))
}
