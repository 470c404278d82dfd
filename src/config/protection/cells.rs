//! Cells of a cube as they are typed: `{ year = "2024", sex = "*" }`.

use std::sync::Arc;

use super::{CellKey, Part, Pattern};
use crate::config::cubes::code_of;
use crate::config::names::Names;
use crate::config::reader::{Located, Table};
use crate::config::resolved::{CubeSpec, Dimension};
use crate::config::rules::{DUPLICATE, INVALID_VALUE};
use crate::diag::{Diagnostic, Sink, Span};
use crate::model::TOTAL;
use crate::say;

/// Any code.
const ANY: &str = "*";

/// What is typed of one dimension, and where.
type Typed = Option<(Located<String>, Part)>;

/// The dimensions of a cube by the names they are typed with.
pub(super) struct Axes<'a> {
    dimensions: &'a [(String, Arc<Dimension>)],
    names: Names,
}

impl<'a> Axes<'a> {
    pub(super) fn of(cube: &'a CubeSpec) -> Self {
        let names = cube.dimensions.iter().map(|(column, _)| column.as_str());
        Self { dimensions: &cube.dimensions, names: Names::of("汇总表的维度", "dimension of the cube", names) }
    }

    /// The position of a dimension; an error when there is none.
    pub(super) fn position(&self, name: &Located<String>, sink: &Sink) -> Option<usize> {
        self.names.check(name, sink).then(|| self.dimensions.iter().position(|(column, _)| *column == name.value)).flatten()
    }

    /// What is typed of each dimension; `None` where nothing is.
    fn typed(&self, table: &Table<'_>) -> Option<Vec<Typed>> {
        let mut parts = vec![None; self.dimensions.len()];
        let mut whole = true;
        for name in table.keys() {
            let value = table.text(&name.value);
            let Some(at) = self.position(&name, table.sink()) else {
                whole = false;
                continue;
            };
            let Some(value) = value else {
                whole = false;
                continue;
            };
            let part = match value.as_str() {
                ANY => Some(Part::Any),
                TOTAL => Some(Part::Total),
                _ => {
                    let dimension = &self.dimensions[at].1;
                    code_of(dimension, &value, table.sink()).and_then(|code| dimension.position(code.as_str())).map(Part::Code)
                }
            };
            whole &= part.is_some();
            parts[at] = part.map(|part| (value, part));
        }
        whole.then_some(parts)
    }
}

/// One cell; dimensions that are not named are at their total.
pub(super) fn key(table: Table<'_>, axes: &Axes<'_>) -> Option<CellKey> {
    let parts = axes.typed(&table)?;
    let mut key = Vec::with_capacity(parts.len());
    for part in parts {
        key.push(match part {
            None | Some((_, Part::Total)) => None,
            Some((_, Part::Code(at))) => Some(at),
            Some((value, Part::Any)) => {
                let message = say!("这里要写一个代码，不能写 `*`", "one code is needed here, not `*`");
                let help = say!("一格一格地写", "name the cells one by one");
                table.sink().push(Diagnostic::error(&INVALID_VALUE, message).at(value.span).help(help));
                return None;
            }
        });
    }
    table.finish();
    Some(key)
}

/// Every cell that is meant, each by itself: `*` stands for all codes of its dimension.
pub(super) fn keys(table: Table<'_>, axes: &Axes<'_>) -> Option<Vec<CellKey>> {
    let parts = axes.typed(&table)?;
    table.finish();
    let mut keys: Vec<CellKey> = vec![Vec::with_capacity(parts.len())];
    for (part, (_, dimension)) in parts.into_iter().zip(axes.dimensions) {
        let positions: Vec<Option<usize>> = match part {
            None | Some((_, Part::Total)) => vec![None],
            Some((_, Part::Code(at))) => vec![Some(at)],
            Some((_, Part::Any)) => (0..dimension.codes.len()).map(Some).collect(),
        };
        let longer =
            |key: &CellKey| positions.iter().map(|at| key.iter().copied().chain([*at]).collect::<CellKey>()).collect::<Vec<_>>();
        keys = keys.iter().flat_map(longer).collect();
    }
    Some(keys)
}

/// Patterns of cells under a key, each once, with their places.
pub(super) fn patterns(table: &Table<'_>, name: &str, axes: &Axes<'_>) -> Vec<(Pattern, Span)> {
    let mut found: Vec<(Pattern, Span)> = Vec::new();
    for entry in table.tables(name) {
        let span = entry.span();
        let Some(parts) = axes.typed(&entry) else { continue };
        entry.finish();
        let pattern = Pattern(parts.into_iter().map(|part| part.map_or(Part::Total, |(_, part)| part)).collect());
        if found.iter().any(|(known, _)| *known == pattern) {
            told_twice(&span, table.sink());
        } else {
            found.push((pattern, span));
        }
    }
    found
}

/// The positions of inner cells that are meant; a group code means all below it.
pub(super) fn impossible(table: &Table<'_>, axes: &Axes<'_>) -> Option<Vec<Option<Vec<usize>>>> {
    let parts = axes.typed(table)?;
    let positions = |(part, (_, dimension)): (Typed, &(String, Arc<Dimension>))| match part {
        Some((_, Part::Code(at))) => Some(dimension.groups().remove(&at).unwrap_or_else(|| vec![at])),
        _ => None,
    };
    Some(parts.into_iter().zip(axes.dimensions).map(positions).collect())
}

/// The position of a measure; an error when there is none.
pub(super) fn measure(typed: &Located<String>, cube: &CubeSpec, sink: &Sink) -> Option<usize> {
    let names = Names::of("度量", "measure", cube.measures.iter().map(|measure| measure.id.as_str()));
    names.check(typed, sink).then(|| cube.measures.iter().position(|measure| measure.id.as_str() == typed.value)).flatten()
}

pub(super) fn told_twice(span: &Span, sink: &Sink) {
    let message = say!("同一格写了两次", "the same cell stands twice");
    sink.push(Diagnostic::error(&DUPLICATE, message).at(span.clone()).help(say!("删去其中一个", "remove one of them")));
}
