//! Reads records, cubes and datasets of `data/catalog.toml`.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::catalog::{Context, TypedCatalog, below_data};
use super::classes;
use super::names::Names;
use super::reader::{Located, Table, checked_id};
use super::resolved::{
    Catalog, ColumnKind, ColumnSpec, CubeSpec, DatasetSpec, Dimension, FromCities, MeasureKind, MeasureSpec, RecordsSpec,
};
use super::rules::{INVALID_VALUE, MISSING_KEY};
use super::site::declare;
use crate::diag::{Diagnostic, Span, Text};
use crate::model::{ChartId, Code, CubeId, DatasetId, Slug, UnitKind};
use crate::say;

/// Reads `[records]`, `[[cube]]` and `[[dataset]]`.
pub(super) fn read(table: &Table<'_>, context: &Context<'_>, dimensions: &Names, typed: &mut TypedCatalog) {
    let mut record_names = Names::new("记录", "records");
    // Records with a faulty column: what is missing there was told once.
    let mut faulty = BTreeSet::new();
    for (id, records) in table.named_tables("records") {
        record_names.declare(&id.value, &id.span, context.sink);
        let (records, whole) = read_records(&id, records, &typed.catalog, dimensions, context);
        if !whole {
            faulty.insert(id.value.clone());
        }
        typed.catalog.records.extend(records);
    }
    for cube in table.tables("cube") {
        let cube = read_cube(cube, context, &record_names, &faulty, typed);
        typed.catalog.cubes.extend(cube);
    }
    let mut dataset_names = Names::new("数据集", "dataset");
    for dataset in table.tables("dataset") {
        let dataset = read_dataset(dataset, context, &mut dataset_names, typed);
        typed.catalog.datasets.extend(dataset);
    }
}

fn read_records(
    id: &Located<String>,
    table: Table<'_>,
    catalog: &Catalog,
    dimensions: &Names,
    context: &Context<'_>,
) -> (Option<RecordsSpec>, bool) {
    let id = checked_id(id, Slug::new, context.sink);
    let cities = read_from_cities(&table, context);
    let synthetic = table.switch("synthetic", false);
    let counted = cities.is_none() && table.has("counts");
    let file = match &cities {
        // What comes from cities has no file of its own; nobody asks for it.
        Some(_) => Some(std::path::PathBuf::from("rollup.toml")),
        None => {
            let typed = if counted { counts_file(&table, synthetic) } else { table.text("file") };
            typed.and_then(|typed| below_data(&typed, context.sink))
        }
    };
    let person = table.optional_text("person");
    let holding = table.optional_text("holding");
    let mut columns = Vec::new();
    let mut whole = true;
    for (name, column) in table.named_tables("columns") {
        let column = read_column(name, column, catalog, dimensions);
        whole &= column.is_some();
        columns.extend(column);
    }
    if let Some(person) = &person {
        add_key("person", person, false, &mut columns, &table);
    }
    if let Some(holding) = &holding {
        add_key("holding", holding, true, &mut columns, &table);
        if person.as_ref().is_none_or(|person| person.value == holding.value) {
            let message = say!("`holding` 要与另一列的 `person` 合用", "`holding` goes with a `person` of another column");
            let help = say!("在 `person` 里写各个出资方或人员的编号列", "name the column of single contributors with `person`");
            table.sink().push(Diagnostic::error(&INVALID_VALUE, message).at(holding.span.clone()).help(help));
        }
    }
    if !table.has("columns") {
        table.table("columns");
    }
    table.finish();
    let (person, holding) = (person.map(|p| p.value), holding.map(|h| h.value));
    let spec =
        id.zip(file).map(|(id, file)| RecordsSpec { id: id.value, file, counted, synthetic, person, holding, columns, cities });
    (spec, whole)
}

/// `cities = "dataset"` instead of `file`, and `membership = "home-county"` beside it.
fn read_from_cities(table: &Table<'_>, context: &Context<'_>) -> Option<FromCities> {
    let typed = table.has("cities").then(|| table.text("cities")).flatten();
    let membership = table.has("membership").then(|| table.word("membership", &[("home-county", ())])).flatten();
    let Some(typed) = typed else {
        if let Some(lost) = membership {
            let message = say!("`membership` 只用于汇总各市州的数", "`membership` is for figures taken from cities");
            let help = say!("加上 `cities = \"数据集\"`，或删去这一行", "add `cities = \"dataset\"`, or remove the line");
            context.sink.push(Diagnostic::error(&INVALID_VALUE, message).at(lost.span).help(help));
        }
        return None;
    };
    let dataset = checked_id(&typed, DatasetId::new, context.sink)?.value;
    Some(FromCities { dataset, home_county: membership.is_some() })
}

