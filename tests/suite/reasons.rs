//! The private report says in plain words why each cell is withheld; the public site never does.

use super::support::{base, good, read, tree, write};

/// A site with three children in one county and year, so that one cell is too small and others have to cover for it.
fn small() -> tempfile::TempDir {
    let site = base();
    let file = site.path().join("data/records/participations.csv");
    let kept: Vec<String> = read(&file)
        .lines()
        .filter(|line| !["p0004", "p0005", "p0006"].iter().any(|key| line.contains(key)))
        .map(str::to_owned)
        .collect();
    write(&file, (kept.join("\n") + "\n").as_bytes());
    site
}

#[test]
fn a_cell_s_reason_names_the_rule_with_its_number_or_the_cells_it_covers() {
    let site = small();
    for (lang, rule, covers) in [
        ("zh", "背后不到 5 人", "为保护同行或同列的“2023年 · 南岭县”"),
        ("en", "fewer than 5 persons behind it", "to protect in its row or column: “2023 · Nanling”"),
    ] {
        good(site.path(), &["protect", "--report", "--lang", lang, "--quiet"]);
        let report = read(&site.path().join("data/private/protection/report.html"));
        let count = |words: &str| report.matches(words).count();
        assert_eq!(count(rule), 2, "once in the list and once at the cell");
        assert!(count(covers) >= 2, "cells of its row and its column cover for it: {}", count(covers));
    }
}

#[test]
fn the_public_site_gives_no_cell_a_reason() {
    let site = small();
    good(site.path(), &["build", "--quiet"]);
    for (path, bytes) in tree(&site.path().join("public")) {
        let text = String::from_utf8_lossy(&bytes);
        for told in ["背后不到 5 人", "persons behind it", "为保护同行或同列", "to protect in its row", "\"secondary\""]
        {
            assert!(!text.contains(told), "{path}: {told}");
        }
    }
}
