//! The page of a dataset: what it holds, how persons are protected, preview, downloads.

use crate::compose::tables::Lack;
use crate::compose::voice::Voice;
use crate::compose::{Desk, dataset_address, figure, indicator_address, protection, tables};
use crate::confidential::PublishedTable;
use crate::config::DatasetSpec;
use crate::dataset::csv::Sign;
use crate::diag::Sink;
use crate::theme::views::{DatasetView, Download, Link, SheetRow};

/// A file of a dataset: its output path, its bytes and what to call it.
pub struct File {
    /// Path in the output.
    pub path: String,
    /// Content.
    pub bytes: Vec<u8>,
    /// Key of the word for its format.
    pub label: &'static str,
}

/// The files that readers of one language may download: for programs, and for spreadsheets.
#[must_use]
pub fn files(desk: &Desk, voice: &Voice, spec: &DatasetSpec, table: &PublishedTable) -> Vec<File> {
    let folder = desk.atlas.folder(&dataset_address(spec.id.as_str()), &voice.lang);
    let sign = |lack: Lack| Sign { symbol: lack.symbol(voice), explained: lack.explained(voice) };
    let words = crate::dataset::csv::Words {
        total: voice.word("total"),
        withheld: sign(Lack::Withheld),
        absent: sign(Lack::Absent),
        uncollected: sign(Lack::Unavailable),
        synthetic: voice.word("synthetic-data"),
        note: voice.word("csv-note"),
    };
    vec![
        File { path: format!("{folder}{}.csv", spec.id), bytes: crate::dataset::csv::for_programs(table), label: "download-csv" },
        File {
            path: format!("{folder}{}.excel.csv", spec.id),
            bytes: crate::dataset::csv::for_people(table, &voice.lang, &words),
            label: "download-csv-excel",
        },
    ]
}

/// A dataset.
#[must_use]
pub fn page(desk: &Desk, voice: &Voice, spec: &DatasetSpec, table: &PublishedTable, files: &[File], sink: &Sink) -> DatasetView {
    let (lang, address) = (&voice.lang, dataset_address(spec.id.as_str()));
    let title = spec.title.get(lang);
    let charts = spec.charts.iter().filter_map(|id| desk.settings.charts.get(id.as_str()));
    let indicators = desk.settings.catalog.indicators.iter().filter(|i| spec.indicators.contains(&i.code));
    DatasetView {
        title: title.clone(),
        description: spec.description.get(lang).clone(),
        synthetic: table.is_synthetic(),
        figures: charts.filter_map(|chart| figure::view(desk, voice, &address, chart, sink)).collect(),
        table: tables::whole(desk, voice, &address, table, title),
        downloads: files
            .iter()
            .map(|file| Download {
                label: voice.word(file.label),
                href: desk.atlas.link_file(&address, lang, &file.path),
                size: voice.wording.bytes(file.bytes.len() as u64),
            })
            .collect(),
        protection: protection::of_table(desk, voice, &address, table),
        sheet: sheet(voice, table),
        columns: columns(voice, table),
        indicators: indicators
            .map(|i| Link {
                label: format!("{} {}", i.code, i.name.get(lang)),
                href: desk.atlas.link(&address, &indicator_address(i.code.as_str()), lang),
                lang: String::new(),
            })
            .collect(),
    }
}

/// The columns of the CSV for programs, each with what stands in it.
fn columns(voice: &Voice, table: &PublishedTable) -> Vec<SheetRow> {
    let row = |name: &str, text: String| SheetRow { name: name.to_owned(), text, href: String::new() };
    let dimensions = table.dimensions().iter().map(|d| {
        let name = d.dimension.name.get(&voice.lang);
        row(d.dimension.id.as_str(), voice.with("csv-dimension", &[("name", name)]))
    });
    let rest = crate::dataset::csv::COLUMNS.map(|(name, key)| row(name, voice.word(key)));
    dimensions.chain(rest).collect()
}

fn sheet(voice: &Voice, table: &PublishedTable) -> Vec<SheetRow> {
    let row = |key: &str, text: String| SheetRow { name: voice.word(key), text, href: String::new() };
    let lang = &voice.lang;
    let separator = voice.word("list-comma");
    let join = |words: Vec<String>| words.join(&separator);
    let dimensions = table.dimensions().iter().map(|d| d.dimension.name.get(lang).clone()).collect();
    let measures = table
        .measures()
        .iter()
        .map(|m| voice.with("measure-with-unit", &[("measure", m.name.get(lang)), ("unit", m.unit.name.get(lang))]));
    vec![
        row("sheet-dimensions", join(dimensions)),
        row("sheet-measures", join(measures.collect())),
        row("sheet-rows", table.rows().count().to_string()),
        row("sheet-id", table.id().to_string()),
    ]
}
