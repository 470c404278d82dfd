//! The print edition: the site as one document, a chapter for each of its sections, with data tables and addresses as text.
//!
//! Stories are left out: a consent can be withdrawn, and a sheet of paper cannot.

use std::collections::BTreeSet;

use crate::compose::voice::Voice;
use crate::compose::{
    Desk, article, dataset_address, escaped, fact, glossary, indicator_address, lists, place, protection, tables,
};
use crate::config::Indicator;
use crate::content::Page;
use crate::html::{Token, tokens};
use crate::theme::views::{Block, CellView, Chapter, ChapterSection, EditionView, Link, TableView};

/// The address of the print edition.
pub const EDITION: &str = "print/";

/// Rows of a dataset's table that are printed; of a longer one the address is.
const MOST_ROWS: usize = 600;
/// Sections of the site that are a chapter of figures, or no chapter.
const APART: [&str; 7] = ["404/", "s/", "places/", "indicators/", "data/", "stories/", "search/"];

/// The text of an authored page, laid out for the address of the edition.
#[derive(Debug, Default)]
pub struct Text {
    /// Its blocks.
    pub blocks: Vec<Block>,
    /// Whether it says numbers made of invented records.
    pub synthetic: bool,
}

/// The print edition in one language. `text` lays out an authored page for the address of the edition.
#[must_use]
pub fn page(desk: &Desk, voice: &Voice, text: impl Fn(&Page) -> Text) -> EditionView {
    let mut seen = BTreeSet::new();
    let mut sections = |pages: Vec<&Page>| -> Vec<ChapterSection> {
        pages.into_iter().map(|page| authored(desk, voice, page, text(page), &mut seen)).collect()
    };
    let lang = &voice.lang;
    let (projects, methods, rest) = pages(desk);
    let titled = |address: &str, fallback: &str| match desk.atlas.title(address, lang) {
        "" => voice.word(fallback),
        title => title.to_owned(),
    };
    let chapters = [
        Chapter { lead: voice.word("edition-figures-lead"), ..chapter("figures", voice.word("facts-name"), facts(desk, voice)) },
        chapter("projects", titled("projects/", "search-projects"), sections(projects)),
        chapter("places", voice.word("places-name"), places(desk, voice)),
        chapter("indicators", voice.word("indicators-name"), indicators(desk, voice)),
        chapter("data", voice.word("datasets-name"), datasets(desk, voice)),
        chapter("methods", titled("methods/", "edition-methods"), sections(methods)),
        chapter("site", voice.word("edition-site"), sections(rest)),
        chapter("glossary", voice.word("glossary-name"), terms(desk, voice)),
        chapter("sources", voice.word("edition-sources"), sources(desk, voice)),
    ];
    let with_stories = desk.atlas.has("stories/");
    EditionView {
        title: voice.with("edition-title", &[("site", desk.settings.site.title.get(lang))]),
        lead: voice.word(if with_stories { "edition-lead-stories" } else { "edition-lead" }),
        address: desk.atlas.absolute("", lang).unwrap_or_default(),
        chapters: chapters.into_iter().filter(|chapter| !chapter.sections.is_empty()).collect(),
    }
}

/// Whether anything in it is made of invented records.
#[must_use]
pub fn is_synthetic(view: &EditionView) -> bool {
    view.chapters.iter().flat_map(|chapter| &chapter.sections).any(|section| section.synthetic)
}

fn chapter(id: &str, title: String, sections: Vec<ChapterSection>) -> Chapter {
    Chapter { id: format!("chapter-{id}"), title, lead: String::new(), sections }
}

/// Authored pages by chapter: projects, methods, and the rest of the site; each in the order of its list.
fn pages<'d>(desk: &'d Desk) -> (Vec<&'d Page>, Vec<&'d Page>, Vec<&'d Page>) {
    let below = |address: &str| -> Vec<&'d Page> {
        let own = desk.library.get(address).into_iter();
        own.chain(desk.library.children(address)).map(std::convert::AsRef::as_ref).filter(|page| !page.is_story()).collect()
    };
    let chapters = ["projects/", "methods/"];
    let top = |page: &Page| !chapters.contains(&page.address.as_str()) && !APART.contains(&page.address.as_str());
    let rest = desk.library.children("").iter().map(std::convert::AsRef::as_ref);
    let rest =
        rest.filter(|page: &&Page| !page.meta.hidden && !page.address.as_str().is_empty() && top(page) && !page.is_story());
    // The page of a section without its list says nothing on paper.
    let projects = below("projects/").into_iter().filter(|page| !page.is_section).collect();
    (projects, below("methods/"), rest.collect())
}

