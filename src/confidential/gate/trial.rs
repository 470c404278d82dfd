//! The attack on a release before it is let out: everything a reader has, against everything that is withheld.

use std::collections::BTreeSet;

use crate::attack::{Insider, Level, Levels, Outcome, Question, Required, Target, Wanted, attack, intervals};
use crate::confidential::protect::Wish;
use crate::confidential::summary::Attempt;
use crate::confidential::system::{Figures, Kind, Linked, Sum};
use crate::confidential::withhold::{Candidate, Choice};
use crate::config::{CubeProtection, Intervals, Protection};

/// What the attack on one system found.
pub(in crate::confidential) struct Trial {
    pub(in crate::confidential) outcome: Outcome,
    /// The cell's column for each target; `None` for sums that no table shows.
    pub(super) columns: Vec<Option<usize>>,
    /// By level: how many targets were attacked.
    pub(super) tried: Vec<(Level, usize)>,
}

impl Trial {
    /// Counts for everyone.
    pub(in crate::confidential) fn attempts(&self) -> Vec<Attempt> {
        let found = |level: Level| self.outcome.leaks.iter().filter(|leak| leak.level == level).count();
        self.tried.iter().map(|(level, tried)| Attempt { level: word(*level), tried: *tried, found: found(*level) }).collect()
    }
}

/// The word of a level in interface words and reports.
pub(in crate::confidential) fn word(level: Level) -> &'static str {
    match level {
        Level::Linear => "linear",
        Level::Nonnegative => "nonnegative",
        Level::KnownMinimum => "known-minimum",
        Level::Integer => "integer",
        Level::Interval => "interval",
        Level::Insider => "insider",
    }
}

/// What is asked of the attacker about one system of a candidate.
struct Posed {
    known: Vec<usize>,
    targets: Vec<Target>,
    columns: Vec<Option<usize>>,
    insiders: Vec<Insider>,
    counts: bool,
    /// By target.
    minimum: Vec<Option<i64>>,
}

impl Posed {
    /// The attacker has every column that is not withheld, earlier releases, what others have printed, and knows that counts are
    /// whole and not negative; where a table shows all its zeros, also that what it withholds is at least one; where sums are shown, each
    /// contributor also knows its own part.
    fn of(candidate: &Candidate<'_>, index: usize, protection: &Protection) -> Self {
        let (linked, choice) = (&candidate.linked, &candidate.choices[index]);
        let figures = &linked.figures[index];
        let cells = 0..figures.cells.len();
        let elsewhere = |column: &usize| choice.printed.contains(column);
        let earlier = |wish: Wish| choice.earlier.iter().filter(move |(_, own)| *own == wish).map(|(column, _)| *column);
        let known: Vec<usize> =
            cells.clone().filter(|at| !choice.withheld[*at] || elsewhere(at)).chain(earlier(Wish::Forced)).collect();
        let hidden: Vec<usize> =
            cells.filter(|at| choice.withheld[*at] && !elsewhere(at)).chain(earlier(Wish::Primary)).collect();
        let counts = !matches!(figures.kind, Kind::Sum(_));
        let insiders: Vec<Insider> = match counts {
            true => Vec::new(),
            false => linked.insiders(),
        };
        let mut targets: Vec<Target> =
            hidden.iter().map(|column| target(linked, figures, choice, *column, protection, !insiders.is_empty())).collect();
        targets.extend(choice.virtuals.iter().map(|vector| Target {
            what: Wanted::Vector(vector.clone()),
            primary: true,
            required: None,
            contributors: None,
        }));
        let minimum = if counts { minimums(figures, choice, &hidden) } else { Vec::new() };
        let cells = hidden.into_iter().map(|column| (column < figures.cells.len()).then_some(column));
        let columns = cells.chain(choice.virtuals.iter().map(|_| None)).collect();
        Self { known, targets, columns, insiders, counts, minimum }
    }

    fn question<'a>(&'a self, figures: &'a Figures) -> Question<'a> {
        Question {
            system: &figures.system,
            known: &self.known,
            targets: &self.targets,
            nonnegative: true,
            integer: self.counts,
            known_minimum: &self.minimum,
            insiders: &self.insiders,
        }
    }
}

/// Attacks one system of a candidate. Cost: see [`attack`].
pub(in crate::confidential) fn run(candidate: &Candidate<'_>, index: usize, protection: &Protection) -> Trial {
    let posed = Posed::of(candidate, index, protection);
    let outcome = attack(&posed.question(&candidate.linked.figures[index]), Levels::ALL);
    let mut levels = vec![Level::Linear, Level::Nonnegative];
    levels.extend(posed.minimum.iter().any(Option::is_some).then_some(Level::KnownMinimum));
    levels.extend(posed.counts.then_some(Level::Integer));
    levels.extend(posed.targets.iter().any(|target| target.required.is_some()).then_some(Level::Interval));
    levels.extend((!posed.insiders.is_empty()).then_some(Level::Insider));
    let tried = levels.into_iter().map(|level| (level, tried(level, &posed))).collect();
    Trial { outcome, columns: posed.columns, tried }
}

