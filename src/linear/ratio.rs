//! Exact fractions for derivations that are shown: whatever does not fit is refused, never rounded.

use std::cmp::Ordering;
use std::fmt;

/// A fraction in lowest terms with a positive denominator.
///
/// Arithmetic gives `None` when a number leaves 128 bits, so a result that exists is exact.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Ratio {
    numerator: i128,
    denominator: i128,
}

impl Ratio {
    /// Nothing.
    pub const ZERO: Self = Self { numerator: 0, denominator: 1 };
    /// One.
    pub const ONE: Self = Self { numerator: 1, denominator: 1 };

    /// A fraction in lowest terms; `None` when the denominator is zero or a number does not fit.
    #[must_use]
    pub fn new(numerator: i128, denominator: i128) -> Option<Self> {
        if denominator == 0 {
            return None;
        }
        let common = i128::try_from(gcd(numerator.unsigned_abs(), denominator.unsigned_abs())).ok()?;
        let sign = denominator.signum();
        Some(Self { numerator: (numerator / common).checked_mul(sign)?, denominator: (denominator / common).checked_mul(sign)? })
    }

    /// A whole number.
    #[must_use]
    pub fn whole(number: i128) -> Self {
        Self { numerator: number, denominator: 1 }
    }

    /// The number above the line.
    #[must_use]
    pub fn numerator(self) -> i128 {
        self.numerator
    }

    /// The number below the line, positive.
    #[must_use]
    pub fn denominator(self) -> i128 {
        self.denominator
    }

    /// Whether it is nothing.
    #[must_use]
    pub fn is_zero(self) -> bool {
        self.numerator == 0
    }

    /// -1, 0 or 1.
    #[must_use]
    pub fn sign(self) -> i128 {
        self.numerator.signum()
    }

    /// The sum.
    #[must_use]
    pub fn plus(self, other: Self) -> Option<Self> {
        let common = i128::try_from(gcd(self.denominator.unsigned_abs(), other.denominator.unsigned_abs())).ok()?;
        let (left, right) = (other.denominator / common, self.denominator / common);
        let above = self.numerator.checked_mul(left)?.checked_add(other.numerator.checked_mul(right)?)?;
        Self::new(above, self.denominator.checked_mul(left)?)
    }

    /// The difference.
    #[must_use]
    pub fn minus(self, other: Self) -> Option<Self> {
        self.plus(other.negative()?)
    }

    /// The product.
    #[must_use]
    pub fn times(self, other: Self) -> Option<Self> {
        let (left, right) = (Self::new(self.numerator, other.denominator)?, Self::new(other.numerator, self.denominator)?);
        Self::new(left.numerator.checked_mul(right.numerator)?, left.denominator.checked_mul(right.denominator)?)
    }

    /// The quotient; `None` by zero.
    #[must_use]
    pub fn over(self, other: Self) -> Option<Self> {
        self.times(Self::new(other.denominator, other.numerator)?)
    }

    /// With the other sign.
    #[must_use]
    pub fn negative(self) -> Option<Self> {
        Some(Self { numerator: self.numerator.checked_neg()?, denominator: self.denominator })
    }

    /// The nearest floating point number, about.
    #[must_use]
    #[expect(clippy::cast_precision_loss, reason = "a float is asked for")]
    pub fn approximate(self) -> f64 {
        self.numerator as f64 / self.denominator as f64
    }
}

impl From<i64> for Ratio {
    fn from(number: i64) -> Self {
        Self::whole(i128::from(number))
    }
}

impl PartialOrd for Ratio {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Ratio {
    /// By value, also where a cross product would not fit: the fractions are expanded as continued fractions.
    fn cmp(&self, other: &Self) -> Ordering {
        let (mut a, mut b) = ((self.numerator, self.denominator), (other.numerator, other.denominator));
        let mut turned = false;
        loop {
            let (left, right) = (a.0.div_euclid(a.1), b.0.div_euclid(b.1));
            let (left_rest, right_rest) = (a.0.rem_euclid(a.1), b.0.rem_euclid(b.1));
            let order = match left.cmp(&right) {
                Ordering::Equal if left_rest == 0 || right_rest == 0 => left_rest.min(1).cmp(&right_rest.min(1)),
                Ordering::Equal => {
                    (a, b, turned) = ((a.1, left_rest), (b.1, right_rest), !turned);
                    continue;
                }
                decided => decided,
            };
            return if turned { order.reverse() } else { order };
        }
    }
}

impl fmt::Display for Ratio {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.denominator == 1 { write!(f, "{}", self.numerator) } else { write!(f, "{}/{}", self.numerator, self.denominator) }
    }
}

/// Greatest common divisor; 1 for nothing and nothing, so that it may divide.
#[must_use]
pub fn gcd(mut a: u128, mut b: u128) -> u128 {
    while b != 0 {
        (a, b) = (b, a % b);
    }
    a.max(1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn ratio(numerator: i128, denominator: i128) -> Ratio {
        Ratio::new(numerator, denominator).unwrap()
    }

    #[test]
    fn fractions_are_in_lowest_terms_with_the_sign_above() {
        assert_eq!(ratio(6, -4).to_string(), "-3/2");
        assert_eq!(ratio(0, -7), Ratio::ZERO);
        assert_eq!(Ratio::new(1, 0), None);
        assert_eq!(ratio(1, 6).plus(ratio(1, 3)), Some(ratio(1, 2)));
        assert_eq!(ratio(3, 4).over(ratio(-3, 8)), Some(ratio(-2, 1)));
        assert_eq!(Ratio::ONE.over(Ratio::ZERO), None);
    }

    #[test]
    fn a_number_that_does_not_fit_is_refused() {
        assert_eq!(ratio(i128::MAX, 1).plus(Ratio::ONE), None);
        assert_eq!(ratio(i128::MAX, 1).times(ratio(2, 1)), None);
        assert_eq!(Ratio::new(1, i128::MIN), None);
        assert_eq!(Ratio::whole(i128::MIN).negative(), None);
        assert!(ratio(i128::MAX, 2) > ratio(i128::MAX - 2, 2) && Ratio::whole(i128::MIN) < ratio(-1, i128::MAX));
    }

    proptest! {
        #[test]
        fn order_and_sums_agree_with_cross_products(a in -50i128..50, b in 1i128..50, c in -50i128..50, d in 1i128..50) {
            prop_assert_eq!(ratio(a, b).cmp(&ratio(c, d)), (a * d).cmp(&(c * b)));
            prop_assert_eq!(ratio(a, b).plus(ratio(c, d)), Ratio::new(a * d + c * b, b * d));
            prop_assert_eq!(ratio(a, b).times(ratio(c, d)), Ratio::new(a * c, b * d));
        }
    }
}
