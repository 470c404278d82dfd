//! Records that stay in a warehouse: the query that counts them there, and its answer in place of the records.
//!
//! ```text
//!  catalog ─► query ─► (the warehouse) ─► data/private/ ─► table ─► read ─► judge ─► the cubes that records would have made
//! ```
//!
//! The answer holds what the vault keeps of records and no record: the finest cells, how many persons share which of them, and for every
//! margin rows, contributors, sums and the largest contributions. It is unprotected and as confidential as the records are.

mod dialect;
mod faults;
mod judge;
mod layout;
mod query;
mod read;
pub(super) mod rules;
mod source;
mod table;
#[cfg(test)]
mod tests;

pub use dialect::Dialect;

use std::path::Path;

use super::cube::{self, Cube, Joint, RecordKey, Wanted};
use super::withhold;
use crate::config::{CubeSpec, Method, Protection, RecordsSpec, Settings};
use crate::diag::{Diagnostic, Failed, Sink};
use crate::files::Root;
use crate::say;
use faults::{Faults, Kind};
use layout::Layout;

/// The query that counts one record file of a site in a warehouse; `table` may have a schema before a dot.
///
/// Names the declared columns and codes only. `None` where no cube counts these records.
#[must_use]
pub fn records_query(settings: &Settings, records: usize, dialect: Dialect, table: &str) -> Option<String> {
    let spec = settings.catalog.records.get(records)?;
    let cubes: Vec<&CubeSpec> = settings.catalog.cubes_of(records).collect();
    let wanted = withhold::wanted(&cubes, &settings.protection);
    (!wanted.is_empty()).then(|| query::query(spec, &wanted, dialect, table))
}

/// Makes all cubes of one record file, from its records or from what a warehouse counted. `None` when something failed; the words are in `sink`.
pub(super) fn cubes<'a>(
    workers: usize,
    root: &Root,
    spec: &RecordsSpec,
    wanted: &[Wanted<'a>],
    record_key: RecordKey<'_>,
    sink: &Sink,
) -> Option<(Vec<Cube<'a>>, Joint)> {
    if spec.counted { counted(root, spec, wanted, sink) } else { cube::aggregate(workers, root, spec, wanted, record_key, sink) }
}

fn counted<'a>(root: &Root, spec: &RecordsSpec, wanted: &[Wanted<'a>], sink: &Sink) -> Option<(Vec<Cube<'a>>, Joint)> {
    let lattices = cube::lattices(wanted, sink)?;
    let layout = Layout::new(spec, wanted);
    let mut faults = Faults::new(&layout);
    let read = read::read(root, &layout, wanted, &lattices, &mut faults, sink);
    let whole = read.is_ok();
    let mut answer = read.unwrap_or_default();
    match &answer.query {
        Some((_, mark)) if *mark == query::fingerprint(spec, wanted) => {}
        Some((row, _)) => faults.push(*row, "measure", Kind::OtherQuery),
        None if faults.is_empty() && whole => faults.push(0, "", Kind::OtherQuery),
        None => {}
    }
    // What rows say of each other is looked at when each is right by itself.
    if !faults.is_empty() || !whole {
        faults.tell(sink);
        return None;
    }
    let Some(joint) = judge::joint(&layout, &mut answer, &mut faults) else {
        sink.push(cube::too_large(&spec.id));
        return None;
    };
    if !faults.is_empty() {
        faults.tell(sink);
        return None;
    }
    let mut cubes = cube::given(spec, wanted, lattices, &joint, sink)?;
    judge::margins(&answer, &mut cubes, &mut faults);
    faults.tell(sink).then_some((cubes, joint))
}

/// Refuses a method that needs the keys of persons where only counts are there.
pub(super) fn suits(spec: &RecordsSpec, cubes: &[&CubeSpec], protection: &Protection, sink: &Sink) -> Result<(), Failed> {
    let keyed = |cube: &&&CubeSpec| matches!(protection.of(&cube.id).map(|own| &own.method), Some(Method::CellKey { .. }));
    let Some(cube) = cubes.iter().find(keyed).filter(|_| spec.counted) else { return Ok(()) };
    let (cube, records) = (&cube.id, &spec.id);
    let message = say!(
        "`{cube}` 用单元键法，而 `{records}` 只有仓库的计数",
        "`{cube}` uses cell keys, but of `{records}` there are counts of a warehouse only"
    );
    let fault = Diagnostic::error(&rules::NEEDS_RECORDS, message).at(Path::new("data/protection.toml"));
    Err(sink
        .fail(fault.help(say!("换一种方法，或把 `counts` 改为 `file`", "choose another method, or `file` instead of `counts`"))))
}
