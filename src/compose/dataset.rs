//! The page of a dataset: what it holds, how persons are protected, preview, downloads; and the package its files are made of.

use crate::compose::voice::Voice;
use crate::compose::{Desk, cite, dataset_address, explore, figure, indicator_address, protection, schema_org, tables};
use crate::confidential::PublishedTable;
use crate::config::DatasetSpec;
use crate::dataset::{Package, Words, Written, time};
use crate::diag::Sink;
use crate::model::Localized;
use crate::theme::views::{DatasetView, Download, Link, SheetRow};

/// What stands for the version while a site has no release.
const NEVER: &str = "0.0.0";

/// The version as readers see it; descriptions for machines have one that sorts before any release.
#[must_use]
pub fn version(voice: &Voice, package: &Package) -> String {
    if is_released(&package.version) { package.version.clone() } else { voice.word("data-unreleased") }
}

/// Whether there has been a release that a version can name.
#[must_use]
pub fn is_released(version: &str) -> bool {
    version.strip_suffix("+live") != Some(NEVER)
}

/// What the files of a dataset are made of. Where the latest release holds the same figures it is that version of that day; else the
/// version says that the figures are live, and were not released.
#[must_use]
pub fn package<'d>(desk: &'d Desk, spec: &'d DatasetSpec, table: &'d PublishedTable) -> Package<'d> {
    let mut package = unversioned(desk, spec, table);
    let latest = desk.archive.latest();
    if let Some(version) = &desk.making {
        package.version.clone_from(version);
        return package;
    }
    let name = format!("data/{0}/{0}.csv", spec.id);
    let sum = || crate::dataset::csv::sum(&package);
    match latest.filter(|frozen| frozen.files.get(&name).is_some_and(|frozen| *frozen == sum())) {
        Some(frozen) => {
            package.version.clone_from(&frozen.entry.version);
            package.issued = Some(frozen.entry.date);
        }
        None => {
            let last = latest.map_or(NEVER, |frozen| frozen.entry.version.as_str());
            package.version = format!("{last}+live");
        }
    }
    package
}

fn unversioned<'d>(desk: &'d Desk, spec: &'d DatasetSpec, table: &'d PublishedTable) -> Package<'d> {
    let site = &desk.settings.site;
    let address = dataset_address(spec.id.as_str());
    let dimensions = table.dimensions();
    let geo = desk.settings.catalog.places.as_ref();
    let (time, coverage) = time_of(table);
    let said = |voice: &Voice| protection::of_table(desk, voice, &address, table).method;
    Package {
        id: spec.id.as_str(),
        table,
        languages: &site.languages,
        title: &spec.title,
        description: &spec.description,
        publisher: &site.publisher.name,
        email: site.publisher.email.as_deref(),
        licence: &site.licence,
        place: &site.place,
        keywords: Localized::from_fn(&site.languages, |lang| {
            let of = |i: &&crate::config::Indicator| spec.indicators.contains(&i.code);
            let indicators = desk.settings.catalog.indicators.iter().filter(of).map(|i| i.name.get(lang).clone());
            let dimensions = dimensions.iter().map(|d| d.dimension.name.get(lang).clone());
            indicators.chain(dimensions).chain([site.place.get(lang).clone()]).collect()
        }),
        page: Localized::from_fn(&site.languages, |lang| {
            desk.atlas.absolute(&address, lang).unwrap_or_else(|| desk.atlas.folder(&address, lang))
        }),
        folder: site.base_url.as_ref().map(|base| base.clone() + &address),
        version: String::new(),
        issued: cite::issued(desk),
        next_update: cite::issued(desk).and_then(|day| crate::config::next(&desk.settings.calendar, day)),
        unsigned: desk.gathered.origins.keys().any(|(cube, city)| *cube == spec.cube && desk.gathered.unsigned.contains(city)),
        indicators: desk
            .settings
            .catalog
            .indicators
            .iter()
            .filter(|known| spec.indicators.contains(&known.code))
            .map(|known| (known.code.to_string(), known.version.clone()))
            .collect(),
        geo: geo.and_then(|places| dimensions.iter().position(|d| d.dimension.id == places.id)),
        time,
        coverage,
        protection: Localized::from_fn(&site.languages, |lang| said(desk.voice(lang))),
        words: Localized::from_fn(&site.languages, |lang| {
            let voice = desk.voice(lang);
            Words::new(|key| voice.with(key, &[("name", "{name}")]))
        }),
        occurring: std::sync::OnceLock::new(),
    }
}

