//! Says which published totals of a city are not what their parts make, with the figures: all of them are public.

use std::collections::{BTreeMap, BTreeSet};

use super::agree::{Apart, by_parts};
use super::plan::{Plan, refused};
use super::system::additive;
use super::{CityTable, Places, first_cells, named, recheck, rules};
use crate::config::{CellKey, Settings};
use crate::diag::{Diagnostic, Place, Sink};
use crate::model::UnitKind;
use crate::say;

/// Most parts of a total that are named.
const MOST_PARTS: usize = 12;

/// Tells every published total of a city that is not what its published parts make, where nothing can be taken together since other
/// conflicts stand in the way. Rows that could not be placed count as parts.
pub fn compare_parts(settings: &Settings, places: &Places, cities: &[CityTable], sink: &Sink) {
    let catalog = &settings.catalog;
    for spec in &catalog.cubes {
        let Some(from) = catalog.records.get(spec.records).and_then(|records| records.cities.as_ref()) else { continue };
        let own = |(_, dimension): &(String, std::sync::Arc<crate::config::Dimension>)| {
            catalog.places.as_ref().is_some_and(|places| dimension.id == places.id)
        };
        let Some(geo) = spec.dimensions.iter().position(own) else { continue };
        let plan = Plan::new(spec, from, geo, places, cities);
        for measure in 0..spec.measures.len() {
            if refused(spec.measures[measure].unit.kind, from.home_county).is_none() {
                let found = by_parts(&plan, measure, &additive(&plan, measure));
                tell(&plan, measure, &found.keys().cloned().collect(), &found, sink);
            }
        }
    }
}

/// Tells the cells of one measure that contradict their parts.
pub(super) fn contradicting(plan: &Plan<'_>, measure: usize, cells: &BTreeSet<CellKey>, sink: &Sink) {
    let found = if cells.is_empty() { BTreeMap::new() } else { by_parts(plan, measure, &additive(plan, measure)) };
    tell(plan, measure, cells, &found, sink);
}

/// One finding for each cell, up to twenty of a city's table. Figures are those that the city has published, never entrusted ones.
fn tell(plan: &Plan<'_>, measure: usize, cells: &BTreeSet<CellKey>, apart: &BTreeMap<CellKey, Apart>, sink: &Sink) {
    let persons = plan.spec.measures[measure].unit.kind == UnitKind::Persons;
    for (table, key) in first_cells(plan, cells) {
        let (cell, id, (zh, en)) =
            (named(plan.spec, key, measure), &plan.from.dataset, plan.spec.dimensions[plan.geo].1.codes[table.city].name.both());
        let message = match apart.get(key) {
            None => say!("{zh}的 `{id}`：{cell} 与它的各部分对不上", "{cell} of `{id}` of {en} is not the sum of its parts"),
            Some(apart) => {
                let (whole, sum, parts) = (apart.whole, apart.sum, listed(&apart.parts));
                let column = &plan.spec.dimensions[apart.at].1.id;
                if apart.complete {
                    say!(
                        "{zh}的 `{id}`：{cell} 是 {whole}，`{column}` 各项合起来是 {sum}（{parts}）",
                        "{cell} of `{id}` of {en} is {whole}, and its parts along `{column}` make {sum} ({parts})"
                    )
                } else {
                    say!(
                        "{zh}的 `{id}`：{cell} 是 {whole}，`{column}` 各项中公布了的就有 {sum}（{parts}）",
                        "{cell} of `{id}` of {en} is {whole}, and those of its parts along `{column}` that are shown make {sum} already ({parts})"
                    )
                }
            }
        };
        let line = table.reading.line(key, measure);
        let place = match line {
            0 => Place::File(table.file.clone()),
            row => Place::Cell { file: table.file.clone(), row, column: "value".to_owned() },
        };
        sink.push(Diagnostic::error(&rules::CONTRADICTION, message).at(place).help(recheck(persons)));
    }
}

/// `430102=20, 430103=21`.
fn listed(parts: &[(String, crate::model::Decimal)]) -> String {
    let named: Vec<String> = parts.iter().take(MOST_PARTS).map(|(code, value)| format!("{code}={value}")).collect();
    let more = if parts.len() > MOST_PARTS { ", …" } else { "" };
    named.join(", ") + more
}
