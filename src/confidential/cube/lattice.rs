//! The lattice of a cube: every cell and every margin as one number.

/// Most dimensions of a cube: each doubles the number of margins.
const DIMENSIONS: usize = 12;

use crate::config::Dimension;

/// Numbers cells: in each dimension a digit, 0 for the total and the position in the code list + 1 for a code.
#[derive(Clone)]
pub(in crate::confidential) struct Lattice {
    /// Digits and stride of each dimension, the last dimension with stride 1: numbers sort as keys do, totals first.
    dimensions: Vec<(u64, u64)>,
    size: u64,
    /// By dimension and digit: digits of the groups that count it, besides the total.
    above: Vec<Vec<Vec<u64>>>,
}

impl Lattice {
    /// From the lengths of the code lists; `None` when there are too many dimensions or cells.
    pub(in crate::confidential) fn new(lengths: &[usize]) -> Option<Self> {
        let mut size = 1u64;
        let mut dimensions = Vec::with_capacity(lengths.len());
        for length in lengths.iter().rev() {
            let digits = *length as u64 + 1;
            dimensions.push((digits, size));
            size = size.checked_mul(digits)?;
        }
        dimensions.reverse();
        let above = lengths.iter().map(|_| Vec::new()).collect();
        (lengths.len() <= DIMENSIONS).then_some(Self { dimensions, size, above })
    }

    /// From code lists, with the groups in them.
    pub(super) fn over(dimensions: &[&Dimension]) -> Option<Self> {
        let lengths: Vec<usize> = dimensions.iter().map(|dimension| dimension.codes.len()).collect();
        let mut lattice = Self::new(&lengths)?;
        for (above, dimension) in lattice.above.iter_mut().zip(dimensions) {
            let groups = dimension.groups();
            if !groups.is_empty() {
                *above = vec![Vec::new(); dimension.codes.len() + 1];
            }
            for (group, members) in groups {
                for member in members.into_iter().filter(|member| *member != group) {
                    above[member + 1].push(group as u64 + 1);
                }
            }
        }
        Some(lattice)
    }

    /// Whether a dimension has groups.
    pub(super) fn has_groups(&self, dimension: usize) -> bool {
        !self.above[dimension].is_empty()
    }

    /// Digits of the groups that count a digit of a dimension.
    pub(in crate::confidential) fn above(&self, dimension: usize, digit: u64) -> &[u64] {
        let of_digit = usize::try_from(digit).ok().and_then(|digit| self.above[dimension].get(digit));
        of_digit.map_or(&[], Vec::as_slice)
    }

    /// The digit of a cell in a dimension.
    pub(in crate::confidential) fn digit(&self, code: u64, dimension: usize) -> u64 {
        let (digits, stride) = self.dimensions[dimension];
        code / stride % digits
    }

    /// The cell with another digit in a dimension.
    pub(in crate::confidential) fn with_digit(&self, code: u64, dimension: usize, digit: u64) -> u64 {
        code - self.digit(code, dimension) * self.dimensions[dimension].1 + digit * self.dimensions[dimension].1
    }

    /// Number of cells and margins.
    pub(super) fn size(&self) -> u64 {
        self.size
    }

    /// Digits and stride of each dimension.
    pub(in crate::confidential) fn dimensions(&self) -> &[(u64, u64)] {
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

    /// The cell and all its margins, itself first: 2^dimensions of them, more where groups count it.
    pub(in crate::confidential) fn margins(&self, code: u64, into: &mut Vec<u64>) {
        into.clear();
        into.push(code);
        for (dimension, (digits, stride)) in self.dimensions.iter().enumerate() {
            let digit = code / stride % digits;
            for at in 0..into.len() {
                let rest = into[at] - digit * stride;
                into.push(rest);
                into.extend(self.above(dimension, digit).iter().map(|group| rest + group * stride));
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
