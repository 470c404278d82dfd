//! What is summed: a column, or one for each row, with sampling weights or without.

use crate::confidential::records::{Row, Schema};
use crate::config::MeasureKind;

/// A quantity that is summed over rows. Cubes with equal ones share a linear system.
#[derive(Clone, PartialEq, Eq)]
pub(in crate::confidential) struct Quantity {
    /// Column of numbers; `None`: one for each row.
    pub(in crate::confidential) column: Option<String>,
    /// Column of weights.
    pub(in crate::confidential) weight: Option<String>,
}

impl Quantity {
    /// What a measure sums; `None` where it counts. With weights a number of rows is the sum of their weights.
    pub(in crate::confidential) fn of(measure: &MeasureKind, weight: Option<&String>) -> Option<Self> {
        let column = match measure {
            MeasureKind::Sum(column) => Some(column.clone()),
            MeasureKind::Rows if weight.is_some() => None,
            MeasureKind::Rows | MeasureKind::Distinct => return None,
        };
        Some(Self { column, weight: weight.cloned() })
    }
}

/// Where a quantity stands in a row.
#[derive(Clone, Copy)]
pub(super) struct Term {
    value: Option<usize>,
    weight: Option<usize>,
    /// Decimals of the sum.
    pub(super) places: u8,
    /// Units of the sum in one unit of a contribution: contributions are without weights.
    pub(super) scale: u64,
}

impl Term {
    /// The name of a column that is not a number, when there is one.
    pub(super) fn find(quantity: &Quantity, schema: &Schema) -> Result<Self, String> {
        let slot = |column: &Option<String>| match column {
            None => Ok(None),
            Some(column) => schema.number_slot(column).map(Some).ok_or_else(|| column.clone()),
        };
        let (value, weight) = (slot(&quantity.column)?, slot(&quantity.weight)?);
        let places = |of: Option<(usize, u8)>| of.map_or(0, |(_, places)| places);
        Ok(Self {
            value: value.map(|(slot, _)| slot),
            weight: weight.map(|(slot, _)| slot),
            places: places(value) + places(weight),
            scale: 10u64.saturating_pow(u32::from(places(weight))),
        })
    }

    /// What the row contributes, without its weight.
    #[inline]
    pub(super) fn value(&self, row: &Row) -> u64 {
        self.value.map_or(1, |slot| row.numbers[slot])
    }

    /// The weight of the row.
    #[inline]
    pub(super) fn weight(&self, row: &Row) -> u64 {
        self.weight.map_or(1, |slot| row.numbers[slot])
    }

    /// What the row adds to the sum.
    #[inline]
    pub(super) fn total(&self, row: &Row) -> u128 {
        u128::from(self.value(row)) * u128::from(self.weight(row))
    }

    /// How often a weight repeats a contribution, rounded to the nearest, halves up.
    #[inline]
    pub(super) fn times(&self, weight: u64) -> u64 {
        (weight.saturating_add(self.scale / 2)) / self.scale
    }
}
