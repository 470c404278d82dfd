//! A dataset as its readers want it: the page of the table builder, and the slices that people ask for as pages of their own.
//!
//! A slice shows totals by one dimension, or by two crossed. All its cells are cells of the published table: nothing is added up here,
//! so that what is withheld stays withheld.

use serde_json::json;

use crate::compose::tables::{self, Lack};
use crate::compose::voice::Voice;
use crate::compose::{Desk, dataset_address};
use crate::confidential::PublishedTable;
use crate::config::DatasetSpec;
use crate::dataset::Package;
use crate::model::Lang;
use crate::theme::views::{CellView, Download, ExploreView, Link, SliceView, TableView};

/// The address of a dataset's table builder.
#[must_use]
pub fn explore_address(id: &str) -> String {
    format!("{}explore/", dataset_address(id))
}

/// The file of the table as a script, in one language; all languages' files lie beside the builder's page.
#[must_use]
pub fn twin_path(id: &str, lang: &crate::model::Lang) -> String {
    format!("{}table.{lang}.js", explore_address(id))
}

/// A slice: one dimension or two, as positions in the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Slice {
    /// Its rows.
    pub rows: usize,
    /// Its columns; with `None` the measures are.
    pub columns: Option<usize>,
}

impl Slice {
    /// Positions of its dimensions, in the order of the table.
    fn dimensions(self) -> Vec<usize> {
        let mut all: Vec<usize> = std::iter::once(self.rows).chain(self.columns).collect();
        all.sort_unstable();
        all
    }
}

/// Most cells of a slice; a larger one is no page for readers, and the builder shows it.
const CELLS: usize = 400;

/// The slices of a table that are pages: totals by each dimension and by each pair, except the whole table. The longer dimension of
/// a pair runs down, so that the page fits a phone.
#[must_use]
pub fn slices(table: &PublishedTable) -> Vec<Slice> {
    let sizes: Vec<usize> = table.dimensions().iter().map(|d| d.codes.len()).collect();
    let count = sizes.len();
    let one = (0..count).map(|rows| Slice { rows, columns: None });
    let pairs = (0..count).flat_map(|a| (a + 1..count).map(move |b| (a, b)));
    let two = pairs.map(|(a, b)| if sizes[a] >= sizes[b] { (a, b) } else { (b, a) });
    let two = two.map(|(rows, columns)| Slice { rows, columns: Some(columns) });
    let fits = |slice: &Slice| {
        let cells = (sizes[slice.rows] + 1) * slice.columns.map_or(1, |at| sizes[at] + 1) * table.measures().len();
        slice.dimensions().len() < count && cells <= CELLS
    };
    one.chain(two).filter(fits).collect()
}

/// The address of a slice's page: `data/<dataset>/by/<dimension>/`, and `…/<dimension>/` once more for a pair.
#[must_use]
pub fn slice_address(id: &str, table: &PublishedTable, slice: Slice) -> String {
    let names = slice.dimensions().into_iter().map(|at| format!("{}/", table.dimensions()[at].dimension.id));
    format!("{}by/{}", dataset_address(id), names.collect::<String>())
}

/// Every address below a dataset that is made here, with the slice it shows; `None` is the builder.
#[must_use]
pub fn addresses(id: &str, table: &PublishedTable) -> Vec<(String, Option<Slice>)> {
    let slices = slices(table).into_iter().map(|slice| (slice_address(id, table, slice), Some(slice)));
    std::iter::once((explore_address(id), None)).chain(slices).collect()
}

/// The title of a page below a dataset.
#[must_use]
pub fn title(voice: &Voice, spec: &DatasetSpec, table: &PublishedTable, slice: Option<Slice>) -> String {
    let dataset = spec.title.get(&voice.lang);
    match slice {
        None => voice.with("explore-title", &[("dataset", dataset)]),
        Some(slice) => voice.with("slice-title", &[("dataset", dataset), ("dimensions", &named(voice, table, slice))]),
    }
}

