//! Rounding of each count by itself to a multiple of a base.

use super::rules::BASE;
use crate::diag::Diagnostic;
use crate::say;

/// What becomes of a count that lies halfway between two multiples; only even bases have any.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(in crate::confidential) enum Half {
    /// Up.
    Up,
    /// To the even multiple, so that halves are not all moved one way.
    Even,
}

/// How each count is rounded.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(in crate::confidential) enum Rounding {
    /// To the nearest multiple. Weak alone: combine with suppression below a threshold.
    Nearest(Half),
    /// Up with probability remainder / base, else down, by the chance of the cell: right on average.
    Random,
}

/// Rounding to a base.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(in crate::confidential) struct Base {
    base: u32,
    rounding: Rounding,
}

impl Base {
    /// A base from 2 to 1,000.
    pub(in crate::confidential) fn new(base: u32, rounding: Rounding) -> Result<Self, Diagnostic> {
        checked(base).map(|base| Self { base, rounding })
    }

    /// The base.
    pub(in crate::confidential) fn base(&self) -> u32 {
        self.base
    }

    /// The rounded count. `chance` is the cell's ([`SiteSecret::cell_chance`](super::secret_key::SiteSecret::cell_chance)); without
    /// random rounding it plays no part. A count too large to be rounded up is rounded down.
    pub(in crate::confidential) fn round(&self, count: u64, chance: u64) -> u64 {
        let base = u64::from(self.base);
        let (down, rest) = (count - count % base, count % base);
        let up = match self.rounding {
            Rounding::Nearest(half) => match (2 * rest).cmp(&base) {
                std::cmp::Ordering::Less => false,
                std::cmp::Ordering::Greater => true,
                std::cmp::Ordering::Equal => half == Half::Up || (count / base) % 2 == 1,
            },
            // The first `rest` of `base` equal parts of all chances.
            Rounding::Random => (u128::from(chance) * u128::from(base)) >> 64 < u128::from(rest),
        };
        if up { down.checked_add(base).unwrap_or(down) } else { down }
    }

    /// The least and the greatest count that may stand behind a rounded one.
    pub(in crate::confidential) fn behind(&self, rounded: u64) -> (u64, u64) {
        let base = u64::from(self.base);
        let (below, above) = match self.rounding {
            Rounding::Random => (base - 1, base - 1),
            Rounding::Nearest(_) if base % 2 == 1 => (base / 2, base / 2),
            Rounding::Nearest(Half::Even) if (rounded / base) % 2 == 1 => (base / 2 - 1, base / 2 - 1),
            Rounding::Nearest(Half::Even) => (base / 2, base / 2),
            Rounding::Nearest(Half::Up) => (base / 2, base / 2 - 1),
        };
        (rounded.saturating_sub(below), rounded.saturating_add(above))
    }
}

/// A base that makes sense.
pub(super) fn checked(base: u32) -> Result<u32, Diagnostic> {
    if (2..=1000).contains(&base) {
        return Ok(base);
    }
    Err(Diagnostic::error(&BASE, say!("取整的基数是 {base}", "the base of the rounding is {base}"))
        .help(say!("用 3、5 或 10", "use 3, 5 or 10")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const WAYS: [Rounding; 3] = [Rounding::Nearest(Half::Up), Rounding::Nearest(Half::Even), Rounding::Random];

    fn base(base: u32, rounding: Rounding) -> Base {
        Base::new(base, rounding).unwrap()
    }

    #[test]
    fn the_worked_example_of_the_method_comes_out() {
        let round = |base: Base| [0, 2, 3, 7, 8, 12].map(|count| base.round(count, 0)).to_vec();
        assert_eq!(round(base(5, WAYS[0])), [0, 0, 5, 5, 10, 10]);
        assert_eq!([5, 15, 25].map(|count| base(10, WAYS[0]).round(count, 0)), [10, 20, 30]);
        assert_eq!([5, 15, 25].map(|count| base(10, WAYS[1]).round(count, 0)), [0, 20, 20]);
        assert_eq!(base(5, WAYS[0]).behind(10), (8, 12));
        assert_eq!(base(5, WAYS[2]).behind(10), (6, 14));
    }

    #[test]
    fn random_rounding_is_right_on_average() {
        let base = base(5, Rounding::Random);
        for count in 10..=15u64 {
            let chances = (0..20_000u64).map(|n| {
                let hash = blake3::hash(&n.to_le_bytes());
                u64::from_be_bytes(hash.as_bytes()[..8].try_into().unwrap())
            });
            let sum: u64 = chances.map(|chance| base.round(count, chance)).sum();
            let mean = sum as f64 / 20_000.0;
            // Four standard errors: 4 · 2.5 / √20,000.
            assert!((mean - count as f64).abs() < 0.071, "{count}: {mean}");
        }
    }

    #[test]
    fn absurd_bases_are_refused() {
        for absurd in [0, 1, 1001, u32::MAX] {
            assert_eq!(Base::new(absurd, Rounding::Random).err().unwrap().rule.id, "rounding/base");
        }
    }

    proptest! {
        #[test]
        fn a_rounded_count_is_a_multiple_with_the_true_one_in_its_interval(
            count in prop_oneof![0..2000u64, any::<u64>()], chance: u64, b in 2..=1000u32, way in 0..3usize
        ) {
            let base = base(b, WAYS[way]);
            let rounded = base.round(count, chance);
            prop_assert_eq!(rounded % u64::from(b), 0);
            prop_assert_eq!(rounded, base.round(count, chance));
            if count < u64::MAX - 1000 {
                let (least, greatest) = base.behind(rounded);
                prop_assert!(least <= count && count <= greatest);
            }
        }
    }
}
