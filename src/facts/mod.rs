//! The fact register: each statistic once, with value, bound, unit, period, place, source and status.

mod arithmetic;
mod derive;
mod rules;

pub use rules::RULES;

use std::collections::{BTreeMap, BTreeSet};

use crate::confidential::Release;
use crate::config::{Comparison, FactSpec, Figure, Register, Settings, SourceSpec, Status};
use crate::diag::{Failed, Sink, nearest};
use crate::model::{Bound, FactId, Quantity};

/// A fact ready to be said: the declaration with its quantity, computed if it is derived.
#[derive(Clone, Debug)]
pub struct Fact {
    /// What was declared; its conflicts hold in both directions.
    pub spec: FactSpec,
    /// The figure.
    pub quantity: Quantity,
    /// Facts it was derived from, in order of the formula; empty when given.
    pub parts: Vec<FactId>,
    /// Whether its source is invented, or that of anything it was derived from.
    pub synthetic: bool,
}

impl Fact {
    /// Whether it is a plan and not a result; what is derived from a plan alone is one, too, whatever it is declared as.
    #[must_use]
    pub fn is_planned(&self) -> bool {
        self.spec.status == Status::Plan || self.quantity.bound == Bound::Planned
    }
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

    /// The known id that is nearest to a misspelt one, when one is near.
    #[must_use]
    pub fn nearest(&self, id: &str) -> Option<&str> {
        nearest(id, self.facts.keys().map(FactId::as_str))
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

/// Makes the register: given figures as they are, derived ones computed from them exactly and with their ranges.
///
/// Fails with every formula that cannot be read, names an unknown or withheld fact, runs in a circle, mixes units that may not be mixed
/// (persons with person-times), or does not give the unit it declares. `release` is where facts of cubes will come from.
pub fn register(settings: &Settings, _release: &Release, sink: &Sink) -> Result<FactBook, Failed> {
    let book = readable(&settings.register, sink);
    sink.check()?;
    Ok(book)
}

/// The facts of a register that can be read; every other is told.
#[must_use]
pub fn readable(register: &Register, sink: &Sink) -> FactBook {
    let mut derivation = derive::Derivation::new(&register.facts, sink);
    let (mut facts, mut order) = (BTreeMap::new(), Vec::new());
    for spec in &register.facts {
        let (quantity, parts) = match &spec.figure {
            Figure::Given(quantity) => (Some(quantity.clone()), Vec::new()),
            Figure::Derived { .. } => (derivation.quantity(spec), derivation.parts(spec)),
        };
        if let Some(quantity) = quantity {
            let fact = Fact { spec: spec.clone(), quantity, parts, synthetic: false };
            if facts.insert(spec.id.clone(), fact).is_none() {
                order.push(spec.id.clone());
            }
        }
    }
    mirror_conflicts(&mut facts);
    mark_synthetic(&mut facts, &register.sources);
    FactBook { facts, order, sources: register.sources.clone(), comparisons: register.comparisons.clone() }
}

/// Marks the facts of invented sources, and what was derived from them.
fn mark_synthetic(facts: &mut BTreeMap<FactId, Fact>, sources: &[SourceSpec]) {
    let invented = |fact: &Fact| sources.iter().any(|source| source.synthetic && fact.spec.source.as_ref() == Some(&source.id));
    let mut marked: BTreeSet<FactId> = facts.values().filter(|fact| invented(fact)).map(|fact| fact.spec.id.clone()).collect();
    loop {
        let derived = |fact: &&Fact| !marked.contains(&fact.spec.id) && fact.parts.iter().any(|part| marked.contains(part));
        let more: Vec<FactId> = facts.values().filter(derived).map(|fact| fact.spec.id.clone()).collect();
        if more.is_empty() {
            break;
        }
        marked.extend(more);
    }
    facts.values_mut().for_each(|fact| fact.synthetic = marked.contains(&fact.spec.id));
}

/// A contradiction holds in both directions, whichever side declares it.
fn mirror_conflicts(facts: &mut BTreeMap<FactId, Fact>) {
    let pairs: Vec<(FactId, FactId)> =
        facts.values().flat_map(|fact| fact.spec.conflicts.iter().map(|other| (other.clone(), fact.spec.id.clone()))).collect();
    for (fact, other) in pairs {
        if let Some(fact) = facts.get_mut(fact.as_str())
            && !fact.spec.conflicts.contains(&other)
        {
            fact.spec.conflicts.push(other);
        }
    }
}
