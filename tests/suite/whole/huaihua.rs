//! The repository's own site, as it goes out.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use scraper::{Html, Selector};

use crate::whole::{contents, manifest_faults, package, program, said};

/// Most bytes of a page with its style sheet.
const MAX_PAGE: usize = 100_000;

struct Built {
    folder: tempfile::TempDir,
    files: BTreeMap<String, Vec<u8>>,
    words: String,
}

/// Built once for all tests of this file.
static BUILT: LazyLock<Built> = LazyLock::new(|| {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let out = folder.path().join("site");
    let built = said(program().current_dir(package()).args(["build", "--lang", "en", "--out"]).arg(&out));
    assert_eq!(built.code, Some(0), "{}", built.err);
    Built { files: contents(&out), folder, words: built.err }
});

fn page(path: &str) -> String {
    let bytes = BUILT.files.get(path).unwrap_or_else(|| panic!("{path} is missing"));
    String::from_utf8(bytes.clone()).expect("UTF-8")
}

fn pages() -> impl Iterator<Item = (&'static String, String)> {
    BUILT.files.iter().filter(|(path, _)| path.ends_with(".html")).map(|(path, _)| (path, page(path)))
}

/// Ids of the register, in its order, with whether each is withheld.
fn facts() -> Vec<(String, bool)> {
    let text = crate::whole::text(&package().join("data/facts.toml"));
    let register: toml::Table = text.parse().expect("the register is TOML");
    let facts = register["fact"].as_array().expect("facts");
    let withheld = |fact: &toml::Value| fact.get("bound").and_then(toml::Value::as_str) == Some("withheld");
    facts.iter().map(|fact| (fact["id"].as_str().expect("an id").to_owned(), withheld(fact))).collect()
}

#[test]
fn it_builds_without_a_warning() {
    assert!(BUILT.words.contains(" 0 warnings"), "{}", BUILT.words);
    assert!(!BUILT.words.contains("note["), "{}", BUILT.words);
}

#[test]
fn the_manifest_tells_the_truth() {
    assert_eq!(manifest_faults(&BUILT.folder.path().join("site")), Vec::<String>::new());
}

#[test]
fn both_languages_have_the_same_pages() {
    let all: BTreeSet<&str> = pages().map(|(path, _)| path.as_str()).collect();
    let (english, chinese): (BTreeSet<&str>, BTreeSet<&str>) = all.iter().partition(|path| path.starts_with("en/"));
    let english: BTreeSet<&str> = english.iter().filter_map(|path| path.strip_prefix("en/")).collect();
    assert_eq!(english, chinese);
    assert!(chinese.len() > 100, "{}", chinese.len());
    for (path, html) in pages() {
        let lang = if path.starts_with("en/") { "en" } else { "zh" };
        assert!(html.contains(&format!("<html lang=\"{lang}\">")), "{path}");
    }
}

#[test]
fn every_fact_has_a_page_in_both_languages() {
    let facts = facts();
    assert!(facts.len() >= 24, "{}", facts.len());
    for (id, _) in &facts {
        for folder in ["", "en/"] {
            let html = page(&format!("{folder}s/{id}/index.html"));
            assert!(html.contains("<h1") && html.contains(id), "{folder}s/{id}/");
        }
    }
}

#[test]
fn a_withheld_fact_shows_no_number_anywhere() {
    let figure = Selector::parse(".fact-card, .fact-value, .statistic-figure, .card-fact, .withheld-box").unwrap();
    for (id, _) in facts().iter().filter(|(_, withheld)| *withheld) {
        for folder in ["", "en/"] {
            let html = page(&format!("{folder}s/{id}/index.html"));
            let parsed = Html::parse_document(&html);
            let shown: String = parsed.select(&figure).flat_map(|element| element.text()).collect();
            assert!(!shown.is_empty(), "the page says why");
            assert!(!shown.contains(|c: char| c.is_ascii_digit()), "{folder}{id}: {shown}");
            let description = parsed.select(&Selector::parse("meta[name=description]").unwrap()).next().unwrap();
            let description = description.attr("content").unwrap();
            let said = description.split(['；', ';']).next().unwrap();
            assert!(!said.contains(|c: char| c.is_ascii_digit()), "{description}");
        }
        // Wherever a page names it, the words of the link hold no number but the year of its period.
        let link = Selector::parse(&format!("a[href$=\"{id}/index.html\"]")).unwrap();
        for (path, html) in pages() {
            for link in Html::parse_document(&html).select(&link) {
                let words: String = link.text().collect::<String>().replace("2024年", "").replace("2024", "");
                assert!(!words.contains(|c: char| c.is_ascii_digit()), "{path}: {words}");
            }
        }
    }
}

