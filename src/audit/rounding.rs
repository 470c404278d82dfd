//! To what unit the values were rounded, and how far from the truth a printed value can be.
//!
//! Judged for each measure, time and code on its own: offices round the nation to tens and print districts exactly.

use std::collections::{HashMap, HashSet};

use super::cube::{Cube, State};
use super::names::Kind;
use super::settings::Rounding;

/// So many values that are no zeros must agree before they tell a unit of their own: eight multiples of five come by chance
/// once in 390,000.
const ENOUGH: usize = 8;

/// How values of one class are rounded, in half units of the last printed place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Step {
    pub(super) step: i128,
    /// How far a printed value may be from the true one.
    pub(super) half: i128,
}

/// A set of values that may be rounded alike: what is measured or when, or both, or neither; with a dimension and its code.
type Slice = (u128, u16, u32);

/// The steps of all slices.
pub(super) struct Steps {
    /// Greatest common divisor and number of the values that are not nought.
    slices: HashMap<Slice, (i128, usize)>,
    unit: i128,
    declared: Option<i128>,
}

impl Steps {
    pub(super) fn new(cube: &Cube, declared: Option<Rounding>) -> Self {
        let declared =
            declared.map(
                |Rounding(n)| {
                    if n.places > cube.places { 0 } else { 2 * n.units * 10i128.pow(u32::from(cube.places - n.places)) }
                },
            );
        let mut steps = Self { slices: HashMap::new(), unit: cube.unit(), declared };
        let mut fractions: HashSet<u128> = HashSet::new();
        for cell in &cube.cells {
            if matches!(cell.state, State::Known(value) if value % steps.unit != 0) {
                fractions.insert(family(cube, cell.key));
            }
        }
        for cell in &cube.cells {
            let State::Known(value) = cell.state else { continue };
            if value != 0 {
                let fraction = fractions.contains(&family(cube, cell.key));
                for slice in slices(cube, cell.key, fraction) {
                    let entry = steps.slices.entry(slice).or_insert((0, 0));
                    *entry = (gcd(entry.0, value.abs()), entry.1 + 1);
                }
            }
        }
        steps
    }

    /// The rounding of the value under a key: the coarsest that any slice shows which holds it and has values enough.
    pub(super) fn of(&self, cube: &Cube, key: u128) -> Step {
        if let Some(step) = self.declared {
            return self.step(step);
        }
        let own = self.slices.get(&(family(cube, key), NO_DIMENSION, 0));
        let fraction = own.is_some_and(|(gcd, _)| gcd % self.unit != 0);
        let told = slices(cube, key, fraction).filter_map(|slice| self.slices.get(&slice)).filter(|(_, count)| *count >= ENOUGH);
        let steps = told.map(|(common, count)| self.coarsest(*common, *count));
        // A handful of values proves no coarse unit; whether they are whole numbers they do tell.
        let least = || self.coarsest(gcd(own.map_or(self.unit, |(gcd, _)| *gcd), self.unit), 0);
        steps.max_by_key(|step| step.step).unwrap_or_else(least)
    }

    /// The coarsest usual unit that divides all values of a class.
    fn coarsest(&self, common: i128, count: usize) -> Step {
        let third = if count >= 2 * ENOUGH { 3 } else { 1 };
        let whole = [1000, 500, 100, 50, 10, 5, third, 1].map(|times| times * self.unit);
        let parts = [10, 100, 1000, 10_000, 100_000, 1_000_000].map(|times| self.unit / times);
        let usual = whole.into_iter().chain(parts).filter(|step| *step > 0);
        self.step({ usual }.find(|step| common % step == 0).unwrap_or(1))
    }

    fn step(&self, step: i128) -> Step {
        let half = if step == 3 * self.unit {
            // To three, values are rounded at random, up or down: up to two away.
            2 * self.unit
        } else if step > self.unit && step % self.unit == 0 {
            // Whole numbers stand behind whole numbers: 5 stands for 3 to 7.
            step / 2 / self.unit * self.unit
        } else if step == self.unit {
            0
        } else {
            step / 2
        };
        Step { step, half }
    }
}

/// Stands for no dimension.
const NO_DIMENSION: u16 = u16::MAX;

/// The slices that hold a value. Measures with fractions are not thrown together with others.
fn slices(cube: &Cube, key: u128, fraction: bool) -> impl Iterator<Item = Slice> {
    let (family, regime) = (family(cube, key), regime(cube, key));
    // What is measured is numbered from 1 on, so none of these is nought by accident; times alone are kept apart by a mark.
    let timed = regime != family;
    let scopes = [
        Some(family),
        timed.then_some(regime),
        (!fraction).then_some(u128::MAX),
        (timed && !fraction).then_some(u128::MAX / 2 + (regime - family)),
    ];
    let plain = cube.dimensions.iter().enumerate().filter(|(_, d)| matches!(d.kind, Kind::Breakdown | Kind::Geography));
    let codes: Vec<(u16, u32)> = plain
        .flat_map(|(at, dimension)| {
            let code = cube.code(key, at);
            let number = u16::try_from(at).unwrap_or(NO_DIMENSION);
            // Levels are slices too; their numbers stand far above those of codes.
            let level = (dimension.kind == Kind::Geography).then(|| (number, u32::MAX - dimension.levels[code as usize]));
            [Some((number, code)), level].into_iter().flatten()
        })
        .collect();
    let own = [Some(family), timed.then_some(regime)].into_iter().flatten().map(|scope| (scope, NO_DIMENSION, 0));
    let crossed =
        scopes.into_iter().flatten().flat_map(move |scope| codes.clone().into_iter().map(move |(at, code)| (scope, at, code)));
    own.into_iter().chain(crossed)
}

fn restricted(cube: &Cube, key: u128, wanted: impl Fn(Kind) -> bool) -> u128 {
    let parts = cube.dimensions.iter().enumerate().filter(|(_, dimension)| wanted(dimension.kind));
    parts.map(|(at, _)| u128::from(cube.code(key, at)) * cube.strides[at]).sum()
}

/// What is measured: the codes of measures and units.
pub(super) fn family(cube: &Cube, key: u128) -> u128 {
    restricted(cube, key, |kind| matches!(kind, Kind::Measure | Kind::Unit))
}

/// What is measured, and when.
pub(super) fn regime(cube: &Cube, key: u128) -> u128 {
    restricted(cube, key, |kind| matches!(kind, Kind::Measure | Kind::Unit | Kind::Time))
}

fn gcd(a: i128, b: i128) -> i128 {
    let (mut a, mut b) = (a, b);
    while b != 0 {
        (a, b) = (b, a % b);
    }
    a
}

#[cfg(test)]
mod tests {
    use super::*;

    fn steps() -> Steps {
        Steps { slices: HashMap::new(), unit: 20, declared: None }
    }

    #[test]
    fn the_coarsest_usual_unit_is_taken() {
        let steps = steps();
        let cases =
            [(20, (20, 0)), (40, (20, 0)), (100, (100, 40)), (200, (200, 100)), (60, (60, 40)), (2, (2, 1)), (10, (2, 1))];
        for (common, (step, half)) in cases {
            assert_eq!(steps.coarsest(common, 20), Step { step, half }, "{common}");
        }
    }
}
