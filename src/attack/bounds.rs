//! Nonnegativity and the known minimum: what follows because some cells cannot be smaller than they are.
//!
//! Bounds at their least value that are implied equalities join the published columns; a target is pinned exactly when it is
//! derivable then. Treating all bounds as equalities first settles most targets without any linear program.

use std::collections::BTreeMap;

use super::base::{fractions, whole};
use super::echelon::{Echelon, Sparse, product};
use super::implied::{Implied, State, cancel, implied};
use super::modular::{Stream, fraction};
use super::question::{Bound, BoundKind, Leak, Level, Wanted};
use super::run::Run;
use crate::linear::simplex::Proof;
use crate::linear::{Ratio, Vector};

/// A bound at its least value.
struct Active {
    kinds: Vec<BoundKind>,
    sum: Vector,
    part: Sparse,
}

/// The targets pinned by bounds, with derivations and cuts; those nothing could be said of go to the outcome.
pub(super) fn attack(run: &mut Run<'_>, with_minimum: bool) -> Vec<Leak> {
    let active = active(run, with_minimum);
    let candidates = candidates(run, &active);
    if candidates.is_empty() {
        return Vec::new();
    }
    let active = around(run, active, &candidates);
    let coordinates: Vec<Sparse> = active.iter().map(|bound| run.base.echelon.reduce(&bound.part).0).collect();
    let found = implied(&coordinates);
    run.outcome.lps += found.programs;
    let mut pinned = Pinned::new(run, &active, &coordinates, &found);
    let mut leaks = Vec::new();
    for number in candidates {
        let wanted = pinned.run.base.echelon.reduce(&run.parts[number]).0;
        if pinned.is_implied(&wanted) {
            leaks.push(pinned.leak(number, &wanted));
        } else if pinned.is_doubtful(&wanted) {
            pinned.doubtful.push(number);
        }
    }
    let (doubtful, programs) = (pinned.doubtful, pinned.programs);
    let level = if with_minimum { Level::KnownMinimum } else { Level::Nonnegative };
    run.outcome.undecided.extend(doubtful.into_iter().map(|number| (number, level)));
    run.outcome.lps += programs;
    leaks
}

/// All bounds at their least value among the unknown.
fn active(run: &Run<'_>, with_minimum: bool) -> Vec<Active> {
    let (system, unknown) = (run.question.system, &run.base.unknown);
    let mut list: Vec<Active> = Vec::new();
    if run.question.nonnegative {
        for group in unknown.open_groups() {
            let members = unknown.members.get(group as usize);
            if members.iter().all(|inner| system.value(*inner) == 0) {
                list.push(Active {
                    kinds: members.iter().map(|inner| BoundKind::Nought(*inner)).collect(),
                    sum: members.iter().map(|inner| (*inner, 1)).collect(),
                    part: vec![(group, 1)],
                });
            }
        }
    }
    if !with_minimum {
        return list;
    }
    let mut seen: std::collections::BTreeSet<&Sparse> = std::collections::BTreeSet::new();
    for (number, target) in run.question.targets.iter().enumerate() {
        if let Wanted::Column(column) = target.what
            && !run.leaked[number]
            && run.question.minimum(number).is_some_and(|least| system.total(column) == i128::from(least))
            && seen.insert(&run.parts[number])
        {
            let (sum, part) = (run.sums[number].clone(), run.parts[number].clone());
            list.push(Active { kinds: vec![BoundKind::Least(number)], sum, part });
        }
    }
    list
}

/// Targets that would be derivable were all bounds equalities; the others are safe.
fn candidates(run: &Run<'_>, active: &[Active]) -> Vec<usize> {
    if active.is_empty() {
        return Vec::new();
    }
    let mut rows = run.base.unknown.rows();
    rows.extend(active.iter().map(|bound| bound.part.clone()));
    let null = Echelon::new(run.base.unknown.groups(), rows).null_vector(&mut Stream::new(0x62_6f));
    (0..run.parts.len()).filter(|number| !run.leaked[*number] && product(&run.parts[*number], &null) == 0).collect()
}

