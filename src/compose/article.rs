//! Authored pages: the text with its figures filled in, and the lists that belong to it.

use std::collections::BTreeMap;

use crate::compose::voice::Voice;
use crate::compose::{Desk, attempts, dataset_address, escaped, fact, figure, history, lists, protection, tally, tested};
use crate::consent::ClearedStory;
use crate::content::Page;
use crate::diag::Sink;
use crate::model::{FactId, Lang};
use crate::prose::{Composed, Piece};
use crate::theme::views::{ArticleView, Block, ConsentNote, DatasetCard, HomeView, PillarView, TableView, TocEntry};

/// Contents are shown from this many headings on.
const TOC_FROM: usize = 3;

/// An empty block of a kind.
fn block(kind: &'static str) -> Block {
    Block {
        kind,
        html: None,
        figure: None,
        facts: Vec::new(),
        dataset: None,
        table: None,
        list: None,
        comparisons: Vec::new(),
        sources: Vec::new(),
        links: Vec::new(),
    }
}

/// A ready table as a block.
#[must_use]
pub fn table_block(table: TableView) -> Block {
    Block { table: Some(table), ..block("table") }
}

/// Sources as a block.
#[must_use]
pub fn sources_block(sources: Vec<crate::theme::views::SourceView>) -> Block {
    Block { sources, list: Some("sources".to_owned()), ..block("list") }
}

/// Ready HTML as a block.
#[must_use]
pub fn html_block(html: String) -> Block {
    Block { html: Some(html), ..block("html") }
}

/// Puts the charts that a page names at its head behind its text, but for those that the text shows itself.
pub fn with_charts(page: &Page, composed: &mut Composed) {
    for id in &page.meta.charts {
        let shown = composed.pieces.iter().any(|piece| matches!(piece, Piece::Chart(shown) if shown == id));
        if !shown {
            composed.pieces.push(Piece::Chart(id.clone()));
        }
    }
}

/// A composed text with its slots filled.
#[must_use]
pub fn blocks(desk: &Desk, voice: &Voice, from: &str, composed: Composed, sink: &Sink) -> Vec<Block> {
    composed.pieces.into_iter().filter_map(|piece| fill(desk, voice, from, piece, sink)).collect()
}

fn fill(desk: &Desk, voice: &Voice, from: &str, piece: Piece, sink: &Sink) -> Option<Block> {
    Some(match piece {
        Piece::Html(html) => Block { html: Some(html), ..block("html") },
        Piece::Chart(id) => {
            let spec = desk.settings.charts.get(id.as_str())?;
            Block { figure: Some(figure::view(desk, voice, from, spec, sink)?), ..block("figure") }
        }
        Piece::Figures(ids) => Block { facts: fact::cards(desk, voice, from, ids.iter().map(FactId::as_str)), ..block("facts") },
        Piece::Dataset(id) => Block { dataset: Some(dataset_card(desk, voice, from, id.as_str())?), ..block("dataset") },
        Piece::List(name) => list(desk, voice, from, name),
    })
}

fn dataset_card(desk: &Desk, voice: &Voice, from: &str, id: &str) -> Option<DatasetCard> {
    let dataset = desk.settings.catalog.datasets.iter().find(|d| d.id.as_str() == id)?;
    Some(DatasetCard {
        title: dataset.title.get(&voice.lang).clone(),
        href: desk.atlas.link(from, &dataset_address(id), &voice.lang),
        description: dataset.description.get(&voice.lang).clone(),
        synthetic: desk.release.table(dataset.cube.as_str()).is_some_and(|t| t.is_synthetic()),
    })
}

