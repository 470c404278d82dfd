//! Which further cells are withheld, so that no withheld one can be worked out from what is published.
//!
//! ```text
//!  Task (system, wishes, virtual primaries) ──► columns: one for each set of inner cells ──► order: whom to publish first
//!     ──► eliminate: publish in that order whatever reveals nothing ──► cuts: attack the result, forbid what the attacker
//!         used, again until it finds nothing ──► required: intervals ──► search: other orders, kept when less is withheld
//! ```
//!
//! The elimination is that of Langsrud's GaussSuppression (SSBtools, `GaussSuppression.R`, MIT), carried out modulo a prime and
//! with every special case turned into a vector that must not be derivable; the argument is in `docs/methods/`.

mod columns;
mod cuts;
pub(in crate::confidential) mod disclosure;
mod eliminate;
mod field;
mod order;
pub(in crate::confidential) mod primary;
mod required;
mod search;
#[cfg(test)]
mod tests;

use crate::attack::{Insider, Level, Required};
use crate::linear::{Ratio, System, Vector};

pub(in crate::confidential) use order::Order;

/// What is to become of a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::confidential) enum Wish {
    /// Published unless it reveals something.
    Free,
    /// Published whatever happens: a number in a text, a cell that is already public, a value known from outside.
    Forced,
    /// Withheld, and not derivable.
    Primary,
}

/// What became of a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::confidential) enum Status {
    /// Published by choice.
    Published,
    /// Published because it had to be.
    Forced,
    /// Withheld for its own sake.
    Primary,
    /// Withheld to protect others.
    Secondary,
}

impl Status {
    /// Whether readers do not see the value.
    pub(in crate::confidential) fn is_withheld(self) -> bool {
        matches!(self, Self::Primary | Self::Secondary)
    }
}

/// Inner cells so small that whoever is in them knows them: SSBtools' rule for singletons, cheaper than the cuts it saves.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in crate::confidential) enum Singletons {
    /// None.
    #[default]
    None,
    /// Inner cells of one: counts whose zeros are public.
    Ones,
    /// Inner cells of nought: counts whose zeros are withheld.
    Noughts,
}

/// What a better pattern is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in crate::confidential) enum Objective {
    /// Less value withheld by secondary cells; fewer of them when equal.
    #[default]
    Sum,
    /// Fewer secondary cells; less value when equal.
    #[allow(dead_code, reason = "either aim can be asked for")]
    Count,
}

/// How long to look for a better pattern. The budget is counted in attempts, never in time: equal input, equal pattern.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::confidential) struct Search {
    /// Attempts; 0 keeps the first pattern.
    pub(in crate::confidential) iterations: u32,
    /// Where the random numbers begin.
    pub(in crate::confidential) seed: u64,
    /// What counts as better.
    pub(in crate::confidential) objective: Objective,
}

impl Search {
    /// No search.
    pub(in crate::confidential) const NONE: Self = Self { iterations: 0, seed: 0, objective: Objective::Sum };
}

/// What the reader is taken to know, and what must hold against it.
#[derive(Clone)]
pub(in crate::confidential) struct Threat {
    /// Inner cells are never negative.
    pub(in crate::confidential) nonnegative: bool,
    /// Inner cells are whole numbers: no withheld cell may have one possible value only.
    pub(in crate::confidential) integer: bool,
    /// A withheld cell is at least this: 1 where all zeros are published. Dropped when a smaller one must be withheld.
    pub(in crate::confidential) known_minimum: Option<i64>,
    /// By column, the table whose zeros are shown, or `None` where its zeros are not; empty: all columns are of one table. The
    /// minimum holds for the tables of which nothing smaller is withheld.
    pub(in crate::confidential) tables: Vec<Option<usize>>,
    /// Contributors that are alone in inner cells.
    pub(in crate::confidential) insiders: Vec<Insider>,
    /// Contributors of each column, sorted; empty when unknown. Who contributes alone reads its own value and leaks nothing.
    pub(in crate::confidential) contributors: Vec<Vec<u32>>,
    /// How uncertain each column must stay; empty when nothing is asked.
    pub(in crate::confidential) required: Vec<Option<Required>>,
}

impl Default for Threat {
    fn default() -> Self {
        let (tables, insiders, contributors, required) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        Self { nonnegative: true, integer: false, known_minimum: None, tables, insiders, contributors, required }
    }
}

