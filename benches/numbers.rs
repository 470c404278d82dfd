//! Recall, false alarms and speed of the reader of numbers.
//!
//! `cargo bench --bench numbers` compares the pairs of `tests/numbers/` and the pairs of pages of this site. `SHANWAI_PAIRS=file.json`
//! (a list of objects with `zh` and `en`) measures other texts as well. See `benches/README.md`.

#![expect(clippy::print_stdout, reason = "a benchmark tells its result")]
#![expect(clippy::unwrap_used, reason = "a benchmark stops at the first trouble")]

#[path = "corpus/process.rs"]
mod process;

use std::path::Path;

use shanwai::numbers::{differences, read};

fn main() {
    let package = Path::new(env!("CARGO_MANIFEST_DIR"));
    let planted = pairs(&package.join("tests/numbers/planted.json"));
    let found = planted.iter().filter(|(zh, en)| !differences(&read(zh), &read(en)).is_empty()).count();
    println!("planted differences: {found} of {} found", planted.len());
    measure("equal pairs", &pairs(&package.join("tests/numbers/equal.json")));
    if let Some(file) = std::env::var_os("SHANWAI_PAIRS") {
        measure("pairs of SHANWAI_PAIRS", &pairs(Path::new(&file)));
    }
}

fn pairs(path: &Path) -> Vec<(String, String)> {
    let text = std::fs::File::open(path).and_then(std::io::read_to_string).unwrap();
    let rows: Vec<serde_json::Value> = serde_json::from_str(&text).unwrap();
    rows.iter().map(|row| (row["zh"].as_str().unwrap().to_owned(), row["en"].as_str().unwrap().to_owned())).collect()
}

fn measure(name: &str, pairs: &[(String, String)]) {
    let chars: usize = pairs.iter().map(|(zh, en)| zh.chars().count() + en.chars().count()).sum();
    let (mut figures, mut alarms) = (0, 0);
    for (zh, en) in pairs {
        let (zh, en) = (read(zh), read(en));
        figures += zh.figures.len() + en.figures.len();
        alarms += differences(&zh, &en).len();
    }
    let rounds = 1 + 2_000_000 / chars.max(1);
    let start = process::cpu();
    let read_again: usize = (0..rounds).flat_map(|_| pairs).map(|(zh, en)| read(zh).figures.len() + read(en).figures.len()).sum();
    let speed = (chars * rounds) as f64 / (process::cpu() - start) / 1e6;
    println!(
        "{name}: {} pairs, {chars} characters, {figures} figures, {alarms} differences ({:.1} in 100,000 characters); \
         {speed:.1} million characters a second of CPU ({read_again} figures read)",
        pairs.len(),
        alarms as f64 * 1e5 / chars.max(1) as f64
    );
}
