//! Reads `data/known.toml`: figures that newspapers, counties or older reports have printed already.

use std::sync::Arc;

use super::cells::{self, Axes};
use super::read::cube_of;
use super::{CellKey, Known};
use crate::config::catalog::{Context, TypedCatalog};
use crate::config::reader::{Document, Located, Table};
use crate::config::resolved::{CubeSpec, MeasureKind};
use crate::config::rules::{DUPLICATE, INVALID_VALUE, TWO_FIGURES};
use crate::diag::{Diagnostic, Source, Span};
use crate::model::Decimal;
use crate::say;

/// Reads the file; each cell of a measure once.
pub(in crate::config) fn read(source: &Arc<Source>, context: &Context<'_>, typed: &TypedCatalog) -> Vec<Known> {
    let document = Document::parse(source, context.sink);
    let table = document.root();
    let mut known: Vec<Known> = Vec::new();
    for entry in table.tables("known") {
        let Some(read) = read_one(entry, context, typed) else { continue };
        let same = |other: &&Known| other.cube == read.cube && other.measure == read.measure && other.key == read.key;
        match known.iter().find(same) {
            Some(first) => {
                let found = if first.value == read.value {
                    Diagnostic::error(&DUPLICATE, say!("同一格的数写了两次", "the figure of this cell stands twice"))
                } else {
                    Diagnostic::error(&TWO_FIGURES, say!("同一格写了两个不同的数", "one cell is given two different figures"))
                };
                let found = found.at(read.span.clone());
                let found = found.at_label(first.span.clone(), say!("第一次在这里", "first given here"));
                let help = say!(
                    "只留一个；几处印的数不同时，留与本站记录一致的；相同时，把出处写在一起",
                    "keep one; when sources differ, the one that agrees with your records; when they agree, name both sources in it"
                );
                context.sink.push(found.help(help));
            }
            None => known.push(read),
        }
    }
    table.finish();
    known
}

fn read_one(table: Table<'_>, context: &Context<'_>, typed: &TypedCatalog) -> Option<Known> {
    let span = table.span();
    let cube = table.text("cube").filter(|cube| typed.cubes.check(cube, context.sink));
    let measure = table.text("measure");
    let at = table.table("at");
    let value = if table.has("value") { table.number_text("value") } else { table.text("value") };
    let source = table.text("source");
    table.finish();
    let cube = cube_of(&typed.catalog, &cube?)?;
    let key: Option<CellKey> = at.and_then(|at| cells::key(at, &Axes::of(cube)));
    let measure = measure.and_then(|measure| cells::measure(&measure, cube, context.sink))?;
    let value = value.and_then(|value| figure(&value, cube, measure, context));
    Some(Known { cube: cube.id.clone(), measure, key: key?, value: value?, source: source?.value, span })
}

/// A figure that a measure can have: not negative, whole where it counts.
fn figure(typed: &Located<String>, cube: &CubeSpec, measure: usize, context: &Context<'_>) -> Option<Decimal> {
    let counts = !matches!(cube.measures[measure].kind, MeasureKind::Sum(_));
    let value = Decimal::parse(&typed.value).filter(|value| *value >= Decimal::whole(0));
    let found = value.filter(|value| !counts || value.parts().1 == 0);
    if found.is_none() {
        tell(&typed.span, counts, context);
    }
    found
}

fn tell(span: &Span, counts: bool, context: &Context<'_>) {
    let message = if counts {
        say!("`value` 应是不小于零的整数", "`value` must be a whole number, not negative")
    } else {
        say!("`value` 应是不小于零的数", "`value` must be a number, not negative")
    };
    let help = say!("照原样写印出的数，不带单位和千分位", "write the printed figure without unit and separators");
    context.sink.push(Diagnostic::error(&INVALID_VALUE, message).at(span.clone()).help(help));
}
