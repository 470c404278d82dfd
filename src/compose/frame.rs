//! What every page has: head, navigation, crumbs, footer.

use crate::compose::credits::host;
use crate::compose::gallery::{card_path, fact_path, synthetic_mark};
use crate::compose::search::SEARCH;
use crate::compose::voice::Voice;
use crate::compose::{Desk, dataset_address};
use crate::config::DatasetSpec;
use crate::model::Lang;
use crate::picture::{CARD_HEIGHT, CARD_WIDTH, PageCard};
use crate::theme::views::{Alternate, CardImage, Frame, GovView, Link, NavLink, PublisherView};

/// A page as its frame sees it.
pub struct Standing<'a> {
    /// Its address.
    pub address: &'a str,
    /// Its language.
    pub lang: &'a Lang,
    /// Its kind, see [`Frame::kind`].
    pub kind: &'a str,
    /// Its title.
    pub title: &'a str,
    /// Its description.
    pub description: &'a str,
    /// Whether it shows numbers made of invented records.
    pub synthetic: bool,
}

/// The frame of a page.
#[must_use]
pub fn frame(desk: &Desk, page: &Standing) -> Frame {
    let site = &desk.settings.site;
    let voice = desk.voice(page.lang);
    let link = |to: &str| desk.atlas.link(page.address, to, page.lang);
    let file = |path: &str| desk.atlas.link_file(page.address, page.lang, path);
    Frame {
        lang: page.lang.to_string(),
        site_title: site.title.get(page.lang).clone(),
        site_place: site.place.get(page.lang).clone(),
        title: page.title.to_owned(),
        description: page.description.to_owned(),
        kind: page.kind.to_owned(),
        root: desk.atlas.root(page.address, page.lang),
        home: link(""),
        canonical: desk.atlas.absolute(page.address, written_in(desk, page.address, page.lang)),
        alternates: alternates(desk, page),
        languages: languages(desk, page),
        nav: navigation(desk, page),
        crumbs: crumbs(desk, page),
        search: if desk.atlas.has(SEARCH) { link(SEARCH) } else { String::new() },
        styles: desk.styles.iter().map(|path| file(path)).collect(),
        icon: desk.icon.as_deref().map(file),
        feed: Link { label: voice.word("feed-title"), href: file(&feed_path(desk, page.lang)), lang: String::new() },
        policy: super::server::PAGE_POLICY,
        synthetic: page.synthetic,
        unsigned: unsigned(desk, voice),
        publisher: publisher(desk, voice),
        licence: Link { label: site.licence.name.clone(), href: site.licence.url.clone(), lang: String::new() },
        gov: gov(desk, page.lang),
        footer: footer(desk, page),
        as_of: desk.as_of.map(|date| date.to_string()),
        as_of_text: desk.as_of.map(|date| voice.wording.date(date)),
        og_type: if matches!(page.kind, "story" | "project" | "page") { "article" } else { "website" }.to_owned(),
        card: card_image(desk, page),
        options: site.theme.options.clone(),
    }
}

/// Most cities that the note on unsigned figures names; of more it gives the number.
const NAMED: usize = 3;

/// Whose figures were taken though nobody has signed them off; empty where all were signed.
fn unsigned(desk: &Desk, voice: &Voice) -> String {
    let places = desk.settings.catalog.places.iter();
    let cities = places.flat_map(|places| desk.gathered.unsigned.iter().filter_map(|at| places.codes.get(*at)));
    let names: Vec<&str> = cities.map(|city| city.name.get(&voice.lang).as_str()).collect();
    match names.len() {
        0 => String::new(),
        1..=NAMED => voice.with("unsigned-named", &[("cities", &names.join(&voice.word("list-separator")))]),
        count => voice.with("unsigned-many", &[("count", &count.to_string())]),
    }
}