fn list(desk: &Desk, voice: &Voice, from: &str, name: String) -> Block {
    let mut made = block("list");
    match name.as_str() {
        "facts" => made.facts = desk.book.iter().map(|f| fact::card(desk, voice, from, f)).collect(),
        "withheld" => {
            let withheld = desk.book.iter().filter(|f| f.quantity.value.is_none());
            made.facts = withheld.map(|f| fact::card(desk, voice, from, f)).collect();
        }
        "comparisons" => made.comparisons = fact::comparisons(desk, voice, from, None),
        "sources" => made.sources = desk.book.sources().iter().map(|s| fact::source(voice, s)).collect(),
        "indicators" => made.links = lists::indicators(desk, voice, from).into_iter().flat_map(|g| g.cards).collect(),
        "places" => made.links = lists::places(desk, voice, from),
        "datasets" => made.links = lists::datasets(desk, voice, from),
        "protection" => made.table = Some(protection::table(desk, voice, from)),
        "attempts" => made.table = attempts::table(desk, voice),
        "tested" => match tested::table(desk, voice) {
            Some(table) => made.table = Some(table),
            None => return html_block(format!("<p>{}</p>", voice.word("tested-none"))),
        },
        "corrections" => match history::corrections(desk, voice, from, None) {
            Some(table) => made.table = Some(table),
            None => return html_block(format!("<p>{}</p>", voice.word("corrections-none"))),
        },
        _ => {}
    }
    made.list = Some(name);
    made
}

/// Whether a composed text shows numbers made of invented records.
#[must_use]
pub fn shows_synthetic(desk: &Desk, composed: &Composed) -> bool {
    let invented = |id: &FactId| desk.book.get(id.as_str()).is_some_and(|fact| fact.synthetic);
    composed.pieces.iter().any(|piece| match piece {
        Piece::Chart(id) => desk.settings.charts.get(id.as_str()).is_some_and(|spec| figure::is_synthetic(desk, spec)),
        Piece::Dataset(id) => {
            let dataset = desk.settings.catalog.datasets.iter().find(|d| d.id == *id);
            dataset.and_then(|d| desk.release.table(d.cube.as_str())).is_some_and(|t| t.is_synthetic())
        }
        Piece::Figures(ids) => ids.iter().any(invented),
        Piece::List(name) => match name.as_str() {
            "protection" => desk.release.tables().any(|table| table.is_synthetic()),
            "facts" | "withheld" | "comparisons" => desk.book.iter().any(|fact| fact.synthetic),
            "sources" => desk.book.sources().iter().any(|source| source.synthetic),
            _ => false,
        },
        _ => false,
    }) || composed.facts_used.iter().any(invented)
        || composed.says_synthetic(|cube| desk.release.table(cube).is_some_and(|t| t.is_synthetic()))
}

/// A page without text, titled.
#[must_use]
pub fn bare(title: String, lead: String) -> ArticleView {
    ArticleView {
        title,
        lead,
        kicker: String::new(),
        date: String::new(),
        date_text: String::new(),
        updated: String::new(),
        updated_text: String::new(),
        headline: Vec::new(),
        toc: Vec::new(),
        blocks: Vec::new(),
        after: Vec::new(),
        terms: Vec::new(),
        facts_used: Vec::new(),
        children: Vec::new(),
        groups: Vec::new(),
        stories: Vec::new(),
        consent: None,
        pager: None,
        previous: None,
        next: None,
    }
}

/// An authored page.
#[must_use]
pub fn view(desk: &Desk, voice: &Voice, page: &Page, mut composed: Composed, sink: &Sink) -> ArticleView {
    let (text, meta, from) = (page.texts.get(&voice.lang), &page.meta, page.address.as_str());
    let toc: Vec<TocEntry> = composed
        .toc
        .iter()
        .filter(|h| h.level == 2)
        .map(|h| TocEntry { level: h.level, id: h.id.clone(), text: h.text.clone() })
        .collect();
    let date = |date: Option<crate::model::Date>| date.map_or_else(String::new, |d| d.to_string());
    let date_text = |date: Option<crate::model::Date>| date.map_or_else(String::new, |d| voice.wording.date(d));
    let neighbour = |other: Option<&Page>| {
        other.map(|other| crate::theme::views::Link {
            label: other.texts.get(&voice.lang).short.clone(),
            href: desk.atlas.link(from, other.address.as_str(), &voice.lang),
            lang: String::new(),
        })
    };
    let after = Composed { pieces: after_own_list(from, &mut composed.pieces), ..Composed::default() };
    let (previous, next) = desk.library.neighbours(from);
    let corrected = history::notice(desk, voice, from, &composed.facts_used);
    ArticleView {
        kicker: kicker(desk, voice, page),
        date: date(meta.date),
        date_text: date_text(meta.date),
        updated: date(meta.updated),
        updated_text: date_text(meta.updated),
        headline: fact::cards(desk, voice, from, meta.headline.iter().map(FactId::as_str)),
        toc: if toc.len() >= TOC_FROM { toc } else { Vec::new() },
        terms: lists::terms(desk, voice, from, page),
        stories: if page.is_story() { Vec::new() } else { lists::stories_of(desk, voice, from, page) },
        facts_used: fact::cards(desk, voice, from, composed.facts_used.iter().map(FactId::as_str)),
        previous: neighbour(previous),
        next: neighbour(next),
        blocks: corrected.into_iter().chain(blocks(desk, voice, from, composed, sink)).collect(),
        after: blocks(desk, voice, from, after, sink),
        ..bare(text.title.clone(), text.description.clone())
    }
}

