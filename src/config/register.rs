//! Reads `data/facts.toml` and `data/indicators.toml`.

use std::sync::Arc;

use super::catalog::{Context, TypedCatalog};
use super::cubes::code_of;
use super::figure;
use super::names::Names;
use super::reader::{Document, Located, Table, checked_id};
use super::resolved::{Comparison, FactSpec, Indicator, Register, SourceSpec, Status};
use super::rules::INVALID_VALUE;
use super::site::{declare, optional_address};
use crate::diag::{Diagnostic, Sink, Source};
use crate::model::{Code, FactId, Languages, Period, PeriodKind, Slug};
use crate::say;

/// What facts refer to outside their own file.
pub(super) struct References<'a> {
    pub(super) catalog: &'a TypedCatalog,
    pub(super) programmes: &'a Names,
}

/// Reads the register; also gives the names of all facts, faulty ones included.
pub(super) fn read(source: &Arc<Source>, context: &Context<'_>, references: &References<'_>) -> (Register, Names) {
    let document = Document::parse(source, context.sink);
    let table = document.root();
    let mut names = Names::new("数据", "fact");
    let mut sources = Names::new("来源", "source");
    let mut register = Register::default();
    for entry in table.tables("source") {
        register.sources.extend(read_source(entry, context.languages, &mut sources));
    }
    let facts = table.tables("fact");
    let mut pointed = Vec::new();
    for entry in facts {
        register.facts.extend(read_fact(entry, context, references, &sources, &mut names, &mut pointed));
    }
    let mut comparisons = Names::new("对比", "comparison");
    for entry in table.tables("comparison") {
        register.comparisons.extend(read_comparison(entry, context.languages, &mut comparisons, &mut pointed));
    }
    for name in &pointed {
        names.check(name, context.sink);
    }
    table.finish();
    (register, names)
}

fn read_source(table: Table<'_>, languages: &Languages, names: &mut Names) -> Option<SourceSpec> {
    let id = table.id("id", Slug::new);
    declare(names, id.as_ref(), table.sink());
    let title = table.localized("title", languages);
    let outlet = table.localized("outlet", languages);
    let author = table.optional_localized("author", languages);
    let published = table.date("published").map(|d| d.value);
    let url = optional_address(&table, "url");
    let note = table.localized("note", languages);
    let citation = table.localized("citation", languages);
    let synthetic = table.switch("synthetic", false);
    table.finish();
    let (title, outlet, note, citation) = (title?, outlet?, note?, citation?);
    Some(SourceSpec { id: id?.value, title, outlet, author, published, url, note, citation, synthetic })
}

fn read_fact(
    table: Table<'_>,
    context: &Context<'_>,
    references: &References<'_>,
    sources: &Names,
    names: &mut Names,
    pointed: &mut Vec<Located<String>>,
) -> Option<FactSpec> {
    let (languages, sink) = (context.languages, context.sink);
    let id = table.id("id", FactId::new);
    declare(names, id.as_ref(), sink);
    let label = table.localized("label", languages);
    let definition = table.optional_localized("definition", languages);
    let unit = table.text("unit").filter(|unit| references.catalog.units.check(unit, sink));
    let unit = unit.and_then(|unit| references.catalog.catalog.units.get(unit.as_str()).cloned());
    let status = table.word("status", &Status::ALL.map(|s| (s.word(), s)));
    let withheld_because = table.optional_localized("withheld_because", languages);
    let figure = figure::read(&table, unit, status.as_ref(), withheld_because.is_some());
    let period = table.table("period").and_then(|t| read_period(t, languages));
    let places = read_places(&table, references, sink);
    let place_label = table.localized("place", languages);
    let programme = table.optional_text("programme").filter(|code| references.programmes.check(code, sink));
    let source = if table.has("formula") { None } else { table.text("source").filter(|id| sources.check(id, sink)) };
    let as_printed = table.optional_text("as_printed").map(|t| t.value);
    let notes = read_notes(&table, languages);
    let conflicts = table.texts("conflicts");
    let aliases = table.texts("aliases");
    let aliases = aliases.iter().filter_map(|id| checked_id(id, FactId::new, sink).map(|id| id.value)).collect();
    let class = table.optional_text("class").filter(|class| references.catalog.classes.check(class, sink));
    let span = table.span();
    table.finish();
    let conflict_ids = conflicts.iter().filter_map(|id| checked_id(id, FactId::new, sink).map(|id| id.value)).collect();
    pointed.extend(conflicts);
    Some(FactSpec {
        id: id?.value,
        label: label?,
        definition,
        figure: figure?,
        period: period?,
        places,
        place_label: place_label?,
        programme: programme.and_then(|code| Code::new(&code.value).ok()),
        status: status?.value,
        source: source.and_then(|id| Slug::new(&id.value).ok()),
        as_printed,
        notes,
        conflicts: conflict_ids,
        aliases,
        class: class.map(|class| class.value),
        withheld_because,
        span,
    })
}