/// The names of a slice's dimensions, as they stand within a sentence.
#[must_use]
pub fn named(voice: &Voice, table: &PublishedTable, slice: Slice) -> String {
    let names = slice.dimensions().into_iter().map(|at| within(table.dimensions()[at].dimension.name.get(&voice.lang)));
    let names: Vec<String> = names.collect();
    match names.as_slice() {
        [one, two] => voice.with("two-joined", &[("one", one), ("two", two)]),
        _ => names.concat(),
    }
}

/// What a slice is by, as a heading below the dataset's name.
fn by(voice: &Voice, table: &PublishedTable, slice: Slice) -> String {
    voice.with("slice-by", &[("dimensions", &named(voice, table, slice))])
}

/// A name within a sentence: its first letter small, unless it is an abbreviation.
fn within(name: &str) -> String {
    let mut signs = name.chars();
    match (signs.next(), signs.clone().next()) {
        (Some(first), Some(second)) if second.is_lowercase() => first.to_lowercase().chain(signs).collect(),
        _ => name.to_owned(),
    }
}

/// The page of the table builder. Without scripts it shows its slices as links, and the first of them as a table.
#[must_use]
pub fn page(desk: &Desk, voice: &Voice, spec: &DatasetSpec, package: &Package) -> ExploreView {
    let (lang, table, id) = (&voice.lang, package.table, spec.id.as_str());
    let address = explore_address(id);
    let first = slices(table).into_iter().next();
    let shown = match first {
        Some(slice) => slice_tables(desk, voice, &address, table, slice).into_iter().next(),
        None => Some(tables::shown(desk, voice, &address, table, spec.title.get(lang))),
    };
    ExploreView {
        lead: voice.word("explore-lead"),
        dataset: to_dataset(desk, voice, spec, &address),
        synthetic: table.is_synthetic(),
        setting: setting(desk, voice, id, table, &address),
        slices: links(desk, voice, id, table, &address),
        table: TableView {
            caption: first.map_or_else(|| spec.title.get(lang).clone(), |slice| self::title(voice, spec, table, Some(slice))),
            ..shown.unwrap_or_else(empty)
        },
        title: voice.word("explore-name"),
    }
}

fn empty() -> TableView {
    TableView { caption: String::new(), head: Vec::new(), rows: Vec::new(), legend: Vec::new(), note: String::new() }
}

fn to_dataset(desk: &Desk, voice: &Voice, spec: &DatasetSpec, from: &str) -> Link {
    Link {
        label: spec.title.get(&voice.lang).clone(),
        href: desk.atlas.link(from, &dataset_address(spec.id.as_str()), &voice.lang),
        lang: String::new(),
    }
}

/// Links to the slices of a table, for the page at `from`; the page itself is left out.
#[must_use]
pub fn links(desk: &Desk, voice: &Voice, id: &str, table: &PublishedTable, from: &str) -> Vec<Link> {
    let others = slices(table).into_iter().map(|slice| (slice_address(id, table, slice), slice));
    others
        .filter(|(address, _)| address != from && desk.atlas.has(address))
        .map(|(address, slice)| Link {
            label: by(voice, table, slice),
            href: desk.atlas.link(from, &address, &voice.lang),
            lang: String::new(),
        })
        .collect()
}

/// What the script of the builder must know, as JSON.
fn setting(desk: &Desk, voice: &Voice, id: &str, table: &PublishedTable, address: &str) -> String {
    let lang = &voice.lang;
    let dimension = |at: usize| table.dimensions()[at].dimension.id.to_string();
    let start = slices(table).into_iter().find(|slice| slice.columns.is_some());
    let longest = (0..table.dimensions().len()).max_by_key(|at| (table.dimensions()[*at].codes.len(), std::cmp::Reverse(*at)));
    let rows = start.map(|slice| slice.rows).or(longest);
    let columns = start.and_then(|slice| slice.columns).or_else(|| (0..table.dimensions().len()).find(|at| Some(*at) != rows));
    let sign = |lack: Lack| {
        json!({
            "text": lack.symbol(voice),
            "said": voice.word(&format!("{}-said", lack.word())),
            "href": tables::explanation(desk, voice, address, lack),
        })
    };
    let word = |key: &str| {
        let kept = ["name", "rows", "columns", "without", "n", "unit"].map(|name| (name, format!("{{{name}}}")));
        let kept: Vec<(&str, &str)> = kept.iter().map(|(name, text)| (*name, text.as_str())).collect();
        voice.with(key, &kept)
    };
    let words = WORDS.iter().map(|(name, key)| ((*name).to_owned(), word(key).into())).collect::<serde_json::Map<_, _>>();
    json!({
        "table": desk.atlas.link_file(address, lang, &twin_path(id, lang)),
        "address": desk.atlas.absolute(address, lang).unwrap_or_else(|| desk.atlas.file(address, lang)),
        "rows": rows.map(dimension),
        "columns": columns.map(dimension),
        "signs": { "c": sign(Lack::Withheld), "z": sign(Lack::Absent), "x": sign(Lack::Unavailable) },
        "words": words,
    })
    .to_string()
}

