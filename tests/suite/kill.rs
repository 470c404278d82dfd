//! A build that is killed at any moment leaves a whole site: the old one or the new one.

use std::process::Stdio;
use std::time::{Duration, Instant};

use super::support::{base, good, manifest_faults, read, shanwai, write};

#[test]
fn a_build_killed_at_any_moment_leaves_a_whole_site() {
    let site = base();
    let out = site.path().join("public");
    good(site.path(), &["build", "--quiet"]);
    let page = site.path().join("content/camps.zh.md");
    let (plain, facts) = (read(&page), site.path().join("data/facts.toml"));
    let register = read(&facts);
    // A change of the register makes every page anew; its length in time tells where moments are worth killing at.
    write(&facts, (register.clone() + "\n# touched\n").as_bytes());
    let start = Instant::now();
    good(site.path(), &["build", "--quiet"]);
    let whole = start.elapsed();
    let early = (0..6).map(|n| Duration::from_millis(1 << n));
    let spread = (1..=18).map(|n| whole * n / 16);
    let (mut killed, mut finished) = (0, 0);
    for (round, delay) in early.chain(spread).enumerate() {
        let words = if round % 2 == 0 { "\n\n又一段话。\n" } else { "" };
        write(&page, (plain.clone() + words).as_bytes());
        write(&facts, format!("{register}\n# round {round}\n").as_bytes());
        let mut build =
            shanwai(site.path(), &["build", "--quiet"]).stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("it starts");
        std::thread::sleep(delay);
        build.kill().expect("it is ours");
        match build.wait().expect("it ends").success() {
            true => finished += 1,
            false => killed += 1,
        }
        let faults = manifest_faults(&out);
        assert!(faults.is_empty(), "after {delay:?} of {whole:?}: {faults:?}");
    }
    assert!(killed >= 12, "{killed} killed, {finished} finished");
    write(&page, (plain + "\n\n最后一段话。\n").as_bytes());
    good(site.path(), &["build", "--quiet"]);
    assert!(manifest_faults(&out).is_empty());
    assert!(read(&out.join("camps/index.html")).contains("最后一段话"), "the next build heals everything");
}
