//! A source that is invented: whatever is said on its word is marked, wherever it stands.

use super::support::{base, edit, good, read, tree};

#[test]
fn figures_of_an_invented_source_are_marked_on_pages_in_pictures_in_citations_and_in_data() {
    let site = base();
    let plain = |path: &str| read(&site.path().join("public").join(path));
    edit(&site.path().join("content/site.toml"), "base_url = \"\"", "base_url = \"https://example.org/\"");
    good(site.path(), &["build", "--quiet", "--as-of", "2025-03-01"]);
    assert!(!plain("s/camp-children/index.html").contains("模拟数据"), "nothing is marked that was not declared");
    assert!(plain("s/camp-children/fact.json").contains("\"synthetic\": false"));
    let facts = site.path().join("data/facts.toml");
    edit(&facts, "id = \"report\"\n", "id = \"report\"\nsynthetic = true\n");
    good(site.path(), &["build", "--quiet", "--as-of", "2025-03-01"]);
    for (page, marked, banner) in [
        ("s/camp-children/index.html", "参加夏令营的儿童（模拟数据）", "本页含有演示用的虚构记录"),
        ("en/s/camp-children/index.html", "Children at the camp (synthetic data)", "invented demonstration records"),
        ("s/index.html", "参加夏令营的儿童（模拟数据）", "本页含有演示用的虚构记录"),
    ] {
        let text = plain(page);
        assert!(text.contains(marked) && text.contains(banner), "{page}: {text}");
    }
    let document: serde_json::Value = serde_json::from_str(&plain("s/camp-children/fact.json")).expect("JSON");
    assert_eq!((&document["synthetic"], &document["source"]["synthetic"]), (&true.into(), &true.into()));
    assert!(plain("api/v1/facts.json").contains("\"synthetic\": true"));
    let bib = plain("s/camp-children/camp-children.en.bib");
    assert!(bib.contains("(synthetic data)"), "{bib}");
    // What was derived from it is marked, too, and so is every page that says one of its figures.
    let mut said = 0;
    for (path, bytes) in tree(&site.path().join("public")).iter().filter(|(path, _)| path.ends_with(".html")) {
        let text = String::from_utf8_lossy(bytes);
        if text.contains("data-fact=\"") {
            said += 1;
            let mark = if path.starts_with("en/") { "synthetic data" } else { "模拟数据" };
            assert!(text.to_lowercase().contains(mark), "{path}");
        }
    }
    assert!(said > 6, "{said} pages say a figure");
}
