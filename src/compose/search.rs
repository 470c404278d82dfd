//! What search finds: statistics, indicators, datasets, places, projects, stories and other pages; and the page of search with its plain index.

use serde_json::json;

use crate::compose::edition::EDITION;
use crate::compose::factsheet::FACT_SHEET;
use crate::compose::glossary::{self, GLOSSARY};
use crate::compose::voice::Voice;
use crate::compose::{Desk, dataset_address, fact, fact_address, indicator_address, lists, place_address, planned};
use crate::content::Page;
use crate::model::{FactId, Lang};
use crate::search::{Entry, Index, sort_key, text};
use crate::theme::views::{Finding, FindingGroup, Link, SearchView};

/// The address of the page of search.
pub const SEARCH: &str = "search/";

/// A kind of thing that is found: its id, the word for it, how much its pages weigh, and the list of all of them.
struct Kind {
    id: &'static str,
    word: &'static str,
    weight: f64,
    list: &'static str,
}

/// In the order of the plain index. Who asks for a county or a programme wants its page before the figures that name it.
const KINDS: [Kind; 7] = [
    Kind { id: "places", word: "places-name", weight: 1.3, list: "places/" },
    Kind { id: "projects", word: "search-projects", weight: 1.35, list: "projects/" },
    Kind { id: "indicators", word: "indicators-name", weight: 1.1, list: "indicators/" },
    Kind { id: "facts", word: "facts-name", weight: 1.0, list: "s/" },
    Kind { id: "datasets", word: "datasets-name", weight: 1.0, list: "data/" },
    Kind { id: "stories", word: "search-stories", weight: 1.05, list: "stories/" },
    Kind { id: "pages", word: "search-pages", weight: 0.9, list: "" },
];

/// Most pages whose whole text is looked at; of larger sites titles, descriptions and headings are, so that memory and the index stay small.
const WHOLE_TEXTS: usize = 500;
/// Most entries of a kind in the plain index; the rest stands in the kind's own list.
const PLAIN: usize = 250;

/// Everything that is found in one language, sorted by kind. `read` gives the Markdown of a page, or nothing.
pub fn entries(desk: &Desk, voice: &Voice, read: impl Fn(&Page, &Lang) -> Option<String>) -> Vec<Entry> {
    let mut all: Vec<Entry> = places(desk, voice)
        .into_iter()
        .chain(indicators(desk, voice))
        .chain(facts(desk, voice))
        .chain(datasets(desk, voice))
        .chain(pages(desk, voice, read))
        .chain(terms(desk, voice))
        .chain(for_paper(desk, voice))
        .collect();
    all.sort_by_cached_key(|entry| (entry.kind, entry.path.clone()));
    all
}

fn position(id: &str) -> usize {
    KINDS.iter().position(|kind| kind.id == id).unwrap_or(KINDS.len() - 1)
}

fn others<'d>(desk: &'d Desk, lang: &Lang) -> impl Iterator<Item = &'d Lang> {
    desk.settings.site.languages.iter().filter(move |other| *other != lang)
}

fn places(desk: &Desk, voice: &Voice) -> Vec<Entry> {
    let lang = &voice.lang;
    let codes = desk.settings.catalog.places.iter().flat_map(|places| &places.codes);
    let entry = |entry: &crate::config::CodeEntry| {
        let number =
            entry.residents.as_ref().map(|known| crate::model::Decimal::whole(i64::try_from(known.count).unwrap_or(i64::MAX)));
        let names = others(desk, lang).map(|other| entry.name.get(other).clone());
        Entry {
            kind: position("places"),
            path: desk.atlas.file(&place_address(entry.code.as_str()), lang),
            title: entry.name.get(lang).clone(),
            names: names.chain([entry.short.get(lang).clone()]).collect(),
            shows_other_name: true,
            number: number.map_or_else(String::new, |number| voice.wording.table_number(number)),
            note: match number {
                Some(_) => format!("{} · {}", voice.word("places-residents"), entry.code),
                None => entry.code.to_string(),
            },
            keywords: entry.note.as_ref().map_or_else(String::new, |note| note.get(lang).clone()),
            ..Entry::default()
        }
    };
    codes.map(entry).collect()
}

