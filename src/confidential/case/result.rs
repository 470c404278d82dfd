//! The answer to a case.

use serde_json::{Value, json};

use super::read::Case;
use crate::confidential::protect::{Cost, Pattern, Status, Task};

/// What came of a case. Made for whoever holds the case; nothing of it is for a site.
pub struct CaseReport {
    /// The case's own name.
    pub id: String,
    /// The answer as JSON: a status for each cell, and the value of published ones.
    pub json: String,
    /// Primary cells.
    pub primary: usize,
    /// Secondary cells before the search and after it.
    pub secondary: (usize, usize),
    /// The sum of their values, in the unit of the case.
    pub secondary_sum: (f64, f64),
    /// How often the attacker was asked before the search.
    pub rounds: usize,
    /// Combinations it was forbidden.
    pub cuts: usize,
}

/// The report on a pattern.
pub(super) fn report(case: &Case, task: &Task<'_>, pattern: &Pattern) -> CaseReport {
    let dims: Vec<&str> = case.document.dims.iter().map(|dimension| dimension.name.as_str()).collect();
    let rows: Vec<Value> = (0..case.cells).map(|column| row(case, task, column, pattern.status[column])).collect();
    let columns: Vec<&str> = dims.iter().copied().chain(["value", "status"]).collect();
    let of = |cost: &Cost| json!({ "cells": cost.cells, "sum": cost.sum / case.scale });
    let primary = pattern.status[..case.cells].iter().filter(|status| **status == Status::Primary).count();
    let json = json!({
        "format": "shanwai-sdc-result/1",
        "case": case.document.id,
        "cells": { "columns": columns, "rows": rows },
        "primary": primary,
        "secondary": of(&pattern.cost_after),
        "secondary_before_search": of(&pattern.cost_before),
        "rounds": pattern.rounds,
        "cuts": pattern.cuts,
        "conservative": pattern.conservative,
        "iterations": pattern.iterations,
        "improvements": pattern.improvements,
        "known_minimum": pattern.known_minimum,
    });
    CaseReport {
        id: case.document.id.clone(),
        json: format!("{json}\n"),
        primary,
        secondary: (pattern.cost_before.cells, pattern.cost_after.cells),
        secondary_sum: (pattern.cost_before.sum / case.scale, pattern.cost_after.sum / case.scale),
        rounds: pattern.rounds,
        cuts: pattern.cuts,
    }
}

fn row(case: &Case, task: &Task<'_>, column: usize, status: Status) -> Value {
    let (value, status) = match status {
        Status::Published | Status::Forced => (number(task.system.total(column), case.scale), "pub"),
        Status::Primary => (Value::Null, "pri"),
        Status::Secondary => (Value::Null, "sec"),
    };
    let codes = case.keys[column].iter().map(|code| Value::from(code.as_str()));
    Value::Array(codes.chain([value, Value::from(status)]).collect())
}

/// A total in the unit of the case.
fn number(total: i128, scale: f64) -> Value {
    if scale == 1.0
        && let Ok(whole) = i64::try_from(total)
    {
        return Value::from(whole);
    }
    Value::from(total as f64 / scale)
}