/// The finest dimension whose codes are periods, by position, and the days its codes cover.
pub(super) fn time_of(table: &PublishedTable) -> (Option<usize>, Option<(crate::model::Date, crate::model::Date)>) {
    let spans = table.dimensions().iter().enumerate().filter_map(|(at, d)| {
        let codes = || d.codes.iter().map(|code| d.dimension.codes[*code].code.as_str());
        let covered = time::coverage(codes())?;
        Some((std::cmp::Reverse(codes().count()), at, covered))
    });
    spans.min().map_or((None, None), |(_, at, covered)| (Some(at), Some(covered)))
}

/// A dataset with the files that were made of it.
#[must_use]
pub fn page(desk: &Desk, voice: &Voice, spec: &DatasetSpec, package: &Package, files: &[Written], sink: &Sink) -> DatasetView {
    let (lang, address, table) = (&voice.lang, dataset_address(spec.id.as_str()), package.table);
    let title = spec.title.get(lang);
    let charts = spec.charts.iter().filter_map(|id| desk.settings.charts.get(id.as_str()));
    let indicators = desk.settings.catalog.indicators.iter().filter(|i| spec.indicators.contains(&i.code));
    DatasetView {
        title: title.clone(),
        description: spec.description.get(lang).clone(),
        synthetic: table.is_synthetic(),
        figures: charts.filter_map(|chart| figure::view(desk, voice, &address, chart, sink)).collect(),
        table: tables::shown(desk, voice, &address, table, title),
        downloads: downloads(desk, voice, &address, files, |file| file.resource || file.format == "zip"),
        metadata: downloads(desk, voice, &address, files, |file| file.format.is_empty() && !file.label.is_empty()),
        protection: protection::of_table(desk, voice, &address, table),
        sheet: sheet(voice, package),
        explore: desk.atlas.has(&explore::explore_address(spec.id.as_str())).then(|| Link {
            label: voice.word("explore-name"),
            href: desk.atlas.link(&address, &explore::explore_address(spec.id.as_str()), lang),
            lang: String::new(),
        }),
        slices: explore::links(desk, voice, spec.id.as_str(), table, &address),
        columns: columns(voice, package),
        indicators: indicators
            .map(|i| Link {
                label: format!("{} {}", i.code, i.name.get(lang)),
                href: desk.atlas.link(&address, &indicator_address(i.code.as_str()), lang),
                lang: String::new(),
            })
            .collect(),
        citation: cite::dataset(desk, voice, spec, package)
            .map(|item| cite::view(desk, voice, &item, &address, spec.id.as_str(), String::new())),
        json_ld: schema_org::dataset(desk, voice, package, files),
    }
}

/// Links to the files of this language and to those of none.
fn downloads(desk: &Desk, voice: &Voice, address: &str, files: &[Written], wanted: impl Fn(&Written) -> bool) -> Vec<Download> {
    let own = |file: &&Written| file.lang.is_empty() || file.lang == voice.lang.as_str();
    let offered = files.iter().filter(own).filter(|file| wanted(file));
    offered
        .map(|file| Download {
            label: voice.word(file.label),
            name: file.name.clone(),
            href: desk.atlas.link_file(address, &voice.lang, &format!("{address}{}", file.name)),
            size: voice.wording.bytes(file.size),
        })
        .collect()
}

/// The columns of the CSV for programs, each with what stands in it.
fn columns(voice: &Voice, package: &Package) -> Vec<SheetRow> {
    let row = |field: crate::dataset::fields::Field| SheetRow {
        text: field.description.get(&voice.lang).clone(),
        name: field.name,
        href: String::new(),
    };
    package.fields().into_iter().map(row).collect()
}

fn sheet(voice: &Voice, package: &Package) -> Vec<SheetRow> {
    let row = |key: &str, text: String| SheetRow { name: voice.word(key), text, href: String::new() };
    let (lang, table) = (&voice.lang, package.table);
    let separator = voice.word("list-comma");
    let join = |words: Vec<String>| words.join(&separator);
    let dimensions = table.dimensions().iter().map(|d| d.dimension.name.get(lang).clone()).collect();
    let measures = table.measures().iter().map(|measure| explore::measured(voice, measure));
    let mut rows = vec![
        row("sheet-dimensions", join(dimensions)),
        row("sheet-measures", join(measures.collect())),
        row("sheet-rows", table.rows().count().to_string()),
        row("sheet-data-version", version(voice, package)),
    ];
    if let Some((from, to)) = package.coverage {
        let days = [("first", &*voice.wording.date(from)), ("last", &*voice.wording.date(to))];
        rows.push(row("sheet-covers", voice.with("sheet-covers-days", &days)));
    }
    if let Some(date) = package.next_update {
        rows.push(row("sheet-next", voice.wording.date(date)));
    }
    rows.push(row("sheet-id", table.id().to_string()));
    rows
}
