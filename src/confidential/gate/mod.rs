//! The doors out of the vault: the only callers of `seal`.

mod audit;
pub(super) mod published;
pub(super) mod rules;
mod tracked;

pub(super) use tracked::{entries, private_is_untracked};

use super::cube::Cube;
use crate::diag::{Failed, Sink};
use crate::files::Root;
use published::Release;

/// Where the keys of refused cells go, in `data/private/`.
const REPORT: &str = "gate-report.txt";

/// Audits every cube; all pass, or nothing is let out.
///
/// Refusals name the cube and the number of cells. Which cells they are stands in `data/private/gate-report.txt`, written
/// only when that folder exists, without any count.
pub(super) fn release(root: &Root, cubes: Vec<Cube<'_>>, sink: &Sink) -> Result<Release, Failed> {
    let (mut tables, mut report, mut failed) = (Vec::new(), String::new(), Ok(()));
    for cube in cubes {
        match audit::audit(cube) {
            Ok(table) => tables.push(table),
            Err(refusal) => {
                report.push_str(&refusal.detail);
                failed = Err(sink.fail(refusal.diagnostic));
            }
        }
    }
    // Cleared when nothing was refused, so that no old report stays behind.
    if (!report.is_empty() || root.exists(std::path::Path::new(crate::files::PRIVATE).join(REPORT)))
        && let Err(error) = root.write_private(REPORT, &report)
    {
        failed = Err(sink.fail(error.diagnostic()));
    }
    failed.map(|()| Release::of(tables))
}
