//! Small sites: the same bytes every time, any number of languages, and what a site may change.

use std::collections::{BTreeMap, BTreeSet};
use std::os::unix::fs::MetadataExt;

use crate::whole::{Site, contents, differing, files, package, text};

#[test]
fn a_second_build_changes_no_byte_no_time_and_no_inode() {
    let site = Site::qingxi();
    let look = || -> BTreeMap<String, (u64, i64, i64, Vec<u8>)> {
        let whole = contents(&site.public()).into_iter();
        whole
            .map(|(path, bytes)| {
                let meta = std::fs::metadata(site.public().join(&path)).unwrap();
                (path, (meta.ino(), meta.mtime(), meta.mtime_nsec(), bytes))
            })
            .collect()
    };
    site.build();
    let first = look();
    assert!(first.len() > 20, "{:?}", first.keys());
    site.build();
    assert_eq!(first, look());
    // A changed page is written anew; every page that does not show it keeps its file.
    site.edit("content/stories/river.zh.md", "孩子有", "孩子共有");
    site.build();
    let second = look();
    let moved: Vec<_> = first.keys().filter(|path| first.get(*path) != second.get(*path)).collect();
    assert_eq!(moved, ["build-manifest.json", "stories/river/index.html"]);
}

#[test]
fn folder_and_number_of_threads_leave_no_trace() {
    let (one, two) = (Site::qingxi(), Site::qingxi());
    let build = |site: &Site, threads: &str| {
        let status = site.command(&["build", "--quiet"]).env("RAYON_NUM_THREADS", threads).status().unwrap();
        assert!(status.success());
        contents(&site.public())
    };
    let (first, second) = (build(&one, "1"), build(&two, "2"));
    assert_eq!(differing(&first, &second), BTreeSet::new());
}

/// Replaces every English text of a settings file: `en = value` becomes what `make` says of `value`.
fn each_english(text: &str, make: impl Fn(&str) -> String) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(at) = rest.find(", en = ") {
        let start = at + ", en = ".len();
        let value = &rest[start..];
        let len = match value.as_bytes()[0] {
            b'{' => value.find('}').unwrap() + 1,
            _ => value[1..].find('"').unwrap() + 2,
        };
        out += &rest[..at];
        out += &make(&value[..len]);
        rest = &value[len..];
    }
    out + rest
}

const SETTINGS: [&str; 4] = ["content/site.toml", "content/charts.toml", "data/catalog.toml", "data/facts.toml"];

