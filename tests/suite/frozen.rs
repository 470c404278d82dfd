//! Releases never change: what was published stays at its address, byte for byte, whatever comes later.

use super::support::{Tree, edit, good, huaihua, read, run, tree, write};

/// A copy of the repository's own site without its releases.
fn site() -> tempfile::TempDir {
    let site = huaihua();
    let _ = std::fs::remove_dir_all(site.path().join("data/releases"));
    edit(&site.path().join("content/site.toml"), "sign_offs = 2", "sign_offs = 0");
    site
}

fn said(site: &tempfile::TempDir, arguments: &[&str]) -> (bool, String, String) {
    let done = run(site.path(), arguments);
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (done.status.success(), text(&done.stdout), text(&done.stderr))
}

fn text(files: &Tree, path: &str) -> String {
    String::from_utf8_lossy(files.get(path).unwrap_or_else(|| panic!("no {path}"))).into_owned()
}

const FACT: &str = "centre-person-times-annual";

#[test]
fn a_changed_figure_has_its_new_value_live_and_its_old_one_for_ever() {
    let site = site();
    good(site.path(), &["release", "1.0.0", "--as-of", "2025-03-01", "--lang", "en"]);
    good(site.path(), &["build", "--quiet"]);
    let before = tree(&site.path().join("public"));
    let facts = read(&site.path().join("data/facts.toml"));
    let at = facts.find(&format!("id = \"{FACT}\"")).expect("the fact");
    let (head, tail) = facts.split_at(at);
    let tail = tail.replacen("value = \"5000\"", "value = \"5100\"", 1).replacen("min = \"5000\"", "min = \"5100\"", 1);
    write(&site.path().join("data/facts.toml"), (head.to_owned() + &tail).as_bytes());
    let reasons = ["--reason", "zh=录入有误", "--reason", "en=a slip in typing"];
    let correct =
        ["correct", FACT, "--old", "超5000人次", "--new", "超5100人次", "--kind", "correction", "--as-of", "2025-03-05"];
    good(site.path(), &[&correct[..], &reasons[..]].concat());
    good(site.path(), &["release", "1.0.1", "--as-of", "2025-03-06", "--lang", "en"]);
    good(site.path(), &["build", "--quiet", "--as-of", "2025-03-07"]);
    let after = tree(&site.path().join("public"));
    let frozen: Vec<&String> =
        before.keys().filter(|path| path.starts_with("releases/1.0.0/") && !path.ends_with(".html")).collect();
    assert!(frozen.len() > 100, "{} frozen files", frozen.len());
    for path in frozen {
        assert_eq!(before[path], after[path], "{path} never changes");
    }
    let twin = format!("s/{FACT}/@1.0.0/fact.json");
    assert_eq!(before[&twin], after[&twin], "the old statistic has its old bytes");
    assert!(text(&after, &format!("s/{FACT}/fact.json")).contains("5100"), "the new one its new value");
    let page = text(&after, &format!("en/s/{FACT}/index.html"));
    assert!(page.contains("5,000") && page.contains("5,100") && page.contains("a slip in typing"), "the history has both");
    assert!(text(&after, &format!("en/s/{FACT}/@1.0.0/index.html")).contains("There is a newer version"));
    assert!(text(&after, "en/corrections/feed.xml").contains("a slip in typing"));
    assert!(text(&after, "en/releases/feed.xml").matches("<entry>").count() == 2);
    assert!(text(&after, "en/corrections/index.html").contains("a slip in typing"));
    let (done, json, _) = said(&site, &["diff", "1.0.0", "1.0.1", "--format", "json"]);
    let json: serde_json::Value = serde_json::from_str(&json).expect("JSON");
    assert!(done && json["step"] == "patch" && json["changes"].as_array().is_some_and(|all| all.len() == 1), "{json}");
    assert_eq!(json["without_reason"].as_array().map(Vec::len), Some(0), "the log says why");
}

#[test]
fn a_byte_of_a_frozen_file_stops_every_build() {
    let site = site();
    good(site.path(), &["release", "1.0.0", "--as-of", "2025-03-01"]);
    good(site.path(), &["build", "--quiet"]);
    let public = tree(&site.path().join("public"));
    let file = "releases/1.0.0/data/camp-attendances/camp-attendances.csv";
    let whole = read(&site.path().join(file));
    for (path, content) in [(file, whole.replacen("1200", "1201", 1)), ("releases/1.0.0/data/new.csv", "x\r\n".to_owned())] {
        write(&site.path().join(path), content.as_bytes());
        for command in ["build", "check"] {
            let (done, _, told) = said(&site, &[command, "--lang", "en"]);
            assert!(!done && told.contains("archive/changed"), "{command} {path}: {told}");
        }
        assert_eq!(tree(&site.path().join("public")), public, "{path}: what was published stays");
        write(&site.path().join(file), whole.as_bytes());
    }
}

