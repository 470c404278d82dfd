//! How figures are protected: what `data/protection.toml` and `data/known.toml` mean, with codes as positions.
//!
//! Nothing here is public but the threshold: whoever knows the other parameters knows where to dig.

mod cells;
pub(super) mod known;
pub(super) mod read;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::path::PathBuf;

use crate::model::{CubeId, Decimal, Localized};

/// A cell of a cube: for each of its dimensions a position in the code list, or `None` for the total.
pub type CellKey = Vec<Option<usize>>;

/// Everything about protection that is not in the catalogue.
#[derive(Clone, Debug, Default)]
pub struct Protection {
    /// What is done about small differences between a revised figure and the published one.
    pub revisions: Revisions,
    /// The local search over the order of secondary suppression.
    pub search: Search,
    /// The file of the site secret, from the site's root; the environment goes before it.
    pub secret: Option<PathBuf>,
    /// Every cube of the catalogue has its entry.
    pub cubes: BTreeMap<CubeId, CubeProtection>,
    /// Figures that others have printed, in the order of the file; one for each cell and measure.
    pub known: Vec<Known>,
}

/// What is done about a small difference between a revised figure and the published one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Revisions {
    /// It is told, and the revised figure is published.
    #[default]
    Warn,
    /// It refuses the release.
    Protect,
}

/// A deterministic search: equal settings give equal patterns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Search {
    /// Orders tried; 0: none.
    pub iterations: u32,
    /// Start of the random numbers.
    pub seed: u64,
}

impl Default for Search {
    fn default() -> Self {
        Self { iterations: 200, seed: 7 }
    }
}

/// How one cube is protected. The threshold stands in [`super::CubeSpec`]: it is public.
#[derive(Clone, Debug, Default)]
pub struct CubeProtection {
    /// What happens to the cells that may not be shown as they are. The same for all cubes over one record file.
    pub method: Method,
    /// Where the method is written, if it is.
    pub method_span: Option<crate::diag::Span>,
    /// Whether zeros may be shown.
    pub zeros: Zeros,
    /// Fewest contributors of a sum.
    pub contributors: u32,
    /// A sum is withheld when its `n` largest contributors make up at least `k` of it, for any of these.
    pub dominance: Vec<Dominance>,
    /// A sum is withheld when the second largest contributor can estimate the largest to within this share.
    pub p_percent: Option<Percent>,
    /// The same with prior knowledge: p and q, p smaller.
    pub pq: Option<(Percent, Percent)>,
    /// All of a group, or all but a few, in one category.
    pub group_disclosure: GroupDisclosure,
    /// Whether the rest of a published total counts as a cell of its own.
    pub complements: bool,
    /// How wide a withheld figure must stay for whoever reads all the others.
    pub intervals: Intervals,
    /// What a withheld cell costs in the choice of secondary cells.
    pub cost: Cost,
    /// Sampling weights.
    pub weight: Option<Weight>,
    /// Contributors who have released what they gave: dominance and p % look for the largest among the others.
    pub released: Option<Released>,
    /// Cells that are published in any case; the release is refused when that is unsafe.
    pub keep: Vec<Pattern>,
    /// Where each of these is declared; empty where nothing was read from a file.
    pub keep_spans: Vec<crate::diag::Span>,
    /// Cells that are never shown: neither published nor protected.
    pub hide: Vec<Pattern>,
    /// Small cells published on purpose.
    pub waivers: Vec<Waiver>,
    /// Combinations declared impossible, besides those that follow from [`super::Dimension::within`].
    pub structural: Vec<Impossible>,
    /// Combinations that could have rows but were not collected.
    pub uncollected: Vec<Impossible>,
}

/// What happens to the cells that may not be shown as they are.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Method {
    /// They and enough others are withheld.
    #[default]
    Suppress,
    /// Every count is perturbed by a table, looked up with the keys of the persons in it.
    CellKey {
        /// The perturbation table, from the site's root.
        ptable: PathBuf,
    },
    /// Small counts are rounded so that all sums still hold.
    SmallCounts {
        /// Rounded to 0 or to this.
        base: u32,
    },
    /// Every count is rounded by itself; sums no longer hold.
    Base {
        /// To multiples of this.
        base: u32,
        /// Which way.
        rounding: Rounding,
    },
}

/// Which multiple of the base a count becomes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Rounding {
    /// The nearest, halves upwards.
    #[default]
    Nearest,
    /// The nearest, halves to the even multiple.
    HalfEven,
    /// The one above or below by the chance of the cell, right on average; needs the site secret.
    Random,
}

/// Whether zeros may be shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Zeros {
    /// A zero is no secret.
    #[default]
    Public,
    /// A zero is withheld like a small count, unless it is structural.
    Protect,
}

/// Hundredths of a percent: 10 % is 1,000.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Percent(pub u32);

impl Percent {
    /// `part` is at least this share of `whole`, exactly. Neither is negative.
    #[must_use]
    pub fn is_reached(self, part: u128, whole: u128) -> bool {
        part.saturating_mul(10_000) >= whole.saturating_mul(u128::from(self.0))
    }

