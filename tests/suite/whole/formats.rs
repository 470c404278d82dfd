//! What machines read: feeds, the sitemap, robots, data files.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use quick_xml::Reader;
use quick_xml::events::Event;

use crate::whole::{Site, bytes, files, text};

/// An element with its attributes, its own text and what stands in it.
#[derive(Default)]
struct Element {
    name: String,
    attributes: BTreeMap<String, String>,
    text: String,
    inner: Vec<Element>,
}

impl Element {
    fn all(&self, name: &str) -> impl Iterator<Item = &Self> {
        self.inner.iter().filter(move |element| element.name == name)
    }

    /// The text of the one element of this name.
    fn one(&self, name: &str) -> &str {
        let found: Vec<_> = self.all(name).collect();
        assert_eq!(found.len(), 1, "<{name}> in <{}>", self.name);
        assert!(!found[0].text.trim().is_empty(), "<{name}> in <{}> is empty", self.name);
        &found[0].text
    }
}

/// Reads a well-formed document; its root.
fn parse(path: &Path) -> Element {
    let source = text(path);
    let mut reader = Reader::from_str(&source);
    let mut open = vec![Element::default()];
    loop {
        let event = reader.read_event().unwrap_or_else(|e| panic!("{}: {e}", path.display()));
        match event {
            Event::Start(tag) => open.push(element(&tag)),
            Event::Empty(tag) => {
                let element = element(&tag);
                open.last_mut().expect("the document").inner.push(element);
            }
            Event::End(_) => {
                let done = open.pop().expect("an open element");
                open.last_mut().expect("the document").inner.push(done);
            }
            Event::Text(words) => {
                open.last_mut().expect("the document").text += words.as_ref();
            }
            Event::Eof => break,
            _ => {}
        }
    }
    let mut document = open.pop().expect("the document");
    assert!(open.is_empty() && document.inner.len() == 1, "{} has one root", path.display());
    document.inner.remove(0)
}

fn element(tag: &quick_xml::events::BytesStart) -> Element {
    let attributes = tag.attributes().map(|attribute| {
        let attribute = attribute.expect("an attribute");
        (attribute.key.as_ref().to_owned(), attribute.value.into_owned())
    });
    Element { name: tag.name().as_ref().to_owned(), attributes: attributes.collect(), ..Element::default() }
}

fn is_instant(text: &str) -> bool {
    let shape: String = text.chars().map(|c| if c.is_ascii_digit() { '0' } else { c }).collect();
    shape == "0000-00-00T00:00:00Z"
}

