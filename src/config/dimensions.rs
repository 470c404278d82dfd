//! Reads `[dimension]`: code lists, trees over them, and which dimension lies within which.

use std::sync::Arc;

use super::catalog::{Context, open};
use super::codes;
use super::names::Names;
use super::reader::{Located, Table, checked_id};
use super::resolved::{Catalog, CodeEntry, Dimension, Within};
use super::rules::{CODE_LIST, DUPLICATE, INVALID_VALUE, NO_PERIOD};
use crate::diag::{Diagnostic, Sink, Span};
use crate::model::{DimensionId, Spelled, spelled};
use crate::say;

/// A dimension whose reference to another is still to be followed.
struct Typed {
    dimension: Dimension,
    within: Option<Located<String>>,
    /// By code `in`, the code of the other dimension.
    inside: Vec<Option<Located<String>>>,
    codes: Span,
}

/// Reads every dimension into the catalogue.
pub(super) fn read(table: &Table<'_>, context: &Context<'_>, catalog: &mut Catalog, names: &mut Names) {
    let (mut all, mut places): (Vec<Typed>, Option<DimensionId>) = (Vec::new(), None);
    for (id, dimension) in table.named_tables("dimension") {
        names.declare(&id.value, &id.span, context.sink);
        let is_places = dimension.switch("places", false);
        let Some(typed) = read_dimension(&id, dimension, context) else { continue };
        if is_places && places.is_some() {
            let message = say!("只能有一个维度写 `places = true`", "only one dimension may have `places = true`");
            let help = say!("删去其中一个", "remove one of them");
            context.sink.push(Diagnostic::error(&DUPLICATE, message).at(id.span).help(help));
        } else if is_places {
            places = Some(typed.dimension.id.clone());
        }
        all.push(typed);
    }
    let within: Vec<Option<Within>> = all.iter().map(|typed| read_within(typed, &all, names, context.sink)).collect();
    for (mut typed, within) in all.into_iter().zip(within) {
        typed.dimension.within = within;
        catalog.dimensions.insert(typed.dimension.id.clone(), Arc::new(typed.dimension));
    }
    catalog.places = places.and_then(|id| catalog.dimensions.get(&id).cloned());
}

fn read_dimension(id: &Located<String>, table: Table<'_>, context: &Context<'_>) -> Option<Typed> {
    let id = checked_id(id, DimensionId::new, context.sink);
    let name = table.localized("name", context.languages);
    let sensitive = table.switch("sensitive", false);
    let time = table.switch("time", false);
    let within = table.optional_text("within");
    let list = if table.is_text("codes") {
        let path = table.text("codes")?;
        let source = open(context, &path);
        source.and_then(|source| codes::read_csv(&source, context.languages, context.sink)).map(|codes| {
            let inside = vec![None; codes.len()];
            (codes, inside)
        })
    } else {
        inline_codes(&table, context)
    };
    let span = table.span_of("codes");
    table.finish();
    let (codes, inside) = list?;
    if codes.is_empty() {
        let message = say!("代码表是空的", "the code list is empty");
        let help = say!("至少写一个代码", "write one code at least");
        context.sink.push(Diagnostic::error(&INVALID_VALUE, message).at(span.clone()).help(help));
    }
    if time {
        check_periods(&codes, &span, context.sink);
    }
    let dimension = Dimension { id: id?.value, name: name?, codes, sensitive, time, within: None };
    Some(Typed { dimension, within, inside, codes: span })
}

type Codes = (Vec<CodeEntry>, Vec<Option<Located<String>>>);

fn inline_codes(table: &Table<'_>, context: &Context<'_>) -> Option<Codes> {
    if !table.has("codes") {
        table.text("codes");
        return None;
    }
    let mut names = Names::new("代码", "code");
    let (mut codes, mut inside, mut of) = (Vec::new(), Vec::new(), Vec::new());
    for entry in table.tables("codes") {
        let span = entry.span();
        let (within, parts) = (entry.optional_text("in"), entry.texts("of"));
        if let Some(code) = codes::read_inline(entry, &parts, context.languages) {
            names.declare(code.code.as_str(), &span, context.sink);
            codes.push(code);
            inside.push(within);
        }
        of.extend(parts);
    }
    let span = table.span_of("codes");
    let mut whole = true;
    for parent in codes.iter().filter_map(|code| code.parent.as_ref()) {
        whole &= names.check(&Located { value: parent.to_string(), span: span.clone() }, context.sink);
    }
    for part in of {
        whole &= names.check(&part, context.sink);
    }
    if whole {
        check_trees(&codes, &span, context.sink);
    }
    Some((codes, inside))
}

