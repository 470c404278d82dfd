//! Reads `content/charts.toml`.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::catalog::{Context, TypedCatalog};
use super::cubes::code_of;
use super::names::Names;
use super::reader::{Document, Located, Table};
use super::resolved::{ChartData, ChartKind, ChartNote, ChartSpec, CodeEntry, CubeSpec, Dimension, FactSpec, Figure, Register};
use super::rules::{CHART_EMPTY, CHART_SERIES, CHART_UNITS, CONTRADICTION};
use super::site::declare;
use crate::diag::{Diagnostic, Source};
use crate::model::{ChartId, CubeId, DimensionId, FactId, Slug, Unit};
use crate::say;

const KINDS: [(&str, ChartKind); 12] = [
    ("bar", ChartKind::Bar),
    ("column", ChartKind::Column),
    ("line", ChartKind::Line),
    ("stacked", ChartKind::Stacked),
    ("range", ChartKind::Range),
    ("tiles", ChartKind::Tiles),
    ("share", ChartKind::Share),
    ("slope", ChartKind::Slope),
    ("panels", ChartKind::Panels),
    ("heat", ChartKind::Heat),
    ("progress", ChartKind::Progress),
    ("pyramid", ChartKind::Pyramid),
];

/// What charts refer to.
pub(super) struct References<'a> {
    pub(super) catalog: &'a TypedCatalog,
    pub(super) register: &'a Register,
    pub(super) facts: &'a Names,
}

/// Reads the charts; also gives their names.
pub(super) fn read(
    source: &Arc<Source>,
    context: &Context<'_>,
    references: &References<'_>,
) -> (BTreeMap<ChartId, ChartSpec>, Names) {
    let document = Document::parse(source, context.sink);
    let table = document.root();
    let mut names = Names::new("图表", "chart");
    let mut charts = BTreeMap::new();
    for entry in table.tables("chart") {
        charts.extend(read_chart(entry, context, references, &mut names).map(|chart| (chart.id.clone(), chart)));
    }
    table.finish();
    (charts, names)
}

fn read_chart(table: Table<'_>, context: &Context<'_>, references: &References<'_>, names: &mut Names) -> Option<ChartSpec> {
    let id = table.id("id", ChartId::new);
    declare(names, id.as_ref(), context.sink);
    let kind = table.word("kind", &KINDS);
    let title = table.localized("title", context.languages);
    let subtitle = table.localized("subtitle", context.languages);
    let description = table.optional_localized("description", context.languages);
    let facts = table.texts("facts");
    let data = read_data(&table, &facts, references);
    let annotations = read_annotations(&table, data.as_ref(), context, references);
    if let (Some(kind), Some(data)) = (&kind, &data) {
        judge_series(&table, kind.value, data, references);
    }
    let span = table.span();
    table.finish();
    Some(ChartSpec {
        id: id?.value,
        kind: kind?.value,
        title: title?,
        subtitle: subtitle?,
        description,
        data: data?,
        fact_spans: facts.into_iter().map(|typed| typed.span).collect(),
        annotations,
        span,
    })
}

/// `[[chart.annotation]]`: `at` names what the chart shows along its axis.
fn read_annotations(
    table: &Table<'_>,
    data: Option<&ChartData>,
    context: &Context<'_>,
    references: &References<'_>,
) -> Vec<ChartNote> {
    let mut notes = Vec::new();
    for entry in table.tables("annotation") {
        let (at, text, span) = (entry.text("at"), entry.localized("text", context.languages), entry.span());
        entry.finish();
        let (Some(at), Some(text), Some(data)) = (at, text, data) else { continue };
        if is_along(&at, data, references, table) {
            notes.push(ChartNote { at: at.value, text, span });
        }
    }
    if notes.len() > ChartNote::MOST {
        let (count, most) = (notes.len(), ChartNote::MOST);
        let message = say!("一张图最多 {most} 条标注，这里有 {count} 条", "a chart has at most {most} annotations, not {count}");
        let help = say!("留下读者非知道不可的，其余写在正文里", "keep what readers must know, and tell the rest in the text");
        table.sink().push(Diagnostic::error(&CONTRADICTION, message).at(notes[most].span.clone()).help(help));
    }
    notes
}

