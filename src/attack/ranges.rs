//! Feasibility intervals: how small and how large a withheld sum can be, by linear programs over the unknown.

use super::base::{join, root};
use super::modular::fraction;
use super::question::{Interval, Leak, Level, Levels, Required};
use super::run::Run;
use crate::linear::lp::{Answer, LpSolver, Problem, Row, Sense, Simplex};

/// Differences below this share of a value are noise of floating point.
const NOISE: f64 = 1e-6;

/// Unknown a first, a second look at a target takes in; only what they leave open gets the linear program of its whole part.
const NEAR: [usize; 3] = [40, 160, 640];

/// In larger parts no attempt is made with whole numbers: two linear programs for each withheld sum, seconds each. What a reader
/// could learn there is that a value lies between two whole numbers less than two apart.
const MOST_WHOLE: usize = 1_500;

/// The true values of the unknown of a part, and what holds between them.
struct Conditions {
    truth: Vec<f64>,
    rows: Vec<Row>,
    /// By unknown the rows it stands in.
    uses: Vec<Vec<u32>>,
}

impl Conditions {
    fn new(truth: Vec<f64>, rows: Vec<Row>) -> Self {
        let mut uses = vec![Vec::new(); truth.len()];
        for (at, row) in (0u32..).zip(&rows) {
            row.terms.iter().for_each(|(place, _)| uses[*place].push(at));
        }
        Self { truth, rows, uses }
    }

    /// The unknown nearest to some, shortest rows first, until there are about so many.
    fn near(&self, start: impl Iterator<Item = usize>, most: usize) -> Vec<usize> {
        let (mut taken, mut read) = (vec![false; self.truth.len()], vec![false; self.rows.len()]);
        let mut found: Vec<usize> = start.collect();
        found.iter().for_each(|place| taken[*place] = true);
        let mut at = 0;
        while at < found.len() && found.len() < most {
            let mut rows: Vec<u32> = self.uses[found[at]].iter().copied().filter(|row| !read[*row as usize]).collect();
            rows.sort_by_key(|row| (self.rows[*row as usize].terms.len(), *row));
            for row in rows {
                read[row as usize] = true;
                let new = self.rows[row as usize].terms.iter().map(|(place, _)| *place);
                let new: Vec<usize> = new.filter(|place| !std::mem::replace(&mut taken[*place], true)).collect();
                found.extend(new);
                if found.len() >= most {
                    break;
                }
            }
            at += 1;
        }
        found.sort_unstable();
        found
    }

    /// The rows in which some of the unknown stand, all others at their true values; unknown are numbered as listed.
    fn restricted(&self, places: &[usize]) -> Vec<Row> {
        let touched: std::collections::BTreeSet<u32> =
            places.iter().flat_map(|place| self.uses[*place].iter().copied()).collect();
        let rows = touched.into_iter().map(|row| {
            let Row { terms, sense, mut right } = self.rows[row as usize].clone();
            let mut kept = Vec::new();
            for (place, factor) in terms {
                match places.binary_search(&place) {
                    Ok(at) => kept.push((at, factor)),
                    Err(_) => right -= factor * self.truth[place],
                }
            }
            Row { terms: kept, sense, right }
        });
        rows.collect()
    }
}

/// A sum in unknowns of its part, and what known inner cells add to it.
struct Sought {
    terms: Vec<(usize, f64)>,
    part: Option<u32>,
    value: f64,
    /// Ends reached by some table so far.
    seen: (f64, f64),
}

/// The linear programs of one attack, part by part.
pub(super) struct Ranges<'r, 'q> {
    run: &'r Run<'q>,
    /// By unknown group its part, and its place in the part.
    parts: Vec<u32>,
    places: Vec<usize>,
    sought: Vec<Sought>,
    with_minimum: bool,
    solved: usize,
}

impl<'r, 'q> Ranges<'r, 'q> {
    /// Sums that lie in several parts are not bounded together: such a part is one.
    pub(super) fn new(run: &'r Run<'q>, with_minimum: bool) -> Self {
        let unknown = &run.base.unknown;
        let mut parts = run.base.parts(run.parts.iter());
        for part in &run.parts {
            for two in part.windows(2) {
                join(&mut parts, two[0].0, two[1].0);
            }
        }
        let parts: Vec<u32> = (0u32..).take(unknown.groups()).map(|group| root(&mut parts, group)).collect();
        let mut sizes = vec![0usize; parts.len()];
        let place = |part: &u32| {
            sizes[*part as usize] += 1;
            sizes[*part as usize] - 1
        };
        let places = parts.iter().map(place).collect();
        let mut ranges = Self { run, parts, places, sought: Vec::new(), with_minimum, solved: 0 };
        ranges.sought = (0..run.parts.len()).map(|number| ranges.sought(number)).collect();
        ranges
    }

    fn sought(&self, number: usize) -> Sought {
        let terms: Vec<(usize, f64)> = self.run.parts[number]
            .iter()
            .map(|(group, factor)| (self.places[*group as usize], fraction(*factor).map_or(0.0, |f| f.approximate())))
            .collect();
        let part = self.run.parts[number].first().map(|(group, _)| self.parts[*group as usize]);
        #[expect(clippy::cast_precision_loss, reason = "a linear program works with floats")]
        let value = self.run.question.system.product(&self.run.sums[number]) as f64;
        Sought { terms, part, value, seen: (value, value) }
    }

