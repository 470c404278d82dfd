//! What two readings of one paragraph do not share.

use std::collections::BTreeSet;
use std::ops::Range;

use super::figure::{Figure, Reading, Trend, Value};
use super::rate;
use super::unit::Unit;
use crate::linear::Ratio;

/// In which respect two readings differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// Another number, or another direction of change.
    Value,
    /// Another thing is counted.
    Unit,
    /// It binds otherwise.
    Bound,
    /// Another time, or another rate.
    Period,
    /// Only one of them says it.
    Missing,
}

/// One difference, with the stretches of the texts it is about; an absent side says nothing of the kind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// In which respect.
    pub kind: Kind,
    /// In the first text.
    pub left: Option<Range<usize>>,
    /// In the second text.
    pub right: Option<Range<usize>>,
    /// What the sides say in that respect, where the words alone do not show it: Chinese and English, left and right.
    pub says: Option<[(&'static str, &'static str); 2]>,
}

/// Everything that two readings of one paragraph do not share, in the order of the first text.
#[must_use]
pub fn differences(left: &Reading, right: &Reading) -> Vec<Difference> {
    let mut pairing =
        Pairing { left, right, done: [vec![false; left.figures.len()], vec![false; right.figures.len()]], found: Vec::new() };
    pairing.run();
    let (mut found, mut other) = (pairing.found, Vec::new());
    times(left, right, &mut other);
    if !other.is_empty() {
        // The year is told once, not again for each figure of it.
        let told = |difference: &Difference| difference.kind == Kind::Period && difference.says.is_none();
        found.retain(|difference| !told(difference));
    }
    found.extend(other);
    found.sort_by_key(|difference| {
        let place = |range: &Option<Range<usize>>| range.as_ref().map_or(usize::MAX, |range| range.start);
        (place(&difference.left).min(place(&difference.right)), place(&difference.left), difference.kind)
    });
    found
}

struct Pairing<'a> {
    left: &'a Reading,
    right: &'a Reading,
    done: [Vec<bool>; 2],
    found: Vec<Difference>,
}

impl Pairing<'_> {
    fn run(&mut self) {
        let same = |a: &Figure, b: &Figure| same_value(a, b) && a.unit.agrees(b.unit);
        let year = |a: &Figure, b: &Figure| a.year.is_none() || b.year.is_none() || a.year == b.year;
        // The surest pairs first, so that a number said twice meets its own.
        self.pair(|a, b| same(a, b) && a.bound.agrees(b.bound) && agree_trend(a, b) && year(a, b) && a.weak == b.weak, None);
        self.pair(|a, b| same(a, b) && a.bound.agrees(b.bound) && agree_trend(a, b) && year(a, b), None);
        self.split();
        self.pair(|a, b| same(a, b) && a.bound.agrees(b.bound) && agree_trend(a, b), Some(Kind::Period));
        let sure = |a: &Figure, b: &Figure| !a.weak && !b.weak;
        self.pair(|a, b| same(a, b) && agree_trend(a, b) && (sure(a, b) || a.weak != b.weak), Some(Kind::Bound));
        self.pair(|a, b| same(a, b) && sure(a, b), Some(Kind::Value));
        self.pair(|a, b| same_printed(a, b) && sure(a, b), Some(Kind::Unit));
        // Half and a third are two shares, though half may be an idiom.
        let part = |a: &Figure| matches!(a.unit, Unit::Share | Unit::Multiple);
        self.pair(|a, b| a.unit == b.unit && a.unit.is_known() && (sure(a, b) || part(a)), Some(Kind::Value));
        self.pair(|a, b| a.unit.agrees(b.unit) && !a.weak && !b.weak, Some(Kind::Value));
        self.rest();
    }

    fn pair(&mut self, fits: impl Fn(&Figure, &Figure) -> bool, kind: Option<Kind>) {
        for (i, a) in self.left.figures.iter().enumerate() {
            if self.done[0][i] {
                continue;
            }
            let mate = self.right.figures.iter().enumerate().position(|(j, b)| !self.done[1][j] && fits(a, b));
            let Some(j) = mate else { continue };
            (self.done[0][i], self.done[1][j]) = (true, true);
            let b = &self.right.figures[j];
            match kind {
                None => self.rates(a, b),
                Some(kind) => self.found.push(Difference {
                    kind,
                    left: Some(a.range.clone()),
                    right: Some(b.range.clone()),
                    says: match kind {
                        Kind::Unit if a.unit != b.unit => Some([a.unit.name(), b.unit.name()]),
                        Kind::Bound => Some([a.bound.name(), b.bound.name()]),
                        _ => None,
                    },
                }),
            }
        }
    }

    /// A number said by the year in one text and nowhere so in the other.
    fn rates(&mut self, a: &Figure, b: &Figure) {
        const NONE: (&str, &str) = ("没有说", "nothing");
        let (only_left, only_right) = (a.rates & !self.right.rates, b.rates & !self.left.rates);
        if only_left | only_right != 0 {
            let name = |rates: u8| if rates == 0 { NONE } else { rate::name(rates) };
            self.found.push(Difference {
                kind: Kind::Period,
                left: Some(a.range.clone()),
                right: Some(b.range.clone()),
                says: Some([name(only_left), name(only_right)]),
            });
        }
    }

    /// A range in one text and its two ends in the other.
    fn split(&mut self) {
        for side in [0, 1] {
            let (own, other) = if side == 0 { (self.left, self.right) } else { (self.right, self.left) };
            for (i, figure) in own.figures.iter().enumerate() {
                let Value::Between(low, high) = figure.value else { continue };
                if self.done[side][i] {
                    continue;
                }
                let end = |value: Ratio| {
                    other.figures.iter().enumerate().position(|(j, b)| {
                        !self.done[1 - side][j]
                            && b.value == Value::One(value)
                            && (b.unit.agrees(figure.unit) || b.unit == Unit::Bare)
                    })
                };
                if let (Some(first), Some(second)) = (end(low), end(high)) {
                    self.done[side][i] = true;
                    self.done[1 - side][first] = true;
                    self.done[1 - side][second] = true;
                }
            }
        }
    }

    /// What is left has no counterpart. A number that the other side does say, only less often, is none.
    fn rest(&mut self) {
        for (side, own, other) in [(0, self.left, self.right), (1, self.right, self.left)] {
            for (figure, done) in own.figures.iter().zip(&self.done[side]) {
                let repeated = other.figures.iter().any(|b| same_value(figure, b) && figure.unit.agrees(b.unit));
                if !done && !figure.weak && !repeated && !is_dispensable(figure) {
                    let place = Some(figure.range.clone());
                    let (left, right) = if side == 0 { (place, None) } else { (None, place) };
                    self.found.push(Difference { kind: Kind::Missing, left, right, says: None });
                }
            }
        }
    }
}

