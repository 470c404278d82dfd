//! Speed, recall and false alarms of the search for identifiers.
//!
//! `cargo bench --bench identify` searches the corpus of `tests/pii/`, and, for false alarms and speed, every text of this
//! repository that holds no person. `SHANWAI_TEXTS=folder` measures other texts as well. See `benches/README.md`.

#![expect(clippy::print_stdout, reason = "a benchmark tells its result")]
#![expect(clippy::unwrap_used, reason = "a benchmark stops at the first trouble")]

#[path = "corpus/process.rs"]
mod process;

use std::path::{Path, PathBuf};

use shanwai::identify::{Kind, Level, Scope, scan};

fn main() {
    recall();
    let package = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut texts = Vec::new();
    for folder in ["content", "docs", "themes", "src/site/starter"] {
        gather(&package.join(folder), &mut texts);
    }
    measure("this repository's own texts", &texts);
    if let Some(folder) = std::env::var_os("SHANWAI_TEXTS") {
        let mut texts = Vec::new();
        gather(Path::new(&folder), &mut texts);
        measure("texts of SHANWAI_TEXTS", &texts);
    }
}

/// How many examples of each list are found, and how many that should be left alone are.
fn recall() {
    let read = |name: &str| {
        std::fs::File::open(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/pii").join(name)).map(std::io::read_to_string)
    };
    for name in ["reference.json", "hard.json"] {
        let Ok(Ok(text)) = read(name) else { continue };
        let corpus: serde_json::Value = serde_json::from_str(&text).unwrap();
        let mut counts = [(0, 0); 2];
        for group in corpus["examples"].as_array().unwrap() {
            let kind = Kind::ALL.into_iter().find(|kind| group["kind"] == kind.word()).unwrap();
            let scope = if kind == Kind::NameSegment { Scope::Story } else { Scope::Text };
            for (counted, list) in counts.iter_mut().zip(["true", "false"]) {
                let texts = group[list].as_array().unwrap().iter().filter_map(|text| text.as_str());
                for text in texts {
                    counted.0 += usize::from(scan(text, scope).iter().any(|finding| finding.kind == kind));
                    counted.1 += 1;
                }
            }
        }
        let [(found, all), (wrong, clean)] = counts;
        println!("{name}: {found} of {all} true examples found, {wrong} of {clean} false ones");
    }
}

fn gather(folder: &Path, texts: &mut Vec<String>) {
    let wanted =
        |path: &PathBuf| path.extension().is_some_and(|x| ["md", "toml", "ftl", "csv", "html", "txt"].iter().any(|w| x == *w));
    let mut paths: Vec<PathBuf> = walkdir::WalkDir::new(folder)
        .into_iter()
        .filter_map(Result::ok)
        .map(walkdir::DirEntry::into_path)
        .filter(wanted)
        .collect();
    paths.sort();
    texts.extend(paths.iter().filter_map(|path| std::fs::File::open(path).and_then(std::io::read_to_string).ok()));
}

fn measure(name: &str, texts: &[String]) {
    let chars: usize = texts.iter().map(|text| text.chars().count()).sum();
    if chars == 0 {
        return println!("{name}: none");
    }
    for scope in [Scope::Text, Scope::Story] {
        // The dictionary is loaded before the clock runs; how long that takes is told apart.
        let start = process::cpu();
        let _ = scan("张", scope);
        let load = process::cpu() - start;
        let rounds = 1 + 20_000_000 / chars;
        let (start, mut alarms) = (process::cpu(), [0; 4]);
        for _ in 0..rounds {
            alarms = [0; 4];
            for finding in texts.iter().flat_map(|text| scan(text, scope)) {
                alarms[finding.level as usize] += 1;
            }
        }
        let speed = (chars * rounds) as f64 / (process::cpu() - start) / 1e6;
        let stopping: usize = alarms[..=Level::Medium as usize].iter().sum();
        println!(
            "{name}, {scope:?}: {chars} characters, {speed:.1} million characters a second of CPU (first call {load:.3} s); alarms {alarms:?} \
             (certain, high, medium, info), {:.1} that stop a build in 100,000 characters",
            stopping as f64 * 1e5 / chars as f64
        );
    }
}
