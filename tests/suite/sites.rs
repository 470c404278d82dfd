//! Small sites, each with one feature; every output is the same bytes however it was made.

use std::collections::BTreeMap;
use std::os::unix::fs::MetadataExt;
use std::path::Path;

use super::support::{Tree, assert_same, base, edit, good, read, run, shanwai, temporary, tree, write};

fn page(files: &Tree, path: &str) -> String {
    String::from_utf8(files.get(path).unwrap_or_else(|| panic!("no {path}")).clone()).expect("UTF-8")
}

fn build(site: &Path) -> Tree {
    good(site, &["build", "--quiet"]);
    tree(&site.join("public"))
}

/// Inode and time of every file.
fn lying(out: &Path) -> BTreeMap<String, (u64, i64, i64)> {
    let paths = tree(out).into_keys();
    paths
        .map(|path| {
            let meta = std::fs::symlink_metadata(out.join(&path)).expect("there");
            (path, (meta.ino(), meta.mtime(), meta.mtime_nsec()))
        })
        .collect()
}

#[test]
fn a_second_build_writes_nothing() {
    let site = base();
    let first = build(site.path());
    let before = lying(&site.path().join("public"));
    assert_same(&first, &build(site.path()), "second build");
    assert_eq!(before, lying(&site.path().join("public")));
}

#[test]
fn a_changed_page_leaves_the_other_files_where_they_lie() {
    let site = base();
    let (first, out) = (build(site.path()), site.path().join("public"));
    let before = lying(&out);
    edit(&site.path().join("content/camps.zh.md"), "共花费", "一共花费");
    let second = build(site.path());
    let changed: Vec<&str> = second.keys().filter(|p| first.get(*p) != second.get(*p)).map(String::as_str).collect();
    // The words of the page are found by searching, too.
    let expected = [
        "build-manifest.json",
        "camps/index.html",
        "print/index.html",
        "search/index.html",
        "search/zh/files.json",
        "search/zh/t0.js",
    ];
    assert_eq!(changed, expected);
    let after = lying(&out);
    for (path, place) in before.iter().filter(|(path, _)| !changed.contains(&path.as_str())) {
        assert_eq!(Some(place), after.get(path), "{path}");
    }
}

#[test]
fn neither_folder_nor_number_of_threads_shows() {
    let (one, two) = (base(), base());
    let mut trees = Vec::new();
    for (site, threads) in [(&one, "1"), (&two, "2")] {
        let done = shanwai(site.path(), &["build", "--quiet"]).env("RAYON_NUM_THREADS", threads).status().expect("runs");
        assert!(done.success());
        trees.push(tree(&site.path().join("public")));
    }
    assert_same(&trees[0], &trees[1], "another folder and another number of threads");
}

/// Gives every text of a settings file a third language, with the words of the second.
fn with_third(text: &str) -> String {
    let mut made = String::new();
    let mut rest = text;
    while let Some(at) = rest.find("en = ") {
        let value = &rest[at + 5..];
        let end = match value.chars().next() {
            Some('{') => value.find('}').expect("closed") + 1,
            Some('"') if !rest[..at].ends_with(char::is_alphanumeric) => value[1..].find('"').expect("closed") + 2,
            _ => 0,
        };
        made += &rest[..at + 5 + end];
        if end > 0 {
            made += &format!(", mn = {}", &value[..end]);
        }
        rest = &value[end..];
    }
    made + rest
}

/// Translates a file that `shanwai words` wrote with the English it holds: takes away the marks before its words.
pub(crate) fn translated(words: &str) -> String {
    let key =
        |line: &str| line.split_once(" = ").is_some_and(|(key, _)| key.chars().all(|c| c.is_ascii_alphanumeric() || c == '-'));
    words.lines().map(|line| line.strip_prefix("# ").filter(|rest| key(rest)).unwrap_or(line).to_owned() + "\n").collect()
}

