//! What is cited: a plan is called a plan wherever its words may stand alone, and facts are listed while other things are wrong.

use std::path::Path;

use super::support::{base, edit, package, read, run, write};

/// The base with the planned figures of a near miss: their names and periods do not say that they are planned.
fn with_plans() -> tempfile::TempDir {
    let site = base();
    let plans = read(&package().join("tests/broken/plan-read-as-result/near/data/facts.toml.append"));
    let named = plans
        .replace("camp-children-next", "camp-plan")
        .replace("下一年夏令营的儿童", "2026年计划参加的儿童")
        .replace("Children at the next camp", "Children planned for 2026");
    let facts = site.path().join("data/facts.toml");
    write(&facts, (read(&facts) + &plans + &named).as_bytes());
    site
}

fn page(site: &Path, path: &str) -> String {
    read(&site.join("public").join(path))
}

#[test]
fn a_plan_is_called_a_plan_in_titles_descriptions_and_citations() {
    let site = with_plans();
    let built = run(site.path(), &["build", "--as-of", "2025-03-01", "--lang", "en"]);
    assert!(built.status.success(), "{}", String::from_utf8_lossy(&built.stderr));
    let zh = page(site.path(), "s/camp-children-next/index.html");
    for said in [
        "<title>下一年夏令营的儿童（计划）",
        "content=\"计划200名儿童；2025年。",
        "下一年夏令营的儿童（计划）（青溪市，2025年）",
        "下一年夏令营的儿童：计划200名儿童（2025年）",
    ] {
        assert!(zh.contains(said), "{said} is not in\n{zh}");
    }
    let en = page(site.path(), "en/s/camp-children-next/index.html");
    for said in [
        "<title>Children at the next camp (planned)",
        "content=\"200 children (planned); 2025.",
        "Children at the next camp (planned) (Qingxi, 2025)",
        "Children at the next camp: 200 children (planned) (2025)",
    ] {
        assert!(en.contains(said), "{said} is not in\n{en}");
    }
    for end in ["bib", "ris", "csl.json"] {
        let file = page(site.path(), &format!("s/camp-children-next/camp-children-next.zh.{end}"));
        assert!(file.contains("（计划）"), "{file}");
    }
    // Where the name says it, nothing is said twice.
    let zh = page(site.path(), "s/camp-plan/index.html");
    assert!(zh.contains("<title>2026年计划参加的儿童 ") || zh.contains("<title>2026年计划参加的儿童<"), "{zh}");
    assert!(zh.contains("2026年计划参加的儿童：200名儿童（2025年）"), "{zh}");
    // What has happened is called nothing.
    assert!(!page(site.path(), "s/camp-cost/index.html").contains("计划"));
}

#[test]
fn the_list_of_facts_says_what_is_planned() {
    let site = with_plans();
    let listed = |words: &[&str]| String::from_utf8(run(site.path(), words).stdout).expect("UTF-8");
    assert!(listed(&["facts", "--lang", "zh", "next"]).contains("计划200名儿童 · 下一年夏令营的儿童 · 2025年"));
    assert!(listed(&["facts", "--lang", "en", "next"]).contains("200 children (planned) · Children at the next camp · 2025"));
    let json = listed(&["facts", "--lang", "en", "--message-format", "json"]);
    let of = |id: &str| json.lines().find(|line| line.contains(&format!("\"id\":\"{id}\""))).expect("listed").to_owned();
    assert!(of("camp-children-next").contains("\"status\":\"plan\""), "{json}");
    assert!(of("camp-cost").contains("\"status\":\"result\""), "{json}");
}

/// What `facts` prints, says, and how it ends.
fn facts(site: &Path) -> (String, String, Option<i32>) {
    let done = run(site, &["facts", "--lang", "en"]);
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).expect("UTF-8");
    (text(&done.stdout), text(&done.stderr), done.status.code())
}

#[test]
fn facts_are_listed_whatever_else_is_wrong() {
    let whole = facts(base().path()).0;
    assert_eq!(whole.lines().count(), 4, "{whole}");
    // A page is no matter of the register.
    let site = base();
    write(&site.path().join("content/camps.zh.md"), b"+++\nno\n");
    assert_eq!(facts(site.path()), (whole.clone(), String::new(), Some(0)));
    // A fault of the settings is told, and is no reason to distrust the list.
    let site = base();
    edit(&site.path().join("content/charts.toml"), "kind = \"column\"", "kind = \"cloud\"");
    let (listed, told, code) = facts(site.path());
    assert_eq!((listed, code), (whole.clone(), Some(0)));
    assert!(told.contains("content/charts.toml:3:8") && told.contains("none of them in the register"), "{told}");
    // A fact with a fault is left out, the others are there.
    let site = base();
    edit(&site.path().join("data/facts.toml"), "value = \"90\"", "value = \"ninety\"");
    let (listed, told, code) = facts(site.path());
    assert_eq!((listed.lines().count(), code), (3, Some(1)), "{listed}");
    assert!(told.contains("data/facts.toml:25:9") && told.contains("1 fact could not be read and is left out"), "{told}");
    assert!(!told.contains("published"), "{told}");
    // Nothing to list.
    let site = base();
    write(&site.path().join("data/facts.toml"), b"[[fact]\n");
    let (listed, told, code) = facts(site.path());
    assert_eq!((listed.as_str(), code), ("", Some(1)));
    assert!(told.contains("there is no fact that could be read"), "{told}");
}

#[test]
fn before_the_first_release_nobody_is_told_to_cite_a_version() {
    let site = base();
    let built = run(site.path(), &["build", "--as-of", "2025-03-01", "--quiet"]);
    assert!(built.status.success(), "{}", String::from_utf8_lossy(&built.stderr));
    for (path, said) in [("data/attendances/index.html", "未定版"), ("en/data/attendances/index.html", "not released yet")] {
        let html = page(site.path(), path);
        assert!(html.contains(said) && !html.contains("0.0.0"), "{path}");
    }
    assert!(page(site.path(), "data/attendances/datapackage.json").contains("\"0.0.0+live\""));
    for file in ["attendances.zh.bib", "attendances.en.ris", "attendances.en.csl.json"] {
        assert!(!page(site.path(), &format!("data/attendances/{file}")).contains("0.0.0"), "{file}");
    }
}