/// Words of the builder, by the names its script knows them by.
const WORDS: [(&str, &str); 29] = [
    ("form", "explore-form"),
    ("rows", "explore-rows"),
    ("columns", "explore-columns"),
    ("only", "explore-only"),
    ("pick", "explore-pick"),
    ("chart", "explore-chart"),
    ("none", "explore-none"),
    ("bars", "explore-bars"),
    ("lines", "explore-lines"),
    ("copy", "explore-copy"),
    ("copied", "explore-copied"),
    ("csv", "explore-csv"),
    ("meta", "explore-meta"),
    ("reset", "explore-reset"),
    ("status", "explore-status"),
    ("statusWithout", "explore-status-without"),
    ("first", "explore-first"),
    ("undrawn", "explore-undrawn"),
    ("part", "explore-part"),
    ("unit", "explore-unit"),
    ("failed", "explore-failed"),
    ("unitColumn", "field-unit"),
    ("valueColumn", "field-value"),
    ("reasonColumn", "field-reason"),
    ("datasetColumn", "slice-dataset"),
    ("licenceColumn", "slice-licence"),
    ("addressColumn", "slice-address"),
    ("synthetic", "synthetic-data"),
    ("syntheticColumn", "field-synthetic"),
];

/// The name of the file of a slice, beside its page.
#[must_use]
pub fn slice_file(id: &str, table: &PublishedTable, slice: Slice, lang: &Lang) -> String {
    let dimension = |at: usize| table.dimensions()[at].dimension.id.as_str();
    format!("{id}-by-{}.{lang}.excel.csv", slice.dimensions().into_iter().map(dimension).collect::<Vec<_>>().join("-"))
}

/// A slice as a page: a table for each measure of a pair, one table otherwise.
#[must_use]
pub fn slice_page(desk: &Desk, voice: &Voice, spec: &DatasetSpec, package: &Package, slice: Slice) -> SliceView {
    let (table, id) = (package.table, spec.id.as_str());
    let address = slice_address(id, table, slice);
    let dimension = |at: usize| table.dimensions()[at].dimension.id.as_str();
    let columns = slice.columns.map_or_else(String::new, |at| format!("&columns={}", dimension(at)));
    let builder = desk.atlas.link(&address, &explore_address(id), &voice.lang);
    let file = slice_file(id, table, slice, &voice.lang);
    let bytes = slice_csv(desk, voice, package, slice).len() as u64;
    SliceView {
        title: by(voice, table, slice),
        lead: spec.description.get(&voice.lang).clone(),
        dataset: to_dataset(desk, voice, spec, &address),
        synthetic: table.is_synthetic(),
        tables: slice_tables(desk, voice, &address, table, slice),
        explore: Link {
            label: voice.word("slice-explore"),
            // A query, not a fragment: whoever checks links takes a fragment for an anchor of the page.
            href: format!("{builder}?rows={}{columns}", dimension(slice.rows)),
            lang: String::new(),
        },
        download: Download {
            label: voice.word("download-csv-excel"),
            href: desk.atlas.link_file(&address, &voice.lang, &format!("{address}{file}")),
            name: file,
            size: voice.wording.bytes(bytes),
        },
        slices: links(desk, voice, id, table, &address),
    }
}