/// Every code of a time dimension is a period; each that is not is told.
fn check_periods(codes: &[CodeEntry], span: &Span, sink: &Sink) {
    for entry in codes.iter().filter(|entry| spelled(entry.code.as_str()).is_none()) {
        let code = &entry.code;
        let message = say!("时间维度里的代码 `{code}` 不是期间", "the code `{code}` of a time dimension is no period");
        let help = say!(
            "写成 `2024`、`2024-07`、`2024-Q1`、`2015-2017` 或 `2023-09_2024-08` 这样的代码，或者去掉 `time = true`",
            "write a code such as `2024`, `2024-07`, `2024-Q1`, `2015-2017` or `2023-09_2024-08`, or take `time = true` away"
        );
        sink.push(Diagnostic::error(&NO_PERIOD, message).at(span.clone()).help(help));
    }
    let mut known = std::collections::BTreeMap::new();
    for code in codes.iter().map(|entry| &entry.code) {
        let Some(days) = spelled(code.as_str()).map(Spelled::days) else { continue };
        if let Some(before) = known.insert(days, code).filter(|before| *before != code) {
            let message =
                say!("代码 `{before}` 和 `{code}` 是同一段时间", "the codes `{before}` and `{code}` are the same period");
            let help = say!("只留一个", "keep one of them");
            sink.push(Diagnostic::error(&NO_PERIOD, message).at(span.clone()).help(help));
        }
    }
}

/// No code may count towards itself by way of others.
fn check_trees(codes: &[CodeEntry], span: &Span, sink: &Sink) {
    let below = super::resolved::below(codes);
    let returns = |start: usize| {
        let (mut seen, mut open) = (vec![false; codes.len()], below[start].clone());
        while let Some(at) = open.pop() {
            if at == start {
                return true;
            }
            if !std::mem::replace(&mut seen[at], true) {
                open.extend(&below[at]);
            }
        }
        false
    };
    if let Some(at) = (0..codes.len()).find(|at| returns(*at)) {
        let code = &codes[at].code;
        let message = say!("代码 `{code}` 绕了一圈又算进自己", "the code `{code}` is a part of itself by way of others");
        let help = say!("检查 `parent` 和 `of`", "check `parent` and `of`");
        sink.push(Diagnostic::error(&CODE_LIST, message).at(span.clone()).help(help));
    }
}

/// Where each code lies in the other dimension: as its `in` says, else in the longest code it begins with.
fn read_within(typed: &Typed, all: &[Typed], names: &Names, sink: &Sink) -> Option<Within> {
    let Some(within) = &typed.within else {
        for code in typed.inside.iter().flatten() {
            let message = say!("写了 `in`，却没有写在哪个维度里", "`in` names a code, but no dimension is named");
            let help = say!("给维度加上 `within = \"…\"`", "add `within = \"…\"` to the dimension");
            sink.push(Diagnostic::error(&INVALID_VALUE, message).at(code.span.clone()).help(help));
        }
        return None;
    };
    if !names.check(within, sink) {
        return None;
    }
    let other = &all.iter().find(|other| other.dimension.id.as_str() == within.value)?.dimension;
    if returns_to(&typed.dimension.id, &within.value, all) {
        let message = say!("`within` 绕成了圈", "`within` runs in a circle");
        let help =
            say!("只让较细的维度写较粗的维度，如月份写年份", "name the coarser dimension in the finer one, as a month its year");
        sink.push(Diagnostic::error(&INVALID_VALUE, message).at(within.span.clone()).help(help));
        return None;
    }
    let known = Names::of("代码", "code", other.codes.iter().map(|entry| entry.code.as_str()));
    let (mut positions, mut lost) = (Vec::with_capacity(typed.inside.len()), Vec::new());
    for (at, (entry, inside)) in typed.dimension.codes.iter().zip(&typed.inside).enumerate() {
        let found = match inside {
            Some(code) => known.check(code, sink).then(|| other.position(code.as_str())).flatten(),
            None => prefix(entry.code.as_str(), other),
        };
        // A group may lie in several; what lies in a group of the other dimension is not known exactly enough.
        let found = found.filter(|found| other.is_leaf(*found));
        if found.is_none() && inside.is_none() && typed.dimension.is_leaf(at) {
            lost.push(entry.code.as_str());
        }
        positions.push(found);
    }
    if let Some(first) = lost.first() {
        let (id, count) = (&within.value, lost.len());
        let message = say!(
            "看不出代码 `{first}` 属于 `{id}` 的哪一个（这样的代码共 {count} 个）",
            "it cannot be told where in `{id}` the code `{first}` lies ({count} in all)"
        );
        let help = say!(
            "给代码加上 `in = \"…\"`，或让它以 `{id}` 的代码开头，如 `2024-07` 以 `2024` 开头",
            "give the code `in = \"…\"`, or let it begin with a code of `{id}` as `2024-07` begins with `2024`"
        );
        sink.push(Diagnostic::error(&CODE_LIST, message).at(typed.codes.clone()).help(help));
    }
    Some(Within { dimension: other.id.clone(), positions })
}

fn prefix(code: &str, other: &Dimension) -> Option<usize> {
    let starts = |at: &usize| code.starts_with(other.codes[*at].code.as_str());
    (0..other.codes.len()).filter(starts).max_by_key(|at| other.codes[*at].code.as_str().len())
}

/// Whether following `within` from a dimension leads back to it.
fn returns_to(start: &DimensionId, first: &str, all: &[Typed]) -> bool {
    let mut at = first;
    for _ in 0..=all.len() {
        if at == start.as_str() {
            return true;
        }
        let next = all.iter().find(|typed| typed.dimension.id.as_str() == at).and_then(|typed| typed.within.as_ref());
        match next {
            Some(next) => at = &next.value,
            None => return false,
        }
    }
    false
}
