//! Reads `data/protection.toml`: what is typed for each cube is laid over what follows from its class and its measures.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;

use super::cells::Axes;
use super::{
    CellKey, Cost, CubeProtection, Dominance, GroupDisclosure, Impossible, Intervals, Method, Percent, Protection, Released,
    Revisions, Rounding, Search, Waiver, Weight, Zeros, cells,
};
use crate::config::catalog::{Context, TypedCatalog, open};
use crate::config::cubes::code_of;
use crate::config::names::Names;
use crate::config::reader::{Document, Located, Table};
use crate::config::resolved::{Catalog, ColumnKind, CubeSpec, MeasureKind};
use crate::config::rules::{INVALID_VALUE, KEPT_AND_HIDDEN, THRESHOLD, UNLIKE_METHODS};
use crate::diag::{Diagnostic, Source, Span};
use crate::model::{Decimal, UnitKind};
use crate::say;

/// Reads the file. What is left out keeps its default.
pub(in crate::config) fn read(source: &Arc<Source>, context: &Context<'_>, typed: &TypedCatalog) -> Protection {
    let document = Document::parse(source, context.sink);
    let table = document.root();
    let mut protection = Protection::usual(&typed.catalog);
    let words = [("warn", Revisions::Warn), ("protect", Revisions::Protect)];
    protection.revisions = optional_word(&table, "revisions", &words).unwrap_or_default();
    protection.secret = table.optional_text("secret").map(|path| path.value.into());
    if let Some(search) = table.optional_table("search") {
        protection.search = read_search(search);
    }
    let mut methods = BTreeMap::new();
    for (id, block) in table.named_tables("protect") {
        let found = typed.cubes.check(&id, context.sink).then(|| cube_of(&typed.catalog, &id)).flatten();
        let Some(cube) = found else { continue };
        let method = block.span_of("method");
        let read = read_cube(&block, cube, context, &typed.catalog);
        block.finish();
        methods.insert(id.value, method);
        protection.cubes.insert(cube.id.clone(), read);
    }
    for waiver in table.tables("waiver") {
        read_waiver(waiver, context, typed, &mut protection);
    }
    for structural in table.tables("structural") {
        read_structural(structural, context, typed, &mut protection, |own| &mut own.structural);
    }
    for uncollected in table.tables("uncollected") {
        read_structural(uncollected, context, typed, &mut protection, |own| &mut own.uncollected);
    }
    table.finish();
    check_methods(&typed.catalog, &protection, &methods, source, context);
    protection
}

pub(super) fn cube_of<'a>(catalog: &'a Catalog, id: &Located<String>) -> Option<&'a CubeSpec> {
    catalog.cubes.iter().find(|cube| cube.id.as_str() == id.value)
}

/// What follows from the class, the measures and the dimensions.
pub(super) fn default_of(cube: &CubeSpec) -> CubeProtection {
    let money = |m: &crate::config::MeasureSpec| matches!(m.kind, MeasureKind::Sum(_)) && m.unit.kind == UnitKind::Money;
    let has_money = cube.measures.iter().any(money);
    let sensitive: Vec<usize> = (0..cube.dimensions.len()).filter(|at| cube.dimensions[*at].1.sensitive).collect();
    CubeProtection {
        zeros: if sensitive.is_empty() { Zeros::Public } else { Zeros::Protect },
        contributors: if has_money || cube.threshold > 0 { 3 } else { 1 },
        p_percent: has_money.then_some(Percent(1000)),
        group_disclosure: GroupDisclosure { dimensions: sensitive, coalition: 1, upper: 0 },
        complements: true,
        ..CubeProtection::default()
    }
}

fn optional_word<T: Copy>(table: &Table<'_>, key: &str, words: &[(&'static str, T)]) -> Option<T> {
    if !table.has(key) {
        table.skip(key);
        return None;
    }
    table.word(key, words).map(|word| word.value)
}

fn read_search(table: Table<'_>) -> Search {
    let default = Search::default();
    let iterations = table.whole("iterations", 0, 100_000).and_then(|n| u32::try_from(n.value).ok());
    let seed = table.whole("seed", 0, i64::MAX).and_then(|n| u64::try_from(n.value).ok());
    table.finish();
    Search { iterations: iterations.unwrap_or(default.iterations), seed: seed.unwrap_or(default.seed) }
}

