//! What protection costs, by the size of the release: from a case file to a pattern that its own attacker could not break.
//!
//! `cargo bench --bench protect`. The tables are invented (`corpus/tables.rs`), threshold 5, zeros public, no search. `read s` is
//! what a plain reading of the file takes, and is taken off `protect s`.
//! `SHANWAI_SIZES=s1k,s5k` measures these only.

#![expect(clippy::print_stdout, reason = "a benchmark tells its result")]

#[path = "corpus/tables.rs"]
mod tables;

use std::path::Path;

use shanwai::confidential::run_case;
use shanwai::diag::Sink;
use tables::{Release, SHAPES, full, linked};

fn main() {
    let wanted = std::env::var("SHANWAI_SIZES").unwrap_or_default();
    println!(
        "{:<20} {:>7} {:>7} {:>8} {:>9} {:>6} {:>5} {:>8} {:>10} {:>8}",
        "release", "inner", "cells", "primary", "secondary", "rounds", "cuts", "read s", "protect s", "MB"
    );
    for shape in SHAPES.into_iter().filter(|shape| wanted.is_empty() || wanted.split(',').any(|name| name == shape.name)) {
        measure(&format!("{} linked", shape.name), &linked(shape));
        measure(&format!("{} full", shape.name), &full(shape));
    }
}

fn measure(name: &str, release: &Release) {
    let case = release.case(name);
    let start = cpu();
    drop(serde_json::from_str::<serde_json::Value>(&case));
    let reading = cpu() - start;
    let start = cpu();
    let answer = run_case(Path::new("case.json"), case.as_bytes(), 0, &Sink::new());
    let all = cpu() - start;
    let Ok(answer) = answer else { return println!("{name:<20} cannot be protected") };
    println!(
        "{name:<20} {:>7} {:>7} {:>8} {:>9} {:>6} {:>5} {reading:>8.2} {:>10.2} {:>8.0}",
        release.system.inner(),
        release.system.columns(),
        answer.primary,
        answer.secondary.0,
        answer.rounds,
        answer.cuts,
        (all - reading).max(0.0),
        memory(),
    );
}

fn cpu() -> f64 {
    let now = rustix::time::clock_gettime(rustix::time::ClockId::ProcessCPUTime);
    now.tv_sec as f64 + now.tv_nsec as f64 / 1e9
}

/// The most memory held so far.
fn memory() -> f64 {
    let status = std::fs::read("/proc/self/status").unwrap_or_default();
    let status = String::from_utf8_lossy(&status);
    let line = status.lines().find(|line| line.starts_with("VmHWM:")).unwrap_or_default();
    line.split_whitespace().nth(1).and_then(|kilobytes| kilobytes.parse::<f64>().ok()).unwrap_or(0.0) / 1024.0
}
