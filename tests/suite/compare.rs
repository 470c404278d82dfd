//! `shanwai compare` on files and folders of every kind it reads, and on what it cannot read.

use std::path::Path;

use super::support::{run, temporary, write};

/// Exit code and the ids of what was found, in order.
fn compared(folder: &Path, arguments: &[&str]) -> (Option<i32>, Vec<String>) {
    let all: Vec<&str> = ["compare", "--message-format", "json"].iter().chain(arguments).copied().collect();
    let done = run(folder, &all);
    let said = String::from_utf8(done.stdout).expect("UTF-8");
    let ids = said.lines().map(|line| {
        let object: serde_json::Value = serde_json::from_str(line).expect("an object a line");
        object["id"].as_str().expect("an id").to_owned()
    });
    (done.status.code(), ids.collect())
}

#[test]
fn every_format_is_compared_and_each_difference_has_its_rule() {
    let folder = temporary();
    let at = folder.path();
    for (name, zh, en) in [
        ("a.md", "# 夏令营\n\n服务1200人次。\n", "# Camps\n\nThey served 1,200 children.\n"),
        ("b.html", "<p>共<b>80余万</b>元</p>", "<p>It spent 800,000 yuan.</p>"),
        ("c.yml", "camp:\n  note: 办了12期\n", "camp:\n  note: there were 13 sessions\n"),
        ("d.toml", "note = \"2024年60名\"\n", "note = \"60 children in 2023\"\n"),
        ("e.txt", "共3县、60名。\n", "60 children.\n"),
    ] {
        write(&at.join("zh").join(name), zh.as_bytes());
        write(&at.join("en").join(name), en.as_bytes());
    }
    let want = ["numbers/other-unit", "numbers/other-bound", "numbers/other-value", "numbers/other-period", "numbers/one-sided"];
    let mut want: Vec<String> = want.into_iter().map(str::to_owned).collect();
    let (code, mut found) = compared(at, &["zh", "en"]);
    want.sort();
    found.sort();
    assert_eq!((code, found), (Some(1), want));
}

#[test]
fn equal_texts_end_with_zero_and_a_folder_is_compared_with_itself() {
    let folder = temporary();
    let at = folder.path();
    write(&at.join("camp.zh.md"), "+++\ntitle = \"12期\"\n+++\n服务1.2万人次，占百分之三十。\n\n第3条。\n".as_bytes());
    write(
        &at.join("camp.en.md"),
        "+++\ntitle = \"12 sessions\"\n+++\nThere were 12,000 attendances, 30%.\n\nArticle 3.\n".as_bytes(),
    );
    assert_eq!(compared(at, &["."]), (Some(0), vec![]));
    assert_eq!(compared(at, &["camp.zh.md", "camp.en.md"]), (Some(0), vec![]));
    write(&at.join("more.zh.md"), "又办了3期。\n".as_bytes());
    assert_eq!(compared(at, &["."]), (Some(0), vec!["compare/no-counterpart".to_owned()]));
}

#[test]
fn what_cannot_be_compared_is_told() {
    let folder = temporary();
    let at = folder.path();
    write(&at.join("a.md"), "12期\n".as_bytes());
    write(&at.join("gbk.md"), b"\xc4\xd0\n");
    assert_eq!(compared(at, &["."]).0, Some(2));
    assert_eq!(compared(at, &["a.md", "nowhere.md"]).0, Some(2));
    assert_eq!(compared(at, &["a.md", "gbk.md"]).0, Some(2));
}

#[test]
fn messages_speak_both_languages_and_show_both_places() {
    let folder = temporary();
    let at = folder.path();
    write(&at.join("a.zh.md"), "服务1200人次。\n".as_bytes());
    write(&at.join("a.en.md"), "It served 1,200 children.\n".as_bytes());
    let said = |lang: &str| {
        let done = run(at, &["compare", "a.zh.md", "a.en.md", "--lang", lang]);
        assert_eq!(done.status.code(), Some(1));
        String::from_utf8(done.stderr).expect("UTF-8")
    };
    let (zh, en) = (said("zh"), said("en"));
    assert!(zh.contains("前者人次，后者人") && zh.contains("a.zh.md:1:3") && zh.contains("a.en.md:1:11"), "{zh}");
    assert!(en.contains("do not count the same: attendances, persons") && en.contains("1 difference"), "{en}");
}