/// A story. Only one that its consent covers can be laid out.
#[must_use]
pub fn story(desk: &Desk, voice: &Voice, story: &ClearedStory, composed: Composed, sink: &Sink) -> ArticleView {
    let consent = ConsentNote {
        composite: story.is_composite(),
        synthetic: story.is_synthetic(),
        outside: story.is_reviewed_outside(),
        reuse: story.may_be_reprinted(),
    };
    ArticleView { consent: Some(consent), ..view(desk, voice, story.page(), composed, sink) }
}

/// Marks a text that stands in for a missing translation as what it is, and says so at its head.
pub fn in_other_language(desk: &Desk, composed: &mut Composed, lang: &Lang, written: &Lang) {
    for piece in &mut composed.pieces {
        if let Piece::Html(html) = piece {
            *html = format!("<div lang=\"{written}\">\n{html}</div>\n");
        }
    }
    let name = desk.voice(written).word("language-name");
    let notice = escaped(&desk.voice(lang).with("not-translated", &[("language", &name)]));
    composed.pieces.insert(0, Piece::Html(format!("<p class=\"notice\">{notice}</p>\n")));
}

/// Takes from a catalogue's text what stands behind its own list, and the list, which the page shows in groups.
fn after_own_list(address: &str, pieces: &mut Vec<Piece>) -> Vec<Piece> {
    let own = match address {
        "s/" => "facts",
        "indicators/" => "indicators",
        "data/" => "datasets",
        _ => return Vec::new(),
    };
    let at = pieces.iter().position(|piece| matches!(piece, Piece::List(name) if name == own));
    let mut after = at.map_or_else(Vec::new, |at| pieces.split_off(at));
    after.drain(..after.len().min(1));
    after
}

fn kicker(desk: &Desk, voice: &Voice, page: &Page) -> String {
    let programme = page.meta.programme.as_ref().and_then(|code| desk.programme(code.as_str()));
    let pillar = programme.and_then(|p| p.pillar.as_ref());
    let named = pillar.and_then(|id| desk.settings.site.pillars.iter().find(|p| p.id == *id));
    named.map_or_else(String::new, |pillar| pillar.name.get(&voice.lang).clone())
}

/// The home page.
#[must_use]
pub fn home(desk: &Desk, voice: &Voice, page: &Page, composed: Composed, sink: &Sink) -> HomeView {
    let text = page.texts.get(&voice.lang);
    let headline = desk.settings.site.headline.iter().map(FactId::as_str);
    let pillars = lists::pillars(desk, voice, "").into_iter().map(|group| PillarView {
        id: group.id,
        name: group.title,
        summary: group.summary,
        programmes: group.cards,
    });
    let mut stories: BTreeMap<_, _> = BTreeMap::new();
    for story in desk.library.children("stories/") {
        stories.insert((std::cmp::Reverse(story.meta.date), story.address.clone()), story);
    }
    HomeView {
        title: text.title.clone(),
        lead: text.description.clone(),
        headline: fact::cards(desk, voice, "", headline),
        tally: tally::of_register(desk, voice, ""),
        pillars: pillars.collect(),
        all_stories: desk.atlas.has("stories/").then(|| crate::theme::views::Link {
            label: desk.atlas.title("stories/", &voice.lang).to_owned(),
            href: desk.atlas.link("", "stories/", &voice.lang),
            lang: String::new(),
        }),
        stories: stories.into_values().take(3).map(|story| lists::page_card(desk, voice, "", story)).collect(),
        blocks: blocks(desk, voice, "", composed, sink),
    }
}
