//! The Atom feed of a language, and the sitemap.

use crate::compose::Desk;
use crate::compose::frame::{Standing, alternates, feed_path};
use crate::content::Page;
use crate::model::{Date, Lang};
use crate::theme::views::{FeedEntry, FeedView, SitemapEntry};

/// Entries in a feed.
const ENTRIES: usize = 30;

/// The newest dated pages.
#[must_use]
pub fn feed(desk: &Desk, lang: &Lang) -> FeedView {
    let site = &desk.settings.site;
    let mut dated: Vec<(Date, &Page)> = desk
        .library
        .pages()
        .filter(|page| !page.meta.hidden)
        .filter_map(|page| Some((page.meta.updated.max(page.meta.date)?, page.as_ref())))
        .collect();
    dated.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.address.cmp(&b.1.address)));
    dated.truncate(ENTRIES);
    let newest = dated.first().map(|(date, _)| *date).or(desk.as_of).or_else(|| newest_source(desk));
    let path = feed_path(desk, lang);
    let entries = dated.into_iter().map(|(date, page)| entry(desk, lang, date, page));
    FeedView {
        id: identity(desk, &path),
        updated: time(newest.unwrap_or(jiff::civil::date(2000, 1, 1))),
        self_href: site.base_url.as_ref().map_or_else(|| "feed.xml".to_owned(), |base| base.clone() + &path),
        home_href: desk.atlas.absolute("", lang).unwrap_or_else(|| "index.html".to_owned()),
        title: site.title.get(lang).clone(),
        subtitle: site.description.get(lang).clone(),
        author: site.publisher.name.get(lang).clone(),
        lang: lang.to_string(),
        entries: entries.collect(),
    }
}

fn newest_source(desk: &Desk) -> Option<Date> {
    desk.book.sources().iter().filter_map(|source| source.published).max()
}

fn entry(desk: &Desk, lang: &Lang, date: Date, page: &Page) -> FeedEntry {
    let (text, address) = (page.texts.get(lang), page.address.as_str());
    FeedEntry {
        id: identity(desk, &desk.atlas.folder(address, lang)),
        title: text.title.clone(),
        href: desk.atlas.absolute(address, lang).unwrap_or_else(|| desk.atlas.link("", address, lang)),
        updated: time(date),
        summary: text.description.clone(),
    }
}

/// A name that does not change: the absolute address, or one of our own when the site has none.
fn identity(desk: &Desk, path: &str) -> String {
    match &desk.settings.site.base_url {
        Some(base) => base.clone() + path,
        None => format!("urn:shanwai:{}", if path.is_empty() { "home" } else { path.trim_end_matches('/') }),
    }
}

/// Midnight UTC: pages carry days, Atom wants instants.
fn time(date: Date) -> String {
    format!("{date}T00:00:00Z")
}

/// Every public page in every language; nothing without a base address, since sitemaps hold absolute addresses.
#[must_use]
pub fn sitemap(desk: &Desk) -> Vec<SitemapEntry> {
    let hidden = |address: &str| address == "404/" || desk.library.get(address).is_some_and(|page| page.meta.hidden);
    let languages = &desk.settings.site.languages;
    let pages = desk.atlas.addresses().filter(|address| !hidden(address));
    pages
        .flat_map(|address| languages.iter().map(move |lang| (address, lang)))
        .filter_map(|(address, lang)| {
            let standing = Standing { address, lang, kind: "", title: "", description: "", synthetic: false };
            let updated = desk.library.get(address).and_then(|page| page.meta.updated.max(page.meta.date));
            Some(SitemapEntry {
                loc: desk.atlas.absolute(address, lang)?,
                lastmod: updated.map_or_else(String::new, |date| date.to_string()),
                alternates: alternates(desk, &standing),
            })
        })
        .collect()
}
