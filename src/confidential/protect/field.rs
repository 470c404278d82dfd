//! Whole numbers modulo the Mersenne prime 2^61 − 1, in which the elimination is carried out.
//!
//! Coefficients stay one word long and exact up to multiples of the prime. The attacker uses another prime, so that an
//! accident in one is no accident in the other.

/// The prime.
pub(super) const PRIME: u64 = (1 << 61) - 1;

/// A whole number as an element of the field.
pub(super) fn element(number: i64) -> u64 {
    number.rem_euclid(PRIME as i64) as u64
}

/// a + b.
#[inline]
pub(super) fn add(a: u64, b: u64) -> u64 {
    let sum = a + b;
    if sum >= PRIME { sum - PRIME } else { sum }
}

/// −a.
#[inline]
pub(super) fn negative(a: u64) -> u64 {
    if a == 0 { 0 } else { PRIME - a }
}

/// a · b.
#[inline]
pub(super) fn times(a: u64, b: u64) -> u64 {
    let product = u128::from(a) * u128::from(b);
    let folded = (product as u64 & PRIME) + (product >> 61) as u64;
    if folded >= PRIME { folded - PRIME } else { folded }
}

/// 1/a; nought for nought.
pub(super) fn inverse(a: u64) -> u64 {
    // Most pivots are 1 or −1.
    if a == 1 || a == PRIME - 1 {
        return a;
    }
    let (mut power, mut base, mut exponent) = (1, a, PRIME - 2);
    while exponent > 0 {
        if exponent & 1 == 1 {
            power = times(power, base);
        }
        base = times(base, base);
        exponent >>= 1;
    }
    power
}

/// The sign of the small fraction that an element stands for, `None` when it stands for none (numerator and denominator up to 2^29).
///
/// Rational reconstruction by the extended Euclidean algorithm (Wang 1981).
pub(super) fn sign(a: u64) -> Option<i8> {
    if a == 0 {
        return Some(0);
    }
    const LIMIT: i128 = 1 << 29;
    let (mut r0, mut r1) = (i128::from(PRIME), i128::from(a));
    let (mut t0, mut t1) = (0i128, 1i128);
    while r1 > LIMIT {
        let quotient = r0 / r1;
        (r0, r1) = (r1, r0 - quotient * r1);
        (t0, t1) = (t1, t0 - quotient * t1);
    }
    if t1 == 0 || t1.abs() > LIMIT || r1 == 0 {
        return None;
    }
    Some(if t1 > 0 { 1 } else { -1 })
}

/// A reproducible stream of numbers (Steele, Lea, Flood 2014, `splitmix64`).
pub(super) struct Random(u64);

impl Random {
    /// The stream that begins at a seed.
    pub(super) fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// The next number.
    pub(super) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number below a limit; nought when the limit is nought.
    pub(super) fn below(&mut self, limit: usize) -> usize {
        ((u128::from(self.next()) * limit as u128) >> 64) as usize
    }

    /// An element of the field, not nought.
    pub(super) fn element(&mut self) -> u64 {
        1 + self.next() % (PRIME - 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arithmetic_agrees_with_whole_numbers() {
        for (a, b) in [(5, 7), (-5, 7), (123_456_789_012, -987_654_321), (0, 3), (-1, -1)] {
            assert_eq!(add(element(a), element(b)), element(a + b));
            let product = i128::from(a) * i128::from(b);
            assert_eq!(times(element(a), element(b)), product.rem_euclid(i128::from(PRIME)) as u64);
            assert_eq!(add(element(a), negative(element(a))), 0);
        }
        for a in [1, 2, 3, PRIME - 1, PRIME - 2, 1 << 40] {
            assert_eq!(times(a, inverse(a)), 1);
        }
    }

    #[test]
    fn signs_of_small_fractions_are_found() {
        let fraction = |n: i64, d: i64| times(element(n), inverse(element(d)));
        for (n, d, expected) in [(3, 7, 1), (-3, 7, -1), (1, 1, 1), (-1, 1, -1), (0, 5, 0), (-1, 1000, -1), (400, 3, 1)] {
            assert_eq!(sign(fraction(n, d)), Some(expected), "{n}/{d}");
        }
        assert_eq!(sign(fraction(1 << 40, (1 << 41) - 1)), None);
    }

    #[test]
    fn random_numbers_are_those_of_the_published_generator() {
        let mut random = Random::new(1_234_567);
        assert_eq!(random.next(), 6_457_827_717_110_365_317);
        assert_eq!(random.next(), 3_203_168_211_198_807_973);
        assert!((0..100).all(|_| random.below(7) < 7));
        assert_eq!(random.below(0), 0);
    }
}