/// The picture shown beside a link to a page: of a statistic its own, else a card with the title.
fn card_image(desk: &Desk, page: &Standing) -> Option<CardImage> {
    let base = desk.settings.site.base_url.as_ref()?;
    let lender = lender(desk, page);
    let lent = lender.as_ref().map(|(address, spec)| Standing {
        address,
        lang: page.lang,
        kind: "dataset",
        title: spec.title.get(page.lang),
        description: spec.description.get(page.lang),
        synthetic: page.synthetic,
    });
    let page = lent.as_ref().unwrap_or(page);
    let image = |path: String| CardImage {
        href: format!("{base}{path}"),
        width: CARD_WIDTH,
        height: CARD_HEIGHT,
        alt: match page.description {
            "" => page.title.to_owned(),
            about => desk.voice(page.lang).with("card-alt", &[("title", page.title), ("about", about)]),
        },
    };
    if let Some(id) = of_fact(desk, page) {
        return Some(image(fact_path(id, page.lang, "png")));
    }
    let (path, card) = page_card(desk, page)?;
    desk.gallery.can_draw(&card).then(|| image(path))
}

/// The dataset whose card a page below it shows: the builder and the slices have none of their own.
fn lender<'d>(desk: &Desk<'d>, page: &Standing) -> Option<(String, &'d DatasetSpec)> {
    let below = page.address.strip_prefix("data/").filter(|_| matches!(page.kind, "explore" | "slice"))?;
    let id = below.split('/').next()?;
    let spec = desk.settings.catalog.datasets.iter().find(|spec| spec.id.as_str() == id)?;
    Some((dataset_address(id), spec))
}

/// The statistic whose page this is, where it has a picture.
fn of_fact<'p>(desk: &Desk, page: &'p Standing) -> Option<&'p str> {
    let id = page.address.strip_prefix("s/").filter(|_| page.kind == "fact")?.trim_end_matches('/');
    desk.gallery.fact_shape(id, page.lang).map(|_| id)
}

/// The card of a page with its path; nothing for pages that have another picture or are not to be shared, and without a public address.
#[must_use]
pub fn page_card(desk: &Desk, page: &Standing) -> Option<(String, PageCard)> {
    if matches!(page.kind, "404" | "gone" | "embed" | "explore" | "slice") || of_fact(desk, page).is_some() {
        return None;
    }
    let (site, voice) = (&desk.settings.site, desk.voice(page.lang));
    // The list a page stands in says what it is; pages at the top are of the place.
    let above = page.address.trim_end_matches('/').rsplit_once('/').map(|(folder, _)| format!("{folder}/"));
    let kicker = above.filter(|folder| desk.atlas.has(folder)).map(|folder| desk.atlas.title(&folder, page.lang).to_owned());
    let card = PageCard {
        lang: page.lang.clone(),
        site: site.title.get(page.lang).clone(),
        kicker: kicker.unwrap_or_else(|| site.place.get(page.lang).clone()),
        title: page.title.to_owned(),
        about: page.description.to_owned(),
        mark: if page.synthetic { synthetic_mark(voice) } else { String::new() },
        right: host(desk)?,
    };
    Some((card_path(page.address, page.lang), card))
}

/// The output path of a language's feed.
#[must_use]
pub fn feed_path(desk: &Desk, lang: &Lang) -> String {
    desk.atlas.folder("", lang) + "feed.xml"
}

/// The page in every language and, for readers of none of them, in the default one.
#[must_use]
pub fn alternates(desk: &Desk, page: &Standing) -> Vec<Alternate> {
    let at = |lang: &Lang| {
        desk.atlas
            .absolute(page.address, lang)
            .unwrap_or_else(|| desk.atlas.link_across(page.address, page.lang, page.address, lang))
    };
    let languages = &desk.settings.site.languages;
    if languages.len() < 2 {
        return Vec::new();
    }
    let default = Alternate { lang: "x-default".to_owned(), href: at(written_in(desk, page.address, languages.default_lang())) };
    // A page that stands in for a missing translation is no version of its own.
    let own = languages.iter().filter(|lang| written_in(desk, page.address, lang) == *lang && is_there(desk, page, lang));
    let default = is_there(desk, page, languages.default_lang()).then_some(default);
    own.map(|lang| Alternate { lang: lang.to_string(), href: at(lang) }).chain(default).collect()
}

