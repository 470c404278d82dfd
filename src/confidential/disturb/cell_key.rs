//! Perturbation by cell key: the same persons always give the same noise.

use super::interval_table::IntervalTable;
use super::ptable::PTable;

/// What is added to a count, by the key of its cell.
///
/// Source of the form with whole keys: ONS, `cell-key-perturbation` 3.1.0 (MIT), whose results `tests/vectors/ons_dev.json` holds.
pub(in crate::confidential) enum Noise {
    /// By whole keys: the first byte of a cell's key is looked up.
    Whole(PTable),
    /// By keys as fractions of 2^64.
    Fractions(IntervalTable),
}

impl Noise {
    /// The count to publish, `None` when the perturbed one is below the threshold. `key` is the cell's, made by [`cell_key`].
    ///
    /// A count of zero stays zero, so with a threshold above zero it is withheld like a small one.
    pub(in crate::confidential) fn published(&self, count: u64, key: u64, threshold: u32) -> Option<u64> {
        let perturbed = self.perturb(count, key);
        (perturbed >= u64::from(threshold)).then_some(perturbed)
    }

    fn perturb(&self, count: u64, key: u64) -> u64 {
        match self {
            Self::Whole(table) => count.saturating_add_signed(table.value(count, key.to_be_bytes()[0])),
            Self::Fractions(table) => table.perturb(count, key),
        }
    }

    /// The least and the greatest that a count can become.
    pub(super) fn reach(&self, count: u64) -> (u64, u64) {
        let (least, greatest) = match self {
            Self::Whole(table) => table.reach(count),
            Self::Fractions(table) => table.reach(count),
        };
        (count.saturating_add_signed(least), count.saturating_add_signed(greatest))
    }

    /// Whether the noise depends on the persons at all.
    pub(in crate::confidential) fn depends_on_keys(&self) -> bool {
        match self {
            Self::Whole(table) => table.depends_on_keys(),
            Self::Fractions(table) => table.depends_on_keys(),
        }
    }
}

/// The key of a cell: the sum of its persons' record keys modulo 2^64, whatever their order; 0 where there is nobody.
///
/// Each person counts once, however many rows there are. Whole keys from 0 to 255 stand in the first byte, fractions take all of it.
pub(in crate::confidential) fn cell_key(record_keys: impl IntoIterator<Item = u64>) -> u64 {
    record_keys.into_iter().fold(0, u64::wrapping_add)
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};
    use std::path::Path;

    use super::super::vectors::{full_ptable, noisy_ptable, ons};
    use super::*;
    use crate::diag::Sink;

    fn table(text: &str) -> PTable {
        PTable::read(Path::new("p"), text, &Sink::new()).unwrap()
    }

    fn whole(key: u8) -> u64 {
        u64::from(key) << 56
    }

    #[test]
    fn all_cells_of_the_vectors_come_out_exactly() {
        let vectors = ons();
        let threshold = u32::try_from(vectors["threshold"].as_u64().unwrap()).unwrap();
        let (whole_table, noise) = (table(&full_ptable()), Noise::Whole(table(&full_ptable())));
        let rows = vectors["records"]["rows"].as_array().unwrap();
        let names = ["county", "age", "sex"];
        let (mut tried, mut suppressed) = (0, 0);
        for table in vectors["tables"].as_object().unwrap().values() {
            let cells = table.as_array().unwrap();
            let by: Vec<usize> = (0..3).filter(|d| cells[0].get(names[*d]).is_some()).collect();
            let mut counted: BTreeMap<Vec<&str>, Vec<u8>> = BTreeMap::new();
            for row in rows {
                let codes = by.iter().map(|d| row[*d].as_str().unwrap()).collect();
                counted.entry(codes).or_default().push(u8::try_from(row[3].as_u64().unwrap()).unwrap());
            }
            for cell in cells {
                let codes: Vec<&str> = by.iter().map(|d| cell[names[*d]].as_str().unwrap()).collect();
                let keys = counted.get(&codes).cloned().unwrap_or_default();
                let (count, key) = (keys.len() as u64, cell_key(keys.into_iter().map(whole)).to_be_bytes()[0]);
                assert_eq!(Some(count), cell["pre_sdc_count"].as_u64(), "{codes:?}");
                assert_eq!(Some(u64::from(key)), cell["ckey"].as_u64(), "{codes:?}");
                assert_eq!(Some(super::super::ptable::perturbed_row(count) as u64), cell["pcv"].as_u64(), "{codes:?}");
                assert_eq!(Some(whole_table.value(count, key)), cell["pvalue"].as_i64(), "{codes:?}");
                assert_eq!(noise.published(count, whole(key), threshold), cell["count"].as_u64(), "{codes:?}");
                tried += 1;
                suppressed += usize::from(cell["count"].is_null());
            }
        }
        assert_eq!(tried, 110);
        assert!((1..110).contains(&suppressed));
    }

    #[test]
    fn the_worked_example_of_the_method_comes_out() {
        let noise = Noise::Whole(table(&full_ptable()));
        let key = cell_key([200, 40, 30].map(whole));
        assert_eq!((key, cell_key([30, 200, 40].map(whole)), cell_key([])), (whole(14), whole(14), 0));
        let published: Vec<Option<u64>> = [0, 7, 12, 13, 751].map(|count| noise.published(count, key, 10)).into();
        assert_eq!(published, [None, None, Some(10), Some(15), Some(750)]);
    }

    #[test]
    fn the_same_count_gets_different_noise_with_different_keys() {
        let noise = Noise::Whole(table(&noisy_ptable()));
        let results: BTreeSet<_> = (0..=255).map(|key| noise.published(60, whole(key), 0)).collect();
        assert_eq!(results.len(), 5);
        assert_eq!(noise.published(0, whole(9), 0), Some(0));
        assert!((0..=255).all(|key| noise.published(u64::MAX, whole(key), 0).is_some()), "nothing overflows");
    }
}
