//! Cities' releases, read for a site that takes them together: every conflict is told, then each number keeps the way back to the
//! release it came from.
//!
//! ```text
//!  data/rollup.toml ──► package (folder, ZIP; sums) ──► describe, table (units, codes, periods, versions) ──► Gathered
//!      ──► confidential::prepare_with (sums, joint protection, attack, seal) ──► trace, report
//! ```
//!
//! Nothing here is confidential: what a city hands over is what it has published.

mod describe;
mod lock;
mod package;
mod report;
mod rules;
mod standing;
mod table;
mod trace;

pub use report::{Account, account, tidy};
pub use rules::RULES;
pub use standing::no_release;
pub use trace::{TRACE, trace};

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use crate::confidential::{self, CityTable, Places, Refused, refused};
use crate::config::{CubeSpec, FromCities, Settings};
use crate::diag::{Diagnostic, Failed, Level, Sink};
use crate::files::Root;
use crate::model::{CubeId, Date, Lang};
use crate::say;
use package::Package;
use rules::{LAXER, MIXED, NO_PLACES, NOT_ADDED, OTHER_COLUMNS, OTHER_DEFINITION, OTHER_PERIODS, OTHER_UNIT, UNREADABLE};
use standing::Demands;

/// The release of a city that figures came from.
#[derive(Clone, PartialEq, Eq)]
#[cfg_attr(test, derive(Debug))]
pub struct Origin {
    /// Position of the city among the places.
    pub city: usize,
    /// Code of the city.
    pub code: String,
    /// Version of its release.
    pub version: String,
    /// SHA-256 of the release's list of sums: changes with every byte of it.
    pub sums: String,
}

/// A city whose figures of a cube are left out, since it uses another version of a definition.
#[derive(Clone, PartialEq, Eq)]
#[cfg_attr(test, derive(Debug))]
pub struct LeftOut {
    /// The cube.
    pub cube: CubeId,
    /// Position of the city among the places.
    pub city: usize,
    /// Code of the indicator.
    pub indicator: String,
    /// The city's version; empty where it names none.
    pub version: String,
}

/// All that cities handed over, without conflicts that would make a sum wrong.
#[derive(Clone, Default)]
#[cfg_attr(test, derive(Debug))]
pub struct Gathered {
    /// Their tables.
    pub tables: Vec<CityTable>,
    /// By cube and city the release.
    pub origins: BTreeMap<(CubeId, usize), Origin>,
    /// What is left out.
    pub left_out: Vec<LeftOut>,
    /// The tree of places.
    pub places: Option<Places>,
    /// Positions of the cities whose release is taken for a trial though it is not signed off, held back or no release at all.
    pub unsigned: BTreeSet<usize>,
}

/// What is asked of every city for one cube.
struct Asked<'a> {
    spec: &'a CubeSpec,
    from: &'a FromCities,
    geo: usize,
    synthetic: bool,
    /// Indicators of the datasets made from it, with the versions of their definitions.
    indicators: Vec<(String, String)>,
}

/// Reads every city's release. A site that names no city has nothing to gather.
///
/// # Errors
/// After every conflict of every city has been told. Other versions of a definition, missing periods and figures that are never added
/// are warnings: the cells concerned stay empty. `as_of` is the day that releases held back are judged by; without it none has come.
pub fn gather(root: &Root, settings: &Settings, as_of: Option<Date>, sink: &Sink) -> Result<Gathered, Failed> {
    let asked = asked(settings, sink);
    let (Some(dimension), false) = (&settings.catalog.places, settings.rollup.cities.is_empty()) else {
        sink.check()?;
        return Ok(Gathered::default());
    };
    let position = |code: &crate::model::Code| dimension.position(code.as_str());
    let cities: Vec<usize> = settings.rollup.cities.iter().filter_map(|city| position(&city.code)).collect();
    let places = Places::new(dimension, &cities);
    let mut gathered = Gathered::default();
    let before = sink.count(Level::Error);
    let mut doubtful = Vec::new();
    let demands = Demands { sign_offs: settings.rollup.sign_offs.unwrap_or(settings.site.release.sign_offs), as_of };
    let datasets: Vec<&str> = asked.iter().map(|asked| asked.from.dataset.as_str()).collect();
    for city in &settings.rollup.cities {
        let Some(at) = position(&city.code) else { continue };
        let Some(package) = Package::open(root, city, sink) else { continue };
        let name = names(settings, at, dimension);
        let lacking = standing::lacking(&package, city, &name, &datasets, &demands);
        if settings.rollup.unsigned {
            gathered.unsigned.extend((!lacking.is_empty()).then_some(at));
        } else {
            lacking.into_iter().for_each(|found| sink.push(found));
        }
        for asked in &asked {
            doubtful.extend(one(&package, asked, &places, at, &name, sink, &mut gathered));
        }
    }
    if sink.count(Level::Error) > before {
        // What is wrong within a table would else be told only after everything told so far was mended.
        doubtful.append(&mut gathered.tables);
        confidential::compare_parts(settings, &places, &doubtful, sink);
        sink.check()?;
    }
    for asked in &asked {
        missing_periods(asked, settings, dimension, &gathered, sink);
    }
    if !gathered.unsigned.is_empty() {
        let names: Vec<_> = gathered.unsigned.iter().map(|at| names(settings, *at, dimension)).collect();
        standing::tell_trial(&names, sink);
    }
    gathered.places = Some(places);
    Ok(gathered)
}