/// What a warehouse counted of the records stands in place of them, and is as confidential.
fn counts_file(table: &Table<'_>, synthetic: bool) -> Option<Located<String>> {
    let typed = table.text("counts")?;
    let tell = |message: Text, help: Text| {
        table.sink().push(Diagnostic::error(&INVALID_VALUE, message).at(typed.span.clone()).help(help));
    };
    if let Some(file) = table.optional_text("file") {
        let message = say!("`file` 和 `counts` 不能都写", "`file` and `counts` exclude each other");
        let help = say!(
            "记录在这里写 `file`，在数据仓库里写 `counts`",
            "write `file` for records here, `counts` for those of a warehouse"
        );
        table.sink().push(Diagnostic::error(&INVALID_VALUE, message).at(file.span).help(help));
    }
    if !synthetic && !std::path::Path::new(&typed.value).starts_with("private") {
        tell(
            say!(
                "仓库的计数未经保护，要放在 `data/private/` 里",
                "the counts of a warehouse are unprotected and belong into `data/private/`"
            ),
            say!("写成 `counts = \"private/…\"`", "write `counts = \"private/…\"`"),
        );
    }
    Some(typed)
}

/// The column of persons or holdings is a key whether declared or not; declared as anything else is an error.
fn add_key(role: &str, typed: &Located<String>, optional: bool, columns: &mut Vec<ColumnSpec>, table: &Table<'_>) {
    match columns.iter().find(|column| column.name == typed.value) {
        None => columns.push(ColumnSpec { name: typed.value.clone(), kind: ColumnKind::Key, optional }),
        Some(column) if matches!(column.kind, ColumnKind::Key) => {}
        Some(_) => {
            let name = &typed.value;
            let message = say!(
                "`{role}` 指的列 `{name}` 不是 `key` 类型",
                "`{role}` names the column `{name}`, which is not of kind `key`"
            );
            let help = say!("把这一列声明为 `kind = \"key\"`", "declare it with `kind = \"key\"`");
            table.sink().push(Diagnostic::error(&INVALID_VALUE, message).at(typed.span.clone()).help(help));
        }
    }
}

fn read_column(name: Located<String>, table: Table<'_>, catalog: &Catalog, dimensions: &Names) -> Option<ColumnSpec> {
    let optional = table.switch("optional", false);
    let dimension = table.optional_text("dimension");
    let kind = match &dimension {
        Some(id) => {
            let known = dimensions.check(id, table.sink());
            let found = catalog.dimensions.get(id.as_str()).filter(|_| known).map(|d| ColumnKind::Dimension(Arc::clone(d)));
            if table.has("kind") {
                table.word("kind", &[("dimension", ())]);
            }
            found
        }
        None => read_kind(&table),
    };
    table.finish();
    Some(ColumnSpec { name: name.value, kind: kind?, optional })
}

fn read_kind(table: &Table<'_>) -> Option<ColumnKind> {
    let words = [("key", 0), ("whole", 1), ("decimal", 2), ("text", 3)];
    let kind = table.word("kind", &words)?;
    let places = table.whole("places", 0, 9);
    match kind.value {
        0 => Some(ColumnKind::Key),
        1 => Some(ColumnKind::Whole),
        2 if places.is_none() && !table.has("places") => {
            let message = say!("小数列要写 `places`，即小数位数", "a decimal column needs `places`, its number of decimals");
            table.sink().push(
                Diagnostic::error(&MISSING_KEY, message)
                    .at(table.span())
                    .help(say!("例如 `places = 2`", "for example `places = 2`")),
            );
            None
        }
        2 => places.and_then(|n| u8::try_from(n.value).ok()).map(ColumnKind::Decimal),
        _ => Some(ColumnKind::Text),
    }
}

