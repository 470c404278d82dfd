//! The report for machines: `report.json`, one cell a line. Equal input gives equal bytes.

use std::fmt::Write;

use serde_json::{Value, json};

use super::Findings;
use super::account::{Account, Entry, Ledger, Tally, kind_word};
use super::settings;
use super::study::{Decided, Study};
use crate::attack::Required;
use crate::confidential::gate::{self, Trial};
use crate::confidential::protect::{Cost, Pattern};
use crate::confidential::system::Kind;
use crate::confidential::withhold::Broken;
use crate::config::{CellKey, CubeSpec};
use crate::model::Decimal;

/// What `format` says; a new number when the meaning of a key changes.
const FORMAT: &str = "shanwai protection report 1";

/// Writes the whole report. Costs about 150 bytes a cell.
pub(super) fn write(findings: &Findings<'_>) -> String {
    let mut out = String::from("{\n");
    let head = [
        ("format", json!(FORMAT)),
        ("private", json!("holds figures that must never be published")),
        ("engine", json!(super::ENGINE)),
        ("settings", settings::general(findings.protection)),
        ("records", Value::Array(findings.files.iter().map(|file| file_of(findings, file)).collect())),
    ];
    for (key, value) in head {
        let _ = writeln!(out, "{}:{value},", json!(key));
    }
    out.push_str("\"cubes\":[");
    let mut first = true;
    for (file, account) in findings.files.iter().flat_map(|file| file.accounts.iter().map(move |account| (file, account))) {
        out.push_str(if std::mem::take(&mut first) { "\n" } else { ",\n" });
        cube(&mut out, findings, &file.id, account);
    }
    out.push_str("],\n\"advice\":");
    let advice: Vec<Value> = findings.advice.iter().map(|one| one.json()).collect();
    let _ = writeln!(out, "{}\n}}", Value::Array(advice));
    out
}

fn file_of(findings: &Findings<'_>, file: &super::File<'_>) -> Value {
    let refusals = file.study.refusals().iter().map(|refusal| {
        let cells: Vec<&str> = refusal.detail.lines().collect();
        json!({ "rule": refusal.diagnostic.rule.id, "message": refusal.diagnostic.message.get(findings.tongue), "cells": cells })
    });
    let linked = file.study.linked();
    let systems: Vec<Value> = (0..linked.figures.len()).map(|index| system(&file.study, index)).collect();
    json!({
        "id": file.id, "file": file.path, "sha256": file.sha256, "safe": file.study.refusals().is_empty(),
        "refusals": Value::Array(refusals.collect()), "systems": systems,
    })
}

fn system(study: &Study<'_>, index: usize) -> Value {
    let figures = &study.linked().figures[index];
    let kind = match figures.kind {
        Kind::Rows => "rows".to_owned(),
        Kind::Persons => "persons".to_owned(),
        Kind::Sum(sum) => format!("sum {sum}"),
    };
    let size = json!({ "kind": kind, "inner": figures.system.inner(), "columns": figures.system.columns() });
    let (Study::Decided(decided), Value::Object(mut all)) = (study, size.clone()) else { return size };
    let choice = &decided.candidate.choices[index];
    all.insert("differences".to_owned(), json!(choice.virtuals.len()));
    all.insert("pattern".to_owned(), pattern(&choice.pattern));
    all.insert("attack".to_owned(), attack(decided, index));
    Value::Object(all)
}

fn pattern(pattern: &Pattern) -> Value {
    json!({
        "rounds": pattern.rounds, "cuts": pattern.cuts, "conservative": pattern.conservative,
        "iterations": pattern.iterations, "improvements": pattern.improvements,
        "cost_before_search": cost(pattern.cost_before), "cost_after_search": cost(pattern.cost_after),
        "known_minimum": pattern.known_minimum,
    })
}

fn cost(cost: Cost) -> Value {
    json!({ "cells": cost.cells, "sum": number(cost.sum) })
}

fn attack(decided: &Decided<'_>, index: usize) -> Value {
    let trial: &Trial = &decided.trials[index];
    let undecided = |level: &str| trial.outcome.undecided.iter().filter(|(_, own)| gate::word(*own) == level).count();
    let level = |attempt: &crate::confidential::Attempt| {
        json!({
            "level": attempt.level, "tried": attempt.tried, "found": attempt.found, "undecided": undecided(attempt.level),
        })
    };
    json!({
        "levels": Value::Array(trial.attempts().iter().map(level).collect()),
        "linear_programs": trial.outcome.lps, "components": trial.outcome.components, "largest": trial.outcome.largest,
        "unknown": trial.outcome.unknown,
    })
}

