//! What the figures of each measure look like.

use super::package::Package;
use crate::confidential::Cell;

/// Most decimals any figure of a measure has, by measure.
#[must_use]
pub(super) fn places(package: &Package) -> Vec<u8> {
    let mut places = vec![0; package.table.measures().len()];
    for (_, cells) in package.table.rows() {
        for (most, cell) in places.iter_mut().zip(cells) {
            if let Cell::Value(value) = cell {
                *most = value.parts().1.max(*most);
            }
        }
    }
    places
}
