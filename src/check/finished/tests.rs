use super::*;
use crate::diag::Tongue;

fn judged(files: &[(&str, &str)]) -> Vec<String> {
    let known = Noted::new();
    let finished = Finished::new(Some("https://example.org/"), Unspoken::new(["facts-name", "camp_city", "year"]), &known);
    for (path, text) in files {
        finished.see(path, text.as_bytes());
    }
    let folder = tempfile::tempdir().unwrap();
    let (root, sink) = (Root::open(folder.path()).unwrap(), Sink::new());
    finished.judge(&BTreeMap::new(), &root, &sink);
    sink.sorted().iter().map(|found| format!("{} {}", found.rule.id, found.message.get(Tongue::En))).collect()
}

const PAGE: &str = "<html lang=\"en\"><p id=\"one\">x</p></html>";

#[test]
fn links_of_every_kind_of_file_are_followed() {
    let good = [
        (
            "index.html",
            "<a href=\"en/index.html#one\"><img src=\"a.png\" alt=\"a kite\" srcset=\"a.png 1x\"></a><script type=\"application/ld+json\">{\"url\":\"https://example.org/en/\"}</script>",
        ),
        ("en/index.html", PAGE),
        ("a.png", ""),
        ("feed.xml", "<feed xmlns=\"http://www.w3.org/2005/Atom\"><link href=\"https://example.org/en/\"/></feed>"),
        ("sitemap.xml", "<urlset><url><loc>https://example.org/</loc></url></urlset>"),
        ("catalog.ttl", "<https://example.org/en/index.html#this> a x:Y ."),
        ("assets/site.css", "a { background: url(\"../a.png\") }"),
    ];
    assert_eq!(judged(&good), Vec::<String>::new());
    for (path, text) in [
        ("x.html", "<a href=\"nowhere.html\">x</a>"),
        ("x.html", "<img alt=\"a kite\" srcset=\"nowhere.html 2x\">"),
        ("x.html", "<script type=\"application/ld+json\">{\"url\":\"https://example.org/nowhere.html\"}</script>"),
        ("x.html", "<meta property=\"og:image\" content=\"https://example.org/nowhere.html\">"),
        ("feed.xml", "<feed><link href=\"https://example.org/nowhere.html\"/></feed>"),
        ("sitemap.xml", "<urlset><url><loc>https://example.org/nowhere.html</loc></url></urlset>"),
        ("catalog.ttl", "<https://example.org/nowhere.html#it> a x:Y ."),
        ("data.json", "{\"href\": \"https://example.org/nowhere.html\"}"),
        ("site.css", "a { background: url(nowhere.html) }"),
    ] {
        assert_eq!(judged(&[(path, text)]), ["links/broken-link the site has no `nowhere.html`"], "{path}: {text}");
    }
}

#[test]
fn a_place_in_a_page_must_be_there() {
    assert_eq!(
        judged(&[("index.html", "<a href=\"en/index.html#two\">x</a>"), ("en/index.html", PAGE)]),
        ["links/broken-anchor there is no place `en/index.html#two`"]
    );
}

#[test]
fn one_fault_on_many_pages_is_told_once() {
    let pages: Vec<(String, &str)> = (0..5).map(|n| (format!("{n}.html"), "<a href=\"nowhere/\">x</a>")).collect();
    let pages: Vec<(&str, &str)> = pages.iter().map(|(path, text)| (path.as_str(), *text)).collect();
    assert_eq!(judged(&pages).len(), 1);
}

#[test]
fn pictures_and_words_are_judged() {
    let page = |inside: &str| judged(&[("en/x.html", &format!("<html lang=\"en\">{inside}</html>")), ("en/a.png", "")]);
    for (inside, wanted) in [
        ("<img src=\"a.png\">", "links/no-alt the picture `a.png` has no words"),
        ("<img src=\"a.png\" alt=\"\">", "links/no-alt the picture `a.png` has no words"),
        ("<img src=\"a.png\" alt=\"IMG_0001\">", "links/alt-file-name the words of the picture `a.png` are the name of a file"),
        ("<img src=\"a.png\" alt=\"风筝\">", "translate/unmarked-chinese Chinese that is not marked as such: `风筝`"),
        ("<p>facts-name</p>", "translate/leaked-key the page shows `facts-name`"),
        ("<td> camp_city </td>", "translate/leaked-key the page shows `camp_city`"),
        ("<p>See {{ fact }}</p>", "translate/leaked-key the page shows `See {{ fact }}`"),
    ] {
        assert_eq!(page(inside), [wanted], "{inside}");
    }
    for inside in [
        "<img src=\"a.png\" alt=\"\" role=\"presentation\">",
        "<img src=\"a.png\" alt=\"a kite\">",
        "<p lang=\"zh\">风筝</p>",
        "<code>facts-name</code><p>year</p><p>the facts-name of it</p>",
    ] {
        assert_eq!(page(inside), Vec::<String>::new(), "{inside}");
    }
}

#[test]
fn addresses_outside_are_listed_and_not_asked_for() {
    let known = Noted::new();
    let finished = Finished::new(None, Unspoken::default(), &known);
    finished.see("a.html", b"<a href=\"https://example.com/\">x</a><a href=\"mailto:x@example.com\">y</a>");
    finished.see("b.html", b"<a href=\"https://example.com/\">x</a>");
    let listed = finished.external();
    assert_eq!(
        listed.into_iter().collect::<Vec<_>>(),
        [("https://example.com/".to_owned(), vec!["a.html".to_owned(), "b.html".to_owned()])]
    );
}