/// With a base address, as a site goes online.
fn online() -> Site {
    let site = Site::qingxi();
    site.edit("content/site.toml", r#"base_url = """#, r#"base_url = "https://data.example.cn/care/""#);
    site.edit("content/site.toml", r#"en = "Qingxi figures on care for children""#, r#"en = "Qingxi: care & <figures>""#);
    site.edit("content/stories/river.en.md", "A day by the river", "A day & a night < two");
    site.build();
    site
}

#[test]
fn feeds_are_atom() {
    let site = online();
    let mut ids = BTreeSet::new();
    for (file, lang) in [("feed.xml", "zh"), ("en/feed.xml", "en")] {
        let feed = parse(&site.public().join(file));
        assert_eq!(feed.name, "feed");
        assert_eq!(feed.attributes["xmlns"], "http://www.w3.org/2005/Atom");
        assert_eq!(feed.attributes["xml:lang"], lang);
        assert!(is_instant(feed.one("updated")));
        assert!(!feed.one("title").is_empty());
        assert!(ids.insert(feed.one("id").to_owned()), "two feeds of one id");
        let author: Vec<_> = feed.all("author").collect();
        assert!(!author[0].one("name").is_empty());
        let itself = feed.all("link").find(|link| link.attributes["rel"] == "self").unwrap();
        assert_eq!(itself.attributes["href"], format!("https://data.example.cn/care/{file}"));
        let entries: Vec<_> = feed.all("entry").collect();
        assert_eq!(entries.len(), 3, "three pages have a date");
        for entry in entries {
            assert!(ids.insert(entry.one("id").to_owned()), "{} stands twice", entry.one("id"));
            assert!(is_instant(entry.one("updated")) && entry.one("updated") <= feed.one("updated"));
            assert!(!entry.one("title").is_empty());
            let link = entry.all("link").next().unwrap().attributes["href"].clone();
            let page = link.strip_prefix("https://data.example.cn/care/").unwrap();
            assert!(site.public().join(page).join("index.html").is_file(), "{link}");
        }
    }
}

#[test]
fn a_feed_without_a_base_address_still_has_ids_that_last() {
    let site = Site::qingxi();
    site.build();
    for file in ["feed.xml", "en/feed.xml"] {
        let feed = parse(&site.public().join(file));
        let ids: Vec<_> = feed.all("entry").map(|entry| entry.one("id").to_owned()).collect();
        assert!(ids.iter().all(|id| id.starts_with("urn:")), "{ids:?}");
        for entry in feed.all("entry") {
            let href = &entry.all("link").next().unwrap().attributes["href"];
            let folder = site.public().join(file).parent().unwrap().to_path_buf();
            assert!(folder.join(href).is_file(), "{file}: {href}");
        }
    }
    assert!(!site.public().join("sitemap.xml").exists());
    assert!(!text(&site.public().join("robots.txt")).contains("Sitemap"));
}

#[test]
fn the_sitemap_lists_every_page_with_its_other_language() {
    let site = online();
    let map = parse(&site.public().join("sitemap.xml"));
    assert_eq!(map.name, "urlset");
    let listed: BTreeSet<String> = map.all("url").map(|url| url.one("loc").to_owned()).collect();
    let address = |file: &str| Some(format!("https://data.example.cn/care/{}", file.strip_suffix("index.html")?));
    let pages: BTreeSet<String> = files(&site.public()).iter().filter_map(|file| address(file)).collect();
    assert_eq!(listed, pages);
    assert_eq!(map.all("url").count(), pages.len());
    for url in map.all("url") {
        let others: BTreeMap<&String, &String> =
            url.all("xhtml:link").map(|link| (&link.attributes["hreflang"], &link.attributes["href"])).collect();
        assert_eq!(others.keys().map(|lang| lang.as_str()).collect::<Vec<_>>(), ["en", "x-default", "zh"]);
        assert!(others.values().all(|href| listed.contains(*href)), "{others:?}");
    }
}

#[test]
fn robots_may_read_all_and_find_the_sitemap() {
    let robots = text(&online().public().join("robots.txt"));
    assert_eq!(robots, "User-agent: *\nAllow: /\nSitemap: https://data.example.cn/care/sitemap.xml\n");
}

type Rows = Vec<Vec<String>>;

fn rows(path: &Path) -> Rows {
    let raw = bytes(path);
    let raw = raw.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(&raw);
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(raw);
    reader.records().map(|row| row.expect("rows of one width").iter().map(str::to_owned).collect()).collect()
}

#[test]
fn the_two_files_of_a_dataset_say_the_same() {
    let site = Site::huaihua();
    site.build();
    for folder in ["data", "en/data"] {
        let all = files(&site.public().join(folder));
        let ids: Vec<&str> = all.iter().filter_map(|file| file.strip_suffix(".excel.csv")).collect();
        assert!(ids.len() >= 7, "{all:?}");
        for id in ids {
            let at = |ending: &str| site.public().join(folder).join(format!("{id}{ending}"));
            assert!(bytes(&at(".excel.csv")).starts_with(b"\xEF\xBB\xBF"), "spreadsheets need the mark");
            assert!(!bytes(&at(".csv")).starts_with(b"\xEF\xBB\xBF"), "programs do not");
            agree(id, &rows(&at(".csv")), &rows(&at(".excel.csv")));
        }
    }
    // The file for programs is the same in every language.
    let (zh, en) = (site.public().join("data"), site.public().join("en/data"));
    for file in files(&zh).iter().filter(|file| file.ends_with(".csv") && !file.ends_with(".excel.csv")) {
        assert_eq!(bytes(&zh.join(file)), bytes(&en.join(file)), "{file}");
    }
}

/// Each row for people is as many rows for programs as there are measures, in the same order, with the same values.
fn agree(id: &str, programs: &Rows, people: &Rows) {
    let heading = &programs[0];
    let dimensions = heading.iter().position(|name| name == "measure").unwrap();
    assert_eq!(heading[dimensions..], ["measure", "unit", "value", "obs_status", "synthetic"], "{id}");
    let measures: BTreeSet<&String> = programs[1..].iter().map(|row| &row[dimensions]).collect();
    assert_eq!(people[0].len(), dimensions + measures.len() + 1, "{id}: dimensions, measures, the mark of invented records");
    assert_eq!((people.len() - 1) * measures.len(), programs.len() - 1, "{id}");
    let mut names: BTreeMap<(usize, &String), &String> = BTreeMap::new();
    for (row, cells) in people[1..].iter().zip(programs[1..].chunks(measures.len())) {
        for (measure, cell) in cells.iter().enumerate() {
            let (shown, value, status) = (&row[dimensions + measure], &cell[dimensions + 2], cell[dimensions + 3].as_str());
            match status {
                "A" => assert_eq!(shown, value, "{id}: {cell:?}"),
                "Q" | "M" => assert!(value.is_empty() && shown.parse::<f64>().is_err(), "{id}: {cell:?} is shown as {shown}"),
                other => panic!("{id}: an unknown status {other}"),
            }
            assert_eq!(cell[dimensions + 4], "Y");
            for at in 0..dimensions {
                let name = names.entry((at, &cell[at])).or_insert(&row[at]);
                assert_eq!(*name, &row[at], "{id}: one code, one name");
            }
        }
    }
}
