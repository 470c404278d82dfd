//! The fact register: each statistic once, with value, bound, unit, period, place, source and status.

use std::collections::BTreeMap;

use crate::config::{Comparison, FactSpec, SourceSpec};
use crate::model::{FactId, Quantity};

/// A fact ready to be said: the declaration with its quantity, computed if it is derived.
#[derive(Clone, Debug)]
pub struct Fact {
    /// What was declared.
    pub spec: FactSpec,
    /// The figure.
    pub quantity: Quantity,
    /// Facts it was derived from, in order of the formula; empty when given.
    pub parts: Vec<FactId>,
}

/// Every statistic that may be cited.
#[derive(Clone, Debug, Default)]
pub struct FactBook {
    facts: BTreeMap<FactId, Fact>,
    order: Vec<FactId>,
    sources: Vec<SourceSpec>,
    comparisons: Vec<Comparison>,
}

impl FactBook {
    /// One fact.
    #[must_use]
    pub fn get(&self, id: &str) -> Option<&Fact> {
        self.facts.get(id)
    }

    /// All, in the register's order.
    pub fn iter(&self) -> impl Iterator<Item = &Fact> {
        self.order.iter().filter_map(|id| self.facts.get(id.as_str()))
    }

    /// Where facts come from.
    #[must_use]
    pub fn sources(&self) -> &[SourceSpec] {
        &self.sources
    }

    /// Comparisons between facts.
    #[must_use]
    pub fn comparisons(&self) -> &[Comparison] {
        &self.comparisons
    }
}
