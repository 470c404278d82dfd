//! The lattice of a cube: every cell and every margin as one number.

/// Most dimensions of a cube: each doubles the number of margins.
const DIMENSIONS: usize = 12;

/// Numbers cells: in each dimension a digit, 0 for the total and the position in the code list + 1 for a code.
pub(in crate::confidential) struct Lattice {
    /// Digits and stride of each dimension, the last dimension with stride 1: numbers sort as keys do, totals first.
    dimensions: Vec<(u64, u64)>,
    size: u64,
}

impl Lattice {
    /// From the lengths of the code lists; `None` when there are too many dimensions or cells.
    pub(super) fn new(lengths: &[usize]) -> Option<Self> {
        let mut size = 1u64;
        let mut dimensions = Vec::with_capacity(lengths.len());
        for length in lengths.iter().rev() {
            let digits = *length as u64 + 1;
            dimensions.push((digits, size));
            size = size.checked_mul(digits)?;
        }
        dimensions.reverse();
        (lengths.len() <= DIMENSIONS).then_some(Self { dimensions, size })
    }

    /// Number of cells and margins.
    pub(super) fn size(&self) -> u64 {
        self.size
    }

    /// Digits and stride of each dimension.
    pub(super) fn dimensions(&self) -> &[(u64, u64)] {
        &self.dimensions
    }

    /// The key of a cell: positions in the code lists, `None` for totals.
    pub(in crate::confidential) fn key(&self, code: u64) -> Vec<Option<usize>> {
        self.dimensions.iter().map(|(digits, stride)| usize::try_from(code / stride % digits).ok()?.checked_sub(1)).collect()
    }

    /// The cell of a key.
    pub(in crate::confidential) fn code(&self, key: &[Option<usize>]) -> u64 {
        key.iter().zip(&self.dimensions).map(|(position, (_, stride))| position.map_or(0, |at| (at as u64 + 1) * stride)).sum()
    }

    /// The cell and all its margins, itself first: 2^dimensions of them.
    pub(super) fn margins(&self, code: u64, into: &mut Vec<u64>) {
        into.clear();
        into.push(code);
        for (digits, stride) in &self.dimensions {
            let part = code / stride % digits * stride;
            for at in 0..into.len() {
                into.push(into[at] - part);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_and_codes_are_the_same_thing_in_the_same_order() {
        let lattice = Lattice::new(&[2, 3]).unwrap();
        let keys: Vec<_> = (0..lattice.size()).map(|code| lattice.key(code)).collect();
        assert!(keys.is_sorted());
        assert!(keys.iter().zip(0..).all(|(key, code)| lattice.code(key) == code));
    }

    #[test]
    fn margins_are_all_subsets() {
        let lattice = Lattice::new(&[2, 3]).unwrap();
        let mut margins = Vec::new();
        lattice.margins(lattice.code(&[Some(1), Some(2)]), &mut margins);
        let keys: Vec<_> = margins.iter().map(|code| lattice.key(*code)).collect();
        assert_eq!(keys, [vec![Some(1), Some(2)], vec![None, Some(2)], vec![Some(1), None], vec![None, None]]);
    }

    #[test]
    fn a_lattice_beyond_numbering_is_refused() {
        assert!(Lattice::new(&[1 << 20; 4]).is_none());
        assert!(Lattice::new(&[1; 13]).is_none());
    }
}
