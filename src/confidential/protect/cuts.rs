//! The loop of attack and repair.
//!
//! A pattern that is safe against linear algebra may still fall to a reader who knows that counts are not negative, that zeros
//! are shown, or what its own contribution is. Each such attack uses some published combination; making it a virtual primary
//! and running again closes it (a cutting plane, as in Fischetti and Salazar-González 2001).

use std::collections::BTreeSet;

use super::columns::Reduced;
use super::eliminate::{Elimination, Passed, Setting};
use super::{Cost, Exposed, Exposure, Objective, Pattern, Status, Task, Unsafe, Wish, order, required, search};
use crate::attack::{Insider, Leak, Level, Levels, Outcome, Question, Target, Wanted, attack};
use crate::linear::ratio::gcd;
use crate::linear::{Ratio, Vector};

/// Rounds in which leaks are turned into virtual primaries; afterwards cells used by the attacker are withheld one by one.
const ROUNDS: usize = 10;
/// Virtual primaries made in one call, at most.
const MOST_CUTS: usize = 10_000;

/// A task on its way, over the reduced system.
pub(super) struct Work<'a> {
    pub(super) task: &'a Task<'a>,
    pub(super) reduced: &'a Reduced,
    /// Sums that must be withheld.
    pub(super) primaries: Vec<usize>,
    /// Sums that must be published.
    pub(super) forced: Vec<usize>,
    /// Virtual primaries of the task and cuts of the attacker.
    pub(super) virtuals: Vec<Vector>,
    /// How many of them came with the task.
    pub(super) given: usize,
    /// Free sums that are withheld without being tried.
    pub(super) locked: Vec<bool>,
    /// What each sum costs: value first and number of columns next, or the other way round.
    pub(super) costs: Vec<u128>,
    /// Contributors by row, as insiders over rows.
    insiders: Vec<Insider>,
    pub(super) rounds: usize,
    pub(super) conservative: bool,
}

/// A pattern over sums: what is withheld besides the primaries, and its cost.
#[derive(Clone)]
pub(super) struct Draft {
    pub(super) withheld: Vec<bool>,
    pub(super) cost: u128,
}

/// Protects a task.
pub(super) fn run(task: &Task<'_>) -> Result<Pattern, Unsafe> {
    let reduced = Reduced::new(task);
    let contradictions = reduced.contradictions(task);
    if !contradictions.is_empty() {
        return Err(Unsafe { exposed: contradictions.into_iter().map(|what| contradiction(task, &reduced, what)).collect() });
    }
    let mut work = Work::new(task, &reduced);
    if work.primaries.is_empty() && work.virtuals.is_empty() {
        let draft = Draft { withheld: vec![false; reduced.system.columns()], cost: 0 };
        return Ok(work.pattern(&draft, &draft, (0, 0)));
    }
    let order = work.order();
    let first = work.settle(&order)?;
    let repaired = required::repair(&mut work, &first)?;
    let (mut best, tried) = search::improve(&mut work, &order, &first);
    // Other orders are sought without the intervals, which need a linear program each; what they need is added to the best of them.
    best = if best.withheld == first.withheld { repaired.clone() } else { required::repair(&mut work, &best)? };
    if repaired.cost < best.cost {
        best = repaired.clone();
    }
    Ok(work.pattern(&repaired, &best, tried))
}

/// A primary that is public at the same time, or always nought.
fn contradiction(task: &Task<'_>, reduced: &Reduced, what: Exposed) -> Exposure {
    let public = match what {
        Exposed::Column(column) => {
            let same = &reduced.columns_of[reduced.sum_of[column]];
            same.iter().find(|c| task.wishes.get(**c) == Some(&Wish::Forced)).copied()
        }
        Exposed::Virtual(_) => None,
    };
    Exposure { what, level: Level::Linear, combination: public.map(|column| (column, Ratio::whole(1))).into_iter().collect() }
}

