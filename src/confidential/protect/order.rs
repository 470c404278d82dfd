//! In which order cells are considered for publication: the quality of a pattern lies here.
//!
//! The orders are those of SSBtools 1.8.6 and GaussSuppression 1.2.3 (`CandidatesDefault`, `CandidatesNum`,
//! `DirectDisclosureCandidates`), so that patterns can be compared cell by cell.

use crate::linear::System;

/// Which cells are published first. Equal ones keep the order of the columns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::confidential) enum Order {
    /// Counts, large ones first; equal ones by how much their inner cells take part in other cells.
    Frequency {
        /// Zeros before everything else, where they are public.
        zeros_first: bool,
    },
    /// Sums of money and the like, large ones first.
    Magnitude,
    /// Counts under group disclosure: zeros stand with the ones, ones with the zeros.
    Group,
}

/// The columns in the order of publication. `weights` may be empty. Costs a few passes over the system.
pub(super) fn sort(order: Order, system: &System, weights: &[f64]) -> Vec<usize> {
    let weight = |column: usize| weights.get(column).map_or(1.0, |w| w.abs());
    let value = |column: usize| system.total(column).unsigned_abs() as f64;
    let scores: Vec<f64> = match order {
        Order::Frequency { zeros_first } => frequency(system, zeros_first, &weight, &value),
        Order::Magnitude => (0..system.columns()).map(|column| value(column) * weight(column)).collect(),
        Order::Group => (0..system.columns())
            .map(|column| weight(column) * if value(column) < 2.0 { 1.0 - value(column) } else { value(column) })
            .collect(),
    };
    let mut columns: Vec<usize> = (0..system.columns()).collect();
    columns.sort_by(|a, b| scores[*b].total_cmp(&scores[*a]));
    columns
}

fn frequency(system: &System, zeros_first: bool, weight: &dyn Fn(usize) -> f64, value: &dyn Fn(usize) -> f64) -> Vec<f64> {
    let own: Vec<f64> = (0..system.columns()).map(|column| (value(column) + 1.0) * weight(column)).collect();
    let mut rows = vec![0.0; system.inner()];
    for (column, score) in own.iter().enumerate() {
        system.members(column).iter().for_each(|row| rows[*row as usize] += score);
    }
    let ties: Vec<f64> =
        (0..system.columns()).map(|column| system.members(column).iter().map(|row| rows[*row as usize]).sum()).collect();
    let largest = ties.iter().copied().fold(0.0, f64::max);
    let tie = |column: usize| if largest > 0.0 { 0.99 * (ties[column] / largest) } else { 0.0 };
    let mut scores: Vec<f64> = (0..own.len()).map(|column| own[column] + tie(column)).collect();
    if zeros_first {
        let most = scores.iter().copied().fold(0.0, f64::max);
        for (column, score) in scores.iter_mut().enumerate() {
            if value(column) == 0.0 {
                *score += 0.01 + most;
            }
        }
    }
    scores
}

#[cfg(test)]
mod tests {
    use super::*;

    fn system(values: &[i64]) -> System {
        let mut system = System::new(values.to_vec());
        for inner in 0..u32::try_from(values.len()).unwrap() {
            system.push([inner]);
        }
        system.push(0..u32::try_from(values.len()).unwrap());
        system
    }

    #[test]
    fn zeros_come_first_then_large_counts_and_equal_ones_as_they_stand() {
        let system = system(&[3, 0, 7, 3, 0]);
        assert_eq!(sort(Order::Frequency { zeros_first: true }, &system, &[]), [1, 4, 5, 2, 0, 3]);
        assert_eq!(sort(Order::Frequency { zeros_first: false }, &system, &[]), [5, 2, 0, 3, 1, 4]);
    }

    #[test]
    fn magnitudes_and_group_disclosure_have_their_own_orders() {
        let system = system(&[2, 1, 0, 9]);
        assert_eq!(sort(Order::Magnitude, &system, &[]), [4, 3, 0, 1, 2]);
        assert_eq!(sort(Order::Group, &system, &[]), [4, 3, 0, 2, 1]);
        assert_eq!(sort(Order::Magnitude, &system, &[100.0, 1.0, 1.0, 1.0, 1.0]), [0, 4, 3, 1, 2]);
    }

    #[test]
    fn equal_counts_are_told_apart_by_the_cells_they_share() {
        let mut system = System::new(vec![4, 4, 10]);
        system.push([0]);
        system.push([1]);
        system.push([1, 2]);
        assert_eq!(sort(Order::Frequency { zeros_first: true }, &system, &[]), [2, 1, 0]);
    }
}
