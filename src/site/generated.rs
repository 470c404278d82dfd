//! Pages that nobody wrote: statistics, places, indicators, datasets, terms, lists; and the files for machines.

use rayon::prelude::*;

use crate::compose::factsheet::FACT_SHEET;
use crate::compose::frame::{Standing, feed_path};
use crate::compose::glossary::GLOSSARY;
use crate::compose::{
    Desk, api, article, cite, fact, fact_address, factsheet, feed, glossary, indicator, indicator_address, lists, place,
    place_address, planned, server,
};
use crate::files::{Root, content_hash};
use crate::model::Lang;
use crate::site::authored::{pager, part_address, parts};
use crate::site::render::{Origin, Press};
use crate::site::{aliases, datasets, edition, guides, releases, search};
use crate::theme::views::ArticleView;

/// One page or group of files still to be made.
enum Job<'a> {
    Fact(&'a crate::facts::Fact),
    Place(usize),
    Indicator(usize),
    Datasets,
    Releases,
    Taxonomy(usize),
    Term(usize, usize),
    List(&'static str),
    Glossary,
    FactSheet,
    /// A notice instead of what was withdrawn.
    Gone(&'a str),
}

/// What generated pages are made from: all that authored ones depend on besides their texts, and which of them say which fact.
pub(super) fn key(global: [u8; 32], desk: &Desk) -> [u8; 32] {
    content_hash(format!("{global:?} {:?}", desk.said_on).as_bytes())
}

/// Makes every generated page in every language; how many. `key` is what they are made from.
pub(super) fn pages(desk: &Desk, press: &Press, root: &Root, key: [u8; 32]) -> usize {
    let catalog = &desk.settings.catalog;
    let authored = |address: &str| desk.library.get(address).is_some();
    let facts = desk.book.iter().map(Job::Fact);
    let places = catalog.places.iter().flat_map(|places| 0..places.codes.len()).filter(|at| {
        let code = &catalog.places.as_ref().expect("places are iterated over").codes[*at].code;
        !authored(&place_address(code.as_str()))
    });
    let taxonomies = &desk.settings.site.taxonomies;
    let terms = taxonomies.iter().enumerate().flat_map(|(i, t)| (0..t.terms.len()).map(move |term| Job::Term(i, term)));
    let lists = ["s/", "places/", "indicators/", "data/"].into_iter().filter(|a| desk.atlas.has(a) && !authored(a));
    let jobs: Vec<Job> = facts
        .chain(places.map(Job::Place))
        .chain((0..catalog.indicators.len()).map(Job::Indicator))
        .chain((!catalog.datasets.is_empty()).then_some(Job::Datasets))
        .chain([Job::Releases])
        .chain((0..taxonomies.len()).map(Job::Taxonomy))
        .chain(terms)
        .chain(lists.map(Job::List))
        .chain((desk.atlas.has(GLOSSARY) && !authored(GLOSSARY)).then_some(Job::Glossary))
        .chain((desk.atlas.has(FACT_SHEET) && !authored(FACT_SHEET)).then_some(Job::FactSheet))
        .chain(desk.gone.iter().map(|address| Job::Gone(address)))
        .collect();
    let languages: Vec<&Lang> = desk.settings.site.languages.iter().collect();
    let made: usize = jobs
        .par_iter()
        .map(|job| match job {
            Job::Datasets => datasets::make(desk, press, key),
            Job::Releases => releases::make(desk, press, root, key),
            _ => languages.iter().map(|lang| make(desk, press, key, job, lang)).sum::<usize>(),
        })
        .sum();
    let made =
        made + search::make(desk, press, root, key) + edition::make(desk, press, root, key) + guides::make(desk, press, key);
    files(desk, press, key);
    for_servers(desk, press, key);
    aliases::make(desk, press, key);
    for (path, bytes) in api::files(desk) {
        press.file(&path, &bytes, Some(Origin { key, summary: None }));
    }
    made
}

/// The address of a job's page, when it makes one page and nothing else.
fn address(desk: &Desk, job: &Job) -> Option<String> {
    let catalog = &desk.settings.catalog;
    Some(match job {
        Job::Fact(found) => fact_address(found.spec.id.as_str()),
        Job::Place(at) => place_address(catalog.places.as_ref()?.codes[*at].code.as_str()),
        Job::Indicator(at) => indicator_address(catalog.indicators[*at].code.as_str()),
        Job::Taxonomy(at) => format!("{}/", desk.settings.site.taxonomies[*at].id),
        Job::List(address) => (*address).to_owned(),
        Job::Gone(address) => (*address).to_owned(),
        Job::Glossary => GLOSSARY.to_owned(),
        Job::FactSheet => FACT_SHEET.to_owned(),
        Job::Datasets | Job::Releases | Job::Term(..) => return None,
    })
}

/// Makes the pages of a job in one language; how many.
fn make(desk: &Desk, press: &Press, key: [u8; 32], job: &Job, lang: &Lang) -> usize {
    citations(desk, press, key, job, lang);
    if address(desk, job).is_some_and(|address| press.keep(&desk.atlas.file(&address, lang), key)) {
        return 1;
    }
    let voice = desk.voice(lang);
    let catalog = &desk.settings.catalog;
    let put = |address: &str, kind: &str, title: &str, description: &str, synthetic: bool, view: &dyn erased::View| {
        let standing = Standing { address, lang, kind, title, description, synthetic };
        let from = Origin { key, summary: None };
        view.press(press, desk, &format!("{kind}.html"), &standing, &desk.atlas.file(address, lang), from);
        1
    };
    match job {
        Job::Fact(found) => {
            let view = fact::page(desk, voice, found);
            // A title and a description are shown without the page, and each without the other.
            let text = planned::figure(voice, found, &[&view.fact.period]);
            let words = [("text", text.as_str()), ("period", &view.fact.period), ("source", &view.fact.source)];
            let description = voice.with("fact-description", &words);
            let title = planned::name(voice, found, &[]);
            put(&fact_address(found.spec.id.as_str()), "fact", &title, &description, found.synthetic, &view)
        }
        Job::Place(at) => {
            let places = catalog.places.as_ref().expect("a place job has places");
            let view = place::page(desk, voice, places, *at, Vec::new(), &place::order(voice, places));
            let description = voice.with("place-description", &[("place", &view.title)]);
            let synthetic = view.tables.iter().any(|table| table.synthetic) || view.facts.iter().any(|fact| fact.synthetic);
            let title = view.title.clone();
            put(&place_address(places.codes[*at].code.as_str()), "place", &title, &description, synthetic, &view)
        }
        Job::Indicator(at) => {
            let spec = &catalog.indicators[*at];
            let view = indicator::page(desk, voice, spec, &indicator::order(desk, voice));
            let (title, description) = (format!("{} {}", view.code, view.title), view.definition.clone());
            let address = indicator_address(spec.code.as_str());
            let synthetic = view.tables.iter().any(|table| table.synthetic) || view.facts.iter().any(|fact| fact.synthetic);
            put(&address, "indicator", &title, &description, synthetic, &view)
        }
        Job::Gone(address) => {
            let (title, lead) = (voice.word("gone-title"), voice.word("gone-lead"));
            let view = article::bare(title.clone(), lead.clone());
            let standing = Standing { address, lang, kind: "gone", title: &title, description: &lead, synthetic: false };
            press.page(desk, "page.html", &standing, &desk.atlas.file(address, lang), &view, Some(Origin { key, summary: None }));
            1
        }
        Job::Glossary => {
            let view = glossary::page(desk, voice);
            put(GLOSSARY, "glossary", &view.title, &view.lead, false, &view)
        }
        Job::FactSheet => {
            let view = factsheet::page(desk, voice);
            let synthetic = view.facts.iter().any(|line| line.fact.synthetic);
            put(FACT_SHEET, "factsheet", &view.title, &view.lead, synthetic, &view)
        }
        Job::Datasets | Job::Releases => 0,
        Job::Taxonomy(at) => {
            let taxonomy = &desk.settings.site.taxonomies[*at];
            let address = format!("{}/", taxonomy.id);
            let title = taxonomy.name.get(lang);
            let mut view = article::bare(title.clone(), String::new());
            view.children = lists::terms_of(desk, voice, &address, taxonomy);
            put(&address, "term", title, "", false, &view)
        }
        Job::Term(at, term) => term_pages(desk, press, key, lang, *at, *term),
        Job::List(address) => {
            let (kind, title) = match *address {
                "s/" => ("facts", "facts-name"),
                "places/" => ("places", "places-name"),
                "indicators/" => ("indicators", "indicators-name"),
                _ => ("datasets", "datasets-name"),
            };
            let title = voice.word(title);
            let mut view = article::bare(title.clone(), String::new());
            match kind {
                "facts" => view.groups = lists::facts(desk, voice, address),
                "indicators" => view.groups = lists::indicators(desk, voice, address),
                "datasets" => view.children = lists::datasets(desk, voice, address),
                _ => {}
            }
            match (kind, &catalog.places) {
                ("places", Some(places)) => put(address, kind, &title, "", false, &place::all(desk, voice, places, view)),
                _ => {
                    let synthetic = kind == "facts" && desk.book.iter().any(|fact| fact.synthetic);
                    put(address, kind, &title, "", synthetic, &view)
                }
            }
        }
    }
}

/// Files with the citation of a page. They are handed over or kept for themselves: the page may lie there unchanged.
fn citations(desk: &Desk, press: &Press, key: [u8; 32], job: &Job, lang: &Lang) {
    let name = match job {
        Job::Fact(found) => found.spec.id.as_str(),
        Job::Indicator(at) => desk.settings.catalog.indicators[*at].code.as_str(),
        _ => return,
    };
    let Some(address) = address(desk, job) else { return };
    let path = |end: &str| format!("{address}{name}.{lang}.{end}");
    if cite::ENDS.iter().all(|end| press.keep(&path(end), key)) {
        return;
    }
    let item = match job {
        Job::Fact(found) => cite::fact(desk, desk.voice(lang), found),
        Job::Indicator(at) => indicator::citation(desk, desk.voice(lang), &desk.settings.catalog.indicators[*at]),
        _ => None,
    };
    for (end, text) in item.iter().flat_map(cite::files) {
        press.file(&path(end), text.as_bytes(), Some(Origin { key, summary: None }));
    }
}

fn term_pages(desk: &Desk, press: &Press, key: [u8; 32], lang: &Lang, at: usize, term: usize) -> usize {
    let taxonomy = &desk.settings.site.taxonomies[at];
    let (slug, name) = &taxonomy.terms[term];
    let (address, voice, title) = (format!("{}/{slug}/", taxonomy.id), desk.voice(lang), name.get(lang));
    let pages = desk.library.with_term(taxonomy.id.as_str(), slug.as_str());
    let total = parts(desk, pages.len());
    let size = if total == 1 { pages.len().max(1) } else { desk.settings.site.paginate };
    for number in 1..=total {
        let here = part_address(&address, number);
        let path = desk.atlas.file(&here, lang);
        if press.keep(&path, key) {
            continue;
        }
        let mut view: ArticleView = article::bare(title.clone(), String::new());
        let chosen = pages.iter().skip((number - 1) * size).take(size);
        view.children = chosen.map(|page| lists::page_card(desk, voice, &here, page)).collect();
        view.pager = pager(desk, lang, &address, number, total);
        let standing = Standing { address: &here, lang, kind: "term", title, description: "", synthetic: false };
        press.page(desk, "term.html", &standing, &path, &view, Some(Origin { key, summary: None }));
    }
    total
}

/// Feeds, sitemap, robots.
fn files(desk: &Desk, press: &Press, key: [u8; 32]) {
    let languages = &desk.settings.site.languages;
    for lang in languages.iter() {
        let path = feed_path(desk, lang);
        if !press.keep(&path, key) {
            press.plain("feeds/atom.xml", lang, &path, &feed::feed(desk, lang), key);
        }
    }
    let default = languages.default_lang();
    if desk.settings.site.base_url.is_some() && !press.keep("sitemap.xml", key) {
        press.plain("feeds/sitemap.xml", default, "sitemap.xml", &Sitemap { entries: feed::sitemap(desk) }, key);
    }
    let sitemap = desk.settings.site.base_url.as_ref().map(|base| format!("{base}sitemap.xml"));
    if !press.keep("robots.txt", key) {
        press.plain("feeds/robots.txt", default, "robots.txt", &Robots { sitemap }, key);
    }
}

/// Snippets for the web server, and whom to tell of a weakness.
fn for_servers(desk: &Desk, press: &Press, key: [u8; 32]) {
    let put = |path: &str, text: &str| press.file(path, text.as_bytes(), Some(Origin { key, summary: None }));
    for (path, text) in server::files(desk) {
        put(path, &text);
    }
    let site = &desk.settings.site;
    if let Some(security) = &site.security {
        put(server::SECURITY_TXT, &server::security(security, &site.languages, site.base_url.as_deref()));
    }
}

/// What `feeds/sitemap.xml` sees.
#[derive(serde::Serialize)]
struct Sitemap {
    entries: Vec<crate::theme::views::SitemapEntry>,
}

/// What `feeds/robots.txt` sees.
#[derive(serde::Serialize)]
struct Robots {
    sitemap: Option<String>,
}

/// Views of several types behind one door.
mod erased {
    use crate::compose::Desk;
    use crate::compose::frame::Standing;
    use crate::site::render::{Origin, Press};

    pub(super) trait View {
        fn press(&self, press: &Press, desk: &Desk, template: &str, standing: &Standing, path: &str, from: Origin);
    }

    impl<T: serde::Serialize> View for T {
        fn press(&self, press: &Press, desk: &Desk, template: &str, standing: &Standing, path: &str, from: Origin) {
            press.page(desk, template, standing, path, self, Some(from));
        }
    }
}
