//! What to make coarser so that less is withheld: tried, not guessed.

use rayon::prelude::*;
use serde_json::{Value, json};

use super::account::{Account, Entry};
use super::change::{Change, apply};
use super::study::Source;
use super::{File, ordered, settings};
use crate::confidential::withhold;
use crate::config::{CubeSpec, Dimension, Search};
use crate::diag::{Progress, Sink, Text};
use crate::model::Lang;
use crate::say;

/// Most changes tried in one report.
const MOST_TRIALS: usize = 60;
/// Most changes told for each cube.
const MOST_TOLD: usize = 5;
/// Columns of a record file beyond which fewer changes are tried, one after the other.
const LARGE: usize = 20_000;
/// The largest number of small codes that are put together as "other".
const MOST_SMALL: usize = 4;

/// How much of a record file is shown.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Shown {
    /// Cells that can exist, over all cubes and measures of the file.
    pub(super) cells: usize,
    pub(super) withheld: usize,
}

impl Shown {
    fn published(self) -> usize {
        self.cells - self.withheld
    }
}

/// A change that was tried and helps.
pub(super) struct Advice<'a> {
    pub(super) spec: &'a CubeSpec,
    pub(super) change: Change,
    /// As it is, without the search; `None` when it cannot be protected.
    pub(super) before: Option<Shown>,
    pub(super) after: Shown,
}

/// A change that may help.
struct Candidate {
    file: usize,
    /// Position in the catalogue.
    cube: usize,
    change: Change,
    /// The most that [`gain`] can be.
    promise: i64,
}

