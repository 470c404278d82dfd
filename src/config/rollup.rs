//! Reads `data/rollup.toml`: the cities whose releases a site takes together.

use std::path::PathBuf;
use std::sync::Arc;

use super::catalog::{Context, below_data};
use super::names::Names;
use super::reader::{Document, Located, Table};
use super::resolved::Catalog;
use super::rules::{DUPLICATE, INVALID_VALUE};
use crate::diag::{Diagnostic, Sink, Source, Span};
use crate::model::{Code, CubeId, DimensionId, Localized, Slug};
use crate::say;

/// Where the cities stand.
pub const ROLLUP: &str = "data/rollup.toml";

/// The cities whose releases are taken together, in the order of the file.
#[derive(Clone, Debug, Default)]
pub struct Rollup {
    /// Cities.
    pub cities: Vec<CityPackage>,
    /// What is compared over cities, like with like.
    pub compare: Vec<Compare>,
    /// How many different people must have signed a city's release; without it as many as the site asks of its own.
    pub sign_offs: Option<usize>,
    /// Whether releases are taken that lack sign-offs or were not published: a trial run, which the site says on every page.
    pub unsigned: bool,
}

/// A comparison of cities, shown on the page of its indicator.
#[derive(Clone, Debug)]
pub struct Compare {
    /// The indicator.
    pub indicator: Code,
    /// What it is called.
    pub title: Localized<String>,
    /// What is counted.
    pub part: Compared,
    /// Of how many.
    pub base: Compared,
    /// Dimensions of which one code is taken, of others the total.
    pub at: Vec<(DimensionId, Code)>,
}

impl Compare {
    /// Whether it takes figures from a cube.
    #[must_use]
    pub fn takes(&self, cube: &CubeId) -> bool {
        self.part.cube == *cube || self.base.cube == *cube
    }
}

/// A measure of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Compared {
    /// The cube.
    pub cube: CubeId,
    /// Its measure.
    pub measure: Slug,
}

/// A city and where its release lies.
#[derive(Clone, Debug)]
pub struct CityPackage {
    /// Its code among the places of the site.
    pub code: Code,
    /// Folder or archive of one release, from the site's root.
    pub package: PathBuf,
    /// The sum of the release that the city gave by another way; compared when there is one.
    pub sums: Option<String>,
    /// Where the file says so.
    pub span: Span,
}

/// Reads the cities. Each must be a place that others lie in, and stand once.
pub(super) fn read(source: &Arc<Source>, context: &Context<'_>, catalog: &Catalog) -> Rollup {
    let document = Document::parse(source, context.sink);
    let table = document.root();
    let mut cities: Vec<CityPackage> = Vec::new();
    for entry in table.tables("city") {
        let Some(city) = read_city(entry, context, catalog) else { continue };
        if cities.iter().any(|before| before.code == city.code) {
            let code = &city.code;
            let message = say!("市州 `{code}` 写了两次", "the city `{code}` stands twice");
            let help = say!("一个市州只取一版数据，删去其中一个", "one release of a city is taken: remove one of them");
            context.sink.push(Diagnostic::error(&DUPLICATE, message).at(city.span).help(help));
        } else {
            cities.push(city);
        }
    }
    let compare = table.tables("compare").into_iter().filter_map(|entry| read_compare(entry, context, catalog)).collect();
    let (sign_offs, unsigned) = table.optional_table("release").map_or((None, false), read_release);
    table.finish();
    Rollup { cities, compare, sign_offs, unsigned }
}

/// `[release]`: what is asked of the cities' releases.
fn read_release(table: Table<'_>) -> (Option<usize>, bool) {
    let sign_offs = table.whole("sign_offs", 0, 20).and_then(|number| usize::try_from(number.value).ok());
    let unsigned = table.switch("unsigned", false);
    table.finish();
    (sign_offs, unsigned)
}