/// Whether the chart has such a category; if not, that is told.
fn is_along(at: &Located<String>, data: &ChartData, references: &References<'_>, table: &Table<'_>) -> bool {
    match data {
        ChartData::Facts(ids) => {
            Names::of("图中的数字", "fact of the chart", ids.iter().map(FactId::as_str)).check(at, table.sink())
        }
        ChartData::Cube { x, tops, .. } => {
            let Some(dimension) = references.catalog.catalog.dimensions.get(x) else { return false };
            // A group is no category, its members are drawn; or the other way round.
            let groups = dimension.groups();
            let is_top = |entry: &CodeEntry| entry.parent.is_none() && entry.of.is_empty();
            let is_drawn = |at: usize| if *tops { is_top(&dimension.codes[at]) } else { !groups.contains_key(&at) };
            let drawn = (0..dimension.codes.len()).filter(|at| is_drawn(*at)).map(|at| dimension.codes[at].code.as_str());
            Names::of("图中的代码", "code of the chart", drawn).check(at, table.sink())
        }
    }
}

/// A kind that compares series must have them; a pyramid has two.
fn judge_series(table: &Table<'_>, kind: ChartKind, data: &ChartData, references: &References<'_>) {
    use ChartKind::{Heat, Panels, Pyramid, Share, Slope};
    if !matches!(kind, Share | Slope | Panels | Heat | Pyramid) {
        return;
    }
    let codes = match data {
        ChartData::Cube { series: Some(id), .. } => references.catalog.catalog.dimensions.get(id).map(|one| one.codes.len()),
        _ => None,
    };
    let (message, help) = match codes {
        None => (
            say!("这种图表要有几个系列", "a chart of this kind compares series"),
            say!("用汇总表（`cube`），并在 `series` 里写维度", "use a cube and name a dimension in `series`"),
        ),
        Some(count) if kind == Pyramid && count != 2 => (
            say!("金字塔图要恰好两个系列，这里有 {count} 个", "a pyramid has two series, not {count}"),
            say!("换一个只有两个代码的维度，或改用 `stacked`", "choose a dimension of two codes, or use `stacked`"),
        ),
        Some(_) => return,
    };
    table.sink().push(Diagnostic::error(&CHART_SERIES, message).at(table.span_of("kind")).help(help));
}

fn read_data(table: &Table<'_>, facts: &[Located<String>], references: &References<'_>) -> Option<ChartData> {
    let cube = table.optional_text("cube");
    match (table.has("facts"), table.has("cube")) {
        (true, true) => {
            let message = say!("图表只能用 `facts` 或 `cube` 中的一个", "a chart has either `facts` or `cube`");
            let help = say!("删去其中一个", "remove one of them");
            table.sink().push(Diagnostic::error(&CONTRADICTION, message).at(table.span_of("facts")).help(help));
            None
        }
        (false, true) => read_cube(table, &cube?, references),
        _ if facts.is_empty() => {
            skip_cube_keys(table);
            let message = say!("图表没有数据", "the chart shows nothing");
            let help = say!(
                "在 `facts` 里列出数据编号，或写明 `cube`、`measure` 和 `x`",
                "list fact ids in `facts`, or give `cube`, `measure` and `x`"
            );
            table.sink().push(Diagnostic::error(&CHART_EMPTY, message).at(table.span_of("facts")).help(help));
            None
        }
        _ => read_facts(facts, table, references),
    }
}

fn skip_cube_keys(table: &Table<'_>) {
    for key in ["measure", "x", "tops", "series", "fixed"] {
        table.skip(key);
    }
}

