//! Pages, programmes, places and indicators in lists.

use crate::compose::voice::Voice;
use crate::compose::{Desk, fact, fact_address, indicator_address, place_address};
use crate::config::IndicatorGroup;
use crate::content::Page;
use crate::model::FactId;
use crate::theme::views::{Card, Group, Link};

/// An authored page in a list on the page at `from`.
#[must_use]
pub fn page_card(desk: &Desk, voice: &Voice, from: &str, page: &Page) -> Card {
    let text = page.texts.get(&voice.lang);
    Card {
        title: text.title.clone(),
        href: desk.atlas.link(from, page.address.as_str(), &voice.lang),
        description: text.description.clone(),
        date: page.meta.date.map_or_else(String::new, |date| date.to_string()),
        date_text: page.meta.date.map_or_else(String::new, |date| voice.wording.date(date)),
        mark: String::new(),
        facts: fact::cards(desk, voice, from, page.meta.headline.iter().take(1).map(FactId::as_str)),
        terms: terms(desk, voice, from, page),
    }
}

/// Stories of the programme that a page is about, newest first.
#[must_use]
pub fn stories_of(desk: &Desk, voice: &Voice, from: &str, page: &Page) -> Vec<Card> {
    let Some(programme) = &page.meta.programme else { return Vec::new() };
    let children = desk.library.children("stories/").iter();
    let mut told: Vec<_> = children.filter(|story| story.meta.programme.as_ref() == Some(programme)).collect();
    told.sort_by_cached_key(|story| (std::cmp::Reverse(story.meta.date), story.address.clone()));
    told.into_iter().map(|story| page_card(desk, voice, from, story)).collect()
}

/// The terms of a page, linked to their lists.
#[must_use]
pub fn terms(desk: &Desk, voice: &Voice, from: &str, page: &Page) -> Vec<Link> {
    let taxonomies = desk.settings.site.taxonomies.iter();
    taxonomies
        .flat_map(|taxonomy| {
            let chosen = page.meta.terms.get(&taxonomy.id).into_iter().flatten();
            chosen.filter_map(|slug| taxonomy.terms.iter().find(|(id, _)| id == slug)).map(|(slug, name)| Link {
                label: name.get(&voice.lang).clone(),
                href: desk.atlas.link(from, &format!("{}/{slug}/", taxonomy.id), &voice.lang),
                lang: String::new(),
            })
        })
        .collect()
}

fn bare(title: String, href: String) -> Card {
    Card {
        title,
        href,
        description: String::new(),
        date: String::new(),
        date_text: String::new(),
        mark: String::new(),
        facts: Vec::new(),
        terms: Vec::new(),
    }
}

/// Programme pages by pillar, in the order of the settings; programmes of no pillar come last.
#[must_use]
pub fn pillars(desk: &Desk, voice: &Voice, from: &str) -> Vec<Group> {
    let site = &desk.settings.site;
    let cards = |pillar: Option<&str>| {
        let of = site.programmes.iter().filter(|p| p.pillar.as_ref().map(crate::model::Slug::as_str) == pillar);
        of.filter_map(|p| desk.library.get(&desk.programme_address(p.code.as_str())?))
            .map(|page| page_card(desk, voice, from, page))
            .collect::<Vec<_>>()
    };
    let named = site.pillars.iter().map(|pillar| Group {
        id: pillar.id.to_string(),
        title: pillar.name.get(&voice.lang).clone(),
        summary: pillar.summary.get(&voice.lang).clone(),
        cards: cards(Some(pillar.id.as_str())),
    });
    let rest = Group { id: "other".to_owned(), title: voice.word("other"), summary: String::new(), cards: cards(None) };
    named.chain([rest]).filter(|group| !group.cards.is_empty()).collect()
}

