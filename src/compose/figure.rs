//! Charts: from a declaration and what is known to a drawing, and from a drawn figure to what templates see.

use std::sync::Arc;

use crate::chart::{self, Category, Drawing, Entry, Note, Point, Series, Value};
use crate::compose::scope::FactScope;
use crate::compose::tables::{self, Lack, lacking, legend, words};
use crate::compose::voice::Voice;
use crate::compose::{Desk, dataset_address, embed, fact_address, planned};
use crate::confidential::{Cell, PublishedTable};
use crate::config::{ChartData, ChartKind, ChartSpec, CodeEntry, DatasetSpec, Dimension, FactSpec, results_of_plans};
use crate::diag::Sink;
use crate::facts::Fact;
use crate::model::{Bound, Code, CubeId, Quantity, Range};
use crate::theme::views::{CellView, FigureView, Link, TableView};

/// A chart on the page at `from`.
#[must_use]
pub fn view(desk: &Desk, voice: &Voice, from: &str, spec: &ChartSpec, sink: &Sink) -> Option<FigureView> {
    let (drawing, figure) = drawn(desk, voice, from, spec, sink)?;
    Some(FigureView {
        id: format!("chart-{}", spec.id),
        title: drawing.title.clone(),
        subtitle: drawing.subtitle.clone(),
        svg_wide: figure.wide,
        svg_narrow: figure.narrow,
        description: figure.description.clone(),
        table: table(desk, voice, from, &figure.table, &drawing.title),
        note: note(desk, voice, spec),
        synthetic: drawing.synthetic,
        sources: sources(desk, voice, from, spec),
        embed: embed::of_chart(desk, voice, from, spec, &figure.description),
    })
}

/// A chart as a drawing, and drawn; faults of its title are told where it stands on a page.
#[must_use]
pub fn draw(desk: &Desk, voice: &Voice, spec: &ChartSpec) -> Option<(Drawing, chart::Figure)> {
    drawn(desk, voice, "", spec, &Sink::default())
}

fn drawn(desk: &Desk, voice: &Voice, from: &str, spec: &ChartSpec, sink: &Sink) -> Option<(Drawing, chart::Figure)> {
    let scope = FactScope { desk, voice, from };
    let title = scope.plain(spec.title.get(&voice.lang), &spec.span, sink);
    let (mut drawing, along) = drawing(desk, voice, spec, &title)?;
    for note in &spec.annotations {
        let text = scope.plain(note.text.get(&voice.lang), &note.span, sink);
        let category = along.iter().position(|id| *id == note.at).filter(|_| !text.trim().is_empty());
        drawing.notes.extend(category.map(|category| Note { category, text }));
    }
    let figure = chart::draw(&drawing, &crate::compose::scope::ChartVoice(voice));
    Some((drawing, figure))
}

fn table(desk: &Desk, voice: &Voice, from: &str, data: &chart::Table, caption: &str) -> TableView {
    let said = |column: usize, text: &str| CellView { number: column > 0, ..words(text) };
    let cell = |(column, entry): (usize, &Entry)| match entry {
        Entry::Said(text) => said(column, text),
        Entry::Figure(text, value) => CellView { value: value.to_string(), ..said(column, text) },
        Entry::Withheld => lacking(voice, Lack::Withheld),
        Entry::Missing => lacking(voice, Lack::Unavailable),
        Entry::Inapplicable => lacking(voice, Lack::Absent),
    };
    let mut rows: Vec<Vec<CellView>> = data.rows.iter().map(|row| row.iter().enumerate().map(cell).collect()).collect();
    TableView {
        caption: caption.to_owned(),
        head: data.head.iter().enumerate().map(|(column, text)| said(column, text)).collect(),
        legend: legend(desk, voice, from, &mut rows),
        note: String::new(),
        rows,
    }
}

/// What was done to the figures of the table that a chart shows.
#[must_use]
pub fn note(desk: &Desk, voice: &Voice, spec: &ChartSpec) -> String {
    match &spec.data {
        ChartData::Cube { cube, .. } => {
            desk.release.table(cube.as_str()).map_or_else(String::new, |table| tables::note(voice, table))
        }
        ChartData::Facts(_) => String::new(),
    }
}

/// Where a chart's numbers are from: each fact's page, or the dataset.
fn sources(desk: &Desk, voice: &Voice, from: &str, spec: &ChartSpec) -> Vec<Link> {
    match &spec.data {
        ChartData::Facts(ids) => ids
            .iter()
            .filter_map(|id| desk.book.get(id.as_str()))
            .map(|fact| {
                let label = super::fact::label(voice, fact);
                source_link(desk, voice, from, label, &fact_address(fact.spec.id.as_str()))
            })
            .collect(),
        ChartData::Cube { cube, .. } => dataset_links(desk, voice, from, cube),
    }
}