fn read_places(table: &Table<'_>, references: &References<'_>, sink: &Sink) -> Vec<Code> {
    let typed = table.texts("places");
    let Some(dimension) = &references.catalog.catalog.places else {
        if let Some(first) = typed.first() {
            let message = say!("没有哪个维度声明了 `places = true`", "no dimension is declared with `places = true`");
            let help = say!(
                "在 `data/catalog.toml` 的地区维度里写 `places = true`",
                "put `places = true` into the dimension of places in `data/catalog.toml`"
            );
            sink.push(Diagnostic::error(&INVALID_VALUE, message).at(first.span.clone()).help(help));
        }
        return Vec::new();
    };
    typed.iter().filter_map(|code| code_of(dimension, code, sink)).collect()
}

fn read_notes(table: &Table<'_>, languages: &Languages) -> Vec<crate::model::Localized<String>> {
    let mut notes = Vec::new();
    for note in table.tables("notes") {
        notes.extend(note.localized_table("notes", languages));
        note.finish();
    }
    notes
}

fn read_period(table: Table<'_>, languages: &Languages) -> Option<Period> {
    let kind = table.word("kind", &PeriodKind::ALL.map(|k| (k.word(), k)));
    let start = period_end(&table, "start");
    let end = period_end(&table, "end");
    let label = table.localized("label", languages);
    let stated = table.switch("stated", true);
    if let Some((start, end)) = start.as_ref().zip(end.as_ref()) {
        let shared = start.value.len().min(end.value.len());
        if start.value[..shared] > end.value[..shared] {
            let message = say!("结束时间早于开始时间", "the period ends before it begins");
            table.sink().push(
                Diagnostic::error(&INVALID_VALUE, message).at(end.span.clone()).help(say!("对调两端", "swap the two ends")),
            );
        }
    }
    table.finish();
    Some(Period { kind: kind?.value, start: start.map(|t| t.value), end: end.map(|t| t.value), label: label?, stated })
}

/// `2023`, `2023-01` or `2023-01-31`, typed as text.
fn period_end(table: &Table<'_>, key: &str) -> Option<Located<String>> {
    let mut typed = table.optional_text(key)?;
    let full = match typed.value.len() {
        4 => format!("{}-01-01", typed.value),
        7 => format!("{}-01", typed.value),
        _ => typed.value.clone(),
    };
    if super::reader::parse_date(&full).is_some() && typed.value.is_ascii() && typed.value.len() <= 10 {
        return Some(typed);
    }
    // As offices spell it: the first day where it begins, the last where it ends.
    if let Some(spelled) = crate::model::spelled(&typed.value) {
        typed.value = if key == "start" { spelled.start.unwrap_or(spelled.end) } else { spelled.end }.to_string();
        return Some(typed);
    }
    let shown = &typed.value;
    let message = say!("`{shown}` 读不出是哪段时间", "`{shown}` cannot be read as a time");
    let help = say!(
        "写成 `2023`、`2023-01`、`2023-01-31`、`2024年上半年`、`2023—2024学年` 或 `2021/22`",
        "write `2023`, `2023-01`, `2023-01-31`, `2024-H1`, `2024-Q1` or `2021/22`"
    );
    table.sink().push(Diagnostic::error(&INVALID_VALUE, message).at(typed.span).help(help));
    None
}

fn read_comparison(
    table: Table<'_>,
    languages: &Languages,
    names: &mut Names,
    pointed: &mut Vec<Located<String>>,
) -> Option<Comparison> {
    let id = table.id("id", Slug::new);
    declare(names, id.as_ref(), table.sink());
    let verdict = table.localized("verdict", languages);
    let facts = table.texts("facts");
    let text = table.localized("text", languages);
    let ids = facts.iter().filter_map(|id| checked_id(id, FactId::new, table.sink()).map(|id| id.value)).collect();
    table.finish();
    pointed.extend(facts);
    Some(Comparison { id: id?.value, verdict: verdict?, facts: ids, text: text? })
}

/// Reads the indicators; also gives their codes.
pub(super) fn read_indicators(
    source: &Arc<Source>,
    context: &Context<'_>,
    facts: &Names,
    classes: &Names,
) -> (Vec<Indicator>, Names) {
    let document = Document::parse(source, context.sink);
    let table = document.root();
    let mut names = Names::new("指标", "indicator");
    let mut indicators = Vec::new();
    for entry in table.tables("indicator") {
        indicators.extend(read_indicator(entry, context, facts, classes, &mut names));
    }
    table.finish();
    (indicators, names)
}

fn read_indicator(
    table: Table<'_>,
    context: &Context<'_>,
    facts: &Names,
    classes: &Names,
    names: &mut Names,
) -> Option<Indicator> {
    let text = |key: &str| table.localized(key, context.languages);
    let code = table.id("code", Code::new);
    declare(names, code.as_ref(), context.sink);
    let (name, definition, unit, dimensions) = (text("name"), text("definition"), text("unit"), text("dimensions"));
    let (period, formula, direction) = (text("period"), text("formula"), text("direction"));
    let class = table.text("class").filter(|class| classes.check(class, context.sink));
    let typed = table.texts("facts");
    let version = table.text("version");
    let facts = typed.iter().filter(|id| facts.check(id, context.sink)).filter_map(|id| FactId::new(&id.value).ok()).collect();
    table.finish();
    Some(Indicator {
        code: code?.value,
        name: name?,
        definition: definition?,
        unit: unit?,
        dimensions: dimensions?,
        period: period?,
        formula: formula?,
        direction: direction?,
        class: class?.value,
        facts,
        version: version?.value,
    })
}
