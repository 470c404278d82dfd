//! What an attack costs, by the size of the release: linear, insiders, known minimum.
//!
//! `cargo bench --bench attack`. The tables are invented (`corpus/tables.rs`), the pattern hides a partner in each line.

#![expect(clippy::print_stdout, reason = "a benchmark tells its result")]

#[path = "corpus/process.rs"]
mod process;
#[path = "corpus/tables.rs"]
mod tables;

use shanwai::attack::{Insider, Level, Levels, Question, Target, Wanted, attack};
use tables::{Release, SHAPES, full, linked};

fn main() {
    println!(
        "{:<20} {:>7} {:>7} {:>7} {:>8} {:>7} {:>9} {:>9} {:>9} {:>9} {:>8}",
        "release", "inner", "cells", "hidden", "unknown", "leaks", "linear s", "known s", "insider s", "all s", "MB"
    );
    for shape in SHAPES {
        measure(&format!("{} linked", shape.name), &linked(shape));
        measure(&format!("{} full", shape.name), &full(shape));
    }
}

fn measure(name: &str, release: &Release) {
    let (hidden, primary) = (release.hide_lines(5), release.primary(5));
    let (withheld, known): (Vec<usize>, Vec<usize>) = (0..release.system.columns()).partition(|column| hidden[*column]);
    let target =
        |column: &usize| Target { what: Wanted::Column(*column), primary: primary[*column], required: None, contributors: None };
    let targets: Vec<Target> = withheld.iter().map(target).collect();
    let minimum = vec![Some(1); targets.len()];
    let ones = (0u32..).zip(release.system.values()).filter(|(_, value)| **value == 1);
    let insiders: Vec<Insider> = ones.map(|(cell, _)| Insider { id: cell, alone_in: vec![cell] }).collect();
    let question = |insiders| Question {
        system: &release.system,
        known: &known,
        targets: &targets,
        nonnegative: true,
        integer: true,
        known_minimum: &minimum,
        insiders,
    };
    let run = |levels: Levels, insiders| {
        let start = process::cpu();
        let outcome = attack(&question(insiders), levels);
        (process::cpu() - start, outcome)
    };
    let (linear, outcome) = run(Levels::NONE.with(Level::Linear), &[]);
    let (least, second) = run(Levels::NONE.with(Level::KnownMinimum), &[]);
    let (insider, third) = run(Levels::NONE.with(Level::Insider), &insiders);
    let (all, _) = run(Levels::ALL, &[]);
    println!(
        "{name:<20} {:>7} {:>7} {:>7} {:>8} {:>7} {linear:>9.3} {least:>9.3} {insider:>9.3} {all:>9.3} {:>8.1}",
        release.system.inner(),
        release.system.columns(),
        withheld.len(),
        outcome.unknown,
        format!("{}+{}+{}", outcome.leaks.len(), second.leaks.len(), third.leaks.len()),
        process::peak(),
    );
}
