//! Group disclosure: a cell that is nearly all of another tells something of everybody in it.
//!
//! When all but k persons of a group share a property, the k (a coalition that knows of itself) learn it of each of the others,
//! and k = 0 tells it to everybody. So the difference must not be derivable (GaussSuppression, `SuppressKDisclosure`).

use crate::linear::{System, Vector};

/// The differences of these columns that must not be derivable: parent minus child, both positive, at most `coalition`.
///
/// A child's inner cells are among its parent's. With `upper` above 0 only children up to it count. Each difference once, in
/// the order met. Costs the sum over parents of the columns that hold its largest inner cell.
pub(in crate::confidential) fn groups(system: &System, columns: &[usize], coalition: i128, upper: i128) -> Vec<Vector> {
    let mut holding = vec![Vec::new(); system.inner()];
    for column in columns {
        system.members(*column).iter().for_each(|inner| holding[*inner as usize].push(*column));
    }
    let mut found: Vec<Vector> = Vec::new();
    let mut met = std::collections::BTreeSet::new();
    for parent in columns {
        let total = system.total(*parent);
        if total <= 0 {
            continue;
        }
        for child in near(system, *parent, coalition, &holding) {
            let value = system.total(child);
            let concerns =
                child != *parent && value > 0 && (0..=coalition).contains(&(total - value)) && (upper <= 0 || value <= upper);
            if concerns
                && let Some(vector) = difference(system.members(*parent), system.members(child))
                && met.insert(vector.clone())
            {
                found.push(vector);
            }
        }
    }
    found
}

/// Columns that may be all but `coalition` of a parent: they hold each inner cell of it that is larger.
fn near(system: &System, parent: usize, coalition: i128, holding: &[Vec<usize>]) -> Vec<usize> {
    let members = system.members(parent);
    let largest = members.iter().max_by_key(|inner| system.value(**inner));
    if let Some(largest) = largest.filter(|inner| i128::from(system.value(**inner)) > coalition) {
        return holding[*largest as usize].clone();
    }
    let mut columns: Vec<usize> =
        members.iter().filter(|inner| system.value(**inner) > 0).flat_map(|inner| &holding[*inner as usize]).copied().collect();
    columns.sort_unstable();
    columns.dedup();
    columns
}

/// What is in the parent and not in the child; `None` when the child is no part of it or all of it.
fn difference(parent: &[u32], child: &[u32]) -> Option<Vector> {
    if child.len() >= parent.len() || !child.iter().all(|inner| parent.binary_search(inner).is_ok()) {
        return None;
    }
    Some(parent.iter().filter(|inner| child.binary_search(inner).is_err()).map(|inner| (*inner, 1)).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_and_all_but_one_are_disclosive() {
        let mut system = System::new(vec![4, 0, 3, 1, 1]);
        for members in [&[0u32, 1][..], &[0], &[1], &[2, 3, 4], &[2, 3], &[4]] {
            system.push(members.iter().copied());
        }
        let columns: Vec<usize> = (0..6).collect();
        assert_eq!(groups(&system, &columns, 0, 0), [vec![(1, 1)]], "everybody of the first group has it");
        assert_eq!(groups(&system, &columns, 1, 0), [vec![(1, 1)], vec![(4, 1)]]);
        assert!(groups(&system, &columns, 1, 3).is_empty(), "children above the limit do not count");
    }
}