#[test]
fn a_version_follows_what_changed() {
    let site = site();
    good(site.path(), &["release", "1.0.0", "--as-of", "2025-03-01"]);
    let (done, _, told) = said(&site, &["release", "1.0.0", "--as-of", "2025-03-02", "--lang", "en"]);
    assert!(!done && told.contains("archive/version-exists"), "{told}");
    // A dataset is gone: a user's program would miss it.
    let catalog = read(&site.path().join("data/catalog.toml"));
    let (head, _) = catalog.rsplit_once("[[dataset]]").expect("datasets");
    write(&site.path().join("data/catalog.toml"), head.as_bytes());
    for page in ["content/projects/funding/index.zh.md", "content/projects/funding/index.en.md"] {
        edit(&site.path().join(page), "{{ dataset(\"funds-by-county\") }}\n", "");
    }
    good(site.path(), &["translated", "projects/funding"]);
    let (done, _, told) = said(&site, &["release", "1.1.0", "--as-of", "2025-03-02", "--lang", "en"]);
    assert!(!done && told.contains("archive/version-too-low") && told.contains("2.0.0"), "{told}");
    assert!(told.contains("Withdrawn dataset "), "{told}");
    assert!(!site.path().join("releases/1.1.0").exists() && !site.path().join("data/releases/1.1.0").exists());
    good(site.path(), &["release", "2.0.0", "--as-of", "2025-03-02", "--dry-run"]);
    assert!(!site.path().join("releases/2.0.0").exists(), "a dry run writes nothing");
}

#[test]
fn a_release_is_published_when_enough_people_signed_it_and_its_day_has_come() {
    let site = site();
    edit(&site.path().join("content/site.toml"), "sign_offs = 0", "sign_offs = 2");
    good(site.path(), &["release", "1.0.0", "--as-of", "2025-03-01", "--publish-after", "2025-03-10"]);
    let (done, _, told) = said(&site, &["build", "--as-of", "2025-03-11", "--lang", "en"]);
    assert!(!done && told.contains("archive/missing-sign-off"), "{told}");
    for (name, role) in [("A. Writer", "statistics"), ("B. Leader", "director")] {
        good(site.path(), &["sign", "1.0.0", "--name", name, "--role", role, "--as-of", "2025-03-02"]);
    }
    let (done, _, told) = said(&site, &["build", "--as-of", "2025-03-09", "--lang", "en"]);
    assert!(done && told.contains("archive/held-back"), "{told}");
    assert!(!site.path().join("public/releases/1.0.0").exists());
    good(site.path(), &["build", "--quiet", "--as-of", "2025-03-10"]);
    assert!(read(&site.path().join("public/en/releases/1.0.0/index.html")).contains("B. Leader"));
    let (done, _, told) = said(&site, &["sign", "9.9.9", "--name", "A", "--role", "r", "--as-of", "2025-03-02", "--lang", "en"]);
    assert!(!done && told.contains("archive/unknown-version"), "{told}");
}

#[test]
fn a_correction_that_cannot_stand_leaves_the_log_as_it_was() {
    let site = site();
    let reason = ["--reason", "zh=因", "--reason", "en=why", "--as-of", "2025-03-05", "--lang", "en"];
    let (done, _, told) =
        said(&site, &[&["correct", "no-such-fact", "--old", "1", "--new", "2", "--kind", "update"][..], &reason[..]].concat());
    assert!(!done && told.contains("archive/unknown-fact"), "{told}");
    let (done, _, told) = said(&site, &[&["correct", FACT, "--old", "1", "--kind", "update"][..], &reason[..]].concat());
    assert!(!done && told.contains("cli/correction"), "{told}");
    let only_zh = ["correct", FACT, "--old", "1", "--new", "2", "--kind", "update", "--reason", "zh=因", "--as-of", "2025-03-05"];
    assert!(!said(&site, &only_zh).0, "a reason in each language");
    good(site.path(), &["check", "--quiet"]);
    good(site.path(), &[&["correct", FACT, "--kind", "withdrawal"][..], &reason[..]].concat());
    good(site.path(), &["check", "--quiet"]);
}