    #[expect(clippy::cast_precision_loss, reason = "a linear program works with floats")]
    fn truth(&self, group: u32) -> f64 {
        let members = self.run.base.unknown.members.get(group as usize);
        members.iter().map(|inner| self.run.question.system.value(*inner)).sum::<i64>() as f64
    }

    /// The conditions of a part.
    fn conditions(&self, part: u32) -> Conditions {
        let inside: Vec<u32> = (0u32..).take(self.parts.len()).filter(|group| self.parts[*group as usize] == part).collect();
        let truth: Vec<f64> = inside.iter().map(|group| self.truth(*group)).collect();
        let mut rows = Vec::new();
        for row in
            self.run.base.unknown.rows().iter().filter(|row| row.first().is_some_and(|(g, _)| self.parts[*g as usize] == part))
        {
            let terms: Vec<(usize, f64)> = row.iter().map(|(group, _)| (self.places[*group as usize], 1.0)).collect();
            let right = terms.iter().map(|(place, factor)| truth[*place] * factor).sum();
            rows.push(Row { terms, sense: Sense::Equal, right });
        }
        if self.with_minimum {
            for (number, sought) in self.sought.iter().enumerate() {
                if let Some(minimum) = self.run.question.minimum(number)
                    && sought.part == Some(part)
                {
                    let own: f64 = sought.terms.iter().map(|(place, factor)| truth[*place] * factor).sum();
                    #[expect(clippy::cast_precision_loss, reason = "a small number")]
                    let right = minimum as f64 - (sought.value - own);
                    rows.push(Row { terms: sought.terms.clone(), sense: Sense::Least, right });
                }
            }
        }
        Conditions::new(truth, rows)
    }

    /// One end of a sum; `None` when the program failed.
    fn end(&mut self, number: usize, up: bool, conditions: &Conditions) -> Option<f64> {
        let sign = if up { 1.0 } else { -1.0 };
        let Conditions { truth, rows, .. } = conditions;
        let mut worth = vec![0.0; truth.len()];
        self.sought[number].terms.iter().for_each(|(place, factor)| worth[*place] += sign * factor);
        let least = if self.run.question.nonnegative { 0.0 } else { f64::NEG_INFINITY };
        let problem = Problem { worth, bounds: vec![(least, f64::INFINITY); truth.len()], rows: rows.clone() };
        self.solved += 1;
        match Simplex.solve(&problem) {
            Answer::Best(_, values) => {
                let part = self.sought[number].part;
                self.look(part, truth, &values);
                let seen = self.sought[number].seen;
                Some(if up { seen.1 } else { seen.0 })
            }
            Answer::Unbounded => {
                let seen = &mut self.sought[number].seen;
                *(if up { &mut seen.1 } else { &mut seen.0 }) = sign * f64::INFINITY;
                Some(sign * f64::INFINITY)
            }
            Answer::Infeasible | Answer::Failed => None,
        }
    }

    /// Looks for a table near the true one, in which only unknown near a target differ. What it finds holds; what it does not
    /// find may still be there.
    fn near(&mut self, number: usize, up: bool, places: &[usize], conditions: &Conditions) {
        let sign = if up { 1.0 } else { -1.0 };
        let mut worth = vec![0.0; places.len()];
        for (place, factor) in &self.sought[number].terms {
            if let Ok(at) = places.binary_search(place) {
                worth[at] += sign * factor;
            }
        }
        let least = if self.run.question.nonnegative { 0.0 } else { f64::NEG_INFINITY };
        let bounds = vec![(least, f64::INFINITY); places.len()];
        let problem = Problem { worth, bounds, rows: conditions.restricted(places) };
        self.solved += 1;
        if let Answer::Best(_, values) = Simplex.solve(&problem) {
            let mut table = conditions.truth.clone();
            places.iter().zip(values).for_each(|(place, value)| table[*place] = value);
            let part = self.sought[number].part;
            self.look(part, &conditions.truth, &table);
        }
    }

    /// Every table found says something of every sum of the part.
    fn look(&mut self, part: Option<u32>, truth: &[f64], values: &[f64]) {
        for sought in self.sought.iter_mut().filter(|sought| sought.part == part) {
            let moved: f64 = sought.terms.iter().map(|(place, factor)| (values[*place] - truth[*place]) * factor).sum();
            let reached = sought.value + moved;
            sought.seen = (sought.seen.0.min(reached), sought.seen.1.max(reached));
        }
    }

    /// Both ends, unless `enough` is content with less: with what tables nearby show, if they do.
    fn both(&mut self, number: usize, conditions: &Conditions, enough: &dyn Fn((f64, f64)) -> bool) -> Option<(f64, f64)> {
        for most in NEAR.into_iter().filter(|most| 2 * most < conditions.truth.len()) {
            if enough(self.sought[number].seen) {
                break;
            }
            let start = self.sought[number].terms.iter().map(|(place, _)| *place).collect::<std::collections::BTreeSet<_>>();
            let places = conditions.near(start.into_iter(), most);
            for up in [true, false] {
                if !enough(self.sought[number].seen) {
                    self.near(number, up, &places, conditions);
                }
            }
        }
        self.whole(number, conditions, enough)
    }

