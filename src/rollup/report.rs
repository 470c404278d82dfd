//! What became of the figures of each common table, in counts.

use super::Gathered;
use crate::confidential::{Cell, Refused, Release, refused};
use crate::config::Settings;

/// One measure of one common table.
#[derive(Clone, PartialEq, Eq)]
#[cfg_attr(test, derive(Debug))]
pub struct Account {
    /// The cube.
    pub cube: String,
    /// The measure.
    pub measure: String,
    /// Word of its unit's kind.
    pub unit: &'static str,
    /// Cities whose figures were taken.
    pub cities: usize,
    /// Cells of cities and counties that are shown.
    pub own: usize,
    /// Those that a city withholds.
    pub own_withheld: usize,
    /// Sums over cities that are shown.
    pub sums: usize,
    /// Sums that are withheld, since a part of them is.
    pub sums_withheld: usize,
    /// Sums that cannot be made: a city or a period is missing.
    pub lacking: usize,
    /// Why nothing is added up.
    pub refused: Option<Refused>,
}

/// Counts what was added, withheld and refused. Costs a walk over the tables.
#[must_use]
pub fn account(settings: &Settings, gathered: &Gathered, release: &Release) -> Vec<Account> {
    let catalog = &settings.catalog;
    let mut all = Vec::new();
    let (Some(places), Some(dimension)) = (&gathered.places, &catalog.places) else { return all };
    for spec in &catalog.cubes {
        let Some(from) = catalog.records.get(spec.records).and_then(|records| records.cities.as_ref()) else { continue };
        let Some(table) = release.table(spec.id.as_str()) else { continue };
        let Some(geo) = spec.dimensions.iter().position(|(_, own)| own.id == dimension.id) else { continue };
        let cities = gathered.origins.keys().filter(|(cube, _)| *cube == spec.id).count();
        for (at, measure) in spec.measures.iter().enumerate() {
            let mut account = Account {
                cube: spec.id.to_string(),
                measure: measure.id.to_string(),
                unit: measure.unit.kind.word(),
                cities,
                own: 0,
                own_withheld: 0,
                sums: 0,
                sums_withheld: 0,
                lacking: 0,
                refused: refused(measure.unit.kind, from.home_county),
            };
            for (key, cells) in table.rows() {
                let own = key[geo].is_some_and(|place| places.city_of(place).is_some());
                let count = match (cells[at], own) {
                    (Cell::Value(_), true) => &mut account.own,
                    (Cell::Suppressed, true) => &mut account.own_withheld,
                    (Cell::Value(_), false) => &mut account.sums,
                    (Cell::Suppressed, false) => &mut account.sums_withheld,
                    (Cell::Uncollected, false) => &mut account.lacking,
                    (Cell::Absent, _) | (Cell::Uncollected, true) => continue,
                };
                *count += 1;
            }
            all.push(account);
        }
    }
    all
}

/// A common table as tidy rows: dimensions, measure, unit, value, status; statuses as in SDMX.
#[must_use]
pub fn tidy(table: &crate::confidential::PublishedTable) -> Vec<u8> {
    use std::fmt::Write;
    let mut text = String::new();
    for dimension in table.dimensions() {
        let _ = write!(text, "{},", dimension.dimension.id);
    }
    text.push_str("measure,unit,value,obs_status,synthetic\r\n");
    let synthetic = if table.is_synthetic() { "Y" } else { "N" };
    for (key, cells) in table.rows() {
        for (measure, cell) in table.measures().iter().zip(cells) {
            for (at, dimension) in key.iter().zip(table.dimensions()) {
                let code = at.map_or(crate::model::TOTAL, |at| dimension.dimension.codes[at].code.as_str());
                let _ = write!(text, "{code},");
            }
            let (value, status) = match cell {
                Cell::Value(value) => (value.to_string(), "A"),
                Cell::Suppressed => (String::new(), "Q"),
                Cell::Absent => (String::new(), "M"),
                Cell::Uncollected => (String::new(), "L"),
            };
            let _ = write!(text, "{},{},{value},{status},{synthetic}\r\n", measure.id, measure.unit.code);
        }
    }
    text.into_bytes()
}