fn read_cube(
    table: Table<'_>,
    context: &Context<'_>,
    record_names: &Names,
    faulty: &BTreeSet<String>,
    typed: &mut TypedCatalog,
) -> Option<CubeSpec> {
    let id = table.id("id", CubeId::new);
    declare(&mut typed.cubes, id.as_ref(), context.sink);
    let named = table.text("records").filter(|name| record_names.check(name, context.sink));
    let at = named.and_then(|name| typed.catalog.records.iter().position(|r| r.id.as_str() == name.value));
    let class = table.optional_text("class").filter(|class| typed.classes.check(class, context.sink));
    let own = classes::read_threshold(&table).map(|own| (own, table.span_of("threshold")));
    let rule = class.as_ref().and_then(|class| typed.class_rules.get(&class.value));
    let stated = table.has("threshold") || class.is_none() && table.has("class");
    let threshold = classes::threshold(own, rule, class.as_ref().map_or("", |class| class.as_str()), context);
    if threshold.is_none() && !stated {
        table.text("threshold");
    }
    let chosen = table.texts("dimensions");
    let filter = table.optional_table("where");
    let measures = table.tables("measure");
    let cube = at.and_then(|at| {
        let records = &typed.catalog.records[at];
        if faulty.contains(records.id.as_str()) {
            if let Some(filter) = filter {
                filter.keys().iter().for_each(|column| filter.skip(&column.value));
            }
            return None;
        }
        let dimensions = read_cube_dimensions(&chosen, records, &table);
        let filter = filter.map_or_else(Vec::new, |filter| read_filter(filter, records));
        let mut names = Names::new("度量", "measure");
        let found: Vec<_> = measures.into_iter().filter_map(|m| read_measure(m, context, records, typed, &mut names)).collect();
        Some((at, dimensions, filter, found))
    });
    if !table.has("measure") {
        tell_missing_measures(&table);
    }
    table.finish();
    let (records, dimensions, filter, measures) = cube?;
    let code = class.as_ref().map(|class| class.value.clone());
    // A faulty threshold is told already and stops the load; the cube stays known, so that charts of it are not faulted too.
    let cube = CubeSpec { id: id?.value, records, filter, dimensions, measures, threshold: threshold.unwrap_or(5), class: code };
    if let Some(class) = &class {
        classes::check(&cube, class, &typed.class_rules, context);
    }
    Some(cube)
}

fn tell_missing_measures(table: &Table<'_>) {
    let message = say!("数据立方体没有度量", "the cube measures nothing");
    let help = say!("加上 `[[cube.measure]]`", "add `[[cube.measure]]`");
    table.sink().push(Diagnostic::error(&MISSING_KEY, message).at(table.span()).help(help));
}

fn read_cube_dimensions(chosen: &[Located<String>], records: &RecordsSpec, table: &Table<'_>) -> Vec<(String, Arc<Dimension>)> {
    let known = dimension_columns(records);
    let mut names = Names::new("立方体的维度", "dimension of the cube");
    let mut dimensions = Vec::new();
    for column in chosen {
        names.declare(&column.value, &column.span, table.sink());
        if known.check(column, table.sink()) {
            dimensions.extend(dimension_of(records, &column.value).map(|d| (column.value.clone(), Arc::clone(d))));
        }
    }
    dimensions
}

fn dimension_columns(records: &RecordsSpec) -> Names {
    let columns = records.columns.iter().filter(|c| matches!(c.kind, ColumnKind::Dimension(_)));
    Names::of("维度列", "dimension column", columns.map(|c| c.name.as_str()))
}

fn dimension_of<'a>(records: &'a RecordsSpec, column: &str) -> Option<&'a Arc<Dimension>> {
    records.columns.iter().find_map(|c| match &c.kind {
        ColumnKind::Dimension(dimension) if c.name == column => Some(dimension),
        _ => None,
    })
}

fn read_filter(table: Table<'_>, records: &RecordsSpec) -> Vec<(String, Vec<Code>)> {
    let known = dimension_columns(records);
    let mut filter = Vec::new();
    for column in table.keys() {
        let typed = table.texts(&column.value);
        if !known.check(&column, table.sink()) {
            continue;
        }
        let Some(dimension) = dimension_of(records, &column.value) else { continue };
        let codes = typed.iter().filter_map(|code| code_of(dimension, code, table.sink())).collect();
        if typed.is_empty() {
            let message = say!("没有列出代码，所有行都会被排除", "no code is listed, so every row would be left out");
            let help = say!("至少写一个代码，或删去这一行", "list one code at least, or remove the line");
            table.sink().push(Diagnostic::error(&INVALID_VALUE, message).at(table.span_of(&column.value)).help(help));
        }
        filter.push((column.value, codes));
    }
    table.finish();
    filter
}

/// A code of a dimension, or an error with the nearest one.
pub(super) fn code_of(dimension: &Dimension, typed: &Located<String>, sink: &crate::diag::Sink) -> Option<Code> {
    let names = Names::of("代码", "code", dimension.codes.iter().map(|entry| entry.code.as_str()));
    names.check(typed, sink).then(|| Code::new(&typed.value).ok()).flatten()
}

