//! What is attacked, and what was found.

use super::System;
use crate::linear::{Ratio, Vector};

/// What is attacked. Column numbers are those of the system.
pub struct Question<'a> {
    /// Inner cells with their true values, and the columns.
    pub system: &'a System,
    /// Columns whose value the attacker reads: published, forced, published earlier, known from outside.
    pub known: &'a [usize],
    /// What must not be worked out.
    pub targets: &'a [Target],
    /// Inner cells are never negative (counts, money).
    pub nonnegative: bool,
    /// Inner cells are whole numbers.
    pub integer: bool,
    /// By target, what a withheld column is at least (1 where its table shows all zeros); `None`, or no entry, where a reader
    /// does not know. A table whose zeros are withheld has none, another one beside it may.
    pub known_minimum: &'a [Option<i64>],
    /// Contributors that are alone in inner cells: each knows the value of those.
    pub insiders: &'a [Insider],
}

impl Question<'_> {
    /// What a reader knows a target, if it is a column, to be at least.
    pub(super) fn minimum(&self, target: usize) -> Option<i64> {
        let least = self.known_minimum.get(target).copied().flatten();
        least.filter(|_| matches!(self.targets[target].what, Wanted::Column(_)))
    }

    /// Whether a reader knows anything of the kind.
    pub(super) fn has_minimum(&self) -> bool {
        self.known_minimum.iter().any(Option::is_some)
    }
}

/// Something that must not be worked out.
#[derive(Clone)]
pub struct Target {
    /// The sum meant.
    pub what: Wanted,
    /// Withheld for its own sake, and therefore also kept from insiders.
    pub primary: bool,
    /// How uncertain it must stay.
    pub required: Option<Required>,
    /// Who contributes, sorted; `None` when nobody is known by name. An insider that contributes alone reads its own value.
    pub contributors: Option<Vec<u32>>,
}

/// The sum a target stands for.
#[derive(Clone)]
pub enum Wanted {
    /// A column of the system, withheld.
    Column(usize),
    /// A combination of inner cells, for instance the difference of two columns.
    Vector(Vector),
}

/// A contributor that is alone in some inner cells.
#[derive(Clone)]
pub struct Insider {
    /// Its number among the contributors.
    pub id: u32,
    /// The inner cells whose value it knows, sorted.
    pub alone_in: Vec<u32>,
}

/// How uncertain a target must stay, in the system's unit. Values are absolute, not distances.
#[derive(Clone, Copy, Default)]
pub struct Required {
    /// The upper end of the feasibility interval must not be below this.
    pub up_min: Option<f64>,
    /// The lower end must not be above this.
    pub lo_max: Option<f64>,
    /// The interval must be at least this wide.
    pub width: Option<f64>,
}

/// How a target was worked out, in the order tried.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// A linear combination of known columns.
    Linear,
    /// Inner cells that must all be nought because their sum is.
    Nonnegative,
    /// Withheld cells that must all be at their known minimum.
    KnownMinimum,
    /// Only one whole number is feasible.
    Integer,
    /// The feasibility interval is narrower than required.
    Interval,
    /// A contributor subtracts its own values.
    Insider,
}

/// Which levels to try.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Levels(u8);

impl Levels {
    /// None.
    pub const NONE: Self = Self(0);
    /// All of them.
    pub const ALL: Self = Self(0b11_1111);
    /// Those that make cuts and need no whole numbers: linear, nonnegative, known minimum, insiders.
    pub const CUTS: Self = Self::NONE.with(Level::Linear).with(Level::Nonnegative).with(Level::KnownMinimum).with(Level::Insider);

    /// These and one more.
    #[must_use]
    pub const fn with(self, level: Level) -> Self {
        Self(self.0 | 1 << level as u8)
    }

    /// Whether a level is among them.
    #[must_use]
    pub const fn has(self, level: Level) -> bool {
        self.0 & 1 << level as u8 != 0
    }
}