/// Code and name of a city in the words of messages.
fn names(settings: &Settings, at: usize, places: &crate::config::Dimension) -> (String, String) {
    let entry = &places.codes[at];
    let languages = &settings.site.languages;
    let of = |tag: &str| {
        let lang: &Lang = languages.iter().find(|lang| lang.as_str().starts_with(tag)).unwrap_or(languages.default_lang());
        entry.name.get(lang).clone()
    };
    (of("zh"), of("en"))
}

fn asked<'a>(settings: &'a Settings, sink: &Sink) -> Vec<Asked<'a>> {
    let catalog = &settings.catalog;
    let mut all = Vec::new();
    for spec in &catalog.cubes {
        let Some(records) = catalog.records.get(spec.records) else { continue };
        let Some(from) = &records.cities else { continue };
        let geo = catalog.places.as_ref().and_then(|places| spec.dimensions.iter().position(|(_, own)| own.id == places.id));
        let (id, place) = (&spec.id, PathBuf::from("data/catalog.toml"));
        let Some(geo) = geo else {
            let message = say!("`{id}` 没有地区这一维", "`{id}` does not tell places apart");
            let help =
                say!("在 `dimensions` 里加上 `places = true` 的那一维", "add the dimension with `places = true` to `dimensions`");
            sink.push(Diagnostic::error(&NO_PLACES, message).at(place).help(help));
            continue;
        };
        for measure in &spec.measures {
            let Some(why) = refused(measure.unit.kind, from.home_county) else { continue };
            let measure = &measure.id;
            let message = match why {
                Refused::Persons => say!(
                    "`{id}` 的 `{measure}` 按人计，没有声明按户籍县市区归属，各市州之间不相加",
                    "`{measure}` of `{id}` counts persons whose home county is not declared to decide, so cities are not added up"
                ),
                Refused::Unit | Refused::City => say!(
                    "`{id}` 的 `{measure}` 的单位不能相加，全省合计空着",
                    "`{measure}` of `{id}` has a unit that is never added, so the provincial total is left empty"
                ),
            };
            let help = match why {
                Refused::Persons => say!(
                    "每个孩子确实只属于一个县市区时，给记录加上 `membership = \"home-county\"`",
                    "where each child does belong to one county, add `membership = \"home-county\"` to the records"
                ),
                Refused::Unit | Refused::City => say!(
                    "汇总分子和分母，在省里算比率",
                    "take numerator and denominator from the cities and compute the rate here"
                ),
            };
            sink.push(Diagnostic::warning(&NOT_ADDED, message).at(place.clone()).help(help));
        }
        let of = catalog.datasets.iter().filter(|dataset| dataset.cube == spec.id).flat_map(|dataset| &dataset.indicators);
        let version = |code: &crate::model::Code| catalog.indicators.iter().find(|known| known.code == *code);
        let indicators = of.filter_map(version).map(|known| (known.code.to_string(), known.version.clone())).collect();
        all.push(Asked { spec, from, geo, synthetic: records.synthetic, indicators });
    }
    all
}

