//! `shanwai migrate` on a site as it was: shown first, written when told to, once.

use super::support::{assert_same, edit, good, run, temporary, tree};

/// The example site as it was before the settings named their form, with a threshold that was allowed then.
fn old_site(folder: &std::path::Path) -> std::path::PathBuf {
    good(folder, &["new", "site", "--quiet"]);
    let site = folder.join("site");
    edit(&site.join("content/site.toml"), "schema = 2\n", "");
    let catalog = site.join("data/catalog.toml");
    edit(&catalog, "\nthreshold = 5\n", "\nclass = \"C1\"\nthreshold = 3 # 少于三人不公布\n");
    site
}

#[test]
fn changes_are_shown_then_written_and_never_twice() {
    let folder = temporary();
    let site = old_site(folder.path());
    // Settings that the program of today refuses.
    let refused = String::from_utf8(run(&site, &["check", "--lang", "en"]).stderr).expect("UTF-8");
    assert!(refused.contains("config/threshold"), "{refused}");
    let before = tree(&site);
    let said = good(&site, &["migrate", "--lang", "en"]);
    for line in [
        "content/site.toml:",
        "    + schema = 2",
        "    + [release]\n    + sign_offs = 2",
        "data/catalog.toml:",
        "not written yet",
    ] {
        assert!(said.contains(line), "{line}: {said}");
    }
    assert!(said.contains("    - threshold = 3 # 少于三人不公布\n    + threshold = 5 # 少于三人不公布\n"), "{said}");
    assert!(good(&site, &["migrate", "--lang", "zh"]).contains("3 处改动，还没有写入"), "the same in Chinese");
    assert_same(&before, &tree(&site), "changes are only shown");
    good(&site, &["migrate", "--write"]);
    let after = tree(&site);
    let changed: Vec<&String> = after.keys().filter(|path| before.get(*path) != after.get(*path)).collect();
    assert_eq!(changed, ["content/site.toml", "data/catalog.toml"]);
    good(&site, &["check", "--quiet"]);
    assert!(good(&site, &["migrate", "--write", "--lang", "en"]).contains("nothing to lift"));
    assert_same(&after, &tree(&site), "a second time");
}

#[test]
fn settings_of_today_and_of_tomorrow_are_left_alone() {
    let folder = temporary();
    good(folder.path(), &["new", "site", "--quiet"]);
    let site = folder.path().join("site");
    let before = tree(&site);
    assert!(good(&site, &["migrate", "--write", "--lang", "zh"]).contains("不用升级"));
    assert_same(&before, &tree(&site), "nothing to do");
    edit(&site.join("content/site.toml"), "schema = 2\n", "schema = 3\n");
    let done = run(&site, &["migrate", "--write", "--lang", "en"]);
    let said = String::from_utf8(done.stderr).expect("UTF-8");
    assert!(done.status.code() == Some(1) && said.contains("error[config/newer-schema]"), "{said}");
}