#[test]
fn a_day_that_passed_without_its_release_is_a_warning_and_never_judged_by_the_clock() {
    let site = site();
    let calendar = "[[release]]\ndate = 2025-03-01\ntitle = { zh = \"一季度数据\", en = \"First quarter\" }\n";
    write(&site.path().join("content/calendar.toml"), calendar.as_bytes());
    for (arguments, wanted) in [
        (&["check", "--lang", "en"][..], None),
        (&["check", "--lang", "en", "--as-of", "2025-03-01"], None),
        (&["check", "--lang", "en", "--as-of", "2025-03-02"], Some("announced for 2025-03-01 and not published by 2025-03-02")),
        (&["check", "--lang", "zh", "--as-of", "2025-03-02"], Some("预告 2025-03-01 发布，到 2025-03-02 还没有发布")),
    ] {
        let (done, _, told) = said(&site, arguments);
        assert!(done, "a warning stops nothing: {told}");
        assert_eq!(told.contains("calendar/overdue"), wanted.is_some(), "{told}");
        assert!(wanted.is_none_or(|wanted| told.contains(wanted) && told.contains("content/calendar.toml:2:8")), "{told}");
    }
    good(site.path(), &["release", "1.0.0", "--as-of", "2025-03-05", "--lang", "en"]);
    let (done, _, told) = said(&site, &["check", "--lang", "en", "--as-of", "2025-03-06"]);
    assert!(done && !told.contains("calendar/overdue"), "{told}");
}

#[test]
fn servers_and_finders_of_weaknesses_are_told_what_they_need() {
    let site = site();
    let settings = read(&site.path().join("content/site.toml"));
    let security = "\n[security]\ncontact = [\"mailto:security@example.org\"]\nexpires = 2025-12-31\n";
    write(&site.path().join("content/site.toml"), (settings + security).as_bytes());
    good(site.path(), &["build", "--quiet", "--as-of", "2025-03-01"]);
    let files = tree(&site.path().join("public"));
    let contact = text(&files, ".well-known/security.txt");
    assert!(
        contact.starts_with("Contact: mailto:security@example.org\nExpires: 2025-12-31T23:59:59Z\nCanonical: https://"),
        "{contact}"
    );
    for path in ["server/nginx.conf", "server/apache.conf", "server/Caddyfile"] {
        let snippet = text(&files, path);
        assert!(snippet.contains("default-src 'none'") && !snippet.contains("unsafe"), "{path}: {snippet}");
    }
    let (done, _, told) = said(&site, &["check", "--lang", "en", "--as-of", "2026-01-01"]);
    assert!(done && told.contains("security/expired"), "{told}");
}

#[test]
fn a_correction_is_asked_for_on_a_terminal_and_names_what_it_lacks_in_a_pipe() {
    use std::io::Write as _;
    use std::process::{Command, Stdio};
    let site = site();
    let (done, _, told) = said(&site, &["correct", FACT, "--kind", "update", "--lang", "en"]);
    assert!(!done, "{told}");
    for option in ["`--old`", "`--new`", "`--reason zh=…`", "`--reason en=…`", "`--as-of`"] {
        assert!(told.contains(option), "{option}: {told}");
    }
    assert!(!site.path().join("data/corrections.toml").exists(), "nothing was written");
    // `script` of util-linux gives the command a terminal of its own.
    let command = format!("{} correct {FACT} --lang en", env!("CARGO_BIN_EXE_shanwai"));
    let mut asked = Command::new("script")
        .current_dir(site.path())
        .args(["-qec", &command, "/dev/null"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("script runs");
    let answers = "3\n超5000人次\n超5100人次\n录入有误\na slip in typing\n2025-03-05\n";
    let mut input = asked.stdin.take().expect("piped");
    input.write_all(answers.as_bytes()).expect("the answers are taken");
    let done = asked.wait_with_output().expect("it ends");
    drop(input);
    let told = String::from_utf8_lossy(&done.stdout);
    assert!(done.status.success() && told.contains("The reason, in the language `zh`"), "{told}");
    let log = read(&site.path().join("data/corrections.toml"));
    assert!(log.contains("old = \"超5000人次\"") && log.contains("\"en\" = \"a slip in typing\""), "{log}");
}
