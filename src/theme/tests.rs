//! The contract between views and templates: every template renders with the view it serves, in every language.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::views::*;
use super::*;
use crate::config::ThemeSettings;
use crate::model::Languages;

/// A catalogue that reads the simple words of the theme's own sources: `key = text { $name }`, `{" "}` for a space.
struct Plain(BTreeMap<String, String>);

impl Translate for Plain {
    fn word(&self, key: &str, args: &[(String, String)]) -> Option<String> {
        let mut text = self.0.get(key)?.replace("{\" \"}", " ");
        for (name, value) in args {
            text = text.replace(&format!("{{ ${name} }}"), value);
        }
        (!text.contains("{ $")).then_some(text)
    }
}

fn plain(lang: &Lang, sources: &[Arc<Source>], asked: &Asked, sink: &Sink) -> Result<Arc<dyn Translate>, Failed> {
    let lines = sources.iter().flat_map(|source| source.text().lines());
    let pairs = lines.filter(|line| !line.starts_with('#')).filter_map(|line| line.split_once(" = "));
    let words: BTreeMap<String, String> = pairs.map(|(key, text)| (key.to_owned(), text.to_owned())).collect();
    match asked.keys.iter().find(|key| !words.contains_key(*key)) {
        Some(key) => {
            Err(sink.fail(Diagnostic::error(&words::MISSING_WORD, crate::say!("{lang} {key}", "`{lang}` lacks `{key}`"))))
        }
        None => Ok(Arc::new(Plain(words))),
    }
}

/// Settings of a site with these languages and options; what themes do not read is empty.
fn site(languages: &[&str], theme: &str, options: &[(&str, &str)]) -> Site {
    let languages = Languages::new(languages.iter().map(|tag| Lang::new(tag).unwrap()).collect()).unwrap();
    Site {
        theme: ThemeSettings {
            name: theme.into(),
            options: options.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect(),
            spans: BTreeMap::new(),
        },
        ..Site::bare(languages)
    }
}

/// Loads a theme for a site folder made of these files.
fn load(files: &[(&str, &str)], site: &Site) -> Result<Theme, Vec<Diagnostic>> {
    let dir = tempfile::tempdir().unwrap();
    write(dir.path(), files);
    let sink = Sink::new();
    Theme::load(&Root::open(dir.path()).unwrap(), site, plain, &sink).map_err(|_| sink.sorted())
}

