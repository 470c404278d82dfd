//! One mistake each, and the message it must give in both languages.
//!
//! A fixture is `tests/broken/<mistake>/`: what its `site/` holds is laid over a copy of `tests/broken/base/`. A file `x.append` is
//! added to the end of `x`; `x.edits` replaces pieces of `x` (blocks of `<<<<`, old text, `====`, new text, `>>>>`); `x.gone` removes
//! `x`. Words in `arguments.txt` are added to the command; `command.txt` is run instead of `build` and `check`, and `status.txt` is how it
//! ends, if not with 1: warnings stop nothing. `near/` is a near miss, laid over the base like `site/`: the same command must end well
//! and say nothing of the mistake. What no repository can hold (links, broken bytes, locks) is made by [`prepare`]. `SHANWAI_BLESS=1` writes the messages anew;
//! they are there to be read.

use std::collections::BTreeSet;
use std::io::{Read, Seek, Write};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use rayon::prelude::*;

use super::support::{
    assert_same, base, edit, fixtures, golden, good, manifest_faults, package, read, run, shanwai, tree, write,
};

/// Lays a mistake over a copy of the base.
fn overlay(from: &Path, site: &Path) {
    if !from.is_dir() {
        return;
    }
    for (path, bytes) in tree(from) {
        let text = || String::from_utf8(bytes.clone()).expect("edits are UTF-8");
        if let Some(target) = path.strip_suffix(".append") {
            let target = site.join(target);
            write(&target, (read(&target) + &text()).as_bytes());
        } else if let Some(target) = path.strip_suffix(".edits") {
            for block in text().split("<<<<\n").skip(1) {
                let (old, new) = block.split_once("====\n").expect("an edit has two sides");
                let new = new.split("\n>>>>").next().unwrap_or_default();
                edit(&site.join(target), old.trim_end_matches('\n'), new);
            }
        } else if let Some(target) = path.strip_suffix(".gone") {
            std::fs::remove_file(site.join(target)).expect("what is to go is there");
        } else {
            write(&site.join(&path), &bytes);
        }
    }
}

/// A consent as it lies in `data/private/`.
pub(crate) const REAL_CONSENT: &str = r#"stage = "8-13"
guardian = true
child = true
web = true
media = ["text"]
languages = ["zh", "en"]
date = 2025-02-20
expires = 2027-02-20
reviewer = "PLANTED"
"#;

/// What cannot lie in a repository.
fn prepare(mistake: &str, site: &Path) {
    let link = |to: &Path, at: &str| std::os::unix::fs::symlink(to, site.join(at)).expect("a link");
    match mistake {
        "link-out-of-the-site" => {
            link(Path::new("/etc/hostname"), "content/away.zh.md");
            link(Path::new("/etc/hostname"), "content/away.en.md");
        }
        "link-in-a-circle" => link(&site.join("content"), "content/again"),
        "page-is-a-folder" => {
            std::fs::create_dir(site.join("data/facts")).expect("a folder");
            edit(&site.join("data/catalog.toml"), "facts.toml", "facts");
        }
        "page-too-large" => write(&site.join("content/camps.zh.md"), &vec![b'a'; (16 << 20) + 1]),
        "page-not-utf8" => write(&site.join("content/camps.zh.md"), b"+++\ntitle = \"\xcf\xc4\xc1\xee\xd3\xaa\"\n+++\n"),
        "settings-not-utf8" => {
            let text = read(&site.join("content/site.toml")).into_bytes();
            write(&site.join("content/site.toml"), &[&text[..], b"# \xcf\xc4\n"].concat());
        }
        "private-file-tracked" => {
            write(&site.join("data/private/children.csv"), b"name\n");
            for arguments in [&["init", "-q"][..], &["add", "-f", "data/private/children.csv"]] {
                let done = Command::new("git").current_dir(site).args(arguments).status().expect("git runs");
                assert!(done.success());
            }
        }
        "secret-readable" => {
            let secret = "c0ffee0123456789abcdef00112233445566778899aabbccddeeff1029384756";
            write(&site.join("data/private/secret.hex"), secret.as_bytes());
            let open = std::os::unix::fs::PermissionsExt::from_mode(0o644);
            std::fs::set_permissions(site.join("data/private/secret.hex"), open).expect("the mode is set");
        }
        // Git ignores `data/private/`, so these lie in no repository.
        "story-consent-no-date" => write(&site.join("data/private/consents/QX-01.toml"), REAL_CONSENT.as_bytes()),
        "story-consent-twice" => write(&site.join("data/private/consents/QX-01.toml"), REAL_CONSENT.as_bytes()),
        "story-consent-unreadable" => {
            let faulty = REAL_CONSENT
                .replace("\"8-13\"", "\"PLANTED\"")
                .replace("[\"text\"]", "[\"text\", \"机密\"]")
                .replace("child = true", "机密 = \"PLANTED\"")
                .replace("web = true", "web = \"PLANTED\"")
                .replace("date = 2025-02-20\n", "date = \"PLANTED\"\n");
            write(&site.join("data/private/consents/QX-01.toml"), faulty.as_bytes());
        }
        "rollup-entrusted" => {
            let text = "year,county,measure,value,persons\n2023,01,attendances,机密,3\n2023,_T,attendances,9,9\n2023,07,attendances,3,3\n";
            write(&site.join("data/private/entrusted/90/attendances.csv"), text.as_bytes());
        }
        "story-press-sentence" => {
            let article = "车还没有停稳，孩子们就从座位上站起来，争着看窗外的那条大江。\n\n\
                           Before the bus had stopped the children were out of their seats, all wanting to see the great river.";
            write(&site.join("article.txt"), article.as_bytes());
            good(site, &["press", "article.txt", "--title", "青溪日报", "--quiet"]);
            std::fs::remove_file(site.join("article.txt")).expect("it was there");
        }
        "import-hidden" => write(&site.join("return.xlsx"), &hiding_workbook()),
        "import-imported-before" => {
            good(site, &["import", "first.csv", "--records", "visits", "--quiet"]);
        }
        "output-folder-of-others" => {
            std::fs::remove_dir_all(site.join("public")).expect("the site was built");
            std::fs::remove_dir_all(site.join(".shanwai")).expect("the site was built");
            write(&site.join("public/thesis.doc"), b"mine");
        }
        _ => {}
    }
}