/// A target that can be worked out, and how.
///
/// The sum of `combination` and `bounds`, each with its coefficient, is the target, vector for vector. At level `Linear` there
/// are no bounds; at `Insider` they are the insider's own cells; at `Nonnegative` and `KnownMinimum` they are at their least
/// value, which `forcing` shows.
#[derive(Clone)]
pub struct Leak {
    /// Its number among the targets.
    pub target: usize,
    /// How it was worked out.
    pub level: Level,
    /// Known columns and coefficients. Empty when the fractions do not fit (the leak is real all the same).
    pub combination: Vec<(usize, Ratio)>,
    /// What is used beside the columns.
    pub bounds: Vec<Bound>,
    /// A combination of known columns that cannot be larger than it is because each bound in it is at its least value.
    pub forcing: Vec<(usize, Ratio)>,
    /// A whole-number vector in the span of the known columns (checked exactly) that must not be derivable if this leak is to
    /// close; `None` for intervals and whole numbers, and where the fractions do not fit.
    pub cut: Option<Vector>,
    /// Who works it out.
    pub insider: Option<u32>,
}

/// Something the attacker uses beside published columns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bound {
    /// What it is.
    pub kind: BoundKind,
    /// How often it is counted.
    pub factor: Ratio,
}

/// A value known without a published column.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum BoundKind {
    /// An inner cell that is nought, and cannot be less.
    Nought(u32),
    /// A target (its number) that is at the known minimum, and cannot be less.
    Least(usize),
    /// An inner cell the insider is alone in.
    Own(u32),
}

/// What an attack found.
#[derive(Clone, Default)]
pub struct Outcome {
    /// What can be worked out, in order of level, target and insider.
    pub leaks: Vec<Leak>,
    /// How many linear programs were solved.
    pub lps: usize,
    /// Independent parts of the unknown.
    pub components: usize,
    /// Inner cells in the largest part.
    pub largest: usize,
    /// Inner cells that no single published cell gives away.
    pub unknown: usize,
    /// Targets of which nothing could be said at a level, because a linear program failed: not safe.
    pub undecided: Vec<(usize, Level)>,
}

impl Outcome {
    /// Whether nothing was found and nothing left undecided.
    #[must_use]
    pub fn is_safe(&self) -> bool {
        self.leaks.is_empty() && self.undecided.is_empty()
    }
}

/// The feasibility interval of a target.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Interval {
    /// Its number among the targets.
    pub target: usize,
    /// The lower end, minus infinity when there is none.
    pub lo: f64,
    /// The upper end, infinity when there is none.
    pub up: f64,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::attack::{attack, intervals};

    /// One table of five ones with their total; another of nought and three with theirs, whose noughts are withheld.
    fn two_tables(minimum: &[Option<i64>]) -> (Vec<(usize, Level)>, Vec<Interval>) {
        let mut system = System::new(vec![1, 1, 1, 1, 1, 0, 3]);
        for inner in 0..7 {
            system.push(vec![inner]);
        }
        system.push(0..5);
        system.push(vec![5, 6]);
        let target = |column| Target { what: Wanted::Column(column), primary: true, required: None, contributors: None };
        let targets: Vec<Target> = (0..7).map(target).collect();
        let question = Question {
            system: &system,
            known: &[7, 8],
            targets: &targets,
            nonnegative: true,
            integer: true,
            known_minimum: minimum,
            insiders: &[],
        };
        let leaks = attack(&question, Levels::ALL).leaks.iter().map(|leak| (leak.target, leak.level)).collect();
        (leaks, intervals(&question, &[0, 5]))
    }

    #[test]
    fn one_table_shows_its_noughts_and_another_does_not() {
        let (none, ranges) = two_tables(&[]);
        assert!(none.is_empty());
        assert_eq!([(ranges[0].lo, ranges[0].up), (ranges[1].lo, ranges[1].up)], [(0.0, 5.0), (0.0, 3.0)]);
        let (some, ranges) = two_tables(&[Some(1), Some(1), Some(1), Some(1), Some(1), None, None]);
        assert_eq!(some, (0..5).map(|target| (target, Level::KnownMinimum)).collect::<Vec<_>>());
        assert_eq!([(ranges[0].lo, ranges[0].up), (ranges[1].lo, ranges[1].up)], [(1.0, 1.0), (0.0, 3.0)]);
    }
}