/// Reads one dataset of one city. What comes back is a table that may not be added up, for a look at its totals.
fn one(
    package: &Package,
    asked: &Asked<'_>,
    places: &Places,
    city: usize,
    name: &(String, String),
    sink: &Sink,
    gathered: &mut Gathered,
) -> Option<CityTable> {
    let (id, (zh, en)) = (asked.from.dataset.as_str(), name);
    let described = package.of_dataset(id, "datapackage.json");
    let tidy = package.of_dataset(id, &format!("{id}.csv"));
    let fault = |file: &str, message| {
        sink.push(Diagnostic::error(&UNREADABLE, message).at(package.path.join(file)).help(package::again()));
    };
    if !package.has(&described) || !package.has(&tidy) {
        // The archive of another dataset says nothing of this one; a whole release must have it.
        if package.is_whole() {
            fault(&tidy, say!("{zh}没有交 `{id}`", "{en} handed over no `{id}`"));
        }
        return None;
    }
    let (description, bytes) = (package.read(&described, sink)?, package.read(&tidy, sink)?);
    let Some(description) = describe::read(&description, id) else {
        fault(&described, say!("{zh}的 `{id}` 的说明读不懂", "the description of `{id}` of {en} cannot be read"));
        return None;
    };
    let mut sound = compare_units(package, asked, &description, name, &described, sink);
    if description.synthetic != asked.synthetic {
        let (is_zh, is_en) = if description.synthetic { ("模拟数据", "synthetic") } else { ("真实数据", "real") };
        let message = say!("{zh}的 `{id}` 是{is_zh}，省里的不是", "`{id}` of {en} is {is_en}, that of the province is not");
        let help = say!(
            "分成两张表，或改 `data/catalog.toml` 的 `synthetic`",
            "keep them in two tables, or change `synthetic` in `data/catalog.toml`"
        );
        sink.push(Diagnostic::error(&MIXED, message).at(package.path.join(&described)).help(help));
        sound = false;
    }
    let (least, theirs) = (asked.spec.threshold, description.threshold);
    if theirs < u64::from(least) {
        let message = say!(
            "{zh}的 `{id}` 下限是 {theirs} 人，省里是 {least} 人",
            "`{id}` of {en} has a threshold of {theirs}, the province has {least}"
        );
        let help = say!(
            "把省里的 `threshold` 改成各市州中最低的，或请该市按 {least} 人重新发布",
            "make the province's `threshold` the lowest of the cities, or ask the city to release again with {least}"
        );
        sink.push(Diagnostic::error(&LAXER, message).at(package.path.join(&described)).help(help));
        sound = false;
    }
    let target = table::Target { spec: asked.spec, geo: asked.geo, places, city, name, dataset: id };
    let file = package.path.join(&tidy);
    let table::Read { rows, reading, sound: agreed } = table::read(&target, &file, &bytes, sink)?;
    let cube = asked.spec.id.clone();
    if !(sound && agreed) {
        let listed = listed(package, asked, city, places, &rows, sink);
        return Some(CityTable { city, cube, file, synthetic: description.synthetic, listed, rows, reading });
    }
    if let Some((indicator, version)) = other_definition(asked, &description) {
        let own = asked.indicators.iter().find(|(code, _)| *code == indicator).map_or("", |(_, version)| version);
        let (seen_zh, seen_en) = match version.as_str() {
            "" => ("没有写口径版本".to_owned(), "names no version".to_owned()),
            version => (format!("用口径第 {version} 版"), format!("uses version {version}")),
        };
        let message = say!(
            "{zh}的 `{indicator}` {seen_zh}，省里是第 {own} 版：`{id}` 这次不收",
            "{en} {seen_en} of `{indicator}`, the province {own}: its `{id}` is left out"
        );
        let help = say!("请该市按统一口径重新发布", "ask the city to release by the common definition");
        sink.push(Diagnostic::warning(&OTHER_DEFINITION, message).at(package.path.join(&described)).help(help));
        gathered.left_out.push(LeftOut { cube, city, indicator, version });
        return None;
    }
    let listed = listed(package, asked, city, places, &rows, sink);
    let code = asked.spec.dimensions[asked.geo].1.codes[city].code.to_string();
    let origin = Origin { city, code, version: description.version, sums: package.sum.clone() };
    gathered.origins.insert((cube.clone(), city), origin);
    gathered.tables.push(CityTable { city, cube, file, synthetic: description.synthetic, listed, rows, reading });
    None
}

