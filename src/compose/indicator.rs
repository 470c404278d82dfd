//! The page of an indicator: definition first.

use crate::cite::Item;
use crate::compose::explore::{self, Slice};
use crate::compose::funnel::Shown;
use crate::compose::voice::Voice;
use crate::compose::{Desk, cite, dataset, dataset_address, fact, figure, funnel, indicator_address, lists};
use crate::confidential::PublishedTable;
use crate::config::{DatasetSpec, Indicator};
use crate::diag::Sink;
use crate::model::FactId;
use crate::theme::views::{DatasetCard, FigureTable, IndicatorView, SheetRow};

/// Address and name of every indicator, for the neighbours of one.
#[must_use]
pub fn order(desk: &Desk, voice: &Voice) -> Vec<(String, String)> {
    let all = desk.settings.catalog.indicators.iter();
    all.map(|i| (indicator_address(i.code.as_str()), format!("{} {}", i.code, i.name.get(&voice.lang)))).collect()
}

/// An indicator.
#[must_use]
pub fn page(desk: &Desk, voice: &Voice, indicator: &Indicator, order: &[(String, String)]) -> IndicatorView {
    let (lang, address) = (&voice.lang, indicator_address(indicator.code.as_str()));
    let catalog = &desk.settings.catalog;
    let group = catalog.indicator_groups.iter().find(|(id, _)| id == indicator.group());
    let class = catalog.disclosure_classes.iter().find(|(code, _)| *code == indicator.class);
    let row = |key: &str, text: String| SheetRow { name: voice.word(key), text, href: String::new() };
    let class_text = class.map_or_else(|| indicator.class.clone(), |(code, name)| format!("{code} · {}", name.get(lang)));
    let of_it = || catalog.datasets.iter().filter(|d| d.indicators.contains(&indicator.code));
    // Faults of a title are told on the page of the dataset.
    let drawn = of_it().filter_map(|d| {
        figure::view(desk, voice, &address, desk.settings.charts.get(d.charts.first()?.as_str())?, &Sink::default())
    });
    let datasets = of_it().map(|d| DatasetCard {
        title: d.title.get(lang).clone(),
        href: desk.atlas.link(&address, &dataset_address(d.id.as_str()), lang),
        description: d.description.get(lang).clone(),
        synthetic: desk.release.table(d.cube.as_str()).is_some_and(|t| t.is_synthetic()),
    });
    let declared = desk.settings.rollup.compare.iter().filter(|compare| compare.indicator == indicator.code);
    let (mut funnels, mut compared) = (Vec::new(), Vec::new());
    for shown in declared.enumerate().filter_map(|compare| funnel::shown(desk, voice, &address, compare)) {
        match shown {
            Shown::Figure(figure) => funnels.push(*figure),
            Shown::Table(table) => compared.push(table),
        }
    }
    let (previous, next) = lists::neighbours(desk, voice, &address, order);
    IndicatorView {
        code: indicator.code.to_string(),
        title: indicator.name.get(lang).clone(),
        definition: indicator.definition.get(lang).clone(),
        group: group.map_or_else(String::new, |(_, name)| name.get(lang).clone()),
        sheet: vec![
            row("sheet-unit", indicator.unit.get(lang).clone()),
            row("sheet-breakdowns", indicator.dimensions.get(lang).clone()),
            row("sheet-period", indicator.period.get(lang).clone()),
            row("sheet-formula", indicator.formula.get(lang).clone()),
            row("sheet-direction", indicator.direction.get(lang).clone()),
            row("sheet-class", class_text),
            row("sheet-version", indicator.version.clone()),
        ],
        facts: fact::cards(desk, voice, &address, indicator.facts.iter().map(FactId::as_str)),
        figures: drawn.chain(funnels).collect(),
        tables: compared.into_iter().chain(of_it().flat_map(|d| tables(desk, voice, &address, d))).collect(),
        datasets: datasets.collect(),
        citation: citation(desk, voice, indicator)
            .map(|item| cite::view(desk, voice, &item, &address, indicator.code.as_str(), String::new())),
        previous,
        next,
    }
}

/// The page of an indicator as a cited item.
#[must_use]
pub fn citation(desk: &Desk, voice: &Voice, indicator: &Indicator) -> Option<Item> {
    let address = indicator_address(indicator.code.as_str());
    let title = format!("{} {}", indicator.code, indicator.name.get(&voice.lang));
    cite::page(desk, voice, indicator.code.as_str(), &address, title)
}

/// A dataset by place and by period; by its first dimension where it has neither.
fn tables(desk: &Desk, voice: &Voice, from: &str, spec: &DatasetSpec) -> Vec<FigureTable> {
    let Some(table) = desk.release.table(spec.cube.as_str()) else { return Vec::new() };
    let places = desk.settings.catalog.places.as_ref();
    let place = places.and_then(|places| table.dimensions().iter().position(|d| d.dimension.id == places.id));
    let chosen: Vec<usize> = place.into_iter().chain(dataset::time_of(table).0).collect();
    let chosen = if chosen.is_empty() && !table.dimensions().is_empty() { vec![0] } else { chosen };
    chosen.into_iter().map(|rows| by(desk, voice, from, spec, table, rows)).collect()
}

/// Totals by one dimension, with the way to them alone, where they may be downloaded; a table of one dimension stands on its dataset's page.
fn by(desk: &Desk, voice: &Voice, from: &str, spec: &DatasetSpec, table: &PublishedTable, rows: usize) -> FigureTable {
    let slice = Slice { rows, columns: None };
    let alone = explore::slice_address(spec.id.as_str(), table, slice);
    let address = if desk.atlas.has(&alone) { alone } else { dataset_address(spec.id.as_str()) };
    FigureTable {
        title: explore::title(voice, spec, table, Some(slice)),
        href: desk.atlas.link(from, &address, &voice.lang),
        synthetic: table.is_synthetic(),
        table: explore::by_one(desk, voice, from, table, rows),
    }
}
