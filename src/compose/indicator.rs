//! The page of an indicator: definition first.

use crate::compose::voice::Voice;
use crate::compose::{Desk, dataset_address, fact, indicator_address, lists};
use crate::config::Indicator;
use crate::model::FactId;
use crate::theme::views::{DatasetCard, IndicatorView, SheetRow};

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
    let prefix = indicator.code.as_str().split('-').next().unwrap_or_default();
    let group = catalog.indicator_groups.iter().find(|(id, _)| id == prefix);
    let class = catalog.disclosure_classes.iter().find(|(code, _)| *code == indicator.class);
    let row = |key: &str, text: String| SheetRow { name: voice.word(key), text, href: String::new() };
    let class_text = class.map_or_else(|| indicator.class.clone(), |(code, name)| format!("{code} · {}", name.get(lang)));
    let datasets = catalog.datasets.iter().filter(|d| d.indicators.contains(&indicator.code)).map(|d| DatasetCard {
        title: d.title.get(lang).clone(),
        href: desk.atlas.link(&address, &dataset_address(d.id.as_str()), lang),
        description: d.description.get(lang).clone(),
        synthetic: desk.release.table(d.cube.as_str()).is_some_and(|t| t.is_synthetic()),
    });
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
        datasets: datasets.collect(),
        previous,
        next,
    }
}