fn read_cube(table: &Table<'_>, cube: &CubeSpec, context: &Context<'_>, catalog: &Catalog) -> CubeProtection {
    let default = default_of(cube);
    let axes = Axes::of(cube);
    let whole = |key: &str, least, most| table.whole(key, least, most).map(|n| n.value.unsigned_abs());
    let zeros = [("public", Zeros::Public), ("protect", Zeros::Protect)];
    let costs = [("value", Cost::Value), ("count", Cost::Count), ("log", Cost::Log), ("level", Cost::Level)];
    let keep = cells::patterns(table, "keep", &axes);
    let hide = cells::patterns(table, "hide", &axes);
    for (kept, span) in &keep {
        if let Some((_, hidden)) = hide.iter().find(|(hidden, _)| kept.meets(hidden)) {
            let message = say!("同一格既要公布又要隐去", "the same cell is kept and hidden");
            let found = Diagnostic::error(&KEPT_AND_HIDDEN, message).at(span.clone());
            let found = found.at_label(hidden.clone(), say!("在这里隐去", "hidden here"));
            context.sink.push(found.help(say!("删去其中一个", "remove one of them")));
        }
    }
    let bare = |patterns: Vec<(super::Pattern, Span)>| patterns.into_iter().map(|(pattern, _)| pattern).collect();
    CubeProtection {
        method: read_method(table, cube, context),
        method_span: table.has("method").then(|| table.span_of("method")),
        zeros: optional_word(table, "zeros", &zeros).unwrap_or(default.zeros),
        contributors: whole("contributors", 1, 1000).and_then(|n| u32::try_from(n).ok()).unwrap_or(default.contributors),
        dominance: table.tables("dominance").into_iter().filter_map(read_dominance).collect(),
        p_percent: percent(table, "p_percent", 10_000).or(default.p_percent),
        pq: read_pq(table),
        group_disclosure: read_group_disclosure(table, &axes, default.group_disclosure),
        complements: table.switch("complements", default.complements),
        intervals: read_intervals(table),
        cost: optional_word(table, "cost", &costs).unwrap_or_default(),
        weight: read_weight(table, cube, catalog),
        released: read_released(table, cube, catalog),
        keep_spans: keep.iter().map(|(_, span)| span.clone()).collect(),
        keep: bare(keep),
        hide: bare(hide),
        waivers: Vec::new(),
        structural: Vec::new(),
        uncollected: Vec::new(),
    }
}

fn read_method(table: &Table<'_>, cube: &CubeSpec, context: &Context<'_>) -> Method {
    let words = [("suppress", 0), ("cell-key", 1), ("small-counts", 2), ("base", 3)];
    let word = optional_word(table, "method", &words).unwrap_or(0);
    let typed = table.whole("base", 2, 1000);
    let ptable = table.optional_text("ptable");
    let ways = [("nearest", Rounding::Nearest), ("half-even", Rounding::HalfEven), ("random", Rounding::Random)];
    let rounding = optional_word(table, "rounding", &ways);
    let useless = |key: &str, needs: &str| {
        let message = say!("`{key}` 只在 {needs} 时有用", "`{key}` is of use only with {needs}");
        let help = say!("删去这一行，或改 `method`", "remove the line, or change `method`");
        context.sink.push(Diagnostic::error(&INVALID_VALUE, message).at(table.span_of(key)).help(help));
    };
    if word < 2 && table.has("base") {
        useless("base", "`method = \"small-counts\"` / `\"base\"`");
    }
    if word != 1 && ptable.is_some() {
        useless("ptable", "`method = \"cell-key\"`");
    }
    if word != 3 && rounding.is_some() {
        useless("rounding", "`method = \"base\"`");
    }
    let base = typed.as_ref().and_then(|base| u32::try_from(base.value).ok()).unwrap_or_else(|| cube.threshold.max(5));
    if let (Some(typed), 2 | 3) = (&typed, word)
        && base < cube.threshold
    {
        let threshold = cube.threshold;
        let message = say!(
            "取整的单位 {base} 小于人数下限 {threshold}",
            "rounding to {base} would show counts under the threshold of {threshold}"
        );
        let help = say!("写 `base = {threshold}` 或更大", "write `base = {threshold}` or more");
        context.sink.push(Diagnostic::error(&THRESHOLD, message).at(typed.span.clone()).help(help));
    }
    match word {
        1 => match ptable.or_else(|| table.text("ptable")) {
            Some(path) => {
                drop(open(context, &path));
                Method::CellKey { ptable: Path::new("data").join(path.value) }
            }
            None => Method::Suppress,
        },
        2 => Method::SmallCounts { base },
        3 => Method::Base { base, rounding: rounding.unwrap_or_default() },
        _ => Method::Suppress,
    }
}