impl<'a> Work<'a> {
    fn new(task: &'a Task<'a>, reduced: &'a Reduced) -> Self {
        let with = |wish: Wish| (0..reduced.wishes.len()).filter(|sum| reduced.wishes[*sum] == wish).collect::<Vec<_>>();
        let costs = (0..reduced.wishes.len()).map(|sum| cost(task, reduced, sum)).collect();
        Self {
            task,
            reduced,
            primaries: with(Wish::Primary),
            forced: with(Wish::Forced),
            virtuals: reduced.virtuals.clone(),
            given: reduced.virtuals.len(),
            locked: vec![false; reduced.wishes.len()],
            costs,
            insiders: insiders(task, reduced),
            rounds: 0,
            conservative: false,
        }
    }

    /// The free sums in the order of publication: each where its first column stands.
    fn order(&self) -> Vec<usize> {
        let mut met = vec![false; self.reduced.wishes.len()];
        let sums = order::sort(self.task.order, self.task.system, &self.task.weights).into_iter().map(|c| self.reduced.sum_of[c]);
        sums.filter(|sum| !std::mem::replace(&mut met[*sum], true) && self.reduced.wishes[*sum] == Wish::Free).collect()
    }

    pub(super) fn setting(&self) -> Setting<'_> {
        Setting {
            system: &self.reduced.system,
            primaries: &self.primaries,
            singleton: &self.reduced.singleton,
            costs: &self.costs,
        }
    }

    /// The state after the forced sums.
    pub(super) fn start(&self) -> Elimination {
        let candidates: Vec<usize> = (0..self.reduced.wishes.len())
            .filter(|sum| self.reduced.wishes[*sum] != Wish::Primary && !self.locked[*sum])
            .collect();
        let mut state = Elimination::new(&self.setting(), &self.virtuals, &candidates);
        state.force(&self.setting(), &self.forced);
        state
    }

    /// What a finished pass, together with the locked sums, withholds.
    pub(super) fn draft(&self, passed: &Passed) -> Draft {
        let mut withheld = self.locked.clone();
        passed.withheld.iter().for_each(|sum| withheld[*sum] = true);
        self.primaries.iter().for_each(|sum| withheld[*sum] = true);
        Draft { withheld, cost: self.locked_cost().saturating_add(passed.cost) }
    }

    pub(super) fn locked_cost(&self) -> u128 {
        (0..self.locked.len()).filter(|sum| self.locked[*sum]).map(|sum| self.costs[sum]).fold(0, u128::saturating_add)
    }

    /// One pass in an order, without attack.
    fn pass(&self, order: &[usize]) -> Result<Draft, Unsafe> {
        let mut state = self.start();
        let free: Vec<usize> = order.iter().copied().filter(|sum| !self.locked[*sum]).collect();
        let _ = state.run(&self.setting(), &free, u128::MAX);
        let passed = state.finish();
        if passed.exposed.is_empty() { Ok(self.draft(&passed)) } else { Err(self.exposed(&passed.exposed)) }
    }

    /// Passes and attacks until nothing leaks. Comes to an end, since after some rounds each leak withholds one more sum.
    pub(super) fn settle(&mut self, order: &[usize]) -> Result<Draft, Unsafe> {
        loop {
            let draft = self.pass(order)?;
            self.rounds += 1;
            let leaks = self.leaks(&draft);
            if leaks.is_empty() {
                return Ok(draft);
            }
            let cuts = if self.rounds <= ROUNDS { self.cut(&draft, &leaks) } else { 0 };
            if cuts == 0 && !self.lock(&draft, &leaks) {
                return Err(self.unsafe_for(&draft, &leaks));
            }
        }
    }

    /// Leaks of a draft, with the level's own order; intervals are repaired before they are looked for.
    pub(super) fn leaks(&mut self, draft: &Draft) -> Vec<Leak> {
        let levels = Levels::CUTS;
        let outcome = self.ask(draft, levels);
        outcome.leaks
    }

    /// Asks the attacker about a draft.
    pub(super) fn ask(&self, draft: &Draft, levels: Levels) -> Outcome {
        let known: Vec<usize> = (0..draft.withheld.len()).filter(|sum| !draft.withheld[*sum]).collect();
        let targets = self.targets(draft);
        attack(&self.question(&known, &targets, &self.minimums(draft)), levels)
    }

    pub(super) fn question<'q>(
        &'q self,
        known: &'q [usize],
        targets: &'q [Target],
        known_minimum: &'q [Option<i64>],
    ) -> Question<'q> {
        let threat = &self.task.threat;
        Question {
            system: &self.reduced.system,
            known,
            targets,
            nonnegative: threat.nonnegative,
            integer: threat.integer,
            known_minimum,
            insiders: &self.insiders,
        }
    }

    /// By withheld sum, the known minimum of a table that it stands in, unless something smaller is withheld of that table.
    pub(super) fn minimums(&self, draft: &Draft) -> Vec<Option<i64>> {
        let withheld = || (0..draft.withheld.len()).filter(|sum| draft.withheld[*sum]);
        let Some(minimum) = self.task.threat.known_minimum else { return Vec::new() };
        let tables = &self.task.threat.tables;
        let of = |sum: usize| {
            let columns = self.reduced.columns_of[sum].iter();
            columns.filter_map(|column| if tables.is_empty() { Some(0) } else { tables.get(*column).copied().flatten() })
        };
        let small = withheld().filter(|sum| self.reduced.system.total(*sum) < i128::from(minimum));
        let without: BTreeSet<usize> = small.flat_map(of).collect();
        withheld().map(|sum| of(sum).any(|table| !without.contains(&table)).then_some(minimum)).collect()
    }

    /// Everything withheld, then the virtual primaries of the task.
    pub(super) fn targets(&self, draft: &Draft) -> Vec<Target> {
        let column = |sum: usize| Target {
            what: Wanted::Column(sum),
            primary: self.reduced.wishes[sum] == Wish::Primary,
            required: self.required(sum),
            contributors: self.task.threat.contributors.get(self.reduced.columns_of[sum][0]).cloned(),
        };
        let withheld = (0..draft.withheld.len()).filter(|sum| draft.withheld[*sum]).map(column);
        let vectors = self.virtuals[..self.given].iter();
        withheld
            .chain(vectors.map(|vector| Target {
                what: Wanted::Vector(vector.clone()),
                primary: true,
                required: None,
                contributors: None,
            }))
            .collect()
    }

    /// The strictest requirement of the columns that a sum is.
    pub(super) fn required(&self, sum: usize) -> Option<crate::attack::Required> {
        self.reduced.columns_of[sum].iter().find_map(|column| self.task.threat.required.get(*column).copied().flatten())
    }

    /// Makes virtual primaries of the leaks of primaries, or of all when only secondaries leak (a secondary may be published by
    /// the next pass); how many are new.
    pub(super) fn cut(&mut self, draft: &Draft, leaks: &[Leak]) -> usize {
        let withheld: Vec<usize> = (0..draft.withheld.len()).filter(|sum| draft.withheld[*sum]).collect();
        let primary = |leak: &&Leak| withheld.get(leak.target).is_none_or(|sum| self.reduced.wishes[*sum] == Wish::Primary);
        let chosen: Vec<&Leak> = leaks.iter().filter(primary).collect();
        let chosen = if chosen.is_empty() { leaks.iter().collect() } else { chosen };
        let before = self.virtuals.len();
        for cut in chosen.into_iter().filter_map(|leak| self.wide(leak).or_else(|| leak.cut.clone())).collect::<Vec<_>>() {
            if !cut.is_empty() && !self.virtuals.contains(&cut) && self.virtuals.len() - self.given < MOST_CUTS {
                self.virtuals.push(cut);
            }
        }
        self.virtuals.len() - before
    }

    /// The cut of a leak that rests on bounds, without the sums that are nought and only subtracted.
    ///
    /// With them left out the combination still is no less than the target and equal to it, so it must not be derivable either;
    /// and forbidding the part that large sums play in it leaves more to choose from than forbidding what small ones left over.
    fn wide(&self, leak: &Leak) -> Option<Vector> {
        if !self.task.threat.nonnegative || !matches!(leak.level, Level::Nonnegative | Level::KnownMinimum) {
            return None;
        }
        let system = &self.reduced.system;
        let idle = |sum: usize, factor: Ratio| factor.sign() < 0 && system.total(sum) == 0;
        let kept: Vec<(usize, Ratio)> = leak.combination.iter().copied().filter(|(sum, factor)| !idle(*sum, *factor)).collect();
        let common = kept.iter().try_fold(1i128, |common, (_, factor)| {
            let divisor = factor.denominator();
            let shared = gcd(common.unsigned_abs(), divisor.unsigned_abs()) as i128;
            common.checked_mul(divisor / shared).filter(|common| *common < 1 << 40)
        })?;
        let mut rows = std::collections::BTreeMap::<u32, i128>::new();
        for (sum, factor) in &kept {
            let times = factor.numerator().checked_mul(common / factor.denominator())?;
            for row in system.members(*sum) {
                let held = rows.entry(*row).or_default();
                *held = held.checked_add(times)?;
            }
        }
        let shared = rows.values().fold(0, |shared, value| gcd(shared, value.unsigned_abs())).max(1) as i128;
        rows.into_iter()
            .filter(|(_, value)| *value != 0)
            .map(|(row, value)| Some((row, i64::try_from(value / shared).ok()?)))
            .collect()
    }

    /// Withholds for each leak the cheapest free sum that the attacker used, or may have used; whether there was one.
    fn lock(&mut self, draft: &Draft, leaks: &[Leak]) -> bool {
        self.conservative = true;
        let free = |sum: &usize| !draft.withheld[*sum] && self.reduced.wishes[*sum] == Wish::Free;
        let mut chosen = Vec::new();
        for leak in leaks {
            let used = leak.combination.iter().chain(&leak.forcing).map(|(sum, _)| *sum).filter(free);
            let any = || (0..draft.withheld.len()).filter(free).filter(|sum| !self.reduced.system.members(*sum).is_empty());
            let cheapest =
                used.min_by_key(|sum| (self.costs[*sum], *sum)).or_else(|| any().min_by_key(|sum| (self.costs[*sum], *sum)));
            chosen.extend(cheapest);
        }
        chosen.iter().for_each(|sum| self.locked[*sum] = true);
        !chosen.is_empty()
    }

    /// What forced sums alone reveal, with how.
    fn exposed(&self, places: &[usize]) -> Unsafe {
        let draft = Draft { withheld: self.reduced.wishes.iter().map(|wish| *wish != Wish::Forced).collect(), cost: 0 };
        let outcome = self.ask(&draft, Levels::CUTS);
        let told = self.unsafe_for(&draft, &outcome.leaks);
        if !told.exposed.is_empty() {
            return told;
        }
        let what = |place: usize| match self.primaries.get(place) {
            Some(sum) => Exposed::Column(self.reduced.columns_of[*sum][0]),
            None => Exposed::Virtual(place - self.primaries.len()),
        };
        let exposure = |place: &usize| Exposure { what: what(*place), level: Level::Linear, combination: Vec::new() };
        Unsafe { exposed: places.iter().map(exposure).collect() }
    }

    /// What leaks of a draft mean in the words of the task: primaries only, if there are any among them.
    pub(super) fn unsafe_for(&self, draft: &Draft, leaks: &[Leak]) -> Unsafe {
        let withheld: Vec<usize> = (0..draft.withheld.len()).filter(|sum| draft.withheld[*sum]).collect();
        let what = |target: usize| match withheld.get(target) {
            Some(sum) => Exposed::Column(self.reduced.columns_of[*sum][0]),
            None => Exposed::Virtual(target - withheld.len()),
        };
        let exposure = |leak: &Leak| {
            let combination = leak.combination.iter().map(|(sum, factor)| (self.reduced.columns_of[*sum][0], *factor)).collect();
            Exposure { what: what(leak.target), level: leak.level, combination }
        };
        let primary = |leak: &&Leak| withheld.get(leak.target).is_none_or(|sum| self.reduced.wishes[*sum] == Wish::Primary);
        let exposed: Vec<Exposure> = leaks.iter().filter(primary).map(exposure).collect();
        Unsafe { exposed: if exposed.is_empty() { leaks.iter().map(exposure).collect() } else { exposed } }
    }

    /// The pattern in columns.
    fn pattern(&self, first: &Draft, best: &Draft, tried: (u32, u32)) -> Pattern {
        let status = |column: usize| match (
            self.reduced.wishes[self.reduced.sum_of[column]],
            best.withheld[self.reduced.sum_of[column]],
        ) {
            (Wish::Primary, _) if self.task.wishes.get(column) == Some(&Wish::Primary) => Status::Primary,
            (Wish::Primary, _) | (Wish::Free, true) => Status::Secondary,
            (Wish::Forced, _) if self.task.wishes.get(column) == Some(&Wish::Forced) => Status::Forced,
            (Wish::Forced, _) | (Wish::Free, false) => Status::Published,
        };
        let status: Vec<Status> = (0..self.reduced.sum_of.len()).map(status).collect();
        Pattern {
            rounds: self.rounds,
            cuts: self.virtuals.len() - self.given,
            conservative: self.conservative,
            iterations: tried.0,
            improvements: tried.1,
            cost_before: self.total(first),
            cost_after: self.total(best),
            known_minimum: self.minimums(best).into_iter().flatten().next(),
            status,
        }
    }

    /// What the secondary columns of a draft cost.
    fn total(&self, draft: &Draft) -> Cost {
        let mut cost = Cost::default();
        for (column, sum) in self.reduced.sum_of.iter().enumerate() {
            if draft.withheld[*sum] && self.task.wishes.get(column) != Some(&Wish::Primary) {
                cost.cells += 1;
                cost.sum += self.task.system.total(column).unsigned_abs() as f64 * weight(self.task, column);
            }
        }
        cost
    }
}

