//! The vault: the only place that ever holds a raw record or an unprotected count. It lets out sealed types alone.
//!
//! ```text
//!  data/*.csv ─► records (checked rows) ─► cube (cells and every margin) ─► gate (audit) ─► PublishedTable ─► Release
//! ```
//!
//! Its modules are private and stay so: from outside, a raw type cannot even be named (`tests/suite/barrier.rs`).

mod case;
mod counts;
mod crowd;
mod cube;
mod disturb;
mod gate;
mod import;
mod joint;
mod protect;
mod records;
mod releases;
mod report;
mod secret;
mod summary;
mod system;
mod withhold;

pub use case::{CaseReport, run_case};
pub use counts::{Dialect, records_query};
pub use crowd::{Asked, Description, enough};
pub use gate::published::{Cell, Measure, PublishedDimension, PublishedTable, Release, Treatment};
pub use import::{ImportRequest, Imported, import};
pub use joint::{CityTable, Parts, Places, Reading, Refused, Stray, compare_parts, refused};
pub use releases::{NewRelease, promise};
pub use report::{Reported, ReportedCube, protection_report};
pub use summary::{Attempt, Summary, TableSummary};

use std::num::NonZero;

use crate::config::{Catalog, Protection, Settings};
use crate::diag::{Failed, Progress, Rule, Sink};
use crate::files::Root;
use disturb::means::{Keeper, Means, method};
use releases::Earlier;

/// The rules of the vault.
pub static RULES: &[&Rule] = &[
    &records::rules::MISSING_COLUMN,
    &records::rules::EXTRA_COLUMN,
    &records::rules::DUPLICATE_COLUMN,
    &records::rules::NO_HEADING,
    &records::rules::NOT_UTF8,
    &records::rules::UNKNOWN_CODE,
    &records::rules::NO_PERIOD,
    &records::rules::BAD_NUMBER,
    &records::rules::NEGATIVE,
    &records::rules::BAD_KEY,
    &records::rules::EMPTY_CELL,
    &records::rules::FIELD_COUNT,
    &records::rules::STRAY_QUOTE,
    &records::rules::LINE_TOO_LONG,
    &records::rules::MORE_FAULTS,
    &records::rules::SCHEMA,
    &counts::rules::COLUMNS,
    &counts::rules::UNREADABLE,
    &counts::rules::OTHER_QUERY,
    &counts::rules::RECORDS,
    &counts::rules::VALUE,
    &counts::rules::UNKNOWN,
    &counts::rules::TWICE,
    &counts::rules::MISSING,
    &counts::rules::CONTRADICTION,
    &counts::rules::NEEDS_RECORDS,
    &cube::rules::COLUMN,
    &cube::rules::EMPTY_DIMENSION,
    &cube::rules::TOO_LARGE,
    &cube::rules::IMPOSSIBLE_ROWS,
    &gate::rules::DERIVABLE,
    &gate::rules::UNTRUE,
    &gate::rules::STILL_TOLD,
    &gate::rules::ALTERED_AGAIN,
    &gate::rules::ALTERED_AND_EXACT,
    &gate::rules::FORCED,
    &gate::rules::KEPT_SMALL,
    &gate::rules::NO_WAY,
    &gate::rules::KNOWN_CONTRADICTS,
    &gate::rules::TOO_MANY_CELLS,
    &gate::rules::TRACKED,
    &gate::rules::INDEX,
    &releases::rules::CHANGED_FILE,
    &releases::rules::UNREADABLE,
    &releases::rules::UNKNOWN_NAME,
    &releases::rules::CHANGED_CUBE,
    &releases::rules::TWO_VALUES,
    &releases::rules::SUMS,
    &releases::rules::VERSION,
    &releases::rules::EMPTY,
    &releases::rules::SMALL_REVISION,
    &releases::rules::SHOWN_AFTER_WITHHELD,
    &releases::rules::WITHHELD_AFTER_SHOWN,
    &disturb::rules::SECRET_MISSING,
    &disturb::rules::SECRET_FORMAT,
    &disturb::rules::SECRET_SHORT,
    &disturb::rules::SECRET_PLAIN,
    &disturb::rules::SECRET_READABLE,
    &disturb::rules::SECRET_TRACKED,
    &disturb::rules::SECRET_INSIDE,
    &disturb::rules::SECRET_CHANGED,
    &disturb::rules::TABLE_HEADING,
    &disturb::rules::TABLE_NUMBER,
    &disturb::rules::TABLE_TWICE,
    &disturb::rules::TABLE_INCOMPLETE,
    &disturb::rules::TABLE_NEGATIVE,
    &disturb::rules::TABLE_SILENT,
    &disturb::rules::TABLE_KEYLESS,
    &disturb::rules::UNUSABLE,
    &disturb::rules::BASE,
    &disturb::rules::NEGATIVE,
    &case::rules::FORMAT,
    &case::rules::CODE,
    &case::rules::NUMBER,
    &case::rules::NEGATIVE,
    &case::rules::TWICE,
    &case::rules::SUM,
    &case::rules::PREVIOUS,
    &case::rules::EMPTY,
    &case::rules::RULE,
    &case::rules::FORCED,
    &case::rules::REVEALED,
    &joint::rules::CONTRADICTION,
    &joint::rules::CITY_REVEALS,
    &joint::rules::RECOVERABLE,
    &joint::rules::ENTRUSTED,
    &import::rules::UNREADABLE,
    &import::rules::NO_TABLE,
    &import::rules::CHOICE,
    &import::rules::MISSING_COLUMN,
    &import::rules::DROPPED,
    &import::rules::PERSONAL_COLUMN,
    &import::rules::PERSONAL_ELSEWHERE,
    &import::rules::IDENTIFIER,
    &import::rules::UNKNOWN_WORD,
    &import::rules::NOT_A_DATE,
    &import::rules::NOT_A_NUMBER,
    &import::rules::NEGATIVE,
    &import::rules::EMPTY,
    &import::rules::BAD_KEY,
    &import::rules::REPEATED,
    &import::rules::ALIKE,
    &import::rules::LEFT_OUT,
    &import::rules::HIDDEN,
    &import::rules::OTHER_SHEET,
    &import::rules::AGAIN,
    &import::rules::LIKENESS,
    &import::rules::UNIT,
    &import::rules::TOTAL,
    &import::rules::MORE,
];

