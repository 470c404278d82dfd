//! The way to a release walked without sealing anything: what would be withheld of one record file, and what the attacker finds.

use crate::confidential::counts;
use crate::confidential::gate::{self, Refusal, Trial};
use crate::confidential::releases::Earlier;
use crate::confidential::system::{Linked, link};
use crate::confidential::withhold::{self, Broken, Candidate};
use crate::config::{Catalog, CubeSpec, Method, Protection};
use crate::diag::Sink;
use crate::files::Root;

/// Where records and settings come from.
#[derive(Clone, Copy)]
pub(super) struct Source<'a> {
    pub(super) workers: usize,
    pub(super) root: &'a Root,
    pub(super) catalog: &'a Catalog,
    pub(super) protection: &'a Protection,
    pub(super) earlier: &'a [Earlier],
}

impl<'a> Source<'a> {
    /// The cubes over a record file, by position in the catalogue.
    pub(super) fn cubes(&self, records: usize) -> Vec<&'a CubeSpec> {
        self.catalog.cubes_of(records).collect()
    }

    /// The systems of a record file; `None` when it cannot be read or is too large, which the sink is told.
    pub(super) fn linked(&self, records: usize, sink: &Sink) -> Option<Linked<'a>> {
        let (spec, wanted) = (&self.catalog.records[records], self.cubes(records));
        let counted = crate::confidential::withhold::wanted(&wanted, self.protection);
        let (cubes, joint) = counts::cubes(self.workers, self.root, spec, &counted, &|_| 0, sink)?;
        link(spec, cubes, joint, self.protection).map_err(|excess| excess.tell(spec, &wanted, sink)).ok()
    }

    /// Whether figures are withheld at all, or altered instead.
    pub(super) fn withholds(&self, records: usize) -> bool {
        let method = |cube: &&CubeSpec| self.protection.of(&cube.id).is_none_or(|settings| settings.method == Method::Suppress);
        self.cubes(records).iter().all(method)
    }
}

/// What became of one record file.
pub(super) enum Study<'a> {
    /// A pattern was found; it may still leak.
    Decided(Box<Decided<'a>>),
    /// No pattern is safe, or figures are altered instead of withheld: only what each cell breaks by itself is known.
    Judged {
        linked: Box<Linked<'a>>,
        /// By system and column.
        broken: Vec<Vec<Broken>>,
        refusals: Vec<Refusal>,
        altered: bool,
    },
}

/// A pattern and the attack on it.
pub(super) struct Decided<'a> {
    pub(super) candidate: Candidate<'a>,
    /// One for each system.
    pub(super) trials: Vec<Trial>,
    pub(super) refusals: Vec<Refusal>,
    /// By system: column, and what a reader cannot exclude of it.
    pub(super) feasible: Vec<Vec<(usize, f64, f64)>>,
}

impl<'a> Study<'a> {
    /// What was chosen for a record file, attacked. `None` when the file cannot be read, which the sink is told.
    pub(super) fn of(
        source: Source<'a>,
        records: usize,
        chosen: Result<Candidate<'a>, Vec<Refusal>>,
        sink: &Sink,
    ) -> Option<Self> {
        let refusals = match chosen {
            Ok(candidate) => return Some(Self::Decided(Box::new(attacked(candidate, source.protection)))),
            Err(refusals) => refusals,
        };
        // The systems are gone; reading once more is rare and cheap beside keeping a copy of each.
        let linked = source.linked(records, sink)?;
        let broken = withhold::judged(&linked, source.protection);
        Some(Self::Judged { linked: Box::new(linked), broken, refusals, altered: !source.withholds(records) })
    }

    pub(super) fn linked(&self) -> &Linked<'a> {
        match self {
            Self::Decided(decided) => &decided.candidate.linked,
            Self::Judged { linked, .. } => linked,
        }
    }

    /// Why nothing may be published as it is.
    pub(super) fn refusals(&self) -> &[Refusal] {
        match self {
            Self::Decided(decided) => &decided.refusals,
            Self::Judged { refusals, .. } => refusals,
        }
    }
}

fn attacked<'a>(candidate: Candidate<'a>, protection: &Protection) -> Decided<'a> {
    let (mut trials, mut refusals, mut feasible) = (Vec::new(), Vec::new(), Vec::new());
    for index in 0..candidate.choices.len() {
        let trial = gate::attacked(&candidate, index, protection);
        if !trial.outcome.is_safe() {
            refusals.extend(gate::of_leaks(&candidate, index, &trial));
        }
        feasible.push(gate::feasible(
            &candidate,
            index,
            protection,
            most_intervals(candidate.linked.figures[index].system.inner()),
        ));
        trials.push(trial);
    }
    Decided { candidate, trials, refusals, feasible }
}

/// How many intervals are computed for a system with so many inner cells: a linear program grows with the square.
fn most_intervals(inner: usize) -> usize {
    (200 * 300 * 300 / (inner * inner).max(1)).clamp(20, 400)
}