/// What a reader cannot exclude of the withheld cells of one system: column, lower and upper end; at most so many cells, those
/// that break a rule first. Cost: two linear programs for each.
pub(in crate::confidential) fn feasible(
    candidate: &Candidate<'_>,
    index: usize,
    protection: &Protection,
    most: usize,
) -> Vec<(usize, f64, f64)> {
    let posed = Posed::of(candidate, index, protection);
    let mut wanted: Vec<usize> = (0..posed.targets.len()).filter(|target| posed.columns[*target].is_some()).collect();
    wanted.sort_by_key(|target| !posed.targets[*target].primary);
    wanted.truncate(most);
    let found = intervals(&posed.question(&candidate.linked.figures[index]), &wanted);
    found.into_iter().filter_map(|interval| Some((posed.columns[interval.target]?, interval.lo, interval.up))).collect()
}

fn tried(level: Level, posed: &Posed) -> usize {
    let counts = |target: &&Target| match level {
        Level::Interval => target.required.is_some(),
        Level::Insider => target.primary,
        Level::Linear | Level::Nonnegative | Level::KnownMinimum | Level::Integer => true,
    };
    match level {
        Level::KnownMinimum => posed.minimum.iter().flatten().count(),
        _ => posed.targets.iter().filter(counts).count(),
    }
}

fn target(
    linked: &Linked<'_>,
    figures: &Figures,
    choice: &Choice,
    column: usize,
    protection: &Protection,
    insiders: bool,
) -> Target {
    let primary = choice.broken.get(column).is_none_or(|broken| broken.any());
    let cube = figures.cells.get(column).map(|(cube, _)| *cube);
    let settings = cube.and_then(|cube| protection.of(&linked.cubes[cube].spec.id));
    let required = if primary { settings.and_then(|settings| required(linked, figures, column, settings)) } else { None };
    let contributors = insiders.then(|| linked.contributor_ids(figures.system.members(column)));
    Target { what: Wanted::Column(column), primary, required, contributors }
}

/// How uncertain a cell must stay that breaks a rule (specification of the rules: `docs/methods/intervals.en.md`).
#[expect(clippy::cast_precision_loss, reason = "limits of a linear program")]
pub(in crate::confidential) fn required(
    linked: &Linked<'_>,
    figures: &Figures,
    column: usize,
    settings: &CubeProtection,
) -> Option<Required> {
    let value = figures.system.total(column) as f64;
    match settings.intervals {
        Intervals::None => None,
        Intervals::Width(width) => Some(Required { width: Some(width as f64), ..Required::default() }),
        Intervals::Percent(percent) => {
            let part = value * percent.share();
            Some(Required { up_min: Some(value + part), lo_max: Some(value - part), width: None })
        }
        Intervals::Rule => {
            let (cube, cell) = figures.cells[column];
            let counts = linked.cubes[cube].counts(linked.shown[cube].codes[cell])?;
            let distance = match linked.sum_of(cube, &counts, figures.kind) {
                None => 1.0,
                Some(sum) => rule_distance(&sum, settings),
            };
            let required = Required { up_min: Some(value + distance), lo_max: Some(value - distance), width: None };
            (distance > 0.0).then_some(required)
        }
    }
}

/// How far from the truth an estimate must be able to be: the largest of what the rules ask (Handbook on Statistical Disclosure
/// Control, table 4.4).
#[expect(clippy::cast_precision_loss, reason = "limits of a linear program")]
fn rule_distance(sum: &Sum<'_>, settings: &CubeProtection) -> f64 {
    let (total, top) = (sum.total as f64, |n: usize| sum.top(n) as f64);
    let dominance = settings.dominance.iter().map(|rule| top(rule.n as usize) / rule.k.share().max(0.0001) - total);
    let (first, rest) = (top(1), total - top(2));
    let p = settings.p_percent.map(|p| p.share() * first - rest);
    let pq = settings.pq.map(|(p, q)| p.share() / q.share().max(0.0001) * first - rest);
    dominance.chain(p).chain(pq).fold(0.0, f64::max)
}

/// By withheld column, the least that a reader concludes it to be: one, where its table shows all zeros. Columns of earlier
/// releases are taken together as a table of their own.
fn minimums(figures: &Figures, choice: &Choice, hidden: &[usize]) -> Vec<Option<i64>> {
    let table = |column: &usize| choice.tables.get(*column).copied().unwrap_or(Some(usize::MAX));
    let nought = hidden.iter().filter(|column| figures.system.total(**column) == 0);
    let without: BTreeSet<Option<usize>> = nought.map(table).chain([None]).collect();
    hidden.iter().map(|column| (!without.contains(&table(column))).then_some(1)).collect()
}