fn read_dominance(table: Table<'_>) -> Option<Dominance> {
    let n = if table.has("n") { table.whole("n", 1, 100).map(|n| n.value) } else { table.text("n").and(None) };
    let k = if table.has("k") { percent(&table, "k", 10_000) } else { table.text("k").and(None) };
    table.finish();
    Some(Dominance { n: u32::try_from(n?).ok()?, k: k? })
}

/// Above 0 and at most `most` hundredths of a percent, with up to two decimals.
fn percent(table: &Table<'_>, key: &str, most: u32) -> Option<Percent> {
    let typed = table.number_text(key)?;
    as_percent(&typed, key, most, table)
}

fn as_percent(typed: &Located<String>, key: &str, most: u32, table: &Table<'_>) -> Option<Percent> {
    let found = Decimal::parse(&typed.value).and_then(|value| u32::try_from(value.at_places(2)?).ok());
    let found = found.filter(|value| (1..=most).contains(value));
    if found.is_none() {
        let most = most / 100;
        let message = say!("`{key}` 应是大于 0、不超过 {most} 的百分数", "`{key}` must be a percentage above 0 and up to {most}");
        let help =
            say!("例如 10；写数字，不写 `%`，小数最多两位", "for example 10; a number without `%`, with two decimals at most");
        table.sink().push(Diagnostic::error(&INVALID_VALUE, message).at(typed.span.clone()).help(help));
    }
    found.map(Percent)
}

fn read_pq(table: &Table<'_>) -> Option<(Percent, Percent)> {
    let typed = table.number_texts("pq")?;
    let read: Vec<_> = typed.iter().filter_map(|typed| as_percent(typed, "pq", 10_000, table)).collect();
    match read[..] {
        [p, q] if p < q && typed.len() == 2 => Some((p, q)),
        _ if read.len() < typed.len() => None,
        _ => {
            let message = say!("`pq` 应是两个百分数，前小后大", "`pq` must be two percentages, the smaller first");
            let help = say!("例如 `pq = [10, 50]`", "for example `pq = [10, 50]`");
            table.sink().push(Diagnostic::error(&INVALID_VALUE, message).at(table.span_of("pq")).help(help));
            None
        }
    }
}

fn read_group_disclosure(table: &Table<'_>, axes: &Axes<'_>, default: GroupDisclosure) -> GroupDisclosure {
    let Some(block) = table.optional_table("group_disclosure") else { return default };
    let dimensions = if block.has("dimensions") {
        let named: BTreeSet<usize> =
            block.texts("dimensions").iter().filter_map(|name| axes.position(name, block.sink())).collect();
        named.into_iter().collect()
    } else {
        block.skip("dimensions");
        default.dimensions
    };
    let whole = |key: &str| block.whole(key, 0, 1000).map(|n| n.value.unsigned_abs());
    let found = GroupDisclosure {
        dimensions,
        coalition: whole("coalition").unwrap_or(default.coalition),
        upper: whole("upper").unwrap_or(default.upper),
    };
    block.finish();
    found
}

fn read_intervals(table: &Table<'_>) -> Intervals {
    if !table.is_table("intervals") {
        let words = [("none", Intervals::None), ("rule", Intervals::Rule)];
        return optional_word(table, "intervals", &words).unwrap_or_default();
    }
    let Some(block) = table.optional_table("intervals") else { return Intervals::None };
    let width = block.whole("width", 1, 1_000_000_000).map(|n| Intervals::Width(n.value.unsigned_abs()));
    let share = percent(&block, "percent", 100_000).map(Intervals::Percent);
    if block.has("width") == block.has("percent") {
        let message = say!("`intervals` 要写 `width` 或 `percent` 其中一个", "`intervals` takes either `width` or `percent`");
        let help = say!("例如 `intervals = {{ width = 5 }}`", "for example `intervals = {{ width = 5 }}`");
        block.sink().push(Diagnostic::error(&INVALID_VALUE, message).at(block.span()).help(help));
    }
    block.finish();
    width.or(share).unwrap_or_default()
}

