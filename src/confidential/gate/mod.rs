//! The doors out of the vault: the only callers of `seal`.

mod altered;
mod audit;
pub(super) mod joint;
mod known;
mod lacking;
mod left;
mod promises;
pub(super) mod published;
pub(super) mod refusal;
pub(super) mod rules;
mod tracked;
mod trial;

pub(super) use altered::altered;
pub(super) use audit::{Passed, too_many};
pub(super) use promises::judge;
pub(super) use refusal::{Refusal, forced, kept_small, no_end, of_leaks};
pub(super) use tracked::{entries, private_is_untracked};
pub(super) use trial::{Trial, feasible, required, run as attacked, word};

use super::releases::Earlier;
use super::withhold::Candidate;
use crate::config::{Catalog, Protection};
use crate::diag::{Failed, Sink};
use crate::files::Root;
use published::Release;

/// Where the keys of refused cells go, in `data/private/`.
const REPORT: &str = "gate-report.txt";

/// Audits every cube, whose figures are withheld in part or altered; all pass, or nothing is let out.
///
/// Refusals name the cube and the number of cells. Which cells they are stands in `data/private/gate-report.txt`, written
/// only when that folder exists, without any count.
pub(super) fn release(
    root: &Root,
    candidates: Vec<Result<Candidate<'_>, Vec<Refusal>>>,
    altered: Vec<Result<Passed, Vec<Refusal>>>,
    earlier: &[Earlier],
    catalog: &Catalog,
    protection: &Protection,
    sink: &Sink,
) -> Result<Release, Failed> {
    let (mut report, mut failed) = promises::judge(&candidates, earlier, catalog, protection, sink);
    let (mut tables, mut attempts) = (Vec::new(), Vec::new());
    let exact = candidates.into_iter().map(|candidate| {
        let candidate = candidate?;
        let refused = altered::exact_after_altered(&candidate.linked, earlier);
        if refused.is_empty() { audit::audit(candidate, protection) } else { Err(refused) }
    });
    for passed in exact.chain(altered) {
        match passed {
            Ok(passed) => {
                tables.extend(passed.tables);
                attempts.extend(passed.attempts);
                passed.warnings.into_iter().for_each(|warning| sink.push(warning));
            }
            Err(refusals) => {
                for refusal in refusals {
                    report.push_str(&refusal.detail);
                    failed = Err(sink.fail(refusal.diagnostic));
                }
            }
        }
    }
    failed = failed.and(known::judge(&tables, protection, sink));
    // Cleared when nothing was refused, so that no old report stays behind.
    if (!report.is_empty() || root.exists(std::path::Path::new(crate::files::PRIVATE).join(REPORT)))
        && let Err(error) = root.write_private(REPORT, &report)
    {
        failed = Err(sink.fail(error.diagnostic()));
    }
    failed.map(|()| Release::of(tables, attempts))
}
