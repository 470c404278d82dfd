//! The repository's own site: whole, without a warning, and without a number that must not be there.

use std::path::Path;

use super::support::{built, manifest_faults, package, read, run};

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// The words of a page, without tags.
fn words(html: &str) -> String {
    scraper::Html::parse_document(html).root_element().text().collect()
}

fn facts() -> toml::Table {
    read(&package().join("data/facts.toml")).parse().expect("TOML")
}

#[test]
fn the_site_builds_without_a_warning_and_its_manifest_is_right() {
    let site = built();
    assert!(site.said.contains(" 0 warnings") && !site.said.contains("warning["), "{}", site.said);
    let faults = manifest_faults(&site.out());
    assert!(faults.is_empty(), "{faults:?}");
    for name in ["index.html", "en/index.html", "404.html", "feed.xml", "en/feed.xml", "robots.txt"] {
        assert!(site.files.contains_key(name), "{name}");
    }
}

#[test]
fn every_page_exists_in_both_languages_and_says_so() {
    let files = &built().files;
    let pages: Vec<&String> = files.keys().filter(|path| path.ends_with(".html")).collect();
    for path in &pages {
        let other = path.strip_prefix("en/").map_or_else(|| format!("en/{path}"), str::to_owned);
        assert!(files.contains_key(&other), "{path} has no {other}");
        let lang = if path.starts_with("en/") { "lang=\"en" } else { "lang=\"zh" };
        assert!(text(&files[*path]).contains(lang), "{path} is not marked {lang}");
    }
    for fact in facts()["fact"].as_array().expect("facts") {
        let id = fact["id"].as_str().expect("an id");
        for path in [format!("s/{id}/index.html"), format!("en/s/{id}/index.html")] {
            assert!(files.contains_key(&path), "{path}");
        }
    }
}

/// The numbers of a text that are neither years, days and months, nor parts of a code such as `GC-03`; with what follows them.
fn counts(said: &str) -> Vec<String> {
    let months = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    let mut found = Vec::new();
    let mut last = 0;
    for (start, _) in said.match_indices(|c: char| c.is_ascii_digit()) {
        if start < last {
            continue;
        }
        let run: String = said[start..].chars().take_while(char::is_ascii_digit).collect();
        last = start + run.len();
        let after = &said[last..];
        let year = run.len() == 4 && run.starts_with("20");
        let day = after.starts_with(['月', '日']) || months.iter().any(|month| after.trim_start().starts_with(month));
        let code = said[..start].ends_with('-');
        if !(year || day || code) {
            found.push(run + &after.chars().take(10).collect::<String>());
        }
    }
    found
}

#[test]
fn planted_counts_are_found_and_dates_are_not() {
    assert_eq!(counts("2024年安置2名，15 February 2025，指标 GC-03，2月15日"), ["2名，15 Febru"]);
}

/// The withheld number is small; its own pages hold no number but dates, and nowhere does one stand in its words.
#[test]
fn the_withheld_fact_has_no_number_anywhere() {
    let files = &built().files;
    let register = facts();
    let all = register["fact"].as_array().expect("facts");
    let withheld: Vec<&toml::Value> = all.iter().filter(|f| f["status"].as_str() == Some("withheld")).collect();
    assert!(!withheld.is_empty(), "the register withholds something");
    for fact in withheld {
        assert!(fact.get("value").is_none() && fact.get("range").is_none() && fact.get("as_printed").is_none());
        let id = fact["id"].as_str().expect("an id");
        for path in [format!("s/{id}/index.html"), format!("en/s/{id}/index.html")] {
            let html = scraper::Html::parse_document(&text(&files[&path]));
            let article = scraper::Selector::parse("main").expect("a selector");
            let mut said: String = html.select(&article).flat_map(|main| main.text()).collect();
            // The names of citation styles have numbers of their own, and so have the sizes in code to be copied.
            // So have the titles of charts that show other figures beside it.
            let styles = scraper::Selector::parse(".citations dt, textarea, [aria-labelledby=fact-charts]").expect("a selector");
            for style in html.select(&styles) {
                said = said.replace(&style.text().collect::<String>(), "");
            }
            let counts = counts(&said);
            assert!(counts.is_empty(), "{path}: {counts:?}");
        }
        for (path, bytes) in files.iter().filter(|(path, _)| path.ends_with(".html")) {
            for label in ["zh", "en"].map(|lang| fact["label"][lang].as_str().expect("a label")) {
                for (at, _) in text(bytes).match_indices(label) {
                    // Up to the next tag or the end of an attribute, also where both are escaped as code to be copied.
                    let near: String = text(bytes)[at + label.len()..].chars().take_while(|c| !"<&\"".contains(*c)).collect();
                    assert!(counts(&near).is_empty(), "{path}: `{label}{near}`");
                }
            }
        }
        let own = words(&text(&files[&format!("en/s/{id}/index.html")]));
        assert!(own.to_lowercase().contains("withheld") || own.contains("not published"), "{id} says why");
    }
}

