//! Places: the schematic grid (a 方格图, not a map), the list, and a page for each.

use crate::compose::tables::{self, Lack, beside_whole, lacking, legend, words};
use crate::compose::voice::Voice;
use crate::compose::{Desk, beside, dataset_address, fact, inside, lists, place_address};
use crate::config::{CodeEntry, Dimension};
use crate::model::CubeId;
use crate::theme::views::{ArticleView, Block, CellView, FigureTable, Link, PlaceView, PlacesView, TableView, Tile};

fn tiles(desk: &Desk, voice: &Voice, from: &str, places: &Dimension) -> (Vec<Tile>, u8, u8) {
    let mut tiles: Vec<Tile> = places
        .codes
        .iter()
        .filter_map(|entry| {
            let (row, column) = entry.tile?;
            let address = place_address(entry.code.as_str());
            Some(Tile {
                label: entry.short.get(&voice.lang).clone(),
                href: desk.atlas.link(from, &address, &voice.lang),
                row: row + 1,
                column: column + 1,
                here: address == from,
            })
        })
        .collect();
    tiles.sort_by_key(|tile| (tile.row, tile.column));
    let rows = tiles.iter().map(|tile| tile.row).max().unwrap_or(0);
    let columns = tiles.iter().map(|tile| tile.column).max().unwrap_or(0);
    (tiles, rows, columns)
}

/// All places.
#[must_use]
pub fn all(desk: &Desk, voice: &Voice, places: &Dimension, article: ArticleView) -> PlacesView {
    let from = "places/";
    let (tiles, tile_rows, tile_columns) = tiles(desk, voice, from, places);
    let heading = |text: String| CellView { number: true, ..words(text) };
    let rows = places.codes.iter().map(|entry| {
        let link = desk.atlas.link(from, &place_address(entry.code.as_str()), &voice.lang);
        vec![
            CellView { href: link, ..words(entry.name.get(&voice.lang).clone()) },
            words(entry.code.to_string()),
            words(voice.word(if entry.in_standard { "yes" } else { "no" })),
            residents(voice, entry).map_or_else(|| lacking(voice, Lack::Unavailable), heading),
        ]
    });
    let mut rows: Vec<Vec<CellView>> = rows.collect();
    let heads = ["places-place", "places-code", "places-in-standard"].map(|key| words(voice.word(key)));
    let table = TableView {
        caption: voice.word("places-table"),
        head: heads.into_iter().chain([heading(voice.word("places-residents"))]).collect(),
        note: String::new(),
        legend: legend(desk, voice, from, &mut rows),
        rows,
    };
    PlacesView { article, tiles, tile_rows, tile_columns, table }
}

fn residents(voice: &Voice, entry: &CodeEntry) -> Option<String> {
    let known = entry.residents.as_ref()?;
    Some(voice.wording.table_number(crate::model::Decimal::whole(i64::try_from(known.count).unwrap_or(i64::MAX))))
}

/// Address and name of every place, for the neighbours of one.
#[must_use]
pub fn order(voice: &Voice, places: &Dimension) -> Vec<(String, String)> {
    let entries = places.codes.iter();
    entries.map(|e| (place_address(e.code.as_str()), e.short.get(&voice.lang).clone())).collect()
}

/// One place.
#[must_use]
pub fn page(
    desk: &Desk,
    voice: &Voice,
    places: &Dimension,
    at: usize,
    blocks: Vec<Block>,
    order: &[(String, String)],
) -> PlaceView {
    let entry = &places.codes[at];
    let (lang, address) = (&voice.lang, place_address(entry.code.as_str()));
    let (tiles, tile_rows, tile_columns) = tiles(desk, voice, &address, places);
    let others = desk.settings.site.languages.iter().filter(|other| *other != lang);
    let parent = entry.parent.as_ref().and_then(|code| places.codes.iter().find(|e| e.code == *code));
    let (previous, next) = lists::neighbours(desk, voice, &address, order);
    let facts = desk.book.iter().filter(|fact| fact.spec.places.contains(&entry.code));
    let beside = beside::table(desk, voice, &address, places, at);
    let tables = from_datasets(desk, voice, &address, places, at);
    PlaceView {
        title: entry.name.get(lang).clone(),
        other_names: others
            .map(|other| Link { label: entry.name.get(other).clone(), href: String::new(), lang: other.to_string() })
            .collect(),
        code: entry.code.to_string(),
        parent: parent.map(|parent| Link {
            label: parent.name.get(lang).clone(),
            href: desk.atlas.link(&address, &place_address(parent.code.as_str()), lang),
            lang: String::new(),
        }),
        in_standard: entry.in_standard,
        note: entry.note.as_ref().map_or_else(String::new, |note| note.get(lang).clone()),
        residents: residents(voice, entry).unwrap_or_default(),
        residents_source: entry.residents.as_ref().map_or_else(String::new, |r| {
            let as_of = r.as_of.parse().map_or_else(|_| r.as_of.clone(), |date| voice.wording.date(date));
            voice.with("residents-source", &[("as-of", &as_of), ("source", r.source.get(lang))])
        }),
        blocks,
        tiles,
        tile_rows,
        tile_columns,
        facts: facts.map(|f| fact::card(desk, voice, &address, f)).collect(),
        withheld: withheld(desk, voice, &address, &tables),
        beside,
        inside: inside::table(desk, voice, &address, places, at),
        tables,
        previous,
        next,
    }
}

/// How many cells of the tables are withheld, with the way to why.
fn withheld(desk: &Desk, voice: &Voice, from: &str, tables: &[FigureTable]) -> Option<Link> {
    let cells = tables.iter().flat_map(|entry| entry.table.rows.iter().flatten());
    let count = cells.filter(|cell| cell.mark == Lack::Withheld.word()).count();
    let href = tables::explanation(desk, voice, from, Lack::Withheld);
    (count > 0).then(|| Link { label: voice.with("place-withheld", &[("count", &count.to_string())]), href, lang: String::new() })
}

/// The release of a city that the figures of a place were taken from.
fn origin(desk: &Desk, voice: &Voice, places: &Dimension, at: usize, cube: &CubeId) -> Option<String> {
    let city = desk.gathered.places.as_ref()?.city_of(at)?;
    let origin = desk.gathered.origins.get(&(cube.clone(), city))?;
    let (name, sum) = (places.codes[city].name.get(&voice.lang), origin.sums.get(..12)?);
    Some(voice.with("place-origin", &[("city", name), ("version", &origin.version), ("sum", sum)]))
}

/// The place beside the whole, from every dataset that knows places.
fn from_datasets(desk: &Desk, voice: &Voice, from: &str, places: &Dimension, at: usize) -> Vec<FigureTable> {
    let here = places.codes[at].short.get(&voice.lang);
    let datasets = desk.settings.catalog.datasets.iter();
    datasets
        .filter_map(|dataset| {
            let table = desk.release.table(dataset.cube.as_str())?;
            let dimension = table.dimensions().iter().position(|d| d.dimension.id == places.id)?;
            let mut shown = beside_whole(desk, voice, from, table, (dimension, at), here)?;
            if let Some(origin) = origin(desk, voice, places, at, table.id()) {
                shown.note = origin;
            }
            Some(FigureTable {
                title: dataset.title.get(&voice.lang).clone(),
                href: desk.atlas.link(from, &dataset_address(dataset.id.as_str()), &voice.lang),
                synthetic: table.is_synthetic(),
                table: shown,
            })
        })
        .collect()
}