fn text(path: &Path) -> Option<String> {
    path.is_file().then(|| read(path))
}

/// The command lines of a fixture, with the language of each one's messages.
fn commands(fixture: &Path, mistake: &str) -> Vec<(&'static str, Vec<String>)> {
    // Outputs are judged by `build` alone, everything else by both.
    let second = if mistake.starts_with("output-") { "build" } else { "check" };
    let own = text(&fixture.join("command.txt"));
    let more = text(&fixture.join("arguments.txt")).unwrap_or_default();
    let line = |command: &str, lang: &str| {
        let words = own.as_deref().unwrap_or(command).split_whitespace().chain(["--lang", lang]).chain(more.split_whitespace());
        words.map(str::to_owned).collect()
    };
    vec![("zh", line("build", "zh")), ("en", line(second, "en"))]
}

/// The rules that the golden messages of a fixture name.
pub(crate) fn rules_told(fixture: &Path) -> BTreeSet<String> {
    let told = text(&fixture.join("stderr.en.txt")).unwrap_or_default();
    let heads = told.lines().filter_map(|line| line.split_once("]: ")?.0.split_once('['));
    heads.filter(|(level, _)| matches!(*level, "error" | "warning" | "note")).map(|(_, id)| id.to_owned()).collect()
}

/// What is wrong with a near miss: it must pass and say nothing of the mistake.
fn judge_near(fixture: &Path) -> Option<String> {
    let near = fixture.join("near");
    let mistake = fixture.file_name()?.to_string_lossy().into_owned();
    let site = base();
    overlay(&near, site.path());
    let (_, command) = commands(fixture, &mistake).pop()?;
    let done = run(site.path(), &command.iter().map(String::as_str).collect::<Vec<_>>());
    let said = String::from_utf8_lossy(&done.stderr).into_owned();
    let named = rules_told(fixture).iter().any(|id| said.contains(&format!("[{id}]")));
    (named || !done.status.success()).then(|| format!("── the near miss of {mistake}:\n{said}"))
}

