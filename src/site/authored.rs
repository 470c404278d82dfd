//! Pages that somebody wrote: composed, rendered and handed over one by one, on all cores.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use rayon::prelude::*;

use crate::check::PageSummary;
use crate::check::language::{Judge, Said};
use crate::compose::frame::Standing;
use crate::compose::scope::{FactScope, PageLinks};
use crate::compose::{Desk, article, glossary, lists, place, tables};
use crate::content::Page;
use crate::diag::Progress;
use crate::files::content_hash;
use crate::model::{FactId, Lang};
use crate::prose::{self, Composed};
use crate::site::load::Loaded;
use crate::site::render::{Origin, Press};
use crate::theme::views::Pager;

/// Makes every authored page in every language; gives what each says, in the order of addresses and languages.
pub(super) fn pages(
    loaded: &Loaded,
    desk: &Desk,
    press: &Press,
    judge: &Judge,
    global: [u8; 32],
    progress: &dyn Progress,
) -> Vec<PageSummary> {
    let pages: Vec<_> = loaded.library.pages().collect();
    let made: Vec<Vec<PageSummary>> = pages
        .par_iter()
        .map(|page| {
            let languages = desk.settings.site.languages.iter();
            let said = languages.filter_map(|lang| one(loaded, desk, press, judge, global, page, lang)).collect();
            progress.tick();
            said
        })
        .collect();
    made.into_iter().flatten().collect()
}

/// The text that each authored page was written as, by its path in the output.
pub(super) fn sources(desk: &Desk) -> BTreeMap<String, PathBuf> {
    let languages = &desk.settings.site.languages;
    let pages = desk.library.pages();
    pages.flat_map(|page| languages.iter().map(|lang| (path(desk, page, lang), page.texts.get(lang).path.clone()))).collect()
}

/// Which pages say which fact.
pub(super) fn said_on(summaries: &[PageSummary]) -> BTreeMap<FactId, BTreeSet<String>> {
    let mut said: BTreeMap<FactId, BTreeSet<String>> = BTreeMap::new();
    for page in summaries {
        for fact in page.facts() {
            said.entry(fact.clone()).or_default().insert(page.address().to_owned());
        }
    }
    said
}

fn one(
    loaded: &Loaded,
    desk: &Desk,
    press: &Press,
    judge: &Judge,
    global: [u8; 32],
    page: &Page,
    lang: &Lang,
) -> Option<PageSummary> {
    let path = path(desk, page, lang);
    let key = content_hash(&[global, page.texts.get(lang).hash].concat());
    let stale = stale(desk, press, page, lang, key);
    if let Some(summary) = press.said(&path).filter(|_| stale.is_empty()) {
        return Some(summary);
    }
    let source = match page.texts.get(lang).read(&loaded.root) {
        Ok(source) => source,
        Err(trouble) => {
            press.sink.push(trouble.diagnostic());
            return None;
        }
    };
    let from = page.address.as_str();
    let written = &page.texts.get(lang).lang;
    let scope = FactScope { desk, voice: desk.voice(written), from };
    let links = PageLinks { desk, lang, from };
    let mut composed = prose::compose(&source, page.texts.get(lang).body, written, &scope, &links, press.sink);
    article::with_charts(page, &mut composed);
    // What stands in for a missing translation was judged in its own language.
    let said = if written == lang { judge.page(page, lang, &composed, &source) } else { Said::default() };
    let summary = PageSummary::of(page, lang, &composed, &source, said);
    glossary::explain(desk, desk.voice(written), from, &mut composed);
    if written != lang {
        article::in_other_language(desk, &mut composed, lang, written);
    }
    lay_out(loaded, desk, press, page, lang, composed, &path, &Fresh { key, summary: &summary, stale: &stale });
    Some(summary)
}

/// What a page is made from, what it says, and which parts of its list are to be made.
struct Fresh<'a> {
    key: [u8; 32],
    summary: &'a PageSummary,
    stale: &'a [usize],
}

