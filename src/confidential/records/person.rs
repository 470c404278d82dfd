//! Person keys, packed so that equal keys are equal numbers.

use crate::confidential::secret::Secret;

/// A person key: one number per key.
///
/// Keys of up to 16 bytes are packed exactly: different keys are different numbers. A longer key becomes 127 bits of its BLAKE3
/// hash with the top bit set, which no packed key has, since keys are ASCII. Two of n longer keys meet with a probability below
/// n² / 2^128: for 100 million persons, less than one in 10^22.
#[derive(Clone, Copy)]
pub(in crate::confidential) struct Person(Secret<u128>);

/// Most bytes of a key.
const LONGEST: usize = 64;

impl Person {
    /// Nobody, or nobody who can be told from others.
    pub(in crate::confidential) const NONE: Self = Self(Secret::new(0));

    /// Reads 1 to 64 letters, digits, `-` and `_`.
    #[inline]
    pub(in crate::confidential) fn read(key: &[u8]) -> Option<Self> {
        if key.is_empty() || key.len() > LONGEST || !key.iter().all(|b| ALLOWED[usize::from(*b)]) {
            return None;
        }
        let mut bytes = [0u8; 16];
        if key.len() <= 16 {
            bytes[..key.len()].copy_from_slice(key);
            return Some(Self(Secret::new(u128::from_le_bytes(bytes))));
        }
        bytes.copy_from_slice(&blake3::hash(key).as_bytes()[..16]);
        Some(Self(Secret::new(u128::from_le_bytes(bytes) | 1 << 127)))
    }

    /// The same key as that of a holding: no person has this number, since the bytes of packed keys are ASCII.
    pub(super) fn holding(self) -> Self {
        Self(Secret::new(*self.0.expose("to tell holdings from persons") ^ 1 << 7))
    }

    pub(in crate::confidential) fn is_none(self) -> bool {
        *self.0.expose("to tell whether there is a key") == 0
    }

    /// The two halves of the number.
    pub(in crate::confidential) fn halves(self) -> [u64; 2] {
        let number = *self.0.expose("to tell persons apart while counting them");
        #[expect(clippy::cast_possible_truncation, reason = "the halves are what is asked for")]
        [number as u64, (number >> 64) as u64]
    }
}

static ALLOWED: [bool; 256] = {
    let mut allowed = [false; 256];
    let mut at = 0u8;
    while at < 128 {
        allowed[at as usize] = at.is_ascii_alphanumeric() || at == b'-' || at == b'_';
        at += 1;
    }
    allowed
};

#[cfg(test)]
mod tests {
    use super::*;

    fn halves(key: &str) -> Option<[u64; 2]> {
        Person::read(key.as_bytes()).map(Person::halves)
    }

    #[test]
    fn different_keys_are_different_numbers() {
        let keys = ["a", "A", "0", "00", "abcdefgh", "abcdefghi", "abcdefghijklmnop", "abcdefghijklmnopq", "abcdefghijklmnopr"];
        let numbers: std::collections::BTreeSet<_> = keys.iter().map(|key| halves(key)).collect();
        assert_eq!(numbers.len(), keys.len());
        assert!(!Person::read(b"a").is_some_and(Person::is_none));
    }

    #[test]
    fn what_is_no_key_is_refused() {
        assert!(Person::read(&[b'x'; 64]).is_some());
        for bad in ["", "a b", "a,b", "张三", "a\0"] {
            assert!(halves(bad).is_none(), "{bad:?}");
        }
        assert!(Person::read(&[b'x'; 65]).is_none());
    }
}