/// Whether the page is made in a language: what is to be embedded is not where its picture lacks a character.
fn is_there(desk: &Desk, page: &Standing, lang: &Lang) -> bool {
    let Some(subject) = page.address.strip_prefix("embed/").filter(|_| page.kind == "embed") else { return true };
    let subject = subject.trim_end_matches('/');
    match subject.strip_prefix("s/") {
        Some(fact) => desk.gallery.fact_shape(fact, lang).is_some(),
        None => desk.gallery.chart_shape(subject, lang).is_some(),
    }
}

/// The language that the text at an address is written in: another than the page's where a translation is missing.
#[must_use]
pub fn written_in<'d>(desk: &'d Desk, address: &str, lang: &'d Lang) -> &'d Lang {
    desk.library.get(address).map_or(lang, |page| &page.texts.get(lang).lang)
}

fn languages(desk: &Desk, page: &Standing) -> Vec<Link> {
    let others = desk.settings.site.languages.iter().filter(|lang| *lang != page.lang && is_there(desk, page, lang));
    others
        .map(|lang| Link {
            label: desk.voice(lang).word("language-name"),
            href: desk.atlas.link_across(page.address, page.lang, page.address, lang),
            lang: lang.to_string(),
        })
        .collect()
}

fn navigation(desk: &Desk, page: &Standing) -> Vec<NavLink> {
    let items = desk.settings.site.navigation.iter();
    items
        .map(|item| NavLink {
            label: item.label.get(page.lang).clone(),
            href: desk.atlas.link(page.address, &item.address, page.lang),
            current: !item.address.is_empty() && page.address.starts_with(item.address.as_str()),
            here: page.address == item.address,
        })
        .collect()
}

/// Pages nobody wrote that every reader may want, in the order of the footer.
const GENERATED: [&str; 3] = [super::glossary::GLOSSARY, super::factsheet::FACT_SHEET, super::edition::EDITION];

/// Home and the folders above that are pages.
fn crumbs(desk: &Desk, page: &Standing) -> Vec<Link> {
    if page.address.is_empty() {
        return Vec::new();
    }
    let voice = desk.voice(page.lang);
    let to = |address: &str, label: String| Link {
        label,
        href: desk.atlas.link(page.address, address, page.lang),
        lang: String::new(),
    };
    let above = page.address.char_indices().filter(|(_, c)| *c == '/').map(|(at, _)| &page.address[..=at]);
    let folders = above.filter(|address| *address != page.address && desk.atlas.has(address));
    let named = folders.map(|address| to(address, desk.atlas.title(address, page.lang).to_owned()));
    std::iter::once(to("", voice.word("home"))).chain(named).collect()
}

fn publisher(desk: &Desk, voice: &Voice) -> PublisherView {
    let publisher = &desk.settings.site.publisher;
    PublisherView {
        name: publisher.name.get(&voice.lang).clone(),
        address: publisher.address.as_ref().map(|a| a.get(&voice.lang).clone()),
        email: publisher.email.clone(),
        phone: publisher.phone.clone(),
        url: publisher.url.clone(),
    }
}

fn gov(desk: &Desk, lang: &Lang) -> Option<GovView> {
    let gov = desk.settings.site.gov.as_ref()?;
    Some(GovView {
        sponsor: gov.sponsor.as_ref().map(|text| text.get(lang).clone()),
        organiser: gov.organiser.as_ref().map(|text| text.get(lang).clone()),
        icp: gov.icp.clone(),
        police: gov.police.clone(),
        site_code: gov.site_code.clone(),
        report_error: gov.report_error.clone(),
    })
}

fn footer(desk: &Desk, page: &Standing) -> Vec<Link> {
    let marked = desk.library.footer_pages().map(|target| target.address.as_str());
    let generated = GENERATED.into_iter().filter(|address| desk.atlas.has(address) && desk.library.get(address).is_none());
    marked
        .chain(generated)
        .map(|address| Link {
            label: desk.atlas.title(address, page.lang).to_owned(),
            href: desk.atlas.link(page.address, address, page.lang),
            lang: String::new(),
        })
        .collect()
}