pub(crate) fn three_languages() -> tempfile::TempDir {
    let site = base();
    let at = |path: &str| site.path().join(path);
    for path in ["content/site.toml", "content/charts.toml", "data/catalog.toml", "data/facts.toml"] {
        let text = with_third(&read(&at(path)));
        write(&at(path), text.as_bytes());
    }
    edit(&at("content/site.toml"), "languages = [\"zh\", \"en\"]", "languages = [\"zh\", \"en\", \"mn\"]");
    write(&at("data/codes/county.csv"), "code,zh,en,mn\n01,南岭县,Nanling,Наньлин\n02,北川县,Beichuan,Бэйчуань\n".as_bytes());
    for name in ["index", "camps"] {
        let text = read(&at(&format!("content/{name}.en.md")));
        write(&at(&format!("content/{name}.mn.md")), text.as_bytes());
    }
    let done = run(site.path(), &["words", "mn"]);
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    let words = read(&at("content/i18n/mn.ftl"));
    write(&at("content/i18n/mn.ftl"), translated(&words).as_bytes());
    site
}

#[test]
fn a_third_language_is_a_language_like_the_others() {
    let site = three_languages();
    let files = build(site.path());
    let home = page(&files, "mn/index.html");
    assert!(home.contains("lang=\"mn\""), "{home}");
    for path in files.keys().filter(|path| path.starts_with("en/") && path.ends_with(".html")) {
        assert!(files.contains_key(&path.replacen("en/", "mn/", 1)), "{path}");
    }
    assert!(page(&files, "mn/places/01/index.html").contains("Наньлин"));
}

#[test]
fn a_third_language_without_an_interface_word_is_refused_by_name() {
    let site = three_languages();
    let path = site.path().join("content/i18n/mn.ftl");
    let text = read(&path);
    let kept: Vec<&str> = text.lines().filter(|line| !line.starts_with("facts-name")).collect();
    write(&path, kept.join("\n").as_bytes());
    let done = run(site.path(), &["check", "--lang", "en"]);
    let said = String::from_utf8_lossy(&done.stderr);
    assert_eq!(done.status.code(), Some(1), "{said}");
    assert!(said.contains("facts-name") && said.contains("mn"), "{said}");
    assert_eq!(said.matches("error[").count(), 1, "one word, one message: {said}");
}

#[test]
fn the_words_of_a_language_come_from_one_command_and_are_told_at_once() {
    let site = three_languages();
    let path = site.path().join("content/i18n/mn.ftl");
    std::fs::remove_file(&path).expect("the words are there");
    let told = || {
        let done = run(site.path(), &["check", "--lang", "en", "--message-format", "json"]);
        let said = String::from_utf8(done.stdout).expect("UTF-8");
        said.lines().map(|line| serde_json::from_str::<serde_json::Value>(line).expect("an object")).collect::<Vec<_>>()
    };
    let found = told();
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!(found[0]["id"], "i18n/missing-word");
    let missing = found[0]["names"].as_array().expect("every name").len();
    for key in ["skip-link", "facts-name", "bound-about", "chart-synthetic", "decimal-point"] {
        assert!(found[0]["names"].as_array().expect("names").iter().any(|name| name == key), "{key}");
    }
    assert!(found[0]["help"].to_string().contains("shanwai words mn"), "{found:?}");

    // What the command writes is missing until it is translated; a second run keeps what is.
    assert!(run(site.path(), &["words", "mn"]).status.success());
    let untranslated = read(&path);
    assert_eq!(told()[0]["names"].as_array().expect("every name").len(), missing);
    let own = translated(&untranslated).replace("\nchart-synthetic = Synthetic data\n", "\n# ours\nchart-synthetic = Зохиомол\n");
    let own = own.replace("\ndecimal-point = .\n", "\ndecimal-point = ,\n");
    write(&path, own.as_bytes());
    assert!(run(site.path(), &["words", "mn"]).status.success());
    assert_eq!(read(&path), own);
    assert!(told().is_empty());
}

#[test]
fn charts_speak_a_third_language() {
    let site = three_languages();
    let path = site.path().join("content/i18n/mn.ftl");
    edit(&path, "\nchart-kind-column = Bar chart, ", "\nchart-kind-column = Grafik, ");
    let files = build(site.path());
    let pages: Vec<String> =
        files.keys().filter(|path| path.starts_with("mn/") && path.ends_with(".html")).map(|path| page(&files, path)).collect();
    assert!(pages.iter().any(|page| page.contains("Grafik, 2")));
    assert!(pages.iter().all(|page| !page.contains("Bar chart")));
}

