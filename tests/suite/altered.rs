//! Tables whose figures are altered instead of withheld, from the settings to the page and the next release.

use std::path::Path;

use super::support::{base, edit, good, read, run, write};

const SECRET: &str = "c0ffee0123456789abcdef00112233445566778899aabbccddeeff1029384756";

fn private(site: &Path, file: &str, text: &str) {
    let path = site.join("data/private").join(file);
    write(&path, text.as_bytes());
    let owner = std::os::unix::fs::PermissionsExt::from_mode(0o600);
    std::fs::set_permissions(path, owner).expect("the mode is set");
}

/// Noise of up to three for every count.
fn noise() -> String {
    let mut text = String::from("i,v,p_int_lb,p_int_ub\n0,0,0,1\n");
    for count in 1..=40i32 {
        for step in 0..7 {
            let value = (step - 3).max(-count);
            text += &format!("{count},{value},{},{}\n", f64::from(step) / 7.0, f64::from(step + 1) / 7.0);
        }
    }
    text
}

fn settings(site: &Path, method: &str) {
    private(site, "secret.hex", SECRET);
    private(site, "noise.csv", &noise());
    let text = format!("secret = \"data/private/secret.hex\"\n\n[protect.attendances]\n{method}\n");
    write(&site.join("data/protection.toml"), text.as_bytes());
}

/// The figures of the table for programs, each of which is said to be altered; those that are withheld left out.
fn figures(site: &Path) -> Vec<u32> {
    let text = read(&site.join("public/data/attendances/attendances.csv"));
    let figure = |line: &str| {
        let cells: Vec<&str> = line.split(',').collect();
        if cells[5..7] == ["Q", "C"] {
            return None;
        }
        assert_eq!(&cells[5..7], ["E", "F"], "{line}");
        Some(cells[4].parse().expect("a figure"))
    };
    text.lines().skip(1).filter_map(figure).collect()
}

const CELL_KEY: &str = "method = \"cell-key\"\nptable = \"private/noise.csv\"";

#[test]
fn each_method_alters_figures_and_says_so_beside_them_in_both_languages() {
    let words = [
        ("method = \"small-counts\"\nbase = 7", ["Small numbers were changed to 0 or to 7", "小的数目改成了0或7"]),
        ("method = \"base\"\nbase = 10", ["rounded by itself to a multiple of 10", "单独取整到10的倍数"]),
        ("method = \"base\"\nbase = 5\nrounding = \"random\"", ["rounded by itself to a multiple of 5", "单独取整到5的倍数"]),
        (CELL_KEY, ["made a little larger or smaller", "略有增减"]),
    ];
    for (method, said) in words {
        let site = base();
        let site = site.path();
        settings(site, method);
        good(site, &["build", "--lang", "en"]);
        let made = figures(site);
        // Six in each place and year, twelve in each sum of two, twenty-four in all.
        assert!(
            (made.len() == 9 || method == CELL_KEY) && made.iter().any(|figure| ![6, 12, 24].contains(figure)),
            "{method}: {made:?}"
        );
        if method.contains("\"base\"") {
            let base = if method.contains("10") { 10 } else { 5 };
            assert!(made.iter().all(|figure| figure % base == 0), "{method}: {made:?}");
        }
        if method.contains("small-counts") {
            assert!(made.iter().all(|figure| *figure == 0 || *figure >= 7), "{made:?}");
        }
        for (lang, words) in [("en/", said[0]), ("", said[1])] {
            let page = read(&site.join(format!("public/{lang}data/attendances/index.html")));
            // Beside the table, and where the page says how its children are protected.
            assert!(page.matches(words).count() >= 2, "{method} in {lang}");
            assert!(
                !page.contains("different people") && !page.contains("个不同的人"),
                "{method}: nothing is said that is not so"
            );
        }
        good(site, &["build", "--lang", "en"]);
        assert_eq!(figures(site), made, "the same again");
    }
}

#[test]
fn a_release_keeps_the_method_and_the_secret() {
    let site = base();
    let site = site.path();
    settings(site, CELL_KEY);
    good(site, &["release", "2025.1", "--as-of", "2025-02-01"]);
    let sheet = read(&site.join("data/releases/2025.1/release.toml"));
    assert!(sheet.contains("\nsecret = \"") && !sheet.contains(&SECRET[..16]), "{sheet}");
    assert!(
        read(&site.join("data/releases/2025.1/attendances.csv"))
            .lines()
            .skip(1)
            .all(|line| line.ends_with(",E") || line.ends_with(",,Q"))
    );
    // More records, the same secret: the next release is made.
    let more = "2024,02,p0100,1\n2024,02,p0101,1\n";
    let records = site.join("data/records/participations.csv");
    write(&records, (read(&records) + more).as_bytes());
    good(site, &["release", "2025.2", "--as-of", "2025-03-01"]);
    let refused = |rule: &str| {
        let done = run(site, &["build", "--lang", "en"]);
        let said = String::from_utf8_lossy(&done.stderr).into_owned();
        assert!(done.status.code() == Some(1) && said.contains(rule), "{said}");
    };
    private(site, "secret.hex", &SECRET.replace('c', "d"));
    refused("secret/changed");
    private(site, "secret.hex", SECRET);
    good(site, &["build"]);
    // Exact figures beside those with noise would tell the noise.
    edit(&site.join("data/protection.toml"), CELL_KEY, "");
    refused("protect/altered-and-exact");
}

#[test]
fn rounded_figures_that_change_are_told_or_refused() {
    let site = base();
    let site = site.path();
    settings(site, "method = \"base\"\nbase = 10");
    good(site, &["release", "2025.1", "--as-of", "2025-02-01"]);
    let records = site.join("data/records/participations.csv");
    let more: String = (0..9).map(|n| format!("2024,02,p01{n:02},1\n")).collect();
    write(&records, (read(&records) + &more).as_bytes());
    let said = good(site, &["build", "--lang", "en"]);
    assert!(said.contains("warning[protect/rounded-again]"), "{said}");
    edit(&site.join("data/protection.toml"), "secret =", "revisions = \"protect\"\nsecret =");
    let done = run(site, &["build", "--lang", "en"]);
    let said = String::from_utf8_lossy(&done.stderr).into_owned();
    assert!(done.status.code() == Some(1) && said.contains("error[protect/rounded-again]"), "{said}");
}
