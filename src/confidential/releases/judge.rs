//! What the figures of today tell beside those of earlier releases. Pure: the gate says what is published.

use std::collections::BTreeSet;
use std::path::Path;

use super::rules::{SHOWN_AFTER_WITHHELD, SMALL_REVISION, WITHHELD_AFTER_SHOWN};
use super::{Earlier, EarlierTable, Promise};
use crate::config::{CellKey, CubeSpec, MeasureKind, Protection, Revisions};
use crate::diag::{Diagnostic, Text};
use crate::model::{CubeId, Decimal};
use crate::say;

/// What the records of today say of a cell of an earlier release.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(in crate::confidential) struct Now {
    /// The figure over the codes that were listed then.
    pub(in crate::confidential) value: Decimal,
    /// Whether that figure is, or would be, published today.
    pub(in crate::confidential) published: bool,
}

/// A cell of an earlier release that today's figures tell something about.
#[derive(Clone, PartialEq, Eq)]
pub(in crate::confidential) struct Revision {
    /// The release, as a position among the earlier ones.
    pub(in crate::confidential) release: usize,
    pub(in crate::confidential) cube: CubeId,
    pub(in crate::confidential) key: CellKey,
    pub(in crate::confidential) measure: usize,
    pub(in crate::confidential) turn: Turn,
}

/// What became of the cell. Holds no difference: that is the small number nobody may see.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::confidential) enum Turn {
    /// Published then and now, and the difference tells of too few persons.
    Small,
    /// Withheld then, published now.
    Shown,
    /// Published then, withheld now.
    Withheld,
}

/// Asks for a cell of an earlier table by key and measure.
type Today<'a> = &'a dyn Fn(&EarlierTable, &[Option<usize>], usize) -> Option<Now>;

/// Judges every cell of every earlier release; a cell of several releases with the same figure is told for the first.
///
/// `now` gives the figure of today over the codes listed then (`EarlierTable::codes`), `None` when there is none any more.
/// To learn which cells must be withheld, ask with `published: true` throughout; to judge a finished pattern, with its
/// statuses. A difference of counts is small from 1 to the threshold − 1. A sum does not tell how many persons changed it:
/// its difference counts as small unless a count of the same cell changed by the threshold or more.
/// Source: GaussSuppression's handling of earlier releases, with revisions taken as a table of their own.
pub(in crate::confidential) fn revisions(earlier: &[Earlier], cubes: &[CubeSpec], now: Today<'_>) -> Vec<Revision> {
    let mut found = Vec::new();
    let mut seen: BTreeSet<(CubeId, CellKey, usize, Turn, String)> = BTreeSet::new();
    for (release, table) in earlier.iter().enumerate().flat_map(|(at, one)| one.tables.iter().map(move |table| (at, table))) {
        let Some(cube) = cubes.iter().find(|cube| cube.id == table.cube) else { continue };
        for (key, promises) in &table.cells {
            for (measure, promise) in promises.iter().enumerate() {
                let Some(today) = now(table, key, measure) else { continue };
                let turn = match promise {
                    Promise::Published(_) if !today.published => Some(Turn::Withheld),
                    Promise::Published(then) if *then != today.value => {
                        is_small(*then, today.value, cube, measure, promises, &|other| now(table, key, other))
                            .then_some(Turn::Small)
                    }
                    Promise::Withheld if today.published => Some(Turn::Shown),
                    _ => None,
                };
                let Some(turn) = turn else { continue };
                let then = if let Promise::Published(then) = promise { then.to_string() } else { String::new() };
                // Over other codes the same key is another sum.
                let sum = format!("{then} {:?}", table.codes);
                if seen.insert((table.cube.clone(), key.clone(), measure, turn, sum)) {
                    found.push(Revision { release, cube: table.cube.clone(), key: key.clone(), measure, turn });
                }
            }
        }
    }
    found
}

