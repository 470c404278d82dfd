//! Datasets: each is written once in every format, then its pages and the catalogue are made from what was written.

use rayon::prelude::*;

use crate::compose::explore::{self, Slice};
use crate::compose::frame::Standing;
use crate::compose::{Desk, api, cite, dataset, dataset_address};
use crate::confidential::PublishedTable;
use crate::config::DatasetSpec;
use crate::dataset::{Hand, Package, Written, dcat};
use crate::diag::{Diagnostic, Rule};
use crate::files::{Held, Stamp};
use crate::model::Lang;
use crate::rollup;
use crate::say;
use crate::site::render::{Origin, Press};

/// Makes all datasets, or keeps all of them; how many pages. They go together, since the catalogue tells the sums of every file.
pub(super) fn make(desk: &Desk, press: &Press, key: [u8; 32]) -> usize {
    let specs = &desk.settings.catalog.datasets;
    let languages = &desk.settings.site.languages;
    if paths(desk).iter().all(|path| press.keep(path, key)) {
        let below = specs.iter().filter_map(|spec| Some(below(desk, spec)?.len())).sum::<usize>();
        return (specs.len() + below) * languages.len();
    }
    let made: Vec<Option<(Package, Vec<Written>)>> = specs.par_iter().map(|spec| one(desk, press, key, spec)).collect();
    let made: Vec<(Package, Vec<Written>)> = made.into_iter().flatten().collect();
    catalogue(desk, press, key, &made);
    let below = specs.iter().filter_map(|spec| Some(below(desk, spec)?.len())).sum::<usize>();
    (made.len() + below) * languages.len()
}

/// The pages below a dataset that are made here: those that stand in the atlas and were not written by somebody.
fn below(desk: &Desk, spec: &DatasetSpec) -> Option<Vec<(String, Option<Slice>)>> {
    let table = desk.release.table(spec.cube.as_str())?;
    let free = |(address, _): &(String, Option<Slice>)| desk.library.get(address).is_none();
    Some(explore::addresses(spec.id.as_str(), table).into_iter().filter(free).collect())
}

/// Output paths of everything that is made here.
fn paths(desk: &Desk) -> Vec<String> {
    let languages = &desk.settings.site.languages;
    let mut paths = Vec::new();
    for spec in &desk.settings.catalog.datasets {
        let address = dataset_address(spec.id.as_str());
        paths.extend(crate::dataset::names(spec.id.as_str(), languages).iter().map(|name| format!("{address}{name}")));
        paths.extend(languages.iter().map(|lang| desk.atlas.file(&address, lang)));
        paths.extend(languages.iter().map(|lang| explore::twin_path(spec.id.as_str(), lang)));
        let Some(table) = desk.release.table(spec.cube.as_str()) else { continue };
        if desk.gathered.origins.keys().any(|(cube, _)| *cube == spec.cube) {
            paths.push(format!("{address}{}", rollup::TRACE));
        }
        for (address, slice) in below(desk, spec).unwrap_or_default() {
            paths.extend(languages.iter().map(|lang| desk.atlas.file(&address, lang)));
            let file = |lang| Some(format!("{address}{}", explore::slice_file(spec.id.as_str(), table, slice?, lang)));
            paths.extend(languages.iter().filter_map(file));
        }
    }
    paths.push("api/v1/datasets.json".to_owned());
    if desk.settings.site.base_url.is_some() {
        paths.extend(["catalog.ttl", "catalog.jsonld"].map(str::to_owned));
    }
    paths
}

fn one<'d>(desk: &'d Desk, press: &Press, key: [u8; 32], spec: &'d DatasetSpec) -> Option<(Package<'d>, Vec<Written>)> {
    let table = desk.release.table(spec.cube.as_str())?;
    let address = dataset_address(spec.id.as_str());
    let package = dataset::package(desk, spec, table);
    let mut hand = ToPress { press, address: &address, key };
    let written = crate::dataset::write(&package, &cite::packed(desk, spec, &package), &mut hand);
    let mut written = written.map_err(|trouble| press.sink.push(unwritten(&trouble.name, &trouble.reason))).ok()?;
    written.extend(trace(desk, press, key, &address, table));
    for lang in desk.settings.site.languages.iter() {
        let voice = desk.voice(lang);
        let view = dataset::page(desk, voice, spec, &package, &written, press.sink);
        let standing = Standing {
            address: &address,
            lang,
            kind: "dataset",
            title: &view.title,
            description: &view.description,
            synthetic: table.is_synthetic(),
        };
        let path = desk.atlas.file(&address, lang);
        press.page(desk, "dataset.html", &standing, &path, &view, Some(Origin { key, summary: None }));
    }
    for lang in desk.settings.site.languages.iter() {
        let path = explore::twin_path(spec.id.as_str(), lang);
        match crate::dataset::stream(press.outputs.meanwhile(), |out| crate::dataset::script(&package, lang, out)) {
            Ok(file) => press.held(&path, file, Some(Origin { key, summary: None })),
            Err(trouble) => press.sink.push(unwritten(&path, &trouble.to_string())),
        }
        for (address, slice) in below(desk, spec).unwrap_or_default() {
            page_below(desk, press, key, spec, &package, lang, &address, slice);
        }
    }
    Some((package, written))
}