fn read_facts(facts: &[Located<String>], table: &Table<'_>, references: &References<'_>) -> Option<ChartData> {
    let mut first: Option<(&Located<String>, &Arc<Unit>)> = None;
    let mut ids = Vec::new();
    for typed in facts.iter().filter(|typed| references.facts.check(typed, table.sink())) {
        ids.extend(FactId::new(&typed.value).ok());
        let Some(unit) = references.register.facts.iter().find(|f| f.id.as_str() == typed.value).map(unit_of) else { continue };
        match first {
            None => first = Some((typed, unit)),
            Some((_, other)) if other.kind == unit.kind => {}
            Some((one, other)) => tell_unlike(table, (one, other), (typed, unit)),
        }
    }
    Some(ChartData::Facts(ids))
}

fn unit_of(fact: &FactSpec) -> &Arc<Unit> {
    match &fact.figure {
        Figure::Given(quantity) => &quantity.unit,
        Figure::Derived { unit, .. } => unit,
    }
}

fn tell_unlike(table: &Table<'_>, (one, a): (&Located<String>, &Unit), (two, b): (&Located<String>, &Unit)) {
    let (a, b) = (a.kind.word(), b.kind.word());
    let message = say!("图表里的单位不同：{a} 与 {b}", "the chart mixes units: {a} and {b}");
    let found = Diagnostic::error(&CHART_UNITS, message)
        .at_label(two.span.clone(), say!("这里是 {b}", "this is {b}"))
        .at_label(one.span.clone(), say!("这里是 {a}", "this is {a}"))
        .help(say!("拆成几张图，每张只用一种单位", "make several charts, each with one kind of unit"));
    table.sink().push(found);
}

fn read_cube(table: &Table<'_>, name: &Located<String>, references: &References<'_>) -> Option<ChartData> {
    let sink = table.sink();
    let measure = table.text("measure");
    let x = table.text("x");
    let tops = table.switch("tops", false);
    let series = table.optional_text("series");
    let fixed = table.optional_table("fixed");
    let known = references.catalog.cubes.check(name, sink);
    let cube = references.catalog.catalog.cubes.iter().find(|cube| known && cube.id.as_str() == name.value)?;
    let measures = Names::of("度量", "measure", cube.measures.iter().map(|m| m.id.as_str()));
    let measure = measure.filter(|m| measures.check(m, sink));
    let x = x.and_then(|x| dimension_of(cube, &x, table));
    let series = series.and_then(|s| dimension_of(cube, &s, table));
    let fixed = fixed.map_or_else(Vec::new, |fixed| read_fixed(fixed, cube));
    let x = x?;
    let used_twice = series.as_ref().is_some_and(|s| s.id == x.id) || fixed.iter().any(|(id, _)| *id == x.id);
    if used_twice {
        let message = say!("同一个维度用了两次", "one dimension is used twice");
        let help = say!("`x`、`series` 和 `fixed` 里各用不同的维度", "use different dimensions for `x`, `series` and `fixed`");
        sink.push(Diagnostic::error(&CONTRADICTION, message).at(table.span_of("x")).help(help));
    }
    let measure = Slug::new(&measure?.value).ok()?;
    Some(ChartData::Cube {
        cube: CubeId::new(&name.value).ok()?,
        measure,
        x: x.id.clone(),
        tops,
        series: series.map(|s| s.id.clone()),
        fixed,
    })
}

fn dimension_of<'a>(cube: &'a CubeSpec, typed: &Located<String>, table: &Table<'_>) -> Option<&'a Arc<Dimension>> {
    let names = Names::of("立方体的维度", "dimension of the cube", cube.dimensions.iter().map(|(_, d)| d.id.as_str()));
    names.check(typed, table.sink());
    cube.dimensions.iter().map(|(_, d)| d).find(|d| d.id.as_str() == typed.value)
}

fn read_fixed(table: Table<'_>, cube: &CubeSpec) -> Vec<(DimensionId, crate::model::Code)> {
    let mut fixed = Vec::new();
    for key in table.keys() {
        let code = table.text(&key.value);
        let Some(dimension) = dimension_of(cube, &key, &table) else { continue };
        let code = code.and_then(|code| code_of(dimension, &code, table.sink()));
        fixed.extend(code.map(|code| (dimension.id.clone(), code)));
    }
    table.finish();
    fixed
}
