//! What protection costs, by the size of the release: from a case file to a pattern that its own attacker could not break.
//!
//! `cargo bench --bench protect`. The tables are invented (`corpus/tables.rs`), threshold 5, zeros public, no search. `read s` is
//! what the same file takes with nothing to protect: reading it, its system, writing the answer. It is taken off `protect s`.
//! `audit s` is one more attack on the answer, without whole numbers: those are linear programs, and the cases do not ask for them.
//! `SHANWAI_SIZES=s1k,s5k` measures these only.

#![expect(clippy::print_stdout, reason = "a benchmark tells its result")]

#[path = "corpus/process.rs"]
mod process;
#[path = "corpus/tables.rs"]
mod tables;

use std::collections::BTreeMap;
use std::path::Path;

use shanwai::attack::{Levels, Question, Target, Wanted, attack};
use shanwai::confidential::run_case;
use shanwai::diag::Sink;
use tables::{Release, SHAPES, full, linked, province};

/// As in the program.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() {
    let wanted = std::env::var("SHANWAI_SIZES").unwrap_or_default();
    println!(
        "{:<20} {:>7} {:>7} {:>8} {:>9} {:>6} {:>5} {:>8} {:>10} {:>8} {:>8}",
        "release", "inner", "cells", "primary", "secondary", "rounds", "cuts", "read s", "protect s", "audit s", "MB"
    );
    for shape in SHAPES.into_iter().filter(|shape| wanted.is_empty() || wanted.split(',').any(|name| name == shape.name)) {
        measure(&format!("{} linked", shape.name), &linked(shape));
        measure(&format!("{} full", shape.name), &full(shape));
    }
    if wanted.is_empty() || wanted.split(',').any(|name| name == "province") {
        measure("province linked", &province());
    }
}

fn measure(name: &str, release: &Release) {
    let case = release.case(name);
    let nothing = case.replace("\"threshold\":5", "\"threshold\":1");
    assert_ne!(nothing, case, "the threshold is where it was");
    let start = process::cpu();
    drop(run_case(Path::new("case.json"), nothing.as_bytes(), 0, &Sink::new()));
    let reading = process::cpu() - start;
    let start = process::cpu();
    let answer = run_case(Path::new("case.json"), case.as_bytes(), 0, &Sink::new());
    let all = process::cpu() - start;
    let memory = process::peak();
    let Ok(answer) = answer else { return println!("{name:<20} cannot be protected") };
    println!(
        "{name:<20} {:>7} {:>7} {:>8} {:>9} {:>6} {:>5} {reading:>8.2} {:>10.2} {:>8.2} {memory:>8.0}",
        release.system.inner(),
        release.system.columns(),
        answer.primary,
        answer.secondary.0,
        answer.rounds,
        answer.cuts,
        (all - reading).max(0.0),
        audit(release, &answer.json),
    );
}

/// CPU time of an attack on what the answer publishes.
fn audit(release: &Release, answer: &str) -> f64 {
    let answer: serde_json::Value = serde_json::from_str(answer).expect("the answer is JSON");
    let rows = answer["cells"]["rows"].as_array().expect("rows");
    let status: BTreeMap<String, &str> = rows.iter().map(|row| (key(row), status(row))).collect();
    let of = |column: usize| status[&release.key(column)];
    let (known, withheld): (Vec<usize>, Vec<usize>) = (0..release.system.columns()).partition(|column| of(*column) == "pub");
    let target = |column: &usize| Target {
        what: Wanted::Column(*column),
        primary: of(*column) == "pri",
        required: None,
        contributors: None,
    };
    let targets: Vec<Target> = withheld.iter().map(target).collect();
    let question = Question {
        system: &release.system,
        known: &known,
        targets: &targets,
        nonnegative: true,
        integer: false,
        known_minimum: &vec![Some(1); targets.len()],
        insiders: &[],
    };
    let start = process::cpu();
    let outcome = attack(&question, Levels::CUTS);
    let spent = process::cpu() - start;
    println!("{:>20} {} leaks among {} withheld cells", "", outcome.leaks.len(), targets.len());
    spent
}

/// The codes of a row of the answer, which ends with a value and a status.
fn key(row: &serde_json::Value) -> String {
    let row = row.as_array().expect("a row");
    row[..row.len() - 2].iter().filter_map(serde_json::Value::as_str).collect::<Vec<_>>().join("|")
}

fn status(row: &serde_json::Value) -> &str {
    row.as_array().and_then(|row| row.last()).and_then(serde_json::Value::as_str).expect("a status")
}