/// An authored page as a section. Its ids are made unlike those of other pages, its headings go two levels down, and a chart that an
/// earlier page showed is not drawn again.
fn authored(desk: &Desk, voice: &Voice, page: &Page, text: Text, seen: &mut BTreeSet<String>) -> ChapterSection {
    let (words, address) = (page.texts.get(&voice.lang), page.address.as_str());
    let id = address.trim_end_matches('/').replace('/', "-");
    let blocks = text.blocks.into_iter().filter_map(|mut block| {
        block.html = block.html.map(|html| settled(&html, &id));
        block.table = block.table.map(without_anchors);
        block.comparisons.retain(|comparison| seen.insert(format!("comparison {}", comparison.id)));
        match &mut block.figure {
            Some(figure) if !seen.insert(figure.id.clone()) => return None,
            Some(figure) => figure.embed = None,
            None => {}
        }
        Some(block)
    });
    let blocks = blocks.collect();
    ChapterSection {
        lead: words.description.clone(),
        synthetic: text.synthetic,
        ..section(desk, voice, &format!("page-{id}"), words.title.clone(), Some(address), blocks)
    }
}

fn section(desk: &Desk, voice: &Voice, id: &str, title: String, address: Option<&str>, blocks: Vec<Block>) -> ChapterSection {
    let address = address.map(|address| Link {
        label: desk.atlas.absolute(address, &voice.lang).unwrap_or_else(|| desk.atlas.folder(address, &voice.lang)),
        href: desk.atlas.link(EDITION, address, &voice.lang),
        lang: String::new(),
    });
    ChapterSection { id: id.to_owned(), title, lead: String::new(), address, synthetic: false, blocks }
}

/// HTML whose ids, and links to them, begin with the page's own name, and whose headings are two levels lower.
fn settled(html: &str, name: &str) -> String {
    let (mut out, mut copied) = (String::with_capacity(html.len() + 256), 0);
    for token in tokens(html) {
        let Token::Open(tag) = token else { continue };
        out.push_str(&html[copied..tag.range.start]);
        copied = tag.range.end;
        let mut written = html[tag.range].to_owned();
        for attribute in ["id=\"", "aria-labelledby=\"", "aria-describedby=\"", "href=\"#"] {
            written = written.replace(&format!(" {attribute}"), &format!(" {attribute}{name}-"));
        }
        for (from, to) in [("h3", "h5"), ("h2", "h4")] {
            if tag.name == from {
                written.replace_range(1..=2, to);
            }
        }
        out.push_str(&written);
    }
    out.push_str(&html[copied..]);
    // Words hold no bracket, so these are end tags.
    out.replace("</h3>", "</h5>").replace("</h2>", "</h4>")
}

/// A table whose cells have no anchors: those belong to the dataset's own page.
fn without_anchors(mut table: TableView) -> TableView {
    for cell in table.rows.iter_mut().flatten() {
        cell.number |= !cell.id.is_empty();
        cell.id = String::new();
    }
    table
}

/// Every figure of the register, a table for each programme.
fn facts(desk: &Desk, voice: &Voice) -> Vec<ChapterSection> {
    let heads = ["edition-figure", "sheet-value", "sheet-period", "sheet-status", "edition-source", "edition-path"];
    let table = |group: &crate::theme::views::Group| TableView {
        caption: group.title.clone(),
        head: heads.iter().map(|key| tables::words(voice.word(key))).collect(),
        rows: group.cards.iter().flat_map(|card| &card.facts).map(|fact| fact_row(desk, fact)).collect(),
        legend: Vec::new(),
        note: String::new(),
    };
    let groups = lists::facts(desk, voice, EDITION);
    let made = groups.iter().map(|group| {
        let id = format!("figures-{}", group.id);
        section(desk, voice, &id, group.title.clone(), None, vec![article::table_block(table(group))])
    });
    made.collect()
}

/// Name and period head the row: both are words, in which the languages write numbers differently.
fn fact_row(desk: &Desk, fact: &crate::theme::views::FactCard) -> Vec<CellView> {
    let name = CellView { href: fact.href.clone(), ..tables::words(fact.label.clone()) };
    let value = if fact.status == "withheld" {
        tables::words(fact.status_text.clone())
    } else {
        let number = desk.book.get(&fact.id).and_then(|known| known.quantity.value);
        CellView { value: number.map_or_else(String::new, |number| number.to_string()), ..tables::words(fact.text.clone()) }
    };
    let period = CellView { heading: true, ..tables::words(fact.period.clone()) };
    let rest = [fact.status_text.clone(), fact.source.clone(), format!("s/{}/", fact.id)];
    [name, value, period].into_iter().chain(rest.map(tables::words)).collect()
}

