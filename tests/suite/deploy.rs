//! Getting a site out: bodies for the content system of a portal, bundles for a USB stick.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use scraper::{Html, Selector};

use super::support::{assert_same, base, edit, good, huaihua, read, run, temporary, tree, write};

/// The list as a program reads it.
fn listed(folder: &Path) -> Vec<serde_json::Value> {
    let list: serde_json::Value = serde_json::from_str(&read(&folder.join("fragments.json"))).expect("JSON");
    list["fragments"].as_array().expect("a list").clone()
}

/// The values of an attribute in a document, as written.
fn values(page: &Html, attribute: &str) -> Vec<String> {
    let all = Selector::parse(&format!("[{}]", attribute.replace(':', "\\:"))).expect("a selector");
    page.select(&all).filter_map(|element| element.attr(attribute).map(str::to_owned)).collect()
}

#[test]
fn bodies_of_the_whole_site_bring_nothing_that_could_meddle_with_a_portal() {
    let site = huaihua();
    good(site.path(), &["build", "--quiet"]);
    good(site.path(), &["export", "--fragment", "--prefix", "/portal/", "--quiet"]);
    let (public, folder) = (tree(&site.path().join("public")), site.path().join("fragments"));
    let list = listed(&folder);
    assert!(list.len() > 300, "{} bodies", list.len());
    let mut ids: BTreeSet<String> = BTreeSet::new();
    for line in &list {
        let text = |key: &str| line[key].as_str().expect("a text").to_owned();
        let (file, body) = (text("file"), read(&folder.join(text("file"))));
        let page = Html::parse_fragment(&body);
        let address = text("address");
        assert!(public.contains_key(address.trim_start_matches("/portal/")), "{file}: {address}");
        assert!(!text("title").is_empty() && !text("description").contains("null"), "{file}");
        assert!(["zh", "en"].contains(&text("language").as_str()) && file.starts_with(&text("language")), "{file}");
        for element in ["script", "style", "link", "meta", "main", "header", "footer", "nav", "noscript"] {
            assert!(page.select(&Selector::parse(element).expect("a name")).next().is_none(), "{file}: {element}");
        }
        for class in values(&page, "class").iter().flat_map(|classes| classes.split_whitespace()) {
            assert!(class == "shanwai" || class.starts_with("sw-"), "{file}: class {class}");
        }
        let own: Vec<String> = values(&page, "id");
        assert!(own.iter().all(|id| id.starts_with("sw-")), "{file}: {own:?}");
        for attribute in ["aria-labelledby", "aria-describedby", "aria-controls", "for", "headers"] {
            for id in values(&page, attribute).iter().flat_map(|ids| ids.split_whitespace()) {
                assert!(own.iter().any(|known| known == id), "{file}: {attribute} names {id}");
            }
        }
        for address in ["href", "src"].iter().flat_map(|name| values(&page, name)) {
            let inside = address.strip_prefix('#');
            assert!(inside.is_none_or(|id| id.is_empty() || own.iter().any(|known| known == id)), "{file}: {address}");
            if let Some(path) = address.strip_prefix("/portal/") {
                let file_there = path.split(['#', '?']).next().unwrap_or_default();
                assert!(public.contains_key(file_there), "{file}: {address} leads nowhere");
            }
            let leads =
                ["/portal/", "#", "https://", "http://", "mailto:", "tel:"].iter().any(|start| address.starts_with(start));
            assert!(leads, "{file}: {address} is relative");
        }
        ids.extend(own);
    }
    assert!(ids.len() > 100);
    // A synthetic page says so in its body, too.
    assert!(read(&folder.join("en/projects/city-camps.html")).contains("class=\"sw-synthetic-note\""));
}

#[test]
fn the_style_sheet_reaches_bodies_alone() {
    let site = base();
    good(site.path(), &["export", "--fragment", "--prefix", "/x/", "--quiet"]);
    let styles = read(&site.path().join("fragments/shanwai.css"));
    assert!(
        !styles.replace("increment", "").contains("rem") && !styles.contains("prefers-color-scheme") && !styles.contains("@page"),
        "{styles}"
    );
    for line in styles.lines().filter(|line| line.contains('{') && !line.starts_with('@')) {
        let selectors = line.split('{').next().unwrap_or_default();
        let (mut depth, mut start) = (0, 0);
        let mut all = Vec::new();
        for (at, c) in selectors.char_indices() {
            match c {
                '(' => depth += 1,
                ')' => depth -= 1,
                ',' if depth == 0 => {
                    all.push(&selectors[start..at]);
                    start = at + 1;
                }
                _ => {}
            }
        }
        all.push(&selectors[start..]);
        assert!(all.iter().all(|selector| selector.starts_with(".shanwai")), "{line}");
    }
}

