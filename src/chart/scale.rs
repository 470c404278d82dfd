//! A linear scale with round ticks, as a coordinate of plotters.

use plotters::coord::ranged1d::{DefaultFormatting, KeyPointHint, Ranged};
use std::ops::Range;

/// A linear scale. `low` may lie above `high`: then it runs the other way.
#[derive(Clone, Debug)]
pub(super) struct Scale {
    low: f64,
    high: f64,
    ticks: Vec<f64>,
}

impl Scale {
    /// A scale without ticks, for positions.
    pub(super) fn plain(low: f64, high: f64) -> Self {
        Self { low, high, ticks: Vec::new() }
    }

    /// From `low` to `high`, with about `count` round ticks between them; `whole`: no tick between two integers.
    pub(super) fn exact(low: f64, high: f64, count: usize, whole: bool) -> Self {
        let (low, high) = widened(low, high);
        let step = Step::of(low, high, count, whole);
        let first = (low / step.size() - 1e-9).ceil() as i64;
        let last = (high / step.size() + 1e-9).floor() as i64;
        Self { low, high, ticks: (first..=last).map(|i| step.times(i)).collect() }
    }

    /// The same, widened so that it begins and ends with a tick.
    pub(super) fn round(low: f64, high: f64, count: usize, whole: bool) -> Self {
        let (low, high) = widened(low, high);
        let step = Step::of(low, high, count, whole);
        let first = (low / step.size() + 1e-9).floor() as i64;
        let last = (high / step.size() - 1e-9).ceil() as i64;
        let ticks: Vec<f64> = (first..=last).map(|i| step.times(i)).collect();
        Self { low: step.times(first), high: step.times(last), ticks }
    }

    /// Widened to the next tick where that is near, otherwise ending with the data: no empty upper part.
    pub(super) fn near(low: f64, high: f64, count: usize, whole: bool) -> Self {
        let round = Self::round(low, high, count, whole);
        let exact = Self::exact(low, high, count, whole);
        let step = round.ticks.get(1).map_or(1.0, |second| second - round.ticks[0]);
        let end = |near: f64, data: f64| if (near - data).abs() <= step * 0.35 { near } else { data };
        let (low, high) = (end(round.low, exact.low), end(round.high, exact.high));
        let ticks = round.ticks.into_iter().filter(|tick| (low..=high).contains(tick)).collect();
        Self { low, high, ticks }
    }

    /// Least, or where the scale begins.
    pub(super) fn low(&self) -> f64 {
        self.low
    }

    /// Greatest, or where the scale ends.
    #[cfg(test)]
    pub(super) fn high(&self) -> f64 {
        self.high
    }

    /// Ticks, ascending.
    pub(super) fn ticks(&self) -> &[f64] {
        &self.ticks
    }

    /// Where `value` lies, 0 at the beginning and 1 at the end; outside it is held at the ends.
    pub(super) fn part(&self, value: f64) -> f64 {
        let most = self.low.abs().max(self.high.abs());
        let (low, high, value) = (self.low / most, self.high / most, value / most);
        let part = (value - low) / (high - low);
        if part.is_finite() { part.clamp(0.0, 1.0) } else { 0.0 }
    }
}

impl Ranged for Scale {
    type FormatOption = DefaultFormatting;
    type ValueType = f64;

    fn map(&self, value: &f64, limit: (i32, i32)) -> i32 {
        limit.0 + (f64::from(limit.1 - limit.0) * self.part(*value)).round() as i32
    }

    /// Plotters asks for light lines first, then for bold ones: there are bold ones only.
    fn key_points<Hint: KeyPointHint>(&self, hint: Hint) -> Vec<f64> {
        if hint.weight().allow_light_points() { Vec::new() } else { self.ticks.clone() }
    }

    fn range(&self) -> Range<f64> {
        self.low..self.high
    }
}

/// A scale of no extent is widened, so that every value has a place.
fn widened(low: f64, high: f64) -> (f64, f64) {
    let least = (low.abs().max(high.abs()) * 1e-6).max(1e-150);
    if high - low >= least {
        (low, high)
    } else if low == 0.0 {
        (0.0, 1.0)
    } else if high == 0.0 {
        (-1.0, 0.0)
    } else {
        (low - low.abs() * 0.1, high + high.abs() * 0.1)
    }
}

/// 1, 2 or 5 times a power of ten.
#[derive(Clone, Copy)]
struct Step {
    factor: f64,
    power: i32,
}

impl Step {
    fn of(low: f64, high: f64, count: usize, whole: bool) -> Self {
        let raw = (high - low) / count.max(1) as f64;
        let power = raw.log10().floor();
        let lead = raw / 10f64.powf(power);
        let (factor, power) = match lead {
            lead if lead <= 1.0 => (1.0, power),
            lead if lead <= 2.0 => (2.0, power),
            lead if lead <= 5.0 => (5.0, power),
            _ => (1.0, power + 1.0),
        };
        if whole && power < 0.0 { Self { factor: 1.0, power: 0 } } else { Self { factor, power: power as i32 } }
    }

    fn size(self) -> f64 {
        self.times(1)
    }

    /// Divides for small steps: 3 × 0.1 would not be 0.3.
    fn times(self, i: i64) -> f64 {
        let factor = i as f64 * self.factor;
        if self.power < 0 { factor / 10f64.powi(-self.power) } else { factor * 10f64.powi(self.power) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ticks_are_round_and_hold_the_data() {
        let scale = Scale::round(0.0, 402.0, 4, true);
        assert_eq!(scale.ticks(), [0.0, 200.0, 400.0, 600.0]);
        assert_eq!(Scale::exact(0.0, 402.0, 4, true).ticks(), [0.0, 200.0, 400.0]);
        assert_eq!(Scale::round(0.0, 0.7, 5, false).ticks(), [0.0, 0.2, 0.4, 0.6, 0.8]);
    }

    #[test]
    fn a_near_scale_ends_with_a_tick_only_where_one_is_near() {
        assert_eq!(Scale::near(0.0, 402.0, 4, true).high(), 402.0);
        assert_eq!(Scale::near(0.0, 380.0, 4, true).high(), 400.0);
    }

    #[test]
    fn counts_have_no_tick_between_two_integers() {
        assert_eq!(Scale::round(0.0, 2.0, 5, true).ticks(), [0.0, 1.0, 2.0]);
    }

    #[test]
    fn extreme_ranges_have_a_scale() {
        for (low, high) in
            [(0.0, 0.0), (5.0, 5.0), (-1e150, 1e150), (0.0, 1e-140), (-1e-300, 0.0), (0.0, 5e-324), (1e150, 1e150), (-3.0, -3.0)]
        {
            let scale = Scale::round(low, high, 4, false);
            assert!(scale.low() < scale.high() && (2..20).contains(&scale.ticks().len()), "{low} {high} {scale:?}");
            assert!((0.0..=1.0).contains(&scale.part(low)));
        }
    }
}
