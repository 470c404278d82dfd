//! Exact arithmetic with ranges: a value and the interval its sources allow.
//!
//! Interval arithmetic after Moore (1966): the result's ends come from the parts' ends. An absent end is open.

use crate::expr::formula::Operator;
use crate::model::Decimal;

/// Decimals kept between steps; the result is rounded once, at the end.
const PLACES: u8 = 9;
/// Largest numerator between steps: sums and products of two of these still fit.
const LARGEST: u128 = 10u128.pow(18);

/// A value with the interval it stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Interval {
    pub(super) value: Decimal,
    pub(super) low: Option<Decimal>,
    pub(super) high: Option<Decimal>,
    /// Whether the lower end itself is excluded.
    pub(super) low_open: bool,
    /// Whether the upper end itself is excluded.
    pub(super) high_open: bool,
}

impl Interval {
    /// A number known exactly.
    pub(super) fn exact(value: Decimal) -> Self {
        Self { value, low: Some(value), high: Some(value), low_open: false, high_open: false }
    }

    /// Joins two; `None` when the divisor may be zero or a number grows too large.
    pub(super) fn join(operator: Operator, a: Self, b: Self) -> Option<Self> {
        let value = step(operator, a.value, b.value)?;
        let (low, high) = match operator {
            Operator::Add => (both(a.low, b.low, add), both(a.high, b.high, add)),
            Operator::Subtract => (both(a.low, b.high, subtract), both(a.high, b.low, subtract)),
            Operator::Multiply | Operator::Divide => corners(operator, a, b),
        };
        let (low_open, high_open) = match operator {
            Operator::Add | Operator::Multiply => (a.low_open || b.low_open, a.high_open || b.high_open),
            Operator::Subtract | Operator::Divide => (a.low_open || b.high_open, a.high_open || b.low_open),
        };
        Some(Self { value, low, high, low_open, high_open })
    }
}

fn both(a: Option<Decimal>, b: Option<Decimal>, f: fn(Decimal, Decimal) -> Option<Decimal>) -> Option<Decimal> {
    f(a?, b?)
}

/// Ends of a product or quotient of figures that are not negative; open ends stay open, a divisor that may be zero opens the upper end.
fn corners(operator: Operator, a: Interval, b: Interval) -> (Option<Decimal>, Option<Decimal>) {
    let zero = Decimal::whole(0);
    let negative = [a.low, b.low].iter().any(|end| end.is_none_or(|end| end < zero));
    if negative {
        return match (a.low, a.high, b.low, b.high) {
            (Some(al), Some(ah), Some(bl), Some(bh)) if bl > zero || operator == Operator::Multiply => {
                let all = [(al, bl), (al, bh), (ah, bl), (ah, bh)].map(|(x, y)| step(operator, x, y));
                let ends: Option<Vec<Decimal>> = all.into_iter().collect();
                ends.map_or((None, None), |ends| (ends.iter().min().copied(), ends.iter().max().copied()))
            }
            _ => (None, None),
        };
    }
    let apply = |x: Option<Decimal>, y: Option<Decimal>| step(operator, x?, y?);
    match operator {
        Operator::Multiply => (apply(a.low, b.low), apply(a.high, b.high)),
        _ => (apply(a.low, b.high), apply(a.high, b.low)),
    }
}

fn step(operator: Operator, a: Decimal, b: Decimal) -> Option<Decimal> {
    match operator {
        Operator::Add => add(a, b),
        Operator::Subtract => subtract(a, b),
        Operator::Multiply => small(a)?
            .parts()
            .0
            .checked_mul(small(b)?.parts().0)
            .map(|units| Decimal::new(units, a.parts().1 + b.parts().1).round(PLACES)),
        Operator::Divide => small(a)?.divide(small(b)?, PLACES),
    }
}

fn add(a: Decimal, b: Decimal) -> Option<Decimal> {
    Some(small(a)? + small(b)?)
}

fn subtract(a: Decimal, b: Decimal) -> Option<Decimal> {
    Some(small(a)? - small(b)?)
}

fn small(a: Decimal) -> Option<Decimal> {
    (a.parts().0.unsigned_abs() <= LARGEST && a.parts().1 <= PLACES).then_some(a)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number(text: &str) -> Decimal {
        Decimal::parse(text).unwrap()
    }

    fn interval(low: &str, value: &str, high: &str) -> Interval {
        Interval { value: number(value), low: Some(number(low)), high: Some(number(high)), low_open: false, high_open: false }
    }

    #[test]
    fn a_rounded_number_divided_keeps_its_range() {
        let services = interval("11500", "12000", "12500");
        let made = Interval::join(Operator::Divide, services, Interval::exact(number("2171"))).unwrap();
        let ends = [made.low.unwrap(), made.value, made.high.unwrap()].map(|d| d.round(1).to_string());
        assert_eq!(ends, ["5.3", "5.5", "5.8"]);
    }

    #[test]
    fn a_difference_swaps_the_ends() {
        let made = Interval::join(Operator::Subtract, interval("5", "6", "9"), interval("1", "2", "3")).unwrap();
        assert_eq!(made, interval("2", "4", "8"));
    }

    #[test]
    fn an_excluded_end_stays_excluded_on_the_side_it_moves_to() {
        let above = Interval { low_open: true, high: None, ..interval("5", "5", "5") };
        let made = Interval::join(Operator::Subtract, Interval::exact(number("9")), above).unwrap();
        assert_eq!((made.low, made.high, made.high_open), (None, Some(number("4")), true));
    }

    #[test]
    fn zero_and_giants_have_no_result_and_do_not_panic() {
        let zero = Interval::exact(number("0"));
        let giant = Interval::exact(number("999999999999999999"));
        assert!(Interval::join(Operator::Divide, giant, zero).is_none());
        let _ = Interval::join(Operator::Multiply, giant, giant).and_then(|g| Interval::join(Operator::Multiply, g, giant));
        assert!(Interval::join(Operator::Divide, interval("1", "1", "1"), interval("0", "1", "2")).unwrap().high.is_none());
    }
}
