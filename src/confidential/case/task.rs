//! From a case to a task: which cells are primary, what the reader knows, what must stay uncertain.

use std::collections::BTreeMap;
use std::path::Path;

use super::document::{Kind, RuleKind};
use super::read::Case;
use super::rules;
use crate::attack::{Insider, Required};
use crate::confidential::protect::primary::{self, Dominance, Facts, Rules};
use crate::confidential::protect::{Order, Search, Singletons, Task, Threat, Wish, disclosure};
use crate::diag::{Diagnostic, Failed, Sink};
use crate::linear::Vector;
use crate::say;

/// The task that a case sets.
pub(super) fn task<'a>(path: &Path, case: &'a Case, search: Search, sink: &Sink) -> Result<Task<'a>, Failed> {
    let rules = sensible(path, case, sink)?;
    let frequency = case.document.rules.kind == RuleKind::Frequency;
    let zeros_public = frequency && !case.document.rules.protect_zeros;
    let wishes = wishes(path, case, &rules, sink)?;
    let singletons = match (frequency, zeros_public) {
        (true, true) => Singletons::Ones,
        (true, false) => Singletons::Noughts,
        (false, _) => Singletons::None,
    };
    let order = match (case.document.kind, case.document.rules.kind) {
        (_, RuleKind::KDisclosure) => Order::Group,
        (Kind::Magnitude, _) => Order::Magnitude,
        (Kind::Frequency, _) => Order::Frequency { zeros_first: case.document.rules.zeros_first_to_publish },
    };
    let contributors = contributors(case);
    let threat = Threat {
        nonnegative: case.document.attack.nonnegative,
        integer: case.document.attack.integer,
        known_minimum: Some(case.document.attack.suppressed_known_min.max(i64::from(zeros_public)))
            .filter(|minimum| *minimum > 0),
        tables: Vec::new(),
        insiders: if case.document.attack.insiders { insiders(case) } else { Vec::new() },
        required: required(case, &wishes),
        contributors,
    };
    Ok(Task { system: &case.system, wishes, virtuals: virtuals(case), weights: Vec::new(), order, singletons, threat, search })
}

/// The rules, refused when they make no sense.
fn sensible(path: &Path, case: &Case, sink: &Sink) -> Result<Rules, Failed> {
    let given = &case.document.rules;
    let percent = |p: f64| p > 0.0 && p <= 100.0;
    let sound = match given.kind {
        RuleKind::Frequency => given.threshold.is_some_and(|t| (2..=1_000_000).contains(&t)),
        RuleKind::Dominance => !given.nk.is_empty() && given.nk.iter().all(|rule| rule.n > 0 && percent(rule.k)),
        RuleKind::PPercent => given.p.is_some_and(percent),
        RuleKind::PriorPosterior => given.p.is_some_and(percent) && given.q.is_some_and(|q| q > 0.0),
        RuleKind::Contributors => given.min_contributors.is_some_and(|min| (2..=1_000_000).contains(&min)),
        RuleKind::KDisclosure => given.coalition >= 0,
    };
    let needs_records =
        matches!(given.kind, RuleKind::Dominance | RuleKind::PPercent | RuleKind::PriorPosterior | RuleKind::Contributors);
    if !sound || needs_records && case.contributions.is_empty() {
        let told = say!("`rules` 里缺少数值，或数值不合理", "`rules` lacks a number or holds one that makes no sense");
        return Err(sink.fail(Diagnostic::error(&rules::RULE, told).at(path)));
    }
    let only = |kind: RuleKind| given.kind == kind;
    Ok(Rules {
        threshold: given.threshold.filter(|_| only(RuleKind::Frequency)).map(|t| t.saturating_mul(case.scale as i64)),
        protect_zeros: only(RuleKind::Frequency) && given.protect_zeros,
        min_contributors: given.min_contributors.filter(|_| only(RuleKind::Contributors)),
        dominance: given.nk.iter().map(|rule| Dominance { n: rule.n, k: rule.k }).collect(),
        p_percent: given.p.filter(|_| only(RuleKind::PPercent)),
        prior_posterior: given.p.zip(given.q).filter(|_| only(RuleKind::PriorPosterior)),
    })
}

/// Says which cells must be published though a rule withholds them and nobody waived them. What is out already is out.
fn forced(path: &Path, case: &Case, of: &dyn Fn(&[String]) -> bool, sink: &Sink) -> Result<(), Failed> {
    let out = |key: &Vec<String>| case.document.previous.as_ref().is_some_and(|previous| previous.published.contains(key));
    let wrong = |key: &&Vec<String>| of(key) && !out(key);
    let mut failed = Ok(());
    for key in case.document.forced.iter().filter(wrong) {
        let cell = key.join(" / ");
        let message = say!("规则要隐去 `{cell}`，`forced` 却要公开", "a rule withholds `{cell}`, and `forced` publishes it");
        let help = say!("从 `forced` 里去掉，或同时写进 `waived`", "take it out of `forced`, or name it in `waived` as well");
        failed = Err(sink.fail(Diagnostic::error(&rules::FORCED, message).at(path).help(help)));
    }
    failed
}

