//! Figures printed elsewhere that cannot be true beside what is published here or printed otherwise. Compared are figures that
//! readers have anyway, never withheld ones: the messages may be read by anyone.

use std::collections::BTreeMap;

use super::published::{Cell, PublishedTable};
use super::rules::KNOWN_CONTRADICTS;
use crate::config::{Known, Method, Protection};
use crate::diag::{Diagnostic, Failed, Sink, Span};
use crate::model::Decimal;
use crate::say;

/// Tells every figure of `data/known.toml` that is larger than a total it is part of, or smaller than a part of it, published
/// here or printed elsewhere. Altered tables are left out: their figures are not exact. Costs a pass over the table for each figure.
pub(super) fn judge(tables: &[PublishedTable], protection: &Protection, sink: &Sink) -> Result<(), Failed> {
    let mut sound = Ok(());
    for (at, known) in protection.known.iter().enumerate() {
        let exact = |table: &&PublishedTable| {
            *table.id() == known.cube && protection.of(table.id()).is_none_or(|own| own.method == Method::Suppress)
        };
        let Some(table) = tables.iter().find(exact) else { continue };
        let groups: Groups = table.dimensions().iter().map(|d| d.dimension.groups()).collect();
        let others = protection.known[..at].iter().filter(|other| other.cube == known.cube && other.measure == known.measure);
        for other in others {
            if contradicts(&groups, (&known.key, known.value), (&other.key, other.value)) {
                sound = Err(sink.fail(beside(known, &other.span)));
            }
        }
        let shown = table.rows().filter_map(|(key, cells)| match cells.get(known.measure) {
            Some(Cell::Value(value)) => Some((key, *value)),
            _ => None,
        });
        let mut shown = shown.filter(|(key, _)| *key != known.key);
        if let Some((key, _)) = shown.find(|shown| contradicts(&groups, (&known.key, known.value), (shown.0, shown.1))) {
            sound = Err(sink.fail(published(known, &named(table, key))));
        }
    }
    sound
}

/// By dimension the codes that each group counts.
type Groups = Vec<BTreeMap<usize, Vec<usize>>>;

type Figure<'a> = (&'a [Option<usize>], Decimal);

/// Whether one is part of the other and larger.
fn contradicts(groups: &Groups, one: Figure<'_>, other: Figure<'_>) -> bool {
    let within = |part: &[Option<usize>], whole: &[Option<usize>]| {
        let pairs = part.iter().zip(whole);
        part.len() == whole.len() && groups.iter().zip(pairs).all(|(groups, (part, whole))| counts(groups, *part, *whole))
    };
    one.1 > other.1 && within(one.0, other.0) || one.1 < other.1 && within(other.0, one.0)
}

/// Whether a code or total counts another.
fn counts(groups: &BTreeMap<usize, Vec<usize>>, part: Option<usize>, whole: Option<usize>) -> bool {
    match (part, whole) {
        (_, None) => true,
        (None, Some(_)) => false,
        (Some(part), Some(whole)) => part == whole || groups.get(&whole).is_some_and(|members| members.contains(&part)),
    }
}

/// `year=2024 county=*`.
fn named(table: &PublishedTable, key: &[Option<usize>]) -> String {
    let part = |(d, at): (&super::published::PublishedDimension, &Option<usize>)| {
        let code = at.map_or("*", |at| d.dimension.codes[at].code.as_str());
        format!("{}={code}", d.dimension.id)
    };
    table.dimensions().iter().zip(key).map(part).collect::<Vec<_>>().join(" ")
}

fn beside(known: &Known, other: &Span) -> Diagnostic {
    let message = say!(
        "这个数和另一处印的数不能都对：部分比总数大",
        "this figure and another printed one cannot both be right: a part is larger than its total"
    );
    Diagnostic::error(&KNOWN_CONTRADICTS, message)
        .at(known.span.clone())
        .at_label(other.clone(), say!("另一处", "the other one"))
        .help(help())
}

fn published(known: &Known, cell: &str) -> Diagnostic {
    let cube = &known.cube;
    let message = say!(
        "这个数与 `{cube}` 公布的数矛盾（{cell}）：部分比总数大",
        "this figure contradicts what `{cube}` publishes ({cell}): a part is larger than its total"
    );
    Diagnostic::error(&KNOWN_CONTRADICTS, message).at(known.span.clone()).help(help())
}

fn help() -> crate::diag::Text {
    say!(
        "核对出处；若口径不同，就不是同一格的数，请删去",
        "check the source; if it counts something else, it is no figure of this cell: remove it"
    )
}
