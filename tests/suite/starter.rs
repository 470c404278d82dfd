//! `shanwai new`: what it writes is a whole site of another place.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

fn shanwai(arguments: &[&str], here: &Path) -> Output {
    Command::new(env!("CARGO_BIN_EXE_shanwai")).args(arguments).current_dir(here).output().expect("the program starts")
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

fn files(dir: &Path) -> Vec<PathBuf> {
    let walker = walkdir::WalkDir::new(dir).into_iter().map(|entry| entry.expect("the folder can be read"));
    walker.filter(|entry| entry.file_type().is_file()).map(walkdir::DirEntry::into_path).collect()
}

/// Another place's name, or that of one of its counties, in any script.
const ELSEWHERE: [&str; 16] = [
    "怀化",
    "Huaihua",
    "huaihua",
    "鹤城",
    "中方县",
    "沅陵",
    "辰溪",
    "溆浦",
    "会同县",
    "麻阳",
    "新晃",
    "芷江",
    "靖州",
    "通道侗族",
    "洪江",
    "4312",
];

#[test]
fn a_new_site_builds_without_a_warning_and_names_no_other_place() {
    let dir = tempfile::tempdir().expect("a folder");
    for lang in ["zh", "en"] {
        let made = shanwai(&["new", lang, "--lang", lang], dir.path());
        assert_eq!(made.status.code(), Some(0), "{}", text(&made.stderr));
        let site = dir.path().join(lang);
        let checked = shanwai(&["check", "--quiet", "--lang", lang], &site);
        assert_eq!((checked.status.code(), text(&checked.stderr)), (Some(0), String::new()));
        assert!(!site.join("public").exists(), "check writes nothing");
        let built = shanwai(&["build", "--lang", lang], &site);
        let said = text(&built.stderr) + &text(&built.stdout);
        assert_eq!(built.status.code(), Some(0), "{said}");
        assert!(!said.contains("警告[") && !said.contains("warning["), "{said}");
        assert!(site.join("public/index.html").is_file() && site.join("public/en/index.html").is_file());
        for file in files(&site) {
            let bytes = std::fs::read(&file).expect("the file can be read");
            let words = text(&bytes);
            let code = file.extension().is_some_and(|x| x == "html" || x == "csv" || x == "md" || x == "toml" || x == "xml");
            for name in ELSEWHERE.iter().filter(|name| code || !name.is_ascii()) {
                let found = words.match_indices(name).any(|(at, _)| *name != "4312" || is_a_code(&words, at));
                assert!(!found, "{} says {name}", file.display());
            }
        }
    }
}

/// Six digits that stand alone: a place's code, not part of a hash or a coordinate.
fn is_a_code(words: &str, at: usize) -> bool {
    let digit = |c: char| c.is_ascii_alphanumeric() || c == '.';
    let code: String = words[at..].chars().take_while(|c| digit(*c)).collect();
    code.len() == 6 && code.bytes().all(|b| b.is_ascii_digit()) && !words[..at].ends_with(digit)
}

#[test]
fn a_new_site_shows_every_kind_of_figure() {
    let dir = tempfile::tempdir().expect("a folder");
    assert!(shanwai(&["new", "site"], dir.path()).status.success());
    let site = dir.path().join("site");
    let facts = text(&shanwai(&["facts", "--lang", "en"], &site).stdout);
    for said in ["480 attendances", "more than 1,200", "240 places a year", "60 attendances a session", "care-placements"] {
        assert!(facts.contains(said), "{said} is not in\n{facts}");
    }
}

#[test]
fn a_folder_that_holds_files_is_refused_and_left_as_it_was() {
    let dir = tempfile::tempdir().expect("a folder");
    let mine = dir.path().join("mine.txt");
    std::io::Write::write_all(&mut std::fs::File::create(&mine).expect("a file"), b"mine").expect("writing");
    let refused = shanwai(&["new", ".", "--lang", "en"], dir.path());
    assert_eq!(refused.status.code(), Some(2));
    assert!(text(&refused.stderr).contains("cli/not-empty"), "{}", text(&refused.stderr));
    assert_eq!(files(dir.path()), std::slice::from_ref(&mine));
    assert_eq!(std::fs::read(&mine).expect("still there"), b"mine");
}
