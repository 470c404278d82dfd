//! CPU time, wall time and memory of building a whole site: first build, unchanged build, rebuild after one page changed.
//!
//! `cargo bench --bench pages` makes 2 × 1,000 pages; `SHANWAI_PAGES=10000` any other number, `SHANWAI_SITE=folder` measures a site
//! that is there (it is not changed, so the last figure is left out), `SHANWAI_TMP=folder` works there instead of in memory.
//! The corpus is made by the Python programs in `benches/corpus/`. See `benches/README.md`.

#![expect(clippy::print_stdout, reason = "a benchmark tells its result")]
#![expect(clippy::unwrap_used, reason = "a benchmark stops at the first trouble")]

#[path = "corpus/process.rs"]
mod process;

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

use shanwai::diag::{Level, Silent, Sink, Tongue};
use shanwai::site::{Memo, Options, build};

/// The allocator of the program itself.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Rebuilds after a change, to see what does not happen once only.
const REBUILDS: usize = 6;

fn main() {
    let parent = std::env::var_os("SHANWAI_TMP").map_or_else(|| PathBuf::from("/dev/shm"), PathBuf::from);
    let parent = if parent.is_dir() { parent } else { std::env::temp_dir() };
    let work = tempfile::tempdir_in(parent).unwrap();
    let given = std::env::var_os("SHANWAI_SITE").map(PathBuf::from);
    let site = given.clone().unwrap_or_else(|| corpus(work.path()));
    let out = work.path().join("public");
    let mut memo = Memo::default();
    measure("first build", &site, &out, &mut Memo::default());
    measure("unchanged, new process's memory", &site, &out, &mut memo);
    measure("unchanged, same process", &site, &out, &mut memo);
    let Some(page) = given.is_none().then(|| site.join("content/stories/story-00000.en.md")) else { return };
    for round in 1..=REBUILDS {
        let text = std::fs::File::open(&page).and_then(std::io::read_to_string).unwrap();
        let mut file = std::fs::File::create(&page).unwrap();
        std::io::Write::write_all(&mut file, format!("{text}\nOne more line, the last so far.\n").as_bytes()).unwrap();
        measure(&format!("one page changed, {round}"), &site, &out, &mut memo);
    }
}

/// Makes the corpus and lays it out as a site.
fn corpus(work: &Path) -> PathBuf {
    let pages = std::env::var("SHANWAI_PAGES").unwrap_or_else(|_| "1000".to_owned());
    let programs = Path::new(env!("CARGO_MANIFEST_DIR")).join("benches/corpus");
    let (neutral, site) = (work.join("corpus"), work.join("site"));
    let run = |command: &mut Command| assert!(command.stdout(std::process::Stdio::null()).status().unwrap().success());
    run(Command::new("python3").arg(programs.join("generate.py")).args(["--pages", &pages, "--out"]).arg(&neutral));
    let layout = programs.join("layout.py");
    run(Command::new("python3").arg(layout).args(["--to", "shanwai", "--corpus"]).arg(&neutral).arg("--out").arg(&site));
    site
}

fn measure(name: &str, site: &Path, out: &Path, memo: &mut Memo) {
    let (sink, before, start) = (Sink::new(), process::cpu(), Instant::now());
    let done = build(site, out, &Options::default(), &sink, &Silent, memo);
    let (wall, cpu) = (start.elapsed().as_secs_f64() * 1000.0, (process::cpu() - before) * 1000.0);
    let Ok(done) = done else {
        sink.sorted()
            .iter()
            .filter(|d| d.level == Level::Error)
            .take(5)
            .for_each(|d| println!("{}: {}", d.rule.id, d.message.get(Tongue::En)));
        panic!("the site does not build");
    };
    let written = done.written;
    println!(
        "{name}: {cpu:.1} ms CPU, {wall:.1} ms wall, peak {:.0} MiB; {} pages, {} files, {} written",
        process::peak(),
        done.pages,
        written.files,
        written.changed
    );
}
