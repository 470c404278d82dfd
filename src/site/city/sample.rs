//! Synthetic records for the counties of a city: the same for the same codes, on every machine.

use std::fmt::Write;

use crate::config::Division;

/// Records of participation, as `data/catalog.toml` of the site declares them. No row describes anyone.
///
/// Every county has enough children for its cells to be shown, but for the last: its first year has three, so that the example
/// shows what withholding looks like.
pub(super) fn participations(counties: &[Division]) -> String {
    let mut rows = Vec::new();
    let mut number = 0;
    for (at, county) in counties.iter().enumerate() {
        let mut chance = Chance::of(&county.code);
        let last = at + 1 == counties.len();
        for child in 0..16 + chance.below(24) {
            number += 1;
            let child = Child { key: key(number), few: last && child >= 3, county: &county.code };
            child.rows(&mut chance, &mut rows);
        }
    }
    rows.sort();
    let mut made = String::from("synthetic,year,county,programme,age_band,sex,person_key\n");
    for (year, county, rest) in rows {
        // Writing to a string does not fail.
        let _ = writeln!(made, "Y,{year},{county},{rest}");
    }
    made
}

/// A number without meaning for each child, no two the same below 100,000 children.
fn key(number: u64) -> String {
    format!("S{:05}", (number * 7919 + 31) % 100_000)
}

struct Child<'a> {
    key: String,
    /// Whether the child came only in the second year.
    few: bool,
    county: &'a str,
}

impl Child<'_> {
    fn rows(&self, chance: &mut Chance, rows: &mut Vec<(u16, String, String)>) {
        let band = chance.below(20);
        let sex = if chance.below(2) == 0 { "F" } else { "M" };
        for year in [2024, 2025] {
            let programmes = [("camp", chance.below(3)), ("aftercare", chance.below(4)), ("pairing", chance.below(3))];
            if self.few && year == 2024 {
                continue;
            }
            // A child at the upper end of a band is in the next one in the second year.
            let band = ["0-5", "6-9", "10-13", "14-15", "16-17"][age(band + u64::from(year == 2025))];
            for (programme, times) in programmes {
                // Everybody comes to a camp; the other programmes are for some.
                let times = if programme == "camp" { times.max(1) } else { times };
                for _ in 0..times {
                    rows.push((year, self.county.to_owned(), format!("{programme},{band},{sex},{}", self.key)));
                }
            }
        }
    }
}

/// Of twenty-one children, how many are in each band: few are small, most go to primary school.
fn age(share: u64) -> usize {
    match share {
        0..=1 => 0,
        2..=8 => 1,
        9..=15 => 2,
        16..=18 => 3,
        _ => 4,
    }
}

/// Numbers that look random and depend on the code alone (splitmix64).
pub(in crate::site) struct Chance(u64);

impl Chance {
    pub(in crate::site) fn of(code: &str) -> Self {
        Self(
            code.bytes().fold(0x9e37_79b9_7f4a_7c15, |seed, byte| {
                seed.rotate_left(7) ^ u64::from(byte).wrapping_mul(0xd6e8_feb8_6659_fd93)
            }),
        )
    }

    pub(in crate::site) fn below(&mut self, limit: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ (mixed >> 31)) % limit
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::config::Divisions;

    #[test]
    fn samples_are_labelled_and_the_same_every_time() {
        let city = Divisions::hunan().city(None, "430300").unwrap();
        let made = participations(&city.counties);
        assert_eq!(made, participations(&city.counties));
        assert!(made.lines().skip(1).all(|line| line.starts_with("Y,")), "every row says that it is synthetic");
        let counties: BTreeSet<&str> = made.lines().skip(1).filter_map(|line| line.split(',').nth(2)).collect();
        assert_eq!(counties.len(), 5);
    }

    #[test]
    fn children_of_all_counties_have_keys_of_their_own() {
        let keys: BTreeSet<String> = (0..9_999).map(key).collect();
        assert_eq!(keys.len(), 9_999);
    }
}
