//! The places that lie in another: the counties on the page of their city, each with its totals from every dataset that knows them.

use crate::compose::beside;
use crate::compose::tables::{self, number, words};
use crate::compose::voice::Voice;
use crate::compose::{Desk, place_address};
use crate::config::Dimension;
use crate::theme::views::{CellView, FigureTable, TableView};

/// Counties in the order of their codes, which is no ranking; nothing when no place lies in this one.
#[must_use]
pub(super) fn table(desk: &Desk, voice: &Voice, from: &str, places: &Dimension, at: usize) -> Option<FigureTable> {
    let entry = &places.codes[at];
    let inside: Vec<usize> =
        (0..places.codes.len()).filter(|one| places.codes[*one].parent.as_ref() == Some(&entry.code)).collect();
    let (mut head, mut columns, mut synthetic) = (vec![words(voice.word("places-place"))], Vec::new(), false);
    for spec in &desk.settings.catalog.datasets {
        let Some(table) = desk.release.table(spec.cube.as_str()) else { continue };
        let place = table.dimensions().iter().position(|dimension| dimension.dimension.id == places.id);
        let Some(place) = place.filter(|place| inside.iter().any(|one| table.dimensions()[*place].codes.contains(one))) else {
            continue;
        };
        for (measure, known) in table.measures().iter().enumerate() {
            head.push(CellView { number: true, ..words(beside::named(voice, table, known)) });
            columns.push((table, place, measure));
        }
        synthetic |= table.is_synthetic();
    }
    let row = |one: &usize| {
        let entry = &places.codes[*one];
        let href = desk.atlas.link(from, &place_address(entry.code.as_str()), &voice.lang);
        let cells = columns.iter().map(|(table, place, measure)| {
            let mut key = vec![None; table.dimensions().len()];
            key[*place] = Some(*one);
            number(voice, table.find(&key, *measure))
        });
        std::iter::once(CellView { href, ..words(entry.name.get(&voice.lang).clone()) }).chain(cells).collect()
    };
    let mut rows: Vec<Vec<CellView>> = inside.iter().map(row).collect();
    let legend = tables::legend(desk, voice, from, &mut rows);
    let title = voice.with("place-inside", &[("place", entry.short.get(&voice.lang))]);
    let table = TableView { caption: String::new(), head, rows, legend, note: String::new() };
    (!table.rows.is_empty()).then_some(FigureTable { title, href: String::new(), synthetic, table })
}
