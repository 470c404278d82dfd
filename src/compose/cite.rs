//! How datasets and statistics are cited, in the words of each language.

use crate::cite::{Item, bibtex, csl_json, language, ris};
use crate::compose::voice::Voice;
use crate::compose::{Desk, dataset, dataset_address, fact_address, planned};
use crate::config::DatasetSpec;
use crate::dataset::{Cited, Package};
use crate::facts::Fact;
use crate::model::Date;
use crate::theme::views::{CitationStyle, CitationView, Download};

/// The day that citations name: that of the pages, else of the newest source.
#[must_use]
pub fn issued(desk: &Desk) -> Option<Date> {
    desk.as_of.or_else(|| desk.book.sources().iter().filter_map(|source| source.published).max())
}

/// A dataset as a cited item; `None` when no day is known.
#[must_use]
pub fn dataset(desk: &Desk, voice: &Voice, spec: &DatasetSpec, package: &Package) -> Option<Item> {
    let address = dataset_address(spec.id.as_str());
    let title = spec.title.get(&voice.lang).clone();
    // What stands for no release is no version that a reader could ask for.
    let version = Some(package.version.clone()).filter(|version| dataset::is_released(version));
    let mut item = item(desk, voice, spec.id.as_str(), &address, title, version)?;
    item.issued = package.issued.unwrap_or(item.issued);
    Some(item)
}

/// A statistic as a cited item.
#[must_use]
pub fn fact(desk: &Desk, voice: &Voice, fact: &Fact) -> Option<Item> {
    let (spec, lang) = (&fact.spec, &voice.lang);
    let label = planned::name(voice, fact, &[spec.period.label.get(lang)]);
    let words = [("label", label.as_str()), ("place", spec.place_label.get(lang)), ("period", spec.period.label.get(lang))];
    item(desk, voice, spec.id.as_str(), &fact_address(spec.id.as_str()), voice.with("cite-title", &words), None)
}

/// A page with a name of its own as a cited item.
#[must_use]
pub fn page(desk: &Desk, voice: &Voice, id: &str, address: &str, title: String) -> Option<Item> {
    item(desk, voice, id, address, title, None)
}

fn item(desk: &Desk, voice: &Voice, id: &str, address: &str, title: String, version: Option<String>) -> Option<Item> {
    let issued = issued(desk)?;
    let publisher = desk.settings.site.publisher.name.get(&voice.lang);
    Some(Item {
        key: format!("{id}-{}", voice.lang),
        author: publisher.clone(),
        title,
        publisher: publisher.clone(),
        version,
        issued,
        accessed: issued,
        url: desk.atlas.absolute(address, &voice.lang),
        lang: language(voice.lang.as_str()),
    })
}

/// How the names of citation files end.
pub const ENDS: [&str; 3] = ["bib", "ris", "csl.json"];

/// How the name of each citation file ends, and what it holds.
#[must_use]
pub fn files(item: &Item) -> [(&'static str, String); 3] {
    let [bib, ris_end, csl] = ENDS;
    [(bib, bibtex(item)), (ris_end, ris(item)), (csl, csl_json(item))]
}

/// The citation files of a dataset in every language.
#[must_use]
pub fn packed(desk: &Desk, spec: &DatasetSpec, package: &Package) -> Vec<Cited> {
    let languages = desk.settings.site.languages.iter();
    let items = languages.filter_map(|lang| Some((lang, dataset(desk, desk.voice(lang), spec, package)?)));
    items
        .flat_map(|(lang, item)| {
            let sentence = if lang.is_chinese() { item.gb_2025() } else { item.apa() };
            files(&item).map(|(end, text)| Cited {
                lang: lang.to_string(),
                end: format!("{lang}.{end}"),
                text,
                sentence: sentence.clone(),
            })
        })
        .collect()
}

/// The block on a page: every style, the plain sentence, and the files, which lie at `folder` as `<id>.<lang>.bib`.
#[must_use]
pub fn view(desk: &Desk, voice: &Voice, item: &Item, from: &str, id: &str, sentence: String) -> CitationView {
    let style = |key: &str, text: String| CitationStyle { name: voice.word(key), text };
    let mut styles =
        vec![style("cite-gb-2025", item.gb_2025()), style("cite-gb-2015", item.gb_2015()), style("cite-apa", item.apa())];
    if !sentence.is_empty() {
        styles.push(style("cite-plain", sentence));
    }
    let file = |(end, text): (&'static str, String)| {
        let name = format!("{id}.{}.{end}", voice.lang);
        Download {
            label: voice.word(&format!("cite-{}", end.replace('.', "-"))),
            href: desk.atlas.link_file(from, &voice.lang, &format!("{from}{name}")),
            size: voice.wording.bytes(text.len() as u64),
            name,
        }
    };
    CitationView { styles, files: files(item).map(file).into_iter().collect() }
}