#[test]
fn a_language_that_was_just_switched_on_lacks_texts_and_nothing_else() {
    let site = base();
    edit(&site.path().join("content/site.toml"), "languages = [\"zh\", \"en\"]", "languages = [\"zh\", \"en\", \"fr\"]");
    let done = run(site.path(), &["check", "--lang", "en", "--message-format", "json"]);
    let said = String::from_utf8(done.stdout).expect("UTF-8");
    let found: Vec<serde_json::Value> = said.lines().map(|line| serde_json::from_str(line).expect("an object")).collect();
    assert!(found.len() > 10, "{said}");
    for one in found {
        let column = one["id"] == "config/code-list" && one["text"] == "the column `fr` is missing";
        assert!(column || one["id"] == "config/missing-translation", "{one}");
    }
}

#[test]
fn one_language_stands_alone() {
    let site = base();
    let at = |path: &str| site.path().join(path);
    edit(&at("content/site.toml"), "[\"zh\", \"en\"]", "[\"zh\"]");
    for path in ["content/site.toml", "content/charts.toml", "data/catalog.toml", "data/facts.toml"] {
        let text = read(&at(path));
        let mut made = String::new();
        let mut rest = text.as_str();
        while let Some(start) = rest.find(", en = ") {
            let value = &rest[start + 7..];
            let end = if value.starts_with('{') { value.find('}') } else { value[1..].find('"').map(|e| e + 1) };
            made += &rest[..start];
            rest = &value[end.expect("closed") + 1..];
        }
        write(&at(path), (made + rest).as_bytes());
    }
    write(&at("data/codes/county.csv"), "code,zh\n01,南岭县\n02,北川县\n".as_bytes());
    for name in ["index", "camps"] {
        std::fs::remove_file(at(&format!("content/{name}.en.md"))).expect("there");
    }
    let files = build(site.path());
    assert!(!files.keys().any(|path| path.starts_with("en/")));
    assert!(!page(&files, "index.html").contains("hreflang=\"en\""));
}

#[test]
fn a_base_address_below_a_path_shows_in_every_address_for_machines() {
    let site = base();
    edit(&site.path().join("content/site.toml"), "base_url = \"\"", "base_url = \"https://www.example.org/open\"");
    let files = build(site.path());
    let home = page(&files, "en/camps/index.html");
    let whole = "https://www.example.org/open/";
    assert!(home.contains(&format!("rel=\"canonical\" href=\"{whole}en/camps/")), "{home}");
    assert!(home.contains(&format!("href=\"{whole}camps/")), "hreflang names the other language");
    assert!(page(&files, "robots.txt").contains(&format!("Sitemap: {whole}sitemap.xml")));
    assert!(page(&files, "sitemap.xml").contains(&format!("<loc>{whole}en/camps/")));
    assert!(!home.contains("<a href=\"https://www.example.org"), "links between pages stay relative");
}

#[test]
fn without_a_base_address_nothing_pretends_to_have_one() {
    let site = base();
    let files = build(site.path());
    assert!(!page(&files, "index.html").contains("rel=\"canonical\""));
    assert!(!page(&files, "robots.txt").contains("Sitemap"));
}

#[test]
fn a_file_of_the_theme_is_copied_into_the_site_once() {
    let site = base();
    let copy = site.path().join("templates/page.html");
    let listed = run(site.path(), &["theme"]);
    assert!(String::from_utf8_lossy(&listed.stdout).lines().any(|line| line == "templates/page.html"));
    assert!(!copy.exists(), "a list writes nothing");
    run(site.path(), &["theme", "templates/page.html"]);
    edit(&copy, "{% block main %}", "{% block main %}\n<p>own words</p>");
    let again = run(site.path(), &["theme", "templates/page.html", "--lang", "en"]);
    assert_eq!(again.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&again.stderr).contains("the site has `templates/page.html` already"));
    assert!(page(&build(site.path()), "camps/index.html").contains("own words"), "the site uses its copy");
}