/// Reads every record file that a cube needs, makes the cubes and lets out those that pass the audit.
///
/// Each file is read once, in blocks, on all cores; memory does not grow with the file unless persons must be told apart
/// (then by about 30 bytes a row). All faults of all files are told at once, with coordinates and without values; one fault
/// or one refused cube fails the whole. The result depends neither on the number of cores nor on the order of the rows.
pub fn prepare(root: &Root, settings: &Settings, sink: &Sink, progress: &dyn Progress) -> Result<Release, Failed> {
    prepare_with(root, settings, &[], sink, progress)
}

/// The same for a site that takes cities' tables together: their common tables are protected jointly with what each city has published,
/// and let out beside those from records.
pub fn prepare_with(
    root: &Root,
    settings: &Settings,
    cities: &[CityTable],
    sink: &Sink,
    progress: &dyn Progress,
) -> Result<Release, Failed> {
    let workers = std::thread::available_parallelism().map_or(1, NonZero::get);
    // Faults of both are told before either stops.
    let earlier = releases::load(root, settings, sink);
    let none = Vec::new();
    let promised = earlier.as_ref().unwrap_or(&none);
    let release = prepare_on(workers, root, &settings.catalog, &settings.protection, promised, sink, progress);
    let joined = joint::join(root, settings, cities, promised, sink);
    earlier?;
    let (release, (tables, attempts)) = (release?, joined?);
    Ok(release.with(tables, attempts))
}

fn prepare_on(
    workers: usize,
    root: &Root,
    catalog: &Catalog,
    protection: &Protection,
    earlier: &[Earlier],
    sink: &Sink,
    progress: &dyn Progress,
) -> Result<Release, Failed> {
    gate::private_is_untracked(root, sink)?;
    let keeper = Keeper::new(root, protection, earlier);
    progress.stage("records", catalog.records.len() as u64);
    let (mut linked, mut whole) = (Vec::new(), true);
    for (index, spec) in catalog.records.iter().enumerate().filter(|(_, spec)| spec.cities.is_none()) {
        let wanted: Vec<_> = catalog.cubes_of(index).collect();
        if !wanted.is_empty() {
            let counted = withhold::wanted(&wanted, protection);
            let means = counts::suits(spec, &wanted, protection, sink)
                .and_then(|()| Means::of(method(&wanted, protection), &wanted, &keeper, sink));
            match means {
                Ok(means) => {
                    let record_key = |person| means.as_ref().map_or(0, |means| means.record_key(person));
                    let made = counts::cubes(workers, root, spec, &counted, &record_key, sink).and_then(|(cubes, joint)| {
                        system::link(spec, cubes, joint, protection).map_err(|excess| excess.tell(spec, &wanted, sink)).ok()
                    });
                    whole &= made.is_some();
                    linked.extend(made.map(|made| (made, means)));
                }
                Err(_) => whole = false,
            }
        }
        progress.tick();
    }
    if !whole {
        sink.check()?;
    }
    progress.stage("protect", linked.len() as u64);
    let (mut candidates, mut altered) = (Vec::new(), Vec::new());
    for (linked, means) in linked {
        match means {
            None => candidates.push(withhold::choose(linked, earlier, protection)),
            Some(means) => altered.push(gate::altered(&linked, &means, earlier, protection)),
        }
        progress.tick();
    }
    let release = gate::release(root, candidates, altered, earlier, catalog, protection, sink)?;
    Ok(release.with_fingerprint(keeper.fingerprint()))
}

// Leaks that must not compile: `tests/suite/barrier.rs` tries each and expects the error beside it.

#[cfg(leak_3)] // E0624: only the gate seals.
fn leak() {
    let _ = PublishedTable::seal;
}

#[cfg(leak_4)] // E0277: a raw row cannot be printed.
fn leak(row: &records::Row) -> String {
    format!("{row:?}")
}

#[cfg(leak_5)] // E0277: a raw row cannot be serialized.
fn leak(row: &records::Row) -> serde_json::Result<String> {
    serde_json::to_string(row)
}

#[cfg(test)]
mod tests;