/// Where each number came from, of a table that was taken from cities.
fn trace(desk: &Desk, press: &Press, key: [u8; 32], address: &str, table: &PublishedTable) -> Option<Written> {
    let bytes = rollup::trace(desk.gathered, table)?;
    let stamp = Stamp::of(&bytes);
    let held = Held::known(bytes, stamp.clone());
    press.held(&format!("{address}{}", rollup::TRACE), held, Some(Origin { key, summary: None }));
    Some(Written {
        name: rollup::TRACE.to_owned(),
        label: "download-trace",
        lang: String::new(),
        format: "",
        media: "text/csv",
        resource: false,
        size: stamp.len,
        sha256: stamp.sha256,
    })
}

/// Files of a dataset go to the press, into its folder.
struct ToPress<'p> {
    press: &'p Press<'p>,
    address: &'p str,
    key: [u8; 32],
}

impl Hand for ToPress<'_> {
    fn meanwhile(&self) -> std::path::PathBuf {
        self.press.outputs.meanwhile()
    }

    fn take(&mut self, name: &str, file: Held) {
        self.press.held(&format!("{}{name}", self.address), file, Some(Origin { key: self.key, summary: None }));
    }
}

fn unwritten(name: &str, reason: &str) -> Diagnostic {
    let message = say!("数据集文件 `{name}` 没有写成：{reason}", "the dataset file `{name}` could not be written: {reason}");
    Diagnostic::error(&UNWRITTEN, message).at(std::path::Path::new("data/catalog.toml"))
}

/// The builder of a dataset, or one of its slices.
#[expect(clippy::too_many_arguments, reason = "one call, in a loop over addresses and languages")]
fn page_below(
    desk: &Desk,
    press: &Press,
    key: [u8; 32],
    spec: &DatasetSpec,
    package: &Package,
    lang: &Lang,
    address: &str,
    slice: Option<Slice>,
) {
    let voice = desk.voice(lang);
    let (path, from) = (desk.atlas.file(address, lang), Some(Origin { key, summary: None }));
    let title = explore::title(voice, spec, package.table, slice);
    let standing = |kind: &'static str, description| Standing {
        address,
        lang,
        kind,
        title: &title,
        description,
        synthetic: package.table.is_synthetic(),
    };
    match slice {
        None => {
            let view = explore::page(desk, voice, spec, package);
            press.page(desk, "explore.html", &standing("explore", &view.lead), &path, &view, from);
        }
        Some(slice) => {
            let view = explore::slice_page(desk, voice, spec, package, slice);
            press.file(
                &format!("{address}{}", view.download.name),
                &explore::slice_csv(desk, voice, package, slice),
                Some(Origin { key, summary: None }),
            );
            press.page(desk, "slice.html", &standing("slice", &view.lead), &path, &view, from);
        }
    }
}

/// The list of all datasets, and their catalogue where the site has a public address.
fn catalogue(desk: &Desk, press: &Press, key: [u8; 32], made: &[(Package, Vec<Written>)]) {
    let (path, bytes) = api::datasets(desk, made);
    press.file(&path, &bytes, Some(Origin { key, summary: None }));
    let site = &desk.settings.site;
    let Some(base) = &site.base_url else { return };
    let catalogue = dcat::Catalogue {
        base,
        languages: &site.languages,
        title: &site.title,
        description: &site.description,
        publisher: &site.publisher.name,
        licence: &site.licence.url,
        issued: cite::issued(desk),
    };
    let writings = dcat::write(&catalogue, made);
    press.file("catalog.ttl", &writings.turtle, Some(Origin { key, summary: None }));
    press.file("catalog.jsonld", &writings.json_ld, Some(Origin { key, summary: None }));
}

/// A format that a library refused to write.
pub(super) static UNWRITTEN: Rule = Rule {
    id: "dataset/unwritten",
    title: ("数据集文件没有写成", "a file of a dataset could not be written"),
    explain: (
        "某种格式放不下这个数据集：Excel 的一张表最多 1,048,576 行，Parquet 的小数最多 38 位。请把汇总表分成几个数据集，或减少维度。大文件在写成之前放在 `.shanwai/` 和系统的临时文件夹里，那里要有足够的空间。",
        "One of the formats cannot hold this dataset: a sheet of Excel has at most 1,048,576 rows, a decimal of Parquet at most 38 digits. Split the cube into several datasets, or leave out a dimension. Large files lie below `.shanwai/` and in the system's folder for temporary files while they are made; those need room for them.",
    ),
};