fn read_measure(
    table: Table<'_>,
    context: &Context<'_>,
    records: &RecordsSpec,
    typed: &TypedCatalog,
    names: &mut Names,
) -> Option<MeasureSpec> {
    let id = table.id("id", Slug::new);
    declare(names, id.as_ref(), context.sink);
    let name = table.localized("name", context.languages);
    let unit = table.text("unit").filter(|unit| typed.units.check(unit, context.sink));
    let unit = unit.and_then(|unit| typed.catalog.units.get(unit.as_str()).cloned());
    let kind = match &records.cities {
        Some(_) => unit.as_ref().map(|unit| gathered_kind(unit.kind)),
        None => table.text("of").and_then(|of| read_measure_kind(&of, records, &table)),
    };
    table.finish();
    // A faulty kind is told already and stops the load; the measure stays known, so that charts of it are not faulted too.
    Some(MeasureSpec { id: id?.value, name: name?, unit: unit?, kind: kind.unwrap_or(MeasureKind::Rows) })
}

/// What a measure of cities' figures is like: its unit says it.
fn gathered_kind(unit: UnitKind) -> MeasureKind {
    match unit {
        UnitKind::Persons | UnitKind::PersonsPerYear => MeasureKind::Distinct,
        UnitKind::Money => MeasureKind::Sum("value".to_owned()),
        _ => MeasureKind::Rows,
    }
}

fn read_measure_kind(of: &Located<String>, records: &RecordsSpec, table: &Table<'_>) -> Option<MeasureKind> {
    let tell = |span: &Span, message: Text, help: Text| {
        table.sink().push(Diagnostic::error(&INVALID_VALUE, message).at(span.clone()).help(help));
        None
    };
    match of.value.as_str() {
        "rows" => Some(MeasureKind::Rows),
        "distinct" if records.person.is_some() => Some(MeasureKind::Distinct),
        "distinct" => {
            let id = &records.id;
            let help =
                say!("在 `[records.{id}]` 里写 `person = \"列名\"`", "name the column with `person = \"…\"` in `[records.{id}]`");
            tell(
                &of.span,
                say!("记录没有声明人员编号，不能按人计数", "the records name no person key, so persons cannot be counted"),
                help,
            )
        }
        other => match other.strip_prefix("sum:") {
            Some(column) => {
                let numeric = records.columns.iter().filter(|c| matches!(c.kind, ColumnKind::Whole | ColumnKind::Decimal(_)));
                let names = Names::of("数值列", "column of numbers", numeric.map(|c| c.name.as_str()));
                let typed = Located { value: column.trim().to_owned(), span: of.span.clone() };
                names.check(&typed, table.sink()).then_some(MeasureKind::Sum(typed.value))
            }
            None => {
                let help = say!(
                    "可用：`rows`（行数）、`distinct`（人数）、`sum:列名`（合计）",
                    "use `rows`, `distinct` (persons) or `sum:column`"
                );
                tell(&of.span, say!("`of` 不能是 `{other}`", "`of` cannot be `{other}`"), help)
            }
        },
    }
}

fn read_dataset(table: Table<'_>, context: &Context<'_>, names: &mut Names, typed: &mut TypedCatalog) -> Option<DatasetSpec> {
    let id = table.id("id", DatasetId::new);
    declare(names, id.as_ref(), context.sink);
    let cube = table.text("cube").filter(|cube| typed.cubes.check(cube, context.sink));
    let title = table.localized("title", context.languages);
    let description = table.localized("description", context.languages);
    let charts = table.texts("charts");
    let aliases = table.texts("aliases");
    let aliases = aliases.iter().filter_map(|id| checked_id(id, DatasetId::new, context.sink).map(|id| id.value)).collect();
    let indicators = table.texts("indicators");
    table.finish();
    let chart_ids = charts.iter().filter_map(|c| checked_id(c, ChartId::new, context.sink).map(|c| c.value)).collect();
    let indicator_ids = indicators.iter().filter_map(|c| checked_id(c, Code::new, context.sink).map(|c| c.value)).collect();
    typed.dataset_charts.extend(charts);
    typed.dataset_indicators.extend(indicators);
    let cube = CubeId::new(&cube?.value).ok()?;
    Some(DatasetSpec {
        id: id?.value,
        cube,
        title: title?,
        description: description?,
        charts: chart_ids,
        aliases,
        indicators: indicator_ids,
    })
}