fn indicators(desk: &Desk, voice: &Voice) -> Vec<Entry> {
    let lang = &voice.lang;
    let entry = |indicator: &crate::config::Indicator| {
        let latest = lists::latest(desk, indicator).and_then(|id| desk.book.get(id));
        let period = latest.map(|fact| fact.spec.period.label.get(lang).as_str());
        Entry {
            kind: position("indicators"),
            path: desk.atlas.file(&indicator_address(indicator.code.as_str()), lang),
            title: indicator.name.get(lang).clone(),
            names: others(desk, lang).map(|other| indicator.name.get(other).clone()).collect(),
            about: indicator.definition.get(lang).clone(),
            number: latest.map_or_else(String::new, |fact| planned::figure(voice, fact, period.as_slice())),
            note: [Some(indicator.code.as_str()), period].into_iter().flatten().collect::<Vec<_>>().join(" · "),
            keywords: indicator.dimensions.get(lang).clone(),
            ..Entry::default()
        }
    };
    desk.settings.catalog.indicators.iter().map(entry).collect()
}

fn facts(desk: &Desk, voice: &Voice) -> Vec<Entry> {
    let lang = &voice.lang;
    let entry = |found: &crate::facts::Fact| {
        let card = fact::card(desk, voice, "", found);
        let withheld = found.quantity.value.is_none();
        let programme = found.spec.programme.as_ref().and_then(|code| desk.programme(code.as_str()));
        Entry {
            kind: position("facts"),
            path: desk.atlas.file(&fact_address(found.spec.id.as_str()), lang),
            title: card.label,
            names: others(desk, lang).map(|other| found.spec.label.get(other).clone()).collect(),
            about: found.spec.definition.as_ref().map_or_else(String::new, |words| words.get(lang).clone()),
            number: if withheld { String::new() } else { card.text },
            note: if withheld { voice.word("withheld") } else { format!("{} · {}", card.period, card.place) },
            keywords: programme.map_or_else(String::new, |programme| programme.name.get(lang).clone()),
            synthetic: found.synthetic,
            ..Entry::default()
        }
    };
    desk.book.iter().map(entry).collect()
}

fn datasets(desk: &Desk, voice: &Voice) -> Vec<Entry> {
    let lang = &voice.lang;
    let entry = |spec: &crate::config::DatasetSpec| {
        let table = desk.release.table(spec.cube.as_str())?;
        let dimensions = table.dimensions().iter().map(|d| d.dimension.name.get(lang).clone());
        let measures = table.measures().iter().map(|m| m.name.get(lang).clone());
        let parts: Vec<String> = dimensions.collect();
        Some(Entry {
            kind: position("datasets"),
            path: desk.atlas.file(&dataset_address(spec.id.as_str()), lang),
            title: spec.title.get(lang).clone(),
            names: others(desk, lang).map(|other| spec.title.get(other).clone()).collect(),
            about: spec.description.get(lang).clone(),
            note: parts.join(&voice.word("list-comma")),
            keywords: measures.collect::<Vec<_>>().join(" "),
            synthetic: table.is_synthetic(),
            ..Entry::default()
        })
    };
    desk.settings.catalog.datasets.iter().filter_map(entry).collect()
}

/// Authored pages that are for the public: not the page for lost readers, not hidden ones, not those of a place, which stand under places.
fn pages(desk: &Desk, voice: &Voice, read: impl Fn(&Page, &Lang) -> Option<String>) -> Vec<Entry> {
    let lang = &voice.lang;
    let whole = desk.library.pages().count() <= WHOLE_TEXTS;
    let public = |page: &&std::sync::Arc<Page>| {
        let address = page.address.as_str();
        !page.meta.hidden && address != "404/" && address != SEARCH && !(address.starts_with("places/") && address != "places/")
    };
    let entry = |page: &std::sync::Arc<Page>| {
        let (address, said) = (page.address.as_str(), page.texts.get(lang));
        let headline = page.meta.headline.iter().find_map(|id: &FactId| desk.book.get(id.as_str()));
        let text = read(page, lang).unwrap_or_default();
        let headings = text.lines().filter(|line| line.starts_with("##")).collect::<Vec<_>>().join("\n");
        let terms = lists::terms(desk, voice, "", page).into_iter().map(|term| term.label).collect::<Vec<_>>().join(" ");
        let kind = match address.split('/').next().unwrap_or_default() {
            "projects" if address != "projects/" => "projects",
            "stories" if address != "stories/" => "stories",
            _ => "pages",
        };
        let card = headline.map(|fact| fact::card(desk, voice, "", fact));
        Entry {
            kind: position(kind),
            path: desk.atlas.file(address, lang),
            title: said.title.clone(),
            names: others(desk, lang).map(|other| page.texts.get(other).title.clone()).collect(),
            about: said.description.clone(),
            number: card.as_ref().map_or_else(String::new, |card| card.text.clone()),
            note: card.map_or_else(String::new, |card| format!("{} · {}", card.label, card.period)),
            keywords: format!("{} {terms}", text::of_markdown(&headings)),
            body: if whole { text::of_markdown(&text) } else { String::new() },
            ..Entry::default()
        }
    };
    desk.library.pages().filter(public).map(entry).collect()
}

