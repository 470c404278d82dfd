//! To what unit the values were rounded, and how far from the truth a printed value can be.
//!
//! Judged for each measure, time and geographic level on its own: offices round the nation to tens and print districts exactly.

use std::collections::HashMap;

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

/// The steps of all classes.
pub(super) struct Steps {
    /// By what is measured and when, and by level.
    classes: HashMap<(u128, u32), (i128, usize)>,
    unit: i128,
    declared: Option<i128>,
}

impl Steps {
    pub(super) fn new(cube: &Cube, declared: Option<Rounding>) -> Self {
        let declared = declared.map(|Rounding(n)| {
            if n.places > cube.places { 0 } else { 2 * n.units * 10i128.pow(u32::from(cube.places - n.places)) }
        });
        let mut steps = Self { classes: HashMap::new(), unit: cube.unit(), declared };
        for cell in &cube.cells {
            let State::Known(value) = cell.state else { continue };
            if value == 0 {
                continue;
            }
            for class in classes(cube, cell.key) {
                let entry = steps.classes.entry(class).or_insert((0, 0));
                *entry = (gcd(entry.0, value.abs()), entry.1 + 1);
            }
        }
        steps
    }

    /// The rounding of the value under a key.
    pub(super) fn of(&self, cube: &Cube, key: u128) -> Step {
        if let Some(step) = self.declared {
            return self.step(step);
        }
        let classes = classes(cube, key);
        let told = classes.iter().filter_map(|class| self.classes.get(class));
        let common = told.clone().find(|(_, count)| *count >= ENOUGH).or_else(|| told.last()).map_or(self.unit, |(gcd, _)| *gcd);
        let enough = classes.iter().any(|class| self.classes.get(class).is_some_and(|(_, count)| *count >= ENOUGH));
        // A handful of values proves no coarse unit; whether they are whole numbers they do tell.
        if enough { self.coarsest(common) } else { self.coarsest(gcd(common, self.unit)) }
    }

    /// The coarsest usual unit that divides all values of a class.
    fn coarsest(&self, common: i128) -> Step {
        let whole = [1000, 500, 100, 50, 10, 5, 3, 1].map(|times| times * self.unit);
        let parts = [10, 100, 1000, 10_000, 100_000, 1_000_000].map(|times| self.unit / times);
        let usual = whole.into_iter().chain(parts).filter(|step| *step > 0);
        self.step(usual.clone().find(|step| common % step == 0).unwrap_or(1))
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

/// From the narrowest class to the widest: measure, time and level; measure and level; measure and time; measure.
fn classes(cube: &Cube, key: u128) -> [(u128, u32); 4] {
    let (family, regime, level) = (family(cube, key), regime(cube, key), level(cube, key));
    [(regime, level + 1), (family, level + 1), (regime, 0), (family, 0)]
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

fn level(cube: &Cube, key: u128) -> u32 {
    let geography = cube.dimensions.iter().enumerate().find(|(_, dimension)| dimension.kind == Kind::Geography);
    geography.map_or(0, |(at, dimension)| dimension.levels[cube.code(key, at) as usize])
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
        Steps { classes: HashMap::new(), unit: 20, declared: None }
    }

    #[test]
    fn the_coarsest_usual_unit_is_taken() {
        let steps = steps();
        let cases = [(20, (20, 0)), (40, (20, 0)), (100, (100, 40)), (200, (200, 100)), (60, (60, 40)), (2, (2, 1)), (10, (2, 1))];
        for (common, (step, half)) in cases {
            assert_eq!(steps.coarsest(common), Step { step, half }, "{common}");
        }
    }
}
