//! One attack, level by level.

use super::base::{Base, Combination};
use super::bounds;
use super::echelon::Sparse;
use super::insider::{self, Wish};
use super::question::{Leak, Level, Levels, Outcome, Question, Wanted};
use super::ranges;
use crate::linear::Vector;

/// An attack under way.
pub(super) struct Run<'a> {
    pub(super) question: &'a Question<'a>,
    pub(super) base: Base,
    /// The targets as sums of inner cells.
    pub(super) sums: Vec<Vector>,
    /// The targets in unknown groups.
    pub(super) parts: Vec<Sparse>,
    /// Targets that leaked already.
    pub(super) leaked: Vec<bool>,
    pub(super) outcome: Outcome,
}

impl<'a> Run<'a> {
    pub(super) fn new(question: &'a Question<'a>) -> Self {
        let system = question.system;
        let known: Vec<&[u32]> = question.known.iter().map(|column| system.members(*column)).collect();
        let sum = |what: &Wanted| match what {
            Wanted::Column(column) => system.vector(*column),
            Wanted::Vector(vector) => vector.clone(),
        };
        let sums: Vec<Vector> = question.targets.iter().map(|target| sum(&target.what)).collect();
        let apart = question.insiders.iter().flat_map(|insider| insider.alone_in.iter().copied());
        let base = Base::new(system.inner(), &known, &sums, apart);
        let parts: Vec<Sparse> = sums.iter().map(|sum| base.unknown.open_part(sum)).collect();
        let leaked = vec![false; sums.len()];
        let mut run = Self { question, base, sums, parts, leaked, outcome: Outcome::default() };
        run.measure();
        run
    }

    /// Sizes for the report.
    fn measure(&mut self) {
        let parts = self.base.parts(std::iter::empty());
        let mut sizes = vec![0; parts.len()];
        for group in self.base.unknown.open_groups() {
            let cells = self.base.unknown.members.get(group as usize).len();
            self.outcome.unknown += cells;
            sizes[parts[group as usize] as usize] += cells;
        }
        self.outcome.components = sizes.iter().filter(|size| **size > 0).count();
        self.outcome.largest = sizes.into_iter().max().unwrap_or(0);
    }

    /// All levels asked for, in order.
    pub(super) fn levels(mut self, levels: Levels) -> Outcome {
        self.linear(levels.has(Level::Linear));
        if levels.has(Level::Nonnegative) || levels.has(Level::KnownMinimum) {
            let found = bounds::attack(&mut self, levels.has(Level::KnownMinimum));
            for leak in &found {
                self.leaked[leak.target] = true;
            }
            self.outcome.leaks.extend(found);
        }
        let found = ranges::attack(&mut self, levels);
        for leak in &found {
            self.leaked[leak.target] = true;
        }
        self.outcome.leaks.extend(found);
        if levels.has(Level::Insider) && !self.question.insiders.is_empty() {
            let open = |(number, target): (usize, &'a super::Target)| {
                (target.primary && !self.leaked[number]).then_some((number, target))
            };
            let wishes: Vec<Wish<'_>> = self
                .question
                .targets
                .iter()
                .enumerate()
                .filter_map(open)
                .map(|(number, target)| Wish { number, target, sum: &self.sums[number], part: &self.parts[number] })
                .collect();
            let found = insider::attack(&self.base, self.question.known, self.question.insiders, &wishes);
            self.outcome.leaks.extend(found);
        }
        self.outcome
    }

    /// Targets that are combinations of known columns. They are marked even when nobody asks, since later levels leave them out.
    fn linear(&mut self, report: bool) {
        for number in 0..self.sums.len() {
            if !self.base.spans(&self.parts[number]) {
                continue;
            }
            self.leaked[number] = true;
            if report {
                let made = self.base.derive_whole(&self.sums[number]).unwrap_or_default();
                let leak = Leak {
                    target: number,
                    level: Level::Linear,
                    combination: self.columns(made),
                    bounds: Vec::new(),
                    forcing: Vec::new(),
                    cut: Some(self.sums[number].clone()),
                    insider: None,
                };
                self.outcome.leaks.push(leak);
            }
        }
    }

    /// Known columns as the system numbers them.
    pub(super) fn columns(&self, made: Combination) -> Vec<(usize, crate::linear::Ratio)> {
        made.into_iter().map(|(at, factor)| (self.question.known[at as usize], factor)).collect()
    }
}
