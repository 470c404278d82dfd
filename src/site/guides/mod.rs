//! The guides for each role as pages of the site, when it asks for them: `[guides] publish = true`.
//!
//! The texts are those of `docs/guides/`, inside the program. They go the way of every other page: composed, rendered, looked at by the
//! checks of finished files. Two things are theirs: numbers in them are no statistics of the site, and links between documents become
//! links between pages.

mod texts;

use crate::compose::frame::Standing;
use crate::compose::scope::{FactScope, PageLinks};
use crate::compose::{Desk, article};
use crate::config::Site;
use crate::diag::Source;
use crate::model::Lang;
use crate::prose::{self, Links};
use crate::site::render::{Origin, Press};
use crate::theme::views::{ArticleView, Card, TocEntry};
pub(super) use texts::{DOCUMENTS, PICTURES};
use texts::{GUIDES, Guide, INDEX};

/// The address of the list of guides; each guide stands below it.
const ADDRESS: &str = "guides/";

/// The addresses of the guides with their titles; none when the site does not ask for them.
pub(super) fn addresses(site: &Site) -> Vec<(String, impl Fn(&Lang) -> String)> {
    let guides = if site.guides { GUIDES } else { &[] };
    let index = site.guides.then_some(&INDEX);
    index.into_iter().chain(guides).map(|guide| (address(guide), |lang: &Lang| guide.read(lang.is_chinese()).title)).collect()
}

fn address(guide: &Guide) -> String {
    if guide.slug.is_empty() { ADDRESS.to_owned() } else { format!("{ADDRESS}{}/", guide.slug) }
}

/// Makes the pages in every language, and hands over their pictures; how many pages. A page of the site at such an address stands.
pub(super) fn make(desk: &Desk, press: &Press, key: [u8; 32]) -> usize {
    if !desk.settings.site.guides {
        return 0;
    }
    for (name, bytes) in PICTURES {
        let path = format!("{ADDRESS}pictures/{name}");
        if !press.keep(&path, key) {
            press.file(&path, bytes, Some(Origin { key, summary: None }));
        }
    }
    let mut pages = 0;
    for guide in std::iter::once(&INDEX).chain(GUIDES).filter(|guide| desk.library.get(&address(guide)).is_none()) {
        for lang in desk.settings.site.languages.iter() {
            one(desk, press, key, guide, lang);
            pages += 1;
        }
    }
    pages
}

fn one(desk: &Desk, press: &Press, key: [u8; 32], guide: &Guide, lang: &Lang) {
    let address = address(guide);
    let path = desk.atlas.file(&address, lang);
    if press.keep(&path, key) {
        return;
    }
    let written = written(desk, lang);
    let text = guide.read(written.is_chinese());
    let name = format!("docs/guides/{}.{}.md", guide.slug, if written.is_chinese() { "zh" } else { "en" });
    let source = Source::new(name, text.body);
    let scope = FactScope { desk, voice: desk.voice(written), from: &address };
    let links = GuideLinks(PageLinks { desk, lang, from: &address });
    let mut composed = prose::compose(&source, 0, written, &scope, &links, press.sink);
    if written != lang {
        article::in_other_language(desk, &mut composed, lang, written);
    }
    let entry = |heading: &prose::Heading| TocEntry { level: heading.level, id: heading.id.clone(), text: heading.text.clone() };
    let toc: Vec<TocEntry> = composed.toc.iter().filter(|heading| heading.level == 2).map(entry).collect();
    let view = ArticleView {
        toc,
        blocks: article::blocks(desk, desk.voice(written), &address, composed, press.sink),
        children: if guide.slug.is_empty() { cards(desk, lang, written) } else { Vec::new() },
        ..article::bare(text.title.clone(), text.lead.clone())
    };
    let (kind, template) = if guide.slug.is_empty() { ("section", "section.html") } else { ("page", "page.html") };
    let standing = Standing { address: &address, lang, kind, title: &text.title, description: &text.lead, synthetic: false };
    press.page(desk, template, &standing, &path, &view, Some(Origin { key, summary: None }));
}

/// The language of the site in which a guide is told to readers of `lang`: their own, else English, else Chinese, else the first.
fn written<'d>(desk: &'d Desk, lang: &'d Lang) -> &'d Lang {
    let is_english = |lang: &Lang| lang.as_str() == "en" || lang.as_str().starts_with("en-");
    let languages = &desk.settings.site.languages;
    if lang.is_chinese() || is_english(lang) {
        return lang;
    }
    let other = languages.iter().find(|lang| is_english(lang)).or_else(|| languages.iter().find(|lang| lang.is_chinese()));
    other.unwrap_or(lang)
}

fn cards(desk: &Desk, lang: &Lang, written: &Lang) -> Vec<Card> {
    let card = |guide: &Guide| {
        let text = guide.read(written.is_chinese());
        Card {
            title: text.title,
            href: desk.atlas.link(ADDRESS, &address(guide), lang),
            description: text.lead,
            date: String::new(),
            date_text: String::new(),
            mark: String::new(),
            facts: Vec::new(),
            terms: Vec::new(),
        }
    };
    GUIDES.iter().map(card).collect()
}

/// What a guide may link to: other pages, and its own pictures.
struct GuideLinks<'a>(PageLinks<'a>);

impl Links for GuideLinks<'_> {
    fn href(&self, target: &str) -> Option<String> {
        let PageLinks { desk, lang, from } = self.0;
        match target.strip_prefix("/guides/pictures/") {
            Some(name) if PICTURES.iter().any(|(known, _)| *known == name) => {
                Some(desk.atlas.link_file(from, lang, target.trim_start_matches('/')))
            }
            _ => self.0.href(target),
        }
    }

    fn fact_href(&self, id: &str) -> Option<String> {
        self.0.fact_href(id)
    }

    fn allows_unbound_numbers(&self) -> bool {
        true
    }
}
