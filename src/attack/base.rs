//! The equations an attacker starts from, eliminated once, and derivations in exact fractions.

use std::collections::{BTreeMap, BTreeSet};

use super::echelon::{Echelon, Sparse, product};
use super::modular::{Stream, fraction, inverse, mul, residue};
use super::unknown::{Lists, Unknown};
use crate::linear::{Ratio, Vector};

/// Above this many equations around a sum, all of them are used.
const NEAR: usize = 300;

/// Known columns (numbers as given) with coefficients.
pub(super) type Combination = Vec<(u32, Ratio)>;

/// Known columns after elimination.
pub(super) struct Base {
    pub(super) unknown: Unknown,
    pub(super) echelon: Echelon,
    /// A random vector of the null space, by group.
    null: Vec<u64>,
    /// Equations by group.
    holders: Lists,
}

impl Base {
    pub(super) fn new(inner: usize, known: &[&[u32]], wanted: &[Vector], apart: impl Iterator<Item = u32>) -> Self {
        let unknown = Unknown::new(inner, known, wanted, apart);
        let echelon = Echelon::new(unknown.groups(), unknown.rows());
        let null = echelon.null_vector(&mut Stream::new(0x6e_75));
        let holders = unknown.equations.turned(unknown.groups());
        Self { unknown, echelon, null, holders }
    }

    /// Whether a sum of unknown groups is a combination of the equations.
    ///
    /// A sum outside the span vanishes on a random vector of the null space once in 2^61 times.
    pub(super) fn spans(&self, part: &[(u32, u64)]) -> bool {
        product(part, &self.null) == 0
    }

    /// Known columns that add up to a sum of inner cells, exactly; `None` when there are none or the fractions do not fit.
    ///
    /// The equations around the sum are tried first, then those around them: what a reader would see first.
    pub(super) fn derive(&self, sum: &[(u32, Ratio)]) -> Option<Combination> {
        let part = self.open_part(sum)?;
        let made = if part.is_empty() { Vec::new() } else { self.near(&part).or_else(|| self.echelon.express(&part))? };
        let taken: Option<Combination> = made.into_iter().map(|(equation, factor)| Some((equation, fraction(factor)?))).collect();
        self.unknown.explain(sum, &taken?)
    }

    /// The same for whole coefficients.
    pub(super) fn derive_whole(&self, sum: &[(u32, i64)]) -> Option<Combination> {
        self.derive(&fractions(sum))
    }

    /// A sum in unknown groups, fractions as residues.
    fn open_part(&self, sum: &[(u32, Ratio)]) -> Option<Sparse> {
        let mut part = Sparse::new();
        for (inner, factor) in sum {
            let Some(group) = self.unknown.open_group(*inner) else { continue };
            if self.unknown.members.get(group as usize)[0] == *inner {
                let above = residue(i64::try_from(factor.numerator()).ok()?);
                let below = residue(i64::try_from(factor.denominator()).ok()?);
                part.push((group, if below == 1 { above } else { mul(above, inverse(below)) }));
            }
        }
        part.sort_unstable();
        Some(part)
    }

    /// A combination of few equations near the sum.
    fn near(&self, part: &[(u32, u64)]) -> Option<Vec<(u32, u64)>> {
        let mut groups: BTreeSet<u32> = part.iter().map(|entry| entry.0).collect();
        let mut equations = BTreeSet::new();
        for _ in 0..4 {
            let before = equations.len();
            for group in &groups {
                equations.extend(self.holders.get(*group as usize).iter().copied());
                if equations.len() > NEAR {
                    return None;
                }
            }
            if equations.len() == before {
                return None;
            }
            groups.extend(equations.iter().flat_map(|equation| self.unknown.equations.get(*equation as usize)));
            if let Some(made) = self.express_by(&equations, &groups, part) {
                return Some(made);
            }
        }
        None
    }

    fn express_by(&self, equations: &BTreeSet<u32>, groups: &BTreeSet<u32>, part: &[(u32, u64)]) -> Option<Vec<(u32, u64)>> {
        let numbers: BTreeMap<u32, u32> = groups.iter().copied().zip(0u32..).collect();
        let rows = equations
            .iter()
            .map(|equation| self.unknown.equations.get(*equation as usize).iter().map(|group| (numbers[group], 1)).collect());
        let local = Echelon::new(numbers.len(), rows.collect());
        let sum: Sparse = part.iter().map(|(group, value)| (numbers[group], *value)).collect();
        let list: Vec<u32> = equations.iter().copied().collect();
        Some(local.express(&sum)?.into_iter().map(|(at, factor)| (list[at as usize], factor)).collect())
    }

    /// The independent part each group belongs to, as its smallest group, when these sums join groups too.
    pub(super) fn parts<'a>(&self, joined: impl Iterator<Item = &'a Sparse>) -> Vec<u32> {
        let mut parts: Vec<u32> = (0u32..).take(self.unknown.groups()).collect();
        for at in 0..self.unknown.equations.len() {
            let list = self.unknown.equations.get(at);
            for group in &list[1..] {
                join(&mut parts, list[0], *group);
            }
        }
        for sum in joined {
            for (group, _) in sum.iter().skip(1) {
                join(&mut parts, sum[0].0, *group);
            }
        }
        for group in (0u32..).take(parts.len()) {
            parts[group as usize] = root(&mut parts, group);
        }
        parts
    }
}

pub(super) fn root(parts: &mut [u32], mut group: u32) -> u32 {
    while parts[group as usize] != group {
        parts[group as usize] = parts[parts[group as usize] as usize];
        group = parts[group as usize];
    }
    group
}

pub(super) fn join(parts: &mut [u32], a: u32, b: u32) {
    let (a, b) = (root(parts, a), root(parts, b));
    let (low, high) = (a.min(b), a.max(b));
    parts[high as usize] = low;
}

/// Whole coefficients as fractions.
pub(super) fn fractions(sum: &[(u32, i64)]) -> Vec<(u32, Ratio)> {
    sum.iter().map(|(inner, factor)| (*inner, Ratio::from(*factor))).collect()
}

/// The smallest whole-number multiple of a sum; `None` when a number does not fit 64 bits.
pub(super) fn whole(sum: &[(u32, Ratio)]) -> Option<Vector> {
    let mut below: i128 = 1;
    for (_, factor) in sum {
        let common = i128::try_from(crate::linear::ratio::gcd(below.unsigned_abs(), factor.denominator().unsigned_abs())).ok()?;
        below = below.checked_mul(factor.denominator() / common)?;
    }
    let scaled: Option<Vec<(u32, i128)>> = sum
        .iter()
        .filter(|(_, factor)| !factor.is_zero())
        .map(|(inner, factor)| Some((*inner, factor.times(Ratio::whole(below))?.numerator())))
        .collect();
    let scaled = scaled?;
    let common = scaled.iter().fold(0, |common, (_, value)| crate::linear::ratio::gcd(common, value.unsigned_abs()));
    let common = i128::try_from(common).ok().filter(|common| *common > 0)?;
    scaled.into_iter().map(|(inner, value)| Some((inner, i64::try_from(value / common).ok()?))).collect()
}
