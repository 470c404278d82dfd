//! Code lists as tables for lookup by bytes: one multiplication and one comparison for codes of up to seven bytes.

use std::collections::HashMap;

use crate::config::Dimension;
use crate::model::{Date, Spelled, spelled};

/// Bytes a code may have to be packed, with its length, into eight.
pub(super) const SHORT: usize = 7;

/// Finds the position of a code in its code list, counted from 1.
pub(super) struct CodeTable {
    /// Packed short codes and their positions; 0 is free. No two codes share a place.
    short: Vec<(u64, u32)>,
    factor: u64,
    shift: u32,
    long: HashMap<Box<[u8]>, u32>,
    /// Of a time dimension: first and last day of each code and its position, in order.
    periods: Vec<((Date, Date), u32)>,
}

impl CodeTable {
    pub(super) fn new(dimension: &Dimension) -> Self {
        let (mut short, mut long) = (Vec::new(), HashMap::new());
        for (at, entry) in (1u32..).zip(&dimension.codes) {
            let code = entry.code.as_str().as_bytes();
            if code.len() <= SHORT {
                short.push((pack(code), at));
            } else {
                long.insert(code.into(), at);
            }
        }
        // A code listed twice means its first place.
        short.sort_unstable();
        short.dedup_by_key(|(packed, _)| *packed);
        let (short, factor, shift) = perfect(&short);
        let days = |code: &str| spelled(code).map(Spelled::days);
        let codes = (1u32..).zip(&dimension.codes).filter(|_| dimension.time);
        let mut periods: Vec<_> = codes.filter_map(|(at, entry)| Some((days(entry.code.as_str())?, at))).collect();
        periods.sort_unstable();
        Self { short, factor, shift, long, periods }
    }

    /// The position of a packed code, or 0.
    pub(super) fn short(&self, packed: u64) -> u32 {
        let (held, position) = self.short[(packed.wrapping_mul(self.factor) >> self.shift) as usize];
        if held == packed { position } else { 0 }
    }

    /// The position of a code of any length, or of the period it spells; or 0.
    pub(super) fn find(&self, code: &[u8]) -> u32 {
        let found = if code.len() <= SHORT { self.short(pack(code)) } else { self.long.get(code).copied().unwrap_or(0) };
        if found == 0 && !self.periods.is_empty() { self.period(code) } else { found }
    }

    /// The position of the code with the same first and last day.
    #[cold]
    fn period(&self, typed: &[u8]) -> u32 {
        let Some(days) = std::str::from_utf8(typed).ok().and_then(spelled).map(Spelled::days) else { return 0 };
        self.periods.binary_search_by_key(&days, |(days, _)| *days).map_or(0, |at| self.periods[at].1)
    }

    /// Whether codes are periods and this is none.
    #[cold]
    pub(super) fn is_no_period(&self, typed: &[u8]) -> bool {
        !self.periods.is_empty() && std::str::from_utf8(typed).ok().and_then(spelled).is_none()
    }
}

/// Up to seven bytes with their number in the eighth, so that `A` and `A\0` differ.
pub(super) fn pack(code: &[u8]) -> u64 {
    let mut bytes = [0; 8];
    bytes[..code.len()].copy_from_slice(code);
    bytes[SHORT] = u8::try_from(code.len()).expect("at most seven bytes");
    u64::from_le_bytes(bytes)
}

/// Searches a factor that sends every code to a place of its own; the table doubles when none of 1,000 does.
fn perfect(codes: &[(u64, u32)]) -> (Vec<(u64, u32)>, u64, u32) {
    let mut bits = (codes.len().max(2) * 2).next_power_of_two().trailing_zeros();
    let mut factor: u64 = 0x9e37_79b9_7f4a_7c15;
    loop {
        for _ in 0..1000 {
            let mut table = vec![(0, 0); 1 << bits];
            let shift = 64 - bits;
            let fits = codes.iter().all(|(packed, at)| {
                let place = &mut table[(packed.wrapping_mul(factor) >> shift) as usize];
                let free = place.1 == 0;
                *place = (*packed, *at);
                free
            });
            if fits {
                return (table, factor, shift);
            }
            factor = factor.wrapping_mul(0xd134_2543_de82_ef95).wrapping_add(2) | 1;
        }
        bits += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::confidential::tests::support::dimension;

    #[test]
    fn periods_are_found_however_they_are_spelled() {
        let codes = ["2024", "2024-H1", "2023-09_2024-08", "2025-06-30", "2021-09_2022-08", "2015-2017"];
        let mut years = dimension("year", &codes).as_ref().clone();
        assert_eq!(CodeTable::new(&years).find("2024年".as_bytes()), 0, "only where codes are periods");
        years.time = true;
        let table = CodeTable::new(&years);
        let spellings = ["2024年", "2024年上半年", "2023—2024学年", "截至2025年6月", "2021/22", "2015—2017年"];
        for (at, (code, spelling)) in (1u32..).zip(codes.into_iter().zip(spellings)) {
            assert_eq!((table.find(code.as_bytes()), table.find(spelling.as_bytes())), (at, at), "{spelling}");
        }
        for other in ["2023年", "2024年下半年", "2025年6月", "近三年", ""] {
            assert_eq!(table.find(other.as_bytes()), 0, "{other}");
        }
        assert!(table.is_no_period("近三年".as_bytes()) && !table.is_no_period("2023年".as_bytes()));
    }

    #[test]
    fn every_code_is_found_at_its_place_and_no_other_text_is() {
        let codes: Vec<String> = (0..300).map(|i| format!("43{i:04}")).chain(["camp_city".into(), "F".into()]).collect();
        let codes: Vec<&str> = codes.iter().map(String::as_str).collect();
        let table = CodeTable::new(&dimension("county", &codes));
        for (at, code) in (1u32..).zip(&codes) {
            assert_eq!(table.find(code.as_bytes()), at);
        }
        for other in ["", "F\0", "f", "430", "camp_cit", "camp_city2", "4300000"] {
            assert_eq!(table.find(other.as_bytes()), 0, "{other:?}");
        }
    }
}