/// Bounds in the independent parts that hold a candidate.
fn around(run: &Run<'_>, active: Vec<Active>, candidates: &[usize]) -> Vec<Active> {
    let parts = run.base.parts(active.iter().map(|bound| &bound.part));
    let wanted: std::collections::BTreeSet<u32> =
        candidates.iter().flat_map(|number| &run.parts[*number]).map(|(group, _)| parts[*group as usize]).collect();
    active
        .into_iter()
        .filter(|bound| bound.part.first().is_some_and(|(group, _)| wanted.contains(&parts[*group as usize])))
        .collect()
}

struct Pinned<'a, 'q> {
    run: &'a Run<'q>,
    active: &'a [Active],
    found: &'a Implied,
    /// Implied bounds, by number, and what they are in coordinates of the null space.
    equal: Vec<usize>,
    rows: BTreeMap<u32, Vec<(usize, Ratio)>>,
    /// Random vectors on which the implied bounds vanish, and those that may be implied too.
    null: Vec<u64>,
    doubt: Vec<u64>,
    doubtful: Vec<usize>,
    programs: usize,
}

impl<'a, 'q> Pinned<'a, 'q> {
    fn new(run: &'a Run<'q>, active: &'a [Active], coordinates: &[Sparse], found: &'a Implied) -> Self {
        let groups = run.base.unknown.groups();
        let null = |keep: &dyn Fn(State) -> bool| {
            let rows =
                coordinates.iter().zip(&found.states).filter(|(_, state)| keep(**state)).map(|(row, _)| row.clone()).collect();
            Echelon::new(groups, rows).null_vector(&mut Stream::new(0x70_69))
        };
        let equal: Vec<usize> = (0..active.len()).filter(|at| matches!(found.states[*at], State::Implied(_))).collect();
        let mut rows: BTreeMap<u32, Vec<(usize, Ratio)>> = BTreeMap::new();
        for at in &equal {
            for (coordinate, value) in &coordinates[*at] {
                if let Some(value) = fraction(*value) {
                    rows.entry(*coordinate).or_default().push((*at, value));
                }
            }
        }
        let (implied, open) = (null(&|state| matches!(state, State::Implied(_))), null(&|state| state != State::Slack));
        Self { run, active, found, equal, rows, null: implied, doubt: open, doubtful: Vec::new(), programs: 0 }
    }

    fn is_implied(&self, wanted: &Sparse) -> bool {
        product(wanted, &self.null) == 0
    }

    fn is_doubtful(&self, wanted: &Sparse) -> bool {
        product(wanted, &self.doubt) == 0
    }

    /// How the target is pinned: itself and bounds with positive factors add up to something known.
    fn leak(&mut self, number: usize, wanted: &Sparse) -> Leak {
        let mut leak = Leak {
            target: number,
            level: Level::Nonnegative,
            combination: Vec::new(),
            bounds: Vec::new(),
            forcing: Vec::new(),
            cut: None,
            insider: None,
        };
        let used = self.own_witness(number).or_else(|| self.upper(wanted));
        let Some(used) = used else {
            leak.level = if self.equal.iter().any(|at| matches!(self.active[*at].kinds[..], [BoundKind::Least(_)])) {
                Level::KnownMinimum
            } else {
                Level::Nonnegative
            };
            return leak;
        };
        let least = used.iter().any(|(at, _)| matches!(self.active[*at].kinds[..], [BoundKind::Least(_)]));
        let question = self.run.question;
        let at_least = |least: i64| matches!(question.targets[number].what, Wanted::Column(column) if question.system.total(column) == i128::from(least));
        let own = question.minimum(number).is_some_and(at_least);
        leak.level = if least || own { Level::KnownMinimum } else { Level::Nonnegative };
        self.explain(&mut leak, &used);
        leak
    }

    /// A target that is itself a bound: the witness that has it, less the target.
    fn own_witness(&self, number: usize) -> Option<Vec<(usize, Ratio)>> {
        let at = self.equal.iter().copied().find(|at| self.active[*at].part == self.run.parts[number])?;
        let State::Implied(witness) = self.found.states[at] else { return None };
        let witness = &self.found.witnesses[witness];
        let factor = witness.iter().find(|entry| entry.0 == at)?.1;
        witness.iter().filter(|entry| entry.0 != at).map(|(other, value)| Some((*other, value.over(factor)?))).collect()
    }