/// The glossary, found by every term in it; nothing where a page of the library stands in its place.
fn terms(desk: &Desk, voice: &Voice) -> Option<Entry> {
    let lang = &voice.lang;
    if !desk.atlas.has(GLOSSARY) || desk.library.get(GLOSSARY).is_some() {
        return None;
    }
    let view = glossary::page(desk, voice);
    let terms: Vec<_> = view.groups.into_iter().flat_map(|group| group.terms).collect();
    Some(Entry {
        kind: position("pages"),
        path: desk.atlas.file(GLOSSARY, lang),
        names: others(desk, lang).map(|other| desk.atlas.title(GLOSSARY, other).to_owned()).collect(),
        title: view.title,
        about: view.lead,
        body: terms.iter().flat_map(|term| [term.name.as_str(), term.definition.as_str()]).collect::<Vec<_>>().join("\n"),
        ..Entry::default()
    })
}

/// The fact sheet and the print edition, by their names: their texts stand on other pages.
fn for_paper<'d>(desk: &'d Desk, voice: &'d Voice) -> impl Iterator<Item = Entry> {
    let lang = &voice.lang;
    let there =
        [FACT_SHEET, EDITION].into_iter().filter(|address| desk.atlas.has(address) && desk.library.get(address).is_none());
    there.map(move |address| Entry {
        kind: position("pages"),
        path: desk.atlas.file(address, lang),
        title: desk.atlas.title(address, lang).to_owned(),
        names: others(desk, lang).map(|other| desk.atlas.title(address, other).to_owned()).collect(),
        ..Entry::default()
    })
}

/// The page of search: what its script must know, and the plain index that needs none.
#[must_use]
pub fn page(desk: &Desk, voice: &Voice, entries: &[Entry], index: &Index) -> SearchView {
    let lang = &voice.lang;
    let root = desk.atlas.root(SEARCH, lang);
    let kind = |(kind, count): (&Kind, &usize)| json!({ "id": kind.id, "label": voice.word(kind.word), "count": count, "weight": kind.weight });
    let word = |key: &str| voice.with(key, &[("n", "{n}"), ("query", "{query}")]);
    let setting = json!({
        "base": desk.atlas.link_file(SEARCH, lang, &folder(lang)),
        "root": root,
        "version": index.version,
        "starts": index.starts,
        "entries": index.entries,
        "per": index.per_shard,
        "kinds": KINDS.iter().zip(&index.kinds).map(kind).collect::<Vec<_>>(),
        "other": others(desk, lang).next().map(ToString::to_string),
        "words": {
            "found": word("search-found"),
            "none": word("search-none"),
            "more": word("search-more"),
            "failed": word("search-failed"),
            "synthetic": voice.word("synthetic-data"),
        },
    });
    SearchView {
        title: voice.word("search-name"),
        lead: voice.word("search-lead"),
        index: setting.to_string(),
        groups: KINDS.iter().enumerate().filter_map(|(at, kind)| group(desk, voice, entries, at, kind)).collect(),
    }
}

/// The folder of a language's index in the output.
#[must_use]
pub fn folder(lang: &Lang) -> String {
    format!("{SEARCH}{lang}/")
}

/// One kind of the plain index, in the order of the alphabet.
fn group(desk: &Desk, voice: &Voice, entries: &[Entry], at: usize, kind: &Kind) -> Option<FindingGroup> {
    let mut mine: Vec<&Entry> = entries.iter().filter(|entry| entry.kind == at).collect();
    mine.sort_by_cached_key(|entry| sort_key(&entry.title));
    let finding = |entry: &&Entry| Finding {
        title: entry.title.clone(),
        href: desk.atlas.root(SEARCH, &voice.lang) + &entry.path,
        number: entry.number.clone(),
        synthetic: entry.synthetic,
    };
    let rest = (mine.len() > PLAIN && desk.atlas.has(kind.list)).then(|| Link {
        label: voice.with("search-all", &[("n", &mine.len().to_string())]),
        href: desk.atlas.link(SEARCH, kind.list, &voice.lang),
        lang: String::new(),
    });
    (!mine.is_empty()).then(|| FindingGroup {
        id: kind.id.to_owned(),
        title: voice.word(kind.word),
        count: mine.len(),
        findings: mine.iter().take(PLAIN).map(finding).collect(),
        rest,
    })
}
