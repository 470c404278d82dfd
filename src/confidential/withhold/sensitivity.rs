//! Which cells may not be shown for their own sake.

use crate::confidential::cube::{Counts, Cube};
use crate::confidential::system::{Figures, Linked, Sum};
use crate::config::{CubeProtection, Waiver, Zeros};

/// The rules that a cell breaks.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub(in crate::confidential) struct Broken(u8);

impl Broken {
    /// Fewer persons than the threshold.
    pub(in crate::confidential) const THRESHOLD: Self = Self(1);
    /// A zero that is protected.
    pub(in crate::confidential) const ZERO: Self = Self(2);
    /// Fewer contributors than a sum needs.
    pub(in crate::confidential) const CONTRIBUTORS: Self = Self(4);
    /// One or two contributors make up nearly all of a sum.
    pub(in crate::confidential) const DOMINANCE: Self = Self(8);
    /// The second largest contributor can estimate the largest.
    pub(in crate::confidential) const P_PERCENT: Self = Self(16);
    /// Withheld in an earlier release.
    pub(in crate::confidential) const EARLIER: Self = Self(32);

    /// All of them with the words of the private report.
    pub(in crate::confidential) const ALL: [(Self, &'static str); 6] = [
        (Self::THRESHOLD, "threshold"),
        (Self::ZERO, "zero"),
        (Self::CONTRIBUTORS, "contributors"),
        (Self::DOMINANCE, "dominance"),
        (Self::P_PERCENT, "p-percent"),
        (Self::EARLIER, "earlier release"),
    ];

    pub(in crate::confidential) fn any(self) -> bool {
        self.0 != 0
    }

    pub(in crate::confidential) fn has(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    pub(in crate::confidential) fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    fn when(self, holds: bool) -> Self {
        if holds { self } else { Self::default() }
    }
}

/// By column of a system, the rules its cell breaks. Cells declared to be published on purpose break none.
pub(super) fn judge(linked: &Linked<'_>, figures: &Figures, settings: &[&CubeProtection]) -> Vec<Broken> {
    let judge = |(column, (cube, cell)): (usize, &(usize, usize))| {
        let (code, spec) = (linked.shown[*cube].codes[*cell], &linked.cubes[*cube]);
        let structural = figures.system.members(column).is_empty();
        if structural || waived(linked, figures, settings[*cube], *cube, code) {
            return Broken::default();
        }
        match spec.counts(code) {
            None => zero(spec, settings[*cube], code),
            Some(counts) => cell_rules(spec, &counts, linked.sum_of(*cube, &counts, figures.kind), settings[*cube]),
        }
    };
    figures.cells.iter().enumerate().map(judge).collect()
}

fn waived(linked: &Linked<'_>, figures: &Figures, settings: &CubeProtection, cube: usize, code: u64) -> bool {
    waiver(linked, figures, settings, cube, code).is_some()
}

/// The waiver by which a cell is published on purpose.
pub(super) fn waiver<'s>(
    linked: &Linked<'_>,
    figures: &Figures,
    settings: &'s CubeProtection,
    cube: usize,
    code: u64,
) -> Option<&'s Waiver> {
    let key = linked.cubes[cube].lattice.key(code);
    let same = |measure: &Option<usize>| {
        measure.is_none_or(|measure| linked.figures_of(cube, measure).is_some_and(|at| linked.figures[at].kind == figures.kind))
    };
    settings.waivers.iter().find(|waiver| waiver.key == key && same(&waiver.measure))
}

/// By column the cube, if it shows a cell there when it is nought: what it withholds there is then no nought.
pub(super) fn showing_zeros(linked: &Linked<'_>, figures: &Figures, settings: &[&CubeProtection]) -> Vec<Option<usize>> {
    let shows = |(cube, cell): &(usize, usize)| {
        let code = linked.shown[*cube].codes[*cell];
        (!zero(&linked.cubes[*cube], settings[*cube], code).any()).then_some(*cube)
    };
    figures.cells.iter().map(shows).collect()
}

/// A zero in a sensitive dimension says something of everyone: nobody has it, or all others have.
fn zero(cube: &Cube<'_>, settings: &CubeProtection, code: u64) -> Broken {
    let sensitive = |(at, (_, dimension)): (usize, &(String, std::sync::Arc<crate::config::Dimension>))| {
        dimension.sensitive && cube.lattice.digit(code, at) != 0
    };
    let protect = settings.zeros == Zeros::Protect || cube.spec.dimensions.iter().enumerate().any(sensitive);
    Broken::ZERO.when(protect)
}

fn cell_rules(cube: &Cube<'_>, counts: &Counts<'_>, sum: Option<Sum<'_>>, settings: &CubeProtection) -> Broken {
    let contributors = cube.contributors(counts);
    let broken = Broken::THRESHOLD.when(contributors < u64::from(cube.spec.threshold));
    let Some(sum) = sum else { return broken };
    let few = contributors < u64::from(settings.contributors) && sum.total > 0;
    broken.and(Broken::CONTRIBUTORS.when(few)).and(concentration(&sum, settings))
}

/// Dominance and p %, on the largest contributions (specification of the rules: `docs/methods/dominance.en.md`).
fn concentration(sum: &Sum<'_>, settings: &CubeProtection) -> Broken {
    // Where nobody is left whose share could be told, as when all have released theirs, no share is protected.
    let first = sum.top(1);
    if first == 0 {
        return Broken::default();
    }
    let dominant = settings.dominance.iter().any(|rule| rule.k.is_reached(sum.top(rule.n as usize), sum.total));
    let rest = sum.total.saturating_sub(sum.top(2));
    // X − x1 − x2 < p/100 · x1
    let close = settings.p_percent.is_some_and(|p| rest.saturating_mul(10_000) < first.saturating_mul(u128::from(p.0)));
    let prior = settings.pq.is_some_and(|(p, q)| rest.saturating_mul(u128::from(q.0)) < first.saturating_mul(u128::from(p.0)));
    Broken::DOMINANCE.when(dominant).and(Broken::P_PERCENT.when(close || prior))
}
