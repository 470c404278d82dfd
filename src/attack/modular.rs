//! Arithmetic modulo the prime 2^61 - 31, and the way back to fractions.
//!
//! The engine that makes patterns counts modulo 2^61 - 1; a coincidence in one prime is none in the other. A sum that does not
//! vanish modulo the prime proves that a target is not in the span (unless the prime divides a denominator of the combination);
//! one that vanishes is confirmed in exact fractions by whoever reports it.

use crate::linear::Ratio;

/// 2^61 - 31.
pub(super) const PRIME: u64 = (1 << 61) - 31;

/// The sum.
pub(super) fn add(a: u64, b: u64) -> u64 {
    let sum = a + b;
    if sum >= PRIME { sum - PRIME } else { sum }
}

/// The difference.
pub(super) fn sub(a: u64, b: u64) -> u64 {
    if a >= b { a - b } else { a + PRIME - b }
}

/// The product. Since 2^61 is 31 more than the prime, the upper bits are folded in 31 times.
#[expect(clippy::cast_possible_truncation, reason = "both parts are cut to size first")]
pub(super) fn mul(a: u64, b: u64) -> u64 {
    const LOW: u128 = (1 << 61) - 1;
    let product = u128::from(a) * u128::from(b);
    let folded = (product & LOW) + (product >> 61) * 31;
    let again = (folded & LOW) as u64 + (folded >> 61) as u64 * 31;
    if again >= PRIME { again - PRIME } else { again }
}

/// The inverse of a number that is not 0, by Fermat's little theorem.
pub(super) fn inverse(a: u64) -> u64 {
    if a == 1 || a == PRIME - 1 {
        return a;
    }
    let (mut result, mut base, mut exponent) = (1, a, PRIME - 2);
    while exponent > 0 {
        if exponent & 1 == 1 {
            result = mul(result, base);
        }
        base = mul(base, base);
        exponent >>= 1;
    }
    result
}

/// A whole number as a residue.
pub(super) fn residue(number: i64) -> u64 {
    u64::try_from(i128::from(number).rem_euclid(i128::from(PRIME))).expect("a residue is smaller than the prime")
}

/// The fraction with numerator and denominator below 2^30 that a residue stands for, if there is one.
///
/// Wang's rational reconstruction: the extended Euclidean algorithm on the prime and the residue, stopped half way.
pub(super) fn fraction(residue: u64) -> Option<Ratio> {
    const BOUND: i128 = 1 << 30;
    let (mut r, mut s) = ((i128::from(PRIME), i128::from(residue)), (0i128, 1i128));
    while r.1 >= BOUND {
        let quotient = r.0 / r.1;
        r = (r.1, r.0 - quotient * r.1);
        s = (s.1, s.0 - quotient * s.1);
    }
    if s.1 == 0 || s.1.abs() >= BOUND { None } else { Ratio::new(r.1, s.1) }
}

/// Numbers that look random and are always the same (SplitMix64, Steele and others 2014).
pub(super) struct Stream(u64);

impl Stream {
    /// The stream of a seed.
    pub(super) fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// The next 64 bits.
    pub(super) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut bits = self.0;
        bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        bits ^ (bits >> 31)
    }

    /// The next residue.
    pub(super) fn residue(&mut self) -> u64 {
        self.next() % PRIME
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn products_agree_with_wide_arithmetic(a in 0..PRIME, b in 0..PRIME) {
            prop_assert_eq!(u128::from(mul(a, b)), u128::from(a) * u128::from(b) % u128::from(PRIME));
            prop_assert_eq!(add(sub(a, b), b), a);
            if a != 0 { prop_assert_eq!(mul(a, inverse(a)), 1); }
        }

        #[test]
        fn small_fractions_come_back(numerator in -1_000_000i64..1_000_000, denominator in 1i64..1_000_000) {
            let residue = mul(residue(numerator), inverse(residue(denominator)));
            prop_assert_eq!(fraction(residue), Ratio::new(numerator.into(), denominator.into()));
        }
    }

    #[test]
    fn the_ends_of_the_field_are_right() {
        assert_eq!(mul(PRIME - 1, PRIME - 1), 1);
        assert_eq!(add(PRIME - 1, 1), 0);
        assert_eq!(residue(-1), PRIME - 1);
        assert_eq!(fraction(0), Some(Ratio::ZERO));
    }
}
