//! One method applied to all figures of a record file, and what a reader who knows the method can tell of each.

use super::base::Base;
use super::cell_key::{Noise, cell_key};
use super::small_counts;
use crate::diag::Diagnostic;
use crate::linear::System;

/// What is known of a count: the least and the greatest that may stand behind what is published.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(in crate::confidential) struct Interval {
    /// Least count.
    pub(in crate::confidential) least: u64,
    /// Greatest count.
    pub(in crate::confidential) greatest: u64,
}

/// What is done to every figure.
pub(in crate::confidential) enum Alteration {
    /// Perturbed by the keys of the persons in it; below the threshold of its cube it is withheld.
    CellKey(Noise),
    /// Small ones become nought or the base, and all are summed anew.
    SmallCounts(u32),
    /// Each is rounded by itself.
    Base(Base),
}

/// Figures to be altered.
pub(in crate::confidential) struct Asked<'a> {
    /// Inner cells, and the published columns: all that the system has.
    pub(in crate::confidential) system: &'a System,
    /// By inner cell the sum of its persons' record keys, wrapping; for [`Alteration::CellKey`].
    pub(in crate::confidential) keys: &'a [u64],
    /// By column: counts below are not published; for [`Alteration::CellKey`].
    pub(in crate::confidential) threshold: &'a dyn Fn(usize) -> u32,
    /// By column the chance that is always the same; for random rounding.
    pub(in crate::confidential) chance: &'a dyn Fn(usize) -> u64,
}

/// What came out.
pub(in crate::confidential) struct Altered {
    /// By column the figure to publish, `None` where it is withheld.
    pub(in crate::confidential) columns: Vec<Option<u64>>,
    /// The inner cells that all columns were summed from; `None` where each column was altered by itself.
    pub(in crate::confidential) inner: Option<Vec<i64>>,
}

impl Alteration {
    /// What is published of each column. Costs a pass over the members of the columns, for small counts a search.
    ///
    /// # Errors
    /// When an inner cell is negative or the base makes no sense.
    pub(in crate::confidential) fn alter(&self, asked: &Asked<'_>) -> Result<Altered, Diagnostic> {
        let system = asked.system;
        let count = |column: usize| u64::try_from(system.total(column)).unwrap_or(0);
        let all = 0..system.columns();
        match self {
            Self::CellKey(noise) => {
                let key = |column: usize| cell_key(system.members(column).iter().map(|inner| asked.keys[*inner as usize]));
                let perturbed = |column| noise.published(count(column), key(column), (asked.threshold)(column));
                Ok(Altered { columns: all.map(perturbed).collect(), inner: None })
            }
            Self::Base(base) => {
                let rounded = |column| Some(base.round(count(column), (asked.chance)(column)));
                Ok(Altered { columns: all.map(rounded).collect(), inner: None })
            }
            Self::SmallCounts(base) => {
                // Whatever can be got by subtraction is a sum of inner cells: with each of them listed, none is small.
                let mut whole = system.clone();
                let mut listed: Vec<usize> = all.clone().collect();
                listed.extend((0u32..).take(system.inner()).map(|inner| whole.push([inner])));
                let values = small_counts::round(&whole, &listed, *base)?.values;
                let sum = |column| system.members(column).iter().map(|inner| values[*inner as usize]).sum::<i64>();
                Ok(Altered { columns: all.map(|column| u64::try_from(sum(column)).ok()).collect(), inner: Some(values) })
            }
        }
    }

    /// The counts that may stand behind a figure, for whoever knows the method and its table but not the secret.
    pub(in crate::confidential) fn behind(&self, published: Option<u64>, threshold: u32) -> Interval {
        match (self, published) {
            (Self::Base(base), Some(rounded)) => {
                let (least, greatest) = base.behind(rounded);
                Interval { least, greatest }
            }
            (Self::CellKey(noise), published) => {
                let near = published.unwrap_or(u64::from(threshold));
                let first = if published.is_none() { 0 } else { near.saturating_sub(MOST) };
                let possible = (first..=near.saturating_add(MOST)).filter(|count| {
                    let (least, greatest) = noise.reach(*count);
                    match published {
                        Some(made) => (least..=greatest).contains(&made),
                        None => least < u64::from(threshold),
                    }
                });
                let (mut least, mut greatest) = (u64::MAX, 0);
                possible.for_each(|count| (least, greatest) = (least.min(count), greatest.max(count)));
                Interval { least: least.min(greatest), greatest }
            }
            // Small counts: a figure is the sum of altered ones, each of which may have been anything below the base.
            (Self::SmallCounts(_), _) | (Self::Base(_), None) => Interval { least: 0, greatest: u64::MAX },
        }
    }
}

/// The largest noise that a table may hold.
const MOST: u64 = 100;