/// Whether a figure changed by what fewer persons than the threshold can do.
fn is_small(
    then: Decimal,
    value: Decimal,
    cube: &CubeSpec,
    measure: usize,
    promises: &[Promise],
    now: &dyn Fn(usize) -> Option<Now>,
) -> bool {
    let threshold = Decimal::whole(i64::from(cube.threshold));
    let far = |then: Decimal, value: Decimal| then.max(value) - then.min(value) >= threshold;
    let counts = |at: usize| !matches!(cube.measures[at].kind, MeasureKind::Sum(_));
    if cube.threshold == 0 {
        return false;
    }
    if counts(measure) {
        return !far(then, value);
    }
    let covered = promises.iter().enumerate().filter(|(at, _)| counts(*at)).any(|(at, promise)| match (promise, now(at)) {
        (Promise::Published(then), Some(today)) => today.published && far(*then, today.value),
        _ => false,
    });
    !covered
}

/// One finding for each cube and turn, with the number of cells and neither keys nor figures.
pub(in crate::confidential) fn diagnostics(found: &[Revision], protection: &Protection) -> Vec<Diagnostic> {
    let kinds: BTreeSet<(&CubeId, Turn)> = found.iter().map(|one| (&one.cube, one.turn)).collect();
    let one = |(id, turn): (&CubeId, Turn)| {
        let count = found.iter().filter(|one| one.cube == *id && one.turn == turn).count();
        let (rule, message, help) = words(id, turn, count);
        let warns = turn == Turn::Small && protection.revisions == Revisions::Warn;
        let made = if warns { Diagnostic::warning(rule, message) } else { Diagnostic::error(rule, message) };
        made.at(Path::new(super::FOLDER)).help(help)
    };
    kinds.into_iter().map(one).collect()
}

fn words(id: &CubeId, turn: Turn, count: usize) -> (&'static crate::diag::Rule, Text, Text) {
    let one = count == 1;
    let cells = if one { "1 cell".to_owned() } else { format!("{count} cells") };
    let (differ, were) = if one { ("differs", "was") } else { ("differ", "were") };
    match turn {
        Turn::Small => (
            &SMALL_REVISION,
            say!("`{id}` 有 {count} 格与已公布的数相差太小", "{cells} of `{id}` {differ} too little from what was published"),
            say!("暂缓修订，或只在更粗的表里修订", "put the revision off, or make it in a coarser table only"),
        ),
        Turn::Shown => (
            &SHOWN_AFTER_WITHHELD,
            say!("`{id}` 有 {count} 格以前不公布，现在要公布", "{cells} of `{id}` {were} withheld before and would now be shown"),
            say!("不公布过的要一直不公布", "what was withheld stays withheld"),
        ),
        Turn::Withheld => (
            &WITHHELD_AFTER_SHOWN,
            say!("`{id}` 有 {count} 格以前公布过，现在不公布", "{cells} of `{id}` {were} shown before and would now be withheld"),
            say!("去掉整张表，或把表做粗后另起编号", "leave the whole table out, or make a coarser one with an id of its own"),
        ),
    }
}

/// One line for `data/private/`: which cell of which release, without any figure.
pub(in crate::confidential) fn detail(one: &Revision, earlier: &[Earlier], cube: &CubeSpec) -> String {
    let turn = match one.turn {
        Turn::Small => "small difference",
        Turn::Shown => "withheld then, shown now",
        Turn::Withheld => "shown then, withheld now",
    };
    let version = earlier.get(one.release).map_or("", |release| release.version.as_str());
    let key = cube.dimensions.iter().zip(&one.key).map(|((column, dimension), at)| {
        let code = at.and_then(|at| dimension.codes.get(at)).map_or("*", |entry| entry.code.as_str());
        format!(" {column}={code}")
    });
    let measure = cube.measures.get(one.measure).map_or("", |measure| measure.id.as_str());
    format!("{}:{} {measure}: {turn} ({version})\n", one.cube, key.collect::<String>())
}