#[test]
fn what_is_wanted_is_chosen_and_the_folder_is_replaced_as_a_whole_or_not_at_all() {
    let site = base();
    let site = site.path();
    let folder = site.join("fragments");
    good(site, &["export", "--fragment", "--prefix", "/x/", "--quiet"]);
    let all = tree(&folder);
    good(site, &["export", "--fragment", "--prefix", "/x/", "--quiet"]);
    assert_same(&all, &tree(&folder), "the same site again");
    good(
        site,
        &[
            "export",
            "--fragment",
            "--prefix",
            "/x/",
            "--only",
            "index",
            "--only",
            "s",
            "--no-title",
            "--style",
            "inside",
            "--quiet",
        ],
    );
    let few = listed(&folder);
    assert!(few.iter().all(|line| line["page"] == "index" || line["page"].as_str().is_some_and(|page| page.starts_with("s/"))));
    assert!(!folder.join("shanwai.css").exists() && !folder.join("zh/camps.html").exists());
    let home = read(&folder.join("zh/index.html"));
    assert!(home.starts_with("<style>\n.shanwai") && !home.contains("<h1"), "{home}");
    // A site with an error gives nothing new, and a folder of others stays.
    let before = tree(&folder);
    edit(&site.join("content/camps.zh.md"), "camp-cost", "camp-costs");
    assert_eq!(run(site, &["export", "--fragment", "--prefix", "/x/"]).status.code(), Some(1));
    assert_same(&before, &tree(&folder), "a site with an error");
    write(&site.join("mine/thesis.doc"), b"mine");
    assert_eq!(run(site, &["export", "--fragment", "--prefix", "/x/", "--out", "mine"]).status.code(), Some(1));
    assert_eq!(tree(&site.join("mine")).len(), 1);
}

/// Puts a key that nobody may find elsewhere wherever a site keeps what is not published.
fn plant(site: &Path) {
    for path in [
        "data/private/children.csv",
        "data/private/protection/report.html",
        "data/private/secret.hex",
        ".shanwai/notes",
        "drafts/a.md",
    ] {
        write(&site.join(path), format!("id,name\n{KEY},x\n").as_bytes());
    }
    let records = site.join("data/synthetic/SYNTHETIC_camp.csv");
    let text = read(&records);
    let with_key = text.replacen('\n', ",planted\n", 1);
    let lines = with_key.lines().enumerate().map(|(at, line)| if at == 0 { line.to_owned() } else { format!("{line},{KEY}") });
    write(&records, (lines.collect::<Vec<_>>().join("\n") + "\n").as_bytes());
}

/// The key; the program under test does not hold it.
const KEY: &str = "QK7-planted-4431";

fn holds(bytes: &[u8]) -> bool {
    memchr::memmem::find(bytes, KEY.as_bytes()).is_some()
}

#[test]
fn a_bundle_has_site_program_guides_and_sums_and_nothing_of_the_records() {
    let folder = temporary();
    good(folder.path(), &["new", "site", "--quiet"]);
    let site = folder.path().join("site");
    plant(&site);
    let said = good(&site, &["bundle", "--zip", "--lang", "en"]);
    assert!(said.contains("ZIP: ") && said.contains("README.txt says how"), "{said}");
    good(&site, &["build", "--quiet"]);
    let (bundle, public) = (tree(&site.join("bundle")), tree(&site.join("public")));
    // The site is the one that a build gives.
    let packed: BTreeMap<String, Vec<u8>> =
        bundle.iter().filter_map(|(path, bytes)| Some((path.strip_prefix("site/")?.to_owned(), bytes.clone()))).collect();
    assert_same(&public, &packed, "the site in the bundle");
    for path in [
        "README.txt",
        "docs/guides/clerk.zh.md",
        "docs/guide.en.md",
        "docs/rules.zh.md",
        "program/shanwai",
        "program/LICENSE.txt",
    ] {
        assert!(bundle.contains_key(path), "{path}");
    }
    assert!(!bundle.iter().any(|(path, bytes)| path.starts_with("data/") || holds(bytes)), "a planted key came along");
    // The sums are those of the files, all of them.
    let sums = String::from_utf8(bundle["SHA256SUMS"].clone()).expect("UTF-8");
    let summed: BTreeMap<&str, &str> =
        sums.lines().filter_map(|line| line.split_once("  ").map(|(sum, path)| (path, sum))).collect();
    for (path, bytes) in bundle.iter().filter(|(path, _)| !matches!(path.as_str(), "SHA256SUMS" | "build-manifest.json")) {
        assert_eq!(summed.get(path.as_str()), Some(&shanwai::files::sha256_hex(bytes).as_str()), "{path}");
    }
    assert_eq!(summed.len() + 2, bundle.len());
    zip_is_the_folder(&site, &bundle);
    program_runs(&site.join("bundle/program/shanwai"), folder.path());
}

