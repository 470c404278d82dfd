//! The private report: what became of every cell and why, what it cost, and what to make coarser to withhold less.
//!
//! ```text
//!  records ──► study (the way to a release, nothing sealed) ──► account (every cell) ──┬─► report.json
//!                     └──► advice (the same way again with coarser settings) ──────────┴─► report.html
//! ```
//!
//! It holds what must not be published and is written to `data/private/` only. What leaves this module are counts.

mod account;
mod advice;
mod change;
mod html;
mod json;
mod ordered;
mod settings;
mod study;
#[cfg(test)]
mod tests;

use std::num::NonZero;
use std::path::{Path, PathBuf};

use super::gate::{self, Refusal};
use super::releases::{self, Earlier};
use super::withhold::{self, Candidate};
use crate::config::{Catalog, Protection, Settings};
use crate::diag::{Failed, Progress, Sink, Tongue};
use crate::files::{PRIVATE, Root, sha256_stream};
use crate::model::{CubeId, Lang};
use account::Account;
use advice::Advice;
use study::{Source, Study};

/// Who made the report.
const ENGINE: &str = concat!("shanwai ", env!("CARGO_PKG_VERSION"));
/// The folder below `data/private/`.
const FOLDER: &str = "protection";

/// What may be told of a report: counts, and where it lies.
pub struct Reported {
    /// One entry for each cube, by record file, then in the order of the catalogue.
    pub cubes: Vec<ReportedCube>,
    /// Ways to withhold less that were found.
    pub advice: usize,
    /// The folder with `report.json` and `report.html`, from the site's root.
    pub folder: PathBuf,
}

/// One cube in figures. A cell counts once for each measure.
pub struct ReportedCube {
    /// The cube.
    pub cube: CubeId,
    /// Cells that can exist.
    pub cells: usize,
    /// Cells withheld, for whatever reason; nought where no way to protect the cube was found.
    pub withheld: usize,
    /// Those withheld for their own sake.
    pub primary: usize,
    /// Those withheld to protect others.
    pub secondary: usize,
    /// Cells of which nothing could be decided, because no way to protect the cube was found.
    pub undecided: usize,
}

/// A record file and what became of it.
struct File<'a> {
    /// Position in the catalogue.
    records: usize,
    id: String,
    path: String,
    sha256: String,
    study: Study<'a>,
    accounts: Vec<Account<'a>>,
}

/// All that is reported.
struct Findings<'a> {
    protection: &'a Protection,
    tongue: Tongue,
    /// In which of the site's languages names stand.
    lang: &'a Lang,
    files: Vec<File<'a>>,
    advice: Vec<Advice<'a>>,
}

/// Walks the way to a release and writes `report.json` and `report.html` to `data/private/protection/`.
///
/// The words are in `tongue`, names in the language of the site that is nearest to it. Equal records and settings give equal
/// bytes; there is no clock in it. Costs the way to a release once, up to four hundred pairs of linear programs for each
/// system, and up to sixty walks more for the advice (see `advice`).
///
/// # Errors
/// When the records cannot be read or the report cannot be written, or when git tracks a private file. A release that is refused
/// is no error of this function: the report is written, and the sink is told.
pub fn protection_report(
    root: &Root,
    settings: &Settings,
    tongue: Tongue,
    sink: &Sink,
    progress: &dyn Progress,
) -> Result<Reported, Failed> {
    let workers = std::thread::available_parallelism().map_or(1, NonZero::get);
    let earlier = releases::load(root, settings, sink)?;
    let languages = &settings.site.languages;
    let spoken = languages.iter().find(|lang| lang.is_chinese() == (tongue == Tongue::Zh));
    let lang = spoken.unwrap_or(languages.default_lang());
    report_on(workers, root, &settings.catalog, &settings.protection, &earlier, (tongue, lang), sink, progress)
}

#[expect(clippy::too_many_arguments, reason = "what a site is made of, and where to")]
fn report_on(
    workers: usize,
    root: &Root,
    catalog: &Catalog,
    protection: &Protection,
    earlier: &[Earlier],
    (tongue, lang): (Tongue, &Lang),
    sink: &Sink,
    progress: &dyn Progress,
) -> Result<Reported, Failed> {
    gate::private_is_untracked(root, sink)?;
    let source = Source { workers, root, catalog, protection, earlier };
    let files = study_all(source, sink, progress)?;
    let advice = advice::advise(source, &files, progress);
    let findings = Findings { protection, tongue, lang, files, advice };
    let (json, html) = (json::write(&findings), html::write(&findings));
    let written = root.write_private_folder(FOLDER, &[("report.json", json.as_bytes()), ("report.html", html.as_bytes())]);
    written.map_err(|error| sink.fail(error.diagnostic()))?;
    let accounts = findings.files.iter().flat_map(|file| &file.accounts);
    Ok(Reported { cubes: accounts.map(line).collect(), advice: findings.advice.len(), folder: Path::new(PRIVATE).join(FOLDER) })
}

fn line(account: &Account<'_>) -> ReportedCube {
    let tally = account.tally();
    ReportedCube {
        cube: account.spec.id.clone(),
        cells: tally.cells,
        withheld: tally.withheld(),
        primary: tally.primary,
        secondary: tally.secondary,
        undecided: tally.undecided,
    }
}

/// A pattern for each record file that cubes are made from, judged against earlier releases, then attacked.
fn study_all<'a>(source: Source<'a>, sink: &Sink, progress: &dyn Progress) -> Result<Vec<File<'a>>, Failed> {
    let of_records = |at: &usize| source.catalog.records[*at].cities.is_none() && !source.cubes(*at).is_empty();
    let used: Vec<usize> = (0..source.catalog.records.len()).filter(of_records).collect();
    progress.stage("protect", used.len() as u64);
    let mut chosen: Vec<Result<Candidate<'a>, Vec<Refusal>>> = Vec::with_capacity(used.len());
    for records in &used {
        let linked = source.linked(*records, sink);
        let withholds = source.withholds(*records);
        chosen.extend(
            linked.map(
                |linked| if withholds { withhold::choose(linked, source.earlier, source.protection) } else { Err(Vec::new()) },
            ),
        );
        progress.tick();
    }
    sink.check()?;
    // What earlier releases forbid is told here and stands in the terminal; the report shows the cells all the same.
    let _ = gate::judge(&chosen, source.earlier, source.catalog, source.protection, sink);
    let mut files = Vec::with_capacity(used.len());
    for (records, chosen) in used.into_iter().zip(chosen) {
        let Some(study) = Study::of(source, records, chosen, sink) else { continue };
        study.refusals().iter().for_each(|refusal| sink.push(refusal.diagnostic.clone()));
        let spec = &source.catalog.records[records];
        let path = Path::new("data").join(&spec.file);
        files.push(File {
            records,
            id: spec.id.to_string(),
            sha256: sha256(source.root, &path).map_err(|error| sink.fail(error.diagnostic()))?,
            path: path.display().to_string().replace('\\', "/"),
            accounts: account::accounts(&study, source.protection),
            study,
        });
    }
    Ok(files)
}

fn sha256(root: &Root, path: &Path) -> Result<String, crate::files::Error> {
    let mut stream = root.open_file(path)?;
    sha256_stream(&mut stream).map_err(|error| crate::files::Error::io(path, &error))
}