    /// Both ends by linear programs over the whole part.
    fn whole(&mut self, number: usize, conditions: &Conditions, enough: &dyn Fn((f64, f64)) -> bool) -> Option<(f64, f64)> {
        for up in [true, false] {
            if !enough(self.sought[number].seen) {
                self.end(number, up, conditions)?;
            }
        }
        Some(self.sought[number].seen)
    }

    /// Goes through targets part by part, so that the conditions of a part are made once.
    fn each(&mut self, wanted: &[usize], mut take: impl FnMut(&mut Self, usize, &Conditions)) {
        let mut order: Vec<usize> = wanted.to_vec();
        order.sort_by_key(|number| (self.sought[*number].part, *number));
        let mut made: Option<(u32, Conditions)> = None;
        for number in order {
            let Some(part) = self.sought[number].part else { continue };
            if made.as_ref().is_none_or(|(of, _)| *of != part) {
                made = Some((part, self.conditions(part)));
            }
            if let Some((_, conditions)) = &made {
                take(self, number, conditions);
            }
        }
    }
}

/// The intervals of these targets, in their order.
pub(super) fn intervals(run: &Run<'_>, wanted: &[usize]) -> Vec<Interval> {
    let mut ranges = Ranges::new(run, run.question.has_minimum());
    let mut ends: std::collections::BTreeMap<usize, (f64, f64)> = std::collections::BTreeMap::new();
    ranges.each(wanted, |ranges, number, conditions| {
        ends.extend(ranges.whole(number, conditions, &|_| false).map(|found| (number, found)));
    });
    let one = |target: &usize| {
        let value = ranges.sought[*target].value;
        // Without unknowns the value is known; where a program failed nothing is claimed but the truth.
        let (lo, up) = ends.get(target).copied().unwrap_or((value, value));
        Interval { target: *target, lo, up }
    };
    wanted.iter().map(one).collect()
}

/// Targets of which only one whole number is feasible, or less than required. A required interval may ask that nought be possible,
/// so it is judged without the known minimum.
pub(super) fn attack(run: &mut Run<'_>, levels: Levels) -> Vec<Leak> {
    let mut leaks = Vec::new();
    if levels.has(Level::Integer) && run.question.integer {
        leaks.extend(narrow(run, Level::Integer, run.question.has_minimum() && levels.has(Level::KnownMinimum)));
    }
    leaks.iter().for_each(|leak: &Leak| run.leaked[leak.target] = true);
    if levels.has(Level::Interval) {
        leaks.extend(narrow(run, Level::Interval, false));
    }
    leaks.sort_by_key(|leak| (leak.level, leak.target));
    leaks
}

/// The targets that fail one of the two levels.
fn narrow(run: &mut Run<'_>, level: Level, with_minimum: bool) -> Vec<Leak> {
    let asks =
        |number: &usize| !run.leaked[*number] && (level == Level::Integer || run.question.targets[*number].required.is_some());
    let wanted: Vec<usize> = (0..run.sums.len()).filter(asks).collect();
    if wanted.is_empty() {
        return Vec::new();
    }
    let (mut leaks, mut undecided) = (Vec::new(), Vec::new());
    let mut ranges = Ranges::new(run, with_minimum);
    ranges.each(&wanted, |ranges, number, conditions| {
        let value = ranges.sought[number].value;
        if level == Level::Integer && conditions.truth.len() > MOST_WHOLE {
            return;
        }
        let required = ranges.run.question.targets[number].required;
        let enough = |seen: (f64, f64)| match level {
            Level::Integer => has_two(seen, value),
            _ => required.is_none_or(|required| is_wide(seen, required, value)),
        };
        match ranges.both(number, conditions, &enough) {
            None => undecided.push((number, level)),
            Some(seen) if !enough(seen) => leaks.push(leak(number, level)),
            Some(_) => {}
        }
    });
    let solved = ranges.solved;
    run.outcome.lps += solved;
    run.outcome.undecided.extend(undecided);
    leaks
}

fn leak(target: usize, level: Level) -> Leak {
    Leak { target, level, combination: Vec::new(), bounds: Vec::new(), forcing: Vec::new(), cut: None, insider: None }
}

/// Whether two whole numbers are feasible.
fn has_two((lo, up): (f64, f64), value: f64) -> bool {
    let noise = NOISE * value.abs().max(1.0);
    (up + noise).floor() > (lo - noise).ceil()
}

/// Whether an interval is as wide as required.
fn is_wide((lo, up): (f64, f64), required: Required, value: f64) -> bool {
    let noise = NOISE * value.abs().max(1.0);
    required.up_min.is_none_or(|least| up >= least - noise)
        && required.lo_max.is_none_or(|most| lo <= most.max(0.0) + noise)
        && required.width.is_none_or(|width| up - lo >= width - noise)
}