/// Whether good prose may leave a number out because what it counts is listed or plain: 三县, 两批, twice.
fn is_dispensable(figure: &Figure) -> bool {
    let small = matches!(figure.value, Value::One(value) if value <= Ratio::whole(10));
    figure.spelled && small && matches!(figure.unit, Unit::Place(_) | Unit::Events | Unit::Times | Unit::Items)
}

/// Whether two figures print the same number, whatever of.
fn same_printed(a: &Figure, b: &Figure) -> bool {
    let printed = |figure: &Figure| {
        let plain = |value: Ratio| value.over(figure.factor);
        match figure.value {
            Value::One(one) => (plain(one), None),
            Value::Between(low, high) => (plain(low), plain(high)),
            Value::Vague(_) => (None, None),
        }
    };
    let (a, b) = (printed(a), printed(b));
    a == b && a.0.is_some()
}

fn agree_trend(a: &Figure, b: &Figure) -> bool {
    !matches!((a.trend, b.trend), (Some(Trend::Up), Some(Trend::Down)) | (Some(Trend::Down), Some(Trend::Up)))
}

/// Whether two numbers are the same; converted measures agree when they are close.
fn same_value(a: &Figure, b: &Figure) -> bool {
    let close = |a: Ratio, b: Ratio| {
        let (a, b) = (a.approximate(), b.approximate());
        (a - b).abs() <= 0.02 * a.abs().max(b.abs())
    };
    // 增长200% and tripled are one growth.
    let growth = |a: &Figure, b: &Figure| match (a.value, b.value) {
        (Value::One(share), Value::One(times)) => {
            a.unit == Unit::Share
                && a.trend == Some(Trend::Up)
                && b.unit == Unit::Multiple
                && share.plus(Ratio::ONE) == Some(times)
        }
        _ => false,
    };
    // Aged 10 to 13 years: months where the other side has years of age.
    if matches!((a.unit, b.unit), (Unit::Age, Unit::Months) | (Unit::Months, Unit::Age)) {
        return same_printed(a, b) && (a.factor.numerator() == 12 || b.factor.numerator() == 12);
    }
    let converted = a.unit == b.unit && a.factor != b.factor && matches!(a.unit, Unit::Area | Unit::Length | Unit::Mass);
    match (a.value, b.value) {
        (Value::One(x), Value::One(y)) => x == y || converted && close(x, y) || growth(a, b) || growth(b, a),
        (Value::Between(l, h), Value::Between(m, i)) => (l, h) == (m, i) || converted && close(l, m) && close(h, i),
        (Value::Vague(x), Value::Vague(y)) => x == y,
        // 十几 and a dozen or so, 上百 and more than a hundred.
        (Value::Vague(x), Value::One(y)) | (Value::One(y), Value::Vague(x)) => x == y,
        _ => false,
    }
}

/// Years, months, days and parts of years that only one of the texts names.
fn times(left: &Reading, right: &Reading, found: &mut Vec<Difference>) {
    let mut sides = [Vec::new(), Vec::new()];
    for level in 0..4u8 {
        let atoms = |reading: &Reading| -> BTreeSet<u16> { reading.times.iter().filter_map(|time| atom(time, level)).collect() };
        let (ours, theirs) = (atoms(left), atoms(right));
        let only = |own: &Reading, other: &BTreeSet<u16>| -> Vec<Range<usize>> {
            let mut seen = BTreeSet::new();
            own.times
                .iter()
                .filter(|time| atom(time, level).is_some_and(|atom| !other.contains(&atom) && seen.insert(atom)))
                .map(|time| time.range.clone())
                .collect()
        };
        let (mut a, mut b) = (only(left, &theirs), only(right, &ours));
        // A time that the other text names by its distance is no difference; two times that are not the same are.
        if b.is_empty() && right.relative {
            a.clear();
        }
        if a.is_empty() && left.relative {
            b.clear();
        }
        sides[0].extend(a);
        sides[1].extend(b);
    }
    for side in &mut sides {
        side.sort_by_key(|range| range.start);
        side.dedup();
    }
    let [a, b] = sides;
    for at in 0..a.len().max(b.len()) {
        found.push(Difference { kind: Kind::Period, left: a.get(at).cloned(), right: b.get(at).cloned(), says: None });
    }
}

fn atom(time: &super::Time, level: u8) -> Option<u16> {
    match level {
        0 => time.year,
        1 => time.month.map(u16::from),
        2 => time.day.map(u16::from),
        _ => time.part.map(u16::from),
    }
}