/// The site of Qingxi in Chinese, English and Mongolian (in English words).
fn three_languages() -> Site {
    let site = Site::qingxi();
    for file in SETTINGS {
        site.write(file, &each_english(&site.read(file), |value| format!(", en = {value}, mn = {value}")));
    }
    site.edit("content/site.toml", r#"["zh", "en"]"#, r#"["zh", "en", "mn"]"#);
    let codes = site.read("data/codes/county.csv");
    let with_third = |line: &str| match line.rsplit_once(',') {
        Some((_, "en")) => format!("{line},mn\n"),
        Some((_, name)) => format!("{line},{name}\n"),
        None => String::new(),
    };
    site.write("data/codes/county.csv", &codes.lines().map(with_third).collect::<String>());
    for page in files(&site.path("content")).iter().filter_map(|file| file.strip_suffix(".en.md")) {
        site.write(&format!("content/{page}.mn.md"), &site.read(&format!("content/{page}.en.md")));
    }
    site
}

/// Every English word of the interface, each key once, the upper layer's wording.
fn english_words() -> String {
    let mut words: BTreeMap<String, String> = BTreeMap::new();
    for file in ["src/i18n/en.ftl", "src/compose/words/en.ftl", "themes/shanwai/i18n/en.ftl"] {
        let mut key = String::new();
        for line in text(&package().join(file)).lines().filter(|line| !line.starts_with('#')) {
            if let Some((name, _)) = line.split_once(" =").filter(|_| line.starts_with(|c: char| c.is_ascii_alphabetic())) {
                key = name.to_owned();
                words.insert(key.clone(), String::new());
            }
            if let Some(message) = words.get_mut(&key) {
                *message += &format!("{line}\n");
            }
        }
    }
    words.into_values().collect()
}

#[test]
fn a_third_language_needs_its_words_and_then_builds() {
    let site = three_languages();
    let without = site.run(&["build", "--lang", "en"]);
    assert_eq!(without.code, Some(1));
    assert!(without.err.contains("theme/missing-word") && without.err.contains("content/i18n/mn.ftl"), "{}", without.err);
    assert!(!site.public().exists());
    site.write("content/i18n/mn.ftl", &english_words());
    let said = site.build();
    assert!(said.contains("0 warnings"), "{said}");
    let found = files(&site.public());
    for file in files(&site.public().join("en")) {
        assert!(found.contains(&format!("mn/{file}")), "mn/{file} is missing");
    }
    let page = text(&site.public().join("mn/camps/index.html"));
    assert!(page.contains(r#"<html lang="mn""#));
    for lang in ["zh", "en", "mn", "x-default"] {
        assert!(page.contains(&format!(r#"hreflang="{lang}""#)), "{lang}");
    }
    assert_eq!(page.matches(r#"<nav class="languages""#).count(), 1);
    assert!(page.contains("../../en/camps/index.html") && page.contains("../../camps/index.html"));
}

#[test]
fn one_language_is_enough() {
    let site = Site::qingxi();
    for file in SETTINGS {
        site.write(file, &each_english(&site.read(file), |_| String::new()));
    }
    site.edit("content/site.toml", r#"["zh", "en"]"#, r#"["zh"]"#);
    let codes = site.read("data/codes/county.csv");
    let shorter = codes.lines().filter_map(|line| Some(line.rsplit_once(',')?.0.to_owned() + "\n")).collect::<String>();
    site.write("data/codes/county.csv", &shorter);
    for page in files(&site.path("content")).iter().filter(|file| file.ends_with(".en.md")) {
        std::fs::remove_file(site.path("content").join(page)).unwrap();
    }
    let said = site.build();
    assert!(said.contains("0 warnings"), "{said}");
    let home = text(&site.public().join("index.html"));
    assert!(!home.contains("hreflang") && !home.contains(r#"class="languages""#), "{home}");
    assert!(!site.public().join("en").exists() && !site.public().join("zh").exists());
}

#[test]
fn a_base_address_below_a_path_makes_absolute_addresses_where_they_are_needed() {
    let site = Site::qingxi();
    site.edit("content/site.toml", r#"base_url = """#, r#"base_url = "https://data.example.cn/care""#);
    site.build();
    let page = text(&site.public().join("en/camps/index.html"));
    for link in [
        r#"<link rel="canonical" href="https://data.example.cn/care/en/camps/">"#,
        r#"<link rel="alternate" hreflang="zh" href="https://data.example.cn/care/camps/">"#,
        r#"<link rel="alternate" hreflang="en" href="https://data.example.cn/care/en/camps/">"#,
        r#"<link rel="alternate" hreflang="x-default" href="https://data.example.cn/care/camps/">"#,
    ] {
        assert!(page.contains(link), "{link} is missing in\n{page}");
    }
    // What a reader clicks stays relative: the folder opens from a disk too.
    assert!(!page.contains(r#"<a href="https://data.example.cn"#));
    let robots = text(&site.public().join("robots.txt"));
    assert!(robots.contains("Sitemap: https://data.example.cn/care/sitemap.xml"), "{robots}");
    let map = text(&site.public().join("sitemap.xml"));
    assert!(map.contains("<loc>https://data.example.cn/care/</loc>") && map.contains("<loc>https://data.example.cn/care/en/s/camp-cost/</loc>"));
}

#[test]
fn a_site_may_replace_one_template_and_set_one_option() {
    let site = Site::qingxi();
    site.edit("content/site.toml", "[publisher]", "[theme]\nname = \"shanwai\"\n[theme.options]\naccent = \"#7a1f3d\"\n\n[publisher]");
    site.write("templates/fact.html", "{% extends \"base.html\" %}\n{% block main %}<p class=\"own\">{{ page.fact.label }}!</p>{% endblock main %}\n");
    site.build();
    let fact = text(&site.public().join("s/camp-cost/index.html"));
    assert!(fact.contains(r#"<p class="own">"#), "{fact}");
    let page = text(&site.public().join("camps/index.html"));
    assert!(!page.contains(r#"class="own""#) && page.contains("<main"));
    let sheet = files(&site.public().join("assets")).into_iter().find(|file| file.ends_with(".css")).unwrap();
    let sheet = text(&site.public().join("assets").join(sheet));
    assert!(sheet.contains("--accent-light: #7a1f3d") || sheet.contains("--accent-light:#7a1f3d"), "the option is not in the sheet");
}

#[test]
fn the_footer_of_a_government_site_shows_what_is_set_and_warns_of_the_rest() {
    let site = Site::qingxi();
    let bare = site.run(&["check", "--profile", "gov", "--lang", "en"]);
    assert_eq!(bare.code, Some(0), "{}", bare.err);
    assert!(bare.err.contains("gov/missing-item"), "{}", bare.err);
    let gov = "\n[gov]\nsponsor = { zh = \"青溪市民政局\", en = \"Qingxi Civil Affairs Bureau\" }\nicp = \"湘ICP备00000000号\"\n";
    site.write("content/site.toml", &(site.read("content/site.toml") + gov));
    let some = site.run(&["build", "--profile", "gov", "--lang", "en"]);
    assert_eq!(some.code, Some(0), "{}", some.err);
    for missing in ["organiser", "police", "site_code", "report_error"] {
        assert!(some.err.contains(missing), "no word of `{missing}`:\n{}", some.err);
    }
    assert!(some.err.contains("4 warnings"), "{}", some.err);
    let home = text(&site.public().join("en/index.html"));
    assert!(home.contains("湘ICP备00000000号") && home.contains("Qingxi Civil Affairs Bureau"));
    // Without the profile nobody is bothered.
    assert!(!site.build().contains("gov/"));
}

#[test]
fn a_long_list_of_a_taxonomy_is_split_and_every_page_is_on_it_once() {
    let site = Site::qingxi();
    site.edit("content/site.toml", "headline =", "paginate = 2\nheadline =");
    site.build();
    for folder in ["", "en/"] {
        let lists: Vec<String> = files(&site.public().join(folder).join("topic/camps"))
            .iter()
            .map(|file| text(&site.public().join(folder).join("topic/camps").join(file)))
            .collect();
        assert_eq!(lists.len(), 2, "three pages by two make two lists");
        let cards: Vec<usize> = lists.iter().map(|list| list.matches(r#"<li class="card""#).count()).collect();
        assert_eq!(cards.iter().sum::<usize>(), 3, "{cards:?}");
        for page in ["stories/river/index.html", "stories/library/index.html"] {
            let on = lists.iter().filter(|list| list.contains(&format!("../{page}"))).count();
            assert_eq!(on, 1, "{folder}{page}");
        }
    }
    let term = text(&site.public().join("en/topic/index.html"));
    assert!(term.contains("camps/index.html") && term.contains("Camps"));
}

/// Changes one number of the register of the repository's own site.
#[test]
fn a_changed_fact_changes_every_page_that_says_it_and_no_other() {
    let site = Site::huaihua();
    site.build();
    let before = contents(&site.public());
    site.edit("data/facts.toml", "2171", "3171");
    site.build();
    let after = contents(&site.public());
    let holds = |bytes: &[u8], words: &[&str]| {
        let page = String::from_utf8_lossy(bytes);
        words.iter().any(|word| page.contains(word))
    };
    let said: BTreeSet<&String> = before.iter().filter(|(_, b)| holds(b, &["2171", "2,171"])).map(|(p, _)| p).collect();
    assert!(said.len() >= 8, "{said:?}");
    let changed = differing(&before, &after);
    for path in said.iter().filter(|path| path.ends_with(".html")) {
        assert!(changed.contains(*path), "{path} said the old number and did not change");
        assert!(holds(&after[*path], &["3171", "3,171"]), "{path} does not say the new number");
        assert!(!holds(&after[*path], &["2171", "2,171"]), "{path} still says the old number");
        let other = path.strip_prefix("en/").map_or_else(|| format!("en/{path}"), str::to_owned);
        assert!(said.contains(&other), "{path} says it and {other} does not");
    }
    let derived = ["s/love-guardians/", "s/services-per-guardian/", "../love-guardians/", "../services-per-guardian/"];
    let own = ["love-guardians", "services-per-guardian"];
    for path in changed.iter().filter(|path| *path != "build-manifest.json") {
        let concerned = own.iter().any(|id| path.contains(id)) || holds(&before[path], &derived) || said.contains(path);
        assert!(concerned, "{path} changed and does not say the fact");
    }
}