#[expect(clippy::disallowed_methods, reason = "a test's own folder")]
fn write(dir: &std::path::Path, files: &[(&str, &str)]) {
    for (path, text) in files {
        let path = dir.join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
}

/// Findings in a few lines, for failing tests.
fn told(all: &[Diagnostic]) -> String {
    let place = |d: &Diagnostic| match d.places.first() {
        Some((crate::diag::Place::Text(span), _)) => {
            format!("{}:{:?} `{}`", span.source.path().display(), span.line_column(), &span.source.text()[span.range.clone()])
        }
        _ => String::new(),
    };
    all.iter().map(|d| format!("\n{} {:?} at {}", d.message.en, d.notes, place(d))).collect()
}

pub(super) fn built_in() -> Theme {
    load(&[], &site(&["zh", "en"], "shanwai", &[])).unwrap_or_else(|all| panic!("{}", told(&all)))
}

/// Renders every page template with its views: file name and HTML.
pub(super) fn every_page(theme: &Theme, lang: &str) -> Vec<(String, String)> {
    use super::samples as s;
    let article = s::article(lang);
    let mut pages = Vec::new();
    let mut add = |name: &str,
                   template: &str,
                   kind: &str,
                   title: &str,
                   synthetic: bool,
                   html: &dyn Fn(&Frame) -> Result<String, Box<Diagnostic>>| {
        let frame = s::frame(lang, kind, title, synthetic);
        let page = html(&frame).unwrap_or_else(|d| panic!("{template}: {}", told(&[*d])));
        pages.push((format!("{name}.html"), page));
    };
    let home = s::home(lang);
    add("home", "index.html", "home", &home.title, false, &|f| theme.render("index.html", f, &home));
    for kind in ["page", "project", "story"] {
        let template = format!("{kind}.html");
        add(kind, &template, kind, &article.title, kind == "project", &|f| theme.render(&template, f, &article));
    }
    for kind in ["section", "term", "404"] {
        let (template, view) = (format!("{kind}.html"), s::section(lang, false));
        add(kind, &template, kind, &view.title, false, &|f| theme.render(&template, f, &view));
    }
    for kind in ["indicators", "facts", "datasets"] {
        let (template, view) = (format!("{kind}.html"), s::section(lang, true));
        add(kind, &template, kind, &view.title, false, &|f| theme.render(&template, f, &view));
    }
    add("places", "places.html", "places", "P", false, &|f| theme.render("places.html", f, &s::places(lang)));
    add("place", "place.html", "place", "P", true, &|f| theme.render("place.html", f, &s::place(lang)));
    add("indicator", "indicator.html", "indicator", "I", true, &|f| theme.render("indicator.html", f, &s::indicator(lang)));
    add("fact", "fact.html", "fact", "F", false, &|f| theme.render("fact.html", f, &s::fact_page(lang, false)));
    add("fact-withheld", "fact.html", "fact", "F", false, &|f| theme.render("fact.html", f, &s::fact_page(lang, true)));
    add("embed", "embed.html", "embed", "E", true, &|f| theme.render("embed.html", f, &s::embed_page(lang)));
    add("explore", "explore.html", "explore", "X", true, &|f| theme.render("explore.html", f, &s::explore(lang)));
    add("slice", "slice.html", "slice", "S", true, &|f| theme.render("slice.html", f, &s::slice(lang)));
    add("search", "search.html", "search", "Q", false, &|f| theme.render("search.html", f, &s::search(lang)));
    add("glossary", "glossary.html", "glossary", "G", false, &|f| theme.render("glossary.html", f, &s::glossary(lang)));
    add("factsheet", "factsheet.html", "factsheet", "A", false, &|f| theme.render("factsheet.html", f, &s::fact_sheet(lang)));
    add("edition", "edition.html", "edition", "B", true, &|f| theme.render("edition.html", f, &s::edition(lang)));
    add("dataset", "dataset.html", "dataset", "D", true, &|f| theme.render("dataset.html", f, &s::dataset(lang)));
    pages
}

#[test]
fn every_template_renders_with_the_view_it_serves() {
    let theme = built_in();
    let mut served: BTreeSet<String> = ["base.html".to_owned(), "catalogue.html".to_owned(), "index.html".to_owned()].into();
    for lang in ["zh", "en"] {
        for (name, html) in every_page(&theme, lang) {
            assert!(html.starts_with("<!DOCTYPE html>\n<html lang="), "{name}");
            assert!(html.contains("<h1>") && html.matches("<h1>").count() == 1, "{name}");
            let scripts = html.replace("<script type=\"application/ld+json\">", "").replace("copy.js\" defer></script>", "");
            let scripts = scripts
                .replace("search.js\" defer></script>", "")
                .replace("explore.js\" defer></script>", "")
                .replace("large.js\" defer></script>", "")
                .replace("terms.js\" defer></script>", "");
            let scripts = scripts.replace("<script src=\"", "");
            assert!(!html.contains("style=") && !scripts.contains("<script"), "{name} would break a strict content policy");
            served.insert(name);
        }
    }
    served.remove("home.html");
    served.remove("fact-withheld.html");
    assert_eq!(served.iter().map(String::as_str).collect::<Vec<_>>(), theme.template_names());
}

#[test]
fn a_sparse_view_renders_too() {
    let theme = built_in();
    let mut frame = samples::frame("zh", "page", "x", false);
    frame.description = String::new();
    (frame.canonical, frame.icon, frame.gov, frame.as_of, frame.as_of_text) = (None, None, None, None, None);
    frame.publisher = PublisherView { name: "x".into(), address: None, email: None, phone: None, url: None };
    for list in [&mut frame.languages, &mut frame.crumbs, &mut frame.footer] {
        list.clear();
    }
    frame.nav.clear();
    let empty = ArticleView {
        title: "x".into(),
        lead: String::new(),
        kicker: String::new(),
        date: String::new(),
        date_text: String::new(),
        updated: String::new(),
        updated_text: String::new(),
        headline: vec![],
        toc: vec![],
        after: Vec::new(),
        blocks: vec![],
        terms: vec![],
        facts_used: vec![],
        children: vec![],
        groups: vec![],
        stories: vec![],
        consent: None,
        pager: None,
        previous: None,
        next: None,
    };
    for template in ["page.html", "section.html", "404.html", "facts.html"] {
        theme.render(template, &frame, &empty).unwrap_or_else(|d| panic!("{template}: {}", told(&[*d])));
    }
}

#[test]
fn invented_numbers_are_marked_wherever_they_stand() {
    let theme = built_in();
    for (lang, mark) in [("zh", "模拟数据"), ("en", "Synthetic data")] {
        for (name, html) in every_page(&theme, lang) {
            let (figures, marked) =
                (html.matches("<figure class=\"figure").count(), html.matches("<figure class=\"figure is-synthetic\"").count());
            assert_eq!(figures, marked, "{name}: the samples' figures are all synthetic");
            if figures > 0 {
                assert!(html.matches(mark).count() >= figures, "{name}");
            }
            assert_eq!(
                html.contains("class=\"synthetic-note\""),
                matches!(
                    name.as_str(),
                    "project.html"
                        | "place.html"
                        | "indicator.html"
                        | "dataset.html"
                        | "edition.html"
                        | "embed.html"
                        | "explore.html"
                        | "slice.html"
                ),
                "{name}"
            );
        }
    }
}

#[test]
fn a_withheld_fact_says_why_and_shows_no_number() {
    let theme = built_in();
    let html = theme.render("fact.html", &samples::frame("zh", "fact", "F", false), &samples::fact_page("zh", true)).unwrap();
    assert!(html.contains("这个数字不公布") && !html.contains("statistic-number"));
}

#[test]
fn feeds_are_well_formed_and_escaped() {
    let theme = built_in();
    let lang = Lang::new("en").unwrap();
    let atom = theme.render_file("feeds/atom.xml", &lang, &samples::feed("en")).unwrap();
    let map = theme.render_file("feeds/sitemap.xml", &lang, &samples::sitemap()).unwrap();
    for xml in [&atom, &map] {
        let mut reader = quick_xml::Reader::from_str(xml);
        reader.config_mut().check_end_names = true;
        while !matches!(reader.read_event().unwrap(), quick_xml::events::Event::Eof) {}
    }
    assert!(atom.contains("T &amp; U") && atom.contains("&lt;b&gt;"), "{atom}");
    let robots = theme
        .render_file("feeds/robots.txt", &lang, &RobotsView { sitemap: Some("https://example.org/sitemap.xml".into()) })
        .unwrap();
    assert_eq!(robots, "User-agent: *\nAllow: /\nSitemap: https://example.org/sitemap.xml\n");
    assert_eq!(theme.render_file("feeds/robots.txt", &lang, &RobotsView { sitemap: None }).unwrap(), "User-agent: *\nAllow: /\n");
}

#[test]
fn a_misspelt_field_fails_with_template_field_and_page() {
    let theme = load(&[("templates/fact.html", "x\n{{ page.fact.lable }}")], &site(&["zh"], "shanwai", &[])).unwrap();
    let found =
        theme.render("fact.html", &samples::frame("zh", "fact", "某数字", false), &samples::fact_page("zh", false)).unwrap_err();
    assert_eq!(found.rule.id, "theme/render");
    for part in ["templates/fact.html", "page.fact.lable", "某数字"] {
        assert!(found.message.en.contains(part), "{part}: {}", found.message.en);
    }
    let crate::diag::Place::Text(span) = &found.places[0].0 else { panic!("no place") };
    assert_eq!(span.line_column().0, 2);
}

#[test]
fn every_field_a_template_names_exists() {
    // A misspelt field inside `if` is silently false, so names are proved against the views themselves.
    let mut known = BTreeSet::new();
    let mut learn = |view: serde_json::Value| collect(&view, &mut known);
    for kind in [true, false] {
        learn(serde_json::to_value(samples::fact_page("zh", kind)).unwrap());
    }
    learn(serde_json::to_value(samples::frame("zh", "page", "x", false)).unwrap());
    learn(serde_json::to_value(samples::home("zh")).unwrap());
    learn(serde_json::to_value(samples::section("zh", true)).unwrap());
    learn(serde_json::to_value(samples::article("zh")).unwrap());
    learn(serde_json::to_value(samples::places("zh")).unwrap());
    learn(serde_json::to_value(samples::place("zh")).unwrap());
    learn(serde_json::to_value(samples::indicator("zh")).unwrap());
    learn(serde_json::to_value(samples::dataset("zh")).unwrap());
    learn(serde_json::to_value(samples::explore("zh")).unwrap());
    learn(serde_json::to_value(samples::slice("zh")).unwrap());
    learn(serde_json::to_value(samples::search("zh")).unwrap());
    learn(serde_json::to_value(samples::glossary("zh")).unwrap());
    learn(serde_json::to_value(samples::fact_sheet("zh")).unwrap());
    learn(serde_json::to_value(samples::edition("zh")).unwrap());
    learn(serde_json::to_value(samples::embed_page("zh")).unwrap());
    learn(serde_json::to_value(samples::feed("zh")).unwrap());
    learn(serde_json::to_value(samples::sitemap()).unwrap());
    known.extend(["sitemap", "first", "last", "0"].map(str::to_owned));
    for (path, bytes) in BUILTIN.iter().filter(|(path, _)| path.starts_with("templates/")) {
        for field in fields(std::str::from_utf8(bytes).unwrap()) {
            assert!(known.contains(field), "{path} names `{field}`, which no view has");
        }
    }
}

fn collect(value: &serde_json::Value, names: &mut BTreeSet<String>) {
    match value {
        serde_json::Value::Object(map) => {
            for (name, inner) in map {
                names.insert(name.clone());
                collect(inner, names);
            }
        }
        serde_json::Value::Array(all) => all.iter().for_each(|inner| collect(inner, names)),
        _ => {}
    }
}

/// Names after a dot inside template tags, strings left out.
fn fields(template: &str) -> Vec<&str> {
    let mut found = Vec::new();
    for tag in template.split('{').filter(|tag| !tag.starts_with('#')).filter_map(|tag| tag.split_once('}')).map(|(tag, _)| tag) {
        for (i, plain) in tag.split('"').enumerate() {
            if i % 2 == 0 {
                let after_dots = plain.split('.').skip(1);
                found.extend(
                    after_dots
                        .map(|rest| rest.split(|c: char| !(c.is_alphanumeric() || c == '_')).next().unwrap_or(""))
                        .filter(|name| !name.is_empty()),
                );
            }
        }
    }
    found
}

#[test]
fn words_are_the_same_in_both_languages_and_all_are_used() {
    let theme = built_in();
    let keys = |tag: &str| -> BTreeSet<String> {
        let sources = theme.ftl(&Lang::new(tag).unwrap());
        sources.iter().flat_map(|source| words::declared(source)).map(str::to_owned).collect()
    };
    let used: BTreeSet<String> = words::used(theme.layers.templates()).into_keys().collect();
    assert_eq!(keys("zh"), keys("en"));
    assert_eq!(keys("zh"), used);
}

#[test]
fn a_language_without_words_stops_the_load() {
    let found = load(&[], &site(&["zh", "mn"], "shanwai", &[])).unwrap_err();
    assert_eq!(found[0].rule.id, "theme/missing-word");
    assert!(found[0].message.en.contains("`mn`"));
}

#[test]
fn a_site_may_add_a_language_and_replace_a_word() {
    let theme = built_in();
    let english = theme.ftl(&Lang::new("en").unwrap())[0].text().to_owned();
    let theme = load(
        &[("content/i18n/fr.ftl", &english), ("content/i18n/en.ftl", "skip-link = Straight to it\n")],
        &site(&["en", "fr"], "shanwai", &[]),
    )
    .unwrap();
    let page = |lang: &str| theme.render("index.html", &samples::frame(lang, "home", "x", false), &samples::home(lang)).unwrap();
    assert!(page("en").contains("Straight to it") && page("fr").contains("Skip to content"));
}

#[test]
fn a_site_replaces_one_template_and_one_component() {
    let files = [
        (
            "templates/term.html",
            "{% extends \"builtin/term.html\" %}{% block main %}MINE{{ <page_head title=\"x\" /> }}{% endblock main %}",
        ),
        (
            "templates/components/head.html",
            "{% component page_head(title: string, lead: string = \"\", kicker: string = \"\") %}<h1>HEAD {{ title }}</h1>{% endcomponent page_head %}",
        ),
    ];
    let theme = load(&files, &site(&["zh"], "shanwai", &[])).unwrap();
    let html = theme.render("term.html", &samples::frame("zh", "term", "x", false), &samples::section("zh", false)).unwrap();
    assert!(html.contains("MINE<h1>HEAD x</h1>") && html.contains("<!DOCTYPE html>"));
}

#[test]
fn a_theme_in_a_folder_stands_on_the_built_in_one() {
    let files = [
        (
            "themes/plain/theme.toml",
            "name='plain'\ndescription='d'\nlicence='MIT'\nmin_version='0.1.0'\nstyles=['css/plain.css']\n[options.tone]\nabout='a'\nproperty='--tone'\ndefault='red'\n",
        ),
        ("themes/plain/templates/404.html", "PLAIN"),
        ("themes/plain/static/css/plain.css", "b { c: d }"),
        ("static/css/own.css", "own { e: f }"),
        ("static/logo.svg", "<svg/>"),
    ];
    let theme = load(&files, &site(&["zh"], "plain", &[("accent", "#123456")])).unwrap();
    assert_eq!(
        theme.render("404.html", &samples::frame("zh", "404", "x", false), &samples::section("zh", false)).unwrap(),
        "PLAIN"
    );
    let css = theme.stylesheet();
    let order = ["--paper", "b{c:d}", "own{e:f}", "--accent-light:#123456;", "--tone:red;"]
        .map(|part| css.rfind(part).unwrap_or_else(|| panic!("{part}")));
    assert!(order.is_sorted(), "{order:?}");
    let names: Vec<_> = theme.static_files().into_iter().map(str::to_owned).collect();
    assert_eq!(
        names,
        [
            "copy.js",
            "css/edition.css",
            "css/explore.css",
            "css/factsheet.css",
            "css/glossary.css",
            "css/home.css",
            "css/results.css",
            "css/statistic.css",
            "css/tiles.css",
            "explore.js",
            "favicon.svg",
            "large.js",
            "logo.svg",
            "search.js",
            "terms.js"
        ]
    );
}

#[test]
fn faults_of_a_theme_are_told() {
    let first = |files: &[(&str, &str)], theme: &str| load(files, &site(&["zh"], theme, &[])).unwrap_err().remove(0);
    let missing = first(&[], "shanwei");
    assert_eq!((missing.rule.id, missing.help[0].en.as_str()), ("theme/not-found", "did you mean `shanwai`?"));
    let broken = first(&[("templates/page.html", "a\n{% if %}")], "shanwai");
    assert_eq!(broken.rule.id, "theme/template");
    let crate::diag::Place::Text(span) = &broken.places[0].0 else { panic!("no place") };
    assert_eq!(span.line_column().0, 2);
    assert_eq!(first(&[("templates/page.html", "{{ x | nope }}")], "shanwai").rule.id, "theme/template");
    let circle = "name='a'\ndescription='d'\nlicence='MIT'\nmin_version='0.1.0'\nextends='a'\n";
    assert_eq!(first(&[("themes/a/theme.toml", circle)], "a").rule.id, "theme/description");
}

#[test]
fn the_same_view_gives_the_same_bytes() {
    assert_eq!(every_page(&built_in(), "zh"), every_page(&built_in(), "zh"));
}

#[test]
fn every_component_has_a_doc() {
    let theme = built_in();
    let mut count = 0;
    for source in theme.layers.templates() {
        for (at, _) in source.text().match_indices("{% component ") {
            let head = source.text()[at..].split("%}").next().unwrap();
            assert!(head.contains("{\"doc\": \""), "{}: {head}", source.path().display());
            count += 1;
        }
    }
    assert!(count > 20);
}

#[test]
fn pages_may_be_rendered_on_many_threads() {
    fn shared<T: Send + Sync>(_: &T) {}
    shared(&built_in());
}

#[test]
fn a_colour_must_be_readable_on_its_grounds() {
    let dir = tempfile::tempdir().unwrap();
    let told = |option: &str, colour: &str| {
        let sink = Sink::new();
        let loaded = Theme::load(&Root::open(dir.path()).unwrap(), &site(&["zh"], "shanwai", &[(option, colour)]), plain, &sink);
        let level = |found: &Diagnostic| (found.level, format!("{} | {}", found.message.en, found.help[0].en));
        (loaded.is_ok(), sink.sorted().iter().map(level).collect::<Vec<_>>())
    };
    use crate::diag::Level;
    // The colours that new sites propose, a name, and a colour of another notation.
    for (option, colour) in [
        ("accent", "#1d5586"),
        ("accent_dark", "#9cc4e8"),
        ("accent", "#1f5b4a"),
        ("accent_dark", "#93cbb6"),
        ("accent", "maroon"),
        ("accent", "oklch(40% 0.08 165)"),
        ("accent", ""),
    ] {
        assert_eq!(told(option, colour), (true, Vec::new()), "{colour}");
    }
    let (built, found) = told("accent", "#ffff00");
    assert!(!built && found.len() == 1 && found[0].0 == Level::Error, "{found:?}");
    assert!(found[0].1.contains("on light pages") && found[0].1.contains("needs 4.5:1"), "{found:?}");
    let usable = found[0].1.rsplit('`').nth(1).unwrap().to_owned();
    assert_eq!(told("accent", &usable), (true, Vec::new()), "what is proposed is usable");
    let (built, found) = told("accent_dark", "#1f5b4a");
    assert!(!built && found[0].1.contains("on dark pages"), "{found:?}");
    let (built, found) = told("accent", "#3d8b73");
    assert!(built && found[0].0 == Level::Warning, "{found:?}");
    let (built, found) = told("accent", "8px");
    assert!(built && found[0].1.contains("cannot be measured"), "{found:?}");
}