fn weight(task: &Task<'_>, column: usize) -> f64 {
    task.weights.get(column).map_or(1.0, |weight| weight.abs())
}

/// Value and number of columns in one number, the more important one in the upper bits. Whole, so that sums are exact.
fn cost(task: &Task<'_>, reduced: &Reduced, sum: usize) -> u128 {
    let columns = &reduced.columns_of[sum];
    let value =
        |column: &usize| (task.system.total(*column).unsigned_abs() as f64 * weight(task, *column) * 16.0).round() as u128;
    let (number, value) = (columns.len() as u128, columns.iter().map(value).sum::<u128>().min(1 << 88));
    match task.search.objective {
        Objective::Sum => value << 32 | number,
        Objective::Count => number << 90 | value,
    }
}

/// Insiders over rows: one knows a row when it is alone in every inner cell of it that is not nought.
fn insiders(task: &Task<'_>, reduced: &Reduced) -> Vec<Insider> {
    let mut owners = vec![None; task.system.inner()];
    for (place, insider) in task.threat.insiders.iter().enumerate() {
        insider.alone_in.iter().filter_map(|inner| owners.get_mut(*inner as usize).map(|o| *o = Some(place))).for_each(drop);
    }
    let mut rows: Vec<Option<Option<usize>>> = vec![None; reduced.system.inner()];
    for (inner, row) in reduced.row_of.iter().enumerate() {
        if owners[inner].is_some() || task.system.values()[inner] != 0 {
            let known = &mut rows[*row as usize];
            *known = if known.is_none_or(|owner| owner == owners[inner]) { Some(owners[inner]) } else { Some(None) };
        }
    }
    let mut found: Vec<Insider> =
        task.threat.insiders.iter().map(|insider| Insider { id: insider.id, alone_in: Vec::new() }).collect();
    for (row, owner) in rows.iter().enumerate() {
        if let Some(place) = owner.flatten() {
            found[place].alone_in.push(row as u32);
        }
    }
    found.retain(|insider| !insider.alone_in.is_empty());
    found
}