fn cube(out: &mut String, findings: &Findings<'_>, records: &str, account: &Account<'_>) {
    let spec = account.spec;
    let dimension = |(at, (column, dimension)): (usize, &(String, std::sync::Arc<crate::config::Dimension>))| {
        let codes: Vec<&str> = account.occurring[at].iter().map(|code| dimension.codes[*code].code.as_str()).collect();
        json!({ "column": column, "dimension": dimension.id.as_str(), "codes": codes })
    };
    let dimensions: Vec<Value> = spec.dimensions.iter().enumerate().map(dimension).collect();
    let head = json!({
        "cube": spec.id.as_str(), "records": records, "synthetic": account.synthetic, "threshold": spec.threshold,
        "class": spec.class, "settings": settings::of_cube(spec, findings.protection.of(&spec.id)), "dimensions": dimensions,
        "totals": tally(&account.tally(), None),
    });
    let text = head.to_string();
    out.push_str(text.strip_suffix('}').unwrap_or(&text));
    out.push_str(",\"hidden\":[");
    separated(out, account.hidden.iter(), |out, cell| key(out, spec, cell));
    out.push_str("],\"measures\":[");
    separated(out, account.ledgers.iter(), |out, one| ledger(out, account, one));
    out.push_str("]}");
}

fn ledger(out: &mut String, account: &Account<'_>, ledger: &Ledger) {
    let measure = &account.spec.measures[ledger.measure];
    let head = json!({
        "measure": measure.id.as_str(), "unit": measure.unit.code.as_str(), "of": kind_word(&measure.kind),
        "system": ledger.system, "totals": tally(&ledger.tally(), Some(ledger)),
    });
    let text = head.to_string();
    out.push_str(text.strip_suffix('}').unwrap_or(&text));
    out.push_str(",\"cells\":[");
    let cells = account.keys.iter().zip(&ledger.cells);
    separated(out, cells, |out, (at, entry)| {
        out.push('\n');
        cell(out, account.spec, at, entry, ledger);
    });
    out.push_str("]}");
}

/// Values add up within one measure only.
fn tally(tally: &Tally, ledger: Option<&Ledger>) -> Value {
    let mut all = serde_json::Map::new();
    let counts = [
        ("cells", tally.cells),
        ("withheld", tally.withheld()),
        ("primary", tally.primary),
        ("secondary", tally.secondary),
        ("printed_elsewhere", tally.elsewhere),
        ("undecided", tally.undecided),
    ];
    all.extend(counts.map(|(key, count)| (key.to_owned(), json!(count))));
    if let Some(ledger) = ledger {
        let value = |value: u128| json!(ledger.decimal(i128::try_from(value).unwrap_or(i128::MAX)).to_string());
        all.insert("value".to_owned(), value(tally.value));
        all.insert("value_withheld".to_owned(), value(tally.value_withheld));
        all.insert("value_secondary".to_owned(), value(tally.value_secondary));
        all.insert("share_withheld".to_owned(), json!(Decimal::new(i128::try_from(tally.share()).unwrap_or(0), 4).to_string()));
    }
    Value::Object(all)
}

fn cell(out: &mut String, spec: &CubeSpec, at: &CellKey, entry: &Entry, ledger: &Ledger) {
    out.push_str("{\"key\":");
    key(out, spec, at);
    let _ = write!(out, ",\"value\":{},\"status\":\"{}\"", ledger.decimal(entry.value), entry.standing.word());
    if entry.rules.any() {
        let _ = write!(out, ",\"rules\":{}", Value::Array(rules(entry.rules).map(Value::from).collect()));
    }
    if let Some(required) = entry.required {
        let _ = write!(out, ",\"required\":{}", of_required(required, ledger.places));
    }
    if let Some((lo, up)) = entry.feasible {
        let _ = write!(out, ",\"feasible\":{}", json!([end(lo, ledger.places), end(up, ledger.places)]));
    }
    out.push('}');
}

/// The rules a cell breaks, in the words of the report.
pub(super) fn rules(broken: Broken) -> impl Iterator<Item = &'static str> {
    Broken::ALL.into_iter().filter(move |(rule, _)| broken.has(*rule)).map(|(_, word)| word)
}

fn of_required(required: Required, places: u8) -> Value {
    let mut all = serde_json::Map::new();
    for (key, value) in [("up", required.up_min), ("lo", required.lo_max), ("width", required.width)] {
        if let Some(value) = value {
            all.insert(key.to_owned(), end(value, places));
        }
    }
    Value::Object(all)
}

/// An end of an interval in the unit of the measure; `null` where there is none.
fn end(value: f64, places: u8) -> Value {
    number(value / 10f64.powi(i32::from(places)))
}

/// To four decimals, so that noise of the linear programs does not show.
fn number(value: f64) -> Value {
    let rounded = (value * 10_000.0).round() / 10_000.0;
    // Adding nought makes minus nought nought.
    serde_json::Number::from_f64(rounded + 0.0).map_or(Value::Null, Value::Number)
}

/// Codes by dimension, `null` for a total.
fn key(out: &mut String, spec: &CubeSpec, key: &CellKey) {
    let code = |((_, dimension), at): (&(String, std::sync::Arc<crate::config::Dimension>), &Option<usize>)| {
        at.map_or(Value::Null, |at| Value::from(dimension.codes[at].code.as_str()))
    };
    let _ = write!(out, "{}", Value::Array(spec.dimensions.iter().zip(key).map(code).collect()));
}

fn separated<T>(out: &mut String, items: impl Iterator<Item = T>, mut one: impl FnMut(&mut String, T)) {
    for (at, item) in items.enumerate() {
        if at > 0 {
            out.push(',');
        }
        one(out, item);
    }
}