/// The cells of a slice as CSV for people; each row also tells dataset and version, licence and the address of the page.
#[must_use]
pub fn slice_csv(desk: &Desk, voice: &Voice, package: &Package, slice: Slice) -> Vec<u8> {
    let address = slice_address(package.id, package.table, slice);
    let page = desk.atlas.absolute(&address, &voice.lang).unwrap_or_else(|| desk.atlas.file(&address, &voice.lang));
    let about = [
        (voice.word("slice-dataset"), format!("{} {}", package.id, package.version)),
        (voice.word("slice-licence"), package.licence.url.clone()),
        (voice.word("slice-address"), page),
    ];
    crate::dataset::csv::slice(package, &voice.lang, &slice.dimensions(), &about)
}

fn slice_tables(desk: &Desk, voice: &Voice, from: &str, table: &PublishedTable, slice: Slice) -> Vec<TableView> {
    match slice.columns {
        None => vec![by_one(desk, voice, from, table, slice.rows)],
        Some(columns) => {
            (0..table.measures().len()).map(|m| by_two(desk, voice, from, table, (slice.rows, columns), m)).collect()
        }
    }
}

/// The codes of a dimension, then its total.
fn codes(table: &PublishedTable, at: usize) -> impl Iterator<Item = Option<usize>> + '_ {
    table.dimensions()[at].codes.iter().copied().map(Some).chain([None])
}

fn name(voice: &Voice, table: &PublishedTable, at: usize, code: Option<usize>) -> CellView {
    match code {
        Some(code) => tables::code_cell(voice, &table.dimensions()[at], code),
        None => CellView { mark: "total", ..tables::words(voice.word("total")) },
    }
}

fn finished(
    desk: &Desk,
    voice: &Voice,
    from: &str,
    table: &PublishedTable,
    caption: String,
    head: Vec<CellView>,
    mut rows: Vec<Vec<CellView>>,
) -> TableView {
    let (legend, note) = (tables::legend(desk, voice, from, &mut rows), tables::note(voice, table));
    TableView { caption, head, rows, legend, note }
}

/// The name of a measure with its unit, unless the name says the unit already.
pub(super) fn measured(voice: &Voice, measure: &crate::confidential::Measure) -> String {
    let (name, unit) = (measure.name.get(&voice.lang), measure.unit.name.get(&voice.lang));
    // A single character such as `元` may be part of another word.
    let said = unit.chars().count() > 1 && name.to_lowercase().contains(&unit.to_lowercase());
    if said { name.clone() } else { voice.with("measure-with-unit", &[("measure", name), ("unit", unit)]) }
}

/// Totals by one dimension.
#[must_use]
pub fn by_one(desk: &Desk, voice: &Voice, from: &str, table: &PublishedTable, rows: usize) -> TableView {
    let measures = table.measures().iter().map(|m| CellView { number: true, ..tables::words(measured(voice, m)) });
    let head = std::iter::once(tables::words(table.dimensions()[rows].dimension.name.get(&voice.lang).clone()))
        .chain(measures)
        .collect();
    let row = |code: Option<usize>| {
        let mut key = vec![None; table.dimensions().len()];
        key[rows] = code;
        let cells = (0..table.measures().len()).map(|m| tables::number(voice, table.find(&key, m)));
        std::iter::once(name(voice, table, rows, code)).chain(cells).collect()
    };
    let made = codes(table, rows).map(row).collect();
    finished(desk, voice, from, table, String::new(), head, made)
}

fn by_two(
    desk: &Desk,
    voice: &Voice,
    from: &str,
    table: &PublishedTable,
    (rows, columns): (usize, usize),
    measure: usize,
) -> TableView {
    let heads = codes(table, columns).map(|code| CellView { number: true, ..name(voice, table, columns, code) });
    let head =
        std::iter::once(tables::words(table.dimensions()[rows].dimension.name.get(&voice.lang).clone())).chain(heads).collect();
    let row = |code: Option<usize>| {
        let cell = |other: Option<usize>| {
            let mut key = vec![None; table.dimensions().len()];
            (key[rows], key[columns]) = (code, other);
            tables::number(voice, table.find(&key, measure))
        };
        std::iter::once(name(voice, table, rows, code)).chain(codes(table, columns).map(cell)).collect()
    };
    let made = codes(table, rows).map(row).collect();
    finished(desk, voice, from, table, measured(voice, &table.measures()[measure]), head, made)
}
