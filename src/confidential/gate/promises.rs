//! Earlier releases: what they showed is shown, what they withheld is withheld, and what changed does not tell of too few.

use super::Refusal;
use crate::confidential::releases::{Earlier, EarlierTable, Now, detail, diagnostics, revisions};
use crate::confidential::withhold::Candidate;
use crate::config::{Catalog, Protection};
use crate::diag::{Failed, Level, Sink};
use crate::model::Decimal;

/// Judges what the candidates would publish against every earlier release. Gives the lines for the private report.
///
/// # Errors
/// When a promise would be broken; small differences only warn unless the settings say otherwise.
pub(in crate::confidential) fn judge(
    candidates: &[Result<Candidate<'_>, Vec<Refusal>>],
    earlier: &[Earlier],
    catalog: &Catalog,
    protection: &Protection,
    sink: &Sink,
) -> (String, Result<(), Failed>) {
    let now = |table: &EarlierTable, key: &[Option<usize>], measure: usize| {
        candidates.iter().flatten().find_map(|candidate| today(candidate, table, key, measure))
    };
    let found = revisions(earlier, &catalog.cubes, &now);
    let mut failed = Ok(());
    for diagnostic in diagnostics(&found, protection) {
        if diagnostic.level == Level::Error {
            failed = Err(sink.fail(diagnostic));
        } else {
            sink.push(diagnostic);
        }
    }
    let spec = |revision: &crate::confidential::releases::Revision| catalog.cubes.iter().find(|cube| cube.id == revision.cube);
    let lines = found.iter().filter_map(|revision| Some(detail(revision, earlier, spec(revision)?))).collect();
    (lines, failed)
}

/// What today's records say of a cell of an earlier release, over the codes that were listed then.
fn today(candidate: &Candidate<'_>, table: &EarlierTable, key: &[Option<usize>], measure: usize) -> Option<Now> {
    let linked = &candidate.linked;
    let cube = linked.cubes.iter().position(|cube| cube.spec.id == table.cube)?;
    let index = linked.figures_of(cube, measure)?;
    let (figures, choice) = (&linked.figures[index], &candidate.choices[index]);
    let places = linked.cubes[cube].places(measure);
    let (value, published) = match linked.cell_over(index, cube, key, &table.codes)? {
        Ok(column) => (figures.system.total(column), !choice.withheld[column]),
        // A total over the codes of then: no cell any more, so it is as it was.
        Err(members) => {
            let value: i128 = members.iter().map(|inner| i128::from(figures.system.value(*inner))).sum();
            return Some(Now { value: Decimal::new(value, places), published: was_published(table, key, measure) });
        }
    };
    Some(Now { value: Decimal::new(value, places), published })
}

fn was_published(table: &EarlierTable, key: &[Option<usize>], measure: usize) -> bool {
    use crate::confidential::releases::Promise;
    matches!(table.cells.get(key).and_then(|promises| promises.get(measure)), Some(Promise::Published(_) | Promise::Estimated(_)))
}
