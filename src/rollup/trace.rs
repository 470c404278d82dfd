//! Where each number of a common table came from: city, version, sum of the release, cell.

use std::fmt::Write;

use super::{Gathered, Origin};
use crate::confidential::{Cell, PublishedTable};
use crate::model::TOTAL;

/// Name of the file in a dataset's folder.
pub const TRACE: &str = "trace.csv";

/// One row for each cell of a city that a published figure is made of: the codes of the figure's cell, its measure, then the city's
/// code, the version of its release, the SHA-256 of that release's list of sums, and the anchor of the city's cell on its dataset's page.
///
/// `None` for a table that was not taken from cities.
#[must_use]
pub fn trace(gathered: &Gathered, table: &PublishedTable) -> Option<Vec<u8>> {
    let places = gathered.places.as_ref()?;
    let mut all = gathered.origins.keys().filter(|(cube, _)| cube == table.id()).peekable();
    all.peek()?;
    let cities: std::collections::BTreeSet<usize> = all.map(|(_, city)| *city).collect();
    let geo = table.dimensions().iter().position(|dimension| {
        let codes = &dimension.dimension.codes;
        cities.iter().all(|city| {
            let origin = gathered.origins.get(&(table.id().clone(), *city));
            origin.is_some_and(|origin| codes.get(*city).is_some_and(|entry| entry.code.as_str() == origin.code))
        })
    })?;
    let mut text = String::new();
    for dimension in table.dimensions() {
        let _ = write!(text, "{},", dimension.dimension.id);
    }
    text.push_str("measure,city,version,sha256,cell\r\n");
    let code = |at: usize, position: Option<usize>| {
        position.map_or(TOTAL, |position| table.dimensions()[at].dimension.codes[position].code.as_str())
    };
    for (key, cells) in table.rows() {
        let parts = places.parts(key[geo]);
        for (measure, _) in table.measures().iter().zip(cells).filter(|(_, cell)| matches!(cell, Cell::Value(_))) {
            for place in &parts.places {
                let Some(city) = places.city_of(*place) else { continue };
                let Some(origin) = gathered.origins.get(&(table.id().clone(), city)) else { continue };
                let codes: Vec<&str> = key.iter().enumerate().map(|(at, position)| code(at, *position)).collect();
                let cell: Vec<&str> = key
                    .iter()
                    .enumerate()
                    .map(|(at, position)| match at == geo {
                        true if *place == city => TOTAL,
                        true => code(at, Some(*place)),
                        false => code(at, *position),
                    })
                    .collect();
                let (codes, cell, id) = (codes.join(","), cell.join("."), &measure.id);
                let Origin { code, version, sums, .. } = origin;
                let _ = write!(text, "{codes},{id},{code},{version},{sums},cell.{cell}.{id}\r\n");
            }
        }
    }
    Some(text.into_bytes())
}