fn read_compare(entry: Table<'_>, context: &Context<'_>, catalog: &Catalog) -> Option<Compare> {
    let (indicator, title) = (entry.id("indicator", Code::new), entry.localized("title", context.languages));
    let (part, base) = (entry.table("part"), entry.table("base"));
    let (part, base) = (part.map(|part| read_compared(part, catalog)), base.map(|base| read_compared(base, catalog)));
    let at = entry.optional_table("at").map_or_else(Vec::new, |at| read_at(at, catalog));
    entry.finish();
    let indicator = indicator?;
    let names = Names::of("指标", "indicator", catalog.indicators.iter().map(|known| known.code.as_str()));
    let typed = Located { value: indicator.value.to_string(), span: indicator.span };
    let known = names.check(&typed, context.sink);
    known.then_some(Compare { indicator: indicator.value, title: title?, part: part??, base: base??, at })
}

fn read_compared(table: Table<'_>, catalog: &Catalog) -> Option<Compared> {
    let (cube, measure) = (table.text("cube"), table.text("measure"));
    let sink = table.sink();
    table.finish();
    let (cube, measure) = (cube?, measure?);
    let cubes = Names::of("数据立方体", "cube", catalog.cubes.iter().map(|known| known.id.as_str()));
    cubes.check(&cube, sink).then_some(())?;
    let spec = catalog.cubes.iter().find(|known| known.id.as_str() == cube.value)?;
    let measures = Names::of("度量", "measure", spec.measures.iter().map(|known| known.id.as_str()));
    measures.check(&measure, sink).then_some(())?;
    let measure = spec.measures.iter().find(|known| known.id.as_str() == measure.value)?;
    Some(Compared { cube: spec.id.clone(), measure: measure.id.clone() })
}

fn read_at(table: Table<'_>, catalog: &Catalog) -> Vec<(DimensionId, Code)> {
    let names = Names::of("维度", "dimension", catalog.dimensions.keys().map(DimensionId::as_str));
    let mut found = Vec::new();
    for id in table.keys() {
        let code = table.text(&id.value);
        if !names.check(&id, table.sink()) {
            continue;
        }
        let Some((dimension, code)) = catalog.dimensions.get(id.as_str()).zip(code) else { continue };
        let code = super::cubes::code_of(dimension, &code, table.sink());
        found.extend(code.map(|code| (dimension.id.clone(), code)));
    }
    table.finish();
    found
}

fn read_city(entry: Table<'_>, context: &Context<'_>, catalog: &Catalog) -> Option<CityPackage> {
    let (code, package) = (entry.id("code", Code::new), entry.text("package"));
    let sums = entry.optional_text("sums").map(|sums| sums.value);
    entry.finish();
    let (code, package) = (code?, package?);
    let package = PathBuf::from("data").join(below_data(&package, context.sink)?);
    let Some(places) = &catalog.places else {
        no_places(&code.span, context.sink);
        return None;
    };
    let names = Names::of("地方", "place", places.codes.iter().map(|entry| entry.code.as_str()));
    let typed = Located { value: code.value.to_string(), span: code.span.clone() };
    if !names.check(&typed, context.sink) {
        return None;
    }
    if !places.codes.iter().any(|place| place.parent.as_ref() == Some(&code.value)) {
        let city = &code.value;
        let message = say!("`{city}` 下面没有县市区", "no county lies in `{city}`");
        let help = say!("在代码表里给它的县市区写 `parent`", "give its counties a `parent` in the code list");
        context.sink.push(Diagnostic::error(&INVALID_VALUE, message).at(code.span).help(help));
        return None;
    }
    Some(CityPackage { code: code.value, package, sums, span: code.span })
}

fn no_places(span: &Span, sink: &Sink) {
    let message = say!("目录里没有写 `places = true` 的维度", "no dimension of the catalogue has `places = true`");
    let help = say!("在 `data/catalog.toml` 里给县市区的维度加上", "add it to the dimension of counties in `data/catalog.toml`");
    sink.push(Diagnostic::error(&INVALID_VALUE, message).at(span.clone()).help(help));
}