/// Units by their kinds, too: a code may mean something else elsewhere.
fn compare_units(
    package: &Package,
    asked: &Asked<'_>,
    description: &describe::Described,
    (zh, en): &(String, String),
    file: &str,
    sink: &Sink,
) -> bool {
    let mut sound = true;
    for own in &asked.spec.measures {
        let (measure, kind) = (&own.id, own.unit.kind.word());
        let place = package.path.join(file);
        match description.measures.iter().find(|(id, ..)| *id == own.id.as_str()) {
            None => {
                let id = &asked.from.dataset;
                let message = say!("{zh}的 `{id}` 没有度量 `{measure}`", "`{id}` of {en} has no measure `{measure}`");
                let help = say!("统一度量的编号", "agree on the ids of measures");
                sink.push(Diagnostic::error(&OTHER_COLUMNS, message).at(place).help(help));
                sound = false;
            }
            Some((_, _, found)) if found != kind => {
                let message = say!(
                    "{zh}的 `{measure}` 按 `{found}` 计，省里按 `{kind}` 计",
                    "`{measure}` of {en} counts `{found}`, that of the province `{kind}`"
                );
                let help =
                    say!("人和人次不能相加：统一口径后再汇总", "persons and person-times are never added: agree on one first");
                sink.push(Diagnostic::error(&OTHER_UNIT, message).at(place).help(help));
                sound = false;
            }
            Some(_) => {}
        }
    }
    sound
}

/// The first indicator of which the city uses another version than the province.
fn other_definition(asked: &Asked<'_>, description: &describe::Described) -> Option<(String, String)> {
    let of = |code: &str| description.indicators.iter().find(|(known, _)| known == code).map_or("", |(_, version)| version);
    let differs = |(code, version): &&(String, String)| of(code) != version;
    asked.indicators.iter().find(differs).map(|(code, _)| (code.clone(), of(code).to_owned()))
}

/// By dimension the codes of the city's own lists, as positions here; where it hands over no lists, those that occur.
fn listed(
    package: &Package,
    asked: &Asked<'_>,
    city: usize,
    places: &Places,
    rows: &table::Rows,
    sink: &Sink,
) -> Vec<BTreeSet<usize>> {
    let of = |(at, (_, dimension)): (usize, &(String, std::sync::Arc<crate::config::Dimension>))| {
        let mut codes: BTreeSet<usize> = rows.keys().filter_map(|key| key[at]).collect();
        let list = format!("codelists/{}.csv", dimension.id);
        let own = |position: &usize| at != asked.geo || places.city_of(*position) == Some(city);
        if package.has(&list)
            && let Some(bytes) = package.read(&list, sink)
        {
            let mut csv = csv::ReaderBuilder::new().flexible(true).from_reader(bytes.as_slice());
            let column = csv.headers().ok().and_then(|headings| headings.iter().position(|heading| heading == "code"));
            let records = csv.records().filter_map(Result::ok);
            let read = records.filter_map(|record| dimension.position(record.get(column?)?));
            codes.extend(read.filter(own));
        }
        codes
    };
    asked.spec.dimensions.iter().enumerate().map(of).collect()
}

/// One warning for each city and period that others have.
fn missing_periods(asked: &Asked<'_>, settings: &Settings, places: &crate::config::Dimension, gathered: &Gathered, sink: &Sink) {
    let tables: Vec<&CityTable> = gathered.tables.iter().filter(|table| table.cube == asked.spec.id).collect();
    for (at, (_, dimension)) in asked.spec.dimensions.iter().enumerate().filter(|(_, (_, dimension))| dimension.time) {
        let of = |table: &CityTable| table.rows.keys().filter_map(|key| key[at]).collect::<BTreeSet<usize>>();
        let all: BTreeSet<usize> = tables.iter().flat_map(|table| of(table)).collect();
        for table in &tables {
            let own = of(table);
            let (zh, en) = names(settings, table.city, places);
            for code in all.difference(&own).map(|code| &dimension.codes[*code].code) {
                let id = &asked.from.dataset;
                let message = say!(
                    "{zh}的 `{id}` 没有 `{code}`：这一期间的全省合计空着",
                    "`{id}` of {en} has no `{code}`: the provincial total of that period is left empty"
                );
                let help = say!("等该市补报，或从表里去掉这一期间", "wait for the city, or leave the period out");
                sink.push(Diagnostic::warning(&OTHER_PERIODS, message).at(table.file.clone()).help(help));
            }
        }
    }
}