impl Fresh<'_> {
    /// The first part remembers what the page said.
    fn origin(&self, number: usize) -> Option<Origin> {
        Some(Origin { key: self.key, summary: (number == 1).then(|| self.summary.clone()) })
    }
}

/// Keeps the files of a page that are as they would be made; gives the numbers of the others. A page without a list is one file.
fn stale(desk: &Desk, press: &Press, page: &Page, lang: &Lang, key: [u8; 32]) -> Vec<usize> {
    let address = page.address.as_str();
    let total = if is_split(desk, page) { parts(desk, desk.library.children(address).len()) } else { 1 };
    let file =
        |number: usize| if number == 1 { path(desk, page, lang) } else { desk.atlas.file(&part_address(address, number), lang) };
    (1..=total).filter(|number| !press.keep(&file(*number), key)).collect()
}

/// Whether a page lists the pages below it, in parts when there are many.
fn is_split(desk: &Desk, page: &Page) -> bool {
    kind(desk, page).0 == "section" && page.address.as_str() != "projects/"
}

/// The file of a page; the page for lost readers stands at the root of its language.
pub(super) fn path(desk: &Desk, page: &Page, lang: &Lang) -> String {
    match page.address.as_str() {
        "404/" => desk.atlas.folder("", lang) + "404.html",
        address => desk.atlas.file(address, lang),
    }
}

/// Chooses kind and template by where the page stands.
#[expect(clippy::too_many_arguments, reason = "one call, right after composing")]
fn lay_out(loaded: &Loaded, desk: &Desk, press: &Press, page: &Page, lang: &Lang, composed: Composed, path: &str, fresh: &Fresh) {
    let (text, voice, sink) = (page.texts.get(lang), desk.voice(lang), press.sink);
    let address = page.address.as_str();
    let headline = if address.is_empty() { &desk.settings.site.headline } else { &page.meta.headline };
    let invented = |id: &FactId| desk.book.get(id.as_str()).is_some_and(|fact| fact.synthetic);
    let synthetic = article::shows_synthetic(desk, &composed) || headline.iter().any(invented);
    let origin = || fresh.origin(1);
    let (kind, default) = kind(desk, page);
    let template = page.meta.template.clone().unwrap_or_else(|| default.to_owned());
    let standing = Standing { address, lang, kind, title: &text.title, description: &text.description, synthetic };
    match kind {
        "home" => press.page(desk, &template, &standing, path, &article::home(desk, voice, page, composed, sink), origin()),
        "story" => {
            // What was not cleared cannot be laid out; why was told when the site was read.
            let Some(story) = loaded.stories.get(address) else { return };
            let standing = Standing { synthetic: synthetic || story.is_synthetic(), ..standing };
            press.page(desk, &template, &standing, path, &article::story(desk, voice, story, composed, sink), origin());
        }
        "404" => {
            let standing = Standing { address: "", ..standing };
            let view = article::view(desk, voice, page, composed, sink);
            press.page(desk, &template, &standing, path, &view, origin());
        }
        "places" => {
            let article = article::view(desk, voice, page, composed, sink);
            if let Some(places) = &desk.settings.catalog.places {
                press.page(desk, &template, &standing, path, &place::all(desk, voice, places, article), origin());
            }
        }
        "place" => {
            let Some(places) = &desk.settings.catalog.places else { return };
            let code = page.address.parts().last().unwrap_or_default();
            let Some(at) = places.position(code) else { return };
            let blocks = article::blocks(desk, voice, address, composed, sink);
            let order = place::order(voice, places);
            let view = place::page(desk, voice, places, at, blocks, &order);
            let invented = view.facts.iter().any(|fact| fact.synthetic);
            let synthetic = synthetic || invented || view.tables.iter().any(|table| table.synthetic);
            press.page(desk, &template, &Standing { synthetic, ..standing }, path, &view, origin());
        }
        _ => {
            let mut view = article::view(desk, voice, page, composed, sink);
            if let Some(table) = page.meta.tables.get(lang) {
                match tables::ready_made(&loaded.root, table) {
                    Ok(table) => view.blocks.push(article::table_block(table)),
                    Err(trouble) => sink.push(trouble),
                }
            }
            match kind {
                "indicators" => view.groups = lists::indicators(desk, voice, address),
                "facts" => view.groups = lists::facts(desk, voice, address),
                "datasets" => view.children = lists::datasets(desk, voice, address),
                "section" if address == "projects/" => view.groups = lists::pillars(desk, voice, address),
                "section" => {
                    split(desk, press, page, &mut view, &template, &standing, fresh);
                    return;
                }
                _ => {}
            }
            press.page(desk, &template, &standing, path, &view, origin());
        }
    }
}

