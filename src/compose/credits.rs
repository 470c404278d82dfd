//! Where charts and statistics are from, in the few words that stand inside a picture or beside an embedded one.

use std::collections::BTreeSet;

use crate::compose::voice::Voice;
use crate::compose::{Desk, dataset_address, fact_address};
use crate::config::{ChartData, ChartSpec, SourceSpec};
use crate::facts::Fact;

/// The page that a chart belongs to: the dataset that lists it, or else the first statistic it shows.
#[must_use]
pub fn chart_home(desk: &Desk, spec: &ChartSpec) -> Option<String> {
    match &spec.data {
        ChartData::Facts(ids) => ids.first().map(|id| fact_address(id.as_str())),
        ChartData::Cube { cube, .. } => {
            let of_cube = || desk.settings.catalog.datasets.iter().filter(|d| d.cube == *cube);
            let listing = of_cube().find(|d| d.charts.contains(&spec.id)).or_else(|| of_cube().next());
            listing.map(|d| dataset_address(d.id.as_str()))
        }
    }
}

/// Where a chart's numbers are from, in words.
#[must_use]
pub fn chart_source(desk: &Desk, voice: &Voice, spec: &ChartSpec) -> String {
    match &spec.data {
        ChartData::Facts(ids) => sources(desk, voice, ids.iter().filter_map(|id| desk.book.get(id.as_str()))),
        ChartData::Cube { cube, .. } => {
            let dataset = desk.settings.catalog.datasets.iter().find(|d| d.cube == *cube);
            let publisher = desk.settings.site.publisher.name.get(&voice.lang);
            dataset.map_or_else(
                || publisher.clone(),
                |d| voice.with("picture-dataset", &[("publisher", publisher), ("dataset", d.title.get(&voice.lang))]),
            )
        }
    }
}

/// The sources of statistics with their dates, each once; those of a derived one are its parts'.
#[must_use]
pub fn sources<'f>(desk: &'f Desk, voice: &Voice, facts: impl IntoIterator<Item = &'f Fact>) -> String {
    let mut open: Vec<&Fact> = facts.into_iter().collect();
    open.reverse();
    let (mut seen, mut said) = (BTreeSet::new(), Vec::new());
    while let Some(found) = open.pop() {
        if !seen.insert(found.spec.id.as_str().to_owned()) {
            continue;
        }
        let source = found.spec.source.as_ref().and_then(|id| desk.book.sources().iter().find(|s| s.id == *id));
        let text = source.map(|source| dated(voice, source));
        said.extend(text.filter(|text| !said.contains(text)));
        open.extend(found.parts.iter().rev().filter_map(|id| desk.book.get(id.as_str())));
    }
    if said.is_empty() { voice.word("source-derived") } else { said.join(&voice.word("list-comma")) }
}

fn dated(voice: &Voice, source: &SourceSpec) -> String {
    let outlet = super::fact::outlet(voice, source);
    match source.published {
        Some(date) => voice.with("picture-dated", &[("source", &outlet), ("date", &voice.wording.date(date))]),
        None => outlet,
    }
}

/// `Source: …`.
#[must_use]
pub fn source_line(voice: &Voice, source: &str) -> String {
    voice.with("picture-source", &[("source", source)])
}

/// The date of the data, the licence, the site and its address.
#[must_use]
pub fn last_line(desk: &Desk, voice: &Voice) -> String {
    let site = &desk.settings.site;
    let date = desk.as_of.map(|date| voice.with("picture-as-of", &[("date", &voice.wording.date(date))]));
    let parts = [date, Some(site.licence.name.clone()), Some(site.title.get(&voice.lang).clone()), host(desk)];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

/// The site's address as people write it.
#[must_use]
pub fn host(desk: &Desk) -> Option<String> {
    let base = desk.settings.site.base_url.as_deref()?;
    Some(base.trim_start_matches("https://").trim_start_matches("http://").trim_end_matches('/').to_owned())
}
