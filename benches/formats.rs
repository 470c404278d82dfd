//! A table of a million cells in every format: cells a second for each file, and the memory that writing takes.
//!
//! `SHANWAI_CELLS=100000 cargo bench --bench formats` makes a smaller one. The table is sealed by the gate from invented records, as
//! every published one is; what is measured begins after that. Files go to temporary files and are thrown away.

#![expect(clippy::print_stdout, reason = "a benchmark tells its result")]
#![expect(clippy::unwrap_used, reason = "a benchmark stops at the first trouble")]

#[path = "corpus/catalog.rs"]
mod catalog;
#[path = "corpus/process.rs"]
mod process;

use std::io::Write;
use std::path::{Path, PathBuf};
use std::time::Instant;

use shanwai::config::{Licence, Settings};
use shanwai::dataset::{Hand, Package, Words};
use shanwai::diag::{Silent, Sink};
use shanwai::files::{Held, Root};
use shanwai::model::{Lang, Languages, Localized};

/// Codes of each dimension besides the total: 501 × 25 × 10 × 4 rows of totals and parts, two measures.
const DIMENSIONS: [(&str, usize); 4] = [("county", 500), ("month", 24), ("programme", 9), ("sex", 3)];
const MEASURES: usize = 2;

fn main() {
    let wanted: usize = std::env::var("SHANWAI_CELLS").ok().and_then(|text| text.parse().ok()).unwrap_or(1_000_000);
    let per_county: usize = DIMENSIONS[1..].iter().map(|(_, codes)| codes + 1).product::<usize>() * MEASURES;
    let counties = (wanted / per_county).max(2) - 1;
    let site = tempfile::tempdir().unwrap();
    std::fs::create_dir(site.path().join("data")).unwrap();
    generate(&site.path().join("data/records.csv"), counties);
    let (settings, root, sink) = (settings(site.path(), counties), Root::open(site.path()).unwrap(), Sink::new());
    let Ok(release) = shanwai::confidential::prepare(&root, &settings, &sink, &Silent) else { panic!("the records are sound") };
    let table = release.table("cells").unwrap();
    let languages = languages();
    let said = |text: &str| Localized::from_fn(&languages, |lang| format!("{text} {lang}"));
    let (title, licence) = (said("An invented table"), &settings.site.licence);
    let package = Package {
        id: "cells",
        table,
        languages: &languages,
        title: &title,
        description: &title,
        publisher: &title,
        email: None,
        licence,
        place: &title,
        keywords: Localized::from_fn(&languages, |_| Vec::new()),
        page: said("page"),
        folder: None,
        version: "1.0.0".into(),
        issued: Some("2025-03-01".parse().unwrap()),
        next_update: None,
        unsigned: false,
        geo: None,
        time: None,
        coverage: None,
        protection: said("protected"),
        words: Localized::from_fn(&languages, |lang| Words::new(|key| format!("{key} {lang}"))),
        indicators: Vec::new(),
        occurring: std::sync::OnceLock::new(),
    };
    let cells = package.cells();
    let table_memory = process::memory("VmRSS");
    // From here on the peak is that of writing.
    process::forget_peak();
    let mut hand = Clock { folder: site.path().to_path_buf(), cells, begun: Instant::now(), bytes: 0, packing: 0.0, peak: 0.0 };
    let start = Instant::now();
    shanwai::dataset::write(&package, &[], &mut hand).unwrap();
    let wall = start.elapsed().as_secs_f64();
    println!("packing them into the archive: {:.2} s", hand.packing);
    println!("all of {cells} cells: {wall:.2} s, {} MiB of files", hand.bytes >> 20);
    let more = (hand.peak.max(process::peak()) - table_memory).max(0.0);
    println!("memory: {table_memory:.0} MiB for the table and its making, at most {more:.0} MiB more to write it");
}

/// Notes how long each file took to be made; what comes between is packing.
struct Clock {
    folder: PathBuf,
    cells: usize,
    begun: Instant,
    bytes: u64,
    packing: f64,
    /// Most memory until the last file.
    peak: f64,
}

impl Hand for Clock {
    fn meanwhile(&self) -> PathBuf {
        self.folder.clone()
    }

    fn made(&mut self, name: &str, file: &Held) {
        let seconds = self.begun.elapsed().as_secs_f64();
        let (len, figures) = (file.stamp().len, ["xlsx", "csv", "json", "parquet"].iter().any(|end| name.ends_with(end)));
        if figures && len > 1 << 16 {
            let rate = self.cells as f64 / seconds / 1000.0;
            let peak = process::peak();
            println!("{name:>22}: {seconds:6.2} s, {rate:7.0} thousand cells a second, {:5} MiB, in {peak:.0} MiB", len >> 20);
            self.peak = self.peak.max(peak);
            process::forget_peak();
        }
        self.begun = Instant::now();
    }

    fn take(&mut self, _: &str, file: Held) {
        self.bytes += file.stamp().len;
        self.packing += self.begun.elapsed().as_secs_f64();
        self.begun = Instant::now();
    }
}

/// A row for each county, month and programme, so that every code occurs.
fn generate(path: &Path, counties: usize) {
    let mut out = std::io::BufWriter::new(std::fs::File::create(path).unwrap());
    writeln!(out, "county,month,programme,sex,amount").unwrap();
    let [_, (_, months), (_, programmes), (_, sexes)] = DIMENSIONS;
    for at in 0..counties.max(months) * programmes {
        let code = |codes: usize, step: usize| at * step % codes;
        writeln!(out, "c{},m{},p{},s{},{}", code(counties, 1), code(months, 7), code(programmes, 5), code(sexes, 1), at % 997)
            .unwrap();
    }
}

fn languages() -> Languages {
    Languages::new(vec![Lang::new("zh").unwrap(), Lang::new("en").unwrap()]).unwrap()
}

fn settings(root: &Path, counties: usize) -> Settings {
    let languages = languages();
    let dimension = |(id, codes): (&str, usize)| {
        let codes = if id == "county" { counties } else { codes };
        let code = |at: usize| (format!("{}{at}", &id[..1]), format!("{id} {at}"));
        catalog::dimension(&languages, id, (0..codes).map(code))
    };
    let catalog = catalog::catalog(&languages, "cells", None, DIMENSIONS.map(dimension).into());
    let mut settings = Settings::bare(root.to_path_buf(), languages, catalog);
    settings.site.licence = Licence { name: "CC BY 4.0".into(), url: "https://creativecommons.org/licenses/by/4.0/".into() };
    settings
}