/// Statistics by programme, in the order of the settings; those of no programme come last.
#[must_use]
pub fn facts(desk: &Desk, voice: &Voice, from: &str) -> Vec<Group> {
    let card = |fact: &crate::facts::Fact| Card {
        facts: vec![fact::card(desk, voice, from, fact)],
        description: fact.spec.period.label.get(&voice.lang).clone(),
        ..bare(fact::label(voice, fact), desk.atlas.link(from, &fact_address(fact.spec.id.as_str()), &voice.lang))
    };
    let of = |code: Option<&str>| {
        let known = |f: &crate::facts::Fact| {
            f.spec.programme.as_ref().map(crate::model::Code::as_str).filter(|code| desk.programme(code).is_some()) == code
        };
        desk.book.iter().filter(|f| known(f)).map(card).collect::<Vec<_>>()
    };
    let named = desk.settings.site.programmes.iter().map(|p| Group {
        id: p.slug.to_string(),
        title: p.name.get(&voice.lang).clone(),
        summary: String::new(),
        cards: of(Some(p.code.as_str())),
    });
    let rest = Group { id: "general".to_owned(), title: voice.word("facts-general"), summary: String::new(), cards: of(None) };
    named.chain([rest]).filter(|group| !group.cards.is_empty()).collect()
}

/// The value an indicator shows in a list: the first that is published.
#[must_use]
pub fn latest<'i>(desk: &Desk, indicator: &'i crate::config::Indicator) -> Option<&'i str> {
    let known = |id: &&str| desk.book.get(id).is_some_and(|fact| fact.quantity.value.is_some());
    indicator.facts.iter().map(FactId::as_str).find(known)
}

/// Indicators by group.
#[must_use]
pub fn indicators(desk: &Desk, voice: &Voice, from: &str) -> Vec<Group> {
    let card = |i: &crate::config::Indicator| Card {
        mark: i.code.to_string(),
        description: i.definition.get(&voice.lang).clone(),
        facts: fact::cards(desk, voice, from, latest(desk, i)),
        ..bare(i.name.get(&voice.lang).clone(), desk.atlas.link(from, &indicator_address(i.code.as_str()), &voice.lang))
    };
    let group = |group: IndicatorGroup<'_>| Group {
        id: group.id.to_ascii_lowercase(),
        title: group_title(voice, &group),
        summary: String::new(),
        cards: group.indicators.into_iter().map(card).collect(),
    };
    desk.settings.catalog.grouped_indicators().into_iter().map(group).collect()
}

/// What a group of indicators is called; one's own are listed even before their group has a name.
pub(super) fn group_title(voice: &Voice, group: &IndicatorGroup<'_>) -> String {
    group.name.map_or_else(|| voice.word("indicators-other"), |name| name.get(&voice.lang).clone())
}

/// Places in the order of their code list.
#[must_use]
pub fn places(desk: &Desk, voice: &Voice, from: &str) -> Vec<Card> {
    let entries = desk.settings.catalog.places.iter().flat_map(|dimension| &dimension.codes);
    entries
        .map(|entry| Card {
            mark: entry.code.to_string(),
            ..bare(entry.name.get(&voice.lang).clone(), desk.atlas.link(from, &place_address(entry.code.as_str()), &voice.lang))
        })
        .collect()
}

/// Datasets in the order of the catalogue.
#[must_use]
pub fn datasets(desk: &Desk, voice: &Voice, from: &str) -> Vec<Card> {
    let datasets = desk.settings.catalog.datasets.iter();
    datasets
        .map(|dataset| Card {
            description: dataset.description.get(&voice.lang).clone(),
            ..bare(
                dataset.title.get(&voice.lang).clone(),
                desk.atlas.link(from, &super::dataset_address(dataset.id.as_str()), &voice.lang),
            )
        })
        .collect()
}

/// The terms of a taxonomy that have pages, with how many.
#[must_use]
pub fn terms_of(desk: &Desk, voice: &Voice, from: &str, taxonomy: &crate::config::Taxonomy) -> Vec<Card> {
    let terms = taxonomy.terms.iter();
    terms
        .map(|(slug, name)| Card {
            mark: desk.library.with_term(taxonomy.id.as_str(), slug.as_str()).len().to_string(),
            ..bare(name.get(&voice.lang).clone(), desk.atlas.link(from, &format!("{}/{slug}/", taxonomy.id), &voice.lang))
        })
        .collect()
}

/// Neighbours in a list as links.
#[must_use]
pub fn neighbours(desk: &Desk, voice: &Voice, from: &str, all: &[(String, String)]) -> (Option<Link>, Option<Link>) {
    let at = all.iter().position(|(address, _)| address == from);
    let link = |(address, label): &(String, String)| Link {
        label: label.clone(),
        href: desk.atlas.link(from, address, &voice.lang),
        lang: String::new(),
    };
    match at {
        None => (None, None),
        Some(at) => (at.checked_sub(1).and_then(|i| all.get(i)).map(link), all.get(at + 1).map(link)),
    }
}
