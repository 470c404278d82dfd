//! Time and memory from a record file to the gate: the five-way cube with all its margins.
//!
//! `SHANWAI_RECORDS=records.csv cargo bench --bench cubes` measures a file with the columns
//! `id,county,year,age,sex,programme,amount`; without it 200,000 rows are made. Its threshold is 0, so nothing is withheld: what is
//! measured is reading, adding up, the linear systems and sealing. What protection costs is measured by `protect.rs`.

#![expect(clippy::print_stdout, reason = "a benchmark tells its result")]
#![expect(clippy::unwrap_used, reason = "a benchmark stops at the first trouble")]

#[path = "corpus/catalog.rs"]
mod catalog;
#[path = "corpus/process.rs"]
mod process;

use std::collections::BTreeSet;
use std::io::{BufRead, Write};
use std::path::{Path, PathBuf};

use shanwai::config::{ColumnKind, Settings};
use shanwai::diag::{Silent, Sink, Tongue};
use shanwai::files::Root;
use shanwai::model::{Lang, Languages};

const DIMENSIONS: [&str; 5] = ["county", "year", "age", "sex", "programme"];

fn main() {
    let given = std::env::var_os("SHANWAI_RECORDS").map(PathBuf::from);
    let parent = given.as_deref().and_then(Path::parent).map_or_else(std::env::temp_dir, Path::to_path_buf);
    let site = tempfile::tempdir_in(parent).unwrap();
    let file = site.path().join("data/records.csv");
    std::fs::create_dir(site.path().join("data")).unwrap();
    match &given {
        Some(path) => std::fs::hard_link(path, &file).unwrap(),
        None => generate(&file),
    }
    let codes = codes(&file);
    for (name, person) in [("rows, sum and two largest", false), ("the same by distinct persons", true)] {
        let settings = settings(site.path(), &codes, person);
        let root = Root::open(site.path()).unwrap();
        let (sink, before, start) = (Sink::new(), process::cpu(), std::time::Instant::now());
        let release = shanwai::confidential::prepare(&root, &settings, &sink, &Silent);
        assert!(release.is_ok_and(|release| release.table("five-way").is_some()), "the cube is published");
        let (cpu, wall) = (process::cpu() - before, start.elapsed().as_secs_f64());
        println!("{name}: {cpu:.2} CPU s, {wall:.2} s, peak {:.0} MiB", process::peak());
        sink.sorted().iter().take(3).for_each(|d| println!("    {}: {}", d.rule.id, d.message.get(Tongue::En)));
    }
}

/// 200,000 rows from a counter, the same on every machine.
fn generate(path: &Path) {
    let mut out = std::io::BufWriter::new(std::fs::File::create(path).unwrap());
    writeln!(out, "id,{},amount", DIMENSIONS.join(",")).unwrap();
    for id in 1..=200_000u64 {
        let r = id.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 20;
        let (county, year, age) = (430_101 + r % 126, 2016 + r / 126 % 10, ["0-5", "6-9", "10-12"][(r / 1260 % 3) as usize]);
        let (sex, programme, fen) = (["F", "M"][(r / 3780 % 2) as usize], r / 7560 % 20, r / 151_200 % 90_000);
        writeln!(out, "{id},{county},{year},{age},{sex},P{programme:02},{}.{:02}", fen / 100, fen % 100).unwrap();
    }
}

/// The codes of every dimension, from the first 100,000 rows.
fn codes(path: &Path) -> Vec<BTreeSet<String>> {
    let mut codes = vec![BTreeSet::new(); DIMENSIONS.len()];
    for line in std::io::BufReader::new(std::fs::File::open(path).unwrap()).lines().skip(1).take(100_000) {
        for (set, value) in codes.iter_mut().zip(line.unwrap().split(',').skip(1)) {
            set.insert(value.to_owned());
        }
    }
    codes
}

fn settings(root: &Path, codes: &[BTreeSet<String>], person: bool) -> Settings {
    let languages = Languages::new(vec![Lang::new("en").unwrap()]).unwrap();
    let dimensions = DIMENSIONS
        .iter()
        .zip(codes)
        .map(|(id, codes)| catalog::dimension(&languages, id, codes.iter().map(|code| (code.clone(), code.clone()))));
    let first = ("id", if person { ColumnKind::Key } else { ColumnKind::Text });
    let catalog = catalog::catalog(&languages, "five-way", Some(first), dimensions.collect());
    Settings::bare(root.to_path_buf(), languages, catalog)
}