    /// As a number between 0 and 1 (or more), for linear programs.
    #[must_use]
    pub fn share(self) -> f64 {
        f64::from(self.0) / 10_000.0
    }
}

/// One (n, k) rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Dominance {
    /// So many of the largest contributors.
    pub n: u32,
    /// Make up at least this share.
    pub k: Percent,
}

/// What counts as telling something of everyone in a group.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct GroupDisclosure {
    /// Dimensions it is looked for in, as positions among the cube's; empty: nowhere.
    pub dimensions: Vec<usize>,
    /// So many persons outside the category, or fewer, are too few: they know themselves.
    pub coalition: u64,
    /// Only categories of up to so many persons; 0: of any size.
    pub upper: u64,
}

/// How wide a withheld figure must stay.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Intervals {
    /// It must not be exact.
    #[default]
    None,
    /// At least so many units.
    Width(u64),
    /// At least this share of the figure.
    Percent(Percent),
    /// As follows from the dominance or p % rule that it breaks.
    Rule,
}

/// Sampling weights. Totals are weighted, contributions and the number of contributors are not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Weight {
    /// Column of the records.
    pub column: String,
    /// A contribution stands as often among the largest as its weight says, as in τ-ARGUS. Only where rows contribute by
    /// themselves.
    pub repeat: bool,
}

/// Rows whose contributors have released what they gave.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Released {
    /// A column of a dimension.
    pub column: String,
    /// The codes that say so.
    pub codes: Vec<crate::model::Code>,
}

/// What a withheld cell costs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Cost {
    /// Its value: little is lost in sum.
    #[default]
    Value,
    /// One: few cells are lost.
    Count,
    /// The logarithm of its value: between the two.
    Log,
    /// The more the more totals it has: details go first.
    Level,
}

/// Some cells of a cube: one entry for each of its dimensions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pattern(pub Vec<Part>);

/// What a pattern says of one dimension.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// The total.
    Total,
    /// Any code, not the total.
    Any,
    /// This code.
    Code(usize),
}

impl Pattern {
    /// Whether a cell is one of them.
    #[must_use]
    pub fn matches(&self, key: &[Option<usize>]) -> bool {
        self.0.len() == key.len()
            && self.0.iter().zip(key).all(|(part, at)| match part {
                Part::Total => at.is_none(),
                Part::Any => at.is_some(),
                Part::Code(code) => *at == Some(*code),
            })
    }

    /// Whether some cell is meant by both.
    #[must_use]
    pub fn meets(&self, other: &Self) -> bool {
        self.0.len() == other.0.len()
            && self.0.iter().zip(&other.0).all(|pair| match pair {
                (Part::Code(one), Part::Code(other)) => one == other,
                (Part::Total, part) | (part, Part::Total) => *part == Part::Total,
                (Part::Any, _) | (_, Part::Any) => true,
            })
    }
}

/// A small cell that is published on purpose.
#[derive(Clone, Debug)]
pub struct Waiver {
    /// The cell.
    pub key: CellKey,
    /// Position of the measure; `None`: all.
    pub measure: Option<usize>,
    /// Why, for whoever asks later.
    pub reason: Localized<String>,
    /// Who decided.
    pub by: String,
    /// Where it is declared.
    pub span: crate::diag::Span,
}

/// Inner cells that cannot have rows: for each dimension the positions meant, `None` where it does not matter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Impossible(pub Vec<Option<Vec<usize>>>);

impl Impossible {
    /// Whether an inner cell (a position in every dimension) is one of them.
    #[must_use]
    pub fn matches(&self, inner: &[usize]) -> bool {
        self.0.len() == inner.len()
            && self.0.iter().zip(inner).all(|(meant, at)| meant.as_ref().is_none_or(|meant| meant.contains(at)))
    }
}

/// A figure that others have printed: whoever attacks our tables has it.
#[derive(Clone, Debug)]
pub struct Known {
    /// The cube.
    pub cube: CubeId,
    /// Position of the measure.
    pub measure: usize,
    /// The cell.
    pub key: CellKey,
    /// The printed figure.
    pub value: Decimal,
    /// Where it was printed.
    pub source: String,
    /// Where it is declared.
    pub span: crate::diag::Span,
}

impl CubeProtection {
    /// How many of the largest contributions to a sum the rules look at.
    #[must_use]
    pub fn largest_needed(&self) -> usize {
        let dominance = self.dominance.iter().map(|rule| rule.n as usize).max().unwrap_or(0);
        // p % and (p, q) look at two.
        dominance.max(2)
    }
}

impl Protection {
    /// What follows from a catalogue alone: from the class, the measures and the dimensions of each cube.
    #[must_use]
    pub fn usual(catalog: &super::Catalog) -> Self {
        let cubes = catalog.cubes.iter().map(|cube| (cube.id.clone(), read::default_of(cube))).collect();
        Self { cubes, ..Self::default() }
    }

    /// How a cube is protected.
    #[must_use]
    pub fn of(&self, cube: &CubeId) -> Option<&CubeProtection> {
        self.cubes.get(cube)
    }
}