fn zip_is_the_folder(site: &Path, bundle: &BTreeMap<String, Vec<u8>>) {
    let bytes = std::fs::read(site.join("bundle.zip")).expect("the ZIP is there");
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(&bytes)).expect("a ZIP");
    assert_eq!(archive.len() + 1, bundle.len(), "all but the manifest of the folder");
    for at in 0..archive.len() {
        let mut member = archive.by_index(at).expect("a member");
        let name = member.name().expect("UTF-8").strip_prefix("bundle/").expect("below one folder").to_owned();
        let mut inside = Vec::new();
        std::io::Read::read_to_end(&mut member, &mut inside).expect("whole");
        assert!(inside == bundle[&name] && !holds(&inside), "{name}");
        assert_eq!(
            member.unix_mode().map(|mode| mode & 0o777),
            Some(if name == "program/shanwai" { 0o755 } else { 0o644 }),
            "{name}"
        );
    }
    let sum = read(&site.join("bundle.zip.sha256"));
    assert_eq!(sum, format!("{}  bundle.zip\n", shanwai::files::sha256_hex(&bytes)));
}

fn program_runs(program: &Path, folder: &Path) {
    let done =
        std::process::Command::new(program).current_dir(folder).args(["new", "other", "--quiet"]).status().expect("it starts");
    assert!(done.success() && folder.join("other/content/site.toml").is_file());
}

#[test]
fn a_bundle_is_the_same_bytes_again_and_none_is_made_of_a_faulty_site() {
    let site = base();
    let site = site.path();
    write(&site.join("tool.exe"), b"MZ of another system");
    let pack = ["bundle", "--zip", "--quiet", "--program", "tool.exe", "--out"];
    for out in ["one/b", "two/b"] {
        good(site, &[&pack[..], &[out]].concat());
    }
    assert_same(&tree(&site.join("one/b")), &tree(&site.join("two/b")), "two bundles");
    let sum = |folder: &str| read(&site.join(folder).join("b.zip.sha256"));
    assert_eq!(sum("one"), sum("two"), "two ZIPs");
    assert!(tree(&site.join("one/b")).contains_key("program/tool.exe") && !site.join("one/b/program/shanwai").exists());
    let before = (tree(&site.join("one/b")), sum("one"));
    edit(&site.join("content/camps.zh.md"), "camp-cost", "camp-costs");
    assert_eq!(run(site, &[&pack[..], &["one/b"]].concat()).status.code(), Some(1));
    assert_same(&before.0, &tree(&site.join("one/b")), "a site with an error");
    assert_eq!(before.1, sum("one"));
}

/// The program in a network of its own, which has no way out; nothing where the system gives none.
fn without_network(site: &Path, arguments: &[&str]) -> Option<std::process::Output> {
    let alone = |words: &[&str]| {
        std::process::Command::new("unshare").current_dir(site).args(["--map-root-user", "--net"]).args(words).output().ok()
    };
    alone(&["true"]).filter(|done| done.status.success())?;
    alone(&[&[env!("CARGO_BIN_EXE_shanwai")], arguments].concat())
}

#[test]
fn a_site_is_made_built_and_packed_with_the_network_off() {
    let folder = temporary();
    let site = folder.path().join("site");
    let steps: [(&Path, &[&str]); 4] = [
        (folder.path(), &["new", "--province", "43", "--city", "4305", "site"]),
        (&site, &["build"]),
        (&site, &["bundle"]),
        (&site, &["export", "--fragment", "--prefix", "/x/"]),
    ];
    for (place, arguments) in steps {
        // Some machines let nobody make a network; there the trial says nothing.
        let Some(done) = without_network(place, arguments) else { return };
        assert!(done.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&done.stderr));
    }
    assert!(site.join("public/index.html").is_file() && site.join("bundle/SHA256SUMS").is_file());
}