/// The datasets of a cube: links, or bare titles of those that have no page.
pub(super) fn dataset_links(desk: &Desk, voice: &Voice, from: &str, cube: &CubeId) -> Vec<Link> {
    let datasets = desk.settings.catalog.datasets.iter().filter(|dataset| dataset.cube == *cube);
    let link = |dataset: &DatasetSpec| {
        let label = dataset.title.get(&voice.lang).clone();
        source_link(desk, voice, from, label, &dataset_address(dataset.id.as_str()))
    };
    datasets.map(link).collect()
}

fn source_link(desk: &Desk, voice: &Voice, from: &str, label: String, address: &str) -> Link {
    let href = if desk.atlas.has(address) { desk.atlas.link(from, address, &voice.lang) } else { String::new() };
    Link { label, href, lang: String::new() }
}

/// A drawing without annotations, and by category its code or fact.
fn drawing(desk: &Desk, voice: &Voice, spec: &ChartSpec, title: &str) -> Option<(Drawing, Vec<String>)> {
    let (along, categories, series, unit, category, synthetic) = match &spec.data {
        ChartData::Facts(ids) => {
            let facts: Vec<&Fact> = ids.iter().filter_map(|id| desk.book.get(id.as_str())).collect();
            let unit = facts.first()?.quantity.unit.name.get(&voice.lang).clone();
            let categories = facts.iter().map(|fact| fact_category(voice, fact)).collect();
            let points = facts.iter().map(|fact| point(voice, &fact.quantity, fact.is_planned()));
            let series = vec![Series { name: String::new(), points: points.collect() }];
            let along = facts.iter().map(|fact| fact.spec.id.to_string()).collect();
            let synthetic = facts.iter().any(|fact| fact.synthetic);
            (along, categories, series, unit, voice.word("chart-statistic"), synthetic)
        }
        ChartData::Cube { cube, measure, x, tops, series, fixed } => {
            let table = desk.release.table(cube.as_str())?;
            let slice = Slice::new(table, measure.as_str(), (x.as_str(), *tops), series.as_ref().map(|s| s.as_str()), fixed)?;
            let unit = slice.unit().name.get(&voice.lang).clone();
            let category = slice.x_dimension().name.get(&voice.lang).clone();
            let along = slice.entries(slice.x).map(|(_, entry)| entry.code.to_string()).collect();
            (along, slice.categories(voice), slice.series(voice), unit, category, table.is_synthetic())
        }
    };
    let drawing = Drawing {
        id: spec.id.to_string(),
        kind: spec.kind,
        title: title.to_owned(),
        subtitle: spec.subtitle.get(&voice.lang).clone(),
        unit,
        category,
        categories,
        series,
        description: spec.description.as_ref().map(|text| text.get(&voice.lang).clone()),
        lang: voice.lang.clone(),
        notes: Vec::new(),
        plans: if spec.kind == ChartKind::Progress { plans(desk, voice, spec) } else { Vec::new() },
        synthetic,
        source: String::new(),
    };
    Some((drawing, along))
}

/// The plans of a chart: of which result each is, and for when, unless that is the time of the result.
fn plans(desk: &Desk, voice: &Voice, spec: &ChartSpec) -> Vec<chart::Plan> {
    let ChartData::Facts(ids) = &spec.data else { return Vec::new() };
    let facts: Vec<&Fact> = ids.iter().filter_map(|id| desk.book.get(id.as_str())).collect();
    let specs: Vec<&FactSpec> = facts.iter().map(|fact| &fact.spec).collect();
    let results = results_of_plans(&specs, &desk.settings.catalog.indicators);
    let plans = facts.iter().zip(results).enumerate().filter(|(_, (fact, _))| fact.is_planned());
    plans
        .map(|(at, (fact, result))| {
            let same = result.is_some_and(|result| facts[result].spec.period.covers_as(&fact.spec.period));
            chart::Plan { at, result, mark: if same { String::new() } else { planned::time(voice, fact) } }
        })
        .collect()
}

fn fact_category(voice: &Voice, fact: &Fact) -> Category {
    let name = super::fact::label(voice, fact);
    Category { short: name.clone(), name, tile: None }
}

/// A quantity as a point: its bound stays visible.
fn point(voice: &Voice, quantity: &Quantity, planned: bool) -> Point {
    let value = match (quantity.value, quantity.bound) {
        (None, _) | (_, Bound::Withheld) => Value::Withheld,
        (Some(value), Bound::Exact | Bound::Planned) => Value::Exact(value.to_f64()),
        (Some(value), _) => Value::Bounded {
            value: value.to_f64(),
            low: quantity.range.min.map(crate::model::Decimal::to_f64),
            high: quantity.range.max.map(crate::model::Decimal::to_f64),
        },
    };
    Point { value, label: voice.wording.quantity(quantity).full, short: voice.wording.short(quantity), planned }
}

/// The part of a published table that a chart shows.
struct Slice<'t> {
    table: &'t PublishedTable,
    measure: usize,
    x: usize,
    /// Whether the axis has the codes that lie in no other.
    tops: bool,
    series: Option<usize>,
    key: Vec<Option<usize>>,
}