/// `weight = "column"`, or `{ column = "…", repeat = true }`.
fn read_weight(table: &Table<'_>, cube: &CubeSpec, catalog: &Catalog) -> Option<Weight> {
    let block = if table.is_table("weight") { table.optional_table("weight") } else { None };
    let (typed, repeat) = match &block {
        Some(block) => (block.text("column"), block.switch("repeat", false)),
        None => (table.optional_text("weight"), false),
    };
    if let Some(block) = block {
        block.finish();
    }
    let typed = typed?;
    let records = catalog.records.get(cube.records)?;
    let numbers = records.columns.iter().filter(|column| matches!(column.kind, ColumnKind::Whole | ColumnKind::Decimal(_)));
    let names = Names::of("数值列", "column of numbers", numbers.map(|column| column.name.as_str()));
    if !names.check(&typed, table.sink()) {
        return None;
    }
    let wrong = if let Some(measure) = cube.measures.iter().find(|measure| measure.kind == MeasureKind::Distinct) {
        let id = &measure.id;
        Some((
            say!(
                "度量 `{id}` 数的是不重复的人，不能加权",
                "the measure `{id}` counts distinct persons, which cannot be weighted"
            ),
            say!("去掉 `weight`，或改用 `rows`、`sum:列名`", "leave `weight` out, or measure `rows` or `sum:column`"),
        ))
    } else if repeat && records.person.is_some() {
        Some((
            say!("`repeat` 只用于一行一个贡献者的记录", "`repeat` is for records in which each row is a contributor"),
            say!("这份记录声明了 `person`；去掉 `repeat`", "these records declare `person`; leave `repeat` out"),
        ))
    } else {
        None
    };
    if let Some((message, help)) = wrong {
        table.sink().push(Diagnostic::error(&INVALID_VALUE, message).at(typed.span.clone()).help(help));
        return None;
    }
    Some(Weight { column: typed.value, repeat })
}

/// `released = { column = "consent", codes = ["yes"] }`.
fn read_released(table: &Table<'_>, cube: &CubeSpec, catalog: &Catalog) -> Option<Released> {
    let block = table.optional_table("released")?;
    let (column, codes) = (block.text("column"), block.texts("codes"));
    block.finish();
    let column = column?;
    let columns = &catalog.records.get(cube.records)?.columns;
    let dimensions = columns.iter().filter_map(|column| match &column.kind {
        ColumnKind::Dimension(dimension) => Some((column.name.as_str(), dimension)),
        _ => None,
    });
    let names = Names::of("分类列", "column of codes", dimensions.clone().map(|(name, _)| name));
    if !names.check(&column, table.sink()) {
        return None;
    }
    let (_, dimension) = dimensions.into_iter().find(|(name, _)| *name == column.value)?;
    let codes = codes.iter().filter_map(|code| code_of(dimension, code, table.sink())).collect();
    Some(Released { column: column.value, codes })
}

fn read_waiver(table: Table<'_>, context: &Context<'_>, typed: &TypedCatalog, protection: &mut Protection) {
    let cube = table.text("cube").filter(|cube| typed.cubes.check(cube, context.sink));
    let spec = cube.and_then(|cube| cube_of(&typed.catalog, &cube));
    let at = table.table("at");
    let measure = table.optional_text("measure");
    let reason = if table.is_text("reason") {
        let text = table.text("reason");
        text.map(|text| crate::model::Localized::from_fn(context.languages, |_| text.value.clone()))
    } else {
        table.localized("reason", context.languages)
    };
    let by = table.text("by");
    let span = table.span();
    table.finish();
    let (Some(spec), Some(at)) = (spec, at) else { return };
    let keys = cells::keys(at, &Axes::of(spec));
    let measure = match &measure {
        Some(measure) => cells::measure(measure, spec, context.sink).map(Some),
        None => Some(None),
    };
    let (Some(keys), Some(measure), Some(reason), Some(by)) = (keys, measure, reason, by) else { return };
    let Some(own) = protection.cubes.get_mut(&spec.id) else { return };
    let same = |waiver: &&Waiver| waiver.measure.is_none() || waiver.measure == measure;
    let waived: BTreeSet<&CellKey> = own.waivers.iter().filter(same).map(|waiver| &waiver.key).collect();
    if keys.iter().any(|key| waived.contains(key)) {
        cells::told_twice(&span, context.sink);
    } else if keys.iter().any(|key| own.hide.iter().any(|hidden| hidden.matches(key))) {
        let message = say!("这一格被 `hide` 隐去，不能再特准公布", "this cell is hidden by `hide`, so it cannot be waived");
        let help = say!("删去其中一个", "remove one of them");
        context.sink.push(Diagnostic::error(&KEPT_AND_HIDDEN, message).at(span).help(help));
    } else {
        let one = |key| Waiver { key, measure, reason: reason.clone(), by: by.value.clone(), span: span.clone() };
        own.waivers.extend(keys.into_iter().map(one));
    }
}