/// Tries to merge codes and to drop dimensions, and tells what helps most.
///
/// Candidates are neighbouring codes of a dimension with three or more, for places also each place with the one that shares most of
/// its withheld cells, the two to four smallest codes together, and each dimension left out. Of codes that stand in an order, such as
/// bands of age, only runs of two to four neighbours are put together. The most promising sixty are tried
/// (fewer for a record file of more than 20,000 columns), each by walking the whole way from the records to the pattern with changed
/// settings, without the search: the number of withheld cells is exact for these settings. Costs that walk once for each.
/// With earlier releases, the numbers hold for a cube under a new id: what was published under the old one stays.
pub(super) fn advise<'a>(source: Source<'a>, files: &[File<'a>], progress: &dyn Progress) -> Vec<Advice<'a>> {
    let mut candidates: Vec<Candidate> = files.iter().enumerate().flat_map(|(at, file)| of_file(source, at, file)).collect();
    candidates.sort_by_key(|candidate| std::cmp::Reverse(candidate.promise));
    candidates.truncate(MOST_TRIALS);
    progress.stage("advice", candidates.len() as u64);
    let mut advice: Vec<Advice<'a>> = Vec::new();
    for (at, file) in files.iter().enumerate() {
        let own: Vec<&Candidate> = candidates.iter().filter(|candidate| candidate.file == at).collect();
        if own.is_empty() {
            continue;
        }
        let before = shown(source, file.records);
        let one = |candidate: &&Candidate| {
            let (catalog, protection) = apply(source.catalog, source.protection, candidate.cube, &candidate.change);
            let changed = Source { catalog: &catalog, protection: &protection, workers: workers(source, file), ..source };
            let after = shown(changed, file.records);
            progress.tick();
            let helps = |after: &Shown| before.is_none_or(|before| after.withheld < before.withheld);
            let spec = &source.catalog.cubes[candidate.cube];
            Some(Advice { spec, change: candidate.change.clone(), before, after: after.filter(helps)? })
        };
        let found: Vec<Option<Advice<'a>>> =
            if is_large(file) { own.iter().map(one).collect() } else { own.par_iter().map(one).collect() };
        advice.extend(found.into_iter().flatten());
    }
    best(advice)
}

/// The best of each cube, the best cube first.
fn best(mut advice: Vec<Advice<'_>>) -> Vec<Advice<'_>> {
    advice.sort_by_key(|one| std::cmp::Reverse(one.gain()));
    let mut told: Vec<Advice<'_>> = Vec::new();
    for one in advice {
        if told.iter().filter(|before| before.spec.id == one.spec.id).count() < MOST_TOLD {
            told.push(one);
        }
    }
    told
}

fn columns(file: &File<'_>) -> usize {
    file.study.linked().figures.iter().map(|figures| figures.system.columns()).sum()
}

fn is_large(file: &File<'_>) -> bool {
    columns(file) > LARGE
}

fn workers(source: Source<'_>, file: &File<'_>) -> usize {
    if is_large(file) { source.workers } else { 1 }
}

/// What would be shown of a record file, found without the search. `None` when it cannot be protected.
pub(super) fn shown(source: Source<'_>, records: usize) -> Option<Shown> {
    let mut protection = source.protection.clone();
    protection.search = Search { iterations: 0, ..protection.search };
    let linked = Source { protection: &protection, ..source }.linked(records, &Sink::new())?;
    let candidate = withhold::choose(linked, source.earlier, &protection).ok()?;
    let mut shown = Shown { cells: 0, withheld: 0 };
    for (figures, choice) in candidate.linked.figures.iter().zip(&candidate.choices) {
        let exists = |column: &usize| !figures.system.members(*column).is_empty();
        shown.cells += (0..figures.cells.len()).filter(exists).count();
        shown.withheld += choice.withheld.iter().filter(|withheld| **withheld).count();
    }
    Some(shown)
}

/// Withheld cells fewer, less published cells lost: a merged code that was withheld throughout costs nothing.
#[expect(clippy::cast_possible_wrap, reason = "at most some millions of cells")]
fn gain(withheld: usize, lost: usize) -> i64 {
    2 * withheld as i64 - lost as i64
}

/// What is withheld and shown with one code.
#[derive(Clone, Copy, Default)]
struct Burden {
    cells: usize,
    withheld: usize,
    value: u128,
}

impl Burden {
    fn with(&mut self, entry: &Entry) {
        self.cells += 1;
        self.withheld += usize::from(entry.standing.is_withheld());
        self.value += entry.value.unsigned_abs();
    }
}

fn of_file(source: Source<'_>, at: usize, file: &File<'_>) -> Vec<Candidate> {
    let mut found = Vec::new();
    if !source.withholds(file.records) {
        return found;
    }
    for account in &file.accounts {
        let Some(cube) = source.catalog.cubes.iter().position(|cube| cube.id == account.spec.id) else { continue };
        for dimension in 0..account.spec.dimensions.len() {
            let changes = of_dimension(source, account, dimension);
            found.extend(changes.into_iter().map(|(change, promise)| Candidate { file: at, cube, change, promise }));
        }
    }
    let few = (MOST_TRIALS * LARGE / columns(file).max(1)).clamp(6, MOST_TRIALS);
    found.sort_by_key(|candidate| std::cmp::Reverse(candidate.promise));
    found.truncate(few);
    found
}

/// The changes of one dimension, each once, with what they promise; those without a withheld cell are left out.
fn of_dimension(source: Source<'_>, account: &Account<'_>, at: usize) -> Vec<(Change, i64)> {
    let dimension = &*account.spec.dimensions[at].1;
    let mut burdens = vec![Burden::default(); dimension.codes.len()];
    let mut any = Burden::default();
    for (key, cell) in account.keys.iter().zip(0..) {
        let Some(code) = key[at] else { continue };
        for entry in account.ledgers.iter().map(|ledger| &ledger.cells[cell]) {
            burdens[code].with(entry);
            any.with(entry);
        }
    }
    let leaves: Vec<usize> =
        account.occurring[at].iter().copied().filter(|code| dimension.is_leaf(*code) && burdens[*code].cells > 0).collect();
    let mut merges: Vec<Vec<usize>> = Vec::new();
    if leaves.len() >= 3
        && let Some(order) = ordered::order(dimension)
    {
        // Bands of age that are no neighbours make no band together.
        merges.extend(ordered::runs(&order, &leaves, 2..=MOST_SMALL.min(leaves.len() - 1)));
    } else if leaves.len() >= 3 {
        merges.extend(leaves.windows(2).map(<[usize]>::to_vec));
        if source.catalog.places.as_ref().is_some_and(|places| places.id == dimension.id) {
            merges.extend(
                leaves.iter().filter(|code| burdens[**code].withheld > 0).filter_map(|code| alike(account, at, *code, &leaves)),
            );
        }
        let mut smallest = leaves.clone();
        smallest.sort_by_key(|code| burdens[*code].value);
        merges.extend((2..=MOST_SMALL.min(leaves.len() - 1)).map(|k| smallest[..k].to_vec()));
    }
    merges.iter_mut().for_each(|codes| codes.sort_unstable());
    merges.sort();
    merges.dedup();
    merges.retain(|codes| may_merge(dimension, codes));
    let mut found: Vec<(Change, i64)> = Vec::new();
    for codes in merges {
        let withheld: usize = codes.iter().map(|code| burdens[*code].withheld).sum();
        let cells: usize = codes.iter().map(|code| burdens[*code].cells).sum();
        let kept = codes.iter().map(|code| burdens[*code].cells).max().unwrap_or(0);
        if withheld > 0 {
            found.push((Change::Merge { dimension: at, codes }, gain(withheld, cells - kept)));
        }
    }
    if account.spec.dimensions.len() > 1 && any.withheld > 0 {
        found.push((Change::Drop { dimension: at }, gain(any.withheld, any.cells)));
    }
    found
}

/// The place that has most withheld cells in common with this one, ties by the order of the list.
fn alike(account: &Account<'_>, at: usize, code: usize, leaves: &[usize]) -> Option<Vec<usize>> {
    let mut common = vec![0usize; account.spec.dimensions[at].1.codes.len()];
    let withheld = |cell: usize| account.ledgers.iter().any(|ledger| ledger.cells[cell].standing.is_withheld());
    let own: std::collections::BTreeSet<Vec<Option<usize>>> = (0..account.keys.len())
        .filter(|cell| account.keys[*cell][at] == Some(code) && withheld(*cell))
        .map(|cell| without(&account.keys[cell], at))
        .collect();
    for (cell, key) in account.keys.iter().enumerate() {
        if let Some(other) = key[at].filter(|other| *other != code && withheld(cell)) {
            common[other] += usize::from(own.contains(&without(key, at)));
        }
    }
    let best =
        leaves.iter().copied().filter(|other| *other != code).max_by_key(|other| (common[*other], std::cmp::Reverse(*other)))?;
    Some(vec![code, best])
}

fn without(key: &[Option<usize>], at: usize) -> Vec<Option<usize>> {
    key.iter().enumerate().filter(|(other, _)| *other != at).map(|(_, code)| *code).collect()
}

/// Codes may be merged that are in the same groups and in the same code of the dimension theirs lies within.
fn may_merge(dimension: &Dimension, codes: &[usize]) -> bool {
    let groups = dimension.groups();
    let above = |code: usize| {
        groups
            .iter()
            .filter(|(group, members)| **group != code && members.contains(&code))
            .map(|(group, _)| *group)
            .collect::<Vec<_>>()
    };
    let within = |code: usize| dimension.within.as_ref().and_then(|within| within.positions.get(code).copied());
    let sort = |code: &usize| (above(*code), within(*code));
    codes.windows(2).all(|two| sort(&two[0]) == sort(&two[1]))
}

impl Advice<'_> {
    fn gain(&self) -> i64 {
        let before = self.before.unwrap_or(Shown { cells: self.after.cells, withheld: self.after.cells });
        gain(before.withheld.saturating_sub(self.after.withheld), before.cells.saturating_sub(self.after.cells))
    }

    /// For people, with names in a language of the site.
    pub(super) fn words(&self, lang: &Lang) -> Text {
        let dimension = &self.spec.dimensions[self.change.dimension()].1;
        let (name, cube) = (dimension.name.get(lang), &self.spec.id);
        let after = self.after.withheld;
        let what = match &self.change {
            Change::Drop { .. } => say!("`{cube}` 不再按“{name}”细分", "drop “{name}” from `{cube}`"),
            Change::Merge { codes, .. } => {
                let names: Vec<&str> = codes.iter().map(|code| dimension.codes[*code].name.get(lang).as_str()).collect();
                let (zh, en) = (names.iter().map(|name| format!("“{name}”")).collect::<String>(), quoted(&names));
                say!("`{cube}` 的“{name}”中把{zh}合并", "merge {en} of “{name}” in `{cube}`")
            }
        };
        let Some(before) = self.before else {
            return Text {
                zh: format!("{}：可以保护了，隐去 {after} 格", what.zh),
                en: format!("{}: then it can be protected, with {} withheld", what.en, cells(after)),
            };
        };
        let (had, fewer) = (before.withheld, before.withheld - after);
        let lost = before.cells.saturating_sub(self.after.cells);
        let (shown, then) = (before.published(), self.after.published());
        Text {
            zh: format!("{}：少隐去 {fewer} 格（原来隐去 {had} 格），表少 {lost} 格，公布的由 {shown} 格变为 {then} 格", what.zh),
            en: format!(
                "{}: {} fewer withheld (of {had}), {} less in the table, {shown} published cells become {then}",
                what.en,
                cells(fewer),
                cells(lost)
            ),
        }
    }

    /// What to type, in the files of the settings. Other cubes that have the dimension show the new code as well unless they hide it.
    pub(super) fn how(&self) -> String {
        let (column, dimension) = &self.spec.dimensions[self.change.dimension()];
        let (cube, id) = (&self.spec.id, &dimension.id);
        let mut text = match &self.change {
            Change::Drop { .. } => format!("# data/catalog.toml: [[cube]] {cube}, dimensions − \"{column}\"\n"),
            Change::Merge { codes, .. } => {
                let of: Vec<String> = codes.iter().map(|code| format!("\"{}\"", dimension.codes[*code].code)).collect();
                format!("# data/catalog.toml: [dimension.{id}], codes\n{{ code = \"…\", name = …, of = [{}] }}\n", of.join(", "))
            }
        };
        text.push_str(&format!("\n# data/protection.toml\n[protect.{cube}]\nhide = [\n"));
        let hides = settings::patterns(self.spec, &self.change.hides(self.spec));
        hides.as_array().into_iter().flatten().for_each(|pattern| text.push_str(&inline(pattern)));
        text.push_str("]\n");
        text
    }

    /// For machines, with what to type.
    pub(super) fn json(&self) -> Value {
        let (column, dimension) = &self.spec.dimensions[self.change.dimension()];
        let shown = |shown: Shown| json!({ "cells": shown.cells, "withheld": shown.withheld });
        let mut all = json!({ "cube": self.spec.id.as_str(), "column": column, "dimension": dimension.id.as_str() });
        if let Change::Merge { codes, .. } = &self.change {
            all["merge"] = codes.iter().map(|code| Value::from(dimension.codes[*code].code.as_str())).collect();
        } else {
            all["drop"] = json!(true);
        }
        all["before"] = self.before.map_or(Value::Null, shown);
        all["after"] = shown(self.after);
        all["hide"] = settings::patterns(self.spec, &self.change.hides(self.spec));
        all
    }
}

/// A pattern as an inline table.
fn inline(pattern: &Value) -> String {
    let parts = pattern.as_object().into_iter().flatten().map(|(column, code)| format!("{column} = {code}"));
    format!("  {{ {} }},\n", parts.collect::<Vec<_>>().join(", "))
}

/// `“a” and “b”`, `“a”, “b” and “c”`.
fn quoted(names: &[&str]) -> String {
    let quoted: Vec<String> = names.iter().map(|name| format!("“{name}”")).collect();
    match quoted.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} and {last}", rest.join(", ")),
        _ => quoted.concat(),
    }
}

fn cells(count: usize) -> String {
    format!("{count} cell{}", if count == 1 { "" } else { "s" })
}