/// A release to protect.
pub(in crate::confidential) struct Task<'a> {
    /// Everything that is, was or shall be published, as sums of inner cells. Columns may repeat.
    pub(in crate::confidential) system: &'a System,
    /// One wish for each column.
    pub(in crate::confidential) wishes: Vec<Wish>,
    /// Differences and other combinations of inner cells that must not be derivable although they are no cells.
    pub(in crate::confidential) virtuals: Vec<Vector>,
    /// How dear each column is; empty for 1 each. Multiplies the value in the order and in the cost.
    pub(in crate::confidential) weights: Vec<f64>,
    /// Which cells are published first.
    pub(in crate::confidential) order: Order,
    /// The rule for inner cells of one or nought.
    pub(in crate::confidential) singletons: Singletons,
    /// The reader.
    pub(in crate::confidential) threat: Threat,
    /// The budget for a better pattern.
    pub(in crate::confidential) search: Search,
}

impl<'a> Task<'a> {
    /// Counts with public zeros, all columns free, no search.
    #[allow(dead_code, reason = "the usual task, for tests")]
    pub(in crate::confidential) fn counts(system: &'a System) -> Self {
        Self {
            system,
            wishes: vec![Wish::Free; system.columns()],
            virtuals: Vec::new(),
            weights: Vec::new(),
            order: Order::Frequency { zeros_first: true },
            singletons: Singletons::Ones,
            threat: Threat { integer: true, known_minimum: Some(1), ..Threat::default() },
            search: Search::NONE,
        }
    }
}

/// What the secondary cells cost.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(in crate::confidential) struct Cost {
    /// Columns, repeated ones too.
    pub(in crate::confidential) cells: usize,
    /// The sum of their absolute values, each by its weight.
    pub(in crate::confidential) sum: f64,
}

/// A protected release.
#[derive(Clone)]
pub(in crate::confidential) struct Pattern {
    /// One for each column.
    pub(in crate::confidential) status: Vec<Status>,
    /// How often the attacker was asked before the search.
    pub(in crate::confidential) rounds: usize,
    /// What the attacker used and was forbidden, including virtual primaries of the search.
    pub(in crate::confidential) cuts: usize,
    /// Whether the conservative rule had to be used, because the cuts did not come to an end.
    pub(in crate::confidential) conservative: bool,
    /// Attempts of the search, and how many of them were improvements.
    pub(in crate::confidential) iterations: u32,
    /// Improvements among the attempts.
    pub(in crate::confidential) improvements: u32,
    /// Before the search.
    pub(in crate::confidential) cost_before: Cost,
    /// After it.
    pub(in crate::confidential) cost_after: Cost,
    /// The minimum that withheld cells are protected against; `None` when no table has one.
    pub(in crate::confidential) known_minimum: Option<i64>,
}

/// What cannot be protected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::confidential) enum Exposed {
    /// A primary column.
    Column(usize),
    /// A virtual primary.
    Virtual(usize),
}

/// No pattern is safe: what has to be published gives something away.
#[derive(Clone)]
pub(in crate::confidential) struct Unsafe {
    /// What is given away, each with how.
    pub(in crate::confidential) exposed: Vec<Exposure>,
}

/// Something that forced columns give away.
#[derive(Clone)]
pub(in crate::confidential) struct Exposure {
    /// What.
    pub(in crate::confidential) what: Exposed,
    /// At which level of the attack.
    pub(in crate::confidential) level: Level,
    /// Columns and coefficients that give it; empty for a column without inner cells, whose value is always nought.
    pub(in crate::confidential) combination: Vec<(usize, Ratio)>,
}

/// Finds a pattern in which no primary column, no virtual primary and no secondary column can be worked out.
///
/// Deterministic: it depends on the task alone, and on the order of its columns only where their values are equal. Costs one
/// sparse elimination for each round of cuts and each attempt of the search (5,000 inner cells in 12,000 columns: about
/// 0.1 s), plus the attacks. Nothing to protect returns at once.
///
/// # Errors
/// With what is exposed, when forced columns alone reveal it.
pub(in crate::confidential) fn protect(task: &Task<'_>) -> Result<Pattern, Unsafe> {
    cuts::run(task)
}
