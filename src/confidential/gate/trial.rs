//! The attack on a release before it is let out: everything a reader has, against everything that is withheld.

use crate::attack::{Insider, Level, Levels, Outcome, Question, Required, Target, Wanted, attack};
use crate::confidential::summary::Attempt;
use crate::confidential::system::{Figures, Kind, Linked};
use crate::confidential::protect::Wish;
use crate::confidential::withhold::{Candidate, Choice};
use crate::config::{CubeProtection, Intervals, Protection};

/// What the attack on one system found.
pub(super) struct Trial {
    pub(super) outcome: Outcome,
    /// The cell's column for each target; `None` for sums that no table shows.
    pub(super) columns: Vec<Option<usize>>,
    /// By level: how many targets were attacked.
    pub(super) tried: Vec<(Level, usize)>,
}

impl Trial {
    /// Counts for everyone.
    pub(super) fn attempts(&self) -> Vec<Attempt> {
        let found = |level: Level| self.outcome.leaks.iter().filter(|leak| leak.level == level).count();
        self.tried.iter().map(|(level, tried)| Attempt { level: word(*level), tried: *tried, found: found(*level) }).collect()
    }
}

/// The word of a level in interface words and reports.
pub(super) fn word(level: Level) -> &'static str {
    match level {
        Level::Linear => "linear",
        Level::Nonnegative => "nonnegative",
        Level::KnownMinimum => "known-minimum",
        Level::Integer => "integer",
        Level::Interval => "interval",
        Level::Insider => "insider",
    }
}

/// Attacks one system of a candidate.
///
/// The attacker has every column that is not withheld, earlier releases, what others have printed, and knows that counts are
/// whole and not negative; where all zeros are shown, also that a withheld count is at least one; where sums are shown, each
/// contributor also knows its own part. Cost: see [`attack`].
pub(super) fn run(candidate: &Candidate<'_>, index: usize, protection: &Protection) -> Trial {
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
    let zeros_shown = counts && zeros_are_shown(figures, &hidden);
    let question = Question {
        system: &figures.system,
        known: &known,
        targets: &targets,
        nonnegative: true,
        integer: counts,
        known_minimum: zeros_shown.then_some(1),
        insiders: &insiders,
    };
    let outcome = attack(&question, Levels::ALL);
    let mut levels = vec![Level::Linear, Level::Nonnegative];
    levels.extend(zeros_shown.then_some(Level::KnownMinimum));
    levels.extend(counts.then_some(Level::Integer));
    levels.extend(targets.iter().any(|target| target.required.is_some()).then_some(Level::Interval));
    levels.extend((!insiders.is_empty()).then_some(Level::Insider));
    let tried = levels.into_iter().map(|level| (level, tried(level, &targets))).collect();
    let columns = hidden.into_iter().map(|column| (column < figures.cells.len()).then_some(column)).chain(choice.virtuals.iter().map(|_| None)).collect();
    Trial { outcome, columns, tried }
}

fn tried(level: Level, targets: &[Target]) -> usize {
    let counts = |target: &&Target| match level {
        Level::Interval => target.required.is_some(),
        Level::Insider => target.primary,
        Level::Linear | Level::Nonnegative | Level::KnownMinimum | Level::Integer => true,
    };
    targets.iter().filter(counts).count()
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
                Some(sum) => rule_distance(sum.total as f64, sum.largest.map(|x| x as f64), settings),
            };
            let required = Required { up_min: Some(value + distance), lo_max: Some(value - distance), width: None };
            (distance > 0.0).then_some(required)
        }
    }
}

/// How far from the truth an estimate must be able to be: the largest of what the rules ask (Handbook on Statistical Disclosure
/// Control, table 4.4).
fn rule_distance(total: f64, [first, second]: [f64; 2], settings: &CubeProtection) -> f64 {
    let dominance = settings.dominance.iter().map(|rule| {
        let top = if rule.n <= 1 { first } else { first + second };
        top / rule.k.share().max(0.0001) - total
    });
    let rest = total - first - second;
    let p = settings.p_percent.map(|p| p.share() * first - rest);
    let pq = settings.pq.map(|(p, q)| p.share() / q.share().max(0.0001) * first - rest);
    dominance.chain(p).chain(pq).fold(0.0, f64::max)
}

/// Whether a reader may conclude that what is withheld is not nought: where nothing withheld is.
fn zeros_are_shown(figures: &Figures, hidden: &[usize]) -> bool {
    hidden.iter().all(|column| figures.system.total(*column) > 0)
}
