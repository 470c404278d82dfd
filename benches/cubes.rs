//! Time and memory from a record file to the gate: the five-way cube with all its margins.
//!
//! `SHANWAI_RECORDS=records.csv cargo bench --bench cubes` measures a file with the columns
//! `id,county,year,age,sex,programme,amount`; without it 200,000 rows are made. Its threshold is 0, so nothing is withheld: what is
//! measured is reading, adding up, the linear systems and sealing. What protection costs is measured by `protect.rs`.

#![expect(clippy::print_stdout, reason = "a benchmark tells its result")]
#![expect(clippy::unwrap_used, reason = "a benchmark stops at the first trouble")]

use std::collections::{BTreeMap, BTreeSet};
use std::io::{BufRead, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use shanwai::config::{
    Catalog, CodeEntry, ColumnKind, ColumnSpec, CubeSpec, Dimension, Licence, MeasureKind, MeasureSpec, Protection, Publisher,
    RecordsSpec, Register, Settings, Site, ThemeSettings,
};
use shanwai::diag::{Silent, Sink, Tongue};
use shanwai::files::Root;
use shanwai::model::{Code, CubeId, DimensionId, Lang, Languages, Localized, Slug, Unit, UnitKind};

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
        let (sink, before, start) = (Sink::new(), cpu(), std::time::Instant::now());
        let release = shanwai::confidential::prepare(&root, &settings, &sink, &Silent);
        assert!(release.is_ok_and(|release| release.table("five-way").is_some()), "the cube is published");
        let (cpu, wall) = (cpu() - before, start.elapsed().as_secs_f64());
        println!("{name}: {cpu:.2} CPU s, {wall:.2} s, peak {} MiB", peak());
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

/// CPU seconds of this process on all cores; 0 where there is no /proc.
fn cpu() -> f64 {
    let text = std::fs::File::open("/proc/self/stat").and_then(std::io::read_to_string).unwrap_or_default();
    let ticks = text.rsplit(')').next().unwrap_or("").split_whitespace().skip(11).take(2);
    ticks.filter_map(|t| t.parse::<f64>().ok()).sum::<f64>() / 100.0
}

/// Peak memory in MiB.
fn peak() -> u64 {
    let text = std::fs::File::open("/proc/self/status").and_then(std::io::read_to_string).unwrap_or_default();
    let line = text.lines().find_map(|l| l.strip_prefix("VmHWM:"));
    line.and_then(|l| l.split_whitespace().next()?.parse::<u64>().ok()).unwrap_or(0) / 1024
}

fn words(text: &str) -> Localized<String> {
    Localized::from_fn(&languages(), |_| text.to_owned())
}

fn languages() -> Languages {
    Languages::new(vec![Lang::new("en").unwrap()]).unwrap()
}

fn settings(root: &Path, codes: &[BTreeSet<String>], person: bool) -> Settings {
    let catalog = catalog(codes, person);
    Settings {
        root: root.to_path_buf(),
        site: site(),
        protection: Protection::usual(&catalog),
        catalog,
        register: Register::default(),
        identifiers: shanwai::config::Exceptions::default(),
        glossary: Vec::new(),
        lexicon: Default::default(),
        translations: None,
        charts: BTreeMap::new(),
        corrections: Vec::new(),
        calendar: Vec::new(),
    }
}

fn site() -> Site {
    Site {
        languages: languages(),
        title: words(""),
        description: words(""),
        base_url: None,
        place: words(""),
        theme: ThemeSettings { name: String::new(), options: BTreeMap::new() },
        publisher: Publisher { name: words(""), address: None, email: None, phone: None, url: None },
        licence: Licence { name: String::new(), url: String::new() },
        gov: None,
        pillars: Vec::new(),
        programmes: Vec::new(),
        navigation: Vec::new(),
        headline: Vec::new(),
        taxonomies: Vec::new(),
        paginate: 0,
        checks: shanwai::config::Checks::default(),
        release: shanwai::config::ReleaseDemands::default(),
        picture_fonts: Vec::new(),
        security: None,
    }
}

fn catalog(codes: &[BTreeSet<String>], person: bool) -> Catalog {
    let dimensions: Vec<(String, Arc<Dimension>)> =
        DIMENSIONS.iter().zip(codes).map(|(id, codes)| ((*id).to_owned(), dimension(id, codes))).collect();
    let column = |name: &str, kind| ColumnSpec { name: name.to_owned(), kind, optional: false };
    let mut columns = vec![column("id", if person { ColumnKind::Key } else { ColumnKind::Text })];
    columns.extend(dimensions.iter().map(|(name, d)| column(name, ColumnKind::Dimension(Arc::clone(d)))));
    columns.push(column("amount", ColumnKind::Decimal(2)));
    let unit = Arc::new(Unit {
        code: Code::new("x").unwrap(),
        kind: UnitKind::Other,
        words: Localized::from_fn(&languages(), |_| BTreeMap::new()),
        name: words("x"),
    });
    let measure = |id: &str, kind| MeasureSpec { id: Slug::new(id).unwrap(), name: words(id), unit: Arc::clone(&unit), kind };
    Catalog {
        units: BTreeMap::new(),
        dimensions: BTreeMap::new(),
        places: None,
        indicators: Vec::new(),
        indicator_groups: Vec::new(),
        disclosure_classes: Vec::new(),
        records: vec![RecordsSpec {
            holding: None,
            id: Slug::new("records").unwrap(),
            file: PathBuf::from("records.csv"),
            synthetic: true,
            person: person.then(|| "id".to_owned()),
            columns,
        }],
        cubes: vec![CubeSpec {
            id: CubeId::new("five-way").unwrap(),
            records: 0,
            filter: Vec::new(),
            dimensions,
            measures: vec![measure("rows", MeasureKind::Rows), measure("amount", MeasureKind::Sum("amount".to_owned()))],
            threshold: 0,
            class: None,
        }],
        datasets: Vec::new(),
    }
}

fn dimension(id: &str, codes: &BTreeSet<String>) -> Arc<Dimension> {
    let entry = |code: &String| CodeEntry {
        code: Code::new(code).unwrap(),
        name: words(code),
        short: words(code),
        parent: None,
        of: Vec::new(),
        in_standard: true,
        from: None,
        to: None,
        tile: None,
        residents: None,
        note: None,
    };
    let codes = codes.iter().map(entry).collect();
    Arc::new(Dimension { id: DimensionId::new(id).unwrap(), name: words(id), codes, sensitive: false, time: false, within: None })
}