impl<'t> Slice<'t> {
    fn new(
        table: &'t Arc<PublishedTable>,
        measure: &str,
        (x, tops): (&str, bool),
        series: Option<&str>,
        fixed: &[(crate::model::DimensionId, Code)],
    ) -> Option<Self> {
        let dimension = |id: &str| table.dimensions().iter().position(|d| d.dimension.id.as_str() == id);
        let mut key = vec![None; table.dimensions().len()];
        for (id, code) in fixed {
            let at = dimension(id.as_str())?;
            key[at] = Some(table.dimensions()[at].dimension.position(code.as_str())?);
        }
        let measure = table.measures().iter().position(|m| m.id.as_str() == measure)?;
        let series = match series {
            Some(id) => Some(dimension(id)?),
            None => None,
        };
        Some(Self { table, measure, x: dimension(x)?, tops, series, key })
    }

    fn unit(&self) -> &crate::model::Unit {
        &self.table.measures()[self.measure].unit
    }

    fn x_dimension(&self) -> &Dimension {
        &self.table.dimensions()[self.x].dimension
    }

    /// The codes that are no sums of others: a group beside its members would be counted twice, in a stack even drawn twice. Along the
    /// axis, if the chart says so, those that lie in no other and are not made of others.
    fn entries(&self, at: usize) -> impl Iterator<Item = (usize, &CodeEntry)> {
        let (dimension, tops) = (&self.table.dimensions()[at], self.tops && at == self.x);
        let is_top = |entry: &CodeEntry| entry.parent.is_none() && entry.of.is_empty();
        let inner = inner(dimension);
        let shown = move |at: &&usize| match inner.get(*at) {
            _ if tops => is_top(&dimension.dimension.codes[**at]),
            Some(stands) => *stands,
            None => dimension.is_leaf(**at),
        };
        dimension.codes.iter().filter(shown).map(|at| (*at, &dimension.dimension.codes[*at]))
    }

    fn categories(&self, voice: &Voice) -> Vec<Category> {
        self.entries(self.x)
            .map(|(_, entry)| Category {
                name: entry.name.get(&voice.lang).clone(),
                short: entry.short.get(&voice.lang).clone(),
                tile: entry.tile,
            })
            .collect()
    }

    fn series(&self, voice: &Voice) -> Vec<Series> {
        match self.series {
            None => vec![Series { name: String::new(), points: self.points(voice, &self.key) }],
            Some(dimension) => self
                .entries(dimension)
                .map(|(at, entry)| {
                    let mut key = self.key.clone();
                    key[dimension] = Some(at);
                    Series { name: entry.short.get(&voice.lang).clone(), points: self.points(voice, &key) }
                })
                .collect(),
        }
    }

    fn points(&self, voice: &Voice, key: &[Option<usize>]) -> Vec<Point> {
        let mut key = key.to_vec();
        self.entries(self.x)
            .map(|(at, _)| {
                key[self.x] = Some(at);
                self.point(voice, self.table.find(&key, self.measure))
            })
            .collect()
    }

    fn point(&self, voice: &Voice, cell: Option<Cell>) -> Point {
        let lacking = |value| Point { value, label: String::new(), short: String::new(), planned: false };
        match cell {
            Some(Cell::Value(value)) => {
                let unit = Arc::clone(&self.table.measures()[self.measure].unit);
                let quantity = Quantity { value: Some(value), bound: Bound::Exact, range: Range::default(), unit };
                Point { short: voice.wording.table_number(value), ..point(voice, &quantity, false) }
            }
            Some(Cell::Suppressed) => lacking(Value::Withheld),
            Some(Cell::Absent) => lacking(Value::Inapplicable),
            Some(Cell::Uncollected) | None => lacking(Value::Missing),
        }
    }
}

/// What a district that statistics alone know does to an axis: it lies in a county of the standard and has no line of its own, since
/// the county has people outside it too; the county, which is no leaf of the list, stands for both. By position, whether it stands.
fn inner(dimension: &crate::confidential::PublishedDimension) -> std::collections::BTreeMap<usize, bool> {
    let entry = |at: usize| &dimension.dimension.codes[at];
    let parent = |at: usize| entry(at).parent.as_ref().and_then(|code| dimension.dimension.position(code.as_str()));
    let mut found = std::collections::BTreeMap::new();
    for &at in dimension.codes.iter().filter(|at| !entry(**at).in_standard && dimension.is_leaf(**at)) {
        let county = parent(at).filter(|county| dimension.codes.contains(county) && entry(*county).in_standard);
        if let Some(county) = county {
            let others = dimension.codes.iter().any(|other| parent(*other) == Some(county) && entry(*other).in_standard);
            if !others {
                found.insert(at, false);
                found.insert(county, true);
            }
        }
    }
    found
}

/// Whether a chart shows invented records.
#[must_use]
pub fn is_synthetic(desk: &Desk, spec: &ChartSpec) -> bool {
    match &spec.data {
        ChartData::Facts(ids) => ids.iter().filter_map(|id| desk.book.get(id.as_str())).any(|fact| fact.synthetic),
        ChartData::Cube { cube, .. } => desk.release.table(cube.as_str()).is_some_and(|table| table.is_synthetic()),
    }
}