fn wishes(path: &Path, case: &Case, rules: &Rules, sink: &Sink) -> Result<Vec<Wish>, Failed> {
    let waived = |name: u32| case.document.rules.waivers.contains(&case.names[name as usize]);
    let mut wishes: Vec<Wish> = (0..case.system.columns())
        .map(|column| {
            let contributions: Vec<(u32, i64)> = case
                .system
                .members(column)
                .iter()
                .filter_map(|inner| case.contributions.get(*inner as usize))
                .flatten()
                .copied()
                .collect();
            let mut who: Vec<u32> = contributions.iter().map(|(who, _)| *who).collect();
            who.sort_unstable();
            who.dedup();
            let largest = primary::largest(&contributions, case.document.rules.holding, &waived);
            let facts = Facts { total: case.system.total(column), contributors: who.len() as u64, largest: &largest };
            // Cells that only an earlier release had are what they were.
            let fired = column < case.cells && !primary::fired(rules, &facts).is_empty();
            if fired { Wish::Primary } else { Wish::Free }
        })
        .collect();
    let mut by_key: BTreeMap<&[String], Vec<usize>> = BTreeMap::new();
    case.keys.iter().enumerate().for_each(|(column, key)| by_key.entry(key).or_default().push(column));
    let set = |wishes: &mut [Wish], keys: &[Vec<String>], wish: Wish| {
        for column in keys.iter().filter_map(|key| by_key.get(key.as_slice())).flatten() {
            wishes[*column] = wish;
        }
    };
    set(&mut wishes, &case.document.waived, Wish::Free);
    let is_primary = |key: &[String]| by_key.get(key).into_iter().flatten().any(|column| wishes[*column] == Wish::Primary);
    forced(path, case, &is_primary, sink)?;
    set(&mut wishes, &case.document.forced, Wish::Forced);
    if let Some(previous) = &case.document.previous {
        set(&mut wishes, &previous.published, Wish::Forced);
        set(&mut wishes, &previous.suppressed, Wish::Primary);
    }
    Ok(wishes)
}

/// Group disclosure, and the sums that a case names.
fn virtuals(case: &Case) -> Vec<Vector> {
    let mut virtuals: Vec<Vector> = Vec::new();
    if case.document.rules.kind == RuleKind::KDisclosure {
        let columns: Vec<usize> = (0..case.cells).collect();
        virtuals = disclosure::groups(
            &case.system,
            &columns,
            i128::from(case.document.rules.coalition),
            i128::from(case.document.rules.upper),
        );
    }
    for set in &case.document.extra_primary {
        let mut vector: Vector = set.iter().map(|inner| (*inner, 1)).collect();
        vector.sort_unstable();
        vector.dedup();
        if !virtuals.contains(&vector) {
            virtuals.push(vector);
        }
    }
    virtuals
}

/// Who is alone in inner cells.
fn insiders(case: &Case) -> Vec<Insider> {
    let mut alone: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
    if case.contributions.is_empty() {
        let ones = (0u32..).zip(case.system.values()).filter(|(_, value)| **value == case.scale as i64);
        return ones.map(|(inner, _)| Insider { id: inner, alone_in: vec![inner] }).collect();
    }
    for (inner, contributions) in (0u32..).zip(&case.contributions) {
        if let Some((who, _)) = contributions.first().filter(|first| contributions.iter().all(|other| other.0 == first.0)) {
            alone.entry(*who).or_default().push(inner);
        }
    }
    alone.into_iter().map(|(id, alone_in)| Insider { id, alone_in }).collect()
}

/// Who contributes to each column, when insiders are asked for.
fn contributors(case: &Case) -> Vec<Vec<u32>> {
    if !case.document.attack.insiders || case.contributions.is_empty() {
        return Vec::new();
    }
    let of = |column: usize| {
        let mut who: Vec<u32> = case
            .system
            .members(column)
            .iter()
            .flat_map(|inner| &case.contributions[*inner as usize])
            .map(|(who, _)| *who)
            .collect();
        who.sort_unstable();
        who.dedup();
        who
    };
    (0..case.system.columns()).map(of).collect()
}

/// What must stay uncertain, in the system's unit.
fn required(case: &Case, wishes: &[Wish]) -> Vec<Option<Required>> {
    let Some(intervals) = &case.document.attack.intervals else { return Vec::new() };
    let scaled = |value: Option<f64>| value.map(|value| value * case.scale);
    let of = |column: usize| {
        if wishes[column] != Wish::Primary {
            return None;
        }
        let value = case.system.total(column) as f64;
        let mut required = Required {
            up_min: scaled(intervals.up_min_add).map(|add| value + add),
            lo_max: None,
            width: scaled(intervals.width_min),
        };
        if let Some(rel) = intervals.rel {
            required.up_min = Some(required.up_min.unwrap_or(f64::MIN).max(value * (1.0 + rel)));
            required.lo_max = Some(value * (1.0 - rel));
        }
        if let Some(own) = intervals.per_cell.get(&case.keys[column].join("|")) {
            required.up_min = scaled(own.up_min).or(required.up_min);
            required.lo_max = scaled(own.lo_max).or(required.lo_max);
            required.width = scaled(own.width).or(required.width);
        }
        (required.up_min.is_some() || required.lo_max.is_some() || required.width.is_some()).then_some(required)
    };
    (0..case.system.columns()).map(of).collect()
}