/// Combinations that have no rows, into the list that says why.
fn read_structural(
    table: Table<'_>,
    context: &Context<'_>,
    typed: &TypedCatalog,
    protection: &mut Protection,
    list: impl Fn(&mut CubeProtection) -> &mut Vec<Impossible>,
) {
    let (cube, records) = (table.optional_text("cube"), table.optional_text("records"));
    let span = table.span();
    let at = table.table("at");
    table.finish();
    let cubes: Vec<&CubeSpec> = match (&cube, &records) {
        (Some(cube), None) if typed.cubes.check(cube, context.sink) => cube_of(&typed.catalog, cube).into_iter().collect(),
        (None, Some(records)) => {
            let names = Names::of("记录", "records", typed.catalog.records.iter().map(|records| records.id.as_str()));
            names.check(records, context.sink);
            let same =
                |cube: &&CubeSpec| typed.catalog.records.get(cube.records).is_some_and(|spec| spec.id.as_str() == records.value);
            typed.catalog.cubes.iter().filter(same).collect()
        }
        (Some(_), None) => Vec::new(),
        _ => {
            let message = say!("要写 `cube` 或 `records` 其中一个", "either `cube` or `records` is needed");
            let help = say!("`records` 适用于这份记录的所有汇总表", "`records` speaks of every cube over these records");
            context.sink.push(Diagnostic::error(&INVALID_VALUE, message).at(span.clone()).help(help));
            Vec::new()
        }
    };
    let Some(at) = at else { return };
    let named = at.keys();
    if named.is_empty() {
        let message = say!("`at` 没有说明是哪些组合", "`at` names no combination");
        let help = say!("例如 `at = {{ month = \"2025-02\" }}`", "for example `at = {{ month = \"2025-02\" }}`");
        context.sink.push(Diagnostic::error(&INVALID_VALUE, message).at(span).help(help));
        return;
    }
    // Over a record file the combination concerns those cubes only that have all its dimensions.
    let concerns = |cube: &&CubeSpec| cube_has(cube, &named) || cubes.len() == 1;
    let mut concerned: Vec<&CubeSpec> = cubes.iter().copied().filter(concerns).collect();
    if concerned.is_empty() {
        concerned.extend(cubes.first());
    }
    for cube in concerned {
        let found = cells::impossible(&at, &Axes::of(cube));
        if let (Some(found), Some(own)) = (found, protection.cubes.get_mut(&cube.id)) {
            list(own).push(Impossible(found));
        }
    }
}

fn cube_has(cube: &CubeSpec, named: &[Located<String>]) -> bool {
    named.iter().all(|name| cube.dimensions.iter().any(|(column, _)| *column == name.value))
}

/// One record file is let out in one way: a rounded figure beside an exact one would give the rounding away.
fn check_methods(
    catalog: &Catalog,
    protection: &Protection,
    places: &BTreeMap<String, Span>,
    source: &Arc<Source>,
    context: &Context<'_>,
) {
    let mut first: BTreeMap<usize, &CubeSpec> = BTreeMap::new();
    for cube in &catalog.cubes {
        let Some(before) = first.get(&cube.records) else {
            first.insert(cube.records, cube);
            continue;
        };
        let method = |cube: &CubeSpec| protection.of(&cube.id).map(|own| &own.method);
        if method(before) == method(cube) {
            continue;
        }
        let (one, other) = (&before.id, &cube.id);
        let message = say!(
            "`{one}` 和 `{other}` 出自同一份记录，保护方法却不同",
            "`{one}` and `{other}` are made of the same records but protected differently"
        );
        let mut found = Diagnostic::error(&UNLIKE_METHODS, message);
        for id in [other, one] {
            found.places.extend(places.get(id.as_str()).map(|span| (span.clone().into(), None)));
        }
        if found.places.is_empty() {
            found = found.at(source.path());
        }
        let help = say!(
            "给这份记录的所有汇总表写同样的 `method` 和参数",
            "give every cube over these records the same `method` and parameters"
        );
        context.sink.push(found.help(help));
    }
}
