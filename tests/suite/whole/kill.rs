//! A build that is killed at any moment leaves a whole site.

use std::collections::BTreeSet;
use std::time::{Duration, Instant};

use crate::whole::{Site, contents, differing, manifest_faults, text};

/// How many builds are killed.
const KILLS: u32 = 28;

#[test]
fn a_killed_build_leaves_a_whole_site_and_the_next_one_succeeds() {
    let site = Site::huaihua();
    site.build();
    let page = "content/about.zh.md";
    let title = site.read(page).lines().find(|line| line.starts_with("title")).unwrap().to_owned();
    let retitle = |from: &str, to: &str| site.edit(page, from, to);
    let titled = |n: u32| format!("title = \"关于本站（第{n}版）\"");
    retitle(&title, &titled(0));
    let start = Instant::now();
    site.build();
    let whole = start.elapsed();
    let mut finished = 0;
    for n in 1..=KILLS {
        retitle(&titled(n - 1), &titled(n));
        // First the very beginning, then ever closer to the end, where files are swapped, and a little beyond.
        let after = match n {
            1..=4 => Duration::from_millis(1 << (n - 1)),
            5..=10 => whole * (n - 4) / 12,
            _ => whole * 6 / 10 + whole * 6 / 10 * (n - 10) / (KILLS - 10),
        };
        let mut build = site.command(&["build", "--quiet"]).spawn().unwrap();
        std::thread::sleep(after);
        // SIGKILL; a build that is done already is no matter.
        let _ = build.kill();
        finished += u32::from(build.wait().unwrap().success());
        assert_eq!(manifest_faults(&site.public()), Vec::<String>::new(), "killed after {after:?}");
        let about = text(&site.public().join("about/index.html"));
        let versions: BTreeSet<u32> = (0..=n).filter(|n| about.contains(&format!("第{n}版"))).collect();
        assert_eq!(versions.len(), 1, "the page holds {versions:?} after {after:?}");
    }
    assert!(finished < KILLS / 2, "{finished} of {KILLS} builds were done before they were killed");
    site.build();
    assert!(text(&site.public().join("about/index.html")).contains(&format!("第{KILLS}版")));
    assert_eq!(manifest_faults(&site.public()), Vec::<String>::new());
    // Nothing of the killed builds is in it: a build from nothing gives the same bytes.
    assert_eq!(site.run(&["build", "--out", "fresh", "--quiet"]).code, Some(0));
    assert_eq!(differing(&contents(&site.public()), &contents(&site.path("fresh"))), BTreeSet::new());
    let left = site.path(".shanwai/public");
    let names: BTreeSet<String> =
        std::fs::read_dir(left).unwrap().map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned()).collect();
    assert!(names.iter().all(|name| ["live.txt", "lock", "spare", "spare.txt"].contains(&name.as_str())), "{names:?}");
}
