//! Perturbation by cell key: the same persons always give the same noise.

use super::ptable::PTable;

/// Perturbation of counts by the keys of those who are counted.
///
/// Source: ONS, `cell-key-perturbation` 3.1.0 (MIT), whose results `tests/vectors/ons_dev.json` holds.
pub(in crate::confidential) struct CellKey {
    /// What is added, by count and cell key.
    pub(in crate::confidential) table: PTable,
    /// Perturbed counts below this are not published.
    pub(in crate::confidential) threshold: u32,
}

impl CellKey {
    /// The count to publish, `None` when it is suppressed. `key` is the cell's, made by [`cell_key`].
    ///
    /// A count of zero stays zero, so with a threshold above zero it is suppressed like a small one.
    pub(in crate::confidential) fn perturb(&self, count: u64, key: u8) -> Option<u64> {
        let perturbed = count.saturating_add_signed(self.table.value(count, key));
        (perturbed >= u64::from(self.threshold)).then_some(perturbed)
    }
}

/// The key of a cell: the sum of its persons' record keys modulo 256, whatever their order; 0 where there is nobody.
///
/// Each person counts once, however many rows there are.
pub(in crate::confidential) fn cell_key(record_keys: impl IntoIterator<Item = u8>) -> u8 {
    record_keys.into_iter().fold(0, u8::wrapping_add)
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};
    use std::path::Path;

    use super::super::vectors::{full_ptable, noisy_ptable, ons};
    use super::*;
    use crate::diag::Sink;

    fn method(table: &str, threshold: u32) -> CellKey {
        CellKey { table: PTable::read(Path::new("p"), table, &Sink::new()).unwrap(), threshold }
    }

    #[test]
    fn all_cells_of_the_vectors_come_out_exactly() {
        let vectors = ons();
        let method = method(&full_ptable(), u32::try_from(vectors["threshold"].as_u64().unwrap()).unwrap());
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
                let (count, key) = (keys.len() as u64, cell_key(keys));
                assert_eq!(Some(count), cell["pre_sdc_count"].as_u64(), "{codes:?}");
                assert_eq!(Some(u64::from(key)), cell["ckey"].as_u64(), "{codes:?}");
                assert_eq!(Some(super::super::ptable::perturbed_row(count) as u64), cell["pcv"].as_u64(), "{codes:?}");
                assert_eq!(Some(method.table.value(count, key)), cell["pvalue"].as_i64(), "{codes:?}");
                assert_eq!(method.perturb(count, key), cell["count"].as_u64(), "{codes:?}");
                tried += 1;
                suppressed += usize::from(cell["count"].is_null());
            }
        }
        assert_eq!(tried, 110);
        assert!((1..110).contains(&suppressed));
    }

    #[test]
    fn the_worked_example_of_the_method_comes_out() {
        let method = method(&full_ptable(), 10);
        assert_eq!(cell_key([200, 40, 30]), 14);
        assert_eq!(cell_key([30, 200, 40]), 14);
        assert_eq!(cell_key([]), 0);
        let published: Vec<Option<u64>> = [0, 7, 12, 13, 751].map(|count| method.perturb(count, 14)).into();
        assert_eq!(published, [None, None, Some(10), Some(15), Some(750)]);
    }

    #[test]
    fn the_same_count_gets_different_noise_with_different_keys() {
        let method = method(&noisy_ptable(), 0);
        let results: BTreeSet<_> = (0..=255).map(|key| method.perturb(60, key)).collect();
        assert_eq!(results.len(), 5);
        assert_eq!(method.perturb(0, 9), Some(0));
        assert!((0..=255).all(|key| method.perturb(u64::MAX, key).is_some()), "nothing overflows");
    }
}