/// The site's own address, its licence, and the names of vocabularies, which nobody looks up.
const OWN: [&str; 15] = [
    "https://huaihua.shanwai.example/",
    "https://creativecommons.org/licenses/",
    "http://www.w3.org/",
    "http://www.sitemaps.org/",
    "https://schema.org/",
    "https://json-schema.org/",
    "https://datapackage.org/profiles/",
    "http://purl.org/",
    "http://xmlns.com/",
    "http://data.europa.eu/",
    "http://publications.europa.eu/",
    "https://www.iana.org/assignments/",
    "http://spdx.org/",
    "http://schemas.openxmlformats.org/",
    "http://schemas.microsoft.com/",
];

#[test]
fn no_file_names_a_machine_or_another_host() {
    let files = &built().files;
    let source = facts();
    let sources = source["source"].as_array().expect("sources");
    let mut allowed: Vec<String> = sources.iter().filter_map(|s| Some(s.get("url")?.as_str()?.to_owned())).collect();
    allowed.extend(OWN.map(str::to_owned));
    let machine = [package().to_string_lossy().into_owned(), built().out().to_string_lossy().into_owned()];
    for (path, bytes) in files {
        let text = text(bytes);
        assert!(!machine.iter().any(|place| text.contains(place.as_str())), "{path} names a folder of this machine");
        assert!(!text.contains("localhost") && !text.contains("127.0.0.1"), "{path} names this machine");
        for scheme in ["http://", "https://"] {
            for (at, _) in text.match_indices(scheme) {
                let known = allowed.iter().any(|host| text[at..].starts_with(host.as_str()));
                assert!(known, "{path}: {}", text[at..].chars().take(60).collect::<String>());
            }
        }
    }
}

#[test]
fn every_link_of_every_page_leads_to_a_file() {
    let files = &built().files;
    let selector = scraper::Selector::parse("[href], [src]").expect("a selector");
    let mut broken = Vec::new();
    for (path, bytes) in files.iter().filter(|(path, _)| path.ends_with(".html")) {
        let html = scraper::Html::parse_document(&text(bytes));
        for element in html.select(&selector) {
            let link = element.value().attr("href").or_else(|| element.value().attr("src")).unwrap_or_default();
            if link.is_empty() || link.starts_with('#') || link.contains(':') {
                continue;
            }
            // The 404 page is sent for any address: its links begin at the root.
            let path = if link.starts_with('/') { "index.html" } else { path };
            let target = resolve(path, link.trim_start_matches('/').split(['#', '?']).next().unwrap_or_default());
            if !files.contains_key(&target) {
                broken.push(format!("{path}: {link}"));
            }
        }
    }
    assert!(broken.is_empty(), "{} links: {:?}", broken.len(), &broken[..broken.len().min(20)]);
}

fn resolve(page: &str, link: &str) -> String {
    let mut parts: Vec<&str> =
        Path::new(page).parent().and_then(Path::to_str).unwrap_or("").split('/').filter(|p| !p.is_empty()).collect();
    for part in link.split('/') {
        match part {
            "" | "." => {}
            ".." => drop(parts.pop()),
            part => parts.push(part),
        }
    }
    parts.join("/")
}

#[test]
fn pages_are_small() {
    let files = &built().files;
    for (path, bytes) in files.iter().filter(|(path, _)| path.ends_with(".html")) {
        // The print edition is the whole site in one document.
        let most = if path.ends_with("print/index.html") { 1_500_000 } else { 250_000 };
        assert!(bytes.len() < most, "{path}: {} bytes", bytes.len());
    }
    assert!(!words(&text(&files["index.html"])).is_empty());
}

#[test]
fn the_tool_that_attacks_foreign_tables_finds_nothing_in_ours() {
    let files = &built().files;
    let tables: Vec<String> = files.keys().filter(|path| path.starts_with("data/") && path.ends_with(".csv")).cloned().collect();
    assert!(tables.len() >= 20, "{tables:?}");
    let mut withheld = 0;
    for table in tables {
        let path = built().out().join(&table);
        let done = run(package(), &["audit", "--message-format", "json", &path.to_string_lossy()]);
        let said = String::from_utf8_lossy(&done.stdout).into_owned();
        assert_eq!(done.status.code(), Some(0), "{table}: {said}{}", String::from_utf8_lossy(&done.stderr));
        let summary: serde_json::Value = serde_json::from_str(said.lines().last().unwrap_or("")).expect("JSON");
        withheld += summary["withheld"].as_u64().unwrap_or(0);
    }
    assert!(withheld > 100, "{withheld}: the marks were read");
}