/// Hosts that may be named: standards' names, the licence, and where sources lie.
fn allowed_hosts() -> BTreeSet<String> {
    let mut hosts: BTreeSet<String> = ["www.w3.org", "creativecommons.org", "www.sitemaps.org"].map(str::to_owned).into();
    for file in ["data/facts.toml", "content/site.toml"] {
        let text = crate::whole::text(&package().join(file));
        let addresses = text.lines().filter(|line| line.starts_with("url = "));
        hosts.extend(addresses.filter_map(host));
    }
    hosts
}

fn host(text: &str) -> Option<String> {
    let (_, rest) = text.split_once("://")?;
    let end = rest.find(|c: char| !(c.is_ascii_alphanumeric() || ".-".contains(c))).unwrap_or(rest.len());
    Some(rest[..end].to_owned())
}

#[test]
fn the_output_names_no_machine_and_no_host_but_known_ones() {
    let allowed = allowed_hosts();
    let here = package().display().to_string();
    for (path, bytes) in &BUILT.files {
        let text = String::from_utf8_lossy(bytes);
        for word in [here.as_str(), "localhost", "127.0.0.1", "/home/", "/tmp/", "file://"] {
            assert!(!text.contains(word), "{path} holds `{word}`");
        }
        for (at, _) in text.match_indices("http") {
            let Some(host) = text[at..].starts_with("http://").then_some(()).or(text[at..].starts_with("https://").then_some(())).and_then(|()| host(&text[at..])) else { continue };
            assert!(allowed.contains(&host), "{path} names {host}");
        }
    }
}

#[test]
fn pages_ask_for_nothing_from_outside_and_run_no_script() {
    let asks = Selector::parse("[src], link[rel=stylesheet], link[rel=icon], script, iframe, form").unwrap();
    for (path, html) in pages() {
        for element in Html::parse_document(&html).select(&asks) {
            let target = element.attr("src").or(element.attr("href")).unwrap_or_default();
            assert!(element.value().name() != "script", "{path} has a script");
            assert!(!target.is_empty() && !target.contains("//"), "{path}: {target}");
        }
    }
}

/// Every link inside the site leads to a file, and to a place in it that exists.
#[test]
fn every_link_leads_somewhere() {
    let (links, ids) = (Selector::parse("[href]").unwrap(), Selector::parse("[id]").unwrap());
    let mut anchors: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
    let mut wanted: Vec<(&str, String, String)> = Vec::new();
    for (path, html) in pages() {
        let html = Html::parse_document(&html);
        anchors.insert(path, html.select(&ids).filter_map(|e| e.attr("id").map(str::to_owned)).collect());
        for href in html.select(&links).filter_map(|e| e.attr("href")).filter(|href| !href.contains(':')) {
            let (file, anchor) = href.split_once('#').unwrap_or((href, ""));
            wanted.push((path, resolve(path, file), anchor.to_owned()));
        }
    }
    for (from, to, anchor) in wanted {
        assert!(BUILT.files.contains_key(&to), "{from} links to {to}, which is not there");
        assert!(anchor.is_empty() || anchors[to.as_str()].contains(&anchor), "{from} links to {to}#{anchor}");
    }
}

fn resolve(from: &str, href: &str) -> String {
    if href.is_empty() {
        return from.to_owned();
    }
    let mut parts: Vec<&str> = from.split('/').collect();
    parts.pop();
    for part in href.split('/') {
        match part {
            ".." => drop(parts.pop().unwrap_or_else(|| panic!("{from}: {href} leaves the site"))),
            "." => {}
            part => parts.push(part),
        }
    }
    parts.join("/")
}

#[test]
fn a_page_with_its_style_sheet_stays_small() {
    let sheets: usize = BUILT.files.iter().filter(|(path, _)| path.ends_with(".css")).map(|(_, bytes)| bytes.len()).sum();
    for (path, html) in pages() {
        assert!(html.len() + sheets < MAX_PAGE, "{path}: {} and {sheets} bytes", html.len());
    }
}

#[test]
fn every_page_shown_from_invented_records_says_so() {
    let dataset: Vec<_> = pages().filter(|(path, _)| path.contains("data/") && !path.ends_with("data/index.html")).collect();
    assert!(dataset.len() >= 14, "{}", dataset.len());
    for (path, html) in dataset {
        let word = if path.starts_with("en/") { "ynthetic data" } else { "模拟数据" };
        assert!(html.contains(word) && html.contains("synthetic"), "{path} does not say that its records are invented");
    }
}