#[test]
fn near_misses_pass() {
    let near: Vec<_> = fixtures("broken").into_iter().filter(|fixture| fixture.join("near").is_dir()).collect();
    assert!(near.len() > 35, "{} near misses", near.len());
    let faults: Vec<String> = near.par_iter().filter_map(|fixture| judge_near(fixture)).collect();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// A return with a hidden column, row and sheet, another sheet, a comment, a key as a number and a date where an age belongs.
fn hiding_workbook() -> Vec<u8> {
    let mut book = rust_xlsxwriter::Workbook::new();
    let day = rust_xlsxwriter::Format::new().set_num_format("m月d日");
    let sheet = book.add_worksheet().set_name("上报").expect("a name");
    for (row, cells) in (0..).zip([
        ["统计期", "县市区", "项目", "年龄", "编号", "费用", "身份证号"],
        ["2024", "南岭县", "冬令营", "8", "a1", "10", "43120020991231001X"],
        ["2024", "北川县", "课后托管", "", "", "10", "PLANTED"],
    ]) {
        for (column, cell) in (0u16..).zip(cells) {
            sheet.write_string(row, column, cell).expect("a cell");
        }
    }
    sheet.write_number_with_format(2, 3, 45452.0, &day).expect("6-9 as a spreadsheet has it");
    sheet.write_number(2, 4, 123_456_789_012_345_678.0).expect("a long number");
    sheet.insert_note(1, 1, &rust_xlsxwriter::Note::new("PLANTED 电话19900000000")).expect("a comment");
    sheet.set_column_hidden(6).expect("hidden");
    sheet.set_row_hidden(1).expect("hidden");
    book.add_worksheet().set_name("汇总").expect("a name").write_string(0, 0, "PLANTED").expect("a cell");
    let secret = book.add_worksheet().set_name("底表").expect("a name");
    secret.write_string(0, 0, "43120020991231001X").expect("a cell");
    secret.set_hidden(true);
    book.save_to_buffer().expect("a workbook")
}

/// What is wrong with the messages and manners of one mistake.
fn judge(fixture: &Path) -> Vec<String> {
    let mistake = fixture.file_name().expect("a name").to_string_lossy().into_owned();
    let site = base();
    let site = site.path();
    good(site, &["build", "--quiet"]);
    overlay(&fixture.join("site"), site);
    prepare(&mistake, site);
    let before = tree(&site.join("public"));
    let mut faults = Vec::new();
    let status = text(&fixture.join("status.txt")).map_or(Some(1), |code| code.trim().parse().ok());
    for (lang, command) in commands(fixture, &mistake) {
        let done = run(site, &command.iter().map(String::as_str).collect::<Vec<_>>());
        let said = String::from_utf8(done.stderr).expect("messages are UTF-8").replace(&*site.to_string_lossy(), "[SITE]");
        if done.status.code() != status {
            faults.push(format!("── {mistake}: {command:?} ends with {:?}\n{said}", done.status));
        }
        if !done.stdout.is_empty() && text(&fixture.join("command.txt")).is_none() {
            faults.push(format!("── {mistake}: standard output is not empty"));
        }
        faults.extend(golden(&fixture.join(format!("stderr.{lang}.txt")), &said));
        // A value of the records begins so in every fixture that plants one.
        if said.contains("PLANTED") || said.contains("机密") {
            faults.push(format!("── {mistake}: a value of the records is shown\n{said}"));
        }
    }
    if before != tree(&site.join("public")) {
        faults.push(format!("── {mistake}: the published site was touched"));
    }
    faults
}

#[test]
fn every_mistake_gives_its_message_and_leaves_the_published_site_alone() {
    let mistakes: Vec<_> = fixtures("broken").into_iter().filter(|path| !path.ends_with("base")).collect();
    assert!(mistakes.len() > 40, "{} fixtures", mistakes.len());
    let faults: Vec<String> = mistakes.par_iter().flat_map_iter(|fixture| judge(fixture)).collect();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn the_base_of_all_mistakes_has_none() {
    let site = base();
    let said = good(site.path(), &["build", "--lang", "en"]);
    assert!(said.contains(" 0 warnings") && !said.contains("warning["), "{said}");
}

#[test]
fn a_line_of_a_gibibyte_is_refused_fast_and_in_little_memory() {
    let site = base();
    let path = site.path().join("data/records/participations.csv");
    // A hole in the file reads as zeros: a line of a gibibyte without its weight on the disk.
    let mut file = std::fs::OpenOptions::new().append(true).open(&path).expect("the records");
    let end = file.stream_position().expect("a position").max(file.metadata().expect("known").len());
    file.set_len(end + (1 << 30)).expect("a hole");
    drop(file);
    let start = Instant::now();
    let program = format!("ulimit -v 1500000; exec {} check --lang en", env!("CARGO_BIN_EXE_shanwai"));
    let done = Command::new("sh").current_dir(site.path()).args(["-c", &program]).output().expect("sh runs");
    let said = String::from_utf8_lossy(&done.stderr);
    assert_eq!(done.status.code(), Some(1), "{said}");
    assert!(said.contains("error[records/line-too-long]"), "{said}");
    assert!(start.elapsed() < Duration::from_secs(10), "took {:?}", start.elapsed());
    assert!(said.len() < 1000, "the message does not grow with the line: {said}");
}

#[test]
fn a_second_build_is_refused_while_one_runs() {
    let site = base();
    good(site.path(), &["build", "--quiet"]);
    let before = tree(&site.path().join("public"));
    let lock = site.path().join(".shanwai/public/lock");
    // `flock` of util-linux holds the lock as another build would.
    let mut holder = Command::new("flock");
    holder.arg(&lock).args(["sh", "-c", "echo held; exec sleep 30"]).stdout(Stdio::piped());
    let mut holder = holder.spawn().expect("flock runs");
    let mut first = [0; 4];
    holder.stdout.as_mut().expect("piped").read_exact(&mut first).expect("the lock is held");
    let done = run(site.path(), &["build", "--lang", "en"]);
    holder.kill().expect("the holder ends");
    holder.wait().expect("the holder ended");
    let said = String::from_utf8_lossy(&done.stderr);
    assert_eq!(done.status.code(), Some(1), "{said}");
    assert!(said.contains("error[publish/busy]"), "{said}");
    assert_same(&before, &tree(&site.path().join("public")), "refused");
}

#[test]
fn a_full_disk_is_told_and_loses_nothing() {
    let site = base();
    let out = site.path().join("small");
    std::fs::create_dir(&out).expect("a folder");
    let mounted = Command::new("mount").args(["-t", "tmpfs", "-o", "size=1600k", "tmpfs"]).arg(&out).output();
    if !mounted.is_ok_and(|done| done.status.success()) {
        let _ = writeln!(std::io::stderr(), "skipped: no permission to mount a small disk");
        return;
    }
    let outcome = std::panic::catch_unwind(|| {
        let target = out.join("public");
        // The site is small enough for the disk once; then a page grows beyond it.
        good(site.path(), &["build", "--quiet", "--out", "small/public"]);
        let before = tree(&target);
        let words = "很多字。".repeat(60_000);
        for lang in ["zh", "en"] {
            let page = site.path().join(format!("content/camps.{lang}.md"));
            write(&page, format!("{}\n{words}\n", read(&page)).as_bytes());
        }
        let done = run(site.path(), &["build", "--lang", "en", "--out", "small/public"]);
        let said = String::from_utf8_lossy(&done.stderr);
        assert_eq!(done.status.code(), Some(1), "{said}");
        assert!(said.contains("error[files/disk-full]"), "{said}");
        assert_same(&before, &tree(&target), "disk full");
    });
    let released = Command::new("umount").arg(&out).status();
    assert!(released.is_ok_and(|status| status.success()), "the small disk is released");
    if let Err(panic) = outcome {
        std::panic::resume_unwind(panic);
    }
}

#[test]
fn ctrl_c_in_mid_build_is_told_and_loses_nothing() {
    let site = base();
    for number in 0..400 {
        for lang in ["zh", "en"] {
            let page = read(&site.path().join(format!("content/camps.{lang}.md")));
            write(&site.path().join(format!("content/many/page-{number}.{lang}.md")), page.as_bytes());
        }
    }
    let out = site.path().join("public");
    let mut interrupted = 0;
    for delay in [60, 120, 200, 300] {
        let before = tree(&out);
        let mut build =
            shanwai(site.path(), &["build", "--lang", "en"]).stderr(Stdio::piped()).spawn().expect("the program runs");
        std::thread::sleep(Duration::from_millis(delay));
        let signalled = Command::new("kill").args(["-INT", &build.id().to_string()]).status();
        assert!(signalled.is_ok_and(|status| status.success()), "still there: nobody waited for it");
        let status = build.wait().expect("it ends");
        let mut said = String::new();
        build.stderr.take().expect("piped").read_to_string(&mut said).expect("UTF-8");
        if status.success() {
            assert!(manifest_faults(&out).is_empty(), "a finished build is whole");
            break;
        }
        assert_eq!(status.code(), Some(1), "after {delay} ms: {said}");
        assert!(said.contains("error[cli/interrupted]"), "{said}");
        assert_same(&before, &tree(&out), "interrupted");
        interrupted += 1;
    }
    assert!(interrupted > 0, "the build was too quick to be interrupted");
    good(site.path(), &["build", "--quiet"]);
    assert!(manifest_faults(&out).is_empty());
}

#[test]
fn an_unreadable_file_is_told_where_permissions_hold() {
    use std::os::unix::fs::PermissionsExt;
    let site = base();
    let page = site.path().join("content/camps.zh.md");
    std::fs::set_permissions(&page, std::fs::Permissions::from_mode(0o0)).expect("permissions change");
    if std::fs::File::open(&page).is_ok() {
        let _ = writeln!(std::io::stderr(), "skipped: this user may read everything");
        return;
    }
    let done = run(site.path(), &["check", "--lang", "en"]);
    let said = String::from_utf8_lossy(&done.stderr);
    assert_eq!(done.status.code(), Some(1), "{said}");
    assert!(said.contains("error[files/no-permission]") && said.contains("content/camps.zh.md"), "{said}");
}

#[test]
fn fixtures_hold_no_path_of_any_machine() {
    for fixture in fixtures("broken") {
        for (path, bytes) in tree(&fixture) {
            let text = String::from_utf8_lossy(&bytes);
            assert!(!text.contains("/tmp/") && !text.contains(&*package().to_string_lossy()), "{path} of {}", fixture.display());
        }
    }
}