fn places(desk: &Desk, voice: &Voice) -> Vec<ChapterSection> {
    let Some(places) = &desk.settings.catalog.places else { return Vec::new() };
    let mut table = place::all(desk, voice, places, article::bare(String::new(), String::new())).table;
    for (row, entry) in table.rows.iter_mut().zip(&places.codes) {
        if let Some(cell) = row.first_mut() {
            cell.href = desk.atlas.link(EDITION, &super::place_address(entry.code.as_str()), &voice.lang);
        }
    }
    let title = table.caption.clone();
    vec![section(desk, voice, "places-table", title, Some("places/"), vec![article::table_block(table)])]
}

/// Indicators with unit and definition, in words: a list, since the languages write numbers in words differently.
fn indicators(desk: &Desk, voice: &Voice) -> Vec<ChapterSection> {
    let lang = &voice.lang;
    let entry = |indicator: &Indicator| {
        let href = desk.atlas.link(EDITION, &indicator_address(indicator.code.as_str()), lang);
        let [name, unit, definition] =
            [&indicator.name, &indicator.unit, &indicator.definition].map(|text| escaped(text.get(lang)));
        let unit = format!("<small>{unit}</small>");
        let named = voice.with("measure-with-unit", &[("measure", name.as_str()), ("unit", unit.as_str())]);
        format!("<dt><a href=\"{href}\">{}</a> {named}</dt><dd>{definition}</dd>", indicator.code)
    };
    let groups = desk.settings.catalog.grouped_indicators().into_iter();
    groups
        .map(|group| {
            let (id, title) = (format!("indicators-{}", group.id.to_ascii_lowercase()), lists::group_title(voice, &group));
            let list: String = group.indicators.into_iter().map(entry).collect();
            section(desk, voice, &id, title, None, vec![article::html_block(format!("<dl>{list}</dl>"))])
        })
        .collect()
}

/// Every dataset with its table, if that is not too long for paper.
fn datasets(desk: &Desk, voice: &Voice) -> Vec<ChapterSection> {
    let datasets = desk.settings.catalog.datasets.iter();
    let made = datasets.filter_map(|spec| {
        let table = desk.release.table(spec.cube.as_str())?;
        let title = spec.title.get(&voice.lang).clone();
        let summary = protection::of_table(desk, voice, EDITION, table).summary;
        let whole = without_anchors(tables::shown(desk, voice, EDITION, table, &title));
        let shown = if whole.rows.len() <= MOST_ROWS {
            vec![article::table_block(whole)]
        } else {
            vec![article::html_block(format!("<p>{}</p>", escaped(&voice.word("edition-too-long"))))]
        };
        let told = article::html_block(format!("<p>{}</p>", escaped(&summary)));
        let blocks = std::iter::once(told).chain(shown).collect();
        Some(ChapterSection {
            lead: spec.description.get(&voice.lang).clone(),
            synthetic: table.is_synthetic(),
            ..section(desk, voice, &format!("data-{}", spec.id), title, Some(&dataset_address(spec.id.as_str())), blocks)
        })
    });
    made.collect()
}

fn terms(desk: &Desk, voice: &Voice) -> Vec<ChapterSection> {
    let groups = glossary::page(desk, voice).groups.into_iter();
    let made = groups.map(|group| {
        let entry = |term: &crate::theme::views::TermView| {
            let others = term.others.iter().map(|to| format!(" <span lang=\"{}\">{}</span>", to.lang, escaped(&to.label)));
            let others: String = others.collect();
            format!("<dt>{}{others}</dt><dd>{}</dd>", escaped(&term.name), escaped(&term.definition))
        };
        let list: String = group.terms.iter().map(entry).collect();
        let blocks = vec![article::html_block(format!("<dl>{list}</dl>"))];
        section(desk, voice, &format!("glossary-{}", group.id), group.title, None, blocks)
    });
    made.collect()
}

fn sources(desk: &Desk, voice: &Voice) -> Vec<ChapterSection> {
    let all: Vec<_> = desk.book.sources().iter().map(|source| fact::source(voice, source)).collect();
    if all.is_empty() {
        return Vec::new();
    }
    let blocks = vec![article::sources_block(all)];
    vec![section(desk, voice, "sources-list", voice.word("edition-sources-list"), None, blocks)]
}

#[cfg(test)]
mod tests {
    use super::settled;

    #[test]
    fn ids_are_made_unlike_those_of_other_pages_and_headings_go_down() {
        let typed = "<h2 id=\"need\">A</h2><p><a href=\"#need\">a</a> <a href=\"../x/index.html#need\">b</a></p><h3>B</h3><p>id=\"need\"</p>";
        let wanted = "<h4 id=\"camp-need\">A</h4><p><a href=\"#camp-need\">a</a> <a href=\"../x/index.html#need\">b</a></p><h5>B</h5><p>id=\"need\"</p>";
        assert_eq!(settled(typed, "camp"), wanted);
    }
}
