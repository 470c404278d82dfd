//! The index of search: how long it takes to make, how large it is, and what a reader loads before the first result shows.
//!
//! `cargo bench --bench search` takes the pages of this site in both languages and repeats them to the number of `SHANWAI_PAGES` (500).
//! A repeated page has a title of its own. See `benches/README.md`.

#![expect(clippy::print_stdout, reason = "a benchmark tells its result")]
#![expect(clippy::unwrap_used, reason = "a benchmark stops at the first trouble")]

#[path = "corpus/process.rs"]
mod process;

use std::path::{Path, PathBuf};

use shanwai::files::Root;
use shanwai::search::{Entry, Index, index, text};

/// Questions of the journeys, as a reader types them.
const QUESTIONS: [(&str, &[&str]); 2] =
    [("zh", &["留守儿童", "研学", "芷江"]), ("en", &["left behind", "Zhijiang", "study trips"])];
/// Rounds that the time is taken over.
const ROUNDS: u32 = 5;

fn main() {
    let wanted: usize = std::env::var("SHANWAI_PAGES").ok().and_then(|text| text.parse().ok()).unwrap_or(500);
    let root = Root::open(Path::new(env!("CARGO_MANIFEST_DIR"))).unwrap();
    for (lang, questions) in QUESTIONS {
        let pages = pages(&root, lang);
        let entries: Vec<Entry> = (0..wanted).map(|at| entry(&pages[at % pages.len()], at / pages.len())).collect();
        let letters: usize = entries.iter().map(|entry| entry.body.chars().count()).sum();
        let start = process::cpu();
        for _ in 0..ROUNDS {
            std::hint::black_box(index(&entries));
        }
        let seconds = (process::cpu() - start) / f64::from(ROUNDS);
        let made = index(&entries);
        println!(
            "{lang}: {wanted} pages, {letters} characters: {seconds:.2} CPU s ({:.2} ms a page), {} kB in {} files",
            seconds * 1e3 / wanted as f64,
            made.bytes() / 1000,
            made.files.len()
        );
        for question in questions {
            println!("  {question}: at most {} kB before the first result", loaded(&made, question) / 1000);
        }
    }
}

/// Path and text of every page of a language.
fn pages(root: &Root, lang: &str) -> Vec<(PathBuf, String)> {
    let end = format!(".{lang}.md");
    let (found, _) = root.walk("content");
    let own = found.into_iter().map(|entry| entry.path).filter(|path| path.to_string_lossy().ends_with(&end));
    own.map(|path| (path.clone(), root.read(&path).unwrap().text().to_owned())).collect()
}

fn entry((path, page): &(PathBuf, String), round: usize) -> Entry {
    let body = page.splitn(3, "+++").nth(2).unwrap_or_default();
    let title = page.lines().find_map(|line| line.strip_prefix("title = ")).unwrap_or_default().trim_matches('"');
    Entry {
        path: format!("{}/{round}/index.html", path.display()),
        title: format!("{title} {round}"),
        body: text::of_markdown(body),
        ..Entry::default()
    }
}

/// Bytes of the shards that the words of a question fall into, and of the largest shard of entries.
fn loaded(index: &Index, question: &str) -> usize {
    let size = |name: &str| index.files.iter().find(|file| file.name == name).map_or(0, |file| file.bytes.len());
    let shard = |word: &str| index.starts.partition_point(|start| start.as_str() <= word).saturating_sub(1);
    let letters: Vec<char> = question.chars().collect();
    let words: Vec<String> = match question.is_ascii() {
        true => question.split(' ').map(str::to_lowercase).collect(),
        false => letters.windows(2).map(|pair| pair.iter().collect()).collect(),
    };
    let shards: std::collections::BTreeSet<usize> = words.iter().map(|word| shard(word)).collect();
    let entries = index.files.iter().filter(|file| file.name.starts_with('e')).map(|file| file.bytes.len()).max();
    shards.into_iter().map(|shard| size(&format!("t{shard}.js"))).sum::<usize>() + entries.unwrap_or(0)
}