#[test]
fn a_site_overrides_one_template_and_one_option() {
    let site = base();
    write(&site.path().join("templates/page.html"), b"<!doctype html>\n<title>{{ page.title }}</title><p>own words</p>\n");
    edit(
        &site.path().join("content/site.toml"),
        "[publisher]",
        "[theme]\nname = \"shanwai\"\n[theme.options]\naccent = \"#7a1f3d\"\n\n[publisher]",
    );
    let files = build(site.path());
    assert!(page(&files, "camps/index.html").contains("own words"));
    assert!(!page(&files, "index.html").contains("own words"), "other templates are the theme's");
    let styled = files.iter().any(|(path, bytes)| {
        (path.ends_with(".css") || path.ends_with(".html")) && String::from_utf8_lossy(bytes).contains("#7a1f3d")
    });
    assert!(styled, "the option shows");
}

#[test]
fn a_government_footer_shows_what_is_given_and_the_profile_warns_of_the_rest() {
    let site = base();
    let table = "[gov]\nicp = \"湘ICP备00000001号\"\n\n[publisher]";
    edit(&site.path().join("content/site.toml"), "[publisher]", table);
    let said = good(site.path(), &["build", "--lang", "en", "--profile", "gov"]);
    assert!(said.matches("warning[gov/missing-item]").count() >= 3, "{said}");
    let files = tree(&site.path().join("public"));
    assert!(page(&files, "index.html").contains("湘ICP备00000001号"));
    let said = good(site.path(), &["build", "--lang", "en"]);
    assert!(!said.contains("warning["), "{said}");
}

#[test]
fn terms_list_their_pages_in_parts() {
    let site = base();
    edit(&site.path().join("content/site.toml"), "base_url = \"\"", "base_url = \"\"\npaginate = 2");
    for number in ["one", "two", "three", "four"] {
        for lang in ["zh", "en"] {
            let text = read(&site.path().join(format!("content/camps.{lang}.md")));
            write(&site.path().join(format!("content/camp-{number}.{lang}.md")), text.as_bytes());
        }
    }
    let files = build(site.path());
    for path in
        ["topic/index.html", "topic/camps/index.html", "topic/camps/page/2/index.html", "en/topic/camps/page/3/index.html"]
    {
        assert!(files.contains_key(path), "{path}");
    }
    assert!(!files.contains_key("topic/camps/page/4/index.html"));
    assert!(page(&files, "topic/camps/page/2/index.html").contains("/3/index.html"), "parts lead on");
}

#[test]
fn a_changed_fact_changes_every_page_that_says_it_and_no_other_page() {
    let site = base();
    let first = build(site.path());
    edit(&site.path().join("data/facts.toml"), "value = \"80000\"", "value = \"80100\"");
    let second = build(site.path());
    let changed: Vec<&str> =
        second.keys().filter(|p| p.ends_with(".html") && first.get(*p) != second.get(*p)).map(String::as_str).collect();
    let expected = [
        "camps/index.html",
        "embed/s/camp-cost/index.html",
        "en/camps/index.html",
        "en/embed/s/camp-cost/index.html",
        "en/print/index.html",
        "en/s/camp-cost/index.html",
        "en/s/index.html",
        "en/search/index.html",
        "print/index.html",
        "s/camp-cost/index.html",
        "s/index.html",
        "search/index.html",
    ];
    assert_eq!(changed, expected);
    for path in ["camps/index.html", "en/camps/index.html"] {
        let text = page(&second, path);
        assert!(text.contains("8.01万") || text.contains("80100") || text.contains("80,100"), "{path}");
    }
}

#[test]
fn the_date_comes_from_the_command_and_never_from_the_clock() {
    let site = base();
    good(site.path(), &["build", "--quiet", "--as-of", "2031-05-06"]);
    let files = tree(&site.path().join("public"));
    assert!(page(&files, "index.html").contains("2031"), "the date is shown");
    assert!(!page(&build(site.path()), "index.html").contains("2031"));
}

#[test]
fn a_new_site_builds_without_a_warning_and_knows_no_other_city() {
    let folder = temporary();
    let done = run(folder.path(), &["new", "town", "--lang", "en"]);
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    let town = folder.path().join("town");
    let said = good(&town, &["build", "--lang", "en"]);
    assert!(said.contains(" 0 warnings"), "{said}");
    for (path, bytes) in tree(&town) {
        let text = String::from_utf8_lossy(&bytes);
        for word in ["怀化", "Huaihua", "沅陵", "会同"] {
            assert!(!text.contains(word), "{path}: {word}");
        }
    }
}