/// Kind of a page and the template it gets.
fn kind(desk: &Desk, page: &Page) -> (&'static str, &'static str) {
    let mut parts = page.address.parts();
    if page.is_story() {
        return ("story", "story.html");
    }
    match (parts.next(), parts.next(), page.is_section) {
        (None, ..) => ("home", "index.html"),
        (Some("404"), None, _) => ("404", "404.html"),
        (Some("places"), None, _) => ("places", "places.html"),
        (Some("places"), Some(code), _) if desk.settings.catalog.places.as_ref().is_some_and(|p| p.position(code).is_some()) => {
            ("place", "place.html")
        }
        (Some("indicators"), None, _) => ("indicators", "indicators.html"),
        (Some("s"), None, _) => ("facts", "facts.html"),
        (Some("data"), None, _) => ("datasets", "datasets.html"),
        (.., true) => ("section", "section.html"),
        _ if page.meta.programme.is_some() => ("project", "project.html"),
        _ => ("page", "page.html"),
    }
}

/// The page's address in a split list: the first part stands at the address itself.
pub(super) fn part_address(address: &str, number: usize) -> String {
    if number == 1 { address.to_owned() } else { format!("{address}page/{number}/") }
}

/// A section with its children, in parts when the site splits lists.
fn split(
    desk: &Desk,
    press: &Press,
    page: &Page,
    view: &mut crate::theme::views::ArticleView,
    template: &str,
    standing: &Standing,
    fresh: &Fresh,
) {
    let (address, lang, voice) = (page.address.as_str(), standing.lang, desk.voice(standing.lang));
    let children = desk.library.children(address);
    let total = parts(desk, children.len());
    let size = if total == 1 { children.len().max(1) } else { desk.settings.site.paginate };
    for number in 1..=total {
        let here = part_address(address, number);
        let chosen = children.iter().skip((number - 1) * size).take(size);
        view.children = chosen.map(|child| lists::page_card(desk, voice, &here, child)).collect();
        view.pager = pager(desk, lang, address, number, total);
        if number > 1 {
            view.blocks.clear();
        }
        if !fresh.stale.contains(&number) {
            continue;
        }
        let standing = Standing { address: &here, ..*standing };
        press.page(desk, template, &standing, &desk.atlas.file(&here, lang), view, fresh.origin(number));
    }
}

/// How many parts a list of so many entries has.
pub(super) fn parts(desk: &Desk, entries: usize) -> usize {
    match desk.settings.site.paginate {
        0 => 1,
        size => entries.div_ceil(size).max(1),
    }
}

/// Links between the parts of a list.
pub(super) fn pager(desk: &Desk, lang: &Lang, address: &str, number: usize, total: usize) -> Option<Pager> {
    let here = part_address(address, number);
    let link = |other: usize| desk.atlas.link(&here, &part_address(address, other), lang);
    (total > 1).then(|| Pager {
        number,
        total,
        previous: (number > 1).then(|| link(number - 1)),
        next: (number < total).then(|| link(number + 1)),
    })
}

#[cfg(leak_6)] // E0451: only consent seals a story.
fn leak(page: std::sync::Arc<Page>) -> crate::consent::ClearedStory {
    crate::consent::ClearedStory { page, synthetic: false, outside: false, reuse: false }
}