    /// Bounds with positive factors that cancel the target: it can be no larger.
    fn upper(&mut self, wanted: &Sparse) -> Option<Vec<(usize, Ratio)>> {
        let rest: BTreeMap<u32, Ratio> =
            wanted.iter().map(|(at, value)| Some((*at, fraction(*value)?))).collect::<Option<_>>()?;
        let (bounds, coordinates) = self.near(&rest);
        let rows: Vec<Vec<(usize, Ratio)>> =
            coordinates.iter().map(|at| self.rows.get(at).cloned().unwrap_or_default()).collect();
        let right: Vec<Ratio> = coordinates
            .iter()
            .map(|at| rest.get(at).map_or(Some(Ratio::ZERO), |value| value.negative()))
            .collect::<Option<_>>()?;
        self.programs += 1;
        match cancel(&bounds, &rows, &right)? {
            Proof::Solved(solution) => Some(solution.into_iter().map(|(at, factor)| (bounds[at], factor)).collect()),
            Proof::Impossible(_) => None,
        }
    }

    /// Implied bounds that hang together with these coordinates.
    fn near(&self, rest: &BTreeMap<u32, Ratio>) -> (Vec<usize>, Vec<u32>) {
        let mut of_bound: BTreeMap<usize, Vec<u32>> = BTreeMap::new();
        for (coordinate, row) in &self.rows {
            for (bound, _) in row {
                of_bound.entry(*bound).or_default().push(*coordinate);
            }
        }
        let (mut bounds, mut coordinates) = (std::collections::BTreeSet::new(), std::collections::BTreeSet::new());
        let mut open: Vec<u32> = rest.keys().copied().collect();
        while let Some(coordinate) = open.pop() {
            if coordinates.insert(coordinate) {
                for (bound, _) in self.rows.get(&coordinate).into_iter().flatten() {
                    if bounds.insert(*bound) {
                        open.extend(&of_bound[bound]);
                    }
                }
            }
        }
        (bounds.into_iter().collect(), coordinates.into_iter().collect())
    }

    /// Columns, bounds and cut of a leak, exactly; left empty when a fraction does not fit.
    fn explain(&self, leak: &mut Leak, used: &[(usize, Ratio)]) {
        let Some(known) = self.plus(fractions(&self.run.sums[leak.target]), used) else { return };
        let Some(made) = self.run.base.derive(&known) else { return };
        let Some(forcing) = self.forcing(leak.target, used) else { return };
        let bounds: Option<Vec<Bound>> = used
            .iter()
            .flat_map(|(at, factor)| {
                self.active[*at].kinds.iter().map(move |kind| Some(Bound { kind: *kind, factor: factor.negative()? }))
            })
            .collect();
        let Some(bounds) = bounds else { return };
        leak.combination = self.run.columns(made);
        leak.bounds = bounds;
        leak.forcing = self.run.columns(forcing);
        leak.cut = whole(&known).filter(|cut| !cut.is_empty());
    }

    /// Known columns that force the bounds used: the sum of their witnesses.
    fn forcing(&self, target: usize, used: &[(usize, Ratio)]) -> Option<super::base::Combination> {
        let own = self.equal.iter().copied().find(|at| self.active[*at].part == self.run.parts[target]);
        let witness = |at: usize| match self.found.states[at] {
            State::Implied(witness) => Some(witness),
            _ => None,
        };
        let witnesses: std::collections::BTreeSet<usize> =
            used.iter().map(|entry| entry.0).chain(own).filter_map(witness).collect();
        let mut sum = Vec::new();
        for number in witnesses {
            sum = self.plus(sum, &self.found.witnesses[number])?;
        }
        self.run.base.derive(&sum)
    }

    /// A sum and bounds with their factors, in inner cells.
    fn plus(&self, sum: Vec<(u32, Ratio)>, bounds: &[(usize, Ratio)]) -> Option<Vec<(u32, Ratio)>> {
        let mut made: BTreeMap<u32, Ratio> = sum.into_iter().collect();
        for (at, factor) in bounds {
            for (inner, times) in &self.active[*at].sum {
                let held = made.entry(*inner).or_insert(Ratio::ZERO);
                *held = held.plus(factor.times(Ratio::from(*times))?)?;
            }
        }
        Some(made.into_iter().filter(|(_, factor)| !factor.is_zero()).collect())
    }
}
