//! The Atom feed of a language, and the sitemap.

use crate::archive::Frozen;
use crate::compose::frame::{Standing, alternates, feed_path, written_in};
use crate::compose::history::{RELEASES, release_address};
use crate::compose::{Desk, dataset_address, fact_address};
use crate::config::{CorrectionEntry, DatasetSpec};
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

/// Releases, newest first: all of them, or those in which a dataset is new or changed.
#[must_use]
pub fn releases(desk: &Desk, lang: &Lang, of: Option<&DatasetSpec>) -> FeedView {
    let voice = desk.voice(lang);
    let address = of.map_or_else(|| RELEASES.to_owned(), |spec| dataset_address(spec.id.as_str()));
    let all = &desk.archive.releases;
    let concerned = |at: usize| {
        let Some(spec) = of else { return true };
        let folder = format!("data/{}/", spec.id);
        let own = |frozen: &Frozen| -> Vec<(String, String)> {
            let tables = frozen.files.iter().filter(|(name, _)| name.starts_with(&folder) && name.ends_with(".csv"));
            tables.map(|(name, sum)| (name.clone(), sum.clone())).collect()
        };
        let now = own(&all[at]);
        !now.is_empty() && at.checked_sub(1).is_none_or(|before| own(&all[before]) != now)
    };
    let entry = |at: usize| {
        let (entry, page) = (&all[at].entry, release_address(&all[at].entry.version));
        let title = voice.with("release-title", &[("version", &entry.version)]);
        FeedEntry {
            id: format!("{}#{}", identity(desk, &desk.atlas.folder(&address, lang)), entry.version),
            title: of.map_or(title.clone(), |spec| format!("{} · {title}", spec.title.get(lang))),
            href: desk.atlas.absolute(&page, lang).unwrap_or_else(|| desk.atlas.link(&address, &page, lang)),
            updated: time(entry.date),
            summary: entry.note.clone().unwrap_or_default(),
        }
    };
    let entries = (0..all.len()).rev().filter(|at| concerned(*at)).take(ENTRIES).map(entry).collect();
    let title = of.map_or_else(|| voice.word("releases-name"), |spec| spec.title.get(lang).clone());
    about(desk, lang, &address, title, entries)
}

/// Corrections, newest first.
#[must_use]
pub fn corrections(desk: &Desk, lang: &Lang) -> FeedView {
    let voice = desk.voice(lang);
    let (address, log) = ("corrections/", &desk.settings.corrections);
    let entry = |(at, entry): (usize, &CorrectionEntry)| {
        let page = fact_address(entry.fact.as_str());
        let kind = voice.word(&format!("correction-{}", entry.kind.word()));
        let name = desk.book.get(entry.fact.as_str()).map_or_else(|| entry.fact.to_string(), |f| super::fact::label(voice, f));
        FeedEntry {
            id: format!("{}#{}-{}-{at}", identity(desk, &desk.atlas.folder(address, lang)), entry.fact, entry.date),
            title: format!("{kind} · {name}"),
            href: desk.atlas.absolute(&page, lang).unwrap_or_else(|| desk.atlas.link(address, &page, lang)),
            updated: time(entry.date),
            summary: entry.reason.get(lang).clone(),
        }
    };
    let entries = log.iter().enumerate().rev().take(ENTRIES).map(entry).collect();
    about(desk, lang, address, voice.word("corrections-name"), entries)
}

/// A feed about one page of the site.
fn about(desk: &Desk, lang: &Lang, address: &str, title: String, entries: Vec<FeedEntry>) -> FeedView {
    let site = &desk.settings.site;
    let folder = desk.atlas.folder(address, lang);
    let path = format!("{folder}feed.xml");
    // A site may have no page of its own for it.
    let page = if desk.atlas.has(address) { address } else { "" };
    let undated = || time(desk.as_of.or_else(|| newest_source(desk)).unwrap_or(jiff::civil::date(2000, 1, 1)));
    FeedView {
        id: identity(desk, &path),
        updated: entries.first().map_or_else(undated, |entry| entry.updated.clone()),
        self_href: site.base_url.as_ref().map_or_else(|| "feed.xml".to_owned(), |base| base.clone() + &path),
        home_href: desk.atlas.absolute(page, lang).unwrap_or_else(|| desk.atlas.link(address, page, lang)),
        title: format!("{title} · {}", site.title.get(lang)),
        subtitle: String::new(),
        author: site.publisher.name.get(lang).clone(),
        lang: lang.to_string(),
        entries,
    }
}

/// The release calendar as iCalendar (RFC 5545): whole days, lines of at most 75 octets that end with CRLF, stamped with the day of
/// the entry itself, since nothing here reads the clock.
#[must_use]
pub fn calendar(desk: &Desk, lang: &Lang) -> String {
    let site = &desk.settings.site;
    let mut lines = vec![
        "BEGIN:VCALENDAR".to_owned(),
        "VERSION:2.0".to_owned(),
        "PRODID:-//shanwai//release calendar//EN".to_owned(),
        format!("X-WR-CALNAME:{}", ics(site.title.get(lang))),
    ];
    for (at, entry) in desk.settings.calendar.iter().enumerate() {
        let day = entry.date.to_string().replace('-', "");
        let after = entry.date.tomorrow().unwrap_or(entry.date).to_string().replace('-', "");
        let host = site.base_url.as_deref().and_then(|base| base.split('/').nth(2)).unwrap_or("shanwai.invalid");
        lines.extend([
            "BEGIN:VEVENT".to_owned(),
            format!("UID:release-{day}-{at}@{host}"),
            format!("DTSTAMP:{day}T000000Z"),
            format!("DTSTART;VALUE=DATE:{day}"),
            format!("DTEND;VALUE=DATE:{after}"),
            format!("SUMMARY:{}", ics(entry.title.get(lang))),
            "END:VEVENT".to_owned(),
        ]);
    }
    lines.push("END:VCALENDAR".to_owned());
    lines.iter().map(|line| folded(line)).collect()
}

fn ics(text: &str) -> String {
    text.replace('\\', "\\\\").replace(';', "\\;").replace(',', "\\,").replace('\n', "\\n")
}

/// A line cut into pieces of at most 75 octets, never inside a character; each after the first begins with a space.
fn folded(line: &str) -> String {
    let (mut made, mut length) = (String::with_capacity(line.len() + 2), 0);
    for c in line.chars() {
        if length + c.len_utf8() > 75 {
            made.push_str("\r\n ");
            length = 1;
        }
        made.push(c);
        length += c.len_utf8();
    }
    made + "\r\n"
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
    let hidden = |address: &str| {
        address == "404/" || desk.gone.contains(address) || desk.library.get(address).is_some_and(|page| page.meta.hidden)
    };
    let languages = &desk.settings.site.languages;
    let pages = desk.atlas.addresses().filter(|address| !hidden(address));
    pages
        .flat_map(|address| languages.iter().map(move |lang| (address, lang)))
        .filter(|(address, lang)| written_in(desk, address, lang) == *lang)
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_lines_are_folded_between_characters() {
        let line = format!("SUMMARY:{}", "怀".repeat(60));
        let folded = folded(&line);
        assert!(folded.lines().all(|piece| piece.len() <= 75), "{folded}");
        assert_eq!(folded.replace("\r\n ", "").trim_end(), line);
        assert_eq!(ics("a,b;c"), "a\\,b\\;c");
    }
}
